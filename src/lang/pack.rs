use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::attribution;
use super::builtin;
use super::stem::Stemmer;
use super::vectors::{Vectors, WordVectors, stems_of_lines};
use super::words::{Classes, Language, VerbClass, VerbForm, VerbUse, Word, Writing};
use crate::error::{Error, Result};

/// `pack.toml` of a language pack.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    code: String,
    name: String,
    stemmer: String,
    /// The code of the pack whose learnt table this one shares where it has none of its own. The default is `en`:
    /// most of what the table holds is about the order of names, verbs and marks, not about words.
    #[serde(default = "english")]
    attribution: String,
    /// Whether every noun is written with a capital. The default is `false`: a capital inside a sentence makes a name.
    #[serde(default, rename = "capitalised-nouns")]
    capitalised_nouns: bool,
    /// Whether a full stop makes a number an ordinal. The default is `false`.
    #[serde(default, rename = "ordinal-stops")]
    ordinal_stops: bool,
    /// Whether 's after a word tells whose something is. The default is `true`.
    #[serde(default = "yes", rename = "possessive-s")]
    possessive_s: bool,
    /// Whether commas and full stops stand behind the closing mark. The default is `false`.
    #[serde(default, rename = "stops-outside-marks")]
    stops_outside: bool,
    /// Whether the verb of a main clause comes second. The default is `false`.
    #[serde(default, rename = "verb-second")]
    verb_second: bool,
}

fn yes() -> bool {
    true
}

fn english() -> String {
    "en".to_owned()
}

/// The learnt table that comes with the crate under a code; empty where there is none.
fn builtin_attribution(code: &str) -> &'static [u8] {
    builtin::ATTRIBUTION.iter().find(|(known, _)| *known == code).map_or(&[], |(_, table)| table)
}

impl Language {
    /// The codes of the packs that come with the crate, in alphabetical order.
    pub fn codes() -> impl Iterator<Item = &'static str> {
        builtin::PACKS.iter().map(|(code, _)| *code)
    }

    /// The pack of that code that comes with the crate (`en`, `de`).
    ///
    /// # Errors
    /// [`ErrorKind::Setting`](crate::ErrorKind::Setting) if there is none.
    pub fn builtin(code: &str) -> Result<Self> {
        let Some((_, files)) = builtin::PACKS.iter().find(|(known, _)| *known == code) else {
            let known: Vec<&str> = Self::codes().collect();
            return Err(Error::setting(
                "language",
                format!("there is no pack `{code}`; there are {}", known.join(", ")),
            ));
        };
        let mut language = from_files(&format!("seeds/lang/{code}"), files.iter().map(|(name, text)| (*name, *text)))?;
        language.vectors = builtin::vectors(code);
        Ok(language)
    }

    /// English, as it comes with the crate.
    ///
    /// # Panics
    /// Never: the tables are part of the crate and a test reads them.
    pub fn english() -> Self {
        Self::builtin("en").unwrap_or_else(|error| panic!("the English pack is broken: {error}"))
    }

    /// Reads a pack from a folder: `pack.toml`, `verbs.tsv`, `words/*.txt`, `lists/*.txt`, `attribution.bin`
    /// where the pack has a learnt table of its own, and `vectors.bin` with
    /// `vectors.txt` where there are word vectors.
    ///
    /// # Errors
    /// If a file cannot be read or a line of it cannot be understood; the error names file and line.
    pub fn read(folder: &Path) -> Result<Self> {
        let mut files: Vec<(String, String)> = Vec::new();
        for sub in ["", "words", "lists"] {
            let dir = folder.join(sub);
            if !dir.is_dir() {
                continue;
            }
            for entry in std::fs::read_dir(&dir).map_err(|error| Error::io(&dir, error))? {
                let path = entry.map_err(|error| Error::io(&dir, error))?.path();
                let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
                let wanted =
                    if sub.is_empty() { name == "pack.toml" || name == "verbs.tsv" } else { name.ends_with(".txt") };
                if wanted {
                    let text = std::fs::read_to_string(&path).map_err(|error| Error::io(&path, error))?;
                    files.push((if sub.is_empty() { name.to_owned() } else { format!("{sub}/{name}") }, text));
                }
            }
        }
        files.sort();
        let mut language =
            from_files(&folder.display().to_string(), files.iter().map(|(name, text)| (name.as_str(), text.as_str())))?;
        let table = folder.join("vectors.bin");
        if table.is_file() {
            let words = folder.join("vectors.txt");
            let bytes = std::fs::read(&table).map_err(|error| Error::io(&table, error))?;
            let words = std::fs::read_to_string(&words).map_err(|error| Error::io(&words, error))?;
            let stems = stems_of_lines(&words, &language.stemmer);
            let vectors = WordVectors::read(bytes.into(), words.into(), stems.into())
                .map_err(|what| Error::format(table.display().to_string(), None, what))?;
            language.vectors = Vectors::Read(Arc::new(vectors));
        }
        let table = folder.join("attribution.bin");
        if table.is_file() {
            let bytes = std::fs::read(&table).map_err(|error| Error::io(&table, error))?;
            attribution::check(&bytes, &language, builtin_attribution("en"))
                .map_err(|what| Error::format(table.display().to_string(), None, what))?;
            language.attribution = bytes.into();
        }
        Ok(language)
    }
}

/// The lines of a table that say something, with their numbers from 1; `#` starts a comment.
fn rows(text: &str) -> impl Iterator<Item = (u64, &str)> {
    text.lines().zip(1..).filter_map(|(line, number)| {
        let line = line.split_once('#').map_or(line, |(before, _)| before).trim_end();
        (!line.trim().is_empty()).then_some((number, line))
    })
}

fn from_files<'a>(folder: &str, files: impl Iterator<Item = (&'a str, &'a str)>) -> Result<Language> {
    let mut manifest: Option<Manifest> = None;
    let mut words: FxHashMap<Box<str>, Word> = FxHashMap::default();
    let mut lemmas = Vec::new();
    let mut lists: BTreeMap<Box<str>, Vec<Box<str>>> = BTreeMap::new();
    for (name, text) in files {
        let file = format!("{folder}/{name}");
        if name == "pack.toml" {
            manifest = Some(toml::from_str(text).map_err(|error| Error::format(&file, None, error.message()))?);
        } else if name == "verbs.tsv" {
            for (line, row) in rows(text) {
                add_verb(row, &mut words, &mut lemmas).map_err(|what| Error::format(&file, line, what))?;
            }
        } else if let Some(table) = name.strip_prefix("words/").and_then(|name| name.strip_suffix(".txt")) {
            let class = Classes::named(table).ok_or_else(|| {
                Error::format(
                    &file,
                    None,
                    format!("there is no word class `{table}`; there are {}", Classes::tables().join(", ")),
                )
            })?;
            for (_, row) in rows(text) {
                for word in row.split_whitespace() {
                    words.entry(word.to_lowercase().into()).or_default().classes |= class;
                }
            }
        } else if let Some(list) = name.strip_prefix("lists/").and_then(|name| name.strip_suffix(".txt")) {
            lists.insert(list.into(), rows(text).map(|(_, row)| row.trim().to_lowercase().into()).collect());
        }
    }
    let manifest = manifest.ok_or_else(|| Error::format(folder, None, "a language pack needs a `pack.toml`"))?;
    let stemmer = Stemmer::named(&manifest.stemmer).ok_or_else(|| {
        let known: Vec<&str> = Stemmer::names().collect();
        Error::format(
            format!("{folder}/pack.toml"),
            None,
            format!("there is no stemmer `{}`; there are {}", manifest.stemmer, known.join(", ")),
        )
    })?;
    let own = builtin_attribution(&manifest.code);
    let attribution = if own.is_empty() { builtin_attribution(&manifest.attribution) } else { own };
    Ok(Language {
        code: manifest.code.into(),
        name: manifest.name.into(),
        stemmer,
        writing: Writing {
            capitalised_nouns: manifest.capitalised_nouns,
            ordinal_stops: manifest.ordinal_stops,
            possessive_s: manifest.possessive_s,
            stops_outside: manifest.stops_outside,
            verb_second: manifest.verb_second,
        },
        words: Arc::new(words),
        lemmas: lemmas.into(),
        lists: Arc::new(lists),
        vectors: Vectors::None,
        attribution: attribution.into(),
    })
}

/// One row of `verbs.tsv`: class, then base, third person, past, gerund and participle forms,
/// each one or more words separated by `/`, `-` for none.
fn add_verb(row: &str, words: &mut FxHashMap<Box<str>, Word>, lemmas: &mut Vec<Box<str>>) -> Result<(), String> {
    let cells: Vec<&str> = row.split_whitespace().collect();
    let [class, base, third, past, gerund, participle] = cells[..] else {
        return Err(format!(
            "a verb has six cells (class, base, third person, past, gerund, participle); this row has {}",
            cells.len()
        ));
    };
    let class = VerbClass::named(class).ok_or_else(|| format!("there is no verb class `{class}`"))?;
    let lemma = u16::try_from(lemmas.len()).map_err(|_| "more than 65,535 verbs".to_owned())?;
    // A verb whose base form is left out ("back" is seldom one) is known by its first form.
    let named = [base, third, past, gerund].into_iter().find(|cell| *cell != "-").unwrap_or(base);
    lemmas.push(named.split('/').next().unwrap_or(named).into());
    let forms = [
        (base, VerbForm::Base),
        (third, VerbForm::Third),
        (past, VerbForm::Past),
        (gerund, VerbForm::Gerund),
        (participle, VerbForm::Participle),
    ];
    for (cell, form) in forms {
        for word in cell.split('/').filter(|word| *word != "-") {
            let entry = words.entry(word.to_lowercase().into()).or_default();
            entry.classes |= Classes::REPORTING;
            // A form shared by two verbs or two forms belongs to the first that claims it.
            entry.verb.get_or_insert(VerbUse { lemma, class, form });
        }
    }
    Ok(())
}
