//! The elements of a web page, parsed piece by piece, so that a page which grows without end is refused while it does.

use html5ever::driver::{ParseOpts, parse_document};
use html5ever::tendril::TendrilSink;
use html5ever::tree_builder::TreeSink;
use scraper::{Html, HtmlTreeSink};

use super::limits::Limits;
use crate::error::{Error, Result};

/// What names an element of a page.
pub(super) type NodeId = <HtmlTreeSink as TreeSink>::Handle;

/// Bytes that are parsed before the tree is looked at again.
const PIECE: usize = 1024;

/// How many times deeper than XML a page may be: an old one leaves many elements open.
const DEEPER: usize = 4;

/// Attributes of one element, at most: each is compared with those before it.
const ATTRIBUTES: usize = 1_000;

/// Nodes that a page of any size may have.
const NODES: usize = 100_000;

/// The elements of a page that stays within the limits; `file` names it.
pub(super) fn parse(file: &str, html: &str, limits: &Limits) -> Result<Html> {
    let refuse = |at: usize, what: String| {
        let line = memchr::memchr_iter(b'\n', &html.as_bytes()[..at]).count() as u64 + 1;
        Error::format(file, line, format!("{what}; save the page as text"))
    };
    if let Some(at) = crowded(html) {
        return Err(refuse(at, format!("an element has more than {ATTRIBUTES} attributes")));
    }
    let deepest = limits.depth.saturating_mul(DEEPER);
    let nodes = limits.nodes.min(html.len().saturating_add(NODES));
    let too_deep = |at: usize| refuse(at, format!("elements are nested more than {deepest} deep"));
    let mut parser = parse_document(HtmlTreeSink::new(Html::new_document()), ParseOpts::default());
    let mut at = 0;
    while at < html.len() {
        let end = (at + PIECE..html.len()).find(|end| html.is_char_boundary(*end)).unwrap_or(html.len());
        parser.process(html[at..end].into());
        at = end;
        let page = parser.tokenizer.sink.sink.0.borrow();
        if page.tree.values().len() > nodes {
            return Err(refuse(at, format!("it makes more than {nodes} elements (formatting that is never closed?)")));
        }
        // What was made last is about as deep as anything that is open.
        if page.tree.nodes().next_back().is_some_and(|last| last.ancestors().nth(deepest).is_some()) {
            return Err(too_deep(at));
        }
    }
    let page = parser.finish();
    if depth(&page) > deepest { Err(too_deep(html.len())) } else { Ok(page) }
}

/// How many elements are around the deepest one.
fn depth(page: &Html) -> usize {
    let mut around: Vec<NodeId> = Vec::new();
    let mut deepest = 0;
    for node in page.tree.root().descendants() {
        let parent = node.parent().map(|parent| parent.id());
        while around.last().is_some_and(|last| Some(*last) != parent) {
            around.pop();
        }
        deepest = deepest.max(around.len());
        around.push(node.id());
    }
    deepest
}

/// Where a tag has too many attributes. Scripts, styles and comments are passed over, which hold no tags.
fn crowded(html: &str) -> Option<usize> {
    const RAW: [(&str, &str); 3] = [("<!--", "-->"), ("<script", "</script"), ("<style", "</style")];
    let bytes = html.as_bytes();
    let starts = |at: usize, what: &str| {
        bytes.get(at..at + what.len()).is_some_and(|there| there.eq_ignore_ascii_case(what.as_bytes()))
    };
    let mut at = 0;
    while let Some(open) = memchr::memchr(b'<', &bytes[at..]) {
        at += open;
        let (count, end) = attributes(bytes, at + 1);
        if count > ATTRIBUTES {
            return Some(at);
        }
        at = match RAW.iter().find(|(open, _)| starts(at, open)) {
            Some((_, close)) => find(bytes, end.min(at + 4), close),
            None => end,
        };
    }
    None
}

/// The first place from which what ends a script, a style or a comment is written.
fn find(bytes: &[u8], from: usize, close: &str) -> usize {
    let first = close.as_bytes()[0];
    let places = memchr::memchr_iter(first, &bytes[from..]).map(|at| at + from);
    let is_close = |at: &usize| {
        bytes.get(*at..*at + close.len()).is_some_and(|there| there.eq_ignore_ascii_case(close.as_bytes()))
    };
    places.filter(|at| is_close(at)).map(|at| at + close.len()).next().unwrap_or(bytes.len())
}

/// The attributes of the tag whose name starts there, and where it ends.
fn attributes(bytes: &[u8], from: usize) -> (usize, usize) {
    if !bytes.get(from).is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'/') {
        return (0, from);
    }
    let mut at = from;
    let mut count = 0;
    let mut before = b'x';
    while let Some(byte) = bytes.get(at).copied() {
        match byte {
            b'>' => return (count, at + 1),
            b'"' | b'\'' if before == b'=' => {
                at = memchr::memchr(byte, &bytes[at + 1..]).map_or(bytes.len(), |end| at + 1 + end);
                before = b' ';
            }
            _ => {
                let blank = byte.is_ascii_whitespace() || byte == b'/';
                count += usize::from(!blank && (before == b' '));
                before = match (blank, before) {
                    (true, b'=') => b'=',
                    (true, _) => b' ',
                    (false, _) => {
                        if byte == b'=' {
                            b'='
                        } else {
                            b'x'
                        }
                    }
                };
            }
        }
        at += 1;
    }
    (count, bytes.len())
}
