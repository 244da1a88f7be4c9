//! The reporting clauses of a paragraph: cues with their sources and, where they report a clause, its extent.

use crate::lang::VerbClass;

use super::super::model::table::Models;
use super::super::syntax::index::{Id, Ids, ItemId, List, PhraseId, SentenceId, ids};
use super::super::syntax::noun_phrase::is_thing;
use super::super::syntax::paragraph::Paragraph;
use super::super::syntax::token::{Tag, Token};
use super::according::{Placement, according};
use super::boundary::{Boundaries, extent, extent_at, fronted};
use super::cue_context::{CueContext, Source, is_cue};
use super::cue_filter;
use super::frame;
use super::frame::Frame;
use super::inserted::inserted;
use super::joined::joined;
use super::parts::parts;
use super::rules;
use super::side;
use super::side::Side;
use super::source;
use super::source_link;
use super::trailing::{inscribed, opening, trailing};

ids! {
    /// A reporting clause of a paragraph.
    ClauseId;
}

/// A cue with what belongs to it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ReportingClause {
    pub(crate) sentence: SentenceId,
    pub(crate) cue: ItemId,
    pub(crate) source: Source,
    /// How much better the source is than none.
    pub(crate) margin: f32,
    /// On which side the reported clause is.
    pub(crate) side: Side,
    /// How much better that side is than none.
    pub(crate) side_score: f32,
    /// The items of the reported clause.
    pub(crate) reported: Option<Ids<ItemId>>,
    /// The items in front of source and cue that belong to a clause behind them.
    pub(crate) fronted: Option<Ids<ItemId>>,
}

impl ReportingClause {
    /// One whose place in the sentence leaves no doubt.
    fn placed(sentence: SentenceId, cue: ItemId, source: PhraseId, side: Side, reported: Ids<ItemId>) -> Self {
        let (margin, side_score) = (rules::SURE, rules::SURE);
        let (source, reported) = (Some(source), Some(reported));
        Self { sentence, cue, source, margin, side, side_score, reported, fronted: None }
    }

    /// Whether the reported clause contains an item.
    pub(crate) fn reports(&self, item: ItemId) -> bool {
        self.reported.is_some_and(|reported| reported.contains(item))
    }
}

/// The reporting clauses of a paragraph, in the order of their cues. Buffers are reused.
#[derive(Debug, Default)]
pub(crate) struct ReportingClauses {
    pub(crate) list: List<ClauseId, ReportingClause>,
    candidates: Vec<Source>,
    boundaries: Boundaries,
}

/// Which cues are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cues {
    All,
    /// Those that may report what was said.
    Speech,
    /// Only those near quotation marks.
    NearMarks,
}

impl ReportingClauses {
    /// The reporting clauses of a sentence.
    pub(crate) fn of_sentence(&self, sentence: SentenceId) -> Ids<ClauseId> {
        let first = self.list.partition_point(|clause| clause.sentence < sentence);
        Ids::new(first, self.list.partition_point(|clause| clause.sentence <= sentence))
    }

    /// The reporting clauses whose cues lie between two items.
    pub(crate) fn between(&self, from: ItemId, to: ItemId) -> &[ReportingClause] {
        let start = self.list.partition_point(|clause| clause.cue <= from);
        let end = self.list.partition_point(|clause| clause.cue < to);
        &self.list[start..end.max(start)]
    }

    /// The last one whose cue comes before an item.
    pub(crate) fn last_before(&self, item: ItemId) -> Option<ClauseId> {
        self.list.partition_point(|clause| clause.cue < item).checked_sub(1)
    }

    /// The one of a cue.
    pub(crate) fn of_cue(&self, cue: ItemId) -> Option<ClauseId> {
        let at = self.list.partition_point(|clause| clause.cue < cue);
        self.list.get(at).filter(|clause| clause.cue == cue).map(|_| at)
    }

    /// Finds the reporting clauses of a paragraph.
    pub(crate) fn find(&mut self, paragraph: &Paragraph, models: &Models, cues: Cues) {
        self.list.clear();
        // Clauses that are not likely are judged again with their extent at hand, by a model that knows no other word order.
        let verb_second = paragraph.writing.verb_second;
        let threshold = if verb_second { models.side_threshold.max(0.0) } else { models.side_threshold };
        for (sentence, &items) in paragraph.sentences.enumerate() {
            let far = cue_filter::is_far_from_marks(paragraph, sentence);
            if far && cues == Cues::NearMarks {
                continue;
            }
            let frames = if verb_second { parts(paragraph, items) } else { Vec::new() };
            let mut until = items.start;
            for cue in items {
                if verb_second && paragraph.items[cue].tag == Tag::Noun && cues != Cues::NearMarks {
                    let context = CueContext::new(paragraph, sentence, cue);
                    let clause = source_link::noun(&context, &frames).map(|frame| framed(&context, sentence, frame));
                    self.list.as_mut_vec().extend(clause);
                }
                if cue < until || !is_cue(&paragraph.items, cue) {
                    continue;
                }
                let context = CueContext::new(paragraph, sentence, cue);
                if verb_second {
                    let clause = frame::read(&context, &frames).map(|frame| framed(&context, sentence, frame));
                    let clause = clause.or_else(|| (!far).then(|| self.read(&context, sentence, models, threshold)));
                    clause.into_iter().for_each(|clause| {
                        self.list.push(clause);
                    });
                    continue;
                }
                if let Some(placement) = according(&context) {
                    until = placement.until;
                    let clause = self.placed(&context, sentence, placement, models);
                    self.list.push(clause);
                    continue;
                }
                let before = trailing(&context).map(|placed| (Side::Before, placed));
                let behind = || inscribed(&context).or_else(|| opening(&context));
                let placed = before.or_else(|| behind().map(|placed| (Side::After, placed)));
                let open = || inserted(&context).or_else(|| self.joined(&context));
                let open = if placed.is_none() { open() } else { None };
                let clause = match (placed, open) {
                    (Some((side, (source, reported))), _) => {
                        ReportingClause::placed(sentence, cue, source, side, reported)
                    }
                    (None, Some(open)) => self.placed(&context, sentence, open, models),
                    (None, None)
                        if far && cues == Cues::Speech && cue_filter::rejects(&context, &models.cue_filter) =>
                    {
                        continue;
                    }
                    (None, None) => self.read(&context, sentence, models, threshold),
                };
                self.list.push(clause);
            }
        }
    }

    /// The clause of a second cue of one source.
    fn joined(&self, context: &CueContext<'_>) -> Option<Placement> {
        let before = self.list.iter().rev().take_while(|before| context.sentence.contains(before.cue));
        let (source, at) = before.into_iter().find_map(|before| joined(context, before))?;
        Some(Placement { source, side: Side::After, at, fronted: None, until: context.cue + 1 })
    }

    /// The reporting clause of a cue whose source and side its place decides.
    fn placed(
        &mut self,
        context: &CueContext<'_>,
        sentence: SentenceId,
        placement: Placement,
        models: &Models,
    ) -> ReportingClause {
        let Placement { source, side, at, fronted, .. } = placement;
        let reported = extent_at(context, side, at, &models.boundary, &mut self.boundaries);
        let (margin, side_score) = (rules::SURE, rules::SURE);
        ReportingClause {
            sentence,
            cue: context.cue,
            source: Some(source),
            margin,
            side,
            side_score,
            reported,
            fronted,
        }
    }

    /// Reads the reporting clause of a cue.
    fn read(
        &mut self,
        context: &CueContext<'_>,
        sentence: SentenceId,
        models: &Models,
        threshold: f32,
    ) -> ReportingClause {
        let cue = context.cue;
        let (source, margin) = match rules::inverted(context) {
            Some(source) => (Some(source), rules::SURE),
            None => source::best(context, &models.source, &mut self.candidates),
        };
        let source = source.or_else(|| self.shared_source(context)).or_else(|| source::apposed(context));
        // Who owns somebody or something says nothing by a verb: "the tenant's lawyer argued".
        let verbal = context.items()[cue].tag == Tag::Cue;
        let source = source.map(|source| if verbal { source::owned(context, source) } else { source });
        let source = source.filter(|source| !rules::is_judged(context, *source));
        let (side, side_score) = side_of(context, source, margin, models);
        let side = if side_score < threshold { Side::None } else { side };
        let reported = extent(context, source, side, &models.boundary, &mut self.boundaries)
            .filter(|reported| !rules::shows_a_thing(context, source, side, *reported));
        let side = if reported.is_some() { side } else { Side::None };
        let fronted = self.fronted(context, source, side, models);
        ReportingClause { sentence, cue, source, margin, side, side_score, reported, fronted }
    }

    /// The source of the cue before, which a conjunction joins to this one: "called it late and said it was dear".
    fn shared_source(&self, context: &CueContext<'_>) -> Source {
        let cue = &context.items()[context.cue];
        let before = self.list.last().filter(|before| context.sentence.contains(before.cue))?;
        let form = |cue: &Token| cue.verb.map(|verb| verb.form);
        let joined = context.tag_before() == Some(Tag::Conjunction)
            && cue.tag == Tag::Cue
            && context.items()[before.cue].tag == Tag::Cue
            && form(cue) == form(&context.items()[before.cue]);
        before.source.filter(|_| joined)
    }

    fn fronted(
        &mut self,
        context: &CueContext<'_>,
        source: Source,
        side: Side,
        models: &Models,
    ) -> Option<Ids<ItemId>> {
        (side == Side::After).then(|| fronted(context, source, &models.boundary, &mut self.boundaries)).flatten()
    }

    /// The reported clause of a cue on a given side, whatever the side model says.
    pub(crate) fn reported_on(
        &mut self,
        paragraph: &Paragraph,
        clause: ClauseId,
        side: Side,
        models: &Models,
    ) -> Option<Ids<ItemId>> {
        let ReportingClause { sentence, cue, source, .. } = self.list[clause];
        let context = CueContext::new(paragraph, sentence, cue);
        extent(&context, source, side, &models.boundary, &mut self.boundaries)
    }

    /// The noun phrases that are sources, in order.
    pub(crate) fn sources(&self) -> Vec<PhraseId> {
        let mut sources: Vec<PhraseId> = self.list.iter().filter_map(|clause| clause.source).collect();
        sources.sort_unstable();
        sources
    }

    /// The reporting clause at the end of a paragraph that a colon closes: its source says what the next one contains ("Bo Ray went on:").
    pub(crate) fn introducing(&self, paragraph: &Paragraph) -> Option<&ReportingClause> {
        let last = paragraph.sentences.end().checked_sub(1).filter(|_| paragraph.ends_in_colon())?;
        let clauses = &self.list[self.of_sentence(last)];
        let speaks = |clause: &&ReportingClause| {
            let cue = &paragraph.items[clause.cue];
            let held = cue.verb.is_some_and(|verb| matches!(verb.class, VerbClass::Think | VerbClass::Urge));
            let source = clause.source.map(|source| paragraph.phrases.list[source]);
            clause.margin > 0.0 && !held && source.is_some_and(|source| !is_thing(&paragraph.items, source))
        };
        clauses.iter().rev().find(speaks)
    }
}

/// The reporting clause of a cue whose frame order, case and mood decide.
fn framed(context: &CueContext<'_>, sentence: SentenceId, frame: Frame) -> ReportingClause {
    let Frame { source, side, reported, fronted } = frame;
    let (margin, side_score, cue) = (rules::SURE, rules::SURE, context.cue);
    ReportingClause { sentence, cue, source, margin, side, side_score, reported, fronted }
}

/// The side of a cue's reported clause with its score: what the model says unless a rule knows better.
fn side_of(context: &CueContext<'_>, source: Source, margin: f32, models: &Models) -> (Side, f32) {
    if rules::closes(context, source) {
        return (Side::Before, rules::SURE);
    }
    let (side, score) = side::best(context, source, margin, &models.side);
    rules::side(context, source, side, score)
}
