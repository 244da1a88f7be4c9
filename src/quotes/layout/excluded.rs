//! What holds nobody's answers: code, settings, headings, call-outs, letters.

use crate::document::BlockKind;
use crate::lang::List;
use crate::quotes::layout::{Page, mask};
use crate::quotes::participant;
use crate::quotes::quote::Why;
use crate::text::Span;

impl Page<'_> {
    /// Code, settings, headings, call-outs and letters hold nobody's answers; what stands between marks there is set aside.
    pub(crate) fn set_aside(&mut self, used: &mut [bool]) {
        let mut at = 0;
        while at < self.blocks.len() {
            let block = self.blocks[at];
            if matches!(
                block.kind,
                BlockKind::Heading | BlockKind::Code | BlockKind::FrontMatter | BlockKind::Markup | BlockKind::Rule
            ) {
                used[at] = true;
                if block.kind == BlockKind::Heading {
                    self.labels_in(block.span);
                }
                at += 1;
                continue;
            }
            if block.quoted == 0 {
                at += 1;
                continue;
            }
            let run = self.blocks[at..]
                .iter()
                .scan(block, |last, other| {
                    // A line across a block quotation parts the head of a letter from its words.
                    let goes_on =
                        other.run == last.run || other.kind == BlockKind::Rule || last.kind == BlockKind::Rule;
                    let within = other.quoted > 0 || other.kind == BlockKind::Markup;
                    *last = *other;
                    (goes_on && within).then_some(())
                })
                .count();
            if self.is_notice(at, run) {
                used[at..at + run].fill(true);
                for number in at..at + run {
                    self.labels_in(self.blocks[number].span);
                }
            }
            at += run.max(1);
        }
    }

    fn labels_in(&mut self, span: Span) {
        let mut found = std::mem::take(&mut self.found);
        let mut unclosed = std::mem::take(&mut self.unclosed);
        self.marks.read(self.text, span, |place| mask::holds(&self.masks, place), &mut found, &mut unclosed);
        for marked in &found {
            let why = if marked.inside.of(self.text).trim_end().ends_with('?') { Why::Question } else { Why::Label };
            self.drafts.not_quotes.push((marked.inside, why));
        }
        self.found = found;
        self.unclosed = unclosed;
    }

    /// Whether a block quotation is a call-out (`[!NOTE]`, **Note:**) or a letter with its head.
    fn is_notice(&self, first: usize, run: usize) -> bool {
        let mut lines = self.blocks[first..first + run]
            .iter()
            .flat_map(|block| block.span.of(self.text).lines())
            .map(|line| line.trim_matches([' ', '>', '*', '_', '\t', '#', '\r']))
            .filter(|line| !line.is_empty());
        let Some(head) = lines.next() else { return true };
        if let Some(kind) = head.strip_prefix("[!") {
            // A call-out may be one for quotations: `[!quote]`.
            return !kind.split_once(']').is_some_and(|(kind, _)| self.quotations.has(kind));
        }
        let field = |line: &str| {
            let first = line.split([' ', ',', '!', '*', '_']).next().unwrap_or("").to_lowercase();
            self.language.list(List::MailFields).iter().any(|known| **known == *first)
        };
        let second = lines.next().is_some_and(field);
        let note = head.split_once(':').is_some_and(|(label, _)| {
            let label = label.trim_matches(['*', '_', ' ']).to_lowercase();
            label.split(' ').count() <= 3
                && self.language.list(List::LabelsRefused).iter().any(|known| **known == *label)
        });
        // `**Hypothesis:** …`: a label in bold that names nobody.
        let opening = self.blocks[first].span.of(self.text);
        let bold = opening.strip_prefix("**").and_then(|rest| rest.split_once("**")).is_some_and(|(label, rest)| {
            let label = label.trim();
            (label.ends_with(':') || rest.starts_with(':'))
                && !crate::quotes::layout::starts_with_mark(rest.trim_start_matches([':', ' ']))
                && label.split(' ').count() <= 4
                && participant::read(
                    self.language,
                    self.text,
                    Span::new(self.blocks[first].span.start(), self.blocks[first].span.start() + 2 + label.len()),
                )
                .is_none_or(|who| !who.sure)
        });
        note || bold || field(head) && (run > 1 || head.contains(':')) || second
    }
}
