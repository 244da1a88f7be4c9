//! What a column contains, detected from its cells.

use std::collections::BTreeSet;

use crate::themes::NoContent;

/// A group column has at most this many different values.
const GROUPS: usize = 20;

/// Whether people wrote these cells in their own words: longer than fifteen characters in the middle (or a fifth of them longer
/// than forty), mostly different from each other, made of words. Cells that say nothing do not count.
pub(super) fn is_open(cells: &[&str], no_content: &NoContent) -> bool {
    let cells: Vec<&str> = contentful(cells, no_content);
    let mut lengths: Vec<usize> = cells.iter().map(|cell| cell.chars().count()).collect();
    lengths.sort_unstable();
    let (Some(low), Some(high)) = (lengths.get(lengths.len().saturating_sub(1) / 2), lengths.get(lengths.len() / 2))
    else {
        return false;
    };
    let long = lengths.iter().filter(|length| **length > 40).count();
    (low + high > 30 || long * 5 >= cells.len()) && is_varied(&cells) && is_worded(&cells) && !is_many_choices(&cells)
}

/// Whether the fields of one question, cell by cell, were written: most are different, made of letters, and none repeats the
/// option that its header names.
pub(super) fn are_parts_open(cells: &[&str], headers: &[&str], no_content: &NoContent) -> bool {
    let cells = contentful(cells, no_content);
    let named = |cell: &&&str| headers.iter().any(|header| header.trim_end().ends_with(**cell));
    !cells.is_empty()
        && is_varied(&cells)
        && !cells.iter().any(|cell| named(&cell))
        && cells.iter().filter(|cell| is_lettered(cell)).count() * 2 > cells.len()
}

/// Whether these cells put rows into few groups.
pub(super) fn is_group(cells: &[&str]) -> bool {
    let different = different(cells);
    let numbers = cells.iter().filter(|cell| cell.parse::<f64>().is_ok()).count() * 2 > cells.len();
    let longest = cells.iter().map(|cell| cell.chars().count()).max().unwrap_or(0);
    different <= if numbers { GROUPS / 2 } else { GROUPS }
        && longest <= 80
        && (different * 2 <= cells.len() || cells.len() < 10)
}

/// The number of different cells, whatever their case.
pub(super) fn different(cells: &[&str]) -> usize {
    cells.iter().map(|cell| cell.trim().to_lowercase()).collect::<BTreeSet<String>>().len()
}

/// Whether most cells are addresses of people, machines or telephones.
pub(super) fn is_personal(cells: &[&str]) -> bool {
    let personal = cells.iter().filter(|cell| is_mail(cell) || is_ip(cell) || is_phone(cell)).count();
    personal * 2 > cells.len()
}

fn contentful<'a>(cells: &[&'a str], no_content: &NoContent) -> Vec<&'a str> {
    cells.iter().copied().filter(|cell| !no_content.says_nothing(cell)).collect()
}

fn is_varied(cells: &[&str]) -> bool {
    different(cells) * 2 > cells.len()
}

/// Whether half the cells or more are words with blanks between them, in scripts that have blanks.
fn is_worded(cells: &[&str]) -> bool {
    let worded = |cell: &&&str| {
        let wide = cell.chars().any(|char| char >= '\u{2e80}' && char.is_alphabetic());
        is_lettered(cell) && !is_address(cell) && (wide || cell.contains(char::is_whitespace))
    };
    cells.iter().filter(worded).count() * 2 >= cells.len()
}

/// Half letters or more.
fn is_lettered(cell: &str) -> bool {
    let (mut letters, mut all) = (0, 0);
    for char in cell.chars().filter(|char| !char.is_whitespace()) {
        letters += usize::from(char.is_alphabetic());
        all += 1;
    }
    letters > 0 && letters * 2 >= all
}

/// Whether the cells are lists out of few options, as check boxes give them.
fn is_many_choices(cells: &[&str]) -> bool {
    [";", ", ", ","].into_iter().any(|mark| {
        let joined = cells.iter().filter(|cell| cell.contains(mark)).count();
        let parts: Vec<&str> = cells.iter().flat_map(|cell| cell.split(mark)).map(str::trim).collect();
        joined * 3 >= cells.len() && different(&parts) * 2 <= parts.len()
    })
}

fn is_address(cell: &str) -> bool {
    !cell.contains(char::is_whitespace) && (cell.contains("://") || cell.starts_with("www.") || is_mail(cell))
}

fn is_mail(cell: &str) -> bool {
    cell.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && !cell.contains(char::is_whitespace) && host.contains('.') && !host.contains('@')
    })
}

fn is_ip(cell: &str) -> bool {
    cell.parse::<std::net::IpAddr>().is_ok()
}

fn is_phone(cell: &str) -> bool {
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    let shaped = cell.chars().all(|char| char.is_ascii_digit() || " +-()./".contains(char));
    shaped && (7..=15).contains(&digits) && (cell.starts_with(['+', '(']) || cell.starts_with('0') && digits >= 10)
}
