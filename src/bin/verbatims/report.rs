//! `verbatims report`: one HTML file.

use std::io::{self, Write};
use std::path::PathBuf;

use crate::console::count;
use clap::Args;
use serde_json::json;
use verbatims::export::{html, write};

use crate::args::{Global, PrivacyArgs, ReadArgs, TableArgs, ThemeArgs, WriteArgs};
use crate::exit::{Outcome, warn};
use crate::gathering::Keep;
use crate::pipeline::{Pipeline, Private};
use crate::{output, reading};

/// Write a report on quotations and themes: one HTML file that opens offline
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct ReportArgs {
    #[command(flatten)]
    read: ReadArgs,
    #[command(flatten)]
    themes: ThemeArgs,
    /// The report
    #[arg(long, short, value_name = "FILE", default_value = "report.html", help_heading = "Writing")]
    out: PathBuf,
    /// Its title
    #[arg(long, value_name = "TITLE", help_heading = "Writing")]
    title: Option<String>,
    #[command(flatten)]
    tables: TableArgs,
    #[command(flatten)]
    privacy: PrivacyArgs,
    #[command(flatten)]
    write: WriteArgs,
}

const EXAMPLES: &str = "\
Examples:
  verbatims report interviews/ --title 'Moving house'
  verbatims report interviews/ --codings quotes.csv --force    after themes were changed by hand";

pub(crate) fn report(args: &ReportArgs, global: &Global) -> Outcome {
    output::refuse_existing_file(&args.out, &args.write)?;
    if args.privacy.pseudonymise {
        Private::paths(&args.out).iter().try_for_each(|path| output::refuse_existing_file(path, &args.write))?;
    }
    let pipeline = Pipeline::of(&args.read, &args.themes, &args.tables, &args.privacy, Keep::REPORT, global)?;
    let options = pipeline.report(args.title.as_deref(), args.tables.min_cell);
    let quotes = count(pipeline.analysis.quotes().len(), "quotation");
    let themes = count(pipeline.analysis.themes().len(), "theme");
    let verb = if args.write.dry_run { "would hold" } else { "holds" };
    if !args.write.dry_run {
        write::file(&args.out, args.write.existing(), |out| {
            html::report(&pipeline.analysis, &pipeline.corpus, &pipeline.read.documents, &options, out)
        })?;
        if let Some(private) = &pipeline.private {
            let csv = args.tables.options()?;
            let said = private.write(&args.out, csv, args.write.existing())?;
            if !global.quiet {
                warn(&said);
            }
        }
    }
    if global.json {
        let told = json!({"file": args.out.to_string_lossy(), "counts": output::counts(pipeline.read.files, pipeline.read.documents.len(), &pipeline.analysis)});
        writeln!(io::stdout(), "{told}")?;
    } else if !global.quiet {
        writeln!(io::stdout(), "{} {verb} {quotes} and {themes}.", args.out.display())?;
    }
    reading::skipped(&pipeline.read, global)
}
