//! Text below documents: spans of bytes, positions, and what words and quotation marks are.
//!
//! A [`Span`] is a half-open range of UTF-8 bytes on character boundaries. [`Positions`] turns bytes into lines, columns and code points, for programs that
//! count those.

pub(crate) mod marks;
mod position;
pub(crate) mod slice;
mod span;
pub(crate) mod words;

pub use position::{Position, Positions};
pub use span::Span;
