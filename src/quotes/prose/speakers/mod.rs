//! Whom a noun phrase names: mentions, roles and affiliations, coreference.

pub(crate) mod coreference;
pub(crate) mod mention;
pub(crate) mod role;
