//! JSON Lines: a document a line, read one at a time.

use std::collections::BTreeMap;
use std::io::BufRead;

use serde::Deserialize;
use serde_json::Value;

use crate::document::{Document, DocumentKind};
use crate::error::{Error, Result};

/// Reads documents one line at a time; memory is bounded by the longest line. Blank lines are left out. A line that cannot be
/// read is an error with its number, and reading goes on after it; only what the system says of the stream ends it.
///
/// ```
/// use verbatims::import::jsonl;
///
/// let lines = "{\"id\": \"a\", \"text\": \"“Rent is high,” said Ann.\", \"area\": \"Hull\"}\n{\"id\": 7}\n";
/// let mut documents = jsonl::documents("answers.jsonl", lines.as_bytes());
/// let first = documents.next().unwrap()?;
/// assert_eq!((first.id.as_str(), first.attributes["area"].as_str()), ("a", "Hull"));
/// let second = documents.next().unwrap().unwrap_err();
/// assert_eq!(second.to_string(), "answers.jsonl: line 2: there is no `text`, or it is not text");
/// # Ok::<(), verbatims::Error>(())
/// ```
pub fn documents<R: BufRead>(file: impl Into<String>, reader: R) -> impl Iterator<Item = Result<Document<'static>>> {
    let file = file.into();
    let mut reader = Some(reader);
    let mut number = 0;
    std::iter::from_fn(move || {
        loop {
            let mut bytes = Vec::new();
            match reader.as_mut()?.read_until(b'\n', &mut bytes) {
                Ok(0) => return None,
                Ok(_) => number += 1,
                Err(error) => {
                    reader = None;
                    return Some(Err(Error::io(&file, error)));
                }
            }
            if number == 1 && bytes.starts_with("\u{feff}".as_bytes()) {
                bytes.drain(..3);
            }
            if !bytes.trim_ascii().is_empty() {
                return Some(line(&file, number, &bytes));
            }
        }
    })
}

/// Reads one line: `{"id", "text", …}`. A `kind` that names a shape of text sets it; every other key becomes an attribute, as
/// text where it is text, else as JSON. `file` and `number` (from 1) name it in errors.
///
/// # Errors
/// If the line is not a JSON object in UTF-8, or has no `id` (text or number) or no `text`.
pub fn line(file: &str, number: u64, line: &[u8]) -> Result<Document<'static>> {
    document(line).map_err(|what| Error::format(file, number, what))
}

fn document(line: &[u8]) -> Result<Document<'static>, String> {
    let line = std::str::from_utf8(line).map_err(|error| error.to_string())?;
    let mut fields: BTreeMap<String, Value> = serde_json::from_str(line).map_err(|error| error.to_string())?;
    let id = match fields.remove("id") {
        Some(Value::String(id)) => id,
        Some(Value::Number(id)) => id.to_string(),
        Some(_) => return Err("`id` is neither text nor a number".to_owned()),
        None => return Err("there is no `id`".to_owned()),
    };
    let Some(Value::String(text)) = fields.remove("text") else {
        return Err("there is no `text`, or it is not text".to_owned());
    };
    let mut document = Document::new(id, text);
    for (name, value) in fields {
        let kind = if name == "kind" { DocumentKind::deserialize(&value).ok() } else { None };
        document = match (kind, value) {
            (Some(kind), _) => document.kind(kind),
            (None, Value::Null) => document,
            (None, Value::String(value)) => document.attribute(name, value),
            (None, value) => document.attribute(name, value.to_string()),
        };
    }
    Ok(document)
}
