//! Language packs: what their tables promise.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use verbatims::Language;
use verbatims::lang::{Classes, VerbClass, VerbForm};

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
