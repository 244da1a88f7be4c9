//! Parquet files of the programs that write them: rows by the names of their columns.

use std::fs;

use verbatims::import::path::{self, Imported, PathOptions};
use verbatims::{Document, Language};

use super::data;

fn read(name: &str) -> Result<Imported, String> {
    let options = PathOptions::new(Language::english());
    path::read(data("parquet").join(name), &options).map_err(|error| error.to_string())
}

fn told(documents: &[Document<'_>]) -> Vec<String> {
    let one = |document: &Document<'_>| {
        let attributes: Vec<String> =
            document.attributes.iter().map(|(name, value)| format!("{name}={value}")).collect();
        format!("{} {} [{}]", document.id, document.text, attributes.join(" "))
    };
    documents.iter().map(one).collect()
}

#[test]
fn files_of_pandas_polars_and_duckdb_are_read_by_the_names_of_their_columns() {
    // What pandas and polars say of arrow's types in a file, an index, categories, lists, days: none of it stands in the way.
    let read_all = |name: &str| {
        let read = read(name).unwrap();
        (told(&read.documents), read.notes.iter().map(ToString::to_string).collect::<Vec<_>>())
    };
    let (pandas, notes) = read_all("pandas.parquet");
    assert_eq!(pandas.len(), 4);
    assert!(pandas[0].starts_with("d Ünïcödé “quoted,” said Ó Briain. [seen=2026-03-04"), "{pandas:?}");
    assert!(pandas[1].starts_with("b “No bus came,” said Bo Ray. “We wait,” she said. [seen="), "{pandas:?}");
    assert!(pandas[1].ends_with("ward=West year=2025]"), "{pandas:?}");
    // A text that is missing is empty, a group that is missing is none.
    assert!(pandas[3].starts_with("c  [seen=") && pandas[3].ends_with("ward=East year=2024]"), "{pandas:?}");
    assert!(!pandas[0].contains("ward"));
    assert_eq!(notes, ["pandas.parquet: numbers of rows are left out: __index_level_0__"]);
    let (polars, notes) = read_all("polars.parquet");
    assert_eq!(
        polars[0],
        "a “The rent rose again,” said Ann Lee. [seen=2026-03-01 tags=[\"x\",\"y\"] ward=East year=2024]"
    );
    assert_eq!((polars.len(), notes.len()), (4, 0));
    // The same rows through another program, packed in another way.
    assert_eq!(read_all("duckdb.parquet").0, polars);
}

#[test]
fn rows_without_an_id_are_called_by_their_number_and_text_of_bytes_is_text() {
    let read = read("no-id.parquet").unwrap();
    let all = told(&read.documents);
    assert_eq!(all[0], "no-id.parquet:1 “The rent rose again,” said Ann Lee. [score=0.5]");
    assert_eq!(all[1], "no-id.parquet:2 “No bus came,” said Bo Ray. “We wait,” she said. []");
    assert!(read.notes[0].to_string().contains("there is no column `id`"), "{:?}", read.notes);
}

#[test]
fn what_is_no_table_of_texts_says_so() {
    let error = read("no-text.parquet").unwrap_err();
    assert_eq!(
        error,
        "no-text.parquet: there is no column `text`; found: body, id; rename the one that holds the texts"
    );
    assert_eq!(read("empty.parquet").unwrap().documents.len(), 0);
    let options = PathOptions::new(Language::english());
    let whole = fs::read(data("parquet/pandas.parquet")).unwrap();
    for bytes in [&whole[..whole.len() / 2], &whole[..8], b"PAR1", b"no such thing"] {
        let error = path::bytes("x.parquet", bytes, &options).unwrap_err().to_string();
        assert!(error.starts_with("x.parquet: this is no Parquet file that can be read: "), "{error}");
        assert!(error.ends_with("; write it again, or as JSON Lines"), "{error}");
    }
    // The bytes tell the form where the name does not.
    assert_eq!(path::bytes("answers", &whole, &options).unwrap().documents.len(), 4);
}
