//! Files that are made for a test: archives, workbooks, projects, PDFs.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A ZIP archive of these entries.
pub(crate) fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A workbook of Excel: for each sheet what stands in its `sheetData`, and the shared strings.
pub(crate) fn xlsx(sheets: &[String], strings: &[&str]) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const REL: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let (mut names, mut links) = (String::new(), String::new());
    for number in 1..=sheets.len() {
        names.push_str(&format!(r#"<sheet name="s{number}" sheetId="{number}" r:id="rId{number}"/>"#));
        links.push_str(&format!(
            r#"<Relationship Id="rId{number}" Type="{REL}/worksheet" Target="worksheets/sheet{number}.xml"/>"#
        ));
    }
    let book = format!(r#"<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets>{names}</sheets></workbook>"#);
    let links = format!(
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>"#
    );
    let strings: String = strings.iter().map(|words| format!("<si><t>{words}</t></si>")).collect();
    let strings = format!(r#"<sst xmlns="{MAIN}">{strings}</sst>"#);
    let sheets: Vec<(String, String)> = (1..)
        .zip(sheets)
        .map(|(number, sheet)| {
            let name = format!("xl/worksheets/sheet{number}.xml");
            (name, format!(r#"<worksheet xmlns="{MAIN}"><sheetData>{sheet}"#))
        })
        .collect();
    let root = format!(
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="{REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
    );
    let mut entries = vec![
        ("_rels/.rels", root.as_bytes()),
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", links.as_bytes()),
        ("xl/sharedStrings.xml", strings.as_bytes()),
    ];
    entries.extend(sheets.iter().map(|(name, sheet)| (name.as_str(), sheet.as_bytes())));
    archive(&entries)
}

/// The end of a sheet that is whole.
pub(crate) const WHOLE: &str = "</sheetData></worksheet>";

/// A cell of words.
pub(crate) fn cell(place: &str, words: &str) -> String {
    format!(r#"<c r="{place}" t="inlineStr"><is><t>{words}</t></is></c>"#)
}

/// Rows of a question and its answers, from the first row.
pub(crate) fn answers(question: &str, words: &[&str]) -> String {
    let mut rows = format!(r#"<row r="1">{}{}</row>"#, cell("A1", "id"), cell("B1", question));
    for (number, words) in (2..).zip(words) {
        let id = cell(&format!("A{number}"), &format!("{}", number - 1));
        rows.push_str(&format!(r#"<row r="{number}">{id}{}</row>"#, cell(&format!("B{number}"), words)));
    }
    rows
}

/// A workbook of OpenDocument whose only sheet has these rows.
pub(crate) fn ods(rows: &str) -> Vec<u8> {
    let content = format!(
        r#"<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet><table:table table:name="a">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    archive(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content.as_bytes())])
}

/// A cell of OpenDocument that stands for so many.
pub(crate) fn ods_cell(words: &str, repeated: usize) -> String {
    format!(
        r#"<table:table-cell office:value-type="string" table:number-columns-repeated="{repeated}"><text:p>{words}</text:p></table:table-cell>"#
    )
}

/// A PDF of these objects, numbered from 1; the first is the catalogue.
pub(crate) fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(objects) {
        places.push(file.len());
        file.extend(format!("{number} 0 obj\n").into_bytes());
        file.extend(object);
        file.extend(b"\nendobj\n");
    }
    let table = file.len();
    file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).into_bytes());
    for place in places {
        file.extend(format!("{place:010} 00000 n \n").into_bytes());
    }
    let size = objects.len() + 1;
    file.extend(format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n").into_bytes());
    file
}

/// A stream with what stands in its dictionary.
pub(crate) fn stream(dictionary: &str, bytes: &[u8]) -> Vec<u8> {
    let mut object = format!("<< {dictionary} /Length {} >>\nstream\n", bytes.len()).into_bytes();
    object.extend(bytes);
    object.extend(b"\nendstream");
    object
}

/// A PDF of one page whose resources are these, with further objects from number 5.
pub(crate) fn page(resources: &str, content: &[u8], more: &[Vec<u8>]) -> Vec<u8> {
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << {resources} >> >>")
            .into_bytes(),
        stream("", content),
    ];
    objects.extend(more.iter().cloned());
    pdf(&objects)
}

/// Bytes as PDFs pack them.
pub(crate) fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

/// Small PDFs that no reader comes to the end of: their names, what is said of them, their bytes.
pub(crate) fn endless_pdfs() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let form = |names: &str, content: &str| {
        let names = if names.is_empty() { String::new() } else { format!("/Resources << /XObject << {names} >> >>") };
        stream(&format!("/Type /XObject /Subtype /Form /BBox [0 0 9 9] {names}"), content.as_bytes())
    };
    let one = "/XObject << /A 5 0 R >>";
    let mut laughs: Vec<Vec<u8>> =
        (5..25).map(|number| form(&format!("/A {} 0 R", number + 1), "/A Do /A Do /A Do")).collect();
    laughs.push(form("", "BT ET"));
    let tall = (5..60)
        .map(|number| form(&format!("/A {} 0 R", number + 1), "/A Do"))
        .chain([form("", "")])
        .collect::<Vec<_>>();
    let pair = [form("/B 6 0 R", "q /B Do Q"), form("/A 5 0 R", "/A Do")];
    let content = stream("", b"BT (x) Tj ET");
    let pages = |pages: &[&str], content: Vec<u8>| {
        let mut objects = vec![b"<< /Type /Catalog /Pages 2 0 R >>".to_vec()];
        objects.extend(pages.iter().map(|page| page.as_bytes().to_vec()));
        objects.push(content);
        pdf(&objects)
    };
    let flate = |bytes: &[u8]| stream("/Filter /FlateDecode", &packed(bytes));
    let words = "BT (words) Tj ET\n";
    let shared: String = (3..1_503).map(|number| format!("{number} 0 R ")).collect();
    let shared = {
        let mut all = vec![format!("<< /Type /Pages /Kids [{shared}] /Count 1500 >>")];
        all.extend(
            (0..1_500).map(|_| "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 1503 0 R >>".to_owned()),
        );
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        pages(&all, flate(words.repeat(2_000).as_bytes()))
    };
    vec![
        ("self", "draws itself", page(one, b"/A Do", &[form("/A 5 0 R", "/A Do")])),
        ("pair", "draws itself", page(one, b"q /A Do Q", &pair)),
        ("borrowed", "draws itself", page(one, b"/A Do", &[form("", "q\n/#41 Do")])),
        ("laughs", "draw more than 33 MB", page(one, b"/A Do", &laughs)),
        ("tall", "nested too deep", page(one, b"/A Do", &tall)),
        (
            "parent",
            "inside themselves",
            pages(
                &[
                    "<< /Type /Pages /Kids [3 0 R] /Count 1 /Parent 3 0 R >>",
                    "<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>",
                ],
                content.clone(),
            ),
        ),
        (
            "own-parent",
            "inside themselves",
            pages(
                &["<< /Type /Pages /Kids [3 0 R] /Count 1 >>", "<< /Type /Page /Parent 3 0 R /Contents 4 0 R >>"],
                content,
            ),
        ),
        (
            "packed",
            "unpacks to more",
            pages(
                &[
                    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>",
                ],
                flate(words.repeat(2_000_000).as_bytes()),
            ),
        ),
        ("shared", "draw more than 33 MB", shared),
    ]
}
