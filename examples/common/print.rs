//! Text for a terminal 80 columns wide, without colours, so that it reads the same when piped.

use std::io::{self, Write};

use verbatims::{Coding, Quote, QuoteKind};

const WIDTH: usize = 80;
/// Stands for a blank that no line ends at.
const GLUE: char = '\u{2060}';
/// What is longer than this is broken all the same.
const GLUED: usize = 60;

/// Lines that fit the width.
pub(crate) struct Page<W> {
    out: W,
    begun: bool,
}

impl<W: Write> Page<W> {
    pub(crate) fn new(out: W) -> Self {
        Self { out, begun: false }
    }

    /// A rule with a title in it.
    pub(crate) fn heading(&mut self, title: &str) -> io::Result<()> {
        if self.begun {
            writeln!(self.out)?;
        }
        self.begun = true;
        writeln!(self.out, "── {title} {}", "─".repeat(WIDTH.saturating_sub(title.chars().count() + 4)))
    }

    pub(crate) fn blank(&mut self) -> io::Result<()> {
        writeln!(self.out)
    }

    /// A paragraph, indented; further lines stand two columns deeper.
    pub(crate) fn line(&mut self, indent: usize, text: &str) -> io::Result<()> {
        self.hanging(&" ".repeat(indent), indent + 2, text)
    }

    /// A paragraph.
    pub(crate) fn text(&mut self, text: &str) -> io::Result<()> {
        self.hanging("", 0, text)
    }

    /// A paragraph after a mark; further lines stand in that column.
    pub(crate) fn hanging(&mut self, mark: &str, column: usize, text: &str) -> io::Result<()> {
        let text = safe(text);
        let mut at = mark.chars().count();
        write!(self.out, "{mark}")?;
        // Blanks inside a line that fits are columns of a table and stay.
        if at + text.chars().count() <= WIDTH {
            return writeln!(self.out, "{}", text.trim_end().replace(GLUE, " "));
        }
        let mut first = true;
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            let length = word.chars().count();
            if !first && at + 1 + length > WIDTH {
                write!(self.out, "\n{}", " ".repeat(column))?;
                at = column;
            } else if !first {
                write!(self.out, " ")?;
                at += 1;
            }
            write!(self.out, "{}", word.replace(GLUE, " "))?;
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

/// The words of a quotation, each part between marks unless the marks stand inside it or the words are the writer's.
pub(crate) fn quoted(quote: &Quote) -> String {
    let mut parts = Vec::new();
    let mut rest = quote.text.as_str();
    for span in &quote.content {
        let (part, after) = rest.split_at_checked(span.len()).unwrap_or((rest, ""));
        let own = match quote.kind {
            QuoteKind::Direct | QuoteKind::Response => true,
            _ => quote.marked.contains(span),
        };
        parts.push(if own { format!("“{part}”") } else { part.to_owned() });
        rest = after.strip_prefix(" … ").unwrap_or(after);
    }
    parts.join(" … ")
}

/// In brackets, on one line where that is possible.
pub(crate) fn aside(text: &str) -> String {
    match text.chars().count() <= GLUED {
        true => format!("[{}]", text.replace(' ', &GLUE.to_string())),
        false => format!("[{text}]"),
    }
}

/// The words that decided, in the order of the text.
pub(crate) fn because(quote: &Quote, coding: &Coding) -> String {
    let mut words: Vec<&str> = Vec::new();
    let mut evidence: Vec<_> = coding.evidence.iter().collect();
    evidence.sort_by_key(|word| word.span.start());
    for word in evidence {
        let word = if word.span.is_empty() { word.text.as_str() } else { word.span.of(&quote.text) };
        if !words.iter().any(|known| known.eq_ignore_ascii_case(word)) {
            words.push(word);
        }
    }
    let weak = if coding.weak { "; a weak fit" } else { "" };
    let words: Vec<String> = words.into_iter().map(|word| format!("“{word}”")).collect();
    format!(" {}", aside(&format!("by {}{weak}", words.join(", "))))
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
