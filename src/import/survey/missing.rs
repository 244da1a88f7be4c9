//! Cells that stand for no answer, as programs write them.

use std::collections::{BTreeMap, BTreeSet};

use super::rows::is_number;
use super::words::words;
use crate::import::table::Row;

/// The codes that stand for no answer in these rows: those that nobody writes, and those that stand in so many cells of words that nobody can have
/// meant them.
pub(super) fn codes(rows: &[&Row], width: usize) -> Vec<String> {
    let mut certain: BTreeSet<&str> = BTreeSet::new();
    // For each doubtful code: in how many columns, how often in all, how often in the column that has most, and the filled cells of that column.
    let mut doubtful: BTreeMap<&str, (usize, usize, f64)> = BTreeMap::new();
    for index in 0..width {
        let (mut filled, mut numbers) = (0_usize, 0_usize);
        let mut here: BTreeMap<&str, usize> = BTreeMap::new();
        for cell in rows.iter().map(|row| row.cell(index).trim()).filter(|cell| !cell.is_empty()) {
            filled += 1;
            if words().is_missing(cell) {
                certain.insert(cell);
            } else if words().may_be_missing(cell) {
                *here.entry(cell).or_default() += 1;
            } else if is_number(cell) {
                numbers += 1;
            }
        }
        for (code, count) in here {
            // Among numbers a number may be one.
            if is_number(code) && numbers > 0 {
                continue;
            }
            let known = doubtful.entry(code).or_default();
            known.0 += 1;
            known.1 += count;
            known.2 = known.2.max(count as f64 / filled as f64);
        }
    }
    let is_code = |code: &str, (columns, count, share): (usize, usize, f64)| {
        let spoken = code.chars().all(char::is_alphabetic) && code.chars().any(char::is_lowercase);
        let columns_needed = if spoken { 3 } else { 2 };
        columns >= columns_needed && count >= 4 && share >= 0.1 || !spoken && count >= 3 && share >= 0.2
    };
    let found = doubtful.into_iter().filter(|(code, seen)| is_code(code, *seen)).map(|(code, _)| code);
    certain.into_iter().chain(found).map(str::to_owned).collect::<BTreeSet<String>>().into_iter().collect()
}
