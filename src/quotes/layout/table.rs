//! Which cells of a table hold people's words?

use crate::document::{Block, BlockKind};
use crate::quotes::draft::ExtractionDraft;
use crate::quotes::layout::comments::{Announcement, announced, named};
use crate::quotes::layout::page::PageLayout;
use crate::quotes::layout::passage::{Isolation, passage};
use crate::quotes::layout::quoted_spans::SpanReader;
use crate::quotes::layout::speech_cues::{SPEECH, speech_score};
use crate::quotes::layout::utterance::{Utterance, add};
use crate::quotes::participant::{Participant, names_source};
use crate::quotes::quote::{Evidence, NotQuoteReason};
use crate::quotes::wording::{cells, count, is_sentence};
use crate::text::Span;

/// The head of a column has fewer words, and so has a cell that names a speaker.
const WORDS_OF_HEAD: usize = 7;
const WORDS_OF_SPEAKER: usize = 10;

/// Of a cell, at most this many words are counted, and of the words between marks in it that many.
const COUNTED_IN_CELL: usize = 400;
const COUNTED_IN_MARKS: usize = 200;

/// The least number of words said in a cell, and outside a column of quotations.
const LEAST_WORDS: usize = 3;
const LEAST_WORDS_ANYWHERE: usize = 5;

/// Reads the tables and uses their rows up.
pub(super) fn read_tables(
    page: &PageLayout<'_>,
    marks: &mut SpanReader<'_>,
    used: &mut [bool],
    drafts: &mut ExtractionDraft,
) {
    let mut at = 0;
    while at < page.blocks.len() {
        let first = page.blocks[at];
        if first.kind != BlockKind::Row {
            at += 1;
            continue;
        }
        let rows =
            page.blocks[at..].iter().take_while(|block| block.kind == BlockKind::Row && block.run == first.run).count();
        used[at..at + rows].fill(true);
        if first.quoted == 0 {
            let above = page.block_above(at).map_or(Announcement::Nothing, |above| announced(page, above));
            read_table(page, marks, &page.blocks[at..at + rows], above, drafts);
        }
        at += rows;
    }
}

/// What a column holds by its head.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Quotations,
    /// Also without marks.
    PlainQuotations,
    Other,
}

/// What the head of a table says of its columns.
#[derive(Default)]
struct Columns {
    /// The columns of quotations.
    quoting: Vec<usize>,
    /// The column that names who speaks.
    speaking: Option<usize>,
    /// Whether what is in the columns of quotations without marks is said too: whoever speaks has a column, or the line above announces words.
    plain: bool,
}

impl Columns {
    fn of(page: &PageLayout<'_>, head: Span) -> Self {
        let mut columns = Self::default();
        for (number, cell) in cells(page.text, head).into_iter().enumerate() {
            let name = cell.of(page.text);
            if page.words.quotation_columns.any(name) {
                if count(name, WORDS_OF_HEAD) < WORDS_OF_HEAD {
                    columns.quoting.push(number);
                }
            } else if columns.speaking.is_none() && page.words.speaker_columns.any(name) {
                columns.speaking = Some(number);
            }
        }
        columns
    }
}

fn read_table(
    page: &PageLayout<'_>,
    marks: &mut SpanReader<'_>,
    rows: &[Block],
    above: Announcement,
    drafts: &mut ExtractionDraft,
) {
    let is_line =
        |row: &Block| row.span.of(page.text).bytes().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' ' | b'\t'));
    let headed = rows.get(1).is_some_and(is_line);
    let mut columns = if headed { Columns::of(page, rows[0].span) } else { Columns::default() };
    let below = &rows[if headed { 2 } else { 0 }..];
    columns.plain = above == Announcement::Words || names_people(page, &columns, below);
    for row in below {
        let cells = cells(page.text, row.span);
        let speaker = speaker(page, &columns, &cells);
        for (number, cell) in cells.iter().enumerate() {
            let column = match columns.quoting.contains(&number) {
                true if columns.plain => Column::PlainQuotations,
                true => Column::Quotations,
                false => Column::Other,
            };
            read_cell(page, marks, *cell, column, speaker.as_ref(), drafts);
        }
    }
}

/// Whether the column of speakers names a person in most of its cells.
fn names_people(page: &PageLayout<'_>, columns: &Columns, rows: &[Block]) -> bool {
    let Some(column) = columns.speaking else { return false };
    let is_name = |row: &&Block| {
        let cell = cells(page.text, row.span).get(column).copied();
        cell.is_some_and(|cell| {
            named(page, cell).is_some_and(|who| names_source(page.language, &who, cell.of(page.text)))
        })
    };
    rows.len() >= 2 && rows.iter().filter(is_name).count() * 3 >= rows.len() * 2
}

/// Who is named in a row: in the column of speakers, or by a number in the first.
fn speaker(page: &PageLayout<'_>, columns: &Columns, cells: &[Span]) -> Option<Participant> {
    let told = columns.speaking.and_then(|column| cells.get(column));
    let cell = told.or_else(|| cells.first().filter(|cell| page.is_id(cell.of(page.text).trim())))?;
    let read =
        || if named_column(columns) { named(page, *cell).or_else(|| page.read(*cell)) } else { page.read(*cell) };
    (count(cell.of(page.text), WORDS_OF_SPEAKER) < WORDS_OF_SPEAKER).then(read).flatten()
}

fn named_column(columns: &Columns) -> bool {
    columns.speaking.is_some() && columns.plain
}

/// Keeps what is said in a cell.
fn read_cell(
    page: &PageLayout<'_>,
    marks: &mut SpanReader<'_>,
    cell: Span,
    column: Column,
    speaker: Option<&Participant>,
    drafts: &mut ExtractionDraft,
) {
    let text = page.text;
    let announced = column != Column::Other;
    let plain = column == Column::PlainQuotations;
    let all = count(cell.of(text), COUNTED_IN_CELL);
    let Some(passage) = passage(page, marks, cell, Isolation::SetApart).filter(|_| all > 1) else { return };
    let length = |utterance: &Utterance| count(utterance.content.of(text), COUNTED_IN_MARKS);
    let inside: usize = passage.utterances.iter().map(length).sum();
    for mut utterance in passage.utterances {
        let content = utterance.content.of(text);
        let speech = speech_score(page.language, page.words, content);
        let words = count(content, LEAST_WORDS_ANYWHERE);
        let is_speech = words >= LEAST_WORDS_ANYWHERE
            && (speech >= SPEECH || speech > 0 && is_sentence(content))
            && inside * 2 >= all;
        let accepted = if utterance.marked {
            utterance.attribution.is_some() || announced && words >= LEAST_WORDS || is_speech
        } else {
            announced && words >= LEAST_WORDS && (speech > 0 || plain)
        };
        if accepted {
            let own = speaker.filter(|who| !who.mention.overlaps(utterance.content)).cloned();
            utterance.attribution = utterance.attribution.or_else(|| own.map(|who| (who, Evidence::Label)));
            add(text, drafts, &utterance, None);
        } else if utterance.marked {
            drafts.not_quotes.push((utterance.content, NotQuoteReason::Label));
        }
    }
}
