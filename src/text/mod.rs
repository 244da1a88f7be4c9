//! Text below documents: spans of bytes, and positions.
//!
//! A [`Span`] is a half-open range of UTF-8 bytes on character boundaries. [`Positions`] turns bytes into lines, columns and code points, for programs that
//! count those.

mod position;
pub(crate) mod slice;
mod span;

pub use position::{Position, Positions};
pub use span::Span;
