//! Running text: marks, cues, mentions and the patterns that join them.

use super::draft::Drafts;
use crate::lang::Language;
use crate::text::Span;

/// Finds the quotations of running text within `ranges` of it (ordered, disjoint, each one paragraph or more).
pub(super) fn prose(_language: &Language, _text: &str, _ranges: &[Span]) -> Drafts {
    Drafts::default()
}
