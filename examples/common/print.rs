//! Text for a terminal 80 columns wide, without colours, so that it reads the same when piped.

use std::io::{self, Write};

use verbatims::{Quote, QuoteKind};

const WIDTH: usize = 80;

/// Lines that fit the width.
pub(crate) struct Page<W> {
    out: W,
    begun: bool,
}

impl<W: Write> Page<W> {
    pub(crate) fn new(out: W) -> Self {
        Self { out, begun: false }
    }

    /// A rule with a title in it, and a line of what follows.
    pub(crate) fn heading(&mut self, title: &str, about: &str) -> io::Result<()> {
        if self.begun {
            writeln!(self.out)?;
        }
        self.begun = true;
        writeln!(self.out, "── {title} {}", "─".repeat(WIDTH.saturating_sub(title.chars().count() + 4)))?;
        if about.is_empty() { Ok(()) } else { self.line(0, about) }
    }

    pub(crate) fn blank(&mut self) -> io::Result<()> {
        writeln!(self.out)
    }

    /// A paragraph, indented; further lines stand two columns deeper.
    pub(crate) fn line(&mut self, indent: usize, text: &str) -> io::Result<()> {
        self.hanging(&" ".repeat(indent), indent + 2, text)
    }

    /// A paragraph after a mark; further lines stand in that column.
    pub(crate) fn hanging(&mut self, mark: &str, column: usize, text: &str) -> io::Result<()> {
        let text = safe(text);
        let mut at = mark.chars().count();
        write!(self.out, "{mark}")?;
        // Blanks inside a line that fits are columns of a table and stay.
        if at + text.chars().count() <= WIDTH {
            return writeln!(self.out, "{}", text.trim_end());
        }
        let mut first = true;
        for word in text.split_whitespace() {
            let length = word.chars().count();
            if !first && at + 1 + length > WIDTH {
                write!(self.out, "\n{}", " ".repeat(column))?;
                at = column;
            } else if !first {
                write!(self.out, " ")?;
                at += 1;
            }
            write!(self.out, "{word}")?;
            at += length;
            first = false;
        }
        writeln!(self.out)
    }

    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Text of others without what would steer a terminal: control characters, marks that turn the direction of writing.
fn safe(text: &str) -> String {
    text.chars()
        .filter(|char| !matches!(char, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
        .map(|char| if char.is_control() { ' ' } else { char })
        .collect()
}

/// The words of a quotation: between marks where the speaker's own words are given, without where they are reported.
pub(crate) fn quoted(quote: &Quote) -> String {
    match quote.kind {
        QuoteKind::Indirect | QuoteKind::Mixed => quote.text.clone(),
        _ => format!("“{}”", quote.text),
    }
}

/// At most so many characters.
pub(crate) fn fit(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    text.chars().take(width - 1).chain(['…']).collect()
}

/// `1 speaker`, `2 speakers`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// A bar for `part` of `whole`, as long as its share of `width`; a little is not nothing.
pub(crate) fn bar(part: usize, whole: usize, width: usize) -> String {
    if part == 0 || whole == 0 {
        return String::new();
    }
    "█".repeat(((part * width + whole / 2) / whole).max(1))
}

/// The first characters of a text, to the end of a word.
pub(crate) fn head(text: &str, length: usize) -> String {
    if text.chars().count() <= length {
        return text.to_owned();
    }
    let start: String = text.chars().take(length).collect();
    let whole = start.rfind(char::is_whitespace).map_or(start.as_str(), |at| &start[..at]);
    format!("{} […]", whole.trim_end())
}

/// A, B, … Z, AA, AB, …
pub(crate) fn letter(at: usize) -> String {
    let last = char::from(b'A' + u8::try_from(at % 26).unwrap_or_default());
    if at < 26 { last.to_string() } else { format!("{}{last}", letter(at / 26 - 1)) }
}
