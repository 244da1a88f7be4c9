//! `verbatims diff`: what changed between two runs, waves or coders.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;
use serde_json::Value;
use verbatims::export::csv;
use verbatims::import::{codings, results};
use verbatims::report::{Changed, Difference, QuoteChange, Side, ThemeChange, ThemeCount};
use verbatims::{Analysis, Quote, QuoteId, Speaker};

use crate::args::{Global, TableArgs, WriteArgs};
use crate::console::{Console, count, fit, head, left, right, wide};
use crate::exit::{Exit, Outcome, warn};
use crate::{agree, apart, output, show};

/// Say what changed between two runs, two waves, or two coders
///
/// Each of the two is the folder of a `verbatims run`, or a table of codings. Quotations are the same where their ids and words are, else document and words, else the words by a
/// speaker of that name in another document, else the place; themes where their names are, else where they have half of their quotations in common. Ends with exit code 0 if nothing differs,
/// 1 if something does, 2 if they cannot be compared.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct DiffArgs {
    /// What was before: a folder of results, or a table of codings
    before: PathBuf,
    /// What is after
    after: PathBuf,
    /// Write the quotations that changed to this table
    #[arg(long, short, value_name = "FILE", help_heading = "Writing")]
    out: Option<PathBuf>,
    /// Write the themes with their counts before and after to this table
    #[arg(long, value_name = "FILE", help_heading = "Writing")]
    themes: Option<PathBuf>,
    #[command(flatten)]
    tables: TableArgs,
    #[command(flatten)]
    write: WriteArgs,
}

const EXAMPLES: &str = "\
Examples:
  verbatims diff spring autumn
  verbatims diff quotes-out checked --out changed.csv --themes themes.csv
  verbatims diff ann.csv bob.csv --json";

/// So many quotations of each sort are shown; `--out` writes all.
const SHOWN: usize = 10;
/// So many ways from themes to themes, and so many settings.
const MOVES: usize = 12;
/// How much of a quotation and of a setting is shown.
const LENGTH: usize = 120;

/// Parts of a record that are no settings: why something was guessed, and the names and numbers by which files and columns go.
const TELLS_NOTHING: [&str; 6] = ["because", "path", "file", "name", "letter", "number"];

/// What can be compared with another.
struct Given {
    analysis: Option<Analysis>,
    record: Value,
}

/// A setting, a form or a file that is not the same.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Setting {
    name: String,
    before: Option<String>,
    after: Option<String>,
}

pub(crate) fn run(args: &DiffArgs, global: &Global) -> Outcome {
    let options = args.tables.options()?;
    let (before, after) = (given(&args.before)?, given(&args.after)?);
    let difference = match (&before.analysis, &after.analysis) {
        (Some(one), Some(other)) => Difference::between(one, other),
        (None, None) => {
            let (one, other) = agree::both(&args.before, &args.after)?;
            Difference::between_codings(&one, &other)?
        }
        (Some(one), None) => Difference::between(one, &coded(one, &args.after)?),
        (None, Some(other)) => Difference::between(&coded(other, &args.before)?, other),
    };
    let settings = settings(&before.record, &after.record);
    let mut written = Vec::new();
    if let Some(path) = &args.out {
        written.push(output::file(path, &args.write, |out| csv::difference(&difference, options, out))?);
    }
    if let Some(path) = &args.themes {
        written.push(output::file(path, &args.write, |out| csv::theme_changes(&difference, options, out))?);
    }
    if global.json {
        writeln!(io::stdout(), "{}", json(args, &settings, &difference)?)?;
    } else if !global.quiet {
        let mut page = show::page();
        compared(&mut page, args, &difference)?;
        settings_of(&mut page, &settings)?;
        if !difference.is_empty() {
            themes_of(&mut page, &difference)?;
            quotations(&mut page, &difference)?;
        }
        page.finish()?;
    }
    if !global.quiet {
        written.iter().for_each(|line| warn(line));
    }
    // The page has said it.
    if difference.is_empty() && settings.is_empty() { Ok(()) } else { Err(Exit::Nothing(String::new())) }
}

fn json(args: &DiffArgs, settings: &[Setting], difference: &Difference) -> Result<String, Exit> {
    #[derive(Serialize)]
    struct Told<'a> {
        first: String,
        second: String,
        settings: &'a [Setting],
        #[serde(flatten)]
        difference: &'a Difference,
    }
    let (first, second) = (args.before.display().to_string(), args.after.display().to_string());
    serde_json::to_string_pretty(&Told { first, second, settings, difference }).map_err(Exit::stop)
}

fn given(path: &Path) -> Result<Given, Exit> {
    if path.is_dir() {
        let analysis = Some(results::read(path)?);
        let file = path.join("run.json");
        let bytes = fs::read(&file).map_err(|error| Exit::of_file(&file, &error))?;
        let record =
            serde_json::from_slice(&bytes).map_err(|error| Exit::Stop(format!("{}: {error}", file.display())))?;
        return Ok(Given { analysis, record });
    }
    apart::prove(path)?;
    Ok(Given { analysis: None, record: Value::Null })
}

/// The codings of a table, for the quotations of a run that it names.
fn coded(run: &Analysis, table: &Path) -> Result<Analysis, Exit> {
    let codings = codings::read(table)?;
    let coded = codings.codings.iter().map(|coding| &coding.quote);
    let judged: BTreeSet<&QuoteId> = coded.chain(&codings.uncoded).chain(&codings.no_content).collect();
    let quotes: Vec<Quote> = run.quotes().iter().filter(|quote| judged.contains(&quote.id)).cloned().collect();
    if quotes.len() < judged.len() {
        let there: BTreeSet<&QuoteId> = quotes.iter().map(|quote| &quote.id).collect();
        let other = judged.difference(&there).next().map(ToString::to_string).unwrap_or_default();
        return Err(Exit::Stop(format!(
            "{}: names {} that the run does not have, such as `{other}`; two tables, or two folders, can be compared without it",
            table.display(),
            count(judged.len() - quotes.len(), "quotation")
        )));
    }
    Ok(Analysis::new(quotes, codings)?)
}

/// What of the records of two runs is not the same: version, settings, files, how they were read. Nothing where one has none.
fn settings(before: &Value, after: &Value) -> Vec<Setting> {
    if before.is_null() || after.is_null() {
        return Vec::new();
    }
    let (mut one, mut other) = (BTreeMap::new(), BTreeMap::new());
    for part in ["version", "settings", "inputs", "plan"] {
        flat(part, &before[part], &mut one);
        flat(part, &after[part], &mut other);
    }
    let mut names: Vec<&String> = one.keys().chain(other.keys()).collect();
    names.sort_unstable();
    names.dedup();
    // A file that only one of them read is said by its name; how it was read is compared of those that both read.
    let read = |name: &str, by: &BTreeMap<String, String>| {
        let Some((file, _)) = name.strip_prefix("plan.").and_then(|_| name.split_once("].")) else { return true };
        by.keys().any(|known| known.starts_with(file))
    };
    names.retain(|name| read(name, &one) && read(name, &other));
    names
        .into_iter()
        .filter(|name| one.get(*name) != other.get(*name))
        .map(|name| Setting { name: name.clone(), before: one.get(name).cloned(), after: other.get(name).cloned() })
        .collect()
}

/// A value as names and texts: parts of a list go by the name of what they tell of, where they have one.
fn flat(name: &str, value: &Value, into: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(parts) => {
            for (part, value) in parts {
                if !TELLS_NOTHING.contains(&part.as_str()) {
                    flat(&format!("{name}.{part}"), value, into);
                }
            }
        }
        Value::Array(parts) if parts.iter().all(Value::is_object) => {
            for part in parts {
                let own = ["file", "path", "name"].iter().find_map(|key| part[*key].as_str());
                flat(&own.map_or_else(|| name.to_owned(), |own| format!("{name}[{own}]")), part, into);
            }
        }
        Value::Null => {}
        Value::String(text) => drop(into.insert(name.to_owned(), text.clone())),
        other => drop(into.insert(name.to_owned(), other.to_string())),
    }
}

/// What was compared, and by what quotations were found to be the same.
fn compared(page: &mut Console<impl Write>, args: &DiffArgs, difference: &Difference) -> io::Result<()> {
    page.heading("Compared")?;
    for (name, path, base) in [("before", &args.before, &difference.before), ("after", &args.after, &difference.after)]
    {
        let quotes = count(base.all.quotes, "quotation");
        let speakers = count(base.all.speakers, "speaker");
        page.hanging(
            &left(name, 8),
            8,
            &format!("{}: {quotes} by {speakers} in {}", path.display(), count(base.all.documents, "document")),
        )?;
    }
    let matched = difference.matched;
    let ways = [
        (matched.by_id, "by id and words"),
        (matched.by_words, "by document and words"),
        (matched.elsewhere, "by words and speaker in another document"),
        (matched.by_place, "by place, with other words"),
    ];
    let ways: Vec<String> =
        ways.iter().filter(|(number, _)| *number > 0).map(|(number, way)| format!("{number} {way}")).collect();
    let ways = if ways.is_empty() { String::new() } else { format!(" ({})", ways.join(", ")) };
    let both = count(matched.both(), "quotation");
    page.text(&format!("{both} in both{ways}; {} only before, {} only after.", matched.gone, matched.new))?;
    if difference.is_empty() {
        page.text("No quotation, speaker or theme differs.")?;
    }
    Ok(())
}

fn settings_of(page: &mut Console<impl Write>, settings: &[Setting]) -> io::Result<()> {
    if settings.is_empty() {
        return Ok(());
    }
    page.heading("Settings, files and forms")?;
    let told = |value: &Option<String>| value.as_deref().map_or("–".to_owned(), |text| fit(text, LENGTH));
    for setting in settings.iter().take(MOVES) {
        if let Some(file) = setting.name.strip_prefix("inputs[").and_then(|name| name.strip_suffix("].sha256")) {
            let what = match (&setting.before, &setting.after) {
                (None, _) => "read only after",
                (_, None) => "read only before",
                _ => "other contents",
            };
            page.line(0, &format!("{file}: {what}"))?;
            continue;
        }
        page.line(0, &format!("{}: {} → {}", setting.name, told(&setting.before), told(&setting.after)))?;
    }
    if settings.len() > MOVES {
        page.text(&format!("and {} more; --json has them all", settings.len() - MOVES))?;
    }
    Ok(())
}

/// The columns of a count with its share, and of a change.
const COUNT: usize = 14;
const CHANGE: usize = 10;

/// Themes that changed, with what their counts are shares of.
fn themes_of(page: &mut Console<impl Write>, difference: &Difference) -> io::Result<()> {
    page.heading("Themes")?;
    let longest = difference.themes.iter().map(|theme| wide(&name(theme))).max().unwrap_or(0);
    let named = (longest + 2).clamp(20, page.width().saturating_sub(2 * COUNT + CHANGE));
    let head = [("before", COUNT), ("after", COUNT), ("change", CHANGE)].map(|(name, width)| right(name, width));
    page.row(&format!("{}{}", " ".repeat(named), head.concat()))?;
    let (changed, same): (Vec<_>, Vec<_>) = difference.themes.iter().partition(|theme| theme.differs());
    for theme in &changed {
        let cells = [theme.before.as_ref(), theme.after.as_ref()].map(|side| right(&share(side), COUNT));
        let change = right(&points(theme), CHANGE);
        page.row(&format!("{}{}{change}", left(&fit(&name(theme), named - 1), named), cells.concat()))?;
    }
    let bases = [difference.before.content.quotes, difference.after.content.quotes];
    let bases = bases.map(|base| right(&format!("{base}       "), COUNT)).concat();
    page.row(&format!("{}{bases}", left("all with content", named)))?;
    if !same.is_empty() {
        page.text(&format!("{} as before.", count(same.len(), "theme")))?;
    }
    for theme in changed {
        if let (Some(before), Some(after), Some((shared, either))) = (&theme.before, &theme.after, theme.shared) {
            page.text(&format!(
                "“{}” is taken for “{}” of before: both hold {shared} of their {}.",
                after.label,
                before.label,
                count(either, "quotation")
            ))?;
        }
    }
    Ok(())
}

fn name(theme: &ThemeChange) -> String {
    match (&theme.before, &theme.after) {
        (Some(before), Some(after)) if before.label != after.label => format!("{} → {}", before.label, after.label),
        (_, Some(theme)) | (Some(theme), None) => theme.label.clone(),
        (None, None) => String::new(),
    }
}

/// `12   30 %`; a theme that is not there has a stroke.
fn share(theme: Option<&ThemeCount>) -> String {
    let Some(theme) = theme else { return format!("–{:7}", "") };
    format!(
        "{}{}",
        theme.total.quotes,
        right(&percent(theme).map_or(String::new(), |share| format!("{share:.0} %")), 7)
    )
}

fn percent(theme: &ThemeCount) -> Option<f64> {
    (theme.base.quotes > 0).then(|| 100.0 * theme.total.quotes as f64 / theme.base.quotes as f64)
}

/// By how many points the share changed; new and gone themes are called so.
fn points(theme: &ThemeChange) -> String {
    match (&theme.before, &theme.after) {
        (None, _) => "new".to_owned(),
        (_, None) => "gone".to_owned(),
        (Some(before), Some(after)) => match (percent(before), percent(after)) {
            (Some(before), Some(after)) if (after - before).abs() >= 0.05 => format!("{:+.1}", after - before),
            _ => "·".to_owned(),
        },
    }
}

/// The quotations that changed, by what changed. Where none is in both, they are two sets, and no list tells anything.
fn quotations(page: &mut Console<impl Write>, difference: &Difference) -> io::Result<()> {
    if difference.matched.both() == 0 {
        page.blank()?;
        return page.text("No quotation is in both, as in two waves; so the counts alone are compared. `--out` writes the quotations of both.");
    }
    let moves = difference.moves();
    if !moves.is_empty() {
        page.heading(&format!("Under other themes ({})", moves.iter().map(|(.., number)| number).sum::<usize>()))?;
        for (from, to, number) in moves.iter().take(MOVES) {
            page.hanging(&format!("{number:>5}  "), 7, &format!("{from} → {to}"))?;
        }
        if moves.len() > MOVES {
            page.line(7, &format!("and {} more ways", moves.len() - MOVES))?;
        }
        page.blank()?;
        listed(page, difference, Changed::Themes, |page, quote| {
            let (Some(before), Some(after)) = (&quote.before, &quote.after) else { return Ok(()) };
            one(page, after, &format!("{} → {}", before.coded(), after.coded()))
        })?;
    }
    for (what, title) in [(Changed::Speaker, "Other speakers"), (Changed::Words, "Other words")] {
        let number = difference.quotes.iter().filter(|quote| quote.changed.contains(&what)).count();
        if number > 0 {
            page.heading(&format!("{title} ({number})"))?;
            listed(page, difference, what, |page, quote| {
                let (Some(before), Some(after)) = (&quote.before, &quote.after) else { return Ok(()) };
                match what {
                    Changed::Speaker => one(page, after, &format!("{} → {}", who(before), who(after))),
                    _ => one(page, after, &format!("was “{}”", head(&before.text, LENGTH))),
                }
            })?;
        }
    }
    for (what, title) in [(Changed::New, "New"), (Changed::Gone, "Gone")] {
        let number = difference.quotes.iter().filter(|quote| quote.changed.contains(&what)).count();
        if number > 0 {
            page.heading(&format!("{title} ({number})"))?;
            listed(page, difference, what, |page, quote| {
                let Some(side) = quote.after.as_ref().or(quote.before.as_ref()) else { return Ok(()) };
                one(page, side, &side.coded())
            })?;
        }
    }
    Ok(())
}

fn listed<W: Write>(
    page: &mut Console<W>,
    difference: &Difference,
    what: Changed,
    show: impl Fn(&mut Console<W>, &QuoteChange) -> io::Result<()>,
) -> io::Result<()> {
    let of: Vec<&QuoteChange> = difference.quotes.iter().filter(|quote| quote.changed.contains(&what)).collect();
    of.iter().take(SHOWN).try_for_each(|quote| show(page, quote))?;
    match of.len().saturating_sub(SHOWN) {
        0 => Ok(()),
        more => page.line(2, &format!("and {more} more; --out writes them all")),
    }
}

/// One quotation with who, where, and what changed.
fn one(page: &mut Console<impl Write>, side: &Side, what: &str) -> io::Result<()> {
    let words = if side.text.is_empty() { String::new() } else { format!("  “{}”", head(&side.text, LENGTH)) };
    page.hanging("  ", 4, &format!("{}{words}", side.quote))?;
    let place = if side.text.is_empty() { String::new() } else { format!("{}, line {}: ", who(side), side.line) };
    page.hanging("    ", 6, &format!("{place}{what}"))
}

/// Name, role and affiliation.
fn who(side: &Side) -> String {
    let Some(Speaker { name, role, affiliation, .. }) = &side.speaker else { return "speaker not known".to_owned() };
    let more = [role, affiliation].into_iter().flatten();
    std::iter::once(name).chain(more).map(String::as_str).collect::<Vec<_>>().join(", ")
}
