//! How does an interview without labels set its questions apart (headings, emphasis, paragraphs, lines), and what are its turns?

use crate::document::{Block, BlockKind, Document};
use crate::lang::{Language, List};
use crate::quotes::transcript::subject::Subject;
use crate::quotes::transcript::turn::{Turn, is_apparatus, spoken};
use crate::text::Span;
use crate::text::slice::{floor_char_boundary, span_of_subslice};

/// The name of an interviewer who is not named.
const UNNAMED_INTERVIEWER: &str = "Interviewer";

/// The head of a text, in bytes, in which words for an interview are looked for.
const HEAD: usize = 1200;

/// Of headings or lines in emphasis, at least this many ask, and six in ten.
const LEAST_QUESTIONS: usize = 3;

/// Of paragraphs or lines, at least this many ask.
const LEAST_QUESTIONS_IN_TEXT: usize = 5;

/// A paragraph that asks is shorter than this, and a question on the line of its answer than that, in bytes.
const LONGEST_QUESTION: usize = 600;
const LONGEST_QUESTION_ON_LINE: usize = 400;

/// A prompt before a colon has at most this many words.
const LONGEST_PROMPT: usize = 30;

/// Whether a text is known to be an interview before its questions are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Prior {
    /// The caller says that it is a conversation.
    Interview,
    /// It has to show it: words for an interview at its head, or lines that answer questions.
    Open,
}

/// How the questions of an interview are set apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum QuestionLayout {
    /// Headings of this level and deeper ones are questions.
    Headings(u8),
    /// Paragraphs wholly in emphasis are questions.
    Emphasis,
    /// Paragraphs that end with a question mark are questions.
    Paragraphs,
    /// A question and its answer share a line.
    Lines,
}

impl QuestionLayout {
    /// How a text sets questions apart, if it is an interview.
    pub(crate) fn find(language: &Language, text: &str, blocks: &[Block], prior: Prior) -> Option<Self> {
        // Most texts have nothing that asks: what costs a look at every word comes last.
        let is_interview = || prior == Prior::Interview || speaks_of_interview(language, text);
        let headings = unquoted(blocks).filter(|block| block.kind == BlockKind::Heading).count();
        if headings >= LEAST_QUESTIONS
            && is_interview()
            && let Some(level) = asking_level(language, text, blocks)
        {
            return Some(Self::Headings(level));
        }
        let emphasised = paragraphs(blocks).filter_map(|block| emphasised(text, block.span));
        let in_emphasis = mostly_ask(language, emphasised.map(|words| words.of(text)));
        if in_emphasis && is_interview() {
            return Some(Self::Emphasis);
        }
        let is_plain = || {
            !blocks.iter().any(|block| matches!(block.kind, BlockKind::Heading | BlockKind::Row) || block.quoted > 0)
        };
        if memchr::memchr_iter(b'?', text.as_bytes()).take(LEAST_QUESTIONS_IN_TEXT).count() < LEAST_QUESTIONS_IN_TEXT
            || !is_plain()
        {
            return None;
        }
        if lines_answer(text, blocks) {
            // What its lines show to be an interview is read by its emphasis, if it has questions there.
            return Some(if in_emphasis { Self::Emphasis } else { Self::Lines });
        }
        (is_interview() && paragraphs_answer(language, text, blocks)).then_some(Self::Paragraphs)
    }
}

fn unquoted(blocks: &[Block]) -> impl Iterator<Item = &Block> {
    blocks.iter().filter(|block| block.quoted == 0)
}

fn paragraphs(blocks: &[Block]) -> impl Iterator<Item = &Block> {
    unquoted(blocks).filter(|block| matches!(block.kind, BlockKind::Paragraph | BlockKind::Item))
}

/// Whether the head of a text has words for an interview.
fn speaks_of_interview(language: &Language, text: &str) -> bool {
    let head = text[..floor_char_boundary(text, HEAD)].to_lowercase();
    language.list(List::InterviewWords).iter().any(|word| head.contains(&**word))
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

/// Whether five lines or more, and four in ten, hold a question with its answer behind it.
fn lines_answer(text: &str, blocks: &[Block]) -> bool {
    let (mut lines, mut answered) = (0, 0);
    for line in paragraphs(blocks).flat_map(|block| block.span.of(text).lines()) {
        lines += usize::from(!line.trim().is_empty());
        answered += usize::from(answer(line).is_some_and(|at| at < LONGEST_QUESTION_ON_LINE));
    }
    answered >= LEAST_QUESTIONS_IN_TEXT && answered * 10 >= lines * 4
}

/// Whether five paragraphs or more, and a fifth, are questions, and a quarter speak in the first person.
fn paragraphs_answer(language: &Language, text: &str, blocks: &[Block]) -> bool {
    let (mut all, mut asking, mut speaking) = (0, 0, 0);
    for block in paragraphs(blocks) {
        all += 1;
        let question = is_question(text, block);
        asking += usize::from(question);
        speaking += usize::from(!question && speaks(language, block.span.of(text)));
    }
    asking >= LEAST_QUESTIONS_IN_TEXT && asking * 5 >= all && speaking * 4 >= all
}

fn is_question(text: &str, block: &Block) -> bool {
    block.span.of(text).ends_with('?') && block.span.len() < LONGEST_QUESTION
}

/// Whether a paragraph, a heading or a line asks or tells to tell.
fn asks(language: &Language, words: &str) -> bool {
    let words = words.trim().trim_end_matches(['*', '_', '"', '”', ')', ' ']);
    if words.ends_with('?') {
        return true;
    }
    let first = words.split([' ', ',']).next().unwrap_or("").to_lowercase();
    language.list(List::InterviewPrompts).iter().any(|prompt| **prompt == *first)
}

/// Whether words are in the first person: "I", "we", "my" among the first hundred.
fn speaks(language: &Language, words: &str) -> bool {
    words.split(|ch: char| !ch.is_alphabetic() && ch != '’' && ch != '\'').take(100).any(|word| {
        let word = word.split(['’', '\'']).next().unwrap_or(word);
        language.list(List::FirstPerson).iter().any(|known| known.eq_ignore_ascii_case(word))
    })
}

/// Where the answer starts on a line that holds a question and its answer.
fn answer(line: &str) -> Option<usize> {
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
fn emphasised(text: &str, span: Span) -> Option<Span> {
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

/// The turns of an interview whose questions are set apart in this way.
pub(super) fn turns(
    language: &Language,
    document: &Document<'_>,
    blocks: &[Block],
    layout: QuestionLayout,
) -> Vec<Turn> {
    let text: &str = &document.text;
    let subject = Subject::of(language, document, blocks);
    match layout {
        QuestionLayout::Lines => in_lines(language, text, blocks, &subject),
        _ => in_blocks(language, text, blocks, layout, &subject),
    }
}

fn question(content: Span) -> Turn {
    Turn {
        content: vec![content],
        mention: None,
        name: UNNAMED_INTERVIEWER.to_owned(),
        details: None,
        time: None,
        asks: true,
    }
}

/// Questions that are blocks of their own; an answer is what lies between them.
fn in_blocks(
    language: &Language,
    text: &str,
    blocks: &[Block],
    layout: QuestionLayout,
    subject: &Subject,
) -> Vec<Turn> {
    let mut turns = Vec::new();
    let mut started = false;
    let mut answer: Option<Span> = None;
    let answered = |answer: Option<Span>| {
        answer.and_then(|span| spoken(text, span.start(), span.end())).map(|content| subject.answers(content))
    };
    for block in blocks {
        let asked = question_in(text, block, layout);
        let boundary =
            matches!(block.kind, BlockKind::Heading | BlockKind::Rule | BlockKind::Code | BlockKind::FrontMatter)
                && block.quoted == 0;
        if asked.is_some() || boundary || is_apparatus(language, block.span.of(text)) {
            turns.extend(answered(answer.take()));
            turns.extend(asked.map(question));
            started = asked.is_some();
        } else if started && (block.kind != BlockKind::Markup || answer.is_some()) {
            let start =
                if block.kind == BlockKind::Paragraph { behind_tags(text, block.span) } else { block.span.start() };
            let span = Span::new(start, block.span.end());
            answer = Some(answer.map_or(span, |answer| answer.join(span)));
        }
    }
    turns.extend(answered(answer));
    turns
}

/// The question that a block is.
fn question_in(text: &str, block: &Block, layout: QuestionLayout) -> Option<Span> {
    if block.quoted > 0 {
        return None;
    }
    match layout {
        QuestionLayout::Headings(level) => {
            (block.kind == BlockKind::Heading && block.level >= level).then_some(block.span)
        }
        QuestionLayout::Emphasis => emphasised(text, block.span),
        QuestionLayout::Paragraphs | QuestionLayout::Lines => is_question(text, block).then_some(block.span),
    }
}

/// Where the words of a paragraph start behind tags.
fn behind_tags(text: &str, span: Span) -> usize {
    let mut at = span.start();
    while text[at..span.end()].starts_with('<') {
        let Some(close) = text[at..span.end()].find('>') else { break };
        at += close + 1;
    }
    at.min(span.end())
}

/// Questions and answers on one line each.
fn in_lines(language: &Language, text: &str, blocks: &[Block], subject: &Subject) -> Vec<Turn> {
    let mut turns: Vec<Turn> = Vec::new();
    let lines = blocks.iter().flat_map(|block| block.span.of(text).lines()).map(str::trim);
    for words in lines.filter(|words| !words.is_empty()) {
        let span = span_of_subslice(text, words);
        if let Some(at) = answer(words).or_else(|| answer_to_prompt(words)) {
            let asked = words[..at].trim_end();
            turns.push(question(Span::new(span.start(), span.start() + asked.len())));
            turns.push(subject.answers(Span::new(span.start() + at, span.end())));
            continue;
        }
        if words.ends_with('?') || asks(language, words) || speaks_of_asking(language, words) {
            turns.push(question(span));
            continue;
        }
        match turns.last_mut() {
            // More of the answer.
            Some(turn) if !turn.asks => {
                if let Some(last) = turn.content.last_mut() {
                    *last = last.join(span);
                }
            }
            // The answer on the line behind its question.
            Some(_) if !words.ends_with([':', '-']) => turns.push(subject.answers(span)),
            _ => {}
        }
    }
    turns
}

/// Where the answer starts behind a short prompt: "Anything else: …".
fn answer_to_prompt(words: &str) -> Option<usize> {
    let (prompt, rest) = words.split_once(':')?;
    let rest = rest.trim_start();
    let short = prompt.split(' ').count() <= LONGEST_PROMPT;
    (short && !rest.is_empty() && !rest.starts_with("//")).then(|| words.len() - rest.len())
}

/// Whether a line of a guide tells the interviewer what to ask.
fn speaks_of_asking(language: &Language, words: &str) -> bool {
    let lower = words.to_lowercase();
    lower
        .split(|ch: char| !ch.is_alphabetic())
        .any(|word| language.list(List::InterviewInstructions).iter().any(|known| **known == *word))
}
