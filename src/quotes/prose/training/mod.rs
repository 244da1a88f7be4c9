//! Learning the table from texts whose quotations people have marked.
//!
//! | file | what it does |
//! |---|---|
//! | `texts` | training texts, and where their quotations are among the items of a paragraph |
//! | `decisions` | the decisions about cues and reported clauses that models learn from |
//! | `speaker` | the decisions about quoted spans |
//! | `fit` | fits a linear model to decisions |
//! | `learn` | learns all models, one after the other, and writes the table |

mod decisions;
mod fit;
pub(crate) mod learn;
mod speaker;
pub(crate) mod texts;
