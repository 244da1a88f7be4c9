//! What does a conversation quote? In the writer's introduction, and inside the turns.

use crate::document::{Block, BlockKind};
use crate::lang::Classes;
use crate::quotes::draft::{ExtractionDraft, QuoteDraft};
use crate::quotes::prose::{self, Engine};
use crate::quotes::quote::{Evidence, QuoteKind};
use crate::text::Span;

/// Reads the paragraphs of the head as running text.
pub(super) fn introduction(engine: &Engine, text: &str, head: &[Block]) -> ExtractionDraft {
    let ranges: Vec<Span> = head
        .iter()
        .filter(|block| block.kind == BlockKind::Paragraph && block.quoted == 0)
        .map(|block| block.span)
        .collect();
    if ranges.is_empty() { ExtractionDraft::default() } else { prose::prose(engine, text, &ranges) }
}

/// What turns quote: words between marks that a reporting clause gives to a speaker ("my mother said, “Go.”"). "I said" means whoever has the turn.
pub(super) fn quoted(engine: &Engine, text: &str, turns: &[QuoteDraft]) -> Vec<QuoteDraft> {
    let mut turns: Vec<_> =
        turns.iter().flat_map(|turn| turn.content.iter().map(|span| (*span, turn.speaker.as_ref()))).collect();
    turns.sort_by_key(|(span, _)| *span);
    let ranges: Vec<Span> = turns
        .iter()
        .map(|(span, _)| *span)
        // A straight mark, or the first byte of a typographic one.
        .filter(|span| memchr::memchr3(b'"', 0xE2, 0xC2, span.of(text).as_bytes()).is_some())
        .collect();
    if ranges.is_empty() {
        return Vec::new();
    }
    let mut found = prose::prose(engine, text, &ranges).quotes;
    found.retain(|draft| {
        matches!(draft.kind, QuoteKind::Direct | QuoteKind::Mixed)
            && draft.cue.is_some()
            && !draft.marked.is_empty()
            && draft.evidence != Evidence::Impersonal
    });
    for draft in &mut found {
        // What is quoted in talk is the words between marks.
        draft.content.clone_from(&draft.marked);
        let own = draft
            .mention
            .is_some_and(|mention| engine.language.word_any_case(mention.of(text)).classes.any(Classes::PRONOUN_FIRST));
        let at = draft.content[0].start();
        let turn = turns.partition_point(|(span, _)| span.start() <= at).checked_sub(1);
        if own && let Some((_, Some(speaker))) = turn.map(|turn| turns[turn]) {
            draft.speaker = Some(speaker.clone());
            if draft.evidence == Evidence::UnresolvedPronoun {
                draft.evidence = Evidence::Before;
            }
        }
    }
    found
}
