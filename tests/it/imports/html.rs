//! Web pages.

use verbatims::import::html;
use verbatims::import::path::{self, PathOptions};
use verbatims::{Extractor, Language};

use super::data;

fn text(html: &str) -> String {
    html::parse("page.html", html).unwrap().text
}

#[test]
fn an_article_comes_without_what_stands_beside_it() {
    let read = path::read(data("article/article.html"), &PathOptions::new(Language::english())).unwrap();
    let [document] = &read.documents[..] else { panic!("{read:?}") };
    assert_eq!(document.id.as_str(), "article.html");
    assert_eq!(document.attributes["title"], "Night buses cut & rents climb");
    assert_eq!(
        document.text,
        "# Night buses cut & rents climb\n\n“I pay more than half my wage in rent,” said Maria Ortiz, a bus driver.\n\n\
         > No timetable has changed.\n> — Northern Buses, statement\n"
    );
    let found = Extractor::new(Language::english()).extract(document);
    let said: Vec<(&str, Option<&str>)> = found
        .quotes
        .iter()
        .map(|quote| (quote.text.as_str(), quote.speaker().map(|speaker| speaker.name.as_str())))
        .collect();
    assert!(said.contains(&("I pay more than half my wage in rent,", Some("Maria Ortiz"))), "{said:?}");
}

#[test]
fn what_is_no_text_of_the_page_is_left_out() {
    let page = text(
        "<body><header><nav>Home</nav></header><main><p>Kept.</p><script>x()</script><style>p{}</style><aside>Aside</aside>\
         <div class='related-links'><p>Related</p></div><p hidden>Hidden</p><p style='display: none'>Gone</p>\
         <form><p>Sign up</p></form><noscript>No</noscript><figure><img><figcaption>A bus</figcaption></figure>\
         <p>Kept <b>too</b>.</p></main><footer>© 2026</footer>",
    );
    assert_eq!(page, "Kept.\n\nKept too.\n");
}

#[test]
fn the_article_with_most_words_is_taken() {
    let page = "<div><article><h2>Teaser</h2><p>Short.</p></article><article><p>The long text of the page is here, where it belongs.</p></article></div>";
    assert_eq!(text(page), "The long text of the page is here, where it belongs.\n");
    let teasers = "<article><p>One.</p></article><article><p>Two.</p></article><article><p>Six.</p></article><p>A page of parts that nothing holds together.</p>";
    assert_eq!(text(teasers).lines().filter(|line| !line.is_empty()).count(), 4, "no article holds the page");
    assert_eq!(text("plain words"), "plain words\n");
    assert_eq!(text(""), "");
}

#[test]
fn lists_tables_breaks_and_quotations_keep_their_shape() {
    let page = text(
        "<ul><li>one</li><li>two <i>words</i></li></ul><p>a<br>b</p><table><tr><th>Who</th><th>Words</th></tr><tr><td>P7</td><td>It\n stops.</td></tr></table>\
         <p>She said <q>no</q>.</p><figure><blockquote><p>First.</p><p>Second.</p></blockquote><figcaption>— Ann Li, nurse</figcaption></figure>\
         <blockquote>Bare <cite>The Times</cite></blockquote><blockquote><p>In <cite>Emma</cite>, she waits.</p><footer>Jane</footer></blockquote><pre>x\n  y</pre>",
    );
    assert_eq!(
        page,
        "- one\n- two words\n\na\nb\n\n| Who | Words |\n| P7 | It stops. |\n\nShe said “no”.\n\n> First.\n>\n> Second.\n> — Ann Li, nurse\n\n\
         > Bare\n> — The Times\n\n> In Emma, she waits.\n> — Jane\n\nx\ny\n"
    );
}

#[test]
fn the_head_tells_the_encoding_and_the_date() {
    let bytes = b"<meta charset=\"koi8-r\"><meta property='article:published_time' content='2026-03-12'><p>\xe4\xc1";
    let read = path::bytes("a.html", bytes, &PathOptions::new(Language::english())).unwrap();
    assert_eq!((&*read.documents[0].text, read.documents[0].attributes["date"].as_str()), ("Да\n", "2026-03-12"));
}
