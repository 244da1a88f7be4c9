//! Vectors of texts that a model of your own has made: JSON Lines by id, or an array of NumPy in the order of the texts.

use std::path::Path;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::jsonl;
use crate::error::{Error, Result};
use crate::themes::Embeddings;

/// A text to which a vector belongs.
#[derive(Clone, Debug)]
pub struct Item<'a> {
    /// The names that a line may call it by, best first: the id of the quotation, that of its document.
    pub ids: Vec<&'a str>,
    /// The text.
    pub text: &'a str,
}

/// A line of JSON Lines.
#[derive(Deserialize)]
struct Line {
    id: String,
    #[serde(alias = "vector")]
    embedding: Vec<f32>,
}

/// Reads the vectors of texts.
///
/// * **JSON Lines** (`.jsonl`): `{"id": "…", "embedding": [0.1, …]}` a line; the key may be `vector`. Lines of texts that are not among `items` are passed over.
/// * **NumPy** (`.npy`, needs the feature `npy`): an array of two dimensions, of 32-bit or 64-bit floats, one row for each of `items` in their order.
///
/// # Errors
/// If the file cannot be read or is neither; for an array of another number of rows; if no line has the id of any text; and as [`Embeddings::new`].
pub fn read(path: &Path, items: &[Item<'_>]) -> Result<Embeddings> {
    let file = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|error| Error::io(path, error))?;
    if bytes.starts_with(NUMPY) { of_array(&file, &bytes, items) } else { of_lines(&file, &bytes, items) }
}

/// How a file of NumPy begins.
const NUMPY: &[u8] = b"\x93NUMPY";

fn of_lines(file: &str, bytes: &[u8], items: &[Item<'_>]) -> Result<Embeddings> {
    let mut vectors: FxHashMap<String, Vec<f32>> = FxHashMap::default();
    for (number, line) in jsonl::lines(bytes) {
        let line: Line = serde_json::from_slice(line).map_err(|error| {
            let what = format!("{error}; a line is {{\"id\": \"…\", \"embedding\": [0.1, …]}}");
            Error::format(file, number, what)
        })?;
        if vectors.insert(line.id.clone(), line.embedding).is_some() {
            return Err(Error::format(file, number, "a second vector of one id").with_id(Some(line.id)));
        }
    }
    let vector = |item: &Item<'_>| item.ids.iter().find_map(|id| vectors.get(*id));
    let found: Vec<(&str, &[f32])> = items.iter().filter_map(|item| Some((item.text, &vector(item)?[..]))).collect();
    if let Some(item) = items.first().filter(|_| found.is_empty()) {
        let have = vectors.keys().min().map_or("none".to_owned(), |id| format!("`{id}`"));
        let want = item.ids.first().copied().unwrap_or_default();
        return Err(Error::format(
            file,
            None,
            format!("no line has the id of a text here; the file has {have}, the texts `{want}`"),
        ));
    }
    Embeddings::new(found)
}

#[cfg(feature = "npy")]
fn of_array(file: &str, bytes: &[u8], items: &[Item<'_>]) -> Result<Embeddings> {
    use ndarray::Array2;
    use ndarray_npy::ReadNpyExt;

    let broken = |what: String| Error::format(file, None, what);
    let array = Array2::<f32>::read_npy(bytes)
        .or_else(|_| Array2::<f64>::read_npy(bytes).map(|array| array.mapv(|value| value as f32)))
        .map_err(|error| broken(format!("not an array of two dimensions of 32-bit or 64-bit floats: {error}")))?;
    if array.nrows() != items.len() {
        return Err(broken(format!(
            "{} rows, but {} texts; a row a text, in the order in which `extract --rows` writes them, or JSON Lines with ids",
            array.nrows(),
            items.len()
        )));
    }
    let rows: Vec<Vec<f32>> = array.rows().into_iter().map(|row| row.to_vec()).collect();
    Embeddings::new(items.iter().map(|item| item.text).zip(rows.iter().map(|row| &row[..])))
}

#[cfg(not(feature = "npy"))]
fn of_array(file: &str, _: &[u8], _: &[Item<'_>]) -> Result<Embeddings> {
    Err(Error::format(
        file,
        None,
        "an array of NumPy, which this build does not read (feature `npy`); JSON Lines with ids are read",
    ))
}
