//! The language's words by hash, so that a word of the text is looked up without being copied.

use rustc_hash::FxHashMap;

use crate::lang::{Classes, Language, List, VerbClass, VerbForm, VerbUse, Word, Writing};
use crate::quotes::prose::syntax::token;
use crate::quotes::prose::syntax::token::{Tag, Token};

/// A table from the hash of a lower-cased word to what is known of it.
#[derive(Debug)]
pub(crate) struct Lexicon {
    table: Table,
    pub(crate) clitic_hash: u32,
    elisions: Vec<Box<str>>,
    verb_endings: Vec<Box<str>>,
    adverb_endings: Vec<Box<str>>,
    /// Cues of several words by the hash of the first, longest first.
    phrases: FxHashMap<u32, Vec<Phrase>>,
    /// Cues in two parts by the hash of the first, longest first; the first word is left out of `words`.
    separables: FxHashMap<u32, Vec<Phrase>>,
    noun_endings: Vec<Box<str>>,
    family_endings: Vec<Box<str>>,
    pub(crate) writing: Writing,
    /// Cues that name nobody ("it was said"), as hashes of their words, by the first.
    impersonal: FxHashMap<u32, Vec<Vec<u32>>>,
    /// What announces a term ("known as"), as hashes of its words.
    so_called: Vec<Vec<u32>>,
}

/// What is known of a word, with the hash of the verb it is a form of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    key: u64,
    pub(crate) word: Word,
    pub(crate) lemma: u32,
    /// The first guess of its tag, in small letters and with a capital.
    pub(crate) tags: [Tag; 2],
}

impl Entry {
    /// What is known of a word that no table holds.
    const UNKNOWN: Self =
        Self { key: 0, word: Word { classes: Classes::NONE, verb: None }, lemma: 0, tags: [Tag::Word, Tag::Name] };
}

/// Entries by the hashes of their words.
#[derive(Debug)]
struct Table {
    /// A number in `entries` with the first byte of the hash above it, 0 where there is none; open addressing.
    /// Invariant: the length is a power of two, never full.
    slots: Vec<u32>,
    /// Invariant: the first is [`Entry::UNKNOWN`].
    entries: Vec<Entry>,
}

/// Bits of a slot that number an entry.
const NUMBER: u32 = 24;

impl Table {
    fn new(words: usize) -> Self {
        Self { slots: vec![0; (words * 2).next_power_of_two()], entries: vec![Entry::UNKNOWN] }
    }

    /// The number of the entry of a key, or the slot where it belongs.
    #[inline]
    fn find(&self, key: u64) -> Result<usize, usize> {
        let mask = self.slots.len() - 1;
        let first = (key >> 56) as u32;
        let mut at = key as usize & mask;
        loop {
            let slot = self.slots[at];
            if slot == 0 {
                return Err(at);
            }
            let number = (slot & ((1 << NUMBER) - 1)) as usize;
            if slot >> NUMBER == first && self.entries[number].key == key {
                return Ok(number);
            }
            at = (at + 1) & mask;
        }
    }

    /// The entry of a key, which may be new.
    fn entry(&mut self, key: u64) -> &mut Entry {
        let number = self.find(key).unwrap_or_else(|at| {
            let number = self.entries.len();
            self.slots[at] = (key >> 56 << NUMBER) as u32 | number as u32;
            self.entries.push(Entry { key, ..Entry::UNKNOWN });
            number
        });
        &mut self.entries[number]
    }
}

/// What the ending of a word says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
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

/// The second part of a cue in two parts is looked for so many items far.
const REACH: usize = 14;

const SEED: u64 = 0x51_7c_c1_b7_27_22_0a_95;

/// Takes up to eight bytes of a word in lower case, the first lowest.
#[inline]
fn mix(hash: u64, bytes: u64) -> u64 {
    (hash ^ bytes).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29)
}

#[inline]
fn close(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 32)).wrapping_mul(SEED);
    (hash ^ (hash >> 29)) | 1
}

/// Whether a word has an ending, which is short: most words differ in the last letter.
#[inline]
fn ends_with(word: &str, ending: &str) -> bool {
    word.bytes().rev().zip(ending.bytes().rev()).all(|(one, other)| one == other)
}

/// The hash of a word in lower case; typographic apostrophes count as straight ones.
pub(crate) fn hash(word: &str) -> u64 {
    let (mut hash, mut bytes, mut len) = (SEED, 0u64, 0);
    let mut take = |byte: u8| {
        bytes |= u64::from(byte) << (len * 8);
        len += 1;
        if len == 8 {
            hash = mix(hash, bytes);
            (bytes, len) = (0, 0);
        }
    };
    if word.is_ascii() {
        word.bytes().for_each(|byte| take(byte.to_ascii_lowercase()));
    } else {
        let mut buffer = [0u8; 4];
        for c in word.chars().flat_map(char::to_lowercase) {
            let c = if c == '’' { '\'' } else { c };
            c.encode_utf8(&mut buffer).bytes().for_each(&mut take);
        }
    }
    close(if len > 0 { mix(hash, bytes) } else { hash })
}

/// Eight bytes from `at` on, the first lowest, with blanks behind the end.
#[inline]
fn eight(bytes: &[u8], at: usize) -> u64 {
    match bytes[at..].first_chunk() {
        Some(chunk) => u64::from_le_bytes(*chunk),
        None => {
            let mut chunk = [b' '; 8];
            let rest = &bytes[at..];
            chunk[..rest.len()].copy_from_slice(rest);
            u64::from_le_bytes(chunk)
        }
    }
}

/// A byte eight times.
const fn repeat(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

/// The highest bit of each of eight bytes of ASCII that lies between two others; those of other bytes say nothing.
#[inline]
fn between(bytes: u64, first: u8, last: u8) -> u64 {
    let low = bytes & repeat(0x7f);
    (low + repeat(0x80 - first)) & !(low + repeat(0x7f - last))
}

/// The end of the run of ASCII letters and digits that begins at `at`, and the hash of the run as a word; eight bytes at a time.
#[inline]
pub(crate) fn run(bytes: &[u8], mut at: usize) -> (usize, u64) {
    const SMALL: u64 = repeat(0x20);
    let mut hash = SEED;
    loop {
        let here = eight(bytes, at);
        let small = here | SMALL;
        let inside = (between(small, b'a', b'z') | between(here, b'0', b'9')) & !here & repeat(0x80);
        let len = (inside ^ repeat(0x80)).trailing_zeros() as usize / 8;
        if len == 0 {
            break;
        }
        hash = mix(hash, small & (u64::MAX >> (64 - len * 8)));
        at += len;
        if len < 8 {
            break;
        }
    }
    (at, close(hash))
}

impl Lexicon {
    pub(crate) fn new(language: &Language) -> Self {
        let mut words: Vec<(&str, Word)> = language.words().collect();
        words.sort_unstable_by_key(|(word, _)| *word);
        let mut table = Table::new(words.len() + 1000);
        for (word, known) in words {
            let entry = table.entry(hash(word));
            entry.word = known;
            let finite = known.verb.is_some() || known.classes.any(Classes::AUXILIARY | Classes::MODAL | Classes::VERB);
            if finite && language.list(List::PluralEndings).iter().any(|ending| word.ends_with(&**ending)) {
                entry.word.classes |= Classes::PLURAL;
            }
            entry.lemma = known.verb.map_or(0, |verb| (hash(language.lemma(verb.lemma)) >> 32) as u32);
            entry.tags = [false, true].map(|capital| token::tag(word, capital, known.classes, known.verb));
        }
        let mut phrases: FxHashMap<u32, Vec<Phrase>> = FxHashMap::default();
        let cues = language.cues(List::PhrasalCues).chain(language.cues(List::PassiveCues));
        let according = language.list(List::AccordingTo).iter().map(|row| (row.trim(), VerbClass::According));
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
        let hashes = |list: List| -> Vec<Vec<u32>> {
            let hash = |word| (hash(word) >> 32) as u32;
            language.list(list).iter().map(|words| words.split_whitespace().map(hash).collect()).collect()
        };
        let mut impersonal: FxHashMap<u32, Vec<Vec<u32>>> = FxHashMap::default();
        for words in hashes(List::ImpersonalCues) {
            if let Some(&first) = words.first() {
                impersonal.entry(first).or_default().push(words);
            }
        }
        let so_called = hashes(List::SoCalled);
        let mut separables: FxHashMap<u32, Vec<Phrase>> = FxHashMap::default();
        for (text, class) in language.cues(List::SeparableCues) {
            let mut words = text.split_whitespace();
            let Some(first) = words.next() else { continue };
            let form = language.word(first).verb.map_or(VerbForm::Past, |verb| verb.form);
            let words: Vec<u32> = words.map(|word| (hash(word) >> 32) as u32).collect();
            let list = separables.entry((hash(first) >> 32) as u32).or_default();
            let at = list.partition_point(|there| there.words.len() >= words.len());
            let verb = VerbUse { lemma: u16::MAX, class, form };
            list.insert(at, Phrase { words, hash: (hash(text) >> 32) as u32, verb });
        }
        // First words of cues of several words bear a class; those that no table holds get an entry of their own.
        let firsts = [
            (List::PhrasalCues, Classes::PHRASE),
            (List::PassiveCues, Classes::PHRASE),
            (List::ImpersonalCues, Classes::PHRASE),
            (List::AccordingTo, Classes::PHRASE),
            (List::SeparableCues, Classes::SEPARABLE),
            (List::TailCues, Classes::TAIL_CUE),
            (List::AccordingBehind, Classes::POSTPOSED),
        ];
        for (list, class) in firsts {
            for first in language.list(list) {
                let Some(word) = first.split_whitespace().next() else { continue };
                table.entry(hash(word)).word.classes |= class;
            }
        }
        let verb_endings = language.list(List::VerbEndings).to_vec();
        let adverb_endings = language.list(List::AdverbEndings).to_vec();
        let elisions = language.list(List::Elisions).to_vec();
        Self {
            table,
            clitic_hash: (hash("'s") >> 32) as u32,
            elisions,
            verb_endings,
            adverb_endings,
            phrases,
            separables,
            noun_endings: language.list(List::NounEndings).to_vec(),
            family_endings: language.list(List::FamilyEndings).to_vec(),
            writing: language.writing(),
            impersonal,
            so_called,
        }
    }

    /// What is known of the word of that hash.
    #[inline]
    pub(crate) fn look_up(&self, key: u64) -> &Entry {
        &self.table.entries[self.table.find(key).unwrap_or(0)]
    }

    /// The hash that tokens of this word bear.
    pub(crate) fn hash(&self, word: &str) -> u32 {
        (hash(word) >> 32) as u32
    }

    /// The cue of several words that begins these tokens: its number of tokens, its hash, its use.
    pub(crate) fn phrase(&self, tokens: &[Token]) -> Option<(usize, u32, VerbUse)> {
        let phrases = self.phrases.get(&tokens.first()?.hash)?;
        let phrase = phrases.iter().find(|phrase| {
            phrase.words.len() <= tokens.len()
                && phrase.words.iter().zip(tokens).all(|(word, token)| *word == token.hash)
        })?;
        Some((phrase.words.len(), phrase.hash, phrase.verb))
    }

    /// Where the second part of a cue in two parts ends its clause: "fügte er hinzu". `items` begin with the first part.
    pub(crate) fn separable(&self, items: &[Token]) -> Option<(std::ops::Range<usize>, u32, VerbUse)> {
        let phrases = self.separables.get(&items.first()?.hash)?;
        let end = items.iter().take(REACH).skip(1).take_while(|item| !item.tag.ends_clause()).count() + 1;
        phrases.iter().find_map(|phrase| {
            let len = phrase.words.len();
            let closes = |to: usize| {
                items.get(to).is_none_or(|item| {
                    item.tag <= Tag::Punctuation
                        || matches!(item.tag, Tag::That | Tag::Conjunction | Tag::Interrogative)
                })
            };
            (1..(end + 1).saturating_sub(len))
                .find(|&at| {
                    phrase.words.iter().zip(&items[at..]).all(|(word, item)| *word == item.hash) && closes(at + len)
                })
                .map(|at| (at..at + len, phrase.hash, phrase.verb))
        })
    }

    /// What the last part of a compound says of the whole: "Landesregierung" is a "regierung". Nothing for what ends like a family name.
    pub(crate) fn compound(&self, word: &str) -> Classes {
        if self.family_endings.iter().any(|ending| word.ends_with(&**ending)) {
            return Classes::NONE;
        }
        let parts = word.char_indices().skip(3).map(|(at, _)| &word[at..]).take_while(|part| part.len() >= 4);
        parts
            .map(|part| self.look_up(hash(part)).word.classes.only(Classes::HEADS))
            .find(|classes| !classes.is_empty())
            .unwrap_or_default()
    }

    /// Whether an unknown word has an ending that only nouns have.
    pub(crate) fn ends_as_noun(&self, word: &str) -> bool {
        self.noun_endings.iter().any(|ending| word.len() > ending.len() + 2 && word.ends_with(&**ending))
    }

    /// Whether tokens begin with a cue that names nobody: "it was said".
    pub(crate) fn names_nobody(&self, tokens: &[Token]) -> bool {
        tokens.first().and_then(|first| self.impersonal.get(&first.hash)).is_some_and(|list| {
            list.iter().any(|words| {
                words.len() <= tokens.len() && words.iter().zip(tokens).all(|(word, token)| *word == token.hash)
            })
        })
    }

    /// Whether tokens end in words that announce a term: "known as", also with a few words before the last ("known elsewhere as").
    pub(crate) fn announces_term(&self, tokens: &[Token]) -> bool {
        let Some((last, before)) = tokens.split_last() else { return false };
        self.so_called.iter().any(|words| {
            let Some((end, front)) = words.split_last() else { return false };
            if *end != last.hash {
                return false;
            }
            let gaps = if front.is_empty() { 0 } else { 4 };
            (0..=gaps).any(|gap| {
                let Some((there, between)) = before.len().checked_sub(gap).map(|at| before.split_at(at)) else {
                    return false;
                };
                there.len() >= front.len()
                    && between.iter().all(|token| {
                        matches!(
                            token.tag,
                            Tag::Adverb
                                | Tag::Preposition
                                | Tag::Determiner
                                | Tag::Noun
                                | Tag::Adjective
                                | Tag::Name
                                | Tag::Word
                        )
                    })
                    && there[there.len() - front.len()..].iter().zip(front).all(|(token, word)| token.hash == *word)
            })
        })
    }

    /// Whether an unknown word ends like a verb, and whether like an adverb.
    pub(crate) fn ending(&self, word: &str) -> Option<Ending> {
        let ends =
            |list: &[Box<str>]| list.iter().any(|ending| word.len() > ending.len() + 2 && ends_with(word, ending));
        if ends(&self.verb_endings) {
            Some(Ending::Verb)
        } else if ends(&self.adverb_endings) {
            Some(Ending::Adverb)
        } else {
            None
        }
    }

    /// Whether a word is an elision without its apostrophe: `em` of 'em.
    pub(crate) fn is_elision(&self, word: &str) -> bool {
        self.elisions.iter().any(|elision| elision.eq_ignore_ascii_case(word))
    }
}
