//! Counting: themes by quotations, speakers and documents, by group, and how far the codings can be trusted.

mod agreement;
mod analysis;
mod bootstrap;
mod coefficients;
mod cooccurrence;
mod coverage;
mod crosstab;
mod facet;
mod saturation;
mod stats;

pub use agreement::{Agreement, AgreementParams, Disagreement, Figure, Overall, ThemeAgreement};
pub use analysis::{Analysis, Base, Counts, ThemeCount, Unit};
pub use cooccurrence::{Cooccurrence, Pair};
pub use coverage::Coverage;
pub use crosstab::{Cell, Crosstab, CrosstabRow, Level};
pub use facet::{Facet, TimeUnit};
pub use saturation::Saturation;
pub use stats::{Interval, Method, Test};
