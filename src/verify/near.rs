//! Which passage comes nearest to a claim that no source has.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::fold::{Word, parts, words};
use super::{Candidate, Claim, Verdict};
use crate::document::Document;
use crate::text::Span;
use crate::text::slice::floor_char_boundary;

/// How many places of its words are looked at for one claim, the rarest words first; the two rarest are always looked at, at most so many places of each.
const PLACES: usize = 4_000;
const PLACES_OF_RAREST: usize = 20_000;

/// A longer part of a claim is looked for in pieces of so many words, since words are compared with words.
const PIECE: usize = 300;

/// How many passages are compared word by word for one claim.
const PASSAGES: usize = 6;

/// How much of that many words has to be the same for a passage to be near. Few words have two or three in common by chance.
fn near(words: usize) -> f64 {
    (0.6 + 1.0 / words as f64).min(1.0)
}

/// The place of a word: source and byte.
type At = (u32, usize);

/// For each open claim the nearest passage, in the order of `open`.
pub(super) fn search(
    claims: &[Claim],
    open: &[usize],
    sources: &[Document<'_>],
    named: &[Vec<usize>],
) -> Vec<Option<Candidate>> {
    // What several claims have in common, with the source that they name, is looked for once.
    let mut differ: FxHashMap<(&str, &[usize]), usize> = FxHashMap::default();
    let mut first = Vec::new();
    let of_open: Vec<usize> = open
        .iter()
        .map(|claim| {
            *differ.entry((&claims[*claim].text, &named[*claim])).or_insert_with(|| {
                first.push(*claim);
                first.len() - 1
            })
        })
        .collect();
    let wanted: Vec<Vec<Vec<Word>>> = first.iter().map(|claim| pieces(&claims[*claim].text)).collect();
    // Numbers for the words of the claims; other words of the sources need no list.
    let mut numbers: FxHashMap<&str, usize> = FxHashMap::default();
    for word in wanted.iter().flatten().flatten() {
        let next = numbers.len();
        numbers.entry(&word.text).or_insert(next);
    }
    let places = index(&numbers, sources);
    let nearest = |(claim, parts): (&usize, &Vec<Vec<Word>>)| {
        // A part that comes again is nearest to the same passage.
        let mut known: FxHashMap<Vec<&str>, Option<Candidate>> = FxHashMap::default();
        let mut found = Vec::with_capacity(parts.len());
        for part in parts {
            let own = part.iter().map(|word| word.text.as_str()).collect();
            let nearest = known.entry(own).or_insert_with(|| of_part(part, &named[*claim], sources, &numbers, &places));
            found.push(nearest.clone()?);
        }
        together(found)
    };
    let found: Vec<Option<Candidate>> = first.par_iter().zip(&wanted).map(nearest).collect();
    of_open.into_iter().map(|number| found[number].clone()).collect()
}

/// The words of each part of a claim, long parts in pieces; their places count from the start of the piece.
fn pieces(claim: &str) -> Vec<Vec<Word>> {
    let from_start = |piece: &[Word]| {
        let start = piece.first().map_or(0, |word| word.start);
        let moved = |word: &Word| Word { text: word.text.clone(), start: word.start - start, end: word.end - start };
        piece.iter().map(moved).collect::<Vec<Word>>()
    };
    let of_part = |part: &str| -> Vec<Vec<Word>> {
        let words = words(part);
        if words.len() <= PIECE { vec![words] } else { words.chunks(PIECE).map(from_start).collect() }
    };
    parts(claim).into_iter().flat_map(of_part).collect()
}

fn index(numbers: &FxHashMap<&str, usize>, sources: &[Document<'_>]) -> Vec<Vec<At>> {
    let mut places: Vec<Vec<At>> = vec![Vec::new(); numbers.len()];
    if numbers.is_empty() {
        return places;
    }
    let of_source = |source: &Document<'_>| -> Vec<(usize, usize)> {
        let known = |word: Word| numbers.get(word.text.as_str()).map(|number| (*number, word.start));
        words(&source.text).into_iter().filter_map(known).collect()
    };
    let found: Vec<Vec<(usize, usize)>> = sources.par_iter().map(of_source).collect();
    for (source, found) in (0..).zip(found) {
        for (number, start) in found {
            places[number].push((source, start));
        }
    }
    places
}

/// The passage nearest to one part of a claim.
fn of_part(
    part: &[Word],
    named: &[usize],
    sources: &[Document<'_>],
    numbers: &FxHashMap<&str, usize>,
    places: &[Vec<At>],
) -> Option<Candidate> {
    let length = part.last()?.end - part.first()?.start;
    let width = length.max(64);
    let mut rarest: Vec<(&Word, &Vec<At>)> =
        part.iter().map(|word| (word, &places[numbers[word.text.as_str()]])).filter(|(_, at)| !at.is_empty()).collect();
    rarest.sort_by_key(|(word, at)| (at.len(), word.start));
    let mut looked = 0;
    // Where the claim would start in the source, in steps of its length; each place counts for two steps.
    let mut votes: Vec<((u32, usize), f64)> = Vec::new();
    for (number, (word, at)) in rarest.into_iter().enumerate() {
        looked += at.len();
        if number >= 2 && looked > PLACES {
            break;
        }
        let weight = 1.0 / (1.0 + at.len() as f64).ln();
        for (source, byte) in at.iter().step_by(at.len().div_ceil(PLACES_OF_RAREST)) {
            let step = (byte + width).saturating_sub(word.start) / width;
            votes.extend([((*source, step), weight), ((*source, step + 1), weight)]);
        }
    }
    // Stable, so that sums run in the order of the words.
    votes.sort_by_key(|(at, _)| *at);
    let mut best: Vec<((u32, usize), f64)> = Vec::new();
    for (at, weight) in votes {
        match best.last_mut().filter(|(last, _)| *last == at) {
            Some((_, sum)) => *sum += weight,
            None => best.push((at, weight)),
        }
    }
    best.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let is_named = |source: u32| named.contains(&(source as usize));
    let of_named = best.iter().filter(|(at, _)| is_named(at.0)).take(PASSAGES / 2);
    let mut compared: Vec<(u32, usize)> = best.iter().take(PASSAGES).chain(of_named).map(|(at, _)| *at).collect();
    compared.sort_unstable();
    compared.dedup();
    let mut nearest: Option<Candidate> = None;
    for (source, step) in compared {
        // The step before and the one after belong to the place that was voted for.
        let text = &sources[source as usize].text;
        let from = floor_char_boundary(text, (step.saturating_sub(2)) * width);
        let to = floor_char_boundary(text, (step + 1) * width + length);
        let Some((similarity, span)) = align(part, &text[from..to]) else { continue };
        let span = Span::new(span.start() + from, span.end() + from);
        let better = nearest.as_ref().is_none_or(|known| {
            (similarity, is_named(source))
                > (known.similarity, is_named(u32::try_from(known.source).unwrap_or_default()))
        });
        if better {
            let verdict = if similarity >= near(part.len()) { Verdict::Near } else { Verdict::Missing };
            nearest = Some(Candidate { verdict, source: source as usize, spans: vec![span], similarity });
        }
    }
    nearest
}

/// The parts of one claim as one passage; they have to be in one source in their order.
fn together(parts: Vec<Candidate>) -> Option<Candidate> {
    let ordered = parts
        .windows(2)
        .all(|pair| pair[0].source == pair[1].source && pair[0].spans[0].end() <= pair[1].spans[0].start());
    let least = parts.iter().map(|part| part.similarity).fold(f64::INFINITY, f64::min);
    if ordered {
        let verdict = parts.iter().map(|part| part.verdict).max()?;
        let spans = parts.iter().flat_map(|part| &part.spans).copied().collect();
        return Some(Candidate { verdict, source: parts[0].source, spans, similarity: least });
    }
    let longest = parts.into_iter().max_by_key(|part| part.spans[0].len())?;
    Some(Candidate { verdict: Verdict::Missing, similarity: least, ..longest })
}

/// What it costs to turn words into others, in halves of a word.
mod cost {
    /// A word more or less, or another word.
    pub(super) const OTHER: u32 = 2;
    /// Another form or spelling of a word.
    pub(super) const ALIKE: u32 = 1;
}

/// The part of a passage that is nearest to the words, with how much is the same; it begins and ends with words that are alike.
fn align(part: &[Word], passage: &str) -> Option<(f64, Span)> {
    let there = words(passage);
    // For each word of the passage: the least cost of the words so far, where the part starts (a word before which it costs
    // nothing to begin), in one row for each word of the part.
    let mut row: Vec<(u32, usize)> = (0..=there.len()).map(|start| (0, start)).collect();
    for (done, word) in (1..).zip(part) {
        let mut left: (u32, usize) = (done * cost::OTHER, 0);
        let mut diagonal = std::mem::replace(&mut row[0], left);
        for (at, other) in there.iter().enumerate() {
            let change = if word.text == other.text {
                0
            } else if is_alike(&word.text, &other.text) {
                cost::ALIKE
            } else {
                cost::OTHER
            };
            let up = row[at + 1];
            let least = [(diagonal.0 + change, diagonal.1), (up.0 + cost::OTHER, up.1), (left.0 + cost::OTHER, left.1)]
                .into_iter()
                // Of equal costs the shorter part.
                .min_by_key(|(cost, start)| (*cost, usize::MAX - start))?;
            diagonal = up;
            left = least;
            row[at + 1] = least;
        }
    }
    let (end, (cost, start)) =
        row.into_iter().enumerate().min_by_key(|(end, (cost, start))| (*cost, end - start, *end))?;
    let stretch = there.get(start..end).filter(|stretch| !stretch.is_empty())?;
    let alike = |word: &&Word| part.iter().any(|own| own.text == word.text || is_alike(&own.text, &word.text));
    let first = stretch.iter().find(alike)?;
    let last = stretch.iter().rev().find(alike)?;
    let longer = part.len().max(stretch.len()) as f64;
    let similarity = 1.0 - f64::from(cost) / (longer * f64::from(cost::OTHER));
    // One word in common is no passage.
    (similarity >= near(part.len()) || first.start < last.start)
        .then_some((similarity.max(0.0), Span::new(first.start, last.end)))
}

/// Whether two words are forms or spellings of one: they begin and end alike but for a third of the longer.
fn is_alike(a: &str, b: &str) -> bool {
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    if short.len() * 3 < long.len() * 2 || long.len() < 4 {
        return false;
    }
    let front = long.bytes().zip(short.bytes()).take_while(|(a, b)| a == b).count();
    let back = long.bytes().rev().zip(short.bytes().rev()).take_while(|(a, b)| a == b).count();
    (front + back.min(short.len() - front)) * 3 >= long.len() * 2
}
