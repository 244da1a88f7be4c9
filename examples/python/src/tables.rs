//! The tables of the program as tables of Python: what a column holds goes by its name, never by the cells at hand.

use std::path::PathBuf;
use std::sync::Arc;

use arrow_array::{ArrayRef, BooleanArray, Float64Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{Field, Schema};
use csv::{ReaderBuilder, StringRecord};
use pyo3::exceptions::PyOSError;
use pyo3::prelude::*;

use crate::errors::{OrRaise, wrong};
use crate::table::Table;

/// Columns of whole numbers, of numbers, and of yes and no, in the tables that `guide::formats` describes. All others are text.
const COUNTS: &[&str] = &[
    "base",
    "both",
    "by_likeness",
    "by_words",
    "coded",
    "column",
    "count",
    "degrees",
    "documents",
    "end",
    "last_new",
    "level",
    "line",
    "neither",
    "new_themes",
    "no_content",
    "no_theme",
    "only_first",
    "only_second",
    "own",
    "quotes",
    "resamples",
    "seen_once",
    "seen_twice",
    "speakers",
    "start",
    "themes",
    "total",
    "total_documents",
    "total_speakers",
    "units",
    "weak",
];
const NUMBERS: &[&str] = &[
    "ac1",
    "ac1_high",
    "ac1_low",
    "agreement",
    "agreement_high",
    "agreement_low",
    "alpha",
    "alpha_high",
    "alpha_low",
    "chi_square",
    "coded_percent",
    "cramers_v",
    "documents_percent",
    "estimate",
    "expected",
    "f1",
    "f1_high",
    "f1_low",
    "found_percent",
    "jaccard",
    "kappa",
    "kappa_high",
    "kappa_low",
    "likeness",
    "next_new",
    "overlap",
    "p",
    "p_adjusted",
    "p_bh",
    "p_holm",
    "percent",
    "percent_high",
    "percent_low",
    "phi",
    "quotes_percent",
    "residual",
    "separation",
    "speakers_percent",
    "themes_any_order",
    "themes_per_quote",
    "together",
    "total_percent",
];
const FLAGS: &[&str] = &["elsewhere", "moved", "needs_review", "respondent", "single_voice"];
/// Columns that are lists of names or places of a survey where quotations or speakers are listed.
const LISTED: &[&str] = &["column", "themes", "weak"];
/// What is listed with it are quotations or speakers.
const OF_SPEAKERS: &str = "speaker_type";
/// The last column of quotations that is not an attribute.
const LAST_OF_QUOTES: &str = "basis";

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holds {
    Text,
    Count,
    Number,
    Flag,
}

/// Which table it is, as far as its columns go by it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// One of those whose columns all have names of their own.
    Fixed,
    /// A column a group, its count and its percentage, behind the theme's id and name.
    Groups,
    /// A column a theme, 1 or 0, behind the quotation's id, document and speaker.
    Wide,
}

/// Read a table that the program wrote: a column holds text, whole numbers, numbers, or yes and no by its name, as the guide says; empty cells are null.
///
/// Spreadsheets' apostrophes before what looks like a formula are taken off.
#[pyfunction]
#[pyo3(signature = (path, *, delimiter=","))]
pub(crate) fn read_csv(path: PathBuf, delimiter: &str) -> PyResult<Table> {
    let bytes = std::fs::read(&path).map_err(|error| match error.raw_os_error() {
        Some(number) => PyOSError::new_err((number, error.to_string(), path.display().to_string())),
        None => PyOSError::new_err(error.to_string()),
    })?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let form = match name.as_str() {
        "themes_wide.csv" => Form::Wide,
        name if name.starts_with("theme_by_") && !name.ends_with("_cells.csv") => Form::Groups,
        _ => Form::Fixed,
    };
    let [delimiter] = delimiter.as_bytes() else {
        return Err(wrong(format!("delimiter: {delimiter:?} is not one of `,` `;` `|` tab")));
    };
    parse(&name, &bytes, *delimiter, form)
}

/// The table that a writer of the library fills.
pub(crate) fn filled(form: Form, fill: impl FnOnce(&mut Vec<u8>) -> verbatims::Result<()>) -> PyResult<Table> {
    let mut bytes = Vec::new();
    fill(&mut bytes).or_raise()?;
    parse("table", &bytes, b',', form)
}

fn parse(name: &str, bytes: &[u8], delimiter: u8, form: Form) -> PyResult<Table> {
    let guarded = bytes.strip_prefix("\u{feff}".as_bytes());
    let (bytes, guarded) = (guarded.unwrap_or(bytes), guarded.is_some());
    let mut reader = ReaderBuilder::new().delimiter(delimiter).from_reader(bytes);
    let broken = |error: csv::Error| wrong(format!("{name}: {error}"));
    let names: Vec<String> =
        reader.headers().map_err(broken)?.iter().map(|cell| plain(cell, guarded).to_owned()).collect();
    let rows: Vec<StringRecord> = reader.records().collect::<Result<_, _>>().map_err(broken)?;
    let mut fields = Vec::new();
    let mut columns: Vec<ArrayRef> = Vec::new();
    for (at, name) in names.iter().enumerate() {
        let cells = rows.iter().map(|row| row.get(at).map(|cell| plain(cell, guarded)).filter(|cell| !cell.is_empty()));
        let column = column(holds(&names, at, form), cells.collect());
        fields.push(Field::new(name, column.data_type().clone(), true));
        columns.push(column);
    }
    let schema = Arc::new(Schema::new(fields));
    let batch = RecordBatch::try_new(schema.clone(), columns).or_raise()?;
    Ok(Table::new(schema, vec![batch]))
}

/// A cell without the apostrophe that keeps spreadsheets from running it.
fn plain(cell: &str, guarded: bool) -> &str {
    let rest = cell.strip_prefix('\'').filter(|rest| {
        guarded && rest.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
    });
    rest.unwrap_or(cell)
}

fn holds(names: &[String], at: usize, form: Form) -> Holds {
    let name = names[at].as_str();
    let is_in = |list: &[&str]| list.contains(&name);
    let is_attribute = names.iter().position(|name| name == LAST_OF_QUOTES).is_some_and(|last| at > last);
    let is_list = is_in(LISTED) && names.iter().any(|name| name == OF_SPEAKERS);
    match form {
        Form::Wide if at > 2 => Holds::Count,
        Form::Groups if at > 1 && !is_in(NUMBERS) => {
            if name.ends_with(" %") {
                Holds::Number
            } else {
                Holds::Count
            }
        }
        _ if is_attribute || is_list => Holds::Text,
        _ if is_in(COUNTS) => Holds::Count,
        _ if is_in(NUMBERS) => Holds::Number,
        _ if is_in(FLAGS) => Holds::Flag,
        _ => Holds::Text,
    }
}

/// A column; one with a cell that is not what its name says (an attribute of that name) is text.
fn column(holds: Holds, cells: Vec<Option<&str>>) -> ArrayRef {
    let flag = |cell: &str| match cell {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    let fits = |cell: &&str| match holds {
        Holds::Text => true,
        Holds::Count => cell.parse::<i64>().is_ok(),
        Holds::Number => cell.parse::<f64>().is_ok(),
        Holds::Flag => flag(cell).is_some(),
    };
    let fits = cells.iter().flatten().all(fits);
    match holds {
        Holds::Count if fits => {
            Arc::new(cells.iter().map(|cell| cell.and_then(|cell| cell.parse().ok())).collect::<Int64Array>())
        }
        Holds::Number if fits => {
            Arc::new(cells.iter().map(|cell| cell.and_then(|cell| cell.parse().ok())).collect::<Float64Array>())
        }
        Holds::Flag if fits => Arc::new(cells.iter().map(|cell| cell.and_then(flag)).collect::<BooleanArray>()),
        _ => Arc::new(cells.into_iter().collect::<StringArray>()),
    }
}
