//! Labels without a colon: `Name. text`, `NAME (Minister for Works).- text`, `Name` on a line of its own.

use crate::lang::{Classes, Language, List};
use crate::quotes::participant::{is_interviewer, is_respondent_id};
use crate::quotes::transcript::cursor::Cursor;
use crate::quotes::transcript::label::{LONGEST_NAME, Label, Style};
use crate::text::Span;
use crate::text::slice::{floor_char_boundary, trimmed};

/// Names of more words than this are sentences.
const MOST_WORDS: usize = 8;

/// Details in brackets behind a name are no longer than this, in bytes, and there are at most so many of them.
const LONGEST_DETAILS: usize = 160;
const MOST_DETAILS: usize = 3;

/// A line that is a label and nothing else is no longer than this, in bytes.
const LONGEST_LINE: usize = 140;

/// `Name. text`, `Name.- text`: the label with which the line `start..end` of a block begins. Details in brackets may go over the end of the line.
pub(super) fn stopped(language: &Language, text: &str, start: usize, end: usize, block: usize) -> Option<Label> {
    let mut cursor = Cursor::new(text, start, end);
    cursor.skip_blanks();
    let start = cursor.at;
    let name = name_before_stop(language, &cursor)?;
    cursor.at = name.end();
    let mut details = None;
    let closed = take_details(&mut cursor, block, &mut details);
    cursor.skip_blanks();
    if !closed || !cursor.take(".") {
        return None;
    }
    let mut behind = cursor;
    behind.skip_blanks();
    let dash = ["-", "–", "—"].into_iter().find(|dash| behind.rest().starts_with(dash));
    if let Some(dash) = dash {
        behind.take(dash);
        behind.skip_blanks();
    } else if behind.at == cursor.at && !cursor.is_at_end() {
        return None;
    }
    let opens = |ch: char| ch.is_uppercase() || ch.is_ascii_digit() || "\"“‘'«„¿¡([—–…".contains(ch);
    let speaks = behind.is_at_end() || behind.rest().starts_with(opens) || dash.is_some();
    speaks.then_some(Label {
        name: Span::new(start, name.end()),
        details,
        time: None,
        loose_time: None,
        end: behind.at,
        style: Style::Stop { dashed: dash.is_some() },
    })
}

/// The words with capitals before the stop that ends a label, or before the bracket in front of it.
fn name_before_stop(language: &Language, cursor: &Cursor<'_>) -> Option<Span> {
    let text = cursor.text;
    let limit = floor_char_boundary(text, cursor.end.min(cursor.at + LONGEST_NAME + 8));
    // Most lines have neither a stop nor a bracket so near to their beginning.
    memchr::memchr2(b'.', b'(', &text.as_bytes()[cursor.at..limit.max(cursor.at)])?;
    let mut at = cursor.at;
    for number in 0..MOST_WORDS {
        let window = &text[at..limit];
        let blanks = window.len() - window.trim_start_matches(' ').len();
        let word = &window[blanks..];
        let length = word.find([' ', '.', '(', '\t']).unwrap_or(word.len());
        let (word, rest) = word.split_at(length);
        let dashed = || rest.strip_prefix('.').is_some_and(|rest| rest.starts_with(['-', '–', '—']));
        if word.is_empty() && number > 0 && (rest.starts_with('(') || dashed()) {
            return Some(trimmed(text, cursor.at, at));
        }
        if !is_word_of_name(language, word, number) {
            return None;
        }
        at += blanks + length;
        if let Some(rest) = rest.strip_prefix('.') {
            let stop_ends = rest.trim_start_matches(' ').starts_with(['-', '–', '—']);
            if stop_ends || !is_abbreviated(language, word, number, rest) {
                return Some(Span::new(cursor.at, at));
            }
            at += 1;
        }
    }
    None
}

/// Whether a word can be part of the name of a label: it has a capital or is a number, or a particle inside.
fn is_word_of_name(language: &Language, word: &str, number: usize) -> bool {
    let opens = word.starts_with(char::is_uppercase)
        || number > 0
            && (word.bytes().all(|byte| byte.is_ascii_digit())
                || word.starts_with('#')
                || language.word(word).classes.any(Classes::NAME_PARTICLE | Classes::NAME_LINK));
    // `SPEAKER_00`
    let is_counted = word.ends_with(|ch: char| ch.is_ascii_digit());
    let belongs = |ch: char| ch.is_alphanumeric() || matches!(ch, '\'' | '’' | '-' | '#') || ch == '_' && is_counted;
    !word.is_empty() && opens && word.chars().all(belongs)
}

/// Whether the stop behind a word belongs to it: "Mr.", "Lt.", the "J." of a name.
fn is_abbreviated(language: &Language, word: &str, number: usize, rest: &str) -> bool {
    let goes_on = rest.trim_start_matches(' ').starts_with(char::is_uppercase);
    let mut letters = word.chars();
    if letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none() {
        // "I. Can you …" opens a turn, "J. Qera." is a name.
        let next = rest.trim_start().split([' ', ',', '.', '’', '\'']).next().unwrap_or("");
        let sentence = language.word_any_case(next).classes.any(Classes::CLOSED);
        return goes_on && !(number == 0 && (sentence || is_known(language, word)));
    }
    let abbreviations = Classes::ABBREVIATION | Classes::HONORIFIC;
    let title = || language.list(List::SpeakerTitles).iter().any(|title| title.eq_ignore_ascii_case(word));
    goes_on && (language.word_any_case(word).classes.any(abbreviations) || title())
}

/// Moves behind the brackets that follow a name, and says what the first holds; `false` where one does not close.
fn take_details(cursor: &mut Cursor<'_>, block: usize, details: &mut Option<Span>) -> bool {
    let text = cursor.text;
    for _ in 0..MOST_DETAILS {
        let mut ahead = *cursor;
        ahead.skip_blanks();
        if ahead.peek() != Some(b'(') {
            break;
        }
        let limit = floor_char_boundary(text, block.min(ahead.at + LONGEST_DETAILS));
        let Some(length) = memchr::memchr(b')', &text.as_bytes()[ahead.at..limit]) else { return false };
        let close = ahead.at + length;
        details.get_or_insert(trimmed(text, ahead.at + 1, close));
        ahead.at = close + 1;
        ahead.end = ahead.end.max(line_end(text, ahead.at, block));
        *cursor = ahead;
    }
    true
}

fn line_end(text: &str, at: usize, block: usize) -> usize {
    memchr::memchr(b'\n', &text.as_bytes()[at..block]).map_or(block, |newline| at + newline)
}

/// A line that is a name with what stands in brackets behind it, and nothing else.
pub(super) fn lone(language: &Language, text: &str, start: usize, end: usize) -> Option<Label> {
    let line = trimmed(text, start, end);
    let words = line.of(text);
    if words.len() > LONGEST_LINE || !words.starts_with(char::is_uppercase) {
        return None;
    }
    let bracket = words.find('(');
    let length = words[..bracket.unwrap_or(words.len())].trim_end().len();
    let name = Span::new(line.start(), line.start() + length);
    if length > LONGEST_NAME || !is_name_of_line(language, name.of(text)) {
        return None;
    }
    let mut cursor = Cursor::new(text, name.end(), line.end());
    let mut details = None;
    let at_end = take_details(&mut cursor, line.end(), &mut details) && cursor.rest().trim().is_empty();
    at_end.then_some(Label { name, details, time: None, loose_time: None, end, style: Style::Line })
}

/// Whether a line that is no sentence may be a name.
fn is_name_of_line(language: &Language, name: &str) -> bool {
    let mut number = 0;
    !name.ends_with(['.', '?', '!', ',', ';', ':', '…'])
        && name.split(' ').filter(|word| !word.is_empty()).all(|word| {
            let bare = word.trim_end_matches('.');
            number += 1;
            is_word_of_name(language, bare, number - 1)
        })
        && number <= MOST_WORDS
}

/// Whether a label says by itself that its speaker asks or answers: "Interviewer", "P4", "A".
pub(super) fn is_known(language: &Language, name: &str) -> bool {
    is_interviewer(language, name) || is_respondent_id(language, name)
}

/// Whether a name begins with a title or an office, or is one: "Mr. Dale", "HON. J. QERA", "Councillor Moss", "The Chairman".
pub(super) fn is_titled(language: &Language, name: &str) -> bool {
    let mut words = name.split(' ').filter(|word| !word.is_empty());
    let Some(first) = words.next() else { return false };
    let first = first.trim_end_matches('.');
    let last = words.next_back();
    if last.is_some() && is_title(language, first) {
        return true;
    }
    let office = Classes::TITLE | Classes::ROLE;
    let heads = |word: &str| language.word_any_case(word.trim_end_matches('.')).classes.any(office);
    language.word_any_case(first).classes.any(Classes::DEFINITE) && name.split(' ').skip(1).any(heads)
}

/// Whether a label may be a person's name: known, titled, a name, or words of which none is a noun, a verb or a word of grammar.
pub(super) fn may_be_person(language: &Language, name: &str) -> bool {
    let given = Classes::GIVEN_HE | Classes::GIVEN_SHE;
    let other = Classes::CLOSED | Classes::NOUNS | Classes::ADJECTIVE | Classes::VERB | Classes::ADVERB;
    is_known(language, name)
        || is_titled(language, name)
        || name.split(' ').all(|word| {
            let classes = language.word_any_case(word.trim_end_matches('.')).classes;
            classes.any(given) || word.len() < 4 && !word.contains(char::is_lowercase) || !classes.any(other)
        })
}

/// Whether a word is a title before a name: "Mr", "Hon", "Councillor", "Cllr".
pub(super) fn is_title(language: &Language, word: &str) -> bool {
    language.word_any_case(word).classes.any(Classes::TITLE | Classes::HONORIFIC)
        || language.list(List::SpeakerTitles).iter().any(|title| title.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::{is_titled, lone, may_be_person, stopped};
    use crate::lang::Language;

    /// Name, details and words behind the label of a line with a stop.
    fn stop(line: &str) -> Option<(String, String, String)> {
        let language = Language::english();
        let label = stopped(&language, line, 0, line.find('\n').unwrap_or(line.len()), line.len())?;
        let details = label.details.map_or("", |span| span.of(line));
        Some((label.name.of(line).to_owned(), details.to_owned(), line[label.end..].to_owned()))
    }

    #[test]
    fn a_stop_ends_a_name_and_belongs_to_titles_and_initials() {
        let found =
            |name: &str, details: &str, words: &str| Some((name.to_owned(), details.to_owned(), words.to_owned()));
        assert_eq!(stop("Ines Roth. I came."), found("Ines Roth", "", "I came."));
        assert_eq!(stop("Mr. HALE. I came."), found("Mr. HALE", "", "I came."));
        assert_eq!(stop("The CHAIRMAN. Order."), found("The CHAIRMAN", "", "Order."));
        assert_eq!(stop("HON. DR. J. QERA (Minister).- Yes."), found("HON. DR. J. QERA", "Minister", "Yes."));
        assert_eq!(stop("HON. QERA (Minister of\nWorks).- Yes."), found("HON. QERA", "Minister of\nWorks", "Yes."));
        assert_eq!(stop("I. Can you say?"), found("I", "", "Can you say?"));
        assert_eq!(stop("P. My uncle did."), found("P", "", "My uncle did."));
        assert_eq!(stop("Speaker 2. Yes."), found("Speaker 2", "", "Yes."));
        for line in ["The bus stops. It rains.", "J. Qera came. He sat.", "Hull.org is up.", "Roth. and so on", "", "."]
        {
            assert_eq!(stop(line), None, "{line}");
        }
    }

    #[test]
    fn a_line_that_is_a_name_with_brackets() {
        let language = Language::english();
        let read = |line: &str| {
            let label = lone(&language, line, 0, line.len())?;
            Some((label.name.of(line).to_owned(), label.details.map(|span| span.of(line).to_owned())))
        };
        assert_eq!(read("Ms Dale"), Some(("Ms Dale".to_owned(), None)));
        assert_eq!(read("Mr Frith (Penby) (Lab)"), Some(("Mr Frith".to_owned(), Some("Penby".to_owned()))));
        for line in ["It rained.", "Why?", "the end", "Mr Frith (Penby", "Mr Frith (Penby) said", ""] {
            assert_eq!(read(line), None, "{line}");
        }
    }

    #[test]
    fn titles_and_people() {
        let language = Language::english();
        for name in
            ["Mr. Dale", "HON. X. LESI", "Councillor Moss", "Cllr Moss", "The Chairman", "The Minister for Works"]
        {
            assert!(is_titled(&language, name), "{name}");
        }
        for name in ["Ines Roth", "The Pier", "Mr", "Warning"] {
            assert!(!is_titled(&language, name), "{name}");
        }
        assert!(may_be_person(&language, "Ines Roth") && may_be_person(&language, "DH"));
        assert!(!may_be_person(&language, "Monday") && !may_be_person(&language, "Price List"));
    }
}
