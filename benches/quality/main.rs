//! How good the answers are, measured on texts that people have marked:
//!
//! ```sh
//! cargo bench --bench quality -- quotes      # quotations and their speakers
//! cargo bench --bench quality -- codebooks   # answers under the codes of a codebook
//! cargo bench --bench quality -- themes      # themes that are found without one
//! cargo bench --bench quality -- labels      # what themes are called
//! cargo bench --bench quality -- roundtrip   # themes that are found, as a codebook, on the same texts
//! cargo bench --bench quality -- several     # several themes an answer
//! ```
//! `VERBATIMS_EVAL` names the folder of the marked texts (by default `../shared/eval` beside the repository). Without a name, as in `cargo test --benches`,
//! nothing is measured; the measures themselves are checked.

#![allow(clippy::unwrap_used, reason = "a benchmark may stop where a file is not what it should be")]

mod clustering;
mod codebooks;
mod labels;
mod quotes;
mod roundtrip;
mod sets;
mod several;
mod themes;

use std::error::Error;
use std::process::ExitCode;

/// What a measurement comes to.
type Outcome = Result<(), Box<dyn Error>>;

const USAGE: &str = "
cargo bench --bench quality -- quotes [--set NAME] [--kind auto|prose|report|transcript] [--language FOLDER] [--markdown] [--keep FOLDER]
cargo bench --bench quality -- codebooks [--write FOLDER]
cargo bench --bench quality -- labels [--rows N] [--half 0|1] [--show]
cargo bench --bench quality -- roundtrip [--rows N] [--show]
cargo bench --bench quality -- several [--rows N]
cargo bench --bench quality -- themes [--no-vectors] [--rows N] [--seeds N] [--write FOLDER]

quotes: the figures of the sets' own scorers (python3 runs them), F1 in % unless a column says otherwise
  --set NAME         only this set: polnear_dev, gum_news, gum_interview, reports, transcripts, polnear_train (large)
  --kind KIND        read every text as this kind (default: told from the text)
  --language FOLDER  a pack to read with instead of the built-in English one (a table learnt on a part of a set, say)
  --markdown         tables for the guide
  --keep FOLDER      leave output and predictions there, to read the errors
codebooks: hit@1 (the share of answers with a code whose best theme is one of them; no theme is a miss), precision, recall
and F1 over all pairs of answer and code; then of coders that have learnt from a half of each set, measured on the other
  --write FOLDER     leave the themes there as JSON Lines for score.py --multi, and the answers drawn as examples
labels: the share of groups whose label holds the stem of a content word of the person's name, for our labels, for the three and
the five words with the greatest class-based TF-IDF; how many begin with a phrase, and how many are different; on people's groups and on found ones
  --half 0|1         only every other name of a set
  --show             the labels side by side
roundtrip: themes are found, written as a codebook, and the same texts coded by it: the share that come best under their own theme again
  --rows N           at most that many rows of a set (default 1000)
  --show             the words of the codes
several: micro-F1 against the several codes of an answer, by the theme of the whole and with those of its parts: over all answers, and over those with several
codes; themes an answer, and the share of further themes that are right
  --rows N           at most that many rows of a question (default 2500)
themes: NMI, ARI, ACC (best matching) and AMI with the number of themes given, then chosen; then in small samples
  --no-vectors       without the language's word vectors
  --rows N           at most that many rows of a set (default 2000)
  --seeds N          the means over that many seeds (default 5)
  --write FOLDER     leave the groups there as JSON Lines for score.py (of the default seed)
";

/// The words of a call.
struct Call(Vec<String>);

impl Call {
    fn has(&self, flag: &str) -> bool {
        self.0.iter().any(|word| word == flag)
    }

    /// The word behind a flag.
    fn value(&self, flag: &str) -> Option<&str> {
        let at = self.0.iter().position(|word| word == flag)?;
        self.0.get(at + 1).map(String::as_str)
    }

    /// The number behind a flag, at least 1.
    fn number(&self, flag: &str, default: usize) -> Result<usize, Box<dyn Error>> {
        let number =
            self.value(flag).map(|value| value.parse().map_err(|_| format!("`{flag}` needs a number, not `{value}`")));
        Ok(number.transpose()?.unwrap_or(default).max(1))
    }
}

fn main() -> ExitCode {
    // Cargo adds `--bench`, and a bare `--test` asks for a trial run.
    let call = Call(std::env::args().skip(1).filter(|word| word != "--bench" && word != "--test").collect());
    let outcome = match call.0.first().map(String::as_str) {
        Some("quotes") => quotes::measure(&call),
        Some("codebooks") => codebooks::measure(&call),
        Some("labels") => labels::measure(&call),
        Some("roundtrip") => roundtrip::measure(&call),
        Some("several") => several::measure(&call),
        Some("themes") => themes::measure(&call),
        Some(other) => Err(format!("there is no measurement `{other}`\n{USAGE}").into()),
        None => {
            clustering::check();
            assert!(
                sets::folder_at("/no/such/folder".into())
                    .is_err_and(|error| error.to_string().contains("/no/such/folder"))
            );
            println!("NOTHING IS MEASURED unless it is named:\n{USAGE}");
            Ok(())
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
