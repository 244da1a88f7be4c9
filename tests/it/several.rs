//! Several themes an answer when they are found, answers of nothing but praise or complaint, and codebooks of what was found.

use std::collections::{BTreeMap, BTreeSet};

use verbatims::text::{Position, Span};
use verbatims::themes::{Assignment, CodebookCoder, Polarity};
use verbatims::{
    Analysis, Codebook, Codings, DocumentId, Language, Quote, QuoteId, QuoteKind, ThemeId, ThemeModel, themes,
};

fn quotes(texts: &[&str]) -> Vec<Quote> {
    let document = DocumentId::from("d");
    let quote = |(text, number): (&&str, usize)| {
        let all = vec![Span::new(0, text.len())];
        Quote::new(&document, number, QuoteKind::Response, all, text, Position { line: 1, column: 1 })
    };
    texts.iter().zip(1..).map(quote).collect()
}

/// Answers about three things, in a language, each thing by its own words.
fn answers(code: &str) -> Vec<&'static str> {
    match code {
        "de" => vec![
            "Die Miete ist zu hoch",
            "Die Miete steigt jedes Jahr",
            "Unsere Miete ist unbezahlbar",
            "Miete und noch mehr Miete",
            "Der Bus kommt zu spät",
            "Der Bus fährt nur zweimal",
            "Abends fährt kein Bus",
            "Ein Bus am Sonntag fehlt",
            "Der Spielplatz ist kaputt",
            "Ein neuer Spielplatz",
            "Der Spielplatz hat keine Schaukel",
            "Spielplatz am Fluss",
        ],
        "fr" => vec![
            "Le loyer est trop cher",
            "Le loyer augmente toujours",
            "Un loyer impossible",
            "Le loyer prend tout mon salaire",
            "Le bus est en retard",
            "Le bus passe deux fois",
            "Pas de bus le soir",
            "Un bus le dimanche",
            "La piscine est fermée",
            "Une nouvelle piscine",
            "La piscine est sale",
            "La piscine municipale",
        ],
        _ => vec![
            "The rent is too high",
            "Rent rises every year",
            "I cannot pay the rent",
            "My rent doubled in spring",
            "The bus is late again",
            "The bus comes only twice",
            "No bus after six",
            "A bus on Sunday",
            "The playground is broken",
            "A new playground with swings",
            "The playground has no swings",
            "Playground by the river",
        ],
    }
}

/// What each quotation has, as `number: themes by their first word`.
fn themes_of(codings: &Codings, quote: usize) -> Vec<&str> {
    let id = QuoteId::new(format!("d#{quote}"));
    codings.codings.iter().filter(|coding| coding.quote == id).map(|coding| coding.theme.as_str()).collect()
}

#[test]
fn several_themes_an_answer_each_part_gives_its_own_with_evidence_in_its_place() {
    for (code, both, evidence) in [
        ("en", "The rent is too high, and the bus is late again.", ["rent", "bus"]),
        ("de", "Die Miete ist zu hoch und der Bus kommt zu spät.", ["Miete", "Bus"]),
        ("fr", "Le loyer est trop cher et le bus est en retard.", ["loyer", "bus"]),
    ] {
        let mut texts = answers(code);
        texts.push(both);
        let quotes = quotes(&texts);
        let quotes: Vec<&Quote> = quotes.iter().collect();
        let language = Language::named(code).unwrap();
        let (model, codings) = ThemeModel::options(&language).n_themes(3).fit_code(&quotes).unwrap();
        let found = themes_of(&codings, 13);
        assert_eq!(found.len(), 2, "{code}: {codings:?}");
        let wanted: BTreeSet<&str> = [themes_of(&codings, 1)[0], themes_of(&codings, 5)[0]].into();
        assert_eq!(found.iter().copied().collect::<BTreeSet<_>>(), wanted, "{code}");
        for coding in codings.codings.iter().filter(|coding| coding.quote.as_str() == "d#13") {
            let is_rent = coding.theme.as_str() == themes_of(&codings, 1)[0];
            let word = evidence[usize::from(!is_rent)];
            assert!(coding.evidence.iter().any(|shown| shown.text == word), "{code}: {:?}", coding.evidence);
            for shown in &coding.evidence {
                assert_eq!(shown.span.of(both), shown.text, "{code}");
            }
        }
        // The best is first, and no answer is twice under a theme.
        let scores: Vec<f64> = codings
            .codings
            .iter()
            .filter(|coding| coding.quote.as_str() == "d#13")
            .map(|coding| coding.score)
            .collect();
        assert!(scores[0] >= scores[1], "{scores:?}");
        let analysis = Analysis::new(quotes.iter().map(|quote| (*quote).clone()), codings.clone()).unwrap();
        assert_eq!(analysis.with_several(), 1, "{code}");
        assert_eq!(analysis.base().content.quotes, 13, "an answer counts once: {code}");
        let counted: usize = analysis.theme_counts().iter().map(|theme| theme.counts.quotes).sum();
        assert_eq!(counted, 14, "and once under each of its themes: {code}");
        // The same when it is coded alone, by a model that was saved.
        let saved = ThemeModel::from_bytes(&model.to_bytes(), &language).unwrap();
        let alone = saved.code(&quotes[12..]);
        assert_eq!(themes_of(&alone, 13), found, "{code}");
    }
}

#[test]
fn several_themes_an_answer_can_be_switched_off_before_and_after_learning() {
    let mut texts = answers("en");
    texts.push("The rent is too high, and the bus is late again.");
    let language = Language::english();
    let options = ThemeModel::options(&language).n_themes(3);
    let also = |found: &Assignment| matches!(found, Assignment::Theme { also, .. } if also[0].is_some());
    let (model, found) = options.fit_assign_texts(&texts).unwrap();
    assert!(also(&found[12]) && found.iter().filter(|found| also(found)).count() == 1, "{found:?}");
    assert_eq!(model.assign_texts(&texts), found);
    let (single, found_single) = options.clone().several(false).fit_assign_texts(&texts).unwrap();
    assert!(!found_single.iter().any(also));
    assert_eq!(model.clone().several(false).assign_texts(&texts).iter().filter(|found| also(found)).count(), 0);
    // The theme of the whole is the same either way.
    let whole = |model: &ThemeModel| -> Vec<Vec<usize>> {
        let themes = model.predict_texts(&texts);
        (0..3).map(|theme| (0..texts.len()).filter(|at| themes[*at] == Some(theme)).collect()).collect()
    };
    let sorted = |mut groups: Vec<Vec<usize>>| {
        groups.sort();
        groups
    };
    assert_eq!(sorted(whole(&model)), sorted(whole(&single)));
}

#[test]
fn a_short_answer_and_one_about_one_thing_keep_one_theme() {
    let mut texts = answers("en");
    texts.extend([
        "The rent",
        "Bus!",
        "The bus is late, the bus is full, and the bus never stops",
        "Rent, rent, rent.",
    ]);
    let (_, found) = ThemeModel::options(&Language::english()).n_themes(3).fit_assign_texts(&texts).unwrap();
    for (text, found) in texts.iter().zip(&found) {
        assert!(matches!(found, Assignment::Theme { also: [None, None], .. }), "{text}: {found:?}");
    }
}

#[test]
fn praise_and_complaint_alone_are_told_apart_and_name_no_theme() {
    for (code, alone) in [
        ("en", [("Great!", Polarity::Positive), ("Perfect", Polarity::Positive), ("Terrible.", Polarity::Negative)]),
        ("de", [("Super!", Polarity::Positive), ("Sehr gut", Polarity::Positive), ("Schrecklich", Polarity::Negative)]),
        (
            "fr",
            [("Parfait !", Polarity::Positive), ("Très bien", Polarity::Positive), ("Horrible", Polarity::Negative)],
        ),
    ] {
        let mut texts = answers(code);
        texts.extend(alone.iter().map(|(text, _)| *text));
        let quotes = quotes(&texts);
        let quotes: Vec<&Quote> = quotes.iter().collect();
        let language = Language::named(code).unwrap();
        let options = ThemeModel::options(&language);
        let (model, codings) = options.fit_code(&quotes).unwrap();
        for ((text, said), number) in alone.iter().zip(13..) {
            let id = QuoteId::new(format!("d#{number}"));
            assert_eq!(codings.sentiment.get(&id), Some(said), "{code}: {text}");
            assert!(codings.uncoded.contains(&id) && !codings.no_content.contains(&id), "{code}: {text}");
            let word = text.to_lowercase();
            let word = word.trim_matches(|sign: char| !sign.is_alphabetic());
            assert!(codings.themes.iter().all(|theme| !theme.label.to_lowercase().contains(word)), "{code}: {text}");
        }
        assert_eq!(codings.sentiment.len(), 3, "{code}: {:?}", codings.sentiment);
        let analysis = Analysis::new(quotes.iter().map(|quote| (*quote).clone()), codings).unwrap();
        assert_eq!((analysis.base().sentiment.quotes, analysis.base().content.quotes), (3, 15), "{code}");
        // They do not change the groups of the others.
        let (without, _) = options.fit_code(&quotes[..12]).unwrap();
        assert_eq!(model.predict_texts(&texts[..12]), without.predict_texts(&texts[..12]), "{code}");
        let all = options.clone().sentiment_as_topic(true).fit_texts(&texts).unwrap();
        assert!(all.predict_texts(&texts).iter().all(Option::is_some), "{code}");
        assert!(ThemeModel::from_bytes(&all.to_bytes(), &language).unwrap().predict_texts(&[alone[0].0])[0].is_some());
    }
}

#[test]
fn praise_with_something_praised_is_a_topic() {
    let mut texts = answers("en");
    texts.extend(["Great playground", "The bus is terrible", "good rent"]);
    let (_, found) = ThemeModel::options(&Language::english()).n_themes(3).fit_assign_texts(&texts).unwrap();
    assert!(found.iter().all(|found| matches!(found, Assignment::Theme { .. })), "{found:?}");
}

#[test]
fn a_codebook_may_code_praise_and_what_it_leaves_is_told() {
    let mut praise = verbatims::Code::new("Praise");
    praise.words = vec!["great".to_owned()];
    let coder = CodebookCoder::options(Codebook::new(vec![praise]).unwrap(), Language::english())
        .similarity(false)
        .build()
        .unwrap();
    let codings = coder.code_texts(&["Great!", "Awful", "The bus"]);
    assert_eq!(codings.codings.len(), 1);
    assert_eq!(codings.sentiment, BTreeMap::from([(QuoteId::new("2"), Polarity::Negative)]));
}

/// Forty answers about four things, in words that vary.
fn survey() -> Vec<String> {
    let things = [
        ("waiting room", ["crowded", "full", "cold", "dark"]),
        ("parking space", ["missing", "expensive", "narrow", "taken"]),
        ("nurse", ["friendly", "patient", "rushed", "kind"]),
        ("breakfast", ["cold", "late", "tasty", "small"]),
    ];
    let places = ["at the clinic", "near the ward", "on Monday", "in the evening", "downstairs"];
    let mut texts = Vec::new();
    for (thing, says) in things {
        for at in 0..10 {
            texts.push(format!("The {thing} was {} {}, {at}", says[at % 4], places[at % 5]));
        }
    }
    texts
}

#[test]
fn a_codebook_of_what_was_found_gives_the_same_themes_again() {
    let texts = survey();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let quotes = quotes(&texts);
    let quotes: Vec<&Quote> = quotes.iter().collect();
    let language = Language::english();
    let (_, found) = ThemeModel::options(&language).n_themes(4).fit_code(&quotes).unwrap();
    let codebook = Codebook::of_codings(&found, &quotes, &language);
    let again = CodebookCoder::new(codebook.clone(), language.clone()).unwrap().code(&quotes);
    let own = |codings: &Codings| -> BTreeMap<QuoteId, ThemeId> {
        codings.codings.iter().rev().map(|coding| (coding.quote.clone(), coding.theme.clone())).collect()
    };
    let (found, again) = (own(&found), own(&again));
    let same = found.iter().filter(|(quote, theme)| again.get(*quote) == Some(*theme)).count();
    assert!(20 * same >= 19 * found.len(), "{same} of {}", found.len());
    for code in &codebook.codes {
        for word in &code.words {
            let described = ["crowded", "cold", "friendly", "late", "narrow", "tasty", "small", "kind", "people"];
            assert!(!described.contains(&word.as_str()), "{word} in {}", code.name);
        }
        assert!(!code.words.is_empty() && !code.examples.is_empty(), "{code:?}");
    }
}

#[test]
fn labels_of_five_small_surveys_are_phrases_and_things_and_not_people_or_praise() {
    for (file, language, wanted) in [
        ("village", "en", vec!["bus", "playground", "rent", "street light"]),
        ("clinic", "en", vec!["waiting", "nurse", "parking", "food"]),
        ("staff", "en", vec!["meeting", "software", "management", "overtime"]),
        ("schule", "de", vec!["toilette", "mensa", "hausaufgaben", "bus"]),
        ("quartier", "fr", vec!["poubelles", "bruit", "piste cyclable", "loyer"]),
    ] {
        let path = format!("{}/tests/data/small/{file}.csv", env!("CARGO_MANIFEST_DIR"));
        let table = std::fs::read_to_string(path).unwrap();
        let texts: Vec<&str> =
            table.lines().skip(1).filter_map(|line| Some(line.split_once(',')?.1.trim_matches('"'))).collect();
        let model = ThemeModel::options(&Language::named(language).unwrap()).fit_texts(&texts).unwrap();
        let labels: Vec<String> = model.themes().iter().map(|theme| theme.label.to_lowercase()).collect();
        for wanted in wanted {
            assert!(labels.iter().any(|label| label.contains(wanted)), "{file}: {wanted} in {labels:?}");
        }
        for label in &labels {
            let parts: Vec<&str> = label.split(" / ").collect();
            for nothing in ["people", "great", "good", "super", "parfait", "year", "day", "jour", "tag"] {
                assert!(!parts.contains(&nothing), "{file}: {labels:?}");
            }
            let words: Vec<&str> = parts.iter().flat_map(|part| part.split([' ', '-'])).collect();
            let long: Vec<&&str> = words.iter().filter(|word| word.len() > 3).collect();
            assert_eq!(long.iter().collect::<BTreeSet<_>>().len(), long.len(), "a word twice in {labels:?}");
        }
    }
}

#[test]
fn a_phrase_of_a_few_texts_may_name_them() {
    let texts = [
        "There is not enough freedom to do original work",
        "Freedom is missing in this department",
        "The reward system wants short-term research",
        "No one is short-sighted by choice, it is the reward system",
    ];
    let groups = [Some(0), Some(0), Some(1), Some(1)];
    let named = themes::label_groups(&Language::english(), &texts, &groups).unwrap();
    assert!(named[0].label.starts_with("freedom"), "{}", named[0].label);
    assert!(named[1].label.starts_with("reward system"), "{}", named[1].label);
    assert!(named[1].label.contains("short-term research"), "{}", named[1].label);
}
