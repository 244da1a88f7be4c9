//! Themes by vectors that a model of one's own has made (`--embeddings`).

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::{bad, call, folder, good};

const SURVEY: &str = "\
id,What is wrong here?
1,The red bus never comes on time
2,The red soup tastes of nothing at all
3,My train is late every single morning
4,They give us cold bread in the evening
5,n/a
";
/// Travel and food, by the number of the answer.
const VECTORS: [[f32; 2]; 5] = [[1.0, 0.0], [0.0, 1.0], [0.9, 0.1], [0.1, 0.9], [0.5, 0.5]];

fn write(folder: &Path, name: &str, text: &str) {
    fs::write(folder.join(name), text).unwrap();
}

/// The themes of the quotations of a run, in order.
fn themes_of(folder: &Path) -> Vec<String> {
    let mut table = csv::Reader::from_path(folder.join("quotes.csv")).unwrap();
    let at = table.headers().unwrap().iter().position(|name| name == "themes").unwrap();
    table.records().map(|row| row.unwrap()[at].to_owned()).collect()
}

/// The ids of the answers, as `extract --rows` writes them.
fn ids(folder: &Path) -> Vec<String> {
    let rows = good(folder, &["extract", "survey.csv", "--rows"]).out;
    rows.lines().map(|row| serde_json::from_str::<Value>(row).unwrap()["id"].as_str().unwrap().to_owned()).collect()
}

/// An array of NumPy: version 1.0 of the format, little-endian.
fn npy(descr: &str, shape: (usize, usize), values: &[u8]) -> Vec<u8> {
    let mut header = format!("{{'descr': '{descr}', 'fortran_order': False, 'shape': ({}, {}), }}", shape.0, shape.1);
    while (10 + header.len() + 1) % 64 != 0 {
        header.push(' ');
    }
    header.push('\n');
    let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
    bytes.extend((header.len() as u16).to_le_bytes());
    bytes.extend(header.bytes());
    bytes.extend(values);
    bytes
}

#[test]
fn answers_are_grouped_by_vectors_of_any_model() {
    let folder = folder("embeddings");
    write(&folder, "survey.csv", SURVEY);
    let lines = |ids: &[String]| -> String {
        ids.iter()
            .zip(VECTORS)
            .rev()
            .map(|(id, vector)| format!("{}\n", json!({"id": id, "embedding": vector})))
            .collect()
    };
    let ids = ids(&folder);
    assert_eq!(ids.len(), 5);
    write(&folder, "vectors.jsonl", &lines(&ids));
    let single: Vec<u8> = VECTORS.concat().iter().flat_map(|value| value.to_le_bytes()).collect();
    fs::write(folder.join("single.npy"), npy("<f4", (5, 2), &single)).unwrap();
    let double: Vec<u8> = VECTORS.concat().iter().flat_map(|value| f64::from(*value).to_le_bytes()).collect();
    fs::write(folder.join("double.npy"), npy("<f8", (5, 2), &double)).unwrap();
    for file in ["vectors.jsonl", "single.npy", "double.npy"] {
        good(&folder, &["run", "survey.csv", "--embeddings", file, "-k", "2", "--out", "out", "--force"]);
        let themes = themes_of(&folder.join("out"));
        assert_eq!(themes[0], themes[2], "{file}: {themes:?}");
        assert_eq!(themes[1], themes[3], "{file}: {themes:?}");
        assert_ne!(themes[0], themes[1], "{file}: {themes:?}");
        let record = fs::read_to_string(folder.join("out/run.json")).unwrap();
        assert!(record.contains(&format!("by the vectors of {file}")), "{record}");
    }
    let input: String = (1..=4).map(|at| format!("{{\"id\":\"{at}\",\"text\":\"word{at}\"}}\n")).collect();
    let numbers: Vec<String> = (1..=4).map(|at| at.to_string()).collect();
    write(&folder, "lines.jsonl", &lines(&numbers));
    let out = call(&folder, &["themes", "--json", "--embeddings", "lines.jsonl", "-k", "2"], input.as_bytes()).out;
    let theme = |line: &str| serde_json::from_str::<Value>(line).unwrap()["themes"][0]["id"].clone();
    let found: Vec<Value> = out.lines().map(theme).collect();
    assert!(found[0] == found[2] && found[1] == found[3] && found[0] != found[1], "{out}");
}

#[test]
fn vectors_that_do_not_fit_are_refused_and_nothing_is_written() {
    let folder = folder("embeddings-bad");
    write(&folder, "survey.csv", SURVEY);
    let refused = |file: &str, more: &[&str]| {
        let call = [&["run", "survey.csv", "--embeddings", file, "--out", "out"], more].concat();
        let said = bad(&folder, &call, 2);
        assert!(!folder.join("out").exists(), "{file}");
        said
    };
    assert!(refused("none.jsonl", &[]).contains("none.jsonl"));
    write(&folder, "text.jsonl", "hello\n");
    assert!(refused("text.jsonl", &[]).contains("text.jsonl: line 1"));
    write(&folder, "other.jsonl", "{\"id\":\"x\",\"embedding\":[1,2]}\n");
    assert!(refused("other.jsonl", &[]).contains("no line has the id of a text here; the file has `x`"));
    let ids = ids(&folder);
    write(&folder, "some.jsonl", &format!("{}\n", json!({"id": ids[0], "embedding": [1.0, 2.0]})));
    assert!(refused("some.jsonl", &[]).contains("3 of 4 different texts have no vector"));
    let ragged: String = ids
        .iter()
        .enumerate()
        .map(|(at, id)| format!("{}\n", json!({"id": id, "embedding": vec![1.0; 1 + at]})))
        .collect();
    write(&folder, "ragged.jsonl", &ragged);
    assert!(refused("ragged.jsonl", &[]).contains("vector 2 has 2 numbers"));
    fs::write(folder.join("short.npy"), npy("<f4", (2, 2), &[0; 16])).unwrap();
    assert!(refused("short.npy", &[]).contains("2 rows, but 5 texts"));
    fs::write(folder.join("cut.npy"), npy("<f4", (5, 2), &[0; 16])).unwrap();
    assert!(refused("cut.npy", &[]).contains("not an array"));
    fs::write(folder.join("whole.npy"), npy("<i8", (5, 2), &[0; 80])).unwrap();
    assert!(refused("whole.npy", &[]).contains("not an array"));
    fs::write(folder.join("huge.npy"), npy("<f4", (5, usize::MAX / 8), &[0; 16])).unwrap();
    assert!(refused("huge.npy", &[]).contains("huge.npy"));
    assert!(refused("some.jsonl", &["--uncoded", "0.1"]).contains("--uncoded"));
}
