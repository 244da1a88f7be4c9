//! Surveys: tables whose open-ended cells are the responses.
//!
//! ```
//! use verbatims::import::survey::{self, SurveyOptions};
//! use verbatims::Language;
//!
//! let table = "id,area,What is the main problem?\n\
//!              7,Hull,\"The bus stops at six, so I walk.\"\n\
//!              8,Leeds,Rent is far too high.\n";
//! let survey = survey::parse("survey.csv", table, &SurveyOptions::new(Language::english()))?;
//! let first = &survey.documents[0];
//! assert_eq!(first.text, "The bus stops at six, so I walk.");
//! assert_eq!(first.attributes["area"], "Hull");
//! assert_eq!(first.attributes["respondent"], "7");
//! assert_eq!(
//!     survey.summary.to_string(),
//!     "survey.csv: table: 1 header row, 2 responses; 2 answers. Open-ended: What is the main problem? Groups: area."
//! );
//! # Ok::<(), verbatims::Error>(())
//! ```
//!
//! [`parse`] takes two steps: [`detect`] makes a [plan](super::plan), and [`apply`] follows it. A plan can be looked at and changed between them.

mod apply;
mod columns;
mod dates;
mod detect;
mod header;
mod ledger;
mod markup;
mod missing;
pub(super) mod names;
mod personal;
mod rows;
mod turns;
mod words;

use std::path::Path;

use super::contents::Sheet;
use super::{Note, table, text};
use crate::document::Document;
use crate::error::{Error, Result};
use crate::lang::Language;
use crate::themes::NoContent;

pub use super::table::Table;
pub use apply::apply;
pub use dates::DateOrder;
pub use detect::detect;
pub use header::Tool;
pub use ledger::{Ledger, Summary};

/// The responses of a survey, and what was made of its table.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Survey {
    /// One document of kind [`DocumentKind::Response`](crate::DocumentKind::Response) for each filled cell of an open-ended column, by row, then by column; of a
    /// transcript as a table, one document with all turns.
    ///
    /// The id of a response is the file's name, the respondent and the column, joined by `:`. Attributes: `respondent`, `row` (as a spreadsheet
    /// counts), `column`, `question`, `date` (year first) and `finished` where the program keeps them, and one for each group column.
    pub documents: Vec<Document<'static>>,
    /// What was taken and what was left out.
    pub summary: Summary,
    /// The cells of personal columns, the longest first: what pseudonyms are put in the place of. They are in no document.
    pub personal: Vec<String>,
}

/// How a survey is read. Columns are named by header (case and kinds of blanks are the same), by number (`2`), by letter (`B`), or by the beginning
/// of a long question if only one begins so.
#[derive(Clone, Debug)]
pub struct SurveyOptions {
    language: Language,
    no_content: NoContent,
    open: Vec<String>,
    groups: Vec<String>,
    all_groups: bool,
    personal: Vec<String>,
    ignored: Vec<String>,
    respondent: Option<String>,
    missing: Vec<String>,
    header_rows: Option<usize>,
    sheet: Option<String>,
    delimiter: Option<char>,
    strict: bool,
}

impl SurveyOptions {
    /// Everything is detected from the table; `language` knows given names and the answers that say nothing.
    pub fn new(language: Language) -> Self {
        Self {
            no_content: NoContent::new(&language),
            language,
            open: Vec::new(),
            groups: Vec::new(),
            all_groups: false,
            personal: Vec::new(),
            ignored: Vec::new(),
            respondent: None,
            missing: Vec::new(),
            header_rows: None,
            sheet: None,
            delimiter: None,
            strict: false,
        }
    }

    /// A column of open-ended answers; called again, one more. The default is to tell them from their names and cells.
    #[must_use]
    pub fn open(mut self, column: impl Into<String>) -> Self {
        self.open.push(column.into());
        self
    }

    /// A group column, also one that would be left out as personal; called again, one more. The default is every column of few different values, and a handful of
    /// very many.
    #[must_use]
    pub fn group(mut self, column: impl Into<String>) -> Self {
        self.groups.push(column.into());
        self
    }

    /// Whether every column of few different values is a group, however many there are. The default is `false`.
    #[must_use]
    pub fn all_groups(mut self, all: bool) -> Self {
        self.all_groups = all;
        self
    }

    /// A column that tells who somebody is, and is left out; called again, one more. The default is to tell them from their names and cells.
    #[must_use]
    pub fn personal(mut self, column: impl Into<String>) -> Self {
        self.personal.push(column.into());
        self
    }

    /// A column that is left out; called again, one more. The default is none.
    #[must_use]
    pub fn ignore(mut self, column: impl Into<String>) -> Self {
        self.ignored.push(column.into());
        self
    }

    /// The column that names the respondent. The default is detected from its name; without one, respondents are rows.
    #[must_use]
    pub fn respondent(mut self, column: impl Into<String>) -> Self {
        self.respondent = Some(column.into());
        self
    }

    /// A cell that is no answer, letter by letter (`-99`); called again, one more. The default is the codes that programs write where nothing was
    /// answered.
    #[must_use]
    pub fn missing(mut self, code: impl Into<String>) -> Self {
        self.missing.push(code.into());
        self
    }

    /// How many rows the header takes, below titles; 0 for a table without one. The default is told from the first rows.
    #[must_use]
    pub fn header_rows(mut self, rows: usize) -> Self {
        self.header_rows = Some(rows);
        self
    }

    /// The sheet of a workbook, by its name or its number from 1. The default is the one with most answers.
    #[must_use]
    pub fn sheet(mut self, sheet: impl Into<String>) -> Self {
        self.sheet = Some(sheet.into());
        self
    }

    /// The character between cells. The default is the one that parts the first rows most evenly.
    ///
    /// # Errors
    /// [`ErrorKind::Setting`](crate::ErrorKind::Setting) unless it is a comma, a semicolon, a tab or a vertical bar.
    pub fn delimiter(mut self, delimiter: char) -> Result<Self> {
        self.delimiter = Some(table::delimiter(delimiter)?);
        Ok(self)
    }

    /// Whether a broken table is an error. The default is to read as far as it goes, with a note.
    #[must_use]
    pub fn strict(mut self, strict: bool) -> Self {
        self.strict = strict;
        self
    }

    pub(super) fn is_strict(&self) -> bool {
        self.strict
    }

    pub(super) fn chosen_delimiter(&self) -> Option<char> {
        self.delimiter
    }
}

/// The character between the cells of a text that has the form of a table: every line parts into as many cells as the first, which names
/// them. Excel saves such tables as text.
pub(super) fn delimiter_of(text: &str) -> Option<char> {
    const LINES: usize = 4;
    let head: String = text.lines().take(200).map(|line| format!("{line}\n")).collect();
    ['\t', ';', '|', ','].into_iter().find(|delimiter| {
        let Ok(table) = Table::parse("", &head, Some(*delimiter), false) else { return false };
        let rows: Vec<_> = table.rows.iter().filter(|row| !row.is_blank()).collect();
        let Some(first) = rows.first() else { return false };
        let width = first.cells.len();
        let even = rows.iter().filter(|row| row.cells.len() == width).count() * 20 >= rows.len() * 19;
        let named = first.cells.iter().all(|cell| !cell.trim().is_empty() && cell.chars().count() <= 300);
        let known = first.cells.iter().filter(|cell| words::words().kept(cell).next().is_some()).count();
        let is_question = |cell: &String| cell.trim().ends_with('?');
        let asks = first.cells.iter().any(is_question)
            && !rows[1..].iter().any(|row| row.cells.iter().any(is_question))
            && !first.cells[0].trim().ends_with(':');
        let least = if *delimiter == '\t' { 2 } else { 3 };
        // Sentences have commas too.
        let sure = *delimiter != ',' || (known > 0 || asks) && rows.iter().all(|row| row.cells.len() == width);
        rows.len() >= LINES
            && even
            && named
            && width >= least
            && table.notes.is_empty()
            && (width >= 3 || known > 0 || asks)
            && sure
    })
}

/// Reads a survey from a CSV or TSV file of any encoding that [`text`] tells.
///
/// # Errors
/// If the file cannot be read, is no text or no table, or has no column of a name given.
pub fn read(path: &Path, options: &SurveyOptions) -> Result<Survey> {
    let read = text::read(path)?;
    let name = path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
    let mut table = Table::parse(&name, &read.text, options.delimiter, options.strict)?;
    table.encoding = Some(read.encoding.name().to_owned());
    let mut survey = of_table(&table, options)?;
    survey.summary.notes.splice(0..0, read.notes);
    Ok(survey)
}

/// Reads a survey from text; `file` names it in messages and ids.
///
/// # Errors
/// If the text is no table, has no column of a name given, or is broken and the options are strict.
pub fn parse(file: &str, text: &str, options: &SurveyOptions) -> Result<Survey> {
    of_table(&Table::parse(file, text, options.delimiter, options.strict)?, options)
}

/// Reads a survey from a sheet of a workbook (`.xlsx`, `.ods`): the one named, else the one with most answers. `file` names it in messages and ids. Needs
/// the feature `xlsx`.
///
/// # Errors
/// If it is no workbook, breaks the limits of archives, is empty, or has no sheet or no column of a name given.
#[cfg(feature = "xlsx")]
pub fn workbook(file: &str, bytes: &[u8], options: &SurveyOptions) -> Result<Survey> {
    of_table(&sheet(file, super::workbook::sheets(file, bytes, &super::Limits::default())?, options)?, options)
}

/// Detects a plan for a table and follows it.
///
/// # Errors
/// As [`detect`].
pub fn of_table(table: &Table, options: &SurveyOptions) -> Result<Survey> {
    apply(table, &detect(table, options)?, &options.language)
}

/// The sheet of a workbook that holds the answers: the one named, else the first of those with most. What other sheets there are is said. One that cannot be read is an error
/// where it is the one named or the first, since it may hold the answers, else it is said.
pub(super) fn sheet(file: &str, mut sheets: Vec<Sheet>, options: &SurveyOptions) -> Result<Table> {
    let names: Vec<String> = sheets.iter().map(|sheet| sheet.name.clone()).collect();
    let wanted = options.sheet.as_ref().map(|wanted| named_sheet(file, wanted, &names)).transpose()?;
    let refuse = |at: usize, why: &str| {
        let other =
            if wanted.is_none() && names.len() > 1 { "; or name another sheet with `--sheet NAME`" } else { "" };
        Error::format(file, None, format!("its sheet `{}` cannot be read: {why}{other}", names[at]))
    };
    if let Some((at, why)) = wanted.or(Some(0)).and_then(|at| Some((at, sheets.get(at)?.table.as_ref().err()?))) {
        return Err(refuse(at, why));
    }
    let broken: Vec<String> = sheets
        .iter()
        .filter_map(|sheet| Some(format!("its sheet `{}` cannot be read: {}", sheet.name, sheet.table.as_ref().err()?)))
        .collect();
    let at = wanted.unwrap_or_else(|| {
        let ranks: Vec<(bool, usize)> =
            sheets.iter().map(|sheet| sheet.table.as_ref().map_or((false, 0), |table| rank(table, options))).collect();
        if names.len() == 1 { 0 } else { ranks.iter().position(|rank| Some(rank) == ranks.iter().max()).unwrap_or(0) }
    });
    let mut table = sheets.swap_remove(at).table.map_err(|why| refuse(at, &why))?;
    table.notes.extend(broken.into_iter().map(|what| Note::new(file, None, what)));
    if names.len() > 1 {
        let others: Vec<String> =
            names.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, name)| format!("`{name}`")).collect();
        let what = format!(
            "{file} has {} sheets; read: {}; `--sheet NAME` reads another: {}",
            names.len(),
            names[at],
            others.join(", ")
        );
        table.remarks.push(what);
    }
    Ok(table)
}

/// Whether a sheet has the look of answers (an id, a time, a name that says so), and how many it has. Columns that a caller names need not be in every sheet.
fn rank(table: &Table, options: &SurveyOptions) -> (bool, usize) {
    use super::plan::Role;
    let Ok(survey) = of_table(table, options) else { return (false, 0) };
    let Summary { plan, ledger, .. } = survey.summary;
    let answers = ledger.answers + ledger.no_content;
    let kept = [Role::Id, Role::PersonalId, Role::Time, Role::Submitted];
    let named = table.sheet.as_ref().is_some_and(|name| words::words().is_sheet(name));
    ((named || plan.columns.iter().any(|column| kept.contains(&column.is))) && answers > 0, answers)
}

fn named_sheet(file: &str, wanted: &str, names: &[String]) -> Result<usize> {
    let same = |name: &String| words::fold(name) == words::fold(wanted);
    let number =
        || wanted.trim().parse::<usize>().ok().and_then(|number| number.checked_sub(1)).filter(|at| *at < names.len());
    names.iter().position(same).or_else(number).ok_or_else(|| {
        let what = format!("{file} has no sheet `{wanted}` that is filled; there are: {}", names.join(", "));
        Error::setting("sheet", what)
    })
}
