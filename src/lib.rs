#![doc = include_str!("guide/front.md")]

pub mod document;
pub mod error;
pub mod export;
pub mod guide;
pub mod id;
pub mod import;
pub mod lang;
pub mod privacy;
pub mod quotes;
pub mod report;
pub mod search;
pub mod text;
pub mod themes;
pub mod verify;

pub use document::{Document, DocumentKind};
pub use error::{Error, ErrorKind, Result};
pub use id::{CodeId, DocumentId, QuoteId, ThemeId};
pub use lang::Language;
pub use quotes::{Corpus, Extraction, Extractor, Quote, QuoteKind, Speaker, SpeakerKind};
pub use report::{Agreement, Analysis, Coverage, Crosstab, Facet};
pub use text::Span;
pub use themes::{Code, Codebook, Coder, Coding, Codings, Theme, ThemeModel};

/// The program of the README compiles and runs.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
