//! A run that is told to end leaves nothing half-written.

/// Waits for signals that end the program: drafts of files are removed first, then it ends as by the signal itself.
#[cfg(unix)]
pub(crate) fn watch() {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;

    // Without them, a signal ends the program at once, and the next run removes the drafts.
    let Ok(mut signals) = Signals::new([SIGHUP, SIGINT, SIGTERM]) else { return };
    std::thread::spawn(move || {
        for signal in &mut signals {
            verbatims::export::write::discard_drafts();
            let _ = emulate_default_handler(signal);
        }
    });
}

#[cfg(not(unix))]
pub(crate) fn watch() {}
