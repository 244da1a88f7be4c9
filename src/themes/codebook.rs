use serde::{Deserialize, Serialize};

use crate::id::CodeId;

/// A list of codes in a researcher's order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Codebook {
    /// The codes, in the order given.
    pub codes: Vec<Code>,
}

/// One code of a codebook: what a quotation may be about, and the words that tell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Code {
    /// The code's id; the default is made of its name.
    pub id: CodeId,
    /// The name that people see.
    pub name: String,
    /// The code above it.
    #[serde(default)]
    pub parent: Option<CodeId>,
    /// What belongs under the code and what does not.
    #[serde(default)]
    pub definition: String,
    /// Words and phrases that speak for the code. A word matches its other forms too; `leak*` matches any word with that beginning.
    #[serde(default)]
    pub words: Vec<String>,
    /// Words and phrases that speak against it: a word that lies in one of them does not count.
    #[serde(default)]
    pub exclusions: Vec<String>,
    /// Quotations that belong under the code.
    #[serde(default)]
    pub examples: Vec<String>,
}
