//! JSON and JSON Lines: everything that is known, for programs.

use std::collections::BTreeMap;
use std::io::Write;

use rayon::prelude::*;
use serde::{Serialize, Serializer};

use crate::document::{Document, DocumentKind};
use crate::error::{Error, ErrorKind, Result};
use crate::id::{QuoteId, ThemeId};
use crate::quotes::{Extract, Extraction, Quote};
use crate::report::Analysis;
use crate::text::{Positions, Span};
use crate::themes::{Coding, Codings, EvidenceWord, Theme};

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
/// `{"id", "quotes", "not_quotes", "diagnostics"}`. The line ends with a line feed.
///
/// # Errors
/// If the writer fails.
pub fn extraction(extraction: &Extraction, offsets: Offsets<'_>, writer: impl Write) -> Result<()> {
    match offsets {
        Offsets::Bytes => line(extraction, writer),
        Offsets::Chars(text) => {
            let mut extraction = extraction.clone();
            to_chars(&mut extraction, text);
            line(&extraction, writer)
        }
    }
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

/// What went through a filter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Filtered {
    /// Documents that were read.
    pub documents: usize,
    /// Quotations that were found in them.
    pub quotes: usize,
    /// Documents that could not be read.
    pub errors: usize,
}

/// A batch ends at either limit, so that memory is bounded by these and the longest document.
const BATCH_DOCUMENTS: usize = 512;
const BATCH_BYTES: usize = 4 << 20;

/// Documents as they come become lines as [`extraction`] writes them, in order, on all threads of the current pool and in bounded memory. What could
/// not be read becomes `{"error", "line"}`, and the rest follows. With `chars`, spans count code points.
///
/// # Errors
/// If the writer fails.
pub fn extractions<'a>(
    extractor: &impl Extract,
    documents: impl IntoIterator<Item = Result<Document<'a>>>,
    chars: bool,
    mut writer: impl Write,
) -> Result<Filtered> {
    let mut told = Filtered::default();
    let mut documents = documents.into_iter();
    loop {
        let mut batch = Vec::new();
        let mut bytes = 0;
        while batch.len() < BATCH_DOCUMENTS && bytes < BATCH_BYTES {
            let Some(document) = documents.next() else { break };
            bytes += document.as_ref().map_or(0, |document| document.text.len());
            batch.push(document);
        }
        if batch.is_empty() {
            return Ok(told);
        }
        let answers: Vec<Result<(usize, Vec<u8>)>> = batch
            .par_iter()
            .map(|document| {
                let mut out = Vec::new();
                let quotes = match document {
                    Ok(document) => {
                        let found = extractor.extract(document);
                        let offsets = if chars { Offsets::Chars(&document.text) } else { Offsets::Bytes };
                        extraction(&found, offsets, &mut out)?;
                        found.quotes.len()
                    }
                    Err(error) => {
                        line(&Unread::of(error), &mut out)?;
                        0
                    }
                };
                Ok((quotes, out))
            })
            .collect();
        for (answer, document) in answers.into_iter().zip(&batch) {
            let (quotes, bytes) = answer?;
            writer.write_all(&bytes)?;
            told.quotes += quotes;
            told.documents += usize::from(document.is_ok());
            told.errors += usize::from(document.is_err());
        }
    }
}

/// What stands in the place of a document that could not be read.
#[derive(Serialize)]
struct Unread {
    error: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
}

impl Unread {
    fn of(error: &Error) -> Self {
        match error.kind() {
            ErrorKind::Format { line, what, .. } => Self { error: what.clone(), line: *line },
            _ => Self { error: error.to_string(), line: None },
        }
    }
}

/// The themes of quotations as JSON Lines, in order, each as [`fits`] writes it. Each quotation comes with the name that is
/// written; what could not be read becomes `{"error", "line"}`.
///
/// # Errors
/// If the writer fails.
pub fn themes<'a>(
    quotes: impl IntoIterator<Item = Result<(&'a str, &'a QuoteId), &'a Error>>,
    codings: &Codings,
    mut writer: impl Write,
) -> Result<()> {
    let themes: BTreeMap<&ThemeId, &Theme> = codings.themes.iter().map(|theme| (&theme.id, theme)).collect();
    let mut of_quote: BTreeMap<&QuoteId, Vec<&Coding>> = BTreeMap::new();
    codings.codings.iter().for_each(|coding| of_quote.entry(&coding.quote).or_default().push(coding));
    for quote in quotes {
        match quote {
            Ok((id, quote)) => {
                let found = of_quote.get(quote).into_iter().flatten();
                let fit = |coding: &&Coding| Some(Fits::new(themes.get(&coding.theme)?, coding.score));
                fits(id, found.filter_map(fit), &mut writer)?;
            }
            Err(error) => unread(error, &mut writer)?,
        }
    }
    Ok(())
}

/// What stands in the place of a line that could not be read: `{"error", "line"}`, with the line's number where it is known.
///
/// # Errors
/// If the writer fails.
pub fn unread(error: &Error, writer: impl Write) -> Result<()> {
    line(&Unread::of(error), writer)
}

/// A theme of a quotation, as [`fits`] writes it.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Fits<'a> {
    id: &'a str,
    label: &'a str,
    #[serde(serialize_with = "rounded")]
    score: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    weak: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence: Option<&'a [EvidenceWord]>,
}

impl<'a> Fits<'a> {
    /// The theme and how well it fits.
    pub fn new(theme: &'a Theme, score: f64) -> Self {
        Self { id: theme.id.as_str(), label: &theme.label, score, weak: None, evidence: None }
    }

    /// With whether the fit is weak, and the words that decided.
    #[must_use]
    pub fn evidence(self, weak: bool, words: &'a [EvidenceWord]) -> Self {
        Self { weak: Some(weak), evidence: Some(words), ..self }
    }
}

/// Digits beyond the sixth are noise of the machine's arithmetic.
fn rounded<S: Serializer>(score: &f64, to: S) -> std::result::Result<S::Ok, S::Error> {
    to.serialize_f64((score * 1e6).round() / 1e6)
}

/// The themes of one quotation as a line, in the order given: `{"id", "themes": [{"id", "label", "score"}]}`, and `weak` and `evidence` with each theme
/// that has them.
///
/// # Errors
/// If the writer fails.
pub fn fits<'a>(id: &str, themes: impl IntoIterator<Item = Fits<'a>>, writer: impl Write) -> Result<()> {
    #[derive(Serialize)]
    struct Answer<'a> {
        id: &'a str,
        themes: Vec<Fits<'a>>,
    }
    line(&Answer { id, themes: themes.into_iter().collect() }, writer)
}

/// The quotations as JSON Lines: each as in an [`Extraction`], with `themes`: `[{"id", "label", "score", "weak"}]`, best first.
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
    }
    for (quote, codings) in analysis.coded_quotes() {
        let themes = codings.into_iter().map(|coding| Coding {
            id: coding.theme.as_str(),
            label: analysis.theme(&coding.theme).map_or("", |theme| &theme.label),
            score: coding.score,
            weak: coding.weak,
        });
        line(&Coded { quote, themes: themes.collect() }, &mut writer)?;
    }
    Ok(())
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
}
