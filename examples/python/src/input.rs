//! What Python hands over: anything with `__arrow_c_stream__` or `__arrow_c_array__`, a list of texts, or a mapping of names to lists.

use std::str::FromStr;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi};
use arrow_array::ffi_stream::{ArrayStreamReader, FFI_ArrowArrayStream};
use arrow_array::{
    Array, ArrayReader, ArrayRef, ArrowPrimitiveType, BooleanArray, Float64Array, Int64Array, LargeStringArray,
    PrimitiveArray, RecordBatch, StructArray, make_array,
};
use arrow_cast::display::{ArrayFormatter, FormatOptions};
use arrow_schema::{ArrowError, DataType, Field, FieldRef, Schema, SchemaRef};
use pyo3::ffi::c_str;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyCapsuleMethods, PyDict, PyMapping, PyString};

use crate::errors::{OrRaise, wrong, wrong_type};

/// The name of the only column of a list of texts.
pub(crate) const TEXT: &str = "text";

/// A table as it was handed over.
pub(crate) struct Frame {
    pub(crate) schema: SchemaRef,
    pub(crate) batches: Vec<RecordBatch>,
}

impl Frame {
    pub(crate) fn read(data: &Bound<'_, PyAny>) -> PyResult<Self> {
        if data.hasattr("__arrow_c_stream__")? {
            return Self::of_stream(data);
        }
        if data.hasattr("__arrow_c_array__")? {
            return Self::of_array(data);
        }
        if let Ok(mapping) = data.cast::<PyMapping>() {
            let columns = mapping.items()?.iter().map(|pair| {
                let (name, values): (String, Bound<'_, PyAny>) = pair.extract()?;
                Ok((name.clone(), of_values(&values, &name)?))
            });
            return Self::of_columns(columns.collect::<PyResult<_>>()?);
        }
        if data.is_instance_of::<PyString>() {
            return Err(wrong_type("this is one text; give a list of texts, or a table with a column of texts"));
        }
        let is_lazy = data.hasattr("collect")?;
        if !is_lazy && data.try_iter().is_ok() {
            return Self::of_columns(vec![(TEXT.to_owned(), of_values(data, TEXT)?)]);
        }
        let lazy = if is_lazy { "; call its `collect()` first" } else { "" };
        Err(wrong_type(format!(
            "`{}` is no table; give a list of texts or anything with `__arrow_c_stream__` (pandas, polars, pyarrow, DuckDB){lazy}",
            data.get_type().name()?
        )))
    }

    pub(crate) fn of_columns(columns: Vec<(String, ArrayRef)>) -> PyResult<Self> {
        let lengths: Vec<usize> = columns.iter().map(|(_, column)| column.len()).collect();
        if lengths.windows(2).any(|pair| pair[0] != pair[1]) {
            let told = columns.iter().map(|(name, column)| format!("{name} {}", column.len())).collect::<Vec<_>>();
            return Err(wrong(format!("the columns are not of one length: {}", told.join(", "))));
        }
        let fields: Vec<Field> =
            columns.iter().map(|(name, column)| Field::new(name, column.data_type().clone(), true)).collect();
        let schema = Arc::new(Schema::new(fields));
        let batch =
            RecordBatch::try_new(schema.clone(), columns.into_iter().map(|(_, column)| column).collect()).or_raise()?;
        Ok(Self { schema, batches: vec![batch] })
    }

    fn of_stream(data: &Bound<'_, PyAny>) -> PyResult<Self> {
        let capsule = data.call_method0("__arrow_c_stream__")?;
        let capsule = capsule.cast::<PyCapsule>()?;
        let pointer = capsule.pointer_checked(Some(c_str!("arrow_array_stream")))?.cast::<FFI_ArrowArrayStream>();
        // SAFETY: a capsule of that name holds such a stream, which is moved out of it and marked as taken.
        let stream = unsafe { FFI_ArrowArrayStream::from_raw(pointer.as_ptr()) };
        // Whoever makes the batches may need Python for it.
        let read = data.py().detach(|| -> Result<(FieldRef, Vec<ArrayRef>), ArrowError> {
            let reader = ArrayStreamReader::try_new(stream)?;
            Ok((reader.field().clone(), reader.collect::<Result<_, _>>()?))
        });
        let (field, arrays) = read.or_raise()?;
        Self::of_arrays(&field, arrays)
    }

    fn of_array(data: &Bound<'_, PyAny>) -> PyResult<Self> {
        let pair = data.call_method0("__arrow_c_array__")?;
        let (schema, array): (Bound<'_, PyCapsule>, Bound<'_, PyCapsule>) = pair.extract()?;
        let schema = schema.pointer_checked(Some(c_str!("arrow_schema")))?.cast::<FFI_ArrowSchema>();
        let array = array.pointer_checked(Some(c_str!("arrow_array")))?.cast::<FFI_ArrowArray>();
        // SAFETY: capsules of these names hold a schema and an array; the array is moved out and marked as taken, the schema is only read while its capsule lives.
        let (field, array) = unsafe {
            let field = Field::try_from(schema.as_ref()).or_raise()?;
            (field, make_array(from_ffi(FFI_ArrowArray::from_raw(array.as_ptr()), schema.as_ref()).or_raise()?))
        };
        Self::of_arrays(&field, vec![array])
    }

    /// Rows are structs; anything else is one column.
    fn of_arrays(field: &Field, arrays: Vec<ArrayRef>) -> PyResult<Self> {
        if let DataType::Struct(fields) = field.data_type() {
            let schema = Arc::new(Schema::new(fields.clone()));
            let batch = |array: &ArrayRef| -> PyResult<RecordBatch> {
                let rows: &StructArray = array.as_struct();
                if rows.null_count() > 0 {
                    return Err(wrong("a row of the table is null; leave such rows out"));
                }
                Ok(RecordBatch::from(rows.clone()))
            };
            let batches = arrays.iter().map(batch).collect::<PyResult<_>>()?;
            return Ok(Self { schema, batches });
        }
        let schema = Arc::new(Schema::new(vec![Field::new(TEXT, field.data_type().clone(), true)]));
        let batches = arrays.into_iter().map(|array| RecordBatch::try_new(schema.clone(), vec![array]).or_raise());
        Ok(Self { batches: batches.collect::<PyResult<_>>()?, schema })
    }

    pub(crate) fn place(&self, name: &str) -> Option<usize> {
        self.schema.fields().iter().position(|field| field.name() == name)
    }

    /// `id (Int64), text (Utf8)`.
    fn told(&self) -> String {
        let fields = self.schema.fields().iter().map(|field| format!("{} ({})", field.name(), field.data_type()));
        fields.collect::<Vec<_>>().join(", ")
    }

    /// The place of a column that was named.
    pub(crate) fn named(&self, argument: &str, name: &str) -> PyResult<usize> {
        self.place(name)
            .ok_or_else(|| wrong(format!("{argument}: there is no column `{name}`; there are: {}", self.told())))
    }

    /// The place of the column of texts: the one that was named, else `text`, else the only one that holds texts.
    pub(crate) fn text(&self, given: Option<&str>) -> PyResult<usize> {
        let place = match given.map(|name| self.named(TEXT, name)).transpose()?.or_else(|| self.place(TEXT)) {
            Some(place) => place,
            None => {
                let texts: Vec<usize> =
                    (0..self.schema.fields().len()).filter(|at| is_text(self.schema.field(*at).data_type())).collect();
                let [only] = texts[..] else {
                    return Err(wrong(format!(
                        "say which column holds the texts, `text=\"…\"`; there are: {}",
                        self.told()
                    )));
                };
                only
            }
        };
        let field = self.schema.field(place);
        if !is_text(field.data_type()) && *field.data_type() != DataType::Null {
            return Err(wrong_type(format!(
                "column `{}` is {}, not text; name one that holds texts, `text=\"…\"`; there are: {}",
                field.name(),
                field.data_type(),
                self.told()
            )));
        }
        Ok(place)
    }
}

/// Whether a column holds texts, however it keeps them.
pub(crate) fn is_text(data_type: &DataType) -> bool {
    match data_type {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => true,
        DataType::Dictionary(_, values) => is_text(values),
        _ => false,
    }
}

/// A column as text: numbers and dates as they are written, lists as they are shown.
pub(crate) fn as_text(column: &ArrayRef) -> PyResult<LargeStringArray> {
    match column.data_type() {
        DataType::LargeUtf8 => return Ok(column.as_string::<i64>().clone()),
        DataType::Utf8 => return Ok(column.as_string::<i32>().iter().collect()),
        DataType::Utf8View => return Ok(column.as_string_view().iter().collect()),
        _ => {}
    }
    let options = FormatOptions::default();
    let shown = ArrayFormatter::try_new(column.as_ref(), &options).or_raise()?;
    let cells = (0..column.len()).map(|row| column.is_valid(row).then(|| shown.value(row).to_string()));
    Ok(cells.collect())
}

/// A column of numbers, whatever their type; what is none is null.
pub(crate) fn as_numbers<T>(column: &ArrayRef) -> PyResult<PrimitiveArray<T>>
where
    T: ArrowPrimitiveType,
    T::Native: FromStr,
{
    match column.as_primitive_opt::<T>() {
        Some(numbers) => Ok(numbers.clone()),
        None => Ok(as_text(column)?.iter().map(|cell| cell.and_then(|cell| cell.parse().ok())).collect()),
    }
}

/// A column of yes and no.
pub(crate) fn as_flags(column: &ArrayRef) -> PyResult<BooleanArray> {
    match column.as_boolean_opt() {
        Some(flags) => Ok(flags.clone()),
        None => Ok(as_text(column)?.iter().map(|cell| cell.and_then(|cell| cell.parse().ok())).collect()),
    }
}

/// Python's own values as a column: texts, else whole numbers, else numbers, else yes and no.
fn of_values(values: &Bound<'_, PyAny>, name: &str) -> PyResult<ArrayRef> {
    let values: Vec<Option<Bound<'_, PyAny>>> = values
        .try_iter()?
        .map(|value| value.map(|value| (!value.is_none()).then_some(value)))
        .collect::<PyResult<_>>()?;
    let all = |is: &dyn Fn(&Bound<'_, PyAny>) -> bool| values.iter().flatten().all(is);
    let is_bool = |value: &Bound<'_, PyAny>| value.is_instance_of::<pyo3::types::PyBool>();
    if all(&|value| value.is_instance_of::<PyString>()) {
        let texts = values.iter().map(|value| value.as_ref().map(|text| text.extract::<String>()).transpose());
        return Ok(Arc::new(texts.collect::<PyResult<LargeStringArray>>()?));
    }
    if all(&is_bool) {
        let flags = values.iter().map(|value| value.as_ref().map(|flag| flag.extract::<bool>()).transpose());
        return Ok(Arc::new(flags.collect::<PyResult<BooleanArray>>()?));
    }
    if all(&|value| !is_bool(value) && value.extract::<i64>().is_ok()) {
        let numbers = values.iter().map(|value| value.as_ref().map(|number| number.extract::<i64>()).transpose());
        return Ok(Arc::new(numbers.collect::<PyResult<Int64Array>>()?));
    }
    if all(&|value| !is_bool(value) && value.extract::<f64>().is_ok()) {
        let numbers = values.iter().map(|value| value.as_ref().map(|number| number.extract::<f64>()).transpose());
        return Ok(Arc::new(numbers.collect::<PyResult<Float64Array>>()?));
    }
    let odd = values.iter().enumerate().find_map(|(row, value)| {
        value.as_ref().filter(|value| !value.is_instance_of::<PyString>()).map(|value| (row, value.clone()))
    });
    Err(match odd {
        Some((row, value)) => wrong_type(format!(
            "{name}: item {row} is `{}`, not text; a list holds texts, or None where there is none",
            value.get_type().name()?
        )),
        None => wrong_type(format!("{name}: a list holds texts, or None where there is none")),
    })
}

/// Settings by name, for what Python is to call again.
pub(crate) fn keywords<'py>(
    py: Python<'py>,
    class: &Bound<'py, PyAny>,
    settings: &Bound<'py, PyDict>,
) -> PyResult<Bound<'py, PyAny>> {
    py.import("functools")?.getattr("partial")?.call((class,), Some(settings))
}
