//! Tables of text. A reader of its own, because it has to say where a quote was opened that is never closed, and to read what
//! stands before it.

use serde::{Deserialize, Serialize};

use super::Note;
use crate::error::{Error, Result};
use crate::text::slice::line_start;

/// The cells of a table as a file has them: what a plan is made for.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Table {
    /// The file's name.
    pub(super) file: String,
    pub(super) rows: Vec<Row>,
    /// The character between cells; none where the file has real cells.
    pub(super) delimiter: Option<char>,
    pub(super) sheet: Option<String>,
    pub(super) encoding: Option<String>,
    /// What a plan says of the choice of the table, in sentences.
    pub(super) remarks: Vec<String>,
    pub(super) notes: Vec<Note>,
}

impl Table {
    /// Reads a table of delimited text; `file` names it in messages. The default of `delimiter` is told from the first rows. What is broken is read as far as it
    /// goes, with a note.
    ///
    /// # Errors
    /// Where it is broken and `strict`; [`ErrorKind::Setting`](crate::ErrorKind::Setting) for a delimiter that no table has.
    pub fn parse(file: &str, text: &str, given: Option<char>, strict: bool) -> Result<Self> {
        parse(file, text, given.map(delimiter).transpose()?, strict)
    }
}

/// One row as a spreadsheet shows it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Row {
    /// Its number from 1, as a spreadsheet counts; a cell of several lines does not change it.
    pub(super) number: u64,
    /// The line of the file where it starts.
    pub(super) line: u64,
    pub(super) cells: Vec<String>,
}

impl Row {
    pub(super) fn cell(&self, index: usize) -> &str {
        self.cells.get(index).map_or("", String::as_str)
    }

    pub(super) fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

const DELIMITERS: [char; 4] = [',', ';', '\t', '|'];

/// How a character becomes the one between cells.
///
/// # Errors
/// Unless it is one of those that tables are written with.
pub(super) fn delimiter(given: char) -> Result<char> {
    if DELIMITERS.contains(&given) {
        Ok(given)
    } else {
        Err(Error::setting("delimiter", format!("{given:?} is none of `,` `;` tab `|`")))
    }
}

/// Reads a table of delimited text. What is broken is read as far as it goes, with a note; an error where `strict`.
pub(super) fn parse(file: &str, text: &str, delimiter: Option<char>, strict: bool) -> Result<Table> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // Spreadsheets may say it in a first line of its own.
    let said = text.strip_prefix("sep=").and_then(|rest| rest.chars().next()).filter(|char| DELIMITERS.contains(char));
    let delimiter = delimiter.or(said).unwrap_or_else(|| sniff(text));
    let mut reader = Reader { text, at: 0, line: 1, number: 0, delimiter };
    let mut table = Table { file: file.to_owned(), delimiter: Some(delimiter), ..Table::default() };
    if said.is_some() {
        reader.next();
    }
    let mut width = 0;
    while let Some((row, fault)) = reader.next() {
        if width == 0 && !row.is_blank() {
            width = row.cells.len();
        }
        let wrong = row.cells.len() != width;
        let spilt = reader.line > row.line + 1;
        match fault {
            Some(fault) if fault.open || (wrong && spilt) => {
                let read = table.rows.len();
                let what = format!("quote opened at column {} is never closed", fault.column);
                if strict {
                    return Err(Error::format(file, fault.line, format!("{what}; close it or take it out")));
                }
                let what = format!("{what}. Read the {read} rows before it; close it or take it out to read the rest");
                table.notes.push(Note::new(file, fault.line, what));
                return Ok(table);
            }
            Some(fault) => {
                let what = format!(
                    "a quotation mark inside the cell that starts at column {} is not doubled; read as it stands",
                    fault.column
                );
                table.notes.push(Note::new(file, fault.line, what));
            }
            None => {}
        }
        let surplus = row.cells.len() > width && row.cells[width..].iter().any(|cell| !cell.trim().is_empty());
        if surplus || (strict && wrong && !row.is_blank()) {
            let what = format!("this row has {} cells, the first has {width}", row.cells.len());
            if strict {
                return Err(Error::format(file, row.line, format!("{what}; quote cells that hold the delimiter")));
            }
            table.notes.push(Note::new(file, row.line, format!("{what}; what is too much is left out")));
        }
        table.rows.push(row);
    }
    Ok(table)
}

/// The character that parts the first rows most evenly: the greatest share of rows as wide as most, then the widest. Cells of several lines make more
/// rows where they are parted by the wrong one, so shares count, not numbers.
fn sniff(text: &str) -> char {
    const ROWS: usize = 50;
    let score = |delimiter: char| {
        let mut reader = Reader { text, at: 0, line: 1, number: 0, delimiter };
        let mut widths = Vec::new();
        for _ in 0..ROWS {
            match reader.next() {
                Some((_, Some(_))) => widths.push(0),
                Some((row, None)) if !row.is_blank() => widths.push(row.cells.len()),
                Some(_) => {}
                None => break,
            }
        }
        let most = widths.iter().copied().filter(|width| *width > 1).max_by_key(|width| {
            let same = widths.iter().filter(|other| *other == width).count();
            (same, *width)
        });
        most.map_or((0, 0), |most| {
            let same = widths.iter().filter(|width| **width == most).count();
            (same * 100 / widths.len(), most)
        })
    };
    let mut best = (',', (0, 0));
    for delimiter in DELIMITERS {
        let score = score(delimiter);
        if score > best.1 {
            best = (delimiter, score);
        }
    }
    best.0
}

/// A quote that was opened in a place and not closed as it should be.
struct Fault {
    line: u64,
    /// In characters from 1.
    column: usize,
    /// Whether the text ends inside it, or a later line opens the next quoted cell.
    open: bool,
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    line: u64,
    number: u64,
    delimiter: char,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<(Row, Option<Fault>)> {
        if self.at >= self.text.len() {
            return None;
        }
        self.number += 1;
        let mut row = Row { number: self.number, line: self.line, cells: Vec::new() };
        let mut fault = None;
        loop {
            let (cell, odd) = if self.text[self.at..].starts_with('"') { self.quoted() } else { (self.bare(), None) };
            row.cells.push(cell);
            fault = fault.or(odd);
            let rest = &self.text[self.at..];
            if rest.starts_with(self.delimiter) {
                self.at += 1;
                continue;
            }
            self.at += match rest.as_bytes() {
                [b'\r', b'\n', ..] => 2,
                [] => 0,
                _ => 1,
            };
            self.line += 1;
            return Some((row, fault));
        }
    }

    /// To the next delimiter or the end of the line.
    fn bare(&mut self) -> String {
        let rest = &self.text[self.at..];
        let end = rest.find([self.delimiter, '\n', '\r']).unwrap_or(rest.len());
        self.at += end;
        rest[..end].to_owned()
    }

    /// To the closing quote: one that a delimiter or the end of the line follows.
    fn quoted(&mut self) -> (String, Option<Fault>) {
        let open = self.at;
        let line = self.line;
        let column = |text: &str| {
            let start = line_start(text, open);
            text[start..open].chars().count() + 1
        };
        let mut cell = String::new();
        let mut fault: Option<Fault> = None;
        self.at += 1;
        loop {
            let rest = &self.text[self.at..];
            let Some(end) = rest.find('"') else {
                self.at = self.text.len();
                cell.push_str(rest);
                return (cell, Some(Fault { line, column: column(self.text), open: true }));
            };
            cell.push_str(&rest[..end]);
            self.line += memchr::memchr_iter(b'\n', &rest.as_bytes()[..end]).count() as u64;
            self.at += end + 1;
            let after = &rest[end + 1..];
            if after.starts_with('"') {
                cell.push('"');
                self.at += 1;
            } else if after.is_empty() || after.starts_with([self.delimiter, '\n', '\r']) {
                return (cell, fault);
            } else {
                let open = self.line > line && cell.ends_with(self.delimiter);
                cell.push('"');
                let known = fault.get_or_insert_with(|| Fault { line, column: column(self.text), open });
                known.open |= open;
            }
        }
    }
}
