//! What the examples share: arguments without a crate for them, and one way to end.

#![allow(dead_code, reason = "each example uses a part")]

pub(crate) mod sets;
pub(crate) mod texts;
pub(crate) mod theming;

use std::collections::BTreeMap;
use std::fmt::Display;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::str::FromStr;

use verbatims::{DocumentKind, Language};

/// Why an example stops, and its exit code.
#[derive(Debug)]
pub(crate) enum Failure {
    /// It was called in a way it does not know: message and usage, exit code 2.
    Usage(String),
    /// Nothing could be done: message, exit code 1.
    Stop(String),
    /// Whoever read the output has gone: no message, exit code 0.
    Closed,
}

impl Failure {
    pub(crate) fn usage(message: impl Display) -> Self {
        Self::Usage(message.to_string())
    }

    pub(crate) fn stop(message: impl Display) -> Self {
        Self::Stop(message.to_string())
    }
}

impl From<verbatims::Error> for Failure {
    fn from(error: verbatims::Error) -> Self {
        match error.kind() {
            verbatims::ErrorKind::Stream(source) if source.kind() == io::ErrorKind::BrokenPipe => Self::Closed,
            verbatims::ErrorKind::Setting { .. } => Self::Usage(error.to_string()),
            _ => Self::stop(error),
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe { Self::Closed } else { Self::stop(error) }
    }
}

/// An option and whether a value follows it.
pub(crate) type Flag = (&'static str, bool);

/// The shapes of text by name.
pub(crate) const KINDS: &[(&str, DocumentKind)] = &[
    ("auto", DocumentKind::Auto),
    ("prose", DocumentKind::Prose),
    ("report", DocumentKind::Report),
    ("transcript", DocumentKind::Transcript),
    ("response", DocumentKind::Response),
];

/// The arguments of one call.
#[derive(Debug, Default)]
pub(crate) struct Args {
    /// What is not an option, in order.
    pub(crate) paths: Vec<PathBuf>,
    given: BTreeMap<&'static str, String>,
}

impl Args {
    fn parse(flags: &[Flag], args: impl Iterator<Item = std::ffi::OsString>) -> Result<Self, Failure> {
        let mut parsed = Self::default();
        let mut args = args.peekable();
        let mut only_paths = false;
        while let Some(arg) = args.next() {
            let name = arg.to_string_lossy();
            if only_paths || name == "-" || !name.starts_with('-') {
                parsed.paths.push(arg.into());
                continue;
            }
            if name == "--" {
                only_paths = true;
                continue;
            }
            let (name, joined) = match name.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (name.as_ref(), None),
            };
            let Some(&(name, has_value)) = flags.iter().find(|(known, _)| *known == name) else {
                return Err(Failure::usage(format!("unknown option `{name}`")));
            };
            let value = match (has_value, joined) {
                (true, Some(value)) => value,
                (true, None) => match args.next() {
                    Some(value) => value.to_string_lossy().into_owned(),
                    None => return Err(Failure::usage(format!("`{name}` needs a value"))),
                },
                (false, None) => String::new(),
                (false, Some(_)) => return Err(Failure::usage(format!("`{name}` takes no value"))),
            };
            if parsed.given.insert(name, value).is_some() {
                return Err(Failure::usage(format!("`{name}` is given twice")));
            }
        }
        Ok(parsed)
    }

    /// Whether an option was given.
    pub(crate) fn has(&self, flag: &str) -> bool {
        self.given.contains_key(flag)
    }

    /// The value of an option.
    pub(crate) fn value(&self, flag: &str) -> Option<&str> {
        self.given.get(flag).map(String::as_str)
    }

    /// The value of an option that is a number.
    pub(crate) fn number<T: FromStr>(&self, flag: &str) -> Result<Option<T>, Failure> {
        self.value(flag)
            .map(|value| value.parse().map_err(|_| Failure::usage(format!("`{flag}` needs a number, not `{value}`"))))
            .transpose()
    }

    /// The value of an option that is one of a few words.
    pub(crate) fn choice<T: Copy>(&self, flag: &str, choices: &[(&str, T)]) -> Result<Option<T>, Failure> {
        let Some(value) = self.value(flag) else { return Ok(None) };
        match choices.iter().find(|(name, _)| *name == value) {
            Some((_, choice)) => Ok(Some(*choice)),
            None => {
                let known: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
                Err(Failure::usage(format!("`{flag}` is one of {}; not `{value}`", known.join(", "))))
            }
        }
    }

    /// The pack that `--language` names: its code, or its folder. English unless it is given.
    pub(crate) fn language(&self) -> Result<Language, Failure> {
        let name = self.value("--language").unwrap_or("en");
        let folder = Path::new(name);
        let pack = if folder.join("pack.toml").is_file() { Language::read(folder) } else { Language::builtin(name) };
        pack.map_err(Failure::from)
    }

    /// Refuses arguments that are not options.
    pub(crate) fn no_paths(&self) -> Result<(), Failure> {
        match self.paths.first() {
            None => Ok(()),
            Some(path) => Err(Failure::usage(format!("unexpected argument `{}`", path.display()))),
        }
    }
}

/// Reads the arguments, runs, and turns what went wrong into a message and an exit code.
pub(crate) fn run(usage: &str, flags: &[Flag], body: impl FnOnce(&Args) -> Result<(), Failure>) -> ExitCode {
    if std::env::args_os().skip(1).any(|arg| arg == "--help" || arg == "-h") {
        return match writeln!(io::stdout(), "{}", usage.trim()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::FAILURE,
        };
    }
    let ended = Args::parse(flags, std::env::args_os().skip(1)).and_then(|args| body(&args));
    // When even standard error is closed there is nobody left to tell.
    match ended {
        Ok(()) | Err(Failure::Closed) => ExitCode::SUCCESS,
        Err(Failure::Stop(message)) => {
            let _ = writeln!(io::stderr(), "{message}");
            ExitCode::from(1)
        }
        Err(Failure::Usage(message)) => {
            let _ = writeln!(io::stderr(), "{message}\n\n{}", usage.trim());
            ExitCode::from(2)
        }
    }
}

/// A file of the repository, wherever the example is run from.
pub(crate) fn in_repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}
