//! Tables as the sheets of one workbook (`.xlsx`).

use std::collections::BTreeSet;
use std::fmt;
use std::io::{Seek, Write};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook as Book, Worksheet, XlsxError};

use super::csv::CsvOptions;
use crate::error::{Error, Result};
use crate::id::Unique;

/// What a sheet holds at most: rows below its head, columns, characters of a cell, characters of its name. The format sets them.
const ROWS: usize = 1_048_575;
const COLUMNS: usize = 16_384;
const LETTERS: usize = 32_767;
const NAME: usize = 31;
/// A column is as wide as its longest cell, between these; longer cells have several lines.
const NARROW: usize = 8;
const WIDE: usize = 60;
/// Columns that hold words, also where all of them are digits.
const WORDS: &[&str] = &[
    "quote_id",
    "document",
    "speaker",
    "text",
    "themes",
    "theme_id",
    "theme",
    "words",
    "respondent",
    "respondent (attribute)",
    "id",
    "name",
    "parent",
];
/// Digits that a number of a sheet keeps; longer ones are names, as of respondents.
const DIGITS: usize = 15;

/// A workbook while its sheets are added: each a table with its head frozen, filters, numbers as numbers, and everything else as text, whatever it begins with, so that no
/// cell is run as a formula. The same tables give the same bytes.
///
/// ```
/// use std::io::Cursor;
///
/// use verbatims::export::csv;
/// use verbatims::export::workbook::Workbook;
/// use verbatims::{Analysis, Codings, Document, Extractor, Language};
///
/// let corpus = Extractor::new(Language::english()).corpus(&[Document::new("a", "“Rent is high,” said Ann Lee.")])?;
/// let analysis = Analysis::of_corpus(&corpus, Codings::by_hand([("a#1", vec!["Rent"])]))?;
/// let mut workbook = Workbook::new()?;
/// workbook.sheet("quotes", |options, table| csv::quotes(&analysis, options, table))?;
/// workbook.sheet("themes", |options, table| csv::themes(&analysis, options, table))?;
/// let written = workbook.finish(Cursor::new(Vec::new()))?;
/// assert_eq!(written.sheets, ["quotes", "themes"]);
/// # Ok::<(), verbatims::Error>(())
/// ```
pub struct Workbook {
    book: Book,
    names: Unique,
    written: Written,
}

/// What came of a workbook.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Written {
    /// The names of its sheets, in order.
    pub sheets: Vec<String>,
    /// Cells that were longer than the 32,767 characters that the format allows, and end in `…` there.
    pub cut: usize,
    /// Tables with more columns than the 16,384 that the format allows, which are no sheets.
    pub left_out: Vec<String>,
}

impl fmt::Debug for Workbook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Workbook").field("written", &self.written).finish_non_exhaustive()
    }
}

impl Workbook {
    /// An empty workbook.
    ///
    /// # Errors
    /// If the crate that writes it refuses its date of creation, which is the same for all.
    pub fn new() -> Result<Self> {
        let mut book = Book::new();
        // The day would make every file another.
        let made = ExcelDateTime::from_ymd(2000, 1, 1).map_err(|error| failed(&error))?;
        book.set_properties(&DocProperties::new().set_creation_datetime(&made));
        Ok(Self { book, names: Unique::caseless(), written: Written::default() })
    }

    /// Adds a sheet with the table that `fill` writes, as CSV with the options that it gets. A name that no sheet may have is changed, and a table of more rows than
    /// a sheet may have goes on in the next.
    ///
    /// # Errors
    /// If `fill` fails, or the table is no CSV.
    pub fn sheet(&mut self, name: &str, fill: impl FnOnce(CsvOptions, &mut Vec<u8>) -> Result<()>) -> Result<()> {
        let mut bytes = Vec::new();
        fill(CsvOptions::plain(), &mut bytes)?;
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes.as_slice());
        let wrong = |error: csv::Error| Error::from(std::io::Error::from(error));
        let head: Vec<String> = reader.headers().map_err(wrong)?.iter().map(str::to_owned).collect();
        let rows = reader.records().collect::<std::result::Result<Vec<_>, _>>().map_err(wrong)?;
        if head.len() > COLUMNS {
            self.written.left_out.push(name.to_owned());
            return Ok(());
        }
        let columns: Vec<Column> = head.iter().enumerate().map(|(at, name)| Column::of(name, &rows, at)).collect();
        let mut parts = rows.chunks(ROWS).collect::<Vec<_>>();
        if parts.is_empty() {
            parts.push(&[]);
        }
        for rows in parts {
            let name = self.free(name);
            let sheet = self.book.add_worksheet();
            sheet.set_name(&name).map_err(|error| failed(&error))?;
            self.written.cut += fill_sheet(sheet, &head, &columns, rows).map_err(|error| failed(&error))?;
            self.written.sheets.push(name);
        }
        Ok(())
    }

    /// Writes it, and says what came of it.
    ///
    /// # Errors
    /// If there is no sheet, or the writer fails.
    pub fn finish(mut self, writer: impl Write + Seek + Send) -> Result<Written> {
        self.book.save_to_writer(writer).map_err(|error| failed(&error))?;
        Ok(self.written)
    }

    /// A name that a sheet may have and none has.
    fn free(&mut self, name: &str) -> String {
        let allowed = |letter: char| if letter.is_control() || "[]:*?/\\".contains(letter) { '_' } else { letter };
        let clean: String = name.chars().map(allowed).collect();
        let clean = clean.trim_matches('\'');
        // The format keeps one name for itself.
        let clean = if clean.is_empty() || clean.eq_ignore_ascii_case("history") { "table" } else { clean };
        let short = |length: usize| clean.chars().take(length).collect::<String>();
        self.names.take_numbered(&short(NAME), |number| {
            let number = format!(" ({number})");
            format!("{}{number}", short(NAME - number.len()))
        })
    }
}

/// What a column holds, and how wide it is.
struct Column {
    numbers: bool,
    width: usize,
}

impl Column {
    fn of(name: &str, rows: &[csv::StringRecord], at: usize) -> Self {
        let words = WORDS.contains(&name);
        let mut seen = BTreeSet::new();
        let (mut numbers, mut width) = (!words, name.chars().count() + 3);
        for cell in rows.iter().filter_map(|row| row.get(at)).filter(|cell| !cell.is_empty()) {
            numbers = numbers && number(cell).is_some();
            // Cells that are longer do not make it wider.
            let length = cell.chars().take(WIDE + 1).count();
            if seen.insert(length) {
                width = width.max(length + 1);
            }
        }
        Self { numbers: numbers && !seen.is_empty(), width: width.clamp(NARROW, WIDE) }
    }
}

/// A number as tables write one: no plus, no leading zero, not longer than a sheet can tell exactly.
fn number(cell: &str) -> Option<f64> {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && digits.len() <= DIGITS;
    let leads = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
    let whole = digits.starts_with(|first: char| first.is_ascii_digit()) && !digits.ends_with('.');
    cell.parse().ok().filter(|_| is_plain && !leads && whole)
}

/// Writes a table into a sheet; returns how many cells were cut.
fn fill_sheet(
    sheet: &mut Worksheet,
    head: &[String],
    columns: &[Column],
    rows: &[csv::StringRecord],
) -> std::result::Result<usize, XlsxError> {
    let bold = Format::new().set_bold().set_align(FormatAlign::Top).set_text_wrap();
    let top = Format::new().set_align(FormatAlign::Top);
    let wrapped = Format::new().set_align(FormatAlign::Top).set_text_wrap();
    let mut cut = 0;
    for (at, (name, column)) in (0u16..).zip(head.iter().zip(columns)) {
        sheet.set_column_width(at, column.width as f64)?;
        sheet.write_string_with_format(0, at, shortened(name, &mut cut), &bold)?;
    }
    for (line, row) in (1u32..).zip(rows) {
        for (at, (cell, column)) in (0u16..).zip(row.iter().zip(columns)) {
            match number(cell).filter(|_| column.numbers) {
                _ if cell.is_empty() => {}
                Some(number) => {
                    sheet.write_number_with_format(line, at, number, &top)?;
                }
                None => {
                    let format = if column.width >= WIDE { &wrapped } else { &top };
                    sheet.write_string_with_format(line, at, shortened(cell, &mut cut), format)?;
                }
            }
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    if let (Ok(last), Ok(columns)) = (u32::try_from(rows.len()), u16::try_from(head.len()))
        && columns > 0
    {
        sheet.autofilter(0, 0, last, columns - 1)?;
    }
    Ok(cut)
}

/// A text that fits a cell.
fn shortened(cell: &str, cut: &mut usize) -> String {
    // The format counts UTF-16 units.
    if cell.len() <= LETTERS || cell.encode_utf16().count() <= LETTERS {
        return cell.to_owned();
    }
    *cut += 1;
    let mut units = 1;
    let fits = cell.chars().take_while(|letter| {
        units += letter.len_utf16();
        units <= LETTERS
    });
    fits.chain(['…']).collect()
}

fn failed(error: &XlsxError) -> Error {
    Error::from(std::io::Error::other(format!("the workbook cannot be written: {error}")))
}

#[cfg(test)]
mod tests {
    use super::{LETTERS, Workbook, number, shortened};
    use std::io::Cursor;

    #[test]
    fn numbers_are_told_from_names_of_digits() {
        for (cell, is) in
            [("0", true), ("12", true), ("-3.5", true), ("0.5", true), ("007", false), ("+3", false), ("1e5", false)]
        {
            assert_eq!(number(cell).is_some(), is, "{cell}");
        }
        for cell in ["1234567890123456", "3.", ".5", "1.2.3", "", "-", "NaN", "inf", "1;2"] {
            assert_eq!(number(cell), None, "{cell}");
        }
    }

    #[test]
    fn a_cell_that_is_too_long_is_cut_at_a_letter_and_counted() {
        let mut cut = 0;
        assert_eq!(shortened("short", &mut cut), "short");
        let long = shortened(&"😀".repeat(LETTERS), &mut cut);
        assert_eq!((cut, long.encode_utf16().count() <= LETTERS, long.ends_with("😀…")), (1, true, true));
    }

    #[test]
    fn sheets_get_names_that_they_may_have() {
        let mut workbook = Workbook::new().unwrap();
        let long = "theme_by_Which of these would you say is true for you";
        for name in ["quotes", "Quotes", "a/b", "history", long, long] {
            workbook
                .sheet(name, |_, table| {
                    table.extend(b"a,b\n1,2\n");
                    Ok(())
                })
                .unwrap();
        }
        let written = workbook.finish(Cursor::new(Vec::new())).unwrap();
        assert_eq!(written.sheets[..4], ["quotes", "Quotes (2)", "a_b", "table"]);
        assert!(written.sheets[5].ends_with(" (2)") && written.sheets[5].chars().count() <= 31);
    }
}
