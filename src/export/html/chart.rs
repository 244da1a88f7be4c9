//! The themes: one table with bars on one scale.

use maud::{Markup, html};

use super::{Page, UNIT, bars, words};
use crate::export::scale::Scale;
use crate::report::{Counts, Interval, ThemeCount};

/// So many themes are shown at once; the others unfold.
const FIRST: usize = 12;
/// Themes that stand deeper are not set in further.
const DEEPEST: usize = 4;

/// The table of themes.
pub(super) fn section(page: &Page<'_>) -> Markup {
    let themes = &page.ranked;
    let base = page.analysis.base().content.of(UNIT);
    let interval = |theme: &ThemeCount| Interval::of(theme.total.of(UNIT), theme.base.of(UNIT));
    let scale = Scale::of(themes.iter().map(|theme| interval(theme).high));
    html! {
        section #themes aria-labelledby="themes-head" {
            h2 #themes-head { (words::THEMES) }
            @if themes.is_empty() {
                p.note { (words::NO_THEME_THERE) }
            } @else {
                p.caption #themes-table { (words::themes_caption(&page.nouns, base)) @if page.has_levels() { " " (words::LEVELS) } }
                (table(page, &themes[..themes.len().min(FIRST)], base, scale, true))
                @if themes.len() > FIRST {
                    details.more {
                        summary { (words::more_themes(themes.len() - FIRST)) }
                        (table(page, &themes[FIRST..], base, scale, false))
                    }
                }
                @if themes.iter().any(is_single) { p.note { (words::SINGLE_VOICE_LONG) } }
            }
        }
    }
}

fn is_single(theme: &ThemeCount) -> bool {
    theme.total.quotes > 0 && theme.total.speakers < 2
}

/// Whether some codings of a codebook rest on likeness alone.
fn has_likeness(page: &Page<'_>) -> bool {
    page.analysis.by_words_and_likeness().is_some_and(|(_, likeness)| likeness > 0)
}

fn table(page: &Page<'_>, themes: &[ThemeCount], base: usize, scale: Scale, first: bool) -> Markup {
    html! {
        table.themes.sortable aria-labelledby="themes-table" data-base=(base) data-top=(scale.top()) {
            thead { tr {
                th scope="col" { div.named { span.label { (words::THEME) } div.track { (bars::axis(scale)) } } }
                th.n scope="col" { (page.nouns.head) }
                th.n scope="col" { (words::SHARE) }
                th.n scope="col" { (page.nouns.people_head) }
                @if !page.is_survey { th.n scope="col" { (words::DOCUMENTS) } }
                @if page.has_levels() { th.n scope="col" { (words::OWN) } }
                @if has_likeness(page) { th.n scope="col" { (words::BY_LIKENESS) } }
            } }
            tbody { @for theme in themes { (row(page, theme, scale)) } }
            @if first { (foot(page)) }
        }
    }
}

fn row(page: &Page<'_>, theme: &ThemeCount, scale: Scale) -> Markup {
    let (count, base) = (theme.total.of(UNIT), theme.base.of(UNIT));
    let share = if base == 0 { 0.0 } else { count as f64 / base as f64 };
    let class = page.theme_class(&theme.theme);
    html! {
        tr data-theme=(class) {
            th scope="row" class=[(theme.level > 1).then(|| format!("l{}", theme.level.min(DEEPEST)))] { div.named {
                span.label { a href={ "#" (class) } { bdi { (theme.label) } } @if is_single(theme) { " " span.tag { (words::SINGLE_VOICE) } } @if let Some(question) = &theme.question { " " small { bdi { (question) } } } }
                div.track { (bars::bar(scale, share, Some(Interval::of(count, base)), page.colour(&theme.theme))) }
            } }
            td.n.of-quotes { (words::grouped(count)) }
            td.n.of-share { (words::share_of(share, base)) }
            td.n.of-speakers { (words::grouped(theme.total.speakers)) }
            @if !page.is_survey { td.n { (words::grouped(theme.total.documents)) } }
            @if page.has_levels() { td.n.of-own { (words::grouped(theme.counts.of(UNIT))) } }
            @if has_likeness(page) { td.n { (words::grouped(theme.by_likeness)) } }
        }
    }
}

fn foot(page: &Page<'_>) -> Markup {
    let base = page.analysis.base();
    let line = |name: &str, counts: Counts, class: &str| {
        let share = counts.quotes as f64 / base.content.quotes.max(1) as f64;
        html! {
            tr class=[(!class.is_empty()).then_some(class)] {
                th scope="row" { (name) } td.n.of-quotes { (words::grouped(counts.quotes)) }
                td.n.of-share { @if !class.is_empty() { (words::share_of(share, base.content.quotes)) } }
                td.n.of-speakers { (words::grouped(counts.speakers)) } @if !page.is_survey { td.n { (words::grouped(counts.documents)) } }
                @if page.has_levels() { td.n {} } @if has_likeness(page) { td.n {} }
            }
        }
    };
    html! {
        tfoot {
            (line(words::NO_THEME, base.uncoded, "uncoded"))
            @if base.sentiment.quotes > 0 { (line(words::ONLY_SENTIMENT, base.sentiment, "")) }
            (line(words::WITH_CONTENT, base.content, ""))
            @if base.no_content.quotes > 0 { (line(words::NO_CONTENT, base.no_content, "")) }
        }
    }
}
