//! Are the rows of a table turns: one column says who speaks, another what, perhaps a third when?

use std::collections::BTreeMap;

use crate::document::{Block, BlockKind};
use crate::lang::{Language, List};
use crate::quotes::participant::is_interviewer;
use crate::quotes::transcript::answers::Pronouns;
use crate::quotes::transcript::badge::without_badges;
use crate::quotes::transcript::cursor::Cursor;
use crate::quotes::transcript::label::LONGEST_NAME;
use crate::quotes::transcript::plain::is_known;
use crate::quotes::transcript::question::{Prior, asks};
use crate::quotes::transcript::trust::words_of_name;
use crate::quotes::transcript::turn::{Turn, question};
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
    let table = Table::of(language, text, blocks)?;
    let width = table.rows.first()?.len();
    let speaker = table.speaker_column(width)?;
    let turns = table.turns(width, speaker);
    are_turns(language, text, &turns).then_some(turns)
}

/// The turns of a table of questions and answers that names nobody, a question and its answer in each row; those who answer have no name yet. Of a
/// text of which is not known that it is an interview, a person answers, and not a page for customers.
pub(super) fn questions(language: &Language, text: &str, blocks: &[Block], prior: Prior) -> Option<Vec<Turn>> {
    let table = Table::of(language, text, blocks)?;
    let width = table.rows.first()?.len();
    let (asked, answered) = (1..width).map(|answer| (answer - 1, answer)).find(|pair| table.asks_in(*pair))?;
    let rows = &table.rows[usize::from(table.heads_questions(asked, answered))..];
    let pairs = || rows.iter().map(|row| (row[asked], row[answered])).filter(|(_, answer)| !answer.is_empty());
    let says = |has: fn(Pronouns) -> bool, words: Span| has(Pronouns::of(language, words.of(text)));
    let personal = pairs().filter(|(_, answer)| says(|said| said.singular, *answer)).count();
    let addressed = pairs().filter(|(question, _)| says(|said| said.second, *question)).count();
    let instructed = pairs().filter(|(_, answer)| says(|said| said.second && !said.first, *answer)).count();
    let number = pairs().count();
    let is_person = personal > 0 && addressed > 0 && (personal + addressed) * 2 >= number && instructed * 3 <= number;
    if number < LEAST_ROWS - 1 || prior == Prior::Open && !is_person {
        return None;
    }
    let answer = |content: Span| Turn { name: String::new(), asks: false, ..question(content) };
    let turns = pairs().flat_map(|(asked, answered)| [question(asked), answer(answered)]);
    Some(turns.filter(|turn| !turn.content[0].is_empty()).collect())
}

impl<'a> Table<'a> {
    /// The rows of most of a text, of the width that is most frequent.
    fn of(language: &'a Language, text: &'a str, blocks: &[Block]) -> Option<Self> {
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
        let is_table = rows.len() >= LEAST_ROWS && (2..=MOST_COLUMNS).contains(&width);
        is_table.then_some(Self { language, text, rows })
    }

    /// Whether most cells of one column ask, and few of the other.
    fn asks_in(&self, (asked, answered): (usize, usize)) -> bool {
        let asking = |column: usize| self.rows.iter().filter(|row| asks(self.language, self.cell(row, column))).count();
        let head = usize::from(self.heads_questions(asked, answered));
        let number = self.rows.len() - head;
        (asking(asked) * 10 >= number * 6 && asking(answered) * 10 <= number * 3)
            && self.rows.iter().skip(head).any(|row| self.cell(row, asked).ends_with('?'))
    }

    /// Whether the first row is the head of questions and answers: "Question", "Answer".
    fn heads_questions(&self, asked: usize, answered: usize) -> bool {
        self.rows.first().is_some_and(|row| {
            let (asked, answered) = (self.cell(row, asked), self.cell(row, answered));
            !asked.ends_with('?') && (is_known(self.language, asked) || !answered.contains(' '))
        })
    }

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
        let bare = cell.trim_matches(['*', '_', ' ']).trim_end_matches(':').trim_matches(['*', '_', ' ']);
        // "Q." is a letter, "Zoe K." a name.
        let bare = bare.strip_suffix('.').filter(|letter| letter.chars().count() == 1).unwrap_or(bare);
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
                    time: (0..width).find_map(|column| stamp(self.text, row[column])).map(str::to_owned),
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

/// The time that a cell is, or the first of a range: `0:03.0 - 0:08.9`.
fn stamp(text: &str, cell: Span) -> Option<&str> {
    let mut cursor = Cursor::new(text, cell.start(), cell.end());
    let time = cursor.take_stamp()?;
    cursor.is_at_end().then(|| time.of(text))
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
