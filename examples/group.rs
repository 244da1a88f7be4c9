//! Theming as a filter: JSON Lines of responses in, JSON Lines of themes out, one line a response, in order.

use std::io::{self, BufWriter, Read, Write};
use std::path::Path;
use std::process::ExitCode;

use common::{Args, Failure};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use verbatims::export::write::{self, Existing};
use verbatims::text::{Position, Span};
use verbatims::themes::CodebookCoder;
use verbatims::{Coder, Codings, DocumentId, Language, Quote, QuoteKind, ThemeModel, export, import};

mod common;

const USAGE: &str = "
Reads responses {\"id\", \"text\", …}, a line each, on standard input, and writes the themes of each, a line each, in order:
{\"id\", \"themes\": [{\"id\", \"label\", \"score\"}]}, best first; none for a response that says nothing or fits nothing.
Without a codebook or a model the themes are found in the responses themselves.

  group [--k N] [--seed N] [--no-vectors] [--uncoded SHARE] [--model FILE] [--threads N] < IN > OUT
  group --codebook FILE [--threads N] < IN > OUT
  group --predict FILE [--threads N] < IN > OUT

  --k N            how many themes to find (default: chosen from the responses)
  --seed N         where random choices take their stream from (default 0)
  --no-vectors     without the language's word vectors
  --uncoded SHARE  the share of responses that may stay without a theme (default 0)
  --model FILE     save what was learnt; a file of that name is replaced
  --predict FILE   put the responses under the themes of a saved model
  --codebook FILE  put them under the codes of a codebook (.csv, .tsv, .toml, .json, .txt)

A line that cannot be read gives {\"error\", \"line\"}; the run goes on and ends with exit code 1.
";

const FLAGS: &[common::Flag] = &[
    ("--k", true),
    ("--seed", true),
    ("--no-vectors", false),
    ("--uncoded", true),
    ("--model", true),
    ("--predict", true),
    ("--codebook", true),
    ("--threads", true),
];

/// Options that belong to learning, and mean nothing to a codebook or a saved model.
const LEARNING: [&str; 5] = ["--k", "--seed", "--no-vectors", "--uncoded", "--model"];

/// Responses that are coded and written at a time.
const BATCH: usize = 65_536;

fn main() -> ExitCode {
    common::run(USAGE, FLAGS, |args| {
        args.no_paths()?;
        let threads = args.number("--threads")?.unwrap_or(0);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().map_err(Failure::stop)?;
        pool.install(|| filter(args))
    })
}

/// What a line of the input holds.
enum Line {
    /// Its id and its text.
    Response(String, String),
    /// What is wrong with it, and its number.
    Bad(String, usize),
}

fn filter(args: &Args) -> Result<(), Failure> {
    let sources: Vec<&str> = ["--codebook", "--predict"].into_iter().filter(|flag| args.has(flag)).collect();
    if let Some((source, rest)) = sources.split_first() {
        let other = rest.first().or_else(|| LEARNING.iter().find(|flag| args.has(flag)));
        if let Some(other) = other {
            return Err(Failure::usage(format!("`{source}` and `{other}` do not go together")));
        }
    }
    let language = Language::english();
    let codebook = match args.value("--codebook") {
        Some(file) => Some(CodebookCoder::new(import::codebook::read(Path::new(file))?, language.clone())?),
        None => None,
    };
    let saved = match args.value("--predict") {
        Some(file) => Some(import::model::read(Path::new(file), &language)?),
        None => None,
    };
    let params = ThemeModel::params(&language)
        .maybe_n_themes(args.number("--k")?)
        .seed(args.number("--seed")?.unwrap_or(0))
        .vectors(!args.has("--no-vectors"))
        .uncoded(args.number("--uncoded")?.unwrap_or(0.0));

    let mut input = Vec::new();
    io::stdin().lock().read_to_end(&mut input)?;
    let lines = read(&input);
    drop(input);
    let bad = lines.iter().filter(|line| matches!(line, Line::Bad(..))).count();

    let mut output = BufWriter::new(io::stdout().lock());
    if let Some(coder) = codebook {
        // The coder sees all responses at once: what the words of one are worth may depend on the others.
        respond(&coder, &lines, &mut output)?;
    } else {
        let model = match saved {
            Some(model) => model,
            None => params.fit_texts(&texts(&lines))?,
        };
        if let Some(file) = args.value("--model") {
            write::file(Path::new(file), Existing::Replace, |out| export::model::write(&model, out))?;
        }
        for lines in lines.chunks(BATCH) {
            respond(&model, lines, &mut output)?;
        }
    }
    output.flush()?;
    match bad {
        0 => Ok(()),
        bad => Err(Failure::stop(format!(
            "{bad} of {} lines could not be read; their answers are {{\"error\"}}",
            lines.len()
        ))),
    }
}

/// The lines that are not empty.
fn read(input: &[u8]) -> Vec<Line> {
    let lines: Vec<(usize, &[u8])> =
        (1..).zip(input.split(|byte| *byte == b'\n')).filter(|(_, line)| !line.trim_ascii().is_empty()).collect();
    lines
        .into_par_iter()
        .map(|(number, line)| match response(line) {
            Ok((id, text)) => Line::Response(id, text),
            Err(error) => Line::Bad(error, number),
        })
        .collect()
}

fn response(line: &[u8]) -> Result<(String, String), String> {
    #[derive(Deserialize)]
    struct Fields {
        id: Option<Value>,
        text: Option<Value>,
    }
    let line = std::str::from_utf8(line).map_err(|error| error.to_string())?;
    let fields: Fields = serde_json::from_str(line).map_err(|error| error.to_string())?;
    let id = match fields.id {
        Some(Value::String(id)) => id,
        Some(Value::Number(id)) => id.to_string(),
        Some(_) => return Err("`id` is neither text nor a number".to_owned()),
        None => return Err("there is no `id`".to_owned()),
    };
    match fields.text {
        Some(Value::String(text)) => Ok((id, text)),
        _ => Err("there is no `text`, or it is not text".to_owned()),
    }
}

fn texts(lines: &[Line]) -> Vec<&str> {
    lines
        .iter()
        .filter_map(|line| match line {
            Line::Response(_, text) => Some(text.as_str()),
            Line::Bad(..) => None,
        })
        .collect()
}

/// Codes the responses and writes a line for each.
fn respond(coder: &impl Coder, lines: &[Line], mut output: impl Write) -> Result<(), Failure> {
    #[derive(Serialize)]
    struct Answer<'a> {
        id: &'a str,
        themes: Vec<Fits<'a>>,
    }
    #[derive(Serialize)]
    struct Fits<'a> {
        id: &'a str,
        label: &'a str,
        score: f64,
    }
    // Quotations go by the number of their line, since ids may repeat.
    let quotes: Vec<Quote> = (0..lines.len())
        .into_par_iter()
        .filter_map(|number| match &lines[number] {
            Line::Response(_, text) => Some(quote(number, text)),
            Line::Bad(..) => None,
        })
        .collect();
    let Codings { themes, codings, .. } = coder.code(&quotes.iter().collect::<Vec<_>>());
    let mut codings = codings.iter().peekable();
    let mut quotes = quotes.iter();
    for line in lines {
        let id = match line {
            Line::Response(id, _) => id,
            Line::Bad(error, number) => {
                writeln!(output, "{}", json!({"error": error, "line": number}))?;
                continue;
            }
        };
        let Some(quote) = quotes.next() else { break };
        let mut answer = Answer { id, themes: Vec::new() };
        while let Some(coding) = codings.next_if(|coding| coding.quote == quote.id) {
            let label = themes.iter().find(|theme| theme.id == coding.theme).map_or("", |theme| &theme.label);
            // Digits beyond the sixth are noise of the machine's arithmetic.
            let score = (coding.score * 1e6).round() / 1e6;
            answer.themes.push(Fits { id: coding.theme.as_str(), label, score });
        }
        serde_json::to_writer(&mut output, &answer).map_err(io::Error::from)?;
        output.write_all(b"\n")?;
    }
    Ok(())
}

fn quote(number: usize, text: &str) -> Quote {
    let all = vec![Span::new(0, text.len())];
    let document = DocumentId::new(number.to_string());
    Quote::new(&document, 1, QuoteKind::Response, all, text, Position { line: 1, column: 1 })
}
