//! Who is interviewed, and by whom? A field at the head ("Interviewee: …"), the title ("Interview with … by …", "… on her third record"), the
//! introduction ("I spoke to …"), or the number in the document's id says so.

use std::collections::BTreeMap;

use crate::document::{Block, BlockKind, Document, DocumentKind};
use crate::lang::{Classes, Language, List};
use crate::quotes::participant::{is_interviewer, is_name, is_neutral, is_respondent_id};
use crate::quotes::transcript::plain::is_titled;
use crate::quotes::transcript::testimony::Event;
use crate::quotes::transcript::turn::Turn;
use crate::text::Span;
use crate::text::slice::span_of_subslice;

/// Fields are looked for in this many blocks, titles and introductions in fewer.
const BLOCKS_WITH_FIELDS: usize = 12;
const BLOCKS_WITH_TITLES: usize = 8;

/// A field for somebody has a longer name: "P:" labels a turn.
const SHORTEST_FIELD: usize = 4;

/// The value of a field, a name and what follows it are shorter than this, in bytes, and a title than that.
const LONGEST_VALUE: usize = 120;
const LONGEST_NAME: usize = 60;
const LONGEST_DETAILS: usize = 80;
const LONGEST_TITLE: usize = 200;

/// Words of a description in front of a name.
const LONGEST_DESCRIPTION: usize = 4;

/// A name with its place and with what is said of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Person {
    pub(super) name: String,
    mention: Option<Span>,
    details: Option<String>,
}

/// Who is interviewed and who asks, where a text says so.
#[derive(Debug, Default)]
pub(super) struct People {
    /// The name is empty where nothing says who is interviewed.
    pub(super) subject: Person,
    pub(super) interviewer: Option<Person>,
    /// The name of the document, of which the caller says that it is an interview: it stands for whoever answers, where nothing names them.
    document: Option<String>,
}

impl People {
    /// Reads the head of a document: the blocks in front of the first turn.
    pub(super) fn of(language: &Language, document: &Document<'_>, blocks: &[Block]) -> Self {
        let text: &str = &document.text;
        let title = in_head(language, text, blocks);
        let mut people = Self { document: name_of(document), ..Self::default() };
        let field = |list| in_field(language, text, blocks, list);
        people.subject = field(List::LabelsRespondent)
            .or(title)
            .or_else(|| anywhere(language, text, blocks))
            .unwrap_or_else(|| Person { name: in_id(document.id.as_str()).unwrap_or_default(), ..Person::default() });
        people.interviewer =
            field(List::LabelsInterviewer).or_else(|| in_byline(language, text, blocks, &people.subject.name));
        if let Some([name]) = document.respondents.as_deref() {
            people.subject = Person { name: name.clone(), ..Person::default() };
        }
        if let Some([name, ..]) = document.interviewers.as_deref() {
            people.interviewer = Some(Person { name: name.clone(), ..Person::default() });
        }
        people
    }

    /// An answer of the one who is interviewed.
    pub(super) fn answers(&self, content: Span) -> Turn {
        Turn {
            content: vec![content],
            mention: self.subject.mention,
            name: if self.subject.name.is_empty() {
                self.document.clone().unwrap_or_default()
            } else {
                self.subject.name.clone()
            },
            details: self.subject.details.clone(),
            time: None,
            asks: false,
        }
    }

    /// A turn that names nobody as an answer of the one who is interviewed.
    pub(super) fn or_answers(&self, turn: Turn) -> Turn {
        match turn.content.first() {
            Some(first) if turn.name.is_empty() && !turn.asks => Turn { time: turn.time, ..self.answers(*first) },
            _ => turn,
        }
    }

    /// Whether a name is that of the document, which stands for whoever answers.
    pub(super) fn is_document(&self, name: &str) -> bool {
        self.subject.name.is_empty() && self.document.as_deref() == Some(name)
    }

    /// The turns, with the names of those who are meant where a label names nobody: "Q:", "A:", "Interviewee:". Lines between the turns of a
    /// testimony say who that is.
    pub(super) fn named(&self, language: &Language, text: &str, events: &[Event], mut turns: Vec<Turn>) -> Vec<Turn> {
        let is_general = |name: &str| {
            is_witness(language, name)
                || is_respondent_id(language, name)
                    && !is_neutral(language, name)
                    && !name.bytes().any(|byte| byte.is_ascii_digit())
        };
        let mut general = turns.iter().map(|turn| turn.name.as_str()).filter(|name| is_general(name));
        // Several such labels are several people.
        let only = general.next().filter(|first| general.all(|other| other == *first)).map(str::to_owned);
        let mut events = events.iter().peekable();
        // Who has turns under a label of their own is not meant by "INT:" as well.
        let has_turns = |name: &str| turns.iter().any(|turn| turn.name == name);
        let interviewer = self.interviewer.as_ref().map(|person| person.name.clone());
        let (mut witness, mut examiner) = (None, interviewer.filter(|name| !has_turns(name)));
        for turn in &mut turns {
            while let Some(event) = events.next_if(|event| event.span().start() < turn.start()) {
                let name = event.span().of(text).to_owned();
                *(if matches!(event, Event::Witness(_)) { &mut witness } else { &mut examiner }) = Some(name);
            }
            if is_interviewer(language, &turn.name) {
                turn.asks = true;
                if let Some(name) = &examiner {
                    turn.name.clone_from(name);
                }
            } else if let Some(name) = witness.as_ref().filter(|_| is_general(&turn.name)) {
                turn.name.clone_from(name);
            } else if only.as_ref() == Some(&turn.name) && !self.subject.name.is_empty() {
                turn.name.clone_from(&self.subject.name);
                turn.details = turn.details.take().or_else(|| self.subject.details.clone());
            }
        }
        inherit(language, &mut turns);
        turns
    }
}

/// Gives the details of a speaker's first turn to the later ones: "Mr Lund" is "Mr Colin Lund (Harbour)".
fn inherit(language: &Language, turns: &mut [Turn]) {
    let mut known: BTreeMap<String, String> = BTreeMap::new();
    for turn in turns {
        // Members of a house are called by their family names.
        let family = turn.name.rsplit(' ').next().unwrap_or(&turn.name);
        let key = if is_titled(language, &turn.name) { family.to_lowercase() } else { turn.name.clone() };
        if let Some(details) = &turn.details {
            known.entry(key).or_insert_with(|| details.clone());
        } else {
            turn.details = known.get(&key).cloned();
        }
    }
}

/// Whether a label is that of whoever testifies: "A", "THE WITNESS".
pub(super) fn is_witness(language: &Language, name: &str) -> bool {
    on(language, List::WitnessLabels, name)
}

/// Whether a name in any case is on a list.
fn on(language: &Language, list: List, name: &str) -> bool {
    language.list(list).iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// The blocks in front of a place, the last of them cut off there.
pub(super) fn blocks_before(blocks: &[Block], end: usize) -> Vec<Block> {
    let before = blocks.iter().take_while(|block| block.span.start() < end);
    before.map(|block| Block { span: Span::new(block.span.start(), block.span.end().min(end)), ..*block }).collect()
}

/// Whether two names may be one person's: equal, the family name or the given name of the other, or its initials.
pub(super) fn is_same(full: &str, label: &str) -> bool {
    let (full, label) = (full.to_lowercase(), label.to_lowercase());
    let bare = |word: &str| word.trim_end_matches('.').to_owned();
    let words: Vec<String> = full.split_whitespace().map(bare).collect();
    let parts: Vec<String> = label.split_whitespace().map(bare).collect();
    let initials: String = words.iter().filter_map(|word| word.chars().next()).collect();
    full == label
        || initials.len() > 1 && initials == label.replace(['.', ' '], "")
        || !parts.is_empty() && words.len() > 1 && {
            let same = |part: &String| words.contains(part);
            parts.last().is_some_and(same) && (parts.len() == 1 || parts.first().is_some_and(same))
                || parts.len() > 1 && words.last() == parts.last()
        }
}

/// `**Interviewee:** Wei Li, driver`
fn in_field(language: &Language, text: &str, blocks: &[Block], list: List) -> Option<Person> {
    let head = blocks.iter().take(BLOCKS_WITH_FIELDS).filter(|block| block.kind != BlockKind::Code);
    head.flat_map(|block| block.span.of(text).lines()).find_map(|line| {
        let (field, value) = field(line)?;
        // "Interview: …" is a title, and who is asked.
        let known = on(language, list, field) && !on(language, List::InterviewWords, field);
        let names = is_person(language, value) || is_respondent_id(language, value);
        (known && field.len() >= SHORTEST_FIELD && names).then(|| {
            let (name, details) =
                value.split_once(',').map_or((value, None), |(name, rest)| (name.trim(), Some(rest.trim().to_owned())));
            Person { name: name.to_owned(), mention: Some(span_of_subslice(text, name)), details }
        })
    })
}

/// The name of a field and what stands behind its colon on a line.
fn field(line: &str) -> Option<(&str, &str)> {
    let bare = line.trim().trim_start_matches(['*', '_', '-', ' ']);
    let (field, value) = bare.split_once(':')?;
    Some((field.trim_matches(['*', '_', ' ']), value.trim().trim_matches(['*', '_', ' ', '"', '\''])))
}

/// Whether the value of a field is a person, with or without details behind a comma: "Wei Li, driver".
pub(super) fn is_person(language: &Language, value: &str) -> bool {
    let name = value.split([',', '(']).next().unwrap_or(value).trim();
    value.len() < LONGEST_VALUE
        && !value.ends_with(['.', '?', '!', ':'])
        && (is_name(language, name) || language.word_any_case(name).classes.any(Classes::GIVEN_HE | Classes::GIVEN_SHE))
}

/// What the head of a text says of an interview.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Head {
    /// It is one, or somebody is asked.
    Speaks,
    /// Its title has the name of a person.
    Names,
    Nothing,
}

/// What the blocks in front of the first question say.
pub(super) fn head(language: &Language, text: &str, blocks: &[Block]) -> Head {
    let asks = |block: &&Block| memchr::memchr(b'?', &text.as_bytes()[block.span.range()]).is_some();
    let first = blocks.iter().find(asks).map_or(text.len(), |block| block.span.start());
    let before = blocks_before(blocks, first);
    if in_head(language, text, &before).is_some() {
        Head::Speaks
    } else if anywhere(language, text, &before).is_some() {
        Head::Names
    } else {
        Head::Nothing
    }
}

/// Who is interviewed by the titles and the introduction at the head.
fn in_head(language: &Language, text: &str, blocks: &[Block]) -> Option<Person> {
    let readable =
        |block: &&Block| matches!(block.kind, BlockKind::Heading | BlockKind::FrontMatter | BlockKind::Paragraph);
    let head: Vec<&Block> = blocks.iter().take(BLOCKS_WITH_TITLES).filter(readable).collect();
    let lines = || head.iter().flat_map(|block| block.span.of(text).lines());
    lines()
        .filter(|line| line.len() < LONGEST_TITLE)
        .find_map(|line| behind_phrase(language, text, line, List::InterviewTitles))
        .or_else(|| head.iter().find_map(|block| before_phrase(language, text, title(block.span.of(text))?)))
        .or_else(|| lines().find_map(|line| behind_phrase(language, text, line, List::InterviewLeads)))
        .or_else(|| alone(language, text, &head))
}

/// A line that may be the title of a text: short, and not a sentence.
fn title(words: &str) -> Option<&str> {
    let line = words.lines().find(|line| line.trim_start_matches(['-', '+']).len() > 3)?;
    let line = line.strip_prefix("title:").unwrap_or(line).trim().trim_matches(['"', '\'', '*', '_']);
    (line.len() < LONGEST_TITLE && !line.ends_with(['?', ':'])).then_some(line)
}

/// `Interview with Wei Li, driver in Hull`, `Five questions for the author Lena Hurst`
fn behind_phrase(language: &Language, text: &str, line: &str, list: List) -> Option<Person> {
    let lower = line.to_ascii_lowercase();
    language.list(list).iter().find_map(|phrase| {
        let found = lower.find(&**phrase)?;
        let end = found + phrase.len();
        let inside_word = lower[..found].ends_with(char::is_alphanumeric)
            || phrase.ends_with(char::is_alphanumeric) && lower[end..].starts_with(char::is_alphanumeric);
        let rest = line[end..].trim_start_matches([' ', ':', '–', '—', '-', '*', '"']);
        (!inside_word).then(|| described(language, text, rest)).flatten()
    })
}

/// A person with the words that describe them in front: "the author Lena Hurst", "Novelist Lena Hurst".
fn described(language: &Language, text: &str, words: &str) -> Option<Person> {
    let mut rest = words;
    let mut description: Option<Span> = None;
    for number in 0..=LONGEST_DESCRIPTION {
        let (word, behind) = rest.split_once(' ').unwrap_or((rest, ""));
        let classes = language.word_any_case(word).classes;
        let office = classes.any(Classes::ROLE) && !classes.any(Classes::HONORIFIC);
        let describes = word.starts_with(char::is_lowercase) || classes.any(Classes::DETERMINER) || office;
        if !describes || !behind.starts_with(char::is_alphabetic) {
            break;
        }
        if number == LONGEST_DESCRIPTION {
            return None;
        }
        let place = span_of_subslice(text, word);
        if !classes.any(Classes::DETERMINER) {
            description = Some(description.map_or(place, |before| before.join(place)));
        }
        rest = behind;
    }
    let role = description.map(|span| span.of(text));
    let (name, details) = name_at_start(language, rest);
    let details = details.or_else(|| role.map(str::to_owned));
    // What is described by a word that is no role known has a full name.
    let is_role = |words: &str| {
        words.split(' ').next_back().is_some_and(|last| language.word_any_case(last).classes.any(Classes::ROLE))
    };
    let named = !name.is_empty() && (role.is_none_or(is_role) || is_full(language, name));
    (named && name.len() < LONGEST_NAME).then(|| Person {
        name: name.to_owned(),
        mention: Some(span_of_subslice(text, name)),
        details,
    })
}

/// `Nora Blythe on her third record`, `Nora Blythe talks about …`
fn before_phrase(language: &Language, text: &str, line: &str) -> Option<Person> {
    let mut end = 0;
    for word in line.split_inclusive(' ') {
        let bare = word.trim_end();
        if end > 0 && on(language, List::InterviewVerbs, bare.trim_end_matches(':')) {
            let name = line[..end].trim_end().trim_end_matches([',', ':']);
            return described(language, text, name)
                .filter(|person| name.ends_with(&person.name) && is_full(language, &person.name));
        }
        if !bare.starts_with(char::is_uppercase) {
            return None;
        }
        end += word.len();
    }
    None
}

/// A given name with the words with capitals behind it, anywhere in the title: "In the workshop with Nora Blythe".
fn anywhere(language: &Language, text: &str, blocks: &[Block]) -> Option<Person> {
    let first = blocks.iter().find(|block| !matches!(block.kind, BlockKind::Markup | BlockKind::Rule))?;
    let line = title(first.span.of(text))?;
    let is_given = |word: &str| language.word_any_case(word).classes.any(Classes::GIVEN_HE | Classes::GIVEN_SHE);
    let opens = |word: &&str| word.starts_with(char::is_uppercase) && is_given(word.trim_end_matches([',', ':']));
    line.split(' ').filter(opens).find_map(|word| {
        let (name, details) = name_at_start(language, &line[span_of_subslice(line, word).start()..]);
        is_full(language, name).then(|| Person {
            name: name.to_owned(),
            mention: Some(span_of_subslice(text, name)),
            details,
        })
    })
}

/// A first line that is a name and nothing else, with which the introduction goes on.
fn alone(language: &Language, text: &str, head: &[&Block]) -> Option<Person> {
    let [first, rest @ ..] = head else { return None };
    let name = first.span.of(text);
    let goes_on = rest.first().is_some_and(|block| block.span.of(text).starts_with(name));
    (goes_on && is_full(language, name)).then(|| Person {
        name: name.to_owned(),
        mention: Some(first.span),
        details: rest.first().and_then(|block| is_a(language, &block.span.of(text)[name.len()..])),
    })
}

/// What a sentence says that somebody is: " is a Bristol-based animator who …".
fn is_a(language: &Language, words: &str) -> Option<String> {
    let mut words = words.split_whitespace();
    let copula = words.next().is_some_and(|word| language.word(word).classes.any(Classes::AUXILIARY));
    let article = words.next().is_some_and(|word| language.word(word).classes.any(Classes::DETERMINER));
    let role = words
        .take(LONGEST_DESCRIPTION)
        .find(|word| language.word(word.trim_end_matches([',', '.'])).classes.any(Classes::ROLE))?;
    (copula && article).then(|| role.trim_end_matches([',', '.']).to_owned())
}

/// Whether words are a name of two words or more.
fn is_full(language: &Language, name: &str) -> bool {
    name.contains(' ') && name.len() < LONGEST_NAME && is_name(language, name)
}

/// `Interview with Nora Blythe by Sam Oduya`, `By Sam Oduya`
fn in_byline(language: &Language, text: &str, blocks: &[Block], subject: &str) -> Option<Person> {
    let head = blocks.iter().take(BLOCKS_WITH_TITLES).flat_map(|block| block.span.of(text).lines());
    head.filter(|line| line.len() < LONGEST_TITLE).find_map(|line| {
        language.list(List::BylineWords).iter().find_map(|word| {
            let lower = line.to_ascii_lowercase();
            let found = lower.rfind(&**word).filter(|at| *at == 0 || lower[..*at].ends_with(' '))?;
            // Inside a line the name that is interviewed stands in front.
            let rest = line[found + word.len()..].trim_start_matches([':', ' ']);
            let titled = found == 0 || !subject.is_empty() && line[..found].contains(subject);
            let (name, _) = name_at_start(language, rest);
            (titled && rest.len() < line.len() - found - word.len() && name != subject && is_full(language, name))
                .then(|| Person { name: name.to_owned(), mention: Some(span_of_subslice(text, name)), details: None })
        })
    })
}

/// The words with capitals at the start of what follows "interview with", and what a preposition or a comma joins to them.
fn name_at_start<'a>(language: &Language, words: &'a str) -> (&'a str, Option<String>) {
    let signs = [' ', '"', '\'', '[', ']', '*', ',', '.', ':'];
    let mut end = 0;
    let mut details = None;
    for word in words.split_inclusive(' ') {
        let bare = word.trim_matches(signs);
        if !bare.starts_with(char::is_uppercase) {
            let names_author = language.list(List::BylineWords).iter().any(|known| **known == *bare);
            if end > 0 && !names_author && language.word(bare).classes.any(Classes::PREPOSITION) {
                let behind = words[end + word.len()..].trim_matches(['"', '\'', ' ', '*']);
                details = (!behind.is_empty() && behind.len() < LONGEST_DETAILS).then(|| behind.to_owned());
            }
            break;
        }
        end += word.len();
        if word.trim_end().ends_with([',', '"', ':']) {
            details = word.trim_end().ends_with(',').then(|| apposition(language, &words[end..])).flatten();
            break;
        }
    }
    (words[..end].trim_matches(signs), details)
}

/// What a comma joins to a name, if it says what the person is: "a potter from Stoke".
fn apposition(language: &Language, words: &str) -> Option<String> {
    let words = words[..words.find([',', '.', ';', ':', '(']).unwrap_or(words.len())].trim();
    let (first, rest) = words.split_once(' ').unwrap_or((words, ""));
    let words = if language.word(first).classes.any(Classes::DETERMINER) { rest } else { words };
    let is_role = |word: &str| language.word_any_case(word).classes.any(Classes::ROLE | Classes::PERSON_NOUN);
    (words.len() < LONGEST_DETAILS && words.split(' ').any(is_role)).then(|| words.to_owned())
}

/// The name of a document that the caller calls a transcript: its id without folder and ending.
fn name_of(document: &Document<'_>) -> Option<String> {
    /// The ending of a file's name has fewer bytes.
    const LONGEST_ENDING: usize = 6;
    let id = document.id.as_str();
    let file = id.rsplit(['/', '\\']).next().unwrap_or(id);
    let is_ending = |ending: &str| {
        !ending.is_empty() && ending.len() < LONGEST_ENDING && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    let stem = file
        .rsplit_once('.')
        .filter(|(stem, ending)| !stem.is_empty() && is_ending(ending))
        .map_or(file, |(stem, _)| stem);
    (matches!(document.kind, DocumentKind::Transcript | DocumentKind::Paragraphs) && !stem.is_empty())
        .then(|| stem.to_owned())
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

#[cfg(test)]
mod tests {
    use super::{Head, People, head, is_same};
    use crate::document::{Document, blocks};
    use crate::lang::Language;

    #[test]
    fn initials_and_parts_of_a_name_are_the_same_person() {
        for label in ["Paul Ames", "PAUL AMES", "Ames", "Paul", "PA", "P.A.", "Mr Ames"] {
            assert!(is_same("Paul Ames", label), "{label}");
        }
        for label in ["Ines Roth", "A", "Pau", "", "PAX"] {
            assert!(!is_same("Paul Ames", label), "{label}");
        }
    }

    #[test]
    fn heads_name_who_is_interviewed_and_by_whom() {
        let language = Language::english();
        let read = |text: &str| {
            let document = Document::new("talk", text.to_owned());
            let people = People::of(&language, &document, &blocks(text));
            (people.subject.name, people.interviewer.map(|person| person.name))
        };
        let ames = || Some("Paul Ames".to_owned());
        assert_eq!(read("Interview with Ines Roth by Paul Ames\n"), ("Ines Roth".to_owned(), ames()));
        assert_eq!(read("# Ines Roth on her looms\n\nBy Paul Ames\n"), ("Ines Roth".to_owned(), ames()));
        assert_eq!(read("Interviewee: Ines Roth, weaver\nInterviewer: Paul Ames\n"), ("Ines Roth".to_owned(), ames()));
        assert_eq!(read("Six questions for the weaver Ines Roth\n"), ("Ines Roth".to_owned(), None));
        assert_eq!(read("A meeting with nobody\n"), (String::new(), None));
        let says = |text: &str| head(&language, text, &blocks(text));
        assert_eq!(says("Ines Roth talks about looms\n\nWhy?\n"), Head::Speaks);
        assert_eq!(says("At the loom with Anna Roth\n\nWhy?\n"), Head::Names);
        assert_eq!(says("Looms of the north\n\nWhy?\n"), Head::Nothing);
    }
}
