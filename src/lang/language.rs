//! A language: what a user chooses and names, and what the rules ask of it.

use std::borrow::Cow;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::lists::{List, Phrases};
use super::stem::Stemmer;
use super::vectors::{Vectors, WordVectors};
use super::words::{VerbClass, Word};

/// How a language is written, as far as finding speakers depends on it; the keys of `pack.toml`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Writing {
    /// Whether every noun has a capital, so that a capital makes no name.
    pub(crate) capitalised_nouns: bool,
    /// Whether a full stop after a number of one or two digits makes it an ordinal: "3. Oktober".
    pub(crate) ordinal_stops: bool,
    /// Whether 's after a word tells whose something is.
    pub(crate) possessive_s: bool,
    /// Whether the comma or full stop of a reporting clause follows the closing mark: „…“, sagte sie. It is read as if it were inside.
    pub(crate) stops_outside: bool,
    /// Whether the verb of a main clause comes second, right behind what begins the sentence, and a comma separates every clause
    /// from its verb.
    pub(crate) verb_second: bool,
}

/// A language: its tables, its stemmer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Language {
    pub(super) code: Box<str>,
    pub(super) name: Box<str>,
    pub(super) stemmer: Stemmer,
    pub(super) writing: Writing,
    // Shared, since models and extractors keep a copy.
    pub(super) words: Arc<FxHashMap<Box<str>, Word>>,
    pub(super) lemmas: Arc<[Box<str>]>,
    /// By the number of the list.
    pub(super) lists: Arc<[Phrases]>,
    pub(super) vectors: Vectors,
    pub(super) attribution: Cow<'static, [u8]>,
}

impl Language {
    /// The language's code, such as `en`.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The language's English name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The language's stemmer.
    pub(crate) fn stemmer(&self) -> &Stemmer {
        &self.stemmer
    }

    /// How the language is written.
    pub(crate) fn writing(&self) -> Writing {
        self.writing
    }

    /// What is known of a word that is already in lower case; nothing is an answer.
    #[inline]
    pub(crate) fn word(&self, lower: &str) -> Word {
        self.words.get(lower).copied().unwrap_or_default()
    }

    /// All words of the tables, in no particular order.
    pub(crate) fn words(&self) -> impl Iterator<Item = (&str, Word)> {
        self.words.iter().map(|(word, entry)| (&**word, *entry))
    }

    /// What is known of a word in any case.
    pub(crate) fn word_any_case(&self, word: &str) -> Word {
        self.word(&lower(word))
    }

    /// The dictionary form of a reporting verb.
    pub(crate) fn lemma(&self, lemma: u16) -> &str {
        self.lemmas.get(usize::from(lemma)).map_or("", |lemma| lemma)
    }

    /// Vectors of the language's commonest words, where the pack has a table of them.
    ///
    /// The tables that come with the crate need the feature `vectors`, which is on by default.
    pub(crate) fn vectors(&self) -> Option<&WordVectors> {
        self.vectors.table()
    }

    /// The learnt table for attributing quotations; empty where the pack has none.
    pub(crate) fn attribution_table(&self) -> &[u8] {
        &self.attribution
    }

    /// The phrases of a list, in lower case, in the pack's order.
    pub(crate) fn list(&self, list: List) -> &[Box<str>] {
        &self.lists[list as usize].phrases
    }

    /// The cues of a list with their classes; a list of other phrases has none.
    pub(crate) fn cues(&self, list: List) -> impl Iterator<Item = (&str, VerbClass)> {
        let Phrases { phrases, classes } = &self.lists[list as usize];
        phrases.iter().zip(classes).map(|(phrase, class)| (&**phrase, *class))
    }
}

/// Lower case, borrowed where nothing changes. Typographic apostrophes become straight ones, since the tables hold those.
pub(super) fn lower(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        Cow::Borrowed(word)
    } else if word.is_ascii() {
        Cow::Owned(word.to_ascii_lowercase())
    } else {
        Cow::Owned(word.to_lowercase().replace('’', "'"))
    }
}
