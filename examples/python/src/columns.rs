//! Quotations as columns of Arrow.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::builder::{BooleanBuilder, Int64Builder, StringBuilder};
use arrow_array::{Array, ArrayRef, Int64Array, ListArray, StringArray, StructArray, make_array, new_empty_array};
use arrow_buffer::OffsetBuffer;
use arrow_data::transform::MutableArrayData;
use arrow_schema::{DataType, Field, FieldRef, Fields};
use pyo3::PyResult;
use verbatims::text::Positions;
use verbatims::{Extraction, Quote, Span};

use crate::errors::OrRaise;

/// What places count.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Offsets {
    Chars,
    Bytes,
}

/// Places of one text in what they are to count.
pub(crate) struct Places(Option<BTreeMap<usize, i64>>);

impl Places {
    /// Those of what was found in a text.
    pub(crate) fn of(found: &Extraction, text: &str, offsets: Offsets) -> Self {
        if offsets == Offsets::Bytes {
            return Self(None);
        }
        let quotes = found.quotes.iter().flat_map(|quote| &quote.content);
        let aside = found.not_quotes.iter().map(|aside| &aside.span);
        let signs = found.diagnostics.iter().map(|sign| &sign.span);
        let spans = quotes.chain(aside).chain(signs);
        let mut places: BTreeMap<usize, i64> = spans.flat_map(|span| [(span.start(), 0), (span.end(), 0)]).collect();
        let mut positions = Positions::new(text);
        places.iter_mut().for_each(|(byte, char)| *char = positions.code_point(*byte) as i64);
        Self(Some(places))
    }

    /// Places that count what they are to count already.
    pub(crate) fn as_given() -> Self {
        Self(None)
    }

    fn at(&self, byte: usize) -> i64 {
        self.0.as_ref().and_then(|places| places.get(&byte).copied()).unwrap_or(byte as i64)
    }
}

/// Spans as a list of places, one list an item.
#[derive(Default)]
pub(crate) struct SpanLists {
    ends: Vec<usize>,
    starts: Int64Builder,
    stops: Int64Builder,
}

impl SpanLists {
    pub(crate) fn push<'s>(&mut self, spans: impl IntoIterator<Item = &'s Span>, places: &Places) {
        for span in spans {
            self.starts.append_value(places.at(span.start()));
            self.stops.append_value(places.at(span.end()));
        }
        self.ends.push(self.starts.len_so_far());
    }

    fn finish(mut self) -> ArrayRef {
        let places = StructArray::new(
            place_fields(),
            vec![Arc::new(self.starts.finish()) as ArrayRef, Arc::new(self.stops.finish())],
            None,
        );
        Arc::new(ListArray::new(item(places_type()), offsets(&self.ends), Arc::new(places), None))
    }
}

trait Counted {
    fn len_so_far(&self) -> usize;
}

impl Counted for Int64Builder {
    fn len_so_far(&self) -> usize {
        arrow_array::builder::ArrayBuilder::len(self)
    }
}

/// Where lists begin and end, from the ends.
fn offsets(ends: &[usize]) -> OffsetBuffer<i32> {
    let starts = std::iter::once(0).chain(ends.iter().copied());
    OffsetBuffer::from_lengths(ends.iter().zip(starts).map(|(end, start)| end - start))
}

pub(crate) fn place_fields() -> Fields {
    ["start", "end"].map(|name| Field::new(name, DataType::Int64, false)).to_vec().into()
}

pub(crate) fn places_type() -> DataType {
    DataType::Struct(place_fields())
}

/// The item of a list.
pub(crate) fn item(data_type: DataType) -> FieldRef {
    Arc::new(Field::new("item", data_type, false))
}

/// The columns of a table of quotations, in their order.
pub(crate) fn fields() -> Fields {
    let text = |name: &str| Field::new(name, DataType::Utf8, true);
    let number = |name: &str| Field::new(name, DataType::Int64, true);
    let flag = |name: &str| Field::new(name, DataType::Boolean, true);
    vec![
        text("quote_id"),
        text("document"),
        text("speaker"),
        text("speaker_type"),
        text("role"),
        text("affiliation"),
        text("kind"),
        text("text"),
        number("start"),
        number("end"),
        number("line"),
        text("cue"),
        text("mention"),
        text("evidence"),
        text("cue_class"),
        flag("response"),
        flag("asks"),
        text("speaker_key"),
        Field::new("spans", DataType::List(item(places_type())), true),
    ]
    .into()
}

/// Quotations, one a row.
#[derive(Default)]
pub(crate) struct QuoteColumns {
    texts: [StringBuilder; 13],
    numbers: [Int64Builder; 3],
    flags: [BooleanBuilder; 2],
    spans: SpanLists,
}

impl QuoteColumns {
    pub(crate) fn push(&mut self, quote: &Quote, places: &Places) {
        let speaker = quote.speaker();
        let (kind, class, evidence) =
            (quote.kind.to_string(), quote.cue_class.to_string(), quote.attribution.evidence.as_str());
        let (speaker_type, key) = (speaker.map(|speaker| speaker.kind.to_string()), quote.speaker_key());
        let texts = [
            Some(quote.id.as_str()),
            Some(quote.document.as_str()),
            speaker.map(|speaker| speaker.name.as_str()),
            speaker_type.as_deref(),
            speaker.and_then(|speaker| speaker.role.as_deref()),
            speaker.and_then(|speaker| speaker.affiliation.as_deref()),
            Some(kind.as_str()),
            Some(quote.text.as_str()),
            quote.cue.as_ref().map(|cue| cue.text.as_str()),
            quote.attribution.mention.as_ref().map(|mention| mention.text.as_str()),
            Some(evidence),
            Some(class.as_str()),
            key.as_deref(),
        ];
        self.texts.iter_mut().zip(texts).for_each(|(column, text)| column.append_option(text));
        let extent = quote.extent();
        let numbers = [places.at(extent.start()), places.at(extent.end()), i64::from(quote.position.line)];
        self.numbers.iter_mut().zip(numbers).for_each(|(column, number)| column.append_value(number));
        let flags = [quote.is_response(), quote.is_interviewer()];
        self.flags.iter_mut().zip(flags).for_each(|(column, flag)| column.append_value(flag));
        self.spans.push(&quote.content, places);
    }

    /// The columns in the order of [`fields`].
    pub(crate) fn finish(self) -> Vec<ArrayRef> {
        let Self { mut texts, mut numbers, mut flags, spans } = self;
        let mut texts = texts.iter_mut().map(|column| Arc::new(column.finish()) as ArrayRef);
        let mut numbers = numbers.iter_mut().map(|column| Arc::new(column.finish()) as ArrayRef);
        let mut flags = flags.iter_mut().map(|column| Arc::new(column.finish()) as ArrayRef);
        let mut spans = Some(spans.finish());
        let columns = fields();
        let column = |field: &FieldRef| match field.data_type() {
            DataType::Utf8 => texts.next(),
            DataType::Int64 => numbers.next(),
            DataType::Boolean => flags.next(),
            _ => spans.take(),
        };
        columns.iter().filter_map(column).collect()
    }
}

/// Words between marks that were set aside and signs that a reader may want to look at: lists of `{text, why, start, end}` and `{kind, start, end}`.
pub(crate) struct Lists {
    fields: Fields,
    texts: Vec<StringBuilder>,
    starts: Int64Builder,
    stops: Int64Builder,
    ends: Vec<usize>,
}

impl Lists {
    pub(crate) fn new(names: &[&str]) -> Self {
        Self {
            fields: list_fields(names),
            texts: names.iter().map(|_| StringBuilder::new()).collect(),
            starts: Int64Builder::new(),
            stops: Int64Builder::new(),
            ends: Vec::new(),
        }
    }

    pub(crate) fn push(&mut self, texts: &[&str], span: Span, places: &Places) {
        self.texts.iter_mut().zip(texts).for_each(|(column, text)| column.append_value(text));
        self.starts.append_value(places.at(span.start()));
        self.stops.append_value(places.at(span.end()));
    }

    /// Ends the list of one item.
    pub(crate) fn end(&mut self) {
        self.ends.push(self.starts.len_so_far());
    }

    pub(crate) fn finish(mut self) -> ArrayRef {
        let mut columns: Vec<ArrayRef> =
            self.texts.iter_mut().map(|column| Arc::new(column.finish()) as ArrayRef).collect();
        columns.push(Arc::new(self.starts.finish()));
        columns.push(Arc::new(self.stops.finish()));
        let items = StructArray::new(self.fields.clone(), columns, None);
        let item = item(DataType::Struct(self.fields));
        Arc::new(ListArray::new(item, offsets(&self.ends), Arc::new(items), None))
    }
}

/// The fields of an item of [`Lists`].
pub(crate) fn list_fields(names: &[&str]) -> Fields {
    let texts = names.iter().map(|name| Field::new(*name, DataType::Utf8, false));
    let places = ["start", "end"].map(|name| Field::new(name, DataType::Int64, false));
    texts.chain(places).collect()
}

/// Quotations as lists, `ends[n]` of them up to the end of item `n`.
pub(crate) fn quote_lists(columns: QuoteColumns, ends: &[usize], nulls: Option<&[bool]>) -> ListArray {
    let quotes = StructArray::new(fields(), columns.finish(), None);
    let nulls = nulls.map(|there| there.to_vec().into());
    ListArray::new(item(DataType::Struct(fields())), offsets(ends), Arc::new(quotes), nulls)
}

/// One text for each item.
pub(crate) fn texts<'t>(items: impl IntoIterator<Item = Option<&'t str>>) -> ArrayRef {
    Arc::new(items.into_iter().collect::<StringArray>())
}

/// Whole numbers.
pub(crate) fn numbers(items: impl IntoIterator<Item = i64>) -> ArrayRef {
    Arc::new(Int64Array::from_iter_values(items))
}

/// Some rows of a column, in this order, whatever its type.
pub(crate) fn rows(column: &ArrayRef, rows: &[usize]) -> PyResult<ArrayRef> {
    let data = column.to_data();
    let mut taken = MutableArrayData::new(vec![&data], false, rows.len());
    rows.iter().try_for_each(|row| taken.try_extend(0, *row, row + 1)).or_raise()?;
    Ok(make_array(taken.freeze()))
}

/// Columns of one type, one behind the other.
pub(crate) fn joined(data_type: &DataType, parts: &[ArrayRef]) -> PyResult<ArrayRef> {
    match parts {
        [] => return Ok(new_empty_array(data_type)),
        [only] => return Ok(only.clone()),
        _ => {}
    }
    let data: Vec<_> = parts.iter().map(|part| part.to_data()).collect();
    let mut all = MutableArrayData::new(data.iter().collect(), false, data.iter().map(|data| data.len()).sum());
    data.iter().enumerate().try_for_each(|(part, data)| all.try_extend(part, 0, data.len())).or_raise()?;
    Ok(make_array(all.freeze()))
}
