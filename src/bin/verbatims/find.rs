//! `verbatims find`: words in context.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use verbatims::export::{csv, json as jsonl};
use verbatims::import::results;
use verbatims::search::{Concordance, Line, Query};
use verbatims::{Analysis, Language, Quote, ThemeId};

use crate::args::{Global, HowArgs, ReadArgs, TableArgs, WriteArgs};
use crate::console::{Console, count, end, fit, head, left, right, safe, wide};
use crate::exit::{Exit, Outcome, warn};
use crate::{languages, output, reading, show};

/// Show where words and phrases stand, each with the words around it, who says it, and about what
///
/// Looks in texts, also in what their writers say, or in the quotations of an earlier `verbatims run`, which have themes. A word is found in all forms that share its stem in
/// the language of the text; `leak*` is every word that begins so; several words in quotation marks are a phrase. Ends with exit code 1 if nothing is found.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct FindArgs {
    /// Words and phrases ('bus stop', 'leak*'), and behind them the files, folders or patterns to look in, or the folder of an earlier run [default: quotes-out]
    #[arg(required = true, value_name = "WORD|PATH")]
    given: Vec<String>,
    /// Where to look; everything else is a word then; again for more
    #[arg(long = "in", value_name = "PATH", help_heading = "Searching")]
    places: Vec<PathBuf>,
    /// Only words as they are written, not their other forms
    #[arg(long, help_heading = "Searching")]
    exact: bool,
    /// Capitals matter; words are exact then
    #[arg(long, help_heading = "Searching")]
    case: bool,
    /// Only quotations of a speaker, by the name or a part of it; again for more
    #[arg(long, value_name = "NAME", help_heading = "Searching")]
    speaker: Vec<String>,
    /// Only quotations under a theme of an earlier run, or a theme below it, by its name, id or a part of the name; again for more
    #[arg(long, value_name = "THEME", help_heading = "Searching")]
    theme: Vec<String>,
    /// Only what is quoted, not what the writer of a text says
    #[arg(long, help_heading = "Searching")]
    quoted: bool,
    #[command(flatten)]
    how: HowArgs,
    /// How many characters before and behind a word stand in the table and in JSON
    #[arg(long, value_name = "N", default_value_t = 60, help_heading = "Writing")]
    context: usize,
    /// Write the places to this table
    #[arg(long, short, value_name = "FILE", help_heading = "Writing")]
    out: Option<PathBuf>,
    #[command(flatten)]
    tables: TableArgs,
    #[command(flatten)]
    write: WriteArgs,
}

const EXAMPLES: &str = "\
Examples:
  verbatims find rent landlord interviews/
  verbatims find 'bus stop' quotes-out --theme Transport --out bus-stop.csv
  verbatims find Miete --in texte/ --language de --exact";

/// The folder that is searched where none is named: where `verbatims run` writes.
const RESULTS: &str = "quotes-out";
/// So many names are listed where one is not known.
const NAMES: usize = 12;
/// So many forms of a word are listed.
const FORMS: usize = 8;

pub(crate) fn run(args: &FindArgs, global: &Global) -> Outcome {
    let options = args.tables.options()?;
    let (words, places) = apart(args)?;
    let query = Query::new(words)?.exact(args.exact).case(args.case);
    let mut page = show::page();
    // A page cuts what stands around a word to its own width.
    let to_page = args.out.is_none() && !global.json;
    let concordance = Concordance::new(query).context(if to_page { page.width() } else { args.context });
    let (found, read) = match &places[..] {
        [folder] if results::is_results(folder) => (in_results(concordance, folder, args)?, None),
        _ => {
            let (found, read) = in_texts(concordance, &places, args, global)?;
            (found, Some(read))
        }
    };
    if found.lines().is_empty() {
        return Err(nothing(&found, args));
    }
    let written = match &args.out {
        Some(path) => Some(output::file(path, &args.write, |out| csv::concordance(&found, options, out))?),
        None => None,
    };
    if global.json {
        let mut out = BufWriter::new(io::stdout().lock());
        jsonl::concordance(&found, &mut out)?;
        out.flush()?;
    } else if !global.quiet {
        if written.is_none() {
            places_of(&mut page, found.lines())?;
        }
        counts(&mut page, &found, read.is_some() && !args.only_quotations())?;
        page.finish()?;
    }
    if let Some(written) = written.filter(|_| !global.quiet) {
        warn(&written);
    }
    read.map_or(Ok(()), |read| reading::skipped(&read, global))
}

impl FindArgs {
    fn only_quotations(&self) -> bool {
        self.quoted || !self.speaker.is_empty()
    }
}

/// The words, and where to look: what exists, behind the first word.
fn apart(args: &FindArgs) -> Result<(&[String], Vec<PathBuf>), Exit> {
    if !args.places.is_empty() {
        return Ok((&args.given, args.places.clone()));
    }
    let is_place = |given: &String| {
        let pattern =
            || given.contains(['*', '?', '[']) && glob::glob(given).is_ok_and(|mut found| found.next().is_some());
        given == "-" || Path::new(given).exists() || pattern()
    };
    let first = args.given.iter().skip(1).position(is_place).map_or(args.given.len(), |at| at + 1);
    let (words, places) = args.given.split_at(first);
    if let Some(other) = places.iter().find(|place| !is_place(place)) {
        return Err(Exit::Stop(format!(
            "{other}: there is no such file or folder; words come before the places to look in, or `--in` names these"
        )));
    }
    if !places.is_empty() {
        return Ok((words, places.iter().map(PathBuf::from).collect()));
    }
    if results::is_results(Path::new(RESULTS)) {
        return Ok((words, vec![PathBuf::from(RESULTS)]));
    }
    let last = words.last().filter(|word| words.len() > 1 && word.contains(['/', '\\', '.']));
    let why = last.map(|word| format!("there is no file or folder `{word}`. ")).unwrap_or_default();
    Err(Exit::Stop(format!(
        "{why}name the texts behind the words, or the folder of an earlier run; there is no `{RESULTS}` here"
    )))
}

/// The languages of texts by their codes, each made once.
struct ByCode {
    /// That of texts without a code, and of all where one was named.
    usual: Language,
    is_named: bool,
    known: BTreeMap<String, Language>,
}

impl ByCode {
    fn new(usual: Language, args: &FindArgs) -> Self {
        Self { usual, is_named: args.how.language.is_some(), known: BTreeMap::new() }
    }

    fn language(&mut self, code: Option<&str>) -> &Language {
        let Some(code) = code.filter(|_| !self.is_named) else { return &self.usual };
        let usual = &self.usual;
        let language = || Language::named(code).unwrap_or_else(|_| usual.clone());
        self.known.entry(code.to_owned()).or_insert_with(language)
    }
}

/// Searches the quotations of an earlier run.
fn in_results(mut concordance: Concordance, folder: &Path, args: &FindArgs) -> Result<Concordance, Exit> {
    let analysis = results::read(folder)?;
    let speakers = by_speakers(analysis.quotes(), &args.speaker)?;
    let themes = under(&analysis, &args.theme)?;
    let told = results::languages(folder)?;
    let usual = match &args.how.language {
        Some(name) => reading::language(Some(name))?,
        None => languages::spoken_in(analysis.quotes().iter().map(|quote| quote.text.as_str())),
    };
    let mut by_code = ByCode::new(usual, args);
    for (quote, codings) in analysis.coded_quotes() {
        let fits = codings.iter().any(|coding| themes.contains(&coding.theme));
        if (!args.theme.is_empty() && !fits) || !is_by(quote, &speakers) {
            continue;
        }
        let labels: Vec<&str> =
            codings.iter().filter_map(|coding| Some(analysis.theme(&coding.theme)?.label.as_str())).collect();
        let code = told.get(quote.document.as_str()).map(String::as_str);
        concordance.add_quote(quote, &labels, by_code.language(code));
    }
    Ok(concordance)
}

/// Searches texts, whole or what is quoted in them.
fn in_texts(
    mut concordance: Concordance,
    places: &[PathBuf],
    args: &FindArgs,
    global: &Global,
) -> Result<(Concordance, verbatims::import::path::Imported), Exit> {
    if !args.theme.is_empty() {
        return Err(Exit::stop(
            "`--theme`: texts have no themes yet; `verbatims run` gives them, and its folder can be searched by theme",
        ));
    }
    let language = reading::language(args.how.language.as_deref())?;
    let how = ReadArgs { paths: places.to_vec(), how: args.how.clone() };
    let mut read = reading::read(&how, &language, global)?;
    languages::tell(&mut read.documents, &args.how, &language);
    let corpus = reading::extract(&args.how.extractor(&language), &read.documents, global.quiet)?;
    let (corpus, unknown) = reading::with_speakers(corpus, &args.how)?;
    if !global.quiet {
        let most = languages::most(&read.documents);
        languages::notes(&read.documents, &args.how, &language, most.as_deref())
            .iter()
            .chain(&unknown)
            .for_each(|note| warn(note));
    }
    let all: Vec<Quote> = corpus.quotes().cloned().collect();
    let speakers = by_speakers(&all, &args.speaker)?;
    let mut by_code = ByCode::new(language, args);
    for document in &read.documents {
        let language = by_code.language(document.language.as_deref());
        let quotes = corpus.document(&document.id).map(|record| &record.quotes[..]).unwrap_or_default();
        if args.only_quotations() {
            let said = quotes.iter().filter(|quote| is_by(quote, &speakers));
            said.for_each(|quote| concordance.add_quote(quote, &[], language));
        } else {
            concordance.add_text(document, quotes, language);
        }
    }
    Ok((concordance, read))
}

/// The names of speakers that are meant; none where every speaker is.
fn by_speakers(quotes: &[Quote], wanted: &[String]) -> Result<Option<BTreeSet<String>>, Exit> {
    if wanted.is_empty() {
        return Ok(None);
    }
    let names: BTreeSet<&str> = quotes.iter().filter_map(|quote| Some(quote.speaker()?.name.as_str())).collect();
    let words = |name: &str| -> Vec<String> {
        let words = name.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect()
    };
    let mut meant = BTreeSet::new();
    for name in wanted {
        let parts = words(name);
        let bears = |known: &&&str| {
            let known = words(known);
            !parts.is_empty() && parts.iter().all(|part| known.contains(part))
        };
        let bearers: Vec<&&str> = names.iter().filter(bears).collect();
        if bearers.is_empty() {
            return Err(unknown("--speaker", name, "nobody who is quoted is called so", names.iter().copied()));
        }
        meant.extend(bearers.iter().map(|name| (**name).to_owned()));
    }
    Ok(Some(meant))
}

fn is_by(quote: &Quote, speakers: &Option<BTreeSet<String>>) -> bool {
    let named = |names: &BTreeSet<String>| quote.speaker().is_some_and(|speaker| names.contains(&speaker.name));
    speakers.as_ref().is_none_or(named)
}

/// The themes that are meant, with those below them.
fn under(analysis: &Analysis, wanted: &[String]) -> Result<BTreeSet<ThemeId>, Exit> {
    let mut meant: BTreeSet<ThemeId> = BTreeSet::new();
    for name in wanted {
        let low = name.trim().to_lowercase();
        let whole =
            analysis.themes().iter().filter(|theme| theme.label.to_lowercase() == low || theme.id.as_str() == name);
        let mut these: Vec<&ThemeId> = whole.map(|theme| &theme.id).collect();
        if these.is_empty() {
            let part = analysis.themes().iter().filter(|theme| theme.label.to_lowercase().contains(&low));
            these = part.map(|theme| &theme.id).collect();
        }
        if these.is_empty() || low.is_empty() {
            let labels = analysis.themes().iter().map(|theme| theme.label.as_str());
            return Err(unknown("--theme", name, "no theme is called so", labels));
        }
        meant.extend(these.into_iter().cloned());
    }
    loop {
        let below =
            analysis.themes().iter().filter(|theme| theme.parent.as_ref().is_some_and(|above| meant.contains(above)));
        let more: Vec<ThemeId> = below.map(|theme| theme.id.clone()).filter(|id| !meant.contains(id)).collect();
        if more.is_empty() {
            return Ok(meant);
        }
        meant.extend(more);
    }
}

fn unknown<'n>(option: &str, name: &str, what: &str, there: impl Iterator<Item = &'n str>) -> Exit {
    let all: Vec<&str> = there.collect();
    let more = if all.len() > NAMES { format!("; and {} more", all.len() - NAMES) } else { String::new() };
    let there = all.iter().take(NAMES).copied().collect::<Vec<_>>().join("; ");
    Exit::Stop(format!("`{option} {name}`: {what}; there are: {there}{more}"))
}

/// That no word was found, and in how much.
fn nothing(found: &Concordance, args: &FindArgs) -> Exit {
    let words: Vec<String> = found.query().words().iter().map(|word| format!("“{word}”")).collect();
    let base = found.searched();
    let form = if args.exact || args.case { " as written" } else { " in any form" };
    let hint = if args.exact || args.case { "; without `--exact` and `--case` other forms count too" } else { "" };
    Exit::Nothing(format!(
        "Nothing found: {}{form} in {} and {}{hint}.",
        words.join(", "),
        count(base.documents, "document"),
        count(base.quotes, "quotation")
    ))
}

/// Where a line is: under which heading, and where there.
fn place(line: &Line) -> (String, String) {
    let document = line.document.as_str();
    match (&line.row, &line.question) {
        (Some(row), question) => {
            let table = document.split(':').next().unwrap_or(document);
            let question = question.as_deref().map(|question| format!(": {question}")).unwrap_or_default();
            (format!("{table}{question} (by row)"), row.clone())
        }
        _ => (format!("{document} (by line)"), line.position.line.to_string()),
    }
}

/// Who says it, and its themes, in so many columns; both have room where both are long.
fn label(line: &Line, width: usize) -> String {
    let who = match (&line.speaker, &line.quote) {
        (Some(speaker), _) => safe(speaker),
        (None, Some(_)) => "speaker not known".to_owned(),
        (None, None) => String::new(),
    };
    let themes = safe(&line.themes.join("; "));
    if themes.is_empty() {
        return fit(&who, width);
    }
    let rest = width.saturating_sub(wide(&themes) + 3).max(width / 2);
    fit(&format!("{} · {themes}", fit(&who, rest)), width)
}

/// The columns of the page: of the place, before the word, and of who and what.
struct Columns {
    place: usize,
    before: usize,
    label: usize,
    all: usize,
}

impl Columns {
    fn of(all: usize, lines: &[Line]) -> Self {
        let most = |width: &dyn Fn(&Line) -> usize, limit: usize| lines.iter().map(width).max().unwrap_or(0).min(limit);
        let place = most(&|line| wide(&place(line).1), 8);
        let label = most(&|line| wide(&label(line, all)), all / 4);
        let found = most(&|line| wide(&line.found), all / 4);
        // Two blanks stand between columns, and before the word and behind it.
        let rest = all.saturating_sub(place + label + found + 6);
        Self { place, before: rest / 2, label, all }
    }

    fn row(&self, page: &Console<impl Write>, line: &Line) -> String {
        let text = safe(&line.before);
        let kept = text.trim_end();
        let before = if wide(kept) <= self.before {
            kept.to_owned()
        } else {
            format!("…{}", end(kept, self.before.saturating_sub(1)).trim_start())
        };
        let before = if text.len() > kept.len() || kept.is_empty() { format!("{before}  ") } else { before };
        let behind = self.all.saturating_sub(self.place + self.before + self.label + 6);
        let found = fit(&safe(&line.found), behind);
        let text = safe(&line.after);
        let after = if text.starts_with(' ') { format!(" {text}") } else { text };
        let rest = behind.saturating_sub(wide(&found));
        let words = format!("{}{}", page.bold(&found), left(&fit(&after, rest), rest));
        let (_, place) = place(line);
        let place = right(&fit(&place, self.place), self.place);
        format!("{place}  {}{words}  {}", right(&before, self.before + 2), label(line, self.label))
    }
}

/// Every place, under its text or question.
fn places_of(page: &mut Console<impl Write>, lines: &[Line]) -> io::Result<()> {
    let mut order: Vec<String> = Vec::new();
    let mut under: BTreeMap<String, Vec<&Line>> = BTreeMap::new();
    for line in lines {
        let (heading, _) = place(line);
        let of = under.entry(heading.clone()).or_insert_with(|| {
            order.push(heading);
            Vec::new()
        });
        of.push(line);
    }
    let columns = Columns::of(page.width(), lines);
    for heading in order {
        page.heading(&heading)?;
        for line in under.remove(&heading).unwrap_or_default() {
            let row = columns.row(page, line);
            page.row(&row)?;
        }
    }
    Ok(())
}

/// How often, in which forms, and in how many of how many.
fn counts(page: &mut Console<impl Write>, found: &Concordance, in_texts: bool) -> io::Result<()> {
    page.heading("Counts")?;
    let forms = found.forms();
    for word in found.query().words() {
        let of: Vec<_> = forms.iter().filter(|form| form.word == *word).collect();
        let hits: usize = of.iter().map(|form| form.hits).sum();
        let mut listed: Vec<String> =
            of.iter().take(FORMS).map(|form| format!("{} {}", form.form, form.hits)).collect();
        if of.len() > FORMS {
            listed.push(format!("{} more", of.len() - FORMS));
        }
        let listed = if of.is_empty() { String::new() } else { format!(" ({})", listed.join(", ")) };
        page.text(&format!("“{}”: {}{}.", head(word, 60), count(hits, "hit"), fit(&listed, 300)))?;
    }
    let (some, all) = (found.found(), found.searched());
    let of = |some: usize, all: usize, noun: &str| format!("{some} of {}", count(all, noun));
    let documents = of(some.documents, all.documents, "document");
    let quotes = of(some.quotes, all.quotes, "quotation");
    let speakers = of(some.speakers, all.speakers, "speaker");
    let hits = count(found.lines().len(), "hit");
    if in_texts && all.quotes == 0 {
        page.text(&format!("{hits} in {documents}, in which no quotation was found."))?;
    } else if in_texts {
        let said = found.lines().iter().filter(|line| line.quote.is_some()).count();
        page.text(&format!("{hits} in {documents}; {said} of them in {quotes}, by {speakers}."))?;
    } else {
        page.text(&format!("{hits} in {quotes}, by {speakers}, in {documents}."))?;
    }
    let themes: Vec<String> =
        found.themes().iter().map(|theme| format!("{} {} of {}", theme.theme, theme.found, theme.searched)).collect();
    if !themes.is_empty() {
        page.text(&format!("Quotations by theme: {}.", themes.join("; ")))?;
    }
    if forms.len() > found.query().words().len() {
        page.text("Words count in all forms of their stem; `--exact` finds them as written.")?;
    }
    Ok(())
}
