//! Quotations as a filter: JSON Lines in, JSON Lines out, one line a document, in order.

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use common::{Args, Failure, KINDS};
use verbatims::export::json;
use verbatims::import::jsonl;
use verbatims::{DocumentKind, Extractor};

mod common;

const USAGE: &str = "
Reads {\"id\", \"text\", …} a line on standard input and writes what each document holds, a line each, in order:
{\"id\", \"quotes\", \"not_quotes\", \"diagnostics\"}. Other keys are carried along as attributes; a `kind` that names
a shape of text sets it for that document.

  extract [--language CODE|FOLDER] [--offsets bytes|chars] [--kind auto|prose|report|transcript|response]
          [--threads N] < IN > OUT

The language is `en` unless it is given: the code of a pack that comes with the crate, or the folder of one of your own.
A line that cannot be read gives {\"error\", \"line\"}; the run goes on and ends with exit code 1.
";

const FLAGS: &[common::Flag] = &[("--language", true), ("--offsets", true), ("--kind", true), ("--threads", true)];

fn main() -> ExitCode {
    common::run(USAGE, FLAGS, |args| {
        args.no_paths()?;
        let threads = args.number("--threads")?.unwrap_or(0);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().map_err(Failure::stop)?;
        pool.install(|| filter(args))
    })
}

fn filter(args: &Args) -> Result<(), Failure> {
    let kind = args.choice("--kind", KINDS)?.unwrap_or_default();
    let chars = args.choice("--offsets", &[("bytes", false), ("chars", true)])?.unwrap_or(false);
    let extractor = Extractor::new(args.language()?);
    let documents = jsonl::documents("stdin", io::stdin().lock()).map(|document| {
        document.map(|document| if document.kind == DocumentKind::Auto { document.kind(kind) } else { document })
    });
    let mut output = BufWriter::new(io::stdout().lock());
    let told = json::extractions(&extractor, documents, chars, &mut output)?;
    output.flush()?;
    match told.errors {
        0 => Ok(()),
        bad => Err(Failure::stop(format!(
            "{bad} of {} lines could not be read; their answers are {{\"error\"}}",
            told.documents + bad
        ))),
    }
}
