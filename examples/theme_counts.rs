//! Theme counts as a table: text in, one row a theme out.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use common::texts::Texts;
use common::{Args, Failure};
use verbatims::export::csv::{self, CsvOptions};
use verbatims::export::terminal;
use verbatims::export::write::{self, Existing};
use verbatims::themes::CodebookCoder;
use verbatims::{Analysis, Extractor, Language, Quote, import};

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
    let texts = Texts::read(paths)?;
    let corpus = Extractor::new(language).corpus(&texts.documents)?;
    let all: Vec<&Quote> = corpus.quotes().collect();
    let responses: Vec<&Quote> = all.iter().copied().filter(|quote| quote.is_response()).collect();
    let coded = if responses.is_empty() { &all } else { &responses };
    if coded.is_empty() {
        return Err(texts.nothing("no quotation found"));
    }
    let analysis = Analysis::new(coded.iter().map(|quote| (*quote).clone()), coder.code(coded))?;
    let options = if args.has("--plain") { CsvOptions::plain() } else { CsvOptions::spreadsheet() };
    if out.as_os_str() == "-" {
        csv::themes(&analysis, options, io::stdout().lock())?;
        return Ok(texts.report_skipped()?);
    }
    write::file(out, Existing::Replace, |file| csv::themes(&analysis, options, file))?;
    writeln!(
        io::stdout(),
        "{}: {} in {}",
        out.display(),
        terminal::count(analysis.themes().len(), "theme"),
        terminal::count(coded.len(), if responses.is_empty() { "quotation" } else { "response" })
    )?;
    Ok(texts.report_skipped()?)
}
