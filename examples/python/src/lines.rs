//! JSON Lines in, JSON Lines out: the filter `verbatims extract`, for those who already hold lines.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyIterator, PyList, PyString};
use rayon::prelude::*;
use verbatims::export::json;
use verbatims::import::jsonl;
use verbatims::{DocumentKind, Extractor, Result};

use crate::columns::Offsets;
use crate::errors::{OrRaise, wrong_type};
use crate::extractor::Settings;
use crate::pool;

/// What the lines are called in errors.
const NAME: &str = "stdin";
/// A batch ends at either limit.
const LINES: usize = 512;
const BYTES: usize = 4 << 20;

/// An iterator of the lines that `Extractor.lines` gives.
#[pyclass(frozen, module = "verbatims")]
pub(crate) struct Lines {
    extractor: Arc<Extractor>,
    settings: Settings,
    rows: bool,
    offsets: Offsets,
    state: Mutex<State>,
}

struct State {
    lines: Py<PyIterator>,
    /// The lines that were read so far.
    number: u64,
    ready: VecDeque<String>,
}

impl Lines {
    pub(crate) fn new(
        extractor: Arc<Extractor>,
        settings: Settings,
        lines: &Bound<'_, PyAny>,
        rows: bool,
        offsets: Offsets,
    ) -> PyResult<Self> {
        // Python's own `splitlines` of text parts at signs that JSON holds unescaped.
        let lines = if let Ok(text) = lines.cast::<PyString>() {
            PyList::new(lines.py(), text.to_cow()?.split('\n'))?.try_iter()?
        } else if let Ok(bytes) = lines.cast::<PyBytes>() {
            let parts = bytes.as_bytes().split(|byte| *byte == b'\n').map(|line| PyBytes::new(lines.py(), line));
            PyList::new(lines.py(), parts)?.try_iter()?
        } else {
            lines.try_iter()?
        };
        let state = Mutex::new(State { lines: lines.unbind(), number: 0, ready: VecDeque::new() });
        Ok(Self { extractor, settings, rows, offsets, state })
    }

    fn answer(&self, number: u64, line: &[u8], kind: DocumentKind) -> Result<String> {
        let mut answer = Vec::new();
        match jsonl::line(NAME, number, line) {
            Err(error) => json::unread(&error, &mut answer)?,
            Ok(mut document) => {
                if document.kind == DocumentKind::Auto {
                    document.kind = kind;
                }
                let document = self.settings.with_names(document);
                let offsets = match self.offsets {
                    Offsets::Bytes => json::Offsets::Bytes,
                    Offsets::Chars => json::Offsets::Chars(&document.text),
                };
                let found = self.extractor.extract(&document);
                if self.rows {
                    json::rows(&found, offsets, &mut answer)?;
                } else {
                    json::extraction(&found, offsets, &mut answer)?;
                }
            }
        }
        Ok(String::from_utf8_lossy(&answer).into_owned())
    }
}

/// A line as bytes.
fn bytes(line: &Bound<'_, PyAny>) -> PyResult<Vec<u8>> {
    if let Ok(text) = line.cast::<PyString>() {
        return Ok(text.to_cow()?.as_bytes().to_vec());
    }
    match line.cast::<PyBytes>() {
        Ok(bytes) => Ok(bytes.as_bytes().to_vec()),
        Err(_) => Err(wrong_type(format!("lines: `{}` is no line; give str or bytes", line.get_type().name()?))),
    }
}

impl State {
    /// The next lines that are not blank, with their numbers.
    fn batch(&mut self, py: Python<'_>) -> PyResult<Vec<(u64, Vec<u8>)>> {
        let (mut batch, mut held) = (Vec::new(), 0);
        let mut lines = self.lines.bind(py).clone();
        while batch.len() < LINES && held < BYTES {
            let Some(line) = lines.next().transpose()? else { break };
            let line = bytes(&line)?;
            self.number += 1;
            let mark = "\u{feff}".as_bytes();
            let line = if self.number == 1 { line.strip_prefix(mark).unwrap_or(&line) } else { &line };
            let line = line.trim_ascii();
            if !line.is_empty() {
                held += line.len();
                batch.push((self.number, line.to_vec()));
            }
        }
        Ok(batch)
    }
}

#[pymethods]
impl Lines {
    fn __iter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<String>> {
        let kind = self.settings.kind()?;
        let taken = || wrong_type("these lines are being read by another thread; give each thread lines of its own");
        let mut state = self.state.try_lock().map_err(|_| taken())?;
        while state.ready.is_empty() {
            let batch = state.batch(py)?;
            if batch.is_empty() {
                return Ok(None);
            }
            let answers: Vec<Result<String>> =
                pool::work(py, || batch.par_iter().map(|(number, line)| self.answer(*number, line, kind)).collect())?;
            py.check_signals()?;
            for answer in answers {
                let answer = answer.or_raise()?;
                state.ready.extend(answer.lines().map(str::to_owned));
            }
        }
        Ok(state.ready.pop_front())
    }
}
