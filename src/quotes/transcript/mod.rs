//! Responses: the turns of a transcript, the answers of a survey.
//!
//! | file | question |
//! |---|---|
//! | `cursor` | which signs (emphasis, dates, times) come next in a line? |
//! | `label` | does a line open with a label, by its form? |
//! | `trust` | how far is a label believed to name a speaker? |
//! | `labels` | which lines of a text open with a label? |
//! | `turn` | where do the words under a label begin and end? |
//! | `question` | how does an interview without labels set its questions apart, and what are its turns? |
//! | `subject` | who is interviewed there? |
//! | `conversation` | what is read of a text before its kind is decided? |
//! | `measures` | do its labels make it a transcript? |
//! | `caption` | what are the turns of captions? |
//! | `interviewer` | who asks? |
//! | `within` | what is quoted before the first turn and inside the turns? |

mod caption;
mod conversation;
mod cursor;
mod interviewer;
pub(crate) mod label;
mod labels;
mod measures;
mod question;
mod subject;
mod trust;
mod turn;
mod within;

use crate::document::{Document, blocks};
use crate::lang::Language;
use crate::quotes::draft::{ExtractionDraft, QuoteDraft};
use crate::quotes::participant::{self, is_interviewer, is_respondent_id};
use crate::quotes::prose::Engine;
use crate::quotes::quote::{Diagnostic, DiagnosticKind, Evidence, INTERVIEWER_ROLE, QuoteKind, Speaker, SpeakerKind};
use crate::text::Span;
use interviewer::interviewers;
use turn::Turn;

pub(crate) use caption::is_caption;
pub(crate) use conversation::Conversation;
pub(crate) use measures::LabelMeasures;
pub(crate) use question::{Prior, QuestionLayout};

/// One answer: the whole text without the whitespace around it, by the respondent whom the attributes name.
pub(crate) fn response(document: &Document<'_>) -> ExtractionDraft {
    let text: &str = &document.text;
    let start = text.len() - text.trim_start().len();
    let mut drafts = ExtractionDraft::default();
    if text.trim().is_empty() {
        return drafts;
    }
    let speaker = ["speaker", "respondent"]
        .into_iter()
        .filter_map(|key| document.attributes.get(key))
        .find(|name| !name.trim().is_empty())
        .map(|name| {
            let mut speaker = Speaker::new(name.trim(), SpeakerKind::Anonymous);
            speaker.respondent = true;
            for (key, field) in [("role", &mut speaker.role), ("affiliation", &mut speaker.affiliation)] {
                *field = document.attributes.get(key).filter(|value| !value.trim().is_empty()).cloned();
            }
            speaker
        });
    drafts.quotes.push(said(vec![Span::new(start, start + text.trim().len())], None, speaker));
    drafts
}

/// The turns of captions.
pub(crate) fn captions(language: &Language, text: &str) -> ExtractionDraft {
    let mut drafts = ExtractionDraft { blocks: blocks(text), ..ExtractionDraft::default() };
    add_turns(language, text, caption::turns(language, text), &mut drafts);
    drafts
}

/// The turns of a conversation, and what is quoted before them. An interview without labels is an article: what it quotes inside its turns
/// is found too.
pub(crate) fn turns(engine: &Engine, document: &Document<'_>, conversation: Conversation) -> ExtractionDraft {
    let language = &engine.language;
    let text: &str = &document.text;
    let Conversation { blocks, labels, turns, questions } = conversation;
    let turns = match questions {
        Some(layout) => question::turns(language, document, &blocks, layout),
        None => turns,
    };
    let mut drafts = within::introduction(engine, text, &blocks, &turns);
    if questions.is_none() {
        // The head of a transcript (who, when, how it was recorded) holds no reported clauses.
        drafts.quotes.retain(|draft| draft.kind != QuoteKind::Indirect && draft.cue.is_some());
    }
    let refused = labels.refused.into_iter();
    drafts.diagnostics.extend(refused.map(|span| Diagnostic::new(span, DiagnosticKind::RefusedLabel)));
    let before = drafts.quotes.len();
    add_turns(language, text, turns, &mut drafts);
    if questions.is_some() {
        let inside = within::quoted(engine, text, &drafts.quotes[before..]);
        drafts.quotes.extend(inside);
    }
    drafts.blocks = blocks;
    drafts
}

/// Puts turns into the findings.
fn add_turns(language: &Language, text: &str, turns: Vec<Turn>, drafts: &mut ExtractionDraft) {
    let asking = interviewers(language, text, &turns);
    for turn in &turns {
        let start = turn.content.first().map_or(0, |span| span.start());
        if let Some(time) = &turn.time {
            drafts.attributes.push((start, "time", time.clone()));
        }
        let speaker = (!turn.name.is_empty()).then(|| {
            let mut speaker = speaker(language, &turn.name);
            if turn.asks || asking.contains(turn.name.as_str()) {
                speaker.role = Some(INTERVIEWER_ROLE.to_owned());
            } else {
                speaker.respondent = true;
                if let Some(details) = &turn.details {
                    (speaker.role, speaker.affiliation) = participant::details(language, details);
                }
            }
            speaker
        });
        drafts.quotes.push(said(turn.content.clone(), turn.mention, speaker));
    }
}

/// The speaker of a label.
fn speaker(language: &Language, name: &str) -> Speaker {
    let anonymous = is_interviewer(language, name) || is_respondent_id(language, name);
    Speaker::new(name, if anonymous { SpeakerKind::Anonymous } else { SpeakerKind::Person })
}

/// A response whose speaker a label, a row or nothing names.
fn said(content: Vec<Span>, mention: Option<Span>, speaker: Option<Speaker>) -> QuoteDraft {
    QuoteDraft {
        kind: QuoteKind::Response,
        content,
        marked: Vec::new(),
        cue: None,
        mention,
        evidence: if speaker.is_some() { Evidence::Label } else { Evidence::NoCue },
        speaker,
        group: None,
    }
}
