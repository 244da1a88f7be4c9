//! Are these words the name of a person? "Anna Berg", "Dr. Lund, MD", `@ana`.

use crate::lang::{Classes, Language, List};
use crate::quotes::participant::label::{is_id, is_on};
use crate::text::slice::span_of_subslice;

/// A name has at most this many words.
const LONGEST: usize = 5;

/// What a name may begin with.
const OPENERS: Classes = Classes::GIVEN_HE.with(Classes::GIVEN_SHE).with(Classes::HONORIFIC);

/// Whether words look like the name of a person, or like an account's: "Anna Berg", `@ana`, `ana_ruiz`.
pub(crate) fn is_name(language: &Language, words: &str) -> bool {
    is_persons_name(language, words)
        || (words.starts_with('@') || words.contains(['_', '-'])) && is_account(language, words)
}

/// Up to five words with capitals: a given name or a courtesy title first, or two and more of which none has a class of its own.
fn is_persons_name(language: &Language, words: &str) -> bool {
    let mut number = 0;
    let (mut opens, mut known) = (false, false);
    for word in words.split_whitespace() {
        let bare = word.trim_end_matches(['.', ',']);
        let classes = language.word_any_case(bare).classes;
        let particle = number > 0 && classes.any(Classes::NAME_PARTICLE);
        if !(has_letters_of_name(bare) && (bare.starts_with(char::is_uppercase) || particle)) {
            return false;
        }
        if number == 0 {
            opens = classes.any(OPENERS);
        }
        let other = Classes::PERSONAL | Classes::PLACE | Classes::CLOSED | Classes::ADJECTIVE;
        known |= classes.any(other) && !classes.any(OPENERS);
        number += 1;
    }
    number <= LONGEST && (opens || number >= 2 && !known)
}

fn has_letters_of_name(word: &str) -> bool {
    word.chars().all(|ch| ch.is_alphabetic() || matches!(ch, '.' | '-' | '\'' | '’'))
}

/// Whether a word may be the name of an account: `ana`, `ana-ruiz`, `@ana42`.
pub(super) fn is_account(language: &Language, word: &str) -> bool {
    let bare = word.trim_end_matches(['.', ',']);
    let classes = language.word_any_case(word.trim_end_matches('.')).classes;
    !(bare.starts_with(char::is_uppercase) && has_letters_of_name(bare))
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'@'))
        && word.bytes().any(|byte| byte.is_ascii_alphabetic())
        && (classes.is_empty() || classes.any(Classes::GIVEN_HE | Classes::GIVEN_SHE))
        && !is_id(language, word)
}

/// Whether words are a given name or a title and a name behind it, all with capitals: "Anna Berg", "Dr. Lund, MD".
pub(crate) fn is_full_name(language: &Language, name: &str) -> bool {
    let mut words = name.split([' ', ',']).filter(|word| !word.is_empty());
    let first = words.next().unwrap_or("").trim_end_matches('.');
    language.word_any_case(first).classes.any(OPENERS)
        && words.clone().next().is_some()
        && words
            .all(|word| word.starts_with(char::is_uppercase) || language.word(word).classes.any(Classes::NAME_PARTICLE))
}

/// A given name and a place behind it, which is no family name: "Anna", "Leeds".
pub(super) fn name_and_place<'a>(language: &Language, words: &'a str) -> Option<(&'a str, &'a str)> {
    let (given, place) = words.split_once(' ')?;
    let classes = |word: &str| language.word_any_case(word).classes;
    let is_given = classes(given).any(Classes::GIVEN_HE | Classes::GIVEN_SHE);
    (is_given && !place.contains(' ') && classes(place).any(Classes::PLACE)).then_some((given, place))
}

/// An office and the name behind it: "Transport Minister", "Hal Brook". A title that is short for one is left out: "Hon Ida Moss".
pub(crate) fn office_and_name<'a>(language: &Language, subject: &'a str) -> Option<(Option<&'a str>, &'a str)> {
    /// An abbreviated title has at most this many letters.
    const ABBREVIATED: usize = 4;
    let classes = |word: &str| language.word_any_case(bare(word)).classes;
    let all: Vec<&str> = subject.split_whitespace().collect();
    let offices = Classes::ROLE | Classes::TITLE;
    let last = all.iter().rposition(|word| {
        classes(word).any(offices) && !classes(word).any(Classes::HONORIFIC | Classes::GIVEN_HE | Classes::GIVEN_SHE)
    })?;
    let names = &all[last + 1..];
    let is_part = |word: &&&str| {
        let first_letter = word.starts_with(char::is_uppercase) && has_letters_of_name(bare(word));
        first_letter || classes(word).any(Classes::NAME_PARTICLE)
    };
    let other = Classes::CLOSED | Classes::ORGANISATION | Classes::WEEKDAY | Classes::MONTH;
    let refused = |word: &&str| classes(word).any(other) && !classes(word).any(OPENERS | Classes::NAME_PARTICLE);
    let capital = |word: &&&str| {
        word.starts_with(char::is_uppercase) || classes(word).any(Classes::PREPOSITION | Classes::CONJUNCTION)
    };
    let is_name = (1..=LONGEST).contains(&names.len())
        && names.iter().filter(is_part).count() == names.len()
        && !names.iter().any(refused)
        && all[..=last].iter().filter(capital).count() == last + 1;
    if !is_name {
        return None;
    }
    let at = span_of_subslice(subject, names[0]).start();
    let office = subject[..at].trim_end();
    let abbreviated = last == 0 && bare(all[0]).len() <= ABBREVIATED && !classes(all[0]).any(Classes::ROLE);
    Some(((!abbreviated).then_some(office), subject[at..].trim_end()))
}

/// A word without the full stop of an abbreviation, or a comma.
fn bare(word: &str) -> &str {
    word.trim_end_matches(['.', ','])
}

/// Whether a word in small letters may be a name: no word of grammar, none that labels something else.
pub(crate) fn is_small_name(language: &Language, name: &str) -> bool {
    let word = language.word(name);
    name.len() > 1
        && name.bytes().all(|byte| byte.is_ascii_lowercase())
        && !word.classes.any(Classes::CLOSED)
        && word.verb.is_none()
        && !is_on(language, List::LabelsRefused, name)
}
