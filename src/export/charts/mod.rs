//! Charts as SVG files for papers and slides, in the design of the report: bars on one labelled scale with their intervals, tables coloured by share.
//!
//! Each is black on white, with its base and the meaning of its marks in it, so that it can stand alone.

mod bars;
mod figure;
mod heat;
mod lines;

use std::io::Write;

use crate::error::Result;
use crate::report::{Analysis, Cooccurrence, Crosstab};

use self::figure::Figure;

/// The themes as bars: share, number and Wilson's interval at 95 %, the most frequent first.
///
/// # Errors
/// If the writer fails.
pub fn themes(analysis: &Analysis, writer: impl Write) -> Result<()> {
    write(bars::themes(analysis), writer)
}

/// The themes in each group of a table, as bars on one scale, a panel a group: for questions and other facets of few groups.
///
/// # Errors
/// If the writer fails.
pub fn panels(table: &Crosstab, writer: impl Write) -> Result<()> {
    write(bars::panels(table), writer)
}

/// Themes by group, coloured by the share of the group, with ▲ and ▼ where the test says that the groups differ.
///
/// # Errors
/// If the writer fails.
pub fn by_group(table: &Crosstab, writer: impl Write) -> Result<()> {
    write(heat::by_group(table), writer)
}

/// The share of each theme over the columns of a table in order, such as months; a panel a theme.
///
/// # Errors
/// If the writer fails.
pub fn over_time(table: &Crosstab, writer: impl Write) -> Result<()> {
    write(lines::over_time(table), writer)
}

/// How often two themes come together, coloured by how far that is from what chance would give.
///
/// # Errors
/// If the writer fails.
pub fn cooccurrence(table: &Cooccurrence, writer: impl Write) -> Result<()> {
    write(heat::cooccurrence(table), writer)
}

fn write(figure: Figure, mut writer: impl Write) -> Result<()> {
    Ok(writer.write_all(figure.render().into_string().as_bytes())?)
}
