//! Discovery: groups of texts that are alike, how many, what to call them, how far they come back.

pub(crate) mod cluster;
pub(crate) mod fit;
pub(crate) mod graph;
pub(crate) mod label;
pub(crate) mod select;
pub(crate) mod stability;
