//! The words of an attribution taken apart: `P3, caseworker, Ohio`, `Nurse, 42`, `Ana Ruiz, editor at Acme`.

use crate::document::mask;
use crate::lang::{Classes, Language, List};
use crate::quotes::quote::{Speaker, SpeakerKind};
use crate::quotes::transcript::label;
use crate::quotes::wording::words;
use crate::text::Span;
use crate::text::slice::span_of_subslice;

/// Who an attribution names.
#[derive(Clone, Debug)]
pub(crate) struct Who {
    pub(crate) speaker: Speaker,
    /// The words of the attribution, without marks and markup around them.
    pub(crate) mention: Span,
    pub(crate) age: Option<String>,
    pub(crate) gender: Option<String>,
    /// Whether the words themselves say that somebody is meant: a participant's number, a name, an office.
    pub(crate) sure: bool,
}

/// What one part of an attribution says.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part<'a> {
    Id,
    Age,
    Gender,
    Role(&'a str),
    Affiliation(&'a str),
    /// A role and what it is held at: "teacher from Ohio".
    Both(Option<&'a str>, &'a str),
    /// How or when it was said.
    Circumstance,
    Open(&'a str),
}

/// An attribution of more words than this is none.
const LONGEST: usize = 30;

/// Reads an attribution. Nothing is an answer: the words are none.
pub(crate) fn read(language: &Language, text: &str, span: Span) -> Option<Who> {
    let span = core(text, span)?;
    let whole = span.of(text);
    let number = words(whole).count();
    if number == 0 && !whole.bytes().any(|byte| byte.is_ascii_digit()) || number > LONGEST {
        return None;
    }
    let mut parts: Vec<(&str, Part<'_>)> = Vec::new();
    split(whole, &mut |part| {
        let part = part.trim_matches(|ch: char| ch.is_whitespace() || matches!(ch, '*' | '_' | '>' | '"' | '“' | '”'));
        if !part.is_empty() {
            parts.push((part, classify(language, part)));
        }
    });
    let (first, _) = parts.first()?;
    let ids: Vec<&str> =
        parts.iter().take_while(|(_, part)| *part == Part::Id).flat_map(|(part, _)| several(part)).collect();
    // The name that a template is given may be an account's.
    let account = text[..span.start()].trim_end_matches(['"', '\'', ' ']).ends_with("{{");
    let named = is_name(language, first, account);
    let mut sure = true;
    let (name, kind, details) = if ids.len() > 1 {
        let numbers = parts.iter().take_while(|(_, part)| *part == Part::Id).count();
        (ids.join(", "), SpeakerKind::Group, numbers)
    } else if ids.len() == 1 {
        let counted = words(ids[0]).count() > 1 && ids[0].starts_with(|ch: char| ch.is_ascii_digit());
        (ids[0].to_owned(), if counted { SpeakerKind::Group } else { SpeakerKind::Anonymous }, 1)
    } else if named {
        ((*first).to_owned(), SpeakerKind::Person, 1)
    } else {
        // A description names nobody: all of it is the name.
        let person = number <= 12
            && parts.iter().any(|(_, part)| !matches!(part, Part::Open(_) | Part::Circumstance | Part::Age))
            && !matches!(parts[0].1, Part::Circumstance);
        let group = words(first).last().is_some_and(|last| language.word_any_case(last).classes.any(Classes::GROUP));
        sure = person || group;
        (one_line(whole), if group { SpeakerKind::Group } else { SpeakerKind::Anonymous }, 0)
    };
    let mut speaker = Speaker::new(name, kind);
    let (mut age, mut gender) = (None, None);
    for (number, (words, part)) in parts.iter().enumerate().skip(details) {
        match *part {
            Part::Id | Part::Circumstance => {}
            Part::Age => age = Some(one_line(words)),
            Part::Gender => gender = Some(one_line(words)),
            Part::Role(role) => add(&mut speaker.role, role),
            Part::Affiliation(place) => add(&mut speaker.affiliation, place),
            Part::Both(role, place) => {
                if let Some(role) = role {
                    add(&mut speaker.role, role);
                }
                add(&mut speaker.affiliation, place);
            }
            // What no table knows: what somebody is, or after that where.
            Part::Open(words) if speaker.role.is_none() || words.starts_with(char::is_lowercase) => {
                if number > 0 || details == 0 && is_short(words) {
                    add(&mut speaker.role, words);
                }
            }
            Part::Open(words) => add(&mut speaker.affiliation, words),
        }
    }
    if details == 0
        && let Some(role) = &mut speaker.role
    {
        // "Director of Screening 1": the number tells two apart and is no part of the office.
        let bare = role.trim_end_matches(|ch: char| ch.is_ascii_digit()).trim_end_matches([' ', '#']);
        role.truncate(bare.len());
    }
    speaker.role = speaker.role.filter(|role| !role.is_empty());
    Some(Who { speaker, mention: span, age, gender, sure })
}

/// Role and affiliation out of the details behind a name: "nurse, Hull".
pub(crate) fn details(language: &Language, words: &str) -> (Option<String>, Option<String>) {
    let (mut role, mut affiliation) = (None, None);
    split(words, &mut |part| {
        let part = part.trim();
        match classify(language, part) {
            Part::Both(office, place) => {
                if let Some(office) = office {
                    add(&mut role, office);
                }
                add(&mut affiliation, place);
            }
            Part::Affiliation(place) => add(&mut affiliation, place),
            // A name behind an office, of which no table knows what it names: where somebody works.
            Part::Open(name) if role.is_some() && name.starts_with(char::is_uppercase) => add(&mut affiliation, name),
            Part::Role(part) | Part::Open(part) if !part.is_empty() => add(&mut role, part),
            _ => {}
        }
    });
    (role, affiliation)
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

/// One line, single blanks, without the marks of block quotation inside and without tags.
pub(crate) fn one_line(words: &str) -> String {
    let mut line = String::with_capacity(words.len());
    for word in words.split_whitespace().filter(|word| *word != ">") {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

fn is_short(part: &str) -> bool {
    words(part).count() <= 10
}

/// The words of an attribution without dashes, emphasis, tags and brackets around them.
fn core(text: &str, span: Span) -> Option<Span> {
    let bytes = text.as_bytes();
    let (mut start, mut end) = (span.start(), span.end());
    loop {
        let (from, to) = (start, end);
        let words = &text[start..end];
        start += words.len() - words.trim_start_matches(is_wrapping).len();
        end -= text[start..end].len() - text[start..end].trim_end_matches(is_closing).len();
        if start >= end {
            return None;
        }
        let words = &text[start..end];
        for dash in ["&mdash;", "&ndash;", "&#8212;", "&#8211;", "&nbsp;", "\\-"] {
            if let Some(rest) = words.strip_prefix(dash) {
                start = end - rest.len();
            }
        }
        if bytes[start] == b'<'
            && let Some(close) = mask::tag_end(bytes, start, end)
        {
            start = close;
        }
        if end > start
            && bytes[end - 1] == b'>'
            && let Some(open) = memchr::memrchr(b'<', &bytes[start..end])
        {
            end = start + open;
        }
        // `{{ "ana" | link }}`: the name that a template is given.
        if text[start..end].starts_with("{{")
            && let Some(open) = memchr::memchr2(b'"', b'\'', &bytes[start..end])
            && let Some(close) = memchr::memchr(bytes[start + open], &bytes[start + open + 1..end])
        {
            (start, end) = (start + open + 1, start + open + 1 + close);
        }
        // `[Ana Ruiz](https://…)` alone, or brackets around everything.
        let words = &text[start..end];
        if let Some(inner) = words.strip_prefix('[')
            && let Some(close) = inner.find(']')
        {
            let behind = &inner[close + 1..];
            if behind.is_empty() || behind.starts_with('(') && behind.ends_with(')') {
                (start, end) = (start + 1, start + 1 + close);
            }
        } else if let Some(inner) = words.strip_prefix('(')
            && let Some(inner) = inner.strip_suffix(')')
            && !inner.contains(['(', ')'])
        {
            (start, end) = (start + 1, end - 1);
        }
        if (start, end) == (from, to) {
            return Some(Span::new(start, end));
        }
    }
}

fn is_wrapping(ch: char) -> bool {
    ch.is_whitespace()
        || matches!(ch, '*' | '_' | '-' | '–' | '—' | '―' | '~' | '>' | ',' | '.' | ';' | ':' | '|' | '"' | '“' | '”')
}

fn is_closing(ch: char) -> bool {
    ch.is_whitespace()
        || matches!(ch, '*' | '_' | '-' | '–' | '—' | '~' | ',' | '.' | ';' | ':' | '|' | '"' | '“' | '”' | '\\')
}

/// The parts between commas, semicolons, bars, spaced slashes and dashes, and what stands in brackets.
fn split<'a>(whole: &'a str, each: &mut dyn FnMut(&'a str)) {
    let bytes = whole.as_bytes();
    let mut start = 0;
    let mut at = 0;
    while at < bytes.len() {
        let blank_before = at > 0 && bytes[at - 1] == b' ';
        let length = match bytes[at] {
            // A number with its comma stays whole: "1,000".
            b',' if bytes.get(at + 1).is_some_and(u8::is_ascii_digit) && at > 0 && bytes[at - 1].is_ascii_digit() => 0,
            b',' | b';' | b'|' | b'(' | b')' | b'[' | b']' => 1,
            b'/' if blank_before => 1,
            // A dash that bounds a range of numbers is none.
            b'-' | b'~' if blank_before => bytes[at..].iter().take_while(|byte| matches!(byte, b'-' | b'~')).count(),
            0xE2 if matches!(&bytes[at..], [0xE2, 0x80, 0x93..=0x95, ..]) => 3,
            _ => 0,
        };
        let dash = matches!(bytes[at], b'-' | b'~' | 0xE2);
        let ranged = dash
            && length > 0
            && whole[at + length..].trim_start().starts_with(|ch: char| ch.is_ascii_digit())
            && whole[..at].trim_end().ends_with(|ch: char| ch.is_ascii_digit());
        if length > 0 && !ranged && !(dash && bytes.get(at + length) != Some(&b' ') && !blank_before) {
            each(&whole[start..at]);
            start = at + length;
        }
        at += length.max(1);
    }
    each(&whole[start..]);
}

fn classify<'a>(language: &Language, part: &'a str) -> Part<'a> {
    if is_id(language, part) {
        return Part::Id;
    }
    let lower = part.to_lowercase();
    let has = |word: &str, class: Classes| language.word_any_case(word).classes.any(class);
    if language.list(List::Genders).iter().any(|known| **known == *lower) {
        return Part::Gender;
    }
    if is_age(&lower) {
        return Part::Age;
    }
    // "10 years", "5 sessions": how long, how often.
    if part.starts_with(|ch: char| ch.is_ascii_digit()) && lower.contains("year") {
        return Part::Circumstance;
    }
    let first = words(part).next().unwrap_or("");
    let small = first.starts_with(char::is_lowercase);
    if small && has(first, Classes::INTERROGATIVE | Classes::SUBORDINATOR | Classes::PREPOSITION)
        || has(first, Classes::VERB_ENDING)
        || small
            && language.word_any_case(first).verb.is_some()
            && !words(part).any(|word| has(word, Classes::ORGANISATION | Classes::ROLE | Classes::PERSON_NOUN))
    {
        // "from Ohio" is a place, "about the form" is not.
        if has(first, Classes::MEMBER_LINK) {
            let rest = part[span_of_subslice(part, first).end()..].trim_start();
            if !rest.is_empty() {
                return Part::Affiliation(rest);
            }
        }
        return Part::Circumstance;
    }
    // "teacher from Ohio", "director of the clinic at Acme": a person, a preposition, where.
    let person = Classes::ROLE | Classes::RESPONDENT | Classes::PERSON_NOUN | Classes::GROUP;
    let mut seen = false;
    let mut number = 0;
    for word in words(part) {
        number += 1;
        if number > 1 && seen && has(word, Classes::MEMBER_LINK) && word.starts_with(char::is_lowercase) {
            let place = span_of_subslice(part, word);
            let (before, rest) = (part[..place.start()].trim_end(), part[place.end()..].trim_start());
            let rest = strip_article(language, rest);
            // "director of Screening" is an office; "director of the agency" names where.
            let place = words(rest).any(|other| {
                other.starts_with(char::is_uppercase) && !has(word, Classes::NAME_LINK)
                    || has(other, Classes::ORGANISATION | Classes::PLACE)
            });
            if place && !rest.is_empty() {
                let respondent = words(before).count() <= 2
                    && words(before).last().is_some_and(|word| has(word, Classes::RESPONDENT));
                return Part::Both((!respondent).then_some(before), rest);
            }
        }
        seen |= has(word, person);
    }
    let last = words(part).last().unwrap_or(part);
    let last = last.trim_end_matches(|ch: char| ch.is_ascii_digit());
    if words(part).all(|word| {
        has(word, Classes::PLACE | Classes::CONJUNCTION | Classes::PREPOSITION | Classes::DETERMINER)
            && !has(word, Classes::ROLE)
            || word.len() == 2 && word.bytes().all(|byte| byte.is_ascii_uppercase())
    }) && first.starts_with(char::is_uppercase)
    {
        return Part::Affiliation(part);
    }
    let organisation = words(part).any(|word| has(word, Classes::ORGANISATION));
    if has(last, Classes::ORGANISATION) && !has(last, Classes::ROLE | Classes::PERSON_NOUN | Classes::GROUP) {
        return Part::Affiliation(part);
    }
    if has(last, Classes::ROLE | Classes::PERSON_NOUN | Classes::GROUP) || seen && !organisation {
        // "participants", "3 participants": how they are called in the study, no office.
        let bare = has(last, Classes::RESPONDENT)
            && words(part).all(|word| {
                word.bytes().all(|byte| byte.is_ascii_digit())
                    || has(
                        word,
                        Classes::RESPONDENT | Classes::NUMBER | Classes::DETERMINER | Classes::PRONOUN_INDEFINITE,
                    )
            });
        return if bare { Part::Id } else { Part::Role(part) };
    }
    if organisation && !seen {
        return Part::Affiliation(part);
    }
    if seen {
        return if words(part).all(|word| has(word, Classes::RESPONDENT) || !has(word, person)) {
            Part::Open(part)
        } else {
            Part::Role(part)
        };
    }
    Part::Open(part)
}

fn strip_article<'a>(language: &Language, words: &'a str) -> &'a str {
    match words.split_once(' ') {
        Some((first, rest)) if language.word_any_case(first).classes.any(Classes::DETERMINER) => rest.trim_start(),
        _ => words,
    }
}

/// "42", "aged 42", "42 years old", "30s", "25-34".
fn is_age(lower: &str) -> bool {
    let digits: String = lower.chars().filter(char::is_ascii_digit).collect();
    let rest: Vec<&str> = lower
        .split(|ch: char| !ch.is_alphabetic())
        .filter(|word| !word.is_empty())
        .filter(|word| !matches!(*word, "s" | "yo" | "y"))
        .collect();
    // "10 years" is how long; "10 years old" is an age.
    let old = !rest.iter().any(|word| word.starts_with("year") || *word == "yrs") || rest.contains(&"old");
    old && (2..=4).contains(&digits.len())
        && !digits.starts_with('0')
        && lower.len() <= 20
        && (rest.is_empty() && digits.len() != 3 && !lower.starts_with('#')
            || rest.iter().all(|word| {
                matches!(*word, "aged" | "age" | "years" | "year" | "old" | "yrs" | "mid" | "late" | "early")
            }))
        && (digits.len() == 2 || lower.contains(['-', '–', '—']))
}

/// Whether words are a participant's number, or several: `P3`, `p03`, `#4`, `Participant 12`, `P3 and P7`, `P3/P7`.
pub(crate) fn is_id(language: &Language, part: &str) -> bool {
    let mut number = 0;
    for one in several(part) {
        number += 1;
        let numbered = one
            .strip_prefix('#')
            .is_some_and(|rest| !rest.is_empty() && rest.len() <= 4 && rest.bytes().all(|byte| byte.is_ascii_digit()));
        let known = numbered
            || label::is_respondent_id(language, one) && one.bytes().any(|byte| byte.is_ascii_digit())
            || is_lettered(language, one)
            || is_hyphened(one)
            || one.len() <= 4
                && one.starts_with(['p', 'r', 'u'])
                && one[1..].bytes().all(|byte| byte.is_ascii_digit())
                && one.len() > 1;
        if !known {
            return false;
        }
    }
    number > 0
}

/// "Participant A", "User P4", "P 3", "Participant #3".
fn is_lettered(language: &Language, one: &str) -> bool {
    let Some((first, last)) = one.trim().rsplit_once([' ', '#']) else { return false };
    let first = first.trim_end_matches(['#', ' ']).to_lowercase();
    let last = last.trim();
    let short = last.len() == 1 && last.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        || label::is_respondent_id(language, last) && last.bytes().any(|byte| byte.is_ascii_digit())
        || !last.is_empty() && last.len() <= 3 && last.bytes().all(|byte| byte.is_ascii_digit());
    let known = |list: List| language.list(list).iter().any(|known| **known == *first);
    short && (first == "p" || known(List::LabelsRespondent) || known(List::NumberedRespondents))
}

/// `PGY-4`, `FG-12`: capitals, a hyphen, a number.
fn is_hyphened(one: &str) -> bool {
    one.split_once(['-', '_']).is_some_and(|(letters, number)| {
        (1..=4).contains(&letters.len())
            && (1..=3).contains(&number.len())
            && letters.bytes().all(|byte| byte.is_ascii_uppercase())
            && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// The single numbers of "P3 and P7", "P3/P7", "P3 & P7".
fn several(part: &str) -> impl Iterator<Item = &str> {
    part.split(['/', '&', '+']).flat_map(|one| one.split(" and ")).map(str::trim).filter(|one| !one.is_empty())
}

/// Whether words look like the name of a person.
pub(crate) fn is_name(language: &Language, part: &str, account: bool) -> bool {
    let classes = |word: &str| language.word_any_case(word.trim_end_matches('.')).classes;
    let mut number = 0;
    let mut given = false;
    let mut known = false;
    for word in part.split_whitespace() {
        let bare = word.trim_end_matches(['.', ',']);
        let class = classes(bare);
        let particle = number > 0 && class.any(Classes::NAME_PARTICLE);
        if !(bare.starts_with(char::is_uppercase) || particle)
            || bare.chars().any(|ch| !(ch.is_alphabetic() || matches!(ch, '.' | '-' | '\'' | '’')))
        {
            // An account stands for a name: `ana-ruiz`, `@ana`.
            return number == 0
                && part.split_whitespace().count() == 1
                && (account || part.starts_with('@') || part.contains(['_', '-']))
                && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'@'))
                && part.bytes().any(|byte| byte.is_ascii_alphabetic())
                && (classes(part).is_empty() || classes(part).any(Classes::GIVEN_HE | Classes::GIVEN_SHE))
                && !is_id(language, part);
        }
        if number == 0 {
            given = class.any(Classes::GIVEN_HE | Classes::GIVEN_SHE | Classes::HONORIFIC);
        }
        known |= class.any(Classes::PERSONAL | Classes::PLACE | Classes::CLOSED | Classes::ADJECTIVE)
            && !class.any(Classes::GIVEN_HE | Classes::GIVEN_SHE | Classes::HONORIFIC);
        number += 1;
    }
    number <= 5 && (given || number >= 2 && !known)
}
