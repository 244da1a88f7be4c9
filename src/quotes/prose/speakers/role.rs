//! Role and affiliation in the words around a name or a description.

use crate::lang::Classes;
use crate::text::Span;

use super::super::syntax::index::{Id, Ids, ItemId, each};
use super::super::syntax::paragraph::Paragraph;
use super::super::syntax::token::{Items, Shape, Tag, Token};

/// What a person is, and where.
#[derive(Debug, Default)]
pub(crate) struct Position {
    /// A role may be two spans of the text.
    pub(crate) role: Vec<Span>,
    pub(crate) affiliation: Option<Span>,
}

/// Words that name a role.
const ROLES: Classes = Classes::OFFICES.with(Classes::GROUP).with(Classes::RESPONDENT).with(Classes::PERSON_NOUN);

fn has_role(items: &[Token]) -> bool {
    items.iter().any(|item| item.classes.any(ROLES))
}

impl Position {
    /// Role and affiliation in front of a name: "Harvard University Professor Jane Roe", "campaign manager Robby Mook".
    pub(crate) fn read_before(&mut self, paragraph: &Paragraph, words: Ids<ItemId>) {
        let items = &paragraph.items;
        let Ids { start, end } = words;
        if !has_role(&items[words]) {
            return;
        }
        let organisation = words.into_iter().rev().find(|at| {
            items[*at].classes.any(Classes::ORGANISATION)
                && items[*at].shape.has(Shape::CAPITAL)
                && !items[*at].classes.any(Classes::OFFICES)
        });
        let all_capitals = |at: &ItemId| items[start..*at + 1].iter().all(|item| item.shape.has(Shape::CAPITAL));
        let mut role = words;
        // The capital of a sentence's first word says nothing: "School board treasurer Amos Reid".
        let first =
            |at: &ItemId| *at == start && start.checked_sub(1).is_none_or(|before| items[before].tag == Tag::Stop);
        if let Some(at) = organisation.filter(|at| *at + 1 < end && all_capitals(at) && !first(at)) {
            self.affiliation = Some(paragraph.span_of(Ids::new(start, at + 1)));
            role.start = at + 1;
        }
        self.role.push(paragraph.span_of(role));
    }

    /// What follows a name: an apposition ("NAME, a nurse at Acme,"), or "of the University of Hull".
    pub(crate) fn read_behind(&mut self, paragraph: &Paragraph, end: ItemId) {
        let items = &paragraph.items;
        let Some(next) = items.get(end) else { return };
        let mut from = end + 1;
        match next.tag {
            Tag::Comma => {
                let tag = |at: ItemId| items.get(at).map(|item| item.tag);
                // An age: "NAME, 34, a nurse".
                if tag(from) == Some(Tag::Number) && tag(from + 1) == Some(Tag::Comma) {
                    from += 2;
                }
            }
            Tag::Open | Tag::Dash => {}
            Tag::Preposition if next.classes.any(Classes::MEMBER_LINK) => {
                if let Some(found) = organisation_at(paragraph, end + 1) {
                    self.affiliation.get_or_insert(paragraph.span_of(found));
                }
                return;
            }
            _ => return,
        }
        if let Some(apposition) = apposition(items, from, next.tag).and_then(Ids::filled) {
            self.read_apposition(paragraph, apposition);
        }
    }

    /// Role and affiliation in a description.
    fn read_apposition(&mut self, paragraph: &Paragraph, words: Ids<ItemId>) {
        /// The most items of a role.
        const LONGEST: usize = 14;
        let items = &paragraph.items;
        let Ids { mut start, end: to } = words;
        while start < to && matches!(items[start].tag, Tag::Determiner | Tag::Adverb | Tag::Possessive) {
            start += 1;
        }
        // The role comes before the first preposition, else this is no description of a person.
        let head = each(start..to)
            .find(|at| matches!(items[*at].tag, Tag::Preposition | Tag::To) || is_genitive(items, *at))
            .unwrap_or(to);
        if !has_role(&items[start..head]) {
            return;
        }
        let affiliation = each(start..to).find_map(|at| Some((at, affiliation_at(paragraph, at, words, start)?)));
        let end = affiliation.map_or(to, |(at, _)| at);
        if end > start && end - start <= LONGEST {
            self.role.push(paragraph.span_of(Ids::new(start, end)));
        }
        let Some((_, organisation)) = affiliation else { return };
        self.affiliation.get_or_insert(paragraph.span_of(organisation));
        // "… at the Institute and policy researcher": a second role behind the affiliation.
        let second = organisation.end + 1;
        if items.get(organisation.end).is_some_and(|item| item.tag == Tag::Conjunction) && second < to {
            let stop = each(second..to).find(|at| items[*at].tag == Tag::Preposition).unwrap_or(to);
            if has_role(&items[second..stop]) {
                let from = if items[second].tag == Tag::Determiner { second + 1 } else { second };
                self.role.push(paragraph.span_of(Ids::new(from, stop)));
            }
        }
    }
}

/// The items of an apposition that begins at `from`; none where they are a clause or too many. `opener` is the tag before them.
fn apposition(items: &Items, from: ItemId, opener: Tag) -> Option<Ids<ItemId>> {
    /// The most items of an apposition.
    const LONGEST: usize = 30;
    let mut to = from;
    while let Some(item) = items.get(to) {
        match item.tag {
            Tag::Comma => break,
            Tag::Close if opener == Tag::Open => break,
            Tag::Cue if item.classes.any(Classes::REPORTING) && !item.classes.any(Classes::OFFICES | Classes::NOUN) => {
                // "In Hull with Bo Ray, the mayor said": the subject of the verb, not the one before.
                if opener == Tag::Comma && items[from].tag == Tag::Determiner {
                    return None;
                }
                break;
            }
            // "According to NAME, staff are …": a clause, not an apposition.
            Tag::Auxiliary | Tag::Modal => return None,
            Tag::Stop | Tag::Relative | Tag::Quoted | Tag::Semicolon | Tag::Colon | Tag::That | Tag::Pronoun => break,
            _ => to += 1,
        }
        if to - from > LONGEST {
            return None;
        }
    }
    Some(Ids::new(from, to))
}

/// The organisation that a preposition or a genitive at an item ties a role to. `role` is where the role begins.
fn affiliation_at(paragraph: &Paragraph, at: ItemId, words: Ids<ItemId>, role: ItemId) -> Option<Ids<ItemId>> {
    let items = &paragraph.items;
    let link = &items[at];
    let genitive = at > role && is_genitive(items, at);
    let links = link.tag == Tag::Preposition && link.classes.any(Classes::MEMBER_LINK | Classes::NAME_LINK);
    if !genitive && !links {
        return None;
    }
    let found = organisation_at(paragraph, if genitive { at } else { at + 1 })?;
    let strong = link.classes.any(Classes::MEMBER_LINK) && !link.classes.any(Classes::NAME_LINK);
    let organised =
        items[found].iter().any(|item| item.classes.any(Classes::ORGANISATION) || item.shape.has(Shape::UPPER));
    (found.end <= words.end + 3 && (strong || organised)).then_some(found)
}

/// Whether a determiner ties what follows to the noun before it: "Leiter des Instituts".
pub(crate) fn is_genitive(items: &Items, at: ItemId) -> bool {
    items.get(at).is_some_and(|item| item.tag == Tag::Determiner && item.classes.any(Classes::GENITIVE))
        && at.checked_sub(1).is_some_and(|before| matches!(items[before].tag, Tag::Noun | Tag::Name))
}

/// The name of an organisation that begins at an item, without its determiner: "Mercator Institute for China Studies".
pub(crate) fn organisation_at(paragraph: &Paragraph, at: ItemId) -> Option<Ids<ItemId>> {
    let names = Names { items: &paragraph.items, capitalised_nouns: paragraph.writing.capitalised_nouns };
    let items = names.items;
    let mut first = at;
    while items.get(first).is_some_and(|item| item.tag == Tag::Determiner) {
        first += 1;
    }
    let capital = items.get(first).is_some_and(|item| item.shape.has(Shape::CAPITAL));
    if !(names.is_name(first) || names.capitalised_nouns && capital && names.is_name(first + 1)) {
        return None;
    }
    let mut end = first + 1;
    let mut organised = items[first].classes.any(Classes::ORGANISATION);
    loop {
        let more = if names.is_name(end) {
            organised |= items[end].classes.any(Classes::ORGANISATION);
            1
        } else {
            names.link(end, organised)
        };
        if more == 0 {
            break;
        }
        end += more;
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

/// What is a part of a name.
struct Names<'a> {
    items: &'a Items,
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
        let glued_dash = item.tag == Tag::Dash && !item.shape.has(Shape::SPACED);
        let joined = item.tag == Tag::Conjunction && self.organisation_follows(at + 1);
        let determined = self.items.get(at + 1).is_some_and(|item| item.tag == Tag::Determiner);
        if self.is_name(at + 1) && (glued_dash || links || particle || joined) {
            2
        } else if links && determined && (self.is_name(at + 2) || self.capitalised_nouns && self.is_noun(at + 2)) {
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
