//! Which words of the language tell a quotation from a label? Read once for an extractor.

use crate::lang::{Classes, Language, List};
use crate::quotes::wording::WordSet;

/// The word lists of a language by which pages are read.
#[derive(Debug)]
pub(crate) struct LayoutWords {
    /// Words for quotations: "quote", "verbatim".
    pub(crate) quotations: WordSet,
    /// Words of studies and surveys: "findings", "questionnaire".
    pub(crate) studies: WordSet,
    /// Words for people who were asked: "participants".
    pub(crate) respondents: WordSet,
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
        let set = |list: List| WordSet::new(language, list);
        Self {
            quotations: set(List::QuotationWords),
            studies: set(List::StudyWords),
            respondents: WordSet::of_class(language, Classes::RESPONDENT),
            quotation_heads: set(List::QuotationHeads),
            guide_heads: set(List::GuideHeads),
            label_heads: set(List::LabelHeads),
            quotation_columns: set(List::QuotationColumns),
            speaker_columns: set(List::SpeakerColumns),
            spoken: set(List::SpokenWords),
            first_person: set(List::FirstPerson),
        }
    }
}
