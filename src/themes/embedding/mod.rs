//! Words and texts as vectors.

pub(crate) mod context;
pub(crate) mod svd;
pub(crate) mod word_embedding;
