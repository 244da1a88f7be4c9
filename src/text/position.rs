use serde::{Deserialize, Serialize};

/// Where something stands for a person: line and column, both from 1; columns count characters (code points).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Position {
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
}

/// Converts byte offsets of one text into lines, columns, code points and UTF-16 units.
///
/// Offsets asked in rising order cost one pass over the text in all.
#[derive(Clone, Debug)]
pub struct Positions<'a> {
    text: &'a str,
    at: usize,
    line: u32,
    line_start: usize,
    chars: usize,
    utf16: usize,
}

impl<'a> Positions<'a> {
    /// A converter for `text`.
    pub fn new(text: &'a str) -> Self {
        Self { text, at: 0, line: 1, line_start: 0, chars: 0, utf16: 0 }
    }

    fn seek(&mut self, offset: usize) {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        if offset < self.at {
            *self = Self::new(self.text);
        }
        let passed = &self.text[self.at..offset];
        for newline in memchr::memchr_iter(b'\n', passed.as_bytes()) {
            self.line += 1;
            self.line_start = self.at + newline + 1;
        }
        self.chars += passed.chars().count();
        self.utf16 += passed.chars().map(char::len_utf16).sum::<usize>();
        self.at = offset;
    }

    /// Line and column of a byte offset. An offset past the end is the end; one inside a character is its start.
    pub fn position(&mut self, offset: usize) -> Position {
        self.seek(offset);
        let column = self.text[self.line_start..self.at].chars().count() + 1;
        Position { line: self.line, column: u32::try_from(column).unwrap_or(u32::MAX) }
    }

    /// The number of code points before a byte offset.
    pub fn code_point(&mut self, offset: usize) -> usize {
        self.seek(offset);
        self.chars
    }

    /// The number of UTF-16 units before a byte offset.
    pub fn utf16(&mut self, offset: usize) -> usize {
        self.seek(offset);
        self.utf16
    }
}
