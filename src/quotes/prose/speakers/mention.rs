//! What the words that name a speaker say: name, role, affiliation, what sort of speaker.

use crate::lang::Classes;
use crate::quotes::SpeakerKind;
use crate::quotes::prose::attribution::reporting_clause::Frames;
use crate::quotes::prose::speakers::role::{behind_name, is_genitive, organisation_at, role_before};
use crate::quotes::prose::syntax::noun_phrase::{Chunk, ChunkKind};
use crate::quotes::prose::syntax::paragraph::Paragraph;
use crate::quotes::prose::syntax::token::{Shape, Tag, Token};
use crate::text::Span;

/// A mention taken apart. Roles and affiliations are places in the text; a role may have two parts.
#[derive(Clone, Debug)]
pub(crate) struct Mention {
    /// The words that name the speaker.
    pub(crate) span: Span,
    pub(crate) sort: Sort,
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
pub(crate) enum Sort {
    Pronoun,
    Name,
    /// "the company": a description that may point back to somebody named.
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
    First,
}

/// Takes the source of a frame apart: a name, with the names that "and" joins to it.
pub(crate) fn read_source(paragraph: &Paragraph, frames: &Frames, number: usize) -> Mention {
    let (chunks, items) = (&frames.chunks, &paragraph.items);
    let mut mention = read(paragraph, frames, chunks[number]);
    if chunks[number].kind == ChunkKind::Relative
        && let Some(antecedent) = antecedent(paragraph, frames, number)
    {
        return Mention { span: mention.span, ..read_source(paragraph, frames, antecedent) };
    }
    if let Some(named) = apposition(paragraph, frames, number, &mention) {
        return named;
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

/// The name that stands between commas behind a description: "the driver, Bo Ray, said", "the head of Hull Buses (HB), Bo Ray, said".
fn apposition(paragraph: &Paragraph, frames: &Frames, number: usize, described: &Mention) -> Option<Mention> {
    /// The longest bracket between, in items.
    const BRACKET: usize = 12;
    let items = &paragraph.items;
    let chunk = frames.chunks[number];
    let tag = |at: usize| items.get(at).map(|item| item.tag);
    if chunk.kind != ChunkKind::Nominal || !items[chunk.head].classes.any(Classes::PERSONAL) {
        return None;
    }
    let mut at = chunk.end;
    loop {
        match tag(at)? {
            Tag::Preposition => at = frames.chunk_at(at + 1)?.end,
            Tag::Open => at += 1 + items[at..].iter().take(BRACKET).position(|item| item.tag == Tag::Close)?,
            Tag::Comma => break,
            _ => return None,
        }
    }
    let next = frames.chunk_at(at + 1).filter(|next| next.kind == ChunkKind::Name)?;
    let name = (tag(next.end) == Some(Tag::Comma)).then(|| read(paragraph, frames, next))?;
    let person = name.sort == Sort::Name && name.kind == SpeakerKind::Person;
    person.then(|| Mention {
        role: if name.role.is_empty() { described.role.clone() } else { name.role.clone() },
        affiliation: name.affiliation.or(described.affiliation),
        ..name
    })
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
pub(crate) fn read(paragraph: &Paragraph, frames: &Frames, chunk: Chunk) -> Mention {
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
    let office = titled.iter().any(|item| item.classes.any(Classes::OFFICES) && !item.classes.any(Classes::HONORIFIC));
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
    let office = (start..end - 1)
        .rev()
        .find(|at| items[*at].classes.any(Classes::OFFICES) && !(*at > start && given(&items[at - 1])));
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
