//! What changed between two analyses.

use verbatims::report::{Changed, Difference};
use verbatims::{Analysis, Codings, Document, Extractor, Language};

/// An analysis of a text, its quotations under these themes in order.
fn analysis(document: &str, text: &str, themes: &[&str]) -> Analysis {
    let corpus = Extractor::new(Language::english()).corpus(&[Document::new(document, text)]).unwrap();
    let ids = corpus.quotes().map(|quote| quote.id.clone());
    let named = |theme: &str| if theme.is_empty() { Vec::new() } else { vec![theme.to_owned()] };
    let judged: Vec<_> = ids.zip(themes.iter().map(|theme| named(theme))).collect();
    assert_eq!(judged.len(), themes.len());
    Analysis::of_corpus(&corpus, Codings::by_hand(judged)).unwrap()
}

const TEXT: &str = "“Rent is far too high,” said Ann Lee.\n\n“The bus is always late,” said Bo Ray.\n";

#[test]
fn the_same_differs_in_nothing() {
    let one = analysis("a", TEXT, &["Rent", "Buses"]);
    let difference = Difference::between(&one, &one);
    assert!(difference.is_empty());
    assert_eq!((difference.matched.by_id, difference.matched.both()), (2, 2));
}

#[test]
fn a_quotation_before_the_others_moves_ids_and_not_quotations() {
    let before = analysis("a", TEXT, &["Rent", "Buses"]);
    let more = format!("“Nobody asked us,” said Kim Oda.\n\n{TEXT}");
    let difference = Difference::between(&before, &analysis("a", &more, &["", "Rent", "Buses"]));
    assert_eq!((difference.matched.by_words, difference.matched.new, difference.matched.gone), (2, 1, 0));
    assert_eq!(difference.quotes.len(), 1);
    assert_eq!(difference.quotes[0].changed, [Changed::New]);
}

#[test]
fn a_renamed_document_is_told_by_words_and_speaker() {
    let difference = Difference::between(&analysis("a", TEXT, &["Rent", "Buses"]), &analysis("b", TEXT, &["Rent", ""]));
    assert_eq!(difference.matched.elsewhere, 2);
    assert_eq!(difference.moves(), [("Buses".to_owned(), "(no theme)".to_owned(), 1)]);
}

#[test]
fn a_speaker_who_changes_and_words_that_change_are_told_apart() {
    let other = TEXT.replace("Bo Ray", "Bob Rey").replace("far too high", "far too high for nurses");
    let difference =
        Difference::between(&analysis("a", TEXT, &["Rent", "Buses"]), &analysis("a", &other, &["Rent", "Buses"]));
    let changed: Vec<&[Changed]> = difference.quotes.iter().map(|quote| &quote.changed[..]).collect();
    assert_eq!(changed, [&[Changed::Words][..], &[Changed::Speaker]]);
    assert_eq!(difference.matched.by_place, 1);
}

#[test]
fn a_theme_under_another_name_is_told_by_its_quotations() {
    let before = analysis("a", TEXT, &["Rent", "Buses"]);
    let difference = Difference::between(&before, &analysis("a", TEXT, &["Housing", "Buses"]));
    assert!(difference.quotes.is_empty(), "no quotation is under another theme");
    let renamed = difference.themes.iter().find(|theme| theme.shared.is_some()).unwrap();
    assert_eq!((renamed.before.as_ref().unwrap().label.as_str(), renamed.shared), ("Rent", Some((1, 1))));
    assert!(!difference.is_empty());
    let merged = Difference::between(&before, &analysis("a", TEXT, &["buses", "buses"]));
    assert_eq!(merged.themes.len(), 2, "names are the same without regard to case, and Rent is gone");
    assert_eq!(merged.moves()[0].2, 1);
}

#[test]
fn two_coders_are_compared_by_ids() {
    let one = Codings::by_hand([("a#1", vec!["Rent"]), ("a#2", vec!["Buses"]), ("a#3", vec![])]);
    let other = Codings::by_hand([("a#1", vec!["Rent"]), ("a#2", vec!["Rent", "Buses"]), ("b#1", vec!["Rent"])]);
    let difference = Difference::between_codings(&one, &other).unwrap();
    assert_eq!((difference.matched.by_id, difference.matched.gone, difference.matched.new), (2, 1, 1));
    assert_eq!(difference.before.content.documents, 1);
    assert_eq!(difference.after.content.documents, 2);
}
