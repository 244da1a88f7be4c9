use std::borrow::Cow;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHasher;

use super::stem::Stemmer;

/// Vectors of a language's commonest words: words of like meaning point in like directions.
#[derive(Clone)]
pub struct WordVectors {
    dimensions: usize,
    scales: Vec<f32>,
    /// The components, word by word: signed bytes.
    values: Cow<'static, [u8]>,
    words: Names,
    stems: Names,
}

impl WordVectors {
    /// Reads a table: in `bytes` the number of words and of dimensions (little-endian u32), one scale a word (f32), then the
    /// components (i8); in `words` one word a line, commonest first; in `stems` the stem of each.
    ///
    /// # Errors
    /// Says what is wrong with the table.
    pub(super) fn read(
        bytes: Cow<'static, [u8]>,
        words: Cow<'static, str>,
        stems: Cow<'static, str>,
    ) -> Result<Self, String> {
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
        let first = 8 + 4 * rows;
        let values = match bytes {
            Cow::Borrowed(bytes) => Cow::Borrowed(&bytes[first..]),
            Cow::Owned(mut bytes) => Cow::Owned(bytes.split_off(first)),
        };
        let (words, stems) = (Names::new(words), Names::new(stems));
        for (what, count) in [("words", words.places.len()), ("stems", stems.places.len())] {
            if count != rows {
                return Err(format!("{count} {what} for {rows} vectors"));
            }
        }
        Ok(Self { dimensions, scales, values, words, stems })
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
        self.words.row(lower).or_else(|| self.stems.row(stem))
    }

    /// Adds `weight` times the vector of the word of that rank to `out`.
    ///
    /// # Panics
    /// If there is no word of that rank.
    pub fn add(&self, rank: usize, weight: f32, out: &mut [f32]) {
        let weight = weight * self.scales[rank];
        let row = &self.values[rank * self.dimensions..(rank + 1) * self.dimensions];
        for (out, value) in out.iter_mut().zip(row) {
            *out += weight * f32::from(i8::from_le_bytes([*value]));
        }
    }
}

/// The names of rows, a line each; of equal names the first counts.
#[derive(Clone, PartialEq, Eq)]
struct Names {
    text: Cow<'static, str>,
    /// Where each name starts and ends.
    places: Vec<(u32, u32)>,
    /// Rows by the hash of their names, or the next free place after it; at least half of the places are free.
    slots: Vec<u32>,
}

impl Names {
    const FREE: u32 = u32::MAX;

    fn new(text: Cow<'static, str>) -> Self {
        let mut names = Self { places: Vec::new(), slots: Vec::new(), text };
        let start = names.text.as_ptr() as usize;
        let place = |line: &str| {
            let from = line.as_ptr() as usize - start;
            (from as u32, (from + line.len()) as u32)
        };
        names.places = names.text.lines().map(place).collect();
        names.slots = vec![Self::FREE; (2 * names.places.len()).next_power_of_two().max(2)];
        for row in 0..names.places.len() {
            let slot = names.slot(names.name(row));
            if names.slots[slot] == Self::FREE {
                names.slots[slot] = row as u32;
            }
        }
        names
    }

    fn name(&self, row: usize) -> &str {
        let (start, end) = self.places[row];
        &self.text[start as usize..end as usize]
    }

    /// The place of a name, or the free place where it would be.
    fn slot(&self, name: &str) -> usize {
        let mut hasher = FxHasher::default();
        name.hash(&mut hasher);
        let mut slot = hasher.finish() as usize;
        loop {
            slot &= self.slots.len() - 1;
            match self.slots[slot] {
                Self::FREE => return slot,
                row if self.name(row as usize) == name => return slot,
                _ => slot += 1,
            }
        }
    }

    fn row(&self, name: &str) -> Option<usize> {
        let row = self.slots[self.slot(name)];
        (row != Self::FREE).then_some(row as usize)
    }
}

/// The stem of each line.
pub(super) fn stems_of_lines(words: &str, stemmer: &Stemmer) -> String {
    words.lines().flat_map(|word| [stemmer.stem(word), "\n".into()]).collect()
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
    /// The stems of the words, so that they need not be made each time: a test holds them against the stemmer.
    pub(super) stems: &'static str,
    pub(super) table: OnceLock<Option<WordVectors>>,
}

impl BuiltinVectors {
    fn get(&self) -> Option<&WordVectors> {
        let read = || WordVectors::read(self.bytes.into(), self.words.into(), self.stems.into()).ok();
        self.table.get_or_init(read).as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_and_of_equal_ones_the_first() {
        let names = Names::new("rent\r\nbus\n\nbus\ndamp".into());
        assert_eq!(
            ["rent", "bus", "", "damp", "ren", "rents"].map(|name| names.row(name)),
            [Some(0), Some(1), Some(2), Some(4), None, None]
        );
        assert_eq!(Names::new("".into()).row("rent"), None);
    }
}
