//! Which words of an attribution are its details? Signs and markup around it go; commas, dashes and brackets separate.

use crate::document::mask::tag_end;
use crate::text::Span;

/// The words of an attribution without dashes, emphasis, tags and brackets around them.
pub(super) fn trimmed_attribution(text: &str, span: Span) -> Option<Span> {
    let bytes = text.as_bytes();
    let (mut start, mut end) = (span.start(), span.end());
    loop {
        let (from, to) = (start, end);
        let words = &text[start..end];
        start += words.len() - words.trim_start_matches(|ch| is_wrapping(ch) || matches!(ch, '―' | '>')).len();
        end -= text[start..end].len() - text[start..end].trim_end_matches(|ch| is_wrapping(ch) || ch == '\\').len();
        if start >= end {
            return None;
        }
        let words = &text[start..end];
        for dash in ["&mdash;", "&ndash;", "&#8212;", "&#8211;", "&nbsp;", "\\-"] {
            if let Some(rest) = words.strip_prefix(dash) {
                start = end - rest.len();
            }
        }
        if bytes[start] == b'<'
            && let Some(close) = tag_end(bytes, start, end)
        {
            start = close;
        }
        if end > start
            && bytes[end - 1] == b'>'
            && let Some(open) = memchr::memrchr(b'<', &bytes[start..end])
        {
            end = start + open;
        }
        // `{{ "ana" | link }}`: the name that a template is given.
        if text[start..end].starts_with("{{")
            && let Some(open) = memchr::memchr2(b'"', b'\'', &bytes[start..end])
            && let Some(close) = memchr::memchr(bytes[start + open], &bytes[start + open + 1..end])
        {
            (start, end) = (start + open + 1, start + open + 1 + close);
        }
        // `[Ana Ruiz](https://…)` alone, or brackets around everything.
        let words = &text[start..end];
        if let Some(inner) = words.strip_prefix('[')
            && let Some(close) = inner.find(']')
        {
            let behind = &inner[close + 1..];
            if behind.is_empty() || behind.starts_with('(') && behind.ends_with(')') {
                (start, end) = (start + 1, start + 1 + close);
            }
        } else if let Some(inner) = words.strip_prefix('(')
            && let Some(inner) = inner.strip_suffix(')')
            && !inner.contains(['(', ')'])
        {
            (start, end) = (start + 1, end - 1);
        }
        if (start, end) == (from, to) {
            return Some(Span::new(start, end));
        }
    }
}

/// Signs on both sides of an attribution.
fn is_wrapping(ch: char) -> bool {
    let sign = matches!(ch, '*' | '_' | '-' | '–' | '—' | '~' | ',' | '.' | ';' | ':' | '|' | '"' | '“' | '”');
    sign || ch.is_whitespace()
}

/// Calls with each detail: what is between commas, semicolons, bars, spaced slashes and dashes, or in brackets.
pub(super) fn each_detail<'a>(whole: &'a str, each: &mut dyn FnMut(&'a str)) {
    let bytes = whole.as_bytes();
    let mut start = 0;
    let mut at = 0;
    while at < bytes.len() {
        let after_space = at > 0 && bytes[at - 1] == b' ';
        let length = match bytes[at] {
            // A number with its comma stays whole: "1,000".
            b',' if bytes.get(at + 1).is_some_and(u8::is_ascii_digit) && at > 0 && bytes[at - 1].is_ascii_digit() => 0,
            b',' | b';' | b'|' | b'(' | b')' | b'[' | b']' => 1,
            b'/' if after_space => 1,
            // A dash that bounds a range of numbers is none.
            b'-' | b'~' if after_space => bytes[at..].iter().take_while(|byte| matches!(byte, b'-' | b'~')).count(),
            0xE2 if matches!(&bytes[at..], [0xE2, 0x80, 0x93..=0x95, ..]) => 3,
            _ => 0,
        };
        let dash = matches!(bytes[at], b'-' | b'~' | 0xE2);
        let ranged = dash
            && length > 0
            && whole[at + length..].trim_start().starts_with(|ch: char| ch.is_ascii_digit())
            && whole[..at].trim_end().ends_with(|ch: char| ch.is_ascii_digit());
        if length > 0 && !ranged && !(dash && bytes.get(at + length) != Some(&b' ') && !after_space) {
            each(&whole[start..at]);
            start = at + length;
        }
        at += length.max(1);
    }
    each(&whole[start..]);
}
