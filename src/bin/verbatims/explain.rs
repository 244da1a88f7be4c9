//! `verbatims explain`: what is seen in one passage, and why.

use std::io::{self, IsTerminal, Read, Write};

use crate::console;
use clap::Args;
use verbatims::{Document, Extractor};

use crate::args::{Global, Kind, with_names};
use crate::exit::{Exit, Outcome, warn};
use crate::reading;

/// Say why a passage has the quotations it has
///
/// For each quotation what its attribution rests on, for one without a speaker why, and for words between marks that are no quotation what they are.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES, next_help_heading = "Reading")]
pub(crate) struct ExplainArgs {
    /// The passage; without it, or as `-`, standard input
    #[arg(help_heading = None)]
    passage: Option<String>,
    /// The language: the code of a built-in pack, or the folder of one of your own [default: English]
    #[arg(long, value_name = "CODE|FOLDER")]
    language: Option<String>,
    /// What the text is; told from the text unless it is given
    #[arg(long, value_enum, value_name = "KIND", default_value_t)]
    kind: Kind,
    /// Who asks in a conversation, by the name or label; `none` is nobody; again for more
    #[arg(long, value_name = "NAME")]
    interviewer: Vec<String>,
    /// Who answers in a conversation, likewise
    #[arg(long, value_name = "NAME")]
    respondent: Vec<String>,
    /// Find beliefs, wishes and intentions too, not only what was said
    #[arg(long)]
    attitudes: bool,
}

const EXAMPLES: &str = "\
Examples:
  verbatims explain '“The bus never comes,” said Ann Lee, who drives one.'
  pbpaste | verbatims explain --json";

pub(crate) fn run(args: &ExplainArgs, global: &Global) -> Outcome {
    let passage = match args.passage.as_deref() {
        Some(passage) if passage != "-" => passage.to_owned(),
        _ => standard_input(global)?,
    };
    if passage.trim().is_empty() {
        return Err(Exit::Stop("there is no text to explain".to_owned()));
    }
    let language = reading::language(args.language.as_deref())?;
    let document = Document::new("passage", passage).kind(args.kind.into());
    let document = with_names(document, &args.interviewer, &args.respondent);
    let extractor = Extractor::new(language).attitudes(args.attitudes).each_language(args.language.is_none());
    let explanation = extractor.explain(&document);
    if global.json {
        writeln!(io::stdout(), "{}", serde_json::to_string_pretty(&explanation).map_err(Exit::stop)?)?;
    } else {
        let mut output = io::stdout().lock();
        for line in explanation.to_string().lines() {
            writeln!(output, "{}", console::safe(line))?;
        }
    }
    Ok(())
}

fn standard_input(global: &Global) -> Result<String, Exit> {
    let mut input = io::stdin().lock();
    if input.is_terminal() && !global.quiet {
        warn("Type or paste the passage, then press Ctrl-D.");
    }
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    String::from_utf8(bytes).map_err(|_| Exit::Stop("the passage is not UTF-8 text".to_owned()))
}
