//! What a reader decides in a report is replayed on the same and on other texts, and nothing of it is lost without a word.

use verbatims::report::{Decision, Review};
use verbatims::{Analysis, Codings, Document, Extractor, Language, export, import};

const TEXT: &str = "“Rent is high,” said Ann Lee. “It rose twice,” she said.\n\n“It rains,” said Bo Ray. “The lift is broken,” he said.";

fn analysis(text: &str) -> Analysis {
    let corpus = Extractor::new(Language::english()).corpus(&[Document::new("a", text)]).unwrap();
    let themes = [("a#1", vec!["Rent"]), ("a#2", vec!["Rent"]), ("a#3", vec!["Weather"]), ("a#4", vec![])];
    let known = themes.into_iter().filter(|(id, _)| corpus.quotes().any(|quote| quote.id.as_str() == *id));
    let codings = Codings::by_hand(known.collect::<Vec<_>>());
    Analysis::of_corpus(&corpus, codings).unwrap()
}

fn review(lines: &str) -> Review {
    let head = "{\"edit\":\"review\",\"of\":\"a: 2 themes in 4 quotations\",\"version\":\"0.1.0\"}\n";
    import::edits::parse_review("edits.jsonl", &format!("{head}{lines}")).unwrap().unwrap()
}

/// Each theme with how often it comes up.
fn counts(analysis: &Analysis) -> Vec<(String, usize)> {
    analysis.theme_counts().into_iter().map(|theme| (theme.label, theme.counts.quotes)).collect()
}

const LINES: &str = r#"{"edit":"code","quote":"a#4","text":"The lift is broken,","themes":["Lifts","Rent"]}
{"edit":"speaker","quote":"a#3","text":"It rains,","to":"Ann Lee"}
{"edit":"note","quote":"a#1","text":"Rent is high,","note":"ask again"}
{"edit":"rename","theme":"Rent","to":"Cost"}
{"edit":"drop","quote":"a#2","text":"It rose twice,"}
"#;

#[test]
fn decisions_change_codings_speakers_and_themes() {
    let before = analysis(TEXT);
    let (after, outcome) = before.reviewed(&review(LINES)).unwrap();
    assert_eq!((outcome.applied, outcome.not_applied.len()), (5, 0));
    assert_eq!(counts(&after), [("Cost".to_owned(), 2), ("Weather".to_owned(), 1), ("Lifts".to_owned(), 1)]);
    assert_eq!(outcome.dropped[0].text, "It rose twice,");
    let speaker = |number: usize| after.quotes()[number].speaker().unwrap().name.clone();
    assert_eq!((speaker(0), speaker(1)), ("Ann Lee".to_owned(), "Ann Lee".to_owned()));
    assert_eq!(after.quotes()[0].attributes["note"], "ask again");
    assert!(after.facets().iter().all(|facet| facet.to_string() != "note"
        || after.comparisons(Default::default()).iter().all(|table| table.facet != *facet)));
}

#[test]
fn a_log_of_a_review_is_written_and_read_back() {
    let log = review(LINES);
    let mut written = Vec::new();
    export::edits::review(&log, &mut written).unwrap();
    assert_eq!(import::edits::parse_review("e", std::str::from_utf8(&written).unwrap()).unwrap(), Some(log));
    let other = "{\"edit\":\"rename\",\"theme\":\"t1\",\"to\":\"Parking\"}\n";
    assert_eq!(import::edits::parse_review("e", other).unwrap(), None, "a log of edits of themes is none");
    let broken = "{\"edit\":\"review\",\"of\":\"\",\"version\":\"\"}\n{\"edit\":\"paint\"}\n";
    assert!(import::edits::parse_review("e.jsonl", broken).unwrap_err().to_string().contains("e.jsonl: line 2"));
}

#[test]
fn a_quotation_of_a_changed_text_is_found_by_its_words_or_told() {
    let (after, outcome) = analysis(&TEXT.replace("“It rose twice,” she said.", "")).reviewed(&review(LINES)).unwrap();
    // One quotation less moves the numbers of those behind it.
    assert_eq!(
        outcome.not_applied,
        ["line 6: there is no quotation `a#2`, nor one of its words"].map(|told| {
            told.replace(
                "there is no quotation `a#2`, nor one of its words",
                "quotation `a#2` has other words now, and those of the review are nowhere",
            )
        })
    );
    assert_eq!(outcome.applied, 4);
    let lift = after.quotes().iter().find(|quote| quote.text == "The lift is broken,").unwrap();
    assert_eq!(after.codings_of(&lift.id).len(), 2);
}

#[test]
fn themes_are_merged_once_and_a_name_is_given_once() {
    let lines = r#"{"edit":"code","quote":"a#1","text":"Rent is high,","themes":["Rent","Weather"]}
{"edit":"rename","theme":"Rent","to":"Weather"}
{"edit":"rename","theme":"Nothing","to":"Something"}
{"edit":"merge","themes":["Weather","Rent"],"to":"All"}
{"edit":"merge","themes":["All","All"]}
"#;
    let (after, outcome) = analysis(TEXT).reviewed(&review(lines)).unwrap();
    assert_eq!(counts(&after), [("All".to_owned(), 3)], "a quotation under both counts once");
    assert_eq!(outcome.applied, 2);
    let told = outcome.not_applied.join("\n");
    for what in [
        "line 3: another theme is called `Weather` already",
        "line 4: there is no theme `Nothing`",
        "line 6: `All` alone",
    ] {
        assert!(told.contains(what), "{told}");
    }
}

#[test]
fn a_suggestion_that_is_accepted_is_sure() {
    let before = analysis(TEXT);
    let mut codings = before.codings().clone();
    codings.codings[0].weak = true;
    let before = Analysis::new(before.quotes().to_vec(), codings).unwrap();
    assert_eq!(before.coverage().weak, 1);
    let accept = Decision::Code { quote: "a#1".into(), text: "Rent is high,".into(), themes: vec!["Rent".into()] };
    let (after, _) = before.reviewed(&Review::new(vec![accept])).unwrap();
    assert_eq!(after.coverage().weak, 0);
    assert_eq!(counts(&after), counts(&before));
}
