//! Progress on long work, on standard error, where that is a terminal.

use std::io::{self, IsTerminal};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Fewer steps than this are over before a bar can be read.
const WORTH: usize = 50;

/// A bar over that many steps. It shows nothing when there are few, when standard error is no terminal, or when the caller wants quiet.
pub(crate) fn bar(what: &'static str, steps: usize, quiet: bool) -> ProgressBar {
    if quiet || steps < WORTH || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(steps as u64), ProgressDrawTarget::stderr_with_hz(8));
    if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {eta}") {
        bar.set_style(style);
    }
    bar.with_message(what)
}

/// A line that says what is going on, for work without steps.
pub(crate) fn line(what: &'static str, quiet: bool) -> ProgressBar {
    if quiet || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let line = ProgressBar::new_spinner().with_message(what);
    line.enable_steady_tick(Duration::from_millis(200));
    line
}
