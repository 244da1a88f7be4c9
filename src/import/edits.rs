//! Logs of what a person changed about themes.

use std::path::Path;

use crate::error::{Error, Result};
use crate::themes::{Edit, EditLog};

/// Reads a log: JSON Lines, one edit a line, as in [`crate::guide::formats`]. Empty lines are passed over.
///
/// # Errors
/// If the file cannot be read, or a line is not an edit; the error names file and line.
pub fn read(path: &Path) -> Result<EditLog> {
    let bytes = std::fs::read(path).map_err(|error| Error::io(path, error))?;
    let file = path.display().to_string();
    let text = String::from_utf8(bytes).map_err(|_| Error::format(&file, None, "this is not UTF-8"))?;
    parse(&file, &text)
}

/// Reads a log from text; `file` names it in errors.
///
/// # Errors
/// If a line is not an edit; the error names the line.
pub fn parse(file: &str, text: &str) -> Result<EditLog> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut edits = EditLog::default();
    for (line, number) in text.lines().zip(1..) {
        if !line.trim().is_empty() {
            let edit: Edit =
                serde_json::from_str(line).map_err(|error| Error::format(file, number, error.to_string()))?;
            edits.edits.push(edit);
        }
    }
    Ok(edits)
}
