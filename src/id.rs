//! Names that callers give, each a type of its own so that they cannot be mixed up. Copies of a name share its letters.

use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Makes an id of any text.
            pub fn new(id: impl Into<String>) -> Self {
                Self(id.into().into())
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(id: &str) -> Self {
                Self(id.into())
            }
        }

        impl From<String> for $name {
            fn from(id: String) -> Self {
                Self(id.into())
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    };
}

id! {
    /// Names a document: a file name, a row of a table, whatever the caller counts by.
    DocumentId
}
id! {
    /// Names a quotation in a corpus: the document's id, `#`, and the quotation's number in the document from 1.
    QuoteId
}
id! {
    /// Names a code of a codebook.
    CodeId
}
id! {
    /// Names a theme. A theme made from a code has the code's id.
    ThemeId
}

/// Names, each given once. Where a number was free last is remembered, so that a name that comes ten thousand times is not tried from the start each time.
#[derive(Debug, Default)]
pub(crate) struct Unique {
    taken: BTreeSet<String>,
    next: BTreeMap<String, usize>,
    caseless: bool,
}

impl Unique {
    /// Names that differ in case only are the same.
    pub(crate) fn caseless() -> Self {
        Self { caseless: true, ..Self::default() }
    }

    fn key(&self, name: &str) -> String {
        if self.caseless { name.to_lowercase() } else { name.to_owned() }
    }

    pub(crate) fn is_taken(&self, name: &str) -> bool {
        self.taken.contains(&self.key(name))
    }

    /// Keeps a name from being given; it may be kept more than once.
    pub(crate) fn reserve(&mut self, name: &str) {
        self.taken.insert(self.key(name));
    }

    /// `name`, or the first of `name (2)`, `name (3)`, … that is free.
    pub(crate) fn take(&mut self, name: &str) -> String {
        self.take_numbered(name, |number| format!("{name} ({number})"))
    }

    /// The same where numbers are written otherwise.
    pub(crate) fn take_numbered(&mut self, name: &str, numbered: impl Fn(usize) -> String) -> String {
        let key = self.key(name);
        if self.taken.insert(key.clone()) {
            return name.to_owned();
        }
        let mut number = self.next.get(&key).copied().unwrap_or(2);
        loop {
            let free = numbered(number);
            number += 1;
            if self.taken.insert(self.key(&free)) {
                self.next.insert(key, number);
                return free;
            }
        }
    }
}

impl DocumentId {
    /// The id of one answer of a survey: the survey, the respondent and the question, joined by `:`.
    pub(crate) fn of_answer(survey: &str, respondent: &str, question: &str) -> Self {
        Self::new(format!("{survey}:{respondent}:{question}"))
    }

    /// The survey that an answer of this respondent belongs to, where the id is that of an answer.
    pub(crate) fn survey_of(&self, respondent: &str) -> Option<&str> {
        let id = self.as_str();
        let is_part = |at: &usize| {
            *at > 0 && id.as_bytes()[at - 1] == b':' && id.as_bytes().get(at + respondent.len()) == Some(&b':')
        };
        id.match_indices(respondent).map(|(at, _)| at).find(is_part).map(|at| &id[..at - 1])
    }
}

impl QuoteId {
    /// The id of the `number`th quotation (from 1) of a document.
    pub fn nth(document: &DocumentId, number: usize) -> Self {
        let mut id = String::with_capacity(document.as_str().len() + 8);
        id.push_str(document.as_str());
        id.push('#');
        // Writing to a string never fails.
        let _ = write!(id, "{number}");
        Self::new(id)
    }
}

impl From<&CodeId> for ThemeId {
    fn from(code: &CodeId) -> Self {
        Self::from(code.as_str())
    }
}

#[cfg(test)]
mod tests {
    use crate::id::{DocumentId, Unique};

    #[test]
    fn a_name_is_given_once() {
        let mut names = Unique::caseless();
        let given = ["a", "A", "a (2)", "a", "b"].map(|name| names.take(name));
        assert_eq!(given, ["a", "A (2)", "a (2) (2)", "a (3)", "b"]);
        assert!(names.is_taken("B") && !names.is_taken("c"));
    }

    #[test]
    fn the_survey_of_an_answer_is_read_back() {
        let id = DocumentId::of_answer("wards.csv", "7", "why");
        assert_eq!(id.survey_of("7"), Some("wards.csv"));
        assert_eq!(id.survey_of("8"), None);
        assert_eq!(DocumentId::from("interview.txt").survey_of("7"), None);
    }
}
