//! What a file of an involved form holds, before a plan or an option is applied: what can go from one process to another.

use serde::{Deserialize, Serialize};

use super::form::{Form, form_of};
use super::limits::Limits;
use super::note::Note;
use super::table::Table;
use super::text::Encoding;
use crate::document::Document;
use crate::error::{Error, ErrorKind, Result};

/// What is read of a file whose form takes a whole library to read: a web page, a file of a word processor, a PDF, a workbook, a REFI-QDA project, a Parquet file.
///
/// A program that reads files of strangers reads these in a process of its own, and hands over to
/// [`PathOptions::reader`](super::path::PathOptions::reader) what came of it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Contents {
    pub(super) texts: Vec<Text>,
    /// How its bytes became letters, where that is a question.
    pub(super) encoding: Option<String>,
    pub(super) sheets: Vec<Sheet>,
    /// Rows as JSON Lines.
    #[serde(default)]
    pub(super) lines: String,
    pub(super) notes: Vec<Note>,
}

/// One text of a file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Text {
    /// Its name within the file; none where the file is one text.
    pub(super) name: Option<String>,
    pub(super) text: String,
    pub(super) attributes: Vec<(String, String)>,
}

/// One sheet of a workbook.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Sheet {
    pub(super) name: String,
    /// Its cells, or why they cannot be read.
    pub(super) table: Result<Table, String>,
}

/// Why nothing came of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Refusal {
    /// The file, or the part of it.
    pub file: String,
    /// The line from 1, where there is one.
    pub line: Option<u64>,
    /// What is wrong, and what to do.
    pub what: String,
}

impl Refusal {
    /// A refusal of a whole file.
    pub fn new(file: impl Into<String>, what: impl Into<String>) -> Self {
        Self { file: file.into(), line: None, what: what.into() }
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        match error.kind() {
            ErrorKind::Format { file, line, what, .. } => Self { file: file.clone(), line: *line, what: what.clone() },
            _ => Self::new("", error.to_string()),
        }
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::format(refusal.file, refusal.line, refusal.what)
    }
}

/// A file of an involved form, to be read.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Request<'a> {
    /// Its name, which tells the form and stands in messages.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// The encoding of a web page, where it is known.
    pub encoding: Option<Encoding>,
    /// How much may come of it.
    pub limits: &'a Limits,
}

impl<'a> Request<'a> {
    /// A file whose encoding is told from its bytes.
    pub fn new(name: &'a str, bytes: &'a [u8], limits: &'a Limits) -> Self {
        Self { name, bytes, encoding: None, limits }
    }

    /// The encoding of a web page. The default is told from its head and its bytes.
    #[must_use]
    pub fn encoding(mut self, encoding: impl Into<Option<Encoding>>) -> Self {
        self.encoding = encoding.into();
        self
    }

    /// What people call the form of the file.
    pub fn form(&self) -> &'static str {
        match form_of(self.name, self.bytes) {
            Some(Form::Html) => "web page",
            Some(Form::Pdf) => "PDF",
            Some(Form::Workbook) => "workbook",
            Some(Form::Project) => "REFI-QDA project",
            Some(Form::Parquet) => "Parquet file",
            _ => "document",
        }
    }
}

impl Contents {
    /// Reads a file here and now, within its limits but for the time.
    ///
    /// # Errors
    /// If it is broken, goes past a limit, or is of a form that takes no library to read.
    pub fn read(request: Request<'_>) -> Result<Self> {
        let Request { name, bytes, limits, .. } = request;
        limits.check_size(name, bytes.len() as u64)?;
        match form_of(name, bytes) {
            Some(Form::Html) => html(request),
            Some(form @ (Form::Docx | Form::Odt)) => office(name, form, bytes, limits),
            Some(Form::Pdf) => pdf(name, bytes, limits),
            Some(Form::Workbook) => workbook(name, bytes, limits),
            Some(Form::Project) => project(name, bytes, limits),
            Some(Form::Parquet) => parquet(name, bytes, limits),
            _ => {
                let what = "this is no web page, office document, PDF, workbook, project or Parquet file";
                Err(Error::format(name, None, what))
            }
        }
    }

    #[cfg(any(feature = "docx", feature = "pdf"))]
    fn of_text(text: String, notes: Vec<Note>) -> Self {
        let text = Text { name: None, text, attributes: Vec::new() };
        Self { texts: vec![text], notes, ..Self::default() }
    }
}

impl Text {
    /// The text as a document of the file that is called so.
    pub(super) fn document(self, label: &str) -> Document<'static> {
        let id = match &self.name {
            Some(name) => format!("{label}:{name}"),
            None => label.to_owned(),
        };
        let document = Document::new(id.as_str(), self.text);
        self.attributes.into_iter().fold(document, |document, (name, value)| document.attribute(name, value))
    }
}

#[cfg(feature = "html")]
fn html(request: Request<'_>) -> Result<Contents> {
    use super::{html, text};

    let Request { name, bytes, encoding, limits } = request;
    let read = match encoding {
        Some(encoding) => text::decode_as(name, bytes, encoding)?,
        None => html::decode(name, bytes)?,
    };
    let page = html::within(name, &read.text, limits)?;
    let attributes = [("title", page.title), ("date", page.date)];
    let attributes = attributes.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect();
    let text = Text { name: None, text: page.text, attributes };
    let encoding = Some(read.encoding.name().to_owned());
    Ok(Contents { texts: vec![text], encoding, notes: read.notes, ..Contents::default() })
}

#[cfg(not(feature = "html"))]
fn html(request: Request<'_>) -> Result<Contents> {
    Err(not_built(request.name, "web pages", "html"))
}

#[cfg(feature = "docx")]
fn office(name: &str, form: Form, bytes: &[u8], limits: &Limits) -> Result<Contents> {
    use super::office;

    let read = if form == Form::Odt { office::odt_within } else { office::docx_within };
    Ok(Contents::of_text(read(name, bytes, limits)?, Vec::new()))
}

#[cfg(not(feature = "docx"))]
fn office(name: &str, _: Form, _: &[u8], _: &Limits) -> Result<Contents> {
    Err(not_built(name, "word processor files", "docx"))
}

#[cfg(feature = "pdf")]
fn pdf(name: &str, bytes: &[u8], limits: &Limits) -> Result<Contents> {
    let read = super::pdf::within(name, bytes, limits)?;
    Ok(Contents::of_text(read.text, read.notes))
}

#[cfg(not(feature = "pdf"))]
fn pdf(name: &str, _: &[u8], _: &Limits) -> Result<Contents> {
    Err(not_built(name, "PDF files", "pdf"))
}

#[cfg(feature = "xlsx")]
fn workbook(name: &str, bytes: &[u8], limits: &Limits) -> Result<Contents> {
    Ok(Contents { sheets: super::workbook::sheets(name, bytes, limits)?, ..Contents::default() })
}

#[cfg(not(feature = "xlsx"))]
fn workbook(name: &str, _: &[u8], _: &Limits) -> Result<Contents> {
    Err(not_built(name, "workbooks", "xlsx"))
}

#[cfg(feature = "refi")]
fn project(name: &str, bytes: &[u8], limits: &Limits) -> Result<Contents> {
    let project = super::refi::within(name, bytes, limits)?;
    let text = |document: Document<'static>| Text {
        name: Some(document.id.as_str().to_owned()),
        text: document.text.into_owned(),
        attributes: Vec::new(),
    };
    Ok(Contents {
        texts: project.documents.into_iter().map(text).collect(),
        notes: project.notes,
        ..Contents::default()
    })
}

#[cfg(not(feature = "refi"))]
fn project(name: &str, _: &[u8], _: &Limits) -> Result<Contents> {
    Err(not_built(name, "REFI-QDA projects", "refi"))
}

#[cfg(feature = "parquet")]
fn parquet(name: &str, bytes: &[u8], limits: &Limits) -> Result<Contents> {
    let read = super::parquet::rows(name, bytes, limits)?;
    Ok(Contents { lines: read.lines, notes: read.notes, ..Contents::default() })
}

#[cfg(not(feature = "parquet"))]
fn parquet(name: &str, _: &[u8], _: &Limits) -> Result<Contents> {
    Err(not_built(name, "Parquet files", "parquet"))
}

#[cfg(not(all(
    feature = "html",
    feature = "docx",
    feature = "parquet",
    feature = "pdf",
    feature = "xlsx",
    feature = "refi"
)))]
fn not_built(name: &str, what: &str, feature: &str) -> Error {
    Error::format(name, None, format!("{what} are not read by this build; it lacks the feature `{feature}`"))
}
