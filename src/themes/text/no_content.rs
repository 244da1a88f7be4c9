//! Which answers say nothing.

use rustc_hash::FxHashSet;

use crate::lang::{Language, List};
use crate::themes::hash::{key_of, key_of_words};
use crate::themes::text::token::Token;

/// The answers of a language that say nothing ("n/a", "don't know", "nothing"): the list `no-content` of its pack.
#[derive(Clone, Debug)]
pub(crate) struct NoContent {
    /// The numbers of these answers, and of a text without a word.
    keys: FxHashSet<u64>,
}

impl NoContent {
    pub(crate) fn new(language: &Language) -> Self {
        let mut buffer = String::new();
        let answers = language.list(List::NoContent).iter().map(|answer| &**answer);
        Self { keys: answers.chain([""]).map(|answer| key_of(answer, &mut buffer)).collect() }
    }

    /// Whether a text says nothing: it has no word, or it is one of the answers, whatever its case and punctuation.
    pub(crate) fn says_nothing(&self, text: &str) -> bool {
        self.has(key_of(text, &mut String::new()))
    }

    /// Whether a text of these words says nothing.
    pub(crate) fn holds(&self, tokens: &[Token]) -> bool {
        self.has(key_of_words(tokens.iter().map(|token| &*token.key)))
    }

    /// Whether the text of that number says nothing.
    pub(crate) fn has(&self, key: u64) -> bool {
        self.keys.contains(&key)
    }
}
