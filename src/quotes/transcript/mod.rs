//! Responses: the turns of a transcript, the answers of a survey.

mod caption;
pub(crate) mod label;
mod labels;
mod question;
mod within;

use std::collections::BTreeMap;

use crate::document::{Block, BlockKind, Document, blocks};
use crate::lang::Language;
use crate::quotes::draft::{Draft, Drafts};
use crate::quotes::prose::Engine;
use crate::quotes::quote::{Diagnostic, DiagnosticKind, Evidence, QuoteKind, Speaker, SpeakerKind};
use crate::text::Span;
use label::Trust;
use labels::{LabelLine, are_fields, labels};

/// The role of those who ask.
pub(crate) const INTERVIEWER: &str = "interviewer";

/// One turn before it becomes a quotation.
#[derive(Clone, Debug)]
struct Turn {
    content: Vec<Span>,
    /// Where the speaker is named, if it is.
    mention: Option<Span>,
    name: String,
    details: Option<String>,
    time: Option<String>,
    /// Whether this is a question by its layout.
    asks: bool,
}

/// One answer: the whole text without the blanks around it, by the respondent whom the attributes name.
pub(crate) fn response(document: &Document<'_>) -> Drafts {
    let text: &str = &document.text;
    let start = text.len() - text.trim_start().len();
    let mut drafts = Drafts::default();
    if text.trim().is_empty() {
        return drafts;
    }
    let speaker = ["speaker", "respondent"]
        .into_iter()
        .filter_map(|key| document.attributes.get(key))
        .find(|name| !name.trim().is_empty())
        .map(|name| {
            let mut speaker = Speaker::new(name.trim(), SpeakerKind::Anonymous);
            speaker.respondent = true;
            for (key, field) in [("role", &mut speaker.role), ("affiliation", &mut speaker.affiliation)] {
                *field = document.attributes.get(key).filter(|value| !value.trim().is_empty()).cloned();
            }
            speaker
        });
    drafts.quotes.push(Draft {
        kind: QuoteKind::Response,
        content: vec![Span::new(start, start + text.trim().len())],
        marked: Vec::new(),
        cue: None,
        mention: None,
        evidence: if speaker.is_some() { Evidence::Label } else { Evidence::NoCue },
        speaker,
        group: None,
    });
    drafts
}

/// The turns of a transcript.
pub(crate) fn turns(engine: &Engine, document: &Document<'_>) -> Drafts {
    let language = &engine.language;
    let text: &str = &document.text;
    let mut drafts = Drafts::default();
    // An interview without labels is an article: what it quotes besides its turns is found too.
    let mut article = false;
    let found = if caption::is_caption(text) {
        caption::turns(language, text)
    } else {
        let blocks = blocks(text);
        let labels = labels(language, text, &blocks);
        for label in &labels.refused {
            drafts.diagnostics.push(Diagnostic { span: *label, kind: DiagnosticKind::RefusedLabel });
        }
        let labelled = labelled(text, &blocks, &labels.accepted);
        let unlabelled = if labelled.len() >= 2 { None } else { question::turns(language, document, &blocks) };
        article = unlabelled.is_some();
        let found = unlabelled.unwrap_or(labelled);
        let mut introduction = within::introduction(engine, text, &blocks, &found);
        if !article {
            // The head of a transcript (who, when, how it was recorded) holds no reported clauses.
            introduction.quotes.retain(|draft| draft.kind != QuoteKind::Indirect && draft.cue.is_some());
        }
        drafts.quotes.extend(introduction.quotes);
        drafts.not_quotes.extend(introduction.not_quotes);
        drafts.diagnostics.extend(introduction.diagnostics);
        found
    };
    let mut said = Vec::new();
    let asking = interviewers(language, text, &found);
    for turn in found {
        let asks = turn.asks || asking.get(&turn.name).copied().unwrap_or(false);
        let start = turn.content.first().map_or(0, |span| span.start());
        if let Some(time) = turn.time {
            drafts.attributes.push((start, "time", time));
        }
        let speaker = (!turn.name.is_empty()).then(|| speaker(language, &turn.name, turn.details.as_deref(), asks));
        if article {
            said.extend(turn.content.iter().map(|span| (*span, speaker.clone())));
        }
        drafts.quotes.push(Draft {
            kind: QuoteKind::Response,
            content: turn.content,
            marked: Vec::new(),
            cue: None,
            mention: turn.mention,
            evidence: if speaker.is_some() { Evidence::Label } else { Evidence::NoCue },
            speaker,
            group: None,
        });
    }
    said.sort_by_key(|(span, _)| *span);
    drafts.quotes.extend(within::quoted(engine, text, &said));
    drafts
}

/// Whether a text that is not known to be a transcript has the shape of one.
pub(crate) fn is_transcript(language: &Language, text: &str) -> bool {
    if caption::is_caption(text) {
        return true;
    }
    let blocks = blocks(text);
    let labels = labels(language, text, &blocks).accepted;
    let found = labelled(text, &blocks, &labels);
    let quoted = |from: usize| blocks.iter().filter(|block| block.quoted > 0 && block.span.start() >= from).count();
    if let Some(first) = labels.first() {
        let readable = |block: &&Block| {
            block.quoted == 0
                && block.span.start() >= first.line
                && matches!(block.kind, BlockKind::Paragraph | BlockKind::Item | BlockKind::Row)
        };
        let after = blocks.iter().filter(readable).count().max(1);
        let marked = found.iter().filter(|turn| opens_with_mark(text, turn.content[0].start())).count();
        let mut names: Vec<&str> = found.iter().map(|turn| turn.name.as_str()).collect();
        names.sort_unstable();
        // Who speaks once under a full name says nothing for or against.
        let often: Vec<&str> = names
            .chunk_by(|first, second| first == second)
            .filter(|same| same.len() > 1 || !label::is_full_name(language, same[0]))
            .filter_map(|same| same.first().copied())
            .collect();
        names.dedup();
        if often.len() >= 2 {
            names = often;
        }
        // Numbers may come once each: the questions of an audience.
        let numbered = |name: &&&str| label::is_respondent_id(language, name) || label::is_interviewer(language, name);
        let named = names.len() - names.iter().filter(numbered).count();
        let wordy = found.iter().filter(|turn| has_words(turn.content[0].of(text))).count();
        let timed = labels.iter().filter(|line| line.label.time.is_some()).count();
        let alone = labels
            .iter()
            .filter(|line| line.label.time.is_some() || label::trust(language, text, &line.label) == Trust::Alone)
            .count();
        let lines: usize = labels.len();
        // Report text labels quotations (`P4: “…”`); a transcript labels most of what stands there, for two speakers or more.
        if found.len() >= if timed == lines || lines == after && text[..first.line].trim().is_empty() && are_bracketed_numbers(text, &labels) { 2 } else { 3 }
            && names.len() >= 2
            && !are_fields(language, text, &blocks, &labels)
            && (named * 2 <= found.len().max(4) || alone * 4 >= lines * 3)
            && lines * 5 >= after
            && wordy * 10 >= found.len() * 7
            // Who asks is asked in no report's list of quotations: what stands between marks there are turns.
            && (marked * 2 < found.len() || names.iter().any(|name| label::is_interviewer(language, name)))
            // Turns are a good part of the page.
            && found.iter().map(extent).sum::<usize>() * 3 > text.trim().len()
            // Where block quotations hold what is said, what looks like labels heads the parts of a report.
            && (quoted(first.line) * 2 < found.len() || alone * 2 > lines && quoted(first.line) < found.len())
        {
            return true;
        }
    }
    quoted(0) < 3 && question::is_interview(language, text, &blocks)
}

/// Whether every label is a number in brackets, all of one word: `[id1]`, `[id2]`.
fn are_bracketed_numbers(text: &str, labels: &[LabelLine]) -> bool {
    let stem = |line: &LabelLine| line.label.name.of(text).trim_end_matches(|ch: char| ch.is_ascii_digit());
    let numbered = |line: &LabelLine| {
        let (name, stem) = (line.label.name.of(text), stem(line));
        line.label.style == label::Style::Bracket
            && stem.len() < name.len()
            && !stem.is_empty()
            && stem.chars().all(char::is_alphabetic)
    };
    labels.iter().all(numbered) && labels.windows(2).all(|pair| stem(&pair[0]) == stem(&pair[1]))
}

/// The bytes of a turn, from its label to the end of its words.
fn extent(turn: &Turn) -> usize {
    let (start, end) = (turn.content[0].start(), turn.content[turn.content.len() - 1].end());
    end - turn.mention.map_or(start, |mention| mention.start().min(start))
}

fn opens_with_mark(text: &str, at: usize) -> bool {
    text[at..].trim_start_matches(['*', '_', ' ']).starts_with(['"', '“', '‘', '«', '„', '\''])
}

/// Whether words are said, not a number or a sign.
fn has_words(words: &str) -> bool {
    words.chars().take(30).filter(|ch| ch.is_alphabetic()).count() >= 2
}

/// The turns under labels: each to the next label, heading or line across the page.
fn labelled(text: &str, blocks: &[Block], labels: &[LabelLine]) -> Vec<Turn> {
    let mut turns = Vec::new();
    let mut labels = labels.iter().peekable();
    // The start of the open turn's words, its label, and where its last block ends.
    let mut open: Option<(&LabelLine, usize)> = None;
    let close = |open: &mut Option<(&LabelLine, usize)>, turns: &mut Vec<Turn>| {
        if let Some((line, end)) = open.take()
            && let Some(content) = spoken(text, line.label.end, end)
        {
            let label = &line.label;
            turns.push(Turn {
                content: vec![content],
                mention: Some(label.name),
                name: label.name.of(text).to_owned(),
                details: label.details.map(|span| span.of(text).to_owned()),
                time: label.time.map(|span| span.of(text).to_owned()),
                asks: false,
            });
        }
    };
    for block in blocks {
        let mut labelled_here = false;
        while let Some(line) = labels.next_if(|line| line.line < block.span.end()) {
            labelled_here = true;
            if let Some((_, end)) = &mut open
                && line.line > block.span.start()
            {
                *end = line.line;
            }
            close(&mut open, &mut turns);
            open = Some((line, block.span.end()));
        }
        if labelled_here {
            continue;
        }
        match block.kind {
            BlockKind::Heading | BlockKind::Rule | BlockKind::FrontMatter | BlockKind::Code if block.quoted == 0 => {
                close(&mut open, &mut turns);
            }
            BlockKind::Paragraph if block.quoted == 0 && is_apparatus(block.span.of(text)) => {
                close(&mut open, &mut turns)
            }
            BlockKind::Markup => {}
            _ => {
                if let Some((_, end)) = &mut open {
                    *end = block.span.end();
                }
            }
        }
    }
    close(&mut open, &mut turns);
    turns
}

/// What stands below a transcript and belongs to no turn: link definitions, the transcriber's line.
fn is_apparatus(words: &str) -> bool {
    let definition = words.starts_with('[')
        && words.lines().next().is_some_and(|line| memchr::memmem::find(line.as_bytes(), b"]: ").is_some());
    definition || words.lines().count() == 1 && words.len() < 120 && words.starts_with("Transcribed by ")
}

/// The words of a turn: without blanks, tags and emphasis that only closes around them, or a time stamp on a line of its own behind.
fn spoken(text: &str, start: usize, end: usize) -> Option<Span> {
    let bytes = text.as_bytes();
    let (mut start, mut end) = (start, end.max(start));
    loop {
        while start < end && bytes[start].is_ascii_whitespace() {
            start += 1;
        }
        // Tags that close the label, and those that open a paragraph.
        let words = &text[start..end];
        let tag = ["</", "<p>", "<p ", "<br", "<div"].iter().any(|tag| words.starts_with(tag));
        let Some(close) = memchr::memchr(b'>', words.as_bytes()).filter(|_| tag) else { break };
        start += close + 1;
    }
    loop {
        let before = end;
        while end > start && bytes[end - 1].is_ascii_whitespace() {
            end -= 1;
        }
        let line = memchr::memrchr(b'\n', &bytes[start..end]).map_or(start, |newline| start + newline + 1);
        let words = text[line..end].trim().trim_matches(['[', ']', '(', ')']);
        let from = text.len() - text[line..].len() + (text[line..end].len() - text[line..end].trim_start().len());
        if !words.is_empty()
            && words.len() < 16
            && line > start
            && label::clock(words, 0, words.len()) == Some(words.len())
        {
            end = from.min(line);
        }
        if bytes[start..end].last() == Some(&b'>') {
            let open = memchr::memrchr(b'<', &bytes[start..end]).map_or(end, |open| start + open);
            let tag = &text[open..end];
            // A tag that closes what was opened inside stays.
            let inside = tag.strip_prefix("</").is_some_and(|name| {
                let name = name.trim_end_matches('>');
                text[start..open].match_indices('<').any(|(at, _)| text[start + at + 1..open].starts_with(name))
            });
            if !inside && (tag.starts_with("</") || tag.starts_with("<br")) {
                end = open;
            }
        }
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
    (!words.is_empty()).then(|| Span::new(start, start + words.len()))
}

/// Which of the speakers ask: those whose label says so, else the one whose turns are questions more often than anybody's.
fn interviewers(language: &Language, text: &str, turns: &[Turn]) -> BTreeMap<String, bool> {
    #[derive(Default)]
    struct Count {
        turns: usize,
        questions: usize,
        bytes: usize,
    }
    let mut asking: BTreeMap<String, bool> = BTreeMap::new();
    let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
    for turn in turns {
        let count = counts.entry(&turn.name).or_default();
        count.turns += 1;
        count.bytes += turn.content.iter().map(|span| span.len()).sum::<usize>();
        let end = turn.content.last().map_or("", |span| span.of(text));
        let asks = turn.content.iter().any(|span| memchr::memchr(b'?', &text.as_bytes()[span.range()]).is_some());
        let ends = end.trim_end_matches(['"', '”', ')', '*', '_', ' ']).ends_with('?');
        count.questions += usize::from(asks) + usize::from(ends);
    }
    for name in counts.keys() {
        if label::is_interviewer(language, name) {
            asking.insert((*name).to_owned(), true);
        }
    }
    if !asking.is_empty() || turns.iter().any(|turn| turn.asks) {
        return asking;
    }
    // "A" beside "Q" was handled above; respondents by their label never ask.
    let most = counts.values().map(|count| count.turns).max().unwrap_or(0);
    let score = |count: &Count| count.questions as f64 / (count.turns + 2) as f64;
    let mut best: Option<(&str, f64, usize)> = None;
    for turn in turns {
        let name = turn.name.as_str();
        if label::is_respondent_id(language, name) && !name.to_lowercase().starts_with("speaker") {
            continue;
        }
        let Some(count) = counts.get(name) else { continue };
        if count.turns * 5 < most {
            continue;
        }
        // Ties go to the first to speak.
        if best.is_none_or(|(_, before, _)| score(count) > before) {
            best = Some((name, score(count), count.bytes));
        }
    }
    if let Some((name, score, _)) = best.filter(|_| counts.len() > 1)
        && score >= 0.3
    {
        asking.insert(name.to_owned(), true);
    }
    asking
}

/// The speaker of a label.
fn speaker(language: &Language, name: &str, details: Option<&str>, asks: bool) -> Speaker {
    let anonymous = label::is_interviewer(language, name) || label::is_respondent_id(language, name);
    let mut speaker = Speaker::new(name, if anonymous { SpeakerKind::Anonymous } else { SpeakerKind::Person });
    speaker.respondent = !asks;
    if asks {
        speaker.role = Some(INTERVIEWER.to_owned());
    } else if let Some(details) = details {
        (speaker.role, speaker.affiliation) = crate::quotes::participant::details(language, details);
    }
    speaker
}
