//! What is read of a page once: its blocks, what in it is markup, and how it signs quotations.

use crate::document::mask::{self, masks, tag_end};
use crate::document::{Block, BlockKind};
use crate::lang::Language;
use crate::quotes::layout::vocabulary::LayoutWords;
use crate::quotes::participant::{self, Participant};
use crate::quotes::wording::{count, is_sentence, starts_with_mark};
use crate::text::Span;
use crate::text::slice::{floor_char_boundary, span_of_subslice};

/// A page with its layout. Nothing of it changes while quotations are looked for.
#[derive(Debug)]
pub(super) struct PageLayout<'a> {
    pub(super) text: &'a str,
    pub(super) language: &'a Language,
    pub(super) words: &'a LayoutWords,
    pub(super) blocks: Vec<Block>,
    /// Tags, templates, link targets: what is not read. Ordered.
    pub(super) masks: Vec<Span>,
    /// Whether the page says what to ask: a discussion guide, a script.
    pub(super) is_guide: bool,
    /// Whether it calls people by names that no table knows: “…” (Zelma) … “…” (Orvo).
    pub(super) has_pseudonyms: bool,
    /// Whether it sets several quotations apart, in marks or as block quotations: what it lists without marks is then its own account.
    pub(super) sets_apart: bool,
    /// Whether this page signs its block quotations with a dash and a few words, whoever they name.
    pub(super) is_signed: bool,
}

impl<'a> PageLayout<'a> {
    pub(super) fn new(language: &'a Language, words: &'a LayoutWords, text: &'a str, blocks: Vec<Block>) -> Self {
        let title =
            blocks.iter().find(|block| block.kind == BlockKind::Heading).map_or("", |title| title.span.of(text));
        Self {
            text,
            language,
            words,
            is_guide: words.guide_heads.any(title) && !words.quotation_heads.any(title),
            is_signed: is_signed(text, &blocks),
            sets_apart: sets_apart(text, &blocks),
            has_pseudonyms: has_pseudonyms(language, text),
            blocks,
            masks: masks(text),
        }
    }

    /// The words of a block, without the markers before them.
    pub(super) fn words_of(&self, block: usize) -> &'a str {
        self.blocks[block].span.of(self.text)
    }

    /// Whether a byte belongs to a tag, a template, or the target of a link.
    pub(super) fn is_masked(&self, at: usize) -> bool {
        mask::holds(&self.masks, at)
    }

    /// A block that is an image or a template call, and nothing to read.
    pub(super) fn is_image(&self, span: Span) -> bool {
        let words = span.of(self.text);
        words.starts_with("![") && words.ends_with([')', '}']) && !words.contains('\n')
            || mask::around(&self.masks, span)
    }

    /// The next block that holds something to read, across a block of markup or two.
    pub(super) fn next_block(&self, block: usize) -> Option<usize> {
        (block + 1..self.blocks.len().min(block + 4)).find(|next| self.blocks[*next].kind != BlockKind::Markup)
    }

    /// The nearest block above that holds something to read, across one block of markup.
    pub(super) fn block_above(&self, block: usize) -> Option<usize> {
        (block.saturating_sub(2)..block).rev().find(|above| self.blocks[*above].kind != BlockKind::Markup)
    }

    /// A passage without whitespace, emphasis and tags in front.
    pub(super) fn trimmed(&self, span: Span) -> Option<Span> {
        let bytes = self.text.as_bytes();
        let mut start = span.start();
        // The head of a call-out for quotations.
        if span.of(self.text).starts_with("[!") {
            start += span.of(self.text).find('\n')?;
        }
        while start < span.end() {
            match bytes[start] {
                b' ' | b'\t' | b'\n' | b'\r' | b'>' => start += 1,
                b'*' | b'_' => {
                    let run = bytes[start..span.end()].iter().take_while(|byte| **byte == bytes[start]).count();
                    let rest = &self.text[start + run..span.end()];
                    // Emphasis that holds the first words only stays: it may mark a prefix.
                    if !starts_with_mark(rest) && !rest.starts_with(['[', '<']) {
                        break;
                    }
                    start += run;
                }
                b'<' => {
                    let Some(close) = tag_end(bytes, start, span.end()) else { break };
                    start = close;
                }
                _ => break,
            }
        }
        (start < span.end()).then(|| Span::new(start, span.end()))
    }

    /// The words that name who speaks, taken apart.
    pub(super) fn read(&self, span: Span) -> Option<Participant> {
        let mut found = participant::read(self.language, self.text, span)?;
        let name = found.mention.of(self.text);
        if !found.confident && self.has_pseudonyms && participant::may_be_pseudonym(self.language, name) {
            found.name_person();
        }
        Some(found)
    }

    /// Whether words are a participant's number.
    pub(super) fn is_id(&self, words: &str) -> bool {
        participant::is_id(self.language, words)
    }

    /// Whether a participant is named by a number, or the first of several is.
    pub(super) fn is_numbered(&self, who: &Participant) -> bool {
        self.is_id(who.speaker.name.split(", ").next().unwrap_or(""))
    }

    /// The participant whose number a heading or a line is.
    pub(super) fn numbered_line(&self, block: usize) -> Option<Participant> {
        /// A number with its details has fewer words.
        const WORDS: usize = 10;
        let line = self.blocks[block].span;
        if count(line.of(self.text), WORDS) >= WORDS {
            return None;
        }
        let topic_first = || self.read(self.last_bracket(line)?);
        self.read(line)
            .filter(|who| self.is_numbered(who))
            .or_else(|| topic_first().filter(|who| self.is_numbered(who)))
    }

    /// The words in the bracket that ends a line: "Quick wins (Interviewee 15):".
    fn last_bracket(&self, line: Span) -> Option<Span> {
        let bare = line.of(self.text).trim_end_matches(['*', '_', ':', ' ']);
        let open = bare.strip_suffix(')')?.rfind('(')?;
        Some(Span::new(line.start() + open + 1, line.start() + bare.len() - 1))
    }
}

/// Whether two passages or more are in marks from their beginning, or are block quotations.
fn sets_apart(text: &str, blocks: &[Block]) -> bool {
    let is_apart = |block: &&Block| {
        let words = || block.span.of(text);
        matches!(block.kind, BlockKind::Paragraph | BlockKind::Item) && (block.quoted > 0 || starts_with_mark(words()))
    };
    blocks.iter().filter(is_apart).nth(1).is_some()
}

/// Whether brackets behind marks, or brackets and dashes at the ends of lines, hold two single names or more, be they known or not.
fn has_pseudonyms(language: &Language, text: &str) -> bool {
    /// A name is shorter than this, in bytes.
    const LONGEST: usize = 24;
    let mut first: Option<&str> = None;
    let mut is_second = |name: &'_ str, at: usize| {
        let name = &text[at..at + name.len()];
        let is_name = participant::may_be_pseudonym(language, name)
            || !name.contains(' ') && participant::is_name(language, name);
        is_name && first.replace(name).is_some_and(|other| other != name)
    };
    // Brackets behind marks, and at the ends of lines behind a sentence.
    for open in memchr::memchr2_iter(b'(', b'[', text.as_bytes()) {
        let before = text[..open].trim_end_matches([' ', '*', '_', '.']);
        let marked = before.ends_with(['”', '"', '’', '»', '\'', '\n']);
        let ended = text[before.len()..open].contains('.') || before.ends_with(['!', '?', '…']);
        if !marked && !ended {
            continue;
        }
        let window = &text[open + 1..floor_char_boundary(text, open + 1 + LONGEST)];
        let Some(close) = window.find([')', ']', ',', ';']) else { continue };
        let behind = text[open + 1 + close + 1..].trim_start_matches(['.', '*', '_', ' ', '\r']);
        if (marked || behind.is_empty() || behind.starts_with('\n')) && is_second(&window[..close], open + 1) {
            return true;
        }
    }
    // Dashes at the ends of lines.
    for end in memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]) {
        let line = &text[floor_char_boundary(text, end.saturating_sub(LONGEST))..end];
        let line = line.rsplit('\n').next().unwrap_or(line).trim_end_matches(['\r', ' ', '*', '_']);
        let dash = ["— ", "– ", "- "].into_iter().filter_map(|dash| Some((line.rfind(dash)?, dash.len()))).max();
        // The dash of a bullet opens its line.
        if let Some((at, length)) = dash.filter(|(at, _)| !line[..*at].trim().is_empty()) {
            let start = span_of_subslice(text, line).start();
            if is_second(&line[at + length..], start + at + length) {
                return true;
            }
        }
    }
    false
}

/// Whether most block quotations end in a dash and up to four words behind the end of a sentence: “… I like it. - Anna42”.
fn is_signed(text: &str, blocks: &[Block]) -> bool {
    /// A name behind a dash is looked for in the last bytes, and has fewer words.
    const TAIL: usize = 60;
    const WORDS: usize = 5;
    let (mut all, mut signed) = (0, 0);
    for block in blocks.iter().filter(|block| block.quoted > 0 && block.kind == BlockKind::Paragraph) {
        all += 1;
        let words = block.span.of(text);
        let tail = &words[floor_char_boundary(words, words.len().saturating_sub(TAIL))..];
        let dash =
            [" - ", " – ", " — ", " -- "].into_iter().filter_map(|dash| Some((tail.rfind(dash)?, dash.len()))).max();
        signed += usize::from(dash.is_some_and(|(at, length)| {
            let who = &tail[at + length..];
            (1..WORDS).contains(&count(who, WORDS)) && !is_sentence(who) && is_sentence(&tail[..at])
        }));
    }
    signed >= 2 && signed * 2 > all
}
