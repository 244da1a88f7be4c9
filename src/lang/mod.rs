//! Language packs: tables of words. A language is data; no rule names one.

mod builtin;
mod pack;
mod stem;
mod words;

pub use stem::Stemmer;
pub use words::{Classes, Language, VerbClass, VerbForm, VerbUse, Word};
