//! How good extraction is: marked texts, scored by their own scorers.

use std::env;
use std::error::Error;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use rayon::prelude::*;
use serde_json::{Map, Value};
use verbatims::{Document, DocumentKind, Extraction, Extractor, Language};

use crate::sets::{self, json_lines, string};
use crate::{Call, Outcome};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Scorer {
    Quotes,
    Reports,
    Turns,
    /// Resolved names, roles, affiliations, kinds of speakers.
    Wide,
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
    Set { name: "news", file: "wide/news_dev.jsonl", scorer: Scorer::Wide, usual: true },
    Set { name: "prose", file: "wide/prose_dev.jsonl", scorer: Scorer::Wide, usual: true },
    Set { name: "reports", file: "reports/reports_dev.jsonl", scorer: Scorer::Reports, usual: true },
    Set { name: "transcripts", file: "reports/transcripts_dev.jsonl", scorer: Scorer::Turns, usual: true },
];

pub(crate) fn measure(call: &Call) -> Outcome {
    let named = call.value("--set");
    let chosen = SETS.iter().filter(|set| named.map_or(set.usual, |named| named == set.name));
    let chosen: Vec<&Set> = chosen.collect();
    if chosen.is_empty() {
        let known: Vec<&str> = SETS.iter().map(|set| set.name).collect();
        return Err(format!("`--set` is one of {}", known.join(", ")).into());
    }
    let kind = match call.value("--kind") {
        None | Some("auto") => DocumentKind::Auto,
        Some("prose") => DocumentKind::Prose,
        Some("report") => DocumentKind::Report,
        Some("transcript") => DocumentKind::Transcript,
        Some(other) => return Err(format!("`--kind` is one of auto, prose, report, transcript; not `{other}`").into()),
    };
    let language = match call.value("--language") {
        Some(pack) => Language::read(Path::new(pack))?,
        None => Language::english(),
    };
    let data = sets::folder()?;
    let kept = call.value("--keep").map(PathBuf::from);
    let own = || env::temp_dir().join(format!("verbatims-quality-{}", std::process::id()));
    let folder = kept.clone().unwrap_or_else(own);
    fs::create_dir_all(&folder)?;
    let wider = Extractor::new(language.clone()).attitudes(true);
    let extractors = [Extractor::new(language), wider];
    let mut tables = Tables::new();
    let measured = chosen.iter().try_for_each(|set| tables.add(set, &data, &folder, &extractors, kind));
    if kept.is_none() {
        fs::remove_dir_all(&folder)?;
    }
    measured?;
    tables.write(io::stdout().lock(), call.has("--markdown"))
}

/// The tables, as they fill.
struct Tables {
    news: Table,
    speakers: Table,
    evidence: Table,
    wide: Table,
    attributes: Table,
    reports: Table,
    styles: Table,
}

impl Tables {
    fn new() -> Self {
        Self {
            news: Table::new(
                "Quotations",
                "set | documents | MB/s | marks found | marks end-to-end P | marks end-to-end R | marks end-to-end F1 \
                 | direct end-to-end | mixed end-to-end | indirect end-to-end | speech cues end-to-end \
                 | all spans end-to-end | all spans end-to-end, attitudes asked for",
            ),
            speakers: Table::new(
                "Speaker accuracy of matched spans, % (number)",
                "set | right is | all | name | pronoun | noun phrase",
            ),
            evidence: Table::new(
                "Precision by evidence, %",
                "set | evidence | predicted | span is a quotation | and speaker right",
            ),
            wide: Table::new(
                "Fresh texts, F1 with the resolved name of the speaker",
                "set | quotations | gold | found P | found R | found F1 | exact F1 | end-to-end P | end-to-end R | end-to-end F1",
            ),
            attributes: Table::new(
                "Fresh texts, what is told of speakers (right of those of whom the gold tells it)",
                "set | what | right | where the gold tells nothing",
            ),
            reports: Table::new(
                "Reports and transcripts",
                "set | documents | MB/s | found P | found R | found F1 | exact F1 | end-to-end F1 | speaker % | role % | affiliation %",
            ),
            styles: Table::new("Recall by style (found of annotated)", "set | style | found"),
        }
    }

    /// Reads the texts of a set and scores what is found in them; the second extractor finds attitudes too.
    fn add(
        &mut self,
        set: &Set,
        data: &Path,
        folder: &Path,
        [extractor, wider]: &[Extractor; 2],
        kind: DocumentKind,
    ) -> Outcome {
        let gold = data.join(set.file);
        let rows = json_lines(&gold)?;
        let texts: Vec<(String, String)> = rows.iter().map(|row| (string(&row["id"]), string(&row["text"]))).collect();
        let bytes: usize = texts.iter().map(|(_, text)| text.len()).sum();
        let start = Instant::now();
        let extract = |extractor: &Extractor| -> Vec<Extraction> {
            let one = |(id, text): &(String, String)| {
                extractor.extract(&Document::new(id.as_str(), text.as_str()).kind(kind))
            };
            texts.par_iter().map(one).collect()
        };
        let found = extract(extractor);
        let speed = format!("{:.0}", bytes as f64 / 1e6 / start.elapsed().as_secs_f64());
        let head = vec![set.name.to_owned(), texts.len().to_string(), speed];
        let scores = Scores { data, gold: &gold, folder, name: set.name };
        match set.scorer {
            Scorer::Quotes => self.add_news(head, &scores, &found, &extract(wider)),
            Scorer::Reports => self.add_reports(head, "quotes", &scores, &found),
            Scorer::Turns => self.add_reports(head, "turns", &scores, &found),
            Scorer::Wide => self.add_wide(&scores, &found),
        }
    }

    /// `wider` holds attitudes too.
    fn add_news(
        &mut self,
        mut row: Vec<String>,
        scores: &Scores<'_>,
        found: &[Extraction],
        wider: &[Extraction],
    ) -> Outcome {
        let predicted = scores.predict("", found)?;
        let score = |options: &[&str]| scores.quotes(&predicted, options);
        let marks = score(&["--unit", "marks"])?;
        let all = score(&[])?;
        row.push(percent(&marks, &["exact", "f1"]));
        row.extend(["p", "r", "f1"].map(|part| percent(&marks, &["e2e", part])));
        for kind in ["direct", "mixed", "indirect"] {
            row.push(percent(&score(&["--kinds", kind])?, &["e2e", "f1"]));
        }
        row.push(percent(&score(&["--cue", "speech"])?, &["e2e", "f1"]));
        row.push(percent(&all, &["e2e", "f1"]));
        row.push(percent(&scores.quotes(&scores.predict("attitudes", wider)?, &[])?, &["e2e", "f1"]));
        self.news.rows.push(row);

        self.add_speakers(scores, "name or mention", &all);
        self.add_speakers(scores, "resolved name", &scores.resolved(&predicted)?);
        self.add_evidence(scores, found)
    }

    fn add_speakers(&mut self, scores: &Scores<'_>, right: &str, score: &Value) {
        let of_all = format!("{} ({})", percent(score, &["speaker_acc"]), score["speaker_n"]);
        let mut row = vec![scores.name.to_owned(), right.to_owned(), of_all];
        for form in ["name", "pronoun", "nominal"] {
            let [share, number] = [0, 1].map(|part| &score["speaker_acc_by_type"][form][part]);
            row.push(share.as_f64().map_or("–".to_owned(), |share| format!("{:.1} ({number})", share * 100.0)));
        }
        self.speakers.rows.push(row);
    }

    fn add_evidence(&mut self, scores: &Scores<'_>, found: &[Extraction]) -> Outcome {
        let quotes = found.iter().flat_map(|found| &found.quotes);
        let mut classes: Vec<_> = quotes.map(|quote| quote.attribution.evidence).collect();
        classes.sort();
        classes.dedup();
        for class in classes {
            let mut part = found.to_vec();
            part.iter_mut().for_each(|found| found.quotes.retain(|quote| quote.attribution.evidence == class));
            let score = scores.quotes(&scores.predict(class.as_str(), &part)?, &[])?;
            self.evidence.rows.push(vec![
                scores.name.to_owned(),
                class.to_string(),
                score["pred"].to_string(),
                percent(&score, &["soft", "p"]),
                percent(&score, &["e2e", "p"]),
            ]);
        }
        Ok(())
    }

    fn add_reports(&mut self, mut row: Vec<String>, mode: &str, scores: &Scores<'_>, found: &[Extraction]) -> Outcome {
        let predicted = scores.predict("", found)?;
        let answer = scores.python(&["reports/score.py", mode], &[scores.gold, &predicted])?;
        let figure = |line: &str, at: usize| {
            let line = answer.lines().find(|there| there.starts_with(line)).unwrap_or_default();
            let mut figures = line.split_whitespace().filter(|word| word.parse::<f64>().is_ok());
            figures.nth(at).map_or_else(|| "–".to_owned(), str::to_owned)
        };
        row.extend((0..3).map(|at| figure("found ", at)));
        row.push(figure("exact ", 2));
        row.push(figure("end-to-end ", 2));
        row.extend(["speaker ", "role ", "affiliation "].map(|line| figure(line, 0)));
        self.reports.rows.push(row);
        let list = answer.lines().find_map(|line| line.strip_prefix("recall by style: ")).unwrap_or_default();
        for style in list.split(", ") {
            let (style, found) = style.rsplit_once(' ').unwrap_or((style, "–"));
            self.styles.rows.push(vec![scores.name.to_owned(), style.to_owned(), found.to_owned()]);
        }
        Ok(())
    }

    /// The lines of the scorer that counts resolved names: one of figures for each kind of quotation, one of what is told of speakers.
    fn add_wide(&mut self, scores: &Scores<'_>, found: &[Extraction]) -> Outcome {
        let answer = scores.python(&["wide/score.py"], &[scores.gold, &scores.write(scores.name, found)?])?;
        for line in answer.lines() {
            if let Some((kind, figures)) = line.split_once(" gold ").filter(|(_, rest)| rest.contains("found P R F1")) {
                let figures: Vec<&str> =
                    figures.split_whitespace().filter(|word| word.parse::<f64>().is_ok()).collect();
                let &[gold, p, r, f1, _, _, exact, ref rest @ ..] = &figures[..] else {
                    return Err(format!("wide/score.py wrote a line of another form: {line}").into());
                };
                let row = [scores.name, kind.trim(), gold, p, r, f1, exact].into_iter().chain(rest.iter().copied());
                self.wide.rows.push(row.map(str::to_owned).collect());
            } else {
                for told in line.split("; ") {
                    let (shares, extra) = told.split_once(", ").unwrap_or((told, "–"));
                    let (what, right) =
                        shares.split_at(shares.find(|c: char| c.is_ascii_digit()).unwrap_or(shares.len()));
                    let extra = extra.split(' ').next().unwrap_or_default();
                    self.attributes.rows.push([scores.name, what.trim(), right, extra].map(str::to_owned).to_vec());
                }
            }
        }
        Ok(())
    }

    fn write(self, output: impl Write, markdown: bool) -> Outcome {
        let mut output = BufWriter::new(output);
        let tables = [self.news, self.speakers, self.evidence, self.wide, self.attributes, self.reports, self.styles];
        for table in tables.iter().filter(|table| !table.rows.is_empty()) {
            if markdown { table.write_markdown(&mut output)? } else { table.write(&mut output)? }
        }
        Ok(output.flush()?)
    }
}

/// The scorers, for one set.
#[derive(Clone, Copy)]
struct Scores<'a> {
    data: &'a Path,
    gold: &'a Path,
    folder: &'a Path,
    name: &'a str,
}

impl Scores<'_> {
    /// Writes what was found.
    fn write(&self, name: &str, found: &[Extraction]) -> Result<PathBuf, Box<dyn Error>> {
        let path = self.folder.join(format!("{name}.out.jsonl"));
        let mut file = BufWriter::new(File::create(&path)?);
        for extraction in found {
            writeln!(file, "{}", serde_json::to_string(extraction)?)?;
        }
        file.flush()?;
        Ok(path)
    }

    /// Writes what was found and has it turned into the scorers' form.
    fn predict(&self, part: &str, found: &[Extraction]) -> Result<PathBuf, Box<dyn Error>> {
        let name = if part.is_empty() { self.name.to_owned() } else { format!("{}-{part}", self.name) };
        let path = self.write(&name, found)?;
        let predicted = self.folder.join(format!("{name}.pred.jsonl"));
        fs::write(&predicted, self.python(&["contract.py", "quotes"], &[self.gold, &path])?)?;
        Ok(predicted)
    }

    /// The scores where only the name of the speaker counts, not the place of the words that name them: the scorer takes an
    /// overlapping pronoun for right. Pronouns that the gold leaves unresolved count for nothing.
    fn resolved(&self, predicted: &Path) -> Result<Value, Box<dyn Error>> {
        let rewrite = |path: &Path, name: &str, change: fn(&mut Map<String, Value>)| {
            let mut lines = json_lines(path)?;
            let quotes = lines.iter_mut().filter_map(|line| line["quotes"].as_array_mut()).flatten();
            quotes.filter_map(Value::as_object_mut).for_each(change);
            sets::save(self.folder, name, &lines)?;
            Ok::<_, Box<dyn Error>>(self.folder.join(name))
        };
        let gold = rewrite(self.gold, &format!("{}-resolved.gold.jsonl", self.name), |quote| {
            if quote.get("speaker_type").is_some_and(|form| form == "pronoun") && !quote.contains_key("speaker_alt") {
                quote.insert("speaker".to_owned(), Value::Null);
            }
        })?;
        let predicted = rewrite(predicted, &format!("{}-resolved.pred.jsonl", self.name), |quote| {
            quote.remove("speaker_start");
            quote.remove("speaker_end");
        })?;
        Scores { gold: &gold, ..*self }.quotes(&predicted, &[])
    }

    fn quotes(&self, predicted: &Path, options: &[&str]) -> Result<Value, Box<dyn Error>> {
        let words: Vec<&str> = ["quotes/score.py", "--json"].iter().chain(options).copied().collect();
        Ok(serde_json::from_str(&self.python(&words, &[self.gold, predicted])?)?)
    }

    fn python(&self, words: &[&str], files: &[&Path]) -> Result<String, Box<dyn Error>> {
        let output = Command::new("python3")
            .arg(self.data.join(words[0]))
            .args(&words[1..])
            .args(files)
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .stderr(Stdio::inherit())
            .output()
            .map_err(|error| format!("python3, which runs the scorers, could not be started: {error}"))?;
        if !output.status.success() {
            return Err(format!("{} failed: {}", words.join(" "), output.status).into());
        }
        Ok(String::from_utf8(output.stdout)?)
    }
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

    fn write_markdown(&self, output: &mut impl Write) -> io::Result<()> {
        writeln!(output, "**{}**\n", self.title)?;
        writeln!(output, "| {} |", self.head.join(" | "))?;
        writeln!(output, "|{}", "---|".repeat(self.head.len()))?;
        for row in &self.rows {
            writeln!(output, "| {} |", row.join(" | "))?;
        }
        writeln!(output)
    }

    fn write(&self, output: &mut impl Write) -> io::Result<()> {
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
