//! Learning the models from texts whose quotations people have marked.

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_xoshiro::Xoshiro256PlusPlus;

use super::clause::{self, SIDES, Side};
use super::frame::{END_AFTER, END_BEFORE, Frames, Models, START_AFTER, START_BEFORE};
use super::lexicon::Lexicon;
use super::model::{Collector, Features, Linear, POWER};
use super::paragraph::{Paragraph, paragraphs};
use super::source::{Candidate, is_cue};
use super::stretch::{self, Before, Choice};
use super::token::Tag;
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

/// One decision: the candidates' features, and which of them are right.
struct Decision {
    candidates: Vec<Features>,
    right: Vec<bool>,
}

const EPOCHS: usize = 12;
const RATE: f32 = 0.06;

/// Learns a log-linear model (softmax over candidates; where several are right, their sum) with AdaGrad
/// (Duchi, Hazan and Singer 2011). The order of the decisions is shuffled with a fixed seed.
fn fit(mut decisions: Vec<Decision>) -> Linear {
    let size = 1usize << POWER;
    let mask = size as u32 - 1;
    let mut weights = vec![0f32; size];
    let mut squares = vec![1e-6f32; size];
    let mut total = vec![0f64; size];
    let mut rounds = 0u32;
    let mut random = Xoshiro256PlusPlus::seed_from_u64(7);
    for epoch in 0..EPOCHS {
        decisions.shuffle(&mut random);
        for decision in &decisions {
            let scores: Vec<f32> = decision
                .candidates
                .iter()
                .map(|features| features.iter().map(|feature| weights[(feature & mask) as usize]).sum())
                .collect();
            let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            let shares: Vec<f32> = scores.iter().map(|score| (score - top).exp()).collect();
            let all: f32 = shares.iter().sum();
            let right: f32 =
                shares.iter().zip(&decision.right).filter(|(_, right)| **right).map(|(share, _)| share).sum();
            for (at, features) in decision.candidates.iter().enumerate() {
                let wanted = if decision.right[at] { shares[at] / right.max(1e-12) } else { 0.0 };
                let slope = shares[at] / all - wanted;
                if slope.abs() < 1e-4 {
                    continue;
                }
                for feature in features {
                    let slot = (feature & mask) as usize;
                    squares[slot] += slope * slope;
                    weights[slot] -= RATE * slope / squares[slot].sqrt();
                }
            }
        }
        if epoch >= EPOCHS / 2 {
            rounds += 1;
            for (sum, weight) in total.iter_mut().zip(&weights) {
                *sum += f64::from(*weight);
            }
        }
    }
    let mean: Vec<f32> = total.iter().map(|sum| (sum / f64::from(rounds.max(1))) as f32).collect();
    Linear::quantize(&mean)
}

fn overlaps(a: Span, b: Span) -> bool {
    a.overlaps(b)
}

/// A paragraph of a lesson with the answers in it.
struct Page<'a> {
    paragraph: Paragraph,
    answers: Vec<&'a Answer>,
}

fn pages<'a>(lesson: &'a Lesson, lexicon: &Lexicon) -> Vec<Page<'a>> {
    let text = lesson.text.as_str();
    let mut spans = Vec::new();
    paragraphs(text, Span::new(0, text.len()), &mut spans);
    let mut pages = Vec::new();
    for (number, &span) in spans.iter().enumerate() {
        let next = spans.get(number + 1).map_or("", |next| next.of(text));
        let mut paragraph = Paragraph::default();
        paragraph.read(span.of(text), span.start(), next, lexicon);
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
pub(super) fn models(lexicon: &Lexicon, lessons: &[Lesson], threshold: f32) -> Models {
    let mut models = Models {
        source: Linear::empty(),
        side: Linear::empty(),
        boundary: Linear::empty(),
        stretch: Linear::empty(),
        threshold,
    };
    let mut books: Vec<Vec<Page<'_>>> = lessons.iter().map(|lesson| pages(lesson, lexicon)).collect();
    let mut frames = Frames::default();
    let mut out = Collector::default();

    let mut decisions = Vec::new();
    for page in books.iter().flatten() {
        source_decisions(page, &mut frames, &mut out, &mut decisions);
    }
    models.source = fit(decisions);

    let mut sides = Vec::new();
    let mut boundaries = Vec::new();
    for page in books.iter().flatten() {
        clause_decisions(page, &mut frames, &models, &mut out, &mut sides, &mut boundaries);
    }
    models.side = fit(sides);
    models.boundary = fit(boundaries);

    let mut decisions = Vec::new();
    for (book, lesson) in books.iter_mut().zip(lessons) {
        stretch_decisions(book, lesson, &mut frames, &models, &mut out, &mut decisions);
    }
    models.stretch = fit(decisions);
    models
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
        let sentence = stretch::sentence_of(paragraph, cue);
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

fn first_only(candidates: &[Candidate], right: &[bool], site: &super::source::Site<'_>) -> Vec<bool> {
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
    let marked: Vec<(usize, &Answer)> =
        page.answers.iter().filter_map(|answer| Some((cue_item(paragraph, answer.cue?)?, *answer))).collect();
    for (number, &(start, end)) in paragraph.sentences.iter().enumerate() {
        for cue in start..end {
            if !is_cue(&paragraph.items, cue) {
                continue;
            }
            let here: Vec<&Answer> =
                marked.iter().filter(|(item, _)| *item == cue).map(|(_, answer)| *answer).collect();
            if here.is_empty()
                && page
                    .answers
                    .iter()
                    .any(|answer| answer.cue.is_some_and(|cue_span| overlaps(cue_span, paragraph.span(cue))))
            {
                // A part of a longer cue is neither right nor wrong.
                continue;
            }
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
            clause::side_features(&site, source, margin, out);
            let with_side =
                |side: &Side| out.features.iter().map(|feature| clause::with_side(*feature, *side)).collect();
            let candidates = SIDES.iter().map(with_side).collect();
            sides.push(Decision { candidates, right: right.to_vec() });
            for (side, first, last) in spans {
                boundary_decisions(&site, source, side, first, last, out, boundaries);
            }
        }
    }
}

fn boundary_decisions(
    site: &super::source::Site<'_>,
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
        let answers: Vec<bool> = places.iter().map(|at| right(*at)).collect();
        if answers.contains(&true) {
            let candidates = places
                .iter()
                .enumerate()
                .map(|(number, at)| {
                    clause::boundary_features(site, role, *at, other, (number, places.len()), out);
                    out.features.clone()
                })
                .collect();
            decisions.push(Decision { candidates, right: answers });
        }
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

/// The answer that a marked stretch belongs to: half of it or more lies in a marked answer.
fn answer_of<'a>(answers: &[&'a Answer], inside: Span) -> Option<&'a Answer> {
    answers.iter().copied().find(|answer| {
        let shared = answer.content.end().min(inside.end()).saturating_sub(answer.content.start().max(inside.start()));
        answer.marked && shared * 2 >= inside.len()
    })
}

fn same_speaker(a: &Answer, b: &Answer) -> bool {
    match (a.speaker, b.speaker) {
        (Some(one), Some(other)) if overlaps(one, other) => true,
        _ => a
            .names
            .iter()
            .any(|name| b.names.iter().any(|other| family(name) == family(other) && !family(name).is_empty())),
    }
}

/// Whom a paragraph leaves to speak in the next.
#[derive(Clone, Copy)]
enum Carried<'a> {
    /// The last answer's speaker.
    Spoke(&'a Answer),
    /// Who is named in front of a colon.
    Named(Span),
}

/// Whether a noun phrase names the speaker of an answer.
fn is_speaker(answer: &Answer, phrase: Span, text: &str) -> bool {
    answer.speaker.is_some_and(|speaker| overlaps(speaker, phrase)) || {
        let name = family(phrase.of(text));
        name.starts_with(char::is_uppercase) && answer.names.iter().any(|other| family(other) == name)
    }
}

/// The last word of a name.
fn family(name: &str) -> &str {
    name.trim_end_matches("’s").trim_end_matches("'s").split_whitespace().next_back().unwrap_or("")
}

fn stretch_decisions(
    book: &mut [Page<'_>],
    lesson: &Lesson,
    frames: &mut Frames,
    models: &Models,
    out: &mut Collector,
    decisions: &mut Vec<Decision>,
) {
    let text = lesson.text.as_str();
    let mut carried: Option<Carried<'_>> = None;
    let mut before = Before::default();
    for page in book {
        let paragraph = &page.paragraph;
        frames.chunk(paragraph);
        frames.find(paragraph, models, true);
        let mut last: Option<&Answer> = None;
        before.carried = carried.is_some();
        before.previous = None;
        for number in 0..paragraph.quoted.len() {
            let quoted = paragraph.quoted[number];
            let inside = paragraph.inside(quoted.stretch);
            let answer = answer_of(&page.answers, inside);
            let mut choices = Vec::new();
            stretch::choices(paragraph, frames, &quoted, before, &mut choices);
            let right: Vec<bool> = choices
                .iter()
                .map(|choice| {
                    let Some(answer) = answer else { return *choice == Choice::NotQuote };
                    let chunk_is = |chunk: usize| {
                        let chunk = frames.chunks[chunk];
                        is_speaker(answer, paragraph.span_of(chunk.first, chunk.end), text)
                    };
                    match choice {
                        Choice::NotQuote => false,
                        Choice::Nobody => answer.speaker.is_none(),
                        Choice::Frame(index) => {
                            let frame = frames.frames[*index];
                            let cue = paragraph.span(frame.cue);
                            match frame.source {
                                Some(chunk) => chunk_is(chunk),
                                None => {
                                    answer.speaker.is_none() && answer.cue.is_some_and(|there| overlaps(there, cue))
                                }
                            }
                        }
                        Choice::Previous => last.is_some_and(|last| same_speaker(last, answer)),
                        Choice::Carried => match carried {
                            Some(Carried::Spoke(carried)) => same_speaker(carried, answer),
                            Some(Carried::Named(named)) => is_speaker(answer, named, text),
                            None => false,
                        },
                        Choice::Chunk(chunk) => chunk_is(*chunk),
                    }
                })
                .collect();
            if right.contains(&true) {
                // With a frame among the right ones, a bare noun phrase is not what should be learnt.
                let framed =
                    choices.iter().zip(&right).any(|(choice, right)| *right && !matches!(choice, Choice::Chunk(_)));
                // Of the frames of the right speaker, the one with the cue that people marked.
                let cued = |choice: &Choice| match choice {
                    Choice::Frame(index) => {
                        let cue = paragraph.span(frames.frames[*index].cue);
                        answer.is_some_and(|answer| answer.cue.is_some_and(|there| overlaps(there, cue)))
                    }
                    _ => false,
                };
                let any_cued = choices.iter().zip(&right).any(|(choice, right)| *right && cued(choice));
                let right: Vec<bool> = choices
                    .iter()
                    .zip(&right)
                    .map(|(choice, right)| {
                        *right
                            && !(framed && matches!(choice, Choice::Chunk(_)))
                            && !(any_cued && matches!(choice, Choice::Frame(_)) && !cued(choice))
                    })
                    .collect();
                let candidates = choices
                    .iter()
                    .map(|choice| {
                        stretch::features(paragraph, frames, number, *choice, before, out);
                        out.features.clone()
                    })
                    .collect();
                decisions.push(Decision { candidates, right });
            }
            before.previous = Some(if answer.is_some() { 2 } else { 0 });
            if answer.is_some() {
                last = answer;
            }
        }
        // What the paragraph leaves to the next one.
        let end = paragraph.offset + paragraph.tokens.last().map_or(0, |token| token.end as usize);
        if let Some(source) = stretch::introducing(paragraph, frames).and_then(|frame| frame.source) {
            let chunk = frames.chunks[source];
            carried = Some(Carried::Named(paragraph.span_of(chunk.first, chunk.end)));
        } else if let Some(answer) =
            last.or_else(|| page.answers.iter().copied().max_by_key(|answer| answer.content.end()))
        {
            carried = Some(Carried::Spoke(answer));
        } else if !page.paragraph.items.is_empty() {
            carried = None;
        }
        before.colon = paragraph.items.last().is_some_and(|item| item.tag == Tag::Colon);
        before.runs_on = paragraph.marks.stretches.iter().any(|stretch| stretch.runs_on);
        before.ends_quoted = last.is_some_and(|last| last.content.end() + 4 >= end);
    }
}
