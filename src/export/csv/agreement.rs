use std::io::Write;

use super::table::Table;
use super::{CsvOptions, list};
use crate::error::Result;
use crate::report::{Agreement, Figure};

/// Agreement of two coders, one row a theme, then the rows `(mean)` and `(sets)`: the mean of the themes, and coefficients over sets of
/// themes, whose `alpha` uses the MASI distance and whose `percent` is the share of equal sets. Empty cells are figures that are not defined.
///
/// # Errors
/// If the writer fails.
pub fn agreement(agreement: &Agreement, options: CsvOptions, writer: impl Write) -> Result<()> {
    let mut table = Table::new(options, writer)?;
    let mut header: Vec<String> =
        ["theme", "label", "units", "both", "only_first", "only_second", "neither"].map(str::to_owned).to_vec();
    for name in ["percent", "kappa", "alpha", "ac1", "f1"] {
        header.extend([name.to_owned(), format!("{name}_low"), format!("{name}_high")]);
    }
    table.row(header)?;
    for theme in &agreement.themes {
        let mut row = vec![theme.theme.to_string(), theme.label.clone(), agreement.units.to_string()];
        row.extend(theme.table.map(|count| count.to_string()));
        row.extend([theme.percent, theme.kappa, theme.alpha, theme.ac1, theme.f1].into_iter().flat_map(cells));
        table.row(row)?;
    }
    let all = &agreement.overall;
    let none = Figure { value: f64::NAN, interval: None };
    for (name, figures) in [
        ("(mean)", [none, all.mean_kappa, all.mean_alpha, all.mean_ac1, none]),
        ("(sets)", [all.exact, none, all.alpha_masi, none, all.micro_f1]),
    ] {
        let mut row = vec![name.to_owned(), String::new(), agreement.units.to_string()];
        row.extend([const { String::new() }; 4]);
        row.extend(figures.into_iter().flat_map(cells));
        table.row(row)?;
    }
    table.finish()
}

/// The quotations that two coders put under different themes, one row each.
///
/// # Errors
/// If the writer fails.
pub fn disagreements(agreement: &Agreement, options: CsvOptions, writer: impl Write) -> Result<()> {
    let mut table = Table::new(options, writer)?;
    table.row(["quote_id", "both", "only_first", "only_second"])?;
    for disagreement in &agreement.disagreements {
        let names = |themes: &[crate::ThemeId]| list(themes.iter().map(ToString::to_string));
        table.row([
            disagreement.quote.to_string(),
            names(&disagreement.both),
            names(&disagreement.only_first),
            names(&disagreement.only_second),
        ])?;
    }
    table.finish()
}

/// A figure and the ends of its interval.
fn cells(figure: Figure) -> [String; 3] {
    let cell = |value: f64| if value.is_finite() { format!("{value:.4}") } else { String::new() };
    let ends = figure.interval.map_or([f64::NAN; 2], |interval| [interval.low, interval.high]);
    [cell(figure.value), cell(ends[0]), cell(ends[1])]
}
