//! The tables as sheets of one workbook: `run --xlsx`, `convert --to xlsx`.

use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;

use calamine::{Data, Reader, Xlsx};

use super::{bad, file, folder, good, names};

fn open(path: &Path) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(fs::read(path).unwrap())).unwrap()
}

/// The cells of a column below its head.
fn column(book: &mut Xlsx<Cursor<Vec<u8>>>, sheet: &str, name: &str) -> Vec<Data> {
    let range = book.worksheet_range(sheet).unwrap();
    let at = range.rows().next().unwrap().iter().position(|cell| *cell == *name).unwrap();
    range.rows().skip(1).map(|row| row[at].clone()).collect()
}

/// The XML of every sheet.
fn sheets(path: &Path) -> Vec<String> {
    let mut archive = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    let mut found = Vec::new();
    while let Ok(mut sheet) = archive.by_name(&format!("xl/worksheets/sheet{}.xml", found.len() + 1)) {
        let mut text = String::new();
        sheet.read_to_string(&mut text).unwrap();
        found.push(text);
    }
    assert!(found.len() > 5);
    found
}

#[test]
fn a_workbook_has_every_table_with_numbers_as_numbers() {
    let folder = folder("workbook");
    let survey = file("seeds/surveys/research-conditions.csv");
    let page = good(&folder, &["run", &survey, "--xlsx", "tables.xlsx"]).out;
    assert!(page.contains("tables.xlsx is written"), "{page}");
    let mut book = open(&folder.join("tables.xlsx"));
    let tables: Vec<String> = names(&folder.join("quotes-out"))
        .iter()
        .filter_map(|name| name.strip_suffix(".csv"))
        .map(|name| name.chars().take(31).collect())
        .collect();
    let mut sheets_there = book.sheet_names();
    assert_eq!(sheets_there[0], "quotes");
    sheets_there.sort();
    assert_eq!(sheets_there.len(), tables.len());
    assert!(sheets_there.iter().all(|name| tables.contains(name) || name.contains(" (2)")), "{sheets_there:?}");
    let counts = column(&mut book, "themes", "quotes");
    assert!(counts.iter().all(|cell| matches!(cell, Data::Float(_))), "{counts:?}");
    assert!(column(&mut book, "quotes", "line").iter().all(|cell| matches!(cell, Data::Float(_))));
    assert!(column(&mut book, "quotes", "speaker").iter().all(|cell| matches!(cell, Data::String(_))));
    for sheet in sheets(&folder.join("tables.xlsx")) {
        assert!(sheet.contains("state=\"frozen\"") && sheet.contains("<autoFilter"), "{}", &sheet[..400]);
        assert!(sheet.contains("customWidth=\"1\""), "columns have widths");
    }
    // The same texts give the same bytes.
    good(&folder, &["run", &survey, "--xlsx", "again.xlsx", "--out", "again"]);
    assert_eq!(fs::read(folder.join("tables.xlsx")).unwrap(), fs::read(folder.join("again.xlsx")).unwrap());
    assert!(bad(&folder, &["run", &survey, "--xlsx", "again.xlsx", "--out", "third"], 2).contains("--force"));
    assert!(!folder.join("third").exists(), "nothing is written where one file would be replaced");
    good(&folder, &["convert", "quotes-out", "--to", "xlsx", "--out", "other"]);
    assert_eq!(fs::read(folder.join("tables.xlsx")).unwrap(), fs::read(folder.join("other/verbatims.xlsx")).unwrap());
    good(&folder, &["run", &survey, "--xlsx", "dry.xlsx", "--out", "dry", "--dry-run"]);
    assert!(!folder.join("dry.xlsx").exists());
}

#[test]
fn cells_that_begin_like_formulas_and_numbers_that_are_names_stay_text() {
    let folder = folder("workbook_text");
    let rows =
        ["=1+1 is my answer", "+44 is the number", "-5 degrees in here", "@home is better", "=cmd|' /C calc'!A0"];
    let rows: String = rows.iter().zip(1..).map(|(row, n)| format!("00{n},0{n},{n},\"{row}\"\n")).collect();
    fs::write(folder.join("wards.csv"), format!("id,Postcode,Age,What is wrong?\n{rows}")).unwrap();
    let args = [
        "run",
        "wards.csv",
        "--open",
        "What is wrong?",
        "--group",
        "Postcode",
        "--group",
        "Age",
        "--xlsx",
        "t.xlsx",
        "-k",
        "2",
    ];
    good(&folder, &args);
    assert!(sheets(&folder.join("t.xlsx")).iter().all(|sheet| !sheet.contains("<f>")), "no cell is a formula");
    let mut book = open(&folder.join("t.xlsx"));
    let texts: Vec<String> = column(&mut book, "quotes", "text").iter().map(ToString::to_string).collect();
    assert_eq!(texts[0], "=1+1 is my answer", "no mark is put before it");
    assert_eq!(column(&mut book, "quotes", "Postcode")[0], Data::String("01".to_owned()));
    assert_eq!(column(&mut book, "quotes", "Age")[0], Data::Float(1.0));
    assert_eq!(column(&mut book, "quotes", "respondent (attribute)")[0], Data::String("001".to_owned()));
}

#[test]
fn a_page_in_markdown_names_the_question_and_row_of_an_answer() {
    let folder = folder("workbook_markdown");
    let rows: String = (1..=6).map(|n| format!("P{n},rent is high at number {n}\n")).collect();
    fs::write(folder.join("wards.csv"), format!("id,What is wrong?\n{rows}")).unwrap();
    good(&folder, &["convert", "wards.csv", "--open", "What is wrong?", "--to", "markdown", "--out", "page"]);
    let page = fs::read_to_string(folder.join("page/quotes.md")).unwrap();
    assert!(page.contains("> — P3 (What is wrong?, row 4)"), "{page}");
    assert!(page.contains("6 answers of 6 respondents to 1 question."), "{page}");
}
