//! Markdown: themes with their quotations, to paste into a report.

use std::collections::BTreeSet;
use std::io::Write;

use super::passages::described;
use crate::error::Result;
use crate::quotes::Quote;
use crate::report::{Analysis, Counts};

/// What a page shows.
#[derive(Clone, Debug, Default)]
pub struct MarkdownOptions {
    title: Option<String>,
    most: Option<usize>,
}

impl MarkdownOptions {
    /// The heading of the page. The default is "Quotations and themes".
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// How many quotations of a theme are shown at most, best first. The default is all.
    #[must_use]
    pub fn most(mut self, most: usize) -> Self {
        self.most = Some(most);
        self
    }
}

/// Writes a page: a table of the themes with their counts, then each theme with its quotations, best first, then those with content and without a theme, then
/// those that were not themed. Each quotation is a block quotation with speaker, document and line, an answer to a survey with question and row. What the texts hold is escaped: it marks nothing up.
///
/// # Errors
/// If the writer fails.
pub fn page(analysis: &Analysis, options: &MarkdownOptions, mut writer: impl Write) -> Result<()> {
    let base = analysis.base();
    let out = &mut writer;
    writeln!(out, "# {}\n", escaped(options.title.as_deref().unwrap_or("Quotations and themes")))?;
    writeln!(out, "{}\n", what(analysis))?;
    let counts = analysis.theme_counts();
    if !counts.is_empty() {
        let share = |counts: Counts, base: Counts| match base.quotes {
            0 => String::new(),
            all => format!("{:.1} %", counts.quotes as f64 * 100.0 / all as f64),
        };
        writeln!(out, "| theme | quotations | share | speakers | documents |\n|---|--:|--:|--:|--:|")?;
        let row = |name: &str, counts: Counts, base: Counts| {
            let Counts { quotes, speakers, documents } = counts;
            format!("| {name} | {quotes} | {} | {speakers} | {documents} |", share(counts, base))
        };
        let mut last = &None;
        for theme in &counts {
            if let Some(question) = theme.question.as_ref().filter(|_| *last != theme.question) {
                writeln!(out, "| *{}* | | | | |", escaped(question))?;
            }
            last = &theme.question;
            // No-break spaces keep a theme below the one above it.
            let name = format!("{}{}", "&nbsp;&nbsp;".repeat(theme.level - 1), escaped(&theme.label));
            let own = format!(" (own: {})", theme.counts.quotes);
            let name = format!("{name}{}", if theme.total == theme.counts { "" } else { &own });
            writeln!(out, "{}", row(&name, theme.total, theme.base))?;
        }
        if base.uncoded.quotes > 0 {
            writeln!(out, "{}", row("*(no theme)*", base.uncoded, base.content))?;
        }
        writeln!(
            out,
            "\nShares are of the {} with content{}; one may be under several themes.\n",
            many(base.content.quotes, "quotation"),
            if analysis.by_question() { ", themes' of the answers to their question" } else { "" }
        )?;
    }
    for theme in &counts {
        writeln!(out, "## {}\n\n{}.\n", escaped(&theme.label), many(theme.counts.quotes, "quotation"))?;
        let quotes: Vec<&Quote> = analysis.quotes_of(&theme.theme).into_iter().map(|(quote, _)| quote).collect();
        section(out, &quotes, options)?;
    }
    let coded: std::collections::BTreeSet<_> = analysis.codings().codings.iter().map(|coding| &coding.quote).collect();
    let uncoded: Vec<&Quote> = analysis.uncoded().collect();
    let seen: std::collections::BTreeSet<_> = uncoded.iter().map(|quote| &quote.id).collect();
    let rest =
        analysis.quotes().iter().filter(|quote| !coded.contains(&quote.id) && !seen.contains(&quote.id)).collect();
    let rest: (&str, Vec<&Quote>) = (if counts.is_empty() { "Quotations" } else { "Not themed" }, rest);
    for (name, quotes) in [("No theme", uncoded), rest].into_iter().filter(|(_, quotes)| !quotes.is_empty()) {
        writeln!(out, "## {name}\n\n{}.\n", many(quotes.len(), "quotation"))?;
        section(out, &quotes, options)?;
    }
    Ok(())
}

fn section(out: &mut impl Write, quotes: &[&Quote], options: &MarkdownOptions) -> Result<()> {
    let most = options.most.unwrap_or(usize::MAX);
    for quote in quotes.iter().take(most) {
        for line in quote.text.lines().map(escaped) {
            writeln!(out, "> {line}")?;
        }
        let who = quote.speaker().map_or_else(|| "no speaker named".to_owned(), |speaker| escaped(&described(speaker)));
        writeln!(out, ">\n> — {who} ({})\n", place(quote))?;
    }
    if quotes.len() > most {
        writeln!(out, "*{} more.*\n", quotes.len() - most)?;
    }
    Ok(())
}

/// How many quotations of whom; of a survey how many answers.
fn what(analysis: &Analysis) -> String {
    let (quotes, all) = (analysis.quotes(), analysis.base().all);
    if quotes.iter().all(|quote| quote.attributes.contains_key("row")) {
        let questions: BTreeSet<Option<&str>> = quotes.iter().map(question_of).collect();
        let (answers, questions) = (many(all.quotes, "answer"), many(questions.len(), "question"));
        return format!("{answers} of {} to {questions}.", many(all.speakers, "respondent"));
    }
    let (quotes, speakers) = (many(all.quotes, "quotation"), many(all.speakers, "speaker"));
    format!("{quotes} by {speakers} in {}.", many(all.documents, "document"))
}

/// The document and the line; of an answer to a survey the question and the row.
fn place(quote: &Quote) -> String {
    match (quote.attributes.get("row"), question_of(quote)) {
        (Some(row), Some(question)) => format!("{}, row {}", escaped(question), escaped(row)),
        _ => format!("{}, line {}", escaped(quote.document.as_str()), quote.position.line),
    }
}

fn question_of(quote: &Quote) -> Option<&str> {
    quote.attributes.get("question").or_else(|| quote.attributes.get("column")).map(String::as_str)
}

fn many(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// A text on one line that marks nothing up; control characters are left out.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for letter in text.trim().chars() {
        match letter {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '$' => out.extend(['\\', letter]),
            '-' | '+' | '=' if out.is_empty() => out.extend(['\\', letter]),
            '.' | ')' if !out.is_empty() && out.bytes().all(|byte| byte.is_ascii_digit()) => out.extend(['\\', letter]),
            _ if letter.is_whitespace() => out.push(' '),
            _ if letter.is_control() => {}
            _ => out.push(letter),
        }
    }
    out
}
