//! Noun phrases of a sentence: who could be a speaker.

use crate::lang::Classes;
use crate::quotes::prose::syntax::paragraph::Paragraph;
use crate::quotes::prose::syntax::token::{Shape, Tag, Token};

/// What kind of noun phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub(crate) enum ChunkKind {
    Pronoun,
    /// "her" in "her claim".
    Possessive,
    /// "Trump" in "Trump's claim".
    Possessor,
    Name,
    /// Headed by a common noun.
    Nominal,
    /// A marked stretch as a noun.
    Quoted,
    /// "who" in "a nurse, who said that …".
    Relative,
}

/// A noun phrase without what is attached behind it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Chunk {
    /// Half-open range of items.
    pub(crate) first: usize,
    pub(crate) end: usize,
    /// The item of the head noun, or of the last name.
    pub(crate) head: usize,
    pub(crate) kind: ChunkKind,
}

/// Finds the noun phrases of a sentence.
pub(crate) fn chunks(paragraph: &Paragraph, sentence: (usize, usize), found: &mut Vec<Chunk>) {
    found.clear();
    let items = &paragraph.items;
    let capitals = paragraph.writing.capitalised_nouns;
    let (start, end) = sentence;
    let mut at = start;
    while at < end {
        let item = items[at];
        match item.tag {
            Tag::Pronoun | Tag::ObjectPronoun => {
                found.push(Chunk { first: at, end: at + 1, head: at, kind: ChunkKind::Pronoun });
                at += 1;
            }
            Tag::Relative if at > start && !capitals => {
                found.push(Chunk { first: at, end: at + 1, head: at, kind: ChunkKind::Relative });
                at += 1;
            }
            // Where all nouns have capitals, a possessive is a speaker only before a noun of saying: "ihrer Ansicht nach".
            Tag::Possessive
                if capitals && !items.get(at + 1).is_some_and(|next| next.classes.any(Classes::SPEECH_NOUN)) =>
            {
                at = noun_phrase(items, at, end, capitals, found);
            }
            Tag::Possessive => {
                found.push(Chunk { first: at, end: at + 1, head: at, kind: ChunkKind::Possessive });
                at = noun_phrase(items, at, end, capitals, found);
            }
            Tag::Determiner | Tag::Number | Tag::Adjective | Tag::Noun | Tag::Name | Tag::Word => {
                at = noun_phrase(items, at, end, capitals, found);
            }
            Tag::Quoted => {
                found.push(Chunk { first: at, end: at + 1, head: at, kind: ChunkKind::Quoted });
                at += 1;
            }
            _ => at += 1,
        }
    }
}

/// Words whose ending says that they are no noun.
fn is_adverb_like(item: &Token) -> bool {
    item.tag == Tag::Adverb
}

/// Reads a noun phrase. `capitals` tells that every noun has a capital: small words stand only in front of it, and a noun
/// behind a noun or a name begins another phrase ("sagte Müller Journalisten") unless it goes on with a title.
fn noun_phrase(items: &[Token], first: usize, end: usize, capitals: bool, found: &mut Vec<Chunk>) -> usize {
    let mut at = first;
    let mut head: Option<usize> = None;
    let mut begin = first;
    // "all of the", "one of his": determiners, numbers and possessives in front.
    while at < end && matches!(items[at].tag, Tag::Determiner | Tag::Possessive | Tag::Number) {
        if items[at].tag == Tag::Number {
            head = Some(at);
        }
        at += 1;
    }
    let mut last_name = false;
    while at < end {
        let item = &items[at];
        match item.tag {
            Tag::Adjective | Tag::Number => {
                if head.is_some() && (last_name || capitals) && item.tag == Tag::Adjective {
                    break;
                }
                if item.tag == Tag::Number && head.is_none() {
                    head = Some(at);
                }
                at += 1;
            }
            Tag::Noun if capitals && head.is_some_and(|head| closes_phrase(&items[head])) => break,
            Tag::Noun => {
                head = Some(at);
                last_name = false;
                at += 1;
            }
            Tag::Name if capitals && head.is_some_and(|head| takes_no_name(&items[head])) => break,
            Tag::Name => {
                // A weekday or month after a name is a time, not a part of the name.
                if head.is_some() && item.classes.any(Classes::WEEKDAY | Classes::MONTH) {
                    break;
                }
                // "On Sunday Bo Ray said": so is one behind a preposition, in front of a name; "Sun" and "May" may be names.
                let opening = &items[first];
                let time = at == first + 1 && opening.classes.any(Classes::WEEKDAY | Classes::MONTH);
                if time && opening.end - opening.start > 3 && first > 0 && items[first - 1].tag == Tag::Preposition {
                    break;
                }
                head = Some(at);
                last_name = true;
                at += 1;
            }
            // A particle inside a name: "Ursula von der Leyen".
            _ if last_name
                && item.classes.any(Classes::NAME_PARTICLE)
                && items
                    .get(at + 1)
                    .is_some_and(|next| next.tag == Tag::Name || next.classes.any(Classes::NAME_PARTICLE)) =>
            {
                at += 1;
            }
            Tag::Word if capitals => {
                if head.is_some() {
                    break;
                }
                at += 1;
            }
            Tag::Word => {
                if head.is_some() && (last_name || looks_like_verb(items, at, end)) {
                    break;
                }
                if is_adverb_like(item) {
                    break;
                }
                head = Some(at);
                at += 1;
            }
            // Glued dashes inside.
            Tag::Dash
                if !item.shape.has(Shape::SPACED)
                    && at + 1 < end
                    && !items[at + 1].shape.has(Shape::SPACED)
                    && at > first =>
            {
                at += 1
            }
            Tag::Comma if last_name && items.get(at + 1).is_some_and(|next| next.classes.any(Classes::NAME_SUFFIX)) => {
                at += 2
            }
            // "University of Hull", "Secretary of State Antony Blinken".
            Tag::Preposition
                if last_name
                    && items[at - 1].classes.any(Classes::ROLE | Classes::TITLE | Classes::ORGANISATION)
                    && is_of(items, at)
                    && of_name(items, at + 1, end) =>
            {
                at += 1;
                if items[at].tag == Tag::Determiner {
                    at += 1;
                }
            }
            Tag::Conjunction if last_name && begin < at && at + 1 < end && organisation_goes_on(items, first, at) => {
                at += 1;
            }
            Tag::Clitic => {
                if let Some(head) = head {
                    found.push(Chunk { first: begin, end: at, head, kind: ChunkKind::Possessor });
                }
                // What is possessed goes on as a phrase of its own that begins with the possessor.
                at += 1;
                head = None;
                last_name = false;
                begin = first;
            }
            _ => break,
        }
    }
    if let Some(head) = head {
        let kind = if items[head].tag == Tag::Name { ChunkKind::Name } else { ChunkKind::Nominal };
        found.push(Chunk { first: begin, end: at, head, kind });
        return at.max(first + 1);
    }
    // "the", "some", "both" alone stand for people or things.
    if at > first
        && matches!(items[first].tag, Tag::Determiner)
        && items[first].classes.any(Classes::PRONOUN_INDEFINITE)
        && !(capitals && is_object(items, at, end))
    {
        found.push(Chunk { first, end: at, head: first, kind: ChunkKind::Pronoun });
    }
    at.max(first + 1)
}

/// "Das sagte Müller": what stands before a cue whose speaker stands right behind it.
fn is_object(items: &[Token], cue: usize, end: usize) -> bool {
    cue + 1 < end
        && items[cue].tag == Tag::Cue
        && matches!(
            items[cue + 1].tag,
            Tag::Name | Tag::Noun | Tag::Pronoun | Tag::Determiner | Tag::Possessive | Tag::Adverb
        )
}

/// Whether a head lets no further noun into its phrase.
fn closes_phrase(head: &Token) -> bool {
    matches!(head.tag, Tag::Noun | Tag::Name)
        && !head.classes.any(Classes::TITLE | Classes::NUMBER)
        && (head.tag == Tag::Name || head.classes.any(Classes::NOUNS))
}

/// Whether a head is a noun that no name follows in its phrase: "am Abend Karin Lang".
fn takes_no_name(head: &Token) -> bool {
    head.tag == Tag::Noun
        && head.classes.any(Classes::WEEKDAY | Classes::MONTH | Classes::NOUN)
        && !head.classes.any(Classes::PERSONAL | Classes::TITLE)
}

fn is_of(items: &[Token], at: usize) -> bool {
    // "of" and "for" are the two shortest prepositions that build names; both are in the tables of every pack we know.
    items[at].classes.any(Classes::NAME_LINK)
}

fn of_name(items: &[Token], at: usize, end: usize) -> bool {
    let at = if at < end && items[at].tag == Tag::Determiner { at + 1 } else { at };
    at < end && items[at].tag == Tag::Name
}

/// "Department of Health and Human Services": a conjunction inside the name of an organisation.
fn organisation_goes_on(items: &[Token], first: usize, at: usize) -> bool {
    items[at + 1].tag == Tag::Name
        && items[first..at]
            .windows(2)
            .any(|pair| pair[0].classes.any(Classes::ORGANISATION) && pair[1].tag == Tag::Preposition)
        && !items[at + 1].classes.any(Classes::GIVEN_HE | Classes::GIVEN_SHE | Classes::TITLE)
}

/// Whether an unknown word after a noun is rather a verb: its ending, and what follows.
fn looks_like_verb(items: &[Token], at: usize, end: usize) -> bool {
    let item = &items[at];
    if item.classes.any(Classes::VERB_ENDING) {
        return true;
    }
    items.get(at + 1).filter(|_| at + 1 < end).is_some_and(|next| {
        matches!(next.tag, Tag::Determiner | Tag::Possessive | Tag::ObjectPronoun | Tag::Pronoun | Tag::That | Tag::To)
    })
}
