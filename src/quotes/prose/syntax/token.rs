//! A token: a word with what the language knows of it, punctuation, a quotation mark.

use crate::lang::{Classes, VerbUse};

/// What a token is, as far as finding speakers needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub(crate) enum Tag {
    /// A marked stretch, seen from outside.
    Quoted,
    Comma,
    Stop,
    Colon,
    Semicolon,
    Dash,
    Open,
    Close,
    Mark,
    Punctuation,
    Determiner,
    Preposition,
    Conjunction,
    Subordinator,
    Auxiliary,
    Modal,
    Negation,
    Pronoun,
    ObjectPronoun,
    Possessive,
    /// A possessive 's.
    Clitic,
    Relative,
    That,
    To,
    Interrogative,
    Adverb,
    Number,
    Name,
    Cue,
    Verb,
    Noun,
    Adjective,
    /// A word of an open class that the tables do not hold.
    Word,
}

impl Tag {
    /// Whether no clause goes on behind it.
    pub(crate) fn ends_clause(self) -> bool {
        matches!(self, Self::Quoted | Self::Mark | Self::Stop | Self::Colon | Self::Semicolon | Self::That)
    }
}

/// A table of which tags are among these.
pub(crate) const fn table_of(tags: &[Tag]) -> [bool; Tag::Word as usize + 1] {
    let mut table = [false; Tag::Word as usize + 1];
    let mut at = 0;
    while at < tags.len() {
        table[tags[at] as usize] = true;
        at += 1;
    }
    table
}

/// A token of a paragraph.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    /// Bytes from the start of the paragraph.
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// A hash of the word in lower case.
    pub(crate) hash: u32,
    /// The hash of the verb it is a form of; 0 for other words.
    pub(crate) lemma: u32,
    pub(crate) tag: Tag,
    pub(crate) shape: Shape,
    pub(crate) classes: Classes,
    pub(crate) verb: Option<VerbUse>,
}

impl Token {
    /// Something between words that nothing is known of.
    pub(crate) const BREAK: Self = Self {
        start: 0,
        end: 0,
        hash: 0,
        lemma: 0,
        tag: Tag::Punctuation,
        shape: Shape(0),
        classes: Classes::NONE,
        verb: None,
    };
}

/// How a word is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shape(pub(crate) u8);

impl Shape {
    /// The first letter is a capital.
    pub(crate) const CAPITAL: u8 = 1;
    /// All letters are capitals, two or more.
    pub(crate) const UPPER: u8 = 2;
    /// Ends in a full stop that belongs to it.
    pub(crate) const DOTTED: u8 = 4;
    /// Blank space stands before it.
    pub(crate) const SPACED: u8 = 8;
    /// A newline stands before it.
    pub(crate) const NEWLINE: u8 = 16;

    /// A comma behind it was left out that parts it from what it reports.
    pub(crate) const PARTED: u8 = 32;

    pub(crate) fn with(self, bit: u8) -> Self {
        Self(self.0 | bit)
    }

    pub(crate) fn has(self, bit: u8) -> bool {
        self.0 & bit != 0
    }
}

/// Whether an item is a part of a noun phrase.
pub(crate) fn is_nominal(item: &Token) -> bool {
    matches!(
        item.tag,
        Tag::Determiner | Tag::Possessive | Tag::ObjectPronoun | Tag::Adjective | Tag::Noun | Tag::Name | Tag::Word
    )
}

/// A first guess by the tables, then by the ending and the capital; context mends it later.
pub(crate) fn tag(word: &str, capital: bool, classes: Classes, verb: Option<VerbUse>) -> Tag {
    const PRONOUN: Classes = Classes::PRONOUNS;
    if !capital || !classes.any(Classes::TITLE | Classes::GIVEN_HE | Classes::GIVEN_SHE | Classes::PLACE) {
        if classes.any(Classes::CLOSED) {
            if classes.any(Classes::RELATIVE) {
                return if classes.any(Classes::COMPLEMENTISER) { Tag::That } else { Tag::Relative };
            }
            if classes.any(Classes::COMPLEMENTISER) {
                return Tag::That;
            }
            if classes.any(PRONOUN) {
                return Tag::Pronoun;
            }
            if classes.any(Classes::POSSESSIVE) {
                return Tag::Possessive;
            }
            if classes.any(Classes::PRONOUN_OBJECT) {
                return Tag::ObjectPronoun;
            }
            if classes.any(Classes::DETERMINER) {
                return Tag::Determiner;
            }
            if classes.any(Classes::NEGATION) {
                return Tag::Negation;
            }
            if classes.any(Classes::MODAL) {
                return Tag::Modal;
            }
            if classes.any(Classes::AUXILIARY) {
                return Tag::Auxiliary;
            }
            if classes.any(Classes::CONJUNCTION) {
                return Tag::Conjunction;
            }
            if classes.any(Classes::INTERROGATIVE) {
                return Tag::Interrogative;
            }
            if classes.any(Classes::PREPOSITION) {
                return if classes.any(Classes::INFINITIVE_MARK) { Tag::To } else { Tag::Preposition };
            }
            if classes.any(Classes::SUBORDINATOR) {
                return Tag::Subordinator;
            }
            if classes.any(Classes::PRONOUN_INDEFINITE) {
                return Tag::Pronoun;
            }
        }
        if classes.any(Classes::NUMBER) {
            return Tag::Number;
        }
    }
    if word.starts_with(|first: char| first.is_ascii_digit()) {
        return Tag::Number;
    }
    if capital {
        return Tag::Name;
    }
    if verb.is_some() {
        return Tag::Cue;
    }
    if classes.any(Classes::ADVERB) {
        return Tag::Adverb;
    }
    if classes.any(Classes::PERSONAL | Classes::NOUN | Classes::WEEKDAY | Classes::MONTH) {
        return Tag::Noun;
    }
    if classes.any(Classes::VERB) {
        return Tag::Verb;
    }
    if classes.any(Classes::ADJECTIVE) {
        return Tag::Adjective;
    }
    Tag::Word
}
