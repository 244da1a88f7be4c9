//! What themes are called in spoken language and in surveys of other languages: by no filler and by no function word.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use verbatims::{Document, DocumentKind, Extractor, Language, ThemeModel};

/// Words that fill a pause, in the languages of the transcripts.
const FILLERS: &str = "uh um er erm like yeah okay ok right well mm hmm mm-hmm uh-huh know mean kind sort guess basically honestly \
    äh ähm also halt sozusagen irgendwie eigentlich quasi naja tja ne ja genau echt hm mhm \
    euh ben bah ouais voilà quoi hein enfin genre coup fait tu vois alors hum \
    eh em pues bueno vale sabes digamos claro sea hombre este ya ajá \
    ehm beh mah boh cioè insomma diciamo ecco allora praticamente tipo \
    uhm nou hè zeg maar weet gewoon hoor oké \
    né então pois é olha lá sei quer dizer assim pronto seja sabe uhum ah";

fn folder(name: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name);
    let mut files: Vec<(String, String)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(&path).unwrap()))
        .collect();
    files.sort();
    files
}

fn labels(language: &Language, texts: &[&str]) -> Vec<String> {
    let model = ThemeModel::options(language).n_themes(3).fit_texts(texts).unwrap();
    model.themes().iter().map(|theme| theme.label.clone()).collect()
}

fn words(part: &str) -> Vec<String> {
    part.to_lowercase().split([' ', '-']).map(str::to_owned).collect()
}

/// No word of a label fills a pause, and none at the end of a phrase is one of the words that build sentences.
#[track_caller]
fn check(code: &str, name: &str, labels: &[String]) {
    let fillers: BTreeSet<&str> = FILLERS.split_whitespace().collect();
    let function: BTreeSet<&str> = stop_words::lookup(code).unwrap().iter().copied().collect();
    for part in labels.iter().flat_map(|label| label.split(" / ")) {
        let words = words(part);
        assert!(!part.contains(','), "{name}: {labels:?}");
        assert!(words.iter().all(|word| !fillers.contains(&**word)), "{name}: {labels:?}");
        // "no time", "sin sal": what denies a noun belongs to it.
        let denies =
            ["no", "not", "ohne", "kein", "keine", "sans", "sin", "senza", "sem", "geen", "zonder", "te", "zu"];
        let first = words.first().filter(|word| !denies.contains(&&***word));
        for end in first.into_iter().chain(words.last()) {
            assert!(!function.contains(&**end), "{name}: {end} in {labels:?}");
        }
    }
}

#[test]
fn spoken_transcripts_give_no_filler_and_no_function_word_as_a_label() {
    let topics = |name: &str| match name {
        "en_library" => ["printers", "opening hours", "quiet rooms"],
        "en_ward" => ["night shift", "paperwork", "parking"],
        "en_bus" => ["last bus", "cycle path", "ticket prices"],
        "en_kitchen" => ["heat", "dishwasher", "tips"],
        "en_research" => ["academic freedom", "short contracts", "grant writing"],
        "en_app" => ["menu button", "push notifications", "dark mode"],
        "de_pflege" => ["Nachtdienst", "Dokumentation", "Parkplätze"],
        "de_schule" => ["große Klassen", "WLAN", "Elternabende"],
        "fr_metro" => ["chaleur", "retards", "prix du billet"],
        "es_tienda" => ["horario", "sueldo", "vacaciones"],
        "it_ufficio" => ["rumore", "riunioni", "parcheggio"],
        "nl_winkel" => ["kassa", "rooster", "pauze"],
        "pt_hospital" => ["espera", "comida", "estacionamento"],
        other => panic!("no topics of {other}"),
    };
    for (name, text) in folder("spoken") {
        let code = &name[..2];
        let language = Language::named(code).unwrap();
        let document = Document::new(name.as_str(), &text).kind(DocumentKind::Transcript);
        let found = Extractor::new(language.clone()).extract(&document);
        let turns: Vec<&str> =
            found.quotes.iter().filter(|quote| !quote.is_interviewer()).map(|quote| quote.text.as_str()).collect();
        assert!(turns.len() >= 7, "{name}: {turns:?}");
        let labels = labels(&language, &turns);
        check(code, &name, &labels);
        let told = topics(&name).iter().filter(|topic| labels.iter().any(|label| label.contains(**topic))).count();
        assert!(told >= 2, "{name}: {labels:?}");
    }
}

#[test]
fn surveys_in_other_languages_give_no_function_word_as_a_label() {
    for (code, text) in folder("answers") {
        let language = Language::named(&code).unwrap();
        let labels = labels(&language, &text.lines().collect::<Vec<_>>());
        check(&code, &code, &labels);
        let wanted = match code.as_str() {
            "de" => ["wartezeit", "parkpl", "personal"],
            "fr" => ["temps d", "parking", "personnel"],
            "es" => ["tiempo de espera", "aparcamiento", "personal"],
            "it" => ["tempi di attesa", "parcheggio", "personale"],
            "pt" => ["tempo de espera", "estacionamento", "pessoal"],
            _ => ["wachttijd", "parkeerplaats", "personeel"],
        };
        for topic in wanted {
            assert!(labels.iter().any(|label| label.to_lowercase().contains(topic)), "{code}: {topic}: {labels:?}");
        }
    }
}
