//! How well codebooks put answers under the codes that people gave them, by words, by likeness, and taught by examples.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use common::sets::{draw, json_lines, save, string};
use common::{Args, Failure, sets};
use serde_json::{Value, json};
use verbatims::themes::{CodebookCoder, CodebookParams, Example};
use verbatims::{CodeId, Codebook, Codings, Language, import};

mod common;

/// How many examples a coder is taught by, and how many draws of that many are averaged.
const TAUGHT: [usize; 4] = [20, 50, 200, 500];
const DRAWS: u64 = 3;

const USAGE: &str = "
Codes the development sets that have a published codebook, and compares with the codes that people gave: hit@1 (the share of
answers with a code whose best theme is one of them; no theme is a miss), and precision, recall and F1 over all pairs of answer and code.

  evaluate_codebooks [--write FOLDER]

  --write FOLDER  leave the themes there as JSON Lines for score.py --multi, and the answers drawn as examples

Then each set is halved, and coders are taught by examples of one half and measured on the other, several draws each:
by the codebook and the examples, and by the examples and the codes' names alone.
The sets are read from the folder named by VERBATIMS_EVAL (default ../shared/eval beside the repository).
";

const FLAGS: &[common::Flag] = &[("--write", true)];

fn main() -> ExitCode {
    common::run(USAGE, FLAGS, run)
}

/// One set of answers with the names of the codes that a person gave each.
struct Set {
    name: String,
    codebook: Codebook,
    ids: Vec<String>,
    texts: Vec<String>,
    gold: Vec<BTreeSet<String>>,
}

type Mode = (&'static str, fn(CodebookParams) -> CodebookParams);

const MODES: &[Mode] = &[
    ("words", |params| params.similarity(false)),
    ("words and likeness", |params| params),
    ("without vectors", |params| params.vectors(false)),
    ("a code for every answer", |params| params.every(true)),
];

fn run(args: &Args) -> Result<(), Failure> {
    args.no_paths()?;
    let write = args.value("--write").map(PathBuf::from);
    let folder = sets::folder()?.join("themes");
    let sets = coded_sets(&folder)?;
    let mut out = std::io::stdout().lock();
    let language = Language::english();

    writeln!(
        out,
        "{:<24} {:<20} {:>5} {:>5} | {:>5} | {:>5} {:>5} {:>5} | {:>7} {:>6}",
        "coder", "set", "n", "codes", "hit@1", "P", "R", "F1", "covered", "s"
    )?;
    for (number, (mode, setting)) in MODES.iter().enumerate() {
        let mut all = Vec::new();
        for set in &sets {
            let texts: Vec<&str> = set.texts.iter().map(String::as_str).collect();
            let start = Instant::now();
            let coder = setting(CodebookCoder::params(set.codebook.clone(), language.clone())).build()?;
            let themes = names(&coder.code_texts(&texts), texts.len());
            let seconds = start.elapsed().as_secs_f64();
            let figures = Figures::of(&set.gold.iter().collect::<Vec<_>>(), &themes, &set.codebook);
            writeln!(
                out,
                "{mode:<24} {:<20} {:>5} {:>5} | {figures} {seconds:>6.2}",
                set.name,
                texts.len(),
                set.codebook.codes.len()
            )?;
            all.push(figures);
            if let Some(folder) = &write {
                let lines: String = set.ids.iter().zip(&themes).fold(String::new(), |mut lines, (id, themes)| {
                    let _ = writeln!(lines, "{}", json!({"id": id, "themes": themes}));
                    lines
                });
                save(folder, &format!("{}.{number}.jsonl", set.name), &lines)?;
            }
        }
        writeln!(out, "{mode:<24} {:<20} {:>5} {:>5} | {}", "MEAN", "", "", Figures::mean(&all))?;
    }

    writeln!(
        out,
        "\n{:<24} {:<20} {:>8} | {:>5} | {:>5} {:>5} {:>5} | {:>7}",
        "taught", "set", "examples", "hit@1", "P", "R", "F1", "covered"
    )?;
    let mut means: BTreeMap<(&str, usize), Vec<Figures>> = BTreeMap::new();
    for set in &sets {
        let mut bare = set.codebook.clone();
        for code in &mut bare.codes {
            code.words.clear();
            code.definition.clear();
        }
        for size in std::iter::once(0).chain(TAUGHT) {
            for (kind, codebook) in [("codebook and examples", &set.codebook), ("names and examples", &bare)] {
                let mut draws = Vec::new();
                for seed in 0..DRAWS {
                    let rows = draw(set.texts.len(), set.texts.len(), seed);
                    let (pool, test) = rows.split_at(rows.len() / 2);
                    let examples: Vec<Example> = pool[..size].iter().map(|&row| set.example(row)).collect();
                    let texts: Vec<&str> = test.iter().map(|&row| set.texts[row].as_str()).collect();
                    let gold: Vec<&BTreeSet<String>> = test.iter().map(|&row| &set.gold[row]).collect();
                    let coder = CodebookCoder::params(codebook.clone(), language.clone()).fit(&examples)?;
                    let themes = names(&coder.code_texts(&texts), texts.len());
                    draws.push(Figures::of(&gold, &themes, codebook));
                    if let (Some(folder), "names and examples") = (&write, kind) {
                        let ids = |rows: &[usize]| rows.iter().map(|&row| set.ids[row].clone()).collect::<Vec<_>>();
                        let split = json!({"taught": ids(&pool[..size]), "test": ids(test)});
                        save(folder, &format!("{}.split{seed}.{size}.json", set.name), &split.to_string())?;
                    }
                }
                let figures = Figures::mean(&draws);
                writeln!(out, "{kind:<24} {:<20} {size:>8} | {figures}", set.name)?;
                means.entry((kind, size)).or_default().push(figures);
            }
        }
    }
    for ((kind, size), figures) in means {
        writeln!(out, "{kind:<24} {:<20} {size:>8} | {}", "MEAN", Figures::mean(&figures))?;
    }
    Ok(())
}

impl Set {
    fn example(&self, row: usize) -> Example {
        let code = |name: &String| self.codebook.codes.iter().find(|code| code.name == *name);
        let codes: Vec<CodeId> = self.gold[row].iter().filter_map(code).map(|code| code.id.clone()).collect();
        Example::new(self.texts[row].clone(), codes)
    }
}

/// The sets that have a codebook.
fn coded_sets(folder: &Path) -> Result<Vec<Set>, Failure> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder.join("codebooks"))
        .map_err(|error| Failure::stop(format!("{}: {error}", folder.display())))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    paths.sort();
    let mut sets = Vec::new();
    for path in paths {
        let name = path.file_stem().map_or(String::new(), |name| name.to_string_lossy().into_owned());
        let rows = json_lines(&folder.join(format!("{name}.jsonl")))?;
        let rows: Vec<&Value> = rows.iter().filter(|row| row["labels"].is_array()).collect();
        let column = |name: &str| rows.iter().map(|row| string(&row[name])).collect();
        let gold = rows.iter().map(|row| row["labels"].as_array().into_iter().flatten().map(string).collect());
        sets.push(Set {
            codebook: import::codebook::read(&path)?,
            ids: column("id"),
            texts: column("text"),
            gold: gold.collect(),
            name,
        });
    }
    Ok(sets)
}

/// The labels of each text's themes, best first.
fn names(codings: &Codings, texts: usize) -> Vec<Vec<String>> {
    let labels: BTreeMap<_, &str> = codings.themes.iter().map(|theme| (&theme.id, theme.label.as_str())).collect();
    let mut names = vec![Vec::new(); texts];
    for coding in &codings.codings {
        if let (Ok(text), Some(label)) = (coding.quote.as_str().parse::<usize>(), labels.get(&coding.theme)) {
            names[text - 1].push((*label).to_owned());
        }
    }
    names
}

#[derive(Clone, Copy, Default)]
struct Figures {
    hit: f64,
    precision: f64,
    recall: f64,
    f1: f64,
    covered: f64,
}

impl Figures {
    fn of(gold: &[&BTreeSet<String>], themes: &[Vec<String>], codebook: &Codebook) -> Self {
        let known: BTreeSet<&str> = codebook.codes.iter().map(|code| code.name.as_str()).collect();
        let (mut hits, mut with, mut right, mut given, mut wanted, mut covered) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
        for (gold, themes) in gold.iter().zip(themes) {
            if gold.iter().any(|name| known.contains(name.as_str())) {
                with += 1.0;
                hits += f64::from(u8::from(themes.first().is_some_and(|best| gold.contains(best))));
            }
            right += themes.iter().filter(|name| gold.contains(*name)).count() as f64;
            given += themes.len() as f64;
            wanted += gold.len() as f64;
            covered += f64::from(u8::from(!themes.is_empty()));
        }
        let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
        Self {
            hit: share(hits, with),
            precision: share(right, given),
            recall: share(right, wanted),
            f1: share(2.0 * right, given + wanted),
            covered: share(covered, gold.len() as f64),
        }
    }

    fn mean(all: &[Self]) -> Self {
        let mean = |of: fn(&Self) -> f64| all.iter().map(of).sum::<f64>() / all.len().max(1) as f64;
        Self {
            hit: mean(|it| it.hit),
            precision: mean(|it| it.precision),
            recall: mean(|it| it.recall),
            f1: mean(|it| it.f1),
            covered: mean(|it| it.covered),
        }
    }
}

impl std::fmt::Display for Figures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { hit, precision, recall, f1, covered } = self;
        write!(f, " {hit:.3} | {precision:.3} {recall:.3} {f1:.3} |   {covered:.3}")
    }
}
