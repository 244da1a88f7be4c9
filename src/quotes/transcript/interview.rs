//! The turns of an interview without labels: what lies between its questions.

use crate::document::{Block, BlockKind, Document};
use crate::lang::{Language, List};
use crate::quotes::transcript::answers::Pronouns;
use crate::quotes::transcript::aside::is_aside;
use crate::quotes::transcript::people::{People, blocks_before};
use crate::quotes::transcript::question::{Part, QuestionLayout, answer, asks, behind_dash};
use crate::quotes::transcript::turn::{self, Turn, is_apparatus, spoken};
use crate::text::Span;
use crate::text::slice::span_of_subslice;

/// A prompt before a colon has at most this many words.
const LONGEST_PROMPT: usize = 30;

/// The turns of an interview whose questions are set apart in this way.
pub(super) fn turns(
    language: &Language,
    document: &Document<'_>,
    blocks: &[Block],
    layout: QuestionLayout,
) -> Vec<Turn> {
    let text: &str = &document.text;
    let first = match layout {
        QuestionLayout::Dashes => text.lines().find_map(behind_dash).map(|words| span_of_subslice(text, words).start()),
        _ => blocks
            .iter()
            .find(|block| Part::of(language, text, block, layout).question.is_some())
            .map(|block| block.span.start()),
    };
    let people = People::of(language, document, &blocks_before(blocks, first.unwrap_or(text.len())));
    match layout {
        QuestionLayout::Dashes => behind_dashes(text, &people),
        QuestionLayout::Lines => in_lines(language, text, blocks, &people),
        _ => in_blocks(language, text, blocks, layout, &people),
    }
}

fn question(people: &People, content: Span, label: Option<&str>) -> Turn {
    let known = people.interviewer.as_ref().map(|person| person.name.as_str());
    let turn = turn::question(content);
    Turn { name: label.or(known).map_or(turn.name, str::to_owned), ..turn }
}

/// Questions that are blocks of their own, or open one; an answer is what lies between them.
fn in_blocks(language: &Language, text: &str, blocks: &[Block], layout: QuestionLayout, people: &People) -> Vec<Turn> {
    let mut turns = Vec::new();
    let mut started = false;
    let mut label: Option<&str> = None;
    // The runs of the answer that is open; what stands aside parts two.
    let mut answer: Vec<Span> = Vec::new();
    let mut parted = false;
    for block in blocks {
        let part = if is_boundary(block) && !matches!(layout, QuestionLayout::Headings(_)) {
            Part::default()
        } else {
            Part::of(language, text, block, layout)
        };
        label = label.or(part.label.map(|span| span.of(text)));
        let ends = is_boundary(block) || is_apparatus(language, block.span.of(text));
        if part.question.is_some() || ends {
            turns.extend(answered(text, people, std::mem::take(&mut answer)));
            turns.extend(part.question.map(|span| question(people, span, label)));
            started = part.question.is_some();
            parted = false;
        }
        let Some(span) = part.answer.filter(|_| started && !ends) else { continue };
        if block.kind == BlockKind::Markup && answer.is_empty() {
            continue;
        }
        if is_aside(language, text, block, answer.last().copied()) {
            parted = true;
            continue;
        }
        let start = if block.kind == BlockKind::Paragraph { behind_tags(text, span) } else { span.start() };
        let span = Span::new(start, span.end());
        match answer.last_mut() {
            Some(last) if !parted => *last = last.join(span),
            _ => answer.push(span),
        }
        parted = false;
    }
    turns.extend(answered(text, people, without_closing_words(language, text, answer, people)));
    turns
}

fn is_boundary(block: &Block) -> bool {
    block.quoted == 0
        && matches!(block.kind, BlockKind::Heading | BlockKind::Rule | BlockKind::Code | BlockKind::FrontMatter)
}

fn answered(text: &str, people: &People, runs: Vec<Span>) -> Option<Turn> {
    let content: Vec<Span> = runs.into_iter().filter_map(|span| spoken(text, span.start(), span.end())).collect();
    let first = *content.first()?;
    Some(Turn { content, ..people.answers(first) })
}

/// The last answer without the writer's words about the person behind it: a paragraph that names them and says no "I".
fn without_closing_words(language: &Language, text: &str, mut runs: Vec<Span>, people: &People) -> Vec<Span> {
    let Some(family) = people.subject.name.split(' ').next_back().filter(|name| !name.is_empty()) else { return runs };
    let Some(last) = runs.last_mut() else { return runs };
    while let Some(at) = memchr::memmem::rfind(last.of(text).as_bytes(), b"\n\n") {
        let behind = &last.of(text)[at..];
        if !behind.contains(family) || Pronouns::of(language, behind).first {
            break;
        }
        *last = Span::new(last.start(), last.start() + at);
    }
    runs
}

/// Where the words of a paragraph start behind tags.
fn behind_tags(text: &str, span: Span) -> usize {
    let mut at = span.start();
    while text[at..span.end()].starts_with('<') {
        let Some(close) = text[at..span.end()].find('>') else { break };
        at += close + 1;
    }
    at.min(span.end())
}

/// Two voices behind dashes, of which the first asks; a line without one goes on.
fn behind_dashes(text: &str, people: &People) -> Vec<Turn> {
    let mut turns: Vec<Turn> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        if let Some(words) = behind_dash(line) {
            let span = span_of_subslice(text, words);
            let asks = turns.len().is_multiple_of(2);
            turns.push(if asks { question(people, span, None) } else { people.answers(span) });
        } else if let Some(last) = turns.last_mut().and_then(|turn| turn.content.last_mut()) {
            *last = last.join(span_of_subslice(text, line.trim()));
        }
    }
    turns
}

/// Questions and answers on one line each.
fn in_lines(language: &Language, text: &str, blocks: &[Block], people: &People) -> Vec<Turn> {
    let mut turns: Vec<Turn> = Vec::new();
    let lines = blocks.iter().flat_map(|block| block.span.of(text).lines()).map(str::trim);
    for words in lines.filter(|words| !words.is_empty()) {
        let span = span_of_subslice(text, words);
        if let Some(at) = answer(words).or_else(|| answer_to_prompt(words)) {
            let asked = words[..at].trim_end();
            turns.push(question(people, Span::new(span.start(), span.start() + asked.len()), None));
            turns.push(people.answers(Span::new(span.start() + at, span.end())));
            continue;
        }
        if words.ends_with('?') || asks(language, words) || speaks_of_asking(language, words) {
            turns.push(question(people, span, None));
            continue;
        }
        match turns.last_mut() {
            // More of the answer.
            Some(turn) if !turn.asks => {
                if let Some(last) = turn.content.last_mut() {
                    *last = last.join(span);
                }
            }
            // The answer on the line behind its question.
            Some(_) if !words.ends_with([':', '-']) => turns.push(people.answers(span)),
            _ => {}
        }
    }
    turns
}

/// Where the answer starts behind a short prompt: "Anything else: …".
fn answer_to_prompt(words: &str) -> Option<usize> {
    let (prompt, rest) = words.split_once(':')?;
    let rest = rest.trim_start();
    let short = prompt.split(' ').count() <= LONGEST_PROMPT;
    (short && !rest.is_empty() && !rest.starts_with("//")).then(|| words.len() - rest.len())
}

/// Whether a line of a guide tells the interviewer what to ask.
fn speaks_of_asking(language: &Language, words: &str) -> bool {
    let lower = words.to_lowercase();
    lower
        .split(|ch: char| !ch.is_alphabetic())
        .any(|word| language.list(List::InterviewInstructions).iter().any(|known| **known == *word))
}
