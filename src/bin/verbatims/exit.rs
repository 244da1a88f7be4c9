//! How the program ends: what is said on standard error, and the exit code.

use std::fmt::Display;
use std::io::{self, Write};
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Mutex;

use crate::console;
use verbatims::{Error, ErrorKind};

/// What a command comes to.
pub(crate) type Outcome = Result<(), Exit>;

/// Why a command ends without having done all of what was asked.
#[derive(Debug)]
pub(crate) enum Exit {
    /// Nothing was found, a check failed, or two things differ: exit code 1. Without a message, it has been said already.
    Nothing(String),
    /// It was called in a way it does not know, or what it was given cannot be read: exit code 2.
    Stop(String),
    /// It is done, but for input that was broken: exit code 3. Without a message, it has been said already.
    Partly(String),
    /// Whoever read the output has gone: exit code 0.
    Closed,
}

impl Exit {
    pub(crate) fn stop(message: impl Display) -> Self {
        Self::Stop(message.to_string())
    }

    /// A file of the program's own that could not be read.
    pub(crate) fn of_file(path: &Path, error: &io::Error) -> Self {
        Self::Stop(format!("{}: {error}", path.display()))
    }
}

impl From<Error> for Exit {
    fn from(error: Error) -> Self {
        match error.kind() {
            ErrorKind::Stream(source) if source.kind() == io::ErrorKind::BrokenPipe => Self::Closed,
            // The system says so where a folder cannot be made, since a file has its name.
            ErrorKind::Io { source, path }
                if source.kind() == io::ErrorKind::AlreadyExists && source.raw_os_error().is_some() =>
            {
                let what = "a file is there, where a folder is to be; `--out` names another place";
                Self::Stop(format!("{}: {what}", path.display()))
            }
            ErrorKind::Io { source, path } if source.kind() == io::ErrorKind::AlreadyExists => {
                Self::Stop(if path.is_dir() { is_folder(path) } else { format!("{error}. `--force` replaces it") })
            }
            // What the library calls a setting is an option here.
            ErrorKind::Setting { name: "n_themes", what } => Self::Stop(format!("`-k`: {what}")),
            ErrorKind::Setting { name, what } => Self::Stop(format!("`--{name}`: {what}")),
            _ => Self::stop(error),
        }
    }
}

/// A folder where a file is to be, which nothing replaces.
pub(crate) fn is_folder(path: &Path) -> String {
    format!("{}: is a folder, which no file replaces; `--out` names another place", path.display())
}

impl From<io::Error> for Exit {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe { Self::Closed } else { Self::stop(error) }
    }
}

/// The last panic. A reader of a broken file may panic and be caught; only what nothing catches is reported.
static PANIC: Mutex<String> = Mutex::new(String::new());

/// Keeps panics from being printed where they happen.
pub(crate) fn capture_panics() {
    panic::set_hook(Box::new(|info| {
        if let Ok(mut last) = PANIC.lock() {
            *last = info.to_string();
        }
    }));
}

/// Carries out a command and turns its end into a message and an exit code.
pub(crate) fn run(body: impl FnOnce() -> Outcome) -> ExitCode {
    let ended = panic::catch_unwind(AssertUnwindSafe(body)).unwrap_or_else(|_| {
        let what = PANIC.lock().map(|last| last.clone()).unwrap_or_default();
        Err(Exit::stop(format!("this is a fault of verbatims {}: {what}", env!("CARGO_PKG_VERSION"))))
    });
    let (message, code) = match ended {
        Ok(()) | Err(Exit::Closed) => return ExitCode::SUCCESS,
        Err(Exit::Nothing(message)) => (message, 1),
        Err(Exit::Stop(message)) => (message, 2),
        Err(Exit::Partly(message)) => (message, 3),
    };
    warn(&message);
    ExitCode::from(code)
}

/// Says something on standard error, without what would steer a terminal. When standard error is closed there is nobody to tell.
pub(crate) fn warn(message: &str) {
    let mut errors = io::stderr().lock();
    for line in message.lines() {
        let _ = writeln!(errors, "{}", console::safe(line));
    }
}
