//! What became of each block of a text? Nothing of what comes in is lost without a word.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::document::{Block, BlockKind};
use crate::text::Span;
use crate::text::slice::trimmed;

/// What became of a stretch of a text: of a block, or of several in a row of which the same became.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BlockReading {
    /// Its place, from the first to the last byte that is not whitespace.
    pub span: Span,
    /// What became of it.
    #[serde(rename = "use")]
    pub used: BlockUse,
}

/// What became of a block of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum BlockUse {
    /// Somebody's words by their layout: a turn, an answer, a block quotation, an item, a cell.
    Quotation,
    /// Running text, read sentence by sentence for what is said in it.
    RunningText,
    /// It names who says the words beside it.
    Attribution,
    /// A heading: read for who speaks below it, not for what is said.
    Heading,
    /// A row of a table that holds nobody's words.
    Table,
    /// Set aside: by its layout it is nobody's words, and no running text.
    SetAside,
    /// The settings at the head of a page: not read.
    FrontMatter,
    /// Code or a comment: not read.
    Code,
    /// Tags, rules, pictures: not read.
    Markup,
}

impl BlockUse {
    /// All, in order.
    pub const ALL: [Self; 9] = [
        Self::Quotation,
        Self::RunningText,
        Self::Attribution,
        Self::Heading,
        Self::Table,
        Self::SetAside,
        Self::FrontMatter,
        Self::Code,
        Self::Markup,
    ];

    /// The name used in JSON and in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Quotation => "quotation",
            Self::RunningText => "running-text",
            Self::Attribution => "attribution",
            Self::Heading => "heading",
            Self::Table => "table",
            Self::SetAside => "set-aside",
            Self::FrontMatter => "front-matter",
            Self::Code => "code",
            Self::Markup => "markup",
        }
    }

    /// Whether its words were read for quotations.
    pub fn is_read(self) -> bool {
        !matches!(self, Self::SetAside | Self::FrontMatter | Self::Code | Self::Markup)
    }

    /// What it means, as a clause for people to read.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Quotation => "somebody's words by their layout",
            Self::RunningText => "read sentence by sentence",
            Self::Attribution => "names who says the words beside it",
            Self::Heading => "read for who speaks below it",
            Self::Table => "rows that hold nobody's words",
            Self::SetAside => "set aside: neither somebody's words by its layout nor running text",
            Self::FrontMatter => "settings at the head of the page, not read",
            Self::Code => "code or a comment, not read",
            Self::Markup => "tags, rules and pictures, not read",
        }
    }
}

impl fmt::Display for BlockUse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What became of the blocks of a text: ordered, disjoint, and every letter and digit of the text lies in one. A text without blocks is one.
pub(crate) fn account(text: &str, blocks: &[Block], places: Places) -> Vec<BlockReading> {
    let signs = places.joined();
    if blocks.is_empty() {
        let span = trimmed(text, 0, text.len());
        let used = signs.used(span).unwrap_or(BlockUse::RunningText);
        return if span.is_empty() { Vec::new() } else { vec![BlockReading { span, used }] };
    }
    let mut readings: Vec<BlockReading> = Vec::new();
    let mut start = 0;
    for (number, block) in blocks.iter().enumerate() {
        let next = blocks.get(number + 1).map_or(text.len(), |next| next.line.max(block.span.end()));
        let span = trimmed(text, start, next.max(start));
        start = next.max(start);
        if span.is_empty() {
            continue;
        }
        let used = signs.used(block.span).unwrap_or_else(|| by_kind(block));
        match readings.last_mut().filter(|last| last.used == used) {
            Some(last) => last.span = last.span.join(span),
            None => readings.push(BlockReading { span, used }),
        }
    }
    readings
}

/// What became of a block that nothing was found in.
fn by_kind(block: &Block) -> BlockUse {
    match block.kind {
        BlockKind::Heading => BlockUse::Heading,
        BlockKind::Row => BlockUse::Table,
        BlockKind::Code => BlockUse::Code,
        BlockKind::FrontMatter => BlockUse::FrontMatter,
        BlockKind::Markup | BlockKind::Rule => BlockUse::Markup,
        BlockKind::Paragraph | BlockKind::Item => BlockUse::SetAside,
    }
}

/// Where running text was read, words were found, and speakers are named, in any order.
#[derive(Debug, Default)]
pub(crate) struct Places {
    pub(crate) running: Vec<Span>,
    pub(crate) content: Vec<Span>,
    pub(crate) mentions: Vec<Span>,
}

impl Places {
    /// The same places, each list ordered and disjoint.
    fn joined(self) -> Self {
        Self { running: joined(self.running), content: joined(self.content), mentions: joined(self.mentions) }
    }

    fn used(&self, block: Span) -> Option<BlockUse> {
        let lists = [
            (&self.running, BlockUse::RunningText),
            (&self.content, BlockUse::Quotation),
            (&self.mentions, BlockUse::Attribution),
        ];
        lists.into_iter().find(|(list, _)| block.overlaps_any(list)).map(|(_, used)| used)
    }
}

/// The spans in order, those that overlap as one.
fn joined(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    spans.dedup_by(|later, earlier| {
        let overlap = later.start() < earlier.end();
        if overlap {
            *earlier = earlier.join(*later);
        }
        overlap
    });
    spans
}
