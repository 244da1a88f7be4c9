//! Learning: texts are read, grouped, and the groups become the themes of a model.

use ndarray::{Array2, ArrayView2, Axis, Slice};
use rayon::prelude::*;

use super::cluster;
use super::coding::Theme;
use super::content::NoContent;
use super::graph;
use super::label;
use super::lexicon::{Lexicon, Settings};
use super::model::{BATCH, Place, ThemeModel};
use super::params::ThemeModelValidParams;
use super::select;
use super::sparse::{Sparse, dot};
use super::terms::Reading;
use crate::error::{Error, Result};
use crate::id::{QuoteId, ThemeId};
use crate::quotes::Quote;

/// Texts whose every pair is compared; of more a random sample of this many is.
const CORE: usize = 3_000;
/// Texts that the centres are refined on where there are more than [`CORE`].
const REFINE: usize = 32_768;
/// Directions that are learnt.
const RANK: usize = 60;
/// The weight of the language's vectors beside the learnt directions.
const VECTOR_WEIGHT: f32 = 0.9;
/// The weight of words too common to tell a theme by.
const STOP_WEIGHT: f32 = 0.2;
/// Nearest texts that a text is drawn to.
const NEIGHBOURS: usize = 10;
/// How much linkage holds the sizes of groups against their joining.
pub(super) const EVENNESS: f32 = 0.12;
/// Exemplars of a theme.
const EXEMPLARS: usize = 5;

impl ThemeModelValidParams {
    /// Learns themes from quotations.
    ///
    /// # Errors
    /// [`ErrorKind::Setting`](crate::ErrorKind::Setting) if there are fewer different statements than themes.
    pub fn fit(&self, quotes: &[&Quote]) -> Result<ThemeModel> {
        let texts: Vec<&str> = quotes.iter().map(|quote| quote.text.as_str()).collect();
        self.learn(&texts, who_said(quotes))
    }

    /// Learns themes from plain texts. Exemplars name texts by their number from 1.
    ///
    /// # Errors
    /// As [`fit`](Self::fit).
    pub fn fit_texts(&self, texts: &[&str]) -> Result<ThemeModel> {
        self.learn(texts, |text| (String::new(), QuoteId::new((text + 1).to_string())))
    }

    fn learn(&self, texts: &[&str], who: impl Who) -> Result<ThemeModel> {
        let no_content = NoContent::new(&self.language);
        let reading = Reading::new(texts, &no_content);
        let least = self.n_themes.or(self.between.map(|(least, _)| least));
        if let Some(wanted) = least
            && wanted > reading.len()
        {
            let with_content = reading.row_of.iter().flatten().count();
            return Err(Error::setting(
                "n_themes",
                format!(
                    "{wanted} themes were asked for, but there are {} statements, {with_content} with content, {} of them different; ask for {} or fewer",
                    texts.len(),
                    reading.len(),
                    reading.len(),
                ),
            ));
        }
        let vectors = if self.vectors { VECTOR_WEIGHT } else { 0.0 };
        let settings = Settings { rank: RANK, vectors, stop: STOP_WEIGHT };
        let lexicon =
            Lexicon::learn(&reading, &self.language, settings, self.seed).with_context(&reading, &self.language);
        let table = lexicon.table(&reading.words, &self.language);
        let first = lexicon.embed(&reading.rows.head(REFINE), &table);
        let core = reading.len().min(CORE);
        let some = first.slice_axis(Axis(0), Slice::from(..core));
        let grouping = group(some, self.n_themes, self.between.unwrap_or((1, usize::MAX)));

        // Centres among the texts themselves, not among the drawn-together ones, so that new texts can be compared.
        let sizes: Vec<f32> = vec![1.0; reading.len()];
        let count = grouping.count;
        let mut centres = cluster::centroids(some, &grouping.groups, count, &sizes);
        let mut groups = grouping.groups;
        if reading.len() > core && count > 0 {
            let start = cluster::nearest(first.view(), centres.view()).into_iter().map(|(group, ..)| group).collect();
            (_, centres) = cluster::spherical_k_means(first.view(), start, count, &sizes, 10);
            groups = nearest_of_all(&lexicon, &table, &reading.rows, centres.view());
        }

        let mut model = ThemeModel {
            language: self.language.clone(),
            no_content,
            lexicon,
            centres,
            themes: Vec::new(),
            sizes: Vec::new(),
            tree: Vec::new(),
            range: grouping.range,
            known: Vec::new(),
            floor: f32::NEG_INFINITY,
        };
        model.order(&mut groups, &reading.counts);
        if reading.len() == core {
            model.known = reading.keys.iter().zip(&groups).map(|(key, group)| (*key, *group as u32)).collect();
        }
        let groups: Vec<Option<usize>> = groups.into_iter().map(Some).collect();
        model.name(&reading, texts, &groups, &table, who);
        if self.uncoded > 0.0 {
            model.set_floor(&reading, &table, self.uncoded);
        }
        Ok(model)
    }
}

/// Who said the text of that number, and the id of the quotation.
pub(super) trait Who: Fn(usize) -> (String, QuoteId) {}

impl<F: Fn(usize) -> (String, QuoteId)> Who for F {}

pub(super) fn who_said(quotes: &[&Quote]) -> impl Who {
    |text| {
        let quote = quotes[text];
        let speaker = quote.speaker().map_or(quote.document.as_str(), |speaker| speaker.name.as_str());
        (speaker.to_owned(), quote.id.clone())
    }
}

struct Grouping {
    groups: Vec<usize>,
    count: usize,
    range: (usize, usize),
}

/// Groups vectors: drawn together over the neighbour graph, joined by average linkage, refined by spherical k-means.
fn group(vectors: ArrayView2<'_, f32>, wanted: Option<usize>, (least, greatest): (usize, usize)) -> Grouping {
    let rows = vectors.nrows();
    if rows == 0 {
        return Grouping { groups: Vec::new(), count: 0, range: (0, 0) };
    }
    // A third of a small set at most, or everything is everything's neighbour.
    let neighbours = NEIGHBOURS.min((rows / 3).max(1));
    let graph = graph::neighbours(vectors, neighbours);
    let (low, chosen, high) = select::number_of_themes(&graph);
    let count = wanted.unwrap_or(chosen.clamp(least, greatest)).clamp(1, rows);
    let drawn = graph::diffuse(&vectors.to_owned(), &graph, 2, 0.5);
    let sizes = vec![1.0; rows];
    let merges = cluster::linkage(drawn.view(), &sizes, EVENNESS);
    let groups = cluster::cut(&merges, rows, count);
    let (groups, _) = cluster::spherical_k_means(drawn.view(), groups, count, &sizes, 20);
    Grouping { groups, count, range: (low.min(count), high.max(count)) }
}

/// The nearest centre of every text, some at a time.
fn nearest_of_all(lexicon: &Lexicon, table: &Array2<f32>, rows: &Sparse, centres: ArrayView2<'_, f32>) -> Vec<usize> {
    let mut groups = Vec::with_capacity(rows.rows());
    for start in (0..rows.rows()).step_by(BATCH) {
        let vectors = lexicon.embed(&rows.slice(start, start + BATCH), table);
        groups.extend(cluster::nearest(vectors.view(), centres).into_iter().map(|(group, ..)| group));
    }
    groups
}

impl ThemeModel {
    /// Orders the themes by size, ties by their first text, and makes the tree over them.
    fn order(&mut self, groups: &mut [usize], counts: &[u32]) {
        let count = self.centres.nrows();
        let mut sizes = vec![0_usize; count];
        let mut first = vec![usize::MAX; count];
        for (row, &group) in groups.iter().enumerate() {
            sizes[group] += counts[row] as usize;
            first[group] = first[group].min(row);
        }
        let mut order: Vec<usize> = (0..count).collect();
        order.sort_by(|a, b| sizes[*b].cmp(&sizes[*a]).then(first[*a].cmp(&first[*b])));
        let mut rank = vec![0; count];
        for (place, &group) in order.iter().enumerate() {
            rank[group] = place;
        }
        for group in groups {
            *group = rank[*group];
        }
        self.centres = self.centres.select(Axis(0), &order);
        self.sizes = order.iter().map(|&group| sizes[group]).collect();
        self.link();
    }

    /// Makes the tree over the themes.
    pub(super) fn link(&mut self) {
        let weights: Vec<f32> = self.sizes.iter().map(|size| (*size).max(1) as f32).collect();
        self.tree = cluster::linkage(self.centres.view(), &weights, 0.0);
    }

    /// Gives the themes their labels, terms and exemplars.
    fn name(
        &mut self,
        reading: &Reading,
        texts: &[&str],
        groups: &[Option<usize>],
        table: &Array2<f32>,
        who: impl Who,
    ) {
        let names = label::name(reading, texts, groups, self.centres.nrows(), &self.language);
        let exemplars = self.exemplars(reading, groups, table, who);
        let themes = names.into_iter().zip(exemplars).zip(1..);
        self.themes = themes
            .map(|((naming, exemplars), number)| Theme {
                id: ThemeId::new(format!("t{number}")),
                label: naming.label,
                terms: naming.terms,
                exemplars,
            })
            .collect();
    }

    /// The exemplars of each theme.
    pub(super) fn exemplars(
        &self,
        reading: &Reading,
        groups: &[Option<usize>],
        table: &Array2<f32>,
        who: impl Who,
    ) -> Vec<Vec<QuoteId>> {
        let central = self.most_central(reading, groups, table);
        let candidates = |rows: Vec<usize>| rows.into_iter().map(|row| who(reading.sample[row] as usize)).collect();
        central.into_iter().map(|rows| exemplars(candidates(rows))).collect()
    }

    /// The rows of each theme nearest to its centre, nearest first; a few more than there are exemplars.
    fn most_central(&self, reading: &Reading, groups: &[Option<usize>], table: &Array2<f32>) -> Vec<Vec<usize>> {
        const CANDIDATES: usize = 8 * EXEMPLARS;
        let mut best: Vec<Vec<(f32, usize)>> = vec![Vec::new(); self.centres.nrows()];
        for start in (0..reading.len()).step_by(BATCH) {
            let vectors = self.lexicon.embed(&reading.rows.slice(start, start + BATCH), table);
            let scores: Vec<f32> = vectors
                .axis_iter(Axis(0))
                .into_par_iter()
                .zip(&groups[start..start + vectors.nrows()])
                .map(|(vector, group)| {
                    let centre = group.map(|group| self.centres.row(group));
                    match (vector.as_slice(), centre.as_ref().and_then(|centre| centre.as_slice())) {
                        (Some(vector), Some(centre)) => dot(vector, centre),
                        _ => 0.0,
                    }
                })
                .collect();
            for (row, score) in (start..).zip(scores) {
                if let Some(group) = groups[row] {
                    best[group].push((score, row));
                }
            }
            for list in &mut best {
                list.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
                list.truncate(CANDIDATES);
            }
        }
        best.into_iter().map(|list| list.into_iter().map(|(_, row)| row).collect()).collect()
    }

    /// Sets the floor so that the wanted share of texts stays below it.
    fn set_floor(&mut self, reading: &Reading, table: &Array2<f32>, share: f64) {
        let mut scores: Vec<(f32, u32)> = Vec::with_capacity(reading.len());
        for start in (0..reading.len()).step_by(BATCH) {
            let vectors = self.lexicon.embed(&reading.rows.slice(start, start + BATCH), table);
            let places = self.assign(vectors.view(), &reading.keys[start..start + vectors.nrows()]);
            scores.extend(places.into_iter().zip(&reading.counts[start..]).map(|(place, count)| match place {
                Place::Theme { score, .. } => (score, *count),
                Place::NoContent | Place::Uncoded => (f32::NEG_INFINITY, *count),
            }));
        }
        scores.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        let all: f64 = scores.iter().map(|(_, count)| f64::from(*count)).sum();
        let mut below = 0.0;
        for (score, count) in scores {
            below += f64::from(count);
            if below > share * all {
                self.floor = score;
                return;
            }
        }
    }
}

/// The first few, those of speakers not yet heard before the others.
fn exemplars(candidates: Vec<(String, QuoteId)>) -> Vec<QuoteId> {
    let mut heard: Vec<&str> = Vec::new();
    let (mut new, mut others) = (Vec::new(), Vec::new());
    for (speaker, quote) in &candidates {
        if speaker.is_empty() || !heard.contains(&speaker.as_str()) {
            heard.push(speaker);
            new.push(quote);
        } else {
            others.push(quote);
        }
    }
    new.into_iter().chain(others).take(EXEMPLARS).cloned().collect()
}
