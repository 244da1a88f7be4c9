//! A table of texts as documents: which column holds the texts, which names them, what is known of each.

use std::collections::BTreeMap;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, LargeStringArray, RecordBatch};
use arrow_schema::{DataType, Field, FieldRef};
use pyo3::prelude::*;
use verbatims::{Document, DocumentKind};

use crate::errors::wrong;
use crate::input::{Frame, as_text};

/// Columns that name a text, where none is named.
const IDS: [&str; 2] = ["quote_id", "id"];
/// Nobody, as the name of who asks or answers.
const NOBODY: &str = "none";
/// How the columns begin in which pandas hands over the index of a frame that was filtered or sorted.
const INDEX: &str = "__index_level_";
/// What follows the name of an attribute that a column of the result has too.
pub(crate) const ATTRIBUTE: &str = " (attribute)";

/// A column that says more of a text than an attribute does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tells {
    Nothing,
    Kind,
    Language,
    Interviewers,
    Respondents,
}

/// The texts of a table.
pub(crate) struct Source {
    /// The fields that are carried along: all but the texts and their names.
    pub(crate) carried: Vec<FieldRef>,
    /// The one of them that says what kind of text each is, where every cell of it does.
    kind: Option<usize>,
    /// The column that names the texts; none where they go by their row.
    pub(crate) id: Option<String>,
    pub(crate) parts: Vec<Part>,
    pub(crate) rows: usize,
}

/// One batch of it.
pub(crate) struct Part {
    pub(crate) texts: LargeStringArray,
    ids: Ids,
    /// The columns that are carried along as they are.
    pub(crate) carried: Vec<ArrayRef>,
    /// And as text.
    known: Vec<(String, Tells, Known)>,
}

enum Ids {
    Named(LargeStringArray),
    /// By the row, from this one.
    Rows(usize),
}

enum Known {
    Text(LargeStringArray),
    Names(ArrayRef),
}

impl Source {
    pub(crate) fn new(frame: &Frame, text: Option<&str>, id: Option<&str>) -> PyResult<Self> {
        let text = frame.text(text)?;
        let id = match id {
            Some(name) => Some(frame.named("id", name)?),
            None => IDS.iter().find_map(|name| frame.place(name)).filter(|place| *place != text),
        };
        let fields = frame.schema.fields();
        let is_carried = |at: &usize| *at != text && Some(*at) != id && !fields[*at].name().starts_with(INDEX);
        let carried: Vec<usize> = (0..fields.len()).filter(is_carried).collect();
        let mut source = Self {
            carried: carried.iter().map(|at| fields[*at].clone()).collect(),
            kind: None,
            id: id.map(|at| fields[at].name().clone()),
            parts: Vec::new(),
            rows: 0,
        };
        for batch in &frame.batches {
            let part = Part::new(batch, text, id, &carried, source.rows)?;
            source.rows += batch.num_rows();
            source.parts.push(part);
        }
        let kind = source.carried.iter().position(|field| tells(field) == Tells::Kind);
        source.kind = kind.filter(|at| source.parts.iter().all(|part| part.known[*at].2.are_kinds()));
        Ok(source)
    }

    /// The places of the fields that quotations carry along as attributes.
    pub(crate) fn attributes(&self) -> Vec<usize> {
        (0..self.carried.len()).filter(|at| Some(*at) != self.kind).collect()
    }

    /// Stretches of rows that are read at a time: the part, and from which row to which. One ends at either limit.
    pub(crate) fn stretches(&self, rows: usize, bytes: usize) -> Vec<(usize, std::ops::Range<usize>)> {
        let mut stretches = Vec::new();
        for (number, part) in self.parts.iter().enumerate() {
            let (mut from, mut held) = (0, 0);
            for row in 0..part.texts.len() {
                held += part.texts.value_length(row) as usize;
                if row + 1 - from == rows || held >= bytes || row + 1 == part.texts.len() {
                    stretches.push((number, from..row + 1));
                    (from, held) = (row + 1, 0);
                }
            }
        }
        stretches
    }
}

impl Part {
    fn new(batch: &RecordBatch, text: usize, id: Option<usize>, carried: &[usize], before: usize) -> PyResult<Self> {
        let ids = match id {
            None => Ids::Rows(before + 1),
            Some(at) => {
                let ids = as_text(batch.column(at))?;
                if let Some(row) = (0..ids.len()).find(|row| ids.is_null(*row)) {
                    let name = batch.schema().field(at).name().clone();
                    return Err(wrong(format!(
                        "row {}: `{name}` is null; each text needs a name of its own, or name another column, `id=\"…\"`",
                        before + row
                    )));
                }
                Ids::Named(ids)
            }
        };
        let known = carried.iter().map(|at| {
            let (schema, column) = (batch.schema(), batch.column(*at));
            let field = schema.field(*at);
            let tells = tells(field);
            let known = match field.data_type() {
                DataType::List(_) | DataType::LargeList(_) if tells != Tells::Nothing => Known::Names(column.clone()),
                _ => Known::Text(as_text(column)?),
            };
            Ok((field.name().clone(), tells, known))
        });
        Ok(Self {
            texts: as_text(batch.column(text))?,
            ids,
            known: known.collect::<PyResult<_>>()?,
            carried: carried.iter().map(|at| batch.column(*at).clone()).collect(),
        })
    }

    pub(crate) fn len(&self) -> usize {
        self.texts.len()
    }

    /// The name of the text in a row.
    pub(crate) fn id(&self, row: usize) -> String {
        match &self.ids {
            Ids::Named(ids) => ids.value(row).to_owned(),
            Ids::Rows(first) => (first + row).to_string(),
        }
    }

    /// The text in a row; null is an empty one.
    pub(crate) fn text(&self, row: usize) -> &str {
        if self.texts.is_null(row) { "" } else { self.texts.value(row) }
    }

    /// What is known of the text in a row, by the names of the columns.
    pub(crate) fn attributes(&self, row: usize) -> Vec<(String, String)> {
        let known = self.known.iter().filter_map(|(name, _, known)| match known {
            Known::Text(texts) if texts.is_valid(row) => Some((name.clone(), texts.value(row).to_owned())),
            _ => None,
        });
        known.collect()
    }

    /// The document in a row, as a line of JSON with these keys is one.
    pub(crate) fn document(&self, row: usize, kind: DocumentKind) -> Document<'_> {
        let mut document = Document::new(self.id(row), self.text(row)).kind(kind);
        let mut attributes = BTreeMap::new();
        for (name, tells, known) in &self.known {
            let names = known.names(row);
            document = match tells {
                Tells::Interviewers if !names.is_empty() => document.interviewers(somebody(&names)),
                Tells::Respondents if !names.is_empty() => document.respondents(somebody(&names)),
                _ => document,
            };
            let Known::Text(texts) = known else { continue };
            if texts.is_null(row) {
                continue;
            }
            let value = texts.value(row);
            match tells {
                Tells::Language => document.language = Some(value.to_owned()),
                Tells::Kind => {
                    if let Some(kind) = kind_named(value) {
                        document.kind = kind;
                        continue;
                    }
                }
                _ => {}
            }
            attributes.insert(name.strip_suffix(ATTRIBUTE).unwrap_or(name).to_owned(), value.to_owned());
        }
        document.attributes = attributes.into();
        document
    }
}

impl Known {
    fn are_kinds(&self) -> bool {
        matches!(self, Self::Text(texts) if texts.iter().flatten().all(|name| kind_named(name).is_some()))
    }

    fn names(&self, row: usize) -> Vec<String> {
        match self {
            Self::Text(texts) if texts.is_null(row) => Vec::new(),
            Self::Text(texts) => vec![texts.value(row).to_owned()],
            Self::Names(lists) if lists.is_null(row) => Vec::new(),
            Self::Names(lists) => {
                let items = match lists.as_list_opt::<i32>() {
                    Some(lists) => lists.value(row),
                    None => lists.as_list::<i64>().value(row),
                };
                as_text(&items).map(|items| items.iter().flatten().map(str::to_owned).collect()).unwrap_or_default()
            }
        }
    }
}

fn somebody(names: &[String]) -> Vec<String> {
    names.iter().filter(|name| !name.eq_ignore_ascii_case(NOBODY)).cloned().collect()
}

fn tells(field: &Field) -> Tells {
    match field.name().as_str() {
        "kind" => Tells::Kind,
        "language" => Tells::Language,
        "interviewer" => Tells::Interviewers,
        "respondent" => Tells::Respondents,
        _ => Tells::Nothing,
    }
}

/// The kind of text of that name.
pub(crate) fn kind_named(name: &str) -> Option<DocumentKind> {
    serde_json::from_value(serde_json::Value::from(name)).ok()
}
