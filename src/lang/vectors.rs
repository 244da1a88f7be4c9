//! What a language's commonest words mean, as vectors.

use std::borrow::Cow;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHasher;

use super::stem::Stemmer;

/// Vectors of a language's commonest words: words of like meaning point in like directions.
///
/// The table is product-quantised (Jégou, Douze and Schmid, "Product quantization for nearest neighbor search", 2011): a vector is
/// cut into parts, and each part is one of 256 that are in a list, so that a part takes one byte.
#[derive(Clone, PartialEq)]
pub(crate) struct WordVectors {
    dimensions: usize,
    /// The components of a part.
    width: usize,
    /// The 256 values of each part, part by part.
    values: Vec<f32>,
    /// The number of each part's value, word by word.
    codes: Cow<'static, [u8]>,
    words: Names,
    stems: Names,
}

/// The values that a part may have.
const VALUES: usize = 256;

impl WordVectors {
    /// Reads a table: in `bytes` the number of words, of dimensions and of parts (little-endian u32), the 256 values of each part
    /// (f32), then a byte a part, word by word; in `words` one word a line, commonest first; in `stems` the stem of each.
    ///
    /// # Errors
    /// Says what is wrong with the table.
    pub(super) fn read(
        bytes: Cow<'static, [u8]>,
        words: Cow<'static, str>,
        stems: Cow<'static, str>,
    ) -> Result<Self, String> {
        const HEAD: usize = 12;
        let Some((head, rest)) = bytes.split_first_chunk::<HEAD>() else {
            return Err("the table of word vectors is too short".to_owned());
        };
        let number = |at: usize| u32::from_le_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]) as usize;
        let (rows, dimensions, parts) = (number(0), number(4), number(8));
        if parts == 0 || dimensions == 0 || dimensions % parts != 0 {
            return Err(format!("{dimensions} dimensions cannot be cut into {parts} equal parts"));
        }
        let list = dimensions.checked_mul(4 * VALUES);
        let wanted = list.and_then(|list| rows.checked_mul(parts)?.checked_add(list)?.checked_add(HEAD));
        if wanted != Some(bytes.len()) {
            return Err(format!(
                "a table of {rows} words, {dimensions} dimensions and {parts} parts does not have {} bytes",
                bytes.len()
            ));
        }
        let list = 4 * VALUES * dimensions;
        let values = rest[..list].chunks_exact(4).map(|four| f32::from_le_bytes([four[0], four[1], four[2], four[3]]));
        let values: Vec<f32> = values.collect();
        if values.iter().any(|value| !value.is_finite()) {
            return Err("a value of the table is no number".to_owned());
        }
        let codes = match bytes {
            Cow::Borrowed(bytes) => Cow::Borrowed(&bytes[HEAD + list..]),
            Cow::Owned(mut bytes) => Cow::Owned(bytes.split_off(HEAD + list)),
        };
        let (words, stems) = (Names::new(words), Names::new(stems));
        for (what, count) in [("words", words.places.len()), ("stems", stems.places.len())] {
            if count != rows {
                return Err(format!("{count} {what} for {rows} vectors"));
            }
        }
        Ok(Self { dimensions, width: dimensions / parts, values, codes, words, stems })
    }

    /// The number of components of a vector.
    pub(crate) fn dimensions(&self) -> usize {
        self.dimensions
    }

    /// The number of words.
    pub(crate) fn len(&self) -> usize {
        self.words.places.len()
    }

    /// The rank of a word in lower case (0 for the commonest), or of the commonest word with that stem.
    pub(crate) fn rank(&self, lower: &str, stem: &str) -> Option<usize> {
        self.words.row(lower).or_else(|| self.stems.row(stem))
    }

    /// The number of each part's value, word by word: tables of other vectors have others.
    pub(crate) fn codes(&self) -> &[u8] {
        &self.codes
    }

    /// Adds `weight` times the vector of the word of that rank to `out`.
    ///
    /// # Panics
    /// If there is no word of that rank.
    pub(crate) fn add(&self, rank: usize, weight: f32, out: &mut [f32]) {
        let parts = self.dimensions / self.width;
        let codes = &self.codes[rank * parts..(rank + 1) * parts];
        let lists = self.values.chunks_exact(VALUES * self.width);
        for ((out, code), list) in out.chunks_exact_mut(self.width).zip(codes).zip(lists) {
            let first = usize::from(*code) * self.width;
            for (out, value) in out.iter_mut().zip(&list[first..first + self.width]) {
                *out += weight * value;
            }
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
        let text = names.text.as_bytes();
        let mut from = 0;
        for end in memchr::memchr_iter(b'\n', text).chain((!text.ends_with(b"\n")).then_some(text.len())) {
            if from < text.len() {
                let to = if text[from..end].ends_with(b"\r") { end - 1 } else { end };
                names.places.push((from as u32, to as u32));
            }
            from = end + 1;
        }
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

impl Eq for WordVectors {}

/// The stem of each line.
pub(super) fn stems_of_lines(words: &str, stemmer: &Stemmer) -> String {
    words.lines().flat_map(|word| [stemmer.stem(word), "\n".into()]).collect()
}

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

    /// A table of two words, four dimensions and two parts, of which each has the same values.
    fn table(value: f32) -> Vec<u8> {
        let numbers = [2_u32, 4, 2].into_iter().flat_map(u32::to_le_bytes);
        let values = (0..2 * VALUES * 2).flat_map(|at| (at as f32 * value).to_le_bytes());
        numbers.chain(values).chain([0, 1, 2, 255]).collect()
    }

    #[test]
    fn a_vector_is_made_of_its_parts() {
        let read = WordVectors::read(table(1.0).into(), "rent\nbus\n".into(), "rent\nbus\n".into()).unwrap();
        assert_eq!((read.len(), read.dimensions(), read.rank("buses", "bus")), (2, 4, Some(1)));
        let mut vector = [1.0; 4];
        read.add(1, 2.0, &mut vector);
        assert_eq!(vector, [1.0 + 2.0 * 4.0, 1.0 + 2.0 * 5.0, 1.0 + 2.0 * 1022.0, 1.0 + 2.0 * 1023.0]);
    }

    #[test]
    fn a_broken_table_says_what_is_wrong() {
        let error = |bytes: Vec<u8>, words: &str| {
            let words = words.to_owned();
            WordVectors::read(bytes.into(), words.clone().into(), words.into()).unwrap_err()
        };
        let mut parts = table(1.0);
        parts[8] = 3;
        for (bytes, words, what) in [
            (Vec::new(), "", "too short"),
            (table(1.0)[..99].to_vec(), "rent\nbus", "does not have 99 bytes"),
            (parts, "rent\nbus", "3 equal parts"),
            (table(f32::MAX), "rent\nbus", "no number"),
            (table(1.0), "rent", "1 words for 2 vectors"),
        ] {
            assert!(error(bytes, words).contains(what), "{what}");
        }
    }
}
