//! Several files of one folder, which replace an earlier set all or none.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, Write};
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

/// Files with their names, and the names of those that go.
struct Set<'a> {
    folder: &'a Path,
    existing: Existing,
    files: &'a [(String, Vec<u8>)],
    stale: &'a [String],
}

pub(super) fn write(
    folder: &Path,
    existing: Existing,
    files: &[(String, Vec<u8>)],
    stale: &[String],
    disk: &impl Disk,
) -> Result<()> {
    let set = Set { folder, existing, files, stale };
    set.check()?;
    if set.may_be_exchanged() {
        let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::create_dir_all(parent).map_err(|source| Error::io(parent, source))?;
        let name = folder.file_name().unwrap_or(OsStr::new("out")).to_string_lossy();
        // A parent that nobody may write to, or another file system: the files go in one by one.
        if let Ok(draft) = Draft::folder(parent, &name) {
            set.fill(&draft)?;
            if set.exchange(&draft, disk).is_ok() {
                return Ok(());
            }
        }
    }
    fs::create_dir_all(folder).map_err(|source| Error::io(folder, source))?;
    let draft = Draft::folder(folder, "verbatims").map_err(|source| Error::io(folder, source))?;
    set.fill(&draft)?;
    set.move_in(draft, disk)
}

impl Set<'_> {
    /// Refuses what would be refused late.
    fn check(&self) -> Result<()> {
        self.files.iter().try_for_each(|(name, _)| refuse(&self.folder.join(name), self.existing))
    }

    /// Whether a folder is not there yet, or may be exchanged as a whole: it is one, no link to it; none is in it; nobody works in it.
    fn may_be_exchanged(&self) -> bool {
        let Ok(found) = self.folder.symlink_metadata() else { return self.folder.file_name().is_some() };
        let is_used = || {
            let (folder, here) = (absolute(self.folder), absolute(Path::new(".")));
            folder.is_ok_and(|folder| here.is_ok_and(|here| here.starts_with(folder)))
        };
        let holds_folders = || {
            let is_file = |entry: io::Result<fs::DirEntry>| {
                entry.and_then(|entry| entry.file_type()).is_ok_and(|kind| !kind.is_dir())
            };
            fs::read_dir(self.folder).map_or(true, |mut entries| !entries.all(is_file))
        };
        found.is_dir() && self.folder.file_name().is_some() && !is_used() && !holds_folders()
    }

    /// Writes the new files into another folder, so that they are on the disk.
    fn fill(&self, draft: &Draft) -> Result<()> {
        for (name, bytes) in self.files {
            let io = |source: io::Error| Error::io(self.folder.join(name), source);
            let mut file = draft.create(name).map_err(io)?;
            file.write_all(bytes).and_then(|()| file.sync_all()).map_err(io)?;
        }
        Ok(())
    }

    /// Lets the folder of the new files take the name of the old one. Other files of the old one are in both meanwhile.
    fn exchange(&self, draft: &Draft, disk: &impl Disk) -> io::Result<()> {
        let _moving = moving();
        let Ok(old) = self.folder.metadata() else { return disk.rename(&draft.path, self.folder) };
        for entry in fs::read_dir(self.folder)? {
            let entry = entry?;
            let name = entry.file_name();
            let new = self.is_new(&name);
            if self.existing == Existing::Refuse && new {
                return Err(there());
            }
            if !new && !self.stale.iter().any(|old| OsStr::new(old) == name) {
                disk.link(&entry.path(), &draft.path.join(name))?;
            }
        }
        fs::set_permissions(&draft.path, old.permissions())?;
        disk.exchange(&draft.path, self.folder)
    }

    /// Moves the old files aside, the last one first, then the new ones in; puts all back if that fails.
    fn move_in(&self, draft: Draft, disk: &impl Disk) -> Result<()> {
        let guard = moving();
        let mut moved = Moved { disk, moves: Vec::new() };
        let outcome = self.try_moving(&draft.path, &mut moved);
        let put_back = outcome.is_ok() || moved.undo();
        drop(guard);
        match outcome {
            Err(error) if !put_back => {
                let kept = draft.keep();
                let what = format!("{error}; what was there before is in {}", kept.display());
                Err(Error::io(self.folder, io::Error::other(what)))
            }
            outcome => outcome,
        }
    }

    fn try_moving(&self, draft: &Path, moved: &mut Moved<'_, impl Disk>) -> Result<()> {
        let old = self.files.iter().map(|(name, _)| name).chain(self.stale.iter().filter(|name| !self.is_new(name)));
        for (number, name) in old.rev().enumerate() {
            let path = self.folder.join(name);
            match path.symlink_metadata() {
                Ok(found) if found.is_dir() => {}
                Ok(_) if self.existing == Existing::Refuse && self.is_new(name) => {
                    return Err(Error::io(path, there()));
                }
                Ok(_) => {
                    let aside = draft.join(format!(".{number}.old"));
                    moved.rename(&path, &aside).map_err(|source| Error::io(path, source))?;
                }
                Err(_) => {}
            }
        }
        for (name, _) in self.files {
            let path = self.folder.join(name);
            moved.rename(&draft.join(name), &path).map_err(|source| Error::io(path, source))?;
        }
        Ok(())
    }

    fn is_new(&self, name: impl AsRef<OsStr>) -> bool {
        self.files.iter().any(|(new, _)| OsStr::new(new) == name.as_ref())
    }
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

    fn set(words: &str, names: &[&str]) -> Vec<(String, Vec<u8>)> {
        names.iter().map(|name| ((*name).to_owned(), words.as_bytes().to_vec())).collect()
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
                    write(&out, Existing::Refuse, &set("old", &["a", "b", "run"]), &[], &System).unwrap();
                    fs::write(out.join("mine"), "mine").unwrap();
                    let mut before = pairs(&[("a", "old"), ("b", "old"), ("run", "old"), ("mine", "mine")]);
                    let mut after = pairs(&[("a", "new"), ("c", "new"), ("run", "new"), ("mine", "mine")]);
                    if with_folder {
                        fs::create_dir(out.join("notes")).unwrap();
                        before.insert("notes".to_owned(), "folder".to_owned());
                        after.insert("notes".to_owned(), "folder".to_owned());
                    }
                    let disk = Failing { steps: Cell::new(0), at, exchanges };
                    let outcome =
                        write(&out, Existing::Replace, &set("new", &["a", "c", "run"]), &["b".to_owned()], &disk);
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
            let error = write(&place.join("out"), existing, &set("new", &names), &[], &System).unwrap_err();
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
        write(&place.join("out"), Existing::Refuse, &set("new", &["a"]), &[], &System).unwrap();
        assert_eq!(all(&place).into_keys().collect::<Vec<_>>(), [".out.0.part", ".out.x.part", "out"]);
        drop(alive);
        fs::remove_dir_all(&place).unwrap();
    }
}
