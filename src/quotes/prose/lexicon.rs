//! The language's words by hash, so that a word of the text is looked up without being copied.

use rustc_hash::FxHashMap;

use super::token::Token;
use crate::lang::{Classes, Language, VerbClass, VerbForm, VerbUse, Word};

/// A table from the hash of a lower-cased word to what is known of it.
#[derive(Debug)]
pub(super) struct Lexicon {
    /// Hash and entry, open addressing; hash 0 is empty. Invariant: the length is a power of two, at most half full.
    slots: Vec<(u64, u32)>,
    entries: Vec<Entry>,
    pub(super) clitic_hash: u32,
    elisions: Vec<Box<str>>,
    verb_endings: Vec<Box<str>>,
    adverb_endings: Vec<Box<str>>,
    /// Cues of several words by the hash of the first, longest first.
    phrases: FxHashMap<u32, Vec<Phrase>>,
}

/// What is known of a word, with the hash of the verb it is a form of.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Entry {
    pub(super) word: Word,
    pub(super) lemma: u32,
}

/// What the ending of a word says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    Verb,
    Adverb,
}

/// A cue of several words.
#[derive(Debug)]
struct Phrase {
    words: Vec<u32>,
    hash: u32,
    verb: VerbUse,
}

const SEED: u64 = 0x51_7c_c1_b7_27_22_0a_95;

#[inline]
fn mix(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3_a5a5 | 1).rotate_left(23)
}

#[inline]
fn close(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 32)).wrapping_mul(SEED);
    (hash ^ (hash >> 29)) | 1
}

/// The hash of a word in lower case; typographic apostrophes count as straight ones.
#[inline]
fn hash(word: &str) -> u64 {
    let mut hash = SEED;
    if word.is_ascii() {
        for byte in word.bytes() {
            hash = mix(hash, byte.to_ascii_lowercase());
        }
        return close(hash);
    }
    let mut buffer = [0u8; 4];
    for c in word.chars().flat_map(char::to_lowercase) {
        let c = if c == '’' { '\'' } else { c };
        for byte in c.encode_utf8(&mut buffer).bytes() {
            hash = mix(hash, byte);
        }
    }
    close(hash)
}

impl Lexicon {
    pub(super) fn new(language: &Language) -> Self {
        let mut words: Vec<(&str, Word)> = language.words().collect();
        words.sort_unstable_by_key(|(word, _)| *word);
        let size = ((words.len() + 1000) * 2).next_power_of_two();
        let mut slots = vec![(0u64, 0u32); size];
        let mut entries = Vec::with_capacity(words.len() + 1);
        entries.push(Entry::default());
        for (word, entry) in words {
            let key = hash(word);
            let mut at = key as usize & (size - 1);
            while slots[at].0 != 0 && slots[at].0 != key {
                at = (at + 1) & (size - 1);
            }
            slots[at] = (key, entries.len() as u32);
            let lemma = entry.verb.map_or(0, |verb| (hash(language.lemma(verb.lemma)) >> 32) as u32);
            entries.push(Entry { word: entry, lemma });
        }
        let mut phrases: FxHashMap<u32, Vec<Phrase>> = FxHashMap::default();
        let cues = language.list("phrasal-cues").iter().map(|row| {
            let (words, class) = row.split_once('\t').unwrap_or((row, "say"));
            (words.trim(), VerbClass::named(class.trim()).unwrap_or(VerbClass::Say))
        });
        let according = language.list("according-to").iter().map(|row| (row.trim(), VerbClass::According));
        for (text, class) in cues.chain(according) {
            let words: Vec<u32> = text.split_whitespace().map(|word| (hash(word) >> 32) as u32).collect();
            let Some(&first) = words.first() else { continue };
            let form = match language.word(text.split_whitespace().next().unwrap_or("")).verb {
                Some(verb) => verb.form,
                None if class == VerbClass::According => VerbForm::Base,
                None => VerbForm::Past,
            };
            let verb = VerbUse { lemma: u16::MAX, class, form };
            let list = phrases.entry(first).or_default();
            let at = list.partition_point(|there| there.words.len() >= words.len());
            list.insert(at, Phrase { words, hash: (hash(text) >> 32) as u32, verb });
        }
        let mut firsts: Vec<u32> = phrases.keys().copied().collect();
        firsts.sort_unstable();
        for (key, entry) in &mut slots {
            if *key != 0 && firsts.binary_search(&((*key >> 32) as u32)).is_ok() {
                entries[*entry as usize].word.classes |= Classes::PHRASE;
            }
        }
        // First words that no table holds get an entry of their own.
        for first in language.list("phrasal-cues").iter().chain(language.list("according-to")) {
            let Some(word) = first.split_whitespace().next() else { continue };
            let key = hash(word);
            let mut at = key as usize & (size - 1);
            while slots[at].0 != 0 && slots[at].0 != key {
                at = (at + 1) & (size - 1);
            }
            if slots[at].0 == 0 {
                slots[at] = (key, entries.len() as u32);
                entries.push(Entry { word: Word { classes: Classes::PHRASE, verb: None }, lemma: 0 });
            }
        }
        let verb_endings = language.list("verb-endings").to_vec();
        let adverb_endings = language.list("adverb-endings").to_vec();
        let elisions = language.list("elisions").to_vec();
        Self { slots, entries, clitic_hash: (hash("'s") >> 32) as u32, elisions, verb_endings, adverb_endings, phrases }
    }

    /// The hash of a word and what is known of it.
    #[inline]
    pub(super) fn look_up(&self, word: &str) -> (u32, Entry) {
        let key = hash(word);
        let mask = self.slots.len() - 1;
        let mut at = key as usize & mask;
        loop {
            let (there, entry) = self.slots[at];
            if there == key {
                return ((key >> 32) as u32, self.entries[entry as usize]);
            }
            if there == 0 {
                return ((key >> 32) as u32, Entry::default());
            }
            at = (at + 1) & mask;
        }
    }

    /// The hash that tokens of this word bear.
    pub(super) fn hash(&self, word: &str) -> u32 {
        (hash(word) >> 32) as u32
    }

    /// The cue of several words that begins these tokens: its number of tokens, its hash, its use.
    pub(super) fn phrase(&self, tokens: &[Token]) -> Option<(usize, u32, VerbUse)> {
        let phrases = self.phrases.get(&tokens.first()?.hash)?;
        let phrase = phrases.iter().find(|phrase| {
            phrase.words.len() <= tokens.len()
                && phrase.words.iter().zip(tokens).all(|(word, token)| *word == token.hash)
        })?;
        Some((phrase.words.len(), phrase.hash, phrase.verb))
    }

    /// Whether an unknown word ends like a verb, and whether like an adverb.
    pub(super) fn ending(&self, word: &str) -> Option<Ending> {
        let ends =
            |list: &[Box<str>]| list.iter().any(|ending| word.len() > ending.len() + 2 && word.ends_with(&**ending));
        if ends(&self.verb_endings) {
            Some(Ending::Verb)
        } else if ends(&self.adverb_endings) {
            Some(Ending::Adverb)
        } else {
            None
        }
    }

    /// Whether a word is an elision without its apostrophe: `em` of 'em.
    pub(super) fn is_elision(&self, word: &str) -> bool {
        self.elisions.iter().any(|elision| elision.eq_ignore_ascii_case(word))
    }
}
