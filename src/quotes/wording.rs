//! How the words of a passage look: how many there are, whether they are a sentence or a title, whether some are on a list of the language.

use rustc_hash::FxHashSet;

use crate::lang::{Classes, Language, List};
use crate::text::Span;
use crate::text::slice::trimmed;

pub(crate) use crate::text::words::split_words as words;

/// The number of words, counted up to a limit.
pub(crate) fn count(passage: &str, limit: usize) -> usize {
    words(passage).take(limit).count()
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

/// Whether a passage holds letters or digits outside tags.
pub(crate) fn has_words(passage: &str) -> bool {
    let mut tag = false;
    passage.chars().any(|ch| {
        match ch {
            '<' => tag = true,
            '>' => tag = false,
            _ => {}
        }
        !tag && ch.is_alphanumeric()
    })
}

/// The cells of a row, without whitespace around them; an escaped bar is none.
pub(crate) fn cells(text: &str, row: Span) -> Vec<Span> {
    let bytes = text.as_bytes();
    let mut cells = Vec::new();
    let first = row.start() + usize::from(bytes.get(row.start()) == Some(&b'|'));
    let mut start = first;
    for at in first..=row.end() {
        let bar = at == row.end() || bytes[at] == b'|' && bytes[at - 1] != b'\\';
        if !bar {
            continue;
        }
        let words = &text[start..at];
        if at < row.end() || has_words(words) {
            cells.push(trimmed(text, start, at));
        }
        start = at + 1;
    }
    cells
}

/// Whether words begin with a quotation mark, behind emphasis and the signs of a block quotation.
pub(crate) fn starts_with_mark(words: &str) -> bool {
    words.trim_start_matches(['*', '_', ' ', '>']).starts_with(['"', '“', '”', '‘', '«', '„', '\''])
}

/// Emoji and other pictures in front of words: a bullet, no words.
pub(crate) fn is_pictograph(ch: char) -> bool {
    matches!(ch, '\u{2190}'..='\u{21FF}' | '\u{2300}'..='\u{27BF}' | '\u{2B00}'..='\u{2BFF}' | '\u{FE0F}' | '\u{1F000}'..='\u{1FAFF}')
}

/// The words of a list of the language, to be asked for often.
#[derive(Debug)]
pub(crate) struct WordSet {
    words: FxHashSet<Box<str>>,
    /// For each first letter of ASCII, the second letters with which words begin: most words that are asked for are in no set.
    openings: [u32; 26],
    /// The bytes of its shortest word.
    shortest: usize,
}

impl WordSet {
    pub(crate) fn new(language: &Language, list: List) -> Self {
        Self::of(language.list(list).iter().map(|word| &**word))
    }

    /// The words of a class.
    pub(crate) fn of_class(language: &Language, class: Classes) -> Self {
        Self::of(language.words().filter(|(_, word)| word.classes.any(class)).map(|(word, _)| word))
    }

    fn of<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        let words: FxHashSet<Box<str>> = words.map(Into::into).collect();
        let shortest = words.iter().map(|word| word.len()).min().unwrap_or(0);
        let mut openings = [0; 26];
        for (first, second) in words.iter().filter_map(|word| opening(word)) {
            openings[first] |= 1 << second;
        }
        Self { words, openings, shortest }
    }

    /// Whether a word is on the list, in small letters or in capitals.
    pub(crate) fn has(&self, word: &str) -> bool {
        if word.len() < self.shortest {
            return false;
        }
        if opening(word).is_some_and(|(first, second)| self.openings[first] & (1 << second) == 0) {
            return false;
        }
        if word.bytes().any(|byte| byte.is_ascii_uppercase() || !byte.is_ascii()) {
            return self.words.contains(&*word.to_lowercase());
        }
        self.words.contains(word)
    }

    /// Whether a word of a passage is on the list.
    pub(crate) fn any(&self, passage: &str) -> bool {
        words(passage).any(|word| self.has(word))
    }
}

/// The numbers of the first two letters of a word, where both are of ASCII.
fn opening(word: &str) -> Option<(usize, u32)> {
    match word.as_bytes() {
        [first, second, ..] if first.is_ascii_alphabetic() && second.is_ascii_alphabetic() => {
            Some((usize::from(first.to_ascii_lowercase() - b'a'), u32::from(second.to_ascii_lowercase() - b'a')))
        }
        _ => None,
    }
}
