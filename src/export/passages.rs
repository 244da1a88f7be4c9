//! Quotations beside the texts that they stand in, for formats that mark places.

use std::borrow::Cow;
use std::collections::BTreeMap;

use uuid::Uuid;

use super::write::file_name;
use crate::document::Document;
use crate::error::{Error, Result};
use crate::id::{DocumentId, Unique};
use crate::quotes::{Quote, Speaker};
use crate::report::Analysis;
use crate::text::Span;
use crate::themes::Coding;

/// A document and the quotations in it.
pub(super) struct Passages<'a> {
    pub(super) document: &'a Document<'a>,
    pub(super) quotes: Vec<(&'a Quote, Vec<&'a Coding>)>,
}

/// The documents in the order given, each with its quotations in the order of the analysis. Documents without a quotation are kept.
///
/// # Errors
/// If two documents have one id, a quotation's document is not here, or a span does not fit its text.
pub(super) fn passages<'a>(analysis: &'a Analysis, documents: &'a [Document<'a>]) -> Result<Vec<Passages<'a>>> {
    let wrong = |what: String| Err(Error::mismatch(what));
    let mut index: BTreeMap<&DocumentId, usize> = BTreeMap::new();
    let mut passages: Vec<Passages<'a>> = Vec::new();
    for document in documents {
        if index.insert(&document.id, passages.len()).is_some() {
            return wrong(format!("two documents have the id `{}`", document.id));
        }
        passages.push(Passages { document, quotes: Vec::new() });
    }
    for (quote, codings) in analysis.coded_quotes() {
        let Some(at) = index.get(&quote.document) else {
            return wrong(format!("the text of `{}` is not given, but quotations point into it", quote.document));
        };
        let text = &*passages[*at].document.text;
        let mention = quote.attribution.mention.as_ref().map(|mention| mention.span);
        let cue = quote.cue.as_ref().map(|cue| cue.span);
        if quote.content.iter().copied().chain(mention).chain(cue).any(|span| text.get(span.range()).is_none()) {
            return wrong(format!("the text of `{}` is not the one that `{}` points into", quote.document, quote.id));
        }
        passages[*at].quotes.push((quote, codings));
    }
    Ok(passages)
}

/// A text as other programs keep it: every line ended by a line feed, no byte order mark; and where places are in it.
pub(super) struct Lines<'a> {
    pub(super) text: Cow<'a, str>,
    /// The bytes of the old text that are left out.
    dropped: Vec<usize>,
}

const BOM: char = '\u{feff}';

impl<'a> Lines<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        // A reader drops a mark at the start, so none may be left.
        let bom = text.len() - text.trim_start_matches(BOM).len();
        let mut dropped: Vec<usize> = (0..bom).collect();
        if bom == 0 && !text.contains('\r') {
            return Self { text: Cow::Borrowed(text), dropped };
        }
        dropped.extend(text.match_indices("\r\n").map(|(at, _)| at));
        Self { text: Cow::Owned(text[bom..].replace("\r\n", "\n").replace('\r', "\n")), dropped }
    }

    /// Where a span of the old text is in this one.
    pub(super) fn map(&self, span: Span) -> Span {
        let place = |at: usize| at - self.dropped.partition_point(|dropped| *dropped < at);
        Span::new(place(span.start()), place(span.end()))
    }
}

/// Whether XML can hold a character that is no line break or tab.
pub(super) fn is_xml(letter: char) -> bool {
    !letter.is_control() && !matches!(letter, '\u{fffe}' | '\u{ffff}')
}

/// A text as the value of an attribute of XML: one line, nothing that XML cannot hold.
pub(super) fn xml_line(text: &str) -> String {
    text.chars()
        .map(|letter| if letter.is_whitespace() { ' ' } else { letter })
        .filter(|letter| is_xml(*letter))
        .collect::<String>()
        .trim()
        .to_owned()
}

/// At most this many characters, whitespace made one space, for a name; a word cut off is shown by `…`.
pub(super) fn short(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(most) {
        None => line,
        Some(_) => line.chars().take(most - 1).chain(['…']).collect(),
    }
}

/// A GUID that is always the same for the same names.
pub(super) fn guid(kind: &str, parts: &[&str]) -> String {
    let mut name = kind.to_owned();
    for part in parts {
        name.push('\u{1f}');
        name.push_str(part);
    }
    let house = Uuid::new_v5(&Uuid::NAMESPACE_URL, b"https://crates.io/crates/verbatims");
    Uuid::new_v5(&house, name.as_bytes()).hyphenated().to_string()
}

/// The names of a quotation's themes, best first.
pub(super) fn labels<'a>(analysis: &'a Analysis, codings: &[&'a Coding]) -> Vec<&'a str> {
    codings.iter().filter_map(|coding| Some(analysis.theme(&coding.theme)?.label.as_str())).collect()
}

/// The names of the documents as files without an ending, each another.
pub(super) fn stems(passages: &[Passages<'_>]) -> Vec<String> {
    let mut taken = Unique::caseless();
    let stem = |passages: &Passages<'_>| {
        let name = file_name(passages.document.id.as_str());
        let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
        taken.take_numbered(stem, |number| format!("{stem}-{number}"))
    };
    passages.iter().map(stem).collect()
}

/// A speaker with role and affiliation, each where the name does not say it already.
pub(super) fn described(speaker: &Speaker) -> String {
    let facts =
        [&speaker.role, &speaker.affiliation].into_iter().flatten().filter(|fact| !speaker.name.contains(*fact));
    let parts: Vec<&str> = std::iter::once(&speaker.name).chain(facts).map(String::as_str).collect();
    parts.join(", ")
}
