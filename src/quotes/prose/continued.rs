//! Reported speech that goes on without a cue, where a language marks it by mood: sentences in the subjunctive behind an attributed one belong to its
//! speaker until the indicative returns or somebody else speaks.

use crate::quotes::quote::{CueClass, Evidence, QuoteKind};
use crate::text::Span;

use super::attributed::Attributed;
use super::attribution::parts::{Opener, Part, parts};
use super::attribution::rules::SURE;
use super::attribution::speaker_features::Choice;
use super::attribution::subject;
use super::findings::{Finding, FindingId};
use super::spans::{Carried, FromBefore};
use super::speakers::coreference::MentionId;
use super::syntax::index::{Ids, ItemId, SentenceId, SpanId};
use super::syntax::items::QuotedSpan;
use super::syntax::noun_phrase::is_thing;
use super::syntax::token::Tag;

/// Whom the next sentence may go on with.
#[derive(Clone, Copy)]
struct Last {
    mention: Option<MentionId>,
    /// Whether the sentence before reports what they said.
    reports: bool,
    /// The finding that it is, where it goes on itself.
    goes_on: Option<FindingId>,
}

/// Adds the findings of sentences that go on with what was reported before them.
pub(super) fn add(attributed: &mut Attributed<'_, '_>, first: FindingId, before: FromBefore) {
    if !attributed.paragraph.writing.verb_second {
        return;
    }
    let mention = match before.speaker {
        Some(Carried::Spoke(spoke)) => spoke.mention,
        Some(Carried::Acted(mention) | Carried::Named(mention, _)) => mention,
        None => None,
    };
    let reports = matches!(before.speaker, Some(Carried::Spoke(_)));
    let mut last = Last { mention, reports, goes_on: None };
    for sentence in attributed.paragraph.sentences.ids() {
        last = read(attributed, sentence, first, last);
    }
}

/// Reads a sentence; returns whom the next one may go on with.
fn read(attributed: &mut Attributed<'_, '_>, sentence: SentenceId, first: FindingId, last: Last) -> Last {
    if let Some(mention) = own_speaker(attributed, sentence, first, last) {
        return Last { mention, reports: true, goes_on: None };
    }
    let paragraph = attributed.paragraph;
    let parts = parts(paragraph, paragraph.sentences[sentence]);
    let goes_on = is_reported(&parts, last.reports);
    if !goes_on || last.mention.is_none() {
        let (acts, reports) = actor(attributed, sentence, &parts, last);
        return Last { mention: acts.or(last.mention), reports, goes_on: None };
    }
    Last { reports: true, goes_on: Some(extend(attributed, sentence, last)), ..last }
}

/// Who says something in a sentence of which a finding, or a quoted span with its cue, is a part.
fn own_speaker(
    attributed: &mut Attributed<'_, '_>,
    sentence: SentenceId,
    first: FindingId,
    last: Last,
) -> Option<Option<MentionId>> {
    let paragraph = attributed.paragraph;
    let span = paragraph.span_of(paragraph.sentences[sentence]);
    let findings = &attributed.findings.list[first..];
    let own = findings.iter().rposition(|finding| finding.content.iter().any(|run| run.overlaps(span)));
    if let Some(own) = own {
        let finding = &mut attributed.findings.list[first + own];
        // "Demnach": what the source before tells.
        if finding.evidence == Evidence::AccordingTo && finding.mention.is_none() {
            finding.mention = last.mention;
        }
        return Some(finding.mention);
    }
    let spans = paragraph.quoted_within(paragraph.sentences[sentence]);
    let mut choices = spans.into_iter().filter_map(|span| attributed.spans[span].clause);
    let clause = choices.rfind(|clause| attributed.clauses.list[*clause].sentence == sentence)?;
    Some(attributed.source_of(clause))
}

/// Whether the main clauses of a sentence are in the subjunctive; that of the past says so only behind a report.
fn is_reported(parts: &[Part], behind_report: bool) -> bool {
    let mut main = parts.iter().filter(|part| part.is_main() || part.opener == Opener::None && part.is_subjunctive());
    let Some(opening) = main.next() else { return false };
    opening.present || opening.reportative || opening.past && behind_report
}

/// Who did or felt something that a report may follow, and whether it is the source of a cue: where nobody has spoken before, the subject of
/// a sentence if it is a person or an organisation.
fn actor(
    attributed: &mut Attributed<'_, '_>,
    sentence: SentenceId,
    parts: &[Part],
    last: Last,
) -> (Option<MentionId>, bool) {
    let here = attributed.clauses.of_sentence(sentence);
    let sure = here.into_iter().rev().find(|clause| {
        let clause = &attributed.clauses.list[*clause];
        let speaks = |source| !is_thing(&attributed.paragraph.items, attributed.paragraph.phrases.list[source]);
        clause.source.is_some_and(speaks) && clause.margin >= SURE
    });
    if let Some(clause) = sure {
        return (attributed.source_of(clause), true);
    }
    let source = subject::speaking(attributed.paragraph, sentence, parts).filter(|_| last.mention.is_none());
    (source.map(|source| attributed.mentions.add_speaker(attributed.paragraph, source)), false)
}

/// Adds a sentence to what goes on, or begins it.
fn extend(attributed: &mut Attributed<'_, '_>, sentence: SentenceId, last: Last) -> FindingId {
    let paragraph = attributed.paragraph;
    let items = paragraph.sentences[sentence];
    let ends = |at: &ItemId| paragraph.items[*at].tag <= Tag::Punctuation && paragraph.items[*at].tag != Tag::Quoted;
    let closed = items.into_iter().rev().take_while(ends).count();
    let said = paragraph.span_of(Ids::new(items.start, items.end - closed));
    let spans = paragraph.quoted_within(items);
    // What goes on is said, and so are the marks in it, but for names and terms.
    let is_said = |span: &SpanId| {
        let quoted = &paragraph.quoted[*span];
        attributed.spans[*span].choice != Choice::NotQuote || !quoted.titled && !quoted.termed
    };
    let said_spans: Vec<SpanId> = spans.into_iter().filter(is_said).collect();
    let inside = |quoted: &QuotedSpan| paragraph.inside(quoted.pair);
    let marked: Vec<Span> = said_spans.iter().map(|span| inside(&paragraph.quoted[*span])).collect();
    let kind = if marked.is_empty() { QuoteKind::Indirect } else { QuoteKind::Mixed };
    let id = match last.goes_on {
        Some(id) => {
            let finding = &mut attributed.findings.list[id];
            finding.content = vec![Span::new(finding.content[0].start(), said.end())];
            finding.marked.extend(marked);
            finding.kind = if finding.marked.is_empty() { QuoteKind::Indirect } else { QuoteKind::Mixed };
            id
        }
        None => {
            let (content, mention) = (vec![said], last.mention);
            let (cue_class, evidence) = (CueClass::Speech, Evidence::Continuation);
            attributed.findings.list.push(Finding {
                kind,
                cue_class,
                content,
                marked,
                cue: None,
                mention,
                evidence,
                group: None,
            })
        }
    };
    for span in said_spans {
        attributed.spans[span].finding = Some(id);
    }
    id
}
