//! Counts and tables of themes.

use std::collections::BTreeMap;

use verbatims::report::{Counts, TimeUnit, Unit};
use verbatims::text::{Position, Span};
use verbatims::themes::CodebookCoder;
use verbatims::{Analysis, Code, Codebook, DocumentId, Facet, Language, Quote, QuoteKind, Speaker, SpeakerKind};

/// A quotation: its document, number, speaker and words, with attributes as `name=value`.
fn quote(document: &str, number: usize, speaker: Option<(&str, SpeakerKind)>, text: &str, attributes: &str) -> Quote {
    let all = vec![Span::new(0, text.len())];
    let place = Position { line: 1, column: 1 };
    let mut quote = Quote::new(&DocumentId::from(document), number, QuoteKind::Direct, all, text, place);
    quote.attribution.speaker = speaker.map(|(name, kind)| Speaker::new(name, kind));
    quote.attributes = attributes
        .split_whitespace()
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect::<BTreeMap<_, _>>();
    quote
}

fn analysis(quotes: &[Quote], words: &[&str]) -> Analysis {
    let codes = words.iter().map(|word| Code::new(*word)).collect();
    let coder = CodebookCoder::new(Codebook { codes }, Language::english()).expect("names are unique");
    let codings = coder.code(&quotes.iter().collect::<Vec<_>>());
    Analysis::new(quotes.to_vec(), codings).expect("codings of these quotations")
}

fn sample() -> Vec<Quote> {
    let ortiz = Some(("Maria Ortiz", SpeakerKind::Person));
    let nurse = Some(("a nurse", SpeakerKind::Anonymous));
    vec![
        quote("a", 1, ortiz, "The rent is high.", "area=north day=2024-03-31"),
        quote("a", 2, nurse, "Damp and rent.", "area=north day=2024-03-01"),
        quote("a", 3, nurse, "The rent again.", "area=north day=2023-12-01"),
        quote("b", 1, ortiz, "Rent!", "area=south day=2024"),
        quote("b", 2, nurse, "Damp walls.", "area=south"),
        quote("b", 3, None, "Buses.", ""),
        quote("b", 4, None, "n/a", ""),
    ]
}

fn counts(quotes: usize, speakers: usize, documents: usize) -> Counts {
    let mut counts = Counts::default();
    (counts.quotes, counts.speakers, counts.documents) = (quotes, speakers, documents);
    counts
}

#[test]
fn themes_are_counted_by_quotations_speakers_and_documents() {
    let analysis = analysis(&sample(), &["rent", "damp", "zebra"]);
    let of: Vec<Counts> = analysis.theme_counts().iter().map(|theme| theme.counts).collect();
    assert_eq!(of, [counts(4, 2, 2), counts(2, 2, 2), counts(0, 0, 0)]);
    let base = analysis.base();
    assert_eq!(base.all, counts(7, 3, 2));
    assert_eq!(base.content, counts(6, 3, 2));
    assert_eq!(base.coded, counts(5, 3, 2));
    assert_eq!(base.uncoded, counts(1, 0, 1));
    assert_eq!(base.no_content, counts(1, 0, 1));
    assert_eq!(analysis.uncoded().map(|quote| quote.text.as_str()).collect::<Vec<_>>(), ["Buses."]);
}

#[test]
fn themes_by_a_facet_have_their_base_beside_them() {
    let analysis = analysis(&sample(), &["rent", "damp"]);
    let table = analysis.crosstab(&Facet::Attribute("area".to_owned()), Unit::Quotes);
    let levels: Vec<(&str, usize)> =
        table.levels.iter().map(|level| (level.value.as_str(), level.base.quotes)).collect();
    assert_eq!(levels, [("north", 3), ("south", 2)]);
    assert_eq!(table.missing, counts(1, 0, 1));
    let row = &table.rows[0];
    assert_eq!((row.label.as_str(), row.total), ("rent", counts(4, 2, 2)));
    assert_eq!(row.cells[0].counts, Some(counts(3, 2, 1)));
    assert_eq!(row.cells[0].share, Some(1.0));
    assert_eq!(row.cells[1].share, Some(0.5));
    let by_speaker = analysis.crosstab(&Facet::Attribute("area".to_owned()), Unit::Speakers);
    assert_eq!(by_speaker.rows[1].cells[0].share, Some(0.5), "one of two speakers in the north speaks of damp");
    let speakers = analysis.crosstab(&Facet::Speaker, Unit::Quotes);
    let levels: Vec<&str> = speakers.levels.iter().map(|level| level.value.as_str()).collect();
    assert_eq!(levels, ["a nurse", "Maria Ortiz"]);
}

#[test]
fn time_is_cut_to_its_unit_and_ordered() {
    let analysis = analysis(&sample(), &["rent", "damp"]);
    let of = |unit| -> Vec<String> {
        let table = analysis.crosstab(&Facet::Time("day".to_owned(), unit), Unit::Quotes);
        table.levels.into_iter().map(|level| level.value).collect()
    };
    assert_eq!(of(TimeUnit::Year), ["2023", "2024"]);
    assert_eq!(of(TimeUnit::Month), ["2023-12", "2024-03"]);
    assert_eq!(of(TimeUnit::Day), ["2023-12-01", "2024-03-01", "2024-03-31"]);
}

#[test]
fn facets_are_those_that_tell_quotations_apart() {
    let analysis = analysis(&sample(), &["rent"]);
    let names: Vec<String> = analysis.facets().iter().map(ToString::to_string).collect();
    assert_eq!(names, ["speaker", "speaker-kind", "document", "area", "day"]);
}

#[test]
fn codings_of_other_quotations_are_refused() {
    let there = analysis(&sample(), &["rent"]);
    let error = Analysis::new(sample()[1..].to_vec(), there.codings().clone()).unwrap_err();
    assert_eq!(error.to_string(), "setting `codings`: there is no quotation `a#1`");
    let mut quotes = sample();
    quotes.push(quotes[0].clone());
    let error = Analysis::new(quotes, there.codings().clone()).unwrap_err();
    assert_eq!(error.to_string(), "setting `quotes`: two quotations bear the id `a#1`");
    let mut codings = there.codings().clone();
    codings.codings.push(codings.codings[0].clone());
    let error = Analysis::new(sample(), codings).unwrap_err();
    assert_eq!(error.to_string(), "setting `codings`: quotation `a#1` is twice under `rent`");
    let mut codings = there.codings().clone();
    codings.themes.clear();
    let error = Analysis::new(sample(), codings).unwrap_err();
    assert_eq!(error.to_string(), "setting `codings`: quotation `a#1` is under `rent`, which is no theme of the list");
}

#[test]
fn an_analysis_comes_back_from_json() {
    let there = analysis(&sample(), &["rent", "damp"]);
    let back: Analysis = serde_json::from_str(&serde_json::to_string(&there).unwrap()).unwrap();
    assert_eq!(back, there);
    let table = there.crosstab(&Facet::Document, Unit::Documents);
    assert_eq!(serde_json::from_str::<verbatims::Crosstab>(&serde_json::to_string(&table).unwrap()).unwrap(), table);
}
