//! What a coder says: themes, codings, and the trait that all coders have.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::id::{QuoteId, ThemeId};
use crate::quotes::Quote;
use crate::text::Span;
use crate::themes::polarity::Polarity;

/// What stands between the parts of a label. A comma would read as two columns in the head of a table.
pub(crate) const BETWEEN: &str = " / ";

/// Something that several quotations are about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Theme {
    /// The theme's id; a code's id where the theme comes from a codebook.
    pub id: ThemeId,
    /// The name that people see, made of phrases of the texts or taken from the codebook. A made one has no comma; its parts stand between " / ".
    pub label: String,
    /// The theme above it, where themes come from a codebook with codes below codes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<ThemeId>,
    /// The question whose answers it was found in, where each question has themes of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
    /// The words that mark the theme, in the form the texts use, strongest first, with their weights.
    pub terms: Vec<(String, f64)>,
    /// Quotations that represent the theme, most central first.
    pub exemplars: Vec<QuoteId>,
}

impl Theme {
    /// A theme without words and exemplars.
    pub fn new(id: impl Into<ThemeId>, label: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            label: label.into(),
            parent: None,
            question: None,
            terms: Vec::new(),
            exemplars: Vec::new(),
        }
    }

    /// The first phrase of the label, for the head of a narrow column; the whole label where it is one phrase. Two themes may share it.
    pub fn short_label(&self) -> &str {
        self.label.split_once(BETWEEN).map_or(&self.label, |(first, _)| first)
    }
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
    /// What it rests on.
    #[serde(default, skip_serializing_if = "Basis::is_default")]
    pub basis: Basis,
    /// The words that decided.
    pub evidence: Vec<EvidenceWord>,
}

impl Coding {
    /// A coding of that score, given by a person: not weak, without evidence.
    pub fn new(quote: impl Into<QuoteId>, theme: impl Into<ThemeId>, score: f64) -> Self {
        Self {
            quote: quote.into(),
            theme: theme.into(),
            score,
            weak: false,
            basis: Basis::default(),
            evidence: Vec::new(),
        }
    }
}

/// What a coding rests on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Basis {
    /// What a person or another program says. The default.
    #[default]
    Given,
    /// Words that the codebook names.
    Words,
    /// Likeness: to the words of a code, to what people have coded, or to the quotations of a theme that was found.
    Likeness,
}

impl Basis {
    /// The name in files: `given`, `words`, `likeness`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Words => "words",
            Self::Likeness => "likeness",
        }
    }

    /// The basis of that name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Given, Self::Words, Self::Likeness].into_iter().find(|basis| basis.as_str() == name)
    }

    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// A word that decided for a theme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EvidenceWord {
    /// The word in the form the text uses.
    pub text: String,
    /// Where it is, in bytes of the quotation's `text`; empty where the word is about the whole.
    pub span: Span,
}

impl EvidenceWord {
    /// A word with its place in bytes of the quotation's `text`.
    pub fn new(text: impl Into<String>, span: Span) -> Self {
        Self { text: text.into(), span }
    }

    /// The same word of a part of a text, with its place in the whole, where so many bytes are before the part.
    pub(crate) fn behind(self, bytes: usize) -> Self {
        Self { span: Span::new(self.span.start() + bytes, self.span.end() + bytes), ..self }
    }
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
    /// Those of [`uncoded`](Self::uncoded) that only praise or complain and name nothing that they do so of ("Great!"), each with which it is.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub sentiment: BTreeMap<QuoteId, Polarity>,
    /// Words of a codebook that occur in no quotation, as they are written there, by theme.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub unmatched: BTreeMap<ThemeId, Vec<String>>,
}

impl Codings {
    /// Lists these themes, such as all of a model, in their order, and behind them those that only codings name.
    pub fn list_themes(&mut self, listed: Vec<Theme>) {
        let further = std::mem::replace(&mut self.themes, listed);
        let is_listed = |theme: &Theme| self.themes.iter().any(|known| known.id == theme.id);
        let unknown: Vec<Theme> = further.into_iter().filter(|theme| !is_listed(theme)).collect();
        self.themes.extend(unknown);
    }

    /// Adds what was said of other quotations, such as those of another machine: of any number of parts, in any order, the same comes, but for the order of
    /// themes that some parts do not list, and of quotations. A quotation that is in both is counted once.
    ///
    /// # Errors
    /// [`ErrorKind::Mismatch`](crate::ErrorKind::Mismatch) if a quotation is in both and has other themes or another state there; `self` is as it was.
    pub fn merge(&mut self, other: Self) -> Result<()> {
        let (mine, theirs) = (self.by_quote(), other.by_quote());
        let both: BTreeSet<&QuoteId> = theirs.keys().filter(|id| mine.contains_key(**id)).copied().collect();
        if let Some(id) = both.iter().find(|id| mine[**id] != theirs[**id]) {
            return Err(Error::mismatch(format!("codings: the quotation `{id}` has other themes in another part")));
        }
        let both: BTreeSet<QuoteId> = both.into_iter().cloned().collect();
        let known: BTreeSet<ThemeId> = self.themes.iter().map(|theme| theme.id.clone()).collect();
        self.themes.extend(other.themes.into_iter().filter(|theme| !known.contains(&theme.id)));
        self.codings.extend(other.codings.into_iter().filter(|coding| !both.contains(&coding.quote)));
        self.no_content.extend(other.no_content.into_iter().filter(|id| !both.contains(id)));
        self.uncoded.extend(other.uncoded.into_iter().filter(|id| !both.contains(id)));
        self.sentiment.extend(other.sentiment);
        // A word is nowhere where it is in no part.
        self.unmatched.retain(|theme, words| {
            let there = other.unmatched.get(theme).map_or(&[][..], Vec::as_slice);
            words.retain(|word| there.contains(word));
            !words.is_empty()
        });
        Ok(())
    }

    /// What is said of each quotation: its codings, and whether it says something.
    fn by_quote(&self) -> BTreeMap<&QuoteId, (Vec<&Coding>, bool)> {
        let mut said: BTreeMap<&QuoteId, (Vec<&Coding>, bool)> = BTreeMap::new();
        self.codings.iter().for_each(|coding| said.entry(&coding.quote).or_default().0.push(coding));
        for id in &self.uncoded {
            said.entry(id).or_default();
        }
        self.no_content.iter().for_each(|id| said.entry(id).or_default().1 = true);
        said
    }

    /// What a person says: each quotation with the names of its themes, none for a quotation that was read and fits no theme.
    ///
    /// Themes are listed in the order in which they first come; a theme's id is its name. Every score is 1. A quotation may come
    /// several times; its themes are put together.
    pub fn by_hand<Q, N>(judged: impl IntoIterator<Item = (Q, Vec<N>)>) -> Self
    where
        Q: Into<QuoteId>,
        N: AsRef<str>,
    {
        let mut codings = Self::default();
        let mut names: BTreeSet<String> = BTreeSet::new();
        let mut order: Vec<QuoteId> = Vec::new();
        let mut given: BTreeMap<QuoteId, (Vec<String>, BTreeSet<String>)> = BTreeMap::new();
        for (quote, themes) in judged {
            let quote = quote.into();
            let (all, known) = given.entry(quote.clone()).or_insert_with(|| {
                order.push(quote);
                Default::default()
            });
            for name in themes.iter().map(|name| name.as_ref().trim()).filter(|name| !name.is_empty()) {
                if names.insert(name.to_owned()) {
                    codings.themes.push(Theme::new(name, name));
                }
                if known.insert(name.to_owned()) {
                    all.push(name.to_owned());
                }
            }
        }
        for quote in order {
            let (themes, _) = given.remove(&quote).unwrap_or_default();
            if themes.is_empty() {
                codings.uncoded.push(quote.clone());
            }
            codings.codings.extend(themes.into_iter().map(|name| Coding::new(quote.clone(), name, 1.0)));
        }
        codings
    }
}

/// Anything that puts quotations under themes: a codebook, a fitted model, a person's own codings.
pub trait Coder {
    /// Codes the quotations. Each is judged by its own words.
    fn code(&self, quotes: &[&Quote]) -> Codings;
}
