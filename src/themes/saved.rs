//! A fitted model as bytes, and back. All numbers are little-endian; a text is its length and its bytes.

use ndarray::Array2;

use crate::error::{Error, Result};
use crate::id::{QuoteId, ThemeId};
use crate::lang::Language;
use crate::themes::coding::Theme;
use crate::themes::embedding::lexicon::Lexicon;
use crate::themes::group::cluster::Merge;
use crate::themes::model::ThemeModel;
use crate::themes::text::no_content::NoContent;

/// The first bytes of a saved model.
const MAGIC: &[u8] = b"verbatims theme model\n";
/// The version of the layout. A model of another version is refused.
const VERSION: u32 = 3;

impl ThemeModel {
    /// The model as bytes, the same for the same model. They hold words of the texts and the labels, but not the texts.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Writer(MAGIC.to_vec());
        out.u32(VERSION);
        out.text(self.language.code());
        let vectors = self.lexicon.vectors(&self.language);
        out.u32(vectors.map_or(0, |vectors| vectors.dimensions() as u32));
        out.u64(vectors.map_or(0, |vectors| checksum(vectors.codes())));
        self.lexicon.write(&mut out);
        out.matrix(&self.centres);
        for (theme, size) in self.themes.iter().zip(&self.sizes) {
            out.u64(*size as u64);
            out.text(theme.id.as_str());
            out.text(&theme.label);
            out.u32(theme.terms.len() as u32);
            for (term, weight) in &theme.terms {
                out.text(term);
                out.u64(weight.to_bits());
            }
            out.u32(theme.exemplars.len() as u32);
            for quote in &theme.exemplars {
                out.text(quote.as_str());
            }
        }
        out.u32(self.tree.len() as u32);
        for merge in &self.tree {
            out.u32(merge.left);
            out.u32(merge.right);
            out.f32(merge.similarity);
        }
        out.u64(self.range.0 as u64);
        out.u64(self.range.1 as u64);
        out.u32(self.known.len() as u32);
        for (key, theme) in &self.known {
            out.u64(*key);
            out.u32(*theme);
        }
        out.f32(self.floor);
        let sum = checksum(&out.0);
        out.u64(sum);
        out.0
    }

    /// The model that [`to_bytes`](Self::to_bytes) gave; `language` is the language it was learnt in.
    ///
    /// # Errors
    /// [`ErrorKind::Format`](crate::ErrorKind::Format) if the bytes are no model, one of another version, or broken;
    /// [`ErrorKind::Setting`](crate::ErrorKind::Setting) if the language is another, or has not the word vectors that the model needs.
    pub fn from_bytes(bytes: &[u8], language: &Language) -> Result<Self> {
        let broken = |what: &str| Error::format("theme model", None, what);
        let Some(body) = bytes.strip_prefix(MAGIC) else {
            return Err(broken("this is not a saved theme model"));
        };
        let mut from = Reader(body);
        let cut_short = || broken("the file is cut short or damaged; save the model again");
        let version = from.u32().ok_or_else(cut_short)?;
        if version != VERSION {
            return Err(broken(&format!(
                "the model was saved in version {version} of the layout, this program reads version {VERSION}; fit and save it again"
            )));
        }
        let end = bytes.len().checked_sub(8).ok_or_else(cut_short)?;
        if Reader(&bytes[end..]).u64() != Some(checksum(&bytes[..end])) {
            return Err(cut_short());
        }
        let code = from.text().ok_or_else(cut_short)?;
        if code != language.code() {
            return Err(Error::setting(
                "language",
                format!("the model was learnt in `{code}`, not in `{}`", language.code()),
            ));
        }
        let dimensions = from.u32().ok_or_else(cut_short)? as usize;
        let table = from.u64().ok_or_else(cut_short)?;
        if dimensions > 0 {
            let wrong = |what: &str| Error::setting("vectors", what);
            let vectors = language.vectors().ok_or_else(|| {
                wrong(
                    "the model needs the language's word vectors, which this program does not have (feature `vectors`)",
                )
            })?;
            if vectors.dimensions() != dimensions || checksum(vectors.codes()) != table {
                return Err(wrong(
                    "the model was learnt with other word vectors than the language has; fit and save it again",
                ));
            }
        }
        let model = Self::read(&mut from, language).ok_or_else(cut_short)?;
        let width = model.lexicon.width(language);
        let learnt = model.lexicon.context_dimensions();
        if model.centres.nrows() > 0 && model.centres.ncols() != width
            || learnt.is_some_and(|learnt| learnt != dimensions)
        {
            return Err(cut_short());
        }
        Ok(model)
    }

    fn read(from: &mut Reader<'_>, language: &Language) -> Option<Self> {
        let lexicon = Lexicon::read(from)?;
        let centres = from.matrix()?;
        let (mut themes, mut sizes) = (Vec::new(), Vec::new());
        for _ in 0..centres.nrows() {
            sizes.push(from.u64()? as usize);
            let mut theme = Theme::new(ThemeId::new(from.text()?), from.text()?);
            for _ in 0..from.u32()? {
                theme.terms.push((from.text()?.to_owned(), f64::from_bits(from.u64()?)));
            }
            for _ in 0..from.u32()? {
                theme.exemplars.push(QuoteId::new(from.text()?));
            }
            themes.push(theme);
        }
        let mut tree = Vec::new();
        for _ in 0..from.u32()? {
            tree.push(Merge { left: from.u32()?, right: from.u32()?, similarity: from.f32()? });
        }
        let range = (from.u64()? as usize, from.u64()? as usize);
        let mut known = Vec::new();
        for _ in 0..from.u32()? {
            let (key, theme) = (from.u64()?, from.u32()?);
            if theme as usize >= themes.len() {
                return None;
            }
            known.push((key, theme));
        }
        let floor = from.f32()?;
        let no_content = NoContent::new(language);
        Some(Self {
            language: language.clone(),
            no_content,
            lexicon,
            centres,
            themes,
            sizes,
            tree,
            range,
            known,
            floor,
        })
    }
}

/// FNV-1a over the bytes, eight at a time.
fn checksum(bytes: &[u8]) -> u64 {
    bytes.chunks(8).fold(0xcbf2_9ce4_8422_2325, |sum, chunk| {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        (sum ^ u64::from_le_bytes(word)).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(23)
    })
}

/// Appends values to bytes.
pub(crate) struct Writer(Vec<u8>);

impl Writer {
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
pub(crate) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
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
