//! What does the line or heading above a passage announce: people's words, labels, or neither?

use crate::document::BlockKind;
use crate::lang::Classes;
use crate::quotes::layout::page::PageLayout;
use crate::quotes::wording::words;

/// What the line or heading right above announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LeadIn {
    /// Quotations and nothing else: "Quotes".
    Quotations,
    /// People's words: "Participants said".
    Words,
    Nothing,
    /// Labels, wordings, questions.
    Labels,
    /// The same, from a heading or with a colon: what follows was shown to people.
    Wordings,
}

impl LeadIn {
    pub(super) fn announces_words(self) -> bool {
        matches!(self, Self::Quotations | Self::Words)
    }

    pub(super) fn announces_labels(self) -> bool {
        matches!(self, Self::Labels | Self::Wordings)
    }

    /// Whether two announce the same: words, labels, or nothing.
    pub(super) fn agrees(self, other: Self) -> bool {
        self.announces_words() == other.announces_words() && self.announces_labels() == other.announces_labels()
    }
}

/// What the nearest heading announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HeadingContext {
    /// "Quotes": what follows is what people said.
    Quotations,
    /// "What we heard": people's words may follow.
    Words,
    Nothing,
}

/// What a block announces to the passage below it.
pub(super) fn lead_in(page: &PageLayout<'_>, block: usize) -> LeadIn {
    let above = page.words_of(block);
    let heading = page.blocks[block].kind == BlockKind::Heading;
    match announcement(page, above) {
        // The title of the page names who was asked, and announces nothing.
        LeadIn::Words if page.blocks[block].level == 1 && !page.words.quotation_heads.any(above) => LeadIn::Nothing,
        LeadIn::Words if page.words.quotations.any(above) => LeadIn::Quotations,
        LeadIn::Labels if heading || above.ends_with(':') => LeadIn::Wordings,
        other => other,
    }
}

/// What a heading announces to all below it.
pub(super) fn heading_context(page: &PageLayout<'_>, block: usize) -> HeadingContext {
    let heading = page.words_of(block);
    match announcement(page, heading) {
        LeadIn::Words if page.words.quotations.any(heading) => HeadingContext::Quotations,
        LeadIn::Words if page.words.quotation_heads.any(heading) => HeadingContext::Words,
        _ => HeadingContext::Nothing,
    }
}

/// What the last sentence of a line announces.
fn announcement(page: &PageLayout<'_>, line: &str) -> LeadIn {
    let body = line.trim_end().trim_end_matches([':', '.', ' ', '*', '_']);
    let cut = body.rfind(['.', '!', '?', '\n']).map_or(0, |at| at + 1);
    let sentence = &body[cut..];
    let heads = page.words.quotation_heads.any(sentence);
    if page.words.label_heads.any(sentence) && !heads {
        return LeadIn::Labels;
    }
    let people = Classes::RESPONDENT | Classes::GROUP | Classes::PERSON_NOUN;
    let names_people = || words(sentence).any(|word| page.language.word_any_case(word).classes.any(people));
    if heads || names_people() { LeadIn::Words } else { LeadIn::Nothing }
}
