//! Paragraphs out of marked-up files, written as the plain text and Markdown that the extractor reads.

/// A text while it is put together, a block after the other with a blank line between.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    text: String,
    /// Whether the last block was a row or an item, which the next one of its kind follows without a blank line.
    last: Option<Block>,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Block {
    Paragraph,
    Heading,
    Item,
    /// A row of a table; its cells are parted already.
    Row,
    /// A paragraph of a block quotation.
    Quote,
    /// Who is quoted in the block quotation before.
    Attribution,
}

impl Blocks {
    /// Adds a block. Blanks around it and at the ends of its lines go; an empty one is left out.
    pub(super) fn push(&mut self, block: Block, text: &str) {
        let lines: Vec<&str> = text.split('\n').map(str::trim).filter(|line| !line.is_empty()).collect();
        if lines.is_empty() {
            return;
        }
        match (self.last, block) {
            (None, _) => {}
            (Some(Block::Item), Block::Item) | (Some(Block::Row), Block::Row) => self.text.push('\n'),
            (Some(Block::Quote), Block::Quote) => self.text.push_str("\n>\n"),
            (Some(Block::Quote), Block::Attribution) => self.text.push('\n'),
            _ => self.text.push_str("\n\n"),
        }
        let (first, next) = match block {
            Block::Paragraph | Block::Row => ("", ""),
            Block::Heading => ("# ", "# "),
            Block::Item => ("- ", "  "),
            Block::Quote => ("> ", "> "),
            Block::Attribution => ("> — ", "> "),
        };
        for (nth, line) in lines.iter().enumerate() {
            if nth > 0 {
                self.text.push('\n');
            }
            self.text.push_str(if nth == 0 { first } else { next });
            let line = if block == Block::Attribution && nth == 0 { undashed(line) } else { line };
            self.text.push_str(line);
        }
        self.last = Some(block);
    }

    /// Adds a row of a table.
    pub(super) fn row(&mut self, cells: &[String]) {
        if cells.iter().any(|cell| !cell.trim().is_empty()) {
            let cells: Vec<String> =
                cells.iter().map(|cell| cell.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
            self.push(Block::Row, &format!("| {} |", cells.join(" | ")));
        }
    }

    /// The text, ended by a line break.
    pub(super) fn finish(mut self) -> String {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text
    }
}

fn undashed(line: &str) -> &str {
    line.trim_start_matches(|char: char| matches!(char, '—' | '–' | '-' | '―' | '~') || char.is_whitespace())
}
