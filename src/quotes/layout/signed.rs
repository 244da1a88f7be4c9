//! Which words in marks have their speaker named right behind them? “…” (P4), “…” (Anna, carer), (“…”, P12).
//!
//! Running text names participants in brackets behind their words. These words are a quotation, however short, and they are nobody else's: the
//! subject of the sentence does not speak.

use crate::document::BlockKind;
use crate::lang::{Classes, VerbClass};
use crate::quotes::layout::attribution::{Attribution, bracket, within_mark};
use crate::quotes::layout::page::PageLayout;
use crate::quotes::layout::quoted_spans::SpanReader;
use crate::quotes::layout::utterance::Utterance;
use crate::quotes::participant::{is_interview, names_source};
use crate::quotes::prose::Marked;
use crate::quotes::quote::Evidence;
use crate::quotes::wording::{count, is_sentence, is_title_case, words};
use crate::text::Span;
use crate::text::slice::{floor_char_boundary, span_of_subslice};

/// A bracket behind marks has at most this many bytes.
const LONGEST_BRACKET: usize = 120;

/// Between a mark and a bracket are at most this many bytes.
const SIGNS: usize = 6;

/// Words in marks of fewer than this are a term or a title, unless a number follows or they are a sentence.
const SHORTEST: usize = 3;

/// Words before marks that say that a title follows are among the last of this many.
const WORDS_BEFORE_TITLE: usize = 2;

/// The words of the blocks that are left that have their speaker named right behind them, in order.
pub(super) fn signed(page: &PageLayout<'_>, marks: &mut SpanReader<'_>, used: &[bool]) -> Vec<Utterance> {
    let mut found = Vec::new();
    for (block, _) in page.blocks.iter().zip(used).filter(|(_, used)| !**used) {
        let readable = matches!(block.kind, BlockKind::Paragraph | BlockKind::Item);
        if !readable || page.is_image(block.span) || !may_name(block.span.of(page.text)) {
            continue;
        }
        let mut from = block.span.start();
        for marked in marks.read(page, block.span).quoted {
            let before = Span::new(from, marked.outer.start());
            from = marked.outer.end();
            let source = source_behind(page, marked, block.span.end());
            if let Some(attribution) = source.and_then(|own| named_in(page, marked, own)) {
                found.push(Utterance::new(marked.inside, true, Some(attribution)));
            } else if let Some((content, who)) = within_mark(page, marked.inside) {
                found.push(Utterance::new(content, true, Some((who, Evidence::Bracket))));
            } else if let Some((attribution, cue)) = numbered_subject(page, before) {
                let mut said = Utterance::new(marked.inside, true, Some(attribution));
                said.cue = cue;
                found.push(said);
            } else if source.is_some_and(|own| is_interview(page.language, own.of(page.text)))
                && is_said(page, marked.inside)
            {
                found.push(Utterance::new(marked.inside, true, None));
            }
        }
    }
    found
}

/// Whether a passage has marks and a bracket, or marks and a capital with a figure behind it: nothing else names a participant here.
fn may_name(content: &str) -> bool {
    let bytes = content.as_bytes();
    // Curly marks begin with the byte E2, angled marks with C2.
    let marked = memchr::memchr3(b'"', 0xE2, 0xC2, bytes).is_some() || memchr::memchr(b'\'', bytes).is_some();
    marked
        && (memchr::memchr2(b'(', b'[', bytes).is_some()
            || bytes.windows(2).any(|pair| pair[0].is_ascii_uppercase() && pair[1].is_ascii_digit()))
}

/// The participant's number that is the subject of the sentence before marks: "P4 explained: “…”", "As R2, a baker, put it, “…”". The sentence has
/// no other number, and a verb of saying or a colon.
fn numbered_subject(page: &PageLayout<'_>, before: Span) -> Option<(Attribution, Option<Span>)> {
    /// The sentence before marks is looked at for this many bytes.
    const LOOKED_AT: usize = 240;
    let text = page.text;
    let bare = before.of(text).trim_end_matches(['*', '_', ' ', '\n', '{', '\\']);
    let from = floor_char_boundary(bare, bare.len().saturating_sub(LOOKED_AT));
    let ends = [". ", "? ", "! ", ".\n", ".* ", ".** ", ") "];
    let cut = ends.into_iter().filter_map(|end| Some(bare[from..].rfind(end)? + end.len())).max();
    let sentence = &bare[from + cut.unwrap_or(0)..];
    let colon = sentence.ends_with(':');
    // “It's fine,” P1 said, “but …” is one quotation in two runs.
    let last = text[..before.start()].trim_end_matches(['”', '"', '’', '»', '\'', '*', '_', ' ']).chars().next_back();
    let splits = cut.is_none() && last.is_some_and(|ch| !matches!(ch, '.' | '!' | '?' | '…' | '\n' | ')'));
    if !colon && !sentence.ends_with(',') || cut.is_none() && from > 0 || splits {
        return None;
    }
    let is_number = |word: &&str| word.bytes().any(|byte| byte.is_ascii_digit()) && page.is_id(word);
    let mut all = words(sentence);
    let first = all.next()?;
    let opener = page.language.word_any_case(first).classes;
    let joins = opener.any(Classes::SUBORDINATOR | Classes::CONJUNCTION | Classes::PREPOSITION | Classes::ADVERB);
    let number = if is_number(&first) { first } else { all.next().filter(|_| joins).filter(is_number)? };
    if words(sentence).filter(is_number).count() != 1 {
        return None;
    }
    let says = |word: &&str| {
        let verb = page.language.word_any_case(word).verb;
        verb.is_some_and(|verb| matches!(verb.class, VerbClass::Say | VerbClass::Tell))
    };
    let cue = all.rfind(says).map(|word| span_of_subslice(text, word));
    let who = page.read(span_of_subslice(text, number)).filter(|_| colon || cue.is_some())?;
    Some(((who, if colon { Evidence::Colon } else { Evidence::Before }), cue))
}

/// The words of a source behind marks: in a bracket, or behind a comma in the bracket that holds the marks too.
fn source_behind(page: &PageLayout<'_>, marked: &Marked, end: usize) -> Option<Span> {
    let text = page.text;
    let rest = &text[marked.outer.end()..end];
    let bare = rest.trim_start_matches(['*', '_', ' ', '.', '\n', '\u{a0}']);
    let start = end - bare.len();
    if start - marked.outer.end() > SIGNS {
        return None;
    }
    let window = Span::new(start, start + floor_char_boundary(bare, LONGEST_BRACKET));
    if let Some(own) = bracket(text, window) {
        // The words of a link are no source.
        let is_link = text[own.end()..].starts_with("](");
        return Some(own).filter(|own| !is_link && !own.of(text).ends_with(':'));
    }
    let inside = bare.strip_prefix([',', ';', '–', '—']).or_else(|| bare.strip_prefix("- "))?;
    let open = text[..marked.outer.start()].trim_end_matches(['*', '_']).chars().next_back()?;
    let close = match open {
        '(' => ')',
        '[' => ']',
        // (“…”, P1; “…”, P2)
        _ if text[..marked.outer.start()].trim_end().ends_with(';') => ')',
        _ => return None,
    };
    let window = &inside[..floor_char_boundary(inside, LONGEST_BRACKET)];
    let length = window.find([close, ';', '“', '"'])?;
    let from = end - inside.len();
    Some(Span::new(from, from + length))
}

/// Who is named there, if it is who said the words.
fn named_in(page: &PageLayout<'_>, marked: &Marked, own: Span) -> Option<Attribution> {
    let who = page.read(own)?;
    let numbered = page.is_numbered(&who);
    let named = numbered || names_source(page.language, &who, own.of(page.text)) && is_said(page, marked.inside);
    (named && count(marked.inside.of(page.text), 1) > 0).then_some((who, Evidence::Bracket))
}

/// Whether words are long enough, and no title.
fn is_said(page: &PageLayout<'_>, inside: Span) -> bool {
    let content = inside.of(page.text);
    let long = count(content, SHORTEST) >= SHORTEST || is_sentence(content);
    let before = &page.text[..inside.start()];
    let window = &before[floor_char_boundary(before, before.len().saturating_sub(40))..];
    let titled = words(window)
        .rev()
        .take(WORDS_BEFORE_TITLE)
        .any(|word| page.language.word_any_case(word).classes.any(Classes::TITLE_NOUN));
    long && !titled && !is_title_case(page.language, content)
}
