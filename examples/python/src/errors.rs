//! Errors as Python's own: a file that cannot be read is an `OSError` of its kind, everything else that is wrong a `ValueError` with the library's words.

use arrow_schema::ArrowError;
use pyo3::exceptions::{PyFileExistsError, PyOSError, PyRuntimeError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use verbatims::ErrorKind;

/// Results of the library and of Arrow as those of Python.
pub(crate) trait OrRaise<T> {
    fn or_raise(self) -> PyResult<T>;
}

impl<T> OrRaise<T> for verbatims::Result<T> {
    fn or_raise(self) -> PyResult<T> {
        self.map_err(|error| match error.kind() {
            // With number and name, Python makes it a `FileNotFoundError` and the like.
            ErrorKind::Io { path, source } => match source.raw_os_error() {
                Some(number) => PyOSError::new_err((number, source.to_string(), path.display().to_string())),
                None if source.kind() == std::io::ErrorKind::AlreadyExists => {
                    PyFileExistsError::new_err(error.to_string())
                }
                None => PyOSError::new_err(error.to_string()),
            },
            ErrorKind::Stream(_) => PyOSError::new_err(error.to_string()),
            _ => PyValueError::new_err(error.to_string()),
        })
    }
}

impl<T> OrRaise<T> for Result<T, ArrowError> {
    fn or_raise(self) -> PyResult<T> {
        self.map_err(|error| PyRuntimeError::new_err(error.to_string()))
    }
}

pub(crate) fn wrong(what: impl Into<String>) -> PyErr {
    PyValueError::new_err(what.into())
}

pub(crate) fn wrong_type(what: impl Into<String>) -> PyErr {
    PyTypeError::new_err(what.into())
}
