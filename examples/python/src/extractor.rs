//! Quotations out of texts.

use std::path::Path;
use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, FieldRef, Schema};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};
use rayon::prelude::*;
use verbatims::{Corpus, Document, DocumentKind, Extraction, Language};

use crate::columns::{self, Lists, Offsets, Places, QuoteColumns};
use crate::errors::{OrRaise, wrong};
use crate::input::{Frame, keywords};
use crate::lines::Lines;
use crate::pool;
use crate::source::{ATTRIBUTE, Source, kind_named};
use crate::table::{Column, Table};

/// A stretch ends at either limit, after which Python hears of it.
const ROWS: usize = 512;
const BYTES: usize = 4 << 20;

/// Finds quotations and who said them. Built once, then used from any number of threads and processes.
///
/// language: the code of the texts' language, or the folder of a pack; None tells it from each text.
/// kind: what texts are that do not say it in a column `kind`: auto, prose, report, transcript, response, paragraphs.
/// indirect: also find indirect speech (she said that it failed).
/// attitudes: also find beliefs and wishes (she hopes that it works).
/// offsets: what `start`, `end` and `spans` in tables count: "chars" as Python does, or "bytes" of UTF-8 as files of the program do.
/// interviewers, respondents: who asks and who answers in conversations that do not say it in columns of these names (without s).
///
/// >>> extractor = verbatims.Extractor(indirect=False)
/// >>> found = extractor.quotes({"id": ["a"], "text": ["“The bus never comes,” said María López."], "year": [2024]})
/// >>> row = found.to_pylist()[0]
/// >>> row["quote_id"], row["speaker"], row["text"], row["year"]
/// ('a#1', 'María López', 'The bus never comes,', 2024)
/// >>> "“The bus never comes,” said María López."[row["start"]:row["end"]]
/// 'The bus never comes,'
#[pyclass(frozen, module = "verbatims")]
pub(crate) struct Extractor {
    pub(crate) extractor: Arc<verbatims::Extractor>,
    pub(crate) settings: Settings,
}

/// As they were given.
#[derive(Clone)]
pub(crate) struct Settings {
    language: Option<String>,
    kind: String,
    indirect: bool,
    attitudes: bool,
    offsets: String,
    pub(crate) interviewers: Option<Vec<String>>,
    pub(crate) respondents: Option<Vec<String>>,
}

impl Settings {
    pub(crate) fn kind(&self) -> PyResult<DocumentKind> {
        kind_named(&self.kind).ok_or_else(|| {
            wrong(format!("kind: `{}` is none of auto, prose, report, transcript, response, paragraphs", self.kind))
        })
    }

    fn offsets(&self) -> PyResult<Offsets> {
        unit(&self.offsets)
    }

    /// A document with who asks and answers, where it does not say it.
    pub(crate) fn with_names<'a>(&self, mut document: Document<'a>) -> Document<'a> {
        if document.interviewers.is_none() {
            document.interviewers.clone_from(&self.interviewers);
        }
        if document.respondents.is_none() {
            document.respondents.clone_from(&self.respondents);
        }
        document
    }
}

pub(crate) fn unit(name: &str) -> PyResult<Offsets> {
    match name {
        "chars" => Ok(Offsets::Chars),
        "bytes" => Ok(Offsets::Bytes),
        _ => Err(wrong(format!("offsets: `{name}` is neither chars nor bytes"))),
    }
}

/// The language of that code or in that folder; English where none is named.
pub(crate) fn language(name: Option<&str>) -> PyResult<Language> {
    let Some(name) = name else { return Ok(Language::english()) };
    let folder = Path::new(name);
    if folder.join("pack.toml").is_file() { Language::read(folder) } else { Language::named(name) }.or_raise()
}

#[pymethods]
impl Extractor {
    #[new]
    #[pyo3(signature = (*, language=None, kind="auto", indirect=true, attitudes=false, offsets="chars", interviewers=None, respondents=None))]
    pub(crate) fn new(
        language: Option<String>,
        kind: &str,
        indirect: bool,
        attitudes: bool,
        offsets: &str,
        interviewers: Option<Vec<String>>,
        respondents: Option<Vec<String>>,
    ) -> PyResult<Self> {
        let extractor = verbatims::Extractor::new(self::language(language.as_deref())?)
            .indirect(indirect)
            .attitudes(attitudes)
            .each_language(language.is_none());
        let (kind, offsets) = (kind.to_owned(), offsets.to_owned());
        let settings = Settings { language, kind, indirect, attitudes, offsets, interviewers, respondents };
        settings.kind()?;
        settings.offsets()?;
        Ok(Self { extractor: Arc::new(extractor), settings })
    }

    /// The quotations of texts, one a row: who said what, in which document, where. The other columns of the table are carried along as they are; one whose
    /// name is taken is called `name (attribute)`.
    ///
    /// data: a list of texts, or anything with `__arrow_c_stream__`.
    /// text: the column of texts; None is `text`, else the only one that holds texts.
    /// id: the column that names the texts; None is `quote_id` or `id`, else they go by their row from 1.
    /// progress: called with how many texts are done, and of how many.
    ///
    /// >>> verbatims.Extractor().quotes(["She said that rent was high.", None, ""])["text"].to_pylist()
    /// ['rent was high']
    #[pyo3(signature = (data, *, text=None, id=None, progress=None))]
    fn quotes(
        &self,
        py: Python<'_>,
        data: &Bound<'_, PyAny>,
        text: Option<&str>,
        id: Option<&str>,
        progress: Option<Bound<'_, PyAny>>,
    ) -> PyResult<Table> {
        let source = Source::new(&Frame::read(data)?, text, id)?;
        let offsets = self.settings.offsets()?;
        let taken = columns::fields();
        let attributes = source.attributes();
        let carried = attributes.iter().map(|at| apart(&source.carried[*at], &|name| taken.find(name).is_some()));
        let schema = Arc::new(Schema::new(taken.iter().cloned().chain(carried).collect::<Vec<FieldRef>>()));
        let mut batches = Vec::new();
        self.read(py, &source, progress.as_ref(), |stretch| {
            let mut columns = QuoteColumns::default();
            let mut rows: Vec<usize> = Vec::new();
            for (row, found) in stretch.found() {
                let places = Places::of(found, stretch.text(row), offsets);
                found.quotes.iter().for_each(|quote| columns.push(quote, &places));
                rows.extend(found.quotes.iter().map(|_| row));
            }
            let carried = attributes.iter().map(|at| columns::rows(stretch.carried(*at), &rows));
            let carried = carried.collect::<PyResult<Vec<ArrayRef>>>()?;
            let columns = columns.finish().into_iter().chain(carried).collect();
            batches.push(RecordBatch::try_new(schema.clone(), columns).or_raise()?);
            Ok(())
        })?;
        Ok(Table::new(schema, batches))
    }

    /// What each text holds, one row a text, in order: `id`, `document_kind`, `language`, `quotes`, `not_quotes` (words between marks that were set aside, and
    /// why) and `diagnostics`; the other columns of the table are carried along. Arguments as of `quotes`.
    ///
    /// >>> row = verbatims.Extractor().extract(["“Rent is high,” said Ann Lee. The so-called “plan” failed."]).to_pylist()[0]
    /// >>> row["document_kind"], [quote["speaker"] for quote in row["quotes"]], row["not_quotes"][0]["text"]
    /// ('prose', ['Ann Lee'], 'plan')
    #[pyo3(signature = (data, *, text=None, id=None, progress=None))]
    fn extract(
        &self,
        py: Python<'_>,
        data: &Bound<'_, PyAny>,
        text: Option<&str>,
        id: Option<&str>,
        progress: Option<Bound<'_, PyAny>>,
    ) -> PyResult<Table> {
        let source = Source::new(&Frame::read(data)?, text, id)?;
        let offsets = self.settings.offsets()?;
        let own = document_fields();
        let is_taken = |name: &str| own.iter().any(|field| field.name() == name);
        let attributes = source.attributes();
        let carried = attributes.iter().map(|at| apart(&source.carried[*at], &is_taken));
        let schema = Arc::new(Schema::new(own.iter().cloned().chain(carried).collect::<Vec<FieldRef>>()));
        let mut batches = Vec::new();
        self.read(py, &source, progress.as_ref(), |stretch| {
            let carried =
                attributes.iter().map(|at| stretch.carried(*at).slice(stretch.rows.start, stretch.rows.len()));
            let columns = document_columns(stretch, offsets).into_iter().chain(carried).collect();
            batches.push(RecordBatch::try_new(schema.clone(), columns).or_raise()?);
            Ok(())
        })?;
        Ok(Table::new(schema, batches))
    }

    /// The quotations of each text of one column, as a column of lists of the same length, in order; null stays null.
    ///
    /// >>> len(verbatims.Extractor().column(["“Rent is high,” said Ann Lee.", "Nothing."]).to_pylist()[1])
    /// 0
    #[pyo3(signature = (data, *, text=None, progress=None))]
    fn column(
        &self,
        py: Python<'_>,
        data: &Bound<'_, PyAny>,
        text: Option<&str>,
        progress: Option<Bound<'_, PyAny>>,
    ) -> PyResult<Column> {
        let source = Source::new(&Frame::read(data)?, text, None)?;
        let offsets = self.settings.offsets()?;
        let mut arrays: Vec<ArrayRef> = Vec::new();
        self.read(py, &source, progress.as_ref(), |stretch| {
            let (columns, ends) = quotes_of(stretch, offsets);
            let there: Vec<bool> = stretch.rows.clone().map(|row| stretch.is_there(row)).collect();
            arrays.push(Arc::new(columns::quote_lists(columns, &ends, Some(&there))));
            Ok(())
        })?;
        Column::new(Field::new("quotes", quotes_type(), true), &arrays)
    }

    /// What the filter `verbatims extract` writes for lines of JSON, `{"id", "text", …}` each: an iterator of lines without their ends, in order. A line that
    /// cannot be read gives `{"error", "line"}`.
    ///
    /// lines: an iterable of lines (str or bytes, such as an open file), or one str or bytes that holds them all.
    /// rows: a line a quotation instead of a document, as `--rows`.
    /// offsets: what places count: "bytes" of UTF-8, as the filter does unasked, or "chars".
    ///
    /// >>> list(verbatims.Extractor().lines(['{"id": "a"}']))
    /// ['{"id":"a","error":"there is no `text`, or it is not text","line":1}']
    #[pyo3(signature = (lines, *, rows=false, offsets="bytes"))]
    fn lines(&self, lines: &Bound<'_, PyAny>, rows: bool, offsets: &str) -> PyResult<Lines> {
        Lines::new(self.extractor.clone(), self.settings.clone(), lines, rows, unit(offsets)?)
    }

    fn __repr__(&self) -> String {
        let Settings { language, kind, indirect, attitudes, .. } = &self.settings;
        let language = language.as_deref().unwrap_or("told from each text");
        format!("<verbatims.Extractor: language {language}, kind {kind}, indirect {indirect}, attitudes {attitudes}>")
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyTuple>)> {
        let (py, given) = (slf.py(), &slf.get().settings);
        let settings = PyDict::new(py);
        settings.set_item("language", &given.language)?;
        settings.set_item("kind", &given.kind)?;
        settings.set_item("indirect", given.indirect)?;
        settings.set_item("attitudes", given.attitudes)?;
        settings.set_item("offsets", &given.offsets)?;
        settings.set_item("interviewers", &given.interviewers)?;
        settings.set_item("respondents", &given.respondents)?;
        Ok((keywords(py, slf.get_type().as_any(), &settings)?, PyTuple::empty(py)))
    }
}

/// What was found in some rows of a part.
struct Stretch<'s> {
    source: &'s Source,
    part: usize,
    rows: std::ops::Range<usize>,
    found: Vec<Extraction>,
}

impl Stretch<'_> {
    fn found(&self) -> impl Iterator<Item = (usize, &Extraction)> {
        self.rows.clone().zip(&self.found)
    }

    fn text(&self, row: usize) -> &str {
        self.source.parts[self.part].text(row)
    }

    fn is_there(&self, row: usize) -> bool {
        arrow_array::Array::is_valid(&self.source.parts[self.part].texts, row)
    }

    /// The column that is carried along at this place.
    fn carried(&self, at: usize) -> &ArrayRef {
        &self.source.parts[self.part].carried[at]
    }
}

impl Extractor {
    /// Reads all texts, a stretch at a time.
    fn read(
        &self,
        py: Python<'_>,
        source: &Source,
        progress: Option<&Bound<'_, PyAny>>,
        mut take: impl FnMut(&Stretch<'_>) -> PyResult<()>,
    ) -> PyResult<()> {
        let kind = self.settings.kind()?;
        let mut done = 0;
        for (part, rows) in source.stretches(ROWS, BYTES) {
            let here = &source.parts[part];
            let found: Vec<Extraction> = pool::work(py, || {
                let documents = rows.clone().into_par_iter().map(|row| here.document(row, kind));
                documents.map(|document| self.extractor.extract(&self.settings.with_names(document))).collect()
            })?;
            done += rows.len();
            take(&Stretch { source, part, rows, found })?;
            py.check_signals()?;
            if let Some(progress) = progress {
                progress.call1((done, source.rows))?;
            }
        }
        Ok(())
    }

    /// All quotations of documents.
    pub(crate) fn corpus(&self, py: Python<'_>, documents: &[Document<'_>]) -> PyResult<Corpus> {
        let found: Vec<Extraction> =
            pool::work(py, || documents.par_iter().map(|document| self.extractor.extract(document)).collect())?;
        Corpus::of(found).or_raise()
    }
}

/// A field that is carried along, under a name that the result does not have.
fn apart(field: &FieldRef, is_taken: &dyn Fn(&str) -> bool) -> FieldRef {
    if is_taken(field.name()) {
        return Arc::new(field.as_ref().clone().with_name(format!("{}{ATTRIBUTE}", field.name())));
    }
    field.clone()
}

fn quotes_type() -> DataType {
    DataType::List(columns::item(DataType::Struct(columns::fields())))
}

const ASIDE: [&str; 2] = ["text", "why"];
const SIGNS: [&str; 1] = ["kind"];

fn document_fields() -> Vec<FieldRef> {
    let list = |names: &[&str]| DataType::List(columns::item(DataType::Struct(columns::list_fields(names))));
    let fields = [
        ("id", DataType::Utf8),
        ("document_kind", DataType::Utf8),
        ("language", DataType::Utf8),
        ("quotes", quotes_type()),
        ("not_quotes", list(&ASIDE)),
        ("diagnostics", list(&SIGNS)),
    ];
    fields.map(|(name, data_type)| Arc::new(Field::new(name, data_type, true))).to_vec()
}

/// The quotations of a stretch, and up to which each text has its own.
fn quotes_of(stretch: &Stretch<'_>, offsets: Offsets) -> (QuoteColumns, Vec<usize>) {
    let (mut columns, mut ends, mut count) = (QuoteColumns::default(), Vec::new(), 0);
    for (row, found) in stretch.found() {
        let places = Places::of(found, stretch.text(row), offsets);
        found.quotes.iter().for_each(|quote| columns.push(quote, &places));
        count += found.quotes.len();
        ends.push(count);
    }
    (columns, ends)
}

fn document_columns(stretch: &Stretch<'_>, offsets: Offsets) -> Vec<ArrayRef> {
    let (quotes, ends) = quotes_of(stretch, offsets);
    let (mut aside, mut signs) = (Lists::new(&ASIDE), Lists::new(&SIGNS));
    for (row, found) in stretch.found() {
        let places = Places::of(found, stretch.text(row), offsets);
        found.not_quotes.iter().for_each(|words| aside.push(&[&words.text, words.why.as_str()], words.span, &places));
        for sign in &found.diagnostics {
            let kind = serde_json::to_value(sign.kind).unwrap_or_default();
            signs.push(&[kind.as_str().unwrap_or_default()], sign.span, &places);
        }
        aside.end();
        signs.end();
    }
    vec![
        columns::texts(stretch.found.iter().map(|found| Some(found.document.as_str()))),
        columns::texts(stretch.found.iter().map(|found| Some(found.document_kind.as_str()))),
        columns::texts(stretch.found.iter().map(|found| found.language.as_deref())),
        Arc::new(columns::quote_lists(quotes, &ends, None)),
        aside.finish(),
        signs.finish(),
    ]
}
