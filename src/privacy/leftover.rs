use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::names::{Token, starts_sentence, tokens};
use crate::document::Document;
use crate::id::DocumentId;
use crate::lang::{Classes, Language};
use crate::quotes::Corpus;
use crate::text::{Position, Positions, Span};

/// Words that may still be a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Leftover {
    /// The words.
    pub text: String,
    /// How often they are in the texts.
    pub count: usize,
    /// How many quotations have them.
    pub quotes: usize,
    /// The document where they come first.
    pub document: DocumentId,
    /// Where they are there.
    pub position: Position,
    /// The words around them there.
    pub context: String,
}

/// How many characters of the text are shown on each side.
const AROUND: usize = 40;

/// What looks like a name in texts, most often first. `corpus` has the quotations of these texts.
pub(super) fn list(
    documents: &[Document<'_>],
    corpus: &Corpus,
    language: &Language,
    pseudonyms: &BTreeSet<String>,
    is_name: &dyn Fn(&Token<'_>) -> bool,
) -> Vec<Leftover> {
    let given = Classes::GIVEN_HE.with(Classes::GIVEN_SHE);
    let calendar = Classes::WEEKDAY.with(Classes::MONTH);
    let mut found: BTreeMap<String, Leftover> = BTreeMap::new();
    // Each word with the quotations that have it, by number over all documents.
    let mut holding: BTreeSet<(String, usize)> = BTreeSet::new();
    let mut quote_count = 0;
    for document in documents {
        let text = &*document.text;
        let quotes = corpus.document(&document.id).map(|record| record.quotes.as_slice()).unwrap_or_default();
        let mut spans: Vec<(Span, usize)> = (quote_count..)
            .zip(quotes)
            .flat_map(|(number, quote)| quote.content.iter().map(move |span| (*span, number)))
            .collect();
        quote_count += quotes.len();
        spans.sort_unstable();
        let mut spans = spans.into_iter().peekable();
        let mut open: Vec<(Span, usize)> = Vec::new();
        let mut positions = Positions::new(text);
        let tokens = tokens(text);
        let is_like = |token: &Token<'_>| {
            let lower = token.lower();
            if pseudonyms.contains(token.text) || is_name(token) {
                return !pseudonyms.contains(token.text);
            }
            let classes = language.word(&lower).classes;
            if !token.is_capital() || !token.text.chars().any(char::is_lowercase) || classes.any(calendar) {
                return false;
            }
            let small = classes.any(Classes::CLOSED.with(Classes::HONORIFIC));
            !small && (classes.any(given) || !starts_sentence(text, token.start))
        };
        let mut at = 0;
        while at < tokens.len() {
            if !is_like(&tokens[at]) {
                at += 1;
                continue;
            }
            let mut end = at + 1;
            while end < tokens.len()
                && matches!(&text[tokens[end - 1].end()..tokens[end].start], " " | "\u{a0}" | "-")
                && is_like(&tokens[end])
            {
                end += 1;
            }
            let span = Span::new(tokens[at].start, tokens[end - 1].end());
            at = end;
            let leftover = found.entry(span.of(text).to_owned()).or_insert_with(|| Leftover {
                text: span.of(text).to_owned(),
                count: 0,
                quotes: 0,
                document: document.id.clone(),
                position: positions.position(span.start()),
                context: context(text, span),
            });
            leftover.count += 1;
            while let Some(next) = spans.next_if(|(own, _)| own.start() <= span.start()) {
                open.push(next);
            }
            open.retain(|(own, _)| own.end() > span.start());
            for (_, number) in open.iter().filter(|(own, _)| own.contains(span)) {
                if holding.insert((leftover.text.clone(), *number)) {
                    leftover.quotes += 1;
                }
            }
        }
    }
    let mut list: Vec<Leftover> = found.into_values().collect();
    list.sort_by_key(|leftover| std::cmp::Reverse((leftover.quotes, leftover.count)));
    list
}

/// The words around a place, on one line.
fn context(text: &str, span: Span) -> String {
    let start = text[..span.start()].char_indices().rev().take(AROUND).last().map_or(span.start(), |(at, _)| at);
    let end = text[span.end()..].char_indices().nth(AROUND).map_or(text.len(), |(at, _)| span.end() + at);
    text[start..end].split_whitespace().collect::<Vec<_>>().join(" ")
}
