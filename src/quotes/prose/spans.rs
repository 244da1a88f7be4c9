//! Findings of quoted spans: each one by itself, joined with the one before it, or set aside.

use crate::quotes::quote::{CueClass, Evidence, QuoteKind};
use crate::text::Span;

use super::attributed::Attributed;
use super::attribution::evidence::{evidence_of, evidence_of_phrase, why_not};
use super::attribution::reporting_clause::{ClauseId, ReportingClauses};
use super::attribution::speaker_features::Choice;
use super::findings::{Finding, FindingId, Spoke};
use super::speakers::coreference::MentionId;
use super::syntax::index::{Id, ItemId, SpanId, each};
use super::syntax::items::QuotedSpan;
use super::syntax::paragraph::Paragraph;
use super::syntax::token::{Tag, Token};

/// The speaker whom the paragraph before leaves.
#[derive(Clone, Copy, Debug)]
pub(super) enum Carried {
    /// Who spoke last.
    Spoke(Spoke),
    /// Who did or felt something last that only one who goes on to speak does.
    Acted(Option<MentionId>),
    /// Who is named in front of a colon at its end, and the cue.
    Named(Option<MentionId>, Span),
}

/// What the paragraph before leaves to the quoted spans of this one.
#[derive(Clone, Copy, Debug)]
pub(super) struct FromBefore {
    pub(super) speaker: Option<Carried>,
    /// Whether its last quotation continues in this one.
    pub(super) continues: bool,
}

/// Adds the findings of the quoted spans that no reported clause contains; returns who spoke last.
pub(super) fn add(attributed: &mut Attributed<'_, '_>, before: FromBefore) -> Option<Spoke> {
    let mut latest: Option<Spoke> = None;
    for span in attributed.spans.ids() {
        latest = match attributed.spans[span].finding {
            Some(finding) => Some(Spoke { mention: attributed.findings.list[finding].mention, finding }),
            None => add_span(attributed, span, latest, before),
        };
    }
    latest
}

/// Adds the finding of one quoted span; returns who spoke last.
fn add_span(
    attributed: &mut Attributed<'_, '_>,
    span: SpanId,
    latest: Option<Spoke>,
    before: FromBefore,
) -> Option<Spoke> {
    let (paragraph, clauses) = (attributed.paragraph, attributed.clauses);
    let quoted = paragraph.quoted[span];
    let choice = attributed.spans[span].choice;
    let choice = if is_scare(paragraph, span, choice) { Choice::NotQuote } else { choice };
    match choice {
        Choice::NotQuote => {
            attributed.not_quotes.push((paragraph.inside(quoted.pair), why_not(paragraph, &quoted)));
            latest
        }
        Choice::Nobody => Some(push(attributed, &quoted, None, None, why_nobody(paragraph, clauses, &quoted))),
        Choice::Clause(clause) => Some(add_of_clause(attributed, span, clause, latest)),
        Choice::Previous => Some(add_of_previous(attributed, span, latest)),
        Choice::Carried => Some(add_carried(attributed, &quoted, before)),
        Choice::Phrase(phrase) => {
            let mention = Some(attributed.mentions.add_speaker(paragraph, phrase));
            let evidence = evidence_of_phrase(paragraph, phrase, &quoted);
            Some(push(attributed, &quoted, mention, None, evidence))
        }
    }
}

/// A quoted span that the source of a reporting clause says.
fn add_of_clause(attributed: &mut Attributed<'_, '_>, span: SpanId, clause: ClauseId, latest: Option<Spoke>) -> Spoke {
    let paragraph = attributed.paragraph;
    let quoted = paragraph.quoted[span];
    let mention = attributed.source_of(clause);
    if let Some(finding) = joined(attributed, span) {
        attributed.findings.extend(finding, paragraph.inside(quoted.pair));
        return Spoke { mention, finding };
    }
    let clause = attributed.clauses.list[clause];
    let cue = paragraph.span(clause.cue);
    let spoke = push(attributed, &quoted, mention, Some(cue), evidence_of(paragraph, &clause, quoted.item));
    if let (Some(last), true) = (latest, are_coordinated(paragraph, span))
        && attributed.spans[span - 1].clause == attributed.spans[span].clause
    {
        attributed.findings.share_group(last.finding, spoke.finding);
    }
    spoke
}

/// A quoted span that is said by whoever says the one before it.
fn add_of_previous(attributed: &mut Attributed<'_, '_>, span: SpanId, latest: Option<Spoke>) -> Spoke {
    let paragraph = attributed.paragraph;
    let quoted = paragraph.quoted[span];
    match latest {
        // "…, “A,” and “B.”": a statement of its own under the same attribution.
        Some(last) if are_coordinated(paragraph, span) => {
            let before = &attributed.findings.list[last.finding];
            let (cue, evidence) = (before.cue, before.evidence);
            let spoke = push(attributed, &quoted, last.mention, cue, evidence);
            attributed.findings.share_group(last.finding, spoke.finding);
            spoke
        }
        Some(last) if is_near_previous(paragraph, span) => {
            attributed.findings.extend(last.finding, paragraph.inside(quoted.pair));
            last
        }
        last => {
            let mention = last.and_then(|last| last.mention);
            push(attributed, &quoted, mention, None, continuation(mention))
        }
    }
}

/// A quoted span that the speaker of the paragraph before says.
fn add_carried(attributed: &mut Attributed<'_, '_>, quoted: &QuotedSpan, before: FromBefore) -> Spoke {
    let (mention, cue, evidence) = match before.speaker {
        Some(Carried::Spoke(last))
            if before.continues && quoted.item == ItemId::FIRST || goes_on(attributed, quoted, last) =>
        {
            attributed.findings.extend(last.finding, attributed.paragraph.inside(quoted.pair));
            return last;
        }
        Some(Carried::Named(mention, cue)) => (mention, Some(cue), Evidence::Colon),
        Some(Carried::Spoke(Spoke { mention, .. }) | Carried::Acted(mention)) => (mention, None, continuation(mention)),
        None => (None, None, Evidence::NoCue),
    };
    push(attributed, quoted, mention, cue, evidence)
}

/// Whether a quoted span goes on with the quotation that ends the paragraph before: it is all that this one contains.
fn goes_on(attributed: &Attributed<'_, '_>, quoted: &QuotedSpan, last: Spoke) -> bool {
    let findings = &attributed.findings.list;
    let alone = quoted.item == ItemId::FIRST
        && attributed.paragraph.items[quoted.item + 1..].iter().all(|item| item.tag <= Tag::Punctuation);
    alone && last.finding + 1 == findings.end() && findings[last.finding].kind == QuoteKind::Direct
}

fn push(
    attributed: &mut Attributed<'_, '_>,
    quoted: &QuotedSpan,
    mention: Option<MentionId>,
    cue: Option<Span>,
    evidence: Evidence,
) -> Spoke {
    let inside = attributed.paragraph.inside(quoted.pair);
    let kind = if is_direct(attributed.paragraph, quoted) { QuoteKind::Direct } else { QuoteKind::Mixed };
    let (content, marked) = (vec![inside], vec![inside]);
    let finding = Finding { kind, cue_class: CueClass::Speech, content, marked, cue, mention, evidence, group: None };
    Spoke { mention, finding: attributed.findings.list.push(finding) }
}

/// What continues words for which nobody is named has no speaker either.
fn continuation(mention: Option<MentionId>) -> Evidence {
    if mention.is_some() { Evidence::Continuation } else { Evidence::NoCue }
}

/// Why a quotation has no speaker.
fn why_nobody(paragraph: &Paragraph, clauses: &ReportingClauses, quoted: &QuotedSpan) -> Evidence {
    let here = clauses.of_sentence(paragraph.sentence_of(quoted.item));
    let impersonal = clauses.list[here].iter().any(|clause| clause.source.is_none());
    if impersonal { Evidence::Impersonal } else { Evidence::NoCue }
}

/// The finding that a quoted span goes on with: that of the span before it if both have one reporting clause, or two of one source
/// with little between, unless "and" joins two statements.
fn joined(attributed: &Attributed<'_, '_>, span: SpanId) -> Option<FindingId> {
    let paragraph = attributed.paragraph;
    let before = span.checked_sub(1)?;
    let (there, here) = (attributed.spans[before].clause?, attributed.spans[span].clause?);
    let same = there == here || have_same_source(attributed.clauses, there, here) && are_near(paragraph, before, span);
    if !same || are_coordinated(paragraph, span) {
        return None;
    }
    let list = &attributed.findings.list;
    let last = list.end().checked_sub(1)?;
    let inside = paragraph.inside(paragraph.quoted[before].pair);
    (list[last].content.last() == Some(&inside)).then_some(last)
}

fn have_same_source(clauses: &ReportingClauses, one: ClauseId, other: ClauseId) -> bool {
    let (one, other) = (clauses.list[one], clauses.list[other]);
    one.source == other.source || other.source.is_none()
}

/// The items between a quoted span and another behind it.
fn between(paragraph: &Paragraph, one: SpanId, other: SpanId) -> &[Token] {
    &paragraph.items[paragraph.quoted[one].item + 1..paragraph.quoted[other].item]
}

/// Whether only a reporting clause lies between two quoted spans of one sentence.
fn are_near(paragraph: &Paragraph, one: SpanId, other: SpanId) -> bool {
    let between = between(paragraph, one, other);
    between.len() <= 6 && !between.iter().any(|item| item.tag == Tag::Stop)
}

/// Whether a quoted span and the one before it are two statements joined by a conjunction.
fn are_coordinated(paragraph: &Paragraph, span: SpanId) -> bool {
    let Some(before) = span.checked_sub(1) else { return false };
    let between = between(paragraph, before, span);
    !between.is_empty()
        && between.len() <= 2
        && between.iter().any(|item| item.tag == Tag::Conjunction)
        && between.iter().all(|item| matches!(item.tag, Tag::Conjunction | Tag::Comma))
}

/// Whether a quoted span goes on with the one before it: in its sentence, or as the beginning of the next.
fn is_near_previous(paragraph: &Paragraph, span: SpanId) -> bool {
    let Some(before) = span.checked_sub(1) else { return false };
    let item = paragraph.quoted[span].item;
    let one = paragraph.sentence_of(paragraph.quoted[before].item);
    let other = paragraph.sentence_of(item);
    one == other || other - one == 1 && item == paragraph.sentences[other].start
}

/// Whether the words of a quoted span are a statement of their own rather than a part of the writer's clause.
fn is_direct(paragraph: &Paragraph, quoted: &QuotedSpan) -> bool {
    let items = &paragraph.items;
    let before = quoted.item.checked_sub(1).map(|at| items[at].tag);
    // "…, “A,” and “B.”": a second statement is one of its own as the first is.
    let second = before == Some(Tag::Conjunction)
        && each(ItemId::FIRST..quoted.item - 1)
            .rev()
            .map(|at| items[at].tag)
            .find(|tag| *tag != Tag::Comma)
            .is_some_and(|tag| tag == Tag::Quoted);
    let introduced =
        matches!(before, None | Some(Tag::Comma | Tag::Colon | Tag::Stop | Tag::Quoted | Tag::Dash | Tag::Cue));
    let closed = matches!(quoted.last_byte, b',' | b'.' | b'?' | b'!');
    before != Some(Tag::That)
        && (quoted.capital && (introduced || closed)
            || introduced && quoted.has_verb
            || second && closed && quoted.has_verb
            || quoted.words >= 6 && closed && quoted.has_verb)
}

/// Whether a few words inside a clause of the writer's, which no cue reports, are scare quotes: "the so far “orderly” retreat".
fn is_scare(paragraph: &Paragraph, span: SpanId, choice: Choice) -> bool {
    /// The most words of a scare quote.
    const FEW: usize = 5;
    let quoted = &paragraph.quoted[span];
    let loose = match choice {
        Choice::Nobody | Choice::Carried => true,
        Choice::Previous => !is_near_previous(paragraph, span),
        Choice::Phrase(phrase) => evidence_of_phrase(paragraph, phrase, quoted) == Evidence::Floating,
        Choice::NotQuote | Choice::Clause(_) => false,
    };
    loose && quoted.words <= FEW && !is_direct(paragraph, quoted)
}
