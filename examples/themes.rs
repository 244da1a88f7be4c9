//! The whole way from texts to themes: quotations, who said them, what they are about, counts.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use common::print::{Page, count, head, quoted};
use common::tables::{self, Noun};
use common::texts::Texts;
use common::{Args, Failure};
use verbatims::export::csv::{self, CsvOptions};
use verbatims::export::write::{self, Existing};
use verbatims::quotes::{DiagnosticKind, Why};
use verbatims::report::Unit;
use verbatims::text::Positions;
use verbatims::themes::CodebookCoder;
use verbatims::{
    Analysis, Codebook, Codings, Corpus, Crosstab, DocumentId, Extractor, Facet, Language, Quote, QuoteKind,
    ThemeModel, import,
};

mod common;

const USAGE: &str = "
Finds the quotations and interview responses of texts, who said them, and the themes they are about.

  themes [PATH…] [--codebook FILE | --discover [--k N]] [--all-quotes] [--csv FOLDER [--force]]

  PATH…            texts to read (UTF-8); without one, the article in seeds/articles
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

const CODEBOOK: &str = "seeds/codebooks/research-culture.toml";
/// How much of a quotation stands beneath a theme; the whole stands in the list of quotations.
const BENEATH: usize = 400;

fn main() -> ExitCode {
    common::run(USAGE, FLAGS, themes)
}

fn themes(args: &Args) -> Result<(), Failure> {
    let language = Language::english();
    let codebook = codebook(args)?;
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
    let codings: Codings = match &codebook {
        Some((_, codebook)) => CodebookCoder::new(codebook.clone(), language)?.code(&themed),
        None => {
            let params = ThemeModel::params(&language).maybe_n_themes(args.number("--k")?);
            params.fit(&themed)?.code(&themed)
        }
    };
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
    report.themes(&mut page, codebook.as_ref())?;
    page.heading("Themes by affiliation", "")?;
    tables::by_group(&mut page, &by_affiliation, report.noun)?;
    report.set_aside(&mut page, &texts)?;
    if let Some(files) = written {
        page.heading("Tables", "")?;
        files.iter().try_for_each(|file| page.line(2, file))?;
    }
    page.finish()?;
    Ok(texts.report_skipped()?)
}

/// The codebook and the name of its file, unless themes are to be discovered.
fn codebook(args: &Args) -> Result<Option<(String, Codebook)>, Failure> {
    match (args.value("--codebook"), args.has("--discover")) {
        (Some(_), true) => Err(Failure::usage("`--discover` goes without `--codebook`")),
        (None, true) => Ok(None),
        (_, false) if args.has("--k") => Err(Failure::usage("`--k` goes with `--discover`")),
        (Some(file), false) => Ok(Some((file.to_owned(), import::codebook::read(&PathBuf::from(file))?))),
        (None, false) => Ok(Some((CODEBOOK.to_owned(), import::codebook::read(&common::in_repository(CODEBOOK))?))),
    }
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
    noun: Noun,
}

impl Report<'_> {
    fn quotations(&self, page: &mut Page<impl Write>, responses: &[&Quote], others: &[&Quote]) -> io::Result<()> {
        let documents = count(self.corpus.len(), "text");
        page.heading("Quotations", "")?;
        page.line(
            0,
            &format!(
                "{} in {documents}, {}.",
                count(responses.len() + others.len(), "quotation"),
                match responses.len() {
                    0 => "none of somebody who was asked".to_owned(),
                    asked => format!("{asked} of them by people who were asked"),
                }
            ),
        )?;
        for (title, quotes) in [("Interview responses", responses), ("Other quotations", others)] {
            let mut document = None;
            for quote in quotes {
                if document != Some(&quote.document) {
                    page.blank()?;
                    page.line(0, &format!("{title}: {}", quote.document))?;
                    document = Some(&quote.document);
                }
                page.hanging(&mark(quote), 7, &quoted(quote))?;
                page.hanging("       ", 9, &who(quote))?;
                page.line(7, &how(quote))?;
            }
        }
        Ok(())
    }

    fn themes(&self, page: &mut Page<impl Write>, codebook: Option<&(String, Codebook)>) -> io::Result<()> {
        let from = match codebook {
            Some((file, _)) => format!("of {file}"),
            None => "found by grouping what is alike".to_owned(),
        };
        page.heading("Themes", "")?;
        let left = self.corpus.quotes().count() - self.analysis.quotes().len();
        let all = match left {
            0 => String::new(),
            left => format!(" The other {} are left out (--all-quotes takes them in).", count(left, "quotation")),
        };
        let base = self.analysis.base().all;
        page.line(
            0,
            &format!(
                "{} {from}, in {} by {}.{all}",
                count(self.analysis.themes().len(), "theme"),
                count(base.quotes, self.noun),
                count(base.speakers, "speaker"),
            ),
        )?;
        page.blank()?;
        tables::themes(page, self.analysis, self.noun)?;
        for theme in self.analysis.themes() {
            let quotes = self.analysis.quotes_of(&theme.id);
            if quotes.is_empty() {
                continue;
            }
            page.blank()?;
            page.line(0, &theme.label)?;
            for (quote, coding) in quotes {
                page.hanging(&mark(quote), 7, &head(&quoted(quote), BENEATH))?;
                page.hanging("       ", 9, &self.attributed(quote))?;
                let words: BTreeSet<&str> = coding.evidence.iter().map(|word| word.text.as_str()).collect();
                let words: Vec<&str> = words.into_iter().collect();
                page.hanging(
                    "       ",
                    9,
                    &format!("by {}{}", words.join(", "), if coding.weak { " (weak)" } else { "" }),
                )?;
            }
        }
        Ok(())
    }

    /// Who said it, and in which text where there are several.
    fn attributed(&self, quote: &Quote) -> String {
        match self.corpus.len() {
            1 => who(quote),
            _ => format!("{} · {}", who(quote), quote.document),
        }
    }

    fn set_aside(&self, page: &mut Page<impl Write>, texts: &Texts) -> io::Result<()> {
        page.heading("Set aside", "")?;
        let mut by_reason: BTreeMap<Why, Vec<(String, String)>> = BTreeMap::new();
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
            page.line(0, "Nothing stands between marks that is not a quotation.")?;
        } else {
            page.line(0, "Between quotation marks, but nobody says it here:")?;
        }
        for (why, words) in by_reason {
            for (at, (words, place)) in words.iter().enumerate() {
                let why = if at == 0 { why.as_str() } else { "" };
                page.hanging(&format!("  {why:<9} "), 14, &format!("{words} · {place}"))?;
            }
        }
        let uncoded: Vec<&Quote> = self.analysis.uncoded().collect();
        page.blank()?;
        match uncoded.len() {
            0 => page.line(0, &format!("Every {} has a theme.", self.noun))?,
            some => page.line(0, &format!("{} without a theme:", count(some, self.noun)))?,
        }
        for quote in uncoded {
            page.hanging(&mark(quote), 7, &head(&quoted(quote), BENEATH))?;
            page.hanging("       ", 9, &self.attributed(quote))?;
        }
        let no_content = &self.analysis.codings().no_content;
        if !no_content.is_empty() {
            page.blank()?;
            page.line(0, &format!("{} without content:", count(no_content.len(), self.noun)))?;
            let quotes = no_content.iter().filter_map(|id| self.corpus.quote(id));
            for quote in quotes {
                page.hanging(&mark(quote), 7, &head(&quoted(quote), BENEATH))?;
            }
        }
        if !odd.is_empty() {
            page.blank()?;
            page.line(0, "Odd in the text:")?;
            odd.iter().try_for_each(|what| page.line(2, what))?;
        }
        Ok(())
    }
}

/// The number of the quotation in its text.
fn mark(quote: &Quote) -> String {
    let number = quote.id.as_str().rsplit('#').next().unwrap_or_default();
    format!("{:>5}  ", format!("#{number}"))
}

/// Name, role, affiliation; a description that holds the other two says them already.
fn who(quote: &Quote) -> String {
    let Some(speaker) = quote.speaker() else {
        return format!("speaker not known: {}", quote.attribution.evidence);
    };
    let mut parts = vec![speaker.name.clone()];
    let said = speaker.name.to_lowercase();
    let more = [&speaker.role, &speaker.affiliation].into_iter().flatten();
    parts.extend(more.filter(|part| !said.contains(&part.to_lowercase())).cloned());
    parts.join(" · ")
}

/// Kind, cue and line.
fn how(quote: &Quote) -> String {
    let kind = match (quote.is_response(), quote.kind) {
        (true, QuoteKind::Response) => "response".to_owned(),
        (true, kind) => format!("response, {kind}"),
        (false, _) if quote.is_interviewer() => "question".to_owned(),
        (false, kind) => kind.to_string(),
    };
    let cue = quote.cue.as_ref().map(|cue| format!(" · “{}”", cue.text)).unwrap_or_default();
    format!("{kind}{cue} · line {}", quote.position.line)
}

fn oddity(kind: DiagnosticKind) -> &'static str {
    match kind {
        DiagnosticKind::UnclosedMark => "a quotation mark that nothing closes",
        DiagnosticKind::StrayMark => "a closing quotation mark that nothing opens",
        DiagnosticKind::RefusedLabel => "a label that is no speaker",
        _ => "something odd",
    }
}
