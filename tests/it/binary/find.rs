//! Words in context: `verbatims find` over texts and over an earlier run.

use std::fs;
use std::path::{Path, PathBuf};

use super::{at_width, bad, call, folder, good};

const TALK: &str = "The rents of Hull are a long story, and the story is not over yet.\n\n\
    “The rent went up twice in one year,” said Ann Lee, a nurse. “Renting is for the rich now.”\n\n\
    “Nobody comes when the tram stop is dark,” said Bo Ray, a driver.\n";
const REPLY: &str = "“We know that the trams stop at six,” said Kim Oda, a councillor. “I'm sorry.”\n";

/// Two texts, and a codebook of two themes.
fn texts(name: &str) -> PathBuf {
    let folder = folder(name);
    fs::create_dir(folder.join("texts")).unwrap();
    fs::write(folder.join("texts/talk.txt"), TALK).unwrap();
    fs::write(folder.join("texts/reply.txt"), REPLY).unwrap();
    fs::write(
        folder.join("codes.csv"),
        "name,parent,words\nHousing,,rent\nTransport,,tram\nStops,Transport,tram stop\n",
    )
    .unwrap();
    folder
}

/// The lines that show a place, which begin with its number.
fn shown(page: &str) -> Vec<&str> {
    let is_place =
        |line: &&str| line.trim_start().starts_with(|letter: char| letter.is_ascii_digit()) && line.contains("  ");
    page.split("── Counts").next().unwrap().lines().filter(is_place).collect()
}

/// How many columns stand before a word, where a Chinese letter takes two.
fn column(line: &str, word: &str) -> usize {
    let before = &line[..line.find(word).unwrap()];
    before.chars().map(|letter| if ('\u{2e80}'..='\u{ffef}').contains(&letter) { 2 } else { 1 }).sum()
}

#[test]
fn words_stand_in_one_column_with_who_says_them() {
    let folder = texts("find_texts");
    let page = good(&folder, &["find", "rent", "texts"]).out;
    let lines = shown(&page);
    assert_eq!(lines.len(), 3, "{page}");
    assert!(lines[0].contains("rents") && !lines[0].contains("Ann Lee"), "what the writer says has no speaker: {page}");
    assert!(lines[1].contains("Ann Lee") && lines[2].contains("Ann Lee"), "{page}");
    let columns: Vec<usize> =
        lines.iter().zip(["rents", "rent", "Renting"]).map(|(line, word)| column(line, word)).collect();
    assert!(columns.iter().all(|at| *at == columns[0]), "{page}");
    assert!(page.contains("“rent”: 3 hits (rent 1, renting 1, rents 1)."), "{page}");
    assert!(page.contains("3 hits in 1 of 2 documents; 2 of them in 1 of 3 quotations, by 1 of 3 speakers."), "{page}");
    assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
    assert!(!page.contains('\u{1b}'), "no colours where it is piped");
    let wide = at_width(&folder, "140", &["find", "rent", "texts"]);
    assert!(shown(&wide)[0].contains("rents  of Hull are a long story, and the story is not over yet."), "{wide}");
    let narrow = at_width(&folder, "50", &["find", "rent", "texts"]);
    assert!(narrow.lines().all(|line| line.chars().count() <= 50), "{narrow}");
}

#[test]
fn several_words_phrases_and_beginnings_are_looked_for() {
    let folder = texts("find_words");
    let page = good(&folder, &["find", "tram stop", "sorry", "texts"]).out;
    assert!(page.contains("“tram stop”: 2 hits (tram stop 1, trams stop 1)."), "{page}");
    assert!(page.contains("“sorry”: 1 hit"), "{page}");
    let exact = good(&folder, &["find", "tram stop", "--exact", "texts"]).out;
    assert!(exact.contains("“tram stop”: 1 hit"), "{exact}");
    let case = good(&folder, &["find", "The", "--case", "texts", "--quoted"]).out;
    assert!(case.contains("1 hit in 1 of 3 quotations"), "{case}");
    let prefix = good(&folder, &["find", "counc*", "texts"]).out;
    assert!(prefix.contains("councillor"), "{prefix}");
}

#[test]
fn an_earlier_run_is_searched_by_theme_and_speaker() {
    let folder = texts("find_run");
    good(&folder, &["run", "texts", "--codebook", "codes.csv", "--words-only"]);
    let page = good(&folder, &["find", "stop", "rent"]).out;
    assert!(page.contains("Ann Lee · Housing"), "`quotes-out` is searched where nothing is named: {page}");
    assert!(page.contains("Quotations by theme: Stops 2 of 2; Transport 2 of 2; Housing 1 of 1."), "{page}");
    let under = good(&folder, &["find", "stop", "--theme", "transport"]).out;
    assert!(under.contains("by 2 of 2 speakers"), "themes below it count: {under}");
    let by = good(&folder, &["find", "rent*", "stop", "quotes-out", "--speaker", "Lee"]).out;
    assert!(by.contains("2 hits in 1 of 1 quotation, by 1 of 1 speaker"), "{by}");
    let unknown = bad(&folder, &["find", "rent", "--speaker", "Nobody"], 2);
    assert!(unknown.contains("Ann Lee; Bo Ray; Kim Oda"), "{unknown}");
    let unknown = bad(&folder, &["find", "rent", "--theme", "Weather"], 2);
    assert!(unknown.contains("Housing; Transport; Stops"), "{unknown}");
    assert!(bad(&folder, &["find", "rent", "texts", "--theme", "Housing"], 2).contains("verbatims run"));
    // What a person changes in the table counts.
    let table = folder.join("quotes-out/quotes.csv");
    let changed = fs::read_to_string(&table).unwrap().replace(",Housing,", ",Costs,");
    fs::write(&table, changed).unwrap();
    let page = good(&folder, &["find", "rent"]).out;
    assert!(page.contains("Ann Lee · Costs"), "{page}");
}

#[test]
fn places_are_a_table_and_json_lines() {
    let folder = texts("find_files");
    let came = good(&folder, &["find", "rent", "texts", "--out", "rent.csv", "--csv", "plain", "--context", "20"]);
    assert!(came.errors.contains("rent.csv is written"), "{}", came.errors);
    let table = fs::read_to_string(folder.join("rent.csv")).unwrap();
    assert!(
        table.starts_with(
            "document,line,column,row,question,quote_id,speaker,themes,word,before,found,after,start,end\n"
        )
    );
    let row = table.lines().nth(2).unwrap();
    assert!(row.contains(",Ann Lee,,rent,“The ,rent, went up twice in one,"), "{row}");
    for line in good(&folder, &["find", "rent", "texts", "--json"]).out.lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        let (start, end) = (line["span"][0].as_u64().unwrap() as usize, line["span"][1].as_u64().unwrap() as usize);
        assert_eq!(line["found"], TALK[start..end]);
        let stands = ["before", "found", "after"].map(|part| line[part].as_str().unwrap()).concat();
        assert!(TALK.contains(&stands), "{stands}");
    }
}

#[test]
fn words_are_told_from_places() {
    let folder = texts("find_places");
    fs::create_dir(folder.join("rent")).unwrap();
    fs::write(folder.join("rent/a.txt"), "“The rent is fair,” said Eva Holm.").unwrap();
    assert!(good(&folder, &["find", "rent", "rent"]).out.contains("Eva Holm"), "the first is always a word");
    let both = good(&folder, &["find", "stop", "rent", "--in", "texts"]).out;
    assert!(both.contains("“rent”: 3 hits"), "with `--in` everything else is a word: {both}");
    assert!(good(&folder, &["find", "rent", "texts/*.txt"]).out.contains("Ann Lee"), "a pattern is a place");
    assert!(bad(&folder, &["find", "rent", "texts", "nowhere.txt"], 2).contains("nowhere.txt: there is no such file"));
    let errors = bad(&folder, &["find", "rent", "nowhere/"], 2);
    assert!(errors.contains("there is no file or folder `nowhere/`"), "{errors}");
    assert!(bad(&folder, &["find", "rent"], 2).contains("name the texts"));
    assert!(bad(&folder, &["find", "…", "texts"], 2).contains("no letter or digit"));
    let nothing = bad(&folder, &["find", "mortgage", "texts"], 1);
    assert!(nothing.contains("Nothing found: “mortgage” in any form in 2 documents and 3 quotations."), "{nothing}");
    let piped = call(&folder, &["find", "fair", "-"], "“It is fair,” said Eva Holm.".as_bytes());
    assert!(piped.code == 0 && piped.out.contains("Eva Holm"), "{}", piped.errors);
}

#[test]
fn every_language_has_its_stems_and_wide_letters_their_columns() {
    let folder = folder("find_languages");
    fs::write(
        folder.join("de.txt"),
        "„Die Mieten steigen jedes Jahr, und niemand weiß, wie es mit der Miete weitergeht“, sagte Eva Holm.",
    )
    .unwrap();
    fs::write(
        folder.join("zh.txt"),
        "访谈：这里的房租太高了，我们每个月都付不起。\n\n受访者：我觉得去年房租又涨了，工资却没有涨。\n",
    )
    .unwrap();
    let page = good(&folder, &["find", "Miete", "房租", "de.txt", "zh.txt"]).out;
    assert!(page.contains("“Miete”: 2 hits (miete 1, mieten 1)."), "{page}");
    let lines: Vec<&str> = shown(&page).into_iter().filter(|line| line.contains("房租")).collect();
    assert_eq!(lines.len(), 2, "{page}");
    assert_eq!(column(lines[0], "房租"), column(lines[1], "房租"), "{page}");
}

#[test]
fn answers_of_a_survey_stand_by_question_and_row() {
    let folder = folder("find_survey");
    let rows: String =
        (1..=12).map(|n| format!("R{n},The tram is late on line {n}.,More trams in row {n}\n")).collect();
    fs::write(folder.join("wards.csv"), format!("id,What is wrong?,What would help?\n{rows}")).unwrap();
    good(&folder, &["run", "wards.csv", "--open", "What is wrong?", "--open", "What would help?"]);
    for place in ["wards.csv", "quotes-out"] {
        let page = good(&folder, &["find", "tram", place]).out;
        assert_eq!(page.matches("── wards.csv").count(), 2, "a heading a question: {page}");
        assert!(page.contains("What would help? (by row)"), "{page}");
        let first = shown(&page)[0];
        assert!(first.trim_start().starts_with("2 ") && first.contains("R1"), "{first}");
    }
    assert!(Path::new(&folder).join("quotes-out").is_dir());
}
