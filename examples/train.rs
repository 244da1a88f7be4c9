//! Learns how quotations are attributed from marked texts and writes the table of a language pack.
//!
//! ```sh
//! cargo run --release --example train -- OUT.bin GOLD.jsonl [GOLD.jsonl ...]
//! ```
//! Each line of a gold file is `{"text", "quotes": [{"start", "end", "kind", "speaker"?, "speaker_start"?, "speaker_end"?,
//! "speaker_alt"?, "cue_start"?, "cue_end"?}]}` with offsets in code points.

use std::io::{self, BufRead, BufReader, Write};
use std::process::ExitCode;

use serde::Deserialize;
use verbatims::quotes::learn::{Answer, Lesson, attribution_table};
use verbatims::{Language, Span};

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
    speaker: Option<String>,
    speaker_start: Option<usize>,
    speaker_end: Option<usize>,
    #[serde(default)]
    speaker_alt: Vec<String>,
    cue_start: Option<usize>,
    cue_end: Option<usize>,
}

fn lesson(gold: Gold) -> Lesson {
    let mut bytes: Vec<usize> = gold.text.char_indices().map(|(at, _)| at).collect();
    bytes.push(gold.text.len());
    let span = |start: Option<usize>, end: Option<usize>| Some(Span::new(*bytes.get(start?)?, *bytes.get(end?)?));
    let answers = gold
        .quotes
        .iter()
        .filter_map(|quote| {
            Some(Answer {
                content: span(Some(quote.start), Some(quote.end))?,
                speaker: span(quote.speaker_start, quote.speaker_end),
                names: quote.speaker.iter().chain(&quote.speaker_alt).cloned().collect(),
                cue: span(quote.cue_start, quote.cue_end),
                marked: quote.kind != "indirect",
            })
        })
        .collect();
    Lesson { text: gold.text, answers }
}

fn run(arguments: &[String]) -> Result<(), Box<dyn std::error::Error>> {
    let [out, files @ ..] = arguments else { return Err("usage: train OUT.bin GOLD.jsonl ...".into()) };
    let mut lessons = Vec::new();
    for file in files {
        for (number, line) in BufReader::new(std::fs::File::open(file)?).lines().enumerate() {
            let gold = serde_json::from_str(&line?).map_err(|error| format!("{file}: line {}: {error}", number + 1))?;
            lessons.push(lesson(gold));
        }
    }
    let table = attribution_table(&Language::english(), &lessons);
    std::fs::write(out, &table)?;
    writeln!(io::stdout(), "{} texts, {} bytes in {out}", lessons.len(), table.len())?;
    Ok(())
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "{error}");
            ExitCode::FAILURE
        }
    }
}
