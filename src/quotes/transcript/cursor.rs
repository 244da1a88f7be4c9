//! A place in a line that is being read, with the signs that can be taken there: whitespace, emphasis, dates, times.

use crate::quotes::wording::is_pictograph;
use crate::text::Span;
use crate::text::marks::{Family, Side, quotation_mark};

/// The dashes that separate a time from a name or from a second time.
const DASHES: [&str; 3] = ["–", "—", "-"];

/// Tags longer than this are no emphasis.
const LONGEST_TAG: usize = 80;

/// What is left of a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    /// One past the last byte of the line.
    pub(super) end: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str, start: usize, end: usize) -> Self {
        Self { text, at: start, end }
    }

    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.at..self.end]
    }

    pub(super) fn bytes(&self) -> &'a [u8] {
        &self.text.as_bytes()[self.at..self.end]
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.bytes().first().copied()
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.at >= self.end
    }

    pub(super) fn skip_blanks(&mut self) {
        self.at += self.bytes().iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n')).count();
    }

    /// Moves behind a sign, if it is next.
    pub(super) fn take(&mut self, sign: &str) -> bool {
        let there = self.rest().starts_with(sign);
        self.at += if there { sign.len() } else { 0 };
        there
    }

    /// Moves behind the next occurrence of a byte.
    pub(super) fn skip_past(&mut self, byte: u8) -> Option<()> {
        self.at += memchr::memchr(byte, self.bytes())? + 1;
        Some(())
    }

    /// Moves behind emphasis and tags: `**`, `_`, `<strong>`, `</p>`.
    pub(super) fn take_emphasis(&mut self) -> bool {
        let start = self.at;
        loop {
            match self.bytes() {
                [b'*' | b'_', ..] => self.at += 1,
                [b'<', next, ..] if next.is_ascii_alphabetic() || *next == b'/' => {
                    match memchr::memchr(b'>', self.bytes()).filter(|close| *close <= LONGEST_TAG) {
                        Some(close) => self.at += close + 1,
                        None => break,
                    }
                }
                _ => break,
            }
        }
        self.at > start
    }

    /// Moves behind pictures that stand before a label as a bullet.
    pub(super) fn take_pictographs(&mut self) {
        let bare = self.rest().trim_start_matches(is_pictograph);
        let length = self.rest().len() - bare.len();
        if length > 0 {
            self.at += length;
            self.skip_blanks();
        }
    }

    /// Moves behind a quotation mark that may open, and says whether there was one.
    pub(super) fn take_opening_mark(&mut self) -> bool {
        let opens = |mark: &char| {
            matches!(quotation_mark(*mark), Some((Family::Double | Family::Guillemet, Side::Opens | Side::Either)))
        };
        let mark = self.rest().chars().next().filter(opens);
        self.at += mark.map_or(0, char::len_utf8);
        mark.is_some()
    }

    /// Moves behind the number of a line in the margin, which two blanks or a tabulator set off.
    pub(super) fn take_line_number(&mut self) {
        let digits = self.bytes().iter().take(5).take_while(|byte| byte.is_ascii_digit()).count();
        let behind = &self.bytes()[digits..];
        if (1..5).contains(&digits) && (behind.starts_with(b"  ") || behind.starts_with(b"\t")) {
            self.at += digits;
            self.skip_blanks();
        }
    }

    /// Moves behind the number of a question before the name of who asks it: `Q12 Ms Orr:`.
    pub(super) fn take_question_number(&mut self) {
        let Some(rest) = self.rest().strip_prefix('Q') else { return };
        let digits = rest.bytes().take(4).take_while(u8::is_ascii_digit).count();
        let name = rest[digits..].trim_start_matches(' ');
        if digits > 0 && name.len() < rest.len() - digits && name.starts_with(char::is_uppercase) {
            self.at = self.end - name.len();
        }
    }

    /// Moves behind a bullet: `- `, `* `.
    pub(super) fn take_bullet(&mut self) {
        if self.rest().starts_with("- ") || self.rest().starts_with("* ") {
            self.at += 1;
            self.skip_blanks();
        }
    }

    /// Moves behind dashes after a time and the whitespace between them.
    pub(super) fn take_dashes(&mut self) {
        for dash in DASHES {
            if self.take(dash) {
                self.skip_blanks();
            }
        }
    }

    /// The time at the next place, in brackets or bare, with the date before it, the second time of a range and the whitespace behind it.
    pub(super) fn take_stamp(&mut self) -> Option<Span> {
        let mut ahead = *self;
        let close = match ahead.peek() {
            Some(b'[') => Some(b']'),
            Some(b'(') => Some(b')'),
            Some(b'<') => Some(b'>'),
            Some(b'#') => Some(b'#'),
            _ => None,
        };
        ahead.at += usize::from(close.is_some());
        ahead.take_date();
        let start = ahead.at;
        ahead.take_clock()?;
        ahead.take_half_day();
        let time = Span::new(start, ahead.at);
        if close == Some(b'#') {
            ahead.take_tenths();
        } else {
            ahead.take_end_of_range();
        }
        if let Some(close) = close {
            ahead.skip_blanks();
            if ahead.peek() != Some(close) {
                return None;
            }
            ahead.at += 1;
            if close == b']' && ahead.peek() == Some(b'(') {
                ahead.take_nested_target()?;
            }
        }
        ahead.skip_blanks();
        *self = ahead;
        Some(time)
    }

    /// A time behind a dash that ends the line: `Name - 00:12`.
    pub(super) fn take_final_stamp(&mut self) -> Option<Span> {
        let mut ahead = *self;
        if !DASHES.iter().any(|dash| ahead.take(dash)) {
            return None;
        }
        ahead.skip_blanks();
        let time = ahead.take_stamp().filter(|_| ahead.is_at_end())?;
        *self = ahead;
        Some(time)
    }

    fn take_clock(&mut self) -> Option<()> {
        self.at = clock_end(self.text, self.at, self.end)?;
        Some(())
    }

    /// Moves behind the tenths of a second in a mark of the time: `#00:00:15-2#`.
    fn take_tenths(&mut self) {
        if let [b'-', digit, ..] = self.bytes()
            && digit.is_ascii_digit()
        {
            self.at += 2;
        }
    }

    /// Moves behind the end of a range: `00:03 - 00:09`.
    fn take_end_of_range(&mut self) {
        let mut ahead = *self;
        ahead.skip_blanks();
        if ["-->"].iter().chain(&DASHES).any(|dash| ahead.take(dash)) {
            ahead.skip_blanks();
            if ahead.take_clock().is_some() {
                *self = ahead;
            }
        }
    }

    /// Moves behind a link to the place in the recording: `[01:30](https://…)`. Its target may hold one pair of brackets.
    fn take_nested_target(&mut self) -> Option<()> {
        let inner = memchr::memchr(b'(', &self.bytes()[1..]).map(|at| at + 1);
        let close = memchr::memchr(b')', self.bytes())?;
        self.at += close + 1;
        if inner.is_some_and(|inner| inner < close) {
            self.skip_past(b')')?;
        }
        Some(())
    }

    /// Moves behind a date in front of a time: `12/03/2024, 10:02`, `2024-03-12 10:02`.
    fn take_date(&mut self) {
        let mut ahead = *self;
        for part in 0..3 {
            let digits = ahead.bytes().iter().take(4).take_while(|byte| byte.is_ascii_digit()).count();
            if digits == 0 {
                return;
            }
            ahead.at += digits;
            if part < 2 && !["/", ".", "-"].iter().any(|sign| ahead.take(sign)) {
                return;
            }
        }
        ahead.take(",");
        if ahead.peek() == Some(b' ') {
            ahead.skip_blanks();
            *self = ahead;
        }
    }

    /// Moves behind "AM" or "PM" that belongs to a time.
    fn take_half_day(&mut self) {
        let mut ahead = *self;
        ahead.skip_blanks();
        if let [b'a' | b'A' | b'p' | b'P', b'm' | b'M', rest @ ..] = ahead.bytes()
            && !rest.first().is_some_and(u8::is_ascii_alphanumeric)
        {
            ahead.at += 2;
            *self = ahead;
        }
    }
}

/// Whether words are a clock time and nothing else.
pub(super) fn is_clock(words: &str) -> bool {
    !words.is_empty() && clock_end(words, 0, words.len()) == Some(words.len())
}

/// Where a clock time ends that starts at a place: `0:03`, `00:00:03`, `00:00:03.120`, `1h02`, `1h02m03s`, `12'30"`.
pub(super) fn clock_end(text: &str, at: usize, end: usize) -> Option<usize> {
    colon_clock_end(text, at, end).or_else(|| unit_clock_end(text, at, end))
}

/// `1h02`, `01h02m03s`, `2m05s`, `12'30"`, `12′30″`: units between the numbers, the last of which may be left out.
fn unit_clock_end(text: &str, at: usize, end: usize) -> Option<usize> {
    let mut rest = text.get(at..end)?;
    let mut parts = 0;
    for (units, is_last) in
        [(&["h", "H"][..], false), (&["m", "'", "’", "′"][..], false), (&["s", "\"", "''", "”", "″"][..], true)]
    {
        let digits = rest.bytes().take(4).take_while(u8::is_ascii_digit).count();
        if !(1..=3).contains(&digits) || parts > 0 && digits != 2 {
            continue;
        }
        let behind = &rest[digits..];
        let unit = units.iter().find(|unit| behind.starts_with(**unit));
        if unit.is_none() && (parts == 0 || !is_last && behind.starts_with(|ch: char| ch.is_alphanumeric())) {
            continue;
        }
        rest = &behind[unit.map_or(0, |unit| unit.len())..];
        parts += 1;
        if unit.is_none() {
            break;
        }
    }
    let goes_on = rest.starts_with(|ch: char| ch.is_alphanumeric());
    (parts > 1 && !goes_on).then_some(end - rest.len())
}

fn colon_clock_end(text: &str, at: usize, end: usize) -> Option<usize> {
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
    // "3:00pm" is a time of day and no stamp.
    let goes_on = bytes.get(at).is_some_and(u8::is_ascii_alphanumeric)
        || bytes.get(at) == Some(&b':') && bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
    (!goes_on).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::{Cursor, is_clock};

    fn stamp(line: &str) -> Option<(&str, &str)> {
        let mut cursor = Cursor::new(line, 0, line.len());
        cursor.take_stamp().map(|time| (time.of(line), cursor.rest()))
    }

    #[test]
    fn a_time_is_taken_with_its_date_its_range_and_its_link() {
        assert_eq!(stamp("0:03 Ana"), Some(("0:03", "Ana")));
        assert_eq!(stamp("[12/03/2024, 10:02 PM] Ana"), Some(("10:02 PM", "Ana")));
        assert_eq!(stamp("00:00:03,120 --> 00:00:06,480"), Some(("00:00:03,120", "")));
        assert_eq!(stamp("[01:30](https://a.org/b_(c)) Ana"), Some(("01:30", "Ana")));
        assert_eq!(stamp("(00:03 – 00:09)"), Some(("00:03", "")));
        assert_eq!(stamp("#00:00:15-2# I: Why?"), Some(("00:00:15", "I: Why?")));
    }

    #[test]
    fn what_is_no_time_is_left() {
        for line in ["", "[", "Ana", "3:00pm", "[00:03", "12.3.2024", "1:2:3", "(00:03]"] {
            assert_eq!(stamp(line), None, "{line}");
        }
        assert!(is_clock("00:03") && !is_clock("00:03 ") && !is_clock(""));
        for clock in ["1h02", "01h02m03s", "2m05s", "12'30\"", "12′30″", "1h02m03"] {
            assert!(is_clock(clock), "{clock}");
        }
        for other in ["1h", "12'", "12s", "5'10 tall", "1h2x", "3m", "2h3"] {
            assert!(!is_clock(other), "{other}");
        }
    }

    #[test]
    fn emphasis_and_short_tags_are_taken() {
        let mut cursor = Cursor::new("**<strong>Ana", 0, 13);
        assert!(cursor.take_emphasis());
        assert_eq!(cursor.rest(), "Ana");
        assert!(!cursor.take_emphasis());
    }
}
