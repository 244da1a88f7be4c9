//! Cells that tell who somebody is: addresses of people and machines, telephones, names, days of birth.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::words::words;
use super::{columns, dates};
use crate::lang::{Classes, Language};

/// Whether most of a column's cells tell who somebody is.
pub(super) fn are_personal(cells: &[&str], language: &Language) -> bool {
    let filled = cells.len();
    let different: BTreeSet<&str> = cells.iter().copied().collect();
    let cells = &columns::sample(&different.into_iter().collect::<Vec<_>>())[..];
    most(cells, is_contact, 5)
        || most(cells, is_postcode, 7)
        || most(cells, is_place, 7)
        || are_streets(cells)
        || are_postcodes_of_towns(cells)
        || are_birthdays(cells)
        || are_names(cells, language)
        || cells.len() * 2 > filled && are_given_names(cells, language)
}

/// Whether more than so many tenths of the cells are of a kind.
fn most(cells: &[&str], test: fn(&str) -> bool, tenths: usize) -> bool {
    let found = cells.iter().filter(|cell| test(cell)).count();
    found > 0 && found * 10 > cells.len() * tenths
}

/// What is personal only beside another column that is: who stands beside given names, numbers beside streets, and the two halves of a place.
pub(super) fn are_personal_beside(cells: &[&str], other: &[&str], language: &Language) -> bool {
    const FEW: usize = 4;
    let (cells, other) = (&columns::sample(cells)[..], &columns::sample(other)[..]);
    let different = columns::different(cells);
    let varied = different >= FEW && different * 2 > cells.len();
    let family = |cell: &str| {
        !cell.bytes().any(|byte| byte.is_ascii_digit()) && cell.split_whitespace().count() <= 3 && is_capital(cell)
    };
    let code = |cell: &str| (4..=6).contains(&cell.len()) && cell.bytes().all(|byte| byte.is_ascii_digit());
    varied
        && (most(cells, family, 8) && are_given_names(other, language)
            || most(cells, code, 8) && are_streets(other)
            || are_degrees(cells) && are_degrees(other) && (are_far(cells) || are_far(other)))
}

/// Numbers with so many decimals as degrees of a place have.
fn are_degrees(cells: &[&str]) -> bool {
    most(cells, |cell| degrees(cell).is_some(), 8)
}

fn degrees(cell: &str) -> Option<f64> {
    const DECIMALS: usize = 4;
    let cell = cell.replace(',', ".");
    let (_, decimals) = cell.split_once('.')?;
    cell.parse::<f64>().ok().filter(|number| number.abs() <= 180.0 && decimals.len() >= DECIMALS)
}

/// Further from nought than scores lie.
fn are_far(cells: &[&str]) -> bool {
    most(cells, |cell| degrees(cell).is_some_and(|number| number.abs() > 5.0), 5)
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
    is_mail(cell)
        || is_ip(cell)
        || is_phone(cell)
        || is_machine(cell)
        || is_agent(cell)
        || is_handle(cell)
        || is_account(cell)
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
    shaped
        && (7..=15).contains(&digits)
        && (international || national || is_grouped_phone(cell, digits))
        && !dates::is_date(cell)
}

/// Three groups of digits, or a short one before a long one: `612 345 678`, `555-123-4567`, `347 1234567`; no range (`50000-75000`).
fn is_grouped_phone(cell: &str, digits: usize) -> bool {
    let groups: Vec<usize> = cell.split([' ', '-', '.', '/', '\u{a0}']).map(str::len).collect();
    let grouped = match groups[..] {
        [first, second] => first >= 2 && second >= first + 3 && !cell.contains('.'),
        [_, _, _, ..] => groups.iter().all(|group| (2..=4).contains(group)),
        _ => false,
    };
    (9..=12).contains(&digits) && grouped
}

/// The address of a network card: `00:1A:2B:3C:4D:5E`.
fn is_machine(cell: &str) -> bool {
    let parts: Vec<&str> = cell.split([':', '-']).collect();
    parts.len() == 6 && parts.iter().all(|part| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// What a browser says of itself and its machine: `Mozilla/5.0 (Windows NT 10.0; …`.
fn is_agent(cell: &str) -> bool {
    cell.split_once('/').is_some_and(|(product, version)| {
        !product.is_empty()
            && product.bytes().all(|byte| byte.is_ascii_alphabetic())
            && version.starts_with(|char: char| char.is_ascii_digit())
            && version.contains('(')
    })
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
    let european = cell.contains(';').then(|| cell.replace(',', "."));
    let cell = european.as_deref().unwrap_or(cell);
    let numbers: Vec<&str> = cell.split([',', ' ', ';']).filter(|part| !part.is_empty()).collect();
    let exact = |part: &&str| {
        part.parse::<f64>().is_ok_and(|number| number.abs() <= 180.0)
            && part.split_once('.').is_some_and(|(_, decimals)| decimals.len() >= 3)
    };
    (2..=4).contains(&numbers.len()) && numbers.iter().take(2).all(exact)
}

/// Whether cells are addresses: half of them name a street, or nearly all have a number and words with capitals, and some name a street.
fn are_streets(cells: &[&str]) -> bool {
    most(cells, is_street, 5) || most(cells, is_numbered, 8) && most(cells, is_street, 2)
}

/// A number and the word of a street among few words: `12 Mill Lane`, `Hauptstraße 5`, `rue du Port 3`.
fn is_street(cell: &str) -> bool {
    is_numbered(cell) && street_parts(cell).any(|part| words().is_street(part))
}

fn street_parts(cell: &str) -> impl Iterator<Item = &str> {
    cell.split([' ', ',', '\n', '\u{a0}']).filter(|part| !part.is_empty())
}

/// Few words with a number among them, no sentence.
fn is_numbered(cell: &str) -> bool {
    let parts: Vec<&str> = street_parts(cell).collect();
    let number = |part: &&str| part.len() <= 5 && part.starts_with(|char: char| char.is_ascii_digit());
    (2..=12).contains(&parts.len())
        && parts.iter().any(number)
        && parts.iter().any(|part| is_capital(part))
        && parts.iter().filter(|part| part.starts_with(char::is_lowercase)).count() * 2 <= parts.len()
}

/// Postcodes with their towns, which differ: `20095 Hamburg`, `75011 Paris`.
fn are_postcodes_of_towns(cells: &[&str]) -> bool {
    let town = |cell: &&&str| {
        cell.split_once(' ').is_some_and(|(code, town)| {
            let code = code.rsplit('-').next().unwrap_or_default();
            code.len() == 5
                && code.bytes().all(|byte| byte.is_ascii_digit())
                && is_capital(town)
                && !town.bytes().any(|byte| byte.is_ascii_digit())
        })
    };
    let codes: BTreeSet<&str> = cells.iter().filter_map(|cell| Some(cell.split_once(' ')?.1)).collect();
    cells.iter().filter(town).count() * 10 > cells.len() * 7 && (codes.len() > 1 || cells.len() == 1)
}

fn is_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
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

/// Whether cells are full names: nearly all have the shape of one, enough begin with a given name, and no word is in most of them, as in the
/// names of wards and schools.
fn are_names(cells: &[&str], language: &Language) -> bool {
    const FEW: usize = 4;
    let shaped: Vec<Vec<&str>> = cells.iter().filter_map(|cell| name_parts(cell, language)).collect();
    let given = shaped.iter().filter(|parts| is_given(parts[0], language)).count();
    let capital = shaped.iter().filter(|parts| is_capital(parts[0])).count();
    let tenths = if cells.len() < FEW || capital * 2 < shaped.len() { 6 } else { 3 };
    let mut shared: BTreeMap<String, usize> = BTreeMap::new();
    for parts in &shaped {
        let different: BTreeSet<String> = parts[1..].iter().map(|part| part.to_lowercase()).collect();
        different.into_iter().for_each(|part| *shared.entry(part).or_default() += 1);
    }
    let common = |(word, count): (&String, &usize)| {
        *count > 1 && count * 2 >= cells.len() && !language.word(word).classes.any(Classes::NAME_PARTICLE)
    };
    given > 0
        && given * 10 > cells.len() * tenths
        && shaped.len() * 10 >= cells.len() * 7
        && (capital == shaped.len() || cells.len() >= FEW && capital * 10 <= shaped.len() * 5)
        && !shared.iter().any(common)
}

/// The words of what has the shape of a full name, given name first: two to five, without digits; with capitals, or all without.
fn name_parts<'c>(cell: &'c str, language: &Language) -> Option<Vec<&'c str>> {
    let particle = |part: &str| language.word_any_case(part).classes.any(Classes::NAME_PARTICLE) || part.len() <= 3;
    let titled = |part: &&&str| !language.word_any_case(part.trim_end_matches('.')).classes.any(Classes::HONORIFIC);
    let (behind, before) = cell.split_once(',').map_or(("", cell), |(family, given)| (family, given));
    let split = |text: &'c str| text.split([' ', '\u{a0}']).filter(|part| !part.is_empty());
    let parts: Vec<&str> = split(before).chain(split(behind)).collect();
    let parts: Vec<&str> = parts.iter().filter(titled).copied().collect();
    let lettered = |part: &&str| part.chars().all(|char| char.is_alphabetic() || "-'’.".contains(char));
    let plain = parts.iter().all(|part| part.starts_with(char::is_lowercase));
    let place = parts.iter().skip(1).any(|part| words().is_street(part) || words().is_usual_group(part));
    ((2..=5).contains(&parts.len())
        && parts.iter().all(lettered)
        && parts.iter().all(|part| plain || is_capital(part) || particle(part))
        && !(plain && parts.len() > 3)
        && !place)
        .then_some(parts)
}

/// Whether cells are given names alone: nearly all are, and months and the like are not among them.
fn are_given_names(cells: &[&str], language: &Language) -> bool {
    const FEW: usize = 4;
    let single = |cell: &&&str| {
        cell.split([' ', '\u{a0}']).count() <= 2 && is_given(cell, language) && words().month(cell).is_none()
    };
    cells.len() >= FEW && cells.iter().filter(single).count() * 10 >= cells.len() * 8
}

/// Whether a word is a given name: in the language, or in any that is known. `Jean-Baptiste` is one by its first half.
fn is_given(word: &str, language: &Language) -> bool {
    let given = Classes::GIVEN_HE.with(Classes::GIVEN_SHE);
    let known = |word: &str| {
        language.word_any_case(word).classes.any(given)
            || WORLD.word_any_case(word).classes.any(given)
            || words().is_given(word)
    };
    let word = word.split([' ', '\u{a0}']).next().unwrap_or(word).trim_matches(['.', ',']);
    known(word) || word.split_once('-').is_some_and(|(first, _)| known(first))
}

/// The English pack knows given names from all over the world.
static WORLD: LazyLock<Language> = LazyLock::new(Language::english);

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
