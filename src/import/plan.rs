//! What was decided of each file before it was read: seen, changed by hand, and followed exactly.
//!
//! ```
//! use verbatims::import::plan::Role;
//! use verbatims::import::survey::{self, SurveyOptions, Table};
//! use verbatims::Language;
//!
//! let language = Language::english();
//! let table = Table::parse("survey.csv", "id,area,why\n7,Hull,\"The bus stops at six, so I walk.\"\n", None, false)?;
//! let mut plan = survey::detect(&table, &SurveyOptions::new(language.clone()))?;
//! assert_eq!(plan.columns[2].is, Role::Answer);
//! plan.columns[1].is = Role::Ignored;
//! let survey = survey::apply(&table, &plan, &language)?;
//! assert!(!survey.documents[0].attributes.contains_key("area"));
//! # Ok::<(), verbatims::Error>(())
//! ```

use std::fmt;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::survey::names::Names;
use super::survey::{DateOrder, Tool};
use super::text;
use crate::document::DocumentKind;
use crate::error::{Error, Result};

/// How files are read: one plan for each table and each text, by the file's name.
///
/// It is written and read as TOML.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Plan {
    /// The code of the language of the rules, such as `en`; empty for the caller's.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub language: String,
    /// Surveys and other tables.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tables: Vec<TablePlan>,
    /// Texts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub texts: Vec<TextPlan>,
}

/// How a text is read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[non_exhaustive]
pub struct TextPlan {
    /// The document's id: its path from the folder named.
    pub file: String,
    /// The encoding; none where it is that of the form (`.docx`, `.pdf`) or told from the bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// The code of the language, such as `fr`; none where it is told from the words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// What the text is.
    #[serde(default)]
    pub kind: DocumentKind,
    /// What the kind rests on, as a sentence. It is not read back.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub because: String,
    /// Whether something speaks for another kind.
    #[serde(default, skip_serializing_if = "is_false")]
    pub unsure: bool,
    /// Who asks, by name or label; none where it is told from the text again, an empty list is nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interviewers: Option<Vec<String>>,
    /// Who answers, likewise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub respondents: Option<Vec<String>>,
}

impl TextPlan {
    /// A plan that leaves everything to the text.
    pub fn new(file: impl Into<String>) -> Self {
        Self { file: file.into(), ..Self::default() }
    }
}

/// How a table is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[non_exhaustive]
pub struct TablePlan {
    /// The file's name.
    pub file: String,
    /// The program that wrote it, or what form the table has.
    pub form: Tool,
    /// The sheet of a workbook.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The encoding; none for a workbook.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// The character between cells; none for a workbook.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<char>,
    /// The code of the language, such as `fr`; none where it is told from the words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The rows above the header, which are passed over. Blank rows count.
    #[serde(default)]
    pub title_rows: usize,
    /// The rows of the header; 0 where the first row is an answer.
    pub header_rows: usize,
    /// Whether cells hold HTML: they are read without tags, and with letters instead of entities.
    #[serde(default, skip_serializing_if = "is_false")]
    pub html: bool,
    /// The order of day, month and year in dates; dates are given year first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dates: Option<DateOrder>,
    /// Cells that are no answer, letter by letter.
    #[serde(default)]
    pub missing: Vec<String>,
    /// What this rests on and what is in doubt, in sentences. It is not read back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<String>,
    /// The columns that hold something, from left to right.
    pub columns: Vec<Column>,
    /// In a long table: its questions, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<Asked>,
}

/// One column, and what it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[non_exhaustive]
pub struct Column {
    /// Its number from 1.
    pub number: usize,
    /// Its letter in spreadsheets.
    pub letter: String,
    /// Its code, else its question; the name to call it by.
    pub name: String,
    /// The question put to people, where it is not the name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub question: String,
    /// What it is.
    pub is: Role,
    /// Why. It is not read back.
    pub because: Reason,
    /// Whether another reading is as good as likely.
    #[serde(default, skip_serializing_if = "is_false")]
    pub unsure: bool,
    /// Three different cells, shortened; of personal columns only their shape.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub samples: Vec<String>,
}

impl Column {
    /// The question put to people; the name where there is no other.
    pub fn question(&self) -> &str {
        if self.question.is_empty() { &self.name } else { &self.question }
    }
}

/// One question of a long table, and what its answers are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[non_exhaustive]
pub struct Asked {
    /// The question, as its cells have it.
    pub question: String,
    /// [`Role::Answer`], or why its answers are left out.
    pub is: Role,
    /// Why. It is not read back.
    pub because: Reason,
}

/// What a column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Role {
    /// Each cell is a document.
    Answer,
    /// Likewise: what people wrote beside options.
    OtherSpecify,
    /// Each document has the cell of its row as an attribute.
    Group,
    /// Tells who somebody is; left out.
    Personal,
    /// Names the respondent.
    Id,
    /// Names the respondent by what tells who it is: each is called by a number instead.
    PersonalId,
    /// When the answers came in.
    Time,
    /// When they were sent off; who has no cell here did not get to the end.
    Submitted,
    /// Whether somebody got to the end.
    Finished,
    /// How far somebody got, in hundredths; counts where no column says whether they got to the end.
    Progress,
    /// Whether the row is a preview, or of somebody who did not get to the end.
    Status,
    /// An option that is ticked or not, a list of options, a line of a grid; left out.
    Choice,
    /// The question of a long table.
    Question,
    /// Who speaks, in a transcript.
    Speaker,
    /// Left out.
    Ignored,
}

impl Role {
    /// The name used in plans.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::OtherSpecify => "other-specify",
            Self::Group => "group",
            Self::Personal => "personal",
            Self::Id => "id",
            Self::PersonalId => "personal-id",
            Self::Time => "time",
            Self::Submitted => "submitted",
            Self::Finished => "finished",
            Self::Progress => "progress",
            Self::Status => "status",
            Self::Choice => "choice",
            Self::Question => "question",
            Self::Speaker => "speaker",
            Self::Ignored => "ignored",
        }
    }

    /// Whether its cells become documents.
    pub fn is_answer(self) -> bool {
        matches!(self, Self::Answer | Self::OtherSpecify)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Why a column is what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Reason {
    /// The caller said so.
    Asked,
    /// Its name says so.
    Name,
    /// The program that wrote the file keeps it.
    Program,
    /// People wrote in words of their own.
    OwnWords,
    /// It has few different values.
    FewValues,
    /// Its cells say so: names, addresses and numbers of people, dates.
    Cells,
    /// It is an option that was ticked or not, or a line of a grid.
    Option,
    /// Its cells are lists out of few options.
    ListOfOptions,
    /// Its cells are short names and titles: facts, no sentences.
    Facts,
    /// One of many closed questions that nobody asked about.
    OneOfMany,
    /// It has too many different values for a group, and they are not sentences.
    Varied,
    /// It has too many different numbers for a group.
    Numbers,
    /// Every row has the same.
    Constant,
    /// No row has anything.
    Empty,
    /// Other columns were named.
    NotNamed,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Asked => "asked for",
            Self::Name => "by its name",
            Self::Program => "kept by the program",
            Self::OwnWords => "words of people's own",
            Self::FewValues => "few different values",
            Self::Cells => "by its cells",
            Self::Option => "an option or code",
            Self::ListOfOptions => "lists of options",
            Self::Facts => "names and titles, no sentences",
            Self::OneOfMany => "one of many closed questions; `--group NAME` or `--group all` takes it",
            Self::Varied => "too many different values",
            Self::Numbers => "many different numbers; `--group NAME:10` or `NAME:quartiles` puts them into bands",
            Self::Constant => "the same in every row",
            Self::Empty => "empty",
            Self::NotNamed => "not named",
        })
    }
}

impl TablePlan {
    /// The columns of one role.
    pub fn each(&self, role: Role) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(move |column| column.is == role)
    }

    /// The column that a caller means: by its name or its question (case and kinds of blanks are the same), its number, its letter, or the beginning of a long
    /// question.
    ///
    /// # Errors
    /// If there is no such column, or several begin so; the error names them.
    pub fn column(&self, name: &str) -> Result<&Column> {
        let columns = self.columns.iter().map(|column| (column.name.as_str(), column.question())).collect();
        Names { file: &self.file, columns }.find("column", name).map(|at| &self.columns[at])
    }

    /// The names of the columns of one role.
    pub fn named(&self, role: Role) -> impl Iterator<Item = &str> {
        self.each(role).map(|column| column.name.as_str())
    }
}

impl Plan {
    /// The plan of a table, by the file's name.
    pub fn table(&self, file: &str) -> Option<&TablePlan> {
        self.tables.iter().find(|table| table.file == file)
    }

    /// The plan of a text.
    pub fn text(&self, file: &str) -> Option<&TextPlan> {
        self.texts.iter().find(|text| text.file == file)
    }

    /// The plan as TOML, as [`parse`] reads it.
    pub fn to_toml(&self) -> String {
        // Names, numbers and lists of them can always be written.
        toml::to_string(self).unwrap_or_default()
    }
}

/// Reads a plan from a TOML file; see [`parse`].
///
/// # Errors
/// If the file cannot be read, or is no plan.
pub fn read(path: &Path) -> Result<Plan> {
    let read = text::read(path)?;
    parse(&path.display().to_string(), &read.text)
}

/// Reads a plan from TOML; `file` names it in messages.
///
/// # Errors
/// If it is no TOML or has a key or a word that no plan has; the error names the line and what there is.
pub fn parse(file: &str, text: &str) -> Result<Plan> {
    toml::from_str(text).map_err(|error| {
        let line = error.span().map(|span| text[..span.start.min(text.len())].matches('\n').count() as u64 + 1);
        Error::format(file, line, format!("this is no plan: {}", error.message().replace('\n', " ")))
    })
}

/// The letter of a column in spreadsheets, by its number from 0: A, B, …, Z, AA.
pub(super) fn letter(index: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = index + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

fn is_false(value: &bool) -> bool {
    !*value
}
