//! Sheets of OpenDocument: cells and rows that are repeated stand for so many, and are counted before they are written out.

use super::limits::Limits;
use super::text;
use super::workbook::{Grid, Grids, Room};
use super::xml::{Element, Piece, Xml};
use crate::error::Result;

/// What is in a sheet and holds no cells of it, and what in a cell is not its words.
const BESIDE: &[&str] = &["shapes", "forms", "tracked-changes", "dde-links", "annotation", "frame", "table-source"];

/// The sheets of `content.xml`.
pub(super) fn sheets(file: &str, content: &[u8], limits: &Limits, bytes_in: u64) -> Result<Grids> {
    let inner = format!("{file}:content.xml");
    let content = text::decode(&inner, content)?.text;
    let mut xml = Xml::new(&inner, &content, limits);
    let mut room = Room::new(limits, bytes_in);
    let mut sheets = Vec::new();
    loop {
        match xml.next()? {
            Piece::End => return Ok(sheets),
            Piece::Open(element) if BESIDE.contains(&element.name()) => xml.skip()?,
            Piece::Open(element) if element.name() == "table" => {
                let name = element.attribute("name").unwrap_or_default();
                let grid = match sheet(&mut xml, &mut room)? {
                    Ok(grid) => grid.checked(&mut room),
                    full => full,
                };
                sheets.push((name, grid));
            }
            _ => {}
        }
    }
}

/// The cells of the sheet that was opened last, or what of it is too much.
fn sheet(xml: &mut Xml<'_>, room: &mut Room) -> Result<Result<Grid, String>> {
    let mut grid = Ok(Grid::default());
    let mut next = 0_u32;
    // Sheets within cells belong to them.
    let mut inside = 0_usize;
    loop {
        match xml.next()? {
            Piece::End => return Ok(grid),
            Piece::Close(name) if name == "table" && inside == 0 => return Ok(grid),
            Piece::Close(name) if name == "table" => inside -= 1,
            Piece::Open(element) if BESIDE.contains(&element.name()) => xml.skip()?,
            Piece::Open(element) if element.name() == "table" => inside += 1,
            Piece::Open(element) if element.name() == "table-row" => {
                let count = repeated(&element, "number-rows-repeated");
                let cells = row(xml)?;
                if let Ok(sheet) = &mut grid
                    && let Err(full) = sheet.put_rows(next, count, &cells, room)
                {
                    grid = Err(full);
                }
                next = next.saturating_add(count);
            }
            _ => {}
        }
    }
}

fn repeated(element: &Element<'_>, name: &str) -> u32 {
    element.attribute(name).and_then(|count| count.trim().parse().ok()).unwrap_or(1_u32).max(1)
}

/// The filled cells of the row that was opened last: the column, how often it is repeated, its words.
fn row(xml: &mut Xml<'_>) -> Result<Vec<(u32, u32, String)>> {
    let mut cells = Vec::new();
    let mut column = 0_u32;
    loop {
        match xml.next()? {
            Piece::End => return Ok(cells),
            Piece::Close(name) if name == "table-row" => return Ok(cells),
            Piece::Open(element) if matches!(element.name(), "table-cell" | "covered-table-cell") => {
                let count = repeated(&element, "number-columns-repeated");
                let value = value(&element);
                let written = written(xml, element.name())?;
                let words = value.unwrap_or(written);
                if !words.trim().is_empty() {
                    cells.push((column, count, words));
                }
                column = column.saturating_add(count);
            }
            _ => {}
        }
    }
}

/// The value of a cell that is no text: a number, a day, a time, whether something holds.
fn value(element: &Element<'_>) -> Option<String> {
    let number = element.attribute("value").map(|value| match value.trim().parse::<f64>() {
        // Without the digits that only the file has: `4` for `4.0`.
        Ok(number) => number.to_string(),
        Err(_) => value,
    });
    let other = || ["date-value", "time-value", "string-value"].iter().find_map(|name| element.attribute(name));
    let holds = || element.attribute("boolean-value").map(|value| value.to_lowercase());
    number.or_else(other).or_else(holds).filter(|value| !value.is_empty())
}

/// The words of the cell that was opened last, a line for each paragraph.
fn written(xml: &mut Xml<'_>, cell: &str) -> Result<String> {
    let mut words = String::new();
    let mut paragraphs = 0_usize;
    let mut inside = 0_usize;
    loop {
        match xml.next()? {
            Piece::End => return Ok(words),
            Piece::Text(text) if inside > 0 => words.push_str(&text),
            Piece::Text(_) => {}
            Piece::Close(name) if name == cell => return Ok(words),
            Piece::Close(name) if name == "p" => inside = inside.saturating_sub(1),
            Piece::Close(_) => {}
            Piece::Open(element) => match element.name() {
                "p" => {
                    if paragraphs > 0 {
                        words.push('\n');
                    }
                    paragraphs += 1;
                    inside += 1;
                }
                "s" => {
                    words.extend(std::iter::repeat_n(' ', element.blanks()));
                }
                "tab" => words.push('\t'),
                "line-break" => words.push('\n'),
                name if BESIDE.contains(&name) => xml.skip()?,
                _ => {}
            },
        }
    }
}
