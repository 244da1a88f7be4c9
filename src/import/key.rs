//! Keys of pseudonyms of an earlier run, so that a later one calls everybody the same.

use std::path::Path;

use super::codebook::{list, unguarded};
use super::{table, text};
use crate::error::{Error, Result};
use crate::privacy::Pseudonym;
use crate::quotes::SpeakerKind;

/// Reads a key from a CSV or TSV file; see [`parse`].
///
/// # Errors
/// If the file cannot be read, or is no key.
pub fn read(path: &Path) -> Result<Vec<Pseudonym>> {
    let read = text::read(path)?;
    parse(&path.display().to_string(), &read.text)
}

/// Reads a key from a table with the columns `pseudonym` and `names` (parted by `;`), and `type`, which may be missing: `person` or `organisation`.
///
/// ```
/// use verbatims::import::key;
///
/// let key = key::parse("key.csv", "pseudonym,names\nNurse A,Maria Ortiz; Ms. Ortiz-Gil\n")?;
/// assert_eq!((key[0].pseudonym.as_str(), key[0].names.len()), ("Nurse A", 2));
/// # Ok::<(), verbatims::Error>(())
/// ```
///
/// # Errors
/// If a column is missing, a row lacks pseudonym or names, or a name has two pseudonyms; the error names file and line.
pub fn parse(file: &str, text: &str) -> Result<Vec<Pseudonym>> {
    let table = table::parse(file, text, None, true)?;
    let mut rows = table.rows.iter().filter(|row| !row.is_blank());
    let header = rows.next();
    let names: Vec<String> = header.iter().flat_map(|row| &row.cells).map(|cell| cell.trim().to_lowercase()).collect();
    let column = |wanted: &str| {
        names
            .iter()
            .position(|name| name == wanted)
            .ok_or_else(|| Error::format(file, 1, format!("no column `{wanted}`; found: {}", names.join(", "))))
    };
    let (pseudonym, name) = (column("pseudonym")?, column("names")?);
    let kind = names.iter().position(|name| name == "type");
    let mut taken = std::collections::BTreeMap::new();
    let mut key = Vec::new();
    for row in rows {
        let cell = |at: usize| unguarded(row.cell(at).trim());
        let (pseudonym, names) = (cell(pseudonym), list(cell(name)));
        if pseudonym.is_empty() || names.is_empty() {
            return Err(Error::format(file, row.line, "this row lacks `pseudonym` or `names`"));
        }
        for name in &names {
            if let Some(other) = taken.insert(name.to_lowercase(), pseudonym)
                && other != pseudonym
            {
                let what = format!("`{name}` is called `{other}` and `{pseudonym}`; leave one of them out");
                return Err(Error::format(file, row.line, what));
            }
        }
        let kind = match kind.map(cell) {
            Some("organisation") => SpeakerKind::Organisation,
            _ => SpeakerKind::Person,
        };
        key.push(Pseudonym::new(pseudonym, names, kind));
    }
    Ok(key)
}
