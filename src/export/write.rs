//! Files that are there whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

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
/// fails, what was there before is there still. Missing folders are made. A symbolic link is replaced, never followed.
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
    if existing == Existing::Refuse && path.symlink_metadata().is_ok() {
        return Err(io(there()));
    }
    let name = path.file_name().ok_or_else(|| io(io::Error::new(ErrorKind::InvalidInput, "no name for a file")))?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(|source| Error::io(folder, source))?;
    let (draft, file) = Draft::new(folder, &name.to_string_lossy(), private).map_err(io)?;
    let mut out = BufWriter::new(file);
    fill(&mut out)?;
    out.flush().map_err(io)?;
    out.get_ref().sync_all().map_err(io)?;
    drop(out);
    draft.take_name(path, existing).map_err(io)
}

/// Writes several files into a folder, all or none: see [`Files`].
///
/// # Errors
/// As [`file`](file()); where one of the files is there and `existing` says to leave it, none is written.
pub fn files(folder: &Path, existing: Existing, files: &[(String, Vec<u8>)]) -> Result<()> {
    let mut drafts = Files::new(folder, existing);
    for (name, bytes) in files {
        drafts.add(name, |out| Ok(out.write_all(bytes)?))?;
    }
    drafts.finish()
}

/// Several files of one folder, all or none: each is written under another name first, and none takes its own before all are on the disk. Missing folders are
/// made. What was not [finished](Files::finish) goes away with this value.
#[derive(Debug)]
pub struct Files {
    folder: PathBuf,
    existing: Existing,
    drafts: Vec<(Draft, PathBuf)>,
    is_new: bool,
}

impl Files {
    /// No files yet; nothing is on the disk before the first.
    pub fn new(folder: impl Into<PathBuf>, existing: Existing) -> Self {
        Self { folder: folder.into(), existing, drafts: Vec::new(), is_new: false }
    }

    /// Writes one more file.
    ///
    /// # Errors
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) with the path if the file cannot be written, or is there and is to be left alone; whatever `fill` returns.
    pub fn add(&mut self, name: &str, fill: impl FnOnce(&mut BufWriter<File>) -> Result<()>) -> Result<()> {
        let path = self.folder.join(name);
        let io = |source: io::Error| Error::io(&path, source);
        if self.existing == Existing::Refuse && path.symlink_metadata().is_ok() {
            return Err(io(there()));
        }
        if self.drafts.is_empty() {
            self.is_new = !self.folder.exists();
            fs::create_dir_all(&self.folder).map_err(|source| Error::io(&self.folder, source))?;
        }
        let (draft, file) = Draft::new(&self.folder, name, false).map_err(io)?;
        let mut out = BufWriter::new(file);
        fill(&mut out)?;
        out.flush().map_err(io)?;
        out.get_ref().sync_all().map_err(io)?;
        self.drafts.push((draft, path));
        Ok(())
    }

    /// Gives every file its name.
    ///
    /// # Errors
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) with the path if a name cannot be taken; files that were not there before are removed again.
    pub fn finish(mut self) -> Result<()> {
        let mut new: Vec<&Path> = Vec::new();
        for (draft, path) in &self.drafts {
            let was_there = path.symlink_metadata().is_ok();
            if let Err(source) = draft.take_name(path, self.existing) {
                for path in new {
                    // What cannot be removed either is named in the error of a later run.
                    let _ = fs::remove_file(path);
                }
                return Err(Error::io(path, source));
            }
            if !was_there {
                new.push(path);
            }
        }
        self.is_new = false;
        Ok(())
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        self.drafts.clear();
        if self.is_new {
            // A folder in which something else stands meanwhile stays.
            let _ = fs::remove_dir(&self.folder);
        }
    }
}

fn there() -> io::Error {
    io::Error::new(ErrorKind::AlreadyExists, "is there already and is left alone")
}

/// The file while it is written; it goes away with this value unless it was renamed.
#[derive(Debug)]
struct Draft(PathBuf);

impl Draft {
    fn new(folder: &Path, name: &str, private: bool) -> io::Result<(Self, File)> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        if private {
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        }
        #[cfg(not(unix))]
        let _ = private;
        // Another run may be writing the same name, or one that was killed may have left its draft.
        for number in 0..1000 {
            let path = folder.join(format!(".{name}.{number}.part"));
            match options.open(&path) {
                Ok(file) => return Ok((Self(path), file)),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::Error::new(ErrorKind::AlreadyExists, "too many unfinished drafts (.part) beside it"))
    }

    fn take_name(&self, path: &Path, existing: Existing) -> io::Result<()> {
        match existing {
            Existing::Replace => fs::rename(&self.0, path),
            // A link fails where the name has been taken meanwhile; a rename would not.
            Existing::Refuse => match fs::hard_link(&self.0, path) {
                Ok(()) => Ok(()),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(there()),
                // File systems without links.
                Err(_) if path.symlink_metadata().is_ok() => Err(there()),
                Err(_) => fs::rename(&self.0, path),
            },
        }
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // After a rename there is nothing left to remove.
        let _ = fs::remove_file(&self.0);
    }
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
