//! Whom the source of a cue names: a mention, with the names that "and" joins to it, the name in apposition to a
//! description, whoever "who" is.

use crate::lang::Classes;
use crate::quotes::SpeakerKind;
use crate::text::Span;

use super::super::syntax::index::{Id, Ids, ItemId, PhraseId, each};
use super::super::syntax::noun_phrase::{NounPhrase, PhraseKind};
use super::super::syntax::paragraph::Paragraph;
use super::super::syntax::token::{Shape, Tag, Token};
use super::mention::{Gender, Mention, MentionForm, read};
use super::role::{Position, Rank};

/// Takes the source of a reporting clause apart.
pub(crate) fn read_source(paragraph: &Paragraph, id: PhraseId) -> Mention {
    let phrase = paragraph.phrases.list[id];
    let mention = read(paragraph, phrase);
    if phrase.kind == PhraseKind::Relative
        && let Some(antecedent) = antecedent(paragraph, id)
    {
        return Mention { span: mention.span, ..read_source(paragraph, antecedent) };
    }
    if let Some(named) = named_behind(paragraph, phrase) {
        return named;
    }
    if let Some(named) = behind_bracket(paragraph, phrase) {
        return named;
    }
    if let Some(whole) = whole_organisation(paragraph, id) {
        return whole;
    }
    if let Some(named) = before_office(paragraph, id) {
        return named;
    }
    if let Some(named) = second_role(paragraph, id, &mention) {
        return named;
    }
    let mention = with_first_role(paragraph, id, mention);
    if let Some(group) = with_group(paragraph, id, &mention) {
        return group;
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
    if !is_person(&one) || !is_person(&other) || is_office(paragraph, paragraph.phrases.list[joined]) {
        return mention;
    }
    Mention {
        span: one.span.join(other.span),
        others: vec![other.name],
        kind: SpeakerKind::Group,
        gender: Gender::They,
        position: shared_title(&one, &other),
        ..one
    }
}

/// Whether a title in front of a name is that of the next one too: "Cllrs Nerys Pugh and Alun Tudor".
pub(super) fn shares_title(paragraph: &Paragraph, phrase: NounPhrase, mention: &Mention) -> bool {
    let joined = paragraph.items.get(phrase.end).is_some_and(|item| item.tag == Tag::Conjunction);
    mention.position.rank == Rank::Title
        && joined
        && paragraph.phrases.at(phrase.end + 1).is_some_and(|next| next.kind == PhraseKind::Name)
}

/// The title that several names share: "Cllrs Nerys Pugh and Alun Tudor".
fn shared_title(one: &Mention, other: &Mention) -> Position {
    let shared = one.position.rank == Rank::Title && other.position.role.is_empty();
    if shared { Position { affiliation: None, ..one.position.clone() } } else { Position::default() }
}

/// "Hurley vet and councillor Walt Dunn": a role, and a name behind another role that a conjunction joins to it.
fn second_role(paragraph: &Paragraph, id: PhraseId, described: &Mention) -> Option<Mention> {
    let items = &paragraph.items;
    let list = &paragraph.phrases.list;
    let (one, other) = (list[id], *list.get(id + 1)?);
    let joined = other.first == one.end + 1 && items[one.end].tag == Tag::Conjunction;
    let offices = items[one.items()].iter().all(|item| item.classes.any(Classes::OFFICES | Classes::ADJECTIVE));
    let role = items[one.head].classes.any(Classes::ROLE) && (offices || !is_person(described));
    if !joined || !role || other.kind != PhraseKind::Name || items[other.first].tag == Tag::Determiner {
        return None;
    }
    let name = read(paragraph, other);
    let determined = matches!(items[one.first].tag, Tag::Determiner | Tag::Possessive);
    let start = paragraph.span(if determined { one.first + 1 } else { one.first }).start();
    let first = name.position.role.first().filter(|_| is_person(&name))?;
    // The organisation in front of the second role stays out of it: "lead author and OBM planner Ines Roth".
    let own = name.position.affiliation.is_some_and(|there| there.start() < first.start());
    let before = Span::new(start, paragraph.span(one.head).end());
    let role = if own { vec![before, *first] } else { vec![Span::new(start, first.end())] };
    let position = Position { role, ..name.position.clone() };
    Some(Mention { span: Span::new(start, name.span.end()), position, ..name })
}

/// "President and Chief Financial Officer of Corner Homes Dora Simmons": the name with the role before the one in front of it.
fn with_first_role(paragraph: &Paragraph, id: PhraseId, mut mention: Mention) -> Mention {
    let list = &paragraph.phrases.list;
    let Some(before) = id.checked_sub(1).map(|before| list[before]) else { return mention };
    let joined = before.end + 1 == list[id].first && paragraph.items[before.end].tag == Tag::Conjunction;
    if joined
        && is_office(paragraph, before)
        && is_person(&mention)
        && let [role] = mention.position.role[..]
        && role.start() == paragraph.span(list[id].first).start()
    {
        mention.position.role = vec![paragraph.span(before.first).join(role)];
    }
    mention
}

/// Whether all words of a phrase are those of an office.
fn is_office(paragraph: &Paragraph, phrase: NounPhrase) -> bool {
    paragraph.items[phrase.items()].iter().all(|item| item.classes.any(Classes::OFFICES | Classes::ADJECTIVE))
}

/// "Lund and his team", "Moss, and other critics of the plan": who is named with several who are not.
fn with_group(paragraph: &Paragraph, id: PhraseId, mention: &Mention) -> Option<Mention> {
    let items = &paragraph.items;
    let end = paragraph.phrases.list[id].end;
    let tag = |at: ItemId| items.get(at).map(|item| item.tag);
    let comma = usize::from(tag(end) == Some(Tag::Comma));
    let from = end + comma + 1;
    if mention.form != MentionForm::Name || tag(end + comma) != Some(Tag::Conjunction) {
        return None;
    }
    let phrase = paragraph.phrases.whole_at(from)?;
    let (first, head) = (&items[phrase.first], &items[phrase.head]);
    let several = head.classes.any(Classes::GROUP) || paragraph.people.is_group(head);
    let own = first.tag == Tag::Possessive && several;
    let definite = first.tag == Tag::Determiner && first.classes.any(Classes::DEFINITE);
    let other = several && phrase.kind == PhraseKind::Nominal && !definite && first.tag != Tag::Possessive;
    let others = phrase.kind == PhraseKind::Pronoun && head.classes.any(Classes::PRONOUN_INDEFINITE);
    if !own && !other && !others {
        return None;
    }
    let span = mention.name.join(paragraph.span_of(phrase.items()));
    Some(Mention {
        span: mention.span.join(span),
        form: MentionForm::Description,
        name: span,
        kind: SpeakerKind::Group,
        gender: Gender::They,
        position: Position::default(),
        ..mention.clone()
    })
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
pub(super) fn named_behind(paragraph: &Paragraph, phrase: NounPhrase) -> Option<Mention> {
    /// The longest bracket between, in items.
    const BRACKET: usize = 12;
    let items = &paragraph.items;
    let tag = |at: ItemId| items.get(at).map(|item| item.tag);
    // "The Minister for Fisheries, Hanna Lund,": an office with capitals.
    if phrase.kind == PhraseKind::Pronoun && items[phrase.head].classes.any(Classes::PRONOUN_INDEFINITE) {
        return named_one(paragraph, phrase);
    }
    // "Member of Parliament for the area, Joan Reid told us", not "The mayor, Joan Reid said, …".
    let before = phrase.first.checked_sub(1).map(|at| items[at].tag);
    let offices = Classes::OFFICES.with(Classes::PERSON_NOUN);
    let bare = items[phrase.first].classes.any(offices)
        && items[phrase.first].shape.has(Shape::CAPITAL)
        && matches!(before, None | Some(Tag::Comma | Tag::Stop | Tag::Quoted | Tag::Dash));
    let office = phrase.kind == PhraseKind::Name
        && (bare || items[phrase.first].tag == Tag::Determiner)
        && items[phrase.items()].iter().any(|item| item.classes.any(offices))
        && !items[phrase.items()].iter().any(|item| item.classes.any(Classes::GIVEN_HE | Classes::GIVEN_SHE));
    if !office && (phrase.kind != PhraseKind::Nominal || !items[phrase.head].classes.any(Classes::PERSONAL)) {
        return None;
    }
    if let Some(named) = named_after_field(paragraph, phrase) {
        return Some(named);
    }
    let mut at = phrase.end;
    loop {
        match tag(at)? {
            Tag::Preposition => at = paragraph.phrases.whole_at(at + 1)?.end,
            // "The head of the Board on Fisheries and Ports, …".
            Tag::Conjunction => {
                let given = |item: &Token| item.classes.any(Classes::GIVEN_HE | Classes::GIVEN_SHE);
                let joined = paragraph.phrases.at(at + 1).filter(|next| next.kind == PhraseKind::Name)?;
                if items[joined.items()].iter().any(given) {
                    return None;
                }
                at = joined.end;
            }
            Tag::Open => at += 1 + items[at..].iter().take(BRACKET).position(|item| item.tag == Tag::Close)?,
            Tag::Comma => break,
            _ => return None,
        }
    }
    let next = paragraph.phrases.at(at + 1).filter(|next| next.kind == PhraseKind::Name)?;
    let closed = matches!(tag(next.end), Some(Tag::Comma | Tag::Stop)) || bare && tag(next.end) == Some(Tag::Cue);
    let name = closed.then(|| read(paragraph, next)).filter(is_person)?;
    let mut position = Position::default();
    position.read_description(paragraph, Ids::new(phrase.first, at));
    if !position.is_told() {
        position = read(paragraph, phrase).position;
    }
    // A courtesy title in front of the name, or what follows it, says less.
    if name.position.rank > position.rank {
        position.role.clone_from(&name.position.role);
        position.rank = name.position.rank;
    }
    position.affiliation = position.affiliation.or(name.position.affiliation);
    Some(Mention { position, ..name })
}

/// The name at the end of what a role is for: "professor of economics James Marsh", "commissioner (north) of Belpur Ravi Menon".
fn named_after_field(paragraph: &Paragraph, role: NounPhrase) -> Option<Mention> {
    let items = &paragraph.items;
    if !items[role.head].classes.any(Classes::ROLE) {
        return None;
    }
    let given = |item: &Token| item.classes.any(Classes::GIVEN_HE | Classes::GIVEN_SHE);
    let mut at = role.end;
    for _ in 0..3 {
        let item = items.get(at)?;
        if item.tag == Tag::Open {
            at += 1 + items[at..].iter().take(4).position(|item| item.tag == Tag::Close)?;
            continue;
        }
        if item.tag != Tag::Preposition || !item.classes.any(Classes::NAME_LINK) {
            return None;
        }
        let next = paragraph.phrases.whole_at(at + 1)?;
        let small = next.items().into_iter().rev().find(|at| !items[*at].shape.has(Shape::CAPITAL)).map(|at| at + 1);
        // "President of the KBDF Rob Kane", "head of the Salt Board Ann Poole".
        let body = |at: &ItemId| items[*at].shape.has(Shape::UPPER) || items[*at].classes.any(Classes::ORGANISATION);
        let small = small.map(|at| each(at..next.end).rev().find(body).map_or(at, |body| body + 1));
        let first = each(next.first + 1..next.end).find(|at| given(&items[*at]));
        let start = first.or(small).filter(|start| next.kind == PhraseKind::Name && *start + 1 < next.end);
        if let Some(start) = start {
            let name = Some(read(paragraph, NounPhrase { first: start, ..next })).filter(is_person)?;
            let mut position = Position::default();
            position.read_description(paragraph, Ids::new(role.first, start));
            return position.is_told().then_some(Mention { position, ..name });
        }
        at = next.end;
    }
    None
}

/// "One of the nurses, Ana Ruiz, said": the name of one of several.
fn named_one(paragraph: &Paragraph, one: NounPhrase) -> Option<Mention> {
    let items = &paragraph.items;
    let of = items.get(one.end)?;
    let several = paragraph.phrases.whole_at(one.end + 1)?;
    let linked = of.tag == Tag::Preposition && of.classes.any(Classes::NAME_LINK);
    let comma = items.get(several.end).is_some_and(|item| item.tag == Tag::Comma);
    let name = paragraph.phrases.at(several.end + 1).filter(|name| linked && comma && name.kind == PhraseKind::Name)?;
    let closed = items.get(name.end).is_some_and(|item| item.tag == Tag::Comma);
    closed.then(|| read(paragraph, name)).filter(is_person)
}

/// "Lake Prison Service (LPS) press officer Lena Moss": the name behind an organisation with its abbreviation.
pub(super) fn behind_bracket(paragraph: &Paragraph, phrase: NounPhrase) -> Option<Mention> {
    /// At most so many items of a role may stand in front of the phrase that has the name.
    const ROLE: usize = 4;
    let items = &paragraph.items;
    let is = |at: ItemId, tag: Tag| items.get(at).is_some_and(|item| item.tag == tag);
    let mut end = phrase.end;
    // "Council of River Clans (CRC) Chief Ada Longhill".
    while items.get(end).is_some_and(|item| item.tag == Tag::Preposition && item.classes.any(Classes::NAME_LINK))
        && let Some(next) = paragraph.phrases.at(end + 1).filter(|next| next.kind == PhraseKind::Name)
    {
        end = next.end;
    }
    let named = phrase.kind == PhraseKind::Name || end > phrase.end && items[phrase.head].shape.has(Shape::CAPITAL);
    let bracket = named
        && is(end, Tag::Open)
        && items.get(end + 1).is_some_and(|item| item.shape.has(Shape::UPPER))
        && is(end + 2, Tag::Close);
    let from = end + 3;
    let noun = |item: &Token| item.tag > Tag::Punctuation && !item.shape.has(Shape::CAPITAL);
    let name = bracket.then(|| paragraph.phrases.between(end + 2, from + ROLE)).into_iter().flatten();
    let name = name.copied().find(|name| name.kind == PhraseKind::Name && !is_office(paragraph, *name))?;
    let close = items[from..name.first.max(from)].iter().all(noun);
    let named =
        Some(read(paragraph, name)).filter(|named| is_person(named) && close && !named.position.role.is_empty())?;
    let role = named.position.role[0];
    Some(Mention { span: paragraph.span_of(phrase.items()).join(named.span).join(role), ..named })
}

/// "Grant Sile, Bakers Union (BU) General Secretary said": the name in front of an office that no comma closes.
fn before_office(paragraph: &Paragraph, id: PhraseId) -> Option<Mention> {
    let (items, list) = (&paragraph.items, &paragraph.phrases.list);
    let tag = |at: ItemId| items.get(at).map(|item| item.tag);
    let given = |item: &Token| item.classes.any(Classes::GIVEN_HE | Classes::GIVEN_SHE);
    // From the organisation in front of a bracket to the office behind it.
    let mut organisation = list[id];
    let mut office = organisation;
    if tag(office.end) == Some(Tag::Open) && tag(office.end + 2) == Some(Tag::Close) {
        office = paragraph.phrases.at(office.end + 3)?;
    } else if let Some(open) = office.first.checked_sub(3).filter(|at| tag(*at) == Some(Tag::Open)) {
        organisation = list[each(PhraseId::FIRST..id).rev().take(2).find(|before| list[*before].end == open)?];
    }
    let first = organisation.first;
    if tag(office.end) != Some(Tag::Cue)
        || matches!(tag(first), Some(Tag::Determiner | Tag::Possessive))
        || !items[office.head].classes.any(Classes::ROLE)
        || items[first..office.end].iter().any(given)
    {
        return None;
    }
    let comma = first.checked_sub(1).filter(|at| tag(*at) == Some(Tag::Comma))?;
    let name = each(PhraseId::FIRST..id).rev().take(3).find(|name| list[*name].end == comma)?;
    let time = items[list[name].head].classes.any(Classes::WEEKDAY | Classes::MONTH);
    if list[name].kind != PhraseKind::Name || time {
        return None;
    }
    let mut named = Some(read(paragraph, list[name])).filter(is_person)?;
    let mut position = Position::default();
    position.read_description(paragraph, Ids::new(first, office.end));
    if position.is_told() {
        named.position = position;
    }
    named.position.is_told().then_some(named)
}

/// The name of an organisation with what "on" and "and" join to it, of which a phrase is a part: "the Joint Committee on
/// Intelligence and Security".
fn whole_organisation(paragraph: &Paragraph, id: PhraseId) -> Option<Mention> {
    let (items, list) = (&paragraph.items, &paragraph.phrases.list);
    let link = |at: ItemId| {
        let item = &items[at];
        item.tag == Tag::Conjunction
            || item.tag == Tag::Preposition
                && (item.classes.any(Classes::NAME_LINK) || !item.classes.any(Classes::MEMBER_LINK))
    };
    let joins = |one: NounPhrase, other: NounPhrase| {
        let time =
            items[other.head].classes.any(Classes::WEEKDAY | Classes::MONTH | Classes::GIVEN_HE | Classes::GIVEN_SHE);
        let names = one.kind == PhraseKind::Name && other.kind == PhraseKind::Name && other.first == one.end + 1;
        names && link(one.end) && !time && items[other.first].tag == Tag::Name
    };
    let mut first = id;
    while let Some(before) = first.checked_sub(1).filter(|before| joins(list[*before], list[first])) {
        first = before;
    }
    let mut last = id;
    while last + 1 < list.end() && joins(list[last], list[last + 1]) {
        last += 1;
    }
    let head = &items[list[first].head];
    let preposition = first < last && items[list[first].end].tag == Tag::Preposition;
    if !preposition || !head.classes.any(Classes::ORGANISATION) {
        return None;
    }
    let start = if items[list[first].first].tag == Tag::Determiner { list[first].first + 1 } else { list[first].first };
    let mut whole = read(paragraph, list[first]);
    whole.name = paragraph.span_of(Ids::new(start, list[last].end));
    whole.span = whole.span.join(whole.name);
    Some(whole)
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
