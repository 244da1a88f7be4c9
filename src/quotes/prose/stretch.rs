//! Marked stretches: is it somebody's words, and whose? Those who could have said it are ranked.

use super::chunk::ChunkKind;
use super::frame::{Frame, Frames, Models};
use super::model::Sink;
use super::paragraph::{Paragraph, Quoted};
use super::source::{bucket, noun_class};
use super::token::{Shape, Tag, Token, is_nominal};
use crate::lang::{Classes, VerbClass};

/// What a marked stretch may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choice {
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
pub(super) struct Before {
    /// Whether the stretch before in this paragraph is a quotation, and of what sort: see [`sort_of`].
    pub(super) previous: Option<u32>,
    /// Whether the paragraph before has a speaker to carry on.
    pub(super) carried: bool,
    /// Whether the paragraph before ends in a colon.
    pub(super) colon: bool,
    /// Whether the paragraph before ends in a quotation that runs on into this one.
    pub(super) runs_on: bool,
    /// Whether the paragraph before ends in a quotation.
    pub(super) ends_quoted: bool,
}

/// A number for the sort of a choice.
pub(super) fn sort_of(choice: Choice) -> u32 {
    match choice {
        Choice::NotQuote => 0,
        Choice::Nobody => 1,
        Choice::Frame(_) => 2,
        Choice::Previous => 3,
        Choice::Carried => 4,
        Choice::Chunk(_) => 5,
    }
}

/// The sentence that holds an item.
pub(super) fn sentence_of(paragraph: &Paragraph, item: usize) -> usize {
    paragraph.sentences.partition_point(|sentence| sentence.1 <= item).min(paragraph.sentences.len().saturating_sub(1))
}

/// Fills `found` with what a stretch may be.
pub(super) fn choices(
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

/// What speaks for a choice.
pub(super) fn features(
    paragraph: &Paragraph,
    frames: &Frames,
    number: usize,
    choice: Choice,
    before: Before,
    out: &mut impl Sink,
) {
    out.clear();
    let quoted = &paragraph.quoted[number];
    let items = &paragraph.items;
    let sentence = sentence_of(paragraph, quoted.item);
    let (start, end) = paragraph.sentences[sentence];
    let tag = |at: Option<usize>| at.filter(|at| *at >= start && *at < end).map_or(90, |at| items[at].tag as u32);
    let hash = |at: Option<usize>| at.filter(|at| *at >= start && *at < end).map_or(0, |at| items[at].hash);
    let left = tag(quoted.item.checked_sub(1));
    let left2 = tag(quoted.item.checked_sub(2));
    let right = tag(Some(quoted.item + 1));
    let right2 = tag(Some(quoted.item + 2));
    let sort = sort_of(choice);
    let words = bucket(quoted.words);
    let ending = match quoted.last_byte {
        b',' => 1,
        b'.' => 2,
        b'?' | b'!' => 3,
        _ if quoted.last == Tag::Dash => 4,
        _ => 0,
    };
    let form =
        ending << 3 | u32::from(quoted.capital) << 2 | u32::from(quoted.clause) << 1 | u32::from(quoted.capitals);
    let opens_paragraph = u32::from(quoted.item == 0);
    let closes_paragraph = u32::from(quoted.item + 1 >= items.len().saturating_sub(1));
    // What the stretch itself says of being a quotation at all; the sort is mixed in.
    let kind = match choice {
        Choice::NotQuote => 0,
        Choice::Nobody => 1,
        _ => 2,
    };
    out.add3(1, kind, words, form);
    out.add3(2, kind, left, right);
    out.add3(3, kind, left2, left);
    out.add3(4, kind, right, right2);
    out.add2(5, kind, hash(quoted.item.checked_sub(1)));
    out.add3(6, kind, hash(quoted.item.checked_sub(2)), hash(quoted.item.checked_sub(1)));
    out.add2(7, kind, hash(Some(quoted.item + 1)));
    out.add3(8, kind, left, words);
    out.add3(9, kind, words, u32::from(quoted.capitals) << 1 | u32::from(quoted.clause));
    out.add2(10, kind, quoted.first_hash);
    out.add3(11, kind, form, opens_paragraph << 1 | closes_paragraph);
    out.add3(12, kind, left, form);
    out.add3(13, kind, before.previous.map_or(9, |sort| sort), words);
    let (from, to) = frames.of_sentence(sentence);
    let frames_here = &frames.frames[from..to];
    out.add2(14, kind, (frames_here.len() as u32).min(2));
    let context = opens_paragraph << 5
        | closes_paragraph << 4
        | u32::from(before.colon) << 3
        | u32::from(before.runs_on) << 2
        | u32::from(before.ends_quoted) << 1
        | u32::from(before.carried);
    let saying = items[start.max(quoted.item.saturating_sub(3))..quoted.item].iter().any(|item| {
        item.tag == Tag::Noun && item.classes.any(Classes::SAYING | Classes::TERM_NOUN | Classes::TITLE_NOUN)
    });
    out.add3(57, kind, u32::from(quoted.termed) << 1 | u32::from(saying), u32::from(quoted.clause));
    out.add3(58, kind, u32::from(quoted.termed) << 1 | u32::from(saying), left);
    out.add2(15, sort, context);
    out.add3(16, sort, context, form);
    out.add3(17, sort, words, left);
    out.add3(18, sort, left, right);
    out.add3(19, sort, form, right);
    out.add3(56, sort, before.previous.map_or(9, |sort| sort), left << 6 | right);
    match choice {
        Choice::NotQuote | Choice::Nobody => {}
        Choice::Previous => {
            let there = &paragraph.quoted[number - 1];
            let apart = sentence - sentence_of(paragraph, there.item);
            let between = &items[there.item + 1..quoted.item];
            let relative = between.iter().any(|item| item.tag == Tag::Relative);
            out.add3(59, u32::from(relative), left, words);
            out.add3(20, apart.min(4) as u32, before.previous.unwrap_or(9), form);
            out.add3(21, apart.min(4) as u32, left, bucket(between.len()));
            out.add2(22, apart.min(4) as u32, u32::from(sentence > 0 && quoted.item == start));
            let cues =
                frames.between(there.item, quoted.item).iter().filter(|frame| frame.side as u32 > 0).take(3).count();
            out.add3(23, apart.min(4) as u32, cues.min(2) as u32, u32::from(quoted.item == start));
            let names = frames
                .chunks_between(there.item, quoted.item)
                .iter()
                .filter(|chunk| chunk.kind == ChunkKind::Name)
                .take(4)
                .count();
            out.add3(24, apart.min(4) as u32, names.min(3) as u32, u32::from(quoted.item == start));
            out.add3(25, bucket(between.len()), u32::from(right == Tag::Stop as u32 || right >= 90), right);
            let later = frames_here.iter().any(|frame| frame.cue > quoted.item);
            out.add3(26, u32::from(later), apart.min(3) as u32, ending);
        }
        Choice::Carried => {
            out.add3(27, context, form, words);
            let any = !frames_here.is_empty();
            out.add3(28, context, u32::from(any), right);
        }
        Choice::Frame(index) => {
            let frame = &frames.frames[index];
            frame_features(paragraph, frames, quoted, frame, sentence, out);
            out.add3(
                55,
                u32::from(number > 0 && paragraph.quoted[number - 1].item > frame.cue),
                u32::from(frame.cue > quoted.item),
                u32::from(frame.sentence == sentence),
            );
        }
        Choice::Chunk(index) => {
            let chunk = frames.chunks[index];
            let here = chunk.first >= start && chunk.first < end;
            let is_left = chunk.end <= quoted.item;
            let gap = if is_left { quoted.item - chunk.end } else { chunk.first - quoted.item - 1 };
            let side = u32::from(here) << 1 | u32::from(is_left);
            out.add3(40, side, bucket(gap), chunk.kind as u32);
            out.add3(41, side, left, right);
            out.add3(42, side, noun_class(&items[chunk.head], chunk), bucket(gap));
            out.add3(43, side, tag(chunk.first.checked_sub(1)), tag(Some(chunk.end)));
            let there = sentence_of(paragraph, chunk.first);
            let (from, to) = frames.of_sentence(there);
            let owner = frames.frames[from..to].iter().find(|frame| frame.source == Some(index));
            out.add3(44, side, owner.map_or(0, |owner| 1 + owner.side as u32), chunk.kind as u32);
            out.add3(45, side, u32::from(chunk.first == start), bucket(gap));
            let verb = items.get(chunk.end).map_or(0, |item| item.hash);
            out.add3(46, side, verb, left);
            let any = frames_here.iter().any(|frame| frame.margin > 0.0);
            out.add3(47, side, u32::from(any), bucket(gap));
            if is_left && gap <= 4 {
                let mut path = gap as u32;
                for item in &items[chunk.end..quoted.item] {
                    path = path.wrapping_mul(37).wrapping_add(item.tag as u32);
                }
                out.add3(48, path, chunk.kind as u32, form);
            }
        }
    }
}

fn frame_features(
    paragraph: &Paragraph,
    frames: &Frames,
    quoted: &Quoted,
    frame: &Frame,
    sentence: usize,
    out: &mut impl Sink,
) {
    let items = &paragraph.items;
    let cue = &items[frame.cue];
    let place = (2 + frame.sentence).saturating_sub(sentence) as u32;
    let left = frame.cue < quoted.item;
    let (from, to) = if left { (frame.cue + 1, quoted.item) } else { (quoted.item + 1, frame.cue) };
    let between = &items[from.min(to)..to];
    let gap = bucket(between.len());
    let key = place << 1 | u32::from(left);
    let source = frame.source.map(|source| frames.chunks[source]);
    // Where the source stands: none; before or behind the cue, and on which side of the stretch.
    let order = match source {
        None => 0,
        Some(chunk) => 1 | u32::from(chunk.first < frame.cue) << 1 | u32::from(chunk.first < quoted.item) << 2,
    };
    let kind = source.map_or(9, |chunk| chunk.kind as u32);
    let class = cue.verb.map_or(50, |verb| verb.class as u32);
    let form = cue.verb.map_or(9, |verb| verb.form as u32);
    let lemma = super::source::lemma(cue);
    out.add3(30, key, order, gap);
    out.add3(31, key, class << 4 | form, order);
    out.add3(32, key, lemma, u32::from(left));
    out.add3(33, key, kind, order);
    out.add2(34, key, (frame.margin.clamp(-2.0, 6.0) + 2.0) as u32);
    let covers = frame.clause.is_some_and(|(from, to)| from <= quoted.item && quoted.item < to);
    out.add3(35, key, frame.side as u32, u32::from(covers));
    out.add3(36, key, u32::from(covers), (frame.strength.clamp(-4.0, 4.0) + 4.0) as u32);
    let quotes = between.iter().filter(|item| item.tag == Tag::Quoted).count().min(2) as u32;
    let cues = between.iter().filter(|item| item.tag == Tag::Cue).count().min(2) as u32;
    let commas = between.iter().filter(|item| matches!(item.tag, Tag::Comma | Tag::Dash)).count().min(2) as u32;
    let relative = between.iter().any(|item| item.tag == Tag::Relative);
    out.add3(60, key, u32::from(relative), u32::from(quoted.words <= 3) << 1 | u32::from(quoted.clause));
    out.add3(37, key, quotes << 2 | cues, commas);
    out.add3(38, key, cues, gap);
    if between.len() <= 5 {
        let mut path = between.len() as u32;
        for item in between {
            path = path.wrapping_mul(37).wrapping_add(item.tag as u32);
        }
        out.add3(39, key, path, order);
        out.add3(50, key, path, class);
    }
    let ending =
        u32::from(quoted.last_byte == b',') | u32::from(quoted.last_byte == b'.') << 1 | u32::from(quoted.capital) << 2;
    out.add3(51, key, order, ending);
    out.add3(52, key, ending, gap);
    out.add3(53, key, u32::from(cue.verb.is_some_and(|verb| verb.class == VerbClass::According)), order);
    let near = if left { quoted.item.checked_sub(1) } else { Some(quoted.item + 1) };
    let near = near
        .and_then(|at| items.get(at))
        .map_or(0, |item| item.tag as u32 | u32::from(item.shape.has(Shape::CAPITAL)) << 6);
    out.add3(54, key, near, order);
}

/// So many cues before a stretch may report a clause that holds it.
const REACH: usize = 24;

/// Whether words around a stretch say that it is mentioned, not said: "the slogan “…”", "known as “…”", "the method is called “…”".
pub(super) fn is_mentioned(paragraph: &Paragraph, frames: &Frames, quoted: &Quoted) -> bool {
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
    let beside = frame.cue + 2 == quoted.item && matches!(items[frame.cue + 1].tag, Tag::Comma | Tag::Colon);
    let source = frames.chunks[frame.source?];
    // "A respondent from Hull said": what is attached to the source may stand between.
    let attached = |item: &Token| {
        matches!(item.tag, Tag::Preposition | Tag::Determiner | Tag::Adjective | Tag::Noun | Tag::Name | Tag::Word)
    };
    let beside = beside && source.end <= frame.cue && items[source.end..frame.cue].iter().all(attached);
    (beside && items[frame.cue].tag == Tag::Cue && frame.margin > SURE).then_some(index)
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
pub(super) fn introducing<'a>(paragraph: &Paragraph, frames: &'a Frames) -> Option<&'a Frame> {
    let colon = paragraph.items.last().is_some_and(|item| item.tag == Tag::Colon);
    let last = paragraph.sentences.len().checked_sub(1).filter(|_| colon)?;
    let (from, to) = frames.of_sentence(last);
    frames.frames[from..to].iter().rev().find(|frame| frame.source.is_some() && frame.margin > 0.0)
}

/// The best choice for a stretch.
pub(super) fn best(
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
    choices(paragraph, frames, &paragraph.quoted[number], before, found);
    if let Some(chunk) = signature(paragraph, frames, &paragraph.quoted[number]) {
        return Choice::Chunk(chunk);
    }
    let quoted = &paragraph.quoted[number];
    if let Some(frame) = naming(paragraph, frames, quoted).or_else(|| introduced(paragraph, frames, quoted)) {
        return Choice::Frame(frame);
    }
    let sentence = sentence_of(paragraph, quoted.item);
    let aside = |frame: &Frame| in_relative_clause(paragraph, frames, quoted, frame);
    let (from, to) = frames.of_sentence(sentence);
    let stands_aside = frames.frames[from..to].iter().any(aside);
    // The best choice, and the best of the sentence's own frames that name a source.
    let mut best = (Choice::NotQuote, f32::NEG_INFINITY);
    let mut framed = (Choice::Nobody, f32::NEG_INFINITY);
    let alone = is_sentence(paragraph, quoted);
    let mut tally = models.stretch.tally();
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
        features(paragraph, frames, number, choice, before, &mut tally);
        let score = tally.score();
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
