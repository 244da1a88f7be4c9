//! The report in one HTML file: whole, safe whatever the texts hold, and without anything from elsewhere.

use std::collections::BTreeSet;

use verbatims::export::html::{self, HtmlOptions};
use verbatims::report::TimeUnit;
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
    assert!(page.contains("<mark class=\"direct k1\"><a href=\"#q1\">The flats are cold,</a></mark>"), "{page}");
    assert!(page.contains("<mark class=\"direct k1\"><a href=\"#q1\">Rent is too high.</a></mark>"));
    assert!(page.contains("<span class=\"named-here\">Maria Ortiz"), "the name of the speaker is marked in the text");
    assert!(page.contains("“<bdi>affordable</bdi>”"), "what was set aside is listed");
}

#[test]
fn texts_cannot_add_markup() {
    let page = page(&documents(), &HtmlOptions::default().title(HOSTILE).method(HOSTILE));
    for forbidden in ["<img", "<link", "@import", "url(", " style=\"", " onclick="] {
        assert!(!page.contains(forbidden), "{forbidden}");
    }
    assert_eq!(page.matches("<script").count(), 2, "the page's own script and its data");
    assert_eq!(page.matches("</script>").count(), 2);
    assert_eq!(page.matches("</style>").count(), 1);
    // Every element of the page is one that the report writes itself.
    let own: BTreeSet<&str> = "html head meta title style body a header h1 bdi dl div dt dd nav main section h2 p figure figcaption svg g text rect \
        line table thead tbody tfoot tr th td span br article h3 blockquote ol li strong details summary ul mark footer script"
        .split_whitespace()
        .collect();
    let (page, script) = page.split_once("<script id").unwrap();
    for tag in page.split('<').skip(1).map(|rest| rest.trim_start_matches('/')) {
        let name: String = tag.chars().take_while(char::is_ascii_alphanumeric).collect();
        assert!(own.contains(name.as_str()) || tag.starts_with("!DOCTYPE"), "<{name}");
    }
    assert!(!script.contains("<img"), "what stands in the data ends no script");
    assert!(
        page.contains("default-src 'none'") && !page.contains("unsafe"),
        "the policy forbids other scripts and whatever is elsewhere"
    );
}

#[test]
fn small_cells_are_hidden_on_request() {
    let options = || HtmlOptions::default().facets(vec![Facet::Attribute("group".to_owned())]);
    let answers = answers(&[("north", "Too much rent.", 2), ("north", "Damp walls.", 8), ("south", "Damp walls.", 9)]);
    assert!(!page(&answers, &options()).contains("Hidden: a small cell"));
    assert!(page(&answers, &options().minimum_cell(5)).contains("Hidden: a small cell"));
}

/// Answers of a survey with one question: so many of each group and words.
fn answers(groups: &[(&str, &str, usize)]) -> Vec<Document<'static>> {
    let each = groups.iter().flat_map(|(group, text, number)| std::iter::repeat_n((*group, *text), *number));
    let answer = |((group, text), row): ((&str, &str), usize)| {
        Document::new(format!("homes.csv:{row}:what"), text.to_owned())
            .kind(DocumentKind::Response)
            .attribute("respondent", row.to_string())
            .attribute("row", (row + 1).to_string())
            .attribute("group", group)
    };
    each.zip(1..).map(answer).collect()
}

#[test]
fn the_title_says_what_was_read_with_its_base() {
    let one = page(&answers(&[("north", "Too much rent.", 3), ("north", "n/a", 2)]), &HtmlOptions::default());
    assert!(one.contains("<title>homes.csv: 1 theme in 3 answers</title>"), "{}", &one[..2000]);
    assert!(one.contains("2 answers without content"));
    let several = page(&documents(), &HtmlOptions::default());
    assert!(several.contains("<title>4 documents: "));
}

#[test]
fn groups_under_five_are_left_out_and_told() {
    let answers = answers(&[("north", "Too much rent.", 6), ("south", "Damp walls.", 6), ("west", "Rent.", 4)]);
    let page = page(&answers, &HtmlOptions::default());
    assert!(page.contains("<bdi>north</bdi><br><span class=\"base\">of 6"), "{page}");
    assert!(!page.contains("<bdi>west</bdi><br>"));
    assert!(page.contains("1 group of fewer than 5 answers is not shown"));
}

#[test]
fn cells_are_marked_only_where_the_test_says_that_groups_differ() {
    let alike = answers(&[("north", "Too much rent.", 6), ("south", "Too much rent.", 4), ("south", "Windy.", 3)]);
    let alike = page(&alike, &HtmlOptions::default());
    assert!(
        !alike.contains("aria-hidden=\"true\">▲") && alike.contains("No theme differs between the groups"),
        "{alike}"
    );
    let apart = answers(&[("north", "Too much rent.", 30), ("south", "Windy here.", 30)]);
    let apart = page(&apart, &HtmlOptions::default());
    assert!(apart.contains("aria-hidden=\"true\">▲") && apart.contains("▲ more and ▼ less"));
    assert!(apart.contains("more often than elsewhere"), "marks are told to those who do not see them");
}

#[test]
fn bars_share_one_scale_that_is_labelled() {
    let page = page(
        &answers(&[("a", "Too much rent.", 10), ("a", "Damp mould.", 5), ("a", "Windy.", 5)]),
        &HtmlOptions::default(),
    );
    let widths: Vec<&str> = page
        .split("<rect class=\"c")
        .skip(1)
        .filter_map(|bar| bar.split(" width=\"").nth(1)?.split('"').next())
        .collect();
    // Half and a quarter of the answers, on a scale that ends at 75 %.
    assert_eq!(&widths[..2], ["66.7%", "33.3%"]);
    assert!(page.contains("75\u{a0}%</text>") && page.contains("class=\"whisker\""));
}

#[test]
fn answers_without_content_are_folded_at_the_end() {
    let page = page(&answers(&[("a", "n/a", 2), ("a", "Too much rent.", 2)]), &HtmlOptions::default());
    let (list, folded) = page.split_once("id=\"empty\"").unwrap();
    assert!(list.contains("id=\"q3\"") && !list.contains("id=\"q1\""));
    assert!(folded.contains("2 answers without content") && folded.contains("id=\"q1\""));
}

#[test]
fn each_question_has_its_chart_and_stands_on_its_answers() {
    let ask = |question: &str, row: usize, text: &str| {
        Document::new(format!("homes.csv:{row}:{question}"), text.to_owned())
            .kind(DocumentKind::Response)
            .attribute("respondent", row.to_string())
            .attribute("question", question.to_owned())
    };
    let answers =
        [ask("Good?", 1, "Low rent."), ask("Bad?", 1, "Damp."), ask("Good?", 2, "Light."), ask("Bad?", 2, "Rent.")];
    let page = page(&answers, &HtmlOptions::default());
    assert!(page.contains("<h3 id=\"question1\"><bdi>Bad?</bdi></h3><p class=\"note\">2 answers</p>"), "{page}");
    assert_eq!(page.matches("<span class=\"question\"><bdi>Good?").count(), 2);
}

#[test]
fn dates_give_a_line_a_theme() {
    let months = |months: &[(&str, &str, usize)]| -> Vec<Document<'static>> {
        let dated = answers(months).into_iter();
        dated
            .map(|document| {
                let date = document.attributes["group"].clone();
                document.attribute("date", date)
            })
            .collect()
    };
    let of = |answers: &[Document<'_>]| {
        page(answers, &HtmlOptions::default().facets(vec![Facet::Time("date".to_owned(), TimeUnit::Month)]))
    };
    let three = of(&months(&[
        ("2024-01-03", "Too much rent.", 5),
        ("2024-01-09", "Windy.", 5),
        ("2024-02-01", "Too much rent.", 6),
        ("2024-03-30", "Windy.", 6),
    ]));
    assert!(three.contains("<polyline class=\"s1\" points=\"36.0,"), "{three}");
    let said = values(&three, "aria-label").into_iter().find(|label| label.contains("2024-02")).unwrap();
    assert!(said.ends_with(": 2024-01 50\u{a0}%, 2024-02 100\u{a0}%, 2024-03 0\u{a0}%"), "{said}");
    let two = of(&months(&[("2024-01-03", "Too much rent.", 6), ("2024-02-03", "Windy.", 6)]));
    assert!(!two.contains("<polyline"), "two periods make no line");
}

#[test]
fn the_speakers_own_words_are_told_apart_in_a_mixed_quotation() {
    let text = "The mayor, Ana Rey, said that the bridge was “a disgrace to the town” and would be closed.";
    let page = page(&[Document::new("a.txt", text).kind(DocumentKind::Prose)], &HtmlOptions::default());
    assert!(
        page.contains("<span class=\"own\">a disgrace to the town</span>")
            || page.contains("<bdi>a disgrace to the town</bdi>"),
        "{page}"
    );
}

#[test]
fn lines_of_a_source_have_their_numbers() {
    let text = "A first line.\n\n“The flats are cold,” said Maria Ortiz.\n";
    let page = page(&[Document::new("a.txt", text).kind(DocumentKind::Prose)], &HtmlOptions::default());
    assert!(page.contains("id=\"d1L3\" href=\"#d1L3\">3</a>") && !page.contains("id=\"d1L2\""), "{page}");
    assert!(page.contains("<a href=\"#q1\">#1</a> <bdi>Maria Ortiz</bdi>"), "who speaks stands in the margin");
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
