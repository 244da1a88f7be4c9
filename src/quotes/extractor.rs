use rayon::prelude::*;

use crate::document::{Document, DocumentKind};
use crate::error::Result;
use crate::lang::Language;
use crate::quotes::corpus::Corpus;
use crate::quotes::explain::Explanation;
use crate::quotes::extraction::{Extract, Extraction};
use crate::quotes::prose::{Engine, Settings};
use crate::quotes::{draft, layout, transcript};

/// Finds quotations. Built once from a language and settings, then shared by threads.
///
/// ```
/// use verbatims::{Document, Extractor, Language};
///
/// let extractor = Extractor::new(Language::english());
/// let text = "“The bus never comes,” said María López, a nurse.";
/// let found = extractor.extract(&Document::new("a", text));
/// assert_eq!(found.quotes[0].content[0].of(text), "The bus never comes,");
/// assert_eq!(found.quotes[0].speaker().map(|speaker| speaker.name.as_str()), Some("María López"));
/// ```
#[derive(Debug)]
pub struct Extractor {
    engine: Engine,
}

impl Extractor {
    /// An extractor with default settings.
    pub fn new(language: Language) -> Self {
        Self { engine: Engine::new(language, Settings::default()) }
    }

    /// The same extractor with or without indirect speech (she said that it failed). The default is with.
    ///
    /// Without it, only words between marks are quotations ([`Direct`](super::QuoteKind::Direct) and
    /// [`Mixed`](super::QuoteKind::Mixed), whose content is still the clause around the marks), and answers and turns; text that holds no
    /// quotation mark costs next to nothing.
    #[must_use]
    pub fn indirect(mut self, indirect: bool) -> Self {
        self.engine.settings.indirect = indirect;
        self
    }

    /// The language it reads.
    pub fn language(&self) -> &Language {
        &self.engine.language
    }

    /// Finds the quotations of one document. Any text has an answer.
    pub fn extract(&self, document: &Document<'_>) -> Extraction {
        self.extract_as(self.kind_of(document), document)
    }

    /// Says for one passage what each quotation's attribution rests on, why one has none, and why a marked stretch is no quotation.
    pub fn explain(&self, passage: &Document<'_>) -> Explanation {
        let kind = self.kind_of(passage);
        Explanation::new(kind, self.extract_as(kind, passage), &passage.text)
    }

    fn kind_of(&self, document: &Document<'_>) -> DocumentKind {
        match document.kind {
            DocumentKind::Auto => layout::kind_of(&self.engine.language, &document.text),
            kind => kind,
        }
    }

    fn extract_as(&self, kind: DocumentKind, document: &Document<'_>) -> Extraction {
        let text: &str = &document.text;
        let drafts = match kind {
            DocumentKind::Response => transcript::response(document),
            DocumentKind::Transcript => transcript::turns(&self.engine, document),
            DocumentKind::Report => layout::report(&self.engine, text),
            DocumentKind::Auto | DocumentKind::Prose => layout::article(&self.engine, text),
        };
        draft::finish(document, drafts)
    }

    /// Finds the quotations of many documents on all threads of the current pool. The result does not depend on their number.
    ///
    /// # Errors
    /// [`ErrorKind::Conflict`](crate::ErrorKind::Conflict) if two different documents bear one id.
    pub fn corpus(&self, documents: &[Document<'_>]) -> Result<Corpus> {
        let found: Vec<Extraction> = documents.par_iter().map(|document| self.extract(document)).collect();
        let mut corpus = Corpus::new();
        for extraction in found {
            corpus.insert(extraction)?;
        }
        Ok(corpus)
    }
}

impl Extract for Extractor {
    fn extract(&self, document: &Document<'_>) -> Extraction {
        Extractor::extract(self, document)
    }
}
