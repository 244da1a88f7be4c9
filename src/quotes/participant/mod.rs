//! Who is a participant, and what do the words that name one say? `P3, caseworker, Ohio`, `Nurse, 42`, `Ana Ruiz, editor at Acme`.
//!
//! | file | question |
//! |---|---|
//! | `label` | is this a participant's number or label, or that of the one who asks? |
//! | `name` | is this the name of a person? |
//! | `detail` | what does one detail say: age, gender, role, where? |
//! | `source` | does a bracket behind words say who said them, or where they were printed? |
//! | `trim` | which words are the attribution, and where are its details? |

mod detail;
mod label;
mod name;
mod source;
#[cfg(test)]
mod tests;
mod trim;

use crate::lang::{Classes, Language, List};
use crate::quotes::quote::{Speaker, SpeakerKind};
use crate::quotes::wording::words;
use crate::text::Span;
use crate::text::slice::span_of_subslice;
use detail::{Detail, without_article};
use label::{is_range, several};
use name::{is_account, name_and_place};
use trim::{each_detail, trimmed_attribution};

pub(crate) use label::{is_id, is_interviewer, is_neutral, is_respondent_id, may_number};
pub(crate) use name::{is_full_name, is_name, is_small_name, office_and_name};
pub(crate) use source::{is_interview, is_reference, may_be_pseudonym, names_source};

/// Whom an attribution names.
#[derive(Clone, Debug)]
pub(crate) struct Participant {
    pub(crate) speaker: Speaker,
    /// The words of the attribution, without marks and markup around them.
    pub(crate) mention: Span,
    pub(crate) age: Option<String>,
    pub(crate) gender: Option<String>,
    /// Whether the words themselves say that a person is meant: a participant's number, a name, an office.
    pub(crate) confident: bool,
}

/// An attribution of more words than this is none.
const LONGEST: usize = 30;

/// A description of one person has at most this many words.
const LONGEST_DESCRIPTION: usize = 12;

/// What opens a description is a role with at most this many words.
const LONGEST_ROLE: usize = 10;

/// A detail, as written and as read.
type Part<'a> = (&'a str, Detail<'a>);

/// Reads an attribution; `None` where the words are none.
pub(crate) fn read(language: &Language, text: &str, span: Span) -> Option<Participant> {
    let span = trimmed_attribution(text, span)?;
    let whole = span.of(text);
    let number = words(whole).count();
    if number == 0 && !whole.bytes().any(|byte| byte.is_ascii_digit()) || number > LONGEST {
        return None;
    }
    let mut parts: Vec<Part<'_>> = Vec::new();
    each_detail(whole, &mut |part| {
        let part = part.trim_matches(|ch: char| ch.is_whitespace() || matches!(ch, '*' | '_' | '>' | '"' | '“' | '”'));
        if !part.is_empty() {
            parts.push((part, Detail::read(language, part)));
        }
    });
    let (first, _) = *parts.first()?;
    // How somebody was asked, beside a gender, leaves a number of years no other meaning than an age.
    if parts.iter().any(|(_, detail)| *detail == Detail::Gender) {
        let years = parts.iter_mut().find(|(part, detail)| *detail == Detail::Circumstance && is_years(language, part));
        years.into_iter().for_each(|(_, detail)| *detail = Detail::Age);
    }
    let by_name = || {
        // The name that a template is given may be an account's.
        let templated = text[..span.start()].trim_end_matches(['"', '\'', ' ']).ends_with("{{");
        // "Zelma, carer": what no table knows, and details that only people have.
        let personal = |(_, detail): &Part<'_>| matches!(detail, Detail::Age | Detail::Gender | Detail::Role(_));
        let unknown = || parts.iter().skip(1).any(personal) && may_be_pseudonym(language, first);
        let is_named = is_name(language, first) || templated && is_account(language, first) || unknown();
        is_named.then(|| Named::confidently(first, SpeakerKind::Person, 1))
    };
    let named = by_ids(language, &parts).or_else(by_name).unwrap_or_else(|| by_description(language, whole, &parts));
    let mut found = Participant {
        speaker: Speaker::new(named.name, named.kind),
        mention: span,
        age: None,
        gender: None,
        confident: named.confident,
    };
    for (number, part) in parts.iter().enumerate().skip(named.parts) {
        found.add(language, number, part);
    }
    // A given name and the place behind it: "Anna Leeds" of those who are called by their first names.
    if named.parts == 1
        && let Some((given, place)) = name_and_place(language, first)
    {
        given.clone_into(&mut found.speaker.name);
        found.speaker.affiliation.get_or_insert_with(|| place.to_owned());
    }
    if named.parts == 0
        && let Some(role) = &mut found.speaker.role
    {
        // "Director of Screening 1": the number tells two apart and is no part of the office.
        let bare = role.trim_end_matches(|ch: char| ch.is_ascii_digit()).trim_end_matches([' ', '#']);
        role.truncate(bare.len());
    }
    found.speaker.role = found.speaker.role.filter(|role| !role.is_empty());
    Some(found)
}

/// Role and affiliation out of the details behind a name: "nurse, Hull".
pub(crate) fn details(language: &Language, words: &str) -> (Option<String>, Option<String>) {
    let (mut role, mut affiliation) = (None, None);
    each_detail(words, &mut |part| {
        let part = part.trim();
        match Detail::read(language, part) {
            Detail::RoleAt(office, place) => {
                if let Some(office) = office {
                    add(&mut role, office);
                }
                add(&mut affiliation, place);
            }
            Detail::Affiliation(place) => add(&mut affiliation, place),
            // A name behind an office, of which no table knows what it names: where they work.
            Detail::Open(name) if role.is_some() && name.starts_with(char::is_uppercase) => add(&mut affiliation, name),
            Detail::Role(part) | Detail::Open(part) if !part.is_empty() => add(&mut role, part),
            _ => {}
        }
    });
    (role, affiliation)
}

/// Whether words are a number of years and nothing else: "45 years".
fn is_years(language: &Language, detail: &str) -> bool {
    detail.split_once(' ').is_some_and(|(number, unit)| {
        (2..=3).contains(&number.len())
            && number.bytes().all(|byte| byte.is_ascii_digit())
            && language.list(List::AgeUnits).iter().any(|known| known.eq_ignore_ascii_case(unit))
    })
}

/// Role and affiliation in a line below a name: what no table knows is where they belong.
pub(crate) fn line_of_details(language: &Language, line: &str) -> (Option<String>, Option<String>) {
    match Detail::read(language, line.trim()) {
        Detail::Open(place) if place.starts_with(char::is_uppercase) => (None, Some(one_line(place))),
        _ => details(language, line),
    }
}

/// How an attribution names a participant.
struct Named {
    name: String,
    kind: SpeakerKind,
    /// How many parts are the name and no details; none where all of it describes.
    parts: usize,
    confident: bool,
}

impl Named {
    fn confidently(name: impl Into<String>, kind: SpeakerKind, parts: usize) -> Self {
        Self { name: name.into(), kind, parts, confident: true }
    }
}

/// Named by numbers: "P3", "P3, P7 and P9", "3 participants".
fn by_ids(language: &Language, parts: &[Part<'_>]) -> Option<Named> {
    let leading = || {
        let first_only = parts.iter().take(1).filter(|(_, detail)| *detail == Detail::Site);
        first_only.chain(parts.iter().take_while(|(_, detail)| *detail == Detail::Id))
    };
    let ids: Vec<&str> = leading().flat_map(|(part, _)| several(language, part)).collect();
    let digits = |id: &str| id.bytes().filter(u8::is_ascii_digit).collect::<Vec<u8>>();
    match ids[..] {
        [] => None,
        // "Participant 5 (P5)": one person, twice.
        [one, again]
            if parts.len() >= 2 && one.len() > again.len() && again.len() > 1 && digits(one) == digits(again) =>
        {
            Some(Named::confidently(one, SpeakerKind::Anonymous, 2))
        }
        [one] => {
            let counted = words(one).count() > 1 && one.starts_with(|ch: char| ch.is_ascii_digit());
            let kind = if counted || is_range(one) { SpeakerKind::Group } else { SpeakerKind::Anonymous };
            Some(Named::confidently(one, kind, 1))
        }
        _ => Some(Named::confidently(ids.join(", "), SpeakerKind::Group, leading().count())),
    }
}

/// Described, not named: the whole description is the name.
fn by_description(language: &Language, whole: &str, parts: &[Part<'_>]) -> Named {
    let says = |(_, detail): &Part<'_>| {
        !matches!(detail, Detail::Open(_) | Detail::Circumstance | Detail::Interview | Detail::Age)
    };
    let (first, opening) = parts[0];
    let person =
        words(whole).count() <= LONGEST_DESCRIPTION && opening != Detail::Circumstance && parts.iter().any(says);
    let is_group = |last: &str| language.word_any_case(last).classes.any(Classes::GROUP);
    let group = words(first).last().is_some_and(is_group);
    let kind = if group { SpeakerKind::Group } else { SpeakerKind::Anonymous };
    // "Driver, during an interview": how and when it was said is no part of the description.
    let passing = |(_, detail): &&Part<'_>| matches!(detail, Detail::Circumstance | Detail::Interview);
    let last = parts.len() - parts.iter().rev().take_while(passing).count();
    let end = last.checked_sub(1).map_or(whole.len(), |last| span_of_subslice(whole, parts[last].0).end());
    let set_off = whole[end..].starts_with([',', ';']) && !whole[end..].contains([')', ']']);
    let whole = if last < parts.len() && set_off { &whole[..end] } else { whole };
    Named { name: one_line(whole), kind, parts: 0, confident: person || group }
}

impl Participant {
    /// Takes a word that no table knows for the name that a study gives a person.
    pub(crate) fn name_person(&mut self) {
        self.speaker.kind = SpeakerKind::Person;
        self.speaker.role = None;
        self.confident = true;
    }

    /// Takes in a detail; the first of a description is a role only where it is short.
    fn add(&mut self, language: &Language, number: usize, (written, detail): &Part<'_>) {
        let Speaker { role, affiliation, .. } = &mut self.speaker;
        match *detail {
            Detail::Id | Detail::Circumstance | Detail::Interview => {}
            Detail::Site => add(affiliation, written),
            Detail::Age => self.age = Some(one_line(written)),
            Detail::Gender => self.gender = Some(one_line(written)),
            Detail::Role(office) => add(role, without_article(language, office)),
            Detail::Affiliation(place) => add(affiliation, place),
            Detail::RoleAt(office, place) => {
                if let Some(office) = office {
                    add(role, office);
                }
                add(affiliation, place);
            }
            // What no table knows: what a person is, or after that where.
            Detail::Open(open) if role.is_none() || open.starts_with(char::is_lowercase) => {
                if number > 0 || words(open).count() <= LONGEST_ROLE {
                    add(role, open);
                }
            }
            Detail::Open(open) => add(affiliation, open),
        }
    }
}

fn add(field: &mut Option<String>, words: &str) {
    let words = one_line(words);
    match field {
        Some(there) => {
            there.push_str(", ");
            there.push_str(&words);
        }
        None => *field = Some(words),
    }
}

/// One line, single spaces, without the marks of block quotation inside.
fn one_line(words: &str) -> String {
    let mut line = String::with_capacity(words.len());
    for word in words.split_whitespace().filter(|word| *word != ">") {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}
