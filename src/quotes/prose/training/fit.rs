//! Fitting a linear model to decisions.

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_xoshiro::Xoshiro256PlusPlus;

use super::super::model::linear::{FeatureSink, Linear, SLOTS, slot};

/// Features of one candidate: hashes, in any order.
pub(super) type Features = Vec<u32>;

/// Collects the features of one candidate.
#[derive(Debug, Default)]
pub(super) struct Collector {
    pub(super) features: Features,
}

impl FeatureSink for Collector {
    fn clear(&mut self) {
        self.features.clear();
    }

    fn push(&mut self, feature: u32) {
        self.features.push(feature);
    }
}

/// One decision: the candidates' features, and which of them are right.
pub(super) struct Decision {
    pub(super) candidates: Vec<Features>,
    pub(super) right: Vec<bool>,
}

impl Decision {
    /// The choice between nothing, which has no features, and something.
    pub(super) fn yes_or_no(features: Features, yes: bool) -> Self {
        Self { candidates: vec![Vec::new(), features], right: vec![!yes, yes] }
    }
}

const EPOCHS: usize = 20;
const RATE: f32 = 0.04;

/// Learns a log-linear model (softmax over candidates; where several are right, their sum) with AdaGrad
/// (Duchi, Hazan and Singer 2011). The order of the decisions is shuffled with a fixed seed.
pub(super) fn fit(mut decisions: Vec<&Decision>) -> Linear {
    let mut weights = vec![0f32; SLOTS];
    let mut squares = vec![1e-6f32; SLOTS];
    let mut total = vec![0f64; SLOTS];
    let mut rounds = 0u32;
    let mut random = Xoshiro256PlusPlus::seed_from_u64(7);
    for epoch in 0..EPOCHS {
        decisions.shuffle(&mut random);
        for decision in &decisions {
            let scores: Vec<f32> = decision
                .candidates
                .iter()
                .map(|features| features.iter().map(|feature| weights[slot(*feature)]).sum())
                .collect();
            let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            let probabilities: Vec<f32> = scores.iter().map(|score| (score - top).exp()).collect();
            let all: f32 = probabilities.iter().sum();
            let right: f32 = probabilities
                .iter()
                .zip(&decision.right)
                .filter(|(_, right)| **right)
                .map(|(probability, _)| probability)
                .sum();
            for (at, features) in decision.candidates.iter().enumerate() {
                let wanted = if decision.right[at] { probabilities[at] / right.max(1e-12) } else { 0.0 };
                let slope = probabilities[at] / all - wanted;
                if slope.abs() < 1e-4 {
                    continue;
                }
                for feature in features {
                    let slot = slot(*feature);
                    squares[slot] += slope * slope;
                    weights[slot] -= RATE * slope / squares[slot].sqrt();
                }
            }
        }
        if epoch >= EPOCHS / 2 {
            rounds += 1;
            for (sum, weight) in total.iter_mut().zip(&weights) {
                *sum += f64::from(*weight);
            }
        }
    }
    let mean: Vec<f32> = total.iter().map(|sum| (sum / f64::from(rounds.max(1))) as f32).collect();
    Linear::quantize(&mean)
}

/// Into how many parts the texts are split. What a model says of a part, for the next model to learn from, it has learnt on the
/// others: on what it has seen it is surer than it will ever be again.
pub(super) const FOLDS: usize = 4;

/// Decisions by part.
pub(super) type Parts = [Vec<Decision>; FOLDS];

/// Learns on all parts, and for each part on all others.
pub(super) fn fit_parts(parts: &Parts) -> (Linear, [Linear; FOLDS]) {
    let without = |part: Option<usize>| -> Linear {
        fit(parts.iter().enumerate().filter(|(at, _)| Some(*at) != part).flat_map(|(_, list)| list).collect())
    };
    (without(None), std::array::from_fn(|part| without(Some(part))))
}
