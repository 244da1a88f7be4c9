//! Whether a reported clause that was read from a cue is one: the last decision on indirect speech, with its extent at hand.

use crate::lang::Classes;

use super::super::model::features::{absent, bucket, clause_filter as template};
use super::super::model::linear::{FeatureSink, Linear};
use super::super::syntax::index::{Id, Ids, ItemId, distance};
use super::super::syntax::paragraph::Paragraph;
use super::super::syntax::token::{Tag, Token};
use super::cue_context::{CueContext, clause_start, noun_class, verb_chain};
use super::reporting_clause::{ClauseId, ReportingClause, ReportingClauses};

/// A score as features see it, in steps of a half.
fn step(score: f32) -> u32 {
    ((score.clamp(-3.0, 6.0) + 3.0) * 2.0) as u32
}

/// A reporting clause with a reported one, as the features see them.
struct Judged<'a> {
    context: CueContext<'a>,
    clause: &'a ReportingClause,
    reported: Ids<ItemId>,
    lemma: u32,
    class: u32,
    side: u32,
    /// The tag that the reported clause begins with, "that" included.
    opening: u32,
    words: u32,
    verbs: u32,
    side_score: u32,
    source: SourceFeatures,
    chain: u32,
    chain_start: ItemId,
}

/// The source of a reporting clause.
struct SourceFeatures {
    kind: u32,
    noun_class: u32,
    /// The head noun; all names are one.
    head: u32,
    /// How far it is from the verb, and on which side.
    gap: u32,
}

impl SourceFeatures {
    fn new(context: &CueContext<'_>, clause: &ReportingClause, chain_start: ItemId) -> Self {
        /// All names are one.
        const NAME: u32 = 1;
        let Some(phrase) = clause.source.map(|source| context.phrase(source)) else {
            return Self { kind: absent::PHRASE, noun_class: 0, head: absent::WORD, gap: 0 };
        };
        let left = phrase.first < clause.cue;
        let gap = if left { distance(phrase.end, chain_start) } else { phrase.first - clause.cue };
        let head = &context.items()[phrase.head];
        Self {
            kind: phrase.kind.feature(),
            noun_class: noun_class(head, phrase.kind),
            head: if head.tag == Tag::Name { NAME } else { head.hash },
            gap: bucket(gap) << 1 | u32::from(left),
        }
    }
}

impl<'a> Judged<'a> {
    fn new(paragraph: &'a Paragraph, clause: &'a ReportingClause) -> Option<Self> {
        let reported = clause.reported?;
        let context = CueContext::new(paragraph, clause.sentence, clause.cue);
        let items = context.items();
        let (chain_start, chain) = verb_chain(&context);
        let that = reported.start.checked_sub(1).is_some_and(|at| items[at].tag == Tag::That);
        let first = context.inside(reported.start).map_or(absent::CLAUSE_NEIGHBOUR, |item| item.tag.feature());
        let verb = |item: &&Token| {
            matches!(item.tag, Tag::Verb | Tag::Auxiliary | Tag::Modal | Tag::Cue)
                || item.tag == Tag::Word && item.classes.any(Classes::VERB_ENDING)
        };
        Some(Self {
            clause,
            reported,
            lemma: context.lemma(),
            class: context.class(),
            side: clause.side.feature(),
            opening: if that { Tag::That.feature() } else { first },
            words: bucket(reported.len()),
            verbs: items[reported].iter().filter(verb).take(2).count() as u32,
            side_score: step(clause.side_score),
            source: SourceFeatures::new(&context, clause, chain_start),
            chain,
            chain_start,
            context,
        })
    }

    /// The tag of an item of the sentence.
    fn tag(&self, at: ItemId) -> u32 {
        self.context.inside(at).map_or(absent::CLAUSE_NEIGHBOUR, |item| item.tag.feature())
    }

    /// The tag before an item of the sentence.
    fn tag_before(&self, at: ItemId) -> u32 {
        self.context.before(at).map_or(absent::CLAUSE_NEIGHBOUR, |item| item.tag.feature())
    }

    /// Whether the reported clause goes to the end of its sentence.
    fn whole(&self) -> u32 {
        let end = self.reported.end;
        let closed = self.tag(end) <= Tag::Punctuation.feature();
        u32::from(closed && end + 2 >= self.context.sentence.end)
    }

    /// The cue, its source and the beginning of the reported clause.
    fn form_features(&self, out: &mut impl FeatureSink) {
        let Self { lemma, class, side, opening, words, verbs, side_score, chain, .. } = *self;
        let SourceFeatures { kind, noun_class, head, gap } = self.source;
        let verb_use = class << 4 | self.context.form();
        let margin = step(self.clause.margin);
        out.add2(template::SIDE_SCORE, side, side_score);
        out.add3(template::CLASS_SCORE, class, side_score, kind);
        out.add2(template::MARGIN, margin, kind);
        out.add3(template::SCORE_MARGIN, side_score, margin, side);
        out.add2(template::LEMMA_SIDE, lemma, side);
        out.add2(template::LEMMA_OPENING, lemma, opening);
        out.add3(template::OPENING_VERBS, class, opening, verbs);
        out.add3(template::USE_OPENING, verb_use, opening, words);
        out.add3(template::LEMMA_VERBS, lemma, verbs, words);
        out.add2(template::LEMMA_NOUN_CLASS, lemma, noun_class);
        out.add3(template::NOUN_CLASS_OPENING, class, noun_class, opening);
        out.add3(template::SOURCE_GAP, kind, gap, side);
        out.add3(template::USE_CHAIN, verb_use, chain, side);
        out.add2(template::LEMMA_CHAIN, lemma, chain);
        out.add3(template::CHAIN_BEFORE, self.tag_before(self.chain_start), chain, kind);
        out.add2(template::HEAD_CLASS, head, class);
        out.add2(template::HEAD_SIDE, head, side);
    }

    /// The reported clause itself.
    fn reported_features(&self, out: &mut impl FeatureSink) {
        let Self { lemma, class, side, opening, words, verbs, reported, .. } = *self;
        let kind = self.source.kind;
        let items = self.context.items();
        let Ids { start: first, end } = reported;
        let whole = self.whole();
        let from_cue = if first < self.clause.cue { self.clause.cue - first } else { first - self.clause.cue };
        let fronted = self.clause.fronted.map_or(0, |fronted| 1 + bucket(fronted.len()));
        out.add3(template::WORDS_VERBS, words, verbs, whole);
        out.add3(template::END_WHOLE, self.tag(end), whole, side);
        out.add3(template::DISTANCE_OPENING, bucket(from_cue), opening, class);
        out.add3(template::FRONTED_CLASS, fronted, kind, class);
        out.add3(template::FRONTED_LEMMA, fronted, lemma, side);
        out.add2(template::FIRST_WORD_CLASS, items[first].hash, class);
        out.add2(template::FIRST_WORD_LEMMA, items[first].hash, lemma);
        out.add3(template::OPENING_SECOND_CLASS, opening, self.tag(first + 1), class);
        out.add3(template::OPENING_SECOND_WORDS, opening, self.tag(first + 1), words);
        if let Some(subject) = self.context.paragraph.phrases.at(first) {
            let head = &items[subject.head];
            let all = u32::from(subject.end >= end);
            out.add2(template::SUBJECT_HEAD, head.hash, class);
            out.add3(template::SUBJECT_LEMMA, lemma, subject.kind.feature(), all);
            out.add3(template::SUBJECT_NOUN_CLASS, class, noun_class(head, subject.kind), all << 2 | verbs);
        }
    }

    /// The sentence and the paragraph around them.
    fn surrounding_features(&self, clauses: &ReportingClauses, id: ClauseId, out: &mut impl FeatureSink) {
        let Self { class, side, side_score, context, clause, .. } = *self;
        let kind = self.source.kind;
        let (items, sentence) = (context.items(), context.sentence);
        // The reporting clauses of the sentence whose reported clause contains this cue.
        let all = clauses.of_sentence(clause.sentence);
        let outer = all
            .into_iter()
            .filter(|other| *other != id && clauses.list[*other].reports(clause.cue))
            .map(|other| 1 + step(clauses.list[other].side_score))
            .max()
            .unwrap_or(0);
        out.add3(template::OUTER_SCORE, outer, side_score, class);
        out.add2(template::OUTER_SIDE, outer, side);
        let (number, behind) = (id - all.start, all.end - id);
        out.add3(template::PLACE_AMONG_CLAUSES, number.min(3) as u32, behind.min(4) as u32, class);
        let start = clause_start(&context, clause.source);
        let before = self.tag_before(start);
        out.add3(template::BEFORE_SOURCE, before, bucket(start - sentence.start), class);
        out.add3(template::OUTER_NEIGHBOURS, before, self.tag(self.reported.end), side);
        out.add3(template::PARAGRAPH_UNQUOTED, u32::from(context.paragraph.quoted.is_empty()), class, kind);
        let quoted = items[sentence].iter().any(|item| item.tag == Tag::Quoted);
        out.add3(template::SENTENCE_QUOTED, u32::from(quoted), class, side_score);
    }
}

/// The features of the reported clause of a cue.
pub(crate) fn features(paragraph: &Paragraph, clauses: &ReportingClauses, id: ClauseId, out: &mut impl FeatureSink) {
    out.clear();
    if let Some(judged) = Judged::new(paragraph, &clauses.list[id]) {
        judged.form_features(out);
        judged.reported_features(out);
        judged.surrounding_features(clauses, id, out);
    }
}

/// The score of the reported clause of a cue.
pub(crate) fn score(paragraph: &Paragraph, clauses: &ReportingClauses, id: ClauseId, model: &Linear) -> f32 {
    let mut scorer = model.scorer();
    features(paragraph, clauses, id, &mut scorer);
    scorer.score()
}
