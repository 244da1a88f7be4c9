//! Files and folders become documents, whatever form they have.

mod reading;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use self::reading::Reading;
use super::Note;
use super::contents::{Contents, Refusal, Request};
use super::limits::Limits;
use super::plan::{Plan, TextPlan};
use super::survey::{self, SurveyOptions};
use super::text::Encoding;
use crate::document::Document;
use crate::error::{Error, Result};
use crate::lang::Language;

/// What files held.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Imported {
    /// The documents, by file in the order of their paths, then by place. Ids are unique.
    ///
    /// A text's id is its file's path from the folder named; what is in a table has its own id after it. A line of JSON Lines has the id that it names, so
    /// that it is the same document in whichever file it stands.
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
    /// It is no file that can be read to its end: a pipe, a socket, a device.
    Special,
    /// It is a folder that the program `verbatims` wrote: it holds a `run.json` and a `quotes.jsonl`.
    Results,
    /// It is broken.
    Broken(Error),
}

impl fmt::Display for Skipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.why {
            Why::UnknownForm => {
                write!(f, "{}: no form that is read; save it as text, HTML or CSV", self.path.display())
            }
            Why::Link => {
                write!(f, "{}: a link out of the folder, or to a folder, is not followed", self.path.display())
            }
            Why::Special => {
                write!(
                    f,
                    "{}: a pipe, a socket or a device, no file; a pipe is read where it is named itself",
                    self.path.display()
                )
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
    limits: Limits,
    reader: Reader,
}

/// Who reads files of involved forms.
#[derive(Clone)]
struct Reader(Arc<ReadFn>);

type ReadFn = dyn Fn(Request<'_>) -> Result<Contents, Refusal> + Send + Sync;

impl fmt::Debug for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad("Reader")
    }
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
            limits: Limits::default(),
            reader: Reader(Arc::new(|request| Contents::read(request).map_err(Refusal::from))),
        }
    }

    /// How much may come of one file. The default is [`Limits::default`].
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Who reads web pages, office documents, PDFs, workbooks and projects: a program may do so in a process of its own, which a file can end or fill without harm. The default is
    /// [`Contents::read`].
    #[must_use]
    pub fn reader(mut self, reader: impl Fn(Request<'_>) -> Result<Contents, Refusal> + Send + Sync + 'static) -> Self {
        self.reader = Reader(Arc::new(reader));
        self
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
/// The form is detected from the name's ending and from the content. In a folder, or for a pattern, what cannot be read (a file, a folder, a pipe) is
/// skipped with the reason, names that begin with a full stop or `~$` are passed over, and links that lead elsewhere are not followed. A pipe that is named
/// itself is read to its end.
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
    let mut documents = Vec::new();
    let mut read = read_in_parts(paths, options, |part| {
        documents.extend(part);
        Ok(())
    })?;
    read.documents = documents;
    Ok(read)
}

/// As [`read_all`], a part of the documents at a time, in their order: what is returned at the end holds none. JSON Lines are read line by line, so that memory
/// is bounded by a part, the longest line and the longest other file.
///
/// ```
/// use verbatims::import::path::{self, PathOptions};
/// use verbatims::Language;
///
/// let mut texts = 0;
/// let read = path::read_in_parts(["seeds/articles"], &PathOptions::new(Language::english()), |documents| {
///     texts += documents.len();
///     Ok(())
/// })?;
/// assert_eq!((texts, read.documents.len()), (read.files, 0));
/// # Ok::<(), verbatims::Error>(())
/// ```
///
/// # Errors
/// As [`read`], and what `part` says.
pub fn read_in_parts<P: AsRef<Path>>(
    paths: impl IntoIterator<Item = P>,
    options: &PathOptions,
    mut part: impl FnMut(Vec<Document<'static>>) -> Result<()>,
) -> Result<Imported> {
    let mut reading = Reading::new(options, &mut part);
    for path in paths {
        let path = path.as_ref();
        if path == Path::new("-") {
            let bytes = reading.bytes(std::io::stdin().lock())?;
            options.limits.check_size("stdin", bytes.len() as u64)?;
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
    reading.finish()
}

/// Reads the bytes of one file; `name` names it in ids and messages, and its ending tells the form.
///
/// # Errors
/// If it is broken, of no form that is read, or lacks a column named for surveys.
pub fn bytes(name: &str, bytes: &[u8], options: &PathOptions) -> Result<Imported> {
    let mut documents = Vec::new();
    let mut part = |part| {
        documents.extend(part);
        Ok(())
    };
    let mut reading = Reading::new(options, &mut part);
    reading.named(name, bytes)?;
    let mut found = reading.finish()?;
    found.documents = documents;
    Ok(found)
}
