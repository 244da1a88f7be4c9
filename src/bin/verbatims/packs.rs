//! `verbatims languages`: which languages are known, and what a pack of one's own lacks.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::{Value, json};
use verbatims::Language;
use verbatims::lang::{self, Lack};

use crate::args::Global;
use crate::console::count;
use crate::exit::Outcome;
use crate::show;

pub(crate) const EXAMPLES: &str = "\
Examples:
  verbatims languages list
  verbatims languages check my-language/";

/// Show which languages are known, or check a language pack of your own
#[derive(Debug, Subcommand)]
pub(crate) enum LanguagesCommand {
    List,
    Check(CheckArgs),
}

/// Read a language pack and say what it lacks beside the English one
///
/// A table that cannot be read is an error with its file and line. What is short or empty need not be a fault: a language that has no word for something
/// needs none.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  verbatims languages check my-language/
  verbatims extract text.txt --language my-language/   and try it out")]
pub(crate) struct CheckArgs {
    /// The folder of the pack
    folder: PathBuf,
}

pub(crate) fn languages(command: &LanguagesCommand, global: &Global) -> Outcome {
    match command {
        LanguagesCommand::List => list(global),
        LanguagesCommand::Check(args) => check(args, global),
    }
}

fn list(global: &Global) -> Outcome {
    let what = |guess: &lang::Guess| match (guess.has_pack(), guess.has_stems()) {
        (true, _) => "whole: quotations in running text, interviews, surveys, themes",
        (_, true) => "interviews, surveys and themes, by stems and common words",
        _ => "interviews, surveys and themes, by common words",
    };
    if global.json {
        let told: Value = lang::known()
            .map(|guess| json!({"code": guess.code(), "name": guess.name(), "pack": guess.has_pack(), "stems": guess.has_stems()}))
            .collect();
        writeln!(io::stdout(), "{told:#}")?;
        return Ok(());
    }
    let mut page = show::page();
    page.heading("Languages")?;
    for guess in lang::known() {
        page.row(&format!("{:<4}{:<14}{}", guess.code(), guess.name(), what(&guess)))?;
    }
    page.blank()?;
    page.text("Texts in other languages are read by the rules of English. `--language` names a language or the folder of a pack.")?;
    Ok(page.finish()?)
}

fn check(args: &CheckArgs, global: &Global) -> Outcome {
    let language = Language::read(&args.folder)?;
    let lacks = language.lacks(&Language::english());
    if global.json {
        let told = json!({"code": language.code(), "name": language.name(), "lacks": lacks});
        writeln!(io::stdout(), "{told:#}")?;
    } else if !global.quiet {
        page(&language, &lacks)?;
    }
    Ok(())
}

fn page(language: &Language, lacks: &[Lack]) -> io::Result<()> {
    let mut page = show::page();
    page.heading(&format!("{} ({})", language.name(), language.code()))?;
    if lacks.is_empty() {
        page.text("The tables can be read, and none is far shorter than its like of English.")?;
        return page.finish();
    }
    page.text("The tables can be read. Short or empty beside those of English:")?;
    page.blank()?;
    page.row(&format!("{:<12}{:<32}{:>8}{:>9}", "file", "key", "here", "English"))?;
    for lack in lacks {
        let optional = if lack.optional { "   may be empty" } else { "" };
        page.row(&format!("{:<12}{:<32}{:>8}{:>9}{optional}", lack.file, lack.key, lack.has, lack.other))?;
    }
    page.blank()?;
    let of = count(lacks.len(), "table");
    page.text(&format!("{of}. The guide, page \u{201c}Languages\u{201d}, says what each is for. `verbatims explain --language` shows why a passage is read as it is."))?;
    page.finish()
}
