//! How much does a passage sound like speech?

use crate::lang::{Classes, Language, List};
use crate::quotes::layout::vocabulary::LayoutWords;
use crate::quotes::wording::words;

/// Of a passage, at most this many words are looked at.
const LOOKED_AT: usize = 80;

/// Points for "I" and "me", and for "we", "us" and "my".
const SPEAKS_OF_SELF: u32 = 3;
const SPEAKS_OF_OWN: u32 = 2;

/// A passage with this many points sounds like speech; with one less it may be.
pub(super) const SPEECH: u32 = 2;

/// A passage with this many points is hardly anything else.
pub(super) const PLAIN_SPEECH: u32 = 3;

/// Points for speech: for the first and second person, contractions, words of talk, an editor's brackets, exclamations.
pub(super) fn speech_score(language: &Language, lists: &LayoutWords, passage: &str) -> u32 {
    let mut points = 0;
    let mut number = 0;
    for word in words(passage).take(LOOKED_AT) {
        number += 1;
        let stem = stem(word);
        let classes = language.word_any_case(stem).classes;
        let first = classes.any(Classes::PRONOUN_FIRST) || lists.first_person.has(stem);
        points += match stem {
            _ if first && is_self(language, stem) => SPEAKS_OF_SELF,
            _ if first => SPEAKS_OF_OWN,
            _ if classes.any(Classes::PRONOUN_SECOND) => 1,
            _ => 0,
        };
        points += u32::from(stem.len() < word.len());
        points += u32::from(lists.spoken.has(word));
    }
    points += u32::from(passage.contains(['!', '…', '[']) || passage.contains("..."));
    if number == 0 { 0 } else { points }
}

/// Whether a passage says "I", "me" or "my".
pub(super) fn speaks_of_self(language: &Language, passage: &str) -> bool {
    words(passage).take(LOOKED_AT).map(stem).any(|stem| is_self(language, stem))
}

/// A word without a contraction behind it: "I" of "I’m".
fn stem(word: &str) -> &str {
    word.split(['\'', '’']).next().unwrap_or(word)
}

/// Whether a word is of the first person and no plural: "I", "me".
fn is_self(language: &Language, stem: &str) -> bool {
    language.list(List::FirstPersonSingular).iter().any(|own| own.eq_ignore_ascii_case(stem))
}
