//! Do labels make a text a transcript? What is counted of its labels and turns, and the shares that decide.

use crate::document::BlockKind;
use crate::lang::Language;
use crate::quotes::participant::{is_full_name, is_interviewer, is_respondent_id};
use crate::quotes::transcript::conversation::Conversation;
use crate::quotes::transcript::label::Style;
use crate::quotes::transcript::labels::{LabelLine, are_fields};
use crate::quotes::transcript::trust::{Trust, trust};
use crate::quotes::transcript::turn::Turn;

/// Counts of a text in which two labels or more have words under them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LabelMeasures {
    /// Lines that open with a label.
    lines: usize,
    /// Labels with a time.
    timed: usize,
    /// Labels with a time, and those that can be believed by themselves.
    certain: usize,
    /// Paragraphs, items and rows from the first label on.
    readable: usize,
    /// Whether nothing comes before the labels, and each is a number in brackets.
    are_bracketed_numbers: bool,
    /// Whether the labels were believed because they make an exchange.
    is_exchange: bool,
    /// Whether the labels are the fields of a form.
    are_fields: bool,
    turns: usize,
    /// Turns with words, not a number or a sign.
    wordy: usize,
    /// Turns that open with a quotation mark.
    in_marks: usize,
    /// The bytes of all turns with their labels, and of the text.
    turn_bytes: usize,
    text_bytes: usize,
    /// Different speakers; those who speak once under a full name are left out where there are others.
    speakers: usize,
    /// Speakers who are neither a participant's number nor an interviewer.
    named: usize,
    has_interviewer: bool,
    /// Block quotations from the first label on.
    block_quotations: usize,
}

impl LabelMeasures {
    /// The counts of a text; none where fewer than two labels have words under them.
    pub(crate) fn of(language: &Language, text: &str, conversation: &Conversation) -> Option<Self> {
        let Conversation { blocks, labels, turns, .. } = conversation;
        let is_exchange = labels.is_exchange;
        let labels = &labels.accepted[..];
        let first = labels.first().filter(|_| turns.len() >= 2)?.line;
        let behind = || blocks.iter().filter(|block| block.span.start() >= first);
        let readable = |kind: BlockKind| matches!(kind, BlockKind::Paragraph | BlockKind::Item | BlockKind::Row);
        let speakers = speakers(language, turns);
        let numbered = |name: &&&str| is_respondent_id(language, name) || is_interviewer(language, name);
        let certain = |line: &&LabelLine| {
            is_exchange || line.label.time.is_some() || trust(language, text, &line.label) == Trust::Alone
        };
        Some(Self {
            lines: labels.len(),
            timed: labels.iter().filter(|line| line.label.time.is_some()).count(),
            certain: labels.iter().filter(certain).count(),
            readable: behind().filter(|block| block.quoted == 0 && readable(block.kind)).count().max(1),
            are_bracketed_numbers: text[..first].trim().is_empty() && are_bracketed_numbers(text, labels),
            is_exchange,
            are_fields: are_fields(language, text, blocks, labels),
            turns: turns.len(),
            wordy: turns.iter().filter(|turn| has_letters(turn.content[0].of(text))).count(),
            in_marks: turns.iter().filter(|turn| opens_with_mark(text, turn.content[0].start())).count(),
            turn_bytes: turns.iter().map(Turn::extent).sum(),
            text_bytes: text.trim().len(),
            named: speakers.len() - speakers.iter().filter(numbered).count(),
            has_interviewer: speakers.iter().any(|name| is_interviewer(language, name)),
            speakers: speakers.len(),
            block_quotations: behind().filter(|block| block.quoted > 0).count(),
        })
    }

    /// The number of turns under labels.
    pub(crate) fn turns(&self) -> usize {
        self.turns
    }

    /// Whether the labels of a text that is no transcript hold a good part of it: a reader may take it for one.
    pub(crate) fn is_near(&self) -> bool {
        self.turns >= 3 && self.speakers >= 2 && !self.are_fields && self.turn_bytes * 4 > self.text_bytes
    }

    /// Report text labels quotations (`P4: “…”`); a transcript labels most of what it holds, for two speakers or more.
    pub(crate) fn is_transcript(&self) -> bool {
        self.turns >= self.turns_needed()
            && self.speakers >= 2
            && !self.are_fields
            && self.names_are_speakers()
            // A fifth of the paragraphs are labelled (of an exchange a tenth), seven turns in ten hold words, a third of the page is turns.
            && self.lines * if self.is_exchange { 10 } else { 5 } >= self.readable
            && self.wordy * 10 >= self.turns * 7
            && self.turn_bytes * 3 > self.text_bytes
            && !self.is_list_of_quotations()
            && self.outweighs_block_quotations()
    }

    /// Three turns make a conversation; two where every label has a time, where they make an exchange, or where the whole text is turns of numbers in brackets.
    fn turns_needed(&self) -> usize {
        let all_labelled = self.lines == self.readable && self.are_bracketed_numbers;
        if self.timed == self.lines || all_labelled || self.is_exchange { 2 } else { 3 }
    }

    /// Names that are no numbers come often enough to be names, or most labels can be believed by themselves.
    fn names_are_speakers(&self) -> bool {
        self.named * 2 <= self.turns.max(4) || self.certain * 4 >= self.lines * 3
    }

    /// Half of the turns or more are in marks. No interviewer is in a report's list of quotations: where one is, they are turns.
    fn is_list_of_quotations(&self) -> bool {
        self.in_marks * 2 >= self.turns && !self.has_interviewer
    }

    /// Where block quotations hold what is said, what looks like labels heads the parts of a report.
    fn outweighs_block_quotations(&self) -> bool {
        self.block_quotations * 2 < self.turns || self.certain * 2 > self.lines && self.block_quotations < self.turns
    }
}

/// The different names of those who speak, without those who speak once under a full name: they say nothing for or against.
/// Where fewer than two are left, all count.
fn speakers<'a>(language: &Language, turns: &'a [Turn]) -> Vec<&'a str> {
    let mut names: Vec<&str> = turns.iter().map(|turn| turn.name.as_str()).collect();
    names.sort_unstable();
    let often: Vec<&str> = names
        .chunk_by(|first, second| first == second)
        .filter(|same| same.len() > 1 || !is_full_name(language, same[0]))
        .filter_map(|same| same.first().copied())
        .collect();
    if often.len() >= 2 {
        return often;
    }
    names.dedup();
    names
}

/// Whether every label is a number in brackets, all of one word: `[id1]`, `[id2]`.
fn are_bracketed_numbers(text: &str, labels: &[LabelLine]) -> bool {
    let stem = |line: &LabelLine| line.label.name.of(text).trim_end_matches(|ch: char| ch.is_ascii_digit());
    let numbered = |line: &LabelLine| {
        let (name, stem) = (line.label.name.of(text), stem(line));
        line.label.style == Style::Bracket
            && stem.len() < name.len()
            && !stem.is_empty()
            && stem.chars().all(char::is_alphabetic)
    };
    labels.iter().all(numbered) && labels.windows(2).all(|pair| stem(&pair[0]) == stem(&pair[1]))
}

fn opens_with_mark(text: &str, at: usize) -> bool {
    text[at..].trim_start_matches(['*', '_', ' ']).starts_with(['"', '“', '‘', '«', '„', '\''])
}

/// Whether words are said, not a number or a sign.
pub(super) fn has_letters(words: &str) -> bool {
    words.chars().take(30).filter(|ch| ch.is_alphabetic()).count() >= 2
}
