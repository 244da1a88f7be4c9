//! Small charts: the themes of each question, and of each period, on one scale.

use maud::{Markup, html};

use super::{Page, UNIT, bars, short, words};
use crate::export::scale::Scale;
use crate::report::{Crosstab, Facet};

/// So many questions are shown at once; the others unfold.
const FIRST: usize = 6;
/// So many themes stand in each chart.
const THEMES: usize = 10;
/// The longest question that stands whole above its chart.
const HEAD: usize = 160;

/// The questions of a survey, each with its themes; nothing where there is one question.
pub(super) fn section(page: &Page<'_>) -> Markup {
    let table = page.analysis.crosstab(&Facet::Attribute("question".to_owned()), UNIT);
    let table = table.without_small_cells(page.options.minimum_cell);
    if table.levels.len() < 2 || table.rows.is_empty() {
        return html! {};
    }
    let order = page.order_of(&table);
    let shown = &order[..order.len().min(THEMES)];
    let highs = shown.iter().flat_map(|row| &table.rows[*row].cells).filter_map(|cell| cell.interval.map(|of| of.high));
    // A question with a handful of answers has an interval up to 100 %, which would flatten all others.
    let shares = shown.iter().flat_map(|row| &table.rows[*row].cells).filter_map(|cell| cell.share);
    let most = shares.fold(0.0_f64, f64::max);
    let scale = Scale::of(highs.map(|high| high.min(most * 1.5)));
    let first = table.levels.len().min(FIRST);
    html! {
        section #questions aria-labelledby="questions-head" {
            h2 #questions-head { (words::QUESTIONS) }
            p.caption { (words::questions_caption(&page.nouns)) }
            div.multiples { @for column in 0..first { (chart(page, &table, shown, column, scale)) } }
            @if table.levels.len() > first {
                details.more {
                    summary { (words::more_questions(table.levels.len() - first)) }
                    div.multiples { @for column in first..table.levels.len() { (chart(page, &table, shown, column, scale)) } }
                }
            }
            @if page.has_levels() { p.note { (words::OWN_ONLY) } }
            @if order.len() > shown.len() { p.note { (words::rarer_themes(order.len() - shown.len())) } }
        }
    }
}

fn chart(page: &Page<'_>, table: &Crosstab, rows: &[usize], column: usize, scale: Scale) -> Markup {
    let level = &table.levels[column];
    let name = format!("question{}", column + 1);
    html! {
        div.multiple {
            h3 #(name) { bdi { (short(&level.value, HEAD)) } }
            p.note { (page.nouns.count(level.base.quotes)) }
            table.themes aria-labelledby=(name) {
                thead { tr { th scope="col" { div.named { span.label { (words::THEME) } div.track { (bars::axis(scale)) } } } th.n scope="col" { (page.nouns.head) } th.n scope="col" { (words::SHARE) } } }
                tbody { @for row in rows.iter().map(|row| &table.rows[*row]) {
                    @let cell = &row.cells[column];
                    tr {
                        th scope="row" { div.named {
                            span.label { bdi { (row.label) } }
                            div.track { (bars::bar(scale, cell.share.unwrap_or_default(), cell.interval, page.colour(&row.theme))) }
                        } }
                        @match (cell.counts, cell.share) {
                            (Some(counts), Some(share)) => { td.n { (words::grouped(counts.of(UNIT))) } td.n { (words::share_of(share, level.base.of(UNIT))) } }
                            _ => { td.n { span.base { (words::HIDDEN) } } td.n {} }
                        }
                    }
                } }
            }
        }
    }
}
