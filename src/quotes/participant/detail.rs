//! What does a detail of an attribution say? "42" an age, "nurse" a role, "Hull" a place, "teacher from Ohio" two of them.

use crate::lang::{Classes, Language, List};
use crate::quotes::participant::label::{is_id, is_numbered_place, is_numbered_thing, is_on};
use crate::quotes::wording::words;
use crate::text::slice::span_of_subslice;

/// What one detail of an attribution says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Detail<'a> {
    /// A participant's number, or how participants are called.
    Id,
    /// A place by its number: "site B".
    Site,
    /// How somebody was asked: "focus group".
    Interview,
    Age,
    Gender,
    Role(&'a str),
    Affiliation(&'a str),
    /// A role, if it is more than being asked, and where: "teacher from Ohio".
    RoleAt(Option<&'a str>, &'a str),
    /// How or when it was said.
    Circumstance,
    /// What no table knows.
    Open(&'a str),
}

/// Nouns for people.
const PEOPLE: Classes = Classes::ROLE.with(Classes::RESPONDENT).with(Classes::PERSON_NOUN).with(Classes::GROUP);

/// Nouns that say what a person is, not only that they were asked.
const NOUNS_OF_ROLES: Classes = Classes::ROLE.with(Classes::PERSON_NOUN).with(Classes::GROUP);

/// An age has at most this many bytes.
const LONGEST_AGE: usize = 20;

impl<'a> Detail<'a> {
    /// Reads a detail. The first that fits counts: "42" is an age before it is anything else, "from Ohio" says where before "Ohio" is
    /// looked up.
    pub(super) fn read(language: &Language, words: &'a str) -> Self {
        if is_numbered_place(language, words) {
            return Self::Site;
        }
        if is_numbered_thing(language, words) {
            return Self::Circumstance;
        }
        if is_id(language, words) {
            return Self::Id;
        }
        let lower = words.to_lowercase();
        if is_on(language, List::InterviewKinds, &lower) {
            Self::Interview
        } else if is_on(language, List::Genders, &lower) {
            Self::Gender
        } else if is_age(language, &lower) {
            Self::Age
        } else if is_duration(language, &lower) {
            Self::Circumstance
        } else {
            Self::circumstance(language, words)
                .or_else(|| Self::role_at(language, words))
                .unwrap_or_else(|| Self::by_nouns(language, words))
        }
    }

    /// Words of grammar or a verb first: "from Ohio" says where a person belongs, "about the form" and "laughing" what went on.
    fn circumstance(language: &Language, detail: &'a str) -> Option<Self> {
        let first = words(detail).next().unwrap_or("");
        let opener = language.word_any_case(first);
        let small = first.starts_with(char::is_lowercase);
        let grammar = Classes::INTERROGATIVE | Classes::SUBORDINATOR | Classes::PREPOSITION;
        let nouns = Classes::ORGANISATION | Classes::ROLE | Classes::PERSON_NOUN;
        let opens = opener.classes.any(Classes::VERB_ENDING)
            || small && opener.classes.any(grammar)
            || small && opener.verb.is_some() && !words(detail).any(|word| has(language, word, nouns));
        if !opens {
            return None;
        }
        let place = detail[span_of_subslice(detail, first).end()..].trim_start();
        Some(if opener.classes.any(Classes::MEMBER_LINK) && !place.is_empty() {
            Self::Affiliation(place)
        } else {
            Self::Circumstance
        })
    }

    /// A person, a preposition, where: "teacher from Ohio", "director of the clinic at Acme".
    fn role_at(language: &Language, detail: &'a str) -> Option<Self> {
        let mut person = false;
        for (number, word) in words(detail).enumerate() {
            let links = number > 0
                && person
                && word.starts_with(char::is_lowercase)
                && has(language, word, Classes::MEMBER_LINK);
            if links {
                let link = span_of_subslice(detail, word);
                let role = detail[..link.start()].trim_end();
                let place = without_article(language, detail[link.end()..].trim_start());
                // "director of Screening" is an office; "director of the agency" says where.
                let names = has(language, word, Classes::NAME_LINK);
                let is_place = |word: &str| {
                    word.starts_with(char::is_uppercase) && !names
                        || has(language, word, Classes::ORGANISATION | Classes::PLACE)
                };
                if words(place).any(is_place) {
                    return Some(Self::RoleAt((!is_asked(language, role)).then_some(role), place));
                }
            }
            person |= has(language, word, PEOPLE);
        }
        None
    }

    /// What the nouns of a detail say, above all the last: "Ohio", "Acme Clinic", "nurse", "clinic nurse", "participants".
    fn by_nouns(language: &Language, detail: &'a str) -> Self {
        let any = |classes: Classes| words(detail).any(|word| has(language, word, classes));
        let last = words(detail).last().unwrap_or(detail).trim_end_matches(|ch: char| ch.is_ascii_digit());
        let (person, organisation) = (any(PEOPLE), any(Classes::ORGANISATION));
        let ends_in_role = has(language, last, NOUNS_OF_ROLES);
        let ends_in_organisation = !ends_in_role && has(language, last, Classes::ORGANISATION);
        if is_place(language, detail) || ends_in_organisation || organisation && !person && !ends_in_role {
            return Self::Affiliation(detail);
        }
        if ends_in_role || person && !organisation {
            return if is_general(language, detail, last) { Self::Id } else { Self::Role(detail) };
        }
        // "the early start" is what was spoken of.
        let first = words(detail).next().unwrap_or("");
        if first.starts_with(char::is_lowercase) && has(language, first, Classes::DETERMINER) {
            return Self::Circumstance;
        }
        // An organisation and a person in front of another noun.
        let beyond_asked = || {
            words(detail).any(|word| {
                let classes = language.word_any_case(word).classes;
                classes.any(PEOPLE) && !classes.any(Classes::RESPONDENT)
            })
        };
        if person && beyond_asked() { Self::Role(detail) } else { Self::Open(detail) }
    }
}

fn has(language: &Language, word: &str, classes: Classes) -> bool {
    language.word_any_case(word).classes.any(classes)
}

pub(super) fn without_article<'a>(language: &Language, words: &'a str) -> &'a str {
    match words.split_once(' ') {
        Some((first, rest))
            if has(language, first, Classes::DETERMINER) || is_on(language, List::OneOf, &first.to_lowercase()) =>
        {
            rest.trim_start()
        }
        _ => words,
    }
}

/// Whether one or two words say no more than that a person was asked: "survey participant".
fn is_asked(language: &Language, role: &str) -> bool {
    words(role).count() <= 2 && words(role).last().is_some_and(|word| has(language, word, Classes::RESPONDENT))
}

/// Whether words are how participants are called in the study, no office: "participants", "3 participants".
fn is_general(language: &Language, detail: &str, last: &str) -> bool {
    let general = Classes::RESPONDENT | Classes::NUMBER | Classes::DETERMINER | Classes::PRONOUN_INDEFINITE;
    has(language, last, Classes::RESPONDENT)
        && words(detail).all(|word| word.bytes().all(|byte| byte.is_ascii_digit()) || has(language, word, general))
}

/// Whether words with a capital first name a place and nothing else: "Ohio", "New South Wales", "Hull, UK".
fn is_place(language: &Language, detail: &str) -> bool {
    let parts = Classes::PLACE | Classes::CONJUNCTION | Classes::PREPOSITION | Classes::DETERMINER;
    words(detail).next().unwrap_or("").starts_with(char::is_uppercase)
        && words(detail).all(|word| {
            let classes = language.word_any_case(word).classes;
            classes.any(parts) && !classes.any(Classes::ROLE)
                || word.len() == 2 && word.bytes().all(|byte| byte.is_ascii_uppercase())
        })
}

/// Whether words in small letters say how old a person is: "42", "aged 42", "42 years old", "30s", "25-34".
fn is_age(language: &Language, lower: &str) -> bool {
    let is_range = lower.contains(['-', '–', '—']);
    let mut digits = lower.bytes().filter(u8::is_ascii_digit);
    let (first, number) = (digits.next(), 1 + digits.count());
    if lower.len() > LONGEST_AGE || first.is_none_or(|first| first == b'0') || !(2..=4).contains(&number) {
        return false;
    }
    if number != 2 && !is_range {
        return false;
    }
    let mut words = lower
        .split(|ch: char| !ch.is_alphabetic())
        .filter(|word| !word.is_empty() && !is_on(language, List::AgeMarks, word))
        .peekable();
    if words.peek().is_none() {
        return number != 3 && !lower.starts_with('#');
    }
    // "10 years" is how long; "10 years old" is an age.
    let (mut years, mut old) = (false, false);
    let known = words.all(|word| {
        let year = is_on(language, List::AgeUnits, word);
        years |= year;
        old |= is_on(language, List::OldWords, word);
        year || is_on(language, List::AgeWords, word)
    });
    known && (old || !years)
}

/// Whether words in small letters say how long or how often: "10 years", "5-year contract".
fn is_duration(language: &Language, lower: &str) -> bool {
    lower.starts_with(|ch: char| ch.is_ascii_digit())
        && language.list(List::Durations).iter().any(|unit| lower.contains(&**unit))
}
