//! The bars: how often each theme comes up.

use maud::{Markup, html};

use super::{Page, UNIT, short};
use crate::report::ThemeCount;

/// The height of one theme in pixels; widths are shares of the column, so that letters keep their size on a phone.
const ROW: usize = 42;
/// How many pixels deeper a theme stands than the one above it.
const INDENT: usize = 18;

/// The bars with the table that says the same in numbers.
pub(super) fn section(page: &Page<'_>) -> Markup {
    let mut themes = page.analysis.theme_counts();
    // Themes below themes stand below them; else equal counts stay in the order of the themes.
    if themes.iter().all(|theme| theme.level == 1) {
        themes.sort_by_key(|theme| std::cmp::Reverse(theme.counts.quotes));
    }
    let base = page.analysis.base();
    html! {
        section #themes {
            h2 { "Themes" }
            @if themes.is_empty() {
                p.note { "There is no theme." }
            } @else {
                figure {
                    figcaption { "Quotations under each theme, of " (base.content.quotes) " with content. A quotation may have several themes."
                        @if themes.iter().any(|theme| theme.level > 1) { " A theme with others below it counts theirs too, each quotation once." } }
                    (bars(&themes, base.content.of(UNIT)))
                }
                (table(page, &themes))
            }
        }
    }
}

fn bars(themes: &[ThemeCount], base: usize) -> Markup {
    let most = themes.iter().map(|theme| theme.total.of(UNIT)).max().unwrap_or_default().max(1);
    let height = ROW * themes.len();
    html! {
        svg.bars width="100%" height=(height) role="img" aria-label="Bar chart of the themes; the table below has the same numbers" {
            @for (row, theme) in themes.iter().enumerate() {
                @let count = theme.total.of(UNIT);
                @let top = ROW * row;
                g {
                    title { (theme.label) ": " (count) }
                    text.label x=(INDENT * (theme.level - 1)) y=(top + 16) { (short(&theme.label, 40)) }
                    text.count x="100%" y=(top + 16) text-anchor="end" { (count) (share(count, base)) }
                    rect.track x="0" y=(top + 23) width="100%" height="9" rx="4.5" {}
                    rect.bar x="0" y=(top + 23) width=(format!("{:.1}%", 100.0 * count as f64 / most as f64)) height="9" rx="4.5" {}
                }
            }
        }
    }
}

fn share(count: usize, base: usize) -> String {
    if base == 0 { String::new() } else { format!(" · {:.0} %", 100.0 * count as f64 / base as f64) }
}

fn table(page: &Page<'_>, themes: &[ThemeCount]) -> Markup {
    let base = page.analysis.base();
    let levels = themes.iter().any(|theme| theme.level > 1);
    let likeness = page.analysis.by_words_and_likeness().is_some();
    let blank = |more: bool| html! { @if more { td.n {} } };
    html! {
        p.caption #themes-table { "Quotations, speakers and documents under each theme" }
        div.wide { table aria-labelledby="themes-table" {
            thead { tr {
                th scope="col" { "Theme" } th.n scope="col" { "Quotations" }
                @if levels { th.n scope="col" title="Without those of the themes below" { "Own" } }
                @if likeness { th.n scope="col" title="Of its own: no word of the codebook, but like it" { "By likeness" } }
                th.n scope="col" { "Speakers" } th.n scope="col" { "Documents" }
            } }
            tbody { @for theme in themes { tr {
                th scope="row" style=[(theme.level > 1).then(|| format!("padding-left:{}px", 10 + INDENT * (theme.level - 1)))] {
                    a href={ "#" (page.theme_class(&theme.theme)) } { bdi { (theme.label) } }
                    @if theme.total.quotes > 0 && theme.total.speakers < 2 { " " span.tag title="Fewer than two known speakers" { "single voice" } }
                }
                td.n { (theme.total.quotes) }
                @if levels { td.n { (theme.counts.quotes) } }
                @if likeness { td.n { (theme.by_likeness) } }
                td.n { (theme.total.speakers) } td.n { (theme.total.documents) }
            } } }
            tfoot {
                @for (name, counts, always) in [("No theme", base.uncoded, true), ("No content (“n/a” and the like)", base.no_content, false), ("All with content", base.content, true)] {
                    @if always || counts.quotes > 0 {
                        tr { th scope="row" { (name) } td.n { (counts.quotes) } (blank(levels)) (blank(likeness)) td.n { (counts.speakers) } td.n { (counts.documents) } }
                    }
                }
            }
        } }
    }
}
