use std::fmt;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use super::stem::Stemmer;

/// Vectors of a language's commonest words: words of like meaning point in like directions.
#[derive(Clone)]
pub struct WordVectors {
    dimensions: usize,
    scales: Vec<f32>,
    values: Vec<i8>,
    words: FxHashMap<Box<str>, u32>,
    stems: FxHashMap<Box<str>, u32>,
}

impl WordVectors {
    /// Reads a table: in `bytes` the number of words and of dimensions (little-endian u32), one scale a word (f32), then the
    /// components (i8); in `words` one word a line, commonest first.
    ///
    /// # Errors
    /// Says what is wrong with the table.
    pub(super) fn read(bytes: &[u8], words: &str, stemmer: &Stemmer) -> Result<Self, String> {
        let number = |at: usize| -> Option<[u8; 4]> { bytes.get(at..at + 4)?.try_into().ok() };
        let (Some(rows), Some(dimensions)) = (number(0), number(4)) else {
            return Err("the table of word vectors is too short".to_owned());
        };
        let (rows, dimensions) = (u32::from_le_bytes(rows) as usize, u32::from_le_bytes(dimensions) as usize);
        let wanted = rows.checked_mul(dimensions).and_then(|cells| cells.checked_add(8 + 4 * rows));
        if wanted != Some(bytes.len()) {
            return Err(format!(
                "a table of {rows} words and {dimensions} dimensions does not have {} bytes",
                bytes.len()
            ));
        }
        let scales = (0..rows).filter_map(|row| number(8 + 4 * row)).map(f32::from_le_bytes).collect();
        let values = bytes[8 + 4 * rows..].iter().map(|byte| i8::from_le_bytes([*byte])).collect();
        let mut table = Self { dimensions, scales, values, words: FxHashMap::default(), stems: FxHashMap::default() };
        let mut count = 0;
        for (word, row) in words.lines().zip(0_u32..) {
            table.words.entry(word.into()).or_insert(row);
            table.stems.entry(stemmer.stem(word).into()).or_insert(row);
            count += 1;
        }
        if count != rows {
            return Err(format!("{count} words for {rows} vectors"));
        }
        Ok(table)
    }

    /// The number of components of a vector.
    pub fn dimensions(&self) -> usize {
        self.dimensions
    }

    /// The number of words.
    pub fn len(&self) -> usize {
        self.scales.len()
    }

    /// Whether there is no word.
    pub fn is_empty(&self) -> bool {
        self.scales.is_empty()
    }

    /// The rank of a word in lower case (0 for the commonest), or of the commonest word with that stem.
    pub fn rank(&self, lower: &str, stem: &str) -> Option<usize> {
        self.words.get(lower).or_else(|| self.stems.get(stem)).map(|row| *row as usize)
    }

    /// Adds `weight` times the vector of the word of that rank to `out`.
    ///
    /// # Panics
    /// If there is no word of that rank.
    pub fn add(&self, rank: usize, weight: f32, out: &mut [f32]) {
        let weight = weight * self.scales[rank];
        let row = &self.values[rank * self.dimensions..(rank + 1) * self.dimensions];
        for (out, value) in out.iter_mut().zip(row) {
            *out += weight * f32::from(*value);
        }
    }
}

impl PartialEq for WordVectors {
    fn eq(&self, other: &Self) -> bool {
        let bits = |table: &Self| table.scales.iter().map(|scale| scale.to_bits()).collect::<Vec<_>>();
        self.dimensions == other.dimensions
            && self.values == other.values
            && self.words == other.words
            && bits(self) == bits(other)
    }
}

impl Eq for WordVectors {}

impl fmt::Debug for WordVectors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WordVectors({} words, {} dimensions)", self.len(), self.dimensions)
    }
}

/// Where a language's word vectors come from.
#[derive(Clone, Debug)]
pub(super) enum Vectors {
    None,
    /// Read from a folder.
    Read(Arc<WordVectors>),
    /// Part of the crate; made ready when first asked for.
    #[cfg_attr(not(feature = "vectors"), expect(dead_code, reason = "no table is built in"))]
    Builtin(&'static BuiltinVectors),
}

impl PartialEq for Vectors {
    fn eq(&self, other: &Self) -> bool {
        self.table() == other.table()
    }
}

impl Eq for Vectors {}

impl Vectors {
    pub(super) fn table(&self) -> Option<&WordVectors> {
        match self {
            Self::None => None,
            Self::Read(table) => Some(table),
            Self::Builtin(table) => table.get(),
        }
    }
}

/// A table that is part of the crate.
#[derive(Debug)]
pub(super) struct BuiltinVectors {
    pub(super) bytes: &'static [u8],
    pub(super) words: &'static str,
    pub(super) stemmer: &'static str,
    pub(super) table: OnceLock<Option<WordVectors>>,
}

impl BuiltinVectors {
    fn get(&self) -> Option<&WordVectors> {
        self.table
            .get_or_init(|| WordVectors::read(self.bytes, self.words, &Stemmer::named(self.stemmer)?).ok())
            .as_ref()
    }
}
