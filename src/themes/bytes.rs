//! How numbers, texts and matrices lie in a saved model: numbers little-endian, a text as its length and its bytes.

use ndarray::Array2;

use crate::themes::hash::checksum;

/// Appends values to bytes.
pub(crate) struct ByteWriter(Vec<u8>);

impl ByteWriter {
    /// Bytes that begin so.
    pub(crate) fn new(head: &[u8]) -> Self {
        Self(head.to_vec())
    }

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
