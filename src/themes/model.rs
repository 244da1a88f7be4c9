//! Discovery: themes learnt from texts, and the model that puts other texts under them.

use linfa::traits::{Fit, Predict};
use linfa::{DatasetBase, prelude::Records};
use ndarray::{Array2, ArrayView2, Axis, Slice};
use rayon::prelude::*;

use super::cluster::{self, Merge};
use super::coding::{Coder, Coding, Codings, EvidenceWord, Theme};
use super::content::NoContent;
use super::graph;
use super::label;
use super::lexicon::Lexicon;
use super::params::{ThemeModelParams, ThemeModelValidParams};
use super::select;
use super::sparse::{Sparse, dot};
use super::terms::Reading;
use crate::error::{Error, Result};
use crate::id::{QuoteId, ThemeId};
use crate::lang::Language;
use crate::quotes::Quote;

/// Texts whose every pair is compared; of more a random sample of this many is.
const CORE: usize = 3_000;
/// Texts that the centres are refined on where there are more than [`CORE`].
const REFINE: usize = 32_768;
/// Texts that are put under themes at a time.
const BATCH: usize = 16_384;
/// Directions that are learnt.
const RANK: usize = 100;
/// The weight of the language's vectors beside the learnt directions.
const VECTOR_WEIGHT: f32 = 0.8;
/// Nearest texts that a text is drawn to.
const NEIGHBOURS: usize = 10;
/// Exemplars of a theme.
const EXEMPLARS: usize = 5;
/// A text whose best theme is hardly better than its second fits weakly.
const WEAK_MARGIN: f32 = 0.05;

/// Themes learnt from texts. Puts any quotation under the theme that it fits best.
///
/// The same texts, settings and seed give the same model, in any order of arrival and on any number of threads. Texts
/// of the same words are one text, so they get the same theme. How it works stands in the
/// [guide](crate::guide::method).
///
/// ```
/// use verbatims::{Language, ThemeModel};
///
/// let texts = [
///     "The rent is too high.", "Rents rise every year.", "I cannot pay the rent.",
///     "The bus is late again.", "Buses never come on time.", "No bus after six.",
/// ];
/// let model = ThemeModel::params(&Language::english()).n_themes(2).fit_texts(&texts)?;
/// let themes = model.predict_texts(&texts);
/// assert_eq!(themes[0], themes[2]);
/// assert_eq!(themes[3], themes[5]);
/// assert_ne!(themes[0], themes[3]);
/// # Ok::<(), verbatims::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct ThemeModel {
    pub(super) language: Language,
    pub(super) no_content: NoContent,
    pub(super) lexicon: Lexicon,
    /// Themes × width.
    pub(super) centres: Array2<f32>,
    pub(super) themes: Vec<Theme>,
    pub(super) sizes: Vec<usize>,
    pub(super) tree: Vec<Merge>,
    pub(super) range: (usize, usize),
    /// The texts that the groups were made of, by number, with their theme; rising.
    pub(super) known: Vec<(u64, u32)>,
    /// Texts that fit worse than this stay without a theme.
    pub(super) floor: f32,
}

/// Where one text belongs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Place {
    NoContent,
    Uncoded,
    Theme { theme: usize, score: f32, weak: bool },
}

impl ThemeModel {
    /// Settings for a model of texts in a language.
    pub fn params(language: &Language) -> ThemeModelParams {
        ThemeModelParams::new(language)
    }

    /// The themes, by number of texts, largest first.
    pub fn themes(&self) -> &[Theme] {
        &self.themes
    }

    /// How many texts each theme was learnt from.
    pub fn sizes(&self) -> &[usize] {
        &self.sizes
    }

    /// How the themes would merge into fewer: leaves are the themes in their order.
    pub fn tree(&self) -> &[Merge] {
        &self.tree
    }

    /// The least and the greatest number of themes that the texts suggest. Where the number was given, it too lies in the range.
    pub fn range(&self) -> (usize, usize) {
        self.range
    }

    /// The language of the texts.
    pub fn language(&self) -> &Language {
        &self.language
    }

    /// The theme of each text, as a number into [`themes`](Self::themes); none for a text without content or one that fits none.
    pub fn predict_texts(&self, texts: &[&str]) -> Vec<Option<usize>> {
        self.places(texts)
            .into_iter()
            .map(|place| match place {
                Place::Theme { theme, .. } => Some(theme),
                Place::NoContent | Place::Uncoded => None,
            })
            .collect()
    }

    /// Puts quotations under the themes: one theme each, or none where a quotation says nothing or fits none.
    pub fn code(&self, quotes: &[&Quote]) -> Codings {
        let texts: Vec<&str> = quotes.iter().map(|quote| quote.text.as_str()).collect();
        let places = self.places(&texts);
        let found: Vec<Option<Coding>> = quotes
            .par_iter()
            .zip(&places)
            .map(|(quote, place)| {
                let Place::Theme { theme, score, weak } = *place else { return None };
                Some(Coding {
                    quote: quote.id.clone(),
                    theme: self.themes[theme].id.clone(),
                    score: f64::from(score),
                    weak,
                    evidence: self.evidence(&quote.text, theme),
                })
            })
            .collect();
        let with = |wanted: Place| -> Vec<QuoteId> {
            let quotes = quotes.iter().zip(&places).filter(|(_, place)| **place == wanted);
            quotes.map(|(quote, _)| quote.id.clone()).collect()
        };
        Codings {
            themes: self.themes.clone(),
            codings: found.into_iter().flatten().collect(),
            no_content: with(Place::NoContent),
            uncoded: with(Place::Uncoded),
            ..Codings::default()
        }
    }

    pub(super) fn places(&self, texts: &[&str]) -> Vec<Place> {
        let batches: Vec<Vec<Place>> = texts.chunks(BATCH).map(|texts| self.batch(texts)).collect();
        batches.into_iter().flatten().collect()
    }

    fn batch(&self, texts: &[&str]) -> Vec<Place> {
        let reading = Reading::new(texts, &self.no_content);
        let table = self.lexicon.table(&reading.words, &self.language);
        let vectors = self.lexicon.embed(&reading.rows, &table);
        let found = self.assign(vectors.view(), &reading.keys);
        let place = |row: &Option<u32>| row.map_or(Place::NoContent, |row| found[row as usize]);
        reading.row_of.iter().map(place).collect()
    }

    /// The places of texts of those vectors and numbers.
    fn assign(&self, vectors: ArrayView2<'_, f32>, keys: &[u64]) -> Vec<Place> {
        if self.themes.is_empty() {
            return vec![Place::Uncoded; keys.len()];
        }
        let nearest = cluster::nearest(vectors, self.centres.view());
        nearest
            .into_iter()
            .zip(keys)
            .zip(vectors.axis_iter(Axis(0)))
            .map(|(((best, score, second), key), vector)| {
                if vector.iter().all(|value| *value == 0.0) {
                    // No word of it is known, not even in part.
                    return match self.known_theme(*key) {
                        Some(theme) => Place::Theme { theme, score: 0.0, weak: true },
                        None => Place::Uncoded,
                    };
                }
                let (theme, score, other) = match self.known_theme(*key) {
                    Some(theme) if theme != best => (theme, self.centres.row(theme).dot(&vector), score),
                    _ => (best, score, second),
                };
                if score < self.floor {
                    return Place::Uncoded;
                }
                Place::Theme { theme, score, weak: score - other < WEAK_MARGIN }
            })
            .collect()
    }

    fn known_theme(&self, key: u64) -> Option<usize> {
        let at = self.known.binary_search_by_key(&key, |(key, _)| *key).ok()?;
        Some(self.known[at].1 as usize)
    }

    /// The words of a text that speak most for a theme, in the order of the text.
    fn evidence(&self, text: &str, theme: usize) -> Vec<EvidenceWord> {
        let centre = self.centres.row(theme);
        centre.as_slice().map_or_else(Vec::new, |centre| self.lexicon.nearest_words(text, centre, &self.language))
    }
}

impl Coder for ThemeModel {
    fn code(&self, quotes: &[&Quote]) -> Codings {
        ThemeModel::code(self, quotes)
    }
}

impl ThemeModelValidParams {
    /// Learns themes from quotations.
    ///
    /// # Errors
    /// [`ErrorKind::Setting`](crate::ErrorKind::Setting) if there are fewer different statements than themes.
    pub fn fit(&self, quotes: &[&Quote]) -> Result<ThemeModel> {
        let texts: Vec<&str> = quotes.iter().map(|quote| quote.text.as_str()).collect();
        self.learn(&texts, |text| {
            let quote = quotes[text];
            (
                quote.speaker().map_or(quote.document.as_str(), |speaker| speaker.name.as_str()).to_owned(),
                quote.id.clone(),
            )
        })
    }

    /// Learns themes from plain texts. Exemplars name texts by their number from 1.
    ///
    /// # Errors
    /// As [`fit`](Self::fit).
    pub fn fit_texts(&self, texts: &[&str]) -> Result<ThemeModel> {
        self.learn(texts, |text| (String::new(), QuoteId::new((text + 1).to_string())))
    }

    fn learn(&self, texts: &[&str], who: impl Fn(usize) -> (String, QuoteId)) -> Result<ThemeModel> {
        let no_content = NoContent::new(&self.language);
        let reading = Reading::new(texts, &no_content);
        if let Some(wanted) = self.n_themes
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
        let weight = if self.vectors { VECTOR_WEIGHT } else { 0.0 };
        let lexicon = Lexicon::learn(&reading, &self.language, RANK, weight, self.seed);
        let table = lexicon.table(&reading.words, &self.language);
        let first = lexicon.embed(&reading.rows.head(REFINE), &table);
        let core = reading.len().min(CORE);
        let some = first.slice_axis(Axis(0), Slice::from(..core));
        let grouping = group(some, self.n_themes);

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
        model.name(&reading, texts, &groups, &table, who);
        if self.uncoded > 0.0 {
            model.set_floor(&reading, &table, self.uncoded);
        }
        Ok(model)
    }
}

struct Grouping {
    groups: Vec<usize>,
    count: usize,
    range: (usize, usize),
}

/// Groups vectors: drawn together over the neighbour graph, joined by average linkage, refined by spherical k-means.
fn group(vectors: ArrayView2<'_, f32>, wanted: Option<usize>) -> Grouping {
    let rows = vectors.nrows();
    if rows == 0 {
        return Grouping { groups: Vec::new(), count: 0, range: (0, 0) };
    }
    // A third of a small set at most, or everything is everything's neighbour.
    let neighbours = NEIGHBOURS.min((rows / 3).max(1));
    let graph = graph::neighbours(vectors, neighbours);
    let (low, chosen, high) = select::number_of_themes(&graph);
    let count = wanted.unwrap_or(chosen).clamp(1, rows);
    let drawn = graph::diffuse(&vectors.to_owned(), &graph, 2, 0.5);
    let sizes = vec![1.0; rows];
    let merges = cluster::linkage(drawn.view(), &sizes);
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
        let weights: Vec<f32> = self.sizes.iter().map(|size| (*size).max(1) as f32).collect();
        self.tree = cluster::linkage(self.centres.view(), &weights);
    }

    /// Gives the themes their labels, terms and exemplars.
    fn name(
        &mut self,
        reading: &Reading,
        texts: &[&str],
        groups: &[usize],
        table: &Array2<f32>,
        who: impl Fn(usize) -> (String, QuoteId),
    ) {
        let count = self.centres.nrows();
        let grouped: Vec<Option<usize>> = groups.iter().copied().map(Some).collect();
        let names = label::name(reading, texts, &grouped, count, &self.language);
        let central = self.most_central(reading, groups, table);
        let themes = names.into_iter().zip(central).zip(1..);
        self.themes = themes
            .map(|((naming, rows), number)| {
                let candidates = rows.into_iter().map(|row| who(reading.sample[row] as usize));
                Theme {
                    id: ThemeId::new(format!("t{number}")),
                    label: naming.label,
                    terms: naming.terms,
                    exemplars: exemplars(candidates.collect()),
                }
            })
            .collect();
    }

    /// The rows of each theme nearest to its centre, nearest first; a few more than there are exemplars.
    fn most_central(&self, reading: &Reading, groups: &[usize], table: &Array2<f32>) -> Vec<Vec<usize>> {
        const CANDIDATES: usize = 8 * EXEMPLARS;
        let mut best: Vec<Vec<(f32, usize)>> = vec![Vec::new(); self.centres.nrows()];
        for start in (0..reading.len()).step_by(BATCH) {
            let vectors = self.lexicon.embed(&reading.rows.slice(start, start + BATCH), table);
            let scores: Vec<f32> = vectors
                .axis_iter(Axis(0))
                .into_par_iter()
                .zip(&groups[start..start + vectors.nrows()])
                .map(|(vector, group)| match (vector.as_slice(), self.centres.row(*group).as_slice()) {
                    (Some(vector), Some(centre)) => dot(vector, centre),
                    _ => 0.0,
                })
                .collect();
            for (row, score) in (start..).zip(scores) {
                best[groups[row]].push((score, row));
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

/// Plain texts as linfa's records: samples are texts.
#[derive(Clone, Copy, Debug)]
pub struct Texts<'a>(pub &'a [&'a str]);

impl Records for Texts<'_> {
    type Elem = f32;

    fn nsamples(&self) -> usize {
        self.0.len()
    }

    /// Words are found while fitting; until then there are none.
    fn nfeatures(&self) -> usize {
        0
    }
}

impl Fit<Texts<'_>, (), Error> for ThemeModelValidParams {
    type Object = ThemeModel;

    fn fit(&self, dataset: &DatasetBase<Texts<'_>, ()>) -> Result<ThemeModel> {
        self.fit_texts(dataset.records.0)
    }
}

impl Predict<Texts<'_>, Vec<Option<usize>>> for ThemeModel {
    fn predict(&self, texts: Texts<'_>) -> Vec<Option<usize>> {
        self.predict_texts(texts.0)
    }
}
