//! What a person has coded, for a coder to learn from.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::id::{CodeId, QuoteId};
use crate::quotes::Quote;
use crate::themes::coding::Codings;

/// A text that a person has coded, for a coder to learn from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Example {
    /// What was said.
    pub text: String,
    /// The codes that it has; none where a person found that it fits no code.
    #[serde(default)]
    pub codes: Vec<CodeId>,
}

impl Example {
    /// An example of these codes.
    pub fn new<C: Into<CodeId>>(text: impl Into<String>, codes: impl IntoIterator<Item = C>) -> Self {
        Self { text: text.into(), codes: codes.into_iter().map(Into::into).collect() }
    }

    /// The quotations that were judged, with the ids of their themes as codes; those that say nothing are left out.
    pub fn of(quotes: &[&Quote], codings: &Codings) -> Vec<Self> {
        let mut codes: BTreeMap<&QuoteId, Vec<CodeId>> =
            codings.uncoded.iter().map(|quote| (quote, Vec::new())).collect();
        for coding in &codings.codings {
            codes.entry(&coding.quote).or_default().push(CodeId::from(coding.theme.as_str()));
        }
        let example = |quote: &&Quote| Some(Self { text: quote.text.clone(), codes: codes.remove(&quote.id)? });
        quotes.iter().filter_map(example).collect()
    }
}
