//! Tables with a column of quotations.

use crate::document::BlockKind;
use crate::lang::List;
use crate::quotes::layout::Page;
use crate::quotes::layout::passage::has_words;
use crate::quotes::layout::speech_cues::{WordSet, count, is_sentence, spoken};
use crate::quotes::participant;
use crate::quotes::quote::{Evidence, Why};
use crate::text::Span;

impl Page<'_> {
    /// Reads the tables: rows that are taken or hold nothing but labels are used up.
    pub(crate) fn tables(&mut self, used: &mut [bool]) {
        let speakers = WordSet::new(self.language, List::SpeakerColumns);
        let mut at = 0;
        while at < self.blocks.len() {
            if self.blocks[at].kind != BlockKind::Row {
                at += 1;
                continue;
            }
            let run = self.blocks[at..]
                .iter()
                .take_while(|block| block.kind == BlockKind::Row && block.run == self.blocks[at].run)
                .count()
                .max(1);
            used[at..at + run].fill(true);
            if self.blocks[at].quoted == 0 {
                self.table(at, run, &speakers);
            }
            at += run;
        }
    }

    fn table(&mut self, first: usize, run: usize, speakers: &WordSet<'_>) {
        let head = self.cells(self.blocks[first].span);
        let headed = self.blocks.get(first + 1).filter(|_| run > 1).is_some_and(|row| {
            row.span.of(self.text).bytes().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' ' | b'\t'))
        });
        let quoting: Vec<bool> = head
            .iter()
            .map(|cell| headed && self.columns.any(cell.of(self.text)) && count(cell.of(self.text), 8) < 7)
            .collect();
        let speaking = head
            .iter()
            .position(|cell| headed && speakers.any(cell.of(self.text)) && !self.columns.any(cell.of(self.text)));
        let text = self.text;
        for number in first + if headed { 2 } else { 0 }..first + run {
            let cells = self.cells(self.blocks[number].span);
            let named = speaking
                .and_then(|column| cells.get(column))
                .or_else(|| cells.first().filter(|cell| participant::is_id(self.language, cell.of(text).trim())))
                .filter(|cell| count(cell.of(text), 12) < 10)
                .and_then(|cell| participant::read(self.language, text, *cell));
            for (column, cell) in cells.iter().enumerate() {
                let announced = quoting.get(column).copied().unwrap_or(false);
                let all = count(cell.of(text), 400);
                let Some(passage) = self.passage(*cell, true).filter(|_| all > 1) else { continue };
                let inside: usize = passage.said.iter().map(|said| count(said.content.of(text), 200)).sum();
                for mut said in passage.said {
                    let words = said.content.of(text);
                    let points = spoken(self.language, &self.speech, words);
                    let length = count(words, 12);
                    let sure = length >= 5 && (points >= 2 || points >= 1 && is_sentence(words)) && inside * 2 >= all;
                    let taken = match said.marked {
                        true => said.who.is_some() || length >= 3 && announced || sure,
                        false => announced && length >= 3 && points >= 1,
                    };
                    if !taken {
                        if said.marked {
                            self.drafts.not_quotes.push((said.content, Why::Label));
                        }
                        continue;
                    }
                    let own = named.clone().filter(|who| !who.mention.overlaps(said.content));
                    said.who = said.who.or_else(|| own.map(|who| (who, Evidence::Label)));
                    self.push(&said, None);
                }
            }
        }
    }

    /// The cells of a row, without blanks; an escaped bar is none.
    fn cells(&self, row: Span) -> Vec<Span> {
        let bytes = self.text.as_bytes();
        let mut cells = Vec::new();
        let mut start = row.start() + usize::from(bytes.get(row.start()) == Some(&b'|'));
        for at in row.start()..=row.end() {
            if at < start {
                continue;
            }
            let bar = at == row.end() || bytes[at] == b'|' && bytes[at - 1] != b'\\';
            if !bar {
                continue;
            }
            let words = &self.text[start..at];
            let from = start + (words.len() - words.trim_start().len());
            if at < row.end() || has_words(words) {
                cells.push(Span::new(from, from + words.trim().len()));
            }
            start = at + 1;
        }
        cells
    }
}
