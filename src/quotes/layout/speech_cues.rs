//! What tells people's own words from labels, questions and the writer's text.

use crate::lang::{Classes, Language, List};
pub(crate) use crate::text::words::split_words as words;

/// Number of words, up to a limit.
pub(crate) fn count(passage: &str, limit: usize) -> usize {
    words(passage).take(limit).count()
}

/// Words of a list of the pack, to be asked for often.
#[derive(Debug)]
pub(crate) struct WordSet<'a>(rustc_hash::FxHashSet<&'a str>);

impl<'a> WordSet<'a> {
    pub(crate) fn new(language: &'a Language, list: List) -> Self {
        Self(language.list(list).iter().map(|word| &**word).collect())
    }

    pub(crate) fn has(&self, word: &str) -> bool {
        if word.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return self.0.contains(&*word.to_ascii_lowercase());
        }
        self.0.contains(word)
    }

    pub(crate) fn any(&self, passage: &str) -> bool {
        words(passage).any(|word| self.has(word))
    }
}

/// Of a passage, so many words are looked at.
const LOOKED_AT: usize = 80;

/// The words by which speech is told.
#[derive(Debug)]
pub(crate) struct Speech<'a> {
    fillers: WordSet<'a>,
    own: WordSet<'a>,
}

impl<'a> Speech<'a> {
    pub(crate) fn new(language: &'a Language) -> Self {
        Self { fillers: WordSet::new(language, List::SpokenWords), own: WordSet::new(language, List::FirstPerson) }
    }
}

/// How much a passage sounds like somebody speaking: points for the first and second person, contractions, words of speech,
/// brackets of an editor, exclamations.
pub(crate) fn spoken(language: &Language, speech: &Speech<'_>, passage: &str) -> u32 {
    let mut points = 0;
    let mut number = 0;
    for word in words(passage).take(LOOKED_AT) {
        number += 1;
        let stem = word.split(['\'', '’']).next().unwrap_or(word);
        let classes = language.word_any_case(stem).classes;
        let first = classes.any(Classes::PRONOUN_FIRST) || speech.own.has(stem);
        points += match stem {
            _ if first && stem.len() <= 2 && !stem.eq_ignore_ascii_case("we") && !stem.eq_ignore_ascii_case("us") => 3,
            _ if first => 2,
            _ if classes.any(Classes::PRONOUN_SECOND) => 1,
            _ => 0,
        };
        points += u32::from(stem.len() < word.len());
        points += u32::from(speech.fillers.has(word));
    }
    points += u32::from(passage.contains(['!', '…', '[']) || passage.contains("..."));
    if number == 0 { 0 } else { points }
}

/// Whether a passage says "I", "me" or "my".
pub(crate) fn speaks_of_oneself(language: &Language, passage: &str) -> bool {
    words(passage).take(LOOKED_AT).any(|word| {
        let stem = word.split(['\'', '’']).next().unwrap_or(word);
        let plural = stem.eq_ignore_ascii_case("we") || stem.eq_ignore_ascii_case("us") || stem.len() > 2;
        !plural
            && (language.word_any_case(stem).classes.any(Classes::PRONOUN_FIRST)
                || language.list(List::FirstPerson).iter().any(|own| own.eq_ignore_ascii_case(stem)))
    })
}

/// Whether a passage ends as a sentence does.
pub(crate) fn is_sentence(passage: &str) -> bool {
    passage.trim_end_matches(['"', '”', '“', '’', '\'', '*', '_', ' ', ')', ']']).ends_with(['.', '!', '?', '…', ','])
}

/// Whether every word of weight begins with a capital, as in titles and on buttons.
pub(crate) fn is_title_case(language: &Language, passage: &str) -> bool {
    let mut number = 0;
    let titled = words(passage).all(|word| {
        number += 1;
        !word.starts_with(char::is_lowercase) || language.word(word).classes.any(Classes::CLOSED)
    });
    titled && number >= 2
}

/// What a lead-in (the line or heading above) announces: people's words, labels, or neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lead {
    Words,
    Labels,
    Open,
}

/// What a lead-in announces; the last sentence counts.
pub(crate) fn lead(language: &Language, heads: &WordSet<'_>, labels: &WordSet<'_>, passage: &str) -> Lead {
    let passage = passage.trim_end();
    let body = passage.trim_end_matches([':', '.', ' ', '*', '_']);
    let cut = body.rfind(['.', '!', '?', '\n']).map_or(0, |at| at + 1);
    let sentence = &body[cut..];
    if labels.any(sentence) && !heads.any(sentence) {
        return Lead::Labels;
    }
    let people = words(sentence).any(|word| {
        language.word_any_case(word).classes.any(Classes::RESPONDENT | Classes::GROUP | Classes::PERSON_NOUN)
    });
    if heads.any(sentence) || people { Lead::Words } else { Lead::Open }
}
