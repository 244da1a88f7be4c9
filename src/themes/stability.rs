//! How far themes can be trusted: whether they come back when some of the texts are left out, and how far apart they are.

use rand::{RngCore, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::id::ThemeId;
use crate::quotes::Quote;
use crate::themes::model::{Assignment, ThemeModel};
use crate::themes::options::ThemeModelOptions;
use crate::themes::text::bag_of_words::BagOfWords;

/// The share of the different texts that each resample draws.
const SHARE: f64 = 0.8;
/// The greatest number of texts that a resample draws.
const MOST: usize = 3_000;
/// From here on a theme counts as found again (half of the texts of either group are common).
const FOUND: f64 = 0.5;

/// How far the themes of a model can be trusted.
///
/// Of the different texts 80 % (at most 3,000) are drawn at random, again and again, grouped into as many themes, and
/// compared with the model's. Above .75 a theme is stable, below .6 it should be read with doubt, below .5 it has
/// dissolved (Hennig, "Cluster-wise assessment of cluster stability", 2007).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Stability {
    /// How many resamples were drawn.
    pub resamples: usize,
    /// The mean agreement of the resamples with the model, as the adjusted Rand index: 1 the same groups, 0 chance.
    pub overall: f64,
    /// The least agreement of a resample.
    pub low: f64,
    /// The greatest agreement of a resample.
    pub high: f64,
    /// The themes, in the model's order.
    pub themes: Vec<ThemeStability>,
}

/// How far one theme can be trusted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ThemeStability {
    /// The theme.
    pub theme: ThemeId,
    /// The mean over resamples of the overlap with the most similar group (Jaccard: common texts over texts of either), from 0 to 1.
    pub overlap: f64,
    /// The share of resamples in which that overlap is above one half.
    pub found: f64,
    /// Of the pairs of texts that are together in the theme, the share that stays together, from 0 to 1; 1 for a single text.
    pub together: f64,
    /// How much nearer its texts are to the theme's centroid than to the next one, from -1 to 1 (simplified silhouette).
    pub separation: f64,
}

impl ThemeModelOptions {
    /// How stable the themes of quotations are; `resamples` are drawn, 20 are enough for a first look.
    ///
    /// # Errors
    /// As [`fit`](Self::fit), and [`ErrorKind::Setting`](crate::ErrorKind::Setting) for 0 resamples.
    pub fn stability(&self, quotes: &[&Quote], resamples: usize) -> Result<Stability> {
        let texts: Vec<&str> = quotes.iter().map(|quote| quote.text.as_str()).collect();
        self.stability_texts(&texts, resamples)
    }

    /// As [`stability`](Self::stability), for plain texts.
    ///
    /// # Errors
    /// As [`stability`](Self::stability).
    pub fn stability_texts(&self, texts: &[&str], resamples: usize) -> Result<Stability> {
        self.check()?;
        if resamples == 0 {
            return Err(Error::setting("resamples", "0 resamples were asked for; ask for 1 or more"));
        }
        let bags = BagOfWords::new(texts, &self.no_content());
        let different: Vec<&str> = bags.representative.iter().map(|&text| texts[text as usize]).collect();
        let (model, all) = self.fit_assign_texts(texts)?;
        let texts = different;
        let assignments: Vec<Assignment> = bags.representative.iter().map(|&text| all[text as usize]).collect();
        let groups: Vec<Option<usize>> = assignments.iter().map(theme_of).collect();
        let count = model.themes.len();
        let draw = ((texts.len() as f64 * SHARE).round() as usize).clamp(1, MOST).min(texts.len());
        let options = Self { n_themes: None, between: None, uncoded: 0.0, several: false, ..self.clone() };
        let runs = (0..resamples as u64)
            .into_par_iter()
            .map(|run| {
                let rows = sample(texts.len(), draw, self.seed.wrapping_add(1 + run));
                let drawn: Vec<&str> = rows.iter().map(|&row| texts[row]).collect();
                let wanted = (count > 0).then(|| count.min(drawn.len()));
                let (again, found) = Self { n_themes: wanted, ..options.clone() }.fit_assign_texts(&drawn)?;
                let there: Vec<Option<usize>> = rows.iter().map(|&row| groups[row]).collect();
                let here: Vec<Option<usize>> = found.iter().map(theme_of).collect();
                Ok(compare(&there, &here, count, again.themes.len()))
            })
            .collect::<Result<Vec<Run>>>()?;
        Ok(summary(&model, &assignments, &runs))
    }
}

fn theme_of(assignment: &Assignment) -> Option<usize> {
    match assignment {
        Assignment::Theme { theme, .. } => Some(*theme),
        Assignment::NoContent | Assignment::Sentiment(_) | Assignment::Uncoded => None,
    }
}

/// What one resample says.
struct Run {
    rand: f64,
    /// For each theme, if any text of it was drawn: the best overlap, pairs in it, and how many of them stay together.
    themes: Vec<Option<(f64, f64, f64)>>,
}

/// Different rows, in order, by a seeded shuffle.
fn sample(rows: usize, draw: usize, seed: u64) -> Vec<usize> {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut all: Vec<usize> = (0..rows).collect();
    for at in 0..draw {
        let other = at + ((u128::from(random.next_u64()) * (rows - at) as u128) >> 64) as usize;
        all.swap(at, other);
    }
    all.truncate(draw);
    all.sort_unstable();
    all
}

fn pairs(count: usize) -> f64 {
    (count * count.saturating_sub(1)) as f64 / 2.0
}

fn compare(one: &[Option<usize>], other: &[Option<usize>], ones: usize, others: usize) -> Run {
    let mut cells = vec![vec![0_usize; others]; ones];
    let (mut of_one, mut of_other) = (vec![0_usize; ones], vec![0_usize; others]);
    let mut all = 0;
    for (one, other) in one.iter().zip(other) {
        if let (Some(one), Some(other)) = (*one, *other) {
            cells[one][other] += 1;
            of_one[one] += 1;
            of_other[other] += 1;
            all += 1;
        }
    }
    let both: f64 = cells.iter().flatten().map(|cell| pairs(*cell)).sum();
    let first: f64 = of_one.iter().map(|count| pairs(*count)).sum();
    let second: f64 = of_other.iter().map(|count| pairs(*count)).sum();
    let (expected, most) = (first * second / pairs(all).max(1.0), (first + second) / 2.0);
    let rand = if most == expected { 1.0 } else { (both - expected) / (most - expected) };
    let themes = (0..ones).map(|theme| {
        (of_one[theme] > 0).then(|| {
            let overlap = |other: usize| {
                let common = cells[theme][other];
                common as f64 / (of_one[theme] + of_other[other] - common) as f64
            };
            let best = (0..others).map(overlap).fold(0.0, f64::max);
            (best, pairs(of_one[theme]), cells[theme].iter().map(|cell| pairs(*cell)).sum())
        })
    });
    Run { rand, themes: themes.collect() }
}

fn summary(model: &ThemeModel, assignments: &[Assignment], runs: &[Run]) -> Stability {
    let themes = (0..model.themes.len()).map(|theme| {
        let found: Vec<(f64, f64, f64)> = runs.iter().filter_map(|run| run.themes[theme]).collect();
        let mean = |of: &dyn Fn(&(f64, f64, f64)) -> f64| found.iter().map(of).sum::<f64>() / found.len().max(1) as f64;
        let (all, stay) = found.iter().fold((0.0, 0.0), |(all, stay), run| (all + run.1, stay + run.2));
        let margins: Vec<f64> = assignments
            .iter()
            .filter_map(|assignment| match *assignment {
                Assignment::Theme { theme: of, score, next, .. } if of == theme => {
                    let (own, other) = (f64::from(1.0 - score), f64::from(1.0 - next.max(-1.0)));
                    Some((other - own) / own.max(other).max(f64::MIN_POSITIVE))
                }
                _ => None,
            })
            .collect();
        ThemeStability {
            theme: model.themes[theme].id.clone(),
            overlap: mean(&|run| run.0),
            found: mean(&|run| f64::from(u8::from(run.0 > FOUND))),
            together: if all > 0.0 { stay / all } else { 1.0 },
            separation: margins.iter().sum::<f64>() / margins.len().max(1) as f64,
        }
    });
    let rands = || runs.iter().map(|run| run.rand);
    Stability {
        resamples: runs.len(),
        overall: rands().sum::<f64>() / runs.len() as f64,
        low: rands().fold(f64::INFINITY, f64::min),
        high: rands().fold(f64::NEG_INFINITY, f64::max),
        themes: themes.collect(),
    }
}
