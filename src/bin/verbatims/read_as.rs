//! What each text was taken for, and what of it was not read: on the page, in `run.json` and in the report.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_json::{Value, json};
use verbatims::quotes::{BlockUse, DocumentRecord};
use verbatims::text::Positions;
use verbatims::{Corpus, Document, DocumentId, DocumentKind};

use crate::console::{Console, count};
use crate::doubt;

/// On the page at most this many texts and places are named; `run.json` names all.
const SHOWN: usize = 8;

/// The kinds of the texts, and what a reader may want to look at: `notes`, texts whose kind is in doubt, or not wholly read.
pub(crate) fn page(
    page: &mut Console<impl Write>,
    corpus: &Corpus,
    documents: &[Document<'_>],
    accounts: &Accounts,
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
        let unread = accounts.0.get(id).into_iter().flat_map(|account| &account.unread);
        remarks.extend(unread.map(|(place, used)| format!("{id}, {place}: {}", used.meaning())));
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
pub(crate) fn record(
    corpus: &Corpus,
    documents: &[Document<'_>],
    accounts: &Accounts,
    hidden: &dyn Fn(&str) -> String,
) -> Vec<Value> {
    let none = Account::default();
    let one = |(document, record): (&Document<'_>, &DocumentRecord)| {
        let account = accounts.0.get(&document.id).unwrap_or(&none);
        let blocks: BTreeMap<&str, usize> = account.uses.iter().map(|(used, number, _)| (*used, *number)).collect();
        let letters: BTreeMap<&str, usize> = account.uses.iter().map(|(used, _, letters)| (*used, *letters)).collect();
        let unread = account.unread.iter().map(|(place, used)| json!({"place": place, "use": used.as_str()}));
        json!({
            "id": hidden(document.id.as_str()),
            "document_kind": record.document_kind,
            "kind_evidence": record.kind_evidence,
            "quotes": account.quotes,
            "blocks": blocks,
            "language": record.language,
            "letters": letters,
            "letters_quoted": account.quoted,
            "not_read": unread.collect::<Vec<Value>>(),
        })
    };
    pages(corpus, documents).map(one).collect()
}

/// What became of texts, told while they were at hand; of answers of a survey nothing is told.
#[derive(Default)]
pub(crate) struct Accounts(BTreeMap<DocumentId, Account>);

/// What became of one text.
#[derive(Default)]
struct Account {
    quotes: usize,
    /// What stretches of it were used for, how many are of each use, and their letters and digits.
    uses: Vec<(&'static str, usize, usize)>,
    /// The letters and digits of its quotations.
    quoted: usize,
    /// What was not read.
    unread: Vec<(String, BlockUse)>,
}

impl Accounts {
    /// What became of these texts.
    pub(crate) fn of(corpus: &Corpus, documents: &[Document<'_>]) -> Self {
        let mut accounts = Self::default();
        pages(corpus, documents).for_each(|(document, record)| accounts.add(document, record));
        accounts
    }

    pub(crate) fn add(&mut self, document: &Document<'_>, record: &DocumentRecord) {
        if record.document_kind == DocumentKind::Response {
            return;
        }
        let text = &*document.text;
        let mut account = Account { quotes: record.quotes.len(), ..Account::default() };
        for block in &record.blocks {
            let (used, letters) = (block.used.as_str(), doubt::letters(block.span, text));
            match account.uses.iter_mut().find(|(known, ..)| *known == used) {
                Some((_, number, all)) => (*number, *all) = (*number + 1, *all + letters),
                None => account.uses.push((used, 1, letters)),
            }
        }
        let quoted = record.quotes.iter().flat_map(|quote| &quote.content);
        account.quoted = quoted.map(|span| doubt::letters(*span, text)).sum();
        account.unread = unread(document, record).collect();
        self.0.insert(document.id.clone(), account);
    }
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
