//! Discovery: themes learnt from texts, and the model that puts other texts under them.

use linfa::traits::{Fit, Predict};
use linfa::{DatasetBase, prelude::Records};
use ndarray::{Array2, ArrayView2, Axis};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::cluster::{self, Merge};
use super::coding::{Coder, Coding, Codings, Theme};
use super::content::NoContent;
use super::lexicon::Lexicon;
use super::params::{ThemeModelParams, ThemeModelValidParams};
use super::terms::Reading;
use crate::error::{Error, Result};
use crate::id::QuoteId;
use crate::lang::Language;
use crate::quotes::Quote;

/// Texts whose vectors are held at a time.
pub(super) const BATCH: usize = 16_384;
/// Texts that are read at a time.
const READ: usize = 262_144;
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
    /// `next` is the fit to the best other theme.
    Theme {
        theme: usize,
        score: f32,
        next: f32,
        weak: bool,
    },
}

/// Texts that have been read, the vectors of their words, and the place of each.
struct Read {
    reading: Reading,
    table: Array2<f32>,
    places: Vec<Place>,
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
        let (mut places, mut found) = (Vec::with_capacity(texts.len()), Vec::with_capacity(texts.len()));
        for (texts, quotes) in texts.chunks(READ).zip(quotes.chunks(READ)) {
            let read = self.read_texts(texts);
            let number: FxHashMap<&str, usize> = read.reading.words.iter().map(|word| &**word).zip(0..).collect();
            let row = |word: &str| read.table.row(*number.get(word)?).to_slice();
            found.par_extend(quotes.par_iter().zip(&read.places).map(|(quote, place)| {
                let Place::Theme { theme, score, weak, .. } = *place else { return None };
                // The words of a text that speak most for its theme, in the order of the text.
                let centre = self.centres.row(theme);
                let evidence = centre
                    .as_slice()
                    .map_or_else(Vec::new, |centre| self.lexicon.nearest_words(&quote.text, centre, row));
                let (quote, theme) = (quote.id.clone(), self.themes[theme].id.clone());
                Some(Coding { quote, theme, score: f64::from(score), weak, evidence })
            }));
            places.extend(read.places);
        }
        let with = |wanted: Place| -> Vec<QuoteId> {
            let quotes = quotes.iter().zip(&places).filter(|(_, place)| **place == wanted);
            quotes.map(|(quote, _)| quote.id.clone()).collect()
        };
        Codings {
            themes: self.themes.clone(),
            codings: found.into_iter().flatten().collect::<Vec<Coding>>(),
            no_content: with(Place::NoContent),
            uncoded: with(Place::Uncoded),
            ..Codings::default()
        }
    }

    pub(super) fn places(&self, texts: &[&str]) -> Vec<Place> {
        texts.chunks(READ).flat_map(|texts| self.read_texts(texts).places).collect()
    }

    fn read_texts(&self, texts: &[&str]) -> Read {
        let reading = Reading::new(texts, &self.no_content);
        let table = self.lexicon.table(&reading.words, &self.language);
        let mut found = Vec::with_capacity(reading.len());
        for start in (0..reading.len()).step_by(BATCH) {
            let vectors = self.lexicon.embed(&reading.rows.slice(start, start + BATCH), &table);
            found.extend(self.assign(vectors.view(), &reading.keys[start..start + vectors.nrows()]));
        }
        let place = |row: &Option<u32>| row.map_or(Place::NoContent, |row| found[row as usize]);
        let places = reading.row_of.iter().map(place).collect();
        Read { reading, table, places }
    }

    /// The places of texts of those vectors and numbers.
    pub(super) fn assign(&self, vectors: ArrayView2<'_, f32>, keys: &[u64]) -> Vec<Place> {
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
                        Some(theme) => Place::Theme { theme, score: 0.0, next: 0.0, weak: true },
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
                Place::Theme { theme, score, next: other, weak: score - other < WEAK_MARGIN }
            })
            .collect()
    }

    fn known_theme(&self, key: u64) -> Option<usize> {
        let at = self.known.binary_search_by_key(&key, |(key, _)| *key).ok()?;
        Some(self.known[at].1 as usize)
    }
}

impl Coder for ThemeModel {
    fn code(&self, quotes: &[&Quote]) -> Codings {
        ThemeModel::code(self, quotes)
    }
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
