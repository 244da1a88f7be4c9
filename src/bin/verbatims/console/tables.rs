//! Counts of themes as tables for a terminal, each count with what it is a share of.

use std::io::{self, Write};

use super::{Console, bar, count, fit, left, letter, right, safe, wide};
use verbatims::report::{Analysis, Base, Counts, Crosstab, ThemeCount};

/// A theme's name takes as many columns as it needs between these, and more where a bar has room enough besides.
const NAME: usize = 28;
const SHORTEST: usize = 18;
/// A count with its share, a count alone, and the total of groups.
const SHARE: usize = 14;
const COUNT: usize = 12;
const TOTAL: usize = 7;
/// Bars take what is left between these; names get more room beyond the second.
const BAR: usize = 10;
const GOOD_BAR: usize = 24;
const LONGEST_BAR: usize = 40;
/// What a group needs for a count and a share, and the size from which on it has shares.
const WITH_SHARE: usize = 11;
const WORTH_SHARES: usize = 5;
/// What a group needs for a count.
const BARE: usize = 5;
/// How much deeper a theme stands than the one above it, and the levels of which that can be seen.
const INDENT: usize = 2;
const DEEPEST: usize = 6;

/// One line a theme: quotations, speakers, documents, and a bar; all bars are on one scale, whose end stands above them. A theme with others below it counts theirs too,
/// and says how many are its own; those stand below it, deeper. The last line holds what they are shares of. `noun` is what the quotations of
/// the analysis are called: `response` or `quotation`.
pub(crate) fn themes(page: &mut Console<impl Write>, analysis: &Analysis, noun: &str) -> io::Result<()> {
    let base = analysis.base();
    let counts = analysis.theme_counts();
    let table = ThemeTable::new(&counts, &base, page.width());
    page.row(&table.head(noun))?;
    let mut last = None;
    for theme in &counts {
        if theme.question.is_some() && last != theme.question.as_ref() {
            let question = theme.question.as_deref().unwrap_or_default();
            page.blank()?;
            page.text(&format!("{question} ({})", count(theme.base.quotes, noun)))?;
        }
        page.row(&table.theme(theme))?;
        last = theme.question.as_ref();
    }
    if last.is_some() {
        page.blank()?;
    }
    if base.uncoded.quotes > 0 {
        page.row(&format!("{}{}", table.name("(no theme)"), table.cells(base.uncoded, base.content)))?;
    }
    page.row(&format!("{}{}", table.name(&format!("all {noun}s")), table.bases(base.content)))?;
    match base.no_content.quotes {
        0 => Ok(()),
        none => {
            page.row(&format!("{}{}  not counted", table.name("(says nothing)"), right(&none.to_string(), SHARE - 7)))
        }
    }
}

/// The columns of the table of themes: those that tell something.
struct ThemeTable {
    name: usize,
    /// Whether speakers are others than quotations, and documents others than both, and more than one.
    speakers: bool,
    documents: bool,
    /// Whether any theme has others below it.
    own: bool,
    bar: usize,
    /// The greatest share, where bars end.
    scale: f64,
}

impl ThemeTable {
    fn new(counts: &[ThemeCount], base: &Base, width: usize) -> Self {
        let all = base.content;
        let differ = |of: fn(Counts) -> usize| {
            of(all) != all.quotes || counts.iter().any(|theme| of(theme.total) != theme.total.quotes)
        };
        let speakers = differ(|counts| counts.speakers);
        let documents = all.documents > 1 && differ(|counts| counts.documents);
        let own = counts.iter().any(|theme| theme.total != theme.counts);
        let columns = SHARE
            + [(speakers, SHARE), (documents, COUNT), (own, TOTAL)]
                .iter()
                .map(|(is, width)| if *is { *width } else { 0 })
                .sum::<usize>();
        let longest = counts.iter().map(|theme| wide(&indented(theme))).max().unwrap_or(0) + 2;
        let rest = width.saturating_sub(columns + 2);
        let most = NAME.max(rest.saturating_sub(GOOD_BAR));
        let name = longest.clamp(SHORTEST, most).min(rest.saturating_sub(BAR).max(SHORTEST));
        let bar = width.saturating_sub(name + columns + 2).clamp(BAR, LONGEST_BAR);
        let scale = counts.iter().map(share).fold(0.0, f64::max);
        Self { name, speakers, documents, own, bar, scale }
    }

    fn name(&self, name: &str) -> String {
        left(&fit(&safe(name), self.name - 1), self.name)
    }

    fn head(&self, noun: &str) -> String {
        let mut head = format!("{}{}", " ".repeat(self.name), right(&format!("{noun}s"), SHARE));
        for (is, name, width) in
            [(self.speakers, "speakers", SHARE), (self.documents, "documents", COUNT), (self.own, "own", TOTAL)]
        {
            if is {
                head.push_str(&right(name, width));
            }
        }
        if self.scale > 0.0 {
            // The figure stands where a bar of that share ends.
            let end = format!("{:.0} %", 100.0 * self.scale);
            head.push_str(&format!("  0{}", right(&end, self.bar.saturating_sub(1))));
        }
        head
    }

    fn theme(&self, theme: &ThemeCount) -> String {
        let own = match self.own {
            true if theme.total != theme.counts => right(&theme.counts.quotes.to_string(), TOTAL),
            true => " ".repeat(TOTAL),
            false => String::new(),
        };
        let bar = bar(share(theme), self.scale, self.bar);
        format!("{}{}{own}  {bar}", self.name(&indented(theme)), self.cells(theme.total, theme.base))
    }

    fn cells(&self, counts: Counts, all: Counts) -> String {
        let mut cells = right(&with_share(counts.quotes, all.quotes), SHARE);
        if self.speakers {
            cells.push_str(&right(&with_share(counts.speakers, all.speakers), SHARE));
        }
        if self.documents {
            cells.push_str(&format!("{}     ", right(&some(counts.documents), COUNT - 5)));
        }
        cells
    }

    /// Under the counts, not under the shares.
    fn bases(&self, all: Counts) -> String {
        let mut bases = format!("{}       ", right(&all.quotes.to_string(), SHARE - 7));
        if self.speakers {
            bases.push_str(&format!("{}       ", right(&all.speakers.to_string(), SHARE - 7)));
        }
        if self.documents {
            bases.push_str(&right(&all.documents.to_string(), COUNT - 5));
        }
        bases
    }
}

/// The name of a theme, deeper where it stands below another.
fn indented(theme: &ThemeCount) -> String {
    format!("{}{}", " ".repeat(INDENT * (theme.level - 1).min(DEEPEST)), theme.label)
}

/// Its share of what it is a share of, with the themes below it.
fn share(theme: &ThemeCount) -> f64 {
    if theme.base.quotes == 0 { 0.0 } else { theme.total.quotes as f64 / theme.base.quotes as f64 }
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

/// The columns of a table by group.
struct GroupTable {
    name: usize,
    /// What each group takes.
    width: usize,
    /// As many groups as there is room for.
    shown: usize,
    /// Whether groups have their names above them, not letters, and whether counts have shares.
    named: bool,
    shares: bool,
}

impl GroupTable {
    fn new(table: &Crosstab, width: usize) -> Self {
        let longest = table.rows.iter().map(|row| wide(&row.label)).max().unwrap_or(0) + 2;
        let name = longest.clamp(SHORTEST, NAME.max(width / 4));
        let room = width.saturating_sub(name + TOTAL);
        let shown = table.levels.len().min(room / BARE).max(1);
        let levels = &table.levels[..shown];
        let longest = levels.iter().map(|level| wide(&level.value)).max().unwrap_or_default();
        let smallest = levels.iter().map(|level| level.base.of(table.unit)).min().unwrap_or_default();
        let shares = WITH_SHARE * shown <= room && smallest >= WORTH_SHARES;
        let named = shown == table.levels.len() && longest + 2 <= room / shown;
        let least = if shares { WITH_SHARE } else { BARE };
        Self { name, width: if named { least.max(longest + 2) } else { least }, shown, named, shares }
    }

    fn row(&self, name: &str, cells: impl Iterator<Item = String>, total: &str) -> String {
        let cells: String = cells.map(|cell| right(&cell, self.width)).collect();
        format!("{}{cells}{}", left(&fit(&safe(name), self.name - 1), self.name), right(total, TOTAL))
    }
}

/// Themes by group: one line a theme, the sizes of the groups last. Groups whose names are long get letters.
pub(crate) fn by_group(page: &mut Console<impl Write>, table: &Crosstab, noun: &str) -> io::Result<()> {
    let unit = table.unit;
    if table.levels.is_empty() {
        return page.text(&format!("No {noun} says anything of the {}.", table.facet));
    }
    let columns = GroupTable::new(table, page.width());
    let shown = &table.levels[..columns.shown];
    if !columns.named {
        for (at, level) in shown.iter().enumerate() {
            page.hanging(&format!("  {}  ", letter(at)), 5, &level.value)?;
        }
        if table.levels.len() > shown.len() {
            page.line(5, &format!("and {} more", count(table.levels.len() - shown.len(), "group")))?;
        }
        page.blank()?;
    }
    let name = |at: usize| if columns.named { safe(&shown[at].value) } else { letter(at) };
    page.row(&columns.row("", (0..shown.len()).map(name), "total"))?;
    let mut last = None;
    for row in &table.rows {
        if let Some(question) = row.question.as_ref().filter(|question| last != Some(*question)) {
            page.text(question)?;
        }
        last = row.question.as_ref();
        let cells = row.cells.iter().zip(&row.bases).take(shown.len()).map(|(cell, base)| {
            match cell.counts.map(|counts| counts.of(unit)) {
                None => "–".to_owned(),
                Some(count) if columns.shares => with_share(count, base.of(unit)),
                Some(count) => some(count),
            }
        });
        let total = row.total.map_or("–".to_owned(), |counts| some(counts.of(unit)));
        page.row(&columns.row(&row.label, cells, &total))?;
    }
    // Under the counts, not under the shares.
    let behind = if columns.shares { " ".repeat(7) } else { String::new() };
    let sizes = shown.iter().map(|level| format!("{}{behind}", level.base.of(unit)));
    let total: usize = table.levels.iter().map(|level| level.base.of(unit)).sum();
    page.row(&columns.row(&format!("all {noun}s"), sizes, &total.to_string()))?;
    match table.missing.quotes {
        0 => Ok(()),
        missing => page.text(&format!("Not counted: {} whose {} is not known.", count(missing, noun), table.facet)),
    }
}
