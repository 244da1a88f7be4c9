//! Codebooks: codes, the words that speak for them, and the coder that applies them.

pub(crate) mod codebook;
pub(crate) mod coder;
pub(crate) mod dictionary;
pub(crate) mod example;
pub(crate) mod found;
pub(crate) mod polarity;
pub(crate) mod ridge;
pub(crate) mod similarity;
pub(crate) mod suggest;
