//! Quotations as a filter: JSON Lines in, JSON Lines out, one line a document, in order.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufWriter, Write};
use std::process::ExitCode;

use common::{Args, Failure};
use rayon::prelude::*;
use serde_json::{Value, json};
use verbatims::text::Positions;
use verbatims::{Document, DocumentKind, Extraction, Extractor, Span};

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

/// A batch ends at either limit, so that memory is bounded by these and the longest line.
const BATCH_LINES: usize = 512;
const BATCH_BYTES: usize = 4 << 20;

fn main() -> ExitCode {
    common::run(USAGE, FLAGS, |args| {
        args.no_paths()?;
        let threads = args.number("--threads")?.unwrap_or(0);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().map_err(Failure::stop)?;
        pool.install(|| filter(args))
    })
}

fn filter(args: &Args) -> Result<(), Failure> {
    let kind = args.choice("--kind", common::KINDS)?.unwrap_or_default();
    let chars = args.choice("--offsets", &[("bytes", false), ("chars", true)])?.unwrap_or(false);
    let extractor = Extractor::new(args.language()?);
    let mut input = io::stdin().lock();
    let mut output = BufWriter::new(io::stdout().lock());
    let mut bad = 0_usize;
    let mut number = 0_usize;
    loop {
        let mut batch = Vec::new();
        let mut bytes = 0;
        while batch.len() < BATCH_LINES && bytes < BATCH_BYTES {
            let mut line = Vec::new();
            if input.read_until(b'\n', &mut line)? == 0 {
                break;
            }
            number += 1;
            bytes += line.len();
            if !line.trim_ascii().is_empty() {
                batch.push((number, line));
            }
        }
        if bytes == 0 {
            break;
        }
        let answers: Vec<(bool, String)> = batch
            .par_iter()
            .map(|(number, line)| match answer(&extractor, line, kind, chars) {
                Ok(answer) => (true, answer),
                Err(error) => (false, json!({"error": error, "line": number}).to_string()),
            })
            .collect();
        for (good, answer) in answers {
            bad += usize::from(!good);
            writeln!(output, "{answer}")?;
        }
    }
    output.flush()?;
    match bad {
        0 => Ok(()),
        bad => {
            Err(Failure::stop(format!("{bad} of {number} lines could not be read; their answers are {{\"error\"}}")))
        }
    }
}

fn answer(extractor: &Extractor, line: &[u8], kind: DocumentKind, chars: bool) -> Result<String, String> {
    let line = std::str::from_utf8(line).map_err(|error| error.to_string())?;
    let mut fields: BTreeMap<String, Value> = serde_json::from_str(line).map_err(|error| error.to_string())?;
    let id = match fields.remove("id") {
        Some(Value::String(id)) => id,
        Some(Value::Number(id)) => id.to_string(),
        Some(_) => return Err("`id` is neither text nor a number".to_owned()),
        None => return Err("there is no `id`".to_owned()),
    };
    let Some(Value::String(text)) = fields.remove("text") else {
        return Err("there is no `text`, or it is not text".to_owned());
    };
    let mut document = Document::new(id, &text).kind(kind);
    for (name, value) in fields {
        let named = common::KINDS.iter().find(|(kind, _)| name == "kind" && value == *kind);
        document = match (named, value) {
            (Some((_, kind)), _) => document.kind(*kind),
            (None, Value::Null) => document,
            (None, Value::String(value)) => document.attribute(name, value),
            (None, value) => document.attribute(name, value.to_string()),
        };
    }
    let mut extraction = extractor.extract(&document);
    if chars {
        to_chars(&mut extraction, &text);
    }
    serde_json::to_string(&extraction).map_err(|error| error.to_string())
}

/// Turns every span from bytes into code points, in one pass over the text.
fn to_chars(extraction: &mut Extraction, text: &str) {
    let mut offsets: BTreeMap<usize, usize> = BTreeMap::new();
    each_span(extraction, |span| {
        offsets.extend([(span.start(), 0), (span.end(), 0)]);
    });
    let mut positions = Positions::new(text);
    for (byte, char) in &mut offsets {
        *char = positions.code_point(*byte);
    }
    each_span(extraction, |span| *span = Span::new(offsets[&span.start()], offsets[&span.end()]));
}

fn each_span(extraction: &mut Extraction, mut change: impl FnMut(&mut Span)) {
    for quote in &mut extraction.quotes {
        quote.content.iter_mut().chain(&mut quote.marked).for_each(&mut change);
        quote.cue.iter_mut().for_each(|cue| change(&mut cue.span));
        quote.attribution.mention.iter_mut().for_each(|mention| change(&mut mention.span));
    }
    extraction.not_quotes.iter_mut().for_each(|not_quote| change(&mut not_quote.span));
    extraction.diagnostics.iter_mut().for_each(|diagnostic| change(&mut diagnostic.span));
}
