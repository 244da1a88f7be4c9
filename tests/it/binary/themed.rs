//! Several themes an answer, answers of nothing but praise or complaint, and the codebook of what was found, as the program tells of them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::{call, folder, good};

const ANSWERS: [&str; 16] = [
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
    "The rent is too high, and the bus is late again.",
    "Great!",
    "Awful.",
    "n/a",
];

fn survey(folder: &Path) {
    let rows: String = ANSWERS.iter().enumerate().map(|(at, text)| format!("{at},\"{text}\"\n")).collect();
    fs::write(folder.join("street.csv"), format!("id,What should change here?\n{rows}")).unwrap();
}

fn lines(folder: &Path, args: &[&str]) -> Vec<Value> {
    let rows: String = ANSWERS
        .iter()
        .enumerate()
        .map(|(at, text)| format!("{}\n", serde_json::json!({"id": at.to_string(), "text": text})))
        .collect();
    let came = call(folder, &[&["themes", "--language", "en", "-q"], args].concat(), rows.as_bytes());
    assert_eq!(came.code, 0, "{}", came.errors);
    came.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn cells(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap()
}

#[test]
fn several_themes_an_answer_are_in_all_files_and_can_be_left_out() {
    let folder = folder("themed-several");
    survey(&folder);
    let came = good(&folder, &["run", "street.csv", "-k", "3", "--out", "all"]);
    assert!(came.out.contains("1 response has several themes and counts under each."), "{}", came.out);
    let row = |run: &str| -> String {
        let quotes = cells(&folder, &format!("{run}/quotes.csv"));
        quotes.lines().find(|line| line.contains("high, and the bus")).unwrap().to_owned()
    };
    assert!(row("all").contains("; "), "{}", row("all"));
    let record: Value = serde_json::from_str(&cells(&folder, "all/run.json")).unwrap();
    assert_eq!(record["counts"]["with_several_themes"], 1);
    assert!(cells(&folder, "all/report.html").contains("1 have several and count under each"));
    let together = cells(&folder, "all/cooccurrence.csv");
    assert_eq!(together.lines().count(), 2, "{together}");
    good(&folder, &["run", "street.csv", "-k", "3", "--one-theme", "--out", "one"]);
    let record: Value = serde_json::from_str(&cells(&folder, "one/run.json")).unwrap();
    assert_eq!(record["counts"]["with_several_themes"], 0);
    // What a run wrote comes out again.
    good(&folder, &["run", "street.csv", "--codings", "all/quotes.csv", "--out", "again"]);
    assert_eq!(cells(&folder, "all/themes_wide.csv"), cells(&folder, "again/themes_wide.csv"));
    assert_eq!(row("all"), row("again"));
}

#[test]
fn several_themes_a_response_in_json_lines_with_and_without_evidence() {
    let folder = folder("themed-lines");
    let several = |lines: &[Value]| -> Vec<(String, Vec<String>)> {
        let themes = |line: &Value| {
            let themes = line["themes"].as_array().unwrap().iter();
            themes.map(|theme| theme["id"].as_str().unwrap().to_owned()).collect()
        };
        lines.iter().map(|line| (line["id"].to_string(), themes(line))).collect()
    };
    let plain = lines(&folder, &["-k", "3", "--model", "m.model", "--summary", "sum.json"]);
    assert_eq!(several(&plain).iter().filter(|(_, themes)| themes.len() == 2).count(), 1, "{plain:?}");
    let because = lines(&folder, &["-k", "3", "--evidence"]);
    assert_eq!(several(&plain), several(&because));
    let predicted = lines(&folder, &["--predict", "m.model"]);
    assert_eq!(plain, predicted);
    let one = lines(&folder, &["--predict", "m.model", "--one-theme"]);
    assert!(several(&one).iter().all(|(_, themes)| themes.len() < 2));
    let summary: Value = serde_json::from_str(&cells(&folder, "sum.json")).unwrap();
    let counted: u64 =
        summary["themes"].as_array().unwrap().iter().map(|theme| theme["responses"].as_u64().unwrap()).sum();
    assert_eq!(counted, 14);
    // Praise and complaint that name nothing.
    let by_id: BTreeMap<&str, &Value> = plain.iter().map(|line| (line["id"].as_str().unwrap(), line)).collect();
    assert_eq!((&by_id["13"]["state"], &by_id["13"]["sentiment"]), (&"uncoded".into(), &"positive".into()));
    assert_eq!(by_id["14"]["sentiment"], "negative");
    assert_eq!(by_id["15"]["state"], "no-content");
    assert_eq!(summary["sentiment"], 2);
}

#[test]
fn praise_and_complaint_alone_are_counted_apart_in_page_tables_and_record() {
    let folder = folder("themed-sentiment");
    survey(&folder);
    let came = good(&folder, &["run", "street.csv", "--out", "out"]);
    assert!(came.out.contains("praise or complaint only"), "{}", came.out);
    let themes = cells(&folder, "out/themes.csv");
    assert!(themes.lines().any(|line| line.starts_with(",(praise or complaint only),2,")), "{themes}");
    let quotes = cells(&folder, "out/quotes.csv");
    assert!(quotes.lines().any(|line| line.contains("Great!") && line.contains(",praise,")), "{quotes}");
    assert!(quotes.lines().any(|line| line.contains("Awful.") && line.contains(",complaint,")), "{quotes}");
    let record: Value = serde_json::from_str(&cells(&folder, "out/run.json")).unwrap();
    assert_eq!(record["counts"]["sentiment"], 2);
    assert!(cells(&folder, "out/report.html").contains("of these, praise or complaint only"));
    good(&folder, &["run", "street.csv", "--codings", "out/quotes.csv", "--out", "again"]);
    assert_eq!(themes.lines().last(), cells(&folder, "again/themes.csv").lines().last());
    assert!(cells(&folder, "again/themes.csv").contains("(praise or complaint only),2,"));
    let came = good(&folder, &["themes", "street.csv", "--sentiment-themes"]);
    assert!(!came.out.contains("praise or complaint only"), "{}", came.out);
}

#[test]
fn the_codebook_of_a_run_gives_its_themes_again_question_by_question() {
    let folder = folder("themed-codebook");
    let mut table = "id,What is bad here?,What is good here?\n".to_owned();
    let good_things = ["The park is green", "A park by the river", "My neighbours help", "Neighbours are kind"];
    for at in 0..12 {
        table += &format!("{at},{},{}\n", ANSWERS[at], good_things[at % 4]);
    }
    fs::write(folder.join("street.csv"), table).unwrap();
    good(&folder, &["run", "street.csv", "--out", "found"]);
    good(&folder, &["run", "street.csv", "--codebook", "found/codebook.csv", "--out", "coded"]);
    let first = |run: &str| -> BTreeMap<String, String> {
        let table = cells(&folder, &format!("{run}/quotes.csv"));
        let mut reader = csv::Reader::from_reader(table.trim_start_matches('\u{feff}').as_bytes());
        let columns = reader.headers().unwrap().clone();
        let at = |name: &str| columns.iter().position(|column| column == name).unwrap();
        let (id, themes) = (at("quote_id"), at("themes"));
        let rows = reader.records().map(Result::unwrap);
        rows.map(|row| (row[id].to_owned(), row[themes].split("; ").next().unwrap_or_default().to_owned())).collect()
    };
    let (found, coded) = (first("found"), first("coded"));
    let same = found.iter().filter(|(quote, theme)| coded.get(*quote) == Some(*theme)).count();
    assert!(20 * same >= 19 * found.len(), "{same} of {}: {found:?} {coded:?}", found.len());
    let codebook = cells(&folder, "found/codebook.csv");
    assert!(!codebook.contains("green") || !codebook.contains("; green;"), "{codebook}");
}
