//! Is this the label of someone who was asked, or of the one who asks? `P7`, `#4`, `Participant 12`, `Interviewee`; `INT`, `Interviewer 2`.
//!
//! A participant's number comes in these forms; `is_id` takes all that tell one participant from another, `is_respondent_id`
//! those that label turns of a transcript:
//!
//! | form | examples | `is_id` | `is_respondent_id` |
//! |---|---|---|---|
//! | code: capitals and a number | `P7`, `TN12`, `S1a` | yes | yes |
//! | noun of `labels-respondent` and a number or letter | `Participant 12`, `participant no. 3`, `Participant A` | yes | yes |
//! | that noun alone | `Interviewee` | | yes |
//! | noun of `numbered-respondents` and a number or letter | `Interview 12`, `Nurse #3` | yes | |
//! | code in small letters, with a hyphen, with a space | `p7`, `PGY-4`, `k-02`, `P 3` | yes | |
//! | noun of `numbered-places` or `interview-kinds` and a number or letter | `Site A`, `IDI 3` | yes | |
//! | two codes with a dash between | `P3–P5` | yes | |
//! | number sign | `#4` | yes | |

use crate::lang::{Language, List};

/// A noun that a letter tells from others is longer than an abbreviation, in bytes.
const SHORTEST_NOUN: usize = 4;

/// Whether words are a participant's number, or several: `P3`, `p03`, `#4`, `Participant 12`, `P3 and P7`, `P3/P7`.
pub(crate) fn is_id(language: &Language, words: &str) -> bool {
    if !may_number(words) {
        return false;
    }
    let mut numbers = several(language, words).peekable();
    numbers.peek().is_some() && numbers.all(|one| is_number(language, one))
}

/// Whether words hold what tells one participant from another: a figure, or a capital that stands alone. Cheap, since most words do not.
pub(crate) fn may_number(words: &str) -> bool {
    let bytes = words.as_bytes();
    let is_alone = |at: usize| {
        at > 0
            && (bytes[at - 1].is_ascii_whitespace() || bytes[at - 1] == b'#')
            && bytes.get(at + 1).is_none_or(|behind| !behind.is_ascii_alphanumeric())
    };
    let tells = |(at, byte): (usize, &u8)| byte.is_ascii_digit() || byte.is_ascii_uppercase() && is_alone(at);
    bytes.iter().enumerate().any(tells)
}

/// Whether words are the label of a respondent in a transcript: `P7`, `P07`, `R1`, `Participant 12`, `speaker 2`, `Interviewee`.
pub(crate) fn is_respondent_id(language: &Language, words: &str) -> bool {
    is_code(words) || is_noun_label(language, words)
}

/// Whether words are the label of someone who asks: `INT`, `Interviewer 2`, `Moderator A`, `Q`.
pub(crate) fn is_interviewer(language: &Language, words: &str) -> bool {
    let lower = words.to_lowercase();
    let noun = lower.trim_end_matches(|ch: char| ch.is_ascii_digit() || matches!(ch, ' ' | '#' | '.'));
    let asks = |noun: &str| is_on(language, List::LabelsInterviewer, noun);
    let lettered = |(noun, letter): (&str, &str)| letter.len() == 1 && noun.len() >= SHORTEST_NOUN && asks(noun);
    asks(noun) || noun.rsplit_once(' ').is_some_and(lettered)
}

/// Whether a label says neither that its speaker asks nor that they answer: `Speaker 1`.
pub(crate) fn is_neutral(language: &Language, label: &str) -> bool {
    let lower = label.to_lowercase();
    language.list(List::NeutralLabels).iter().any(|noun| lower.starts_with(&**noun))
}

/// The single numbers of "P3 and P7", "P3/P7", "P3 & P7".
pub(super) fn several<'a>(language: &'a Language, words: &'a str) -> impl Iterator<Item = &'a str> {
    words
        .split(['/', '&', '+'])
        .flat_map(|one| split_at_words(one, language.list(List::AndWords)))
        .map(str::trim)
        .filter(|one| !one.is_empty())
}

/// Splits at each of some words that has a space on both sides.
fn split_at_words<'a>(text: &'a str, separators: &'a [Box<str>]) -> impl Iterator<Item = &'a str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let between_spaces =
            |(start, end): &(usize, usize)| text[..*start].ends_with(' ') && text[*end..].starts_with(' ');
        let places = separators.iter().flat_map(|word| text.match_indices(&**word));
        let cut = places.map(|(at, word)| (at, at + word.len())).filter(between_spaces).min();
        rest = cut.map(|(_, end)| &text[end + 1..]);
        Some(cut.map_or(text, |(start, _)| &text[..start - 1]))
    })
}

/// Whether words are the number of one participant.
fn is_number(language: &Language, one: &str) -> bool {
    let has_digit = || one.bytes().any(|byte| byte.is_ascii_digit());
    is_code(one)
        || is_sign_and_number(one)
        || is_small_code(one)
        || is_hyphened(one)
        || is_range(one)
        || is_age_and_gender(language, one)
        || has_digit() && is_noun_label(language, one)
        || is_noun_and_number(language, one)
}

/// Whether words are numbers from one participant to another: `P3–P5`, `P3-5`.
pub(super) fn is_range(one: &str) -> bool {
    one.split_once(['–', '—', '-']).is_some_and(|(first, last)| {
        let (first, last) = (first.trim(), last.trim());
        is_code(first) && (is_code(last) || (1..=3).contains(&last.len()) && is_digits(last))
    })
}

/// `28F`, `54M`: an age and a letter for a gender.
fn is_age_and_gender(language: &Language, one: &str) -> bool {
    matches!(one.as_bytes(), [b'0'..=b'9', b'0'..=b'9', b'A'..=b'Z'])
        && is_on(language, List::Genders, &one[2..].to_lowercase())
}

/// Whether words are a place by its number or letter: "Site A", "ward 3".
pub(super) fn is_numbered_place(language: &Language, words: &str) -> bool {
    numbered(words).is_some_and(|noun| is_on(language, List::NumberedPlaces, &noun))
}

/// Whether words say where in a text or when, by a number: "line 20", "pp. 3-4", "week 2".
pub(super) fn is_numbered_thing(language: &Language, words: &str) -> bool {
    let Some((noun, number)) = words.trim().split_once([' ', '.']) else { return false };
    let number = number.trim_start_matches(['.', ' ']);
    number.starts_with(|ch: char| ch.is_ascii_digit())
        && number.bytes().all(|byte| byte.is_ascii_digit() || !byte.is_ascii() || matches!(byte, b'-' | b':' | b' '))
        && is_on(language, List::NumberedThings, &noun.to_lowercase())
}

/// The noun, in small letters, before a number or a single capital: "site" of "Site A".
fn numbered(words: &str) -> Option<String> {
    let (noun, number) = words.trim().rsplit_once([' ', '#'])?;
    let told_apart = match number.as_bytes() {
        [single] => single.is_ascii_uppercase() || single.is_ascii_digit(),
        _ => number.len() <= 3 && is_digits(number),
    };
    told_apart.then(|| noun.trim_end_matches(['#', ' ']).to_lowercase())
}

/// `P7`, `P07`, `TN12`, `S1a`: one to three letters of which the first is a capital, a number, and perhaps a small letter.
fn is_code(one: &str) -> bool {
    let bytes = one.as_bytes();
    let letters = bytes.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let digits = bytes[letters..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    (1..=3).contains(&letters)
        && (1..=4).contains(&digits)
        && bytes[0].is_ascii_uppercase()
        && matches!(&bytes[letters + digits..], [] | [b'a'..=b'z'])
}

/// `p7`, `r12`, `u3`.
fn is_small_code(one: &str) -> bool {
    (2..=4).contains(&one.len()) && one.strip_prefix(['p', 'r', 'u']).is_some_and(is_digits)
}

/// `#4`.
fn is_sign_and_number(one: &str) -> bool {
    one.strip_prefix('#').is_some_and(|number| (1..=4).contains(&number.len()) && is_digits(number))
}

/// `PGY-4`, `FG-12`, `k-02`: capitals, or a small letter, a hyphen, a number; of small letters one with two figures, since `u-2` is none.
fn is_hyphened(one: &str) -> bool {
    one.split_once(['-', '_']).is_some_and(|(letters, number)| {
        let capitals = (1..=4).contains(&letters.len())
            && (1..=3).contains(&number.len())
            && letters.bytes().all(|byte| byte.is_ascii_uppercase());
        let small = matches!(letters.as_bytes(), [b'a'..=b'z']) && (2..=3).contains(&number.len());
        (capitals || small) && is_digits(number)
    })
}

/// A noun for those who answer, alone or with what tells one from another: "Interviewee", "participant no. 3", "Participant A",
/// "participant P4".
fn is_noun_label(language: &Language, words: &str) -> bool {
    let lower = words.to_lowercase();
    let head = lower.trim_end_matches(|ch: char| ch.is_ascii_digit() || matches!(ch, ' ' | '#' | '-' | '.' | '_'));
    let before = |word: &str| head.strip_suffix(word).filter(|noun| noun.ends_with(' '));
    let head = language.list(List::NumberWords).iter().find_map(|word| before(word)).unwrap_or(head).trim_end();
    let is_noun = |noun: &str| is_on(language, List::LabelsRespondent, noun);
    is_noun(head) || head.rsplit_once(' ').is_some_and(|(first, last)| last.len() <= 1 && is_noun(first.trim_end()))
}

/// A noun and a letter or number of its own: "Participant A", "User P4", "P 3", "Interview #3".
fn is_noun_and_number(language: &Language, one: &str) -> bool {
    let Some((noun, number)) = one.trim().rsplit_once([' ', '#']) else { return false };
    let number = number.trim();
    let noun = noun.trim_end_matches(['#', ' ', '.']).to_lowercase();
    let is_numbered = match number.as_bytes() {
        [single] => single.is_ascii_uppercase() || single.is_ascii_digit(),
        _ => {
            is_code(number)
                || (1..=3).contains(&number.len()) && is_digits(number)
                || number.bytes().any(|byte| byte.is_ascii_digit()) && is_noun_label(language, number)
        }
    };
    is_numbered
        && (noun == "p"
            || is_on(language, List::LabelsRespondent, &noun)
            || is_on(language, List::NumberedRespondents, &noun)
            || is_on(language, List::NumberedPlaces, &noun)
            || is_on(language, List::InterviewKinds, &noun))
}

fn is_digits(number: &str) -> bool {
    !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether words in small letters are on a list of the language.
pub(super) fn is_on(language: &Language, list: List, lower: &str) -> bool {
    language.list(list).iter().any(|known| **known == *lower)
}
