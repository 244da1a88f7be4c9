//! Sources that a preposition names, in front of them or behind, where the verb comes second: "laut Müller", "nach ersten Angaben der Polizei",
//! "Berichten zufolge", "meiner Meinung nach"; and the clause around them.

use crate::lang::{Classes, Grammar};

use super::super::syntax::index::{Id, Ids, ItemId, PhraseId, each};
use super::super::syntax::noun_phrase::{PhraseKind, is_thing};
use super::super::syntax::token::{Shape, Tag};
use super::cue_context::{CueContext, Source};
use super::frame::Frame;
use super::parts::{Opener, Part, is_verbal};
use super::side::Side;
use super::subject;

/// A source with all that belongs to it.
struct Link {
    source: Source,
    items: Ids<ItemId>,
}

/// Reads the source of a cue and the clause that it is in.
pub(super) fn read(context: &CueContext<'_>, parts: &[Part], number: usize) -> Option<Frame> {
    let grammar = context.items()[context.cue].grammar;
    if grammar.any(Grammar::SOURCE_RELATIVE) {
        return relative(context, parts, number);
    }
    let postposed = context.ahead(1).is_none_or(|next| !begins_phrase(next.tag)) || is_postposed(context);
    let link = if grammar.any(Grammar::SOURCE_ADVERB) {
        Link { source: None, items: Ids::new(context.cue, context.cue + 1) }
    } else if postposed {
        behind(context)?
    } else {
        in_front(context)?
    };
    let part = parts[number];
    let depends = matches!(part.opener, Opener::Relative | Opener::Subordinator | Opener::That | Opener::Question);
    let start = if depends { part.items.start } else { parts[0].items.start };
    let end = if depends { part.items.end } else { parts.last()?.items.end };
    let items = context.items();
    let content = |range: Ids<ItemId>| {
        items[range].iter().any(|item| {
            item.tag > Tag::Punctuation && !matches!(item.tag, Tag::Conjunction | Tag::Adverb)
                || item.tag == Tag::Quoted
        })
    };
    let front =
        Ids::new(start, link.items.start).filled().filter(|front| content(*front) && (!depends || front.len() > 1));
    // In front of the verb the source is all that stands there, with what is attached to it.
    let verb = each(link.items.end..end).find(|at| is_verbal(&items[*at]));
    let fills_front = front.is_none() && !depends;
    let unknown =
        || each(link.items.end..end).find(|at| items[*at].tag == Tag::Word && !items[*at].shape.has(Shape::CAPITAL));
    let behind = if fills_front { verb.or_else(unknown).unwrap_or(link.items.end) } else { link.items.end };
    // "Ist laut Müller sicher", but "…, laut Müller weiter".
    let apart = link.items.start.checked_sub(1).is_some_and(|before| items[before].tag == Tag::Comma);
    let any = |range: Ids<ItemId>| !apart && items[range].iter().any(|item| item.tag > Tag::Punctuation);
    let rest = Ids::new(behind, end).filled().filter(|rest| content(*rest) || any(*rest));
    let source = link.source;
    match (front, rest) {
        (Some(front), None) => Some(Frame { source, side: Side::Before, reported: Some(front), fronted: None }),
        (front, Some(rest)) => Some(Frame { source, side: Side::After, reported: Some(rest), fronted: front }),
        (None, None) => None,
    }
}

/// "Ein Bericht, wonach …": what the noun in front of the comma tells.
fn relative(context: &CueContext<'_>, parts: &[Part], number: usize) -> Option<Frame> {
    let leaves = |part: &&Part| part.is_verb_first() || part.joined && part.is_main();
    let last = parts[number + 1..].iter().take_while(|part| !leaves(part)).count() + number;
    let reported = Ids::new(context.cue + 1, parts[last].items.end).filled()?;
    let source = subject::antecedent(context, parts[number]);
    Some(Frame { source, side: Side::After, reported: Some(reported), fronted: None })
}

/// "Der Verdacht, es sei Brandstiftung": what a noun of saying tells right behind it, in a clause that "that" opens, in the subjunctive, or in
/// an infinitive. Its owner is the source, or itself where it is a document.
pub(super) fn noun(context: &CueContext<'_>, parts: &[Part]) -> Option<Frame> {
    let items = context.items();
    let cue = &items[context.cue];
    let tells = cue.classes.any(Classes::SPEECH_NOUN) || cue.grammar.any(Grammar::SOURCE_NOUN);
    let number = parts.iter().position(|part| part.items.contains(context.cue)).filter(|_| tells)?;
    let id = context.phrase_from(context.cue + 1).checked_sub(1).filter(|id| context.phrases.contains(*id))?;
    let phrase = context.phrase(id);
    let next = parts.get(number + 1)?;
    let beside = phrase.items().contains(context.cue)
        && each(phrase.end..parts[number].items.end)
            .all(|at| !is_verbal(&items[at]) && items[at].tag > Tag::Punctuation);
    let told =
        next.opener == Opener::That || next.opener == Opener::None && !next.joined && (next.present || next.infinitive);
    if !beside || !told || next.behind_colon {
        return None;
    }
    let leaves = |part: &&Part| (part.is_verb_first() || part.joined && part.is_main()) && !part.present;
    let last = parts[number + 2..].iter().take_while(|part| !leaves(part)).count() + number + 1;
    let source = owner_at(context, phrase.end).or_else(|| cue.classes.any(Classes::DOCUMENT).then_some(id));
    let reported = Ids::new(next.items.start, parts[last].items.end).filled()?;
    Some(Frame { source, side: Side::After, reported: Some(reported), fronted: None })
}

fn begins_phrase(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::Determiner
            | Tag::Possessive
            | Tag::Adjective
            | Tag::Noun
            | Tag::Name
            | Tag::Word
            | Tag::Number
            | Tag::Quoted
            | Tag::Pronoun
            | Tag::ObjectPronoun
            | Tag::Preposition
    )
}

fn is_postposed(context: &CueContext<'_>) -> bool {
    context.items()[context.cue].classes.any(Classes::POSTPOSED)
}

/// The source behind its preposition, with its owner and what is in brackets or marks behind it.
fn in_front(context: &CueContext<'_>) -> Option<Link> {
    let items = context.items();
    let mut first = context.cue + 1;
    let next = context.inside(first)?;
    if next.tag == Tag::Preposition {
        if !next.grammar.any(Grammar::AGENT) {
            return None;
        }
        first += 1;
    }
    let Some(mut source) = context.phrase_at(first) else {
        // A name in small letters: "laut example.org".
        return (next.tag == Tag::Word).then(|| Link { source: None, items: Ids::new(context.cue, first + 1) });
    };
    let mut end = context.phrase(source).end;
    // "Angaben der Polizei", "Angaben von Müller": the owner is the source.
    while let Some(owner) = owner_at(context, end) {
        let named = is_source_noun(context, source) && context.phrase(owner).kind != PhraseKind::Quoted;
        source = if named { owner } else { source };
        end = context.phrase(owner).end;
    }
    if context.inside(end).is_some_and(|item| item.tag == Tag::Open) {
        let close = each(end..context.sentence.end).take(8).find(|at| items[*at].tag == Tag::Close);
        end = close.map_or(end, |close| close + 1);
    }
    // "Nach Informationen vom Abend": a time is no source.
    let named = !(next.tag == Tag::Preposition && is_thing(items, context.phrase(source)));
    Some(Link { source: Some(source).filter(|_| named), items: Ids::new(context.cue, end) })
}

/// The phrase at a place that belongs to the one before: a genitive, "von" and a name, a title in marks, a name behind its noun.
fn owner_at(context: &CueContext<'_>, at: ItemId) -> Option<PhraseId> {
    let item = context.inside(at)?;
    let led = item.hash == context.paragraph.by || item.classes.any(Classes::NAME_LINK);
    let phrase = context.phrase_at(if led && item.tag == Tag::Preposition { at + 1 } else { at })?;
    let genitive = item.classes.any(Classes::GENITIVE) || matches!(item.tag, Tag::Quoted | Tag::Name);
    let possessive = item.tag == Tag::Possessive && item.grammar.any(Grammar::OBLIQUE);
    (led || genitive || possessive).then_some(phrase)
}

fn is_source_noun(context: &CueContext<'_>, phrase: PhraseId) -> bool {
    let head = &context.items()[context.phrase(phrase).head];
    head.grammar.any(Grammar::SOURCE_NOUN) || head.classes.any(Classes::SPEECH_NOUN)
}

/// The source in front of a postposition, back to the noun that it belongs to.
fn behind(context: &CueContext<'_>) -> Option<Link> {
    let mut source = context.split.checked_sub(1).filter(|id| context.phrases.contains(*id))?;
    if context.phrase(source).end != context.cue {
        return None;
    }
    let last = context.phrase(source);
    let mut first = last.first;
    let mut owner = source;
    // "Angaben des Instituts von Athen zufolge": back to the noun that the source is known by, over its owners.
    let mut at = source;
    while let Some(before) = at.checked_sub(1).filter(|id| context.phrases.contains(*id)) {
        let (phrase, next) = (context.phrase(before), context.phrase(at).first);
        let linked = phrase.end + 1 == next && context.items()[phrase.end].tag == Tag::Preposition;
        if !linked && phrase.end != next {
            break;
        }
        if is_source_noun(context, before) {
            (first, source) = (phrase.first, at);
            break;
        }
        // "Dem Sprecher der Polizei zufolge".
        if phrase.end == next && context.items()[next].classes.any(Classes::GENITIVE) && at == owner {
            (first, owner) = (phrase.first, before);
        }
        at = before;
    }
    let source = if first <= context.phrase(owner).first && !is_source_noun(context, source) && source > owner {
        owner
    } else {
        source
    };
    Some(Link { source: Some(source), items: Ids::new(first, context.cue + 1) })
}
