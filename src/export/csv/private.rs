use std::io::Write;

use super::table::Table;
use super::{CsvOptions, list};
use crate::error::Result;
use crate::privacy::{Leftover, Pseudonym};

/// The key of pseudonyms, one row each: what tells who is who. It belongs in a file of its own
/// ([`write::private_file`](crate::export::write::private_file)), apart from everything else.
///
/// # Errors
/// If the writer fails.
pub fn key(pseudonyms: &[Pseudonym], options: CsvOptions, writer: impl Write) -> Result<()> {
    let mut table = Table::new(options, writer)?;
    table.row(["pseudonym", "type", "names"])?;
    for entry in pseudonyms {
        table.row([entry.pseudonym.clone(), entry.kind.to_string(), list(entry.names.iter().cloned())])?;
    }
    table.finish()
}

/// Words that may still be somebody's name, for a person to look through.
///
/// # Errors
/// If the writer fails.
pub fn leftovers(leftovers: &[Leftover], options: CsvOptions, writer: impl Write) -> Result<()> {
    let mut table = Table::new(options, writer)?;
    table.row(["words", "count", "quotes", "document", "line", "context"])?;
    for leftover in leftovers {
        table.row([
            leftover.text.clone(),
            leftover.count.to_string(),
            leftover.quotes.to_string(),
            leftover.document.to_string(),
            leftover.position.line.to_string(),
            leftover.context.clone(),
        ])?;
    }
    table.finish()
}
