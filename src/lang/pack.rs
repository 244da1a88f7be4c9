//! Reads a language pack: settings, word classes, lists of phrases, verbs.

use std::path::Path;
use std::sync::Arc;

use rustc_hash::{FxBuildHasher, FxHashMap};
use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::attribution;
use super::builtin::{self, Files};
use super::language::{Language, Writing, lower};
use super::lists::{List, Phrases};
use super::names;
use super::stem::Stemmer;
use super::vectors::{Vectors, WordVectors, stems_of_lines};
use super::words::{Classes, Grammar, Reports, VerbClass, VerbForm, VerbUse, Word};
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
    /// Whether 's after a word says whose something is. The default is `true`.
    #[serde(default = "yes", rename = "possessive-s")]
    possessive_s: bool,
    /// Whether commas and full stops come after the closing mark. The default is `false`.
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
        let files = builtin::PACKS.iter().find(|(known, _)| *known == code).map(|(_, files)| files);
        let files = files.ok_or_else(|| Error::setting("language", names::unknown("pack", code, Self::codes())))?;
        let mut language = files.language(&format!("seeds/lang/{code}"))?;
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

    /// Reads a pack from a folder: `pack.toml`, `words.toml`, `lists.toml`, `verbs.tsv`, and where the pack has them
    /// `attribution.bin` (a learnt table of its own) and `vectors.bin` with `vectors.txt` (word vectors).
    /// [`guide::languages`](crate::guide::languages) says what is in each.
    ///
    /// # Errors
    /// If a file cannot be read or a line of it cannot be understood, or if a word class or a list is missing or unknown; the error
    /// names file and line.
    pub fn read(folder: &Path) -> Result<Self> {
        let text = |name: &str| {
            let path = folder.join(name);
            std::fs::read_to_string(&path).map_err(|error| Error::io(&path, error))
        };
        let (pack, words) = (text("pack.toml")?, text("words.toml")?);
        let (lists, verbs) = (text("lists.toml")?, text("verbs.tsv")?);
        let files = Files { pack: &pack, words: &words, lists: &lists, verbs: &verbs };
        let mut language = files.language(&folder.display().to_string())?;
        let table = folder.join("vectors.bin");
        if table.is_file() {
            let bytes = std::fs::read(&table).map_err(|error| Error::io(&table, error))?;
            let words = text("vectors.txt")?;
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

impl Files<'_> {
    /// The language, without vectors.
    pub(super) fn language(&self, folder: &str) -> Result<Language> {
        let file = format!("{folder}/pack.toml");
        let manifest: Manifest = toml::from_str(self.pack).map_err(|error| of_toml(&file, self.pack, &error))?;
        let stemmer = Stemmer::named(&manifest.stemmer).ok_or_else(|| {
            Error::format(&file, None, names::unknown("stemmer", &manifest.stemmer, Stemmer::names()))
        })?;
        let own = builtin_attribution(&manifest.code);
        let attribution = if own.is_empty() { builtin_attribution(&manifest.attribution) } else { own };
        // A word takes about eight bytes of the file, and most are in one class.
        let mut words = Words::with_capacity_and_hasher(self.words.len() / 8, FxBuildHasher);
        let lemmas = add_verbs(&format!("{folder}/verbs.tsv"), self.verbs, &mut words)?;
        Table::parse(format!("{folder}/words.toml"), self.words)?.add_words(&mut words)?;
        let mut lists = Table::parse(format!("{folder}/lists.toml"), self.lists)?.lists()?;
        Table::parse("seeds/transcripts.toml".to_owned(), builtin::TRANSCRIPTS)?.add_lists(&mut lists)?;
        for filler in lists[List::Fillers as usize].phrases.iter().filter(|filler| !filler.contains(' ')) {
            change(&mut words, filler, |word| word.classes |= Classes::STOP);
        }
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
            lists: lists.into(),
            vectors: Vectors::None,
            attribution: attribution.into(),
        })
    }
}

/// The words of the language, as they are collected.
type Words = FxHashMap<Box<str>, Word>;

/// Changes what is known of a word, whatever its case. Most words are in lower case and known already: nothing is allocated for those.
fn change(words: &mut Words, word: &str, change: impl FnOnce(&mut Word)) {
    let key = lower(word);
    if let Some(known) = words.get_mut(&*key) {
        change(known);
        return;
    }
    let mut new = Word::default();
    change(&mut new);
    words.insert(Box::from(&*key), new);
}

/// A line number, from 1, of a place in a text.
fn line_of(text: &str, at: usize) -> u64 {
    1 + text.as_bytes()[..at.min(text.len())].iter().filter(|byte| **byte == b'\n').count() as u64
}

fn of_toml(file: &str, text: &str, error: &toml::de::Error) -> Error {
    Error::format(file, error.span().map(|span| line_of(text, span.start)), error.message())
}

/// A TOML file of a pack, for errors that name its lines.
struct Table<'a> {
    file: String,
    text: &'a str,
    keys: DeTable<'a>,
}

impl<'a> Table<'a> {
    fn parse(file: String, text: &'a str) -> Result<Self> {
        let keys = DeTable::parse(text).map_err(|error| of_toml(&file, text, &error))?.into_inner();
        Ok(Self { file, text, keys })
    }

    fn error<T>(&self, at: &Spanned<T>, what: impl Into<String>) -> Error {
        Error::format(&self.file, line_of(self.text, at.span().start), what)
    }

    /// An error if a key is none of the known ones.
    fn check_keys(&self, what: &str, known: impl Iterator<Item = &'static str>) -> Result<()> {
        let known: Vec<&str> = known.collect();
        match self.keys.keys().find(|key| !known.contains(&key.get_ref().as_ref())) {
            Some(key) => Err(self.error(key, names::unknown(what, key.get_ref(), known.into_iter()))),
            None => Ok(()),
        }
    }

    fn missing(&self, what: &str, key: &str, purpose: &str) -> Error {
        let what = format!("the {what} `{key}` is missing{purpose}; a language without such words has `{key} = []`");
        Error::format(&self.file, None, what)
    }

    /// The strings of a value that is a string or an array of strings.
    fn strings<'v>(&self, value: &'v Spanned<DeValue<'a>>) -> Result<Vec<&'v str>> {
        match value.get_ref() {
            DeValue::String(one) => Ok(vec![one]),
            DeValue::Array(several) => several
                .iter()
                .map(|one| one.get_ref().as_str().ok_or_else(|| self.error(one, "words are written as a string")))
                .collect(),
            _ => Err(self.error(value, "words are written as a string, or as an array of strings")),
        }
    }

    /// `words.toml`: each class and its words.
    fn add_words(&self, words: &mut Words) -> Result<()> {
        let keys = Classes::NAMED.iter().map(|(key, _)| *key);
        self.check_keys("word class", keys.chain(Grammar::NAMED.iter().map(|(key, _)| *key)))?;
        for (key, grammar) in Grammar::NAMED {
            let values = self.keys.get(*key).map(|value| self.strings(value)).transpose()?.unwrap_or_default();
            for word in values.into_iter().flat_map(str::split_ascii_whitespace) {
                change(words, word, |word| word.grammar |= *grammar);
            }
        }
        for (key, class) in Classes::NAMED {
            let Some(value) = self.keys.get(*key) else {
                if Classes::OPTIONAL.any(*class) {
                    continue;
                }
                return Err(self.missing("word class", key, ""));
            };
            for word in self.strings(value)?.into_iter().flat_map(str::split_ascii_whitespace) {
                change(words, word, |word| word.classes |= *class);
            }
        }
        Ok(())
    }

    /// `lists.toml`: the phrases of each list.
    fn lists(&self) -> Result<Vec<Phrases>> {
        self.check_keys("list", List::ALL.iter().map(|list| list.key()))?;
        List::ALL
            .iter()
            .map(|list| match self.keys.get(list.key()) {
                Some(value) if list.has_classes() => self.cues(value),
                Some(value) => Ok(Phrases { phrases: self.phrases(value)?, classes: Vec::new() }),
                None if list.is_optional() => Ok(Phrases::default()),
                None => Err(self.missing("list", list.key(), &format!(" ({})", list.purpose()))),
            })
            .collect()
    }

    /// Adds phrases that a pack shares with others, but for a label that the pack knows as one of another kind.
    fn add_lists(&self, lists: &mut [Phrases]) -> Result<()> {
        self.check_keys("list", List::ALL.iter().map(|list| list.key()))?;
        for list in List::ALL {
            let Some(value) = self.keys.get(list.key()) else { continue };
            for phrase in self.phrases(value)? {
                let known = |list: &List| lists[*list as usize].phrases.contains(&phrase);
                let labels = List::LABELS.contains(list) && List::LABELS.iter().any(known);
                if !labels && !known(list) {
                    lists[*list as usize].phrases.push(phrase);
                }
            }
        }
        Ok(())
    }

    fn phrases(&self, value: &Spanned<DeValue<'a>>) -> Result<Vec<Box<str>>> {
        Ok(self.strings(value)?.into_iter().map(|phrase| phrase.trim().to_lowercase().into()).collect())
    }

    /// A table of verb classes, each with its cues.
    fn cues(&self, value: &Spanned<DeValue<'a>>) -> Result<Phrases> {
        let DeValue::Table(classes) = value.get_ref() else {
            return Err(self.error(value, "cues are written under the class of their verb: `say = […]`"));
        };
        let mut cues = Phrases::default();
        for (name, value) in classes {
            let class = verb_class(name.get_ref()).map_err(|what| self.error(name, what))?;
            cues.phrases.extend(self.phrases(value)?);
            cues.classes.resize(cues.phrases.len(), class);
        }
        Ok(cues)
    }
}

fn verb_class(name: &str) -> Result<VerbClass, String> {
    let found = VerbClass::NAMED.iter().find(|(known, _)| *known == name);
    let known = VerbClass::NAMED.iter().map(|(known, _)| *known);
    found.map(|(_, class)| *class).ok_or_else(|| names::unknown("verb class", name, known))
}

fn reports(name: &str) -> Result<Reports, String> {
    let found = Reports::NAMED.iter().find(|(known, _)| *known == name);
    let known = Reports::NAMED.iter().map(|(known, _)| *known);
    found.map(|(_, reports)| *reports).ok_or_else(|| names::unknown("way of reporting", name, known))
}

/// Reads `verbs.tsv`, a verb a row, `#` starts a comment; the lemmas of the verbs, in the order of the rows.
fn add_verbs(file: &str, text: &str, words: &mut Words) -> Result<Vec<Box<str>>> {
    let mut lemmas = Vec::new();
    for (line, number) in text.lines().zip(1..) {
        let row = line.split_once('#').map_or(line, |(before, _)| before);
        if !row.trim().is_empty() {
            add_verb(row, words, &mut lemmas).map_err(|what| Error::format(file, Some(number), what))?;
        }
    }
    Ok(lemmas)
}

/// One row of `verbs.tsv`: class, then base, third person, past, gerund and participle forms,
/// each one or more words separated by `/`, `-` for none; at last, where it is not a clause alone, what it reports without marks.
fn add_verb(row: &str, words: &mut Words, lemmas: &mut Vec<Box<str>>) -> Result<(), String> {
    let cells: Vec<&str> = row.split_whitespace().collect();
    let ([class, base, third, past, gerund, participle] | [class, base, third, past, gerund, participle, _]) =
        cells[..]
    else {
        return Err(format!(
            "a verb has six cells (class, base, third person, past, gerund, participle) or a seventh (what it reports); \
             this row has {}",
            cells.len()
        ));
    };
    let class = verb_class(class)?;
    let reports = cells.get(6).map_or(Ok(Reports::default()), |name| reports(name))?;
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
            change(words, word, |word| {
                word.classes |= Classes::REPORTING;
                // A form shared by two verbs or two forms belongs to the first that claims it.
                word.verb.get_or_insert(VerbUse { lemma, class, form, reports });
            });
        }
    }
    Ok(())
}
