//! Second cues of one source: "said that it was late and warned that …", "said it was late, adding that …".

use crate::lang::{Classes, Reports, VerbClass, VerbForm};

use super::super::syntax::clause::predicate;
use super::super::syntax::index::{Ids, ItemId, PhraseId, each};
use super::super::syntax::token::{Tag, is_nominal};
use super::cue_context::CueContext;
use super::reporting_clause::ReportingClause;
use super::side::Side;

/// The source that a cue shares with the reporting clause before it, and where its own clause begins.
pub(crate) fn joined(context: &CueContext<'_>, before: &ReportingClause) -> Option<(PhraseId, ItemId)> {
    if context.paragraph.writing.verb_second || !context.sentence.contains(before.cue) {
        return None;
    }
    let items = context.items();
    let says = items[before.cue]
        .verb
        .is_some_and(|verb| matches!(verb.class, VerbClass::Say | VerbClass::Tell | VerbClass::Urge | VerbClass::Ask));
    let link = link_before(context, before.cue).filter(|_| says)?;
    let source = before.source?;
    let reported = before.reported?;
    let adjoins = match before.side {
        Side::None => false,
        Side::After => reported.end <= link && predicate(context.paragraph, Ids::new(reported.end, link)).is_none(),
        Side::Before => items[link].tag == Tag::Comma,
    };
    let start = opens_report(context, context.cue).filter(|_| adjoins)?;
    Some((source, start))
}

/// The conjunction, or the comma before a gerund, that joins a cue to another one.
fn link_before(context: &CueContext<'_>, other: ItemId) -> Option<ItemId> {
    let items = context.items();
    let link = each(other + 1..context.cue).rev().find(|at| items[*at].tag != Tag::Adverb)?;
    joins(context, link, context.cue, other).then_some(link)
}

/// Whether an item joins a cue to another one: "and" where both have one form, a comma where it is a gerund.
fn joins(context: &CueContext<'_>, link: ItemId, cue: ItemId, other: ItemId) -> bool {
    let items = context.items();
    let (Some(verb), Some(ours)) = (items[cue].verb, items[other].verb) else { return false };
    match items[link].tag {
        Tag::Conjunction => verb.form == ours.form && !is_inside(context, other, link),
        Tag::Comma => verb.form == VerbForm::Gerund && ours.form != VerbForm::Gerund,
        _ => false,
    }
}

/// Whether a clause inside is still open at an item: "when the guards found her and asked her to leave".
fn is_inside(context: &CueContext<'_>, cue: ItemId, at: ItemId) -> bool {
    let items = context.items();
    let opens =
        |at: &ItemId| matches!(items[*at].tag, Tag::Comma | Tag::Subordinator | Tag::Relative | Tag::Interrogative);
    let last = each(cue + 2..at).rev().find(opens);
    last.is_some_and(|last| items[last].tag != Tag::Comma)
}

/// Whether a second cue of the same source is joined on at an item: "said … and added that …", "…, noting that …".
pub(super) fn coordinates(context: &CueContext<'_>, at: ItemId) -> bool {
    let items = context.items();
    if !matches!(items[at].tag, Tag::Conjunction | Tag::Comma) || context.paragraph.writing.verb_second {
        return false;
    }
    let next = each(at + 1..context.sentence.end).find(|at| items[*at].tag != Tag::Adverb);
    next.is_some_and(|next| joins(context, at, next, context.cue) && opens_report(context, next).is_some())
}

/// Where a clause begins that a verb of saying is followed by: behind "that", with a subject of its own, or as what somebody is told to do.
fn opens_report(context: &CueContext<'_>, cue: ItemId) -> Option<ItemId> {
    let items = context.items();
    let end = context.sentence.end;
    let verb = items[cue].verb.filter(|_| items[cue].tag == Tag::Cue)?;
    let next = context.inside(cue + 1)?;
    let says = verb.class == VerbClass::Say;
    if !says && verb.class != VerbClass::Tell {
        return None;
    }
    if next.tag == Tag::That {
        return context.inside(cue + 2).map(|_| cue + 2);
    }
    // "Adding there is no money".
    let there = next.tag == Tag::Adverb && context.inside(cue + 2).is_some_and(|item| item.tag == Tag::Auxiliary);
    let own = there || matches!(next.tag, Tag::Pronoun | Tag::Interrogative) || is_nominal(next);
    if says {
        let verb =
            predicate(context.paragraph, Ids::new(cue + 1, end)).filter(|_| own && verb.reports != Reports::That)?;
        // "Answered the phone and left": what another "and" joins has no subject in between.
        let plain = |at: ItemId| {
            !matches!(items[at].tag, Tag::Conjunction | Tag::Subordinator | Tag::Comma | Tag::Quoted)
                && !items[at].classes.any(Classes::SUBORDINATOR)
        };
        return each(cue + 1..verb + 1).all(plain).then_some(cue + 1);
    }
    let to = each(cue + 1..end).find(|at| !is_nominal(&items[*at]))?;
    let told = to > cue + 1 && items[to].tag == Tag::To;
    told.then_some(cue + 1)
}
