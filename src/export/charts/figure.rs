//! What all charts have: size, title, notes, letters, colours.

use maud::{Markup, html};

/// Eight colours that those who are colour-blind tell apart (Okabe and Ito 2008), blue first.
pub(super) const COLOURS: [&str; 8] =
    ["#0072b2", "#e69f00", "#009e73", "#d55e00", "#56b4e9", "#cc79a7", "#5b6473", "#f0e442"];
/// Steps of blue, for shares.
pub(super) const SHARES: [&str; 9] =
    ["#ffffff", "#f0f5fe", "#e2ebfd", "#d3e1fb", "#c5d7f9", "#b6ccf7", "#a7c2f5", "#98b7f2", "#8aadf0"];
/// Less than chance, as chance, more.
pub(super) const RATIOS: [&str; 5] = ["#8bbcea", "#d3e6f8", "#ffffff", "#fce0bb", "#f4b467"];

/// The margin around a chart.
pub(super) const MARGIN: f64 = 16.0;
/// What a title takes above a chart, and a line of notes below it.
pub(super) const TITLE: f64 = 34.0;
const NOTE: f64 = 17.0;

/// A chart of that size with its title and notes.
pub(super) struct Figure {
    pub(super) title: String,
    pub(super) width: f64,
    /// The height of what is drawn, from the top of the page to the notes.
    pub(super) height: f64,
    pub(super) drawn: Markup,
    pub(super) notes: Vec<String>,
}

impl Figure {
    pub(super) fn render(&self) -> Markup {
        let height = self.height + NOTE * self.notes.len() as f64 + MARGIN;
        html! {
            svg xmlns="http://www.w3.org/2000/svg" width=(self.width) height=(height) viewBox={ "0 0 " (self.width) " " (height) } role="img"
                font-family="Helvetica, Arial, sans-serif" font-size="12" fill="#1d2129" {
                title { (self.title) }
                rect width="100%" height="100%" fill="#ffffff" {}
                text x=(MARGIN) y="26" font-size="15" font-weight="bold" { (self.title) }
                (self.drawn)
                @for (note, number) in self.notes.iter().zip(1_usize..) {
                    text x=(MARGIN) y=(self.height + NOTE * number as f64) font-size="11" fill="#566070" { (note) }
                }
            }
            "\n"
        }
    }
}

/// A number with one digit behind the point.
pub(super) fn at(place: f64) -> String {
    format!("{place:.1}")
}

/// As much of a text as has room in so many pixels.
pub(super) fn fit(text: &str, room: f64) -> String {
    /// A letter of 12 pixels is about so wide.
    const LETTER: f64 = 6.4;
    let most = (room / LETTER).max(3.0) as usize;
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let start: String = text.chars().take(most - 1).collect();
    format!("{}…", start.trim_end())
}

/// A share as a number of percent.
pub(super) fn percent(share: f64, base: usize) -> String {
    if base >= 500 && share > 0.0 && share < 0.0995 {
        format!("{:.1} %", share * 100.0)
    } else {
        format!("{:.0} %", share * 100.0)
    }
}
