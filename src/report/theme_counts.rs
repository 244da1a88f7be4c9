//! How often each theme comes up: its own quotations, and those with all that is below it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::analysis::{Analysis, Counts};
use crate::id::ThemeId;
use crate::themes::Basis;

/// One theme and how often it comes up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ThemeCount {
    /// The theme.
    pub theme: ThemeId,
    /// Its name.
    pub label: String,
    /// How often, without the themes below it.
    pub counts: Counts,
    /// How often, with the themes below it: a quotation under several of them counts once.
    pub total: Counts,
    /// The theme above it.
    pub parent: Option<ThemeId>,
    /// How deep it stands: 1 for a theme below no other.
    pub level: usize,
    /// Codings of its own that rest on words of a codebook.
    pub by_words: usize,
    /// Codings of its own that rest on likeness alone.
    pub by_likeness: usize,
    /// Codings of its own that deserve a second look.
    pub weak: usize,
}

impl ThemeCount {
    /// How many of its quotations are under the themes below it only.
    pub fn below(&self) -> usize {
        self.total.quotes - self.counts.quotes
    }
}

impl Analysis {
    /// How often each theme comes up, in the order of [`themes`](Self::themes), also themes without a quotation.
    pub fn theme_counts(&self) -> Vec<ThemeCount> {
        let themes = self.themes();
        let above = self.themes_above();
        let mut own: Vec<Vec<usize>> = vec![Vec::new(); themes.len()];
        let mut all: Vec<Vec<usize>> = vec![Vec::new(); themes.len()];
        for (at, of_quote) in self.theme_indices().iter().enumerate() {
            for theme in of_quote {
                own[*theme].push(at);
                for theme in [*theme].iter().chain(&above[*theme]) {
                    // Quotations come in order, so that the last is this one where it was counted before.
                    if all[*theme].last() != Some(&at) {
                        all[*theme].push(at);
                    }
                }
            }
        }
        let mut rests: BTreeMap<&ThemeId, [usize; 3]> = BTreeMap::new();
        for coding in &self.codings().codings {
            let rests = rests.entry(&coding.theme).or_default();
            rests[0] += usize::from(coding.basis == Basis::Words);
            rests[1] += usize::from(coding.basis == Basis::Likeness);
            rests[2] += usize::from(coding.weak);
        }
        let mut counts = Vec::with_capacity(themes.len());
        for (at, theme) in themes.iter().enumerate() {
            let [by_words, by_likeness, weak] = rests.get(&theme.id).copied().unwrap_or_default();
            counts.push(ThemeCount {
                theme: theme.id.clone(),
                label: theme.label.clone(),
                counts: self.count(own[at].iter().copied()),
                total: self.count(all[at].iter().copied()),
                parent: above[at].first().map(|parent| themes[*parent].id.clone()),
                level: above[at].len() + 1,
                by_words,
                by_likeness,
                weak,
            });
        }
        counts
    }

    /// For each theme the indices of those above it, the next first. A parent that is not listed, or is below the theme, ends the way up.
    fn themes_above(&self) -> Vec<Vec<usize>> {
        let themes = self.themes();
        let index: BTreeMap<&ThemeId, usize> = themes.iter().map(|theme| &theme.id).zip(0..).collect();
        let parent = |at: usize| themes[at].parent.as_ref().and_then(|parent| index.get(parent).copied());
        let way_up = |theme: usize| {
            let mut above = Vec::new();
            let mut next = parent(theme);
            while let Some(at) = next.filter(|at| *at != theme && !above.contains(at)) {
                above.push(at);
                next = parent(at);
            }
            above
        };
        (0..themes.len()).map(way_up).collect()
    }

    /// How many codings rest on words of a codebook, and how many on likeness alone; none where no codebook gave the themes.
    pub fn by_words_and_likeness(&self) -> Option<(usize, usize)> {
        let of = |basis: Basis| self.codings().codings.iter().filter(|coding| coding.basis == basis).count();
        let words = of(Basis::Words);
        (words > 0).then(|| (words, of(Basis::Likeness)))
    }
}
