//! How numbers, texts and matrices lie in a saved model: numbers little-endian, a text as its length and its bytes. At its head stands what it is.

use ndarray::Array2;

use crate::error::{Error, Result};
use crate::lang::{Language, WordVectors};
use crate::themes::hash::checksum;

/// What stands at the head of saved bytes, before the version of their layout and the language.
pub(crate) struct Head {
    /// The first bytes.
    pub(crate) magic: &'static [u8],
    /// Bytes of another version are refused.
    pub(crate) version: u32,
    /// What it is called in messages, in full and in short.
    pub(crate) name: &'static str,
    pub(crate) short: &'static str,
    /// What to do where it cannot be read: "fit and save it again".
    pub(crate) again: &'static str,
}

impl Head {
    /// Bytes that begin so. `vectors` are the language's where they are used.
    pub(crate) fn begin(&self, language: &Language, vectors: Option<&WordVectors>) -> ByteWriter {
        let mut out = ByteWriter(self.magic.to_vec());
        out.u32(self.version);
        out.text(language.code());
        out.u32(vectors.map_or(0, |vectors| vectors.dimensions() as u32));
        out.u64(vectors.map_or(0, |vectors| checksum(vectors.codes())));
        out
    }

    /// The code of the language; nothing where the bytes are something else.
    pub(crate) fn language_of(&self, bytes: &[u8]) -> Option<String> {
        let mut from = ByteReader::new(bytes.strip_prefix(self.magic)?);
        from.u32()?;
        from.text().map(str::to_owned)
    }

    /// That the bytes end too early, or say what cannot be.
    pub(crate) fn cut_short(&self) -> Error {
        Error::format(self.name, None, format!("the file is cut short or damaged; save the {} again", self.short))
    }

    /// What follows the head, and the dimensions of the word vectors that are used, 0 without.
    pub(crate) fn open<'a>(&self, bytes: &'a [u8], language: &Language) -> Result<(ByteReader<'a>, usize)> {
        let Self { magic, version: expected, name, short, again } = self;
        let cut_short = || self.cut_short();
        let Some(body) = bytes.strip_prefix(*magic) else {
            return Err(Error::format(*name, None, format!("this is not a saved {name}")));
        };
        let mut from = ByteReader::new(body);
        let version = from.u32().ok_or_else(cut_short)?;
        if version != *expected {
            let what = format!(
                "the {short} was saved in version {version} of the layout, this program reads version {expected}; {again}"
            );
            return Err(Error::format(*name, None, what));
        }
        let end = bytes.len().checked_sub(8).ok_or_else(cut_short)?;
        if ByteReader::new(&bytes[end..]).u64() != Some(checksum(&bytes[..end])) {
            return Err(cut_short());
        }
        let code = from.text().ok_or_else(cut_short)?;
        if code != language.code() {
            let what = format!("the {short} was learnt in `{code}`, not in `{}`", language.code());
            return Err(Error::setting("language", what));
        }
        let dimensions = from.u32().ok_or_else(cut_short)? as usize;
        let table = from.u64().ok_or_else(cut_short)?;
        if dimensions > 0 {
            let Some(vectors) = language.vectors() else {
                let what = format!(
                    "the {short} needs the language's word vectors, which this program does not have (feature `vectors`)"
                );
                return Err(Error::setting("vectors", what));
            };
            if vectors.dimensions() != dimensions || checksum(vectors.codes()) != table {
                let what = format!("the {short} was learnt with other word vectors than the language has; {again}");
                return Err(Error::setting("vectors", what));
            }
        }
        Ok((from, dimensions))
    }
}

/// Appends values to bytes.
pub(crate) struct ByteWriter(Vec<u8>);

impl ByteWriter {
    /// The bytes with their checksum behind them.
    pub(crate) fn into_checked(mut self) -> Vec<u8> {
        let sum = checksum(&self.0);
        self.u64(sum);
        self.0
    }

    pub(crate) fn u32(&mut self, value: u32) {
        self.0.extend(value.to_le_bytes());
    }

    pub(crate) fn u64(&mut self, value: u64) {
        self.0.extend(value.to_le_bytes());
    }

    pub(crate) fn f32(&mut self, value: f32) {
        self.0.extend(value.to_le_bytes());
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.u32(text.len() as u32);
        self.0.extend(text.as_bytes());
    }

    pub(crate) fn texts(&mut self, texts: &[Box<str>]) {
        self.u32(texts.len() as u32);
        for text in texts {
            self.text(text);
        }
    }

    pub(crate) fn matrix(&mut self, matrix: &Array2<f32>) {
        self.u32(matrix.nrows() as u32);
        self.u32(matrix.ncols() as u32);
        for value in matrix {
            self.f32(*value);
        }
    }
}

/// Takes values from bytes; nothing where they end too early.
pub(crate) struct ByteReader<'a>(&'a [u8]);

impl<'a> ByteReader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    fn bytes(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    pub(crate) fn u32(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.bytes(4)?.try_into().ok()?))
    }

    pub(crate) fn u64(&mut self) -> Option<u64> {
        Some(u64::from_le_bytes(self.bytes(8)?.try_into().ok()?))
    }

    pub(crate) fn f32(&mut self) -> Option<f32> {
        Some(f32::from_le_bytes(self.bytes(4)?.try_into().ok()?))
    }

    pub(crate) fn text(&mut self) -> Option<&'a str> {
        let length = self.u32()? as usize;
        std::str::from_utf8(self.bytes(length)?).ok()
    }

    pub(crate) fn texts(&mut self) -> Option<Vec<Box<str>>> {
        let count = self.u32()?;
        (0..count).map(|_| self.text().map(Into::into)).collect()
    }

    pub(crate) fn matrix(&mut self) -> Option<Array2<f32>> {
        let (rows, columns) = (self.u32()? as usize, self.u32()? as usize);
        let bytes = self.bytes(rows.checked_mul(columns)?.checked_mul(4)?)?;
        let values = bytes.chunks_exact(4).filter_map(|four| Some(f32::from_le_bytes(four.try_into().ok()?)));
        Array2::from_shape_vec((rows, columns), values.collect()).ok()
    }
}
