//! What changed between two runs, waves or coders: `verbatims diff`.

use std::fs;
use std::path::{Path, PathBuf};

use super::{bad, call, folder, good};

const TALK: &str = "“The rent went up twice in one year,” said Ann Lee, a nurse.\n\n\
    “Nobody comes when the tram stop is dark,” said Bo Ray, a driver.\n\n\
    “We know that the trams are full,” said Kim Oda, a councillor.\n";

fn codebook(folder: &Path, name: &str, codes: &str) {
    fs::write(folder.join(name), format!("name,words\n{codes}")).unwrap();
}

/// A folder with a text and the results of a run over it, in `before`.
fn ran(name: &str) -> PathBuf {
    let folder = folder(name);
    fs::write(folder.join("talk.txt"), TALK).unwrap();
    codebook(&folder, "codes.csv", "Housing,rent\nTransport,tram\n");
    good(&folder, &["run", "talk.txt", "--codebook", "codes.csv", "--words-only", "--out", "before"]);
    folder
}

/// What differs, which ends with exit code 1 and says nothing besides its page.
fn differs(folder: &Path, args: &[&str]) -> String {
    let came = call(folder, args, b"");
    assert_eq!(came.code, 1, "{}{}", came.out, came.errors);
    assert!(came.out.lines().all(|line| line.chars().count() <= 80), "{}", came.out);
    came.out
}

#[test]
fn the_same_run_differs_in_nothing_and_trouble_is_2() {
    let folder = ran("diff_same");
    let page = good(&folder, &["diff", "before", "before"]).out;
    assert!(page.contains("3 quotations in both (3 by id and words); 0 only before, 0 only after."), "{page}");
    assert!(page.contains("No quotation, speaker or theme differs."), "{page}");
    assert!(bad(&folder, &["diff", "before", "nowhere"], 2).contains("nowhere"));
    fs::create_dir(folder.join("other")).unwrap();
    assert!(bad(&folder, &["diff", "before", "other"], 2).contains("no folder of results"));
}

#[test]
fn themes_that_a_person_changed_are_listed_with_who_and_where() {
    let folder = ran("diff_recoded");
    good(&folder, &["run", "talk.txt", "--codebook", "codes.csv", "--words-only", "--out", "after"]);
    let table = folder.join("after/quotes.csv");
    let changed = fs::read_to_string(&table).unwrap().replacen(",Transport,", ",Safety at night,", 1);
    fs::write(&table, changed).unwrap();
    let page = differs(&folder, &["diff", "before", "after"]);
    assert!(page.contains("Under other themes (1)"), "{page}");
    assert!(page.contains("1  Transport → Safety at night"), "{page}");
    assert!(page.contains("Bo Ray, driver, line 3: Transport → Safety at night"), "{page}");
    let row = |name: &str| {
        page.lines().find(|line| line.starts_with(name)).unwrap_or_else(|| panic!("{name}: {page}")).to_owned()
    };
    assert!(row("Transport").contains("2   67 %") && row("Transport").contains("1   33 %"), "{page}");
    assert!(row("Transport").ends_with("-33.3") && row("Safety at night").ends_with("new"), "{page}");
    assert!(page.contains("1 theme as before."), "{page}");
    // The same as tables and as JSON.
    let came =
        call(&folder, &["diff", "before", "after", "--out", "q.csv", "--themes", "t.csv", "--csv", "plain"], b"");
    assert!(came.errors.contains("q.csv is written") && came.errors.contains("t.csv is written"), "{}", came.errors);
    let rows = fs::read_to_string(folder.join("q.csv")).unwrap();
    assert_eq!(rows.lines().count(), 2, "{rows}");
    assert!(
        rows.lines().nth(1).unwrap().starts_with("themes,talk.txt#2,talk.txt,3,Bo Ray,driver,,Transport,"),
        "{rows}"
    );
    let themes = fs::read_to_string(folder.join("t.csv")).unwrap();
    assert!(themes.contains("\nTransport,2,3,66.7,2,1,Transport,1,3,33.3,1,1,,\n"), "{themes}");
    let json: serde_json::Value =
        serde_json::from_str(&call(&folder, &["diff", "before", "after", "--json"], b"").out).unwrap();
    assert_eq!(json["quotes"][0]["changed"][0], "themes");
    assert_eq!(json["matched"]["by_id"], 3);
}

#[test]
fn new_and_gone_quotations_speakers_and_settings_are_told() {
    let folder = ran("diff_texts");
    let other = TALK
        .replace("Kim Oda, a councillor", "Kim Ode, a councillor")
        .replace("“Nobody comes", "“It was better before,” said Eva Holm.\n\n“Nobody comes");
    fs::write(folder.join("talk.txt"), other).unwrap();
    codebook(&folder, "codes.csv", "Rent and rooms,rent\nTransport,tram\n");
    good(&folder, &["run", "talk.txt", "--codebook", "codes.csv", "--words-only", "--of", "all", "--out", "after"]);
    let page = differs(&folder, &["diff", "before", "after"]);
    assert!(page.contains("3 quotations in both (1 by id and words, 2 by document and words);"), "{page}");
    assert!(page.contains("talk.txt: other contents"), "{page}");
    assert!(page.contains("settings.themes.of: auto → all"), "{page}");
    assert!(
        page.contains("Other speakers (1)") && page.contains("Kim Oda, councillor → Kim Ode, councillor"),
        "{page}"
    );
    assert!(page.contains("New (1)") && page.contains("Eva Holm"), "{page}");
    assert!(page.contains("Housing → Rent and rooms"), "{page}");
    assert!(page.contains("“Rent and rooms” is taken for “Housing”"), "a theme by another name: {page}");
    assert!(!page.contains("Under other themes"), "{page}");
}

#[test]
fn two_waves_are_compared_by_counts() {
    let folder = folder("diff_waves");
    codebook(&folder, "codes.csv", "Rent,rent\nTrams,tram\n");
    for (wave, rents) in [("spring", 6), ("autumn", 9)] {
        let answer = |n: usize| if n <= rents { "rent is too high" } else { "the tram is late" };
        let rows: String =
            (1..=12).map(|n| format!("{wave}{n},In {wave} {} for us at number {n}\n", answer(n))).collect();
        fs::write(folder.join(format!("{wave}.csv")), format!("id,What is wrong?\n{rows}")).unwrap();
        let table = format!("{wave}.csv");
        good(&folder, &["run", &table, "--codebook", "codes.csv", "--words-only", "--out", wave]);
    }
    let page = differs(&folder, &["diff", "spring", "autumn"]);
    assert!(page.contains("No quotation is in both"), "{page}");
    assert!(page.contains("6   50 %") && page.contains("9   75 %") && page.contains("+25.0"), "{page}");
    assert!(!page.contains("New (12)"), "two sets are no list of changes: {page}");
}

#[test]
fn an_answer_with_other_words_is_the_same_answer() {
    let folder = folder("diff_answers");
    for (name, third) in [("one", "Nothing works here"), ("two", "Nothing works here any more")] {
        fs::create_dir(folder.join(name)).unwrap();
        let rows = format!(
            "id,What is wrong?\nP1,The rent is far too high for us\nP2,The tram never comes on time\nP3,{third}\n"
        );
        fs::write(folder.join(name).join("wards.csv"), rows).unwrap();
        good(
            &folder,
            &[
                "run",
                &format!("{name}/wards.csv"),
                "--open",
                "What is wrong?",
                "--out",
                &format!("{name}-out"),
                "-k",
                "2",
            ],
        );
    }
    let page = differs(&folder, &["diff", "one-out", "two-out"]);
    assert!(page.contains("1 by place, with other words"), "{page}");
    assert!(page.contains("Other words (1)") && page.contains("was “Nothing works here”"), "{page}");
}

#[test]
fn two_coders_and_a_run_with_a_coder_are_compared() {
    let folder = ran("diff_coders");
    fs::write(folder.join("ann.csv"), "quote_id,themes\ntalk.txt#1,Housing\ntalk.txt#2,Transport\ntalk.txt#3,\n")
        .unwrap();
    fs::write(folder.join("bob.csv"), "quote_id,themes\ntalk.txt#1,Housing\ntalk.txt#2,Fear\ntalk.txt#3,\n").unwrap();
    let page = differs(&folder, &["diff", "ann.csv", "bob.csv"]);
    assert!(page.contains("3 quotations in both"), "{page}");
    assert!(page.contains("Transport → Fear"), "{page}");
    let page = differs(&folder, &["diff", "before", "ann.csv"]);
    assert!(page.contains("Kim Oda, councillor, line 5: Transport → (no theme)"), "{page}");
    fs::write(folder.join("far.csv"), "quote_id,themes\nelsewhere.txt#1,Housing\n").unwrap();
    assert!(bad(&folder, &["diff", "before", "far.csv"], 2).contains("such as `elsewhere.txt#1`"));
    assert_eq!(good(&folder, &["diff", "ann.csv", "ann.csv"]).code, 0);
}
