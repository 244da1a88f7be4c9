//! Where the paragraphs of a text are.

use crate::text::Span;
use crate::text::slice::{floor_char_boundary, trimmed};

/// The paragraphs of a range of the text: blocks between empty lines. The lines of a block are paragraphs too unless they are wrapped.
pub(crate) fn paragraphs(text: &str, range: Span, found: &mut Vec<Span>) {
    let mut start = range.start();
    let mut lines: Vec<(usize, usize)> = Vec::new();
    while start < range.end() {
        lines.clear();
        let next = block(text, start, range.end(), &mut lines);
        let width = width(text, &lines);
        let mut from: Option<usize> = None;
        for (number, &(line, stop)) in lines.iter().enumerate() {
            let from_here = *from.get_or_insert(line);
            let goes_on = lines
                .get(number + 1)
                .is_some_and(|&(next, end)| goes_on(text[line..stop].trim_end(), text[next..end].trim_start(), width));
            if !goes_on {
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

/// The longest of the lines that are wrapped at a column has between so many bytes.
const NARROWEST: usize = 30;
const WIDEST: usize = 120;

/// A line that breaks off in the middle of a sentence has at least this many bytes: shorter ones are lines of a list or a poem.
const SHORTEST: usize = 40;

/// The column at which the lines of a block are wrapped, if most are full: the first word of the next line would not have fitted.
fn width(text: &str, lines: &[(usize, usize)]) -> Option<usize> {
    let longest = lines.iter().map(|(from, to)| to - from).max()?;
    if lines.len() < 2 || !(NARROWEST..=WIDEST).contains(&longest) {
        return None;
    }
    let full = lines.windows(2).filter(|pair| is_full(pair[0].1 - pair[0].0, &text[pair[1].0..pair[1].1], longest));
    (full.count() * 3 >= (lines.len() - 1) * 2).then_some(longest)
}

/// Whether the first word of the next line would not have fitted into a line of this length.
fn is_full(length: usize, next: &str, width: usize) -> bool {
    let word = next.find(' ').unwrap_or(next.len());
    length + 1 + word >= width.saturating_sub(2)
}

/// Whether a paragraph goes on in the next line. In wrapped text it does, unless a line that is far from full ends a sentence and a capital or
/// a mark follows; elsewhere only where the line breaks off in the middle of a sentence.
fn goes_on(line: &str, next: &str, width: Option<usize>) -> bool {
    /// A last line of a paragraph leaves a fifth of the width free.
    const FREE: usize = 5;
    let ends =
        line.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»', '*', '_']).ends_with(['.', '!', '?', '…', ':']);
    match width {
        Some(width) => {
            let opens = !next.starts_with(|ch: char| ch.is_lowercase());
            !(ends && opens && line.len() + width / FREE < width && !is_full(line.len(), next, width))
        }
        None => {
            // "… going,\n‘Is it yours?’”": a mark opens behind a comma.
            let marked = line.ends_with(',') && next.starts_with(['"', '“', '‘', '\'']);
            let opens = marked || next.starts_with(|ch: char| ch.is_lowercase());
            !ends && (SHORTEST..=WIDEST).contains(&line.len()) && opens
        }
    }
}

#[cfg(test)]
mod tests {
    use super::paragraphs;
    use crate::text::Span;

    fn read(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        paragraphs(text, Span::new(0, text.len()), &mut found);
        found.into_iter().map(|span| span.of(text)).collect()
    }

    #[test]
    fn lines_that_are_wrapped_are_one_paragraph() {
        let wrapped =
            "The ferry leaves at six from the old quay and\nreturns at nine, unless the wind turns to the\nwest.";
        assert_eq!(read(wrapped).len(), 1);
    }

    #[test]
    fn a_short_line_that_ends_a_sentence_ends_a_paragraph_of_wrapped_text() {
        let wrapped = "The ferry leaves at six from the old quay and\nreturns at nine, unless the wind turns to the\nwest.\n\
            Some of the islanders row, as their fathers\ndid, and they are home before the ferry leaves";
        assert_eq!(read(wrapped).len(), 2);
    }

    #[test]
    fn a_line_that_breaks_off_in_a_sentence_goes_on() {
        let uneven = "Most of the clerks preferred paper over the screen, and they said so in the second round of talks.\n\
            In the spring one of them said “I keep a notebook because it\njust opens.”\nNobody objected.";
        assert_eq!(
            read(uneven),
            [
                "Most of the clerks preferred paper over the screen, and they said so in the second round of talks.",
                "In the spring one of them said “I keep a notebook because it\njust opens.”",
                "Nobody objected."
            ]
        );
    }

    #[test]
    fn words_in_marks_go_on_behind_a_comma() {
        let broken = "“When the goat got into the hall, the whole choir came up and asked,\n‘Is that beast yours?’” says Nell.\nShe laughs.";
        assert_eq!(read(broken).len(), 2);
    }

    #[test]
    fn lines_of_a_list_and_of_an_address_are_apart() {
        assert_eq!(read("milk\neggs\nflour").len(), 3);
        assert_eq!(read("Harbour Board\n4 Quay Street\nHull").len(), 3);
        assert_eq!(read("The bus is late.\nThe tram is not.").len(), 2);
        assert_eq!(read("“Buy milk,”\n“bread,”\n“and flour”").len(), 3);
    }
}
