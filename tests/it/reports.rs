//! Research reports: how much of what people marked is found, on reports that may ship.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;
use verbatims::{Document, Extractor, Language};

/// Letters at the edge of a span that do not count: marks, blanks, emphasis.
const EDGE: &str = " \t\r\n\"“”‘’'*_>«»„";

#[derive(Default)]
struct Count {
    gold: usize,
    predicted: usize,
    found: usize,
    exact: usize,
    right: usize,
    speakers: (usize, usize),
    roles: (usize, usize),
    affiliations: (usize, usize),
}

impl Count {
    fn f1(&self, hits: usize) -> f64 {
        200.0 * hits as f64 / (self.gold + self.predicted) as f64
    }
}

fn percent((right, all): (usize, usize)) -> f64 {
    100.0 * right as f64 / all as f64
}

pub(crate) fn trimmed(text: &[char], mut start: usize, mut end: usize) -> (usize, usize) {
    while start < end && EDGE.contains(text[start]) {
        start += 1;
    }
    while end > start && EDGE.contains(text[end - 1]) {
        end -= 1;
    }
    (start, end)
}

/// Intersection over union.
fn overlap(a: (usize, usize), b: (usize, usize)) -> f64 {
    let inter = a.1.min(b.1).saturating_sub(a.0.max(b.0));
    inter as f64 / ((a.1 - a.0) + (b.1 - b.0) - inter).max(1) as f64
}

/// Pairs one to one, the best first.
pub(crate) fn pairs(gold: &[(usize, usize)], found: &[(usize, usize)], floor: f64) -> Vec<(usize, usize)> {
    let mut all: Vec<(f64, usize, usize)> = Vec::new();
    for (i, one) in gold.iter().enumerate() {
        for (j, other) in found.iter().enumerate() {
            all.push((overlap(*one, *other), i, j));
        }
    }
    all.retain(|(value, ..)| *value >= floor);
    all.sort_by(|a, b| b.0.total_cmp(&a.0).then((b.1, b.2).cmp(&(a.1, a.2))));
    let (mut used, mut taken) = (BTreeSet::new(), BTreeSet::new());
    all.into_iter()
        .filter(|(_, i, j)| !used.contains(i) && !taken.contains(j) && used.insert(*i) && taken.insert(*j))
        .map(|(_, i, j)| (i, j))
        .collect()
}

fn normal(name: &str) -> String {
    let words: String = name.to_lowercase().chars().map(|ch| if ch.is_alphanumeric() { ch } else { ' ' }).collect();
    format!(" {} ", words.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Whether two names are one: equal, one in the other, or of one participant's number.
pub(crate) fn same(gold: Option<&str>, id: Option<&str>, found: Option<&str>) -> bool {
    let (gold, found) = (normal(gold.unwrap_or("")), normal(found.unwrap_or("")));
    if gold.trim().is_empty() || found.trim().is_empty() {
        return gold.trim().is_empty() && found.trim().is_empty();
    }
    let digits = |text: &str| -> BTreeSet<String> {
        text.split(|ch: char| !ch.is_ascii_digit()).filter(|part| !part.is_empty()).map(str::to_owned).collect()
    };
    if let Some(id) = id {
        let wanted = digits(id.split(';').next().unwrap_or(""));
        if !wanted.is_empty() && wanted.is_subset(&digits(&found)) {
            return true;
        }
    }
    gold.contains(&found) || found.contains(&gold)
}

#[test]
fn reports_of_the_sample_are_read_as_well_as_ever() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/gold/reports/reports.jsonl");
    let extractor = Extractor::new(Language::english());
    let mut count = Count::default();
    for line in std::fs::read_to_string(path).unwrap().lines() {
        let document: Value = serde_json::from_str(line).unwrap();
        let text = document["text"].as_str().unwrap();
        let chars: Vec<char> = text.chars().collect();
        let code_point = |byte: usize| text[..byte].chars().count();
        let span = |mark: &Value| {
            let [start, end] = ["start", "end"].map(|key| mark[key].as_u64().unwrap() as usize);
            trimmed(&chars, start, end)
        };
        let marked = document["quotes"].as_array().unwrap();
        let gold: Vec<_> = marked.iter().map(span).collect();
        let grey: Vec<_> = document["set_aside"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|mark| matches!(mark["category"].as_str(), Some("participant-term" | "paraphrase")))
            .map(span)
            .collect();
        let extraction = extractor.extract(&Document::new(document["id"].as_str().unwrap(), text));
        let mut speakers = Vec::new();
        let mut found = Vec::new();
        for quote in &extraction.quotes {
            for run in &quote.content {
                found.push(trimmed(&chars, code_point(run.start()), code_point(run.end())));
                speakers.push(quote.speaker());
            }
        }
        let pairs_found = pairs(&gold, &found, 0.5);
        let used: BTreeSet<usize> = pairs_found.iter().map(|pair| pair.1).collect();
        let ignored = (0..found.len())
            .filter(|at| !used.contains(at) && grey.iter().any(|grey| overlap(found[*at], *grey) >= 0.5))
            .count();
        count.gold += gold.len();
        count.predicted += found.len() - ignored;
        count.found += pairs_found.len();
        count.exact += pairs(&gold, &found, 0.9).len();
        for (i, j) in pairs_found {
            let field = |name: &str| marked[i][name].as_str();
            let right = same(field("speaker"), field("speaker_id"), speakers[j].map(|speaker| speaker.name.as_str()));
            count.right += usize::from(right);
            let fields = [
                ("speaker", &mut count.speakers, None),
                ("role", &mut count.roles, speakers[j].and_then(|speaker| speaker.role.as_deref())),
                (
                    "affiliation",
                    &mut count.affiliations,
                    speakers[j].and_then(|speaker| speaker.affiliation.as_deref()),
                ),
            ];
            for (name, total, held) in fields {
                if field(name).is_some() {
                    total.1 += 1;
                    total.0 += usize::from(if name == "speaker" { right } else { same(field(name), None, held) });
                }
            }
        }
    }
    let figures = [
        ("found F1", count.f1(count.found), FOUND),
        ("exact F1", count.f1(count.exact), EXACT),
        ("end-to-end F1", count.f1(count.right), END_TO_END),
        ("speaker", percent(count.speakers), SPEAKER),
        ("role", percent(count.roles), ROLE),
        ("affiliation", percent(count.affiliations), AFFILIATION),
    ];
    for (name, figure, floor) in figures {
        assert!(figure >= floor, "{name}: {figure:.1}, and it was {floor:.1} or more");
    }
}

// Floors only rise.
const FOUND: f64 = 97.0;
const EXACT: f64 = 97.0;
const END_TO_END: f64 = 96.0;
const SPEAKER: f64 = 98.0;
const ROLE: f64 = 95.0;
const AFFILIATION: f64 = 70.0;
