//! Whom the source of a cue names: a mention, with the names that "and" joins to it, the name in apposition to a
//! description, whoever "who" is.

use crate::lang::Classes;
use crate::quotes::SpeakerKind;
use crate::text::Span;

use super::super::syntax::index::{Id, Ids, ItemId, PhraseId, each};
use super::super::syntax::noun_phrase::{NounPhrase, PhraseKind};
use super::super::syntax::paragraph::Paragraph;
use super::super::syntax::token::{Tag, Token};
use super::mention::{Gender, Mention, MentionForm, read};

/// Takes the source of a reporting clause apart.
pub(crate) fn read_source(paragraph: &Paragraph, id: PhraseId) -> Mention {
    let phrase = paragraph.phrases.list[id];
    let mention = read(paragraph, phrase);
    if phrase.kind == PhraseKind::Relative
        && let Some(antecedent) = antecedent(paragraph, id)
    {
        return Mention { span: mention.span, ..read_source(paragraph, antecedent) };
    }
    if let Some(named) = apposition(paragraph, phrase, &mention) {
        return named;
    }
    if let Some(named) = second_role(paragraph, id, &mention) {
        return named;
    }
    if !is_person(&mention) {
        return mention;
    }
    let joined = match id.checked_sub(1).filter(|before| are_joined(paragraph, *before)) {
        Some(before) => before,
        None if are_joined(paragraph, id) => id,
        None => return mention,
    };
    let [one, other] = [joined, joined + 1].map(|id| read(paragraph, paragraph.phrases.list[id]));
    if !is_person(&one) || !is_person(&other) {
        return mention;
    }
    Mention {
        span: one.span.join(other.span),
        others: vec![other.name],
        kind: SpeakerKind::Group,
        gender: Gender::They,
        role: Vec::new(),
        affiliation: None,
        ..one
    }
}

/// "Hurley vet and councillor Walt Dunn": a role, and a name behind another role that a conjunction joins to it.
fn second_role(paragraph: &Paragraph, id: PhraseId, described: &Mention) -> Option<Mention> {
    let items = &paragraph.items;
    let list = &paragraph.phrases.list;
    let (one, other) = (list[id], *list.get(id + 1)?);
    let joined = other.first == one.end + 1 && items[one.end].tag == Tag::Conjunction;
    let role = items[one.head].classes.any(Classes::ROLE) && !is_person(described);
    if !joined || !role || other.kind != PhraseKind::Name || items[other.first].tag == Tag::Determiner {
        return None;
    }
    let name = read(paragraph, other);
    let start = paragraph.span(one.first).start();
    let end = name.role.first().filter(|_| is_person(&name))?.end();
    Some(Mention { span: Span::new(start, name.span.end()), role: vec![Span::new(start, end)], ..name })
}

/// Whether a mention is the name of a person.
fn is_person(mention: &Mention) -> bool {
    mention.form == MentionForm::Name && mention.kind == SpeakerKind::Person
}

/// Whether a conjunction joins a name and the next one as speakers: neither "met NAME and NAME said" nor "said NAME and NAME went".
fn are_joined(paragraph: &Paragraph, id: PhraseId) -> bool {
    let items = &paragraph.items;
    let list = &paragraph.phrases.list;
    let (Some(one), Some(other)) = (list.get(id), list.get(id + 1)) else { return false };
    let before = one.first.checked_sub(1).map(|at| items[at].tag);
    let after = items.get(other.end).map(|item| item.tag);
    let verb = matches!(after, Some(Tag::Verb | Tag::Cue | Tag::Auxiliary | Tag::Modal | Tag::Adverb));
    one.kind == PhraseKind::Name
        && other.kind == PhraseKind::Name
        && other.first == one.end + 1
        && items[one.end].tag == Tag::Conjunction
        && match before {
            Some(Tag::Cue) => !verb,
            None | Some(Tag::Quoted | Tag::That) => true,
            Some(tag) => tag <= Tag::Punctuation,
        }
}

/// The name between commas behind a description: "the driver, Bo Ray, said", "the head of Hull Buses (HB), Bo Ray, said".
fn apposition(paragraph: &Paragraph, phrase: NounPhrase, described: &Mention) -> Option<Mention> {
    /// The longest bracket between, in items.
    const BRACKET: usize = 12;
    let items = &paragraph.items;
    let tag = |at: ItemId| items.get(at).map(|item| item.tag);
    // "The Minister for Fisheries, Hanna Lund,": an office with capitals.
    let office = phrase.kind == PhraseKind::Name
        && items[phrase.first].tag == Tag::Determiner
        && items[phrase.items()].iter().any(|item| item.classes.any(Classes::OFFICES))
        && !items[phrase.items()].iter().any(|item| item.classes.any(Classes::GIVEN_HE | Classes::GIVEN_SHE));
    if !office && (phrase.kind != PhraseKind::Nominal || !items[phrase.head].classes.any(Classes::PERSONAL)) {
        return None;
    }
    let mut at = phrase.end;
    loop {
        match tag(at)? {
            Tag::Preposition => at = paragraph.phrases.at(at + 1)?.end,
            Tag::Open => at += 1 + items[at..].iter().take(BRACKET).position(|item| item.tag == Tag::Close)?,
            Tag::Comma => break,
            _ => return None,
        }
    }
    let next = paragraph.phrases.at(at + 1).filter(|next| next.kind == PhraseKind::Name)?;
    let name = (tag(next.end) == Some(Tag::Comma)).then(|| read(paragraph, next))?;
    let role = if office { vec![paragraph.span_of(Ids::new(phrase.first + 1, at))] } else { described.role.clone() };
    is_person(&name).then(|| Mention {
        role: if name.role.is_empty() { role } else { name.role.clone() },
        affiliation: name.affiliation.or(described.affiliation),
        ..name
    })
}

/// The noun phrase that a relative pronoun refers to: the nearest person before it, with no verb in between, or the phrase right
/// before it; of "NAME, a nurse at O, who …" the name.
fn antecedent(paragraph: &Paragraph, relative: PhraseId) -> Option<PhraseId> {
    let (list, items) = (&paragraph.phrases.list, &paragraph.items);
    let mut nearest = None;
    let mut behind = list[relative].first;
    for id in each(PhraseId::FIRST..relative).rev().take(6) {
        let phrase = list[id];
        let links = |item: &Token| matches!(item.tag, Tag::Comma | Tag::Preposition | Tag::Adjective | Tag::Adverb);
        if phrase.end > behind || !items[phrase.end..behind].iter().all(links) {
            break;
        }
        behind = phrase.first;
        nearest = nearest.or(Some(id).filter(|_| phrase.kind != PhraseKind::Quoted));
        if may_be_who(paragraph, id) {
            return Some(described_name(paragraph, id).unwrap_or(id));
        }
    }
    nearest
}

/// Whether a phrase names a person to whom "who" may refer.
fn may_be_who(paragraph: &Paragraph, id: PhraseId) -> bool {
    let phrase = paragraph.phrases.list[id];
    match phrase.kind {
        // "A respondent from Hull, who": what a preposition attaches to a person is no other person.
        PhraseKind::Name => !is_attached(paragraph, id) && read(paragraph, phrase).kind == SpeakerKind::Person,
        PhraseKind::Nominal => paragraph.items[phrase.head].classes.any(Classes::PERSONAL),
        _ => false,
    }
}

/// The name that a phrase between commas describes.
fn described_name(paragraph: &Paragraph, id: PhraseId) -> Option<PhraseId> {
    let list = &paragraph.phrases.list;
    id.checked_sub(1).filter(|name| {
        let name = list[*name];
        name.kind == PhraseKind::Name
            && list[id].kind == PhraseKind::Nominal
            && name.end + 1 == list[id].first
            && paragraph.items[name.end].tag == Tag::Comma
    })
}

/// Whether a preposition joins a phrase to a noun for people right before it.
fn is_attached(paragraph: &Paragraph, id: PhraseId) -> bool {
    let (list, items) = (&paragraph.phrases.list, &paragraph.items);
    id.checked_sub(1).map(|before| list[before]).is_some_and(|before| {
        before.kind == PhraseKind::Nominal
            && items[before.head].classes.any(Classes::PERSONAL)
            && before.end + 1 == list[id].first
            && items[before.end].tag == Tag::Preposition
    })
}
