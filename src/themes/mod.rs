//! What quotations are about: codebooks, discovery, and the codings they give.

mod cluster;
mod codebook;
mod coder;
mod coding;
mod content;
mod dictionary;
mod edits;
mod example;
mod fit;
mod graph;
mod grow;
mod label;
mod lexicon;
mod model;
mod nearness;
mod params;
mod ridge;
mod saved;
mod select;
mod sparse;
mod stability;
mod svd;
mod terms;
mod token;

pub use cluster::Merge;
pub use codebook::{Code, Codebook, Negation};
pub use coder::{CodebookCoder, CodebookParams};
pub use coding::{Coder, Coding, Codings, EvidenceWord, Theme};
pub(crate) use content::NoContent;
pub use edits::{Edit, EditLog};
pub use example::Example;
pub use grow::{SuggestedCode, SuggestedWord};
pub use model::{Texts, ThemeModel};
pub use params::{ThemeModelParams, ThemeModelValidParams};
pub use stability::{Stability, ThemeStability};
