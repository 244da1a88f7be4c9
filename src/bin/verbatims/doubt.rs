//! Texts in which nothing was found, or little, and which switch may read them better.

use verbatims::document::blocks;
use verbatims::quotes::DocumentRecord;
use verbatims::text::Span;
use verbatims::{Corpus, Document, DocumentKind, Extraction, Extractor, Quote};

use crate::console::count;

/// Where less than this share of a text was read as somebody's words, it may be something else.
const LITTLE: (usize, usize) = (1, 3);
/// And from this share on another kind is the likelier one.
const MOST: (usize, usize) = (2, 3);
/// So many paragraphs that ask make an interview likely, where they are one in as many.
const QUESTIONS: usize = 3;
const EACH: usize = 6;
/// So many turns are a conversation.
const TURNS: usize = 2;

/// A sentence on a text in which nothing was found, or little.
pub(crate) enum Doubt {
    Nothing(String),
    Little(String),
}

/// A sentence for each text without a result, and for each that was hardly read and would be as another kind.
pub(crate) fn notes(corpus: &Corpus, documents: &[Document<'_>], extractor: &Extractor) -> Vec<String> {
    in_order(documents.iter().filter_map(|document| note(document, corpus.document(&document.id)?, extractor)))
}

/// The sentences: those on texts without a result first.
pub(crate) fn in_order(doubts: impl IntoIterator<Item = Doubt>) -> Vec<String> {
    let (mut nothing, mut little) = (Vec::new(), Vec::new());
    for doubt in doubts {
        match doubt {
            Doubt::Nothing(said) => nothing.push(said),
            Doubt::Little(said) => little.push(said),
        }
    }
    nothing.append(&mut little);
    nothing
}

/// The sentence on one text, if there is one.
pub(crate) fn note(document: &Document<'_>, record: &DocumentRecord, extractor: &Extractor) -> Option<Doubt> {
    let id = &document.id;
    if document.text.trim().is_empty() {
        return Some(Doubt::Nothing(format!("{id}: nothing found in it: there is no text")));
    }
    if record.quotes.is_empty() {
        let advice = advice(document, record, extractor);
        return Some(Doubt::Nothing(format!("{id}: nothing found in it; {advice}")));
    }
    likelier(document, record, extractor).map(|other| Doubt::Little(format!("{id}: {other}")))
}

/// What to try with a text in which nothing was found.
pub(crate) fn advice(document: &Document<'_>, record: &DocumentRecord, extractor: &Extractor) -> String {
    if record.document_kind != DocumentKind::Transcript {
        let turns = as_kind(document, DocumentKind::Transcript, extractor).quotes.len();
        if turns >= TURNS {
            return format!("`--kind transcript` finds {} in it", count(turns, "turn"));
        }
    }
    if record.document_kind != DocumentKind::Report {
        let found = as_kind(document, DocumentKind::Report, extractor).quotes.len();
        if found > 0 {
            return format!("`--kind report` finds {} in it", count(found, "quotation"));
        }
    }
    let marks = ['"', '“', '”', '„', '«', '‹', '「', '『', '‘', '\''];
    if document.text.contains(marks) {
        return "`verbatims explain` shows for a passage what was looked at".to_owned();
    }
    if record.document_kind == DocumentKind::Transcript {
        return "nobody says anything under its labels or times; `--paragraphs` takes each paragraph for an answer"
            .to_owned();
    }
    let stands = "no quotation mark and no label of a speaker stands in it";
    match as_kind(document, DocumentKind::Paragraphs, extractor).quotes.len() {
        0 => "it has no words but in tables, times or code".to_owned(),
        1 => format!("{stands}; `--kind response` takes it for one answer"),
        several => {
            format!("{stands}; if they are answers, `--paragraphs` takes each of its {several} paragraphs for one")
        }
    }
}

/// That little of a text was read as somebody's words, and which kind would read most of it.
fn likelier(document: &Document<'_>, record: &DocumentRecord, extractor: &Extractor) -> Option<String> {
    let text = &*document.text;
    if record.kind_evidence.given {
        return None;
    }
    let little = "less than a third of it was read as somebody's words";
    match record.document_kind {
        DocumentKind::Transcript if is_mostly_set_aside(record, text) => Some(format!(
            "{little}; `--kind prose` reads all of it as running text, `--paragraphs` each paragraph as an answer"
        )),
        DocumentKind::Prose | DocumentKind::Report if below(&record.quotes, text, LITTLE) && asks(text) => {
            let other = as_kind(document, DocumentKind::Transcript, extractor);
            let better = other.quotes.len() >= TURNS && !below(&other.quotes, text, MOST);
            better.then(|| format!("{little}; `--kind transcript` reads it as {}", count(other.quotes.len(), "turn")))
        }
        _ => None,
    }
}

/// What is found in a text of another kind.
fn as_kind(document: &Document<'_>, kind: DocumentKind, extractor: &Extractor) -> Extraction {
    let mut other = Document::new(document.id.clone(), &*document.text).kind(kind);
    other.language.clone_from(&document.language);
    other.interviewers.clone_from(&document.interviewers);
    other.respondents.clone_from(&document.respondents);
    extractor.extract(&other)
}

/// Whether paragraphs of a text ask, as those of an interview without labels do.
fn asks(text: &str) -> bool {
    let all = blocks(text);
    let asking = all.iter().filter(|block| block.span.of(text).trim_end().ends_with('?')).count();
    asking >= QUESTIONS && asking * EACH >= all.len()
}

/// Whether most of a text was set aside; times and numbers of captions are not.
fn is_mostly_set_aside(record: &DocumentRecord, text: &str) -> bool {
    let (part, of) = MOST;
    let sum = |aside: bool| -> usize {
        let blocks = record.blocks.iter().filter(|block| !aside || !block.used.is_read());
        blocks.map(|block| letters(block.span, text)).sum()
    };
    sum(true) * of >= sum(false) * part && sum(true) > 0
}

/// Whether less than that share of a text's letters are in quotations.
fn below(quotes: &[Quote], text: &str, (part, of): (usize, usize)) -> bool {
    let spans = quotes.iter().flat_map(|quote| &quote.content);
    let quoted: usize = spans.map(|span| letters(*span, text)).sum();
    quoted * of < letters(Span::new(0, text.len()), text) * part
}

/// How many letters and digits stand in a stretch of a text.
pub(crate) fn letters(span: Span, text: &str) -> usize {
    span.of(text).chars().filter(|letter| letter.is_alphanumeric()).count()
}
