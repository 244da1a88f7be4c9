//! Words of a quotation with their places, as the coders see them.

use rustc_hash::FxHashMap;

use crate::lang::{Classes, Language};
use crate::text::Span;

/// A word of a text: where it stands, how it is spelt in lower case, its stem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    /// Its place in bytes.
    pub(crate) span: Span,
    /// Lower case, apostrophes straight.
    pub(crate) lower: Box<str>,
    /// The stem of `lower`, without a possessive ending.
    pub(crate) stem: Box<str>,
    /// Too common to tell a theme by.
    pub(crate) stop: bool,
    /// Denies what follows: "not", "no", "never", "don't".
    pub(crate) negation: bool,
    /// The clause it stands in; clauses end at punctuation.
    pub(crate) clause: u32,
}

/// Cuts texts into tokens. Keeps the stems it has made.
#[derive(Debug)]
pub(crate) struct Tokenizer<'a> {
    language: &'a Language,
    stems: FxHashMap<Box<str>, Box<str>>,
}

impl<'a> Tokenizer<'a> {
    pub(crate) fn new(language: &'a Language) -> Self {
        Self { language, stems: FxHashMap::default() }
    }

    /// The words of `text`, in order. Hyphens part words; an apostrophe between letters does not.
    pub(crate) fn tokens(&mut self, text: &str) -> Vec<Token> {
        let mut tokens = Vec::new();
        let mut clause = 0;
        let mut chars = text.char_indices().peekable();
        while let Some((start, letter)) = chars.next() {
            if !letter.is_alphanumeric() {
                if matches!(letter, '.' | ',' | ';' | ':' | '!' | '?' | '(' | ')' | '\n' | '…' | '—' | '。' | '、')
                {
                    clause += 1;
                }
                continue;
            }
            let mut end = start + letter.len_utf8();
            while let Some(&(at, next)) = chars.peek() {
                let apostrophe = matches!(next, '\'' | '’')
                    && text[at + next.len_utf8()..].chars().next().is_some_and(char::is_alphabetic);
                if next.is_alphanumeric() || apostrophe || is_mark(next) {
                    end = at + next.len_utf8();
                    chars.next();
                } else {
                    break;
                }
            }
            let lower = text[start..end].to_lowercase().replace('’', "'").into_boxed_str();
            let word = self.language.word(&lower);
            tokens.push(Token {
                span: Span::new(start, end),
                stem: self.stem(&lower),
                stop: word.classes.any(Classes::STOP),
                negation: self.is_negation(&lower),
                lower,
                clause,
            });
        }
        tokens
    }

    /// Whether a word denies: by itself, or by its ending after an apostrophe ("don't": "n't").
    fn is_negation(&self, lower: &str) -> bool {
        let denies = |word: &str| self.language.word(word).classes.any(Classes::NEGATION);
        denies(lower)
            || lower.find('\'').is_some_and(|at| {
                let before = lower[..at].char_indices().next_back().map_or(at, |(start, _)| start);
                denies(&lower[before..])
            })
    }

    fn stem(&mut self, lower: &str) -> Box<str> {
        if let Some(stem) = self.stems.get(lower) {
            return stem.clone();
        }
        let base = lower.strip_suffix("'s").unwrap_or(lower);
        let stem: Box<str> = self.language.stemmer().stem(base).into();
        self.stems.insert(lower.into(), stem.clone());
        stem
    }
}

/// Combining marks belong to the letter before them.
fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{200d}' | '\u{ad}')
}
