//! `verbatims themes` and `verbatims code`: quotations under themes, found or given.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use clap::Args;
use verbatims::export::json;
use verbatims::{DocumentKind, Quote};

use crate::args::{Global, HowArgs, Kind, PrivacyArgs, ReadArgs, TableArgs, ThemeArgs};
use crate::ending::{Ended, Ending};
use crate::theming::Theming;
use crate::work::Work;
use crate::{extract, reading, show};

/// Find the themes of quotations and answers, and show them
///
/// Without a path: reads responses as JSON Lines {"id", "text"} and writes the themes of each as JSON
/// Lines {"id", "themes": [{"id", "label", "score"}]}, in order, best first.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  verbatims themes interviews/
  verbatims themes survey.csv -k 8 --model themes.model
  verbatims themes --predict themes.model < answers.jsonl > themes.jsonl")]
pub(crate) struct ThemesArgs {
    /// Files, folders or patterns, `-` for a text on standard input; without one, JSON Lines of responses on standard input
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    how: HowArgs,
    #[command(flatten)]
    themes: ThemeArgs,
    #[command(flatten)]
    tables: TableArgs,
}

/// Put quotations and answers under the themes of a codebook, and show them
///
/// Like `verbatims themes`, by a codebook of your own: its themes keep their names and order, also those that nobody speaks of.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  verbatims code interviews/ --codebook codes.csv
  verbatims code survey.csv --codebook codes.csv --train coded.csv
  verbatims code --codebook codes.toml < answers.jsonl > coded.jsonl")]
pub(crate) struct CodeArgs {
    #[command(flatten)]
    all: ThemesArgs,
}

pub(crate) fn code(args: &CodeArgs, global: &Global) -> Ended {
    if args.all.themes.codebook.is_none() && args.all.themes.predict.is_none() && args.all.themes.codings.is_none() {
        return Err(Ending::stop("name the themes: `--codebook FILE`. Without one, `verbatims themes` finds themes"));
    }
    themes(&args.all, global)
}

pub(crate) fn themes(args: &ThemesArgs, global: &Global) -> Ended {
    if let Some(lines) = extract::piped(&args.paths)? {
        return filter(args, lines, global);
    }
    let read = ReadArgs { paths: args.paths.clone(), how: args.how.clone() };
    let work = Work::of(&read, &args.themes, &args.tables, &PrivacyArgs::default(), global)?;
    if global.json {
        let mut out = BufWriter::new(io::stdout().lock());
        let quotes = work.analysis.quotes().iter().map(|quote| Ok((quote.id.as_str(), &quote.id)));
        json::themes(quotes, work.analysis.codings(), &mut out)?;
        out.flush()?;
    } else if !global.quiet {
        let mut page = show::page();
        show::surveys(&mut page, &work.read)?;
        show::themes(&mut page, &work.analysis, &work.theming.origin, work.theming.stability_line().as_deref())?;
        show::groups(&mut page, &work.by_group, !args.how.group.is_empty(), &work.read, work.noun)?;
        page.finish()?;
    }
    reading::skipped(&work.read, global)
}

/// Responses as JSON Lines.
fn filter(args: &ThemesArgs, lines: extract::Lines, global: &Global) -> Ended {
    let language = reading::language(args.how.language.as_deref())?;
    let kind = if args.how.kind == Kind::Auto { DocumentKind::Response } else { args.how.kind.into() };
    let extractor = verbatims::Extractor::new(language.clone());
    // A response is one quotation; its name is the line's, since ids may repeat.
    let mut answers: Vec<verbatims::Result<(String, Quote)>> = Vec::new();
    for (document, number) in extract::documents(lines, DocumentKind::Auto).zip(1_usize..) {
        match document {
            Ok(mut document) => {
                let id = std::mem::replace(&mut document.id, number.to_string().into());
                document.kind = kind;
                let found = extractor.extract(&document).quotes;
                answers.extend(found.into_iter().map(|quote| Ok((id.to_string(), quote))));
            }
            Err(error) => answers.push(Err(error)),
        }
    }
    let quotes: Vec<&Quote> = answers.iter().flatten().map(|(_, quote)| quote).collect();
    let theming = Theming::of(&args.themes, &language, &quotes, global)?;
    let mut out = BufWriter::new(io::stdout().lock());
    let lines = answers.iter().map(|answer| answer.as_ref().map(|(id, quote)| (id.as_str(), &quote.id)));
    json::themes(lines, &theming.codings, &mut out)?;
    out.flush()?;
    let bad = answers.iter().filter(|answer| answer.is_err()).count();
    extract::unread(bad, answers.len())
}
