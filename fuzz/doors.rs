//! Every door of the crate as a function of bytes, with what has to hold whatever comes in. The fuzz targets call it, `mutate` does, and so does the
//! test that replays the corpus.

use std::collections::BTreeSet;
use std::io::{Cursor, Write};
use std::sync::LazyLock;

use verbatims::export::csv::{self, CsvOptions};
use verbatims::export::{brat, html, json, labelstudio, markdown, refi, taguette, webanno};
use verbatims::import::path::{self, PathOptions};
use verbatims::import::{claims, codebook, coded, codings, edits, examples, key, plan, speakers};
use verbatims::privacy::{PseudonymOptions, Pseudonyms};
use verbatims::themes::CodebookCoder;
use verbatims::verify::{Claim, verify};
use verbatims::{
    Agreement, Analysis, Code, Codebook, Codings, Corpus, Document, DocumentKind, Extraction, Extractor, Language,
    Quote, Span, ThemeModel,
};

/// A way in.
pub(crate) struct Door {
    /// The name of its folder in the corpus and of its target.
    pub(crate) name: &'static str,
    /// Panics where something does not hold.
    pub(crate) check: fn(&[u8]),
}

/// All ways in.
pub(crate) const DOORS: &[Door] = &[
    Door { name: "text", check: |data| file("a.txt", data) },
    Door { name: "captions", check: |data| file("a.vtt", data) },
    Door { name: "table", check: |data| file("a.csv", data) },
    Door { name: "lines", check: |data| file("a.jsonl", data) },
    Door { name: "html", check: |data| file("a.html", data) },
    Door { name: "pdf", check: |data| file("a.pdf", data) },
    Door { name: "docx", check: |data| file("a.docx", &packed(&[("word/document.xml", data)], data)) },
    Door { name: "odt", check: |data| file("a.odt", &packed(&[("content.xml", data)], data)) },
    Door {
        name: "xlsx",
        check: |data| {
            file("a.xlsx", &packed(&[XLSX_BOOK, XLSX_PARTS, XLSX_ROOT, ("xl/worksheets/sheet1.xml", data)], data))
        },
    },
    Door { name: "ods", check: |data| file("a.ods", &packed(&[ODS_TYPE, ODS_PARTS, ("content.xml", data)], data)) },
    Door { name: "qdpx", check: |data| file("a.qdpx", &packed(&[("project.qde", data)], data)) },
    Door { name: "codebook", check: codebooks },
    Door { name: "tables", check: tables },
    Door { name: "model", check: model },
    Door { name: "extract", check: extract },
    Door { name: "explain", check: explain },
    Door { name: "themes", check: themes },
    Door { name: "code", check: code },
    Door { name: "verify", check: verified },
    Door { name: "privacy", check: privacy },
    Door { name: "agree", check: agree },
    Door { name: "exports", check: exports },
];

const XLSX_BOOK: (&str, &[u8]) = (
    "xl/workbook.xml",
    b"<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"s1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
);
const XLSX_PARTS: (&str, &[u8]) = (
    "xl/_rels/workbook.xml.rels",
    b"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>",
);
const XLSX_ROOT: (&str, &[u8]) = (
    "_rels/.rels",
    b"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>",
);
const ODS_TYPE: (&str, &[u8]) = ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet");
const ODS_PARTS: (&str, &[u8]) = (
    "META-INF/manifest.xml",
    b"<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"/>",
);

static LANGUAGE: LazyLock<Language> = LazyLock::new(Language::english);
static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(|| Extractor::new(LANGUAGE.clone()));

/// Text is read further where it is no longer than this, so that the doors behind it stay quick.
const SHORT: usize = 4_000;

/// An archive as it is, or one of these parts.
fn packed(parts: &[(&str, &[u8])], data: &[u8]) -> Vec<u8> {
    if data.starts_with(b"PK") {
        return data.to_vec();
    }
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in parts {
        zip.start_file(*name, stored).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn text(data: &[u8]) -> String {
    String::from_utf8_lossy(data).into_owned()
}

/// A file is read or refused with its name; documents have ids of their own and can be read further.
fn file(name: &str, data: &[u8]) {
    match path::bytes(name, data, &PathOptions::new(LANGUAGE.clone())) {
        Ok(read) => {
            let ids: BTreeSet<&str> = read.documents.iter().map(|document| document.id.as_str()).collect();
            assert_eq!(ids.len(), read.documents.len(), "an id is there twice");
            for document in read.documents.iter().filter(|document| document.text.len() < SHORT).take(4) {
                holds(document, &EXTRACTOR.extract(document));
            }
        }
        Err(error) => assert!(error.to_string().starts_with(name), "{error}"),
    }
}

/// Places lie in the text, quotations are what stands there, in order, and JSON comes back.
fn holds(document: &Document<'_>, found: &Extraction) {
    let text = &*document.text;
    let of = |span: Span| text.get(span.range()).unwrap_or_else(|| panic!("{span:?} is no slice"));
    for quote in &found.quotes {
        let parts: Vec<&str> = quote.content.iter().map(|span| of(*span)).collect();
        assert!(!parts.is_empty());
        if !quote.is_flowing() {
            assert_eq!(quote.text, parts.join(" … "));
        }
        assert!(quote.content.windows(2).all(|pair| pair[0].end() <= pair[1].start()), "content is ordered");
        quote.marked.iter().for_each(|span| assert!(!of(*span).is_empty()));
        quote.cue.iter().for_each(|cue| assert_eq!(of(cue.span), cue.text));
        quote.attribution.mention.iter().for_each(|mention| assert_eq!(of(mention.span), mention.text));
    }
    assert!(found.quotes.is_sorted_by_key(|quote| quote.content[0].start()), "quotations are in order");
    found.not_quotes.iter().for_each(|other| assert_eq!(of(other.span), other.text));
    found.diagnostics.iter().for_each(|diagnostic| assert!(of(diagnostic.span).len() <= text.len()));
    found.blocks.iter().for_each(|block| assert!(!of(block.span).is_empty()));
    let written = serde_json::to_string(found).unwrap();
    let back: Extraction = serde_json::from_str(&written).unwrap();
    assert_eq!(back, *found);
}

/// The kind that the first byte says, and the text behind it.
fn document(data: &[u8]) -> Document<'static> {
    const KINDS: [DocumentKind; 5] = [
        DocumentKind::Auto,
        DocumentKind::Prose,
        DocumentKind::Transcript,
        DocumentKind::Report,
        DocumentKind::Response,
    ];
    let kind = KINDS[usize::from(data.first().copied().unwrap_or_default()) % KINDS.len()];
    Document::new("d.txt", text(data.get(1..).unwrap_or_default())).kind(kind)
}

fn extract(data: &[u8]) {
    let document = document(data);
    holds(&document, &EXTRACTOR.extract(&document));
}

fn explain(data: &[u8]) {
    let document = document(data);
    for finding in EXTRACTOR.explain(&document).findings {
        let parts: Vec<&str> = finding.content.iter().map(|span| &document.text[span.range()]).collect();
        assert!(!parts.is_empty());
    }
}

/// A codebook is read or refused; one that is read is checked, goes out as a table and comes back.
fn codebooks(data: &[u8]) {
    let text = text(data);
    for name in ["c.csv", "c.toml", "c.json", "c.txt", "c.qdc"] {
        let Ok(book) = codebook::parse(name, &text) else { continue };
        book.check().unwrap();
        let (mut table, mut project) = (Vec::new(), Vec::new());
        csv::codebook(&book, CsvOptions::plain(), &mut table).unwrap();
        taguette::codebook(&book, Vec::new()).unwrap();
        refi::codebook(&book, &mut project).unwrap();
        codebook::parse("b.qdc", &String::from_utf8(project).unwrap()).unwrap();
    }
}

/// Tables are read or refused.
fn tables(data: &[u8]) {
    let text = text(data);
    let _ = codings::parse("t.csv", &text);
    let _ = coded::parse("t.csv", &text);
    let _ = claims::parse("t.csv", &text);
    let _ = speakers::parse("t.csv", &text);
    let _ = key::parse("t.csv", &text);
    let _ = edits::parse("t.jsonl", &text);
    let _ = plan::parse("t.toml", &text);
    let _ = examples::csv("t.csv", &text, &Codebook::from(vec![Code::new("Rent")]));
}

fn model(data: &[u8]) {
    if let Ok(model) = ThemeModel::from_bytes(data, &LANGUAGE) {
        assert_eq!(model.predict_texts(&["the rent is high", ""]).len(), 2);
    }
    if let Ok(coder) = CodebookCoder::from_bytes(data, &LANGUAGE) {
        let said = coder.code_texts(&["the rent is high", ""]);
        assert!(said.codings.iter().all(|coding| coding.quote.as_str() == "1" || coding.quote.as_str() == "2"));
    }
}

/// Each line is an answer: each has one theme or none, and the saved model says the same.
fn themes(data: &[u8]) {
    let text = text(data);
    let texts: Vec<&str> = text.lines().take(60).collect();
    let Ok((model, assigned)) = ThemeModel::options(&LANGUAGE).n_themes(2).fit_assign_texts(&texts) else { return };
    assert_eq!(assigned.len(), texts.len());
    let predicted = model.predict_texts(&texts);
    assert!(predicted.iter().flatten().all(|theme| *theme < model.themes().len()));
    let back = ThemeModel::from_bytes(&model.to_bytes(), &LANGUAGE).unwrap();
    assert_eq!(back.predict_texts(&texts), predicted);
}

/// The first lines are words of a code, the last is a text.
fn code(data: &[u8]) {
    let text = text(data);
    let (words, answer) = text.rsplit_once('\n').unwrap_or((&text, &text));
    let mut rent = Code::new("Rent");
    rent.words = words.lines().take(20).map(str::to_owned).collect();
    let Ok(book) = Codebook::new(vec![rent, Code::new("Buses")]) else { return };
    let Ok(coder) = CodebookCoder::options(book, LANGUAGE.clone()).similarity(false).build() else { return };
    for coding in coder.code_texts(&[answer]).codings {
        assert!(coding.score.is_finite() && coding.score > 0.0, "{}", coding.score);
        coding.evidence.iter().for_each(|word| assert_eq!(answer.get(word.span.range()), Some(word.text.as_str())));
    }
}

/// The first line is claimed to be in the rest.
fn verified(data: &[u8]) {
    let text = text(data);
    let (claim, source) = text.split_once('\n').unwrap_or((&text, &text));
    for finding in verify(&[Claim::new("1", claim), Claim::new("2", source)], &[Document::new("a", source)]).unwrap() {
        assert!((0.0..=1.0).contains(&finding.similarity));
        if let Some(place) = finding.place {
            let parts: Vec<&str> = place.spans.iter().map(|span| &source[span.range()]).collect();
            assert_eq!(parts.join(" … "), place.text);
        }
    }
}

fn corpus(document: &Document<'_>) -> Corpus {
    EXTRACTOR.corpus(std::slice::from_ref(document)).unwrap()
}

/// What is hidden is a text like any other, and its quotations stand in it.
fn privacy(data: &[u8]) {
    let document = document(data);
    let corpus = corpus(&document);
    let pseudonyms = Pseudonyms::new(corpus.quotes(), &LANGUAGE, &PseudonymOptions::new().organisations(true));
    let hidden = pseudonyms.rewrite(std::slice::from_ref(&document));
    let new = hidden.corpus(&corpus).unwrap();
    assert_eq!(new.quotes().count(), corpus.quotes().count());
    let text = &*hidden.documents()[0].text;
    new.quotes().flat_map(|quote| &quote.content).for_each(|span| assert!(text.get(span.range()).is_some()));
    hidden.leftovers(&new);
}

/// Lines of what two people say: a byte that parts the two, names of themes parted by commas.
fn agree(data: &[u8]) {
    let text = text(data);
    let side = |first: bool| {
        Codings::by_hand(text.lines().enumerate().map(|(number, line)| {
            let (one, other) = line.split_once('|').unwrap_or((line, line));
            (format!("q{number}"), (if first { one } else { other }).split(',').map(str::to_owned).collect::<Vec<_>>())
        }))
    };
    if let Ok(found) = Agreement::options().include_uncoded(true).resamples(20).compare(&side(true), &side(false)) {
        assert!(found.themes.iter().all(|theme| theme.table.iter().sum::<usize>() == found.units));
        assert!(found.overall.alpha_masi.value <= 1.0 + 1e-9, "{}", found.overall.alpha_masi.value);
    }
}

/// The elements of a page that holds nothing odd.
static ELEMENTS: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let plain = "“We pay,” said Ann Lee, a nurse. “We walk,” she said. The “plan” failed.\n\nQ: Why?\n\nP7: We pay.\n";
    // What folds, and the tables by group, come with longer texts.
    let longer = ["br", "details", "summary", "ul", "li", "ol", "td", "tfoot", "h3"].map(str::to_owned);
    elements(&page(&Document::new("d.txt", plain), &["Rent", "Buses"])).into_iter().chain(longer).collect()
});

fn analysis(corpus: &Corpus, names: &[&str]) -> Analysis {
    let judged = corpus.quotes().enumerate().map(|(at, quote)| (quote.id.clone(), vec![names[at % names.len()]]));
    Analysis::of_corpus(corpus, Codings::by_hand(judged)).unwrap()
}

fn page(document: &Document<'_>, names: &[&str]) -> String {
    let corpus = corpus(document);
    let mut page = Vec::new();
    let documents = std::slice::from_ref(document);
    html::report(&analysis(&corpus, names), &corpus, documents, &html::HtmlOptions::default(), &mut page).unwrap();
    String::from_utf8(page).unwrap()
}

fn elements(page: &str) -> BTreeSet<String> {
    let page = scraper::Html::parse_document(page);
    page.root_element().descendants().filter_map(|node| Some(node.value().as_element()?.name().to_owned())).collect()
}

/// Everything goes out, and comes back where it can be read.
fn exports(data: &[u8]) {
    let document = document(data);
    let documents = std::slice::from_ref(&document);
    let corpus = corpus(&document);
    let label: String = document.text.chars().take(40).collect();
    let names = [label.trim(), "Buses"].map(|name| if name.is_empty() { "none" } else { name });
    let analysis = analysis(&corpus, &names);

    let mut table = Vec::new();
    csv::quotes(&analysis, CsvOptions::spreadsheet(), &mut table).unwrap();
    let read = claims::parse("q.csv", &String::from_utf8(table).unwrap()).unwrap();
    let worded = corpus.quotes().filter(|quote| !quote.text.trim().is_empty()).count();
    assert!(read.claims.len() <= worded && (read.claims.len() == worded || !read.notes.is_empty()));

    let mut written = Vec::new();
    json::analysis(&analysis, &mut written).unwrap();
    assert_eq!(serde_json::from_slice::<Analysis>(&written).unwrap(), analysis);

    let shown = elements(&page(&document, &names));
    let foreign: Vec<&String> = shown.difference(&ELEMENTS).collect();
    assert!(foreign.is_empty(), "the page has elements of its own: {foreign:?}");

    let mut config = Vec::new();
    labelstudio::config(&analysis, &mut config).unwrap();
    let config = String::from_utf8(config).unwrap();
    assert!(
        config
            .chars()
            .all(|letter| letter == '\n' || !letter.is_control() && !matches!(letter, '\u{fffe}' | '\u{ffff}'))
    );
    labelstudio::tasks(&analysis, documents, Vec::new()).unwrap();
    webanno::annotations(&analysis, documents, Vec::new()).unwrap();
    brat::files(&analysis, documents).unwrap();
    taguette::project(&analysis, documents, "p", None, Vec::new()).unwrap();
    markdown::page(&analysis, &markdown::MarkdownOptions::default(), Vec::new()).unwrap();

    let mut project = Vec::new();
    refi::project(&analysis, documents, &refi::ProjectOptions::default(), &mut project).unwrap();
    let read = verbatims::import::refi::parse("p.qdpx", &project).unwrap();
    assert_eq!(read.documents.len(), 1);
    let parts = |quote: &Quote| quote.content.iter().filter(|span| !span.is_empty()).count();
    assert_eq!(read.passages.len(), corpus.quotes().map(parts).sum::<usize>());
}
