//! Charts stand alone: an SVG file each, with title, base and the meaning of its marks, safe whatever the texts hold.

use verbatims::export::charts;
use verbatims::report::{TimeUnit, Unit};
use verbatims::{Analysis, Codings, Document, DocumentKind, Extractor, Facet, Language};

const HOSTILE: &str = "Rent </svg><script>alert(1)</script> & \"more\"";

fn analysis() -> Analysis {
    let months = ["2024-01-05", "2024-02-05", "2024-03-05"];
    let answer = |row: usize| {
        Document::new(format!("row {row}"), format!("The rent is high and house {row} is damp."))
            .kind(DocumentKind::Response)
            .attribute("date", months[row % 3])
            .attribute("area", if row.is_multiple_of(2) { "Hull" } else { HOSTILE })
    };
    let answers: Vec<Document<'_>> = (0..60).map(answer).collect();
    let corpus = Extractor::new(Language::english()).corpus(&answers).unwrap();
    let themes = |row: usize| match row % 4 {
        0 => vec![HOSTILE, "Damp"],
        1 => vec!["Damp"],
        2 => vec![HOSTILE],
        _ => vec![],
    };
    let codings = Codings::by_hand((0..60).map(|row| (format!("row {row}#1"), themes(row))));
    Analysis::of_corpus(&corpus, codings).unwrap()
}

fn drawn(write: impl Fn(&mut Vec<u8>) -> verbatims::Result<()>) -> String {
    let mut out = Vec::new();
    write(&mut out).unwrap();
    let svg = String::from_utf8(out).unwrap();
    assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\"") && svg.ends_with("</svg>\n"), "{svg}");
    assert_eq!((svg.matches("</svg>").count(), svg.matches("<script").count()), (1, 0), "texts add no markup");
    assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
    svg
}

#[test]
fn every_chart_stands_alone() {
    let analysis = analysis();
    let area = analysis.crosstab(&Facet::Attribute("area".to_owned()), Unit::Quotes);
    let months = analysis.crosstab(&Facet::Time("date".to_owned(), TimeUnit::Month), Unit::Quotes);
    let themes = drawn(|out| charts::themes(&analysis, out));
    assert!(themes.contains("<title>Themes in 60 quotations</title>") && themes.contains("30 (50 %)"), "{themes}");
    let panels = drawn(|out| charts::panels(&area, out));
    assert!(panels.contains("Hull (30)"), "{panels}");
    let heat = drawn(|out| charts::by_group(&area, out));
    assert!(heat.contains("▲ 30 (100 %)") && heat.contains("▼ 0 (0 %)"), "{heat}");
    let lines = drawn(|out| charts::over_time(&months, out));
    assert!(lines.contains(">2024-01<") && lines.contains(">2024-03<") && lines.contains("<polyline"), "{lines}");
    let together = drawn(|out| charts::cooccurrence(&analysis.cooccurrence(Unit::Quotes), out));
    assert!(together.contains(">15<"), "{together}");
}

#[test]
fn charts_of_nothing_are_drawn_too() {
    let analysis = Analysis::new([], Codings::default()).unwrap();
    let table = analysis.crosstab(&Facet::Role, Unit::Quotes);
    drawn(|out| charts::themes(&analysis, out));
    drawn(|out| charts::panels(&table, out));
    drawn(|out| charts::by_group(&table, out));
    drawn(|out| charts::over_time(&table, out));
    drawn(|out| charts::cooccurrence(&analysis.cooccurrence(Unit::Quotes), out));
}
