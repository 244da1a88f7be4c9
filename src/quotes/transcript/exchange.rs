//! Are labels without a sign of their own (`Name. text`, `Name - text`, `Name` on a line) the way of a text? Only together: they come again, take
//! turns, name people, and one asks what the other answers.

use std::collections::{BTreeMap, BTreeSet};

use crate::lang::{Classes, Language};
use crate::quotes::participant::{is_full_name, is_interviewer};
use crate::quotes::transcript::answers::Pronouns;
use crate::quotes::transcript::label::Style;
use crate::quotes::transcript::labels::Possible;
use crate::quotes::transcript::plain::{is_known, is_titled};
use crate::quotes::wording::is_sentence;
use crate::text::slice::floor_char_boundary;

/// Fewer labels make no exchange; fewer than that show by a question that they do.
const LEAST_LABELS: usize = 3;
const LEAST_UNASKED: usize = 4;

/// The first person is looked for in this many bytes of a turn.
const OPENING: usize = 400;

/// Labels of this many lines in ten that look like them are enough.
const SHARE_OF_PERSONS: usize = 7;

/// The styles without a sign of their own, in the order in which they are tried.
const STYLES: [Style; 4] = [Style::Stop { dashed: true }, Style::Stop { dashed: false }, Style::Dash, Style::Line];

/// The labels that an exchange shows to be labels.
#[derive(Debug, Default)]
pub(super) struct Exchanged {
    /// Their places among those that may be some, in order.
    pub(super) places: Vec<usize>,
    /// Their style, if it has no sign of its own.
    pub(super) style: Option<Style>,
}

/// The exchanges of a text: in labels with a colon, and in the first style without a sign that has one. Where there are labels with a sign, one
/// without is "Q." or "A.".
pub(super) fn exchange(language: &Language, text: &str, possible: &[Possible], signed: bool) -> Exchanged {
    let mut places = in_style(language, text, possible, Style::Colon, false).unwrap_or_default();
    let weak = STYLES
        .into_iter()
        .filter(|style| !signed || matches!(style, Style::Stop { .. }))
        .find_map(|style| Some((style, in_style(language, text, possible, style, signed)?)));
    let style = weak.as_ref().map(|(style, _)| *style);
    places.extend(weak.into_iter().flat_map(|(_, places)| places));
    places.sort_unstable();
    Exchanged { places, style }
}

/// The two labels with a colon of a text that is a question and its answer and nothing else.
pub(super) fn single(text: &str, possible: &[Possible]) -> Option<[usize; 2]> {
    let mut named = possible.iter().enumerate().filter(|(_, one)| one.may_name());
    let ((first, asked), (second, answered)) = (named.next()?, named.next()?);
    let (start, next) = (asked.line.line, answered.line.line);
    let before = text[..start].trim();
    let whole = named.next().is_none() && !before.contains('\n') && !is_sentence(before) && !before.ends_with(':');
    let words = &text[asked.line.label.end.min(next)..next];
    let differ = asked.line.label.name.of(text) != answered.line.label.name.of(text);
    (whole && differ && words.trim_end().ends_with('?') && !ends_asking(&text[answered.line.label.end..]))
        .then_some([first, second])
}

/// One line that may open with a label.
struct Turn<'a> {
    place: usize,
    name: &'a str,
    /// Whether its words end with a question mark.
    asks: bool,
    titled: bool,
    known: bool,
    /// Whether the label is a name of two words or more.
    full: bool,
    /// The first words of the turn.
    opening: &'a str,
}

/// The places of labels in one style, where they are an exchange; `known` ones only, where others have a sign.
fn in_style(language: &Language, text: &str, possible: &[Possible], style: Style, known: bool) -> Option<Vec<usize>> {
    // Most texts have no two lines of the style.
    possible.iter().filter(|one| one.line.label.style == style).nth(LEAST_LABELS - 2)?;
    let mut turns = turns(language, text, possible, style);
    turns.retain(|turn| !known || turn.known);
    if turns.len() < LEAST_LABELS - 1 || is_enumeration(language, text, &turns) {
        return None;
    }
    let titled: BTreeSet<&str> = turns.iter().filter(|turn| turn.titled).map(|turn| turn.name).collect();
    for turn in &mut turns {
        turn.titled = titled.contains(turn.name);
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for turn in &turns {
        *counts.entry(turn.name).or_default() += 1;
    }
    let named = matches!(style, Style::Colon | Style::Dash);
    // Where every line opens so, those who speak once do too.
    let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
    let throughout = style == Style::Dash && turns.len() > LEAST_UNASKED && turns.len() * 10 >= lines * 9;
    let keeps = |turn: &Turn<'_>| {
        throughout
            || turn.known
            || turn.titled
            || named && turn.full
            || counts.get(turn.name).is_some_and(|count| *count > 1)
    };
    turns.retain(keeps);
    let evidence = Evidence::of(language, text, &turns, possible);
    evidence.suffices(style).then(|| turns.iter().map(|turn| turn.place).collect())
}

fn turns<'a>(language: &Language, text: &'a str, possible: &[Possible], style: Style) -> Vec<Turn<'a>> {
    let of_style = |(_, one): &(usize, &Possible)| {
        one.line.label.style == style && if style == Style::Colon { one.may_name() } else { one.may_be_in_exchange() }
    };
    let here: Vec<(usize, &Possible)> = possible.iter().enumerate().filter(of_style).collect();
    here.iter()
        .enumerate()
        .map(|(at, (place, one))| {
            let label = &one.line.label;
            let end = here.get(at + 1).map_or(text.len(), |(_, next)| next.line.line);
            let name = label.name.of(text);
            let words = &text[label.end.min(end)..end];
            Turn {
                place: *place,
                name,
                asks: asks(words, at + 1 < here.len()),
                opening: &words[..floor_char_boundary(words, OPENING)],
                full: is_full_name(language, name),
                titled: is_titled(language, name) || label.details.is_some() && is_full_name(language, name),
                known: is_known(language, name),
            }
        })
        .collect()
}

/// Whether a turn asks: at the end of its first paragraph, or of all of it where another turn follows.
fn asks(words: &str, is_followed: bool) -> bool {
    ends_asking(words) || is_followed && words.trim_end().ends_with('?')
}

/// Whether the first paragraph of words ends with a question mark.
pub(super) fn ends_asking(words: &str) -> bool {
    let words = words.trim_start();
    let paragraph = memchr::memmem::find(words.as_bytes(), b"\n\n").map_or(words, |end| &words[..end]);
    paragraph.trim_end_matches(['"', '”', ')', ']', '*', '_', ' ', '\n', '\r']).ends_with('?')
}

/// Letters that count off choices: "A. …", "B. …". Of two that ask and answer, one asks by its letter or they are no neighbours.
fn is_enumeration(language: &Language, text: &str, turns: &[Turn<'_>]) -> bool {
    let letters: BTreeSet<u8> = turns
        .iter()
        .filter(|turn| turn.name.len() == 1 && !is_interviewer(language, turn.name))
        .map(|turn| turn.name.as_bytes()[0])
        .collect();
    letters.iter().any(|letter| {
        let next = [b'\n', letter + 1, b'.', b' '];
        letters.contains(&(letter + 1)) || memchr::memmem::find(text.as_bytes(), &next).is_some()
    })
}

/// What speaks for an exchange.
#[derive(Debug, Default)]
struct Evidence {
    labels: usize,
    names: usize,
    repeated: usize,
    /// Neighbours with different names.
    changes: usize,
    /// Labels that name a person by their form.
    persons: usize,
    titled: usize,
    /// Labels that are full names, and turns in the first person.
    full: usize,
    speaking: usize,
    /// Turns of another that follow a question.
    answers: usize,
    /// Whether one who asks mostly asks, and another mostly does not.
    has_roles: bool,
    has_interviewer: bool,
    /// Whether nothing but labelled lines is in the text.
    whole: bool,
}

impl Evidence {
    fn of(language: &Language, text: &str, turns: &[Turn<'_>], possible: &[Possible]) -> Self {
        let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for turn in turns {
            let (number, asked) = counts.entry(turn.name).or_default();
            *number += 1;
            *asked += usize::from(turn.asks);
        }
        let pairs = || turns.windows(2).filter(|pair| pair[0].name != pair[1].name);
        let given = Classes::GIVEN_HE | Classes::GIVEN_SHE;
        let person = |turn: &&Turn<'_>| {
            turn.known
                || turn.titled
                || is_full_name(language, turn.name)
                || language.word_any_case(turn.name).classes.any(given)
        };
        let whole = turns.first().is_some_and(|first| text[..possible[first.place].line.line].trim().is_empty());
        Self {
            labels: turns.len(),
            names: counts.len(),
            repeated: turns.iter().filter(|turn| counts.get(turn.name).is_some_and(|(number, _)| *number > 1)).count(),
            changes: pairs().count(),
            persons: turns.iter().filter(person).count(),
            titled: turns.iter().filter(|turn| turn.titled).count(),
            full: turns.iter().filter(|turn| turn.full).count(),
            speaking: turns.iter().filter(|turn| Pronouns::of(language, turn.opening).first).count(),
            answers: pairs().filter(|pair| pair[0].asks && !pair[1].asks).count(),
            has_roles: counts.values().any(|(number, asked)| asked * 2 > *number)
                && counts.values().any(|(number, asked)| asked * 2 < *number),
            has_interviewer: turns.iter().any(|turn| is_interviewer(language, turn.name)),
            whole,
        }
    }

    fn suffices(&self, style: Style) -> bool {
        if self.names < 2 || self.changes * 2 < self.labels.saturating_sub(1) {
            return false;
        }
        // A stop with a dash behind it marks titles in minutes and nothing else.
        if style == (Style::Stop { dashed: true }) && self.titled == self.labels {
            return true;
        }
        // A single exchange: all there is, with the one who asks named as such.
        if self.labels < LEAST_LABELS {
            return self.whole && self.has_interviewer && self.answers == 1;
        }
        let of_persons = self.persons * 10 >= self.labels * SHARE_OF_PERSONS;
        let asked = self.answers > 0;
        // Titles alone, as of a house that debates, need not come again.
        if self.titled == self.labels && (asked || self.repeated > 0 || self.labels >= LEAST_UNASKED) {
            return true;
        }
        // Names that come once each are those of people at a meeting where they speak for themselves.
        let at_meeting = self.full * 10 >= self.labels * SHARE_OF_PERSONS
            && self.labels >= LEAST_UNASKED
            && self.speaking * 2 >= self.labels;
        if at_meeting || style == Style::Colon {
            return at_meeting;
        }
        self.repeated * 2 > self.labels
            && (of_persons && (asked || self.labels >= LEAST_UNASKED && self.speaking * 2 >= self.labels)
                || asked && self.has_roles)
    }
}
