//! Files that are there whole or not at all.

mod draft;
mod set;

use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use draft::Draft;

pub use draft::discard_drafts;
pub use set::FileSet;

/// What to do where a file of that name is there already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Existing {
    /// Leave it alone and say so.
    #[default]
    Refuse,
    /// Put the new file in its place, once it is complete.
    Replace,
}

/// Writes a file: `fill` writes into a new file beside it, which takes the name only when all of it is on the disk. If anything
/// fails, what was there before is there still. Missing folders are made. A symbolic link is replaced, never followed. Drafts that a
/// run left that was killed are removed.
///
/// # Errors
/// [`ErrorKind::Io`](crate::ErrorKind::Io) with the path if the file cannot be written, or is there and `existing` says to leave it;
/// whatever `fill` returns.
pub fn file(path: &Path, existing: Existing, fill: impl FnOnce(&mut BufWriter<File>) -> Result<()>) -> Result<()> {
    one(path, existing, false, fill)
}

/// As [`file`](file()), for a file that only its owner may read and write (mode 600, where the system has modes). It has that mode before anything
/// is in it.
///
/// # Errors
/// As [`file`](file()).
pub fn private_file(
    path: &Path,
    existing: Existing,
    fill: impl FnOnce(&mut BufWriter<File>) -> Result<()>,
) -> Result<()> {
    one(path, existing, true, fill)
}

fn one(
    path: &Path,
    existing: Existing,
    private: bool,
    fill: impl FnOnce(&mut BufWriter<File>) -> Result<()>,
) -> Result<()> {
    let io = |source: io::Error| Error::io(path, source);
    refuse(path, existing)?;
    let name = path.file_name().ok_or_else(|| io(io::Error::new(ErrorKind::InvalidInput, "no name for a file")))?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(|source| Error::io(folder, source))?;
    let (draft, file) = Draft::file(folder, &name.to_string_lossy(), private).map_err(io)?;
    let mut out = BufWriter::new(file);
    fill(&mut out)?;
    out.flush().map_err(io)?;
    out.get_ref().sync_all().map_err(io)?;
    draft.take_name(path, existing).map_err(io)
}

/// Refuses a file that is there and is to be left alone, and a folder, which no file replaces.
fn refuse(path: &Path, existing: Existing) -> Result<()> {
    match path.symlink_metadata() {
        Ok(_) if existing == Existing::Refuse => Err(Error::io(path, there())),
        Ok(found) if found.is_dir() => Err(Error::io(path, is_folder())),
        _ => Ok(()),
    }
}

fn there() -> io::Error {
    io::Error::new(ErrorKind::AlreadyExists, "is there already and is left alone")
}

fn is_folder() -> io::Error {
    io::Error::new(ErrorKind::IsADirectory, "is a folder, which no file replaces")
}

/// A name that every file system takes: letters, digits, `-`, `_` and `.` stay, anything else becomes `_`; at most 80 characters.
pub fn file_name(name: &str) -> String {
    let clean: String = name
        .chars()
        .map(|letter| if letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.') { letter } else { '_' })
        .take(80)
        .collect();
    let clean = clean.trim_start_matches('.').to_owned();
    if clean.is_empty() { "_".to_owned() } else { clean }
}

/// A path that is relative to the current folder as the system sees it.
fn absolute(path: &Path) -> io::Result<PathBuf> {
    fs::canonicalize(if path.as_os_str().is_empty() { Path::new(".") } else { path })
}
