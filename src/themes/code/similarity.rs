//! How much each code of a codebook has of each text, when the words of the codebook, the statistics of the texts and the
//! language's word vectors are heard together.
//!
//! Every code bids for a text: ln(1 + w) for the codebook's words in it, the cosine of the two in rarity-weighed stems and
//! character n-grams, the cosine of their word vectors, and how common the code is. One more bidder stands for "none of
//! these". Bids become shares that sum to 1 (softmax). How common the codes are is found by expectation maximisation
//! (Saerens, Latinne and Decaestecker, "Adjusting the outputs of a classifier to new a priori probabilities", 2002);
//! then a ridge regression from the vectors of the texts to their shares lets like texts speak for each other, as
//! in self-training (Yarowsky, 1995). Examples coded by a person teach a second regression, heard the more the more
//! examples there are.

use std::collections::BTreeMap;

use ndarray::{Array1, Array2, ArrayView2, Axis, Slice};
use rayon::prelude::*;

use crate::lang::Language;
use crate::text::words::each_key;
use crate::themes::code::codebook::Codebook;
use crate::themes::code::ridge::Ridge;
use crate::themes::coding::EvidenceWord;
use crate::themes::embedding::lexicon::{Lexicon, Settings, weigh_counts};
use crate::themes::embedding::sparse::{ROWS, Sparse, add_scaled, normalise_rows, product};
use crate::themes::evidence::WordContributions;
use crate::themes::text::terms::{Reading, stems_of};

// The weights were fitted by conditional logit on seven hand-coded sets, leaving one out at a time, and rounded.
/// The weight of ln(1 + w).
const WORDS: f32 = 2.2;
/// The weight of the cosine of stems and n-grams.
const STEMS: f32 = 4.0;
/// The weight of the cosine of word vectors.
const VECTORS: f32 = 5.0;
/// What "none of these" bids, with and without word vectors, which are alike in part for any two texts.
const NONE: f32 = 3.2;
const NONE_WITHOUT_VECTORS: f32 = 2.7;
/// The power of a code's frequency.
const FREQUENCY: f32 = 0.5;
/// The weight of what like texts say, and the penalty of its regression.
const ALIKE: f32 = 8.0;
const ALIKE_PENALTY: f64 = 18.0;
/// The weight of what examples say when there are very many; half of that at [`HALF`] examples.
const EXAMPLES: f32 = 12.0;
const EXAMPLES_PENALTY: f64 = 1.0;
const HALF: f32 = 25.0;
/// Texts that frequencies and regressions are learnt from; a random sample where there are more.
const LEARN_FROM: usize = 16_384;
/// Texts that are judged at a time.
const BATCH: usize = 16_384;
/// Directions that are learnt from the texts.
const RANK: usize = 100;
/// The weight of words too common to tell a theme by.
const STOP_WEIGHT: f32 = 0.05;
/// Shares below this are not kept, but for the best of a text.
pub(crate) const LEAST: f32 = 0.03;
/// Words from which on a text has room for more codes: twice as long, half the share.
const LONG: f32 = 12.0;

/// A person's codes for a text: one number a code, the share of the examples of this text that bear it.
pub(crate) struct Taught {
    pub(crate) row: usize,
    pub(crate) count: f32,
    pub(crate) codes: BTreeMap<usize, f32>,
}

impl Taught {
    /// What a regression should say of the text: each code's share, and whether it bears none.
    fn answer(&self, row: &mut [f32]) {
        row.fill(0.0);
        for (code, share) in &self.codes {
            row[*code] = *share;
        }
        if let Some(none) = row.last_mut() {
            *none = (1.0 - self.codes.values().sum::<f32>()).max(0.0);
        }
    }
}

/// What texts and codes have in common.
pub(crate) struct Nearness {
    lexicon: Lexicon,
    /// Codes × width: the direction in which a word speaks for a code.
    centres: Array2<f32>,
    /// The shares of each text of the reading, best first, ties in the codebook's order.
    pub(crate) shares: Vec<Vec<(u32, f32)>>,
}

/// What is the same for all batches of texts.
struct Bids<'a> {
    reading: &'a Reading,
    /// What the dictionary found in each text.
    words: &'a [Vec<(usize, f64)>],
    lexicon: &'a Lexicon,
    table: Array2<f32>,
    /// Words × codes: what a word adds to the product of a text with a code.
    products: Array2<f32>,
    /// The squared length of each word's features.
    squares: Vec<f32>,
    /// Width of the word vectors × codes.
    codes: Array2<f32>,
    /// Codes that may be given.
    open: Vec<bool>,
    none: f32,
}

impl Nearness {
    pub(crate) fn new(
        reading: &Reading,
        words: &[Vec<(usize, f64)>],
        taught: &[Taught],
        codebook: &Codebook,
        language: &Language,
        vectors: bool,
    ) -> Self {
        let settings = Settings { rank: RANK, vectors: if vectors { 1.1 } else { 0.0 }, stop: STOP_WEIGHT };
        let (lexicon, features) = Lexicon::learn(reading, language, settings, 0);
        let lexicon = lexicon.with_context(reading, language);
        let bids = Bids::new(reading, &features, words, taught, &lexicon, codebook, language);
        // How common the codes are, and none of them.
        let sample = reading.len().min(LEARN_FROM);
        let (mut base, features) = bids.of(0, sample);
        let counts: Vec<f32> = reading.counts[..sample].iter().map(|count| *count as f32).collect();
        let mut known: Vec<Option<&Taught>> = vec![None; sample];
        for taught in taught.iter().filter(|taught| taught.row < sample) {
            known[taught.row] = Some(taught);
        }
        let prior = frequencies(&base, &counts, &known);
        base += &prior;
        // What like texts say.
        let examples: f32 = taught.iter().map(|taught| taught.count).sum();
        let alike = ALIKE * HALF / (HALF + examples);
        let like =
            |answers: &Array2<f32>| Ridge::fit(features.view(), answers.view(), &counts, ALIKE_PENALTY).less_mean();
        let mut ridge = like(&shared(base.clone(), &known));
        ridge = like(&shared(&base + &(ridge.predict(features.view()) * alike), &known));
        ridge.weights *= alike;
        ridge.start *= alike;
        // What examples say.
        if examples > 0.0 {
            let weight = EXAMPLES * examples / (HALF + examples);
            let rows = select(&reading.rows, taught.iter().map(|taught| taught.row));
            let features = lexicon.embed(&rows, &bids.table);
            let mut answers = Array2::<f32>::zeros((taught.len(), bids.columns()));
            for (mut row, taught) in answers.axis_iter_mut(Axis(0)).zip(taught) {
                taught.answer(row.as_slice_mut().unwrap_or_default());
            }
            let counts: Vec<f32> = taught.iter().map(|taught| taught.count).collect();
            let taught = Ridge::fit(features.view(), answers.view(), &counts, EXAMPLES_PENALTY);
            ridge.weights += &(taught.weights * weight);
            ridge.start += &(taught.start * weight);
        }
        let mut shares = Vec::with_capacity(reading.len());
        for first in (0..reading.len()).step_by(BATCH) {
            let (mut scores, features) = bids.of(first, (first + BATCH).min(reading.len()));
            scores += &prior;
            scores += &ridge.predict(features.view());
            let scores = shared(scores, &[]);
            shares.par_extend(scores.axis_iter(Axis(0)).into_par_iter().enumerate().map(|(row, scores)| {
                let words: f32 = reading.rows.row(first + row).map(|(_, times)| times).sum();
                best(scores.as_slice().unwrap_or_default(), LEAST * (LONG / words).min(1.0))
            }));
        }
        let mut centres = bids.centres(codebook, language);
        for (mut centre, weights) in centres.axis_iter_mut(Axis(0)).zip(ridge.weights.axis_iter(Axis(1))) {
            centre *= STEMS;
            centre += &weights;
        }
        Self { lexicon, centres, shares }
    }

    /// The words of a text that are nearest to a code, in the order of the text.
    pub(crate) fn evidence(&self, text: &str, code: usize, language: &Language) -> Vec<EvidenceWord> {
        let mut words: Vec<Box<str>> = Vec::new();
        each_key(text, &mut String::new(), |word, _| words.push(word.into()));
        words.sort_unstable();
        words.dedup();
        let table = self.lexicon.table(&words, language);
        let centre = self.centres.slice_axis(Axis(0), Slice::from(code..=code));
        WordContributions::new(&self.lexicon, table.view(), centre).strongest(&words, 0..words.len(), text, 0)
    }
}

impl<'a> Bids<'a> {
    fn new(
        reading: &'a Reading,
        features: &Sparse,
        words: &'a [Vec<(usize, f64)>],
        taught: &[Taught],
        lexicon: &'a Lexicon,
        codebook: &Codebook,
        language: &Language,
    ) -> Self {
        let count = codebook.codes.len();
        let examples: f32 = taught.iter().map(|taught| taught.count).sum();
        let (code_words, mut code_rows) = texts_of(codebook);
        let code_vectors = lexicon.embed(&code_rows, &lexicon.table(&code_words, language));
        let code_features = lexicon.features(&code_words, &stems_of(&code_words, language), language);
        weigh_counts(&mut code_rows);
        // Features × codes, each code of length 1; the last column stands for none of them.
        let mut directions = Array2::<f32>::zeros((count + 1, code_features.width()));
        for (code, mut direction) in directions.axis_iter_mut(Axis(0)).enumerate().take(count) {
            for (word, times) in code_rows.row(code) {
                for (feature, value) in code_features.row(word) {
                    direction[feature] += times * value;
                }
            }
        }
        normalise_rows(&mut directions);
        let mut codes = code_vectors.slice_axis(Axis(1), Slice::from(lexicon.directions()..)).to_owned();
        normalise_rows(&mut codes);
        let mut open: Vec<bool> = codebook.codes.iter().map(|code| !codebook.is_heading(code)).collect();
        for code in taught.iter().flat_map(|taught| taught.codes.keys()) {
            open[*code] = true;
        }
        Self {
            reading,
            words,
            lexicon,
            table: lexicon.table_of(features, &reading.words, reading.stems(language), language),
            products: features.dot(directions.t().as_standard_layout().view()),
            squares: (0..features.rows())
                .map(|word| features.row(word).map(|(_, value)| value * value).sum())
                .collect(),
            // Examples tell by themselves what fits no code.
            none: if codes.ncols() > 0 { NONE } else { NONE_WITHOUT_VECTORS }
                * (1.0 - 0.5 * examples / (HALF + examples)),
            codes: codes.t().as_standard_layout().into_owned(),
            open,
        }
    }

    /// Codes and none of them.
    fn columns(&self) -> usize {
        self.open.len() + 1
    }

    /// The bids for the texts from `first` up to `last`, before frequencies, and the vectors of the texts.
    fn of(&self, first: usize, last: usize) -> (Array2<f32>, Array2<f32>) {
        let mut rows = self.reading.rows.slice(first, last);
        let features = self.lexicon.embed(&rows, &self.table);
        weigh_counts(&mut rows);
        let lengths: Vec<f32> = (0..rows.rows())
            .map(|row| rows.row(row).map(|(word, times)| times * times * self.squares[word]).sum::<f32>().sqrt())
            .collect();
        let mut bids = rows.dot(self.products.view());
        let mut vectors = features.slice_axis(Axis(1), Slice::from(self.lexicon.directions()..)).to_owned();
        normalise_rows(&mut vectors);
        let alike = (vectors.ncols() > 0).then(|| product(vectors.view(), self.codes.view()));
        for (row, mut bids) in bids.axis_iter_mut(Axis(0)).enumerate() {
            let Some(bids) = bids.as_slice_mut() else { continue };
            if lengths[row] > 0.0 {
                bids.iter_mut().for_each(|bid| *bid *= STEMS / lengths[row]);
            }
            if let Some(alike) = alike.as_ref().and_then(|alike| alike.row(row).to_slice()) {
                add_scaled(bids, alike, VECTORS);
            }
            for (code, score) in &self.words[first + row] {
                bids[*code] += WORDS * *score as f32;
            }
            for (bid, open) in bids.iter_mut().zip(&self.open) {
                if !open {
                    *bid = f32::NEG_INFINITY;
                }
            }
            if let Some(none) = bids.last_mut() {
                *none = self.none;
            }
        }
        (bids, features)
    }

    /// The vectors of the codes.
    fn centres(&self, codebook: &Codebook, language: &Language) -> Array2<f32> {
        let (words, rows) = texts_of(codebook);
        self.lexicon.embed(&rows, &self.lexicon.table(&words, language))
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

/// Bids become shares; what a person said of a text stands.
fn shared(mut bids: Array2<f32>, known: &[Option<&Taught>]) -> Array2<f32> {
    bids.axis_chunks_iter_mut(Axis(0), ROWS).into_par_iter().enumerate().for_each(|(chunk, mut rows)| {
        for (offset, mut row) in rows.axis_iter_mut(Axis(0)).enumerate() {
            let Some(row) = row.as_slice_mut() else { continue };
            match known.get(chunk * ROWS + offset).copied().flatten() {
                Some(taught) => taught.answer(row),
                None => {
                    let most = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
                    row.iter_mut().for_each(|bid| *bid = (*bid - most).exp());
                }
            }
            let sum = row.iter().sum::<f32>();
            row.iter_mut().for_each(|share| *share /= sum);
        }
    });
    bids
}

/// What each code's frequency, and that of none of them, adds to its bids.
fn frequencies(base: &Array2<f32>, counts: &[f32], known: &[Option<&Taught>]) -> Array1<f32> {
    const STEPS: usize = 15;
    let columns = base.ncols() as f32;
    let all: f32 = counts.iter().sum();
    let mut prior = Array1::zeros(base.ncols());
    for _ in 0..STEPS {
        let sums = weighed_sums(shared(base + &prior, known).view(), counts);
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
fn weighed_sums(rows: ArrayView2<'_, f32>, counts: &[f32]) -> Vec<f32> {
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

/// The shares of codes that are kept, best first: those of `least` or more, and the best.
fn best(row: &[f32], least: f32) -> Vec<(u32, f32)> {
    let Some((_, row)) = row.split_last() else { return Vec::new() };
    let mut shares: Vec<(u32, f32)> = (0..).zip(row.iter().copied()).filter(|(_, share)| *share > 0.0).collect();
    // Stable: equal shares stay in the codebook's order.
    shares.sort_by(|a, b| b.1.total_cmp(&a.1));
    let enough = shares.iter().take_while(|(_, share)| *share >= least).count().max(1);
    shares.truncate(enough);
    shares
}
