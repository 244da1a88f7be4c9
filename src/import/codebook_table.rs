//! Codebooks as tables: which column holds what, and the code of each row.

use std::collections::BTreeSet;

use super::Note;
use super::codebook::{Row, assemble, broken, list, negation, polarity, reader, some, split_path, unguarded};
use super::codebook_columns::{COLUMNS, Column, column, folded, is_figure};
use crate::error::{Error, ErrorKind, Result};
use crate::lang::are_near;
use crate::themes::Codebook;

/// A table with a header row, and what of it was passed over.
///
/// # Errors
/// As [`csv`](super::codebook::csv).
pub(super) fn csv(file: &str, text: &str) -> Result<(Codebook, Vec<Note>)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut notes = Vec::new();
    let (above, below) = below_titles(text);
    if above > 0 {
        let what = format!("the header is in line {}; what stands above it was passed over", above + 1);
        notes.push(Note::new(file, 1, what));
    }
    // Lines are counted from the top of the file.
    let line_in = |line: u64| line + above;
    let mut reader = reader(below);
    let broken = |error| {
        let error = broken(file, error);
        match error.kind() {
            ErrorKind::Format { line, what, .. } => Error::format(file, line.map(line_in), what.clone()),
            _ => error,
        }
    };
    let header: Vec<String> = reader.headers().map_err(broken)?.iter().map(|cell| cell.trim().to_owned()).collect();
    let records = reader.records().collect::<csv::Result<Vec<csv::StringRecord>>>().map_err(broken)?;
    let (columns, passed) = columns(&header, &records).map_err(|what| Error::format(file, line_in(1), what))?;
    if !passed.is_empty() {
        let names = passed.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let word = if passed.len() == 1 { "column" } else { "columns" };
        notes.push(Note::new(file, line_in(1), format!("{word} passed over: {names}")));
    }
    let mut rows = Vec::new();
    for record in &records {
        let line = record.position().map(|position| line_in(position.line()));
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        rows.push(row(&columns, record, line).map_err(|what| Error::format(file, line, what))?);
    }
    let has_paths = |record: &csv::StringRecord| record.iter().any(|cell| cell.contains(PATH_MARK));
    if columns.contains(&Column::Hierarchy) || records.iter().any(has_paths) {
        without_common_root(&mut rows);
    }
    let headings = columns.iter().any(|column| matches!(column, Column::Category | Column::Hierarchy));
    Ok((assemble(file, rows, headings)?, notes))
}

/// Titles stand in at most so many lines.
const MOST_TITLES: usize = 8;

/// The number of lines above the header, and the text from it on: the first line, unless a later one names the columns of a codebook and it does not.
fn below_titles(text: &str) -> (u64, &str) {
    let names_columns = |line: &str| {
        let cells = || line.split([',', ';', '\t']).map(|cell| cell.trim().trim_matches('"'));
        let is_known = |cell: &str| column(cell).is_some();
        let is_name = |cell: &str| {
            matches!(
                column(cell),
                Some(Column::Name | Column::Path | Column::Hierarchy | Column::Category | Column::Sub)
            )
        };
        let known = cells().filter(|cell| is_known(cell)).count();
        cells().any(is_name) && known >= 2 && known * 2 >= cells().count()
    };
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').take(MOST_TITLES).enumerate() {
        if names_columns(line.trim_end()) {
            return (number as u64, &text[at..]);
        }
        at += line.len();
    }
    (0, text)
}

/// What each column holds, and the columns of unknown names that are passed over without having only counted or said when. A name that is nearly a known
/// one is a slip of the pen.
fn columns(header: &[String], records: &[csv::StringRecord]) -> Result<(Vec<Column>, Vec<String>), String> {
    let mut columns: Vec<Column> = Vec::new();
    let (mut names, mut passed): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let known: Vec<Option<Column>> = standing(header);
    let named = |column: &Column| matches!(column, Column::Name | Column::Path | Column::Above);
    for (at, cell) in header.iter().enumerate() {
        let figures = || records.iter().all(|record| is_figure(record.get(at).unwrap_or("")));
        let column = match known[at] {
            Some(column) => column,
            None if figures() => Column::Ignored,
            None if known.iter().flatten().any(is_code) && !is_slip(cell) => {
                passed.push(cell.clone());
                Column::Ignored
            }
            None => return Err(unknown(header, cell)),
        };
        let name = folded(cell);
        let twice = !seen.insert(name.clone()) && column != Column::Ignored;
        if twice || (named(&column) && columns.iter().any(named)) {
            return Err(format!(
                "the column `{name}` repeats another; a code has one of each, and one of `name`, `tag` and `path`"
            ));
        }
        names.push(name);
        columns.push(column);
    }
    if !columns.iter().any(|column| named(column) || *column == Column::Hierarchy) {
        return Err(format!("no column `name`, `tag` or `path`; found: {}", names.join(", ")));
    }
    Ok((columns, passed))
}

/// Whether a column says which code a row is.
fn is_code(column: &Column) -> bool {
    matches!(column, Column::Name | Column::Path | Column::Hierarchy)
}

/// Whether the name of a column is nearly that of one of ours.
fn is_slip(cell: &str) -> bool {
    let name = folded(cell);
    COLUMNS.iter().any(|(known, _)| are_near(&name, known))
}

/// What the columns stand for beside each other: a code beside one below it is its parent, a category beside no code is the code.
fn standing(header: &[String]) -> Vec<Option<Column>> {
    let mut known: Vec<Option<Column>> = header.iter().map(|cell| column(cell)).collect();
    if let Some(below) = known.iter().position(|column| *column == Some(Column::Sub)) {
        let above = known
            .iter()
            .position(|column| column.is_some_and(|column| matches!(column, Column::Name | Column::Category)));
        known[below] = Some(Column::Name);
        if let Some(above) = above {
            (known[above], known[below]) = (Some(Column::Above), Some(Column::Sub));
        }
    } else if !known.iter().flatten().any(is_code)
        && let Some(category) = known.iter().position(|column| *column == Some(Column::Category))
    {
        known[category] = Some(Column::Name);
    }
    known
}

/// The code of a row.
fn row(columns: &[Column], record: &csv::StringRecord, line: Option<u64>) -> Result<Row, String> {
    let mut row = Row { line, ..Row::default() };
    let mut hierarchy = Vec::new();
    let (mut above, mut below) = (Vec::new(), None);
    for (column, whole) in columns.iter().zip(record) {
        let cell = unguarded(whole.trim());
        match column {
            // NVivo writes the whole path where it calls for a name.
            Column::Name if cell.contains(PATH_MARK) => hierarchy = split_hierarchy(cell),
            Column::Name => row.path = split_path(cell, false),
            Column::Above => above = split_path(cell, false),
            Column::Sub => below = some(cell),
            Column::Path => row.path = split_path(cell, true),
            Column::Hierarchy => hierarchy = split_hierarchy(cell),
            Column::Id => row.id = some(cell),
            Column::Parent | Column::Category => row.parent = some(cell),
            Column::Definition if row.definition.is_empty() => row.definition = cell.to_owned(),
            Column::Definition if cell.is_empty() => {}
            Column::Definition => row.definition = format!("{}\n{cell}", row.definition),
            Column::Words => row.words.extend(list(cell)),
            Column::Exclusions => row.exclusions.extend(list(cell)),
            Column::Examples => row.examples.extend(list(unguarded(whole))),
            Column::Negation => row.negation = negation(cell)?,
            Column::Polarity => row.polarity = polarity(cell)?,
            Column::Ignored => {}
        }
    }
    if !above.is_empty() {
        row.path = above;
        row.path.extend(below);
        row.path.retain(|name| !name.is_empty());
    }
    // MAXQDA gives the whole way to the parent, from the top.
    if let Some(above) = row.parent.as_deref().map(split_hierarchy).filter(|above| above.len() > 1)
        && hierarchy.is_empty()
    {
        hierarchy = above;
        hierarchy.append(&mut row.path.clone());
    }
    if !hierarchy.is_empty() {
        row.path = hierarchy;
        row.parent = None;
    }
    Ok(row)
}

/// What stands behind the folder of all codes in a path of NVivo.
const PATH_MARK: &str = "\\\\";

/// `Codes\\\\Housing\\Rent`, `Housing > Rent`: the names from the topmost down.
fn split_hierarchy(cell: &str) -> Vec<String> {
    let marks = cell.replace(" > ", "\\").replace(">>", "\\").replace("::", "\\");
    marks.split('\\').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// NVivo begins every path with the folder of all codes, which is no code.
fn without_common_root(rows: &mut [Row]) {
    let Some(root) = rows.first().and_then(|row| row.path.first()).cloned() else { return };
    if rows.iter().all(|row| row.path.len() > 1 && row.path[0] == root) {
        rows.iter_mut().for_each(|row| drop(row.path.remove(0)));
    }
}

fn unknown(header: &[String], cell: &str) -> String {
    let known: Vec<&str> = COLUMNS.iter().map(|(name, _)| *name).collect();
    let found = header.join(", ");
    if header.iter().all(|name| !matches!(column(name), Some(Column::Name | Column::Path | Column::Hierarchy))) {
        format!("no column `name`, `tag` or `path`; found: {found}")
    } else {
        format!("unknown column `{cell}`; a codebook may have: {}", known.join(", "))
    }
}
