//! Counting: themes by quotations, speakers and documents, by group, and how far the codings can be trusted.
//!
//! An [`Analysis`] joins quotations and [`Codings`](crate::Codings); everything below is derived from it and reads no words.
//!
//! | question | answer |
//! |---|---|
//! | how often does each theme come up? | [`Analysis::theme_counts`]: quotations, speakers, documents, with the [`Base`] of every share |
//! | in which groups? | [`Analysis::crosstab`] by any [`Facet`]: shares with Wilson intervals, a test per theme with effect size and correction, residuals; small cells hidden on request |
//! | what do the counts of many parts come to? | [`Tally`]: counts by theme, group and speaker that merge, a document once |
//! | which themes come together? | [`Cooccurrence`] |
//! | how much is covered, is there enough material? | [`Coverage`], [`Saturation`] |
//! | do the themes come back, are they apart? | [`Analysis::stability`], where the model was asked for it |
//! | what did a reviewer change? | [`Analysis::reviewed`] |
//! | what changed between two runs, waves or coders? | [`Difference`]: themes with counts before and after, quotations new, gone, under other themes, speakers |
//! | do two coders agree? | [`Agreement`]: percent, kappa, alpha, AC1 with bootstrap intervals, and the list of disagreements |
//!
//! The formulas and their sources are in [`guide::method`](crate::guide::method).

mod agreement;
mod alpha;
mod analysis;
mod bootstrap;
mod coefficients;
mod cooccurrence;
mod coverage;
mod crosstab;
mod difference;
mod facet;
mod review;
mod saturation;
mod stats;
mod tally;
mod theme_counts;

pub use agreement::{Agreement, AgreementOptions, Disagreement, Figure, Overall, ThemeAgreement};
pub(crate) use analysis::SpeakerKey;
pub use analysis::{Analysis, Base, Counts, Unit};
pub use cooccurrence::{Cooccurrence, Pair};
pub use coverage::{Coverage, DocumentCoverage};
pub use crosstab::{Cell, Crosstab, CrosstabRow, Level};
pub use difference::{Changed, Difference, Matched, QuoteChange, Side, ThemeChange};
pub use facet::{Bands, Facet, TimeUnit};
pub use review::{Decision, Review, ReviewOutcome};
pub use saturation::Saturation;
pub use stats::{Interval, Method, Test};
pub use tally::{GroupTally, Tally, ThemeTally};
pub use theme_counts::ThemeCount;
