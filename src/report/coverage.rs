use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::analysis::{Analysis, Base};
use crate::id::{DocumentId, ThemeId};

/// How much of the quotations the themes reach, and which themes rest on little.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Coverage {
    /// Quotations, speakers and documents: in all, with content, coded, without a theme, without content.
    pub base: Base,
    /// The share of the quotations with content that are under a theme; none where there are no such quotations.
    pub coded: Option<f64>,
    /// The mean number of themes of a coded quotation; none where there is none.
    pub themes_per_quote: Option<f64>,
    /// Codings that deserve a second look.
    pub weak: usize,
    /// Each document with quotations that a coder has judged, by id.
    pub documents: Vec<DocumentCoverage>,
    /// Themes without a quotation.
    pub empty: Vec<ThemeId>,
    /// Themes of which one speaker alone speaks, or nobody who is known.
    pub single_voice: Vec<ThemeId>,
    /// Words of a codebook that occur in no quotation, by theme.
    pub unmatched: BTreeMap<ThemeId, Vec<String>>,
}

/// How much of one document's quotations the themes reach.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DocumentCoverage {
    /// The document.
    pub document: DocumentId,
    /// Quotations with content.
    pub content: usize,
    /// Those under at least one theme.
    pub coded: usize,
    /// Quotations that say nothing.
    pub no_content: usize,
    /// Codings: a quotation under two themes has two.
    pub codings: usize,
    /// Codings that deserve a second look.
    pub weak: usize,
}

impl DocumentCoverage {
    fn new(document: &DocumentId) -> Self {
        Self { document: document.clone(), content: 0, coded: 0, no_content: 0, codings: 0, weak: 0 }
    }
}

impl Analysis {
    /// How much of the quotations the themes reach.
    pub fn coverage(&self) -> Coverage {
        let base = self.base();
        let mut documents: BTreeMap<&DocumentId, DocumentCoverage> = BTreeMap::new();
        for (quote, codings, content) in self.judged() {
            let of = documents.entry(&quote.document).or_insert_with(|| DocumentCoverage::new(&quote.document));
            of.content += usize::from(content);
            of.no_content += usize::from(!content);
            of.coded += usize::from(!codings.is_empty());
            of.codings += codings.len();
            of.weak += codings.iter().filter(|coding| coding.weak).count();
        }
        let documents: Vec<DocumentCoverage> = documents.into_values().collect();
        let given = documents.iter().map(|document| document.codings).sum();
        let counts = self.theme_counts();
        let themes = |keep: &dyn Fn(usize, usize) -> bool| {
            let kept = counts.iter().filter(|theme| keep(theme.counts.quotes, theme.counts.speakers));
            kept.map(|theme| theme.theme.clone()).collect()
        };
        Coverage {
            base,
            coded: ratio(base.coded.quotes, base.content.quotes),
            themes_per_quote: ratio(given, base.coded.quotes),
            weak: documents.iter().map(|document| document.weak).sum(),
            documents,
            empty: themes(&|quotes, _| quotes == 0),
            single_voice: themes(&|quotes, speakers| quotes > 0 && speakers < 2),
            unmatched: self.codings().unmatched.clone(),
        }
    }
}

fn ratio(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}
