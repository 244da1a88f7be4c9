//! How far is a label believed to name a speaker? Judged by its name, its form and the words of the language.

use crate::lang::{Classes, Language, List};
use crate::quotes::participant::{is_interviewer, is_respondent_id};
use crate::quotes::transcript::label::{Label, Style};

/// How far a name alone, without being repeated, is believed to be a speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Trust {
    /// It cannot name a speaker.
    None,
    /// It can as one of several that make an exchange.
    Exchange,
    /// It can, if it comes twice.
    Repeated,
    /// It can by itself: `P07`, `INTERVIEWER`, `Speaker 2`.
    Alone,
}

/// Names of more words than this are sentences.
const MOST_WORDS: usize = 6;

/// How far the name of a label is to be believed.
pub(crate) fn trust(language: &Language, text: &str, label: &Label) -> Trust {
    let name = label.name.of(text);
    let lower = name.to_lowercase();
    if language.list(List::LabelsRefused).iter().any(|refused| **refused == *lower) {
        return Trust::None;
    }
    // What happens ends a turn, though nobody says it.
    if label.style == Style::Colon && language.list(List::EventLabels).iter().any(|event| **event == *lower) {
        return Trust::Alone;
    }
    if matches!(label.style, Style::Stop { .. } | Style::Line) {
        return Trust::Exchange;
    }
    if is_interviewer(language, name) || is_respondent_id(language, name) {
        return if label.style == Style::Emphasis { Trust::Repeated } else { Trust::Alone };
    }
    if is_account(text, label) {
        return Trust::Repeated;
    }
    if label.style == Style::Bracket && is_respondent_id(language, &name.to_uppercase()) {
        return Trust::Alone;
    }
    // "Author Q&A: Nora Blythe" is a title.
    if language.list(List::InterviewWords).iter().any(|word| lower.contains(&**word)) {
        return Trust::None;
    }
    // "December 2022", "Monday": a plan's. "May" and "June" may be people.
    let of_calendar = |word: &str| {
        let classes = language.word_any_case(word).classes;
        classes.any(Classes::MONTH | Classes::WEEKDAY) && !classes.any(Classes::GIVEN_HE | Classes::GIVEN_SHE)
    };
    let has_digits = name.bytes().any(|byte| byte.is_ascii_digit());
    let is_month = |word: &str| has_digits && language.word_any_case(word).classes.any(Classes::MONTH);
    if name.split(' ').any(|word| of_calendar(word) || is_month(word)) {
        return Trust::None;
    }
    let Some(words) = words_of_name(language, name) else { return Trust::None };
    if words > MOST_WORDS || name.ends_with('.') && words > 2 {
        return Trust::None;
    }
    let letters = name.chars().filter(|ch| ch.is_alphabetic()).count();
    let capitals = letters >= 2 && !name.chars().any(char::is_lowercase) && name.chars().any(char::is_uppercase);
    match label.style {
        Style::Dash => Trust::Exchange,
        // "Lunch  12:00 PM": a time of day may be a plan's.
        _ if label.time.is_some_and(|time| time.of(text).ends_with(['m', 'M'])) => Trust::Repeated,
        _ if label.time.is_some() && words <= 5 => Trust::Alone,
        Style::Colon if capitals && words <= 4 => Trust::Alone,
        _ => Trust::Repeated,
    }
}

/// Whether a name is an account: `@name:` in any case, `ana [10:02]` in small letters beside a time.
fn is_account(text: &str, label: &Label) -> bool {
    let name = label.name.of(text);
    text[..label.name.start()].ends_with('@') && !name.contains(' ')
        || label.style == Style::Time
            && name.bytes().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'.' | b'_' | b'-' | b'0'..=b'9'))
}

/// Whether a letter is a capital, or of a script that has none.
pub(super) fn is_capital(ch: char) -> bool {
    ch.is_uppercase() || ch.is_alphabetic() && !ch.is_lowercase()
}

/// The number of words of what may be a name: words with capitals, numbers, and small words between them.
pub(super) fn words_of_name(language: &Language, name: &str) -> Option<usize> {
    let small = Classes::NAME_PARTICLE | Classes::PREPOSITION | Classes::DETERMINER | Classes::CONJUNCTION;
    let belongs = |ch: char| ch.is_alphanumeric() || matches!(ch, '.' | '\'' | '’' | '(' | ')' | '#' | '"' | '“' | '”');
    let mut words = 0;
    for word in name.split([' ', ',', '/', '&', '-', '+']).filter(|word| !word.is_empty()) {
        words += 1;
        let opens = word.starts_with(|ch: char| is_capital(ch) || ch.is_ascii_digit() || matches!(ch, '(' | '#'));
        let particle = words > 1 && language.word(word).classes.any(small);
        if !(opens || particle) || !word.chars().all(belongs) {
            return None;
        }
    }
    Some(words)
}
