use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::id::{QuoteId, ThemeId};
use crate::quotes::Quote;
use crate::text::Span;

/// Something that several quotations are about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Theme {
    /// The theme's id; a code's id where the theme comes from a codebook.
    pub id: ThemeId,
    /// The name that people see, made of words of the texts or taken from the codebook.
    pub label: String,
    /// The words that mark the theme, in the form the texts use, strongest first, with their weights.
    pub terms: Vec<(String, f64)>,
    /// Quotations that stand for the theme, most central first.
    pub exemplars: Vec<QuoteId>,
}

/// One quotation under one theme.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Coding {
    /// The quotation.
    pub quote: QuoteId,
    /// The theme.
    pub theme: ThemeId,
    /// How well it fits; comparable within one [`Codings`], higher is better.
    pub score: f64,
    /// Whether the fit is weak enough to deserve a second look.
    pub weak: bool,
    /// The words that decided.
    pub evidence: Vec<EvidenceWord>,
}

/// A word that decided for a theme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceWord {
    /// The word in the form the text uses.
    pub text: String,
    /// Where it stands, in bytes of the quotation's `text`; empty where the word stands for the whole.
    pub span: Span,
}

/// What a coder says of a list of quotations.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Codings {
    /// The themes: a codebook's in its order (also those without a quotation), discovered ones by size.
    pub themes: Vec<Theme>,
    /// The codings, by quotation in the order given, best theme first. A quotation that fits no theme has none.
    pub codings: Vec<Coding>,
    /// Quotations that say nothing ("n/a", "don't know"), counted apart.
    pub no_content: Vec<QuoteId>,
    /// Quotations with content that fit no theme.
    pub uncoded: Vec<QuoteId>,
    /// Words of a codebook that occur in no quotation, as they are written there, by theme.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub unmatched: BTreeMap<ThemeId, Vec<String>>,
}

/// Anything that puts quotations under themes: a codebook, a fitted model, a person's own codings.
pub trait Coder {
    /// Codes the quotations. Each is judged by its own words.
    fn code(&self, quotes: &[&Quote]) -> Codings;
}
