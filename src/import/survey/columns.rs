//! What a column contains, detected from its cells.

use std::collections::{BTreeMap, BTreeSet};

use super::SurveyOptions;
use super::personal::is_mail;
use super::words::words;
use crate::lang::{Classes, Language};
use crate::themes::NoContent;

/// A group column has at most this many different values.
const GROUPS: usize = 20;
/// Answers in own words are longer than this in the middle, in characters.
const SHORT: usize = 15;

/// Whether people wrote these cells in their own words: longer than fifteen characters in the middle (or a fifth of them longer
/// than forty), mostly different from each other, made of words. Cells that say nothing do not count.
pub(super) fn is_open(cells: &[&str], options: &SurveyOptions) -> bool {
    if cells.iter().all(|cell| cell.len() <= SHORT) {
        return false;
    }
    let cells: Vec<&str> = contentful(&sample(cells), &options.no_content);
    let long = cells.iter().filter(|cell| cell.chars().count() > 40).count();
    if cells.is_empty() {
        return false;
    }
    (middle_length(&cells) > SHORT as f64 || long * 5 >= cells.len())
        && is_varied(&cells)
        && is_worded(&cells)
        && !is_many_choices(&cells)
        && !is_joined_by_blanks(&cells, &options.language)
}

/// So many cells, from all over the column, show what it holds.
pub(super) fn sample<'c>(cells: &[&'c str]) -> Vec<&'c str> {
    const ENOUGH: usize = 1500;
    cells.iter().step_by(cells.len().div_ceil(ENOUGH).max(1)).copied().collect()
}

/// How many characters the middle cell has.
pub(super) fn middle_length(cells: &[&str]) -> f64 {
    let mut lengths: Vec<usize> = cells.iter().map(|cell| cell.chars().count()).collect();
    lengths.sort_unstable();
    match (lengths.get(lengths.len().saturating_sub(1) / 2), lengths.get(lengths.len() / 2)) {
        (Some(low), Some(high)) => (low + high) as f64 / 2.0,
        _ => 0.0,
    }
}

/// Whether cells that people may write what they like in were written, not ticked: made of letters, and none repeats its header.
pub(super) fn is_written(cells: &[&str], header: &str, no_content: &NoContent) -> bool {
    let said = contentful(cells, no_content);
    let ticked = cells.iter().filter(|cell| header.trim().ends_with(**cell) || is_tick(cell)).count();
    !cells.is_empty()
        && ticked * 2 <= cells.len()
        && (said.is_empty() || said.iter().filter(|cell| is_lettered(cell)).count() * 2 > said.len())
        && (different(cells) * 3 > cells.len() || cells.len() < 4 || middle_length(cells) > 15.0)
}

/// Whether a cell is how a tick is written.
fn is_tick(cell: &str) -> bool {
    matches!(
        cell.to_lowercase().as_str(),
        "0" | "1" | "true" | "false" | "x" | "✓" | "✔" | "yes" | "no" | "y" | "n" | "checked" | "unchecked"
    )
}

/// Whether all cells are ticks: yes and no.
pub(super) fn are_ticks(cells: &[&str]) -> bool {
    !cells.is_empty()
        && cells.iter().all(|cell| is_tick(cell) || words().is_value("no", cell) || words().is_value("yes", cell))
}

/// Whether most cells have a digit.
pub(super) fn have_digits(cells: &[&str]) -> bool {
    cells.iter().filter(|cell| cell.bytes().any(|byte| byte.is_ascii_digit())).count() * 2 > cells.len()
}

/// Whether the cells are those of a tick box: each repeats the header, or the end of it.
pub(super) fn is_tick_box(cells: &[&str], header: &str) -> bool {
    let repeats = |cell: &&&str| {
        header.trim() == **cell || cell.len() > 2 && header.trim_end_matches(']').trim_end().ends_with(**cell)
    };
    !cells.is_empty() && cells.iter().filter(repeats).count() * 10 >= cells.len() * 9
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
pub(super) fn is_many_choices(cells: &[&str]) -> bool {
    [";", ", ", ",", "|", "\n"].into_iter().any(|mark| {
        let joined = cells.iter().filter(|cell| cell.contains(mark)).count();
        let parts: Vec<&str> =
            cells.iter().flat_map(|cell| cell.split(mark)).map(str::trim).filter(|part| !part.is_empty()).collect();
        joined * 3 >= cells.len() && different(&parts) * 2 <= parts.len() && single(&parts) * 2 <= cells.len()
    })
}

/// Whether cells are lists of options although few are different: there are more lists than options, of several lengths. `North`, `North East` are none.
pub(super) fn are_combinations(cells: &[&str], language: &Language) -> bool {
    let cells = &sample(cells)[..];
    let combined = |marks: &[char], longest: usize| {
        let parts = |cell: &str| -> Vec<String> {
            cell.split(marks).map(|part| part.trim().to_lowercase()).filter(|part| !part.is_empty()).collect()
        };
        let all: Vec<Vec<String>> = cells.iter().map(|cell| parts(cell)).collect();
        let options: BTreeSet<&String> = all.iter().flatten().collect();
        let lengths: BTreeSet<usize> = all.iter().map(Vec::len).collect();
        lengths.len() >= 2 && lengths.last() >= Some(&longest) && different(cells) > options.len()
    };
    let listed =
        is_many_choices(cells) && [&[';'][..], &[','], &['|'], &['\n']].into_iter().any(|marks| combined(marks, 2));
    listed || is_joined_by_blanks(cells, language) && combined(&[' '], 3)
}

/// How many of these stand here once only, whatever their case: own words do, options do not.
fn single(parts: &[&str]) -> usize {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    parts.iter().for_each(|part| *counts.entry(part.to_lowercase()).or_default() += 1);
    counts.values().filter(|count| **count == 1).count()
}

/// Whether all cells are made of few words, each of which stands in many: lists of options with blanks between them.
pub(super) fn is_joined_by_blanks(cells: &[&str], language: &Language) -> bool {
    const FEW: usize = 8;
    const OPTIONS: usize = 60;
    let mut words: BTreeMap<&str, usize> = BTreeMap::new();
    let mut all = 0;
    for word in cells.iter().flat_map(|cell| cell.split_whitespace()) {
        *words.entry(word).or_default() += 1;
        all += 1;
        if words.len() > OPTIONS {
            return false;
        }
    }
    // Own words have full stops, words like `the` and `we`, and some that stand in one cell only.
    let stopped = cells.iter().filter(|cell| cell.ends_with(['.', '!', '?'])).count();
    let single = words.values().filter(|count| **count == 1).count();
    let plain = |word: &str| language.word(word).classes.any(Classes::STOP);
    let common: usize = words.iter().filter(|(word, _)| plain(word)).map(|(_, count)| count).sum();
    cells.len() >= FEW
        && words.len() * 3 <= all
        && single * 5 <= words.len()
        && stopped * 10 <= cells.len()
        && common * 10 <= all
}

/// Whether the cells are names and titles, not sentences: few words, those that matter with capitals, no full stop.
pub(super) fn are_titles(cells: &[&str]) -> bool {
    cells.iter().filter(|cell| is_title(cell)).count() * 10 >= cells.len() * 7
}

fn is_title(cell: &str) -> bool {
    const LINK: usize = 3;
    let words: Vec<&str> =
        cell.split([' ', '\u{a0}', '/', ',', '-']).filter(|word| word.chars().any(char::is_alphanumeric)).collect();
    let matters = |word: &&&str| word.chars().count() > LINK;
    let capital = |word: &&&str| !word.starts_with(char::is_lowercase);
    let long = words.iter().filter(matters).count();
    let high = words.iter().filter(matters).filter(|word| capital(word)).count();
    (1..=9).contains(&words.len())
        && !ends_as_sentence(cell)
        && words.first().is_some_and(|word| capital(&word))
        && high * 3 >= long * 2
}

/// Whether the cells are short and no sentences, whatever their case.
pub(super) fn are_short(cells: &[&str]) -> bool {
    let short = |cell: &&&str| cell.split_whitespace().count() <= 7 && !ends_as_sentence(cell);
    cells.iter().filter(short).count() * 10 >= cells.len() * 8
}

fn ends_as_sentence(cell: &str) -> bool {
    cell.trim_end().ends_with(['.', '!', '?', '…']) && cell.split_whitespace().count() > 2
}

/// An address of a page or of a person.
pub(super) fn is_address(cell: &str) -> bool {
    !cell.contains(char::is_whitespace)
        && (cell.contains("://")
            || cell.starts_with("www.")
            || is_mail(cell)
            || cell.parse::<std::net::IpAddr>().is_ok())
}
