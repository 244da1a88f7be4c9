//! Themes over time: a small chart a theme, all on one scale.

use maud::{Markup, html};

use super::{Page, UNIT, words};
use crate::export::scale::Scale;
use crate::report::{Crosstab, CrosstabRow, Facet};

/// Fewer periods make no line.
const LEAST: usize = 3;
/// So many themes have a chart; the table below has all.
const THEMES: usize = 9;
/// The drawing, in units of its own, and the room on its left for the scale and below for the periods.
const WIDTH: f64 = 300.0;
const HEIGHT: f64 = 96.0;
const LEFT: f64 = 36.0;
const FOOT: f64 = 16.0;
/// Above the highest mark and behind the last point.
const EDGE: f64 = 6.0;

/// The charts of the table of that id; nothing for a table whose columns are no periods.
pub(super) fn charts(page: &Page<'_>, table: &Crosstab, columns: &[usize], id: &str) -> Markup {
    if !matches!(table.facet, Facet::Time(..)) || columns.len() < LEAST {
        return html! {};
    }
    let order = page.order_of(table);
    let rows: Vec<&CrosstabRow> = order.iter().take(THEMES).map(|row| &table.rows[*row]).collect();
    let shares = rows.iter().flat_map(|row| columns.iter().filter_map(|column| row.cells[*column].share));
    let scale = Scale::of(shares);
    html! {
        div.multiples { @for (number, row) in rows.into_iter().enumerate() {
            @let name = format!("{id}-theme{number}");
            div.multiple {
                h4 #(name) { bdi { (row.label) } }
                (chart(page, table, row, columns, scale))
            }
        } }
        p.note { (words::OVER_TIME) }
    }
}

fn chart(page: &Page<'_>, table: &Crosstab, row: &CrosstabRow, columns: &[usize], scale: Scale) -> Markup {
    let step = (WIDTH - LEFT - EDGE) / (columns.len() - 1) as f64;
    let y = |share: f64| EDGE + (HEIGHT - FOOT - EDGE) * (1.0 - scale.part(share));
    let points: Vec<(f64, f64)> =
        (0..columns.len()).filter_map(|at| Some((LEFT + step * at as f64, y(row.cells[columns[at]].share?)))).collect();
    let line: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
    let said: Vec<String> = columns
        .iter()
        .map(|column| {
            let level = &table.levels[*column];
            let share = row.cells[*column].share;
            format!(
                "{} {}",
                level.value,
                share.map_or(words::HIDDEN.to_owned(), |share| words::share_of(share, level.base.of(UNIT)))
            )
        })
        .collect();
    let colour = page.colour(&row.theme);
    let ends =
        [columns.first(), columns.last()].map(|column| column.map_or("", |column| &*table.levels[*column].value));
    html! {
        svg.course viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role="img" aria-label={ (row.label) ": " (said.join(", ")) } {
            @for mark in scale.marks() {
                line.grid x1=(LEFT) x2=(WIDTH - EDGE) y1=(format!("{:.1}", y(mark))) y2=(format!("{:.1}", y(mark))) {}
                text x=(LEFT - 4.0) y=(format!("{:.1}", y(mark) + 3.5)) text-anchor="end" { @if mark == 0.0 { "0" } @else { (words::percent(mark)) } }
            }
            polyline class={ "s" (colour) } points=(line.join(" ")) {}
            @for (x, y) in &points { circle class={ "c" (colour) } cx=(format!("{x:.1}")) cy=(format!("{y:.1}")) r="2.5" {} }
            text x=(LEFT) y=(HEIGHT - 3.0) { (ends[0]) }
            text x=(WIDTH - EDGE) y=(HEIGHT - 3.0) text-anchor="end" { (ends[1]) }
        }
    }
}
