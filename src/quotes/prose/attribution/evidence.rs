//! What an attribution rests on, and why a stretch is no quotation.

use crate::lang::{Classes, VerbClass};
use crate::quotes::prose::attribution::reporting_clause::Frames;
use crate::quotes::prose::speakers::coreference::Place;
use crate::quotes::prose::syntax::paragraph::{Paragraph, Quoted};
use crate::quotes::prose::syntax::token::{Tag, Token};
use crate::quotes::quote::{Evidence, NotQuoteReason};

/// Which pattern a frame and a content that begins at `item` make.
pub(crate) fn evidence_of(paragraph: &Paragraph, frames: &Frames, index: usize, item: usize) -> Evidence {
    let frame = frames.frames[index];
    let cue = paragraph.items[frame.cue];
    if cue.verb.is_some_and(|verb| verb.class == VerbClass::According) {
        return Evidence::AccordingTo;
    }
    if frame.source.is_none() {
        return Evidence::Impersonal;
    }
    if cue.verb.is_none() || cue.tag == Tag::Noun {
        return Evidence::Phrase;
    }
    if item > frame.cue {
        let colon = paragraph.items[frame.cue + 1..item].last().is_some_and(|item| item.tag == Tag::Colon);
        return if colon { Evidence::Colon } else { Evidence::Before };
    }
    Evidence::After
}

/// What goes on with words that nobody is named for has no speaker either.
pub(crate) fn continued(place: Option<Place>) -> Evidence {
    if place.is_some() { Evidence::Continuation } else { Evidence::NoCue }
}

pub(crate) fn evidence_of_chunk(paragraph: &Paragraph, frames: &Frames, chunk: usize, quoted: &Quoted) -> Evidence {
    let chunk = frames.chunks[chunk];
    if chunk.end <= quoted.item {
        return match paragraph.items[chunk.end..quoted.item].last().map(|item| item.tag) {
            Some(Tag::Colon) => Evidence::Colon,
            _ => Evidence::Floating,
        };
    }
    match paragraph.items.get(quoted.item + 1).map(|item| item.tag) {
        Some(Tag::Dash) => Evidence::Dash,
        Some(Tag::Open) => Evidence::Bracket,
        _ => Evidence::Floating,
    }
}

/// Why a stretch that nobody said stands between marks.
pub(crate) fn why_not(paragraph: &Paragraph, quoted: &Quoted) -> NotQuoteReason {
    let items = &paragraph.items;
    let around = |from: usize, to: usize, class: Classes| {
        items[from..to.min(items.len())].iter().any(|item| item.classes.any(class))
    };
    let from = quoted.item.saturating_sub(3);
    let title =
        around(from, quoted.item, Classes::TITLE_NOUN) || around(quoted.item + 1, quoted.item + 2, Classes::TITLE_NOUN);
    let saying = around(from, quoted.item, Classes::SAYING);
    if saying {
        NotQuoteReason::Slogan
    } else if paragraph.writing.capitalised_nouns && title {
        NotQuoteReason::Title
    } else if quoted.capitals && (title || quoted.words >= 2) {
        if quoted.words <= 2 && between_names(items, quoted.item) {
            NotQuoteReason::Nickname
        } else {
            NotQuoteReason::Title
        }
    } else if quoted.capitals && between_names(items, quoted.item) {
        NotQuoteReason::Nickname
    } else {
        NotQuoteReason::Term
    }
}

/// Whether a stretch stands between two parts of a name: John “Jack” Smith.
fn between_names(items: &[Token], at: usize) -> bool {
    let is_name = |at: Option<usize>| at.and_then(|at| items.get(at)).is_some_and(|item| item.tag == Tag::Name);
    is_name(at.checked_sub(1)) && is_name(Some(at + 1))
}
