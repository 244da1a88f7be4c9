use serde::{Deserialize, Serialize};

use super::slice::floor_char_boundary;

/// Where something is, as a person counts: line and column, both from 1; columns count characters (code points).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Position {
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
}

/// Converts byte offsets of one text into lines, columns, code points and UTF-16 units.
///
/// Offsets asked in rising order cost one pass over the text in all; others little more, since places that were passed are known.
#[derive(Clone, Debug)]
pub struct Positions<'a> {
    text: &'a str,
    at: usize,
    line: u32,
    /// The characters of the line before `at`.
    column: usize,
    /// Up to where characters are counted.
    counted: usize,
    chars: usize,
    utf16: usize,
    /// What was known at places some way apart, from which an earlier offset is counted: byte, line and column; byte, characters and units.
    lines: Vec<(usize, u32, usize)>,
    counts: Vec<(usize, usize, usize)>,
}

/// How many bytes at least are between two places that are known.
const STEP: usize = 1024;

impl<'a> Positions<'a> {
    /// A converter for `text`.
    pub fn new(text: &'a str) -> Self {
        let (lines, counts) = (Vec::new(), Vec::new());
        Self { text, at: 0, line: 1, column: 0, counted: 0, chars: 0, utf16: 0, lines, counts }
    }

    fn count(&mut self, offset: usize) {
        let offset = floor_char_boundary(self.text, offset);
        if offset < self.counted {
            let known = self.counts.partition_point(|known| known.0 <= offset);
            (self.counted, self.chars, self.utf16) = self.counts[..known].last().copied().unwrap_or_default();
        }
        while self.counted < offset {
            let end = floor_char_boundary(self.text, offset.min(self.counted + STEP));
            for c in self.text[self.counted..end].chars() {
                self.chars += 1;
                self.utf16 += c.len_utf16();
            }
            self.counted = end;
            if end >= self.counts.last().map_or(0, |known| known.0) + STEP {
                self.counts.push((end, self.chars, self.utf16));
            }
        }
    }

    /// Line and column of a byte offset. An offset past the end is the end; one inside a character is its start.
    pub fn position(&mut self, offset: usize) -> Position {
        let offset = floor_char_boundary(self.text, offset);
        if offset < self.at {
            let known = self.lines.partition_point(|known| known.0 <= offset);
            (self.at, self.line, self.column) = self.lines[..known].last().copied().unwrap_or((0, 1, 0));
        }
        while self.at < offset {
            let end = floor_char_boundary(self.text, offset.min(self.at + STEP));
            let passed = &self.text[self.at..end];
            let mut rest = passed;
            for newline in memchr::memchr_iter(b'\n', passed.as_bytes()) {
                self.line += 1;
                self.column = 0;
                rest = &passed[newline + 1..];
            }
            self.column += rest.chars().count();
            self.at = end;
            if end >= self.lines.last().map_or(0, |known| known.0) + STEP {
                self.lines.push((end, self.line, self.column));
            }
        }
        Position { line: self.line, column: u32::try_from(self.column + 1).unwrap_or(u32::MAX) }
    }

    /// The number of code points before a byte offset.
    pub fn code_point(&mut self, offset: usize) -> usize {
        self.count(offset);
        self.chars
    }

    /// The number of UTF-16 units before a byte offset.
    pub fn utf16(&mut self, offset: usize) -> usize {
        self.count(offset);
        self.utf16
    }
}
