//! Which words each text has: a document-term matrix of the different texts, in an order that does not depend on the order given.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::lang::Language;
use crate::text::words::each_key;
use crate::themes::hash;
use crate::themes::polarity::Polarity;
use crate::themes::sparse::Sparse;
use crate::themes::text::no_content::NoContent;

/// Texts that one task reads, at least and at most: a sixteenth of all.
const TEXTS: (usize, usize) = (1024, 16_384);
/// Rows that one task makes.
const ROWS: usize = 4096;

/// The document-term matrix of texts: a row for each different text, in an order that does not depend on the order given.
#[derive(Debug, Default)]
pub(crate) struct BagOfWords {
    /// The words, sorted.
    pub(crate) words: Vec<Box<str>>,
    /// One row a different text: word and how often it is there, words in rising order.
    pub(crate) rows: Sparse,
    /// The number of each different text; rising, so that any head of the rows is a random sample.
    pub(crate) keys: Vec<u64>,
    /// How many of the texts given are this one.
    pub(crate) counts: Vec<u32>,
    /// The text given that represents each row: the least of the equal ones as text.
    pub(crate) representative: Vec<u32>,
    /// The row of each text given; none for a text without content, and for one of nothing but praise or complaint.
    pub(crate) row_of_text: Vec<Option<u32>>,
    /// The texts given that say nothing but praise or complaint, by number.
    pub(crate) sentiment: BTreeMap<u32, Polarity>,
    stems: OnceLock<Vec<Box<str>>>,
}

/// Texts that one task has read.
struct Chunk {
    words: Vec<Box<str>>,
    /// The words of all texts, one after the other, as numbers in `words`.
    tokens: Vec<u32>,
    /// The number of each text, or nothing where there is no content or no topic, and where its words end.
    texts: Vec<(Option<u64>, usize)>,
    /// Which texts say nothing but praise or complaint.
    sentiment: Vec<(u32, Polarity)>,
}

fn read_chunk(texts: &[&str], no_content: &NoContent) -> Chunk {
    let mut ids: FxHashMap<Box<str>, u32> = FxHashMap::default();
    let mut chunk =
        Chunk { words: Vec::new(), tokens: Vec::new(), texts: Vec::with_capacity(texts.len()), sentiment: Vec::new() };
    let mut buffer = String::new();
    for text in texts {
        let mut hash = hash::SEED;
        each_key(text, &mut buffer, |word, _| {
            hash = hash::add_word(hash, word);
            let id = match ids.get(word) {
                Some(&id) => id,
                None => {
                    let id = chunk.words.len() as u32;
                    ids.insert(word.into(), id);
                    chunk.words.push(word.into());
                    id
                }
            };
            chunk.tokens.push(id);
        });
        let key = hash::spread(hash);
        let start = chunk.texts.last().map_or(0, |(_, end)| *end);
        let words = || chunk.tokens[start..].iter().map(|&id| &*chunk.words[id as usize]);
        let content = !no_content.has(key) && !no_content.only_listens(words());
        let sentiment = if content { no_content.sentiment(words()) } else { None };
        chunk.sentiment.extend(sentiment.map(|polarity| (chunk.texts.len() as u32, polarity)));
        chunk.texts.push(((content && sentiment.is_none()).then_some(key), chunk.tokens.len()));
    }
    chunk
}

impl Chunk {
    /// The words of a text.
    fn tokens(&self, text: usize) -> &[u32] {
        let start = if text == 0 { 0 } else { self.texts[text - 1].1 };
        &self.tokens[start..self.texts[text].1]
    }
}

/// All words, sorted; the words of the chunks become numbers of these.
fn number_words(chunks: &mut [Chunk]) -> Vec<Box<str>> {
    let mut ids: FxHashMap<&str, u32> = FxHashMap::default();
    for word in chunks.iter().flat_map(|chunk| &chunk.words) {
        ids.entry(word).or_default();
    }
    let mut words: Vec<&str> = ids.keys().copied().collect();
    words.par_sort_unstable();
    for (word, id) in words.iter().zip(0..) {
        ids.insert(word, id);
    }
    let number = |word: &str| ids.get(word).copied().unwrap_or_default();
    let numbers = |chunk: &Chunk| chunk.words.iter().map(|word| number(word)).collect();
    let numbers: Vec<Vec<u32>> = chunks.par_iter().map(numbers).collect();
    let words = words.into_iter().map(Box::from).collect();
    chunks.par_iter_mut().zip(numbers).for_each(|(chunk, numbers)| {
        for token in &mut chunk.tokens {
            *token = numbers[*token as usize];
        }
    });
    words
}

/// The stem of each word.
pub(crate) fn stems_of(words: &[Box<str>], language: &Language) -> Vec<Box<str>> {
    words.par_iter().with_min_len(ROWS / 16).map(|word| language.stemmer().stem(word).into()).collect()
}

impl BagOfWords {
    /// Reads texts. Which threads read which does not matter.
    pub(crate) fn new(texts: &[&str], no_content: &NoContent) -> Self {
        let at_a_time = (texts.len() / 16).clamp(TEXTS.0, TEXTS.1);
        let mut chunks: Vec<Chunk> = texts.par_chunks(at_a_time).map(|texts| read_chunk(texts, no_content)).collect();
        let words = number_words(&mut chunks);

        let mut order: Vec<(u64, u32)> = chunks
            .iter()
            .flat_map(|chunk| &chunk.texts)
            .zip(0_u32..)
            .filter_map(|((key, _), index)| key.map(|key| (key, index)))
            .collect();
        // Among equal texts the least as text represents all, whatever the order given.
        order.par_sort_unstable_by(|a, b| {
            a.0.cmp(&b.0).then_with(|| texts[a.1 as usize].cmp(texts[b.1 as usize])).then(a.1.cmp(&b.1))
        });
        let mut bags = Self { row_of_text: vec![None; texts.len()], ..Self::default() };
        for (chunk, first) in chunks.iter().zip((0..).step_by(at_a_time)) {
            bags.sentiment.extend(chunk.sentiment.iter().map(|(text, polarity)| (first + text, *polarity)));
        }
        for &(key, index) in &order {
            if bags.keys.last() == Some(&key) {
                if let Some(count) = bags.counts.last_mut() {
                    *count += 1;
                }
            } else {
                bags.keys.push(key);
                bags.counts.push(1);
                bags.representative.push(index);
            }
            bags.row_of_text[index as usize] = Some((bags.keys.len() - 1) as u32);
        }
        drop(order);
        let rows = bags.representative.par_chunks(ROWS).map(|sample| {
            let (mut columns, mut counts, mut ends) = (Vec::new(), Vec::new(), Vec::with_capacity(sample.len()));
            let mut row: Vec<u32> = Vec::new();
            for &index in sample {
                row.clear();
                row.extend_from_slice(chunks[index as usize / at_a_time].tokens(index as usize % at_a_time));
                row.sort_unstable();
                for run in row.chunk_by(|a, b| a == b) {
                    columns.push(run[0]);
                    counts.push(run.len() as f32);
                }
                ends.push(columns.len());
            }
            (columns, counts, ends)
        });
        bags.rows = Sparse::of_parts(words.len(), rows.collect());
        bags.words = words;
        bags
    }

    /// The stem of each word.
    pub(crate) fn stems(&self, language: &Language) -> &[Box<str>] {
        self.stems.get_or_init(|| stems_of(&self.words, language))
    }

    /// The number of different texts with content.
    pub(crate) fn len(&self) -> usize {
        self.keys.len()
    }

    /// In how many different texts each word is, counted over the first `rows` of them.
    pub(crate) fn document_counts(&self, rows: usize) -> Vec<u32> {
        let mut counts = vec![0; self.words.len()];
        for row in 0..rows.min(self.len()) {
            for (word, _) in self.rows.row(row) {
                counts[word] += 1;
            }
        }
        counts
    }
}
