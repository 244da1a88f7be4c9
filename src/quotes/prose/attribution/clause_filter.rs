//! Whether a reported clause that was read from a cue is one: the last word on indirect speech, with its extent at hand.

use crate::lang::Classes;
use crate::quotes::prose::attribution::clause;
use crate::quotes::prose::attribution::clause::Side;
use crate::quotes::prose::attribution::reporting_clause::{Frame, Frames};
use crate::quotes::prose::attribution::source::{Candidate, bucket, noun_class};
use crate::quotes::prose::model::linear::{Linear, Sink};
use crate::quotes::prose::syntax::paragraph::Paragraph;
use crate::quotes::prose::syntax::token::{Tag, Token};

/// A number for how sure a model is, in steps of a half.
fn step(score: f32) -> u32 {
    ((score.clamp(-3.0, 6.0) + 3.0) * 2.0) as u32
}

/// What speaks for the clause of a frame.
pub(crate) fn features(paragraph: &Paragraph, frames: &Frames, index: usize, out: &mut impl Sink) {
    out.clear();
    let frame = &frames.frames[index];
    let Some((first, end)) = frame.clause else { return };
    let items = &paragraph.items;
    let (from, to) = paragraph.sentences[frame.sentence];
    let site = frames.site(paragraph, frame.sentence, frame.cue);
    let range = frames.ranges[frame.sentence].0;
    let source = frame.source.map_or(Candidate::Nobody, |source| Candidate::Chunk(source - range));
    let tag = |at: usize| if at >= from && at < to { items[at].tag as u32 } else { 96 };
    let lemma = site.lemma();
    let class = site.class();
    let form = site.form();
    let side = frame.side as u32;
    let (chain_start, chain) = clause::verb_chain(&site);
    let (kind, noun, head, gap) = match source {
        Candidate::Nobody => (9, 0, 0, 0),
        Candidate::Chunk(index) => {
            let chunk = site.chunks[index];
            let gap =
                if chunk.first < frame.cue { chain_start.saturating_sub(chunk.end) } else { chunk.first - frame.cue };
            let head = &items[chunk.head];
            let word = if head.tag == Tag::Name { 1 } else { head.hash };
            (chunk.kind as u32, noun_class(head, chunk), word, bucket(gap) << 1 | u32::from(chunk.first < frame.cue))
        }
    };
    let that = first.checked_sub(1).is_some_and(|at| items[at].tag == Tag::That);
    let opening = if that { Tag::That as u32 } else { tag(first) };
    let words = bucket(end - first);
    let inside = &items[first..end];
    let verb = |item: &&Token| {
        matches!(item.tag, Tag::Verb | Tag::Auxiliary | Tag::Modal | Tag::Cue)
            || item.tag == Tag::Word && item.classes.any(Classes::VERB_ENDING)
    };
    let verbs = inside.iter().filter(verb).take(2).count() as u32;
    let whole = u32::from(tag(end) <= Tag::Punctuation as u32 && end + 2 >= to);
    let lead = frame.lead.map_or(0, |(from, to)| 1 + bucket(to - from));
    let strength = step(frame.strength);
    let margin = step(frame.margin);
    let distance = bucket(first.abs_diff(frame.cue));
    out.add2(1, side, strength);
    out.add3(2, class, strength, kind);
    out.add2(3, margin, kind);
    out.add3(4, strength, margin, side);
    out.add2(5, lemma, side);
    out.add2(6, lemma, opening);
    out.add3(7, class, opening, verbs);
    out.add3(8, class << 4 | form, opening, words);
    out.add3(9, lemma, verbs, words);
    out.add2(10, lemma, noun);
    out.add3(11, class, noun, opening);
    out.add3(12, kind, gap, side);
    out.add3(13, class << 4 | form, chain, side);
    out.add2(14, lemma, chain);
    out.add3(15, tag(chain_start.wrapping_sub(1)), chain, kind);
    out.add2(16, head, class);
    out.add2(17, head, side);
    out.add3(18, words, verbs, whole);
    out.add3(19, tag(end), whole, side);
    out.add3(20, distance, opening, class);
    out.add3(21, lead, kind, class);
    out.add3(22, lead, lemma, side);
    out.add2(23, items[first].hash, class);
    out.add2(24, items[first].hash, lemma);
    out.add3(25, opening, tag(first + 1), class);
    out.add3(26, opening, tag(first + 1), words);
    if let Some(chunk) = frames.chunk_at(first) {
        let noun = noun_class(&items[chunk.head], chunk);
        out.add2(27, items[chunk.head].hash, class);
        out.add3(28, lemma, chunk.kind as u32, u32::from(chunk.end >= end));
        out.add3(29, class, noun, u32::from(chunk.end >= end) << 2 | verbs);
    }
    // Frames of the sentence whose clause holds this cue.
    let (of, till) = frames.of_sentence(frame.sentence);
    let outer = frames.frames[of..till]
        .iter()
        .enumerate()
        .filter(|(at, other)| {
            of + at != index && other.clause.is_some_and(|(from, to)| from <= frame.cue && frame.cue < to)
        })
        .map(|(_, other)| 1 + step(other.strength))
        .max()
        .unwrap_or(0);
    out.add3(30, outer, strength, class);
    out.add2(31, outer, side);
    out.add3(32, (index - of).min(3) as u32, (till - index).min(4) as u32, class);
    let start = source_start(frame, frames);
    out.add3(33, tag(start.wrapping_sub(1)), bucket(start - from), class);
    out.add3(34, tag(start.wrapping_sub(1)), tag(end), side);
    out.add3(35, u32::from(paragraph.quoted.is_empty()), class, kind);
    out.add3(36, u32::from(items[from..to].iter().any(|item| item.tag == Tag::Quoted)), class, strength);
}

/// The first item of a frame.
fn source_start(frame: &Frame, frames: &Frames) -> usize {
    frame.source.map_or(frame.cue, |source| frames.chunks[source].first.min(frame.cue))
}

/// How much speaks for the clause of a frame.
pub(crate) fn worth(paragraph: &Paragraph, frames: &Frames, index: usize, model: &Linear) -> f32 {
    let mut tally = model.tally();
    features(paragraph, frames, index, &mut tally);
    tally.score()
}

/// Whether the clause of a frame is of a kind that the model judges: in the writer's words.
pub(crate) fn is_judged(paragraph: &Paragraph, frame: &Frame) -> bool {
    frame.side != Side::None
        && frame.clause.is_some_and(|(first, end)| {
            let inside = &paragraph.items[first..end];
            inside.iter().all(|item| item.tag != Tag::Quoted) && inside.iter().any(|item| item.tag > Tag::Punctuation)
        })
}
