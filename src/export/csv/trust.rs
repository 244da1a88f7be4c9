//! How far themes can be trusted: what they reach, whether new ones were still coming up, whether they come back.

use std::io::Write;

use super::table::Table;
use super::{CsvOptions, percent, unit_name};
use crate::error::Result;
use crate::report::{Analysis, Coverage, Saturation};

/// What the themes reach: one row a document, by id, then the row `(all)`.
///
/// # Errors
/// If the writer fails.
pub fn coverage(coverage: &Coverage, options: CsvOptions, writer: impl Write) -> Result<()> {
    let mut table = Table::new(options, writer)?;
    table.row([
        "document",
        "quotes",
        "coded",
        "coded_percent",
        "no_theme",
        "no_content",
        "themes_per_quote",
        "weak",
    ])?;
    let mut row = |name: &str, content: usize, coded: usize, no_content: usize, each: Option<f64>, weak: usize| {
        table.row([
            name.to_owned(),
            content.to_string(),
            coded.to_string(),
            percent(coded, content),
            (content - coded).to_string(),
            no_content.to_string(),
            each.map(|each| format!("{each:.2}")).unwrap_or_default(),
            weak.to_string(),
        ])
    };
    for of in &coverage.documents {
        let each = (of.coded > 0).then(|| of.codings as f64 / of.coded as f64);
        row(of.document.as_str(), of.content, of.coded, of.no_content, each, of.weak)?;
    }
    let base = coverage.base;
    let (content, coded, no_content) = (base.content.quotes, base.coded.quotes, base.no_content.quotes);
    row("(all)", content, coded, no_content, coverage.themes_per_quote, coverage.weak)?;
    table.finish()
}

/// Whether new themes were still coming up: one row for each quotation, speaker or document in the order given, then the row `(all)` with
/// what may be expected beyond.
///
/// # Errors
/// If the writer fails.
pub fn saturation(saturation: &Saturation, options: CsvOptions, writer: impl Write) -> Result<()> {
    let mut table = Table::new(options, writer)?;
    table.row([
        unit_name(saturation.unit),
        "new_themes",
        "themes",
        "themes_any_order",
        "last_new",
        "seen_once",
        "seen_twice",
        "estimate",
        "next_new",
    ])?;
    let mut before = 0;
    for ((number, observed), expected) in (1..).zip(&saturation.observed).zip(&saturation.expected) {
        let new = observed - before;
        before = *observed;
        let mut cells = vec![number.to_string(), new.to_string(), observed.to_string(), format!("{expected:.2}")];
        cells.extend([const { String::new() }; 5]);
        table.row(cells)?;
    }
    let (once, twice) = saturation.once_twice;
    table.row([
        "(all)".to_owned(),
        String::new(),
        before.to_string(),
        String::new(),
        saturation.last_new.to_string(),
        once.to_string(),
        twice.to_string(),
        format!("{:.2}", saturation.estimate),
        format!("{:.4}", saturation.next()),
    ])?;
    table.finish()
}

/// How far the themes come back and how far apart they are: one row a theme, in the order of the analysis, then the row `(all)`. Without rows
/// where [`Analysis::stability`] was not looked at.
///
/// # Errors
/// If the writer fails.
pub fn stability(analysis: &Analysis, options: CsvOptions, writer: impl Write) -> Result<()> {
    let mut table = Table::new(options, writer)?;
    table.row([
        "theme_id",
        "theme",
        "overlap",
        "found_percent",
        "together",
        "separation",
        "resamples",
        "agreement",
        "agreement_low",
        "agreement_high",
    ])?;
    let Some(stability) = analysis.stability() else { return table.finish() };
    let figure = |value: f64| format!("{value:.3}");
    for theme in analysis.themes() {
        let Some(of) = stability.themes.iter().find(|of| of.theme == theme.id) else { continue };
        let mut cells = vec![
            theme.id.to_string(),
            theme.label.clone(),
            figure(of.overlap),
            format!("{:.1}", of.found * 100.0),
            figure(of.together),
            figure(of.separation),
        ];
        cells.extend([const { String::new() }; 4]);
        table.row(cells)?;
    }
    let mut cells = vec![String::new(), "(all)".to_owned()];
    cells.extend([const { String::new() }; 4]);
    cells.push(stability.resamples.to_string());
    cells.extend([stability.overall, stability.low, stability.high].map(figure));
    table.row(cells)?;
    table.finish()
}
