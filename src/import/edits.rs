//! Logs of what a person changed about themes.

use std::path::Path;

use serde::de::DeserializeOwned;

use crate::error::{Error, Result};
use crate::report::{Decision, Review};
use crate::themes::{Edit, EditLog};

/// Reads a log: JSON Lines, one edit a line, as in [`crate::guide::formats`]. Empty lines are passed over.
///
/// # Errors
/// If the file cannot be read, or a line is not an edit; the error names file and line.
pub fn read(path: &Path) -> Result<EditLog> {
    let (file, text) = text_of(path)?;
    parse(&file, &text)
}

/// Reads the log of a review, as a report gives it to be downloaded; none where the file is a log of edits of themes, which does not begin with the line of a
/// review.
///
/// # Errors
/// If the file cannot be read, or a line is not a decision; the error names file and line.
pub fn read_review(path: &Path) -> Result<Option<Review>> {
    let (file, text) = text_of(path)?;
    parse_review(&file, &text)
}

fn text_of(path: &Path) -> Result<(String, String)> {
    let bytes = std::fs::read(path).map_err(|error| Error::io(path, error))?;
    let file = path.display().to_string();
    let text = String::from_utf8(bytes).map_err(|_| Error::format(&file, None, "this is not UTF-8"))?;
    Ok((file, text))
}

/// Reads a log from text; `file` names it in errors.
///
/// # Errors
/// If a line is not an edit; the error names the line.
pub fn parse(file: &str, text: &str) -> Result<EditLog> {
    Ok(EditLog::new(lines::<Edit>(file, text)?))
}

/// Reads the log of a review from text, as [`read_review`]; `file` names it in errors.
///
/// # Errors
/// If a line is not a decision; the error names the line.
pub fn parse_review(file: &str, text: &str) -> Result<Option<Review>> {
    let first = text.trim_start_matches('\u{feff}').lines().find(|line| !line.trim().is_empty());
    match first.map(serde_json::from_str::<Decision>) {
        Some(Ok(Decision::Review { .. })) => Ok(Some(Review::new(lines(file, text)?))),
        _ => Ok(None),
    }
}

fn lines<T: DeserializeOwned>(file: &str, text: &str) -> Result<Vec<T>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let filled = text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty());
    filled
        .map(|(line, number)| {
            serde_json::from_str(line).map_err(|error| Error::format(file, number, error.to_string()))
        })
        .collect()
}
