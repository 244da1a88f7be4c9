//! Learns all models, one after the other, each with the ones before it, and writes the table.

use crate::lang::Language;
use crate::lang::attribution::Header;

use super::super::attribution::reporting_clause::{Cues, ReportingClauses};
use super::super::fingerprint::feature_fingerprint;
use super::super::model::linear::Linear;
use super::super::model::table::Models;
use super::super::syntax::lexicon::Lexicon;
use super::decisions::{self, ClauseDecisions};
use super::fit::{Collector, Decision, FOLDS, Parts, fit, fit_parts};
use super::speaker::of_speakers;
use super::texts::{TrainingParagraph, TrainingText, paragraphs_of};

/// Learns the table of a language.
pub(crate) fn table(language: &Language, texts: &[TrainingText]) -> Vec<u8> {
    let weights = models(&Lexicon::new(language), texts).weights();
    let mut table = Header::new(feature_fingerprint(), language.word_fingerprint(), &weights).bytes();
    table.extend_from_slice(&weights);
    table
}

/// The models learnt on all texts, and for each part of the texts those learnt on the others.
struct Learnt {
    all: Models,
    without: [Models; FOLDS],
}

impl Learnt {
    /// Learns a model on all parts and, for each part, on the others.
    fn learn(&mut self, decisions: &Parts, model: fn(&mut Models) -> &mut Linear) {
        let (all, parts) = fit_parts(decisions);
        *model(&mut self.all) = all;
        for (models, part) in self.without.iter_mut().zip(parts) {
            *model(models) = part;
        }
    }
}

fn models(lexicon: &Lexicon, texts: &[TrainingText]) -> Models {
    let start = Models { side_threshold: Models::SIDE_THRESHOLD, ..Models::empty() };
    let mut learnt = Learnt { all: start.clone(), without: std::array::from_fn(|_| start.clone()) };
    let read: Vec<Vec<TrainingParagraph<'_>>> = texts.iter().map(|text| paragraphs_of(text, lexicon)).collect();
    let paragraphs =
        || read.iter().enumerate().flat_map(|(at, text)| text.iter().map(move |paragraph| (at % FOLDS, paragraph)));
    let mut clauses = ReportingClauses::default();
    let mut out = Collector::default();

    let mut parts = Parts::default();
    for (part, paragraph) in paragraphs() {
        decisions::of_cue_filter(paragraph, &mut out, &mut parts[part]);
    }
    learnt.learn(&parts, |models| &mut models.cue_filter);

    let mut parts = Parts::default();
    for (part, paragraph) in paragraphs() {
        decisions::of_source(paragraph, &mut out, &mut parts[part]);
    }
    learnt.learn(&parts, |models| &mut models.source);

    let mut of_clauses: [ClauseDecisions; FOLDS] = Default::default();
    for (part, paragraph) in paragraphs() {
        decisions::of_clauses(paragraph, &learnt.without[part], &mut out, &mut of_clauses[part]);
    }
    let (mut sides, mut boundaries) = (Parts::default(), Parts::default());
    for (part, decisions) in of_clauses.into_iter().enumerate() {
        (sides[part], boundaries[part]) = (decisions.sides, decisions.boundaries);
    }
    learnt.learn(&sides, |models| &mut models.side);
    learnt.learn(&boundaries, |models| &mut models.boundary);

    let mut filter = |cues: Cues| {
        let mut of_filter: Vec<Decision> = Vec::new();
        for (part, paragraph) in paragraphs() {
            let models = &learnt.without[part];
            decisions::of_clause_filter(paragraph, &mut clauses, models, cues, &mut out, &mut of_filter);
        }
        fit(of_filter.iter().collect())
    };
    let (said, held) = (filter(Cues::Speech), filter(Cues::All));
    (learnt.all.clause_filter, learnt.all.attitude_filter) = (said, held);

    let mut of_spans: Vec<Decision> = Vec::new();
    for (paragraphs, text) in read.iter().zip(texts) {
        of_speakers(paragraphs, text, &mut clauses, &learnt.all, &mut out, &mut of_spans);
    }
    learnt.all.speaker = fit(of_spans.iter().collect());
    learnt.all
}
