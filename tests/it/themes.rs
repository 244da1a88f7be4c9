//! Discovery of themes: what is grouped, how it is named, what is refused, and that order and threads do not matter.

use verbatims::text::{Position, Span};
use verbatims::themes::{Edit, EditLog};
use verbatims::{DocumentId, ErrorKind, Language, Quote, QuoteKind, ThemeModel};

fn quotes(texts: &[&str]) -> Vec<Quote> {
    texts
        .iter()
        .zip(1..)
        .map(|(text, number)| {
            let all = vec![Span::new(0, text.len())];
            let document = DocumentId::new(format!("d{number}"));
            Quote::new(&document, 1, QuoteKind::Response, all, text, Position { line: 1, column: 1 })
        })
        .collect()
}

/// The statements of the seed article's respondents.
const STATEMENTS: [&str; 5] = [
    "Pursuing publication quantity is short-sighted; no one wants to do long-term research.",
    "There is not enough freedom to conduct original and innovative research,",
    "the reward system encourages short-term research.",
    "Research projects lack a ‘big picture’ view, and there is not complete independence and freedom in conducting research.",
    "People are doing research because they are forced to do research, people are publishing papers because they must publish \
     papers. People focus excessively on immediate success. Few people are really interested in doing research; they only do so \
     because they are forced. Very few actually solve any (real) research problems or conduct truly high-quality research.",
];

/// Answers about parking, food and noise, some of them twice, with answers that say nothing between them.
fn answers() -> Vec<String> {
    let parking = ["car park", "parking space", "parking lot", "parking garage", "street parking"];
    let food = ["lunch menu", "canteen food", "hot meals", "vegetarian food", "cold lunch"];
    let noise = ["noisy office", "loud music", "noise from the street", "loud neighbours", "noisy machines"];
    let ends = ["is a problem", "should be better", "bothers me every day", "must improve"];
    let mut answers = Vec::new();
    for end in ends {
        for subject in parking.iter().chain(&food).chain(&noise) {
            answers.push(format!("The {subject} {end}."));
        }
    }
    answers.extend(["n/a", "Nothing.", "-", "", "the CAR park is a problem"].map(str::to_owned));
    answers
}

fn model(texts: &[&str], n_themes: Option<usize>) -> ThemeModel {
    ThemeModel::options(&Language::english()).maybe_n_themes(n_themes).fit_texts(texts).unwrap()
}

fn borrowed(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}

/// Learning and placing in one step gives what one after the other gives; above 3,000 texts too, where not all are grouped.
#[test]
fn texts_learnt_from_have_their_places() {
    let answers = answers();
    let mut many: Vec<String> =
        (0..40).flat_map(|number| answers.iter().map(move |text| format!("{text} {number}"))).collect();
    many.extend((0..900).map(|number| format!("{} {number}", answers[number % 60])));
    assert!(many.len() > 3_000);
    for texts in [&answers, &many] {
        let texts = borrowed(texts);
        for uncoded in [0.0, 0.2] {
            let options = ThemeModel::options(&Language::english()).n_themes(4).uncoded(uncoded);
            let (model, assignments) = options.fit_assign_texts(&texts).unwrap();
            assert_eq!(assignments, options.fit_texts(&texts).unwrap().assign_texts(&texts));
            assert_eq!(assignments, model.assign_texts(&texts));
            let quotes = quotes(&texts);
            let quotes: Vec<&Quote> = quotes.iter().collect();
            let (model, codings) = options.fit_code(&quotes).unwrap();
            assert_eq!(codings, model.code(&quotes));
            let named = options.fit_texts(&texts).unwrap().name_exemplars(|number| format!("d{number}#1").into());
            assert_eq!(named.themes(), model.themes());
        }
    }
}

#[test]
fn short_term_work_and_lack_of_freedom_are_different_themes() {
    for n_themes in [None, Some(2), Some(3)] {
        let model = model(&STATEMENTS, n_themes);
        let themes = model.predict_texts(&STATEMENTS);
        assert_eq!(themes[1], themes[3], "{n_themes:?}: freedom belongs together");
        assert_eq!(themes[0], themes[2], "{n_themes:?}: short-term work belongs together");
        assert_ne!(themes[0], themes[1], "{n_themes:?}: they are two things");
        // Readers put research that is forced with short-term work, where it is not a theme of its own.
        assert!(n_themes == Some(3) || themes[4] == themes[0], "{n_themes:?}: {themes:?}");
    }
}

#[test]
fn labels_are_words_of_the_texts() {
    let answers = answers();
    let texts = borrowed(&answers);
    let model = model(&texts, Some(3));
    let written = texts.join(" ").to_lowercase();
    for theme in model.themes() {
        assert!(!theme.label.is_empty() && !theme.exemplars.is_empty());
        for (term, weight) in &theme.terms {
            assert!(written.contains(&term.to_lowercase()), "{term} is no word of the texts");
            assert!(*weight > 0.0);
        }
    }
    let labels: Vec<&str> = model.themes().iter().map(|theme| theme.label.as_str()).collect();
    for word in ["park", "food", "noisy"] {
        let with = labels.iter().filter(|label| label.contains(word)).count();
        assert_eq!(with, 1, "{word} names one theme: {labels:?}");
    }
    assert_eq!(model.tree().len(), 2);
}

#[test]
fn answers_that_say_nothing_are_counted_apart_and_equal_texts_get_equal_themes() {
    let answers = answers();
    let quotes = quotes(&borrowed(&answers));
    let quotes: Vec<&Quote> = quotes.iter().collect();
    let model = ThemeModel::options(&Language::english()).n_themes(3).fit(&quotes).unwrap();
    let codings = model.code(&quotes);
    assert_eq!(codings.no_content.len(), 4);
    assert_eq!(codings.codings.len(), quotes.len() - 4);
    assert!(codings.uncoded.is_empty());
    assert_eq!(model.sizes().iter().sum::<usize>(), quotes.len() - 4);
    let theme_of = |text: &str| {
        let quote = quotes.iter().find(|quote| quote.text == text).unwrap();
        codings.codings.iter().find(|coding| coding.quote == quote.id).unwrap().theme.clone()
    };
    assert_eq!(theme_of("The car park is a problem."), theme_of("the CAR park is a problem"));
    for coding in &codings.codings {
        let quote = quotes.iter().find(|quote| quote.id == coding.quote).unwrap();
        assert!(!coding.evidence.is_empty());
        for word in &coding.evidence {
            assert_eq!(word.span.of(&quote.text), word.text);
        }
    }
}

#[test]
fn the_order_of_the_texts_does_not_matter() {
    let answers = answers();
    let texts = borrowed(&answers);
    let mut backwards = texts.clone();
    backwards.reverse();
    backwards.rotate_left(7);
    let (one, other) = (model(&texts, None), model(&backwards, None));
    let names = |model: &ThemeModel| -> Vec<(String, Vec<(String, f64)>)> {
        model.themes().iter().map(|theme| (theme.label.clone(), theme.terms.clone())).collect()
    };
    assert_eq!(names(&one), names(&other));
    assert_eq!(one.predict_texts(&texts), other.predict_texts(&texts));
    assert_eq!((one.range(), one.tree()), (other.range(), other.tree()));
}

#[test]
fn threads_do_not_matter() {
    let answers = answers();
    let quotes = quotes(&borrowed(&answers));
    let quotes: Vec<&Quote> = quotes.iter().collect();
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let model = ThemeModel::options(&Language::english()).fit(&quotes).unwrap();
            serde_json::to_string(&model.code(&quotes)).unwrap()
        })
    };
    assert_eq!(on(1), on(8));
}

#[test]
fn few_and_odd_texts_have_an_answer() {
    let long = "word ".repeat(10_000);
    let cases: [&[&str]; 9] = [
        &[],
        &[""],
        &["n/a", "-"],
        &["Parking."],
        &["Parking.", "parking"],
        &["Parking.", "Food."],
        &["the", "of the", "and"],
        &["停车位太少", "食堂的饭菜", "停车位", "😀", "\u{0}"],
        &[&long, "word", "Ünïcödé wörds", "123 456"],
    ];
    for texts in cases {
        for vectors in [true, false] {
            let model = ThemeModel::options(&Language::english()).vectors(vectors).fit_texts(texts).unwrap();
            let themes = model.predict_texts(texts);
            let no_content = texts.iter().filter(|text| !text.chars().any(char::is_alphanumeric) || **text == "n/a");
            let without = themes.iter().filter(|theme| theme.is_none()).count();
            assert_eq!(without, no_content.count(), "{texts:?} {themes:?}");
            assert_eq!(model.predict_texts(&["zzzz qqqq xkcd"]).len(), 1);
        }
    }
    assert_eq!(model(&["Same.", "same", "SAME!"], None).themes().len(), 1);
}

#[test]
fn settings_outside_their_range_are_refused() {
    let language = Language::english();
    let options = || ThemeModel::options(&language);
    let refused = |options: verbatims::themes::ThemeModelOptions, name: &str| {
        let error = options.fit_texts(&STATEMENTS).unwrap_err();
        let ErrorKind::Setting { name: setting, what } = error.kind() else { panic!("{error}") };
        assert_eq!(*setting, name);
        what.clone()
    };
    refused(options().n_themes(0), "n_themes");
    let what = refused(options().n_themes(6), "n_themes");
    assert!(what.contains("6 themes") && what.contains("5 statements"), "{what}");
    refused(options().between(0, 3), "between");
    refused(options().between(3, 2), "between");
    refused(options().between(6, 9), "n_themes");
    refused(options().uncoded(1.0), "uncoded");
    refused(options().uncoded(-0.1), "uncoded");
    refused(options().uncoded(f64::NAN), "uncoded");
    assert!(options().n_themes(5).fit_texts(&STATEMENTS).is_ok());
}

#[test]
fn the_number_that_is_chosen_stays_within_bounds() {
    let answers = answers();
    let texts = borrowed(&answers);
    let language = Language::english();
    let options = || ThemeModel::options(&language);
    let free = options().fit_texts(&texts).unwrap().themes().len();
    for (least, greatest) in [(free + 2, free + 5), (1, free - 1), (1, 60)] {
        let model = options().between(least, greatest).fit_texts(&texts).unwrap();
        assert_eq!(model.themes().len(), free.clamp(least, greatest));
        assert_eq!(options().between(least, greatest).n_themes(2).fit_texts(&texts).unwrap().themes().len(), 2);
    }
}

#[test]
fn texts_teach_words_that_the_language_does_not_list() {
    // "brzk" and "plof" are no words; only the words beside them say what they are about.
    let texts = [
        "The brzk is cold and the soup too salty.",
        "Cold soup, and no bread with the brzk.",
        "More bread and fresh salad, please.",
        "The salad has no taste.",
        "The plof was late and the train full.",
        "No bus after six, and the plof was cancelled.",
        "The train never comes on time.",
        "Buses and trains are late.",
    ];
    let model = model(&texts, Some(2));
    let themes = model.predict_texts(&texts);
    let other = model.predict_texts(&["brzk", "plof", "salad", "bus"]);
    assert_eq!((other[0], other[1]), (themes[2], themes[6]), "{themes:?} {other:?}");
    assert_eq!((other[0], other[1]), (other[2], other[3]));
    assert_ne!(other[0], other[1]);
}

#[test]
fn a_share_may_stay_uncoded() {
    let answers = answers();
    let texts = borrowed(&answers);
    let model = ThemeModel::options(&Language::english()).n_themes(3).uncoded(0.2).fit_texts(&texts).unwrap();
    let without = model.predict_texts(&texts).iter().filter(|theme| theme.is_none()).count() - 4;
    let with_content = texts.len() - 4;
    assert!(without > 0 && without <= with_content / 5, "{without} of {with_content}");
}

#[test]
fn a_saved_model_is_the_same_model() {
    let answers = answers();
    let texts = borrowed(&answers);
    let english = Language::english();
    for vectors in [true, false] {
        let model = ThemeModel::options(&english).vectors(vectors).uncoded(0.1).fit_texts(&texts).unwrap();
        let bytes = model.to_bytes();
        let back = ThemeModel::from_bytes(&bytes, &english).unwrap();
        assert!(back.to_bytes() == bytes);
        assert_eq!((back.themes(), back.tree(), back.range()), (model.themes(), model.tree(), model.range()));
        let new = quotes(&["Where can I park my car?", "The soup was cold", "", "zzzz", "Please turn the music down"]);
        let new: Vec<&Quote> = new.iter().collect();
        assert_eq!(back.code(&new), model.code(&new));
    }
}

#[test]
fn the_bytes_of_a_model_do_not_depend_on_order_and_threads() {
    let answers = answers();
    let mut texts = borrowed(&answers);
    let bytes = |texts: &[&str], threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            // Exemplars name texts by their place, so quotations with ids of their own are used.
            let mut quotes = quotes(texts);
            for quote in &mut quotes {
                quote.id = quote.text.as_str().into();
            }
            ThemeModel::options(&Language::english()).fit(&quotes.iter().collect::<Vec<_>>()).unwrap().to_bytes()
        })
    };
    let first = bytes(&texts, 1);
    assert!(first == bytes(&texts, 8));
    texts.reverse();
    texts.rotate_left(11);
    assert!(first == bytes(&texts, 8));
}

#[test]
fn a_broken_model_says_what_is_wrong() {
    let english = Language::english();
    let bytes = model(&STATEMENTS, Some(2)).to_bytes();
    let error = |bytes: &[u8]| ThemeModel::from_bytes(bytes, &english).unwrap_err().to_string();
    assert!(error(b"").contains("not a saved theme model"));
    assert!(error(b"{}").contains("not a saved theme model"));
    for length in [22, 25, 40, bytes.len() / 2, bytes.len() - 1] {
        assert!(error(&bytes[..length]).contains("cut short"), "{length}: {}", error(&bytes[..length]));
    }
    let mut flipped = bytes.clone();
    flipped[bytes.len() / 2] ^= 1;
    assert!(error(&flipped).contains("damaged"));
    let mut other = bytes;
    other[22] = 99;
    assert!(error(&other).contains("version 99"), "{}", error(&other));
}

#[test]
fn themes_that_are_there_come_back_in_resamples() {
    let answers = answers();
    let texts = borrowed(&answers);
    let language = Language::english();
    let options = ThemeModel::options(&language).n_themes(3);
    let stability = options.stability_texts(&texts, 20).unwrap();
    assert_eq!((stability.resamples, stability.themes.len()), (20, 3));
    assert!(stability.low <= stability.overall && stability.overall <= stability.high && stability.high <= 1.0);
    for theme in &stability.themes {
        for share in [theme.overlap, theme.found, theme.together] {
            assert!((0.0..=1.0).contains(&share), "{theme:?}");
        }
        assert!(theme.separation > 0.0 && theme.separation <= 1.0, "{theme:?}");
    }
    assert!(stability.overall > 0.6, "{stability:?}");

    let forced = ThemeModel::options(&language).n_themes(9).stability_texts(&texts, 20).unwrap();
    assert!(forced.overall < stability.overall, "nine themes of three are less stable");

    let json = serde_json::to_string(&stability).unwrap();
    assert_eq!(serde_json::from_str::<verbatims::themes::Stability>(&json).unwrap(), stability);
    let mut backwards = texts;
    backwards.reverse();
    assert_eq!(options.stability_texts(&backwards, 20).unwrap(), stability);
    assert!(options.stability_texts(&[], 2).is_err(), "three themes of nothing");
    let error = options.stability_texts(&backwards, 0).unwrap_err().to_string();
    assert!(error.contains("`resamples`"), "{error}");
}

const LOG: &str = r#"{"edit":"rename","theme":"t1","to":"First"}

{"edit":"merge","themes":["First","t2"],"to":"Both"}
{"edit":"split","theme":"Both","parts":2}
{"edit":"move","quote":"d1#1","to":"t3"}
{"edit":"pin","text":"never SEEN before!","to":"t4"}
"#;

#[test]
fn a_log_of_edits_replays_on_the_same_and_on_other_quotations() {
    let answers = answers();
    let all = quotes(&borrowed(&answers));
    let all: Vec<&Quote> = all.iter().collect();
    let model = ThemeModel::options(&Language::english()).n_themes(3).fit(&all).unwrap();
    let log = verbatims::import::edits::parse("log", LOG).unwrap();
    assert_eq!(log.edits.len(), 5);
    let mut written = Vec::new();
    verbatims::export::edits::write(&log, &mut written).unwrap();
    assert_eq!(verbatims::import::edits::parse("log", std::str::from_utf8(&written).unwrap()).unwrap(), log);

    let edited = model.edited(&log, &all).unwrap();
    assert!(edited.to_bytes() == model.edited(&log, &all).unwrap().to_bytes());
    let mut ids: Vec<&str> = edited.themes().iter().map(|theme| theme.id.as_str()).collect();
    ids.sort_unstable();
    assert_eq!(ids, ["t1", "t3", "t4"]);
    assert!(edited.themes().iter().all(|theme| !theme.label.is_empty() && !theme.exemplars.is_empty()));
    let theme = |model: &ThemeModel, text: &str| {
        let theme = model.predict_texts(&[text])[0].unwrap();
        model.themes()[theme].id.to_string()
    };
    assert_eq!(theme(&edited, all[0].text.as_str()), "t3", "moved");
    assert_eq!(theme(&edited, "Never seen before"), "t4", "pinned");
    let sizes: usize = edited.sizes().iter().sum();
    assert_eq!(sizes, all.len() - 4, "all but the answers that say nothing");
    let bytes = edited.to_bytes();
    let back = ThemeModel::from_bytes(&bytes, &Language::english()).unwrap();
    assert_eq!(theme(&back, "Never seen before"), "t4", "pins are saved");

    let half = model.edited(&log, &all[..40]).unwrap();
    assert_eq!(half.sizes().iter().sum::<usize>(), 40);
    let unchanged = model.edited(&EditLog::default(), &all).unwrap();
    assert!(unchanged.to_bytes() == model.to_bytes(), "no edit, no change");
}

#[test]
fn an_edit_that_cannot_be_made_says_which_and_why() {
    let answers = answers();
    let all = quotes(&borrowed(&answers));
    let all: Vec<&Quote> = all.iter().collect();
    let model = ThemeModel::options(&Language::english()).n_themes(3).fit(&all).unwrap();
    let first = Edit::Rename { theme: "t1".into(), to: "First".into() };
    let error = |edit: Edit| {
        let log = EditLog::new(vec![first.clone(), edit]);
        let error = model.edited(&log, &all).unwrap_err().to_string();
        assert!(error.contains("edits: line 2: "), "{error}");
        error
    };
    let merge = |themes: &[&str]| Edit::Merge { themes: themes.iter().map(|it| (*it).to_owned()).collect(), to: None };
    assert!(error(Edit::Rename { theme: "t9".into(), to: "x".into() }).contains("`t9` is neither"));
    assert!(error(Edit::Rename { theme: "t2".into(), to: "First".into() }).contains("called `First` already"));
    assert!(error(Edit::Rename { theme: "t2".into(), to: " ".into() }).contains("needs a letter"));
    assert!(error(merge(&["t1"])).contains("name two"));
    assert!(error(merge(&["t1", "First"])).contains("name two"), "one theme under both names");
    assert!(error(merge(&[])).contains("no theme"));
    assert!(error(Edit::Split { theme: "t1".into(), parts: 1 }).contains("two parts or more"));
    assert!(error(Edit::Split { theme: "t1".into(), parts: 99 }).contains("99 parts"));
    assert!(error(Edit::Move { quote: "nobody#1".into(), to: "t1".into() }).contains("`nobody#1`"));
    assert!(error(Edit::Pin { text: "n/a".into(), to: "t1".into() }).contains("says nothing"));
    for (line, what) in
        [("{\"edit\":\"paint\"}", "paint"), ("nonsense", "line 2"), ("{\"edit\":\"rename\",\"theme\":\"t1\"}", "`to`")]
    {
        let text = format!("{{\"edit\":\"rename\",\"theme\":\"t1\",\"to\":\"a\"}}\n{line}");
        let error = verbatims::import::edits::parse("log.jsonl", &text).unwrap_err().to_string();
        assert!(error.starts_with("log.jsonl: line 2: ") && error.contains(what), "{error}");
    }
}
