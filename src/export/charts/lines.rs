//! Shares over time.

use maud::{Markup, html};

use super::figure::{COLOURS, Figure, MARGIN, TITLE, at, fit};
use crate::export::scale::Scale;
use crate::report::Crosstab;

/// The size of a panel, and how many stand side by side.
const WIDTH: f64 = 230.0;
const HEIGHT: f64 = 120.0;
const COLUMNS: usize = 3;
/// What the title of a panel takes, and the periods below it.
const HEAD: f64 = 22.0;
const FOOT: f64 = 22.0;
/// What the numbers of the scale take.
const LEFT: f64 = 38.0;

pub(super) fn over_time(table: &Crosstab) -> Figure {
    let shares = table.rows.iter().flat_map(|row| row.cells.iter().filter_map(|cell| cell.share));
    let scale = Scale::of(shares);
    let top = TITLE + 8.0;
    let drawn = html! {
        @for number in 0..table.rows.len() {
            @let x = MARGIN + WIDTH * (number % COLUMNS) as f64;
            @let y = top + (HEAD + HEIGHT + FOOT) * (number / COLUMNS) as f64;
            (panel(table, number, scale, x, y))
        }
    };
    Figure {
        title: format!("Themes over time ({})", table.facet),
        width: MARGIN * 2.0 + WIDTH * COLUMNS as f64,
        height: top + (HEAD + HEIGHT + FOOT) * table.rows.len().div_ceil(COLUMNS) as f64,
        drawn,
        notes: vec!["Share of the quotations of each period, on one scale.".to_owned()],
    }
}

fn panel(table: &Crosstab, number: usize, scale: Scale, left: f64, top: f64) -> Markup {
    let row = &table.rows[number];
    let room = WIDTH - LEFT - 14.0;
    let step = room / (table.levels.len().max(2) - 1) as f64;
    let x = |column: usize| left + LEFT + step * column as f64;
    let y = |share: f64| top + HEAD + (HEIGHT - HEAD) * (1.0 - scale.part(share));
    let points: Vec<(f64, f64)> =
        row.cells.iter().enumerate().filter_map(|(column, cell)| Some((x(column), y(cell.share?)))).collect();
    let line = points.iter().map(|(x, y)| format!("{},{}", at(*x), at(*y))).collect::<Vec<_>>().join(" ");
    let colour = COLOURS[number % COLOURS.len()];
    html! {
        text x=(at(left)) y=(at(top + 12.0)) font-weight="bold" { (fit(&row.label, WIDTH - 14.0)) }
        @for mark in scale.marks() {
            line x1=(at(left + LEFT)) x2=(at(left + LEFT + room)) y1=(at(y(mark))) y2=(at(y(mark))) stroke="#dde1e8" {}
            text x=(at(left + LEFT - 5.0)) y=(at(y(mark) + 4.0)) text-anchor="end" font-size="10" fill="#566070" { (format!("{:.0} %", mark * 100.0)) }
        }
        polyline points=(line) fill="none" stroke=(colour) stroke-width="2" {}
        @for (x, y) in &points { circle cx=(at(*x)) cy=(at(*y)) r="2.5" fill=(colour) {} }
        @if let (Some(first), Some(last)) = (table.levels.first(), table.levels.last()) {
            text x=(at(left + LEFT)) y=(at(top + HEIGHT + 14.0)) font-size="10" fill="#566070" { (first.value) }
            text x=(at(left + LEFT + room)) y=(at(top + HEIGHT + 14.0)) text-anchor="end" font-size="10" fill="#566070" { (last.value) }
        }
    }
}
