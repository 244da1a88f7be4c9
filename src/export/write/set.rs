//! Several files of one folder, which replace an earlier set all or none.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::draft::{Draft, moving};
use super::{Existing, absolute, refuse, there};
use crate::error::{Error, Result};

/// How files take their names; in tests, with faults.
pub(super) trait Disk {
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Gives each of two folders the name of the other, in one step.
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()>;
    fn link(&self, from: &Path, to: &Path) -> io::Result<()>;
}

/// The file system.
pub(super) struct System;

impl Disk for System {
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
    }

    #[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
    fn exchange(&self, _: &Path, _: &Path) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::hard_link(from, to)
    }
}

/// Several files of one folder, which take their names together: all or none, with what an earlier set leaves there.
///
/// The files are written, one after the other as they come, into a folder of their own. At the [end](FileSet::finish) that one takes the name of
/// the folder in one step, so that even a run that is killed leaves the old set or the new one, whole. Where the system cannot exchange two
/// folders, or the folder is in use (it holds folders, or is the current one), the files are moved one by one, in their order and the last one
/// last, after the old ones were moved aside in the opposite order; if that fails, they are put back. A run that is killed in just that moment
/// leaves a set without its last file. Whoever drops a set before its end leaves nothing.
///
/// ```
/// use verbatims::export::write::{Existing, FileSet};
///
/// let folder = std::path::Path::new("target/doc-file-set");
/// let mut set = FileSet::begin(folder, Existing::Replace)?;
/// set.file("one.txt", |out| Ok(std::io::Write::write_all(out, b"1")?))?;
/// set.file("two.txt", |out| Ok(std::io::Write::write_all(out, b"2")?))?;
/// assert!(!folder.join("one.txt").exists());
/// set.finish(&[])?;
/// assert!(folder.join("one.txt").exists() && folder.join("two.txt").exists());
/// # std::fs::remove_dir_all(folder)?;
/// # Ok::<(), verbatims::Error>(())
/// ```
#[derive(Debug)]
pub struct FileSet {
    folder: PathBuf,
    existing: Existing,
    names: Vec<String>,
    draft: Draft,
    /// Whether the draft is beside the folder and may take its place as a whole, or is in it.
    beside: bool,
}

impl FileSet {
    /// Begins a set of files in `folder`, which is made with its parents where it is missing. Files that are there stay as they are until the end;
    /// other files of the folder stay beyond it. Drafts of runs that were killed are removed.
    ///
    /// # Errors
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) with the path if no folder can be made there.
    pub fn begin(folder: &Path, existing: Existing) -> Result<Self> {
        if may_be_exchanged(folder) {
            let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
            fs::create_dir_all(parent).map_err(|source| Error::io(parent, source))?;
            let name = folder.file_name().unwrap_or(OsStr::new("out")).to_string_lossy();
            // A parent that nobody may write to: the files go in one by one.
            if let Ok(draft) = Draft::folder(parent, &name) {
                return Ok(Self { folder: folder.to_owned(), existing, names: Vec::new(), draft, beside: true });
            }
        }
        let draft = inside(folder)?;
        Ok(Self { folder: folder.to_owned(), existing, names: Vec::new(), draft, beside: false })
    }

    /// Writes one file of the set: what `fill` writes, so that it is on the disk.
    ///
    /// # Errors
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) with the path if a file of that name is there and is to be left alone, is a folder, is of this set
    /// already, or cannot be written; whatever `fill` returns.
    pub fn file(&mut self, name: &str, fill: impl FnOnce(&mut BufWriter<File>) -> Result<()>) -> Result<()> {
        let path = self.folder.join(name);
        refuse(&path, self.existing)?;
        let io = |source: io::Error| Error::io(&path, source);
        let mut out = BufWriter::new(self.draft.create(name).map_err(io)?);
        fill(&mut out)?;
        out.flush().and_then(|()| out.get_ref().sync_all()).map_err(io)?;
        self.names.push(name.to_owned());
        Ok(())
    }

    /// Lets all files take their names; `stale` are files of an earlier set, which go away.
    ///
    /// # Errors
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) with the path if the files cannot take their names; what was there before is there still.
    pub fn finish(self, stale: &[String]) -> Result<()> {
        self.finish_on(stale, &System)
    }

    fn finish_on(mut self, stale: &[String], disk: &impl Disk) -> Result<()> {
        if self.beside {
            if self.exchange(stale, disk).is_ok() {
                return Ok(());
            }
            let inner = inside(&self.folder)?;
            for name in &self.names {
                let (from, to) = (self.draft.path.join(name), inner.path.join(name));
                // The folder may be another file system than its parent.
                let moved = fs::rename(&from, &to).or_else(|_| fs::copy(&from, &to).map(drop));
                moved.map_err(|source| Error::io(self.folder.join(name), source))?;
            }
            self.draft = inner;
        }
        self.move_in(stale, disk)
    }

    /// Lets the folder of the new files take the name of the old one. Other files of the old one are in both meanwhile.
    fn exchange(&self, stale: &[String], disk: &impl Disk) -> io::Result<()> {
        let _moving = moving();
        let Ok(old) = self.folder.metadata() else { return disk.rename(&self.draft.path, &self.folder) };
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            let name = entry.file_name();
            let new = self.is_new(&name);
            if self.existing == Existing::Refuse && new {
                return Err(there());
            }
            if !new && !stale.iter().any(|old| OsStr::new(old) == name) {
                disk.link(&entry.path(), &self.draft.path.join(name))?;
            }
        }
        fs::set_permissions(&self.draft.path, old.permissions())?;
        disk.exchange(&self.draft.path, &self.folder)
    }

    /// Moves the old files aside, the last one first, then the new ones in; puts all back if that fails.
    fn move_in(self, stale: &[String], disk: &impl Disk) -> Result<()> {
        let guard = moving();
        let mut moved = Moved { disk, moves: Vec::new() };
        let outcome = self.try_moving(stale, &mut moved);
        let put_back = outcome.is_ok() || moved.undo();
        drop(guard);
        match outcome {
            Err(error) if !put_back => {
                let kept = self.draft.keep();
                let what = format!("{error}; what was there before is in {}", kept.display());
                Err(Error::io(&self.folder, io::Error::other(what)))
            }
            outcome => outcome,
        }
    }

    fn try_moving(&self, stale: &[String], moved: &mut Moved<'_, impl Disk>) -> Result<()> {
        let old = self.names.iter().chain(stale.iter().filter(|name| !self.is_new(name)));
        for (number, name) in old.rev().enumerate() {
            let path = self.folder.join(name);
            match path.symlink_metadata() {
                Ok(found) if found.is_dir() => {}
                Ok(_) if self.existing == Existing::Refuse && self.is_new(name) => {
                    return Err(Error::io(path, there()));
                }
                Ok(_) => {
                    let aside = self.draft.path.join(format!(".{number}.old"));
                    moved.rename(&path, &aside).map_err(|source| Error::io(path, source))?;
                }
                Err(_) => {}
            }
        }
        for name in &self.names {
            let path = self.folder.join(name);
            moved.rename(&self.draft.path.join(name), &path).map_err(|source| Error::io(path, source))?;
        }
        Ok(())
    }

    fn is_new(&self, name: impl AsRef<OsStr>) -> bool {
        self.names.iter().any(|new| OsStr::new(new) == name.as_ref())
    }
}

/// A draft in the folder itself.
fn inside(folder: &Path) -> Result<Draft> {
    fs::create_dir_all(folder).map_err(|source| Error::io(folder, source))?;
    Draft::folder(folder, "verbatims").map_err(|source| Error::io(folder, source))
}

/// Whether a folder is not there yet, or may be exchanged as a whole: it is one, no link to it; none is in it; nobody works in it.
fn may_be_exchanged(folder: &Path) -> bool {
    let Ok(found) = folder.symlink_metadata() else { return folder.file_name().is_some() };
    let is_used = || {
        let (folder, here) = (absolute(folder), absolute(Path::new(".")));
        folder.is_ok_and(|folder| here.is_ok_and(|here| here.starts_with(folder)))
    };
    let holds_folders = || {
        let is_file = |entry: io::Result<fs::DirEntry>| {
            entry.and_then(|entry| entry.file_type()).is_ok_and(|kind| !kind.is_dir())
        };
        fs::read_dir(folder).map_or(true, |mut entries| !entries.all(is_file))
    };
    found.is_dir() && folder.file_name().is_some() && !is_used() && !holds_folders()
}

/// Moves that can be undone.
struct Moved<'d, D> {
    disk: &'d D,
    moves: Vec<(PathBuf, PathBuf)>,
}

impl<D: Disk> Moved<'_, D> {
    fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        self.disk.rename(from, to)?;
        self.moves.push((from.to_owned(), to.to_owned()));
        Ok(())
    }

    /// Puts everything back, and says whether that went well.
    fn undo(&mut self) -> bool {
        self.moves.drain(..).rev().fold(true, |so_far, (from, to)| self.disk.rename(&to, &from).is_ok() && so_far)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;
    use std::collections::BTreeMap;

    /// A disk that fails at one step, and after it or not.
    struct Failing {
        steps: Cell<usize>,
        at: usize,
        exchanges: bool,
    }

    impl Failing {
        fn step(&self) -> io::Result<()> {
            self.steps.set(self.steps.get() + 1);
            if self.steps.get() == self.at { Err(io::Error::other("no space left")) } else { Ok(()) }
        }
    }

    impl Disk for Failing {
        fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
            self.step()?;
            System.rename(from, to)
        }

        fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
            if !self.exchanges {
                return Err(io::ErrorKind::Unsupported.into());
            }
            self.step()?;
            System.exchange(one, other)
        }

        fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
            self.step()?;
            System.link(from, to)
        }
    }

    fn folder(name: &str) -> PathBuf {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/tmp/sets").join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    /// Writes a set of files that hold the same words.
    fn write(
        folder: &Path,
        existing: Existing,
        (words, names): (&str, &[&str]),
        stale: &[String],
        disk: &impl Disk,
    ) -> Result<()> {
        let mut set = FileSet::begin(folder, existing)?;
        for name in names {
            set.file(name, |out| Ok(out.write_all(words.as_bytes())?))?;
        }
        set.finish_on(stale, disk)
    }

    /// All that a folder holds, hidden files too.
    fn all(folder: &Path) -> BTreeMap<String, String> {
        let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
        entries
            .map(|entry| {
                let name = entry.file_name().to_string_lossy().into_owned();
                let text =
                    if entry.path().is_dir() { "folder".to_owned() } else { fs::read_to_string(entry.path()).unwrap() };
                (name, text)
            })
            .collect()
    }

    fn pairs(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn a_set_replaces_another_whole_whichever_step_fails() {
        for exchanges in [true, false] {
            for with_folder in [true, false] {
                let mut done = false;
                for at in 1..20 {
                    let place = folder("steps");
                    let out = place.join("out");
                    write(&out, Existing::Refuse, ("old", &["a", "b", "run"]), &[], &System).unwrap();
                    fs::write(out.join("mine"), "mine").unwrap();
                    let mut before = pairs(&[("a", "old"), ("b", "old"), ("run", "old"), ("mine", "mine")]);
                    let mut after = pairs(&[("a", "new"), ("c", "new"), ("run", "new"), ("mine", "mine")]);
                    if with_folder {
                        fs::create_dir(out.join("notes")).unwrap();
                        before.insert("notes".to_owned(), "folder".to_owned());
                        after.insert("notes".to_owned(), "folder".to_owned());
                    }
                    let disk = Failing { steps: Cell::new(0), at, exchanges };
                    let outcome = write(&out, Existing::Replace, ("new", &["a", "c", "run"]), &["b".to_owned()], &disk);
                    assert_eq!(all(&out), if outcome.is_ok() { after } else { before }, "{exchanges} {at}");
                    assert_eq!(all(&place).len(), 1, "{:?}", all(&place));
                    fs::remove_dir_all(&place).unwrap();
                    if disk.steps.get() < at {
                        done = true;
                        break;
                    }
                }
                assert!(done, "a step that never comes ends the loop");
            }
        }
    }

    #[test]
    fn nothing_is_written_where_one_file_is_there_or_is_a_folder() {
        let place = folder("there");
        fs::create_dir_all(place.join("out/report.html")).unwrap();
        fs::write(place.join("out/a"), "mine").unwrap();
        let before = all(&place.join("out"));
        for (existing, names, what) in [
            (Existing::Refuse, ["a", "run"], "is there already"),
            (Existing::Replace, ["report.html", "run"], "report.html: is a folder"),
        ] {
            let error = write(&place.join("out"), existing, ("new", &names), &[], &System).unwrap_err();
            assert!(error.to_string().contains(what), "{error}");
            assert_eq!(all(&place.join("out")), before);
        }
        fs::remove_dir_all(&place).unwrap();
    }

    #[test]
    fn drafts_of_runs_that_were_killed_go_away() {
        let place = folder("dead");
        fs::create_dir_all(place.join(".out.0.part")).unwrap();
        fs::write(place.join(".out.0.part/a"), "half").unwrap();
        fs::write(place.join(".out.x.part"), "mine").unwrap();
        let alive = Draft::folder(&place, "out").unwrap();
        assert_eq!(alive.path, place.join(".out.0.part"));
        write(&place.join("out"), Existing::Refuse, ("new", &["a"]), &[], &System).unwrap();
        assert_eq!(all(&place).into_keys().collect::<Vec<_>>(), [".out.0.part", ".out.x.part", "out"]);
        drop(alive);
        fs::remove_dir_all(&place).unwrap();
    }
}
