//! Which blocks hold nobody's answers? Code, settings, headings, call-outs, letters.

use crate::document::{Block, BlockKind};
use crate::lang::{Language, List};
use crate::quotes::draft::ExtractionDraft;
use crate::quotes::layout::page::PageLayout;
use crate::quotes::layout::quoted_spans::SpanReader;
use crate::quotes::quote::NotQuoteReason;
use crate::quotes::wording::starts_with_mark;
use crate::text::Span;

/// A label in bold that names nobody has at most this many words, one that is refused fewer.
const WORDS_OF_LABEL: usize = 4;
const WORDS_OF_REFUSED_LABEL: usize = 3;

/// Uses up the blocks that hold nobody's answers; what is between marks in headings and notices is set aside.
pub(super) fn exclude(
    page: &PageLayout<'_>,
    marks: &mut SpanReader<'_>,
    used: &mut [bool],
    drafts: &mut ExtractionDraft,
) {
    let mut at = 0;
    while at < page.blocks.len() {
        let block = page.blocks[at];
        if matches!(
            block.kind,
            BlockKind::Heading | BlockKind::Code | BlockKind::FrontMatter | BlockKind::Markup | BlockKind::Rule
        ) {
            used[at] = true;
            if block.kind == BlockKind::Heading {
                set_labels_aside(page, marks, block.span, drafts);
            }
            at += 1;
            continue;
        }
        if block.quoted == 0 {
            at += 1;
            continue;
        }
        let run = quotation_length(&page.blocks[at..]);
        if is_notice(page, &page.blocks[at..at + run]) {
            used[at..at + run].fill(true);
            for block in &page.blocks[at..at + run] {
                set_labels_aside(page, marks, block.span, drafts);
            }
        }
        at += run.max(1);
    }
}

/// The blocks of the block quotation with which a list of blocks begins. A rule separates the head of a letter from its words.
fn quotation_length(blocks: &[Block]) -> usize {
    let mut last = blocks[0];
    blocks
        .iter()
        .take_while(|block| {
            let goes_on = block.run == last.run || block.kind == BlockKind::Rule || last.kind == BlockKind::Rule;
            last = **block;
            goes_on && (block.quoted > 0 || block.kind == BlockKind::Markup)
        })
        .count()
}

fn set_labels_aside(page: &PageLayout<'_>, marks: &mut SpanReader<'_>, span: Span, drafts: &mut ExtractionDraft) {
    for marked in marks.read(page, span).quoted {
        let question = marked.inside.of(page.text).trim_end().ends_with('?');
        drafts
            .not_quotes
            .push((marked.inside, if question { NotQuoteReason::Question } else { NotQuoteReason::Label }));
    }
}

/// Whether a block quotation is a call-out (`[!NOTE]`, **Note:**) or a letter with its head.
fn is_notice(page: &PageLayout<'_>, blocks: &[Block]) -> bool {
    let mut lines = blocks
        .iter()
        .flat_map(|block| block.span.of(page.text).lines())
        .map(|line| line.trim_matches([' ', '>', '*', '_', '\t', '#', '\r']))
        .filter(|line| !line.is_empty());
    let Some(head) = lines.next() else { return true };
    if let Some(kind) = head.strip_prefix("[!") {
        // A call-out may be one for quotations: `[!quote]`.
        return !kind.split_once(']').is_some_and(|(kind, _)| page.words.quotations.has(kind));
    }
    let is_letter = is_mail_field(page.language, head) && (blocks.len() > 1 || head.contains(':'))
        || lines.next().is_some_and(|second| is_mail_field(page.language, second));
    is_letter || opens_with_refused_label(page.language, head) || opens_with_bold_label(page, blocks[0].span)
}

/// Whether a line is a field at the head of a letter: `From: …`.
fn is_mail_field(language: &Language, line: &str) -> bool {
    let first = line.split([' ', ',', '!', '*', '_']).next().unwrap_or("").to_lowercase();
    language.list(List::MailFields).iter().any(|known| **known == *first)
}

/// Whether a line opens with a label that never names a speaker: `Note: …`.
fn opens_with_refused_label(language: &Language, line: &str) -> bool {
    line.split_once(':').is_some_and(|(label, _)| {
        let label = label.trim_matches(['*', '_', ' ']).to_lowercase();
        label.split(' ').count() <= WORDS_OF_REFUSED_LABEL
            && language.list(List::LabelsRefused).iter().any(|known| **known == *label)
    })
}

/// Whether a passage opens with a label in bold that names nobody: `**Hypothesis:** …`.
fn opens_with_bold_label(page: &PageLayout<'_>, span: Span) -> bool {
    let bold = span.of(page.text).strip_prefix("**").and_then(|rest| rest.split_once("**"));
    bold.is_some_and(|(label, rest)| {
        let label = label.trim();
        (label.ends_with(':') || rest.starts_with(':'))
            && !starts_with_mark(rest.trim_start_matches([':', ' ']))
            && label.split(' ').count() <= WORDS_OF_LABEL
            && page
                .read(Span::new(span.start(), span.start() + "**".len() + label.len()))
                .is_none_or(|who| !who.confident)
    })
}
