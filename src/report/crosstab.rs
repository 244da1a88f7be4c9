use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::analysis::{Analysis, Counts, Unit};
use super::facet::Facet;
use crate::id::ThemeId;

/// Themes by a facet: one row a theme, one column a group.
///
/// Quotations without a theme are part of the groups' sizes. Quotations that say nothing of the facet are in no column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Crosstab {
    /// What the columns are.
    pub facet: Facet,
    /// What shares and tests count.
    pub unit: Unit,
    /// The columns: dates and attributes in their own order, other groups by size, then by name.
    pub levels: Vec<Level>,
    /// One row a theme, in the order of the themes.
    pub rows: Vec<CrosstabRow>,
    /// Quotations with content that say nothing of the facet.
    pub missing: Counts,
}

/// One column of a [`Crosstab`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Level {
    /// The group.
    pub value: String,
    /// Its quotations with content, coded or not: the base of the column's shares.
    pub base: Counts,
}

/// One row of a [`Crosstab`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CrosstabRow {
    /// The theme.
    pub theme: ThemeId,
    /// Its name.
    pub label: String,
    /// One cell a column.
    pub cells: Vec<Cell>,
    /// The theme in all columns together.
    pub total: Counts,
}

/// One theme in one group.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Cell {
    /// How often the theme comes up in the group; none where it is hidden.
    pub counts: Option<Counts>,
    /// The share of the group's base, from 0 to 1; none where it is hidden.
    pub share: Option<f64>,
}

impl Crosstab {
    pub(super) fn new(analysis: &Analysis, facet: &Facet, unit: Unit) -> Self {
        let themes = analysis.theme_indices();
        let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let mut missing = Vec::new();
        for at in analysis.content() {
            match facet.value(&analysis.quotes()[at]) {
                Some(value) => groups.entry(value).or_default().push(at),
                None => missing.push(at),
            }
        }
        let mut groups: Vec<(Level, Vec<usize>)> = groups
            .into_iter()
            .map(|(value, quotes)| (Level { value, base: analysis.count(quotes.iter().copied()) }, quotes))
            .collect();
        if !facet.is_ordered() {
            groups.sort_by_key(|(level, _)| std::cmp::Reverse(level.base.quotes));
        }
        let rows = analysis.themes().iter().enumerate().map(|(row, theme)| {
            let with = |quotes: &[usize]| -> Vec<usize> {
                quotes.iter().copied().filter(|at| themes[*at].binary_search(&row).is_ok()).collect()
            };
            let cells = groups.iter().map(|(level, quotes)| {
                let counts = analysis.count(with(quotes));
                Cell { counts: Some(counts), share: Some(share(counts.of(unit), level.base.of(unit))) }
            });
            CrosstabRow {
                theme: theme.id.clone(),
                label: theme.label.clone(),
                cells: cells.collect(),
                total: analysis.count(groups.iter().flat_map(|(_, quotes)| with(quotes))),
            }
        });
        Self {
            facet: facet.clone(),
            unit,
            rows: rows.collect(),
            levels: groups.into_iter().map(|(level, _)| level).collect(),
            missing: analysis.count(missing),
        }
    }
}

/// A share that is 0 of nothing.
fn share(count: usize, base: usize) -> f64 {
    if base == 0 { 0.0 } else { count as f64 / base as f64 }
}
