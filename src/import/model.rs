//! Saved models out of files: of themes that were found, and of codebooks.

use std::path::Path;

use crate::error::{Error, ErrorKind, Result};
use crate::lang::Language;
use crate::quotes::Quote;
use crate::themes::{CodebookCoder, Coder, Codings, ThemeModel};

/// What a file holds that puts other quotations under themes.
#[derive(Clone, Debug)]
pub enum Saved {
    /// Themes that were found.
    Themes(Box<ThemeModel>),
    /// A codebook, with what was learnt of likeness.
    Codebook(Box<CodebookCoder>),
}

impl Coder for Saved {
    fn code(&self, quotes: &[&Quote]) -> Codings {
        match self {
            Self::Themes(model) => model.code(quotes),
            Self::Codebook(coder) => coder.code(quotes),
        }
    }
}

/// The language in which a saved model or coder was learnt, where the crate knows it; see [`Language::named`].
///
/// # Errors
/// If the file cannot be read, or its language is one that the crate does not know.
pub fn language(path: &Path) -> Result<Language> {
    let bytes = std::fs::read(path).map_err(|error| Error::io(path, error))?;
    match ThemeModel::language_of(&bytes).or_else(|| CodebookCoder::language_of(&bytes)) {
        Some(code) => Language::named(&code),
        None => {
            let what = "this is not a saved theme model or codebook coder, as `--model` and `--learn` write them";
            Err(Error::format(path.display().to_string(), None, what))
        }
    }
}

/// Reads a model that [`export::model::write`](crate::export::model::write) wrote; `language` is the language it was learnt in.
///
/// # Errors
/// If the file cannot be read, or as [`ThemeModel::from_bytes`], with the file's name.
pub fn read(path: &Path, language: &Language) -> Result<ThemeModel> {
    let bytes = std::fs::read(path).map_err(|error| Error::io(path, error))?;
    if CodebookCoder::language_of(&bytes).is_some() {
        let what = "this is a saved coder of a codebook, not a model of themes that were found";
        return Err(Error::format(path.display().to_string(), None, what));
    }
    ThemeModel::from_bytes(&bytes, language).map_err(|error| named(error, path))
}

/// Reads a coder that [`export::model::write_coder`](crate::export::model::write_coder) wrote; `language` is the language it was learnt in.
///
/// # Errors
/// If the file cannot be read, or as [`CodebookCoder::from_bytes`], with the file's name.
pub fn read_coder(path: &Path, language: &Language) -> Result<CodebookCoder> {
    let bytes = std::fs::read(path).map_err(|error| Error::io(path, error))?;
    CodebookCoder::from_bytes(&bytes, language).map_err(|error| named(error, path))
}

/// Reads either; `language` is the language it was learnt in.
///
/// # Errors
/// As [`read`] and [`read_coder`].
pub fn read_saved(path: &Path, language: &Language) -> Result<Saved> {
    let bytes = std::fs::read(path).map_err(|error| Error::io(path, error))?;
    let read = match CodebookCoder::language_of(&bytes) {
        Some(_) => CodebookCoder::from_bytes(&bytes, language).map(Box::new).map(Saved::Codebook),
        None => ThemeModel::from_bytes(&bytes, language).map(Box::new).map(Saved::Themes),
    };
    read.map_err(|error| named(error, path))
}

/// An error with the file that it is of.
fn named(error: Error, path: &Path) -> Error {
    match error.kind() {
        ErrorKind::Format { line, what, .. } => Error::format(path.display().to_string(), *line, what),
        _ => error,
    }
}
