//! JSON Lines: a document a line, read one at a time.

use std::collections::BTreeMap;
use std::io::{BufRead, Read};

use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::document::{Document, DocumentKind};
use crate::error::{Error, Result};

/// The value of `interviewer` and `respondent` where nobody asks or answers.
const NOBODY: &str = "none";

/// The bytes of a line at most: what is longer is no document that anybody wrote.
const LONGEST: u64 = 1 << 30;

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
            match reader.as_mut()?.by_ref().take(LONGEST + 1).read_until(b'\n', &mut bytes) {
                Ok(0) => return None,
                Ok(length) if length as u64 > LONGEST => {
                    reader = None;
                    let what = "this line has more than 1 GiB; what follows is not read";
                    return Some(Err(Error::format(&file, number + 1, what)));
                }
                Ok(_) => number += 1,
                Err(error) => {
                    reader = None;
                    return Some(Err(Error::io(&file, error)));
                }
            }
            if let Some(told) = told(number, &bytes) {
                return Some(line(&file, number, told));
            }
        }
    })
}

/// The lines of a whole input that are not blank, each with its number, as [`documents`] counts them: blank lines have a number and are no lines that are
/// read or not.
///
/// ```
/// use verbatims::import::jsonl;
///
/// let lines: Vec<_> = jsonl::lines(b"{}\n \n{\"id\": 1}").collect();
/// assert_eq!(lines, [(1, &b"{}"[..]), (3, b"{\"id\": 1}")]);
/// ```
pub fn lines(input: &[u8]) -> impl Iterator<Item = (u64, &[u8])> {
    (1..).zip(input.split(|byte| *byte == b'\n')).filter_map(|(number, line)| Some((number, told(number, line)?)))
}

/// What a line says: nothing if it is blank. The first may begin with a byte order mark.
fn told(number: u64, line: &[u8]) -> Option<&[u8]> {
    let mark = "\u{feff}".as_bytes();
    let line = if number == 1 { line.strip_prefix(mark).unwrap_or(line) } else { line };
    Some(line.trim_ascii()).filter(|line| !line.is_empty())
}

/// Reads one line: `{"id", "text", …}`. A `kind` that names a shape of text sets it; every other key becomes an attribute, as
/// text where it is text, else as JSON. `interviewer` and `respondent`, a name or a list of names, also say who asks and who answers in a
/// conversation, `none` is nobody; `language` the code of the text's language. `file` and `number` (from 1) name it in errors.
///
/// # Errors
/// If the line is not a JSON object in UTF-8, or has no `id` (text or number) or no `text`; `null` is an empty text. The error has the id where there is one.
pub fn line(file: &str, number: u64, line: &[u8]) -> Result<Document<'static>> {
    document(line).map_err(|what| Error::format(file, number, what).with_id(id(line)))
}

/// The id and the text of one line, without its other keys: as [`line()`], in less time.
///
/// # Errors
/// As [`line()`].
pub fn text(file: &str, number: u64, line: &[u8]) -> Result<(String, String)> {
    #[derive(Deserialize)]
    struct Fields {
        id: Option<Value>,
        #[serde(default, deserialize_with = "there")]
        text: Option<Value>,
    }
    /// Whether it is there, also where it is null.
    fn there<'de, D: Deserializer<'de>>(value: D) -> Result<Option<Value>, D::Error> {
        Value::deserialize(value).map(Some)
    }
    json(line)
        .and_then(|fields: Fields| id_and_text(fields.id, fields.text))
        .map_err(|what| Error::format(file, number, what).with_id(id(line)))
}

/// The id of a line that cannot be read otherwise.
fn id(line: &[u8]) -> Option<String> {
    let mut fields: BTreeMap<String, Value> = json(line).ok()?;
    named(fields.remove("id")?)
}

/// The id that a value is: text or a number.
fn named(value: Value) -> Option<String> {
    match value {
        Value::String(id) => Some(id),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    }
}

fn json<'a, T: Deserialize<'a>>(line: &'a [u8]) -> Result<T, String> {
    let line = std::str::from_utf8(line).map_err(|error| error.to_string())?;
    serde_json::from_str(line).map_err(|error| error.to_string())
}

fn id_and_text(id: Option<Value>, text: Option<Value>) -> Result<(String, String), String> {
    let id = id.ok_or("there is no `id`")?;
    let id = named(id).ok_or("`id` is neither text nor a number")?;
    match text {
        Some(Value::String(text)) => Ok((id, text)),
        // What tables of other programs hold where nobody wrote anything.
        Some(Value::Null) => Ok((id, String::new())),
        _ => Err("there is no `text`, or it is not text".to_owned()),
    }
}

/// The names that a value holds: one, or several; "none" is no name.
fn names(value: &Value) -> Option<Vec<&str>> {
    let all: Vec<&str> = match value {
        Value::String(name) => vec![name],
        Value::Array(values) => values.iter().map(Value::as_str).collect::<Option<_>>()?,
        _ => return None,
    };
    Some(all.into_iter().filter(|name| !name.eq_ignore_ascii_case(NOBODY)).collect())
}

fn document(line: &[u8]) -> Result<Document<'static>, String> {
    let mut fields: BTreeMap<String, Value> = json(line)?;
    let (id, text) = id_and_text(fields.remove("id"), fields.remove("text"))?;
    let mut document = Document::new(id, text);
    for (name, value) in fields {
        if let Some(names) = names(&value) {
            match name.as_str() {
                "interviewer" => document = document.interviewers(names),
                "respondent" => document = document.respondents(names),
                "language" => document.language = names.first().map(|code| (*code).to_owned()),
                _ => {}
            }
        }
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
