//! Counts and tables of quotations under themes.

use std::path::PathBuf;

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyTuple};
use verbatims::export::csv::{self, CsvOptions};
use verbatims::export::write::{Existing, FileSet};
use verbatims::report::{Bands, Crosstab, TimeUnit, Unit};
use verbatims::{Code, Codebook, Codings, Facet, Theme};

use crate::coded;
use crate::coder::Coder;
use crate::errors::{OrRaise, wrong, wrong_type};
use crate::model::ThemeModel;
use crate::rows::Rows;
use crate::table::Table;
use crate::tables::{Form, filled};

/// Words and quotations of a theme that was found, in a codebook made of it.
const WORDS: usize = 8;
const EXAMPLES: usize = 3;
/// Tables by so many attributes are written unasked.
const HANDFUL: usize = 6;

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
            list(&mut codings, listed);
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
            None => a_handful(self.analysis.comparisons(Unit::Quotes)),
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
        let analysis = &self.analysis;
        let mut names = Vec::new();
        let mut add = |name: String, fill: &dyn Fn(&mut dyn std::io::Write) -> verbatims::Result<()>| {
            set.file(&name, |out| fill(out))?;
            names.push(name);
            Ok::<(), verbatims::Error>(())
        };
        add("quotes.csv".into(), &|out| csv::quotes(analysis, options, out))?;
        add("themes.csv".into(), &|out| csv::themes(analysis, options, out))?;
        for table in by_group {
            add(csv::theme_by_name(table), &|out| csv::theme_by(table, options, out))?;
            add(csv::theme_by_cells_name(table), &|out| csv::theme_by_cells(table, options, out))?;
        }
        add("themes_wide.csv".into(), &|out| csv::themes_wide(analysis, options, out))?;
        let together = analysis.cooccurrence(Unit::Quotes).without_small_pairs(min_cell);
        add("cooccurrence.csv".into(), &|out| csv::cooccurrence(&together, options, out))?;
        add("coverage.csv".into(), &|out| csv::coverage(&analysis.coverage(), options, out))?;
        for (name, unit) in [("saturation_quotes.csv", Unit::Quotes), ("saturation_speakers.csv", Unit::Speakers)] {
            add(name.into(), &|out| csv::saturation(&analysis.saturation(unit), options, out))?;
        }
        add("speakers.csv".into(), &|out| csv::speakers(analysis, options, out))?;
        let codebook = self.codebook.clone().unwrap_or_else(|| self.as_codebook());
        add("codebook.csv".into(), &|out| csv::codebook(&codebook, options, out))?;
        set.finish(&[])?;
        Ok(names)
    }

    /// Themes that were found, as codes: their strongest words, and quotations that stand for them.
    fn as_codebook(&self) -> Codebook {
        let quotes = self.analysis.quotes();
        let code = |theme: &Theme| {
            let mut code = Code::new(theme.label.clone());
            code.id = theme.id.as_str().into();
            code.words = theme.terms.iter().take(WORDS).map(|(word, _)| word.clone()).collect();
            let exemplars = theme.exemplars.iter().take(EXAMPLES);
            let found = exemplars.filter_map(|id| quotes.iter().find(|quote| quote.id == *id));
            code.examples = found.map(|quote| quote.text.clone()).collect();
            code
        };
        self.analysis.themes().iter().map(code).collect::<Vec<_>>().into()
    }
}

/// Lists these themes first, in their order, and behind them those that only codings name.
fn list(codings: &mut Codings, listed: Vec<Theme>) {
    let further = std::mem::replace(&mut codings.themes, listed);
    let unknown = further.into_iter().filter(|theme| !codings.themes.iter().any(|known| known.id == theme.id));
    let unknown: Vec<Theme> = unknown.collect();
    codings.themes.extend(unknown);
}

/// The tables by speaker, document and the like, by question, and by the first few other attributes.
fn a_handful(tables: Vec<Crosstab>) -> Vec<Crosstab> {
    let mut attributes = 0;
    let mut is_few = |table: &Crosstab| {
        let counts = matches!(&table.facet, Facet::Attribute(name) if name != "question");
        attributes += usize::from(counts);
        !counts || attributes <= HANDFUL
    };
    tables.into_iter().filter(|table| is_few(table)).collect()
}

fn unit_named(name: &str) -> PyResult<Unit> {
    match name {
        "quotes" => Ok(Unit::Quotes),
        "speakers" => Ok(Unit::Speakers),
        "documents" => Ok(Unit::Documents),
        _ => Err(wrong(format!("unit: `{name}` is none of quotes, speakers, documents"))),
    }
}
