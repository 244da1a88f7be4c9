//! What is below a folder, all of it or what a pattern names.

use std::fs;
use std::path::{Component, Path, PathBuf};

use glob::{MatchOptions, Pattern};

use super::path::{Skipped, Why};
use crate::error::{Error, Result};

/// Files in the order of their paths, and what is none.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) files: Vec<PathBuf>,
    pub(super) skipped: Vec<Skipped>,
}

/// The files below a folder that the steps lead to, one step for each part of a path; without steps, all. `**` stands for folders within one another, also
/// for none. A folder without a name is the working one.
pub(super) fn walk(folder: &Path, steps: &[Pattern]) -> Result<Found> {
    let root = fs::canonicalize(or_working(folder)).map_err(|error| Error::io(folder, error))?;
    let mut found = Found::default();
    found.below(folder, &root, &[steps])?;
    found.files.sort_by_key(|path| slashed(path));
    Ok(found)
}

fn or_working(folder: &Path) -> &Path {
    if folder.as_os_str().is_empty() { Path::new(".") } else { folder }
}

/// How names are compared with patterns.
const LETTER_BY_LETTER: MatchOptions =
    MatchOptions { case_sensitive: true, require_literal_separator: true, require_literal_leading_dot: false };

/// The steps that are left below a folder, by each way to it.
type Steps<'s> = [&'s [Pattern]];

/// Whether a name is meant itself, and by which steps what is below it is.
fn fit<'s>(ways: &Steps<'s>, name: &str) -> (bool, Vec<&'s [Pattern]>) {
    let mut meant = false;
    let mut below: Vec<&[Pattern]> = Vec::new();
    let mut ways = ways.to_vec();
    while let Some(steps) = ways.pop() {
        match steps.split_first() {
            None => {
                meant = true;
                below.push(steps);
            }
            Some((first, rest)) if first.as_str() == "**" => {
                meant |= rest.is_empty();
                below.push(steps);
                if !rest.is_empty() {
                    ways.push(rest);
                }
            }
            Some((first, rest)) if first.matches_with(name, LETTER_BY_LETTER) => {
                meant |= rest.is_empty();
                if !rest.is_empty() {
                    below.push(rest);
                }
            }
            Some(_) => {}
        }
    }
    below.sort_by_key(|steps| steps.len());
    below.dedup_by_key(|steps| steps.len());
    (meant, below)
}

impl Found {
    fn below(&mut self, folder: &Path, root: &Path, ways: &Steps<'_>) -> Result<()> {
        let entries: std::io::Result<Vec<fs::DirEntry>> = fs::read_dir(or_working(folder)).and_then(Iterator::collect);
        let mut entries = entries.map_err(|error| Error::io(folder, error))?;
        entries.sort_by_key(fs::DirEntry::file_name);
        let hidden = ways.iter().filter_map(|steps| steps.first()).any(|step| step.as_str().starts_with('.'));
        for entry in entries {
            let path = folder.join(entry.file_name());
            let (meant, below) = fit(ways, &entry.file_name().to_string_lossy());
            if (is_passed_over(&path) && !hidden) || (!meant && below.is_empty()) {
                continue;
            }
            let kind = entry.file_type().map_err(|error| Error::io(&path, error))?;
            if kind.is_symlink() && !leads_inside(&path, root) {
                // Where a folder is meant, a link to a file is not.
                if meant || path.is_dir() {
                    self.skipped.push(Skipped { path, why: Why::Link });
                }
            } else if kind.is_dir() {
                if let Err(why) = self.folder(&path, root, &below) {
                    self.skipped.push(Skipped { path, why });
                }
            } else if !meant {
                // A file in the place of a folder.
            } else if kind.is_file() || kind.is_symlink() {
                self.files.push(path);
            } else {
                self.skipped.push(Skipped { path, why: Why::Special });
            }
        }
        Ok(())
    }

    fn folder(&mut self, folder: &Path, root: &Path, ways: &Steps<'_>) -> Result<(), Why> {
        if ways.is_empty() {
            return Ok(());
        }
        if folder.join("run.json").is_file() && folder.join("quotes.jsonl").is_file() {
            return Err(Why::Results);
        }
        self.below(folder, root, ways).map_err(Why::Broken)
    }
}

/// Hidden files, and what word processors leave beside an open file.
fn is_passed_over(path: &Path) -> bool {
    path.file_name().is_some_and(|name| {
        let name = name.to_string_lossy();
        name.starts_with('.') || name.starts_with("~$")
    })
}

/// Whether a link leads to a file below the folder.
fn leads_inside(link: &Path, root: &Path) -> bool {
    fs::canonicalize(link).is_ok_and(|path| path.starts_with(root) && path.is_file())
}

/// A path with `/` between its parts on every system.
pub(super) fn slashed(path: &Path) -> String {
    let parts: Vec<String> = path
        .components()
        .filter(|part| !matches!(part, Component::CurDir))
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect();
    parts.join("/").replacen("//", "/", 1)
}
