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

use crate::lang::{Language, WordVectors};
use crate::text::words::each_key;
use crate::themes::bytes::{ByteReader, ByteWriter};
use crate::themes::code::code_vectors::CodeVectors;
use crate::themes::code::codebook::Codebook;
use crate::themes::code::dictionary::Found;
use crate::themes::code::ridge::Ridge;
use crate::themes::coding::EvidenceWord;
use crate::themes::embedding::word_embedding::{EmbeddingSettings, WordEmbedding, saturate_counts};
use crate::themes::evidence::WordContributions;
use crate::themes::sparse::{ROWS, Sparse, add_scaled, normalise_rows, product};
use crate::themes::text::bag_of_words::BagOfWords;

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

/// Texts that a likeness has read: what each of their words says.
pub(crate) struct WordTables {
    /// The vectors of the words.
    vectors: Array2<f32>,
    /// Words × codes: what a word adds to the product of a text with a code.
    products: Array2<f32>,
    /// The squared length of each word's features.
    squares: Vec<f32>,
}

/// How like a text is to each code, before anything is known of how common the codes are.
#[derive(Clone, Debug)]
struct Logits {
    embedding: WordEmbedding,
    codes: CodeVectors,
    /// Codes that may be assigned.
    assignable: Vec<bool>,
    /// The logit of "none of these".
    none: f32,
}

/// What the statistics of some texts, and what people have coded, say of how probable each code is for a text. What it says of a text depends on that text
/// alone.
#[derive(Clone, Debug)]
pub(crate) struct Likeness {
    logits: Logits,
    /// What the frequency of each code and of none of them adds.
    prior: Array1<f32>,
    /// What similar texts and examples teach.
    taught: Ridge,
    /// Codes × width: the direction in which a word contributes to a code.
    centroids: Array2<f32>,
}

/// A text to be judged: its row among those that were read, and what the dictionary found in it.
pub(crate) type Text<'a> = (Option<u32>, &'a [Found]);

impl Likeness {
    /// Learns from texts. `words` is what the dictionary found in each row.
    pub(crate) fn learn(
        bags: &BagOfWords,
        words: &[Vec<(usize, f64)>],
        labelled: &[LabelledRow],
        codebook: &Codebook,
        language: &Language,
        vector_weight: f32,
    ) -> (Self, WordTables) {
        let settings = EmbeddingSettings { n_components: N_COMPONENTS, vectors: vector_weight, stop: STOP_WEIGHT };
        let (embedding, features) = WordEmbedding::learn(bags, language, settings, 0);
        let embedding = embedding.with_context(bags, language);
        let examples: f32 = labelled.iter().map(|labelled| labelled.count).sum();
        let logits = Logits::new(embedding, labelled, examples, codebook, language);
        let tables = logits.tables(&features, bags, language);
        // How common the codes are, and none of them.
        let sample = bags.len().min(LEARN_FROM);
        let rows = bags.rows.head(sample);
        let features = logits.embedding.embed(&rows, &tables.vectors);
        let mut base = logits.of(rows, &features, &tables);
        for (mut row, words) in base.axis_iter_mut(Axis(0)).zip(words) {
            logits.add_words(row.as_slice_mut().unwrap_or_default(), words.iter().copied());
        }
        let counts: Vec<f32> = bags.counts[..sample].iter().map(|count| *count as f32).collect();
        let mut by_row: Vec<Option<&LabelledRow>> = vec![None; sample];
        for labelled in labelled.iter().filter(|labelled| labelled.row < sample) {
            by_row[labelled.row] = Some(labelled);
        }
        let prior = log_priors(&base, &counts, &by_row);
        base += &prior;
        // What similar texts teach.
        let similar = SIMILAR * HALF / (HALF + examples);
        let from_texts =
            |answers: &Array2<f32>| Ridge::fit(features.view(), answers.view(), &counts, SIMILAR_PENALTY).less_mean();
        let mut taught = from_texts(&softmax(base.clone(), &by_row));
        taught = from_texts(&softmax(&base + &(taught.predict(features.view()) * similar), &by_row));
        taught.weights *= similar;
        taught.start *= similar;
        if examples > 0.0 {
            let by_examples = logits.taught_by_examples(bags, labelled, &tables);
            let weight = EXAMPLES * examples / (HALF + examples);
            taught.weights += &(by_examples.weights * weight);
            taught.start += &(by_examples.start * weight);
        }
        (Self::of(logits, prior, taught), tables)
    }

    fn of(logits: Logits, prior: Array1<f32>, taught: Ridge) -> Self {
        let mut centroids = logits.codes.whole.clone();
        for (mut centroid, weights) in centroids.axis_iter_mut(Axis(0)).zip(taught.weights.axis_iter(Axis(1))) {
            centroid *= STEMS;
            centroid += &weights;
        }
        Self { logits, prior, taught, centroids }
    }

    /// Reads texts.
    pub(crate) fn read(&self, bags: &BagOfWords, language: &Language) -> WordTables {
        let features = self.logits.embedding.features(&bags.words, bags.stems(language), language);
        self.logits.tables(&features, bags, language)
    }

    /// The probabilities of each text that was read, best first, ties in the codebook's order.
    pub(crate) fn probabilities(
        &self,
        bags: &BagOfWords,
        tables: &WordTables,
        texts: &[Text<'_>],
    ) -> Vec<Vec<(u32, f32)>> {
        let mut by_row: Vec<(usize, usize)> =
            texts.iter().enumerate().filter_map(|(text, (row, _))| Some(((*row)? as usize, text))).collect();
        by_row.sort_unstable();
        let mut all = vec![Vec::new(); texts.len()];
        let mut rest = &by_row[..];
        for first in (0..bags.len()).step_by(BATCH) {
            let (batch, behind) = rest.split_at(rest.partition_point(|(row, _)| *row < first + BATCH));
            rest = behind;
            if batch.is_empty() {
                continue;
            }
            let rows = bags.rows.slice(first, first + BATCH);
            let features = self.logits.embedding.embed(&rows, &tables.vectors);
            let base = self.logits.of(rows, &features, tables);
            let taught = self.taught.predict(features.view());
            let judge = |(row, text): &(usize, usize)| {
                let mut scores = base.row(row - first).to_owned();
                let own = texts[*text].1.iter().filter(|found| found.score > 0.0);
                let own = own.map(|found| (found.code, found.score));
                self.logits.add_words(scores.as_slice_mut().unwrap_or_default(), own.clone());
                scores += &self.prior;
                scores += &taught.row(row - first);
                let scores = scores.as_slice_mut().unwrap_or_default();
                soften(scores);
                let words: f32 = bags.rows.row(*row).map(|(_, times)| times).sum();
                let worded = |code: usize| own.clone().any(|(known, _)| known == code);
                (*text, best(scores, LEAST * (LONG / words).min(1.0), worded))
            };
            let judged: Vec<(usize, Vec<(u32, f32)>)> = batch.par_iter().map(judge).collect();
            judged.into_iter().for_each(|(text, probabilities)| all[text] = probabilities);
        }
        all
    }

    /// The words of a text that are nearest to a code, in the order of the text.
    pub(crate) fn evidence(&self, text: &str, code: usize, language: &Language) -> Vec<EvidenceWord> {
        let embedding = &self.logits.embedding;
        let mut words: Vec<Box<str>> = Vec::new();
        each_key(text, &mut String::new(), |word, _| words.push(word.into()));
        words.sort_unstable();
        words.dedup();
        let table = embedding.table(&words, language);
        let centroid = self.centroids.slice_axis(Axis(0), Slice::from(code..=code));
        WordContributions::new(embedding, table.view(), centroid).strongest(&words, 0..words.len(), text, 0)
    }

    /// The language's word vectors, if they are used.
    pub(crate) fn vectors<'a>(&self, language: &'a Language) -> Option<&'a WordVectors> {
        self.logits.embedding.vectors(language)
    }

    pub(crate) fn write(&self, out: &mut ByteWriter) {
        self.logits.embedding.write(out);
        self.logits.assignable.iter().for_each(|assignable| out.u32(u32::from(*assignable)));
        out.f32(self.logits.none);
        self.prior.iter().chain(&self.taught.start).for_each(|value| out.f32(*value));
        out.matrix(&self.taught.weights);
    }

    /// What [`write`](Self::write) wrote for this codebook; `dimensions` is the width of the language's vectors, 0 without.
    pub(crate) fn read_from(
        from: &mut ByteReader<'_>,
        codebook: &Codebook,
        language: &Language,
        dimensions: usize,
    ) -> Option<Self> {
        let embedding = WordEmbedding::read(from)?;
        let codes = codebook.codes.len();
        let assignable = (0..codes).map(|_| Some(from.u32()? != 0)).collect::<Option<Vec<bool>>>()?;
        let none = from.f32()?;
        let mut numbers = || (0..=codes).map(|_| from.f32()).collect::<Option<Array1<f32>>>();
        let (prior, start) = (numbers()?, numbers()?);
        let weights = from.matrix()?;
        let fits = embedding.context_dimensions().is_none_or(|learnt| learnt == dimensions)
            && embedding.width(language) == embedding.n_components() + dimensions
            && weights.dim() == (embedding.width(language), codes + 1);
        if !fits {
            return None;
        }
        let codes = CodeVectors::new(codebook, &embedding, language);
        let taught = Ridge { weights, mean: Array1::zeros(start.len()), start };
        Some(Self::of(Logits { embedding, codes, assignable, none }, prior, taught))
    }
}

impl Logits {
    fn new(
        embedding: WordEmbedding,
        labelled: &[LabelledRow],
        examples: f32,
        codebook: &Codebook,
        language: &Language,
    ) -> Self {
        let codes = CodeVectors::new(codebook, &embedding, language);
        let tree = codebook.tree();
        let mut assignable: Vec<bool> = codebook.codes.iter().map(|code| !tree.is_heading(code)).collect();
        for code in labelled.iter().flat_map(|labelled| labelled.codes.keys()) {
            assignable[*code] = true;
        }
        // Examples tell by themselves what fits no code.
        let none = if codes.vectors.nrows() > 0 { NONE } else { NONE_WITHOUT_VECTORS }
            * (1.0 - 0.5 * examples / (HALF + examples));
        Self { embedding, codes, assignable, none }
    }

    /// Codes and none of them.
    fn columns(&self) -> usize {
        self.assignable.len() + 1
    }

    /// What the words of texts say, of which the features are known.
    fn tables(&self, features: &Sparse, bags: &BagOfWords, language: &Language) -> WordTables {
        WordTables {
            vectors: self.embedding.table_of(features, &bags.words, bags.stems(language), language),
            products: features.dot(self.codes.features.view()),
            squares: (0..features.rows())
                .map(|word| features.row(word).map(|(_, value)| value * value).sum())
                .collect(),
        }
    }

    /// The logits of texts by their likeness: `features` are their vectors.
    fn of(&self, mut rows: Sparse, features: &Array2<f32>, tables: &WordTables) -> Array2<f32> {
        saturate_counts(&mut rows);
        let length =
            |row: usize| rows.row(row).map(|(word, times)| times * times * tables.squares[word]).sum::<f32>().sqrt();
        let mut logits = rows.dot(tables.products.view());
        let mut vectors = features.slice_axis(Axis(1), Slice::from(self.embedding.n_components()..)).to_owned();
        normalise_rows(&mut vectors);
        let similar = (vectors.ncols() > 0).then(|| product(vectors.view(), self.codes.vectors.view()));
        for (row, mut logits) in logits.axis_iter_mut(Axis(0)).enumerate() {
            let Some(logits) = logits.as_slice_mut() else { continue };
            let length = length(row);
            if length > 0.0 {
                logits.iter_mut().for_each(|logit| *logit *= STEMS / length);
            }
            if let Some(similar) = similar.as_ref().and_then(|similar| similar.row(row).to_slice()) {
                add_scaled(logits, similar, VECTORS);
            }
        }
        logits
    }

    /// Adds what the codebook's words in a text say of it, each code with its score. Codes that may not be assigned have no chance then.
    fn add_words(&self, logits: &mut [f32], words: impl Iterator<Item = (usize, f64)>) {
        for (code, score) in words {
            logits[code] += WORDS * score as f32;
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

    /// What examples teach.
    fn taught_by_examples(&self, bags: &BagOfWords, labelled: &[LabelledRow], tables: &WordTables) -> Ridge {
        let rows = select(&bags.rows, labelled.iter().map(|labelled| labelled.row));
        let features = self.embedding.embed(&rows, &tables.vectors);
        let mut answers = Array2::<f32>::zeros((labelled.len(), self.columns()));
        for (mut row, labelled) in answers.axis_iter_mut(Axis(0)).zip(labelled) {
            labelled.target(row.as_slice_mut().unwrap_or_default());
        }
        let counts: Vec<f32> = labelled.iter().map(|labelled| labelled.count).collect();
        Ridge::fit(features.view(), answers.view(), &counts, EXAMPLES_PENALTY)
    }
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
                Some(labelled) => {
                    labelled.target(row);
                    let sum = row.iter().sum::<f32>();
                    row.iter_mut().for_each(|value| *value /= sum);
                }
                None => soften(row),
            }
        }
    });
    logits
}

/// The logits of one text become probabilities.
fn soften(row: &mut [f32]) {
    let most = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    row.iter_mut().for_each(|logit| *logit = (*logit - most).exp());
    let sum = row.iter().sum::<f32>();
    row.iter_mut().for_each(|value| *value /= sum);
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
