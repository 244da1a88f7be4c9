//! Values of Arrow as Python's own.

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type};
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;
use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};

use crate::input::{as_numbers, as_text};

/// The value of a row; what Python has no simple type for is text.
pub(crate) fn of<'py>(py: Python<'py>, column: &ArrayRef, row: usize) -> PyResult<Bound<'py, PyAny>> {
    if column.is_null(row) {
        return py.None().into_bound_py_any(py);
    }
    match column.data_type() {
        DataType::Utf8 => column.as_string::<i32>().value(row).into_bound_py_any(py),
        DataType::LargeUtf8 => column.as_string::<i64>().value(row).into_bound_py_any(py),
        DataType::Boolean => column.as_boolean().value(row).into_bound_py_any(py),
        DataType::List(_) => list(py, &column.as_list::<i32>().value(row)),
        DataType::LargeList(_) => list(py, &column.as_list::<i64>().value(row)),
        DataType::Struct(fields) => {
            let dict = PyDict::new(py);
            for (field, values) in fields.iter().zip(column.as_struct().columns()) {
                dict.set_item(field.name(), of(py, values, row)?)?;
            }
            dict.into_bound_py_any(py)
        }
        other if other.is_integer() && *other != DataType::UInt64 => {
            as_numbers::<Int64Type>(&column.slice(row, 1))?.value(0).into_bound_py_any(py)
        }
        other if other.is_floating() => {
            as_numbers::<Float64Type>(&column.slice(row, 1))?.value(0).into_bound_py_any(py)
        }
        _ => as_text(&column.slice(row, 1))?.value(0).into_bound_py_any(py),
    }
}

fn list<'py>(py: Python<'py>, items: &ArrayRef) -> PyResult<Bound<'py, PyAny>> {
    let all = PyList::empty(py);
    for at in 0..items.len() {
        all.append(of(py, items, at)?)?;
    }
    all.into_bound_py_any(py)
}
