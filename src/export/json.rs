//! JSON and JSON Lines: everything that is known, for programs.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Write;

use serde::Serialize;

use crate::document::{Document, DocumentKind};
use crate::error::{Error, ErrorKind, Result};
use crate::quotes::{Extraction, Quote};
use crate::report::Analysis;
use crate::search::Concordance;
use crate::text::{Positions, Span};
use crate::themes::Basis;

/// What spans count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Offsets<'a> {
    /// UTF-8 bytes: what the spans of this crate count.
    #[default]
    Bytes,
    /// Code points of this text (what Python counts).
    Chars(&'a str),
}

/// What one document holds as one line:
/// `{"id", "document_kind", "kind_evidence", "quotes", "not_quotes", "diagnostics", "blocks"}`. The line ends with a line feed.
///
/// # Errors
/// If the writer fails.
pub fn extraction(extraction: &Extraction, offsets: Offsets<'_>, writer: impl Write) -> Result<()> {
    line(in_unit(extraction, offsets).as_ref(), writer)
}

/// The same with its spans in what they are to count.
fn in_unit<'e>(extraction: &'e Extraction, offsets: Offsets<'_>) -> Cow<'e, Extraction> {
    let mut extraction = Cow::Borrowed(extraction);
    if let Offsets::Chars(text) = offsets {
        to_chars(extraction.to_mut(), text);
    }
    extraction
}

/// What one document holds as one line a quotation: all of the quotation, with `response` and `asks` (whether it answers, whether it is a question of an
/// interviewer: what [`Scope`](crate::themes::Scope) goes by) and `speaker_key` ([`Quote::speaker_key`]). A document without quotations has no line.
///
/// # Errors
/// If the writer fails.
pub fn rows(extraction: &Extraction, offsets: Offsets<'_>, mut writer: impl Write) -> Result<()> {
    #[derive(Serialize)]
    struct Row<'a> {
        #[serde(flatten)]
        quote: &'a Quote,
        response: bool,
        asks: bool,
        speaker_key: Option<String>,
    }
    in_unit(extraction, offsets).quotes.iter().try_for_each(|quote| {
        let (response, asks) = (quote.is_response(), quote.is_interviewer());
        line(&Row { quote, response, asks, speaker_key: quote.speaker_key() }, &mut writer)
    })
}

/// A document as one line: `{"id", "text", …}`, with its attributes, and its `kind` where it is known;
/// [`import::jsonl`](crate::import::jsonl) reads it back.
///
/// # Errors
/// If the writer fails.
pub fn document(document: &Document<'_>, writer: impl Write) -> Result<()> {
    #[derive(Serialize)]
    struct Fields<'a> {
        id: &'a str,
        text: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        kind: Option<DocumentKind>,
        #[serde(flatten)]
        attributes: BTreeMap<&'a str, &'a str>,
    }
    let attributes = document.attributes.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let own = ["id", "text", "kind"];
    let fields = Fields {
        id: document.id.as_str(),
        text: &document.text,
        kind: Some(document.kind).filter(|kind| *kind != DocumentKind::Auto),
        attributes: attributes.filter(|(name, _)| !own.contains(name)).collect(),
    };
    line(&fields, writer)
}

/// What is written in the place of a line that could not be read: `{"error", "line"}`, with its `id` and the line's number where they are known.
///
/// # Errors
/// If the writer fails.
pub fn unread(error: &Error, writer: impl Write) -> Result<()> {
    #[derive(Serialize)]
    struct Unread<'a> {
        #[serde(skip_serializing_if = "Option::is_none")]
        id: Option<&'a str>,
        error: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        line: Option<u64>,
    }
    match error.kind() {
        ErrorKind::Format { line: number, id, what, .. } => {
            line(&Unread { id: id.as_deref(), error: what, line: *number }, writer)
        }
        _ => line(&Unread { id: None, error: &error.to_string(), line: None }, writer),
    }
}

/// The quotations as JSON Lines: each as in an [`Extraction`], with `themes`: `[{"id", "label", "score", "weak", "basis"}]`, best first.
///
/// # Errors
/// If the writer fails.
pub fn quotes(analysis: &Analysis, mut writer: impl Write) -> Result<()> {
    #[derive(Serialize)]
    struct Coded<'a> {
        #[serde(flatten)]
        quote: &'a Quote,
        themes: Vec<Coding<'a>>,
    }
    #[derive(Serialize)]
    struct Coding<'a> {
        id: &'a str,
        label: &'a str,
        score: f64,
        weak: bool,
        basis: Basis,
    }
    for (quote, codings) in analysis.coded_quotes() {
        let themes = codings.into_iter().map(|coding| Coding {
            id: coding.theme.as_str(),
            label: analysis.theme(&coding.theme).map_or("", |theme| &theme.label),
            // Digits beyond the sixth are noise of the machine's arithmetic.
            score: (coding.score * 1e6).round() / 1e6,
            weak: coding.weak,
            basis: coding.basis,
        });
        line(&Coded { quote, themes: themes.collect() }, &mut writer)?;
    }
    Ok(())
}

/// The places of a concordance as JSON Lines, each as a [`Line`](crate::search::Line).
///
/// # Errors
/// If the writer fails.
pub fn concordance(concordance: &Concordance, mut writer: impl Write) -> Result<()> {
    concordance.lines().iter().try_for_each(|found| line(found, &mut writer))
}

/// The whole analysis as one JSON value, which [`Analysis`] reads back.
///
/// # Errors
/// If the writer fails.
pub fn analysis(analysis: &Analysis, writer: impl Write) -> Result<()> {
    line(analysis, writer)
}

pub(super) fn line(value: &impl Serialize, mut writer: impl Write) -> Result<()> {
    serde_json::to_writer(&mut writer, value).map_err(|error| Error::from(std::io::Error::from(error)))?;
    Ok(writer.write_all(b"\n")?)
}

/// Turns every span from bytes into code points, in one pass over the text.
fn to_chars(extraction: &mut Extraction, text: &str) {
    let mut offsets: BTreeMap<usize, usize> = BTreeMap::new();
    each_span(extraction, |span| offsets.extend([(span.start(), 0), (span.end(), 0)]));
    let mut positions = Positions::new(text);
    for (byte, char) in &mut offsets {
        *char = positions.code_point(*byte);
    }
    each_span(extraction, |span| *span = Span::new(offsets[&span.start()], offsets[&span.end()]));
}

fn each_span(extraction: &mut Extraction, mut change: impl FnMut(&mut Span)) {
    for quote in &mut extraction.quotes {
        quote.content.iter_mut().chain(&mut quote.marked).for_each(&mut change);
        quote.cue.iter_mut().for_each(|cue| change(&mut cue.span));
        quote.attribution.mention.iter_mut().for_each(|mention| change(&mut mention.span));
    }
    extraction.not_quotes.iter_mut().for_each(|not_quote| change(&mut not_quote.span));
    extraction.diagnostics.iter_mut().for_each(|diagnostic| change(&mut diagnostic.span));
    extraction.blocks.iter_mut().for_each(|block| change(&mut block.span));
}
