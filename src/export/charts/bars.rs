//! Bars with intervals.

use maud::{Markup, html};

use super::figure::{COLOURS, Figure, MARGIN, TITLE, at, fit, percent};
use crate::export::scale::Scale;
use crate::report::{Analysis, Crosstab, Interval, Unit};

const ROW: f64 = 24.0;
/// What names, bars and numbers take.
const NAMES: f64 = 210.0;
const BARS: f64 = 330.0;
const NUMBERS: f64 = 100.0;
/// What a heading takes above a panel, and the scale below it.
const HEAD: f64 = 24.0;
const AXIS: f64 = 26.0;

/// One bar.
struct Bar {
    label: String,
    count: usize,
    share: f64,
    interval: Option<Interval>,
    colour: usize,
}

pub(super) fn themes(analysis: &Analysis) -> Figure {
    let base = analysis.base().content.quotes;
    let mut counts = analysis.theme_counts();
    counts.sort_by_key(|theme| std::cmp::Reverse(theme.total.quotes));
    let bar = |(theme, colour): (&crate::report::ThemeCount, usize)| Bar {
        label: theme.label.clone(),
        count: theme.total.quotes,
        share: if base == 0 { 0.0 } else { theme.total.quotes as f64 / base as f64 },
        interval: Some(Interval::of(theme.total.quotes, base)),
        colour,
    };
    let bars: Vec<Bar> = counts.iter().zip(0..).map(bar).collect();
    figure(format!("Themes in {base} quotations"), vec![(String::new(), base, bars)])
}

pub(super) fn panels(table: &Crosstab) -> Figure {
    let panel = |(column, level): (usize, &crate::report::Level)| {
        let bar = |(row, colour): (&crate::report::CrosstabRow, usize)| Bar {
            label: row.label.clone(),
            count: row.cells[column].counts.map_or(0, |counts| counts.of(Unit::Quotes)),
            share: row.cells[column].share.unwrap_or_default(),
            interval: row.cells[column].interval,
            colour,
        };
        let bars = table.rows.iter().zip(0..).map(bar).collect();
        (level.value.clone(), level.base.quotes, bars)
    };
    figure(
        format!("Themes by {}", table.facet),
        table.levels.iter().enumerate().map(|(at, level)| panel((at, level))).collect(),
    )
}

fn figure(title: String, panels: Vec<(String, usize, Vec<Bar>)>) -> Figure {
    let bars = || panels.iter().flat_map(|(_, _, bars)| bars);
    let most = bars().map(|bar| bar.share).fold(0.0_f64, f64::max);
    let high = |bar: &Bar| bar.interval.map_or(bar.share, |interval| interval.high);
    let scale = Scale::of(bars().map(|bar| high(bar).min((most * 1.5).max(0.01))));
    let mut top = TITLE + 8.0;
    let mut drawn: Vec<Markup> = Vec::new();
    for (name, base, bars) in &panels {
        if !name.is_empty() {
            drawn.push(html! { text x=(MARGIN) y=(at(top + 14.0)) font-weight="bold" { (fit(name, NAMES + BARS)) " (" (base) ")" } });
            top += HEAD;
        }
        drawn.push(panel(bars, *base, scale, top));
        top += ROW * bars.len() as f64 + AXIS;
    }
    Figure {
        title,
        width: MARGIN * 2.0 + NAMES + BARS + NUMBERS,
        height: top,
        drawn: html! { @for panel in &drawn { (panel) } },
        notes: vec![
            "Share of the quotations with content; a quotation may have several themes. Line: 95 % interval (Wilson)."
                .to_owned(),
        ],
    }
}

fn panel(bars: &[Bar], base: usize, scale: Scale, top: f64) -> Markup {
    let left = MARGIN + NAMES;
    let x = |share: f64| at(left + BARS * scale.part(share));
    let bottom = top + ROW * bars.len() as f64;
    html! {
        @for mark in scale.marks() {
            line x1=(x(mark)) x2=(x(mark)) y1=(at(top)) y2=(at(bottom)) stroke="#dde1e8" {}
            text x=(x(mark)) y=(at(bottom + 14.0)) text-anchor="middle" font-size="11" fill="#566070" { (format!("{:.0} %", mark * 100.0)) }
        }
        @for (bar, row) in bars.iter().zip(0_usize..) {
            @let y = top + ROW * row as f64;
            @let middle = y + ROW / 2.0;
            text x=(at(left - 8.0)) y=(at(middle + 4.0)) text-anchor="end" { (fit(&bar.label, NAMES - 8.0)) }
            rect x=(at(left)) y=(at(y + 5.0)) width=(at(BARS * scale.part(bar.share))) height=(at(ROW - 10.0)) fill=(COLOURS[bar.colour % COLOURS.len()]) {}
            @if let Some(interval) = bar.interval {
                line x1=(x(interval.low)) x2=(x(interval.high)) y1=(at(middle)) y2=(at(middle)) stroke="#1d2129" {}
                @for end in [interval.low, interval.high] { line x1=(x(end)) x2=(x(end)) y1=(at(middle - 3.0)) y2=(at(middle + 3.0)) stroke="#1d2129" {} }
            }
            text x=(at(left + BARS + 12.0)) y=(at(middle + 4.0)) { (bar.count) " (" (percent(bar.share, base)) ")" }
        }
    }
}
