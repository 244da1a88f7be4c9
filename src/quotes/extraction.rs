use serde::{Deserialize, Serialize};

use crate::document::{Attributes, Document, DocumentKind};
use crate::id::DocumentId;
use crate::quotes::accounting::BlockReading;
use crate::quotes::kind_evidence::KindEvidence;
use crate::quotes::quote::{Diagnostic, NotQuote, Quote};

/// What one document holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Extraction {
    /// The document.
    #[serde(rename = "id")]
    pub document: DocumentId,
    /// The kind that the text was taken for; never [`DocumentKind::Auto`] in what this version writes.
    #[serde(default)]
    pub document_kind: DocumentKind,
    /// Why it was taken for that kind.
    #[serde(default)]
    pub kind_evidence: KindEvidence,
    /// The code of its language, where the document named it or the extractor guessed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The quotations, in order of their place.
    pub quotes: Vec<Quote>,
    /// The words between marks that were set aside.
    pub not_quotes: Vec<NotQuote>,
    /// Signs that the reader may want to look at.
    pub diagnostics: Vec<Diagnostic>,
    /// The document's attributes.
    #[serde(default, skip_serializing_if = "Attributes::is_unset")]
    pub attributes: Attributes,
    /// What became of each block of the text, in order: every letter and digit of it lies in one. Neighbours of which the same became are one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blocks: Vec<BlockReading>,
}

/// Anything that finds quotations in a document.
pub trait Extract: Sync {
    /// Finds the quotations of one document. Any text has an answer.
    fn extract(&self, document: &Document<'_>) -> Extraction;
}
