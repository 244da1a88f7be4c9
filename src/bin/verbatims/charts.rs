//! Charts as files.

use std::path::Path;

use verbatims::Facet;
use verbatims::export::{charts, write};
use verbatims::report::Unit;

use crate::args::WriteArgs;
use crate::exit::Exit;
use crate::output::Files;
use crate::pipeline::Pipeline;

/// The chart that every set has.
pub(crate) const THEMES: &str = "themes.svg";

/// Writes the charts of an analysis into a folder, and says so.
pub(crate) fn write(folder: &Path, pipeline: &Pipeline, args: &WriteArgs, min_cell: usize) -> Result<String, Exit> {
    let analysis = &pipeline.analysis;
    let mut files = Files::begin(folder, args)?;
    files.add(THEMES, |out| charts::themes(analysis, out))?;
    for table in &pipeline.by_group {
        let name = write::file_name(&table.facet.to_string());
        match &table.facet {
            Facet::Time(..) => files.add(format!("themes_over_{name}.svg"), |out| charts::over_time(table, out))?,
            Facet::Attribute(facet) if facet == "question" => {
                files.add(format!("themes_by_{name}.svg"), |out| charts::panels(table, out))?;
            }
            _ => files.add(format!("themes_by_{name}.svg"), |out| charts::by_group(table, out))?,
        }
    }
    let together = analysis.cooccurrence(Unit::Quotes).without_small_pairs(min_cell);
    if !together.pairs.is_empty() {
        files.add("themes_together.svg", |out| charts::cooccurrence(&together, out))?;
    }
    files.finish()
}
