//! A paragraph as tokens, quoted spans, sentences and noun phrases.
//!
//! | file | what it does |
//! |---|---|
//! | `index` | the numbers of tokens, items, sentences, noun phrases and quoted spans, a type for each |
//! | `word_hash` | the hash of a word in lower case |
//! | `lexicon` | the words of a language by hash, with what the word tables say of them |
//! | `people` | words that say who somebody is: posts, parties, countries |
//! | `token` | a token: tag, classes, shape, hash; the first guess of its tag |
//! | `tokenize` | cuts a paragraph into tokens |
//! | `marks` | pairs quotation marks, tells apostrophes apart |
//! | `paragraphs` | where the paragraphs of a text are |
//! | `items` | tokens to items: each quoted span is one, and so is a cue of several words |
//! | `paragraph` | a paragraph: tokens, items, sentences, noun phrases |
//! | `tagging` | corrects tags by their neighbours |
//! | `noun_phrase` | noun phrases and what kind of phrase each is |
//! | `clause` | whether words are a clause: a subject with a verb of its own |
//! | `capitalised` | words with capitals, for paragraphs of which only the names matter |

pub(crate) mod capitalised;
pub(crate) mod clause;
pub(crate) mod index;
pub(crate) mod items;
pub(crate) mod lexicon;
pub(crate) mod marks;
pub(crate) mod noun_phrase;
pub(crate) mod paragraph;
pub(crate) mod paragraphs;
pub(crate) mod people;
pub(crate) mod tagging;
pub(crate) mod token;
pub(crate) mod tokenize;
pub(crate) mod word_hash;
