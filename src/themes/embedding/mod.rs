//! Words and texts as vectors.

pub(crate) mod context;
pub(crate) mod lexicon;
pub(crate) mod sparse;
pub(crate) mod svd;
