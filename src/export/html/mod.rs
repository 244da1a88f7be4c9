//! The report: one HTML file with themes, tables, every quotation and its place in the source.
//!
//! The file needs nothing but itself: no script, no font, no picture from elsewhere, and its content security policy forbids them.
//! Filters by theme and speaker are style rules. It reads in light and dark, on paper, on a phone and with a screen reader.

mod chart;
mod quotes;
mod source;
mod tables;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::document::Document;
use crate::error::Result;
use crate::id::{DocumentId, QuoteId, ThemeId};
use crate::quotes::{Corpus, NotQuote};
use crate::report::{Analysis, Facet, Unit};

/// What a report shows beside the analysis.
#[derive(Clone, Debug, Default)]
pub struct HtmlOptions {
    title: Option<String>,
    facets: Option<Vec<Facet>>,
    minimum_cell: usize,
    method: Vec<String>,
}

impl HtmlOptions {
    /// The title. The default is "Quotations and themes".
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// The facets that themes are set against, one table each. The default is [`Analysis::comparisons`].
    #[must_use]
    pub fn facets(mut self, facets: Vec<Facet>) -> Self {
        self.facets = Some(facets);
        self
    }

    /// The smallest count that tables by a facet show; smaller ones are hidden. The default is 0: all are shown.
    #[must_use]
    pub fn minimum_cell(mut self, minimum: usize) -> Self {
        self.minimum_cell = minimum;
        self
    }

    /// A sentence for the paragraph on method, such as the codebook's name or a setting. The default is none.
    #[must_use]
    pub fn method(mut self, sentence: impl Into<String>) -> Self {
        self.method.push(sentence.into());
        self
    }
}

/// How many characters a title or name of the reader's own texts may take where it is only a reference.
const SHORT: usize = 90;

/// As many quotations a browser can show and a reader read; of more the rest is in the tables.
const LISTED: usize = 5000;

/// What the parts of the page share.
struct Page<'a> {
    analysis: &'a Analysis,
    options: &'a HtmlOptions,
    /// The number of each theme, from 1.
    themes: BTreeMap<&'a ThemeId, usize>,
    /// The documents whose text is shown, with their numbers from 1.
    sources: BTreeMap<&'a DocumentId, (usize, &'a Document<'a>)>,
    set_aside: Vec<(&'a DocumentId, &'a NotQuote)>,
    /// The numbers of the quotations that are listed, from 1: the first of very many, and those that stand for a theme.
    listed: BTreeSet<usize>,
}

/// Writes the report.
///
/// The text of each document that is among `documents` is shown with its quotations marked, unless it is one response as a whole; quotations
/// link to it. `corpus` adds what was set aside. Both may be empty, and may hold documents that the analysis does not know.
///
/// # Errors
/// If the writer fails.
pub fn report<'a>(
    analysis: &'a Analysis,
    corpus: &'a Corpus,
    documents: &'a [Document<'a>],
    options: &'a HtmlOptions,
    mut writer: impl Write,
) -> Result<()> {
    let shown = source::shown(analysis, documents);
    let page = Page {
        analysis,
        options,
        themes: analysis.themes().iter().map(|theme| &theme.id).zip(1..).collect(),
        sources: shown.into_iter().zip(1..).map(|(document, number)| (&document.id, (number, document))).collect(),
        set_aside: corpus
            .documents()
            .flat_map(|(id, record)| record.not_quotes.iter().map(move |not_quote| (id, not_quote)))
            .collect(),
        listed: listed(analysis),
    };
    Ok(writer.write_all(page.render().into_string().as_bytes())?)
}

fn listed(analysis: &Analysis) -> BTreeSet<usize> {
    let all = analysis.quotes().len();
    let mut listed: BTreeSet<usize> = (1..=all.min(LISTED)).collect();
    if all > LISTED {
        let exemplars: BTreeSet<&QuoteId> = analysis.themes().iter().flat_map(|theme| &theme.exemplars).collect();
        listed
            .extend((1..).zip(analysis.quotes()).filter(|(_, quote)| exemplars.contains(&quote.id)).map(|(at, _)| at));
    }
    listed
}

impl Page<'_> {
    fn title(&self) -> &str {
        self.options.title.as_deref().unwrap_or("Quotations and themes")
    }

    fn render(&self) -> Markup {
        let crosstabs = tables::crosstabs(self);
        html! {
            (DOCTYPE)
            html lang="en-GB" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta http-equiv="Content-Security-Policy"
                        content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";
                    meta name="color-scheme" content="light dark";
                    meta name="generator" content={ "verbatims " (env!("CARGO_PKG_VERSION")) };
                    title { (self.title()) }
                    style { (PreEscaped(include_str!("style.css"))) (quotes::rules(self)) }
                }
                body {
                    a.skip href="#quotations" { "Skip to the quotations" }
                    header {
                        h1 { bdi { (self.title()) } }
                        (self.summary())
                        (self.contents(!crosstabs.is_empty()))
                    }
                    main {
                        (chart::section(self))
                        @if !crosstabs.is_empty() { section #tables { h2 { "Themes by group" } @for table in &crosstabs { (table) } } }
                        (tables::cooccurrence(self))
                        (tables::words(self))
                        (quotes::section(self))
                        (quotes::set_aside(self))
                        (source::section(self))
                        (self.methods())
                    }
                    footer { p { "Made with verbatims " (env!("CARGO_PKG_VERSION")) ". Nothing in this file is loaded from elsewhere." } }
                }
            }
        }
    }

    fn summary(&self) -> Markup {
        let base = self.analysis.base();
        let responses = self.analysis.quotes().iter().filter(|quote| quote.is_response()).count();
        let themes = self.analysis.theme_counts().iter().filter(|theme| theme.total.quotes > 0).count();
        let share = |part: usize, whole: usize| if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 };
        html! {
            dl.tiles {
                div { dt { "Quotations" } dd { (base.all.quotes) } dd.note { (responses) " of them answers of respondents" } }
                div { dt { "Speakers" } dd { (base.all.speakers) } dd.note { (unattributed(self.analysis)) } }
                div { dt { "Documents" } dd { (base.all.documents) } dd.note { "with a quotation" } }
                div { dt { "Themes" } dd { (themes) } dd.note { (format!("{:.0} %", share(base.coded.quotes, base.content.quotes))) " of " (base.content.quotes) " themed quotations have one" } }
            }
        }
    }

    fn contents(&self, tables: bool) -> Markup {
        html! {
            nav aria-label="Contents" {
                a href="#themes" { "Themes" }
                @if tables { a href="#tables" { "By group" } }
                a href="#quotations" { "Quotations" }
                @if !self.set_aside.is_empty() { a href="#set-aside" { "Set aside" } }
                @if !self.sources.is_empty() { a href="#sources" { "Sources" } }
                a href="#method" { "Method" }
            }
        }
    }

    fn methods(&self) -> Markup {
        let base = self.analysis.base();
        let coverage = self.analysis.coverage();
        html! {
            section #method {
                h2 { "Method" }
                p {
                    "Quotations and responses were taken from the texts byte for byte; each is the text at the place given. "
                    "Of " (base.all.quotes) " quotations, " (base.content.quotes) " with content were put under themes, "
                    (base.no_content.quotes) " were answers that say nothing and are counted apart, and "
                    (base.all.quotes - base.content.quotes - base.no_content.quotes) " were not themed. "
                    (base.coded.quotes) " have one theme or more, " (base.uncoded.quotes) " have none. "
                    @if let Some(themes) = coverage.themes_per_quote { "A quotation with a theme has " (format!("{themes:.1}")) " on average. " }
                    @if coverage.weak > 0 { (coverage.weak) " assignments are marked as weak and deserve a second look. " }
                    "Percentages are shares of the quotations with content unless a table says otherwise; intervals are Wilson's at 95 %. "
                    "Tests are chi-square or Fisher's, corrected after Holm for the number of themes. "
                    @if self.analysis.is_survey() {
                        "They count respondents, not answers: whoever gave several answers counts once for each theme in each group. "
                    }
                }
                @for sentence in &self.options.method { p { bdi { (sentence) } } }
                p.note {
                    "Counts of quotations are not counts of people: one speaker may be quoted often, and nobody was drawn at random. "
                    "Small groups can identify people. Themes are suggestions with their evidence, not verdicts: read the quotations."
                }
            }
        }
    }

    /// The class of a theme in the page.
    fn theme_class(&self, theme: &ThemeId) -> String {
        format!("t{}", self.themes.get(theme).copied().unwrap_or_default())
    }

    fn label(&self, theme: &ThemeId) -> &str {
        self.analysis.theme(theme).map_or("", |theme| &theme.label)
    }
}

fn unattributed(analysis: &Analysis) -> String {
    match analysis.quotes().iter().filter(|quote| quote.speaker().is_none()).count() {
        0 => "every quotation has one".to_owned(),
        1 => "1 quotation has none".to_owned(),
        number => format!("{number} quotations have none"),
    }
}

/// At most this many characters.
fn short(text: &str, width: usize) -> String {
    let mut letters = text.chars();
    let start: String = letters.by_ref().take(width).collect();
    if letters.next().is_some() { start.trim_end().to_owned() + "…" } else { start }
}

/// The unit that the tables of a report count.
const UNIT: Unit = Unit::Quotes;
