//! Discovery: groups of similar texts, how many, what to call them.

pub(crate) mod cluster;
pub(crate) mod graph;
pub(crate) mod label;
pub(crate) mod phrases;
pub(crate) mod select;
