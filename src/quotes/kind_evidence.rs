//! What speaks for the kind of a text, as a value that can be shown.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::document::DocumentKind;

/// Why a text was taken for its kind: the signs that were counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct KindEvidence {
    /// Whether the caller named the kind. It is obeyed, and no sign is counted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub given: bool,
    /// How often each sign was counted, up to a limit of its own. Signs that were not found, or not needed, are left out.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub signs: BTreeMap<KindSign, usize>,
    /// Another kind for which nearly as much speaks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub divided: Option<DocumentKind>,
}

/// A sign by which the kind of a text is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum KindSign {
    /// Times of captions.
    Captions,
    /// Turns under labels that name who speaks.
    LabelledTurns,
    /// Questions set apart from their answers.
    Questions,
    /// Passages that are people's words by their layout: block quotations, items, cells, paragraphs in marks.
    Excerpts,
    /// Those of them that name a person who was asked: a number, a description, no known name.
    NumberedExcerpts,
    /// Findings in running text whose speaker has a name: they speak for an article.
    NamedSpeakers,
    /// Findings in running text whose speaker is one of those who were asked: "one participant", `P7`.
    AskedSpeakers,
    /// Findings in running text whose speakers are a group without a name: "many riders".
    GroupSpeakers,
    /// Words for people who were asked: "participants".
    Respondents,
    /// Words of studies and surveys: "findings", "questionnaire".
    StudyWords,
    /// Numbers of participants: `P7`.
    ParticipantNumbers,
    /// Headings.
    Headings,
    /// Items of lists.
    Items,
    /// Paragraphs that open with the number of a section: `4.2`.
    NumberedSections,
    /// Fields at the head of the page.
    FrontMatter,
}

impl KindEvidence {
    /// A kind that the caller named.
    pub(crate) fn given() -> Self {
        Self { given: true, ..Self::default() }
    }

    pub(crate) fn count(&mut self, sign: KindSign, number: usize) {
        if number > 0 {
            self.signs.insert(sign, number);
        }
    }
}
