//! `verbatims themes` and `verbatims code`: quotations under themes, found or given.

use std::collections::BTreeSet;
use std::io::{self, BufWriter, Read, Write};
use std::path::PathBuf;

use clap::Args;
use verbatims::{Code, Language, QuoteId, import, lang};

use crate::args::{BadLines, Global, HowArgs, Kind, PrivacyArgs, ReadArgs, TableArgs, ThemeArgs};
use crate::console::count;
use crate::exit::{Exit, Outcome, warn};
use crate::filter::themes::{self as themes_filter, Filter, State, ThemeFit};
use crate::gathering::Keep;
use crate::pipeline::Pipeline;
use crate::{apart, extract, progress, reading, saved, show, theming};

/// Find the themes of quotations and answers, and show them
///
/// Without a path: reads responses as JSON Lines {"id", "text"} and writes the themes of each as JSON
/// Lines {"id", "themes": [{"id", "label", "score"}]}, in order, best first.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  verbatims themes interviews/
  verbatims themes survey.csv -k 8 --model themes.model
  verbatims themes --predict themes.model < answers.jsonl > themes.jsonl
  verbatims themes --show themes.model")]
pub(crate) struct ThemesArgs {
    /// Files, folders or patterns, `-` for a text on standard input; without one, JSON Lines of responses on standard input
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    how: HowArgs,
    #[command(flatten)]
    themes: ThemeArgs,
    /// In JSON, with each theme whether it fits weakly, and the words that speak for it, with their places
    #[arg(long, help_heading = "Writing")]
    evidence: bool,
    /// Of JSON Lines: what was found as JSON (themes, sizes, terms, exemplars, and stability with --resamples); a file of that name is replaced
    #[arg(long, value_name = "FILE", conflicts_with = "paths", help_heading = "Writing")]
    summary: Option<PathBuf>,
    /// Show what a model holds that `--model` or `--learn` saved: themes, words, sizes, language, version; with --json as JSON
    #[arg(long, value_name = "FILE", conflicts_with_all = ["paths", "codebook", "predict", "codings", "edits", "model", "k", "summary", "evidence", "bad_lines"])]
    show: Option<PathBuf>,
    #[command(flatten)]
    tables: TableArgs,
    /// Of JSON Lines, what becomes of a line that cannot be read [default: its answer says why, and the run ends with 3]
    #[arg(long, value_enum, value_name = "WHAT", conflicts_with = "paths", help_heading = "Reading")]
    bad_lines: Option<BadLines>,
}

/// Put quotations and answers under the themes of a codebook, and show them
///
/// Like `verbatims themes`, by a codebook of your own: its themes keep their names and order, also those that nobody speaks of.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  verbatims code interviews/ --codebook codes.csv
  verbatims code survey.csv --codebook codes.csv --train coded.csv --learn codes.coder
  verbatims code --predict codes.coder < answers.jsonl > coded.jsonl
  verbatims code --codebook codes.toml < answers.jsonl > coded.jsonl")]
pub(crate) struct CodeArgs {
    #[command(flatten)]
    all: ThemesArgs,
}

pub(crate) fn code(args: &CodeArgs, global: &Global) -> Outcome {
    let shown = args.all.show.is_some();
    if !shown
        && args.all.themes.codebook.is_none()
        && args.all.themes.predict.is_none()
        && args.all.themes.codings.is_none()
    {
        return Err(Exit::stop(
            "name the themes: `--codebook FILE`, or `--predict FILE` that `--learn` saved. Without either, `verbatims themes` finds themes",
        ));
    }
    themes(&args.all, global)
}

pub(crate) fn themes(args: &ThemesArgs, global: &Global) -> Outcome {
    if let Some(file) = &args.show {
        return saved::show(file, global);
    }
    if let Some(lines) = extract::piped(&args.paths)? {
        return filter(args, lines, global);
    }
    let read = ReadArgs { paths: args.paths.clone(), how: args.how.clone() };
    let pipeline = Pipeline::of(&read, &args.themes, &args.tables, &PrivacyArgs::default(), Keep::None, global)?;
    pipeline.say_notes(global);
    if global.json {
        let mut out = BufWriter::new(io::stdout().lock());
        let no_content: BTreeSet<&QuoteId> = pipeline.analysis.codings().no_content.iter().collect();
        let uncoded: BTreeSet<&QuoteId> = pipeline.analysis.codings().uncoded.iter().collect();
        for (quote, codings) in pipeline.analysis.coded_quotes() {
            let state = match &codings[..] {
                [_, ..] => Some(State::Coded),
                [] if no_content.contains(&quote.id) => Some(State::NoContent),
                [] => uncoded.contains(&quote.id).then_some(State::Uncoded),
            };
            let fits = codings.into_iter().filter_map(|coding| {
                let fit = ThemeFit::new(pipeline.analysis.theme(&coding.theme)?, coding.score);
                Some(if args.evidence { fit.because(coding) } else { fit })
            });
            let sentiment = pipeline.analysis.sentiment_of(&quote.id);
            themes_filter::write_line(quote.id.as_str(), fits, state, sentiment, &mut out)?;
        }
        out.flush()?;
    } else if !global.quiet {
        let mut page = show::page();
        show::surveys(&mut page, &pipeline.read)?;
        show::themes(
            &mut page,
            &pipeline.analysis,
            &pipeline.theming.origin,
            pipeline.theming.stability_line().as_deref(),
        )?;
        show::groups(
            &mut page,
            &pipeline.analysis,
            &pipeline.by_group,
            !args.how.group.is_empty(),
            &pipeline.read,
            pipeline.noun,
        )?;
        page.finish()?;
    }
    reading::skipped(&pipeline.read, global)
}

/// Responses as JSON Lines.
fn filter(args: &ThemesArgs, lines: extract::Lines, global: &Global) -> Outcome {
    if !matches!(args.how.kind(), Kind::Auto | Kind::Response) {
        return Err(Exit::stop("`--kind` is for texts; of JSON Lines each line is one response"));
    }
    if args.themes.codings.is_some() {
        return Err(Exit::stop("`--codings` is for texts, whose quotations have ids; it does not go with JSON Lines"));
    }
    if args.themes.resamples.is_some() && args.summary.is_none() {
        return Err(Exit::stop("with JSON Lines `--resamples` goes with `--summary`, which says what came of it"));
    }
    let mut language = reading::language(args.how.language.as_deref())?;
    let filter = args.filter();
    if let Some(model) = args.themes.predict.as_deref().filter(|_| filter.streams()) {
        if args.how.language.is_none() {
            language = import::model::language(model).unwrap_or(language);
        }
        let filtered = filter.stream(&language, lines, BufWriter::new(io::stdout().lock()))?;
        return extract::unread(filtered.unread, filtered.lines, args.bad_lines);
    }
    let mut responses = Vec::new();
    for (name, mut reader) in lines {
        let mut input = Vec::new();
        reader.read_to_end(&mut input)?;
        responses.append(&mut themes_filter::read(&name, &input));
    }
    filter.refuse(&mut responses)?;
    if args.how.language.is_none() {
        let usual = language.code().to_owned();
        let answers: Vec<&str> = responses.iter().flatten().map(|(_, text)| text.as_str()).collect();
        let learnt = args.themes.predict.as_deref().and_then(|file| import::model::language(file).ok());
        let told = || Language::named(lang::guess_together(&answers)?.code()).ok();
        language = learnt.or_else(told).unwrap_or(language);
        if language.code() != usual && !global.quiet {
            warn(&format!("read as {}, by its stop words; `--language` names another", language.name()));
        }
    }
    [&args.themes.codebook, &args.themes.train].into_iter().flatten().try_for_each(|file| apart::prove(file))?;
    let line = progress::line("themes", global.quiet);
    let filtered = filter.run(&language, &responses, BufWriter::new(io::stdout().lock()));
    line.finish_and_clear();
    let filtered = filtered?;
    if !global.quiet {
        let content = filtered.lines - filtered.unread - filtered.no_content;
        match (&args.themes.codebook, &args.themes.predict) {
            (Some(file), _) => {
                let (codebook, passed) = import::codebook::read_with_notes(file)?;
                passed.iter().for_each(|note| warn(&note.to_string()));
                let all = count(filtered.lines - filtered.unread, "response");
                let found = |code: &Code| filtered.themes.contains_key(code.id.as_str());
                theming::unmatched(&codebook, &all, found).iter().for_each(|warning| warn(warning));
            }
            (None, Some(_)) => {}
            (None, None) => theming::few(content, "response").iter().for_each(|warning| warn(warning)),
        }
    }
    extract::unread(filtered.unread, filtered.lines, args.bad_lines)
}

impl ThemesArgs {
    fn filter(&self) -> Filter {
        let themes = self.themes.clone();
        Filter {
            codebook: themes.codebook,
            train: themes.train,
            learn: themes.learn,
            words_only: themes.words_only,
            every: themes.every,
            predict: themes.predict,
            model: themes.model,
            edits: themes.edits,
            bounds: themes.k.map(|number| (number.least, number.greatest)),
            seed: themes.seed,
            no_vectors: themes.no_vectors,
            embeddings: themes.embeddings,
            uncoded: themes.uncoded,
            one_theme: themes.one_theme,
            sentiment_themes: themes.sentiment_themes,
            resamples: themes.resamples,
            evidence: self.evidence,
            summary: self.summary.clone(),
            stop: self.bad_lines == Some(BadLines::Stop),
        }
    }
}
