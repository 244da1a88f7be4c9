use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::analysis::{Analysis, Counts, SpeakerKey, Unit};
use super::facet::{self, Bands, Facet, TimeUnit};
use super::review::NOTE;
use super::stats::{Interval, Test, benjamini_hochberg, holm, residual, test, wilson};
use crate::id::ThemeId;

/// Themes by a facet: one row a theme, one column a group.
///
/// Quotations without a theme are part of the groups' sizes. Quotations that say nothing of the facet are in no column.
///
/// ```
/// use verbatims::report::Unit;
/// use verbatims::{Analysis, Codings, Document, DocumentKind, Extractor, Facet, Language};
///
/// let answer = |id: &str, text: &str, area: &str| {
///     Document::new(id.to_owned(), text.to_owned()).kind(DocumentKind::Response).attribute("area", area)
/// };
/// let corpus = Extractor::new(Language::english()).corpus(&[
///     answer("1", "Rent is far too high.", "Hull"),
///     answer("2", "The rent rose twice.", "Hull"),
///     answer("3", "It is quiet here.", "Leeds"),
/// ])?;
/// let codings = Codings::by_hand([("1#1", vec!["Rent"]), ("2#1", vec!["Rent"]), ("3#1", vec![])]);
/// let table = Analysis::of_corpus(&corpus, codings)?.crosstab(&Facet::Attribute("area".into()), Unit::Quotes);
/// assert_eq!(table.levels[0].value, "Hull");
/// assert_eq!(table.rows[0].cells[0].share, Some(1.0));
/// assert_eq!(table.rows[0].cells[1].share, Some(0.0));
/// # Ok::<(), verbatims::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Crosstab {
    /// What the columns are.
    pub facet: Facet,
    /// What shares count.
    pub unit: Unit,
    /// What tests and residuals count: respondents where every quotation is an answer of a survey and shares count answers, since the answers of one person
    /// are not independent; else the same as shares.
    pub tested: Unit,
    /// The columns: dates and attributes in their own order, other groups by size, then by name.
    pub levels: Vec<Level>,
    /// One row a theme, in the order of the themes.
    pub rows: Vec<CrosstabRow>,
    /// Quotations with content that say nothing of the facet.
    pub missing: Counts,
}

/// One column of a [`Crosstab`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Level {
    /// The group.
    pub value: String,
    /// Its quotations with content, coded or not: the base of the column's shares.
    pub base: Counts,
}

/// One row of a [`Crosstab`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CrosstabRow {
    /// The theme.
    pub theme: ThemeId,
    /// Its name.
    pub label: String,
    /// The question in whose answers the theme was found, where each has its own.
    pub question: Option<String>,
    /// One cell a column.
    pub cells: Vec<Cell>,
    /// What the shares of the cells are of: the sizes of the groups; of a theme that was found in the answers to one question, the answers to it.
    pub bases: Vec<Counts>,
    /// The theme in all columns together; none where it is hidden.
    pub total: Option<Counts>,
    /// Whether the groups differ, by [`Crosstab::tested`]; none where there is nothing to compare. A speaker or document that is in several
    /// columns counts in each, and several quotations of one speaker are not independent: prefer [`Unit::Speakers`] for what is no survey.
    pub test: Option<Test>,
}

/// One theme in one group.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Cell {
    /// How often the theme comes up in the group; none where it is hidden.
    pub counts: Option<Counts>,
    /// The share of the group's base, from 0 to 1; none where it is hidden.
    pub share: Option<f64>,
    /// Wilson's interval of the share at 95 %; none where it is hidden.
    pub interval: Option<Interval>,
    /// The adjusted standardised residual: beyond ±2 the theme comes up more or less often here than elsewhere.
    pub residual: Option<f64>,
}

/// As many tables by attributes are shown where none was asked for.
const HANDFUL: usize = 6;
/// The groups that a comparison may have.
const GROUPS: usize = 12;
/// Attributes that tell quotations apart, but not by groups.
const PLACES: [&str; 6] = ["row", "column", "paragraph", "time", "respondent", NOTE];
/// The question that an answer of a survey is to.
const QUESTION: &str = "question";
/// Who gave an answer of a survey.
const RESPONDENT: &str = "respondent";

impl Analysis {
    /// Themes by a facet.
    pub fn crosstab(&self, facet: &Facet, unit: Unit) -> Crosstab {
        Crosstab::new(self, facet, unit)
    }
}

impl Crosstab {
    pub(super) fn new(analysis: &Analysis, facet: &Facet, unit: Unit) -> Self {
        let themes = analysis.theme_indices();
        let mut groups: BTreeMap<Cow<'_, str>, Vec<usize>> = BTreeMap::new();
        let mut missing = Vec::new();
        for at in analysis.content() {
            match facet.value_of(&analysis.quotes()[at]) {
                Some(value) => groups.entry(value).or_default().push(at),
                None => missing.push(at),
            }
        }
        let mut groups: Vec<(Level, Vec<usize>)> = groups
            .into_iter()
            .map(|(value, quotes)| {
                let base = analysis.count(quotes.iter().copied());
                (Level { value: value.into_owned(), base }, quotes)
            })
            .collect();
        if facet.is_ordered() {
            groups.sort_by(|(one, _), (other, _)| facet::order(&one.value, &other.value));
        } else {
            groups.sort_by_key(|(level, _)| std::cmp::Reverse(level.base.quotes));
        }
        let tested = if unit == Unit::Quotes && analysis.is_survey() { Unit::Speakers } else { unit };
        // The quotations of each theme, with the number of their group.
        let mut of_theme: Vec<Vec<(usize, usize)>> = vec![Vec::new(); analysis.themes().len()];
        for (group, (_, quotes)) in groups.iter().enumerate() {
            for at in quotes {
                themes[*at].iter().for_each(|theme| of_theme[*theme].push((group, *at)));
            }
        }
        let bases = bases(analysis, &groups);
        let rows = analysis.themes().iter().zip(of_theme).map(|(theme, with)| {
            let bases = bases.get(&theme.question).cloned().unwrap_or_else(|| vec![Counts::default(); groups.len()]);
            let mut counts = vec![Counts::default(); groups.len()];
            for of_group in with.chunk_by(|one, other| one.0 == other.0) {
                counts[of_group[0].0] = analysis.count(of_group.iter().map(|(_, at)| *at));
            }
            let pairs = |unit: Unit| -> Vec<(usize, usize)> {
                bases.iter().zip(&counts).map(|(base, counts)| (counts.of(unit), base.of(unit))).collect()
            };
            let (shares, people) = (pairs(unit), pairs(tested));
            let in_all = people.iter().fold((0, 0), |sum, pair| (sum.0 + pair.0, sum.1 + pair.1));
            let cells =
                counts.iter().zip(shares.iter().zip(&people)).map(|(counts, ((count, base), (with, all)))| Cell {
                    counts: Some(*counts),
                    share: Some(share(*count, *base)),
                    interval: Some(wilson(*count, *base)),
                    residual: residual(*with, *all, in_all.0, in_all.1),
                });
            CrosstabRow {
                theme: theme.id.clone(),
                label: theme.label.clone(),
                question: theme.question.clone(),
                cells: cells.collect(),
                total: Some(analysis.count(with.iter().map(|(_, at)| *at))),
                test: test(&people),
                bases,
            }
        });
        let mut rows: Vec<CrosstabRow> = rows.collect();
        correct(&mut rows);
        Self {
            facet: facet.clone(),
            unit,
            tested,
            rows,
            levels: groups.into_iter().map(|(level, _)| level).collect(),
            missing: analysis.count(missing),
        }
    }

    /// The same table without cells in which a few people could be recognised: those of 1 to `minimum - 1` speakers (quotations
    /// where speakers are not known). Where one hidden cell could be found by subtraction, the next larger one or the total
    /// is hidden too. Zeros, sizes of groups and tests stay.
    #[must_use]
    pub fn without_small_cells(mut self, minimum: usize) -> Self {
        for row in &mut self.rows {
            let mut hidden = 0;
            for cell in &mut row.cells {
                if cell.counts.is_some_and(|counts| is_small(counts, minimum)) {
                    *cell = Cell::default();
                    hidden += 1;
                }
            }
            if row.total.is_some_and(|total| is_small(total, minimum)) {
                row.total = None;
            } else if hidden == 1 {
                let people = |cell: &Cell| cell.counts.filter(|counts| counts.quotes > 0).map(|counts| counts.quotes);
                match row.cells.iter_mut().filter(|cell| people(cell).is_some()).min_by_key(|cell| people(cell)) {
                    Some(next) => *next = Cell::default(),
                    None => row.total = None,
                }
            }
        }
        self
    }
}

impl Analysis {
    /// Themes by each of the [`facets`](Self::facets) that has groups to compare: two to twelve, not all of them single; questions of a survey however many
    /// there are. Places in a document and names of respondents tell quotations apart, but are no groups. Dates are months, or years where there are too many
    /// months. Of facets that give every quotation the same group only one is taken, an attribute rather than another.
    pub fn comparisons(&self, unit: Unit) -> Vec<Crosstab> {
        let mut tables: Vec<Crosstab> = Vec::new();
        for facet in self.facets() {
            let facet = match facet {
                Facet::Attribute(name) if PLACES.contains(&name.as_str()) => continue,
                Facet::Attribute(name) if name == "date" => self.months_or_years(name),
                facet => facet,
            };
            let most = if facet == Facet::Attribute(QUESTION.to_owned()) { usize::MAX } else { GROUPS };
            // A table is made only where it has groups to compare.
            if !(2..=most).contains(&self.levels(&facet)) {
                continue;
            }
            let table = self.crosstab(&facet, unit);
            if !table.levels.iter().any(|level| level.base.of(unit) > 1) {
                continue;
            }
            match tables.iter_mut().find(|other| self.are_alike(&other.facet, &facet)) {
                Some(other) => *other = table,
                None => tables.push(table),
            }
        }
        tables
    }

    /// The [`comparisons`](Self::comparisons) by speaker, document and the like, by question, and by the first six other attributes: as many as are shown where
    /// none was asked for.
    pub fn main_comparisons(&self, unit: Unit) -> Vec<Crosstab> {
        let mut attributes = 0;
        let mut is_few = |table: &Crosstab| {
            let counts = matches!(&table.facet, Facet::Attribute(name) if name != QUESTION);
            attributes += usize::from(counts);
            !counts || attributes <= HANDFUL
        };
        self.comparisons(unit).into_iter().filter(|table| is_few(table)).collect()
    }

    /// The quarters of an attribute that holds numbers: bands with as nearly as many respondents (or quotations) each as equal numbers allow. None where it holds
    /// no number.
    pub fn quartiles(&self, attribute: &str) -> Option<Facet> {
        let cells: BTreeSet<(&str, Option<SpeakerKey<'_>>, usize)> = self
            .content()
            .filter_map(|at| {
                let quote = &self.quotes()[at];
                let person = SpeakerKey::of(quote);
                // Whoever gave several answers counts once.
                let own = if person.is_some() { 0 } else { at };
                Some((quote.attributes.get(attribute)?.as_str(), person, own))
            })
            .collect();
        let numbers: Vec<f64> = cells.into_iter().filter_map(|(cell, ..)| facet::number(cell)).collect();
        (!numbers.is_empty()).then(|| Facet::Bands(attribute.to_owned(), Bands::quartiles(numbers)))
    }

    /// Whether every quotation that counts is an answer of a respondent.
    pub(crate) fn is_survey(&self) -> bool {
        let mut content = self.content().peekable();
        content.peek().is_some() && content.all(|at| self.quotes()[at].attributes.contains_key(RESPONDENT))
    }

    fn months_or_years(&self, name: String) -> Facet {
        let months = Facet::Time(name.clone(), TimeUnit::Month);
        if self.levels(&months) > GROUPS { Facet::Time(name, TimeUnit::Year) } else { months }
    }

    /// The number of groups; of very many only that they are more than can be compared.
    fn levels(&self, facet: &Facet) -> usize {
        let mut levels = BTreeSet::new();
        for value in self.content().filter_map(|at| facet.value_of(&self.quotes()[at])) {
            levels.insert(value);
            if levels.len() > GROUPS {
                break;
            }
        }
        levels.len()
    }

    /// Whether two facets give every quotation the same group. That the groups have the same sizes is not enough.
    fn are_alike(&self, one: &Facet, other: &Facet) -> bool {
        self.content().all(|at| one.value_of(&self.quotes()[at]) == other.value_of(&self.quotes()[at]))
    }
}

/// The sizes of the groups among the answers to each question that themes are of.
fn bases(analysis: &Analysis, groups: &[(Level, Vec<usize>)]) -> BTreeMap<Option<String>, Vec<Counts>> {
    if !analysis.by_question() {
        return BTreeMap::from([(None, groups.iter().map(|(level, _)| level.base).collect())]);
    }
    let of = |answers: Vec<usize>| -> Vec<Counts> {
        let answers: BTreeSet<usize> = answers.into_iter().collect();
        groups
            .iter()
            .map(|(_, quotes)| analysis.count(quotes.iter().copied().filter(|at| answers.contains(at))))
            .collect()
    };
    analysis.answers().into_iter().map(|(question, answers)| (question, of(answers))).collect()
}

fn is_small(counts: Counts, minimum: usize) -> bool {
    let people = if counts.speakers > 0 { counts.speakers } else { counts.quotes };
    0 < people && people < minimum
}

/// Corrects the p values of all rows for their number.
fn correct(rows: &mut [CrosstabRow]) {
    let p: Vec<f64> = rows.iter().filter_map(|row| Some(row.test.as_ref()?.p)).collect();
    let corrected = holm(&p).into_iter().zip(benjamini_hochberg(&p));
    for (test, (p_holm, p_bh)) in rows.iter_mut().filter_map(|row| row.test.as_mut()).zip(corrected) {
        test.p_holm = p_holm;
        test.p_bh = p_bh;
    }
}

/// A share that is 0 of nothing.
fn share(count: usize, base: usize) -> f64 {
    if base == 0 { 0.0 } else { count as f64 / base as f64 }
}
