//! What tells who somebody is and is no name: it is hidden letter by letter.

use aho_corasick::{AhoCorasick, MatchKind};

use super::edits::Edits;
use crate::text::Span;

/// What stands in the place of a value.
const HIDDEN: &str = "[…]";

/// The values, ready to be looked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Values(Option<AhoCorasick>);

impl Values {
    /// Addresses and numbers are found in any case, words as they are written.
    pub(super) fn new(values: &[String]) -> Self {
        const SHORTEST: usize = 3;
        let mut patterns: Vec<String> = Vec::new();
        for value in values.iter().map(|value| value.trim()).filter(|value| value.chars().count() >= SHORTEST) {
            patterns.push(value.to_owned());
            if value.contains(|char: char| char == '@' || char.is_ascii_digit()) {
                patterns.extend([value.to_lowercase(), value.to_uppercase()]);
            }
        }
        patterns.sort_unstable();
        patterns.dedup();
        if patterns.is_empty() {
            return Self(None);
        }
        // More values than can be looked for at once do not come about.
        Self(AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(patterns).ok())
    }

    /// The edits with every value hidden that is a word of its own.
    pub(super) fn hide(&self, text: &str, edits: Edits) -> Edits {
        let Some(values) = &self.0 else { return edits };
        let edge = |char: Option<char>| !char.is_some_and(char::is_alphanumeric);
        let places: Vec<Span> = values
            .find_iter(text)
            .filter(|found| edge(text[..found.start()].chars().next_back()) && edge(text[found.end()..].chars().next()))
            .map(|found| Span::new(found.start(), found.end()))
            .collect();
        if places.is_empty() { edits } else { edits.with(&places, HIDDEN) }
    }
}
