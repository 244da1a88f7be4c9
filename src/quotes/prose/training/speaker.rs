//! Learning whose a marked stretch is.

use crate::quotes::prose::attribution::reporting_clause::{Frames, Models};
use crate::quotes::prose::attribution::speaker_choice;
use crate::quotes::prose::attribution::speaker_choice::{Before, Choice};
use crate::quotes::prose::attribution::speaker_features::Setting;
use crate::quotes::prose::model::linear::Collector;
use crate::quotes::prose::syntax::token::Tag;
use crate::quotes::prose::training::fit::Decision;
use crate::quotes::prose::training::lessons::{Answer, Lesson, Page, overlaps};
use crate::text::Span;

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

pub(crate) fn stretch_decisions(
    book: &[Page<'_>],
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
            speaker_choice::choices(paragraph, frames, &quoted, before, &mut choices);
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
                let setting = Setting::new(paragraph, frames, number, before);
                let candidates = choices
                    .iter()
                    .map(|choice| {
                        setting.features(*choice, out);
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
        if let Some(source) = speaker_choice::introducing(paragraph, frames).and_then(|frame| frame.source) {
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
        before.runs_on = paragraph.runs_on();
        before.ends_quoted = last.is_some_and(|last| last.content.end() + 4 >= end);
    }
}
