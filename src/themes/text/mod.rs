//! Quotations as words: tokens, bags of words, answers that say nothing.

pub(crate) mod bag_of_words;
pub(crate) mod compounds;
pub(crate) mod no_content;
pub(crate) mod token;
