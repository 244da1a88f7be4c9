//! Numbers that come out again when a run's own codings go in, bands of numbers, and respondents as the unit of tests.

use std::fs;
use std::path::Path;

use super::{bad, call, file, folder, good, names};

/// A survey of two questions: respondents of many ages, some of whom say nothing.
fn survey(folder: &Path) {
    let mut table = "id;Age;Joined;What should change?;What is good?\n".to_owned();
    let complaints = [
        "The bus is late every day",
        "Rent is far too high here",
        "The bus never comes on Sundays",
        "n/a",
        "My rent rose twice",
    ];
    let praise = ["The park is quiet and green", "Neighbours help each other out", "I like the park by the river"];
    for row in 0..40 {
        let age = 18 + row * 7 % 61;
        let (complaint, praised) = (complaints[row % 5], praise[row % 3]);
        table += &format!(
            "{};{age};{:02}.0{}.2025;{complaint}, says number {row}.;{praised}, {row}.\n",
            row + 1,
            row % 28 + 1,
            row % 3 + 1
        );
    }
    fs::write(
        folder.join("wards.csv"),
        table.replace("n/a, says number 3.", "n/a").replace("n/a, says number 8.", "-"),
    )
    .unwrap();
}

/// The tables of two runs are the same to the byte.
#[track_caller]
fn same_tables(folder: &Path, one: &str, other: &str) {
    let tables = |run: &str| -> Vec<String> {
        let all = names(&folder.join(run)).into_iter();
        // How far found themes come back is no table of codings.
        all.filter(|name| name.ends_with(".csv") && name != "stability.csv").collect()
    };
    assert_eq!(tables(one), tables(other));
    for name in tables(one) {
        let read = |run: &str| fs::read_to_string(folder.join(run).join(&name)).unwrap();
        assert_eq!(read(one), read(other), "{name}");
    }
}

#[test]
fn codings_of_a_run_give_its_tables_again_survey() {
    let folder = folder("numbers-survey");
    survey(&folder);
    fs::write(
        folder.join("codes.csv"),
        "id,name,words\nb,Buses,bus; buses\nr,\"Rent; heating\",rent\nz,Schools,school; teacher\np,Parks,park\n",
    )
    .unwrap();
    good(&folder, &["run", "wards.csv", "--codebook", "codes.csv", "--group", "Age:20", "--out", "one", "-q"]);
    good(&folder, &["run", "wards.csv", "--codings", "one/quotes.csv", "--group", "Age:20", "--out", "two", "-q"]);
    same_tables(&folder, "one", "two");
    let themes = fs::read_to_string(folder.join("two/themes.csv")).unwrap();
    assert!(themes.contains("z,Schools,0"), "a theme without a quotation is still there: {themes}");
    assert!(themes.contains("(no content),2,"), "{themes}");
    good(&folder, &["run", "wards.csv", "--group", "question", "--out", "found", "-q"]);
    good(
        &folder,
        &["run", "wards.csv", "--codings", "found/quotes.csv", "--group", "question", "--out", "again", "-q"],
    );
    same_tables(&folder, "found", "again");
}

#[test]
fn codings_of_a_run_give_its_tables_again_article_and_interviews() {
    let folder = folder("numbers-texts");
    for (name, path) in [
        ("article", "tests/data/article/article.txt"),
        ("interview", "tests/data/transcripts/colon.txt"),
        ("meeting", "tests/data/transcripts/teams.vtt"),
    ] {
        let (path, first, second) = (file(path), format!("{name}-one"), format!("{name}-two"));
        good(&folder, &["run", &path, "--out", &first, "-q"]);
        good(&folder, &["run", &path, "--codings", &format!("{first}/quotes.csv"), "--out", &second, "-q"]);
        same_tables(&folder, &first, &second);
    }
}

#[test]
fn codings_of_a_run_give_its_tables_again_whatever_the_run_was() {
    let folder = folder("numbers-laws");
    // Two questions and a field for others, empty answers, names that are personal and turn up in answers, missing codes, groups.
    let names = ["Ann Lee", "Bo Ray", "Carl Otto Berg", "Dina Abdi", "Eve Stone"];
    let mut table = "id,Name,Region,Age,What should change?,What is good?,Other (please specify)\n".to_owned();
    for row in 0..50 {
        let change =
            ["The bus is late every day", "Rent is far too high", "n/a", "", "My rent rose, says Ann Lee"][row % 5];
        let good = ["The park is quiet and green", "Neighbours help each other out", "NA", ""][row % 4];
        let number = |text: &str| if text.len() > 3 { format!("\"{text}, number {row}.\"") } else { text.to_owned() };
        let other = ["", "Bring Bo Ray back to the hall"][row % 2];
        let region = ["North", "South", "East"][row % 3];
        table += &format!(
            "{},{},{region},{},{},{},{other}\n",
            row + 1,
            names[row % 5],
            18 + row,
            number(change),
            number(good)
        );
    }
    fs::write(folder.join("s.csv"), table).unwrap();
    fs::write(folder.join("codes.csv"), "id,name,words\nb,Buses,bus\nr,\"Rent; heating\",rent\nz,Schools,school\n")
        .unwrap();
    fs::write(folder.join("edits.jsonl"), "{\"edit\":\"rename\",\"theme\":\"t1\",\"to\":\"First of all\"}\n").unwrap();
    let runs: [&[&str]; 6] = [
        &["--group", "question", "--group", "Region", "--group", "Age:20"],
        &["--pseudonymise", "--group", "Region"],
        &["--codebook", "codes.csv"],
        &["--codebook", "codes.csv", "--pseudonymise", "--group", "all"],
        &["--edits", "edits.jsonl"],
        &["--edits", "edits.jsonl", "--pseudonymise"],
    ];
    for (number, args) in runs.iter().enumerate() {
        let (one, two) = (format!("one-{number}"), format!("two-{number}"));
        good(&folder, &[&["run", "s.csv", "--out", &one, "-q"], *args].concat());
        let given = format!("{one}/quotes.csv");
        let again: Vec<&str> =
            args.chunks(2).filter(|pair| !matches!(pair[0], "--codebook" | "--edits")).flatten().copied().collect();
        let privately: &[&str] = if args.contains(&"--pseudonymise") && !again.contains(&"--pseudonymise") {
            &["--pseudonymise"]
        } else {
            &[]
        };
        good(
            &folder,
            &[&["run", "s.csv", "--codings", &given, "--out", &two, "-q"], again.as_slice(), privately].concat(),
        );
        same_tables(&folder, &one, &two);
    }
}

#[test]
fn codings_of_people_that_meet_some_quotations_only() {
    let folder = folder("numbers-foreign");
    survey(&folder);
    let coded = "quote_id,themes\nwards.csv:1:what-should-change#1,Buses; Mornings\nwards.csv:2:what-should-change#1,Rent\nwards.csv:999:what-should-change#1,Rent\nelsewhere.csv:1:why#1,Parks\n";
    fs::write(folder.join("ann.csv"), coded).unwrap();
    let came = call(&folder, &["run", "wards.csv", "--codings", "ann.csv", "--out", "one"], b"");
    let said = format!("{}{}", came.out, came.errors).split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(came.code, 0, "{said}");
    assert!(
        said.contains("2 judged quotations are not in these texts") && said.contains("elsewhere.csv:1:why#1"),
        "{said}"
    );
    let themes = fs::read_to_string(folder.join("one/themes.csv")).unwrap();
    for row in ["Buses,Buses,1,", "Mornings,Mornings,1,", "Rent,Rent,1,", "Parks,Parks,0,"] {
        assert!(themes.contains(row), "{row}: {themes}");
    }
    good(&folder, &["run", "wards.csv", "--codings", "one/quotes.csv", "--out", "two", "-q"]);
    same_tables(&folder, "one", "two");
    // A table of other texts is none of these.
    fs::write(folder.join("other.csv"), "quote_id,themes\nelsewhere.csv:1:why#1,Parks\n").unwrap();
    let refused = bad(&folder, &["run", "wards.csv", "--codings", "other.csv", "--out", "no"], 2);
    assert!(refused.contains("there is no quotation `elsewhere.csv:1:why#1`"), "{refused}");
}

#[test]
fn a_theme_that_was_renamed_by_hand_is_not_there_twice() {
    let folder = folder("numbers-renamed");
    survey(&folder);
    fs::write(folder.join("codes.csv"), "id,name,words\nb,Buses,bus\nr,Rent,rent\n").unwrap();
    good(&folder, &["run", "wards.csv", "--codebook", "codes.csv", "--out", "one", "-q"]);
    let table = fs::read_to_string(folder.join("one/quotes.csv")).unwrap();
    fs::write(folder.join("one/quotes.csv"), table.replace(",Buses,", ",Transport,")).unwrap();
    good(&folder, &["run", "wards.csv", "--codings", "one/quotes.csv", "--out", "two", "-q"]);
    let themes = fs::read_to_string(folder.join("two/themes.csv")).unwrap();
    assert!(themes.contains("Transport,Transport,16,") && !themes.contains("Buses"), "{themes}");
}

#[test]
fn numeric_columns_are_banded_or_named_as_too_many() {
    let folder = folder("numbers-bands");
    survey(&folder);
    let head = |args: &[&str], table: &str| {
        let mut all = vec!["run", "wards.csv", "--out", "out", "--force", "-q"];
        all.extend(args);
        good(&folder, &all);
        let table = fs::read_to_string(folder.join("out").join(table)).unwrap();
        table.lines().next().unwrap().trim_start_matches('\u{feff}').to_owned()
    };
    assert!(
        head(&["--group", "age:20"], "theme_by_Age.csv").starts_with("theme_id,theme,0–19,0–19 %,20–39,20–39 %,40–59,")
    );
    let quarters = head(&["--group", "Age:quartiles"], "theme_by_Age.csv");
    assert_eq!(quarters.matches(" %").count(), 4, "{quarters}");
    let months = head(&["--group", "Joined:month"], "theme_by_Joined.csv");
    assert!(months.contains("2025-01,2025-01 %,2025-02,2025-02 %,2025-03,2025-03 %"), "{months}");
    let shown = good(&folder, &["plan", "wards.csv"]).out;
    assert!(shown.contains("many different numbers") && shown.contains("NAME:10"), "{shown}");
    assert!(bad(&folder, &["run", "wards.csv", "--group", "Agr:10", "--out", "no"], 2).contains("Agr:10"));
}

#[test]
fn respondents_not_answers_are_the_unit_of_tests() {
    let folder = folder("numbers-respondents");
    survey(&folder);
    good(&folder, &["run", "wards.csv", "--group", "Age:30", "--out", "out", "-q", "--csv", "plain"]);
    let cells = fs::read_to_string(folder.join("out/theme_by_Age_cells.csv")).unwrap();
    assert!(cells.lines().next().unwrap().contains(",test,tested,"), "{cells}");
    assert!(cells.lines().any(|line| line.contains(",speakers,") && line.contains("(all)")), "{cells}");
    let report = fs::read_to_string(folder.join("out/report.html")).unwrap();
    assert!(report.contains("They count respondents, not answers"));
}

#[test]
fn a_review_is_replayed_on_themes_of_every_origin() {
    let folder = folder("numbers-review");
    survey(&folder);
    fs::write(folder.join("codes.csv"), "id,name,words\nb,Buses,bus; buses\nr,Rent,rent\n").unwrap();
    good(&folder, &["run", "wards.csv", "--codebook", "codes.csv", "--out", "one", "-q"]);
    let quotes = fs::read_to_string(folder.join("one/quotes.jsonl")).unwrap();
    let first: serde_json::Value = serde_json::from_str(quotes.lines().next().unwrap()).unwrap();
    let head = serde_json::json!({"edit": "review", "of": "wards.csv", "version": "0.1.0"});
    let code =
        serde_json::json!({"edit": "code", "quote": first["id"], "text": first["text"], "themes": ["Made by hand"]});
    let gone = serde_json::json!({"edit": "note", "quote": "nobody#1", "text": "not there", "note": "?"});
    fs::write(folder.join("edits.jsonl"), format!("{head}\n{code}\n{gone}\n")).unwrap();
    let runs: [&[&str]; 3] = [&["--codebook", "codes.csv"], &["--codings", "one/quotes.csv"], &["-k", "2"]];
    for (number, args) in runs.iter().enumerate() {
        let out = format!("two-{number}");
        let page = good(&folder, &[&["run", "wards.csv", "--edits", "edits.jsonl", "--out", &out], *args].concat()).out;
        let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            page.contains("1 decision of a review replayed")
                && page.contains("line 3: there is no quotation `nobody#1`"),
            "{page}"
        );
        assert!(fs::read_to_string(folder.join(&out).join("themes.csv")).unwrap().contains("Made by hand"));
        assert!(fs::read_to_string(folder.join(&out).join("codebook.csv")).unwrap().contains("Made by hand"));
        assert!(fs::read_to_string(folder.join(&out).join("run.json")).unwrap().contains("\"applied\": 1"));
    }
    fs::write(folder.join("themes.jsonl"), "{\"edit\":\"rename\",\"theme\":\"t1\",\"to\":\"First\"}\n").unwrap();
    let told =
        bad(&folder, &["run", "wards.csv", "--codebook", "codes.csv", "--edits", "themes.jsonl", "--out", "no"], 2);
    assert!(told.contains("themes.jsonl: these edits change themes that are found"), "{told}");
}

#[test]
fn force_replaces_the_whole_former_result() {
    let folder = folder("numbers-stale");
    survey(&folder);
    good(&folder, &["run", "wards.csv", "--group", "Age:20", "--out", "out", "-q"]);
    fs::write(folder.join("out/mine.txt"), "a note of my own").unwrap();
    good(&folder, &["run", "wards.csv", "--group", "question", "--out", "out", "-q", "--force"]);
    let left = names(&folder.join("out"));
    assert!(!left.iter().any(|name| name.contains("Age")), "{left:?}");
    assert!(left.contains(&"mine.txt".to_owned()), "{left:?}");
    assert_eq!(call(&folder, &["run", "wards.csv", "--group", "none", "--out", "new", "-q"], b"").code, 2);
    assert!(!folder.join("new").exists(), "nothing is left of a run that failed");
}
