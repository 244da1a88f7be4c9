//! Why a quotation has its speaker, or none, and why a marked passage is no quotation.

use std::io::{self, Read, Write};
use std::process::ExitCode;

use common::{Args, Failure};
use verbatims::{Document, Extractor};

mod common;

const USAGE: &str = "
Says for one passage what each attribution rests on, why a quotation has no speaker, and why words between marks are
no quotation.

  explain [PASSAGE] [--language CODE|FOLDER] [--kind auto|prose|report|transcript|response] [--json]

  PASSAGE     the text itself; without it, or as `-`, standard input
  --language  the code of a pack that comes with the crate, or the folder of one of your own (default en)
  --kind      the shape of the text (default: told from the text)
  --json      the same for programs
";

const FLAGS: &[common::Flag] = &[("--language", true), ("--kind", true), ("--json", false)];

fn main() -> ExitCode {
    common::run(USAGE, FLAGS, explain)
}

fn explain(args: &Args) -> Result<(), Failure> {
    let kind = args.choice("--kind", common::KINDS)?.unwrap_or_default();
    let passage = match &args.paths[..] {
        [] => standard_input()?,
        [dash] if dash.as_os_str() == "-" => standard_input()?,
        [passage] => passage.to_string_lossy().into_owned(),
        [_, more, ..] => return Err(Failure::usage(format!("unexpected argument `{}`", more.display()))),
    };
    let explanation = Extractor::new(args.language()?).explain(&Document::new("passage", passage).kind(kind));
    let mut output = io::stdout().lock();
    if args.has("--json") {
        writeln!(output, "{}", serde_json::to_string(&explanation).map_err(Failure::stop)?)?;
    } else {
        write!(output, "{explanation}")?;
    }
    Ok(())
}

fn standard_input() -> Result<String, Failure> {
    let mut passage = String::new();
    io::stdin().lock().read_to_string(&mut passage)?;
    Ok(passage)
}
