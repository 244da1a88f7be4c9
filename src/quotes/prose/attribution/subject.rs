//! The subject of a verb of saying, where cases tell subjects from objects and the verb comes second.

use crate::lang::{Classes, Grammar, VerbClass};

use super::super::syntax::index::{Id, Ids, ItemId, PhraseId, SentenceId, SpanId, each};
use super::super::syntax::noun_phrase::{NounPhrase, PhraseKind, is_thing};
use super::super::syntax::paragraph::Paragraph;
use super::super::syntax::token::{Tag, Token};
use super::cue_context::{CueContext, Source, has_class};
use super::parts::Part;

/// The subject of a main clause: what its verb stands behind, or else what comes behind the verb.
pub(crate) fn of_main(context: &CueContext<'_>, part: Part, verb: ItemId) -> Source {
    let front = first_free(context, Ids::new(part.items.start, verb));
    let behind = first_free(context, Ids::new(verb + 1, part.items.end));
    match (front, behind) {
        (Some(front), Some(behind)) if points_back(context, front) || outranks(context, behind, front, verb) => {
            Some(behind)
        }
        (Some(front), _) => Some(front),
        (None, Some(behind)) => Some(behind),
        (None, None) => document(context, part),
    }
}

/// The object of a verb: the next phrase of its part behind the subject and the verb that no preposition governs.
pub(crate) fn object(context: &CueContext<'_>, part: Part, source: PhraseId) -> Source {
    let end = part.items.end;
    let from = context.phrase(source).end.max(context.cue + 1);
    let phrases = each(context.phrase_from(from)..context.phrases.end).take_while(|id| context.phrase(*id).first < end);
    phrases.into_iter().find(|id| {
        let phrase = context.phrase(*id);
        phrase.kind != PhraseKind::Quoted && speaks(context, phrase) && !is_governed(context, phrase, part.items.start)
    })
}

/// The subject of a sentence's main clause, if it names somebody who may speak.
pub(crate) fn speaking(paragraph: &Paragraph, sentence: SentenceId, parts: &[Part]) -> Source {
    let main = parts.iter().position(|part| part.is_main());
    let first = parts.first()?;
    let context =
        CueContext::new(paragraph, sentence, main.and_then(|main| parts[main].verb).unwrap_or(first.items.start));
    let source = match main {
        Some(main) => {
            let opened = main >= 2 && parts[main].is_verb_first() && first.verb.is_none();
            let front = if opened { first.items } else { Ids::new(parts[main].items.start, context.cue) };
            first_free(&context, front)
                .or_else(|| first_free(&context, Ids::new(context.cue + 1, parts[main].items.end)))
        }
        // "Müller wörtlich: …".
        None => first_free(&context, first.items),
    }?;
    let phrase = context.phrase(source);
    let items = &paragraph.items[phrase.items()];
    let head = &paragraph.items[phrase.head];
    let person = items.iter().any(|item| item.classes.any(Classes::PEOPLE));
    let named = phrase.kind == PhraseKind::Name && !head.classes.any(Classes::PLACE);
    (person || named).then_some(source)
}

/// The first phrase from an item on that may be a subject.
pub(crate) fn behind(context: &CueContext<'_>, part: Part, from: ItemId) -> Source {
    first_free(context, Ids::new(from, part.items.end)).or_else(|| document(context, part))
}

/// The subject that stands in an earlier part, unless what stands there is none: "in der Debatte, die gestern war, sagte Müller".
pub(crate) fn of_resumed(context: &CueContext<'_>, head: Part, part: Part, verb: ItemId) -> Source {
    let front = first_free(context, head.items);
    let behind = first_free(context, Ids::new(verb + 1, part.items.end));
    match (front, behind) {
        (Some(front), Some(behind)) if outranks(context, behind, front, verb) => Some(behind),
        (front, behind) => front.or(behind),
    }
}

/// Who did what a passive says, or the document that says it: "von Müller", "in dem Bericht wird vermutet".
pub(crate) fn of_passive(context: &CueContext<'_>, part: Part) -> Source {
    agent(context, part).or_else(|| document(context, part).filter(|id| is_in_document(context, *id)))
}

/// Whether a preposition governs a phrase that means a document: "in dem Bericht".
fn is_in_document(context: &CueContext<'_>, id: PhraseId) -> bool {
    let phrase = context.phrase(id);
    let head = &context.items()[phrase.head];
    let governed = context.before(phrase.first).is_some_and(|item| item.tag == Tag::Preposition);
    governed && (head.classes.any(Classes::DOCUMENT) || head.grammar.any(Grammar::SOURCE_NOUN))
}

fn agent(context: &CueContext<'_>, part: Part) -> Source {
    let items = context.items();
    let led = |at: &ItemId| items[*at].grammar.any(Grammar::AGENT);
    let phrase = each(part.items.start..part.items.end).find(led).and_then(|at| context.phrase_at(at + 1))?;
    (!is_thing(items, context.phrase(phrase))).then_some(phrase)
}

/// The subject of a relative clause: the noun in front of its comma, or a phrase inside where the pronoun is in another case.
pub(crate) fn of_relative(context: &CueContext<'_>, part: Part) -> Source {
    let items = context.items();
    let first = &items[part.first];
    let other = first.tag == Tag::Preposition || first.grammar.any(Grammar::OBLIQUE);
    let from = part.first + 1 + usize::from(first.tag == Tag::Preposition);
    let inside = || first_free(context, Ids::new(from, part.items.end));
    if other { inside() } else { antecedent(context, part) }
}

/// The noun that a relative clause is about: the last one in front of its comma.
pub(super) fn antecedent(context: &CueContext<'_>, part: Part) -> Source {
    let comma = part.items.start.checked_sub(1)?;
    let last = context.phrase_from(comma).checked_sub(1).filter(|id| context.phrases.contains(*id))?;
    (context.phrase(last).end == comma).then_some(last)
}

/// Whether a phrase behind the verb is rather its subject than one in front that is a thing: "die Forderung bekräftigte der Minister".
fn outranks(context: &CueContext<'_>, behind: PhraseId, front: PhraseId, verb: ItemId) -> bool {
    let items = context.items();
    let [one, other] = [front, behind].map(|id| context.phrase(id));
    let nominative = items[other.first].tag != Tag::Determiner || items[other.first].classes.any(Classes::DEFINITE);
    let beside = each(verb + 1..other.first).all(|at| items[at].tag == Tag::Adverb);
    // "Die Gegner warnte er": a pronoun that can be nothing else.
    let subject = other.first == verb + 1 && items[other.first].classes.any(Classes::PRONOUN_HE);
    beside && nominative && !speaks(context, one) && speaks(context, other) || subject
}

/// Whether a phrase means somebody: a pronoun, a name, a noun for people.
fn speaks(context: &CueContext<'_>, phrase: NounPhrase) -> bool {
    let own = &context.items()[phrase.items()];
    let person = |item: &Token| item.classes.any(Classes::PEOPLE) || item.tag == Tag::Name;
    match phrase.kind {
        PhraseKind::Pronoun => own.iter().all(|item| item.tag == Tag::Pronoun),
        PhraseKind::Quoted => true,
        _ => own.iter().any(person),
    }
}

/// "Das sagte Müller".
fn points_back(context: &CueContext<'_>, phrase: PhraseId) -> bool {
    let phrase = context.phrase(phrase);
    phrase.items().len() == 1 && context.items()[phrase.first].classes.any(Classes::DEFINITE)
}

/// The first phrase of a range that no preposition governs and whose case a subject may have.
fn first_free(context: &CueContext<'_>, range: Ids<ItemId>) -> Source {
    let from = context.phrase_from(range.start);
    let mut found = each(from..context.phrases.end).take_while(|id| context.phrase(*id).first < range.end);
    let free = found.find(|id| is_free(context, *id, range.start))?;
    // "Die „Zeit“": the determiner of a title.
    let phrase = context.phrase(free);
    let titled = phrase.kind == PhraseKind::Pronoun && context.items()[phrase.head].tag == Tag::Determiner;
    let title = context.phrase_at(phrase.end).filter(|_| titled);
    Some(title.filter(|title| context.phrase(*title).kind == PhraseKind::Quoted).unwrap_or(free))
}

/// Whether a phrase of a range that begins at `start` may be a subject.
fn is_free(context: &CueContext<'_>, id: PhraseId, start: ItemId) -> bool {
    let items = context.items();
    let phrase = context.phrase(id);
    let first = &items[phrase.first];
    let governed = is_governed(context, phrase, start);
    // "Die Sprecherin der Polizei": a noun's owner.
    let owner = first.classes.any(Classes::GENITIVE)
        && id.checked_sub(1).is_some_and(|before| {
            context.phrases.contains(before)
                && context.phrase(before).end == phrase.first
                && context.phrase(before).kind != PhraseKind::Pronoun
        });
    // "Der 34-Jährige" is one.
    let number = items[phrase.head].tag == Tag::Number && first.tag != Tag::Determiner;
    let timed = items[phrase.head].classes.any(Classes::WEEKDAY | Classes::MONTH) || number;
    let title = |item: &Token| context.paragraph.quoted[SpanId::new(item.hash as usize)].titled;
    let spoken = match phrase.kind {
        PhraseKind::Relative => false,
        PhraseKind::Quoted => title(first),
        _ => first.tag != Tag::ObjectPronoun,
    };
    spoken && !governed && !owner && !timed && !first.grammar.any(Grammar::OBLIQUE)
}

/// Whether a preposition governs a phrase of a part that begins at `start`: "um 10:05 Uhr", "seit etwa zwei Jahren", "in der „Zeit“".
fn is_governed(context: &CueContext<'_>, phrase: NounPhrase, start: ItemId) -> bool {
    let items = context.items();
    let title = phrase.kind == PhraseKind::Quoted;
    let counts = |at: &ItemId| {
        matches!(items[*at].tag, Tag::Number | Tag::Colon | Tag::Adverb) || title && items[*at].tag == Tag::Determiner
    };
    let before = each(start..phrase.first).rev().find(|at| !counts(at));
    before.is_some_and(|at| {
        let item = &items[at];
        let adjacent = at + 1 == phrase.first
            || items[phrase.first].tag == Tag::Number
            || items[at + 1].tag == Tag::Number
            || title;
        let as_opener = item.classes.any(Classes::AS_OPENER) && at > start;
        let governs = item.tag == Tag::Preposition || has_class(item, VerbClass::According);
        governs && (adjacent || items[at + 1].tag == Tag::Adverb) || (item.tag == Tag::To || as_opener) && adjacent
    })
}

/// The document in which something is said: "in dem Bericht heißt es".
fn document(context: &CueContext<'_>, part: Part) -> Source {
    let items = context.items();
    let from = context.phrase_from(part.items.start);
    let mut found = each(from..context.phrases.end).take_while(|id| context.phrase(*id).first < part.items.end);
    found.find(|id| {
        let phrase = context.phrase(*id);
        let head = &items[phrase.head];
        head.classes.any(Classes::DOCUMENT | Classes::SPEECH_NOUN | Classes::ORGANISATION | Classes::GROUP)
            || head.grammar.any(Grammar::SOURCE_NOUN)
    })
}
