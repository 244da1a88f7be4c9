//! Taguette: its codebook as CSV, and its project file.

mod schema;
mod sqlite;

use std::collections::BTreeMap;
use std::io::Write;

use super::passages::{Lines, passages, short, stems};
use crate::document::Document;
use crate::error::{Error, Result};
use crate::id::{ThemeId, Unique};
use crate::report::Analysis;
use crate::themes::{Codebook, Theme};
use schema::Tables;
use sqlite::Value;

/// The longest path of a tag that Taguette takes, in characters.
const PATH: usize = 200;
/// The longest name of a project or a document.
const NAME: usize = 50;

/// Writes a codebook as Taguette imports it: `tag` (the names from the topmost down, parted by full stops) and `description`. With a byte order mark, without which
/// Taguette guesses the encoding wrong. Words, exclusions and examples are not carried.
///
/// Full stops inside names are left out, and so are signs at the start of a tag that a spreadsheet would run; a description that begins with one gets an
/// apostrophe before it.
///
/// # Errors
/// If the writer fails.
pub fn codebook(codebook: &Codebook, mut writer: impl Write) -> Result<()> {
    writer.write_all("\u{feff}".as_bytes())?;
    let mut out = csv::Writer::from_writer(writer);
    let failed = |error: csv::Error| Error::from(std::io::Error::from(error));
    out.write_record(["tag", "description"]).map_err(failed)?;
    for tag in Tags::new(Some(codebook), &[]).tags {
        let guard = if super::csv::runs(&tag.description) { "'" } else { "" };
        out.write_record([tag.path, format!("{guard}{}", tag.description)]).map_err(failed)?;
    }
    Ok(out.flush()?)
}

struct Tag {
    path: String,
    description: String,
}

/// The codes of a codebook and the themes that it does not have.
struct Tags {
    tags: Vec<Tag>,
    of_theme: BTreeMap<ThemeId, usize>,
}

impl Tags {
    fn new(codebook: Option<&Codebook>, themes: &[Theme]) -> Self {
        let mut tags = Self { tags: Vec::new(), of_theme: BTreeMap::new() };
        let mut taken = Unique::default();
        let mut of_code: BTreeMap<&str, usize> = BTreeMap::new();
        let mut add = |tags: &mut Vec<Tag>, names: &[&str], description: &str| {
            let words = names.iter().map(|name| part(name)).filter(|part| !part.is_empty()).collect::<Vec<_>>();
            let path = if words.is_empty() { "tag".to_owned() } else { words.join(".") };
            let path: String = path.chars().take(PATH - 6).collect();
            let path = taken.take(&path);
            tags.push(Tag { path, description: description.trim().to_owned() });
            tags.len() - 1
        };
        let tree = codebook.map(Codebook::tree);
        for code in codebook.into_iter().flat_map(|codebook| &codebook.codes) {
            let path = tree.as_ref().map(|tree| tree.path(code)).unwrap_or_default();
            let number = add(&mut tags.tags, &path, &code.definition);
            of_code.insert(code.id.as_str(), number);
        }
        for theme in themes {
            let number = match of_code.get(theme.id.as_str()) {
                Some(number) => *number,
                None => {
                    let words: Vec<&str> = theme.terms.iter().map(|(word, _)| word.as_str()).collect();
                    add(&mut tags.tags, &[&theme.label], &words.join(", "))
                }
            };
            tags.of_theme.insert(theme.id.clone(), number);
        }
        tags
    }
}

/// A name as one step of a tag's path.
fn part(name: &str) -> String {
    let name: String =
        name.chars().filter(|letter| *letter != '.' && (!letter.is_control() || letter.is_whitespace())).collect();
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    name.trim_start_matches(['=', '+', '-', '@', '＝', '＋', '－', '＠', ' ']).to_owned()
}

/// Writes a project file (`.sqlite3`) that Taguette imports: the texts as documents, a highlight for each part of each quotation with its themes as tags. The
/// tree and the definitions of the tags come from `codebook`, if it is given.
///
/// The file is a SQLite database of Taguette 1.5. Speakers, scores and attributes are not carried. Control characters become blanks.
///
/// # Errors
/// [`ErrorKind::Setting`](crate::ErrorKind::Setting) if the text of a quotation's document is not given or is another; if the writer fails.
pub fn project(
    analysis: &Analysis,
    documents: &[Document<'_>],
    name: &str,
    codebook: Option<&Codebook>,
    mut writer: impl Write,
) -> Result<()> {
    let passages = passages(analysis, documents)?;
    let tags = Tags::new(codebook, analysis.themes());
    let name = Some(short(name, NAME)).filter(|name| !name.is_empty()).unwrap_or_else(|| "Quotations".to_owned());
    let mut tables = Tables::new(&name);
    for tag in &tags.tags {
        tables.tags.push(vec![Value::Null, Value::Int(1), Value::text(&tag.path), Value::text(&tag.description)]);
    }
    let mut names = Unique::default();
    for (passages, stem) in passages.iter().zip(stems(&passages)) {
        let lines = Lines::new(&passages.document.text);
        let page = Page::new(&lines.text);
        let long = short(passages.document.id.as_str(), NAME - 6);
        let name = names.take(&long);
        tables.add_document(&name, &format!("{stem}.txt"), &page.html);
        for (quote, codings) in &passages.quotes {
            for span in &quote.content {
                let span = lines.map(*span);
                let (start, end) = (page.offset(span.start()), page.offset(span.end()));
                if start == end {
                    continue;
                }
                let tags = codings.iter().filter_map(|coding| tags.of_theme.get(&coding.theme).map(|tag| tag + 1));
                tables.add_highlight(start, end, &Page::new(span.of(&lines.text)).html, tags.collect());
            }
        }
    }
    Ok(writer.write_all(&tables.database())?)
}

/// A text as Taguette keeps it: a paragraph a line. Its places count the bytes of what the paragraphs hold, so without the line feeds.
struct Page {
    html: String,
    /// The places of the line feeds.
    breaks: Vec<usize>,
}

impl Page {
    fn new(text: &str) -> Self {
        let mut html = String::with_capacity(text.len() + 64);
        for line in text.split('\n') {
            html.push_str("<p>");
            for letter in line.chars() {
                match letter {
                    '&' => html.push_str("&amp;"),
                    '<' => html.push_str("&lt;"),
                    '>' => html.push_str("&gt;"),
                    '"' => html.push_str("&quot;"),
                    '\'' => html.push_str("&#x27;"),
                    // A blank of as many bytes, so that places stay.
                    _ if letter.is_control() => html.push_str(if letter.is_ascii() { " " } else { "\u{a0}" }),
                    _ => html.push(letter),
                }
            }
            html.push_str("</p>");
        }
        Self { html, breaks: memchr::memchr_iter(b'\n', text.as_bytes()).collect() }
    }

    fn offset(&self, at: usize) -> usize {
        at - self.breaks.partition_point(|place| *place < at)
    }
}
