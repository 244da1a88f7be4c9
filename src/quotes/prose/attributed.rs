//! A paragraph whose quoted spans are attributed: what its findings are made of.

use crate::quotes::quote::NotQuoteReason;
use crate::text::Span;

use super::attribution::reporting_clause::{ClauseId, ReportingClause, ReportingClauses};
use super::attribution::rules::SURE;
use super::attribution::side::Side;
use super::attribution::speaker_features::Choice;
use super::findings::{FindingId, Findings};
use super::model::table::Models;
use super::speakers::coreference::{MentionId, Mentions};
use super::syntax::index::{Id, Ids, ItemId, List, SpanId};
use super::syntax::paragraph::Paragraph;
use super::syntax::token::Tag;

/// A quoted span with what was decided of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct AttributedSpan {
    pub(super) choice: Choice,
    /// The reporting clause that it goes back to, through the spans that it continues.
    pub(super) clause: Option<ClauseId>,
    /// The reported clause of its own reporting clause that contains it.
    pub(super) reported: Option<Ids<ItemId>>,
    /// The finding of a reported clause that contains it.
    pub(super) finding: Option<FindingId>,
}

/// A paragraph with its attributed spans, and the lists that its findings go to.
pub(super) struct Attributed<'a, 't> {
    pub(super) paragraph: &'a Paragraph,
    pub(super) clauses: &'a ReportingClauses,
    pub(super) spans: List<SpanId, AttributedSpan>,
    pub(super) mentions: &'a mut Mentions<'t>,
    pub(super) findings: &'a mut Findings,
    pub(super) not_quotes: &'a mut Vec<(Span, NotQuoteReason)>,
    /// The last reporting clause whose source did, felt or wished something that is no statement: what follows may be said by them.
    pub(super) acted: Option<ClauseId>,
}

impl Attributed<'_, '_> {
    /// The mention that a reporting clause names as its source.
    pub(super) fn source_of(&mut self, clause: ClauseId) -> Option<MentionId> {
        self.clauses.list[clause].source.map(|source| self.mentions.add_speaker(self.paragraph, source))
    }
}

/// The quoted spans of a paragraph with the reporting clauses that their choices name.
pub(super) fn attribute(
    paragraph: &Paragraph,
    clauses: &mut ReportingClauses,
    choices: &[Choice],
    models: &Models,
) -> List<SpanId, AttributedSpan> {
    let mut spans: List<SpanId, AttributedSpan> = List::default();
    for (quoted, &choice) in paragraph.quoted.iter().zip(choices) {
        let (clause, reported) = match choice {
            Choice::Clause(clause) => (Some(clause), reported_around(paragraph, clauses, clause, quoted.item, models)),
            Choice::Previous => (spans.last().and_then(|before| before.clause), None),
            Choice::NotQuote | Choice::Nobody | Choice::Carried | Choice::Phrase(_) => (None, None),
        };
        spans.push(AttributedSpan { choice, clause, reported, finding: None });
    }
    spans
}

/// Whether a quoted span is said by itself, beside whatever else its cue reports: a sentence behind a colon ("says it was late: “We
/// waited.”"), or words between commas ("added, “it was late,” and sat down").
pub(super) fn is_introduced(paragraph: &Paragraph, clause: &ReportingClause, item: ItemId) -> bool {
    let items = &paragraph.items;
    let Some(before) = item.checked_sub(1).filter(|before| *before > clause.cue) else { return false };
    let Some(quoted) = paragraph.quoted.get(paragraph.quoted.partition_point(|quoted| quoted.item < item)) else {
        return false;
    };
    let sentence = quoted.capital && quoted.has_verb && matches!(quoted.last_byte, b'.' | b'!' | b'?');
    match items[before].tag {
        Tag::Colon => sentence && before > clause.cue + 1,
        Tag::Comma => before == clause.cue + 1 && quoted.last_byte == b',',
        _ => false,
    }
}

/// The reported clause of a cue that contains an item: the one that was read, or else the one on the side of the item.
fn reported_around(
    paragraph: &Paragraph,
    clauses: &mut ReportingClauses,
    id: ClauseId,
    item: ItemId,
    models: &Models,
) -> Option<Ids<ItemId>> {
    let clause = clauses.list[id];
    if !paragraph.sentences[clause.sentence].contains(item) {
        return None;
    }
    if is_introduced(paragraph, &clause, item) {
        return None;
    }
    if clause.reports(item) {
        return clause.reported;
    }
    // Where order and mood say what a cue reports, it reports no more than the words in marks beside it.
    if paragraph.writing.verb_second && clause.side_score >= SURE {
        return None;
    }
    let side = if item > clause.cue { Side::After } else { Side::Before };
    clauses.reported_on(paragraph, id, side, models).filter(|reported| reported.contains(item))
}
