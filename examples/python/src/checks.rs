//! Quotations held against their sources, and pseudonyms in the place of names.

use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema};
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use verbatims::export::csv::{self, CsvOptions};
use verbatims::privacy::{PseudonymOptions, Pseudonyms};
use verbatims::verify::Claim;
use verbatims::{Document, DocumentKind};

use crate::columns;
use crate::errors::OrRaise;
use crate::extractor::{self, Extractor};
use crate::input::{Frame, as_text};
use crate::pool;
use crate::source::Source;
use crate::table::Table;
use crate::tables::{Form, filled};

/// The columns that name a claim's source.
const SOURCES: [&str; 3] = ["document", "source", "file"];

/// Hold quotations against the texts that they are said to come from: one row each, in order, with its `verdict` (exact, marks, near, missing), the
/// `source_text` found, its place and who says it there.
///
/// claims: quotations, a list of texts or anything with `__arrow_c_stream__`; columns `document` (or `source`, `file`) and `speaker` say where they are said to be
///     from.
/// sources: the texts.
/// text, id: the columns of `claims`; source_text, source_id: those of `sources`; as of `Extractor.quotes`.
/// extractor: who finds the speakers; None finds none, in less time.
///
/// >>> checked = verbatims.verify(["pay for heating", "We paid for a heating that does not work."], {"id": ["p7"], "text": ["We pay for heating that does not work."]})
/// >>> [(row["verdict"], row["source_text"]) for row in checked.to_pylist()]
/// [('exact', 'pay for heating'), ('near', 'We pay for heating that does not work')]
#[pyfunction]
#[pyo3(signature = (claims, sources, *, text=None, id=None, source_text=None, source_id=None, extractor=None))]
pub(crate) fn verify(
    py: Python<'_>,
    claims: &Bound<'_, PyAny>,
    sources: &Bound<'_, PyAny>,
    text: Option<&str>,
    id: Option<&str>,
    source_text: Option<&str>,
    source_id: Option<&str>,
    extractor: Option<&Bound<'_, Extractor>>,
) -> PyResult<Table> {
    let frame = Frame::read(claims)?;
    let claimed = Source::new(&frame, text, id)?;
    let mut claims = Vec::new();
    for (part, batch) in claimed.parts.iter().zip(&frame.batches) {
        let column = |name: &str| batch.column_by_name(name).map(as_text).transpose();
        let source = SOURCES.iter().find_map(|name| column(name).transpose()).transpose()?;
        let speaker = column("speaker")?;
        for row in 0..batch.num_rows() {
            let mut claim = Claim::new(part.id(row), part.text(row));
            claim.document = source.as_ref().and_then(|cells| cells.iter().nth(row).flatten()).map(str::to_owned);
            claim.speaker = speaker.as_ref().and_then(|cells| cells.iter().nth(row).flatten()).map(str::to_owned);
            claims.push(claim);
        }
    }
    let sources = Source::new(&Frame::read(sources)?, source_text, source_id)?;
    let documents = documents(&sources, DocumentKind::Auto);
    let corpus = match extractor {
        Some(extractor) => extractor.get().corpus(py, &documents)?,
        None => verbatims::Corpus::new(),
    };
    let findings = pool::work(py, || verbatims::verify::verify(&claims, &documents))?.or_raise()?;
    filled(Form::Fixed, |out| csv::verified(&claims, &findings, &corpus, CsvOptions::plain(), out))
}

fn documents(source: &Source, kind: DocumentKind) -> Vec<Document<'_>> {
    source.parts.iter().flat_map(|part| (0..part.len()).map(move |row| part.document(row, kind))).collect()
}

/// Put pseudonyms in the place of the names of those who speak, in texts, their ids and the other columns.
///
/// Returns three tables: the texts, with the columns they came with as text; the key, which tells who is who and belongs apart; and words that may be names
/// still, for a person to look through.
///
/// data, text, id: as of `Extractor.quotes`.
/// extractor: who finds the speakers; None is `Extractor(language=language)`.
/// names: names of people who do not speak, to be hidden too; keep: names that stay.
/// prefix: what numbers are put behind; by_role: call speakers by their role (Nurse 1); organisations: hide these too.
///
/// >>> texts, key, leftovers = verbatims.pseudonymise(["“Rent is high,” said Maria Ortiz. Ms. Ortiz’s flat is cold."])
/// >>> texts["text"].to_pylist(), key["names"].to_pylist()
/// (['“Rent is high,” said Speaker 1. Speaker 1’s flat is cold.'], ['Maria Ortiz'])
#[pyfunction]
#[pyo3(signature = (data, *, text=None, id=None, language=None, extractor=None, names=Vec::new(), keep=Vec::new(), prefix=None, by_role=false, organisations=false))]
pub(crate) fn pseudonymise<'py>(
    py: Python<'py>,
    data: &Bound<'py, PyAny>,
    text: Option<&str>,
    id: Option<&str>,
    language: Option<String>,
    extractor: Option<&Bound<'py, Extractor>>,
    names: Vec<String>,
    keep: Vec<String>,
    prefix: Option<String>,
    by_role: bool,
    organisations: bool,
) -> PyResult<Bound<'py, PyTuple>> {
    let language_pack = extractor::language(language.as_deref())?;
    let made = Extractor::new(language, "auto", true, false, "bytes", None, None)?;
    let extractor = extractor.map_or(&made, |extractor| extractor.get());
    let frame = Frame::read(data)?;
    let text_name = frame.schema.field(frame.text(text)?).name().clone();
    let source = Source::new(&frame, text, id)?;
    let documents = documents(&source, extractor.settings.kind()?);
    let documents: Vec<Document<'_>> =
        documents.into_iter().map(|document| extractor.settings.with_names(document)).collect();
    let corpus = extractor.corpus(py, &documents)?;
    let mut options = PseudonymOptions::new().by_role(by_role).organisations(organisations);
    options = names.into_iter().fold(options, |options, name| options.name(name));
    options = keep.into_iter().fold(options, |options, name| options.keep(name));
    if let Some(prefix) = prefix {
        options = options.prefix(prefix);
    }
    let pseudonyms = pool::work(py, || Pseudonyms::new(corpus.quotes(), &language_pack, &options))?;
    let hidden = pool::work(py, || pseudonyms.rewrite(&documents))?;
    let leftovers = hidden.leftovers(&corpus);
    let id_name = source.id.as_deref().unwrap_or("id");
    let texts = rewritten(hidden.documents(), id_name, &text_name, &source)?;
    let key = filled(Form::Fixed, |out| csv::key(pseudonyms.key(), CsvOptions::plain(), out))?;
    let leftovers = filled(Form::Fixed, |out| csv::leftovers(&leftovers, CsvOptions::plain(), out))?;
    (texts, key, leftovers).into_pyobject(py)
}

/// Rewritten texts as the table they came from, every column as text.
fn rewritten(documents: &[Document<'_>], id: &str, text: &str, source: &Source) -> PyResult<Table> {
    let mut names = vec![id.to_owned(), text.to_owned()];
    let mut all: Vec<ArrayRef> = vec![
        columns::texts(documents.iter().map(|document| Some(document.id.as_str()))),
        columns::texts(documents.iter().map(|document| Some(&*document.text))),
    ];
    for field in &source.carried {
        let name = field.name();
        names.push(name.clone());
        let cell = |document: &'_ Document<'_>| {
            let is_kind = name == "kind" && document.kind != DocumentKind::Auto;
            document.attributes.get(name).cloned().or_else(|| is_kind.then(|| document.kind.as_str().to_owned()))
        };
        let cells: Vec<Option<String>> = documents.iter().map(cell).collect();
        all.push(columns::texts(cells.iter().map(Option::as_deref)));
    }
    let fields: Vec<Field> = names.iter().map(|name| Field::new(name, DataType::Utf8, true)).collect();
    let schema = Arc::new(Schema::new(fields));
    let batch = RecordBatch::try_new(schema.clone(), all).or_raise()?;
    Ok(Table::new(schema, vec![batch]))
}
