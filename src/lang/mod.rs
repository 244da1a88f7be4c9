//! Language packs: tables of words. A language is data; no rule names one.
//!
//! [`Language::english`] and [`Language::builtin`] give the packs that come with the crate, [`Language::read`] reads one from a folder. A pack has
//! reporting verbs with their forms and classes, attribution phrases, titles, roles, organisations, pronouns, abbreviations, stop
//! words, answers that say nothing, learnt weights, and cases that mark their own answers. How to write one: [`guide::languages`](crate::guide::languages).

pub(crate) mod attribution;
mod builtin;
mod guess;
mod lacks;
mod language;
mod lists;
mod names;
mod pack;
mod stem;
#[cfg(test)]
mod tests;
mod vectors;
mod words;

pub use guess::{Guess, guess, guess_together, known};
pub use lacks::Lack;
pub use language::Language;
pub(crate) use language::Writing;
pub(crate) use lists::List;
pub(crate) use names::are_near;
pub(crate) use vectors::WordVectors;
pub(crate) use words::{Classes, Grammar, Reports, VerbClass, VerbForm, VerbUse, Word};
