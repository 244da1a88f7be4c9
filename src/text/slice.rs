//! Where a slice starts and ends in its text.

use super::Span;

/// The last character boundary at or before a byte; the end of the text for a byte past it.
#[inline]
pub(crate) fn floor_char_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// A range without the whitespace at its ends.
pub(crate) fn trimmed(text: &str, start: usize, end: usize) -> Span {
    let words = &text[start..end];
    let start = start + (words.len() - words.trim_start().len());
    Span::new(start, start + words.trim().len())
}

/// The place of a slice in the text that it was cut from.
#[inline]
pub(crate) fn span_of_subslice(text: &str, slice: &str) -> Span {
    let start = slice.as_ptr() as usize - text.as_ptr() as usize;
    debug_assert!(start + slice.len() <= text.len(), "the slice is a part of the text");
    Span::new(start, start + slice.len())
}

/// Where the line of a byte starts.
#[inline]
pub(crate) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}
