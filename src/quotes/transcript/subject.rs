//! Who is interviewed? A field at the head ("Interviewee: …"), the title ("Interview with …"), or the number in the document's id says so.

use crate::document::{Block, BlockKind, Document};
use crate::lang::{Classes, Language, List};
use crate::quotes::transcript::turn::Turn;
use crate::text::Span;
use crate::text::slice::span_of_subslice;

/// Fields are looked for in this many blocks, titles in fewer.
const BLOCKS_WITH_FIELDS: usize = 12;
const BLOCKS_WITH_TITLES: usize = 8;

/// A field for the interviewee has a longer name: "P:" labels a turn.
const SHORTEST_FIELD: usize = 5;

/// The value of a field, a name in a title and what follows it are shorter than this, in bytes.
const LONGEST_VALUE: usize = 120;
const LONGEST_NAME: usize = 60;
const LONGEST_DETAILS: usize = 80;

/// Who is interviewed; the name is empty where nothing says so.
#[derive(Debug, Default)]
pub(super) struct Subject {
    name: String,
    mention: Option<Span>,
    details: Option<String>,
}

impl Subject {
    pub(super) fn of(language: &Language, document: &Document<'_>, blocks: &[Block]) -> Self {
        let text: &str = &document.text;
        in_field(language, text, blocks)
            .or_else(|| in_title(language, text, blocks))
            .unwrap_or_else(|| Self { name: in_id(document.id.as_str()).unwrap_or_default(), ..Self::default() })
    }

    pub(super) fn answers(&self, content: Span) -> Turn {
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

/// `**Interviewee:** Wei Li, driver`
fn in_field(language: &Language, text: &str, blocks: &[Block]) -> Option<Subject> {
    let read = |line: &str| {
        let bare = line.trim().trim_start_matches(['*', '_', '-', ' ']);
        let (field, value) = bare.split_once(':')?;
        let field = field.trim_matches(['*', '_', ' ']).to_lowercase();
        let known = language.list(List::LabelsRespondent).iter().any(|label| **label == *field);
        let value = value.trim().trim_matches(['*', '_', ' ', '"', '\'']);
        if !known || field.len() < SHORTEST_FIELD || value.is_empty() || value.len() >= LONGEST_VALUE {
            return None;
        }
        let (name, details) =
            value.split_once(',').map_or((value, None), |(name, rest)| (name.trim(), Some(rest.trim().to_owned())));
        Some(Subject { name: name.to_owned(), mention: Some(span_of_subslice(text, name)), details })
    };
    let head = blocks.iter().take(BLOCKS_WITH_FIELDS).filter(|block| block.kind != BlockKind::Code);
    head.flat_map(|block| block.span.of(text).lines()).find_map(read)
}

/// `# Interview with Wei Li, driver in Hull`
fn in_title(language: &Language, text: &str, blocks: &[Block]) -> Option<Subject> {
    let titled =
        |block: &&Block| matches!(block.kind, BlockKind::Heading | BlockKind::FrontMatter | BlockKind::Paragraph);
    let head = blocks.iter().take(BLOCKS_WITH_TITLES).filter(titled);
    head.flat_map(|block| block.span.of(text).lines()).find_map(|line| {
        let lower = line.to_ascii_lowercase();
        language.list(List::InterviewTitles).iter().find_map(|phrase| {
            let found = lower.find(&**phrase)?;
            let rest = line[found + phrase.len()..].trim_start_matches([' ', ':', '–', '-', '*']);
            let (name, details) = name_at_start(language, rest);
            (!name.is_empty() && name.len() < LONGEST_NAME).then(|| Subject {
                name: name.to_owned(),
                mention: Some(span_of_subslice(text, name)),
                details,
            })
        })
    })
}

/// The words with capitals at the start of what follows "interview with", and what a preposition joins to them.
fn name_at_start<'a>(language: &Language, words: &'a str) -> (&'a str, Option<String>) {
    let signs = [' ', '"', '\'', '[', ']', '*', ',', '.', ':'];
    let mut end = 0;
    let mut details = None;
    for word in words.split_inclusive(' ') {
        let bare = word.trim_matches(signs);
        if !bare.starts_with(char::is_uppercase) {
            if end > 0 && language.word(bare).classes.any(Classes::PREPOSITION) {
                let behind = words[end + word.len()..].trim_matches(['"', '\'', ' ', '*']);
                details = (!behind.is_empty() && behind.len() < LONGEST_DETAILS).then(|| behind.to_owned());
            }
            break;
        }
        end += word.len();
        if word.trim_end().ends_with([',', '"', ':']) {
            break;
        }
    }
    (words[..end].trim_matches(signs), details)
}

/// A file is often named after the participant: `p07`, `study-P3-2021.txt`.
fn in_id(id: &str) -> Option<String> {
    let is_number = |part: &&str| {
        part.len() > 1
            && part.len() < 5
            && part.starts_with(['p', 'P'])
            && part[1..].bytes().all(|byte| byte.is_ascii_digit())
    };
    id.split(|ch: char| !ch.is_ascii_alphanumeric()).find(is_number).map(str::to_uppercase)
}
