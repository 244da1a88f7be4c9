//! The decisions about cues and reported clauses that the models learn from.

use crate::text::Span;

use super::super::attribution::boundary;
use super::super::attribution::boundary::{BoundaryChoice, Role};
use super::super::attribution::clause_filter;
use super::super::attribution::cue_context::{CueContext, Source, is_cue};
use super::super::attribution::cue_filter;
use super::super::attribution::reporting_clause::{Cues, ReportingClause, ReportingClauses};
use super::super::attribution::side;
use super::super::attribution::side::Side;
use super::super::attribution::source;
use super::super::model::linear::{CLASSES, conjoin};
use super::super::model::table::Models;
use super::super::syntax::index::{Ids, ItemId};
use super::super::syntax::noun_phrase::PhraseKind;
use super::super::syntax::paragraph::Paragraph;
use super::super::syntax::token::Tag;
use super::fit::{Collector, Decision};
use super::texts::TrainingParagraph;

/// Does a cue far from quotation marks report anything that was said?
pub(super) fn of_cue_filter(training: &TrainingParagraph<'_>, out: &mut Collector, decisions: &mut Vec<Decision>) {
    let paragraph = &training.paragraph;
    for (sentence, &items) in paragraph.sentences.enumerate() {
        if !cue_filter::is_far_from_marks(paragraph, sentence) {
            continue;
        }
        for cue in items.into_iter().filter(|cue| is_cue(&paragraph.items, *cue)) {
            let Some(here) = training.gold_of(cue) else { continue };
            cue_filter::features(&CueContext::new(paragraph, sentence, cue), out);
            let said = here.iter().any(|gold| training.is_said(gold));
            decisions.push(Decision::yes_or_no(out.features.clone(), said));
        }
    }
}

/// Who is the source of a cue?
pub(super) fn of_source(training: &TrainingParagraph<'_>, out: &mut Collector, decisions: &mut Vec<Decision>) {
    let paragraph = &training.paragraph;
    let mut seen = Vec::new();
    for gold in &training.gold {
        let Some(cue) = gold.cue.and_then(|cue| training.cue_item(cue)) else { continue };
        if seen.contains(&cue) {
            continue;
        }
        seen.push(cue);
        let context = CueContext::new(paragraph, paragraph.sentence_of(cue), cue);
        let mut candidates = Vec::new();
        source::candidates(&context, &mut candidates);
        let right = right_sources(&context, &candidates, gold.speaker);
        if !right.contains(&true) {
            continue;
        }
        let features = |candidate: &Source| {
            source::features(&context, *candidate, out);
            out.features.clone()
        };
        decisions.push(Decision { candidates: candidates.iter().map(features).collect(), right });
    }
}

/// Which candidates are the source that people marked: of several phrases inside a long description the first one, which is its head.
fn right_sources(context: &CueContext<'_>, candidates: &[Source], speaker: Option<Span>) -> Vec<bool> {
    let Some(speaker) = speaker else { return candidates.iter().map(Option::is_none).collect() };
    let names_speaker = |candidate: &Source| {
        let phrase = candidate.map(|phrase| context.phrase(phrase));
        let first = phrase.filter(|phrase| context.paragraph.span_of(phrase.items()).overlaps(speaker));
        first.map(|phrase| phrase.first)
    };
    let first = candidates.iter().filter_map(names_speaker).min();
    candidates.iter().map(|candidate| names_speaker(candidate).is_some_and(|there| Some(there) == first)).collect()
}

/// The decisions about a cue's side and about boundaries.
#[derive(Default)]
pub(super) struct ClauseDecisions {
    pub(super) sides: Vec<Decision>,
    pub(super) boundaries: Vec<Decision>,
}

/// A clause that a cue reports according to people.
#[derive(Clone, Copy)]
struct GoldClause {
    side: Side,
    items: Ids<ItemId>,
}

/// On which side is the reported clause of a cue, and where does it begin and end?
pub(super) fn of_clauses(
    training: &TrainingParagraph<'_>,
    models: &Models,
    out: &mut Collector,
    decisions: &mut ClauseDecisions,
) {
    let paragraph = &training.paragraph;
    let mut scratch = Vec::new();
    for (sentence, &items) in paragraph.sentences.enumerate() {
        for cue in items.into_iter().filter(|cue| is_cue(&paragraph.items, *cue)) {
            let context = CueContext::new(paragraph, sentence, cue);
            let Some(here) = training.gold_of(cue) else { continue };
            let (source, margin) = source::best(&context, &models.source, &mut scratch);
            let mut clauses: Vec<GoldClause> = here
                .iter()
                .filter_map(|gold| training.content_items(gold.content))
                .filter(|content| content.start >= items.start && content.end <= items.end)
                .map(|items| GoldClause { side: if items.start > cue { Side::After } else { Side::Before }, items })
                .collect();
            let mut right = [here.is_empty(), false, false];
            for clause in &clauses {
                right[clause.side as usize] = true;
            }
            if !right.contains(&true) {
                continue;
            }
            if right[Side::After as usize] {
                fronted_decision(&context, source, &clauses, out, &mut decisions.boundaries);
                // What precedes source and cue and goes on behind them is fronted.
                if right[Side::Before as usize] && here.iter().all(|gold| !gold.marked) {
                    right[Side::Before as usize] = false;
                    clauses.retain(|clause| clause.side == Side::After);
                }
            }
            side::features(&context, source, margin, out);
            let mut candidates = vec![Vec::new()];
            let conjoined = |class| out.features.iter().map(|feature| conjoin(*feature, class)).collect();
            candidates.extend((0..CLASSES).map(conjoined));
            decisions.sides.push(Decision { candidates, right: right.to_vec() });
            for clause in clauses {
                boundary_decisions(&context, source, clause, out, &mut decisions.boundaries);
            }
        }
    }
}

/// Where does the fronted part of a clause begin, if it has one?
fn fronted_decision(
    context: &CueContext<'_>,
    source: Source,
    clauses: &[GoldClause],
    out: &mut Collector,
    decisions: &mut Vec<Decision>,
) {
    let mut candidates = Vec::new();
    let Some(end) = boundary::fronted_starts(context, source, &mut candidates) else { return };
    let start = match clauses.iter().find(|clause| clause.side == Side::Before) {
        Some(clause) if clause.items.end == end => clause.items.start,
        Some(_) => return,
        None => end,
    };
    let choice = BoundaryChoice { context, role: Role::Fronted, candidates: &candidates, other: end };
    decisions.extend(boundary_decision(choice, |at| at == start, out));
}

/// A choice of a boundary, where one of the candidates is right.
fn boundary_decision(
    choice: BoundaryChoice<'_>,
    right: impl Fn(ItemId) -> bool,
    out: &mut Collector,
) -> Option<Decision> {
    let right: Vec<bool> = choice.candidates.iter().map(|at| right(*at)).collect();
    let features = |number: usize| {
        choice.features(number, out);
        out.features.clone()
    };
    right.contains(&true).then(|| Decision { candidates: (0..right.len()).map(features).collect(), right })
}

/// Where does a reported clause begin and end?
fn boundary_decisions(
    context: &CueContext<'_>,
    source: Source,
    clause: GoldClause,
    out: &mut Collector,
    decisions: &mut Vec<Decision>,
) {
    let items = context.items();
    let Ids { start, end } = clause.items;
    let mut candidates = Vec::new();
    let same_start = |at: ItemId| at == start || at + 1 == start && items[at].tag == Tag::That;
    let same_end = |at: ItemId| {
        let mut at = at;
        while at > start && items[at - 1].tag <= Tag::Punctuation && items[at - 1].tag != Tag::Quoted {
            at -= 1;
        }
        at == end
    };
    let mut decide = |candidates: &[ItemId], role: Role, other: ItemId, right: &dyn Fn(ItemId) -> bool| {
        decisions.extend(boundary_decision(BoundaryChoice { context, role, candidates, other }, right, out));
    };
    match clause.side {
        Side::None => {}
        Side::After => {
            boundary::starts_after(context, source, &mut candidates);
            decide(&candidates, Role::StartAfter, context.cue, &same_start);
            boundary::ends_after(context, start, &mut candidates);
            decide(&candidates, Role::EndAfter, start, &same_end);
        }
        Side::Before => {
            boundary::ends_before(context, source, &mut candidates);
            decide(&candidates, Role::EndBefore, context.cue, &same_end);
            boundary::starts_before(context, end, &mut candidates);
            decide(&candidates, Role::StartBefore, end, &same_start);
        }
    }
}

/// Is the clause that is read from a cue right: shares it half of its items with the marked one, and has it the same speaker? One that was
/// not said is right only where attitudes are looked for.
pub(super) fn of_clause_filter(
    training: &TrainingParagraph<'_>,
    clauses: &mut ReportingClauses,
    models: &Models,
    cues: Cues,
    out: &mut Collector,
    decisions: &mut Vec<Decision>,
) {
    let paragraph = &training.paragraph;
    clauses.find(paragraph, models, cues);
    for (id, clause) in clauses.list.enumerate() {
        let Some(reported) = clause.reported.filter(|_| is_judged(paragraph, clause)) else { continue };
        let same_speaker = |speaker: Option<Span>| match (clause.source, speaker) {
            (None, None) => true,
            (Some(source), Some(speaker)) => {
                let phrase = paragraph.phrases.list[source];
                phrase.kind == PhraseKind::Relative || paragraph.span_of(phrase.items()).overlaps(speaker)
            }
            _ => false,
        };
        let right = training.gold.iter().any(|gold| {
            let Some(content) = training.content_items(gold.content) else { return false };
            let shared = Ids::new(reported.start.max(content.start), reported.end.min(content.end)).len();
            let all = reported.end.max(content.end) - reported.start.min(content.start);
            let wanted = cues == Cues::All || training.is_said(gold);
            wanted && shared * 2 >= all && same_speaker(gold.speaker)
        });
        clause_filter::features(paragraph, clauses, id, out);
        decisions.push(Decision::yes_or_no(out.features.clone(), right));
    }
}

/// Whether the reported clause of a cue is of a kind that the model judges: in the writer's words.
fn is_judged(paragraph: &Paragraph, clause: &ReportingClause) -> bool {
    clause.side != Side::None
        && clause.reported.is_some_and(|reported| {
            let inside = &paragraph.items[reported];
            inside.iter().all(|item| item.tag != Tag::Quoted) && inside.iter().any(|item| item.tag > Tag::Punctuation)
        })
}
