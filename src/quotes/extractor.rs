use std::sync::OnceLock;

use rayon::prelude::*;

use crate::document::{Block, Document, DocumentKind};
use crate::error::Result;
use crate::lang::{self, Language};
use crate::quotes::corpus::Corpus;
use crate::quotes::draft::{self, ExtractionDraft};
use crate::quotes::explain::Explanation;
use crate::quotes::extraction::{Extract, Extraction};
use crate::quotes::kind::{PagePrior, PageText, TextForm, classify, kind_of_page};
use crate::quotes::kind_evidence::KindEvidence;
use crate::quotes::layout::{LayoutWords, PageReader, PageSigns, Scope, is_running_text};
use crate::quotes::prose::{self, Engine, Settings};
use crate::quotes::transcript;
use crate::text::Span;

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
    words: LayoutWords,
    /// Extractors for the other languages that have a pack, by code, where each document is read in its own; built when they are needed.
    others: Vec<(&'static str, OnceLock<Box<Extractor>>)>,
}

impl Extractor {
    /// An extractor with default settings.
    pub fn new(language: Language) -> Self {
        let words = LayoutWords::new(&language);
        Self { engine: Engine::new(language, Settings::default()), words, others: Vec::new() }
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

    /// The same extractor that reads each document in its own language, or in this extractor's alone, which is the default: as
    /// [`Document::language`] names it, else as [`lang::guess`] does. Where the crate has no pack for it, this extractor's rules read it.
    /// [`Extraction::language`] says which language it was.
    ///
    /// ```
    /// use verbatims::{Document, Extractor, Language};
    ///
    /// let extractor = Extractor::new(Language::english()).each_language(true);
    /// let text = "„Der Bus kommt nie“, sagte María López, eine Krankenschwester aus der Stadt. „Ich gehe immer zu Fuß.“";
    /// let found = extractor.extract(&Document::new("a", text));
    /// assert_eq!(found.language.as_deref(), Some("de"));
    /// assert_eq!(found.quotes[0].speaker().map(|speaker| speaker.name.as_str()), Some("María López"));
    /// ```
    #[must_use]
    pub fn each_language(mut self, each: bool) -> Self {
        let own = self.language().code();
        let others = Language::codes().filter(|code| each && *code != own).map(|code| (code, OnceLock::new()));
        self.others = others.collect();
        self
    }

    /// The same extractor with or without attitudes: what somebody believed, wished, meant, showed or did ("hopes that …", "it seems that …",
    /// "endorsed the plan"), each of class [`Attitude`](super::CueClass::Attitude). The default is without: an indirect quotation is what somebody
    /// said or wrote.
    ///
    /// ```
    /// use verbatims::quotes::CueClass;
    /// use verbatims::{Document, Extractor, Language};
    ///
    /// let document = Document::new("a", "Anna Lee hopes that the bridge is safe. Bo Ray said it was late.");
    /// let said = Extractor::new(Language::english()).extract(&document);
    /// assert_eq!(said.quotes.len(), 1);
    /// let all = Extractor::new(Language::english()).attitudes(true).extract(&document);
    /// let classes: Vec<CueClass> = all.quotes.iter().map(|quote| quote.cue_class).collect();
    /// assert_eq!(classes, [CueClass::Attitude, CueClass::Speech]);
    /// ```
    #[must_use]
    pub fn attitudes(mut self, attitudes: bool) -> Self {
        self.engine.settings.attitudes = attitudes;
        self
    }

    /// The language it reads.
    pub fn language(&self) -> &Language {
        &self.engine.language
    }

    /// Finds the quotations of one document. Any text has an answer.
    pub fn extract(&self, document: &Document<'_>) -> Extraction {
        let Some(code) = self.language_of(document) else { return self.read(document) };
        let other = self.others.iter().find(|(known, _)| *known == code);
        let mut found = match other {
            Some((_, built)) => built.get_or_init(|| Box::new(self.in_language(&code))).read(document),
            None => self.read(document),
        };
        found.language = Some(code);
        found
    }

    /// The language of a document, where each is read in its own.
    fn language_of(&self, document: &Document<'_>) -> Option<String> {
        if self.others.is_empty() || document.language.is_some() {
            return document.language.clone();
        }
        if self.language().is_plainly_of(&document.text) {
            return Some(self.language().code().to_owned());
        }
        lang::guess(&document.text).map(|guess| guess.code().to_owned())
    }

    /// An extractor with the same settings for another language that has a pack.
    fn in_language(&self, code: &str) -> Self {
        let language = Language::builtin(code).unwrap_or_else(|_| self.language().clone());
        Self::new(language).indirect(self.engine.settings.indirect).attitudes(self.engine.settings.attitudes)
    }

    fn read(&self, document: &Document<'_>) -> Extraction {
        let (engine, text) = (&self.engine, &*document.text);
        let (form, mut evidence) = classify(&engine.language, document);
        let (kind, drafts) = match form {
            TextForm::Response => (DocumentKind::Response, transcript::response(document)),
            TextForm::Paragraphs(blocks) => {
                (DocumentKind::Paragraphs, transcript::paragraphs(&engine.language, document, blocks))
            }
            TextForm::Captions => (DocumentKind::Transcript, transcript::captions(&engine.language, document)),
            TextForm::Conversation(conversation) => {
                (DocumentKind::Transcript, transcript::turns(engine, document, conversation))
            }
            TextForm::Page(blocks, prior, stretches) => {
                let (kind, mut drafts) = self.page(text, blocks, prior, &mut evidence);
                transcript::add_stretches(&engine.language, document, stretches, &mut drafts);
                (kind, drafts)
            }
        };
        draft::finish(document, kind, evidence, drafts)
    }

    /// Reads a page; what is found on it decides its kind.
    fn page(
        &self,
        text: &str,
        blocks: Vec<Block>,
        prior: PagePrior,
        evidence: &mut KindEvidence,
    ) -> (DocumentKind, ExtractionDraft) {
        let (engine, words, language) = (&self.engine, &self.words, &self.engine.language);
        let mut read = None;
        // Most articles have no layout to be read.
        if is_running_text(language, words, text, &blocks) {
            let ranges: Vec<Span> = blocks.iter().map(|block| block.span).collect();
            let drafts = prose::prose(engine, text, &ranges);
            let found = PageSigns::of_running_text(language, words, &drafts);
            let kind = kind_of_page(prior, PageText { language, words, text, blocks: &blocks }, found, evidence);
            if kind != DocumentKind::Report {
                return (kind, ExtractionDraft { blocks, ..drafts });
            }
            read = Some(drafts);
        }
        let mut kind = DocumentKind::Prose;
        let drafts = PageReader::new(engine, words, text, blocks).running(read, |found, blocks| {
            kind = kind_of_page(prior, PageText { language, words, text, blocks }, found, evidence);
            // The writer's summaries of what people said are no quotations of a report.
            if kind == DocumentKind::Report { Scope::Report } else { Scope::Article }
        });
        (kind, drafts)
    }

    /// Says for one passage what each quotation's attribution rests on, why one has none, and why words between marks are no quotation.
    pub fn explain(&self, passage: &Document<'_>) -> Explanation {
        Explanation::new(self.extract(passage), &passage.text)
    }

    /// Finds the quotations of many documents on all threads of the current pool. The result does not depend on their number.
    ///
    /// # Errors
    /// [`ErrorKind::Conflict`](crate::ErrorKind::Conflict) if two different documents have one id.
    pub fn corpus(&self, documents: &[Document<'_>]) -> Result<Corpus> {
        let found: Vec<Extraction> = documents.par_iter().map(|document| self.extract(document)).collect();
        Corpus::of(found)
    }
}

impl Extract for Extractor {
    fn extract(&self, document: &Document<'_>) -> Extraction {
        Extractor::extract(self, document)
    }
}
