//! What each text was taken for, and what of it was not read: on the page, in `run.json` and in the report.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_json::{Value, json};
use verbatims::quotes::{BlockUse, DocumentRecord};
use verbatims::text::Positions;
use verbatims::{Corpus, Document, DocumentKind};

use crate::console::{Console, count};
use crate::doubt;

/// On the page at most this many texts and places are named; `run.json` names all.
const SHOWN: usize = 8;

/// The kinds of the texts, and what a reader may want to look at: `notes`, texts whose kind is in doubt, or not wholly read.
pub(crate) fn page(
    page: &mut Console<impl Write>,
    corpus: &Corpus,
    documents: &[Document<'_>],
    notes: &[String],
) -> io::Result<()> {
    let summary = summary(corpus);
    if summary.is_none() && notes.is_empty() {
        return Ok(());
    }
    page.heading("Texts")?;
    summary.iter().try_for_each(|summary| page.text(summary))?;
    let mut remarks = notes.to_vec();
    for (document, record) in pages(corpus, documents) {
        let id = &document.id;
        if let Some(other) = record.kind_evidence.divided {
            remarks.push(format!(
                "{id}: read as {}, though something speaks for {}; `--kind {}` reads it so",
                noun(record.document_kind, 1),
                noun(other, 1),
                other.as_str()
            ));
        }
        remarks.extend(unread(document, record).map(|(place, used)| format!("{id}, {place}: {}", used.meaning())));
    }
    for remark in remarks.iter().take(SHOWN) {
        page.line(2, remark)?;
    }
    match remarks.len().saturating_sub(SHOWN) {
        0 => Ok(()),
        more => page.line(2, &format!("and {more} more, which `run` writes into run.json")),
    }
}

/// How many texts were read as what; none where all are answers of a survey.
pub(crate) fn summary(corpus: &Corpus) -> Option<String> {
    let mut kinds: BTreeMap<DocumentKind, usize> = BTreeMap::new();
    corpus.documents().for_each(|(_, record)| *kinds.entry(record.document_kind).or_default() += 1);
    if kinds.keys().all(|kind| *kind == DocumentKind::Response) {
        return None;
    }
    let listed: Vec<String> = kinds.iter().map(|(kind, number)| noun(*kind, *number)).collect();
    Some(match corpus.documents().next() {
        Some((_, record)) if kinds.values().sum::<usize>() == 1 => {
            format!("Read as {}: {}.", listed[0], record.kind_evidence)
        }
        _ => format!("Read as {}.", listed.join(", ")),
    })
}

/// Every text that is no answer of a survey: its kind, why, and how many stretches of it became what.
pub(crate) fn record(corpus: &Corpus, documents: &[Document<'_>], hidden: &dyn Fn(&str) -> String) -> Vec<Value> {
    let one = |(document, record): (&Document<'_>, &DocumentRecord)| {
        let mut blocks: BTreeMap<&str, usize> = BTreeMap::new();
        record.blocks.iter().for_each(|block| *blocks.entry(block.used.as_str()).or_default() += 1);
        let mut letters: BTreeMap<&str, usize> = BTreeMap::new();
        for block in &record.blocks {
            *letters.entry(block.used.as_str()).or_default() += doubt::letters(block.span, &document.text);
        }
        let quoted = record.quotes.iter().flat_map(|quote| &quote.content);
        let quoted: usize = quoted.map(|span| doubt::letters(*span, &document.text)).sum();
        let unread: Vec<Value> =
            unread(document, record).map(|(place, used)| json!({"place": place, "use": used.as_str()})).collect();
        json!({
            "id": hidden(document.id.as_str()),
            "document_kind": record.document_kind,
            "kind_evidence": record.kind_evidence,
            "quotes": record.quotes.len(),
            "blocks": blocks,
            "language": record.language,
            "letters": letters,
            "letters_quoted": quoted,
            "not_read": unread,
        })
    };
    pages(corpus, documents).map(one).collect()
}

/// The texts that are no answers of a survey, with what was found in them.
fn pages<'a>(
    corpus: &'a Corpus,
    documents: &'a [Document<'a>],
) -> impl Iterator<Item = (&'a Document<'a>, &'a DocumentRecord)> {
    documents
        .iter()
        .filter_map(|document| Some((document, corpus.document(&document.id)?)))
        .filter(|(_, record)| record.document_kind != DocumentKind::Response)
}

/// The stretches of a text that were not read, by their lines.
fn unread<'a>(document: &'a Document<'a>, record: &'a DocumentRecord) -> impl Iterator<Item = (String, BlockUse)> + 'a {
    let mut positions = Positions::new(&document.text);
    let left = record.blocks.iter().filter(|block| !block.used.is_read() && block.used != BlockUse::Markup);
    left.map(move |block| {
        let (first, last) = (positions.position(block.span.start()).line, positions.position(block.span.end()).line);
        let place = if first == last { format!("line {first}") } else { format!("lines {first} to {last}") };
        (place, block.used)
    })
}

/// A kind as people call texts of it, with how many there are.
fn noun(kind: DocumentKind, number: usize) -> String {
    let (one, several) = match kind {
        DocumentKind::Transcript => ("a transcript", "transcript"),
        DocumentKind::Report => ("a report", "report"),
        DocumentKind::Response => ("one response", "response"),
        DocumentKind::Paragraphs => ("a list of answers, a paragraph each", "list of answers"),
        _ => ("prose", "text"),
    };
    match number {
        1 => one.to_owned(),
        _ if kind == DocumentKind::Prose => format!("{number} texts of prose"),
        _ => count(number, several),
    }
}
