//! Who signed a comment, and where does it end? `… --Orla 09:15, 3 May 2021`, `… – Orla`, `… (Orla)`, `Orla: …`.

use crate::lang::Classes;
use crate::quotes::layout::page::PageLayout;
use crate::quotes::participant::{self, Participant};
use crate::quotes::wording::{is_sentence, words};
use crate::text::Span;
use crate::text::slice::{floor_char_boundary, span_of_subslice};

/// A signature lies in the last bytes of a comment, and its name has at most this many bytes and words.
const TAIL: usize = 110;
const LONGEST: usize = 40;
const WORDS: usize = 4;

/// How a comment is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// A name with a time or date behind it.
    Stamp,
    /// A name behind a dash.
    Dash,
    /// A name in brackets at the end.
    Bracket,
    /// A name with a colon in front.
    Label,
}

/// A comment without its signature, and who signed.
#[derive(Clone, Debug)]
pub(super) struct Signed {
    pub(super) content: Span,
    pub(super) who: Participant,
    pub(super) sign: Sign,
}

/// Reads the signature of a comment.
pub(super) fn signature(page: &PageLayout<'_>, comment: Span) -> Option<Signed> {
    let content = comment.of(page.text).trim_end();
    let from = floor_char_boundary(content, content.len().saturating_sub(TAIL));
    stamped(page, comment, content, from)
        .or_else(|| behind_dash(page, comment, content, from))
        .or_else(|| in_bracket(page, comment, content))
        .or_else(|| by_label(page, content))
}

fn signed(page: &PageLayout<'_>, comment: Span, end: usize, name: Span, sign: Sign) -> Option<Signed> {
    let text = page.text;
    let content = Span::new(comment.start(), comment.start() + comment.of(text)[..end].trim_end().len());
    let who = named(page, name)?;
    (!content.is_empty()).then_some(Signed { content, who, sign })
}

/// `--Orla 09:15, 3 May 2021`, `Orla 19:02, 3 March 2009 (CET)`: a name and a time with a date.
fn stamped(page: &PageLayout<'_>, comment: Span, content: &str, from: usize) -> Option<Signed> {
    let tail = &content[from..];
    let time = time_at(tail).or_else(|| date_at(page, tail))?;
    let before = tail[..time].trim_end_matches([' ', ',', '(', '|', '·']);
    if let Some((at, length)) = last_dash(before) {
        let name = before[at + length..].trim_start();
        if name.len() <= LONGEST && !name.is_empty() {
            return signed(page, comment, from + at, span_of_subslice(page.text, name), Sign::Stamp);
        }
    }
    // Behind the end of a sentence the name alone.
    let cut = before.rfind([' ', '\n'])?;
    let one = before[..cut].trim_end();
    let two = one.rfind([' ', '\n']).map(|at| one[..at].trim_end());
    let end = [Some(one), two].into_iter().flatten().find(|said| is_sentence(said) && !said.ends_with(','))?.len();
    let name = Span::new(comment.start() + from + end, comment.start() + from + before.len());
    signed(page, comment, from + end, name, Sign::Stamp)
}

/// Where a time stands behind which nothing but a date follows: `09:15, 3 May 2021 (CET)`.
fn time_at(tail: &str) -> Option<usize> {
    let bytes = tail.as_bytes();
    let colon = (1..bytes.len().saturating_sub(2)).rev().find(|at| {
        bytes[*at] == b':'
            && bytes[at - 1].is_ascii_digit()
            && bytes[at + 1].is_ascii_digit()
            && bytes[at + 2].is_ascii_digit()
    })?;
    let start = colon - bytes[..colon].iter().rev().take(2).take_while(|byte| byte.is_ascii_digit()).count();
    let behind = &tail[colon + 3..];
    let dated = behind.bytes().any(|byte| byte.is_ascii_digit()) || behind.trim_matches(['.', ')', ' ']).is_empty();
    (dated && words(behind).count() <= 6 && !behind.contains(['!', '?'])).then_some(start)
}

/// Where a date stands at the end: `3 May 2021`, `May 2021`.
fn date_at(page: &PageLayout<'_>, tail: &str) -> Option<usize> {
    let bare = tail.trim_end_matches([')', '.', ' ']);
    let last: Vec<&str> = words(bare).collect();
    let is_year =
        |word: &str| word.len() == 4 && word.starts_with(['1', '2']) && word.bytes().all(|byte| byte.is_ascii_digit());
    let is_day = |word: &str| word.len() <= 2 && word.bytes().all(|byte| byte.is_ascii_digit());
    let is_month = |word: &str| page.language.word_any_case(word).classes.any(Classes::MONTH);
    let [.., year] = last[..] else { return None };
    if !is_year(year) || !bare.ends_with(year) {
        return None;
    }
    let parts = last[..last.len() - 1].iter().rev().take(2).take_while(|word| is_day(word) || is_month(word)).count();
    let first = last[last.len() - 1 - parts];
    (parts > 0).then(|| span_of_subslice(tail, first).start())
}

/// `… – Orla`.
fn behind_dash(page: &PageLayout<'_>, comment: Span, content: &str, from: usize) -> Option<Signed> {
    let tail = &content[from..];
    let (at, length) = last_dash(tail)?;
    let name = tail[at + length..].trim();
    if name.is_empty() || name.len() > LONGEST || from + at == 0 {
        return None;
    }
    let start = comment.start() + from + at + length;
    signed(page, comment, from + at, Span::new(start, comment.start() + content.len()), Sign::Dash)
}

/// `… (Orla)`.
fn in_bracket(page: &PageLayout<'_>, comment: Span, content: &str) -> Option<Signed> {
    let body = content.trim_end_matches(['.', '*', '_']);
    let open = match body.strip_suffix(')') {
        Some(inner) => inner.rfind('('),
        None => body.strip_suffix(']')?.rfind('['),
    }?;
    let name = Span::new(comment.start() + open + 1, comment.start() + body.len() - 1);
    (open > 0 && name.len() <= LONGEST).then(|| signed(page, comment, open, name, Sign::Bracket)).flatten()
}

/// `Orla: …`, `**Orla**: …`.
fn by_label(page: &PageLayout<'_>, content: &str) -> Option<Signed> {
    let window = &content[..floor_char_boundary(content, LONGEST + "**:**".len())];
    let colon = window.find(':')?;
    let label = window[..colon].trim_matches(['*', '_', ' ']);
    let body = content[colon + 1..].trim_start_matches(['*', '_', ' ', '\n']);
    if label.is_empty() || body.is_empty() || window[colon..].starts_with("://") {
        return None;
    }
    let who = named(page, span_of_subslice(page.text, label))?;
    Some(Signed { content: span_of_subslice(page.text, body), who, sign: Sign::Label })
}

/// The person whom up to four words name: by capitals, a number, an account.
pub(in crate::quotes::layout) fn named(page: &PageLayout<'_>, span: Span) -> Option<Participant> {
    let name = span.of(page.text).trim_matches([' ', '*', '_', '.', ',']);
    let number = words(name).count();
    if name.is_empty() || number == 0 || number > WORDS + 4 || is_sentence(name) {
        return None;
    }
    let mut who = page.read(span)?;
    if who.confident {
        return Some(who);
    }
    let is_part = |word: &str| {
        let known = page.language.word_any_case(word).classes;
        word.starts_with(char::is_uppercase) && !known.any(Classes::CLOSED)
            || known.any(Classes::NAME_PARTICLE)
            || word.bytes().all(|byte| byte.is_ascii_digit())
    };
    let account = number == 1 && !name.contains(' ') && participant::is_name(page.language, name);
    let capitals = number <= WORDS && words(name).all(is_part) && name.starts_with(char::is_uppercase);
    (capitals || account).then(|| {
        who.name_person();
        who
    })
}

/// The last dash with a space or another dash before it: its place and length.
fn last_dash(tail: &str) -> Option<(usize, usize)> {
    let spaced = [" – ", " — ", " - ", " -- ", " ~ ", " ― "];
    let tight = ["--", "—", " –", " ~"];
    let find = |dash: &&str| tail.rfind(*dash).map(|at| (at, dash.len()));
    spaced.iter().filter_map(find).chain(tight.iter().filter_map(find)).max_by_key(|(at, length)| at + length)
}
