use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::alpha::{Chance, Draws, MANY, SOME, Sets};
use super::bootstrap::Resampler;
use super::coefficients::{Distance, Table};
use super::stats::Interval;
use crate::error::{Error, Result};
use crate::id::{QuoteId, ThemeId};
use crate::themes::Codings;

/// How far two coders agree: two people, a person and a machine, two runs. The unit is the quotation.
///
/// Compared are the quotations that both have judged. Those that neither put under a theme are left out unless asked for
/// ([`AgreementOptions::include_uncoded`]), since much uncoded text would make any two coders agree.
/// Themes are the same where their ids are, or their names without regard to case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Agreement {
    /// Quotations compared.
    pub units: usize,
    /// Quotations that both judged and neither put under a theme.
    pub uncoded_by_both: usize,
    /// Whether those are among the units.
    pub include_uncoded: bool,
    /// Quotations that only one of the two has judged; left out.
    pub one_sided: usize,
    /// One entry a theme that at least one of the two used, in the first coder's order, then the second's.
    pub themes: Vec<ThemeAgreement>,
    /// All themes together.
    pub overall: Overall,
    /// Quotations that the two put under different themes, in order of their ids.
    pub disagreements: Vec<Disagreement>,
    /// Pairs of themes where the first coder gave the one and the second the other instead, most frequent first. Quotations where one gave more than thirty
    /// themes that the other did not are passed over.
    pub confusions: Vec<(ThemeId, ThemeId, usize)>,
    /// How many pairs of judgements were drawn to estimate what is expected by chance for the two alphas over sets of themes; 0 where all pairs were counted,
    /// as they are unless there are very many sets.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub drawn_pairs: usize,
}

fn is_zero(number: &usize) -> bool {
    *number == 0
}

/// Pairs are counted of quotations where neither coder gave more themes than these that the other did not give: of so many none stands for another.
const INSTEAD: usize = 30;
/// Of more themes than these no theme has intervals: each has as many figures as there are resamples.
const INTERVALS: usize = 2_000;

/// Agreement on one theme: each quotation is under it or not. Of more than 2,000 themes none has intervals.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ThemeAgreement {
    /// The theme, by the first coder's id where it has one.
    pub theme: ThemeId,
    /// Its name.
    pub label: String,
    /// Quotations that both put under it, only the first, only the second, neither.
    pub table: [usize; 4],
    /// The share of quotations on which the two agree.
    pub percent: Figure,
    /// Cohen's kappa (1960).
    pub kappa: Figure,
    /// Krippendorff's alpha for nominal data (2004).
    pub alpha: Figure,
    /// Gwet's AC1 (2008): steady where a theme is rare or common, where kappa is low although the two mostly agree.
    pub ac1: Figure,
    /// The harmonic mean of precision and recall, either way round; 0 where nothing is shared.
    pub f1: Figure,
}

/// Agreement over all themes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Overall {
    /// The share of quotations with exactly the same themes.
    pub exact: Figure,
    /// The mean share of themes in common (Jaccard); two empty sets have all in common.
    pub jaccard: Figure,
    /// F1 over all pairs of quotation and theme.
    pub micro_f1: Figure,
    /// The mean of the themes' kappa.
    pub mean_kappa: Figure,
    /// The mean of the themes' kappa, weighted by the first coder's number of quotations.
    pub weighted_kappa: Figure,
    /// The mean of the themes' alpha.
    pub mean_alpha: Figure,
    /// The mean of the themes' AC1.
    pub mean_ac1: Figure,
    /// Krippendorff's alpha on sets of themes with the MASI distance (Passonneau 2006).
    pub alpha_masi: Figure,
    /// Krippendorff's alpha on sets of themes with the Jaccard distance.
    pub alpha_jaccard: Figure,
}

/// A coefficient with its interval at 95 %: percentiles over resampled quotations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Figure {
    /// The coefficient.
    pub value: f64,
    /// Where it lies in 95 of 100 resamples; none where no resamples were asked for.
    pub interval: Option<Interval>,
}

/// A quotation that two coders put under different themes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Disagreement {
    /// The quotation.
    pub quote: QuoteId,
    /// Themes that both gave.
    pub both: Vec<ThemeId>,
    /// Themes that only the first coder gave.
    pub only_first: Vec<ThemeId>,
    /// Themes that only the second coder gave.
    pub only_second: Vec<ThemeId>,
}

/// Settings of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgreementOptions {
    include_uncoded: bool,
    resamples: usize,
    seed: u64,
}

impl Default for AgreementOptions {
    fn default() -> Self {
        Self { include_uncoded: false, resamples: 1000, seed: 0 }
    }
}

impl AgreementOptions {
    /// Whether quotations that neither coder put under a theme are units too. The default is no.
    #[must_use]
    pub fn include_uncoded(mut self, include_uncoded: bool) -> Self {
        self.include_uncoded = include_uncoded;
        self
    }

    /// How often quotations are drawn anew for the intervals, 0 for none. The default is 1000.
    #[must_use]
    pub fn resamples(mut self, resamples: usize) -> Self {
        self.resamples = resamples;
        self
    }

    /// The seed of the draws. The default is 0.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Compares two coders.
    ///
    /// # Errors
    /// [`ErrorKind::Mismatch`](crate::ErrorKind::Mismatch) if the two have no quotation in common, and
    /// [`ErrorKind::Setting`](crate::ErrorKind::Setting) if fewer than 20 resamples (but not 0) are asked for.
    pub fn compare(&self, first: &Codings, second: &Codings) -> Result<Agreement> {
        if (1..20).contains(&self.resamples) {
            return Err(Error::setting(
                "resamples",
                format!("{} are too few for an interval; 0, or 20 and more", self.resamples),
            ));
        }
        let names = Names::new(first, second);
        let (a, b) = (names.sets(first), names.sets(second));
        let common: Vec<&QuoteId> = a.keys().filter(|quote| b.contains_key(*quote)).copied().collect();
        if common.is_empty() {
            return Err(Error::mismatch("the two coders have no quotation in common; are the ids the same?"));
        }
        let one_sided = a.len() + b.len() - 2 * common.len();
        let is_uncoded = |quote: &&QuoteId| a[*quote].is_empty() && b[*quote].is_empty();
        let uncoded_by_both = common.iter().filter(|quote| is_uncoded(quote)).count();
        let units: Vec<&QuoteId> =
            common.into_iter().filter(|quote| self.include_uncoded || !is_uncoded(quote)).collect();
        let pairs: Vec<(&BTreeSet<usize>, &BTreeSet<usize>)> =
            units.iter().map(|quote| (&a[quote], &b[quote])).collect();
        let used: BTreeSet<usize> = pairs.iter().flat_map(|(a, b)| a.union(b)).copied().collect();
        let sample = Sample::new(&pairs, &used);
        let mut chance = Chance::new(self.seed);
        let mut figures = Figures::new(&sample.coefficients(&vec![1; pairs.len()], chance.draws(MANY)));
        let mut resampler = Resampler::new(self.seed, pairs.len());
        for _ in 0..self.resamples {
            figures.add(&sample.coefficients(&resampler.weights(), chance.draws(SOME)));
        }
        let mut figures = figures.finish().into_iter();
        let mut figure = || figures.next().unwrap_or_default();
        let themes = used
            .iter()
            .zip(sample.tables(&vec![1; pairs.len()]))
            .map(|(theme, table)| ThemeAgreement {
                theme: names.ids[*theme].clone(),
                label: names.labels[*theme].clone(),
                table: table.cells(),
                percent: figure(),
                kappa: figure(),
                alpha: figure(),
                ac1: figure(),
                f1: figure(),
            })
            .collect();
        let overall = Overall {
            exact: figure(),
            jaccard: figure(),
            micro_f1: figure(),
            mean_kappa: figure(),
            weighted_kappa: figure(),
            mean_alpha: figure(),
            mean_ac1: figure(),
            alpha_masi: figure(),
            alpha_jaccard: figure(),
        };
        let ids = |themes: &mut dyn Iterator<Item = &usize>| themes.map(|theme| names.ids[*theme].clone()).collect();
        let disagreements: Vec<Disagreement> = units
            .iter()
            .zip(&pairs)
            .filter(|(_, (a, b))| a != b)
            .map(|(quote, (a, b))| Disagreement {
                quote: (*quote).clone(),
                both: ids(&mut a.intersection(b)),
                only_first: ids(&mut a.difference(b)),
                only_second: ids(&mut b.difference(a)),
            })
            .collect();
        Ok(Agreement {
            units: pairs.len(),
            uncoded_by_both,
            include_uncoded: self.include_uncoded,
            one_sided,
            themes,
            overall,
            confusions: confusions(&disagreements),
            disagreements,
            drawn_pairs: if sample.sets.is_counted() { 0 } else { MANY },
        })
    }
}

impl Agreement {
    /// Settings of a comparison.
    pub fn options() -> AgreementOptions {
        AgreementOptions::default()
    }

    /// Compares two coders with default settings.
    ///
    /// # Errors
    /// [`ErrorKind::Setting`](crate::ErrorKind::Setting) if the two have no quotation in common.
    pub fn between(first: &Codings, second: &Codings) -> Result<Self> {
        Self::options().compare(first, second)
    }
}

fn confusions(disagreements: &[Disagreement]) -> Vec<(ThemeId, ThemeId, usize)> {
    let mut counts: BTreeMap<(&ThemeId, &ThemeId), usize> = BTreeMap::new();
    for quote in disagreements.iter().filter(|it| it.only_first.len().max(it.only_second.len()) <= INSTEAD) {
        for first in &quote.only_first {
            for second in &quote.only_second {
                *counts.entry((first, second)).or_default() += 1;
            }
        }
    }
    let mut confusions: Vec<(ThemeId, ThemeId, usize)> =
        counts.into_iter().map(|((first, second), count)| (first.clone(), second.clone(), count)).collect();
    confusions.sort_by_key(|(.., count)| std::cmp::Reverse(*count));
    confusions
}

/// The themes of both coders under one numbering.
struct Names {
    ids: Vec<ThemeId>,
    labels: Vec<String>,
    by_id: BTreeMap<ThemeId, usize>,
}

impl Names {
    fn new(first: &Codings, second: &Codings) -> Self {
        let mut names = Self { ids: Vec::new(), labels: Vec::new(), by_id: BTreeMap::new() };
        let mut by_label: BTreeMap<String, usize> = BTreeMap::new();
        for codings in [first, second] {
            for theme in &codings.themes {
                names.add(&theme.id, &theme.label, &mut by_label);
            }
            // A coding may name a theme that is not listed.
            for coding in &codings.codings {
                names.add(&coding.theme, coding.theme.as_str(), &mut by_label);
            }
        }
        names
    }

    fn add(&mut self, id: &ThemeId, label: &str, by_label: &mut BTreeMap<String, usize>) {
        if self.by_id.contains_key(id) {
            return;
        }
        let number = *by_label.entry(label.trim().to_lowercase()).or_insert_with(|| {
            self.ids.push(id.clone());
            self.labels.push(label.to_owned());
            self.ids.len() - 1
        });
        self.by_id.insert(id.clone(), number);
    }

    /// The themes of each quotation that a coder has judged.
    fn sets<'a>(&self, codings: &'a Codings) -> BTreeMap<&'a QuoteId, BTreeSet<usize>> {
        let mut sets: BTreeMap<&QuoteId, BTreeSet<usize>> = BTreeMap::new();
        for quote in codings.uncoded.iter().chain(&codings.no_content) {
            sets.entry(quote).or_default();
        }
        for coding in &codings.codings {
            sets.entry(&coding.quote).or_default().insert(self.by_id[&coding.theme]);
        }
        sets
    }
}

/// The judgements of all units in a form that is quick to count again.
struct Sample {
    /// For each unit the numbers of its two sets.
    pairs: Vec<(usize, usize)>,
    sets: Sets,
    themes: usize,
}

impl Sample {
    fn new(pairs: &[(&BTreeSet<usize>, &BTreeSet<usize>)], used: &BTreeSet<usize>) -> Self {
        let place: BTreeMap<usize, usize> = used.iter().copied().zip(0..).collect();
        let distinct: BTreeSet<&BTreeSet<usize>> = pairs.iter().flat_map(|(a, b)| [*a, *b]).collect();
        let index: BTreeMap<&BTreeSet<usize>, usize> = distinct.iter().copied().zip(0..).collect();
        let sets: Vec<Vec<usize>> = distinct.iter().map(|set| set.iter().map(|theme| place[theme]).collect()).collect();
        Self {
            pairs: pairs.iter().map(|(a, b)| (index[a], index[b])).collect(),
            sets: Sets::new(sets, used.len()),
            themes: used.len(),
        }
    }

    /// One table a theme, where unit i counts `weights[i]` times.
    fn tables(&self, weights: &[u32]) -> Vec<Table> {
        let mut tables = vec![Table::default(); self.themes];
        let mut units = 0;
        for ((a, b), weight) in self.pairs.iter().zip(weights) {
            let weight = *weight as usize;
            units += weight;
            let (a, b) = (self.sets.themes(*a), self.sets.themes(*b));
            for theme in a {
                let both = b.binary_search(theme).is_ok();
                let cell = if both { &mut tables[*theme].both } else { &mut tables[*theme].first };
                *cell += weight;
            }
            for theme in b.iter().filter(|theme| a.binary_search(theme).is_err()) {
                tables[*theme].second += weight;
            }
        }
        for table in &mut tables {
            table.neither = units - table.both - table.first - table.second;
        }
        tables
    }

    /// Every figure in the order of the result: five a theme, then the nine over all.
    fn coefficients(&self, weights: &[u32], draws: Draws<'_>) -> Vec<f64> {
        let tables = self.tables(weights);
        let mut figures: Vec<f64> = tables
            .iter()
            .flat_map(|table| [table.percent(), table.kappa(), table.alpha(), table.ac1(), table.f1()])
            .collect();
        let units: f64 = weights.iter().map(|weight| f64::from(*weight)).sum();
        let mut same = 0.0;
        let mut common = 0.0;
        for ((a, b), weight) in self.pairs.iter().zip(weights) {
            same += if a == b { f64::from(*weight) } else { 0.0 };
            common += (1.0 - self.sets.distance(Distance::Jaccard, *a, *b)) * f64::from(*weight);
        }
        let mean = |value: &dyn Fn(&Table) -> f64, weight: &dyn Fn(&Table) -> f64| {
            let whole: f64 = tables.iter().map(weight).sum();
            if whole > 0.0 { tables.iter().map(|table| value(table) * weight(table)).sum::<f64>() / whole } else { 0.0 }
        };
        let whole = tables.iter().fold(Table::default(), |sum, table| sum.plus(table));
        figures.extend([
            if units > 0.0 { same / units } else { 0.0 },
            if units > 0.0 { common / units } else { 0.0 },
            whole.f1(),
            mean(&Table::kappa, &|_| 1.0),
            mean(&Table::kappa, &|table| (table.both + table.first) as f64),
            mean(&Table::alpha, &|_| 1.0),
            mean(&Table::ac1, &|_| 1.0),
        ]);
        figures.extend(self.sets.alphas(&self.pairs, weights, draws));
        figures
    }
}

/// The figures of a theme, and those over all.
const OF_THEME: usize = 5;
const OVERALL: usize = 9;

/// Coefficients and their values over resamples.
struct Figures {
    values: Vec<f64>,
    drawn: Vec<Vec<f64>>,
    /// The figures before that have no interval.
    without: usize,
}

impl Figures {
    fn new(values: &[f64]) -> Self {
        let of_themes = values.len() - OVERALL;
        let without = if of_themes > INTERVALS * OF_THEME { of_themes } else { 0 };
        Self { values: values.to_vec(), drawn: vec![Vec::new(); values.len()], without }
    }

    fn add(&mut self, values: &[f64]) {
        for (drawn, value) in self.drawn.iter_mut().zip(values).skip(self.without) {
            drawn.push(*value);
        }
    }

    fn finish(self) -> Vec<Figure> {
        let figure = |(value, mut drawn): (f64, Vec<f64>)| {
            drawn.sort_by(f64::total_cmp);
            // The nearest ranks to 2.5 % and 97.5 %.
            let at = |share: f64| drawn[((drawn.len() - 1) as f64 * share).round() as usize];
            let interval = (!drawn.is_empty()).then(|| Interval { low: at(0.025), high: at(0.975) });
            Figure { value, interval }
        };
        self.values.into_iter().zip(self.drawn).map(figure).collect()
    }
}
