//! Learns how quotations are attributed from marked texts and writes the table of a language pack.
//!
//! ```sh
//! cargo bench --features training --bench train -- OUT.bin GOLD.jsonl [GOLD.jsonl ...] [--pack FOLDER]
//! ```
//! The words are those of the English pack or, with `--pack`, of the pack in that folder. Each line of a gold file is
//! `{"text", "quotes": [{"start", "end", "kind", "cue_class"?, "speaker"?, "speaker_start"?, "speaker_end"?, "speaker_alt"?, "cue_start"?,
//! "cue_end"?}]}` with offsets in code points. What has a `cue_class` other than `speech` was not said, but held, wished or done.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::process::ExitCode;

use serde::Deserialize;
use verbatims::quotes::CueClass;
use verbatims::quotes::learn::{GoldQuotation, TrainingText, attribution_table};
use verbatims::{Language, Span};

const USAGE: &str = "usage: cargo bench --features training --bench train -- OUT.bin GOLD.jsonl ... [--pack FOLDER]";

#[derive(Deserialize)]
struct Gold {
    text: String,
    quotes: Vec<GoldQuote>,
}

#[derive(Deserialize)]
struct GoldQuote {
    start: usize,
    end: usize,
    kind: String,
    cue_class: Option<String>,
    speaker: Option<String>,
    speaker_start: Option<usize>,
    speaker_end: Option<usize>,
    #[serde(default)]
    speaker_alt: Vec<String>,
    cue_start: Option<usize>,
    cue_end: Option<usize>,
}

fn training_text(gold: Gold) -> TrainingText {
    let mut bytes: Vec<usize> = gold.text.char_indices().map(|(at, _)| at).collect();
    bytes.push(gold.text.len());
    let span = |start: Option<usize>, end: Option<usize>| Some(Span::new(*bytes.get(start?)?, *bytes.get(end?)?));
    let quotation = |quote: &GoldQuote| {
        Some(GoldQuotation {
            content: span(Some(quote.start), Some(quote.end))?,
            speaker: span(quote.speaker_start, quote.speaker_end),
            names: quote.speaker.iter().chain(&quote.speaker_alt).cloned().collect(),
            cue: span(quote.cue_start, quote.cue_end),
            marked: quote.kind != "indirect",
            cue_class: match quote.cue_class.as_deref() {
                None | Some("speech") => CueClass::Speech,
                Some(_) => CueClass::Attitude,
            },
        })
    };
    let quotations = gold.quotes.iter().filter_map(quotation).collect();
    TrainingText { text: gold.text, quotations }
}

fn run(arguments: &[String]) -> Result<(), Box<dyn std::error::Error>> {
    let (pack, files) = match arguments.iter().position(|argument| argument == "--pack") {
        Some(at) => (Some(arguments.get(at + 1).ok_or(USAGE)?), [&arguments[..at], &arguments[at + 2..]].concat()),
        None => (None, arguments.to_vec()),
    };
    let [out, gold @ ..] = &files[..] else { return Err(USAGE.into()) };
    let language = pack.map_or_else(|| Ok(Language::english()), |folder| Language::read(Path::new(folder)))?;
    let mut texts = Vec::new();
    for file in gold {
        for (number, line) in BufReader::new(File::open(file)?).lines().enumerate() {
            let gold = serde_json::from_str(&line?).map_err(|error| format!("{file}: line {}: {error}", number + 1))?;
            texts.push(training_text(gold));
        }
    }
    let table = attribution_table(&language, &texts);
    std::fs::write(out, &table)?;
    writeln!(io::stdout(), "{} texts, {} bytes in {out}", texts.len(), table.len())?;
    Ok(())
}

fn main() -> ExitCode {
    // `cargo bench` adds `--bench`; with `--test`, or without arguments, nothing is learnt.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if arguments.is_empty() || arguments.iter().any(|argument| argument == "--test") {
        let _ = writeln!(io::stdout(), "{USAGE}");
        return ExitCode::SUCCESS;
    }
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "{error}");
            ExitCode::FAILURE
        }
    }
}
