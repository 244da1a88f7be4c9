//! Logs of what a person changed about themes.

use std::io::Write;

use super::json::line;
use crate::error::Result;
use crate::report::Review;
use crate::themes::EditLog;

/// The log as JSON Lines, one edit a line, which [`import::edits`](crate::import::edits) reads back.
///
/// # Errors
/// If the writer fails.
pub fn write(log: &EditLog, mut writer: impl Write) -> Result<()> {
    log.edits.iter().try_for_each(|edit| line(edit, &mut writer))
}

/// The log of a review as JSON Lines, one decision a line, which [`import::edits::read_review`](crate::import::edits::read_review) reads back where its first
/// decision is [`Review`](crate::report::Decision::Review).
///
/// # Errors
/// If the writer fails.
pub fn review(review: &Review, mut writer: impl Write) -> Result<()> {
    review.decisions.iter().try_for_each(|decision| line(decision, &mut writer))
}
