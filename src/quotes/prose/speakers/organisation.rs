//! Organisations in the words around a name: in front of a role, behind a preposition, in front of a possessive 's.

use crate::lang::Classes;

use super::super::syntax::index::{Id, Ids, ItemId, each};
use super::super::syntax::noun_phrase::PhraseKind;
use super::super::syntax::paragraph::Paragraph;
use super::super::syntax::people::PeopleWords;
use super::super::syntax::token::{Items, Shape, Tag, Token};
use super::role::has_role;

/// The organisation that opens the words of a role, and where the role begins behind it: "Chargers | coach",
/// "Marsh Bakers Union (MBU) | General Secretary", "Chilean | president".
pub(super) fn organisation_before(paragraph: &Paragraph, words: Ids<ItemId>) -> Option<(Ids<ItemId>, ItemId)> {
    let (items, people) = (&paragraph.items, &paragraph.people);
    // "Former Chargers coach", "Retired Army Colonel": they do not belong there now.
    if people.is_former(&items[words.start]) {
        return None;
    }
    let run = capital_run(paragraph, words).filled()?;
    let bracket = bracketed_acronym(items, run.end, words.end);
    let role = Ids::new(bracket.unwrap_or(run.end), words.end);
    // "Prize-winning former director".
    if role.len() > 1 && people.is_former(&items[role.start]) {
        return None;
    }
    let post = items[role].iter().any(|item| people.is_post(item));
    let organised = |item: &Token| item.classes.any(Classes::ORGANISATION) || people.names_organisation(item);
    let opens = paragraph.sentences[paragraph.sentence_of(run.start)].start == run.start;
    let first = &items[run.start];
    if role.is_empty() || !has_role(paragraph, role) {
        // All words have capitals: the organisation ends in front of the words behind its last noun.
        let last = run.into_iter().rev().find(|at| organised(&items[*at]))?;
        let role = Ids::new(last + 1, words.end);
        let whole = last > run.start && has_role(paragraph, role);
        return whole.then_some((Ids::new(run.start, last + 1), last + 1));
    }
    let role_has_capital = items[role.start].shape.has(Shape::CAPITAL);
    // "South African", "New York": the last word is the place.
    let place = run.len() <= 2 && items[run.end - 1].classes.any(Classes::PLACE);
    let determined = items[run].iter().any(|item| item.tag == Tag::Determiner);
    let accepted = if bracket.is_some() || determined || run.len() > 1 && items[run].iter().any(organised) {
        true
    } else if place {
        // "Chilean president", "Norway coach"; an American singer and a London nurse belong to nobody by that.
        items[role].iter().any(|item| people.is_state_office(item))
            || !role_has_capital && post && !people.is_people(first)
    } else if run.len() == 1 && first.shape.has(Shape::UPPER) {
        true
    } else {
        // The capital of a sentence's first word says nothing: "School board treasurer Amos Reid".
        let common = Classes::NOUN.with(Classes::ADJECTIVE);
        let known = run.len() == 1
            && (opens && (first.tag != Tag::Name || first.classes.any(common))
                || first.classes.any(Classes::ORGANISATION | Classes::GIVEN_HE | Classes::GIVEN_SHE));
        let small = !role_has_capital || items[role.start].shape.has(Shape::UPPER);
        small && post && !known || role_has_capital && !known && has_place(paragraph, run, role)
    };
    let end = match items[run].iter().rposition(organised) {
        Some(last) if role_has_capital && bracket.is_none() => run.start + last + 1,
        _ => run.end,
    };
    let role = if end < run.end { end } else { role.start };
    accepted.then_some((Ids::new(run.start, end), role))
}

/// Whether words with capitals in front of an office with capitals are where it is held: "Kowie | Mayor", "Lake Patrol | Maj.".
fn has_place(paragraph: &Paragraph, words: Ids<ItemId>, role: Ids<ItemId>) -> bool {
    let (items, people) = (&paragraph.items, &paragraph.people);
    let given = |item: &Token| item.classes.any(Classes::GIVEN_HE | Classes::GIVEN_SHE);
    let unknown = |item: &Token| item.classes.is_empty() || item.classes.any(Classes::PLACE);
    // A minister is one for something: "Ports Minister".
    let last = &items[role.end - 1];
    let state = people.is_state_office(last) && !people.has_field(last) && items[words].iter().all(unknown);
    let rank = items[role].iter().all(|item| people.is_rank(item)) && words.len() > 1;
    (state || rank) && !items[words].iter().any(given)
}

/// The words with capitals at the beginning that are no office, with what joins the name of an organisation.
fn capital_run(paragraph: &Paragraph, words: Ids<ItemId>) -> Ids<ItemId> {
    let items = &paragraph.items;
    let is_part = |at: ItemId| {
        if at >= words.end {
            return false;
        }
        let item = &items[at];
        // "Lake Guard Maj.": a guard that is no person.
        let abbreviated =
            item.shape.has(Shape::UPPER) && at + 1 < words.end && !items[at + 1].shape.has(Shape::CAPITAL);
        let office = item.classes.any(Classes::OFFICES)
            && !abbreviated
            && !(item.classes.any(Classes::ORGANISATION)
                && at > words.start
                && at + 1 < words.end
                && items[at + 1].classes.any(Classes::OFFICES));
        item.shape.has(Shape::CAPITAL)
            && item.tag > Tag::Punctuation
            && !office
            && !item.classes.any(Classes::WEEKDAY | Classes::MONTH)
    };
    let (mut end, mut organised) = (words.start, false);
    while end < words.end {
        if is_part(end) {
            organised |= items[end].classes.any(Classes::ORGANISATION);
            end += 1;
            continue;
        }
        // "Wool and Yarn Growers Union".
        let follows = || {
            let names = items[end + 1..words.end].iter().take_while(|item| item.shape.has(Shape::CAPITAL));
            names.skip(1).any(|item| item.classes.any(Classes::ORGANISATION))
        };
        let conjunction = items[end].tag == Tag::Conjunction || items[end].hash == u32::from(b'&');
        organised |= conjunction && end > words.start && follows();
        let links = items[end].classes.any(Classes::NAME_LINK) || conjunction;
        // "Friends of the Fen".
        let determined = items[end].classes.any(Classes::NAME_LINK)
            && end > words.start
            && end + 1 < words.end
            && items[end + 1].tag == Tag::Determiner;
        let next = if determined { end + 2 } else { end + 1 };
        if !(determined || links && organised) || !is_part(next) {
            break;
        }
        end = next + 1;
    }
    Ids::new(words.start, end)
}

/// Where an abbreviation in brackets ends that begins at an item: "(MBU)".
fn bracketed_acronym(items: &Items, at: ItemId, end: ItemId) -> Option<ItemId> {
    let is = |at: ItemId, tag: Tag| at < end && items[at].tag == tag;
    let acronym = at + 1 < end && items[at + 1].shape.has(Shape::UPPER);
    (is(at, Tag::Open) && acronym && is(at + 2, Tag::Close)).then_some(at + 3)
}

/// The organisation whose abbreviation stands in brackets right before a role: "Lake Prison Service (LPS) | press officer".
pub(super) fn organisation_in_bracket(paragraph: &Paragraph, role: ItemId) -> Option<Ids<ItemId>> {
    let items = &paragraph.items;
    let open = role.checked_sub(3).filter(|open| bracketed_acronym(items, *open, role) == Some(role))?;
    let before = paragraph.phrases.from(open).checked_sub(1).map(|id| paragraph.phrases.list[id])?;
    let named = before.end == open && before.kind == PhraseKind::Name;
    // "Union of Marsh Bakers (UMB) | Chief".
    let link = before.first.checked_sub(1).filter(|at| items[*at].classes.any(Classes::NAME_LINK));
    let of = link.and_then(|link| paragraph.phrases.list.get(paragraph.phrases.from(link).checked_sub(1)?));
    let of = of.filter(|of| link == Some(of.end) && items[of.head].classes.any(Classes::ORGANISATION));
    let before = of.copied().unwrap_or(before);
    let start = if items[before.first].tag == Tag::Determiner { before.first + 1 } else { before.first };
    named.then_some(Ids::new(start, open))
}

/// Who has what follows, without determiners, unless it is a person's noun or name: "Marsh Party" in "the Marsh Party’s Una Kerr".
pub(super) fn possessor(paragraph: &Paragraph, words: Ids<ItemId>) -> Option<Ids<ItemId>> {
    let items = &paragraph.items;
    let determines = |at: &ItemId| matches!(items[*at].tag, Tag::Determiner | Tag::Possessive | Tag::Preposition);
    let start = words.into_iter().find(|at| !determines(at))?;
    let last = &items[words.end - 1];
    let given = |item: &Token| item.classes.any(Classes::GIVEN_HE | Classes::GIVEN_SHE | Classes::HONORIFIC);
    let personal = Classes::ROLE.with(Classes::PERSON_NOUN).with(Classes::RESPONDENT);
    let organised = last.classes.any(Classes::ORGANISATION);
    let time = last.classes.any(Classes::WEEKDAY | Classes::MONTH);
    let named = last.tag == Tag::Name && !(given(&items[start]) && words.end > start + 1 && !organised);
    let person = last.classes.any(personal) && !organised || given(last) && words.end == start + 1;
    ((named || organised) && !time && !person).then_some(Ids::new(start, words.end))
}

/// The named organisation that a preposition or a genitive at an item ties a role to. `role` is where the role begins.
pub(super) fn affiliation_at(
    paragraph: &Paragraph,
    at: ItemId,
    words: Ids<ItemId>,
    role: ItemId,
) -> Option<Ids<ItemId>> {
    let (items, people) = (&paragraph.items, &paragraph.people);
    let link = &items[at];
    let genitive = at > role && is_genitive(items, at);
    let mut found = organisation_at(paragraph, linked(items, at, role)?)?;
    // "Councillor for the Mill Bridge division".
    if people.is_district(&items[found.end - 1]) && items[role..at].iter().any(|item| item.classes.any(Classes::TITLE))
    {
        return None;
    }
    // The name of whoever has the role follows right behind it.
    if found.end > words.end && found.start < words.end && items[words.end].tag == Tag::Name {
        found.end = words.end;
    }
    let within = found.end <= words.end + 3;
    // "Secretary of State": one common noun with a capital is what the role is for.
    let only = &items[found.start];
    let known = !only.classes.is_empty() && !only.classes.any(Classes::NAMES);
    let common = found.len() == 1 && known && !only.shape.has(Shape::UPPER);
    if common && link.classes.any(Classes::NAME_LINK) {
        return None;
    }
    if is_organised(paragraph, found) {
        return within.then_some(found);
    }
    if people.links_place(link) {
        return None;
    }
    let weak = genitive || link.classes.any(Classes::NAME_LINK);
    let post = at > role && people.is_post(&items[at - 1]);
    let field = at > role
        && people.has_field(&items[at - 1])
        && items[found].iter().all(|item| item.classes.any(Classes::NOUN | Classes::ADJECTIVE));
    // "Campaigner of Friends of the Fen".
    let long = found.into_iter().any(|at| items[at].tag == Tag::Determiner);
    (within && (!weak || long || post && !field)).then_some(found)
}

/// The organisation without a name that a preposition or a genitive at an item ties a role to: "clerk of the court".
pub(super) fn described_affiliation_at(
    paragraph: &Paragraph,
    at: ItemId,
    words: Ids<ItemId>,
    role: ItemId,
) -> Option<Ids<ItemId>> {
    let found = described_organisation(paragraph, linked(&paragraph.items, at, role)?)?;
    (found.end <= words.end + 3).then_some(found)
}

/// Where what a preposition or a genitive at an item ties to a role begins.
fn linked(items: &Items, at: ItemId, role: ItemId) -> Option<ItemId> {
    let link = &items[at];
    if at > role && is_genitive(items, at) {
        return Some(at);
    }
    let links = link.tag == Tag::Preposition && link.classes.any(Classes::MEMBER_LINK | Classes::NAME_LINK);
    links.then_some(at + 1)
}

/// Whether a name is one of an organisation for sure.
pub(super) fn is_organised(paragraph: &Paragraph, name: Ids<ItemId>) -> bool {
    paragraph.items[name].iter().any(|item| {
        // "Friends of the Fen".
        item.tag == Tag::Determiner
            || item.classes.any(Classes::ORGANISATION)
            || name.len() > 1 && paragraph.people.names_organisation(item)
            || item.shape.has(Shape::UPPER) && !item.classes.any(Classes::PLACE)
    })
}

/// The organisation that a common noun means, with a determiner that points back or with whose it is: "the bureau",
/// "Norland's child services department".
pub(super) fn described_organisation(paragraph: &Paragraph, at: ItemId) -> Option<Ids<ItemId>> {
    let items = &paragraph.items;
    let phrase = paragraph.phrases.whole_at(at)?;
    let head = &items[phrase.head];
    let organised = phrase.kind == PhraseKind::Nominal
        && head.classes.any(Classes::ORGANISATION)
        && !head.classes.any(Classes::GROUP | Classes::PERSON_NOUN);
    let first = &items[phrase.first];
    let definite = first.tag == Tag::Determiner && first.classes.any(Classes::DEFINITE);
    let owned = first.tag == Tag::Name && items[phrase.items()].iter().any(|item| item.tag == Tag::Clitic);
    let start = if definite { phrase.first + 1 } else { phrase.first };
    let organised = organised && !paragraph.people.is_district(head);
    (organised && (definite || owned) && start < phrase.end).then_some(Ids::new(start, phrase.end))
}

/// Whether a determiner ties what follows to the noun before it: "Leiter des Instituts".
pub(crate) fn is_genitive(items: &Items, at: ItemId) -> bool {
    items.get(at).is_some_and(|item| item.tag == Tag::Determiner && item.classes.any(Classes::GENITIVE))
        && at.checked_sub(1).is_some_and(|before| matches!(items[before].tag, Tag::Noun | Tag::Name))
}

/// The name of an organisation that begins at an item, without its determiner: "Mercator Institute for China Studies".
pub(crate) fn organisation_at(paragraph: &Paragraph, at: ItemId) -> Option<Ids<ItemId>> {
    let capitalised_nouns = paragraph.writing.capitalised_nouns;
    let names = Names { items: &paragraph.items, people: &paragraph.people, capitalised_nouns };
    let items = names.items;
    let mut first = at;
    while items.get(first).is_some_and(|item| item.tag == Tag::Determiner) {
        first += 1;
    }
    if first > at && !names.capitalised_nouns {
        first = behind_description(paragraph, first);
    }
    let capital = items.get(first).is_some_and(|item| item.shape.has(Shape::CAPITAL));
    if !(names.is_name(first) || names.capitalised_nouns && capital && names.is_name(first + 1)) {
        return None;
    }
    let mut end = first + 1;
    let mut organised = items[first].classes.any(Classes::ORGANISATION);
    let mut topic = false;
    loop {
        let more = if names.is_name(end) {
            organised |= items[end].classes.any(Classes::ORGANISATION);
            1
        } else if topic
            && items[end..].first().is_some_and(|item| item.tag == Tag::Conjunction)
            && names.is_name(end + 1)
        {
            // "Board on Fisheries and Ports".
            2
        } else {
            topic |= items.get(end).is_some_and(|item| names.people.links_topic(item));
            names.link(end, organised)
        };
        if more == 0 {
            break;
        }
        end += more;
    }
    // "NATO forces": the name says already what it is.
    if !is_organised(paragraph, Ids::new(first, end)) {
        end = behind_small_words(&names, end);
    }
    // "Norland’s Green Party", "the OBM’s Tariffs Unit".
    let owned = items.get(end).is_some_and(|item| item.tag == Tag::Clitic) && names.is_name(end + 1);
    if owned && let Some(whole) = organisation_at(paragraph, end + 1).filter(|whole| is_organised(paragraph, *whole)) {
        return Some(Ids::new(first, whole.end));
    }
    // An acronym in brackets belongs to the name.
    if items.get(end).is_some_and(|item| item.tag == Tag::Open)
        && items.get(end + 1).is_some_and(|item| item.shape.has(Shape::UPPER))
        && items.get(end + 2).is_some_and(|item| item.tag == Tag::Close)
    {
        end += 3;
    }
    Some(Ids::new(first, end))
}

/// Where small words end that go on to what an organisation is: "Sohar | police patrols department". `end` where there are none.
fn behind_small_words(names: &Names<'_>, end: ItemId) -> ItemId {
    /// The most of them.
    const LONGEST: usize = 3;
    if names.capitalised_nouns {
        return end;
    }
    let small =
        |item: &Token| matches!(item.tag, Tag::Adjective | Tag::Noun | Tag::Word) && !item.shape.has(Shape::CAPITAL);
    let body = |item: &Token| {
        item.classes.any(Classes::ORGANISATION)
            && !item.classes.any(Classes::OFFICES | Classes::PERSON_NOUN | Classes::GROUP)
    };
    let words = names.items[end..].iter().take(LONGEST).take_while(|item| small(item)).count();
    // "Texas center stage": nothing may follow.
    let whole = words > 0 && body(&names.items[end + words - 1]) && !names.items.get(end + words).is_some_and(small);
    if whole { end + words } else { end }
}

/// Where a name begins behind small words that describe it as an organisation: "the progressive | Marsh Institute", "the bank | Westwood".
fn behind_description(paragraph: &Paragraph, from: ItemId) -> ItemId {
    /// The most words of the description.
    const LONGEST: usize = 4;
    let items = &paragraph.items;
    let small =
        |item: &Token| matches!(item.tag, Tag::Adjective | Tag::Noun | Tag::Word) && !item.shape.has(Shape::CAPITAL);
    let len = items[from..].iter().take(LONGEST).take_while(|item| small(item)).count();
    let name = from + len;
    if len == 0 || items.get(name).is_none_or(|item| item.tag != Tag::Name) {
        return from;
    }
    let called = items[from..name].iter().any(|item| item.classes.any(Classes::ORGANISATION));
    let end = each(name..items.end()).find(|at| items[*at].tag != Tag::Name).unwrap_or(items.end());
    if called || is_organised(paragraph, Ids::new(name, end)) { name } else { from }
}

/// What is a part of a name.
struct Names<'a> {
    items: &'a Items,
    people: &'a PeopleWords,
    /// Where all nouns have capitals, a noun is a part of the name at its beginning, behind a link, or as "Universität".
    capitalised_nouns: bool,
}

impl Names<'_> {
    fn is_noun(&self, at: ItemId) -> bool {
        self.items.get(at).is_some_and(|item| item.tag == Tag::Noun && item.shape.has(Shape::CAPITAL))
    }

    fn is_name(&self, at: ItemId) -> bool {
        let name = |at: ItemId| {
            self.items.get(at).is_some_and(|item| {
                item.tag == Tag::Name
                    || self.capitalised_nouns && self.is_noun(at) && item.classes.any(Classes::ORGANISATION)
            })
        };
        // A weekday or month is a part of a name only in front of more of it: "Sun Yat-sen University".
        name(at) && (!self.items[at].classes.any(Classes::WEEKDAY | Classes::MONTH) || name(at + 1))
    }

    /// How many items at a place join more of a name to it, that included; 0 where the name ends. `organised`: whether it is one of an organisation.
    fn link(&self, at: ItemId, organised: bool) -> usize {
        let Some(item) = self.items.get(at) else { return 0 };
        let links = item.classes.any(Classes::NAME_LINK) && organised;
        let particle = item.classes.any(Classes::NAME_PARTICLE) && organised;
        // "Board on Salt".
        let topic = item.tag == Tag::Preposition
            && self.people.links_topic(item)
            && at > ItemId::FIRST
            && self.items[at - 1].classes.any(Classes::ORGANISATION);
        let glued_dash = item.tag == Tag::Dash && !item.shape.has(Shape::SPACED) || item.hash == u32::from(b'&');
        let joined = item.tag == Tag::Conjunction && self.organisation_follows(at + 1);
        let determined = self.items.get(at + 1).is_some_and(|item| item.tag == Tag::Determiner);
        if self.is_name(at + 1) && (glued_dash || links || particle || joined || topic) {
            2
        } else if (links || item.classes.any(Classes::NAME_LINK) && at > ItemId::FIRST && !self.capitalised_nouns)
            && determined
            && (self.is_name(at + 2) || self.capitalised_nouns && self.is_noun(at + 2))
        {
            3
        } else if self.capitalised_nouns && links && self.is_noun(at + 1) {
            2
        } else {
            0
        }
    }

    /// Whether a word for an organisation comes soon within a name.
    fn organisation_follows(&self, at: ItemId) -> bool {
        self.items[at..]
            .iter()
            .take(5)
            .take_while(|item| item.tag == Tag::Name)
            .any(|item| item.classes.any(Classes::ORGANISATION))
    }
}
