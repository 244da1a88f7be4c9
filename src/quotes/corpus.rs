use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::document::{Attributes, DocumentKind};
use crate::error::{Error, Result};
use crate::id::{DocumentId, QuoteId};
use crate::quotes::accounting::BlockReading;
use crate::quotes::extraction::Extraction;
use crate::quotes::kind_evidence::KindEvidence;
use crate::quotes::quote::{Diagnostic, NotQuote, Quote};

/// The quotations of many documents, ordered by document id.
///
/// [`merge`](Corpus::merge) is a union: commutative, associative, idempotent.
///
/// ```
/// use verbatims::{Document, Extractor, Language};
///
/// let extractor = Extractor::new(Language::english());
/// let monday = extractor.corpus(&[Document::new("monday", "“No,” said Ann Lee.")])?;
/// let tuesday = extractor.corpus(&[Document::new("tuesday", "“Yes,” said Ann Lee.")])?;
/// let both = monday.clone().merge(tuesday.clone())?;
/// assert_eq!(both, tuesday.merge(monday)?);
/// assert_eq!(both.quotes().count(), 2);
/// # Ok::<(), verbatims::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corpus {
    documents: BTreeMap<DocumentId, DocumentRecord>,
}

/// What was found in one document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DocumentRecord {
    /// The kind that the text was taken for.
    #[serde(default)]
    pub document_kind: DocumentKind,
    /// Why it was taken for that kind.
    #[serde(default)]
    pub kind_evidence: KindEvidence,
    /// The code of its language, where the document named it or the extractor guessed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The quotations, in order of their place.
    pub quotes: Vec<Quote>,
    /// The words between marks that were set aside.
    pub not_quotes: Vec<NotQuote>,
    /// Signs that the reader may want to look at.
    pub diagnostics: Vec<Diagnostic>,
    /// The document's attributes.
    pub attributes: Attributes,
    /// What became of each block of the text, in order.
    #[serde(default)]
    pub blocks: Vec<BlockReading>,
}

impl Corpus {
    /// A corpus without documents.
    pub fn new() -> Self {
        Self::default()
    }

    /// What was found in many documents.
    ///
    /// # Errors
    /// [`ErrorKind::Conflict`](crate::ErrorKind::Conflict) if two of them have one id and other findings.
    pub fn of(found: impl IntoIterator<Item = Extraction>) -> Result<Self> {
        let mut records: Vec<(DocumentId, DocumentRecord)> = found.into_iter().map(record).collect();
        records.sort_by(|one, other| one.0.cmp(&other.0));
        let clash = records.windows(2).find(|pair| pair[0].0 == pair[1].0 && pair[0].1 != pair[1].1);
        match clash {
            Some(pair) => Err(Error::conflict(pair[0].0.clone())),
            None => Ok(Self { documents: records.into_iter().collect() }),
        }
    }

    /// Adds what was found in one document.
    ///
    /// # Errors
    /// [`ErrorKind::Conflict`](crate::ErrorKind::Conflict) if the corpus holds other findings under that id.
    pub fn insert(&mut self, extraction: Extraction) -> Result<()> {
        let (id, record) = record(extraction);
        self.insert_record(id, record)
    }

    fn insert_record(&mut self, id: DocumentId, record: DocumentRecord) -> Result<()> {
        match self.documents.get(&id) {
            Some(there) if *there == record => Ok(()),
            Some(_) => Err(Error::conflict(id)),
            None => {
                self.documents.insert(id, record);
                Ok(())
            }
        }
    }

    /// The union of two corpora.
    ///
    /// # Errors
    /// [`ErrorKind::Conflict`](crate::ErrorKind::Conflict) if the two hold different findings for one document.
    pub fn merge(mut self, other: Corpus) -> Result<Corpus> {
        for (id, record) in other.documents {
            self.insert_record(id, record)?;
        }
        Ok(self)
    }

    /// The documents with what was found in each, in order of their ids.
    pub fn documents(&self) -> impl ExactSizeIterator<Item = (&DocumentId, &DocumentRecord)> {
        self.documents.iter()
    }

    /// What was found in one document.
    pub fn document(&self, id: &DocumentId) -> Option<&DocumentRecord> {
        self.documents.get(id)
    }

    /// All quotations, by document id, then by place.
    pub fn quotes(&self) -> impl Iterator<Item = &Quote> {
        self.documents.values().flat_map(|record| &record.quotes)
    }

    /// All quotations, by document id, then by place, for who keeps them elsewhere ([`Analysis`](crate::Analysis)) and holds large tables: those of documents
    /// that are one answer each (kind [`Response`](DocumentKind::Response)) are moved, so that they are in memory once; those of other documents are
    /// copied.
    ///
    /// ```
    /// use verbatims::{Analysis, Codings, Document, DocumentKind, Extractor, Language};
    ///
    /// let answer = Document::new("row 2", "No time.").kind(DocumentKind::Response);
    /// let text = Document::new("text", "“No,” said Ann Lee.");
    /// let mut corpus = Extractor::new(Language::english()).corpus(&[answer, text])?;
    /// let analysis = Analysis::new(corpus.hand_over(), Codings::default())?;
    /// assert_eq!(analysis.quotes().len(), 2);
    /// assert_eq!(corpus.quotes().count(), 1);
    /// # Ok::<(), verbatims::Error>(())
    /// ```
    pub fn hand_over(&mut self) -> Vec<Quote> {
        let mut all = Vec::with_capacity(self.quotes().count());
        for record in self.documents.values_mut() {
            if record.document_kind == DocumentKind::Response {
                all.append(&mut record.quotes);
                record.quotes.shrink_to_fit();
            } else {
                all.extend(record.quotes.iter().cloned());
            }
        }
        all
    }

    /// All quotations, by document id, then by place, each moved: the documents stay with what was set aside in them. For who keeps quotations elsewhere and has
    /// no more use of them here.
    pub fn hand_over_all(&mut self) -> Vec<Quote> {
        let mut all = Vec::with_capacity(self.quotes().count());
        for record in self.documents.values_mut() {
            all.append(&mut record.quotes);
            record.quotes.shrink_to_fit();
        }
        all
    }

    /// All quotations, to be changed; their ids and places stay.
    pub(crate) fn quotes_mut(&mut self) -> impl Iterator<Item = &mut Quote> {
        self.documents.values_mut().flat_map(|record| &mut record.quotes)
    }

    /// The quotation of that id.
    pub fn quote(&self, id: &QuoteId) -> Option<&Quote> {
        let (document, _) = id.as_str().rsplit_once('#')?;
        self.documents.get(document)?.quotes.iter().find(|quote| quote.id == *id)
    }

    /// The number of documents.
    pub fn len(&self) -> usize {
        self.documents.len()
    }

    /// Whether there is no document.
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty()
    }
}

fn record(found: Extraction) -> (DocumentId, DocumentRecord) {
    let mut record = DocumentRecord {
        document_kind: found.document_kind,
        kind_evidence: found.kind_evidence,
        language: found.language,
        quotes: found.quotes,
        not_quotes: found.not_quotes,
        diagnostics: found.diagnostics,
        attributes: found.attributes,
        blocks: found.blocks,
    };
    // What is kept takes no more room than it needs: there may be millions.
    record.quotes.shrink_to_fit();
    for quote in &mut record.quotes {
        quote.content.shrink_to_fit();
        quote.marked.shrink_to_fit();
        quote.text.shrink_to_fit();
    }
    record.not_quotes.shrink_to_fit();
    record.blocks.shrink_to_fit();
    (found.document, record)
}
