//! The texts, line by line, with their quotations marked and who speaks in the margin.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};

use super::{Page, SHORT, short, words};
use crate::document::Document;
use crate::id::DocumentId;
use crate::quotes::{Quote, QuoteKind};
use crate::report::Analysis;

/// How much of a speaker's or a theme's name stands in the margin.
const MARGIN: usize = 28;
/// So many themes of a quotation stand there.
const THEMES: usize = 3;

/// The documents whose text is shown, in the order of their ids: those with a quotation that is not the whole text.
pub(super) fn shown<'a>(analysis: &Analysis, documents: &'a [Document<'a>]) -> Vec<&'a Document<'a>> {
    let quoted = by_document(analysis);
    let whole = |document: &Document<'_>, quotes: &[(usize, &Quote)]| {
        let text = document.text.trim().len();
        quotes.iter().any(|(_, quote)| quote.kind == QuoteKind::Response && quote.extent().len() >= text)
    };
    let mut shown: Vec<&Document<'_>> = documents
        .iter()
        .filter(|document| !document.text.is_empty())
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
            section #sources aria-labelledby="sources-head" {
                h2 #sources-head { (words::SOURCES) }
                p.note { (words::SOURCE_NOTE) }
                p.legend.note { @for (name, class) in words::LEGEND.iter().zip(["direct", "mixed", "indirect", "speaker"]) { @if class == "speaker" { span.named-here { (name) } } @else { mark class=(class) { (name) } } " " } }
                @let quotes = by_document(page.analysis);
                @for (id, (number, document)) in &page.sources {
                    article.source #{ "d" (number) } aria-labelledby={ "d" (number) "-head" } {
                        h3 #{ "d" (number) "-head" } { bdi { (short(id.as_str(), SHORT)) } }
                        div.text dir="auto" { (lines(page, document, *number, quotes.get(id).map_or(&[], Vec::as_slice))) }
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

/// A stretch of text within one line that one quotation covers, or none, or that names a speaker.
struct Piece<'t> {
    text: &'t str,
    quote: Option<usize>,
    is_mention: bool,
    /// The quotations that begin here.
    begin: Vec<usize>,
}

/// Where the marking changes.
#[derive(Default)]
struct Change {
    begin: Vec<usize>,
    end: Vec<usize>,
    /// The quotations whose first run begins here.
    first: Vec<usize>,
    /// Names of speakers that begin and end here.
    mentions: isize,
}

fn changes(text: &str, quotes: &[(usize, &Quote)]) -> BTreeMap<usize, Change> {
    let mut changes: BTreeMap<usize, Change> = BTreeMap::new();
    for &(number, quote) in quotes {
        // Findings for another text of the same name would cut it in the wrong places.
        if quote.content.iter().any(|span| text.get(span.range()).is_none()) {
            continue;
        }
        for (at, span) in quote.content.iter().enumerate() {
            let start = changes.entry(span.start()).or_default();
            start.begin.push(number);
            if at == 0 {
                start.first.push(number);
            }
            changes.entry(span.end()).or_default().end.push(number);
        }
        if let Some(mention) = quote.attribution.mention.as_ref().filter(|of| text.get(of.span.range()).is_some()) {
            changes.entry(mention.span.start()).or_default().mentions += 1;
            changes.entry(mention.span.end()).or_default().mentions -= 1;
        }
    }
    changes.entry(text.len()).or_default();
    changes
}

/// The lines of a text in pieces.
fn pieces<'t>(text: &'t str, quotes: &[(usize, &Quote)]) -> Vec<Vec<Piece<'t>>> {
    let mut lines: Vec<Vec<Piece<'t>>> = vec![Vec::new()];
    let (mut open, mut mentions, mut at) = (BTreeSet::new(), 0, 0);
    let mut first: Vec<usize> = Vec::new();
    for (place, change) in changes(text, quotes) {
        // The shortest quotation that covers the passage is the one that a reader means: the one that began last.
        let quote = open.last().copied();
        for (number, part) in text.get(at..place).unwrap_or_default().split('\n').enumerate() {
            if number > 0 {
                lines.push(Vec::new());
            }
            let begin = std::mem::take(&mut first);
            if let Some(line) = lines.last_mut()
                && !(part.is_empty() && begin.is_empty())
            {
                line.push(Piece { text: part, quote, is_mention: mentions > 0, begin });
            }
        }
        at = place;
        change.end.iter().for_each(|number| {
            open.remove(number);
        });
        open.extend(change.begin);
        mentions += change.mentions;
        first.extend(change.first);
    }
    lines
}

fn lines(page: &Page<'_>, document: &Document<'_>, of: usize, quotes: &[(usize, &Quote)]) -> Markup {
    let kinds: BTreeMap<usize, &Quote> = quotes.iter().copied().collect();
    html! {
        @for (line, number) in pieces(&document.text, quotes).iter().zip(1_usize..).filter(|(line, _)| line.iter().any(|piece| !piece.text.trim().is_empty())) {
            div.line {
                a.no #{ "d" (of) "L" (number) } href={ "#d" (of) "L" (number) } { (number) }
                p.said { @for piece in line { (one(page, piece, &kinds)) } }
                div.margin { @for number in line.iter().flat_map(|piece| &piece.begin) { @if let Some(quote) = kinds.get(number) { (note(page, quote, *number)) } } }
            }
        }
    }
}

fn one(page: &Page<'_>, piece: &Piece<'_>, kinds: &BTreeMap<usize, &Quote>) -> Markup {
    html! {
        @for target in &piece.begin { a.target id={ "m" (target) } {} }
        @match piece.quote.and_then(|number| Some((number, kinds.get(&number)?))) {
            Some((number, quote)) => mark class={ (quote.kind) " k" (page.first_colour(&quote.id)) } {
                @if page.listed.contains(&number) { a href={ "#q" (number) } { (piece.text) } } @else { (piece.text) }
            },
            None if piece.is_mention => span.named-here { (piece.text) },
            None => (piece.text),
        }
    }
}

/// What stands beside the line in which a quotation begins.
fn note(page: &Page<'_>, quote: &Quote, number: usize) -> Markup {
    let codings = page.analysis.codings_of(&quote.id);
    html! {
        p {
            a href={ "#q" (number) } { "#" (number) } " "
            @match quote.speaker() { Some(speaker) => bdi { (short(&speaker.name, MARGIN)) }, None => span.note { "?" } }
            @for coding in codings.iter().take(THEMES) {
                " " span.chip.weak[coding.weak] { span class={ "dot c" (page.colour(&coding.theme)) } aria-hidden="true" {} bdi { (short(page.label(&coding.theme), MARGIN)) } }
            }
        }
    }
}
