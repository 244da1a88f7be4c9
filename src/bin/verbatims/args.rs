//! The options that several commands share: what to read, where themes come from, how tables and files are written.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde::{Deserialize, Serialize};
use verbatims::export::csv::CsvOptions;
use verbatims::export::write::Existing;
use verbatims::import::Limits;
use verbatims::themes::Scope;
use verbatims::{Document, DocumentKind, Extractor, Language};

/// What every command takes.
#[derive(Debug, Args)]
pub(crate) struct Global {
    /// Print help: -h in short, --help in full
    #[arg(long, short, global = true, action = clap::ArgAction::Help, help_heading = "General")]
    help: Option<bool>,
    /// Write JSON to standard output instead of text for people
    #[arg(long, global = true, help_heading = "General")]
    pub(crate) json: bool,
    /// Say nothing but errors
    #[arg(long, short, global = true, help_heading = "General")]
    pub(crate) quiet: bool,
    /// Threads to work with, at most 256; 0 is one for each processor
    #[arg(long, global = true, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u16).range(..=256), help_heading = "General")]
    pub(crate) threads: u16,
}

/// What to read and how.
#[derive(Debug, Args)]
#[command(next_help_heading = "Reading")]
pub(crate) struct ReadArgs {
    /// Files, folders or patterns ('interviews/*.txt'); `-` is standard input
    #[arg(required = true, value_name = "PATH", help_heading = None)]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) how: HowArgs,
}

/// How to read.
#[derive(Clone, Debug, Args, Serialize, Deserialize)]
#[command(next_help_heading = "Reading")]
pub(crate) struct HowArgs {
    /// The language of the texts: a code (en, de, fr, es, …), or the folder of a pack of your own [default: told from each text]
    #[arg(long, value_name = "CODE|FOLDER")]
    pub(crate) language: Option<String>,
    /// What the texts are; told from each text unless it is given
    #[arg(long, value_enum, value_name = "KIND", default_value_t)]
    pub(crate) kind: Kind,
    /// Each paragraph of a text is an answer, as in interviews that name nobody; short for `--kind paragraphs`
    #[arg(long, conflicts_with = "kind")]
    #[serde(default)]
    pub(crate) paragraphs: bool,
    /// The encoding of texts and tables, where it is guessed wrongly
    #[arg(long, value_name = "NAME")]
    pub(crate) encoding: Option<String>,
    /// How each file is read, as `verbatims plan` wrote it: followed exactly for the files it names
    #[arg(long, value_name = "FILE")]
    #[serde(default)]
    pub(crate) plan: Option<PathBuf>,
    /// A column of open-ended answers in surveys, by its header (or how it begins), number or letter; again for more [default: told from the cells]
    #[arg(long, value_name = "COLUMN")]
    pub(crate) open: Vec<String>,
    /// A column of surveys that parts people into groups, or question, speaker, affiliation, role, document, kind, `all`; dates by NAME:month (:year, :day), numbers in bands by NAME:10 or NAME:quartiles; again for more
    /// [default: those that have few values, of very many a handful]
    #[arg(long, value_name = "COLUMN")]
    pub(crate) group: Vec<String>,
    /// A column of surveys that tells who somebody is, left out of everything; again for more [default: told from names and cells]
    #[arg(long, value_name = "COLUMN")]
    #[serde(default)]
    pub(crate) personal: Vec<String>,
    /// A column of surveys to leave out; again for more
    #[arg(long, value_name = "COLUMN")]
    #[serde(default)]
    pub(crate) ignore: Vec<String>,
    /// A cell of surveys that is no answer (-99); again for more [default: codes of programs, told from the cells]
    #[arg(long, value_name = "CELL", allow_hyphen_values = true)]
    #[serde(default)]
    pub(crate) missing: Vec<String>,
    /// The rows of the header in surveys; 0 where the first row is an answer [default: told from the first rows]
    #[arg(long, value_name = "N")]
    #[serde(default)]
    pub(crate) header_rows: Option<usize>,
    /// The sheet of workbooks, by name or number [default: the one with most answers]
    #[arg(long, value_name = "SHEET")]
    #[serde(default)]
    pub(crate) sheet: Option<String>,
    /// The character between the cells of tables that are read: `,` `;` `|` or tab [default: told from the first rows]
    #[arg(long, value_name = "CHARACTER", value_parser = delimiter)]
    #[serde(default)]
    pub(crate) input_delimiter: Option<char>,
    /// Who asks in conversations, by the name or label; `none` is nobody; again for more [default: told from each text]
    #[arg(long, value_name = "NAME")]
    #[serde(default)]
    pub(crate) interviewer: Vec<String>,
    /// What you know of speakers: a speakers.csv with a column `rename` (two of one name become one), roles and affiliations set right, and any further column as a
    /// group for `--group`
    #[arg(long, value_name = "FILE")]
    #[serde(default)]
    pub(crate) speakers: Option<PathBuf>,
    /// The column of surveys that names the respondent, or who answers in conversations, by the name or label; `none` is nobody; again for more
    /// [default: told from the names of columns, and from each text]
    #[arg(long, value_name = "COLUMN|NAME")]
    #[serde(default)]
    pub(crate) respondent: Vec<String>,
    /// Stop at a broken table instead of reading as far as it goes
    #[arg(long)]
    pub(crate) strict: bool,
    /// How much may come of one file that is a web page, an office document, a PDF, a workbook or a project: seconds, megabytes, cells, depth or nodes; again for
    /// more (seconds=60)
    #[arg(long, value_name = "LIMIT=NUMBER", value_parser = limit)]
    #[serde(default)]
    pub(crate) limit: Vec<(String, u64)>,
    /// Find beliefs, wishes and intentions too, not only what was said (she hopes that it works)
    #[arg(long)]
    #[serde(default)]
    pub(crate) attitudes: bool,
}

impl HowArgs {
    /// An extractor that finds what is asked for, in each document by its own language unless one is named.
    pub(crate) fn extractor(&self, language: &Language) -> Extractor {
        Extractor::new(language.clone()).attitudes(self.attitudes).each_language(self.language.is_none())
    }
}

impl HowArgs {
    /// How much may come of one file.
    pub(crate) fn limits(&self) -> Limits {
        let mut limits = Limits::default();
        for (name, number) in &self.limit {
            let count = usize::try_from(*number).unwrap_or(usize::MAX);
            match name.as_str() {
                "seconds" => limits.seconds = *number,
                "megabytes" => limits.bytes_out = number.saturating_mul(1_000_000),
                "cells" => limits.cells = count,
                "depth" => limits.depth = count,
                _ => limits.nodes = count,
            }
        }
        limits
    }

    /// What the texts are.
    pub(crate) fn kind(&self) -> Kind {
        if self.paragraphs { Kind::Paragraphs } else { self.kind }
    }
}

/// Puts the names of those who ask and answer into a document that says nothing of it.
pub(crate) fn with_names<'a>(document: Document<'a>, interviewer: &[String], respondent: &[String]) -> Document<'a> {
    let names =
        |given: &[String]| given.iter().filter(|name| !name.eq_ignore_ascii_case("none")).cloned().collect::<Vec<_>>();
    let mut document = document;
    if document.interviewers.is_none() && !interviewer.is_empty() {
        document = document.interviewers(names(interviewer));
    }
    if document.respondents.is_none() && !respondent.is_empty() {
        document = document.respondents(names(respondent));
    }
    document
}

/// What texts are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    #[default]
    Auto,
    /// News, books, letters
    Prose,
    /// Research reports
    Report,
    /// Interviews with turns
    Transcript,
    /// Each text is one answer
    Response,
    /// Each paragraph of a text is one answer
    Paragraphs,
}

impl From<Kind> for DocumentKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Auto => Self::Auto,
            Kind::Prose => Self::Prose,
            Kind::Report => Self::Report,
            Kind::Transcript => Self::Transcript,
            Kind::Response => Self::Response,
            Kind::Paragraphs => Self::Paragraphs,
        }
    }
}

/// Where themes come from.
#[derive(Clone, Debug, Args, Serialize, Deserialize)]
#[command(next_help_heading = "Themes")]
pub(crate) struct ThemeArgs {
    /// Themes to look for (.csv, .tsv, .toml, .json, .qdc, .txt) [default: they are found in the quotations]
    #[arg(long, value_name = "FILE")]
    pub(crate) codebook: Option<PathBuf>,
    /// Quotations that people have coded, to learn from: a table with the columns text and themes, highlights of Taguette, MAXQDA or ATLAS.ti, or a REFI-QDA project (.qdpx)
    #[arg(long, value_name = "FILE", requires = "codebook")]
    pub(crate) train: Option<PathBuf>,
    /// Go by the words of the codebook only, not by likeness to what has them
    #[arg(long, requires = "codebook")]
    #[serde(default)]
    pub(crate) words_only: bool,
    /// The best code of the codebook for every quotation that says something
    #[arg(long, requires = "codebook")]
    #[serde(default)]
    pub(crate) every: bool,
    /// Save the codebook with what likeness is among these quotations and what `--train` taught, for `--predict`; a file of that name is replaced
    #[arg(long, value_name = "FILE", requires = "codebook")]
    #[serde(default)]
    pub(crate) learn: Option<PathBuf>,
    /// Themes that were found and saved before, by `--model`, or a codebook that was learnt, by `--learn`
    #[arg(long, value_name = "FILE", conflicts_with = "codebook")]
    pub(crate) predict: Option<PathBuf>,
    /// Save the themes that were found, for `--predict`; a file of that name is replaced
    #[arg(long, value_name = "FILE", conflicts_with_all = ["codebook", "predict", "codings"])]
    pub(crate) model: Option<PathBuf>,
    /// Themes that people gave: a quotes.csv or themes_wide.csv that was changed by hand, any table with quote_id and themes, highlights of other programs, or a
    /// REFI-QDA project (.qdpx)
    #[arg(long, value_name = "FILE", conflicts_with_all = ["codebook", "predict"])]
    pub(crate) codings: Option<PathBuf>,
    /// How many themes to find, or the least and the greatest number (6-12) [default: as many as the quotations suggest]
    #[arg(long, short, value_name = "N|MIN-MAX", value_parser = number, conflicts_with_all = ["codebook", "predict", "codings"])]
    pub(crate) k: Option<Number>,
    /// Where random choices take their stream from
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) seed: u64,
    /// Find themes without the word vectors of the language
    #[arg(long)]
    pub(crate) no_vectors: bool,
    /// Group by vectors of a model of your own: JSON Lines ({"id", "embedding"} a line, ids as `extract --rows` writes them), or .npy with a row for each
    /// quotation in that order
    #[arg(long, value_name = "FILE", conflicts_with_all = ["codebook", "predict", "codings", "edits"])]
    #[serde(default)]
    pub(crate) embeddings: Option<PathBuf>,
    /// The share of quotations that may stay without a theme, those that fit worst
    #[arg(long, value_name = "SHARE", default_value_t = 0.0, conflicts_with = "codebook")]
    pub(crate) uncoded: f64,
    /// Changes, as JSON Lines: what a reader of report.html downloaded there (codings, speakers, themes, what is no quotation), or changes to the themes that were
    /// found (rename, merge, split, move)
    #[arg(long, value_name = "FILE")]
    pub(crate) edits: Option<PathBuf>,
    /// How often to find the themes again in a part of the quotations, to see which come back; 0 is never
    #[arg(long, value_name = "N", conflicts_with_all = ["codebook", "predict"])]
    pub(crate) resamples: Option<usize>,
    /// Find the themes of all answers in one pot, not question by question
    #[arg(long, conflicts_with_all = ["codebook", "predict", "codings"])]
    #[serde(default)]
    pub(crate) pool: bool,
    /// Which quotations get themes
    #[arg(long, value_enum, value_name = "WHICH", default_value_t)]
    pub(crate) of: Themed,
}

/// How many themes to find.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Number {
    pub(crate) least: usize,
    pub(crate) greatest: usize,
}

fn number(text: &str) -> Result<Number, String> {
    let (least, greatest) = text.split_once('-').unwrap_or((text, text));
    match (least.trim().parse(), greatest.trim().parse()) {
        (Ok(least), Ok(greatest)) if least <= greatest => Ok(Number { least, greatest }),
        _ => Err("a number, or the least and the greatest, like 6-12".to_owned()),
    }
}

/// Which quotations get themes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Themed {
    /// Responses where they are a fifth of the quotations or more, else all
    #[default]
    Auto,
    /// Answers of people who were asked
    Responses,
    /// All but the questions of interviewers
    All,
}

impl Themed {
    pub(crate) fn scope(self) -> Scope {
        match self {
            Self::Auto => Scope::Auto,
            Self::Responses => Scope::Responses,
            Self::All => Scope::All,
        }
    }
}

/// What becomes of JSON Lines that cannot be read, where nothing is said: the run goes on and ends with 3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum BadLines {
    /// Their answers say why, and the run ends with 0
    Keep,
    /// The first ends the run with 2
    Stop,
}

/// How tables are written.
#[derive(Clone, Debug, Args, Serialize, Deserialize)]
#[command(next_help_heading = "Writing")]
pub(crate) struct TableArgs {
    /// Tables for spreadsheets (byte order mark, formulas guarded), or plain ones for programs
    #[arg(long, value_enum, value_name = "FORM", default_value_t)]
    pub(crate) csv: CsvForm,
    /// The character between cells: `,` `;` `|` or tab; European spreadsheets expect `;`
    #[arg(long, value_name = "CHARACTER", default_value = ",", value_parser = delimiter)]
    pub(crate) delimiter: char,
    /// Hide counts below this in tables by group, and pairs of themes behind which fewer speakers stand
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) min_cell: usize,
}

/// For whom tables are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub(crate) enum CsvForm {
    #[default]
    Spreadsheet,
    Plain,
}

fn delimiter(text: &str) -> Result<char, String> {
    let text = if text == "tab" || text == "\\t" { "\t" } else { text };
    let mut letters = text.chars();
    match (letters.next(), letters.next()) {
        (Some(letter), None) => match CsvOptions::plain().delimiter(letter) {
            Ok(_) => Ok(letter),
            Err(error) => Err(error.to_string()),
        },
        _ => Err("one of `,` `;` `|` `tab`".to_owned()),
    }
}

impl TableArgs {
    pub(crate) fn options(&self) -> verbatims::Result<CsvOptions> {
        let options = match self.csv {
            CsvForm::Spreadsheet => CsvOptions::spreadsheet(),
            CsvForm::Plain => CsvOptions::plain(),
        };
        options.delimiter(self.delimiter)
    }
}

/// Whether files are written.
#[derive(Debug, Args)]
#[command(next_help_heading = "Writing")]
pub(crate) struct WriteArgs {
    /// Replace files that are there
    #[arg(long)]
    pub(crate) force: bool,
    /// Say what would be written, and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}

impl WriteArgs {
    pub(crate) fn existing(&self) -> Existing {
        if self.force { Existing::Replace } else { Existing::Refuse }
    }
}

/// Whether names are hidden.
#[derive(Clone, Debug, Default, Args, Serialize, Deserialize)]
#[command(next_help_heading = "Privacy")]
pub(crate) struct PrivacyArgs {
    /// Put pseudonyms in the place of names in everything that is written; the key goes into a file apart
    #[arg(long, conflicts_with_all = ["model", "learn"])]
    pub(crate) pseudonymise: bool,
    /// A name of somebody who does not speak, to be hidden too; again for more
    #[arg(long, value_name = "NAME", requires = "pseudonymise")]
    pub(crate) hide: Vec<String>,
    /// A name that stays; again for more
    #[arg(long, value_name = "NAME", requires = "pseudonymise")]
    pub(crate) keep: Vec<String>,
    /// What numbers are put behind [default: Speaker]
    #[arg(long, value_name = "WORD", requires = "pseudonymise")]
    pub(crate) prefix: Option<String>,
    /// Call speakers by their role: Nurse 1
    #[arg(long, requires = "pseudonymise")]
    pub(crate) by_role: bool,
    /// Hide organisations too
    #[arg(long, requires = "pseudonymise")]
    pub(crate) organisations: bool,
    /// The key of an earlier run, so that people keep their pseudonyms
    #[arg(long, value_name = "FILE", requires = "pseudonymise")]
    pub(crate) known: Option<PathBuf>,
}

/// The limits that `--limit` sets.
const LIMITS: [&str; 5] = ["seconds", "megabytes", "cells", "depth", "nodes"];

/// `seconds=60`: a limit and how much.
fn limit(given: &str) -> Result<(String, u64), String> {
    let (name, number) = given.split_once('=').unwrap_or((given, ""));
    let (name, number) = (name.trim().to_lowercase(), number.trim().parse());
    match number {
        Ok(number) if number > 0 && LIMITS.contains(&name.as_str()) => Ok((name, number)),
        _ => Err(format!("write one of {} and a number: `seconds=60`", LIMITS.join(", "))),
    }
}
