//! Is a page nothing but running text? Then its sentences say who speaks, and there is no layout to read.

use crate::document::{Block, BlockKind};
use crate::lang::{Language, VerbClass};
use crate::quotes::layout::vocabulary::LayoutWords;
use crate::quotes::wording::words;
use crate::text::slice::floor_char_boundary;

/// What names a source behind words is shorter than this, in bytes, and so is a name on a line of its own.
const LONGEST_SOURCE: usize = 120;

/// Lines wholly in marks make a page of excerpts where they are at least so many, and one in so many.
const LEAST_IN_MARKS: usize = 2;
const ONE_IN: usize = 2;

/// Whether blocks are paragraphs without markup in which no line has the form of an excerpt with its source. Cheap: it looks at both ends of a
/// line and at its brackets.
pub(crate) fn is_running_text(language: &Language, lists: &LayoutWords, text: &str, blocks: &[Block]) -> bool {
    let mut lines = 0;
    let mut in_marks = 0;
    let mut before = Line::default();
    for block in blocks {
        let words = block.span.of(text);
        if block.kind != BlockKind::Paragraph || block.quoted > 0 || block.indent > 0 || has_markup(words) {
            return false;
        }
        // Short lines below a heading may be a list without bullets.
        let lined = before.is_loose && words.contains('\n') && words.lines().all(|line| line.len() < LONGEST_SOURCE);
        if lined {
            return false;
        }
        for words in words.lines() {
            let mut line = Line::of(words);
            line.announces = line.announces && is_announcement(language, lists, words);
            if line.has_source || before.leaves_open(&line) {
                return false;
            }
            lines += 1;
            in_marks += usize::from(line.opens_with_mark && line.ends_with_mark);
            before = line;
        }
    }
    !before.announces && !before.is_loose && (in_marks < LEAST_IN_MARKS || in_marks * ONE_IN < lines)
}

/// Signs of Markdown, HTML and templates.
fn has_markup(words: &str) -> bool {
    let bytes = words.as_bytes();
    memchr::memchr3(b'*', b'<', b'|', bytes).is_some() || memchr::memchr3(b'_', b'{', b'\\', bytes).is_some()
}

/// The form of a line.
#[derive(Clone, Copy, Default)]
struct Line {
    opens_with_mark: bool,
    ends_with_mark: bool,
    /// It ends with a colon.
    announces: bool,
    /// It is short and ends no sentence: a heading, a name.
    is_loose: bool,
    /// A source is set behind words in it: “…” (P4), “…” – Anna, or it is a source behind a dash.
    has_source: bool,
}

impl Line {
    fn of(line: &str) -> Self {
        let words = line.trim();
        let (Some(first), Some(last)) = (words.chars().next(), words.chars().next_back()) else {
            return Self::default();
        };
        let opens_with_mark = is_mark(first);
        let ends_with_mark = is_mark(last);
        let ends = ends_with_mark || matches!(last, '.' | '!' | '?' | '…' | ':' | ',' | ';');
        // “…” – Anna, carer
        let loose_tail = opens_with_mark
            && !ends
            && words.rfind(is_mark).is_some_and(|mark| mark > 0 && words.len() - mark < LONGEST_SOURCE);
        Self {
            opens_with_mark,
            ends_with_mark,
            announces: last == ':',
            is_loose: !ends && words.len() < LONGEST_SOURCE,
            has_source: loose_tail
                || matches!(first, '–' | '—' | '―' | '-' | '~' | '#' | '★' | '☆' | '⭐')
                || has_label(words)
                || has_bracket(words),
        }
    }

    /// Whether the layout says something of this line and the next: one announces the other, or is a name beside words in marks.
    fn leaves_open(&self, next: &Self) -> bool {
        self.announces && !next.opens_with_mark
            || self.is_loose && next.opens_with_mark
            || self.opens_with_mark && next.is_loose
    }
}

/// Whether the last words of a line announce what people say: a verb of saying, a word for quotations or comments.
fn is_announcement(language: &Language, lists: &LayoutWords, line: &str) -> bool {
    /// The bytes that are looked at.
    const TAIL: usize = 160;
    let tail = &line[floor_char_boundary(line, line.len().saturating_sub(TAIL))..];
    words(tail).any(|word| {
        let verb = || language.word_any_case(word).verb;
        lists.quotation_heads.has(word)
            || verb().is_some_and(|verb| matches!(verb.class, VerbClass::Say | VerbClass::Tell | VerbClass::Ask))
    })
}

/// Whether a bracket follows marks, or ends the line behind a sentence.
fn has_bracket(words: &str) -> bool {
    let bytes = words.as_bytes();
    memchr::memchr2_iter(b'(', b'[', bytes).any(|open| {
        let window = &bytes[open..bytes.len().min(open + LONGEST_SOURCE)];
        let Some(close) = memchr::memchr2(b')', b']', window).map(|length| open + length) else { return false };
        let before = words[..open].trim_end_matches([' ', ',', '.']);
        if before.ends_with(is_mark) {
            // A mark behind whitespace opens what the bracket begins: “[W]e …”.
            let mut letters = before.chars().rev();
            return letters.nth(1).is_some_and(|letter| !letter.is_whitespace());
        }
        // The bracket that ends the line is a sentence of its own, or names who said the one before it.
        words[..open].trim_end().ends_with(['.', '!', '?', '…'])
            && words[close + 1..].trim_end_matches(['.', ' ']).is_empty()
            && !words[..close].ends_with(['.', '!', '?', '…'])
    })
}

/// Whether a paragraph may be somebody's words by its form: it opens with marks or markup, has lines or a label, or something at its end may be a
/// source. Cheap, and true rather than false where it is not sure.
pub(super) fn may_be_excerpt(paragraph: &str) -> bool {
    /// A source, and a label before words, lie within so many bytes.
    const NEAR: usize = 240;
    const LABEL: usize = 120;
    let words = paragraph.trim_end_matches(['.', ' ', ',']);
    let Some(first) = words.chars().next() else { return false };
    if is_mark(first) && is_reported(words) {
        return has_bracket(words);
    }
    if is_mark(first) || words.contains('\n') || has_markup(words) || words.ends_with([')', ']']) {
        return true;
    }
    let tail = &words[floor_char_boundary(words, words.len().saturating_sub(NEAR))..];
    let head = &words[..floor_char_boundary(words, LABEL)];
    let label = |mark: usize| {
        head[..mark].trim_end().ends_with([':', ')', ']', '–', '—', '-', ','])
            || head[..mark].bytes().any(|byte| byte.is_ascii_digit())
    };
    // Curly marks and dashes begin with the byte E2, angled marks with C2: few paragraphs have one near their ends.
    let dashed = || tail.contains(['–', '—', '―', '~']);
    memchr::memchr2(0xE2, b'~', tail.as_bytes()).is_some() && dashed()
        || memchr::memmem::find(tail.as_bytes(), b" -").is_some()
        || memchr::memchr(b':', head.as_bytes()).is_some()
        || may_mark(head) && head.find(is_mark).is_some_and(label)
}

/// Whether a sentence goes on behind marks that open it: “It sways,” said Ann Lee. Its grammar says who speaks.
fn is_reported(words: &str) -> bool {
    let first = words.chars().next().map_or(0, char::len_utf8);
    // Curly marks begin with the byte E2, angled marks with C2.
    let is_close = |at: &usize| {
        words[*at..].chars().next().is_some_and(|letter| is_mark(letter) && letter != '’' && letter != '\'')
    };
    let mut marks = memchr::memchr3_iter(b'"', 0xE2, 0xC2, &words.as_bytes()[first..]).map(|at| first + at);
    let Some(close) = marks.find(is_close) else { return false };
    words[..close].ends_with(',') && !words.ends_with(is_mark) && !words.contains('\n') && !has_markup(words)
}

/// Whether a number or two and a colon precede marks: `P4: “…”`.
fn has_label(words: &str) -> bool {
    /// A label is shorter.
    const LONGEST: usize = 24;
    let Some(colon) = memchr::memchr(b':', &words.as_bytes()[..words.len().min(LONGEST)]) else { return false };
    words[..colon].bytes().any(|byte| byte.is_ascii_digit()) && words[colon + 1..].trim_start().starts_with(is_mark)
}

/// Whether a text may hold a mark: cheap, and true rather than false where it is not sure.
fn may_mark(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr3(b'"', b'\'', 0xE2, bytes).is_some() || memchr::memchr(0xC2, bytes).is_some()
}

fn is_mark(letter: char) -> bool {
    matches!(letter, '“' | '”' | '"' | '„' | '«' | '»' | '‘' | '’' | '\'')
}

#[cfg(test)]
mod tests {
    use super::is_running_text;
    use crate::document::blocks;
    use crate::lang::Language;
    use crate::quotes::layout::vocabulary::LayoutWords;

    fn is_plain(text: &str) -> bool {
        let language = Language::english();
        is_running_text(&language, &LayoutWords::new(&language), text, &blocks(text))
    }

    #[test]
    fn news_is_running_text() {
        assert!(is_plain("The bridge is shut.\n\n“It sways,” said Ann Lee (a nurse).\n\nBo Ray said:\n\n“I walk.”\n"));
        assert!(is_plain("“It sways (a little),” she said. “I walk.”\nNobody (as far as is known) drives."));
    }

    #[test]
    fn excerpts_with_their_sources_are_not() {
        for text in [
            "They spoke of it. “It sways.” (P4). This was common.",
            "It sways when I walk on it. (Anna, carer)",
            "“It sways.” – Anna",
            "“It sways.”\nAnna Berg",
            "Ida Moss (Sandby)\n\n“It sways.”",
            "P4: “It sways.”",
            "-- Driver, on the way",
            "Ann Field said:\n\nThis grant keeps us open.",
            "> It sways.",
            "- It sways.",
            "*It sways.*",
            "“It sways.”\n\n“I walk.”\n\n“So do I.”",
        ] {
            assert!(!is_plain(text), "{text}");
        }
    }
}
