//! From an article to its themes: who was asked and said what, what it is about, and how often.

use std::path::Path;

use verbatims::themes::CodebookCoder;
use verbatims::{Analysis, Document, Extractor, Language, Quote, import};

fn main() -> verbatims::Result<()> {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let language = Language::english();

    // The quotations. Some are responses: what people said who were asked.
    let article = import::text::read(&seeds.join("articles/technological-self-reliance.txt"))?;
    let corpus = Extractor::new(language.clone()).corpus(&[Document::new("article.txt", article.text)])?;
    let responses: Vec<&Quote> = corpus.quotes().filter(|quote| quote.is_response()).collect();
    println!("{} quotations, {} of them by people who were asked:\n", corpus.quotes().count(), responses.len());
    for quote in &responses {
        print_quote(quote, &format!("line {}", quote.position.line));
    }

    // Their themes, by the words of a codebook.
    let codebook = import::codebook::read(&seeds.join("codebooks/research-culture.toml"))?;
    let codings = CodebookCoder::new(codebook, language)?.code(&responses);
    let analysis = Analysis::new(responses.into_iter().cloned(), codings)?;

    // How often, by how many people.
    let base = analysis.base().content;
    println!("\n{:24}{:>12}{:>12}", "Theme", "responses", "speakers");
    for theme in analysis.theme_counts() {
        let bar = "█".repeat(10 * theme.counts.quotes / base.quotes);
        let line = format!("{:24}{:>12}{:>12}  {bar}", theme.label, theme.counts.quotes, theme.counts.speakers);
        println!("{}", line.trim_end());
    }
    println!("{:24}{:>12}{:>12}", "all", base.quotes, base.speakers);

    // The quotations under each theme, those that stand for it first, with the words that decided.
    for theme in analysis.themes() {
        let quotes = analysis.quotes_of(&theme.id);
        if !quotes.is_empty() {
            println!("\n{}: {} of {}\n", theme.label, quotes.len(), base.quotes);
        }
        for (quote, coding) in quotes {
            let words: Vec<String> = coding.evidence.iter().map(|word| format!("“{}”", word.text)).collect();
            print_quote(quote, &format!("by {}", words.join(", ")));
        }
    }
    Ok(())
}

/// A quotation, who said it and a note, in lines of at most 80 characters.
fn print_quote(quote: &Quote, note: &str) {
    let speaker = quote.speaker().map_or("nobody is named", |speaker| speaker.name.as_str());
    for (indent, text) in [("  ", format!("“{}”", quote.text)), ("    — ", format!("{speaker} ({note})"))] {
        let mut line = indent.to_owned();
        for (at, word) in text.split(' ').enumerate() {
            if line.chars().count() + 1 + word.chars().count() > 80 {
                println!("{line}");
                line = format!("{:width$}{word}", "", width = indent.len().min(6));
            } else {
                line += &format!("{}{word}", if at == 0 { "" } else { " " });
            }
        }
        println!("{line}");
    }
}
