//! A paragraph as tokens, quoted spans, sentences and noun phrases.
//!
//! | file | what it does |
//! |---|---|
//! | `token` | a token: tag, classes, shape, hash |
//! | `lexicon` | the words of a language by hash, with what the word tables say of them |
//! | `tokenize` | cuts a text into tokens |
//! | `tagging` | mends tags by their neighbours |
//! | `marks` | pairs quotation marks, tells apostrophes apart |
//! | `paragraph` | a paragraph: tokens, items (each quoted span is one), sentences |
//! | `capitalised` | which capitalised words are names |
//! | `noun_phrase` | noun phrases and what kind of phrase each is |

pub(crate) mod capitalised;
pub(crate) mod lexicon;
pub(crate) mod marks;
pub(crate) mod noun_phrase;
pub(crate) mod paragraph;
pub(crate) mod tagging;
pub(crate) mod token;
pub(crate) mod tokenize;
