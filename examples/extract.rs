//! Quotations as a filter for other programs: JSON Lines in, JSON Lines out, as `verbatims extract` does it.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use filter::{Filter, OffsetUnit};
use flags::Failure;
use verbatims::import::jsonl;
use verbatims::{DocumentKind, Extractor};

#[path = "../src/bin/verbatims/filter/extract.rs"]
mod filter;
mod flags;

const USAGE: &str = "
Reads {\"id\", \"text\", …} a line on standard input and writes what each document holds, a line each, in order:
{\"id\", \"quotes\", \"not_quotes\", \"diagnostics\"}. Other keys are carried along as attributes; a `kind` that names
a shape of text sets it for that document.

  extract [--language CODE|FOLDER] [--offsets bytes|chars] [--kind auto|prose|report|transcript|response]
          [--attitudes] [--threads N] < IN > OUT

With `--attitudes`, beliefs, wishes, intentions and acts are found too (`cue_class` `attitude`).
The language is `en` unless it is given: the code of a pack that comes with the crate, or the folder of one of your own.
A line that cannot be read gives {\"error\", \"line\"}; the run goes on and ends with exit code 1.
";

fn main() -> ExitCode {
    flags::run(USAGE, &["--language=", "--offsets=", "--kind=", "--attitudes", "--threads="], |flags| {
        let kind = match flags.value("--kind") {
            None | Some("auto") => DocumentKind::Auto,
            Some("prose") => DocumentKind::Prose,
            Some("report") => DocumentKind::Report,
            Some("transcript") => DocumentKind::Transcript,
            Some("response") => DocumentKind::Response,
            Some(_) => return Err(Failure::usage("`--kind` is one of auto, prose, report, transcript, response")),
        };
        let offsets = match flags.value("--offsets") {
            None | Some("bytes") => OffsetUnit::Bytes,
            Some("chars") => OffsetUnit::CodePoints,
            Some(_) => return Err(Failure::usage("`--offsets` is one of bytes, chars")),
        };
        let extractor = Extractor::new(flags.language()?).attitudes(flags.has("--attitudes"));
        let filter = Filter { extractor, kind, offsets, rows: false, stop: false, order: BTreeMap::new() };
        let mut output = BufWriter::new(io::stdout().lock());
        let filtered = filter.run(jsonl::documents("stdin", io::stdin().lock()), &mut output)?;
        output.flush()?;
        Ok((filtered.unread, filtered.documents))
    })
}
