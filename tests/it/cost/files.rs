//! Texts of every form, archives, pages, projects.

use verbatims::import::text;

use super::tables::file;
#[cfg(feature = "html")]
use super::tables::refusable;
use super::{Case, case, each, law, name};

/// A file of that name with one piece after the other between a beginning and an end.
fn of(
    file_name: &'static str,
    what: &str,
    parts: [&'static str; 2],
    piece: impl Fn(usize) -> String + Send + 'static,
) -> Case {
    case(format!("{file_name}: {what}"), move |size| {
        file(file_name, format!("{}{}{}", parts[0], each(size, &piece), parts[1]))
    })
}

#[test]
fn texts_cost_as_much_as_they_are_long() {
    let plain = ["We pay.\n\n", ""];
    let captions = ["WEBVTT\n\n00:01.000 --> 00:02.000\n", ""];
    let decoded = |what: &str, bytes: &'static [u8]| {
        case(format!("decode: {what}"), move |size| {
            let bytes = [b"We pay the rent.".as_slice(), &bytes.repeat(size)].concat();
            Box::new(move || drop(text::decode("a.txt", &bytes)))
        })
    };
    law(vec![
        of("a.txt", "lines", plain, |n| format!("We pay {n}.\n")),
        of("a.txt", "commas", plain, |_| "a,b;c\t".to_owned()),
        of("a.txt", "lines with commas", plain, |n| format!("a, b, c{n}\n")),
        of("a.md", "headings", plain, |n| format!("# {}\n", name(n))),
        of("a.vtt", "ampersands", captions, |_| "&".to_owned()),
        of("a.vtt", "ampersands and a letter", captions, |_| "&a".to_owned()),
        of("a.vtt", "numbers left open", captions, |_| "&#3".to_owned()),
        of("a.vtt", "references", captions, |_| "&amp;".to_owned()),
        of("a.vtt", "cues", captions, |n| format!("<v {}>We &lt;pay&gt;.</v>\n", name(n))),
        of("a.srt", "cues", plain, |n| format!("{n}\n00:00:01,000 --> 00:00:02,000\nWe pay.\n\n")),
        decoded("bytes of no encoding", b"\xff"),
        decoded("bytes between letters", b"\xc3\xa9\xff"),
        decoded("one line of odd bytes", b"\x80\x81\x82\x83\x84\x85\x86\x87"),
        decoded("mac", b"caf\x8e "),
        decoded("utf-16", b"a\0"),
    ]);
}

#[cfg(feature = "html")]
#[test]
fn pages_cost_as_much_as_they_are_long() {
    const PIECES: &[(&str, &str)] = &[
        ("paragraphs", "<p>We <b>pay</b> rent.</p>"),
        ("unclosed paragraphs", "<p>We pay"),
        ("line breaks", "We pay<br>"),
        ("rows", "<tr><td>We<td>pay"),
        ("items", "<li>We pay"),
        ("empty elements", "<p></p>"),
        ("references", "&amp;&lt;&eacute;"),
        ("ampersands", "&"),
        ("comments", "<!-- a -->"),
        ("comments left open", "<!--"),
        ("tags left open", "<a "),
        ("closing tags", "</b>"),
        ("quotations", "<blockquote>We pay.</blockquote>"),
        ("headings", "<h2>We pay</h2>"),
        ("scripts", "<script>a</script>"),
        ("blanks", " \n"),
        ("attributes", "<p a=\"b\" c=d>We pay</p>"),
    ];
    law(PIECES
        .iter()
        .map(|(what, piece)| {
            // More attributes than an element may have are refused.
            case(format!("a.html: {what}"), move |size| refusable("a.html", format!("<body>{}", piece.repeat(size))))
        })
        .collect());
}

/// An archive of entries that are not packed.
#[cfg(any(feature = "docx", feature = "refi", feature = "xlsx"))]
fn archive<'a>(entries: impl IntoIterator<Item = (&'a str, String)>) -> Vec<u8> {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, text) in entries {
        zip.start_file(name, stored).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[cfg(feature = "docx")]
#[test]
fn word_documents_cost_as_much_as_they_are_long() {
    let word = |what: &str, piece: fn(usize) -> String| {
        case(format!("docx: {what}"), move |size| {
            let body = each(size, piece);
            let body = format!("<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>");
            let style = |n| format!("<w:style w:styleId=\"{n}\"><w:name w:val=\"{}\"/></w:style>", name(n));
            let styles = format!("<w:styles xmlns:w=\"w\">{}</w:styles>", each(size / 16, style));
            file("a.docx", archive([("word/document.xml", body), ("word/styles.xml", styles)]))
        })
    };
    let open = |what: &str, piece: fn(usize) -> String| {
        case(format!("odt: {what}"), move |size| {
            let body = each(size, piece);
            let body = format!(
                "<office:document-content xmlns:office=\"o\" xmlns:text=\"t\" xmlns:table=\"b\"><office:body>\
                 <office:text>{body}</office:text></office:body></office:document-content>"
            );
            file("a.odt", archive([("content.xml", body)]))
        })
    };
    law(vec![
        word("paragraphs", |n| format!("<w:p><w:r><w:t>We pay {n}.</w:t></w:r></w:p>")),
        word("runs", |n| format!("<w:r><w:t>We pay {n}.</w:t></w:r>")),
        word("styles", |n| format!("<w:p><w:pPr><w:pStyle w:val=\"{n}\"/></w:pPr><w:r><w:t>We</w:t></w:r></w:p>")),
        word("rows", |_| "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>We</w:t></w:r></w:p></w:tc></w:tr></w:tbl>".to_owned()),
        word("cells", |_| "<w:tc><w:p><w:r><w:t>We</w:t></w:r></w:p></w:tc>".to_owned()),
        open("paragraphs", |n| format!("<text:p>We pay {n}.</text:p>")),
        open("rows", |_| {
            "<table:table-row><table:table-cell><text:p>We</text:p></table:table-cell></table:table-row>".to_owned()
        }),
        open("blanks", |_| "<text:p>a<text:s text:c=\"5\"/>b<text:tab/></text:p>".to_owned()),
        open("items", |_| "<text:list><text:list-item><text:p>We</text:p></text:list-item></text:list>".to_owned()),
    ]);
}

#[cfg(feature = "xlsx")]
#[test]
fn workbooks_cost_as_much_as_they_are_long() {
    let sheet = |rows: String| {
        let book = "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
                    xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">\
                    <sheets><sheet name=\"s1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
        let relation = |id: &str, sort: &str, target: &str| {
            format!(
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"{id}\" \
                 Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{sort}\" Target=\"{target}\"/></Relationships>"
            )
        };
        let sheet = format!(
            "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{rows}</sheetData></worksheet>"
        );
        archive([
            ("_rels/.rels", relation("rId1", "officeDocument", "xl/workbook.xml")),
            ("xl/workbook.xml", book.to_owned()),
            ("xl/_rels/workbook.xml.rels", relation("rId1", "worksheet", "worksheets/sheet1.xml")),
            ("xl/worksheets/sheet1.xml", sheet),
        ])
    };
    let cell = |text: &str| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let row = move |cells: [&str; 3]| format!("<row>{}</row>", cells.map(cell).concat());
    let excel = case("xlsx: rows", move |size| {
        let answer = |n: usize| row([&n.to_string(), "north", &format!("The rent of number {n} is too high.")]);
        file("a.xlsx", sheet(row(["id", "area", "What is hard?"]) + &each(size, answer)))
    });
    let open = case("ods: rows", |size| {
        let cell = |text: &str| {
            format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
        };
        let row = |cells: [&str; 3]| format!("<table:table-row>{}</table:table-row>", cells.map(cell).concat());
        let answer = |n: usize| row([&n.to_string(), "north", &format!("The rent of number {n} is too high.")]);
        let content = format!(
            "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
             xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\">\
             <office:body><office:spreadsheet><table:table table:name=\"s\">{}{}</table:table></office:spreadsheet></office:body>\
             </office:document-content>",
            row(["id", "area", "What is hard?"]),
            each(size, answer)
        );
        let manifest = "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"/>";
        file(
            "a.ods",
            archive([
                ("mimetype", "application/vnd.oasis.opendocument.spreadsheet".to_owned()),
                ("META-INF/manifest.xml", manifest.to_owned()),
                ("content.xml", content),
            ]),
        )
    });
    law(vec![excel, open]);
}

/// A project whose codes and sources grow.
#[cfg(feature = "refi")]
fn project(what: &str, inner: impl Fn(usize) -> (String, String) + Send + 'static) -> Case {
    case(format!("qdpx: {what}"), move |size| {
        let (codes, sources) = inner(size);
        let project = format!(
            "<Project xmlns=\"urn:QDA-XML:project:1.0\"><CodeBook><Codes><Code guid=\"c\" name=\"Rent\"/>{codes}</Codes></CodeBook>\
             <Sources>{sources}</Sources></Project>"
        );
        file("a.qdpx", archive([("project.qde", project)]))
    })
}

#[cfg(feature = "refi")]
#[test]
fn projects_cost_as_much_as_they_are_long() {
    let source = |n: usize, name: &str, selections: &str| {
        format!(
            "<TextSource guid=\"s{n}\" name=\"{name}\"><PlainTextContent>We pay rent.</PlainTextContent>{selections}</TextSource>"
        )
    };
    let selection = "<PlainTextSelection startPosition=\"0\" endPosition=\"6\"><Coding><CodeRef targetGUID=\"c\"/></Coding></PlainTextSelection>";
    law(vec![
        project("sources", move |size| (String::new(), each(size, |n| source(n, &name(n), selection)))),
        project("sources of one name", move |size| (String::new(), each(size, |n| source(n, "a", "")))),
        project("sources of one name and one guid", move |size| (String::new(), each(size, |_| source(0, "a", "")))),
        project("selections", move |size| (String::new(), source(0, "a", &selection.repeat(size)))),
        project("selections that are nowhere", move |size| {
            let nowhere = selection.replace("\"6\"", "\"600\"");
            (String::new(), source(0, "a", &nowhere.repeat(size)))
        }),
        project("codes", move |size| {
            (each(size, |n| format!("<Code guid=\"c{n}\" name=\"a\"/>")), source(0, "a", selection))
        }),
        case("qdpx: entries", move |size| {
            let size = size.min(9_000);
            let names: Vec<String> = (0..size).map(|n| format!("sources/{n}.txt")).collect();
            let sources = each(size, |n| {
                format!("<TextSource guid=\"s{n}\" name=\"{n}\" plainTextPath=\"internal://{n}.txt\"/>")
            });
            let project = format!("<Project xmlns=\"urn:QDA-XML:project:1.0\"><Sources>{sources}</Sources></Project>");
            let texts = names.iter().map(|name| (name.as_str(), "We pay.".to_owned()));
            file("a.qdpx", archive([("project.qde", project)].into_iter().chain(texts)))
        }),
    ]);
}

#[cfg(feature = "pdf")]
#[test]
fn pdf_files_cost_as_much_as_they_are_long() {
    law(vec![
        case("pdf: lines of a page", |size| {
            let lines = each(size, |n| format!("BT /F1 10 Tf 72 {} Td (We pay {n}.) Tj ET\n", 800 - n % 800));
            file("a.pdf", pdf(&[lines]))
        }),
        case("pdf: pages", |size| {
            let page = |n: usize| format!("BT /F1 10 Tf 72 700 Td (We pay {n}.) Tj ET\n");
            file("a.pdf", pdf(&(0..size / 8 + 1).map(page).collect::<Vec<_>>()))
        }),
    ]);
}

/// A PDF of pages with these contents.
#[cfg(feature = "pdf")]
fn pdf(pages: &[String]) -> Vec<u8> {
    let kids: String = (0..pages.len()).map(|n| format!("{} 0 R ", 4 + 2 * n)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", pages.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
    ];
    for (n, page) in pages.iter().enumerate() {
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents {} 0 R >>",
            5 + 2 * n
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{page}\nendstream", page.len() + 1));
    }
    let mut out = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        places.push(out.len());
        out.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    let start = out.len();
    out.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1));
    places.iter().for_each(|place| out.push_str(&format!("{place:010} 00000 n \n")));
    out.push_str(&format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1));
    out.into_bytes()
}
