//! Tables and lines: surveys, JSON Lines, codebooks, codings, claims, edits, speakers, keys.

use verbatims::import::path::{self, PathOptions};
use verbatims::import::{claims, codebook, coded, codings, edits, examples, key, speakers};
use verbatims::{Codebook, Language};

use super::{Case, Job, case, each, law, name};

/// Reads a file of that name, which has to be one that can be read.
pub(super) fn file(file: &'static str, bytes: impl Into<Vec<u8>>) -> Job {
    let (bytes, options) = (bytes.into(), PathOptions::new(Language::english()));
    Box::new(move || {
        path::bytes(file, &bytes, &options).unwrap();
    })
}

/// Reads a file of that name; it may be refused, if only soon.
#[cfg(feature = "html")]
pub(super) fn refusable(file: &'static str, bytes: impl Into<Vec<u8>>) -> Job {
    let (bytes, options) = (bytes.into(), PathOptions::new(Language::english()));
    Box::new(move || drop(path::bytes(file, &bytes, &options)))
}

/// A survey of ten questions' worth of columns, so that it is one.
fn survey(head: &str, size: usize, row: impl Fn(usize) -> String) -> String {
    format!("{head}\n{}", each(size, row))
}

#[test]
fn surveys_cost_as_much_as_they_are_long() {
    let table = |what: &'static str, head: &'static str, row: fn(usize) -> String| {
        case(format!("survey: {what}"), move |size| file("s.csv", survey(head, size, row)))
    };
    let wide = |what: &'static str, cell: fn(usize) -> String| {
        case(format!("survey: {what}"), move |size| {
            let head: Vec<String> = (0..size).map(cell).collect();
            let row = |text: &str| (0..size).map(|_| text).collect::<Vec<_>>().join(",");
            let rows = ["We pay too much rent.", "The bus is late again.", "Nobody comes."].map(row);
            file("s.csv", format!("{}\n{}\n", head.join(","), rows.join("\n")))
        })
    };
    law(vec![
        table("answers", "id,area,What is hard?", |n| format!("{n},north,The rent of number {n} is too high.\n")),
        table("equal answers", "id,area,What is hard?", |n| format!("{n},north,The rent is too high for {}.\n", n % 3)),
        table("one id", "id,area,What is hard?", |n| format!("7,north,The rent of number {n} is too high.\n")),
        table("no id", "area,What is hard?", |n| format!("north,The rent of number {n} is too high.\n")),
        table("many groups", "id,area,What is hard?", |n| format!("{n},{},The rent of {n} is high.\n", name(n))),
        table("names", "id,name,What is hard?", |n| format!("{n},{0} {0},The rent of {0} is high.\n", name(n))),
        table("mail", "id,mail,What is hard?", |n| format!("{n},{0}@{0}.org,The rent of {0} is high.\n", name(n))),
        table("dates", "id,date,What is hard?", |n| format!("{n},2026-03-{:02},The rent of {n}.\n", n % 28 + 1)),
        table("marks", "id,area,What is hard?", |n| format!("{n},north,\"The \"\"rent\"\" of {n}\"\n")),
        table("lines in cells", "id,area,What is hard?", |n| format!("{n},north,\"The rent\n\nof {n}\"\n")),
        table("short rows", "id,area,What is hard?", |n| format!("{n},north,The rent of {n} is high.\n{n}\n")),
        table("markup", "id,area,What is hard?", |n| format!("{n},north,<b>The</b> rent &amp; bills of {n}<br>\n")),
        table("ampersands", "id,area,What is hard?", |n| format!("{n},north,{} rent\n", "&".repeat(n % 64))),
        table("choices", "id,area,What is hard?", |n| format!("{n},north,rent; bills; {}\n", n % 5)),
        case("survey: one long cell", |size| {
            file("s.csv", format!("id,What is hard?\n1,{}\n2,The rent is high.\n", "the rent is high ".repeat(size)))
        }),
        case("survey: one cell of ampersands", |size| {
            file("s.csv", format!("id,What is hard?\n1,{}\n2,The rent is high.\n", "&".repeat(size)))
        }),
        case("survey: one cell of comments", |size| {
            file("s.csv", format!("id,What is hard?\n1,<b>{}\n2,The rent is high.\n", "<!--".repeat(size)))
        }),
        case("survey: one cell of tags", |size| {
            file("s.csv", format!("id,What is hard?\n1,{}\n2,The rent is high.\n", "<b".repeat(size)))
        }),
        wide("columns of one name", |_| "What is hard?".to_owned()),
        wide("columns of three names", |n| format!("What is hard {}?", n % 3)),
        wide("columns of one long beginning", |n| {
            format!("{} {n}", "How hard is it to pay for a home here and ".repeat(8))
        }),
        wide("columns of one beginning, one end", |n| format!("How hard was it to pay [{}] in the year", name(n))),
        wide("columns", |n| format!("What is hard with {}?", name(n))),
        wide("columns of one question", |n| format!("Q1_{n}")),
        wide("columns without a name", |_| String::new()),
        wide("numbered columns", |n| format!("Q{n}")),
        case("survey: tabs", |size| {
            file(
                "s.tsv",
                survey("id\tarea\tWhat is hard?", size, |n| format!("{n}\tnorth\tThe rent of {n} is high.\n")),
            )
        }),
        case("survey: as a text", |size| {
            file("s.txt", survey("id;area;What is hard?", size, |n| format!("{n};north;The rent of {n} is high.\n")))
        }),
    ]);
}

#[test]
fn lines_cost_as_much_as_there_are() {
    let lines = |what: &'static str, line: fn(usize) -> String| {
        case(format!("jsonl: {what}"), move |size| file("a.jsonl", each(size, line)))
    };
    law(vec![
        lines("one id", |_| "{\"id\":\"a\",\"text\":\"We pay.\"}\n".to_owned()),
        lines("three ids", |n| format!("{{\"id\":\"{}\",\"text\":\"We pay.\"}}\n", n % 3)),
        lines("ids", |n| format!("{{\"id\":{n},\"text\":\"We pay.\"}}\n")),
        lines("ids that are numbered", |n| format!("{{\"id\":\"a ({})\",\"text\":\"We pay.\"}}\n", n / 2)),
        lines("broken lines", |_| "{\"id\":\"a\"\n".to_owned()),
        lines("keys", |n| format!("{{\"id\":{n},\"text\":\"We pay.\",\"k{n}\":\"v\"}}\n")),
        case("jsonl: one line of keys", |size| {
            file("a.jsonl", format!("{{\"id\":1,\"text\":\"a\"{}}}\n", each(size, |n| format!(",\"k{n}\":\"v\""))))
        }),
    ]);
}

fn book(file: &'static str, what: &str, text: impl Fn(usize) -> String + Send + 'static) -> Case {
    case(format!("codebook: {file}: {what}"), move |size| {
        let text = text(size);
        Box::new(move || {
            // A codebook may be refused, if only soon.
            let _ = codebook::parse(file, &text);
        })
    })
}

#[test]
fn codebooks_cost_as_much_as_they_are_long() {
    let toml = |size, theme: fn(usize) -> String| each(size, |n| format!("[[theme]]\n{}\n", theme(n)));
    law(vec![
        book("c.csv", "codes", |size| format!("name,words\n{}", each(size, |n| format!("{},rent\n", name(n))))),
        book("c.csv", "one name", |size| format!("name,words\n{}", "Rent,rent\n".repeat(size))),
        book("c.csv", "tags of one name", |size| format!("tag\n{}", each(size, |n| format!("{}.rent\n", name(n))))),
        book("c.csv", "tags of one path", |size| format!("tag\n{}", "a.rent\n".repeat(size))),
        book("c.csv", "names that make one id", |size| {
            format!(
                "name\n{}",
                each(size, |n| format!("a{}\n", format!("{n:o}").replace(['0', '4'], "!").replace(['1', '5'], "?")))
            )
        }),
        book("c.csv", "parents by name", |size| {
            format!("name,parent\nTop,\n{}", each(size, |n| format!("{},Top\n", name(n))))
        }),
        book("c.csv", "parents by id", |size| {
            format!("name,id,parent\nTop,t,\n{}", each(size, |n| format!("{},{n},t\n", name(n))))
        }),
        book("c.csv", "one below the other", |size| {
            format!(
                "name,parent\n{}",
                each(size, |n| format!("{},{}\n", name(n), if n > 0 { name(n - 1) } else { String::new() }))
            )
        }),
        book("c.csv", "categories", |size| {
            format!("name,category\n{}", each(size, |n| format!("{},{}\n", name(n), name(n + 100_000))))
        }),
        book("c.csv", "words", |size| format!("name,words\nRent,{}\n", each(size, |n| format!("{};", name(n))))),
        book("c.csv", "columns", |size| {
            format!("name{}\nRent{}\n", each(size, |n| format!(",words{n}")), ",a".repeat(size))
        }),
        book("c.csv", "columns that count", |size| {
            format!("name{}\nRent{}\n", each(size, |n| format!(",x{n}")), ",1".repeat(size))
        }),
        book("c.txt", "paths", |size| each(size, |n| format!("{}>>{}\n", name(n / 8), name(n)))),
        book("c.txt", "names", |size| each(size, |n| format!("{}\n", name(n)))),
        book("c.txt", "one name below many", |size| each(size, |n| format!("{}>>rent\n", name(n)))),
        book("c.toml", "codes", move |size| toml(size, |n| format!("name = \"{}\"\nwords = [\"rent\"]", name(n)))),
        book("c.toml", "parents that are none", move |size| {
            toml(size, |n| format!("name = \"{}\"\nparent = \"{}\"", name(n), name(n + 100_000)))
        }),
        book("c.json", "codes", |size| {
            format!("[{}{{\"name\":\"Z9\"}}]", each(size, |n| format!("{{\"name\":\"{}\"}},", name(n))))
        }),
        #[cfg(feature = "refi")]
        book("c.qdc", "codes of one name", |size| {
            format!(
                "<CodeBook><Codes>{}</Codes></CodeBook>",
                each(size, |n| format!("<Code guid=\"{n}\" name=\"a\"/>"))
            )
        }),
        #[cfg(feature = "refi")]
        book("c.qdc", "codes of one name in many", |size| {
            let one = |n| format!("<Code guid=\"{n}\" name=\"{}\"><Code guid=\"b{n}\" name=\"a\"/></Code>", name(n));
            format!("<CodeBook><Codes>{}</Codes></CodeBook>", each(size, one))
        }),
    ]);
}

/// A door that takes a text.
fn door(what: &str, parse: fn(&str), text: impl Fn(usize) -> String + Send + 'static) -> Case {
    case(what, move |size| {
        let text = text(size);
        Box::new(move || parse(&text))
    })
}

#[test]
fn other_tables_cost_as_much_as_they_are_long() {
    let codings: fn(&str) = |text| drop(codings::parse("c.csv", text).unwrap());
    let coded: fn(&str) = |text| drop(coded::parse("c.csv", text).unwrap());
    let claims: fn(&str) = |text| drop(claims::parse("c.csv", text).unwrap());
    let people: fn(&str) = |text| drop(speakers::parse("s.csv", text).unwrap());
    let key: fn(&str) = |text| drop(key::parse("k.csv", text).unwrap());
    let edits: fn(&str) = |text| drop(edits::parse("e.jsonl", text).unwrap());
    let examples: fn(&str) = |text| {
        let book = Codebook::new(vec![verbatims::Code::new("Rent")]).unwrap();
        drop(examples::csv("e.csv", text, &book).unwrap());
    };
    law(vec![
        door("codings: lists", codings, |size| {
            format!("quote_id,themes\n{}", each(size, |n| format!("a#{n},Rent; {}\n", name(n))))
        }),
        door("codings: one theme a row", codings, |size| {
            format!("quote_id,theme\n{}", each(size, |n| format!("a#{},{}\n", n / 4, name(n))))
        }),
        door("codings: one quotation", codings, |size| {
            format!("quote_id,theme\n{}", each(size, |n| format!("a#1,{}\n", name(n))))
        }),
        door("codings: one list", codings, |size| {
            format!("quote_id,themes\na#1,\"{}\"\n", each(size, |n| format!("{}; ", name(n))))
        }),
        door("codings: columns", codings, |size| {
            format!("quote_id{}\na#1{}\n", each(size, |n| format!(",{}", name(n))), ",1".repeat(size))
        }),
        door("highlights: passages", coded, |size| {
            format!("document,tag,content\n{}", each(size, |n| format!("a.txt,rent,We pay {}.\n", name(n))))
        }),
        door("highlights: one passage", coded, |size| {
            format!("document,tag,content\n{}", each(size, |n| format!("a.txt,{},We pay.\n", name(n))))
        }),
        door("claims: rows", claims, |size| {
            format!("text,source,spans\n{}", each(size, |n| format!("We pay {n}.,a.txt,{n}..{}\n", n + 5)))
        }),
        door("claims: spans", claims, |size| {
            format!("text,source,spans\nWe pay.,a.txt,{}1..2\n", each(size, |n| format!("{n}..{}; ", n + 1)))
        }),
        door("speakers: rows", people, |size| {
            format!("speaker,rename,site\n{}", each(size, |n| format!("P{n},{},Hull\n", name(n))))
        }),
        door("speakers: columns", people, |size| {
            format!("speaker{}\nP1{}\n", each(size, |n| format!(",c{n}")), ",a".repeat(size))
        }),
        door("key: rows", key, |size| format!("pseudonym,names\n{}", each(size, |n| format!("P{n},{}\n", name(n))))),
        door("key: names", key, |size| format!("pseudonym,names\nP1,{}\n", each(size, |n| format!("{}; ", name(n))))),
        door("edits: lines", edits, |size| {
            each(size, |n| format!("{{\"edit\":\"rename\",\"theme\":\"{n}\",\"to\":\"{}\"}}\n", name(n)))
        }),
        door("examples: rows", examples, |size| {
            format!("text,code\n{}", each(size, |n| format!("We pay {n}.,Rent\n")))
        }),
    ]);
}
