//! Texts as bags of words: tokens, equal texts, one canonical order.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::content::NoContent;
use super::sparse::Sparse;
use crate::text::Span;

/// Texts that one task reads.
const TEXTS: usize = 1024;

/// Calls `each` with every word of a text, in lower case with straight apostrophes and without a possessive `'s`, and its place.
///
/// A word is a run of letters and digits; apostrophes inside belong to it, hyphens do not.
pub(super) fn each_token(text: &str, buffer: &mut String, mut each: impl FnMut(&str, Span)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let Some((first, width)) = char_at(text, at) else { break };
        if !is_word(first) {
            at += width;
            continue;
        }
        let start = at;
        buffer.clear();
        let mut end = at;
        while let Some((letter, width)) = char_at(text, at) {
            if is_word(letter) {
                if letter.is_ascii() {
                    buffer.push(letter.to_ascii_lowercase());
                } else {
                    buffer.extend(letter.to_lowercase());
                }
                at += width;
                end = at;
            } else if matches!(letter, '\'' | '’') && char_at(text, at + width).is_some_and(|(next, _)| is_word(next))
            {
                buffer.push('\'');
                at += width;
            } else {
                break;
            }
        }
        if buffer.len() > 2 && buffer.ends_with("'s") {
            buffer.truncate(buffer.len() - 2);
        }
        each(buffer, Span::new(start, end));
    }
}

#[inline]
fn char_at(text: &str, at: usize) -> Option<(char, usize)> {
    let byte = *text.as_bytes().get(at)?;
    if byte.is_ascii() {
        return Some((char::from(byte), 1));
    }
    let letter = text.get(at..)?.chars().next()?;
    Some((letter, letter.len_utf8()))
}

/// Letters, digits, and the signs that combine with letters in Latin, Indic and Thai script.
#[inline]
fn is_word(letter: char) -> bool {
    if letter.is_ascii() {
        letter.is_ascii_alphanumeric()
    } else {
        letter.is_alphanumeric()
            || matches!(letter, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{dff}' | '\u{e31}'..='\u{e4e}')
    }
}

/// A number for a word, the same in every version and on every machine (FNV-1a).
fn mix(hash: u64, word: &str) -> u64 {
    let mut hash = hash;
    for &byte in word.as_bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    (hash ^ 0xff).wrapping_mul(0x0000_0100_0000_01b3)
}

/// Spreads a number over all 64 bits (the finaliser of SplitMix64).
pub(super) fn spread(mut hash: u64) -> u64 {
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

/// The number of a text: texts of the same words in the same order have the same.
pub(super) fn key_of(text: &str, buffer: &mut String) -> u64 {
    let mut hash = SEED;
    each_token(text, buffer, |word, _| hash = mix(hash, word));
    spread(hash)
}

const SEED: u64 = 0xcbf2_9ce4_8422_2325;

/// Texts that have been read: each different text once, in an order that does not depend on the order given.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// The words, sorted.
    pub(super) words: Vec<Box<str>>,
    /// One row a different text: word and how often it stands there, words in rising order.
    pub(super) rows: Sparse,
    /// The number of each different text; rising, so that any head of the rows is a random sample.
    pub(super) keys: Vec<u64>,
    /// How many of the texts given are this one.
    pub(super) counts: Vec<u32>,
    /// One of the texts given for each row: the least of them as text.
    pub(super) sample: Vec<u32>,
    /// The row of each text given; none for a text without content.
    pub(super) row_of: Vec<Option<u32>>,
}

struct Chunk {
    words: Vec<Box<str>>,
    /// Key and the words as numbers in `words`, or nothing where there is no content.
    texts: Vec<Option<(u64, Vec<u32>)>>,
}

fn read_chunk(texts: &[&str], no_content: &NoContent) -> Chunk {
    let mut ids: FxHashMap<Box<str>, u32> = FxHashMap::default();
    let mut words = Vec::new();
    let mut buffer = String::new();
    let texts = texts
        .iter()
        .map(|text| {
            let mut hash = SEED;
            let mut row = Vec::new();
            each_token(text, &mut buffer, |word, _| {
                hash = mix(hash, word);
                let id = match ids.get(word) {
                    Some(&id) => id,
                    None => {
                        let id = words.len() as u32;
                        ids.insert(word.into(), id);
                        words.push(word.into());
                        id
                    }
                };
                row.push(id);
            });
            let key = spread(hash);
            (!row.is_empty() && !no_content.has(key)).then_some((key, row))
        })
        .collect();
    Chunk { words, texts }
}

impl Reading {
    /// Reads texts. Which threads read which does not matter.
    pub(super) fn new(texts: &[&str], no_content: &NoContent) -> Self {
        let chunks: Vec<Chunk> = texts.par_chunks(TEXTS).map(|texts| read_chunk(texts, no_content)).collect();
        let mut words: Vec<Box<str>> = {
            let mut seen: FxHashMap<&str, ()> = FxHashMap::default();
            let mut words = Vec::new();
            for word in chunks.iter().flat_map(|chunk| &chunk.words) {
                if seen.insert(word, ()).is_none() {
                    words.push(word.clone());
                }
            }
            words
        };
        words.par_sort_unstable();
        let ids: FxHashMap<&str, u32> = words.iter().zip(0..).map(|(word, id)| (&**word, id)).collect();
        let global: Vec<Vec<u32>> = chunks
            .par_iter()
            .map(|chunk| chunk.words.iter().map(|word| ids.get(&**word).copied().unwrap_or_default()).collect())
            .collect();

        let mut order: Vec<(u64, u32)> = chunks
            .iter()
            .flat_map(|chunk| &chunk.texts)
            .zip(0_u32..)
            .filter_map(|(text, index)| text.as_ref().map(|(key, _)| (*key, index)))
            .collect();
        // Among equal texts the least as text stands for all, whatever the order given.
        order.par_sort_unstable_by(|a, b| {
            a.0.cmp(&b.0).then_with(|| texts[a.1 as usize].cmp(texts[b.1 as usize])).then(a.1.cmp(&b.1))
        });
        let mut reading = Self { row_of: vec![None; texts.len()], rows: Sparse::new(words.len()), ..Self::default() };
        for &(key, index) in &order {
            if reading.keys.last() == Some(&key) {
                if let Some(count) = reading.counts.last_mut() {
                    *count += 1;
                }
            } else {
                reading.keys.push(key);
                reading.counts.push(1);
                reading.sample.push(index);
            }
            reading.row_of[index as usize] = Some((reading.keys.len() - 1) as u32);
        }
        drop(order);
        drop(ids);
        let rows: Vec<Vec<(u32, f32)>> = reading
            .sample
            .par_iter()
            .map(|&index| {
                let chunk = index as usize / TEXTS;
                let Some((_, row)) = &chunks[chunk].texts[index as usize % TEXTS] else { return Vec::new() };
                let mut row: Vec<u32> = row.iter().map(|&word| global[chunk][word as usize]).collect();
                row.sort_unstable();
                row.chunk_by(|a, b| a == b).map(|run| (run[0], run.len() as f32)).collect()
            })
            .collect();
        for row in rows {
            reading.rows.push_row(row);
        }
        reading.words = words;
        reading
    }

    /// The number of different texts with content.
    pub(super) fn len(&self) -> usize {
        self.keys.len()
    }

    /// In how many different texts each word stands, counted over the first `rows` of them.
    pub(super) fn document_counts(&self, rows: usize) -> Vec<u32> {
        let mut counts = vec![0; self.words.len()];
        for row in 0..rows.min(self.len()) {
            for (word, _) in self.rows.row(row) {
                counts[word] += 1;
            }
        }
        counts
    }
}
