//! Who asks in a conversation?

use std::collections::{BTreeMap, BTreeSet};

use crate::lang::Language;
use crate::quotes::participant::{is_interviewer, is_neutral, is_respondent_id};
use crate::quotes::transcript::turn::Turn;

/// Of the turns of one who asks, at least this share are questions; turns that hold a question and end with one count twice.
const LEAST_QUESTIONS: f64 = 0.3;

/// Whoever has less than a fifth of the turns of the busiest speaker does not lead the conversation.
const LEAST_TURNS: usize = 5;

#[derive(Default)]
struct Questions {
    turns: usize,
    /// Turns that hold a question, and again those that end with one.
    questions: usize,
}

impl Questions {
    /// The share of questions, lower where little is said.
    fn share(&self) -> f64 {
        self.questions as f64 / (self.turns + 2) as f64
    }
}

/// The names of those who ask: those whose label says so, else the one whose turns are questions more often than anyone's.
pub(super) fn interviewers<'a>(language: &Language, text: &str, turns: &'a [Turn]) -> BTreeSet<&'a str> {
    let mut counts: BTreeMap<&str, Questions> = BTreeMap::new();
    for turn in turns {
        let count = counts.entry(&turn.name).or_default();
        count.turns += 1;
        let end = turn.content.last().map_or("", |span| span.of(text));
        let asks = turn.content.iter().any(|span| memchr::memchr(b'?', &text.as_bytes()[span.range()]).is_some());
        let ends = end.trim_end_matches(['"', '”', ')', '*', '_', ' ']).ends_with('?');
        count.questions += usize::from(asks) + usize::from(ends);
    }
    let asking: BTreeSet<&str> = counts.keys().copied().filter(|name| is_interviewer(language, name)).collect();
    if !asking.is_empty() || counts.len() < 2 || turns.iter().any(|turn| turn.asks) {
        return asking;
    }
    let most = counts.values().map(|count| count.turns).max().unwrap_or(0);
    let mut best: Option<(&str, f64)> = None;
    for turn in turns {
        let name = turn.name.as_str();
        // Respondents by their label never ask; "Speaker 1" may.
        if is_respondent_id(language, name) && !is_neutral(language, name) {
            continue;
        }
        let Some(count) = counts.get(name).filter(|count| count.turns * LEAST_TURNS >= most) else { continue };
        // Ties go to the first to speak.
        if best.is_none_or(|(_, before)| count.share() > before) {
            best = Some((name, count.share()));
        }
    }
    best.filter(|(_, share)| *share >= LEAST_QUESTIONS).map(|(name, _)| name).into_iter().collect()
}
