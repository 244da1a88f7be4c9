use std::io::Write;

use super::table::Table;
use super::{CsvOptions, apart, unit_name};
use crate::error::Result;
use crate::report::{Cell, Counts, Crosstab, Method, Test};

/// The themes by a facet: one row a theme; for each group the count and the percentage of the group. The last row,
/// without a `theme_id`, holds the sizes of the groups. Hidden cells are empty.
///
/// # Errors
/// If the writer fails.
pub fn theme_by(crosstab: &Crosstab, options: CsvOptions, writer: impl Write) -> Result<()> {
    let fixed = ["theme_id", "theme", "total", "p", "p_adjusted", "cramers_v"];
    let unit = crosstab.unit;
    let mut table = Table::new(options, writer)?;
    let mut head = vec!["theme_id".to_owned(), "theme".to_owned()];
    for level in &crosstab.levels {
        let name = apart(&level.value, &fixed);
        head.extend([name.clone(), format!("{name} %")]);
    }
    head.extend(fixed[2..].iter().map(|name| (*name).to_owned()));
    table.row(head)?;
    for row in &crosstab.rows {
        let mut cells = vec![row.theme.to_string(), row.label.clone()];
        for cell in &row.cells {
            cells.push(cell.counts.map(|counts| counts.of(unit).to_string()).unwrap_or_default());
            cells.push(cell.share.map(|share| format!("{:.1}", share * 100.0)).unwrap_or_default());
        }
        cells.push(row.total.map(|counts| counts.of(unit).to_string()).unwrap_or_default());
        cells.extend(match &row.test {
            Some(test) => [small(test.p), small(test.p_holm), format!("{:.3}", test.cramers_v)],
            None => Default::default(),
        });
        table.row(cells)?;
    }
    let mut cells = vec![String::new(), "(all)".to_owned()];
    for level in &crosstab.levels {
        cells.extend([level.base.of(unit).to_string(), String::new()]);
    }
    cells.extend([const { String::new() }; 4]);
    table.row(cells)?;
    table.finish()
}

/// The name of the file for a table by that facet: `theme_by_affiliation.csv`.
pub fn theme_by_name(crosstab: &Crosstab) -> String {
    format!("theme_by_{}.csv", crate::export::write::file_name(&crosstab.facet.to_string()))
}

/// The cells of the same table one below the other, with everything that is known of each: for each theme one row a group, then the row `(all)`
/// with the test that the groups differ. Rows without a `theme_id` follow: the sizes of the groups, and `(not said)` for the quotations that say
/// nothing of the facet. Hidden cells are empty.
///
/// # Errors
/// If the writer fails.
pub fn theme_by_cells(crosstab: &Crosstab, options: CsvOptions, writer: impl Write) -> Result<()> {
    let mut table = Table::new(options, writer)?;
    table.row([
        "theme_id",
        "theme",
        "group",
        "quotes",
        "speakers",
        "documents",
        "unit",
        "base",
        "percent",
        "percent_low",
        "percent_high",
        "residual",
        "test",
        "tested",
        "chi_square",
        "degrees",
        "p",
        "p_holm",
        "p_bh",
        "cramers_v",
    ])?;
    let (unit, tested) = (unit_name(crosstab.unit), unit_name(crosstab.tested));
    let mut row = |theme: [&str; 3], counts: Option<Counts>, base: String, cell: &Cell, test: Option<&Test>| {
        let percent = |share: Option<f64>| share.map(|share| format!("{:.1}", share * 100.0)).unwrap_or_default();
        let mut cells = theme.map(str::to_owned).to_vec();
        cells.extend(match counts {
            Some(counts) => [counts.quotes, counts.speakers, counts.documents].map(|count| count.to_string()),
            None => Default::default(),
        });
        cells.extend([
            unit.to_owned(),
            base,
            percent(cell.share),
            percent(cell.interval.map(|interval| interval.low)),
            percent(cell.interval.map(|interval| interval.high)),
            cell.residual.map(|residual| format!("{residual:.2}")).unwrap_or_default(),
        ]);
        cells.extend(test.map(|test| test_cells(test, tested)).unwrap_or_default());
        table.row(cells)
    };
    for theme in &crosstab.rows {
        for ((level, cell), base) in crosstab.levels.iter().zip(&theme.cells).zip(&theme.bases) {
            let base = base.of(crosstab.unit).to_string();
            row([theme.theme.as_str(), &theme.label, &level.value], cell.counts, base, cell, None)?;
        }
        let all = [theme.theme.as_str(), &theme.label, "(all)"];
        row(all, theme.total, String::new(), &Cell::default(), theme.test.as_ref())?;
    }
    for level in &crosstab.levels {
        row(["", "(all)", &level.value], Some(level.base), String::new(), &Cell::default(), None)?;
    }
    row(["", "(all)", "(not said)"], Some(crosstab.missing), String::new(), &Cell::default(), None)?;
    table.finish()
}

/// The name of the file for the cells of a table: `theme_by_affiliation_cells.csv`.
pub fn theme_by_cells_name(crosstab: &Crosstab) -> String {
    theme_by_name(crosstab).replace(".csv", "_cells.csv")
}

fn test_cells(test: &Test, tested: &str) -> [String; 8] {
    let method = match test.method {
        Method::ChiSquare => "chi-square",
        Method::Fisher => "fisher",
        Method::ChiSquareSparse => "chi-square-sparse",
    };
    [
        method.to_owned(),
        tested.to_owned(),
        format!("{:.3}", test.chi_square),
        test.degrees.to_string(),
        small(test.p),
        small(test.p_holm),
        small(test.p_bh),
        format!("{:.3}", test.cramers_v),
    ]
}

/// A probability, with as many digits as small ones need.
fn small(p: f64) -> String {
    if p < 0.001 { format!("{p:.1e}") } else { format!("{p:.4}") }
}
