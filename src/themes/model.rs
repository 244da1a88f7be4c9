//! What was learnt, and under which theme a text comes: the model.

use ndarray::{Array2, ArrayView1, ArrayView2, Axis};
use rayon::prelude::*;

use crate::id::QuoteId;
use crate::lang::Language;
use crate::quotes::Quote;
use crate::themes::coding::{Basis, Coder, Coding, Codings, EvidenceWord, Theme};
use crate::themes::embedding::word_embedding::WordEmbedding;
use crate::themes::evidence::WordContributions;
use crate::themes::group::cluster;
use crate::themes::group::cluster::Merge;
use crate::themes::parts::{Further, MOST, Markers, PartReader};
use crate::themes::polarity::Polarity;
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
    /// Whether an answer also has the themes that a part of it holds.
    pub(crate) several: bool,
    /// The words that a part needs for that.
    pub(crate) markers: Markers,
}

/// Where a text belongs.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Assignment {
    /// It says nothing ("n/a", "don't know").
    NoContent,
    /// It praises or complains and names nothing that it does so of ("Great!").
    Sentiment(Polarity),
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
        /// Themes that parts of it hold besides, each with how well it fits, the surest first.
        also: [Option<(usize, f32)>; 2],
    },
}

/// Texts that have been read, the vectors of their words, and the assignment of each text given.
pub(crate) struct Read {
    pub(crate) bags: BagOfWords,
    pub(crate) table: Array2<f32>,
    pub(crate) assignments: Vec<Assignment>,
    /// The further themes of each text; empty where none are looked for.
    pub(crate) further: Vec<Vec<Further>>,
}

impl Read {
    /// `found` is the assignment of each different text.
    pub(crate) fn new(bags: BagOfWords, table: Array2<f32>, found: &[Assignment]) -> Self {
        let silent =
            |text: u32| bags.sentiment.get(&text).map_or(Assignment::NoContent, |said| Assignment::Sentiment(*said));
        let assignment = |(row, text): (&Option<u32>, u32)| row.map_or_else(|| silent(text), |row| found[row as usize]);
        let assignments = bags.row_of_text.iter().zip(0..).map(assignment).collect();
        Self { bags, table, assignments, further: Vec::new() }
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

    /// Whether an answer also has the themes that a part of it, a clause, holds. The default is what was set before the model was learnt.
    #[must_use]
    pub fn several(mut self, several: bool) -> Self {
        self.several = several;
        self
    }

    /// The theme of each text, as a number into [`themes`](Self::themes), that of the whole where parts hold others; none for a text without content or one
    /// that fits none.
    pub fn predict_texts(&self, texts: &[&str]) -> Vec<Option<usize>> {
        self.assign_texts(texts)
            .into_iter()
            .map(|assignment| match assignment {
                Assignment::Theme { theme, .. } => Some(theme),
                Assignment::NoContent | Assignment::Sentiment(_) | Assignment::Uncoded => None,
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

    /// Puts quotations under the themes: each under the one that it fits best as a whole, and under those that parts of it hold besides; under none where a
    /// quotation says nothing or fits none.
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
        let words = &read.bags.words;
        let found: Vec<Vec<Coding>> = quotes
            .clone()
            .enumerate()
            .map(|(text, ((quote, assignment), row))| {
                let Assignment::Theme { theme, score, weak, .. } = *assignment else { return Vec::new() };
                let evidence = row.map_or_else(Vec::new, |row| {
                    let in_text = read.bags.rows.row(row as usize).map(|(word, _)| word);
                    contributions.strongest(words, in_text, &quote.text, theme)
                });
                let coding = |theme: usize, fit: f32, weak: bool, evidence: Vec<EvidenceWord>| {
                    let (quote, theme) = (quote.id.clone(), self.themes[theme].id.clone());
                    Coding { quote, theme, score: f64::from(fit), weak, basis: Basis::Likeness, evidence }
                };
                let further = read.further.get(text).into_iter().flatten().map(|further| {
                    let in_part = further.words.iter().map(|word| *word as usize);
                    let part = further.span.of(&quote.text);
                    let evidence = contributions.strongest(words, in_part, part, further.theme);
                    let moved = evidence.into_iter().map(|word| word.behind(further.span.start())).collect();
                    coding(further.theme, further.score.min(score), further.margin < WEAK_MARGIN, moved)
                });
                std::iter::once(coding(theme, score, weak, evidence)).chain(further).collect()
            })
            .collect();
        codings.codings.extend(found.into_iter().flatten());
        codings.sentiment.extend(
            quotes
                .clone()
                .filter_map(|((quote, assignment), _)| match assignment {
                    Assignment::Sentiment(polarity) => Some((quote.id.clone(), *polarity)),
                    _ => None,
                })
                .collect::<Vec<_>>(),
        );
        let with = |wanted: fn(&Assignment) -> bool| {
            quotes
                .clone()
                .filter(move |((_, assignment), _)| wanted(assignment))
                .map(|((quote, _), _)| quote.id.clone())
        };
        codings.no_content.par_extend(with(|found| *found == Assignment::NoContent));
        codings.uncoded.par_extend(with(|found| matches!(found, Assignment::Uncoded | Assignment::Sentiment(_))));
    }

    fn read_texts(&self, texts: &[&str]) -> Read {
        let bags = BagOfWords::new(texts, &self.no_content);
        let table = self.embedding.table_of_bags(&bags, &self.language);
        let mut found = Vec::with_capacity(bags.len());
        for start in (0..bags.len()).step_by(BATCH) {
            let vectors = self.embedding.embed_rows(&bags.rows, start, start + BATCH, &table);
            found.extend(self.assign(vectors.view(), &bags.keys[start..start + vectors.nrows()]));
        }
        let mut read = Read::new(bags, table, &found);
        if self.several {
            self.add_further(texts, &mut read);
        }
        read
    }

    /// Looks for the further themes of texts that have been read and placed.
    pub(crate) fn add_further(&self, texts: &[&str], read: &mut Read) {
        let own = |text: usize| match read.assignments[text] {
            Assignment::Theme { theme, .. } => Some(theme),
            _ => None,
        };
        let reader = PartReader::new(&read.bags, &self.language, &self.markers);
        read.further = reader.further(texts, own, &self.embedding, &read.table, &self.centroids);
        for (assignment, further) in read.assignments.iter_mut().zip(&read.further) {
            if let Assignment::Theme { also, score, .. } = assignment {
                let mut found = further.iter().map(|further| (further.theme, further.score.min(*score)));
                *also = [(); MOST].map(|()| found.next());
            }
        }
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
        near.map(|(nearest, vector)| {
            let nearest = NearestCentroid::of(nearest);
            let empty = nearest.score == 0.0 && vector.iter().all(|value| *value == 0.0);
            NearestCentroid { empty, ..nearest }
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
                    Some(theme) => Assignment::Theme { theme, score: 0.0, next: 0.0, weak: true, also: [None; MOST] },
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
            Assignment::Theme { theme, score, next, weak: score - next < WEAK_MARGIN, also: [None; MOST] }
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
