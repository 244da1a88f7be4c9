//! Reported clauses as findings: indirect speech, and mixed quotations with the marked stretches in them.

use std::ops::Range;

use crate::lang::VerbClass;
use crate::quotes::prose::attribution::clause::Side;
use crate::quotes::prose::attribution::clause_filter;
use crate::quotes::prose::attribution::evidence::evidence_of;
use crate::quotes::prose::attribution::reporting_clause::{Frame, Frames};
use crate::quotes::prose::attribution::speaker_choice;
use crate::quotes::prose::attribution::speaker_choice::Choice;
use crate::quotes::prose::reader::{Finding, Reader};
use crate::quotes::prose::syntax::paragraph::{Paragraph, Quoted};
use crate::quotes::prose::syntax::token::{Tag, Token};
use crate::quotes::quote::QuoteKind;
use crate::text::Span;

impl Reader<'_> {
    /// The reported clause of a frame that holds the stretch at `item`.
    pub(crate) fn clause_of(
        &self,
        paragraph: &Paragraph,
        frames: &mut Frames,
        index: usize,
        item: usize,
    ) -> Option<(usize, usize)> {
        let frame = frames.frames[index];
        let (start, end) = paragraph.sentences[frame.sentence];
        if item < start || item >= end {
            return None;
        }
        let holds = |clause: &(usize, usize)| clause.0 <= item && item < clause.1;
        if let Some(clause) = frame.clause.filter(holds) {
            return Some(clause);
        }
        let side = if item > frame.cue { Side::After } else { Side::Before };
        frames.clause_on(paragraph, index, side, &self.engine.models).filter(holds)
    }

    /// Findings of clauses: indirect ones, and mixed ones with the stretches in them. Tells for each stretch which finding covers it.
    pub(crate) fn clause_findings(
        &mut self,
        paragraph: &Paragraph,
        frames: &Frames,
        choices: &[Choice],
        clauses: &[Option<(usize, usize)>],
    ) -> Vec<Option<usize>> {
        let mut covered = vec![None; choices.len()];
        let mut done = 0;
        // The clause that a stretch gives its frame.
        let mut given: Vec<Option<(usize, usize)>> = vec![None; frames.frames.len()];
        for (choice, clause) in choices.iter().zip(clauses) {
            if let (Choice::Frame(index), Some(clause)) = (choice, clause) {
                given[*index].get_or_insert(*clause);
            }
        }
        for (index, frame) in frames.frames.iter().enumerate() {
            let stretched = given[index];
            let Some((first, end)) = stretched.or(frame.clause) else { continue };
            // A cue inside a clause that is taken already reports nothing of its own.
            if frame.cue < done || first < done {
                continue;
            }
            // A later frame whose clause comes before it and holds this one is the outer one.
            let inner =
                frames.frames[index + 1..].iter().take_while(|later| later.sentence == frame.sentence).any(|later| {
                    later.side == Side::Before
                        && later
                            .clause
                            .is_some_and(|(from, to)| from <= frame.cue && frame.cue < to && later.strength > 0.0)
                });
            if inner && stretched.is_none() {
                continue;
            }
            let before = |item: usize| paragraph.quoted.partition_point(|quoted| quoted.item < item);
            let stretches = before(first)..before(end);
            let words = paragraph.items[first..end].iter().filter(|item| item.tag > Tag::Punctuation).count();
            if stretches.is_empty() && stretched.is_none() {
                // "Said nothing", "said so".
                if words == 0 || words == 1 && paragraph.items[first..end].iter().all(|item| item.tag < Tag::Adverb) {
                    continue;
                }
                let models = &self.engine.models;
                if !is_formal(paragraph, frame, first)
                    && clause_filter::worth(paragraph, frames, index, &models.accept) < models.certain
                {
                    continue;
                }
                self.push_clause(paragraph, frames, index, (first, end), QuoteKind::Indirect, Vec::new(), false);
                done = if frame.side == Side::After { end } else { done.max(frame.cue + 1) };
                continue;
            }
            // A clause that is the stretch alone is that stretch: direct, or joined with others by the caller.
            if words == 0 || is_whole(paragraph, &stretches, first, end) {
                continue;
            }
            // A clause whose marks only mention ("the slogan “…”") is reported without them, or reports nothing.
            let only_mentions = paragraph.quoted[stretches.clone()]
                .iter()
                .all(|quoted| speaker_choice::is_mentioned(paragraph, frames, quoted));
            if only_mentions {
                let verb = |item: &Token| matches!(item.tag, Tag::Verb | Tag::Auxiliary | Tag::Modal);
                if paragraph.items[first..end].iter().any(verb) {
                    self.push_clause(paragraph, frames, index, (first, end), QuoteKind::Indirect, Vec::new(), false);
                    done = if frame.side == Side::After { end } else { done.max(frame.cue + 1) };
                }
                continue;
            }
            // Stretches that somebody else said, or nobody, do not make a clause mixed against their own choice.
            if choices[stretches.clone()].iter().any(|choice| matches!(choice, Choice::Frame(other) if *other != index))
            {
                continue;
            }
            if stretched.is_none()
                && (frame.strength < 0.0 || paragraph.quoted[stretches.clone()].iter().any(|quoted| quoted.words > 12))
            {
                continue;
            }
            // "Directed the film “…” in 2005": titles around which nothing is said.
            let verb = |item: &Token| matches!(item.tag, Tag::Verb | Tag::Auxiliary | Tag::Modal | Tag::Cue);
            let title = |number: usize| choices[number] == Choice::NotQuote && paragraph.quoted[number].capitals;
            if stretched.is_none() && stretches.clone().all(title) && !paragraph.items[first..end].iter().any(verb) {
                continue;
            }
            let runs = side_by_side(paragraph, &stretches);
            let marked: Vec<Span> =
                paragraph.quoted[stretches.clone()].iter().map(|quoted| paragraph.inside(quoted.stretch)).collect();
            let finding = self.push_clause(paragraph, frames, index, (first, end), QuoteKind::Mixed, marked, runs);
            covered[stretches].fill(Some(finding));
            done = if frame.side == Side::After || first > frame.cue { end } else { done.max(frame.cue + 1) };
        }
        covered
    }

    /// Notes a reported clause. `runs` says that its marked runs alone are the content.
    #[allow(clippy::too_many_arguments, reason = "what a finding consists of")]
    fn push_clause(
        &mut self,
        paragraph: &Paragraph,
        frames: &Frames,
        index: usize,
        clause: (usize, usize),
        kind: QuoteKind,
        marked: Vec<Span>,
        runs: bool,
    ) -> usize {
        let frame = frames.frames[index];
        let place = self.place_of(paragraph, frames, index);
        let evidence = evidence_of(paragraph, frames, index, clause.0);
        let mut content = if runs { marked.clone() } else { vec![clause_span(paragraph, clause)] };
        let lead = lead_of(paragraph, frames, index, clause)
            .filter(|_| marked.is_empty())
            .or_else(|| frame.lead.filter(|lead| !runs && frame.cue < clause.0 && is_plain(paragraph, *lead)));
        if let Some(lead) = lead.map(|lead| clause_span(paragraph, lead)) {
            let taken = self.findings.last().and_then(|last| last.content.last()).map_or(0, |span| span.end());
            if taken <= lead.start() && content.first().is_some_and(|first| lead.end() <= first.start()) {
                content.insert(0, lead);
            }
        }
        self.findings.push(Finding {
            kind,
            content,
            marked,
            cue: Some(paragraph.span(frame.cue)),
            place,
            evidence,
            group: None,
        });
        self.findings.len() - 1
    }
}

/// Whether several stretches stand side by side, parted by a word at most: then they are what was said, and the word joins them.
fn side_by_side(paragraph: &Paragraph, stretches: &Range<usize>) -> bool {
    let near = |pair: &[Quoted]| {
        let between = &paragraph.items[pair[0].item + 1..pair[1].item];
        matches!(between, [word] if matches!(word.tag, Tag::Preposition | Tag::To))
    };
    stretches.len() >= 2 && paragraph.quoted[stretches.clone()].windows(2).all(near)
}

/// Whether a clause is one stretch (or several) and nothing else.
fn is_whole(paragraph: &Paragraph, stretches: &Range<usize>, first: usize, end: usize) -> bool {
    let items = &paragraph.items[first..end];
    let that = usize::from(items.first().is_some_and(|item| item.tag == Tag::That));
    let others =
        items[that..].iter().filter(|item| item.tag > Tag::Punctuation && item.tag != Tag::Conjunction).count();
    !stretches.is_empty() && others == 0
}

/// Whether the form of a clause decides that it is one: behind "according to" somebody, or behind "that" and a verb of saying. What the
/// model knows of English word order says little where the verb comes second.
fn is_formal(paragraph: &Paragraph, frame: &Frame, first: usize) -> bool {
    let items = &paragraph.items;
    let class = items[frame.cue].verb.map(|verb| verb.class);
    let that = items[first].tag == Tag::That || first == frame.cue + 2 && items[first - 1].tag == Tag::That;
    paragraph.writing.verb_second
        || class == Some(VerbClass::According)
        || that && frame.strength > 0.0 && matches!(class, Some(VerbClass::Say | VerbClass::Tell))
}

/// Whether no marked stretch stands among items.
fn is_plain(paragraph: &Paragraph, (first, end): (usize, usize)) -> bool {
    paragraph.items[first..end].iter().all(|item| item.tag != Tag::Quoted)
}

/// What a frame in the middle leaves in front of it: "Five years ago" in "Five years ago, S said, the bridge was safe".
fn lead_of(paragraph: &Paragraph, frames: &Frames, index: usize, clause: (usize, usize)) -> Option<(usize, usize)> {
    let frame = frames.frames[index];
    let items = &paragraph.items;
    let start = paragraph.sentences[frame.sentence].0;
    let source = frames.chunks[frame.source?];
    let from = source.first.min(frame.cue);
    let to = source.end.max(frame.cue + 1);
    let commas = from > start + 1 && items[from - 1].tag == Tag::Comma && items.get(to)?.tag == Tag::Comma;
    let plain = |item: &Token| !matches!(item.tag, Tag::Comma | Tag::Quoted | Tag::Cue | Tag::Colon | Tag::Semicolon);
    (commas && clause.0 == to + 1 && items[start..from - 1].iter().all(plain)).then(|| (start, from - 1))
}

/// The bytes of a clause without "that" in front and punctuation at its ends.
fn clause_span(paragraph: &Paragraph, clause: (usize, usize)) -> Span {
    let (mut first, mut end) = clause;
    let items = &paragraph.items;
    let edge = |item: &Token| matches!(item.tag, Tag::Comma | Tag::Stop | Tag::Colon | Tag::Semicolon | Tag::Dash);
    while first + 1 < end && (edge(&items[first]) || items[first].tag == Tag::That) {
        first += 1;
    }
    while end > first + 1 && (edge(&items[end - 1]) || items[end - 1].tag == Tag::Open) {
        end -= 1;
    }
    paragraph.span_of(first, end)
}
