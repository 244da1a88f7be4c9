//! A table of quotations, or of plain answers, as quotations of the library.

use std::collections::BTreeMap;

use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, ArrayRef, BooleanArray, Int64Array, LargeStringArray, RecordBatch};
use arrow_schema::DataType;
use pyo3::prelude::*;
use serde::de::DeserializeOwned;
use verbatims::quotes::{Cue, Mention};
use verbatims::text::Position;
use verbatims::themes::Scope;
use verbatims::{DocumentId, Quote, QuoteId, QuoteKind, Span, Speaker, SpeakerKind};

use crate::columns;
use crate::errors::wrong;
use crate::input::{Frame, as_flags, as_numbers, as_text};
use crate::source::{ATTRIBUTE, Source};

/// The quotations of a table, in its order.
pub(crate) struct Rows {
    pub(crate) quotes: Vec<Quote>,
    /// The column that names them.
    pub(crate) id: String,
}

impl Rows {
    /// Those of `Extractor.quotes` with all that is said of them; of another table each text is an answer, and the other columns are attributes.
    pub(crate) fn read(data: &Bound<'_, PyAny>, text: Option<&str>, id: Option<&str>) -> PyResult<Self> {
        let frame = Frame::read(data)?;
        let source = Source::new(&frame, text, id)?;
        let mut quotes = Vec::with_capacity(source.rows);
        for (part, batch) in source.parts.iter().zip(&frame.batches) {
            let columns = Columns::new(batch)?;
            for row in 0..batch.num_rows() {
                let quote = columns.quote(row, part.id(row), part.text(row))?;
                quotes.push(part.attributes(row).into_iter().fold(quote, |mut quote, (name, value)| {
                    if !columns.is_own(&name) {
                        quote.attributes.insert(own_name(&name), value);
                    }
                    quote
                }));
            }
        }
        Ok(Self { quotes, id: source.id.unwrap_or_else(|| "id".to_owned()) })
    }

    pub(crate) fn all(&self) -> Vec<&Quote> {
        self.quotes.iter().collect()
    }

    /// Those that get themes.
    pub(crate) fn of(&self, scope: Scope) -> Vec<&Quote> {
        scope.of(&self.quotes)
    }
}

/// The name of an attribute whose column had to give way.
fn own_name(name: &str) -> String {
    name.strip_suffix(ATTRIBUTE).unwrap_or(name).to_owned()
}

/// Which quotations get themes.
pub(crate) fn scope(name: &str) -> PyResult<Scope> {
    match name {
        "auto" => Ok(Scope::Auto),
        "responses" => Ok(Scope::Responses),
        "all" => Ok(Scope::All),
        _ => Err(wrong(format!("of: `{name}` is none of auto, responses, all"))),
    }
}

fn is_list(column: &ArrayRef) -> bool {
    matches!(column.data_type(), DataType::List(_) | DataType::LargeList(_))
}

/// The columns of a batch that say something of a quotation, where it has them.
struct Columns {
    texts: BTreeMap<&'static str, LargeStringArray>,
    response: Option<BooleanArray>,
    line: Option<Int64Array>,
    start: Option<Int64Array>,
    end: Option<Int64Array>,
    spans: Option<ArrayRef>,
}

/// Columns of text that are read.
const TEXTS: [&str; 10] =
    ["document", "speaker", "speaker_type", "role", "affiliation", "kind", "cue", "mention", "evidence", "cue_class"];

impl Columns {
    /// Only a table whose rows have the name and the document of a quotation says all of it; in another, `role` or `kind` are somebody's own.
    fn new(batch: &RecordBatch) -> PyResult<Self> {
        let is_found = ["quote_id", "document"].iter().all(|name| batch.column_by_name(name).is_some());
        let column = |name: &str| batch.column_by_name(name).filter(|_| is_found);
        let number = |name: &str| column(name).map(as_numbers::<Int64Type>).transpose();
        let texts = TEXTS.iter().filter_map(|name| Some((*name, column(name)?)));
        Ok(Self {
            texts: texts.map(|(name, column)| Ok((name, as_text(column)?))).collect::<PyResult<_>>()?,
            response: column("response").map(as_flags).transpose()?,
            line: number("line")?,
            start: number("start")?,
            end: number("end")?,
            spans: column("spans").filter(|column| is_list(column)).cloned(),
        })
    }

    /// Whether a column is read here and so is no attribute.
    fn is_own(&self, name: &str) -> bool {
        self.texts.contains_key("document") && columns::fields().find(name).is_some()
    }

    fn text(&self, name: &str, row: usize) -> Option<&str> {
        let column = self.texts.get(name).filter(|column| column.is_valid(row))?;
        Some(column.value(row))
    }

    fn named<T: DeserializeOwned>(&self, name: &str, row: usize) -> PyResult<Option<T>> {
        let Some(value) = self.text(name, row) else { return Ok(None) };
        let told = serde_json::from_value(serde_json::Value::from(value));
        told.map(Some).map_err(|error| wrong(format!("row {row}: {name}: {error}")))
    }

    fn quote(&self, row: usize, id: String, text: &str) -> PyResult<Quote> {
        let document = DocumentId::new(self.text("document", row).unwrap_or(&id));
        let kind = self.named::<QuoteKind>("kind", row)?.unwrap_or(QuoteKind::Response);
        let content = self.spans(row, text)?;
        let line = self.line.as_ref().filter(|line| line.is_valid(row)).map_or(1, |line| line.value(row));
        let position = Position { line: u32::try_from(line).unwrap_or(1), column: 1 };
        let mut quote = Quote::new(&document, row + 1, kind, vec![Span::new(0, 0)], "", position);
        quote.id = QuoteId::new(id);
        text.clone_into(&mut quote.text);
        quote.content = content;
        if let Some(class) = self.named("cue_class", row)? {
            quote.cue_class = class;
        }
        if let Some(evidence) = self.named("evidence", row)? {
            quote.attribution.evidence = evidence;
        }
        let extent = |words: &str| Span::new(0, words.len());
        quote.cue = self.text("cue", row).map(|words| Cue::new(extent(words), words));
        quote.attribution.mention = self.text("mention", row).map(|words| Mention::new(extent(words), words));
        if let Some(name) = self.text("speaker", row) {
            let kind = self.named("speaker_type", row)?.unwrap_or(SpeakerKind::Person);
            let mut speaker = Speaker::new(name, kind);
            speaker.role = self.text("role", row).map(str::to_owned);
            speaker.affiliation = self.text("affiliation", row).map(str::to_owned);
            speaker.respondent =
                self.response.as_ref().is_some_and(|response| response.is_valid(row) && response.value(row));
            quote.attribution.speaker = Some(speaker);
        }
        Ok(quote)
    }

    /// Where it stands in its document, as far as the table says it.
    fn spans(&self, row: usize, text: &str) -> PyResult<Vec<Span>> {
        let ordered = |start: i64, end: i64| match (usize::try_from(start), usize::try_from(end)) {
            (Ok(start), Ok(end)) if start <= end => Ok(Span::new(start, end)),
            _ => Err(wrong(format!("row {row}: from {start} to {end} is no place in a text"))),
        };
        if let Some(lists) = self.spans.as_ref().filter(|lists| lists.is_valid(row)) {
            let places = match lists.as_list_opt::<i32>() {
                Some(lists) => lists.value(row),
                None => lists.as_list::<i64>().value(row),
            };
            let places = places.as_struct_opt().filter(|places| places.num_columns() == 2);
            let places = places.ok_or_else(|| wrong("spans: this is no list of `start` and `end`"))?;
            let starts = as_numbers::<Int64Type>(places.column(0))?;
            let ends = as_numbers::<Int64Type>(places.column(1))?;
            let spans: PyResult<Vec<Span>> =
                starts.values().iter().zip(ends.values()).map(|(start, end)| ordered(*start, *end)).collect();
            return match spans {
                Ok(spans) if spans.is_empty() => Ok(vec![Span::new(0, text.len())]),
                spans => spans,
            };
        }
        match (&self.start, &self.end) {
            (Some(start), Some(end)) if start.is_valid(row) && end.is_valid(row) => {
                Ok(vec![ordered(start.value(row), end.value(row))?])
            }
            _ => Ok(vec![Span::new(0, text.len())]),
        }
    }
}
