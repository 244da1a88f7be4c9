//! What is quoted inside a conversation: the writer's introduction, and other people's words in what is said.

use crate::document::{Block, BlockKind};
use crate::lang::Classes;
use crate::quotes::draft::{Draft, Drafts};
use crate::quotes::prose;
use crate::quotes::prose::Engine;
use crate::quotes::quote::{Evidence, QuoteKind, Speaker};
use crate::quotes::transcript::Turn;
use crate::text::Span;

/// Reads the paragraphs in front of the first turn as running text.
pub(crate) fn introduction(engine: &Engine, text: &str, blocks: &[Block], turns: &[Turn]) -> Drafts {
    let first = turns.first().map_or(0, start);
    let ranges: Vec<Span> = blocks
        .iter()
        .filter(|block| block.span.end() <= first && block.kind == BlockKind::Paragraph && block.quoted == 0)
        .map(|block| block.span)
        .collect();
    if ranges.is_empty() { Drafts::default() } else { prose::prose(engine, text, &ranges) }
}

/// Where a turn starts with its label.
fn start(turn: &Turn) -> usize {
    let content = turn.content.first().map_or(0, |span| span.start());
    turn.mention.map_or(content, |mention| mention.start().min(content))
}

/// What a turn quotes: words between marks that a frame gives to somebody ("my mother said, “Go.”"). Who says "I said" is who
/// has the turn.
pub(crate) fn quoted(engine: &Engine, text: &str, turns: &[(Span, Option<Speaker>)]) -> Vec<Draft> {
    let ranges: Vec<Span> = turns
        .iter()
        .filter(|(span, _)| memchr::memchr3(b'"', 0xE2, 0xC2, span.of(text).as_bytes()).is_some())
        .map(|(span, _)| *span)
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
        // What somebody quotes in talk is the words between marks.
        draft.content.clone_from(&draft.marked);
        let own = draft
            .mention
            .is_some_and(|mention| engine.language.word_any_case(mention.of(text)).classes.any(Classes::PRONOUN_FIRST));
        let at = draft.content[0].start();
        let turn = turns.partition_point(|(span, _)| span.start() <= at).checked_sub(1);
        if own && let Some((_, Some(speaker))) = turn.map(|turn| &turns[turn]) {
            draft.speaker = Some(speaker.clone());
            if draft.evidence == Evidence::UnresolvedPronoun {
                draft.evidence = Evidence::Before;
            }
        }
    }
    found
}
