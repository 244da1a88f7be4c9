//! The filter `themes` (also called `group`): responses in, the themes of each out, a line a response, in order.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};
use verbatims::export::write::{self, Existing};
use verbatims::export::{self, json};
use verbatims::import::embeddings::Item;
use verbatims::import::model::Saved;
use verbatims::import::{self, jsonl};
use verbatims::text::{Position, Span};
use verbatims::themes::{Assignment, Basis, CodebookCoder, EvidenceWord, Stability, ThemeModelOptions};
use verbatims::{
    Coder, Coding, Codings, DocumentId, Error, Language, Quote, QuoteId, QuoteKind, Result, Theme, ThemeId, ThemeModel,
};

/// Responses that are coded and written at a time.
const BATCH: usize = 262_144;
/// A batch of responses that a saved model is given ends at either limit, so that memory is bounded by these and the longest line.
const STREAM_LINES: usize = 32_768;
const STREAM_BYTES: usize = 8 << 20;

/// Where themes come from, and what is written of them. Without a codebook or a saved model they are found in the responses.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filter {
    /// A codebook, whose codes the themes are.
    pub(crate) codebook: Option<PathBuf>,
    /// Coded texts for the codebook to learn from.
    pub(crate) train: Option<PathBuf>,
    pub(crate) words_only: bool,
    pub(crate) every: bool,
    /// Where the coder of the codebook is saved, with what it has learnt of these responses.
    pub(crate) learn: Option<PathBuf>,
    /// A saved model or coder, whose themes they are.
    pub(crate) predict: Option<PathBuf>,
    /// Where a model is saved.
    pub(crate) model: Option<PathBuf>,
    /// Changes to the themes that were found.
    pub(crate) edits: Option<PathBuf>,
    /// The least and the greatest number of themes to find.
    pub(crate) bounds: Option<(usize, usize)>,
    pub(crate) seed: u64,
    pub(crate) no_vectors: bool,
    /// Vectors by which the responses are grouped.
    pub(crate) embeddings: Option<PathBuf>,
    pub(crate) uncoded: f64,
    pub(crate) resamples: Option<usize>,
    /// Whether each theme comes with the words that speak for it.
    pub(crate) evidence: bool,
    /// Where a summary is written.
    pub(crate) summary: Option<PathBuf>,
    /// Whether a line that cannot be read ends everything.
    pub(crate) stop: bool,
}

/// The id and the text of a response, or why its line could not be read.
pub(crate) type Line = Result<(String, String)>;

/// How many responses went through, and how many of them have which theme, say nothing or have none.
#[derive(Default)]
pub(crate) struct Filtered {
    pub(crate) lines: usize,
    pub(crate) unread: usize,
    pub(crate) themes: BTreeMap<ThemeId, usize>,
    pub(crate) no_content: usize,
    uncoded: usize,
}

/// Reads the responses of one input, which messages call `name`.
pub(crate) fn read(name: &str, input: &[u8]) -> Vec<Line> {
    read_from(name, 0, input)
}

/// Reads responses behind so many lines of the input.
fn read_from(name: &str, before: u64, input: &[u8]) -> Vec<Line> {
    let lines: Vec<(u64, &[u8])> = jsonl::lines(input).collect();
    lines.into_par_iter().map(|(number, line)| jsonl::text(name, before + number, line)).collect()
}

/// What became of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum State {
    /// It has a theme or more.
    Coded,
    /// It says something, and fits no theme.
    Uncoded,
    /// It says nothing, like "n/a".
    NoContent,
}

impl Filter {
    /// Whether each response can be answered without the others: by a saved model, as it is.
    pub(crate) fn streams(&self) -> bool {
        self.predict.is_some() && self.edits.is_none() && self.model.is_none()
    }

    /// As [`Filter::run`], by a saved model, in memory that the number of responses does not change.
    pub(crate) fn stream(
        &self,
        language: &Language,
        inputs: impl IntoIterator<Item = (String, Box<dyn BufRead + Send>)>,
        mut output: impl Write,
    ) -> Result<Filtered> {
        let source = self.saved(language)?;
        let mut filtered = Filtered::default();
        for (name, mut reader) in inputs {
            let mut number = 0;
            loop {
                let mut batch = Vec::new();
                let mut lines = 0;
                while lines < STREAM_LINES && batch.len() < STREAM_BYTES && reader.read_until(b'\n', &mut batch)? > 0 {
                    lines += 1;
                }
                if lines == 0 {
                    break;
                }
                let mut read = read_from(&name, number, &batch);
                number += lines as u64;
                self.refuse(&mut read)?;
                filtered.lines += read.len();
                filtered.unread += read.iter().filter(|line| line.is_err()).count();
                match &source {
                    Source::Found(learnt) => self.assign(learnt, &read, &mut filtered, &mut output)?,
                    Source::Codebook(coder) => drop(self.code(coder.as_ref(), &read, &mut filtered, &mut output)?),
                }
            }
        }
        output.flush()?;
        let summary = match &source {
            Source::Found(learnt) => summary_of_model(learnt, &filtered),
            Source::Codebook(coder) => summary_of_themes(&coder.themes_of(&[], &[]), &filtered),
        };
        self.summarise(summary, &filtered)?;
        Ok(filtered)
    }

    /// Writes a line for each response: `{"id", "themes", "state"}`, or `{"id", "error", "line"}` where it could not be read.
    pub(crate) fn run(&self, language: &Language, lines: &[Line], mut output: impl Write) -> Result<Filtered> {
        let unread = lines.iter().filter(|line| line.is_err()).count();
        let mut filtered = Filtered { lines: lines.len(), unread, ..Filtered::default() };
        let summary = match &self.codebook {
            Some(file) => {
                // The coder sees all responses at once: what the words of one are worth may depend on the others.
                let coder = self.coder(file, language, lines)?;
                if let Some(file) = &self.learn {
                    write::file(file, Existing::Replace, |out| export::model::write_coder(&coder, out))?;
                }
                summary_of_themes(&self.code(&coder, lines, &mut filtered, &mut output)?, &filtered)
            }
            None => {
                let learnt = self.found(language, lines)?;
                if let Some(file) = &self.model {
                    write::file(file, Existing::Replace, |out| export::model::write(&learnt.model, out))?;
                }
                self.assign(&learnt, lines, &mut filtered, &mut output)?;
                summary_of_model(&learnt, &filtered)
            }
        };
        output.flush()?;
        self.summarise(summary, &filtered)?;
        Ok(filtered)
    }

    /// Refuses a line that cannot be read, where one is to end everything.
    pub(crate) fn refuse(&self, lines: &mut Vec<Line>) -> Result<()> {
        let bad = if self.stop { lines.iter().position(Result::is_err) } else { None };
        bad.map_or(Ok(()), |at| lines.swap_remove(at).map(drop))
    }

    /// The coder of a codebook, which learns from the responses where it is to be saved.
    fn coder(&self, file: &Path, language: &Language, lines: &[Line]) -> Result<CodebookCoder> {
        let codebook = import::codebook::read(file)?;
        let examples = match &self.train {
            Some(file) => import::examples::read(file, &codebook)?,
            None => Vec::new(),
        };
        let options = CodebookCoder::options(codebook, language.clone())
            .similarity(!self.words_only)
            .vectors(!self.no_vectors)
            .every(self.every);
        match &self.learn {
            Some(_) => options.learn_texts(&examples, &texts(lines)),
            None => options.fit(&examples),
        }
    }

    /// What was saved.
    fn saved(&self, language: &Language) -> Result<Source> {
        let file = self.predict.as_deref().unwrap_or(Path::new(""));
        match import::model::read_saved(file, language)? {
            Saved::Codebook(coder) => Ok(Source::Codebook(coder)),
            Saved::Themes(model) => {
                Ok(Source::Found(Box::new(Learnt { model: *model, stability: None, assignments: None })))
            }
        }
    }

    /// The saved model, or one of the responses, edited.
    fn found(&self, language: &Language, lines: &[Line]) -> Result<Learnt> {
        let mut learnt = match &self.predict {
            Some(file) => Learnt { model: import::model::read(file, language)?, stability: None, assignments: None },
            None => self.fit(&self.options(language, lines)?, lines)?,
        };
        if let Some(file) = &self.edits {
            let log = import::edits::read(file)?;
            learnt.model = learnt.model.edited(&log, &quotes(lines).iter().collect::<Vec<_>>())?;
            learnt.assignments = None;
        }
        Ok(learnt)
    }

    fn options(&self, language: &Language, lines: &[Line]) -> Result<ThemeModelOptions> {
        let mut options = ThemeModel::options(language).seed(self.seed).vectors(!self.no_vectors).uncoded(self.uncoded);
        if let Some(file) = &self.embeddings {
            let items: Vec<Item<'_>> = responses(lines).map(|(id, text)| Item { ids: vec![id], text }).collect();
            options = options.embeddings(import::embeddings::read(file, &items)?);
        }
        Ok(match self.bounds {
            Some((least, greatest)) if least == greatest => options.n_themes(least),
            Some((least, greatest)) => options.between(least, greatest),
            None => options,
        })
    }

    fn fit(&self, options: &ThemeModelOptions, lines: &[Line]) -> Result<Learnt> {
        let texts = texts(lines);
        let stability = self.resamples.map(|resamples| options.stability_texts(&texts, resamples)).transpose()?;
        let (model, assignments) = options.fit_assign_texts(&texts)?;
        let ids: Vec<&str> = responses(lines).map(|(id, _)| id).collect();
        let name = |number: &QuoteId| match number.as_str().parse::<usize>() {
            Ok(number) => QuoteId::new(ids[number - 1]),
            Err(_) => number.clone(),
        };
        Ok(Learnt { model: model.name_exemplars(name), stability, assignments: Some(assignments) })
    }

    /// Writes the themes that the model gives the responses.
    fn assign(&self, learnt: &Learnt, lines: &[Line], filtered: &mut Filtered, mut output: impl Write) -> Result<()> {
        let model = &learnt.model;
        if self.evidence {
            for lines in lines.chunks(BATCH) {
                self.code(model, lines, filtered, &mut output)?;
            }
            return Ok(());
        }
        let found;
        let assignments = match &learnt.assignments {
            Some(assignments) => assignments,
            None => {
                found = model.assign_texts(&texts(lines));
                &found
            }
        };
        let themes = model.themes();
        assignments.iter().for_each(|assignment| filtered.add_assignment(*assignment, themes));
        let fits = assignments.iter().map(|assignment| match *assignment {
            Assignment::Theme { theme, score, .. } => {
                (State::Coded, Some(ThemeFit::new(&themes[theme], f64::from(score))))
            }
            Assignment::NoContent => (State::NoContent, None),
            _ => (State::Uncoded, None),
        });
        write_lines(lines, fits, output)
    }

    /// Codes the responses and writes a line for each; returns the themes.
    fn code(
        &self,
        coder: &impl Coder,
        lines: &[Line],
        filtered: &mut Filtered,
        output: impl Write,
    ) -> Result<Vec<Theme>> {
        let mut quotes = quotes(lines);
        // Ids may repeat, so that here quotations go by their number.
        for (number, quote) in quotes.iter_mut().enumerate() {
            quote.id = QuoteId::new(number.to_string());
        }
        let found = coder.code(&quotes.iter().collect::<Vec<_>>());
        filtered.add_codings(&found);
        let themes: BTreeMap<&ThemeId, &Theme> = found.themes.iter().map(|theme| (&theme.id, theme)).collect();
        let mut codings = found.codings.iter().peekable();
        let no_content: BTreeSet<&QuoteId> = found.no_content.iter().collect();
        let fits = quotes.iter().map(|quote| {
            let of_quote = std::iter::from_fn(|| codings.next_if(|coding| coding.quote == quote.id));
            let of_quote = of_quote.filter_map(|coding| Some(self.fit_of(themes.get(&coding.theme)?, coding)));
            let of_quote: Vec<ThemeFit<'_>> = of_quote.collect();
            let state = match of_quote[..] {
                [] if no_content.contains(&quote.id) => State::NoContent,
                [] => State::Uncoded,
                _ => State::Coded,
            };
            (state, of_quote)
        });
        write_lines(lines, fits, output)?;
        Ok(found.themes)
    }

    fn fit_of<'a>(&self, theme: &'a Theme, coding: &'a Coding) -> ThemeFit<'a> {
        let fit = ThemeFit::new(theme, coding.score);
        if self.evidence { fit.because(coding) } else { fit }
    }

    fn summarise(&self, mut summary: Value, filtered: &Filtered) -> Result<()> {
        let Some(file) = &self.summary else { return Ok(()) };
        summary["responses"] = json!(filtered.lines - filtered.unread);
        summary["no_content"] = json!(filtered.no_content);
        summary["uncoded"] = json!(filtered.uncoded);
        write::file(file, Existing::Replace, |out| {
            serde_json::to_writer_pretty(&mut *out, &summary).map_err(io::Error::from)?;
            Ok(out.write_all(b"\n")?)
        })
    }
}

/// Where the themes of a saved file come from.
enum Source {
    Found(Box<Learnt>),
    Codebook(Box<CodebookCoder>),
}

/// What was learnt, or read from a file.
struct Learnt {
    /// The model, edited.
    model: ThemeModel,
    /// How stable its themes are, before they were edited.
    stability: Option<Stability>,
    /// The assignment of each response, where learning has made it.
    assignments: Option<Vec<Assignment>>,
}

impl Filtered {
    fn add_assignment(&mut self, assignment: Assignment, themes: &[Theme]) {
        match assignment {
            Assignment::Theme { theme, .. } => match self.themes.get_mut(&themes[theme].id) {
                Some(count) => *count += 1,
                None => drop(self.themes.insert(themes[theme].id.clone(), 1)),
            },
            Assignment::NoContent => self.no_content += 1,
            _ => self.uncoded += 1,
        }
    }

    fn add_codings(&mut self, codings: &Codings) {
        for coding in &codings.codings {
            *self.themes.entry(coding.theme.clone()).or_default() += 1;
        }
        self.no_content += codings.no_content.len();
        self.uncoded += codings.uncoded.len();
    }
}

fn summary_of(theme: &Theme, filtered: &Filtered) -> Value {
    json!({
        "id": theme.id,
        "label": theme.label,
        "responses": filtered.themes.get(&theme.id).copied().unwrap_or(0),
        "terms": theme.terms.iter().map(|(term, _)| term).collect::<Vec<_>>(),
        "exemplars": theme.exemplars,
    })
}

fn summary_of_themes(themes: &[Theme], filtered: &Filtered) -> Value {
    json!({ "themes": themes.iter().map(|theme| summary_of(theme, filtered)).collect::<Vec<_>>() })
}

fn summary_of_model(learnt: &Learnt, filtered: &Filtered) -> Value {
    let (model, stability) = (&learnt.model, learnt.stability.as_ref());
    let themes = model.themes().iter().map(|theme| {
        let mut summary = summary_of(theme, filtered);
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
    });
    let (low, high) = model.range();
    let mut summary = json!({ "themes": themes.collect::<Vec<_>>(), "range": [low, high], "tree": model.tree() });
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

/// A theme of a response as it is written.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct ThemeFit<'a> {
    id: &'a str,
    label: &'a str,
    #[serde(serialize_with = "serialize_rounded")]
    score: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    weak: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    basis: Option<Basis>,
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence: Option<&'a [EvidenceWord]>,
}

impl<'a> ThemeFit<'a> {
    pub(crate) fn new(theme: &'a Theme, score: f64) -> Self {
        Self { id: theme.id.as_str(), label: &theme.label, score, weak: None, basis: None, evidence: None }
    }

    /// With whether the theme fits weakly, what it rests on, and the words that decided.
    pub(crate) fn because(self, coding: &'a Coding) -> Self {
        Self { weak: Some(coding.weak), basis: Some(coding.basis), evidence: Some(&coding.evidence), ..self }
    }
}

/// Digits beyond the sixth are noise of the machine's arithmetic.
fn rounded(number: f64) -> f64 {
    (number * 1e6).round() / 1e6
}

fn serialize_rounded<S: Serializer>(score: &f64, to: S) -> std::result::Result<S::Ok, S::Error> {
    to.serialize_f64(rounded(*score))
}

/// Writes the themes of one response, best first: `{"id", "themes": [{"id", "label", "score"}], "state"}`, and `weak`, `basis` and `evidence` with each theme that has
/// them. Without a state it was not to get a theme.
pub(crate) fn write_line<'a>(
    id: &str,
    themes: impl IntoIterator<Item = ThemeFit<'a>>,
    state: Option<State>,
    mut output: impl Write,
) -> Result<()> {
    #[derive(Serialize)]
    struct Answer<'a> {
        id: &'a str,
        themes: Vec<ThemeFit<'a>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        state: Option<State>,
    }
    let answer = Answer { id, themes: themes.into_iter().collect(), state };
    serde_json::to_writer(&mut output, &answer).map_err(|error| Error::from(io::Error::from(error)))?;
    Ok(output.write_all(b"\n")?)
}

/// Writes a line for each response with its state and its themes, of which `fits` gives one list after the other, and why for a line that could not be
/// read.
fn write_lines<'a, A: IntoIterator<Item = ThemeFit<'a>>>(
    lines: &[Line],
    fits: impl IntoIterator<Item = (State, A)>,
    mut output: impl Write,
) -> Result<()> {
    let mut fits = fits.into_iter();
    for line in lines {
        match line {
            Ok((id, _)) => {
                if let Some((state, themes)) = fits.next() {
                    write_line(id, themes, Some(state), &mut output)?;
                }
            }
            Err(error) => json::unread(error, &mut output)?,
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
