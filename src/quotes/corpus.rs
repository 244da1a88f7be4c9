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

    /// Adds what was found in one document.
    ///
    /// # Errors
    /// [`ErrorKind::Conflict`](crate::ErrorKind::Conflict) if the corpus holds other findings under that id.
    pub fn insert(&mut self, extraction: Extraction) -> Result<()> {
        let record = DocumentRecord {
            document_kind: extraction.document_kind,
            kind_evidence: extraction.kind_evidence,
            language: extraction.language,
            quotes: extraction.quotes,
            not_quotes: extraction.not_quotes,
            diagnostics: extraction.diagnostics,
            attributes: extraction.attributes,
            blocks: extraction.blocks,
        };
        self.insert_record(extraction.document, record)
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

    /// The same, to be changed; their ids and places stay.
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
