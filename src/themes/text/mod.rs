//! Quotations as words: tokens, bags of words, answers that say nothing.

pub(crate) mod no_content;
pub(crate) mod terms;
pub(crate) mod token;
