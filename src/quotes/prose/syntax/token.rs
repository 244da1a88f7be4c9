//! A token: a word with what the language knows of it, punctuation, a quotation mark.

use crate::lang::{Classes, Grammar, VerbUse, Word};

use super::super::model::features::numbered;
use super::index::{ItemId, List, TokenId};

numbered! {
    /// What a token is, as far as finding speakers needs it.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub(crate) enum Tag {
        /// A quoted span, seen from outside.
        Quoted = 0,
        Comma = 1,
        Stop = 2,
        Colon = 3,
        Semicolon = 4,
        Dash = 5,
        Open = 6,
        Close = 7,
        Mark = 8,
        Punctuation = 9,
        Determiner = 10,
        Preposition = 11,
        Conjunction = 12,
        Subordinator = 13,
        Auxiliary = 14,
        Modal = 15,
        Negation = 16,
        Pronoun = 17,
        ObjectPronoun = 18,
        Possessive = 19,
        /// A possessive 's.
        Clitic = 20,
        Relative = 21,
        That = 22,
        To = 23,
        Interrogative = 24,
        Adverb = 25,
        Number = 26,
        Name = 27,
        Cue = 28,
        Verb = 29,
        Noun = 30,
        Adjective = 31,
        /// A word of an open class that is in no table.
        Word = 32,
    }
}

impl Tag {
    /// Whether no clause goes on behind it.
    pub(crate) fn ends_clause(self) -> bool {
        matches!(self, Self::Quoted | Self::Mark | Self::Stop | Self::Colon | Self::Semicolon | Self::That)
    }
}

/// For each tag, whether it is one of a set.
pub(crate) type TagSet = [bool; Tag::Word as usize + 1];

pub(crate) const fn tag_set(tags: &[Tag]) -> TagSet {
    let mut table = [false; Tag::Word as usize + 1];
    let mut at = 0;
    while at < tags.len() {
        table[tags[at] as usize] = true;
        at += 1;
    }
    table
}

/// The tokens of a paragraph.
pub(crate) type Tokens = List<TokenId, Token>;

/// Its items: tokens, cues of several words, and quoted spans seen from outside.
pub(crate) type Items = List<ItemId, Token>;

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
    pub(crate) grammar: Grammar,
}

impl Token {
    /// Something between words of which nothing is known.
    pub(crate) const BREAK: Self = Self {
        start: 0,
        end: 0,
        hash: 0,
        lemma: 0,
        tag: Tag::Punctuation,
        shape: Shape(0),
        classes: Classes::NONE,
        verb: None,
        grammar: Grammar::NONE,
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
    /// Whitespace comes before it.
    pub(crate) const SPACED: u8 = 8;
    /// A newline comes before it.
    pub(crate) const NEWLINE: u8 = 16;
    /// A form of a verb that is no predicate by itself: "waiting".
    pub(crate) const GERUND: u8 = 64;

    pub(crate) fn has(self, bit: u8) -> bool {
        self.0 & bit != 0
    }
}

/// Whether an item can be a part of a noun phrase.
pub(crate) fn is_nominal(item: &Token) -> bool {
    matches!(
        item.tag,
        Tag::Determiner | Tag::Possessive | Tag::ObjectPronoun | Tag::Adjective | Tag::Noun | Tag::Name | Tag::Word
    )
}

/// A first guess by the tables, then by the ending and the capital; context corrects it later.
pub(crate) fn tag(word: &str, capital: bool, known: Word) -> Tag {
    let Word { classes, verb, grammar } = known;
    let may_be_name = capital && classes.any(Classes::TITLE | Classes::GIVEN_HE | Classes::GIVEN_SHE | Classes::PLACE);
    if !may_be_name {
        if let Some(tag) = closed_class(classes) {
            return tag;
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
    if grammar.any(Grammar::SUBJUNCTIVE) {
        return Tag::Verb;
    }
    let tags = [
        (Classes::ADVERB, Tag::Adverb),
        (Classes::PERSONAL | Classes::NOUN | Classes::WEEKDAY | Classes::MONTH, Tag::Noun),
        (Classes::VERB, Tag::Verb),
        (Classes::ADJECTIVE, Tag::Adjective),
    ];
    tags.into_iter().find(|(class, _)| classes.any(*class)).map_or(Tag::Word, |(_, tag)| tag)
}

/// The tag of a small word that builds sentences. A word of several classes is what it is most often.
fn closed_class(classes: Classes) -> Option<Tag> {
    const TAGS: [(Classes, Tag); 13] = [
        (Classes::RELATIVE, Tag::Relative),
        (Classes::COMPLEMENTISER, Tag::That),
        (Classes::PRONOUNS, Tag::Pronoun),
        (Classes::POSSESSIVE, Tag::Possessive),
        (Classes::PRONOUN_OBJECT, Tag::ObjectPronoun),
        (Classes::DETERMINER, Tag::Determiner),
        (Classes::NEGATION, Tag::Negation),
        (Classes::MODAL, Tag::Modal),
        (Classes::AUXILIARY, Tag::Auxiliary),
        (Classes::CONJUNCTION, Tag::Conjunction),
        (Classes::INTERROGATIVE, Tag::Interrogative),
        (Classes::PREPOSITION, Tag::Preposition),
        (Classes::SUBORDINATOR, Tag::Subordinator),
    ];
    if !classes.any(Classes::CLOSED) {
        return None;
    }
    match TAGS.into_iter().find(|(class, _)| classes.any(*class)).map(|(_, tag)| tag) {
        Some(Tag::Relative) if classes.any(Classes::COMPLEMENTISER) => Some(Tag::That),
        Some(Tag::Preposition) if classes.any(Classes::INFINITIVE_MARK) => Some(Tag::To),
        None if classes.any(Classes::PRONOUN_INDEFINITE) => Some(Tag::Pronoun),
        tag => tag,
    }
}
