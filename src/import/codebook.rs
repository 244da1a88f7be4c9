//! Codebooks out of files: CSV and TSV tables, TOML, JSON, and the text form of QualCoder.
//!
//! ```
//! use verbatims::import::codebook;
//!
//! let book = codebook::parse("themes.csv", "name,words,exclude\nRent,rent;landlord,rent a car\nBuses,bus;bus stop,\n")?;
//! assert_eq!(book.codes[0].words, ["rent", "landlord"]);
//!
//! let wrong = codebook::parse("themes.csv", "name,words\nRent,rent\nRent,landlord\n").unwrap_err();
//! assert!(wrong.to_string().starts_with("themes.csv: line 3: "));
//! # Ok::<(), verbatims::Error>(())
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;

use super::codebook_table as table;
use super::coded_columns::table_text;
use super::{Note, text};
use crate::error::{Error, Result};
use crate::id::{CodeId, Unique};
use crate::themes::{Code, Codebook, DEPTH, Negation, Polarity};

/// Reads a codebook from a file; its form follows from the name's ending: `.csv`, `.tsv`, `.xlsx`, `.ods`, `.toml`, `.json`, `.txt` (QualCoder),
/// `.qdc` (REFI-QDA, with the feature `refi`).
///
/// # Errors
/// If the file cannot be read, or is not a codebook; the error names file and line.
pub fn read(path: &Path) -> Result<Codebook> {
    Ok(read_with_notes(path)?.0)
}

/// Reads a codebook as [`read`] does, and says what of a table was passed over: columns of names that are not known, rows above the header.
///
/// # Errors
/// As [`read`].
pub fn read_with_notes(path: &Path) -> Result<(Codebook, Vec<Note>)> {
    let file = path.display().to_string();
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    match ending.as_str() {
        "csv" | "tsv" | "tab" | "xlsx" | "ods" => table::csv(&file, &table_text(path)?.0),
        _ => Ok((parse(&file, &text::read(path)?.text)?, Vec::new())),
    }
}

/// Reads a codebook from text; `file` names it in errors, and its ending tells the form as in [`read`].
///
/// # Errors
/// If the text is not a codebook; the error names file and line.
pub fn parse(file: &str, text: &str) -> Result<Codebook> {
    let ending = file.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
    match ending.as_str() {
        "csv" | "tsv" | "tab" => csv(file, text),
        "toml" => toml(file, text),
        "json" => json(file, text),
        "txt" => lines(file, text),
        #[cfg(feature = "refi")]
        "qdc" => super::refi::codebook(file, text),
        #[cfg(not(feature = "refi"))]
        "qdc" => Err(Error::format(file, None, "`.qdc` is not read by this build; it lacks the feature `refi`")),
        _ => Err(Error::format(file, None, "a codebook is a `.csv`, `.tsv`, `.toml`, `.json` or `.txt` file")),
    }
}

/// One code as a file gives it.
#[derive(Debug, Default)]
pub(super) struct Row {
    pub(super) line: Option<u64>,
    /// The names from the topmost code down.
    pub(super) path: Vec<String>,
    pub(super) id: Option<String>,
    /// A name or id of another row.
    pub(super) parent: Option<String>,
    pub(super) definition: String,
    pub(super) words: Vec<String>,
    pub(super) exclusions: Vec<String>,
    pub(super) examples: Vec<String>,
    pub(super) negation: Negation,
    pub(super) polarity: Option<Polarity>,
}

/// A table with a header row. See [`crate::guide::formats`] for the columns; [`read_with_notes`] says which it passed over.
///
/// # Errors
/// For a doubled or missing column, one whose name is nearly that of a known one, a row of the wrong length, a parent that is no row, a code that is
/// there twice.
pub fn csv(file: &str, text: &str) -> Result<Codebook> {
    Ok(table::csv(file, text)?.0)
}

/// A reader of a table whose delimiter is detected from its first line: the one that comes most often.
pub(super) fn reader(text: &str) -> csv::Reader<&[u8]> {
    let first = text.lines().next().unwrap_or("").as_bytes();
    let often = |delimiter: &u8| memchr::memchr_iter(*delimiter, first).count();
    // The last of those that come equally often counts.
    let delimiter = [b';', b'\t', b','].into_iter().max_by_key(often).unwrap_or(b',');
    csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes())
}

/// What is wrong with a table, with the line where it is.
pub(super) fn broken(file: &str, error: csv::Error) -> Error {
    let line = error.position().map(csv::Position::line);
    let what = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("this row has {len} cells, the header has {expected_len}")
        }
        _ => error.to_string(),
    };
    Error::format(file, line, what)
}

/// A TOML file: one `[[theme]]` (or `[[code]]`) a code. A parent that is no code of the file becomes a heading.
///
/// # Errors
/// For what is not TOML, an unknown key, a code that is there twice or is above itself.
pub fn toml(file: &str, text: &str) -> Result<Codebook> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let ends: Vec<usize> = memchr::memchr_iter(b'\n', text.as_bytes()).collect();
    let line_at = |offset: usize| ends.partition_point(|end| *end < offset) as u64 + 1;
    let book: Book<toml::Spanned<Entry>> = toml::from_str(text)
        .map_err(|error| Error::format(file, error.span().map(|span| line_at(span.start)), error.message()))?;
    let rows = book.codes.into_iter().map(|entry| {
        let line = line_at(entry.span().start);
        entry.into_inner().row(Some(line))
    });
    assemble(file, rows.collect(), true)
}

/// A JSON file: a list of codes, or an object with the list under `codes`. A parent that is no code of the file becomes a heading.
///
/// # Errors
/// For what is not JSON, an unknown key, a code that is there twice or is above itself.
pub fn json(file: &str, text: &str) -> Result<Codebook> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let broken = |error: serde_json::Error| Error::format(file, error.line() as u64, error.to_string());
    let entries: Vec<Entry> = if text.trim_start().starts_with('[') {
        serde_json::from_str(text).map_err(broken)?
    } else {
        serde_json::from_str::<Book<Entry>>(text).map_err(broken)?.codes
    };
    assemble(file, entries.into_iter().map(|entry| entry.row(None)).collect(), true)
}

/// QualCoder's text form: one code a line, `category>>subcategory>>code`, then a tab and a memo.
///
/// # Errors
/// For a line without a name and a code that is there twice.
pub fn lines(file: &str, text: &str) -> Result<Codebook> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let rows = text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty()).map(|(line, number)| {
        let (path, memo) = line.split_once('\t').unwrap_or((line, ""));
        Row { line: Some(number), path: split_path(path, false), definition: memo.trim().to_owned(), ..Row::default() }
    });
    assemble(file, rows.collect(), true)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Book<T> {
    #[serde(alias = "code", alias = "theme", alias = "themes")]
    codes: Vec<T>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    parent: Option<String>,
    #[serde(default, alias = "description", alias = "memo")]
    definition: String,
    #[serde(default, alias = "keywords", alias = "seeds")]
    words: Vec<String>,
    #[serde(default)]
    phrases: Vec<String>,
    #[serde(default, alias = "exclude")]
    exclusions: Vec<String>,
    #[serde(default)]
    negation: Negation,
    #[serde(default)]
    polarity: Option<Polarity>,
    #[serde(default, alias = "example")]
    examples: Vec<String>,
}

impl Entry {
    fn row(self, line: Option<u64>) -> Row {
        let mut words = self.words;
        words.extend(self.phrases);
        Row {
            line,
            path: vec![self.name.trim().to_owned()],
            id: self.id,
            parent: self.parent,
            definition: self.definition,
            words,
            exclusions: self.exclusions,
            examples: self.examples,
            negation: self.negation,
            polarity: self.polarity,
        }
    }
}

pub(super) fn some(cell: &str) -> Option<String> {
    (!cell.is_empty()).then(|| cell.to_owned())
}

/// Entries of a cell: one a line where the cell has lines, else parted by `;`.
pub(super) fn list(cell: &str) -> Vec<String> {
    let mark = if cell.contains('\n') { '\n' } else { ';' };
    cell.split(mark).map(str::trim).filter(|entry| !entry.is_empty()).map(str::to_owned).collect()
}

/// A cell without the `'` that keeps a spreadsheet from running it.
pub(super) fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@'])).unwrap_or(cell)
}

pub(super) fn negation(cell: &str) -> Result<Negation, String> {
    match cell.to_lowercase().as_str() {
        "" | "counts" => Ok(Negation::Counts),
        "excludes" => Ok(Negation::Excludes),
        other => Err(format!("negation is `counts` or `excludes`, not `{other}`")),
    }
}

pub(super) fn polarity(cell: &str) -> Result<Option<Polarity>, String> {
    match cell.to_lowercase().as_str() {
        "" => Ok(None),
        "positive" => Ok(Some(Polarity::Positive)),
        "negative" => Ok(Some(Polarity::Negative)),
        other => Err(format!("polarity is `positive` or `negative`, or empty for both, not `{other}`")),
    }
}

/// `a>>b` and, in tags, `a.b`: a full stop between two characters that are neither blanks nor digits.
pub(super) fn split_path(cell: &str, tag: bool) -> Vec<String> {
    let mut parts: Vec<String> = cell.split(">>").map(|part| part.trim().to_owned()).collect();
    if tag && parts.len() == 1 {
        parts = vec![String::new()];
        let letters: Vec<char> = cell.chars().collect();
        for (at, letter) in letters.iter().enumerate() {
            let beside = |at: Option<usize>| {
                at.and_then(|at| letters.get(at)).is_some_and(|letter| !letter.is_whitespace() && !letter.is_numeric())
            };
            if *letter == '.' && beside(at.checked_sub(1)) && beside(Some(at + 1)) {
                parts.push(String::new());
            } else if let Some(part) = parts.last_mut() {
                part.push(*letter);
            }
        }
    }
    parts
}

/// A code while its parents are sought.
struct Draft {
    row: Row,
    /// Whether a row of the file gave it, or only the path of another.
    given: bool,
}

/// Rows become codes: parents of paths are added as headings, ids are made, the codebook is checked.
pub(super) fn assemble(file: &str, rows: Vec<Row>, headings: bool) -> Result<Codebook> {
    if rows.is_empty() {
        return Err(Error::format(file, None, "no code in this codebook"));
    }
    let mut drafts = Drafts::default();
    for row in rows {
        if row.path.iter().any(|name| name.trim().is_empty()) {
            return Err(Error::format(file, row.line, "a code needs a name"));
        }
        if row.path.len() > DEPTH + 1 {
            return Err(Error::format(file, row.line, format!("this code stands below more than {DEPTH} others")));
        }
        for end in 1..row.path.len() {
            drafts.heading(&row.path[..end], row.line);
        }
        drafts.add(row);
    }
    let drafts = if headings { with_named_parents(drafts.list) } else { drafts.list };
    let ids = ids(&drafts);
    let of_id: BTreeMap<&str, &CodeId> = ids.iter().map(|id| (id.as_str(), id)).collect();
    let mut by_path: BTreeMap<&[String], &CodeId> = BTreeMap::new();
    let mut by_name: BTreeMap<&str, Vec<&CodeId>> = BTreeMap::new();
    for (draft, id) in drafts.iter().zip(&ids) {
        by_path.entry(&draft.row.path).or_insert(id);
        by_name.entry(draft.row.path.last().map_or("", String::as_str)).or_default().push(id);
    }
    let mut codes = Vec::new();
    for (draft, id) in drafts.iter().zip(&ids) {
        let row = &draft.row;
        let (name, above) = row.path.split_last().map_or(("", &[][..]), |(name, above)| (name.as_str(), above));
        let mut code = Code::new(name);
        code.id = id.clone();
        code.parent = match &row.parent {
            Some(parent) => {
                Some(parent_of(parent, &of_id, &by_name).map_err(|what| Error::format(file, row.line, what))?)
            }
            None => by_path.get(above).map(|id| (*id).clone()),
        };
        code.definition.clone_from(&row.definition);
        code.words.clone_from(&row.words);
        code.exclusions.clone_from(&row.exclusions);
        code.examples.clone_from(&row.examples);
        code.negation = row.negation;
        code.polarity = row.polarity;
        codes.push(code);
    }
    let codebook = Codebook { codes };
    if let Some((index, what)) = codebook.faults().next() {
        return Err(Error::format(file, drafts[index].row.line, what));
    }
    Ok(codebook)
}

/// Codes in the order of the file, with their headings before them.
#[derive(Default)]
struct Drafts {
    list: Vec<Draft>,
    /// The first of each path.
    by_path: BTreeMap<Vec<String>, usize>,
}

impl Drafts {
    fn push(&mut self, draft: Draft) {
        self.by_path.entry(draft.row.path.clone()).or_insert(self.list.len());
        self.list.push(draft);
    }

    fn heading(&mut self, path: &[String], line: Option<u64>) {
        if !self.by_path.contains_key(path) {
            self.push(Draft { row: Row { line, path: path.to_vec(), ..Row::default() }, given: false });
        }
    }

    fn add(&mut self, row: Row) {
        match self.by_path.get(&row.path).filter(|at| !self.list[**at].given) {
            // A heading made for a child further up is this code.
            Some(at) => self.list[*at] = Draft { row, given: true },
            None => self.push(Draft { row, given: true }),
        }
    }
}

/// In TOML and JSON a parent that is no code of the file is a heading, added before its first child.
fn with_named_parents(drafts: Vec<Draft>) -> Vec<Draft> {
    let mut known: BTreeSet<String> = BTreeSet::new();
    for draft in &drafts {
        known.extend(draft.row.id.iter().chain(draft.row.path.last()).cloned());
    }
    let mut all = Vec::with_capacity(drafts.len());
    for draft in drafts {
        if let Some(parent) = draft.row.parent.clone()
            && known.insert(parent.clone())
        {
            let row = Row { line: draft.row.line, path: vec![parent], ..Row::default() };
            all.push(Draft { row, given: false });
        }
        all.push(draft);
    }
    all
}

fn parent_of(
    parent: &str,
    ids: &BTreeMap<&str, &CodeId>,
    by_name: &BTreeMap<&str, Vec<&CodeId>>,
) -> Result<CodeId, String> {
    if let Some(id) = ids.get(parent) {
        return Ok((*id).clone());
    }
    match by_name.get(parent).map(Vec::as_slice) {
        Some([id]) => Ok((*id).clone()),
        Some(several) => Err(format!("{} codes are named `{parent}`; give the parent's id", several.len())),
        None => Err(format!("the parent `{parent}` is no code of this file")),
    }
}

/// The ids given, else made of the name, or of the whole path where several codes have one name. Where two different names
/// make one id, the later is numbered.
fn ids(drafts: &[Draft]) -> Vec<CodeId> {
    let name = |draft: &Draft| draft.row.path.last().map_or("", String::as_str).to_lowercase();
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for draft in drafts.iter().filter(|draft| draft.row.id.is_none()) {
        *count.entry(name(draft)).or_default() += 1;
    }
    let mut taken = Unique::default();
    drafts.iter().filter_map(|draft| draft.row.id.as_deref()).for_each(|id| taken.reserve(id));
    let mut make = |draft: &Draft| -> CodeId {
        if let Some(id) = &draft.row.id {
            return CodeId::from(id.as_str());
        }
        let several = count.get(&name(draft)).is_some_and(|count| *count > 1);
        let written =
            if several { draft.row.path.join(" ") } else { draft.row.path.last().cloned().unwrap_or_default() };
        let plain = Code::new(written).id;
        taken.take_numbered(plain.as_str(), |number| format!("{plain}-{number}")).into()
    };
    drafts.iter().map(&mut make).collect()
}
