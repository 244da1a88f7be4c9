//! How probable each code of a codebook is for each text, by the words of the codebook, the statistics of the texts and the
//! language's word vectors together.
//!
//! The logit of a code for a text is a weighted sum: ln(1 + w) for the codebook's words in it, the cosine of the two in
//! idf-weighted stems and character n-grams, the cosine of their word vectors, and the logarithm of how common the code is. One more column is "none
//! of these". Softmax makes probabilities of logits. How common the codes are is found by expectation maximisation
//! (Saerens, Latinne and Decaestecker, "Adjusting the outputs of a classifier to new a priori probabilities", 2002);
//! then a ridge regression from the vectors of the texts to their probabilities lets similar texts teach each other, as
//! in self-training (Yarowsky, 1995). A second regression learns from examples that a person has coded, and weighs more the more
//! examples there are.

use std::collections::BTreeMap;

use ndarray::{Array1, Array2, ArrayView2, Axis, Slice};
use rayon::prelude::*;

use crate::lang::Language;
use crate::text::words::each_key;
use crate::themes::code::codebook::Codebook;
use crate::themes::code::ridge::Ridge;
use crate::themes::coding::EvidenceWord;
use crate::themes::embedding::word_embedding::{EmbeddingSettings, WordEmbedding, saturate_counts};
use crate::themes::evidence::WordContributions;
use crate::themes::sparse::{ROWS, Sparse, add_scaled, normalise_rows, product};
use crate::themes::text::bag_of_words::{BagOfWords, stems_of};

// The weights were fitted by conditional logit on seven hand-coded sets, leaving one out at a time, and rounded.
/// The weight of ln(1 + w).
const WORDS: f32 = 2.2;
/// The weight of the cosine of stems and n-grams.
const STEMS: f32 = 4.0;
/// The weight of the cosine of word vectors.
const VECTORS: f32 = 5.0;
/// The logit of "none of these", with word vectors, which are similar in part for any two texts, and without them.
const NONE: f32 = 3.2;
const NONE_WITHOUT_VECTORS: f32 = 2.7;
/// The power of a code's frequency.
const FREQUENCY: f32 = 0.5;
/// The weight of what similar texts teach, and the penalty of its regression.
const SIMILAR: f32 = 8.0;
const SIMILAR_PENALTY: f64 = 18.0;
/// The weight of what examples say when there are very many; half of that at [`HALF`] examples.
const EXAMPLES: f32 = 12.0;
const EXAMPLES_PENALTY: f64 = 1.0;
const HALF: f32 = 25.0;
/// Texts that frequencies and regressions are learnt from; a random sample where there are more.
const LEARN_FROM: usize = 16_384;
/// Texts that are judged at a time.
const BATCH: usize = 16_384;
/// Components that are learnt from the texts.
const N_COMPONENTS: usize = 100;
/// The weight of words too common to tell a theme by.
const STOP_WEIGHT: f32 = 0.05;
/// Probabilities below this are not kept, but for the best of a text and those of codes whose words it has.
const LEAST: f32 = 0.03;
/// Words from which on a text has room for more codes: twice as long, half the probability.
const LONG: f32 = 12.0;

/// A person's codes for a text: one number a code, the share of the examples of this text that have it.
pub(crate) struct LabelledRow {
    pub(crate) row: usize,
    pub(crate) count: f32,
    pub(crate) codes: BTreeMap<usize, f32>,
}

impl LabelledRow {
    /// The target of a regression for the text: each code's share, and whether it has none.
    fn target(&self, row: &mut [f32]) {
        row.fill(0.0);
        for (code, share) in &self.codes {
            row[*code] = *share;
        }
        if let Some(none) = row.last_mut() {
            *none = (1.0 - self.codes.values().sum::<f32>()).max(0.0);
        }
    }
}

/// How probable each code is for each text.
pub(crate) struct CodeProbabilities {
    embedding: WordEmbedding,
    /// Codes × width: the direction in which a word contributes to a code.
    centroids: Array2<f32>,
    /// The probabilities of each text, best first, ties in the codebook's order.
    pub(crate) probabilities: Vec<Vec<(u32, f32)>>,
}

/// What is the same for all batches of texts.
struct Logits<'a> {
    bags: &'a BagOfWords,
    /// What the dictionary found in each text.
    words: &'a [Vec<(usize, f64)>],
    embedding: &'a WordEmbedding,
    table: Array2<f32>,
    /// Words × codes: what a word adds to the product of a text with a code.
    products: Array2<f32>,
    /// The squared length of each word's features.
    squares: Vec<f32>,
    /// Width of the word vectors × codes.
    codes: Array2<f32>,
    /// Codes that may be assigned.
    assignable: Vec<bool>,
    none: f32,
}

impl CodeProbabilities {
    pub(crate) fn new(
        bags: &BagOfWords,
        words: &[Vec<(usize, f64)>],
        labelled: &[LabelledRow],
        codebook: &Codebook,
        language: &Language,
        vector_weight: f32,
    ) -> Self {
        let settings = EmbeddingSettings { n_components: N_COMPONENTS, vectors: vector_weight, stop: STOP_WEIGHT };
        let (embedding, features) = WordEmbedding::learn(bags, language, settings, 0);
        let embedding = embedding.with_context(bags, language);
        let logits = Logits::new(bags, &features, words, labelled, &embedding, codebook, language);
        // How common the codes are, and none of them.
        let sample = bags.len().min(LEARN_FROM);
        let (mut base, features) = logits.of(0, sample);
        let counts: Vec<f32> = bags.counts[..sample].iter().map(|count| *count as f32).collect();
        let mut by_row: Vec<Option<&LabelledRow>> = vec![None; sample];
        for labelled in labelled.iter().filter(|labelled| labelled.row < sample) {
            by_row[labelled.row] = Some(labelled);
        }
        let prior = log_priors(&base, &counts, &by_row);
        base += &prior;
        // What similar texts teach.
        let examples: f32 = labelled.iter().map(|labelled| labelled.count).sum();
        let similar = SIMILAR * HALF / (HALF + examples);
        let from_texts =
            |answers: &Array2<f32>| Ridge::fit(features.view(), answers.view(), &counts, SIMILAR_PENALTY).less_mean();
        let mut ridge = from_texts(&softmax(base.clone(), &by_row));
        ridge = from_texts(&softmax(&base + &(ridge.predict(features.view()) * similar), &by_row));
        ridge.weights *= similar;
        ridge.start *= similar;
        // What examples teach.
        if examples > 0.0 {
            let weight = EXAMPLES * examples / (HALF + examples);
            let rows = select(&bags.rows, labelled.iter().map(|labelled| labelled.row));
            let features = embedding.embed(&rows, &logits.table);
            let mut answers = Array2::<f32>::zeros((labelled.len(), logits.columns()));
            for (mut row, labelled) in answers.axis_iter_mut(Axis(0)).zip(labelled) {
                labelled.target(row.as_slice_mut().unwrap_or_default());
            }
            let counts: Vec<f32> = labelled.iter().map(|labelled| labelled.count).collect();
            let labelled = Ridge::fit(features.view(), answers.view(), &counts, EXAMPLES_PENALTY);
            ridge.weights += &(labelled.weights * weight);
            ridge.start += &(labelled.start * weight);
        }
        let mut probabilities = Vec::with_capacity(bags.len());
        for first in (0..bags.len()).step_by(BATCH) {
            let (mut scores, features) = logits.of(first, (first + BATCH).min(bags.len()));
            scores += &prior;
            scores += &ridge.predict(features.view());
            let scores = softmax(scores, &[]);
            probabilities.par_extend(scores.axis_iter(Axis(0)).into_par_iter().enumerate().map(|(row, scores)| {
                let words: f32 = bags.rows.row(first + row).map(|(_, times)| times).sum();
                let worded = |code: usize| logits.words[first + row].iter().any(|(known, _)| *known == code);
                best(scores.as_slice().unwrap_or_default(), LEAST * (LONG / words).min(1.0), worded)
            }));
        }
        let mut centroids = logits.centroids(codebook, language);
        for (mut centroid, weights) in centroids.axis_iter_mut(Axis(0)).zip(ridge.weights.axis_iter(Axis(1))) {
            centroid *= STEMS;
            centroid += &weights;
        }
        Self { embedding, centroids, probabilities }
    }

    /// The words of a text that are nearest to a code, in the order of the text.
    pub(crate) fn evidence(&self, text: &str, code: usize, language: &Language) -> Vec<EvidenceWord> {
        let mut words: Vec<Box<str>> = Vec::new();
        each_key(text, &mut String::new(), |word, _| words.push(word.into()));
        words.sort_unstable();
        words.dedup();
        let table = self.embedding.table(&words, language);
        let centroid = self.centroids.slice_axis(Axis(0), Slice::from(code..=code));
        WordContributions::new(&self.embedding, table.view(), centroid).strongest(&words, 0..words.len(), text, 0)
    }
}

impl<'a> Logits<'a> {
    fn new(
        bags: &'a BagOfWords,
        features: &Sparse,
        words: &'a [Vec<(usize, f64)>],
        labelled: &[LabelledRow],
        embedding: &'a WordEmbedding,
        codebook: &Codebook,
        language: &Language,
    ) -> Self {
        let count = codebook.codes.len();
        let examples: f32 = labelled.iter().map(|labelled| labelled.count).sum();
        let (code_words, mut code_rows) = texts_of(codebook);
        let code_vectors = embedding.embed(&code_rows, &embedding.table(&code_words, language));
        let code_features = embedding.features(&code_words, &stems_of(&code_words, language), language);
        saturate_counts(&mut code_rows);
        // Features × codes, each code of length 1; the last column is for none of them.
        let mut code_directions = Array2::<f32>::zeros((count + 1, code_features.width()));
        for (code, mut direction) in code_directions.axis_iter_mut(Axis(0)).enumerate().take(count) {
            for (word, times) in code_rows.row(code) {
                for (feature, value) in code_features.row(word) {
                    direction[feature] += times * value;
                }
            }
        }
        normalise_rows(&mut code_directions);
        let mut codes = code_vectors.slice_axis(Axis(1), Slice::from(embedding.n_components()..)).to_owned();
        normalise_rows(&mut codes);
        let tree = codebook.tree();
        let mut assignable: Vec<bool> = codebook.codes.iter().map(|code| !tree.is_heading(code)).collect();
        for code in labelled.iter().flat_map(|labelled| labelled.codes.keys()) {
            assignable[*code] = true;
        }
        Self {
            bags,
            words,
            embedding,
            table: embedding.table_of(features, &bags.words, bags.stems(language), language),
            products: features.dot(code_directions.t().as_standard_layout().view()),
            squares: (0..features.rows())
                .map(|word| features.row(word).map(|(_, value)| value * value).sum())
                .collect(),
            // Examples tell by themselves what fits no code.
            none: if codes.ncols() > 0 { NONE } else { NONE_WITHOUT_VECTORS }
                * (1.0 - 0.5 * examples / (HALF + examples)),
            codes: codes.t().as_standard_layout().into_owned(),
            assignable,
        }
    }

    /// Codes and none of them.
    fn columns(&self) -> usize {
        self.assignable.len() + 1
    }

    /// The logits for the texts from `first` up to `last`, before priors, and the vectors of the texts.
    fn of(&self, first: usize, last: usize) -> (Array2<f32>, Array2<f32>) {
        let mut rows = self.bags.rows.slice(first, last);
        let features = self.embedding.embed(&rows, &self.table);
        saturate_counts(&mut rows);
        let lengths: Vec<f32> = (0..rows.rows())
            .map(|row| rows.row(row).map(|(word, times)| times * times * self.squares[word]).sum::<f32>().sqrt())
            .collect();
        let mut logits = rows.dot(self.products.view());
        let mut vectors = features.slice_axis(Axis(1), Slice::from(self.embedding.n_components()..)).to_owned();
        normalise_rows(&mut vectors);
        let similar = (vectors.ncols() > 0).then(|| product(vectors.view(), self.codes.view()));
        for (row, mut logits) in logits.axis_iter_mut(Axis(0)).enumerate() {
            let Some(logits) = logits.as_slice_mut() else { continue };
            if lengths[row] > 0.0 {
                logits.iter_mut().for_each(|logit| *logit *= STEMS / lengths[row]);
            }
            if let Some(similar) = similar.as_ref().and_then(|similar| similar.row(row).to_slice()) {
                add_scaled(logits, similar, VECTORS);
            }
            for (code, score) in &self.words[first + row] {
                logits[*code] += WORDS * *score as f32;
            }
            for (logit, assignable) in logits.iter_mut().zip(&self.assignable) {
                if !assignable {
                    *logit = f32::NEG_INFINITY;
                }
            }
            if let Some(none) = logits.last_mut() {
                *none = self.none;
            }
        }
        (logits, features)
    }

    /// The vectors of the codes.
    fn centroids(&self, codebook: &Codebook, language: &Language) -> Array2<f32> {
        let (words, rows) = texts_of(codebook);
        self.embedding.embed(&rows, &self.embedding.table(&words, language))
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

fn select(rows: &Sparse, wanted: impl Iterator<Item = usize>) -> Sparse {
    let mut some = Sparse::new(rows.width());
    for row in wanted {
        some.push_row(rows.row(row).map(|(column, value)| (column as u32, value)));
    }
    some
}

/// Logits become probabilities, but for texts that a person has coded: their labels stay.
fn softmax(mut logits: Array2<f32>, labelled: &[Option<&LabelledRow>]) -> Array2<f32> {
    logits.axis_chunks_iter_mut(Axis(0), ROWS).into_par_iter().enumerate().for_each(|(chunk, mut rows)| {
        for (offset, mut row) in rows.axis_iter_mut(Axis(0)).enumerate() {
            let Some(row) = row.as_slice_mut() else { continue };
            match labelled.get(chunk * ROWS + offset).copied().flatten() {
                Some(labelled) => labelled.target(row),
                None => {
                    let most = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
                    row.iter_mut().for_each(|logit| *logit = (*logit - most).exp());
                }
            }
            let sum = row.iter().sum::<f32>();
            row.iter_mut().for_each(|value| *value /= sum);
        }
    });
    logits
}

/// The prior of each code and of none of them: what its frequency adds to its logits.
fn log_priors(base: &Array2<f32>, counts: &[f32], labelled: &[Option<&LabelledRow>]) -> Array1<f32> {
    const STEPS: usize = 15;
    let columns = base.ncols() as f32;
    let all: f32 = counts.iter().sum();
    let mut prior = Array1::zeros(base.ncols());
    for _ in 0..STEPS {
        let sums = weighted_sums(softmax(base + &prior, labelled).view(), counts);
        let of = |sum: f32| (sum + 1.0) / (all + columns);
        for (prior, sum) in prior.iter_mut().zip(&sums) {
            *prior = FREQUENCY * (of(*sum) * (columns - 1.0).max(1.0)).ln();
        }
        // Every code is measured by the mean code, none of them by all codes together.
        if let (Some(prior), Some(sum)) = (prior.last_mut(), sums.last()) {
            *prior = (2.0 * of(*sum)).ln();
        }
    }
    prior
}

/// The sums of the columns, block by block in order.
fn weighted_sums(rows: ArrayView2<'_, f32>, counts: &[f32]) -> Vec<f32> {
    let blocks: Vec<Vec<f32>> = rows
        .axis_chunks_iter(Axis(0), ROWS)
        .into_par_iter()
        .zip(counts.par_chunks(ROWS))
        .map(|(rows, counts)| {
            let mut sums = vec![0.0; rows.ncols()];
            for (row, count) in rows.axis_iter(Axis(0)).zip(counts) {
                sums.iter_mut().zip(&row).for_each(|(sum, value)| *sum += count * value);
            }
            sums
        })
        .collect();
    let mut sums = vec![0.0; rows.ncols()];
    for block in blocks {
        add_scaled(&mut sums, &block, 1.0);
    }
    sums
}

/// The probabilities of codes that are kept, best first: those of `least` or more, those that are wanted, and the best.
fn best(row: &[f32], least: f32, wanted: impl Fn(usize) -> bool) -> Vec<(u32, f32)> {
    let Some((_, row)) = row.split_last() else { return Vec::new() };
    let mut probabilities: Vec<(u32, f32)> =
        (0..).zip(row.iter().copied()).filter(|(_, probability)| *probability > 0.0).collect();
    // Stable: equal probabilities stay in the codebook's order.
    probabilities.sort_by(|a, b| b.1.total_cmp(&a.1));
    let mut rank = 0;
    probabilities.retain(|(code, probability)| {
        rank += 1;
        rank == 1 || *probability >= least || wanted(*code as usize)
    });
    probabilities
}
