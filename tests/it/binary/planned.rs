//! What is decided before reading: shown, changed, followed; and what tells who somebody is stands in no file.

use std::fs;
use std::path::Path;

use super::{bad, folder, good, names};

/// Six people, asked twice: what they are called stands in columns of its own, and in two answers.
fn survey(folder: &Path, answers: [&str; 12]) {
    let people = [
        ("Ann Lee", "Sam Holt", "01/02/1984", "HU1 3AB", "ann.lee@example.org", "01482 555 101"),
        ("Bo Ray", "Pia Lund", "02/03/1961", "LS2 9JT", "bo.ray@example.org", "01482 555 102"),
        ("Cy Fox", "Sam Holt", "03/02/1990", "YO1 7HH", "cy.fox@example.org", "01482 555 103"),
    ];
    let mut table =
        "Wave,Participant name,Line manager,Date of birth,Postcode,E-mail,Q17,What should we change?\n".to_owned();
    for (row, answer) in answers.iter().enumerate() {
        let (name, manager, born, postcode, mail, phone) = people[row % 3];
        let wave = if row < 6 { "before" } else { "after" };
        table += &format!("{wave},{name},{manager},{born},{postcode},{mail},{phone},{answer}\n");
    }
    fs::write(folder.join("pulse.csv"), table).unwrap();
}

const ANSWERS: [&str; 12] = [
    "The shuttle leaves before my shift ends.",
    "Canteen prices went up twice this year.",
    "My manager listens when I raise a problem.",
    "Nobody told us about the move upstairs.",
    "The printer on level two never works.",
    "Please let us swap shifts ourselves.",
    "The stairs are hard for people on crutches.",
    "Pay slips come a week late every month.",
    "The new system froze during the audit.",
    "I like that we finish early on Fridays.",
    "Heating in the store room is broken.",
    "Training was cancelled three times.",
];

/// The files below a folder that hold one of these, whatever the case.
fn holding(folder: &Path, planted: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for name in names(folder) {
        let path = folder.join(&name);
        if path.is_dir() {
            found.extend(holding(&path, planted));
            continue;
        }
        let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).to_lowercase();
        found.extend(
            planted.iter().filter(|value| text.contains(&value.to_lowercase())).map(|value| format!("{name}: {value}")),
        );
    }
    found
}

const PLANTED: &[&str] = &[
    "Ann Lee",
    "Bo Ray",
    "Cy Fox",
    "Sam Holt",
    "Pia Lund",
    "1984",
    "1961",
    "HU1 3AB",
    "LS2 9JT",
    "example.org",
    "555 101",
    "555 103",
];

#[test]
fn what_tells_who_somebody_is_stands_in_no_file() {
    let work = folder("personal");
    survey(&work, ANSWERS);
    for (out, more) in [("plain", &[][..]), ("hidden", &["--pseudonymise"])] {
        let came = good(&work, &[&["run", "pulse.csv", "-o", out, "--k", "2"], more].concat());
        assert_eq!(holding(&work.join(out), PLANTED), Vec::<String>::new());
        assert!(came.out.contains("Groups: Wave."), "{}", came.out);
        assert!(!PLANTED.iter().any(|value| came.out.contains(value)), "{}", came.out);
    }
    let page = good(&work, &["plan", "pulse.csv", "--out", "plan.toml"]);
    assert!(!PLANTED.iter().any(|value| page.out.contains(value)), "{}", page.out);
    assert!(page.out.contains("Xxx Xxx"), "the shape of a name is shown: {}", page.out);
}

#[test]
fn pseudonyms_stand_wherever_values_of_personal_columns_turn_up() {
    let work = folder("turns-up");
    let mut answers = ANSWERS;
    answers[1] = "Ask Ann Lee about it; she writes from ann.lee@example.org or HU1 3AB.";
    answers[4] = "Sam Holt never answers 01482 555 102 on Mondays.";
    survey(&work, answers);
    let args =
        ["run", "pulse.csv", "-o", "out", "--k", "2", "--pseudonymise", "--group", "Line manager", "--group", "Wave"];
    good(&work, &args);
    assert_eq!(holding(&work.join("out"), PLANTED), Vec::<String>::new());
    let quotes = fs::read_to_string(work.join("out/quotes.csv")).unwrap();
    assert!(quotes.contains("she writes from […] or […]"), "{quotes}");
    assert!(work.join("out/theme_by_Line_manager.csv").is_file(), "asked for by name, it is a group");
    let named = ["run", "pulse.csv", "-o", "named", "--k", "2", "--pseudonymise", "--respondent", "participant name"];
    good(&work, &named);
    assert_eq!(holding(&work.join("named"), PLANTED), Vec::<String>::new());
}

#[test]
fn a_plan_is_written_changed_and_followed() {
    let work = folder("plan");
    survey(&work, ANSWERS);
    fs::write(work.join("talk.txt"), "Ben: Who pays?\n\nAda: Nobody pays.\n\nBen: Why is that?\n\nAda: They are shut.\n\nBen: Since when?\n\nAda: Since May.\n").unwrap();
    let page = good(&work, &["plan", "pulse.csv", "talk.txt", "--out", "plan.toml"]).out;
    assert!(page.contains("asks: Ben") && page.contains("What should we change?"), "{page}");
    assert!(bad(&work, &["plan", "pulse.csv", "--out", "plan.toml"], 2).contains("is there already"));
    let plan = fs::read_to_string(work.join("plan.toml")).unwrap();
    let free = good(&work, &["run", "pulse.csv", "talk.txt", "-o", "free"]).out;
    let planned = good(&work, &["run", "pulse.csv", "talk.txt", "-o", "planned", "--plan", "plan.toml"]).out;
    assert_eq!(free.replace("free", "planned"), planned, "a plan that nobody changed changes nothing");
    assert_eq!(fs::read(work.join("free/quotes.csv")).unwrap(), fs::read(work.join("planned/quotes.csv")).unwrap());
    fs::write(
        work.join("changed.toml"),
        plan.replacen("is = \"group\"", "is = \"ignored\"", 1).replace("[\"Ben\"]", "[]"),
    )
    .unwrap();
    for command in [&["run", "-o", "changed"][..], &["extract"]] {
        let args = [command, &["pulse.csv", "talk.txt", "--plan", "changed.toml"]].concat();
        assert!(!good(&work, &args).out.contains("Groups: Wave"));
    }
    let record: serde_json::Value = serde_json::from_slice(&fs::read(work.join("changed/run.json")).unwrap()).unwrap();
    assert_eq!(record["plan"]["tables"][0]["columns"][0]["is"], "ignored");
    assert_eq!(record["plan"]["texts"][0]["interviewers"], serde_json::json!([]));
    assert_eq!(record["ledger"]["pulse.csv"]["responses"], 12);
    fs::write(work.join("broken.toml"), "[[tables]]\nfile = 3\n").unwrap();
    let error = bad(&work, &["run", "pulse.csv", "--plan", "broken.toml"], 2);
    assert!(error.contains("broken.toml: line 2: this is no plan"), "{error}");
}

#[test]
fn rows_keep_the_order_of_the_file() {
    let work = folder("order");
    survey(&work, ANSWERS);
    good(&work, &["run", "pulse.csv", "-o", "out"]);
    let quotes = fs::read_to_string(work.join("out/quotes.csv")).unwrap();
    let places: Vec<usize> = ANSWERS.iter().map(|answer| quotes.find(answer).unwrap()).collect();
    assert!(places.is_sorted(), "{places:?}");
    let wide = fs::read_to_string(work.join("out/themes_wide.csv")).unwrap();
    assert!(wide.find("row 2:").unwrap() < wide.find("row 10:").unwrap());
}

#[test]
fn groups_of_equal_size_are_two_tables_and_the_question_is_one() {
    let work = folder("groups");
    let mut table = "id,Parent?,Shift worker?,why,what\n".to_owned();
    for (row, answer) in ANSWERS.iter().enumerate() {
        let yes = |yes: bool| if yes { "Yes" } else { "No" };
        table += &format!("{row},{},{},{answer},{}\n", yes(row % 2 == 0), yes(row % 4 < 2), ANSWERS[11 - row]);
    }
    fs::write(work.join("two.csv"), table).unwrap();
    good(&work, &["run", "two.csv", "-o", "out"]);
    let written = names(&work.join("out"));
    for table in ["theme_by_Parent_.csv", "theme_by_Shift_worker_.csv", "theme_by_question.csv"] {
        assert!(written.iter().any(|name| name == table), "{table}: {written:?}");
    }
    good(&work, &["run", "two.csv", "-o", "asked", "--group", "question"]);
    assert!(work.join("asked/theme_by_question.csv").is_file());
    assert!(!work.join("asked/theme_by_Parent_.csv").is_file());
    good(&work, &["run", "two.csv", "-o", "all", "--group", "all"]);
    assert!(work.join("all/theme_by_Parent_.csv").is_file());
}
