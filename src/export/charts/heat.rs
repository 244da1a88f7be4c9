//! Tables whose cells are coloured.

use maud::html;

use super::figure::{Figure, MARGIN, RATIOS, SHARES, TITLE, at, fit, percent};
use crate::report::{Cooccurrence, Crosstab, Unit};

const ROW: f64 = 24.0;
const NAMES: f64 = 210.0;
const CELL: f64 = 92.0;
/// The heads of columns, in two lines.
const HEAD: f64 = 36.0;
/// Side of a square of two themes.
const SQUARE: f64 = 40.0;
/// As many themes have room in a square.
const MOST: usize = 15;
/// From here on groups differ more than chance makes them, and a cell is one of those that make the difference.
const LEVEL: f64 = 0.05;
const RESIDUAL: f64 = 2.0;

pub(super) fn by_group(table: &Crosstab) -> Figure {
    let top = TITLE + HEAD + 8.0;
    let left = MARGIN + NAMES;
    let shares = table.rows.iter().flat_map(|row| row.cells.iter().filter_map(|cell| cell.share));
    let most = shares.fold(0.0_f64, f64::max);
    let step = |share: f64| if most > 0.0 { (share / most * (SHARES.len() - 1) as f64).round() as usize } else { 0 };
    let x = |column: usize| left + CELL * column as f64;
    let drawn = html! {
        @for (level, column) in table.levels.iter().zip(0_usize..) {
            text x=(at(x(column) + CELL / 2.0)) y=(at(top - 22.0)) text-anchor="middle" font-weight="bold" { (fit(&level.value, CELL - 6.0)) }
            text x=(at(x(column) + CELL / 2.0)) y=(at(top - 7.0)) text-anchor="middle" font-size="11" fill="#566070" { "of " (level.base.of(Unit::Quotes)) }
        }
        @for (row, number) in table.rows.iter().zip(0_usize..) {
            @let y = top + ROW * number as f64;
            @let differs = row.test.as_ref().is_some_and(|test| test.p_holm < LEVEL);
            text x=(at(left - 8.0)) y=(at(y + 16.0)) text-anchor="end" { (fit(&row.label, NAMES - 8.0)) }
            @for (cell, column) in row.cells.iter().zip(0_usize..) {
                @let share = cell.share.unwrap_or_default();
                rect x=(at(x(column))) y=(at(y)) width=(at(CELL - 1.0)) height=(at(ROW - 1.0)) fill=(SHARES[step(share)]) {}
                text x=(at(x(column) + CELL - 8.0)) y=(at(y + 16.0)) text-anchor="end" {
                    @match cell.residual.filter(|_| differs) { Some(of) if of >= RESIDUAL => "▲ ", Some(of) if of <= -RESIDUAL => "▼ ", _ => "" }
                    @match cell.counts { Some(counts) => { (counts.of(Unit::Quotes)) " (" (percent(share, table.levels[column].base.of(Unit::Quotes))) ")" }, None => "hidden" }
                }
            }
        }
    };
    Figure {
        title: format!("Themes by {}", table.facet),
        width: MARGIN * 2.0 + NAMES + CELL * table.levels.len() as f64,
        height: top + ROW * table.rows.len() as f64,
        drawn,
        notes: vec![
            format!("Quotations and their share of the group; colour from 0 to {}.", percent(most, 0)),
            "▲ more, ▼ less often than elsewhere, where the groups differ (p < .05, Holm).".to_owned(),
        ],
    }
}

pub(super) fn cooccurrence(table: &Cooccurrence) -> Figure {
    let mut themes: Vec<_> = table.themes.iter().filter(|(.., count)| *count > 0).collect();
    themes.sort_by_key(|(.., count)| std::cmp::Reverse(*count));
    themes.truncate(MOST);
    let top = TITLE + 8.0;
    let left = MARGIN + NAMES + 20.0;
    let pair = |a: usize, b: usize| {
        let (a, b) = (&themes[a].0, &themes[b].0);
        table.pairs.iter().find(|pair| (&pair.first, &pair.second) == (a, b) || (&pair.first, &pair.second) == (b, a))
    };
    let drawn = html! {
        @for (row, (_, label, count)) in themes.iter().enumerate() {
            @let y = top + SQUARE * row as f64;
            text x=(at(left - 8.0)) y=(at(y + 24.0)) text-anchor="end" { (row + 1) " " (fit(label, NAMES - 40.0)) " (" (count) ")" }
            @for column in 0..row {
                @let x = left + SQUARE * column as f64;
                @let found = pair(row, column);
                rect x=(at(x)) y=(at(y)) width=(at(SQUARE - 1.0)) height=(at(SQUARE - 1.0)) fill=(RATIOS[found.map_or(2, |pair| step(pair.count as f64, pair.expected))]) stroke="#dde1e8" {}
                text x=(at(x + SQUARE / 2.0)) y=(at(y + 24.0)) text-anchor="middle" { @match found { Some(pair) => (pair.count), None => "0" } }
            }
            text x=(at(left + SQUARE * row as f64 + SQUARE / 2.0)) y=(at(y + 24.0)) text-anchor="middle" font-size="11" fill="#566070" { (row + 1) }
        }
    };
    Figure {
        title: "Themes that come together".to_owned(),
        width: left + SQUARE * themes.len().max(8) as f64 + MARGIN,
        height: top + SQUARE * themes.len() as f64,
        drawn,
        notes: vec![
            "Quotations with both themes. Orange: more than chance would give, blue: less; strong from twice or half on.".to_owned(),
        ],
    }
}

/// How far a pair is from chance, in five steps. What is expected less than once says nothing.
fn step(count: f64, expected: f64) -> usize {
    match count / expected {
        _ if expected < 1.0 => 2,
        ratio if ratio <= 0.5 => 0,
        ratio if ratio < 0.8 => 1,
        ratio if ratio <= 1.25 => 2,
        ratio if ratio < 2.0 => 3,
        _ => 4,
    }
}
