//! How fast quotations are found: `extract/<input>/<megabytes>`, in bytes a second on one core.
//!
//! Each input asserts its answer before it is measured. `utf8` reads the same news as `news` does and only checks that it
//! is UTF-8: a bound that makes the figures ratios. `marked_news` reads articles from the folder of evaluation data, where
//! there is one (`VERBATIMS_EVAL`, by default `../shared/eval`).

#![allow(clippy::unwrap_used)]

use std::sync::LazyLock;

use divan::Bencher;
use divan::counter::BytesCount;
use verbatims::{Document, DocumentKind, Extraction, Extractor, Language};

fn main() {
    divan::main();
}

static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(|| Extractor::new(Language::english()));
static DIRECT: LazyLock<Extractor> = LazyLock::new(|| Extractor::new(Language::english()).indirect(false));

/// A tenth of a megabyte where the benchmarks run as tests: the answers are the same, the time is not wasted.
static MEGABYTE: LazyLock<usize> =
    LazyLock::new(|| if std::env::args().any(|word| word == "--bench") { 1_000_000 } else { 100_000 });

fn extract_with(extractor: &Extractor, text: &str) -> Extraction {
    extractor.extract(&Document::new("d", text).kind(DocumentKind::Prose))
}

fn extract(text: &str) -> Extraction {
    extract_with(&EXTRACTOR, text)
}

fn measure(bencher: Bencher<'_, '_>, text: &str, check: impl Fn(&Extraction)) {
    check(&extract(text));
    bencher.counter(BytesCount::of_str(text)).bench(|| extract(divan::black_box(text)));
}

/// Names, so that resolution has people to tell apart.
const GIVEN: [&str; 8] = ["Maria", "Tom", "Anna", "David", "Priya", "John", "Elena", "Peter"];
const FAMILY: [&str; 9] = ["Ortiz", "Hale", "Berg", "Osei", "Nair", "Whitfield", "Costa", "Lund", "Marsh"];

/// An article of ten paragraphs as newspapers write them, with 12 marked quotations of people in it.
fn article(number: usize, out: &mut String) {
    let name = |at: usize| {
        let at = number * 5 + at;
        (GIVEN[at % GIVEN.len()], FAMILY[(at / 3) % FAMILY.len()])
    };
    let [(a, aa), (b, bb), (c, cc)] = [name(0), name(1), name(2)];
    let paragraphs = [
        format!("City council weighs night bus cuts for the {number}th time this year"),
        "The city council will decide on Thursday whether to end night services on six routes, a step that drivers, \
         nurses and shop workers have fought since the plan became public in March. The vote comes after a year in \
         which fares rose twice and the number of passengers fell by a tenth."
            .to_owned(),
        format!(
            "“We cannot go on paying for empty buses,” said {a} {aa}, who chairs the transport committee. “The money \
             has to come from somewhere, and this year there is none.”"
        ),
        format!(
            "{aa} said that the council would keep two routes to the hospital, and that a decision on the others could \
             wait until the summer. She added that a new timetable would be published before the end of the month."
        ),
        format!(
            "But {b} {bb}, a nurse at the general hospital, told reporters that the plan was “a gift to taxi owners.” \
             Her shift ends at two in the morning. “I walk home for an hour,” {bb} said, “and I am not the only one.”"
        ),
        "Passenger numbers on the six routes fell from 41,000 in January to 36,500 in April, according to figures that \
         the operator handed to the council last week. The operator runs 112 buses, of which 19 are on the road at night."
            .to_owned(),
        format!(
            "According to {c} {cc}, an economist at the University of Hull, the figures leave out those who change from \
             one line to another. He called the count “close to useless” and asked for a new one."
        ),
        format!(
            "{cc} stated, “Nobody counted the people who had already given up waiting.” The operator said in a statement: \
             “We publish what we measure.” It did not answer questions about the method."
        ),
        "In 2019 the council bought forty electric buses, the first of a fleet that should have been complete by now. \
         Half of them stand in a depot outside the city, since the charging stations were never built."
            .to_owned(),
        format!(
            "“I have heard every promise there is,” {bb} said. “The bus either comes or it does not.” {a} {aa} declined \
             to comment. Residents may speak at the meeting, which begins at seven."
        ),
    ];
    out.push_str(&paragraphs.join("\n\n"));
    out.push_str("\n\n");
}

/// Articles until there are so many bytes, and their number.
fn news(bytes: usize) -> (Vec<String>, usize) {
    let mut texts = Vec::new();
    let mut length = 0;
    while length < bytes {
        let mut text = String::new();
        article(texts.len(), &mut text);
        length += text.len();
        texts.push(text);
    }
    (texts, length)
}

/// Marked stretches of an article that are found to be quotations; it holds 12.
const MARKED: usize = 10;

/// Articles as they come: one document each.
#[divan::bench(name = "news", args = [1, 10])]
fn news_documents(bencher: Bencher<'_, '_>, megabytes: usize) {
    let (texts, length) = news(megabytes * *MEGABYTE);
    for text in &texts {
        let found = extract(text);
        let marked: usize = found.quotes.iter().map(|quote| quote.marked.len()).sum();
        assert_eq!(marked, MARKED, "{text}");
        assert!(found.diagnostics.is_empty(), "{found:?}");
    }
    bencher
        .counter(BytesCount::new(length))
        .bench(|| -> usize { texts.iter().map(|text| extract(text).quotes.len()).sum() });
}

/// The same articles without indirect speech.
#[divan::bench(args = [1, 10])]
fn direct_only(bencher: Bencher<'_, '_>, megabytes: usize) {
    let (texts, length) = news(megabytes * *MEGABYTE);
    for text in &texts {
        let found = extract_with(&DIRECT, text);
        let marked: usize = found.quotes.iter().map(|quote| quote.marked.len()).sum();
        assert_eq!(marked, MARKED, "{text}");
    }
    bencher
        .counter(BytesCount::new(length))
        .bench(|| -> usize { texts.iter().map(|text| extract_with(&DIRECT, text).quotes.len()).sum() });
}

/// Running text without a mark and without indirect speech: next to nothing.
#[divan::bench(args = [10])]
fn no_marks(bencher: Bencher<'_, '_>, megabytes: usize) {
    let text = news(megabytes * *MEGABYTE).0.concat().replace(['“', '”'], "");
    assert!(extract_with(&DIRECT, &text).quotes.is_empty());
    bencher.counter(BytesCount::of_str(&text)).bench(|| extract_with(&DIRECT, divan::black_box(&text)));
}

/// The bound: whether the articles are UTF-8.
#[divan::bench(args = [10])]
fn utf8(bencher: Bencher<'_, '_>, megabytes: usize) {
    let (texts, length) = news(megabytes * *MEGABYTE);
    let bytes = texts.concat().into_bytes();
    assert!(std::str::from_utf8(&bytes).is_ok());
    bencher.counter(BytesCount::new(length)).bench(|| std::str::from_utf8(divan::black_box(&bytes)).is_ok());
}

/// The article that comes with the crate, read as prose: the kind is known.
#[divan::bench]
fn seed_article(bencher: Bencher<'_, '_>) {
    let text = include_str!("../seeds/articles/technological-self-reliance.txt");
    measure(bencher, text, |found| assert!(found.quotes.len() >= 12, "{} found", found.quotes.len()));
}

/// Articles whose quotations people marked: a thousand of them, with indirect speech and without.
#[divan::bench(args = [true, false])]
fn marked_news(bencher: Bencher<'_, '_>, indirect: bool) {
    let folder = std::env::var("VERBATIMS_EVAL").unwrap_or_else(|_| "../shared/eval".to_owned());
    let path = format!("{folder}/quotes/polnear_train.jsonl");
    let Ok(lines) = std::fs::read_to_string(&path) else {
        println!("SKIPPED: there is no {path}");
        return;
    };
    let texts: Vec<String> = lines
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["text"].as_str().unwrap().to_owned())
        .collect();
    let extractor: &Extractor = if indirect { &EXTRACTOR } else { &DIRECT };
    let run = || -> usize { texts.iter().map(|text| extract_with(extractor, text).quotes.len()).sum() };
    let found = run();
    assert!(found > texts.len() * if indirect { 12 } else { 6 }, "{found} in {} texts", texts.len());
    bencher.counter(BytesCount::new(texts.iter().map(String::len).sum::<usize>())).bench(run);
}

/// One document as long as a thousand articles.
#[divan::bench(args = [10])]
fn long_document(bencher: Bencher<'_, '_>, megabytes: usize) {
    let (texts, _) = news(megabytes * *MEGABYTE);
    let marked = texts.len() * MARKED;
    measure(bencher, &texts.concat(), |found| {
        assert_eq!(found.quotes.iter().map(|quote| quote.marked.len()).sum::<usize>(), marked);
    });
}

/// One mark that is opened and never closed, before running text without line breaks.
#[divan::bench(args = [10])]
fn unclosed_mark(bencher: Bencher<'_, '_>, megabytes: usize) {
    let sentence = "The bus never comes and nobody knows why it is late again today. ";
    let text = format!("“{}", sentence.repeat(megabytes * *MEGABYTE / sentence.len()));
    measure(bencher, &text, |found| {
        assert_eq!(found.diagnostics.len(), 1, "one stray mark costs one diagnostic");
        assert!(found.quotes.is_empty());
    });
}

/// A megabyte of marks and nothing else.
#[divan::bench]
fn only_marks(bencher: Bencher<'_, '_>) {
    let text = "\"".repeat(*MEGABYTE);
    measure(bencher, &text, |found| assert!(found.quotes.is_empty()));
}

/// News whose line breaks are gone.
#[divan::bench(args = [10])]
fn one_line(bencher: Bencher<'_, '_>, megabytes: usize) {
    let (texts, _) = news(megabytes * *MEGABYTE);
    let text = texts.concat().replace('\n', " ");
    measure(bencher, &text, |found| assert!(found.quotes.len() >= texts.len() * 8, "{} found", found.quotes.len()));
}

/// What stages look for, over and over: cues, names, brackets, marks of block quotations.
#[divan::bench(args = ["said", "Bo Ray of the Institute,", "(", "> a", "he said that she said that"])]
fn repeated(bencher: Bencher<'_, '_>, piece: &str) {
    let end = if piece.starts_with('>') { '\n' } else { ' ' };
    let text = format!("{piece}{end}").repeat(2 * *MEGABYTE / (piece.len() + 1));
    measure(bencher, &text, |found| {
        assert!(found.diagnostics.is_empty() && found.not_quotes.is_empty());
        assert!(found.quotes.iter().all(|quote| quote.marked.is_empty()));
    });
}
