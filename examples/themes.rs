//! The whole way from texts to themes: quotations, who said them, what they are about, counts.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

use common::texts::Texts;
use common::theming::Theming;
use common::{Args, Failure};
use verbatims::export::csv::{self, CsvOptions};
use verbatims::export::terminal::{self, Page, aside, because, count, head, how, mark, quoted, who};
use verbatims::export::write::{self, Existing};
use verbatims::quotes::{DiagnosticKind, NotQuoteReason};
use verbatims::report::Unit;
use verbatims::text::Positions;
use verbatims::{Analysis, Corpus, Crosstab, DocumentId, Extractor, Facet, Language, Quote};

mod common;

const USAGE: &str = "
Finds the quotations and interview responses of texts, who said them, and the themes they are about.

  themes [PATH…] [--codebook FILE | --discover [--k N]] [--all-quotes] [--csv FOLDER [--force]]

  PATH…            texts to read; without one, the article in seeds/articles
  --codebook FILE  themes to look for (CSV, TOML or JSON; default seeds/codebooks/research-culture.toml)
  --discover       no codebook: group what is alike
  --k N            so many groups (default: as many as the texts suggest)
  --all-quotes     themes of all quotations; without it, of the responses where somebody was asked
  --csv FOLDER     also write quotes.csv, themes.csv, theme_by_affiliation.csv, themes_wide.csv, all or none
  --force          replace those that are there

A text that cannot be read is skipped and named at the end; exit code 1 where nothing could be done.
";

const FLAGS: &[common::Flag] = &[
    ("--codebook", true),
    ("--discover", false),
    ("--k", true),
    ("--all-quotes", false),
    ("--csv", true),
    ("--force", false),
];

/// How much of a quotation stands beneath a theme; the whole stands in the list of quotations.
const BENEATH: usize = 400;

fn main() -> ExitCode {
    common::run(USAGE, FLAGS, themes)
}

fn themes(args: &Args) -> Result<(), Failure> {
    let language = Language::english();
    let theming = Theming::of(args)?;
    let texts = Texts::read(&args.paths)?;
    let corpus = Extractor::new(language.clone()).corpus(&texts.documents)?;
    let (responses, others): (Vec<&Quote>, Vec<&Quote>) = corpus.quotes().partition(|quote| quote.is_response());
    let themed: Vec<&Quote> = match args.has("--all-quotes") || responses.is_empty() {
        true => corpus.quotes().filter(|quote| !quote.is_interviewer()).collect(),
        false => responses.clone(),
    };
    if themed.is_empty() {
        return Err(texts.nothing("no quotation found"));
    }
    let codings = theming.code(&language, &themed)?;
    let analysis = Analysis::new(themed.iter().map(|quote| (*quote).clone()), codings)?;
    let by_affiliation = analysis.crosstab(&Facet::Affiliation, Unit::Quotes);
    let written = match args.value("--csv") {
        Some(folder) => {
            Some(write_tables(Path::new(folder), args.has("--force"), &corpus, &analysis, &by_affiliation)?)
        }
        None => None,
    };

    let report = Report {
        corpus: &corpus,
        analysis: &analysis,
        noun: if themed.iter().all(|quote| quote.is_response()) { "response" } else { "quotation" },
    };
    let mut page = Page::new(BufWriter::new(io::stdout().lock()));
    report.quotations(&mut page, &responses, &others)?;
    report.themes(&mut page, &theming)?;
    page.heading("Themes by affiliation")?;
    terminal::by_group(&mut page, &by_affiliation, report.noun)?;
    report.set_aside(&mut page, &texts)?;
    if let Some(files) = written {
        page.heading("Tables")?;
        files.iter().try_for_each(|file| page.line(2, file))?;
    }
    page.finish()?;
    Ok(texts.report_skipped()?)
}

/// Writes the tables, all or none, and returns their paths.
fn write_tables(
    folder: &Path,
    force: bool,
    corpus: &Corpus,
    analysis: &Analysis,
    by_affiliation: &Crosstab,
) -> Result<Vec<String>, Failure> {
    let options = CsvOptions::spreadsheet();
    // All quotations, also those that were not put under themes.
    let all = Analysis::of_corpus(corpus, analysis.codings().clone())?;
    let mut quotes = Vec::new();
    csv::quotes(&all, options, &mut quotes)?;
    let mut themes = Vec::new();
    csv::themes(analysis, options, &mut themes)?;
    let mut by_group = Vec::new();
    csv::theme_by(by_affiliation, options, &mut by_group)?;
    let mut wide = Vec::new();
    csv::themes_wide(analysis, options, &mut wide)?;
    let files = [
        ("quotes.csv".to_owned(), quotes),
        ("themes.csv".to_owned(), themes),
        (csv::theme_by_name(by_affiliation), by_group),
        ("themes_wide.csv".to_owned(), wide),
    ];
    write::files(folder, if force { Existing::Replace } else { Existing::Refuse }, &files)?;
    Ok(files.iter().map(|(name, _)| folder.join(name).display().to_string()).collect())
}

/// What is printed.
struct Report<'a> {
    corpus: &'a Corpus,
    analysis: &'a Analysis,
    noun: &'static str,
}

impl Report<'_> {
    fn quotations(&self, page: &mut Page<impl Write>, responses: &[&Quote], others: &[&Quote]) -> io::Result<()> {
        page.heading("Quotations")?;
        let found = count(responses.len() + others.len(), "quotation");
        let asked = match responses.len() {
            0 => "none of them by people who were asked".to_owned(),
            asked => format!("{asked} of them by people who were asked"),
        };
        page.text(&format!("{found} in {}, {asked}.", count(self.corpus.len(), "text")))?;
        for (title, quotes) in [("Interview responses", responses), ("Other quotations", others)] {
            let mut document = None;
            for quote in quotes {
                if document != Some(&quote.document) {
                    page.blank()?;
                    page.text(&format!("{title}: {}", quote.document))?;
                    document = Some(&quote.document);
                }
                page.hanging(&mark(quote), 7, &quoted(quote))?;
                page.hanging("       — ", 9, &format!("{} {}", who(quote), aside(&how(quote))))?;
            }
        }
        let none = self.corpus.documents().filter(|(_, found)| found.quotes.is_empty());
        let none: Vec<&str> = none.map(|(id, _)| id.as_str()).collect();
        if !none.is_empty() {
            page.blank()?;
            page.line(0, &format!("Without a quotation: {}", none.join(", ")))?;
        }
        Ok(())
    }

    fn themes(&self, page: &mut Page<impl Write>, theming: &Theming) -> io::Result<()> {
        page.heading("Themes")?;
        let base = self.analysis.base();
        let themes = count(self.analysis.themes().len(), "theme");
        let coded = count(base.all.quotes, self.noun);
        page.text(&format!("{themes} {}, in {coded} by {}.", theming.origin(), count(base.all.speakers, "speaker")))?;
        let left = self.corpus.quotes().count() - base.all.quotes;
        if left > 0 {
            page.text(&format!("{} by others left out; --all-quotes takes them in.", count(left, "quotation")))?;
        }
        page.blank()?;
        terminal::themes(page, self.analysis, self.noun)?;
        for theme in self.analysis.themes() {
            let quotes = self.analysis.quotes_of(&theme.id);
            if quotes.is_empty() {
                continue;
            }
            page.blank()?;
            let of = count(base.content.quotes, self.noun);
            page.text(&format!("{}: {} of {of}", theme.label, quotes.len()))?;
            for (quote, coding) in quotes {
                self.beneath(page, quote, &because(quote, coding))?;
            }
        }
        Ok(())
    }

    /// A quotation that stands whole in the list of quotations.
    fn beneath(&self, page: &mut Page<impl Write>, quote: &Quote, why: &str) -> io::Result<()> {
        let place = if self.corpus.len() == 1 { String::new() } else { format!(", {}", quote.document) };
        page.hanging(&mark(quote), 7, &head(&quoted(quote), BENEATH))?;
        page.hanging("       — ", 9, &format!("{}{place}{why}", who(quote)))
    }

    fn set_aside(&self, page: &mut Page<impl Write>, texts: &Texts) -> io::Result<()> {
        page.heading("Set aside")?;
        let mut by_reason: BTreeMap<NotQuoteReason, Vec<(String, String)>> = BTreeMap::new();
        let mut odd: Vec<String> = Vec::new();
        for document in &texts.documents {
            let Some(found) = self.corpus.document(&document.id) else { continue };
            let mut positions = Positions::new(&document.text);
            let place = |line: u32, id: &DocumentId| match self.corpus.len() {
                1 => format!("line {line}"),
                _ => format!("{id}, line {line}"),
            };
            for not_quote in &found.not_quotes {
                let line = positions.position(not_quote.span.start()).line;
                let words = (format!("“{}”", not_quote.text), place(line, &document.id));
                by_reason.entry(not_quote.why).or_default().push(words);
            }
            for diagnostic in &found.diagnostics {
                let line = positions.position(diagnostic.span.start()).line;
                odd.push(format!("{}: {}", place(line, &document.id), oddity(diagnostic.kind)));
            }
        }
        if by_reason.is_empty() {
            page.text("Nothing stands between quotation marks that is not a quotation.")?;
        } else {
            page.text("Between quotation marks, but nobody says it here:")?;
        }
        for (why, words) in by_reason {
            for (at, (words, place)) in words.iter().enumerate() {
                let why = if at == 0 { why.as_str() } else { "" };
                page.hanging(&format!("  {why:<9} "), 14, &format!("{words} {}", aside(place)))?;
            }
        }
        let uncoded: Vec<&Quote> = self.analysis.uncoded().collect();
        page.blank()?;
        match uncoded.len() {
            0 => page.text(&format!("Every {} has a theme.", self.noun))?,
            some => page.text(&format!("{} without a theme:", count(some, self.noun)))?,
        }
        uncoded.into_iter().try_for_each(|quote| self.beneath(page, quote, ""))?;
        let no_content = &self.analysis.codings().no_content;
        if !no_content.is_empty() {
            page.blank()?;
            page.text(&format!("{} that says nothing:", count(no_content.len(), self.noun)))?;
            let quotes = no_content.iter().filter_map(|id| self.corpus.quote(id));
            quotes.into_iter().try_for_each(|quote| self.beneath(page, quote, ""))?;
        }
        if !odd.is_empty() {
            page.blank()?;
            page.text("Odd in the text:")?;
            odd.iter().try_for_each(|what| page.line(2, what))?;
        }
        Ok(())
    }
}

fn oddity(kind: DiagnosticKind) -> &'static str {
    match kind {
        DiagnosticKind::UnclosedMark => "a quotation mark that nothing closes",
        DiagnosticKind::StrayMark => "a closing quotation mark that nothing opens",
        DiagnosticKind::RefusedLabel => "a label that is no speaker",
        _ => "something odd",
    }
}
