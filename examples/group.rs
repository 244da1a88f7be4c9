//! Themes as a filter for other programs: JSON Lines of responses in, JSON Lines of themes out, as `verbatims themes` and `verbatims code` do it.

use std::io::{self, BufRead, BufReader, BufWriter, Read};
use std::process::ExitCode;

use filter::Filter;
use flags::{Failure, Flags};

#[path = "../src/bin/verbatims/filter/themes.rs"]
mod filter;
mod flags;

const USAGE: &str = "
Reads responses {\"id\", \"text\", …}, a line each, on standard input, and writes the themes of each, a line each, in order:
{\"id\", \"themes\": [{\"id\", \"label\", \"score\"}], \"state\"}, best first; none for a response that says nothing or fits nothing.
Without a codebook or a model the themes are found in the responses themselves.

  group [--k N|MIN-MAX] [--seed N] [--no-vectors] [--uncoded SHARE] [--stability N] [--model FILE] [OPTIONS] < IN > OUT
  group --predict FILE [OPTIONS] < IN > OUT
  group --codebook FILE [--train FILE] [--words-only] [--every] [--no-vectors] [--learn FILE] [OPTIONS] < IN > OUT

  --k N            how many themes to find (default: chosen from the responses)
  --k MIN-MAX      choose from the responses, but within these bounds
  --seed N         where random choices take their stream from (default 0)
  --no-vectors     without the language's word vectors
  --uncoded SHARE  the share of responses that may stay without a theme (default 0)
  --stability N    draw N resamples and say in the summary how far the themes come back
  --model FILE     save what was learnt, edits included; a file of that name is replaced
  --predict FILE   put the responses under the themes of a saved model, or the codes of a saved codebook
  --edits FILE     replay a log of a person's edits (rename, merge, split, move, pin; JSON Lines) on the themes
  --codebook FILE  put them under the codes of a codebook (.csv, .tsv, .toml, .json, .txt)
  --train FILE     learn from texts that a person has coded (a table with the columns text and themes)
  --learn FILE     save the codebook with what likeness is among the responses; a file of that name is replaced
  --words-only     by the codebook's words only, not by likeness
  --every          the best code for every response that says something
  --evidence       with each theme, whether it fits weakly, and the words that speak for it, with their places in bytes
  --summary FILE   what was found as JSON: themes, sizes, terms, exemplars, counts, and stability
  --language CODE  the language of the responses (default en)
  --threads N      how many threads work (default: one a processor)

A line that cannot be read gives {\"error\", \"line\"}; the run goes on and ends with exit code 1.
";

/// The flags; those that take a value end in `=`.
#[rustfmt::skip]
const FLAGS: &[&str] = &[
    "--k=", "--seed=", "--no-vectors", "--uncoded=", "--stability=", "--model=", "--predict=", "--edits=",
    "--codebook=", "--train=", "--learn=", "--words-only", "--every", "--evidence", "--summary=", "--language=", "--threads=",
];

/// A flag, and those that it does not go together with: a codebook has no number of themes, a saved model learns nothing.
const APART: [(&str, &[&str]); 2] = [
    ("--codebook", &["--k", "--seed", "--uncoded", "--stability", "--model", "--predict", "--edits"]),
    ("--predict", &["--k", "--seed", "--no-vectors", "--uncoded", "--stability"]),
];
/// A flag, and the one that it needs.
const NEEDS: [(&str, &str); 5] = [
    ("--learn", "--codebook"),
    ("--train", "--codebook"),
    ("--words-only", "--codebook"),
    ("--every", "--codebook"),
    ("--stability", "--summary"),
];

fn main() -> ExitCode {
    flags::run(USAGE, FLAGS, |flags| {
        let filter = filter(flags)?;
        let output = BufWriter::new(io::stdout().lock());
        if filter.streams() {
            let input: Box<dyn BufRead + Send> = Box::new(BufReader::new(io::stdin()));
            let filtered = filter.stream(&flags.language()?, [("stdin".to_owned(), input)], output)?;
            return Ok((filtered.unread, filtered.lines));
        }
        let mut input = Vec::new();
        io::stdin().lock().read_to_end(&mut input)?;
        let lines = filter::read("stdin", &input);
        drop(input);
        let filtered = filter.run(&flags.language()?, &lines, output)?;
        Ok((filtered.unread, filtered.lines))
    })
}

fn filter(flags: &Flags) -> Result<Filter, Failure> {
    for (one, others) in APART {
        if let Some(other) = others.iter().find(|other| flags.has(one) && flags.has(other)) {
            return Err(Failure::usage(format!("`{one}` and `{other}` do not go together")));
        }
    }
    if let Some((flag, needed)) = NEEDS.iter().find(|(flag, needed)| flags.has(flag) && !flags.has(needed)) {
        return Err(Failure::usage(format!("`{flag}` goes with `{needed}`")));
    }
    let file = |flag: &str| flags.value(flag).map(Into::into);
    Ok(Filter {
        codebook: file("--codebook"),
        train: file("--train"),
        learn: file("--learn"),
        words_only: flags.has("--words-only"),
        every: flags.has("--every"),
        predict: file("--predict"),
        model: file("--model"),
        edits: file("--edits"),
        bounds: flags.value("--k").map(bounds).transpose()?,
        seed: flags.number("--seed")?.unwrap_or(0),
        no_vectors: flags.has("--no-vectors"),
        embeddings: None,
        uncoded: flags.number("--uncoded")?.unwrap_or(0.0),
        resamples: flags.number("--stability")?,
        evidence: flags.has("--evidence"),
        stop: false,
        summary: file("--summary"),
    })
}

/// `6`, or `4-8`.
fn bounds(text: &str) -> Result<(usize, usize), Failure> {
    let (least, greatest) = text.split_once('-').unwrap_or((text, text));
    match (least.parse(), greatest.parse()) {
        (Ok(least), Ok(greatest)) => Ok((least, greatest)),
        _ => Err(Failure::usage(format!("`--k` needs N or MIN-MAX, not `{text}`"))),
    }
}
