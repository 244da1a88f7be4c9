//! PDF files.

use std::fs;

use arbtest::arbtest;
use verbatims::Language;
use verbatims::import::path::{self, PathOptions};
use verbatims::import::pdf;

use super::data;

#[test]
fn the_text_is_whole_and_without_heads_numbers_and_hyphens() {
    let read = path::read(data("office/article.pdf"), &PathOptions::new(Language::english())).unwrap();
    let [document] = &read.documents[..] else { panic!("{read:?}") };
    // Three small pages with a head and a number, words parted at line ends: the same words as the text file.
    assert_eq!(document.text, fs::read_to_string(data("article/article.txt")).unwrap());
    let notes: Vec<String> = read.notes.iter().map(ToString::to_string).collect();
    assert_eq!(notes, ["article.pdf: left out at the head or foot of pages: “The Hull Herald #”"]);
}

#[test]
fn a_file_without_text_says_what_to_do() {
    let error = path::read(data("office/scanned.pdf"), &PathOptions::new(Language::english())).unwrap_err().to_string();
    assert_eq!(error, "scanned.pdf: no text found on pages 1-3 (scanned?). Run OCR first");
    for broken in [&b"%PDF-1.7"[..], b"", b"text"] {
        let error = pdf::parse("a.pdf", broken).unwrap_err().to_string();
        assert!(error.starts_with("a.pdf: this PDF "), "{error}");
    }
}

#[test]
fn broken_files_are_errors_and_never_panics() {
    let whole = fs::read(data("office/article.pdf")).unwrap();
    arbtest(|u| {
        let mut bytes = whole.clone();
        for _ in 0..u.int_in_range(1..=8)? {
            let at = u.choose_index(bytes.len())?;
            bytes[at] = u.arbitrary()?;
        }
        if u.arbitrary()? {
            bytes.truncate(u.choose_index(bytes.len())?);
        }
        let _ = pdf::parse("a.pdf", &bytes);
        Ok(())
    });
}
