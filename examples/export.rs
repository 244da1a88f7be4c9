//! Texts in, the files of other programs out: QDA programs, annotation tools, spreadsheets.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use common::texts::Texts;
use common::{Args, Failure};
use verbatims::export::csv::{self, CsvOptions};
use verbatims::export::markdown::{self, MarkdownOptions};
use verbatims::export::refi::{self, ProjectOptions};
use verbatims::export::write::{self, Existing};
use verbatims::export::{brat, json, labelstudio, taguette, webanno};
use verbatims::themes::CodebookCoder;
use verbatims::{Analysis, Extractor, Language, Quote, import};

mod common;

const USAGE: &str = "
Writes the quotations of texts and their themes in the forms that other programs read.

  export FOLDER [PATH…] [--codebook FILE] [--force]

  FOLDER           the folder for the files
  PATH…            texts to read; without one, the article in seeds/articles
  --codebook FILE  themes to look for (CSV, TOML or JSON; default seeds/codebooks/research-culture.toml)
  --force          replace files that are there
";

const FLAGS: &[common::Flag] = &[("--codebook", true), ("--force", false)];

const NAME: &str = "Quotations and themes";

fn main() -> ExitCode {
    common::run(USAGE, FLAGS, export)
}

fn export(args: &Args) -> Result<(), Failure> {
    let Some((folder, paths)) = args.paths.split_first() else {
        return Err(Failure::usage("name the folder to write to"));
    };
    let language = Language::english();
    let codebook = match args.value("--codebook") {
        Some(file) => PathBuf::from(file),
        None => common::in_repository("seeds/codebooks/research-culture.toml"),
    };
    let codebook = import::codebook::read(&codebook)?;
    let coder = CodebookCoder::new(codebook.clone(), language.clone())?;
    let texts = Texts::read(paths)?;
    let documents = &texts.documents;
    let corpus = Extractor::new(language).corpus(documents)?;
    let themed: Vec<&Quote> = corpus.quotes().filter(|quote| !quote.is_interviewer()).collect();
    if themed.is_empty() {
        return Err(texts.nothing("no quotation found"));
    }
    let analysis = Analysis::of_corpus(&corpus, coder.code(&themed))?;

    let sheet = CsvOptions::spreadsheet();
    let project = ProjectOptions::default().name(NAME).codebook(codebook.clone());
    let mut files: Vec<(&str, &str, Vec<u8>)> = Vec::new();
    let mut add = |name, what, fill: &dyn Fn(&mut Vec<u8>) -> verbatims::Result<()>| -> Result<(), Failure> {
        let mut bytes = Vec::new();
        fill(&mut bytes)?;
        files.push((name, what, bytes));
        Ok(())
    };
    add("quotes.csv", "spreadsheets: a row a quotation", &|out| csv::quotes(&analysis, sheet, out))?;
    add("themes.csv", "spreadsheets: a row a theme", &|out| csv::themes(&analysis, sheet, out))?;
    add("speakers.csv", "spreadsheets: a row a speaker", &|out| csv::speakers(&analysis, sheet, out))?;
    add("themes_wide.csv", "statistics: a column a theme, 1 or 0", &|out| csv::themes_wide(&analysis, sheet, out))?;
    add("quotes.jsonl", "programs: all that is known", &|out| json::quotes(&analysis, out))?;
    add("page.md", "a report in Markdown", &|out| {
        markdown::page(&analysis, &MarkdownOptions::default().title(NAME).most(5), out)
    })?;
    add("project.qdpx", "QDA programs (REFI-QDA): texts, codings, speakers", &|out| {
        refi::project(&analysis, documents, &project, out).map(drop)
    })?;
    add("codebook.qdc", "QDA programs (REFI-QDA): the codebook", &|out| refi::codebook(&codebook, out))?;
    add("taguette.csv", "Taguette: the codebook", &|out| taguette::codebook(&codebook, out))?;
    add("taguette.sqlite3", "Taguette: the project", &|out| {
        taguette::project(&analysis, documents, NAME, Some(&codebook), out)
    })?;
    add("labelstudio.json", "Label Studio: the tasks", &|out| labelstudio::tasks(&analysis, documents, out))?;
    add("labelstudio.xml", "Label Studio: the labelling interface", &|out| labelstudio::config(&analysis, out))?;
    add("annotations.jsonl", "W3C Web Annotations", &|out| webanno::annotations(&analysis, documents, out))?;

    let existing = if args.has("--force") { Existing::Replace } else { Existing::Refuse };
    let brat = brat::files(&analysis, documents)?;
    let named: Vec<(String, Vec<u8>)> =
        files.iter().map(|(name, _, bytes)| ((*name).to_owned(), bytes.clone())).collect();
    write::files(folder, existing, &named)?;
    write::files(&folder.join("brat"), existing, &brat)?;
    let mut out = io::stdout().lock();
    for (name, what, _) in &files {
        writeln!(out, "{name:<18} {what}")?;
    }
    writeln!(out, "{:<18} brat: texts with annotations ({})", "brat/", brat.len() / 2)?;
    Ok(texts.report_skipped()?)
}
