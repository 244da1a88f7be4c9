//! Files and folders become documents, whatever form they have.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::{Component, Path, PathBuf};

use super::form::{Form, form_of};
use super::plan::{Plan, TextPlan};
use super::survey::{self, SurveyOptions, Table};
use super::text::{self, Encoding};
use super::{Note, jsonl};
use crate::document::Document;
use crate::error::{Error, Result};
use crate::id::Unique;
use crate::lang::Language;

/// What files held.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Imported {
    /// The documents, by file in the order of their paths, then by place. Ids are unique.
    ///
    /// A text's id is its file's path from the folder named; what is in a table or in JSON Lines has its own id after it.
    pub documents: Vec<Document<'static>>,
    /// What was made of each survey, with the plan that was followed.
    pub surveys: Vec<survey::Summary>,
    /// How each text was read: what the plan said, or as far as reading decides it, its encoding.
    pub texts: Vec<TextPlan>,
    /// The cells of personal columns of surveys, which are in no document.
    pub personal: Vec<String>,
    /// The files that gave nothing, and why.
    pub skipped: Vec<Skipped>,
    /// What a reader may want to look at.
    pub notes: Vec<Note>,
    /// How many files were read.
    pub files: usize,
    /// The files that were read, in their order, as they were named or found; standard input is `-`.
    pub paths: Vec<PathBuf>,
}

impl Imported {
    /// The plans that were followed, of tables and of texts.
    pub fn plan(&self) -> Plan {
        let tables = self.surveys.iter().map(|survey| survey.plan.clone()).collect();
        Plan { tables, texts: self.texts.clone(), ..Plan::default() }
    }
}

/// A file that gave nothing.
#[derive(Debug)]
#[non_exhaustive]
pub struct Skipped {
    /// The file.
    pub path: PathBuf,
    /// Why.
    pub why: Why,
}

/// Why a file gave nothing.
#[derive(Debug)]
#[non_exhaustive]
pub enum Why {
    /// Its form is none of those that are read.
    UnknownForm,
    /// It is a link that leads out of the folder, to another folder, or to nothing.
    Link,
    /// It is a folder that the program `verbatims` wrote: it holds a `run.json` and a `quotes.jsonl`.
    Results,
    /// It is broken.
    Broken(Error),
}

impl std::fmt::Display for Skipped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.why {
            Why::UnknownForm => {
                write!(f, "{}: no form that is read; save it as text, HTML or CSV", self.path.display())
            }
            Why::Link => {
                write!(f, "{}: a link out of the folder, or to a folder, is not followed", self.path.display())
            }
            Why::Results => write!(f, "{}: results of an earlier run", self.path.display()),
            // The error names the file.
            Why::Broken(error) => write!(f, "{error}"),
        }
    }
}

/// How files are read.
#[derive(Clone, Debug)]
pub struct PathOptions {
    surveys: SurveyOptions,
    encoding: Option<Encoding>,
    plan: Plan,
    lenient: bool,
    language: Language,
}

impl PathOptions {
    /// Everything is detected from the files; `language` knows the survey answers that say nothing.
    pub fn new(language: Language) -> Self {
        Self {
            surveys: SurveyOptions::new(language.clone()),
            encoding: None,
            plan: Plan::default(),
            lenient: false,
            language,
        }
    }

    /// How tables are read. The default tells everything from the table.
    #[must_use]
    pub fn surveys(mut self, surveys: SurveyOptions) -> Self {
        self.surveys = surveys;
        self
    }

    /// The encoding of texts and tables without a byte order mark. The default is to tell it from the bytes.
    #[must_use]
    pub fn encoding(mut self, encoding: Encoding) -> Self {
        self.encoding = Some(encoding);
        self
    }

    /// Plans of files, which are followed exactly; other files are read as the other options say. The default is none.
    #[must_use]
    pub fn plan(mut self, plan: Plan) -> Self {
        self.plan = plan;
        self
    }

    /// Whether a file that is named and is broken is skipped with the reason, like a file of a folder. The default is that it is an error.
    #[must_use]
    pub fn lenient(mut self, lenient: bool) -> Self {
        self.lenient = lenient;
        self
    }
}

/// Reads what a path names: a file; a folder with all below it, sorted; a pattern (`interviews/*.txt`, `**/*.md`); `-` for
/// standard input.
///
/// The form is detected from the name's ending and from the content. In a folder, or for a pattern, a file that cannot be read is
/// skipped with the reason, names that begin with a full stop or `~$` are passed over, and links that lead elsewhere are not followed.
///
/// ```no_run
/// use verbatims::import::path::{self, PathOptions};
/// use verbatims::Language;
///
/// let read = path::read("interviews", &PathOptions::new(Language::english()))?;
/// for skipped in &read.skipped {
///     eprintln!("skipped: {skipped}");
/// }
/// # Ok::<(), verbatims::Error>(())
/// ```
///
/// # Errors
/// If a path that is named is not there, a file that is named cannot be read, a pattern is none or fits no file, or a column named for surveys is missing.
pub fn read(path: impl AsRef<Path>, options: &PathOptions) -> Result<Imported> {
    read_all([path], options)
}

/// Reads what several paths name, in their order; each file once. See [`read`].
///
/// # Errors
/// As [`read`].
pub fn read_all<P: AsRef<Path>>(paths: impl IntoIterator<Item = P>, options: &PathOptions) -> Result<Imported> {
    let mut reading = Reading::new(options);
    for path in paths {
        let path = path.as_ref();
        if path == Path::new("-") {
            let mut bytes = Vec::new();
            std::io::stdin().lock().read_to_end(&mut bytes)?;
            let read = reading.named("stdin", &bytes);
            reading.unless_lenient(path, read)?;
        } else if path.is_dir() {
            reading.folder(path)?;
        } else if path.exists() {
            reading.file(path)?;
        } else if path.to_string_lossy().contains(['*', '?', '[']) {
            reading.pattern(path)?;
        } else {
            let error = std::io::Error::new(std::io::ErrorKind::NotFound, "there is no such file or folder");
            return Err(Error::io(path, error));
        }
    }
    Ok(reading.found)
}

/// Reads the bytes of one file; `name` names it in ids and messages, and its ending tells the form.
///
/// # Errors
/// If it is broken, of no form that is read, or lacks a column named for surveys.
pub fn bytes(name: &str, bytes: &[u8], options: &PathOptions) -> Result<Imported> {
    let mut reading = Reading::new(options);
    reading.named(name, bytes)?;
    Ok(reading.found)
}

struct Reading<'o> {
    options: &'o PathOptions,
    found: Imported,
    /// Files that were read, by their true paths.
    seen: BTreeSet<PathBuf>,
    /// What files were called.
    labels: BTreeSet<String>,
    ids: Unique,
}

impl<'o> Reading<'o> {
    fn new(options: &'o PathOptions) -> Self {
        Self {
            options,
            found: Imported::default(),
            seen: BTreeSet::new(),
            labels: BTreeSet::new(),
            ids: Unique::default(),
        }
    }

    /// A file that the caller named.
    fn file(&mut self, path: &Path) -> Result<()> {
        let true_path = fs::canonicalize(path).map_err(|error| Error::io(path, error))?;
        if !self.seen.insert(true_path) {
            return Ok(());
        }
        let name = path.file_name().map_or_else(|| path.to_string_lossy(), |name| name.to_string_lossy());
        // Another file of that name may have been named before.
        let label = if self.labels.contains(&*name) { slashed(path) } else { name.into_owned() };
        let read = fs::read(path).map_err(|error| Error::io(path, error)).and_then(|bytes| self.named(&label, &bytes));
        self.unless_lenient(path, read)
    }

    /// A file that was read is listed, and so is what is wrong with one where that is to stop nothing.
    fn unless_lenient(&mut self, path: &Path, read: Result<()>) -> Result<()> {
        match read {
            Ok(()) => self.found.paths.push(path.to_owned()),
            Err(error) if self.options.lenient => {
                self.found.skipped.push(Skipped { path: path.to_owned(), why: Why::Broken(error) });
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }

    fn named(&mut self, label: &str, bytes: &[u8]) -> Result<()> {
        // What has no ending that is known may be text all the same.
        let form = form_of(label, bytes).unwrap_or(Form::Text);
        self.read(label, form, bytes)
    }

    fn folder(&mut self, folder: &Path) -> Result<()> {
        let root = fs::canonicalize(folder).map_err(|error| Error::io(folder, error))?;
        let mut paths = Vec::new();
        self.walk(folder, &root, &mut paths)?;
        paths.sort_by_key(|path| slashed(path));
        for path in paths {
            self.try_file(&path, path.strip_prefix(folder).unwrap_or(&path));
        }
        Ok(())
    }

    fn walk(&mut self, folder: &Path, root: &Path, paths: &mut Vec<PathBuf>) -> Result<()> {
        let entries: std::io::Result<Vec<fs::DirEntry>> = fs::read_dir(folder).and_then(Iterator::collect);
        let mut entries = entries.map_err(|error| Error::io(folder, error))?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let path = entry.path();
            if is_passed_over(&path) {
                continue;
            }
            let kind = entry.file_type().map_err(|error| Error::io(&path, error))?;
            if kind.is_symlink() && !leads_inside(&path, root) {
                self.found.skipped.push(Skipped { path, why: Why::Link });
            } else if kind.is_dir() && path.join("run.json").is_file() && path.join("quotes.jsonl").is_file() {
                self.found.skipped.push(Skipped { path, why: Why::Results });
            } else if kind.is_dir() {
                if let Err(error) = self.walk(&path, root, paths) {
                    self.found.skipped.push(Skipped { path, why: Why::Broken(error) });
                }
            } else if kind.is_file() || kind.is_symlink() {
                paths.push(path);
            }
        }
        Ok(())
    }

    fn pattern(&mut self, pattern: &Path) -> Result<()> {
        let text = pattern.to_string_lossy();
        let matches =
            glob::glob(&text).map_err(|error| Error::setting("path", format!("`{text}` is no pattern: {error}")))?;
        let fixed: PathBuf = pattern
            .components()
            .take_while(|part| !part.as_os_str().to_string_lossy().contains(['*', '?', '[']))
            .collect();
        let base = if fixed.as_os_str().is_empty() { PathBuf::from(".") } else { fixed.clone() };
        let root = fs::canonicalize(&base).map_err(|error| Error::io(&base, error))?;
        let mut any = false;
        for path in matches {
            let path =
                path.map_err(|error| Error::io(error.path().to_owned(), std::io::Error::other(error.to_string())))?;
            if path.is_dir() || is_passed_over(&path) {
                continue;
            }
            any = true;
            let out = fs::canonicalize(&path).map_or(true, |path| !path.starts_with(&root));
            if out {
                self.found.skipped.push(Skipped { path, why: Why::Link });
            } else {
                self.try_file(&path, path.strip_prefix(&fixed).unwrap_or(&path));
            }
        }
        if any {
            return Ok(());
        }
        Err(Error::io(pattern, std::io::Error::new(std::io::ErrorKind::NotFound, "the pattern fits no file")))
    }

    /// A file that a folder or a pattern gave: what is wrong with it is noted.
    fn try_file(&mut self, path: &Path, relative: &Path) {
        let skip = |why: Why| Skipped { path: path.to_owned(), why };
        let bytes = match fs::canonicalize(path)
            .and_then(|true_path| if self.seen.insert(true_path) { fs::read(path).map(Some) } else { Ok(None) })
        {
            Ok(Some(bytes)) => bytes,
            Ok(None) => return,
            Err(error) => return self.found.skipped.push(skip(Why::Broken(Error::io(path, error)))),
        };
        let mut label = slashed(relative);
        if self.labels.contains(&label) {
            label = slashed(path);
        }
        let Some(form) = form_of(&label, &bytes) else {
            return self.found.skipped.push(skip(Why::UnknownForm));
        };
        match self.read(&label, form, &bytes) {
            Ok(()) => self.found.paths.push(path.to_owned()),
            Err(error) => self.found.skipped.push(skip(Why::Broken(error))),
        }
    }

    fn read(&mut self, label: &str, form: Form, bytes: &[u8]) -> Result<()> {
        match form {
            Form::Text => {
                let (text, encoding) = self.decode(label, bytes)?;
                // What has the form of a table is one, whatever its name ends in, unless a plan has it as a text.
                if self.options.plan.text(label).is_none()
                    && let Some(delimiter) = survey::delimiter_of(&text)
                {
                    let what = "every line has as many cells as its first; read as a table";
                    self.found.notes.push(Note::new(label, None, what));
                    return self.table(label, &text, encoding, Some(delimiter)).map(|()| self.count(label));
                }
                let text = if text.trim_start().starts_with("WEBVTT") { text::captions(&text) } else { text };
                self.text(Document::new(label, text), Some(encoding));
            }
            Form::Table => {
                let (text, encoding) = self.decode(label, bytes)?;
                self.table(label, &text, encoding, None)?;
            }
            Form::JsonLines => {
                for document in jsonl::documents(label, bytes) {
                    match document {
                        Ok(mut document) => {
                            document.id = format!("{label}:{}", document.id).into();
                            self.add(document);
                        }
                        Err(error) => self.found.notes.push(Note::of(label, &error)),
                    }
                }
            }
            Form::Html => self.html(label, bytes)?,
            Form::Docx | Form::Odt => self.office(label, form, bytes)?,
            Form::Pdf => self.pdf(label, bytes)?,
            Form::Workbook => self.workbook(label, bytes)?,
            Form::Project => self.project(label, bytes)?,
        }
        self.count(label);
        Ok(())
    }

    fn count(&mut self, label: &str) {
        self.labels.insert(label.to_owned());
        self.found.files += 1;
    }

    /// The encoding that a plan or the caller names.
    fn encoding(&self, label: &str) -> Result<Option<Encoding>> {
        let plan = &self.options.plan;
        let of_table = plan.table(label).and_then(|table| table.encoding.as_deref());
        let of_text = plan.text(label).and_then(|text| text.encoding.as_deref());
        match of_table.or(of_text) {
            Some(name) => Encoding::named(name).map(Some),
            None => Ok(self.options.encoding),
        }
    }

    fn decode(&mut self, label: &str, bytes: &[u8]) -> Result<(String, Encoding)> {
        let read = match self.encoding(label)? {
            Some(encoding) => text::decode_as(label, bytes, encoding)?,
            None => text::decode(label, bytes)?,
        };
        self.found.notes.extend(read.notes);
        Ok((read.text, read.encoding))
    }

    fn table(&mut self, label: &str, text: &str, encoding: Encoding, delimiter: Option<char>) -> Result<()> {
        let planned = self.options.plan.table(label).and_then(|plan| plan.delimiter);
        let options = &self.options.surveys;
        let delimiter = planned.or(options.chosen_delimiter()).or(delimiter);
        let mut table = Table::parse(label, text, delimiter, options.is_strict())?;
        table.encoding = Some(encoding.name().to_owned());
        self.survey(&table)
    }

    /// By its plan, where there is one.
    fn survey(&mut self, table: &Table) -> Result<()> {
        let survey = match self.options.plan.table(&table.file) {
            Some(plan) => survey::apply(table, plan, &self.options.language)?,
            None => survey::of_table(table, &self.options.surveys)?,
        };
        for mut document in survey.documents {
            document.language.clone_from(&survey.summary.plan.language);
            self.add(document);
        }
        self.found.notes.extend(survey.summary.notes.iter().cloned());
        self.found.surveys.push(survey.summary);
        self.found.personal.extend(survey.personal);
        Ok(())
    }

    /// A text that is no table: its plan says what it is and who asks.
    fn text(&mut self, mut document: Document<'static>, encoding: Option<Encoding>) {
        let planned = self.options.plan.text(document.id.as_str()).cloned();
        let mut text = planned.unwrap_or_else(|| TextPlan::new(document.id.as_str()));
        document.kind = text.kind;
        document.language = text.language.clone().or(document.language);
        document.interviewers = text.interviewers.clone();
        document.respondents = text.respondents.clone();
        text.encoding = encoding.map(|encoding| encoding.name().to_owned());
        self.add(document);
        if let Some(added) = self.found.documents.last() {
            text.file = added.id.as_str().to_owned();
        }
        self.found.texts.push(text);
    }

    #[cfg(feature = "html")]
    fn html(&mut self, label: &str, bytes: &[u8]) -> Result<()> {
        let read = match self.encoding(label)? {
            Some(encoding) => text::decode_as(label, bytes, encoding)?,
            None => super::html::decode(label, bytes)?,
        };
        self.found.notes.extend(read.notes);
        self.text(super::html::parse(&read.text).document(label), Some(read.encoding));
        Ok(())
    }

    #[cfg(not(feature = "html"))]
    fn html(&mut self, label: &str, _: &[u8]) -> Result<()> {
        Err(not_built(label, "web pages", "html"))
    }

    #[cfg(feature = "docx")]
    fn office(&mut self, label: &str, form: Form, bytes: &[u8]) -> Result<()> {
        let read = if form == Form::Odt { super::office::odt } else { super::office::docx };
        self.text(Document::new(label, read(label, bytes)?), None);
        Ok(())
    }

    #[cfg(not(feature = "docx"))]
    fn office(&mut self, label: &str, _: Form, _: &[u8]) -> Result<()> {
        Err(not_built(label, "word processor files", "docx"))
    }

    #[cfg(feature = "pdf")]
    fn pdf(&mut self, label: &str, bytes: &[u8]) -> Result<()> {
        let read = super::pdf::parse(label, bytes)?;
        self.found.notes.extend(read.notes);
        self.text(Document::new(label, read.text), None);
        Ok(())
    }

    #[cfg(not(feature = "pdf"))]
    fn pdf(&mut self, label: &str, _: &[u8]) -> Result<()> {
        Err(not_built(label, "PDF files", "pdf"))
    }

    #[cfg(feature = "xlsx")]
    fn workbook(&mut self, label: &str, bytes: &[u8]) -> Result<()> {
        let planned = self.options.plan.table(label).and_then(|plan| plan.sheet.clone());
        let options = self.options.surveys.clone();
        let options = match planned {
            Some(sheet) => options.sheet(sheet),
            None => options,
        };
        self.survey(&survey::sheet(label, bytes, &options)?)
    }

    #[cfg(not(feature = "xlsx"))]
    fn workbook(&mut self, label: &str, _: &[u8]) -> Result<()> {
        Err(not_built(label, "workbooks", "xlsx"))
    }

    #[cfg(feature = "refi")]
    fn project(&mut self, label: &str, bytes: &[u8]) -> Result<()> {
        let project = super::refi::parse(label, bytes)?;
        self.found.notes.extend(project.notes);
        for document in project.documents {
            self.add(Document { id: format!("{label}:{}", document.id).into(), ..document });
        }
        Ok(())
    }

    #[cfg(not(feature = "refi"))]
    fn project(&mut self, label: &str, _: &[u8]) -> Result<()> {
        Err(not_built(label, "REFI-QDA projects", "refi"))
    }

    /// Adds a document under an id of its own.
    fn add(&mut self, mut document: Document<'static>) {
        document.id = self.ids.take(document.id.as_str()).into();
        self.found.documents.push(document);
    }
}

#[cfg(not(all(feature = "html", feature = "docx", feature = "pdf", feature = "xlsx", feature = "refi")))]
fn not_built(label: &str, what: &str, feature: &str) -> Error {
    Error::format(label, None, format!("{what} are not read by this build; it lacks the feature `{feature}`"))
}

/// Hidden files, and what word processors leave beside an open file.
fn is_passed_over(path: &Path) -> bool {
    path.file_name().is_some_and(|name| {
        let name = name.to_string_lossy();
        name.starts_with('.') || name.starts_with("~$")
    })
}

/// Whether a link leads to a file below the folder.
fn leads_inside(link: &Path, root: &Path) -> bool {
    fs::canonicalize(link).is_ok_and(|path| path.starts_with(root) && path.is_file())
}

/// A path with `/` between its parts on every system.
fn slashed(path: &Path) -> String {
    let parts: Vec<String> = path
        .components()
        .filter(|part| !matches!(part, Component::CurDir))
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect();
    parts.join("/").replacen("//", "/", 1)
}
