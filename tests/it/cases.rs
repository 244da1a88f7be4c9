//! Cases: short texts that mark their own answers.
//!
//! They stand in `tests/data/cases/*.txt` (English, one file a stage) and in `seeds/lang/<code>/cases.txt` (one file a pack):
//!
//! ```text
//! # A comment.
//! == a frame in the middle
//! “<q1>The bus never comes,</q1>” <c1>said</c1> <s1>María López</s1>, a nurse. “<q1>I walk.</q1>” The <n1>“big”</n1> one.
//! --
//! q1: direct | person | name María López | role nurse | affiliation - | evidence split
//! n1: term
//! ```
//!
//! - `== NAME` begins a case; its text goes on to the line `--` or to the next case, over as many paragraphs as it likes.
//! - `<q1>…</q1>` marks a run of content of the first quotation, without its outer marks; a quotation in two runs has two.
//!   `<c1>` is its cue and `<s1>` the words that name its speaker. `<n1>` marks a stretch that is set aside, without its outer
//!   marks. Quotations and stretches are numbered in the order of the text; a cue or mention of two is `<c1,2>`.
//! - All quotations, cues, mentions and stretches set aside must be marked: one too many is as wrong as one too few.
//! - Facts below `--`, as many as the case is about, separated by ` | `:
//!   for a quotation its kind (`direct`, `mixed`, `indirect`, `response`), its speaker's kind (`person`, `organisation`, `group`,
//!   `anonymous`), `respondent`, `name …`, `role …`, `affiliation …`, `age …`, `gender …`, `evidence …`, `group N` (those of one number are one
//!   attribution), `marked A / B` (the marked runs); `-` means none, so `name -` is a quotation without a speaker.
//!   For a stretch set aside: why. `document: report` sets the kind of the document; `diagnostics: unclosed-mark` names what
//!   must look odd, in order (nothing must, where there is no such line).

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use verbatims::document::DocumentKind;
use verbatims::quotes::{Extraction, Quote};
use verbatims::{Document, Extractor, Language, Span};

struct Case {
    name: String,
    text: String,
    tags: Vec<Tag>,
    kind: DocumentKind,
    diagnostics: Vec<String>,
    /// For `q1`, `n1`: what must hold.
    facts: Vec<(String, Vec<String>)>,
}

/// A marked place: the letter, the numbers, the bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Tag {
    span: Span,
    letter: char,
    numbers: Vec<usize>,
}

fn parse(file: &str) -> Vec<Case> {
    let mut cases = Vec::new();
    for block in format!("\n{file}").split("\n== ").skip(1) {
        let (name, rest) = block.split_once('\n').unwrap_or((block, ""));
        let (marked, facts) = rest.split_once("\n--\n").unwrap_or((rest.trim_end_matches("\n--"), ""));
        let comment = |line: &&str| !line.starts_with('#');
        // A line of `#` and a blank behind the facts is a comment; in the text it may be a heading.
        let (text, tags) = strip(name, marked.trim_matches('\n'));
        let mut case = Case {
            name: name.trim().to_owned(),
            text,
            tags,
            kind: DocumentKind::Auto,
            diagnostics: Vec::new(),
            facts: Vec::new(),
        };
        for line in facts.lines().filter(comment).filter(|line| !line.trim().is_empty()) {
            let (key, value) = line.split_once(": ").unwrap_or_else(|| panic!("{name}: no fact: {line}"));
            match key {
                "document" => {
                    case.kind = serde_json::from_value(value.trim().into())
                        .unwrap_or_else(|_| panic!("{name}: no kind of document: {value}"));
                }
                "diagnostics" => case.diagnostics = value.split(", ").map(|word| word.trim().to_owned()).collect(),
                _ => case.facts.push((key.to_owned(), value.split(" | ").map(|fact| fact.trim().to_owned()).collect())),
            }
        }
        cases.push(case);
    }
    cases
}

/// Takes the tags out of a text.
fn strip(name: &str, marked: &str) -> (String, Vec<Tag>) {
    let mut text = String::new();
    let mut tags = Vec::new();
    let mut open: Vec<(char, Vec<usize>, usize)> = Vec::new();
    let mut rest = marked;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let inside = rest.find('>').map(|end| &rest[1..end]).unwrap_or("");
        let closing = inside.starts_with('/');
        let body = inside.trim_start_matches('/');
        let letter = body.chars().next().unwrap_or(' ');
        let numbers: Option<Vec<usize>> =
            body.get(1..).map(|list| list.split(',').map(|number| number.parse().ok()).collect()).unwrap_or_default();
        match numbers {
            Some(numbers) if "qcsn".contains(letter) => {
                if closing {
                    let at = open.iter().rposition(|(there, list, _)| *there == letter && *list == numbers);
                    let (letter, numbers, start) =
                        open.remove(at.unwrap_or_else(|| panic!("{name}: <{inside}> closes nothing")));
                    tags.push(Tag { span: Span::new(start, text.len()), letter, numbers });
                } else {
                    open.push((letter, numbers, text.len()));
                }
                rest = &rest[inside.len() + 2..];
            }
            // Not ours: a sign of the text.
            _ => {
                text.push('<');
                rest = &rest[1..];
            }
        }
    }
    assert!(open.is_empty(), "{name}: a tag is not closed");
    text.push_str(rest);
    tags.sort();
    (text, tags)
}

/// Puts tags into a text.
fn show(text: &str, tags: &[Tag]) -> String {
    let mut places: BTreeMap<usize, (Vec<&Tag>, Vec<&Tag>)> = BTreeMap::new();
    for tag in tags {
        places.entry(tag.span.end()).or_default().0.push(tag);
        places.entry(tag.span.start()).or_default().1.push(tag);
    }
    let name = |tag: &Tag| {
        let numbers: Vec<String> = tag.numbers.iter().map(usize::to_string).collect();
        format!("{}{}", tag.letter, numbers.join(","))
    };
    let mut shown = String::new();
    let mut at = 0;
    for (place, (mut closing, mut opening)) in places {
        shown.push_str(&text[at..place]);
        at = place;
        closing.sort_by_key(|tag| (std::cmp::Reverse(tag.span.start()), tag.letter));
        opening.sort_by_key(|tag| (std::cmp::Reverse(tag.span.end()), tag.letter));
        closing.iter().for_each(|tag| write!(shown, "</{}>", name(tag)).unwrap());
        opening.iter().for_each(|tag| write!(shown, "<{}>", name(tag)).unwrap());
    }
    shown + &text[at..]
}

fn tags_of(found: &Extraction) -> Vec<Tag> {
    let mut tags: Vec<Tag> = Vec::new();
    let mut shared: BTreeMap<(char, Span), Vec<usize>> = BTreeMap::new();
    for (quote, number) in found.quotes.iter().zip(1..) {
        tags.extend(quote.content.iter().map(|span| Tag { span: *span, letter: 'q', numbers: vec![number] }));
        if let Some(cue) = &quote.cue {
            shared.entry(('c', cue.span)).or_default().push(number);
        }
        if let Some(mention) = &quote.attribution.mention {
            shared.entry(('s', mention.span)).or_default().push(number);
        }
    }
    tags.extend(shared.into_iter().map(|((letter, span), numbers)| Tag { span, letter, numbers }));
    tags.extend(found.not_quotes.iter().zip(1..).map(|(stretch, number)| Tag {
        span: stretch.span,
        letter: 'n',
        numbers: vec![number],
    }));
    tags.sort();
    tags
}

/// What a quotation says to a fact of a case: nothing where it holds, else what holds instead.
fn refuted(quote: &Quote, text: &str, fact: &str) -> Option<String> {
    let speaker = quote.speaker();
    let (key, value) = fact.split_once(' ').unwrap_or((fact, ""));
    let held = match key {
        "direct" | "mixed" | "indirect" | "response" => return differs(fact, &quote.kind.to_string()),
        "person" | "organisation" | "group" | "anonymous" | "document" if value.is_empty() => {
            return differs(fact, &speaker.map_or("-".to_owned(), |speaker| speaker.kind.to_string()));
        }
        "respondent" => {
            return (!speaker.is_some_and(|speaker| speaker.respondent)).then(|| "no respondent".to_owned());
        }
        "name" => speaker.map(|speaker| speaker.name.clone()),
        "role" => speaker.and_then(|speaker| speaker.role.clone()),
        "affiliation" => speaker.and_then(|speaker| speaker.affiliation.clone()),
        "age" | "gender" => quote.attributes.get(key).cloned(),
        "evidence" => Some(quote.attribution.evidence.to_string()),
        "group" => quote.group.map(|group| group.to_string()),
        "marked" => Some(quote.marked.iter().map(|span| span.of(text)).collect::<Vec<_>>().join(" / ")),
        _ => return Some(format!("`{key}` is no fact")),
    };
    differs(value, &held.unwrap_or_else(|| "-".to_owned())).map(|held| format!("{key} {held}"))
}

fn differs(wanted: &str, held: &str) -> Option<String> {
    (wanted != held).then(|| held.to_owned())
}

/// Extracts from the text of a case and tells how the answer differs.
fn check(extractor: &Extractor, case: &Case) -> Option<String> {
    let found = extractor.extract(&Document::new("case", case.text.as_str()).kind(case.kind));
    let mut wrong = String::new();
    let tags = tags_of(&found);
    if tags != case.tags {
        write!(wrong, "  expected: {}\n  found:    {}\n", show(&case.text, &case.tags), show(&case.text, &tags))
            .unwrap();
    }
    for (key, facts) in &case.facts {
        let number: usize = key.get(1..).and_then(|number| number.parse().ok()).unwrap_or(0);
        for fact in facts {
            let held = match key.chars().next() {
                Some('q') => match found.quotes.get(number.wrapping_sub(1)) {
                    Some(quote) => refuted(quote, &case.text, fact),
                    None => Some("no such quotation".to_owned()),
                },
                Some('n') => match found.not_quotes.get(number.wrapping_sub(1)) {
                    Some(stretch) => differs(fact, stretch.why.as_str()),
                    None => Some("nothing is set aside".to_owned()),
                },
                _ => Some(format!("`{key}` is neither q1 nor n1")),
            };
            if let Some(held) = held {
                writeln!(wrong, "  {key}: expected {fact}, found {held}").unwrap();
            }
        }
    }
    let odd: Vec<String> = found
        .diagnostics
        .iter()
        .map(|diagnostic| serde_json::to_value(diagnostic.kind).unwrap().as_str().unwrap_or_default().to_owned())
        .collect();
    if odd != case.diagnostics {
        writeln!(wrong, "  diagnostics: expected {:?}, found {odd:?}", case.diagnostics).unwrap();
    }
    (!wrong.is_empty()).then_some(wrong)
}

/// Reads a file of cases; every case that fails is told.
fn run(language: Language, path: &Path) -> (usize, String) {
    let file = std::fs::read_to_string(path).unwrap();
    let extractor = Extractor::new(language);
    let cases = parse(&file);
    let mut wrong = String::new();
    let mut names = std::collections::BTreeSet::new();
    for case in &cases {
        assert!(names.insert(case.name.as_str()), "{}: two cases are named `{}`", path.display(), case.name);
        if let Some(difference) = check(&extractor, case) {
            write!(wrong, "{}: {}\n{difference}\n", path.file_name().unwrap().to_string_lossy(), case.name).unwrap();
        }
    }
    (cases.len(), wrong)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn english_texts_give_their_marked_answers() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/cases");
    let mut count = 0;
    let mut wrong = String::new();
    for path in files(&folder) {
        let (cases, differences) = run(Language::english(), &path);
        count += cases;
        wrong += &differences;
    }
    assert!(wrong.is_empty(), "{} of {count} cases fail\n\n{wrong}", wrong.matches(".txt: ").count());
    assert!(count >= 150, "{count} cases");
}

#[test]
fn the_cases_of_every_pack_pass() {
    let mut wrong = String::new();
    for folder in files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/lang")) {
        let code = folder.file_name().unwrap().to_str().unwrap();
        let path = folder.join("cases.txt");
        assert!(path.is_file(), "{}: a pack has cases", path.display());
        let (count, differences) = run(Language::builtin(code).unwrap(), &path);
        assert!(count > 0, "{}: no case", path.display());
        if !differences.is_empty() {
            write!(wrong, "{code}\n{differences}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
