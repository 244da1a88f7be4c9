//! Word processors: `.docx` and `.odt`, the words of paragraphs, headings, lists, tables and block quotations.

use std::collections::{BTreeMap, BTreeSet};

use super::archive::Archive;
use super::blocks::{Block, Blocks};
use super::limits::Limits;
use super::text;
use super::xml::{Element, Piece, Xml};
use crate::error::{Error, Result};

/// The text of a `.docx` file: paragraphs parted by blank lines, headings (`# `), items (`- `), rows (`| a | b |`), paragraphs of a style
/// for quotations (`> `). Deleted words, fields, comments, headers and footers are left out. `file` names it in errors.
///
/// # Errors
/// If the archive is no Word document, breaks the limits of archives, or is not XML inside.
pub fn docx(file: &str, bytes: &[u8]) -> Result<String> {
    docx_within(file, bytes, &Limits::default())
}

pub(super) fn docx_within(file: &str, bytes: &[u8], limits: &Limits) -> Result<String> {
    let mut archive = Archive::open(file, bytes, limits)?;
    let styles = match archive.read("word/styles.xml")? {
        Some(bytes) => Styles::read(&format!("{file}:word/styles.xml"), &bytes, limits)?,
        None => Styles::default(),
    };
    let inner = format!("{file}:word/document.xml");
    let body = archive.read("word/document.xml")?.ok_or_else(|| {
        Error::format(file, None, "this is no Word document: it has no `word/document.xml`; save it as `.docx` again")
    })?;
    let body = text::decode(&inner, &body)?.text;
    let mut writer = Writer::default();
    word(&mut Xml::new(&inner, &body, limits), &styles, &mut writer)?;
    Ok(writer.blocks.finish())
}

/// The text of an `.odt` file, as [`docx`] gives it.
///
/// # Errors
/// If the archive is no OpenDocument text, breaks the limits of archives, or is not XML inside.
pub fn odt(file: &str, bytes: &[u8]) -> Result<String> {
    odt_within(file, bytes, &Limits::default())
}

pub(super) fn odt_within(file: &str, bytes: &[u8], limits: &Limits) -> Result<String> {
    let mut archive = Archive::open(file, bytes, limits)?;
    let inner = format!("{file}:content.xml");
    let body = archive
        .read("content.xml")?
        .ok_or_else(|| Error::format(file, None, "this is no OpenDocument text: it has no `content.xml`"))?;
    let body = text::decode(&inner, &body)?.text;
    let mut writer = Writer::default();
    let mut styles = Styles::default();
    // Named styles have a file of their own, which the writer of the text may do without.
    if let Some(bytes) = archive.read("styles.xml")? {
        let inner = format!("{file}:styles.xml");
        let named = text::decode(&inner, &bytes)?.text;
        open_document(&mut Xml::new(&inner, &named, limits), &mut styles, &mut Writer::default())?;
    }
    open_document(&mut Xml::new(&inner, &body, limits), &mut styles, &mut writer)?;
    Ok(writer.blocks.finish())
}

/// Text while it is written; tables in tables become words of the outer cell.
#[derive(Default)]
struct Writer {
    blocks: Blocks,
    /// The cells of the row that is being read, one list for each table around the place.
    rows: Vec<Vec<String>>,
}

impl Writer {
    fn paragraph(&mut self, block: Block, words: &str) {
        match self.rows.last_mut() {
            None => self.blocks.push(block, words),
            Some(row) => {
                if let Some(cell) = row.last_mut() {
                    cell.push_str(words);
                    cell.push('\n');
                }
            }
        }
    }

    fn open_row(&mut self) {
        self.rows.push(Vec::new());
    }

    fn open_cell(&mut self) {
        if let Some(row) = self.rows.last_mut() {
            row.push(String::new());
        }
    }

    fn close_row(&mut self) {
        let Some(cells) = self.rows.pop() else { return };
        if self.rows.is_empty() {
            match &cells[..] {
                // A table of one cell is a frame round paragraphs.
                [cell] => cell.lines().for_each(|line| self.blocks.push(Block::Paragraph, line)),
                _ => self.blocks.row(&cells),
            }
        } else {
            self.paragraph(Block::Paragraph, &cells.join(" "));
        }
    }
}

/// The block that a style name stands for: `Quote`, `Intense Quote`, `Block Text`, `Heading 2`, `List Bullet`.
fn block_of(style: &str) -> Option<Block> {
    let name: String = style.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    if name.contains("quot") || name.starts_with("blocktext") {
        Some(Block::Quote)
    } else if name.starts_with("heading") || name == "title" {
        Some(Block::Heading)
    } else if name.starts_with("list") && !name.starts_with("listcontents") {
        Some(Block::Item)
    } else {
        None
    }
}

/// What styles stand for: blocks by their names, since in many languages their ids say nothing, and which are bold.
#[derive(Default)]
struct Styles {
    blocks: BTreeMap<String, Block>,
    bold: BTreeSet<String>,
}

impl Styles {
    fn read(file: &str, bytes: &[u8], limits: &Limits) -> Result<Self> {
        let text = text::decode(file, bytes)?.text;
        let mut xml = Xml::new(file, &text, limits);
        let mut styles = Self::default();
        let mut id = String::new();
        loop {
            match xml.next()? {
                Piece::End => return Ok(styles),
                Piece::Open(element) => match element.name() {
                    "style" => id = element.attribute("styleId").unwrap_or_default(),
                    "name" => {
                        if let Some(block) = element.attribute("val").and_then(|name| block_of(&name)) {
                            styles.blocks.insert(id.clone(), block);
                        }
                    }
                    "b" if is_on(&element) => {
                        styles.bold.insert(id.clone());
                    }
                    _ => {}
                },
                _ => {}
            }
        }
    }

    fn block(&self, id: &str) -> Option<Block> {
        self.blocks.get(id).copied().or_else(|| block_of(id))
    }

    fn is_bold(&self, id: Option<&str>) -> bool {
        id.is_some_and(|id| self.bold.contains(id))
    }

    /// Learns a style that is made on the spot and stands on a named one: `P3` on `Quotations`.
    fn learn(&mut self, name: String, parent: Option<&str>) {
        if let Some(block) = parent.and_then(block_of) {
            self.blocks.insert(name.clone(), block);
        }
        if self.is_bold(parent) {
            self.bold.insert(name);
        }
    }
}

/// The words of a paragraph while it is read, and whether all of them are bold.
#[derive(Default)]
struct Words {
    text: String,
    has_light: bool,
}

impl Words {
    fn push(&mut self, run: &str, bold: bool) {
        self.has_light |= !bold && !run.trim().is_empty();
        self.text.push_str(run);
    }

    /// The words, marked as emphasis where a paragraph is wholly bold: often it is a question, and what follows its answer.
    fn take(&mut self, block: Block, may_be_marked: bool) -> String {
        let Self { text, has_light } = std::mem::take(self);
        let bare = text.trim();
        let marked = may_be_marked && !has_light && block == Block::Paragraph;
        if !marked || bare.is_empty() || bare.contains(['\n', '*']) { text } else { format!("**{bare}**") }
    }
}

fn word(xml: &mut Xml<'_>, styles: &Styles, writer: &mut Writer) -> Result<()> {
    let mut words = Words::default();
    let mut block = Block::Paragraph;
    // Whether the style of the paragraph is bold, and whether the run that is being read is.
    let (mut base, mut bold) = (false, false);
    // A text box is in the middle of a paragraph and has paragraphs of its own.
    let mut around: Vec<(Words, Block)> = Vec::new();
    let mut in_paragraph = false;
    loop {
        match xml.next()? {
            Piece::End => return Ok(()),
            Piece::Text(_) => {}
            Piece::Open(element) => match element.name() {
                "p" => {
                    if in_paragraph {
                        around.push((std::mem::take(&mut words), block));
                    }
                    in_paragraph = true;
                    block = Block::Paragraph;
                    (base, bold) = (false, false);
                }
                "pStyle" => {
                    let style = element.attribute("val").unwrap_or_default();
                    block = styles.block(&style).unwrap_or(block);
                    base = styles.is_bold(Some(&style));
                }
                "rStyle" => bold |= styles.is_bold(element.attribute("val").as_deref()),
                "numPr" if block == Block::Paragraph => block = Block::Item,
                "r" => bold = base,
                "b" => bold = is_on(&element),
                "t" => words.push(&xml.text()?, bold),
                "tab" if is_run(&element) => words.text.push('\t'),
                "br" | "cr" => words.text.push('\n'),
                "noBreakHyphen" => words.text.push('\u{2011}'),
                "tr" => writer.open_row(),
                "tc" => writer.open_cell(),
                // What was deleted or moved away, and the same again for older programs.
                "del" | "moveFrom" | "Fallback" | "instrText" | "tabs" => xml.skip()?,
                _ => {}
            },
            Piece::Close(name) => match name.as_str() {
                "p" => {
                    writer.paragraph(block, &words.take(block, writer.rows.is_empty()));
                    match around.pop() {
                        Some(outer) => (words, block) = outer,
                        None => in_paragraph = false,
                    }
                }
                "tr" => writer.close_row(),
                _ => {}
            },
        }
    }
}

/// How a setting says that it does not hold.
const OFF: [&str; 3] = ["0", "false", "off"];

/// Whether a setting holds: it does unless it says otherwise.
fn is_on(element: &Element<'_>) -> bool {
    !element.attribute("val").is_some_and(|value| OFF.contains(&value.as_str()))
}

/// A tab of a run has no value; one of a paragraph's settings has.
fn is_run(element: &Element<'_>) -> bool {
    element.attribute("val").is_none()
}

/// How OpenDocument says that a typeface is bold, besides numbers (`700`).
const BOLD: &str = "bold";
const LEAST_BOLD: u32 = 600;

fn open_document(xml: &mut Xml<'_>, styles: &mut Styles, writer: &mut Writer) -> Result<()> {
    let mut words = Words::default();
    let mut block = None;
    let mut items = 0_usize;
    // Whether the style of the paragraph is bold, and those of the spans around the place.
    let (mut base, mut spans): (bool, Vec<bool>) = (false, Vec::new());
    let mut style = String::new();
    loop {
        match xml.next()? {
            Piece::End => return Ok(()),
            Piece::Text(text) if block.is_some() => {
                words.push(&text.replace(['\n', '\r', '\t'], " "), spans.last().copied().unwrap_or(base));
            }
            Piece::Text(_) => {}
            Piece::Open(element) => match element.name() {
                "style" => {
                    style = element.attribute("name").unwrap_or_default();
                    styles.learn(style.clone(), element.attribute("parent-style-name").as_deref());
                }
                "text-properties" => {
                    if let Some(weight) = element.attribute("font-weight") {
                        let bold = weight == BOLD || weight.parse().is_ok_and(|weight: u32| weight >= LEAST_BOLD);
                        if bold {
                            styles.bold.insert(style.clone())
                        } else {
                            styles.bold.remove(&style)
                        };
                    }
                }
                "p" => {
                    let name = element.attribute("style-name");
                    block = Some(match name.as_deref().and_then(|name| styles.block(name)) {
                        Some(Block::Quote) => Block::Quote,
                        Some(Block::Heading) => Block::Heading,
                        _ if items > 0 => Block::Item,
                        _ => Block::Paragraph,
                    });
                    base = styles.is_bold(name.as_deref());
                    spans.clear();
                }
                "h" => block = Some(Block::Heading),
                "span" => {
                    let name = element.attribute("style-name");
                    spans.push(styles.is_bold(name.as_deref()) || spans.last().copied().unwrap_or(base));
                }
                "list-item" => items += 1,
                "tab" => words.text.push('\t'),
                "line-break" => words.text.push('\n'),
                "s" => words.text.extend(std::iter::repeat_n(' ', element.blanks())),
                "table-row" => writer.open_row(),
                "table-cell" => writer.open_cell(),
                "tracked-changes" | "annotation" | "note" => xml.skip()?,
                _ => {}
            },
            Piece::Close(name) => match name.as_str() {
                "p" | "h" => {
                    if let Some(block) = block.take() {
                        writer.paragraph(block, &words.take(block, writer.rows.is_empty()));
                    }
                }
                "span" => drop(spans.pop()),
                "list-item" => items = items.saturating_sub(1),
                "table-row" => writer.close_row(),
                _ => {}
            },
        }
    }
}
