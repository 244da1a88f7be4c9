//! The reported clause of a cue: on which side it stands, where it begins and where it ends.

use crate::lang::Classes;
use crate::quotes::prose::attribution::source::{Candidate, Site, bucket, noun_class};
use crate::quotes::prose::model::linear::{InRole, Linear, Sink, WAYS, with};
use crate::quotes::prose::syntax::noun_phrase::ChunkKind;
use crate::quotes::prose::syntax::token::{Tag, Token, table_of};

/// Where the reported clause stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Side {
    /// The cue reports nothing.
    None,
    /// S said that C.
    After,
    /// C, S said.
    Before,
}

/// The sides that a clause may stand on, by the way of [`with`].
pub(crate) const SIDES: [Side; WAYS] = [Side::After, Side::Before];

/// Features of the choice of a side, which [`with`] tells apart; none speaks for [`Side::None`].
pub(crate) fn side_features(site: &Site<'_>, source: Candidate, margin: f32, out: &mut impl Sink) {
    out.clear();
    let items = site.items();
    let cue = &items[site.cue];
    let lemma = site.lemma();
    let class = site.class();
    let form = site.form();
    let hash = |distance: isize| site.at(distance).map_or(0, |item| item.hash);
    let next = site.tag_at(1);
    let previous = site.tag_at(-1);
    out.add(1, 0);
    out.add2(3, lemma, next);
    out.add2(5, class << 4 | form, next);
    out.add3(7, form, previous, next);
    out.add2(8, next, site.tag_at(2));
    out.add2(10, previous, site.tag_at(-2));
    out.add(11, hash(1));
    out.add(12, hash(-1));
    out.add2(15, cue.hash, hash(1));
    out.add2(33, cue.hash, hash(-1));
    let (side, kind, noun, distance) = match source {
        Candidate::Nobody => (2, 9, 0, 0),
        Candidate::Chunk(index) => {
            let chunk = site.chunks[index];
            let left = chunk.first < site.cue;
            let gap = if left { site.cue.saturating_sub(chunk.end) } else { chunk.first - site.cue - 1 };
            (u32::from(left), chunk.kind as u32, noun_class(&items[chunk.head], chunk), bucket(gap))
        }
    };
    out.add2(16, side << 4 | kind, distance);
    out.add2(18, lemma, side << 4 | kind);
    out.add2(19, noun, class);
    out.add2(21, side, (margin.clamp(-1.0, 7.0) + 1.0) as u32);
    // The end of the sentence near the cue or the frame speaks for a clause before it.
    let frame_end = frame_end(site, source);
    let rest = site.sentence.1 - frame_end;
    let behind = items.get(frame_end).filter(|_| frame_end < site.sentence.1).map_or(97, |item| item.tag as u32);
    out.add2(22, bucket(rest), behind);
    out.add3(23, bucket(rest), behind, class);
    let frame_start = frame_start(site, source);
    let ahead = frame_start.checked_sub(1).filter(|at| *at >= site.sentence.0).map_or(96, |at| items[at].tag as u32);
    let lead = frame_start - site.sentence.0;
    out.add2(24, bucket(lead), ahead);
    out.add3(34, ahead, behind, lemma);
    let that = items[site.cue + 1..site.sentence.1].iter().take(8).position(|item| item.tag == Tag::That);
    out.add2(27, that.map_or(9, |at| at.min(4) as u32), class);
    let quoted = items[site.cue + 1..site.sentence.1].iter().take(12).position(|item| item.tag == Tag::Quoted);
    out.add2(28, quoted.map_or(9, |at| at.min(5) as u32), class);
    let verbs = items[frame_end.min(site.sentence.1)..site.sentence.1]
        .iter()
        .filter(|item| matches!(item.tag, Tag::Verb | Tag::Auxiliary | Tag::Modal | Tag::Cue))
        .count();
    out.add2(29, verbs.min(3) as u32, bucket(rest));
    out.add2(30, verbs.min(3) as u32, lemma);
    // The verbs in front of the cue: "is expected", "would not say", "to ask".
    let (first, chain) = verb_chain(site);
    let ahead_of_chain = first.checked_sub(1).filter(|at| *at >= site.sentence.0).map_or(96, |at| items[at].tag as u32);
    out.add2(35, chain, class << 4 | form);
    out.add3(37, chain, next, class);
    out.add3(38, chain, ahead_of_chain, side << 4 | kind);
    out.add3(40, lemma, next, site.tag_at(2));
    if let Candidate::Chunk(index) = source {
        let head = items[site.chunks[index].head];
        if site.chunks[index].kind == ChunkKind::Nominal {
            out.add2(41, side, head.hash);
            out.add2(42, class, head.hash);
        }
        out.add3(43, lemma, noun, side);
    }
    // What stands behind the cue as its object.
    let object = site.chunk_at(site.cue + 1).map(|at| site.chunks[at]);
    let (object_kind, object_noun) =
        object.map_or((9, 0), |chunk| (chunk.kind as u32, noun_class(&items[chunk.head], chunk)));
    out.add3(44, class, object_noun, chain);
    out.add3(45, lemma, object_kind, bucket(rest));
    if let Some(chunk) = object {
        let behind = items.get(chunk.end).filter(|_| chunk.end < site.sentence.1).map_or(97, |item| item.tag as u32);
        out.add3(47, lemma, object_kind, behind);
    }
    let cues = |items: &[Token]| items.iter().filter(|item| item.tag == Tag::Cue).take(2).count() as u32;
    let (left, right) = (cues(&items[site.sentence.0..site.cue]), cues(&items[site.cue + 1..site.sentence.1]));
    out.add3(49, left, right, class);
    out.add3(50, left, bucket(lead), class);
}

/// The first of the auxiliaries, negations and adverbs in front of a cue, and what they are.
pub(crate) fn verb_chain(site: &Site<'_>) -> (usize, u32) {
    let items = site.items();
    let mut first = site.cue;
    let mut chain = 0u32;
    while first > site.sentence.0 && site.cue - first < 5 {
        let item = &items[first - 1];
        match item.tag {
            Tag::Auxiliary | Tag::Modal | Tag::To | Tag::Negation => {
                chain = chain.wrapping_mul(37).wrapping_add(item.hash);
            }
            Tag::Adverb => {}
            _ => break,
        }
        first -= 1;
    }
    (first, chain)
}

/// The scores of all sides at once.
struct Sides<'a> {
    model: &'a Linear,
    sums: [i32; WAYS],
}

impl Sink for Sides<'_> {
    #[inline]
    fn clear(&mut self) {
        self.sums = [0; WAYS];
    }

    #[inline]
    fn take(&mut self, feature: u32) {
        for (way, sum) in self.sums.iter_mut().enumerate() {
            *sum += self.model.weight(with(feature, way));
        }
    }
}

/// The side on which the clause stands, if there is one, and how much better it is than none.
pub(crate) fn best_side(site: &Site<'_>, source: Candidate, margin: f32, model: &Linear) -> (Side, f32) {
    let mut sides = Sides { model, sums: [0; WAYS] };
    side_features(site, source, margin, &mut sides);
    let best = usize::from(sides.sums[1] > sides.sums[0]);
    (SIDES[best], model.worth(sides.sums[best]))
}

/// The first item behind source and cue; an apposition behind the source belongs to it ("according to NAME, a nurse, …").
pub(crate) fn frame_end(site: &Site<'_>, source: Candidate) -> usize {
    match source {
        Candidate::Chunk(index) if site.chunks[index].first > site.cue => apposition_end(site, site.chunks[index].end),
        _ => site.cue + 1,
    }
}

/// Where an apposition or relative clause that begins at `at` ends, with its closing comma; `at` where there is none.
fn apposition_end(site: &Site<'_>, at: usize) -> usize {
    let items = site.items();
    let end = site.sentence.1;
    let mut from = at;
    // "NAME, 34, a nurse": an age.
    if from + 2 < end && items[from].tag == Tag::Comma && items[from + 1].tag == Tag::Number {
        from += 2;
    }
    if from + 1 >= end || items[from].tag != Tag::Comma {
        return at;
    }
    let first = from + 1;
    let describes = items[first].tag == Tag::Relative
        || site
            .chunk_at(first)
            .map(|at| site.chunks[at])
            .is_some_and(|chunk| chunk.kind == ChunkKind::Nominal && items[chunk.head].classes.any(Classes::PEOPLE));
    if !describes {
        return at;
    }
    let close = (first..end).find(|at| items[*at].tag == Tag::Comma);
    let clause = |item: &Token| matches!(item.tag, Tag::Verb | Tag::Cue | Tag::Auxiliary | Tag::Modal);
    if items[first].tag != Tag::Relative && items[first..close.unwrap_or(end)].iter().any(clause) {
        return at;
    }
    match close {
        Some(close) if close + 2 < end => close + 1,
        _ => at,
    }
}

/// The first item of source and cue.
pub(crate) fn frame_start(site: &Site<'_>, source: Candidate) -> usize {
    match source {
        Candidate::Chunk(index) if site.chunks[index].first < site.cue => site.chunks[index].first,
        _ => site.cue,
    }
}

/// Where a clause may begin or end: a boundary stands before the item of that number.
pub(crate) type Boundaries = Vec<usize>;

/// At most so many places where a clause after a cue may begin are looked at.
const STARTS: usize = 7;

/// Tags that a clause after a cue begins with where it does not begin right behind its frame.
const OPENS: [bool; Tag::Word as usize + 1] = table_of(&[
    Tag::Quoted,
    Tag::Determiner,
    Tag::Pronoun,
    Tag::ObjectPronoun,
    Tag::Possessive,
    Tag::That,
    Tag::To,
    Tag::Interrogative,
    Tag::Negation,
    Tag::Name,
    Tag::Noun,
    Tag::Adjective,
    Tag::Verb,
    Tag::Word,
]);

/// Places where a clause after the cue may begin.
pub(crate) fn starts_after(site: &Site<'_>, source: Candidate, found: &mut Boundaries) {
    found.clear();
    let items = site.items();
    let from = frame_end(site, source);
    let end = site.sentence.1;
    found.push(from.min(end - 1));
    // "According to NAME, …": the clause stands right behind.
    if site.is_according() && from > site.cue + 1 && from + 1 < end {
        found[0] = if items[from].tag == Tag::Comma { from + 1 } else { from };
        return;
    }
    for (at, item) in items.iter().enumerate().take(end.min(from + 14)).skip(from) {
        match item.tag {
            Tag::That
            | Tag::Comma
            | Tag::Colon
            | Tag::Dash
            | Tag::To
            | Tag::Interrogative
            | Tag::Relative
            | Tag::Quoted
            | Tag::Preposition => {
                found.push(at);
                found.push(at + 1);
            }
            _ => {}
        }
    }
    for chunk in site.chunks[site.chunk_from(from)..].iter().take_while(|chunk| chunk.first < from + 8) {
        found.push(chunk.first);
        found.push(chunk.end);
    }
    found.sort_unstable();
    found.dedup();
    let nearest = from.min(end - 1);
    found.retain(|at| *at > site.cue && *at < end && (*at == nearest || OPENS[items[*at].tag as usize]));
    found.truncate(STARTS);
}

/// Tags that a clause may end before.
const CUTS: [bool; Tag::Word as usize + 1] = table_of(&[
    Tag::Comma,
    Tag::Dash,
    Tag::Semicolon,
    Tag::Colon,
    Tag::Conjunction,
    Tag::Subordinator,
    Tag::Open,
    Tag::Close,
    Tag::Stop,
]);

/// Tags that a preposition may part from what belongs to the frame again: "… the river, she said in Hull".
const PARTED: [bool; Tag::Word as usize + 1] = table_of(&[
    Tag::Quoted,
    Tag::Close,
    Tag::Pronoun,
    Tag::ObjectPronoun,
    Tag::Possessive,
    Tag::That,
    Tag::Name,
    Tag::Noun,
    Tag::Word,
]);

/// Places where a clause that begins at `start` may end.
pub(crate) fn ends_after(site: &Site<'_>, start: usize, found: &mut Boundaries) {
    found.clear();
    let items = site.items();
    let (_, end) = site.sentence;
    let mut last = end;
    for at in start + 1..end {
        let here = &items[at];
        let before = &items[at - 1];
        if coordinates(site, at) {
            last = at;
            break;
        }
        let cut = CUTS[here.tag as usize]
            || matches!(before.tag, Tag::Quoted | Tag::Close)
            || here.classes.any(Classes::WEEKDAY)
            || here.tag == Tag::Preposition && !here.classes.any(Classes::NAME_LINK) && PARTED[before.tag as usize];
        if cut && !matches!(before.tag, Tag::Comma | Tag::Dash | Tag::Conjunction | Tag::Determiner) {
            found.push(at);
        }
    }
    // Far ends are the likelier ones, and the end of the sentence the likeliest.
    if found.len() > 24 {
        let tail = found.split_off(found.len() - 12);
        found.truncate(12);
        found.extend(tail);
    }
    while last > start + 1 && matches!(items[last - 1].tag, Tag::Stop | Tag::Punctuation | Tag::Comma) {
        last -= 1;
    }
    found.retain(|at| *at < last);
    found.push(last.max(start + 1));
}

/// Whether a second cue of the same subject is joined on at an item: "said … and added that …".
fn coordinates(site: &Site<'_>, at: usize) -> bool {
    let items = site.items();
    if items[at].tag != Tag::Conjunction {
        return false;
    }
    let mut next = at + 1;
    while next < site.sentence.1 && items[next].tag == Tag::Adverb {
        next += 1;
    }
    let (Some(cue), Some(ours)) = (items.get(next).filter(|_| next < site.sentence.1), items[site.cue].verb) else {
        return false;
    };
    cue.tag == Tag::Cue
        && cue.verb.is_some_and(|verb| verb.form == ours.form)
        && next + 1 < site.sentence.1
        && items[next + 1].tag == Tag::That
}

/// Places where a clause before the frame may begin.
pub(crate) fn starts_before(site: &Site<'_>, end: usize, found: &mut Boundaries) {
    found.clear();
    let items = site.items();
    found.push(site.sentence.0);
    for at in site.sentence.0 + 1..end {
        let here = items[at].tag;
        let before = items[at - 1].tag;
        if matches!(before, Tag::Comma | Tag::Dash | Tag::Semicolon | Tag::Colon | Tag::Conjunction | Tag::Close)
            || matches!(here, Tag::Relative | Tag::That | Tag::Quoted | Tag::Subordinator)
        {
            found.push(at);
        }
    }
    if found.len() > 20 {
        let tail = found.split_off(found.len() - 10);
        found.truncate(10);
        found.extend(tail);
    }
}

/// Places where a clause before the frame may end.
pub(crate) fn ends_before(site: &Site<'_>, source: Candidate, found: &mut Boundaries) {
    found.clear();
    let items = site.items();
    let stop = frame_start(site, source);
    for at in (site.sentence.0 + 1..=stop).rev() {
        if at == stop || matches!(items[at].tag, Tag::Comma | Tag::Dash | Tag::Relative | Tag::That) {
            found.push(at);
        }
        if found.len() >= 5 {
            break;
        }
    }
    found.retain(|at| *at > site.sentence.0);
}

/// Tags that what stands in front of a frame and belongs to the clause behind it begins with, besides the first of the sentence.
const BEGINS: [bool; Tag::Word as usize + 1] = table_of(&[
    Tag::Determiner,
    Tag::Pronoun,
    Tag::ObjectPronoun,
    Tag::Possessive,
    Tag::Negation,
    Tag::Relative,
    Tag::Interrogative,
    Tag::Auxiliary,
    Tag::To,
    Tag::Number,
    Tag::Name,
    Tag::Cue,
    Tag::Noun,
    Tag::Adjective,
]);

/// Places where what stands in front of a frame and belongs to the clause behind it may begin, the last of them its end, which
/// stands for nothing: "the river" in "the river is expected to rise", "in March" in "in March, she said, it rose".
pub(crate) fn leads(site: &Site<'_>, source: Candidate, found: &mut Boundaries) -> Option<usize> {
    found.clear();
    let items = site.items();
    let start = site.sentence.0;
    let mut end = match source {
        Candidate::Chunk(index) if site.chunks[index].first < site.cue => site.chunks[index].first,
        _ => verb_chain(site).0,
    };
    while end > start && matches!(items[end - 1].tag, Tag::Comma | Tag::Dash) {
        end -= 1;
    }
    if end == start || site.is_according() {
        return None;
    }
    starts_before(site, end, found);
    let chunks = &site.chunks[..site.chunk_from(end)];
    found.extend(chunks.iter().rev().take(4).filter(|chunk| chunk.end <= end).map(|chunk| chunk.first));
    found.sort_unstable();
    found.dedup();
    found.retain(|at| *at < end && (*at == start || BEGINS[items[*at].tag as usize]));
    found.push(end);
    Some(end)
}

/// Features of a boundary of a clause. `role` tells begin and end, after and before, apart.
pub(crate) fn boundary_features(
    site: &Site<'_>,
    role: u32,
    at: usize,
    other: usize,
    order: (usize, usize),
    out: &mut impl Sink,
) {
    out.clear();
    let out = &mut InRole::new(role, out);
    let items = site.items();
    let (from, to) = site.sentence;
    let sentence = &items[from..to];
    let item = |distance: isize| {
        let at = at.wrapping_add_signed(distance).wrapping_sub(from);
        sentence.get(at).map_or((95, 0), |item| (item.tag as u32, item.hash))
    };
    let (here, here_hash) = item(0);
    let (next, next_hash) = item(1);
    let (before, before_hash) = item(-1);
    let (third, second) = (item(2).0, item(-2).0);
    let lemma = site.lemma();
    let class = site.class();
    let distance = bucket(at.abs_diff(site.cue));
    let length = bucket(at.abs_diff(other));
    let rest = bucket(to.saturating_sub(at));
    out.add2(2, before, here);
    out.add3(3, before, here, next);
    out.add3(4, here, next, third);
    out.add3(5, second, before, here);
    out.add(6, here_hash);
    out.add(7, before_hash);
    out.add2(8, here_hash, next);
    out.add2(9, before_hash, here);
    out.add2(10, here_hash, next_hash);
    out.add2(11, here, class);
    out.add2(12, lemma, here);
    out.add3(13, lemma, before, here);
    out.add2(15, distance, class);
    out.add3(16, length, here, before);
    out.add2(18, rest, length);
    out.add2(19, order.0.min(6) as u32, order.1.saturating_sub(order.0).min(6) as u32);
    out.add3(20, order.0.min(4) as u32, here, class);
    out.add3(21, u32::from(order.0 + 1 == order.1), class, site.form());
    out.add3(23, site.tag_at(1), site.tag_at(2), at.abs_diff(site.cue).min(5) as u32);
    // Whether a new subject with its verb begins here.
    let opens = clause_opens(items, at, to);
    out.add2(24, opens, here);
    out.add3(25, opens, here, here_hash);
    out.add3(26, opens, rest, next);
    out.add3(27, here, next, rest);
}

/// What kind of clause seems to begin at an item: 0 none; 1 a verb comes soon; 2 a cue comes soon; 3 a cue right here.
fn clause_opens(items: &[Token], at: usize, end: usize) -> u32 {
    for (distance, item) in items[at..end].iter().take(9).enumerate() {
        match item.tag {
            Tag::Cue => return if distance <= 1 { 3 } else { 2 },
            Tag::Verb | Tag::Auxiliary | Tag::Modal => return if distance <= 1 { 4 } else { 1 },
            Tag::Comma | Tag::Dash | Tag::Stop | Tag::Quoted if distance > 0 => return 0,
            _ => {}
        }
    }
    0
}
