//! What changed, as tables.

use std::io::Write;

use super::table::Table;
use super::{CsvOptions, list, percent};
use crate::error::Result;
use crate::report::{Difference, Side, ThemeCount};

/// The quotations that changed, one row each: what is different (`new`, `gone`, `themes`, `speaker`, `words`), then id, document, line, speaker, themes and words before and after.
/// A quotation without a theme has `(no theme)`, `(says nothing)` or `(not judged)`.
///
/// # Errors
/// If the writer fails.
pub fn difference(difference: &Difference, options: CsvOptions, writer: impl Write) -> Result<()> {
    let mut table = Table::new(options, writer)?;
    let of = |when: &str| {
        ["quote_id", "document", "line", "speaker", "role", "affiliation", "themes", "text"]
            .map(|name| format!("{name}_{when}"))
    };
    let head = std::iter::once("changed".to_owned()).chain(of("before")).chain(of("after"));
    table.row(head)?;
    for quote in &difference.quotes {
        let changed = list(quote.changed.iter().map(|what| what.as_str().to_owned()));
        let sides = cells(quote.before.as_ref()).into_iter().chain(cells(quote.after.as_ref()));
        table.row(std::iter::once(changed).chain(sides))?;
    }
    table.finish()
}

fn cells(side: Option<&Side>) -> [String; 8] {
    let Some(side) = side else { return Default::default() };
    let speaker = side.speaker.as_ref();
    [
        side.quote.to_string(),
        side.document.to_string(),
        side.line.to_string(),
        speaker.map(|speaker| speaker.name.clone()).unwrap_or_default(),
        speaker.and_then(|speaker| speaker.role.clone()).unwrap_or_default(),
        speaker.and_then(|speaker| speaker.affiliation.clone()).unwrap_or_default(),
        side.coded(),
        side.text.clone(),
    ]
}

/// The themes of both, one row each, also those that did not change: names, counts, what the counts are of, and shares before and after, with all themes below; `shared` and `of` say by how many
/// quotations a theme under another name was told.
///
/// # Errors
/// If the writer fails.
pub fn theme_changes(difference: &Difference, options: CsvOptions, writer: impl Write) -> Result<()> {
    let mut table = Table::new(options, writer)?;
    let of = |when: &str| {
        ["theme", "quotes", "base", "percent", "speakers", "documents"].map(|name| format!("{name}_{when}"))
    };
    table.row(of("before").into_iter().chain(of("after")).chain(["shared", "of"].map(str::to_owned)))?;
    for theme in &difference.themes {
        let (shared, either) = match theme.shared {
            Some((shared, either)) => (shared.to_string(), either.to_string()),
            None => Default::default(),
        };
        let sides = counts(theme.before.as_ref()).into_iter().chain(counts(theme.after.as_ref()));
        table.row(sides.chain([shared, either]))?;
    }
    table.finish()
}

fn counts(theme: Option<&ThemeCount>) -> [String; 6] {
    let Some(theme) = theme else { return Default::default() };
    [
        theme.label.clone(),
        theme.total.quotes.to_string(),
        theme.base.quotes.to_string(),
        percent(theme.total.quotes, theme.base.quotes),
        theme.total.speakers.to_string(),
        theme.total.documents.to_string(),
    ]
}
