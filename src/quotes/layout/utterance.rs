//! Words that a person said, as the layout shows them, and how they become a finding.

use crate::quotes::draft::{ExtractionDraft, QuoteDraft};
use crate::quotes::layout::attribution::Attribution;
use crate::quotes::quote::{CueClass, Evidence, QuoteKind};
use crate::text::Span;

/// Words that a person said.
#[derive(Clone, Debug)]
pub(super) struct Utterance {
    /// Without the outer marks.
    pub(super) content: Span,
    /// The further paragraphs of a block quotation that is one statement.
    pub(super) more: Vec<Span>,
    /// Whether marks are around it.
    pub(super) marked: bool,
    pub(super) attribution: Option<Attribution>,
    /// The verb of the line above that gives the words to somebody.
    pub(super) cue: Option<Span>,
}

impl Utterance {
    pub(super) fn new(content: Span, marked: bool, attribution: Option<Attribution>) -> Self {
        Self { content, more: Vec::new(), marked, attribution, cue: None }
    }
}

/// Gives a finding without a speaker to whoever is named beside its words.
pub(super) fn attribute(draft: &mut QuoteDraft, utterance: &Utterance) {
    if let Some((who, evidence)) = &utterance.attribution {
        draft.speaker = Some(who.speaker.clone());
        draft.mention = Some(who.mention).filter(|mention| !draft.content.iter().any(|run| mention.overlaps(*run)));
        draft.cue = utterance.cue;
        draft.evidence = *evidence;
    }
}

/// Puts words said into the findings. A group whose heading they are under is where the speaker belongs, if nothing else says so.
pub(super) fn add(text: &str, drafts: &mut ExtractionDraft, utterance: &Utterance, group: Option<Span>) {
    let content = utterance.content;
    let runs: Vec<Span> = std::iter::once(content).chain(utterance.more.iter().copied()).collect();
    let mut draft = QuoteDraft {
        kind: QuoteKind::Direct,
        cue_class: CueClass::Speech,
        marked: if utterance.marked { runs.clone() } else { Vec::new() },
        content: runs,
        cue: utterance.cue,
        mention: None,
        speaker: None,
        evidence: Evidence::NoCue,
        flows: false,
        group: None,
    };
    if let Some((who, evidence)) = &utterance.attribution {
        let mut speaker = who.speaker.clone();
        speaker.respondent = true;
        if speaker.affiliation.is_none() {
            speaker.affiliation = group.map(|group| group.of(text).trim().to_owned());
        }
        draft.speaker = Some(speaker);
        draft.mention = Some(who.mention).filter(|mention| !mention.overlaps(content));
        draft.evidence = *evidence;
        for (name, value) in [("age", &who.age), ("gender", &who.gender)] {
            if let Some(value) = value {
                drafts.attributes.push((content.start(), name, value.clone()));
            }
        }
    }
    drafts.quotes.push(draft);
}
