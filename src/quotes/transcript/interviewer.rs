//! Who asks in a conversation?

use std::collections::{BTreeMap, BTreeSet};

use crate::document::Document;
use crate::lang::{Language, List};
use crate::quotes::participant::{is_interviewer, is_neutral, is_respondent_id};
use crate::quotes::transcript::people::{People, is_same};
use crate::quotes::transcript::plain::is_titled;
use crate::quotes::transcript::question::asks;
use crate::quotes::transcript::turn::Turn;

/// Whoever has less than a fifth of the turns of the busiest speaker does not lead the conversation.
const LEAST_TURNS: usize = 5;

/// With this many forms of address of a house or a council, its members ask each other.
const FORMS_OF_ADDRESS: usize = 2;

/// A speaker with fewer turns asks by most of them, or does not ask.
const LONG: usize = 4;

/// What one speaker's turns have in them.
#[derive(Clone, Copy, Debug, Default)]
struct Questions {
    turns: usize,
    /// Turns that hold a question or ask to tell.
    asking: usize,
    /// Turns that end with a question.
    ending: usize,
    /// The bytes of all turns, and of those sentences in them that ask nothing.
    bytes: usize,
    telling: usize,
}

impl Questions {
    fn add(&mut self, language: &Language, text: &str, turn: &Turn) {
        let end = turn.content.last().map_or("", |span| span.of(text));
        let ends = end.trim_end_matches(['"', '”', ')', '*', '_', ' ']).ends_with('?');
        let holds = turn.content.iter().any(|span| memchr::memchr(b'?', &text.as_bytes()[span.range()]).is_some());
        self.turns += 1;
        self.ending += usize::from(ends);
        self.asking += usize::from(holds || asks(language, end));
        self.bytes += turn.content.iter().map(|span| span.len()).sum::<usize>();
        self.telling += turn.content.iter().map(|span| telling(span.of(text))).sum::<usize>();
    }

    /// Whether nearly every turn ends with a question, or most hold one and the others say more, or in a longer talk some do, more often than those of
    /// the others, who say twice as much.
    fn lead(&self, others: &Questions) -> bool {
        self.ending * 5 >= self.turns * 4
            || self.turns >= LONG
                && self.ending * 10 >= self.turns * 3
                && self.bytes * 2 < others.bytes
                && self.ending * others.turns * 2 >= others.ending * self.turns * 3
            || self.ending * 2 >= self.turns && self.asking * 2 > self.turns && self.bytes < others.bytes
    }

    fn plus(self, other: Self) -> Self {
        Self {
            turns: self.turns + other.turns,
            asking: self.asking + other.asking,
            ending: self.ending + other.ending,
            bytes: self.bytes + other.bytes,
            telling: self.telling + other.telling,
        }
    }

    fn minus(self, other: Self) -> Self {
        Self {
            turns: self.turns - other.turns,
            asking: self.asking - other.asking,
            ending: self.ending - other.ending,
            bytes: self.bytes - other.bytes,
            telling: self.telling - other.telling,
        }
    }

    /// Whether a speaker says more than all others together, and not in questions: such a one tells, and does not only ask.
    fn tells(&self, others: &Questions) -> bool {
        self.bytes > others.bytes && self.telling * 3 > self.bytes
    }

    /// Whether the turns are no questions, most of them.
    fn answer(&self) -> bool {
        self.ending * 2 < self.turns
    }
}

/// The bytes of the sentences of some words that do not end with a question mark.
fn telling(words: &str) -> usize {
    let sentences = words.split_inclusive(['.', '!', '?', '…']);
    sentences.filter(|sentence| !sentence.ends_with('?')).map(str::len).sum()
}

/// The names of those who ask: whom the caller or the head of the text names, those whose label says so, else the one who asks most of the time what
/// others answer.
pub(super) fn interviewers<'a>(
    language: &Language,
    document: &Document<'_>,
    people: &People,
    turns: &'a [Turn],
) -> BTreeSet<&'a str> {
    let text: &str = &document.text;
    let mut counts: BTreeMap<&str, Questions> = BTreeMap::new();
    for turn in turns {
        counts.entry(&turn.name).or_default().add(language, text, turn);
    }
    if let Some(given) = &document.interviewers {
        return counts.keys().copied().filter(|name| is_any(given, name)).collect();
    }
    let answers = |name: &str| document.respondents.as_ref().is_some_and(|given| is_any(given, name));
    let named = |name: &str| people.interviewer.as_ref().is_some_and(|person| is_same(&person.name, name));
    let asking: BTreeSet<&str> = counts
        .keys()
        .copied()
        .filter(|name| !answers(name) && (is_interviewer(language, name) || named(name)))
        .collect();
    if !asking.is_empty() || counts.len() < 2 || turns.iter().any(|turn| turn.asks) {
        return asking;
    }
    let subject = &people.subject.name;
    if let [first, second] = counts.keys().copied().collect::<Vec<_>>()[..]
        && let Some(other) = [(first, second), (second, first)]
            .into_iter()
            .find_map(|(one, other)| (!subject.is_empty() && is_same(subject, one)).then_some(other))
        && counts.get(other).is_some_and(|count| count.asking > 0)
    {
        return BTreeSet::from([other]);
    }
    let lead =
        lead(language, turns, &counts).filter(|name| !answers(name) && !is_debate(language, text, turns, &counts));
    lead.into_iter().collect()
}

/// Whether a name is one of those that the caller gives.
pub(super) fn is_any(given: &[String], name: &str) -> bool {
    given.iter().any(|one| one.eq_ignore_ascii_case(name)) || given.iter().any(|one| is_same(one, name))
}

/// The one who asks what the others answer. Ties go to the first to speak.
fn lead<'a>(language: &Language, turns: &'a [Turn], counts: &BTreeMap<&'a str, Questions>) -> Option<&'a str> {
    let most = counts.values().map(|count| count.turns).max().unwrap_or(0);
    let all = counts.values().fold(Questions::default(), |all, one| all.plus(*one));
    let mut best: Option<(&str, f64)> = None;
    for turn in turns {
        let name = turn.name.as_str();
        // Respondents by their label never ask; "Speaker 1" may, and so may one of two whose letters differ.
        if is_respondent_id(language, name) && !is_neutral(language, name) && !differ(counts) {
            continue;
        }
        let Some(count) = counts.get(name).filter(|count| count.turns * LEAST_TURNS >= most) else { continue };
        let share = (count.asking + count.ending) as f64 / (count.turns + 2) as f64;
        let others = all.minus(*count);
        if count.lead(&others) && !count.tells(&others) && best.is_none_or(|(_, before)| share > before) {
            best = Some((name, share));
        }
    }
    let (name, _) = best?;
    let others_answer = counts.iter().filter(|(other, _)| **other != name).any(|(_, count)| count.answer());
    others_answer.then_some(name)
}

/// Whether two speak whose labels are different letters with a number: "E1" and "A3".
fn differ(counts: &BTreeMap<&str, Questions>) -> bool {
    if counts.len() != 2 {
        return false;
    }
    let letters = |name: &&str| name.trim_end_matches(|ch: char| ch.is_ascii_digit() || ch == ' ').to_owned();
    let all: BTreeSet<String> = counts.keys().map(letters).collect();
    let numbered = counts.keys().all(|name| name.ends_with(|ch: char| ch.is_ascii_digit()));
    all.len() == 2 && numbered
}

/// Whether members of a house or a council speak, who ask each other: by how they are called or call each other.
fn is_debate(language: &Language, text: &str, turns: &[Turn], counts: &BTreeMap<&str, Questions>) -> bool {
    // A seat or an office behind a title.
    if turns.iter().any(|turn| turn.details.is_some() && is_titled(language, &turn.name)) {
        return true;
    }
    let titled = counts.keys().filter(|name| is_titled(language, name)).count();
    let lower = text.to_lowercase();
    let forms = || language.list(List::DebateWords).iter().flat_map(|form| lower.match_indices(&**form));
    titled * 2 >= counts.len() && forms().take(FORMS_OF_ADDRESS).count() == FORMS_OF_ADDRESS
}
