//! The tables: themes by group, themes that come together, the words that mark each theme.

use maud::{Markup, html};

use super::{Page, UNIT, short};
use crate::report::{Crosstab, Facet};

/// The pairs of themes that are listed.
const PAIRS: usize = 20;
/// How many characters of a group's name stand at the head of its column.
const HEAD: usize = 48;

/// One table a facet; none where no facet has groups to compare.
pub(super) fn crosstabs(page: &Page<'_>) -> Vec<Markup> {
    if page.analysis.themes().is_empty() {
        return Vec::new();
    }
    let tables: Vec<Crosstab> = match &page.options.facets {
        Some(facets) => facets.iter().map(|facet| page.analysis.crosstab(facet, UNIT)).collect(),
        None => page.analysis.comparisons(UNIT),
    };
    let hidden = |table: Crosstab| table.without_small_cells(page.options.minimum_cell);
    tables.into_iter().map(hidden).zip(1..).map(|(table, number)| crosstab(&table, number)).collect()
}

fn crosstab(table: &Crosstab, number: usize) -> Markup {
    let unit = table.unit;
    let name = match &table.facet {
        Facet::SpeakerKind => "kind of speaker".to_owned(),
        Facet::Kind => "kind of quotation".to_owned(),
        facet => facet.to_string(),
    };
    html! {
        p.caption #{ "by" (number) } {
            "Themes by " bdi { (name) } ": quotations, and their share of the group"
            @match table.missing.of(unit) { 0 => {}, 1 => "; 1 quotation says nothing of it", missing => { "; " (missing) " quotations say nothing of it" } }
        }
        div.wide { table.crosstab aria-labelledby={ "by" (number) } {
            thead { tr {
                th scope="col" { "Theme" }
                @for level in &table.levels { th.n scope="col" title=[is_cut(&level.value)] { bdi { (short(&level.value, HEAD)) } br; span.base { "of " (level.base.of(unit)) } } }
                th.n scope="col" { "All" }
                th.n scope="col" title="Test that the groups differ, corrected after Holm" { "p" }
            } }
            @for of_question in table.rows.chunk_by(|one, other| one.question == other.question) { tbody {
                @if let Some(question) = &of_question[0].question { tr { th scope="colgroup" colspan=(table.levels.len() + 3) { bdi { (question) } } } }
                @for row in of_question { tr {
                th scope="row" { bdi { (row.label) } }
                @for cell in &row.cells {
                    @match (cell.counts, cell.share) {
                        (Some(counts), _) if counts.of(unit) == 0 => {
                            td.n.none { "0 " span.share {} @if cell.residual.is_some_and(|residual| residual <= -2.0) { (less()) } }
                        }
                        (Some(counts), Some(share)) => {
                            td.n style={ "--share:" (format!("{:.0}%", share * 55.0)) } {
                                (counts.of(unit)) " " span.share { (format!("{:.0} %", share * 100.0)) }
                                @match cell.residual {
                                    Some(residual) if residual >= 2.0 => { span.up title="More often than elsewhere" { "▲" } }
                                    Some(residual) if residual <= -2.0 => { (less()) }
                                    _ => {}
                                }
                            }
                        }
                        (Some(counts), None) => td.n { (counts.of(unit)) },
                        _ => td.n { span.base title="Hidden: a small cell" { "hidden" } },
                    }
                }
                td.n { @if let Some(total) = row.total { (total.of(unit)) } }
                td.n { @if let Some(test) = &row.test { (p(test.p_holm)) } }
            } } } }
        } }
    }
}

fn less() -> Markup {
    html! { span.down title="Less often than elsewhere" { "▼" } }
}

/// The whole name of a group whose heading is cut.
fn is_cut(name: &str) -> Option<&str> {
    (name.chars().count() > HEAD).then_some(name)
}

fn p(value: f64) -> String {
    if value < 0.001 { "< .001".to_owned() } else { format!("{value:.3}").trim_start_matches('0').to_owned() }
}

/// Pairs of themes that come up in one quotation.
pub(super) fn cooccurrence(page: &Page<'_>) -> Markup {
    let table = page.analysis.cooccurrence(UNIT).without_small_pairs(page.options.minimum_cell);
    html! {
        @if !table.pairs.is_empty() {
            section #together {
                h2 { "Themes that come together" }
                p.caption #pairs { "Quotations with both themes, and how many there would be if the two had nothing to do with each other" }
                div.wide { table aria-labelledby="pairs" {
                    thead { tr { th scope="col" { "Theme" } th scope="col" { "with" } th.n scope="col" { "Quotations" } th.n scope="col" { "Expected" } th.n scope="col" { "Jaccard" } } }
                    tbody { @for pair in table.pairs.iter().take(PAIRS) { tr {
                        th scope="row" { bdi { (page.label(&pair.first)) } }
                        td { bdi { (page.label(&pair.second)) } }
                        td.n { (pair.count) } td.n { (format!("{:.1}", pair.expected)) } td.n { (format!("{:.2}", pair.jaccard)) }
                    } } }
                } }
                @if page.options.minimum_cell > 1 { p.note { "Pairs of fewer than " (page.options.minimum_cell) " speakers are left out." } }
                @if table.pairs.len() > PAIRS { p.note { (table.pairs.len() - PAIRS) " rarer pairs are left out." } }
            }
        }
    }
}

/// Each theme with the words that mark it and quotations that stand for it.
pub(super) fn words(page: &Page<'_>) -> Markup {
    html! {
        @if !page.analysis.themes().is_empty() {
            section #words {
                h2 { "What each theme is made of" }
                div.cards { @for theme in page.analysis.themes() {
                    article.card id=(page.theme_class(&theme.id)) {
                        h3 { bdi { (theme.label) } }
                        @if let Some(question) = &theme.question { p.note { bdi { (question) } } }
                        @if theme.terms.is_empty() { p.note { "No quotation is under this theme." } }
                        @else { p.words { @for (word, _) in theme.terms.iter().take(10) { span { bdi { (word) } } " " } } }
                        @for id in theme.exemplars.iter().take(2) {
                            @if let Some((number, quote)) = page.numbered(id) {
                                blockquote { p { bdi { (short(&quote.text, 220)) } } }
                                p.who { a href={ "#q" (number) } { (super::quotes::who(quote)) } }
                            }
                        }
                    }
                } }
            }
        }
    }
}
