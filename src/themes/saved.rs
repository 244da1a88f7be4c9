//! How a fitted model becomes bytes, and bytes a model again.

use crate::error::Result;
use crate::id::{QuoteId, ThemeId};
use crate::lang::Language;
use crate::themes::bytes::{ByteReader, Head};
use crate::themes::coding::Theme;
use crate::themes::embedding::word_embedding::WordEmbedding;
use crate::themes::group::cluster::Merge;
use crate::themes::model::ThemeModel;
use crate::themes::text::no_content::NoContent;

/// What a saved model begins with.
const HEAD: Head = Head {
    magic: b"verbatims theme model\n",
    version: ThemeModel::VERSION,
    name: "theme model",
    short: "model",
    again: "fit and save it again",
};

impl ThemeModel {
    /// The version of the layout that [`to_bytes`](Self::to_bytes) gives. A model of another version is refused.
    pub const VERSION: u32 = 3;

    /// The model as bytes, the same for the same model. They contain words of the texts and the labels, but not the texts.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = HEAD.begin(&self.language, self.embedding.vectors(&self.language));
        self.embedding.write(&mut out);
        out.matrix(&self.centroids);
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
        out.u32(self.fixed.len() as u32);
        for (key, theme) in &self.fixed {
            out.u64(*key);
            out.u32(*theme);
        }
        out.f32(self.min_score);
        out.into_checked()
    }

    /// The code of the language in which the model was learnt that [`to_bytes`](Self::to_bytes) gave; `None` where the bytes are no model.
    pub fn language_of(bytes: &[u8]) -> Option<String> {
        HEAD.language_of(bytes)
    }

    /// The model that [`to_bytes`](Self::to_bytes) gave; `language` is the language it was learnt in.
    ///
    /// # Errors
    /// [`ErrorKind::Format`](crate::ErrorKind::Format) if the bytes are no model, one of another version, or broken;
    /// [`ErrorKind::Setting`](crate::ErrorKind::Setting) if the language is another, or has not the word vectors that the model needs.
    pub fn from_bytes(bytes: &[u8], language: &Language) -> Result<Self> {
        let (mut from, dimensions) = HEAD.open(bytes, language)?;
        let cut_short = || HEAD.cut_short();
        let model = Self::read(&mut from, language).ok_or_else(cut_short)?;
        let width = model.embedding.width(language);
        let learnt = model.embedding.context_dimensions();
        if model.centroids.nrows() > 0 && model.centroids.ncols() != width
            || learnt.is_some_and(|learnt| learnt != dimensions)
        {
            return Err(cut_short());
        }
        Ok(model)
    }

    fn read(from: &mut ByteReader<'_>, language: &Language) -> Option<Self> {
        let embedding = WordEmbedding::read(from)?;
        let centroids = from.matrix()?;
        let (mut themes, mut sizes) = (Vec::new(), Vec::new());
        for _ in 0..centroids.nrows() {
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
        let mut fixed = Vec::new();
        for _ in 0..from.u32()? {
            let (key, theme) = (from.u64()?, from.u32()?);
            if theme as usize >= themes.len() {
                return None;
            }
            fixed.push((key, theme));
        }
        let min_score = from.f32()?;
        let no_content = NoContent::new(language);
        Some(Self {
            language: language.clone(),
            no_content,
            embedding,
            centroids,
            themes,
            sizes,
            tree,
            range,
            fixed,
            min_score,
        })
    }
}
