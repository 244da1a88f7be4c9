//! Counts and tables of themes.

use serde_json::{Value, json};
use verbatims::export::csv::{self, CsvOptions};
use verbatims::report::{Counts, TimeUnit, Unit};
use verbatims::text::{Position, Span};
use verbatims::themes::{CodebookCoder, Stability};
use verbatims::{
    Analysis, Code, Codebook, Codings, DocumentId, ErrorKind, Facet, Language, Quote, QuoteKind, Speaker, SpeakerKind,
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
        .collect();
    quote
}

fn analysis(quotes: &[Quote], words: &[&str]) -> Analysis {
    let codes = words.iter().map(|word| Code::new(*word)).collect::<Vec<_>>();
    let coder = CodebookCoder::options(Codebook::from(codes), Language::english())
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
    assert_eq!(error.to_string(), "codings: there is no quotation `a#1`");
    let mut quotes = sample();
    quotes.push(quotes[0].clone());
    let error = Analysis::new(quotes, there.codings().clone()).unwrap_err();
    assert_eq!(error.to_string(), "two quotations have the id `a#1`");
    let mut codings = there.codings().clone();
    codings.codings.push(codings.codings[0].clone());
    let error = Analysis::new(sample(), codings).unwrap_err();
    assert_eq!(error.to_string(), "codings: quotation `a#1` is twice under `rent`");
    let mut codings = there.codings().clone();
    codings.themes.clear();
    let error = Analysis::new(sample(), codings).unwrap_err();
    assert_eq!(error.to_string(), "codings: quotation `a#1` is under `rent`, which is no theme of the list");
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
        coverage.documents.iter().map(|of| (of.document.as_str(), of.content, of.coded)).collect();
    assert_eq!(documents, [("a", 3, 3), ("b", 3, 3)]);
    assert_eq!(analysis_of_nothing().coverage().coded, None);
    assert_eq!(
        table(|out| csv::coverage(&coverage, CsvOptions::plain(), out)),
        "document,quotes,coded,coded_percent,no_theme,no_content,themes_per_quote,weak\n\
         a,3,3,100.0,0,0,1.33,0\n\
         b,3,3,100.0,0,1,1.00,0\n\
         (all),6,6,100.0,0,1,1.17,0\n"
    );
    // “Buses” is under no theme here.
    let part = self::analysis(&sample(), &["rent", "damp"]).coverage();
    assert!(
        table(|out| csv::coverage(&part, CsvOptions::plain(), out))
            .ends_with("b,3,2,66.7,1,1,1.00,0\n(all),6,5,83.3,1,1,1.20,0\n")
    );
    let nothing = analysis_of_nothing().coverage();
    assert!(table(|out| csv::coverage(&nothing, CsvOptions::plain(), out)).ends_with("weak\n(all),0,0,,0,0,,0\n"));
}

fn table(write: impl FnOnce(&mut Vec<u8>) -> verbatims::Result<()>) -> String {
    let mut bytes = Vec::new();
    write(&mut bytes).expect("a list of bytes takes all");
    String::from_utf8(bytes).expect("UTF-8")
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
    // The mean over all orders for m = 1 … 6, by hand: 3 - (C(2, m) + C(4, m) + C(5, m)) / C(6, m).
    assert_eq!(
        table(|out| csv::saturation(&saturation, CsvOptions::plain(), out)),
        "quotes,new_themes,themes,themes_any_order,last_new,seen_once,seen_twice,estimate,next_new\n\
         1,1,1,1.17,,,,,\n\
         2,1,2,1.87,,,,,\n\
         3,0,2,2.30,,,,,\n\
         4,0,2,2.60,,,,,\n\
         5,0,2,2.83,,,,,\n\
         6,1,3,3.00,,,,,\n\
         (all),,3,,6,1,1,3.00,0.1667\n"
    );
    let mut turned = sample();
    turned.reverse();
    let other = self::analysis(&turned, &["rent", "damp", "buses", "zebra"]).saturation(Unit::Quotes);
    assert_eq!(other.expected, saturation.expected);
    assert_ne!(other.observed, saturation.observed);
    assert_eq!(analysis.saturation(Unit::Speakers).observed.len(), 3);
    let nothing = analysis_of_nothing().saturation(Unit::Documents);
    assert_eq!((nothing.observed.len(), nothing.estimate, nothing.next()), (0, 0.0, 0.0));
    assert!(
        table(|out| csv::saturation(&nothing, CsvOptions::plain(), out))
            .ends_with("next_new\n(all),,0,,0,0,0,0.00,0.0000\n")
    );
}

#[test]
fn stability_belongs_to_the_themes_of_the_analysis() {
    let analysis = analysis(&sample(), &["rent", "damp"]);
    assert_eq!(analysis.stability(), None);
    assert_eq!(table(|out| csv::stability(&analysis, CsvOptions::plain(), out)).lines().count(), 1);
    let told = |theme: &str| {
        let of = |theme: &str| json!({"theme": theme, "overlap": 0.8, "found": 0.95, "together": 1.0, "separation": -0.1234});
        let all = json!({"resamples": 20, "overall": 0.71, "low": 0.5, "high": 0.9, "themes": [of("damp"), of(theme)]});
        serde_json::from_value::<Stability>(all).expect("a stability")
    };
    let with = analysis.clone().with_stability(told("rent")).expect("both are themes");
    assert_eq!(
        table(|out| csv::stability(&with, CsvOptions::plain(), out)),
        "theme_id,theme,overlap,found_percent,together,separation,resamples,agreement,agreement_low,agreement_high\n\
         rent,rent,0.800,95.0,1.000,-0.123,,,,\n\
         damp,damp,0.800,95.0,1.000,-0.123,,,,\n\
         ,(all),,,,,20,0.710,0.500,0.900\n"
    );
    let back: Analysis = serde_json::from_str(&serde_json::to_string(&with).expect("JSON")).expect("it is read back");
    assert_eq!(back, with);
    for wrong in ["buses", "damp"] {
        let error = analysis.clone().with_stability(told(wrong)).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Mismatch { .. }), "{error}");
        assert!(error.to_string().contains(&format!("`{wrong}`")), "{error}");
    }
}

#[test]
fn every_cell_comes_with_all_that_is_known_of_it() {
    let by_area = analysis(&sample(), &["rent", "damp"]).crosstab(&Facet::Attribute("area".to_owned()), Unit::Quotes);
    // Rent in 3 of 3 and 1 of 2, by hand. Wilson: (3/3 + z²/6 ± …) / (1 + z²/3) is 43.9 to 100; for 1 of 2 it is 9.5 to 90.5.
    // Chi-square: expected 2.4, 0.6, 1.6, 0.4, so .36/2.4 + .36/.6 + .36/1.6 + .36/.4 = 1.875, V = √(1.875/5). Fisher: C(3,3)·C(2,1)/C(5,4) = .4, and no other table
    // but the one of probability .6, which is likelier.
    let rent = "rent,rent,north,3,2,1,quotes,3,100.0,43.9,100.0,1.37,,,,,,,,\n\
                rent,rent,south,1,1,1,quotes,2,50.0,9.5,90.5,-1.37,,,,,,,,\n\
                rent,rent,(all),4,2,2,quotes,,,,,,fisher,quotes,1.875,1,0.4000,0.8000,0.8000,0.612\n";
    let cells = table(|out| csv::theme_by_cells(&by_area, CsvOptions::plain(), out));
    assert!(cells.contains(rent), "{cells}");
    assert!(
        cells.starts_with("theme_id,theme,group,quotes,speakers,documents,unit,base,percent,percent_low,percent_high,")
    );
    assert!(
        cells.ends_with(
            ",(all),north,3,2,1,quotes,,,,,,,,,,,,,\n,(all),south,2,2,1,quotes,,,,,,,,,,,,,\n,(all),(not said),1,0,1,quotes,,,,,,,,,,,,,\n"
        ),
        "{cells}"
    );
    assert_eq!(csv::theme_by_cells_name(&by_area), "theme_by_area_cells.csv");
    let hidden = table(|out| csv::theme_by_cells(&by_area.without_small_cells(2), CsvOptions::plain(), out));
    assert!(hidden.contains("rent,rent,south,,,,quotes,2,,,,,,,,,,,,\n"), "{hidden}");
}

#[test]
fn pairs_of_themes_behind_which_few_stand_can_be_hidden() {
    let ortiz = Some(("Maria Ortiz", SpeakerKind::Person));
    let mut quotes = sample();
    let analysis = |quotes: &[Quote]| self::analysis(quotes, &["rent", "damp"]).cooccurrence(Unit::Quotes);
    let one = analysis(&quotes);
    assert_eq!((one.pairs[0].count, one.pairs[0].speakers), (1, 1));
    assert_eq!(one.clone().without_small_pairs(1), one);
    assert!(one.without_small_pairs(2).pairs.is_empty());
    quotes.push(quote("b", 5, ortiz, "Rent and damp.", ""));
    let two = analysis(&quotes).without_small_pairs(2);
    assert_eq!((two.pairs[0].count, two.pairs[0].speakers), (2, 2));
}

#[test]
fn dates_of_many_months_are_compared_by_year() {
    let of = |months: usize| {
        let quotes: Vec<Quote> = (0..2 * months)
            .map(|at| {
                let date = format!("date={}-{:02}-07", 2023 + at / 2 / 12, at / 2 % 12 + 1);
                quote("a", at + 1, None, if at % 2 == 0 { "Rent." } else { "Damp." }, &date)
            })
            .collect();
        let facets = self::analysis(&quotes, &["rent", "damp"]).comparisons(Unit::Quotes);
        facets.into_iter().map(|table| table.facet).find(|facet| matches!(facet, Facet::Time(..)))
    };
    assert_eq!(of(12), Some(Facet::Time("date".to_owned(), TimeUnit::Month)));
    assert_eq!(of(13), Some(Facet::Time("date".to_owned(), TimeUnit::Year)));
}
