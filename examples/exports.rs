//! Quotations and their themes for other programs: spreadsheets, statistics, QDA programs, annotation tools.
//!
//! REFI-QDA projects (feature `refi`) and the report (feature `html-report`) are written in the same way.

use std::path::Path;

use verbatims::export::csv::{self, CsvOptions};
use verbatims::export::markdown::{self, MarkdownOptions};
use verbatims::export::write::{self, Existing};
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
    let files = [
        file("quotes.csv", |out| csv::quotes(&analysis, sheet, out))?,
        file("themes.csv", |out| csv::themes(&analysis, sheet, out))?,
        file("themes_wide.csv", |out| csv::themes_wide(&analysis, CsvOptions::plain(), out))?,
        file("quotes.jsonl", |out| json::quotes(&analysis, out))?,
        file("page.md", |out| markdown::page(&analysis, &page, out))?,
        file("taguette.sqlite3", |out| taguette::project(&analysis, &documents, "Research", Some(&codebook), out))?,
        file("labelstudio.json", |out| labelstudio::tasks(&analysis, &documents, out))?,
        file("annotations.jsonl", |out| webanno::annotations(&analysis, &documents, out))?,
    ];

    // All of them are written, or none.
    write::files(&root.join("target/exports"), Existing::Replace, &files, &[])?;
    files.iter().for_each(|(name, _)| println!("target/exports/{name}"));
    Ok(())
}

/// One file, as `write::files` takes it.
fn file(name: &str, fill: impl FnOnce(&mut Vec<u8>) -> verbatims::Result<()>) -> verbatims::Result<(String, Vec<u8>)> {
    let mut bytes = Vec::new();
    fill(&mut bytes)?;
    Ok((name.to_owned(), bytes))
}
