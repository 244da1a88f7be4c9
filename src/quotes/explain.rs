use std::fmt;

use serde::{Deserialize, Serialize};

use crate::document::DocumentKind;
use crate::quotes::accounting::{BlockReading, BlockUse};
use crate::quotes::extraction::Extraction;
use crate::quotes::kind_evidence::{KindEvidence, KindSign};
use crate::quotes::quote::{
    Attribution, Cue, Diagnostic, DiagnosticKind, Evidence, NotQuote, NotQuoteReason, Quote, QuoteKind,
};
use crate::text::Span;

/// What was found in a passage, and why each of it is what it is.
///
/// It prints as a page for people (`{explanation}`), and serialises for programs.
///
/// ```
/// use verbatims::{Document, Extractor, Language};
///
/// let extractor = Extractor::new(Language::english());
/// let passage = "“The bus never comes,” said María López, a nurse, who calls it the “slow bus”.";
/// let explanation = extractor.explain(&Document::new("a", passage));
/// assert_eq!(
///     explanation.findings[0].because,
///     "the words that attribute it come behind it: “said”, “María López”"
/// );
/// assert!(explanation.to_string().starts_with("Read as prose: 2 statements of named speakers."));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Explanation {
    /// The shape that the passage was read as; never [`DocumentKind::Auto`].
    pub kind: DocumentKind,
    /// Why it was read as that.
    pub evidence: KindEvidence,
    /// What became of each block of it.
    pub blocks: Vec<BlockReading>,
    /// Quotations, words between marks that were set aside, and diagnostics, in order of their place.
    pub findings: Vec<Explained>,
}

/// One finding with its reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Explained {
    /// Where it is: the content of a quotation (one span or more), the words between the marks, or the sign that a diagnostic is about.
    pub content: Vec<Span>,
    /// Its words; runs are joined by ` … `.
    pub text: String,
    /// What it was taken for.
    #[serde(flatten)]
    pub decision: Decision,
    /// NotQuoteReason, as a clause for people to read: what an attribution rests on, why there is none, why it is no quotation.
    pub because: String,
}

/// What words were taken for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "verdict")]
#[non_exhaustive]
pub enum Decision {
    /// A quotation; without a speaker, its evidence is the reason for giving none.
    Quote {
        /// How it is reported.
        kind: QuoteKind,
        /// The word or sign that introduces it.
        cue: Option<Cue>,
        /// Who said it, and what that rests on.
        #[serde(flatten)]
        attribution: Attribution,
    },
    /// Between marks, and no quotation.
    SetAside {
        /// The reason.
        why: NotQuoteReason,
    },
    /// A diagnostic: a sign that the reader may want to look at.
    #[serde(rename = "odd")]
    Diagnostic {
        /// What it is about.
        kind: DiagnosticKind,
    },
}

impl Explanation {
    /// The reasons behind what was found in `text`.
    pub(crate) fn new(extraction: Extraction, text: &str) -> Self {
        let Extraction { document_kind: kind, kind_evidence: evidence, blocks, .. } = extraction;
        let quotes = extraction.quotes.into_iter().map(of_quote);
        let aside = extraction.not_quotes.into_iter().map(of_not_quote);
        let diagnostics = extraction.diagnostics.into_iter().map(|diagnostic| of_diagnostic(diagnostic, text));
        let mut findings: Vec<Explained> = quotes.chain(aside).chain(diagnostics).collect();
        findings.sort_by(|a, b| a.content.cmp(&b.content));
        Self { kind, evidence, blocks, findings }
    }
}

fn of_quote(quote: Quote) -> Explained {
    let Attribution { speaker, mention, evidence } = &quote.attribution;
    let mut because = evidence.meaning().to_owned();
    let mut signs: Vec<(Span, &str)> = Vec::new();
    signs.extend(quote.cue.iter().map(|cue| (cue.span, cue.text.as_str())));
    signs.extend(mention.iter().map(|mention| (mention.span, mention.text.as_str())));
    signs.sort_unstable();
    for (number, (_, words)) in signs.iter().enumerate() {
        because += if number == 0 { ": " } else { ", " };
        because += &format!("“{}”", on_one_line(words));
    }
    let named = mention.as_ref().zip(speaker.as_ref());
    if let Some((mention, speaker)) = named.filter(|(mention, speaker)| mention.text != speaker.name) {
        because += &format!("; “{}” is {}", on_one_line(&mention.text), speaker.name);
    }
    Explained {
        content: quote.content,
        text: quote.text,
        decision: Decision::Quote { kind: quote.kind, cue: quote.cue, attribution: quote.attribution },
        because,
    }
}

fn of_not_quote(NotQuote { span, text, why }: NotQuote) -> Explained {
    Explained { content: vec![span], text, decision: Decision::SetAside { why }, because: why.meaning().to_owned() }
}

fn of_diagnostic(Diagnostic { span, kind }: Diagnostic, text: &str) -> Explained {
    Explained {
        content: vec![span],
        text: span.of(text).to_owned(),
        decision: Decision::Diagnostic { kind },
        because: kind.meaning().to_owned(),
    }
}

fn on_one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Read as {}: {}.", with_article(self.kind), self.evidence)?;
        if let Some(other) = self.evidence.divided {
            writeln!(f, "Some of it speaks for {}: `--kind {}` reads it so.", with_article(other), other.as_str())?;
        }
        for used in BlockUse::ALL {
            let places: Vec<Span> =
                self.blocks.iter().filter(|block| block.used == used).map(|block| block.span).collect();
            if !places.is_empty() {
                writeln!(f, "  {:<13} {} (bytes {})", used.as_str(), used.meaning(), listed(&places))?;
            }
        }
        if self.findings.is_empty() {
            writeln!(f, "\nNothing stands between quotation marks, and nobody is reported to speak.")?;
        }
        self.findings.iter().try_for_each(|finding| write!(f, "\n{finding}"))
    }
}

/// What a kind is called in a sentence.
fn with_article(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::Transcript => "a transcript",
        DocumentKind::Report => "a report",
        DocumentKind::Response => "one response",
        DocumentKind::Paragraphs => "answers, a paragraph each",
        DocumentKind::Prose | DocumentKind::Auto => "prose",
    }
}

/// Places as people read them: "0..12, 14..30".
fn listed(spans: &[Span]) -> String {
    spans.iter().map(|span| format!("{}..{}", span.start(), span.end())).collect::<Vec<_>>().join(", ")
}

impl fmt::Display for Explained {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} (bytes {})", on_one_line(&self.text), listed(&self.content))?;
        let because = &self.because;
        match &self.decision {
            Decision::Quote { kind, attribution, .. } => {
                match &attribution.speaker {
                    None => writeln!(f, "  a quotation, {kind}; no speaker")?,
                    Some(speaker) => {
                        write!(f, "  a quotation, {kind}; {}, {}", speaker.name, speaker.kind)?;
                        let known = [("role", &speaker.role), ("affiliation", &speaker.affiliation)];
                        for (name, value) in known {
                            value.iter().try_for_each(|value| write!(f, "; {name}: {value}"))?;
                        }
                        writeln!(f)?;
                    }
                }
                writeln!(f, "  {}: {because}", attribution.evidence)
            }
            Decision::SetAside { why } => writeln!(f, "  set aside\n  {why}: {because}"),
            Decision::Diagnostic { kind } => writeln!(f, "  odd\n  {kind}: {because}"),
        }
    }
}

impl Evidence {
    /// What it means, as a clause for people to read.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Label => "a row, a label or the turn names the speaker",
            Self::Dash => "a dash behind it names the speaker",
            Self::Bracket => "brackets beside it name the speaker",
            Self::After => "the words that attribute it come behind it",
            Self::Split => "the words that attribute it stand between its parts",
            Self::Before => "the words that attribute it come before it",
            Self::AccordingTo => "it stands according to somebody",
            Self::Phrase => "a phrase without a verb attributes it",
            Self::Colon => "a colon introduces it",
            Self::Continuation => "it goes on with the quotation before it, and nobody else speaks in between",
            Self::Floating => "nothing introduces it, and the words around it name one speaker",
            Self::NoCue => "no speaker, since nothing near it introduces speech",
            Self::UnresolvedPronoun => "no speaker, since the text does not settle whom the pronoun means",
            Self::Impersonal => "no speaker, since the words that introduce it are passive or impersonal",
        }
    }
}

impl NotQuoteReason {
    /// What it means, as a clause for people to read.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Term => "a word or phrase that is named, coined or held at a distance",
            Self::Title => "the title of a work, plan, law or event",
            Self::Nickname => "a nickname",
            Self::Slogan => "a slogan or saying that is mentioned, not said",
            Self::Nested => "it lies inside another quotation",
            Self::Label => "a label, heading, scale or template, not somebody's words",
            Self::Question => "a question that was put to respondents",
        }
    }
}

impl DiagnosticKind {
    /// The name used in JSON and in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::UnclosedMark => "unclosed-mark",
            Self::StrayMark => "stray-mark",
            Self::RefusedLabel => "refused-label",
        }
    }

    /// What it means, as a clause for people to read.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::UnclosedMark => "this mark opens and is not closed in its paragraph",
            Self::StrayMark => "this mark closes what was never opened",
            Self::RefusedLabel => "this looks like the label of a speaker and was not taken for one",
        }
    }
}

impl fmt::Display for DiagnosticKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl KindSign {
    /// What was counted, for people: one, and several.
    pub fn nouns(self) -> (&'static str, &'static str) {
        match self {
            Self::Captions => ("time of captions", "times of captions"),
            Self::LabelledTurns => ("turn under a label", "turns under labels"),
            Self::Questions => ("question set apart", "questions set apart"),
            Self::Excerpts => ("excerpt", "excerpts"),
            Self::NumberedExcerpts => ("excerpt with a participant", "excerpts with participants"),
            Self::NamedSpeakers => ("statement of a named speaker", "statements of named speakers"),
            Self::AskedSpeakers => ("statement of one who was asked", "statements of people who were asked"),
            Self::GroupSpeakers => ("statement of a group", "statements of groups"),
            Self::Respondents => ("word for people who were asked", "words for people who were asked"),
            Self::StudyWords => ("word of studies", "words of studies"),
            Self::ParticipantNumbers => ("participant's number", "participants' numbers"),
            Self::Headings => ("heading", "headings"),
            Self::Items => ("item", "items"),
            Self::NumberedSections => ("numbered section", "numbered sections"),
            Self::FrontMatter => ("head of settings", "heads of settings"),
        }
    }
}

/// The signs as a clause for people to read: "3 headings, 5 excerpts".
impl fmt::Display for KindEvidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.given {
            return f.write_str("the kind was given");
        }
        if self.signs.is_empty() {
            return f.write_str("no sign of another kind was found");
        }
        for (place, (sign, &number)) in self.signs.iter().enumerate() {
            let (one, several) = sign.nouns();
            let comma = if place == 0 { "" } else { ", " };
            match sign {
                // Whether there are some is what counts.
                KindSign::Captions | KindSign::Questions => write!(f, "{comma}{several}")?,
                _ => write!(f, "{comma}{number} {}", if number == 1 { one } else { several })?,
            }
        }
        Ok(())
    }
}
