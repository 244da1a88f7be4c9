//! Which claims a source has word for word, but for marks and whitespace.

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::fold::{bare, is_rim, kept, parts, squeezed};
use super::{Candidate, Claim, Verdict, covers};
use crate::document::Document;
use crate::error::{Error, Result};
use crate::text::Span;

/// How many bytes are searched for in one pass: an automaton takes some thirty times as many.
const PASS: usize = 4 << 20;

/// How many places of one pattern are kept for each source, beside one that a claim names: "yes" is said often.
const PLACES: usize = 1_000;

/// What is searched for: all words of a claim, or one part between signs that words were left out.
struct Pattern<'c> {
    /// The words with their marks.
    words: &'c str,
    /// The number of its letters among those that differ.
    letters: usize,
}

/// For each claim the place of its words, if a source has them all.
pub(super) fn search(
    claims: &[Claim],
    sources: &[Document<'_>],
    named: &[Vec<usize>],
) -> Result<Vec<Option<Candidate>>> {
    let mut patterns: Vec<Pattern<'_>> = Vec::new();
    let mut letters = Letters::default();
    // Claims that say the same have the same place.
    let mut differ: FxHashMap<(&str, &[Span], &[usize]), usize> = FxHashMap::default();
    let mut first: Vec<usize> = Vec::new();
    let same: Vec<usize> = (0..claims.len())
        .map(|number| {
            *differ.entry((&claims[number].text, &claims[number].place, &named[number])).or_insert_with(|| {
                first.push(number);
                first.len() - 1
            })
        })
        .collect();
    // For each of these its patterns: all its words first, then its parts.
    let mut of_claim = Vec::new();
    for claim in first.iter().map(|number| &claims[*number]) {
        let own = patterns.len();
        let parts = parts(&claim.text);
        let parts = if parts.len() > 1 { parts } else { Vec::new() };
        for words in [bare(&claim.text)].into_iter().chain(parts) {
            if let Some(letters) = letters.number(squeezed(words), &claim.place) {
                patterns.push(Pattern { words, letters });
            }
        }
        of_claim.push(own..patterns.len());
    }
    let hits = hits(&letters, sources)?;
    let place = |(at, own): (usize, std::ops::Range<usize>)| {
        let (number, claim) = (first[at], &claims[first[at]]);
        let whole = own.clone().next()?;
        let of = |range: std::ops::Range<usize>| best(claim, &named[number], sources, &patterns[range], &hits);
        // The sign may be the source's own, or be there for marks alone.
        let all = of(whole..whole + 1).filter(|found| found.verdict == Verdict::Exact);
        all.or_else(|| [of(whole + 1..own.end), of(whole..whole + 1)].into_iter().flatten().min_by_key(|it| it.verdict))
    };
    let found: Vec<Option<Candidate>> = of_claim.into_par_iter().enumerate().map(place).collect();
    Ok(same.into_iter().map(|number| found[number].clone()).collect())
}

/// The letters of patterns, each once: what several claims have in common is searched for once.
#[derive(Default)]
struct Letters {
    numbers: FxHashMap<String, usize>,
    list: Vec<String>,
    /// Where the places begin that claims name.
    starts: BTreeSet<usize>,
}

impl Letters {
    /// The number of letters that somebody claims; none for no letters.
    fn number(&mut self, letters: String, place: &[Span]) -> Option<usize> {
        self.starts.extend(place.iter().map(|span| span.start()));
        let next = self.list.len();
        if letters.is_empty() {
            return None;
        }
        let number = *self.numbers.entry(letters).or_insert_with_key(|letters| {
            self.list.push(letters.clone());
            next
        });
        Some(number)
    }
}

/// The places of one pattern by source, in their order.
type Hits = BTreeMap<usize, Vec<Span>>;

fn hits(letters: &Letters, sources: &[Document<'_>]) -> Result<Vec<Hits>> {
    let patterns = &letters.list;
    let mut all: Vec<Hits> = vec![Hits::new(); patterns.len()];
    let mut first = 0;
    while first < patterns.len() {
        let mut bytes = 0;
        let fits = |pattern: &&String| {
            bytes += pattern.len();
            bytes <= PASS
        };
        let count = patterns[first..].iter().take_while(fits).count().max(1);
        // A table of every state and letter takes the square of the time for words that repeat themselves.
        let automaton = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(&patterns[first..first + count])
            .map_err(|error| Error::mismatch(format!("claims: {error}")))?;
        let found: Vec<BTreeMap<usize, Vec<Span>>> =
            sources.par_iter().map(|source| in_source(&automaton, &source.text, &letters.starts)).collect();
        for (source, found) in found.into_iter().enumerate() {
            for (pattern, spans) in found {
                all[first + pattern].insert(source, spans);
            }
        }
        first += count;
    }
    Ok(all)
}

/// Where a source has each pattern, as bytes of the source: the first [`PLACES`] of each, and those that begin where a claim says.
fn in_source(automaton: &AhoCorasick, text: &str, named: &BTreeSet<usize>) -> BTreeMap<usize, Vec<Span>> {
    let squeezed = squeezed(text);
    if !automaton.is_match(&squeezed) {
        return BTreeMap::new();
    }
    // Where each letter that is kept begins and ends in the source.
    let mut starts: Vec<usize> = Vec::new();
    let mut ends: Vec<usize> = Vec::new();
    for (start, end, letter) in kept(text) {
        // The bytes of one letter have one place.
        starts.extend(std::iter::repeat_n(start, letter.len_utf8()));
        ends.extend(std::iter::repeat_n(end, letter.len_utf8()));
    }
    let mut hits: BTreeMap<usize, Vec<Span>> = BTreeMap::new();
    for found in automaton.find_overlapping_iter(&squeezed) {
        let (start, end) = (starts[found.start()], ends[found.end() - 1]);
        let spans = hits.entry(found.pattern().as_usize()).or_default();
        let kept = spans.len() < PLACES || named.contains(&start);
        if kept && is_rim(text, start) && is_rim(text, end) {
            spans.push(Span::new(start, end));
        }
    }
    hits.retain(|_, spans| !spans.is_empty());
    hits.values_mut().for_each(|spans| spans.sort_unstable());
    hits
}

/// The best place that has all patterns in their order in one source.
fn best(
    claim: &Claim,
    named: &[usize],
    sources: &[Document<'_>],
    patterns: &[Pattern<'_>],
    hits: &[Hits],
) -> Option<Candidate> {
    let (first, rest) = patterns.split_first()?;
    let first = &hits[first.letters];
    let mut best: Option<((bool, bool, bool, usize), Candidate)> = None;
    for (source, starts) in first {
        let places = rest.iter().map(|pattern| hits[pattern.letters].get(source));
        let Some(rest) = places.collect::<Option<Vec<_>>>() else { continue };
        let text = &sources[*source].text;
        for start in starts {
            let mut spans = vec![*start];
            for hits in &rest {
                let end = spans.last().map_or(0, |span: &Span| span.end());
                spans.extend(hits.get(hits.partition_point(|span| span.start() < end)));
            }
            if spans.len() < patterns.len() {
                // Later starts do not reach the last part either.
                break;
            }
            let mut exact = true;
            for (span, pattern) in spans.iter_mut().zip(patterns) {
                let (place, same) = with_marks(text, *span, pattern.words);
                exact &= same;
                *span = place;
            }
            let extent = spans[spans.len() - 1].end() - spans[0].start();
            let here = claim.place.is_empty() || covers(&claim.place, &spans);
            let key = (!here, !named.contains(source), !exact, if rest.is_empty() { 0 } else { extent });
            if best.as_ref().is_none_or(|(known, _)| key < *known) {
                let verdict = if exact { Verdict::Exact } else { Verdict::Marks };
                best = Some((key, Candidate { verdict, source: *source, spans, similarity: 1.0 }));
            }
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// The place with the marks that the words have at their rim, and whether the source has the same bytes there.
fn with_marks(text: &str, span: Span, words: &str) -> (Span, bool) {
    let mut letters = kept(words);
    let Some((lead, end, _)) = letters.next() else { return (span, false) };
    let end = letters.last().map_or(end, |(_, end, _)| end);
    let trail = words.len() - end;
    let place = span.start().checked_sub(lead).map(|start| Span::new(start, span.end() + trail));
    if let Some(place) = place
        && text.get(place.range()) == Some(words)
    {
        return (place, true);
    }
    // The source's own stop belongs to the true text where the claim has one.
    let stop = text[span.end()..].chars().next().filter(|next| matches!(next, '.' | ',' | ';' | ':' | '!' | '?' | '…'));
    let extra = stop.filter(|_| trail > 0).map_or(0, char::len_utf8);
    (Span::new(span.start(), span.end() + extra), false)
}
