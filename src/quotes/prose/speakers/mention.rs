//! What the words that name a speaker say: name, role, affiliation, what kind of speaker.

use crate::lang::Classes;
use crate::quotes::SpeakerKind;
use crate::text::Span;

use super::super::syntax::index::{Id, Ids, ItemId, each};
use super::super::syntax::noun_phrase::{NounPhrase, PhraseKind};
use super::super::syntax::paragraph::Paragraph;
use super::super::syntax::token::{Items, Shape, Tag, Token};
use super::role::{Position, is_genitive, organisation_at};

/// A mention taken apart. A role may be two spans of the text.
#[derive(Clone, Debug)]
pub(crate) struct Mention {
    /// The words that name the speaker.
    pub(crate) span: Span,
    pub(crate) form: MentionForm,
    /// The name without titles, or the whole description.
    pub(crate) name: Span,
    /// Further names that speak together with it: "NAME and NAME said".
    pub(crate) others: Vec<Span>,
    pub(crate) role: Vec<Span>,
    pub(crate) affiliation: Option<Span>,
    pub(crate) kind: SpeakerKind,
    pub(crate) gender: Gender,
    pub(crate) respondent: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MentionForm {
    Pronoun,
    Name,
    /// "the company": a description that may refer to a name before it.
    Definite,
    Description,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gender {
    Unknown,
    He,
    She,
    It,
    They,
    /// "They" for one person.
    One,
    /// A word for one woman and for several whose verb says that it is several.
    Several,
    First,
}

/// Takes a noun phrase apart as the mention of a speaker.
pub(crate) fn read(paragraph: &Paragraph, phrase: NounPhrase) -> Mention {
    let items = &paragraph.items;
    match phrase.kind {
        PhraseKind::Pronoun if is_one_of(paragraph, phrase) => description(paragraph, phrase),
        PhraseKind::Pronoun | PhraseKind::Possessive | PhraseKind::Quoted | PhraseKind::Relative => {
            pronoun(paragraph, phrase)
        }
        PhraseKind::Name | PhraseKind::Possessor
            if items[phrase.head].tag == Tag::Name && !is_description(items, phrase) =>
        {
            name(paragraph, phrase)
        }
        _ => description(paragraph, phrase),
    }
}

/// "One of the tenants": a pronoun that what follows describes.
fn is_one_of(paragraph: &Paragraph, phrase: NounPhrase) -> bool {
    let items = &paragraph.items;
    let of =
        items.get(phrase.end).is_some_and(|item| item.tag == Tag::Preposition && item.classes.any(Classes::NAME_LINK));
    of && items[phrase.head].classes.any(Classes::PRONOUN_INDEFINITE)
        && paragraph
            .phrases
            .whole_at(phrase.end + 1)
            .is_some_and(|next| matches!(next.kind, PhraseKind::Name | PhraseKind::Nominal))
}

fn pronoun(paragraph: &Paragraph, phrase: NounPhrase) -> Mention {
    let item = &paragraph.items[phrase.head];
    let gender = if item.classes.any(Classes::PRONOUN_HE) {
        Gender::He
    } else if item.classes.any(Classes::PRONOUN_SHE) {
        Gender::She
    } else if item.classes.any(Classes::PRONOUN_IT) {
        Gender::It
    } else if item.classes.any(Classes::PRONOUN_FIRST) {
        Gender::First
    } else if item.classes.any(Classes::PRONOUN_THEY) {
        Gender::They
    } else {
        Gender::Unknown
    };
    // "sie" is several where its verb is a form for several.
    let both = item.classes.any(Classes::PRONOUN_SHE) && item.classes.any(Classes::PRONOUN_THEY);
    let verb = |at: Option<ItemId>| {
        at.and_then(|at| paragraph.items.get(at))
            .filter(|item| matches!(item.tag, Tag::Cue | Tag::Verb | Tag::Auxiliary | Tag::Modal))
    };
    let gender = match verb(phrase.first.checked_sub(1)).or(verb(Some(phrase.end))) {
        Some(verb) if both && verb.classes.any(Classes::PLURAL) => Gender::Several,
        _ => gender,
    };
    let span = paragraph.span_of(phrase.items());
    let kind =
        if matches!(gender, Gender::They | Gender::Several) { SpeakerKind::Group } else { SpeakerKind::Anonymous };
    Mention {
        span,
        form: MentionForm::Pronoun,
        name: span,
        others: Vec::new(),
        role: Vec::new(),
        affiliation: None,
        kind,
        gender,
        respondent: false,
    }
}

/// "Democratic officials" ends in a capital only by chance: a name whose last word has none is a description.
fn is_description(items: &Items, phrase: NounPhrase) -> bool {
    let (first, head) = (&items[phrase.first], &items[phrase.head]);
    // "One Carer", "Another Veteran".
    let one = first.tag == Tag::Determiner && first.classes.any(Classes::PRONOUN_INDEFINITE);
    let given = |item: &Token| item.classes.any(Classes::GIVEN_HE | Classes::GIVEN_SHE);
    !head.shape.has(Shape::CAPITAL) || one && !items[phrase.items()].iter().any(given)
}

fn name(paragraph: &Paragraph, phrase: NounPhrase) -> Mention {
    let items = &paragraph.items;
    let end = phrase.end;
    let mut first = phrase.first;
    let definite = items[first].tag == Tag::Determiner;
    while first < phrase.head && matches!(items[first].tag, Tag::Determiner | Tag::Possessive | Tag::Number) {
        first += 1;
    }
    let start = name_start(items, first, end);
    let own = &items[start..end];
    let titled = &items[first..start];
    let honorific = titled.iter().any(|item| item.classes.any(Classes::HONORIFIC));
    let role_title =
        titled.iter().any(|item| item.classes.any(Classes::OFFICES) && !item.classes.any(Classes::HONORIFIC));
    let given = own.first().is_some_and(|item| item.classes.any(Classes::GIVEN_HE | Classes::GIVEN_SHE));
    let common = |item: &Token| item.classes.any(Classes::NOUN | Classes::ADJECTIVE);
    // "Bill told us": a given name by itself is one, whatever else it means.
    let single = own.len() == 1 && given && !definite;
    let organised = !single && own.iter().any(|item| item.classes.any(Classes::ORGANISATION | Classes::DOCUMENT))
        || own.len() > 1 && own.iter().all(common)
        // "Northern Buses": a common noun without a given name or title before it.
        || own.len() > 1
            && !given
            && start == first
            && own.last().is_some_and(|item| item.classes.any(Classes::NOUN) && !item.shape.has(Shape::UPPER));
    // "Participant 12": a number for a name.
    let numbered = own.first().is_some_and(|item| item.classes.any(Classes::RESPONDENT));
    let acronym = own.len() == 1 && own[0].shape.has(Shape::UPPER);
    let place = own.iter().all(|item| item.classes.any(Classes::PLACE));
    let person = !organised && !acronym && !place && (honorific || role_title || given || own.len() >= 2 && !definite)
        || (honorific || role_title) && given;
    let kind = if person || !definite && !organised && !acronym && !place {
        SpeakerKind::Person
    } else {
        SpeakerKind::Organisation
    };
    let mut position = Position::default();
    if kind == SpeakerKind::Person && start > first {
        let from = first + titled.iter().take_while(|item| item.classes.any(Classes::HONORIFIC)).count();
        if from < start {
            position.read_before(paragraph, Ids::new(from, start));
        }
    }
    let kind = if numbered { SpeakerKind::Anonymous } else { kind };
    let span = without_stop(paragraph, Ids::new(phrase.first, end));
    let mut gender = gender_of(own, titled);
    if matches!(kind, SpeakerKind::Person | SpeakerKind::Anonymous) {
        position.read_behind(paragraph, end);
    } else {
        gender = Gender::It;
    }
    let from = if kind == SpeakerKind::Person { start } else { phrase.first.max(first.min(start)) };
    Mention {
        span,
        form: MentionForm::Name,
        name: without_stop(paragraph, Ids::new(from, end)),
        others: Vec::new(),
        respondent: numbered || titled.iter().any(|item| item.classes.any(Classes::RESPONDENT)),
        role: position.role,
        affiliation: position.affiliation,
        kind,
        gender,
    }
}

/// The bytes of a name; the full stop behind a family name that is an abbreviation too ends the sentence: "Claire Penn."
fn without_stop(paragraph: &Paragraph, name: Ids<ItemId>) -> Span {
    /// The least bytes of a family name with its full stop.
    const NAME: u32 = 5;
    let span = paragraph.span_of(name);
    let last = &paragraph.items[name.end - 1];
    let closes = paragraph.items.get(name.end).is_none_or(|next| next.shape.has(Shape::CAPITAL));
    let stop = last.shape.has(Shape::DOTTED)
        && closes
        && name.len() > 1
        && last.end - last.start >= NAME
        && !last.classes.any(Classes::NAME_SUFFIX | Classes::TITLE | Classes::ORGANISATION);
    if stop { Span::new(span.start(), span.end() - 1) } else { span }
}

fn gender_of(own: &[Token], titled: &[Token]) -> Gender {
    let title = titled.iter().rev().find(|item| item.classes.any(Classes::TITLE_HE | Classes::TITLE_SHE));
    let by = |he: bool, she: bool| match (he, she) {
        (true, false) => Gender::He,
        (false, true) => Gender::She,
        _ => Gender::Unknown,
    };
    if let Some(title) = title {
        return by(title.classes.any(Classes::TITLE_HE), title.classes.any(Classes::TITLE_SHE));
    }
    own.first().filter(|_| own.len() > 1).map_or(Gender::Unknown, |first| {
        by(first.classes.any(Classes::GIVEN_HE), first.classes.any(Classes::GIVEN_SHE))
    })
}

/// Where the name begins behind roles and titles.
fn name_start(items: &Items, first: ItemId, end: ItemId) -> ItemId {
    let small = |item: &Token| {
        !item.shape.has(Shape::CAPITAL)
            && !item.classes.any(Classes::NAME_PARTICLE | Classes::NAME_LINK)
            && item.tag > Tag::Punctuation
            && item.tag != Tag::Conjunction
    };
    let mut start = each(first..end).rev().find(|at| small(&items[*at])).map_or(first, |at| at + 1);
    if start >= end {
        return first;
    }
    let given = |item: &Token| item.classes.any(Classes::GIVEN_HE | Classes::GIVEN_SHE);
    let role_title = each(start..end - 1)
        .rev()
        .find(|at| items[*at].classes.any(Classes::OFFICES) && !(*at > start && given(&items[*at - 1])));
    let Some(role_title) = role_title else { return start };
    let mut after = role_title + 1;
    if items[after].classes.any(Classes::NAME_LINK) {
        // "Secretary of State Antony Blinken": the name is what a given name begins, or the last two words.
        let from = after + 2;
        let named = each(from..end).find(|at| given(&items[*at]));
        after = match named {
            Some(at) if at < end => at,
            _ if end >= from + 2 => end - 2,
            // "President of France": no name follows.
            _ => return start,
        };
    }
    if after < end {
        start = after;
    }
    start
}

/// Where a description ends with what is attached to it, and the organisation among that: "a respondent from Sichuan University",
/// "officials of the ministry".
fn attachments(paragraph: &Paragraph, phrase: NounPhrase) -> (ItemId, Option<Span>) {
    let items = &paragraph.items;
    let mut end = phrase.end;
    let mut affiliation = None;
    for _ in 0..3 {
        let genitive = is_genitive(items, end);
        let attached = items.get(end).is_some_and(|item| {
            let owned = items.get(end + 1).is_some_and(|next| next.tag == Tag::Possessive);
            item.tag == Tag::Preposition && (owned || item.classes.any(Classes::MEMBER_LINK | Classes::NAME_LINK))
        });
        if !attached && !genitive {
            break;
        }
        let from = if genitive { end } else { end + 1 };
        let Some(next) = paragraph.phrases.whole_at(from) else { break };
        if !matches!(next.kind, PhraseKind::Name | PhraseKind::Nominal)
            || items[next.head].classes.any(Classes::WEEKDAY | Classes::MONTH | Classes::NUMBER)
        {
            break;
        }
        let strong = items[end].classes.any(Classes::MEMBER_LINK);
        let organised = |organisation: &Ids<ItemId>| {
            strong || items[*organisation].iter().any(|item| item.classes.any(Classes::ORGANISATION))
        };
        end = next.end;
        if affiliation.is_none()
            && let Some(organisation) = organisation_at(paragraph, from).filter(organised)
        {
            affiliation = Some(paragraph.span_of(organisation));
            end = end.max(organisation.end);
        }
    }
    (end, affiliation)
}

fn description(paragraph: &Paragraph, phrase: NounPhrase) -> Mention {
    let items = &paragraph.items;
    let head = &items[phrase.head];
    let (end, affiliation) = attachments(paragraph, phrase);
    let mut first = phrase.first;
    let definite = items[first].tag == Tag::Determiner && items[first].classes.any(Classes::DEFINITE);
    while first < phrase.head
        && matches!(items[first].tag, Tag::Determiner | Tag::Possessive | Tag::Number | Tag::Clitic)
    {
        first += 1;
    }
    let one = head.classes.any(Classes::ROLE | Classes::PERSON_NOUN | Classes::RESPONDENT)
        && items[phrase.first].classes.any(Classes::SINGULAR);
    let kind = if head.classes.any(Classes::GROUP) && !one {
        SpeakerKind::Group
    } else if head.classes.any(Classes::ROLE | Classes::PERSON_NOUN | Classes::RESPONDENT) {
        SpeakerKind::Anonymous
    } else if head.classes.any(Classes::ORGANISATION | Classes::DOCUMENT) {
        SpeakerKind::Organisation
    } else {
        SpeakerKind::Anonymous
    };
    let respondent = items[phrase.items()].iter().any(|item| item.classes.any(Classes::RESPONDENT));
    let role = if matches!(kind, SpeakerKind::Anonymous | SpeakerKind::Group) && phrase.head >= first {
        vec![paragraph.span_of(Ids::new(first, phrase.head + 1))]
    } else {
        Vec::new()
    };
    let span = paragraph.span_of(Ids::new(phrase.first, end));
    Mention {
        span,
        form: if definite { MentionForm::Definite } else { MentionForm::Description },
        name: span,
        others: Vec::new(),
        role,
        affiliation,
        kind,
        gender: if kind == SpeakerKind::Organisation { Gender::It } else { Gender::Unknown },
        respondent,
    }
}
