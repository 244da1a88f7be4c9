//! What of a text counts when marks and whitespace do not.

use std::iter::Peekable;
use std::str::CharIndices;

use crate::text::marks::is_quotation_mark;
use crate::text::words::{is_apostrophe, is_invisible, is_part, is_unspaced};

/// Whether a character is a mark, whitespace or invisible. Symbols that carry meaning (`%`, `€`, `+`, an emoji) are not.
fn is_mark(letter: char) -> bool {
    match letter {
        '!' | '"' | '\'' | '(' | ')' | '*' | ',' | '-' | '.' | ':' | ';' | '?' | '[' | ']' | '_' | '`' | '{' | '|'
        | '}' => true,
        '\u{a1}' | '\u{ab}' | '\u{ad}' | '\u{b4}' | '\u{b7}' | '\u{bb}' | '\u{bf}' => true,
        '\u{200b}'..='\u{2027}' | '\u{202a}'..='\u{202e}' | '\u{2032}'..='\u{203e}' | '\u{2041}'..='\u{206f}' => true,
        '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301f}' | '\u{30fb}' => true,
        '\u{fe00}'..='\u{fe0f}' | '\u{fe10}'..='\u{fe6f}' | '\u{feff}' => true,
        '\u{ff01}' | '\u{ff02}' | '\u{ff07}'..='\u{ff09}' | '\u{ff0c}'..='\u{ff0e}' | '\u{ff1a}' | '\u{ff1b}' => true,
        '\u{ff1f}' | '\u{ff3b}' | '\u{ff3d}' | '\u{ff5b}' | '\u{ff5d}' | '\u{ff61}'..='\u{ff65}' => true,
        other => other.is_whitespace() || other.is_control(),
    }
}

/// The characters of a text that count, each with the bytes where it starts and ends: no marks, no whitespace, no `>` or `#` that only opens a line.
/// A point or comma between digits and a minus before one count: 3.5 is not 35, -5 is not 5.
pub(super) struct Kept<'t> {
    chars: Peekable<CharIndices<'t>>,
    before: char,
    opening: bool,
}

pub(super) fn kept(text: &str) -> Kept<'_> {
    Kept { chars: text.char_indices().peekable(), before: '\n', opening: true }
}

impl Iterator for Kept<'_> {
    type Item = (usize, usize, char);

    fn next(&mut self) -> Option<(usize, usize, char)> {
        loop {
            let (at, letter) = self.chars.next()?;
            let after = self.chars.peek().map_or('\n', |(_, after)| *after);
            let before = std::mem::replace(&mut self.before, letter);
            let counts = match letter {
                '.' | ',' => before.is_ascii_digit() && after.is_ascii_digit(),
                '-' | '\u{2212}' => after.is_ascii_digit() && !before.is_alphanumeric(),
                '>' | '#' => !self.opening,
                other => !is_mark(other),
            };
            if letter == '\n' {
                self.opening = true;
            } else if counts {
                self.opening = false;
                return Some((at, at + letter.len_utf8(), if letter == '\u{2212}' { '-' } else { letter }));
            }
        }
    }
}

/// The characters that count, without their places.
pub(super) fn squeezed(text: &str) -> String {
    kept(text).map(|(.., letter)| letter).collect()
}

/// A word: characters that count, side by side. Apostrophes and invisible characters do not end it.
#[derive(Clone, Debug)]
pub(super) struct Word {
    /// In lower case.
    pub(super) text: String,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The words of a text, in their order. In scripts that do not part words, each character is one.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut last = None;
    for (at, end, letter) in kept(text) {
        let joined = last.is_some_and(|(before, past): (char, usize)| {
            is_spaced(before) && is_spaced(letter) && text[past..at].chars().all(glues)
        });
        match words.last_mut().filter(|_| joined) {
            Some(word) => {
                word.text.extend(letter.to_lowercase());
                word.end = end;
            }
            None => words.push(Word { text: letter.to_lowercase().collect(), start: at, end }),
        }
        last = Some((letter, end));
    }
    words
}

/// Whether a character that does not count separates no words: an apostrophe, or what is not seen.
fn glues(gap: char) -> bool {
    is_apostrophe(gap) || is_invisible(gap) || matches!(gap, '\u{200b}' | '\u{feff}')
}

/// Whether a character joins with others of its kind to a word; the others are words by themselves. Points and signs that count belong to a number.
fn is_spaced(letter: char) -> bool {
    is_part(letter) && !is_unspaced(letter) || matches!(letter, '.' | ',' | '-')
}

/// Whether no word of the text is cut by this place.
pub(super) fn is_rim(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back();
    let after = text[at..].chars().next();
    !(before.zip(after))
        .is_some_and(|(before, after)| is_part(before) && is_part(after) && is_spaced(before) && is_spaced(after))
}

/// The text without the whitespace and quotation marks around it.
pub(super) fn bare(text: &str) -> &str {
    text.trim_matches(|letter: char| letter.is_whitespace() || is_quotation_mark(letter))
}

/// The parts of a text between signs that words were left out, those without a word left out; one part where there is none.
pub(super) fn parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    let sign = |at: usize| ["…", "..."].into_iter().find(|sign| text[at..].starts_with(sign));
    let starts = text.match_indices(['…', '.']).map(|(at, _)| at);
    for (at, sign) in starts.filter_map(|at| Some((at, sign(at)?))) {
        // A later full stop of the same sign.
        let Some(before) = at.checked_sub(text.len() - rest.len()) else { continue };
        parts.push(rest[..before].trim_end_matches(['[', '(', ' ']));
        rest = rest[before + sign.len()..].trim_start_matches(['.', ']', ')', ' ']);
    }
    parts.push(rest);
    parts.retain(|part| kept(part).next().is_some());
    parts.into_iter().map(bare).collect()
}
