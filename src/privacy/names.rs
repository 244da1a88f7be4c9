//! Which words make a name.

use std::collections::BTreeSet;

use crate::lang::{Classes, Language};
use crate::quotes::SpeakerKind;
use crate::text::marks::is_quotation_mark;
use crate::text::words::{folded, words_of_names};

/// A word of a text in which names are looked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'t> {
    pub(super) text: &'t str,
    pub(super) start: usize,
}

impl Token<'_> {
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    pub(super) fn is_capital(&self) -> bool {
        self.text.chars().next().is_some_and(|first| !first.is_lowercase() && first.is_alphabetic())
    }

    pub(super) fn lower(&self) -> String {
        folded(self.text)
    }
}

/// The words of a text.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    words_of_names(text).map(|word| Token { text: word.text, start: word.start }).collect()
}

/// How a name has to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    /// With a capital, as in running text.
    Capital,
    /// In any case, as in labels and file names.
    Any,
}

/// What a word is in a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// A given or family name.
    Strong,
    /// A particle, an initial, a suffix: names no one by itself.
    Weak,
}

/// A name taken apart.
#[derive(Clone, Debug)]
pub(super) struct Name {
    pub(super) text: String,
    /// In lower case.
    pub(super) words: Vec<(String, Part)>,
    /// Whether only the whole is a name: an organisation, or a script that does not separate words.
    pub(super) whole: bool,
}

impl Name {
    /// None for what is no name: without letters, with digits, or a word for a role or for those who ask or answer.
    pub(super) fn new(text: &str, kind: SpeakerKind, language: &Language) -> Option<Self> {
        let whole = kind != SpeakerKind::Person;
        if text.chars().any(char::is_numeric) {
            return None;
        }
        let roles = Classes::INTERVIEWER.with(Classes::RESPONDENT).with(Classes::ROLE);
        let mut words = Vec::new();
        for token in tokens(text) {
            let lower = token.lower();
            let classes = language.word(&lower).classes;
            if words.is_empty() && (classes.any(Classes::HONORIFIC) || whole && classes.any(Classes::DETERMINER)) {
                continue;
            }
            let weak = !whole
                && (token.text.chars().count() < 2
                    || !token.is_capital()
                    || classes.any(Classes::NAME_PARTICLE.with(Classes::NAME_SUFFIX)));
            words.push((lower, if weak { Part::Weak } else { Part::Strong }));
        }
        // A name in lower case, and one in a script of single characters.
        let all_weak = words.iter().all(|(_, part)| *part == Part::Weak);
        if all_weak {
            words.iter_mut().for_each(|(_, part)| *part = Part::Strong);
        }
        // "Democratic", "New York": words that the language knows, and no given name among them.
        let given = Classes::GIVEN_HE.with(Classes::GIVEN_SHE).with(Classes::FAMILY_NAME);
        let known = |word: &str| {
            let entry = language.word(word);
            (!entry.classes.is_empty() || entry.verb.is_some()) && !entry.classes.any(given)
        };
        let place = |word: &str| language.word(word).classes.any(Classes::PLACE);
        let strong = || words.iter().filter(|(_, part)| *part == Part::Strong).map(|(word, _)| word.as_str());
        let is_other = !whole && strong().all(known) && (strong().any(place) || is_adjective(strong(), language));
        let letters = words.iter().map(|(word, _)| word.chars().count()).sum::<usize>();
        let single = words.len() > 1 && words.iter().all(|(word, _)| word.chars().count() == 1);
        let role = !whole && words.iter().all(|(word, _)| language.word(word).classes.any(roles));
        (letters > 1 && !role && !is_other).then(|| Self { text: text.to_owned(), words, whole: whole || single })
    }

    pub(super) fn strong(&self) -> impl Iterator<Item = &str> {
        self.words.iter().filter(|(_, part)| *part == Part::Strong).map(|(word, _)| word.as_str())
    }

    /// Whether every word of this name is one of the other's, or its initial, and the other has more.
    pub(super) fn is_part_of(&self, other: &Name) -> bool {
        let theirs: BTreeSet<&str> = other.strong().collect();
        let mine: BTreeSet<&str> = self.strong().collect();
        let initial = |word: &str| word.chars().count() == 1 && theirs.iter().any(|their| their.starts_with(word));
        let fits = |(word, part): &(String, Part)| {
            theirs.contains(word.as_str())
                || *part == Part::Weak && (initial(word) || other.words.iter().any(|(their, _)| their == word))
        };
        !self.whole && mine.len() < theirs.len() && self.words.iter().all(fits)
    }
}

/// Whether a single word is an adjective and nothing else.
fn is_adjective<'w>(mut words: impl Iterator<Item = &'w str>, language: &Language) -> bool {
    let first = words.next().map(|word| language.word(word).classes);
    words.next().is_none() && first.is_some_and(|classes| classes == Classes::ADJECTIVE)
}

/// Whether a sentence, a line or a quotation starts here.
pub(super) fn starts_sentence(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end_matches([' ', '\t', '\u{a0}', '*', '_', '>', '#']);
    before.chars().next_back().is_none_or(|last| {
        is_quotation_mark(last)
            || matches!(last, '.' | '!' | '?' | ':' | '…' | '\n' | '\r' | '(' | '[' | '-' | '–' | '—' | '•' | '|' | '/')
            // Stops and brackets of Chinese and Japanese.
            || matches!(last, '\u{3001}'..='\u{300f}')
    })
}
