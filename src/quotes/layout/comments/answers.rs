//! Which lines below numbered questions are somebody's own answers? "1. What should change?", then "-Open earlier."

use crate::document::BlockKind;
use crate::quotes::draft::ExtractionDraft;
use crate::quotes::layout::page::PageLayout;
use crate::quotes::layout::speech_cues::speaks_of_self;
use crate::quotes::layout::trim::bare_words;
use crate::quotes::layout::utterance::{Utterance, add};
use crate::quotes::quote::QuoteKind;
use crate::text::Span;
use crate::text::slice::span_of_subslice;

/// Reads numbered questions with dashed lines under them, where the paragraph above says that the answers are its writer's.
pub(super) fn read_answers(page: &PageLayout<'_>, used: &mut [bool], drafts: &mut ExtractionDraft) {
    let mut at = 0;
    while at < page.blocks.len() {
        let first = at;
        let mut asked = false;
        let mut answers: Vec<Span> = Vec::new();
        while at < page.blocks.len() && !used[at] {
            let Some((question, lines)) = question_with_lines(page, at) else { break };
            asked |= question.of(page.text).trim_end().ends_with('?');
            answers.extend(lines);
            at += 1;
        }
        if at == first {
            at += 1;
            continue;
        }
        let own = first.checked_sub(1).is_some_and(|above| {
            let words = page.words_of(above).trim_end();
            let sentence = words.trim_end_matches(':').rfind(['.', '?', '!']).map_or(words, |cut| &words[cut + 1..]);
            words.ends_with(':') && speaks_of_self(page.language, sentence)
        });
        if !asked || !own {
            continue;
        }
        used[first..at].fill(true);
        for answer in answers {
            add(page.text, drafts, &Utterance::new(answer, false, None), None);
            if let Some(draft) = drafts.quotes.last_mut() {
                draft.kind = QuoteKind::Response;
            }
        }
    }
}

/// A numbered item whose further lines all begin with a dash: its first line, and those.
fn question_with_lines(page: &PageLayout<'_>, at: usize) -> Option<(Span, Vec<Span>)> {
    let block = page.blocks[at];
    let content = block.span.of(page.text);
    let numbered = page.text[block.line..block.span.start()].contains(|ch: char| ch.is_ascii_digit());
    let (question, below) = content.split_once('\n')?;
    if block.kind != BlockKind::Item || block.quoted > 0 || !numbered {
        return None;
    }
    let mut lines = Vec::new();
    for line in below.split('\n') {
        let bare = line.trim_start();
        let answer = bare.strip_prefix(['-', '–', '•', '*'])?;
        lines.push(bare_words(page.text, span_of_subslice(page.text, answer))?);
    }
    Some((span_of_subslice(page.text, question), lines))
}
