use std::fmt;

use serde::{Deserialize, Serialize};

use crate::document::Attributes;
use crate::id::{DocumentId, QuoteId};
use crate::text::{Position, Span};

/// The role of those who ask in a transcript.
pub(crate) const INTERVIEWER_ROLE: &str = "interviewer";

/// One quotation or response: its words, their exact place, and who said them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Quote {
    /// The name of this quotation in its corpus.
    pub id: QuoteId,
    /// The document that holds it.
    pub document: DocumentId,
    /// How it is reported.
    pub kind: QuoteKind,
    /// Whether it was said, or only held, wished or done.
    #[serde(default)]
    pub cue_class: CueClass,
    /// The words said, without the outer marks: one span or more (“a,” she said, “b” has two), ordered and disjoint.
    pub content: Vec<Span>,
    /// The words of the content between quotation marks, without the outer marks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marked: Vec<Span>,
    /// The words of the content; runs are joined by ` … `, or by a blank where nothing that anybody says is left out between them (the captions of
    /// one turn).
    pub text: String,
    /// Where the content starts.
    pub position: Position,
    /// The word or sign that introduces the quotation, if there is one.
    pub cue: Option<Cue>,
    /// Who said it.
    #[serde(flatten)]
    pub attribution: Attribution,
    /// Quotations of one document that share a number are statements under one attribution ("stated, “A,” and “B.”").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<u32>,
    /// Attributes of the document and of the place (row, column, time), carried along.
    #[serde(default, skip_serializing_if = "Attributes::is_unset")]
    pub attributes: Attributes,
}

impl Quote {
    /// A quotation without a speaker; `text` is the document's text.
    ///
    /// # Panics
    /// If `content` is empty, out of order, or off the character boundaries of `text`.
    #[track_caller]
    pub fn new(
        document: &DocumentId,
        number: usize,
        kind: QuoteKind,
        content: Vec<Span>,
        text: &str,
        position: Position,
    ) -> Self {
        assert!(!content.is_empty(), "a quotation has one content span or more");
        assert!(
            content.windows(2).all(|pair| pair[0].end() <= pair[1].start()),
            "content spans are ordered and disjoint"
        );
        let words = match content[..] {
            [only] => only.of(text).to_owned(),
            _ => content.iter().map(|span| span.of(text)).collect::<Vec<_>>().join(GAP),
        };
        Self {
            id: QuoteId::nth(document, number),
            document: document.clone(),
            kind,
            cue_class: CueClass::Speech,
            text: words,
            content,
            marked: Vec::new(),
            position,
            cue: None,
            attribution: Attribution { speaker: None, mention: None, evidence: Evidence::NoCue },
            group: None,
            attributes: Attributes::default(),
        }
    }

    /// A quotation of which nothing is known but its id, as in a table of codings: no words, no speaker.
    pub(crate) fn known_by_id(id: &QuoteId) -> Self {
        let document = id.as_str().rsplit_once('#').map_or(id.as_str(), |(document, _)| document);
        let (nothing, place) = (Span::new(0, 0), Position { line: 1, column: 1 });
        let quote = Self::new(&DocumentId::new(document), 1, QuoteKind::Direct, vec![nothing], "", place);
        Self { id: id.clone(), ..quote }
    }

    /// The same quotation, whose runs follow each other with nothing left out that anybody says: they are joined by a blank, or by nothing where
    /// only markup parts a word. `text` is the document's text.
    pub(crate) fn flowing(mut self, text: &str) -> Self {
        if self.content.len() > 1 {
            self.text = flowing_text(text, &self.content);
        }
        self
    }

    /// Whether the runs of the content follow each other with nothing left out between them, so that its words read as one; never of a single run.
    pub fn is_flowing(&self) -> bool {
        let gaps = self.content.len().saturating_sub(1);
        let words: usize = self.content.iter().map(|span| span.len()).sum();
        gaps > 0 && self.text.len() < words + gaps * GAP.len()
    }

    /// The runs of the content as they stand in the words: where each starts there, and its words.
    pub(crate) fn runs(&self) -> impl Iterator<Item = (usize, &str)> {
        let flows = self.is_flowing();
        let mut at = 0;
        self.content.iter().map(move |span| {
            let rest = &self.text[at.min(self.text.len())..];
            let rest = rest.strip_prefix(if flows { " " } else { GAP }).filter(|_| at > 0).unwrap_or(rest);
            let start = self.text.len() - rest.len();
            let run = rest.get(..span.len()).unwrap_or(rest);
            at = start + run.len();
            (start, run)
        })
    }

    /// Who said it, if that is known.
    pub fn speaker(&self) -> Option<&Speaker> {
        self.attribution.speaker.as_ref()
    }

    /// Whether this is what a person answered when asked: a survey answer, an interview turn, or the words of a respondent.
    ///
    /// The turns of those who ask are none; see [`is_interviewer`](Quote::is_interviewer).
    pub fn is_response(&self) -> bool {
        self.speaker().map_or(self.kind == QuoteKind::Response, |speaker| speaker.respondent)
    }

    /// Whether this is a turn of an interviewer in a transcript: kind [`QuoteKind::Response`], role `interviewer`, no respondent.
    /// Such turns are kept, and left out of theming.
    pub fn is_interviewer(&self) -> bool {
        self.kind == QuoteKind::Response
            && self
                .speaker()
                .is_some_and(|speaker| !speaker.respondent && speaker.role.as_deref() == Some(INTERVIEWER_ROLE))
    }

    /// The span from the first content byte to the last.
    pub fn extent(&self) -> Span {
        self.content.iter().copied().reduce(Span::join).unwrap_or(Span::new(0, 0))
    }
}

/// What stands in the words of a quotation for what its writer leaves out between two runs.
const GAP: &str = " … ";

/// The words of runs that follow each other.
pub(crate) fn flowing_text(text: &str, content: &[Span]) -> String {
    let mut words = String::new();
    let mut end: Option<usize> = None;
    for span in content {
        if end.is_some_and(|end| parts_words(&text[end..span.start()])) {
            words.push(' ');
        }
        words.push_str(span.of(text));
        end = Some(span.end());
    }
    words
}

/// Whether what lies between two runs parts words: anything but tags and the sign that takes a meaning from a mark.
fn parts_words(gap: &str) -> bool {
    let mut in_tag = false;
    gap.chars().any(|ch| {
        match ch {
            '<' => in_tag = true,
            '>' if in_tag => {
                in_tag = false;
                return false;
            }
            _ => {}
        }
        !in_tag && ch != '\\'
    })
}

/// How words are reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum QuoteKind {
    /// The speaker's words between marks (or set as a block quotation), complete by themselves.
    Direct,
    /// Words between marks inside a clause of the writer: called it “a disgrace”.
    Mixed,
    /// The writer's wording of what was said: she said that it failed.
    Indirect,
    /// An answer or a turn: attributed by its label or row.
    Response,
}

impl fmt::Display for QuoteKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Direct => "direct",
            Self::Mixed => "mixed",
            Self::Indirect => "indirect",
            Self::Response => "response",
        })
    }
}

/// What a cue says of the words that it introduces: that somebody said them, or what somebody had in mind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum CueClass {
    /// Somebody said or wrote it.
    #[default]
    Speech,
    /// Somebody believed, wished, meant, showed or did it. Found only where [attitudes](super::Extractor::attitudes) are asked for.
    Attitude,
}

impl fmt::Display for CueClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Speech => "speech",
            Self::Attitude => "attitude",
        })
    }
}

/// The word or sign that introduces a quotation ("said", "according to", a colon).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Cue {
    /// Where it is.
    pub span: Span,
    /// The cue as written.
    pub text: String,
}

impl Cue {
    /// A cue at a place of a text, with its words.
    ///
    /// # Panics
    /// If the place does not lie in the text, on character boundaries.
    #[track_caller]
    pub fn new(span: Span, text: &str) -> Self {
        Self { span, text: span.of(text).to_owned() }
    }
}

/// Who said a quotation, where that is written, and what the answer rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Attribution {
    /// The speaker, or none where the text does not say.
    pub speaker: Option<Speaker>,
    /// The words that name the speaker beside the quotation ("he", "Ares").
    pub mention: Option<Mention>,
    /// The rule that the attribution rests on, or why there is none.
    pub evidence: Evidence,
}

/// The words that name a speaker beside a quotation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Mention {
    /// Where they are.
    pub span: Span,
    /// The words.
    pub text: String,
}

impl Mention {
    /// A mention at a place of a text, with its words.
    ///
    /// # Panics
    /// If the place does not lie in the text, on character boundaries.
    #[track_caller]
    pub fn new(span: Span, text: &str) -> Self {
        Self { span, text: span.of(text).to_owned() }
    }
}

/// A speaker who is quoted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Speaker {
    /// The fullest name that the document gives, or the description of one who has no name.
    pub name: String,
    /// Person, organisation, group, anonymous or document.
    pub kind: SpeakerKind,
    /// Office, profession or function ("former deputy director").
    pub role: Option<String>,
    /// The organisation or place the speaker belongs to.
    pub affiliation: Option<String>,
    /// Whether the text presents the speaker as one who was asked: a respondent, interviewee, participant.
    #[serde(default)]
    pub respondent: bool,
}

impl Speaker {
    /// A speaker of whom nothing more is known.
    pub fn new(name: impl Into<String>, kind: SpeakerKind) -> Self {
        Self { name: name.into(), kind, role: None, affiliation: None, respondent: false }
    }
}

/// What sort of speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum SpeakerKind {
    /// A person with a name.
    Person,
    /// A company, office, paper, country.
    Organisation,
    /// Several people: "officials", "NAME and NAME".
    Group,
    /// One person without a name: "a respondent from Hull", "P7".
    Anonymous,
    /// Something written, drawn or recorded: "the report", "a lawsuit", "the sign".
    Document,
}

impl fmt::Display for SpeakerKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Person => "person",
            Self::Organisation => "organisation",
            Self::Group => "group",
            Self::Anonymous => "anonymous",
            Self::Document => "document",
        })
    }
}

/// What an attribution rests on, from the strongest rule to the weakest, then the reasons for giving none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Evidence {
    /// The row, label or turn names the speaker: `P7: …`.
    Label,
    /// A dash after a quotation: “…” — P3, nurse.
    Dash,
    /// Brackets after a quotation: “…” (P7, female, 42).
    Bracket,
    /// The reporting clause follows: “…,” said S, or “…,” S said.
    After,
    /// The reporting clause is in the middle: “…,” S said, “…”.
    Split,
    /// The reporting clause comes first: S said, “…”; S told O that ….
    Before,
    /// "According to S".
    AccordingTo,
    /// A phrase other than a verb: in S's words, S's claim that ….
    Phrase,
    /// A colon introduces it.
    Colon,
    /// An unmarked quotation continues the one before it.
    Continuation,
    /// A paragraph of one speaker holds it.
    Floating,
    /// No attribution: nothing nearby introduces speech.
    NoCue,
    /// No attribution: a pronoun whose speaker the text does not settle.
    UnresolvedPronoun,
    /// No attribution: the cue is passive or impersonal ("it was said").
    Impersonal,
}

impl Evidence {
    /// The name used in JSON and in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Label => "label",
            Self::Dash => "dash",
            Self::Bracket => "bracket",
            Self::After => "after",
            Self::Split => "split",
            Self::Before => "before",
            Self::AccordingTo => "according-to",
            Self::Phrase => "phrase",
            Self::Colon => "colon",
            Self::Continuation => "continuation",
            Self::Floating => "floating",
            Self::NoCue => "no-cue",
            Self::UnresolvedPronoun => "unresolved-pronoun",
            Self::Impersonal => "impersonal",
        }
    }
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Words between marks that were set aside, with the reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct NotQuote {
    /// Where they are, without the outer marks.
    pub span: Span,
    /// The words.
    pub text: String,
    /// Why they are not a quotation.
    pub why: NotQuoteReason,
}

impl NotQuote {
    /// Words between marks at a place of a text, and why they are no quotation.
    ///
    /// # Panics
    /// If the place does not lie in the text, on character boundaries.
    #[track_caller]
    pub fn new(span: Span, text: &str, why: NotQuoteReason) -> Self {
        Self { span, text: span.of(text).to_owned(), why }
    }
}

/// Why words between marks are not a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum NotQuoteReason {
    /// A word or phrase named, coined or held at a distance (scare quotes).
    Term,
    /// The title of a work, plan, law or event.
    Title,
    /// A nickname.
    Nickname,
    /// A slogan or saying that is mentioned, not said.
    Slogan,
    /// It lies inside another quotation.
    Nested,
    /// A label of an interface, a heading, a scale, a template.
    Label,
    /// A question that was put to respondents.
    Question,
}

impl NotQuoteReason {
    /// The name used in JSON and in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Term => "term",
            Self::Title => "title",
            Self::Nickname => "nickname",
            Self::Slogan => "slogan",
            Self::Nested => "nested",
            Self::Label => "label",
            Self::Question => "question",
        }
    }
}

impl fmt::Display for NotQuoteReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A sign in a text that the reader may want to look at. Never a reason to stop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Diagnostic {
    /// Where it is.
    pub span: Span,
    /// What it is.
    pub kind: DiagnosticKind,
}

impl Diagnostic {
    /// What looks odd at a place of a text.
    pub fn new(span: Span, kind: DiagnosticKind) -> Self {
        Self { span, kind }
    }
}

/// What a diagnostic is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum DiagnosticKind {
    /// An opening mark that is never closed in its paragraph.
    UnclosedMark,
    /// A closing mark that was never opened.
    StrayMark,
    /// A label that looked like a speaker and was refused.
    RefusedLabel,
}
