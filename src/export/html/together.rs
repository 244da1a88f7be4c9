//! Themes that come up in one quotation: a triangle of counts, and the pairs that are farthest from chance.

use maud::{Markup, html};

use super::{Page, UNIT, short, words};
use crate::report::{Cooccurrence, Pair};

/// The pairs that are listed.
const PAIRS: usize = 20;
/// The themes that the triangle has room for.
const SIDE: usize = 15;
/// How many characters of a theme's name stand beside its row.
const HEAD: usize = 36;
/// Below this a pair is expected so rarely that its ratio says nothing.
const RARE: f64 = 1.0;

/// The section; nothing where no two themes come together.
pub(super) fn section(page: &Page<'_>) -> Markup {
    let table = page.analysis.cooccurrence(UNIT).without_small_pairs(page.options.minimum_cell);
    html! {
        @if !table.pairs.is_empty() {
            section #together aria-labelledby="together-head" {
                h2 #together-head { (words::TOGETHER_LONG) }
                (triangle(page, &table))
                (pairs(page, table))
                @if page.options.minimum_cell > 1 { p.note { (words::small_pairs(page.options.minimum_cell)) } }
            }
        }
    }
}

fn triangle(page: &Page<'_>, table: &Cooccurrence) -> Markup {
    let themes: Vec<_> = page.ranked.iter().filter(|theme| theme.counts.quotes > 0).take(SIDE).collect();
    let find = |a: usize, b: usize| {
        let (a, b) = (&themes[a].theme, &themes[b].theme);
        table.pairs.iter().find(|pair| (&pair.first, &pair.second) == (a, b) || (&pair.first, &pair.second) == (b, a))
    };
    html! {
        p.caption #triangle { (words::PAIRS_CAPTION) @if page.ranked.len() > SIDE { " " (words::only_most_frequent(SIDE)) } }
        div.wide role="region" tabindex="0" aria-labelledby="triangle" { table.triangle aria-labelledby="triangle" {
            thead { tr { th scope="col" { (words::THEME) } @for column in 1..themes.len() { th.n scope="col" { span.unseen { (themes[column - 1].label) } span aria-hidden="true" { (column) } } } } }
            tbody { @for row in 1..=themes.len() { tr {
                th scope="row" { span.num aria-hidden="true" { (row) } " " bdi { (short(&themes[row - 1].label, HEAD)) } }
                @for column in 1..row { (cell(find(row - 1, column - 1))) }
                @for _ in row..themes.len() { td.empty {} }
            } } }
        } }
        p.legend.note { @for (step, name) in words::RATIOS.iter().enumerate() { span.key { span class={ "swatch d" (step) } aria-hidden="true" {} " " (name) } " " } }
    }
}

fn cell(pair: Option<&Pair>) -> Markup {
    html! {
        @match pair {
            Some(pair) => td class={ "n d" (ratio_step(pair)) } { (words::grouped(pair.count)) },
            None => td.n.none { "·" },
        }
    }
}

/// How far a pair is from chance, in five steps.
fn ratio_step(pair: &Pair) -> usize {
    if pair.expected < RARE {
        return 2;
    }
    match pair.count as f64 / pair.expected {
        ratio if ratio <= 0.5 => 0,
        ratio if ratio < 0.8 => 1,
        ratio if ratio <= 1.25 => 2,
        ratio if ratio < 2.0 => 3,
        _ => 4,
    }
}

/// How many standard errors, nearly, a pair is from chance.
fn distance(pair: &Pair) -> f64 {
    (pair.count as f64 - pair.expected).abs() / pair.expected.max(RARE).sqrt()
}

fn pairs(page: &Page<'_>, mut table: Cooccurrence) -> Markup {
    table.pairs.sort_by(|a, b| distance(b).total_cmp(&distance(a)));
    html! {
        details.more {
            summary { (words::PAIR_LIST) }
            div.wide role="region" tabindex="0" aria-label=(words::PAIR_LIST) { table.sortable aria-label=(words::PAIR_LIST) {
                thead { tr {
                    th scope="col" { (words::THEME) } th scope="col" { (words::WITH) } th.n scope="col" { (words::BOTH) }
                    th.n scope="col" { (words::EXPECTED) } th.n scope="col" { (words::RATIO) } th.n scope="col" { (words::JACCARD) }
                } }
                tbody { @for pair in table.pairs.iter().take(PAIRS) { tr {
                    th scope="row" { bdi { (page.label(&pair.first)) } }
                    td { bdi { (page.label(&pair.second)) } }
                    td.n { (pair.count) } td.n { (format!("{:.1}", pair.expected)) }
                    td.n { (format!("{:.1}", pair.count as f64 / pair.expected)) } td.n { (format!("{:.2}", pair.jaccard)) }
                } } }
            } }
            @if table.pairs.len() > PAIRS { p.note { (words::other_pairs(table.pairs.len() - PAIRS)) } }
        }
    }
}
