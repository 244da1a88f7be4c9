//! Learning how a language attributes quotations, from texts in which people have marked them.

use crate::lang::Language;

use super::prose::training::learn;

pub use super::prose::training::texts::{GoldQuotation, TrainingText};

/// Learns the table that [`Extractor`](super::Extractor) decides with (`attribution.bin` of a language pack).
///
/// The same texts in the same order give the same bytes. The table contains weights of hashed features, no text.
pub fn attribution_table(language: &Language, texts: &[TrainingText]) -> Vec<u8> {
    learn::table(language, texts)
}
