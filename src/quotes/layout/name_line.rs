//! Which lines alone name who said the words in marks above or below them? Lists of reactions and testimonials: a name, then “…”, or the other
//! way round.

use crate::document::BlockKind;
use crate::quotes::layout::candidate::{Candidate, Placement};
use crate::quotes::layout::comments::named;
use crate::quotes::layout::page::PageLayout;
use crate::quotes::layout::passage::PassageForm;
use crate::quotes::participant::{self, Participant};
use crate::quotes::quote::{Evidence, SpeakerKind};
use crate::quotes::wording::{count, is_sentence, starts_with_mark};
use crate::text::Span;

/// A line that names somebody has at most this many bytes, and fewer words.
const LONGEST: usize = 90;
const WORDS: usize = 10;

/// Names on lines of their own are believed where this many words in marks have them.
const ENOUGH: usize = 2;

/// Gives words in marks the names on the lines beside them, and uses these lines up.
pub(super) fn attribute(page: &PageLayout<'_>, candidates: &mut [Candidate], used: &mut [bool]) {
    let open: Vec<usize> = (0..candidates.len()).filter(|number| is_open(&candidates[*number])).collect();
    let line = |at: Option<usize>| at.and_then(|at| Some((at, on_line(page, at, used)?)));
    let below = |number: &usize| line(page.next_block(candidates[*number].last));
    let above = |number: &usize| line(candidates[*number].block.checked_sub(1));
    let named_above = open.iter().filter(|number| above(number).is_some()).count();
    let named_below = open.iter().filter(|number| below(number).is_some()).count();
    if named_above == 0 && named_below == 0 {
        return;
    }
    // Where each line has words on both sides, the first decides: a name opens the list, or words do.
    let opens = open.first().is_some_and(|first| above(first).is_some());
    let is_above = named_above > named_below || named_above == named_below && opens;
    let most = named_above.max(named_below);
    let trusted = most >= ENOUGH && most * 2 >= open.len();
    let found: Vec<(usize, usize, Participant)> = open
        .iter()
        .filter_map(|number| {
            let (at, who) = if is_above { above(number)? } else { below(number)? };
            (trusted || participant::is_full_name(page.language, &who.speaker.name)).then_some((*number, at, who))
        })
        .collect();
    for (number, at, who) in found {
        used[at] = true;
        let evidence = if is_above { Evidence::Label } else { Evidence::Dash };
        for utterance in candidates[number].passage.utterances.iter_mut().filter(|said| said.attribution.is_none()) {
            utterance.attribution = Some((who.clone(), evidence));
        }
    }
}

/// Words in marks that are a block of their own and have no speaker.
fn is_open(candidate: &Candidate) -> bool {
    candidate.passage.form == PassageForm::Marked
        && candidate.placement != Placement::Item
        && !candidate.is_attributed()
}

/// Who is named in a block that is one or two lines with a name and nothing else.
fn on_line(page: &PageLayout<'_>, at: usize, used: &[bool]) -> Option<Participant> {
    let block = page.blocks[at];
    let content = block.span.of(page.text);
    let free = block.kind == BlockKind::Paragraph && !used[at] || block.kind == BlockKind::Heading;
    let bare = content.trim_end_matches(['*', '_', ' ']);
    if !free
        || block.quoted > 0
        || content.len() > LONGEST
        || bare.ends_with(':')
        || is_sentence(content) && !bare.ends_with(')')
        || starts_with_mark(content)
        || count(content, WORDS) >= WORDS
    {
        return None;
    }
    let (name, place) = content.split_once('\n').map_or((content, None), |(name, place)| (name, Some(place.trim())));
    if place.is_some_and(|place| place.contains('\n')) {
        return None;
    }
    let mut who = named(page, Span::new(block.span.start(), block.span.start() + name.len()))?;
    // A heading or a line that describes is a topic; a name or a number is who speaks.
    let is_name = who.speaker.kind == SpeakerKind::Person || page.is_numbered(&who);
    if block.kind == BlockKind::Heading && !participant::is_full_name(page.language, &who.speaker.name) {
        return None;
    }
    if let Some(place) = place {
        let (role, affiliation) = participant::line_of_details(page.language, place);
        who.speaker.role = who.speaker.role.or(role);
        who.speaker.affiliation = who.speaker.affiliation.or(affiliation);
    }
    is_name.then_some(who)
}
