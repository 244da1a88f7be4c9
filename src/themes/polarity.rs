//! Praise or complaint.

use serde::{Deserialize, Serialize};

/// Praise or complaint: what an answer says, or what a code takes.
///
/// What is said of a word of a code is told by the nearest word of the language's lists `praise` and `complaints` in its clause, turned round by a negation
/// ("not good"); a clause also ends at a word like "but" (list `contrasts`). A word of the code of which the contrary is said does not count; one of
/// which neither is said counts, marked weak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Polarity {
    /// Praise: "the food is good".
    Positive,
    /// Complaint: "the food is cold".
    Negative,
}

impl Polarity {
    /// The contrary.
    pub(crate) fn turned(self) -> Self {
        match self {
            Self::Positive => Self::Negative,
            Self::Negative => Self::Positive,
        }
    }

    /// The name in files: `positive`, `negative`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Positive => "positive",
            Self::Negative => "negative",
        }
    }
}
