use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::Pseudonyms;
use super::edits::Edits;
use super::leftover::{self, Leftover};
use super::names::{self, Case};
use crate::document::{Attributes, Document};
use crate::error::Result;
use crate::id::{DocumentId, QuoteId, Unique};
use crate::quotes::{Corpus, Extraction, Quote, SpeakerKind, flowing_text};
use crate::report::Analysis;
use crate::text::{Positions, Span};
use crate::themes::Codings;

/// Texts with pseudonyms instead of names, and the way from the old places to the new.
#[derive(Clone, Debug)]
pub struct Rewritten<'p> {
    pseudonyms: &'p Pseudonyms,
    documents: Vec<Document<'static>>,
    /// By the old id: the number of the document, and what was replaced.
    changes: BTreeMap<DocumentId, (usize, Edits)>,
}

impl Pseudonyms {
    /// Puts pseudonyms into texts, their ids and their attributes. Ids stay apart.
    pub fn rewrite(&self, documents: &[Document<'_>]) -> Rewritten<'_> {
        let found: Vec<Edits> = documents.par_iter().map(|document| self.find(&document.text, Case::Capital)).collect();
        let mut ids = Unique::default();
        let mut rewritten = Rewritten { pseudonyms: self, documents: Vec::new(), changes: BTreeMap::new() };
        for (number, (document, edits)) in documents.iter().zip(found).enumerate() {
            rewritten.documents.push(Document {
                id: ids.take(&self.label(document.id.as_str())).into(),
                text: edits.apply(&document.text).into(),
                kind: document.kind,
                attributes: self.attributes(&document.attributes),
                language: document.language.clone(),
                interviewers: self.names(document.interviewers.as_deref()),
                respondents: self.names(document.respondents.as_deref()),
            });
            rewritten.changes.insert(document.id.clone(), (number, edits));
        }
        rewritten
    }

    fn names(&self, names: Option<&[String]>) -> Option<Vec<String>> {
        names.map(|names| names.iter().map(|name| self.label(name)).collect())
    }

    fn attributes(&self, attributes: &Attributes) -> Attributes {
        attributes.iter().map(|(name, value)| (name.clone(), self.label(value))).collect()
    }
}

/// What a quotation's document has become.
struct Change<'r> {
    id: DocumentId,
    /// The new text and what was replaced, where the text was given.
    text: Option<(&'r str, &'r Edits)>,
}

impl Rewritten<'_> {
    /// The texts, in the order given.
    pub fn documents(&self) -> &[Document<'static>] {
        &self.documents
    }

    /// The corpus with pseudonyms; spans point into [`documents`](Self::documents).
    ///
    /// Of a document that was not given, the words are rewritten all the same, and spans stay those of the text that is not here.
    ///
    /// # Errors
    /// If two documents that were not given get one id.
    pub fn corpus(&self, corpus: &Corpus) -> Result<Corpus> {
        let mut new = Corpus::new();
        for (id, record) in corpus.documents() {
            let change = self.change(id);
            let mut positions = change.text.map(|(text, _)| Positions::new(text));
            let quotes = record.quotes.iter().map(|quote| self.quote(quote, &change, positions.as_mut())).collect();
            let mut not_quotes = record.not_quotes.clone();
            for not_quote in &mut not_quotes {
                (not_quote.span, not_quote.text) = self.words(not_quote.span, &not_quote.text, &change);
            }
            let mut diagnostics = record.diagnostics.clone();
            for diagnostic in &mut diagnostics {
                diagnostic.span = self.words(diagnostic.span, "", &change).0;
            }
            let mut blocks = record.blocks.clone();
            for block in &mut blocks {
                block.span = self.words(block.span, "", &change).0;
            }
            new.insert(Extraction {
                quotes,
                not_quotes,
                diagnostics,
                blocks,
                attributes: self.pseudonyms.attributes(&record.attributes),
                document_kind: record.document_kind,
                kind_evidence: record.kind_evidence.clone(),
                language: record.language.clone(),
                document: change.id,
            })?;
        }
        Ok(new)
    }

    /// The analysis with pseudonyms, in every quotation, speaker, theme and word of evidence, so that whatever is exported has them; spans as in
    /// [`corpus`](Self::corpus). Words that are a person's name no longer mark a theme.
    ///
    /// # Errors
    /// If two documents that were not given get one id.
    pub fn analysis(&self, analysis: &Analysis) -> Result<Analysis> {
        let mut changes: BTreeMap<&DocumentId, Change<'_>> = BTreeMap::new();
        let mut positions: BTreeMap<&DocumentId, Positions<'_>> = BTreeMap::new();
        let mut quotes: BTreeMap<&QuoteId, (&Quote, Quote)> = BTreeMap::new();
        let mut new = Vec::new();
        for quote in analysis.quotes() {
            let change = changes.entry(&quote.document).or_insert_with(|| self.change(&quote.document));
            let positions =
                change.text.map(|(text, _)| positions.entry(&quote.document).or_insert_with(|| Positions::new(text)));
            let rewritten = self.quote(quote, change, positions);
            new.push(rewritten.clone());
            quotes.insert(&quote.id, (quote, rewritten));
        }
        let id = |old: &QuoteId| match quotes.get(old) {
            Some((_, new)) => new.id.clone(),
            None => self.quote_id(old),
        };
        let old = analysis.codings();
        let mut codings = Codings { unmatched: old.unmatched.clone(), ..Codings::default() };
        for theme in &old.themes {
            let mut theme = theme.clone();
            theme.label = self.pseudonyms.label(&theme.label);
            theme.question = theme.question.map(|question| self.pseudonyms.label(&question));
            theme.terms.retain(|(word, _)| self.pseudonyms.label(word) == *word);
            theme.exemplars = theme.exemplars.iter().map(id).collect();
            codings.themes.push(theme);
        }
        for coding in &old.codings {
            let mut coding = coding.clone();
            if let Some((was, is)) = quotes.get(&coding.quote) {
                let edits = changes.get(&was.document).and_then(|change| change.text).map(|(_, edits)| edits);
                for word in &mut coding.evidence {
                    if !word.span.is_empty() {
                        word.span = self.in_quote(word.span, was, is, edits);
                        word.text = is.text.get(word.span.range()).unwrap_or_default().to_owned();
                    } else {
                        word.text = self.pseudonyms.label(&word.text);
                    }
                }
            }
            coding.quote = id(&coding.quote);
            codings.codings.push(coding);
        }
        codings.no_content = old.no_content.iter().map(id).collect();
        codings.uncoded = old.uncoded.iter().map(id).collect();
        codings.sentiment = old.sentiment.iter().map(|(quote, said)| (id(quote), *said)).collect();
        let new = Analysis::new(new, codings)?;
        match analysis.stability() {
            Some(stability) => new.with_stability(stability.clone()),
            None => Ok(new),
        }
    }

    /// What still looks like a name, most often first: capitalised words inside sentences, given names, and
    /// names of the key that were left alone because they are common words or in lower case.
    /// A person should look through them; [`PseudonymOptions::name`](super::PseudonymOptions::name) hides more.
    pub fn leftovers(&self, corpus: &Corpus) -> Vec<Leftover> {
        let is_name = |token: &names::Token<'_>| self.pseudonyms.finder.is_name(token);
        let pseudonyms: BTreeSet<String> = self
            .pseudonyms
            .key()
            .iter()
            .flat_map(|entry| names::tokens(&entry.pseudonym).into_iter().map(|token| token.text.to_owned()))
            .collect();
        leftover::list(&self.documents, corpus, &self.pseudonyms.language, &pseudonyms, &is_name)
    }

    fn change(&self, id: &DocumentId) -> Change<'_> {
        match self.changes.get(id) {
            Some((number, edits)) => {
                let document = &self.documents[*number];
                Change { id: document.id.clone(), text: Some((&document.text, edits)) }
            }
            None => Change { id: DocumentId::from(self.pseudonyms.label(id.as_str())), text: None },
        }
    }

    fn quote_id(&self, id: &QuoteId) -> QuoteId {
        match id.as_str().rsplit_once('#') {
            Some((document, number)) => {
                QuoteId::new(format!("{}#{number}", self.change(&DocumentId::from(document)).id))
            }
            None => QuoteId::new(self.pseudonyms.label(id.as_str())),
        }
    }

    /// A place and its words after the change.
    fn words(&self, span: Span, words: &str, change: &Change<'_>) -> (Span, String) {
        match change.text {
            Some((text, edits)) => {
                let span = edits.map(span);
                (span, text.get(span.range()).unwrap_or_default().to_owned())
            }
            None => (span, self.pseudonyms.text(words)),
        }
    }

    fn quote(&self, quote: &Quote, change: &Change<'_>, positions: Option<&mut Positions<'_>>) -> Quote {
        let mut new = quote.clone();
        new.id = self.quote_id(&quote.id);
        new.document.clone_from(&change.id);
        match change.text {
            Some((text, edits)) => {
                for span in new.content.iter_mut().chain(&mut new.marked) {
                    *span = edits.map(*span);
                }
                for spans in [&mut new.content, &mut new.marked] {
                    // Two parts that met inside one name.
                    for at in 1..spans.len() {
                        let end = spans[at - 1].end();
                        spans[at] = Span::new(spans[at].start().max(end), spans[at].end().max(end));
                    }
                }
                new.text = if quote.is_flowing() {
                    flowing_text(text, &new.content)
                } else {
                    new.content.iter().map(|span| span.of(text)).collect::<Vec<_>>().join(" … ")
                };
                if let (Some(positions), Some(first)) = (positions, new.content.first()) {
                    new.position = positions.position(first.start());
                }
            }
            None => new.text = self.pseudonyms.text(&quote.text),
        }
        if let Some(cue) = &mut new.cue {
            (cue.span, cue.text) = self.words(cue.span, &cue.text, change);
        }
        if let Some(mention) = &mut new.attribution.mention {
            (mention.span, mention.text) = self.words(mention.span, &mention.text, change);
        }
        if let Some(speaker) = &mut new.attribution.speaker {
            let known = Some(&*speaker.name)
                .filter(|_| matches!(speaker.kind, SpeakerKind::Person | SpeakerKind::Organisation))
                .and_then(|name| self.pseudonyms.of(name));
            speaker.name = known.map_or_else(|| self.pseudonyms.label(&speaker.name), str::to_owned);
            for part in [&mut speaker.role, &mut speaker.affiliation].into_iter().flatten() {
                *part = self.pseudonyms.label(part);
            }
        }
        new.attributes = self.pseudonyms.attributes(&quote.attributes);
        new
    }

    /// Where a place of the old words of a quotation is in the new ones.
    fn in_quote(&self, span: Span, was: &Quote, is: &Quote, edits: Option<&Edits>) -> Span {
        let Some(edits) = edits else {
            return self.pseudonyms.find(&was.text, Case::Capital).map(span);
        };
        let places = was.content.iter().zip(was.runs()).zip(is.content.iter().zip(is.runs()));
        for ((old, (old_base, _)), (new, (new_base, _))) in places {
            if span.start() < old_base + old.len() || span.end() <= old_base + old.len() {
                let place = Span::new(
                    old.start() + span.start().saturating_sub(old_base),
                    (old.start() + span.end().saturating_sub(old_base)).min(old.end()),
                );
                let place = edits.map(place);
                let at = |byte: usize| new_base + byte.clamp(new.start(), new.end()) - new.start();
                return Span::new(at(place.start()), at(place.end()));
            }
        }
        Span::new(0, 0)
    }
}
