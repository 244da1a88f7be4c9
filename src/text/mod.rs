//! Text below documents: spans of bytes, positions, words and sentences.

mod position;
mod span;

pub use position::{Position, Positions};
pub use span::Span;
