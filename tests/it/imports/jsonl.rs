//! JSON Lines.

use std::io::{BufReader, Read};

use verbatims::DocumentKind;
use verbatims::import::jsonl;

#[test]
fn other_keys_are_attributes_and_kind_sets_the_kind() {
    let line = br#"{"id":7,"text":"x","kind":"response","n":1.5,"none":null,"list":[1]}"#;
    let document = jsonl::line("a.jsonl", 1, line).unwrap();
    assert_eq!((document.id.as_str(), document.kind), ("7", DocumentKind::Response));
    let attributes: Vec<(&str, &str)> =
        document.attributes.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(attributes, [("list", "[1]"), ("n", "1.5")]);
    let named = jsonl::line("a.jsonl", 1, br#"{"id":"a","text":"x","kind":"letter"}"#).unwrap();
    assert_eq!((named.kind, named.attributes["kind"].as_str()), (DocumentKind::Auto, "letter"));
}

#[test]
fn bad_lines_do_not_end_the_reading() {
    let lines =
        "\u{feff}{\"id\":\"a\",\"text\":\"x\"}\r\n\n{\n[1]\n{\"id\":[],\"text\":\"x\"}\n{\"id\":\"b\",\"text\":\"y\"}";
    let read: Vec<Result<String, String>> = jsonl::documents("a.jsonl", lines.as_bytes())
        .map(|document| document.map(|document| document.id.to_string()).map_err(|error| error.to_string()))
        .collect();
    assert_eq!(read.len(), 5);
    assert_eq!((read[0].as_deref(), read[4].as_deref()), (Ok("a"), Ok("b")));
    for (nth, start) in [(1, "a.jsonl: line 3: "), (2, "a.jsonl: line 4: "), (3, "a.jsonl: line 5: `id` is neither")] {
        assert!(read[nth].as_ref().unwrap_err().starts_with(start), "{read:?}");
    }
}

#[test]
fn a_stream_without_end_is_read_one_at_a_time() {
    let lines = b"{\"id\":\"a\",\"text\":\"x\"}\n".repeat(100);
    let reader = BufReader::with_capacity(64, lines.as_slice().chain(std::io::repeat(b'\n')));
    assert_eq!(jsonl::documents("stdin", reader).take(100).filter(Result::is_ok).count(), 100);
}
