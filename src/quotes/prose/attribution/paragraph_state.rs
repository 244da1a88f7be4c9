//! What a paragraph leaves to the next one: the same for reading and for learning.

use crate::lang::Classes;

use super::super::model::features::numbered;
use super::super::syntax::paragraph::Paragraph;
use super::super::syntax::token::{Shape, Tag};
use super::reporting_clause::{ReportingClause, ReportingClauses};

numbered! {
    /// Whether the quoted span before in the paragraph is a quotation.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub(crate) enum Previous {
        NotQuote = 0,
        Quotation = 2,
        /// It is the first.
        #[default]
        None = 9,
    }
}

/// What is known of the quoted span before and of the paragraph before.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ParagraphState {
    pub(crate) previous: Previous,
    /// Whether the paragraph before leaves a speaker.
    pub(crate) carried: bool,
    /// Whether the paragraph before ends in a colon.
    pub(crate) colon: bool,
    /// Whether the paragraph before ends in a quotation that continues in this one.
    pub(crate) continues: bool,
    /// Whether the paragraph before ends in a quotation.
    pub(crate) ends_quoted: bool,
}

/// The state with the speaker whom the paragraph before leaves, in whatever form its user knows speakers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CarryOver<S> {
    state: ParagraphState,
    speaker: Option<S>,
}

impl<S> Default for CarryOver<S> {
    fn default() -> Self {
        Self { state: ParagraphState::default(), speaker: None }
    }
}

/// How a paragraph ends, as far as its own words do not tell it.
pub(crate) struct Ending<S> {
    /// Whether it ends in a quotation.
    pub(crate) quoted: bool,
    /// Who spoke last in it.
    pub(crate) spoke: Option<S>,
}

/// Whether the last sentence of a paragraph names or means a person.
fn names_somebody(paragraph: &Paragraph) -> bool {
    const PERSONS: Classes = Classes::PRONOUN_HE
        .with(Classes::PRONOUN_SHE)
        .with(Classes::PRONOUN_THEY)
        .with(Classes::PRONOUN_FIRST)
        .with(Classes::PEOPLE);
    let Some(&last) = paragraph.sentences.last() else { return false };
    paragraph.items[last].iter().any(|item| {
        item.classes.any(PERSONS)
            || item.tag == Tag::Possessive
            || item.tag == Tag::Name && !item.shape.has(Shape::UPPER) && item.classes.is_empty()
    })
}

impl<S: Copy> CarryOver<S> {
    pub(crate) fn state(&self) -> ParagraphState {
        self.state
    }

    pub(crate) fn speaker(&self) -> Option<S> {
        self.speaker
    }

    /// Forgets all, in front of a paragraph that has nothing to do with the one before. `colon`: whether that one ends in a colon.
    pub(crate) fn restart(&mut self, colon: bool) {
        *self = Self { state: ParagraphState { colon, ..ParagraphState::default() }, speaker: None };
    }

    /// Notes what a quoted span is, for the next one of the paragraph.
    pub(crate) fn decide(&mut self, span: Previous) {
        self.state.previous = span;
    }

    /// Ends a paragraph: a speaker who is named in front of a colon at its end goes on, or else who spoke last.
    /// `named` makes a speaker of the reporting clause in front of the colon.
    pub(crate) fn end_paragraph(
        &mut self,
        paragraph: &Paragraph,
        clauses: &ReportingClauses,
        ending: Ending<S>,
        named: impl FnOnce(&ReportingClause) -> S,
    ) {
        self.speaker = match clauses.introducing(paragraph) {
            Some(clause) => Some(named(clause)),
            // Nothing but marks: it says nothing of who speaks.
            None if paragraph.items.is_empty() => self.speaker,
            // "This want of good machinery makes it hard:": who says the next words is left open.
            None if paragraph.ends_in_colon() && !names_somebody(paragraph) => None,
            None => ending.spoke,
        };
        self.state = ParagraphState {
            previous: Previous::None,
            carried: self.speaker.is_some(),
            colon: paragraph.ends_in_colon(),
            continues: paragraph.continues(),
            ends_quoted: ending.quoted,
        };
    }
}
