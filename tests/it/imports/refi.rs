//! REFI-QDA projects and codebooks.

use verbatims::import::{path, refi};
use verbatims::quotes::QuoteKind;
use verbatims::text::Position;
use verbatims::{DocumentId, Language, Quote, Span};

use super::data;

fn project() -> refi::Project {
    refi::read(&data("refi/sample.qdpx")).unwrap()
}

#[test]
fn passages_stand_where_people_coded_them() {
    let project = project();
    let coded: Vec<(&str, Vec<&str>)> = project
        .passages
        .iter()
        .map(|passage| {
            let document = project.documents.iter().find(|document| document.id == passage.document).unwrap();
            let codes = passage.codes.iter().map(|(code, _)| code.as_str()).collect();
            (passage.span.of(&document.text), codes)
        })
        .collect();
    assert_eq!(coded, [("late", vec!["buses"]), ("😢 rent", vec!["rent-cost"]), ("six", vec!["buses", "rent-cost"])]);
    assert_eq!(project.coders().into_iter().collect::<Vec<_>>(), ["Ann", "Bob"]);
    let notes: Vec<String> = project.notes.iter().map(ToString::to_string).collect();
    assert!(notes.iter().any(|note| note.contains("the passage 5..900 is left out")), "{notes:?}");
    assert!(notes.iter().any(|note| note.ends_with("1 notes left out")), "{notes:?}");
}

#[test]
fn codings_of_people_meet_the_quotations_that_were_found() {
    let project = project();
    let document = DocumentId::from("Talk");
    let text = &project.documents.iter().find(|found| found.id == document).unwrap().text;
    let position = Position { line: 1, column: 1 };
    let quote = |number: usize, words: &str| {
        let start = text.find(words).unwrap();
        Quote::new(&document, number, QuoteKind::Direct, vec![Span::new(start, start + words.len())], text, position)
    };
    let (rent, six, none) = (quote(1, "😢 rent is"), quote(2, "at six"), quote(3, "walk"));
    let quotes = [&rent, &six, &none];
    let all = project.codings(&quotes, None);
    let pairs = |codings: &verbatims::Codings| -> Vec<(String, String)> {
        codings.codings.iter().map(|coding| (coding.quote.to_string(), coding.theme.to_string())).collect()
    };
    let pair = |quote: &str, theme: &str| (quote.to_owned(), theme.to_owned());
    assert_eq!(pairs(&all), [pair("Talk#1", "Rent & cost"), pair("Talk#2", "Buses"), pair("Talk#2", "Rent & cost")]);
    assert_eq!(all.uncoded, std::slice::from_ref(&none.id));
    assert_eq!(pairs(&project.codings(&quotes, Some("Bob"))), [pair("Talk#2", "Rent & cost")]);
}

#[test]
fn texts_of_a_project_are_documents_of_a_path() {
    let read = path::read(data("refi/sample.qdpx"), &path::PathOptions::new(Language::english())).unwrap();
    let ids: Vec<&str> = read.documents.iter().map(|document| document.id.as_str()).collect();
    assert_eq!(ids, ["sample.qdpx:Talk", "sample.qdpx:Inline"]);
}

#[test]
fn codebooks_are_read_leniently() {
    let taguette = "<?xml version=\"1.0\"?><CodeBook xmlns=\"urn:QDA-XML:codebook:0:4\"><Codes>\
        <Code guid=\"{A}\" name=\"Costs\"/><Code guid=\"b\" name=\"Costs\"/><Code guid=\"c\" name=\"\"/></Codes><Sets/></CodeBook>";
    let codebook = refi::codebook("t.qdc", taguette).unwrap();
    let names: Vec<(&str, &str)> = codebook.codes.iter().map(|code| (code.id.as_str(), code.name.as_str())).collect();
    assert_eq!(names, [("costs", "Costs"), ("costs-2", "Costs (2)"), ("c", "c")]);
    codebook.check().unwrap();
    let error = refi::codebook("t.qdc", "<CodeBook/>").unwrap_err().to_string();
    assert!(error.starts_with("t.qdc: no code in this codebook"), "{error}");
}
