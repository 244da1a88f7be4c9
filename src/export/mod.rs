//! The door out: quotations, themes and counts become files that other programs open.

pub mod csv;
pub mod edits;
#[cfg(feature = "html-report")]
pub mod html;
pub mod json;
pub mod model;
pub mod write;
