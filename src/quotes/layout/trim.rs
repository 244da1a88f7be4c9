//! Where do words begin and end within markup, marks and emphasis?

use crate::document::mask::tag_end;
use crate::quotes::wording::{has_words, is_pictograph, is_sentence};
use crate::text::Span;

/// The place behind whitespace, emphasis, tags, commas and the signs of a block quotation.
pub(super) fn behind_signs(text: &str, span: Span) -> usize {
    let bytes = text.as_bytes();
    let mut at = span.start();
    while at < span.end() {
        match bytes[at] {
            b' ' | b'\t' | b'\n' | b'\r' | b'>' | b'*' | b'_' | b',' | b';' | b'.' => at += 1,
            b'"' if at == span.start() => at += 1,
            b'\\' if matches!(bytes.get(at + 1), Some(b'\n' | b'\r' | b' ')) => at += 1,
            b'<' => {
                let Some(close) = tag_end(bytes, at, span.end()) else { break };
                at = close;
            }
            // A space that does not break the line.
            0xC2 if bytes.get(at + 1) == Some(&0xA0) => at += 2,
            _ => break,
        }
    }
    at
}

/// What precedes the first square bracket where nothing follows the last: an editor's remark is nobody's words.
pub(super) fn without_remark(words: &str) -> &str {
    match (words.find('['), words.rfind(']')) {
        (Some(open), Some(close)) if open < close && !has_words(&words[close..]) => &words[..open],
        _ => words,
    }
}

/// Words without whitespace, emphasis, tags and stray marks at their ends.
pub(super) fn bare_words(text: &str, span: Span) -> Option<Span> {
    let (mut start, mut end) = (span.start(), span.end());
    loop {
        let before = (start, end);
        let words = &text[start..end];
        start += words.len() - words.trim_start_matches(|ch| is_edge(ch) || is_pictograph(ch)).len();
        let words = &text[start..end];
        end -= words.len() - words.trim_end_matches(is_edge).len();
        start += opening_emphasis(&text[start..end]);
        end -= closing_emphasis(&text[start..end]);
        if start >= end {
            return None;
        }
        if text[start..].starts_with('<')
            && let Some(close) = tag_end(text.as_bytes(), start, end)
        {
            start = close;
        }
        if let Some(open) = cut_tag(text, start, end, span.end()) {
            end = open;
        }
        if before == (start, end) {
            return (start < end && has_words(&text[start..end])).then(|| Span::new(start, end));
        }
    }
}

/// The length of emphasis at the start of words that nothing closes, or that is closed only behind all of them.
fn opening_emphasis(words: &str) -> usize {
    let run = words.bytes().take_while(|byte| matches!(byte, b'*' | b'_')).count();
    let closed = words[run..].find(&words[..run]).is_some_and(|at| has_words(&words[run + at..]));
    if closed { 0 } else { run }
}

/// The length of emphasis at the end of words that nothing opens, or that is opened only before all of them.
fn closing_emphasis(words: &str) -> usize {
    let run = words.bytes().rev().take_while(|byte| matches!(byte, b'*' | b'_')).count();
    let body = &words[..words.len() - run];
    let opened = body.rfind(&words[words.len() - run..]).is_some_and(|at| has_words(&body[..at]));
    if opened { 0 } else { run }
}

/// Where a closing tag starts that lost its `>` to the signs cut off at the end.
fn cut_tag(text: &str, start: usize, end: usize, limit: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    if end >= limit || bytes[end] != b'>' || start >= end {
        return None;
    }
    let open = start + memchr::memrchr(b'<', &bytes[start..end])?;
    let name = &bytes[open + 1..end];
    name.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b' ')).then_some(open)
}

fn is_edge(ch: char) -> bool {
    ch.is_whitespace() || matches!(ch, '>' | '"' | '“' | '”' | '«' | '»' | '\\')
}

/// Whether no sentence ends between the words of two quotations.
pub(super) fn in_one_sentence(text: &str, first: Span, second: Span) -> bool {
    first.end() <= second.start()
        && !is_sentence(first.of(text).trim_end_matches(','))
        && !text[first.end()..second.start()].contains(['.', '?', '!', '\n'])
}
