//! What the words that name a speaker say: name, role, affiliation, what sort of speaker.

use super::chunk::{Chunk, ChunkKind};
use super::frame::Frames;
use super::paragraph::Paragraph;
use super::token::{Shape, Tag, Token};
use crate::lang::Classes;
use crate::quotes::SpeakerKind;
use crate::text::Span;

/// A mention taken apart. Roles and affiliations are places in the text; a role may have two parts.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    /// The words that name the speaker.
    pub(super) span: Span,
    pub(super) sort: Sort,
    /// The name without titles, or the whole description.
    pub(super) name: Span,
    /// Further names that speak together with it: "NAME and NAME said".
    pub(super) others: Vec<Span>,
    pub(super) role: Vec<Span>,
    pub(super) affiliation: Option<Span>,
    pub(super) kind: SpeakerKind,
    pub(super) gender: Gender,
    pub(super) respondent: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Pronoun,
    Name,
    /// "the company": a description that may point back to somebody named.
    Definite,
    Description,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gender {
    Unknown,
    He,
    She,
    It,
    They,
    First,
}

/// Takes the source of a frame apart: a name, with the names that "and" joins to it.
pub(super) fn read_source(paragraph: &Paragraph, frames: &Frames, number: usize) -> Mention {
    let (chunks, items) = (&frames.chunks, &paragraph.items);
    let mut mention = read(paragraph, frames, chunks[number]);
    if chunks[number].kind == ChunkKind::Relative
        && let Some(antecedent) = antecedent(paragraph, frames, number)
    {
        return Mention { span: mention.span, ..read_source(paragraph, frames, antecedent) };
    }
    if mention.sort != Sort::Name || mention.kind != SpeakerKind::Person {
        return mention;
    }
    let joined = |one: usize, other: usize| {
        let (Some(one), Some(other)) = (chunks.get(one), chunks.get(other)) else { return false };
        let before = one.first.checked_sub(1).map(|at| items[at].tag);
        let after = items.get(other.end).map(|item| item.tag);
        let verb = matches!(after, Some(Tag::Verb | Tag::Cue | Tag::Auxiliary | Tag::Modal | Tag::Adverb));
        one.kind == ChunkKind::Name
            && other.kind == ChunkKind::Name
            && other.first == one.end + 1
            && items[one.end].tag == Tag::Conjunction
            // Neither "met NAME and NAME said" nor "said NAME and NAME went".
            && match before {
                Some(Tag::Cue) => !verb,
                None | Some(Tag::Quoted | Tag::That) => true,
                Some(tag) => tag <= Tag::Punctuation,
            }
    };
    let (first, last) = if number > 0 && joined(number - 1, number) {
        (number - 1, number)
    } else if joined(number, number + 1) {
        (number, number + 1)
    } else {
        return mention;
    };
    let (one, other) = (read(paragraph, frames, chunks[first]), read(paragraph, frames, chunks[last]));
    if [&one, &other].iter().all(|name| name.sort == Sort::Name && name.kind == SpeakerKind::Person) {
        mention = Mention {
            span: one.span.join(other.span),
            others: vec![other.name],
            kind: SpeakerKind::Group,
            gender: Gender::They,
            role: Vec::new(),
            affiliation: None,
            ..one
        };
    }
    mention
}

/// The noun phrase that a relative pronoun stands for: the nearest person before it, with no verb in between, or the phrase right
/// before it; of "NAME, a nurse at O, who …" the name.
fn antecedent(paragraph: &Paragraph, frames: &Frames, relative: usize) -> Option<usize> {
    let (chunks, items) = (&frames.chunks, &paragraph.items);
    let mut nearest = None;
    let mut behind = chunks[relative].first;
    for number in (0..relative).rev().take(6) {
        let chunk = chunks[number];
        let links = |item: &Token| matches!(item.tag, Tag::Comma | Tag::Preposition | Tag::Adjective | Tag::Adverb);
        if chunk.end > behind || !items[chunk.end..behind].iter().all(links) {
            break;
        }
        behind = chunk.first;
        nearest = nearest.or(Some(number).filter(|_| chunk.kind != ChunkKind::Quoted));
        let person = match chunk.kind {
            // "A respondent from Hull, who": what a preposition attaches to a person is no other person.
            ChunkKind::Name if attached(paragraph, frames, number) => false,
            ChunkKind::Name => read(paragraph, frames, chunk).kind == SpeakerKind::Person,
            ChunkKind::Nominal => items[chunk.head].classes.any(Classes::PERSONAL),
            _ => false,
        };
        if person {
            let named = number.checked_sub(1).filter(|before| {
                let before = chunks[*before];
                before.kind == ChunkKind::Name
                    && chunk.kind == ChunkKind::Nominal
                    && before.end + 1 == chunk.first
                    && items[before.end].tag == Tag::Comma
            });
            return named.or(Some(number));
        }
    }
    nearest
}

/// Whether a preposition joins a phrase to a noun for people right before it.
fn attached(paragraph: &Paragraph, frames: &Frames, number: usize) -> bool {
    let (chunks, items) = (&frames.chunks, &paragraph.items);
    number.checked_sub(1).map(|before| chunks[before]).is_some_and(|before| {
        before.kind == ChunkKind::Nominal
            && items[before.head].classes.any(Classes::PERSONAL)
            && before.end + 1 == chunks[number].first
            && items[before.end].tag == Tag::Preposition
    })
}

/// Takes a noun phrase apart as the mention of a speaker.
pub(super) fn read(paragraph: &Paragraph, frames: &Frames, chunk: Chunk) -> Mention {
    let items = &paragraph.items;
    match chunk.kind {
        ChunkKind::Pronoun | ChunkKind::Possessive | ChunkKind::Quoted | ChunkKind::Relative => {
            pronoun(paragraph, chunk)
        }
        ChunkKind::Name | ChunkKind::Possessor
            if items[chunk.head].tag == Tag::Name && !is_description(items, chunk) =>
        {
            name(paragraph, chunk)
        }
        _ => description(paragraph, frames, chunk),
    }
}

fn pronoun(paragraph: &Paragraph, chunk: Chunk) -> Mention {
    let item = &paragraph.items[chunk.head];
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
    let verb = |at: Option<usize>| {
        at.and_then(|at| paragraph.items.get(at))
            .filter(|item| matches!(item.tag, Tag::Cue | Tag::Verb | Tag::Auxiliary | Tag::Modal))
    };
    let gender = match verb(chunk.first.checked_sub(1)).or(verb(Some(chunk.end))) {
        Some(verb) if both && verb.classes.any(Classes::PLURAL) => Gender::They,
        _ => gender,
    };
    let span = paragraph.span_of(chunk.first, chunk.end);
    let kind = if gender == Gender::They { SpeakerKind::Group } else { SpeakerKind::Anonymous };
    Mention {
        span,
        sort: Sort::Pronoun,
        name: span,
        others: Vec::new(),
        role: Vec::new(),
        affiliation: None,
        kind,
        gender,
        respondent: false,
    }
}

/// "Democratic officials" ends in a capital only by chance: a name whose last word is a common noun for people is a description.
fn is_description(items: &[Token], chunk: Chunk) -> bool {
    let head = &items[chunk.head];
    !head.shape.has(Shape::CAPITAL)
}

const OFFICE: Classes = Classes::OFFICES;

fn name(paragraph: &Paragraph, chunk: Chunk) -> Mention {
    let items = &paragraph.items;
    let end = chunk.end;
    let mut first = chunk.first;
    let definite = items[first].tag == Tag::Determiner;
    while first < chunk.head && matches!(items[first].tag, Tag::Determiner | Tag::Possessive | Tag::Number) {
        first += 1;
    }
    let start = name_start(items, first, end);
    let own = &items[start..end];
    let titled = &items[first..start];
    let honorific = titled.iter().any(|item| item.classes.any(Classes::HONORIFIC));
    let office = titled.iter().any(|item| item.classes.any(OFFICE) && !item.classes.any(Classes::HONORIFIC));
    let given = own.first().is_some_and(|item| item.classes.any(Classes::GIVEN_HE | Classes::GIVEN_SHE));
    let common = |item: &Token| item.classes.any(Classes::NOUN | Classes::ADJECTIVE);
    let organised = own.iter().any(|item| item.classes.any(Classes::ORGANISATION | Classes::DOCUMENT))
        || own.len() > 1 && own.iter().all(common)
        // "Northern Buses": a common noun that no given name or title stands before.
        || own.len() > 1
            && !given
            && start == first
            && own.last().is_some_and(|item| item.classes.any(Classes::NOUN) && !item.shape.has(Shape::UPPER));
    // "Participant 12": a number for a name.
    let numbered = own.first().is_some_and(|item| item.classes.any(Classes::RESPONDENT));
    let acronym = own.len() == 1 && own[0].shape.has(Shape::UPPER);
    let place = own.iter().all(|item| item.classes.any(Classes::PLACE));
    let person = !organised && !acronym && !place && (honorific || office || given || own.len() >= 2 && !definite)
        || (honorific || office) && given;
    let kind = if person || !definite && !organised && !acronym && !place {
        SpeakerKind::Person
    } else {
        SpeakerKind::Organisation
    };
    let mut role = Vec::new();
    let mut affiliation = None;
    if kind == SpeakerKind::Person && start > first {
        let from = first + titled.iter().take_while(|item| item.classes.any(Classes::HONORIFIC)).count();
        if from < start {
            role_before(paragraph, from, start, &mut role, &mut affiliation);
        }
    }
    let kind = if numbered { SpeakerKind::Anonymous } else { kind };
    let span = paragraph.span_of(chunk.first, end);
    let mut gender = gender_of(own, titled);
    if matches!(kind, SpeakerKind::Person | SpeakerKind::Anonymous) {
        behind_name(paragraph, end, &mut role, &mut affiliation);
    } else {
        gender = Gender::It;
    }
    let from = if kind == SpeakerKind::Person { start } else { chunk.first.max(first.min(start)) };
    Mention {
        span,
        sort: Sort::Name,
        name: paragraph.span_of(from, end),
        others: Vec::new(),
        respondent: numbered || titled.iter().any(|item| item.classes.any(Classes::RESPONDENT)),
        role,
        affiliation,
        kind,
        gender,
    }
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
fn name_start(items: &[Token], first: usize, end: usize) -> usize {
    let small = |item: &Token| {
        !item.shape.has(Shape::CAPITAL)
            && !item.classes.any(Classes::NAME_PARTICLE | Classes::NAME_LINK)
            && item.tag > Tag::Punctuation
            && item.tag != Tag::Conjunction
    };
    let mut start = (first..end).rev().find(|at| small(&items[*at])).map_or(first, |at| at + 1);
    if start >= end {
        return first;
    }
    let given = |item: &Token| item.classes.any(Classes::GIVEN_HE | Classes::GIVEN_SHE);
    let office =
        (start..end - 1).rev().find(|at| items[*at].classes.any(OFFICE) && !(*at > start && given(&items[at - 1])));
    let Some(office) = office else { return start };
    let mut after = office + 1;
    if items[after].classes.any(Classes::NAME_LINK) {
        // "Secretary of State Antony Blinken": the name is what a given name begins, or the last two words.
        let from = after + 2;
        let named = (from..end).find(|at| given(&items[*at]));
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

/// Role and affiliation in front of a name: "Harvard University Professor Jane Roe", "campaign manager Robby Mook".
fn role_before(paragraph: &Paragraph, from: usize, to: usize, role: &mut Vec<Span>, affiliation: &mut Option<Span>) {
    let items = &paragraph.items;
    if !items[from..to]
        .iter()
        .any(|item| item.classes.any(OFFICE | Classes::GROUP | Classes::RESPONDENT | Classes::PERSON_NOUN))
    {
        return;
    }
    let organisation = (from..to).rev().find(|at| {
        items[*at].classes.any(Classes::ORGANISATION)
            && items[*at].shape.has(Shape::CAPITAL)
            && !items[*at].classes.any(OFFICE)
    });
    let mut start = from;
    if let Some(at) =
        organisation.filter(|at| at + 1 < to && items[from..=*at].iter().all(|item| item.shape.has(Shape::CAPITAL)))
    {
        *affiliation = Some(paragraph.span_of(from, at + 1));
        start = at + 1;
    }
    role.push(paragraph.span_of(start, to));
}

/// What stands behind a name: an apposition ("NAME, a nurse at Acme,"), or "of the University of Hull".
fn behind_name(paragraph: &Paragraph, end: usize, role: &mut Vec<Span>, affiliation: &mut Option<Span>) {
    let items = &paragraph.items;
    let Some(next) = items.get(end) else { return };
    let mut from = end + 1;
    match next.tag {
        Tag::Comma => {
            // An age: "NAME, 34, a nurse".
            if items.get(from).is_some_and(|item| item.tag == Tag::Number)
                && items.get(from + 1).is_some_and(|item| item.tag == Tag::Comma)
            {
                from += 2;
            }
        }
        Tag::Open | Tag::Dash => {}
        Tag::Preposition if next.classes.any(Classes::MEMBER_LINK) => {
            if let Some(found) = organisation_at(paragraph, end + 1) {
                affiliation.get_or_insert(paragraph.span_of(found.0, found.1));
            }
            return;
        }
        _ => return,
    }
    let mut to = from;
    while let Some(item) = items.get(to) {
        match item.tag {
            Tag::Comma => {
                // A list of offices goes on behind a comma only where "and" follows.
                break;
            }
            Tag::Close if next.tag == Tag::Open => break,
            Tag::Cue if item.classes.any(Classes::REPORTING) && !item.classes.any(OFFICE | Classes::NOUN) => break,
            // "According to NAME, staff are …": a clause, not an apposition.
            Tag::Auxiliary | Tag::Modal => return,
            Tag::Stop | Tag::Relative | Tag::Quoted | Tag::Semicolon | Tag::Colon | Tag::That | Tag::Pronoun => break,
            _ => to += 1,
        }
        if to - from > 30 {
            return;
        }
    }
    if to > from {
        apposition(paragraph, from, to, role, affiliation);
    }
}

/// Role and affiliation in a description between `from` and `to`.
fn apposition(paragraph: &Paragraph, from: usize, to: usize, role: &mut Vec<Span>, affiliation: &mut Option<Span>) {
    let items = &paragraph.items;
    let mut start = from;
    while start < to && matches!(items[start].tag, Tag::Determiner | Tag::Adverb | Tag::Possessive) {
        start += 1;
    }
    let holds_role = |from: usize, to: usize| {
        items[from..to]
            .iter()
            .any(|item| item.classes.any(OFFICE | Classes::RESPONDENT | Classes::PERSON_NOUN | Classes::GROUP))
    };
    // The role stands in front of the first preposition, else this is no description of a person.
    let head = (start..to)
        .find(|at| matches!(items[*at].tag, Tag::Preposition | Tag::To) || is_genitive(items, *at))
        .unwrap_or(to);
    if !holds_role(start, head) {
        return;
    }
    let mut end = to;
    let mut second = None;
    for at in start..to {
        let genitive = at > start && is_genitive(items, at);
        if !genitive
            && (items[at].tag != Tag::Preposition || !items[at].classes.any(Classes::MEMBER_LINK | Classes::NAME_LINK))
        {
            continue;
        }
        let Some(found) =
            organisation_at(paragraph, if genitive { at } else { at + 1 }).filter(|found| found.1 <= to + 3)
        else {
            continue;
        };
        let strong = items[at].classes.any(Classes::MEMBER_LINK) && !items[at].classes.any(Classes::NAME_LINK);
        let organised = items[found.0..found.1]
            .iter()
            .any(|item| item.classes.any(Classes::ORGANISATION) || item.shape.has(Shape::UPPER));
        if !strong && !organised {
            continue;
        }
        affiliation.get_or_insert(paragraph.span_of(found.0, found.1));
        end = at;
        // "… at the Institute and policy researcher": a second role behind the affiliation.
        if items.get(found.1).is_some_and(|item| item.tag == Tag::Conjunction) && found.1 + 1 < to {
            let stop = (found.1 + 1..to).find(|at| items[*at].tag == Tag::Preposition).unwrap_or(to);
            if holds_role(found.1 + 1, stop) {
                second = Some((found.1 + 1, stop));
            }
        }
        break;
    }
    if end > start && end - start <= 14 {
        role.push(paragraph.span_of(start, end));
    }
    if let Some((from, to)) = second {
        let from = if items[from].tag == Tag::Determiner { from + 1 } else { from };
        role.push(paragraph.span_of(from, to));
    }
}

/// Whether a determiner ties what follows to the noun before it: "Leiter des Instituts".
fn is_genitive(items: &[Token], at: usize) -> bool {
    items.get(at).is_some_and(|item| item.tag == Tag::Determiner && item.classes.any(Classes::GENITIVE))
        && at.checked_sub(1).is_some_and(|before| matches!(items[before].tag, Tag::Noun | Tag::Name))
}

/// The name of an organisation that begins at an item, without its determiner: "Mercator Institute for China Studies".
fn organisation_at(paragraph: &Paragraph, at: usize) -> Option<(usize, usize)> {
    let items = &paragraph.items;
    let mut first = at;
    while items.get(first).is_some_and(|item| item.tag == Tag::Determiner) {
        first += 1;
    }
    // Where all nouns have capitals, a noun is a part of the name at its beginning, behind a link, or as "Universität".
    let capitals = paragraph.writing.capitalised_nouns;
    let is_noun = |at: usize| items.get(at).is_some_and(|item| item.tag == Tag::Noun && item.shape.has(Shape::CAPITAL));
    let is_name = |at: usize| {
        let name = |at: usize| {
            items.get(at).is_some_and(|item| {
                item.tag == Tag::Name || capitals && is_noun(at) && item.classes.any(Classes::ORGANISATION)
            })
        };
        // A weekday or month is a part of a name only in front of more of it: "Sun Yat-sen University".
        name(at) && (!items[at].classes.any(Classes::WEEKDAY | Classes::MONTH) || name(at + 1))
    };
    let begins = is_name(first)
        || capitals && items.get(first).is_some_and(|item| item.shape.has(Shape::CAPITAL)) && is_name(first + 1);
    if !begins {
        return None;
    }
    let mut end = first + 1;
    let mut organised = items[first].classes.any(Classes::ORGANISATION);
    loop {
        let tag = items.get(end).map(|item| item.tag);
        let links = items.get(end).is_some_and(|item| item.classes.any(Classes::NAME_LINK));
        let particle = items.get(end).is_some_and(|item| item.classes.any(Classes::NAME_PARTICLE));
        let glued = items.get(end).is_some_and(|item| !item.shape.has(Shape::SPACED));
        let determined = items.get(end + 1).is_some_and(|item| item.tag == Tag::Determiner);
        let step = if is_name(end) {
            organised |= items[end].classes.any(Classes::ORGANISATION);
            1
        } else if is_name(end + 1)
            && (tag == Some(Tag::Dash) && glued
                || (links || particle) && organised
                || tag == Some(Tag::Conjunction) && organisation_later(items, end + 1))
        {
            2
        } else if links && organised && determined && (is_name(end + 2) || capitals && is_noun(end + 2)) {
            3
        } else if capitals && links && organised && is_noun(end + 1) {
            2
        } else {
            break;
        };
        end += step;
    }
    // An acronym in brackets belongs to the name.
    if items.get(end).is_some_and(|item| item.tag == Tag::Open)
        && items.get(end + 1).is_some_and(|item| item.shape.has(Shape::UPPER))
        && items.get(end + 2).is_some_and(|item| item.tag == Tag::Close)
    {
        end += 3;
    }
    Some((first, end))
}

fn organisation_later(items: &[Token], at: usize) -> bool {
    items[at..]
        .iter()
        .take(5)
        .take_while(|item| item.tag == Tag::Name)
        .any(|item| item.classes.any(Classes::ORGANISATION))
}

fn description(paragraph: &Paragraph, frames: &Frames, chunk: Chunk) -> Mention {
    let items = &paragraph.items;
    let head = &items[chunk.head];
    let mut end = chunk.end;
    let mut affiliation = None;
    // "A respondent from Sichuan University", "officials of the ministry": what is attached belongs to the description.
    for _ in 0..3 {
        let genitive = is_genitive(items, end);
        let attached = items.get(end).is_some_and(|item| {
            item.tag == Tag::Preposition && item.classes.any(Classes::MEMBER_LINK | Classes::NAME_LINK)
        });
        if !attached && !genitive {
            break;
        }
        let from = if genitive { end } else { end + 1 };
        let Some(next) = frames.chunk_at(from) else { break };
        if !matches!(next.kind, ChunkKind::Name | ChunkKind::Nominal)
            || items[next.head].classes.any(Classes::WEEKDAY | Classes::MONTH | Classes::NUMBER)
        {
            break;
        }
        let strong = items[end].classes.any(Classes::MEMBER_LINK);
        if affiliation.is_none()
            && let Some((from, to)) = organisation_at(paragraph, from)
            && (strong || items[from..to].iter().any(|item| item.classes.any(Classes::ORGANISATION)))
        {
            affiliation = Some(paragraph.span_of(from, to));
            end = to.max(next.end);
            continue;
        }
        end = next.end;
    }
    let mut first = chunk.first;
    let definite = items[first].tag == Tag::Determiner && items[first].classes.any(Classes::DEFINITE);
    while first < chunk.head
        && matches!(items[first].tag, Tag::Determiner | Tag::Possessive | Tag::Number | Tag::Clitic)
    {
        first += 1;
    }
    let one = head.classes.any(Classes::ROLE | Classes::PERSON_NOUN | Classes::RESPONDENT)
        && items[chunk.first].classes.any(Classes::SINGULAR);
    let kind = if head.classes.any(Classes::GROUP) && !one {
        SpeakerKind::Group
    } else if head.classes.any(Classes::ROLE | Classes::PERSON_NOUN | Classes::RESPONDENT) {
        SpeakerKind::Anonymous
    } else if head.classes.any(Classes::ORGANISATION | Classes::DOCUMENT) {
        SpeakerKind::Organisation
    } else {
        SpeakerKind::Anonymous
    };
    let respondent = items[chunk.first..chunk.end].iter().any(|item| item.classes.any(Classes::RESPONDENT));
    let role = if matches!(kind, SpeakerKind::Anonymous | SpeakerKind::Group) && chunk.head >= first {
        vec![paragraph.span_of(first, chunk.head + 1)]
    } else {
        Vec::new()
    };
    let span = paragraph.span_of(chunk.first, end);
    Mention {
        span,
        sort: if definite { Sort::Definite } else { Sort::Description },
        name: span,
        others: Vec::new(),
        role,
        affiliation,
        kind,
        gender: if kind == SpeakerKind::Organisation { Gender::It } else { Gender::Unknown },
        respondent,
    }
}
