//! Word processors: `.docx` and `.odt`, the words of paragraphs, headings, lists, tables and block quotations.

use super::archive::{Archive, Budget};
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
    let blanks = Budget::new(limits.bytes_out_of(body.len() as u64));
    open_document(&mut Xml::new(&inner, &body, limits), blanks, &mut writer)?;
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

/// The names of styles; in many languages their ids say nothing.
#[derive(Default)]
struct Styles(std::collections::BTreeMap<String, Block>);

impl Styles {
    fn read(file: &str, bytes: &[u8], limits: &Limits) -> Result<Self> {
        let text = text::decode(file, bytes)?.text;
        let mut xml = Xml::new(file, &text, limits);
        let mut styles = Self::default();
        let mut id = String::new();
        loop {
            match xml.next()? {
                Piece::End => return Ok(styles),
                Piece::Open(element) if element.name() == "style" => {
                    id = element.attribute("styleId").unwrap_or_default()
                }
                Piece::Open(element) if element.name() == "name" => {
                    if let Some(block) = element.attribute("val").and_then(|name| block_of(&name)) {
                        styles.0.insert(id.clone(), block);
                    }
                }
                _ => {}
            }
        }
    }

    fn block(&self, id: &str) -> Option<Block> {
        self.0.get(id).copied().or_else(|| block_of(id))
    }
}

fn word(xml: &mut Xml<'_>, styles: &Styles, writer: &mut Writer) -> Result<()> {
    let mut words = String::new();
    let mut block = Block::Paragraph;
    // Whether the run that is being read is bold, and whether all words of the paragraph are.
    let (mut bold, mut all_bold) = (false, true);
    // A text box is in the middle of a paragraph and has paragraphs of its own.
    let mut around: Vec<(String, Block)> = Vec::new();
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
                    (bold, all_bold) = (false, true);
                }
                "pStyle" => {
                    let style = element.attribute("val").unwrap_or_default();
                    block = styles.block(&style).unwrap_or(block);
                }
                "numPr" if block == Block::Paragraph => block = Block::Item,
                "r" => bold = false,
                "b" => bold = !element.attribute("val").is_some_and(|value| OFF.contains(&value.as_str())),
                "t" => {
                    let run = xml.text()?;
                    all_bold &= bold || run.trim().is_empty();
                    words.push_str(&run);
                }
                "tab" if is_run(&element) => words.push('\t'),
                "br" | "cr" => words.push('\n'),
                "noBreakHyphen" => words.push('\u{2011}'),
                "tr" => writer.open_row(),
                "tc" => writer.open_cell(),
                // What was deleted or moved away, and the same again for older programs.
                "del" | "moveFrom" | "Fallback" | "instrText" | "tabs" => xml.skip()?,
                _ => {}
            },
            Piece::Close(name) => match name.as_str() {
                "p" => {
                    let words_of_block = std::mem::take(&mut words);
                    writer.paragraph(block, &emphasised(words_of_block, block, all_bold && writer.rows.is_empty()));
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

/// The words of a paragraph that is wholly bold, marked so: often it is a question, and what follows its answer.
fn emphasised(words: String, block: Block, bold: bool) -> String {
    let bare = words.trim();
    if block != Block::Paragraph || !bold || bare.is_empty() || bare.contains(['\n', '*']) {
        return words;
    }
    format!("**{bare}**")
}

/// A tab of a run has no value; one of a paragraph's settings has.
fn is_run(element: &Element<'_>) -> bool {
    element.attribute("val").is_none()
}

fn open_document(xml: &mut Xml<'_>, mut blanks: Budget, writer: &mut Writer) -> Result<()> {
    let mut words = String::new();
    let mut block = None;
    let mut items = 0_usize;
    // Styles made on the spot stand on named ones: `P3` on `Quotations`.
    let mut styles = Styles::default();
    loop {
        match xml.next()? {
            Piece::End => return Ok(()),
            Piece::Text(text) if block.is_some() => words.push_str(&text.replace(['\n', '\r', '\t'], " ")),
            Piece::Text(_) => {}
            Piece::Open(element) => match element.name() {
                "style" => {
                    let named = element.attribute("parent-style-name").and_then(|name| block_of(&name));
                    if let (Some(name), Some(block)) = (element.attribute("name"), named) {
                        styles.0.insert(name, block);
                    }
                }
                "p" => {
                    let style = element.attribute("style-name").and_then(|style| styles.block(&style));
                    block = Some(match style {
                        Some(Block::Quote) => Block::Quote,
                        Some(Block::Heading) => Block::Heading,
                        _ if items > 0 => Block::Item,
                        _ => Block::Paragraph,
                    });
                }
                "h" => block = Some(Block::Heading),
                "list-item" => items += 1,
                "tab" => words.push('\t'),
                "line-break" => words.push('\n'),
                "s" => {
                    let count = element.attribute("c").and_then(|count| count.parse().ok()).unwrap_or(1_usize);
                    let count = count.min(1000);
                    if !blanks.take(count as u64) {
                        return Err(xml.error("there are more blanks in it than text; save it as text"));
                    }
                    words.extend(std::iter::repeat_n(' ', count));
                }
                "table-row" => writer.open_row(),
                "table-cell" => writer.open_cell(),
                "tracked-changes" | "annotation" | "note" => xml.skip()?,
                _ => {}
            },
            Piece::Close(name) => match name.as_str() {
                "p" | "h" => {
                    if let Some(block) = block.take() {
                        writer.paragraph(block, &std::mem::take(&mut words));
                    }
                }
                "list-item" => items = items.saturating_sub(1),
                "table-row" => writer.close_row(),
                _ => {}
            },
        }
    }
}
