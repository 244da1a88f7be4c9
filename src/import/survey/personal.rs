//! Cells that tell who somebody is: addresses of people and machines, telephones, names, days of birth.

use super::words::words;
use std::collections::BTreeSet;

use super::{columns, dates};
use crate::lang::{Classes, Language};

/// Whether most of a column's cells tell who somebody is.
pub(super) fn are_personal(cells: &[&str], language: &Language) -> bool {
    let different: BTreeSet<&str> = cells.iter().copied().collect();
    let cells = &columns::sample(&different.into_iter().collect::<Vec<_>>())[..];
    let most = |test: &dyn Fn(&str) -> bool, tenths: usize| {
        let found = cells.iter().filter(|cell| test(cell)).count();
        found > 0 && found * 10 > cells.len() * tenths
    };
    most(&is_contact, 5)
        || most(&is_postcode, 7)
        || most(&is_place, 7)
        || most(&is_street, 5)
        || are_birthdays(cells)
        || most(&|cell| is_name(cell, language), 6)
}

/// The same where the column's name speaks for it, but has other meanings: numbers, or names of two words or more, or given names will do.
pub(super) fn are_of_people(cells: &[&str], language: &Language) -> bool {
    const DIFFERENT: usize = 3;
    let given = Classes::GIVEN_HE.with(Classes::GIVEN_SHE);
    let named = |cell: &&&str| {
        let words: Vec<&str> = cell.split_whitespace().collect();
        let capital = words.iter().filter(|word| word.starts_with(char::is_uppercase)).count();
        words.first().is_some_and(|word| language.word_any_case(word).classes.any(given))
            || (2..=5).contains(&words.len()) && capital == words.len()
    };
    let numbers = columns::have_digits(cells)
        && columns::are_short(cells)
        && columns::different(cells) >= DIFFERENT
        && cells.iter().filter(|cell| cell.len() >= 4).count() * 2 > cells.len();
    are_personal(cells, language)
        || numbers
        || !cells.is_empty() && cells.iter().filter(named).count() * 10 > cells.len() * 6
}

fn is_contact(cell: &str) -> bool {
    is_mail(cell) || is_ip(cell) || is_phone(cell) || is_machine(cell) || is_handle(cell) || is_account(cell)
}

/// `ann@example.org`, also `Ann Lee <ann@example.org>`.
pub(super) fn is_mail(cell: &str) -> bool {
    let inner = cell.rsplit_once('<').and_then(|(_, rest)| rest.strip_suffix('>')).unwrap_or(cell);
    inner.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && !inner.contains(char::is_whitespace) && host.contains('.') && !host.contains('@')
    })
}

fn is_ip(cell: &str) -> bool {
    cell.parse::<std::net::IpAddr>().is_ok()
}

fn is_phone(cell: &str) -> bool {
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    let shaped = cell.chars().all(|char| char.is_ascii_digit() || " +-()./\u{a0}".contains(char));
    let international = cell.starts_with(['+', '(']) || cell.starts_with("00");
    let national = cell.starts_with('0') && digits >= 9 && !cell.contains(':');
    shaped && (7..=15).contains(&digits) && (international || national) && !dates::is_date(cell)
}

/// The address of a network card: `00:1A:2B:3C:4D:5E`.
fn is_machine(cell: &str) -> bool {
    let parts: Vec<&str> = cell.split([':', '-']).collect();
    parts.len() == 6 && parts.iter().all(|part| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// `@ann_lee`.
fn is_handle(cell: &str) -> bool {
    cell.strip_prefix('@')
        .is_some_and(|name| name.len() > 1 && name.chars().all(|char| char.is_alphanumeric() || "._-".contains(char)))
}

/// A number of a bank account: `DE02 1203 0000 0000 2020 51`.
fn is_account(cell: &str) -> bool {
    let packed: String = cell.chars().filter(|char| !char.is_whitespace()).collect();
    let bytes = packed.as_bytes();
    (15..=34).contains(&bytes.len())
        && bytes[..2].iter().all(u8::is_ascii_uppercase)
        && bytes[2..4].iter().all(u8::is_ascii_digit)
        && bytes.iter().all(u8::is_ascii_alphanumeric)
        && bytes.iter().filter(|byte| byte.is_ascii_digit()).count() >= 10
}

/// The shapes of postcodes that nothing else has: `HU1 3AB`, `1012 AB`, `4000-123`, `K1A 0B1`, `12345-6789`. Five digits alone may be anything.
fn is_postcode(cell: &str) -> bool {
    let shape: String = cell
        .chars()
        .map(|char| match char {
            '0'..='9' => '9',
            'A'..='Z' => 'A',
            other => other,
        })
        .collect();
    const SHAPES: &[&str] = &[
        "A9 9AA",
        "A99 9AA",
        "AA9 9AA",
        "AA99 9AA",
        "A9A 9AA",
        "AA9A 9AA",
        "AA99AA",
        "A999AA",
        "AA999AA",
        "AA9999AA",
        "9999 AA",
        "9999AA",
        "9999-999",
        "A9A 9A9",
        "A9A9A9",
        "99999-9999",
        "99999-999",
        "A-99999",
    ];
    SHAPES.contains(&shape.as_str())
}

/// Latitude and longitude.
fn is_place(cell: &str) -> bool {
    let numbers: Vec<&str> = cell.split([',', ' ', ';']).filter(|part| !part.is_empty()).collect();
    let exact = |part: &&str| {
        part.parse::<f64>().is_ok_and(|number| number.abs() <= 180.0)
            && part.split_once('.').is_some_and(|(_, decimals)| decimals.len() >= 3)
    };
    (2..=4).contains(&numbers.len()) && numbers.iter().take(2).all(exact)
}

/// A number and the word of a street among few words: `12 Mill Lane`, `Hauptstraße 5`, `rue du Port 3`.
fn is_street(cell: &str) -> bool {
    let parts: Vec<&str> = cell.split([' ', ',', '\n', '\u{a0}']).filter(|part| !part.is_empty()).collect();
    let number = |part: &&str| part.len() <= 5 && part.starts_with(|char: char| char.is_ascii_digit());
    (2..=12).contains(&parts.len())
        && parts.iter().any(number)
        && parts.iter().any(|part| words().is_street(part))
        && parts.iter().filter(|part| part.starts_with(char::is_lowercase)).count() * 2 <= parts.len()
}

/// Days that lie further apart than answers of one survey do.
fn are_birthdays(cells: &[&str]) -> bool {
    const APART: u32 = 15;
    let Some(order) = dates::order(cells) else { return false };
    let mut years: Vec<u32> = cells.iter().filter_map(|cell| dates::year(cell, order)).collect();
    years.sort_unstable();
    years.len() >= 4
        && years.len() * 10 >= cells.len() * 8
        && years[years.len() * 9 / 10] - years[years.len() / 10] >= APART
}

/// Two to four words with capitals, the first a given name, or the second behind a comma.
fn is_name(cell: &str, language: &Language) -> bool {
    let parts: Vec<&str> = cell.split([' ', '\u{a0}']).filter(|part| !part.is_empty()).collect();
    let given = Classes::GIVEN_HE.with(Classes::GIVEN_SHE);
    let is_given = |part: &&str| language.word_any_case(part.trim_matches(['.', ','])).classes.any(given);
    let shaped = |part: &&str| {
        part.starts_with(char::is_uppercase) && part.chars().all(|char| char.is_alphabetic() || "-'’.,".contains(char))
            || language.word_any_case(part).classes.any(Classes::NAME_PARTICLE)
    };
    (2..=4).contains(&parts.len())
        && parts.iter().all(shaped)
        && (is_given(&parts[0]) || parts[0].ends_with(',') && is_given(&parts[1]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_that_tell_who_somebody_is() {
        let language = Language::english();
        let personal = |cell: &str| are_personal(&[cell, cell], &language);
        for cell in [
            "ann@example.org",
            "Ann Lee <ann@example.org>",
            "10.0.0.1",
            "fe80::1",
            "+44 1482 555123",
            "01482 555 123",
            "(0341) 55 51 23",
            "00:1A:2B:3C:4D:5E",
            "@ann_lee",
            "DE02 1203 0000 0000 2020 51",
            "HU1 3AB",
            "1012 AB",
            "4000-123",
            "53.7446, -0.3352",
            "12 Mill Lane",
            "Hauptstraße 5",
            "Rue du Port 3",
            "Mary Smith",
            "Smith, Mary",
        ] {
            assert!(personal(cell), "{cell}");
        }
        for cell in [
            "42",
            "2026-03-01",
            "01.03.2026",
            "Hull",
            "North Ward",
            "It is 12 minutes to the street.",
            "10:30:00",
            "3.5",
            "Strongly agree",
            "18-25",
        ] {
            assert!(!personal(cell), "{cell}");
        }
        assert!(are_personal(&["01/02/1984", "13/05/1961", "02/02/2001", "04/07/1975"], &language));
        assert!(!are_personal(&["01/02/2024", "13/05/2024", "02/02/2025", "04/07/2024"], &language));
    }
}
