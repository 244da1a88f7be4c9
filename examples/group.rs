//! Theming as a filter: JSON Lines of responses in, JSON Lines of themes out, one line a response, in order.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Read, Write};
use std::path::Path;
use std::process::ExitCode;

use common::{Args, Failure};
use rayon::prelude::*;
use serde_json::{Value, json};
use verbatims::export::json::Fits;
use verbatims::export::write::{self as save, Existing};
use verbatims::import::jsonl;
use verbatims::text::{Position, Span};
use verbatims::themes::{CodebookCoder, Place, Stability, ThemeModelParams};
use verbatims::{
    Coder, Codings, DocumentId, Language, Quote, QuoteId, QuoteKind, Theme, ThemeId, ThemeModel, export, import,
};

mod common;

const USAGE: &str = "
Reads responses {\"id\", \"text\", …}, a line each, on standard input, and writes the themes of each, a line each, in order:
{\"id\", \"themes\": [{\"id\", \"label\", \"score\"}]}, best first; none for a response that says nothing or fits nothing.
Without a codebook or a model the themes are found in the responses themselves.

  group [--k N|MIN-MAX] [--seed N] [--no-vectors] [--uncoded SHARE] [--stability N] [--model FILE] [OPTIONS] < IN > OUT
  group --predict FILE [OPTIONS] < IN > OUT
  group --codebook FILE [--train FILE] [--words-only] [--every] [--no-vectors] [OPTIONS] < IN > OUT

  --k N            how many themes to find (default: chosen from the responses)
  --k MIN-MAX      choose from the responses, but within these bounds
  --seed N         where random choices take their stream from (default 0)
  --no-vectors     without the language's word vectors
  --uncoded SHARE  the share of responses that may stay without a theme (default 0)
  --stability N    draw N resamples and say in the summary how far the themes come back
  --model FILE     save what was learnt, edits included; a file of that name is replaced
  --predict FILE   put the responses under the themes of a saved model
  --edits FILE     replay a log of a person's edits (rename, merge, split, move, pin; JSON Lines) on the themes
  --codebook FILE  put them under the codes of a codebook (.csv, .tsv, .toml, .json, .txt)
  --train FILE     learn from texts that a person has coded (a table with the columns text and themes)
  --words-only     by the codebook's words only, not by likeness
  --every          the best code for every response that says something
  --evidence       with each theme, whether it fits weakly, and the words that speak for it, with their places in bytes
  --summary FILE   what was found as JSON: themes, sizes, terms, exemplars, counts, and stability
  --language CODE  the language of the responses (default en)
  --threads N      how many threads work (default: one a processor)

A line that cannot be read gives {\"error\", \"line\"}; the run goes on and ends with exit code 1.
";

const FLAGS: &[common::Flag] = &[
    ("--k", true),
    ("--seed", true),
    ("--no-vectors", false),
    ("--uncoded", true),
    ("--stability", true),
    ("--model", true),
    ("--predict", true),
    ("--edits", true),
    ("--codebook", true),
    ("--train", true),
    ("--words-only", false),
    ("--every", false),
    ("--evidence", false),
    ("--summary", true),
    ("--language", true),
    ("--threads", true),
];

/// Options that belong to learning, and mean nothing to a saved model.
const LEARNING: [&str; 5] = ["--k", "--seed", "--no-vectors", "--uncoded", "--stability"];
/// Options that mean nothing to a codebook.
const DISCOVERY: [&str; 7] = ["--k", "--seed", "--uncoded", "--stability", "--model", "--predict", "--edits"];
/// Options that belong to a codebook.
const CODEBOOK: [&str; 3] = ["--train", "--words-only", "--every"];

/// Responses that are coded and written at a time.
const BATCH: usize = 262_144;

fn main() -> ExitCode {
    common::run(USAGE, FLAGS, |args| {
        args.no_paths()?;
        let threads = args.number("--threads")?.unwrap_or(0);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().map_err(Failure::stop)?;
        pool.install(|| filter(args))
    })
}

/// What a line of the input holds: an id and a text.
type Line = verbatims::Result<(String, String)>;

fn filter(args: &Args) -> Result<(), Failure> {
    refuse(args)?;
    let language = match args.value("--language") {
        Some(code) => Language::builtin(code)?,
        None => Language::english(),
    };
    let coder = codebook(args, &language)?;
    let how = How::of(args, &language)?;

    let mut input = Vec::new();
    io::stdin().lock().read_to_end(&mut input)?;
    let lines: Vec<(u64, &[u8])> = jsonl::lines(&input).collect();
    let lines: Vec<Line> = lines.into_par_iter().map(|(number, line)| jsonl::text("stdin", number, line)).collect();
    drop(input);
    let bad = lines.iter().filter(|line| line.is_err()).count();

    let mut output = BufWriter::new(io::stdout().lock());
    let evidence = args.has("--evidence");
    let mut counts = Counts::default();
    let summary = if let Some(coder) = coder {
        // The coder sees all responses at once: what the words of one are worth may depend on the others.
        let themes = respond(&coder, &lines, evidence, &mut counts, &mut output)?;
        json!({ "themes": themes.iter().map(|theme| theme_summary(theme, counts.of(theme))).collect::<Vec<_>>() })
    } else {
        let Learnt { model, stability, places } = learn(how, args, &lines)?;
        if let Some(file) = args.value("--model") {
            save::file(Path::new(file), Existing::Replace, |out| export::model::write(&model, out))?;
        }
        if evidence {
            for lines in lines.chunks(BATCH) {
                respond(&model, lines, evidence, &mut counts, &mut output)?;
            }
        } else {
            let places = places.unwrap_or_else(|| model.place_texts(&texts(&lines)));
            let themes = model.themes();
            places.iter().for_each(|place| counts.place(*place, themes));
            write(&lines, places.iter().map(|place| fit(*place, themes)), &mut output)?;
        }
        model_summary(&model, &counts, stability.as_ref())
    };
    output.flush()?;
    if let Some(file) = args.value("--summary") {
        let mut summary = summary;
        summary["responses"] = json!(lines.len() - bad);
        summary["no_content"] = json!(counts.no_content);
        summary["uncoded"] = json!(counts.uncoded);
        save::file(Path::new(file), Existing::Replace, |out| {
            serde_json::to_writer_pretty(&mut *out, &summary).map_err(io::Error::from)?;
            out.write_all(b"\n")?;
            Ok(())
        })?;
    }
    match bad {
        0 => Ok(()),
        bad => Err(Failure::stop(format!(
            "{bad} of {} lines could not be read; their answers are {{\"error\"}}",
            lines.len()
        ))),
    }
}

/// Refuses options that do not go together.
fn refuse(args: &Args) -> Result<(), Failure> {
    let together = |one: &str, others: &[&str]| match others.iter().find(|other| args.has(one) && args.has(other)) {
        Some(other) => Err(Failure::usage(format!("`{one}` and `{other}` do not go together"))),
        None => Ok(()),
    };
    together("--codebook", &DISCOVERY)?;
    together("--predict", &LEARNING)?;
    match CODEBOOK.into_iter().find(|flag| args.has(flag) && !args.has("--codebook")) {
        Some(flag) => Err(Failure::usage(format!("`{flag}` goes with `--codebook`"))),
        None if args.has("--stability") && !args.has("--summary") => {
            Err(Failure::usage("`--stability` goes with `--summary`, which says it"))
        }
        None => Ok(()),
    }
}

/// The coder of a codebook, if one is given.
fn codebook(args: &Args, language: &Language) -> Result<Option<CodebookCoder>, Failure> {
    let Some(file) = args.value("--codebook") else { return Ok(None) };
    let codebook = import::codebook::read(Path::new(file))?;
    let examples = match args.value("--train") {
        Some(file) => import::examples::read(Path::new(file), &codebook)?,
        None => Vec::new(),
    };
    let params = CodebookCoder::params(codebook, language.clone())
        .similarity(!args.has("--words-only"))
        .vectors(!args.has("--no-vectors"))
        .every(args.has("--every"));
    Ok(Some(params.fit(&examples)?))
}

/// Where a model comes from.
enum How {
    Saved(Box<ThemeModel>),
    /// Settings to learn with, and how many resamples are drawn.
    Learn(Box<ThemeModelParams>, Option<usize>),
}

impl How {
    fn of(args: &Args, language: &Language) -> Result<Self, Failure> {
        if let Some(file) = args.value("--predict") {
            return Ok(Self::Saved(Box::new(import::model::read(Path::new(file), language)?)));
        }
        let mut params = ThemeModel::params(language)
            .seed(args.number("--seed")?.unwrap_or(0))
            .vectors(!args.has("--no-vectors"))
            .uncoded(args.number("--uncoded")?.unwrap_or(0.0));
        if let Some((least, greatest)) = args.value("--k").and_then(|bounds| bounds.split_once('-')) {
            let bound = |bound: &str| {
                bound.parse().map_err(|_| Failure::usage(format!("`--k` needs N or MIN-MAX; `{bound}` is no number")))
            };
            params = params.between(bound(least)?, bound(greatest)?);
        } else {
            params = params.maybe_n_themes(args.number("--k")?);
        }
        Ok(Self::Learn(Box::new(params), args.number("--stability")?))
    }
}

/// What was learnt.
struct Learnt {
    /// The model, edited.
    model: ThemeModel,
    /// How stable its themes are, before they were edited.
    stability: Option<Stability>,
    /// The place of each response, where learning has found it.
    places: Option<Vec<Place>>,
}

fn learn(how: How, args: &Args, lines: &[Line]) -> Result<Learnt, Failure> {
    let (mut model, stability, mut places) = match how {
        How::Saved(model) => (*model, None, None),
        How::Learn(params, resamples) => {
            let texts = texts(lines);
            let stability = resamples.map(|resamples| params.stability_texts(&texts, resamples)).transpose()?;
            let (model, places) = params.fit_place_texts(&texts)?;
            let ids: Vec<&str> = responses(lines).map(|(id, _)| id).collect();
            let name = |number: &QuoteId| match number.as_str().parse::<usize>() {
                Ok(number) => QuoteId::new(ids[number - 1]),
                Err(_) => number.clone(),
            };
            (model.name_exemplars(name), stability, Some(places))
        }
    };
    if let Some(file) = args.value("--edits") {
        let log = import::edits::read(Path::new(file))?;
        model = model.edited(&log, &quotes(lines).iter().collect::<Vec<_>>())?;
        places = None;
    }
    Ok(Learnt { model, stability, places })
}

/// How many responses have which theme, say nothing or have none.
#[derive(Default)]
struct Counts {
    themes: BTreeMap<ThemeId, usize>,
    no_content: usize,
    uncoded: usize,
}

impl Counts {
    fn place(&mut self, place: Place, themes: &[Theme]) {
        match place {
            Place::Theme { theme, .. } => match self.themes.get_mut(&themes[theme].id) {
                Some(count) => *count += 1,
                None => drop(self.themes.insert(themes[theme].id.clone(), 1)),
            },
            Place::NoContent => self.no_content += 1,
            _ => self.uncoded += 1,
        }
    }

    fn add(&mut self, codings: &Codings) {
        for coding in &codings.codings {
            *self.themes.entry(coding.theme.clone()).or_default() += 1;
        }
        self.no_content += codings.no_content.len();
        self.uncoded += codings.uncoded.len();
    }

    fn of(&self, theme: &Theme) -> usize {
        self.themes.get(&theme.id).copied().unwrap_or(0)
    }
}

fn theme_summary(theme: &Theme, responses: usize) -> Value {
    json!({
        "id": theme.id,
        "label": theme.label,
        "responses": responses,
        "terms": theme.terms.iter().map(|(term, _)| term).collect::<Vec<_>>(),
        "exemplars": theme.exemplars,
    })
}

fn model_summary(model: &ThemeModel, counts: &Counts, stability: Option<&Stability>) -> Value {
    let themes: Vec<Value> = model
        .themes()
        .iter()
        .map(|theme| {
            let mut summary = theme_summary(theme, counts.of(theme));
            let found = stability.and_then(|all| all.themes.iter().find(|stable| stable.theme == theme.id));
            if let Some(stable) = found {
                summary["stability"] = json!({
                    "overlap": rounded(stable.overlap),
                    "found": rounded(stable.found),
                    "together": rounded(stable.together),
                    "separation": rounded(stable.separation),
                });
            }
            summary
        })
        .collect();
    let (low, high) = model.range();
    let mut summary = json!({ "themes": themes, "range": [low, high], "tree": model.tree() });
    if let Some(all) = stability {
        summary["stability"] = json!({
            "resamples": all.resamples,
            "overall": rounded(all.overall),
            "low": rounded(all.low),
            "high": rounded(all.high),
        });
    }
    summary
}

/// Digits beyond the sixth are noise of the machine's arithmetic.
fn rounded(number: f64) -> f64 {
    (number * 1e6).round() / 1e6
}

/// Codes the responses and writes a line for each; answers the themes.
fn respond(
    coder: &impl Coder,
    lines: &[Line],
    evidence: bool,
    counts: &mut Counts,
    output: impl Write,
) -> Result<Vec<Theme>, Failure> {
    let mut quotes = quotes(lines);
    // Ids may repeat, so that here quotations go by their number.
    for (number, quote) in quotes.iter_mut().enumerate() {
        quote.id = QuoteId::new(number.to_string());
    }
    let found = coder.code(&quotes.iter().collect::<Vec<_>>());
    counts.add(&found);
    let themes: BTreeMap<&ThemeId, &Theme> = found.themes.iter().map(|theme| (&theme.id, theme)).collect();
    let mut codings = found.codings.iter().peekable();
    let answers = quotes.iter().map(|quote| {
        let of_quote = std::iter::from_fn(|| codings.next_if(|coding| coding.quote == quote.id));
        let fits = of_quote.filter_map(|coding| {
            let fit = Fits::new(themes.get(&coding.theme)?, coding.score);
            Some(if evidence { fit.evidence(coding.weak, &coding.evidence) } else { fit })
        });
        fits.collect::<Vec<_>>()
    });
    write(lines, answers, output)?;
    Ok(found.themes)
}

/// The theme of a response of that place, if it has one.
fn fit(place: Place, themes: &[Theme]) -> Option<Fits<'_>> {
    match place {
        Place::Theme { theme, score, .. } => Some(Fits::new(&themes[theme], f64::from(score))),
        _ => None,
    }
}

/// Writes a line for each response with its themes, of which `answers` gives one list after the other, and for a line that could not be read why.
fn write<'a, A: IntoIterator<Item = Fits<'a>>>(
    lines: &[Line],
    answers: impl IntoIterator<Item = A>,
    mut output: impl Write,
) -> Result<(), Failure> {
    let mut answers = answers.into_iter();
    for line in lines {
        match line {
            Ok((id, _)) => export::json::fits(id, answers.next().into_iter().flatten(), &mut output)?,
            Err(error) => export::json::unread(error, &mut output)?,
        }
    }
    Ok(())
}

/// The responses, each its id and its text.
fn responses(lines: &[Line]) -> impl Iterator<Item = (&str, &str)> {
    lines.iter().flatten().map(|(id, text)| (id.as_str(), text.as_str()))
}

fn texts(lines: &[Line]) -> Vec<&str> {
    responses(lines).map(|(_, text)| text).collect()
}

/// The responses as quotations, under their own ids.
fn quotes(lines: &[Line]) -> Vec<Quote> {
    let quote = |(id, text): (&str, &str)| {
        let all = vec![Span::new(0, text.len())];
        let document = DocumentId::new(id);
        let mut quote = Quote::new(&document, 1, QuoteKind::Response, all, text, Position { line: 1, column: 1 });
        quote.id = QuoteId::new(id);
        quote
    };
    responses(lines).collect::<Vec<_>>().into_par_iter().map(quote).collect()
}
