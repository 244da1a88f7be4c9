//! Who said what, and where.
//!
//! An [`Extractor`] is built once from a [`Language`](crate::Language) and shared by threads. What it finds in one document is an
//! [`Extraction`]; what it finds in many is a [`Corpus`], in which every quotation has an id.
//!
//! | question | answer |
//! |---|---|
//! | what was said? | [`Quote::content`], spans of bytes in order: “a,” she said, “b” has two; `text` joins their words |
//! | how is it reported? | [`QuoteKind`]: direct, mixed, indirect, or a response |
//! | who said it? | [`Quote::speaker`] and [`Attribution`]: name, role, affiliation, [`SpeakerKind`], the mention and the cue with their places |
//! | how is that known? | [`Evidence`], from the strongest to the weakest; for quotations without a speaker, why not |
//! | what was between marks and is no quotation? | [`Extraction::not_quotes`], each with [`NotQuoteReason`] |
//! | which signs are worth a look? | [`Extraction::diagnostics`]: a mark that never closes, for example; never an error |
//!
//! Three readers find them, chosen by the shape of the text ([`DocumentKind`](crate::DocumentKind)): running text (marks, reporting verbs, mentions), research
//! reports (block quotations, dashes, brackets, tables), and transcripts or answers (turns). How they work and how well, with figures on
//! which texts: [`guide::method`](crate::guide::method). An extractor of your own takes part through [`Extract`].
//!
//! | file or folder | question |
//! |---|---|
//! | `quote` | what is a quotation, a speaker, an evidence? |
//! | `extraction`, `corpus` | what was found in one document, in many? |
//! | `extractor` | how is a document read, from its text to its quotations? |
//! | `explain` | why is each finding what it is? |
//! | `kind`, `kind_evidence` | which kind of text is a document, by which signs? |
//! | `prose` | who said what in running text? |
//! | `layout` | who said what on a page of a report? |
//! | `transcript` | who said what in a conversation, in captions, in an answer? |
//! | `participant` | is this a participant, or the one who asks, and what do the words say: number, name, role, age, place? |
//! | `wording` | how do the words of a passage look? |
//! | `draft` | how does a finding get its words and its number? |
//! | `accounting` | what became of each block of a text? |

mod accounting;
mod corpus;
mod draft;
mod explain;
mod extraction;
mod extractor;
mod kind;
mod kind_evidence;
mod layout;
mod participant;
mod prose;
mod quote;
mod roster;
mod transcript;
mod wording;

#[cfg(feature = "training")]
pub mod learn;

pub use accounting::{BlockReading, BlockUse};
pub use corpus::{Corpus, DocumentRecord};
pub use explain::{Decision, Explained, Explanation};
pub use extraction::{Extract, Extraction};
pub use extractor::Extractor;
pub use kind_evidence::{KindEvidence, KindSign};
pub(crate) use quote::flowing_text;
pub use quote::{
    Attribution, Cue, CueClass, Diagnostic, DiagnosticKind, Evidence, Mention, NotQuote, NotQuoteReason, Quote,
    QuoteKind, Speaker, SpeakerKind,
};
pub use roster::{Person, Roster};
#[cfg(feature = "pdf")]
pub(crate) use transcript::label_of_line;
