//! Counts and tables of themes.

use std::collections::BTreeMap;

use serde_json::Value;
use verbatims::report::{Counts, TimeUnit, Unit};
use verbatims::text::{Position, Span};
use verbatims::themes::CodebookCoder;
use verbatims::{
    Analysis, Code, Codebook, Codings, DocumentId, Facet, Language, Quote, QuoteKind, Speaker, SpeakerKind,
};

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
    let coder = CodebookCoder::params(Codebook { codes }, Language::english())
        .similarity(false)
        .build()
        .expect("names are unique");
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
    assert_eq!((row.label.as_str(), row.total), ("rent", Some(counts(4, 2, 2))));
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

/// Quotations of groups `g0`, `g1`, …: in row r and group g, `groups[g].0` of `groups[g].1` hold the word of the row.
fn table_quotes(rows: &[Vec<(usize, usize)>]) -> Vec<Quote> {
    let mut quotes = Vec::new();
    for (group, (_, base)) in rows[0].iter().enumerate() {
        for number in 0..*base {
            let said = rows.iter().enumerate().filter(|(_, row)| number < row[group].0);
            let text: String = said.map(|(row, _)| format!("theme{row} ")).collect();
            let speaker = format!("s{group}-{number}");
            let at = quotes.len() + 1;
            quotes.push(quote(
                "d",
                at,
                Some((&speaker, SpeakerKind::Person)),
                &format!("{text}."),
                &format!("group=g{group}"),
            ));
            if text.is_empty() {
                quotes[at - 1].text = "other".to_owned();
            }
        }
    }
    quotes
}

fn table_analysis(rows: &[Vec<(usize, usize)>]) -> Analysis {
    let quotes = table_quotes(rows);
    let judged = quotes.iter().map(|quote| {
        let names: Vec<String> =
            quote.text.split_whitespace().filter(|word| word.starts_with("theme")).map(str::to_owned).collect();
        (quote.id.clone(), names)
    });
    let mut codings = Codings::by_hand(judged);
    codings.themes.sort_by(|a, b| a.id.cmp(&b.id));
    Analysis::new(quotes, codings).expect("codings of these quotations")
}

#[track_caller]
fn near(found: f64, reference: &Value, what: &str) {
    let reference = reference.as_f64().expect("a reference value");
    assert!((found - reference).abs() < 1e-9, "{what}: {found} instead of {reference}");
}

/// Reference values: `tests/oracle/statistics.py` (scipy, statsmodels).
#[test]
fn tests_of_tables_equal_the_references() {
    let tables: Value = serde_json::from_str(include_str!("../data/oracle/tables.json")).unwrap();
    let tables = tables.as_array().unwrap();
    assert_eq!(tables.len(), 4);
    for table in tables {
        let references = table["rows"].as_array().unwrap();
        let rows: Vec<Vec<(usize, usize)>> =
            references.iter().map(|row| serde_json::from_value(row["groups"].clone()).unwrap()).collect();
        let found = table_analysis(&rows).crosstab(&Facet::Attribute("group".to_owned()), Unit::Quotes);
        assert_eq!(found.rows.len(), references.len());
        for (at, (row, reference)) in found.rows.iter().zip(references).enumerate() {
            let test = row.test.as_ref().unwrap();
            assert_eq!(serde_json::to_value(test.method).unwrap(), reference["method"]);
            near(test.chi_square, &reference["chi_square"], "chi-square");
            near(test.p, &reference["p"], "p");
            near(test.cramers_v, &reference["cramers_v"], "Cramér's V");
            near(test.p_holm, &table["holm"][at], "Holm");
            near(test.p_bh, &table["bh"][at], "Benjamini-Hochberg");
            for (column, cell) in row.cells.iter().enumerate() {
                near(cell.residual.unwrap(), &reference["residuals"][column], "residual");
                near(cell.interval.unwrap().low, &reference["wilson"][column][0], "Wilson, low");
                near(cell.interval.unwrap().high, &reference["wilson"][column][1], "Wilson, high");
            }
        }
    }
}

#[test]
fn a_theme_in_none_or_in_all_is_not_tested() {
    let found = table_analysis(&[vec![(3, 3), (4, 4)], vec![(1, 3), (0, 4)]])
        .crosstab(&Facet::Attribute("group".to_owned()), Unit::Quotes);
    assert_eq!(found.rows[0].test, None);
    assert_eq!(found.rows[0].cells[0].residual, None);
    assert!(found.rows[1].test.is_some());
}

#[test]
fn small_cells_are_hidden_and_cannot_be_found_by_subtraction() {
    let facet = Facet::Attribute("group".to_owned());
    let rows = [vec![(2, 20), (8, 20), (12, 20)], vec![(0, 20), (9, 20), (9, 20)], vec![(3, 20), (0, 20), (0, 20)]];
    let table = table_analysis(&rows).crosstab(&facet, Unit::Quotes).without_small_cells(5);
    let shown: Vec<Vec<Option<usize>>> = table
        .rows
        .iter()
        .map(|row| row.cells.iter().map(|cell| cell.counts.map(|counts| counts.quotes)).collect())
        .collect();
    assert_eq!(shown, [vec![None, None, Some(12)], vec![Some(0), Some(9), Some(9)], vec![None, Some(0), Some(0)]]);
    let totals: Vec<Option<usize>> = table.rows.iter().map(|row| row.total.map(|counts| counts.quotes)).collect();
    assert_eq!(totals, [Some(22), Some(18), None]);
    assert_eq!((table.rows[0].cells[0].share, table.rows[0].cells[0].interval), (None, None));
}

#[test]
fn themes_that_come_together_are_counted() {
    let quotes = sample();
    let analysis = analysis(&quotes, &["rent", "damp", "zebra"]);
    let together = analysis.cooccurrence(Unit::Quotes);
    assert_eq!((together.base, together.pairs.len()), (6, 1));
    let pair = &together.pairs[0];
    assert_eq!((pair.first.as_str(), pair.second.as_str(), pair.count), ("rent", "damp", 1));
    assert_eq!(pair.expected, 4.0 * 2.0 / 6.0);
    assert_eq!(pair.jaccard, 1.0 / 5.0);
    // phi of the table [[1, 3], [1, 1]], by hand: (1 * 1 - 3 * 1) / sqrt(4 * 2 * 2 * 4).
    assert!((pair.phi.unwrap() - -0.25).abs() < 1e-12);
    assert_eq!(together.count(&"damp".into(), &"rent".into()), 1);
    assert_eq!(together.count(&"damp".into(), &"damp".into()), 2);
    assert_eq!(together.count(&"damp".into(), &"zebra".into()), 0);
    assert_eq!(analysis.cooccurrence(Unit::Speakers).pairs[0].count, 1, "the nurse of document a speaks of both");
    assert_eq!(analysis.cooccurrence(Unit::Documents).pairs[0].count, 2);
}

#[test]
fn coverage_tells_what_the_themes_reach() {
    let analysis = analysis(&sample(), &["rent", "damp", "zebra", "buses"]);
    let coverage = analysis.coverage();
    assert_eq!(coverage.coded, Some(1.0));
    assert_eq!(coverage.themes_per_quote, Some(7.0 / 6.0));
    let ids = |themes: &[verbatims::ThemeId]| themes.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(ids(&coverage.empty), ["zebra"]);
    assert_eq!(ids(&coverage.single_voice), ["buses"]);
    let documents: Vec<(&str, usize, usize)> =
        coverage.documents.iter().map(|(id, content, coded)| (id.as_str(), *content, *coded)).collect();
    assert_eq!(documents, [("a", 3, 3), ("b", 3, 3)]);
    assert_eq!(analysis_of_nothing().coverage().coded, None);
}

fn analysis_of_nothing() -> Analysis {
    analysis(&[], &["rent"])
}

#[test]
fn saturation_does_not_depend_on_the_order() {
    let analysis = analysis(&sample(), &["rent", "damp", "buses", "zebra"]);
    let saturation = analysis.saturation(Unit::Quotes);
    assert_eq!(saturation.observed, [1, 2, 2, 2, 2, 3]);
    assert_eq!(saturation.last_new, 6);
    assert_eq!(saturation.once_twice, (1, 1));
    // Themes in 4, 2 and 1 of 6 quotations; after two of them, by hand: 3 - C(2,2)/15 - C(4,2)/15 - C(5,2)/15.
    assert!((saturation.expected[1] - (3.0 - 17.0 / 15.0)).abs() < 1e-12);
    assert!((saturation.expected[5] - 3.0).abs() < 1e-12);
    assert_eq!(saturation.estimate, 3.0, "one theme seen once: Chao2 adds 5/6 * 1 * 0 / (2 * 2)");
    assert_eq!(saturation.next(), 1.0 / 6.0);
    let mut turned = sample();
    turned.reverse();
    let other = self::analysis(&turned, &["rent", "damp", "buses", "zebra"]).saturation(Unit::Quotes);
    assert_eq!(other.expected, saturation.expected);
    assert_ne!(other.observed, saturation.observed);
    assert_eq!(analysis.saturation(Unit::Speakers).observed.len(), 3);
    let nothing = analysis_of_nothing().saturation(Unit::Documents);
    assert_eq!((nothing.observed.len(), nothing.estimate, nothing.next()), (0, 0.0, 0.0));
}
