//! Learning the models from texts whose quotations people have marked.

use crate::quotes::prose::attribution::clause;
use crate::quotes::prose::attribution::clause::Side;
use crate::quotes::prose::attribution::clause_filter;
use crate::quotes::prose::attribution::cue_filter;
use crate::quotes::prose::attribution::reporting_clause::{
    END_AFTER, END_BEFORE, Frames, LEAD, Models, START_AFTER, START_BEFORE,
};
use crate::quotes::prose::attribution::source::{Candidate, is_cue};
use crate::quotes::prose::attribution::speaker_choice;
use crate::quotes::prose::model::linear::{Collector, Linear, WAYS, with};
use crate::quotes::prose::syntax::lexicon::Lexicon;
use crate::quotes::prose::syntax::paragraph::{Paragraph, paragraphs};
use crate::quotes::prose::syntax::token::Tag;
use crate::quotes::prose::training::fit::{Decision, FOLDS, Parts, fit, fit_parts};
use crate::quotes::prose::training::speaker::stretch_decisions;
use crate::text::Span;

/// A text with the quotations that people marked in it.
#[derive(Clone, Debug)]
pub struct Lesson {
    /// The text.
    pub text: String,
    /// Its quotations.
    pub answers: Vec<Answer>,
}

/// A quotation that people marked.
#[derive(Clone, Debug)]
pub struct Answer {
    /// What was said, with or without marks.
    pub content: Span,
    /// Who is named as the speaker, if anybody.
    pub speaker: Option<Span>,
    /// The speaker's name, to know other mentions of the same speaker by.
    pub names: Vec<String>,
    /// The cue, if there is one.
    pub cue: Option<Span>,
    /// Whether the words, or some of them, stand between marks.
    pub marked: bool,
}

pub(crate) fn overlaps(a: Span, b: Span) -> bool {
    a.overlaps(b)
}

/// A paragraph of a lesson with the answers in it.
pub(crate) struct Page<'a> {
    pub(crate) paragraph: Paragraph,
    pub(crate) answers: Vec<&'a Answer>,
}

fn pages<'a>(lesson: &'a Lesson, lexicon: &Lexicon) -> Vec<Page<'a>> {
    let text = lesson.text.as_str();
    let mut spans = Vec::new();
    paragraphs(text, Span::new(0, text.len()), &mut spans);
    let mut pages = Vec::new();
    let mut runs_on = false;
    for (number, &span) in spans.iter().enumerate() {
        let next = spans.get(number + 1).map_or("", |next| next.of(text));
        let mut paragraph = Paragraph::default();
        paragraph.read(span.of(text), span.start(), next, runs_on, lexicon);
        runs_on = paragraph.runs_on();
        let answers = lesson.answers.iter().filter(|answer| overlaps(answer.content, span)).collect();
        pages.push(Page { paragraph, answers });
    }
    pages
}

/// The item of a cue that people marked.
fn cue_item(paragraph: &Paragraph, cue: Span) -> Option<usize> {
    let inside = |at: &usize| overlaps(paragraph.span(*at), cue);
    let items = 0..paragraph.items.len();
    items
        .clone()
        .filter(inside)
        .find(|at| paragraph.items[*at].tag == Tag::Cue)
        .or_else(|| items.filter(inside).find(|at| is_cue(&paragraph.items, *at)))
}

/// The items of a content, without marks, blanks, punctuation at its ends and a leading "that".
fn content_items(paragraph: &Paragraph, content: Span) -> Option<(usize, usize)> {
    let inside: Vec<usize> = (0..paragraph.items.len())
        .filter(|at| {
            let span = paragraph.span(*at);
            let middle = usize::midpoint(span.start(), span.end());
            content.start() <= middle
                && middle < content.end()
                && (paragraph.items[*at].tag > Tag::Punctuation || paragraph.items[*at].tag == Tag::Quoted)
        })
        .collect();
    let mut first = *inside.first()?;
    let last = *inside.last()?;
    if paragraph.items[first].tag == Tag::That && last > first + 1 {
        first += 1;
    }
    Some((first, last + 1))
}

/// Learns all models from lessons, one after the other, each with the ones before it.
pub(crate) fn models(lexicon: &Lexicon, lessons: &[Lesson], threshold: f32) -> Models {
    let empty = Models {
        gate: Linear::empty(),
        source: Linear::empty(),
        side: Linear::empty(),
        boundary: Linear::empty(),
        accept: Linear::empty(),
        stretch: Linear::empty(),
        threshold,
        certain: f32::INFINITY,
    };
    let mut models = empty.clone();
    let mut others: [Models; FOLDS] = std::array::from_fn(|_| empty.clone());
    let books: Vec<Vec<Page<'_>>> = lessons.iter().map(|lesson| pages(lesson, lexicon)).collect();
    let pages = || books.iter().enumerate().flat_map(|(at, book)| book.iter().map(move |page| (at % FOLDS, page)));
    let mut frames = Frames::default();
    let mut out = Collector::default();

    let mut decisions = Parts::default();
    for (part, page) in pages() {
        gate_decisions(page, &mut out, &mut decisions[part]);
    }
    learn_part_by_part(&decisions, &mut models, &mut others, |models| &mut models.gate);

    let mut decisions = Parts::default();
    for (part, page) in pages() {
        source_decisions(page, &mut frames, &mut out, &mut decisions[part]);
    }
    learn_part_by_part(&decisions, &mut models, &mut others, |models| &mut models.source);

    let (mut sides, mut boundaries) = (Parts::default(), Parts::default());
    for (part, page) in pages() {
        clause_decisions(page, &mut frames, &others[part], &mut out, &mut sides[part], &mut boundaries[part]);
    }
    learn_part_by_part(&sides, &mut models, &mut others, |models| &mut models.side);
    learn_part_by_part(&boundaries, &mut models, &mut others, |models| &mut models.boundary);

    let mut decisions = Vec::new();
    for (part, page) in pages() {
        accept_decisions(page, &mut frames, &others[part], &mut out, &mut decisions);
    }
    models.accept = fit(decisions.iter().collect());

    let mut decisions = Vec::new();
    for (book, lesson) in books.iter().zip(lessons) {
        stretch_decisions(book, lesson, &mut frames, &models, &mut out, &mut decisions);
    }
    models.stretch = fit(decisions.iter().collect());
    models
}

/// Learns a model on all parts and, for each part, on the others.
fn learn_part_by_part(
    decisions: &Parts,
    models: &mut Models,
    others: &mut [Models; FOLDS],
    model: fn(&mut Models) -> &mut Linear,
) {
    let (all, parts) = fit_parts(decisions);
    *model(models) = all;
    for (models, part) in others.iter_mut().zip(parts) {
        *model(models) = part;
    }
}

/// Is the clause that is read from a cue right: half of what it and the marked one hold in common, of the right speaker?
fn accept_decisions(
    page: &Page<'_>,
    frames: &mut Frames,
    models: &Models,
    out: &mut Collector,
    decisions: &mut Vec<Decision>,
) {
    let paragraph = &page.paragraph;
    frames.chunk(paragraph);
    frames.find(paragraph, models, true);
    for (index, frame) in frames.frames.iter().enumerate() {
        let Some((first, end)) = frame.clause.filter(|_| clause_filter::is_judged(paragraph, frame)) else { continue };
        let right = page.answers.iter().any(|answer| {
            let Some((from, to)) = content_items(paragraph, answer.content) else { return false };
            let shared = end.min(to).saturating_sub(first.max(from));
            let all = end.max(to) - first.min(from);
            let speaker = match (frame.source, answer.speaker) {
                (None, None) => true,
                (Some(chunk), Some(speaker)) => {
                    let chunk = frames.chunks[chunk];
                    let span = paragraph.span_of(chunk.first, chunk.end);
                    overlaps(span, speaker)
                        || chunk.kind == crate::quotes::prose::syntax::noun_phrase::ChunkKind::Relative
                }
                _ => false,
            };
            shared * 2 >= all && speaker
        });
        clause_filter::features(paragraph, frames, index, out);
        let features = out.features.clone();
        decisions.push(Decision { candidates: vec![Vec::new(), features], right: vec![!right, right] });
    }
}

fn source_decisions(page: &Page<'_>, frames: &mut Frames, out: &mut Collector, decisions: &mut Vec<Decision>) {
    let paragraph = &page.paragraph;
    frames.chunk(paragraph);
    let mut seen = Vec::new();
    for answer in &page.answers {
        let Some(cue) = answer.cue.and_then(|cue| cue_item(paragraph, cue)) else { continue };
        if seen.contains(&cue) {
            continue;
        }
        seen.push(cue);
        let sentence = speaker_choice::sentence_of(paragraph, cue);
        let site = frames.site(paragraph, sentence, cue);
        let mut candidates = Vec::new();
        site.candidates(&mut candidates);
        let right: Vec<bool> = candidates
            .iter()
            .map(|candidate| match (candidate, answer.speaker) {
                (Candidate::Nobody, None) => true,
                (Candidate::Chunk(index), Some(speaker)) => {
                    let chunk = site.chunks[*index];
                    // The head of the speaker's phrase, not what is attached to it.
                    overlaps(paragraph.span_of(chunk.first, chunk.end), speaker)
                }
                _ => false,
            })
            .collect();
        // Of several phrases inside a long description the first one is the head.
        let right = first_only(&candidates, &right, &site);
        if right.iter().any(|right| *right) {
            let candidates = candidates
                .iter()
                .map(|candidate| {
                    site.source_features(*candidate, out);
                    out.features.clone()
                })
                .collect();
            decisions.push(Decision { candidates, right });
        }
    }
}

fn first_only(
    candidates: &[Candidate],
    right: &[bool],
    site: &crate::quotes::prose::attribution::source::Site<'_>,
) -> Vec<bool> {
    let first = candidates
        .iter()
        .zip(right)
        .filter(|(_, right)| **right)
        .filter_map(|(candidate, _)| match candidate {
            Candidate::Chunk(index) => Some(site.chunks[*index].first),
            Candidate::Nobody => None,
        })
        .min();
    candidates
        .iter()
        .zip(right)
        .map(|(candidate, right)| {
            *right
                && match candidate {
                    Candidate::Chunk(index) => Some(site.chunks[*index].first) == first,
                    Candidate::Nobody => true,
                }
        })
        .collect()
}

/// The answers that a cue introduces; nothing where the cue is neither right nor wrong: a part of a longer cue, or one inside a
/// reported clause, where nobody marked anything.
fn answers_of<'a>(page: &Page<'a>, cue: usize) -> Option<Vec<&'a Answer>> {
    let paragraph = &page.paragraph;
    let own = |answer: &&Answer| answer.cue.is_some_and(|marked| cue_item(paragraph, marked) == Some(cue));
    let here: Vec<&Answer> = page.answers.iter().copied().filter(own).collect();
    let span = paragraph.span(cue);
    let taken =
        |answer: &&Answer| overlaps(answer.content, span) || answer.cue.is_some_and(|marked| overlaps(marked, span));
    (!here.is_empty() || !page.answers.iter().any(taken)).then_some(here)
}

/// Does a cue away from marks report anything at all?
fn gate_decisions(page: &Page<'_>, out: &mut Collector, decisions: &mut Vec<Decision>) {
    let paragraph = &page.paragraph;
    for (number, &(start, end)) in paragraph.sentences.iter().enumerate() {
        if !cue_filter::is_away(paragraph, number) {
            continue;
        }
        for cue in (start..end).filter(|cue| is_cue(&paragraph.items, *cue)) {
            let Some(here) = answers_of(page, cue) else { continue };
            cue_filter::features(paragraph, (start, end), cue, out);
            let features = out.features.clone();
            decisions.push(Decision {
                candidates: vec![Vec::new(), features],
                right: vec![here.is_empty(), !here.is_empty()],
            });
        }
    }
}

fn clause_decisions(
    page: &Page<'_>,
    frames: &mut Frames,
    models: &Models,
    out: &mut Collector,
    sides: &mut Vec<Decision>,
    boundaries: &mut Vec<Decision>,
) {
    let paragraph = &page.paragraph;
    frames.chunk(paragraph);
    let mut scratch = Vec::new();
    for (number, &(start, end)) in paragraph.sentences.iter().enumerate() {
        let away = cue_filter::is_away(paragraph, number);
        for cue in start..end {
            if !is_cue(&paragraph.items, cue) || away && cue_filter::passes_by(paragraph, number, cue, &models.gate) {
                continue;
            }
            let Some(here) = answers_of(page, cue) else { continue };
            let site = frames.site(paragraph, number, cue);
            let (source, margin) = site.best_source(&models.source, &mut scratch);
            let mut right = [here.is_empty(), false, false];
            let mut spans = Vec::new();
            for answer in &here {
                let Some((first, last)) = content_items(paragraph, answer.content) else { continue };
                if first < start || last > end {
                    continue;
                }
                let side = if first > cue { Side::After } else { Side::Before };
                right[side as usize] = true;
                spans.push((side, first, last));
            }
            if !right.contains(&true) {
                continue;
            }
            // What stands in front of a frame and goes on behind it is a lead.
            let both = right[Side::After as usize] && right[Side::Before as usize];
            let plain = here.iter().all(|answer| !answer.marked);
            if right[Side::After as usize] {
                lead_decision(&site, source, &spans, out, boundaries);
            }
            if both && plain {
                right[Side::Before as usize] = false;
                spans.retain(|(side, _, _)| *side == Side::After);
            }
            clause::side_features(&site, source, margin, out);
            let mut candidates = vec![Vec::new()];
            candidates.extend((0..WAYS).map(|way| out.features.iter().map(|feature| with(*feature, way)).collect()));
            sides.push(Decision { candidates, right: right.to_vec() });
            for (side, first, last) in spans {
                boundary_decisions(&site, source, side, first, last, out, boundaries);
            }
        }
    }
}

fn lead_decision(
    site: &crate::quotes::prose::attribution::source::Site<'_>,
    source: Candidate,
    spans: &[(Side, usize, usize)],
    out: &mut Collector,
    decisions: &mut Vec<Decision>,
) {
    let mut places = Vec::new();
    let Some(end) = clause::leads(site, source, &mut places) else { return };
    let start = match spans.iter().find(|(side, _, _)| *side == Side::Before) {
        Some((_, first, last)) if *last == end => *first,
        Some(_) => return,
        None => end,
    };
    decisions.extend(boundary_decision(site, LEAD, &places, end, |at| at == start, out));
}

/// The choice of a boundary of that role among places, where one of them is right.
fn boundary_decision(
    site: &crate::quotes::prose::attribution::source::Site<'_>,
    role: u32,
    places: &[usize],
    other: usize,
    right: impl Fn(usize) -> bool,
    out: &mut Collector,
) -> Option<Decision> {
    let right: Vec<bool> = places.iter().map(|at| right(*at)).collect();
    right.contains(&true).then(|| {
        let candidates = places
            .iter()
            .enumerate()
            .map(|(number, at)| {
                clause::boundary_features(site, role, *at, other, (number, places.len()), out);
                out.features.clone()
            })
            .collect();
        Decision { candidates, right }
    })
}

fn boundary_decisions(
    site: &crate::quotes::prose::attribution::source::Site<'_>,
    source: Candidate,
    side: Side,
    first: usize,
    last: usize,
    out: &mut Collector,
    decisions: &mut Vec<Decision>,
) {
    let items = site.items();
    let mut places = Vec::new();
    let same_start = |at: usize| at == first || at + 1 == first && items[at].tag == Tag::That;
    let same_end = |at: usize| {
        let mut at = at;
        while at > first && items[at - 1].tag <= Tag::Punctuation && items[at - 1].tag != Tag::Quoted {
            at -= 1;
        }
        at == last
    };
    let mut decide = |places: &[usize], role: u32, other: usize, right: &dyn Fn(usize) -> bool| {
        decisions.extend(boundary_decision(site, role, places, other, right, out));
    };
    match side {
        Side::None => {}
        Side::After => {
            clause::starts_after(site, source, &mut places);
            decide(&places, START_AFTER, site.cue, &same_start);
            clause::ends_after(site, first, &mut places);
            decide(&places, END_AFTER, first, &same_end);
        }
        Side::Before => {
            clause::ends_before(site, source, &mut places);
            decide(&places, END_BEFORE, site.cue, &same_end);
            clause::starts_before(site, last, &mut places);
            decide(&places, START_BEFORE, last, &same_start);
        }
    }
}
