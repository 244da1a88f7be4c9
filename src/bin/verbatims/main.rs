//! The program `verbatims`: files in, quotations with their speakers, themes, tables and a report out.

mod agree;
mod apart;
mod args;
mod charts;
mod codebook;
mod completions;
mod console;
mod convert;
mod diff;
mod doubt;
mod exit;
mod explain;
mod extract;
mod filter;
mod find;
mod gathering;
mod languages;
mod order;
mod output;
mod packs;
mod pipeline;
mod plan;
mod progress;
mod read_as;
mod reading;
mod report;
mod reviewed;
mod run;
mod saved;
mod show;
mod signals;
mod tables;
mod themes;
mod theming;
mod verify;

use std::process::ExitCode;

use args::Global;
use clap::{CommandFactory, Parser, Subcommand};
use exit::{Exit, Outcome};

/// Finds who said what in texts, interviews and surveys, groups it into themes, and counts.
///
/// Each quotation is the text as it stands, with its place; nothing leaves this machine, and the same input gives the same output.
#[derive(Debug, Parser)]
#[command(name = "verbatims", version, max_term_width = 100, disable_help_flag = true, disable_version_flag = true, after_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// Print the version
    #[arg(long, short = 'V', action = clap::ArgAction::Version, help_heading = "General")]
    version: Option<bool>,
    #[command(flatten)]
    global: Global,
}

const EXAMPLES: &str = "\
Examples:
  verbatims plan survey.csv                       how it would be read
  verbatims run article.html                      quotations, themes and a report, in quotes-out/
  verbatims run interviews/ --codebook codes.csv  under themes of your own
  verbatims run survey.csv --group Region         themes by a column of a survey

Exit codes: 0 done, 1 nothing found, a check failed or (`diff`) something differs, 2 wrong call or unreadable input,
3 done but for input that is broken (named at the end).";

/// The commands.
#[derive(Debug, Subcommand)]
enum Command {
    Run(run::RunArgs),
    Plan(plan::PlanArgs),
    Extract(extract::ExtractArgs),
    Themes(themes::ThemesArgs),
    Code(themes::CodeArgs),
    Report(report::ReportArgs),
    Tables(tables::TablesArgs),
    Agree(agree::AgreeArgs),
    Find(find::FindArgs),
    Diff(diff::DiffArgs),
    Verify(verify::VerifyArgs),
    Convert(convert::ConvertArgs),
    Explain(explain::ExplainArgs),
    #[command(subcommand, after_help = codebook::EXAMPLES)]
    Codebook(codebook::CodebookCommand),
    #[command(subcommand, after_help = packs::EXAMPLES)]
    Languages(packs::LanguagesCommand),
    Completions(completions::CompletionsArgs),
}

fn main() -> ExitCode {
    // Not one of the commands that people are shown: the program calls itself so.
    if std::env::args_os().nth(1).is_some_and(|command| command == apart::COMMAND) {
        return apart::serve();
    }
    exit::capture_panics();
    signals::watch();
    let cli = Cli::parse();
    exit::run(|| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(cli.global.threads.into()).build();
        pool.map_err(Exit::stop)?.install(|| dispatch(&cli))
    })
}

fn dispatch(cli: &Cli) -> Outcome {
    let global = &cli.global;
    match &cli.command {
        Command::Run(args) => run::run(args, global),
        Command::Plan(args) => plan::plan(args, global),
        Command::Extract(args) => extract::extract(args, global),
        Command::Themes(args) => themes::themes(args, global),
        Command::Code(args) => themes::code(args, global),
        Command::Report(args) => report::report(args, global),
        Command::Tables(args) => tables::tables(args, global),
        Command::Agree(args) => agree::run(args, global),
        Command::Find(args) => find::run(args, global),
        Command::Diff(args) => diff::run(args, global),
        Command::Verify(args) => verify::run(args, global),
        Command::Convert(args) => convert::convert(args, global),
        Command::Explain(args) => explain::run(args, global),
        Command::Codebook(args) => codebook::codebook(args, global),
        Command::Languages(command) => packs::languages(command, global),
        Command::Completions(args) => completions::completions(args, Cli::command()),
    }
}
