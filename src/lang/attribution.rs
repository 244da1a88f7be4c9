//! The header of a learnt table of attribution: which features and words its weights belong to.

use super::language::{Language, Writing};
use super::lists::List;
use super::words::{Classes, VerbUse};

/// The first bytes of a table, with the version of its layout.
const MAGIC: &[u8; 4] = b"vbm4";

/// The command that learns a table.
pub(crate) const COMMAND: &str = "cargo bench --features training --bench train -- OUT.bin GOLD.jsonl";

/// Lists that decide which words are cues, nouns or verbs.
const LISTS: [List; 14] = [
    List::AccordingBehind,
    List::AccordingTo,
    List::AdverbEndings,
    List::Elisions,
    List::FamilyEndings,
    List::ImpersonalCues,
    List::NounEndings,
    List::PassiveCues,
    List::PhrasalCues,
    List::PluralEndings,
    List::SeparableCues,
    List::SoCalled,
    List::TailCues,
    List::VerbEndings,
];

/// Word classes that no feature of attribution looks at.
const UNUSED: Classes = Classes::STOP.with(Classes::INTERVIEWER);

/// The hash FNV-1a (Fowler, Noll and Vo) of what is added to it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fingerprint(u64);

impl Fingerprint {
    pub(crate) fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    pub(crate) fn add(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    /// Adds a word and a byte that none contains.
    pub(crate) fn add_word(&mut self, word: &str) {
        self.add(word.as_bytes());
        self.add(&[0xff]);
    }

    pub(crate) fn value(self) -> u64 {
        self.0
    }
}

/// The fingerprints in front of the weights, behind the layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) features: u64,
    pub(crate) words: u64,
    pub(crate) weights: u64,
}

impl Header {
    /// The header of weights that were learnt with these features and words.
    #[cfg(feature = "training")]
    pub(crate) fn new(features: u64, words: u64, weights: &[u8]) -> Self {
        Self { features, words, weights: fingerprint(weights) }
    }

    #[cfg(feature = "training")]
    pub(crate) fn bytes(self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        for part in [self.features, self.words, self.weights] {
            bytes.extend_from_slice(&part.to_le_bytes());
        }
        bytes
    }

    /// Header and weights of a table; nothing if it has another layout.
    pub(crate) fn read(table: &[u8]) -> Option<(Self, &[u8])> {
        let (features, rest) = table.strip_prefix(MAGIC)?.split_first_chunk()?;
        let (words, rest) = rest.split_first_chunk()?;
        let (weights, rest) = rest.split_first_chunk()?;
        let [features, words, weights] = [features, words, weights].map(|part| u64::from_le_bytes(*part));
        Some((Self { features, words, weights }, rest))
    }
}

fn fingerprint(bytes: &[u8]) -> u64 {
    let mut fingerprint = Fingerprint::new();
    fingerprint.add(bytes);
    fingerprint.value()
}

/// Says what is wrong with a table for a language: it is broken, or was learnt with other words or, unlike a table of the crate, with
/// other features than the code reads.
pub(super) fn check(table: &[u8], language: &Language, of_the_crate: &[u8]) -> Result<(), String> {
    let wrong = |what: &str| Err(format!("{what}; remove the table and learn it again: {COMMAND}"));
    let Some((header, weights)) = Header::read(table) else { return wrong("it has another layout") };
    if Header::read(of_the_crate).is_none_or(|(crates, _)| crates.features != header.features) {
        return wrong("it was learnt with other features");
    }
    if header.words != language.word_fingerprint() {
        return wrong("it was learnt with other words");
    }
    if header.weights != fingerprint(weights) {
        return wrong("it is broken");
    }
    Ok(())
}

impl Language {
    /// The fingerprint of the words, lists and rules of writing that attribution looks at.
    pub(crate) fn word_fingerprint(&self) -> u64 {
        let mut fingerprint = Fingerprint::new();
        let classes: Vec<(&str, Classes)> =
            Classes::NAMED.iter().copied().filter(|(_, class)| !class.any(UNUSED)).collect();
        let mut words: Vec<_> = self.words().collect();
        words.sort_unstable_by_key(|(word, _)| *word);
        for (word, known) in words {
            let own = classes.iter().filter(|(_, class)| known.classes.any(*class));
            let mut named = own.map(|(name, _)| *name).peekable();
            if named.peek().is_none() && known.verb.is_none() {
                continue;
            }
            fingerprint.add_word(word);
            named.for_each(|name| fingerprint.add_word(name));
            if let Some(VerbUse { lemma, class, form, .. }) = known.verb {
                fingerprint.add_word(self.lemma(lemma));
                fingerprint.add_word(&format!("{class:?} {form:?}"));
            }
        }
        for list in LISTS {
            fingerprint.add_word(list.key());
            self.list(list).iter().for_each(|phrase| fingerprint.add_word(phrase));
            self.cues(list).for_each(|(_, class)| fingerprint.add_word(&format!("{class:?}")));
        }
        let Writing { capitalised_nouns, ordinal_stops, possessive_s, stops_outside, verb_second } = self.writing;
        fingerprint.add(&[capitalised_nouns, ordinal_stops, possessive_s, stops_outside, verb_second].map(u8::from));
        fingerprint.value()
    }
}

#[cfg(test)]
mod tests {
    use super::{COMMAND, Language, check};

    #[test]
    fn a_table_that_does_not_fit_is_refused() {
        let english = Language::english();
        let own = english.attribution_table();
        assert_eq!(check(own, &english, own), Ok(()));
        let last = own.len() - 1;
        for (at, what) in [(0, "layout"), (4, "features"), (12, "words"), (20, "broken"), (last, "broken")] {
            let mut table = own.to_vec();
            table[at] ^= 1;
            let error = check(&table, &english, own).unwrap_err();
            assert!(error.contains(what) && error.contains(COMMAND), "{error}");
        }
        let german = Language::builtin("de").unwrap();
        assert!(check(own, &german, own).unwrap_err().contains("words"), "a table of one's own is for one's own words");
    }
}
