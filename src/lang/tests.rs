//! What the packs of the crate promise, and what is said of a broken one.

use std::collections::BTreeSet;

use super::builtin::Files;
use super::builtin::PACKS;
use super::stem::Stemmer;
use super::vectors::stems_of_lines;
use super::{Classes, Grammar, Language, List, VerbClass, VerbForm};

#[test]
fn phrases_are_in_normal_form() {
    for code in Language::codes() {
        let language = Language::builtin(code).unwrap();
        for list in List::ALL {
            let mut seen = BTreeSet::new();
            for phrase in language.list(*list) {
                let whole = format!("{code}: {}: `{phrase}`", list.key());
                assert_eq!(**phrase, phrase.split_whitespace().collect::<Vec<_>>().join(" "), "{whole}");
                assert!(!phrase.contains('’'), "{whole} has a typographic apostrophe");
                assert!(seen.insert(phrase), "{whole} is there twice");
            }
            assert_eq!(language.cues(*list).count(), if list.has_classes() { seen.len() } else { 0 }, "{}", list.key());
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
        assert_eq!(english.word(word).classes.only(class), class, "{word}");
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
    assert!(german.cues(List::SeparableCues).any(|cue| cue == ("fügte hinzu", VerbClass::Say)));
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
        assert_eq!(german.word(word).classes.only(class), class, "{word}");
    }
    for (word, class) in [("bus", Classes::PERSON_NOUN), ("tisch", Classes::ROLE), ("montag", Classes::MONTH)] {
        assert!(!german.word(word).classes.any(class), "{word}");
    }
}

#[test]
fn the_stems_of_the_word_vectors_are_those_of_the_stemmer() {
    let stems = stems_of_lines(include_str!("../../seeds/lang/en/vectors.txt"), Language::english().stemmer());
    let differ = stems.lines().zip(include_str!("../../seeds/lang/en/vectors-stems.txt").lines());
    let differ: Vec<(&str, &str)> = differ.filter(|(made, written)| made != written).take(5).collect();
    assert!(differ.is_empty(), "seeds/lang/en/vectors.py writes the stems; made and written: {differ:?}");
}

/// What is said of an English pack in one of whose files a text is replaced.
fn complaint(file: &str, from: &str, to: &str) -> String {
    let (_, files) = PACKS.iter().find(|(code, _)| *code == "en").unwrap();
    let mut texts = [files.pack, files.words, files.lists, files.verbs].map(str::to_owned);
    let at = ["pack.toml", "words.toml", "lists.toml", "verbs.tsv"].iter().position(|name| *name == file).unwrap();
    assert!(texts[at].contains(from), "{file} has `{from}`");
    texts[at] = texts[at].replacen(from, to, 1);
    let [pack, words, lists, verbs] = &texts;
    match (Files { pack, words, lists, verbs }).language("pack") {
        Ok(_) => String::new(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn a_broken_pack_says_what_is_wrong_and_where() {
    let line = |file: &str, start: &str| {
        let (_, files) = PACKS.iter().find(|(code, _)| *code == "en").unwrap();
        let text = if file == "words.toml" { files.words } else { files.lists };
        format!("pack/{file}: line {}:", 1 + text.lines().position(|line| line.starts_with(start)).unwrap())
    };
    for (file, from, to, said) in [
        ("pack.toml", "stemmer = \"english\"", "stemmer = \"engish\"", "no stemmer `engish` (did you mean `english`?)"),
        ("pack.toml", "stemmer =", "stemer =", "pack/pack.toml: line 3:"),
        (
            "words.toml",
            "weekdays = ",
            "weekday = ",
            "no word class `weekday` (did you mean `weekdays`?); there are determiners",
        ),
        ("words.toml", "weekdays = ", "weekday = ", &line("words.toml", "weekdays")),
        ("words.toml", "complementisers = \"that\"", "", "the word class `complementisers` is missing"),
        ("words.toml", "complementisers = \"that\"", "complementisers = 1", "words are written as a string"),
        (
            "lists.toml",
            "genders = ",
            "gendres = ",
            "no list `gendres` (did you mean `genders`?); there are phrasal-cues",
        ),
        ("lists.toml", "genders = ", "gendres = ", &line("lists.toml", "genders")),
        ("lists.toml", "adverb-endings = [\"ly\"]", "", "`adverb-endings` is missing (Endings of adverbs: \"ly\".)"),
        ("lists.toml", "[passive-cues]\nsay", "[passive-cues]\nsays", "no verb class `says` (did you mean `say`?)"),
        ("lists.toml", "[passive-cues]\nsay = [", "passive-cues = [", "pack/lists.toml"),
        ("lists.toml", "[passive-cues]", "[phrasal-cues]", &line("lists.toml", "[passive-cues]")),
        ("verbs.tsv", "\nsay", "\nsaid", "no verb class `said`"),
    ] {
        let complaint = complaint(file, from, to);
        assert!(complaint.contains(said), "`{to}` in {file}: {complaint}");
        assert!(complaint.contains(file), "{complaint}");
    }
    assert_eq!(complaint("lists.toml", "adverb-endings = [\"ly\"]", "adverb-endings = []"), "");
}

#[test]
fn the_guide_names_every_class_and_list() {
    let guide = include_str!("../guide/languages.md");
    let optional = |key: &str, is: bool| {
        let row = guide.lines().find(|line| line.starts_with(&format!("| `{key}` |")));
        let row = row.unwrap_or_else(|| panic!("src/guide/languages.md has no row `{key}`"));
        assert_eq!(row.contains("| optional |"), is, "{row}");
    };
    for (key, class) in Classes::NAMED {
        optional(key, Classes::OPTIONAL.any(*class));
    }
    for (key, _) in Grammar::NAMED {
        optional(key, true);
    }
    for list in List::ALL {
        optional(list.key(), list.is_optional());
    }
    for name in Stemmer::names() {
        assert!(guide.contains(name), "src/guide/languages.md does not name the stemmer `{name}`");
    }
}
