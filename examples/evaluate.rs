//! How good it is: extraction over annotated texts, scored by their own scorers, in one table.

use std::env;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use common::{Args, Failure};
use rayon::prelude::*;
use serde_json::Value;
use verbatims::{Document, DocumentKind, Extraction, Extractor, Language};

mod common;

const USAGE: &str = "
Runs extraction over the development sets and prints the figures of their scorers (F1 in %, unless a column says otherwise).

  evaluate [--set NAME] [--kind auto|prose|report|transcript] [--language FOLDER] [--markdown] [--keep FOLDER]

  --set NAME     only this set: polnear_dev, gum_news, gum_interview, reports, transcripts, polnear_train (large)
  --kind KIND    read every text as this kind (default: told from the text)
  --language FOLDER  a pack to read with instead of the built-in English one (a table learnt on a part of a set, say)
  --markdown     tables for the guide
  --keep FOLDER  leave output and predictions there, to read the errors

The sets are read from the folder named by VERBATIMS_EVAL (default ../shared/eval beside the repository); python3 runs the scorers.
";

const FLAGS: &[common::Flag] =
    &[("--set", true), ("--kind", true), ("--language", true), ("--markdown", false), ("--keep", true)];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Scorer {
    Quotes,
    Reports,
    Turns,
}

struct Set {
    name: &'static str,
    file: &'static str,
    scorer: Scorer,
    /// Whether it runs without being named.
    usual: bool,
}

const SETS: &[Set] = &[
    Set { name: "polnear_dev", file: "quotes/polnear_dev.jsonl", scorer: Scorer::Quotes, usual: true },
    Set { name: "gum_news", file: "quotes/gum_news_dev.jsonl", scorer: Scorer::Quotes, usual: true },
    Set { name: "gum_interview", file: "quotes/gum_interview_dev.jsonl", scorer: Scorer::Quotes, usual: true },
    Set { name: "polnear_train", file: "quotes/polnear_train.jsonl", scorer: Scorer::Quotes, usual: false },
    Set { name: "reports", file: "reports/reports_dev.jsonl", scorer: Scorer::Reports, usual: true },
    Set { name: "transcripts", file: "reports/transcripts_dev.jsonl", scorer: Scorer::Turns, usual: true },
];

fn main() -> ExitCode {
    common::run(USAGE, FLAGS, evaluate)
}

fn evaluate(args: &Args) -> Result<(), Failure> {
    args.no_paths()?;
    let names: Vec<(&str, &Set)> = SETS.iter().map(|set| (set.name, set)).collect();
    let named = args.choice("--set", &names)?;
    let kinds = [
        ("auto", DocumentKind::Auto),
        ("prose", DocumentKind::Prose),
        ("report", DocumentKind::Report),
        ("transcript", DocumentKind::Transcript),
    ];
    let kind = args.choice("--kind", &kinds)?.unwrap_or_default();
    let data = match env::var_os("VERBATIMS_EVAL") {
        Some(folder) => PathBuf::from(folder),
        None => common::in_repository("../shared/eval"),
    };
    if !data.is_dir() {
        return Err(Failure::stop(format!(
            "{}: the evaluation data is not there, so nothing was measured. Name its folder in VERBATIMS_EVAL.",
            data.display()
        )));
    }
    let kept = args.value("--keep").map(PathBuf::from);
    let folder =
        kept.clone().unwrap_or_else(|| env::temp_dir().join(format!("verbatims-evaluate-{}", std::process::id())));
    fs::create_dir_all(&folder)?;
    let sets: Vec<&Set> = SETS.iter().filter(|set| named.map_or(set.usual, |named| named.name == set.name)).collect();
    let language = match args.value("--language") {
        Some(pack) => Language::read(Path::new(pack)).map_err(Failure::stop)?,
        None => Language::english(),
    };
    let measured = measure(&sets, &data, &folder, kind, language);
    if kept.is_none() {
        fs::remove_dir_all(&folder)?;
    }
    let mut output = BufWriter::new(io::stdout().lock());
    for table in measured? {
        table.write(&mut output, args.has("--markdown"))?;
    }
    Ok(output.flush()?)
}

fn measure(
    sets: &[&Set],
    data: &Path,
    folder: &Path,
    kind: DocumentKind,
    language: Language,
) -> Result<Vec<Table>, Failure> {
    let extractor = Extractor::new(language);
    let mut news = Table::new(
        "Quotations",
        "set | documents | MB/s | marks found | marks end-to-end P | marks end-to-end R | marks end-to-end F1 \
         | direct end-to-end | mixed end-to-end | indirect end-to-end | all spans found | all spans end-to-end \
         | speech cues end-to-end",
    );
    let mut speakers =
        Table::new("Speaker accuracy of matched spans, % (number)", "set | all | name | pronoun | noun phrase");
    let mut evidence =
        Table::new("Precision by evidence, %", "set | evidence | predicted | span is a quotation | and speaker right");
    let mut reports = Table::new(
        "Reports and transcripts",
        "set | documents | MB/s | found P | found R | found F1 | exact F1 | end-to-end F1 | speaker % | role % | affiliation %",
    );
    let mut styles = Table::new("Recall by style (found of annotated)", "set | style | found");
    for set in sets {
        let gold = data.join(set.file);
        let texts = read(&gold)?;
        let bytes: usize = texts.iter().map(|(_, text)| text.len()).sum();
        let start = Instant::now();
        let found: Vec<Extraction> = texts
            .par_iter()
            .map(|(id, text)| extractor.extract(&Document::new(id.as_str(), text.as_str()).kind(kind)))
            .collect();
        let speed = format!("{:.0}", bytes as f64 / 1e6 / start.elapsed().as_secs_f64());
        let scores = Scores { data, gold: &gold, folder, name: set.name };
        let documents = texts.len().to_string();
        if set.scorer == Scorer::Quotes {
            let predicted = scores.predict("", &found)?;
            let score = |options: &[&str]| scores.quotes(&predicted, options);
            let marks = score(&["--unit", "marks"])?;
            let all = score(&[])?;
            let mut row = vec![set.name.to_owned(), documents, speed];
            row.push(percent(&marks, &["exact", "f1"]));
            row.extend(["p", "r", "f1"].map(|part| percent(&marks, &["e2e", part])));
            for kind in ["direct", "mixed", "indirect"] {
                row.push(percent(&score(&["--kinds", kind])?, &["e2e", "f1"]));
            }
            row.push(percent(&all, &["soft", "f1"]));
            row.push(percent(&all, &["e2e", "f1"]));
            row.push(percent(&score(&["--cue", "speech"])?, &["e2e", "f1"]));
            news.rows.push(row);
            let mut row =
                vec![set.name.to_owned(), format!("{} ({})", percent(&all, &["speaker_acc"]), all["speaker_n"])];
            for form in ["name", "pronoun", "nominal"] {
                let [share, number] = [0, 1].map(|part| &all["speaker_acc_by_type"][form][part]);
                row.push(share.as_f64().map_or("–".to_owned(), |share| format!("{:.1} ({number})", share * 100.0)));
            }
            speakers.rows.push(row);
            let mut classes: Vec<_> =
                found.iter().flat_map(|found| &found.quotes).map(|quote| quote.attribution.evidence).collect();
            classes.sort();
            classes.dedup();
            for class in classes {
                let mut part = found.clone();
                part.iter_mut().for_each(|found| found.quotes.retain(|quote| quote.attribution.evidence == class));
                let score = scores.quotes(&scores.predict(class.as_str(), &part)?, &[])?;
                evidence.rows.push(vec![
                    set.name.to_owned(),
                    class.to_string(),
                    score["pred"].to_string(),
                    percent(&score, &["soft", "p"]),
                    percent(&score, &["e2e", "p"]),
                ]);
            }
        } else {
            let predicted = scores.predict("", &found)?;
            let mode = if set.scorer == Scorer::Turns { "turns" } else { "quotes" };
            let answer = scores.python(&["reports/score.py", mode], &[&gold, &predicted])?;
            let figures = |line: &str| -> Vec<String> {
                let line = answer.lines().find(|there| there.starts_with(line)).unwrap_or_default();
                line.split_whitespace().filter(|word| word.parse::<f64>().is_ok()).map(str::to_owned).collect()
            };
            let figure = |line: &str, at: usize| figures(line).get(at).cloned().unwrap_or_else(|| "–".to_owned());
            let mut row = vec![set.name.to_owned(), documents, speed];
            row.extend((0..3).map(|at| figure("found ", at)));
            row.push(figure("exact ", 2));
            row.push(figure("end-to-end ", 2));
            row.extend(["speaker ", "role ", "affiliation "].map(|line| figure(line, 0)));
            reports.rows.push(row);
            let list = answer.lines().find_map(|line| line.strip_prefix("recall by style: ")).unwrap_or_default();
            for style in list.split(", ") {
                let (style, found) = style.rsplit_once(' ').unwrap_or((style, "–"));
                styles.rows.push(vec![set.name.to_owned(), style.to_owned(), found.to_owned()]);
            }
        }
    }
    Ok([news, speakers, evidence, reports, styles].into_iter().filter(|table| !table.rows.is_empty()).collect())
}

/// The scorers, for one set.
struct Scores<'a> {
    data: &'a Path,
    gold: &'a Path,
    folder: &'a Path,
    name: &'a str,
}

impl Scores<'_> {
    /// Writes what was found and has it turned into the scorers' form.
    fn predict(&self, part: &str, found: &[Extraction]) -> Result<PathBuf, Failure> {
        let name = if part.is_empty() { self.name.to_owned() } else { format!("{}-{part}", self.name) };
        let path = self.folder.join(format!("{name}.out.jsonl"));
        let mut file = BufWriter::new(File::create(&path)?);
        for extraction in found {
            writeln!(file, "{}", serde_json::to_string(extraction).map_err(Failure::stop)?)?;
        }
        file.flush()?;
        let predicted = self.folder.join(format!("{name}.pred.jsonl"));
        fs::write(&predicted, self.python(&["contract.py", "quotes"], &[self.gold, &path])?)?;
        Ok(predicted)
    }

    fn quotes(&self, predicted: &Path, options: &[&str]) -> Result<Value, Failure> {
        let words: Vec<&str> = ["quotes/score.py", "--json"].iter().chain(options).copied().collect();
        serde_json::from_str(&self.python(&words, &[self.gold, predicted])?).map_err(Failure::stop)
    }

    fn python(&self, words: &[&str], files: &[&Path]) -> Result<String, Failure> {
        let output = Command::new("python3")
            .arg(self.data.join(words[0]))
            .args(&words[1..])
            .args(files)
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .stderr(Stdio::inherit())
            .output()
            .map_err(|error| {
                Failure::stop(format!("python3, which runs the scorers, could not be started: {error}"))
            })?;
        if !output.status.success() {
            return Err(Failure::stop(format!("{} failed: {}", words.join(" "), output.status)));
        }
        String::from_utf8(output.stdout).map_err(Failure::stop)
    }
}

fn read(path: &Path) -> Result<Vec<(String, String)>, Failure> {
    let file = File::open(path).map_err(|error| Failure::stop(format!("{}: {error}", path.display())))?;
    let mut texts = Vec::new();
    for line in BufReader::new(file).lines() {
        let document: Value = serde_json::from_str(&line?).map_err(Failure::stop)?;
        let field = |name: &str| document[name].as_str().unwrap_or_default().to_owned();
        texts.push((field("id"), field("text")));
    }
    Ok(texts)
}

fn percent(score: &Value, path: &[&str]) -> String {
    let value = path.iter().fold(score, |value, part| &value[part]);
    value.as_f64().map_or("–".to_owned(), |value| format!("{:.1}", value * 100.0))
}

struct Table {
    title: &'static str,
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    fn new(title: &'static str, head: &str) -> Self {
        Self { title, head: head.split('|').map(|cell| cell.trim().to_owned()).collect(), rows: Vec::new() }
    }

    fn write(&self, output: &mut impl Write, markdown: bool) -> io::Result<()> {
        if markdown {
            writeln!(output, "**{}**\n", self.title)?;
            writeln!(output, "| {} |", self.head.join(" | "))?;
            writeln!(output, "|{}", "---|".repeat(self.head.len()))?;
            for row in &self.rows {
                writeln!(output, "| {} |", row.join(" | "))?;
            }
            return writeln!(output);
        }
        writeln!(output, "{}", self.title)?;
        // A wide head would leave few columns to a line, so a table of few rows stands on its side.
        if self.head.len() > 6 {
            let width = self.rows.iter().map(|row| row[0].len().max(6)).collect::<Vec<_>>();
            for (at, name) in self.head.iter().enumerate() {
                write!(output, "  {name:<24}")?;
                for (row, width) in self.rows.iter().zip(&width) {
                    write!(output, "  {:>width$}", row[at])?;
                }
                writeln!(output)?;
            }
        } else {
            let widths: Vec<usize> = (0..self.head.len())
                .map(|at| self.rows.iter().chain([&self.head]).map(|row| row[at].chars().count()).max().unwrap_or(0))
                .collect();
            for row in [&self.head].into_iter().chain(&self.rows) {
                for (at, (cell, width)) in row.iter().zip(&widths).enumerate() {
                    let text = cell.parse::<f64>().is_err();
                    if text || at == 0 {
                        write!(output, "  {cell:<width$}")?
                    } else {
                        write!(output, "  {cell:>width$}")?
                    }
                }
                writeln!(output)?;
            }
        }
        writeln!(output)
    }
}
