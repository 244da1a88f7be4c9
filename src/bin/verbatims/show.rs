//! The page on standard output: what was read, who is quoted, what it is about.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

use crate::console::{self, Console, aside, because, count, fit, head, how, left, mark, quoted, safe, who};
use verbatims::import::path::Imported;
use verbatims::import::plan::Role;
use verbatims::report::Crosstab;
use verbatims::text::Positions;
use verbatims::{Analysis, Corpus, Document, Facet, Quote, QuoteKind};

/// How many speakers, quotations and quotations beneath a theme are shown; the files hold all.
const SPEAKERS: usize = 12;
const QUOTES: usize = 10;
const BENEATH: usize = 2;
/// How much of a quotation is shown, by itself and beneath a theme.
const LENGTH: usize = 240;
const SHORT: usize = 150;
/// From here on groups differ more than chance makes them.
const LEVEL: f64 = 0.05;

/// The narrowest and the widest page: what is narrower has no room for a table, and what is wider is not looked over.
const COLUMNS: std::ops::RangeInclusive<usize> = 40..=200;

/// A page on standard output, as wide as the terminal, or as `COLUMNS` says; 80 columns where neither says anything. Headings stand out where it is a terminal, `NO_COLOR` is not
/// set and `TERM` is not `dumb`.
pub(crate) fn page() -> Console<BufWriter<StdoutLock<'static>>> {
    let plain = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
        || env::var_os("TERM").is_some_and(|value| value == "dumb");
    let page = Console::new(BufWriter::new(io::stdout().lock())).ansi(!plain && io::stdout().is_terminal());
    let asked = || env::var("COLUMNS").ok()?.trim().parse().ok();
    let measured = || terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0));
    match asked().or_else(measured) {
        Some(width) if width > 0 => page.columns(width.clamp(*COLUMNS.start(), *COLUMNS.end())),
        _ => page,
    }
}

/// What the quotations of a list are called.
pub(crate) fn noun<'a>(quotes: impl IntoIterator<Item = &'a Quote>) -> &'static str {
    if quotes.into_iter().all(Quote::is_response) { "response" } else { "quotation" }
}

/// What was read: surveys with what was made of their columns.
pub(crate) fn surveys(page: &mut Console<impl Write>, read: &Imported) -> io::Result<()> {
    for survey in &read.surveys {
        page.heading("Survey")?;
        page.text(&survey.to_string())?;
        page.text(&format!("Counted: {}.", survey.ledger))?;
        let unsure = survey.unsure();
        if !unsure.is_empty() {
            const DOUBTS: usize = 4;
            let more =
                if unsure.len() > DOUBTS { format!("; and {} more", unsure.len() - DOUBTS) } else { String::new() };
            let named = unsure.iter().take(DOUBTS).cloned().collect::<Vec<_>>().join("; ");
            page.text(&format!("To check: {named}{more}. `verbatims plan` shows every column."))?;
        }
        survey.notes.iter().try_for_each(|note| page.line(2, &note.to_string()))?;
    }
    Ok(())
}

/// How many quotations of which kind, and by whom.
pub(crate) fn speakers(page: &mut Console<impl Write>, analysis: &Analysis, documents: usize) -> io::Result<()> {
    let quotes = analysis.quotes();
    let base = analysis.base().all;
    if quotes.iter().all(is_cell) {
        return answers(page, analysis);
    }
    page.heading("Quotations")?;
    let mut kinds: BTreeMap<(QuoteKind, bool), usize> = BTreeMap::new();
    quotes.iter().for_each(|quote| *kinds.entry((quote.kind, quote.is_interviewer())).or_default() += 1);
    let kinds = kinds.iter().map(|((kind, asks), number)| match (kind, asks) {
        (QuoteKind::Response, true) => count(*number, "question"),
        (QuoteKind::Response, false) => count(*number, "response"),
        _ => format!("{number} {kind}"),
    });
    let kinds: Vec<String> = kinds.collect();
    page.text(&format!(
        "{} by {} in {}: {}.",
        count(base.quotes, "quotation"),
        count(base.speakers, "speaker"),
        count(documents, "document"),
        kinds.join(", ")
    ))?;
    let mut voices: BTreeMap<(&str, String, String), usize> = BTreeMap::new();
    // Who answers a survey is a number in a row.
    for speaker in quotes.iter().filter(|quote| !is_cell(quote)).filter_map(Quote::speaker) {
        let more = [&speaker.role, &speaker.affiliation].into_iter().flatten();
        let said = speaker.name.to_lowercase();
        let more: Vec<&str> = more.filter(|part| !said.contains(&part.to_lowercase())).map(String::as_str).collect();
        *voices.entry((&speaker.name, speaker.kind.to_string(), more.join(", "))).or_default() += 1;
    }
    // One speaker who is described in different ways is one line, with the first of the fullest descriptions.
    let mut merged: BTreeMap<&str, (String, String, usize)> = BTreeMap::new();
    for ((name, kind, more), number) in voices {
        let voice = merged.entry(name).or_insert((kind, String::new(), 0));
        voice.2 += number;
        if more.chars().count() > voice.1.chars().count() {
            voice.1 = more;
        }
    }
    let mut voices: Vec<(&str, (String, String, usize))> = merged.into_iter().collect();
    voices.sort_by_key(|(_, (_, _, number))| std::cmp::Reverse(*number));
    // Where nobody says two things, a list of speakers is a list of quotations.
    if voices.iter().any(|(_, (_, _, number))| *number > 1) {
        page.blank()?;
        for (name, (kind, more, number)) in voices.iter().take(SPEAKERS) {
            let more = if more.is_empty() { String::new() } else { format!("  {more}") };
            let row = format!("{number:>5}  {} {kind:<12}{more}", left(&fit(name, 30), 30));
            page.row(&fit(&safe(&row), page.width()))?;
        }
        if voices.len() > SPEAKERS {
            page.line(7, &format!("and {} more", voices.len() - SPEAKERS))?;
        }
        let unknown =
            quotes.iter().filter(|quote| quote.speaker().is_none() && quote.kind != QuoteKind::Response).count();
        if unknown > 0 {
            page.line(0, &format!("{unknown:>5}  (speaker not known)"))?;
        }
    }
    Ok(())
}

/// How many answers of how many respondents to how many questions.
fn answers(page: &mut Console<impl Write>, analysis: &Analysis) -> io::Result<()> {
    let quotes = analysis.quotes();
    let of = |quote: &Quote| quote.attributes.get("question").or_else(|| quote.attributes.get("column")).cloned();
    let questions: BTreeSet<Option<String>> = quotes.iter().map(of).collect();
    page.heading("Answers")?;
    page.text(&format!(
        "{} of {} to {}.",
        count(quotes.len(), "answer"),
        count(analysis.base().all.speakers, "respondent"),
        count(questions.len(), "question")
    ))
}

/// The first quotations, with who said them. Of the answers to a survey the themes show some.
pub(crate) fn quotations(page: &mut Console<impl Write>, analysis: &Analysis) -> io::Result<()> {
    let quotes = analysis.quotes();
    if !analysis.themes().is_empty() && quotes.iter().all(is_cell) {
        return Ok(());
    }
    let mut document = None;
    let several = quotes.iter().any(|quote| quote.document != quotes[0].document);
    page.blank()?;
    for quote in quotes.iter().take(QUOTES) {
        if several && !is_cell(quote) && document != Some(&quote.document) {
            page.text(quote.document.as_str())?;
            document = Some(&quote.document);
        }
        one(page, quote, LENGTH)?;
    }
    match quotes.len().saturating_sub(QUOTES) {
        0 => Ok(()),
        more => page.line(0, &format!("… and {more} more in the files")),
    }
}

/// All quotations, whole, by document.
pub(crate) fn all_quotations(page: &mut Console<impl Write>, quotes: &[Quote]) -> io::Result<()> {
    let mut document = None;
    for quote in quotes {
        if !is_cell(quote) && document != Some(&quote.document) {
            page.blank()?;
            page.text(quote.document.as_str())?;
            document = Some(&quote.document);
        }
        one(page, quote, usize::MAX)?;
    }
    Ok(())
}

/// What is between marks and is no quotation, and what looked odd.
pub(crate) fn set_aside(page: &mut Console<impl Write>, corpus: &Corpus, documents: &[Document<'_>]) -> io::Result<()> {
    let (mut aside_from, mut odd) = (Vec::new(), Vec::new());
    for document in documents {
        let Some(found) = corpus.document(&document.id) else { continue };
        let mut positions = Positions::new(&document.text);
        let mut place = |at: usize| format!("{}, line {}", document.id, positions.position(at).line);
        for not_quote in &found.not_quotes {
            let place = place(not_quote.span.start());
            aside_from.push((not_quote.why, format!("“{}” {}", head(&not_quote.text, SHORT), aside(&place))));
        }
        for diagnostic in &found.diagnostics {
            odd.push(format!("{}: {}", place(diagnostic.span.start()), diagnostic.kind.meaning()));
        }
    }
    if !aside_from.is_empty() {
        page.heading("Set aside")?;
        aside_from.iter().try_for_each(|(why, words)| page.hanging(&format!("  {:<9} ", why.as_str()), 14, words))?;
    }
    if !odd.is_empty() {
        page.heading("Odd in the text")?;
        odd.iter().try_for_each(|what| page.line(2, what))?;
    }
    Ok(())
}

fn one(page: &mut Console<impl Write>, quote: &Quote, length: usize) -> io::Result<()> {
    let (mark, place) = match (quote.attributes.get("row"), quote.attributes.get("column")) {
        (Some(row), Some(column)) => ("       ".to_owned(), format!("row {row}, {}", head(column, 40))),
        _ => (mark(quote), how(quote)),
    };
    page.hanging(&mark, 7, &head(&quoted(quote), length))?;
    page.hanging("       — ", 9, &format!("{} {}", who(quote), aside(&place)))
}

/// Whether it is the answer in a cell of a survey.
fn is_cell(quote: &Quote) -> bool {
    quote.attributes.contains_key("row")
}

/// How many responses nobody put under a theme or said that they fit none, as where people judge a part.
fn unjudged(analysis: &Analysis) -> usize {
    let codings = analysis.codings();
    let coded = codings.codings.iter().map(|coding| &coding.quote);
    let judged: BTreeSet<_> = coded.chain(&codings.uncoded).chain(&codings.no_content).collect();
    let is_left = |quote: &&Quote| quote.is_response() && !quote.is_interviewer() && !judged.contains(&quote.id);
    analysis.quotes().iter().filter(is_left).count()
}

/// The themes, each with a few quotations.
pub(crate) fn themes(
    page: &mut Console<impl Write>,
    analysis: &Analysis,
    origin: &str,
    stability: Option<&str>,
) -> io::Result<()> {
    page.heading("Themes")?;
    let base = analysis.base();
    let judged = || analysis.coded_quotes().filter(|(_, codings)| !codings.is_empty()).map(|(quote, _)| quote);
    let noun = noun(judged().chain(analysis.uncoded()));
    let number = count(analysis.themes().len(), "theme");
    let of = count(base.content.quotes, noun);
    let voice = if analysis.quotes().iter().all(is_cell) { "respondent" } else { "speaker" };
    let by = count(base.content.speakers, voice);
    page.text(&format!(
        "{number} {origin}, in {of} by {by}.{}",
        stability.map(|line| format!(" {line}")).unwrap_or_default()
    ))?;
    let left = base.all.quotes - base.content.quotes - base.no_content.quotes;
    let others = analysis.quotes().iter().filter(|quote| !quote.is_interviewer()).count();
    let asked = analysis.quotes().len() - others;
    let unjudged = unjudged(analysis);
    if unjudged > 0 {
        page.text(&format!("{} not judged, left out.", count(unjudged, "response")))?;
    }
    if left > asked + unjudged {
        let others = count(left - asked - unjudged, "quotation");
        page.text(&format!("{others} by others left out; `--of all` takes them in."))?;
    }
    if asked > 0 {
        page.text(&format!("{} of interviewers left out.", count(asked, "question")))?;
    }
    page.blank()?;
    console::themes(page, analysis, noun)?;
    rests_on(page, analysis)?;
    let single: Vec<&str> = analysis
        .coverage()
        .single_voice
        .iter()
        .filter_map(|id| analysis.theme(id))
        .map(|theme| theme.label.as_str())
        .collect();
    if !single.is_empty() && single.len() < analysis.themes().len() {
        page.blank()?;
        page.text(&format!("Single voice (one speaker, no theme yet): {}.", single.join("; ")))?;
    }
    for (theme, counts) in analysis.themes().iter().zip(analysis.theme_counts()) {
        let quotes = analysis.quotes_of(&theme.id);
        if quotes.is_empty() {
            continue;
        }
        page.blank()?;
        let question =
            theme.question.as_ref().map(|question| format!(" ({})", head(question, SHORT))).unwrap_or_default();
        page.text(&format!("{}: {} of {}{question}", theme.label, quotes.len(), counts.base.quotes))?;
        let exemplars: Vec<_> =
            theme.exemplars.iter().filter_map(|id| quotes.iter().find(|(quote, _)| quote.id == *id)).collect();
        let shown: Vec<_> = if exemplars.is_empty() { quotes.iter().collect() } else { exemplars };
        for (quote, coding) in shown.into_iter().take(BENEATH) {
            page.hanging("  ", 4, &head(&quoted(quote), SHORT))?;
            page.hanging("    — ", 6, &format!("{}{}", who(quote), because(quote, coding)))?;
        }
    }
    Ok(())
}

/// What the codings of a codebook rest on, and which themes likeness suggests.
fn rests_on(page: &mut Console<impl Write>, analysis: &Analysis) -> io::Result<()> {
    let Some((words, likeness)) = analysis.by_words_and_likeness() else { return Ok(()) };
    let by_words = format!("{} by words of the codebook", count(words, "coding"));
    page.blank()?;
    if likeness == 0 {
        return page.text(&format!("{by_words}, none by likeness."));
    }
    let counts = analysis.theme_counts();
    let suggested = counts.iter().filter(|theme| theme.by_likeness > 0);
    let suggested: Vec<String> =
        suggested.map(|theme| format!("{} {} of {}", theme.label, theme.by_likeness, theme.counts.quotes)).collect();
    page.text(&format!(
        "{by_words}, {likeness} by likeness alone: {}. `--words-only` leaves those out.",
        suggested.join("; ")
    ))
}

/// How many tables by group are shown when none was asked for, and how large two of their groups are at least.
const TABLES: usize = 3;
const LARGE: usize = 5;

/// Themes by the groups that were asked for; unasked, by the groups of surveys, else by affiliation.
pub(crate) fn groups(
    page: &mut Console<impl Write>,
    analysis: &Analysis,
    tables: &[Crosstab],
    asked: bool,
    read: &Imported,
    noun: &str,
) -> io::Result<()> {
    let of_survey =
        |name: &String| read.surveys.iter().any(|survey| survey.plan.named(Role::Group).any(|group| group == name));
    let mut shown: Vec<&Crosstab> = tables
        .iter()
        .filter(|table| asked || matches!(&table.facet, Facet::Attribute(name) if of_survey(name)))
        .collect();
    if shown.is_empty() {
        shown.extend(tables.iter().find(|table| table.facet == Facet::Affiliation));
    }
    if !asked {
        let (large, small): (Vec<&Crosstab>, Vec<&Crosstab>) = shown.into_iter().partition(|table| compares(table));
        if !small.is_empty() {
            let names: Vec<String> = small.iter().map(|table| table.facet.to_string()).collect();
            page.blank()?;
            page.text(&format!(
                "Not shown, since no two groups have five {noun}s: themes by {} (`--group NAME` shows them).",
                names.join("; ")
            ))?;
        }
        shown = large;
        shown.truncate(TABLES);
    }
    let nested = analysis.themes().iter().any(|theme| theme.parent.is_some());
    if nested && !shown.is_empty() {
        page.blank()?;
        page.text("By group, a theme with others below it counts its own quotations, without theirs.")?;
    }
    shown.into_iter().try_for_each(|table| by_group(page, table, noun))
}

/// Whether two groups are large enough to be compared, which nobody who asked for a table has to be told.
fn compares(table: &Crosstab) -> bool {
    table.levels.iter().filter(|level| level.base.of(table.unit) >= LARGE).count() > 1
}

/// Themes by group, with where the groups differ.
fn by_group(page: &mut Console<impl Write>, table: &Crosstab, noun: &str) -> io::Result<()> {
    page.heading(&format!("Themes by {}", table.facet))?;
    console::by_group(page, table, noun)?;
    let tested: Vec<_> = table.rows.iter().filter_map(|row| Some((row, row.test.as_ref()?))).collect();
    let differ = tested.iter().filter(|(_, test)| test.p_holm < LEVEL);
    let differ: Vec<String> = differ.map(|(row, test)| format!("{} ({})", row.label, p(test.p_holm))).collect();
    match (tested.is_empty(), differ.is_empty()) {
        (true, _) => Ok(()),
        (_, true) => page.text("No theme differs between the groups more than chance would have it (p < 0.05, Holm)."),
        (_, false) => {
            page.text(&format!("More than chance would have it the groups differ in: {}.", differ.join(", ")))
        }
    }
}

fn p(value: f64) -> String {
    if value < 0.001 { "p < 0.001".to_owned() } else { format!("p = {value:.3}") }
}
