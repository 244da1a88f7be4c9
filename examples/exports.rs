//! Quotations and their themes for other programs: spreadsheets, statistics, QDA programs, annotation tools.
//!
//! REFI-QDA projects (feature `refi`) and the report (feature `html-report`) are written in the same way.

use std::path::Path;

use verbatims::export::csv::{self, CsvOptions};
use verbatims::export::markdown::{self, MarkdownOptions};
use verbatims::export::write::{Existing, FileSet};
use verbatims::export::{json, labelstudio, taguette, webanno};
use verbatims::themes::CodebookCoder;
use verbatims::{Analysis, Document, Extractor, Language, Quote, import};

fn main() -> verbatims::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let language = Language::english();
    let article = import::text::read(&root.join("seeds/articles/technological-self-reliance.txt"))?;
    let documents = [Document::new("article.txt", article.text)];
    let corpus = Extractor::new(language.clone()).corpus(&documents)?;
    let quotes: Vec<&Quote> = corpus.quotes().collect();
    let codebook = import::codebook::read(&root.join("seeds/codebooks/research-culture.toml"))?;
    let coder = CodebookCoder::new(codebook.clone(), language)?;
    let analysis = Analysis::of_corpus(&corpus, coder.code(&quotes))?;

    // Every export takes any writer. In tables for spreadsheets no cell runs as a formula.
    let sheet = CsvOptions::spreadsheet();
    let page = MarkdownOptions::default().title("Research culture").most(5);
    let folder = root.join("target/exports");
    let mut files = FileSet::begin(&folder, Existing::Replace)?;
    files.file("quotes.csv", |out| csv::quotes(&analysis, sheet, out))?;
    files.file("themes.csv", |out| csv::themes(&analysis, sheet, out))?;
    files.file("themes_wide.csv", |out| csv::themes_wide(&analysis, CsvOptions::plain(), out))?;
    files.file("quotes.jsonl", |out| json::quotes(&analysis, out))?;
    files.file("page.md", |out| markdown::page(&analysis, &page, out))?;
    files.file("taguette.sqlite3", |out| taguette::project(&analysis, &documents, "Research", Some(&codebook), out))?;
    files.file("labelstudio.json", |out| labelstudio::tasks(&analysis, &documents, out))?;
    files.file("annotations.jsonl", |out| webanno::annotations(&analysis, &documents, out))?;

    // All of them take their names, or none.
    files.finish(&[])?;
    println!("Eight files in target/exports.");
    Ok(())
}
