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
    /// For each document with content: quotations with content, and how many of them are under a theme.
    pub documents: Vec<(DocumentId, usize, usize)>,
    /// Themes without a quotation.
    pub empty: Vec<ThemeId>,
    /// Themes of which one speaker alone speaks, or nobody who is known.
    pub single_voice: Vec<ThemeId>,
    /// Words of a codebook that occur in no quotation, by theme.
    pub unmatched: BTreeMap<ThemeId, Vec<String>>,
}

impl Analysis {
    /// How much of the quotations the themes reach.
    pub fn coverage(&self) -> Coverage {
        let base = self.base();
        let of_quote = self.theme_indices();
        let mut documents: BTreeMap<&DocumentId, (usize, usize)> = BTreeMap::new();
        let mut given = 0;
        for at in self.content() {
            let (content, coded) = documents.entry(&self.quotes()[at].document).or_default();
            *content += 1;
            *coded += usize::from(!of_quote[at].is_empty());
            given += of_quote[at].len();
        }
        let counts = self.theme_counts();
        let themes = |keep: &dyn Fn(usize, usize) -> bool| {
            let kept = counts.iter().filter(|theme| keep(theme.counts.quotes, theme.counts.speakers));
            kept.map(|theme| theme.theme.clone()).collect()
        };
        Coverage {
            base,
            coded: ratio(base.coded.quotes, base.content.quotes),
            themes_per_quote: ratio(given, base.coded.quotes),
            weak: self.codings().codings.iter().filter(|coding| coding.weak).count(),
            documents: documents.into_iter().map(|(id, (content, coded))| (id.clone(), content, coded)).collect(),
            empty: themes(&|quotes, _| quotes == 0),
            single_voice: themes(&|quotes, speakers| quotes > 0 && speakers < 2),
            unmatched: self.codings().unmatched.clone(),
        }
    }
}

fn ratio(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}
