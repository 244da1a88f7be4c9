//! Which rows of a table are titles, header or answers, told by holding each against those below it.

use std::collections::BTreeSet;

use super::columns;
use super::dates::is_date;
use super::words::words;
use crate::import::table::Row;

/// How many rows are looked at.
const LOOKED_AT: usize = 200;

/// How many rows stand above the header: blank ones, and titles that fill the first cell or two only.
pub(super) fn titles(all: &[Row]) -> usize {
    const TITLES: usize = 12;
    let mut widths: Vec<usize> = all.iter().take(LOOKED_AT).map(filled).filter(|filled| *filled > 0).collect();
    widths.sort_unstable();
    let widest = widths.last().copied().unwrap_or(0);
    let mut start = apart(all, TITLES).or_else(|| all.iter().position(|row| !row.is_blank())).unwrap_or(0);
    for _ in 0..TITLES {
        let Some(row) = all.get(start).filter(|row| is_title(row, &widths)) else { break };
        let Some(next) = (start + 1..all.len()).find(|at| !all[*at].is_blank()) else { break };
        // Under a title there is a fuller row, at once or beneath more titles.
        let apart = next > start + 1;
        let fuller =
            all[next..].iter().take(TITLES).any(|below| filled(below) > filled(row) && !is_title(below, &widths));
        let one_column = widest < 3 && !apart;
        if !fuller || one_column {
            break;
        }
        start = next;
    }
    start
}

/// The row below a blank one that parts titles from the table: each row above has fewer different cells than it, and is not like the rows below.
fn apart(all: &[Row], most: usize) -> Option<usize> {
    let different = |row: &Row| {
        let cells = row.cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
        cells.collect::<BTreeSet<&str>>().len()
    };
    let starts = (1..all.len().min(most + 1)).rev().filter(|at| all[at - 1].is_blank() && !all[*at].is_blank());
    starts.into_iter().find(|at| {
        const ROWS: usize = 4;
        let (above, header) = (&all[..*at], &all[*at]);
        let rows = above.iter().filter(|row| !row.is_blank());
        let titled = |row: &Row| {
            let like = votes(&all[at + 1..], row).like;
            let known = filled(row) > 1
                && !row.cell(0).trim().ends_with(':')
                && row.cells.iter().any(|cell| words().kept(cell).next().is_some());
            !known && different(row) < different(header) && (like == 0 || like * 2 <= filled(row) && filled(row) > 1)
        };
        different(header) > 1 && all.len() - at > ROWS && rows.clone().next().is_some() && rows.clone().all(titled)
    })
}

fn filled(row: &Row) -> usize {
    row.cells.iter().filter(|cell| !cell.trim().is_empty()).count()
}

/// Whether a row fills the first cell only, or the first two and has no more; `widths` are the numbers of filled cells of rows, sorted.
fn is_title(row: &Row, widths: &[usize]) -> bool {
    let (middle, widest) = (widths.get(widths.len() / 2).copied().unwrap_or(0), widths.last().copied().unwrap_or(0));
    let first = row.cell(0).trim();
    let number = filled(row);
    let short = row.cells.len() < middle;
    let pair = number == 2 && !row.cell(1).trim().is_empty() && (first.ends_with(':') || short || widest >= 5);
    let known = row.cells.iter().any(|cell| words().kept(cell).next().is_some());
    !first.is_empty() && widest >= 2 && (number == 1 || pair && !known)
}

/// The row of Qualtrics' ids among the first three, by its place.
pub(super) fn import_ids(below: &[Row]) -> Option<usize> {
    let is_ids = |row: &Row| {
        let cells = row.cells.iter().filter(|cell| !cell.trim().is_empty());
        let ids = cells.clone().filter(|cell| cell.trim_start().starts_with("{\"ImportId\"")).count();
        ids > 0 && ids * 2 >= cells.count()
    };
    below.iter().take(3).skip(1).position(is_ids).map(|at| at + 1)
}

/// The last cell of a header of several rows.
pub(super) fn part(below: &[Row], height: usize, index: usize) -> String {
    if height < 2 { String::new() } else { below[height - 1].cell(index).trim().to_owned() }
}

/// Whether the cells of a row are codes: `Q1`, `v_23`, `StartDate`.
pub(super) fn are_codes(row: &Row) -> bool {
    let cells: Vec<&str> = row.cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
    let code = |cell: &&&str| {
        cell.len() <= 40
            && (!cell.contains(char::is_whitespace) || cell.contains(" ("))
            && !cell.ends_with(['?', '.', ':'])
    };
    let numbered = cells.iter().filter(|cell| cell.contains(|char: char| char.is_ascii_digit() || char == '_')).count();
    let different: BTreeSet<&&str> = cells.iter().collect();
    cells.len() > 1
        && different.len() == cells.len()
        && cells.iter().filter(code).count() * 10 >= cells.len() * 9
        && numbered > 0
}

/// For how many columns a row is like those below it, and unlike.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Votes {
    pub(super) like: usize,
    pub(super) unlike: usize,
}

/// Holds a row against those below, column by column: a date above dates, a value above such values.
pub(super) fn votes(below: &[Row], row: &Row) -> Votes {
    let mut votes = Votes::default();
    for (index, cell) in row.cells.iter().enumerate() {
        let cell = cell.trim();
        let cells: Vec<&str> =
            below.iter().take(LOOKED_AT).map(|row| row.cell(index).trim()).filter(|cell| !cell.is_empty()).collect();
        if cell.is_empty() || cells.len() < 2 {
            continue;
        }
        match is_like(cell, &cells) {
            Some(true) => votes.like += 1,
            Some(false) => votes.unlike += 1,
            None => {}
        }
    }
    votes
}

/// Whether a cell is one of these; none where they show nothing.
fn is_like(cell: &str, cells: &[&str]) -> Option<bool> {
    const KINDS: [fn(&str) -> bool; 4] = [is_number, is_date, columns::is_address, is_code];
    let most = |test: fn(&str) -> bool| cells.iter().filter(|cell| test(cell)).count() * 10 >= cells.len() * 9;
    if let Some(kind) = KINDS.into_iter().find(|kind| most(*kind)) {
        return Some(kind(cell) || (is_number(cell) && is_date(cells[0])));
    }
    let known: BTreeSet<String> = cells.iter().map(|cell| cell.to_lowercase()).collect();
    // A tick box repeats its header.
    if known.len() == 1 {
        return None;
    }
    if cells.len() >= 4 && known.len() * 2 <= cells.len() {
        return Some(known.contains(&cell.to_lowercase()));
    }
    let sentences = cells.iter().filter(|cell| is_sentence(cell)).count() * 10 >= cells.len() * 7;
    (sentences && cells.len() >= 4 && (is_sentence(cell) || cell.ends_with(['?', ':']) || !cell.contains(' ')))
        .then(|| is_sentence(cell))
}

/// Words with a full stop or an exclamation mark behind them.
fn is_sentence(cell: &str) -> bool {
    cell.ends_with(['.', '!', '…']) && cell.split_whitespace().count() >= 3
}

/// Whether a first row is an answer: like the rows below it in some column, unlike in none, and without a name that is known.
pub(super) fn is_headless(below: &[Row]) -> bool {
    let Some(row) = below.first() else { return false };
    let asks = row.cells.iter().any(|cell| cell.trim().ends_with(['?', ':']));
    let known = row.cells.iter().any(|cell| {
        words().kept(cell).next().is_some()
            || words().is_personal(cell).is_some() && cell.trim().split(' ').count() <= 4
    });
    let doubled = {
        let cells: Vec<&str> = row.cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
        cells.iter().collect::<BTreeSet<_>>().len() < cells.len()
    };
    let Votes { like, unlike } = votes(&below[1..], row);
    below.len() >= 4
        && !asks
        && !known
        && unlike == 0
        && like >= 1
        && (like >= 2 || doubled || row.cells.iter().any(|cell| is_date(cell.trim()) || is_sentence(cell.trim())))
}

pub(super) fn is_number(cell: &str) -> bool {
    cell.replace(',', ".").parse::<f64>().is_ok_and(f64::is_finite)
}

/// One word of letters and digits, like `R_2aB3` or `445f915ef0`.
fn is_code(cell: &str) -> bool {
    cell.len() >= 4
        && !cell.contains(char::is_whitespace)
        && cell.bytes().any(|byte| byte.is_ascii_digit())
        && cell.bytes().any(|byte| byte.is_ascii_alphabetic())
        && cell.is_ascii()
}
