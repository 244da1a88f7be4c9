//! Counts of themes as tables for a terminal, each count with what it is a share of.

use std::io::{self, Write};

use super::{Console, bar, count, fit, letter};
use verbatims::report::{Analysis, Counts, Crosstab};

/// The columns of a theme's name, of all groups together, and of the total.
const NAME: usize = 28;
const GROUPS: usize = 45;
const TOTAL: usize = 7;
/// What a group needs for a count and a share, and the size from which on it has shares.
const WITH_SHARE: usize = 11;
const WORTH_SHARES: usize = 5;
/// What a group needs for a count.
const BARE: usize = 5;
/// How much deeper a theme stands than the one above it, and the levels of which that can be seen.
const INDENT: usize = 2;
const DEEPEST: usize = 6;

/// One line a theme: quotations, speakers, documents; a theme with others below it counts theirs too, and says how many are its own, and those stand
/// below it, deeper. The last line holds what they are shares of. `noun` is what the quotations of
/// the analysis are called: `response` or `quotation`.
pub(crate) fn themes(page: &mut Console<impl Write>, analysis: &Analysis, noun: &str) -> io::Result<()> {
    let base = analysis.base();
    let all = base.content;
    page.line(0, &format!("{:NAME$}{:>14}{:>14}{:>12}", "", format!("{noun}s"), "speakers", "documents"))?;
    let mut last = None;
    for theme in analysis.theme_counts() {
        if theme.question.is_some() && last != theme.question {
            let question = theme.question.as_deref().unwrap_or_default();
            page.blank()?;
            page.text(&format!("{question} ({})", count(theme.base.quotes, noun)))?;
        }
        let behind = match theme.total == theme.counts {
            true => bar(theme.counts.quotes, theme.base.quotes, 10),
            false => format!("own {}", theme.counts.quotes),
        };
        let name = format!("{}{}", " ".repeat(INDENT * (theme.level - 1).min(DEEPEST)), theme.label);
        page.line(0, &format!("{:NAME$}{}  {behind}", fit_label(&name, NAME - 1), cells(theme.total, theme.base)))?;
        last = theme.question;
    }
    if last.is_some() {
        page.blank()?;
    }
    if base.uncoded.quotes > 0 {
        page.line(0, &format!("{:NAME$}{}", "(no theme)", cells(base.uncoded, all)))?;
    }
    if base.sentiment.quotes > 0 {
        page.line(0, &format!("{:NAME$}{}", "  praise or complaint only", cells(base.sentiment, all)))?;
    }
    let name = format!("all {noun}s");
    page.line(0, &format!("{name:NAME$}{:>7}{:>14}{:>14}", all.quotes, all.speakers, all.documents))?;
    match base.no_content.quotes {
        0 => Ok(()),
        none => page.line(0, &format!("{:NAME$}{none:>7}  not counted", "(says nothing)")),
    }
}

/// A name made of phrases in so many columns: without the last of them, where it is too long.
fn fit_label(label: &str, columns: usize) -> String {
    let mut shown = label;
    while shown.chars().count() > columns
        && let Some((first, _)) = shown.rsplit_once(" / ")
    {
        shown = first;
    }
    fit(shown, columns)
}

fn cells(counts: Counts, all: Counts) -> String {
    let quotes = with_share(counts.quotes, all.quotes);
    let speakers = with_share(counts.speakers, all.speakers);
    format!("{quotes:>14}{speakers:>14}{:>7}     ", some(counts.documents))
}

/// `3  60 %`.
fn with_share(count: usize, of: usize) -> String {
    let share = match (count, of) {
        (0, _) | (_, 0) => String::new(),
        (count, of) => format!("{} %", (100 * count + of / 2) / of),
    };
    format!("{}{share:>7}", some(count))
}

fn some(count: usize) -> String {
    if count == 0 { "·".to_owned() } else { count.to_string() }
}

/// Themes by group: one line a theme, the sizes of the groups last. Groups whose names are long get letters.
pub(crate) fn by_group(page: &mut Console<impl Write>, table: &Crosstab, noun: &str) -> io::Result<()> {
    let unit = table.unit;
    if table.levels.is_empty() {
        return page.text(&format!("No {noun} says anything of the {}.", table.facet));
    }
    let shown = &table.levels[..table.levels.len().min(GROUPS / BARE)];
    let longest = shown.iter().map(|level| level.value.chars().count()).max().unwrap_or_default();
    let named = shown.len() == table.levels.len() && longest + 2 <= GROUPS / shown.len();
    let smallest = shown.iter().map(|level| level.base.of(unit)).min().unwrap_or_default();
    let shares = WITH_SHARE * shown.len() <= GROUPS && smallest >= WORTH_SHARES;
    let least = if shares { WITH_SHARE } else { BARE };
    let width = if named { least.max(longest + 2) } else { least };
    if !named {
        for (at, level) in shown.iter().enumerate() {
            page.hanging(&format!("  {}  ", letter(at)), 5, &level.value)?;
        }
        if table.levels.len() > shown.len() {
            page.line(5, &format!("and {} more", count(table.levels.len() - shown.len(), "group")))?;
        }
        page.blank()?;
    }
    let name = |at: usize| if named { shown[at].value.clone() } else { letter(at) };
    let head: String = (0..shown.len()).map(|at| format!("{:>width$}", name(at))).collect();
    page.line(0, &format!("{:NAME$}{head}{:>TOTAL$}", "", "total"))?;
    let mut last = None;
    for row in &table.rows {
        if let Some(question) = row.question.as_ref().filter(|question| last != Some(*question)) {
            page.text(question)?;
        }
        last = row.question.as_ref();
        let cells = row.cells.iter().zip(&row.bases).take(shown.len()).map(|(cell, base)| {
            let text = match cell.counts.map(|counts| counts.of(unit)) {
                None => "–".to_owned(),
                Some(count) if shares => with_share(count, base.of(unit)),
                Some(count) => some(count),
            };
            format!("{text:>width$}")
        });
        let total = row.total.map_or("–".to_owned(), |counts| some(counts.of(unit)));
        let cells: String = cells.collect();
        page.line(0, &format!("{:NAME$}{cells}{total:>TOTAL$}", fit(&row.label, NAME - 1)))?;
    }
    // Under the counts, not under the shares.
    let right = if shares { 7 } else { 0 };
    let sizes = shown.iter().map(|level| format!("{:>1$}{2:3$}", level.base.of(unit), width - right, "", right));
    let sizes: String = sizes.collect();
    let total: usize = table.levels.iter().map(|level| level.base.of(unit)).sum();
    page.line(0, &format!("{:NAME$}{sizes}{total:>TOTAL$}", format!("all {noun}s")))?;
    match table.missing.quotes {
        0 => Ok(()),
        missing => page.text(&format!("Not counted: {} whose {} is not known.", count(missing, noun), table.facet)),
    }
}
