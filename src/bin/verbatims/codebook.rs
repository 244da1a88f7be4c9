//! `verbatims codebook`: codebooks looked at and grown.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;

use crate::console::{count, head};
use clap::{Args, Subcommand};
use serde_json::json;
use verbatims::export::{csv, write};
use verbatims::themes::{CodeTree, CodebookCoder};
use verbatims::{Codebook, Codings, Quote, import};

use crate::args::{Global, PrivacyArgs, ReadArgs, TableArgs, ThemeArgs, WriteArgs};
use crate::exit::Outcome;
use crate::gathering::Keep;
use crate::pipeline::Pipeline;
use crate::{apart, languages, output, reading, show, theming};

pub(crate) const EXAMPLES: &str = "\
Examples:
  verbatims codebook check codes.csv --texts interviews/
  verbatims codebook suggest survey.csv --codebook codes.csv --out grown.csv";

/// Check a codebook, or let it grow from texts
#[derive(Debug, Subcommand)]
pub(crate) enum CodebookCommand {
    Check(Box<CheckArgs>),
    Suggest(Box<SuggestArgs>),
}

/// Read a codebook and say what is odd about it
///
/// With texts, also which of its words occur in none of their quotations.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  verbatims codebook check codes.csv
  verbatims codebook check codes.csv --texts interviews/")]
pub(crate) struct CheckArgs {
    /// The codebook (.csv, .tsv, .toml, .json, .qdc, .txt)
    codebook: PathBuf,
    /// Texts to try it on; again for more
    #[arg(long, value_name = "PATH", num_args = 1.., help_heading = "Reading")]
    texts: Vec<PathBuf>,
    #[command(flatten)]
    how: crate::args::HowArgs,
}

/// Suggest a codebook from texts, or words and codes that one lacks
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  verbatims codebook suggest interviews/ --out codes.csv        a first codebook, to be changed by hand
  verbatims codebook suggest interviews/ --codebook codes.csv   what it lacks")]
pub(crate) struct SuggestArgs {
    #[command(flatten)]
    read: ReadArgs,
    #[command(flatten)]
    themes: ThemeArgs,
    /// Write the codebook with what is suggested to a file
    #[arg(long, short, value_name = "FILE", help_heading = "Writing")]
    out: Option<PathBuf>,
    #[command(flatten)]
    tables: TableArgs,
    #[command(flatten)]
    write: WriteArgs,
}

/// Suggested words that are shown for a code.
const WORDS: usize = 8;
const LENGTH: usize = 150;

pub(crate) fn codebook(command: &CodebookCommand, global: &Global) -> Outcome {
    match command {
        CodebookCommand::Check(args) => check(args, global),
        CodebookCommand::Suggest(args) => suggest(args, global),
    }
}

fn check(args: &CheckArgs, global: &Global) -> Outcome {
    let language = reading::language(args.how.language.as_deref())?;
    apart::prove(&args.codebook)?;
    let (codebook, passed) = import::codebook::read_with_notes(&args.codebook)?;
    // A codebook that cannot be coded by is refused, also without texts to try it on.
    CodebookCoder::new(codebook.clone(), language.clone())?;
    let mut odd = oddities(&codebook);
    odd.extend(passed.iter().map(ToString::to_string));
    let mut tried = None;
    if !args.texts.is_empty() {
        let read = ReadArgs { paths: args.texts.clone(), how: args.how.clone() };
        let mut read = reading::read(&read, &language, global)?;
        languages::tell(&mut read.documents, &args.how, &language);
        let extractor = args.how.extractor(&language);
        let corpus = reading::extract(&extractor, &read.documents, global.quiet)?;
        let most = languages::most(&read.documents);
        let language = languages::of_themes(most.as_deref(), &args.how, None, language);
        let coder = CodebookCoder::new(codebook.clone(), language)?;
        let quotes: Vec<&Quote> = corpus.quotes().filter(|quote| !quote.is_interviewer()).collect();
        let codings = coder.code(&quotes);
        for code in &codebook.codes {
            if let Some(words) = codings.unmatched.get(code.id.as_str()) {
                let words = words.join(", ");
                odd.push(format!("“{}”: in none of {}: {words}", code.name, count(quotes.len(), "quotation")));
            }
        }
        tried = Some((quotes.len(), codings));
    }
    if global.json {
        let told = json!({"codebook": codebook, "odd": odd});
        writeln!(io::stdout(), "{}", serde_json::to_string_pretty(&told).map_err(io::Error::from)?)?;
        return Ok(());
    }
    if global.quiet {
        return Ok(());
    }
    let mut page = show::page();
    page.heading("Codebook")?;
    let words: usize = codebook.codes.iter().map(|code| code.words.len()).sum();
    let name = theming::name_of(&args.codebook);
    page.text(&format!("{name}: {}, {}.", count(codebook.codes.len(), "code"), count(words, "word")))?;
    let tree = codebook.tree();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for coding in tried.iter().flat_map(|(_, codings)| &codings.codings) {
        *counts.entry(coding.theme.as_str()).or_default() += 1;
    }
    for code in &codebook.codes {
        let path = tree.path(code).join(" > ");
        let number = counts.get(code.id.as_str()).copied().unwrap_or_default();
        let found = tried.as_ref().map(|_| format!("  [{number}]")).unwrap_or_default();
        page.line(2, &format!("{path}: {}{found}", what_tells(&tree, code)))?;
    }
    if let Some((quotes, codings)) = &tried {
        page.text(&format!(
            "In square brackets: quotations under the code, of {quotes}; {} fit none.",
            codings.uncoded.len()
        ))?;
    }
    page.heading("Odd")?;
    match odd.is_empty() {
        true => page.text("Nothing.")?,
        false => odd.iter().try_for_each(|what| page.line(0, what))?,
    }
    Ok(page.finish()?)
}

/// By what a code is looked for.
fn what_tells(tree: &CodeTree<'_>, code: &verbatims::Code) -> String {
    if !code.words.is_empty() {
        head(&code.words.join(", "), LENGTH)
    } else if tree.is_heading(code) {
        "a heading".to_owned()
    } else {
        "by its name alone".to_owned()
    }
}

/// What a codebook can be read with, but was hardly meant.
fn oddities(codebook: &Codebook) -> Vec<String> {
    let mut odd = Vec::new();
    let tree = codebook.tree();
    let bare = codebook.codes.iter().filter(|code| code.words.is_empty() && !tree.is_heading(code));
    let bare: Vec<&str> = bare.map(|code| code.name.as_str()).collect();
    if !bare.is_empty() {
        odd.push(format!("without words, looked for by name alone: {}", bare.join("; ")));
    }
    let mut homes: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for code in &codebook.codes {
        let mut own: Vec<String> = code.words.iter().map(|word| word.to_lowercase()).collect();
        own.sort();
        for (at, word) in own.iter().enumerate() {
            if at > 0 && own[at - 1] == *word {
                odd.push(format!("“{}”: the word “{word}” is there twice", code.name));
            } else {
                homes.entry(word.clone()).or_default().push(&code.name);
            }
        }
    }
    for (word, codes) in homes.into_iter().filter(|(_, codes)| codes.len() > 1) {
        odd.push(format!("the word “{word}” belongs to several codes: {}", codes.join("; ")));
    }
    odd
}

fn suggest(args: &SuggestArgs, global: &Global) -> Outcome {
    if let Some(out) = &args.out {
        output::refuse_existing_file(out, &args.write)?;
    }
    let pipeline = Pipeline::of(&args.read, &args.themes, &args.tables, &PrivacyArgs::default(), Keep::None, global)?;
    pipeline.say_notes(global);
    let mut codebook = pipeline.theming.codebook.clone();
    let mut page = show::page();
    let mut told = json!({});
    if args.themes.codebook.is_some() {
        let how = &args.read.how;
        let language = reading::language(how.language.as_deref())?;
        let language = languages::of_themes(pipeline.most.as_deref(), how, None, language);
        let coder = CodebookCoder::new(codebook.clone(), language)?;
        let quotes: Vec<&Quote> = pipeline.analysis.quotes().iter().collect();
        let codings: &Codings = pipeline.analysis.codings();
        let words = coder.suggest_words(&quotes, codings);
        let codes = coder.suggest_codes(&quotes, codings)?;
        told = json!({"words": words, "codes": codes});
        if !global.json && !global.quiet {
            page.heading("Words")?;
            if words.is_empty() {
                page.text("No word tells the quotations of a theme from the others that its code does not have.")?;
            }
            for (theme, words) in &words {
                let label = pipeline.analysis.theme(theme).map_or("", |theme| &theme.label);
                let words = words.iter().take(WORDS);
                let words = words.map(|word| format!("{} ({}, elsewhere {})", word.word, word.inside, word.outside));
                page.line(0, &format!("{label}: {}", words.collect::<Vec<_>>().join(", ")))?;
            }
            page.heading("Codes")?;
            page.text(&format!("For {} that fit no code:", count(codings.uncoded.len(), "quotation")))?;
            for one in &codes {
                page.line(0, &format!("{} ({})", one.code.name, count(one.quotes, "quotation")))?;
                one.code
                    .examples
                    .iter()
                    .take(2)
                    .try_for_each(|text| page.line(4, &format!("“{}”", head(text, LENGTH))))?;
            }
        }
        for (theme, words) in words {
            if let Some(code) = codebook.codes.iter_mut().find(|code| code.id.as_str() == theme.as_str()) {
                code.words.extend(words.into_iter().take(WORDS).map(|word| word.word));
            }
        }
        codebook.codes.extend(codes.into_iter().map(|one| one.code));
    } else if !global.json && !global.quiet {
        page.heading("Codebook")?;
        page.text(&format!("{} {}.", count(codebook.codes.len(), "code"), pipeline.theming.origin))?;
        for code in &codebook.codes {
            page.line(0, &format!("{}: {}", code.name, code.words.join(", ")))?;
            code.examples.iter().take(1).try_for_each(|text| page.line(4, &format!("“{}”", head(text, LENGTH))))?;
        }
    }
    if let Some(out) = args.out.as_ref().filter(|_| !args.write.dry_run) {
        let options = args.tables.options()?;
        write::file(out, args.write.existing(), |file| csv::codebook(&codebook, options, file))?;
    }
    if global.json {
        if let Some(told) = told.as_object_mut() {
            told.insert("codebook".to_owned(), serde_json::to_value(&codebook).map_err(io::Error::from)?);
        }
        writeln!(io::stdout(), "{}", serde_json::to_string_pretty(&told).map_err(io::Error::from)?)?;
    } else if !global.quiet {
        match &args.out {
            Some(out) => {
                page.heading("Files")?;
                let would = if args.write.dry_run { "would be written: " } else { "" };
                page.text(&format!("{would}{}. Change it by hand, then give it with `--codebook`.", out.display()))?;
            }
            None => page.text("`--out FILE` writes it as a table to change by hand and give with `--codebook`.")?,
        }
        page.finish()?;
    }
    reading::skipped(&pipeline.read, global)
}
