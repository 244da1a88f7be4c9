//! Are questions and answers counted: `Q1.`, `A1.`, `Q2:`? Then the number belongs to the question, not to whoever speaks.

use std::collections::BTreeSet;

use crate::lang::Language;
use crate::quotes::participant::is_interviewer;
use crate::quotes::transcript::labels::Possible;
use crate::text::Span;

/// Fewer questions may be two who ask.
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
    let mut asked: BTreeSet<&str> = BTreeSet::new();
    let mut answers: BTreeSet<&str> = BTreeSet::new();
    let mut last: Option<&str> = None;
    for one in possible.iter() {
        let Some((letters, number)) = counted(one.name(text)) else { continue };
        if letters.chars().count() > 1 {
            return;
        }
        if is_interviewer(language, letters) {
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
    if asked.len() < LEAST || answers.len() > 1 {
        return;
    }
    for one in possible.iter_mut() {
        let name = one.line.label.name;
        if let Some((letters, _)) = counted(name.of(text)) {
            one.line.label.name = Span::new(name.start(), name.start() + letters.len());
        }
    }
}
