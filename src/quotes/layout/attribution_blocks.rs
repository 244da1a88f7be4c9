//! Which blocks attribute the passages beside them: `— P3, nurse` below, `**P3:**` above, a heading that is a participant's number?

use crate::document::BlockKind;
use crate::quotes::layout::attribution::{Neighbour, in_block};
use crate::quotes::layout::candidate::{Acceptance, Candidate, Placement};
use crate::quotes::layout::name_line;
use crate::quotes::layout::page::PageLayout;
use crate::quotes::layout::passage::PassageForm;
use crate::quotes::participant::Participant;
use crate::quotes::quote::Evidence;

/// Gives candidates the attributions in blocks of their own, and uses these blocks up.
pub(super) fn attribute(page: &PageLayout<'_>, candidates: &mut Vec<Candidate>, used: &mut [bool]) {
    from_blocks_below(page, candidates, used);
    name_line::attribute(page, candidates, used);
    from_headings(page, candidates);
    from_lines_above(page, candidates, used);
    candidates.retain(|candidate| candidate.acceptance != Acceptance::Absorbed);
}

/// The block behind a quotation is nothing but an attribution.
fn from_blocks_below(page: &PageLayout<'_>, candidates: &mut [Candidate], used: &mut [bool]) {
    for number in 0..candidates.len() {
        let candidate = &mut candidates[number];
        let possible = candidate.passage.form != PassageForm::Framed
            && (candidate.is_quoted_block() || candidate.passage.form == PassageForm::Marked);
        let open = candidate.passage.utterances.last_mut().filter(|last| possible && last.attribution.is_none());
        let Some(open) = open else { continue };
        let Some(next) = page.next_block(candidate.last).filter(|next| !used[*next]) else { continue };
        let below = page.blocks[next];
        if below.kind == BlockKind::Item && candidate.placement == Placement::Item {
            continue;
        }
        let same = below.run == page.blocks[candidate.block].run && below.quoted > 0;
        let neighbour = if same { Neighbour::SameQuotation } else { Neighbour::Apart };
        let Some(who) = in_block(page, next, neighbour) else { continue };
        open.attribution = Some((who, Evidence::Dash));
        used[next] = true;
        candidates[number + 1..]
            .iter_mut()
            .take_while(|candidate| candidate.block == next)
            .for_each(|candidate| candidate.acceptance = Acceptance::Absorbed);
    }
}

/// A heading that is a participant's number holds for all below it.
fn from_headings(page: &PageLayout<'_>, candidates: &mut [Candidate]) {
    let mut last: (Option<usize>, Option<Participant>) = (None, None);
    for candidate in candidates {
        if last.0 != candidate.heading {
            last = (candidate.heading, candidate.heading.and_then(|heading| page.numbered_line(heading)));
        }
        if let Some(who) = &last.1 {
            for utterance in candidate.passage.utterances.iter_mut().filter(|said| said.attribution.is_none()) {
                utterance.attribution = Some((who.clone(), Evidence::Label));
            }
        }
    }
}

/// The line in front of a block quotation, or of a list of words in marks, is a participant's number.
fn from_lines_above(page: &PageLayout<'_>, candidates: &mut [Candidate], used: &[bool]) {
    let blocks = &page.blocks;
    for candidate in candidates.iter_mut().filter(|candidate| !candidate.is_attributed()) {
        let listed = candidate.placement == Placement::Item
            && matches!(candidate.passage.form, PassageForm::Marked | PassageForm::Italic);
        if !listed && !candidate.is_quoted_block() {
            continue;
        }
        let (run, quoted) = (blocks[candidate.block].run, blocks[candidate.block].quoted);
        let mut first = candidate.block;
        while first > 0 && blocks[first - 1].run == run && (blocks[first - 1].quoted > 0) == (quoted > 0) {
            first -= 1;
        }
        let Some(line) = first.checked_sub(1).filter(|above| !used[*above]) else { continue };
        let readable = matches!(blocks[line].kind, BlockKind::Paragraph | BlockKind::Item | BlockKind::Heading);
        if blocks[line].quoted > 0 || !readable {
            continue;
        }
        if let Some(who) = page.numbered_line(line) {
            for utterance in &mut candidate.passage.utterances {
                utterance.attribution = Some((who.clone(), Evidence::Label));
            }
        }
    }
}
