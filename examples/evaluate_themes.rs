//! How well discovery finds the themes that people found: one table over the development sets.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use common::sets::{draw, json_lines, save, string};
use common::{Args, Failure, sets};
use serde_json::{Value, json};
use verbatims::{Language, ThemeModel};

mod common;

/// Rows of a set that are looked at, unless another number is given.
const ROWS: usize = 2_000;
/// Seeds of the decomposition that figures are averaged over, unless another number is given.
const SEEDS: usize = 5;
/// Sizes of the small samples, and how many of each size are drawn from each set.
const SMALL: [usize; 3] = [30, 100, 300];
const DRAWS: u64 = 3;

const USAGE: &str = "
Groups the development sets of themes and compares the groups with what people found: NMI, ARI, ACC (best matching), AMI.

  evaluate_themes [--no-vectors] [--rows N] [--seeds N] [--write FOLDER]

  --no-vectors    without the language's word vectors
  --rows N        look at so many rows of a set at most (default 2000)
  --seeds N       with so many seeds, the means of their figures (default 5)
  --write FOLDER  leave the groups there as JSON Lines for score.py (of the default seed)

Each set is grouped twice, with the people's number of themes given and with the number chosen; then in small samples.
The sets are read from the folder named by VERBATIMS_EVAL (default ../shared/eval beside the repository).
";

const FLAGS: &[common::Flag] = &[("--no-vectors", false), ("--rows", true), ("--seeds", true), ("--write", true)];

fn main() -> ExitCode {
    common::run(USAGE, FLAGS, run)
}

/// One set of texts with the theme that a person gave each.
struct Set {
    name: String,
    ids: Vec<String>,
    texts: Vec<String>,
    gold: Vec<String>,
}

fn run(args: &Args) -> Result<(), Failure> {
    args.no_paths()?;
    let (vectors, write) = (!args.has("--no-vectors"), args.value("--write").map(PathBuf::from));
    let folder = sets::folder()?;
    let mut out = std::io::stdout().lock();
    let language = Language::english();
    let seeds = args.number("--seeds")?.unwrap_or(SEEDS).max(1) as u64;
    let fit = |texts: &[&str], k: Option<usize>, seed: u64| -> Result<(Vec<String>, ThemeModel), Failure> {
        let params = ThemeModel::params(&language).vectors(vectors).maybe_n_themes(k).seed(seed);
        let model = params.fit_texts(texts)?;
        let themes = model.predict_texts(texts);
        Ok((
            themes.into_iter().map(|theme| theme.map_or("none".to_owned(), |theme| theme.to_string())).collect(),
            model,
        ))
    };

    writeln!(
        out,
        "{:<20} {:>5} {:>4} | {:>5} {:>5} {:>5} {:>5} {:>6} | {:>8} {:>8} {:>5}",
        "k given", "n", "k", "NMI", "ARI", "ACC", "AMI", "s", "k chosen", "range", "AMI"
    )?;
    let sets = labelled_sets(&folder.join("themes"), args.number("--rows")?.unwrap_or(ROWS).max(1))?;
    let mut sums = [0.0; 5];
    let mut near = 0;
    for set in &sets {
        let texts: Vec<&str> = set.texts.iter().map(String::as_str).collect();
        let k = distinct(&set.gold);
        let start = Instant::now();
        let (groups, _) = fit(&texts, Some(k), 0)?;
        let seconds = start.elapsed().as_secs_f64();
        let (chosen, model) = fit(&texts, None, 0)?;
        let mut figures = Figures::of(&set.gold, &groups, &chosen);
        for seed in 1..seeds {
            figures.add(&Figures::of(&set.gold, &fit(&texts, Some(k), seed)?.0, &fit(&texts, None, seed)?.0));
        }
        let figures = figures.0.map(|sum| sum / seeds as f64);
        for (sum, figure) in sums.iter_mut().zip(figures) {
            *sum += figure;
        }
        let found = model.themes().len();
        near += usize::from(4 * found.abs_diff(k) <= k);
        let (low, high) = model.range();
        writeln!(
            out,
            "{:<20} {:>5} {k:>4} | {:.3} {:.3} {:.3} {:.3} {seconds:>6.2} | {found:>8} {:>8} {:.3}",
            set.name,
            texts.len(),
            figures[0],
            figures[1],
            figures[2],
            figures[3],
            format!("{low}-{high}"),
            figures[4]
        )?;
        if let Some(folder) = &write {
            let lines: String = set.ids.iter().zip(&groups).fold(String::new(), |mut lines, (id, theme)| {
                let _ = writeln!(lines, "{}", json!({"id": id, "theme": theme}));
                lines
            });
            save(folder, &format!("{}.pred.jsonl", set.name), &lines)?;
        }
    }
    let mean = sums.map(|sum| sum / sets.len() as f64);
    writeln!(
        out,
        "{:<20} {:>5} {:>4} | {:.3} {:.3} {:.3} {:.3} {:>6} | k within 25 %: {near} of {} {:.3}",
        "MEAN",
        "",
        "",
        mean[0],
        mean[1],
        mean[2],
        mean[3],
        "",
        sets.len(),
        mean[4]
    )?;

    writeln!(out, "\n{:<20} {:>8} {:>8} {:>8}", "small samples, ARI", "n = 30", "100", "300")?;
    let mut small = [(0.0, 0_u32); 3];
    for set in &sets {
        let mut line = format!("{:<20}", set.name);
        for (size, total) in SMALL.into_iter().zip(&mut small) {
            let mut sum = 0.0;
            if set.texts.len() < size {
                line += "        -";
                continue;
            }
            for seed in 0..DRAWS {
                let rows = draw(set.texts.len(), size, seed);
                let texts: Vec<&str> = rows.iter().map(|&row| set.texts[row].as_str()).collect();
                let gold: Vec<String> = rows.iter().map(|&row| set.gold[row].clone()).collect();
                let (groups, _) = fit(&texts, Some(distinct(&gold)), 0)?;
                sum += Table::new(&gold, &groups).ari();
            }
            total.0 += sum;
            total.1 += DRAWS as u32;
            let _ = write!(line, " {:>8.3}", sum / DRAWS as f64);
        }
        writeln!(out, "{line}")?;
    }
    let means = small.map(|(sum, count)| format!(" {:>8.3}", sum / f64::from(count.max(1)))).concat();
    writeln!(out, "{:<20}{means}", "MEAN")?;

    let studies = studies(&folder.join("reports/themes_dev.jsonl"))?;
    writeln!(
        out,
        "\n{:<32} {:>4} {:>3} | {:>6} {:>6} | {:>8} {:>6}",
        "research reports", "n", "k", "AMI", "ARI", "k chosen", "AMI"
    )?;
    let (mut sums, mut lines, mut near) = ([0.0; 3], String::new(), 0);
    for set in &studies {
        let texts: Vec<&str> = set.texts.iter().map(String::as_str).collect();
        let k = distinct(&set.gold);
        let (groups, _) = fit(&texts, Some(k), 0)?;
        let (chosen, model) = fit(&texts, None, 0)?;
        let mut figures = Figures::of(&set.gold, &groups, &chosen);
        for seed in 1..seeds {
            figures.add(&Figures::of(&set.gold, &fit(&texts, Some(k), seed)?.0, &fit(&texts, None, seed)?.0));
        }
        let [_, ari, _, given, free] = figures.0.map(|sum| sum / seeds as f64);
        let figures = [given, ari, free];
        for (sum, figure) in sums.iter_mut().zip(figures) {
            *sum += figure;
        }
        let found = model.themes().len();
        near += usize::from(4 * found.abs_diff(k) <= k);
        writeln!(
            out,
            "{:<32} {:>4} {k:>3} | {:>6.3} {:>6.3} | {found:>8} {:>6.3}",
            set.name,
            texts.len(),
            figures[0],
            figures[1],
            figures[2]
        )?;
        let _ = writeln!(lines, "{}", json!({"study": set.name, "themes": groups}));
    }
    let mean = sums.map(|sum| sum / studies.len() as f64);
    writeln!(
        out,
        "{:<32} {:>4} {:>3} | {:>6.3} {:>6.3} | {:>8} {:>6.3}   k within 25 %: {near} of {}",
        "MEAN",
        "",
        "",
        mean[0],
        mean[1],
        "",
        mean[2],
        studies.len()
    )?;
    if let Some(folder) = &write {
        save(folder, "reports.pred.jsonl", &lines)?;
    }
    Ok(())
}

/// The rows with one theme of every set, at most `most` of each, evenly drawn.
fn labelled_sets(folder: &Path, most: usize) -> Result<Vec<Set>, Failure> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .map_err(|error| Failure::stop(format!("{}: {error}", folder.display())))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|end| end == "jsonl"))
        .collect();
    paths.sort();
    let mut sets = Vec::new();
    for path in paths {
        let rows: Vec<Value> = json_lines(&path)?.into_iter().filter(|row| row["in_clustering"] == true).collect();
        let take = rows.len().min(most);
        let rows: Vec<&Value> = (0..take).map(|at| &rows[at * rows.len() / take]).collect();
        if rows.is_empty() {
            continue;
        }
        let column = |name: &str| rows.iter().map(|row| string(&row[name])).collect();
        let name = path.file_stem().map_or(String::new(), |name| name.to_string_lossy().into_owned());
        sets.push(Set { name, ids: column("id"), texts: column("text"), gold: column("label") });
    }
    Ok(sets)
}

fn studies(path: &Path) -> Result<Vec<Set>, Failure> {
    let study = |row: Value| {
        let quotes = row["quotes"].as_array().cloned().unwrap_or_default();
        let column = |name: &str| quotes.iter().map(|quote| string(&quote[name])).collect();
        Set { name: string(&row["study"]), ids: Vec::new(), texts: column("text"), gold: column("theme") }
    };
    Ok(json_lines(path)?.into_iter().map(study).collect())
}

fn distinct(labels: &[String]) -> usize {
    labels.iter().collect::<std::collections::BTreeSet<_>>().len()
}

/// NMI, ARI, ACC and AMI with the number of themes given, AMI with the number chosen.
struct Figures([f64; 5]);

impl Figures {
    fn of(gold: &[String], given: &[String], chosen: &[String]) -> Self {
        let table = Table::new(gold, given);
        Self([table.nmi(), table.ari(), table.acc(), table.ami(), Table::new(gold, chosen).ami()])
    }

    fn add(&mut self, other: &Self) {
        for (sum, figure) in self.0.iter_mut().zip(other.0) {
            *sum += figure;
        }
    }
}

/// How often each gold label meets each group.
struct Table {
    cells: BTreeMap<(usize, usize), f64>,
    gold: Vec<f64>,
    groups: Vec<f64>,
    n: f64,
}

impl Table {
    fn new(gold: &[String], groups: &[String]) -> Self {
        fn number(labels: &[String]) -> (Vec<usize>, Vec<f64>) {
            let mut ids = BTreeMap::new();
            let mut counts = Vec::new();
            let numbers = labels
                .iter()
                .map(|label| {
                    let id = *ids.entry(label).or_insert(counts.len());
                    if id == counts.len() {
                        counts.push(0.0);
                    }
                    counts[id] += 1.0;
                    id
                })
                .collect();
            (numbers, counts)
        }
        let ((gold_of, gold), (group_of, groups)) = (number(gold), number(groups));
        let mut cells = BTreeMap::new();
        for pair in gold_of.iter().copied().zip(group_of.iter().copied()) {
            *cells.entry(pair).or_insert(0.0) += 1.0;
        }
        Self { cells, gold, groups, n: gold_of.len() as f64 }
    }

    fn entropy(&self, counts: &[f64]) -> f64 {
        -counts.iter().map(|count| count / self.n * (count / self.n).ln()).sum::<f64>()
    }

    fn mutual(&self) -> f64 {
        self.cells
            .iter()
            .map(|(&(g, p), count)| count / self.n * (count * self.n / (self.gold[g] * self.groups[p])).ln())
            .sum()
    }

    /// Normalised mutual information (arithmetic mean).
    fn nmi(&self) -> f64 {
        let mean = (self.entropy(&self.gold) + self.entropy(&self.groups)) / 2.0;
        if mean == 0.0 { 1.0 } else { self.mutual() / mean }
    }

    /// Adjusted Rand index.
    fn ari(&self) -> f64 {
        let pairs = |count: f64| count * (count - 1.0) / 2.0;
        let both: f64 = self.cells.values().map(|count| pairs(*count)).sum();
        let gold: f64 = self.gold.iter().map(|count| pairs(*count)).sum();
        let groups: f64 = self.groups.iter().map(|count| pairs(*count)).sum();
        let (expected, most) = (gold * groups / pairs(self.n).max(1.0), (gold + groups) / 2.0);
        if most == expected { 1.0 } else { (both - expected) / (most - expected) }
    }

    /// Adjusted mutual information (arithmetic mean).
    fn ami(&self) -> f64 {
        let (rows, columns) = (self.gold.len(), self.groups.len());
        if (rows == 1 && columns == 1) || (rows as f64 == self.n && columns as f64 == self.n) {
            return 1.0;
        }
        let n = self.n as usize;
        let mut log_factorial = vec![0.0; n + 1];
        for i in 2..=n {
            log_factorial[i] = log_factorial[i - 1] + (i as f64).ln();
        }
        let f = |count: f64| log_factorial[count as usize];
        let mut expected = 0.0;
        for &a in &self.gold {
            for &b in &self.groups {
                let mut v = (a + b - self.n).max(1.0);
                while v <= a.min(b) {
                    let log = f(a) + f(b) + f(self.n - a) + f(self.n - b)
                        - f(self.n)
                        - f(v)
                        - f(a - v)
                        - f(b - v)
                        - f(self.n - a - b + v);
                    expected += v / self.n * (self.n * v / (a * b)).ln() * log.exp();
                    v += 1.0;
                }
            }
        }
        let bound = (self.entropy(&self.gold) + self.entropy(&self.groups)) / 2.0 - expected;
        if bound.abs() > 1e-12 { (self.mutual() - expected) / bound } else { 0.0 }
    }

    /// Accuracy under the best one-to-one matching of groups and labels (the Hungarian method).
    fn acc(&self) -> f64 {
        let size = self.gold.len().max(self.groups.len());
        let cost = |row: usize, column: usize| -self.cells.get(&(row - 1, column - 1)).copied().unwrap_or(0.0);
        let (mut u, mut v) = (vec![0.0; size + 1], vec![0.0; size + 1]);
        let (mut matched, mut way) = (vec![0; size + 1], vec![0; size + 1]);
        for row in 1..=size {
            matched[0] = row;
            let mut column = 0;
            let mut least = vec![f64::INFINITY; size + 1];
            let mut used = vec![false; size + 1];
            loop {
                used[column] = true;
                let (at, mut delta, mut next) = (matched[column], f64::INFINITY, 0);
                for other in 1..=size {
                    if used[other] {
                        continue;
                    }
                    let reduced = cost(at, other) - u[at] - v[other];
                    if reduced < least[other] {
                        least[other] = reduced;
                        way[other] = column;
                    }
                    if least[other] < delta {
                        delta = least[other];
                        next = other;
                    }
                }
                for other in 0..=size {
                    if used[other] {
                        u[matched[other]] += delta;
                        v[other] -= delta;
                    } else {
                        least[other] -= delta;
                    }
                }
                column = next;
                if matched[column] == 0 {
                    break;
                }
            }
            while column != 0 {
                matched[column] = matched[way[column]];
                column = way[column];
            }
        }
        (1..=size).map(|column| -cost(matched[column], column)).sum::<f64>() / self.n
    }
}
