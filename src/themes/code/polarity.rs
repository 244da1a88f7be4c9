//! Praise or complaint: what the words around a word of a codebook say of it.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::lang::{Language, List};
use crate::themes::polarity::Polarity;
use crate::themes::text::token::{Token, Tokenizer};

/// Words that may come between a negation and the word it denies.
const REACH: usize = 3;

/// The words of a language that praise or complain, and those that part a clause in two that differ ("but").
#[derive(Clone, Debug, Default)]
pub(crate) struct Lexicon {
    stems: FxHashMap<Box<str>, Polarity>,
    contrasts: FxHashSet<Box<str>>,
}

impl Lexicon {
    pub(crate) fn new(language: &Language) -> Self {
        let mut tokenizer = Tokenizer::new(language);
        let mut stems = FxHashMap::default();
        for (list, polarity) in [(List::Praise, Polarity::Positive), (List::Complaints, Polarity::Negative)] {
            for word in language.list(list) {
                stems.extend(tokenizer.tokens(word).into_iter().map(|token| (token.stem, polarity)));
            }
        }
        Self { stems, contrasts: language.list(List::Contrasts).iter().cloned().collect() }
    }

    /// What a word says, turned round where it is denied ("not good", "no problem").
    fn of(&self, tokens: &[Token], at: usize) -> Option<Polarity> {
        let polarity = *self.stems.get(&tokens[at].stem)?;
        Some(if is_denied(tokens, at) { polarity.turned() } else { polarity })
    }

    /// What is said of the words from `first` up to `end`: by the nearest word of the lexicon in them and in their clause, which also ends at a
    /// word like "but".
    pub(crate) fn around(&self, tokens: &[Token], first: usize, end: usize) -> Option<Polarity> {
        let with =
            |at: &usize| tokens[*at].clause == tokens[first].clause && !self.contrasts.contains(&tokens[*at].key);
        let before = (0..first).rev().take_while(with);
        let after = (end..tokens.len()).take_while(with);
        let said = |at: usize| Some((at, self.of(tokens, at)?));
        if let Some((_, polarity)) = (first..end).find_map(said) {
            return Some(polarity);
        }
        match (before.clone().find_map(said), after.clone().find_map(said)) {
            // What follows tells more: "the food was cold" stands beside "lovely staff".
            (Some((left, one)), Some((right, other))) => Some(if first - left < right + 1 - end { one } else { other }),
            (one, other) => one.or(other).map(|(_, polarity)| polarity),
        }
    }

    /// What a whole text says, where all that it says is of one polarity.
    pub(crate) fn of_all(&self, tokens: &[Token]) -> Option<Polarity> {
        let mut said = (0..tokens.len()).filter_map(|at| self.of(tokens, at));
        let first = said.next()?;
        said.all(|other| other == first).then_some(first)
    }
}

/// Whether a negation comes before the token, in its clause and within reach.
pub(crate) fn is_denied(tokens: &[Token], at: usize) -> bool {
    tokens[at.saturating_sub(REACH + 1)..at].iter().any(|token| token.negation && token.clause == tokens[at].clause)
}
