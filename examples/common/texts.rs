//! Texts read from files: one that cannot be read does not stop the others.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use verbatims::Document;

use super::{Failure, in_repository};

/// The article that an example reads when it is not told what to read.
const SEED: &str = "seeds/articles/technological-self-reliance.txt";

/// The texts that could be read, each named by its path, and what was wrong with the others.
#[derive(Default)]
pub(crate) struct Texts {
    pub(crate) documents: Vec<Document<'static>>,
    skipped: Vec<String>,
}

impl Texts {
    /// Reads the paths, each once, in order of their names; without one, the seed article.
    ///
    /// Fails where not a single text could be read.
    pub(crate) fn read(paths: &[PathBuf]) -> Result<Self, Failure> {
        let mut texts = Self::default();
        if paths.is_empty() {
            texts.documents.push(Document::new(SEED, text(&in_repository(SEED)).map_err(Failure::Stop)?));
        }
        for path in paths.iter().collect::<BTreeSet<_>>() {
            match text(path) {
                Ok(text) => texts.documents.push(Document::new(path.display().to_string(), text)),
                Err(why) => texts.skipped.push(why),
            }
        }
        if texts.documents.is_empty() { Err(Failure::Stop(texts.skipped.join("\n"))) } else { Ok(texts) }
    }

    /// Why nothing was found in them, with what was skipped.
    pub(crate) fn nothing(&self, what: &str) -> Failure {
        let searched = self.documents.iter().map(|document| format!("{}: {what}", document.id));
        Failure::Stop(searched.chain(self.skipped.iter().cloned()).collect::<Vec<_>>().join("\n"))
    }

    /// Says on standard error what was skipped.
    pub(crate) fn report_skipped(&self) -> io::Result<()> {
        let mut errors = io::stderr().lock();
        if !self.skipped.is_empty() {
            writeln!(errors, "skipped {}:", super::print::count(self.skipped.len(), "file"))?;
        }
        self.skipped.iter().try_for_each(|why| writeln!(errors, "  {why}"))
    }
}

/// The text of a file, or its name and what is wrong with it.
fn text(path: &Path) -> Result<String, String> {
    let name = path.display();
    if path.is_dir() {
        return Err(format!("{name}: this is a folder; name the texts in it"));
    }
    let bytes = fs::read(path).map_err(|error| format!("{name}: {error}"))?;
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        return Err(format!("{name}: line {}: this is not text: it holds NUL bytes", line(&bytes[..at])));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let line = line(&error.as_bytes()[..error.utf8_error().valid_up_to()]);
        format!("{name}: line {line}: this is not UTF-8; save the file as UTF-8")
    })?;
    if text.trim().is_empty() { Err(format!("{name}: there is no text in it")) } else { Ok(text) }
}

fn line(before: &[u8]) -> usize {
    before.iter().filter(|byte| **byte == b'\n').count() + 1
}
