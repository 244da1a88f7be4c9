//! What kind of speaker a name or a description means.

use crate::lang::Classes;
use crate::quotes::SpeakerKind;

use super::super::syntax::index::{Id, Ids, ItemId};
use super::super::syntax::noun_phrase::{NounPhrase, PhraseKind};
use super::super::syntax::paragraph::Paragraph;
use super::super::syntax::token::{Shape, Tag, Token};

/// The kind of a speaker whom words with capitals name. `words` are all that stands before the name and the name, which begins at `start`.
pub(super) fn name_kind(paragraph: &Paragraph, words: Ids<ItemId>, start: ItemId, definite: bool) -> SpeakerKind {
    let (items, people) = (&paragraph.items, &paragraph.people);
    let own = &items[start..words.end];
    let titled = &items[words.start..start];
    let Some(last) = own.last() else { return SpeakerKind::Person };
    let honorific = titled.iter().any(|item| item.classes.any(Classes::HONORIFIC));
    let role_title =
        titled.iter().any(|item| item.classes.any(Classes::OFFICES) && !item.classes.any(Classes::HONORIFIC));
    let given = own.first().is_some_and(|item| item.classes.any(Classes::GIVEN_HE | Classes::GIVEN_SHE));
    let common = |item: &Token| item.classes.any(Classes::NOUN | Classes::ADJECTIVE);
    // "Bill told us": a given name by itself is one, whatever else it means.
    let single = own.len() == 1 && given && !definite;
    let several = own.len() > 1;
    if !honorific && !role_title && !given && people.titles_document(last) && (several || definite) {
        return SpeakerKind::Document;
    }
    let family_noun = own.len() == 2 && people.is_family_noun(last);
    let organisation_noun = last.classes.any(Classes::ORGANISATION) || people.names_organisation(last);
    let family = family_noun && (given || is_unknown(&own[0]) && !organisation_noun);
    let organised = !single && !family && own.iter().any(|item| item.classes.any(Classes::ORGANISATION | Classes::DOCUMENT))
        || several && own.iter().all(common)
        // "Northern Buses": a common noun without a given name or title before it.
        || several
            && !given
            && start == words.start
            && !family
            && (last.classes.any(Classes::NOUN) && !last.shape.has(Shape::UPPER)
                || own[1..].iter().any(|item| people.names_organisation(item)));
    let acronym = own.len() == 1 && own[0].shape.has(Shape::UPPER);
    let place = own.iter().all(|item| item.classes.any(Classes::PLACE));
    // "Inspector Kofi Banks": a family name that is a noun too.
    let titled_person =
        (honorific || role_title) && (given || start > words.start && own.len() == 2 && is_unknown(&own[0]));
    if !titled_person && several && (given || is_unknown(&own[0])) && is_called_person(paragraph, words.end) {
        return SpeakerKind::Person;
    }
    if !titled_person && !honorific && !role_title && is_called_thing(paragraph, words, start) {
        return SpeakerKind::Organisation;
    }
    // "Senate Republicans".
    if !single
        && !titled_person
        && own.len() <= 2
        && last.classes.any(Classes::GROUP)
        && !last.classes.any(Classes::OFFICES)
    {
        return SpeakerKind::Group;
    }
    let person = !organised && !acronym && !place && (honorific || role_title || given || several && !definite);
    if person || titled_person || !definite && !organised && !acronym && !place {
        SpeakerKind::Person
    } else {
        SpeakerKind::Organisation
    }
}

/// Whether the words around a name say that it is no person: "NAME, which runs …", "NAME, a courier company", "courier company NAME".
pub(super) fn is_called_thing(paragraph: &Paragraph, words: Ids<ItemId>, start: ItemId) -> bool {
    let (items, end) = (&paragraph.items, words.end);
    // A pollster may be a person.
    let organised = |item: &Token| {
        (paragraph.people.is_body(item) || item.classes.any(Classes::ORGANISATION))
            && !item.classes.any(Classes::OFFICES | Classes::PERSON_NOUN)
    };
    let before = start.checked_sub(1).filter(|before| *before >= words.start).map(|before| &items[before]);
    // "Owners Stonewerk": several people who have one name are a firm.
    let several = |item: &Token| {
        let own = &items[start];
        item.classes.any(Classes::GROUP) && end == start + 1 && is_unknown(own) && !own.shape.has(Shape::UPPER)
    };
    if before.is_some_and(|before| (organised(before) || several(before)) && !before.shape.has(Shape::CAPITAL)) {
        return true;
    }
    if owns_as_thing(paragraph, Ids::new(start, end)) {
        return true;
    }
    if items.get(end).is_none_or(|next| next.tag != Tag::Comma) {
        return false;
    }
    if items.get(end + 1).is_some_and(|next| next.tag == Tag::Relative && paragraph.people.means_thing(next)) {
        return true;
    }
    paragraph.phrases.at(end + 1).is_some_and(|next| {
        next.kind == PhraseKind::Nominal
            && items[next.first].tag == Tag::Determiner
            && organised(&items[next.head])
            && items.get(next.end).is_some_and(|item| item.tag <= Tag::Punctuation || item.tag == Tag::Preposition)
    })
}

/// Whether the tables hold nothing of a word.
fn is_unknown(item: &Token) -> bool {
    item.classes.is_empty()
}

/// Whether the subject of a sentence, a name of which no table knows a word, owns something as things do: "Aeropost has its seat".
fn owns_as_thing(paragraph: &Paragraph, name: Ids<ItemId>) -> bool {
    let items = &paragraph.items;
    let sentence = paragraph.sentences[paragraph.sentence_of(name.start)];
    let unknown = items[name].iter().all(|item| is_unknown(item) || item.classes.any(Classes::PLACE));
    if sentence.start != name.start || name.len() > 2 || !unknown {
        return false;
    }
    // Another name or noun in front may own it.
    let behind = items[name.end..sentence.end].iter().take(12);
    let other = |item: &&Token| !matches!(item.tag, Tag::Name | Tag::Noun | Tag::Quoted | Tag::Stop);
    behind.take_while(other).any(|item| paragraph.people.owns_as_thing(item))
}

/// Whether the words behind a name say that it is a person: "NAME, who lives", "NAME, chief engineer of", "NAME is the head of".
pub(super) fn is_called_person(paragraph: &Paragraph, end: ItemId) -> bool {
    let (items, people) = (&paragraph.items, &paragraph.people);
    let Some(next) = items.get(end) else { return false };
    let from = match next.tag {
        Tag::Comma => end + 1,
        Tag::Relative => end,
        _ if people.is_copula(next) => end + 1,
        _ => return false,
    };
    // An age: "NAME, 34, a nurse".
    let aged = items.get(from).is_some_and(|item| item.tag == Tag::Number)
        && items.get(from + 1).is_some_and(|item| item.tag == Tag::Comma);
    let from = if aged { from + 2 } else { from };
    let Some(first) = items.get(from) else { return false };
    if first.tag == Tag::Relative {
        return !people.means_thing(first) && !first.classes.any(Classes::COMPLEMENTISER);
    }
    paragraph.phrases.whole_at(from).is_some_and(|phrase| {
        let head = &items[phrase.head];
        let role = head.classes.any(Classes::ROLE | Classes::PERSON_NOUN)
            && !head.classes.any(Classes::GROUP | Classes::ORGANISATION)
            && !people.is_body(head);
        phrase.kind == PhraseKind::Nominal && role && (next.tag != Tag::Comma || !is_subject(paragraph, phrase))
    })
}

/// Whether a verb follows a phrase, so that it is no apposition: "According to NAME, the driver left".
fn is_subject(paragraph: &Paragraph, phrase: NounPhrase) -> bool {
    let behind = paragraph.items.get(phrase.end);
    behind.is_some_and(|item| matches!(item.tag, Tag::Verb | Tag::Auxiliary | Tag::Modal))
}

/// The kind of a speaker whom a common noun describes.
pub(super) fn description_kind(paragraph: &Paragraph, phrase: NounPhrase) -> SpeakerKind {
    let (items, people) = (&paragraph.items, &paragraph.people);
    let head = &items[phrase.head];
    // "A paper" is read, "the paper" has readers.
    let definite = items[phrase.first].classes.any(Classes::DEFINITE);
    let personal = head.classes.any(Classes::ROLE | Classes::PERSON_NOUN | Classes::RESPONDENT);
    // "Dairy North figures".
    let published = people.is_document(head) && phrase.head > phrase.first && items[phrase.head - 1].tag == Tag::Name;
    let one = personal && items[phrase.first].classes.any(Classes::SINGULAR);
    if people.is_body(head) || people.is_medium(head) {
        SpeakerKind::Organisation
    } else if published && !personal {
        SpeakerKind::Document
    } else if head.classes.any(Classes::GROUP) && !one {
        SpeakerKind::Group
    } else if personal {
        SpeakerKind::Anonymous
    } else if people.is_group(head) {
        SpeakerKind::Group
    } else if head.classes.any(Classes::ORGANISATION) && (definite || !people.is_document(head)) {
        SpeakerKind::Organisation
    } else if people.is_document(head) {
        SpeakerKind::Document
    } else {
        SpeakerKind::Anonymous
    }
}
