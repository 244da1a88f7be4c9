//! Passages that may be somebody's words by their layout, with what stands around them.

use crate::document::BlockKind;
use crate::quotes::layout::passage::{Form, Passage};
use crate::quotes::layout::speech_cues::{Lead, count, is_sentence, lead, spoken};
use crate::quotes::layout::{Page, mask, starts_with_mark};
use crate::quotes::participant;
use crate::quotes::participant::Who;
use crate::quotes::quote::Evidence;
use crate::text::Span;

/// Where a passage stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Quotation,
    Item,
    Paragraph,
}

/// What the nearest heading announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Under {
    /// "Quotes": what stands below is what people said.
    Quotations,
    /// "What we heard": people's words may stand below.
    Words,
    Nothing,
}

/// A passage that may be somebody's words, with what stands around it.
#[derive(Debug)]
pub(crate) struct Unit {
    /// Its block, and the last that belongs to it.
    pub(crate) block: usize,
    pub(crate) last: usize,
    pub(crate) place: Place,
    pub(crate) passage: Passage,
    /// Whether the whole block is in italics.
    pub(crate) italic: bool,
    pub(crate) lead: Lead,
    pub(crate) under: Under,
    /// The nearest heading.
    pub(crate) section: Option<usize>,
    /// Whether a heading, or a line that ends in a colon, announces wordings and labels.
    pub(crate) shown: bool,
    /// Whether the line or heading above announces quotations and nothing else.
    pub(crate) announced: bool,
    /// Points for speech.
    pub(crate) spoken: u32,
    pub(crate) words: usize,
    pub(crate) taken: bool,
    /// Whether it turned out to be a part of another unit, or an attribution.
    pub(crate) dropped: bool,
}

impl Page<'_> {
    /// The passages that may be somebody's words by their layout.
    pub(crate) fn units(&mut self, used: &[bool]) -> Vec<Unit> {
        let mut units: Vec<Unit> = Vec::new();
        let mut lead_block: Option<usize> = None;
        let mut under = Under::Nothing;
        let mut section: Option<usize> = None;
        let mut at = 0;
        while at < self.blocks.len() {
            let block = self.blocks[at];
            if block.kind == BlockKind::Heading && block.quoted == 0 {
                let words = block.span.of(self.text);
                under = match lead(self.language, &self.heads, &self.labels, words) {
                    Lead::Words if self.quotations.any(words) => Under::Quotations,
                    Lead::Words if self.heads.any(words) => Under::Words,
                    _ => Under::Nothing,
                };
                lead_block = Some(at);
                section = Some(at);
                at += 1;
                continue;
            }
            if used[at] || !matches!(block.kind, BlockKind::Paragraph | BlockKind::Item) || self.is_image(block.span) {
                at += 1;
                continue;
            }
            let quoted = block.quoted > 0;
            let mut span = block.span;
            // A quotation of several paragraphs in one block quotation: the mark that the first opens is closed by a later one.
            let mut further = 0;
            if quoted && self.opens_only(span) {
                for (ahead, other) in self.blocks[at + 1..].iter().take(12).enumerate() {
                    if other.run != block.run && other.kind != BlockKind::Markup || other.kind == BlockKind::Heading {
                        break;
                    }
                    if other.kind == BlockKind::Markup {
                        continue;
                    }
                    if other.quoted == 0 || starts_with_mark(other.span.of(self.text)) {
                        break;
                    }
                    if self.closes_only(other.span) {
                        further = ahead + 1;
                        span = Span::new(span.start(), other.span.end());
                        break;
                    }
                }
            }
            if quoted && further == 0 {
                further = self.closed_by_attribution(at);
                if further > 0 {
                    span = Span::new(span.start(), self.blocks[at + further].span.end());
                }
            }
            let place = match block.kind {
                _ if quoted => Place::Quotation,
                BlockKind::Item => Place::Item,
                _ => Place::Paragraph,
            };
            let made = units.len();
            for part in self.parts(span, quoted) {
                let italic = !quoted && (is_italic(part.of(self.text)) || is_signed_italic(part.of(self.text)));
                let passage = if italic && !starts_with_mark(part.of(self.text)) {
                    self.trimmed(part).and_then(|part| self.bare(part, is_signed_italic(part.of(self.text))))
                } else {
                    self.passage(part, quoted)
                };
                let Some(passage) = passage else { continue };
                let bare = passage.form == Form::Bare;
                let attributed = passage.said.iter().any(|said| said.who.is_some());
                // Unmarked text is a candidate in a block quotation, in italics, in a list, or with an attribution.
                let numbered = passage.said[0].who.as_ref().is_some_and(|(who, _)| self.is_numbered(who));
                if bare && !(quoted || italic || place == Place::Item || attributed)
                    || bare && attributed && !(quoted || italic || numbered)
                {
                    continue;
                }
                let words: usize = passage.said.iter().map(|said| count(said.content.of(self.text), 200)).sum();
                let points = passage
                    .said
                    .iter()
                    .map(|said| spoken(self.language, &self.speech, said.content.of(self.text)))
                    .sum();
                let above = lead_block.map_or("", |lead| self.blocks[lead].span.of(self.text));
                let mut lead = lead(self.language, &self.heads, &self.labels, above);
                // The title of the page names who was asked, and announces nothing.
                if lead == Lead::Words
                    && lead_block.is_some_and(|lead| self.blocks[lead].level == 1)
                    && !self.heads.any(above)
                {
                    lead = Lead::Open;
                }
                units.push(Unit {
                    block: at,
                    last: at + further,
                    place,
                    passage,
                    italic,
                    lead,
                    shown: lead == Lead::Labels
                        && (above.ends_with(':')
                            || lead_block.is_some_and(|lead| self.blocks[lead].kind == BlockKind::Heading)),
                    announced: lead == Lead::Words && self.quotations.any(above),
                    under,
                    section,
                    spoken: points,
                    words,
                    taken: false,
                    dropped: false,
                });
            }
            // An item that ends in a colon announces those below it.
            let opens = !quoted && block.span.of(self.text).trim_end_matches(['*', '_', ' ']).ends_with(':');
            if units.len() == made || opens {
                lead_block = Some(at);
            }
            at += 1 + further;
        }
        units
    }

    /// How many further blocks of a block quotation without marks belong to the words that the attribution in its last closes.
    fn closed_by_attribution(&self, first: usize) -> usize {
        let block = self.blocks[first];
        let fresh = first
            .checked_sub(1)
            .is_none_or(|before| self.blocks[before].run != block.run || self.blocks[before].quoted == 0);
        if !fresh || starts_with_mark(block.span.of(self.text)) || self.tail(block.span, false).1.is_some() {
            return 0;
        }
        let mut further = 0;
        for (ahead, other) in self.blocks[first + 1..].iter().take(24).enumerate() {
            let within = other.quoted > 0 && matches!(other.kind, BlockKind::Paragraph | BlockKind::Item);
            let near = other.run == block.run
                || other.kind == BlockKind::Item
                || self.blocks[first + ahead].kind == BlockKind::Item;
            if !within || !near || self.text[..other.line].ends_with("\n\n") {
                break;
            }
            if other.kind == BlockKind::Paragraph && starts_with_mark(other.span.of(self.text)) {
                return 0;
            }
            if self.tail(other.span, false).1.is_some()
                || other.kind == BlockKind::Paragraph && self.attribution_block(first + 1 + ahead, false).is_some()
            {
                further = ahead + 1;
                break;
            }
        }
        further
    }

    /// The lines of an unmarked passage where each ends in an attribution of its own, else the passage.
    fn parts(&self, span: Span, quoted: bool) -> Vec<Span> {
        let words = span.of(self.text);
        if !quoted || !words.contains('\n') {
            return vec![span];
        }
        let mut parts = Vec::new();
        let mut start = span.start();
        let mut at = span.start();
        for line in words.split_inclusive('\n') {
            at += line.len();
            let body =
                line.trim_end().trim_end_matches(['\\', '*', '_']).trim_end_matches("<br>").trim_end_matches("<br/>");
            let ends = body.rsplit_once(['-', '–', '—', '~']).is_some_and(|(before, id)| {
                participant::is_id(self.language, id.trim_matches([' ', '*', '_']))
                    && before
                        .trim_end_matches([' ', '-', '–', '—', '>', '\\', '*', '_'])
                        .chars()
                        .any(char::is_alphanumeric)
            });
            if ends {
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

    /// Whether a passage opens with a mark that it does not close.
    fn opens_only(&mut self, span: Span) -> bool {
        let Some(span) = self.trimmed(span) else { return false };
        if !starts_with_mark(span.of(self.text)) {
            return false;
        }
        let mut found = std::mem::take(&mut self.found);
        let mut unclosed = std::mem::take(&mut self.unclosed);
        self.marks.read(self.text, span, |place| mask::holds(&self.masks, place), &mut found, &mut unclosed);
        let open = unclosed.first() == Some(&span.start());
        self.found = found;
        self.unclosed = unclosed;
        open
    }

    /// Whether a passage holds a mark that closes what an earlier one opened: one too many, behind words.
    fn closes_only(&self, span: Span) -> bool {
        let words = span.of(self.text);
        let (mut opened, mut closed, mut straight) = (0, 0, 0);
        for (at, ch) in words.char_indices().filter(|(at, _)| !self.is_masked(span.start() + at)) {
            match ch {
                '“' | '«' => opened += 1,
                '”' | '»' => closed += 1,
                '"' if at > 0 => straight += 1,
                _ => {}
            }
        }
        closed > opened || straight % 2 == 1
    }

    /// Attributions in a block of their own, below the quotation (`— P3, nurse`) or above it (`**P3:**`).
    pub(crate) fn attributions_apart(&mut self, units: &mut [Unit], used: &mut [bool]) {
        // Below: the block behind a quotation is nothing but an attribution.
        let mut number = 0;
        while number < units.len() {
            let unit = &units[number];
            let (block, open) = (unit.block, unit.passage.said.last().is_some_and(|said| said.who.is_none()));
            let candidate = unit.passage.form != Form::Framed
                && open
                && (unit.place == Place::Quotation || unit.passage.form == Form::Marked);
            let Some(next) = candidate.then(|| self.next_block(units[number].last)).flatten() else {
                number += 1;
                continue;
            };
            let below = self.blocks[next];
            if below.kind == BlockKind::Item && units[number].place == Place::Item {
                number += 1;
                continue;
            }
            let same_run = below.run == self.blocks[block].run && below.quoted > 0;
            if let Some(who) = self.attribution_block(next, same_run).filter(|_| !used[next])
                && let Some(said) = units[number].passage.said.last_mut()
            {
                said.who = Some((who, Evidence::Dash));
                used[next] = true;
                units[number + 1..]
                    .iter_mut()
                    .take_while(|unit| unit.block == next)
                    .for_each(|unit| unit.dropped = true);
            }
            number += 1;
        }
        // A heading that is a participant's number holds for all that stands below it.
        let mut last: (Option<usize>, Option<Who>) = (None, None);
        for unit in units.iter_mut() {
            if last.0 != unit.section {
                last = (unit.section, unit.section.and_then(|heading| self.participant(heading)));
            }
            if let Some(who) = &last.1 {
                for said in unit.passage.said.iter_mut().filter(|said| said.who.is_none()) {
                    said.who = Some((who.clone(), Evidence::Label));
                }
            }
        }
        // Above: the line in front of a block quotation is a participant's number.
        for unit in units.iter_mut() {
            if unit.place != Place::Quotation || unit.passage.said.iter().any(|said| said.who.is_some()) {
                continue;
            }
            let run = self.blocks[unit.block].run;
            let mut above = unit.block;
            while above > 0 && (self.blocks[above - 1].run == run && self.blocks[above - 1].quoted > 0) {
                above -= 1;
            }
            let Some(line) = above.checked_sub(1).filter(|above| !used[*above]) else { continue };
            let line = self.blocks[line];
            if line.quoted > 0 || !matches!(line.kind, BlockKind::Paragraph | BlockKind::Item | BlockKind::Heading) {
                continue;
            }
            let words = line.span.of(self.text);
            if count(words, 12) < 10
                && let Some(who) = participant::read(self.language, self.text, line.span)
                && self.is_numbered(&who)
            {
                for said in &mut unit.passage.said {
                    said.who = Some((who.clone(), Evidence::Label));
                }
            }
        }
    }

    /// The participant whose number a heading is.
    pub(crate) fn participant(&self, heading: usize) -> Option<Who> {
        let heading = self.blocks[heading].span;
        (count(heading.of(self.text), 12) < 10)
            .then(|| participant::read(self.language, self.text, heading))
            .flatten()
            .filter(|who| self.is_numbered(who))
    }

    /// The next block that holds something to read.
    pub(crate) fn next_block(&self, block: usize) -> Option<usize> {
        (block + 1..self.blocks.len().min(block + 4)).find(|next| self.blocks[*next].kind != BlockKind::Markup)
    }

    /// A block that is nothing but an attribution.
    fn attribution_block(&self, block: usize, same_run: bool) -> Option<Who> {
        let there = self.blocks[block];
        if !matches!(there.kind, BlockKind::Paragraph | BlockKind::Item) || there.span.len() > 160 {
            return None;
        }
        let words = self.trimmed(there.span)?.of(self.text);
        let marker = self.text[there.line..there.span.start()].contains('-') && there.kind == BlockKind::Item;
        let bare = words.trim_start_matches(['*', '_', '<', '>', ' ']);
        let dashed = bare.starts_with(['-', '–', '—', '―', '~']) || bare.starts_with("&mdash;");
        let alone = !marker
            || self.blocks.get(block + 1).is_none_or(|next| next.kind != BlockKind::Item || next.run != there.run);
        let raw = there.span.of(self.text);
        let tagged = raw.starts_with("<cite") || raw.starts_with("<footer");
        if !(dashed || tagged || marker && alone || same_run) || starts_with_mark(bare) || count(words, 16) > 14 {
            return None;
        }
        participant::read(self.language, self.text, there.span)
            .filter(|who| who.sure || dashed && !is_sentence(words) || tagged)
            .filter(|who| {
                dashed
                    || tagged
                    || marker && alone && !is_sentence(words)
                    || participant::is_id(self.language, &who.speaker.name)
                    || same_run && !is_sentence(words)
            })
    }
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
    let words = words.trim();
    ['_', '*'].iter().any(|mark| {
        let inner = words.strip_prefix(*mark).filter(|inner| !inner.starts_with([*mark, ' ']));
        inner.and_then(|inner| inner.split_once(*mark)).is_some_and(|(inner, behind)| {
            is_sentence(inner)
                && behind.trim_start().starts_with(['-', '–', '—', '('])
                && (1..13).contains(&count(behind, 14))
        })
    })
}
