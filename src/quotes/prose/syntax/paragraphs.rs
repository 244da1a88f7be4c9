//! Where the paragraphs of a text are.

use crate::text::Span;
use crate::text::slice::{floor_char_boundary, trimmed};

/// The paragraphs of a range of the text: blocks between empty lines; the lines of a block are paragraphs too unless they are wrapped.
pub(crate) fn paragraphs(text: &str, range: Span, found: &mut Vec<Span>) {
    let mut start = range.start();
    let mut lines: Vec<(usize, usize)> = Vec::new();
    while start < range.end() {
        lines.clear();
        let next = block(text, start, range.end(), &mut lines);
        let wrapped = is_wrapped(text, &lines);
        let mut from: Option<usize> = None;
        for (number, &(line, stop)) in lines.iter().enumerate() {
            let from_here = *from.get_or_insert(line);
            let last = number + 1 == lines.len();
            if last || !wrapped {
                cut(text, trimmed(text, from_here, stop), found);
                from = None;
            }
        }
        start = if next > start { next } else { range.end() };
    }
}

/// Adds the lines of the block that begins at `start`; returns where the next block may begin. A block ends at an empty line.
fn block(text: &str, start: usize, end: usize, lines: &mut Vec<(usize, usize)>) -> usize {
    let bytes = text.as_bytes();
    let mut line = start;
    while line < end {
        let stop = memchr::memchr(b'\n', &bytes[line..end]).map_or(end, |at| line + at);
        let after = (stop + 1).min(end);
        if bytes[line..stop].iter().all(u8::is_ascii_whitespace) {
            return after;
        }
        lines.push((line, stop));
        line = after;
    }
    end
}

/// The bytes of the longest paragraph that is read as one. Texts without line breaks are read in pieces, which stay in the processor's
/// cache, and a mark that never closes spoils no more than its piece.
const LONGEST: usize = 1 << 15;

/// Adds a paragraph, in pieces if it is too long: behind a sentence outside quotation marks, else behind any sentence, else between words.
fn cut(text: &str, mut span: Span, found: &mut Vec<Span>) {
    while span.len() > LONGEST {
        let longest = floor_char_boundary(text, span.start() + LONGEST);
        let slice = &text[span.start()..longest];
        let (mut outside, mut sentence, mut word) = (None, None, None);
        let mut open = false;
        let mut before = ' ';
        for (at, char) in slice.char_indices() {
            match char {
                '“' | '”' | '„' | '"' | '«' | '»' => open = !open,
                _ if at < LONGEST / 2 => {}
                _ if char.is_whitespace() => {
                    word = Some(at);
                    let next = slice[at + char.len_utf8()..].chars().next();
                    if matches!(before, '.' | '!' | '?') && next.is_some_and(char::is_uppercase) {
                        sentence = Some(at);
                        outside = if open { outside } else { Some(at) };
                    }
                }
                _ => {}
            }
            before = char;
        }
        let at = span.start() + outside.or(sentence).or(word).unwrap_or(slice.len());
        found.push(trimmed(text, span.start(), at));
        span = trimmed(text, at, span.end());
    }
    found.push(span);
}

/// Whether the lines of a block are one paragraph wrapped at a column: all but the last are of like length and not long.
fn is_wrapped(text: &str, lines: &[(usize, usize)]) -> bool {
    let Some(longest) = lines.iter().map(|(from, to)| to - from).max() else { return false };
    if lines.len() < 2 || longest > 120 {
        return false;
    }
    // A wrapped line is full: the first word of the next line would not have fitted.
    let full = lines.windows(2).filter(|pair| {
        let next = &text[pair[1].0..pair[1].1];
        let word = next.find(' ').unwrap_or(next.len());
        pair[0].1 - pair[0].0 + 1 + word >= longest.saturating_sub(2)
    });
    full.count() * 3 >= (lines.len() - 1) * 2
}
