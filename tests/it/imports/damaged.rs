//! Files of every form, damaged at random: an answer or an error, never a panic, and no text off its spans.

use std::fs;

use arbtest::arbitrary::{Result, Unstructured};
use arbtest::arbtest;
use verbatims::export::model;
use verbatims::import::path::{self, PathOptions};
use verbatims::import::{claims, codebook, codings, edits, examples, text};
use verbatims::themes::CodebookCoder;
use verbatims::{Document, Extractor, Language, Quote, ThemeModel};

use super::data;

/// A file of every form that is read.
const FILES: &[&str] = &[
    "article/article.html",
    "article/article.txt",
    "articles.jsonl",
    "office/article.docx",
    "office/article.odt",
    "office/article.pdf",
    "office/survey.xlsx",
    "parquet/pandas.parquet",
    "parquet/polars.parquet",
    "refi/sample.qdpx",
    "surveys/limesurvey-fulltext.csv",
    "surveys/qualtrics.csv",
    "transcripts/colon.txt",
    "transcripts/features.vtt",
    "transcripts/interview.srt",
];

/// The bytes with some of them changed, doubled, or cut off.
fn damaged(u: &mut Unstructured<'_>, bytes: &[u8]) -> Result<Vec<u8>> {
    let mut bytes = bytes.to_vec();
    for _ in 0..u.int_in_range(1..=6)? {
        let at = u.choose_index(bytes.len())?;
        match u.int_in_range(0..=3)? {
            0 => bytes[at] = u.arbitrary()?,
            1 => bytes.insert(at, *u.choose(b"\"'<>&;,\n\r\t\0\xff{}[]()")?),
            2 => bytes.truncate(at.max(1)),
            _ => {
                let to = (at + u.int_in_range(1..=64)?).min(bytes.len());
                let piece = bytes[at..to].to_vec();
                let there = u.choose_index(bytes.len())?;
                bytes.splice(there..there, piece);
            }
        }
    }
    Ok(bytes)
}

#[test]
fn damaged_files_of_every_form() {
    let options = PathOptions::new(Language::english());
    let extractor = Extractor::new(Language::english());
    let whole: Vec<(&str, Vec<u8>)> = FILES.iter().map(|name| (*name, fs::read(data(name)).unwrap())).collect();
    arbtest(|u| {
        let (name, bytes) = u.choose(&whole)?;
        if let Ok(read) = path::bytes(name, &damaged(u, bytes)?, &options) {
            for document in &read.documents {
                for quote in extractor.extract(document).quotes {
                    let runs: Vec<&str> = quote.content.iter().map(|span| span.of(&document.text)).collect();
                    if quote.is_flowing() {
                        runs.iter().for_each(|run| assert!(quote.text.contains(run), "{run}: {}", quote.text));
                    } else {
                        assert_eq!(runs.join(" … "), quote.text);
                    }
                }
            }
        }
        Ok(())
    })
    .budget_ms(1_500);
}

#[test]
fn damaged_codebooks_codings_edits_and_models() {
    let language = Language::english();
    let statements = "“The rent is high,” said Ann Lee. “The bus is late,” said Tom Hale. “The rent rose again,” said Bo Ray. \
                      “No bus came,” said Li Wei.";
    let found = Extractor::new(language.clone()).extract(&Document::new("d", statements));
    let quotes: Vec<&Quote> = found.quotes.iter().collect();
    let mut saved = Vec::new();
    model::write(&ThemeModel::options(&language).n_themes(2).fit(&quotes).unwrap(), &mut saved).unwrap();
    let book = codebook::parse("b.csv", "name,words\nRent,rent;lease\nBuses,bus*\n").unwrap();
    let mut learnt = Vec::new();
    let options = CodebookCoder::options(book.clone(), language.clone());
    model::write_coder(&options.learn(&[], &quotes).unwrap(), &mut learnt).unwrap();
    let tables = [
        "name,parent,description,words,exclude,negation\nRent,,\"what, it costs\",\"rent;lease\",\"\",keep\nBuses,Rent,late,bus*,minibus,\n",
        "[[codes]]\nname = \"Rent\"\nwords = [\"rent\", \"lease*\"]\n",
        "{\"codes\":[{\"name\":\"Rent\",\"words\":[\"rent\"]}]}",
        "quote_id,themes\nd#1,Rent\nd#2,Rent;Buses\n",
        "text,codes\n\"The rent, again\",Rent\n",
        "{\"edit\":\"rename\",\"theme\":\"t1\",\"label\":\"Rent\"}\n",
        "quote,source,speaker\n“The rent is high”,d,Ann Lee\n",
    ];
    arbtest(|u| {
        let table = u.choose(&tables)?;
        let table = damaged(u, table.as_bytes())?;
        if let Ok(read) = text::decode("t", &table) {
            for name in ["t.csv", "t.tsv", "t.toml", "t.json", "t.txt"] {
                let _ = codebook::parse(name, &read.text);
            }
            let _ = codings::parse("t.csv", &read.text);
            let _ = edits::parse("t.jsonl", &read.text);
            let _ = examples::csv("t.csv", &read.text, &book);
            let _ = claims::parse("t.csv", &read.text);
        }
        // A model that is read all the same codes what it gets.
        if let Ok(model) = ThemeModel::from_bytes(&damaged(u, &saved)?, &language) {
            let _ = model.code(&quotes);
        }
        if let Ok(coder) = CodebookCoder::from_bytes(&damaged(u, &learnt)?, &language) {
            let _ = coder.code(&quotes);
        }
        Ok(())
    })
    .budget_ms(1_500);
}
