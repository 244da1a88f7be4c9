//! The report in one HTML file: whole, safe whatever the texts hold, and without anything from elsewhere.

use std::collections::BTreeSet;

use verbatims::export::html::{self, HtmlOptions};
use verbatims::themes::CodebookCoder;
use verbatims::{Analysis, Code, Codebook, Corpus, Document, DocumentKind, Extractor, Facet, Language, Quote};

const HOSTILE: &str = "</style><script>alert(1)</script><img src=x onerror=alert(2)>\" onmouseover='alert(3)' javascript:alert(4) \u{202e}txt";

fn corpus(documents: &[Document<'_>]) -> Corpus {
    Extractor::new(Language::english()).corpus(documents).unwrap()
}

fn page(documents: &[Document<'_>], options: &HtmlOptions) -> String {
    let corpus = corpus(documents);
    let mut code = Code::new(format!("Rent {HOSTILE}"));
    code.words = vec!["rent".to_owned(), "flats".to_owned()];
    let codebook = Codebook::new(vec![code, Code::new("Damp & mould")]).unwrap();
    let quotes: Vec<&Quote> = corpus.quotes().collect();
    let codings = CodebookCoder::new(codebook, Language::english()).unwrap().code(&quotes);
    let analysis = Analysis::of_corpus(&corpus, codings).unwrap();
    let mut out = Vec::new();
    html::report(&analysis, &corpus, documents, options, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn documents() -> Vec<Document<'static>> {
    vec![
        Document::new(
            "a <b>.txt",
            "“The flats are cold,” said Maria Ortiz, a nurse. “Rent is too high.”\n\nIt is a so-called “affordable” flat.",
        )
        .kind(DocumentKind::Prose),
        Document::new("row 1", format!("The rent {HOSTILE}")).kind(DocumentKind::Response).attribute("group", "north"),
        Document::new("row 2", "Damp & mould.").kind(DocumentKind::Response).attribute("group", HOSTILE),
        Document::new("row 3", "Too much rent.").kind(DocumentKind::Response).attribute("group", "north"),
    ]
}

/// The values of one attribute, in order.
fn values<'a>(page: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    page.split(&start).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

#[test]
fn every_quotation_leads_to_its_place_and_back() {
    let page = page(&documents(), &HtmlOptions::default());
    let ids = values(&page, "id");
    assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "ids are unique");
    for link in values(&page, "href") {
        let target = link.strip_prefix('#').expect("links stay in the page");
        assert!(ids.contains(&target), "{link} leads nowhere");
    }
    assert!(page.contains("<mark><a href=\"#q1\">The flats are cold,</a></mark>"), "{page}");
    assert!(page.contains("<mark><a href=\"#q1\">Rent is too high.</a></mark>"));
    assert!(page.contains("“<bdi>affordable</bdi>”"), "what was set aside is listed");
}

#[test]
fn texts_cannot_add_markup() {
    let page = page(&documents(), &HtmlOptions::default().title(HOSTILE).method(HOSTILE));
    for forbidden in ["<script", "<img", "<link", "@import", "url("] {
        assert!(!page.contains(forbidden), "{forbidden}");
    }
    assert_eq!(page.matches("</style>").count(), 1);
    // Every element of the page is one that the report writes itself.
    let own: BTreeSet<&str> = "html head meta title style body a header h1 bdi dl div dt dd nav main section h2 p figure figcaption svg g text rect \
        table thead tbody tfoot tr th td span br article h3 blockquote form label select option button ol li strong details summary ul mark footer"
        .split_whitespace()
        .collect();
    for tag in page.split('<').skip(1).map(|rest| rest.trim_start_matches('/')) {
        let name: String = tag.chars().take_while(char::is_ascii_alphanumeric).collect();
        assert!(own.contains(name.as_str()) || tag.starts_with("!DOCTYPE"), "<{name}");
    }
    assert!(page.contains("default-src 'none'"), "the policy forbids scripts and whatever is elsewhere");
}

#[test]
fn small_cells_are_hidden_on_request() {
    let options = || HtmlOptions::default().facets(vec![Facet::Attribute("group".to_owned())]);
    assert!(!page(&documents(), &options()).contains("Hidden: a small cell"));
    assert!(page(&documents(), &options().minimum_cell(5)).contains("Hidden: a small cell"));
}

#[test]
fn a_report_of_nothing_says_so() {
    let page = page(&[], &HtmlOptions::default());
    assert!(page.contains("There is no quotation."));
}

#[test]
fn ten_thousand_quotations_stay_small() {
    let text = "The landlord put the rent up again and nobody in the building could say why. ".repeat(2);
    let documents: Vec<Document<'_>> = (0..10_000)
        .map(|row| {
            let answer = format!("{text}Number {row}.");
            Document::new(format!("row {row}"), answer).kind(DocumentKind::Response).attribute("group", "north")
        })
        .collect();
    let size = page(&documents, &HtmlOptions::default()).len();
    assert!(size < 10_000_000, "{size} bytes");
}
