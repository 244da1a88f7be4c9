use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use crate::lang::{Language, List};
use crate::themes::text::terms::key_of;
use crate::themes::text::token::{Token, Tokenizer};

/// The answers of a language that say nothing ("n/a", "don't know", "nothing"): the list `no-content` of its pack.
#[derive(Clone, Debug)]
pub(crate) struct NoContent {
    answers: BTreeSet<String>,
    /// The numbers of the same answers, for discovery, which tells texts apart by number.
    keys: FxHashSet<u64>,
}

impl NoContent {
    pub(crate) fn new(language: &Language) -> Self {
        let mut tokenizer = Tokenizer::new(language);
        let answers = language.list(List::NoContent).iter().map(|answer| key(&tokenizer.tokens(answer))).collect();
        let mut buffer = String::new();
        let mut keys: FxHashSet<u64> =
            language.list(List::NoContent).iter().map(|answer| key_of(answer, &mut buffer)).collect();
        keys.insert(key_of("", &mut buffer));
        Self { answers, keys }
    }

    /// Whether a text says nothing.
    pub(crate) fn says_nothing(&self, text: &str) -> bool {
        self.has(key_of(text, &mut String::new()))
    }

    /// Whether the text of that number says nothing.
    pub(crate) fn has(&self, key: u64) -> bool {
        self.keys.contains(&key)
    }

    /// Whether a text of these words says nothing: it has no word, or it is one of the answers, whatever its case and punctuation.
    pub(crate) fn holds(&self, tokens: &[Token]) -> bool {
        tokens.is_empty() || self.answers.contains(&key(tokens))
    }
}

fn key(tokens: &[Token]) -> String {
    let words: Vec<&str> = tokens.iter().map(|token| &*token.lower).collect();
    words.join(" ")
}
