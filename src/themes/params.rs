use linfa::ParamGuard;

use crate::error::{Error, Result};
use crate::lang::Language;
use crate::quotes::Quote;
use crate::themes::coding::Codings;
use crate::themes::model::{Place, ThemeModel};

/// Settings of a [`ThemeModel`], not yet checked.
///
/// [`fit`](ThemeModelParams::fit) checks and learns in one step; linfa's `ParamGuard` and `Fit` do it in two.
#[derive(Clone, Debug)]
pub struct ThemeModelParams(ThemeModelValidParams);

/// Settings that have been checked.
#[derive(Clone, Debug)]
pub struct ThemeModelValidParams {
    pub(crate) language: Language,
    pub(crate) n_themes: Option<usize>,
    pub(crate) between: Option<(usize, usize)>,
    pub(crate) seed: u64,
    pub(crate) vectors: bool,
    pub(crate) uncoded: f64,
}

impl ThemeModelParams {
    pub(crate) fn new(language: &Language) -> Self {
        Self(ThemeModelValidParams {
            language: language.clone(),
            n_themes: None,
            between: None,
            seed: 0,
            vectors: true,
            uncoded: 0.0,
        })
    }

    /// How many themes to find. The default is a number chosen from the texts.
    #[must_use]
    pub fn n_themes(mut self, n_themes: usize) -> Self {
        self.0.n_themes = Some(n_themes);
        self
    }

    /// As [`n_themes`](Self::n_themes), with `None` for a number chosen from the texts.
    #[must_use]
    pub fn maybe_n_themes(mut self, n_themes: Option<usize>) -> Self {
        self.0.n_themes = n_themes;
        self
    }

    /// The least and the greatest number of themes, where it is chosen from the texts; [`n_themes`](Self::n_themes) goes before.
    /// The default is any number.
    #[must_use]
    pub fn between(mut self, least: usize, greatest: usize) -> Self {
        self.0.between = Some((least, greatest));
        self
    }

    /// Where random choices take their stream from. The default is 0.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.0.seed = seed;
        self
    }

    /// Whether the language's word vectors are used, where it has any. The default is true.
    #[must_use]
    pub fn vectors(mut self, vectors: bool) -> Self {
        self.0.vectors = vectors;
        self
    }

    /// The share of texts with content that may stay without a theme, those that fit worst first, from 0 up to, not
    /// including, 1. The default is 0: every text with content gets a theme.
    #[must_use]
    pub fn uncoded(mut self, share: f64) -> Self {
        self.0.uncoded = share;
        self
    }

    /// Learns themes from quotations.
    ///
    /// # Errors
    /// [`ErrorKind::Setting`](crate::ErrorKind::Setting) if a setting is outside its range or there are fewer different
    /// statements than themes.
    pub fn fit(&self, quotes: &[&Quote]) -> Result<ThemeModel> {
        self.check_ref()?.fit(quotes)
    }

    /// Learns themes from plain texts. Exemplars name texts by their number from 1.
    ///
    /// # Errors
    /// As [`fit`](Self::fit).
    pub fn fit_texts(&self, texts: &[&str]) -> Result<ThemeModel> {
        self.check_ref()?.fit_texts(texts)
    }

    /// Learns themes from quotations and puts the same quotations under them, in half the time of one after the other.
    ///
    /// # Errors
    /// As [`fit`](Self::fit).
    pub fn fit_code(&self, quotes: &[&Quote]) -> Result<(ThemeModel, Codings)> {
        self.check_ref()?.fit_code(quotes)
    }

    /// Learns themes from plain texts and says where each of them belongs, in half the time of one after the other.
    ///
    /// # Errors
    /// As [`fit`](Self::fit).
    pub fn fit_place_texts(&self, texts: &[&str]) -> Result<(ThemeModel, Vec<Place>)> {
        self.check_ref()?.fit_place_texts(texts)
    }
}

impl ParamGuard for ThemeModelParams {
    type Checked = ThemeModelValidParams;
    type Error = Error;

    fn check_ref(&self) -> Result<&Self::Checked> {
        if self.0.n_themes == Some(0) {
            return Err(Error::setting("n_themes", "0 themes were asked for; ask for 1 or more, or leave it out"));
        }
        if let Some((least, greatest)) = self.0.between
            && (least == 0 || least > greatest)
        {
            return Err(Error::setting(
                "between",
                format!("from {least} to {greatest} themes were asked for; begin with 1 or more and end with no fewer"),
            ));
        }
        if !(0.0..1.0).contains(&self.0.uncoded) {
            return Err(Error::setting(
                "uncoded",
                format!("{} is not a share from 0 up to, not including, 1", self.0.uncoded),
            ));
        }
        Ok(&self.0)
    }

    fn check(self) -> Result<Self::Checked> {
        self.check_ref()?;
        Ok(self.0)
    }
}

/// What linfa refuses is a setting outside its range.
impl From<linfa::Error> for Error {
    fn from(source: linfa::Error) -> Self {
        Self::setting("linfa", source.to_string())
    }
}
