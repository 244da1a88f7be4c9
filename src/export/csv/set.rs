//! The tables of a whole study.

use std::io::Write;

use super::CsvOptions;
use crate::error::Result;
use crate::report::{Analysis, Crosstab, Unit};
use crate::themes::Codebook;

/// What writes a table, however tables are written.
pub type Fill<'a> = &'a dyn Fn(CsvOptions, &mut dyn Write) -> Result<()>;

/// Hands on the tables of quotations, themes, groups, speakers and codes, each with the name of its file: those that `verbatims run` writes. Pairs of themes
/// that come together fewer than `min_cell` times are left out; `by_group` is written as it is.
///
/// # Errors
/// What `add` gives.
pub fn each_table<E>(
    analysis: &Analysis,
    by_group: &[Crosstab],
    codebook: &Codebook,
    min_cell: usize,
    mut add: impl FnMut(&str, Fill<'_>) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    add("quotes.csv", &|options, out| super::quotes(analysis, options, out))?;
    add("themes.csv", &|options, out| super::themes(analysis, options, out))?;
    for table in by_group {
        add(&super::theme_by_name(table), &|options, out| super::theme_by(table, options, out))?;
        add(&super::theme_by_cells_name(table), &|options, out| super::theme_by_cells(table, options, out))?;
    }
    add("themes_wide.csv", &|options, out| super::themes_wide(analysis, options, out))?;
    let together = analysis.cooccurrence(Unit::Quotes).without_small_pairs(min_cell);
    add("cooccurrence.csv", &|options, out| super::cooccurrence(&together, options, out))?;
    add("coverage.csv", &|options, out| super::coverage(&analysis.coverage(), options, out))?;
    for (name, unit) in [("saturation_quotes.csv", Unit::Quotes), ("saturation_speakers.csv", Unit::Speakers)] {
        add(name, &|options, out| super::saturation(&analysis.saturation(unit), options, out))?;
    }
    if analysis.stability().is_some() {
        add("stability.csv", &|options, out| super::stability(analysis, options, out))?;
    }
    add("speakers.csv", &|options, out| super::speakers(analysis, options, out))?;
    add("codebook.csv", &|options, out| super::codebook(codebook, options, out))
}
