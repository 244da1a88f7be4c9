//! `verbatims completions`: for shells, and the page for `man`.

use std::io::{self, Write};

use clap::{Args, Command, ValueEnum};
use clap_complete::Shell;

use crate::exit::{Exit, Outcome};

/// Print completions for a shell, or the manual page
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  verbatims completions bash > ~/.local/share/bash-completion/completions/verbatims
  verbatims completions man > ~/.local/share/man/man1/verbatims.1")]
pub(crate) struct CompletionsArgs {
    /// bash, elvish, fish, powershell, zsh, or man
    what: String,
}

pub(crate) fn completions(args: &CompletionsArgs, mut command: Command) -> Outcome {
    let mut bytes = Vec::new();
    if args.what == "man" {
        manual(command, &mut bytes)?;
    } else {
        let shell = Shell::from_str(&args.what, true)
            .map_err(|_| Exit::stop(format!("`{}` is none of bash, elvish, fish, powershell, zsh, man", args.what)))?;
        clap_complete::generate(shell, &mut command, "verbatims", &mut bytes);
    }
    Ok(io::stdout().lock().write_all(&bytes)?)
}

/// One page with all commands, each with its options.
fn manual(mut command: Command, out: &mut Vec<u8>) -> io::Result<()> {
    command.build();
    clap_mangen::Man::new(command.clone()).render(out)?;
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        let man = clap_mangen::Man::new(sub.clone().display_name(format!("verbatims {}", sub.get_name())));
        writeln!(out, ".SH \"VERBATIMS {}\"", sub.get_name().to_uppercase())?;
        let mut page = Vec::new();
        man.render_synopsis_section(&mut page)?;
        man.render_description_section(&mut page)?;
        man.render_options_section(&mut page)?;
        // Its sections stand below the command's.
        out.extend(String::from_utf8_lossy(&page).replace(".SH ", ".SS ").into_bytes());
    }
    Ok(())
}
