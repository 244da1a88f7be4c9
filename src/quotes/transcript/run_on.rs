//! Labels inside a paragraph: `Q: Who asked? A: I did. Q: When?`

use std::collections::BTreeMap;

use crate::lang::{Classes, Language};
use crate::quotes::transcript::cursor::Cursor;
use crate::quotes::transcript::label::{LONGEST_NAME, Label, Style};
use crate::quotes::transcript::plain::{is_known, is_title, may_be_person};
use crate::text::Span;
use crate::text::slice::{floor_char_boundary, span_of_subslice};

/// The names of run-on labels have at most this many words.
const MOST_WORDS: usize = 4;

/// The labels behind the first of a paragraph, each behind the end of a sentence. Those of a first label with a stop are known, or come again.
pub(super) fn run_on(language: &Language, text: &str, first: &Label, end: usize) -> Vec<Label> {
    let sign = match first.style {
        Style::Colon => b':',
        Style::Stop { dashed: false } => b'.',
        _ => return Vec::new(),
    };
    let mut found: Vec<Label> = Vec::new();
    let mut from = first.end;
    for at in memchr::memchr_iter(sign, &text.as_bytes()[first.end.min(end)..end]) {
        let at = first.end + at;
        let signs = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'*' | b'_');
        if at < from || !text.as_bytes().get(at + 1).is_some_and(signs) {
            continue;
        }
        let Some((name, time)) = name_before(language, text, from, at) else { continue };
        if sign == b'.' && !may_be_person(language, name.of(text)) {
            continue;
        }
        let rest = text[at + 1..end].trim_start_matches(['*', '_']).trim_start();
        let behind = end - rest.len();
        found.push(Label { name, details: None, time, loose_time: None, end: behind, style: first.style });
        from = behind;
    }
    if sign == b'.' {
        keep_repeated(language, text, first, &mut found);
    }
    found
}

/// Many sentences are a name and a stop: those are labels that come again beside a first one that does, and known ones.
fn keep_repeated(language: &Language, text: &str, first: &Label, found: &mut Vec<Label>) {
    let opening = first.name.of(text);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for name in found.iter().map(|label| label.name.of(text)).chain([opening]) {
        *counts.entry(name).or_default() += 1;
    }
    let is_label = |name: &str| is_known(language, name) || counts.get(name).is_some_and(|count| *count > 1);
    if is_label(opening) {
        found.retain(|label| is_label(label.name.of(text)));
    } else {
        found.clear();
    }
}

/// The words with capitals between the end of a sentence and a sign; a time may stand on either side of them.
fn name_before(language: &Language, text: &str, from: usize, sign: usize) -> Option<(Span, Option<Span>)> {
    let start = floor_char_boundary(text, from.max(sign.saturating_sub(LONGEST_NAME)));
    let window = &text[start..sign];
    let (mut name, mut end, mut time) = (sign, sign, None);
    for (number, word) in window.rsplit(' ').enumerate() {
        if let Some(stamp) = stamp(text, word) {
            // In front of the name it opens the turn, whatever stands before.
            if name < end {
                return Some((Span::new(name, end), Some(stamp)));
            }
            (time, end) = (Some(stamp), text[..span_of_subslice(text, word).start()].trim_end().len());
            name = end;
            continue;
        }
        let bare = word.trim_start_matches(['*', '_']);
        let at = span_of_subslice(text, bare).start();
        let ends = word.trim_end_matches(['"', '”', '’', ')', ']', '*', '_']).ends_with(['.', '?', '!', '…', '—', '-']);
        if number > 0 && ends && !is_title(language, bare.trim_end_matches('.')) {
            return (name < end).then(|| (Span::new(name, end), time));
        }
        let opens = bare.starts_with(|ch: char| ch.is_uppercase() || ch.is_ascii_digit())
            || language.word(word).classes.any(Classes::NAME_PARTICLE);
        if number >= MOST_WORDS || !opens || word.contains(['\n', ',', '“', '"']) {
            return None;
        }
        name = at;
    }
    None
}

/// The time that a word is: `[0:03]`.
fn stamp(text: &str, word: &str) -> Option<Span> {
    let word = span_of_subslice(text, word);
    let mut cursor = Cursor::new(text, word.start(), word.end());
    cursor.take_stamp().filter(|_| cursor.is_at_end())
}

#[cfg(test)]
mod tests {
    use crate::lang::Language;
    use crate::quotes::transcript::label::label;
    use crate::quotes::transcript::plain::stopped;

    fn names(line: &str) -> Vec<&str> {
        let language = Language::english();
        let first = label(line, 0, line.len())
            .or_else(|| stopped(&language, line, 0, line.len(), line.len()))
            .expect("a first label");
        super::run_on(&language, line, &first, line.len()).iter().map(|label| label.name.of(line)).collect()
    }

    #[test]
    fn labels_behind_the_end_of_a_sentence() {
        assert_eq!(names("Q: Why? A: The bus. Q: And?"), ["A", "Q"]);
        assert_eq!(names("**Anna:** Why? **Mr. Bo Ray:** “The bus.” **Anna:** And?"), ["Mr. Bo Ray", "Anna"]);
        assert_eq!(names("Anna. Why? Ben. I did. Anna. And? Ben. Yes."), ["Ben", "Anna", "Ben"]);
        assert_eq!(names("[0:03] Anna: Why [0:07] Ben: I did. Anna [0:09]: And?"), ["Ben", "Anna"]);
    }

    #[test]
    fn colons_inside_sentences_are_none() {
        assert_eq!(names("Q: I told him: Stay. At 10:30 he left, and Anna: no."), [""; 0]);
        assert_eq!(names("Anna. I came. Never. I left. Nobody. I slept."), [""; 0]);
    }
}
