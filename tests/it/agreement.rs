//! Agreement between two coders. Reference values: `tests/oracle/statistics.py` (scikit-learn, krippendorff, irrCAC, qdaPy).

use serde_json::Value;
use verbatims::export::csv::{self, CsvOptions};
use verbatims::report::Figure;
use verbatims::{Agreement, Codings, ErrorKind};

/// Codings of quotations `q0`, `q1`, … from lists of names parted by blanks.
fn coder(judged: &[&str]) -> Codings {
    Codings::by_hand(
        judged.iter().enumerate().map(|(at, names)| (format!("q{at}"), names.split_whitespace().collect())),
    )
}

fn lists(value: &Value) -> Codings {
    let names = |list: &Value| -> Vec<String> {
        list.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let units = value.as_array().into_iter().flatten();
    Codings::by_hand(units.enumerate().map(|(at, list)| (format!("q{at}"), names(list))))
}

#[track_caller]
fn near(figure: Figure, reference: &Value, what: &str) {
    let reference = reference.as_f64().expect("a reference value");
    assert!((figure.value - reference).abs() < 1e-9, "{what}: {} instead of {reference}", figure.value);
}

#[test]
fn coefficients_equal_the_references() {
    let cases: Value = serde_json::from_str(include_str!("../data/oracle/agreement.json")).unwrap();
    let cases = cases.as_array().unwrap();
    assert_eq!(cases.len(), 5);
    for case in cases {
        let (first, second) = (lists(&case["first"]), lists(&case["second"]));
        let found = Agreement::options().include_uncoded(true).resamples(0).compare(&first, &second).unwrap();
        let themes = case["themes"].as_object().unwrap();
        assert_eq!(found.themes.len(), themes.len());
        for theme in &found.themes {
            let reference = &themes[&theme.label];
            near(theme.percent, &reference["percent"], "percent");
            near(theme.kappa, &reference["kappa"], "kappa");
            near(theme.alpha, &reference["alpha"], "alpha");
            near(theme.ac1, &reference["ac1"], "ac1");
            near(theme.f1, &reference["f1"], "f1");
        }
        let overall = &case["overall"];
        near(found.overall.exact, &overall["exact"], "exact");
        near(found.overall.jaccard, &overall["jaccard"], "jaccard");
        near(found.overall.micro_f1, &overall["micro_f1"], "micro f1");
        near(found.overall.mean_kappa, &overall["mean_kappa"], "mean kappa");
        near(found.overall.weighted_kappa, &overall["weighted_kappa"], "weighted kappa");
        near(found.overall.mean_alpha, &overall["mean_alpha"], "mean alpha");
        near(found.overall.mean_ac1, &overall["mean_ac1"], "mean ac1");
        near(found.overall.alpha_masi, &overall["alpha_masi"], "alpha masi");
        near(found.overall.alpha_jaccard, &overall["alpha_jaccard"], "alpha jaccard");
    }
}

#[test]
fn uncoded_text_does_not_inflate_agreement() {
    let first = coder(&["rent", "rent", "damp", "", "", "", ""]);
    let second = coder(&["rent", "damp", "damp", "", "", "", ""]);
    let found = Agreement::between(&first, &second).unwrap();
    assert_eq!((found.units, found.uncoded_by_both, found.one_sided), (3, 4, 0));
    assert_eq!(found.themes[0].table, [1, 1, 0, 1]);
    let all = Agreement::options().include_uncoded(true).compare(&first, &second).unwrap();
    assert_eq!((all.units, all.themes[0].table), (7, [1, 1, 0, 5]));
    assert!(all.themes[0].percent.value > found.themes[0].percent.value);
}

#[test]
fn disagreements_are_listed_with_what_each_gave() {
    let found = Agreement::between(&coder(&["rent damp", "rent", "damp"]), &coder(&["rent", "noise", "damp"])).unwrap();
    let listed: Vec<String> = found
        .disagreements
        .iter()
        .map(|quote| format!("{} {:?} {:?} {:?}", quote.quote, quote.both, quote.only_first, quote.only_second))
        .collect();
    assert_eq!(
        listed,
        [r#"q0 [ThemeId("rent")] [ThemeId("damp")] []"#, r#"q1 [] [ThemeId("rent")] [ThemeId("noise")]"#]
    );
    let confused: Vec<(&str, &str, usize)> =
        found.confusions.iter().map(|(first, second, count)| (first.as_str(), second.as_str(), *count)).collect();
    assert_eq!(confused, [("rent", "noise", 1)]);
}

#[test]
fn themes_of_one_name_are_one_theme() {
    let mut second = coder(&["RENT", "rent"]);
    second.themes[0].id = "code-1".into();
    second.codings[0].theme = "code-1".into();
    let found = Agreement::between(&coder(&["rent", "rent"]), &second).unwrap();
    assert_eq!(found.themes.len(), 1);
    assert_eq!(found.overall.exact.value, 1.0);
    assert_eq!(found.themes[0].kappa.value, 1.0, "where chance leaves no room, agreement is complete");
}

#[test]
fn only_what_both_have_judged_is_compared() {
    let first = Codings::by_hand([("a", vec!["rent"]), ("b", vec!["rent"]), ("c", vec![])]);
    let second = Codings::by_hand([("b", vec!["rent"]), ("d", vec!["damp"])]);
    let found = Agreement::between(&first, &second).unwrap();
    assert_eq!((found.units, found.one_sided, found.themes.len()), (1, 3, 1));
    let error = Agreement::between(&first, &Codings::by_hand([("x", vec!["rent"])])).unwrap_err();
    assert_eq!(error.to_string(), "the two coders have no quotation in common; are the ids the same?");
    let error = Agreement::options().resamples(19).compare(&first, &second).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Setting { name: "resamples", .. }));
}

#[test]
fn intervals_hold_the_figure_and_come_back_the_same() {
    let cases: Value = serde_json::from_str(include_str!("../data/oracle/agreement.json")).unwrap();
    let (first, second) = (lists(&cases[3]["first"]), lists(&cases[3]["second"]));
    let found = Agreement::between(&first, &second).unwrap();
    assert_eq!(found, Agreement::between(&first, &second).unwrap());
    for figure in [found.overall.exact, found.overall.mean_kappa, found.overall.alpha_masi, found.themes[0].ac1] {
        let interval = figure.interval.unwrap();
        assert!(interval.low < figure.value && figure.value < interval.high, "{figure:?}");
        // 150 quotations: an interval of a share reaches about 0.1 to both sides.
        assert!(interval.high - interval.low < 0.3, "{figure:?}");
    }
    let share = found.overall.exact;
    let half = 1.96 * (share.value * (1.0 - share.value) / found.units as f64).sqrt();
    let interval = share.interval.unwrap();
    assert!(((interval.high - interval.low) / 2.0 - half).abs() < 0.015, "close to the normal interval: {share:?}");
    let other = Agreement::options().seed(1).compare(&first, &second).unwrap();
    assert_ne!(other.overall.alpha_masi.interval, found.overall.alpha_masi.interval);
    let back: Agreement = serde_json::from_str(&serde_json::to_string(&found).unwrap()).unwrap();
    assert_eq!(back, found);
}

#[test]
fn tables_hold_every_figure_and_leave_undefined_ones_empty() {
    let (first, second) = (coder(&["a", "a b", "b", "", "a"]), coder(&["a", "a", "b", "", "b"]));
    let found = Agreement::options().resamples(0).compare(&first, &second).unwrap();
    let written = |fill: &dyn Fn(&mut Vec<u8>) -> verbatims::Result<()>| {
        let mut out = Vec::new();
        fill(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    let figures = written(&|out| csv::agreement(&found, CsvOptions::plain(), out));
    let rows: Vec<Vec<&str>> = figures.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!(rows.len(), 5, "{figures}");
    assert!(rows.iter().all(|row| row.len() == rows[0].len()), "{figures}");
    assert_eq!(&rows[1][..8], ["a", "a", "4", "2", "1", "0", "1", "0.7500"]);
    assert_eq!((rows[3][0], rows[4][0], rows[4][7]), ("(mean)", "(sets)", "0.5000"));
    assert!(rows[1][8].is_empty(), "no resamples, no interval");
    let differences = written(&|out| csv::disagreements(&found, CsvOptions::plain(), out));
    assert_eq!(differences, "quote_id,both,only_first,only_second\nq1,a,b,\nq4,,a,b\n");
}
