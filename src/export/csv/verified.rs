use std::io::Write;

use super::table::Table;
use super::{CsvOptions, list, yes};
use crate::error::Result;
use crate::quotes::Corpus;
use crate::verify::{Claim, Finding};

/// Claims with what the sources say, one row each, in their order. Who speaks there is taken from `corpus`, which may be empty.
///
/// # Errors
/// If the writer fails.
pub fn verified(
    claims: &[Claim],
    findings: &[Finding],
    corpus: &Corpus,
    options: CsvOptions,
    writer: impl Write,
) -> Result<()> {
    let mut table = Table::new(options, writer)?;
    table.row([
        "quote_id",
        "verdict",
        "text",
        "source_text",
        "likeness",
        "document",
        "line",
        "column",
        "spans",
        "said_by",
        "speaker",
        "source",
        "elsewhere",
        "moved",
    ])?;
    for (claim, finding) in claims.iter().zip(findings) {
        let place = finding.place.as_ref();
        let of = |text: Option<&str>| text.unwrap_or_default().to_owned();
        let spans = place.map(|place| place.spans.as_slice()).unwrap_or_default();
        table.row([
            claim.id.clone(),
            finding.verdict.to_string(),
            claim.text.clone(),
            of(place.map(|place| place.text.as_str())),
            format!("{:.2}", finding.similarity),
            of(place.map(|place| place.document.as_str())),
            place.map(|place| place.position.line.to_string()).unwrap_or_default(),
            place.map(|place| place.position.column.to_string()).unwrap_or_default(),
            list(spans.iter().map(|span| format!("{}..{}", span.start(), span.end()))),
            of(finding.said_by(corpus).map(|speaker| speaker.name.as_str())),
            of(claim.speaker.as_deref()),
            of(claim.document.as_deref()),
            yes(finding.elsewhere),
            yes(finding.moved),
        ])?;
    }
    table.finish()
}
