//! What form a file has: by the ending of its name, and by its first bytes.

use std::path::Path;

use super::jsonl;

/// The form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Text,
    Table,
    JsonLines,
    Html,
    Docx,
    Odt,
    Pdf,
    Workbook,
    Project,
    Parquet,
}

/// Endings of names, in lower case.
const FORMS: &[(&str, Form)] = &[
    ("txt", Form::Text),
    ("text", Form::Text),
    ("md", Form::Text),
    ("markdown", Form::Text),
    ("vtt", Form::Text),
    ("srt", Form::Text),
    ("csv", Form::Table),
    ("tsv", Form::Table),
    ("tab", Form::Table),
    ("jsonl", Form::JsonLines),
    ("ndjson", Form::JsonLines),
    ("html", Form::Html),
    ("htm", Form::Html),
    ("xhtml", Form::Html),
    ("docx", Form::Docx),
    ("odt", Form::Odt),
    ("pdf", Form::Pdf),
    ("xlsx", Form::Workbook),
    ("ods", Form::Workbook),
    ("qdpx", Form::Project),
    ("parquet", Form::Parquet),
    ("pq", Form::Parquet),
];

/// The form that a file's name and its bytes tell.
pub(super) fn form_of(name: &str, bytes: &[u8]) -> Option<Form> {
    let ending = Path::new(name).extension().map(|ending| ending.to_string_lossy().to_lowercase());
    let named = FORMS.iter().find(|(known, _)| Some(*known) == ending.as_deref()).map(|(_, form)| *form);
    match named {
        None | Some(Form::Text) => by_content(bytes).or(named),
        Some(form) => Some(form),
    }
}

/// What the first bytes show beyond doubt.
fn by_content(bytes: &[u8]) -> Option<Form> {
    let start = bytes.trim_ascii_start();
    let start = &start[..start.len().min(512)];
    if start.starts_with(b"%PDF-") {
        return Some(Form::Pdf);
    }
    if start.starts_with(b"PAR1") {
        return Some(Form::Parquet);
    }
    if start.starts_with(b"PK\x03\x04") {
        let has = |part: &[u8]| memchr::memmem::find(bytes, part).is_some();
        return [
            (&b"word/document.xml"[..], Form::Docx),
            (b"xl/workbook.xml", Form::Workbook),
            (b"opendocument.text", Form::Odt),
            (b"opendocument.spreadsheet", Form::Workbook),
            (b"project.qde", Form::Project),
        ]
        .into_iter()
        .find(|(part, _)| has(part))
        .map(|(_, form)| form);
    }
    let lower = start.to_ascii_lowercase();
    if lower.starts_with(b"<!doctype html") || lower.starts_with(b"<html") {
        return Some(Form::Html);
    }
    let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    (first.starts_with(b"{") && jsonl::line("", 1, first).is_ok()).then_some(Form::JsonLines)
}
