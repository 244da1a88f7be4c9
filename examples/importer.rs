//! An importer of your own: messages of a chat become documents, and what is known of each becomes a facet.

use verbatims::export::csv::{self, CsvOptions};
use verbatims::report::Unit;
use verbatims::{Analysis, Document, DocumentKind, Extractor, Facet, Language, Quote, ThemeModel};

/// `time | channel | name | text`, as some program wrote it.
const CHAT: &str = "\
2024-03-01 18:04 | drivers | Ann Lee | The depot closes before the last bus is back.
2024-03-01 18:06 | drivers | Bo Ray  | No light in the depot, no heating in the depot.
2024-03-01 19:30 | riders  | cat_14  | My bus is late every evening and nobody says why.
2024-03-02 07:10 | riders  | Di Moss | Late again, the third evening bus this week.
2024-03-02 07:12 | riders  | cat_14  | ok
";

/// A message is one response. What is known about it travels to its quotation, to tables, and into exports.
fn message(number: usize, line: &str) -> Option<Document<'_>> {
    let [time, channel, name, text] = *line.splitn(4, " | ").map(str::trim).collect::<Vec<_>>() else { return None };
    let document = Document::new(format!("chat:{number}"), text).kind(DocumentKind::Response);
    Some(document.attribute("date", time).attribute("channel", channel).attribute("respondent", name))
}

fn main() -> verbatims::Result<()> {
    let documents: Vec<Document<'_>> = CHAT.lines().zip(1..).filter_map(|(line, at)| message(at, line)).collect();
    let language = Language::english();
    let corpus = Extractor::new(language.clone()).corpus(&documents)?;
    let messages: Vec<&Quote> = corpus.quotes().collect();
    let (_, codings) = ThemeModel::options(&language).n_themes(2).fit_code(&messages)?;
    let analysis = Analysis::of_corpus(&corpus, codings)?;

    // Any attribute is a facet: themes by channel, as a table.
    let table = analysis.crosstab(&Facet::Attribute("channel".into()), Unit::Quotes);
    csv::theme_by(&table, CsvOptions::plain(), std::io::stdout())
}
