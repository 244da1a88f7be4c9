//! Interviews without labels: headings or emphasised lines are the questions, or question and answer share a line.

use crate::document::{Block, BlockKind, Document};
use crate::lang::{Classes, Language, List};
use crate::quotes::transcript::Turn;
use crate::text::Span;
use crate::text::slice::{floor_char_boundary, span_of_subslice};

/// The name of somebody who asks and is not named.
const ASKING: &str = "Interviewer";

/// How the questions of an interview are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// Headings of this level and deeper ones are questions.
    Headings(u8),
    /// Paragraphs wholly in emphasis are questions.
    Emphasis,
    /// Paragraphs that end with a question mark are questions.
    Paragraphs,
    /// A question and its answer share a line.
    Lines,
}

/// Whether the text is an interview in one of these shapes.
pub(crate) fn is_interview(language: &Language, text: &str, blocks: &[Block]) -> bool {
    shape(language, text, blocks, false).is_some()
}

/// The turns of an interview in one of these shapes.
pub(crate) fn turns(language: &Language, document: &Document<'_>, blocks: &[Block]) -> Option<Vec<Turn>> {
    let text: &str = &document.text;
    let shape = shape(language, text, blocks, true)?;
    let subject = subject(language, document, blocks);
    let mut turns = Vec::new();
    match shape {
        Shape::Lines => lines(language, text, blocks, &subject, &mut turns),
        _ => paragraphs(text, blocks, shape, &subject, &mut turns),
    }
    Some(turns)
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

/// The words of a block that is wholly in emphasis.
fn emphasised(text: &str, span: Span) -> Option<Span> {
    let words = span.of(text);
    if words.contains('<') {
        let mut inner = words;
        for tag in ["<p>", "<strong>", "<b>", "<em>", "<i>"] {
            inner = inner.trim().strip_prefix(tag).unwrap_or(inner.trim());
        }
        for tag in ["</p>", "</i>", "</em>", "</b>", "</strong>"] {
            inner = inner.trim().strip_suffix(tag).unwrap_or(inner.trim());
        }
        if inner.len() < words.len() && memchr::memmem::find(inner.as_bytes(), b"</").is_none() {
            // `<p>` alone is no emphasis.
            let tagged = ["<strong>", "<b>", "<em>", "<i>"].iter().any(|tag| words.contains(tag));
            return tagged.then(|| span_of_subslice(text, inner));
        }
    }
    if !words.starts_with(['*', '_']) {
        return None;
    }
    for mark in ["***", "**", "__", "*", "_"] {
        if let Some(inner) = words.strip_prefix(mark).and_then(|words| words.strip_suffix(mark)) {
            let closed_once = !inner.contains(mark) && !inner.is_empty();
            return closed_once.then(|| span_of_subslice(text, inner.trim()));
        }
    }
    None
}

fn shape(language: &Language, text: &str, blocks: &[Block], told: bool) -> Option<Shape> {
    let open = |block: &&Block| block.quoted == 0;
    // Most texts have nothing that asks: what costs a look at every word comes last.
    let interview = || {
        told || {
            let head = text[..floor_char_boundary(text, 1200)].to_lowercase();
            language.list(List::InterviewWords).iter().any(|word| head.contains(&**word))
        }
    };
    // Headings: those of one level and below mostly ask.
    if blocks.iter().filter(open).filter(|block| block.kind == BlockKind::Heading).count() >= 3 && interview() {
        for level in 2..=6u8 {
            let here =
                blocks.iter().filter(open).filter(|block| block.kind == BlockKind::Heading && block.level == level);
            let (mut all, mut asking) = (0, 0);
            for heading in here {
                all += 1;
                asking += usize::from(asks(language, heading.span.of(text)));
            }
            if asking >= 3 && asking * 10 >= all * 6 {
                return Some(Shape::Headings(level));
            }
        }
    }
    let paragraphs =
        || blocks.iter().filter(open).filter(|block| matches!(block.kind, BlockKind::Paragraph | BlockKind::Item));
    let (mut all, mut asking) = (0, 0);
    for block in paragraphs() {
        if let Some(inner) = emphasised(text, block.span) {
            all += 1;
            asking += usize::from(asks(language, inner.of(text)));
        }
    }
    if asking >= 3 && asking * 10 >= all * 6 && interview() {
        return Some(Shape::Emphasis);
    }
    if memchr::memchr_iter(b'?', text.as_bytes()).take(5).count() < 5 {
        return None;
    }
    // Question and answer on one line: most lines hold a question mark with words behind it.
    let (mut lines, mut both) = (0, 0);
    for block in paragraphs() {
        for line in block.span.of(text).lines().filter(|line| !line.trim().is_empty()) {
            lines += 1;
            both += usize::from(answered(line).is_some_and(|split| line[..split].len() < 400));
        }
    }
    let plain =
        !blocks.iter().any(|block| matches!(block.kind, BlockKind::Heading | BlockKind::Row) || block.quoted > 0);
    if plain && both >= 5 && both * 10 >= lines * 4 {
        return Some(Shape::Lines);
    }
    if plain && interview() {
        let (mut all, mut asking, mut first) = (0, 0, 0);
        for block in paragraphs() {
            all += 1;
            let words = block.span.of(text);
            let question = words.ends_with('?') && words.len() < 600;
            asking += usize::from(question);
            first += usize::from(!question && speaks(language, words));
        }
        if asking >= 5 && asking * 5 >= all && first * 4 >= all {
            return Some(Shape::Paragraphs);
        }
    }
    None
}

/// Whether words are somebody's own: "I", "we", "my" among the first hundred.
fn speaks(language: &Language, words: &str) -> bool {
    words.split(|ch: char| !ch.is_alphabetic() && ch != '’' && ch != '\'').take(100).any(|word| {
        let word = word.split(['’', '\'']).next().unwrap_or(word);
        language.list(List::FirstPerson).iter().any(|known| known.eq_ignore_ascii_case(word))
    })
}

/// Where the answer starts on a line that holds a question and its answer.
fn answered(line: &str) -> Option<usize> {
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

/// Who is interviewed.
#[derive(Debug, Default)]
struct Subject {
    name: String,
    mention: Option<Span>,
    details: Option<String>,
}

/// The name of the interviewee: a field at the head ("Interviewee: …"), the title ("Interview with …"), or the
/// participant's number in the document's id.
fn subject(language: &Language, document: &Document<'_>, blocks: &[Block]) -> Subject {
    let text: &str = &document.text;
    for block in blocks.iter().take(12).filter(|block| block.kind != BlockKind::Code) {
        for line in block.span.of(text).lines() {
            let bare = line.trim().trim_start_matches(['*', '_', '-', ' ']);
            let Some((field, value)) = bare.split_once(':') else { continue };
            let field = field.trim_matches(['*', '_', ' ']).to_lowercase();
            let known = language.list(List::LabelsRespondent).iter().any(|label| **label == *field);
            let value = value.trim().trim_matches(['*', '_', ' ', '"', '\'']);
            if known && field.len() > 4 && !value.is_empty() && value.len() < 120 {
                let (name, rest) = value
                    .split_once(',')
                    .map_or((value, None), |(name, rest)| (name.trim(), Some(rest.trim().to_owned())));
                return Subject { name: name.to_owned(), mention: Some(span_of_subslice(text, name)), details: rest };
            }
        }
    }
    let titles = blocks
        .iter()
        .take(8)
        .filter(|block| matches!(block.kind, BlockKind::Heading | BlockKind::FrontMatter | BlockKind::Paragraph))
        .flat_map(|block| block.span.of(text).lines());
    for line in titles {
        let lower = line.to_ascii_lowercase();
        for phrase in language.list(List::InterviewTitles) {
            let Some(found) = lower.find(&**phrase) else { continue };
            let rest = line[found + phrase.len()..].trim_start_matches([' ', ':', '–', '-', '*']);
            let mut end = 0;
            let mut details = None;
            for word in rest.split_inclusive(' ') {
                let bare = word.trim_matches([' ', '"', '\'', '[', ']', '*', ',', '.', ':']);
                if !bare.chars().next().is_some_and(char::is_uppercase) {
                    if end > 0 && language.word(bare).classes.any(Classes::PREPOSITION) {
                        let behind = rest[end + word.len()..].trim_matches(['"', '\'', ' ', '*']);
                        details = (!behind.is_empty() && behind.len() < 80).then(|| behind.to_owned());
                    }
                    break;
                }
                end += word.len();
                if word.trim_end().ends_with([',', '"', ':']) {
                    break;
                }
            }
            let name = rest[..end].trim_matches([' ', '"', '\'', '[', ']', '*', ',', '.', ':']);
            if !name.is_empty() && name.len() < 60 {
                return Subject { name: name.to_owned(), mention: Some(span_of_subslice(text, name)), details };
            }
        }
    }
    // A file is often named after the participant: `p07`, `study-P3-2021.txt`.
    let id = document.id.as_str();
    let number = id.split(|ch: char| !ch.is_ascii_alphanumeric()).find(|part| {
        part.len() > 1
            && part.len() < 5
            && part.starts_with(['p', 'P'])
            && part[1..].bytes().all(|byte| byte.is_ascii_digit())
    });
    Subject { name: number.map(str::to_uppercase).unwrap_or_default(), mention: None, details: None }
}

impl Subject {
    fn answers(&self, content: Span) -> Turn {
        Turn {
            content: vec![content],
            mention: self.mention,
            name: self.name.clone(),
            details: self.details.clone(),
            time: None,
            asks: false,
        }
    }
}

fn question(content: Span) -> Turn {
    Turn { content: vec![content], mention: None, name: ASKING.to_owned(), details: None, time: None, asks: true }
}

/// Questions that are blocks of their own; an answer is what stands between them.
fn paragraphs(text: &str, blocks: &[Block], shape: Shape, subject: &Subject, turns: &mut Vec<Turn>) {
    let mut started = false;
    let mut answer: Option<Span> = None;
    for block in blocks {
        let question_here = match shape {
            Shape::Headings(level) => {
                (block.kind == BlockKind::Heading && block.level >= level && block.quoted == 0).then_some(block.span)
            }
            Shape::Emphasis => emphasised(text, block.span).filter(|_| block.quoted == 0),
            _ => (block.quoted == 0 && block.span.of(text).ends_with('?') && block.span.len() < 600)
                .then_some(block.span),
        };
        let boundary =
            matches!(block.kind, BlockKind::Heading | BlockKind::Rule | BlockKind::Code | BlockKind::FrontMatter)
                && block.quoted == 0;
        if question_here.is_some() || boundary || crate::quotes::transcript::is_apparatus(block.span.of(text)) {
            if let Some(content) =
                answer.take().and_then(|span| crate::quotes::transcript::spoken(text, span.start(), span.end()))
            {
                turns.push(subject.answers(content));
            }
            if let Some(span) = question_here {
                turns.push(question(span));
            }
            started = question_here.is_some();
        } else if started && (block.kind != BlockKind::Markup || answer.is_some()) {
            let start =
                if block.kind == BlockKind::Paragraph { untagged(text, block.span) } else { block.span.start() };
            let span = Span::new(start, block.span.end());
            answer = Some(answer.map_or(span, |answer| answer.join(span)));
        }
    }
    if let Some(content) = answer.and_then(|span| crate::quotes::transcript::spoken(text, span.start(), span.end())) {
        turns.push(subject.answers(content));
    }
}

/// Where the words of a paragraph start behind tags.
fn untagged(text: &str, span: Span) -> usize {
    let mut at = span.start();
    while text[at..span.end()].starts_with('<') {
        let Some(close) = text[at..span.end()].find('>') else { break };
        at += close + 1;
    }
    at.min(span.end())
}

/// Questions and answers on one line each.
fn lines(language: &Language, text: &str, blocks: &[Block], subject: &Subject, turns: &mut Vec<Turn>) {
    for block in blocks {
        for line in block.span.of(text).lines() {
            let words = line.trim();
            if words.is_empty() {
                continue;
            }
            let span = span_of_subslice(text, words);
            let split = answered(words).or_else(|| {
                // "Anything else: …" — a short prompt and its answer.
                let (prompt, rest) = words.split_once(':')?;
                let rest = rest.trim_start();
                (prompt.split(' ').count() <= 30 && !rest.is_empty() && !rest.starts_with("//"))
                    .then(|| words.len() - rest.len())
            });
            match split {
                Some(split) => {
                    let asked = words[..split].trim_end();
                    turns.push(question(Span::new(span.start(), span.start() + asked.len())));
                    turns.push(subject.answers(Span::new(span.start() + split, span.end())));
                }
                None if words.ends_with('?') || asks(language, words) || speaks_of_asking(language, words) => {
                    turns.push(question(span));
                }
                None => match turns.last_mut().filter(|turn| !turn.asks || !words.ends_with([':', '-'])) {
                    // More of the answer, or the answer on the line behind its question.
                    Some(turn) if !turn.asks => {
                        if let Some(last) = turn.content.last_mut() {
                            *last = last.join(span);
                        }
                    }
                    Some(_) => turns.push(subject.answers(span)),
                    None => {}
                },
            }
        }
    }
}

/// Whether a line of a guide tells the interviewer what to ask.
fn speaks_of_asking(language: &Language, words: &str) -> bool {
    let lower = words.to_lowercase();
    lower
        .split(|ch: char| !ch.is_alphabetic())
        .any(|word| language.list(List::InterviewInstructions).iter().any(|known| **known == *word))
}
