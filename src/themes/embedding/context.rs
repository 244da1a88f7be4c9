//! How the texts at hand use the words that the language has vectors of.
//!
//! A word's vector is moved towards the mean of the texts that it is in, and a word that the language's table lacks takes that mean
//! for its vector (Khodak and others, "A la carte embedding", 2018); the mean vector of all texts is taken away (Arora, Liang
//! and Ma, "A simple but tough-to-beat baseline for sentence embeddings", 2017).

use ndarray::{Array2, Axis};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::lang::{Classes, Language, WordVectors};
use crate::themes::bytes::{ByteReader, ByteWriter};
use crate::themes::sparse::{ROWS, Sparse, add_scaled, dot, normalise};

/// Words and texts learn from each other twice; the first time, and the mean vector, from no more texts than this.
const FIRST_FROM: usize = 4_096;
/// Texts with a word from which on the texts say more of it than the table, where they agree.
const HALF: f32 = 3.0;
/// Texts below which their mean vector may be chance.
const CHANCE: f32 = 2.0;
/// The weight of a word too common to tell a theme by.
const STOP_WEIGHT: f32 = 0.2;

/// Word vectors that were learnt from texts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Context {
    /// Sorted; the rows of `vectors`.
    words: Vec<Box<str>>,
    /// Words × dimensions, each as heavy as the word is in a text.
    vectors: Array2<f32>,
    /// The mean vector of all texts.
    mean: Vec<f32>,
    index: FxHashMap<Box<str>, u32>,
}

impl Context {
    /// Learns from texts: one row a text, its words by number into `words` and `stems` with how much they count. Any head of the rows is a
    /// random sample.
    pub(crate) fn learn(
        rows: &Sparse,
        (words, stems): (&[Box<str>], &[Box<str>]),
        language: &Language,
        table: &WordVectors,
    ) -> Self {
        let mut weights = vec![0.0_f32; words.len()];
        let mut listed = Array2::<f32>::zeros((words.len(), table.dimensions()));
        listed
            .axis_chunks_iter_mut(Axis(0), ROWS)
            .into_par_iter()
            .zip(weights.par_chunks_mut(ROWS))
            .zip(words.par_chunks(ROWS).zip(stems.par_chunks(ROWS)))
            .for_each(|((mut rows, weights), (words, stems))| {
                let words = words.iter().zip(stems);
                for ((mut row, weight), (word, stem)) in rows.axis_iter_mut(Axis(0)).zip(weights).zip(words) {
                    *weight = weight_of_unlisted(word, language);
                    if let (Some(rank), Some(row)) = (table.rank(word, stem), row.as_slice_mut()) {
                        table.add(rank, 1.0, row);
                        *weight = dot(row, row).sqrt();
                        normalise(row);
                    }
                }
            });

        let mut vectors = weighted(&listed, &weights);
        let few = rows.head(FIRST_FROM);
        let mut counts = Vec::new();
        for rows in [&few, rows] {
            counts = rows.rows_by_column();
            let (mut texts, mean) = of_texts(rows, &vectors);
            let centring = Self { mean, ..Self::default() };
            each(&mut texts, &|row| centring.finish(row));
            let mut next = rows.sums_by_column(texts.view());
            next.axis_chunks_iter_mut(Axis(0), ROWS).into_par_iter().enumerate().for_each(|(chunk, mut rows)| {
                for (mut row, word) in rows.axis_iter_mut(Axis(0)).zip(chunk * ROWS..) {
                    let Some(row) = row.as_slice_mut() else { continue };
                    let count = counts[word] as f32;
                    // Texts that are not similar otherwise say little of the word.
                    let agreement = dot(row, row).sqrt() / count.max(1.0);
                    let known = listed.row(word).iter().any(|value| *value != 0.0);
                    let share = match counts[word] {
                        0 | 1 => 0.0,
                        _ if known => agreement * count / (count + HALF),
                        _ => agreement,
                    };
                    normalise(row);
                    row.iter_mut().for_each(|value| *value *= share);
                    if let Some(listed) = listed.row(word).as_slice() {
                        add_scaled(row, listed, 1.0 - share);
                    }
                }
            });
            vectors = weighted(&next, &weights);
        }
        let (_, mean) = of_texts(&few, &vectors);

        let learnt: Vec<usize> = (0..words.len()).filter(|&word| counts[word] > 1).collect();
        let vectors = vectors.select(Axis(0), &learnt);
        Self::new(learnt.into_iter().map(|word| words[word].clone()).collect(), vectors, mean)
    }

    fn new(words: Vec<Box<str>>, vectors: Array2<f32>, mean: Vec<f32>) -> Self {
        let index = words.iter().cloned().zip(0..).collect();
        Self { words, vectors, mean, index }
    }

    /// Adds the vector of a word, as heavy as the word is in a text, to `out`.
    pub(crate) fn add(&self, word: &str, stem: &str, table: &WordVectors, out: &mut [f32]) {
        if let Some(&at) = self.index.get(word) {
            if let Some(row) = self.vectors.row(at as usize).as_slice() {
                add_scaled(out, row, 1.0);
            }
        } else if let Some(rank) = table.rank(word, stem) {
            table.add(rank, 1.0, out);
        }
    }

    /// Brings the sum of a text's words to length 1 and takes away the mean vector.
    pub(crate) fn finish(&self, text: &mut [f32]) {
        normalise(text);
        if !self.mean.is_empty() && text.iter().any(|value| *value != 0.0) {
            add_scaled(text, &self.mean, -1.0);
            normalise(text);
        }
    }

    pub(crate) fn write(&self, out: &mut ByteWriter) {
        out.texts(&self.words);
        out.matrix(&self.vectors);
        out.u32(self.mean.len() as u32);
        for value in &self.mean {
            out.f32(*value);
        }
    }

    pub(crate) fn read(from: &mut ByteReader<'_>) -> Option<Self> {
        let (words, vectors) = (from.texts()?, from.matrix()?);
        let mean = (0..from.u32()?).map(|_| from.f32()).collect::<Option<Vec<f32>>>()?;
        let fits = vectors.nrows() == words.len() && (words.is_empty() || vectors.ncols() == mean.len());
        fits.then(|| Self::new(words, vectors, mean))
    }

    /// The number of components, if anything was learnt.
    pub(crate) fn dimensions(&self) -> Option<usize> {
        (!self.mean.is_empty()).then_some(self.mean.len())
    }
}

/// How much a word counts that the table lacks: as much as a rare word there, whose vector has about length 1.
fn weight_of_unlisted(word: &str, language: &Language) -> f32 {
    if language.word(word).classes.any(Classes::STOP) { STOP_WEIGHT } else { 1.0 }
}

fn weighted(vectors: &Array2<f32>, weights: &[f32]) -> Array2<f32> {
    let mut vectors = vectors.clone();
    for (mut row, weight) in vectors.axis_iter_mut(Axis(0)).zip(weights) {
        row *= *weight;
    }
    vectors
}

/// The vectors of texts, of length 1 or 0, and their mean.
fn of_texts(rows: &Sparse, words: &Array2<f32>) -> (Array2<f32>, Vec<f32>) {
    let mut texts = rows.dot(words.view());
    each(&mut texts, &|row| normalise(row));
    let mut sum = vec![0.0; texts.ncols()];
    for row in texts.axis_iter(Axis(0)) {
        if let Some(row) = row.as_slice() {
            add_scaled(&mut sum, row, 1.0);
        }
    }
    // The mean of few texts is shortened: they may be alike by chance.
    let count = texts.nrows() as f32 + CHANCE;
    (texts, sum.into_iter().map(|value| value / count).collect())
}

fn each(texts: &mut Array2<f32>, change: &(dyn Fn(&mut [f32]) + Sync)) {
    texts.axis_chunks_iter_mut(Axis(0), ROWS).into_par_iter().for_each(|mut rows| {
        rows.axis_iter_mut(Axis(0)).for_each(|mut row| row.as_slice_mut().into_iter().for_each(change));
    });
}
