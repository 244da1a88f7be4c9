//! What comes in through the doors.

mod coded;
mod codings;
mod damaged;
#[cfg(feature = "refi")]
mod hostile;
#[cfg(feature = "html")]
mod html;
mod jsonl;
#[cfg(feature = "cli")]
mod limits;
#[cfg(feature = "docx")]
mod office;
#[cfg(feature = "parquet")]
mod parquet;
mod path;
#[cfg(feature = "pdf")]
mod pdf;
#[cfg(feature = "refi")]
mod refi;
mod survey;
mod survey_kinds;
mod survey_personal;
mod survey_unseen;
mod text;

use std::path::PathBuf;

/// A file of `tests/data`.
fn data(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(path)
}
