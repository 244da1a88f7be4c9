//! What the words that name a speaker say: name, role, affiliation, what kind of speaker.

use crate::lang::Classes;
use crate::quotes::SpeakerKind;
use crate::text::Span;

use super::super::syntax::index::{Id, Ids, ItemId, each};
use super::super::syntax::noun_phrase::{NounPhrase, PhraseKind};
use super::super::syntax::paragraph::Paragraph;
use super::super::syntax::token::{Items, Shape, Tag, Token};
use super::kind::{description_kind, name_kind};
use super::organisation::{is_genitive, organisation_at};
use super::role::{Position, has_role};

/// A mention taken apart.
#[derive(Clone, Debug)]
pub(crate) struct Mention {
    /// The words that name the speaker.
    pub(crate) span: Span,
    pub(crate) form: MentionForm,
    /// The name without titles, or the whole description.
    pub(crate) name: Span,
    /// Further names that speak together with it: "NAME and NAME said".
    pub(crate) others: Vec<Span>,
    pub(crate) position: Position,
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
            if items[phrase.head].tag == Tag::Name
                && !is_description(items, phrase)
                && !is_office(paragraph, phrase)
                && !is_some_office(items, phrase) =>
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
    let (item, people) = (&paragraph.items[phrase.head], &paragraph.people);
    let gender = if item.classes.any(Classes::PRONOUN_HE) || people.means_he(item) {
        Gender::He
    } else if item.classes.any(Classes::PRONOUN_SHE) || people.means_she(item) {
        Gender::She
    } else if item.classes.any(Classes::PRONOUN_IT) {
        Gender::It
    } else if item.classes.any(Classes::PRONOUN_FIRST) {
        Gender::First
    } else if item.classes.any(Classes::PRONOUN_THEY) || people.means_they(item) {
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
        position: Position::default(),
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

/// "The Chief Whip": an office and nobody's name.
fn is_office(paragraph: &Paragraph, phrase: NounPhrase) -> bool {
    let items = &paragraph.items;
    let (first, head) = (&items[phrase.first], &items[phrase.head]);
    let known =
        Classes::OFFICES.with(Classes::ORGANISATION).with(Classes::NOUN).with(Classes::ADJECTIVE).with(Classes::PLACE);
    first.tag == Tag::Determiner
        && first.classes.any(Classes::DEFINITE)
        && phrase.head > phrase.first
        && head.classes.any(Classes::ROLE)
        && !paragraph.people.names_organisation(head)
        && !head.classes.any(Classes::ORGANISATION)
        && items[phrase.first + 1..phrase.end]
            .iter()
            .all(|item| item.classes.any(known) && !item.classes.any(Classes::GIVEN_HE | Classes::GIVEN_SHE))
}

/// "A Harbour Guard Captain": somebody in an office, without a name.
fn is_some_office(items: &Items, phrase: NounPhrase) -> bool {
    let (first, head) = (&items[phrase.first], &items[phrase.head]);
    first.tag == Tag::Determiner
        && first.classes.any(Classes::SINGULAR)
        && phrase.head + 1 == phrase.end
        && head.classes.any(Classes::OFFICES)
        && !head.classes.any(Classes::ORGANISATION)
        && !items[phrase.items()].iter().any(|item| item.classes.any(Classes::GIVEN_HE | Classes::GIVEN_SHE))
}

fn name(paragraph: &Paragraph, phrase: NounPhrase) -> Mention {
    let (items, people) = (&paragraph.items, &paragraph.people);
    let mut end = phrase.end;
    let mut first = phrase.first;
    let definite = items[first].tag == Tag::Determiner;
    while first < phrase.head && matches!(items[first].tag, Tag::Determiner | Tag::Possessive | Tag::Number) {
        first += 1;
    }
    let owner = plural_possessor(paragraph, Ids::new(first, end));
    let start = match owner {
        Some(owner) => name_start(paragraph, owner + 1, end),
        None => name_start(paragraph, first, end),
    };
    // "Mona Daly TD": a title behind the name.
    let titled_behind = |at: ItemId| items[at].shape.has(Shape::UPPER) && people.is_title(&items[at]);
    while end > start + 2 && titled_behind(end - 1) {
        end -= 1;
    }
    let own = &items[start..end];
    let titled = &items[first..start];
    let kind = name_kind(paragraph, Ids::new(first, end), start, definite);
    let mut position = Position::default();
    if kind == SpeakerKind::Person && start > first {
        let from = first + titled.iter().take_while(|item| people.is_courtesy(item)).count();
        match owner {
            Some(owner) => position.read_owned(paragraph, Ids::new(from, owner + 1), Ids::new(owner + 1, start)),
            None if from < start => position.read_before(paragraph, Ids::new(from, start)),
            None => {}
        }
    }
    if end < phrase.end {
        position.add_title(paragraph, Ids::new(end, phrase.end));
    }
    // "Participant 12": a number for a name.
    let numbered = own.first().is_some_and(|item| item.classes.any(Classes::RESPONDENT));
    let kind = if numbered { SpeakerKind::Anonymous } else { kind };
    let span = without_stop(paragraph, Ids::new(phrase.first, end));
    let mut gender = gender_of(own, titled);
    if matches!(kind, SpeakerKind::Person | SpeakerKind::Anonymous) {
        position.add_behind(paragraph, phrase.end);
    } else {
        gender = Gender::It;
    }
    // "Moderate Kasich", "courier company Aeropost": small words are no part of any name.
    let small = titled.iter().all(|item| !item.shape.has(Shape::CAPITAL) && item.tag > Tag::Determiner);
    let whole = kind != SpeakerKind::Person && !(small && start > first);
    let from = if whole { phrase.first.max(first.min(start)) } else { start };
    Mention {
        span,
        form: MentionForm::Name,
        name: without_stop(paragraph, Ids::new(from, end)),
        others: Vec::new(),
        respondent: numbered || titled.iter().any(|item| item.classes.any(Classes::RESPONDENT)),
        position,
        kind,
        gender,
    }
}

/// The last word in front of an apostrophe that ends a plural: "the Democrats’ Lorraine Tansey". Marks without a partner are no items.
fn plural_possessor(paragraph: &Paragraph, words: Ids<ItemId>) -> Option<ItemId> {
    let items = &paragraph.items;
    let apart = |at: &ItemId| items[*at].end + 1 < items[*at + 1].start && items[*at].tag == Tag::Name;
    let is_mark = |at: &ItemId| {
        let behind = paragraph.tokens.partition_point(|token| token.start < items[*at].end);
        paragraph.tokens.get(behind).is_some_and(|token| token.tag == Tag::Mark && token.start == items[*at].end)
    };
    each(words.start..words.end - 1).find(|at| apart(at) && is_mark(at))
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
fn name_start(paragraph: &Paragraph, first: ItemId, end: ItemId) -> ItemId {
    let items = &paragraph.items;
    // "President of the KBDF Rob Kane".
    let linked = |at: ItemId| {
        let before = at.checked_sub(1).filter(|before| *before > first).map(|before| &items[before]);
        items[at].tag == Tag::Determiner && before.is_some_and(|before| before.classes.any(Classes::NAME_LINK))
    };
    let small = |item: &Token| {
        !item.shape.has(Shape::CAPITAL)
            && !item.classes.any(Classes::NAME_PARTICLE | Classes::NAME_LINK)
            && item.tag > Tag::Punctuation
            && item.tag != Tag::Conjunction
    };
    let mut start = each(first..end).rev().find(|at| small(&items[*at]) && !linked(*at)).map_or(first, |at| at + 1);
    if start >= end {
        return first;
    }
    let given = |item: &Token| item.classes.any(Classes::GIVEN_HE | Classes::GIVEN_SHE);
    // "South Carolina Gov. Jim Hodges": a place that is a given name too.
    let is_given = |item: &Token| given(item) && !item.classes.any(Classes::PLACE);
    // "Dean Baker": a title that is a given name too, in front of one word.
    if end == start + 2 && given(&items[start]) && !items[start].classes.any(Classes::HONORIFIC) {
        return start;
    }
    let role_title = each(start..end - 1).rev().find(|at| {
        items[*at].classes.any(Classes::OFFICES)
            && !(*at > start && is_given(&items[*at - 1]) && !given(&items[*at + 1]))
    });
    let Some(role_title) = role_title else { return start };
    let mut after = role_title + 1;
    // "Morning Courier Online".
    if after + 1 == end && role_title > start && paragraph.people.names_organisation(&items[after]) {
        return start;
    }
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
/// "officials of the ministry", "a report by the Marsh Institution".
fn attachments(paragraph: &Paragraph, phrase: NounPhrase, kind: SpeakerKind) -> (ItemId, Option<Span>) {
    let items = &paragraph.items;
    let document = kind == SpeakerKind::Document;
    let mut end = phrase.end;
    let mut affiliation = None;
    for _ in 0..3 {
        let genitive = is_genitive(items, end);
        let by = |item: &Token| document && item.hash == paragraph.by;
        let attached = items.get(end).is_some_and(|item| {
            let owned = items.get(end + 1).is_some_and(|next| next.tag == Tag::Possessive);
            item.tag == Tag::Preposition
                && (owned || by(item) || item.classes.any(Classes::MEMBER_LINK | Classes::NAME_LINK))
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
        let link = &items[end];
        let strong = by(link) || link.classes.any(Classes::MEMBER_LINK) && !paragraph.people.links_place(link);
        let organised = |organisation: &Ids<ItemId>| {
            let weak = document && link.classes.any(Classes::NAME_LINK);
            strong && !weak || items[*organisation].iter().any(|item| item.classes.any(Classes::ORGANISATION))
        };
        end = next.end;
        if affiliation.is_none()
            && let Some(organisation) = organisation_at(paragraph, from).filter(organised)
        {
            affiliation = Some(paragraph.span_of(organisation));
            end = end.max(organisation.end);
        }
    }
    (end, affiliation.or_else(|| document.then(|| publisher(paragraph, end)).flatten()))
}

/// Who made a document, behind a participle: "a report released by the Port Trust".
fn publisher(paragraph: &Paragraph, end: ItemId) -> Option<Span> {
    /// A time or a place may stand between: "carried out in May by the Port Trust".
    const REACH: usize = 5;
    let items = &paragraph.items;
    let made = items.get(end).is_some_and(|item| {
        item.classes.any(Classes::VERB_ENDING | Classes::VERB) || matches!(item.tag, Tag::Verb | Tag::Cue)
    });
    let by = each(end + 1..items.end()).take(REACH).find(|at| items[*at].hash == paragraph.by)?;
    let clear = items[end..by].iter().all(|item| item.tag > Tag::Punctuation);
    let organisation = organisation_at(paragraph, by + 1).filter(|_| made && clear)?;
    Some(paragraph.span_of(organisation))
}

fn description(paragraph: &Paragraph, phrase: NounPhrase) -> Mention {
    let items = &paragraph.items;
    let kind = description_kind(paragraph, phrase);
    let (end, affiliation) = attachments(paragraph, phrase, kind);
    let mut first = phrase.first;
    let definite = items[first].tag == Tag::Determiner && items[first].classes.any(Classes::DEFINITE);
    while first < phrase.head
        && matches!(items[first].tag, Tag::Determiner | Tag::Possessive | Tag::Number | Tag::Clitic)
    {
        first += 1;
    }
    let mut position = Position { affiliation, ..Position::default() };
    let words = Ids::new(first, phrase.head + 1);
    if matches!(kind, SpeakerKind::Anonymous | SpeakerKind::Group) && first <= phrase.head && has_role(paragraph, words)
    {
        position.read_before(paragraph, words);
    }
    let respondent = items[phrase.items()].iter().any(|item| item.classes.any(Classes::RESPONDENT));
    let span = paragraph.span_of(Ids::new(phrase.first, end));
    let thing = matches!(kind, SpeakerKind::Organisation | SpeakerKind::Document);
    Mention {
        span,
        form: if definite { MentionForm::Definite } else { MentionForm::Description },
        name: span,
        others: Vec::new(),
        position,
        kind,
        gender: if thing { Gender::It } else { Gender::Unknown },
        respondent,
    }
}
