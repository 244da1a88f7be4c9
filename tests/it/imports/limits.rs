//! Small files that would grow without end, each kind of them: refused with a reason and a way out, by the library alone.

use std::fmt::Write;

use verbatims::import::path::{self, Imported, PathOptions};
use verbatims::import::{Contents, Limits, Request};
use verbatims::{Language, import};

use crate::made::{WHOLE, answers, archive, cell, endless_pdfs, ods, ods_cell, packed, page, pdf, stream, xlsx};

const ANSWERS: [&str; 6] = [
    "The bus is always late in the morning.",
    "Rent takes more than half of my wage.",
    "Nobody tells us when the office is open.",
    "I walk an hour, since the tram was cut.",
    "The forms are only in a language I do not read.",
    "Heating costs more than my food does.",
];

fn options() -> PathOptions {
    PathOptions::new(Language::english())
}

fn read(name: &str, bytes: &[u8]) -> Imported {
    path::bytes(name, bytes, &options()).unwrap()
}

/// What is said of a file that is refused.
fn refused(name: &str, bytes: &[u8]) -> String {
    let error = path::bytes(name, bytes, &options()).unwrap_err().to_string();
    assert!(error.starts_with(&format!("{name}: ")) || error.starts_with(&format!("{name}:")), "{error}");
    error
}

#[test]
fn html_nesting_is_refused_past_a_depth() {
    for (open, count) in [
        ("<div>", 200_000),
        ("<span>", 5_000),
        ("<blockquote>", 60_000),
        ("<ul><li>", 40_000),
        ("<table><tr><td>", 3_000),
        ("<b>", 9_000),
        ("<font size=1>", 3_000),
        ("<section><figure>", 4_000),
        ("<q>", 2_000),
        ("<svg><g>", 3_000),
    ] {
        let error = refused("deep.html", format!("<p>A line.</p>\n{}Words.", open.repeat(count)).as_bytes());
        assert!(error.contains("nested more than 1024 deep; save the page as text"), "{open}: {error}");
    }
    for open in ["<div>", "<ul><li>", "<table><tr><td>", "<blockquote>", "<b>", "<q>"] {
        let page = format!("{}<p>“Rent is high,” said Ann Lee.</p>", open.repeat(250));
        let read = read("old.html", page.as_bytes());
        assert!(read.documents[0].text.contains("Rent is high"), "{open}");
    }
}

#[test]
fn html_misnested_formatting_is_refused_past_so_many_elements() {
    for (tag, paragraph) in [("b", "<p>x</p>"), ("font", "<div>x</div>"), ("a", "<p><i>y")] {
        let mut page = "<p>".to_owned();
        for number in 0..700 {
            write!(page, "<{} id={number}>", if tag == "a" { "em" } else { tag }).unwrap();
        }
        page.push_str("</p>");
        page.push_str(&paragraph.repeat(3_000));
        let error = refused("open.html", page.as_bytes());
        assert!(error.contains("elements") && error.contains("save the page as text"), "{tag}: {error}");
    }
    // A page whose author closed nothing is read.
    let page = "<p><font color=red>Rent is high.\n".repeat(400);
    assert_eq!(read("old.html", page.as_bytes()).documents[0].text.matches("Rent").count(), 400);
}

#[test]
fn html_elements_of_very_many_attributes_are_refused() {
    let attributes = |count: usize| (0..count).fold(String::new(), |text, number| text + &format!(" a{number}=1"));
    let error = refused("a.html", format!("<p>Words.</p>\n<p{}>Rent.</p>", attributes(30_000)).as_bytes());
    assert_eq!(error, "a.html: line 2: an element has more than 1000 attributes; save the page as text");
    // What only looks like a tag is in scripts, comments and values.
    let numbers = "1 2 3 4 5 ".repeat(1_000);
    let page = format!(
        "<script>if (a <b) {{ {numbers} }}</script><!-- <p {numbers}> --><style>{numbers}</style><svg><path d=\"{numbers}\"/></svg><p{}>Rent is high.</p>",
        attributes(500)
    );
    assert_eq!(read("a.html", page.as_bytes()).documents[0].text, "Rent is high.\n");
}

#[test]
fn xlsx_cells_in_far_corners() {
    let far = |place: &str, words: &str| {
        let row = place.trim_start_matches(|char: char| char.is_ascii_uppercase());
        let sheet =
            format!("{}<row r=\"{row}\">{}</row>{WHOLE}", answers("What is hard?", &ANSWERS), cell(place, words));
        xlsx(&[sheet], &[])
    };
    for place in ["XFD1048576", "AAA300000", "ZZ900000", "CV1000000"] {
        let error = refused("far.xlsx", &far(place, "x"));
        let expected =
            format!("it has more than 50000000 cells, down to {place}; delete what stands far from the answers");
        assert!(error.contains("sheet `s1`") && error.contains(&expected), "{error}");
        // One without a word is no cell.
        assert_eq!(read("far.xlsx", &far(place, "  ")).documents.len(), 6);
    }
    // Rows far below are read where they are few enough.
    assert_eq!(read("far.xlsx", &far("B90000", "The bus never comes to us.")).documents.len(), 7);
}

#[test]
fn xlsx_sheets_that_are_broken_or_too_large_are_named() {
    let good = format!("{}{WHOLE}", answers("What is hard?", &ANSWERS));
    let cut = answers("What is hard?", &ANSWERS[..4]).replace("Nobody", "<c r=\"");
    let ends = answers("What is hard?", &ANSWERS);
    let corners =
        format!("<row r=\"1\">{}</row><row r=\"1048576\">{}</row>{WHOLE}", cell("A1", "a"), cell("XFD1048576", "b"));
    for bad in [&cut, &ends, &corners] {
        let first = xlsx(&[bad.clone(), good.clone()], &[]);
        let error = refused("first.xlsx", &first);
        assert!(error.starts_with("first.xlsx: its sheet `s1` cannot be read: "), "{error}");
        assert!(error.contains("as CSV") && error.contains("--sheet NAME"), "{error}");
        let options = import::survey::SurveyOptions::new(Language::english());
        let chosen = import::survey::workbook("first.xlsx", &first, &options.clone().sheet("s2")).unwrap();
        assert_eq!(chosen.documents.len(), 6);
        assert!(chosen.summary.notes.iter().any(|note| note.what.contains("sheet `s1` cannot be read")));
        assert!(refused("only.xlsx", &xlsx(std::slice::from_ref(bad), &[])).contains("sheet `s1` cannot be read"));
        let second = xlsx(&[good.clone(), bad.clone()], &[]);
        let read = read("second.xlsx", &second);
        assert_eq!(read.documents.len(), 6);
        assert!(read.notes.iter().any(|note| note.what.contains("sheet `s2` cannot be read")), "{:?}", read.notes);
        let error = import::survey::workbook("second.xlsx", &second, &options.sheet("s2")).unwrap_err().to_string();
        assert!(error.contains("sheet `s2` cannot be read"), "{error}");
    }
}

#[test]
fn xlsx_shared_strings_count_as_often_as_they_are_used() {
    let mut sheet = answers("What is hard?", &ANSWERS);
    for row in 8..1_000 {
        write!(sheet, "<row r=\"{row}\"><c r=\"B{row}\" t=\"s\"><v>0</v></c></row>").unwrap();
    }
    sheet.push_str(WHOLE);
    let long = "All rents rise. ".repeat(20_000);
    let error = refused("long.xlsx", &xlsx(&[sheet.clone()], &[&long]));
    assert!(error.contains("its cells take more than 135 MB; save the sheet with the answers as CSV"), "{error}");
    let options = import::survey::SurveyOptions::new(Language::english()).open("What is hard?");
    let short = xlsx(&[sheet], &["All rents rise for us."]);
    assert_eq!(import::survey::workbook("short.xlsx", &short, &options).unwrap().documents.len(), 998);
}

#[test]
fn ods_cells_and_rows_that_are_repeated() {
    let row = |cells: &str, count: usize| {
        format!("<table:table-row table:number-rows-repeated=\"{count}\">{cells}</table:table-row>")
    };
    let words = ods_cell("words", 1);
    for rows in
        [row(&words.repeat(60), 1_048_576), row(&ods_cell("x", 16_384), 9_000), row(&ods_cell("x", 4_000_000_000), 1)]
    {
        let error = refused("many.ods", &ods(&rows));
        assert!(error.contains("sheet `a`") && error.contains("more than 50000000 cells"), "{error}");
    }
    let error = refused("many.ods", &ods(&row(&ods_cell("x", 16_384), 1).repeat(900)));
    assert!(error.contains("its cells take more than 135 MB"), "{error}");
    // Blank rows and columns to the end of the sheet are what programs write.
    let mut rows = row(&(ods_cell("id", 1) + &ods_cell("What is hard?", 1) + &ods_cell("", 16_382)), 1);
    for (number, answer) in (1..).zip(ANSWERS) {
        rows += &row(&(ods_cell(&number.to_string(), 1) + &ods_cell(answer, 1)), 1);
    }
    rows += &row(&ods_cell("", 16_384), 1_048_569);
    let read = read("few.ods", &ods(&rows));
    assert_eq!(read.documents.len(), 6);
    assert_eq!(read.documents[1].text, ANSWERS[1]);
}

/// A project whose sources are these elements.
fn qdpx(sources: &str, entries: &[(&str, &[u8])]) -> Vec<u8> {
    let project = format!("<Project xmlns=\"urn:QDA-XML:project:1.0\"><Sources>{sources}</Sources></Project>");
    let mut all = vec![("project.qde", project.as_bytes())];
    all.extend(entries);
    archive(&all)
}

#[test]
fn qdpx_sources_of_one_entry_count_each() {
    let text: String = (0..60_000).map(|number| format!("Line {number} of it is said by nobody. ")).collect();
    let source = |number: usize| {
        format!("<TextSource guid=\"g{number}\" name=\"n{number}\" plainTextPath=\"internal://a.txt\"/>")
    };
    let many: String = (0..400).map(source).collect();
    let error = refused("many.qdpx", &qdpx(&many, &[("sources/a.txt", text.as_bytes())]));
    assert!(error.contains("its parts hold more than 135 MB of text; save it in pieces"), "{error}");
    // Also where each is small; nothing is read before it is refused.
    let very_many: String = (0..40_000).map(source).collect();
    let entry = &text.as_bytes()[..7_000];
    let error = refused("many.qdpx", &qdpx(&very_many, &[("sources/a.txt", entry)]));
    assert!(error.contains("its parts hold more than 135 MB of text"), "{error}");
    let two: String = (0..2).map(source).collect();
    assert_eq!(read("two.qdpx", &qdpx(&two, &[("sources/a.txt", b"Rent is high.")])).documents.len(), 2);
}

#[test]
fn qdpx_sources_of_one_name_have_ids_of_their_own() {
    let source = "<TextSource guid=\"g\" name=\"n\"><PlainTextContent>Rent.</PlainTextContent></TextSource>";
    let project = import::refi::parse("same.qdpx", &qdpx(&source.repeat(3), &[])).unwrap();
    let ids: Vec<&str> = project.documents.iter().map(|document| document.id.as_str()).collect();
    assert_eq!(ids, ["n", "n (g)", "n (g) (2)"]);
    let many: String = (0..20_000).map(|_| source).collect();
    assert_eq!(import::refi::parse("same.qdpx", &qdpx(&many, &[])).unwrap().documents.len(), 20_000);
}

#[test]
fn office_files_past_a_depth_and_of_blanks() {
    let word = |inner: &str| {
        archive(&[(
            "word/document.xml",
            format!("<w:document xmlns:w=\"w\"><w:body>{inner}</w:body></w:document>").as_bytes(),
        )])
    };
    for (open, close) in
        [("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"), ("<w:sdt>", "</w:sdt>"), ("<w:p>", "</w:p>")]
    {
        let error = refused("deep.docx", &word(&(open.repeat(5_000) + &close.repeat(5_000))));
        assert!(error.contains("nested more than 256 deep"), "{error}");
    }
    let text = |inner: &str| {
        archive(&[(
            "content.xml",
            format!("<o:document xmlns:o=\"o\" xmlns:text=\"t\">{inner}</o:document>").as_bytes(),
        )])
    };
    for count in ["1000000000", "99999999999999999999999", "3000"] {
        let blanks = format!("<text:p>Rent<text:s text:c=\"{count}\"/>is high.</text:p>");
        assert_eq!(read("blanks.odt", &text(&blanks)).documents[0].text, format!("Rent{}is high.\n", " ".repeat(16)));
    }
    let attributes = (0..40_000).fold(String::new(), |text, number| text + &format!(" a{number}=\"1\""));
    let error = refused("wide.docx", &word(&format!("<w:p{attributes}/>")));
    assert!(error.contains("an element has more than 1000 attributes"), "{error}");
}

#[test]
fn pdf_circles_bombs_and_draws_without_end() {
    for (name, why, bytes) in endless_pdfs() {
        let error = refused(&format!("{name}.pdf"), &bytes);
        assert!(error.contains(why) && error.contains("save it as text"), "{name}: {error}");
    }
    // Forms in forms, drawn again and again within reason, and a picture that is large.
    let form = "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /F 6 0 R >> >>";
    let font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_vec();
    let words = stream(form, b"BT /F 12 Tf 9 700 Td (Rent is high in the city.) Tj ET");
    let picture = "/Type /XObject /Subtype /Image /Width 9 /Height 9 /Filter /FlateDecode";
    let picture = stream(picture, &packed(&vec![7; 40_000_000]));
    let page = page("/XObject << /A 5 0 R /P 7 0 R >>", b"/P Do /A Do", &[words, font, picture]);
    assert_eq!(read("form.pdf", &page).documents[0].text, "Rent is high in the city.\n");
}

#[test]
fn pdf_without_a_page_that_can_be_found() {
    let none = [&b"<< /Type /Catalog /Pages 2 0 R >>"[..], b"<< /Type /Pages /Kids [] /Count 9 >>"];
    let ring = [&b"<< /Type /Catalog /Pages 2 0 R >>"[..], b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"];
    let chain = [&b"<< /Type /Catalog /Pages 2 0 R >>"[..], b"3 0 R", b"2 0 R"];
    for objects in [&none[..], &ring, &chain] {
        let objects: Vec<Vec<u8>> = objects.iter().map(|object| object.to_vec()).collect();
        let error = refused("none.pdf", &pdf(&objects));
        assert!(error.contains("no page of this PDF can be found") && error.contains("save it again"), "{error}");
    }
}

#[test]
fn vtt_ampersands_without_an_end() {
    for (mark, size) in [("&", 600_000), ("&#", 300_000), ("&amp", 150_000), ("&;x&", 100_000)] {
        let captions = format!("WEBVTT\n\n00:01.000 --> 00:02.000\n{}\n", mark.repeat(size));
        let read = read("marks.vtt", captions.as_bytes());
        assert_eq!(read.documents[0].text, captions);
    }
    let read = read("few.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\nRent &amp; bills &#38; b&#x75;ses &lt;b&gt; &\n");
    assert!(read.documents[0].text.ends_with("Rent & bills & buses &lt;b&gt; &\n"), "{}", read.documents[0].text);
}

#[test]
fn limits_are_a_callers_to_set() {
    let page = format!("{}Rent is high.", "<div>".repeat(100));
    let mut limits = Limits::default();
    limits.depth = 20;
    let error = Contents::read(Request::new("a.html", page.as_bytes(), &limits)).unwrap_err().to_string();
    assert!(error.contains("nested more than 80 deep"), "{error}");
    limits = Limits::default();
    limits.bytes_in = 10;
    let error = path::bytes("a.html", page.as_bytes(), &options().limits(limits)).unwrap_err().to_string();
    assert_eq!(error, "a.html: this file has more than 10 bytes; split it");
    let mut limits = Limits::default();
    limits.cells = 10;
    let book = xlsx(&[format!("{}{WHOLE}", answers("What is hard?", &ANSWERS))], &[]);
    let error = path::bytes("a.xlsx", &book, &options().limits(limits)).unwrap_err().to_string();
    assert!(error.contains("it has more than 10 cells, down to B7"), "{error}");
}

#[test]
fn contents_go_from_one_process_to_another() {
    let limits = Limits::default();
    let book = xlsx(&[format!("{}{WHOLE}", answers("What is hard?", &ANSWERS))], &[]);
    let reader = move |request: Request<'_>| {
        let sent = serde_json::to_string(&Contents::read(request).map_err(import::Refusal::from)).unwrap();
        serde_json::from_str(&sent).unwrap()
    };
    let apart = options().limits(limits).reader(reader);
    for (name, bytes) in
        [("a.xlsx", &book[..]), ("a.html", b"<title>T</title><p>Rent is high.</p>"), ("b.html", b"a\0b")]
    {
        let [here, there] = [options(), apart.clone()].map(|options| path::bytes(name, bytes, &options));
        match (here, there) {
            (Ok(here), Ok(there)) => {
                assert_eq!(here.documents, there.documents);
                assert_eq!(here.notes, there.notes);
            }
            (here, there) => assert_eq!(here.unwrap_err().to_string(), there.unwrap_err().to_string()),
        }
    }
}
