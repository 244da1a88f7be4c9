//! Clauses whose place in the sentence leaves no doubt: before source and cue ("The mill will reopen, the mayor said on Tuesday, after a
//! long debate.") and in a participle in front ("Claiming that it was late, the mayor left.").

use crate::lang::{Classes, VerbClass, VerbForm};

use super::super::syntax::clause::predicate;
use super::super::syntax::index::{Id, Ids, ItemId, PhraseId, SpanId, each};
use super::super::syntax::noun_phrase::{PhraseKind, is_thing};
use super::super::syntax::token::{Shape, Tag, Token, is_nominal};
use super::cue_context::{CueContext, has_class, verb_chain};
use super::source::owned;

/// The source of a cue that closes a clause, and that clause.
pub(crate) fn trailing(context: &CueContext<'_>) -> Option<(PhraseId, Ids<ItemId>)> {
    let items = context.items();
    let cue = &items[context.cue];
    let verb = cue.verb.filter(|_| cue.tag == Tag::Cue && !context.paragraph.writing.verb_second)?;
    if !matches!(verb.class, VerbClass::Say | VerbClass::Tell | VerbClass::Show) || verb.form == VerbForm::Gerund {
        return None;
    }
    let (source, comma) = before_cue(context).or_else(|| behind_cue(context))?;
    let phrase = context.phrase(source);
    if matches!(phrase.kind, PhraseKind::Quoted | PhraseKind::Relative) || items[comma].tag != Tag::Comma {
        return None;
    }
    let behind = phrase.end.max(context.cue + 1);
    if !is_closed(context, behind) {
        return None;
    }
    let mut start = behind_dateline(context, comma);
    while start < comma && (items[start].tag == Tag::Conjunction || items[start].tag <= Tag::Punctuation) {
        if items[start].tag == Tag::Quoted {
            return None;
        }
        start += 1;
    }
    let clause = Ids::new(start, comma).filled()?;
    let plain = items[clause].iter().all(|item| !matches!(item.tag, Tag::Quoted | Tag::Colon | Tag::Semicolon));
    // "As the mayor, who came late, said": what opens like a clause inside is none by itself.
    let dependent = matches!(items[start].tag, Tag::Subordinator | Tag::Interrogative)
        && items[start].classes.any(Classes::SUBORDINATOR);
    let opens = if dependent {
        holds_main_clause(context, clause)
    } else {
        !matches!(items[start].tag, Tag::Subordinator | Tag::Interrogative | Tag::Relative)
    };
    let opens = opens && items[comma - 1].tag != Tag::Relative && !goes_on(context, behind);
    let verb = predicate(context.paragraph, clause).filter(|_| plain && opens)?;
    // "Ten days after the policy was issued, she said": a clause that says when.
    let dates = items[start..verb].iter().rev().take_while(|item| item.tag != Tag::Comma);
    let dated = dates.into_iter().any(|item| item.tag == Tag::Preposition && item.classes.any(Classes::SUBORDINATOR));
    (!dated).then_some((source, clause))
}

/// The source of a participle that opens the sentence, and the clause between them.
pub(crate) fn opening(context: &CueContext<'_>) -> Option<(PhraseId, Ids<ItemId>)> {
    let items = context.items();
    let (cue, end) = (context.cue, context.sentence.end);
    let gerund = items[cue].tag == Tag::Cue && items[cue].verb.is_some_and(|verb| verb.form == VerbForm::Gerund);
    // "After saying that …": a word may open it.
    let opens = |item: &Token| matches!(item.tag, Tag::Preposition | Tag::Subordinator);
    let first =
        cue == context.sentence.start || cue == context.sentence.start + 1 && opens(&items[context.sentence.start]);
    if !gerund || !first || context.paragraph.writing.verb_second {
        return None;
    }
    let source = |comma: ItemId| {
        let source = context.phrase_at(comma + 1).filter(|_| is_comma(context, comma))?;
        let source = owned(context, source);
        let phrase = context.phrase(source);
        let named = matches!(phrase.kind, PhraseKind::Name | PhraseKind::Nominal | PhraseKind::Pronoun);
        let verb = predicate(context.paragraph, Ids::new(phrase.first, end))?;
        (named && verb == phrase.end).then_some((source, comma))
    };
    let (source, comma) = each(cue + 2..end).find_map(source)?;
    Some((source, Ids::new(cue + 1, if items[comma].tag == Tag::Quoted { comma + 1 } else { comma })))
}

/// Whether an item is a comma, or ends in one: "saying that it was “late,” she left".
fn is_comma(context: &CueContext<'_>, at: ItemId) -> bool {
    let item = &context.items()[at];
    let within = || context.paragraph.quoted[SpanId::new(item.hash as usize)].last_byte == b',';
    item.tag == Tag::Comma || item.tag == Tag::Quoted && within()
}

/// The thing on which quoted words are written, and those words: "a sign reading “…”", "placards that say “…”".
pub(crate) fn inscribed(context: &CueContext<'_>) -> Option<(PhraseId, Ids<ItemId>)> {
    let items = context.items();
    let cue = &items[context.cue];
    let verb = cue.verb.filter(|verb| cue.tag == Tag::Cue && verb.class == VerbClass::Say)?;
    let comma = usize::from(context.ahead(1)?.tag == Tag::Comma);
    let quoted = context.cue + 1 + comma;
    if context.inside(quoted)?.tag != Tag::Quoted || context.paragraph.writing.verb_second {
        return None;
    }
    let relative = matches!(context.tag_before(), Some(Tag::That | Tag::Relative));
    let end = if relative { context.cue - 1 } else { context.cue };
    let id = context.phrase_from(end).checked_sub(1).filter(|id| context.phrases.contains(*id))?;
    let id = if context.phrase(id).kind == PhraseKind::Relative { id.checked_sub(1)? } else { id };
    let phrase = context.phrase(id);
    let head = &items[phrase.head];
    let written = phrase.kind == PhraseKind::Nominal
        && !items[phrase.items()].iter().any(|item| item.classes.any(Classes::PEOPLE))
        && (is_thing(items, phrase) || head.classes.any(Classes::DOCUMENT) || head.tag == Tag::Word);
    (written && phrase.end == end && (relative || verb.form == VerbForm::Gerund))
        .then(|| (id, Ids::new(quoted, quoted + 1)))
}

/// "…, the mayor of Hull said", "…, Ann Lee, who runs the port, said": the source between a comma and its verbs, and the comma.
pub(super) fn before_cue(context: &CueContext<'_>) -> Option<(PhraseId, ItemId)> {
    /// The most parts between commas that describe a source.
    const PARTS: usize = 4;
    let items = context.items();
    let mut end = verb_chain(context).0;
    let comma_before =
        |end: ItemId| end.checked_sub(1).filter(|at| context.sentence.contains(*at) && items[*at].tag == Tag::Comma);
    let mut closed = comma_before(end);
    for _ in 0..PARTS {
        end = closed.unwrap_or(end);
        let before = each(context.sentence.start..end).rev().find(|at| items[*at].tag == Tag::Comma)?;
        let words = Ids::new(before + 1, end).filled()?;
        // What a comma closes in front of the verb is put in behind the source, and so is an age.
        if closed.is_none() && !is_age(context, words) {
            return Some((described(context, words)?, before));
        }
        if !is_inserted(context, words) {
            return None;
        }
        (end, closed) = (before, None);
    }
    None
}

/// The noun phrase that some words are with all that is attached to it: "a source close to the talks", "the head of the miners’ union".
fn described(context: &CueContext<'_>, words: Ids<ItemId>) -> Option<PhraseId> {
    /// The most items of a source.
    const LONGEST: usize = 16;
    let items = context.items();
    let source = owned(context, context.phrase_at(words.start)?);
    let plain = |item: &Token| !matches!(item.tag, Tag::Quoted | Tag::Colon | Tag::Semicolon | Tag::Dash | Tag::That);
    let short = words.len() <= LONGEST && items[words].iter().all(plain);
    // "The Libyan central bank": what stands right behind a name without a comma is named by it.
    let next = source + 1;
    let goes_on = context.phrase(source).kind == PhraseKind::Name
        && context.phrases.contains(next)
        && context.phrase(next).first == context.phrase(source).end
        && context.phrase(next).kind == PhraseKind::Nominal;
    let source = if goes_on { next } else { source };
    (short && predicate(context.paragraph, words).is_none()).then_some(source)
}

/// Where a sentence begins behind the place in front of it: "Portville: The mill will close, the mayor said".
fn behind_dateline(context: &CueContext<'_>, comma: ItemId) -> ItemId {
    /// The most items of a place.
    const LONGEST: usize = 3;
    let items = context.items();
    let start = context.sentence.start;
    let colon = each(start..comma).take(LONGEST + 1).find(|at| items[*at].tag != Tag::Name);
    colon.filter(|colon| *colon > start && items[*colon].tag == Tag::Colon).map_or(start, |colon| colon + 1)
}

/// Whether a clause that depends on another is followed by that one: "if rents rise, tenants will leave".
fn holds_main_clause(context: &CueContext<'_>, clause: Ids<ItemId>) -> bool {
    let items = context.items();
    let commas = each(clause.start..clause.end).filter(|at| items[*at].tag == Tag::Comma);
    let is_clause = |from: ItemId, to: ItemId| predicate(context.paragraph, Ids::new(from, to)).is_some();
    commas.into_iter().any(|comma| {
        let main = comma + 1 < clause.end
            && (is_nominal(&items[comma + 1]) || matches!(items[comma + 1].tag, Tag::Pronoun | Tag::Number));
        main && is_clause(clause.start + 1, comma) && is_clause(comma + 1, clause.end)
    })
}

/// Whether words are an age: "Ann Lee, 34, said".
fn is_age(context: &CueContext<'_>, words: Ids<ItemId>) -> bool {
    words.len() == 1 && context.items()[words.start].tag == Tag::Number
}

/// Whether words between commas say more of the noun before them: a relative clause, a participle, an apposition, an age.
fn is_inserted(context: &CueContext<'_>, words: Ids<ItemId>) -> bool {
    let first = &context.items()[words.start];
    first.tag == Tag::Relative
        || is_age(context, words)
        || described(context, words).is_some()
        || matches!(first.tag, Tag::Cue | Tag::Verb | Tag::Word) && predicate(context.paragraph, words).is_none()
}

/// "…, said the mayor": the source right behind the cue, and the comma before it.
pub(super) fn behind_cue(context: &CueContext<'_>) -> Option<(PhraseId, ItemId)> {
    let comma = context.cue.checked_sub(1).filter(|comma| context.sentence.contains(*comma))?;
    let source = context.phrase_at(context.cue + 1)?;
    (context.items()[comma].tag == Tag::Comma).then_some((owned(context, source), comma))
}

/// Whether the clause goes on behind source and cue: "the road, which is long, he said, will close".
fn goes_on(context: &CueContext<'_>, from: ItemId) -> bool {
    let comma = context.inside(from).is_some_and(|item| item.tag == Tag::Comma);
    let next = context.inside(from + 1).filter(|_| comma);
    next.is_some_and(|next| {
        // "The day ended, she said, “and we left.”"
        matches!(next.tag, Tag::Auxiliary | Tag::Modal | Tag::Quoted)
            || matches!(next.tag, Tag::Verb | Tag::Cue) && !next.shape.has(Shape::GERUND)
    })
}

/// Whether nothing more is reported behind an item up to the next comma: only when, where and to whom it was said.
pub(super) fn is_closed(context: &CueContext<'_>, from: ItemId) -> bool {
    let items = context.items();
    let stops = |at: &ItemId| matches!(items[*at].tag, Tag::Comma | Tag::Stop | Tag::Semicolon | Tag::Dash | Tag::Open);
    let end = each(from..context.sentence.end).find(stops).unwrap_or(context.sentence.end);
    let rest = Ids::new(from, end);
    let opens = |at: ItemId| {
        let item = &items[at];
        // "To parents" is whom it was said to, "to wait" what was said.
        let told = |at: ItemId| rest.contains(at + 1) && is_nominal(&items[at + 1]);
        matches!(item.tag, Tag::That | Tag::Quoted | Tag::Colon | Tag::Interrogative)
            || item.tag == Tag::To && !told(at)
            || matches!(item.tag, Tag::Modal | Tag::Auxiliary | Tag::Pronoun)
    };
    // "Said [the] Monday march was fine": what begins with a noun is told to somebody only where it is short.
    let told = items.get(from).is_some_and(|item| {
        rest.contains(from)
            && !matches!(item.tag, Tag::Preposition | Tag::Adverb | Tag::Subordinator)
            && !item.classes.any(Classes::WEEKDAY | Classes::MONTH)
    });
    let short = rest.len() <= if has_class(&items[context.cue], VerbClass::Tell) { 8 } else { 4 };
    !rest.into_iter().any(opens) && predicate(context.paragraph, rest).is_none() && (!told || short)
}
