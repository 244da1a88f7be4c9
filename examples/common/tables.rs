//! Counts of themes as tables for a terminal, each count with what it is a share of.

use std::io::{self, Write};

use verbatims::report::{Analysis, Counts, Crosstab};

use super::print::{Page, bar, count, fit, letter};

/// The columns of a theme's name.
const NAME: usize = 26;
/// Groups that a table has room for.
const GROUPS: usize = 9;

/// What the quotations of an analysis are called: `response` or `quotation`.
pub(crate) type Noun = &'static str;

/// One line a theme: quotations, speakers, documents; the last line holds what they are shares of.
pub(crate) fn themes(page: &mut Page<impl Write>, analysis: &Analysis, noun: Noun) -> io::Result<()> {
    let base = analysis.base();
    let all = base.content;
    page.line(0, &format!("{:NAME$}{:>14}{:>14}{:>12}", "", plural(noun), "speakers", "documents"))?;
    for theme in analysis.theme_counts() {
        let bar = bar(theme.counts.quotes, all.quotes, 12);
        page.line(0, &format!("{:NAME$}{}  {bar}", fit(&theme.label, NAME - 1), cells(theme.counts, all)))?;
    }
    if base.uncoded.quotes > 0 {
        page.line(0, &format!("{:NAME$}{}", "(no theme)", cells(base.uncoded, all)))?;
    }
    let (quotes, speakers, documents) = (all.quotes, all.speakers, all.documents);
    page.line(0, &format!("{:NAME$}{quotes:>9}{speakers:>14}{documents:>14}", "all"))?;
    match base.no_content.quotes {
        0 => Ok(()),
        none => page.line(
            0,
            &format!("and {} that {} nothing (“n/a”)", count(none, noun), if none == 1 { "says" } else { "say" }),
        ),
    }
}

fn cells(counts: Counts, all: Counts) -> String {
    let share = |count: usize, of: usize| match of {
        0 => "     ".to_owned(),
        of => format!("{:>3} %", (100 * count + of / 2) / of),
    };
    format!(
        "{:>9}{}{:>9}{}{:>9}",
        counts.quotes,
        share(counts.quotes, all.quotes),
        counts.speakers,
        share(counts.speakers, all.speakers),
        counts.documents
    )
}

/// Themes by group: what the columns are, one line a theme, and the sizes of the groups last.
pub(crate) fn by_group(page: &mut Page<impl Write>, table: &Crosstab, noun: Noun) -> io::Result<()> {
    let unit = table.unit;
    if table.levels.is_empty() {
        return page.line(0, &format!("No {noun} says anything of the {}.", table.facet));
    }
    let shown = &table.levels[..table.levels.len().min(GROUPS)];
    for (at, level) in shown.iter().enumerate() {
        page.line(2, &format!("{}  {}", letter(at), level.value))?;
    }
    if table.levels.len() > shown.len() {
        page.line(5, &format!("and {} more", count(table.levels.len() - shown.len(), "group")))?;
    }
    page.blank()?;
    let head: String = (0..shown.len()).map(|at| format!("{:>5}", letter(at))).collect();
    page.line(0, &format!("{:NAME$}{head}{:>7}", "", "total"))?;
    for row in &table.rows {
        let number = |counts: Option<Counts>| match counts.map(|counts| counts.of(unit)) {
            Some(0) => "·".to_owned(),
            Some(count) => count.to_string(),
            None => "–".to_owned(),
        };
        let cells: String =
            row.cells.iter().take(shown.len()).map(|cell| format!("{:>5}", number(cell.counts))).collect();
        page.line(0, &format!("{:NAME$}{cells}{:>7}", fit(&row.label, NAME - 1), number(row.total)))?;
    }
    let sizes: String = shown.iter().map(|level| format!("{:>5}", level.base.of(unit))).collect();
    let total: usize = table.levels.iter().map(|level| level.base.quotes).sum();
    page.line(0, &format!("{:NAME$}{sizes}{total:>7}", "all"))?;
    match table.missing.quotes {
        0 => Ok(()),
        missing => page.line(0, &format!("and {} of which the {} is not known", count(missing, noun), table.facet)),
    }
}

fn plural(noun: Noun) -> String {
    format!("{noun}s")
}
