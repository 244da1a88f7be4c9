//! Language packs: what their tables promise.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use verbatims::lang::{Classes, VerbClass, VerbForm};
use verbatims::text::{Position, Span};
use verbatims::themes::CodebookCoder;
use verbatims::{Code, Codebook, DocumentId, Language, Quote, QuoteKind, ThemeId, ThemeModel};

fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/lang");
    let mut folders: Vec<PathBuf> = std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    folders
}

#[test]
fn every_pack_of_the_seeds_comes_with_the_crate_whole() {
    let codes: Vec<&str> = Language::codes().collect();
    let names: Vec<String> =
        folders().iter().map(|folder| folder.file_name().unwrap().to_str().unwrap().to_owned()).collect();
    assert_eq!(names, codes, "folders of seeds/lang, and packs of src/lang/builtin.rs");
    for folder in folders() {
        let code = folder.file_name().unwrap().to_str().unwrap();
        let (read, built) = (Language::read(&folder).unwrap(), Language::builtin(code).unwrap());
        assert_eq!(built.code(), code);
        assert!(read == built, "src/lang/builtin.rs does not list every file of seeds/lang/{code}");
    }
}

#[test]
fn every_pack_says_where_its_tables_come_from() {
    for folder in folders() {
        let source = std::fs::read_to_string(folder.join("SOURCE.md")).unwrap();
        for file in ["verbs.tsv", "words/", "lists/", "licence"] {
            assert!(source.contains(file) || !folder.join(file).exists(), "{}: nothing on `{file}`", folder.display());
        }
    }
}

#[test]
fn phrases_are_in_normal_form() {
    for code in Language::codes() {
        let language = Language::builtin(code).unwrap();
        for list in
            ["according-to", "in-words", "phrasal-cues", "passive-cues", "impersonal-cues", "so-called", "no-content"]
        {
            let mut seen = BTreeSet::new();
            for (phrase, _) in language.pairs(list) {
                assert_eq!(phrase, phrase.split_whitespace().collect::<Vec<_>>().join(" "), "{code}: {list}");
                assert!(!phrase.contains('’'), "{code}: {list}: `{phrase}` has a typographic apostrophe");
                assert!(seen.insert(phrase), "{code}: {list}: `{phrase}` stands there twice");
            }
        }
        for list in ["phrasal-cues", "passive-cues"] {
            for (phrase, class) in language.pairs(list) {
                assert!(VerbClass::named(class).is_some(), "{code}: {list}: `{phrase}` has no class");
            }
        }
    }
}

#[test]
fn english_knows_the_forms_of_its_verbs() {
    let english = Language::english();
    for (word, lemma, class, form) in [
        ("said", "say", VerbClass::Say, VerbForm::Past),
        ("writing", "write", VerbClass::Say, VerbForm::Gerund),
        ("written", "write", VerbClass::Say, VerbForm::Participle),
        ("tells", "tell", VerbClass::Tell, VerbForm::Third),
        ("quipped", "quip", VerbClass::Say, VerbForm::Past),
        ("emphasised", "emphasize", VerbClass::Say, VerbForm::Past),
        ("thought", "think", VerbClass::Think, VerbForm::Past),
    ] {
        let verb = english.word(word).verb.unwrap();
        assert_eq!((english.lemma(verb.lemma), verb.class, verb.form), (lemma, class, form), "{word}");
    }
    assert!(english.word("sandwich").verb.is_none());
}

#[test]
fn english_fills_every_table() {
    let english = Language::english();
    for (word, class) in [
        ("spokeswoman", Classes::ROLE),
        ("university", Classes::ORGANISATION),
        ("residents", Classes::GROUP),
        ("economists", Classes::GROUP),
        ("respondent", Classes::RESPONDENT),
        ("poll", Classes::DOCUMENT),
        ("claim", Classes::SPEECH_NOUN),
        ("slogan", Classes::TERM_NOUN),
        ("novel", Classes::TITLE_NOUN),
        ("mr", Classes::ABBREVIATION | Classes::TITLE),
        ("u.s", Classes::ABBREVIATION),
        ("ahmed", Classes::GIVEN_HE),
        ("maría", Classes::GIVEN_SHE),
        ("ukraine", Classes::PLACE),
        ("didn't", Classes::NEGATION | Classes::AUXILIARY),
        ("van", Classes::NAME_PARTICLE),
        ("moderator", Classes::INTERVIEWER),
        ("woman", Classes::PERSON_NOUN),
    ] {
        assert_eq!(english.word(word).classes.bits() & class.bits(), class.bits(), "{word}");
    }
    for (word, class) in [("bus", Classes::PERSON_NOUN), ("table", Classes::ROLE), ("monday", Classes::MONTH)] {
        assert!(!english.word(word).classes.any(class), "{word}");
    }
}

#[test]
fn german_knows_the_forms_of_its_verbs() {
    let german = Language::builtin("de").unwrap();
    for (word, lemma, class, form) in [
        ("sagte", "sagen", VerbClass::Say, VerbForm::Past),
        ("sage", "sagen", VerbClass::Say, VerbForm::Third),
        ("betonten", "betonen", VerbClass::Say, VerbForm::Past),
        ("hinzufügte", "hinzufügen", VerbClass::Say, VerbForm::Past),
        ("hinzugefügt", "hinzufügen", VerbClass::Say, VerbForm::Participle),
        ("fragt", "fragen", VerbClass::Ask, VerbForm::Third),
        ("riet", "raten", VerbClass::Urge, VerbForm::Past),
        ("dachte", "denken", VerbClass::Think, VerbForm::Past),
        ("rief", "rufen", VerbClass::Sound, VerbForm::Past),
    ] {
        let verb = german.word(word).verb.unwrap_or_else(|| panic!("{word} is no form of a verb"));
        assert_eq!((german.lemma(verb.lemma), verb.class, verb.form), (lemma, class, form), "{word}");
    }
    assert!(german.word("brötchen").verb.is_none());
    let verbs = german.pairs("separable-cues").count();
    assert!(german.pairs("separable-cues").any(|pair| pair == ("fügte hinzu", "say")), "{verbs} cues in two parts");
}

#[test]
fn german_fills_every_table() {
    let german = Language::builtin("de").unwrap();
    for (word, class) in [
        ("sprecherin", Classes::ROLE | Classes::TITLE_SHE),
        ("universität", Classes::ORGANISATION),
        ("anwohnern", Classes::GROUP),
        ("befragter", Classes::RESPONDENT),
        ("umfrage", Classes::DOCUMENT),
        ("ansicht", Classes::SPEECH_NOUN),
        ("begriff", Classes::TERM_NOUN),
        ("roman", Classes::TITLE_NOUN),
        ("parole", Classes::SAYING),
        ("dr", Classes::ABBREVIATION | Classes::TITLE | Classes::HONORIFIC),
        ("bzw", Classes::ABBREVIATION),
        ("jürgen", Classes::GIVEN_HE),
        ("käthe", Classes::GIVEN_SHE),
        ("österreich", Classes::PLACE),
        ("richter", Classes::FAMILY_NAME | Classes::ROLE),
        ("dass", Classes::COMPLEMENTISER),
        ("des", Classes::GENITIVE | Classes::DETERMINER),
        ("von", Classes::NAME_PARTICLE | Classes::PREPOSITION),
        ("moderatorin", Classes::INTERVIEWER),
        ("sie", Classes::PRONOUN_SHE | Classes::PRONOUN_THEY),
        ("sei", Classes::AUXILIARY),
    ] {
        assert_eq!(german.word(word).classes.bits() & class.bits(), class.bits(), "{word}");
    }
    for (word, class) in [("bus", Classes::PERSON_NOUN), ("tisch", Classes::ROLE), ("montag", Classes::MONTH)] {
        assert!(!german.word(word).classes.any(class), "{word}");
    }
}

/// Ten answers to "Was stört Sie am Nahverkehr?"; the last two say nothing.
const GERMAN_ANSWERS: [&str; 10] = [
    "Die Busse sind ständig verspätet, immer diese Verspätung.",
    "Große Verspätungen bei der S-Bahn, und keiner sagt Bescheid.",
    "Wegen der Verspätung habe ich den Bus verpasst, jeden Tag Verspätungen.",
    "Die Fahrkarten sind viel zu teuer!",
    "Die Preise steigen jedes Jahr, jede Fahrkarte ist teurer.",
    "Zu teure Fahrkarten für Familien, der Preis ist unverschämt.",
    "Schmutzige Züge, schmutzige Sitze",
    "Schmutz an den Haltestellen und in den Zügen, alles schmutzig",
    "k. A.",
    "Weiß nicht.",
];

fn german_answers() -> Vec<Quote> {
    GERMAN_ANSWERS
        .iter()
        .zip(1..)
        .map(|(text, number)| {
            let document = DocumentId::new(format!("d{number:02}"));
            let all = vec![Span::new(0, text.len())];
            Quote::new(&document, 1, QuoteKind::Response, all, text, Position { line: 1, column: 1 })
        })
        .collect()
}

#[test]
fn german_answers_are_coded_by_a_codebook() {
    let codes =
        [("Zeit", ["Verspätung", "verspätet"]), ("Preis", ["teuer", "Preis*"]), ("Schmutz", ["Schmutz", "schmutzig"])]
            .map(|(name, words)| {
                let mut code = Code::new(name);
                code.words = words.map(str::to_owned).to_vec();
                code
            });
    let coder = CodebookCoder::new(Codebook { codes: codes.to_vec() }, Language::builtin("de").unwrap()).unwrap();
    let quotes = german_answers();
    let codings = coder.code(&quotes.iter().collect::<Vec<_>>());
    let of = |number: usize| -> Vec<&str> {
        let quote = &quotes[number].id;
        let label = |id: &ThemeId| codings.themes.iter().find(|theme| theme.id == *id).unwrap().label.as_str();
        codings.codings.iter().filter(|coding| coding.quote == *quote).map(|coding| label(&coding.theme)).collect()
    };
    let found: Vec<Vec<&str>> = (0..8).map(of).collect();
    let [time, price, dirt] = [vec!["Zeit"], vec!["Preis"], vec!["Schmutz"]];
    let wanted = [&time, &time, &time, &price, &price, &price, &dirt, &dirt];
    assert_eq!(found.iter().collect::<Vec<_>>(), wanted);
    assert_eq!(codings.no_content, [quotes[8].id.clone(), quotes[9].id.clone()]);
}

#[test]
fn german_answers_are_grouped_without_a_codebook() {
    let quotes = german_answers();
    let quotes: Vec<&Quote> = quotes.iter().collect();
    let model = ThemeModel::params(&Language::builtin("de").unwrap()).n_themes(3).fit(&quotes).unwrap();
    let themes = model.predict_texts(&GERMAN_ANSWERS);
    for (one, other) in [(0, 1), (0, 2), (3, 4), (3, 5), (6, 7)] {
        assert!(themes[one].is_some() && themes[one] == themes[other], "{one} and {other}: {themes:?}");
    }
    assert!(themes[0] != themes[3] && themes[3] != themes[6] && themes[0] != themes[6], "{themes:?}");
    assert_eq!(model.code(&quotes).no_content.len(), 2);
}

#[test]
fn the_stems_of_the_word_vectors_are_those_of_the_stemmer() {
    let english = Language::english();
    let words = include_str!("../../seeds/lang/en/vectors.txt").lines();
    let stems: String = words.map(|word| format!("{}\n", english.stemmer().stem(word))).collect();
    crate::golden::assert("../../../seeds/lang/en/vectors-stems.txt", stems);
}
