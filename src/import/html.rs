//! Web pages: the main text only.

use std::collections::BTreeMap;

use scraper::{ElementRef, Html, Node};

use super::blocks::{Block, Blocks};
use super::limits::Limits;
use super::page_tree::{self, NodeId};
use super::text::{self, Encoding, Text};
use crate::document::Document;
use crate::error::Result;

/// The main text of a page, and what its head says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Page {
    /// Paragraphs, headings (`# `), items (`- `), rows (`| a | b |`) and block quotations (`> `, with who is quoted in a line
    /// `> — …` where the page says so), a blank line between them. Links are joined, every blank is a plain one.
    pub text: String,
    /// Its title.
    pub title: Option<String>,
    /// The day or time when it was published, as it is written there.
    pub date: Option<String>,
}

impl Page {
    /// The page as a document, with the attributes `title` and `date`. Places count bytes of the page's [`text`](Page::text).
    pub fn document(self, id: &str) -> Document<'static> {
        let mut document = Document::new(id, self.text);
        for (name, value) in [("title", self.title), ("date", self.date)] {
            if let Some(value) = value {
                document = document.attribute(name, value);
            }
        }
        document
    }
}

/// Decodes a page: a byte order mark decides, then UTF-8, then what its head says, then as [`text::decode`].
///
/// # Errors
/// For a binary file.
pub fn decode(file: &str, bytes: &[u8]) -> Result<Text> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_lowercase();
    let said = head.split_once("charset=").map(|(_, rest)| {
        let rest = rest.trim_start_matches(['"', '\'', ' ']);
        rest.split(|char: char| !(char.is_ascii_alphanumeric() || "-_:".contains(char))).next().unwrap_or("")
    });
    match said.and_then(|name| Encoding::named(name).ok()) {
        Some(encoding) if std::str::from_utf8(bytes).is_err() && !encoding.name().starts_with("UTF") => {
            text::decode_as(file, bytes, encoding)
        }
        _ => text::decode(file, bytes),
    }
}

/// Takes the main text out of a page: the article that holds most of its paragraphs, else its main part, else what holds most
/// of them. Scripts, navigation, forms, notes at the side and below, and what is hidden are left out.
///
/// ```
/// use verbatims::import::html;
///
/// let page = html::parse(
///     "buses.html",
///     "<title>Night buses</title><nav><a href='/'>Home</a></nav><article><p>&ldquo;Rent is high,&rdquo; \
///      said <a href='/ann'>Ann&nbsp;Li</a>.</p><blockquote><p>I walk.</p><cite>Tom Hale</cite></blockquote></article>",
/// )?;
/// assert_eq!(page.text, "“Rent is high,” said Ann Li.\n\n> I walk.\n> — Tom Hale\n");
/// assert_eq!(page.title.as_deref(), Some("Night buses"));
/// # Ok::<(), verbatims::Error>(())
/// ```
///
/// # Errors
/// For a page that goes past the default [`Limits`]; `file` names it.
pub fn parse(file: &str, html: &str) -> Result<Page> {
    within(file, html, &Limits::default())
}

pub(super) fn within(file: &str, html: &str, limits: &Limits) -> Result<Page> {
    let tree = page_tree::parse(file, html, limits)?;
    let elements = || tree.root_element().descendants().filter_map(ElementRef::wrap);
    let meta = |names: &[&str]| {
        elements().filter(|element| element.value().name() == "meta").find_map(|element| {
            let of = |name: &str| element.attr(name).unwrap_or_default().to_lowercase();
            let named =
                names.iter().any(|name| of("property") == *name || of("name") == *name || of("itemprop") == *name);
            element.attr("content").filter(|_| named).map(plain).filter(|content| !content.is_empty())
        })
    };
    let titled = |name: &str| {
        elements()
            .find(|element| element.value().name() == name && !is_in_picture(element))
            .map(|element| plain(&element.text().collect::<String>()))
    };
    let title =
        meta(&["og:title"]).or_else(|| titled("title")).or_else(|| titled("h1")).filter(|title| !title.is_empty());
    let date = meta(&["article:published_time", "datepublished", "date", "dc.date", "dcterms.date", "pubdate"]);
    let mut writer = Writer::default();
    writer.blocks(main(&tree));
    Ok(Page { text: writer.finish(), title, date })
}

fn is_in_picture(element: &ElementRef<'_>) -> bool {
    element.ancestors().filter_map(ElementRef::wrap).any(|above| above.value().name() == "svg")
}

/// Elements without text of the page's own.
const SKIPPED: &[&str] = &[
    "aside", "audio", "button", "canvas", "datalist", "dialog", "embed", "footer", "form", "head", "iframe", "input",
    "map", "math", "menu", "nav", "noscript", "object", "picture", "script", "select", "style", "svg", "template",
    "textarea", "video",
];

/// Names that pages give to what is not their text.
const BESIDE: &[&str] = &[
    "ad",
    "ads",
    "advert",
    "advertisement",
    "breadcrumb",
    "breadcrumbs",
    "comments",
    "cookie",
    "cookies",
    "footer",
    "menu",
    "modal",
    "nav",
    "navbar",
    "navigation",
    "newsletter",
    "outbrain",
    "pagination",
    "popup",
    "promo",
    "promos",
    "related",
    "share",
    "sharing",
    "sidebar",
    "skip",
    "social",
    "sponsored",
    "subscribe",
    "taboola",
    "toolbar",
];

/// Roles of what is not a page's text.
const ROLES: &[&str] = &["navigation", "complementary", "contentinfo", "search", "banner", "dialog", "alert", "menu"];

fn is_skipped(element: &ElementRef<'_>) -> bool {
    let value = element.value();
    let has = |name: &str, wanted: &str| value.attr(name).is_some_and(|found| found.eq_ignore_ascii_case(wanted));
    let hidden = value.attr("hidden").is_some()
        || has("aria-hidden", "true")
        || value.attr("style").is_some_and(|style| {
            let style: String = style.chars().filter(|char| !char.is_whitespace()).collect();
            style.contains("display:none") || style.contains("visibility:hidden")
        });
    SKIPPED.contains(&value.name()) || hidden || value.attr("role").is_some_and(|role| ROLES.contains(&role))
}

/// Whether the page names this block as something beside its text.
fn is_beside(element: &ElementRef<'_>) -> bool {
    let value = element.value();
    let named = |name: &str| {
        value.attr(name).is_some_and(|found| {
            let lower = found.to_lowercase();
            lower.split(|char: char| !char.is_alphanumeric()).any(|word| BESIDE.contains(&word))
        })
    };
    matches!(value.name(), "div" | "section" | "ul" | "ol" | "p" | "span" | "figure" | "header" | "table")
        && (named("class") || named("id"))
}

/// The element that holds the page's text.
fn main(tree: &Html) -> ElementRef<'_> {
    let root = tree.root_element();
    let mut weights = BTreeMap::new();
    weigh(root, &mut weights);
    let weight = |element: ElementRef<'_>| {
        let (outside, inside) = weights.get(&element.id()).copied().unwrap_or_default();
        if element.value().name() == "p" { inside } else { outside }
    };
    let mut body = None;
    let mut best: Option<(ElementRef<'_>, usize)> = None;
    for element in root.descendants().filter_map(ElementRef::wrap) {
        let name = element.value().name();
        if name == "body" {
            body = Some(element);
        }
        let is_text = matches!(name, "article" | "main")
            || element.attr("role") == Some("main")
            || element.attr("itemprop") == Some("articleBody");
        let own = if is_text { weight(element) } else { 0 };
        // Ties go to the inner one, which has less beside the text.
        if own > 0 && best.is_none_or(|(_, heaviest)| own >= heaviest) {
            best = Some((element, own));
        }
    }
    let body = body.unwrap_or(root);
    let all = weight(body);
    match best {
        Some((element, weight)) if weight * 2 >= all => element,
        _ => narrowed(body, all, weight),
    }
}

/// Goes down while one child holds nearly all of the text.
fn narrowed<'a>(body: ElementRef<'a>, all: usize, weight: impl Fn(ElementRef<'a>) -> usize) -> ElementRef<'a> {
    let mut at = body;
    while let Some(child) = at.child_elements().find(|child| all > 0 && weight(*child) * 10 >= all * 9) {
        if !matches!(child.value().name(), "div" | "section" | "main" | "article" | "body") {
            break;
        }
        at = child;
    }
    at
}

/// The characters of paragraphs, quotations and cells that are not links, in what is not left out: of every element, for one that no paragraph is around, and
/// for one inside a paragraph.
fn weigh(element: ElementRef<'_>, weights: &mut BTreeMap<NodeId, (usize, usize)>) -> (usize, usize) {
    let (mut outside, mut inside) = (0, 0);
    for child in element.children() {
        match child.value() {
            Node::Text(text) => inside += text.trim().len(),
            Node::Element(_) => {
                let Some(element) = ElementRef::wrap(child) else { continue };
                let (free, held) = weigh(element, weights);
                let name = element.value().name();
                if !is_skipped(&element) && !is_beside(&element) && name != "a" {
                    let counted = matches!(name, "p" | "blockquote" | "td" | "li" | "pre" | "dd");
                    outside += if counted { held } else { free };
                    inside += held;
                }
            }
            _ => {}
        }
    }
    weights.insert(element.id(), (outside, inside));
    (outside, inside)
}

#[derive(Default)]
struct Writer {
    blocks: Blocks,
    /// The words of the block that is being read.
    line: String,
    /// Block quotations around it.
    quoted: usize,
    block: Option<Block>,
    /// Whose words the quotation is.
    cite: Option<String>,
    /// Whether blanks stand as they are.
    kept: bool,
}

impl Writer {
    fn finish(mut self) -> String {
        self.end();
        self.blocks.finish()
    }

    /// Ends the block that is being read.
    fn end(&mut self) {
        let line = std::mem::take(&mut self.line);
        let block = match self.block {
            _ if self.quoted > 0 => Block::Quote,
            Some(block) => block,
            None => Block::Paragraph,
        };
        self.blocks.push(block, &line);
    }

    fn blocks(&mut self, element: ElementRef<'_>) {
        for child in element.children() {
            match child.value() {
                Node::Text(text) => self.words(text),
                Node::Element(_) => {
                    if let Some(element) = ElementRef::wrap(child) {
                        self.element(element);
                    }
                }
                _ => {}
            }
        }
    }

    fn element(&mut self, element: ElementRef<'_>) {
        if is_skipped(&element) || is_beside(&element) {
            return;
        }
        let name = element.value().name();
        match name {
            "br" => self.line.push('\n'),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.block_of(element, Block::Heading),
            "li" => self.block_of(element, Block::Item),
            "tr" => self.row(element),
            "blockquote" => self.quotation(element),
            // Its caption says who is quoted; other captions tell of a picture.
            "figure" => match find(element, "blockquote") {
                Some(quotation) => {
                    let caption = find(element, "figcaption").map(|caption| inline(caption));
                    self.quotation_by(quotation, caption);
                }
                None if find(element, "table").is_some() => self.nested(element),
                None => {}
            },
            "figcaption" => {}
            "pre" => {
                self.end();
                let kept = std::mem::replace(&mut self.kept, true);
                self.nested(element);
                self.kept = kept;
            }
            "cite" if self.quoted > 0 && self.cite.is_none() && !is_within(element, "p") => {
                self.cite = Some(inline(element));
            }
            "q" => {
                self.line.push('“');
                self.blocks(element);
                self.line.push('”');
            }
            _ if is_inline(name) => self.blocks(element),
            _ => self.nested(element),
        }
    }

    fn nested(&mut self, element: ElementRef<'_>) {
        self.end();
        self.blocks(element);
        self.end();
    }

    fn block_of(&mut self, element: ElementRef<'_>, block: Block) {
        self.end();
        let around = self.block.replace(block);
        self.blocks(element);
        self.end();
        self.block = around;
    }

    fn quotation(&mut self, element: ElementRef<'_>) {
        self.quotation_by(element, None);
    }

    /// A block quotation, and who is quoted: the caption around it, its `<footer>`, a `<cite>` outside its sentences.
    fn quotation_by(&mut self, element: ElementRef<'_>, caption: Option<String>) {
        self.end();
        self.quoted += 1;
        let around = self.cite.take();
        self.blocks(element);
        self.end();
        self.quoted -= 1;
        let footer =
            element.child_elements().find(|child| child.value().name() == "footer").map(|footer| inline(footer));
        let cite = std::mem::replace(&mut self.cite, around);
        if let Some(cite) = caption.or(footer).or(cite).filter(|cite| !cite.trim().is_empty()) {
            self.blocks.push(Block::Attribution, &cite);
        }
    }

    fn row(&mut self, element: ElementRef<'_>) {
        self.end();
        let cells: Vec<String> = element
            .child_elements()
            .filter(|cell| matches!(cell.value().name(), "td" | "th"))
            .map(|cell| {
                let mut inner = Writer::default();
                inner.blocks(cell);
                inner.finish()
            })
            .collect();
        // A table of one column only lays the page out.
        match &cells[..] {
            [cell] => cell.split("\n\n").for_each(|block| self.blocks.push(Block::Paragraph, block)),
            _ => self.blocks.row(&cells),
        }
    }

    /// Text with its blanks joined; a line break only where the page has one.
    fn words(&mut self, text: &str) {
        for char in text.chars() {
            match char {
                '\n' if self.kept => self.line.push('\n'),
                '\u{ad}' | '\u{200b}' | '\u{feff}' => {}
                _ if char.is_whitespace() => {
                    if !self.line.is_empty() && !self.line.ends_with([' ', '\n']) {
                        self.line.push(' ');
                    }
                }
                _ => self.line.push(char),
            }
        }
    }
}

fn find<'a>(element: ElementRef<'a>, name: &str) -> Option<ElementRef<'a>> {
    element.descendants().filter_map(ElementRef::wrap).find(|inner| inner.value().name() == name)
}

fn is_within(element: ElementRef<'_>, name: &str) -> bool {
    element.parent().and_then(ElementRef::wrap).is_some_and(|above| above.value().name() == name)
}

fn inline(element: ElementRef<'_>) -> String {
    let mut writer = Writer::default();
    writer.blocks(element);
    plain(&writer.line)
}

fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<&str>>().join(" ")
}

fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "b"
            | "bdi"
            | "bdo"
            | "cite"
            | "code"
            | "data"
            | "del"
            | "dfn"
            | "em"
            | "font"
            | "i"
            | "img"
            | "ins"
            | "kbd"
            | "label"
            | "mark"
            | "rp"
            | "rt"
            | "ruby"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "tt"
            | "u"
            | "var"
            | "wbr"
    )
}
