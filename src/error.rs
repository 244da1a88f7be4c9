//! What can go wrong at the edges: files, tables, settings and merging. Text itself is never an error.

use std::fmt;
use std::path::PathBuf;

use crate::id::DocumentId;

/// An error of this crate. Its [`kind`](Error::kind) carries what is needed to mend it.
#[derive(Debug)]
pub struct Error(Box<ErrorKind>);

/// A result of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong.
#[derive(Debug)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A file could not be read or written.
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A stream without a name could not be read or written.
    Stream(std::io::Error),
    /// A file is not in the form it should have.
    Format {
        /// The file's name.
        file: String,
        /// The line from 1, where there is one.
        line: Option<u64>,
        /// The id of what stands on the line, where it could be read.
        id: Option<String>,
        /// What is wrong and what to do.
        what: String,
    },
    /// A setting is outside its range.
    Setting {
        /// The setting's name.
        name: &'static str,
        /// What was given and what is allowed.
        what: String,
    },
    /// Two things that were given together do not fit: codings and quotations, documents and quotations, two coders.
    Mismatch {
        /// What does not fit, and what would.
        what: String,
    },
    /// Two corpora hold different findings for one document.
    Conflict {
        /// The document.
        document: DocumentId,
    },
}

impl Error {
    /// What went wrong, to match on.
    pub fn kind(&self) -> &ErrorKind {
        &self.0
    }

    /// What went wrong, to take apart.
    pub fn into_kind(self) -> ErrorKind {
        *self.0
    }

    /// Whether the system refused to read or write; the [`source`](std::error::Error::source) says why.
    pub fn is_io_error(&self) -> bool {
        matches!(self.kind(), ErrorKind::Io { .. } | ErrorKind::Stream(_))
    }

    /// A file or folder that could not be read or written.
    pub(crate) fn io(path: impl Into<PathBuf>, source: std::io::Error) -> Self {
        Self(Box::new(ErrorKind::Io { path: path.into(), source }))
    }

    /// A file that is not in the form it should have; `line` counts from 1.
    pub(crate) fn format(file: impl Into<String>, line: impl Into<Option<u64>>, what: impl Into<String>) -> Self {
        Self(Box::new(ErrorKind::Format { file: file.into(), line: line.into(), id: None, what: what.into() }))
    }

    /// The same, with the id of what stands on the line.
    pub(crate) fn with_id(mut self, of: Option<String>) -> Self {
        if let ErrorKind::Format { id, .. } = &mut *self.0 {
            *id = of;
        }
        self
    }

    /// A setting outside its range.
    pub(crate) fn setting(name: &'static str, what: impl Into<String>) -> Self {
        Self(Box::new(ErrorKind::Setting { name, what: what.into() }))
    }

    /// Two things that do not fit each other.
    pub(crate) fn mismatch(what: impl Into<String>) -> Self {
        Self(Box::new(ErrorKind::Mismatch { what: what.into() }))
    }

    /// Two different findings for one document.
    pub(crate) fn conflict(document: DocumentId) -> Self {
        Self(Box::new(ErrorKind::Conflict { document }))
    }
}

impl From<std::io::Error> for Error {
    fn from(source: std::io::Error) -> Self {
        Self(Box::new(ErrorKind::Stream(source)))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind() {
            ErrorKind::Io { path, source } => write!(f, "{}: {source}", path.display()),
            ErrorKind::Stream(source) => write!(f, "{source}"),
            ErrorKind::Format { file, line: Some(line), what, .. } => write!(f, "{file}: line {line}: {what}"),
            ErrorKind::Format { file, line: None, what, .. } => write!(f, "{file}: {what}"),
            ErrorKind::Mismatch { what } => write!(f, "{what}"),
            ErrorKind::Setting { name, what } => write!(f, "setting `{name}`: {what}"),
            ErrorKind::Conflict { document } => {
                write!(
                    f,
                    "document `{document}`: the two corpora hold different findings for it; give one of them another id"
                )
            }
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self.kind() {
            ErrorKind::Io { source, .. } | ErrorKind::Stream(source) => Some(source),
            _ => None,
        }
    }
}
