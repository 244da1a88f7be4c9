//! Responses: the turns of a transcript, the answers of a survey.
//!
//! | file | question |
//! |---|---|
//! | `cursor` | which signs (emphasis, dates, times) come next in a line? |
//! | `label` | does a line open with a label, by its form? |
//! | `plain` | does a line open with a label that has no colon? |
//! | `letters` | do two letters with a full stop or a bracket ask and answer? |
//! | `numbers` | are questions and answers counted (`Q1.`, `A1.`), or turns (`12 Ana:`)? |
//! | `run_on` | are there labels inside a paragraph? |
//! | `trust` | how far is a label believed to name a speaker? |
//! | `surplus` | what of a label is more than a name? |
//! | `exchange` | do labels without a colon make an exchange? |
//! | `labels` | which lines of a text open with a label? |
//! | `turn` | where do the words under a label begin and end? |
//! | `aside` | which blocks inside a turn are nobody's words? |
//! | `question` | how does an interview without labels set its questions apart? |
//! | `answers` | do paragraphs answer questions as a person does? |
//! | `interview` | what are the turns of an interview without labels? |
//! | `stretch` | which turns are inside a page? |
//! | `testimony` | which lines say who testifies and who examines? |
//! | `people` | who is interviewed, and by whom? |
//! | `conversation` | what is read of a text before its kind is decided? |
//! | `measures` | do its labels make it a transcript? |
//! | `cue` | what are the cues of captions? |
//! | `rolling` | do cues show again what the cue before showed? |
//! | `caption` | what are the turns of captions? |
//! | `rows` | are the rows of a table turns? |
//! | `badge` | what do brackets behind a name say? |
//! | `marks` | what inside a turn are marks of whoever wrote it down? |
//! | `interviewer` | who asks? |
//! | `within` | what is quoted before the first turn and inside the turns? |

mod answers;
mod aside;
mod badge;
mod caption;
mod conversation;
mod cue;
mod cursor;
mod exchange;
mod interview;
mod interviewer;
pub(crate) mod label;
mod labels;
mod letters;
mod marks;
mod measures;
mod numbers;
mod people;
mod plain;
mod question;
mod rolling;
mod rows;
mod run_on;
mod stretch;
mod surplus;
mod testimony;
mod trust;
mod turn;
mod within;

use crate::document::{Block, BlockKind, Document, blocks};
use crate::lang::Language;
use crate::quotes::draft::{ExtractionDraft, QuoteDraft};
use crate::quotes::participant::{is_interviewer, is_respondent_id};
use crate::quotes::prose::Engine;
use crate::quotes::quote::{
    CueClass, Diagnostic, DiagnosticKind, Evidence, INTERVIEWER_ROLE, QuoteKind, Speaker, SpeakerKind,
};
use crate::text::Span;
use interviewer::interviewers;
#[cfg(feature = "pdf")]
use label::Style;
use people::People;
use turn::Turn;

pub(crate) use conversation::Conversation;
pub(crate) use cue::is_caption;
pub(crate) use measures::LabelMeasures;
pub(crate) use question::{Prior, QuestionLayout};
pub(crate) use stretch::Stretch;

/// The label with which a line opens by its form alone.
#[cfg(feature = "pdf")]
pub(crate) struct LineLabel<'a> {
    /// The name, of few words.
    pub(crate) name: &'a str,
    /// Whether the line has no words behind it.
    pub(crate) is_alone: bool,
}

/// The label with which a line opens: with a colon, in brackets, or beside a time.
#[cfg(feature = "pdf")]
pub(crate) fn label_of_line(line: &str) -> Option<LineLabel<'_>> {
    /// Names of more words are sentences.
    const MOST_WORDS: usize = 5;
    let found = label::label(line, 0, line.len())?;
    let name = found.name.of(line);
    let signed = found.time.is_some() || matches!(found.style, Style::Colon | Style::Bracket | Style::Time);
    let opens = |ch: char| ch.is_uppercase() || ch.is_ascii_digit();
    (signed && name.starts_with(opens) && name.split(' ').count() <= MOST_WORDS)
        .then_some(LineLabel { name, is_alone: found.end >= line.len() })
}

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

/// An answer in each paragraph and item, but for questions in emphasis and in headings.
pub(crate) fn paragraphs(language: &Language, document: &Document<'_>, blocks: Vec<Block>) -> ExtractionDraft {
    let text: &str = &document.text;
    let people = People::of(language, document, &[]);
    let mut turns = Vec::new();
    let emphasised = || blocks.iter().filter_map(|block| question::emphasised(text, block.span));
    let asking = emphasised().filter(|words| question::asks(language, words.of(text))).count();
    let emphasis_asks = asking * 2 >= emphasised().count();
    for block in &blocks {
        let in_emphasis = question::emphasised(text, block.span).filter(|_| emphasis_asks && block.quoted == 0);
        let asked = turn::set_question(text, block, false).or(in_emphasis).map(turn::question);
        let answers = matches!(block.kind, BlockKind::Paragraph | BlockKind::Item);
        let answer = || turn::spoken(text, block.span.start(), block.span.end()).map(|span| people.answers(span));
        turns.extend(asked.or_else(|| if answers { answer() } else { None }));
    }
    let mut drafts = ExtractionDraft { blocks, ..ExtractionDraft::default() };
    add_turns(language, document, &people, turns, &mut drafts);
    drafts
}

/// The turns of captions.
pub(crate) fn captions(language: &Language, document: &Document<'_>) -> ExtractionDraft {
    let mut drafts = ExtractionDraft { blocks: blocks(&document.text), ..ExtractionDraft::default() };
    let (turns, refused) = caption::turns(language, &document.text);
    let turns = marks::without_events(language, &document.text, turns);
    drafts.diagnostics.extend(refused.into_iter().map(|span| Diagnostic::new(span, DiagnosticKind::RefusedLabel)));
    add_turns(language, document, &People::of(language, document, &[]), turns, &mut drafts);
    drafts
}

/// The turns of a conversation, and what is quoted before them. An interview without labels is an article: what it quotes inside its turns
/// is found too.
pub(crate) fn turns(engine: &Engine, document: &Document<'_>, conversation: Conversation) -> ExtractionDraft {
    let language = &engine.language;
    let text: &str = &document.text;
    let Conversation { blocks, labels, turns, questions, .. } = conversation;
    let turns = match questions {
        Some(layout) => interview::turns(language, document, &blocks, layout),
        None => turns,
    };
    let head = people::blocks_before(&blocks, turns.first().map_or(0, Turn::start));
    let people = People::of(language, document, &head);
    // Rows of questions and answers name nobody.
    let turns = turns.into_iter().map(|turn| people.or_answers(turn)).collect();
    let mut drafts = within::introduction(engine, text, &head);
    if questions.is_none() {
        // The head of a transcript (who, when, how it was recorded) holds no reported clauses.
        drafts.quotes.retain(|draft| draft.kind != QuoteKind::Indirect && draft.cue.is_some());
    }
    let refused = labels.refused.into_iter();
    drafts.diagnostics.extend(refused.map(|span| Diagnostic::new(span, DiagnosticKind::RefusedLabel)));
    let before = drafts.quotes.len();
    let events = if questions.is_none() { testimony::events(language, text, &blocks) } else { Vec::new() };
    add_turns(language, document, &people, people.named(language, text, &events, turns), &mut drafts);
    if questions.is_some() {
        let inside = within::quoted(engine, text, &drafts.quotes[before..]);
        drafts.quotes.extend(inside);
    }
    drafts.blocks = blocks;
    drafts
}

/// Puts the turns of stretches into the findings of a page, in the place of what was read there.
pub(crate) fn add_stretches(
    language: &Language,
    document: &Document<'_>,
    mut stretches: Vec<Stretch>,
    drafts: &mut ExtractionDraft,
) {
    if stretches.is_empty() {
        return;
    }
    stretches.sort_by_key(|stretch| stretch.span);
    let overlaps = |span: Span| {
        let at = stretches.partition_point(|stretch| stretch.span.end() <= span.start());
        stretches.get(at).is_some_and(|stretch| stretch.span.overlaps(span))
    };
    drafts.quotes.retain_mut(|draft| draft.keep_outside(overlaps));
    drafts.not_quotes.retain(|(aside, _)| !overlaps(*aside));
    drafts.running.retain(|range| !overlaps(*range));
    let mut quoted: Vec<(usize, Speaker)> =
        drafts.quotes.iter().filter_map(|draft| Some((draft.content.last()?.end(), draft.speaker.clone()?))).collect();
    quoted.sort_by_key(|(end, _)| *end);
    let people = People::default();
    for stretch in stretches {
        let mut turns = people.named(language, &document.text, &[], stretch.turns);
        if let Some(witness) = witness_before(stretch.span.start(), &quoted) {
            for turn in turns.iter_mut().filter(|turn| people::is_witness(language, &turn.name)) {
                turn.name.clone_from(&witness.name);
            }
        }
        add_turns(language, document, &people, turns, drafts);
    }
}

/// Who testifies in a dialogue: the person whose words were quoted right before it.
fn witness_before(start: usize, quoted: &[(usize, Speaker)]) -> Option<&Speaker> {
    /// Words further in front than this many bytes are another's.
    const FARTHEST: usize = 600;
    let (end, speaker) = &quoted[..quoted.partition_point(|(end, _)| *end <= start)].last()?;
    (speaker.kind == SpeakerKind::Person && end + FARTHEST > start).then_some(speaker)
}

/// Puts turns into the findings.
fn add_turns(
    language: &Language,
    document: &Document<'_>,
    people: &People,
    turns: Vec<Turn>,
    drafts: &mut ExtractionDraft,
) {
    let asking = interviewers(language, document, people, &turns);
    for turn in &turns {
        let start = turn.content.first().map_or(0, |span| span.start());
        if let Some(time) = &turn.time {
            drafts.attributes.push((start, "time", time.clone()));
        }
        let speaker = (!turn.name.is_empty()).then(|| {
            let mut speaker = speaker(language, &turn.name);
            if turn.mention.is_none() && people.is_document(&turn.name) {
                speaker.kind = SpeakerKind::Anonymous;
            }
            let asks = turn.asks && document.interviewers.as_ref().is_none_or(|given| !given.is_empty());
            if asks || asking.contains(turn.name.as_str()) {
                speaker.role = Some(INTERVIEWER_ROLE.to_owned());
            } else {
                speaker.respondent =
                    document.respondents.as_ref().is_none_or(|given| interviewer::is_any(given, &turn.name));
                turn.describe(language, &mut speaker);
            }
            speaker
        });
        let content = turn.content.iter().flat_map(|span| marks::unescaped(&document.text, *span)).collect();
        drafts.quotes.push(QuoteDraft { flows: true, ..said(content, turn.mention, speaker) });
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
        cue_class: CueClass::Speech,
        content,
        marked: Vec::new(),
        cue: None,
        mention,
        evidence: if speaker.is_some() { Evidence::Label } else { Evidence::NoCue },
        speaker,
        flows: false,
        group: None,
    }
}
