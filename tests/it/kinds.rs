//! The kind of a text, by which signs it is told, and that every block is accounted for.

use verbatims::quotes::{BlockUse, KindSign};
use verbatims::{Document, DocumentKind, Extraction, Extractor, Language};

fn read(document: &Document<'_>) -> Extraction {
    Extractor::new(Language::english()).extract(document)
}

fn kind(text: &str) -> DocumentKind {
    read(&Document::new("a", text)).document_kind
}

const CONVERSATION: &str = "ANNA: Why did you leave?\n\nWEI: The bus.\n\nANNA: And then?\n\nWEI: I walked.\n";

#[test]
fn a_given_kind_is_obeyed() {
    let given = [DocumentKind::Prose, DocumentKind::Report, DocumentKind::Transcript, DocumentKind::Response];
    for kind in given {
        let read = read(&Document::new("a", CONVERSATION).kind(kind));
        assert_eq!(read.document_kind, kind);
        assert!(read.kind_evidence.given && read.kind_evidence.signs.is_empty(), "nothing is counted");
    }
}

#[test]
fn labels_make_a_transcript_and_end_the_search() {
    let read = read(&Document::new("a", CONVERSATION));
    assert_eq!(read.document_kind, DocumentKind::Transcript);
    assert_eq!(read.kind_evidence.signs.into_iter().collect::<Vec<_>>(), [(KindSign::LabelledTurns, 4)]);
}

#[test]
fn questions_and_captions_make_a_transcript() {
    let interview = "# Interview with Wei Li\n\n## Where?\n\nIn Hull.\n\n## When?\n\nIn May.\n\n## Why?\n\nRent.\n";
    let read = read(&Document::new("a", interview));
    assert_eq!(read.document_kind, DocumentKind::Transcript);
    assert!(read.kind_evidence.signs.contains_key(&KindSign::Questions));
    assert_eq!(kind("WEBVTT\n\n00:01.000 --> 00:02.000\nThe bus.\n"), DocumentKind::Transcript);
}

#[test]
fn headings_and_block_quotations_make_a_report() {
    let read =
        read(&Document::new("a", "# Buses\n\n> “It stops at six.”\n> — P7\n\n# Rent\n\n> “It went up.”\n> — P3\n"));
    assert_eq!(read.document_kind, DocumentKind::Report);
    let count = |sign| read.kind_evidence.signs.get(&sign).copied();
    assert_eq!(
        (count(KindSign::Headings), count(KindSign::Excerpts), count(KindSign::Items)),
        (Some(2), Some(2), None)
    );
    assert_eq!(kind("“It stops at six” (P7). “It went up” (P3)."), DocumentKind::Report);
}

#[test]
fn running_text_is_prose_and_its_block_quotations_are_seen() {
    assert_eq!(kind("“No,” said Ann Lee.\n\nIt rained.\n"), DocumentKind::Prose);
    assert_eq!(kind("Ann Lee wrote:\n\n> It stops at six.\n\nIt rained.\n"), DocumentKind::Prose);
    assert_eq!(kind(""), DocumentKind::Prose);
}

#[test]
fn every_block_is_accounted_for() {
    let text = "---\ntitle: Buses\n---\n# Findings\n\nMost of them walk.\n\n> It stops at six.\n> — P7\n\n```\nlet bus = 6;\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n";
    let read = read(&Document::new("a", text));
    let uses: Vec<(BlockUse, &str)> = read.blocks.iter().map(|block| (block.used, block.span.of(text))).collect();
    let first = |used: BlockUse| uses.iter().find(|(other, _)| *other == used).map(|(_, words)| *words);
    assert_eq!(uses.len(), 6, "{uses:?}");
    assert_eq!(first(BlockUse::FrontMatter), Some("---\ntitle: Buses\n---"));
    assert_eq!(first(BlockUse::Heading), Some("# Findings"));
    assert_eq!(first(BlockUse::RunningText), Some("Most of them walk."));
    assert_eq!(first(BlockUse::Quotation), Some("> It stops at six.\n> — P7"));
    assert_eq!(first(BlockUse::Code), Some("```\nlet bus = 6;\n```"));
    assert_eq!(first(BlockUse::Table), Some("| a | b |\n|---|---|\n| 1 | 2 |"));
}

#[test]
fn a_doubtful_kind_names_the_other() {
    let text =
        "Riders filled in a questionnaire.\n\n“It stops at six,” said Ann Lee. “I walk,” one participant added.\n";
    let read = read(&Document::new("a", text));
    let kinds = [Some(read.document_kind), read.kind_evidence.divided];
    assert!(kinds.contains(&Some(DocumentKind::Prose)), "{kinds:?} by {}", read.kind_evidence);
}
