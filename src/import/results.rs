//! What an earlier run of the program wrote into a folder, read back.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::Path;

use super::codings;
use crate::error::{Error, Result};
use crate::id::QuoteId;
use crate::quotes::Quote;
use crate::report::Analysis;

/// The files that tell a folder of results, and what of them is read.
const RECORD: &str = "run.json";
const QUOTES: &str = "quotes.jsonl";
const TABLE: &str = "quotes.csv";
const THEMES: &str = "themes.csv";

/// Whether `verbatims run` or `verbatims tables` wrote this folder.
pub fn is_results(folder: &Path) -> bool {
    folder.join(RECORD).is_file() && folder.join(QUOTES).is_file()
}

/// The quotations of an earlier run with their themes: quotations from its `quotes.jsonl`, themes from its `quotes.csv` and `themes.csv`, so that what a person has
/// changed there counts; where those are gone, from `quotes.jsonl` too. Rows of quotations that the run did not find are an error.
///
/// # Errors
/// If a file cannot be read or is not what a run writes, or as [`Analysis::new`].
pub fn read(folder: &Path) -> Result<Analysis> {
    let lines = folder.join(QUOTES);
    if !is_results(folder) {
        let what =
            format!("this is no folder of results: it has no `{RECORD}` and `{QUOTES}`, which `verbatims run` writes");
        return Err(Error::format(folder.display().to_string(), None, what));
    }
    let name = lines.display().to_string();
    let open = || File::open(&lines).map(BufReader::new).map_err(|error| Error::io(&lines, error));
    let mut quotes: Vec<Quote> = Vec::new();
    for (number, line) in (1..).zip(open()?.split(b'\n')) {
        let line = line.map_err(|error| Error::io(&lines, error))?;
        if line.trim_ascii().is_empty() {
            continue;
        }
        let quote = serde_json::from_slice(&line).map_err(|error| {
            Error::format(&name, number, format!("this is no quotation as a run writes it: {error}"))
        })?;
        quotes.push(quote);
    }
    let (table, themes) = (folder.join(TABLE), folder.join(THEMES));
    let mut codings = match (table.is_file(), themes.is_file()) {
        (true, true) => codings::read_with_themes(&table, &themes)?,
        (true, false) => codings::read(&table)?,
        (false, _) => codings::lines(&name, open()?)?,
    };
    let order: BTreeMap<&QuoteId, usize> = quotes.iter().map(|quote| &quote.id).zip(0..).collect();
    codings.codings.sort_by_key(|coding| order.get(&coding.quote).copied());
    Analysis::new(quotes, codings)
}

/// In which language each text of the run was, by its id, where its `run.json` says so.
///
/// # Errors
/// If `run.json` cannot be read or is no JSON.
pub fn languages(folder: &Path) -> Result<BTreeMap<String, String>> {
    let path = folder.join(RECORD);
    let bytes = fs::read(&path).map_err(|error| Error::io(&path, error))?;
    let record: serde_json::Value = serde_json::from_slice(&bytes)
        .map_err(|error| Error::format(path.display().to_string(), None, format!("this is no JSON: {error}")))?;
    let texts = record["documents"].as_array().into_iter().flatten();
    let named =
        |text: &serde_json::Value| Some((text["id"].as_str()?.to_owned(), text["language"].as_str()?.to_owned()));
    Ok(texts.filter_map(named).collect())
}

#[cfg(test)]
mod tests {
    use super::{is_results, languages, read};

    #[test]
    fn what_is_no_folder_of_results_is_said() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        assert!(!is_results(&folder));
        assert!(read(&folder).unwrap_err().to_string().contains("no folder of results"));
        assert!(languages(&folder).is_err());
    }
}
