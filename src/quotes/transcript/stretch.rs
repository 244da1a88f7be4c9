//! Stretches of turns inside a page: a dialogue from an interview that a paper shows, testimony in an opinion. A page that lists quotations under
//! labels (`P4: “…”`) has none.

use std::collections::BTreeMap;

use crate::document::{Block, BlockKind};
use crate::lang::Language;
use crate::quotes::participant::is_interviewer;
use crate::quotes::transcript::label::{Style, label};
use crate::quotes::transcript::labels::LabelLine;
use crate::quotes::transcript::measures::has_letters;
use crate::quotes::transcript::plain::{is_known, may_be_person};
use crate::quotes::transcript::run_on::run_on;
use crate::quotes::transcript::turn::{Turn, labelled};
use crate::quotes::wording::starts_with_mark;
use crate::text::Span;
use crate::text::slice::floor_char_boundary;

/// A stretch has at least two turns, and three where neither of its labels asks or has details.
const LEAST_TURNS: usize = 2;
const LEAST_OPEN_TURNS: usize = 3;

/// The label that opens a dialogue in marks is shorter than this, in bytes, and the dialogue than that.
const LONGEST_OPENING: usize = 16;
const LONGEST_DIALOGUE: usize = 4000;

/// Turns of a page that follow each other.
#[derive(Debug)]
pub(crate) struct Stretch {
    /// The blocks that they fill.
    pub(crate) span: Span,
    pub(super) turns: Vec<Turn>,
}

/// The stretches of turns on a page with the labels of a text.
pub(super) fn stretches(language: &Language, text: &str, blocks: &[Block], labels: &[LabelLine]) -> Vec<Stretch> {
    let mut stretches = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    let is_labelled = |block: &Block| {
        let at = labels.partition_point(|line| line.line < block.span.start());
        labels.get(at).is_some_and(|line| line.line < block.span.end() && opens(text, block, line))
    };
    for (number, block) in blocks.iter().enumerate() {
        if block.quoted == 0 && is_labelled(block) {
            open = Some(open.map_or((number, number), |(first, _)| (first, number)));
        } else if block.kind != BlockKind::Markup {
            stretches.extend(open.take().and_then(|place| stretch(language, text, blocks, labels, place)));
        }
    }
    stretches.extend(open.and_then(|place| stretch(language, text, blocks, labels, place)));
    let apart = |dialogue: &Stretch| {
        let at = stretches.partition_point(|stretch: &Stretch| stretch.span.end() <= dialogue.span.start());
        stretches.get(at).is_none_or(|stretch| !stretch.span.overlaps(dialogue.span))
    };
    let dialogues: Vec<Stretch> = in_marks(language, text, blocks).filter(apart).collect();
    stretches.extend(dialogues);
    stretches
}

/// Dialogues between quotation marks: “Q: Did you see it? A: I did not.”
fn in_marks<'a>(language: &'a Language, text: &'a str, blocks: &'a [Block]) -> impl Iterator<Item = Stretch> + 'a {
    let readable = |block: &&Block| matches!(block.kind, BlockKind::Paragraph | BlockKind::Item);
    blocks.iter().filter(readable).flat_map(move |block| {
        let words = block.span.of(text);
        [('“', '”'), ('"', '"')].into_iter().flat_map(move |(open, close)| {
            words.match_indices(open).filter_map(move |(at, mark)| {
                let start = block.span.start() + at + mark.len();
                dialogue(language, text, start, block.span.end(), close)
            })
        })
    })
}

/// The turns between marks, if the first label asks.
fn dialogue(language: &Language, text: &str, start: usize, end: usize, close: char) -> Option<Stretch> {
    let window = &text[start..floor_char_boundary(text, end.min(start + LONGEST_OPENING))];
    let asks = window.split_once(':').is_some_and(|(name, _)| is_interviewer(language, name));
    if !asks {
        return None;
    }
    let limit = floor_char_boundary(text, end.min(start + LONGEST_DIALOGUE));
    let close = start + text[start..limit].find(close)?;
    let first = label(text, start, close)?;
    let behind = run_on(language, text, &first, close);
    let lines: Vec<LabelLine> = std::iter::once((start, first))
        .chain(behind.into_iter().map(|label| (label.start(text), label)))
        .map(|(line, label)| LabelLine { line, label })
        .filter(|line| is_known(language, line.label.name.of(text)))
        .collect();
    let span = Span::new(start, close);
    let block = Block { kind: BlockKind::Paragraph, span, line: start, quoted: 0, indent: 0, level: 0, run: 0 };
    is_believed(language, text, &lines).then(|| Stretch { span, turns: labelled(language, text, &[block], &lines) })
}

/// Whether a label opens a block, behind nothing but a quotation mark.
fn opens(text: &str, block: &Block, line: &LabelLine) -> bool {
    let before = &text[block.span.start()..line.label.name.start().max(block.span.start())];
    before.chars().all(|ch| !ch.is_alphanumeric())
}

/// The turns of neighbouring blocks, if they can be believed.
fn stretch(
    language: &Language,
    text: &str,
    blocks: &[Block],
    labels: &[LabelLine],
    (first, last): (usize, usize),
) -> Option<Stretch> {
    let blocks = &blocks[first..=last];
    let span = Span::new(blocks.first()?.span.start(), blocks.last()?.span.end());
    let inside: Vec<LabelLine> =
        labels.iter().filter(|line| line.line >= span.start() && line.line < span.end()).copied().collect();
    if !is_believed(language, text, &inside) {
        return None;
    }
    let mut turns = labelled(language, text, blocks, &inside);
    turns.iter_mut().for_each(|turn| without_mark(text, span, turn));
    let wordy = turns.iter().filter(|turn| turn.content.iter().any(|span| has_letters(span.of(text)))).count();
    (wordy * 2 > turns.len()).then_some(Stretch { span, turns })
}

/// The mark that opens before the first label closes behind the last turn.
fn without_mark(text: &str, stretch: Span, turn: &mut Turn) {
    let marked = starts_with_mark(stretch.of(text));
    if let Some(last) = turn.content.last_mut().filter(|last| marked && last.end() == stretch.end()) {
        let bare = last.of(text).trim_end_matches(['"', '”', '’', '»']);
        *last = Span::new(last.start(), last.start() + bare.len());
    }
}

fn is_believed(language: &Language, text: &str, labels: &[LabelLine]) -> bool {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut in_marks = 0;
    for line in labels {
        *counts.entry(line.label.name.of(text)).or_default() += 1;
        in_marks += usize::from(starts_with_mark(&text[line.label.end.min(text.len())..]));
    }
    let asks = counts.keys().any(|name| is_interviewer(language, name));
    let known = counts.keys().filter(|name| is_known(language, name)).count();
    let detailed = labels.iter().filter(|line| line.label.details.is_some()).count();
    let repeated = counts.iter().filter(|(name, count)| **count > 1 && may_be_person(language, name)).count();
    let plain = labels.iter().all(|line| line.label.style != Style::Emphasis);
    counts.len() >= 2
        && (asks && labels.len() >= LEAST_TURNS
            || in_marks * 2 < labels.len()
                && plain
                && (detailed >= 2 && known + detailed >= labels.len() && labels.len() >= LEAST_OPEN_TURNS
                    || repeated >= 2 && labels.len() > LEAST_OPEN_TURNS))
}
