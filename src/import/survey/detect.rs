//! What each column of a table is, and why.

use std::collections::{BTreeMap, BTreeSet};

use super::header::{self, Head, Header, Hint, Tool};
use super::names::Named;
use super::words::{Kept, Told, words};
use super::{SurveyOptions, columns, dates, markup, missing, personal, rows};
use crate::error::{Error, Result};
use crate::id::Unique;
use crate::import::plan::{Asked, Column, Reason, Role, TablePlan, letter};
use crate::import::table::{Row, Table};

/// As many closed questions become groups where nobody asked for any.
const HANDFUL: usize = 6;

/// Decides how a table is read; nothing is read yet.
///
/// # Errors
/// If the table is empty, or has no column of a name given.
pub fn detect(table: &Table, options: &SurveyOptions) -> Result<TablePlan> {
    if table.rows.iter().all(Row::is_blank) {
        let what = "this table is empty; a survey has a header row and a row for each response";
        return Err(Error::format(&table.file, None, what));
    }
    let html = table.rows.iter().any(|row| row.cells.iter().any(|cell| markup::is_markup(cell)));
    let all = without_markup(&table.rows, html);
    let mut header = header::header(&all, options.header_rows);
    unify_names(&mut header.columns);
    let below: Vec<&Row> = all[header.titles + header.rows..].iter().filter(|row| !row.is_blank()).collect();
    let mut codes = missing::codes(&below, header.columns.len());
    codes.extend(options.missing.iter().filter(|code| !codes.contains(code)).cloned().collect::<Vec<_>>());
    let named = Named::find(&table.file, &header, options)?;
    let told = header.columns.iter().map(told).collect();
    let mut reading = Detecting { header: &header, cells: Vec::new(), rows: below.len(), named: &named, options, told };
    let is_status = |index: usize| header.columns[index].hint == Hint::Kept(Kept::Status);
    let preview =
        |row: &Row| (0..header.columns.len()).any(|index| is_status(index) && is_preview(row.cell(index), header.tool));
    let kept: Vec<&&Row> = below.iter().filter(|row| !preview(row)).collect();
    reading.rows = kept.len();
    reading.cells = (0..header.columns.len())
        .map(|index| {
            kept.iter()
                .map(|row| row.cell(index).trim())
                .filter(|cell| !cell.is_empty() && !codes.iter().any(|code| code == cell))
                .collect()
        })
        .collect();
    let mut plan = TablePlan {
        language: None,
        file: table.file.clone(),
        form: header.tool,
        sheet: table.sheet.clone(),
        encoding: table.encoding.clone(),
        delimiter: table.delimiter,
        title_rows: header.titles,
        header_rows: header.rows,
        html,
        missing: codes,
        dates: None,
        remarks: table.remarks.iter().chain(&header.remarks).cloned().collect(),
        columns: reading.columns(),
        questions: Vec::new(),
    };
    plan.dates = reading.dates(&plan.columns);
    if plan.form == Tool::Long && plan.each(Role::Question).next().is_some() {
        let rows: Vec<&Row> = kept.into_iter().copied().collect();
        reading.questions(&rows, &mut plan);
    }
    Ok(plan)
}

/// The rows, with the words of cells that hold HTML.
pub(super) fn without_markup(rows: &[Row], html: bool) -> std::borrow::Cow<'_, [Row]> {
    if !html {
        return std::borrow::Cow::Borrowed(rows);
    }
    let plain =
        |row: &Row| Row { cells: row.cells.iter().map(|cell| markup::text(cell).into_owned()).collect(), ..*row };
    rows.iter().map(plain).collect()
}

/// Columns can be told apart by name: empty names become `column 3`, doubled ones get a number.
fn unify_names(columns: &mut [Head]) {
    let mut used = Unique::default();
    for (index, head) in columns.iter_mut().enumerate() {
        if head.name.is_empty() {
            head.name = format!("column {}", index + 1);
        }
        head.name = used.take(&head.name);
    }
}

/// Whether the row of such a status is no answer. Qualtrics writes words or, with coded values, numbers.
pub(super) fn is_preview(cell: &str, tool: Tool) -> bool {
    words().is_value("preview", cell) || tool == Tool::Qualtrics && matches!(cell.trim(), "1" | "2")
}

/// What is decided of one column.
#[derive(Clone, Copy)]
struct Decided(Role, Reason, bool);

/// A table while it is looked at.
struct Detecting<'r> {
    header: &'r Header,
    /// The filled cells of each column, without codes for missing ones.
    cells: Vec<Vec<&'r str>>,
    rows: usize,
    named: &'r Named,
    options: &'r SurveyOptions,
    /// What each column's name says of people.
    told: Vec<Option<Told>>,
}

/// What a column's name says of people; of a question with parts, the part asks.
fn told(head: &Head) -> Option<Told> {
    let part = head.name.rsplit_once('[').and_then(|(_, part)| part.strip_suffix(']'));
    let question = Some(head.question.as_str()).filter(|question| *question != head.name);
    let names = [Some(head.name.as_str()), question, part];
    let found: Vec<Told> = names.into_iter().flatten().filter_map(|name| words().is_personal(name)).collect();
    found.iter().find(|told| **told == Told::Whole).or(found.first()).copied()
}

impl Detecting<'_> {
    fn columns(&self) -> Vec<Column> {
        let parts = self.open_parts();
        let id = self.id();
        let width = self.header.columns.len();
        let mut decided: Vec<Decided> = (0..width).map(|index| self.decide(index, id, &parts)).collect();
        self.personal_beside(&mut decided);
        self.facts_after_all(&mut decided);
        self.only_a_handful(&mut decided);
        let column = |(index, Decided(is, because, unsure)): (usize, &Decided)| {
            let head = &self.header.columns[index];
            let question = self.question(index, &decided);
            Column {
                number: index + 1,
                letter: letter(index),
                name: head.name.clone(),
                question: if question == head.name { String::new() } else { question },
                is: *is,
                because: *because,
                unsure: *unsure,
                samples: samples(&self.cells[index], matches!(is, Role::Personal | Role::PersonalId)),
            }
        };
        decided.iter().enumerate().map(column).collect()
    }

    fn decide(&self, index: usize, id: Option<usize>, parts: &BTreeSet<usize>) -> Decided {
        let cells = &self.cells[index];
        if let Some(decided) = self.asked(index) {
            return decided;
        }
        if let Some(decided) = self.kept(index, id) {
            return decided;
        }
        if self.is_personal(index) {
            return Decided(Role::Personal, self.personal_reason(index), false);
        }
        if cells.is_empty() {
            return Decided(Role::Ignored, Reason::Empty, false);
        }
        if let Some(decided) = self.answer(index, parts) {
            return decided;
        }
        // Where no name says what it is, a column of days is when answers came in.
        if self.header.rows == 0 && cells.iter().all(|cell| dates::is_date(cell)) {
            return Decided(Role::Time, Reason::Cells, false);
        }
        self.closed(index)
    }

    /// What the caller said.
    fn asked(&self, index: usize) -> Option<Decided> {
        let named = self.named;
        let role = if named.respondent == Some(index) {
            Role::Id
        } else if named.open.contains(&index) {
            Role::Answer
        } else if named.groups.contains(&index) {
            Role::Group
        } else if named.personal.contains(&index) {
            Role::Personal
        } else if named.ignored.contains(&index) {
            Role::Ignored
        } else {
            return None;
        };
        Some(Decided(role, Reason::Asked, false))
    }

    /// What the program keeps, where the cells do not say otherwise.
    fn kept(&self, index: usize, id: Option<usize>) -> Option<Decided> {
        let cells = &self.cells[index];
        let Hint::Kept(kept) = self.header.columns[index].hint else { return None };
        let most = |test: &dyn Fn(&str) -> bool| cells.iter().filter(|cell| test(cell)).count() * 10 >= cells.len() * 7;
        let few = columns::different(cells) <= 8;
        let role = match kept {
            Kept::Id if id == Some(index) => {
                let personal = personal::are_personal(cells, &self.options.language);
                return Some(match (personal, columns::different(cells) < cells.len()) {
                    (true, true) => Decided(Role::PersonalId, Reason::Cells, false),
                    (true, false) => Decided(Role::Personal, Reason::Cells, false),
                    _ => Decided(Role::Id, Reason::Name, false),
                });
            }
            Kept::Id if self.is_code_like(cells) => Role::Ignored,
            Kept::Time | Kept::Begins
                if most(&dates::is_date) || self.header.tool == Tool::Transcript && kept == Kept::Begins =>
            {
                Role::Time
            }
            Kept::Submitted if most(&dates::is_date) => Role::Submitted,
            Kept::Ends => Role::Ignored,
            // `Completed` may be a day or a yes.
            Kept::Time | Kept::Submitted if columns::are_ticks(cells) => Role::Finished,
            Kept::Finished
                if few && !cells.is_empty() && (columns::are_ticks(cells) || most(&|cell| self.says_end(cell))) =>
            {
                Role::Finished
            }
            Kept::Status if most(&|cell| self.is_status(cell)) && !cells.is_empty() => Role::Status,
            Kept::Progress if most(&rows::is_number) && !cells.is_empty() => Role::Progress,
            Kept::Program if self.is_known() || self.is_code_like(cells) => Role::Ignored,
            Kept::Question if self.named.open.is_empty() => Role::Question,
            Kept::Reply if self.named.open.is_empty() => return Some(Decided(Role::Answer, Reason::Name, false)),
            Kept::Speech => return Some(Decided(Role::Answer, Reason::Name, false)),
            Kept::Speaker => Role::Speaker,
            _ => return None,
        };
        Some(Decided(
            role,
            if role == Role::Question || role == Role::Speaker { Reason::Name } else { Reason::Program },
            false,
        ))
    }

    fn is_known(&self) -> bool {
        !matches!(self.header.tool, Tool::Plain | Tool::Long)
    }

    fn is_status(&self, cell: &str) -> bool {
        let words = words();
        ["preview", "unfinished", "finished"].iter().any(|list| words.is_value(list, cell))
            || self.header.tool == Tool::Qualtrics && rows::is_number(cell)
    }

    fn says_end(&self, cell: &str) -> bool {
        self.is_status(cell) || rows::is_number(cell)
    }

    /// Whether cells are times, numbers and codes, not words that part people.
    fn is_code_like(&self, cells: &[&str]) -> bool {
        let code = |cell: &&&str| {
            dates::is_date(cell)
                || rows::is_number(cell)
                || columns::is_address(cell)
                || cell.chars().any(|char| char.is_ascii_digit()) && !cell.contains(' ')
        };
        cells.is_empty() || cells.iter().filter(code).count() * 10 >= cells.len() * 7
    }

    /// The column that names respondents: one for people rather than one for rows.
    fn id(&self) -> Option<usize> {
        if self.named.respondent.is_some() {
            return self.named.respondent;
        }
        let ids: Vec<usize> =
            (0..self.cells.len()).filter(|index| self.header.columns[*index].hint == Hint::Kept(Kept::Id)).collect();
        let of_people = |index: &&usize| words().is_of_people(&self.header.columns[**index].name);
        let is_id = |index: &&usize| {
            let cells = &self.cells[**index];
            self.is_code_like(cells) && columns::different(cells) * 4 >= cells.len()
        };
        ids.iter()
            .find(|index| of_people(index) && !self.cells[**index].is_empty())
            .or_else(|| ids.iter().find(is_id))
            .copied()
    }

    fn is_personal(&self, index: usize) -> bool {
        let cells = &self.cells[index];
        let language = &self.options.language;
        let by_cells = || personal::are_personal(cells, language);
        let own_words = || {
            columns::is_open(cells, self.options)
                && !columns::are_titles(cells)
                && !(columns::have_digits(cells) && columns::are_short(cells))
        };
        match (self.header.columns[index].hint, self.told[index]) {
            (Hint::Kept(Kept::Personal), _) => true,
            (_, Some(Told::Whole)) => !own_words() && !columns::are_ticks(cells) || by_cells(),
            (_, Some(Told::Words)) => personal::are_of_people(cells, language) && (!own_words() || by_cells()),
            (_, None) => by_cells(),
        }
    }

    /// A column may be personal beside its neighbour only: the family names beside given names, the two halves of a place.
    fn personal_beside(&self, decided: &mut [Decided]) {
        let language = &self.options.language;
        for (index, decided) in decided.iter_mut().enumerate() {
            let Decided(is, because, _) = *decided;
            let free = matches!(is, Role::Ignored | Role::Group | Role::Choice) && because != Reason::Asked;
            let beside = |other: usize| {
                self.cells
                    .get(other)
                    .is_some_and(|other| personal::are_personal_beside(&self.cells[index], other, language))
            };
            if free && (beside(index + 1) || index > 0 && beside(index - 1)) {
                *decided = Decided(Role::Personal, Reason::Cells, false);
            }
        }
    }

    fn personal_reason(&self, index: usize) -> Reason {
        let by_name = self.header.columns[index].hint == Hint::Kept(Kept::Personal) || self.told[index].is_some();
        if by_name { Reason::Name } else { Reason::Cells }
    }

    /// Whether people wrote here.
    fn answer(&self, index: usize, parts: &BTreeSet<usize>) -> Option<Decided> {
        if !self.named.open.is_empty() || self.header.tool == Tool::Long {
            return None;
        }
        let cells = &self.cells[index];
        let head = &self.header.columns[index];
        let no_content = &self.options.no_content;
        let own = columns::is_open(cells, self.options);
        let written = || columns::is_written(cells, &head.name, no_content);
        let short = columns::middle_length(cells) < 20.0 && !head.question.trim_end().ends_with('?');
        match head.hint {
            Hint::Open if own || written() => Some(Decided(Role::Answer, Reason::Name, false)),
            Hint::Other if own || written() => Some(Decided(Role::OtherSpecify, Reason::Name, false)),
            Hint::Part if parts.contains(&index) || own => Some(Decided(Role::Answer, Reason::OwnWords, false)),
            Hint::None | Hint::Option | Hint::Kept(_) if own => Some(if self.are_facts(index) {
                Decided(Role::Ignored, Reason::Facts, true)
            } else {
                Decided(Role::Answer, Reason::OwnWords, short)
            }),
            _ => None,
        }
    }

    fn are_facts(&self, index: usize) -> bool {
        let cells = &self.cells[index];
        let head = &self.header.columns[index];
        let fact = words().is_fact(&head.question).or_else(|| words().is_fact(&head.name));
        match fact {
            Some(Told::Whole) => columns::are_short(cells),
            Some(Told::Words) => columns::are_titles(cells),
            None => {
                columns::are_titles(cells)
                    && columns::are_short(cells)
                    && !self.options.language.writing().capitalised_nouns
            }
        }
    }

    /// A closed question, or nothing that can be used.
    fn closed(&self, index: usize) -> Decided {
        let cells = &self.cells[index];
        let head = &self.header.columns[index];
        let ticked = matches!(head.hint, Hint::Option | Hint::Part | Hint::Open | Hint::Other)
            || columns::is_tick_box(cells, &head.name);
        if self.header.tool == Tool::Transcript {
            return Decided(Role::Ignored, Reason::NotNamed, false);
        }
        let open_named = !self.named.open.is_empty() && columns::is_open(cells, self.options);
        if !self.named.groups.is_empty() || open_named {
            return Decided(Role::Ignored, Reason::NotNamed, false);
        }
        if ticked {
            return Decided(Role::Choice, Reason::Option, false);
        }
        if columns::are_combinations(cells, &self.options.language) {
            return Decided(Role::Choice, Reason::ListOfOptions, false);
        }
        if !columns::is_group(cells) {
            let listed = columns::is_many_choices(cells) || columns::is_joined_by_blanks(cells, &self.options.language);
            let numbers = cells.iter().filter(|cell| rows::is_number(cell)).count() * 10 >= cells.len() * 9;
            if numbers && !listed {
                return Decided(Role::Ignored, Reason::Numbers, false);
            }
            let worded = cells.iter().filter(|cell| cell.contains(' ')).count() * 2 > cells.len();
            return if listed {
                Decided(Role::Choice, Reason::ListOfOptions, false)
            } else {
                Decided(Role::Ignored, Reason::Varied, worded && columns::middle_length(cells) > 10.0)
            };
        }
        if columns::different(cells) == 1 && self.rows > 1 && cells.len() == self.rows {
            return Decided(Role::Ignored, Reason::Constant, false);
        }
        Decided(Role::Group, Reason::FewValues, false)
    }

    /// Where nothing else is open-ended, names and titles may be what people were asked for.
    fn facts_after_all(&self, decided: &mut [Decided]) {
        if decided.iter().any(|Decided(is, ..)| is.is_answer()) {
            return;
        }
        for decided in decided.iter_mut().filter(|Decided(_, because, _)| *because == Reason::Facts) {
            *decided = Decided(Role::Answer, Reason::OwnWords, true);
        }
    }

    /// Of very many closed questions a handful are groups: those by which reports part people, then the first.
    fn only_a_handful(&self, decided: &mut [Decided]) {
        let is_group = |Decided(is, because, _): &Decided| *is == Role::Group && *because == Reason::FewValues;
        let groups: Vec<usize> = (0..decided.len()).filter(|index| is_group(&decided[*index])).collect();
        if self.options.all_groups || groups.len() <= HANDFUL {
            return;
        }
        let mut ranked = groups;
        ranked.sort_by_key(|index| (!words().is_usual_group(&self.header.columns[*index].name), *index));
        for index in ranked.into_iter().skip(HANDFUL) {
            decided[index] = Decided(Role::Choice, Reason::OneOfMany, false);
        }
    }

    /// The fields of questions whose fields were written, not marked.
    fn open_parts(&self) -> BTreeSet<usize> {
        let mut fields: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, head) in self.header.columns.iter().enumerate().filter(|(_, head)| head.hint == Hint::Part) {
            if let Some(stem) = header::stem(&head.name) {
                fields.entry(stem).or_default().push(index);
            }
        }
        fields.retain(|_, fields| {
            let cells: Vec<&str> = fields.iter().flat_map(|index| self.cells[*index].iter().copied()).collect();
            let headers: Vec<&str> = fields.iter().map(|index| self.header.columns[*index].question.as_str()).collect();
            columns::are_parts_open(&cells, &headers, &self.options.no_content)
        });
        fields.into_values().flatten().collect()
    }

    /// The question of a column. One that is just called `Other` belongs to what stands on its left: tick boxes, or a question.
    fn question(&self, index: usize, decided: &[Decided]) -> String {
        const SHOWN: usize = 3;
        let head = &self.header.columns[index];
        if decided[index].0 != Role::OtherSpecify || index == 0 || !words().is_just_other(&head.question) {
            return head.question.clone();
        }
        let is_box = |at: &usize| {
            columns::is_tick_box(&self.cells[*at], &self.header.columns[*at].name) || self.cells[*at].is_empty()
        };
        let boxes: Vec<usize> = (0..index).rev().take_while(is_box).collect();
        let mut names: Vec<&str> = boxes.iter().rev().map(|at| self.header.columns[*at].name.as_str()).collect();
        if names.is_empty() {
            names.push(&self.header.columns[index - 1].question);
        }
        let more = if names.len() > SHOWN { ", …" } else { "" };
        names.truncate(SHOWN);
        format!("{}{more} [{}]", names.join(", "), head.question)
    }

    /// The order of day and month in the columns of times, and in group columns of nothing but days.
    fn dates(&self, columns: &[Column]) -> Option<dates::DateOrder> {
        let is_dated = |column: &&Column| match column.is {
            Role::Time | Role::Submitted => true,
            Role::Group => self.cells[column.number - 1].iter().all(|cell| dates::is_date(cell)),
            _ => false,
        };
        let times = columns.iter().filter(is_dated);
        let cells: Vec<&str> = times.flat_map(|column| self.cells[column.number - 1].iter().copied()).collect();
        dates::order(&cells)
    }

    /// Each question of a long table is judged as a column is.
    fn questions(&self, rows: &[&Row], plan: &mut TablePlan) {
        let place = |role: Role| plan.each(role).next().map(|column| column.number - 1);
        let (Some(question), Some(answer)) = (place(Role::Question), place(Role::Answer)) else { return };
        let mut order: Vec<&str> = Vec::new();
        let mut answers: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for row in rows {
            let asked = row.cell(question).trim();
            let given = answers.entry(asked).or_insert_with(|| {
                order.push(asked);
                Vec::new()
            });
            given.extend(
                Some(row.cell(answer).trim())
                    .filter(|cell| !cell.is_empty() && !plan.missing.iter().any(|code| code == cell)),
            );
        }
        let only = order.len() == 1;
        let judge = |asked: &str| {
            let given = &answers[asked];
            let (is, because) = if given.is_empty() {
                (Role::Ignored, Reason::Empty)
            } else if only || columns::is_open(given, self.options) {
                (Role::Answer, Reason::OwnWords)
            } else {
                (Role::Choice, Reason::Option)
            };
            Asked { question: asked.to_owned(), is, because }
        };
        plan.questions = order.into_iter().map(judge).collect();
    }
}

/// Three different cells; only the shape where they tell who somebody is.
fn samples(cells: &[&str], personal: bool) -> Vec<String> {
    const SHOWN: usize = 3;
    const LENGTH: usize = 60;
    let shape = |char: char| match char {
        char if char.is_uppercase() => 'X',
        char if char.is_alphabetic() => 'x',
        char if char.is_numeric() => '9',
        other => other,
    };
    let mut found: Vec<String> = Vec::new();
    for cell in cells {
        let line = cell.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut shown: String =
            line.chars().take(LENGTH).map(|char| if personal { shape(char) } else { char }).collect();
        if line.chars().count() > LENGTH {
            shown.push('…');
        }
        if !found.contains(&shown) {
            found.push(shown);
        }
        if found.len() == SHOWN {
            break;
        }
    }
    found
}
