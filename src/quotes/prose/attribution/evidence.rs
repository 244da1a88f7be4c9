//! Which rule an attribution rests on, and why a quoted span is no quotation.

use crate::lang::{Classes, VerbClass};
use crate::quotes::quote::{Evidence, NotQuoteReason};

use super::super::syntax::index::{Id, ItemId, PhraseId};
use super::super::syntax::items::QuotedSpan;
use super::super::syntax::paragraph::Paragraph;
use super::super::syntax::token::{Items, Tag};
use super::cue_context::has_class;
use super::reporting_clause::ReportingClause;

/// Which pattern a reporting clause and a content that begins at an item make.
pub(crate) fn evidence_of(paragraph: &Paragraph, clause: &ReportingClause, content: ItemId) -> Evidence {
    let cue = paragraph.items[clause.cue];
    if has_class(&cue, VerbClass::According) {
        return Evidence::AccordingTo;
    }
    if clause.source.is_none() {
        return Evidence::Impersonal;
    }
    if cue.verb.is_none() || cue.tag == Tag::Noun {
        return Evidence::Phrase;
    }
    if content > clause.cue {
        let between = &paragraph.items[clause.cue + 1..content];
        let colon = between.last().is_some_and(|item| item.tag == Tag::Colon);
        return if colon { Evidence::Colon } else { Evidence::Before };
    }
    Evidence::After
}

/// Which pattern a quoted span and a noun phrase without a cue make.
pub(crate) fn evidence_of_phrase(paragraph: &Paragraph, phrase: PhraseId, quoted: &QuotedSpan) -> Evidence {
    let phrase = paragraph.phrases.list[phrase];
    if phrase.end <= quoted.item {
        return match paragraph.items[phrase.end..quoted.item].last().map(|item| item.tag) {
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

/// Why a quoted span that nobody said is between quotation marks.
pub(crate) fn why_not(paragraph: &Paragraph, quoted: &QuotedSpan) -> NotQuoteReason {
    let items = &paragraph.items;
    let before = &items[quoted.item.saturating_sub(3)..quoted.item];
    let behind = items.get(quoted.item + 1);
    let title = before.iter().chain(behind).any(|item| item.classes.any(Classes::TITLE_NOUN));
    let saying = before.iter().any(|item| item.classes.any(Classes::SAYING));
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

/// Whether a quoted span is between two parts of a name: John “Jack” Smith.
fn between_names(items: &Items, at: ItemId) -> bool {
    let is_name = |at: Option<ItemId>| at.and_then(|at| items.get(at)).is_some_and(|item| item.tag == Tag::Name);
    is_name(at.checked_sub(1)) && is_name(Some(at + 1))
}
