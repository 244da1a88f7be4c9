//! Vectors of texts that somebody else's model has made.

use std::sync::Arc;

use ndarray::{Array2, Axis};
use rustc_hash::FxHashMap;

use crate::error::{Error, Result};
use crate::themes::hash::key_of;
use crate::themes::sparse::normalise_rows;
use crate::themes::text::bag_of_words::BagOfWords;

/// Letters of a text that an error shows.
const SHOWN: usize = 60;

/// Vectors of texts, made by a model of your own (a sentence embedding), for [`ThemeModelOptions::embeddings`](crate::themes::ThemeModelOptions::embeddings).
///
/// Groups are then found by these vectors; what a theme is called and by which words a text belongs to it is told by the words of the texts, as it is without.
/// A saved model keeps the themes of the texts that it was learnt from; other texts are put under its themes by their words.
///
/// ```
/// use verbatims::themes::Embeddings;
/// use verbatims::{Language, ThemeModel};
///
/// let texts = ["The bus is late.", "No train came.", "The soup was cold.", "Stale bread."];
/// let vectors = [[1.0, 0.1], [0.9, 0.0], [0.0, 1.0], [0.1, 0.9]];
/// let embeddings = Embeddings::new(texts.iter().copied().zip(vectors.iter().map(|vector| &vector[..])))?;
/// let model = ThemeModel::options(&Language::english()).n_themes(2).embeddings(embeddings).fit_texts(&texts)?;
/// let themes = model.predict_texts(&texts);
/// assert!(themes[0] == themes[1] && themes[2] == themes[3] && themes[0] != themes[2]);
/// # Ok::<(), verbatims::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Embeddings {
    dimensions: usize,
    /// The sum of the vectors of equal texts, by the number of their words.
    sums: Arc<FxHashMap<u64, Vec<f32>>>,
}

impl Embeddings {
    /// Texts with the vector of each, all of one length. Texts of the same words are one text, whose vector is the mean of theirs; only directions count.
    ///
    /// # Errors
    /// [`ErrorKind::Setting`](crate::ErrorKind::Setting) if vectors are of different lengths or of none, or a value is not a finite number.
    pub fn new<'v>(vectors: impl IntoIterator<Item = (&'v str, &'v [f32])>) -> Result<Self> {
        let mut dimensions = 0;
        let mut sums: FxHashMap<u64, Vec<f32>> = FxHashMap::default();
        let mut buffer = String::new();
        for ((text, vector), number) in vectors.into_iter().zip(1..) {
            let broken = |what: String| Error::setting("embeddings", format!("vector {number} {what}"));
            if vector.is_empty() {
                return Err(broken("is empty".to_owned()));
            }
            if dimensions != 0 && vector.len() != dimensions {
                return Err(broken(format!("has {} numbers, those before it {dimensions}", vector.len())));
            }
            dimensions = vector.len();
            if !vector.iter().all(|value| value.is_finite()) {
                return Err(broken("has a value that is not a finite number".to_owned()));
            }
            let length = vector.iter().map(|value| value * value).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
            let sum = sums.entry(key_of(text, &mut buffer)).or_insert_with(|| vec![0.0; dimensions]);
            sum.iter_mut().zip(vector).for_each(|(sum, value)| *sum += value / length);
        }
        Ok(Self { dimensions, sums: Arc::new(sums) })
    }

    /// How many different texts have a vector.
    pub fn len(&self) -> usize {
        self.sums.len()
    }

    /// Whether no text has one.
    pub fn is_empty(&self) -> bool {
        self.sums.is_empty()
    }

    /// The numbers of a vector.
    pub fn dimensions(&self) -> usize {
        self.dimensions
    }

    /// The vectors of the different texts, each of length 1.
    pub(super) fn rows(&self, bags: &BagOfWords, texts: &[&str]) -> Result<Array2<f32>> {
        let mut rows = Array2::zeros((bags.len(), self.dimensions));
        let mut missing = Vec::new();
        for ((key, text), mut row) in bags.keys.iter().zip(&bags.representative).zip(rows.axis_iter_mut(Axis(0))) {
            match self.sums.get(key) {
                Some(sum) => row.iter_mut().zip(sum).for_each(|(value, sum)| *value = *sum),
                None => missing.push(texts[*text as usize]),
            }
        }
        if let Some(first) = missing.iter().min() {
            let shown: String = first.chars().take(SHOWN).collect();
            return Err(Error::setting(
                "embeddings",
                format!(
                    "{} of {} different texts have no vector, among them “{shown}”; give one for each text that says something",
                    missing.len(),
                    bags.len()
                ),
            ));
        }
        normalise_rows(&mut rows);
        Ok(rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Language;
    use crate::themes::{ThemeModel, ThemeModelOptions};

    fn options(vectors: &[(&str, &[f32])]) -> ThemeModelOptions {
        ThemeModel::options(&Language::english()).embeddings(Embeddings::new(vectors.iter().copied()).unwrap())
    }

    #[test]
    fn given_vectors_outvote_words() {
        let vectors: &[(&str, &[f32])] = &[
            ("red bus", &[1.0, 0.0]),
            ("red soup", &[0.0, 1.0]),
            ("late train", &[0.9, 0.1]),
            ("cold bread", &[0.1, 0.9]),
        ];
        let texts: Vec<&str> = vectors.iter().map(|(text, _)| *text).collect();
        let model = options(vectors).n_themes(2).fit_texts(&texts).unwrap();
        let found = model.predict_texts(&texts);
        assert_eq!(found[0], found[2]);
        assert_eq!(found[1], found[3]);
        assert_ne!(found[0], found[1]);
        // The order given does not matter.
        let back: Vec<&str> = texts.iter().rev().copied().collect();
        let again = options(vectors).n_themes(2).fit_texts(&back).unwrap();
        assert_eq!(again.predict_texts(&texts), found);
        assert_eq!(options(vectors).stability_texts(&texts, 3).unwrap().resamples, 3);
    }

    #[test]
    fn more_texts_than_are_compared_pair_by_pair_are_grouped_too() {
        let texts: Vec<String> = (0..2_500).map(|at| format!("word{at} thing{at}")).collect();
        let vectors: Vec<[f32; 2]> =
            (0..texts.len()).map(|at| if at % 3 == 0 { [1.0, 0.0] } else { [0.0, 1.0] }).collect();
        let embeddings =
            Embeddings::new(texts.iter().map(String::as_str).zip(vectors.iter().map(|vector| &vector[..]))).unwrap();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let model =
            ThemeModel::options(&Language::english()).n_themes(2).embeddings(embeddings).fit_texts(&texts).unwrap();
        let found = model.predict_texts(&texts);
        assert!((0..texts.len()).all(|at| (found[at] == found[0]) == (at % 3 == 0)));
    }

    #[test]
    fn vectors_that_do_not_fit_are_refused() {
        let refused = |vectors: &[(&str, &[f32])]| Embeddings::new(vectors.iter().copied()).unwrap_err().to_string();
        assert!(refused(&[("a", &[])]).contains("vector 1 is empty"));
        assert!(refused(&[("a", &[1.0]), ("b", &[1.0, 2.0])]).contains("vector 2 has 2 numbers, those before it 1"));
        assert!(refused(&[("a", &[f32::NAN])]).contains("finite"));
        let error =
            options(&[("red bus", &[1.0])]).fit_texts(&["red bus", "blue train", "n/a"]).unwrap_err().to_string();
        assert!(error.contains("1 of 2 different texts have no vector, among them “blue train”"), "{error}");
        let error = options(&[("red bus", &[1.0])]).uncoded(0.1).fit_texts(&["red bus"]).unwrap_err().to_string();
        assert!(error.contains("with embeddings"), "{error}");
    }
}
