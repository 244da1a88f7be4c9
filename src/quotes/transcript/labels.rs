//! Which lines of a text open with a label? Those that can be believed alone, those that come twice, and those beside others of their kind.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::{Block, BlockKind};
use crate::lang::{Classes, Language};
use crate::quotes::participant::{is_full_name, is_interviewer, is_respondent_id, is_small_name};
use crate::quotes::transcript::cursor::is_clock;
use crate::quotes::transcript::exchange::{ends_asking, exchange, single};
use crate::quotes::transcript::label::{LONGEST_NAME, Label, Style, label};
use crate::quotes::transcript::letters;
use crate::quotes::transcript::numbers;
use crate::quotes::transcript::people::{is_person, is_same};
use crate::quotes::transcript::plain::{is_known, is_titled, lone, may_be_person, stopped};
use crate::quotes::transcript::run_on::run_on;
use crate::quotes::transcript::surplus::{of_message, without_address};
use crate::quotes::transcript::trust::{Trust, trust};
use crate::text::Span;
use crate::text::slice::span_of_subslice;

/// With this many labels with a colon that can be believed, a conversation is under way: others may speak once.
const ESTABLISHED: usize = 4;

/// Emphasis or a dash alone makes a label where fewer than this many have a plainer sign.
const FEW_SIGNS: usize = 2;

/// A field that names who is interviewed has a longer name: "P:" labels a turn.
const SHORTEST_FIELD: usize = 4;

/// A label with the line that it opens.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LabelLine {
    pub(crate) line: usize,
    pub(crate) label: Label,
}

/// The labels of a text.
#[derive(Debug, Default)]
pub(crate) struct Labels {
    pub(crate) accepted: Vec<LabelLine>,
    /// Names of what looks like labels to a reader and was not taken for one.
    pub(crate) refused: Vec<Span>,
    /// Whether they are believed as an exchange, not each by itself.
    pub(crate) is_exchange: bool,
}

/// A line that may open with a label.
#[derive(Clone, Copy, Debug)]
pub(super) struct Possible {
    pub(super) line: LabelLine,
    pub(super) trust: Trust,
    /// Whether the label has its line for itself.
    alone: bool,
    /// Whether its name opens another line too.
    repeated: bool,
}

impl Possible {
    pub(super) fn name<'a>(&self, text: &'a str) -> &'a str {
        self.line.label.name.of(text)
    }

    /// Whether it may be a label beside others of its style.
    pub(super) fn may_be_in_exchange(&self) -> bool {
        self.trust == Trust::Exchange || self.has(Style::Dash) && self.trust > Trust::Exchange
    }

    /// Whether a label with a colon may name a speaker.
    pub(super) fn may_name(&self) -> bool {
        self.has(Style::Colon) && self.trust > Trust::Exchange
    }

    fn has(&self, style: Style) -> bool {
        self.line.label.style == style
    }

    /// Whether a time of day is beside it, as in messages.
    fn has_time_of_day(&self, text: &str) -> bool {
        self.line.label.time.is_some_and(|time| time.of(text).ends_with(['m', 'M']))
    }
}

/// How a text uses labels, by which single ones are believed.
struct Usage<'a> {
    language: &'a Language,
    text: &'a str,
    /// Whether enough labels can be believed that others may speak once.
    established: bool,
    /// Whether one name comes twice beside a time of day: the others beside one are names too.
    messages: bool,
    /// The line of what heads an article.
    headline: Option<usize>,
    /// Whether nearly every paragraph begins with what may be a name and a colon.
    labelled_throughout: bool,
}

impl<'a> Usage<'a> {
    fn of(language: &'a Language, text: &'a str, possible: &[Possible], blocks: &[Block]) -> Self {
        let sure = |one: &&Possible| {
            one.has(Style::Colon) && one.trust > Trust::Exchange && (one.trust == Trust::Alone || one.repeated)
        };
        let message = |one: &Possible| one.trust == Trust::Repeated && one.repeated && one.has_time_of_day(text);
        Self {
            language,
            text,
            established: possible.iter().filter(sure).count() >= ESTABLISHED,
            messages: possible.iter().any(message),
            headline: headline(text, possible),
            labelled_throughout: is_labelled_throughout(text, possible, blocks),
        }
    }

    fn believes(&self, one: &Possible) -> bool {
        let once = || {
            let name = one.name(self.text);
            self.established
                && self.headline != Some(one.line.line)
                && one.has(Style::Colon)
                && (is_full_name(self.language, name)
                    || is_given_name(self.language, name)
                    || is_titled(self.language, name)
                    || self.labelled_throughout && may_speak(self.language, name))
        };
        one.trust == Trust::Alone
            || one.trust == Trust::Repeated
                && (one.repeated || self.messages && one.has_time_of_day(self.text) || once())
    }

    /// Whether a label with a colon says by itself who speaks, beside labels without.
    fn names_itself(&self, one: &Possible) -> bool {
        one.has(Style::Colon) && (one.trust == Trust::Alone || is_titled(self.language, one.name(self.text)))
    }

    /// A repeated name in small letters on lines of its own is believed beside other names on such lines, or if it is a given name.
    fn believe_small_names(&self, possible: &mut [Possible]) {
        let company = possible.iter().any(|one| one.alone && self.believes(one));
        for one in possible.iter_mut().filter(|one| one.alone && one.trust == Trust::None && one.repeated) {
            let name = one.name(self.text);
            let given = self.language.word(name).classes.any(Classes::GIVEN_HE | Classes::GIVEN_SHE);
            if is_small_name(self.language, name) && (company || given) {
                one.trust = Trust::Repeated;
            }
        }
    }
}

/// The labels of a text: those that can be believed alone, and those that come twice.
pub(super) fn labels(language: &Language, text: &str, blocks: &[Block]) -> Labels {
    let mut possible = possible(language, text, blocks);
    doubt_clocks(language, text, &mut possible);
    take_loose_times(&mut possible);
    let usage = Usage::of(language, text, &possible, blocks);
    usage.believe_small_names(&mut possible);
    let heads_parts = sub_headed(language, text, &mut possible);
    let believed = || possible.iter().filter(|one| usage.believes(one));
    let by = |style: Style| believed().filter(|one| one.has(style)).count();
    let (by_emphasis, by_dash) = (by(Style::Emphasis), by(Style::Dash));
    let by_sign = by(Style::Colon) + by(Style::Time) + by(Style::Bracket);
    let heads: BTreeSet<&str> =
        believed().filter(|one| one.has(Style::Colon)).filter_map(|one| letters(one.name(text))).collect();
    let signed = by_sign >= FEW_SIGNS || by_emphasis >= FEW_SIGNS;
    let mut exchanged = exchange(language, text, &possible, signed);
    if exchanged.places.is_empty()
        && let Some(pair) = single(text, &possible)
    {
        exchanged.places.extend(pair);
    }
    exchanged.places.extend(heads_parts);
    let roster = roster(language, text, &possible);
    // Whom the roster names speaks below it.
    let on_roster = |one: &Possible| one.may_name() && roster.values().any(|person| is_same(person, one.name(text)));
    exchanged.places.extend((0..possible.len()).filter(|place| on_roster(&possible[*place])));
    exchanged.places.sort_unstable();
    let mut labels = Labels { is_exchange: !exchanged.places.is_empty(), ..Labels::default() };
    for (place, one) in possible.iter().enumerate() {
        // Emphasis alone marks many things: it counts where it is the way of this text.
        let usual = match one.line.label.style {
            // `P4 - text` beside `P3: text`.
            Style::Dash if letters(one.name(text)).is_some_and(|head| heads.contains(head)) => true,
            Style::Emphasis => by_sign < FEW_SIGNS && by_emphasis > by_dash,
            Style::Dash => by_sign < FEW_SIGNS && by_dash >= by_emphasis,
            Style::Colon | Style::Bracket | Style::Time => true,
            Style::Stop { .. } | Style::Line => false,
        };
        if roster.contains_key(&place) {
            continue;
        }
        // Labels of another style are none where those without a colon are the way of the text, but for "THE COURT:".
        let in_style = exchanged.style.is_none_or(|style| one.has(style) || usage.names_itself(one));
        let believed = exchanged.places.binary_search(&place).is_ok() || in_style && usual && usage.believes(one);
        // `Wife (C3):` beside "Interviewer:".
        let in_company = |last: &LabelLine| {
            one.may_name() && one.line.label.details.is_some() && is_in_company(language, text, last, &one.line)
        };
        if believed || labels.accepted.last().is_some_and(in_company) {
            labels.accepted.push(one.line);
        } else if one.has(Style::Colon) && looks_like_name(one.name(text)) {
            labels.refused.push(one.line.label.name);
        }
    }
    if labels.accepted.is_empty() {
        labels.refused.clear();
    }
    labels
}

/// “10:30 Meeting: that one was moved” is a line of somebody's words, where the labels of a text have no time in front: its name does not come again.
fn doubt_clocks(language: &Language, text: &str, possible: &mut [Possible]) {
    let leads = |one: &Possible| one.line.label.time.is_some_and(|time| time.end() <= one.line.label.name.start());
    let sure = |one: &&Possible| one.may_name() && (one.trust == Trust::Alone || one.repeated);
    let led = possible.iter().filter(sure).filter(|one| leads(one)).count();
    let others = possible.iter().filter(sure).filter(|one| !leads(one)).count();
    if led >= others {
        return;
    }
    for one in possible.iter_mut().filter(|one| leads(one) && !one.repeated) {
        if !is_known(language, one.name(text)) {
            one.trust = Trust::None;
        }
    }
}

/// `Ana: 00:05 We left.`: bare times behind labels belong to them where three labels in four have one.
fn take_loose_times(possible: &mut [Possible]) {
    for style in [Style::Colon, Style::Dash] {
        let is_named = |one: &&Possible| one.has(style) && (one.may_name() || one.may_be_in_exchange());
        let named = possible.iter().filter(is_named).count();
        let loose = possible.iter().filter(is_named).filter(|one| one.line.label.loose_time.is_some()).count();
        if loose < FEW_SIGNS || loose * 4 < named * 3 {
            continue;
        }
        for one in possible.iter_mut().filter(|one| one.has(style)) {
            if let Some((time, end)) = one.line.label.loose_time {
                (one.line.label.time, one.line.label.end) = (Some(time), end);
            }
        }
    }
}

/// The labels of people whose words begin with a label of another kind on a line of its own: "**Luke**:" before "Macros:". The latter head parts of
/// what is said.
fn sub_headed(language: &Language, text: &str, possible: &mut [Possible]) -> Vec<usize> {
    let bare = |one: &Possible| one.alone && one.has(Style::Colon);
    let opens = |pair: &[Possible]| {
        let between = &text[pair[0].line.label.end.min(pair[1].line.line)..pair[1].line.line];
        bare(&pair[0]) && bare(&pair[1]) && between.trim().is_empty() && pair[0].name(text) != pair[1].name(text)
    };
    let places: Vec<usize> = (1..possible.len()).filter(|at| opens(&possible[at - 1..=*at])).map(|at| at - 1).collect();
    let named = places.iter().any(|at| is_given_name(language, possible[*at].name(text)));
    if places.len() < 2 || !named {
        return Vec::new();
    }
    let heads: BTreeSet<&str> = places.iter().map(|at| possible[at + 1].name(text)).collect();
    if places.iter().any(|at| heads.contains(possible[*at].name(text))) {
        return Vec::new();
    }
    let people: BTreeSet<&str> = places.iter().map(|at| possible[*at].name(text)).collect();
    for one in possible.iter_mut().filter(|one| bare(one) && !people.contains(one.name(text))) {
        one.trust = Trust::None;
    }
    places
}

/// Whether nine paragraphs in ten begin with what may be a name and a colon, or nine lines where turns are lines.
fn is_labelled_throughout(text: &str, possible: &[Possible], blocks: &[Block]) -> bool {
    let readable = |block: &&Block| matches!(block.kind, BlockKind::Paragraph | BlockKind::Item) && block.quoted == 0;
    let (mut paragraphs, mut lines, mut labelled) = (0, 0, 0);
    for block in blocks.iter().filter(readable) {
        let at = possible.partition_point(|one| one.line.line < block.span.start());
        paragraphs += 1;
        lines += block.span.of(text).lines().count();
        labelled += usize::from(possible.get(at).is_some_and(|one| one.line.line < block.span.end() && one.may_name()));
    }
    let names = possible.iter().filter(|one| one.may_name()).count();
    labelled * 10 >= paragraphs * 9 && (paragraphs >= ESTABLISHED || names * 10 >= lines * 9)
}

/// Whether somebody may go by a name, among people of whom each paragraph says who speaks: a name, an office, a kind of person with a number.
fn may_speak(language: &Language, name: &str) -> bool {
    let is_person = |word: &str| {
        language
            .word_any_case(word)
            .classes
            .any(Classes::ROLE | Classes::PERSON_NOUN | Classes::RESPONDENT | Classes::GROUP)
    };
    may_be_person(language, name) || name.split(' ').any(is_person)
}

fn is_given_name(language: &Language, name: &str) -> bool {
    language.word_any_case(name).classes.any(Classes::GIVEN_HE | Classes::GIVEN_SHE)
}

/// Whether a label follows one who asks, or one with details, on the next line or in the next paragraph.
fn is_in_company(language: &Language, text: &str, last: &LabelLine, line: &LabelLine) -> bool {
    let between = text[last.label.end.min(line.line)..line.line].trim();
    (last.label.details.is_some() || is_interviewer(language, last.label.name.of(text)))
        && memchr::memmem::find(between.as_bytes(), b"\n\n").is_none()
}

/// The lines at the head, by their place, that say who is interviewed and who asks: "INTERVIEWER: Paul Ames".
fn roster<'a>(language: &Language, text: &'a str, possible: &[Possible]) -> BTreeMap<usize, &'a str> {
    let value = |one: &Possible| {
        let words = text[one.line.label.end.min(text.len())..].lines().next().unwrap_or("");
        words.trim().trim_matches(['*', '_'])
    };
    let is_field = |one: &Possible| {
        let name = one.name(text);
        one.has(Style::Colon)
            && name.len() >= SHORTEST_FIELD
            && (is_interviewer(language, name) || is_respondent_id(language, name))
            && is_person(language, value(one))
    };
    possible
        .iter()
        .enumerate()
        .take_while(|(_, one)| is_field(one) || one.trust == Trust::None)
        .filter(|(_, one)| is_field(one))
        .map(|(place, one)| (place, value(one).split([',', '(']).next().unwrap_or("").trim()))
        .collect()
}

/// The lines that may open with a label, by their form.
fn possible(language: &Language, text: &str, blocks: &[Block]) -> Vec<Possible> {
    let letters = letters::asking_and_answering(text);
    let mut possible: Vec<Possible> = Vec::new();
    for block in blocks {
        let readable = matches!(block.kind, BlockKind::Paragraph | BlockKind::Item | BlockKind::Heading);
        if block.quoted > 0 || !readable {
            continue;
        }
        let mut at = block.span.start();
        while at < block.span.end() {
            let end = memchr::memchr(b'\n', &text.as_bytes()[at..block.span.end()])
                .map_or(block.span.end(), |newline| at + newline);
            let label = match block.kind {
                BlockKind::Heading => heading_label(text, block).map(|label| (label, trust(language, text, &label))),
                _ => letters::label(text, at, end, &letters)
                    .map(|label| (label, trust(language, text, &label)))
                    .or_else(|| of_line(language, text, at, end, block.span.end())),
            };
            if let Some((label, own)) =
                label.map(|found| without_address(language, text, of_message(language, text, found)))
            {
                let is_heading = block.kind == BlockKind::Heading;
                let opens = !is_heading && own > Trust::None;
                let behind = if opens { run_on(language, text, &label, end) } else { Vec::new() };
                let behind = behind.into_iter().map(|label| (label.start(text), label, trust(language, text, &label)));
                for (line, label, trust) in std::iter::once((at, label, own)).chain(behind) {
                    let alone = label.style == Style::Colon && label.end >= end && !is_heading;
                    possible.push(Possible { line: LabelLine { line, label }, trust, alone, repeated: false });
                }
            }
            at = end + 1;
        }
    }
    numbers::without_counts(language, text, &mut possible);
    numbers::without(language, text, &mut possible);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for one in &possible {
        *counts.entry(one.name(text)).or_default() += 1;
    }
    for one in &mut possible {
        one.repeated = counts.get(one.name(text)).is_some_and(|count| *count > 1);
    }
    possible
}

/// The label of a line, and how far it is believed: one with a sign of its own, or what looks like one without.
fn of_line(language: &Language, text: &str, start: usize, end: usize, block: usize) -> Option<(Label, Trust)> {
    let judged = |label: Label| (label, trust(language, text, &label));
    let signed = label(text, start, end).or_else(|| stacked(text, start, end, block)).map(judged);
    if signed.is_some_and(|(_, trust)| trust > Trust::None) {
        return signed;
    }
    // “Q: Did you see it? A: I did not.”
    let mark = text[start..end].trim_start().chars().next().filter(|ch| matches!(ch, '“' | '"'));
    if let Some(mark) = mark {
        let blanks = text[start..end].len() - text[start..end].trim_start().len();
        let inner = label(text, start + blanks + mark.len_utf8(), end);
        let asks = |label: &Label| label.style == Style::Colon && is_interviewer(language, label.name.of(text));
        return inner.filter(asks).map(judged);
    }
    let plain = stopped(language, text, start, end, block).or_else(|| lone(language, text, start, end));
    plain.map(judged).or(signed)
}

/// The first line of a text, where it looks like a label and an unlabelled line follows: "Bo Ray: Night Bus ‘a Disgrace’" over an article.
fn headline(text: &str, possible: &[Possible]) -> Option<usize> {
    let first = possible.first()?.line.line;
    let end = memchr::memchr(b'\n', &text.as_bytes()[first..]).map_or(text.len(), |newline| first + newline);
    let next = end + (text[end..].len() - text[end..].trim_start().len());
    let labelled = possible.get(1).is_some_and(|second| second.line.line == next);
    (text[..first].trim().is_empty() && !labelled).then_some(first)
}

/// The letters of a number: "P" of `P3`.
fn letters(name: &str) -> Option<&str> {
    let head = name.trim_end_matches(|ch: char| ch.is_ascii_digit());
    (head.len() < name.len()).then_some(head)
}

/// Whether a refused label might have been a speaker to a reader: few words, the first with a capital.
fn looks_like_name(words: &str) -> bool {
    words.split(' ').count() <= 3 && words.starts_with(char::is_uppercase) && !words.contains(['(', '[', '"', '“', '`'])
}

/// A name on one line, a time on the next, and then what is said.
fn stacked(text: &str, start: usize, end: usize, block: usize) -> Option<Label> {
    let words = text[start..end].trim();
    if words.is_empty() || words.len() > LONGEST_NAME || end + 1 >= block || words.ends_with(['.', '?', '!', ',']) {
        return None;
    }
    let next = memchr::memchr(b'\n', &text.as_bytes()[end + 1..block]).map_or(block, |newline| end + 1 + newline);
    let stamp = text[end + 1..next].trim();
    is_clock(stamp).then(|| Label {
        name: span_of_subslice(text, words),
        details: None,
        time: Some(span_of_subslice(text, stamp)),
        loose_time: None,
        end: next,
        style: Style::Time,
    })
}

/// A heading that is nothing but a name.
fn heading_label(text: &str, block: &Block) -> Option<Label> {
    let words = block.span.of(text);
    if words.len() > LONGEST_NAME || words.ends_with(['?', '.', '!']) {
        return None;
    }
    let found = label(text, block.span.start(), block.span.end());
    if let Some(found) = found {
        return (found.end >= block.span.end()).then_some(found);
    }
    Some(Label {
        name: block.span,
        details: None,
        time: None,
        loose_time: None,
        end: block.span.end(),
        style: Style::Emphasis,
    })
}

/// Whether labels are the fields of a form that every section fills anew ("Evidence:", "Impact:"): no section has the same one twice.
pub(super) fn are_fields(language: &Language, text: &str, blocks: &[Block], labels: &[LabelLine]) -> bool {
    let headings = blocks.iter().filter(|block| block.kind == BlockKind::Heading && block.quoted == 0);
    let mut headings = headings.map(|block| block.line).peekable();
    let mut sections = 0;
    let mut names: BTreeSet<&str> = BTreeSet::new();
    for line in labels {
        let name = line.label.name.of(text);
        if line.label.time.is_some() || is_interviewer(language, name) || is_respondent_id(language, name) {
            return false;
        }
        let mut opened = sections == 0;
        while headings.next_if(|heading| *heading <= line.line).is_some() {
            opened = true;
        }
        if opened {
            sections += 1;
            names.clear();
        }
        if !names.insert(name) {
            return false;
        }
    }
    sections >= 2 && !asks_everywhere(text, labels)
}

/// Whether the words under one label are a question each time.
fn asks_everywhere(text: &str, labels: &[LabelLine]) -> bool {
    let mut asked: BTreeMap<&str, bool> = BTreeMap::new();
    for line in labels {
        let asks = ends_asking(&text[line.label.end.min(text.len())..]);
        asked.entry(line.label.name.of(text)).and_modify(|all| *all &= asks).or_insert(asks);
    }
    asked.values().any(|all| *all)
}
