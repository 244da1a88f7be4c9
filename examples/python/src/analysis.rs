//! Counts and tables of quotations under themes.

use std::path::PathBuf;

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyTuple};
use verbatims::export::csv::{self, CsvOptions};
use verbatims::export::write::{Existing, FileSet};
use verbatims::report::{Bands, Crosstab, TimeUnit, Unit};
use verbatims::{Codebook, Codings, Facet, Language, Quote, lang};

use crate::coded;
use crate::coder::Coder;
use crate::errors::{OrRaise, wrong, wrong_type};
use crate::model::ThemeModel;
use crate::rows::Rows;
use crate::table::Table;
use crate::tables::{Form, filled};

/// Quotations with their themes, counted: the tables that `verbatims run` writes, as tables of Python and as files.
///
/// found: quotations, as `Extractor.quotes` gives them, filtered and with more columns as you like; other tables are of answers. Columns of your own are groups.
/// codings: their themes, as `ThemeModel.predict` and `Coder.code` give them, from any number of parts put together.
/// themes: the model or the coder, whose themes are then listed in its order, also those that nobody speaks of.
/// text, id: the columns of `found`, as of `Extractor.quotes`.
///
/// >>> answers = {"id": ["1", "2", "3"], "text": ["Rent is high.", "High rents!", "No bus."], "area": ["Hull", "Leeds", "Hull"]}
/// >>> coder = verbatims.Coder({"Rent": ["rent*"], "Transport": ["bus*"]}, similarity=False)
/// >>> analysis = verbatims.Analysis(answers, coder.code(answers), themes=coder)
/// >>> [(row["theme"], row["quotes"]) for row in analysis.themes().to_pylist()]
/// [('Rent', 2), ('Transport', 1), ('(no theme)', 0), ('(no content)', 0)]
/// >>> [(row["theme"], row["group"], row["percent"]) for row in analysis.crosstab("area").to_pylist() if row["percent"] is not None]
/// [('Rent', 'Hull', 50.0), ('Rent', 'Leeds', 100.0), ('Transport', 'Hull', 50.0), ('Transport', 'Leeds', 0.0)]
#[pyclass(frozen, module = "verbatims")]
pub(crate) struct Analysis {
    analysis: verbatims::Analysis,
    codebook: Option<Codebook>,
}

#[pymethods]
impl Analysis {
    #[new]
    #[pyo3(signature = (found, codings=None, *, themes=None, text=None, id=None))]
    fn new(
        found: &Bound<'_, PyAny>,
        codings: Option<&Bound<'_, PyAny>>,
        themes: Option<&Bound<'_, PyAny>>,
        text: Option<&str>,
        id: Option<&str>,
    ) -> PyResult<Self> {
        let rows = Rows::read(found, text, id)?;
        let mut codings = match codings {
            Some(table) => coded::read(table, Some(rows.id.as_str()).filter(|_| id.is_some()))?,
            None => Codings::default(),
        };
        let mut codebook = None;
        if let Some(themes) = themes {
            let listed = if let Ok(model) = themes.cast::<ThemeModel>() {
                model.get().model.themes().to_vec()
            } else if let Ok(coder) = themes.cast::<Coder>() {
                let coder = &coder.get().coder;
                codebook = Some(coder.codebook().clone());
                codings.unmatched = coder.unmatched(&rows.all());
                coder.themes_of(&codings.codings, &rows.all())
            } else {
                return Err(wrong_type(format!("themes: `{themes}` is neither a ThemeModel nor a Coder")));
            };
            codings.list_themes(listed);
        }
        Ok(Self { analysis: verbatims::Analysis::new(rows.quotes, codings).or_raise()?, codebook })
    }

    /// The themes with their counts, as themes.csv.
    fn themes(&self) -> PyResult<Table> {
        filled(Form::Fixed, |out| csv::themes(&self.analysis, CsvOptions::plain(), out))
    }

    /// The themes by a group, one row a theme and group, with counts, shares, their intervals and tests, as theme_by_…_cells.csv.
    ///
    /// by: speaker, speaker-kind, affiliation, role, document, kind, or a column of your own; dates by NAME:month (:year, :day), numbers by NAME:10 or
    ///     NAME:quartiles.
    /// unit: what shares count: quotes, speakers or documents.
    /// min_cell: hide counts below this.
    #[pyo3(signature = (by, *, unit="quotes", min_cell=0))]
    fn crosstab(&self, by: &str, unit: &str, min_cell: usize) -> PyResult<Table> {
        let table = self.table(by, unit_named(unit)?)?.without_small_cells(min_cell);
        filled(Form::Fixed, |out| csv::theme_by_cells(&table, CsvOptions::plain(), out))
    }

    /// The quotations with their themes, as quotes.csv.
    fn quotes(&self) -> PyResult<Table> {
        filled(Form::Fixed, |out| csv::quotes(&self.analysis, CsvOptions::plain(), out))
    }

    /// The quotations with a column a theme, 1 or 0, as themes_wide.csv.
    fn themes_wide(&self) -> PyResult<Table> {
        filled(Form::Wide, |out| csv::themes_wide(&self.analysis, CsvOptions::plain(), out))
    }

    /// The speakers with their counts, as speakers.csv.
    fn speakers(&self) -> PyResult<Table> {
        filled(Form::Fixed, |out| csv::speakers(&self.analysis, CsvOptions::plain(), out))
    }

    /// Which themes come up together, as cooccurrence.csv.
    #[pyo3(signature = (*, unit="quotes"))]
    fn cooccurrence(&self, unit: &str) -> PyResult<Table> {
        let together = self.analysis.cooccurrence(unit_named(unit)?);
        filled(Form::Fixed, |out| csv::cooccurrence(&together, CsvOptions::plain(), out))
    }

    /// What `crosstab` may go by.
    fn groups(&self) -> Vec<String> {
        self.analysis.facets().iter().map(ToString::to_string).collect()
    }

    /// Write the tables of `verbatims run` into a folder, all or none, and return their names.
    ///
    /// group: what to write tables by, as of `crosstab`; None is what compares.
    /// plain: for programs; else for spreadsheets (byte order mark, formulas guarded).
    /// delimiter: the character between cells.
    /// min_cell: hide counts below this.
    /// force: replace files that are there.
    #[pyo3(signature = (folder, *, group=None, plain=false, delimiter=',', min_cell=0, force=false))]
    fn to_csv(
        &self,
        folder: PathBuf,
        group: Option<Vec<String>>,
        plain: bool,
        delimiter: char,
        min_cell: usize,
        force: bool,
    ) -> PyResult<Vec<String>> {
        let options = if plain { CsvOptions::plain() } else { CsvOptions::spreadsheet() };
        let options = options.delimiter(delimiter).or_raise()?;
        let tables = match group {
            Some(names) => names.iter().map(|name| self.table(name, Unit::Quotes)).collect::<PyResult<_>>()?,
            None if self.analysis.themes().is_empty() => Vec::new(),
            None => self.analysis.main_comparisons(Unit::Quotes),
        };
        let tables: Vec<Crosstab> = tables.into_iter().map(|table| table.without_small_cells(min_cell)).collect();
        let existing = if force { Existing::Replace } else { Existing::Refuse };
        self.write(FileSet::begin(&folder, existing).or_raise()?, options, &tables, min_cell).or_raise()
    }

    fn __len__(&self) -> usize {
        self.analysis.quotes().len()
    }

    fn __repr__(&self) -> String {
        let base = self.analysis.base();
        format!(
            "<verbatims.Analysis: {} quotations, {} themes, {} coded, {} uncoded, {} without content>",
            base.all.quotes,
            self.analysis.themes().len(),
            base.coded.quotes,
            base.uncoded.quotes,
            base.no_content.quotes
        )
    }

    /// The analysis as bytes.
    fn to_bytes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        let bytes = serde_json::to_vec(&(&self.analysis, &self.codebook)).map_err(|error| wrong(error.to_string()))?;
        Ok(PyBytes::new(py, &bytes))
    }

    /// The analysis that `to_bytes` gave.
    #[staticmethod]
    fn from_bytes(data: &[u8]) -> PyResult<Self> {
        let parts = serde_json::from_slice(data);
        let (analysis, codebook) =
            parts.map_err(|error| wrong(format!("these bytes are no analysis as `to_bytes` gives it: {error}")))?;
        Ok(Self { analysis, codebook })
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyTuple>)> {
        let bytes = slf.get().to_bytes(slf.py())?;
        Ok((slf.get_type().getattr("from_bytes")?, PyTuple::new(slf.py(), [bytes])?))
    }
}

impl Analysis {
    fn table(&self, by: &str, unit: Unit) -> PyResult<Crosstab> {
        let table = self.analysis.crosstab(&self.facet(by), unit);
        if table.levels.is_empty() {
            let groups = self.groups().join(", ");
            return Err(wrong(format!("by: no quotation says anything of `{by}`; there are: {groups}")));
        }
        Ok(table)
    }

    fn facet(&self, name: &str) -> Facet {
        let fixed = [Facet::Speaker, Facet::SpeakerKind, Facet::Affiliation, Facet::Role, Facet::Document, Facet::Kind];
        if let Some(facet) = fixed.into_iter().find(|facet| facet.to_string() == name) {
            return facet;
        }
        let is_there = self.analysis.quotes().iter().any(|quote| quote.attributes.contains_key(name));
        let Some((attribute, parts)) = name.rsplit_once(':').filter(|_| !is_there) else {
            return Facet::Attribute(name.to_owned());
        };
        let attribute = attribute.to_owned();
        match (parts, parts.parse()) {
            ("year", _) => Facet::Time(attribute, TimeUnit::Year),
            ("month", _) => Facet::Time(attribute, TimeUnit::Month),
            ("day", _) => Facet::Time(attribute, TimeUnit::Day),
            ("quartiles", _) => {
                let none = Facet::Bands(attribute.clone(), Bands::quartiles([]));
                self.analysis.quartiles(&attribute).unwrap_or(none)
            }
            (_, Ok(width)) => Facet::Bands(attribute, Bands::Width(width)),
            _ => Facet::Attribute(name.to_owned()),
        }
    }

    fn write(
        &self,
        mut set: FileSet,
        options: CsvOptions,
        by_group: &[Crosstab],
        min_cell: usize,
    ) -> verbatims::Result<Vec<String>> {
        let mut names = Vec::new();
        let codebook = self.codebook.clone().unwrap_or_else(|| self.as_codebook());
        csv::each_table(&self.analysis, by_group, &codebook, min_cell, |name, fill| {
            set.file(name, |mut out| fill(options, &mut out))?;
            names.push(name.to_owned());
            Ok::<(), verbatims::Error>(())
        })?;
        set.finish(&[])?;
        Ok(names)
    }

    /// Themes that were found, as codes.
    fn as_codebook(&self) -> Codebook {
        let quotes: Vec<&Quote> = self.analysis.quotes().iter().collect();
        let texts: Vec<&str> = quotes.iter().map(|quote| quote.text.as_str()).collect();
        let told = lang::guess_together(&texts).and_then(|guess| Language::named(guess.code()).ok());
        Codebook::of_codings(self.analysis.codings(), &quotes, &told.unwrap_or_else(Language::english))
    }
}

fn unit_named(name: &str) -> PyResult<Unit> {
    match name {
        "quotes" => Ok(Unit::Quotes),
        "speakers" => Ok(Unit::Speakers),
        "documents" => Ok(Unit::Documents),
        _ => Err(wrong(format!("unit: `{name}` is none of quotes, speakers, documents"))),
    }
}
