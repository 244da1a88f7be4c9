//! How themes are to be found: the settings of a model, and what is refused.

use crate::error::{Error, Result};
use crate::lang::Language;
use crate::themes::given::Embeddings;
use crate::themes::model::ThemeModel;

/// Settings of a [`ThemeModel`]; [`fit`](ThemeModelOptions::fit) checks them and learns.
#[derive(Clone, Debug)]
pub struct ThemeModelOptions {
    pub(crate) language: Language,
    pub(crate) n_themes: Option<usize>,
    pub(crate) between: Option<(usize, usize)>,
    pub(crate) seed: u64,
    pub(crate) vectors: bool,
    pub(crate) uncoded: f64,
    pub(crate) embeddings: Option<Embeddings>,
}

impl ThemeModelOptions {
    /// How many themes to find. The default is a number chosen from the texts.
    #[must_use]
    pub fn n_themes(mut self, n_themes: usize) -> Self {
        self.n_themes = Some(n_themes);
        self
    }

    /// As [`n_themes`](Self::n_themes), with `None` for a number chosen from the texts.
    #[must_use]
    pub fn maybe_n_themes(mut self, n_themes: Option<usize>) -> Self {
        self.n_themes = n_themes;
        self
    }

    /// The least and the greatest number of themes, where it is chosen from the texts; [`n_themes`](Self::n_themes) goes before.
    /// The default is any number.
    #[must_use]
    pub fn between(mut self, least: usize, greatest: usize) -> Self {
        self.between = Some((least, greatest));
        self
    }

    /// Where random choices take their stream from. The default is 0.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Whether the language's word vectors are used, where it has any. The default is true.
    #[must_use]
    pub fn vectors(mut self, vectors: bool) -> Self {
        self.vectors = vectors;
        self
    }

    /// Vectors by which the texts are grouped, instead of their words; each text that says something must have one. The default is none.
    #[must_use]
    pub fn embeddings(mut self, embeddings: Embeddings) -> Self {
        self.embeddings = Some(embeddings);
        self
    }

    /// The share of texts with content that may stay without a theme, those that fit worst first, from 0 up to, not
    /// including, 1. The default is 0: every text with content gets a theme.
    #[must_use]
    pub fn uncoded(mut self, share: f64) -> Self {
        self.uncoded = share;
        self
    }

    /// Checks that every setting is inside its range.
    pub(crate) fn check(&self) -> Result<()> {
        if self.n_themes == Some(0) {
            return Err(Error::setting("n_themes", "0 themes were asked for; ask for 1 or more, or leave it out"));
        }
        if let Some((least, greatest)) = self.between
            && (least == 0 || least > greatest)
        {
            return Err(Error::setting(
                "between",
                format!("from {least} to {greatest} themes were asked for; begin with 1 or more and end with no fewer"),
            ));
        }
        if !(0.0..1.0).contains(&self.uncoded) {
            return Err(Error::setting(
                "uncoded",
                format!("{} is not a share from 0 up to, not including, 1", self.uncoded),
            ));
        }
        Ok(())
    }
}

impl ThemeModel {
    /// Settings for a model of texts in a language.
    pub fn options(language: &Language) -> ThemeModelOptions {
        ThemeModelOptions {
            language: language.clone(),
            n_themes: None,
            between: None,
            seed: 0,
            vectors: true,
            uncoded: 0.0,
            embeddings: None,
        }
    }
}
