//! Are questions and answers counted (`Q1.`, `A1.`, `P2:`), or turns (`12 Ana: …`)? Then the number belongs to them, not to whoever speaks.

use std::collections::{BTreeMap, BTreeSet};

use crate::lang::Language;
use crate::quotes::participant::is_interviewer;
use crate::quotes::transcript::exchange::ends_asking;
use crate::quotes::transcript::labels::Possible;
use crate::quotes::transcript::trust::trust;
use crate::text::Span;
use crate::text::slice::span_of_subslice;

/// Fewer questions may be two who ask, and fewer numbers in front of names may be parts of them.
const LEAST: usize = 3;

/// The letters of a label and the number behind them.
fn counted(name: &str) -> Option<(&str, &str)> {
    let letters = name.trim_end_matches(|ch: char| ch.is_ascii_digit());
    let number = &name[letters.len()..];
    let letters = letters.trim_end();
    (!letters.is_empty() && !number.is_empty()).then_some((letters, number))
}

/// Takes the numbers off single letters of those who ask, where none comes twice, and off those of the answers that follow them with the same number.
pub(super) fn without(language: &Language, text: &str, possible: &mut [Possible]) {
    let Some(asking) = asking_letter(language, text, possible) else { return };
    let mut asked: BTreeSet<&str> = BTreeSet::new();
    let mut answers: BTreeSet<&str> = BTreeSet::new();
    let mut last: Option<&str> = None;
    for one in possible.iter() {
        let Some((letters, number)) = counted(one.name(text)) else { continue };
        if letters.chars().count() > 1 {
            return;
        }
        if letters == asking {
            if !asked.insert(number) {
                return;
            }
            last = Some(number);
        } else if last == Some(number) {
            answers.insert(letters);
        } else {
            return;
        }
    }
    // A letter that is known to ask needs no answer with a number.
    if asked.len() < LEAST || answers.len() > 1 || answers.is_empty() && !is_interviewer(language, asking) {
        return;
    }
    for one in possible.iter_mut() {
        let name = one.line.label.name;
        if let Some((letters, _)) = counted(name.of(text)) {
            one.line.label.name = Span::new(name.start(), name.start() + letters.len());
        }
    }
}

/// The letter whose numbers count questions: one that is known to ask, else the one whose words mostly end with a question.
fn asking_letter<'a>(language: &Language, text: &'a str, possible: &[Possible]) -> Option<&'a str> {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (at, one) in possible.iter().enumerate() {
        let Some((letters, _)) = counted(one.name(text)) else { continue };
        let end = possible.get(at + 1).map_or(text.len(), |next| next.line.line);
        let words = &text[one.line.label.end.min(end)..end];
        if is_interviewer(language, letters) {
            return Some(letters);
        }
        let (number, asking) = counts.entry(letters).or_default();
        *number += 1;
        *asking += usize::from(ends_asking(words) || words.trim_end().ends_with('?'));
    }
    counts.into_iter().find(|(_, (number, asking))| asking * 10 >= number * 6).map(|(letters, _)| letters)
}

/// The name behind the number of a turn: `12 Ana`, `12. Ana`.
fn behind_count(name: &str) -> Option<(u32, &str)> {
    let digits = name.bytes().take(5).take_while(u8::is_ascii_digit).count();
    let number = name[..digits].parse().ok()?;
    let rest = &name[digits..];
    let bare = rest.trim_start_matches(['.', ')', ' ']);
    (bare.len() < rest.len() && bare.starts_with(char::is_alphabetic)).then_some((number, bare))
}

/// Takes the numbers of turns away that stand in front of names, where they count up and the names behind them come again.
pub(super) fn without_counts(language: &Language, text: &str, possible: &mut [Possible]) {
    let found: Vec<(u32, &str)> = possible.iter().filter_map(|one| behind_count(one.name(text))).collect();
    let counts_up = found.windows(2).filter(|pair| pair[0].0 < pair[1].0).count();
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    found.iter().for_each(|(_, name)| *names.entry(name).or_default() += 1);
    let again: usize = names.values().filter(|count| **count > 1).sum();
    if found.len() < LEAST || counts_up + 1 < found.len() || again * 2 < found.len() {
        return;
    }
    for one in possible.iter_mut() {
        if let Some((_, name)) = behind_count(one.name(text)) {
            one.line.label.name = span_of_subslice(text, name);
            one.trust = trust(language, text, &one.line.label);
        }
    }
}
