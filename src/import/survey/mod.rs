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
//!     "survey.csv: table: 1 header row, 2 responses; 2 answers. Open-ended: What is the main problem?. Groups: area."
//! );
//! # Ok::<(), verbatims::Error>(())
//! ```

mod columns;
mod header;
mod summary;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::table::{self, Row, Table};
use super::{Note, text};
use crate::document::{Document, DocumentKind};
use crate::error::{Error, Result};
use crate::id::{DocumentId, unique};
use crate::lang::Language;
use crate::themes::NoContent;
use header::{Head, Header, Hint, Kept, header};

pub use header::Tool;
pub use summary::{Column, Reason, Role, Summary};

/// The responses of a survey, and what was made of its table.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Survey {
    /// One document of kind [`DocumentKind::Response`] for each filled cell of an open-ended column, by row, then by column.
    ///
    /// Its id is the file's name, the respondent and the column, joined by `:`. Attributes: `respondent`, `row` (as a spreadsheet
    /// counts), `column`, `question`, `date` and `finished` where the program keeps them, and one for each group column.
    pub documents: Vec<Document<'static>>,
    /// What was taken and what was left out.
    pub summary: Summary,
}

/// How a survey is read.
#[derive(Clone, Debug)]
pub struct SurveyOptions {
    no_content: NoContent,
    open: Vec<String>,
    groups: Vec<String>,
    respondent: Option<String>,
    delimiter: Option<char>,
    strict: bool,
}

impl SurveyOptions {
    /// Everything is detected from the table; `language` knows the answers that say nothing.
    pub fn new(language: Language) -> Self {
        Self {
            no_content: NoContent::new(&language),
            open: Vec::new(),
            groups: Vec::new(),
            respondent: None,
            delimiter: None,
            strict: false,
        }
    }

    /// The open-ended columns, by name (code or question); called again, one more. The default is to tell them from their cells.
    #[must_use]
    pub fn open(mut self, column: impl Into<String>) -> Self {
        self.open.push(column.into());
        self
    }

    /// The group columns, by name; called again, one more. The default is every column of few different values.
    #[must_use]
    pub fn group(mut self, column: impl Into<String>) -> Self {
        self.groups.push(column.into());
        self
    }

    /// The column that names the respondent. The default is detected from its name; without one, respondents are rows.
    #[must_use]
    pub fn respondent(mut self, column: impl Into<String>) -> Self {
        self.respondent = Some(column.into());
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
}

/// Reads a survey from a CSV or TSV file of any encoding that [`text`] tells.
///
/// # Errors
/// If the file cannot be read, is no text or no table, or has no column of a name given.
pub fn read(path: &Path, options: &SurveyOptions) -> Result<Survey> {
    let read = text::read(path)?;
    let name = path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
    let mut survey = parse(&name, &read.text, options)?;
    survey.summary.notes.splice(0..0, read.notes);
    Ok(survey)
}

/// Reads a survey from text; `file` names it in messages and ids.
///
/// # Errors
/// If the text is no table, has no column of a name given, or is broken and the options are strict.
pub fn parse(file: &str, text: &str, options: &SurveyOptions) -> Result<Survey> {
    from_table(file, table::parse(file, text, options.delimiter, options.strict)?, options)
}

/// Reads a survey from the first filled sheet of a workbook (`.xlsx`, `.ods`); `file` names it in messages and ids. Needs the feature `xlsx`.
///
/// # Errors
/// If it is no workbook, breaks the limits of archives, is empty, or has no column of a name given.
#[cfg(feature = "xlsx")]
pub fn workbook(file: &str, bytes: &[u8], options: &SurveyOptions) -> Result<Survey> {
    from_table(file, super::workbook::table(file, bytes)?, options)
}

fn from_table(file: &str, table: Table, options: &SurveyOptions) -> Result<Survey> {
    let Table { rows, delimiter, notes } = table;
    let start = rows.iter().position(|row| !row.is_blank()).ok_or_else(|| {
        Error::format(file, None, "this table is empty; a survey has a header row and a row for each response")
    })?;
    let mut header = header(&rows[start..]);
    unify_names(&mut header.columns);
    let mut summary = Summary {
        file: file.to_owned(),
        tool: header.tool,
        header_rows: header.rows,
        delimiter,
        columns: Vec::new(),
        responses: 0,
        answers: 0,
        no_content: 0,
        unfinished: 0,
        previews: 0,
        notes,
    };
    let below = rows.get(start + header.rows..).unwrap_or_default();
    let preview = |row: &Row| header.each(Hint::Kept(Kept::Status)).any(|index| is_preview(row.cell(index)));
    let rows: Vec<&Row> = below.iter().filter(|row| !row.is_blank()).collect();
    let all = rows.len();
    let rows: Vec<&Row> = rows.into_iter().filter(|row| !preview(row)).collect();
    summary.previews = all - rows.len();
    summary.responses = rows.len();
    let named = Named::find(file, &header, options)?;
    let reading = Reading { file, header: &header, rows: &rows, named: &named, options };
    let documents = if header.tool == Tool::Long && named.open.is_empty() {
        reading.long(&mut summary)
    } else {
        reading.wide(&mut summary)
    };
    summary.answers = documents.len();
    summary.no_content = documents.iter().filter(|document| options.no_content.says_nothing(&document.text)).count();
    if documents.is_empty() {
        let what = if rows.is_empty() {
            "there is no response below the header".to_owned()
        } else {
            let names: Vec<&str> = header.columns.iter().map(|head| head.name.as_str()).collect();
            format!("no open-ended column was found; name it. There are: {}", names.join(", "))
        };
        summary.notes.push(Note::new(file, None, what));
    }
    Ok(Survey { documents, summary })
}

impl Header {
    /// The columns of one hint.
    fn each(&self, hint: Hint) -> impl Iterator<Item = usize> {
        self.columns.iter().enumerate().filter(move |(_, head)| head.hint == hint).map(|(index, _)| index)
    }
}

/// Columns can be told apart by name: empty names become `column 3`, doubled ones get a number.
fn unify_names(columns: &mut [Head]) {
    let mut used = BTreeSet::new();
    for (index, head) in columns.iter_mut().enumerate() {
        if head.name.is_empty() {
            head.name = format!("column {}", index + 1);
        }
        head.name = unique(&head.name, |name| used.insert(name.to_owned()));
    }
}

/// Qualtrics writes words or, with coded values, numbers.
fn is_preview(cell: &str) -> bool {
    matches!(cell.trim(), "Survey Preview" | "Survey Test" | "Preview" | "Test" | "1" | "2")
}

/// The columns that the caller named.
struct Named {
    open: BTreeSet<usize>,
    groups: BTreeSet<usize>,
    respondent: Option<usize>,
}

impl Named {
    fn find(file: &str, header: &Header, options: &SurveyOptions) -> Result<Self> {
        let find = |setting: &'static str, name: &String| {
            let same = |text: &str| text.trim().to_lowercase() == name.trim().to_lowercase();
            let heads = &header.columns;
            heads
                .iter()
                .position(|head| same(&head.name))
                .or_else(|| heads.iter().position(|head| same(&head.question)))
                .ok_or_else(|| {
                    let names: Vec<&str> = heads.iter().map(|head| head.name.as_str()).collect();
                    let names = names.join(", ");
                    Error::setting(setting, format!("{file} has no column `{name}`; there are: {names}"))
                })
        };
        Ok(Self {
            open: options.open.iter().map(|name| find("open", name)).collect::<Result<_>>()?,
            groups: options.groups.iter().map(|name| find("group", name)).collect::<Result<_>>()?,
            respondent: match &options.respondent {
                Some(name) => Some(find("respondent", name)?),
                None => header.each(Hint::Respondent).next(),
            },
        })
    }
}

/// A table while it becomes documents.
struct Reading<'r> {
    file: &'r str,
    header: &'r Header,
    rows: &'r [&'r Row],
    named: &'r Named,
    options: &'r SurveyOptions,
}

impl Reading<'_> {
    /// One row a respondent.
    fn wide(&self, summary: &mut Summary) -> Vec<Document<'static>> {
        let parts = self.open_parts();
        summary.columns = self.columns(|index| match self.header.columns[index].hint {
            Hint::Open => true,
            Hint::Part => parts.contains(&index) || self.is_open(index),
            Hint::None | Hint::Option => self.is_open(index),
            _ => false,
        });
        let open: Vec<usize> = each(&summary.columns, Role::OpenEnded);
        let groups = each(&summary.columns, Role::Group);
        let mut made = Made::default();
        for row in self.rows {
            let known = self.known(row, &groups, summary);
            for index in &open {
                let column = &summary.columns[*index];
                made.add(self.file, row, &column.name, &column.question, row.cell(*index), &known);
            }
        }
        made.documents
    }

    /// One row an answer: each question is judged like a column.
    fn long(&self, summary: &mut Summary) -> Vec<Document<'static>> {
        let question = self.header.each(Hint::Question).next().unwrap_or(0);
        let answer = self.header.each(Hint::Answer).next().unwrap_or(0);
        summary.columns = self.columns(|_| false);
        summary.columns[question].role = Role::Question;
        summary.columns[answer].role = Role::LeftOut(Reason::Closed);
        let mut questions: Vec<&str> = Vec::new();
        let mut answers: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for row in self.rows {
            let asked = row.cell(question).trim();
            let given = answers.entry(asked).or_insert_with(|| {
                questions.push(asked);
                Vec::new()
            });
            given.extend(Some(row.cell(answer).trim()).filter(|cell| !cell.is_empty()));
        }
        let groups = each(&summary.columns, Role::Group);
        let only = questions.len() == 1;
        let mut open: BTreeSet<&str> = BTreeSet::new();
        for asked in questions {
            let given = &answers[asked];
            let role = if given.is_empty() {
                Role::LeftOut(Reason::Empty)
            } else if only || columns::is_open(given, &self.options.no_content) {
                open.insert(asked);
                summary.columns[answer].role = Role::OpenEnded;
                Role::OpenEnded
            } else {
                Role::LeftOut(Reason::Closed)
            };
            summary.columns.push(Column { name: asked.to_owned(), question: asked.to_owned(), role });
        }
        let mut made = Made::default();
        for row in self.rows {
            let asked = row.cell(question).trim();
            if open.contains(asked) {
                let known = self.known(row, &groups, summary);
                made.add(self.file, row, asked, asked, row.cell(answer), &known);
            }
        }
        made.documents
    }

    fn cells(&self, index: usize) -> Vec<&str> {
        self.rows.iter().map(|row| row.cell(index).trim()).filter(|cell| !cell.is_empty()).collect()
    }

    fn is_open(&self, index: usize) -> bool {
        columns::is_open(&self.cells(index), &self.options.no_content)
    }

    /// The fields of questions whose fields were written, not marked.
    fn open_parts(&self) -> BTreeSet<usize> {
        let mut fields: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for index in self.header.each(Hint::Part) {
            if let Some(stem) = header::stem(&self.header.columns[index].name) {
                fields.entry(stem).or_default().push(index);
            }
        }
        fields.retain(|_, fields| {
            let cells: Vec<&str> = fields.iter().flat_map(|index| self.cells(*index)).collect();
            let headers: Vec<&str> = fields.iter().map(|index| self.header.columns[*index].question.as_str()).collect();
            columns::are_parts_open(&cells, &headers, &self.options.no_content)
        });
        fields.into_values().flatten().collect()
    }

    /// What each column is taken for; `is_open` is asked about those of which neither caller nor header says more.
    fn columns(&self, is_open: impl Fn(usize) -> bool) -> Vec<Column> {
        let role = |(index, head): (usize, &Head)| {
            let cells = self.cells(index);
            let role = if self.named.respondent == Some(index) {
                Role::Respondent
            } else if self.named.open.contains(&index) {
                Role::OpenEnded
            } else if self.named.groups.contains(&index) {
                Role::Group
            } else if matches!(head.hint, Hint::Kept(_)) {
                Role::LeftOut(Reason::Kept)
            } else if head.hint == Hint::Personal || columns::is_personal(&cells) {
                Role::LeftOut(Reason::Personal)
            } else if self.named.open.is_empty() && is_open(index) {
                Role::OpenEnded
            } else if cells.is_empty() {
                Role::LeftOut(Reason::Empty)
            } else if !self.named.groups.is_empty() {
                Role::LeftOut(Reason::NotNamed)
            } else if matches!(head.hint, Hint::Option | Hint::Part | Hint::Open) {
                Role::LeftOut(Reason::Closed)
            } else if !columns::is_group(&cells) {
                Role::LeftOut(Reason::Varied)
            } else if columns::different(&cells) == 1 && self.rows.len() > 1 && cells.len() == self.rows.len() {
                Role::LeftOut(Reason::Constant)
            } else {
                Role::Group
            };
            Column { name: head.name.clone(), question: head.question.clone(), role }
        };
        self.header.columns.iter().enumerate().map(role).collect()
    }

    /// What is known of a row, for each of its documents. Counts those that are unfinished.
    fn known(&self, row: &Row, groups: &[usize], summary: &mut Summary) -> Known {
        let mut attributes = BTreeMap::new();
        for index in groups {
            let cell = row.cell(*index).trim();
            if !cell.is_empty() {
                attributes.insert(summary.columns[*index].name.clone(), cell.to_owned());
            }
        }
        let given = self.named.respondent.map_or("", |index| row.cell(index).trim());
        let respondent = if given.is_empty() { format!("row {}", row.number) } else { given.to_owned() };
        attributes.insert("respondent".to_owned(), respondent.clone());
        attributes.insert("row".to_owned(), row.number.to_string());
        let mut finished = None;
        for (index, head) in self.header.columns.iter().enumerate() {
            let cell = row.cell(index).trim();
            match head.hint {
                Hint::Kept(Kept::Finished) => finished = Some(!matches!(cell, "False" | "FALSE" | "false" | "0")),
                Hint::Kept(Kept::Submitted) => finished = Some(!cell.is_empty()),
                _ => {}
            }
            if matches!(head.hint, Hint::Kept(Kept::Date | Kept::Submitted)) && !cell.is_empty() {
                attributes.insert("date".to_owned(), cell.to_owned());
            }
        }
        if let Some(finished) = finished {
            attributes.insert("finished".to_owned(), if finished { "yes" } else { "no" }.to_owned());
            summary.unfinished += usize::from(!finished);
        }
        Known { respondent, attributes }
    }
}

fn each(columns: &[Column], role: Role) -> Vec<usize> {
    columns.iter().enumerate().filter(|(_, column)| column.role == role).map(|(index, _)| index).collect()
}

struct Known {
    respondent: String,
    attributes: BTreeMap<String, String>,
}

/// The documents made so far, and their ids.
#[derive(Default)]
struct Made {
    documents: Vec<Document<'static>>,
    ids: BTreeSet<DocumentId>,
}

impl Made {
    fn add(&mut self, file: &str, row: &Row, name: &str, question: &str, cell: &str, known: &Known) {
        if cell.trim().is_empty() {
            return;
        }
        let mut question_id = short(name);
        let id = |question: &str| DocumentId::of_answer(file, &known.respondent, question);
        if self.ids.contains(&id(&question_id)) {
            question_id = format!("{question_id}:row {}", row.number);
        }
        // Two questions may begin with the same words.
        while !self.ids.insert(id(&question_id)) {
            question_id.push('\'');
        }
        let id = id(&question_id);
        let mut document = Document::new(id, cell.to_owned()).kind(DocumentKind::Response);
        document.attributes.clone_from(&known.attributes);
        self.documents.push(document.attribute("column", name).attribute("question", question));
    }
}

/// A column in an id: its code, or the first words of its question.
fn short(name: &str) -> String {
    const WORDS: usize = 6;
    if !name.contains(char::is_whitespace) {
        return name.to_owned();
    }
    let lower = name.to_lowercase();
    let words = lower.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty());
    words.take(WORDS).collect::<Vec<&str>>().join("-")
}
