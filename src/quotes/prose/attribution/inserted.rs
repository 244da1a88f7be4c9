//! Source and cue inside the clause that they report: "The museum, Mr Lang said, would open in May", "If rents rise, she warned, tenants
//! will leave".

use crate::lang::{Classes, VerbClass, VerbForm};

use super::super::syntax::clause::predicate;
use super::super::syntax::index::{Ids, ItemId, each};
use super::super::syntax::noun_phrase::PhraseKind;
use super::super::syntax::token::{Shape, Tag, is_nominal};
use super::according::Placement;
use super::cue_context::CueContext;
use super::side::Side;
use super::trailing::{before_cue, behind_cue, is_closed};

/// Reads source and clause where both parts of the clause are sure.
pub(crate) fn inserted(context: &CueContext<'_>) -> Option<Placement> {
    let items = context.items();
    let cue = &items[context.cue];
    let verb = cue.verb.filter(|_| cue.tag == Tag::Cue && !context.paragraph.writing.verb_second)?;
    if !matches!(verb.class, VerbClass::Say | VerbClass::Tell) || verb.form == VerbForm::Gerund {
        return None;
    }
    let (source, comma) = before_cue(context).or_else(|| behind_cue(context))?;
    let phrase = context.phrase(source);
    let named =
        matches!(phrase.kind, PhraseKind::Name | PhraseKind::Nominal | PhraseKind::Pronoun | PhraseKind::Possessor);
    let behind = phrase.end.max(context.cue + 1);
    let end = context.sentence.end;
    let close =
        each(behind..end).find(|at| matches!(items[*at].tag, Tag::Comma | Tag::Stop | Tag::Semicolon | Tag::Dash))?;
    if !named || items[comma].tag != Tag::Comma || items[close].tag != Tag::Comma || !is_closed(context, behind) {
        return None;
    }
    let front = front(context, comma)?;
    let rest = Ids::new(close + 1, end).filled()?;
    let whole = if is_condition(context, front) { begins_clause(context, rest) } else { goes_on(context, front, rest) };
    let (side, fronted, until) = (Side::After, Some(front), context.cue + 1);
    whole.then_some(Placement { source, side, at: rest.start, fronted, until })
}

/// What is in front of source and cue, without a conjunction at its beginning.
fn front(context: &CueContext<'_>, comma: ItemId) -> Option<Ids<ItemId>> {
    let items = context.items();
    let opens = |at: &ItemId| items[*at].tag > Tag::Punctuation && items[*at].tag != Tag::Conjunction;
    let start = each(context.sentence.start..comma).find(opens)?;
    let front = Ids::new(context.sentence.start, comma);
    let plain =
        items[front].iter().all(|item| !matches!(item.tag, Tag::Quoted | Tag::Colon | Tag::Semicolon | Tag::Cue));
    plain.then(|| Ids::new(start, comma))
}

/// "Even if rents rise": a clause on which another depends.
fn is_condition(context: &CueContext<'_>, front: Ids<ItemId>) -> bool {
    let items = context.items();
    let first = each(front.start..front.end).find(|at| items[*at].tag != Tag::Adverb).unwrap_or(front.start);
    items[first].classes.any(Classes::SUBORDINATOR)
        && predicate(context.paragraph, Ids::new(first + 1, front.end)).is_some()
}

/// Whether a clause with a subject of its own begins.
fn begins_clause(context: &CueContext<'_>, rest: Ids<ItemId>) -> bool {
    let first = &context.items()[rest.start];
    (is_nominal(first) || first.tag == Tag::Pronoun) && predicate(context.paragraph, rest).is_some()
}

/// Whether a subject stands in front, and its verb opens what is behind.
fn goes_on(context: &CueContext<'_>, front: Ids<ItemId>, rest: Ids<ItemId>) -> bool {
    let items = context.items();
    let subject = context.phrase_at(front.start).is_some_and(|id| context.phrase(id).kind != PhraseKind::Quoted);
    let verb = &items[rest.start];
    let verbal = matches!(verb.tag, Tag::Auxiliary | Tag::Modal)
        || matches!(verb.tag, Tag::Verb | Tag::Cue) && !verb.shape.has(Shape::GERUND);
    subject
        && verbal
        && predicate(context.paragraph, front).is_none()
        && items[rest].iter().all(|item| item.tag != Tag::Quoted)
}
