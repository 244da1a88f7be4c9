//! The development sets that evaluations read: their folder, their lines, samples of them.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{Failure, in_repository};

/// The folder of the sets.
pub(crate) fn folder() -> Result<PathBuf, Failure> {
    let folder = std::env::var_os("VERBATIMS_EVAL").map_or_else(|| in_repository("../shared/eval"), PathBuf::from);
    if folder.is_dir() {
        return Ok(folder);
    }
    Err(Failure::stop(format!(
        "there is no folder {} (VERBATIMS_EVAL names another); nothing was evaluated",
        folder.display()
    )))
}

/// Writes a file into a folder that may not be there yet.
pub(crate) fn save(folder: &Path, name: &str, text: &str) -> Result<(), Failure> {
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(folder.join(name), text))
        .map_err(|error| Failure::stop(format!("{}: {error}", folder.display())))
}

/// The values of a file of JSON Lines.
pub(crate) fn json_lines(path: &Path) -> Result<Vec<Value>, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| Failure::stop(format!("{}: {error}", path.display())))?;
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines
        .map(|line| serde_json::from_str(line).map_err(|error| Failure::stop(format!("{}: {error}", path.display()))))
        .collect()
}

/// A value as text.
pub(crate) fn string(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
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
