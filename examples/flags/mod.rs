//! The flags of the two filters, and how they end: 0 done, 1 nothing or not all could be done, 2 a call that they do not know.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;
use std::str::FromStr;

use verbatims::{Error, ErrorKind, Language};

/// Why a filter stops.
pub(crate) enum Failure {
    Usage(String),
    Stop(String),
    /// Whoever read the output has gone, which is no error.
    Closed,
}

impl Failure {
    pub(crate) fn usage(message: impl Display) -> Self {
        Self::Usage(message.to_string())
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error.kind() {
            ErrorKind::Stream(source) if source.kind() == io::ErrorKind::BrokenPipe => Self::Closed,
            ErrorKind::Setting { .. } => Self::usage(error),
            _ => Self::Stop(error.to_string()),
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Error::from(error).into()
    }
}

/// The flags of one call, each with its value.
pub(crate) struct Flags(BTreeMap<String, String>);

impl Flags {
    /// Whether a flag was given.
    pub(crate) fn has(&self, flag: &str) -> bool {
        self.0.contains_key(flag)
    }

    /// The value of a flag.
    pub(crate) fn value(&self, flag: &str) -> Option<&str> {
        self.0.get(flag).map(String::as_str)
    }

    /// The value of a flag that is a number.
    pub(crate) fn number<T: FromStr>(&self, flag: &str) -> Result<Option<T>, Failure> {
        let number = |value: &str| value.parse().map_err(|_| format!("`{flag}` needs a number, not `{value}`"));
        self.value(flag).map(number).transpose().map_err(Failure::Usage)
    }

    /// The pack that `--language` names: its code, or its folder. English unless it is given.
    pub(crate) fn language(&self) -> Result<Language, Failure> {
        let name = self.value("--language").unwrap_or("en");
        let folder = Path::new(name);
        let pack = if folder.join("pack.toml").is_file() { Language::read(folder) } else { Language::builtin(name) };
        Ok(pack?)
    }

    /// Reads the arguments. The name of a flag that takes a value ends in `=` in `known`.
    fn parse(known: &[&str]) -> Result<Self, Failure> {
        let mut flags = Self(BTreeMap::new());
        let mut args = std::env::args_os().skip(1).map(|arg| arg.to_string_lossy().into_owned());
        while let Some(arg) = args.next() {
            let (name, joined) = match arg.split_once('=') {
                Some((name, value)) if arg.starts_with("--") => (name.to_owned(), Some(value.to_owned())),
                _ => (arg, None),
            };
            let value = if known.contains(&format!("{name}=").as_str()) {
                joined.or_else(|| args.next()).ok_or_else(|| Failure::usage(format!("`{name}` needs a value")))?
            } else if known.contains(&name.as_str()) && joined.is_none() {
                String::new()
            } else if known.contains(&name.as_str()) {
                return Err(Failure::usage(format!("`{name}` takes no value")));
            } else {
                return Err(Failure::usage(format!("unknown argument `{name}`")));
            };
            if flags.has(&name) {
                return Err(Failure::usage(format!("`{name}` is given twice")));
            }
            flags.0.insert(name, value);
        }
        Ok(flags)
    }
}

/// Runs a filter on as many threads as `--threads` says. `body` returns how many of how many lines could not be read.
pub(crate) fn run(
    usage: &str,
    known: &[&str],
    body: impl FnOnce(&Flags) -> Result<(usize, usize), Failure> + Send,
) -> ExitCode {
    if std::env::args_os().skip(1).any(|arg| arg == "--help" || arg == "-h") {
        return if writeln!(io::stdout(), "{}", usage.trim()).is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    }
    let ended = Flags::parse(known).and_then(|flags| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(flags.number("--threads")?.unwrap_or(0)).build();
        match pool.map_err(|error| Failure::Stop(error.to_string()))?.install(|| body(&flags))? {
            (0, _) => Ok(()),
            (unread, lines) => Err(Failure::Stop(format!(
                "{unread} of {lines} lines could not be read; their answers are {{\"error\"}}"
            ))),
        }
    });
    let (message, code) = match ended {
        Ok(()) | Err(Failure::Closed) => return ExitCode::SUCCESS,
        Err(Failure::Stop(message)) => (message, 1),
        Err(Failure::Usage(message)) => (format!("{message}\n\n{}", usage.trim()), 2),
    };
    // When even standard error is closed there is nobody left to tell.
    let _ = writeln!(io::stderr(), "{message}");
    ExitCode::from(code)
}
