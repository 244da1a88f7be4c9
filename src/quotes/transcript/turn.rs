//! A turn before it becomes a quotation: where its words begin and end.

use crate::document::{Block, BlockKind};
use crate::lang::{Classes, Language, List};
use crate::quotes::participant::{self, is_full_name, is_interviewer};
use crate::quotes::quote::Speaker;
use crate::quotes::transcript::aside::{is_aside, is_caption};
use crate::quotes::transcript::badge::{is_badge, without_badges};
use crate::quotes::transcript::cursor::is_clock;
use crate::quotes::transcript::exchange::ends_asking;
use crate::quotes::transcript::labels::LabelLine;
use crate::quotes::transcript::marks::without_events;
use crate::quotes::transcript::plain::is_titled;
use crate::quotes::transcript::question::emphasised;
use crate::quotes::wording::words;
use crate::text::Span;
use crate::text::marks::{Family, Side, quotation_mark};
use crate::text::slice::line_start;

/// Fewer turns of one paragraph do not make it the way of a text.
const LEAST_SINGLE: usize = 2;

/// A time on a line of its own has fewer bytes.
const LONGEST_TIME: usize = 20;

/// The name of an interviewer who is not named.
const UNNAMED_INTERVIEWER: &str = "Interviewer";

/// What one person says until another does.
#[derive(Clone, Debug)]
pub(crate) struct Turn {
    pub(crate) content: Vec<Span>,
    /// Where the speaker is named, if it is.
    pub(crate) mention: Option<Span>,
    pub(crate) name: String,
    pub(crate) details: Option<String>,
    pub(crate) time: Option<String>,
    /// Whether this is a question by its layout.
    pub(crate) asks: bool,
}

impl Turn {
    /// Where it starts with its label.
    pub(super) fn start(&self) -> usize {
        let content = self.content.first().map_or(0, |span| span.start());
        self.mention.map_or(content, |mention| mention.start().min(content))
    }

    /// Role and affiliation out of the details behind a label. Behind a title they are an office, or the seat of a member.
    pub(super) fn describe(&self, language: &Language, speaker: &mut Speaker) {
        let Some(details) = &self.details else { return };
        if !is_titled(language, &self.name) {
            (speaker.role, speaker.affiliation) = participant::details(language, details);
            return;
        }
        let details = details.split_whitespace().collect::<Vec<_>>().join(" ");
        let is_office =
            |word: &str| language.word_any_case(word).classes.any(Classes::ROLE | Classes::TITLE | Classes::RESPONDENT);
        let field = if words(&details).any(is_office) { &mut speaker.role } else { &mut speaker.affiliation };
        *field = Some(details);
    }

    /// The bytes from its label to the end of its words.
    pub(super) fn extent(&self) -> usize {
        self.content.last().map_or(0, |span| span.end()) - self.start()
    }
}

/// A label with the blocks under it. What stands aside inside a turn parts its words in two runs.
struct Open<'a> {
    line: &'a LabelLine,
    runs: Vec<Vec<Span>>,
}

impl<'a> Open<'a> {
    fn new(line: &'a LabelLine, end: usize) -> Self {
        let start = line.label.end;
        Self { line, runs: vec![vec![Span::new(start.min(end), end)]] }
    }

    fn add(&mut self, span: Span) {
        if let Some(run) = self.runs.last_mut() {
            run.push(span);
        }
    }

    /// What was said last.
    fn last(&self) -> Option<Span> {
        self.runs.iter().rev().find_map(|run| run.last()).copied()
    }

    /// Ends the words at a label inside the block.
    fn cut(&mut self, end: usize) {
        if let Some(last) = self.runs.last_mut().and_then(|run| run.last_mut()) {
            *last = Span::new(last.start().min(end), end);
        }
    }

    fn part(&mut self) {
        if self.runs.last().is_some_and(|run| !run.is_empty()) {
            self.runs.push(Vec::new());
        }
    }

    fn blocks(&self) -> usize {
        self.runs.iter().map(Vec::len).sum()
    }

    /// The turn, if words follow the label.
    fn close(&self, language: &Language, text: &str) -> Option<Turn> {
        let label = &self.line.label;
        let joined = self.runs.iter().filter_map(|run| Some(run.first()?.join(*run.last()?)));
        let content: Vec<Span> = joined.filter_map(|span| spoken(text, span.start(), span.end())).collect();
        let on_one_line = |span: Span| span.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
        let written = on_one_line(label.name);
        let mut name = without_badges(language, &written).to_owned();
        let mut details = label.details.map(on_one_line).filter(|details| !is_badge(language, details));
        // "The Minister for Works (Ms Dale)": the bracket names the person.
        if let Some(person) = details.take_if(|person| names_holder(language, &name, person)) {
            let office = std::mem::replace(&mut name, person);
            let (_, bare) = office.split_once(' ').unwrap_or(("", &office));
            details = Some(bare.to_owned());
        }
        let time = label.time.map(|span| span.of(text).to_owned());
        (!content.is_empty()).then_some(Turn { content, mention: Some(label.name), name, details, time, asks: false })
    }
}

/// Whether a bracket behind an office with an article names who holds it.
fn names_holder(language: &Language, office: &str, person: &str) -> bool {
    let first = |words: &str| words.split(' ').next().unwrap_or("").trim_end_matches('.').to_owned();
    let classes = |word: &str| language.word_any_case(word).classes;
    classes(&first(office)).any(Classes::DEFINITE)
        && (classes(&first(person)).any(Classes::HONORIFIC) || is_full_name(language, person))
}

/// The turns under labels: each to the next label, heading or rule.
pub(super) fn labelled(language: &Language, text: &str, blocks: &[Block], labels: &[LabelLine]) -> Vec<Turn> {
    let mut turns: Vec<Open<'_>> = Vec::new();
    let mut questions: Vec<Turn> = Vec::new();
    let mut rest = labels.iter().peekable();
    let mut is_open = false;
    let asks = |line: &LabelLine| {
        is_interviewer(language, line.label.name.of(text)) || ends_asking(&text[line.label.end.min(text.len())..])
    };
    let first = labels.first().map_or(0, |line| line.line);
    // A plain question parts turns where the first of them follows one, and no label asks.
    let nobody_asks = text[..first].trim_end().ends_with('?') && !labels.iter().any(asks);
    for (number, block) in blocks.iter().enumerate() {
        let mut labelled_here = false;
        while let Some(line) = rest.next_if(|line| line.line < block.span.end()) {
            labelled_here = true;
            if let Some(open) = turns.last_mut().filter(|_| is_open && line.line > block.span.start()) {
                open.cut(line.line);
            }
            turns.push(Open::new(line, block.span.end()));
            is_open = true;
        }
        let next = rest.peek().map(|line| line.line);
        let is_next = blocks.get(number + 1).is_some_and(|block| next == Some(block.line));
        if !labelled_here && let Some(words) = set_question(text, block, nobody_asks).filter(|_| is_next) {
            questions.push(question(words));
            is_open = false;
            continue;
        }
        let Some(open) = turns.last_mut().filter(|_| is_open && !labelled_here) else { continue };
        match block.kind {
            BlockKind::Heading | BlockKind::Rule | BlockKind::FrontMatter | BlockKind::Code if block.quoted == 0 => {
                is_open = false;
            }
            BlockKind::Paragraph if block.quoted == 0 && is_apparatus(language, block.span.of(text)) => {
                is_open = false;
            }
            BlockKind::Markup => {}
            _ if is_aside(language, text, block, open.last()) => open.part(),
            _ => open.add(block.span),
        }
    }
    without_captions(language, text, &mut turns, text[..first].trim_end().ends_with(':'));
    let turns = turns.iter().filter_map(|open| open.close(language, text)).collect();
    let mut turns = without_events(language, text, turns);
    take_times_above(text, &mut turns);
    turns.extend(questions);
    turns.sort_by_key(|turn| turn.content[0]);
    take_final_times(text, &mut turns);
    turns
}

/// A time on a line of its own above a label is when its turn begins.
fn take_times_above(text: &str, turns: &mut [Turn]) {
    for turn in turns.iter_mut().filter(|turn| turn.time.is_none()) {
        let line = line_start(text, turn.start());
        let above = text[..line].trim_end().rsplit('\n').next().unwrap_or("").trim();
        let bare = above.trim_matches(['[', ']', '(', ')', '*', '_', '#']);
        if above.len() < LONGEST_TIME && is_clock(bare) {
            turn.time = Some(bare.to_owned());
        }
    }
}

/// `I: Why? #00:00:05-2#`: a mark of the time behind a paragraph is no word, and the time at which the next begins.
fn take_final_times(text: &str, turns: &mut [Turn]) {
    let mut begins: Option<String> = None;
    for turn in turns {
        let start = begins.take();
        turn.time = turn.time.take().or(start);
        let Some(last) = turn.content.last_mut() else { continue };
        let Some((words, mark)) = last.of(text).strip_suffix('#').and_then(|words| words.rsplit_once('#')) else {
            continue;
        };
        let mark = mark.split_once('-').map_or(mark, |(time, _)| time);
        if is_clock(mark) && !words.trim().is_empty() {
            *last = Span::new(last.start(), last.start() + words.trim_end().len());
            begins = Some(mark.to_owned());
        }
    }
}

/// The words of a question in emphasis or in a heading, between the turns of several who answer it; a plain one, where no label asks.
pub(super) fn set_question(text: &str, block: &Block, nobody_asks: bool) -> Option<Span> {
    let words = match block.kind {
        BlockKind::Heading => Some(block.span),
        BlockKind::Paragraph => emphasised(text, block.span).or(nobody_asks.then_some(block.span)),
        _ => None,
    };
    words.filter(|span| block.quoted == 0 && span.of(text).trim_end().ends_with('?'))
}

/// A question that nothing names.
pub(super) fn question(content: Span) -> Turn {
    Turn {
        content: vec![content],
        mention: None,
        name: UNNAMED_INTERVIEWER.to_owned(),
        details: None,
        time: None,
        asks: true,
    }
}

/// Where nearly every turn is one paragraph, a line behind one that is no sentence is a caption; and a text that announced its turns goes on behind
/// them.
fn without_captions(language: &Language, text: &str, turns: &mut [Open<'_>], announced: bool) {
    let singles = turns.iter().filter(|open| open.blocks() == 1).count();
    if singles < LEAST_SINGLE || singles * 5 < turns.len() * 4 && !(announced && singles + 1 == turns.len()) {
        return;
    }
    let last = turns.len() - 1;
    for (number, open) in turns.iter_mut().enumerate() {
        let Some([first, behind @ ..]) = open.runs.first().map(Vec::as_slice) else { continue };
        let is_caption = behind.iter().all(|span| is_caption(language, span.of(text).trim()));
        if is_caption && !behind.is_empty() || announced && number == last {
            open.runs = vec![vec![*first]];
        }
    }
}

/// What follows a transcript and belongs to no turn: link definitions, the transcriber's line.
pub(super) fn is_apparatus(language: &Language, words: &str) -> bool {
    /// A transcriber's line is shorter.
    const LONGEST: usize = 200;
    let definition = words.starts_with('[')
        && words.lines().next().is_some_and(|line| memchr::memmem::find(line.as_bytes(), b"]: ").is_some());
    definition || words.lines().count() == 1 && words.len() < LONGEST && names_transcriber(language, words)
}

/// Whether a line begins with a capital and says who wrote the transcript down: "Transcribed by Ana Ruiz".
fn names_transcriber(language: &Language, line: &str) -> bool {
    let Some(capital) = line.chars().next().filter(|ch| ch.is_uppercase()) else { return false };
    language.list(List::TranscriberLines).iter().any(|opening| {
        let mut letters = opening.chars();
        letters.next().is_some_and(|first| first.to_uppercase().eq([capital]))
            && line[capital.len_utf8()..]
                .strip_prefix(letters.as_str())
                .is_some_and(|rest| opening.ends_with(':') || rest.starts_with(' '))
    })
}

/// The words of a turn: without whitespace, tags and emphasis that only closes around them, or a time on a line of its own behind.
pub(super) fn spoken(text: &str, start: usize, end: usize) -> Option<Span> {
    let start = behind_tags(text, start, end.max(start));
    let mut end = end.max(start);
    loop {
        let before = end;
        end = start + text[start..end].trim_ascii_end().len();
        end = before_time(text, start, end);
        end = before_tag(text, start, end);
        if end == before {
            break;
        }
    }
    // Emphasis that was opened before the label closes here.
    let words = &text[start..end];
    let stars = words.len() - words.trim_end_matches('*').len();
    if stars > 0 && !words.starts_with('*') && memchr::memchr_iter(b'*', words.as_bytes()).count() == stars {
        end -= stars;
    }
    let words = text[start..end].trim_end();
    let words = words.strip_suffix(closing_mark).filter(|_| has_odd_marks(words)).unwrap_or(words);
    (!words.is_empty()).then(|| Span::new(start, start + words.len()))
}

fn closing_mark(mark: char) -> bool {
    matches!(quotation_mark(mark), Some((Family::Double | Family::Guillemet, Side::Closes | Side::Either)))
}

/// Whether a mark that was opened before the label closes among the words of a turn.
fn has_odd_marks(words: &str) -> bool {
    let may_open_turn = |mark: &char| {
        quotation_mark(*mark).is_some_and(|(family, _)| matches!(family, Family::Double | Family::Guillemet))
    };
    words.chars().filter(may_open_turn).count() % 2 == 1
}

/// Where words start behind whitespace, tags that close the label, and tags that open a paragraph.
fn behind_tags(text: &str, mut start: usize, end: usize) -> usize {
    loop {
        let words = text[start..end].trim_ascii_start();
        start = end - words.len();
        let tag = ["</", "<p>", "<p ", "<br", "<div"].iter().any(|tag| words.starts_with(tag));
        let Some(close) = memchr::memchr(b'>', words.as_bytes()).filter(|_| tag) else { return start };
        start += close + 1;
    }
}

/// Where words end before a time on a last line of its own.
fn before_time(text: &str, start: usize, end: usize) -> usize {
    let line = text[start..end].rfind('\n').map_or(start, |newline| start + newline + 1);
    let words = text[line..end].trim().trim_matches(['[', ']', '(', ')']);
    if line > start && words.len() < LONGEST_TIME && is_clock(words) { line } else { end }
}

/// Where words end before a tag that closes what was not opened inside them, or breaks the line.
fn before_tag(text: &str, start: usize, end: usize) -> usize {
    if !text[start..end].ends_with('>') {
        return end;
    }
    let Some(open) = memchr::memrchr(b'<', &text.as_bytes()[start..end]).map(|open| start + open) else { return end };
    let tag = &text[open..end];
    let inside = tag.strip_prefix("</").is_some_and(|name| {
        let name = name.trim_end_matches('>');
        text[start..open].match_indices('<').any(|(at, _)| text[start + at + 1..open].starts_with(name))
    });
    if !inside && (tag.starts_with("</") || tag.starts_with("<br")) { open } else { end }
}
