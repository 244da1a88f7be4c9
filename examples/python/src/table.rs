//! What Python gets: tables and columns that any library of data frames reads, as often as it likes.

use std::sync::Arc;

use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{Array, ArrayRef, RecordBatch, RecordBatchIterator, RecordBatchReader};
use arrow_ipc::reader::StreamReader;
use arrow_ipc::writer::StreamWriter;
use arrow_schema::{Field, FieldRef, SchemaRef};
use pyo3::ffi::c_str;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyCapsule, PyDict, PyList, PyTuple};

use crate::columns;
use crate::errors::{OrRaise, wrong};
use crate::values;

/// A table. pandas, polars, pyarrow and DuckDB read it by Arrow's C stream interface, without a copy and as often as they like:
/// `pl.DataFrame(table)`, `duckdb.sql("from table")`, `pyarrow.table(table)`, `pandas.DataFrame.from_arrow(table)`.
///
/// >>> found = verbatims.quotes(["“Rent is high,” said Ann Lee."])
/// >>> len(found), found.columns[:3]
/// (1, ['quote_id', 'document', 'speaker'])
/// >>> found.to_pylist()[0]["speaker"]
/// 'Ann Lee'
#[pyclass(frozen, module = "verbatims")]
pub(crate) struct Table {
    pub(crate) schema: SchemaRef,
    pub(crate) batches: Vec<RecordBatch>,
}

impl Table {
    pub(crate) fn new(schema: SchemaRef, batches: Vec<RecordBatch>) -> Self {
        Self { schema, batches }
    }

    fn rows(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }
}

#[pymethods]
impl Table {
    /// The names of the columns, in their order.
    #[getter]
    fn columns(&self) -> Vec<String> {
        self.schema.fields().iter().map(|field| field.name().clone()).collect()
    }

    /// Hand the rows to whoever reads Arrow's C stream interface.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // A reader that wishes for another schema casts what it gets, as the interface allows.
        drop(requested_schema);
        let batches: Vec<_> = self.batches.iter().cloned().map(Ok).collect();
        let reader: Box<dyn RecordBatchReader + Send> =
            Box::new(RecordBatchIterator::new(batches, self.schema.clone()));
        PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(reader), c_str!("arrow_array_stream"))
    }

    /// Hand the names and types of the columns to whoever reads Arrow's C interface.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FFI_ArrowSchema::try_from(self.schema.as_ref()).or_raise()?;
        PyCapsule::new_with_value(py, schema, c_str!("arrow_schema"))
    }

    fn __len__(&self) -> usize {
        self.rows()
    }

    fn __repr__(&self) -> String {
        format!("<verbatims.Table: {} rows; {}>", self.rows(), self.columns().join(", "))
    }

    /// The column of that name.
    fn __getitem__(&self, name: &str) -> PyResult<Column> {
        let at = self.schema.index_of(name);
        let at =
            at.map_err(|_| wrong(format!("there is no column `{name}`; there are: {}", self.columns().join(", "))))?;
        let arrays: Vec<ArrayRef> = self.batches.iter().map(|batch| batch.column(at).clone()).collect();
        Column::new(self.schema.field(at).clone(), &arrays)
    }

    /// A pandas DataFrame; needs pandas and pyarrow.
    fn to_pandas<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        Self::to_arrow(slf)?.call_method0("to_pandas")
    }

    /// A polars DataFrame; needs polars.
    fn to_polars<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("polars")?.getattr("DataFrame")?.call1((slf,))
    }

    /// A pyarrow Table; needs pyarrow.
    fn to_arrow<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("pyarrow")?.getattr("table")?.call1((slf,))
    }

    /// The rows as dicts; needs nothing.
    fn to_pylist<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let rows = PyList::empty(py);
        for batch in &self.batches {
            for row in 0..batch.num_rows() {
                let dict = PyDict::new(py);
                for (field, column) in self.schema.fields().iter().zip(batch.columns()) {
                    dict.set_item(field.name(), values::of(py, column, row)?)?;
                }
                rows.append(dict)?;
            }
        }
        Ok(rows)
    }

    /// The bytes of an Arrow IPC stream, which `from_ipc` reads back: how tables are pickled.
    fn to_ipc<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        let mut bytes = Vec::new();
        let mut writer = StreamWriter::try_new(&mut bytes, &self.schema).or_raise()?;
        self.batches.iter().try_for_each(|batch| writer.write(batch)).or_raise()?;
        writer.finish().or_raise()?;
        drop(writer);
        Ok(PyBytes::new(py, &bytes))
    }

    /// The table of an Arrow IPC stream.
    #[staticmethod]
    fn from_ipc(data: &[u8]) -> PyResult<Self> {
        let reader = StreamReader::try_new(data, None).or_raise()?;
        let schema = reader.schema();
        Ok(Self { schema, batches: reader.collect::<Result<_, _>>().or_raise()? })
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyTuple>)> {
        let bytes = slf.get().to_ipc(slf.py())?;
        Ok((slf.get_type().getattr("from_ipc")?, PyTuple::new(slf.py(), [bytes])?))
    }
}

/// One column, which polars, pyarrow and pandas read by Arrow's C interface: `pl.Series(column)`, `pyarrow.array(column)`.
///
/// >>> column = verbatims.Extractor().column(["“Rent is high,” said Ann Lee.", None])
/// >>> [quotes and quotes[0]["speaker"] for quotes in column.to_pylist()]
/// ['Ann Lee', None]
#[pyclass(frozen, module = "verbatims")]
pub(crate) struct Column {
    field: FieldRef,
    array: ArrayRef,
}

impl Column {
    pub(crate) fn new(field: Field, arrays: &[ArrayRef]) -> PyResult<Self> {
        let array = columns::joined(field.data_type(), arrays)?;
        Ok(Self { field: Arc::new(field), array })
    }
}

#[pymethods]
impl Column {
    /// The name of the column.
    #[getter]
    fn name(&self) -> &str {
        self.field.name()
    }

    /// Hand the values to whoever reads Arrow's C interface.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<(Bound<'py, PyCapsule>, Bound<'py, PyCapsule>)> {
        drop(requested_schema);
        let array = PyCapsule::new_with_value(py, FFI_ArrowArray::new(&self.array.to_data()), c_str!("arrow_array"))?;
        Ok((self.__arrow_c_schema__(py)?, array))
    }

    /// Hand the type of the column to whoever reads Arrow's C interface.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FFI_ArrowSchema::try_from(self.field.as_ref()).or_raise()?;
        PyCapsule::new_with_value(py, schema, c_str!("arrow_schema"))
    }

    fn __len__(&self) -> usize {
        self.array.len()
    }

    fn __repr__(&self) -> String {
        format!("<verbatims.Column {}: {} values>", self.field.name(), self.__len__())
    }

    /// The values as Python's own; needs nothing.
    fn to_pylist<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let all = PyList::empty(py);
        for row in 0..self.array.len() {
            all.append(values::of(py, &self.array, row)?)?;
        }
        Ok(all)
    }
}
