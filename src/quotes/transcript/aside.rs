//! What stands between the words of a turn and is nobody's: page numbers, stage directions, lines of procedure, captions and sub-headings.

use crate::document::{Block, BlockKind};
use crate::lang::{Language, List};
use crate::quotes::transcript::answers::Pronouns;
use crate::quotes::transcript::testimony::event;
use crate::quotes::wording::{count, is_sentence};
use crate::text::Span;

/// A line of procedure, a page's number, a caption or a sub-heading is no longer than this, in bytes.
const LONGEST: usize = 160;

/// A caption or sub-heading has at least two and at most this many words.
const MOST_WORDS: usize = 16;

/// Whether a block inside a turn is none of its words; `before` is what was said before it.
pub(super) fn is_aside(language: &Language, text: &str, block: &Block, before: Option<Span>) -> bool {
    let words = block.span.of(text).trim();
    if block.quoted > 0 || words.len() > LONGEST {
        return false;
    }
    // "- 12 -" looks like an item.
    if block.kind != BlockKind::Paragraph {
        return block.kind == BlockKind::Item && is_page_number(language, words);
    }
    is_page_number(language, words)
        || is_direction(words)
        || before.is_some() && names_event(language, words)
        || is_procedure(language, words)
        || event(language, text, words).is_some()
        || before.is_some_and(|before| is_sentence(before.of(text))) && is_caption(language, words)
}

/// `12`, `- 12 -`, `Page 12`, `12 of 40`
fn is_page_number(language: &Language, words: &str) -> bool {
    words.bytes().any(|byte| byte.is_ascii_digit())
        && words.split(|ch: char| !ch.is_alphanumeric()).filter(|word| !word.is_empty()).all(|word| {
            let known = language.list(List::PageWords).iter().any(|known| known.eq_ignore_ascii_case(word));
            known || word.len() <= 4 && word.bytes().all(|byte| byte.is_ascii_digit())
        })
}

/// `[Interruption.]`, `(Applause)`
fn is_direction(words: &str) -> bool {
    let inner = words.trim_matches(['*', '_']);
    [('[', ']'), ('(', ')')].into_iter().any(|(open, close)| {
        inner
            .strip_prefix(open)
            .and_then(|inner| inner.strip_suffix(close))
            .is_some_and(|inner| !inner.contains([open, close]) && inner.chars().any(char::is_alphabetic))
    })
}

/// "Break", "*Pause*", "--- tape 2 ---": a word for what happens, or words between rules.
fn names_event(language: &Language, words: &str) -> bool {
    const RULES: [&str; 5] = ["---", "***", "===", "___", "–––"];
    let lower = words.trim_matches(['*', '_', '-', '–', '—', ' ']).to_lowercase();
    let between = |rule: &&str| {
        words.strip_prefix(*rule).and_then(|words| words.strip_suffix(*rule)).is_some_and(|inner| {
            let inner = inner.trim_matches(|ch| rule.contains(ch));
            inner.starts_with(' ') && inner.ends_with(' ') && !inner.contains('\n')
        })
    };
    language.list(List::EventLabels).iter().any(|event| **event == *lower) || RULES.iter().any(between)
}

/// "Question put and agreed to."
pub(super) fn is_procedure(language: &Language, words: &str) -> bool {
    let bare = words.trim_matches(['*', '_', '[', ']', ' ']);
    let starts = |opening: &str| {
        bare.get(..opening.len()).is_some_and(|start| start.eq_ignore_ascii_case(opening))
            && !bare[opening.len()..].starts_with(char::is_alphanumeric)
    };
    !bare.contains('\n') && language.list(List::ProcedureLines).iter().any(|opening| starts(opening))
}

/// A line that is no sentence and that nobody says: "The yard in winter", "Early years".
pub(super) fn is_caption(language: &Language, words: &str) -> bool {
    let number = count(words, MOST_WORDS + 1);
    (2..=MOST_WORDS).contains(&number)
        && !words.contains('\n')
        && !is_sentence(words)
        && !words.ends_with([':', ';', '-', '–', '—'])
        && words.starts_with(|ch: char| ch.is_uppercase() || ch.is_ascii_digit())
        && !Pronouns::of(language, words).any()
}
