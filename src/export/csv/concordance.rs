//! Words in context as a table.

use std::io::Write;

use super::table::Table;
use super::{CsvOptions, list};
use crate::error::Result;
use crate::search::Concordance;

/// The places of a concordance, one row each, in its order: document, line and column from 1, row and question of a survey, quotation, speaker, themes, the word that was
/// looked for, what stands before it, what was found, what stands behind it, and the place in bytes.
///
/// # Errors
/// If the writer fails.
pub fn concordance(concordance: &Concordance, options: CsvOptions, writer: impl Write) -> Result<()> {
    let mut table = Table::new(options, writer)?;
    table.row([
        "document", "line", "column", "row", "question", "quote_id", "speaker", "themes", "word", "before", "found",
        "after", "start", "end",
    ])?;
    for line in concordance.lines() {
        table.row([
            line.document.to_string(),
            line.position.line.to_string(),
            line.position.column.to_string(),
            line.row.clone().unwrap_or_default(),
            line.question.clone().unwrap_or_default(),
            line.quote.as_ref().map(ToString::to_string).unwrap_or_default(),
            line.speaker.clone().unwrap_or_default(),
            list(line.themes.iter().cloned()),
            line.word.clone(),
            line.before.clone(),
            line.found.clone(),
            line.after.clone(),
            line.span.start().to_string(),
            line.span.end().to_string(),
        ])?;
    }
    table.finish()
}
