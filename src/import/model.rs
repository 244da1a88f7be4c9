//! Theme models out of files.

use std::path::Path;

use crate::error::{Error, ErrorKind, Result};
use crate::lang::Language;
use crate::themes::ThemeModel;

/// The language in which a saved model was learnt, where the crate knows it; see [`Language::named`].
///
/// # Errors
/// If the file cannot be read, or its language is one that the crate does not know.
pub fn language(path: &Path) -> Result<Language> {
    let bytes = std::fs::read(path).map_err(|error| Error::io(path, error))?;
    // What is no model is told by `read`.
    Language::named(ThemeModel::language_of(&bytes).as_deref().unwrap_or_default())
}

/// Reads a model that [`export::model::write`](crate::export::model::write) wrote; `language` is the language it was learnt in.
///
/// # Errors
/// If the file cannot be read, or as [`ThemeModel::from_bytes`], with the file's name.
pub fn read(path: &Path, language: &Language) -> Result<ThemeModel> {
    let bytes = std::fs::read(path).map_err(|error| Error::io(path, error))?;
    ThemeModel::from_bytes(&bytes, language).map_err(|error| match error.kind() {
        ErrorKind::Format { line, what, .. } => Error::format(path.display().to_string(), *line, what),
        _ => error,
    })
}
