//! Workbooks of spreadsheets: `.xlsx` and `.ods`, all sheets that are filled, cell by cell.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, DataRef, Reader, Xlsx, XlsxError};

use super::archive::{Archive, Budget};
use super::contents::Sheet;
use super::limits::Limits;
use super::ods;
use super::table::{Row, Table};
use crate::error::{Error, Result};

/// The sheets that are filled or broken, in their order; at least one.
pub(super) fn sheets(file: &str, bytes: &[u8], limits: &Limits) -> Result<Vec<Sheet>> {
    let mut archive = Archive::open(file, bytes, limits)?;
    let grids = if archive.size("mimetype") > 0 {
        let content = archive.read("content.xml")?;
        let content =
            content.ok_or_else(|| broken(file, "it has no `content.xml`; save the workbook again, or as CSV"))?;
        ods::sheets(file, &content, limits, bytes.len() as u64)?
    } else {
        archive.check_sizes()?;
        let most = limits.bytes_out_of(bytes.len() as u64);
        if PARTS.iter().any(|part| archive.size(part) > most) {
            return Err(broken(
                file,
                &format!("its words take more than {most} bytes; save the sheet with the answers as CSV"),
            ));
        }
        // A library's panic at a broken file must not stop a folder.
        catch_unwind(AssertUnwindSafe(|| xlsx(file, bytes, limits)))
            .unwrap_or_else(|_| Err(broken(file, "it is damaged; save it again, or as CSV")))?
    };
    let sheet = |(name, grid): (String, Result<Grid, String>)| {
        let table = grid.map(|grid| Table {
            file: file.to_owned(),
            rows: grid.rows(),
            sheet: Some(name.clone()),
            ..Table::default()
        });
        Sheet { name, table }
    };
    let sheets: Vec<Sheet> = grids
        .into_iter()
        .filter(|(_, grid)| grid.as_ref().map_or(true, |grid| !grid.rows.is_empty()))
        .map(sheet)
        .collect();
    if sheets.is_empty() {
        return Err(broken(file, "no sheet of it is filled"));
    }
    Ok(sheets)
}

/// What is read whole, before the first cell.
const PARTS: &[&str] = &["xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"];

/// The sheets with their cells, or why these cannot be read.
pub(super) type Grids = Vec<(String, Result<Grid, String>)>;

fn broken(file: &str, what: &str) -> Error {
    Error::format(file, None, format!("this workbook cannot be read: {what}"))
}

fn xlsx(file: &str, bytes: &[u8], limits: &Limits) -> Result<Grids> {
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(|error| broken(file, &error.to_string()))?;
    let mut room = Room::new(limits, bytes.len() as u64);
    let names = workbook.sheet_names();
    Ok(names.into_iter().filter_map(|name| Some((name.clone(), sheet(&mut workbook, &name, &mut room)?))).collect())
}

/// The cells of a sheet; none of what is no sheet of cells, as a chart.
fn sheet(workbook: &mut Xlsx<Cursor<&[u8]>>, name: &str, room: &mut Room) -> Option<Result<Grid, String>> {
    let damaged = |error: XlsxError| format!("it is damaged ({error}); save the workbook again, or the sheet as CSV");
    let mut cells = match workbook.worksheet_cells_reader(name) {
        Ok(cells) => cells,
        Err(XlsxError::NotAWorksheet(_)) => return None,
        Err(error) => return Some(Err(damaged(error))),
    };
    let mut grid = Grid::default();
    loop {
        let cell = match cells.next_cell() {
            Ok(Some(cell)) => cell,
            Ok(None) => return Some(grid.checked(room)),
            Err(error) => return Some(Err(damaged(error))),
        };
        let words = match cell.get_value() {
            DataRef::Empty => continue,
            DataRef::SharedString(words) if !room.holds(words.len()) => return Some(Err(room.full())),
            DataRef::SharedString(words) => (*words).to_owned(),
            other => words(&Data::from(other.clone())),
        };
        let (row, column) = cell.get_position();
        if let Err(full) = grid.put(row, column, words, room) {
            return Some(Err(full));
        }
    }
}

/// The cells that are filled, and what stands before them in their rows.
#[derive(Default)]
pub(super) struct Grid {
    rows: BTreeMap<u32, Vec<String>>,
    width: u32,
}

/// What all sheets of a workbook may take.
pub(super) struct Room {
    bytes: Budget,
    cells: u64,
    most: usize,
}

/// The bytes of a cell without its words.
const CELL: u64 = 32;

impl Room {
    pub(super) fn new(limits: &Limits, bytes_in: u64) -> Self {
        Self { bytes: Budget::new(limits.bytes_out_of(bytes_in)), cells: limits.cells as u64, most: limits.cells }
    }

    fn holds(&self, bytes: usize) -> bool {
        self.bytes.clone().take(bytes as u64)
    }

    fn full(&self) -> String {
        format!("its cells take more than {}; save the sheet with the answers as CSV", self.bytes.in_words())
    }

    /// Takes the cells of a sheet from corner to corner.
    fn take(&mut self, width: u64, height: u64, last: &str) -> Result<(), String> {
        let left = self.cells.checked_sub(width.saturating_mul(height));
        self.cells = left.unwrap_or(self.cells);
        left.map(drop).ok_or_else(|| {
            format!(
                "it has more than {} cells, down to {last}; delete what stands far from the answers, or save the sheet as CSV",
                self.most
            )
        })
    }
}

impl Grid {
    /// Puts a cell in its place, rows and columns counted from 0. Cells without words are left out: far from the others there are often some.
    pub(super) fn put(&mut self, row: u32, column: u32, words: String, room: &mut Room) -> Result<(), String> {
        if words.trim().is_empty() {
            return Ok(());
        }
        let cells = self.rows.entry(row).or_default();
        let wanted = column as usize + 1;
        let more = wanted.saturating_sub(cells.len());
        if !room.bytes.take(more as u64 * CELL + words.len() as u64) {
            return Err(room.full());
        }
        if more > 0 {
            cells.resize(wanted, String::new());
        }
        cells[column as usize] = words;
        self.width = self.width.max(column + 1);
        Ok(())
    }

    /// Puts the same row in several places.
    pub(super) fn put_rows(
        &mut self,
        first: u32,
        count: u32,
        cells: &[(u32, u32, String)],
        room: &mut Room,
    ) -> Result<(), String> {
        let Some((last, repeated, _)) = cells.last() else { return Ok(()) };
        let width = u64::from(*last) + u64::from(*repeated);
        let height = u64::from(first) + u64::from(count);
        if width.saturating_mul(height) > room.cells {
            return room.take(width, height, &address(height.saturating_sub(1), width.saturating_sub(1)));
        }
        for row in first..first.saturating_add(count) {
            for (column, repeated, words) in cells {
                for column in *column..column.saturating_add(*repeated) {
                    self.put(row, column, words.clone(), room)?;
                }
            }
        }
        Ok(())
    }

    /// The grid, unless it has too many cells from corner to corner.
    pub(super) fn checked(self, room: &mut Room) -> Result<Self, String> {
        let rows = self.rows.keys().next().zip(self.rows.keys().next_back());
        let Some((first, last)) = rows else { return Ok(self) };
        let corner = address(u64::from(*last), u64::from(self.width) - 1);
        room.take(u64::from(self.width), u64::from(last - first) + 1, &corner).map(|()| self)
    }

    /// From the first row that is filled to the last; one between them without a word has one empty cell.
    fn rows(mut self) -> Vec<Row> {
        let ends = self.rows.keys().next().copied().zip(self.rows.keys().next_back().copied());
        let Some((first, last)) = ends else { return Vec::new() };
        let row = |row: u32| {
            let number = u64::from(row) + 1;
            let cells = self.rows.remove(&row).unwrap_or_else(|| vec![String::new()]);
            Row { number, line: number, cells }
        };
        (first..=last).map(row).collect()
    }
}

/// A place as spreadsheets name it: `AAA300`.
fn address(row: u64, column: u64) -> String {
    let mut letters = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        left -= 1;
        letters.push(char::from(b'A' + (left % 26) as u8));
        left /= 26;
    }
    letters.iter().rev().collect::<String>() + &(row + 1).to_string()
}

/// A cell as people read it: whole numbers without a point, days in the order of ISO.
fn words(cell: &Data) -> String {
    match cell {
        Data::DateTime(time) if time.is_datetime() => {
            let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
            if (hour, minute, second) == (0, 0, 0) {
                format!("{year:04}-{month:02}-{day:02}")
            } else {
                format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
            }
        }
        Data::Error(_) => String::new(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_named_as_spreadsheets_do() {
        let names = [(0, 0, "A1"), (9, 25, "Z10"), (0, 26, "AA1"), (299_999, 702, "AAA300000")];
        for (row, column, name) in names {
            assert_eq!(address(row, column), name);
        }
        assert_eq!(address(1_048_575, 16_383), "XFD1048576");
    }
}
