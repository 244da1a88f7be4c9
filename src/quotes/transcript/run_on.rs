//! Labels inside a paragraph: `Q: Who asked? A: I did. Q: When?`

use crate::lang::{Classes, Language};
use crate::quotes::transcript::label::{LONGEST_NAME, Label, Style};
use crate::quotes::transcript::plain::{is_known, is_title};
use crate::text::Span;
use crate::text::slice::floor_char_boundary;

/// The names of run-on labels have at most this many words.
const MOST_WORDS: usize = 4;

/// The labels behind the first of a paragraph, each behind the end of a sentence. Those of a first label with a stop are known ones only.
pub(super) fn run_on(language: &Language, text: &str, first: &Label, end: usize) -> Vec<Label> {
    let sign = match first.style {
        Style::Colon => b':',
        Style::Stop { dashed: false } if is_known(language, first.name.of(text)) => b'.',
        _ => return Vec::new(),
    };
    let mut found: Vec<Label> = Vec::new();
    let mut from = first.end;
    for at in memchr::memchr_iter(sign, &text.as_bytes()[first.end.min(end)..end]) {
        let at = first.end + at;
        if at < from || !text.as_bytes().get(at + 1).is_some_and(u8::is_ascii_whitespace) {
            continue;
        }
        let Some(name) = name_before(language, text, from, at) else { continue };
        if sign == b'.' && !is_known(language, name.of(text)) {
            continue;
        }
        let behind = at + 1 + (text[at + 1..end].len() - text[at + 1..end].trim_start().len());
        found.push(Label { name, details: None, time: None, end: behind, style: first.style });
        from = behind;
    }
    found
}

/// The words with capitals between the end of a sentence and a sign.
fn name_before(language: &Language, text: &str, from: usize, sign: usize) -> Option<Span> {
    let start = floor_char_boundary(text, from.max(sign.saturating_sub(LONGEST_NAME)));
    let window = &text[start..sign];
    let mut name = sign;
    for (number, word) in window.rsplit(' ').enumerate() {
        let at = word.as_ptr() as usize - text.as_ptr() as usize;
        let ends = word.trim_end_matches(['"', '”', '’', ')', ']', '*', '_']).ends_with(['.', '?', '!', '…', '—', '-']);
        if number > 0 && ends && !is_title(language, word.trim_end_matches('.')) {
            return (name < sign).then(|| Span::new(name, sign));
        }
        let opens = word.starts_with(|ch: char| ch.is_uppercase() || ch.is_ascii_digit())
            || language.word(word).classes.any(Classes::NAME_PARTICLE);
        if number >= MOST_WORDS || !opens || word.contains(['\n', ',', '“', '"']) {
            return None;
        }
        name = at;
    }
    None
}
