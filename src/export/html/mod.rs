//! The report: one HTML file with themes, tables, every quotation and its place in the source.
//!
//! The file needs nothing but itself: no font, no picture, no script from elsewhere, and its content security policy forbids them. It is whole without its
//! own script, which adds search, filters and review. It reads in light and dark, on paper, on a phone and with a screen reader.

mod bars;
mod cards;
mod chart;
mod data;
mod groups;
mod method;
mod questions;
mod quotes;
mod secure;
mod source;
mod speakers;
mod times;
mod together;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use self::words::Nouns;
use crate::document::Document;
use crate::error::Result;
use crate::id::{DocumentId, QuoteId, ThemeId};
use crate::quotes::{Corpus, NotQuote, Quote};
use crate::report::{Analysis, Crosstab, Facet, ThemeCount, Unit};

/// What a report shows beside the analysis.
#[derive(Clone, Debug, Default)]
pub struct HtmlOptions {
    title: Option<String>,
    facets: Option<Vec<Facet>>,
    minimum_cell: usize,
    method: Vec<String>,
    records: Vec<(String, Vec<String>)>,
}

impl HtmlOptions {
    /// The title. The default is what was read, with the number of themes and of quotations: "survey.csv: 10 themes in 418 answers".
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

    /// A list that unfolds in the section on method, under a heading: the files that were read, the plan that was followed, the settings. The default is none.
    #[must_use]
    pub fn record(mut self, heading: impl Into<String>, lines: Vec<String>) -> Self {
        self.records.push((heading.into(), lines));
        self
    }
}

/// How many characters a title or name of the reader's own texts may take where it is only a reference.
const SHORT: usize = 90;

/// As many quotations a browser can show and a reader read; of more the rest is in the tables.
const LISTED: usize = 10_000;

/// The colours of themes, which come again where there are more.
const COLOURS: usize = 8;

/// The unit that the tables of a report count.
const UNIT: Unit = Unit::Quotes;

const STYLE: &str = concat!(include_str!("style.css"), include_str!("print.css"));
const SCRIPT: &str = concat!(include_str!("page.js"), include_str!("find.js"), include_str!("review.js"));

/// What the parts of the page share.
struct Page<'a> {
    analysis: &'a Analysis,
    options: &'a HtmlOptions,
    title: String,
    nouns: Nouns,
    /// Whether every quotation with content is an answer of a survey.
    is_survey: bool,
    /// How many documents and questions there are.
    documents: usize,
    questions: usize,
    /// The themes by size, those below a theme behind it.
    ranked: Vec<ThemeCount>,
    /// The number of each theme by size, from 1.
    themes: BTreeMap<ThemeId, usize>,
    /// How many codings of each theme are weak.
    weak: BTreeMap<&'a ThemeId, usize>,
    /// The place of each quotation in the analysis.
    places: BTreeMap<&'a QuoteId, usize>,
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
    let page = Page::new(analysis, corpus, documents, options);
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

/// The themes by size, those below a theme behind it; equal ones in their order.
fn ranked(analysis: &Analysis) -> Vec<ThemeCount> {
    let mut counts = analysis.theme_counts();
    counts.sort_by_key(|theme| std::cmp::Reverse(theme.total.quotes));
    let mut below: BTreeMap<Option<ThemeId>, Vec<ThemeCount>> = BTreeMap::new();
    for theme in counts.into_iter().rev() {
        below.entry(theme.parent.clone()).or_default().push(theme);
    }
    let mut ranked = Vec::new();
    let mut open = below.remove(&None).unwrap_or_default();
    while let Some(theme) = open.pop() {
        open.extend(below.remove(&Some(theme.theme.clone())).unwrap_or_default());
        ranked.push(theme);
    }
    // Themes that stand below each other in a circle have no first.
    ranked.extend(below.into_values().flatten());
    ranked
}

/// What was read to give a quotation: the survey of an answer, else the document.
fn read_from(quote: &Quote) -> &str {
    let survey = quote.attributes.get("respondent").and_then(|respondent| quote.document.survey_of(respondent));
    survey.unwrap_or(quote.document.as_str())
}

impl<'a> Page<'a> {
    fn new(
        analysis: &'a Analysis,
        corpus: &'a Corpus,
        documents: &'a [Document<'a>],
        options: &'a HtmlOptions,
    ) -> Self {
        let is_survey = analysis.is_survey();
        let nouns = if is_survey { words::ANSWERS } else { words::QUOTATIONS };
        let ranked = ranked(analysis);
        let read: BTreeSet<&str> = analysis.quotes().iter().map(read_from).collect();
        let questions: BTreeSet<&String> =
            analysis.quotes().iter().filter_map(|quote| quote.attributes.get("question")).collect();
        let content = analysis.base().content.quotes;
        let base = if content == 0 { analysis.quotes().len() } else { content };
        let what = match read.first() {
            Some(only) if read.len() == 1 => short(only, SHORT),
            _ => words::documents(read.len()),
        };
        let used = ranked.iter().filter(|theme| theme.total.quotes > 0).count();
        let title = options.title.clone().unwrap_or_else(|| words::title(&what, used, &nouns.count(base)));
        let mut weak: BTreeMap<&ThemeId, usize> = BTreeMap::new();
        for coding in analysis.codings().codings.iter().filter(|coding| coding.weak) {
            *weak.entry(&coding.theme).or_default() += 1;
        }
        let shown = source::shown(analysis, documents);
        Self {
            analysis,
            options,
            title,
            nouns,
            is_survey,
            documents: read.len(),
            questions: questions.len(),
            themes: ranked.iter().map(|theme| theme.theme.clone()).zip(1..).collect(),
            ranked,
            weak,
            places: analysis.quotes().iter().map(|quote| &quote.id).zip(0..).collect(),
            sources: shown.into_iter().zip(1..).map(|(document, number)| (&document.id, (number, document))).collect(),
            set_aside: corpus
                .documents()
                .flat_map(|(id, record)| record.not_quotes.iter().map(move |not_quote| (id, not_quote)))
                .collect(),
            listed: listed(analysis),
        }
    }

    fn render(&self) -> Markup {
        let groups = groups::tables(self);
        let questions = questions::section(self);
        let together = together::section(self);
        html! {
            (DOCTYPE)
            html lang="en-GB" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta http-equiv="Content-Security-Policy" content=(secure::policy(STYLE, SCRIPT));
                    meta name="color-scheme" content="light dark";
                    meta name="generator" content={ "verbatims " (env!("CARGO_PKG_VERSION")) };
                    title { (self.title) }
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    a.skip href="#quotations" { (words::SKIP) }
                    header { h1 { bdi { (self.title) } } (self.lead()) }
                    div.page {
                        (self.contents(&[
                            (!questions.0.is_empty(), "questions", words::QUESTIONS),
                            (!groups.is_empty(), "groups", words::GROUPS),
                            (!together.0.is_empty(), "together", words::TOGETHER),
                        ]))
                        main {
                            (chart::section(self))
                            (questions)
                            @if !groups.is_empty() { section #groups aria-labelledby="groups-head" { h2 #groups-head { (words::GROUPS) } @for table in &groups { (table) } } }
                            (together)
                            (speakers::section(self))
                            (cards::section(self))
                            (quotes::section(self))
                            (quotes::set_aside(self))
                            (source::section(self))
                            (method::section(self))
                        }
                    }
                    footer { p { (words::footer()) } }
                    (data::block(self))
                    script { (PreEscaped(SCRIPT)) }
                }
            }
        }
    }

    /// What the title counts, in a sentence.
    fn lead(&self) -> Markup {
        let base = self.analysis.base();
        let mut parts = vec![self.nouns.count(base.all.quotes), self.nouns.count_people(base.all.speakers)];
        if self.questions > 1 {
            parts.push(words::count(self.questions, "question", "questions"));
        }
        if !self.is_survey {
            parts.push(words::documents(base.all.documents));
        }
        let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
        html! {
            p.lead {
                (parts.join(" · "))
                @if base.no_content.quotes > 0 { " · " (words::without_content(base.no_content.quotes)) }
                @if base.content.quotes > 0 { " · " (words::themed(share(base.coded.quotes, base.content.quotes), &self.nouns, base.content.quotes)) }
            }
        }
    }

    fn contents(&self, some: &[(bool, &str, &str)]) -> Markup {
        let link = |id: &str, name: &str| html! { li { a href={ "#" (id) } { (name) } } };
        html! {
            nav.side aria-label=(words::CONTENTS) {
                ul {
                    (link("themes", words::THEMES))
                    @for (_, id, name) in some.iter().filter(|(is_there, ..)| *is_there) { (link(id, name)) }
                    @if self.analysis.base().all.speakers > 0 { (link("speakers", self.nouns.people_head)) }
                    (link("quotations", words::QUOTES))
                    @if !self.set_aside.is_empty() { (link("set-aside", words::SET_ASIDE)) }
                    @if !self.sources.is_empty() { (link("sources", words::SOURCES)) }
                    (link("method", words::METHOD))
                }
                @if !self.ranked.is_empty() {
                    ul.of-themes aria-label=(words::MADE_OF) { @for theme in &self.ranked {
                        @let class = self.theme_class(&theme.theme);
                        li data-theme=(class) {
                            a href={ "#" (class) } { span class={ "dot c" (self.colour(&theme.theme)) } aria-hidden="true" {} bdi { (short(&theme.label, 40)) } " " span.of-quotes { (words::grouped(theme.total.of(UNIT))) } }
                        }
                    } }
                }
            }
        }
    }

    /// Whether themes stand below themes.
    fn has_levels(&self) -> bool {
        self.ranked.iter().any(|theme| theme.level > 1)
    }

    /// The class of a theme in the page.
    fn theme_class(&self, theme: &ThemeId) -> String {
        format!("t{}", self.themes.get(theme).copied().unwrap_or_default())
    }

    /// The number of a theme's colour, from 1.
    fn colour(&self, theme: &ThemeId) -> usize {
        self.themes.get(theme).map_or(0, |number| (number - 1) % COLOURS + 1)
    }

    /// The colour of a quotation's best theme; 0 where it has none.
    fn first_colour(&self, quote: &QuoteId) -> usize {
        self.analysis.codings_of(quote).first().map_or(0, |coding| self.colour(&coding.theme))
    }

    fn label(&self, theme: &ThemeId) -> &str {
        self.analysis.theme(theme).map_or("", |theme| &theme.label)
    }

    /// The rows of a table by the size of their theme.
    fn order_of(&self, table: &Crosstab) -> Vec<usize> {
        let mut rows: Vec<usize> = (0..table.rows.len()).collect();
        rows.sort_by_key(|row| self.themes.get(&table.rows[*row].theme).copied().unwrap_or(usize::MAX));
        rows
    }

    fn read_from<'q>(&self, quote: &'q Quote) -> &'q str {
        read_from(quote)
    }
}

/// At most this many characters.
fn short(text: &str, width: usize) -> String {
    let mut letters = text.chars();
    let start: String = letters.by_ref().take(width).collect();
    if letters.next().is_some() { start.trim_end().to_owned() + "…" } else { start }
}

/// At most this many characters, ended after a word where there is one.
fn cut(text: &str, width: usize) -> String {
    let short = short(text, width);
    match short.strip_suffix('…').filter(|_| short.len() < text.len()) {
        Some(start) => {
            let end = start.rfind(char::is_whitespace).filter(|end| *end > start.len() / 2).unwrap_or(start.len());
            format!("{}…", start[..end].trim_end())
        }
        None => short,
    }
}
