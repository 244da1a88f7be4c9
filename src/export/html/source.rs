//! The texts with their quotations marked.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};

use super::{Page, SHORT, short};
use crate::document::Document;
use crate::id::DocumentId;
use crate::quotes::{Quote, QuoteKind};
use crate::report::Analysis;

/// The documents whose text is shown, in the order of their ids: those with a quotation that is not the whole text.
pub(super) fn shown<'a>(analysis: &Analysis, documents: &'a [Document<'a>]) -> Vec<&'a Document<'a>> {
    let quoted = by_document(analysis);
    let whole = |document: &Document<'_>, quotes: &[(usize, &Quote)]| {
        let text = document.text.trim().len();
        quotes.iter().any(|(_, quote)| quote.kind == QuoteKind::Response && quote.extent().len() >= text)
    };
    let mut shown: Vec<&Document<'_>> = documents
        .iter()
        .filter(|document| quoted.get(&document.id).is_some_and(|quotes| !whole(document, quotes)))
        .collect();
    shown.sort_by(|a, b| a.id.cmp(&b.id));
    shown.dedup_by(|a, b| a.id == b.id);
    shown
}

/// Every text that is shown.
pub(super) fn section(page: &Page<'_>) -> Markup {
    html! {
        @if !page.sources.is_empty() {
            section #sources {
                h2 { "Sources" }
                p.note { "The texts as they were read. A mark leads back to its quotation." }
                @let quotes = by_document(page.analysis);
                @for (id, (number, document)) in &page.sources {
                    article.source #{ "d" (number) } {
                        h3 { bdi { (short(id.as_str(), SHORT)) } }
                        div.text dir="auto" { (marked(page, document, quotes.get(id).map_or(&[], Vec::as_slice))) }
                    }
                }
            }
        }
    }
}

/// The quotations of each document with their numbers in the page, from 1.
fn by_document(analysis: &Analysis) -> BTreeMap<&DocumentId, Vec<(usize, &Quote)>> {
    let mut quoted: BTreeMap<&DocumentId, Vec<(usize, &Quote)>> = BTreeMap::new();
    for (number, quote) in (1..).zip(analysis.quotes()) {
        quoted.entry(&quote.document).or_default().push((number, quote));
    }
    quoted
}

/// The text with every passage that a quotation covers marked, and a target where each quotation begins.
fn marked(page: &Page<'_>, document: &Document<'_>, quotes: &[(usize, &Quote)]) -> Markup {
    let text: &str = &document.text;
    // Where the marking changes: the quotations (from 1) that begin or end there.
    let mut changes: BTreeMap<usize, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
    let mut first: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for &(number, quote) in quotes {
        // Findings for another text of the same name would cut it in the wrong places.
        if quote.content.iter().any(|span| text.get(span.range()).is_none()) {
            continue;
        }
        for span in &quote.content {
            changes.entry(span.start()).or_default().0.push(number);
            changes.entry(span.end()).or_default().1.push(number);
        }
        first.entry(quote.content.first().map_or(0, |span| span.start())).or_default().push(number);
    }
    changes.entry(text.len()).or_default();
    let mut open: BTreeSet<usize> = BTreeSet::new();
    let mut at = 0;
    let mut pieces: Vec<(Vec<usize>, Option<usize>, &str)> = Vec::new();
    for (place, (begin, end)) in changes {
        if place > at {
            let targets = first.remove(&at).unwrap_or_default();
            // The shortest quotation that covers the passage is the one that a reader means: the one that began last.
            pieces.push((targets, open.last().copied(), text.get(at..place).unwrap_or_default()));
            at = place;
        }
        for number in end {
            open.remove(&number);
        }
        open.extend(begin);
    }
    html! {
        @for (targets, quote, piece) in pieces {
            @for target in targets { a.target id={ "m" (target) } {} }
            @match quote {
                Some(number) if page.listed.contains(&number) => mark { a href={ "#q" (number) } { (piece) } },
                Some(_) => mark { (piece) },
                None => (piece),
            }
        }
    }
}
