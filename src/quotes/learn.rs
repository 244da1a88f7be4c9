//! Learning how a language attributes quotations, from texts in which people have marked them.

use crate::lang::Language;

pub use crate::quotes::prose::training::lessons::{Answer, Lesson};

/// Learns the table that [`Extractor`](super::Extractor) decides with (`attribution.bin` of a language pack).
///
/// The same lessons in the same order give the same bytes. The table holds weights of hashed features, no text.
pub fn attribution_table(language: &Language, lessons: &[Lesson]) -> Vec<u8> {
    crate::quotes::prose::learn(language, lessons)
}
