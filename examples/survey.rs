//! A survey table coded: the themes of the open-ended answers, and themes by each group column.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use common::theming::Theming;
use common::{Args, Failure};
use verbatims::export::csv::{self, CsvOptions};
use verbatims::export::terminal::{self, Page, because, count, head, quoted};
use verbatims::export::write::{self, Existing};
use verbatims::import::survey::{self, Role, SurveyOptions};
use verbatims::report::Unit;
use verbatims::{Analysis, Crosstab, Extractor, Facet, Language, Quote};

mod common;

const USAGE: &str = "
Puts the open-ended answers of a survey under themes and counts the themes in each group of people.

  survey [TABLE] [--codebook FILE | --discover [--k N]] [--open COLUMN] [--group COLUMN] [--csv FOLDER [--force]]

  TABLE            a CSV file with a header row; without one, the survey in seeds/surveys
  --codebook FILE  themes to look for (CSV, TOML or JSON; default seeds/codebooks/research-culture.toml)
  --discover       no codebook: group what is alike
  --k N            so many groups (default: as many as the answers suggest)
  --open COLUMN    the column of open-ended answers (default: told from the table)
  --group COLUMN   the column that parts people into groups (default: every column of few different values)
  --csv FOLDER     also write quotes.csv, themes.csv, themes_wide.csv and theme_by_<group>.csv, all or none
  --force          replace those that are there
";

const FLAGS: &[common::Flag] = &[
    ("--codebook", true),
    ("--discover", false),
    ("--k", true),
    ("--open", true),
    ("--group", true),
    ("--csv", true),
    ("--force", false),
];

/// How many answers stand beneath a theme.
const BENEATH: usize = 3;
/// How much of each.
const LENGTH: usize = 300;
/// From here on groups differ more than chance makes them.
const LEVEL: f64 = 0.05;

fn main() -> ExitCode {
    common::run(USAGE, FLAGS, run)
}

fn run(args: &Args) -> Result<(), Failure> {
    let language = Language::english();
    let theming = Theming::of(args)?;
    let table = match &args.paths[..] {
        [] => common::in_repository("seeds/surveys/research-conditions.csv"),
        [table] => table.clone(),
        [_, more, ..] => return Err(Failure::usage(format!("one table at a time; `{}` is another", more.display()))),
    };
    let survey = survey::read(&table, &options(args, &language))?;
    let corpus = Extractor::new(language.clone()).corpus(&survey.documents)?;
    let answers: Vec<&Quote> = corpus.quotes().collect();
    if answers.is_empty() {
        return Err(Failure::stop(format!("{}: no answer found\n{}", table.display(), survey.summary)));
    }
    let analysis = Analysis::of_corpus(&corpus, theming.code(&language, &answers)?)?;
    let by_group: Vec<Crosstab> = survey
        .summary
        .named(Role::Group)
        .map(|name| analysis.crosstab(&Facet::Attribute(name.to_owned()), Unit::Quotes))
        .collect();
    let written = match args.value("--csv") {
        Some(folder) => write_tables(Path::new(folder), args.has("--force"), &analysis, &by_group)?,
        None => Vec::new(),
    };

    let mut page = Page::new(BufWriter::new(io::stdout().lock()));
    page.heading("Survey")?;
    page.text(&survey.summary.to_string())?;
    survey.summary.notes.iter().try_for_each(|note| page.line(2, &note.to_string()))?;
    themes(&mut page, &analysis, &theming)?;
    for table in &by_group {
        page.heading(&format!("Themes by {}", table.facet))?;
        terminal::by_group(&mut page, table, "answer")?;
        differences(&mut page, table)?;
    }
    if !written.is_empty() {
        page.heading("Tables")?;
        written.iter().try_for_each(|file| page.line(2, file))?;
    }
    Ok(page.finish()?)
}

fn options(args: &Args, language: &Language) -> SurveyOptions {
    let mut options = SurveyOptions::new(language.clone());
    if let Some(column) = args.value("--open") {
        options = options.open(column);
    }
    if let Some(column) = args.value("--group") {
        options = options.group(column);
    }
    options
}

fn themes(page: &mut Page<impl Write>, analysis: &Analysis, theming: &Theming) -> io::Result<()> {
    let base = analysis.base();
    page.heading("Themes")?;
    let themes = count(analysis.themes().len(), "theme");
    page.text(&format!("{themes} {}, in {}.", theming.origin(), count(base.all.quotes, "answer")))?;
    page.blank()?;
    terminal::themes(page, analysis, "answer")?;
    for theme in analysis.themes() {
        let quotes = analysis.quotes_of(&theme.id);
        if quotes.is_empty() {
            continue;
        }
        page.blank()?;
        page.text(&format!("{}: {} of {}", theme.label, quotes.len(), count(base.content.quotes, "answer")))?;
        let exemplars = theme.exemplars.iter().filter_map(|id| quotes.iter().find(|(quote, _)| quote.id == *id));
        for (quote, coding) in exemplars.take(BENEATH) {
            answer(page, quote, &because(quote, coding))?;
        }
    }
    let mut uncoded = analysis.uncoded().peekable();
    if uncoded.peek().is_some() {
        page.blank()?;
        page.text(&format!("No theme: {} of {}", base.uncoded.quotes, count(base.content.quotes, "answer")))?;
        uncoded.take(BENEATH).try_for_each(|quote| answer(page, quote, ""))?;
    }
    Ok(())
}

fn answer(page: &mut Page<impl Write>, quote: &Quote, why: &str) -> io::Result<()> {
    let respondent = quote.attributes.get("respondent").map_or("", String::as_str);
    page.hanging("  ", 4, &format!("{} — {}{why}", head(&quoted(quote), LENGTH), respondent))
}

/// Which themes the groups speak about unequally often.
fn differences(page: &mut Page<impl Write>, table: &Crosstab) -> io::Result<()> {
    let tested = table.rows.iter().filter_map(|row| Some((row, row.test.as_ref()?)));
    let (mut all, mut differ) = (0, Vec::new());
    for (row, test) in tested {
        all += 1;
        if test.p_holm < LEVEL {
            differ.push(format!("{} (p = {:.3})", row.label, test.p_holm));
        }
    }
    match (all, differ.is_empty()) {
        (0, _) => Ok(()),
        (_, true) => page.text("No theme differs between the groups more than chance would have it (p < 0.05, Holm)."),
        (_, false) => {
            page.text(&format!("More than chance would have it the groups differ in: {}.", differ.join(", ")))
        }
    }
}

/// Writes the tables, all or none, and returns their paths.
fn write_tables(
    folder: &Path,
    force: bool,
    analysis: &Analysis,
    by_group: &[Crosstab],
) -> Result<Vec<String>, Failure> {
    let options = CsvOptions::spreadsheet();
    let table = |name: String, fill: &dyn Fn(&mut Vec<u8>) -> verbatims::Result<()>| {
        let mut bytes = Vec::new();
        fill(&mut bytes).map(|()| (name, bytes))
    };
    let mut files = vec![
        table("quotes.csv".to_owned(), &|out| csv::quotes(analysis, options, out))?,
        table("themes.csv".to_owned(), &|out| csv::themes(analysis, options, out))?,
        table("themes_wide.csv".to_owned(), &|out| csv::themes_wide(analysis, options, out))?,
    ];
    for group in by_group {
        files.push(table(csv::theme_by_name(group), &|out| csv::theme_by(group, options, out))?);
    }
    write::files(folder, if force { Existing::Replace } else { Existing::Refuse }, &files)?;
    let paths: Vec<PathBuf> = files.iter().map(|(name, _)| folder.join(name)).collect();
    Ok(paths.iter().map(|path| path.display().to_string()).collect())
}
