//! How far a codebook of themes that were found gives these themes back on the same texts.

use std::collections::BTreeMap;

use verbatims::text::{Position, Span};
use verbatims::themes::CodebookCoder;
use verbatims::{Codebook, Codings, DocumentId, Language, Quote, QuoteId, QuoteKind, ThemeId, ThemeModel};

use crate::sets;
use crate::themes::{labelled, studies};
use crate::{Call, Outcome};

/// Rows of a set that are looked at, unless others are given.
const ROWS: usize = 1_000;

pub(crate) fn measure(call: &Call) -> Outcome {
    let folder = sets::folder()?;
    let rows = call.number("--rows", ROWS)?;
    let mut sets = labelled(&folder.join("themes"), rows)?;
    sets.extend(studies(&folder.join("reports/themes_dev.jsonl"))?);
    println!("{:<34} {:>5} {:>4} | {:>6} {:>6} {:>6} | words", "own theme again", "n", "k", "same", "other", "none");
    let (mut sums, mut measured) = ([0.0; 3], 0.0);
    for set in &sets {
        let texts: Vec<&str> = set.texts.iter().map(String::as_str).collect();
        let shares = one(&set.name, &texts, call.has("--show"))?;
        sums.iter_mut().zip(shares).for_each(|(sum, share)| *sum += share);
        measured += 1.0;
    }
    let [same, other, none] = sums.map(|sum| sum / measured);
    println!("{:<45} | {same:>6.3} {other:>6.3} {none:>6.3}", "MEAN");
    Ok(())
}

/// The theme that each quotation fits best.
fn own(codings: &Codings) -> BTreeMap<&QuoteId, &ThemeId> {
    let mut own: BTreeMap<&QuoteId, (&ThemeId, f64)> = BTreeMap::new();
    for coding in &codings.codings {
        let best = own.entry(&coding.quote).or_insert((&coding.theme, coding.score));
        if coding.score > best.1 {
            *best = (&coding.theme, coding.score);
        }
    }
    own.into_iter().map(|(quote, (theme, _))| (quote, theme)).collect()
}

/// The share of texts with a theme that come under the same one again, under another, and under none.
fn one(name: &str, texts: &[&str], show: bool) -> Result<[f64; 3], Box<dyn std::error::Error>> {
    let document = DocumentId::from(name);
    let quote = |(text, number): (&&str, usize)| {
        let all = vec![Span::new(0, text.len())];
        Quote::new(&document, number, QuoteKind::Response, all, text, Position { line: 1, column: 1 })
    };
    let quotes: Vec<Quote> = texts.iter().zip(1..).map(quote).collect();
    let quotes: Vec<&Quote> = quotes.iter().collect();
    let language = Language::english();
    let (model, found) = ThemeModel::options(&language).fit_code(&quotes)?;
    let codebook = Codebook::of_codings(&found, &quotes, &language);
    let again = CodebookCoder::new(codebook.clone(), language)?.code(&quotes);
    let (found, again) = (own(&found), own(&again));
    let all = found.len().max(1) as f64;
    let same = found.iter().filter(|(quote, theme)| again.get(*quote) == Some(*theme)).count() as f64 / all;
    let none = found.keys().filter(|quote| !again.contains_key(*quote)).count() as f64 / all;
    let shares = [same, 1.0 - same - none, none];
    let words: usize = codebook.codes.iter().map(|code| code.words.len()).sum();
    let [same, other, none] = shares;
    let words = words as f64 / codebook.codes.len().max(1) as f64;
    println!(
        "{name:<34.34} {:>5} {:>4} | {same:>6.3} {other:>6.3} {none:>6.3} | {words:.1}",
        texts.len(),
        model.themes().len()
    );
    if show {
        codebook.codes.iter().for_each(|code| println!("  {:<50.50} {}", code.name, code.words.join("; ")));
    }
    Ok(shares)
}
