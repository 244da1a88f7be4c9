//! Passages that people put under themes, as the programs in which they coded export them.

use verbatims::import::coded::{self, Highlight};
use verbatims::{Document, DocumentKind, Extractor, Language, Quote};

const TALK: &str = "Interviewer: How is the clinic?\n\nP1: The ramp is steep and I fell twice last winter.\n\nInterviewer: And the staff?\n\nP1: They are kind and quick to help, the letters come late.\n";

/// The passages of a table as `words: themes`.
#[track_caller]
fn read(table: &str) -> Vec<String> {
    let shown = |one: &Highlight| format!("{}: {}", one.text, one.themes.join("; "));
    coded::parse("highlights.csv", table).unwrap().iter().map(shown).collect()
}

#[test]
fn highlights_of_every_program() {
    let expected = ["The ramp is steep: access", "They are kind: staff"];
    for (program, table) in [
        ("Taguette", "id,document,tag,content\n1,p1.txt,access,The ramp is steep\n2,p1.txt,staff,They are kind\n"),
        (
            "MAXQDA",
            "Farbe;Dokumentname;Code;Anfang;Segment;Fläche\n●;p1;access;2;The ramp is steep;20\n●;p1;staff;4;They are kind;9\n",
        ),
        (
            "ATLAS.ti",
            "ID,Document,Quotation Content,Codes,Density\n1:1,p1.txt,The ramp is steep,access,1\n1:2,p1.txt,They are kind,staff,1\n",
        ),
        (
            "QualCoder",
            "Coder,Codename,Category,Filename,Text\nAB,access,,p1.txt,The ramp is steep\nAB,staff,,p1.txt,They are kind\n",
        ),
        (
            "RQDA",
            "rowid,codename,filename,codingText\n1,access,p1.txt,The ramp is steep\n2,staff,p1.txt,They are kind\n",
        ),
        (
            "Dedoose",
            "Excerpt Copy,Media Title,Code: access Applied,Code: staff Applied\nThe ramp is steep,p1.txt,True,False\nThey are kind,p1.txt,False,True\n",
        ),
        ("Quirkos", "Source,Quirk,Text\np1.txt,access,The ramp is steep\np1.txt,staff,They are kind\n"),
        ("Condens", "Highlight text,Tags,Session\nThe ramp is steep,access,p1.txt\nThey are kind,staff,p1.txt\n"),
        (
            "INCEpTION",
            "document_id\tannotation_text\tlabel\np1.txt\tThe ramp is steep\taccess\np1.txt\tThey are kind\tstaff\n",
        ),
        ("somebody", "Verbatim,Theme 1,Theme 2\nThe ramp is steep,access,\nThey are kind,,staff\n"),
    ] {
        assert_eq!(read(table), expected, "{program}");
    }
    assert_eq!(read("Verbatim,Theme 1,Theme 2\nThe ramp is steep,access,harm\n"), ["The ramp is steep: access; harm"]);
}

#[test]
fn passages_that_lie_across_turns_belong_to_both() {
    let document = Document::new("p1.txt", TALK).kind(DocumentKind::Transcript);
    let found = Extractor::new(Language::english()).extract(&document);
    let quotes: Vec<&Quote> = found.quotes.iter().collect();
    let themes = |content: &str| {
        let table = format!("document,tag,content\np1.txt,harm,\"{content}\"\n");
        let (codings, astray) = coded::codings(&coded::parse("h.csv", &table).unwrap(), &quotes);
        let met: Vec<String> = codings.codings.iter().map(|coding| coding.quote.as_str().to_owned()).collect();
        (met.join(" "), astray)
    };
    assert_eq!(themes("I fell twice"), ("p1.txt#2".to_owned(), 0));
    assert_eq!(
        themes("and I fell twice last winter.\nInterviewer: And the staff?\nP1: They are kind and quick"),
        ("p1.txt#2 p1.txt#3 p1.txt#4".to_owned(), 0)
    );
    assert_eq!(themes("last winter.\n\nSomebody else"), (String::new(), 1), "two words may be an accident");
}
