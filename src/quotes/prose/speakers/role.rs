//! Role and affiliation in the words around a name or a description.

use crate::lang::Classes;
use crate::quotes::prose::syntax::paragraph::Paragraph;
use crate::quotes::prose::syntax::token::{Shape, Tag, Token};
use crate::text::Span;

/// Role and affiliation in front of a name: "Harvard University Professor Jane Roe", "campaign manager Robby Mook".
pub(crate) fn role_before(
    paragraph: &Paragraph,
    from: usize,
    to: usize,
    role: &mut Vec<Span>,
    affiliation: &mut Option<Span>,
) {
    let items = &paragraph.items;
    if !items[from..to]
        .iter()
        .any(|item| item.classes.any(Classes::OFFICES | Classes::GROUP | Classes::RESPONDENT | Classes::PERSON_NOUN))
    {
        return;
    }
    let organisation = (from..to).rev().find(|at| {
        items[*at].classes.any(Classes::ORGANISATION)
            && items[*at].shape.has(Shape::CAPITAL)
            && !items[*at].classes.any(Classes::OFFICES)
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
pub(crate) fn behind_name(paragraph: &Paragraph, end: usize, role: &mut Vec<Span>, affiliation: &mut Option<Span>) {
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
            Tag::Cue if item.classes.any(Classes::REPORTING) && !item.classes.any(Classes::OFFICES | Classes::NOUN) => {
                break;
            }
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
        items[from..to].iter().any(|item| {
            item.classes.any(Classes::OFFICES | Classes::RESPONDENT | Classes::PERSON_NOUN | Classes::GROUP)
        })
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
pub(crate) fn is_genitive(items: &[Token], at: usize) -> bool {
    items.get(at).is_some_and(|item| item.tag == Tag::Determiner && item.classes.any(Classes::GENITIVE))
        && at.checked_sub(1).is_some_and(|before| matches!(items[before].tag, Tag::Noun | Tag::Name))
}

/// The name of an organisation that begins at an item, without its determiner: "Mercator Institute for China Studies".
pub(crate) fn organisation_at(paragraph: &Paragraph, at: usize) -> Option<(usize, usize)> {
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
