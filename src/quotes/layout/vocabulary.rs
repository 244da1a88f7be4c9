//! Which words of the language tell a quotation from a label? Read once for an extractor.

use crate::lang::Language;
use crate::quotes::wording::WordSet;

/// The word lists of a language by which pages are read.
#[derive(Debug)]
pub(crate) struct LayoutWords {
    /// Words for quotations: "quote", "verbatim".
    pub(crate) quotations: WordSet,
    /// Words in headings of studies: "findings".
    pub(crate) studies: WordSet,
    /// Words in headings and lead-ins that announce people's words: "heard", "said".
    pub(super) quotation_heads: WordSet,
    /// Words in the title of a page that says what to ask: "discussion guide".
    pub(super) guide_heads: WordSet,
    /// Words that announce labels and wordings: "button", "option".
    pub(super) label_heads: WordSet,
    /// Words over a column of quotations, and over a column of speakers.
    pub(super) quotation_columns: WordSet,
    pub(super) speaker_columns: WordSet,
    /// Words of talk: "um", "like".
    pub(super) spoken: WordSet,
    /// Words of the first person that no word class names.
    pub(super) first_person: WordSet,
}

impl LayoutWords {
    pub(crate) fn new(language: &Language) -> Self {
        let set = |list: &str| WordSet::new(language, list);
        Self {
            quotations: set("quotation-words"),
            studies: set("study-heads"),
            quotation_heads: set("quotation-heads"),
            guide_heads: set("guide-heads"),
            label_heads: set("label-heads"),
            quotation_columns: set("quotation-columns"),
            speaker_columns: set("speaker-columns"),
            spoken: set("spoken-words"),
            first_person: set("first-person"),
        }
    }
}
