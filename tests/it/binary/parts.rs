//! Parts that add up: what filters write on many machines gives the tables of one run, and no line is lost on the way.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::{bad, call, folder, good};

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

#[test]
fn tables_of_parts_are_those_of_one_run() {
    let folder = folder("parts");
    articles(&folder);
    good(&folder, &["run", "in", "--model", "themes.model", "-k", "3", "--resamples", "0", "--out", "learnt", "-q"]);
    let found = good(&folder, &["extract", "in", "--json"]).out;
    let rows = good(&folder, &["extract", "in", "--rows"]).out;
    let by_document: usize = values(&found).iter().map(|line| line["quotes"].as_array().unwrap().len()).sum();
    assert_eq!(by_document, rows.lines().count());
    // The name, and what `run`, the filter and `tables` are told of themes.
    type Way<'a> = (&'a str, [&'a [&'a str]; 3]);
    let ways: [Way<'_>; 2] = [
        (
            "codes",
            [
                &["--codebook", "codes.csv", "--words-only"],
                &["code", "--codebook", "codes.csv", "--words-only"],
                &["--codebook", "codes.csv"],
            ],
        ),
        (
            "model",
            [&["--predict", "themes.model"], &["themes", "--predict", "themes.model"], &["--model", "themes.model"]],
        ),
    ];
    for (name, [run, code, list]) in ways {
        let whole = format!("whole-{name}");
        good(&folder, &[&["run", "in", "--of", "all", "--out", &whole, "-q"], run].concat());
        for parts in [1, 3, 7] {
            // Each document and each quotation goes to one of the parts; the first part is there twice.
            let part = |lines: &str, of: usize| -> String {
                let own = lines.lines().enumerate().filter(|(number, _)| number * 31 % parts == of);
                own.map(|(_, line)| format!("{line}\n")).collect()
            };
            let out = format!("{name}-{parts}");
            let mut args = vec!["tables".to_owned()];
            let names =
                |kind: &str| (0..parts).rev().map(|of| format!("{kind}-{name}-{parts}-{of}.jsonl")).collect::<Vec<_>>();
            for of in 0..parts {
                let coded = call(&folder, &[code, &["--evidence", "-q"]].concat(), part(&rows, of).as_bytes()).out;
                assert_eq!(coded.lines().count(), part(&rows, of).lines().count());
                fs::write(folder.join(format!("found-{name}-{parts}-{of}.jsonl")), part(&found, of)).unwrap();
                fs::write(folder.join(format!("coded-{name}-{parts}-{of}.jsonl")), coded).unwrap();
            }
            args.extend(names("found").into_iter().chain(names("found").pop()));
            args.push("--codings".to_owned());
            args.extend(names("coded"));
            args.extend(list.iter().map(ToString::to_string).chain(["--out".to_owned(), out.clone(), "-q".to_owned()]));
            good(&folder, &args.iter().map(String::as_str).collect::<Vec<_>>());
            let (one, many) = (tables(&folder.join(&whole)), tables(&folder.join(&out)));
            assert_eq!(
                one.iter().map(|(name, _)| name).collect::<Vec<_>>(),
                many.iter().map(|(name, _)| name).collect::<Vec<_>>()
            );
            for ((name, one), (_, many)) in one.iter().zip(&many) {
                assert!(one == many, "{out}: {name}");
            }
        }
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
    let lines = "{\"id\":\"a\",\"text\":\"The bus is late\"}\n{\"id\":\"b\",\"text\":\"\"}\n{\"id\":\"c\",\"text\":\"n/a\"}\n{\"id\":\"d\",\"text\":null}\n{\"id\":\"e\"}\nno line\n{\"id\":\"f\",\"text\":\"Zebra quagga\"}\n";
    for (way, other) in
        [(&["themes", "--predict", "themes.model"][..], "coded"), (&["code", "--codebook", "codes.csv"], "uncoded")]
    {
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
                json!(["f", other]),
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
