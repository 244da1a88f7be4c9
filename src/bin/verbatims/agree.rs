//! `verbatims agree`: how far two coders agree.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::console::{Console, count, fit};
use clap::Args;
use verbatims::export::csv;
use verbatims::import::{coded, codings};
use verbatims::report::{Agreement, Figure};
use verbatims::{Codings, QuoteId};

use crate::args::{Global, TableArgs, WriteArgs};
use crate::exit::{Exit, Outcome, warn};
use crate::theming::name_of;
use crate::{apart, output, show};

/// Compare the codings of two people, or of a person and a machine
///
/// Each table names quotations and their themes: quote_id with themes (parted by `;`), quote_id with one theme a row, or one column of 0
/// and 1 for each theme, as quotes.csv and themes_wide.csv are; or it is a table of coded passages with their words (`content`, `tag`), or a REFI-QDA
/// project (.qdpx), as other programs export them. Compared are the quotations that both have judged; those that neither put
/// under a theme count only with --include-uncoded, since much uncoded text would make any two coders agree.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct AgreeArgs {
    /// The first coder's table
    first: PathBuf,
    /// The second coder's table
    second: PathBuf,
    /// Take in the quotations that neither put under a theme
    #[arg(long, help_heading = "Comparing")]
    include_uncoded: bool,
    /// How often quotations are drawn anew for the intervals; 0 is never
    #[arg(long, value_name = "N", default_value_t = 1000, help_heading = "Comparing")]
    resamples: usize,
    /// Where random choices take their stream from
    #[arg(long, value_name = "N", default_value_t = 0, help_heading = "Comparing")]
    seed: u64,
    /// Write the figures to this table
    #[arg(long, short, value_name = "FILE", help_heading = "Writing")]
    out: Option<PathBuf>,
    /// Write the quotations that the two put under different themes to this table
    #[arg(long, value_name = "FILE", help_heading = "Writing")]
    disagreements: Option<PathBuf>,
    #[command(flatten)]
    tables: TableArgs,
    #[command(flatten)]
    write: WriteArgs,
}

const EXAMPLES: &str = "\
Examples:
  verbatims agree ann.csv bob.csv
  verbatims agree ann.csv quotes-out/quotes.csv --disagreements to-discuss.csv";

/// How many quotations under different themes are shown; `--disagreements` writes all.
const SHOWN: usize = 10;
/// Kappa below this, where the two agree on as many as that, is a matter of how rare the theme is.
const LOW: f64 = 0.4;
const MOSTLY: f64 = 0.8;

pub(crate) fn run(args: &AgreeArgs, global: &Global) -> Outcome {
    let options = args.tables.options()?;
    [&args.first, &args.second].into_iter().try_for_each(|file| apart::prove(file))?;
    let (first, second) = both(&args.first, &args.second)?;
    let coders = Agreement::options().include_uncoded(args.include_uncoded).resamples(args.resamples).seed(args.seed);
    let agreement = coders.compare(&first, &second)?;
    let mut written = Vec::new();
    if let Some(path) = &args.out {
        written.push(output::file(path, &args.write, |out| csv::agreement(&agreement, options, out))?);
    }
    if let Some(path) = &args.disagreements {
        written.push(output::file(path, &args.write, |out| csv::disagreements(&agreement, options, out))?);
    }
    if global.json {
        writeln!(io::stdout(), "{}", serde_json::to_string_pretty(&agreement).map_err(Exit::stop)?)?;
    } else if !global.quiet {
        let mut page = show::page();
        figures(&mut page, &agreement, &args.first, &args.second)?;
        differences(&mut page, &agreement)?;
        page.finish()?;
    }
    if !global.quiet {
        written.iter().for_each(|line| warn(line));
    }
    Ok(())
}

/// What the two say of the same quotations, by their ids; of passages that have none, or whose ids are those of another program, by their words.
pub(crate) fn both(first: &Path, second: &Path) -> Result<(Codings, Codings), Exit> {
    let by_id = codings::read(first).and_then(|one| Ok((one, codings::read(second)?)));
    let ids = |codings: &Codings| -> BTreeSet<QuoteId> {
        codings.uncoded.iter().chain(codings.codings.iter().map(|coding| &coding.quote)).cloned().collect()
    };
    match by_id {
        Ok((one, other))
            if ids(&one).iter().any(|id| id.as_str().contains('#')) && !ids(&one).is_disjoint(&ids(&other)) =>
        {
            Ok((one, other))
        }
        by_id => match (coded::read(first), coded::read(second)) {
            (Ok(one), Ok(other)) => Ok(coded::pair(&one, &other)),
            _ => Ok(by_id?),
        },
    }
}

fn figures(page: &mut Console<impl Write>, agreement: &Agreement, first: &Path, second: &Path) -> io::Result<()> {
    page.heading("Agreement")?;
    let mut said =
        format!("{} judged by both {} and {}", count(agreement.units, "quotation"), name_of(first), name_of(second));
    if agreement.uncoded_by_both > 0 && !agreement.include_uncoded {
        said.push_str(&format!(
            "; {} more under no theme by either, left out (--include-uncoded)",
            agreement.uncoded_by_both
        ));
    }
    if agreement.one_sided > 0 {
        said.push_str(&format!("; {} judged by one only, left out", agreement.one_sided));
    }
    page.text(&format!("{said}. Intervals hold 95 % of resamples."))?;
    if agreement.drawn_pairs > 0 {
        let drawn = agreement.drawn_pairs;
        page.text(&format!(
            "There are very many sets of themes: what chance would give is estimated from {drawn} pairs."
        ))?;
    }
    page.blank()?;
    page.line(
        0,
        &row("", ["both", "1st", "2nd"].map(str::to_owned), ["agree", "kappa", "alpha", "AC1"].map(str::to_owned)),
    )?;
    for theme in &agreement.themes {
        let [both, one, other, _] = theme.table;
        let figures = [percent(theme.percent), ranged(theme.kappa), ranged(theme.alpha), ranged(theme.ac1)];
        page.line(0, &row(&theme.label, [both, one, other].map(|count| count.to_string()), figures))?;
    }
    let all = &agreement.overall;
    let none = || [const { String::new() }; 3];
    let figures = [String::new(), ranged(all.mean_kappa), ranged(all.mean_alpha), ranged(all.mean_ac1)];
    page.line(0, &row("mean of themes", none(), figures))?;
    let figures = [percent(all.exact), String::new(), ranged(all.alpha_masi), String::new()];
    page.line(0, &row("theme sets (MASI)", none(), figures))?;
    for theme in &agreement.themes {
        if theme.percent.value >= MOSTLY && theme.kappa.value < LOW {
            page.blank()?;
            page.text(&format!(
                "{}: the two agree on {} of the quotations and kappa is low all the same, because nearly all of them are on one side; AC1 allows for that.",
                theme.label,
                percent(theme.percent)
            ))?;
        }
    }
    Ok(())
}

fn row(label: &str, counts: [String; 3], [agree, kappa, alpha, ac1]: [String; 4]) -> String {
    let [both, one, other] = counts;
    format!("{:18}{both:>4}{one:>4}{other:>4}{agree:>6}{kappa:>14}{alpha:>14}{ac1:>14}", fit(label, 17))
}

fn differences(page: &mut Console<impl Write>, agreement: &Agreement) -> io::Result<()> {
    page.heading("Under different themes")?;
    if agreement.disagreements.is_empty() {
        return page.text("None: every quotation has the same themes.");
    }
    for disagreement in agreement.disagreements.iter().take(SHOWN) {
        let list = |themes: &[verbatims::ThemeId]| {
            if themes.is_empty() {
                return "nothing more".to_owned();
            }
            themes.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
        };
        let both = match &disagreement.both[..] {
            [] => String::new(),
            both => format!(" (both: {})", list(both)),
        };
        let (first, second) = (list(&disagreement.only_first), list(&disagreement.only_second));
        page.line(0, &format!("{}: the first {first}, the second {second}{both}", disagreement.quote))?;
    }
    if agreement.disagreements.len() > SHOWN {
        let more = agreement.disagreements.len() - SHOWN;
        page.text(&format!("and {} more; --disagreements writes them all", count(more, "quotation")))?;
    }
    Ok(())
}

fn percent(figure: Figure) -> String {
    if figure.value.is_finite() { format!("{:.0} %", 100.0 * figure.value) } else { "–".to_owned() }
}

/// `.82 .61–.93`.
fn ranged(figure: Figure) -> String {
    let interval = figure.interval.filter(|interval| interval.low.is_finite() && interval.high.is_finite());
    let interval = interval.map(|interval| format!(" {}–{}", short(interval.low), short(interval.high)));
    format!("{}{}", short(figure.value), interval.unwrap_or_default())
}

/// Two decimals, without a nought before the point; 1 and 0 without decimals.
fn short(value: f64) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let text = format!("{value:.2}");
    match text.trim_start_matches('-') {
        "0.00" => "0".to_owned(),
        "1.00" => text.replace(".00", ""),
        _ => text.replacen("0.", ".", 1),
    }
}
