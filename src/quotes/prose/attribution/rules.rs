//! What the form of a sentence decides about a cue, whatever the models say.

use crate::lang::{Classes, Reports, VerbClass, VerbForm, VerbUse};

use super::super::syntax::clause::predicate;
use super::super::syntax::index::{Id, Ids, ItemId, PhraseId, each};
use super::super::syntax::items::QuotedSpan;
use super::super::syntax::noun_phrase::{NounPhrase, PhraseKind};
use super::super::syntax::token::{Shape, Tag, Token};
use super::cue_context::{CueContext, Source, clause_end, has_class, that_of, verb_chain};
use super::side::Side;

/// The score of what a rule says.
pub(crate) const SURE: f32 = 4.0;

/// The source of a cue in front of it where the verb comes second: "…, sagte Müller", "das sagte Müller".
pub(crate) fn inverted(context: &CueContext<'_>) -> Option<PhraseId> {
    let (items, sentence, cue) = (context.items(), context.sentence, context.cue);
    if !context.paragraph.writing.verb_second || context.is_according() || cue == sentence.start {
        return None;
    }
    let before = items[cue - 1].tag;
    let second = cue == sentence.start + 1
        && matches!(before, Tag::Adverb | Tag::Determiner | Tag::ObjectPronoun | Tag::Conjunction);
    let behind = matches!(before, Tag::Comma | Tag::Quoted | Tag::Dash);
    // "sagte am Montag Karin Lang", "sagte dazu Karin Lang".
    let mut first = cue + 1;
    while let Some(item) = context.inside(first) {
        let time = context.phrase_at(first + 1).filter(|_| item.tag == Tag::Preposition).map(|at| context.phrase(at));
        match time {
            Some(phrase) if items[phrase.head].classes.any(Classes::WEEKDAY | Classes::MONTH | Classes::PLACE) => {
                first = phrase.end;
            }
            _ if item.tag == Tag::Adverb => first += 1,
            _ => break,
        }
    }
    let source = context.phrase_at(first)?;
    let phrase = context.phrase(source);
    let named = phrase.kind != PhraseKind::Quoted && items[phrase.head].tag != Tag::ObjectPronoun;
    ((second || behind) && named).then_some(source)
}

/// Whether source and cue, where the verb comes second, close their sentence behind a comma: "die Brücke ist sicher, sagte Müller".
pub(crate) fn closes(context: &CueContext<'_>, source: Source) -> bool {
    context.paragraph.writing.verb_second
        && context.tag_before() == Some(Tag::Comma)
        && source.is_some_and(|source| context.phrase(source).first > context.cue)
        && context.items()[clause_end(context, source)..context.sentence.end]
            .iter()
            .all(|item| item.tag <= Tag::Punctuation && item.tag != Tag::Quoted)
}

/// What no model may overrule: cues that by their form report nothing, and "according to" a speaker, which always does.
pub(crate) fn side(context: &CueContext<'_>, source: Source, side: Side, score: f32) -> (Side, f32) {
    let phrase = source.map(|source| context.phrase(source));
    if context.is_according() {
        return according(context, source, side, score);
    }
    let none = names_a_term(context, phrase)
        || context.items()[context.cue].verb.is_some()
            && (asks_for_silence(context)
                || side == Side::Before && cannot_follow(context, phrase)
                || side == Side::After && phrase.is_some_and(|phrase| cannot_say(context, phrase)));
    match source {
        _ if none => NOTHING,
        Some(source) if tells_that(context, context.phrase(source)) => (Side::After, score.max(SURE)),
        _ => (side, score),
    }
}

/// "Pupils insist that …", "the firm denied cutting …": a source, its verb of saying and what opens a clause side by side.
fn tells_that(context: &CueContext<'_>, source: NounPhrase) -> bool {
    let cue = &context.items()[context.cue];
    let (Some(verb), Some(next)) = (cue.verb.filter(|_| cue.tag == Tag::Cue), context.ahead(1)) else { return false };
    let says = matches!(verb.class, VerbClass::Say | VerbClass::Tell | VerbClass::Show);
    let does = verb.reports == Reports::Doing && next.shape.has(Shape::GERUND);
    let urges = verb.class == VerbClass::Urge && next.tag == Tag::That;
    !context.paragraph.writing.verb_second
        && (says && (does || that_of(context).is_some()) || urges || states(context))
        && source.end <= context.cue
        && is_beside_verb(context, source)
}

/// Whether a source stands in front of its verb, with nothing but brackets between them: "the River Board (RB) says".
fn is_beside_verb(context: &CueContext<'_>, source: NounPhrase) -> bool {
    let items = context.items();
    let verb = verb_chain(context).0;
    let tag = |at: ItemId, tag: Tag| context.inside(at).is_some_and(|item| item.tag == tag);
    let opened = tag(source.end, Tag::Open);
    let close = || each(source.end..verb).find(|at| items[*at].tag == Tag::Close);
    verb == source.end
        || tag(source.end, Tag::Close) && verb == source.end + 1
        || opened && verb > source.end && close().is_some_and(|close| close + 1 == verb)
}

/// "Lang said her neighbour had lost the key": a verb of saying with a subject and its verb right behind it.
pub(super) fn states(context: &CueContext<'_>) -> bool {
    let items = context.items();
    let Some(verb) = items[context.cue].verb.filter(|_| items[context.cue].tag == Tag::Cue) else { return false };
    let finite = matches!(verb.form, VerbForm::Base | VerbForm::Third | VerbForm::Past);
    // A word that is a noun too is hardly ever followed by a clause without "that": "which state news media claimed".
    let noun = items[context.cue].classes.any(Classes::NOUN);
    let clausal = verb.class == VerbClass::Say && verb.reports == Reports::Clause && finite && !noun;
    let subject = context.ahead(1).is_some_and(|next| {
        matches!(next.tag, Tag::Determiner | Tag::Possessive | Tag::Pronoun | Tag::Name | Tag::Noun | Tag::Word)
    });
    let subject = subject && context.before(verb_chain(context).0).is_some_and(|item| item.tag > Tag::Punctuation);
    let rest = Ids::new(context.cue + 1, context.sentence.end);
    let verb = if clausal && subject { predicate(context.paragraph, rest) } else { None };
    // "Answered the phone and left": what "and" joins on has the subject of the cue.
    verb.is_some_and(|verb| {
        let plain = |item: &Token| !matches!(item.tag, Tag::Conjunction | Tag::Subordinator | Tag::Quoted | Tag::Colon);
        let subject = &items[context.cue + 1..verb];
        // "Which, …, must close": what commas put in is closed again.
        let commas = subject.iter().filter(|item| item.tag == Tag::Comma).count();
        let sure = !matches!(items[verb].tag, Tag::Quoted | Tag::Noun)
            && (items[verb].tag != Tag::Word || items[verb].classes.any(Classes::VERB_ENDING));
        sure && commas.is_multiple_of(2) && subject.iter().all(plain)
    })
}

/// Whether a source is whom the cue is about: "he was accused of arson".
pub(crate) fn is_judged(context: &CueContext<'_>, source: PhraseId) -> bool {
    let past = |verb: VerbUse| matches!(verb.form, VerbForm::Past | VerbForm::Participle);
    context.items()[context.cue].verb.is_some_and(|verb| verb.class == VerbClass::Judge && past(verb))
        && context.tag_before() == Some(Tag::Auxiliary)
        && context.ahead(1).is_some_and(|next| next.tag == Tag::Preposition)
        && context.phrase(source).first < context.cue
}

/// What a cue that reports nothing gets.
const NOTHING: (Side, f32) = (Side::None, f32::NEG_INFINITY);

/// The side of "according to NAME", by what the sentence leaves for a clause; "sorted according to size" reports nothing.
fn according(context: &CueContext<'_>, source: Source, side: Side, score: f32) -> (Side, f32) {
    let (items, sentence) = (context.items(), context.sentence);
    let Some(phrase) = source.map(|source| context.phrase(source)) else { return (side, score) };
    if is_measure(context, phrase) {
        return if phrase.items().len() == 1 { NOTHING } else { (side, score) };
    }
    let has_words = |items: &[Token]| items.iter().any(|item| item.tag > Tag::Punctuation);
    let ahead = has_words(&items[sentence.start..context.cue]);
    let behind = has_words(&items[clause_end(context, source)..sentence.end]);
    match (ahead, behind) {
        (false, false) => (side, score),
        (false, true) => (Side::After, score.max(0.0)),
        (true, false) => (Side::Before, score.max(0.0)),
        (true, true) => (side, score.max(0.0)),
    }
}

/// Whether a phrase says by what something goes, with no comma before the cue: "sorted according to size", "went according to plan".
pub(super) fn is_measure(context: &CueContext<'_>, phrase: NounPhrase) -> bool {
    let head = &context.items()[phrase.head];
    let apart = context.before(context.cue).is_none_or(|before| before.tag <= Tag::Punctuation);
    let bare = phrase.items().len() == 1 && head.tag == Tag::Noun && head.classes.any(Classes::TITLE_NOUN);
    !apart && (bare || !may_speak(context, phrase))
}

/// Whether a phrase names a speaker, not a thing.
fn may_speak(context: &CueContext<'_>, phrase: NounPhrase) -> bool {
    phrase.kind != PhraseKind::Nominal
        || context.items()[phrase.items()]
            .iter()
            .any(|item| item.classes.any(Classes::PERSONAL) || item.tag == Tag::Name)
}

/// "What is known elsewhere as “…”": the cue names a term.
fn names_a_term(context: &CueContext<'_>, source: Option<NounPhrase>) -> bool {
    let quoted = &context.paragraph.quoted;
    let cue = context.cue;
    let behind = &quoted[quoted.partition_point(|quoted| quoted.item <= cue)..];
    let near = |quoted: &&QuotedSpan| quoted.item - cue <= 6 && quoted.item < context.sentence.end;
    source.is_none() && behind.iter().take_while(near).any(|quoted| quoted.termed)
}

/// "Asked not to be named" says nothing of the matter.
fn asks_for_silence(context: &CueContext<'_>) -> bool {
    let tag = |distance: usize| context.ahead(distance).map(|item| item.tag);
    let negated = usize::from(tag(1) == Some(Tag::Negation));
    has_class(&context.items()[context.cue], VerbClass::Ask)
        && tag(1 + negated) == Some(Tag::To)
        && tag(2 + negated) == Some(Tag::Auxiliary)
        && tag(4 + negated).is_none_or(|tag| tag <= Tag::Punctuation)
}

/// Whether the form of a cue says that it does not report what precedes it.
fn cannot_follow(context: &CueContext<'_>, source: Option<NounPhrase>) -> bool {
    let (items, cue) = (context.items(), context.cue);
    match items[cue].verb.map(|verb| verb.form) {
        // "They tend to say" comes after no clause of its own.
        Some(VerbForm::Base) => context.tag_before() == Some(Tag::To),
        // "A degree not seen since": a participle without its auxiliary.
        Some(VerbForm::Participle) if source.is_none() => {
            let before = items[context.sentence.start..cue].iter().rev().take(4);
            !before.into_iter().any(|item| item.tag == Tag::Auxiliary)
        }
        _ => false,
    }
}

/// Whether a source does not say what follows its cue.
fn cannot_say(context: &CueContext<'_>, source: NounPhrase) -> bool {
    let items = context.items();
    // Only people and what they form have intentions and beliefs: "the policy aimed to slow them" says what it was for.
    let thinking = |item: &Token| item.classes.any(Classes::PEOPLE) || item.tag == Tag::Name;
    let thinks = source.kind != PhraseKind::Nominal || items[source.items()].iter().any(thinking);
    if has_class(&items[context.cue], VerbClass::Think) && !thinks {
        return true;
    }
    // Things that show something else than a clause say nothing: "the move reflects the boundaries".
    source.first < context.cue
        && !may_speak(context, source)
        && !matches!(
            context.ahead(1).map(|item| item.tag),
            Some(Tag::That | Tag::Interrogative | Tag::Quoted | Tag::Colon | Tag::Comma)
        )
}

/// Whether a verb of showing, or one without a source, has a thing for its object, not a clause: "they show favour to friends",
/// "this reflects the boundaries". Documents show what they say.
pub(crate) fn shows_a_thing(context: &CueContext<'_>, source: Source, side: Side, reported: Ids<ItemId>) -> bool {
    let (items, cue) = (context.items(), context.cue);
    let show = has_class(&items[cue], VerbClass::Show);
    let head = source.map(|source| &items[context.phrase(source).head]);
    let document = head.is_some_and(|head| head.classes.any(Classes::DOCUMENT));
    let clausal = |item: &Token| {
        matches!(
            item.tag,
            Tag::That | Tag::Interrogative | Tag::Quoted | Tag::Verb | Tag::Cue | Tag::Auxiliary | Tag::Modal
        ) || item.tag == Tag::Word && item.classes.any(Classes::VERB_ENDING)
    };
    let nobody = source.is_none()
        && !items[context.sentence.start..cue].iter().rev().take(3).any(|item| item.tag == Tag::Auxiliary);
    (show || nobody)
        && side == Side::After
        && !document
        && !items[reported.start.saturating_sub(1)..reported.end]
            .iter()
            .skip(usize::from(reported.start == cue + 1))
            .any(clausal)
}
