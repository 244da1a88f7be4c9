//! The learnt table: linear models over hashed features.
//!
//! | file | what it does |
//! |---|---|
//! | `features` | the names and numbers of all features |
//! | `linear` | a linear model: features are hashed to slots, a score is the sum of their weights |
//! | `table` | the six models of attribution, read from a table and written to one |

pub(crate) mod features;
pub(crate) mod linear;
pub(crate) mod table;
