//! Which vector a word has, and a text: stems and character n-grams weighed by idf (inverse document frequency), projected on
//! their main components, beside the language's own word vectors. A text is the weighted sum of its words.

use ndarray::{Array2, Axis};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::lang::{Classes, Language, WordVectors};
use crate::themes::bytes::{ByteReader, ByteWriter};
use crate::themes::embedding::context::Context;
use crate::themes::embedding::svd;
use crate::themes::sparse::{ROWS, Sparse, normalise, normalise_rows};
use crate::themes::text::bag_of_words::{BagOfWords, stems_of};
use crate::themes::text::compounds::Compounds;

/// Texts that words are learnt from; a random sample where there are more.
const LEARN_FROM: usize = 16_384;
/// Those of them that the components are learnt from.
const COMPONENTS_FROM: usize = 4_096;
/// Texts below which a feature of a single text counts too.
const FEW: usize = 100;
/// Letters of a word that n-grams are taken from.
const LONGEST: usize = 48;
/// Power steps of the decomposition, and those that are enough for more than [`MANY`] texts.
const STEPS: usize = 3;
const STEPS_OF_MANY: usize = 1;
const MANY: usize = 512;

/// The weight of the language's word vectors beside the learnt components, where they are used.
pub(crate) const VECTOR_WEIGHT: f32 = 1.1;

/// How words are learnt.
#[derive(Clone, Copy, Debug)]
pub(crate) struct EmbeddingSettings {
    /// The number of components that are learnt.
    pub(crate) n_components: usize,
    /// The weight of the word vectors beside the components; 0 without them.
    pub(crate) vectors: f32,
    /// The weight of a word too common to tell a theme by: texts of nothing else still have a vector.
    pub(crate) stop: f32,
}

/// What was learnt about words: their vectors.
#[derive(Clone, Debug)]
pub(crate) struct WordEmbedding {
    /// Texts that it was learnt from.
    pub(crate) texts: u32,
    /// Stems, then n-grams, each group sorted; the rows of `components`.
    pub(crate) stems: Vec<Box<str>>,
    pub(crate) grams: Vec<Box<str>>,
    /// The inverse document frequency of each feature: ln((1 + texts) / (1 + texts with it)) + 1.
    pub(crate) idf: Vec<f32>,
    /// Features × components.
    pub(crate) components: Array2<f32>,
    /// What it was learnt with.
    settings: EmbeddingSettings,
    /// The word vectors as the texts use the words; empty where they are taken as they are.
    context: Context,
    index: Index,
}

/// Feature numbers by text.
#[derive(Clone, Debug, Default)]
struct Index {
    stems: FxHashMap<Box<str>, u32>,
    grams: FxHashMap<Box<str>, u32>,
}

impl Index {
    fn new(stems: &[Box<str>], grams: &[Box<str>]) -> Self {
        let first = stems.len() as u32;
        Self { stems: stems.iter().cloned().zip(0..).collect(), grams: grams.iter().cloned().zip(first..).collect() }
    }
}

/// Calls `each` with the character 3- to 5-grams of a word between its edges (`<`, `>`).
fn each_gram(word: &str, buffer: &mut String, mut each: impl FnMut(&str)) {
    buffer.clear();
    buffer.push('<');
    buffer.extend(word.chars().take(LONGEST));
    buffer.push('>');
    let mut starts = [0_usize; LONGEST + 3];
    let mut letters = 0;
    for (at, _) in buffer.char_indices() {
        starts[letters] = at;
        letters += 1;
    }
    starts[letters] = buffer.len();
    if letters < 3 {
        return;
    }
    for length in 3..=5 {
        for first in 0..(letters + 1).saturating_sub(length) {
            each(&buffer[starts[first]..starts[first + length]]);
        }
    }
}

fn idf(texts: u32, with: u32) -> f32 {
    let (texts, with) = (f64::from(texts), f64::from(with.min(texts)));
    (((1.0 + texts) / (1.0 + with)).ln() + 1.0) as f32
}

impl WordEmbedding {
    /// Learns from texts. Gives the features of their words besides.
    pub(crate) fn learn(
        bags: &BagOfWords,
        language: &Language,
        settings: EmbeddingSettings,
        seed: u64,
    ) -> (Self, Sparse) {
        let sample = bags.len().min(LEARN_FROM);
        let texts = sample as u32;
        let counts = bags.document_counts(sample);
        let least = if sample < FEW { 1 } else { 2 };
        // Stems and n-grams of each word; a feature's texts are counted as the sum over its words.
        let used: Vec<u32> = (0..bags.words.len() as u32).filter(|&word| counts[word as usize] > 0).collect();
        let word_stems = bags.stems(language);
        let mut stem_counts: FxHashMap<&str, u32> = FxHashMap::default();
        for &word in &used {
            *stem_counts.entry(&word_stems[word as usize]).or_default() += counts[word as usize];
        }
        let mut gram_counts: FxHashMap<Box<str>, u32> = FxHashMap::default();
        let mut buffer = String::new();
        for &word in &used {
            each_gram(&bags.words[word as usize], &mut buffer, |gram| match gram_counts.get_mut(gram) {
                Some(count) => *count += counts[word as usize],
                None => {
                    gram_counts.insert(gram.into(), counts[word as usize]);
                }
            });
        }
        let stems = kept(stem_counts.into_iter().map(|(stem, count)| (stem.into(), count)), least);
        let grams = kept(gram_counts.into_iter(), least);
        let all_counts = stems.iter().chain(&grams).map(|(_, count)| *count);
        let idfs: Vec<f32> = all_counts.map(|count| idf(texts, count)).collect();
        let stems: Vec<Box<str>> = stems.into_iter().map(|(stem, _)| stem).collect();
        let grams: Vec<Box<str>> = grams.into_iter().map(|(gram, _)| gram).collect();
        let index = Index::new(&stems, &grams);
        let mut embedding = Self {
            texts,
            stems,
            grams,
            idf: idfs,
            components: Array2::zeros((0, 0)),
            settings,
            context: Context::default(),
            index,
        };

        let features = embedding.features(&bags.words, word_stems, language);
        let mut rows = bags.rows.head(sample.min(COMPONENTS_FROM));
        saturate_counts(&mut rows);
        let squares: Vec<f32> =
            (0..features.rows()).map(|word| features.row(word).map(|(_, value)| value * value).sum()).collect();
        let scales: Vec<f32> = (0..rows.rows())
            .map(|row| {
                let square: f32 = rows.row(row).map(|(word, count)| count * count * squares[word]).sum();
                if square > 0.0 { square.sqrt().recip() } else { 0.0 }
            })
            .collect();
        rows.scale_rows(&scales);
        let steps = if rows.rows() > MANY { STEPS_OF_MANY } else { STEPS };
        embedding.components = svd::components(&rows, &features, settings.n_components, steps, seed);
        (embedding, features)
    }

    /// Learns besides how the texts use the words that have vectors, and vectors of those that have none.
    pub(crate) fn with_context(mut self, bags: &BagOfWords, language: &Language) -> Self {
        if let Some(vectors) = self.vectors(language) {
            let sample = self.texts as usize;
            let mut rows = bags.rows.head(sample);
            saturate_counts(&mut rows);
            let words = (&bags.words[..], bags.stems(language));
            self.context = Context::learn(&rows, words, language, vectors);
        }
        self
    }

    pub(crate) fn write(&self, out: &mut ByteWriter) {
        out.u32(self.texts);
        out.u32(self.settings.n_components as u32);
        out.f32(self.settings.vectors);
        out.f32(self.settings.stop);
        out.texts(&self.stems);
        out.texts(&self.grams);
        for value in &self.idf {
            out.f32(*value);
        }
        out.matrix(&self.components);
        self.context.write(out);
    }

    pub(crate) fn read(from: &mut ByteReader<'_>) -> Option<Self> {
        let texts = from.u32()?;
        let settings =
            EmbeddingSettings { n_components: from.u32()? as usize, vectors: from.f32()?, stop: from.f32()? };
        let (stems, grams) = (from.texts()?, from.texts()?);
        let idf = (0..stems.len() + grams.len()).map(|_| from.f32()).collect::<Option<Vec<f32>>>()?;
        let components = from.matrix()?;
        let context = Context::read(from)?;
        if components.nrows() != idf.len() {
            return None;
        }
        let index = Index::new(&stems, &grams);
        Some(Self { texts, stems, grams, idf, components, settings, context, index })
    }

    /// The language's word vectors, if they are used.
    pub(crate) fn vectors<'a>(&self, language: &'a Language) -> Option<&'a WordVectors> {
        if self.settings.vectors > 0.0 { language.vectors() } else { None }
    }

    /// The number of components of a word's or a text's vector.
    pub(crate) fn width(&self, language: &Language) -> usize {
        self.components.ncols() + self.vectors(language).map_or(0, WordVectors::dimensions)
    }

    /// The number of learnt components; the language's vector follows them.
    pub(crate) fn n_components(&self) -> usize {
        self.components.ncols()
    }

    /// The weight of the language's vectors beside the learnt components.
    pub(crate) fn vector_weight(&self) -> f32 {
        self.settings.vectors
    }

    /// The number of components of the vectors that were learnt in context, if any were.
    pub(crate) fn context_dimensions(&self) -> Option<usize> {
        self.context.dimensions()
    }

    /// The features of words: one row a word.
    pub(crate) fn features(&self, words: &[Box<str>], stems: &[Box<str>], language: &Language) -> Sparse {
        let parts = words.par_chunks(ROWS).zip(stems.par_chunks(ROWS)).map(|(words, stems)| {
            let (mut columns, mut values, mut ends) = (Vec::new(), Vec::new(), Vec::with_capacity(words.len()));
            let compounds = Compounds::new(language);
            let (mut buffer, mut row) = (String::new(), Vec::new());
            for (word, stem) in words.iter().zip(stems) {
                self.word_features((word, stem), language, compounds.as_ref(), &mut buffer, &mut row);
                columns.extend(row.iter().map(|(feature, _)| *feature));
                values.extend(row.iter().map(|(_, value)| *value));
                ends.push(columns.len());
            }
            (columns, values, ends)
        });
        Sparse::of_parts(self.stems.len() + self.grams.len(), parts.collect())
    }

    /// A word's stem and those of a compound's parts, weighed by idf, and its n-grams, together as heavy as the stem.
    fn word_features(
        &self,
        (word, stem): (&str, &str),
        language: &Language,
        compounds: Option<&Compounds<'_>>,
        buffer: &mut String,
        row: &mut Vec<(u32, f32)>,
    ) {
        let stem = self.index.stems.get(stem).copied();
        let known = stem.map_or_else(|| idf(self.texts, 1), |stem| self.idf[stem as usize]);
        let weight = if language.word(word).classes.any(Classes::STOP) { self.settings.stop * known } else { known };
        row.clear();
        row.extend(stem.map(|stem| (stem, weight)));
        self.add_parts(word, compounds, row);
        let first = row.len();
        each_gram(word, buffer, |gram| {
            if let Some(&gram) = self.index.grams.get(gram) {
                row.push((gram, self.idf[gram as usize]));
            }
        });
        let grams = &mut row[first..];
        grams.sort_unstable_by_key(|(gram, _)| *gram);
        let length = grams.iter().map(|(_, value)| value * value).sum::<f32>().sqrt();
        grams.iter_mut().for_each(|(_, value)| *value = weight * *value / length);
    }

    /// Puts the stems of the parts of a compound, weighed by idf, beside its own.
    fn add_parts(&self, word: &str, compounds: Option<&Compounds<'_>>, row: &mut Vec<(u32, f32)>) {
        let number = |stem: &str| self.index.stems.get(stem).copied();
        let parts = compounds.and_then(|compounds| compounds.parts(word, number));
        row.extend(parts.into_iter().flatten().map(|part| (part, self.idf[part as usize])));
        row.sort_unstable_by_key(|(stem, _)| *stem);
    }

    /// The vectors of words: one row a word, the learnt components first, then the language's vector.
    pub(crate) fn table(&self, words: &[Box<str>], language: &Language) -> Array2<f32> {
        let stems = stems_of(words, language);
        self.table_of(&self.features(words, &stems, language), words, &stems, language)
    }

    /// The vectors of all words of some texts.
    pub(crate) fn table_of_bags(&self, bags: &BagOfWords, language: &Language) -> Array2<f32> {
        let stems = bags.stems(language);
        self.table_of(&self.features(&bags.words, stems, language), &bags.words, stems, language)
    }

    /// The vectors of words whose features and stems are known.
    pub(crate) fn table_of(
        &self,
        features: &Sparse,
        words: &[Box<str>],
        stems: &[Box<str>],
        language: &Language,
    ) -> Array2<f32> {
        let n_components = self.components.ncols();
        let vectors = self.vectors(language);
        let learnt = features.dot(self.components.view());
        let mut table = Array2::zeros((words.len(), self.width(language)));
        table.axis_chunks_iter_mut(Axis(0), ROWS).into_par_iter().enumerate().for_each(|(chunk, mut rows)| {
            for (mut row, word) in rows.axis_iter_mut(Axis(0)).zip(chunk * ROWS..) {
                let Some(row) = row.as_slice_mut() else { continue };
                if let Some(learnt) = learnt.row(word).as_slice() {
                    row[..n_components].copy_from_slice(learnt);
                }
                if let Some(vectors) = vectors {
                    self.context.add(&words[word], &stems[word], vectors, &mut row[n_components..]);
                }
            }
        });
        table
    }

    /// The vectors of texts, each part of length 1, the whole of length 1.
    pub(crate) fn embed(&self, rows: &Sparse, table: &Array2<f32>) -> Array2<f32> {
        self.embed_rows(rows, 0, rows.rows(), table)
    }

    /// The vectors of the texts from `first` up to, not including, `last`, as far as there are any.
    pub(crate) fn embed_rows(&self, rows: &Sparse, first: usize, last: usize, table: &Array2<f32>) -> Array2<f32> {
        let n_components = self.components.ncols();
        let mut vectors = rows.dot_rows(first, last, table.view(), saturated);
        vectors.axis_chunks_iter_mut(Axis(0), ROWS).into_par_iter().for_each(|mut rows| {
            for mut row in rows.axis_iter_mut(Axis(0)) {
                let Some(row) = row.as_slice_mut() else { continue };
                let (learnt, language) = row.split_at_mut(n_components);
                normalise(learnt);
                self.context.finish(language);
                for value in language {
                    *value *= self.settings.vectors;
                }
            }
        });
        normalise_rows(&mut vectors);
        vectors
    }
}

/// Features of `least` texts or more, sorted.
fn kept(features: impl Iterator<Item = (Box<str>, u32)>, least: u32) -> Vec<(Box<str>, u32)> {
    let mut features: Vec<(Box<str>, u32)> = features.filter(|(_, count)| *count >= least).collect();
    features.par_sort_unstable();
    features
}

/// How much a word counts that is in a text that often: twice counts 1.23 times, and never more than 1.6 times (the
/// saturation of BM25).
fn saturated(count: f32) -> f32 {
    const HALF: f32 = 0.6;
    count * (1.0 + HALF) / (count + HALF)
}

pub(crate) fn saturate_counts(rows: &mut Sparse) {
    rows.map_values(saturated);
}
