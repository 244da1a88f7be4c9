//! Research and survey reports: block quotes, bullets, dashes, brackets and prefixes attribute.

use super::draft::Drafts;
use super::prose::Engine;
use super::{prose, turn};
use crate::document::DocumentKind;
use crate::lang::Language;
use crate::text::Span;

/// The kind of a text, told from its shape.
pub(super) fn kind_of(language: &Language, text: &str) -> DocumentKind {
    if turn::is_transcript(language, text) {
        return DocumentKind::Transcript;
    }
    DocumentKind::Prose
}

/// Finds the quotations of a report.
pub(super) fn report(engine: &Engine, text: &str) -> Drafts {
    prose::prose(engine, text, &[Span::new(0, text.len())])
}
