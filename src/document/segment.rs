//! Where the blocks of a text begin and end: one pass over its lines.

use super::block::{Block, BlockKind};
use super::directive::{Directive, Fence, directive};
use super::markup::{block_tag, closing_tag, marker, only_markup, tag_at};
use crate::text::Span;

/// Splits a text into its blocks, in order: paragraphs, headings, items, block quotations, rows, code.
///
/// Reads Markdown and plain text with any line ends in one pass; every text has an answer, and every span lies on
/// character boundaries. Empty lines belong to no block.
///
/// ```
/// use verbatims::document::{BlockKind, blocks};
///
/// let text = "# Findings\n\n> “It stops at six.”\n> — P7\n\n- rent\n";
/// let found: Vec<(BlockKind, u8, &str)> =
///     blocks(text).iter().map(|block| (block.kind, block.quoted, block.span.of(text))).collect();
/// assert_eq!(
///     found,
///     [
///         (BlockKind::Heading, 0, "Findings"),
///         (BlockKind::Paragraph, 1, "“It stops at six.”\n> — P7"),
///         (BlockKind::Item, 0, "rent"),
///     ]
/// );
/// ```
pub fn blocks(text: &str) -> Vec<Block> {
    let mut reader = Reader {
        bytes: text.as_bytes(),
        blocks: Vec::new(),
        open: None,
        run: 0,
        run_kind: Run::Text,
        html_quote: 0,
        directives: Vec::new(),
        no_fence_after: usize::MAX,
        no_comment_end: false,
    };
    reader.read();
    reader.blocks
}

/// One line: its words without the marks of block quotation before them.
#[derive(Clone, Copy)]
struct Line {
    start: usize,
    /// One past the last byte that is not whitespace.
    end: usize,
    /// Where the words start, behind whitespace and `>`.
    at: usize,
    quoted: u8,
    indent: u16,
}

/// Directives inside each other, at most.
const DEEPEST_DIRECTIVE: usize = 8;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Run {
    Text,
    Quote,
    List,
    Table,
}

struct Reader<'a> {
    bytes: &'a [u8],
    blocks: Vec<Block>,
    /// The block that a next line may continue: its place in `blocks`.
    open: Option<usize>,
    run: u32,
    run_kind: Run,
    html_quote: u8,
    /// The directives that are open.
    directives: Vec<(Fence, Directive)>,
    /// From here on no fence closes a block of code.
    no_fence_after: usize,
    /// From here on no comment is closed.
    no_comment_end: bool,
}

impl Reader<'_> {
    fn read(&mut self) {
        let mut start = self.front_matter();
        if start == 0 && self.bytes.starts_with("\u{feff}".as_bytes()) {
            start = 3;
        }
        while start < self.bytes.len() {
            let next = memchr::memchr(b'\n', &self.bytes[start..]).map_or(self.bytes.len(), |at| start + at + 1);
            let line = self.line(start, next);
            start = self.take(line, next);
        }
    }

    /// The words of the line from `start` to `next`.
    fn line(&self, start: usize, next: usize) -> Line {
        let mut end = next;
        while end > start && self.bytes[end - 1].is_ascii_whitespace() {
            end -= 1;
        }
        let (mut at, mut indent, mut quoted) = (start, 0u16, 0u8);
        while at < end {
            match self.bytes[at] {
                b' ' => indent = indent.saturating_add(1),
                b'\t' => indent = indent.saturating_add(4),
                b'>' => {
                    quoted = quoted.saturating_add(1);
                    indent = 0;
                }
                _ => break,
            }
            at += 1;
        }
        Line { start, end, at, quoted, indent }
    }

    /// Settings at the head: to the closing line, within the first 200 lines.
    fn front_matter(&mut self) -> usize {
        let head = usize::from(self.bytes.starts_with("\u{feff}".as_bytes())) * 3;
        let head = head + self.bytes[head..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let rest = &self.bytes[head..];
        let mark: &[u8] = match rest {
            [b'-', b'-', b'-', ..] => b"---",
            [b'+', b'+', b'+', ..] => b"+++",
            _ => return 0,
        };
        let mut at = head;
        for number in 0..200 {
            let next = memchr::memchr(b'\n', &self.bytes[at..]).map_or(self.bytes.len(), |found| at + found + 1);
            let line = self.line(at, next);
            let words = &self.bytes[line.start..line.end];
            if number == 0 && words != mark {
                return 0;
            }
            // Settings are `key: value`, `key = value`, list items and their continuations; a heading is none.
            if number == 1 && !(words.contains(&b':') || words.contains(&b'=')) {
                return 0;
            }
            if number > 0 && words == mark {
                self.push(BlockKind::FrontMatter, head, line.end, &line, 0);
                return next;
            }
            if next >= self.bytes.len() {
                return 0;
            }
            at = next;
        }
        0
    }

    fn push(&mut self, kind: BlockKind, start: usize, end: usize, line: &Line, level: u8) {
        let quoted = line.quoted.max(self.html_quote);
        let run_kind = match kind {
            _ if quoted > 0 => Run::Quote,
            BlockKind::Item => Run::List,
            BlockKind::Row => Run::Table,
            _ => Run::Text,
        };
        if run_kind != self.run_kind || kind == BlockKind::Heading {
            self.run += 1;
            self.run_kind = run_kind;
        }
        self.open = matches!(kind, BlockKind::Paragraph | BlockKind::Item).then_some(self.blocks.len());
        self.blocks.push(Block {
            kind,
            span: Span::new(start, end),
            line: line.start,
            quoted,
            indent: line.indent,
            level,
            run: self.run,
        });
    }

    /// Takes one line and returns where the next starts.
    fn take(&mut self, line: Line, next: usize) -> usize {
        let words = &self.bytes[line.at..line.end];
        let Some(&first) = words.first() else {
            self.close_paragraph(&line);
            return next;
        };
        if let Some(end) = self.directive(&line, words, next) {
            return end;
        }
        let end = match first {
            b'`' | b'~' if words.starts_with(b"```") || words.starts_with(b"~~~") => self.fence(&line, next),
            b'<' => self.tag(&line, words, next),
            b'{' if only_markup(words) => {
                self.push(BlockKind::Markup, line.at, line.end, &line, 0);
                Some(next)
            }
            b'#' => self.heading(&line, words).then_some(next),
            b'|' => {
                self.push(BlockKind::Row, line.at, line.end, &line, 0);
                Some(next)
            }
            b'-' | b'=' | b'*' | b'_' | b':' => self.underline_or_rule(&line, words, next),
            _ => None,
        };
        if let Some(end) = end {
            return end;
        }
        if !self.item(&line, words) {
            self.continue_or_open(&line);
        }
        self.close_html_quote(words);
        next
    }

    /// An empty line ends a passage of text and a block quotation, but not a list.
    fn close_paragraph(&mut self, line: &Line) {
        self.open = None;
        if line.quoted == 0 && self.html_quote == 0 && self.run_kind != Run::List {
            self.run += 1;
        }
    }

    /// A line that begins with a tag or a comment: where the next line starts, if its layout is the tag's.
    fn tag(&mut self, line: &Line, words: &[u8], next: usize) -> Option<usize> {
        if words.starts_with(b"<!--") && !self.no_comment_end {
            if let Some(length) = memchr::memmem::find(&self.bytes[line.at..], b"-->") {
                let end = line.at + length + 3;
                self.push(BlockKind::Code, line.at, end, line, 0);
                // What follows the comment on its last line is read as a line of its own.
                return Some(end);
            }
            self.no_comment_end = true;
        }
        if words.starts_with(b"</blockquote") {
            self.html_quote = 0;
        }
        if words.starts_with(b"<blockquote") {
            self.run += 1;
            self.html_quote = 1;
            let tag = memchr::memchr(b'>', words).map_or(words.len(), |at| at + 1);
            if !words[tag..].trim_ascii().is_empty() {
                // Words behind the tag: the tag is a block, the words are read next.
                self.push(BlockKind::Markup, line.at, line.at + tag, line, 0);
                return Some(line.at + tag);
            }
        }
        if only_markup(words) {
            self.push(BlockKind::Markup, line.at, line.end, line, 0);
            return Some(next);
        }
        let (kind, level) = block_tag(words)?;
        self.element(line, kind, level);
        self.close_html_quote(words);
        Some(next)
    }

    /// The words of a line between tags that open and close a block.
    fn element(&mut self, line: &Line, kind: BlockKind, level: u8) {
        let (mut start, mut end) = (line.at, line.end);
        while let Some((tag, _)) =
            tag_at(self.bytes, start, end).filter(|(tag, _)| block_tag(&self.bytes[start..*tag]).is_some())
        {
            start = self.skip_blanks(tag, end);
        }
        let closed = closing_tag(&self.bytes[start..end]);
        if let Some(at) = closed {
            end = start + self.bytes[start..start + at].trim_ascii_end().len();
        }
        self.push(kind, start, end, line, level);
        if closed.is_some() {
            self.open = None;
        }
    }

    /// `# Heading`, `## Heading ##`
    fn heading(&mut self, line: &Line, words: &[u8]) -> bool {
        /// More signs than this make no heading.
        const DEEPEST: usize = 6;
        let level = words.iter().take_while(|byte| **byte == b'#').count();
        if level > DEEPEST || words.get(level).is_some_and(|byte| *byte != b' ' && *byte != b'\t') {
            return false;
        }
        let (start, mut end) = (self.skip_blanks(line.at + level, line.end), line.end);
        while end > start && matches!(self.bytes[end - 1], b'#' | b' ') {
            end -= 1;
        }
        self.push(BlockKind::Heading, start, end, line, u8::try_from(level).unwrap_or(0));
        true
    }

    /// An item of a list: a marker and words, or a marker of one byte alone.
    fn item(&mut self, line: &Line, words: &[u8]) -> bool {
        let Some(marker) = marker(words) else { return false };
        let start = self.skip_blanks(line.at + marker, line.end);
        let is_item = start < line.end || marker == 1;
        if is_item {
            self.push(BlockKind::Item, start.min(line.end), line.end, line, 0);
        }
        is_item
    }

    fn close_html_quote(&mut self, words: &[u8]) {
        if self.html_quote > 0 && memchr::memmem::find(words, b"</blockquote").is_some() {
            self.html_quote = 0;
            self.open = None;
        }
    }

    fn skip_blanks(&self, mut at: usize, end: usize) -> usize {
        while at < end && self.bytes[at].is_ascii_whitespace() {
            at += 1;
        }
        at
    }

    /// A line of words: more of the open block where it has the same depth of quotation, else a paragraph.
    fn continue_or_open(&mut self, line: &Line) {
        let quoted = line.quoted.max(self.html_quote);
        if let Some(block) = self.open.and_then(|open| self.blocks.get_mut(open)) {
            let lazy =
                line.quoted == 0 && block.quoted > 0 && !matches!(self.bytes[line.at], b'*' | b'!' | b'[' | b'<');
            if block.quoted == quoted || lazy {
                // A table whose rows have no bar in front: its line of dashes made a row of the line before.
                if block.kind != BlockKind::Row {
                    block.span = Span::new(block.span.start(), line.end);
                    return;
                }
            }
        }
        let in_table = self.run_kind == Run::Table
            && self.blocks.last().is_some_and(|block| block.kind == BlockKind::Row && block.quoted == quoted)
            && memchr::memchr(b'|', &self.bytes[line.at..line.end]).is_some();
        let kind = if in_table { BlockKind::Row } else { BlockKind::Paragraph };
        self.push(kind, line.at, line.end, line, 0);
    }

    /// `===` or `---` under a line, `---|---` under a row, or a line across the page.
    fn underline_or_rule(&mut self, line: &Line, words: &[u8], next: usize) -> Option<usize> {
        let first = *words.first()?;
        if words.contains(&b'|') {
            let dashes = words.iter().all(|byte| matches!(byte, b'-' | b':' | b'|' | b' ')) && words.contains(&b'-');
            if !dashes {
                return None;
            }
            if let Some(block) = self.open.and_then(|open| self.blocks.get_mut(open)) {
                block.kind = BlockKind::Row;
                self.run_kind = Run::Table;
            }
            self.push(BlockKind::Row, line.at, line.end, line, 0);
            return Some(next);
        }
        if !words.iter().all(|byte| *byte == first || *byte == b' ') {
            return None;
        }
        let count = words.iter().filter(|byte| **byte == first).count();
        if matches!(first, b'=' | b'-')
            && count >= 3
            && line.quoted == 0
            && let Some(block) = self.open.and_then(|open| self.blocks.get_mut(open))
        {
            let short = block.kind == BlockKind::Paragraph && block.quoted == 0 && block.span.len() < 200;
            if short && memchr::memchr(b'\n', &self.bytes[block.span.range()]).is_none() {
                block.kind = BlockKind::Heading;
                block.level = if first == b'=' { 1 } else { 2 };
                self.open = None;
                self.run += 1;
                return Some(next);
            }
        }
        if first != b'=' && first != b':' && count >= 3 {
            self.push(BlockKind::Rule, line.at, line.end, line, 0);
            return Some(next);
        }
        None
    }

    /// A directive that opens or closes here: what is inside is read, and as a block quotation where the directive sets it apart. Options
    /// (`:class: …`) below its first line belong to it.
    fn directive(&mut self, line: &Line, words: &[u8], next: usize) -> Option<usize> {
        if let Some((fence, _)) = self.directives.last()
            && fence.is_closed_by(words)
        {
            self.directives.pop();
            self.html_quote = u8::from(self.directives.iter().any(|(_, kind)| *kind == Directive::SetApart));
            self.push(BlockKind::Markup, line.at, line.end, line, 0);
            return Some(next);
        }
        let opened = directive(words).filter(|_| self.directives.len() < DEEPEST_DIRECTIVE)?;
        self.run += 1;
        self.html_quote |= u8::from(opened.1 == Directive::SetApart);
        self.directives.push(opened);
        self.push(BlockKind::Markup, line.at, line.end, line, 0);
        Some(next)
    }

    /// A fenced block that starts here: its end, if it has one.
    fn fence(&mut self, line: &Line, next: usize) -> Option<usize> {
        if line.start >= self.no_fence_after {
            return None;
        }
        let fence = &self.bytes[line.at..line.at + 3];
        let mut at = next;
        while let Some(found) = memchr::memmem::find(&self.bytes[at..], fence) {
            let found = at + found;
            let line_start = memchr::memrchr(b'\n', &self.bytes[..found]).map_or(0, |newline| newline + 1);
            let end =
                memchr::memchr(b'\n', &self.bytes[found..]).map_or(self.bytes.len(), |newline| found + newline + 1);
            let before = &self.bytes[line_start..found];
            let after = &self.bytes[found..end];
            if before.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'>'))
                && after.iter().all(|byte| *byte == fence[0] || byte.is_ascii_whitespace())
            {
                self.push(BlockKind::Code, line.at, found + 3, line, 0);
                return Some(end);
            }
            at = end;
        }
        self.no_fence_after = line.start;
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{BlockKind, blocks};

    fn shown(text: &str) -> Vec<(BlockKind, u8, &str)> {
        blocks(text).iter().map(|block| (block.kind, block.quoted, block.span.of(text))).collect()
    }

    use BlockKind::{Code, FrontMatter, Heading, Item, Markup, Paragraph, Row, Rule};

    #[test]
    fn lines_of_one_paragraph_stay_together_with_any_line_end() {
        assert_eq!(shown("a\r\nb\r\n\r\nc"), [(Paragraph, 0, "a\r\nb"), (Paragraph, 0, "c")]);
        assert_eq!(shown("  \n\n"), []);
    }

    #[test]
    fn a_block_quotation_has_its_paragraphs_and_takes_a_lazy_line() {
        assert_eq!(
            shown("> a\n> b\n>\n> c\nd\n\ne"),
            [(Paragraph, 1, "a\n> b"), (Paragraph, 1, "c\nd"), (Paragraph, 0, "e")]
        );
        let found = blocks("> a\n>\n> b\n\n> c");
        assert_eq!(found[0].run, found[1].run);
        assert_ne!(found[1].run, found[2].run);
    }

    #[test]
    fn items_headings_rows_code_and_settings_are_told_apart() {
        assert_eq!(
            shown("---\ntitle: x\n---\n# A #\n- b\n  c\n2.1  d\n| e | f |\n```\n> g\n```\n***\nh\n==="),
            [
                (FrontMatter, 0, "---\ntitle: x\n---"),
                (Heading, 0, "A"),
                (Item, 0, "b\n  c"),
                (Item, 0, "d"),
                (Row, 0, "| e | f |"),
                (Code, 0, "```\n> g\n```"),
                (Rule, 0, "***"),
                (Heading, 0, "h"),
            ]
        );
    }

    #[test]
    fn an_unclosed_fence_is_text() {
        assert_eq!(shown("```\n> a"), [(Paragraph, 0, "```"), (Paragraph, 1, "a")]);
    }

    #[test]
    fn tags_alone_are_markup_and_a_blockquote_tag_quotes() {
        assert_eq!(
            shown("<div class=\"q\">\n<blockquote>\na é\n</blockquote>\nb"),
            [
                (Markup, 0, "<div class=\"q\">"),
                (Markup, 1, "<blockquote>"),
                (Paragraph, 1, "a é"),
                (Markup, 0, "</blockquote>"),
                (Paragraph, 0, "b")
            ]
        );
        assert_eq!(
            shown("<blockquote>a</blockquote>\nb"),
            [(Markup, 1, "<blockquote>"), (Paragraph, 1, "a</blockquote>"), (Paragraph, 0, "b")]
        );
    }

    #[test]
    fn tags_open_and_close_blocks() {
        assert_eq!(
            shown("<h2>A</h2>\n<p class=\"x\"><em>b?</em></p>\n<p>c\nd</p>\n<ul>\n<li>e</li>"),
            [
                (Heading, 0, "A"),
                (Paragraph, 0, "<em>b?</em>"),
                (Paragraph, 0, "c\nd</p>"),
                (Markup, 0, "<ul>"),
                (Item, 0, "e")
            ]
        );
    }

    #[test]
    fn a_directive_holds_text_and_may_set_it_apart() {
        assert_eq!(
            shown("```{epigraph}\na\n```\nb\n:::{note}\nc\n:::\n```{code} x\nd\n```"),
            [
                (Markup, 1, "```{epigraph}"),
                (Paragraph, 1, "a"),
                (Markup, 0, "```"),
                (Paragraph, 0, "b"),
                (Markup, 0, ":::{note}"),
                (Paragraph, 0, "c"),
                (Markup, 0, ":::"),
                (Code, 0, "```{code} x\nd\n```"),
            ]
        );
    }

    #[test]
    fn a_number_in_running_text_is_no_item() {
        assert_eq!(shown("2016 was good"), [(Paragraph, 0, "2016 was good")]);
        assert_eq!(shown("-5 degrees"), [(Paragraph, 0, "-5 degrees")]);
    }
}
