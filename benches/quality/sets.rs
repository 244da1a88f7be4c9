//! Where the marked texts are, and how their files are read and samples drawn.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::Outcome;

/// The folder of the marked texts.
pub(crate) fn folder() -> Result<PathBuf, Box<dyn Error>> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/eval");
    folder_at(std::env::var_os("VERBATIMS_EVAL").map_or_else(beside, PathBuf::from))
}

/// That folder, if it is there.
pub(crate) fn folder_at(folder: PathBuf) -> Result<PathBuf, Box<dyn Error>> {
    if folder.is_dir() {
        return Ok(folder);
    }
    Err(format!("there is no folder {}, so nothing was measured; VERBATIMS_EVAL names another", folder.display())
        .into())
}

/// The files of a folder with that extension, in order of their names.
pub(crate) fn files(folder: &Path, extension: &str) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let mut paths: Vec<PathBuf> = paths.filter(|path| path.extension().is_some_and(|end| end == extension)).collect();
    paths.sort();
    Ok(paths)
}

/// The name of a file without folder and extension.
pub(crate) fn stem(path: &Path) -> String {
    path.file_stem().map_or(String::new(), |name| name.to_string_lossy().into_owned())
}

/// The values of a file of JSON Lines.
pub(crate) fn json_lines(path: &Path) -> Result<Vec<Value>, Box<dyn Error>> {
    let named = |error: &dyn Error| format!("{}: {error}", path.display());
    let text = fs::read_to_string(path).map_err(|error| named(&error))?;
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    Ok(lines.map(|line| serde_json::from_str(line).map_err(|error| named(&error))).collect::<Result<_, _>>()?)
}

/// A value as text.
pub(crate) fn string(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Writes lines into a file of a folder that may not be there yet.
pub(crate) fn save(folder: &Path, name: &str, lines: &[Value]) -> Outcome {
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let saved = fs::create_dir_all(folder).and_then(|()| fs::write(folder.join(name), text));
    Ok(saved.map_err(|error| format!("{}: {error}", folder.display()))?)
}

/// `size` different rows of `all`, by a seeded shuffle (SplitMix64).
pub(crate) fn draw(all: usize, size: usize, seed: u64) -> Vec<usize> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x1234_5678;
    let mut next = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = state;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    };
    let mut rows: Vec<usize> = (0..all).collect();
    for at in 0..size {
        let other = at + (next() % (all - at) as u64) as usize;
        rows.swap(at, other);
    }
    rows.truncate(size);
    rows
}
