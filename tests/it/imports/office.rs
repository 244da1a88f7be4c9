//! Word processors and workbooks.

use verbatims::Language;
use verbatims::import::path::{self, PathOptions};

use super::data;

fn text(name: &str) -> String {
    let read = path::read(data(name), &PathOptions::new(Language::english())).unwrap();
    assert_eq!(read.documents.len(), 1, "{read:?}");
    read.documents[0].text.clone().into_owned()
}

#[test]
fn word_documents_keep_paragraphs_quotations_lists_and_tables() {
    assert_eq!(
        text("office/article.docx"),
        "# Night buses\n\n“I pay more than half my wage in rent,” said Maria Ortiz, a bus driver from Leeds.\n\n\
         Two words are bold, and a\ttab & a\nbreak.\n\n> No timetable has changed.\n\n- first item\n- second item\n\n\
         | Speaker | Words |\n| P7 | The bus stops at six. |\n\nAfter the table 😢. Kept.\n"
    );
}

#[test]
fn open_documents_do_too() {
    assert_eq!(
        text("office/article.odt"),
        "# Night buses\n\n“I pay  too much,” said\nAnn.\n\n> No timetable has changed.\n\n- first item\n- second item\n\n\
         | P7 | The bus stops at six. |\n| P8 | Rent. |\n"
    );
}

#[test]
fn what_is_no_word_document_is_refused() {
    let options = PathOptions::new(Language::english());
    let error = path::bytes("a.docx", b"PK", &options).unwrap_err().to_string();
    assert!(error.starts_with("a.docx: this is no ZIP archive"), "{error}");
    let error =
        path::bytes("a.docx", &std::fs::read(data("office/article.odt")).unwrap(), &options).unwrap_err().to_string();
    assert_eq!(error, "a.docx: this is no Word document: it has no `word/document.xml`; save it as `.docx` again");
}

#[cfg(feature = "xlsx")]
#[test]
fn workbooks_are_surveys() {
    let read = path::read(data("office/survey.xlsx"), &PathOptions::new(Language::english())).unwrap();
    let [first, second] = &read.documents[..] else { panic!("{read:?}") };
    assert_eq!(first.text, "The bus stops at six.\nI walk home.");
    for (name, value) in
        [("respondent", "7"), ("area", "Hull"), ("age", "34"), ("row", "2"), ("date", "2026-03-10 10:04:00")]
    {
        assert_eq!(first.attributes[name], value, "{name}");
    }
    assert_eq!((second.attributes["age"].as_str(), second.attributes["date"].as_str()), ("51.5", "2026-03-11"));
    assert_eq!(read.surveys[0].plan.delimiter, None);
}
