//! Labels at the start of a line that name who speaks: `NAME:`, `**Name**:`, `[Name] 10:02:07`, `Name  0:03`, `P07 (F, 34):`.

use crate::lang::{Classes, Language, List};
use crate::text::Span;
use crate::text::slice::{floor_char_boundary, trimmed};

/// The longest name that a label may hold, in bytes (MAXQDA's limit, in characters, is the same).
const LONGEST: usize = 63;

/// How a label is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// `Name:`, with or without emphasis.
    Colon,
    /// `**Name** text`: emphasis and nothing else.
    Emphasis,
    /// `[Name]`, `{Name}`, `#Name:`, `@Name:`.
    Bracket,
    /// `Name  0:03`, `Name (00:03)`, `[Name] 10:02:07`: a clock time says that it is a label.
    Time,
    /// `P4 – text`, `P4<tab>text`.
    Dash,
}

/// A label as it stands in the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Label {
    /// The name.
    pub(crate) name: Span,
    /// What stands in brackets behind the name.
    pub(crate) details: Option<Span>,
    /// The clock time beside it.
    pub(crate) time: Option<Span>,
    /// Where the words spoken start, which may be the end of the line.
    pub(crate) end: usize,
    pub(crate) style: Style,
}

/// How far a name alone, without being repeated, is believed to be a speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Trust {
    /// It cannot name a speaker.
    None,
    /// It can, if it comes twice.
    Repeated,
    /// It can by itself: `P07`, `INTERVIEWER`, `Speaker 2`.
    Alone,
}

/// A clock time at `at`, up to `end`: `0:03`, `00:00:03`, `00:00:03.120`, with the place behind it.
pub(crate) fn clock(text: &str, at: usize, end: usize) -> Option<usize> {
    let bytes = &text.as_bytes()[..end];
    let digits = |from: usize| bytes[from..].iter().take(4).take_while(|byte| byte.is_ascii_digit()).count();
    let first = digits(at);
    if !(1..=3).contains(&first) || bytes.get(at + first) != Some(&b':') {
        return None;
    }
    let mut at = at + first + 1;
    if digits(at) != 2 {
        return None;
    }
    at += 2;
    if bytes.get(at) == Some(&b':') && digits(at + 1) == 2 {
        at += 3;
    }
    if matches!(bytes.get(at), Some(b'.' | b',' | b';')) && digits(at + 1) >= 1 {
        at += 1 + digits(at + 1);
    }
    if bytes.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b':') {
        // "3:00pm" is a time of day and no stamp.
        return None;
    }
    Some(at)
}

/// A clock time in brackets or bare at `at`: the time and the place behind it, blanks included.
fn stamp(text: &str, at: usize, end: usize) -> Option<(Span, usize)> {
    let bytes = text.as_bytes();
    let (open, close) = match bytes.get(at) {
        Some(b'[') => (1, Some(b']')),
        Some(b'(') => (1, Some(b')')),
        Some(b'<') => (1, Some(b'>')),
        _ => (0, None),
    };
    let start = dated(bytes, at + open, end);
    if start >= end {
        return None;
    }
    let mut stop = half_day(bytes, clock(text, start, end)?, end);
    let time = Span::new(start, stop);
    // A range: `00:03 - 00:09`.
    let mut behind = blanks(bytes, stop, end);
    for dash in ["-->", "–", "—", "-"] {
        if text[behind..end].starts_with(dash) {
            behind = blanks(bytes, behind + dash.len(), end);
            if let Some(second) = clock(text, behind, end) {
                stop = second;
            }
            break;
        }
    }
    if let Some(close) = close {
        stop = blanks(bytes, stop, end);
        if stop >= end || bytes[stop] != close {
            return None;
        }
        stop += 1;
        // A link to the place in the recording: `[01:30](https://…)`.
        if close == b']' && bytes.get(stop) == Some(&b'(') && stop < end {
            // A target may hold one pair of brackets.
            let inner = memchr::memchr(b'(', &bytes[stop + 1..end]);
            let mut shut = memchr::memchr(b')', &bytes[stop..end])?;
            if inner.is_some_and(|inner| inner < shut) {
                shut += 1 + memchr::memchr(b')', &bytes[stop + shut + 1..end])?;
            }
            stop += shut + 1;
        }
    }
    Some((time, blanks(bytes, stop, end)))
}

/// Behind a date in front of a time: `12/03/2024, 10:02`, `2024-03-12 10:02`.
fn dated(bytes: &[u8], at: usize, end: usize) -> usize {
    let mut behind = at;
    if at >= end {
        return at;
    }
    for part in 0..3 {
        let digits = bytes[behind..end].iter().take(4).take_while(|byte| byte.is_ascii_digit()).count();
        if digits == 0 {
            return at;
        }
        behind += digits;
        if part < 2 {
            if !matches!(bytes.get(behind), Some(b'/' | b'.' | b'-')) || behind >= end {
                return at;
            }
            behind += 1;
        }
    }
    if bytes.get(behind) == Some(&b',') && behind < end {
        behind += 1;
    }
    if bytes.get(behind) == Some(&b' ') { blanks(bytes, behind, end) } else { at }
}

/// Behind "AM" or "PM" that belongs to a time.
fn half_day(bytes: &[u8], stop: usize, end: usize) -> usize {
    let at = blanks(bytes, stop, end);
    match &bytes[at..end] {
        [b'a' | b'A' | b'p' | b'P', b'm' | b'M', rest @ ..] if !rest.first().is_some_and(u8::is_ascii_alphanumeric) => {
            at + 2
        }
        _ => stop,
    }
}

/// Skips emoji and other pictures that stand before a label as a bullet.
fn pictures(text: &str, at: usize, end: usize) -> usize {
    let rest = text[at..end].trim_start_matches(is_pictograph);
    let behind = end - rest.len();
    if behind > at { blanks(text.as_bytes(), behind, end) } else { at }
}

/// Emoji and other pictures in front of words: a bullet, no words.
pub(crate) fn is_pictograph(ch: char) -> bool {
    matches!(ch, '\u{2190}'..='\u{21FF}' | '\u{2300}'..='\u{27BF}' | '\u{2B00}'..='\u{2BFF}' | '\u{FE0F}' | '\u{1F000}'..='\u{1FAFF}')
}

fn blanks(bytes: &[u8], mut at: usize, end: usize) -> usize {
    while at < end && matches!(bytes[at], b' ' | b'\t' | b'\r' | b'\n') {
        at += 1;
    }
    at
}

/// Skips emphasis and tags: `**`, `_`, `<strong>`, `</p>`.
fn emphasis(text: &str, mut at: usize, end: usize) -> usize {
    let bytes = text.as_bytes();
    loop {
        match bytes.get(at) {
            Some(b'*' | b'_') if at < end => at += 1,
            Some(b'<') if at + 1 < end && (bytes[at + 1].is_ascii_alphabetic() || bytes[at + 1] == b'/') => {
                let Some(close) = memchr::memchr(b'>', &bytes[at..end]) else { return at };
                if close > 80 {
                    return at;
                }
                at += close + 1;
            }
            _ => return at,
        }
    }
}

/// The label with which the line `start..end` begins, judged by its form alone.
pub(crate) fn label(text: &str, start: usize, end: usize) -> Option<Label> {
    let bytes = text.as_bytes();
    let mut at = blanks(bytes, start, end);
    let mut time = None;
    if let Some((span, behind)) = stamp(text, at, end) {
        time = Some(span);
        at = behind;
        for dash in ["–", "—", "-"] {
            if text[at..end].starts_with(dash) {
                at = blanks(bytes, at + dash.len(), end);
            }
        }
    }
    if text[at..end].starts_with("- ") || text[at..end].starts_with("* ") {
        at = blanks(bytes, at + 1, end);
    }
    at = pictures(text, at, end);
    let opened = emphasis(text, at, end);
    let emphasised = opened > at;
    at = blanks(bytes, opened, end);
    if at >= end {
        return None;
    }
    if time.is_none()
        && emphasised
        && let Some((span, behind)) = stamp(text, at, end)
    {
        time = Some(span);
        at = blanks(bytes, emphasis(text, behind, end), end);
    }
    // `#Name:`, `@Name:`, `[Name]`, `{Name}`.
    let (bracket, close) = match bytes.get(at).filter(|_| at < end) {
        Some(b'[') => (true, Some(b']')),
        Some(b'{') => (true, Some(b'}')),
        Some(b'#' | b'@') => (true, None),
        Some(_) => (false, None),
        None => return None,
    };
    let name_start = at + usize::from(bracket);
    if let Some(close) = close {
        let stop = memchr::memchr(close, &bytes[name_start..end.min(name_start + LONGEST + 1)])? + name_start;
        let name = trimmed(text, name_start, stop);
        let mut at = stop + 1;
        // A link: `[Name](https://…)`.
        if close == b']' && bytes.get(at) == Some(&b'(') && at < end {
            let shut = memchr::memchr(b')', &bytes[at..end])?;
            at += shut + 1;
        }
        at = blanks(bytes, emphasis(text, at, end), end);
        let mut style = Style::Bracket;
        if let Some((span, behind)) = stamp(text, at, end) {
            (time, at, style) = (Some(span), behind, Style::Time);
        }
        if text[at..end].starts_with(':') {
            at = blanks(bytes, emphasis(text, at + 1, end), end);
            style = Style::Colon;
        }
        return finish(text, name, None, time, at, style);
    }
    // A name up to a sign that ends it.
    let limit = floor_char_boundary(text, end.min(name_start + LONGEST + 8));
    let mut stop = name_start;
    while stop < limit {
        match bytes[stop] {
            b':' | b'(' | b'[' | b'*' | b'<' | b'\t' | b'\n' | b'\r' | b'|' => break,
            b'_' if bytes.get(stop + 1).is_none_or(|byte| !byte.is_ascii_alphanumeric()) => break,
            b' ' if bytes.get(stop + 1).is_some_and(|byte| *byte == b' ' || *byte == b'-') => break,
            b' ' if clock(text, stop + 1, end).is_some() => break,
            0xE2 if matches!(&bytes[stop..], [0xE2, 0x80, 0x93 | 0x94, ..]) => break,
            0xEF if matches!(&bytes[stop..], [0xEF, 0xBC, 0x9A, ..]) => break,
            _ => stop += 1,
        }
    }
    let stop = floor_char_boundary(text, stop);
    let name = trimmed(text, name_start, stop);
    if name.is_empty() || name.len() > LONGEST {
        return None;
    }
    let mut at = blanks(bytes, stop, end);
    let mut closed = emphasis(text, at, end) > at;
    at = blanks(bytes, emphasis(text, at, end), end);
    let mut details = None;
    // `Name - 00:12` alone on its line.
    for dash in ["–", "—", "-"] {
        if text[at..end].starts_with(dash)
            && let Some((span, behind)) = stamp(text, blanks(bytes, at + dash.len(), end), end)
            && behind >= end
        {
            (time, at) = (Some(span), behind);
            break;
        }
    }
    for _ in 0..2 {
        if let Some((span, behind)) = stamp(text, at, end) {
            time = Some(span);
            at = behind;
        } else if bytes.get(at) == Some(&b'(') && at < end {
            let Some(shut) = memchr::memchr(b')', &bytes[at..end.min(at + 120)]) else { break };
            details = Some(trimmed(text, at + 1, at + shut));
            at = blanks(bytes, at + shut + 1, end);
        }
    }
    if emphasis(text, at, end) > at {
        closed = true;
        at = blanks(bytes, emphasis(text, at, end), end);
    }
    let colon = [":", "："].into_iter().find(|colon| text[at..end].starts_with(colon));
    if let Some(colon) = colon {
        if text[at + colon.len()..].starts_with("//") || clock_before(bytes, at) {
            return None;
        }
        at += colon.len();
        if emphasised && !closed {
            let inner = blanks(bytes, at, end);
            let behind = emphasis(text, inner, end);
            if behind == inner {
                // `*Name: text in emphasis*`: the emphasis holds more than the label.
                return finish(text, name, details, time, inner, Style::Colon);
            }
            at = behind;
        }
        let mut at = blanks(bytes, at, end);
        if time.is_none()
            && let Some((span, behind)) = stamp(text, at, end)
            && (bytes.get(at).is_some_and(|byte| matches!(byte, b'[' | b'(')) || behind >= end)
        {
            (time, at) = (Some(span), behind);
        }
        return finish(text, name, details, time, at, if bracket { Style::Bracket } else { Style::Colon });
    }
    if bracket {
        return None;
    }
    if time.is_some() && at >= end {
        return finish(text, name, details, time, at, Style::Time);
    }
    if emphasised && closed {
        return finish(text, name, details, time, at, Style::Emphasis);
    }
    for dash in ["–", "—", "- ", "\t"] {
        if text[stop..end].trim_start_matches(' ').starts_with(dash) {
            let at = blanks(bytes, stop, end);
            let at = blanks(bytes, at + if dash == "\t" { 0 } else { dash.len() }, end);
            return finish(text, name, details, time, at, Style::Dash);
        }
    }
    None
}

fn clock_before(bytes: &[u8], colon: usize) -> bool {
    colon > 0 && bytes[colon - 1].is_ascii_digit() && bytes.get(colon + 1).is_some_and(u8::is_ascii_digit)
}

fn finish(
    text: &str,
    name: Span,
    details: Option<Span>,
    time: Option<Span>,
    end: usize,
    style: Style,
) -> Option<Label> {
    let words = name.of(text);
    (!words.is_empty() && words.chars().any(char::is_alphabetic)).then_some(Label { name, details, time, end, style })
}

/// Whether words stand for a respondent: `P7`, `P07`, `R1`, `Participant 12`, `speaker 2`, `Interviewee`.
pub(crate) fn is_respondent_id(language: &Language, words: &str) -> bool {
    let bytes = words.as_bytes();
    let letters = bytes.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let digits = bytes[letters..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let rest = &words[letters + digits..];
    if (1..=3).contains(&letters)
        && (1..=4).contains(&digits)
        && bytes[0].is_ascii_uppercase()
        && (rest.is_empty() || rest.len() == 1 && rest.as_bytes()[0].is_ascii_lowercase())
    {
        return true;
    }
    let lower = words.to_lowercase();
    let head = lower.trim_end_matches(|ch: char| ch.is_ascii_digit() || matches!(ch, ' ' | '#' | '-' | '.' | '_'));
    let head = head.strip_suffix(" no").or_else(|| head.strip_suffix(" number")).unwrap_or(head).trim_end();
    let known = |head: &str| language.list(List::LabelsRespondent).iter().any(|known| **known == *head);
    // "Participant A", "participant P4".
    known(head) || head.rsplit_once(' ').is_some_and(|(first, last)| last.len() <= 1 && known(first.trim_end()))
}

/// Whether words stand for somebody who asks: `INT`, `Interviewer 2`, `Q`.
pub(crate) fn is_interviewer(language: &Language, words: &str) -> bool {
    let lower = words.to_lowercase();
    let head = lower.trim_end_matches(|ch: char| ch.is_ascii_digit() || matches!(ch, ' ' | '#' | '.'));
    language.list(List::LabelsInterviewer).iter().any(|known| **known == *head)
}

/// Whether words are a given name or a title and a name behind it, all with capitals: "Anna Berg", "Dr. Lund, MD".
pub(crate) fn is_full_name(language: &Language, name: &str) -> bool {
    let mut words = name.split([' ', ',']).filter(|word| !word.is_empty());
    let first = words.next().unwrap_or("").trim_end_matches('.');
    let known = Classes::GIVEN_HE | Classes::GIVEN_SHE | Classes::HONORIFIC;
    language.word_any_case(first).classes.any(known)
        && words.clone().next().is_some()
        && words
            .all(|word| word.starts_with(char::is_uppercase) || language.word(word).classes.any(Classes::NAME_PARTICLE))
}

/// Whether a word in small letters may be a name: no word of grammar, none that labels something else.
pub(crate) fn is_small_name(language: &Language, name: &str) -> bool {
    let class = language.word(name);
    name.len() > 1
        && name.bytes().all(|byte| byte.is_ascii_lowercase())
        && !class.classes.any(Classes::CLOSED)
        && class.verb.is_none()
        && language.list(List::LabelsRefused).iter().all(|refused| **refused != *name)
}

/// How far the name of a label is to be believed.
pub(crate) fn trust(language: &Language, text: &str, label: &Label) -> Trust {
    let name = label.name.of(text);
    let lower = name.to_lowercase();
    if language.list(List::LabelsRefused).iter().any(|refused| **refused == *lower) {
        return Trust::None;
    }
    if is_interviewer(language, name) || is_respondent_id(language, name) {
        return if label.style == Style::Emphasis { Trust::Repeated } else { Trust::Alone };
    }
    if label.style == Style::Dash {
        return Trust::None;
    }
    // `@name:` names an account in any case.
    if text[..label.name.start()].ends_with('@') && !name.contains(' ') {
        return Trust::Repeated;
    }
    // An account beside a time: `ana [10:02]`.
    if label.style == Style::Time
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'.' | b'_' | b'-' | b'0'..=b'9'))
    {
        return Trust::Repeated;
    }
    if label.style == Style::Bracket && is_respondent_id(language, &name.to_uppercase()) {
        return Trust::Alone;
    }
    let mut words = 0;
    for word in name.split([' ', ',', '/', '&', '-', '+']).filter(|word| !word.is_empty()) {
        words += 1;
        let first = word.chars().next().unwrap_or(' ');
        let small = Classes::NAME_PARTICLE | Classes::PREPOSITION | Classes::DETERMINER | Classes::CONJUNCTION;
        let particle = language.word(word).classes.any(small);
        if !(first.is_uppercase() || first.is_ascii_digit() || matches!(first, '(' | '#') || particle && words > 1) {
            return Trust::None;
        }
        if !word
            .chars()
            .all(|ch| ch.is_alphanumeric() || matches!(ch, '.' | '\'' | '’' | '(' | ')' | '#' | '"' | '“' | '”'))
        {
            return Trust::None;
        }
    }
    if words > 6 || name.ends_with('.') && words > 2 {
        return Trust::None;
    }
    let letters = name.chars().filter(|ch| ch.is_alphabetic()).count();
    let capitals = letters >= 2 && !name.chars().any(char::is_lowercase) && name.chars().any(char::is_uppercase);
    match label.style {
        // "Lunch  12:00 PM": a time of day may be a plan's.
        _ if label.time.is_some_and(|time| time.of(text).ends_with(['m', 'M'])) => Trust::Repeated,
        _ if label.time.is_some() && words <= 5 => Trust::Alone,
        Style::Colon if capitals && words <= 4 => Trust::Alone,
        _ => Trust::Repeated,
    }
}
