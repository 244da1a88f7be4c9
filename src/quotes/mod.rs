//! Who said what, and where.

mod corpus;
mod draft;
mod extractor;
mod prose;
mod quote;
mod report;
mod turn;

pub mod learn;

pub use corpus::{Corpus, DocumentRecord};
pub use extractor::{Extract, Extraction, Extractor};
pub use quote::{
    Attribution, Cue, Diagnostic, DiagnosticKind, Evidence, Mention, NotQuote, Quote, QuoteKind, Speaker, SpeakerKind,
    Why,
};
