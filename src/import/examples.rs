//! Texts that a person has coded, out of a table, for a coder to learn from.

use std::collections::BTreeMap;
use std::path::Path;

use super::codebook::{broken, reader, unguarded};
use super::codebook_columns::folded;
use super::coded::{self, Highlight};
use super::coded_columns::{TEXT, ThemeColumns, table_text};
use crate::error::{Error, Result};
use crate::id::CodeId;
use crate::quotes::Quote;
use crate::themes::{Codebook, Example};

/// Reads coded texts from a CSV or TSV file, or the coded passages of a REFI-QDA project, whose codes that the codebook does not have are passed over.
///
/// # Errors
/// If the file cannot be read, as [`csv()`], and for a project none of whose codes the codebook has.
pub fn read(path: &Path, codebook: &Codebook) -> Result<Vec<Example>> {
    let file = path.display().to_string();
    if !coded::is_project(path) {
        return csv(&file, &table_text(path)?.0, codebook);
    }
    let highlights = coded::read(path)?;
    let codes = Names::new(codebook);
    let known = |highlight: &Highlight| {
        highlight.themes.iter().filter_map(|name| codes.one(name)?.ok()).collect::<Vec<CodeId>>()
    };
    let examples = highlights.iter().map(|one| Example { text: one.text.clone(), codes: known(one) });
    let examples: Vec<Example> = examples.filter(|example| !example.codes.is_empty()).collect();
    if examples.is_empty() {
        return Err(Error::format(
            file,
            None,
            "no passage of this project has a code of the codebook; the names must be the same",
        ));
    }
    Ok(examples)
}

/// As [`read`], and where the table has no words but the ids of quotations (`quote_id` with `themes`, or a column of 1 and 0 for each theme), with the
/// words of these.
///
/// # Errors
/// As [`read`]; and for a theme that the codebook does not have.
pub fn read_with(path: &Path, codebook: &Codebook, quotes: &[&Quote]) -> Result<Vec<Example>> {
    let missing = match read(path, codebook) {
        Err(error) if error.to_string().contains(NO_TEXT) => error,
        read => return read,
    };
    let Ok(codings) = super::codings::read(path) else { return Err(missing) };
    let codes = Names::new(codebook);
    let mut examples = Vec::new();
    for quote in quotes {
        let judged = codings.codings.iter().filter(|coding| coding.quote == quote.id);
        let found: Result<Vec<CodeId>, String> = judged.map(|coding| codes.named(coding.theme.as_str())).collect();
        let found = found.map_err(|what| Error::format(path.display().to_string(), None, what))?;
        if !found.is_empty() || codings.uncoded.contains(&quote.id) {
            examples.push(Example { text: quote.text.clone(), codes: found });
        }
    }
    Ok(examples)
}

/// What is said of a table without the words of passages.
const NO_TEXT: &str = "no column `text` or `quote`";

/// Coded texts from a table with a column `text` (or `quote`, `content`, `segment` …) and a column `themes` (or `codes`, `tags`; or `theme`, `code`, `tag`:
/// one a row, and rows of the same text are put together); other columns are passed over, so that an exported `quotes.csv` is such a table once its
/// themes have been looked through, and so are the highlights of Taguette, MAXQDA and ATLAS.ti.
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
        reader.headers().map_err(|error| broken(file, error))?.iter().map(|cell| cell.trim().to_owned()).collect();
    let names: Vec<String> = header.iter().map(|cell| folded(cell)).collect();
    let find = |wanted: &[&str]| wanted.iter().find_map(|name| names.iter().position(|known| known == name));
    let missing = |what: &str| Error::format(file, 1, format!("{what}; found: {}", header.join(", ")));
    let text_column = find(TEXT).ok_or_else(|| missing(NO_TEXT))?;
    let columns = ThemeColumns::of(&header).ok_or_else(|| missing("no column `themes` or `codes`"))?;
    let codes = Names::new(codebook);
    let mut examples: Vec<Example> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for record in reader.records() {
        let record = record.map_err(|error| broken(file, error))?;
        let cell = |column: usize| unguarded(record.get(column).unwrap_or("").trim());
        let (text, themes) = (cell(text_column), columns.cell(cell));
        if text.is_empty() || themes.is_empty() {
            continue;
        }
        let found = if themes == "-" { Ok(Vec::new()) } else { codes.all(&themes) };
        let line = record.position().map(csv::Position::line);
        let codes = found.map_err(|what| Error::format(file, line, what))?;
        match places.get(text).filter(|_| !columns.are_whole()) {
            Some(at) => {
                let known: &mut Vec<CodeId> = &mut examples[*at].codes;
                codes.into_iter().for_each(|code| {
                    if !known.contains(&code) {
                        known.push(code)
                    }
                });
            }
            None => {
                places.insert(text.to_owned(), examples.len());
                examples.push(Example { text: text.to_owned(), codes });
            }
        }
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
            let code = self.named(name)?;
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        Ok(codes)
    }

    fn named(&self, name: &str) -> Result<CodeId, String> {
        self.one(name).ok_or_else(|| format!("the codebook has no theme `{name}`"))?
    }

    /// The code of a name; programs write it with the names above it (`Housing > Rent`, `Housing.Rent`), which may be passed over.
    fn one(&self, name: &str) -> Option<Result<CodeId, String>> {
        let last = |mark: &str| Some(name.rsplit_once(mark)?.1.trim());
        self.exactly(name)
            .or_else(|| [">", "\\", "::", "/", "."].into_iter().find_map(|mark| self.exactly(last(mark)?)))
    }

    fn exactly(&self, name: &str) -> Option<Result<CodeId, String>> {
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
