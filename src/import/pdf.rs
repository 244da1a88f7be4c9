//! PDF: the text layer, page by page, with a judgement of how well it came out.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::Note;
use super::limits::Limits;
use super::pdf_margin as margin;
use super::pdf_pages;
use super::pdf_turns::Turns;
use crate::error::{Error, Result};
use crate::text::words::is_part;

/// The text of a PDF file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pdf {
    /// Its paragraphs, a blank line between them. Lines of a paragraph are joined, and so are words that a line's end parted;
    /// ligatures are written as letters; page numbers, numbers in the margin and what is at the head or foot of many pages are left out.
    pub text: String,
    /// What makes the text doubtful (pages without text, words torn apart), and what was left out.
    pub notes: Vec<Note>,
}

/// Reads the text of a PDF file; `file` names it in messages.
///
/// # Errors
/// If it is no PDF, is encrypted, or has no text on any page.
pub fn parse(file: &str, bytes: &[u8]) -> Result<Pdf> {
    within(file, bytes, &Limits::default())
}

pub(super) fn within(file: &str, bytes: &[u8], limits: &Limits) -> Result<Pdf> {
    // The reader panics at some broken files; one of them must not stop a folder.
    let (pages, mut notes) = catch_unwind(AssertUnwindSafe(|| pdf_pages::read(file, bytes, limits)))
        .map_err(|_| Error::format(file, None, "this PDF is broken; save it again, or as text"))??;
    let empty: Vec<String> = pages
        .iter()
        .zip(1..)
        .filter(|(page, _)| is_empty(page))
        .map(|(_, number): (_, usize)| number.to_string())
        .collect();
    if empty.len() == pages.len() {
        let on = if empty.len() == 1 { "page 1".to_owned() } else { format!("pages 1-{}", empty.len()) };
        return Err(Error::format(file, None, format!("no text found on {on} (scanned?). Run OCR first")));
    }
    if !empty.is_empty() {
        let page = if empty.len() == 1 { "page" } else { "pages" };
        notes.push(Note::new(file, None, format!("no text on {page} {} (scanned?)", empty.join(", "))));
    }
    let mut pages: Vec<Vec<Vec<String>>> = pages.iter().map(|page| blocks(page)).collect();
    let numbers = margin::strip(&mut pages);
    let heads = heads(&pages);
    if !heads.is_empty() {
        let some: Vec<String> = heads.iter().take(3).map(|head| format!("“{head}”")).collect();
        let more = if heads.len() > 3 { " and others" } else { "" };
        notes.push(Note::new(file, None, format!("left out at the head or foot of pages: {}{more}", some.join(", "))));
    }
    let mut body: Vec<Vec<Vec<String>>> = pages.into_iter().map(|page| without_heads(page, &heads)).collect();
    margin::strip_of_pages(&mut body);
    if let Some((first, last)) = numbers {
        notes.push(Note::new(file, None, format!("left out the numbers in the margin ({first} to {last})")));
    }
    notes.extend(Quality::of(&body).doubt().map(|what| Note::new(file, None, what)));
    Ok(Pdf { text: joined(&body), notes })
}

fn is_empty(page: &str) -> bool {
    page.chars().filter(|char| char.is_alphanumeric()).count() < 3
}

/// The blocks of a page, each its lines: what blank lines part.
fn blocks(page: &str) -> Vec<Vec<String>> {
    let mut blocks = vec![Vec::new()];
    for line in page.lines() {
        let line = line.split_whitespace().map(spelled_out).collect::<Vec<String>>().join(" ");
        match blocks.last_mut() {
            Some(block) if !line.is_empty() => block.push(line),
            Some(block) if !block.is_empty() => blocks.push(Vec::new()),
            _ => {}
        }
    }
    blocks.retain(|block| !block.is_empty());
    blocks
}

/// A word without ligatures, which are shapes of a typeface and in nobody's search, and without the hyphens that only show at a
/// line's end.
fn spelled_out(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for char in word.chars() {
        match char {
            'ﬀ' => out.push_str("ff"),
            'ﬁ' => out.push_str("fi"),
            'ﬂ' => out.push_str("fl"),
            'ﬃ' => out.push_str("ffi"),
            'ﬄ' => out.push_str("ffl"),
            'ﬅ' | 'ﬆ' => out.push_str("st"),
            '\u{ad}' | '\u{200b}' | '\u{feff}' => {}
            _ if char.is_control() => {}
            _ => out.push(char),
        }
    }
    out
}

/// Blocks at either end of a page that may be its head or foot.
const EDGE: usize = 2;

/// What is at the head or foot of three pages or more, but for its numbers.
fn heads(pages: &[Vec<Vec<String>>]) -> BTreeSet<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for page in pages {
        let edges: BTreeSet<String> = page
            .iter()
            .enumerate()
            .filter(|(nth, _)| is_edge(*nth, page.len()))
            .filter_map(|(_, block)| without_numbers(block))
            .collect();
        for edge in edges {
            *counts.entry(edge).or_default() += 1;
        }
    }
    counts.into_iter().filter(|(_, count)| *count >= 3).map(|(head, _)| head).collect()
}

fn is_edge(nth: usize, count: usize) -> bool {
    nth < EDGE || nth + EDGE >= count
}

/// A short block with `#` for each number, so that heads of different pages are equal; none for what is too long for a head or
/// ends as a sentence does.
fn without_numbers(block: &[String]) -> Option<String> {
    let line = block.join(" ");
    if line.len() > 120 || line.ends_with(['.', '!', '?', '”', '"', '’']) || !line.contains(char::is_alphabetic) {
        return None;
    }
    let mut out = String::with_capacity(line.len());
    for char in line.chars() {
        match char {
            '0'..='9' if out.ends_with('#') => {}
            '0'..='9' => out.push('#'),
            _ => out.push(char),
        }
    }
    Some(out)
}

fn without_heads(page: Vec<Vec<String>>, heads: &BTreeSet<String>) -> Vec<Vec<String>> {
    let count = page.len();
    let is_head =
        |block: &[String]| is_page_number(block) || without_numbers(block).is_some_and(|block| heads.contains(&block));
    page.into_iter()
        .enumerate()
        .filter(|(nth, block)| !(is_edge(*nth, count) && is_head(block)))
        .map(|(_, block)| block)
        .collect()
}

/// `12`, `- 12 -`, `12 / 30`.
fn is_page_number(block: &[String]) -> bool {
    let line = block.join(" ");
    line.len() <= 12
        && line.contains(|char: char| char.is_ascii_digit())
        && line.chars().all(|char| char.is_ascii_digit() || " -–—/|".contains(char))
}

/// The paragraphs of all pages; one that a page's end parts is put together again.
fn joined(pages: &[Vec<Vec<String>>]) -> String {
    let (words, turns) = (words(pages), Turns::of(pages));
    let mut text = String::new();
    let mut is_label = false;
    for page in pages {
        for (nth, block) in page.iter().enumerate() {
            for (line_number, line) in block.iter().enumerate() {
                let opens = turns.opens(line);
                let goes_on = line_number > 0 && !opens
                    || nth == 0
                        && text.ends_with(|char: char| is_part(char) || matches!(char, ',' | '-' | ';'))
                        && line.starts_with(char::is_lowercase);
                if !goes_on {
                    if !text.is_empty() {
                        text.push_str("\n\n");
                    }
                } else if is_label {
                    text.push('\n');
                } else if !is_joint(&mut text, line, &words) {
                    text.push(' ');
                }
                text.push_str(line);
                is_label = turns.is_alone(line);
            }
        }
    }
    text.push('\n');
    text
}

/// The words that stand within lines, in lower case.
fn words(pages: &[Vec<Vec<String>>]) -> BTreeSet<String> {
    let lines = pages.iter().flatten().flatten();
    lines.flat_map(|line| line.split(' ')).map(|word| bare(word).to_lowercase()).collect()
}

fn bare(word: &str) -> &str {
    word.trim_matches(|char: char| !is_part(char))
}

/// Whether the word at the text's end goes on in the line, and takes its hyphen away unless the document writes the word with it.
fn is_joint(text: &mut String, line: &str, words: &BTreeSet<String>) -> bool {
    let Some(before) = text.strip_suffix('-') else { return false };
    if !before.ends_with(is_part) || !line.starts_with(char::is_lowercase) {
        return false;
    }
    let first = before.rsplit([' ', '\n']).next().unwrap_or_default();
    let second = line.split(' ').next().unwrap_or_default();
    let with = bare(&format!("{first}-{second}")).to_lowercase();
    let without = bare(&format!("{first}{second}")).to_lowercase();
    if words.contains(&without) || !words.contains(&with) {
        text.pop();
    }
    true
}

/// Counts of what tells good text from bad.
#[derive(Default)]
struct Quality {
    words: usize,
    /// Letters that stand alone, words of unreadable characters, letters and signs mixed.
    odd: usize,
    lines: usize,
    hyphens: usize,
}

impl Quality {
    fn of(pages: &[Vec<Vec<String>>]) -> Self {
        let mut quality = Self::default();
        for line in pages.iter().flatten().flatten() {
            quality.lines += 1;
            quality.hyphens += usize::from(line.ends_with('-'));
            for word in line.split(' ') {
                quality.words += 1;
                quality.odd += usize::from(is_odd(word));
            }
        }
        quality
    }

    fn doubt(&self) -> Option<String> {
        let percent = |part: usize, all: usize| part * 100 / all.max(1);
        let (odd, hyphens) = (percent(self.odd, self.words), percent(self.hyphens, self.lines));
        let mut what = Vec::new();
        if odd >= 15 {
            what.push(format!("{odd} % of its words are torn or unreadable"));
        }
        // Narrow columns part a word in every eighth line.
        if hyphens >= 20 {
            what.push(format!("{hyphens} % of its lines end in a hyphen (columns?)"));
        }
        (!what.is_empty()).then(|| format!("{}; look at the text before you count", what.join(", ")))
    }
}

fn is_odd(word: &str) -> bool {
    if word.contains(['\u{fffd}', '\u{0}']) || word.chars().any(|char| matches!(char, '\u{e000}'..='\u{f8ff}')) {
        return true;
    }
    let core = bare(word);
    let mut letters = core.chars().filter(|char| !"-'’.,/:@&".contains(*char)).map(char::is_alphanumeric);
    let first = letters.next();
    let mixed = letters.any(|letter| Some(letter) != first);
    let lone = core.len() == 1
        && core.starts_with(|char: char| char.is_ascii_alphabetic())
        && !matches!(core, "a" | "A" | "I" | "i");
    mixed || lone
}
