//! Rows and cells, guarded where a spreadsheet would run them.

use std::io::Write;

use csv::{QuoteStyle, Terminator, WriterBuilder};

use super::CsvOptions;
use crate::error::{Error, Result};

/// A table being written.
pub(super) struct Table<W: Write> {
    out: csv::Writer<W>,
    guard: bool,
}

impl<W: Write> Table<W> {
    pub(super) fn new(options: CsvOptions, mut writer: W) -> Result<Self> {
        if !options.plain {
            writer.write_all("\u{feff}".as_bytes())?;
        }
        let out = WriterBuilder::new()
            .delimiter(options.delimiter)
            .quote_style(QuoteStyle::Necessary)
            .terminator(if options.plain { Terminator::Any(b'\n') } else { Terminator::CRLF })
            .from_writer(writer);
        Ok(Self { out, guard: !options.plain })
    }

    pub(super) fn row<S: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = S>) -> Result<()> {
        for cell in cells {
            // A table with a NUL is read by no program; a blank is as long.
            let cell = cell.as_ref().replace('\0', " ");
            let written = if self.guard && runs(&cell) {
                self.out.write_field(format!("'{cell}"))
            } else {
                self.out.write_field(&cell)
            };
            written.map_err(failed)?;
        }
        self.out.write_record(None::<&[u8]>).map_err(failed)
    }

    pub(super) fn finish(mut self) -> Result<()> {
        Ok(self.out.flush()?)
    }
}

fn failed(error: csv::Error) -> Error {
    Error::from(std::io::Error::from(error))
}

/// Whether a spreadsheet would run the cell as a formula: it starts like one and is no plain number.
pub(in crate::export) fn runs(cell: &str) -> bool {
    let starts =
        |letter: char| matches!(letter, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠');
    // Some programs drop blanks and invisible marks before they look at the first sign.
    let unseen = |letter: char| {
        (letter.is_whitespace() && !matches!(letter, '\t' | '\r' | '\n'))
            || matches!(letter, '\u{feff}' | '\u{200b}'..='\u{200f}')
    };
    cell.trim_start_matches(unseen).starts_with(starts) && !is_number(cell)
}

/// Digits with a sign, a decimal point or comma, an exponent or a percent sign.
fn is_number(cell: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = |text: &str| text.strip_prefix(['+', '-']).unwrap_or(text).to_owned();
    let number = unsigned(cell.strip_suffix('%').unwrap_or(cell));
    let (mantissa, exponent) = number.split_once(['e', 'E']).map_or((number.as_str(), None), |(a, b)| (a, Some(b)));
    let whole = match mantissa.split_once(['.', ',']) {
        Some((before, after)) => digits(before) && digits(after),
        None => digits(mantissa),
    };
    whole && exponent.is_none_or(|exponent| digits(&unsigned(exponent)))
}
