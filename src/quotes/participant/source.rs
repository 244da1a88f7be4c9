//! Does a bracket behind words said name who said them, or where they were printed? `(Anna, carer)` and `(F, 23)`; not `(Smith, 2019)`,
//! `(Guardian)`, `(see Table 3)`.

use crate::lang::{Classes, Language, List};
use crate::quotes::participant::Participant;
use crate::quotes::participant::label::{is_numbered_thing, is_on};
use crate::quotes::quote::SpeakerKind;
use crate::quotes::wording::words;

/// A name that studies give their participants has at least this many letters, and at most that many.
const SHORTEST: usize = 3;
const LONGEST: usize = 14;

/// Whether an attribution behind words in running text names who said them.
pub(crate) fn names_source(language: &Language, who: &Participant, written: &str) -> bool {
    let speaker = &who.speaker;
    // "(Ohio)", "(Guardian)": a place or an organisation alone says where words were said or printed.
    let is_somebody = speaker.kind != SpeakerKind::Anonymous
        || speaker.role.is_some()
        || who.gender.is_some()
        || speaker.name.bytes().any(|byte| byte.is_ascii_digit())
        || words(&speaker.name).any(|word| language.word_any_case(word).classes.any(PEOPLE));
    who.confident && is_somebody && !is_reference(language, written) && !is_clause(language, written)
}

/// Whether words tell what somebody did: "Participant wanted a filter". A verb before the noun is part of it: "support worker".
fn is_clause(language: &Language, written: &str) -> bool {
    let mut people = false;
    words(written.split([',', ';', '(']).next().unwrap_or("")).any(|word| {
        let known = language.word_any_case(word);
        let verb = known.verb.is_some() || known.classes.any(Classes::AUXILIARY | Classes::MODAL);
        let tells = people && verb && word.starts_with(char::is_lowercase) && !known.classes.any(PEOPLE);
        people |= known.classes.any(PEOPLE);
        tells
    })
}

const PEOPLE: Classes = Classes::RESPONDENT.with(Classes::PERSON_NOUN).with(Classes::ROLE).with(Classes::GROUP);

/// Whether words refer to where something was printed: "Smith, 2019", "ibid.", "Table 3".
pub(crate) fn is_reference(language: &Language, written: &str) -> bool {
    let is_year = |word: &str| {
        word.len() >= 4 && word.starts_with(['1', '2']) && word.bytes().take(4).all(|byte| byte.is_ascii_digit())
    };
    let numbered = |word: &str| word.len() <= 5 && word.bytes().any(|byte| byte.is_ascii_digit()) && !is_year(word);
    let first = written.split([',', ';', '(']).next().unwrap_or("");
    // A participant's number, a name with a number: its details may hold a year.
    if words(first).any(numbered) {
        return is_numbered_thing(language, first.trim());
    }
    words(written).any(|word| is_year(word) || is_on(language, List::CitationWords, &word.to_lowercase()))
}

/// Whether a bracket says how somebody was asked, and no more than when: "interview, 12 May 2019".
pub(crate) fn is_interview(language: &Language, written: &str) -> bool {
    let kind = written.split([',', ';', ':', '–']).next().unwrap_or("").trim().to_lowercase();
    is_on(language, List::InterviewKinds, kind.trim_end_matches(|ch: char| ch.is_ascii_digit() || ch == ' '))
}

/// Whether a word may be what a study calls somebody whose name no table knows: "Zelma", no abbreviation, no word of the language.
pub(crate) fn may_be_pseudonym(language: &Language, word: &str) -> bool {
    let mut letters = word.chars();
    let length = word.chars().count();
    letters.next().is_some_and(char::is_uppercase)
        && letters.all(char::is_lowercase)
        && (SHORTEST..=LONGEST).contains(&length)
        && {
            let known = language.word_any_case(word);
            known.verb.is_none() && known.classes.is_empty()
        }
}
