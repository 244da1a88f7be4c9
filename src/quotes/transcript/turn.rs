//! A turn before it becomes a quotation: where its words begin and end.

use crate::document::{Block, BlockKind};
use crate::lang::{Language, List};
use crate::quotes::transcript::cursor::is_clock;
use crate::quotes::transcript::labels::LabelLine;
use crate::text::Span;

/// What one person says until another does.
#[derive(Clone, Debug)]
pub(crate) struct Turn {
    pub(crate) content: Vec<Span>,
    /// Where the speaker is named, if it is.
    pub(crate) mention: Option<Span>,
    pub(crate) name: String,
    pub(crate) details: Option<String>,
    pub(crate) time: Option<String>,
    /// Whether this is a question by its layout.
    pub(crate) asks: bool,
}

impl Turn {
    /// Where it starts with its label.
    pub(super) fn start(&self) -> usize {
        let content = self.content.first().map_or(0, |span| span.start());
        self.mention.map_or(content, |mention| mention.start().min(content))
    }

    /// The bytes from its label to the end of its words.
    pub(super) fn extent(&self) -> usize {
        self.content.last().map_or(0, |span| span.end()) - self.start()
    }
}

/// A label and where the last block under it ends.
type Open<'a> = Option<(&'a LabelLine, usize)>;

/// Turns of this many labels in one block are set line by line: behind the last, an empty line ends them.
const LINE_BY_LINE: usize = 3;

/// The turns under labels: each to the next label, heading or rule.
pub(super) fn labelled(language: &Language, text: &str, blocks: &[Block], labels: &[LabelLine]) -> Vec<Turn> {
    let mut turns = Vec::new();
    let mut labels = labels.iter().peekable();
    let mut open: Open<'_> = None;
    let mut in_block = 0;
    for block in blocks {
        let mut labelled_here = false;
        while let Some(line) = labels.next_if(|line| line.line < block.span.end()) {
            in_block = if labelled_here { in_block + 1 } else { 1 };
            labelled_here = true;
            if let Some((_, end)) = &mut open
                && line.line > block.span.start()
            {
                *end = line.line;
            }
            turns.extend(close(text, &mut open));
            open = Some((line, block.span.end()));
        }
        if labelled_here {
            continue;
        }
        match block.kind {
            BlockKind::Heading | BlockKind::Rule | BlockKind::FrontMatter | BlockKind::Code if block.quoted == 0 => {
                turns.extend(close(text, &mut open));
            }
            BlockKind::Paragraph if block.quoted == 0 && is_apparatus(language, block.span.of(text)) => {
                turns.extend(close(text, &mut open));
            }
            BlockKind::Markup => {}
            BlockKind::Paragraph if in_block >= LINE_BY_LINE && labels.peek().is_none() => {
                turns.extend(close(text, &mut open));
            }
            _ => {
                if let Some((_, end)) = &mut open {
                    *end = block.span.end();
                }
            }
        }
    }
    turns.extend(close(text, &mut open));
    turns
}

/// The turn under an open label, if words follow the label.
fn close(text: &str, open: &mut Open<'_>) -> Option<Turn> {
    let (line, end) = open.take()?;
    let label = &line.label;
    Some(Turn {
        content: vec![spoken(text, label.end, end)?],
        mention: Some(label.name),
        name: label.name.of(text).to_owned(),
        details: label.details.map(|span| span.of(text).to_owned()),
        time: label.time.map(|span| span.of(text).to_owned()),
        asks: false,
    })
}

/// What follows a transcript and belongs to no turn: link definitions, the transcriber's line.
pub(super) fn is_apparatus(language: &Language, words: &str) -> bool {
    /// A transcriber's line is shorter.
    const LONGEST: usize = 120;
    let definition = words.starts_with('[')
        && words.lines().next().is_some_and(|line| memchr::memmem::find(line.as_bytes(), b"]: ").is_some());
    definition || words.lines().count() == 1 && words.len() < LONGEST && names_transcriber(language, words)
}

/// Whether a line begins with a capital and says who wrote the transcript down: "Transcribed by Ana Ruiz".
fn names_transcriber(language: &Language, line: &str) -> bool {
    let Some(capital) = line.chars().next().filter(|ch| ch.is_uppercase()) else { return false };
    language.list(List::TranscriberLines).iter().any(|opening| {
        let mut letters = opening.chars();
        letters.next().is_some_and(|first| first.to_uppercase().eq([capital]))
            && line[capital.len_utf8()..].strip_prefix(letters.as_str()).is_some_and(|rest| rest.starts_with(' '))
    })
}

/// The words of a turn: without whitespace, tags and emphasis that only closes around them, or a time on a line of its own behind.
pub(super) fn spoken(text: &str, start: usize, end: usize) -> Option<Span> {
    let start = behind_tags(text, start, end.max(start));
    let mut end = end.max(start);
    loop {
        let before = end;
        end = start + text[start..end].trim_ascii_end().len();
        end = before_time(text, start, end);
        end = before_tag(text, start, end);
        if end == before {
            break;
        }
    }
    // Emphasis that was opened before the label closes here.
    let words = &text[start..end];
    let stars = words.len() - words.trim_end_matches('*').len();
    if stars > 0 && !words.starts_with('*') && memchr::memchr_iter(b'*', words.as_bytes()).count() == stars {
        end -= stars;
    }
    let words = text[start..end].trim_end();
    (!words.is_empty()).then(|| Span::new(start, start + words.len()))
}

/// Where words start behind whitespace, tags that close the label, and tags that open a paragraph.
fn behind_tags(text: &str, mut start: usize, end: usize) -> usize {
    loop {
        let words = text[start..end].trim_ascii_start();
        start = end - words.len();
        let tag = ["</", "<p>", "<p ", "<br", "<div"].iter().any(|tag| words.starts_with(tag));
        let Some(close) = memchr::memchr(b'>', words.as_bytes()).filter(|_| tag) else { return start };
        start += close + 1;
    }
}

/// Where words end before a time on a last line of its own.
fn before_time(text: &str, start: usize, end: usize) -> usize {
    /// A time has fewer bytes.
    const LONGEST: usize = 16;
    let line = text[start..end].rfind('\n').map_or(start, |newline| start + newline + 1);
    let words = text[line..end].trim().trim_matches(['[', ']', '(', ')']);
    if line > start && words.len() < LONGEST && is_clock(words) { line } else { end }
}

/// Where words end before a tag that closes what was not opened inside them, or breaks the line.
fn before_tag(text: &str, start: usize, end: usize) -> usize {
    if !text[start..end].ends_with('>') {
        return end;
    }
    let Some(open) = memchr::memrchr(b'<', &text.as_bytes()[start..end]).map(|open| start + open) else { return end };
    let tag = &text[open..end];
    let inside = tag.strip_prefix("</").is_some_and(|name| {
        let name = name.trim_end_matches('>');
        text[start..open].match_indices('<').any(|(at, _)| text[start + at + 1..open].starts_with(name))
    });
    if !inside && (tag.starts_with("</") || tag.starts_with("<br")) { open } else { end }
}
