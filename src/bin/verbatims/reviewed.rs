//! A review of an earlier report, replayed.

use std::path::Path;

use serde_json::{Value, json};
use verbatims::report::ReviewOutcome;
use verbatims::{Analysis, import};

use crate::args::ThemeArgs;
use crate::console::{count, head};
use crate::exit::Exit;
use crate::theming::name_of;

/// How much of a passage that is no quotation is told.
const LENGTH: usize = 80;

/// What became of a review, and which file it was.
pub(crate) struct Reviewed {
    file: String,
    outcome: ReviewOutcome,
}

impl Reviewed {
    /// Replays the review in a file; none where the file changes a model of themes, which was done when they were found.
    pub(crate) fn of(file: &Path, themes: &ThemeArgs, analysis: &mut Analysis) -> Result<Option<Self>, Exit> {
        let Some(review) = import::edits::read_review(file)? else {
            return if themes.codebook.is_some() || themes.codings.is_some() {
                // A file that is neither says so with the number of the line.
                import::edits::read(file)?;
                Err(Exit::Stop(format!(
                    "{}: these edits change themes that are found, and here they come from a file. Leave out `--codebook` or `--codings`, or download edits \
                     from report.html",
                    file.display()
                )))
            } else {
                Ok(None)
            };
        };
        let (reviewed, outcome) = analysis.reviewed(&review)?;
        *analysis = reviewed;
        Ok(Some(Self { file: name_of(file), outcome }))
    }

    /// What to tell on the page.
    pub(crate) fn notes(&self) -> Vec<String> {
        let mut notes =
            vec![format!("{}: {} of a review replayed.", self.file, count(self.outcome.applied, "decision"))];
        notes.extend(self.outcome.not_applied.iter().map(|why| format!("{}, {why}; left out.", self.file)));
        notes
    }

    /// The same for a report, with what was set aside.
    pub(crate) fn lines(&self) -> Vec<String> {
        let aside = self.outcome.dropped.iter();
        let aside =
            aside.map(|quote| format!("Set aside, no quotation: “{}” ({})", head(&quote.text, LENGTH), quote.id));
        self.notes().into_iter().chain(aside).collect()
    }

    /// The same for `run.json`.
    pub(crate) fn record(&self) -> Value {
        json!({
            "file": self.file,
            "applied": self.outcome.applied,
            "not_applied": self.outcome.not_applied,
            "set_aside": self.outcome.dropped.iter().map(|quote| json!({"quote": quote.id, "text": quote.text})).collect::<Vec<_>>(),
        })
    }
}
