//! What are the turns of captions (`WebVTT`, `SubRip`, the times, names and words of meetings)? A turn is what one voice says until another does; of
//! a voice that nothing names, what it says until a sentence or a pause ends it. Each line without tags is a content span.

use std::collections::BTreeMap;

use crate::lang::Language;
use crate::quotes::participant::is_full_name;
use crate::quotes::transcript::badge::{is_badge, without_badges};
use crate::quotes::transcript::cue::{Cue, Piece, cues, pieces};
use crate::quotes::transcript::label::{Label, Style, label};
use crate::quotes::transcript::plain::{is_known, may_be_person};
use crate::quotes::transcript::rolling::{Rolling, head, words};
use crate::quotes::transcript::trust::{Trust, trust, words_of_name};
use crate::quotes::transcript::turn::Turn;
use crate::text::Span;
use crate::text::slice::span_of_subslice;

/// A silence as long as this, in milliseconds, ends what an unknown voice says, and so do so many bytes of words.
const PAUSE: u64 = 2000;
const LONGEST_UNNAMED: usize = 600;

/// A name on a line of its own is shorter than this, in bytes.
const LONGEST_NAME: usize = 64;

/// What opens the words of another voice: a dash, or arrows (which some files write as entities).
const CHANGES: [&str; 6] = ["-", "–", "—", ">>", "&gt;&gt;", "»"];

/// The turns of captions, and the labels that were taken for words.
pub(super) fn turns(language: &Language, text: &str) -> (Vec<Turn>, Vec<Span>) {
    let cues = cues(text);
    let rolling = Rolling::of(text, &cues);
    let mut captions = Captions {
        language,
        text,
        labels: count_labels(language, text, &cues),
        turns: Vec::new(),
        refused: Vec::new(),
        voice: Voice::default(),
        opens: true,
    };
    let named = have_name_lines(language, text, &cues);
    let mut end = 0;
    for (number, cue) in cues.iter().enumerate() {
        let first = &cues[rolling.first(number)];
        captions.opens |= cue.start > end + PAUSE && rolling.first(number) == number;
        end = cue.end.max(end);
        let mut left = words(text, cue).len() - rolling.again(number);
        let lines = if let Some((name, lines)) = cue.lines.split_first().filter(|_| named) {
            captions.change_voice(Voice::named(language, text, name.of(text)));
            lines
        } else {
            &cue.lines
        };
        for line in lines {
            captions.line(*line, first.time, &mut left);
        }
    }
    (captions.turns, captions.refused)
}

/// Who speaks in a cue.
#[derive(Clone, Copy, Default)]
struct Voice<'a> {
    /// Empty where nothing names them.
    name: &'a str,
    details: Option<&'a str>,
    mention: Option<Span>,
}

impl<'a> Voice<'a> {
    fn named(language: &Language, text: &str, words: &'a str) -> Self {
        let name = without_badges(language, words.trim_end_matches(':'));
        Self { name, details: None, mention: Some(span_of_subslice(text, name)) }
    }
}

/// The label with a colon that opens the words of a cue, or one in brackets that says by itself who speaks: `[SPEAKER_00]`. A clock time in front
/// of it is words: the cue has its own.
fn label_of(language: &Language, text: &str, words: Span) -> Option<Label> {
    label(text, words.start(), words.end()).filter(|found| {
        let is_label = match found.style {
            Style::Colon => true,
            Style::Bracket => is_known(language, found.name.of(text)),
            _ => false,
        };
        is_label
            && found.time.is_none_or(|time| time.start() > found.name.start())
            && trust(language, text, found) != Trust::None
    })
}

/// How often each name labels words.
fn count_labels<'a>(language: &Language, text: &'a str, cues: &[Cue<'_>]) -> BTreeMap<&'a str, usize> {
    let mut counts = BTreeMap::new();
    for line in cues.iter().flat_map(|cue| &cue.lines) {
        let Some(Piece::Words(words)) = pieces(text, *line).first().copied() else { continue };
        let words = behind_change(text, words).unwrap_or(words);
        if let Some(found) = label_of(language, text, words) {
            *counts.entry(found.name.of(text)).or_insert(0) += 1;
        }
    }
    counts
}

/// The words behind a sign that opens those of another voice.
fn behind_change(text: &str, words: Span) -> Option<Span> {
    let rest = CHANGES.iter().find_map(|sign| words.of(text).strip_prefix(sign))?;
    Some(Span::new(words.end() - rest.trim_start().len(), words.end()))
}

/// Whether the first line of each cue names who speaks: names that come again, or full ones.
fn have_name_lines(language: &Language, text: &str, cues: &[Cue<'_>]) -> bool {
    let filled: Vec<&Cue<'_>> = cues.iter().filter(|cue| !cue.lines.is_empty()).collect();
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    let mut named = 0;
    for cue in filled.iter().filter(|cue| cue.lines.len() > 1) {
        let name = without_badges(language, cue.lines[0].of(text));
        let is_name = name.len() < LONGEST_NAME
            && !name.ends_with(['.', '?', '!', ',', ';', '…'])
            && !CHANGES.iter().any(|sign| name.starts_with(sign))
            && words_of_name(language, name.trim_end_matches(':')).is_some();
        if is_name {
            *names.entry(name).or_default() += 1;
            named += 1;
        }
    }
    let again = names.values().filter(|count| **count > 1).count();
    let sure = names.keys().all(|name| is_known(language, name) || is_full_name(language, name));
    filled.len() > 1 && named * 10 >= filled.len() * 9 && (again > 0 && names.len() * 2 <= filled.len() + 1 || sure)
}

/// Captions while they are being read.
struct Captions<'a> {
    language: &'a Language,
    text: &'a str,
    labels: BTreeMap<&'a str, usize>,
    turns: Vec<Turn>,
    refused: Vec<Span>,
    voice: Voice<'a>,
    /// Whether what a voice without a name says next is a turn of its own.
    opens: bool,
}

impl<'a> Captions<'a> {
    fn change_voice(&mut self, voice: Voice<'a>) {
        self.opens |= voice.name.is_empty() || voice.name != self.voice.name;
        self.voice = voice;
    }

    /// Reads one line of a cue, as many words of it as are `left`: voice tags, labels and dashes change the voice.
    fn line(&mut self, line: Span, time: &str, left: &mut usize) {
        let mut is_first = true;
        for piece in pieces(self.text, line) {
            let words = match piece {
                Piece::Voice(name) => {
                    if let Some(name) = name {
                        self.change_voice(Voice::named(self.language, self.text, name));
                    }
                    continue;
                }
                Piece::Words(words) => words,
            };
            let number = words.of(self.text).split_whitespace().count();
            let shown = head(self.text, words, *left);
            *left = left.saturating_sub(number);
            let Some(mut words) = shown else { continue };
            if std::mem::take(&mut is_first) {
                words = self.behind_label(words);
            }
            self.say(words, time);
        }
    }

    /// The words behind a dash, which opens another voice, and a label with a colon, which names it.
    fn behind_label(&mut self, words: Span) -> Span {
        let changed = behind_change(self.text, words);
        if changed.is_some() {
            self.change_voice(Voice::default());
        }
        let words = changed.unwrap_or(words);
        let Some(found) = label_of(self.language, self.text, words) else { return words };
        let name = found.name.of(self.text);
        let again = self.labels.get(name).is_some_and(|count| *count > 1);
        let is_person = || is_full_name(self.language, name) || may_be_person(self.language, name);
        if !again && trust(self.language, self.text, &found) != Trust::Alone && !is_person() {
            self.refused.push(found.name);
            return words;
        }
        let mut voice = Voice::named(self.language, self.text, name);
        let details = found.details.map(|span| span.of(self.text));
        voice.details = details.filter(|details| !is_badge(self.language, details));
        self.change_voice(voice);
        Span::new(found.end.min(words.end()), words.end())
    }

    /// Adds words to the turn of the voice, or opens its turn.
    fn say(&mut self, words: Span, time: &str) {
        if words.is_empty() {
            return;
        }
        let (voice, opens) = (self.voice, std::mem::take(&mut self.opens));
        let text = self.text;
        let goes_on = |turn: &&mut Turn| {
            turn.name == voice.name && !(voice.name.is_empty() && (opens || is_complete(text, turn)))
        };
        if let Some(turn) = self.turns.last_mut().filter(goes_on) {
            turn.content.push(words);
            return;
        }
        self.turns.push(Turn {
            content: vec![words],
            mention: voice.mention,
            name: voice.name.to_owned(),
            details: voice.details.map(str::to_owned),
            time: Some(time.to_owned()),
            asks: false,
        });
    }
}

/// Whether what an unknown voice has said ends a sentence, or is long.
fn is_complete(text: &str, turn: &Turn) -> bool {
    let last = turn.content.last().map_or("", |span| span.of(text));
    let length: usize = turn.content.iter().map(|span| span.len()).sum();
    last.trim_end_matches(['"', '”', '’', '»', ')', ']']).ends_with(['.', '?', '!', '…', '♪'])
        || length > LONGEST_UNNAMED
}
