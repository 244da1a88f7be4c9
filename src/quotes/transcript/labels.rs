//! Which lines of a text open with a label: those that can be believed alone, those that come twice, and those that keep company.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::{Block, BlockKind};
use crate::lang::{Classes, Language};
use crate::quotes::transcript::label;
use crate::quotes::transcript::label::{Label, Style, Trust};
use crate::text::Span;
use crate::text::slice::span_of_subslice;

/// A label with the line that it opens.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LabelLine {
    pub(crate) line: usize,
    pub(crate) label: Label,
}

/// A line that may open with a label.
#[derive(Clone, Copy, Debug)]
struct Found {
    line: LabelLine,
    trust: Trust,
    /// Whether the label has its line for itself.
    alone: bool,
}

#[derive(Debug, Default)]
pub(crate) struct Labels {
    pub(crate) accepted: Vec<LabelLine>,
    pub(crate) refused: Vec<Span>,
}

/// The first line of a text, where it looks like a label and an unlabelled line follows: "Bo Ray: Night Bus ‘a Disgrace’" over an article.
fn headline(text: &str, found: &[Found]) -> Option<usize> {
    let first = found.first()?.line.line;
    let end = memchr::memchr(b'\n', &text.as_bytes()[first..]).map_or(text.len(), |newline| first + newline);
    let next = end + (text[end..].len() - text[end..].trim_start().len());
    let labelled = found.get(1).is_some_and(|second| second.line.line == next);
    (text[..first].trim().is_empty() && !labelled).then_some(first)
}

/// The labels of a text: those that can be believed alone, and those that come twice.
pub(crate) fn labels(language: &Language, text: &str, blocks: &[Block]) -> Labels {
    let mut found: Vec<Found> = Vec::new();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for block in blocks {
        let readable = matches!(block.kind, BlockKind::Paragraph | BlockKind::Item | BlockKind::Heading);
        if block.quoted > 0 || !readable {
            continue;
        }
        let mut at = block.span.start();
        while at < block.span.end() {
            let end = memchr::memchr(b'\n', &text.as_bytes()[at..block.span.end()])
                .map_or(block.span.end(), |newline| at + newline);
            let label = match block.kind {
                BlockKind::Heading => heading_label(text, block),
                _ => label::label(text, at, end).or_else(|| stacked(text, at, end, block.span.end())),
            };
            if let Some(label) = label {
                let trust = label::trust(language, text, &label);
                *counts.entry(label.name.of(text)).or_default() += 1;
                let alone = label.style == Style::Colon && label.end >= end && block.kind != BlockKind::Heading;
                found.push(Found { line: LabelLine { line: at, label }, trust, alone });
            }
            at = end + 1;
        }
    }
    let mut labels = Labels::default();
    // In a conversation that is under way somebody may speak once.
    let established = found.iter().filter(|found| {
        found.trust == Trust::Alone || counts.get(found.line.label.name.of(text)).is_some_and(|count| *count > 1)
    });
    let established =
        established.filter(|found| found.trust > Trust::None && found.line.label.style == Style::Colon).count() >= 4;
    let twice = |found: &Found| counts.get(found.line.label.name.of(text)).is_some_and(|count| *count > 1);
    // Messages: where one name comes twice beside a time of day, the others beside one are names too.
    let timed = |found: &Found| found.line.label.time.is_some_and(|time| time.of(text).ends_with(['m', 'M']));
    let messages = found.iter().any(|found| found.trust == Trust::Repeated && timed(found) && twice(found));
    let headline = headline(text, &found);
    let believed = |found: &Found| {
        let once = |found: &Found| {
            established
                && headline != Some(found.line.line)
                && found.line.label.style == Style::Colon
                && label::is_full_name(language, found.line.label.name.of(text))
        };
        found.trust == Trust::Alone
            || found.trust == Trust::Repeated && (twice(found) || messages && timed(found) || once(found))
    };
    // A name in small letters on a line of its own is believed in company of other names that stand so.
    let company = found.iter().any(|found| found.alone && believed(found));
    for one in &mut found {
        if one.alone && one.trust == Trust::None && twice(one) {
            let name = one.line.label.name.of(text);
            let given = language.word(name).classes.any(Classes::GIVEN_HE | Classes::GIVEN_SHE);
            if label::is_small_name(language, name) && (company || given) {
                one.trust = Trust::Repeated;
            }
        }
    }
    // Emphasis alone marks many things: it counts where it is the way of this text.
    let plain = |style: Style| matches!(style, Style::Colon | Style::Time | Style::Bracket);
    let by = |wanted: Style| found.iter().filter(|found| believed(found) && found.line.label.style == wanted).count();
    let by_sign = found.iter().filter(|found| believed(found) && plain(found.line.label.style)).count();
    let (by_emphasis, by_dash) = (by(Style::Emphasis), by(Style::Dash));
    let heads: BTreeSet<&str> = found
        .iter()
        .filter(|found| believed(found) && found.line.label.style == Style::Colon)
        .filter_map(|found| letters(found.line.label.name.of(text)))
        .collect();
    for one in &found {
        let line = one.line;
        let style = line.label.style;
        let usual = match style {
            // `P4 - text` beside `P3: text`.
            Style::Dash if letters(line.label.name.of(text)).is_some_and(|head| heads.contains(head)) => true,
            Style::Emphasis => by_sign < 2 && by_emphasis > by_dash,
            Style::Dash => by_sign < 2 && by_dash >= by_emphasis,
            _ => true,
        };
        if usual && believed(one) {
            labels.accepted.push(line);
        } else if style == Style::Colon && looks_like_name(line.label.name.of(text)) {
            labels.refused.push(line.label.name);
        }
    }
    if labels.accepted.is_empty() {
        labels.refused.clear();
    }
    labels
}

/// The letters of a number: "P" of `P3`.
fn letters(name: &str) -> Option<&str> {
    let head = name.trim_end_matches(|ch: char| ch.is_ascii_digit());
    (head.len() < name.len()).then_some(head)
}

/// Whether a refused label might have been a speaker to a reader: few words, the first with a capital.
fn looks_like_name(words: &str) -> bool {
    words.split(' ').count() <= 3 && words.starts_with(char::is_uppercase) && !words.contains(['(', '[', '"', '“', '`'])
}

/// A name on one line, a time on the next, and then what is said.
fn stacked(text: &str, start: usize, end: usize, block: usize) -> Option<Label> {
    let words = text[start..end].trim();
    if words.is_empty() || words.len() > 63 || end + 1 >= block || words.ends_with(['.', '?', '!', ',']) {
        return None;
    }
    let next = memchr::memchr(b'\n', &text.as_bytes()[end + 1..block]).map_or(block, |newline| end + 1 + newline);
    let stamp = text[end + 1..next].trim();
    if label::clock(stamp, 0, stamp.len()) != Some(stamp.len()) || stamp.is_empty() {
        return None;
    }
    let (name, time) = (span_of_subslice(text, words), Some(span_of_subslice(text, stamp)));
    Some(Label { name, details: None, time, end: next, style: Style::Time })
}

/// A heading that is nothing but a name.
fn heading_label(text: &str, block: &Block) -> Option<Label> {
    let words = block.span.of(text);
    if words.len() > 63 || words.ends_with(['?', '.', '!']) {
        return None;
    }
    let found = label::label(text, block.span.start(), block.span.end());
    if let Some(found) = found {
        return (found.end >= block.span.end()).then_some(found);
    }
    Some(Label { name: block.span, details: None, time: None, end: block.span.end(), style: Style::Emphasis })
}

/// Whether labels are the fields of a form that every section fills anew ("Evidence:", "Impact:"): no section has one twice.
pub(crate) fn are_fields(language: &Language, text: &str, blocks: &[Block], labels: &[LabelLine]) -> bool {
    let headings = blocks.iter().filter(|block| block.kind == BlockKind::Heading && block.quoted == 0);
    let mut headings = headings.map(|block| block.line).peekable();
    let mut sections = 0;
    let mut names: BTreeSet<&str> = BTreeSet::new();
    for line in labels {
        let name = line.label.name.of(text);
        if line.label.time.is_some() || label::is_interviewer(language, name) || label::is_respondent_id(language, name)
        {
            return false;
        }
        let mut opened = sections == 0;
        while headings.next_if(|heading| *heading <= line.line).is_some() {
            opened = true;
        }
        if opened {
            sections += 1;
            names.clear();
        }
        if !names.insert(name) {
            return false;
        }
    }
    sections >= 2
}
