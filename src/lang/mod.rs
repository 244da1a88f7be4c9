//! Language packs: tables of words. A language is data; no rule names one.
//!
//! [`Language::english`] and [`Language::builtin`] give the packs that come with the crate, [`Language::read`] reads one from a folder. A pack holds
//! reporting verbs with their forms and classes, attribution phrases, titles, roles, organisations, pronouns, abbreviations, quotation marks, stop
//! words, answers that say nothing, learnt weights, and cases that mark their own answers. How to write one: [`guide::languages`](crate::guide::languages).

pub(crate) mod attribution;
mod builtin;
mod pack;
mod stem;
mod vectors;
mod words;

pub use stem::Stemmer;
pub use vectors::WordVectors;
pub(crate) use words::Writing;
pub use words::{Classes, Language, VerbClass, VerbForm, VerbUse, Word};
