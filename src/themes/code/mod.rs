//! Codebooks: codes, the words that speak for them, and the coder that applies them.

pub(crate) mod code_vectors;
pub(crate) mod codebook;
pub(crate) mod coder;
pub(crate) mod dictionary;
pub(crate) mod example;
pub(crate) mod options;
pub(crate) mod polarity;
pub(crate) mod ridge;
mod saved;
pub(crate) mod similarity;
pub(crate) mod suggest;
