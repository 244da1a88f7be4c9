//! Research and survey reports: block quotes, bullets, dashes, brackets and prefixes attribute.
//!
//! The blocks of the page are read first: block quotations, list items and paragraphs that are somebody's words by their layout,
//! tables with a column of quotations. What is left is running text for the prose engine.

mod candidate;
mod decide;
mod excluded;
mod lead_in;
pub(crate) mod mask;
pub(crate) mod passage;
mod running;
pub(crate) mod speech_cues;
mod table;

use std::collections::BTreeSet;

use crate::document::{Block, BlockKind, DocumentKind, blocks};
use crate::lang::{Classes, Language, List};
use crate::quotes::draft::{Draft, Drafts};
use crate::quotes::layout::passage::{Form, Said};
use crate::quotes::layout::speech_cues::{Speech, WordSet};
use crate::quotes::participant::{self, Who};
use crate::quotes::prose::{Engine, MarkReader, Marked};
use crate::quotes::quote::{Evidence, QuoteKind, Why};
use crate::quotes::{prose, transcript};
use crate::text::Span;
use crate::text::slice::floor_char_boundary;

/// The kind of a text, told from its shape.
pub(crate) fn kind_of(language: &Language, text: &str) -> DocumentKind {
    if transcript::is_transcript(language, text) {
        return DocumentKind::Transcript;
    }
    if is_report(language, text) { DocumentKind::Report } else { DocumentKind::Prose }
}

/// Whether a text is laid out as a report: a page with headings, block quotations, tables or items that speaks of people who
/// were asked.
fn is_report(language: &Language, text: &str) -> bool {
    let (mut headings, mut quoted, mut rows, mut items) = (0, 0, 0, 0);
    let (mut marked, mut labelled) = (0, 0);
    let quotations = WordSet::new(language, List::QuotationWords);
    let studies = WordSet::new(language, List::StudyHeads);
    let mut announced = false;
    let found = blocks(text);
    for block in &found {
        match block.kind {
            BlockKind::Heading => {
                headings += 1;
                announced |= quotations.any(block.span.of(text)) || studies.any(block.span.of(text));
            }
            BlockKind::Row => rows += 1,
            BlockKind::Item => {
                items += 1;
                let words = block.span.of(text);
                marked += usize::from(starts_with_mark(words) || candidate::is_italic(words));
            }
            BlockKind::Paragraph => labelled += usize::from(is_labelled(language, &quotations, block.span.of(text))),
            BlockKind::FrontMatter => headings += 1,
            _ => {}
        }
        quoted += usize::from(block.quoted > 0);
    }
    let bracketed = bracketed(language, text);
    if labelled >= 2 || bracketed >= 2 || announced {
        return true;
    }
    if headings == 0 && quoted < 2 && rows < 2 && items < 3 && bracketed == 0 {
        return false;
    }
    if headings >= 2 || quoted >= 3 {
        return true;
    }
    // Few words settle it: the first two that speak of somebody who was asked.
    let asked = speech_cues::words(text)
        .filter(|word| {
            let numbered = word.len() < 5 && word.starts_with(['P', 'R']) && participant::is_id(language, word);
            numbered || language.word_any_case(word).classes.any(Classes::RESPONDENT)
        })
        .take(2)
        .count();
    asked >= 2 || bracketed > 0 && asked > 0 || headings >= 1 && (quoted > 0 || asked > 0 || marked > 1)
}

/// How many closing marks have a participant's number in brackets behind them: “…” (P7). Two are enough.
fn bracketed(language: &Language, text: &str) -> usize {
    let bytes = text.as_bytes();
    memchr::memchr2_iter(b'(', b'[', bytes)
        .filter(|open| {
            let before = text[..*open].trim_end_matches([' ', '*', '_', ',', '.', '\n']);
            let window = &text[*open + 1..floor_char_boundary(text, *open + 40)];
            before.ends_with(['”', '"', '’', '»', '\''])
                && window.find([')', ']']).is_some_and(|close| {
                    let first = window[..close].split([',', ';']).next().unwrap_or("");
                    participant::is_id(language, first.trim())
                })
        })
        .take(2)
        .count()
}

/// Whether a paragraph is a participant's number and marked words: `P4: “…”`, or says that they are a quotation: `Quote: “…”`.
fn is_labelled(language: &Language, quotations: &WordSet<'_>, words: &str) -> bool {
    let window = &words[..floor_char_boundary(words, 40)];
    let bare = window.trim_start_matches(['*', '_', '[', '(']);
    window.find(['"', '“', '«']).is_some_and(|mark| {
        let label = &bare[..bare.len() - (window.len() - mark).min(bare.len())];
        participant::is_id(language, label.trim_matches([' ', ':', '*', '_', ']', ')', '-', '–', '—']))
            || label.trim_end_matches([' ', '*', '_']).ends_with(':')
                && quotations.any(label)
                && speech_cues::count(label, 6) < 6
    })
}

/// A document while it is being read.
struct Page<'a> {
    engine: &'a Engine,
    language: &'a Language,
    text: &'a str,
    blocks: Vec<Block>,
    marks: MarkReader<'a>,
    /// Tags, templates, link targets: what is not read. Ordered.
    masks: Vec<Span>,
    speech: Speech<'a>,
    heads: WordSet<'a>,
    labels: WordSet<'a>,
    columns: WordSet<'a>,
    quotations: WordSet<'a>,
    /// Whether the page tells what to ask: a discussion guide, a script.
    guide: bool,
    /// Whether this page signs its block quotations with a dash and a few words, whoever they name.
    signed: bool,
    found: Vec<Marked>,
    unclosed: Vec<usize>,
    /// Whether reported clauses are kept: in an article, not in a report.
    indirect: bool,
    drafts: Drafts,
}

/// Finds the quotations of a report. The writer's summaries of what people said ("participants told us that …") are none.
pub(crate) fn report(engine: &Engine, text: &str) -> Drafts {
    page(engine, text, false)
}

/// Finds the quotations of running text; what it sets as block quotations is read by its layout.
pub(crate) fn article(engine: &Engine, text: &str) -> Drafts {
    let bytes = text.as_bytes();
    let quoting = bytes.first() == Some(&b'>')
        || ["\n>", "\n >", "\n  >", "<blockquote"]
            .iter()
            .any(|sign| memchr::memmem::find(bytes, sign.as_bytes()).is_some());
    if quoting { page(engine, text, true) } else { prose::prose(engine, text, &[Span::new(0, text.len())]) }
}

fn page(engine: &Engine, text: &str, indirect: bool) -> Drafts {
    let language = &engine.language;
    let blocks = blocks(text);
    let heads = WordSet::new(language, List::QuotationHeads);
    let guides = WordSet::new(language, List::GuideHeads);
    let title = blocks.iter().find(|block| block.kind == BlockKind::Heading).map_or("", |title| title.span.of(text));
    let mut page = Page {
        engine,
        language,
        text,
        guide: guides.any(title) && !heads.any(title),
        signed: is_signed(text, &blocks),
        blocks,
        marks: MarkReader::new(engine),
        masks: mask::masks(text),
        speech: Speech::new(language),
        heads,
        labels: WordSet::new(language, List::LabelHeads),
        columns: WordSet::new(language, List::QuotationColumns),
        quotations: WordSet::new(language, List::QuotationWords),
        found: Vec::new(),
        unclosed: Vec::new(),
        indirect,
        drafts: Drafts::default(),
    };
    page.read();
    page.drafts
}

/// Whether most block quotations end in a dash and up to four words behind the end of a sentence: “… I like it. - Anna42”.
fn is_signed(text: &str, blocks: &[Block]) -> bool {
    let (mut all, mut signed) = (0, 0);
    for block in blocks.iter().filter(|block| block.quoted > 0 && block.kind == BlockKind::Paragraph) {
        all += 1;
        let words = block.span.of(text);
        let tail = &words[floor_char_boundary(words, words.len().saturating_sub(60))..];
        let dash =
            [" - ", " – ", " — ", " -- "].into_iter().filter_map(|dash| Some((tail.rfind(dash)?, dash.len()))).max();
        signed += usize::from(dash.is_some_and(|(at, length)| {
            let who = &tail[at + length..];
            (1..5).contains(&speech_cues::count(who, 6))
                && !speech_cues::is_sentence(who)
                && speech_cues::is_sentence(&tail[..at])
        }));
    }
    signed >= 2 && signed * 2 > all
}

impl Page<'_> {
    fn read(&mut self) {
        let mut used = vec![false; self.blocks.len()];
        self.set_aside(&mut used);
        self.tables(&mut used);
        let mut units = self.units(&used);
        self.attributions_apart(&mut units, &mut used);
        units.retain(|unit| !unit.dropped);
        self.led_in(&mut units, &used);
        self.decide(&mut units);
        let groups = self.groups();
        let mut framed = Vec::new();
        for unit in &units {
            if !unit.taken {
                continue;
            }
            if unit.passage.form == Form::Framed {
                framed.extend(unit.passage.said.iter().map(|said| said.content));
                continue;
            }
            used[unit.block..=unit.last].fill(true);
            for label in &unit.passage.labels {
                self.drafts.not_quotes.push((*label, Why::Label));
            }
        }
        for unit in units.iter().filter(|unit| unit.taken && unit.passage.form != Form::Framed) {
            let above = groups.partition_point(|(from, ..)| *from <= unit.block);
            let group = above.checked_sub(1).map(|above| groups[above]).filter(|(_, to, _)| unit.block < *to);
            let group = group.map(|group| group.2);
            for said in &unit.passage.said {
                self.push(said, group);
            }
        }
        let mut refused = Vec::new();
        for unit in units.iter().filter(|unit| !unit.taken) {
            if self.blocks[unit.block].quoted > 0 {
                used[unit.block..=unit.last].fill(true);
                let marked = unit.passage.said.iter().filter(|said| said.marked);
                self.drafts.not_quotes.extend(marked.map(|said| (said.content, Why::Label)));
            } else if unit.passage.form == Form::Marked {
                refused.extend(unit.passage.said.iter().map(|said| said.content));
            }
        }
        self.running(&used, &framed, &refused);
    }

    /// Without blanks, emphasis and tags in front.
    fn trimmed(&self, span: Span) -> Option<Span> {
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
                    let Some(close) = mask::tag_end(bytes, start, span.end()) else { break };
                    start = close;
                }
                _ => break,
            }
        }
        (start < span.end()).then(|| Span::new(start, span.end()))
    }

    /// Headings that name the groups of a list ("## Teams" with the headings as its items): first block, one past the last, name.
    fn groups(&self) -> Vec<(usize, usize, Span)> {
        let heads = self.language.list(List::GroupHeads);
        let mut names: BTreeSet<String> = BTreeSet::new();
        for (number, block) in self.blocks.iter().enumerate() {
            let head = block.kind == BlockKind::Heading
                && heads.iter().any(|head| head.eq_ignore_ascii_case(block.span.of(self.text).trim()));
            if !head {
                continue;
            }
            let items = self.blocks[number + 1..]
                .iter()
                .take_while(|block| block.kind != BlockKind::Heading)
                .filter(|block| block.kind == BlockKind::Item);
            for item in items {
                let words = item.span.of(self.text);
                let name = words.strip_prefix('[').and_then(|words| words.split(']').next()).unwrap_or(words);
                names.insert(name.trim().to_lowercase());
            }
        }
        let mut groups: Vec<(usize, usize, Span)> = Vec::new();
        if names.is_empty() {
            return groups;
        }
        for (number, block) in self.blocks.iter().enumerate().filter(|(_, block)| block.kind == BlockKind::Heading) {
            if let Some(last) = groups.last_mut().filter(|last| last.1 == usize::MAX) {
                last.1 = number;
            }
            let name = block.span.of(self.text).trim().to_lowercase();
            if names.contains(&name) {
                groups.push((number, usize::MAX, block.span));
            }
        }
        groups
    }

    /// Puts words said into the findings.
    fn push(&mut self, said: &Said, group: Option<Span>) {
        let mut draft = Draft {
            kind: QuoteKind::Direct,
            content: vec![said.content],
            marked: if said.marked { vec![said.content] } else { Vec::new() },
            cue: None,
            mention: None,
            speaker: None,
            evidence: Evidence::NoCue,
            group: None,
        };
        if let Some((who, evidence)) = &said.who {
            let mut speaker = who.speaker.clone();
            speaker.respondent = true;
            if speaker.affiliation.is_none() {
                speaker.affiliation = group.map(|group| group.of(self.text).trim().to_owned());
            }
            draft.speaker = Some(speaker);
            draft.mention = Some(who.mention).filter(|mention| !mention.overlaps(said.content));
            draft.evidence = *evidence;
            let start = said.content.start();
            for (name, value) in [("age", &who.age), ("gender", &who.gender)] {
                if let Some(value) = value {
                    self.drafts.attributes.push((start, name, value.clone()));
                }
            }
        }
        self.drafts.quotes.push(draft);
    }

    /// A block that is an image or a template call, and nothing to read.
    fn is_image(&self, span: Span) -> bool {
        let words = span.of(self.text);
        words.starts_with("![") && words.ends_with([')', '}']) && !words.contains('\n')
            || mask::around(&self.masks, span)
    }

    /// Whether a participant's number is named.
    fn is_numbered(&self, who: &Who) -> bool {
        participant::is_id(self.language, who.speaker.name.split(", ").next().unwrap_or(""))
    }

    /// Whether a place lies in a tag, a template, or the target of a link.
    fn is_masked(&self, place: usize) -> bool {
        mask::holds(&self.masks, place)
    }
}

/// Whether words begin with a quotation mark.
fn starts_with_mark(words: &str) -> bool {
    words.trim_start_matches(['*', '_', ' ', '>']).starts_with(['"', '“', '”', '‘', '«', '„', '\''])
}
