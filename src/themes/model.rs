//! What was learnt, and under which theme a text comes: the model.

use ndarray::{Array2, ArrayView1, ArrayView2, Axis};
use rayon::prelude::*;

use crate::id::QuoteId;
use crate::lang::Language;
use crate::quotes::Quote;
use crate::themes::coding::{Basis, Coder, Coding, Codings, Theme};
use crate::themes::embedding::word_embedding::WordEmbedding;
use crate::themes::evidence::WordContributions;
use crate::themes::group::cluster;
use crate::themes::group::cluster::Merge;
use crate::themes::sparse::dot;
use crate::themes::text::bag_of_words::BagOfWords;
use crate::themes::text::no_content::NoContent;

/// Texts whose vectors are held at a time.
pub(crate) const BATCH: usize = 16_384;
/// Texts that are read at a time.
const READ: usize = 262_144;
/// A text whose best theme is hardly better than its second fits weakly.
const WEAK_MARGIN: f32 = 0.05;

/// Themes learnt from texts. Puts any quotation under the theme that it fits best.
///
/// The same texts, settings and seed give the same model, in any order of arrival and on any number of threads. Texts
/// of the same words are one text, so they get the same theme. How it works is told in the
/// [guide](crate::guide::method).
///
/// ```
/// use verbatims::{Language, ThemeModel};
///
/// let texts = [
///     "The rent is too high.", "Rents rise every year.", "I cannot pay the rent.",
///     "The bus is late again.", "Buses never come on time.", "No bus after six.",
/// ];
/// let model = ThemeModel::options(&Language::english()).n_themes(2).fit_texts(&texts)?;
/// let themes = model.predict_texts(&texts);
/// assert_eq!(themes[0], themes[2]);
/// assert_eq!(themes[3], themes[5]);
/// assert_ne!(themes[0], themes[3]);
/// # Ok::<(), verbatims::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct ThemeModel {
    pub(crate) language: Language,
    pub(crate) no_content: NoContent,
    pub(crate) embedding: WordEmbedding,
    /// Themes × width.
    pub(crate) centroids: Array2<f32>,
    pub(crate) themes: Vec<Theme>,
    pub(crate) sizes: Vec<usize>,
    pub(crate) tree: Vec<Merge>,
    pub(crate) range: (usize, usize),
    /// Texts whose theme is settled, those that the groups were made of and those that a person has placed: their numbers, rising, with the theme.
    pub(crate) fixed: Vec<(u64, u32)>,
    /// A text whose best score is lower stays without a theme.
    pub(crate) min_score: f32,
}

/// Where a text belongs.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Assignment {
    /// It says nothing ("n/a", "don't know").
    NoContent,
    /// It fits no theme.
    Uncoded,
    /// It fits a theme.
    #[non_exhaustive]
    Theme {
        /// The theme, as a number into [`ThemeModel::themes`].
        theme: usize,
        /// How well it fits, from -1 to 1.
        score: f32,
        /// How well it fits the best other theme.
        next: f32,
        /// Whether it fits that one nearly as well.
        weak: bool,
    },
}

/// Texts that have been read, the vectors of their words, and the assignment of each text given.
pub(crate) struct Read {
    bags: BagOfWords,
    table: Array2<f32>,
    pub(crate) assignments: Vec<Assignment>,
}

impl Read {
    /// `found` is the assignment of each different text.
    pub(crate) fn new(bags: BagOfWords, table: Array2<f32>, found: &[Assignment]) -> Self {
        let assignment = |row: &Option<u32>| row.map_or(Assignment::NoContent, |row| found[row as usize]);
        let assignments = bags.row_of_text.iter().map(assignment).collect();
        Self { bags, table, assignments }
    }
}

/// The centroid nearest to a text.
pub(crate) struct NearestCentroid {
    pub(crate) best: usize,
    pub(crate) score: f32,
    /// The cosine to the next one.
    next: f32,
    /// Whether no word of the text is known, not even in part.
    empty: bool,
}

impl NearestCentroid {
    /// Of a text whose words or vector are known: the best centroid, the cosine to it, and to the next.
    pub(super) fn of((best, score, next): (usize, f32, f32)) -> Self {
        Self { best, score, next, empty: false }
    }
}

impl ThemeModel {
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
        self.assign_texts(texts)
            .into_iter()
            .map(|assignment| match assignment {
                Assignment::Theme { theme, .. } => Some(theme),
                Assignment::NoContent | Assignment::Uncoded => None,
            })
            .collect()
    }

    /// Gives the exemplars other names: those of texts learnt by [`fit_texts`](super::ThemeModelOptions::fit_texts) are numbers.
    #[must_use]
    pub fn name_exemplars(mut self, name: impl Fn(&QuoteId) -> QuoteId) -> Self {
        for exemplar in self.themes.iter_mut().flat_map(|theme| &mut theme.exemplars) {
            *exemplar = name(exemplar);
        }
        self
    }

    /// Where each text belongs.
    pub fn assign_texts(&self, texts: &[&str]) -> Vec<Assignment> {
        texts.chunks(READ).flat_map(|texts| self.read_texts(texts).assignments).collect()
    }

    /// Puts quotations under the themes: one theme each, or none where a quotation says nothing or fits none.
    pub fn code(&self, quotes: &[&Quote]) -> Codings {
        let mut codings = Codings { themes: self.themes.clone(), ..Codings::default() };
        for quotes in quotes.chunks(READ) {
            let texts: Vec<&str> = quotes.iter().map(|quote| quote.text.as_str()).collect();
            self.code_read(&self.read_texts(&texts), quotes, &mut codings);
        }
        codings
    }

    /// Adds the codings of quotations that have been read.
    pub(crate) fn code_read(&self, read: &Read, quotes: &[&Quote], codings: &mut Codings) {
        let contributions = WordContributions::new(&self.embedding, read.table.view(), self.centroids.view());
        let quotes = quotes.par_iter().zip(&read.assignments).zip(&read.bags.row_of_text);
        let found: Vec<Option<Coding>> = quotes
            .clone()
            .map(|((quote, assignment), row)| {
                let Assignment::Theme { theme, score, weak, .. } = *assignment else { return None };
                let evidence = row.map_or_else(Vec::new, |row| {
                    let in_text = read.bags.rows.row(row as usize).map(|(word, _)| word);
                    contributions.strongest(&read.bags.words, in_text, &quote.text, theme)
                });
                let (quote, theme) = (quote.id.clone(), self.themes[theme].id.clone());
                Some(Coding { quote, theme, score: f64::from(score), weak, basis: Basis::Likeness, evidence })
            })
            .collect();
        codings.codings.extend(found.into_iter().flatten());
        let with = |wanted: Assignment| quotes.clone().filter(move |((_, assignment), _)| **assignment == wanted);
        codings.no_content.par_extend(with(Assignment::NoContent).map(|((quote, _), _)| quote.id.clone()));
        codings.uncoded.par_extend(with(Assignment::Uncoded).map(|((quote, _), _)| quote.id.clone()));
    }

    fn read_texts(&self, texts: &[&str]) -> Read {
        let bags = BagOfWords::new(texts, &self.no_content);
        let table = self.embedding.table_of_bags(&bags, &self.language);
        let mut found = Vec::with_capacity(bags.len());
        for start in (0..bags.len()).step_by(BATCH) {
            let vectors = self.embedding.embed_rows(&bags.rows, start, start + BATCH, &table);
            found.extend(self.assign(vectors.view(), &bags.keys[start..start + vectors.nrows()]));
        }
        Read::new(bags, table, &found)
    }

    /// The assignments of texts of those vectors and numbers.
    pub(crate) fn assign(&self, vectors: ArrayView2<'_, f32>, keys: &[u64]) -> Vec<Assignment> {
        let fit = |row: usize, theme: usize| self.centroids.row(theme).dot(&vectors.row(row));
        self.assign_nearest(&self.nearest_centroids(vectors), keys, fit)
    }

    /// The centroid nearest to each vector.
    pub(crate) fn nearest_centroids(&self, vectors: ArrayView2<'_, f32>) -> Vec<NearestCentroid> {
        let nearest = cluster::nearest(vectors, self.centroids.view());
        let near = nearest.into_iter().zip(vectors.axis_iter(Axis(0)));
        near.map(|((best, score, next), vector)| {
            let empty = score == 0.0 && vector.iter().all(|value| *value == 0.0);
            NearestCentroid { best, score, next, empty }
        })
        .collect()
    }

    /// The assignments of texts of those numbers; `fit` says how well the text of a row fits a theme.
    pub(crate) fn assign_nearest(
        &self,
        near: &[NearestCentroid],
        keys: &[u64],
        fit: impl Fn(usize, usize) -> f32,
    ) -> Vec<Assignment> {
        if self.centroids.nrows() == 0 {
            return vec![Assignment::Uncoded; keys.len()];
        }
        let assignment = |(row, (near, key)): (usize, (&NearestCentroid, &u64))| {
            if near.empty {
                return match self.fixed_theme(*key) {
                    Some(theme) => Assignment::Theme { theme, score: 0.0, next: 0.0, weak: true },
                    None => Assignment::Uncoded,
                };
            }
            let (theme, score, next) = match self.fixed_theme(*key) {
                Some(theme) if theme != near.best => (theme, fit(row, theme), near.score),
                _ => (near.best, near.score, near.next),
            };
            if score < self.min_score {
                return Assignment::Uncoded;
            }
            Assignment::Theme { theme, score, next, weak: score - next < WEAK_MARGIN }
        };
        near.iter().zip(keys).enumerate().map(assignment).collect()
    }

    /// How well a text of that vector fits a theme.
    pub(crate) fn fit_of(&self, vector: ArrayView1<'_, f32>, theme: usize) -> f32 {
        match (vector.to_slice(), self.centroids.row(theme).to_slice()) {
            (Some(vector), Some(centroid)) => dot(vector, centroid),
            _ => 0.0,
        }
    }

    fn fixed_theme(&self, key: u64) -> Option<usize> {
        let at = self.fixed.binary_search_by_key(&key, |(key, _)| *key).ok()?;
        Some(self.fixed[at].1 as usize)
    }
}

impl Coder for ThemeModel {
    fn code(&self, quotes: &[&Quote]) -> Codings {
        ThemeModel::code(self, quotes)
    }
}
