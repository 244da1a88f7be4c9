//! Files made to do harm: refused, or read as what they are.

use std::fs;

use verbatims::Language;
use verbatims::import::path::{self, PathOptions};
use verbatims::import::refi;

use super::data;

fn read(name: &str) -> Result<path::Imported, String> {
    path::read(data("hostile").join(name), &PathOptions::new(Language::english())).map_err(|error| error.to_string())
}

#[test]
fn archives_that_break_the_limits_are_refused() {
    for (name, part) in [
        ("zipslip.qdpx", "which leads out of the archive (`..`)"),
        ("bomb-small.qdpx", "grows more than 200 times"),
        ("dup.qdpx", "two entries of"),
    ] {
        let error = read(name).unwrap_err();
        assert!(error.starts_with(name) && error.contains(part), "{error}");
    }
}

#[test]
fn sources_outside_the_archive_are_not_opened() {
    let project = refi::parse("abspath.qdpx", &fs::read(data("hostile/abspath.qdpx")).unwrap()).unwrap();
    assert!(project.documents.is_empty());
    let note = project.notes[0].to_string();
    assert!(note.contains("is not in the archive"), "{note}");
}

#[test]
fn document_types_are_refused() {
    for name in ["xxe.qdc", "laughs.qdc"] {
        let text = fs::read_to_string(data("hostile").join(name)).unwrap();
        let error = refi::codebook(name, &text).unwrap_err().to_string();
        assert!(error.starts_with(&format!("{name}: line 2: a document type (DOCTYPE) is refused")), "{error}");
    }
}

#[cfg(feature = "docx")]
#[test]
fn document_types_in_archives_are_refused() {
    let error = read("baddocx.docx").unwrap_err();
    assert!(error.contains("baddocx.docx:word/document.xml") && error.contains("DOCTYPE"), "{error}");
}

#[test]
fn deep_and_broken_xml_ends() {
    let deep = "<Code name='a'>".repeat(300);
    let error = refi::codebook("a.qdc", &deep).unwrap_err().to_string();
    assert_eq!(error, "a.qdc: line 1: elements are nested more than 256 deep");
    let fit = format!("{}{}", "<Code name='a'>".repeat(256), "</Code>".repeat(256));
    assert_eq!(refi::codebook("a.qdc", &fit).unwrap().codes.len(), 256);
    for broken in [
        "<Code name='a'>",
        "<Code name='a'></Set>",
        "<Code name='&x;'/>",
        "<Description>&x;</Description>",
        "<Code name='a' name='b'/>",
    ] {
        let error = refi::codebook("a.qdc", &format!("\n{broken}")).unwrap_err().to_string();
        assert!(error.starts_with("a.qdc: line 2: "), "{error}");
    }
}

#[test]
fn texts_are_texts() {
    for name in ["bidi.txt", "formulas.txt", "unclosed.txt", "xss.txt"] {
        let read = read(name).unwrap();
        assert_eq!(
            read.documents[0].text.as_bytes(),
            fs::read(data("hostile").join(name)).unwrap(),
            "{name}: verbatim"
        );
    }
    let table = read("formulas.csv").unwrap();
    assert_eq!(table.surveys.len(), 1);
    assert!(read("nul.txt").unwrap_err().contains("NUL"));
}

#[test]
fn one_bad_file_does_not_stop_the_folder() {
    let read = read("").unwrap();
    let skipped: Vec<String> =
        read.skipped.iter().map(|skipped| skipped.path.file_name().unwrap().to_string_lossy().into_owned()).collect();
    for name in ["bomb-small.qdpx", "dup.qdpx", "laughs.qdc", "nul.txt", "xxe.qdc", "zipslip.qdpx"] {
        assert!(skipped.iter().any(|skipped| skipped == name), "{name}: {skipped:?}");
    }
    assert!(read.documents.iter().any(|document| document.id.as_str() == "unclosed.txt"));
}
