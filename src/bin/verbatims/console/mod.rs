//! Plain text as wide as the terminal, 80 columns when it is piped: a page that reads the same in both.
//!
//! What others wrote is cleaned on the way: no control character of a text reaches the terminal. Widths are columns of a terminal, of which a Chinese letter
//! takes two and an accent by itself none.

mod columns;
mod tables;

use std::io::{self, Write};

use verbatims::quotes::Evidence;
use verbatims::{Coding, Quote, QuoteKind};

pub(crate) use columns::{end, fit, left, right, start, wide};
pub(crate) use tables::{by_group, themes};

/// How wide a page is that nobody measures.
const WIDTH: usize = 80;
/// Paragraphs are no wider, since longer lines are hard to read.
const PARAGRAPH: usize = 100;
/// Stands for a blank that no line ends at.
const GLUE: char = '\u{2060}';
/// What is longer than this is broken all the same.
const GLUED: usize = 60;

/// A page of text.
#[derive(Debug)]
pub(crate) struct Console<W> {
    out: W,
    begun: bool,
    ansi: bool,
    width: usize,
}

impl<W: Write> Console<W> {
    /// A console of 80 columns without colours.
    pub(crate) fn new(out: W) -> Self {
        Self { out, begun: false, ansi: false, width: WIDTH }
    }

    /// How many columns there are. The default is 80.
    #[must_use]
    pub(crate) fn columns(mut self, width: usize) -> Self {
        self.width = width;
        self
    }

    /// How many columns there are for tables.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// What stands out by escape sequences, where headings do.
    pub(crate) fn bold(&self, text: &str) -> String {
        if self.ansi { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    /// Whether headings stand out by escape sequences of terminals. The default is that they do not.
    #[must_use]
    pub(crate) fn ansi(mut self, ansi: bool) -> Self {
        self.ansi = ansi;
        self
    }

    /// A rule with a title in it.
    pub(crate) fn heading(&mut self, title: &str) -> io::Result<()> {
        if self.begun {
            writeln!(self.out)?;
        }
        self.begun = true;
        let width = self.width.min(PARAGRAPH);
        let title = fit(&safe(title), width.saturating_sub(4));
        let rule = "─".repeat(width.saturating_sub(wide(&title) + 4));
        let line = self.bold(&format!("── {title} {rule}"));
        writeln!(self.out, "{line}")
    }

    /// A row of a table, which whoever makes it keeps within the width. What others wrote is [`safe`] in it.
    pub(crate) fn row(&mut self, row: &str) -> io::Result<()> {
        writeln!(self.out, "{}", row.trim_end())
    }

    /// An empty line.
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
        let mark = safe(mark);
        let mut at = wide(&mark);
        write!(self.out, "{mark}")?;
        let seen = |word: &str| word.replace(GLUE, " ");
        let width = self.width.min(PARAGRAPH);
        // Blanks inside a line that fits stay, as they are in a text that is set out by them.
        if at + wide(&seen(&text)) <= width {
            return writeln!(self.out, "{}", seen(text.trim_end()));
        }
        let mut first = true;
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            let word = seen(word);
            let length = wide(&word);
            if !first && at + 1 + length > width && at > column {
                write!(self.out, "\n{}", " ".repeat(column))?;
                at = column;
            } else if !first {
                write!(self.out, " ")?;
                at += 1;
            }
            at = self.word(&word, at, column, width)?;
            first = false;
        }
        writeln!(self.out)
    }

    /// A word, in pieces where it is longer than a line; returns the column behind it.
    fn word(&mut self, word: &str, mut at: usize, column: usize, width: usize) -> io::Result<usize> {
        let mut rest = word;
        while at + wide(rest) > width && width > column + 1 {
            let piece = start(rest, width.saturating_sub(at).max(1));
            if piece.is_empty() || wide(rest) + column <= width {
                break;
            }
            write!(self.out, "{piece}\n{}", " ".repeat(column))?;
            rest = &rest[piece.len()..];
            at = column;
        }
        write!(self.out, "{rest}")?;
        Ok(at + wide(rest))
    }

    /// Hands everything to the writer.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Text of others without what would steer a terminal: control characters, marks that turn the direction of writing.
pub(crate) fn safe(text: &str) -> String {
    let turns = |char: &char| matches!(char, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let breaks = |char: char| char.is_control() || matches!(char, '\u{2028}' | '\u{2029}');
    text.chars().filter(|char| !turns(char)).map(|char| if breaks(char) { ' ' } else { char }).collect()
}

/// The number of a quotation in its document: `   #3  `.
pub(crate) fn mark(quote: &Quote) -> String {
    let number = quote.id.as_str().rsplit('#').next().unwrap_or_default();
    format!("{:>5}  ", format!("#{number}"))
}

/// Name, role, affiliation of who said a quotation, or why that is not known. A description that holds the other two says them already.
pub(crate) fn who(quote: &Quote) -> String {
    let Some(speaker) = quote.speaker() else {
        let why = match quote.attribution.evidence {
            Evidence::NoCue => "nothing says who speaks",
            Evidence::UnresolvedPronoun => "a pronoun that could be several",
            Evidence::Impersonal => "nobody is named",
            other => other.as_str(),
        };
        return format!("speaker not known: {why}");
    };
    let said = speaker.name.to_lowercase();
    let more = [&speaker.role, &speaker.affiliation].into_iter().flatten();
    let more = more.filter(|part| !said.contains(&part.to_lowercase()));
    std::iter::once(&speaker.name).chain(more).map(String::as_str).collect::<Vec<_>>().join(", ")
}

/// Kind, cue and line of a quotation: `direct, “said”, line 7`.
pub(crate) fn how(quote: &Quote) -> String {
    let kind = if quote.is_interviewer() { "question".to_owned() } else { quote.kind.to_string() };
    let cue = quote.cue.as_ref().map(|cue| format!(", “{}”", cue.text)).unwrap_or_default();
    format!("{kind}{cue}, line {}", quote.position.line)
}

/// The words of a quotation, each part between marks unless the marks stand inside it or the words are the writer's.
pub(crate) fn quoted(quote: &Quote) -> String {
    if quote.is_flowing() {
        return format!("“{}”", quote.text);
    }
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
    let words: Vec<String> = words.into_iter().map(|word| format!("“{word}”")).collect();
    let by = Some(format!("by {}", words.join(", "))).filter(|_| !words.is_empty());
    let weak = Some("a weak fit".to_owned()).filter(|_| coding.weak);
    let reasons: Vec<String> = by.into_iter().chain(weak).collect();
    if reasons.is_empty() { String::new() } else { format!(" {}", aside(&reasons.join("; "))) }
}

/// `1 speaker`, `2 speakers`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// Bars of one column or less, by eighths of a column.
const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/// A bar for a share, as long as its part of the greatest share, which takes `width` columns; a little is not nothing.
pub(crate) fn bar(share: f64, greatest: f64, width: usize) -> String {
    if share <= 0.0 || greatest <= 0.0 {
        return String::new();
    }
    let eighths = (share / greatest * (8 * width) as f64).round() as usize;
    let eighths = eighths.clamp(1, 8 * width);
    format!("{}{}", "█".repeat(eighths / 8), EIGHTHS[eighths % 8])
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

#[cfg(test)]
mod tests {
    use super::{Console, bar};

    #[test]
    fn texts_cannot_steer_the_terminal() -> std::io::Result<()> {
        let mut out = Vec::new();
        let mut page = Console::new(&mut out);
        page.text("a bell\u{7} and a colour\u{1b}[31m")?;
        page.finish()?;
        assert_eq!(String::from_utf8_lossy(&out), "a bell  and a colour [31m\n");
        Ok(())
    }

    #[test]
    fn bars_tell_eighths_of_a_column_on_one_scale() {
        assert_eq!((bar(0.4, 0.4, 5).as_str(), bar(0.2, 0.4, 5).as_str()), ("█████", "██▌"));
        assert_eq!((bar(0.001, 0.4, 5).as_str(), bar(0.0, 0.4, 5).as_str(), bar(0.0, 0.0, 5).as_str()), ("▏", "", ""));
    }

    #[test]
    fn a_paragraph_keeps_to_the_columns_also_with_wide_letters() -> std::io::Result<()> {
        for (text, lines) in [
            ("one two three four five", vec!["one two", "  three", "  four", "  five"]),
            ("房租太高了，房租又涨了。", vec!["房租太高", "  了，房", "  租又涨", "  了。"]),
            ("a unbreakable", vec!["a", "  unbrea", "  kable"]),
        ] {
            let mut out = Vec::new();
            let mut page = Console::new(&mut out).columns(8);
            page.hanging("", 2, text)?;
            page.finish()?;
            assert_eq!(String::from_utf8_lossy(&out).lines().collect::<Vec<_>>(), lines);
        }
        Ok(())
    }
}
