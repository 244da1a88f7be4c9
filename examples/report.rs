//! The report: texts in, one HTML file out.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use common::texts::Texts;
use common::{Args, Failure};
use verbatims::export::html::{self, HtmlOptions};
use verbatims::export::terminal;
use verbatims::export::write::{self, Existing};
use verbatims::themes::CodebookCoder;
use verbatims::{Analysis, Extractor, Language, Quote, import};

mod common;

const USAGE: &str = "
Writes a report on the quotations of texts and their themes: one HTML file that needs nothing but itself.

  report OUT.html [PATH…] [--codebook FILE] [--title TITLE] [--force]

  OUT.html         the report
  PATH…            texts to read; without one, the article in seeds/articles
  --codebook FILE  themes to look for (CSV, TOML or JSON; default seeds/codebooks/research-culture.toml)
  --title TITLE    the title (default `Quotations and themes`)
  --force          replace the file if it is there
";

const FLAGS: &[common::Flag] = &[("--codebook", true), ("--title", true), ("--force", false)];

fn main() -> ExitCode {
    common::run(USAGE, FLAGS, report)
}

fn report(args: &Args) -> Result<(), Failure> {
    let Some((out, paths)) = args.paths.split_first() else {
        return Err(Failure::usage("name the report to write: OUT.html"));
    };
    let language = Language::english();
    let codebook = match args.value("--codebook") {
        Some(file) => PathBuf::from(file),
        None => common::in_repository("seeds/codebooks/research-culture.toml"),
    };
    let coder = CodebookCoder::new(import::codebook::read(&codebook)?, language.clone())?;
    let texts = Texts::read(paths)?;
    let corpus = Extractor::new(language).corpus(&texts.documents)?;
    let themed: Vec<&Quote> = corpus.quotes().filter(|quote| !quote.is_interviewer()).collect();
    if themed.is_empty() {
        return Err(texts.nothing("no quotation found"));
    }
    let analysis = Analysis::of_corpus(&corpus, coder.code(&themed))?;
    let mut options = HtmlOptions::default().method(format!(
        "Themes were looked for with the codebook {} ({}), by its words and phrases.",
        codebook.file_name().unwrap_or_default().to_string_lossy(),
        terminal::count(coder.codebook().codes.len(), "code"),
    ));
    if let Some(title) = args.value("--title") {
        options = options.title(title);
    }
    let existing = if args.has("--force") { Existing::Replace } else { Existing::Refuse };
    write::file(out, existing, |file| html::report(&analysis, &corpus, &texts.documents, &options, file))?;
    writeln!(io::stdout(), "{}: {}", out.display(), terminal::count(analysis.quotes().len(), "quotation"))?;
    Ok(texts.report_skipped()?)
}
