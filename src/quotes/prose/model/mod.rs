//! The learnt table: linear models over hashed features.

pub(crate) mod linear;
