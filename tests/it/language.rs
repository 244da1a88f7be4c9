//! Language packs: what their tables promise.

use std::path::{Path, PathBuf};

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
        assert!(read == built, "src/lang/builtin.rs does not have every file of seeds/lang/{code}");
    }
}

#[test]
fn every_pack_says_where_its_tables_come_from() {
    for folder in folders() {
        let source = std::fs::read_to_string(folder.join("SOURCE.md")).unwrap();
        for file in ["verbs.tsv", "words.toml", "lists.toml", "licence"] {
            assert!(source.contains(file) || !folder.join(file).exists(), "{}: nothing on `{file}`", folder.display());
        }
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
    let coder = CodebookCoder::new(Codebook::from(codes.to_vec()), Language::builtin("de").unwrap()).unwrap();
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
    let model = ThemeModel::options(&Language::builtin("de").unwrap()).n_themes(3).fit(&quotes).unwrap();
    let themes = model.predict_texts(&GERMAN_ANSWERS);
    for (one, other) in [(0, 1), (0, 2), (3, 4), (3, 5), (6, 7)] {
        assert!(themes[one].is_some() && themes[one] == themes[other], "{one} and {other}: {themes:?}");
    }
    assert!(themes[0] != themes[3] && themes[3] != themes[6] && themes[0] != themes[6], "{themes:?}");
    assert_eq!(model.code(&quotes).no_content.len(), 2);
}
