//! The Python package `verbatims`: Arrow tables in, Arrow tables out. What is found and counted is the library's; here it is only handed over.

mod analysis;
mod checks;
mod coded;
mod coder;
mod columns;
mod errors;
mod extractor;
mod input;
mod lines;
mod model;
mod pool;
mod rows;
mod source;
mod table;
mod tables;
mod values;

use pyo3::prelude::*;

#[pymodule]
mod _verbatims {
    #[pymodule_export]
    use crate::{
        analysis::Analysis,
        checks::{pseudonymise, verify},
        coder::Coder,
        extractor::Extractor,
        lines::Lines,
        model::ThemeModel,
        pool::set_threads,
        table::{Column, Table},
        tables::read_csv,
    };

    #[pymodule_export]
    const __VERSION__: &str = env!("CARGO_PKG_VERSION");
}
