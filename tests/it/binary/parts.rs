//! Parts that add up: what filters write on many machines gives the tables of one run, and no line is lost on the way.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::{bad, call, file, folder, good};

const SPEAKERS: [&str; 5] = ["Ada Roth", "Ben Vale", "Cleo Marsh", "a nurse", "the council"];
const SAID: [&str; 6] = [
    "The bus never comes on time",
    "We pay more rent than ever before",
    "Nobody answers our letters about the rent",
    "The hall is cold in winter",
    "They cut the night bus service",
    "The heating in our flat is broken",
];

fn articles(folder: &Path) {
    fs::create_dir(folder.join("in")).unwrap();
    for n in 0..30 {
        let say = |k: usize| {
            format!("“{},” said {}. The meeting went on.\n\n", SAID[(n * 5 + k * 7) % 6], SPEAKERS[(n + k * 3) % 5])
        };
        fs::write(folder.join(format!("in/t{n:02}.txt")), (0..4).map(say).collect::<String>()).unwrap();
    }
    fs::write(
        folder.join("codes.csv"),
        "name,words\nRent,rent; landlord\nBuses,bus\nCold,cold; heating\nNoise,noise\n",
    )
    .unwrap();
}

fn values(lines: &str) -> Vec<Value> {
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The tables of a folder by name: all but `run.json` and the report.
fn tables(folder: &Path) -> Vec<(String, String)> {
    let mut tables: Vec<(String, String)> = fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "csv" || ending == "jsonl"))
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(path).unwrap()))
        .collect();
    tables.sort();
    tables
}

/// How themes are given: a name, and what `run`, the filter and `tables` are told of them.
type Way<'a> = (&'a str, [&'a [&'a str]; 3]);

const BY_WORDS: Way<'_> = (
    "codes",
    [
        &["--codebook", "codes.csv", "--words-only"],
        &["code", "--codebook", "codes.csv", "--words-only"],
        &["--codebook", "codes.csv"],
    ],
);
const BY_MODEL: Way<'_> =
    ("model", [&["--predict", "themes.model"], &["themes", "--predict", "themes.model"], &["--model", "themes.model"]]);
const BY_CODER: Way<'_> =
    ("coder", [&["--predict", "codes.coder"], &["code", "--predict", "codes.coder"], &["--model", "codes.coder"]]);
/// The run that learns says what the parts say of what it learnt.
const BY_LEARNING: Way<'_> = (
    "learning",
    [
        &["--codebook", "codes.csv", "--learn", "again.coder"],
        &["code", "--predict", "codes.coder"],
        &["--codebook", "codes.csv", "--language", "en"],
    ],
);

/// Learns a model and a coder of what is in `input`.
fn learn(folder: &Path, input: &str) {
    let model = ["--model", "themes.model", "-k", "3", "--resamples", "0", "--out", "learnt", "-q"];
    good(folder, &[&["run", input, "--of", "all", "--pool"], &model[..]].concat());
    let coder = ["--codebook", "codes.csv", "--learn", "codes.coder", "--out", "taught", "-q"];
    good(folder, &[&["run", input, "--of", "all"], &coder[..]].concat());
}

/// One of so many parts of lines, shuffled.
fn part(lines: &str, of: usize, parts: usize) -> String {
    let mut own: Vec<(usize, &str)> =
        lines.lines().enumerate().filter(|(number, _)| number * 31 % parts == of).collect();
    own.sort_by_key(|(number, _)| number * 7919 % 101);
    own.into_iter().map(|(_, line)| format!("{line}\n")).collect()
}

/// Checks that the tables of 1, 3 and 7 parts of what was found are those that a run over `input` writes.
fn check_parts(folder: &Path, input: &str, found: &str, rows: &str, (name, [run, code, list]): Way<'_>) {
    let whole = format!("whole-{name}");
    good(folder, &[&["run", input, "--of", "all", "--out", &whole, "-q"], run].concat());
    let mut sorted: Vec<String> = Vec::new();
    for parts in [1, 3, 7] {
        let out = format!("{name}-{parts}");
        let names =
            |kind: &str| (0..parts).rev().map(|of| format!("{kind}-{name}-{parts}-{of}.jsonl")).collect::<Vec<_>>();
        let mut answers: Vec<String> = Vec::new();
        for of in 0..parts {
            let own = part(rows, of, parts);
            let coded = call(folder, &[code, &["--evidence", "-q"]].concat(), own.as_bytes()).out;
            assert_eq!(coded.lines().count(), own.lines().count());
            answers.extend(coded.lines().map(str::to_owned));
            fs::write(folder.join(format!("found-{name}-{parts}-{of}.jsonl")), part(found, of, parts)).unwrap();
            fs::write(folder.join(format!("coded-{name}-{parts}-{of}.jsonl")), coded).unwrap();
        }
        // The answers are those of the whole, byte by byte.
        answers.sort();
        if sorted.is_empty() {
            sorted.clone_from(&answers);
        }
        assert!(answers == sorted, "{out}");
        // The first part is there twice.
        let mut args = vec!["tables".to_owned()];
        args.extend(names("found").into_iter().chain(names("found").pop()));
        args.push("--codings".to_owned());
        args.extend(names("coded"));
        args.extend(list.iter().map(ToString::to_string).chain(["--out".to_owned(), out.clone(), "-q".to_owned()]));
        good(folder, &args.iter().map(String::as_str).collect::<Vec<_>>());
        let (one, many) = (tables(&folder.join(&whole)), tables(&folder.join(&out)));
        let written = |tables: &[(String, String)]| tables.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        assert_eq!(written(&one), written(&many));
        for ((name, one), (_, many)) in one.iter().zip(&many) {
            assert!(one == many, "{out}: {name}");
        }
    }
}

#[test]
fn tables_of_parts_are_those_of_one_run() {
    let folder = folder("parts");
    articles(&folder);
    learn(&folder, "in");
    let found = good(&folder, &["extract", "in", "--json"]).out;
    let rows = good(&folder, &["extract", "in", "--rows"]).out;
    let by_document: usize = values(&found).iter().map(|line| line["quotes"].as_array().unwrap().len()).sum();
    assert_eq!(by_document, rows.lines().count());
    for way in [BY_WORDS, BY_MODEL, BY_CODER, BY_LEARNING] {
        check_parts(&folder, "in", &found, &rows, way);
    }
    // The same document with other findings, a file of another kind, and no file.
    fs::write(folder.join("other.jsonl"), found.lines().next().unwrap().replace("Roth", "Rath")).unwrap();
    fs::write(folder.join("found.jsonl"), &found).unwrap();
    let error = bad(&folder, &["tables", "found.jsonl", "other.jsonl", "--out", "none"], 2);
    assert!(error.contains("t00.txt") && error.contains("different findings"), "{error}");
    let error = bad(&folder, &["tables", "coded-codes-1-0.jsonl", "--out", "none"], 2);
    assert!(error.contains("line 1") && error.contains("verbatims extract"), "{error}");
    assert!(!folder.join("none").exists());
}

#[test]
fn json_lines_in_parts_are_one_run_whatever_their_order_and_names() {
    let folder = folder("lines");
    articles(&folder);
    // Ids that do not stand in the order of their lines, and are numbers or names of files in other places.
    let lines: Vec<String> = (0..30)
        .map(|n| {
            let text = fs::read_to_string(folder.join(format!("in/t{n:02}.txt"))).unwrap();
            let id = if n % 2 == 0 { json!(n * 17 % 30) } else { json!(format!("paper/{}:{n}", n % 4)) };
            let ward = ["East", "West", "North"][n % 3];
            json!({"id": id, "text": text, "Ward": ward}).to_string() + "\n"
        })
        .collect();
    fs::write(folder.join("all.jsonl"), lines.concat()).unwrap();
    learn(&folder, "all.jsonl");
    let of_parts = |rows: bool| -> String {
        let args: &[&str] = if rows { &["extract", "--rows"] } else { &["extract"] };
        (0..4).map(|of| call(&folder, args, part(&lines.concat(), of, 4).as_bytes()).out).collect()
    };
    let (found, rows) = (of_parts(false), of_parts(true));
    for way in [BY_MODEL, BY_CODER] {
        check_parts(&folder, "all.jsonl", &found, &rows, way);
    }
    let quotes = fs::read_to_string(folder.join("whole-model/quotes.csv")).unwrap();
    assert!(quotes.find("\n2#1,").unwrap() < quotes.find("\n10#1,").unwrap(), "{quotes}");
}

#[test]
fn answers_of_a_survey_in_parts_are_one_run() {
    let folder = folder("survey-parts");
    articles(&folder);
    // Neither the respondents nor the questions stand in the order of their names.
    let mut table = "id,What is missing?,Ward,Anything else?\n".to_owned();
    for n in 0..40 {
        let missing = if n % 9 == 5 { "n/a" } else { SAID[n * 5 % 6] };
        let other = if n % 4 == 1 { "" } else { SAID[(n * 7 + 2) % 6] };
        table += &format!("r{},{missing} {n}.,{},{other}\n", n * 23 % 41, ["East", "West", "North"][n % 3]);
    }
    fs::write(folder.join("pulse.csv"), table).unwrap();
    learn(&folder, "pulse.csv");
    let found = good(&folder, &["extract", "pulse.csv", "--json"]).out;
    let rows = good(&folder, &["extract", "pulse.csv", "--rows"]).out;
    for way in [BY_WORDS, BY_MODEL, BY_CODER, BY_LEARNING] {
        check_parts(&folder, "pulse.csv", &found, &rows, way);
    }
    // The same answers as JSON Lines.
    good(&folder, &["convert", "pulse.csv", "--to", "documents", "--out", "lines"]);
    let lines = fs::read_to_string(folder.join("lines/documents.jsonl")).unwrap();
    fs::write(folder.join("answers.jsonl"), &lines).unwrap();
    let found = call(&folder, &["extract"], lines.as_bytes()).out;
    let rows = call(&folder, &["extract", "--rows"], lines.as_bytes()).out;
    let (_, told) = BY_CODER;
    check_parts(&folder, "answers.jsonl", &found, &rows, ("lines", told));
}

#[test]
fn a_row_says_who_speaks_and_whether_they_were_asked() {
    let folder = folder("rows");
    let text = "Interviewer: How is the bus?\\n\\nAda Roth: It never comes.\\n\\nInterviewer: Since when?\\n\\nAda Roth: Since May.";
    let lines = format!(
        "{{\"id\":\"i\",\"text\":\"{text}\",\"kind\":\"transcript\",\"ward\":\"East\"}}\n{{\"id\":\"e\",\"text\":null}}\n{{\"id\":\"n\",\"text\":\"“It is late,” said a nurse.\"}}\n"
    );
    let rows = values(&call(&folder, &["extract", "--rows"], lines.as_bytes()).out);
    let told: Vec<Value> =
        rows.iter().map(|row| json!([row["document"], row["asks"], row["response"], row["speaker_key"]])).collect();
    assert_eq!(
        told,
        [
            json!(["i", true, false, "Interviewer @ i"]),
            json!(["i", false, true, "Ada Roth"]),
            json!(["i", true, false, "Interviewer @ i"]),
            json!(["i", false, true, "Ada Roth"]),
            json!(["n", false, false, "a nurse @ n"]),
        ]
    );
    assert_eq!(rows[0]["attributes"]["ward"], "East");
}

#[test]
fn every_line_has_an_answer_and_a_state() {
    let folder = folder("states");
    articles(&folder);
    good(&folder, &["run", "in", "--model", "themes.model", "-k", "3", "--resamples", "0", "--out", "learnt", "-q"]);
    let lines = "{\"id\":\"a\",\"text\":\"The bus is late\"}\n{\"id\":\"b\",\"text\":\"\"}\n{\"id\":\"c\",\"text\":\"n/a\"}\n{\"id\":\"d\",\"text\":null}\n{\"id\":\"e\"}\nno line\n{\"id\":\"f\",\"text\":\"Qqxx zzyy\"}\n";
    good(&folder, &["code", "in", "--codebook", "codes.csv", "--learn", "codes.coder", "-q"]);
    for way in [
        &["themes", "--predict", "themes.model"][..],
        &["code", "--codebook", "codes.csv"],
        &["code", "--predict", "codes.coder"],
    ] {
        let came = call(&folder, &[way, &["-q"]].concat(), lines.as_bytes());
        assert_eq!(came.code, 3);
        let states: Vec<Value> = values(&came.out).into_iter().map(|line| json!([line["id"], line["state"]])).collect();
        let none = Value::Null;
        assert_eq!(
            states,
            [
                json!(["a", "coded"]),
                json!(["b", "no-content"]),
                json!(["c", "no-content"]),
                json!(["d", "no-content"]),
                json!(["e", none]),
                json!([none, none]),
                json!(["f", "uncoded"]),
            ]
        );
        // A job on many machines goes on, or does not begin to go wrong.
        assert_eq!(call(&folder, &[way, &["-q", "--bad-lines", "keep"]].concat(), lines.as_bytes()).code, 0);
        let came = call(&folder, &[way, &["-q", "--bad-lines", "stop"]].concat(), lines.as_bytes());
        assert_eq!(came.code, 2);
        assert!(came.errors.contains("line 5: there is no `text`"), "{}", came.errors);
    }
    let documents = "{\"id\":\"a\",\"text\":\"“It is late,” said a nurse.\"}\n{\"id\":\"b\",\"text\":7}\n{\"id\":\"c\",\"text\":\"\"}\n";
    let came = call(&folder, &["extract", "--bad-lines", "keep"], documents.as_bytes());
    assert_eq!((came.code, values(&came.out)[1]["id"].as_str()), (0, Some("b")));
    let came = call(&folder, &["extract", "--bad-lines", "stop"], documents.as_bytes());
    assert_eq!((came.code, came.out.lines().count()), (2, 1), "{}", came.errors);
}

#[test]
fn tables_of_rows_are_those_of_their_documents() {
    let folder = folder("tables-of-rows");
    articles(&folder);
    good(&folder, &["run", "in", "--model", "themes.model", "-k", "3", "--resamples", "0", "--out", "learnt", "-q"]);
    let found = good(&folder, &["extract", "in", "--json"]).out;
    let rows = good(&folder, &["extract", "in", "--rows"]).out;
    let coded = call(&folder, &["themes", "--predict", "themes.model", "--evidence", "-q"], rows.as_bytes()).out;
    let mut lines: Vec<&str> = rows.lines().collect();
    lines.sort_by_key(|line| line.len());
    // Some come twice, as where a lost task was done again.
    fs::write(folder.join("rows.jsonl"), [lines.join("\n"), lines[..9].join("\n")].join("\n")).unwrap();
    fs::write(folder.join("found.jsonl"), &found).unwrap();
    fs::write(folder.join("coded.jsonl"), coded).unwrap();
    for (given, out) in [("found.jsonl", "by-documents"), ("rows.jsonl", "by-rows")] {
        good(&folder, &["tables", given, "--codings", "coded.jsonl", "--model", "themes.model", "--out", out, "-q"]);
    }
    let (one, other) = (tables(&folder.join("by-documents")), tables(&folder.join("by-rows")));
    assert!(one.len() > 8 && one == other);
    let changed = lines[0].replace("\"speech\"", "\"attitude\"");
    assert_ne!(changed, lines[0]);
    fs::write(folder.join("rows.jsonl"), format!("{}\n{changed}\n", lines.join("\n"))).unwrap();
    let error = bad(&folder, &["tables", "rows.jsonl", "--out", "none"], 2);
    assert!(error.contains("comes again as another"), "{error}");
}

#[test]
fn what_was_saved_is_shown() {
    let folder = folder("shown");
    articles(&folder);
    good(&folder, &["themes", "in", "--model", "themes.model", "-k", "3", "--resamples", "0", "-q"]);
    let german = "name,words\nMiete,Miete; Vermieter\nBus,Bus*\n";
    fs::write(folder.join("codes-de.csv"), german).unwrap();
    let answers = "{\"id\":1,\"text\":\"Die Miete steigt jedes Jahr.\"}\n{\"id\":2,\"text\":\"Der Bus kommt nie, und die Miete ist hoch.\"}\n";
    let learn = ["code", "--codebook", "codes-de.csv", "--learn", "codes.coder", "--language", "de", "-q"];
    assert_eq!(call(&folder, &learn, answers.as_bytes()).out.lines().count(), 2);

    let page = good(&folder, &["themes", "--show", "themes.model"]).out;
    assert!(page.contains("3 themes that were found in") && page.contains("in English (en); version 4"), "{page}");
    let shown: Value =
        serde_json::from_str(&good(&folder, &["themes", "--show", "themes.model", "--json"]).out).unwrap();
    assert_eq!(
        (&shown["kind"], shown["version"].as_u64(), &shown["language"]),
        (&json!("themes"), Some(4), &json!("en"))
    );
    let themes = shown["themes"].as_array().unwrap();
    assert_eq!(themes.len(), 3);
    for theme in themes {
        assert!(page.contains(theme["label"].as_str().unwrap()), "{page}");
        assert!(theme["size"].as_u64().unwrap() > 0 && !theme["words"].as_array().unwrap().is_empty());
    }

    let page = good(&folder, &["code", "--show", "codes.coder"]).out;
    assert!(page.contains("2 codes of a codebook") && page.contains("(de); version 1"), "{page}");
    let shown: Value = serde_json::from_str(&good(&folder, &["code", "--show", "codes.coder", "--json"]).out).unwrap();
    let told: Vec<Value> = shown["themes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|theme| json!([theme["label"], theme["size"], theme["words"]]))
        .collect();
    assert_eq!(told, [json!(["Miete", 2, ["Miete", "Vermieter"]]), json!(["Bus", 1, ["Bus*"]])]);

    // What is no such file, or was learnt in another language, is told.
    let error = bad(&folder, &["themes", "--show", "codes-de.csv"], 2);
    assert!(error.contains("codes-de.csv") && error.contains("not a saved"), "{error}");
    let came = call(&folder, &["code", "--predict", "codes.coder", "--language", "en", "-q"], answers.as_bytes());
    assert!(came.code == 2 && came.errors.contains("learnt in `de`, not in `en`"), "{}", came.errors);
    let came = call(&folder, &["code", "--predict", "codes.coder", "-q"], answers.as_bytes());
    assert_eq!((came.code, came.out.lines().count()), (0, 2), "{}", came.errors);
    let bytes = fs::read(folder.join("codes.coder")).unwrap();
    fs::write(folder.join("half.coder"), &bytes[..bytes.len() / 2]).unwrap();
    let error = bad(&folder, &["code", "--show", "half.coder"], 2);
    assert!(error.contains("half.coder") && error.contains("cut short"), "{error}");
    // Changes to themes that were found do not go with a codebook.
    fs::write(folder.join("edits.jsonl"), "{\"edit\":\"rename\",\"theme\":\"miete\",\"label\":\"Rent\"}\n").unwrap();
    let error = bad(&folder, &["code", "in", "--predict", "codes.coder", "--edits", "edits.jsonl"], 2);
    assert!(error.contains("--edits"), "{error}");
}

#[test]
fn rows_of_parquet_are_read_as_the_same_json_lines() {
    let folder = folder("parquet");
    let lines = "{\"id\":\"a\",\"text\":\"“The rent rose again,” said Ann Lee.\",\"ward\":\"East\",\"year\":2024,\"tags\":[\"x\",\"y\"],\"seen\":\"2026-03-01\"}\n\
                 {\"id\":\"b\",\"text\":\"“No bus came,” said Bo Ray. “We wait,” she said.\",\"ward\":\"West\",\"year\":2025,\"tags\":[],\"seen\":\"2026-03-02\"}\n";
    let quotes = |lines: &str| -> Vec<Value> {
        let two = values(lines).into_iter().filter(|line| line["id"] == "a" || line["id"] == "b");
        two.map(|mut line| line["quotes"].take()).collect()
    };
    let parquet = file("tests/data/parquet/polars.parquet");
    let found = quotes(&good(&folder, &["extract", &parquet, "--json"]).out);
    assert_eq!(found, quotes(&call(&folder, &["extract"], lines.as_bytes()).out));
    assert_eq!(found[1].as_array().unwrap().len(), 2);
    good(&folder, &["run", &parquet, "--group", "ward", "--resamples", "0", "--out", "out", "-q"]);
    assert!(folder.join("out/theme_by_ward.csv").is_file());
    let error = bad(&folder, &["run", &file("tests/data/parquet/no-text.parquet"), "--out", "none"], 2);
    assert!(error.contains("no column `text`; found: body, id"), "{error}");
}
