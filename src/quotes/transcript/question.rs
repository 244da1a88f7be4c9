//! How does an interview without labels set its questions apart (headings, emphasis, labels of their own, paragraphs, lines)?

use std::cell::LazyCell;

use crate::document::{Block, BlockKind};
use crate::lang::{Language, List};
use crate::quotes::participant::is_interviewer;
use crate::quotes::transcript::answers::AnswerMeasures;
use crate::quotes::transcript::label::{Style, label};
use crate::quotes::transcript::people::{Head, head};
use crate::quotes::transcript::plain::stopped;
use crate::quotes::wording::starts_with_mark;
use crate::text::Span;
use crate::text::slice::{floor_char_boundary, line_start, span_of_subslice};

/// The head of a text, in bytes, in which words for an interview are looked for.
const HEAD: usize = 1200;

/// Of headings or lines in emphasis, at least this many ask, and six in ten.
const LEAST_QUESTIONS: usize = 3;

/// Of lines that hold a question and its answer, there are at least this many.
const LEAST_LINES: usize = 5;

/// Of two voices behind dashes, each speaks so often.
const LEAST_ANSWERED: usize = 3;

/// A paragraph that asks is shorter than this, and a question on the line of its answer than that, in bytes.
const LONGEST_QUESTION: usize = 600;
const LONGEST_QUESTION_ON_LINE: usize = 400;

/// Tags of emphasis.
const EMPHASIS_TAGS: [(&str, &str); 4] =
    [("<strong>", "</strong>"), ("<b>", "</b>"), ("<em>", "</em>"), ("<i>", "</i>")];

/// Whether a text is known to be an interview before its questions are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Prior {
    /// The caller says that it is a conversation.
    Interview,
    /// It has to show it: words for an interview at its head, a title that names whom it asks, or answers in the first person.
    Open,
}

/// How the questions of an interview are set apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum QuestionLayout {
    /// Headings of this level and deeper ones are questions.
    Headings(u8),
    /// Paragraphs wholly in emphasis are questions, and what is in emphasis before an answer on the same line or the next.
    Emphasis,
    /// Paragraphs wholly in emphasis are answers.
    EmphasisedAnswers,
    /// Questions have a label, answers have none: "Question - …".
    Labels,
    /// Paragraphs that end with a question mark are questions, and lines before their answer.
    Paragraphs,
    /// A question and its answer share a line.
    Lines,
    /// Every line opens with a dash, and two voices take turns: “– Where?”, “– Here.”
    Dashes,
}

impl QuestionLayout {
    /// How a text sets questions apart, if it is an interview.
    pub(crate) fn find(language: &Language, text: &str, blocks: &[Block], prior: Prior) -> Option<Self> {
        // Most texts have no question that ends a line or stands in emphasis: what costs a look at every word comes last.
        let marks = memchr::memchr_iter(b'?', text.as_bytes()).take(LEAST_LINES).count();
        let asks = marks == LEAST_LINES || has_set_question(text);
        if prior == Prior::Open && (!asks || is_faq(language, text)) {
            return None;
        }
        // What costs a look at every word is asked where it matters.
        let is_interview = LazyCell::new(|| prior == Prior::Interview || speaks_of_interview(language, text));
        let head = LazyCell::new(|| if *is_interview { Head::Speaks } else { head(language, text, blocks) });
        let answers = |layout: Self| {
            let may_be_set = || AnswerMeasures::of_layout(language, text, blocks, layout).may_be_set(layout);
            if prior == Prior::Open && !may_be_set() {
                return false;
            }
            let measures = AnswerMeasures::of(language, text, blocks, layout);
            match prior {
                Prior::Interview => measures.are_possible(),
                Prior::Open => measures.may_be_answers() && measures.are_answers(layout, *head),
            }
        };
        let headings = unquoted(blocks).filter(|block| block.kind == BlockKind::Heading).count();
        let level = if headings < LEAST_QUESTIONS { None } else { asking_level(language, text, blocks) };
        let headings = level.map(Self::Headings);
        let tells = |layout: Self| AnswerMeasures::of(language, text, blocks, layout).tell_the_reader();
        if let Some(layout) = headings.filter(|layout| *is_interview && !tells(*layout)) {
            return Some(layout);
        }
        let in_emphasis: Vec<Span> = paragraphs(blocks).filter_map(|block| emphasised(text, block.span)).collect();
        let has_emphasis = !in_emphasis.is_empty();
        let in_emphasis = mostly_ask(language, in_emphasis.iter().map(|words| words.of(text)));
        if in_emphasis && *is_interview && !tells(Self::Emphasis) {
            return Some(Self::Emphasis);
        }
        if voices_take_turns(text) {
            return Some(Self::Dashes);
        }
        let is_plain = || {
            !blocks.iter().any(|block| matches!(block.kind, BlockKind::Heading | BlockKind::Row) || block.quoted > 0)
        };
        if marks == LEAST_LINES && is_plain() && lines_answer(text, blocks) {
            // What its lines show to be an interview is read by its emphasis, if it has questions there.
            return Some(if in_emphasis { Self::Emphasis } else { Self::Lines });
        }
        if prior == Prior::Open && has_choices(text) {
            return None;
        }
        let layouts =
            [Some(Self::Labels), headings, Some(Self::Emphasis), has_emphasis.then_some(Self::EmphasisedAnswers)];
        let mut layouts = layouts.into_iter().flatten().chain([Self::Paragraphs]);
        layouts.find(|layout| answers(*layout))
    }
}

/// Whether a question mark ends a line, or stands before the end of emphasis.
fn has_set_question(text: &str) -> bool {
    memchr::memchr_iter(b'?', text.as_bytes()).any(|at| {
        // A question in somebody's words is none of the text's own.
        let line = line_start(text, at);
        if starts_with_mark(&text[line..at]) && !text[line..at].starts_with(['*', '_']) {
            return false;
        }
        let behind = text[at + 1..].trim_start_matches(['"', '”', ')', ' ', '\r']);
        behind.is_empty() || behind.starts_with(['\n', '*', '_', '<'])
    })
}

/// What a block is in an interview: a question, an answer, a question with its answer, or neither.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Part {
    pub(super) question: Option<Span>,
    pub(super) answer: Option<Span>,
    /// The label of the question: "THE MERCURY:".
    pub(super) label: Option<Span>,
}

impl Part {
    pub(super) fn of(language: &Language, text: &str, block: &Block, layout: QuestionLayout) -> Self {
        let span = block.span;
        let answer = Self { answer: Some(span), ..Self::default() };
        if block.quoted > 0 || span.is_empty() {
            return answer;
        }
        let is_text = matches!(block.kind, BlockKind::Paragraph | BlockKind::Item);
        match layout {
            QuestionLayout::Headings(level) if block.kind == BlockKind::Heading && block.level >= level => {
                Self::asked(span)
            }
            _ if !is_text => answer,
            QuestionLayout::Emphasis => {
                emphasised(text, span).map(Self::asked).or_else(|| emphasised_question(text, span)).unwrap_or(answer)
            }
            QuestionLayout::EmphasisedAnswers if emphasised(text, span).is_none() && span.len() < LONGEST_QUESTION => {
                Self::asked(span)
            }
            QuestionLayout::EmphasisedAnswers => {
                Self { answer: emphasised(text, span).or(Some(span)), ..Self::default() }
            }
            QuestionLayout::Labels => labelled_question(language, text, span).unwrap_or(answer),
            QuestionLayout::Paragraphs | QuestionLayout::Lines => {
                plain_question(language, text, span).unwrap_or(answer)
            }
            QuestionLayout::Headings(_) | QuestionLayout::Dashes => answer,
        }
    }

    fn asked(span: Span) -> Self {
        Self { question: Some(span), ..Self::default() }
    }
}

/// `Question - Where did you grow up?`, with or without the answer on the next line.
fn labelled_question(language: &Language, text: &str, span: Span) -> Option<Part> {
    let line = first_line(text, span);
    let known = |label: &crate::quotes::transcript::label::Label| is_interviewer(language, label.name.of(text));
    let label = label(text, span.start(), line)
        .filter(known)
        .or_else(|| stopped(language, text, span.start(), line, span.end()).filter(known))?;
    let words = Span::new(label.end.min(span.end()), span.end());
    let part = plain_question(language, text, words).unwrap_or(Part::asked(words));
    (!words.is_empty()).then_some(part)
}

/// A paragraph that ends with a question mark, or whose first lines do before the answer.
fn plain_question(language: &Language, text: &str, span: Span) -> Option<Part> {
    let words = span.of(text);
    if !words.contains('?') {
        return None;
    }
    let end = question_end(words)?;
    let question = Span::new(span.start(), span.start() + end);
    let label = label(text, span.start(), first_line(text, question))
        .filter(|label| label.style == Style::Colon && label.end < question.end() && is_capital(label.name.of(text)));
    let start = label.map_or(question.start(), |label| label.end);
    let rest = words[end..].trim_start();
    Some(Part {
        question: Some(Span::new(start, question.end())),
        answer: (!rest.is_empty()).then(|| Span::new(span.end() - rest.len(), span.end())),
        label: label.map(|label| label.name).filter(|name| !is_interviewer(language, name.of(text))),
    })
}

fn is_capital(name: &str) -> bool {
    name.starts_with(char::is_uppercase) || name.starts_with(|ch: char| ch.is_ascii_digit())
}

fn first_line(text: &str, span: Span) -> usize {
    memchr::memchr(b'\n', &text.as_bytes()[span.range()]).map_or(span.end(), |newline| span.start() + newline)
}

/// Where the question ends that opens a paragraph: at its end, or at the end of a line.
fn question_end(words: &str) -> Option<usize> {
    let asks = |words: &str| words.trim_end_matches(['"', '”', ')', ' ', '\r']).ends_with('?');
    if words.len() < LONGEST_QUESTION && asks(words) {
        return Some(words.len());
    }
    let lines = memchr::memchr_iter(b'\n', words.as_bytes()).take_while(|end| *end < LONGEST_QUESTION);
    let end = lines.into_iter().find(|end| asks(&words[..*end]))?;
    Some(words[..end].trim_end().len())
}

/// `<p><b>Where did you grow up?</b><br>In Hull.</p>`
fn tagged_question(text: &str, span: Span) -> Option<Part> {
    let words = span.of(text);
    let words = words.strip_prefix("<p>").unwrap_or(words).trim_start();
    let (open, close) = EMPHASIS_TAGS.into_iter().find(|(open, _)| words.starts_with(open))?;
    let end = words.find(close)?;
    let inner = &words[open.len()..end];
    let mut behind = words[end + close.len()..].trim_start();
    while let Some(tag) = ["<br>", "<br/>", "<br />", "</p>", "<p>"].into_iter().find(|tag| behind.starts_with(tag)) {
        behind = behind[tag.len()..].trim_start();
    }
    (end < LONGEST_QUESTION && inner.trim_end().ends_with('?') && !behind.is_empty()).then(|| Part {
        question: Some(span_of_subslice(text, inner.trim())),
        answer: Some(Span::new(span_of_subslice(text, behind).start(), span.end())),
        label: None,
    })
}

/// `**Where did you grow up?** In Hull.`
fn emphasised_question(text: &str, span: Span) -> Option<Part> {
    let words = span.of(text);
    if words.starts_with('<') {
        return tagged_question(text, span);
    }
    let mark = ["***", "**", "__", "*", "_"].into_iter().find(|mark| words.starts_with(mark))?;
    let close = mark.len() + words[mark.len()..].find(mark)?;
    let inner = &words[mark.len()..close];
    let behind = words[close + mark.len()..].trim_start();
    (close < LONGEST_QUESTION && inner.trim_end().ends_with('?') && !behind.is_empty()).then(|| Part {
        question: Some(span_of_subslice(text, inner.trim())),
        answer: Some(Span::new(span.end() - behind.len(), span.end())),
        label: None,
    })
}

fn unquoted(blocks: &[Block]) -> impl Iterator<Item = &Block> {
    blocks.iter().filter(|block| block.quoted == 0)
}

fn paragraphs(blocks: &[Block]) -> impl Iterator<Item = &Block> {
    unquoted(blocks).filter(|block| matches!(block.kind, BlockKind::Paragraph | BlockKind::Item))
}

/// Whether the head of a text has words for an interview.
fn speaks_of_interview(language: &Language, text: &str) -> bool {
    head_has(language, text, List::InterviewWords)
}

/// Whether the head of a text says that it answers what customers and visitors ask.
fn is_faq(language: &Language, text: &str) -> bool {
    head_has(language, text, List::FaqWords)
}

/// Whether answers are counted off to choose from: lines that begin with "A." and "B.".
fn has_choices(text: &str) -> bool {
    let has = |line: &str| memchr::memmem::find(text.as_bytes(), line.as_bytes()).is_some();
    ["A.", "A)", "a)", "(a)"]
        .iter()
        .zip(["B.", "B)", "b)", "(b)"])
        .any(|(first, second)| has(&format!("\n{first} ")) && has(&format!("\n{second} ")))
}

fn head_has(language: &Language, text: &str, list: List) -> bool {
    let head = text[..floor_char_boundary(text, HEAD)].to_lowercase();
    language.list(list).iter().any(|word| head.contains(&**word))
}

/// The highest level of headings that mostly ask.
fn asking_level(language: &Language, text: &str, blocks: &[Block]) -> Option<u8> {
    (2..=6).find(|level| {
        let here = unquoted(blocks).filter(|block| block.kind == BlockKind::Heading && block.level == *level);
        mostly_ask(language, here.map(|heading| heading.span.of(text)))
    })
}

/// Whether three or more, and six in ten, ask.
fn mostly_ask<'a>(language: &Language, all: impl Iterator<Item = &'a str>) -> bool {
    let (mut number, mut asking) = (0, 0);
    for words in all {
        number += 1;
        asking += usize::from(asks(language, words));
    }
    asking >= LEAST_QUESTIONS && asking * 10 >= number * 6
}

/// The words of a line behind the dash that opens them.
pub(super) fn behind_dash(line: &str) -> Option<&str> {
    let words = line.trim_start().strip_prefix(['-', '–', '—', '―'])?;
    let parted =
        words.starts_with([' ', '\u{a0}']) || words.starts_with(|ch: char| ch.is_uppercase() || "¿¡«“".contains(ch));
    Some(words.trim()).filter(|words| parted && words.chars().any(char::is_alphabetic))
}

/// Whether nearly every line opens with a dash, and those of one voice mostly ask while those of the other mostly do not.
fn voices_take_turns(text: &str) -> bool {
    let lines = || text.lines().filter(|line| !line.trim().is_empty());
    let asked: Vec<bool> = lines().filter_map(behind_dash).map(|words| words.ends_with('?')).collect();
    let asking = |first: usize| asked.iter().skip(first).step_by(2).filter(|asks| **asks).count();
    let half = asked.len() / 2;
    half >= LEAST_ANSWERED
        && asked.len() * 10 >= lines().count() * 8
        && asking(0) * 10 >= (asked.len() - half) * 6
        && asking(1) * 10 <= half * 3
}

/// Whether five lines or more, and four in ten, hold a question with its answer behind it.
fn lines_answer(text: &str, blocks: &[Block]) -> bool {
    let (mut lines, mut answered) = (0, 0);
    for line in paragraphs(blocks).flat_map(|block| block.span.of(text).lines()) {
        lines += usize::from(!line.trim().is_empty());
        answered += usize::from(answer(line).is_some_and(|at| at < LONGEST_QUESTION_ON_LINE));
    }
    answered >= LEAST_LINES && answered * 10 >= lines * 4
}

/// Whether a paragraph, a heading or a line asks or tells to tell.
pub(super) fn asks(language: &Language, words: &str) -> bool {
    let words = words.trim().trim_end_matches(['*', '_', '"', '”', ')', ' ']);
    if words.ends_with('?') {
        return true;
    }
    let first = words.split([' ', ',']).next().unwrap_or("").to_lowercase();
    language.list(List::InterviewPrompts).iter().any(|prompt| **prompt == *first)
}

/// Where the answer starts on a line that holds a question and its answer.
pub(super) fn answer(line: &str) -> Option<usize> {
    let mut last = None;
    for (at, _) in line.match_indices('?') {
        let rest = &line[at + 1..];
        let words = rest.trim_start();
        if rest.len() > words.len() && words.chars().any(char::is_alphabetic) {
            last = Some(line.len() - words.len());
        }
    }
    last
}

/// The words of a block that is wholly in emphasis.
pub(super) fn emphasised(text: &str, span: Span) -> Option<Span> {
    let words = span.of(text);
    if let Some(inner) = words.contains('<').then(|| without_tags(words)).flatten() {
        // `<p>` alone is no emphasis.
        let tagged = ["<strong>", "<b>", "<em>", "<i>"].iter().any(|tag| words.contains(tag));
        return tagged.then(|| span_of_subslice(text, inner));
    }
    if !words.starts_with(['*', '_']) {
        return None;
    }
    let pair =
        |mark| words.strip_prefix(mark).and_then(|words: &str| words.strip_suffix(mark)).map(|inner| (mark, inner));
    let (mark, inner) = ["***", "**", "__", "*", "_"].into_iter().find_map(pair)?;
    let closed_once = !inner.contains(mark) && !inner.is_empty();
    closed_once.then(|| span_of_subslice(text, inner.trim()))
}

/// Words without the tags around them, if these are all the tags that close.
fn without_tags(words: &str) -> Option<&str> {
    let mut inner = words;
    for tag in ["<p>", "<strong>", "<b>", "<em>", "<i>"] {
        inner = inner.trim().strip_prefix(tag).unwrap_or(inner.trim());
    }
    for tag in ["</p>", "</i>", "</em>", "</b>", "</strong>"] {
        inner = inner.trim().strip_suffix(tag).unwrap_or(inner.trim());
    }
    (inner.len() < words.len() && memchr::memmem::find(inner.as_bytes(), b"</").is_none()).then_some(inner)
}
