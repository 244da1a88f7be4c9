//! `verbatims run`: everything, into a folder.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};
use verbatims::export::{html, json as jsonl};

use crate::args::{Global, PrivacyArgs, ReadArgs, TableArgs, ThemeArgs, WriteArgs};
use crate::exit::{Exit, Outcome};
use crate::gathering::Keep;
use crate::output::{self, Files};
use crate::pipeline::{Pipeline, Private};
use crate::reviewed::Reviewed;
use crate::{charts, plan, read_as, reading, show};

/// Find quotations and themes, and write tables and a report into a folder
///
/// Reads texts, web pages, word processor files, PDF, interviews, subtitles, surveys, JSON Lines, Parquet; whole folders of them. Shows what it found,
/// and writes quotes.csv, themes.csv, theme_by_….csv (with all figures of each cell: …_cells.csv), themes_wide.csv, cooccurrence.csv, coverage.csv,
/// saturation_….csv, stability.csv (of themes that were found), speakers.csv, codebook.csv, report.html, quotes.jsonl and run.json.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct RunArgs {
    #[command(flatten)]
    read: ReadArgs,
    #[command(flatten)]
    themes: ThemeArgs,
    /// The folder to write to
    #[arg(long, short, value_name = "FOLDER", default_value = "quotes-out", help_heading = "Writing")]
    out: PathBuf,
    #[command(flatten)]
    tables: TableArgs,
    #[command(flatten)]
    privacy: PrivacyArgs,
    #[command(flatten)]
    write: WriteArgs,
    /// The title of the report
    #[arg(long, value_name = "TITLE", help_heading = "Writing")]
    title: Option<String>,
    /// A file for a workbook (.xlsx) with the tables as its sheets
    #[arg(long, value_name = "FILE", help_heading = "Writing")]
    xlsx: Option<PathBuf>,
    /// A folder for charts as SVG files: themes, themes by question, by group, over time, themes that come together
    #[arg(long, value_name = "FOLDER", help_heading = "Writing")]
    charts: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  verbatims run article.html
  verbatims run interviews/ --codebook codes.csv --out results
  verbatims run survey.csv --group Region --delimiter ';'
  verbatims run survey.csv --xlsx tables.xlsx
  verbatims run interviews/ --pseudonymise --min-cell 5
  verbatims run 'articles/*.txt' --dry-run";

pub(crate) fn run(args: &RunArgs, global: &Global) -> Outcome {
    output::refuse_existing(&args.out, &["quotes.csv", "themes.csv", "run.json", "report.html"], &args.write)?;
    if let Some(folder) = &args.charts {
        output::refuse_existing(folder, &[charts::THEMES], &args.write)?;
    }
    if let Some(file) = &args.xlsx {
        output::refuse_existing_file(file, &args.write)?;
    }
    if args.privacy.pseudonymise {
        Private::paths(&args.out).iter().try_for_each(|path| output::refuse_existing_file(path, &args.write))?;
    }
    let options = args.tables.options()?;
    let pipeline = Pipeline::of(&args.read, &args.themes, &args.tables, &args.privacy, Keep::REPORT, global)?;
    let analysis = &pipeline.analysis;
    let mut files = Files::begin(&args.out, &args.write)?;
    files.add_tables(analysis, &pipeline.by_group, &pipeline.theming.codebook, &args.tables)?;
    let report = pipeline.report(args.title.as_deref(), args.tables.min_cell);
    files.add("report.html", |out| html::report(analysis, &pipeline.corpus, &pipeline.read.documents, &report, out))?;
    files.add("quotes.jsonl", |out| jsonl::quotes(analysis, out))?;
    let record = record(args, &pipeline, &files)?;
    files.add("run.json", |out| Ok(writeln!(out, "{record:#}")?))?;
    let mut written = files.finish()?;
    if let Some(folder) = &args.charts {
        written = format!("{written}\n{}", charts::write(folder, &pipeline, &args.write, args.tables.min_cell)?);
    }
    if let Some(file) = &args.xlsx {
        let (codebook, min_cell) = (&pipeline.theming.codebook, args.tables.min_cell);
        let (bytes, notes) = output::workbook(analysis, &pipeline.by_group, codebook, min_cell)?;
        let said = output::file(file, &args.write, |out| Ok(out.write_all(&bytes)?))?;
        written = [written, said].into_iter().chain(notes).collect::<Vec<_>>().join("\n");
    }
    if let Some(private) = pipeline.private.as_ref().filter(|_| !args.write.dry_run) {
        written = format!("{written}\n{}", private.write(&args.out, options, args.write.existing())?);
    }

    if global.json {
        pipeline.say_notes(global);
        writeln!(io::stdout(), "{record:#}")?;
    } else if !global.quiet {
        let mut page = show::page();
        show::surveys(&mut page, &pipeline.read)?;
        read_as::page(&mut page, &pipeline.corpus, &pipeline.read.documents, &pipeline.accounts, &pipeline.notes)?;
        show::speakers(&mut page, analysis, pipeline.read.documents.len())?;
        show::quotations(&mut page, analysis)?;
        show::themes(&mut page, analysis, &pipeline.theming.origin, pipeline.theming.stability_line().as_deref())?;
        show::groups(
            &mut page,
            &pipeline.analysis,
            &pipeline.by_group,
            !args.read.how.group.is_empty(),
            &pipeline.read,
            pipeline.noun,
        )?;
        page.heading("Files")?;
        written.lines().try_for_each(|line| page.text(line))?;
        if !args.write.dry_run {
            page.text(&format!(
                "{} is the page to read; it opens in a browser.",
                args.out.join("report.html").display()
            ))?;
        }
        page.finish()?;
    }
    reading::skipped(&pipeline.read, global)
}

/// What was done with what: enough to do it again.
fn record(args: &RunArgs, pipeline: &Pipeline, files: &Files) -> Result<Value, Exit> {
    let hidden =
        |texts: &mut dyn Iterator<Item = String>| -> Vec<String> { texts.map(|text| pipeline.hidden(&text)).collect() };
    Ok(json!({
        "program": "verbatims",
        "version": env!("CARGO_PKG_VERSION"),
        "settings": {
            "paths": hidden(&mut args.read.paths.iter().map(|path| path.to_string_lossy().into_owned())),
            "reading": serde_json::to_value(&args.read.how).map_err(Exit::stop)?,
            "themes": serde_json::to_value(&args.themes).map_err(Exit::stop)?,
            "tables": serde_json::to_value(&args.tables).map_err(Exit::stop)?,
            "pseudonymise": args.privacy.pseudonymise,
            "title": args.title,
        },
        "inputs": output::inputs(pipeline)?,
        "counts": output::counts(pipeline.read.files, pipeline.read.documents.len(), &pipeline.analysis),
        "documents": read_as::record(&pipeline.corpus, &pipeline.read.documents, &pipeline.accounts, &|label| pipeline.hidden(label)),
        "plan": plan::record(&pipeline.plan, &|label| pipeline.hidden(label))?,
        "ledger": pipeline.read.surveys.iter().map(|survey| (pipeline.hidden(&survey.plan.file), json!(survey.ledger))).collect::<serde_json::Map<_, _>>(),
        "surveys": hidden(&mut pipeline.read.surveys.iter().map(ToString::to_string)),
        "skipped": hidden(&mut pipeline.read.skipped.iter().map(ToString::to_string)),
        "notes": hidden(&mut pipeline.read.notes.iter().map(ToString::to_string).chain(pipeline.notes.iter().cloned())),
        "review": pipeline.review.as_ref().map(Reviewed::record),
        "warnings": pipeline.theming.warnings,
        "themes": { "method": pipeline.theming.method, "stability": pipeline.theming.stability_line() },
        "files": files.hashes(),
    }))
}
