//! Texts that a person has coded, out of a table, for a coder to learn from.

use std::collections::BTreeMap;
use std::path::Path;

use super::codebook::{broken, reader, unguarded};
use crate::error::{Error, Result};
use crate::id::CodeId;
use crate::themes::{Codebook, Example};

/// Reads coded texts from a CSV or TSV file.
///
/// # Errors
/// If the file cannot be read or is not UTF-8, and as [`csv()`].
pub fn read(path: &Path, codebook: &Codebook) -> Result<Vec<Example>> {
    let text = std::fs::read_to_string(path).map_err(|error| Error::io(path, error))?;
    csv(&path.display().to_string(), &text, codebook)
}

/// Coded texts from a table with a column `text` (or `quote`) and a column `themes` (or `codes`); other columns are passed over, so
/// that an exported `quotes.csv` is such a table once its themes have been looked through.
///
/// A cell of `themes` holds names or ids of codes, parted by `;`. An empty cell means that nobody has coded the text yet: it is no
/// example. `-` says that a person found that it fits no code.
///
/// # Errors
/// For a missing column, a row of the wrong length and a theme that the codebook does not have; the error names file and line.
pub fn csv(file: &str, text: &str, codebook: &Codebook) -> Result<Vec<Example>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = reader(text);
    let header: Vec<String> =
        reader.headers().map_err(|error| broken(file, error))?.iter().map(|cell| cell.trim().to_lowercase()).collect();
    let column = |names: [&str; 2]| {
        header.iter().position(|cell| names.contains(&cell.as_str())).ok_or_else(|| {
            let [one, other] = names;
            Error::format(file, 1, format!("no column `{one}` or `{other}`; found: {}", header.join(", ")))
        })
    };
    let (text_column, themes_column) = (column(["text", "quote"])?, column(["themes", "codes"])?);
    let codes = Names::new(codebook);
    let mut examples = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| broken(file, error))?;
        let cell = |column: usize| unguarded(record.get(column).unwrap_or("").trim());
        let (text, themes) = (cell(text_column), cell(themes_column));
        if text.is_empty() || themes.is_empty() {
            continue;
        }
        let found = if themes == "-" { Ok(Vec::new()) } else { codes.all(themes) };
        let line = record.position().map(csv::Position::line);
        let codes = found.map_err(|what| Error::format(file, line, what))?;
        examples.push(Example { text: text.to_owned(), codes });
    }
    Ok(examples)
}

/// The codes of a codebook by id and by name in lower case.
struct Names<'a>(BTreeMap<String, Vec<&'a CodeId>>);

impl<'a> Names<'a> {
    fn new(codebook: &'a Codebook) -> Self {
        let mut names: BTreeMap<String, Vec<&CodeId>> = BTreeMap::new();
        for code in &codebook.codes {
            for name in [code.id.as_str().to_lowercase(), code.name.trim().to_lowercase()] {
                let codes = names.entry(name).or_default();
                if !codes.contains(&&code.id) {
                    codes.push(&code.id);
                }
            }
        }
        Self(names)
    }

    /// The codes that a cell names; a name may hold the mark that parts names.
    fn all(&self, cell: &str) -> Result<Vec<CodeId>, String> {
        if let Some(Ok(code)) = self.one(cell) {
            return Ok(vec![code]);
        }
        let mut codes = Vec::new();
        for name in cell.split(';').map(str::trim).filter(|name| !name.is_empty()) {
            let code = self.one(name).ok_or_else(|| format!("the codebook has no theme `{name}`"))??;
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        Ok(codes)
    }

    fn one(&self, name: &str) -> Option<Result<CodeId, String>> {
        let codes = self.0.get(&name.to_lowercase())?;
        Some(match codes.as_slice() {
            [code] => Ok((*code).clone()),
            // An id stands for itself, whatever has it as a name.
            several => match several.iter().find(|code| code.as_str() == name) {
                Some(code) => Ok((**code).clone()),
                None => Err(format!("{} codes are named `{name}`; give the code's id", several.len())),
            },
        })
    }
}
