//! Which passages may be a person's words by their layout, and what surrounds them?

use crate::document::BlockKind;
use crate::quotes::layout::announcement::{HeadingContext, LeadIn, heading_context, lead_in};
use crate::quotes::layout::attribution::{Neighbour, Opening, at_end, in_block};
use crate::quotes::layout::page::PageLayout;
use crate::quotes::layout::passage::{Isolation, Passage, PassageForm, passage, unmarked};
use crate::quotes::layout::plain::may_be_excerpt;
use crate::quotes::layout::quoted_spans::SpanReader;
use crate::quotes::layout::speech_cues::speech_score;
use crate::quotes::quote::Evidence;
use crate::quotes::wording::{count, is_sentence, starts_with_mark};
use crate::text::Span;
use crate::text::slice::floor_char_boundary;

/// A quotation that is closed by a later paragraph of its block quotation, or by an attribution there, goes on for no more blocks than these.
const BLOCKS_TO_CLOSING_MARK: usize = 12;
const BLOCKS_TO_ATTRIBUTION: usize = 24;

/// Of the words of one utterance, at most this many are counted.
const COUNTED: usize = 200;

/// How a passage is placed on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Placement {
    BlockQuotation,
    Item,
    Paragraph,
}

/// What is decided of a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Acceptance {
    /// Nobody's words, as far as is known.
    Refused,
    /// A person's words.
    Accepted,
    /// A part of another candidate, or its attribution.
    Absorbed,
}

/// A passage that may be a person's words, with what surrounds it.
#[derive(Debug)]
pub(super) struct Candidate {
    /// Its block, and the last that belongs to it.
    pub(super) block: usize,
    pub(super) last: usize,
    pub(super) placement: Placement,
    pub(super) passage: Passage,
    /// What the line or heading right above announces.
    pub(super) lead_in: LeadIn,
    /// What the nearest heading announces, and which block it is.
    pub(super) context: HeadingContext,
    pub(super) heading: Option<usize>,
    /// Points for speech.
    pub(super) speech: u32,
    pub(super) words: usize,
    pub(super) acceptance: Acceptance,
}

impl Candidate {
    pub(super) fn is_quoted_block(&self) -> bool {
        self.placement == Placement::BlockQuotation
    }

    pub(super) fn is_accepted(&self) -> bool {
        self.acceptance == Acceptance::Accepted
    }

    /// Whether a speaker of some of its words is named.
    pub(super) fn is_attributed(&self) -> bool {
        self.passage.utterances.iter().any(|utterance| utterance.attribution.is_some())
    }

    /// The first words said in it.
    pub(super) fn opening<'a>(&self, text: &'a str) -> &'a str {
        self.passage.utterances[0].content.of(text)
    }
}

/// What precedes the blocks that are being read.
struct Above {
    /// The block that announces them.
    lead: Option<usize>,
    context: HeadingContext,
    heading: Option<usize>,
}

/// The passages that may be a person's words by their layout, in order.
pub(super) fn candidates(page: &PageLayout<'_>, marks: &mut SpanReader<'_>, used: &[bool]) -> Vec<Candidate> {
    let mut candidates: Vec<Candidate> = Vec::new();
    let mut above = Above { lead: None, context: HeadingContext::Nothing, heading: None };
    let mut at = 0;
    while at < page.blocks.len() {
        let block = page.blocks[at];
        if block.kind == BlockKind::Heading && block.quoted == 0 {
            above = Above { lead: Some(at), context: heading_context(page, at), heading: Some(at) };
            at += 1;
            continue;
        }
        if used[at] || !matches!(block.kind, BlockKind::Paragraph | BlockKind::Item) || page.is_image(block.span) {
            at += 1;
            continue;
        }
        let placement = match block.kind {
            _ if block.quoted > 0 => Placement::BlockQuotation,
            BlockKind::Item => Placement::Item,
            _ => Placement::Paragraph,
        };
        let last = at + if block.quoted > 0 { further_blocks(page, marks, at) } else { 0 };
        let span = Span::new(block.span.start(), page.blocks[last].span.end());
        let before = candidates.len();
        let possible = placement != Placement::Paragraph || may_be_excerpt(block.span.of(page.text));
        for part in possible.then(|| parts(page, span, placement)).into_iter().flatten() {
            if let Some(passage) = possible_passage(page, marks, part, placement) {
                candidates.push(candidate(page, &above, at, last, placement, passage));
            }
        }
        // An item that ends in a colon announces those below it.
        let opens = block.quoted == 0 && page.words_of(at).trim_end_matches(['*', '_', ' ']).ends_with(':');
        if candidates.len() == before || opens {
            above.lead = Some(at);
        }
        at = last + 1;
    }
    candidates
}

fn candidate(
    page: &PageLayout<'_>,
    above: &Above,
    block: usize,
    last: usize,
    placement: Placement,
    passage: Passage,
) -> Candidate {
    // Of words that the writer's sentence frames nobody asks how they sound, but in a list.
    let is_framed = passage.form == PassageForm::Framed && placement == Placement::Paragraph;
    let contents = || passage.utterances.iter().map(|utterance| utterance.content.of(page.text));
    Candidate {
        block,
        last,
        placement,
        lead_in: above.lead.map_or(LeadIn::Nothing, |lead| lead_in(page, lead)),
        context: above.context,
        heading: above.heading,
        speech: if is_framed {
            0
        } else {
            contents().map(|content| speech_score(page.language, page.words, content)).sum()
        },
        words: contents().map(|content| count(content, if is_framed { 1 } else { COUNTED })).sum(),
        passage,
        acceptance: Acceptance::Refused,
    }
}

/// Takes a passage apart. Unmarked text is a candidate in a block quotation, in italics, as an item, or with a participant's number.
fn possible_passage(
    page: &PageLayout<'_>,
    marks: &mut SpanReader<'_>,
    part: Span,
    placement: Placement,
) -> Option<Passage> {
    let content = part.of(page.text);
    if placement == Placement::BlockQuotation {
        return passage(page, marks, part, Isolation::SetApart);
    }
    if is_italic(content) || is_signed_italic(content) {
        let mut found = if starts_with_mark(content) {
            passage(page, marks, part, Isolation::InText)?
        } else {
            let part = page.trimmed(part)?;
            let signed = is_signed_italic(part.of(page.text));
            unmarked(page, part, if signed { Isolation::SetApart } else { Isolation::InText })?
        };
        if found.form == PassageForm::Unmarked {
            found.form = PassageForm::Italic;
        }
        return Some(found);
    }
    if placement == Placement::Paragraph && !may_be_said(content) {
        return None;
    }
    passage(page, marks, part, Isolation::InText).filter(|passage| {
        let first = passage.utterances[0].attribution.as_ref();
        passage.form != PassageForm::Unmarked
            || first.map_or(placement == Placement::Item, |(who, evidence)| {
                page.is_numbered(who) || *evidence != Evidence::Label
            })
    })
}

/// Whether a paragraph may be somebody's words by its looks: it has a mark or a label near its beginning, or ends as an attribution does. Nothing
/// else of it is read, since most paragraphs are the writer's.
fn may_be_said(content: &str) -> bool {
    /// A label lies before the first mark, within this many bytes.
    const HEAD: usize = 160;
    /// An attribution without a bracket has a dash or a line of its own within the last bytes.
    const TAIL: usize = 100;
    let head = &content[..floor_char_boundary(content, HEAD)];
    let tail = &content[floor_char_boundary(content, content.len().saturating_sub(TAIL))..];
    let ends = tail.trim_end_matches(['*', '_', '.', ' ', '\n', '>']).ends_with([')', ']', '}']);
    // Curly marks and dashes begin with the byte E2, angled marks with C2.
    let (head, tail) = (head.as_bytes(), tail.as_bytes());
    ends || memchr::memchr3(b'"', b':', 0xE2, head).is_some()
        || memchr::memchr2(b'\'', 0xC2, head).is_some()
        || memchr::memchr3(b'-', b'\n', 0xE2, tail).is_some()
        || memchr::memchr3(b'~', b'<', 0xC2, tail).is_some()
}

/// How many further blocks of a block quotation belong to the words with which it begins.
fn further_blocks(page: &PageLayout<'_>, marks: &mut SpanReader<'_>, first: usize) -> usize {
    let to_mark = if opens_only(page, marks, first) { blocks_to_closing_mark(page, first) } else { None };
    to_mark.or_else(|| blocks_to_attribution(page, first)).unwrap_or(0)
}

/// How many further paragraphs belong to a quotation whose first opens with a mark: the mark is closed by a later one.
fn blocks_to_closing_mark(page: &PageLayout<'_>, first: usize) -> Option<usize> {
    for (ahead, other) in page.blocks[first + 1..].iter().take(BLOCKS_TO_CLOSING_MARK).enumerate() {
        if other.kind == BlockKind::Markup {
            continue;
        }
        let goes_on = other.run == page.blocks[first].run && other.quoted > 0 && other.kind != BlockKind::Heading;
        if !goes_on || starts_with_mark(other.span.of(page.text)) {
            return None;
        }
        if closes_only(page, other.span) {
            return Some(ahead + 1);
        }
    }
    None
}

/// How many further blocks of a block quotation without marks belong to the words that the attribution in its last closes.
fn blocks_to_attribution(page: &PageLayout<'_>, first: usize) -> Option<usize> {
    let (blocks, text) = (&page.blocks, page.text);
    let block = blocks[first];
    let opens_quotation =
        first.checked_sub(1).is_none_or(|before| blocks[before].run != block.run || blocks[before].quoted == 0);
    let is_attributed = |span: Span| at_end(page, span, Opening::Unmarked).1.is_some();
    if !opens_quotation || starts_with_mark(block.span.of(text)) || is_attributed(block.span) {
        return None;
    }
    for (ahead, other) in blocks[first + 1..].iter().take(BLOCKS_TO_ATTRIBUTION).enumerate() {
        let within = other.quoted > 0 && matches!(other.kind, BlockKind::Paragraph | BlockKind::Item);
        let near =
            other.run == block.run || other.kind == BlockKind::Item || blocks[first + ahead].kind == BlockKind::Item;
        let paragraph = other.kind == BlockKind::Paragraph;
        if !within
            || !near
            || text[..other.line].ends_with("\n\n")
            || paragraph && starts_with_mark(other.span.of(text))
        {
            return None;
        }
        if is_attributed(other.span) || paragraph && in_block(page, first + 1 + ahead, Neighbour::Apart).is_some() {
            return Some(ahead + 1);
        }
    }
    None
}

/// The lines of an unmarked block quotation where two or more end in an attribution of their own, else the whole passage.
fn parts(page: &PageLayout<'_>, span: Span, placement: Placement) -> Vec<Span> {
    let content = span.of(page.text);
    if placement != Placement::BlockQuotation || !content.contains('\n') {
        return vec![span];
    }
    let mut parts = Vec::new();
    let mut start = span.start();
    let mut at = span.start();
    for line in content.split_inclusive('\n') {
        at += line.len();
        if ends_in_number(page, line) {
            parts.push(Span::new(start, at));
            start = at;
        }
    }
    if parts.len() < 2 && start < span.end() || parts.is_empty() {
        return vec![span];
    }
    if start < span.end() {
        parts.push(Span::new(start, span.end()));
    }
    parts
}

/// Whether a line ends in a dash and a participant's number behind words.
fn ends_in_number(page: &PageLayout<'_>, line: &str) -> bool {
    let body = line.trim_end().trim_end_matches(['\\', '*', '_']).trim_end_matches("<br>").trim_end_matches("<br/>");
    body.rsplit_once(['-', '–', '—', '~']).is_some_and(|(before, id)| {
        page.is_id(id.trim_matches([' ', '*', '_']))
            && before.trim_end_matches([' ', '-', '–', '—', '>', '\\', '*', '_']).chars().any(char::is_alphanumeric)
    })
}

/// Whether a block opens with a mark that it does not close.
fn opens_only(page: &PageLayout<'_>, marks: &mut SpanReader<'_>, block: usize) -> bool {
    let Some(span) = page.trimmed(page.blocks[block].span) else { return false };
    starts_with_mark(span.of(page.text)) && marks.read(page, span).unclosed.first() == Some(&span.start())
}

/// Whether a passage holds a mark that closes what an earlier one opened: one too many, behind words.
fn closes_only(page: &PageLayout<'_>, span: Span) -> bool {
    let (mut opened, mut closed, mut straight) = (0, 0, 0);
    for (at, ch) in span.of(page.text).char_indices().filter(|(at, _)| !page.is_masked(span.start() + at)) {
        match ch {
            '“' | '«' => opened += 1,
            '”' | '»' => closed += 1,
            '"' if at > 0 => straight += 1,
            _ => {}
        }
    }
    closed > opened || straight % 2 == 1
}

/// Whether a block is wholly in italics: one pair of `_` or `*` around it.
pub(crate) fn is_italic(words: &str) -> bool {
    let words = words.trim();
    ['_', '*'].iter().any(|mark| {
        words
            .strip_prefix(*mark)
            .and_then(|words| words.strip_suffix(*mark))
            .is_some_and(|inner| !inner.is_empty() && !inner.starts_with(*mark) && !inner.contains(*mark))
    })
}

/// Whether a block is in italics but for an attribution behind it: `*We were promised a visit.* – Carer, 58`.
fn is_signed_italic(words: &str) -> bool {
    /// The attribution has fewer words.
    const WORDS: usize = 13;
    let words = words.trim();
    ['_', '*'].iter().any(|mark| {
        let inner = words.strip_prefix(*mark).filter(|inner| !inner.starts_with([*mark, ' ']));
        inner.and_then(|inner| inner.split_once(*mark)).is_some_and(|(inner, behind)| {
            is_sentence(inner)
                && behind.trim_start().starts_with(['-', '–', '—', '('])
                && (1..WORDS).contains(&count(behind, WORDS))
        })
    })
}
