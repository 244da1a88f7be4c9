//! On which side of its reporting clause the reported clause is.

use super::super::model::features::{absent, bucket, numbered, side as template};
use super::super::model::linear::{CLASSES, ClassScorer, FeatureSink, Linear};
use super::super::syntax::index::distance;
use super::super::syntax::noun_phrase::PhraseKind;
use super::super::syntax::token::{Tag, Token};
use super::cue_context::{CueContext, Source, clause_end, clause_start, noun_class, verb_chain};

numbered! {
    /// Where the reported clause is.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub(crate) enum Side {
        /// The cue reports nothing.
        None = 0,
        /// S said that C.
        After = 1,
        /// C, S said.
        Before = 2,
    }
}

/// The sides that a clause may be on, by the classes of the model.
pub(crate) const SIDES: [Side; CLASSES] = [Side::After, Side::Before];

/// The source of a cue as the features of its side see it.
struct SourceFeatures {
    side: u32,
    side_and_kind: u32,
    noun_class: u32,
    gap: u32,
}

impl SourceFeatures {
    fn new(context: &CueContext<'_>, source: Source) -> Self {
        let Some(source) = source else {
            return Self { side: 2, side_and_kind: 2 << 4 | absent::PHRASE, noun_class: 0, gap: 0 };
        };
        let (phrase, cue) = (context.phrase(source), context.cue);
        let left = phrase.first < cue;
        let gap = if left { distance(phrase.end, cue) } else { distance(cue + 1, phrase.first) };
        let side = u32::from(left);
        Self {
            side,
            side_and_kind: side << 4 | phrase.kind.feature(),
            noun_class: noun_class(&context.items()[phrase.head], phrase.kind),
            gap: bucket(gap),
        }
    }
}

/// Features of the choice of a side, which are conjoined with each; none is an argument for [`Side::None`].
pub(crate) fn features(context: &CueContext<'_>, source: Source, margin: f32, out: &mut impl FeatureSink) {
    out.clear();
    let SourceFeatures { side, side_and_kind, noun_class: noun, gap } = SourceFeatures::new(context, source);
    let (lemma, class) = (context.lemma(), context.class());
    cue_features(context, out);
    out.add2(template::SOURCE_DISTANCE, side_and_kind, gap);
    out.add2(template::SOURCE_LEMMA, lemma, side_and_kind);
    out.add2(template::SOURCE_NOUN_CLASS, noun, class);
    out.add2(template::SOURCE_MARGIN, side, (margin.clamp(-1.0, 7.0) + 1.0) as u32);
    sentence_features(context, source, out);
    // The verbs in front of the cue: "is expected", "would not say", "to ask".
    let (first, chain) = verb_chain(context);
    let ahead_of_chain = context.before(first).map_or(absent::CLAUSE_NEIGHBOUR, |item| item.tag.feature());
    let next = context.tag_ahead(1);
    out.add2(template::CHAIN_USE, chain, class << 4 | context.form());
    out.add3(template::CHAIN_BEHIND, chain, next, class);
    out.add3(template::CHAIN_SOURCE, chain, ahead_of_chain, side_and_kind);
    out.add3(template::LEMMA_TWO_BEHIND, lemma, next, context.tag_ahead(2));
    if let Some(source) = source {
        let phrase = context.phrase(source);
        if phrase.kind == PhraseKind::Nominal {
            let head = context.items()[phrase.head].hash;
            out.add2(template::HEAD_SIDE, side, head);
            out.add2(template::HEAD_CLASS, class, head);
        }
        out.add3(template::LEMMA_NOUN_CLASS, lemma, noun, side);
    }
    object_features(context, chain, bucket(distance(clause_end(context, source), context.sentence.end)), out);
    other_cue_features(context, source, out);
}

/// The cue and its neighbours.
fn cue_features(context: &CueContext<'_>, out: &mut impl FeatureSink) {
    let cue = &context.items()[context.cue];
    let (next, previous, form) = (context.tag_ahead(1), context.tag_back(1), context.form());
    let hash = |item: Option<&Token>| item.map_or(absent::WORD, |item| item.hash);
    let (word_behind, word_before) = (hash(context.ahead(1)), hash(context.back(1)));
    out.add(template::BIAS, 0);
    out.add2(template::LEMMA_BEHIND, context.lemma(), next);
    out.add2(template::USE_BEHIND, context.class() << 4 | form, next);
    out.add3(template::FORM_NEIGHBOURS, form, previous, next);
    out.add2(template::TWO_BEHIND, next, context.tag_ahead(2));
    out.add2(template::TWO_BEFORE, previous, context.tag_back(2));
    out.add(template::WORD_BEHIND, word_behind);
    out.add(template::WORD_BEFORE, word_before);
    out.add2(template::CUE_WORD_BEHIND, cue.hash, word_behind);
    out.add2(template::CUE_WORD_BEFORE, cue.hash, word_before);
}

/// What precedes and follows source and cue in the sentence: its end near them is an argument for a clause before them.
fn sentence_features(context: &CueContext<'_>, source: Source, out: &mut impl FeatureSink) {
    let (items, sentence, cue) = (context.items(), context.sentence, context.cue);
    let (lemma, class) = (context.lemma(), context.class());
    let end = clause_end(context, source);
    let rest = bucket(distance(end, sentence.end));
    let behind = context.inside(end).map_or(absent::BEHIND_CLAUSE, |item| item.tag.feature());
    out.add2(template::REST_BEHIND, rest, behind);
    out.add3(template::REST_BEHIND_CLASS, rest, behind, class);
    let start = clause_start(context, source);
    let ahead = context.before(start).map_or(absent::CLAUSE_NEIGHBOUR, |item| item.tag.feature());
    let front = bucket(start - sentence.start);
    out.add2(template::FRONT_BEFORE, front, ahead);
    out.add3(template::OUTER_NEIGHBOURS_LEMMA, ahead, behind, lemma);
    let behind_cue = &items[cue + 1..sentence.end];
    let find = |tag: Tag, within: usize| behind_cue.iter().take(within).position(|item| item.tag == tag);
    out.add2(template::THAT_CLASS, find(Tag::That, 8).map_or(absent::FAR, |at| at.min(4) as u32), class);
    out.add2(template::QUOTED_CLASS, find(Tag::Quoted, 12).map_or(absent::FAR, |at| at.min(5) as u32), class);
    let is_verb = |item: &&Token| matches!(item.tag, Tag::Verb | Tag::Auxiliary | Tag::Modal | Tag::Cue);
    let verbs = items[end.min(sentence.end)..sentence.end].iter().filter(is_verb).count();
    out.add2(template::VERBS_REST, verbs.min(3) as u32, rest);
    out.add2(template::VERBS_LEMMA, verbs.min(3) as u32, lemma);
}

/// The other cues of the sentence.
fn other_cue_features(context: &CueContext<'_>, source: Source, out: &mut impl FeatureSink) {
    let CueContext { sentence, cue, .. } = *context;
    let items = context.items();
    let cues = |items: &[Token]| items.iter().filter(|item| item.tag == Tag::Cue).take(2).count() as u32;
    let (left, right) = (cues(&items[sentence.start..cue]), cues(&items[cue + 1..sentence.end]));
    let front = bucket(clause_start(context, source) - sentence.start);
    out.add3(template::OTHER_CUES, left, right, context.class());
    out.add3(template::CUES_FRONT, left, front, context.class());
}

/// The object of the cue. `rest` is how much follows source and cue.
fn object_features(context: &CueContext<'_>, chain: u32, rest: u32, out: &mut impl FeatureSink) {
    let items = context.items();
    let object = context.phrase_at(context.cue + 1).map(|at| context.phrase(at));
    let (kind, noun) = object
        .map_or((absent::PHRASE, 0), |phrase| (phrase.kind.feature(), noun_class(&items[phrase.head], phrase.kind)));
    out.add3(template::OBJECT_CHAIN, context.class(), noun, chain);
    out.add3(template::OBJECT_REST, context.lemma(), kind, rest);
    if let Some(phrase) = object {
        let behind = context.inside(phrase.end).map_or(absent::BEHIND_CLAUSE, |item| item.tag.feature());
        out.add3(template::OBJECT_BEHIND, context.lemma(), kind, behind);
    }
}

/// The likelier side of the two, and how much better it is than none.
pub(crate) fn best(context: &CueContext<'_>, source: Source, margin: f32, model: &Linear) -> (Side, f32) {
    let mut scorer = ClassScorer::new(model);
    features(context, source, margin, &mut scorer);
    let (class, score) = scorer.best();
    (SIDES[class], score)
}
