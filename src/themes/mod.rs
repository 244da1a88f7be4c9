//! What quotations are about: codebooks, discovery, and the codings they give.

mod codebook;
mod coder;
mod coding;
mod content;
mod dictionary;
mod token;

pub use codebook::{Code, Codebook, Negation};
pub use coder::{CodebookCoder, CodebookParams};
pub use coding::{Coder, Coding, Codings, EvidenceWord, Theme};
