//! German: an interview and three exports of survey programs with what must come of them, and news in which reported speech goes on.

use std::path::Path;

use verbatims::import::plan::Role;
use verbatims::import::survey::{self, Survey, SurveyOptions, Tool};
use verbatims::quotes::Evidence;
use verbatims::{Document, DocumentKind, Extractor, Language, Quote, ThemeModel};

fn read(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/german").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn german() -> Language {
    Language::builtin("de").unwrap()
}

fn extract(text: &str) -> Vec<Quote> {
    Extractor::new(german()).extract(&Document::new("d", text)).quotes
}

/// The words of a quotation, its runs joined.
fn said(text: &str, quote: &Quote) -> String {
    let runs: Vec<&str> = quote.content.iter().map(|run| run.of(text)).collect();
    runs.join(" … ")
}

/// Who says what, a line each: the name, the words, the evidence.
fn found(text: &str) -> Vec<(String, String, Evidence)> {
    let name = |quote: &Quote| quote.speaker().map_or(String::new(), |speaker| speaker.name.to_string());
    extract(text).iter().map(|quote| (name(quote), said(text, quote), quote.attribution.evidence)).collect()
}

#[test]
fn an_interview_by_letters_has_its_marked_turns() {
    let text = read("interview.txt");
    let extraction = Extractor::new(german()).extract(&Document::new("d", &text));
    assert_eq!(extraction.document_kind, DocumentKind::Transcript);
    let gold = read("interview.tsv");
    let rows: Vec<Vec<&str>> =
        gold.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect()).collect();
    assert_eq!(extraction.quotes.len(), rows.len());
    for (quote, row) in extraction.quotes.iter().zip(rows) {
        let speaker = quote.speaker().unwrap();
        assert_eq!(&*speaker.name, row[0]);
        assert_eq!(speaker.respondent, row[1] == "answers", "{}", row[2]);
        assert!(said(&text, quote).starts_with(row[2]), "{} is not {}", said(&text, quote), row[2]);
    }
}

fn survey(name: &str) -> Survey {
    let survey = survey::parse(name, &read(name), &SurveyOptions::new(german())).unwrap();
    assert!(survey.summary.ledger.is_complete(), "{}", survey.summary.ledger);
    survey
}

#[test]
fn exports_of_german_survey_programs_keep_answers_and_hide_people() {
    for (name, tool, answers, personal) in [
        (
            "limesurvey.csv",
            Tool::LimeSurvey,
            ["Was gefällt Ihnen an unserem Angebot?", "Was sollen wir verbessern?"],
            &["Vorname", "E-Mail"][..],
        ),
        ("sosci.csv", Tool::SosciSurvey, ["A102_01", "A103_01"], &[]),
        ("unipark.csv", Tool::Unipark, ["v_2", "v_3"], &["external_lfdn"]),
    ] {
        let survey = survey(name);
        assert_eq!(survey.summary.plan.form, tool, "{name}");
        assert_eq!(survey.summary.plan.named(Role::Answer).collect::<Vec<_>>(), answers, "{name}");
        assert_eq!(survey.summary.plan.named(Role::Personal).collect::<Vec<_>>(), personal, "{name}");
    }
}

#[test]
fn what_says_nothing_in_german_is_no_content() {
    let survey = survey("limesurvey.csv");
    let texts: Vec<&str> = survey.documents.iter().map(|document| &*document.text).collect();
    for words in ["Die Öffnungszeiten sind viel zu kurz", "Die Beratung war sehr geduldig"] {
        assert!(texts.contains(&words), "{words} is not in {texts:?}");
    }
}

#[test]
fn reported_speech_goes_on_over_paragraphs_until_the_indicative_returns() {
    let text = "Stadtrat Jens Vogt sagte, der Hafen müsse geschlossen werden. Die Kräne seien zu alt.\n\nAuch fehle das Geld für neue. Im Herbst werde neu verhandelt.\n\nDer Hafen wurde 1903 gebaut. Er hat vier Kräne.";
    let (name, going_on) = ("Jens Vogt".to_owned(), Evidence::Continuation);
    assert_eq!(
        found(text),
        [
            (name.clone(), "der Hafen müsse geschlossen werden".to_owned(), Evidence::Before),
            (name.clone(), "Die Kräne seien zu alt".to_owned(), going_on),
            (name, "Auch fehle das Geld für neue. Im Herbst werde neu verhandelt".to_owned(), going_on),
        ]
    );
}

#[test]
fn somebody_else_who_speaks_takes_over_what_goes_on() {
    let text = "Stadtrat Jens Vogt sagte, der Hafen müsse schließen. Laut Anna Berg ist das falsch. Die Kräne seien erst zwei Jahre alt.";
    let names: Vec<String> = found(text).into_iter().map(|(name, ..)| name).collect();
    assert_eq!(names, ["Jens Vogt", "Anna Berg", "Anna Berg"]);
}

#[test]
fn without_indirect_speech_nothing_goes_on() {
    let text = "„Der Hafen ist alt“, sagte Jens Vogt. Die Kräne seien zu alt.";
    let extractor = Extractor::new(german()).indirect(false);
    assert_eq!(extractor.extract(&Document::new("d", text)).quotes.len(), 1);
}

#[test]
fn frames_of_every_order_name_source_and_clause() {
    for (text, name, words) in [
        ("Der Hafen sei sicher, teilte die Reederei mit.", "Reederei", "Der Hafen sei sicher"),
        ("Die Reederei gab bekannt, der Hafen sei sicher.", "Reederei", "der Hafen sei sicher"),
        ("Wie die Reederei bekannt gab, ist der Hafen sicher.", "Reederei", "ist der Hafen sicher"),
        ("Der Hafen sei, so die Reederei, völlig sicher.", "Reederei", "Der Hafen sei … völlig sicher"),
        ("Nach Angaben der Reederei ist der Hafen sicher.", "Reederei", "ist der Hafen sicher"),
        ("Der Hafen ist nach Angaben der Reederei sicher.", "Reederei", "Der Hafen ist … sicher"),
        ("Der Hafen ist sicher. Das bestätigte die Reederei.", "Reederei", "Der Hafen ist sicher"),
        ("Die Reederei hatte am Montag erklärt, der Hafen sei sicher.", "Reederei", "der Hafen sei sicher"),
        ("Die Reederei, die den Hafen führt, versicherte, er sei sicher.", "Reederei", "er sei sicher"),
    ] {
        let found = found(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert!(found[0].0.ends_with(name), "{text}: {found:?}");
        assert_eq!(found[0].1, words, "{text}");
    }
}

#[test]
fn german_that_reports_nothing_is_left_alone() {
    for text in [
        "Die Brücke, die im Mai gebaut wurde, ist gesperrt.",
        "Wenn es regnet, droht dem Dorf Hochwasser.",
        "Nach dem Treffen fuhren alle nach Hause.",
        "Der Verein hat dem Plan, der seit Mai bekannt ist, zugestimmt.",
        "Er ging in die Stadt, um das Geld zu holen.",
        "Die Polizei konnte nicht bestätigen, dass der Mann tot ist.",
        "Es wäre besser gewesen, früher zu gehen.",
        "Ich habe gestern lange gearbeitet.",
    ] {
        let found = found(text);
        assert!(found.is_empty(), "{text}: {found:?}");
    }
}

#[test]
fn a_compound_stands_by_its_parts() {
    let texts = [
        "Kantinenessen",
        "Das Essen der Kantine ist kalt",
        "Die Kantine braucht gesundes Essen",
        "Warmes Essen",
        "Busverbindung",
        "Die Verbindung mit dem Bus ist schlecht",
        "Abends fehlt ein Bus",
        "Schnelle Verbindungen",
    ];
    let groups = |language: &Language| {
        ThemeModel::options(language).n_themes(2).fit_texts(&texts).unwrap().predict_texts(&texts)
    };
    let found = groups(&german());
    assert!(found[..4].iter().all(|theme| *theme == found[0]), "{found:?}");
    assert!(found[4..].iter().all(|theme| *theme == found[4] && *theme != found[0]), "{found:?}");
}

/// The share of pairs of answers of one topic that are under one theme, and of those of two topics.
#[test]
fn answers_of_one_topic_meet_more_often_than_others() {
    let mut answers =
        csv::Reader::from_path(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/german/betrieb.csv")).unwrap();
    let rows: Vec<csv::StringRecord> = answers.records().map(Result::unwrap).collect();
    let texts: Vec<&str> = rows.iter().map(|row| &row[1]).collect();
    let model = ThemeModel::options(&german()).n_themes(6).fit_texts(&texts).unwrap();
    let found = model.predict_texts(&texts);
    let share = |same: bool| {
        let pairs = (0..rows.len()).flat_map(|a| (0..a).map(move |b| (a, b)));
        let those: Vec<bool> =
            pairs.filter(|(a, b)| (rows[*a][2] == rows[*b][2]) == same).map(|(a, b)| found[a] == found[b]).collect();
        those.iter().filter(|met| **met).count() as f64 / those.len() as f64
    };
    assert!(share(true) > 2.0 * share(false), "{} and {}", share(true), share(false));
    for theme in model.themes() {
        assert!(!theme.label.contains("Bessere"), "{}", theme.label);
    }
}
