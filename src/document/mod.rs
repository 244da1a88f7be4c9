//! One text with its name, its kind and what is known about it.
//!
//! A [`Document`] borrows or owns its text; spans of everything found in it count bytes of that text. Its [`DocumentKind`] says which reader takes
//! it and is detected from the text unless you set it. Attributes (a survey's group column, a date) travel to every quotation and become facets of tables. [`blocks`] cuts a
//! text into paragraphs, headings, items, block quotations, rows and code.

mod attributes;
mod block;
mod directive;
mod markup;
pub(crate) mod mask;
mod segment;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::id::DocumentId;

pub use attributes::Attributes;
pub use block::{Block, BlockKind};
pub use segment::blocks;

/// A text to be read: an article, a report, a transcript, one survey answer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Document<'a> {
    /// The name that quotations of this document carry.
    pub id: DocumentId,
    /// The text as it is; every span counts bytes of it.
    pub text: Cow<'a, str>,
    /// What shape the text has. The default is [`DocumentKind::Auto`].
    pub kind: DocumentKind,
    /// What is known about the document (group columns of a survey, a date); quotations carry it along.
    pub attributes: Attributes,
    /// The code of the language that the text is in (`en`, `de`, `fr`), where somebody says it. `None`, the default, is what the extractor reads, or guesses.
    pub language: Option<String>,
    /// Who asks in a conversation, by their names or labels: nobody where the list is empty. `None`, the default, is told from the text.
    pub interviewers: Option<Vec<String>>,
    /// Who answers, likewise.
    pub respondents: Option<Vec<String>>,
}

impl<'a> Document<'a> {
    /// A document whose kind is detected from its text.
    pub fn new(id: impl Into<DocumentId>, text: impl Into<Cow<'a, str>>) -> Self {
        Self {
            id: id.into(),
            text: text.into(),
            kind: DocumentKind::Auto,
            attributes: Attributes::default(),
            language: None,
            interviewers: None,
            respondents: None,
        }
    }

    /// The same document read as `kind`.
    #[must_use]
    pub fn kind(mut self, kind: DocumentKind) -> Self {
        self.kind = kind;
        self
    }

    /// The same document in that language, by its code. The default is what the extractor reads, or guesses.
    #[must_use]
    pub fn language(mut self, code: impl Into<String>) -> Self {
        self.language = Some(code.into());
        self
    }

    /// The same document in which these ask, by their names or labels as the text has them; with no name nobody does. The default is told from
    /// the text.
    ///
    /// ```
    /// use verbatims::{Document, Extractor, Language};
    ///
    /// let text = "Ana: Who pays?\n\nWei: Nobody.\n\nAna: Why?\n\nWei: It is shut.";
    /// let found = Extractor::new(Language::english()).extract(&Document::new("talk", text).interviewers(["Wei"]));
    /// assert_eq!(found.quotes.iter().filter(|turn| turn.is_interviewer()).count(), 2);
    /// assert!(!found.quotes[0].is_interviewer());
    /// ```
    #[must_use]
    pub fn interviewers<S: Into<String>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        self.interviewers = Some(names.into_iter().map(Into::into).collect());
        self
    }

    /// The same document in which these answer; with no name nobody does. One name is that of the person interviewed, also where the text has
    /// questions and no labels. The default is told from the text.
    #[must_use]
    pub fn respondents<S: Into<String>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        self.respondents = Some(names.into_iter().map(Into::into).collect());
        self
    }

    /// The same document with one attribute more.
    #[must_use]
    pub fn attribute(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.attributes.insert(name.into(), value.into());
        self
    }
}

/// What shape a text has, which decides where its quotations are looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum DocumentKind {
    /// Detected from the text itself.
    #[default]
    Auto,
    /// Running text: news, books, letters.
    Prose,
    /// A research or survey report, usually Markdown: block quotes, bullets, dashes and brackets attribute.
    Report,
    /// An interview transcript: turns with speakers.
    Transcript,
    /// One answer of one respondent: the whole text is the response.
    Response,
    /// An interview or a list of answers without names: each paragraph is an answer, but for questions in emphasis or in headings.
    Paragraphs,
}

impl DocumentKind {
    /// The name used in JSON, in tables and by `--kind`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Prose => "prose",
            Self::Report => "report",
            Self::Transcript => "transcript",
            Self::Response => "response",
            Self::Paragraphs => "paragraphs",
        }
    }
}
