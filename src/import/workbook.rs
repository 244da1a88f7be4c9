//! Workbooks of spreadsheets: `.xlsx` and `.ods`, the first sheet that is filled.

use std::io::Cursor;

use calamine::{Data, Ods, Range, Reader, Xlsx};

use super::archive::Archive;
use super::table::{Row, Table};
use crate::error::{Error, Result};

/// Cells that are filled, at most: a sheet may claim a million rows of nothing.
const CELLS: usize = 50_000_000;

pub(super) fn table(file: &str, bytes: &[u8]) -> Result<Table> {
    let mut archive = Archive::open(file, bytes)?;
    let broken = |what: String| Error::format(file, None, format!("this workbook cannot be read: {what}"));
    let is_open_document = archive.read("mimetype")?.is_some();
    let sheets = if is_open_document {
        Ods::new(Cursor::new(bytes)).map_err(|error| broken(error.to_string()))?.worksheets()
    } else {
        Xlsx::new(Cursor::new(bytes)).map_err(|error| broken(error.to_string()))?.worksheets()
    };
    let Some((_, sheet)) = sheets.into_iter().find(|(_, sheet)| !sheet.is_empty()) else {
        return Err(broken("no sheet of it is filled".to_owned()));
    };
    if sheet.width().saturating_mul(sheet.height()) > CELLS {
        return Err(broken(format!("its sheet has more than {CELLS} cells; save it as CSV")));
    }
    Ok(Table { rows: rows(&sheet), delimiter: None, notes: Vec::new() })
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
