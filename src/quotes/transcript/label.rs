//! Labels at the start of a line that name who speaks: `NAME:`, `“NAME:`, `**Name**:`, `[Name] 10:02:07`, `Name  0:03`, `P07 (F, 34):`.

use crate::quotes::transcript::cursor::{Cursor, clock_end};
use crate::text::Span;
use crate::text::slice::{floor_char_boundary, trimmed};

/// The longest name that a label may hold, in bytes (MAXQDA's limit, in characters, is the same).
pub(super) const LONGEST_NAME: usize = 63;

/// Details in brackets behind a name are no longer than this.
const LONGEST_DETAILS: usize = 120;

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
    /// `Name. text`, or with a dash behind the stop: `NAME.- text`.
    Stop { dashed: bool },
    /// A name on a line of its own.
    Line,
}

/// A label as it is written in the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Label {
    /// The name.
    pub(crate) name: Span,
    /// What brackets behind the name hold.
    pub(crate) details: Option<Span>,
    /// The clock time beside it.
    pub(crate) time: Option<Span>,
    /// A bare time with which the words begin, and where they start behind it: it belongs to the label where most labels of a text have one.
    pub(crate) loose_time: Option<(Span, usize)>,
    /// Where the words spoken start, which may be the end of the line.
    pub(crate) end: usize,
    pub(crate) style: Style,
}

impl Label {
    /// Where it begins: at its name, or at the time in front of it with its bracket.
    pub(super) fn start(&self, text: &str) -> usize {
        let Some(time) = self.time.filter(|time| time.end() <= self.name.start()) else { return self.name.start() };
        let bracket = text[..time.start()].ends_with(['[', '(', '<', '#']);
        time.start() - usize::from(bracket)
    }
}

/// Emphasis around a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Emphasis {
    Absent,
    /// It opens before the name and is not closed yet.
    Open,
    Closed,
}

impl Emphasis {
    fn closed(self) -> Self {
        if self == Self::Open { Self::Closed } else { self }
    }
}

/// The label with which the line `start..end` begins, judged by its form alone.
pub(crate) fn label(text: &str, start: usize, end: usize) -> Option<Label> {
    let mut cursor = Cursor::new(text, start, end);
    cursor.skip_blanks();
    cursor.take_line_number();
    cursor.take_question_number();
    let mut time = cursor.take_stamp();
    if time.is_some() {
        cursor.take_dashes();
    }
    cursor.take_bullet();
    cursor.take_pictographs();
    // A paper quotes a conversation: each turn opens with a mark, and few close.
    let quoted = cursor.take_opening_mark();
    let emphasis = if cursor.take_emphasis() { Emphasis::Open } else { Emphasis::Absent };
    cursor.skip_blanks();
    if time.is_none() && emphasis == Emphasis::Open {
        time = cursor.take_stamp();
        if time.is_some() {
            cursor.take_emphasis();
            cursor.skip_blanks();
        }
    }
    let found = match cursor.peek()? {
        b'[' => in_brackets(cursor, b']', time),
        b'{' => in_brackets(cursor, b'}', time),
        _ => bare(cursor, time, emphasis),
    };
    found
        .filter(|label| label.name.of(text).chars().any(char::is_alphabetic))
        .filter(|label| !quoted || label.style == Style::Colon && is_in_capitals(label.name.of(text)))
}

/// Whether a name is written in capitals, as conversations label their turns.
fn is_in_capitals(name: &str) -> bool {
    !name.chars().any(char::is_lowercase)
}

/// `[Name]`, `{Name}`, with a link, a time or a colon behind it.
fn in_brackets(mut cursor: Cursor<'_>, close: u8, time: Option<Span>) -> Option<Label> {
    let start = cursor.at + 1;
    let window = &cursor.text.as_bytes()[start..cursor.end.min(start + LONGEST_NAME + 1)];
    let stop = start + memchr::memchr(close, window)?;
    let name = trimmed(cursor.text, start, stop);
    cursor.at = stop + 1;
    // A link: `[Name](https://…)`.
    if close == b']' && cursor.peek() == Some(b'(') {
        cursor.skip_past(b')')?;
    }
    cursor.take_emphasis();
    cursor.skip_blanks();
    let mut label = Label { name, details: None, time, loose_time: None, end: 0, style: Style::Bracket };
    if let Some(stamp) = cursor.take_stamp() {
        (label.time, label.style) = (Some(stamp), Style::Time);
    }
    if cursor.take(":") {
        cursor.take_emphasis();
        cursor.skip_blanks();
        label.style = Style::Colon;
    }
    Some(Label { end: cursor.at, ..label })
}

/// A name up to a sign that ends it: `Name:`, `#Name:`, `**Name** text`, `Name (F, 34)  0:03`, `P4 – text`.
fn bare(mut cursor: Cursor<'_>, time: Option<Span>, mut emphasis: Emphasis) -> Option<Label> {
    let text = cursor.text;
    let sigil = cursor.take("#") || cursor.take("@");
    let start = cursor.at;
    cursor.at = name_end(&cursor);
    let behind_name = cursor;
    let name = trimmed(text, start, cursor.at);
    if name.is_empty() || name.len() > LONGEST_NAME {
        return None;
    }
    let mut label = Label { name, details: None, time, loose_time: None, end: 0, style: Style::Colon };
    cursor.skip_blanks();
    if cursor.take_emphasis() {
        emphasis = emphasis.closed();
        cursor.skip_blanks();
    }
    label.time = cursor.take_final_stamp().or(label.time);
    take_details(&mut cursor, &mut label);
    if label.time.is_some_and(|time| time.start() > name.start()) {
        let bare = name.of(text).trim_end_matches(',');
        label.name = Span::new(name.start(), name.start() + bare.len());
    }
    if cursor.take_emphasis() {
        emphasis = emphasis.closed();
        cursor.skip_blanks();
    }
    if let Some(colon) = [":", "："].into_iter().find(|colon| cursor.rest().starts_with(colon)) {
        label.style = if sigil { Style::Bracket } else { Style::Colon };
        return behind_colon(cursor, colon, label, emphasis);
    }
    if sigil {
        return None;
    }
    if label.time.is_some() && cursor.is_at_end() {
        return Some(Label { end: cursor.at, style: Style::Time, ..label });
    }
    // `Name (0:03) text`, `Name 0:03 text`
    if label.time.is_some_and(|time| time.start() > label.name.start()) {
        let speaks = cursor.rest().starts_with(|ch: char| ch.is_uppercase() || "¿¡\"“«„".contains(ch));
        return speaks.then_some(Label { end: cursor.at, style: Style::Dash, ..label });
    }
    if emphasis == Emphasis::Closed {
        return Some(Label { end: cursor.at, style: Style::Emphasis, ..label });
    }
    dashed(behind_name).map(|end| {
        let mut ahead = Cursor::new(text, end, cursor.end);
        let loose_time = ahead.take_stamp().filter(|_| !ahead.is_at_end()).map(|time| (time, ahead.at));
        Label { end, loose_time, style: Style::Dash, ..label }
    })
}

/// Where a name ends: at a colon, a bracket, emphasis, a tag, a time, a dash or a second space.
fn name_end(cursor: &Cursor<'_>) -> usize {
    let bytes = cursor.text.as_bytes();
    // A few bytes more than a name may have, so that a longer one is seen to be longer.
    let limit = floor_char_boundary(cursor.text, cursor.end.min(cursor.at + LONGEST_NAME + 8));
    let mut stop = cursor.at;
    while stop < limit {
        if bytes[stop].is_ascii_alphanumeric() {
            stop += 1;
            continue;
        }
        match bytes[stop] {
            b':' | b'(' | b'[' | b'*' | b'<' | b'\t' | b'\n' | b'\r' | b'|' => break,
            b'_' if bytes.get(stop + 1).is_none_or(|byte| !byte.is_ascii_alphanumeric()) => break,
            b' ' if bytes.get(stop + 1).is_some_and(|byte| *byte == b' ' || *byte == b'-') => break,
            b' ' if bytes.get(stop + 1).is_some_and(u8::is_ascii_digit)
                && clock_end(cursor.text, stop + 1, cursor.end).is_some() =>
            {
                break;
            }
            // – and —, then the wide colon.
            0xE2 if matches!(&bytes[stop..], [0xE2, 0x80, 0x93 | 0x94, ..]) => break,
            0xEF if matches!(&bytes[stop..], [0xEF, 0xBC, 0x9A, ..]) => break,
            _ => stop += 1,
        }
    }
    floor_char_boundary(cursor.text, stop)
}

/// A time and details in brackets behind a name, in either order.
fn take_details(cursor: &mut Cursor<'_>, label: &mut Label) {
    for _ in 0..3 {
        if let Some(stamp) = cursor.take_stamp() {
            label.time = Some(stamp);
            continue;
        }
        let close = match cursor.peek() {
            Some(b'(') => b')',
            Some(b'[') => b']',
            _ => break,
        };
        let window = &cursor.bytes()[..cursor.bytes().len().min(LONGEST_DETAILS)];
        let Some(length) = memchr::memchr(close, window) else { break };
        let mut behind = *cursor;
        behind.at += length + 1;
        behind.skip_blanks();
        // Square brackets hold what happens, unless a colon or a time ends the label behind them.
        let ends = |mut behind: Cursor<'_>| {
            behind.rest().starts_with(':') || behind.take_stamp().is_some() && behind.is_at_end()
        };
        if close == b']' && !ends(behind) {
            break;
        }
        label.details = label.details.or(Some(trimmed(cursor.text, cursor.at + 1, cursor.at + length)));
        *cursor = behind;
    }
}

/// The words behind a colon start behind emphasis that closes there, and behind a time.
fn behind_colon(mut cursor: Cursor<'_>, colon: &str, label: Label, emphasis: Emphasis) -> Option<Label> {
    let text = cursor.text;
    let is_link = text[cursor.at + colon.len()..].starts_with("//");
    if is_link || is_between_digits(text.as_bytes(), cursor.at) {
        return None;
    }
    cursor.take(colon);
    if emphasis == Emphasis::Open {
        cursor.skip_blanks();
        if !cursor.take_emphasis() {
            // `*Name: text in emphasis*`: the emphasis holds more than the label.
            return Some(Label { end: cursor.at, style: Style::Colon, ..label });
        }
    }
    cursor.skip_blanks();
    let mut label = label;
    if label.time.is_none() {
        let mut ahead = cursor;
        let bracketed = matches!(cursor.peek(), Some(b'[' | b'('));
        if let Some(stamp) = ahead.take_stamp() {
            if bracketed || ahead.is_at_end() {
                label.time = Some(stamp);
                cursor = ahead;
            } else {
                ahead.take_dashes();
                label.loose_time = Some((stamp, ahead.at));
            }
        }
    }
    Some(Label { end: cursor.at, ..label })
}

/// Where the words start behind a dash or a tabulator that follows a name.
fn dashed(mut cursor: Cursor<'_>) -> Option<usize> {
    let behind = cursor.rest().trim_start_matches(' ');
    let dash = ["–", "—", "-- ", "- ", "\t"].into_iter().find(|dash| behind.starts_with(dash))?;
    cursor.skip_blanks();
    cursor.at += if dash == "\t" { 0 } else { dash.len() };
    cursor.skip_blanks();
    Some(cursor.at)
}

/// Whether a colon separates digits, as in a time of day.
fn is_between_digits(bytes: &[u8], colon: usize) -> bool {
    colon > 0 && bytes[colon - 1].is_ascii_digit() && bytes.get(colon + 1).is_some_and(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::{Style, label};

    /// Name, details, time, style and the words behind the label of a line.
    fn read(line: &str) -> Option<(&str, &str, &str, Style, &str)> {
        let found = label(line, 0, line.len())?;
        let of = |span: Option<crate::text::Span>| span.map_or("", |span| span.of(line));
        Some((found.name.of(line), of(found.details), of(found.time), found.style, &line[found.end..]))
    }

    #[test]
    fn a_colon_ends_a_label_with_emphasis_times_and_details() {
        let style = Style::Colon;
        assert_eq!(read("ANNA: Why?"), Some(("ANNA", "", "", style, "Why?")));
        assert_eq!(read("**P3:** Rent."), Some(("P3", "", "", style, "Rent.")));
        assert_eq!(read("*Ana: all of it.*"), Some(("Ana", "", "", style, "all of it.*")));
        assert_eq!(read("P07 (F, 34): Rent."), Some(("P07", "F, 34", "", style, "Rent.")));
        assert_eq!(read("[00:12] Ana: Rent."), Some(("Ana", "", "00:12", style, "Rent.")));
        assert_eq!(read("Ana: [00:12] Rent."), Some(("Ana", "", "00:12", style, "Rent.")));
        assert_eq!(read("- Ana (00:12) : Rent."), Some(("Ana", "", "00:12", style, "Rent.")));
        assert_eq!(read("“ANA RUIZ: Rent."), Some(("ANA RUIZ", "", "", style, "Rent.")));
        assert_eq!(read("[Ana](https://a.org): Rent."), Some(("Ana", "", "", style, "Rent.")));
    }

    #[test]
    fn other_signs_make_labels_of_their_own_style() {
        assert_eq!(read("**Ana** Rent."), Some(("Ana", "", "", Style::Emphasis, "Rent.")));
        assert_eq!(read("[Ana] Rent."), Some(("Ana", "", "", Style::Bracket, "Rent.")));
        assert_eq!(read("#Ana: Rent."), Some(("Ana", "", "", Style::Bracket, "Rent.")));
        assert_eq!(read("[Ana] 10:02:07 Rent."), Some(("Ana", "", "10:02:07", Style::Time, "Rent.")));
        assert_eq!(read("Ana Ruiz  0:03"), Some(("Ana Ruiz", "", "0:03", Style::Time, "")));
        assert_eq!(read("Ana - 00:12"), Some(("Ana", "", "00:12", Style::Time, "")));
        assert_eq!(read("P4 – Rent."), Some(("P4", "", "", Style::Dash, "Rent.")));
        assert_eq!(read("P4\tRent."), Some(("P4", "", "", Style::Dash, "Rent.")));
    }

    #[test]
    fn other_lines_have_no_label() {
        for line in [
            "",
            "Rent went up.",
            "“Rent: it went up.”",
            "“ANA” said no.",
            "https://a.org",
            "At 10:30 it stopped.",
            "12: three",
            "#Ana Rent",
            "[",
            "*",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
        assert_eq!(read(&format!("{}: Rent.", "a".repeat(64))), None);
    }
}
