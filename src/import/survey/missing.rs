//! Cells that stand for no answer, as programs write them.

use std::collections::{BTreeMap, BTreeSet};

use super::rows::is_number;
use super::words::words;
use crate::import::table::Row;

/// Where a doubtful code stands.
#[derive(Clone, Copy, Default)]
struct Seen {
    /// In how many columns.
    columns: usize,
    /// In how many of them nobody writes: numbers and options.
    closed: usize,
    /// How often in all.
    count: usize,
    /// The share of the filled cells in the column that has most.
    share: f64,
}

/// The codes that stand for no answer in these rows: those that nobody writes, and those that stand in so many cells of words that nobody can have
/// meant them.
pub(super) fn codes(rows: &[&Row], width: usize) -> Vec<String> {
    /// A closed question has at most so many options.
    const FEW: usize = 10;
    let mut certain: BTreeSet<&str> = BTreeSet::new();
    let mut doubtful: BTreeMap<&str, Seen> = BTreeMap::new();
    for index in 0..width {
        let (mut filled, mut numbers) = (0_usize, 0_usize);
        let mut here: BTreeMap<&str, usize> = BTreeMap::new();
        let mut others: BTreeSet<&str> = BTreeSet::new();
        for cell in rows.iter().map(|row| row.cell(index).trim()).filter(|cell| !cell.is_empty()) {
            filled += 1;
            if words().is_missing(cell) {
                certain.insert(cell);
            } else if words().may_be_missing(cell) {
                *here.entry(cell).or_default() += 1;
            } else {
                numbers += usize::from(is_number(cell));
                if others.len() <= FEW {
                    others.insert(cell);
                }
            }
        }
        let said = filled - here.values().sum::<usize>();
        let closed = numbers * 2 > said || others.len() * 2 <= said && others.len() <= FEW;
        for (code, count) in here {
            // Among numbers a number may be one, and where nothing else stands it is what the column holds.
            if is_number(code) && (numbers > 0 || said == 0) {
                continue;
            }
            let known = doubtful.entry(code).or_default();
            known.columns += 1;
            known.closed += usize::from(closed);
            known.count += count;
            known.share = known.share.max(count as f64 / filled as f64);
        }
    }
    let is_code = |code: &str, Seen { columns, closed, count, share }: Seen| {
        let many = count >= 4 && share >= 0.1;
        if is_spoken(code) {
            columns >= 3 && closed > 0 && many
        } else {
            columns >= 2 && many || count >= 3 && share >= 0.2
        }
    };
    let found = doubtful.into_iter().filter(|(code, seen)| is_code(code, *seen)).map(|(code, _)| code);
    certain.into_iter().chain(found).map(str::to_owned).collect::<BTreeSet<String>>().into_iter().collect()
}

/// Whether people write this too, and mean it: `none`, `n/a`, a stroke. Where it stands in closed questions as well, a program wrote it.
fn is_spoken(code: &str) -> bool {
    let bracketed = code.starts_with(['(', '[', '<', '$', '{']);
    let mark = code != "." && !code.chars().any(char::is_alphanumeric);
    !bracketed && (code.chars().any(char::is_lowercase) || code.contains('/') || mark)
}
