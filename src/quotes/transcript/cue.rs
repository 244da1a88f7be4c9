//! What are the cues of captions: when does each start and end, and which lines and words does it show?

use crate::quotes::transcript::cursor::clock_end;
use crate::text::Span;
use crate::text::slice::{span_of_subslice, trimmed};

/// A tag inside a cue is shorter than this, in bytes.
const LONGEST_TAG: usize = 160;

/// So many times with an arrow make captions of a text that says something in front of them.
const LEAST_ARROWS: usize = 3;

/// A time with an arrow in as many lines is captions, whatever stands between.
const LINES_OF_CUE: usize = 8;

/// One cue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cue<'a> {
    /// When it starts, as written.
    pub(super) time: &'a str,
    /// When it starts and ends, in milliseconds.
    pub(super) start: u64,
    pub(super) end: u64,
    /// Its lines with words, without whitespace around them.
    pub(super) lines: Vec<Span>,
}

/// A part of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// Words without tags in them.
    Words(Span),
    /// A tag that names who speaks: `<v Ana>`; nothing where it names nobody.
    Voice(Option<&'a str>),
}

/// Whether the text is captions: it says `WEBVTT`, its first lines hold a time and an arrow, or times with arrows come again and again.
pub(crate) fn is_caption(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with("WEBVTT") || text.lines().take(3).any(|line| arrow(line).is_some()) {
        return true;
    }
    memchr::memmem::find_iter(text.as_bytes(), b"-->").nth(LEAST_ARROWS - 1).is_some() && {
        let arrows = text.lines().filter(|line| arrow(line).is_some()).count();
        let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
        arrows >= LEAST_ARROWS && arrows * LINES_OF_CUE >= lines
    }
}

/// A line with the times of a cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Arrow<'a> {
    /// The first time, as written.
    time: &'a str,
    start: u64,
    end: u64,
    /// The words behind times in brackets.
    words: &'a str,
}

/// `00:00:03,120 --> 00:00:06,480`, `0:0:3.12 --> 0:0:6.4`, `[00:03.120 --> 00:06.480] text`
fn arrow(line: &str) -> Option<Arrow<'_>> {
    let line = line.trim();
    let bare = line.strip_prefix('[').unwrap_or(line);
    let (time, start) = clock(bare)?;
    let behind = bare[time.len()..].trim_start().strip_prefix("-->")?.trim_start();
    let (last, end) = clock(behind).unwrap_or(("", start));
    let words = if bare.len() < line.len() { behind[last.len()..].trim_start().strip_prefix(']')?.trim() } else { "" };
    Some(Arrow { time, start, end, words })
}

/// The clock time with which words begin, and its milliseconds.
fn clock(words: &str) -> Option<(&str, u64)> {
    let length = clock_end(words, 0, words.len()).or_else(|| {
        let length =
            words.find(|ch: char| !(ch.is_ascii_digit() || matches!(ch, ':' | '.' | ','))).unwrap_or(words.len());
        (words[..length].matches(':').count() == 2).then_some(length)
    })?;
    let stamp = &words[..length];
    let (whole, fraction) = stamp.split_once(['.', ',', ';']).unwrap_or((stamp, ""));
    let mut seconds: u64 = 0;
    for part in whole.split(':') {
        seconds = seconds.saturating_mul(60).saturating_add(part.parse().ok()?);
    }
    let thousandths: u64 = format!("{fraction:0<3}").get(..3).and_then(|digits| digits.parse().ok()).unwrap_or(0);
    Some((stamp, seconds.saturating_mul(1000).saturating_add(thousandths)))
}

/// The cues of captions, in order.
pub(super) fn cues(text: &str) -> Vec<Cue<'_>> {
    let is_web = text.trim_start_matches('\u{feff}').trim_start().starts_with("WEBVTT");
    let lines: Vec<&str> = text.lines().collect();
    let mut cues: Vec<Cue<'_>> = Vec::new();
    // Whether an empty line stands before this one, and whether the block is a remark or settings.
    let (mut blank, mut skip) = (true, false);
    for (number, line) in lines.iter().enumerate() {
        let words = line.trim();
        if let Some(Arrow { time, start, end, words }) = arrow(words) {
            let lines = if words.is_empty() { Vec::new() } else { vec![span_of_subslice(text, words)] };
            cues.push(Cue { time, start, end, lines });
            (blank, skip) = (false, false);
            continue;
        }
        if line.trim_end_matches('\r').is_empty() {
            (blank, skip) = (true, false);
            continue;
        }
        skip |= blank && ["NOTE", "STYLE", "REGION"].iter().any(|block| words.starts_with(block));
        let is_before_time = || lines.get(number + 1).is_some_and(|next| arrow(next).is_some());
        let is_number = words.bytes().all(|byte| byte.is_ascii_digit());
        let names_cue = (blank || is_number) && is_before_time();
        let Some(cue) = cues.last_mut().filter(|_| !skip && !words.is_empty() && !names_cue) else { continue };
        // Paragraphs of a word processor: the time, the name and the words, with blank lines between.
        if !blank || !is_web && cue.lines.len() < 2 {
            cue.lines.push(span_of_subslice(text, words));
            blank = false;
        }
    }
    cues
}

/// The parts of a line, without tags and settings: `<i>`, `<c.yellow>`, `<00:00:04.000>`, `{\an8}`.
pub(super) fn pieces(text: &str, line: Span) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut from = line.start();
    let mut at = line.start();
    let bytes = text.as_bytes();
    let words = |from: usize, to: usize, pieces: &mut Vec<Piece<'_>>| {
        let span = trimmed(text, from, to);
        if !span.is_empty() {
            pieces.push(Piece::Words(span));
        }
    };
    while let Some(found) = memchr::memchr2(b'<', b'{', &bytes[at..line.end()]) {
        let open = at + found;
        at = open + 1;
        let Some(end) = tag_end(text, open, line.end()) else { continue };
        words(from, open, &mut pieces);
        pieces.extend(voice(&text[open..end]).map(Piece::Voice));
        (from, at) = (end, end);
    }
    words(from, line.end(), &mut pieces);
    pieces
}

/// One past the tag or setting that opens at a place.
fn tag_end(text: &str, open: usize, end: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let next = *bytes.get(open + 1).filter(|_| open + 1 < end)?;
    let close = match bytes[open] {
        b'{' if next == b'\\' => b'}',
        b'<' if next.is_ascii_alphabetic() || next == b'/' || clock_end(text, open + 1, end).is_some() => b'>',
        _ => return None,
    };
    let length = memchr::memchr(close, &bytes[open..end.min(open + LONGEST_TAG)])?;
    Some(open + length + 1)
}

/// Whom a tag names, if it is one of a voice: `<v Ana>`, `<v.loud Ana>`.
fn voice(tag: &str) -> Option<Option<&str>> {
    let inner = tag.strip_prefix("<v").filter(|inner| inner.starts_with([' ', '.', '\t']))?.strip_suffix('>')?;
    let name = inner.split_once([' ', '\t']).map_or("", |(_, name)| name.trim());
    Some((!name.is_empty()).then_some(name))
}

#[cfg(test)]
mod tests {
    use super::{Piece, arrow, cues, is_caption, pieces};
    use crate::text::Span;

    #[test]
    fn times_of_cues_as_programs_write_them() {
        let read = |line: &'static str| arrow(line).map(|found| (found.time, found.start, found.end, found.words));
        assert_eq!(read("00:00:03,120 --> 00:00:06,480"), Some(("00:00:03,120", 3120, 6480, "")));
        assert_eq!(read("0:0:3.5 --> 0:1:6"), Some(("0:0:3.5", 3500, 66_000, "")));
        assert_eq!(read("01:02.000 --> 01:04.000 align:start"), Some(("01:02.000", 62_000, 64_000, "")));
        assert_eq!(read("[00:01.000 --> 00:02.000]  Why?"), Some(("00:01.000", 1000, 2000, "Why?")));
        assert_eq!(arrow("a --> b"), None);
        assert!(!is_caption("It goes 1:00 --> 2:00 here.\n\nNo.\n"));
    }

    #[test]
    fn numbers_names_and_remarks_of_cues_are_no_words() {
        let text = "WEBVTT\n\n1\n00:01.000 --> 00:02.000\na\nb\n\nNOTE c\n\nd-1\n00:02.000 --> 00:03.000\n \ne\n";
        let shown: Vec<Vec<&str>> =
            cues(text).iter().map(|cue| cue.lines.iter().map(|line| line.of(text)).collect()).collect();
        assert_eq!(shown, [vec!["a", "b"], vec!["e"]]);
        let text = "0:0:0.0 --> 0:0:2.0\n\nAna\n\na\n\n0:0:2.0 --> 0:0:3.0\n\nBo\n\nb\n";
        assert_eq!(cues(text).iter().map(|cue| cue.lines.len()).collect::<Vec<_>>(), [2, 2]);
    }

    #[test]
    fn tags_are_no_words_and_name_voices() {
        let line = "<v Ana Ruiz>on<00:00:02.560><c> the</c> <i>ro</i>of {\\an8}I <3 it</v>";
        let shown: Vec<String> = pieces(line, Span::new(0, line.len()))
            .iter()
            .map(|piece| match piece {
                Piece::Words(span) => span.of(line).to_owned(),
                Piece::Voice(name) => format!("[{}]", name.unwrap_or_default()),
            })
            .collect();
        assert_eq!(shown, ["[Ana Ruiz]", "on", "the", "ro", "of", "I <3 it"]);
    }
}
