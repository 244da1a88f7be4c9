//! Workbooks of spreadsheets: `.xlsx` and `.ods`, all sheets that are filled.

use std::io::Cursor;

use calamine::{Data, Ods, Range, Reader, Xlsx};

use super::archive::Archive;
use super::table::{Row, Table};
use crate::error::{Error, Result};

/// Cells that are filled, at most: a sheet may claim a million rows of nothing.
const CELLS: usize = 50_000_000;

/// The sheets that are filled, in their order; at least one.
pub(super) fn sheets(file: &str, bytes: &[u8]) -> Result<Vec<Table>> {
    let mut archive = Archive::open(file, bytes)?;
    let broken = |what: String| Error::format(file, None, format!("this workbook cannot be read: {what}"));
    let is_open_document = archive.read("mimetype")?.is_some();
    let sheets = if is_open_document {
        in_order(Ods::new(Cursor::new(bytes)).map_err(|error| broken(error.to_string()))?)
    } else {
        in_order(Xlsx::new(Cursor::new(bytes)).map_err(|error| broken(error.to_string()))?)
    };
    let filled: Vec<(String, Range<Data>)> = sheets.into_iter().filter(|(_, sheet)| !sheet.is_empty()).collect();
    if filled.is_empty() {
        return Err(broken("no sheet of it is filled".to_owned()));
    }
    let cells =
        filled.iter().map(|(_, sheet)| sheet.width().saturating_mul(sheet.height())).fold(0, usize::saturating_add);
    if cells > CELLS {
        return Err(broken(format!("its sheets have more than {CELLS} cells; save the one with the answers as CSV")));
    }
    let table = |(name, sheet): (String, Range<Data>)| Table {
        file: file.to_owned(),
        rows: rows(&sheet),
        sheet: Some(name),
        ..Table::default()
    };
    Ok(filled.into_iter().map(table).collect())
}

/// The sheets in the order of the workbook. One that cannot be read is empty.
fn in_order<'b, R: Reader<Cursor<&'b [u8]>>>(mut workbook: R) -> Vec<(String, Range<Data>)> {
    let names = workbook.sheet_names();
    let read = |name: String| {
        let sheet = workbook.worksheet_range(&name).unwrap_or_default();
        (name, sheet)
    };
    names.into_iter().map(read).collect()
}

fn rows(sheet: &Range<Data>) -> Vec<Row> {
    let (top, left) = sheet.start().unwrap_or((0, 0));
    let rows = sheet.rows().zip(u64::from(top) + 1..);
    rows.map(|(cells, number)| {
        let empty = std::iter::repeat_n(String::new(), left as usize);
        Row { number, line: number, cells: empty.chain(cells.iter().map(words)).collect() }
    })
    .collect()
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
