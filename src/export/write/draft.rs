//! Files and folders while they are written, beside the place that they will take.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{Existing, there};

/// The drafts of this process. Whoever moves files holds the lock, so that nobody removes them meanwhile.
static DRAFTS: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// Drafts of one name that may be under way at a time.
const MOST: usize = 1000;

/// Removes what this process has begun to write, for a program that is told to end at once. Waits for files that are taking their names; whoever
/// begins another file afterwards waits for the end of the process.
pub fn discard_drafts() {
    let mut drafts = moving();
    for path in std::mem::take(&mut *drafts) {
        remove(&path);
    }
    std::mem::forget(drafts);
}

/// The right to move files.
pub(super) fn moving() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    DRAFTS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A file or folder that has no name of its own yet; it goes away with this value unless it took one.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) path: PathBuf,
    /// Held open and locked while the draft is written: the draft of a run that was killed is not locked.
    _lock: Option<File>,
}

impl Draft {
    /// A new file beside `name`.
    pub(super) fn file(folder: &Path, name: &str, private: bool) -> io::Result<(Self, File)> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        if private {
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        }
        #[cfg(not(unix))]
        let _ = private;
        let (path, file) = new(folder, name, |path| options.open(path))?;
        let lock = file.try_clone()?;
        lock_file(&lock);
        Ok((Self { path, _lock: Some(lock) }, file))
    }

    /// A new folder beside `name`.
    pub(super) fn folder(folder: &Path, name: &str) -> io::Result<Self> {
        let (path, ()) = new(folder, name, |path| fs::create_dir(path))?;
        // A folder can be opened, and so locked, on Unix.
        let lock = File::open(&path).ok();
        lock.as_ref().map(lock_file);
        Ok(Self { path, _lock: lock })
    }

    /// A new file in a folder.
    pub(super) fn create(&self, name: &str) -> io::Result<File> {
        let _moving = moving();
        File::create_new(self.path.join(name))
    }

    /// Leaves the draft where it is, under a name that no later run removes.
    pub(super) fn keep(self) -> PathBuf {
        let kept = self.path.with_extension("old");
        if fs::rename(&self.path, &kept).is_ok() { kept } else { self.path.clone() }
    }

    pub(super) fn take_name(&self, path: &Path, existing: Existing) -> io::Result<()> {
        let _moving = moving();
        match existing {
            Existing::Replace => fs::rename(&self.path, path),
            // A link fails where the name has been taken meanwhile; a rename would not.
            Existing::Refuse => match fs::hard_link(&self.path, path) {
                Ok(()) => Ok(()),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(there()),
                // File systems without links.
                Err(_) if path.symlink_metadata().is_ok() => Err(there()),
                Err(_) => fs::rename(&self.path, path),
            },
        }
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        let mut drafts = moving();
        remove(&self.path);
        drafts.remove(&self.path);
    }
}

/// Makes `.name.0.part` or the next number that is free, and notes it.
fn new<T>(folder: &Path, name: &str, make: impl Fn(&Path) -> io::Result<T>) -> io::Result<(PathBuf, T)> {
    clear(folder, name);
    let mut drafts = moving();
    // Another run may be writing the same name.
    for number in 0..MOST {
        let path = folder.join(format!(".{name}.{number}.part"));
        match make(&path) {
            Ok(made) => {
                drafts.insert(path.clone());
                return Ok((path, made));
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::new(ErrorKind::AlreadyExists, "too many unfinished drafts (.part) beside it"))
}

/// Removes the drafts of a name whose runs were killed. What cannot be removed costs a number and nothing else.
fn clear(folder: &Path, name: &str) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let drafts = moving();
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        let own = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let number =
            own.strip_prefix('.').and_then(|own| own.strip_prefix(name)?.strip_prefix('.')?.strip_suffix(".part"));
        let draft = number.is_some_and(|number| number.parse::<usize>().is_ok_and(|number| number < MOST));
        if draft && !drafts.contains(&path) && is_abandoned(&path) {
            remove(&path);
        }
    }
}

/// Whether no process that runs holds a draft.
#[cfg(unix)]
fn is_abandoned(path: &Path) -> bool {
    let is_own = path.symlink_metadata().is_ok_and(|found| found.is_file() || found.is_dir());
    is_own && File::open(path).is_ok_and(|file| lock_file(&file))
}

#[cfg(not(unix))]
fn is_abandoned(_: &Path) -> bool {
    false
}

/// Locks a file, and says whether nobody else had.
fn lock_file(file: &File) -> bool {
    #[cfg(unix)]
    return rustix::fs::flock(file, rustix::fs::FlockOperation::NonBlockingLockExclusive).is_ok();
    #[cfg(not(unix))]
    {
        let _ = file;
        true
    }
}

/// Removes a draft, if it is there. Of a folder its files only: a folder in it was not made by a draft.
pub(super) fn remove(path: &Path) {
    let Ok(found) = path.symlink_metadata() else { return };
    if !found.is_dir() {
        // A later run tries again.
        let _ = fs::remove_file(path);
        return;
    }
    for entry in fs::read_dir(path).into_iter().flatten().flatten() {
        let _ = fs::remove_file(entry.path());
    }
    let _ = fs::remove_dir(path);
}
