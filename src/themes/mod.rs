//! What quotations are about: codebooks, discovery, and the codings they give.

mod codebook;
mod coding;

pub use codebook::{Code, Codebook};
pub use coding::{Coder, Coding, Codings, EvidenceWord, Theme};
