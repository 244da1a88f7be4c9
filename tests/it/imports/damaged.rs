//! Files of every form, damaged at random: an answer or an error, never a panic, and no text off its spans.

use std::fs;

use arbtest::arbtest;
use verbatims::import::path::{self, PathOptions};
use verbatims::{Extractor, Language};

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
    "refi/sample.qdpx",
    "surveys/limesurvey-fulltext.csv",
    "surveys/qualtrics.csv",
    "transcripts/colon.txt",
    "transcripts/features.vtt",
    "transcripts/interview.srt",
];

#[test]
fn damaged_files_of_every_form() {
    let options = PathOptions::new(Language::english());
    let extractor = Extractor::new(Language::english());
    let whole: Vec<(&str, Vec<u8>)> = FILES.iter().map(|name| (*name, fs::read(data(name)).unwrap())).collect();
    arbtest(|u| {
        let (name, bytes) = u.choose(&whole)?;
        let mut bytes = bytes.clone();
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
        if let Ok(read) = path::bytes(name, &bytes, &options) {
            for document in &read.documents {
                for quote in extractor.extract(document).quotes {
                    let runs: Vec<&str> = quote.content.iter().map(|span| span.of(&document.text)).collect();
                    assert_eq!(runs.join(" … "), quote.text);
                }
            }
        }
        Ok(())
    })
    .budget_ms(1_500);
}
