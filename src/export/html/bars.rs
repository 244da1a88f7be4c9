//! Bars on one labelled scale, with the interval of each share.

use maud::{Markup, html};

use super::words;
use crate::export::scale::Scale;
use crate::report::Interval;

fn at(scale: Scale, share: f64) -> String {
    format!("{:.1}%", 100.0 * scale.part(share))
}

/// The scale in words: 0, 10 %, 20 %.
pub(super) fn axis(scale: Scale) -> Markup {
    let last = scale.marks().count() - 1;
    html! {
        svg.axis width="100%" height="16" aria-hidden="true" {
            @for (number, mark) in scale.marks().enumerate() {
                @let anchor = if number == 0 { "start" } else if number == last { "end" } else { "middle" };
                text x=(at(scale, mark)) y="12" text-anchor=(anchor) { @if number == 0 { "0" } @else { (words::percent(mark)) } }
            }
        }
    }
}

/// One bar in a theme's colour; the numbers stand beside it.
pub(super) fn bar(scale: Scale, share: f64, interval: Option<Interval>, colour: usize) -> Markup {
    html! {
        svg.bar width="100%" height="18" aria-hidden="true" {
            @for mark in scale.marks().skip(1) { line.grid x1=(at(scale, mark)) x2=(at(scale, mark)) y1="0" y2="18" {} }
            rect class={ "c" (colour) } x="0" y="4" width=(at(scale, share)) height="10" rx="1.5" {}
            @if let Some(interval) = interval {
                line.whisker x1=(at(scale, interval.low)) x2=(at(scale, interval.high)) y1="9" y2="9" {}
                line.whisker x1=(at(scale, interval.low)) x2=(at(scale, interval.low)) y1="6" y2="12" {}
                line.whisker x1=(at(scale, interval.high)) x2=(at(scale, interval.high)) y1="6" y2="12" {}
            }
        }
    }
}
