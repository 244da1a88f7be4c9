//! The door out: quotations, themes and counts become files that other programs open.

pub mod csv;
pub mod json;
pub mod write;
