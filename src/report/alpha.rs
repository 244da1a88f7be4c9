//! Krippendorff's alpha over sets of themes. What is expected by chance is a sum over all pairs of sets: those that have no theme in common are as far
//! apart as can be, so that only the others are looked at; where these are too many, pairs are drawn.

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{RngCore, SeedableRng};

use super::coefficients::{Distance, distance};

/// So many pairs of sets with a theme in common are counted one by one.
const PAIRS: usize = 1_000_000;
/// Of more, so many pairs of judgements are drawn: the distance expected is off by less than 0.001.
pub(super) const MANY: usize = 1 << 20;
/// The same in one resample, where a thousand are taken.
pub(super) const SOME: usize = 1 << 12;

/// Sets of themes, no two the same, with how near they are.
pub(super) struct Sets {
    sets: Vec<Vec<usize>>,
    /// Pairs with a theme in common, and what their distances lack of 1 (MASI, Jaccard); none where they are too many.
    near: Option<Vec<(usize, usize, [f64; 2])>>,
}

/// Both distances.
const KINDS: [Distance; 2] = [Distance::Masi, Distance::Jaccard];

impl Sets {
    /// The sets, each sorted, of numbers below `themes`.
    pub(super) fn new(sets: Vec<Vec<usize>>, themes: usize) -> Self {
        let mut having: Vec<Vec<usize>> = vec![Vec::new(); themes];
        let mut pairs = 0_usize;
        for (number, set) in sets.iter().enumerate() {
            for theme in set {
                pairs = pairs.saturating_add(having[*theme].len());
                having[*theme].push(number);
            }
        }
        let near = (pairs <= PAIRS).then(|| near(&sets, &having));
        Self { sets, near }
    }

    /// Whether all pairs are counted.
    pub(super) fn is_counted(&self) -> bool {
        self.near.is_some()
    }

    pub(super) fn themes(&self, set: usize) -> &[usize] {
        &self.sets[set]
    }

    pub(super) fn distance(&self, kind: Distance, a: usize, b: usize) -> f64 {
        if a == b { 0.0 } else { distance(kind, &self.sets[a], &self.sets[b]) }
    }

    /// Alpha by both distances: `pairs` names the two sets of each unit, which counts `weights` times.
    pub(super) fn alphas(&self, pairs: &[(usize, usize)], weights: &[u32], mut draws: Draws<'_>) -> [f64; 2] {
        let units: f64 = weights.iter().map(|weight| f64::from(*weight)).sum();
        if units == 0.0 {
            return [1.0; 2];
        }
        let mut observed = [0.0; 2];
        for ((a, b), weight) in pairs.iter().zip(weights).filter(|((a, b), _)| a != b) {
            for (sum, kind) in observed.iter_mut().zip(KINDS) {
                *sum += f64::from(*weight) * self.distance(kind, *a, *b);
            }
        }
        let expected = match &self.near {
            Some(near) => self.counted(near, pairs, weights, 2.0 * units),
            None => self.drawn(pairs, weights, &mut draws),
        };
        let alpha = |at: usize| {
            if expected[at] <= 0.0 { 1.0 } else { 1.0 - observed[at] / units / expected[at] }
        };
        [alpha(0), alpha(1)]
    }

    /// The mean distance of two judgements of `all`, counted.
    fn counted(
        &self,
        near: &[(usize, usize, [f64; 2])],
        pairs: &[(usize, usize)],
        weights: &[u32],
        all: f64,
    ) -> [f64; 2] {
        let mut values = vec![0.0; self.sets.len()];
        for ((a, b), weight) in pairs.iter().zip(weights) {
            values[*a] += f64::from(*weight);
            values[*b] += f64::from(*weight);
        }
        // As if all were as far apart as can be but for equal ones.
        let apart = all * all - values.iter().map(|value| value * value).sum::<f64>();
        let mut expected = [apart; 2];
        for (a, b, lack) in near {
            for (sum, lack) in expected.iter_mut().zip(lack) {
                *sum -= 2.0 * values[*a] * values[*b] * lack;
            }
        }
        expected.map(|sum| sum / (all * (all - 1.0)))
    }

    /// The same of two judgements that are drawn again and again.
    fn drawn(&self, pairs: &[(usize, usize)], weights: &[u32], draws: &mut Draws<'_>) -> [f64; 2] {
        let judgements: Vec<usize> = pairs
            .iter()
            .zip(weights)
            .flat_map(|((a, b), weight)| std::iter::repeat_n([*a, *b], *weight as usize).flatten())
            .collect();
        let mut sums = [0.0; 2];
        for _ in 0..draws.count {
            let one = draws.below(judgements.len());
            // Another than the first.
            let other = (one + 1 + draws.below(judgements.len() - 1)) % judgements.len();
            for (sum, kind) in sums.iter_mut().zip(KINDS) {
                *sum += self.distance(kind, judgements[one], judgements[other]);
            }
        }
        sums.map(|sum| sum / draws.count as f64)
    }
}

/// The pairs of sets with a theme in common; `having` lists the sets that have each theme.
fn near(sets: &[Vec<usize>], having: &[Vec<usize>]) -> Vec<(usize, usize, [f64; 2])> {
    let mut near = Vec::new();
    for (number, set) in sets.iter().enumerate() {
        let before = |theme: &usize| having[*theme].iter().take_while(|other| **other < number);
        let mut others: Vec<usize> = set.iter().flat_map(before).copied().collect();
        others.sort_unstable();
        others.dedup();
        near.extend(
            others.into_iter().map(|other| (other, number, KINDS.map(|kind| 1.0 - distance(kind, &sets[other], set)))),
        );
    }
    near
}

/// Where draws come from.
pub(super) struct Chance(Xoshiro256PlusPlus);

impl Chance {
    pub(super) fn new(seed: u64) -> Self {
        Self(Xoshiro256PlusPlus::seed_from_u64(seed ^ 0x5e75))
    }

    /// So many draws.
    pub(super) fn draws(&mut self, count: usize) -> Draws<'_> {
        Draws { random: &mut self.0, count }
    }
}

/// Draws of one sum.
pub(super) struct Draws<'r> {
    random: &'r mut Xoshiro256PlusPlus,
    count: usize,
}

impl Draws<'_> {
    /// A number below another, as in [`Resampler`](super::bootstrap::Resampler).
    fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.random.next_u64()) * end as u128) >> 64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::{Chance, Distance, Draws, MANY, Sets, distance};

    /// Alpha as Krippendorff gives it, over all pairs.
    fn by_definition(sets: &[Vec<usize>], pairs: &[(usize, usize)], kind: Distance) -> f64 {
        let judgements: Vec<usize> = pairs.iter().flat_map(|(a, b)| [*a, *b]).collect();
        let of = |a: usize, b: usize| distance(kind, &sets[a], &sets[b]);
        let observed: f64 = pairs.iter().map(|(a, b)| of(*a, *b)).sum::<f64>() / pairs.len() as f64;
        let all: f64 = judgements.iter().flat_map(|a| judgements.iter().map(|b| of(*a, *b))).sum();
        let n = judgements.len() as f64;
        1.0 - observed / (all / (n * (n - 1.0)))
    }

    fn sample() -> (Vec<Vec<usize>>, Vec<(usize, usize)>) {
        let sets: Vec<Vec<usize>> =
            (0..64_usize).map(|bits| (0..6).filter(|theme| bits >> theme & 1 == 1).collect()).collect();
        let pairs = (0..300).map(|unit| (unit * 7 % 64, (unit * 7 + unit % 3) % 64)).collect();
        (sets, pairs)
    }

    fn alphas(sets: &Sets, pairs: &[(usize, usize)]) -> [f64; 2] {
        let mut chance = Chance::new(1);
        let draws: Draws<'_> = chance.draws(MANY);
        sets.alphas(pairs, &vec![1; pairs.len()], draws)
    }

    #[test]
    fn counting_what_is_near_counts_all() {
        let (sets, pairs) = sample();
        let found = alphas(&Sets::new(sets.clone(), 6), &pairs);
        for (found, kind) in found.into_iter().zip([Distance::Masi, Distance::Jaccard]) {
            assert!((found - by_definition(&sets, &pairs, kind)).abs() < 1e-12, "{found}");
        }
    }

    #[test]
    fn drawing_comes_near_to_counting() {
        let (sets, pairs) = sample();
        let drawn = Sets { near: None, sets: sets.clone() };
        assert!(!drawn.is_counted());
        for (found, kind) in alphas(&drawn, &pairs).into_iter().zip([Distance::Masi, Distance::Jaccard]) {
            assert!((found - by_definition(&sets, &pairs, kind)).abs() < 2e-3, "{found}");
        }
    }
}
