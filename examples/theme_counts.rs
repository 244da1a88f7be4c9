//! Theme counts as CSV: a row a theme, with quotations, speakers and documents, and their shares.
//!
//! `cargo run --example theme_counts -- counts.csv` writes a file, without a path the table goes to standard output.

use std::path::Path;

use verbatims::export::csv::{self, CsvOptions};
use verbatims::export::write::{self, Existing};
use verbatims::themes::CodebookCoder;
use verbatims::{Analysis, Document, Extractor, Language, Quote, import};

fn main() -> verbatims::Result<()> {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let language = Language::english();
    let article = import::text::read(&seeds.join("articles/technological-self-reliance.txt"))?;
    let corpus = Extractor::new(language.clone()).corpus(&[Document::new("article.txt", article.text)])?;

    // Themes are counted among people who were asked, not among officials and experts.
    let responses: Vec<&Quote> = corpus.quotes().filter(|quote| quote.is_response()).collect();
    let codebook = import::codebook::read(&seeds.join("codebooks/research-culture.toml"))?;
    let codings = CodebookCoder::new(codebook, language)?.code(&responses);
    let analysis = Analysis::new(responses.into_iter().cloned(), codings)?;

    match std::env::args_os().nth(1) {
        // For a spreadsheet: a byte order mark, and no cell that runs as a formula.
        Some(path) => write::file(Path::new(&path), Existing::Replace, |out| {
            csv::themes(&analysis, CsvOptions::spreadsheet(), out)
        }),
        None => csv::themes(&analysis, CsvOptions::plain(), std::io::stdout()),
    }
}
