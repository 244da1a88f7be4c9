//! Marked stretches: is it somebody's words, and whose? Those who could have said it are ranked.

use crate::lang::{Classes, VerbClass};
use crate::quotes::prose::attribution::reporting_clause::{Frame, Frames, Models};
use crate::quotes::prose::attribution::speaker_features;
use crate::quotes::prose::attribution::speaker_features::Setting;
use crate::quotes::prose::syntax::noun_phrase::ChunkKind;
use crate::quotes::prose::syntax::paragraph::{Paragraph, Quoted};
use crate::quotes::prose::syntax::token::{Tag, Token, is_nominal};

/// What a marked stretch may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Choice {
    /// A term, a title, a scare quote.
    NotQuote,
    /// A quotation without a speaker.
    Nobody,
    /// Said in a frame of the paragraph.
    Frame(usize),
    /// Said by whoever said the stretch before it in the paragraph.
    Previous,
    /// Said by the speaker of the paragraph before.
    Carried,
    /// Said by a noun phrase of the paragraph, without a cue.
    Chunk(usize),
}

/// What is known of the stretch before and of the paragraph before.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Before {
    /// Whether the stretch before in this paragraph is a quotation, and of what sort: see [`sort_of`](setting::sort_of).
    pub(crate) previous: Option<u32>,
    /// Whether the paragraph before has a speaker to carry on.
    pub(crate) carried: bool,
    /// Whether the paragraph before ends in a colon.
    pub(crate) colon: bool,
    /// Whether the paragraph before ends in a quotation that runs on into this one.
    pub(crate) runs_on: bool,
    /// Whether the paragraph before ends in a quotation.
    pub(crate) ends_quoted: bool,
}

/// The sentence that holds an item.
pub(crate) fn sentence_of(paragraph: &Paragraph, item: usize) -> usize {
    paragraph.sentences.partition_point(|sentence| sentence.1 <= item).min(paragraph.sentences.len().saturating_sub(1))
}

/// Fills `found` with what a stretch may be.
pub(crate) fn choices(
    paragraph: &Paragraph,
    frames: &Frames,
    quoted: &Quoted,
    before: Before,
    found: &mut Vec<Choice>,
) {
    found.clear();
    found.push(Choice::NotQuote);
    found.push(Choice::Nobody);
    let sentence = sentence_of(paragraph, quoted.item);
    let (start, end) = paragraph.sentences[sentence];
    let list = &frames.frames;
    let from = list.partition_point(|frame| frame.sentence < sentence);
    let split = list.partition_point(|frame| (frame.sentence, frame.cue) < (sentence, quoted.item));
    let to = list.partition_point(|frame| frame.sentence <= sentence);
    found.extend((from..split).rev().take(4).map(Choice::Frame));
    found.extend((split..to).take(4).map(Choice::Frame));
    // The sentence before and the sentence behind.
    let previous = list.partition_point(|frame| frame.sentence + 1 < sentence);
    found.extend((previous..from).rev().take(3).map(Choice::Frame));
    let next = list.partition_point(|frame| frame.sentence <= sentence + 1);
    found.extend((to..next).take(2).map(Choice::Frame));
    if before.previous.is_some() {
        found.push(Choice::Previous);
    }
    if before.carried {
        found.push(Choice::Carried);
    }
    // Names near it in its own sentence, and the subject of the sentence before.
    let (first, last) = frames.ranges[sentence];
    let chunks = &frames.chunks;
    // A phrase that holds a cue ("her words") is a frame already.
    let named = |index: &usize| {
        let chunk = chunks[*index];
        let cue = list.partition_point(|frame| frame.cue < chunk.first);
        !matches!(chunk.kind, ChunkKind::Quoted | ChunkKind::Relative)
            // "It rained. “…”"
            && !paragraph.items[chunk.head].classes.any(Classes::PRONOUN_IT)
            && list.get(cue).is_none_or(|frame| frame.cue >= chunk.end)
    };
    found.extend(
        (first..last)
            .rev()
            .filter(|index| chunks[*index].end <= quoted.item && chunks[*index].first >= start)
            .filter(named)
            .take(3)
            .map(Choice::Chunk),
    );
    found.extend(
        (first..last)
            .filter(|index| chunks[*index].first > quoted.item && chunks[*index].end <= end)
            .filter(named)
            .take(2)
            .map(Choice::Chunk),
    );
    if sentence > 0 {
        let (first, last) = frames.ranges[sentence - 1];
        found.extend((first..last).filter(named).take(2).map(Choice::Chunk));
    }
}

/// So many cues before a stretch may report a clause that holds it.
const REACH: usize = 24;

/// Whether words around a stretch say that it is mentioned, not said: "the slogan “…”", "known as “…”", "the method is called “…”".
pub(crate) fn is_mentioned(paragraph: &Paragraph, frames: &Frames, quoted: &Quoted) -> bool {
    let items = &paragraph.items;
    let start = paragraph.sentences[sentence_of(paragraph, quoted.item)].0;
    let before = &items[start..quoted.item];
    // "The old slogan of “…”", "the motto is “…”".
    let mut link = before.len();
    while link > 0
        && before.len() - link < 2
        && matches!(before[link - 1].tag, Tag::Preposition | Tag::Auxiliary | Tag::Comma | Tag::Colon)
    {
        link -= 1;
    }
    let saying = |item: &Token| item.tag == Tag::Noun && item.classes.any(Classes::SAYING);
    if link.checked_sub(1).is_some_and(|at| saying(&before[at])) {
        return true;
    }
    // A title: "wrote in “The Night Bus”", "Hull's “The Night Bus” page".
    let title = quoted.capitals && !quoted.clause && matches!(quoted.words, 2..=8);
    let behind = items.get(quoted.item + 1).map(|item| item.tag);
    let titled = match before.last().map(|item| item.tag) {
        Some(Tag::Preposition) => !matches!(behind, Some(Tag::Cue)),
        Some(Tag::Clitic | Tag::Possessive | Tag::Determiner) => matches!(behind, Some(Tag::Noun | Tag::Name)),
        _ => false,
    };
    if title && titled {
        return true;
    }
    let called = before.len() >= 2 && before[before.len() - 2].tag == Tag::Auxiliary && {
        let cue = &before[before.len() - 1];
        let subject =
            frames.chunks_between(start, quoted.item).iter().chain(frames.chunk_at(start).iter()).next().copied();
        cue.verb.is_some_and(|verb| verb.class == VerbClass::Call)
            && subject.is_some_and(|chunk| {
                chunk.kind == ChunkKind::Nominal
                    && !items[chunk.first..chunk.end].iter().any(|item| item.classes.any(Classes::PEOPLE))
            })
    };
    if !quoted.termed && !called {
        return false;
    }
    // What somebody reports holds the words of its marks too.
    let near = quoted.item.saturating_sub(6);
    let (from, to) = frames.of_sentence(sentence_of(paragraph, quoted.item));
    !frames.frames[from..to].iter().rev().skip_while(|frame| frame.cue >= near).take(REACH).any(|frame| {
        frame.source.is_some() && frame.clause.is_some_and(|(from, to)| from <= quoted.item && quoted.item < to)
    })
}

/// The frame of "S called the plan “…”": a verb of calling, its object, the words.
fn naming(paragraph: &Paragraph, frames: &Frames, quoted: &Quoted) -> Option<usize> {
    let items = &paragraph.items;
    let index = frames.frames.partition_point(|frame| frame.cue < quoted.item).checked_sub(1)?;
    let frame = &frames.frames[index];
    let object = &items[frame.cue + 1..quoted.item];
    let calls = items[frame.cue].verb.is_some_and(|verb| verb.class == VerbClass::Call);
    let passive = frame.cue.checked_sub(1).is_some_and(|at| items[at].tag == Tag::Auxiliary);
    let nominal = object.iter().all(is_nominal);
    (calls && !passive && nominal && frame.source.is_some() && !object.is_empty() && object.len() <= 6).then_some(index)
}

/// The frame of "S said, “…”": the source, its cue, a comma or colon, the words.
fn introduced(paragraph: &Paragraph, frames: &Frames, quoted: &Quoted) -> Option<usize> {
    let items = &paragraph.items;
    let index = frames.frames.partition_point(|frame| frame.cue < quoted.item).checked_sub(1)?;
    let frame = &frames.frames[index];
    // "The letter reads “we may extend it”": without a comma where the words are a clause.
    let clause = quoted.clause && quoted.words >= 5 && !quoted.capitals;
    let beside = frame.cue + 2 == quoted.item && matches!(items[frame.cue + 1].tag, Tag::Comma | Tag::Colon)
        || frame.cue + 1 == quoted.item && clause;
    let source = frames.chunks[frame.source?];
    // "A respondent from Hull said": what is attached to the source may stand between.
    let attached = |item: &Token| {
        matches!(item.tag, Tag::Preposition | Tag::Determiner | Tag::Adjective | Tag::Noun | Tag::Name | Tag::Word)
    };
    let beside = beside && source.end <= frame.cue && items[source.end..frame.cue].iter().all(attached);
    (beside && items[frame.cue].tag == Tag::Cue && frame.margin > SURE).then_some(index)
}

/// The frame of "“…” said S": the words, their cue, the source.
fn closed(paragraph: &Paragraph, frames: &Frames, quoted: &Quoted) -> Option<usize> {
    let comma = paragraph.items.get(quoted.item + 1).is_some_and(|item| item.tag == Tag::Comma);
    let cue = quoted.item + 1 + usize::from(comma);
    let index = frames.frames.binary_search_by_key(&cue, |frame| frame.cue).ok()?;
    let frame = &frames.frames[index];
    let source = frames.chunks[frame.source?];
    (source.first == cue + 1 && paragraph.items[cue].tag == Tag::Cue && frame.margin > SURE).then_some(index)
}

/// A source that is so much better than none is the cue's.
const SURE: f32 = 3.0;

/// The name behind a dash that closes a paragraph of nothing but marked words: "“…” — Bo Ray, driver".
fn signature(paragraph: &Paragraph, frames: &Frames, quoted: &Quoted) -> Option<usize> {
    let items = &paragraph.items;
    let dash = quoted.item + 1;
    let alone = quoted.item == 0 && items.get(dash)?.tag == Tag::Dash && items.len() <= dash + SIGNATURE;
    let named = frames.chunks.partition_point(|chunk| chunk.first <= dash);
    let chunk = frames.chunks.get(named)?;
    let verb = |item: &Token| matches!(item.tag, Tag::Verb | Tag::Auxiliary | Tag::Modal | Tag::Cue | Tag::Quoted);
    (alone && chunk.first == dash + 1 && chunk.kind == ChunkKind::Name && !items[dash..].iter().any(verb))
        .then_some(named)
}

/// The most items of a signature: a name, an office, a place.
const SIGNATURE: usize = 14;

/// The frame at the end of a paragraph that a colon closes: its source says what the next one holds ("Bo Ray went on:").
pub(crate) fn introducing<'a>(paragraph: &Paragraph, frames: &'a Frames) -> Option<&'a Frame> {
    let colon = paragraph.items.last().is_some_and(|item| item.tag == Tag::Colon);
    let last = paragraph.sentences.len().checked_sub(1).filter(|_| colon)?;
    let (from, to) = frames.of_sentence(last);
    frames.frames[from..to].iter().rev().find(|frame| frame.source.is_some() && frame.margin > 0.0)
}

/// The best choice for a stretch.
pub(crate) fn best(
    paragraph: &Paragraph,
    frames: &Frames,
    number: usize,
    before: Before,
    models: &Models,
    found: &mut Vec<Choice>,
) -> Choice {
    if is_mentioned(paragraph, frames, &paragraph.quoted[number]) {
        return Choice::NotQuote;
    }
    if before.carried && paragraph.opens_inside() && paragraph.quoted[number].item == 0 {
        return Choice::Carried;
    }
    choices(paragraph, frames, &paragraph.quoted[number], before, found);
    if let Some(chunk) = signature(paragraph, frames, &paragraph.quoted[number]) {
        return Choice::Chunk(chunk);
    }
    let quoted = &paragraph.quoted[number];
    let formal = naming(paragraph, frames, quoted)
        .or_else(|| introduced(paragraph, frames, quoted))
        .or_else(|| closed(paragraph, frames, quoted));
    if let Some(frame) = formal {
        return Choice::Frame(frame);
    }
    let sentence = sentence_of(paragraph, quoted.item);
    let aside = |frame: &Frame| in_relative_clause(paragraph, frames, quoted, frame);
    let (from, to) = frames.of_sentence(sentence);
    let stands_aside = frames.frames[from..to].iter().any(aside);
    // The best choice, and the best of the sentence's own frames that name a source.
    let mut best = (Choice::NotQuote, f32::NEG_INFINITY);
    let mut framed = (Choice::Nobody, f32::NEG_INFINITY);
    let alone = is_sentence(paragraph, quoted) || quoted.clause && quoted.words >= LONG && !quoted.capitals;
    let setting = Setting::new(paragraph, frames, number, before);
    let mut tally = models.stretch.tally();
    // Sums that many choices share, each made once.
    let (mut kinds, mut sorts) = ([None; speaker_features::KINDS], [None; speaker_features::SORTS]);
    for &choice in found.iter() {
        let refused = match choice {
            Choice::NotQuote => alone,
            Choice::Frame(index) => aside(&frames.frames[index]),
            Choice::Previous => stands_aside,
            _ => false,
        };
        if refused {
            continue;
        }
        let (kind, sort) = (Setting::kind(choice), speaker_features::sort_of(choice));
        let of_kind = *kinds[kind as usize].get_or_insert_with(|| tally.sum_of(|out| setting.kind_features(kind, out)));
        let of_sort = *sorts[sort as usize].get_or_insert_with(|| tally.sum_of(|out| setting.sort_features(sort, out)));
        let own = tally.sum_of(|out| setting.choice_features(choice, out));
        let score = models.stretch.worth(of_kind + of_sort + own);
        if score > best.1 {
            best = (choice, score);
        }
        if let Choice::Frame(index) = choice {
            let frame = &frames.frames[index];
            if frame.source.is_some() && frame.margin > 1.0 && frame.sentence == sentence && score > framed.1 {
                framed = (choice, score);
            }
        }
    }
    if best.0 == Choice::Nobody { framed.0 } else { best.0 }
}

/// A stretch of so many words that hold a verb is no term.
const LONG: usize = 16;

/// Whether a stretch is a sentence that stands alone.
fn is_sentence(paragraph: &Paragraph, quoted: &Quoted) -> bool {
    let (start, end) = paragraph.sentences[sentence_of(paragraph, quoted.item)];
    let ends = matches!(quoted.last_byte, b'.' | b'?' | b'!');
    let alone =
        quoted.item == start && paragraph.items[quoted.item + 1..end].iter().all(|item| item.tag <= Tag::Punctuation);
    alone && ends && quoted.capital && quoted.clause && !quoted.capitals && quoted.words >= 5
}

/// Whether a few words stand in a relative clause about the source of a frame, and no cue reports them: "said Bo Ray, who rides the “slow bus”".
fn in_relative_clause(paragraph: &Paragraph, frames: &Frames, quoted: &Quoted, frame: &Frame) -> bool {
    let Some(source) = frame.source.map(|source| frames.chunks[source]) else { return false };
    if quoted.words > 3 || source.first < frame.cue || source.end > quoted.item {
        return false;
    }
    let behind = &paragraph.items[source.end..quoted.item];
    let relative = behind.iter().rposition(|item| item.tag == Tag::Relative);
    relative.is_some_and(|at| behind[at..].iter().all(|item| item.tag != Tag::Cue))
}
