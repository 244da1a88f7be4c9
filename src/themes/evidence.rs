//! Which words of a text decided for its theme.

use ndarray::{Array2, ArrayView2, Axis, Slice};

use crate::text::words::each_key;
use crate::themes::coding::EvidenceWord;
use crate::themes::embedding::word_embedding::WordEmbedding;
use crate::themes::sparse::{dot, product};

/// Words that a coding shows.
const WORDS: usize = 3;

/// How much each word of a table contributes to the similarity with each centroid: each part of the centroid against the
/// same part of the word.
pub(crate) struct WordContributions {
    /// The lengths of a word's two parts.
    lengths: Vec<[f32; 2]>,
    /// Words × centroids, for each part.
    products: [Array2<f32>; 2],
    /// How much the second part counts.
    weight: f32,
}

impl WordContributions {
    pub(crate) fn new(embedding: &WordEmbedding, table: ArrayView2<'_, f32>, centroids: ArrayView2<'_, f32>) -> Self {
        let n_components = embedding.n_components();
        let parts = [Slice::from(..n_components), Slice::from(n_components..)];
        let products = parts
            .map(|part| product(table.slice_axis(Axis(1), part), centroids.slice_axis(Axis(1), part).reversed_axes()));
        let length = |part: &[f32]| dot(part, part).sqrt();
        let lengths = table.axis_iter(Axis(0)).map(|row| {
            row.to_slice().map_or([0.0; 2], |row| [length(&row[..n_components]), length(&row[n_components..])])
        });
        Self { lengths: lengths.collect(), products, weight: embedding.vector_weight() }
    }

    /// The words of a text that contribute most to a centroid, in the order of the text. `words` are those of the table,
    /// `in_text` the numbers of those that the text has.
    pub(crate) fn strongest(
        &self,
        words: &[Box<str>],
        in_text: impl Iterator<Item = usize> + Clone,
        text: &str,
        centroid: usize,
    ) -> Vec<EvidenceWord> {
        // The parts of the whole text have a fixed length, so a word counts by its share of each.
        let sum =
            |part: usize| in_text.clone().map(|word| self.lengths[word][part]).sum::<f32>().max(f32::MIN_POSITIVE);
        let scale = [1.0 / sum(0), self.weight / sum(1)];
        let mut best: [(f32, usize); WORDS] = [(0.0, usize::MAX); WORDS];
        for word in in_text {
            let here = scale[0] * self.products[0][[word, centroid]] + scale[1] * self.products[1][[word, centroid]];
            if let Some(at) = best.iter().position(|other| here > other.0) {
                best[at..].rotate_right(1);
                best[at] = (here, word);
            }
        }
        let mut wanted: Vec<&str> =
            best.iter().filter(|(_, word)| *word != usize::MAX).map(|(_, word)| &*words[*word]).collect();
        let mut found = Vec::with_capacity(wanted.len());
        each_key(text, &mut String::new(), |token, span| {
            if let Some(at) = wanted.iter().position(|word| *word == token) {
                wanted.swap_remove(at);
                found.push(EvidenceWord { text: span.of(text).to_owned(), span });
            }
        });
        found
    }
}
