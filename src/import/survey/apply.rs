//! Documents out of a table, as its plan says.

use std::collections::{BTreeMap, BTreeSet};

use super::detect::{is_preview, without_markup};
use super::header::Tool;
use super::ledger::{Ledger, Summary};
use super::words::words;
use super::{Survey, dates, personal, turns};
use crate::document::{Attributes, Document, DocumentKind};
use crate::error::{Error, Result};
use crate::id::{DocumentId, Unique};
use crate::import::Note;
use crate::import::plan::{Column, Role, TablePlan};
use crate::import::table::{Row, Table};
use crate::lang::Language;
use crate::themes::NoContent;

/// Reads a table exactly as a plan says; `language` knows the answers that say nothing.
///
/// # Errors
/// If the plan names a row or a column that the table does not have.
pub fn apply(table: &Table, plan: &TablePlan, language: &Language) -> Result<Survey> {
    let all = without_markup(&table.rows, plan.html);
    let above = plan.title_rows + plan.header_rows;
    let width = all.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    if above > all.len() {
        let what = format!(
            "the plan has {above} rows above the answers, the table has {} rows; make the plan anew",
            all.len()
        );
        return Err(Error::format(&plan.file, None, what));
    }
    if let Some(column) = plan.columns.iter().find(|column| column.number == 0 || column.number > width) {
        let what = format!(
            "the plan has a column {} (`{}`), the table has {width}; make the plan anew",
            column.number, column.name
        );
        return Err(Error::format(&plan.file, None, what));
    }
    let mut reading = Applying::new(plan, NoContent::new(language));
    reading.ledger.rows = all.len();
    reading.ledger.titles = plan.title_rows;
    reading.ledger.header = plan.header_rows;
    let mut rows = Vec::new();
    for row in &all[above..] {
        if row.is_blank() {
            reading.ledger.blank += 1;
        } else if reading.is_preview(row) {
            reading.ledger.previews += 1;
        } else {
            rows.push(row);
        }
    }
    reading.ledger.responses = rows.len();
    reading.dated = reading.dated(&rows);
    let documents = match plan.form {
        Tool::Transcript => reading.conversation(&rows),
        _ => reading.answers(&rows),
    };
    let mut notes = table.notes.clone();
    if documents.is_empty() {
        notes.push(Note::new(&plan.file, None, nothing(plan, rows.is_empty())));
    }
    let personal = reading.personal(&rows, language);
    Ok(Survey { documents, summary: Summary { plan: plan.clone(), ledger: reading.ledger, notes }, personal })
}

fn nothing(plan: &TablePlan, no_rows: bool) -> String {
    if no_rows {
        return "there is no response below the header".to_owned();
    }
    let names: Vec<&str> = plan.columns.iter().map(|column| column.name.as_str()).collect();
    format!("no open-ended column was found; name it. There are: {}", names.join(", "))
}

/// A table while it becomes documents.
struct Applying<'p> {
    plan: &'p TablePlan,
    no_content: NoContent,
    missing: BTreeSet<&'p str>,
    /// What each column is, by its place.
    roles: BTreeMap<usize, &'p Column>,
    /// The questions of a long table that are read.
    asked: BTreeSet<&'p str>,
    /// The places of group columns of nothing but days.
    dated: BTreeSet<usize>,
    /// Numbers for respondents who are named by what tells who they are.
    numbers: BTreeMap<String, usize>,
    ledger: Ledger,
}

impl<'p> Applying<'p> {
    fn new(plan: &'p TablePlan, no_content: NoContent) -> Self {
        Self {
            plan,
            no_content,
            missing: plan.missing.iter().map(String::as_str).collect(),
            roles: plan.columns.iter().map(|column| (column.number - 1, column)).collect(),
            asked: plan
                .questions
                .iter()
                .filter(|asked| asked.is.is_answer())
                .map(|asked| asked.question.as_str())
                .collect(),
            dated: BTreeSet::new(),
            numbers: BTreeMap::new(),
            ledger: Ledger::default(),
        }
    }

    fn each(&self, role: Role) -> impl Iterator<Item = (usize, &'p Column)> + '_ {
        self.roles.iter().filter(move |(_, column)| column.is == role).map(|(index, column)| (*index, *column))
    }

    fn dated(&self, rows: &[&Row]) -> BTreeSet<usize> {
        let is_dated = |index: usize| {
            let mut cells = rows
                .iter()
                .map(|row| row.cell(index).trim())
                .filter(|cell| !cell.is_empty() && !self.missing.contains(cell))
                .peekable();
            cells.peek().is_some() && cells.all(dates::is_date)
        };
        self.each(Role::Group).map(|(index, _)| index).filter(|index| is_dated(*index)).collect()
    }

    fn is_preview(&self, row: &Row) -> bool {
        self.each(Role::Status).any(|(index, _)| is_preview(row.cell(index), self.plan.form))
    }

    /// One document a filled cell of an open-ended column, by row, then by column.
    fn answers(&mut self, rows: &[&Row]) -> Vec<Document<'static>> {
        let mut made = Made::default();
        self.roles.values().filter(|column| column.is.is_answer()).for_each(|column| {
            made.short(&column.name);
        });
        let question = self.each(Role::Question).next().map(|(index, _)| index);
        self.ledger.cells = filled(rows);
        for row in rows {
            let known = self.known(row);
            let asked = question.map(|index| row.cell(index).trim());
            for (index, cell) in row.cells.iter().enumerate().filter(|(_, cell)| !cell.trim().is_empty()) {
                let Some(column) = self.roles.get(&index).copied() else {
                    self.ledger.surplus += 1;
                    continue;
                };
                let closed = asked.is_some_and(|asked| !self.plan.questions.is_empty() && !self.asked.contains(asked));
                if !column.is.is_answer() {
                    *self.ledger.others.entry(column.is).or_default() += 1;
                } else if self.missing.contains(cell.trim()) {
                    self.ledger.missing += 1;
                } else if closed {
                    *self.ledger.others.entry(Role::Choice).or_default() += 1;
                } else {
                    match asked {
                        Some(asked) => made.add(&self.plan.file, row, asked, asked, cell, &known),
                        None => made.add(&self.plan.file, row, &column.name, column.question(), cell, &known),
                    }
                    let empty = self.no_content.says_nothing(cell);
                    *(if empty { &mut self.ledger.no_content } else { &mut self.ledger.answers }) += 1;
                }
            }
        }
        made.documents
    }

    /// One document with the turns of all rows.
    fn conversation(&mut self, rows: &[&Row]) -> Vec<Document<'static>> {
        let place = |role: Role| self.each(role).next().map(|(index, _)| index);
        let (text, speaker, time) = (place(Role::Answer), place(Role::Speaker), place(Role::Time));
        self.ledger.cells = filled(rows);
        for row in rows {
            for (index, _) in row.cells.iter().enumerate().filter(|(_, cell)| !cell.trim().is_empty()) {
                match self.roles.get(&index) {
                    None => self.ledger.surplus += 1,
                    Some(column) if column.is.is_answer() => self.ledger.answers += 1,
                    Some(column) => *self.ledger.others.entry(column.is).or_default() += 1,
                }
            }
        }
        let Some(text) = text else { return Vec::new() };
        let cell =
            |row: &&Row, index: Option<usize>| index.map_or(String::new(), |index| row.cell(index).trim().to_owned());
        let turns = rows.iter().map(|row| turns::Turn {
            time: cell(row, time),
            speaker: cell(row, speaker),
            text: cell(row, Some(text)),
        });
        let written = turns::text(&turns.filter(|turn| !turn.text.is_empty()).collect::<Vec<_>>());
        if written.is_empty() {
            Vec::new()
        } else {
            vec![Document::new(self.plan.file.as_str(), written).kind(DocumentKind::Transcript)]
        }
    }

    /// What is known of a row, for each of its documents. Counts those that are unfinished.
    fn known(&mut self, row: &Row) -> Known {
        let mut attributes = Attributes::default();
        for (index, column) in self.each(Role::Group) {
            let cell = row.cell(index).trim();
            if !cell.is_empty() && !self.missing.contains(cell) {
                let order = self.plan.dates.filter(|_| self.dated.contains(&index));
                let cell = order.map_or_else(|| cell.to_owned(), |order| dates::iso(cell, order));
                attributes.insert(column.name.clone(), cell);
            }
        }
        let respondent = self.respondent(row);
        attributes.insert("respondent".to_owned(), respondent.clone());
        attributes.insert("row".to_owned(), row.number.to_string());
        let times = self.roles.iter().filter(|(_, column)| matches!(column.is, Role::Time | Role::Submitted));
        if let Some(date) = times.map(|(index, _)| row.cell(*index).trim()).rfind(|cell| !cell.is_empty()) {
            let date = self.plan.dates.map_or_else(|| date.to_owned(), |order| dates::iso(date, order));
            attributes.insert("date".to_owned(), date);
        }
        if let Some(finished) = self.finished(row) {
            attributes.insert("finished".to_owned(), if finished { "yes" } else { "no" }.to_owned());
            self.ledger.unfinished += usize::from(!finished);
        }
        Known { respondent, attributes }
    }

    fn respondent(&mut self, row: &Row) -> String {
        let given = self
            .each(Role::Id)
            .map(|(index, _)| row.cell(index).trim())
            .find(|cell| !cell.is_empty() && !self.missing.contains(cell));
        if let Some(given) = given {
            return given.to_owned();
        }
        let hidden = self
            .each(Role::PersonalId)
            .map(|(index, _)| row.cell(index).trim().to_lowercase())
            .find(|cell| !cell.is_empty());
        match hidden {
            Some(hidden) => {
                let next = self.numbers.len() + 1;
                format!("respondent {}", self.numbers.entry(hidden).or_insert(next))
            }
            None => format!("row {}", row.number),
        }
    }

    /// Whether somebody got to the end: not where any column says no. How far they got counts where nothing else says it.
    fn finished(&self, row: &Row) -> Option<bool> {
        let words = words();
        let mut finished = None;
        let mut say = |yes: bool| finished = Some(finished.unwrap_or(true) && yes);
        for (index, column) in &self.roles {
            let cell = row.cell(*index).trim();
            match column.is {
                Role::Finished => say(!words.is_value("no", cell) && !words.is_value("unfinished", cell)),
                Role::Submitted => say(!cell.is_empty()),
                Role::Status if words.is_value("unfinished", cell) => say(false),
                Role::Status if words.is_value("finished", cell) => say(true),
                _ => {}
            }
        }
        let progress = || {
            self.each(Role::Progress)
                .find_map(|(index, _)| row.cell(index).trim().trim_end_matches('%').parse::<f64>().ok())
        };
        finished.or_else(|| progress().map(|progress| progress >= 100.0))
    }

    /// The cells of personal columns, longest first; also of those that the caller asked for all the same.
    fn personal(&self, rows: &[&Row], language: &Language) -> Vec<String> {
        let cells = |index: usize| rows.iter().map(move |row| row.cell(index).trim()).filter(|cell| !cell.is_empty());
        let named = |column: &Column| {
            words().is_personal(&column.name).is_some() || words().is_personal(column.question()).is_some()
        };
        let is_personal = |index: usize, column: &Column| match column.is {
            Role::Personal | Role::PersonalId => true,
            Role::Group | Role::Id => {
                let cells: Vec<&str> = cells(index).collect();
                personal::are_personal(&cells, language) || named(column) && personal::are_of_people(&cells, language)
            }
            _ => false,
        };
        let columns = self.roles.iter().filter(|(index, column)| is_personal(**index, column));
        let found: BTreeSet<&str> =
            columns.flat_map(|(index, _)| cells(*index)).filter(|cell| cell.chars().count() > 1).collect();
        let mut found: Vec<String> = found.into_iter().map(str::to_owned).collect();
        found.sort_by_key(|cell| std::cmp::Reverse(cell.len()));
        found
    }
}

fn filled(rows: &[&Row]) -> usize {
    rows.iter().flat_map(|row| &row.cells).filter(|cell| !cell.trim().is_empty()).count()
}

struct Known {
    respondent: String,
    attributes: Attributes,
}

/// The documents made so far, and their ids.
#[derive(Default)]
struct Made {
    documents: Vec<Document<'static>>,
    ids: Unique,
    /// What questions are called in ids; two may begin with the same words.
    short: BTreeMap<String, String>,
    shorts: Unique,
}

impl Made {
    fn short(&mut self, name: &str) -> String {
        if let Some(known) = self.short.get(name) {
            return known.clone();
        }
        let plain = short(name);
        let free = self.shorts.take_numbered(&plain, |number| format!("{plain}-{number}"));
        self.short.insert(name.to_owned(), free.clone());
        free
    }

    fn add(&mut self, file: &str, row: &Row, name: &str, question: &str, cell: &str, known: &Known) {
        let short = self.short(name);
        let id = |question: &str| DocumentId::of_answer(file, &known.respondent, question).to_string();
        // Who is in several rows answers a question several times.
        let plain = if self.ids.is_taken(&id(&short)) { format!("{short}:row {}", row.number) } else { short };
        let id = self.ids.take_numbered(&id(&plain), |number| id(&format!("{plain}-{number}")));
        let mut document = Document::new(id, cell.to_owned()).kind(DocumentKind::Response);
        document.attributes.clone_from(&known.attributes);
        self.documents.push(document.attribute("column", name).attribute("question", question));
    }
}

/// A column in an id: its code, or the first words of its question.
fn short(name: &str) -> String {
    const WORDS: usize = 6;
    if !name.contains(char::is_whitespace) {
        return name.to_owned();
    }
    let lower = name.to_lowercase();
    let words = lower.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty());
    words.take(WORDS).collect::<Vec<&str>>().join("-")
}
