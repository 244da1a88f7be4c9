//! Codings that people made, as tables.

use super::codebook::{list, unguarded};
use super::{table, text};
use crate::error::{Error, Result};
use crate::themes::Codings;
use std::path::Path;

/// Column names, in lower case, that hold the quotation's id, all its themes, one theme.
const IDS: &[&str] = &["quote_id", "id"];
const LISTS: &[&str] = &["themes", "codes", "tags"];
const ONE: &[&str] = &["theme", "code", "tag"];
/// Further columns of `themes_wide.csv` that are no theme.
const BESIDE: &[&str] = &["document", "speaker"];

/// Reads codings from a CSV or TSV file; see [`parse`].
///
/// # Errors
/// If the file cannot be read, or is no table of codings.
pub fn read(path: &Path) -> Result<Codings> {
    let read = text::read(path)?;
    parse(&path.display().to_string(), &read.text)
}

/// Reads codings from a table with a column `quote_id` (or `id`), and either `themes` (or `codes`, `tags`: names parted by `;`), or `theme`
/// (or `code`, `tag`: one a row), or a column of 1 and 0 for each theme. So `quotes.csv` and `themes_wide.csv`, as they are exported and
/// changed by hand, can be read back. A quotation without a theme was read and fits none.
///
/// ```
/// use verbatims::import::codings;
///
/// let codings = codings::parse("ann.csv", "quote_id,themes\na#1,Rent; Buses\na#2,\n")?;
/// assert_eq!(codings.themes.len(), 2);
/// assert_eq!(codings.uncoded[0].as_str(), "a#2");
/// # Ok::<(), verbatims::Error>(())
/// ```
///
/// # Errors
/// If a column is missing, a row has no id, or a quote is never closed; the error names file and line.
pub fn parse(file: &str, text: &str) -> Result<Codings> {
    let table = table::parse(file, text, None, true)?;
    let mut rows = table.rows.iter().filter(|row| !row.is_blank());
    let Some(header) = rows.next() else {
        return Err(Error::format(file, None, "this table is empty; it needs the columns `quote_id` and `themes`"));
    };
    let names: Vec<String> = header.cells.iter().map(|cell| cell.trim().to_lowercase()).collect();
    let find = |wanted: &[&str]| wanted.iter().find_map(|name| names.iter().position(|known| known == name));
    let missing =
        |what: &str| Error::format(file, header.line, format!("no column {what}; found: {}", names.join(", ")));
    let id = find(IDS).ok_or_else(|| missing("`quote_id` or `id`"))?;
    let (list_at, one_at) = (find(LISTS), find(ONE));
    let mut judged: Vec<(String, Vec<String>)> = Vec::new();
    for row in rows {
        let quote = unguarded(row.cell(id).trim());
        if quote.is_empty() {
            return Err(Error::format(file, row.line, format!("this row has no `{}`", names[id])));
        }
        let themes = match (list_at, one_at) {
            (Some(at), _) => list(unguarded(row.cell(at).trim())),
            (None, Some(at)) => vec![unguarded(row.cell(at).trim()).to_owned()],
            (None, None) => {
                let themes = (0..names.len()).filter(|at| *at != id && !BESIDE.contains(&names[*at].as_str()));
                let mut given = Vec::new();
                for at in themes {
                    match row.cell(at).trim() {
                        "1" => given.push(unguarded(header.cell(at).trim()).to_owned()),
                        "0" | "" => {}
                        _ => return Err(missing("`themes`, `theme`, or of 1 and 0 for each theme")),
                    }
                }
                given
            }
        };
        judged.push((quote.to_owned(), themes));
    }
    Ok(Codings::by_hand(judged))
}
