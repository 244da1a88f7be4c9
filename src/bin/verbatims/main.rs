//! The program `verbatims`: files in, quotations with their speakers, themes, tables and a report out.

mod agree;
mod args;
mod ending;
mod explain;
mod output;
mod progress;
mod reading;
mod run;
mod show;
mod theming;
mod verify;

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
    match &cli.command {
        Command::Run(args) => run::run(args, &cli.global),
        Command::Agree(args) => agree::run(args, &cli.global),
        Command::Verify(args) => verify::run(args, &cli.global),
        Command::Explain(args) => explain::run(args, &cli.global),
    }
}
