//! Quotations made elsewhere, held against the texts that they are said to come from.
//!
//! ```
//! use verbatims::verify::{Claim, Verdict, verify};
//! use verbatims::Document;
//!
//! let interview = Document::new("p7.txt", "We pay for heating\nthat does not work.");
//! let claims = [
//!     Claim::new("1", "pay for heating"),
//!     Claim::new("2", "“We pay for heating that does not work”"),
//!     Claim::new("3", "We paid for a heating that does not work."),
//!     Claim::new("4", "Nobody listens to us."),
//! ];
//! let findings = verify(&claims, &[interview])?;
//! let verdicts: Vec<Verdict> = findings.iter().map(|finding| finding.verdict).collect();
//! assert_eq!(verdicts, [Verdict::Exact, Verdict::Marks, Verdict::Near, Verdict::Missing]);
//! let place = findings[2].place.as_ref().expect("a near quotation has a place");
//! assert_eq!((place.text.as_str(), place.position.line), ("We pay for heating\nthat does not work", 1));
//! # Ok::<(), verbatims::Error>(())
//! ```

mod fold;
mod near;
mod whole;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::document::Document;
use crate::error::Result;
use crate::id::DocumentId;
use crate::quotes::{Corpus, Speaker};
use crate::text::{Position, Positions, Span};

/// A quotation that is claimed to be in the sources.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Claim {
    /// Its name: the `quote_id` of a table, else the row.
    pub id: String,
    /// Its words. Whitespace and quotation marks around them do not count; `…`, `...` or `[…]` may show that words are left out.
    pub text: String,
    /// The source it is said to be in: a document's id, or the end of one ("p7.txt" for "interviews/p7.txt"), with or without
    /// its ending.
    pub document: Option<String>,
    /// Who is said to have said it.
    pub speaker: Option<String>,
    /// The bytes of the source where it is said to be; empty where nothing is said.
    pub place: Vec<Span>,
}

impl Claim {
    /// A claim that says only the words.
    pub fn new(id: impl Into<String>, text: impl Into<String>) -> Self {
        Self { id: id.into(), text: text.into(), ..Self::default() }
    }
}

/// How a claim compares with the sources, from the best to the worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Verdict {
    /// The words are there byte for byte; where the claim leaves words out, each part does, in this order.
    Exact,
    /// The same letters, digits and symbols in the same order; only marks, whitespace and line breaks differ.
    Marks,
    /// A passage of the same course with other words, another case or another spelling here and there.
    Near,
    /// No source has it.
    Missing,
}

impl Verdict {
    /// The name used in JSON and in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Marks => "marks",
            Self::Near => "near",
            Self::Missing => "missing",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What was found of one claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Finding {
    /// How the claim compares with the sources.
    pub verdict: Verdict,
    /// Where it is; for [`Verdict::Missing`] the passage that is nearest, if one has two words in common.
    pub place: Option<Location>,
    /// How much of the wording is the same: 1 for the same words, 0 for none.
    #[serde(rename = "likeness")]
    pub similarity: f64,
    /// Whether the claim names a source, and the place is in another.
    pub elsewhere: bool,
    /// Whether the claim names its bytes, and the place is another.
    pub moved: bool,
}

/// A place in a source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Location {
    /// The source.
    pub document: DocumentId,
    /// The bytes, one span for each part of the claim.
    pub spans: Vec<Span>,
    /// Where the first span starts.
    pub position: Position,
    /// What the source says there, byte for byte; parts are joined by ` … `.
    pub text: String,
}

impl Finding {
    /// Who speaks there: the speaker of the quotation that has most in common with the place, if it has half of the place.
    pub fn said_by<'c>(&self, corpus: &'c Corpus) -> Option<&'c Speaker> {
        let place = self.place.as_ref()?;
        let common = |a: Span, b: Span| a.end().min(b.end()).saturating_sub(a.start().max(b.start()));
        let length: usize = place.spans.iter().map(|span| span.len()).sum();
        let mut best = (0, None);
        for quote in &corpus.document(&place.document)?.quotes {
            let shared = place.spans.iter().flat_map(|span| quote.content.iter().map(|own| common(*span, *own))).sum();
            if shared > best.0 {
                best = (shared, quote.speaker());
            }
        }
        best.1.filter(|_| best.0 * 2 >= length)
    }
}

/// Holds claims against sources; one finding for each claim, in their order.
///
/// Of several places that have a claim, the one that it names is taken, else one in the source that it names, else one that is exact,
/// else the first. Costs one pass over the sources for all claims, and one more for those that are not found.
///
/// # Errors
/// [`ErrorKind::Setting`](crate::ErrorKind::Setting) if one claim is too long to be searched for (gigabytes).
pub fn verify(claims: &[Claim], sources: &[Document<'_>]) -> Result<Vec<Finding>> {
    let named: Vec<Vec<usize>> = sources_named(claims, sources);
    let whole = whole::search(claims, sources, &named)?;
    let open: Vec<usize> = (0..claims.len()).filter(|claim| whole[*claim].is_none()).collect();
    let near = near::search(claims, &open, sources, &named);
    let mut near = near.into_iter();
    let found: Vec<Option<Candidate>> =
        whole.into_iter().map(|found| found.or_else(|| near.next().flatten())).collect();
    let positions = positions(&found, sources);
    let finding = |(number, found): (usize, Option<Candidate>)| {
        let claim = &claims[number];
        let Some(found) = found else {
            return Finding { verdict: Verdict::Missing, place: None, similarity: 0.0, elsewhere: false, moved: false };
        };
        let source = &sources[found.source];
        let parts: Vec<&str> = found.spans.iter().map(|span| span.of(&source.text)).collect();
        Finding {
            verdict: found.verdict,
            similarity: found.similarity,
            elsewhere: found.verdict < Verdict::Missing
                && claim.document.is_some()
                && !named[number].contains(&found.source),
            moved: found.verdict < Verdict::Missing && !claim.place.is_empty() && !covers(&claim.place, &found.spans),
            place: Some(Location {
                document: source.id.clone(),
                position: positions[&(found.source, found.spans[0].start())],
                text: parts.join(" … "),
                spans: found.spans,
            }),
        }
    };
    let found: Vec<(usize, Option<Candidate>)> = found.into_iter().enumerate().collect();
    Ok(found.into_par_iter().map(finding).collect())
}

/// The line and column of each place, by source and byte, in one pass over each source.
fn positions(found: &[Option<Candidate>], sources: &[Document<'_>]) -> BTreeMap<(usize, usize), Position> {
    let starts: BTreeSet<(usize, usize)> =
        found.iter().flatten().map(|found| (found.source, found.spans[0].start())).collect();
    let mut positions = BTreeMap::new();
    let mut current: Option<(usize, Positions<'_>)> = None;
    for (source, start) in starts {
        let (_, of_source) = match current.take() {
            Some(known) if known.0 == source => current.insert(known),
            _ => current.insert((source, Positions::new(&sources[source].text))),
        };
        positions.insert((source, start), of_source.position(start));
    }
    positions
}

/// A place that may be the one of a claim.
#[derive(Clone, Debug)]
struct Candidate {
    verdict: Verdict,
    source: usize,
    /// Never empty.
    spans: Vec<Span>,
    similarity: f64,
}

/// Whether two lists of spans mean one place: they begin and end together, but for marks and whitespace at the edge.
fn covers(named: &[Span], found: &[Span]) -> bool {
    const EDGE: usize = 8;
    let extent = |spans: &[Span]| spans.iter().copied().reduce(Span::join);
    let (Some(named), Some(found)) = (extent(named), extent(found)) else { return false };
    named.start().abs_diff(found.start()) <= EDGE && named.end().abs_diff(found.end()) <= EDGE
}

/// The indices of the sources that each claim names; none where it names none.
fn sources_named(claims: &[Claim], sources: &[Document<'_>]) -> Vec<Vec<usize>> {
    let stem = |name: &str| name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned();
    let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (number, source) in sources.iter().enumerate() {
        let id = source.id.as_str().replace('\\', "/");
        let ends = id.match_indices('/').map(|(at, _)| &id[at + 1..]).chain([id.as_str()]);
        for name in ends.flat_map(|end| [end.to_owned(), stem(end)]) {
            let known = by_name.entry(name).or_default();
            if known.last() != Some(&number) {
                known.push(number);
            }
        }
    }
    let find = |name: &str| {
        let name = name.trim().replace('\\', "/");
        // The name as it is comes before the name without its ending.
        by_name.get(&name).or_else(|| by_name.get(&stem(&name))).cloned().unwrap_or_default()
    };
    claims.iter().map(|claim| claim.document.as_deref().map(find).unwrap_or_default()).collect()
}
