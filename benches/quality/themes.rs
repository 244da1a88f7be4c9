//! How well themes that are found are those that people found: one table over the sets, then small samples, then research reports.

use std::collections::BTreeSet;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::{Value, json};
use verbatims::{Language, ThemeModel};

use crate::clustering::Contingency;
use crate::sets::{self, draw, json_lines, save, stem, string};
use crate::{Call, Outcome};

/// Rows of a set that are looked at, and seeds that figures are averaged over, unless others are given.
const ROWS: usize = 2_000;
const SEEDS: usize = 5;
/// Sizes of the small samples, and how many of each size are drawn from each set.
const SMALL: [usize; 3] = [30, 100, 300];
const DRAWS: u64 = 3;

/// One set of texts with the theme that a person gave each.
pub(crate) struct Set {
    pub(crate) name: String,
    ids: Vec<String>,
    pub(crate) texts: Vec<String>,
    pub(crate) gold: Vec<String>,
}

/// How themes are found.
struct Finder {
    language: Language,
    vectors: bool,
    seeds: u64,
    write: Option<PathBuf>,
}

/// What was found in a set: groups with the number of themes given, and a model that chose it.
struct Found {
    figures: [f64; 5],
    groups: Vec<String>,
    chosen: ThemeModel,
    seconds: f64,
}

pub(crate) fn measure(call: &Call) -> Outcome {
    let folder = sets::folder()?;
    let finder = Finder {
        language: Language::english(),
        vectors: !call.has("--no-vectors"),
        seeds: call.number("--seeds", SEEDS)? as u64,
        write: call.value("--write").map(PathBuf::from),
    };
    let labelled = labelled(&folder.join("themes"), call.number("--rows", ROWS)?)?;
    finder.whole_sets(&labelled)?;
    finder.small_samples(&labelled)?;
    finder.reports(&studies(&folder.join("reports/themes_dev.jsonl"))?)
}

impl Finder {
    fn fit(&self, texts: &[&str], k: Option<usize>, seed: u64) -> Result<(Vec<String>, ThemeModel), Box<dyn Error>> {
        let options = ThemeModel::options(&self.language).vectors(self.vectors).maybe_n_themes(k).seed(seed);
        let model = options.fit_texts(texts)?;
        let themes = model.predict_texts(texts);
        let groups = themes.into_iter().map(|theme| theme.map_or("none".to_owned(), |theme| theme.to_string()));
        Ok((groups.collect(), model))
    }

    /// NMI, ARI, ACC and AMI with the number of themes given, AMI with the number chosen: means over the seeds.
    fn find(&self, set: &Set) -> Result<Found, Box<dyn Error>> {
        let texts: Vec<&str> = set.texts.iter().map(String::as_str).collect();
        let k = distinct(&set.gold);
        let start = Instant::now();
        let (groups, _) = self.fit(&texts, Some(k), 0)?;
        let seconds = start.elapsed().as_secs_f64();
        let (free, chosen) = self.fit(&texts, None, 0)?;
        let mut figures = compare(&set.gold, &groups, &free);
        for seed in 1..self.seeds {
            let again = compare(&set.gold, &self.fit(&texts, Some(k), seed)?.0, &self.fit(&texts, None, seed)?.0);
            add(&mut figures, again);
        }
        Ok(Found { figures: figures.map(|sum| sum / self.seeds as f64), groups, chosen, seconds })
    }

    fn whole_sets(&self, sets: &[Set]) -> Outcome {
        println!(
            "{:<20} {:>5} {:>4} | {:>5} {:>5} {:>5} {:>5} {:>6} | {:>8} {:>8} {:>5}",
            "k given", "n", "k", "NMI", "ARI", "ACC", "AMI", "s", "k chosen", "range", "AMI"
        );
        let mut sums = [0.0; 5];
        let mut close = 0;
        for set in sets {
            let found = self.find(set)?;
            add(&mut sums, found.figures);
            let (k, chosen) = (distinct(&set.gold), found.chosen.themes().len());
            close += usize::from(is_close(chosen, k));
            let [nmi, ari, acc, ami, free] = found.figures;
            let (low, high) = found.chosen.range();
            println!(
                "{:<20} {:>5} {k:>4} | {nmi:.3} {ari:.3} {acc:.3} {ami:.3} {:>6.2} | {chosen:>8} {:>8} {free:.3}",
                set.name,
                set.texts.len(),
                found.seconds,
                format!("{low}-{high}")
            );
            if let Some(folder) = &self.write {
                let lines = set.ids.iter().zip(&found.groups).map(|(id, theme)| json!({"id": id, "theme": theme}));
                save(folder, &format!("{}.pred.jsonl", set.name), &lines.collect::<Vec<_>>())?;
            }
        }
        let [nmi, ari, acc, ami, free] = sums.map(|sum| sum / sets.len() as f64);
        println!(
            "{:<31} | {nmi:.3} {ari:.3} {acc:.3} {ami:.3} {:>6} | k within 25 %: {close} of {} {free:.3}",
            "MEAN",
            "",
            sets.len()
        );
        Ok(())
    }

    fn small_samples(&self, sets: &[Set]) -> Outcome {
        println!("\n{:<20} {:>8} {:>8} {:>8}", "small samples, ARI", "n = 30", "100", "300");
        let mut totals = [(0.0, 0_u32); 3];
        for set in sets {
            let mut line = format!("{:<20}", set.name);
            for (size, total) in SMALL.into_iter().zip(&mut totals) {
                if set.texts.len() < size {
                    line += "        -";
                    continue;
                }
                let mut sum = 0.0;
                for seed in 0..DRAWS {
                    let rows = draw(set.texts.len(), size, seed);
                    let texts: Vec<&str> = rows.iter().map(|&row| set.texts[row].as_str()).collect();
                    let gold: Vec<String> = rows.iter().map(|&row| set.gold[row].clone()).collect();
                    sum += Contingency::new(&gold, &self.fit(&texts, Some(distinct(&gold)), 0)?.0).ari();
                }
                total.0 += sum;
                total.1 += DRAWS as u32;
                line += &format!(" {:>8.3}", sum / DRAWS as f64);
            }
            println!("{line}");
        }
        let means = totals.map(|(sum, count)| format!(" {:>8.3}", sum / f64::from(count.max(1)))).concat();
        println!("{:<20}{means}", "MEAN");
        Ok(())
    }

    fn reports(&self, studies: &[Set]) -> Outcome {
        println!(
            "\n{:<32} {:>4} {:>3} | {:>6} {:>6} | {:>8} {:>6}",
            "research reports", "n", "k", "AMI", "ARI", "k chosen", "AMI"
        );
        let (mut sums, mut lines, mut close) = ([0.0; 5], Vec::new(), 0);
        for set in studies {
            let found = self.find(set)?;
            add(&mut sums, found.figures);
            let (k, chosen) = (distinct(&set.gold), found.chosen.themes().len());
            close += usize::from(is_close(chosen, k));
            let [_, ari, _, given, free] = found.figures;
            let n = set.texts.len();
            println!("{:<32} {n:>4} {k:>3} | {given:>6.3} {ari:>6.3} | {chosen:>8} {free:>6.3}", set.name);
            lines.push(json!({"study": set.name, "themes": found.groups}));
        }
        let [_, ari, _, given, free] = sums.map(|sum| sum / studies.len() as f64);
        println!(
            "{:<41} | {given:>6.3} {ari:>6.3} | {:>8} {free:>6.3}   k within 25 %: {close} of {}",
            "MEAN",
            "",
            studies.len()
        );
        match &self.write {
            Some(folder) => save(folder, "reports.pred.jsonl", &lines),
            None => Ok(()),
        }
    }
}

fn compare(gold: &[String], given: &[String], chosen: &[String]) -> [f64; 5] {
    let table = Contingency::new(gold, given);
    [table.nmi(), table.ari(), table.acc(), table.ami(), Contingency::new(gold, chosen).ami()]
}

fn add(sums: &mut [f64; 5], figures: [f64; 5]) {
    sums.iter_mut().zip(figures).for_each(|(sum, figure)| *sum += figure);
}

/// Whether a number of themes is within a quarter of the people's.
fn is_close(found: usize, k: usize) -> bool {
    4 * found.abs_diff(k) <= k
}

fn distinct(labels: &[String]) -> usize {
    labels.iter().collect::<BTreeSet<_>>().len()
}

/// The rows with one theme of every set, at most `most` of each, evenly drawn.
pub(crate) fn labelled(folder: &Path, most: usize) -> Result<Vec<Set>, Box<dyn Error>> {
    let mut sets = Vec::new();
    for path in sets::files(folder, "jsonl")? {
        let rows: Vec<Value> = json_lines(&path)?.into_iter().filter(|row| row["in_clustering"] == true).collect();
        let take = rows.len().min(most);
        let rows: Vec<&Value> = (0..take).map(|at| &rows[at * rows.len() / take]).collect();
        if rows.is_empty() {
            continue;
        }
        let column = |name: &str| rows.iter().map(|row| string(&row[name])).collect();
        sets.push(Set { name: stem(&path), ids: column("id"), texts: column("text"), gold: column("label") });
    }
    Ok(sets)
}

/// Research reports with the theme of each quotation.
pub(crate) fn studies(path: &Path) -> Result<Vec<Set>, Box<dyn Error>> {
    let study = |row: Value| {
        let quotes = row["quotes"].as_array().cloned().unwrap_or_default();
        let column = |name: &str| quotes.iter().map(|quote| string(&quote[name])).collect();
        Set { name: string(&row["study"]), ids: Vec::new(), texts: column("text"), gold: column("theme") }
    };
    Ok(json_lines(path)?.into_iter().map(study).collect())
}
