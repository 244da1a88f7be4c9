//! The language's words by hash, so that a word of the text is looked up without being copied.

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::lang::{Classes, Grammar, Language, List, Reports, VerbClass, VerbForm, VerbUse, Word, Writing};

use super::people::PeopleWords;
use super::token;
use super::token::{Tag, Token};
use super::word_hash::{hash, short};

/// A table from the hash of a lower-cased word to what is known of it.
#[derive(Debug)]
pub(crate) struct Lexicon {
    table: Table,
    pub(crate) clitic_hash: u32,
    elisions: Vec<Box<str>>,
    verb_endings: Vec<Box<str>>,
    adverb_endings: Vec<Box<str>>,
    gerund_endings: Vec<Box<str>>,
    /// Cues of several words by the hash of the first, longest first.
    phrasal_cues: FxHashMap<u32, Vec<PhrasalCue>>,
    /// Cues in two parts by the hash of the first, longest first; the first word is left out of `words`.
    separable_cues: FxHashMap<u32, Vec<PhrasalCue>>,
    noun_endings: Vec<Box<str>>,
    infinitive_marks: Vec<Box<str>>,
    infinitive_endings: Vec<Box<str>>,
    family_endings: Vec<Box<str>>,
    pub(crate) writing: Writing,
    /// The hash of the word before whoever did what a participle says: "by".
    pub(crate) by: u32,
    /// Impersonal cues ("it was said"), as hashes of their words, by the first.
    impersonal: FxHashMap<u32, Vec<Vec<u32>>>,
    /// What announces a term ("known as"), as hashes of its words.
    so_called: Vec<Vec<u32>>,
    /// What says who somebody is.
    pub(crate) people: Arc<PeopleWords>,
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
    /// What is known of a word that is in no table.
    const UNKNOWN: Self = Self {
        key: 0,
        word: Word { classes: Classes::NONE, verb: None, grammar: Grammar::NONE },
        lemma: 0,
        tags: [Tag::Word, Tag::Name],
    };
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

/// A cue of several words among tokens: which of them it takes (of one in two parts, the second part).
#[derive(Clone, Debug)]
pub(crate) struct CueMatch {
    pub(crate) tokens: Range<usize>,
    pub(crate) hash: u32,
    pub(crate) verb: VerbUse,
}

/// A cue of several words.
#[derive(Debug)]
struct PhrasalCue {
    words: Vec<u32>,
    hash: u32,
    verb: VerbUse,
}

/// The second part of a cue in two parts is looked for in this many tokens.
const REACH: usize = 14;

/// Whether a word has an ending, which is short: most words differ in the last letter.
#[inline]
fn ends_with(word: &str, ending: &str) -> bool {
    word.bytes().rev().zip(ending.bytes().rev()).all(|(one, other)| one == other)
}

impl Lexicon {
    pub(crate) fn new(language: &Language) -> Self {
        let writing = language.writing();
        let mut impersonal: FxHashMap<u32, Vec<Vec<u32>>> = FxHashMap::default();
        for words in hashes_of(language, List::ImpersonalCues) {
            if let Some(&first) = words.first() {
                impersonal.entry(first).or_default().push(words);
            }
        }
        Self {
            table: table_of(language),
            clitic_hash: short(hash("'s")),
            elisions: language.list(List::Elisions).to_vec(),
            verb_endings: language.list(List::VerbEndings).to_vec(),
            adverb_endings: language.list(List::AdverbEndings).to_vec(),
            gerund_endings: language.list(List::GerundEndings).to_vec(),
            phrasal_cues: phrasal_cues(language),
            separable_cues: separable_cues(language),
            noun_endings: language.list(List::NounEndings).to_vec(),
            infinitive_marks: language
                .words()
                .filter(|(_, word)| writing.verb_second && word.classes.any(Classes::INFINITIVE_MARK))
                .map(|(word, _)| word.into())
                .collect(),
            infinitive_endings: language.list(List::PluralEndings).to_vec(),
            family_endings: language.list(List::FamilyEndings).to_vec(),
            writing,
            by: language.list(List::AgentWords).first().map_or(0, |word| short(hash(word))),
            impersonal,
            so_called: hashes_of(language, List::SoCalled),
            people: Arc::new(PeopleWords::new(language)),
        }
    }

    /// What is known of the word of that hash.
    #[inline]
    pub(crate) fn look_up(&self, key: u64) -> &Entry {
        &self.table.entries[self.table.find(key).unwrap_or(0)]
    }

    /// The cue of several words that begins these tokens.
    pub(crate) fn phrasal_cue(&self, tokens: &[Token]) -> Option<CueMatch> {
        let cues = self.phrasal_cues.get(&tokens.first()?.hash)?;
        let cue = cues.iter().find(|cue| {
            cue.words.len() <= tokens.len() && cue.words.iter().zip(tokens).all(|(word, token)| *word == token.hash)
        })?;
        Some(CueMatch { tokens: 0..cue.words.len(), hash: cue.hash, verb: cue.verb })
    }

    /// The second part of a cue in two parts, which ends its clause: "fügte er hinzu". `tokens` begin with the first part.
    pub(crate) fn separable_cue(&self, tokens: &[Token]) -> Option<CueMatch> {
        let cues = self.separable_cues.get(&tokens.first()?.hash)?;
        let end = tokens.iter().take(REACH).skip(1).take_while(|token| !token.tag.ends_clause()).count() + 1;
        let closes = |to: usize| {
            tokens.get(to).is_none_or(|token| {
                token.tag <= Tag::Punctuation || matches!(token.tag, Tag::That | Tag::Conjunction | Tag::Interrogative)
            })
        };
        cues.iter().find_map(|cue| {
            let len = cue.words.len();
            let is_here = |at: usize| cue.words.iter().zip(&tokens[at..]).all(|(word, token)| *word == token.hash);
            let at = (1..(end + 1).saturating_sub(len)).find(|&at| is_here(at) && closes(at + len))?;
            Some(CueMatch { tokens: at..at + len, hash: cue.hash, verb: cue.verb })
        })
    }

    /// What the last part of a compound says of the whole: "Landesregierung" is a "regierung". Nothing for what ends like a family name.
    pub(crate) fn compound(&self, word: &str) -> (Classes, Grammar) {
        if self.family_endings.iter().any(|ending| word.ends_with(&**ending)) {
            return (Classes::NONE, Grammar::NONE);
        }
        let parts = word.char_indices().skip(3).map(|(at, _)| &word[at..]).take_while(|part| part.len() >= 4);
        parts
            .map(|part| self.look_up(hash(part)).word)
            .map(|part| (part.classes.only(Classes::HEADS), part.grammar))
            .find(|(classes, grammar)| !classes.is_empty() || grammar.any(Grammar::SOURCE_NOUN))
            .unwrap_or_default()
    }

    /// Whether an unknown word is an infinitive with its mark inside: "anzukommen".
    pub(crate) fn is_marked_infinitive(&self, word: &str) -> bool {
        /// The fewest bytes of a prefix and of a verb.
        const SHORTEST: (usize, usize) = (2, 4);
        let verb = |rest: &str| {
            rest.len() >= SHORTEST.1 && self.infinitive_endings.iter().any(|ending| rest.ends_with(&**ending))
        };
        self.infinitive_marks.iter().any(|mark| {
            let inner = word.match_indices(&**mark).filter(|(at, _)| *at >= SHORTEST.0);
            inner.into_iter().any(|(at, mark)| verb(&word[at + mark.len()..]))
        })
    }

    /// Whether an unknown word has an ending that only nouns have.
    pub(crate) fn ends_as_noun(&self, word: &str) -> bool {
        self.noun_endings.iter().any(|ending| word.len() > ending.len() + 2 && word.ends_with(&**ending))
    }

    /// Whether tokens begin with an impersonal cue: "it was said".
    pub(crate) fn is_impersonal(&self, tokens: &[Token]) -> bool {
        tokens.first().and_then(|first| self.impersonal.get(&first.hash)).is_some_and(|list| {
            list.iter().any(|words| {
                words.len() <= tokens.len() && words.iter().zip(tokens).all(|(word, token)| *word == token.hash)
            })
        })
    }

    /// Whether tokens end in words that announce a term: "known as", also with a few words before the last ("known elsewhere as").
    pub(crate) fn announces_term(&self, tokens: &[Token]) -> bool {
        let Some((last, before)) = tokens.split_last() else { return false };
        let may_lie_between = |token: &Token| {
            matches!(
                token.tag,
                Tag::Adverb | Tag::Preposition | Tag::Determiner | Tag::Noun | Tag::Adjective | Tag::Name | Tag::Word
            )
        };
        self.so_called.iter().any(|words| {
            let Some((end, front)) = words.split_last() else { return false };
            if *end != last.hash {
                return false;
            }
            let longest_gap = if front.is_empty() { 0 } else { 4 };
            (0..=longest_gap.min(before.len())).any(|gap| {
                let (there, between) = before.split_at(before.len() - gap);
                there.len() >= front.len()
                    && between.iter().all(may_lie_between)
                    && there[there.len() - front.len()..].iter().zip(front).all(|(token, word)| token.hash == *word)
            })
        })
    }

    /// Whether tokens end in a verb of naming and the thing that is named: "named their robot".
    pub(crate) fn names_a_thing(&self, tokens: &[Token]) -> bool {
        /// The most words of the thing.
        const LONGEST: usize = 4;
        let thing = |token: &&Token| {
            matches!(token.tag, Tag::Determiner | Tag::Possessive | Tag::Adjective | Tag::Noun | Tag::Word)
                && !token.classes.any(Classes::PEOPLE)
        };
        let words = tokens.iter().rev().take(LONGEST).take_while(thing).count();
        let verb = tokens.iter().rev().nth(words).filter(|_| words > 0);
        verb.is_some_and(|verb| {
            let names = verb.verb.is_some_and(|verb| verb.class == VerbClass::Call);
            names && self.so_called.iter().any(|words| words.len() == 1 && words[0] == verb.hash)
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

    /// Whether a word ends like a form of a verb that is no predicate by itself: "waiting".
    #[inline]
    pub(crate) fn ends_as_gerund(&self, word: &str) -> bool {
        self.gerund_endings.iter().any(|ending| word.len() > ending.len() + 1 && ends_with(word, ending))
    }

    /// Whether a word is an elision without its apostrophe: `em` of 'em.
    pub(crate) fn is_elision(&self, word: &str) -> bool {
        self.elisions.iter().any(|elision| elision.eq_ignore_ascii_case(word))
    }
}

/// The words of all tables.
fn table_of(language: &Language) -> Table {
    // In any order: each word has an entry of its own.
    let mut table = Table::new(language.words().size_hint().0 + 1000);
    for (word, known) in language.words() {
        let entry = table.entry(hash(word));
        entry.word = known;
        let finite = known.verb.is_some() || known.classes.any(Classes::AUXILIARY | Classes::MODAL | Classes::VERB);
        if finite && language.list(List::PluralEndings).iter().any(|ending| word.ends_with(&**ending)) {
            entry.word.classes |= Classes::PLURAL;
        }
        entry.lemma = known.verb.map_or(0, |verb| short(hash(language.lemma(verb.lemma))));
        entry.tags = [false, true].map(|capital| token::tag(word, capital, known));
    }
    for agent in language.list(List::AgentWords) {
        table.entry(hash(agent)).word.grammar |= Grammar::AGENT;
    }
    // First words of cues of several words get a class; those that are in no table get an entry of their own.
    let firsts = [
        (List::PhrasalCues, Classes::PHRASE),
        (List::PassiveCues, Classes::PHRASE),
        (List::ImpersonalCues, Classes::PHRASE),
        (List::AccordingTo, Classes::PHRASE),
        (List::SeparableCues, Classes::SEPARABLE),
        (List::TailCues, Classes::TAIL_CUE),
        (List::AccordingBehind, Classes::POSTPOSED),
        (List::NameTitles, Classes::TITLE),
    ];
    for (list, class) in firsts {
        for first in language.list(list) {
            let Some(word) = first.split_whitespace().next() else { continue };
            table.entry(hash(word)).word.classes |= class;
        }
    }
    table
}

/// Cues of several words by the hash of the first, longest first.
fn phrasal_cues(language: &Language) -> FxHashMap<u32, Vec<PhrasalCue>> {
    let mut found: FxHashMap<u32, Vec<PhrasalCue>> = FxHashMap::default();
    let cues = language.cues(List::PhrasalCues).chain(language.cues(List::PassiveCues));
    let according = language.list(List::AccordingTo).iter().map(|row| (row.trim(), VerbClass::According));
    for (text, class) in cues.chain(according) {
        let words: Vec<u32> = text.split_whitespace().map(|word| short(hash(word))).collect();
        let Some(&first) = words.first() else { continue };
        let form = match language.word(text.split_whitespace().next().unwrap_or("")).verb {
            Some(verb) => verb.form,
            None if class == VerbClass::According => VerbForm::Base,
            None => VerbForm::Past,
        };
        let verb = VerbUse { lemma: u16::MAX, class, form, reports: Reports::Clause };
        insert(found.entry(first).or_default(), PhrasalCue { words, hash: short(hash(text)), verb });
    }
    found
}

/// Cues in two parts by the hash of the first word, which `words` leaves out.
fn separable_cues(language: &Language) -> FxHashMap<u32, Vec<PhrasalCue>> {
    let mut found: FxHashMap<u32, Vec<PhrasalCue>> = FxHashMap::default();
    for (text, class) in language.cues(List::SeparableCues) {
        let mut words = text.split_whitespace();
        let Some(first) = words.next() else { continue };
        let form = language.word(first).verb.map_or(VerbForm::Past, |verb| verb.form);
        let verb = VerbUse { lemma: u16::MAX, class, form, reports: Reports::Clause };
        let words: Vec<u32> = words.map(|word| short(hash(word))).collect();
        insert(found.entry(short(hash(first))).or_default(), PhrasalCue { words, hash: short(hash(text)), verb });
    }
    found
}

/// Adds a cue to others, behind those that are as long or longer.
fn insert(cues: &mut Vec<PhrasalCue>, cue: PhrasalCue) {
    let at = cues.partition_point(|there| there.words.len() >= cue.words.len());
    cues.insert(at, cue);
}

/// The phrases of a list as hashes of their words.
fn hashes_of(language: &Language, list: List) -> Vec<Vec<u32>> {
    let hashes = |words: &str| words.split_whitespace().map(|word| short(hash(word))).collect();
    language.list(list).iter().map(|words| hashes(words)).collect()
}
