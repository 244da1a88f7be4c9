//! Running text: who says which words of it.
//!
//! A paragraph is cut into tokens, quoted spans, sentences and noun phrases (`syntax`). Each cue gets its source and its reported
//! clause, and each quoted span its speaker (`attribution`). Names, descriptions and pronouns are resolved to speakers (`speakers`).
//!
//! | file or folder | what it does |
//! |---|---|
//! | `syntax` | a paragraph as tokens, quoted spans, sentences and noun phrases |
//! | `attribution` | reporting clauses, and who says each quoted span |
//! | `speakers` | whom a noun phrase names |
//! | `model` | the learnt table: linear models over hashed features |
//! | `training` | learns the table from texts whose quotations people have marked |
//! | `engine` | what is built once for a language |
//! | `fingerprint` | what a learnt table is learnt with, as a number |
//! | `reader` | reads a text paragraph by paragraph and resolves who said what was found |
//! | `headline` | headlines that name who says the rest |
//! | `attributed` | a paragraph whose quoted spans are attributed |
//! | `reported` | findings of reported clauses |
//! | `continued` | findings of sentences that go on with reported speech, known by their mood |
//! | `spans` | findings of quoted spans |
//! | `findings` | quotations before their speakers are resolved |
//! | `marked` | quoted spans by themselves, for readers that go by layout |

mod attributed;
mod attribution;
mod continued;
mod engine;
mod findings;
#[cfg(any(test, feature = "training"))]
mod fingerprint;
mod headline;
mod marked;
mod model;
mod reader;
mod reported;
mod spans;
mod speakers;
mod syntax;
#[cfg(feature = "training")]
pub(crate) mod training;

pub(crate) use engine::{Engine, Settings};
pub(crate) use marked::{MarkReader, Marked};
pub(crate) use reader::{prose, prose_below};
