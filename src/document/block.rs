//! What a block of a text is, and what is known of it.

use crate::text::Span;

/// What a block of a text is, by its layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum BlockKind {
    /// Running text.
    Paragraph,
    /// A heading: `# Heading`, or a line with `===` or `---` under it.
    Heading,
    /// An item of a list, bulleted or numbered.
    Item,
    /// A row of a table.
    Row,
    /// A fenced block of code, or a comment between `<!--` and `-->`.
    Code,
    /// The settings at the head of a page, between two lines `---` or `+++`.
    FrontMatter,
    /// A line of markup alone: tags, template calls.
    Markup,
    /// A line across the page: `---`, `***`, `___`.
    Rule,
}

/// A block of a text: the lines that belong together, with the place of their words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// From the first to the last byte of its words: without the marker before them (`>`, `#`, `-`, `1.`) and the whitespace
    /// around them. Markers of further lines of a block quotation lie inside.
    pub span: Span,
    /// Where its first line starts.
    pub line: usize,
    /// The number of `>` before it; a `<blockquote>` counts as one.
    pub quoted: u8,
    /// The columns before its marker; a tabulator counts as four.
    pub indent: u16,
    /// The level of a heading, from 1; 0 for what is not one.
    pub level: u8,
    /// Blocks that share a number belong to one uninterrupted block quotation, list or table, or are lines of one passage of text.
    pub run: u32,
}
