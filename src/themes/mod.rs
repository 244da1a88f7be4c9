//! What quotations are about: codebooks, discovery, and the codings they give.
//!
//! There are two ways to themes, and both are a [`Coder`]:
//!
//! * **You know the themes.** A [`Codebook`] holds [`Code`]s: a name, a definition, words, phrases, prefixes (`leak*`), exclusions. A
//!   [`CodebookCoder`] puts a quotation under every code whose words it has, and says by which words
//!   ([`EvidenceWord`]). With examples that people have coded it learns from them ([`CodebookOptions`]);
//!   [`CodebookCoder::suggest_words`] and [`CodebookCoder::suggest_codes`] say what the codebook lacks.
//! * **You do not.** [`ThemeModel::options`] gives [`ThemeModelOptions`]; `fit` groups quotations by their words, chooses how many themes there
//!   are when you do not say, and labels them with words of the texts. A model is saved, loaded, and codes other quotations. A person's changes (rename,
//!   merge, split, move, pin) are an [`EditLog`] that is replayed by [`ThemeModel::edited`]; [`Stability`] tells which themes come back when a
//!   part of the texts is left out.
//!
//! Either gives [`Codings`]: the [`Theme`]s in order and, per quotation, none, one or several of them. There is no rest theme: no theme is no coding.
//! Answers that say nothing (“n/a”) are marked and left out of every share.
//!
//! | file or folder | question |
//! |---|---|
//! | `text` | which words has a text, and does it say anything? |
//! | `embedding` | which vector has a word, a text? |
//! | `group` | which texts belong together, in how many groups, and what is a group called? |
//! | `code` | under which codes of a codebook does a text come, and what does the codebook lack? |
//! | `coding` | what does a coder say? |
//! | `evidence`, `exemplars` | which words decided for a theme, which quotations represent it? |
//! | `scope` | which quotations get themes? |
//! | `options`, `fit` | how are themes to be found, and how are they learnt? |
//! | `model` | what was learnt, and where does another text belong? |
//! | `named` | what are groups called that somebody else has made? |
//! | `stability` | which themes come back? |
//! | `edits` | what has a person changed? |
//! | `saved`, `bytes` | how is a model kept? (a coder: `code/saved.rs`) |
//! | `sparse`, `hash` | what are the sums and the numbers that all of them rest on? |
//!
//! What a score means, which settings matter, and how well it works against people's codings: [`guide::method`](crate::guide::method).

mod bytes;
mod code;
mod coding;
mod edits;
mod embedding;
mod evidence;
mod exemplars;
mod fit;
mod given;
mod group;
mod hash;
mod model;
mod named;
mod options;
mod questions;
mod saved;
mod scope;
mod sparse;
mod stability;
mod text;

pub(crate) use code::codebook::DEPTH;
pub use code::codebook::{Code, CodeTree, Codebook, Negation, Polarity};
pub use code::coder::CodebookCoder;
pub use code::example::Example;
pub use code::options::CodebookOptions;
pub use code::suggest::{SuggestedCode, SuggestedWord};
pub use coding::{Basis, Coder, Coding, Codings, EvidenceWord, Theme};
pub use edits::{Edit, EditLog};
pub use given::Embeddings;
pub use group::cluster::Merge;
pub use model::{Assignment, ThemeModel};
pub use named::label_groups;
pub use options::ThemeModelOptions;
pub use questions::by_question;
pub(crate) use questions::question_of;
pub use scope::Scope;
pub use stability::{Stability, ThemeStability};
pub(crate) use text::no_content::NoContent;
