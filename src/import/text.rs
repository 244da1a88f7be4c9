//! Bytes become text: the encoding is detected from the bytes, and what was decided is said.

use std::borrow::Cow;
use std::fmt;
use std::path::Path;

use encoding_rs::{Encoding as Table, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::{Note, encoding};
use crate::error::{Error, Result};

/// A text out of bytes, and how they were read. Places in it count bytes of this text, not of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Text {
    /// The text, without a byte order mark.
    pub text: String,
    /// How the bytes were read.
    pub encoding: Encoding,
    /// What a reader may want to look at: bytes that fit no encoding, and what they were taken for.
    pub notes: Vec<Note>,
}

/// An encoding of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encoding(&'static Table);

impl Encoding {
    /// The encoding of that name, as HTML pages and mail programs write it: `utf-8`, `windows-1252`, `latin1`, `koi8-r`, `shift_jis`.
    ///
    /// # Errors
    /// [`ErrorKind::Setting`](crate::ErrorKind::Setting) for a name that is not known.
    pub fn named(name: &str) -> Result<Self> {
        Table::for_label(name.as_bytes()).map(Self).ok_or_else(|| {
            Error::setting("encoding", format!("`{name}` is not known; try `utf-8`, `utf-16le` or `windows-1252`"))
        })
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        self.0.name()
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// Reads a text file; see [`decode`].
///
/// # Errors
/// If the file cannot be read, or holds no text.
pub fn read(path: &Path) -> Result<Text> {
    let bytes = std::fs::read(path).map_err(|error| Error::io(path, error))?;
    decode(&path.display().to_string(), &bytes)
}

/// Turns bytes into text; `file` names them in messages.
///
/// A byte order mark decides; then a shape that only UTF-16 has; then strict UTF-8. Bytes that are not UTF-8 get a note that names them: one by one they are
/// read as Windows-1252 where the rest of the text shows that it is UTF-8; else the whole is read in the encoding in which its letters are likeliest to stand so
/// (Western, Central European, Cyrillic, Greek, Turkish, Baltic, Hebrew, Arabic, Thai and Vietnamese ones, those of China, Japan and Korea, Mac Roman).
///
/// ```
/// use verbatims::import::text;
///
/// let letter = text::decode("letter.txt", b"\x93I pay too much,\x94 said Ann.")?;
/// assert_eq!(letter.text, "“I pay too much,” said Ann.");
/// assert_eq!(letter.encoding.name(), "windows-1252");
/// assert_eq!(
///     letter.notes[0].to_string(),
///     "letter.txt: line 1: not UTF-8; read as windows-1252 (bytes 93 94). If that is wrong, name the encoding"
/// );
/// # Ok::<(), verbatims::Error>(())
/// ```
///
/// # Errors
/// For a binary file: one that holds a NUL, or more than a tenth of whose bytes are control characters.
pub fn decode(file: &str, bytes: &[u8]) -> Result<Text> {
    if let Some((table, mark)) = Table::for_bom(bytes) {
        return with(file, &bytes[mark..], table);
    }
    if let Some(table) = utf16(bytes) {
        return with(file, bytes, table);
    }
    refuse_binary(file, bytes)?;
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Text { text: text.to_owned(), encoding: Encoding(UTF_8), notes: Vec::new() }),
        Err(_) => Ok(not_utf8(file, bytes)),
    }
}

/// Turns bytes of a known encoding into text. A byte order mark decides all the same.
///
/// # Errors
/// For a binary file, as in [`decode`].
pub fn decode_as(file: &str, bytes: &[u8], encoding: Encoding) -> Result<Text> {
    let (table, mark) = Table::for_bom(bytes).unwrap_or((encoding.0, 0));
    with(file, &bytes[mark..], table)
}

/// Captions (WebVTT) with characters in the place of their references (`&amp;`, `&#39;`). Those of `<` and `>` stay, since they would begin a tag.
pub(super) fn captions(text: &str) -> String {
    const NAMED: &[(&str, char)] =
        &[("amp", '&'), ("nbsp", '\u{a0}'), ("lrm", '\u{200e}'), ("rlm", '\u{200f}'), ("quot", '"'), ("apos", '\'')];
    // No reference is longer; of more ampersands than ends each would be looked at to the end of the text.
    const LONGEST: usize = 32;
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        let near = &rest.as_bytes()[1..rest.len().min(LONGEST)];
        let name = memchr::memchr(b';', near).map_or("", |end| &rest[1..=end]);
        let number = match name.strip_prefix("#x").or_else(|| name.strip_prefix("#X")) {
            Some(digits) => u32::from_str_radix(digits, 16).ok(),
            None => name.strip_prefix('#').and_then(|digits| digits.parse().ok()),
        };
        let letter = NAMED.iter().find(|(known, _)| *known == name).map(|(_, letter)| *letter);
        let letter = letter.or_else(|| number.and_then(char::from_u32));
        match letter.filter(|letter| !letter.is_control() && !matches!(letter, '<' | '>')) {
            Some(letter) => {
                decoded.push(letter);
                rest = &rest[name.len() + 2..];
            }
            None => {
                decoded.push('&');
                rest = &rest[1..];
            }
        }
    }
    decoded + rest
}

fn with(file: &str, bytes: &[u8], table: &'static Table) -> Result<Text> {
    let (text, faults) = table.decode_without_bom_handling(bytes);
    refuse_binary(file, text.as_bytes())?;
    let mut notes = Vec::new();
    if faults {
        let line = text.find('\u{fffd}').map(|at| line_of(text.as_bytes(), at));
        let what = format!(
            "not all of it is {}; what is not stands as \u{fffd}. If that is wrong, name the encoding",
            table.name()
        );
        notes.push(Note::new(file, line, what));
    }
    Ok(Text { text: text.into_owned(), encoding: Encoding(table), notes })
}

/// UTF-16 without a mark: every other byte is NUL in Latin text, and the others are not.
fn utf16(bytes: &[u8]) -> Option<&'static Table> {
    let head = &bytes[..bytes.len().min(4096) & !1];
    if head.len() < 8 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let most = head.len() / 2 * 2 / 5;
    match (even, odd) {
        (0, odd) if odd > most => Some(UTF_16LE),
        (even, 0) if even > most => Some(UTF_16BE),
        _ => None,
    }
}

fn refuse_binary(file: &str, bytes: &[u8]) -> Result<()> {
    if let Some(at) = memchr::memchr(0, bytes) {
        let what = "this is a binary file (it holds a NUL byte), not text; save it as text first";
        return Err(Error::format(file, line_of(bytes, at), what));
    }
    let control = |byte: &&u8| matches!(byte, 0..=8 | 11 | 14..=31 | 127);
    let controls = bytes.iter().filter(control).count();
    if controls * 10 > bytes.len() {
        let what =
            format!("this is a binary file ({controls} of {} bytes are control characters), not text", bytes.len());
        return Err(Error::format(file, None, what));
    }
    Ok(())
}

fn not_utf8(file: &str, bytes: &[u8]) -> Text {
    let mut wide = 0_usize;
    let mut bad: Vec<(usize, u8)> = Vec::new();
    let mut at = 0;
    for chunk in bytes.utf8_chunks() {
        wide += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
        at += chunk.valid().len();
        bad.extend(chunk.invalid().iter().enumerate().map(|(nth, byte)| (at + nth, *byte)));
        at += chunk.invalid().len();
    }
    let line = bad.first().map(|(at, _)| line_of(bytes, *at));
    let shown = some_of(bytes, &bad);
    // Letters that take several bytes hardly ever come about by chance.
    if wide > bad.len() {
        let mut text = String::with_capacity(bytes.len());
        for chunk in bytes.utf8_chunks() {
            text.push_str(chunk.valid());
            text.push_str(&windows_1252(chunk.invalid()));
        }
        let count = bad.len();
        let what = format!("{count} of its bytes are not UTF-8 ({shown}); read as windows-1252, the rest as UTF-8");
        return Text { text, encoding: Encoding(UTF_8), notes: vec![Note::new(file, line, what)] };
    }
    let table = encoding::guess(bytes);
    let text = table.decode_without_bom_handling(bytes).0;
    let what = format!("not UTF-8; read as {} ({shown}). If that is wrong, name the encoding", table.name());
    Text { text: text.into_owned(), encoding: Encoding(table), notes: vec![Note::new(file, line, what)] }
}

fn windows_1252(bytes: &[u8]) -> Cow<'_, str> {
    WINDOWS_1252.decode_without_bom_handling(bytes).0
}

/// The odd bytes of the first line that has any.
fn some_of(bytes: &[u8], bad: &[(usize, u8)]) -> String {
    let first = bad.first().map_or(0, |(at, _)| *at);
    let end = memchr::memchr(b'\n', &bytes[first..]).map_or(bytes.len(), |length| first + length);
    let mut shown: Vec<String> = Vec::new();
    for (_, byte) in bad.iter().take_while(|(at, _)| *at < end) {
        let hex = format!("{byte:02X}");
        if !shown.contains(&hex) {
            shown.push(hex);
        }
    }
    let word = if shown.len() == 1 { "byte" } else { "bytes" };
    let more = if shown.len() > 6 { " …" } else { "" };
    shown.truncate(6);
    format!("{word} {}{more}", shown.join(" "))
}

fn line_of(bytes: &[u8], at: usize) -> u64 {
    memchr::memchr_iter(b'\n', &bytes[..at]).count() as u64 + 1
}
