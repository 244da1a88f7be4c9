//! `verbatims run`: everything, into a folder.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};
use verbatims::export::html::{self, HtmlOptions};
use verbatims::export::{csv, json as jsonl};
use verbatims::import::path::Imported;
use verbatims::report::{Crosstab, Unit};
use verbatims::{Analysis, Extractor};

use crate::args::{Global, ReadArgs, TableArgs, ThemeArgs, WriteArgs};
use crate::ending::{Ended, Ending};
use crate::output::{self, Files};
use crate::theming::{self, Theming};
use crate::{reading, show};

/// Find quotations and themes, and write tables and a report into a folder
///
/// Reads texts, web pages, word processor files, PDF, interviews, subtitles, surveys, JSON Lines; whole folders of them. Shows what it found,
/// and writes quotes.csv, themes.csv, theme_by_….csv, themes_wide.csv, speakers.csv, codebook.csv, report.html, quotes.jsonl and run.json.
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
    write: WriteArgs,
    /// The title of the report
    #[arg(long, value_name = "TITLE", help_heading = "Writing")]
    title: Option<String>,
}

const EXAMPLES: &str = "\
Examples:
  verbatims run article.html
  verbatims run interviews/ --codebook codes.csv --out results
  verbatims run survey.csv --group Region --delimiter ';'
  verbatims run 'articles/*.txt' --dry-run";

pub(crate) fn run(args: &RunArgs, global: &Global) -> Ended {
    output::free(&args.out, &["quotes.csv", "themes.csv", "run.json", "report.html"], &args.write)?;
    let language = reading::language(args.read.how.language.as_deref())?;
    let options = args.tables.options()?;
    let read = reading::read(&args.read, &language, global)?;
    let corpus = reading::extract(&Extractor::new(language.clone()), &read.documents, global.quiet)?;
    if corpus.quotes().next().is_none() {
        return Err(reading::nothing(&read));
    }
    let themed = theming::themed(&corpus, args.themes.of);
    let theming = Theming::of(&args.themes, &language, &themed, global)?;
    let analysis = Analysis::of_corpus(&corpus, theming.codings.clone())?;
    let by_group = crosstabs(&analysis, &args.read.how.group, args.tables.min_cell);

    let mut files = Files::default();
    files.add("quotes.csv", |out| csv::quotes(&analysis, options, out))?;
    files.add("themes.csv", |out| csv::themes(&analysis, options, out))?;
    for table in &by_group {
        files.add(csv::theme_by_name(table), |out| csv::theme_by(table, options, out))?;
    }
    files.add("themes_wide.csv", |out| csv::themes_wide(&analysis, options, out))?;
    files.add("speakers.csv", |out| csv::speakers(&analysis, options, out))?;
    files.add("codebook.csv", |out| csv::codebook(&theming.codebook, options, out))?;
    let mut report = HtmlOptions::default()
        .minimum_cell(args.tables.min_cell)
        .facets(by_group.iter().map(|table| table.facet.clone()).collect())
        .method(&theming.method);
    if let Some(stability) = theming.stability() {
        report = report.method(stability);
    }
    if let Some(title) = &args.title {
        report = report.title(title);
    }
    files.add("report.html", |out| html::report(&analysis, &corpus, &read.documents, &report, out))?;
    files.add("quotes.jsonl", |out| jsonl::quotes(&analysis, out))?;
    let record = record(args, &read, &analysis, &theming, &files)?;
    files.add("run.json", |out| Ok(writeln!(out, "{record:#}")?))?;
    let written = files.write(&args.out, &args.write)?;

    if global.json {
        writeln!(io::stdout(), "{record:#}")?;
    } else if !global.quiet {
        let mut page = show::page();
        show::surveys(&mut page, &read)?;
        show::speakers(&mut page, &analysis, read.documents.len())?;
        show::quotations(&mut page, analysis.quotes())?;
        show::themes(&mut page, &analysis, &theming.origin, theming.stability().as_deref())?;
        let noun = show::noun(themed.iter().copied());
        show::groups(&mut page, &by_group, !args.read.how.group.is_empty(), &read, noun)?;
        page.heading("Files")?;
        page.text(&written)?;
        page.finish()?;
    }
    reading::skipped(&read, global)
}

/// Themes by the groups that were named, else by every one that compares.
pub(crate) fn crosstabs(analysis: &Analysis, groups: &[String], min_cell: usize) -> Vec<Crosstab> {
    if analysis.themes().is_empty() {
        return Vec::new();
    }
    let tables: Vec<Crosstab> = match groups {
        [] => analysis.comparisons(Unit::Quotes),
        _ => groups.iter().map(|name| analysis.crosstab(&reading::facet(name), Unit::Quotes)).collect(),
    };
    tables.into_iter().map(|table| table.without_small_cells(min_cell)).collect()
}

/// What was done with what: enough to do it again.
fn record(
    args: &RunArgs,
    read: &Imported,
    analysis: &Analysis,
    theming: &Theming,
    files: &Files,
) -> Result<Value, Ending> {
    let strings = |values: &mut dyn Iterator<Item = String>| -> Vec<String> { values.collect() };
    Ok(json!({
        "program": "verbatims",
        "version": env!("CARGO_PKG_VERSION"),
        "settings": {
            "reading": args.read.how,
            "themes": args.themes,
            "tables": args.tables,
            "title": args.title,
        },
        "inputs": output::inputs(&read.paths)?,
        "counts": output::counts(read, analysis),
        "surveys": strings(&mut read.surveys.iter().map(ToString::to_string)),
        "skipped": strings(&mut read.skipped.iter().map(ToString::to_string)),
        "notes": strings(&mut read.notes.iter().map(ToString::to_string)),
        "warnings": theming.warnings,
        "themes": { "method": theming.method, "stability": theming.stability },
        "files": files.names(),
    }))
}
