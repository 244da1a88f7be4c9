//! Which words a quotation has, where, and what a codebook has to know of each.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::lang::{Classes, Language, List};
use crate::text::Span;
use crate::text::words::words;

/// A word of a text: its place, key and stem, and what a codebook has to know of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    /// Its place in bytes.
    pub(crate) span: Span,
    /// Lower case, apostrophes straight, without a possessive ending.
    pub(crate) key: Box<str>,
    /// The stem of the key.
    pub(crate) stem: Box<str>,
    /// Too common to tell a theme by.
    pub(crate) stop: bool,
    /// Denies what follows: "not", "no", "never", "don't".
    pub(crate) negation: bool,
    /// The clause it is in; clauses end at punctuation.
    pub(crate) clause: u32,
}

/// Cuts texts into tokens. Keeps the stems it has made.
#[derive(Debug)]
pub(crate) struct Tokenizer<'a> {
    language: &'a Language,
    stems: FxHashMap<Box<str>, Box<str>>,
    /// Words that deny besides the language's class of negations.
    denials: FxHashSet<&'a str>,
}

impl<'a> Tokenizer<'a> {
    pub(crate) fn new(language: &'a Language) -> Self {
        let denials = language.list(List::Denials).iter().map(|word| &**word).collect();
        Self { language, stems: FxHashMap::default(), denials }
    }

    /// The words of `text`, in order.
    pub(crate) fn tokens(&mut self, text: &str) -> Vec<Token> {
        let mut tokens = Vec::new();
        let (mut clause, mut end) = (0, 0);
        let mut key = String::new();
        for word in words(text) {
            clause += text[end..word.start].chars().map(|letter| u32::from(ends_clause(letter))).sum::<u32>();
            end = word.end();
            word.key(&mut key);
            tokens.push(Token {
                span: word.span(),
                key: key.as_str().into(),
                stem: self.stem(&key),
                stop: self.language.word(&key).classes.any(Classes::STOP),
                negation: self.is_negation(&key),
                clause,
            });
        }
        tokens
    }

    /// Whether a word denies: by itself, by its ending after an apostrophe ("don't": "n't"), or by its beginning before one ("n'est").
    fn is_negation(&self, key: &str) -> bool {
        is_negation(self.language, |word| self.denials.contains(word), key)
    }

    fn stem(&mut self, key: &str) -> Box<str> {
        if let Some(stem) = self.stems.get(key) {
            return stem.clone();
        }
        let stem: Box<str> = self.language.stemmer().stem(key).into();
        self.stems.insert(key.into(), stem.clone());
        stem
    }
}

/// Whether a word denies, where the language has the words of `is_denial` for that besides its negations.
pub(crate) fn is_negation(language: &Language, is_denial: impl Fn(&str) -> bool, key: &str) -> bool {
    let denies = |word: &str| is_denial(word) || language.word(word).classes.any(Classes::NEGATION);
    denies(key)
        || key.find('\'').is_some_and(|at| {
            let before = key[..at].char_indices().next_back().map_or(at, |(start, _)| start);
            denies(&key[before..]) || is_denial(&key[..=at])
        })
}

/// Whether a clause ends with the character.
pub(crate) fn ends_clause(letter: char) -> bool {
    matches!(letter, '.' | ',' | ';' | ':' | '!' | '?' | '(' | ')' | '\n' | '…' | '—' | '。' | '、')
}
