//! Parquet: a document a row, by the names of the columns, as JSON Lines are read.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use ::parquet::errors::ParquetError;
use ::parquet::file::reader::{FileReader, SerializedFileReader};
use ::parquet::record::{Field, Row};
use bytes::Bytes;
use serde_json::{Map, Value};

use super::limits::Limits;
use super::note::Note;
use crate::error::{Error, Result};

/// Columns without which there is no document.
const ID: &str = "id";
const TEXT: &str = "text";
/// The number of a row in a data frame of pandas, which is kept as a column where it says nothing else.
const INDEX: &str = "__index_level_";

/// The rows of a file as JSON Lines, and what a reader may want to know.
pub(super) struct Rows {
    pub(super) lines: String,
    pub(super) notes: Vec<Note>,
}

/// Reads a file; `name` names it in messages, and rows without an `id` by their number.
pub(super) fn rows(name: &str, bytes: &[u8], limits: &Limits) -> Result<Rows> {
    // What is damaged may meet a sum in the library that nobody checked.
    catch_unwind(AssertUnwindSafe(|| read(name, bytes, limits))).unwrap_or_else(|_| Err(damaged(name, "it is damaged")))
}

fn damaged(name: &str, what: impl std::fmt::Display) -> Error {
    Error::format(
        name,
        None,
        format!("this is no Parquet file that can be read: {what}; write it again, or as JSON Lines"),
    )
}

fn read(name: &str, bytes: &[u8], limits: &Limits) -> Result<Rows> {
    let wrong = |error: ParquetError| damaged(name, told(&error));
    let file = SerializedFileReader::new(Bytes::copy_from_slice(bytes)).map_err(wrong)?;
    let schema = file.metadata().file_metadata().schema_descr();
    let columns: Vec<&str> = schema.root_schema().get_fields().iter().map(|column| column.name()).collect();
    if !columns.contains(&TEXT) {
        let what =
            format!("there is no column `{TEXT}`; found: {}; rename the one that holds the texts", columns.join(", "));
        return Err(Error::format(name, None, what));
    }
    let mut notes = Vec::new();
    let named = columns.contains(&ID);
    if !named {
        let what = format!("there is no column `{ID}`; each row is called by the file and its number (`{name}:1`)");
        notes.push(Note::new(name, None, what));
    }
    let left_out: BTreeSet<&str> = columns.iter().copied().filter(|column| column.starts_with(INDEX)).collect();
    if !left_out.is_empty() {
        let listed = left_out.iter().copied().collect::<Vec<_>>().join(", ");
        notes.push(Note::new(name, None, format!("numbers of rows are left out: {listed}")));
    }
    let most = limits.bytes_out_of(bytes.len() as u64);
    let mut lines = String::new();
    for (number, row) in (1_u64..).zip(file.get_row_iter(None).map_err(wrong)?) {
        let mut object = object(&row.map_err(wrong)?, &left_out);
        if !named {
            object.insert(ID.to_owned(), Value::String(format!("{name}:{number}")));
        }
        lines.push_str(&Value::Object(object).to_string());
        lines.push('\n');
        if lines.len() as u64 > most {
            let what =
                format!("its rows have more than {most} bytes; `--limit megabytes=NUMBER` allows more, or split it");
            return Err(Error::format(name, number, what));
        }
    }
    Ok(Rows { lines, notes })
}

/// What the library says of a file, without its own name.
fn told(error: &ParquetError) -> String {
    match error {
        ParquetError::General(what) | ParquetError::NYI(what) | ParquetError::EOF(what) => what.clone(),
        other => other.to_string(),
    }
}

/// The values of a row by the names of their columns. Text that a program wrote as bytes is text where it is UTF-8.
fn object(row: &Row, left_out: &BTreeSet<&str>) -> Map<String, Value> {
    let columns = row.get_column_iter().filter(|(name, _)| !left_out.contains(name.as_str()));
    let value = |field: &Field| match field {
        Field::Bytes(bytes) => match std::str::from_utf8(bytes.data()) {
            Ok(text) => Value::String(text.to_owned()),
            Err(_) => field.to_json_value(),
        },
        other => other.to_json_value(),
    };
    columns.map(|(name, field)| (name.clone(), value(field))).collect()
}
