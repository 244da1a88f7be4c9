//! "According to" a source: the whole of it ("a report released by the board on Monday"), and the clause in front of it or behind it.

use crate::lang::Classes;

use super::super::syntax::clause::predicate;
use super::super::syntax::index::{Ids, ItemId, PhraseId, each};
use super::super::syntax::noun_phrase::PhraseKind;
use super::super::syntax::token::{Shape, Tag, Token};
use super::cue_context::CueContext;
use super::rules::is_measure;
use super::side::Side;
use super::source::owned;

/// What a source says by the place of its cue in the sentence.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Placement {
    pub(crate) source: PhraseId,
    pub(crate) side: Side,
    /// Where the clause begins that comes behind, or ends that comes before.
    pub(crate) at: ItemId,
    /// What is in front of the cue of a clause behind it: "the dam" in "the dam, according to engineers, could fail".
    pub(crate) fronted: Option<Ids<ItemId>>,
    /// Where the source ends with all that is attached to it: no cue in it reports anything.
    pub(crate) until: ItemId,
}

/// Reads source and clause, where the sentence leaves no doubt.
pub(crate) fn according(context: &CueContext<'_>) -> Option<Placement> {
    if !context.is_according() || context.paragraph.writing.verb_second {
        return None;
    }
    let items = context.items();
    let cue = context.cue;
    let source = owned(context, context.phrase_at(cue + 1)?);
    let phrase = context.phrase(source);
    if phrase.kind == PhraseKind::Quoted || is_measure(context, phrase) {
        return None;
    }
    let front = front(context);
    // "He has learned that, according to police, …": the clause comes behind.
    let opens = front.end > front.start && items[front.end - 1].tag == Tag::That;
    let whole = !opens && predicate(context.paragraph, front).is_some();
    if items[front].iter().any(|item| item.tag == Tag::Quoted) {
        return None;
    }
    if whole {
        let until = attachment_end(context, phrase.end);
        return Some(Placement { source, side: Side::Before, at: front.end, fronted: None, until });
    }
    let comma = source_end(context, phrase.end)?;
    let fronted = front.filled().filter(|front| items[*front].iter().any(is_content));
    Some(Placement { source, side: Side::After, at: comma + 1, fronted, until: comma })
}

/// Whether an item is more than a word that joins sentences.
fn is_content(item: &Token) -> bool {
    item.tag > Tag::Punctuation && !matches!(item.tag, Tag::Conjunction | Tag::Adverb)
}

/// What is in front of the cue in its sentence, without conjunctions and punctuation at its ends.
fn front(context: &CueContext<'_>) -> Ids<ItemId> {
    let items = context.items();
    let edge = |at: ItemId| {
        let tag = items[at].tag;
        tag <= Tag::Punctuation && tag != Tag::Quoted
    };
    let (mut start, mut end) = (context.sentence.start, context.cue);
    while start < end && (edge(start) || items[start].tag == Tag::Conjunction) {
        start += 1;
    }
    while end > start && edge(end - 1) {
        end -= 1;
    }
    Ids::new(start, end)
}

/// Where what is attached to a source ends that closes its sentence: "figures that the ministry published".
fn attachment_end(context: &CueContext<'_>, from: ItemId) -> ItemId {
    let attached = context.inside(from).is_some_and(attaches);
    let close = |at: &ItemId| matches!(context.items()[*at].tag, Tag::Comma | Tag::Semicolon | Tag::Stop | Tag::Dash);
    if attached { each(from..context.sentence.end).find(close).unwrap_or(context.sentence.end) } else { from }
}

/// Whether an item opens what is said of the noun before it: "who runs the port", "released on Monday", "by the board".
fn attaches(item: &Token) -> bool {
    matches!(item.tag, Tag::Relative | Tag::That | Tag::Preposition)
        || matches!(item.tag, Tag::Cue | Tag::Verb | Tag::Word) && !item.shape.has(Shape::CAPITAL)
}

/// The comma behind a source and all that is attached to it, in front of a clause.
fn source_end(context: &CueContext<'_>, from: ItemId) -> Option<ItemId> {
    let items = context.items();
    let end = context.sentence.end;
    let mut comma = next_comma(context, from)?;
    // "According to police the man, 34, fled": the clause begins behind the source.
    let attached = Ids::new(from, comma);
    let opened = context.inside(from).is_some_and(|item| matches!(item.tag, Tag::Relative | Tag::That));
    if !opened && from < comma && (!attaches(&items[from]) || predicate(context.paragraph, attached).is_some()) {
        return None;
    }
    while let Some(close) = next_comma(context, comma + 1).filter(|close| is_inserted(context, comma + 1, *close)) {
        comma = close;
    }
    (comma + 2 < end).then_some(comma)
}

/// The next comma of the sentence outside brackets.
fn next_comma(context: &CueContext<'_>, from: ItemId) -> Option<ItemId> {
    let items = context.items();
    let mut depth = 0usize;
    for at in each(from..context.sentence.end) {
        match items[at].tag {
            Tag::Open => depth += 1,
            Tag::Close => depth = depth.saturating_sub(1),
            Tag::Comma if depth == 0 => return Some(at),
            Tag::Colon | Tag::Semicolon => return None,
            _ => {}
        }
    }
    None
}

/// Whether what stands between two commas says more of the source: a relative clause, a participle, an age, an apposition in front of a clause.
fn is_inserted(context: &CueContext<'_>, start: ItemId, close: ItemId) -> bool {
    let items = context.items();
    let first = &items[start];
    if first.tag == Tag::Relative || first.tag == Tag::Number && start + 1 == close {
        return true;
    }
    if close + 2 >= context.sentence.end {
        return false;
    }
    let inside = Ids::new(start, close);
    let rest = Ids::new(close + 1, context.sentence.end);
    let paragraph = context.paragraph;
    let verbless = predicate(paragraph, inside).is_none();
    let participle =
        matches!(first.tag, Tag::Cue | Tag::Verb) || first.tag == Tag::Word && first.classes.any(Classes::VERB_ENDING);
    let described = context.phrase_at(start).is_some() && verbless;
    let opens = !matches!(items[rest.start].tag, Tag::Relative | Tag::Conjunction | Tag::Subordinator);
    let Some(verb) = predicate(paragraph, rest).filter(|_| opens) else { return false };
    // "Reed, a former clerk, took the cash": the verb behind a comma belongs to the noun in front of it; "a clerk, a nurse and others left".
    let plain = items[close + 1..verb].iter().all(|item| !matches!(item.tag, Tag::Comma | Tag::Conjunction))
        || items[close + 1..verb].iter().any(|item| item.tag == Tag::Relative);
    verbless && participle || described && plain
}
