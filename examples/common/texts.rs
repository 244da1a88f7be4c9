//! Texts read from files: one that cannot be read does not stop the others.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use verbatims::{Document, import};

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
            writeln!(errors, "skipped {}:", verbatims::export::terminal::count(self.skipped.len(), "file"))?;
        }
        self.skipped.iter().try_for_each(|why| writeln!(errors, "  {why}"))
    }
}

/// The text of a file, or its name and what is wrong with it. Notes on how its bytes were read go to standard error.
fn text(path: &Path) -> Result<String, String> {
    if path.is_dir() {
        return Err(format!("{}: this is a folder; name the texts in it", path.display()));
    }
    let read = import::text::read(path).map_err(|error| error.to_string())?;
    if read.text.trim().is_empty() {
        return Err(format!("{}: there is no text in it", path.display()));
    }
    // When standard error is closed there is nobody to tell.
    let _ = read.notes.iter().try_for_each(|note| writeln!(io::stderr(), "{note}"));
    Ok(read.text)
}
