//! Who testifies, and who asks, where labels say `Q.` and `A.`: lines between the turns name the witness ("JOHN LUND, having been duly sworn …") and
//! the one who examines ("BY MR. HALE:").

use crate::document::{Block, BlockKind};
use crate::lang::{Classes, Language, List};
use crate::quotes::participant::is_name;
use crate::quotes::transcript::plain::is_titled;
use crate::text::Span;
use crate::text::slice::span_of_subslice;

/// A line that names the witness or the one who examines is shorter than this, in bytes.
const LONGEST_LINE: usize = 240;
const LONGEST_EXAMINER: usize = 60;

/// What a line between turns says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Event {
    Witness(Span),
    Examiner(Span),
}

impl Event {
    /// The place of the name.
    pub(super) fn span(self) -> Span {
        match self {
            Self::Witness(span) | Self::Examiner(span) => span,
        }
    }
}

/// The events of a text, in order.
pub(super) fn events(language: &Language, text: &str, blocks: &[Block]) -> Vec<Event> {
    let readable = |block: &&Block| {
        matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading | BlockKind::Item) && block.quoted == 0
    };
    let lines = blocks.iter().filter(readable).flat_map(|block| block.span.of(text).lines());
    lines.filter_map(|line| event(language, text, line)).collect()
}

/// What a line says of who testifies.
pub(super) fn event(language: &Language, text: &str, line: &str) -> Option<Event> {
    let bare = line.trim().trim_matches(['*', '_', '#', ' ']);
    if bare.len() > LONGEST_LINE || !bare.starts_with(char::is_uppercase) {
        return None;
    }
    examiner(language, text, bare).or_else(|| witness(language, text, bare))
}

/// `BY MR. HALE:`
fn examiner(language: &Language, text: &str, line: &str) -> Option<Event> {
    let name = line.strip_suffix(':').filter(|_| line.len() < LONGEST_EXAMINER)?;
    let (by, name) = name.split_once(' ')?;
    let opens = language.list(List::BylineWords).iter().any(|word| word.eq_ignore_ascii_case(by));
    (opens && is_titled(language, name)).then(|| Event::Examiner(span_of_subslice(text, name)))
}

/// "JOHN LUND, having been duly sworn, …", "Direct examination of John Lund"
fn witness(language: &Language, text: &str, line: &str) -> Option<Event> {
    let lower = line.to_ascii_lowercase();
    language.list(List::SwornWords).iter().any(|phrase| lower.contains(&**phrase)).then_some(())?;
    names(language, line).map(|name| Event::Witness(span_of_subslice(text, name)))
}

/// The first name of a person among the words of a line.
fn names<'a>(language: &Language, line: &'a str) -> Option<&'a str> {
    line.split([',', ':', ';', '(']).find_map(|part| {
        let mut from: Option<usize> = None;
        let mut found = None;
        let mut at = 0;
        for word in part.split_inclusive(' ') {
            let bare = word.trim();
            let classes = language.word_any_case(bare.trim_end_matches('.')).classes;
            let title = classes.any(Classes::HONORIFIC);
            let belongs = bare.starts_with(char::is_uppercase)
                && (title
                    || !classes.any(
                        Classes::CLOSED | Classes::NOUN | Classes::ADJECTIVE | Classes::ADVERB | Classes::RESPONDENT,
                    ));
            if belongs {
                let start = *from.get_or_insert(at);
                let name = part[start..at + word.len()].trim();
                if name.contains(' ') && is_name(language, name) {
                    found = Some(name);
                }
            } else if found.is_some() {
                break;
            } else {
                from = None;
            }
            at += word.len();
        }
        found
    })
}
