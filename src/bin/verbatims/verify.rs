//! `verbatims verify`: quotations made elsewhere, held against their sources.

use std::io::{self, Write};
use std::path::PathBuf;

use crate::console::{Console, count, fit};
use clap::Args;
use serde::Serialize;
use verbatims::Corpus;
use verbatims::export::csv;
use verbatims::import::claims;
use verbatims::verify::{self, Claim, Finding, Verdict};

use crate::args::{Global, HowArgs, ReadArgs, TableArgs, WriteArgs};
use crate::exit::{Exit, Outcome, warn};
use crate::{languages, output, reading, show};

/// Check quotations of a table against the texts they come from
///
/// The table has a column text (or quote, quotation, content, excerpt) and may have document (or source, file), speaker and quote_id, as
/// quotes.csv does. Each quotation is exact, differs only in marks and blanks, is near (with the true text), or is not found (with the nearest
/// passage). Ends with exit code 1 if any is only near or not found.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct VerifyArgs {
    /// The table of quotations (.csv, .tsv)
    table: PathBuf,
    /// Files, folders or patterns that hold the sources; again for more
    #[arg(long, required = true, num_args = 1.., value_name = "PATH", help_heading = "Reading")]
    sources: Vec<PathBuf>,
    /// Write a table with what the sources say of each quotation
    #[arg(long, short, value_name = "FILE", help_heading = "Writing")]
    out: Option<PathBuf>,
    #[command(flatten)]
    how: HowArgs,
    #[command(flatten)]
    tables: TableArgs,
    #[command(flatten)]
    write: WriteArgs,
}

const EXAMPLES: &str = "\
Examples:
  verbatims verify ai-summary.csv --sources interviews/
  verbatims verify quotes-out/quotes.csv --sources article.html --out checked.csv";

/// How much of a quotation is shown.
const LENGTH: usize = 300;

/// A claim with what was found of it.
#[derive(Serialize)]
struct Checked<'a> {
    claim: &'a Claim,
    finding: &'a Finding,
    said_by: Option<&'a str>,
}

pub(crate) fn run(args: &VerifyArgs, global: &Global) -> Outcome {
    let options = args.tables.options()?;
    let language = reading::language(args.how.language.as_deref())?;
    let table = claims::read(&args.table)?;
    if !global.quiet {
        table.notes.iter().for_each(|note| warn(&note.to_string()));
    }
    let claims = &table.claims;
    if claims.is_empty() {
        return Err(Exit::Nothing(format!("{}: there is no quotation in it", args.table.display())));
    }
    let how = ReadArgs { paths: args.sources.clone(), how: args.how.clone() };
    let mut read = reading::read(&how, &language, global)?;
    languages::tell(&mut read.documents, &args.how, &language);
    let extractor = args.how.extractor(&language);
    let corpus = reading::extract(&extractor, &read.documents, global.quiet)?;
    let findings = verify::verify(claims, &read.documents)?;

    let mut written = None;
    if let Some(path) = &args.out {
        written = Some(output::file(path, &args.write, |out| csv::verified(claims, &findings, &corpus, options, out))?);
    }
    if global.json {
        for (claim, finding) in claims.iter().zip(&findings) {
            let said_by = finding.said_by(&corpus).map(|speaker| speaker.name.as_str());
            let line = serde_json::to_string(&Checked { claim, finding, said_by }).map_err(Exit::stop)?;
            writeln!(io::stdout(), "{line}")?;
        }
    } else if !global.quiet {
        let mut page = show::page();
        page.heading("Quotations against their sources")?;
        page.text(&summary(&findings))?;
        for verdict in [Verdict::Missing, Verdict::Near, Verdict::Marks] {
            differing(&mut page, verdict, claims, &findings, &corpus)?;
        }
        misplaced(&mut page, claims, &findings, &corpus)?;
        page.finish()?;
    }
    if let Some(written) = written.filter(|_| !global.quiet) {
        warn(&written);
    }
    let failed = findings.iter().filter(|finding| finding.verdict >= Verdict::Near).count();
    if failed > 0 {
        return Err(Exit::Nothing(format!(
            "{} of {} {} not what the sources say",
            failed,
            count(findings.len(), "quotation"),
            if failed == 1 { "is" } else { "are" }
        )));
    }
    reading::skipped(&read, global)
}

fn summary(findings: &[Finding]) -> String {
    let number = |verdict: Verdict| findings.iter().filter(|finding| finding.verdict == verdict).count();
    let parts: Vec<String> = [
        (Verdict::Exact, "exact"),
        (Verdict::Marks, "with other marks or blanks"),
        (Verdict::Near, "near (other words)"),
        (Verdict::Missing, "not found"),
    ]
    .into_iter()
    .filter(|(verdict, _)| *verdict == Verdict::Exact || number(*verdict) > 0)
    .map(|(verdict, what)| format!("{} {what}", number(verdict)))
    .collect();
    format!("{}: {}.", count(findings.len(), "quotation"), parts.join(", "))
}

/// The quotations of one verdict that is not exact, each with what the source says.
fn differing(
    page: &mut Console<impl Write>,
    verdict: Verdict,
    claims: &[Claim],
    findings: &[Finding],
    corpus: &Corpus,
) -> io::Result<()> {
    let of: Vec<(&Claim, &Finding)> =
        claims.iter().zip(findings).filter(|(_, found)| found.verdict == verdict).collect();
    if of.is_empty() {
        return Ok(());
    }
    page.heading(match verdict {
        Verdict::Missing => "Not found",
        Verdict::Near => "Near: other words",
        _ => "Other marks or blanks",
    })?;
    for (claim, finding) in of {
        page.line(0, &format!("{}  “{}”", claim.id, fit(&claim.text, LENGTH)))?;
        let Some(place) = &finding.place else {
            page.line(4, "no passage is like it")?;
            continue;
        };
        let what = if verdict == Verdict::Missing { "nearest" } else { "source" };
        page.line(4, &format!("{what}: “{}”", fit(&place.text, LENGTH)))?;
        let said_by = finding.said_by(corpus).map(|speaker| format!(", {}", speaker.name)).unwrap_or_default();
        page.line(4, &format!("{}, line {}{said_by}", place.document, place.position.line))?;
    }
    Ok(())
}

/// Quotations that the sources hold, but elsewhere than said, or by somebody else.
fn misplaced(
    page: &mut Console<impl Write>,
    claims: &[Claim],
    findings: &[Finding],
    corpus: &Corpus,
) -> io::Result<()> {
    let mut lines = Vec::new();
    for (claim, finding) in claims.iter().zip(findings).filter(|(_, found)| found.verdict != Verdict::Missing) {
        let Some(place) = &finding.place else { continue };
        if finding.elsewhere {
            let named = claim.document.as_deref().unwrap_or_default();
            lines.push(format!("{}  said to be in {named}, stands in {}", claim.id, place.document));
        }
        let said_by = finding.said_by(corpus).map(|speaker| speaker.name.as_str());
        if let (Some(claimed), Some(said)) = (claim.speaker.as_deref(), said_by)
            && !same(claimed, said)
        {
            lines.push(format!("{}  said to be by {claimed}; the text has {said}", claim.id));
        }
    }
    if lines.is_empty() {
        return Ok(());
    }
    page.heading("By others, or elsewhere")?;
    lines.iter().try_for_each(|line| page.line(0, line))
}

/// Whether one name holds all words of the other.
fn same(one: &str, other: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        name.split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect()
    };
    let (one, other) = (words(one), words(other));
    let (few, many) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    few.iter().all(|word| many.contains(word))
}
