//! `verbatims extract`: quotations, and nothing else.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, IsTerminal, Write};
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use verbatims::import::jsonl;
use verbatims::{Analysis, Codings};

use crate::args::{BadLines, Global, HowArgs, ReadArgs, with_names};
use crate::exit::{Exit, Outcome};
use crate::filter::extract::{Filter, OffsetUnit};
use crate::{doubt, languages, order, read_as, reading, show};

/// Find quotations and who said them
///
/// Without a path, or where all paths are JSON Lines: reads {"id", "text", …} a line and writes what each holds, a line each, in order:
/// {"id", "document_kind", "kind_evidence", "quotes", "not_quotes", "diagnostics", "blocks"}, in bounded memory. Other keys are carried along; a `kind` that names a shape of text sets it.
/// A line that cannot be read gives {"error", "line"}, and the run goes on.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  verbatims extract article.html
  verbatims extract articles/ --json > quotes.jsonl
  verbatims extract < articles.jsonl > quotes.jsonl
  verbatims extract --rows < articles.jsonl | verbatims themes --predict themes.model > themes.jsonl")]
pub(crate) struct ExtractArgs {
    /// Files, folders or patterns, `-` for a text on standard input; without one, JSON Lines on standard input
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    how: HowArgs,
    /// What places in JSON count: UTF-8 bytes or code points
    #[arg(long, value_enum, value_name = "UNIT", default_value_t, help_heading = "Writing")]
    offsets: Unit,
    /// In JSON, a line a quotation instead of a document, with `response`, `asks` and `speaker_key`; documents without a quotation have none
    #[arg(long, help_heading = "Writing")]
    rows: bool,
    /// Of JSON Lines, what becomes of a line that cannot be read [default: its answer says why, and the run ends with 3]
    #[arg(long, value_enum, value_name = "WHAT", help_heading = "Reading")]
    bad_lines: Option<BadLines>,
    /// Leave indirect speech out (she said that it failed)
    #[arg(long, help_heading = "Reading")]
    no_indirect: bool,
}

/// What places count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Unit {
    #[default]
    Bytes,
    Chars,
}

/// JSON Lines, with the name for messages.
pub(crate) type Lines = Vec<(String, Box<dyn BufRead + Send>)>;

/// JSON Lines where all paths are such files, or on standard input where there is none.
pub(crate) fn piped(paths: &[PathBuf]) -> Result<Option<Lines>, Exit> {
    if paths.is_empty() {
        if io::stdin().is_terminal() {
            return Err(Exit::stop("name files or folders to read, or pipe JSON Lines in; `--help` shows how"));
        }
        return Ok(Some(vec![("stdin".to_owned(), Box::new(BufReader::new(io::stdin())))]));
    }
    let mut lines: Lines = Vec::new();
    for path in paths {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
        if !path.is_file() || !matches!(ending.as_str(), "jsonl" | "ndjson") {
            return Ok(None);
        }
        let file = File::open(path).map_err(|error| Exit::of_file(path, &error))?;
        lines.push((path.display().to_string(), Box::new(BufReader::with_capacity(1 << 20, file))));
    }
    Ok(Some(lines))
}

/// That lines could not be read.
pub(crate) fn unread(bad: usize, all: usize, allowed: Option<BadLines>) -> Outcome {
    match bad {
        0 => Ok(()),
        _ if allowed == Some(BadLines::Keep) => Ok(()),
        bad => Err(Exit::Partly(format!("{bad} of {all} lines could not be read; their answers are {{\"error\"}}"))),
    }
}

pub(crate) fn extract(args: &ExtractArgs, global: &Global) -> Outcome {
    let language = reading::language(args.how.language.as_deref())?;
    let extractor = args.how.extractor(&language).indirect(!args.no_indirect);
    let offsets = match args.offsets {
        Unit::Bytes => OffsetUnit::Bytes,
        Unit::Chars => OffsetUnit::CodePoints,
    };
    let mut filter = Filter {
        extractor,
        kind: args.how.kind().into(),
        offsets,
        rows: args.rows,
        stop: args.bad_lines == Some(BadLines::Stop),
        order: BTreeMap::new(),
    };
    let mut out = BufWriter::new(io::stdout().lock());
    if let Some(lines) = piped(&args.paths)? {
        let documents = lines.into_iter().flat_map(|(name, reader)| jsonl::documents(name, reader));
        let documents = documents
            .map(|document| document.map(|document| with_names(document, &args.how.interviewer, &args.how.respondent)));
        let filtered = filter.run(documents, &mut out)?;
        out.flush()?;
        return unread(filtered.unread, filtered.documents, args.bad_lines);
    }
    let read_args = ReadArgs { paths: args.paths.clone(), how: args.how.clone() };
    let mut read = reading::read(&read_args, &language, global)?;
    languages::tell(&mut read.documents, &args.how, &language);
    if global.json || args.rows {
        let order = order::answers(&read).map(|(id, number)| (id.clone(), number)).collect();
        filter.order = order;
        filter.run(read.documents.iter().cloned().map(Ok), &mut out)?;
        out.flush()?;
        return reading::skipped(&read, global);
    }
    drop(out);
    let corpus = reading::extract(&filter.extractor, &read.documents, global.quiet)?;
    let (corpus, unknown) = reading::with_speakers(corpus, &args.how)?;
    if corpus.quotes().next().is_none() {
        return Err(reading::nothing(&read, &doubt::notes(&corpus, &read.documents, &filter.extractor)));
    }
    if !global.quiet {
        let analysis = Analysis::of_corpus(&corpus, Codings::default())?;
        let mut notes =
            languages::notes(&read.documents, &args.how, &language, languages::most(&read.documents).as_deref());
        notes.extend(doubt::notes(&corpus, &read.documents, &filter.extractor));
        notes.extend(unknown);
        let mut page = show::page();
        show::surveys(&mut page, &read)?;
        let accounts = read_as::Accounts::of(&corpus, &read.documents);
        read_as::page(&mut page, &corpus, &read.documents, &accounts, &notes)?;
        show::speakers(&mut page, &analysis, read.documents.len())?;
        show::all_quotations(&mut page, analysis.quotes())?;
        show::set_aside(&mut page, &corpus, &read.documents)?;
        page.finish()?;
    }
    reading::skipped(&read, global)
}
