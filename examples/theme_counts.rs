//! Theme counts as a table: text in, one row a theme out.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use common::{Args, Failure, print};
use verbatims::export::csv::{self, CsvOptions};
use verbatims::export::write::{self, Existing};
use verbatims::themes::CodebookCoder;
use verbatims::{Analysis, Document, Extractor, Language, Quote, import};

mod common;

const USAGE: &str = "
Counts themes among the responses of texts (among all quotations where there are no responses) and writes a table:
quotations, speakers and documents a theme.

  theme_counts OUT.csv [PATH…] [--codebook FILE] [--plain]

  OUT.csv          the table, for a spreadsheet; replaced if it is there; `-` is standard output
  PATH…            texts to read; without one, the article in seeds/articles
  --codebook FILE  themes to look for (CSV or TOML; default seeds/codebooks/research-culture.toml)
  --plain          for programs: no byte order mark, no guard against formulas
";

const FLAGS: &[common::Flag] = &[("--codebook", true), ("--plain", false)];

fn main() -> ExitCode {
    common::run(USAGE, FLAGS, theme_counts)
}

fn theme_counts(args: &Args) -> Result<(), Failure> {
    let Some((out, paths)) = args.paths.split_first() else {
        return Err(Failure::usage("name the table to write: OUT.csv, or `-`"));
    };
    let language = Language::english();
    let codebook = match args.value("--codebook") {
        Some(file) => PathBuf::from(file),
        None => common::in_repository("seeds/codebooks/research-culture.toml"),
    };
    let coder = CodebookCoder::new(import::codebook::read(&codebook)?, language.clone())?;
    let corpus = Extractor::new(language).corpus(&read(paths)?)?;
    let all: Vec<&Quote> = corpus.quotes().collect();
    let responses: Vec<&Quote> = all.iter().copied().filter(|quote| quote.is_response()).collect();
    let coded = if responses.is_empty() { &all } else { &responses };
    if coded.is_empty() {
        return Err(Failure::stop("nothing found: 0 quotations; nothing is written"));
    }
    let analysis = Analysis::new(coded.iter().map(|quote| (*quote).clone()), coder.code(coded))?;
    let options = if args.has("--plain") { CsvOptions::plain() } else { CsvOptions::spreadsheet() };
    if out.as_os_str() == "-" {
        return Ok(csv::themes(&analysis, options, io::stdout().lock())?);
    }
    write::file(out, Existing::Replace, |file| csv::themes(&analysis, options, file))?;
    writeln!(
        io::stdout(),
        "{}: {} in {}",
        out.display(),
        print::count(analysis.themes().len(), "theme"),
        print::count(coded.len(), if responses.is_empty() { "quotation" } else { "response" })
    )?;
    Ok(())
}

/// The texts, each named by its path.
fn read(paths: &[PathBuf]) -> Result<Vec<Document<'static>>, Failure> {
    let seed = [common::in_repository("seeds/articles/technological-self-reliance.txt")];
    let paths = if paths.is_empty() { &seed[..] } else { paths };
    let paths: BTreeSet<&PathBuf> = paths.iter().collect();
    paths.into_iter().map(|path| Ok(Document::new(path.display().to_string(), text(path)?))).collect()
}

fn text(path: &Path) -> Result<String, Failure> {
    let bytes = fs::read(path).map_err(|error| Failure::stop(format!("{}: {error}", path.display())))?;
    if bytes.contains(&0) {
        return Err(Failure::stop(format!("{}: this is not text: it holds NUL bytes", path.display())));
    }
    String::from_utf8(bytes).map_err(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        Failure::stop(format!("{}: line {line}: this is not UTF-8; save the file as UTF-8", path.display()))
    })
}
