//! Language packs: tables of words. A language is data; no rule names one.

mod builtin;
mod pack;
mod stem;
mod vectors;
mod words;

pub use stem::Stemmer;
pub use vectors::WordVectors;
pub(crate) use words::Writing;
pub use words::{Classes, Language, VerbClass, VerbForm, VerbUse, Word};
