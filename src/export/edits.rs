//! Logs of what a person changed about themes.

use std::io::Write;

use super::json::line;
use crate::error::Result;
use crate::themes::EditLog;

/// The log as JSON Lines, one edit a line, which [`import::edits`](crate::import::edits) reads back.
///
/// # Errors
/// If the writer fails.
pub fn write(log: &EditLog, mut writer: impl Write) -> Result<()> {
    log.edits.iter().try_for_each(|edit| line(edit, &mut writer))
}
