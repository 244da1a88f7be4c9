//! Extraction: marks left open and nested, one name and many, one label and many, and what else texts are made of.

use std::sync::LazyLock;

use verbatims::{Document, DocumentKind, Extractor, Language};

use super::{Case, case, each, law, name};

static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(|| Extractor::new(Language::english()));

/// What a text is made of, by the number of the piece.
type Piece = fn(usize) -> String;

fn same(piece: &'static str) -> impl Fn(usize) -> String + Send + Clone + 'static {
    move |_| piece.to_owned()
}

/// Pieces that come again and again.
const REPEATED: &[(&str, &str)] = &[
    ("straight marks", "\""),
    ("opening marks", "“"),
    ("closing marks", "”"),
    ("nested marks", "“‘"),
    ("nested marks in words", "“a ‘b "),
    ("marks of many kinds", "“«„‹「\"'"),
    ("apostrophes", "’"),
    ("marks and lines", "“a\n"),
    ("marks and paragraphs", "“a\n\n"),
    ("one quotation", "“The bus never comes,” said María López, a nurse. "),
    ("one quotation a line", "“The bus never comes,” said María López, a nurse.\n"),
    ("one quotation a paragraph", "“The bus never comes,” said María López, a nurse.\n\n"),
    ("clauses", "he said that she said that "),
    ("a verb", "said "),
    ("quotations of he", "“a” he said "),
    ("quotations of one word", "“a,” said Bo. "),
    ("terms", "known as “x” "),
    ("an organisation", "Bo Ray of the Institute, "),
    ("brackets", "("),
    ("square brackets", "["),
    ("braces and stars", "{*_"),
    ("stars", "*"),
    ("stars in words", "*a "),
    ("signs of quoting", "> a\n"),
    ("signs of quoting in one line", "> "),
    ("items", "- a\n"),
    ("numbered items", "1. a\n"),
    ("headings", "# a\n"),
    ("rows", "| a | “b” |\n"),
    ("bars", "|"),
    ("dashes", "—"),
    ("dashes and words", "— a "),
    ("hyphens", "a-"),
    ("full stops", "."),
    ("initials", "A. "),
    ("lines", "\n"),
    ("blanks", " "),
    ("tabs", "\t"),
    ("returns", "\r"),
    ("one long word", "a"),
    ("letters of several bytes", "é"),
    ("accents that are added", "e\u{301}"),
    ("marks over one letter", "\u{301}"),
    ("signs of no width", "\u{200b}"),
    ("pictures", "😢"),
    ("a script without blanks", "漢字「」"),
    ("colons", ": "),
    ("a label", "Ann: We pay.\n"),
    ("labels alone", "Ann:\n"),
    ("two labels", "Q: Why?\nA: We pay.\n"),
    ("labels in one line", "Q: Why? A: We pay. "),
    ("times", "00:00:01 "),
    ("times in brackets", "[00:00:01] "),
    ("voices", "<v Ann>We pay.\n"),
    ("signs below", "<"),
    ("tags left open", "<v "),
    ("cues", "00:00:01.000 --> 00:00:02.000\nAnn: We pay.\n\n"),
    ("addresses", "http://a.b/c?d=e&f "),
    ("mail", "a@b.c "),
    ("numbers", "1,000.5 "),
    ("dates", "on 3 March 2026 "),
    ("according to", "According to Ann, "),
    ("lead-ins", "Ann Lee said:\n\n“We pay.”\n\n"),
    ("signatures", "“We pay.”\n— Ann Lee, Hull\n\n"),
    ("pronouns", "She said she told her that he told him. "),
    ("a noun", "The judge said the judge was a judge. "),
    ("questions", "Why? "),
    ("capitals", "ANN LEE\n\nWe pay.\n\n"),
    ("quoted stops", "“a.” "),
    ("left out", "… […] ... "),
];

/// Pieces that are never the same.
const DIFFERENT: &[(&str, Piece)] = &[
    ("many speakers", |n| format!("“We pay,” said {} {}. ", name(n), name(n * 7 + 1))),
    ("many speakers, a paragraph each", |n| format!("“We pay,” said {} {}.\n\n", name(n), name(n * 7 + 1))),
    ("many of one surname", |n| format!("“We pay,” said {} Lee.\n", name(n))),
    ("many of one given name", |n| format!("“We pay,” said Ann {}.\n", name(n))),
    ("many, then their surnames", |n| format!("“We pay,” said Ann {0}. {0} said it was dear.\n", name(n))),
    ("many with roles", |n| format!("“We pay,” said Ann {}, director of {}.\n", name(n), name(n + 9))),
    ("many roles of one", |n| format!("Ann Lee, director of {}, said she paid.\n", name(n))),
    ("many names, no quotation", |n| format!("{} met {} of {}. ", name(n), name(n + 1), name(n + 2))),
    ("many initials", |n| format!("“We pay,” said A. {}.\n", name(n))),
    ("many organisations", |n| format!("The {} Institute said that it paid.\n", name(n))),
    ("many labels", |n| format!("{}: We pay.\n", name(n))),
    ("many labels of two words", |n| format!("Ann {}: We pay.\n", name(n))),
    ("many numbered labels", |n| format!("P{n}: We pay.\n")),
    ("many labels in brackets", |n| format!("[{}] We pay.\n", name(n))),
    ("many labels with roles", |n| format!("{} (nurse, Hull): We pay.\n", name(n))),
    ("many voices", |n| format!("<v {}>We pay.\n", name(n))),
    ("many times", |n| format!("[{:02}:{:02}:{:02}] Ann: We pay.\n", n / 3600 % 100, n / 60 % 60, n % 60)),
    ("many headings", |n| format!("# {}\n\n“We pay,” said Ann.\n\n", name(n))),
    ("many name lines", |n| format!("{}\nWe pay the rent.\n\n", name(n))),
    ("many signatures", |n| format!("“We pay.”\n— {}, Hull\n\n", name(n))),
    ("many footnotes", |n| format!("“We pay,”[{n}] said Ann.\n")),
    ("many numbers", |n| format!("{n} of {} said so. ", n + 5)),
    ("pairs that are joined", |n| format!("{} and {} said they paid.\n", name(n), name(n + 3))),
    ("names in lists", |n| format!("{}, ", name(n))),
    ("cues of many", |n| format!("{n}\n00:00:01,000 --> 00:00:02,000\n{}: We pay.\n\n", name(n))),
];

fn cases(kind: DocumentKind, title: &str) -> Vec<Case> {
    let of = |what: &str, piece: Box<dyn Fn(usize) -> String + Send>| {
        case(format!("{title}: {what}"), move |size| {
            let text = each(size, &piece);
            Box::new(move || {
                EXTRACTOR.extract(&Document::new("d", text.as_str()).kind(kind));
            })
        })
        .from(64)
    };
    let repeated = REPEATED.iter().map(|(what, piece)| of(what, Box::new(same(piece))));
    repeated.chain(DIFFERENT.iter().map(|(what, piece)| of(what, Box::new(piece)))).collect()
}

#[test]
fn prose_costs_as_much_as_it_is_long() {
    law(cases(DocumentKind::Prose, "prose"));
}

#[test]
fn transcripts_cost_as_much_as_they_are_long() {
    law(cases(DocumentKind::Transcript, "transcript"));
}

#[test]
fn reports_cost_as_much_as_they_are_long() {
    law(cases(DocumentKind::Report, "report"));
}

#[test]
fn telling_the_kind_of_a_text_costs_as_much_as_it_is_long() {
    law(cases(DocumentKind::Auto, "any kind"));
}

#[test]
fn explaining_costs_as_much_as_the_passage_is_long() {
    let explain = |what: &'static str, piece: Piece| {
        case(format!("explain: {what}"), move |size| {
            let text = each(size, piece);
            Box::new(move || {
                EXTRACTOR.explain(&Document::new("d", text.as_str()));
            })
        })
    };
    law(vec![
        explain("quotations", |_| "“We pay,” said Ann Lee, a nurse. ".to_owned()),
        explain("marks", |_| "“a ".to_owned()),
        explain("terms", |n| format!("the “{}” idea. ", name(n))),
        explain("labels", |n| format!("{}: We pay.\n", name(n))),
    ]);
}
