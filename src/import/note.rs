use std::fmt;

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind};

/// Something that a reader of a file may want to look at. Never a reason to stop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Note {
    /// The file's name.
    pub file: String,
    /// The line from 1, where there is one.
    pub line: Option<u64>,
    /// What was met, what was done about it, and what else can be done.
    pub what: String,
}

impl Note {
    pub(super) fn new(file: impl Into<String>, line: impl Into<Option<u64>>, what: impl Into<String>) -> Self {
        Self { file: file.into(), line: line.into(), what: what.into() }
    }

    /// An error after which reading goes on.
    pub(super) fn of(file: &str, error: &Error) -> Self {
        match error.kind() {
            ErrorKind::Format { line, what, .. } => Self::new(file, *line, what),
            _ => Self::new(file, None, error.to_string()),
        }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}: line {line}: {}", self.file, self.what),
            None => write!(f, "{}: {}", self.file, self.what),
        }
    }
}
