//! Counting: themes by quotations, speakers and documents, by group, and how far the codings can be trusted.

mod analysis;
mod crosstab;
mod facet;

pub use analysis::{Analysis, Base, Counts, ThemeCount, Unit};
pub use crosstab::{Cell, Crosstab, CrosstabRow, Level};
pub use facet::{Facet, TimeUnit};
