//! Themes by group: a table coloured by the share of each group.

use maud::{Markup, html};

use super::{Page, UNIT, short, times, words};
use crate::report::{Cell, Crosstab, CrosstabRow, Facet, Level};

/// How many characters of a group's name stand at the head of its column.
const HEAD: usize = 48;
/// Smaller groups are not shown: a share of three people says nothing, and may tell who they are.
const LEAST: usize = 5;
/// So many themes are shown at once; the others unfold.
const FIRST: usize = 12;
/// From here on groups differ more than chance makes them.
const LEVEL: f64 = 0.05;
/// From here on a cell is one of those that make the difference.
const RESIDUAL: f64 = 2.0;
/// The steps of colour.
const STEPS: f64 = 8.0;

/// One table a facet; none where no facet has groups to compare.
pub(super) fn tables(page: &Page<'_>) -> Vec<Markup> {
    if page.analysis.themes().is_empty() {
        return Vec::new();
    }
    let tables: Vec<Crosstab> = match &page.options.facets {
        Some(facets) => facets.iter().map(|facet| page.analysis.crosstab(facet, UNIT)).collect(),
        None => page.analysis.comparisons(UNIT),
    };
    let hidden = |table: Crosstab| table.without_small_cells(page.options.minimum_cell);
    // Questions have charts of their own.
    let tables = tables.into_iter().filter(|table| !is_question(&table.facet) || table.levels.len() < 2);
    tables.map(hidden).zip(1..).filter_map(|(table, number)| one(page, &table, number)).collect()
}

fn is_question(facet: &Facet) -> bool {
    matches!(facet, Facet::Attribute(name) if name == "question")
}

fn one(page: &Page<'_>, table: &Crosstab, number: usize) -> Option<Markup> {
    let columns: Vec<usize> =
        (0..table.levels.len()).filter(|column| table.levels[*column].base.of(UNIT) >= LEAST).collect();
    let asked = page.options.facets.is_some();
    // Of speakers each of whom says a few things, a table repeats the list of quotations.
    if columns.is_empty() && !matches!(table.facet, Facet::Attribute(_) | Facet::Time(..) | Facet::Bands(..)) {
        return None;
    }
    if columns.is_empty() && !asked {
        return None;
    }
    let name = facet_name(table);
    let id = format!("by{number}");
    let left = table.levels.len() - columns.len();
    Some(html! {
        h3 #(id) { bdi { (name) } }
        @if columns.is_empty() { p.note { (words::no_large_group(LEAST, &page.nouns)) } }
        @else {
            p.caption { (words::THEMES) (words::by_facet(&page.nouns)) (words::missing(&page.nouns, table.missing.of(UNIT))) "." }
            (times::charts(page, table, &columns, &id))
            (heat(page, table, &columns, &id))
            @if page.has_levels() { p.note { (words::OWN_ONLY) } }
            @if left > 0 { p.note { (words::small_groups(left, LEAST, &page.nouns)) } }
        }
    })
}

fn facet_name(table: &Crosstab) -> String {
    match &table.facet {
        Facet::SpeakerKind => words::KIND_OF_SPEAKER.to_owned(),
        Facet::Kind => words::KIND_OF_QUOTATION.to_owned(),
        facet => facet.to_string(),
    }
}

fn differs(row: &CrosstabRow) -> bool {
    row.test.as_ref().is_some_and(|test| test.p_holm < LEVEL)
}

fn heat(page: &Page<'_>, table: &Crosstab, columns: &[usize], id: &str) -> Markup {
    let shares = table.rows.iter().flat_map(|row| columns.iter().filter_map(|column| row.cells[*column].share));
    let most = shares.fold(0.0_f64, f64::max);
    let tested = table.rows.iter().any(|row| row.test.is_some());
    let heat = Heat { table, columns, id, most, tested };
    let order = page.order_of(table);
    let (first, rest) = order.split_at(order.len().min(FIRST));
    html! {
        (heat.rows(first, None))
        (legend(most))
        @if tested { p.note { @if table.rows.iter().any(differs) { (words::DIFFERS) } @else { (words::NOTHING_DIFFERS) } } }
        @if !rest.is_empty() {
            @let name = words::other_themes(&facet_name(table), rest.len());
            details.more { summary { (words::more_themes(rest.len())) } (heat.rows(rest, Some(&name))) }
        }
    }
}

/// A table with what all its rows share.
struct Heat<'a> {
    table: &'a Crosstab,
    columns: &'a [usize],
    /// The element that names it.
    id: &'a str,
    /// The largest share, in the strongest colour.
    most: f64,
    tested: bool,
}

impl Heat<'_> {
    /// Some of the rows, named by the heading unless they have a name of their own.
    fn rows(&self, rows: &[usize], name: Option<&str>) -> Markup {
        let id = name.is_none().then_some(self.id);
        html! {
            div.wide role="region" tabindex="0" aria-labelledby=[id] aria-label=[name] { table.heat.sortable aria-labelledby=[id] aria-label=[name] {
                thead { tr {
                    th scope="col" { (words::THEME) }
                    th.n scope="col" { (words::ALL) }
                    @if self.tested { th.n scope="col" { (words::P) } }
                    @for level in self.levels() {
                        th.n.g scope="col" { bdi { (short(&level.value, HEAD)) } br; span.base { (words::OF) " " (words::grouped(level.base.of(UNIT))) } }
                    }
                } }
                tbody { @for row in rows.iter().map(|row| &self.table.rows[*row]) { tr {
                    th scope="row" { bdi { (row.label) } }
                    td.n { @if let Some(total) = row.total { (words::grouped(total.of(UNIT))) } }
                    @if self.tested { td.n { @if let Some(test) = &row.test { (words::p(test.p_holm)) } } }
                    @for (column, level) in self.columns.iter().zip(self.levels()) {
                        (cell(&row.cells[*column], level.base.of(UNIT), self.most, differs(row)))
                    }
                } } }
            } }
        }
    }

    fn levels(&self) -> impl Iterator<Item = &Level> {
        self.columns.iter().map(|column| &self.table.levels[*column])
    }
}

fn cell(cell: &Cell, base: usize, most: f64, differs: bool) -> Markup {
    let mark = match cell.residual.filter(|_| differs) {
        Some(residual) if residual >= RESIDUAL => Some(("▲", words::MORE_OFTEN)),
        Some(residual) if residual <= -RESIDUAL => Some(("▼", words::LESS_OFTEN)),
        _ => None,
    };
    html! {
        @match (cell.counts, cell.share) {
            (Some(counts), share) => {
                @let share = share.unwrap_or_default();
                td class={ "n g h" (step(share, most)) } {
                    span.mark { @if let Some((mark, meaning)) = mark { span aria-hidden="true" { (mark) } span.unseen { (meaning) " " } } }
                    span.count { (words::grouped(counts.of(UNIT))) } " " span.share { (words::share_of(share, base)) }
                }
            }
            _ => td.n { span.base title=(words::HIDDEN_LONG) { (words::HIDDEN) } },
        }
    }
}

/// The step of colour of a share, from 0, which is none.
fn step(share: f64, most: f64) -> usize {
    if most <= 0.0 { 0 } else { (share / most * STEPS).round() as usize }
}

fn legend(most: f64) -> Markup {
    html! {
        p.legend.note {
            span.steps aria-hidden="true" { @for step in 0..=STEPS as usize { span class={ "h" (step) } {} } }
            " " (words::scale(&words::percent(most)))
        }
    }
}
