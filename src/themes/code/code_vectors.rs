//! Which vectors a code has: its name, words and definition are read as a text.

use std::collections::BTreeMap;

use ndarray::{Array2, Axis, Slice};

use crate::lang::Language;
use crate::text::words::each_key;
use crate::themes::code::codebook::Codebook;
use crate::themes::embedding::word_embedding::{WordEmbedding, saturate_counts};
use crate::themes::sparse::{Sparse, normalise_rows};
use crate::themes::text::bag_of_words::stems_of;

/// The codes of a codebook as vectors, one a code.
#[derive(Clone, Debug)]
pub(crate) struct CodeVectors {
    /// Features × codes and none of them, whose column is empty; each code of length 1.
    pub(crate) features: Array2<f32>,
    /// Width of the language's word vectors × codes, each of length 1.
    pub(crate) vectors: Array2<f32>,
    /// Codes × width of the embedding.
    pub(crate) whole: Array2<f32>,
}

impl CodeVectors {
    pub(crate) fn new(codebook: &Codebook, embedding: &WordEmbedding, language: &Language) -> Self {
        let count = codebook.codes.len();
        let (words, mut rows) = texts_of(codebook);
        let stems = stems_of(&words, language);
        let word_features = embedding.features(&words, &stems, language);
        let whole = embedding.embed(&rows, &embedding.table_of(&word_features, &words, &stems, language));
        saturate_counts(&mut rows);
        let mut features = Array2::<f32>::zeros((count + 1, word_features.width()));
        for (code, mut direction) in features.axis_iter_mut(Axis(0)).enumerate().take(count) {
            for (word, times) in rows.row(code) {
                for (feature, value) in word_features.row(word) {
                    direction[feature] += times * value;
                }
            }
        }
        normalise_rows(&mut features);
        let mut vectors = whole.slice_axis(Axis(1), Slice::from(embedding.n_components()..)).to_owned();
        normalise_rows(&mut vectors);
        let turned = |matrix: Array2<f32>| matrix.t().as_standard_layout().into_owned();
        Self { features: turned(features), vectors: turned(vectors), whole }
    }
}

/// The codes as texts, each its name, words and definition: the words, sorted, and one row a code.
fn texts_of(codebook: &Codebook) -> (Vec<Box<str>>, Sparse) {
    let mut rows: Vec<BTreeMap<Box<str>, f32>> = Vec::new();
    let mut buffer = String::new();
    for code in &codebook.codes {
        let mut row: BTreeMap<Box<str>, f32> = BTreeMap::new();
        let parts = code.words.iter().map(String::as_str).chain([code.name.as_str(), code.definition.as_str()]);
        for part in parts {
            each_key(part, &mut buffer, |word, _| *row.entry(word.into()).or_default() += 1.0);
        }
        rows.push(row);
    }
    let mut words: Vec<Box<str>> = rows.iter().flat_map(BTreeMap::keys).cloned().collect();
    words.sort_unstable();
    words.dedup();
    let mut sparse = Sparse::new(words.len());
    for row in &rows {
        let number = |word: &str| words.binary_search_by(|known| (**known).cmp(word)).unwrap_or_default() as u32;
        sparse.push_row(row.iter().map(|(word, times)| (number(word), *times)));
    }
    (words, sparse)
}
