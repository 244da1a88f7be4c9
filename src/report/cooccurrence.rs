use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::analysis::{Analysis, Unit};
use crate::id::ThemeId;

/// Which themes come up together: in one quotation, or from one speaker, or in one document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Cooccurrence {
    /// In what the themes come together.
    pub unit: Unit,
    /// How many units there are, with or without themes.
    pub base: usize,
    /// The themes with their names and how many units hold each, in the order of the themes.
    pub themes: Vec<(ThemeId, String, usize)>,
    /// Pairs that come together at least once, most frequent first, then in the order of the themes.
    pub pairs: Vec<Pair>,
}

/// Two themes that come together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Pair {
    /// The theme that comes first in the list.
    pub first: ThemeId,
    /// The other theme.
    pub second: ThemeId,
    /// In how many units both come up.
    pub count: usize,
    /// How many speakers stand behind what is said of the two in these units.
    pub speakers: usize,
    /// In how many they would if they had nothing to do with each other.
    pub expected: f64,
    /// The share of the units with either that have both (Jaccard), from 0 to 1.
    pub jaccard: f64,
    /// The correlation of the two (phi), from -1 to 1; none where one theme is in all units.
    pub phi: Option<f64>,
}

impl Cooccurrence {
    /// How often two themes come together, in any order; for one theme, how often it comes up.
    pub fn count(&self, a: &ThemeId, b: &ThemeId) -> usize {
        if a == b {
            return self.themes.iter().find(|(theme, ..)| theme == a).map_or(0, |(.., count)| *count);
        }
        let is_it = |pair: &&Pair| (&pair.first, &pair.second) == (a, b) || (&pair.first, &pair.second) == (b, a);
        self.pairs.iter().find(is_it).map_or(0, |pair| pair.count)
    }
}

impl Cooccurrence {
    /// The same without pairs in which a few people could be recognised: those behind which fewer than `minimum` speakers stand (units, where
    /// speakers are not known).
    #[must_use]
    pub fn without_small_pairs(mut self, minimum: usize) -> Self {
        let people = |pair: &Pair| if pair.speakers > 0 { pair.speakers } else { pair.count };
        self.pairs.retain(|pair| people(pair) >= minimum);
        self
    }
}

impl Analysis {
    /// Which themes come up together. Counts only quotations with content; by speakers, only those with a speaker.
    pub fn cooccurrence(&self, unit: Unit) -> Cooccurrence {
        let of_quote = self.theme_indices();
        let mut units: Vec<(usize, usize)> =
            self.content().filter_map(|at| Some((self.number_of(unit, at)?, at))).collect();
        units.sort_unstable();
        let mut base = 0;
        let mut single = vec![0; self.themes().len()];
        let mut double: BTreeMap<(usize, usize), (usize, BTreeSet<usize>)> = BTreeMap::new();
        for quotes in units.chunk_by(|one, other| one.0 == other.0) {
            base += 1;
            // The speakers of each theme in this unit.
            let mut bag: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
            for (_, at) in quotes {
                for theme in &of_quote[*at] {
                    bag.entry(*theme).or_default().extend(self.number_of(Unit::Speakers, *at));
                }
            }
            for (first, who) in &bag {
                single[*first] += 1;
                for (second, others) in bag.range(first + 1..) {
                    let (count, speakers) = double.entry((*first, *second)).or_default();
                    *count += 1;
                    speakers.extend(who.union(others));
                }
            }
        }
        let mut pairs: Vec<Pair> = double
            .into_iter()
            .map(|((first, second), (count, speakers))| {
                let (a, b, n, both) = (single[first] as f64, single[second] as f64, base as f64, count as f64);
                let spread = (a * (n - a) * b * (n - b)).sqrt();
                Pair {
                    first: self.themes()[first].id.clone(),
                    second: self.themes()[second].id.clone(),
                    count,
                    speakers: speakers.len(),
                    expected: a * b / n,
                    jaccard: both / (a + b - both),
                    phi: (spread > 0.0).then(|| (n * both - a * b) / spread),
                }
            })
            .collect();
        pairs.sort_by_key(|pair| std::cmp::Reverse(pair.count));
        let themes =
            self.themes().iter().zip(single).map(|(theme, count)| (theme.id.clone(), theme.label.clone(), count));
        Cooccurrence { unit, base, themes: themes.collect(), pairs }
    }
}
