//! Codings as a table, one row a quotation and theme, and back.

use std::collections::BTreeSet;
use std::sync::Arc;

use arrow_array::builder::{BooleanBuilder, Float64Builder, StringBuilder};
use arrow_array::cast::AsArray;
use arrow_array::types::Float64Type;
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema};
use pyo3::prelude::*;
use verbatims::themes::{Assignment, Basis, EvidenceWord};
use verbatims::{Coding, Codings, Quote, QuoteId, Span, Theme, ThemeId};

use crate::columns::{self, Lists, Places};
use crate::errors::{OrRaise, wrong};
use crate::input::{Frame, as_flags, as_numbers, as_text};
use crate::source::Source;
use crate::table::Table;

const WORDS: [&str; 1] = ["text"];

/// Rows of a table of codings.
pub(crate) struct Coded {
    id: String,
    texts: [StringBuilder; 5],
    score: Float64Builder,
    weak: BooleanBuilder,
    evidence: Option<Lists>,
}

impl Coded {
    pub(crate) fn new(id: &str, evidence: bool) -> Self {
        Self {
            id: id.to_owned(),
            texts: Default::default(),
            score: Float64Builder::new(),
            weak: BooleanBuilder::new(),
            evidence: evidence.then(|| Lists::new(&WORDS)),
        }
    }

    /// A quotation without a theme: it fits none, says nothing, or was not to get one.
    pub(crate) fn push_none(&mut self, quote: &QuoteId, state: Option<&str>) {
        self.row(quote, [state, None, None, None], None, None);
    }

    /// What a model says of a quotation.
    pub(crate) fn push_assignment(&mut self, quote: &QuoteId, assignment: Assignment, themes: &[Theme]) {
        match assignment {
            Assignment::Theme { theme, score, weak, .. } => {
                let theme = &themes[theme];
                let texts = [
                    Some("coded"),
                    Some(theme.id.as_str()),
                    Some(theme.label.as_str()),
                    Some(Basis::Likeness.as_str()),
                ];
                self.row(quote, texts, Some(f64::from(score)), Some(weak));
            }
            Assignment::NoContent => self.push_none(quote, Some("no-content")),
            _ => self.push_none(quote, Some("uncoded")),
        }
    }

    /// What a coder says of quotations; those among `all` that it did not judge have no state.
    pub(crate) fn push_codings(&mut self, all: &[Quote], codings: &Codings) {
        let silent: BTreeSet<&QuoteId> = codings.no_content.iter().collect();
        let uncoded: BTreeSet<&QuoteId> = codings.uncoded.iter().collect();
        let mut given = codings.codings.iter().peekable();
        for quote in all {
            let mut coded = false;
            while let Some(coding) = given.next_if(|coding| coding.quote == quote.id) {
                coded = true;
                let label =
                    codings.themes.iter().find(|theme| theme.id == coding.theme).map(|theme| theme.label.as_str());
                let texts = [Some("coded"), Some(coding.theme.as_str()), label, Some(coding.basis.as_str())];
                self.row_with(quote, texts, coding);
            }
            if !coded {
                let state = if silent.contains(&quote.id) { Some("no-content") } else { None };
                self.push_none(&quote.id, state.or(uncoded.contains(&quote.id).then_some("uncoded")));
            }
        }
    }

    fn row_with(&mut self, quote: &Quote, texts: [Option<&str>; 4], coding: &Coding) {
        if let Some(evidence) = &mut self.evidence {
            // The words count from the start of the quotation's text.
            let mut positions = verbatims::text::Positions::new(&quote.text);
            for word in &coding.evidence {
                let chars = [word.span.start(), word.span.end()].map(|byte| positions.code_point(byte));
                evidence.push(&[&word.text], Span::new(chars[0], chars[1]), &Places::as_given());
            }
        }
        self.row(&quote.id, texts, Some(coding.score), Some(coding.weak));
    }

    fn row(&mut self, quote: &QuoteId, texts: [Option<&str>; 4], score: Option<f64>, weak: Option<bool>) {
        let texts = std::iter::once(Some(quote.as_str())).chain(texts);
        self.texts.iter_mut().zip(texts).for_each(|(column, text)| column.append_option(text));
        // Digits beyond the sixth are noise of the machine's arithmetic.
        self.score.append_option(score.map(|score| (score * 1e6).round() / 1e6));
        self.weak.append_option(weak);
        if let Some(evidence) = &mut self.evidence {
            evidence.end();
        }
    }

    pub(crate) fn finish(mut self) -> PyResult<Table> {
        let text = |name: &str| Field::new(name, DataType::Utf8, true);
        let mut fields = vec![text(&self.id), text("state"), text("theme_id"), text("theme"), text("basis")];
        let mut columns: Vec<ArrayRef> =
            self.texts.iter_mut().map(|column| Arc::new(column.finish()) as ArrayRef).collect();
        fields.push(Field::new("score", DataType::Float64, true));
        columns.push(Arc::new(self.score.finish()));
        fields.push(Field::new("weak", DataType::Boolean, true));
        columns.push(Arc::new(self.weak.finish()));
        if let Some(evidence) = self.evidence {
            let item = columns::item(DataType::Struct(columns::list_fields(&WORDS)));
            fields.push(Field::new("evidence", DataType::List(item), true));
            columns.push(evidence.finish());
        }
        let schema = Arc::new(Schema::new(fields));
        let batch = RecordBatch::try_new(schema.clone(), columns).or_raise()?;
        Ok(Table::new(schema, vec![batch]))
    }
}

/// Reads codings back from a table with a column that names the quotation and `theme_id` or `theme`, and, where they are there, `state`, `score`, `weak` and
/// `basis`.
pub(crate) fn read(data: &Bound<'_, PyAny>, id: Option<&str>) -> PyResult<Codings> {
    let frame = Frame::read(data)?;
    let theme = frame.place("theme_id").or_else(|| frame.place("theme"));
    let Some(theme) = theme else {
        return Err(wrong("codings: there is no column `theme_id` or `theme`; `predict` and `code` give such a table"));
    };
    let theme_name = frame.schema.field(theme).name().clone();
    let source = Source::new(&frame, Some(&theme_name), id)?;
    let mut codings = Codings::default();
    let mut known: BTreeSet<ThemeId> = BTreeSet::new();
    for (part, batch) in source.parts.iter().zip(&frame.batches) {
        let text = |name: &str| batch.column_by_name(name).map(as_text).transpose();
        let (labels, states, bases) = (text("theme")?, text("state")?, text("basis")?);
        let column = |name: &str| batch.column_by_name(name);
        let scores = column("score").map(as_numbers::<Float64Type>).transpose()?;
        let weak = column("weak").map(as_flags).transpose()?;
        for row in 0..batch.num_rows() {
            let at = |texts: &Option<arrow_array::LargeStringArray>| {
                texts.as_ref().filter(|texts| texts.is_valid(row)).map(|texts| texts.value(row).to_owned())
            };
            let quote = QuoteId::new(part.id(row));
            let name = part.text(row);
            if name.is_empty() {
                match at(&states).as_deref() {
                    Some("no-content") => codings.no_content.push(quote),
                    Some("uncoded") => codings.uncoded.push(quote),
                    // Without any states, a person has read it.
                    None if states.is_none() => codings.uncoded.push(quote),
                    _ => {}
                }
                continue;
            }
            let theme = ThemeId::new(name);
            if known.insert(theme.clone()) {
                codings.themes.push(Theme::new(theme.clone(), at(&labels).unwrap_or_else(|| name.to_owned())));
            }
            let score = scores.as_ref().filter(|scores| scores.is_valid(row));
            let score = score.map_or(1.0, |scores| scores.value(row));
            let mut coding = Coding::new(quote, theme, score);
            coding.weak = weak.as_ref().is_some_and(|weak| weak.is_valid(row) && weak.value(row));
            coding.evidence = words(batch.column_by_name("evidence"), row)?;
            coding.basis = at(&bases).and_then(|basis| Basis::named(&basis)).unwrap_or_default();
            codings.codings.push(coding);
        }
    }
    Ok(codings)
}

/// The words that decided, without their places, which count characters of a text that is not here.
fn words(column: Option<&ArrayRef>, row: usize) -> PyResult<Vec<EvidenceWord>> {
    let Some(lists) = column.filter(|column| column.is_valid(row)) else { return Ok(Vec::new()) };
    let items = match (lists.as_list_opt::<i32>(), lists.as_list_opt::<i64>()) {
        (Some(lists), _) => lists.value(row),
        (None, Some(lists)) => lists.value(row),
        (None, None) => return Ok(Vec::new()),
    };
    let Some(texts) = items.as_struct_opt().and_then(|items| items.column_by_name(WORDS[0])) else {
        return Ok(Vec::new());
    };
    let texts = as_text(texts)?;
    Ok(texts.iter().flatten().map(|text| EvidenceWord::new(text, Span::new(0, 0))).collect())
}
