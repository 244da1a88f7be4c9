//! What comes in through the doors.

mod survey;
mod text;

use std::path::PathBuf;

/// A file of `tests/data`.
fn data(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(path)
}
