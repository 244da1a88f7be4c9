//! How fast quotations are found: `extract/<input>/<megabytes>`, in bytes a second on one core.
//!
//! Each input asserts its answer before it is measured; the pathological ones may cost no more per byte than news.

use std::sync::LazyLock;

use divan::Bencher;
use divan::counter::BytesCount;
use verbatims::{Document, DocumentKind, Extraction, Extractor, Language};

fn main() {
    divan::main();
}

static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(|| Extractor::new(Language::english()));

const MEGABYTE: usize = 1_000_000;

fn extract(text: &str) -> Extraction {
    EXTRACTOR.extract(&Document::new("d", text).kind(DocumentKind::Prose))
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

/// Marked stretches an article holds.
const MARKED: usize = 12;

/// Articles as they come: one document each.
#[divan::bench(name = "news", args = [1, 10])]
fn news_documents(bencher: Bencher<'_, '_>, megabytes: usize) {
    let (texts, length) = news(megabytes * MEGABYTE);
    for text in &texts {
        let found = extract(text);
        let marked: usize = found.quotes.iter().map(|quote| quote.marked.len()).sum();
        assert_eq!(marked, MARKED, "{text}");
        assert!(found.not_quotes.is_empty() && found.diagnostics.is_empty(), "{found:?}");
    }
    bencher
        .counter(BytesCount::new(length))
        .bench(|| -> usize { texts.iter().map(|text| extract(text).quotes.len()).sum() });
}

/// One document as long as a thousand articles.
#[divan::bench(args = [10])]
fn long_document(bencher: Bencher<'_, '_>, megabytes: usize) {
    let (texts, _) = news(megabytes * MEGABYTE);
    let marked = texts.len() * MARKED;
    measure(bencher, &texts.concat(), |found| {
        assert_eq!(found.quotes.iter().map(|quote| quote.marked.len()).sum::<usize>(), marked);
    });
}

/// One mark that is opened and never closed, before running text without line breaks.
#[divan::bench(args = [10])]
fn unclosed_mark(bencher: Bencher<'_, '_>, megabytes: usize) {
    let sentence = "The bus never comes and nobody knows why it is late again today. ";
    let text = format!("“{}", sentence.repeat(megabytes * MEGABYTE / sentence.len()));
    measure(bencher, &text, |found| {
        assert_eq!(found.diagnostics.len(), 1, "one stray mark costs one diagnostic");
        assert!(found.quotes.is_empty());
    });
}

/// A million marks and nothing else.
#[divan::bench]
fn only_marks(bencher: Bencher<'_, '_>) {
    let text = "\"".repeat(MEGABYTE);
    measure(bencher, &text, |found| assert!(found.quotes.is_empty()));
}

/// News whose line breaks are gone.
#[divan::bench(args = [10])]
fn one_line(bencher: Bencher<'_, '_>, megabytes: usize) {
    let (texts, _) = news(megabytes * MEGABYTE);
    let text = texts.concat().replace('\n', " ");
    measure(bencher, &text, |found| assert!(found.quotes.len() >= texts.len() * 8, "{} found", found.quotes.len()));
}
