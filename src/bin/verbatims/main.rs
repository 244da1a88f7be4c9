//! The program `verbatims`: files in, quotations with their speakers, themes, tables and a report out.

mod agree;
mod args;
mod codebook;
mod completions;
mod convert;
mod ending;
mod explain;
mod extract;
mod output;
mod progress;
mod reading;
mod report;
mod run;
mod show;
mod themes;
mod theming;
mod verify;
mod work;

use std::process::ExitCode;

use args::{Cli, Command};
use clap::Parser;
use ending::{Ended, Ending};

fn main() -> ExitCode {
    ending::hold_panics();
    let cli = Cli::parse();
    ending::of(|| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(cli.global.threads).build();
        pool.map_err(Ending::stop)?.install(|| carry_out(&cli))
    })
}

fn carry_out(cli: &Cli) -> Ended {
    let global = &cli.global;
    match &cli.command {
        Command::Run(args) => run::run(args, global),
        Command::Extract(args) => extract::extract(args, global),
        Command::Themes(args) => themes::themes(args, global),
        Command::Code(args) => themes::code(args, global),
        Command::Report(args) => report::report(args, global),
        Command::Agree(args) => agree::run(args, global),
        Command::Verify(args) => verify::run(args, global),
        Command::Convert(args) => convert::convert(args, global),
        Command::Explain(args) => explain::run(args, global),
        Command::Codebook(args) => codebook::codebook(args, global),
        Command::Completions(args) => completions::completions(args),
    }
}
