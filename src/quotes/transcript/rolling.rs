//! Do captions roll: does a cue show again what the cue before it showed? Then each word is taken once, from where it stands last.

use crate::quotes::transcript::cue::{Cue, Piece, pieces};
use crate::text::Span;
use crate::text::slice::span_of_subslice;

/// Of a cue, so many words are compared.
const LONGEST: usize = 80;

/// Fewer repetitions are somebody who repeats their words.
const LEAST_ROLLED: usize = 2;

/// How the cues of captions repeat each other.
#[derive(Debug, Default)]
pub(super) struct Rolling {
    /// By the number of the cue: how many of its words the next cue shows again.
    again: Vec<usize>,
    /// By the number of the cue: the cue in which its first words were shown first.
    first: Vec<usize>,
}

impl Rolling {
    /// Compares each cue with the next. Where fewer than six in ten repeat the words before, none does.
    pub(super) fn of(text: &str, cues: &[Cue<'_>]) -> Self {
        let words: Vec<Vec<&str>> = cues.iter().map(|cue| words(text, cue)).collect();
        let again: Vec<usize> = words.windows(2).map(|pair| overlap(&pair[0], &pair[1])).chain([0]).collect();
        let rolled = again.iter().filter(|words| **words > 0).count();
        let rolls = rolled >= LEAST_ROLLED
            && rolled * 10 >= cues.len().saturating_sub(1) * 6
            && again.iter().sum::<usize>() >= rolled * 2;
        if !rolls {
            return Self::default();
        }
        let mut first: Vec<usize> = Vec::with_capacity(cues.len());
        for number in 0..cues.len() {
            let before = number.checked_sub(1).filter(|before| again[*before] > 0);
            let shown = before
                .map_or(number, |before| if again[before] == words[before].len() { first[before] } else { before });
            first.push(shown);
        }
        Self { again, first }
    }

    /// How many words at the end of a cue are shown again by the next.
    pub(super) fn again(&self, cue: usize) -> usize {
        self.again.get(cue).copied().unwrap_or(0)
    }

    /// The cue in which the first words of a cue were shown first.
    pub(super) fn first(&self, cue: usize) -> usize {
        self.first.get(cue).copied().unwrap_or(cue)
    }
}

/// The words of a cue, as they are written.
pub(super) fn words<'a>(text: &'a str, cue: &Cue<'_>) -> Vec<&'a str> {
    let spans = cue.lines.iter().flat_map(|line| pieces(text, *line));
    spans
        .flat_map(
            |piece| {
                if let Piece::Words(span) = piece { span.of(text).split_whitespace() } else { "".split_whitespace() }
            },
        )
        .collect()
}

/// The first of some words at a place, up to their end; nothing where there are none.
pub(super) fn head(text: &str, span: Span, number: usize) -> Option<Span> {
    let last = span.of(text).split_whitespace().take(number).last()?;
    Some(Span::new(span.start(), span_of_subslice(text, last).end()))
}

/// The most words with which one list ends and another begins.
fn overlap(before: &[&str], behind: &[&str]) -> usize {
    let most = before.len().min(behind.len()).min(LONGEST);
    (1..=most).rev().find(|number| before[before.len() - number..] == behind[..*number]).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::overlap;

    #[test]
    fn the_most_words_that_are_shown_again() {
        assert_eq!(overlap(&["a", "b", "c"], &["b", "c", "d"]), 2);
        assert_eq!(overlap(&["a", "a"], &["a", "a", "a"]), 2);
        assert_eq!(overlap(&["a"], &["b"]), 0);
        assert_eq!(overlap(&[], &["b"]), 0);
    }
}
