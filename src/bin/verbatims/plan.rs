//! `verbatims plan`: how each file would be read, to look at and to change.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;
use serde_json::Value;
use verbatims::import::path::Imported;
use verbatims::import::plan::{Column, Plan, Reason, Role, TablePlan, TextPlan};
use verbatims::lang::Guess;
use verbatims::{Corpus, DocumentKind};

use crate::args::{Global, ReadArgs, WriteArgs};
use crate::console::{Console, count, fit, head};
use crate::exit::{Exit, Outcome};
use crate::{languages, output, reading, show};

/// Show how each file would be read: its form, header, columns, who asks
///
/// For each table the program that wrote it, the rows of its header, and for each column what it is, why, and three of its cells; of personal columns only
/// the shape of cells. For each text what it is taken for and who asks. With --out it is written as TOML, to be changed by hand and given to run, extract,
/// themes, code and others by --plan.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct PlanArgs {
    #[command(flatten)]
    read: ReadArgs,
    /// The file to write the plan to
    #[arg(long, short, value_name = "FILE", help_heading = "Writing")]
    out: Option<PathBuf>,
    #[command(flatten)]
    write: WriteArgs,
}

const EXAMPLES: &str = "\
Examples:
  verbatims plan survey.csv
  verbatims plan interviews/ survey.xlsx --out plan.toml
  verbatims run interviews/ survey.xlsx --plan plan.toml";

pub(crate) fn plan(args: &PlanArgs, global: &Global) -> Outcome {
    if let Some(out) = &args.out {
        output::refuse_existing_file(out, &args.write)?;
    }
    let language = reading::language(args.read.how.language.as_deref())?;
    let mut read = reading::read(&args.read, &language, global)?;
    languages::tell(&mut read.documents, &args.read.how, &language);
    let texts: Vec<_> =
        read.documents.iter().filter(|document| document.kind != DocumentKind::Response).cloned().collect();
    let corpus = reading::extract(&args.read.how.extractor(&language), &texts, global.quiet)?;
    let plan = of(&read, &corpus);
    let written = match &args.out {
        Some(out) => Some(output::file(out, &args.write, |file| Ok(file.write_all(plan.to_toml().as_bytes())?))?),
        None => None,
    };
    if global.json {
        writeln!(io::stdout(), "{:#}", serde_json::to_value(&plan).map_err(Exit::stop)?)?;
    } else if !global.quiet {
        let mut page = show::page();
        plan.tables.iter().try_for_each(|plan| table(&mut page, plan))?;
        if !plan.texts.is_empty() {
            page.heading("Texts")?;
            plan.texts.iter().try_for_each(|plan| text(&mut page, plan))?;
        }
        page.heading("Plan")?;
        page.text(&written.unwrap_or_else(|| {
            "`--out plan.toml` writes it; changed by hand, `--plan plan.toml` makes any command follow it.".to_owned()
        }))?;
        page.finish()?;
    }
    reading::skipped(&read, global)
}

/// The plans that were followed in reading, with what was found out about texts.
pub(crate) fn of(read: &Imported, corpus: &Corpus) -> Plan {
    let mut plan = read.plan();
    for table in &mut plan.tables {
        let of_it = read.documents.iter().find(|document| languages::source(document) == table.file);
        table.language = of_it.and_then(|document| document.language.clone());
    }
    for text in &mut plan.texts {
        let Some((id, record)) = corpus.documents().find(|(id, _)| id.as_str() == text.file) else { continue };
        text.kind = record.document_kind;
        text.language.clone_from(&record.language);
        text.because = record.kind_evidence.to_string();
        text.unsure = record.kind_evidence.divided.is_some();
        let document = read.documents.iter().find(|document| document.id == *id);
        if text.interviewers.is_none() && record.document_kind == DocumentKind::Transcript {
            let mut names: Vec<String> = Vec::new();
            for quote in record.quotes.iter().filter(|quote| quote.is_interviewer()) {
                names.extend(quote.speaker().map(|speaker| speaker.name.clone()).filter(|name| !names.contains(name)));
            }
            // A name that the text does not have is told again from the text.
            let there = |name: &String| document.is_some_and(|document| document.text.contains(name.as_str()));
            text.interviewers = names.iter().all(there).then_some(names);
        }
    }
    plan
}

/// The plan as JSON, with pseudonyms and without samples: a result holds cells of no column that was left out.
pub(crate) fn record(plan: &Plan, hidden: &dyn Fn(&str) -> String) -> Result<Value, Exit> {
    fn hide(value: &mut Value, hidden: &dyn Fn(&str) -> String) {
        match value {
            Value::String(text) => *text = hidden(text),
            Value::Array(values) => values.iter_mut().for_each(|value| hide(value, hidden)),
            Value::Object(values) => {
                values.remove("samples");
                values.values_mut().for_each(|value| hide(value, hidden));
            }
            _ => {}
        }
    }
    let mut value = serde_json::to_value(plan).map_err(Exit::stop)?;
    hide(&mut value, hidden);
    Ok(value)
}

fn table(page: &mut Console<impl Write>, plan: &TablePlan) -> io::Result<()> {
    page.heading(&plan.file)?;
    let mut form = vec![plan.form.to_string(), count(plan.header_rows, "header row")];
    if plan.title_rows > 0 {
        form.push(format!("{} above it passed over", count(plan.title_rows, "row")));
    }
    form.extend(plan.sheet.iter().map(|sheet| format!("sheet `{sheet}`")));
    form.extend(plan.encoding.clone());
    form.extend(plan.delimiter.map(|delimiter| {
        format!("cells parted by `{}`", if delimiter == '\t' { "tab".to_owned() } else { delimiter.to_string() })
    }));
    form.extend(plan.language.as_deref().map(named));
    if plan.html {
        form.push("HTML read as text".to_owned());
    }
    if !plan.missing.is_empty() {
        form.push(format!("no answer: {}", plan.missing.join(" ")));
    }
    page.text(&format!("{}.", form.join(", ")))?;
    plan.remarks.iter().try_for_each(|remark| page.line(2, remark))?;
    page.blank()?;
    let shown = |column: &&Column| !matches!(column.is, Role::Ignored | Role::Choice);
    for one in plan.columns.iter().filter(|column| shown(column) || column.unsure) {
        column(page, one)?;
    }
    let mut left: BTreeMap<Reason, Vec<&Column>> = BTreeMap::new();
    for column in plan.columns.iter().filter(|column| !shown(column) && !column.unsure) {
        left.entry(column.because).or_default().push(column);
    }
    for (reason, columns) in left {
        const NAMED: usize = 10;
        let mut names: Vec<String> =
            columns.iter().take(NAMED).map(|column| format!("{} {}", column.letter, head(&column.name, 30))).collect();
        if columns.len() > NAMED {
            names.push(format!("and {} more", columns.len() - NAMED));
        }
        page.line(0, &format!("left out ({reason}): {}", names.join(", ")))?;
    }
    Ok(())
}

/// One column: letter, name, what it is; beneath it why, and three cells.
fn column(page: &mut Console<impl Write>, column: &Column) -> io::Result<()> {
    let doubt = if column.unsure { "?" } else { " " };
    let is = if column.is == Role::Ignored { "left out" } else { column.is.as_str() };
    let name = format!("{:>3} {:<36} ", column.letter, fit(&head(&column.name, 36), 36));
    page.hanging(&name, 6, &format!("{is}{doubt} ({})", column.because))?;
    if !column.samples.is_empty() {
        page.line(0, &fit(&format!("      {}", column.samples.join(" | ")), 80))?;
    }
    Ok(())
}

/// A language by its name: `in German`.
fn named(code: &str) -> String {
    format!("in {}", Guess::of_code(code).map_or(code.to_owned(), |guess| guess.name().to_owned()))
}

fn text(page: &mut Console<impl Write>, plan: &TextPlan) -> io::Result<()> {
    let asks = match plan.interviewers.as_deref() {
        Some([]) if plan.kind == DocumentKind::Transcript => "; nobody asks".to_owned(),
        Some(names) if !names.is_empty() => format!("; asks: {}", names.join(", ")),
        _ => String::new(),
    };
    let doubt = if plan.unsure { "?" } else { "" };
    let language = plan.language.as_deref().map(|code| format!(", {}", named(code))).unwrap_or_default();
    let because = if plan.because.is_empty() { String::new() } else { format!(" ({})", plan.because) };
    page.line(0, &format!("{}: {}{doubt}{language}{asks}{because}", plan.file, plan.kind.as_str()))
}
