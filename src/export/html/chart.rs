//! The bars: how often each theme comes up.

use maud::{Markup, html};

use super::{Page, UNIT, short};
use crate::report::ThemeCount;

/// The height of one theme in pixels; widths are shares of the column, so that letters keep their size on a phone.
const ROW: usize = 42;

/// The bars with the table that says the same in numbers.
pub(super) fn section(page: &Page<'_>) -> Markup {
    let mut themes = page.analysis.theme_counts();
    // Equal counts stay in the order of the themes.
    themes.sort_by_key(|theme| std::cmp::Reverse(theme.counts.quotes));
    let base = page.analysis.base();
    html! {
        section #themes {
            h2 { "Themes" }
            @if themes.is_empty() {
                p.note { "There is no theme." }
            } @else {
                figure {
                    figcaption { "Quotations under each theme, of " (base.content.quotes) " with content. A quotation may have several themes." }
                    (bars(&themes, base.content.of(UNIT)))
                }
                (table(page, &themes))
            }
        }
    }
}

fn bars(themes: &[ThemeCount], base: usize) -> Markup {
    let most = themes.iter().map(|theme| theme.counts.of(UNIT)).max().unwrap_or_default().max(1);
    let height = ROW * themes.len();
    html! {
        svg.bars width="100%" height=(height) role="img" aria-label="Bar chart of the themes; the table below has the same numbers" {
            @for (row, theme) in themes.iter().enumerate() {
                @let count = theme.counts.of(UNIT);
                @let top = ROW * row;
                g {
                    title { (theme.label) ": " (count) }
                    text.label x="0" y=(top + 16) { (short(&theme.label, 40)) }
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
    html! {
        p.caption #themes-table { "Quotations, speakers and documents under each theme" }
        div.wide { table aria-labelledby="themes-table" {
            thead { tr { th scope="col" { "Theme" } th.n scope="col" { "Quotations" } th.n scope="col" { "Speakers" } th.n scope="col" { "Documents" } } }
            tbody {
                @for theme in themes {
                    tr {
                        th scope="row" { a href={ "#" (page.theme_class(&theme.theme)) } { bdi { (theme.label) } }
                            @if theme.counts.quotes > 0 && theme.counts.speakers < 2 { " " span.tag title="Fewer than two known speakers" { "single voice" } } }
                        td.n { (theme.counts.quotes) } td.n { (theme.counts.speakers) } td.n { (theme.counts.documents) }
                    }
                }
            }
            tfoot {
                tr { th scope="row" { "No theme" } td.n { (base.uncoded.quotes) } td.n { (base.uncoded.speakers) } td.n { (base.uncoded.documents) } }
                @if base.no_content.quotes > 0 {
                    tr { th scope="row" { "No content (“n/a” and the like)" } td.n { (base.no_content.quotes) } td.n { (base.no_content.speakers) } td.n { (base.no_content.documents) } }
                }
                tr { th scope="row" { "All with content" } td.n { (base.content.quotes) } td.n { (base.content.speakers) } td.n { (base.content.documents) } }
            }
        } }
    }
}
