//! How well several themes an answer, where they are found, meet the several codes that people gave it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use verbatims::themes::Assignment;
use verbatims::{Language, ThemeModel};

use crate::sets::{self, json_lines, stem, string};
use crate::{Call, Outcome};

/// Sets whose answers have several codes, then sets where nearly every answer has one.
const SETS: [&str; 6] =
    ["anes2008_problems", "educators", "jupyter_ux2015", "nhs_fft_v6", "serdif_interviews", "napire_causes"];
/// Rows of a question that are looked at, unless others are given, and rows that are enough.
const ROWS: usize = 2_500;
const ENOUGH: usize = 90;
/// A code counts towards the number of themes from this share of the rows on.
const SHARE: f64 = 0.01;
/// Codes of a question below which there is nothing to sort.
const FEW: usize = 4;

/// Answers to one question, each with its codes.
struct Question {
    name: String,
    texts: Vec<String>,
    gold: Vec<BTreeSet<String>>,
}

pub(crate) fn measure(call: &Call) -> Outcome {
    let folder = sets::folder()?.join("themes");
    let most = call.number("--rows", ROWS)?;
    println!(
        "{:<44} {:>5} {:>3} | {:>6} {:>6} | {:>6} {:>6} | {:>5} {:>6}",
        "micro-F1: all answers, those with several", "n", "k", "one", "parts", "one", "parts", "each", "right"
    );
    for name in SETS {
        let questions = questions(&json_lines(&folder.join(format!("{name}.jsonl")))?, name, most);
        let mut sums = [0.0; 6];
        for question in &questions {
            let figures = question.figures()?;
            sums.iter_mut().zip(figures).for_each(|(sum, figure)| *sum += figure);
        }
        if questions.len() > 1 {
            let means = sums.map(|sum| sum / questions.len() as f64);
            println!("{:<54} | {}", format!("{name}: mean of {} questions", questions.len()), line(means));
        }
    }
    Ok(())
}

fn line([one, parts, one_of_several, parts_of_several, each, right]: [f64; 6]) -> String {
    format!("{one:>6.3} {parts:>6.3} | {one_of_several:>6.3} {parts_of_several:>6.3} | {each:>5.2} {right:>6.2}")
}

/// The questions of a set that have answers and codes enough.
fn questions(rows: &[Value], name: &str, most: usize) -> Vec<Question> {
    let codes = |row: &Value| row["labels"].as_array().into_iter().flatten().map(string).collect::<BTreeSet<_>>();
    let mut parts: BTreeMap<String, Vec<&Value>> = BTreeMap::new();
    for row in rows.iter().filter(|row| !codes(row).is_empty()) {
        parts.entry(row["question"].as_str().unwrap_or_default().to_owned()).or_default().push(row);
    }
    let question = |(question, rows): (String, Vec<&Value>)| {
        let take = rows.len().min(most);
        let rows: Vec<&Value> = (0..take).map(|at| rows[at * rows.len() / take]).collect();
        let name = if question.is_empty() { stem(name.as_ref()) } else { format!("{name}: {question}") };
        let texts = rows.iter().map(|row| string(&row["text"])).collect();
        Question { name, texts, gold: rows.iter().map(|row| codes(row)).collect() }
    };
    let all = parts.into_iter().filter(|(_, rows)| rows.len() >= ENOUGH).map(question);
    all.filter(|question| question.k() >= FEW).collect()
}

impl Question {
    /// How many codes are common enough to be found.
    fn k(&self) -> usize {
        let mut counts: BTreeMap<&String, usize> = BTreeMap::new();
        self.gold.iter().flatten().for_each(|code| *counts.entry(code).or_default() += 1);
        let least = (SHARE * self.texts.len() as f64).max(3.0);
        counts.values().filter(|count| **count as f64 >= least).count()
    }

    /// Micro-F1 over all answers with the theme of the whole, and with those of parts; the same over answers of several codes; how many themes an answer
    /// has; and the share of the further ones that are right. A theme stands for the code that most of its answers have.
    fn figures(&self) -> Result<[f64; 6], Box<dyn std::error::Error>> {
        let texts: Vec<&str> = self.texts.iter().map(String::as_str).collect();
        let k = self.k();
        let (_, found) = ThemeModel::options(&Language::english()).n_themes(k).fit_assign_texts(&texts)?;
        let themes: Vec<Vec<usize>> = found
            .iter()
            .map(|found| match found {
                Assignment::Theme { theme, also, .. } => {
                    std::iter::once(*theme).chain(also.iter().flatten().map(|(theme, _)| *theme)).collect()
                }
                _ => Vec::new(),
            })
            .collect();
        let mut votes: Vec<BTreeMap<&String, usize>> = vec![BTreeMap::new(); k];
        for (themes, gold) in themes.iter().zip(&self.gold) {
            for code in themes.first().iter().flat_map(|_| gold) {
                *votes[themes[0]].entry(code).or_default() += 1;
            }
        }
        let most = votes.iter().map(|votes| votes.iter().max_by_key(|(_, count)| **count).map(|(code, _)| *code));
        let code_of: Vec<Option<&String>> = most.collect();
        let f1 = |most: usize, least_codes: usize| {
            let (mut right, mut all) = (0, 0);
            for (themes, gold) in themes.iter().zip(&self.gold).filter(|(_, gold)| gold.len() >= least_codes) {
                let given: BTreeSet<&String> = themes.iter().take(most).filter_map(|theme| code_of[*theme]).collect();
                right += given.iter().filter(|code| gold.contains(**code)).count();
                all += given.len() + gold.len();
            }
            2.0 * right as f64 / all.max(1) as f64
        };
        let (mut further, mut right) = (0, 0);
        for (themes, gold) in themes.iter().zip(&self.gold) {
            for code in themes.iter().skip(1).filter_map(|theme| code_of[*theme]) {
                if code_of[themes[0]] != Some(code) {
                    further += 1;
                    right += usize::from(gold.contains(code));
                }
            }
        }
        let each = themes.iter().map(Vec::len).sum::<usize>() as f64 / themes.len() as f64;
        let right = f64::from(right as u32) / f64::from(further.max(1) as u32);
        let figures = [f1(1, 1), f1(usize::MAX, 1), f1(1, 2), f1(usize::MAX, 2), each, right];
        println!("{:<44.44} {:>5} {k:>3} | {}", self.name, self.texts.len(), line(figures));
        Ok(figures)
    }
}
