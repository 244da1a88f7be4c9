//! Words in context, what changed, and tables as a workbook.

use verbatims::report::Difference;
use verbatims::search::{Concordance, Query};
use verbatims::text::{Position, Span};
use verbatims::{Analysis, Codings, Document, DocumentId, Language, Quote, QuoteKind};

use super::{case, each, law, name};

/// A quotation of so many runs, each of these words.
fn quote(number: usize, runs: usize, words: &str) -> Quote {
    let text = each(runs, |_| format!("{words}\n"));
    let run = |at: usize| Span::new(at * (words.len() + 1), at * (words.len() + 1) + words.len());
    let place = Position { line: 1, column: 1 };
    Quote::new(&DocumentId::new("a"), number, QuoteKind::Response, (0..runs).map(run).collect(), &text, place)
}

fn analysis(size: usize, text: impl Fn(usize) -> String, theme: impl Fn(usize) -> String) -> Analysis {
    let quotes: Vec<Quote> = (1..=size).map(|number| quote(number, 1, &text(number))).collect();
    let judged: Vec<_> = (1..=size).map(|number| (format!("a#{number}"), vec![theme(number)])).collect();
    Analysis::new(quotes, Codings::by_hand(judged)).unwrap()
}

#[test]
fn looking_for_words_costs_as_much_as_the_text_is_long() {
    let of = |what: &'static str, word: &'static str, text: fn(usize) -> String| {
        case(format!("search: {what}"), move |size| {
            let document = Document::new("a", each(size, text));
            Box::new(move || {
                let mut found = Concordance::new(Query::new([word]).unwrap());
                found.add_text(&document, [], &Language::english());
                assert!(found.lines().len() < usize::MAX);
            })
        })
    };
    law(vec![
        of("one word", "rent", |_| "rent ".to_owned()),
        of("other words", "rent", |n| format!("{} ", name(n))),
        of("a phrase of equal words", "a a a a a a a a b", |_| "a ".to_owned()),
        of("letters", "房房房房", |_| "房".to_owned()),
        of("lines", "rent", |_| "rent\n\n".to_owned()),
        case("search: many runs", |size| {
            let quote = quote(1, size, "the rent");
            Box::new(move || {
                let mut found = Concordance::new(Query::new(["rent"]).unwrap());
                found.add_quote(&quote, &["Rent"], &Language::english());
                assert_eq!(found.lines().len(), quote.content.len());
            })
        }),
    ]);
}

#[test]
fn what_changed_costs_as_much_as_there_is() {
    let of = |what: &'static str, before: fn(usize) -> Analysis, after: fn(usize) -> Analysis| {
        case(format!("difference: {what}"), move |size| {
            let (before, after) = (before(size), after(size));
            Box::new(move || drop(Difference::between(&before, &after)))
        })
    };
    let own = |size: usize| analysis(size, |n| format!("rent of {n}"), |n| format!("t{}", n % 20));
    law(vec![
        of("nothing", own, own),
        of("other themes", own, |size| analysis(size, |n| format!("rent of {n}"), |n| format!("u{}", n % 20))),
        of("other words", own, |size| analysis(size, |n| format!("bus of {n}"), |n| format!("t{}", n % 20))),
        of(
            "equal words",
            |size| analysis(size, |_| "the rent".to_owned(), |n| format!("t{}", n % 20)),
            |size| {
                analysis(
                    size + 1,
                    |n| if n == 1 { "new".to_owned() } else { "the rent".to_owned() },
                    |_| "t".to_owned(),
                )
            },
        ),
        of(
            "a theme each",
            |size| analysis(size, |n| format!("rent of {n}"), name),
            |size| analysis(size, |n| format!("rent of {n}"), |n| format!("{} too", name(n))),
        ),
    ]);
}

#[cfg(feature = "workbook")]
#[test]
fn a_workbook_costs_as_much_as_its_tables() {
    use std::io::Cursor;
    use verbatims::export::workbook::Workbook;

    let of = |what: &'static str, table: fn(usize) -> String| {
        case(format!("workbook: {what}"), move |size| {
            let table = table(size);
            Box::new(move || {
                let mut book = Workbook::new().unwrap();
                let fill = |_, out: &mut Vec<u8>| {
                    out.extend(table.as_bytes());
                    Ok(())
                };
                book.sheet("table", fill).unwrap();
                book.finish(Cursor::new(Vec::new())).unwrap();
            })
        })
    };
    law(vec![
        of("rows", |size| format!("text,number\n{}", each(size, |n| format!("rent {n},{n}\n")))),
        of("columns", |size| {
            let head: Vec<String> = (0..size).map(name).collect();
            format!("{}\n{}\n", head.join(","), (0..size).map(|n| n.to_string()).collect::<Vec<_>>().join(","))
        })
        .upto(8192),
        of("one long cell", |size| format!("text\n{}\n", "rent ".repeat(size))).upto(4096),
        case("workbook: sheets of one name", |size| {
            Box::new(move || {
                let mut book = Workbook::new().unwrap();
                for _ in 0..size {
                    book.sheet("history", |_, out| {
                        out.push(b'a');
                        Ok(())
                    })
                    .unwrap();
                }
                book.finish(Cursor::new(Vec::new())).unwrap();
            })
        })
        .upto(1024),
    ]);
}
