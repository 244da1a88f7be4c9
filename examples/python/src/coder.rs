//! Themes that a codebook names.

use std::path::PathBuf;

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyMapping, PyString, PyTuple};
use serde::{Deserialize, Serialize};
use verbatims::themes::{CodebookCoder, Example};
use verbatims::{Code, Codebook, import};

use crate::coded::Coded;
use crate::errors::{OrRaise, wrong, wrong_type};
use crate::extractor;
use crate::model;
use crate::pool;
use crate::rows::{self, Rows};
use crate::table::Table;

/// Puts quotations under the codes of a codebook: by its words, and by likeness to what has them.
///
/// codebook: a file (.csv, .tsv, .toml, .json, .qdc, .txt), or a mapping of names to lists of words.
/// language: the code of the quotations' language, or the folder of a pack.
/// similarity: also find codes by likeness, not by the codebook's words only. Likeness weighs words by how many of the quotations at hand have them: for
///     the same answer whatever the quotations come with, switch it off.
/// vectors: whether the language's word vectors are used.
/// every: give each quotation that says something the code that it fits best, marked weak.
/// train: a file of texts that people have coded, to learn from.
///
/// >>> coder = verbatims.Coder({"Rent": ["rent*", "landlord"], "Transport": ["bus*"]}, similarity=False)
/// >>> coded = coder.code(["The landlord raised the rent.", "No buses. High rents.", "It rains."])
/// >>> [(row["id"], row["theme"], row["state"]) for row in coded.to_pylist()]
/// [('1', 'Rent', 'coded'), ('2', 'Rent', 'coded'), ('2', 'Transport', 'coded'), ('3', None, 'uncoded')]
#[pyclass(frozen, module = "verbatims")]
pub(crate) struct Coder {
    pub(crate) coder: CodebookCoder,
    learnt: Learnt,
}

/// What a coder is made of.
#[derive(Clone, Serialize, Deserialize)]
struct Learnt {
    codebook: Codebook,
    language: String,
    similarity: bool,
    vectors: bool,
    every: bool,
    examples: Vec<Taught>,
}

#[derive(Clone, Serialize, Deserialize)]
struct Taught {
    text: String,
    codes: Vec<String>,
}

impl Coder {
    fn of(learnt: Learnt) -> PyResult<Self> {
        let language = extractor::language(Some(&learnt.language))?;
        let examples = learnt
            .examples
            .iter()
            .map(|taught| Example::new(taught.text.clone(), taught.codes.iter().map(String::as_str)));
        let coder = CodebookCoder::options(learnt.codebook.clone(), language)
            .similarity(learnt.similarity)
            .vectors(learnt.vectors)
            .every(learnt.every)
            .fit(&examples.collect::<Vec<_>>())
            .or_raise()?;
        Ok(Self { coder, learnt })
    }
}

#[pymethods]
impl Coder {
    #[new]
    #[pyo3(signature = (codebook, *, language="en", similarity=true, vectors=true, every=false, train=None))]
    fn new(
        codebook: &Bound<'_, PyAny>,
        language: &str,
        similarity: bool,
        vectors: bool,
        every: bool,
        train: Option<PathBuf>,
    ) -> PyResult<Self> {
        let codebook = codebook_of(codebook)?;
        let examples = match train {
            Some(path) => import::examples::read(&path, &codebook).or_raise()?,
            None => Vec::new(),
        };
        let taught = |example: Example| Taught {
            text: example.text,
            codes: example.codes.iter().map(ToString::to_string).collect(),
        };
        let examples = examples.into_iter().map(taught).collect();
        Self::of(Learnt { codebook, language: language.to_owned(), similarity, vectors, every, examples })
    }

    /// Put quotations or answers under the codes: for each, in order, a row a code, or one row with its `state`: uncoded, no-content; none where it was not to
    /// get a theme (see `of`).
    ///
    /// data: a list of texts, or anything with `__arrow_c_stream__`, such as what `quotes` gives.
    /// text, id: its columns, as of `Extractor.quotes`.
    /// of: which quotations get themes: "responses", "all" but the questions of interviewers, or "auto", responses where they are a fifth of all or more.
    /// evidence: also list the words that decided, with their places in the quotation; `Analysis` takes the words of themes from them.
    #[pyo3(signature = (data, *, text=None, id=None, of="auto", evidence=true))]
    fn code(
        &self,
        py: Python<'_>,
        data: &Bound<'_, PyAny>,
        text: Option<&str>,
        id: Option<&str>,
        of: &str,
        evidence: bool,
    ) -> PyResult<Table> {
        let scope = rows::scope(of)?;
        let rows = Rows::read(data, text, id)?;
        let themed = rows.of(scope);
        let codings = pool::work(py, || self.coder.code(&themed))?;
        let mut coded = Coded::new(&rows.id, evidence);
        coded.push_codings(&rows.quotes, &codings);
        coded.finish()
    }

    /// The codes as themes, in the codebook's order, with their words.
    fn themes(&self) -> PyResult<Table> {
        model::themes(&self.coder.themes_of(&[], &[]), None)
    }

    /// The coder as bytes.
    fn to_bytes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        let bytes = serde_json::to_vec(&self.learnt).map_err(|error| wrong(error.to_string()))?;
        Ok(PyBytes::new(py, &bytes))
    }

    /// The coder that `to_bytes` gave.
    #[staticmethod]
    fn from_bytes(data: &[u8]) -> PyResult<Self> {
        let learnt = serde_json::from_slice(data);
        Self::of(learnt.map_err(|error| wrong(format!("these bytes are no coder as `to_bytes` gives it: {error}")))?)
    }

    fn __repr__(&self) -> String {
        let Learnt { codebook, language, .. } = &self.learnt;
        format!("<verbatims.Coder: {} codes, language {language}>", codebook.codes.len())
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyTuple>)> {
        let bytes = slf.get().to_bytes(slf.py())?;
        Ok((slf.get_type().getattr("from_bytes")?, PyTuple::new(slf.py(), [bytes])?))
    }
}

/// A codebook from a file, or from names with their words.
fn codebook_of(given: &Bound<'_, PyAny>) -> PyResult<Codebook> {
    if let Ok(mapping) = given.cast::<PyMapping>() {
        let mut codes = Vec::new();
        for pair in mapping.items()?.iter() {
            let (name, words): (String, Bound<'_, PyAny>) = pair.extract()?;
            if words.is_instance_of::<PyString>() {
                return Err(wrong_type(format!("codebook: the words of `{name}` are one text; give a list of words")));
            }
            let mut code = Code::new(name);
            code.words = words.extract()?;
            codes.push(code);
        }
        return Codebook::new(codes).or_raise();
    }
    import::codebook::read(&given.extract::<PathBuf>()?).or_raise()
}
