use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::analysis::{Analysis, SpeakerKey, Unit};

/// How many themes had come up after each number of quotations, speakers or documents, and how many more may be expected.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Saturation {
    /// What is counted along the way.
    pub unit: Unit,
    /// Themes seen after 1, 2, … units in the order given.
    pub observed: Vec<usize>,
    /// Themes that 1, 2, … units show on average over all orders (Mao Tau's rarefaction, Colwell et al. 2004): free of the order.
    pub expected: Vec<f64>,
    /// The unit, from 1, in which a theme came up for the last time anew, in the order given; 0 where there is no theme.
    pub last_new: usize,
    /// Themes that only one unit shows, and that only two show.
    pub once_twice: (usize, usize),
    /// How many themes there would be with ever more units (Chao2, bias corrected; Chao 2005): a lower bound.
    pub estimate: f64,
}

impl Saturation {
    /// The themes that one more unit may be expected to add: those seen once, by the number of units (Good 1953).
    pub fn next(&self) -> f64 {
        if self.observed.is_empty() { 0.0 } else { self.once_twice.0 as f64 / self.observed.len() as f64 }
    }
}

impl Analysis {
    /// How many themes had come up after each number of units. Only quotations with content count; by speakers, only those with a speaker.
    pub fn saturation(&self, unit: Unit) -> Saturation {
        let of_quote = self.theme_indices();
        let mut speakers: BTreeMap<SpeakerKey<'_>, usize> = BTreeMap::new();
        let mut documents = BTreeMap::new();
        let mut units: Vec<BTreeSet<usize>> = Vec::new();
        for at in self.content() {
            let quote = &self.quotes()[at];
            let next = units.len();
            let place = match unit {
                Unit::Quotes => next,
                Unit::Speakers => match SpeakerKey::of(quote) {
                    Some(key) => *speakers.entry(key).or_insert(next),
                    None => continue,
                },
                Unit::Documents => *documents.entry(&quote.document).or_insert(next),
            };
            if place == next {
                units.push(BTreeSet::new());
            }
            units[place].extend(&of_quote[at]);
        }
        let mut seen: BTreeMap<usize, usize> = BTreeMap::new();
        let mut observed = Vec::with_capacity(units.len());
        let mut last_new = 0;
        for (number, themes) in (1..).zip(&units) {
            let before = seen.len();
            for theme in themes {
                *seen.entry(*theme).or_default() += 1;
            }
            if seen.len() > before {
                last_new = number;
            }
            observed.push(seen.len());
        }
        let n = units.len();
        let counts: Vec<usize> = seen.into_values().collect();
        let with = |times: usize| counts.iter().filter(|count| **count == times).count();
        let (once, twice) = (with(1), with(2));
        let shrink = if n == 0 { 0.0 } else { (n as f64 - 1.0) / n as f64 };
        let unseen = shrink * (once as f64 * (once as f64 - 1.0)) / (2.0 * (twice as f64 + 1.0));
        Saturation {
            unit,
            observed,
            expected: rarefaction(n, &counts),
            last_new,
            once_twice: (once, twice),
            estimate: counts.len() as f64 + unseen.max(0.0),
        }
    }
}

/// For m = 1 … n the mean number of themes in m units, where each theme is in `counts` of n units:
/// the sum of 1 - C(n - c, m) / C(n, m).
fn rarefaction(n: usize, counts: &[usize]) -> Vec<f64> {
    // Themes in equally many units are missing alike.
    let mut alike: BTreeMap<usize, f64> = BTreeMap::new();
    counts.iter().for_each(|count| *alike.entry(*count).or_default() += 1.0);
    let mut missing: Vec<f64> = vec![1.0; alike.len()];
    let mut expected = Vec::with_capacity(n);
    for m in 1..=n {
        // C(n - c, m) / C(n, m) grows by the factor (n - c - m + 1) / (n - m + 1) with each unit.
        for (missing, count) in missing.iter_mut().zip(alike.keys()) {
            *missing *= (n + 1).saturating_sub(count + m) as f64 / (n + 1 - m) as f64;
        }
        expected.push(missing.iter().zip(alike.values()).map(|(missing, themes)| (1.0 - missing) * themes).sum());
    }
    expected
}
