//! The columns of tables of coded passages, as this crate and other programs write them.

use std::path::Path;

use super::codebook::{list, unguarded};
use super::codebook_columns::folded;
use super::{Note, text};
use crate::error::Result;

/// Columns, as [`folded`], that hold a passage's words, in the order of preference.
pub(super) const TEXT: &[&str] = &[
    "text",
    "quote",
    "quotation",
    "content",
    "excerpt",
    "verbatim",
    "segment",
    "coded segment",
    "coded text",
    "selected text",
    "seltext",
    "quotation content",
    "coding text",
    "codingtext",
    "highlight text",
    "highlighted text",
    "annotation text",
    "annotated text",
    "covered text",
    "coded content",
    "excerpt content",
    "snippet text",
    "text content",
    "excerpt copy",
    "excerpt text",
    "highlight",
    "snippet",
    "passage",
    "answer",
    "response",
    "textstelle",
    "codiertes segment",
    "zitat",
    "zitatinhalt",
    "inhalt",
    "extrait",
    "segment codé",
    "citation",
    "contenu",
    "texte",
    "cita",
    "fragmento",
    "segmento",
    "contenido",
    "texto",
    "citazione",
    "estratto",
    "contenuto",
    "testo",
    "trecho",
    "citação",
    "conteúdo",
    "citaat",
    "fragment",
    "tekst",
    "inhoud",
];
/// Its document.
pub(super) const SOURCE: &[&str] = &[
    "document",
    "source",
    "file",
    "filename",
    "file name",
    "transcript",
    "document name",
    "document id",
    "document title",
    "transcript name",
    "interview",
    "interview id",
    "session",
    "file or case name",
    "note title",
    "project file",
    "media",
    "media title",
    "resource",
    "source name",
    "dokument",
    "dokumentname",
    "quelle",
    "datei",
    "dateiname",
    "fichier",
    "nom du document",
    "documento",
    "nombre del documento",
    "archivo",
    "nome del documento",
    "nome do documento",
    "arquivo",
    "bestand",
    "documentnaam",
];
/// All its themes, parted by `;`.
pub(super) const LISTS: &[&str] = &[
    "themes",
    "codes",
    "tags",
    "codes applied",
    "codes applied combined",
    "code names",
    "code(s)",
    "theme(s)",
    "assigned codes",
    "applied codes",
    "themen",
    "kodes",
    "schlagwörter",
    "thèmes",
    "étiquettes",
    "temas",
    "códigos",
    "etiquetas",
    "temi",
    "codici",
    "etichette",
    "thema's",
    "labels",
];
/// One of its themes.
pub(super) const ONE: &[&str] = &[
    "theme",
    "code",
    "tag",
    "code name",
    "codename",
    "label",
    "node",
    "quirk",
    "annotation label",
    "kode",
    "thema",
    "schlagwort",
    "thème",
    "étiquette",
    "tema",
    "código",
    "etiqueta",
    "codice",
    "etichetta",
];
/// The quotation's id, as this crate writes it.
pub(super) const IDS: &[&str] = &["quote id", "id"];

/// What stands around the name of a code above a column that says of each passage whether it has it: `Code: rent Applied`.
const MARKED: (&str, &str) = ("Code: ", " Applied");
/// How a cell of such a column says that it has.
const YES: [&str; 4] = ["true", "1", "yes", "x"];

/// Where a table says which themes a passage has.
pub(super) enum ThemeColumns {
    /// All of them in one cell, parted by `;`.
    List(usize),
    /// One in each row.
    One(usize),
    /// One in each of several columns: `theme 1`, `theme 2`.
    Several(Vec<usize>),
    /// A column of yes and no for each.
    Marked(Vec<(usize, String)>),
}

impl ThemeColumns {
    /// The columns with these heads that hold themes.
    pub(super) fn of<S: AsRef<str>>(heads: &[S]) -> Option<Self> {
        let names: Vec<String> = heads.iter().map(|head| folded(head.as_ref())).collect();
        let find = |wanted: &[&str]| wanted.iter().find_map(|name| names.iter().position(|known| known == name));
        if let Some(at) = find(LISTS) {
            return Some(Self::List(at));
        }
        if let Some(at) = find(ONE) {
            return Some(Self::One(at));
        }
        let stem =
            |name: &str| name.trim_end_matches(|ch: char| ch.is_ascii_digit() || ch == ' ' || ch == '#').to_owned();
        let numbered = |(_, name): &(usize, &String)| ONE.contains(&stem(name).as_str());
        let several: Vec<usize> = names.iter().enumerate().filter(numbered).map(|(at, _)| at).collect();
        if !several.is_empty() {
            return Some(Self::Several(several));
        }
        let marked = |(at, head): (usize, &S)| {
            let name = head.as_ref().trim().strip_prefix(MARKED.0)?.strip_suffix(MARKED.1)?;
            Some((at, unguarded(name).to_owned()))
        };
        let marked: Vec<(usize, String)> = heads.iter().enumerate().filter_map(marked).collect();
        (!marked.is_empty()).then_some(Self::Marked(marked))
    }

    /// Whether a row has all themes of its passage.
    pub(super) fn are_whole(&self) -> bool {
        !matches!(self, Self::One(_))
    }

    /// The themes of a row.
    pub(super) fn themes<'a>(&self, cell: impl Fn(usize) -> &'a str) -> Vec<String> {
        let given = |at: &usize| Some(cell(*at).to_owned()).filter(|theme| !theme.is_empty());
        match self {
            Self::List(at) => list(cell(*at)),
            Self::One(at) => given(at).into_iter().collect(),
            Self::Several(columns) => columns.iter().filter_map(given).collect(),
            Self::Marked(columns) => {
                let is_marked = |at: usize| YES.iter().any(|yes| cell(at).eq_ignore_ascii_case(yes));
                columns.iter().filter(|(at, _)| is_marked(*at)).map(|(_, name)| name.clone()).collect()
            }
        }
    }

    /// The themes of a row as one cell has them, parted by `;`: as they stand, where one cell does.
    pub(super) fn cell<'a>(&self, cell: impl Fn(usize) -> &'a str) -> String {
        match self {
            Self::List(at) | Self::One(at) => cell(*at).to_owned(),
            _ => self.themes(cell).join("; "),
        }
    }
}

/// The text of a table, of a workbook that of its first sheet as CSV, and what is to be said of how it was read.
///
/// # Errors
/// If the file cannot be read, or holds no text.
pub(super) fn table_text(path: &Path) -> Result<(String, Vec<Note>)> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    if matches!(ending.as_str(), "xlsx" | "xls" | "xlsm" | "ods") {
        let bytes = std::fs::read(path).map_err(|error| crate::Error::io(path, error))?;
        return Ok((first_sheet(&path.display().to_string(), &bytes)?, Vec::new()));
    }
    let read = text::read(path)?;
    Ok((read.text, read.notes))
}

/// The first sheet of a workbook as CSV.
#[cfg(feature = "xlsx")]
fn first_sheet(file: &str, bytes: &[u8]) -> Result<String> {
    let sheets = super::workbook::sheets(file, bytes, &super::Limits::default())?;
    let rows = match sheets.into_iter().next() {
        Some(super::contents::Sheet { name, table }) => {
            let damaged = |why| crate::Error::format(file, None, format!("its sheet `{name}` cannot be read: {why}"));
            table.map_err(damaged)?.rows
        }
        None => Vec::new(),
    };
    let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or_default();
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in &rows {
        let written = writer.write_record((0..width).map(|at| row.cell(at)));
        written.map_err(|error| super::codebook::broken(file, error))?;
    }
    let bytes = writer.into_inner().map_err(|error| crate::Error::format(file, None, error.to_string()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(not(feature = "xlsx"))]
fn first_sheet(file: &str, _: &[u8]) -> Result<String> {
    Err(crate::Error::format(file, None, "workbooks are not read by this build; it lacks the feature `xlsx`"))
}
