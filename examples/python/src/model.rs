//! Themes that are found in quotations, and put on others.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::{ArrayRef, ListArray, RecordBatch, StringArray};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{DataType, Field, Schema};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyTuple};
use verbatims::themes::Assignment;
use verbatims::{Language, Quote, Theme, export, import, lang};

use crate::coded::Coded;
use crate::columns;
use crate::errors::OrRaise;
use crate::extractor;

use crate::pool;
use crate::rows::{self, Rows};

use crate::table::Table;

/// So many quotations are put under themes before Python hears of it.
const ROWS: usize = 32_768;
/// So many texts are looked at to tell their language.
const SAMPLE: usize = 200;

/// Themes that were found in quotations or answers; learn them once, save them, put others under them.
///
/// >>> answers = ["The rent is far too high.", "My rent rose twice.", "The bus never comes.", "No bus on Sundays.", "n/a"]
/// >>> model = verbatims.ThemeModel.fit(answers, n_themes=2)
/// >>> [row["state"] for row in model.predict(answers).to_pylist()]
/// ['coded', 'coded', 'coded', 'coded', 'no-content']
/// >>> len(model.themes()), model.language
/// (2, 'en')
#[pyclass(frozen, module = "verbatims")]
pub(crate) struct ThemeModel {
    pub(crate) model: verbatims::ThemeModel,
}

/// How many themes to find: a number, or the least and the greatest.
#[derive(FromPyObject)]
enum Number {
    One(usize),
    Between(usize, usize),
}

#[pymethods]
impl ThemeModel {
    /// Find the themes of quotations or answers.
    ///
    /// data: a list of texts, or anything with `__arrow_c_stream__`, such as what `quotes` gives.
    /// text, id: its columns, as of `Extractor.quotes`.
    /// of: which quotations get themes: "responses", "all" but the questions of interviewers, or "auto", responses where they are a fifth of all or more.
    /// language: the code of their language; None tells it from them.
    /// n_themes: how many to find, or the least and the greatest number; None is as many as they suggest.
    /// seed: where random choices take their stream from.
    /// vectors: whether the language's word vectors are used.
    /// uncoded: the share that may stay without a theme, those that fit worst.
    ///
    /// >>> verbatims.ThemeModel.fit(["Rent is high."], n_themes=0)
    /// Traceback (most recent call last):
    /// ValueError: setting `n_themes`: 0 themes were asked for; ask for 1 or more, or leave it out
    #[staticmethod]
    #[pyo3(signature = (data, *, text=None, id=None, of="auto", language=None, n_themes=None, seed=0, vectors=true, uncoded=0.0))]
    fn fit(
        py: Python<'_>,
        data: &Bound<'_, PyAny>,
        text: Option<&str>,
        id: Option<&str>,
        of: &str,
        language: Option<&str>,
        n_themes: Option<Number>,
        seed: u64,
        vectors: bool,
        uncoded: f64,
    ) -> PyResult<Self> {
        let rows = Rows::read(data, text, id)?;
        let quotes = rows.of(rows::scope(of)?);
        let language = language_of(&quotes, language)?;
        let options = verbatims::ThemeModel::options(&language).seed(seed).vectors(vectors).uncoded(uncoded);
        let options = match n_themes {
            None => options,
            Some(Number::One(number)) => options.n_themes(number),
            Some(Number::Between(least, greatest)) => options.between(least, greatest),
        };
        Ok(Self { model: pool::work(py, || options.fit(&quotes))?.or_raise()? })
    }

    /// Put quotations or answers under the themes: one row for each, in order, with its `state`: coded, uncoded, no-content; none where it was not to get a
    /// theme (see `of`). Each is judged by its own words.
    ///
    /// data, text, id, of: as of `fit`.
    /// evidence: also list the words that decided, with their places in the quotation.
    /// progress: called with how many are done, and of how many.
    ///
    /// >>> model = verbatims.ThemeModel.fit(["Rent is high.", "The bus is late."], n_themes=2)
    /// >>> model.predict(["High rent", None, "-"])["state"].to_pylist()
    /// ['coded', 'no-content', 'no-content']
    #[pyo3(signature = (data, *, text=None, id=None, of="auto", evidence=false, progress=None))]
    fn predict(
        &self,
        py: Python<'_>,
        data: &Bound<'_, PyAny>,
        text: Option<&str>,
        id: Option<&str>,
        of: &str,
        evidence: bool,
        progress: Option<Bound<'_, PyAny>>,
    ) -> PyResult<Table> {
        let scope = rows::scope(of)?;
        let rows = Rows::read(data, text, id)?;
        let themed = rows.of(scope);
        let mut coded = Coded::new(&rows.id, evidence);
        let mut all = rows.quotes.as_slice();
        let mut done = 0;
        for some in themed.chunks(ROWS) {
            // The quotations up to the last of these, with those between that get no theme.
            let last = some.last().and_then(|last| all.iter().position(|quote| std::ptr::eq(quote, *last)));
            let (here, rest) = all.split_at(last.map_or(all.len(), |last| last + 1));
            all = rest;
            if evidence {
                coded.push_codings(here, &pool::work(py, || self.model.code(some))?);
            } else {
                let texts: Vec<&str> = some.iter().map(|quote| quote.text.as_str()).collect();
                let assignments = pool::work(py, || self.model.assign_texts(&texts))?;
                push_assignments(&mut coded, here, some, &assignments, self.model.themes());
            }
            done += some.len();
            py.check_signals()?;
            if let Some(progress) = &progress {
                progress.call1((done, themed.len()))?;
            }
        }
        all.iter().for_each(|quote| coded.push_none(&quote.id, None));
        coded.finish()
    }

    /// The themes, by size: `theme_id`, `theme`, `words` that mark it, strongest first, `exemplars`, the ids of quotations that stand for it, and `size`, how
    /// many it was found in.
    fn themes(&self) -> PyResult<Table> {
        themes(self.model.themes(), Some(self.model.sizes()))
    }

    /// The code of the language that the model was learnt in.
    #[getter]
    fn language(&self) -> &str {
        self.model.language().code()
    }

    /// Save the model to a file, which `load` and `verbatims themes --predict` read. A file of that name is replaced.
    fn save(&self, path: PathBuf) -> PyResult<()> {
        let replace = export::write::Existing::Replace;
        export::write::file(&path, replace, |out| export::model::write(&self.model, out)).or_raise()
    }

    /// Load a model that `save` or `verbatims themes --model` wrote.
    #[staticmethod]
    #[pyo3(signature = (path, *, language=None))]
    fn load(path: PathBuf, language: Option<&str>) -> PyResult<Self> {
        let language = match language {
            Some(name) => extractor::language(Some(name))?,
            None => learnt(&path)?,
        };
        Ok(Self { model: import::model::read(&path, &language).or_raise()? })
    }

    /// The model as bytes.
    fn to_bytes<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.model.to_bytes())
    }

    /// The model that `to_bytes` gave.
    #[staticmethod]
    fn from_bytes(data: &[u8]) -> PyResult<Self> {
        let code = verbatims::ThemeModel::language_of(data);
        let language = Language::named(code.as_deref().unwrap_or("en")).or_raise()?;
        Ok(Self { model: verbatims::ThemeModel::from_bytes(data, &language).or_raise()? })
    }

    fn __repr__(&self) -> String {
        format!("<verbatims.ThemeModel: {} themes, language {}>", self.model.themes().len(), self.language())
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyTuple>)> {
        let bytes = slf.get().to_bytes(slf.py());
        Ok((slf.get_type().getattr("from_bytes")?, PyTuple::new(slf.py(), [bytes])?))
    }
}

/// The language that a saved model names; what is no model is told when it is read.
fn learnt(path: &Path) -> PyResult<Language> {
    match import::model::language(path) {
        Err(error) if !error.is_io_error() => Ok(Language::english()),
        language => language.or_raise(),
    }
}

fn push_assignments(coded: &mut Coded, all: &[Quote], some: &[&Quote], assignments: &[Assignment], themes: &[Theme]) {
    let mut given = some.iter().zip(assignments).peekable();
    for quote in all {
        match given.next_if(|(judged, _)| std::ptr::eq(**judged, quote)) {
            Some((_, assignment)) => coded.push_assignment(&quote.id, *assignment, themes),
            None => coded.push_none(&quote.id, None),
        }
    }
}

/// The language that was named, else the one that the texts are in, else English.
fn language_of(quotes: &[&Quote], name: Option<&str>) -> PyResult<Language> {
    if name.is_some() {
        return extractor::language(name);
    }
    let some = quotes.iter().step_by(quotes.len().div_ceil(SAMPLE).max(1)).map(|quote| quote.text.as_str());
    let told = lang::guess(&some.collect::<Vec<_>>().join("\n"));
    Ok(told.and_then(|guess| Language::named(guess.code()).ok()).unwrap_or_else(Language::english))
}

/// Themes as a table.
pub(crate) fn themes(themes: &[Theme], sizes: Option<&[usize]>) -> PyResult<Table> {
    let texts = |name: &str| Field::new(name, DataType::Utf8, true);
    let list = |name: &str| Field::new(name, DataType::List(columns::item(DataType::Utf8)), true);
    let mut fields = vec![texts("theme_id"), texts("theme"), list("words"), list("exemplars")];
    let mut all = vec![
        columns::texts(themes.iter().map(|theme| Some(theme.id.as_str()))),
        columns::texts(themes.iter().map(|theme| Some(theme.label.as_str()))),
        lists(themes.iter().map(|theme| theme.terms.iter().map(|(word, _)| word.as_str()).collect())),
        lists(themes.iter().map(|theme| theme.exemplars.iter().map(|id| id.as_str()).collect())),
    ];
    if let Some(sizes) = sizes {
        fields.push(Field::new("size", DataType::Int64, true));
        all.push(columns::numbers(sizes.iter().map(|size| *size as i64)));
    }
    let schema = Arc::new(Schema::new(fields));
    let batch = RecordBatch::try_new(schema.clone(), all).or_raise()?;
    Ok(Table::new(schema, vec![batch]))
}

fn lists<'t>(items: impl Iterator<Item = Vec<&'t str>>) -> ArrayRef {
    let items: Vec<Vec<&str>> = items.collect();
    let offsets = OffsetBuffer::from_lengths(items.iter().map(Vec::len));
    let texts = StringArray::from_iter_values(items.into_iter().flatten());
    Arc::new(ListArray::new(columns::item(DataType::Utf8), offsets, Arc::new(texts), None))
}
