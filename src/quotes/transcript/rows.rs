//! Are the rows of a table turns: one column says who speaks, another what, perhaps a third when?

use std::collections::BTreeMap;

use crate::document::{Block, BlockKind};
use crate::lang::{Language, List};
use crate::quotes::participant::is_interviewer;
use crate::quotes::transcript::badge::without_badges;
use crate::quotes::transcript::cursor::is_clock;
use crate::quotes::transcript::label::LONGEST_NAME;
use crate::quotes::transcript::plain::is_known;
use crate::quotes::transcript::trust::words_of_name;
use crate::quotes::transcript::turn::Turn;
use crate::quotes::wording::{cells, has_words};
use crate::text::Span;
use crate::text::slice::span_of_subslice;

/// Fewer rows are no conversation.
const LEAST_ROWS: usize = 3;

/// A table of turns has at most so many columns.
const MOST_COLUMNS: usize = 6;

/// Names of more words than this are sentences.
const MOST_WORDS: usize = 5;

/// The rows of a table that may be one of turns.
struct Table<'a> {
    language: &'a Language,
    text: &'a str,
    /// The cells of each row, equally many.
    rows: Vec<Vec<Span>>,
}

/// The turns that the rows of a text are, if they hold most of it, somebody is named in each, and people speak in turn.
pub(super) fn turns(language: &Language, text: &str, blocks: &[Block]) -> Option<Vec<Turn>> {
    let rows = || blocks.iter().filter(|block| block.kind == BlockKind::Row && block.quoted == 0);
    let in_rows: usize = rows().map(|block| block.span.len()).sum();
    if in_rows * 2 < text.trim().len() {
        return None;
    }
    let mut by_width: BTreeMap<usize, Vec<Vec<Span>>> = BTreeMap::new();
    for row in rows().map(|block| cells(text, block.span)) {
        if row.iter().any(|cell| has_words(cell.of(text))) {
            by_width.entry(row.len()).or_default().push(row);
        }
    }
    let (width, rows) = by_width.into_iter().max_by_key(|(width, rows)| (rows.len(), *width))?;
    if rows.len() < LEAST_ROWS || !(2..=MOST_COLUMNS).contains(&width) {
        return None;
    }
    let table = Table { language, text, rows };
    let speaker = table.speaker_column(width)?;
    let turns = table.turns(width, speaker);
    are_turns(language, text, &turns).then_some(turns)
}

impl<'a> Table<'a> {
    fn cell(&self, row: &[Span], column: usize) -> &'a str {
        row[column].of(self.text)
    }

    /// The column whose cells name who speaks: at least two people, who come again.
    fn speaker_column(&self, width: usize) -> Option<usize> {
        (0..width).find(|column| {
            let mut names: BTreeMap<&str, usize> = BTreeMap::new();
            let (mut filled, mut named) = (0, 0);
            for cell in self.rows.iter().map(|row| self.cell(row, *column)).filter(|cell| !cell.is_empty()) {
                filled += 1;
                if let Some(name) = self.name(cell) {
                    named += 1;
                    *names.entry(name).or_default() += 1;
                }
            }
            let again: usize = names.values().filter(|count| **count > 1).sum();
            // The head of the table may look like a name.
            filled > 1 && named + 1 >= filled && names.len() > 1 && again * 10 >= named * 7
        })
    }

    /// The name that a cell is.
    fn name(&self, cell: &'a str) -> Option<&'a str> {
        let bare = cell.trim_matches(['*', '_', ' ']).trim_end_matches([':', '.']).trim_matches(['*', '_', ' ']);
        let name = without_badges(self.language, bare);
        let is_name = is_known(self.language, name)
            || name.len() < LONGEST_NAME
                && name.chars().any(char::is_alphabetic)
                && words_of_name(self.language, name).is_some_and(|words| words <= MOST_WORDS);
        is_name.then_some(name)
    }

    /// Whether the first row is the head: its name comes nowhere else, and it is a column's or says next to nothing.
    fn has_head(&self, speaker: usize, said: usize) -> bool {
        let Some((first, rest)) = self.rows.split_first() else { return false };
        let head = self.cell(first, speaker);
        let lower = head.to_lowercase();
        let heads = self.language.list(List::SpeakerColumns).iter().any(|column| **column == *lower);
        let alone = rest.iter().all(|row| self.cell(row, speaker) != head);
        alone && (heads || self.cell(first, said).split(' ').count() <= 2)
    }

    fn turns(&self, width: usize, speaker: usize) -> Vec<Turn> {
        let length = |column: &usize| self.rows.iter().map(|row| row[*column].len()).sum::<usize>();
        let said = (0..width).filter(|column| *column != speaker).max_by_key(length).unwrap_or(speaker);
        let stamp = |cell: &'a str| {
            let bare = cell.trim_matches(['[', ']', '(', ')', ' ']);
            is_clock(bare).then_some(bare)
        };
        let mut turns: Vec<Turn> = Vec::new();
        for row in &self.rows[usize::from(self.has_head(speaker, said))..] {
            let words = row[said];
            if words.is_empty() {
                continue;
            }
            match (self.name(self.cell(row, speaker)), turns.last_mut()) {
                (Some(name), _) => turns.push(Turn {
                    content: vec![words],
                    mention: Some(span_of_subslice(self.text, name)),
                    name: name.to_owned(),
                    details: None,
                    time: (0..width).find_map(|column| stamp(self.cell(row, column))).map(str::to_owned),
                    asks: false,
                }),
                // Whoever spoke last goes on.
                (None, Some(last)) => last.content.push(words),
                (None, None) => {}
            }
        }
        turns
    }
}

/// Whether people speak in turn: one is labelled as asking, or neighbours differ and somebody asks.
fn are_turns(language: &Language, text: &str, turns: &[Turn]) -> bool {
    let asks = |turn: &Turn| turn.content.last().is_some_and(|span| span.of(text).trim_end().ends_with('?'));
    let answers = |turn: &Turn| !is_interviewer(language, &turn.name);
    let changes = turns.windows(2).filter(|pair| pair[0].name != pair[1].name).count();
    turns.len() >= LEAST_ROWS - 1
        && turns.iter().any(answers)
        && (turns.iter().any(|turn| is_interviewer(language, &turn.name))
            || changes * 2 >= turns.len().saturating_sub(1) && turns.iter().any(asks))
}
