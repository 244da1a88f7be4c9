//! Files of a folder, a pattern or a list become documents, each by its form.

use std::collections::BTreeSet;
use std::fs::{self, FileType};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use super::{Imported, PathOptions, Skipped, Why};
use crate::document::Document;
use crate::error::{Error, Result};
use crate::id::{DocumentId, Unique};
use crate::import::contents::Request;
use crate::import::form::{Form, form_of};
use crate::import::plan::TextPlan;
use crate::import::survey::{self, Table};
use crate::import::text::{self, Encoding};
use crate::import::walk::{Found, slashed, walk};
use crate::import::{Note, jsonl};

/// So many bytes of texts are handed over at a time.
const PART: usize = 4 << 20;

pub(super) struct Reading<'o> {
    options: &'o PathOptions,
    /// Who takes the documents.
    part: &'o mut dyn FnMut(Vec<Document<'static>>) -> Result<()>,
    /// What was found; its documents are those that are not handed over yet, of so many bytes.
    found: Imported,
    bytes: usize,
    /// What whoever takes them could not do.
    failed: Option<Error>,
    /// Files that were read, by their true paths.
    seen: BTreeSet<PathBuf>,
    /// What files were called.
    labels: BTreeSet<String>,
    ids: Unique,
}

impl<'o> Reading<'o> {
    pub(super) fn new(options: &'o PathOptions, part: &'o mut dyn FnMut(Vec<Document<'static>>) -> Result<()>) -> Self {
        Self {
            options,
            part,
            found: Imported::default(),
            bytes: 0,
            failed: None,
            seen: BTreeSet::new(),
            labels: BTreeSet::new(),
            ids: Unique::default(),
        }
    }

    /// A file that the caller named.
    pub(super) fn file(&mut self, path: &Path) -> Result<()> {
        // A pipe that a shell hands over has no path of its own.
        let true_path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        if !self.seen.insert(true_path) {
            return Ok(());
        }
        let name = path.file_name().map_or_else(|| path.to_string_lossy(), |name| name.to_string_lossy());
        // Another file of that name may have been named before.
        let label = if self.labels.contains(&*name) { slashed(path) } else { name.into_owned() };
        let read = match form_of(&label, b"") {
            Some(Form::JsonLines) => self.lines_of(path, &label),
            _ => self.bytes_of(path, &label).and_then(|bytes| self.named(&label, &bytes)),
        };
        self.unless_lenient(path, read)
    }

    /// JSON Lines, line by line.
    fn lines_of(&mut self, path: &Path, label: &str) -> Result<()> {
        let file = open(path, label)?;
        self.lines(label, BufReader::with_capacity(1 << 20, file))?;
        self.count(label);
        Ok(())
    }

    fn bytes_of(&self, path: &Path, label: &str) -> Result<Vec<u8>> {
        let bytes = self.bytes(open(path, label)?).map_err(|error| Error::io(path, error))?;
        self.options.limits.check_size(label, bytes.len() as u64)?;
        Ok(bytes)
    }

    /// All bytes of a stream, but for what is more than one past the limit.
    pub(super) fn bytes(&self, stream: impl Read) -> std::io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        stream.take(self.options.limits.bytes_in.saturating_add(1)).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// A file that was read is listed, and so is what is wrong with one where that is to stop nothing.
    pub(super) fn unless_lenient(&mut self, path: &Path, read: Result<()>) -> Result<()> {
        match read {
            Ok(()) => self.found.paths.push(path.to_owned()),
            Err(error) if self.options.lenient => {
                self.found.skipped.push(Skipped { path: path.to_owned(), why: Why::Broken(error) });
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }

    pub(super) fn named(&mut self, label: &str, bytes: &[u8]) -> Result<()> {
        // What has no ending that is known may be text all the same.
        let form = form_of(label, bytes).unwrap_or(Form::Text);
        self.read(label, form, bytes)
    }

    pub(super) fn folder(&mut self, folder: &Path) -> Result<()> {
        let found = walk(folder, &[])?;
        self.found_files(found, folder);
        Ok(())
    }

    pub(super) fn pattern(&mut self, pattern: &Path) -> Result<()> {
        let fixed: PathBuf = pattern.components().take_while(|part| !is_wild(part)).collect();
        let wild: Vec<_> = pattern.components().skip_while(|part| !is_wild(part)).collect();
        let text = pattern.to_string_lossy();
        let steps = wild.iter().map(|part| glob::Pattern::new(&part.as_os_str().to_string_lossy()));
        let steps = steps.collect::<Result<Vec<_>, _>>();
        let steps = steps.map_err(|error| Error::setting("path", format!("`{text}` is no pattern: {error}")))?;
        let found = walk(&fixed, &steps)?;
        if found.files.is_empty() && found.skipped.is_empty() {
            let error = std::io::Error::new(std::io::ErrorKind::NotFound, "the pattern fits no file");
            return Err(Error::io(pattern, error));
        }
        self.found_files(found, &fixed);
        Ok(())
    }

    fn found_files(&mut self, found: Found, folder: &Path) {
        self.found.skipped.extend(found.skipped);
        for path in found.files {
            self.try_file(&path, path.strip_prefix(folder).unwrap_or(&path));
        }
    }

    /// A file that a folder or a pattern gave: what is wrong with it is noted.
    fn try_file(&mut self, path: &Path, relative: &Path) {
        let skip = |why: Why| Skipped { path: path.to_owned(), why };
        let mut label = slashed(relative);
        if self.labels.contains(&label) {
            label = slashed(path);
        }
        let true_path = fs::canonicalize(path).map_err(|error| Error::io(path, error));
        let is_lines = form_of(&label, b"") == Some(Form::JsonLines);
        let bytes = match true_path.map(|true_path| self.seen.insert(true_path)) {
            Ok(false) => return,
            Ok(true) if is_lines => {
                return match self.lines_of(path, &label) {
                    Ok(()) => self.found.paths.push(path.to_owned()),
                    Err(error) => self.found.skipped.push(skip(Why::Broken(error))),
                };
            }
            Ok(true) => self.bytes_of(path, &label),
            Err(error) => Err(error),
        };
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(error) => return self.found.skipped.push(skip(Why::Broken(error))),
        };
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
                self.lines(label, bytes)?;
            }
            Form::Html | Form::Docx | Form::Odt | Form::Pdf | Form::Workbook | Form::Project | Form::Parquet => {
                self.involved(label, form, bytes)?;
            }
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
        text.file = self.add(document).as_str().to_owned();
        self.found.texts.push(text);
    }

    fn involved(&mut self, label: &str, form: Form, bytes: &[u8]) -> Result<()> {
        let encoding = self.encoding(label)?;
        let request = Request::new(label, bytes, &self.options.limits).encoding(encoding);
        let read = (self.options.reader.0)(request)?;
        self.found.notes.extend(read.notes);
        if form == Form::Workbook {
            let planned = self.options.plan.table(label).and_then(|plan| plan.sheet.clone());
            let options = self.options.surveys.clone();
            let options = match planned {
                Some(sheet) => options.sheet(sheet),
                None => options,
            };
            return self.survey(&survey::sheet(label, read.sheets, &options)?);
        }
        if form == Form::Parquet {
            return self.lines(label, read.lines.as_bytes());
        }
        let encoding = read.encoding.as_deref().map(Encoding::named).transpose()?;
        for text in read.texts {
            let document = text.document(label);
            // What a project holds has been read by another program already.
            if form == Form::Project {
                self.add(document);
            } else {
                self.text(document, encoding);
            }
        }
        Ok(())
    }

    /// Adds a document under an id of its own, which is the result.
    fn add(&mut self, mut document: Document<'static>) -> DocumentId {
        let id = DocumentId::from(self.ids.take(document.id.as_str()));
        document.id = id.clone();
        self.bytes += document.text.len();
        self.found.documents.push(document);
        if self.bytes >= PART {
            self.hand_over();
        }
        id
    }

    /// Hands over the documents that were read.
    fn hand_over(&mut self) {
        self.bytes = 0;
        let documents = std::mem::take(&mut self.found.documents);
        if !documents.is_empty() && self.failed.is_none() {
            self.failed = (self.part)(documents).err();
        }
    }

    /// What was found, when all was handed over.
    pub(super) fn finish(mut self) -> Result<Imported> {
        self.hand_over();
        match self.failed {
            Some(error) => Err(error),
            None => Ok(self.found),
        }
    }

    /// The documents of JSON Lines, under the ids that they name.
    fn lines(&mut self, label: &str, lines: impl BufRead) -> Result<()> {
        let mut again: Option<(DocumentId, usize)> = None;
        for document in jsonl::documents(label, lines) {
            match document {
                Ok(document) => {
                    let id = document.id.clone();
                    if self.add(document) != id {
                        again.get_or_insert((id, 0)).1 += 1;
                    }
                }
                Err(error) if error.is_io_error() => return Err(error),
                Err(error) => self.found.notes.push(Note::of(label, &error)),
            }
        }
        if let Some((id, count)) = again {
            let more = if count > 1 { format!("; and {} more like it", count - 1) } else { String::new() };
            let what = format!("`{id}` is the id of another document before; this one is called `{id} (2)`{more}");
            self.found.notes.push(Note::new(label, None, what));
        }
        Ok(())
    }
}

/// Opens a file, unless it is a device.
fn open(path: &Path, label: &str) -> Result<fs::File> {
    let failed = |error| Error::io(path, error);
    let kind = fs::metadata(path).map_err(failed)?.file_type();
    if is_device(kind) {
        return Err(Error::format(label, None, "this is a device, no file; name a file, or `-` for standard input"));
    }
    fs::File::open(path).map_err(failed)
}

/// Whether a part of a path stands for many.
fn is_wild(part: &std::path::Component<'_>) -> bool {
    part.as_os_str().to_string_lossy().contains(['*', '?', '['])
}

#[cfg(unix)]
fn is_device(kind: FileType) -> bool {
    use std::os::unix::fs::FileTypeExt;

    kind.is_char_device() || kind.is_block_device()
}

#[cfg(not(unix))]
fn is_device(_: FileType) -> bool {
    false
}
