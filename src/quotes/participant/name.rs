//! Are these words the name of a person? "Anna Berg", "Dr. Lund, MD", `@ana`.

use crate::lang::{Classes, Language, List};
use crate::quotes::participant::label::{is_id, is_on};

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

/// Whether a word in small letters may be a name: no word of grammar, none that labels something else.
pub(crate) fn is_small_name(language: &Language, name: &str) -> bool {
    let word = language.word(name);
    name.len() > 1
        && name.bytes().all(|byte| byte.is_ascii_lowercase())
        && !word.classes.any(Classes::CLOSED)
        && word.verb.is_none()
        && !is_on(language, List::LabelsRefused, name)
}
