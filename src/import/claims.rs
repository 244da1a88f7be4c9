//! Tables of quotations that somebody made, to be held against their sources.

use std::path::Path;

use super::codebook::unguarded;
use super::codebook_columns::folded;
use super::coded_columns::{IDS, SOURCE, TEXT, table_text};
use super::{Note, table};
use crate::error::{Error, Result};
use crate::text::Span;
use crate::verify::Claim;

/// Column names, in lower case, in the order of preference.
const SPEAKER: &[&str] = &["speaker", "participant", "respondent", "who"];

/// Quotations out of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Claims {
    /// One a row, in the order of the rows.
    pub claims: Vec<Claim>,
    /// Rows without words, and what was odd about the table.
    pub notes: Vec<Note>,
}

/// Reads claims from a CSV or TSV file; see [`parse`].
///
/// # Errors
/// If the file cannot be read, or is no table of quotations.
pub fn read(path: &Path) -> Result<Claims> {
    let (text, notes) = table_text(path)?;
    let mut claims = parse(&path.display().to_string(), &text)?;
    claims.notes.splice(0..0, notes);
    Ok(claims)
}

/// Reads claims from a table with a column `text` (or `quote`, `quotation`, `content`, `excerpt`, `verbatim`). Where there are such columns, it takes
/// the source (`document`, `source`, `file`, `filename`, `transcript`), the speaker (`speaker`, `participant`, `respondent`, `who`), the name
/// (`quote_id`, `id`; else the row) and the bytes (`spans`, or `start` and `end`). So an exported `quotes.csv` is such a table.
///
/// A column `respondent` of nothing but `yes` and `no` names nobody.
///
/// ```
/// use verbatims::import::claims;
///
/// let read = claims::parse("summary.csv", "Quote,Source\n“We walk.”,p7.txt\n")?;
/// assert_eq!((read.claims[0].id.as_str(), read.claims[0].document.as_deref()), ("row 2", Some("p7.txt")));
/// # Ok::<(), verbatims::Error>(())
/// ```
///
/// # Errors
/// If no column holds quotations; the error names the columns found.
pub fn parse(file: &str, text: &str) -> Result<Claims> {
    let table = table::parse(file, text, None, false)?;
    let mut rows = table.rows.iter().filter(|row| !row.is_blank());
    let Some(header) = rows.next() else {
        return Err(Error::format(file, None, "this table is empty; it needs a column `text` or `quote`"));
    };
    let names: Vec<String> = header.cells.iter().map(|cell| folded(cell)).collect();
    let find = |wanted: &[&str]| wanted.iter().find_map(|name| names.iter().position(|known| known == name));
    let quote = find(TEXT).ok_or_else(|| {
        Error::format(file, header.line, format!("no column `text` or `quote`; found: {}", names.join(", ")))
    })?;
    let (source, speaker, id) = (find(SOURCE), find(SPEAKER), find(IDS));
    let (spans, start, end) = (find(&["spans"]), find(&["start"]), find(&["end"]));
    let mut found = Claims { claims: Vec::new(), notes: table.notes.clone() };
    for row in rows {
        let cell = |column: Option<usize>| column.map(|at| unguarded(row.cell(at))).unwrap_or_default();
        let given = |column: Option<usize>| Some(cell(column).trim().to_owned()).filter(|cell| !cell.is_empty());
        if cell(Some(quote)).trim().is_empty() {
            found.notes.push(Note::new(file, row.line, format!("no words in the column `{}`; left out", names[quote])));
            continue;
        }
        let mut claim = Claim::new(given(id).unwrap_or_else(|| format!("row {}", row.number)), cell(Some(quote)));
        claim.document = given(source);
        claim.speaker = given(speaker).filter(|name| name != "yes" && name != "no");
        claim.place = match (given(spans), given(start), given(end)) {
            (Some(spans), ..) => spans.split(';').map_while(|part| span(part.split_once("..")?)).collect(),
            (None, Some(start), Some(end)) => span((&start, &end)).into_iter().collect(),
            _ => Vec::new(),
        };
        found.claims.push(claim);
    }
    Ok(found)
}

fn span((start, end): (&str, &str)) -> Option<Span> {
    Span::try_from((start.trim().parse().ok()?, end.trim().parse().ok()?)).ok()
}
