//! Which quotations represent a theme: the most central ones, of different speakers as far as there are any.

use std::collections::BTreeSet;

use crate::id::QuoteId;
use crate::quotes::Quote;
use crate::themes::text::bag_of_words::BagOfWords;

/// Exemplars of a discovered theme.
const EXEMPLARS: usize = 5;
/// Candidates that are kept: with enough of them there are speakers enough.
const CANDIDATES: usize = 8 * EXEMPLARS;

/// A quotation that may represent a theme.
pub(crate) struct Candidate {
    pub(crate) quote: QuoteId,
    /// Who said it; a text without a speaker counts as one of its own.
    pub(crate) speaker: Option<String>,
}

/// What gives the quotation of that number as a candidate. Where no speaker is named, the document counts as one.
pub(crate) fn quoted(quotes: &[&Quote]) -> impl Fn(usize) -> Candidate {
    |text| {
        let quote = quotes[text];
        let speaker = quote.speaker().map_or(quote.document.as_str(), |speaker| speaker.name.as_str());
        Candidate { quote: quote.id.clone(), speaker: (!speaker.is_empty()).then(|| speaker.to_owned()) }
    }
}

/// The rows of each theme nearest to its centroid; a few more than there are exemplars.
pub(crate) struct ExemplarCandidates(Vec<Vec<(f32, usize)>>);

impl ExemplarCandidates {
    pub(crate) fn new(themes: usize) -> Self {
        Self(vec![Vec::new(); themes])
    }

    pub(crate) fn add(&mut self, theme: usize, score: f32, row: usize) {
        self.0[theme].push((score, row));
    }

    /// Nearest first, ties to the lower row, and no more than may be wanted.
    pub(crate) fn trim(&mut self) {
        for list in &mut self.0 {
            list.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            list.truncate(CANDIDATES);
        }
    }

    /// Gives each theme its new number.
    pub(crate) fn renumber(&mut self, rank: &[usize]) {
        let mut lists: Vec<_> = rank.iter().zip(self.0.drain(..)).collect();
        lists.sort_unstable_by_key(|(rank, _)| **rank);
        self.0 = lists.into_iter().map(|(_, list)| list).collect();
    }

    /// The exemplars of each theme.
    pub(crate) fn exemplars(
        mut self,
        bags: &BagOfWords,
        candidate: impl Fn(usize) -> Candidate,
    ) -> impl Iterator<Item = Vec<QuoteId>> {
        self.trim();
        self.0.into_iter().map(move |rows| {
            let candidates: Vec<Candidate> =
                rows.into_iter().map(|(_, row)| candidate(bags.representative[row] as usize)).collect();
            let exemplars = of_different_speakers(&candidates, |candidate| candidate.speaker.as_deref());
            exemplars.take(EXEMPLARS).map(|candidate| candidate.quote.clone()).collect()
        })
    }
}

/// All candidates in their order, but one of each speaker before a second of any.
pub(crate) fn of_different_speakers<'a, C, S: Ord>(
    candidates: &'a [C],
    speaker: impl Fn(&'a C) -> Option<S>,
) -> impl Iterator<Item = &'a C> {
    let mut heard = BTreeSet::new();
    let (first, again): (Vec<&C>, Vec<&C>) =
        candidates.iter().partition(|&candidate| speaker(candidate).is_none_or(|speaker| heard.insert(speaker)));
    first.into_iter().chain(again)
}
