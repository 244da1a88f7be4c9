//! What became of a table: every row and every filled cell is counted once.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use super::header::Tool;
use crate::import::Note;
use crate::import::plan::{Column, Reason, Role, TablePlan};

/// What came in, and what became of it.
///
/// ```
/// use verbatims::import::survey::{self, SurveyOptions};
/// use verbatims::Language;
///
/// let table = "id,area,why\n1,Hull,It is cold in the hall.\n2,Leeds,n/a\n";
/// let ledger = survey::parse("t.csv", table, &SurveyOptions::new(Language::english()))?.summary.ledger;
/// assert!(ledger.is_complete());
/// assert_eq!((ledger.cells, ledger.answers, ledger.no_content), (6, 1, 1));
/// # Ok::<(), verbatims::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub struct Ledger {
    /// The rows that were read.
    pub rows: usize,
    /// Rows above the header.
    pub titles: usize,
    /// Rows of the header.
    pub header: usize,
    /// Rows without a filled cell.
    pub blank: usize,
    /// Rows of previews and tests, which are left out.
    pub previews: usize,
    /// The others: people in a wide table, answers in a long one, turns in a transcript.
    pub responses: usize,
    /// Of them, those that were not sent off. They are kept, with the attribute `finished` = `no`.
    pub unfinished: usize,
    /// The filled cells of the responses.
    pub cells: usize,
    /// Cells that became documents and say something.
    pub answers: usize,
    /// Cells that became documents and say nothing ("n/a"). Theming leaves them out.
    pub no_content: usize,
    /// Cells of open-ended columns that are codes for no answer.
    pub missing: usize,
    /// Cells to the right of the last column of the header, which are left out.
    pub surplus: usize,
    /// Cells of columns that are no answers, by what they are: attributes of documents, or left out.
    pub others: BTreeMap<Role, usize>,
}

impl Ledger {
    /// Whether what came in is what came out.
    pub fn is_complete(&self) -> bool {
        let rows = self.titles + self.header + self.blank + self.previews + self.responses;
        let cells = self.answers + self.no_content + self.missing + self.surplus + self.others.values().sum::<usize>();
        self.rows == rows && self.cells == cells
    }
}

/// A list with the stop of its sentence, where a question has not ended it.
fn ended(list: String) -> String {
    if list.ends_with(['?', '!', '.', '…']) { list } else { list + "." }
}

impl fmt::Display for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |parts: Vec<(usize, String)>| {
            let parts: Vec<String> = parts
                .into_iter()
                .filter(|(number, _)| *number > 0)
                .map(|(number, what)| format!("{number} {what}"))
                .collect();
            parts.join(" + ")
        };
        let one =
            |number: usize, one: &str, several: &str| (number, if number == 1 { one } else { several }.to_owned());
        let rows = vec![
            one(self.responses, "response", "responses"),
            one(self.header, "of the header", "of the header"),
            one(self.titles, "above it", "above it"),
            one(self.blank, "blank", "blank"),
            one(self.previews, "preview", "previews"),
        ];
        let mut cells = vec![
            one(self.answers, "answer", "answers"),
            one(self.no_content, "without content", "without content"),
            one(self.missing, "missing", "missing"),
        ];
        cells.extend(self.others.iter().map(|(role, number)| (*number, kept_as(*role).to_owned())));
        cells.push(one(self.surplus, "beyond the header", "beyond the header"));
        write!(f, "{} rows = {}; {} cells = {}", self.rows, list(rows), self.cells, list(cells))
    }
}

/// What cells of a column that is no answer are.
fn kept_as(role: Role) -> &'static str {
    match role {
        Role::Group => "of groups",
        Role::Personal | Role::PersonalId => "personal",
        Role::Id => "of ids",
        Role::Time | Role::Submitted => "of times",
        Role::Finished | Role::Progress | Role::Status => "of status",
        Role::Choice => "of options",
        Role::Question => "of questions",
        Role::Speaker => "of speakers",
        Role::Answer | Role::OtherSpecify | Role::Ignored => "left out",
    }
}

/// How a table was read: the plan that was followed, and what became of it. It is written as one paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Summary {
    /// What was decided.
    pub plan: TablePlan,
    /// What became of each row and cell.
    pub ledger: Ledger,
    /// What was odd in the file.
    pub notes: Vec<Note>,
}

impl Summary {
    /// What was in doubt, each with the flag that says otherwise; empty where nothing was.
    pub fn unsure(&self) -> Vec<String> {
        let plan = &self.plan;
        let doubts = plan.columns.iter().filter(|column| column.unsure).map(|column| {
            let flag = if column.is.is_answer() { "--ignore" } else { "--open" };
            format!(
                "`{}` is {} ({}; else `{flag} {}`)",
                shortened(&column.name),
                reading(column),
                column.because,
                column.letter
            )
        });
        plan.remarks.iter().cloned().chain(doubts).collect()
    }
}

fn reading(column: &Column) -> &'static str {
    if column.is.is_answer() { "read as answers" } else { "left out" }
}

fn shortened(name: &str) -> String {
    const LENGTH: usize = 100;
    let line = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LENGTH { line } else { line.chars().take(LENGTH - 1).chain(['…']).collect() }
}

/// Names parted by commas, the first of very many.
fn names(columns: &[&Column]) -> String {
    const SHOWN: usize = 12;
    let mut named: Vec<String> = columns.iter().take(SHOWN).map(|column| shortened(&column.name)).collect();
    if columns.len() > SHOWN {
        named.push(format!("and {} more", columns.len() - SHOWN));
    }
    named.join(", ")
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { plan, ledger, .. } = self;
        write!(f, "{}: {}: {}, ", plan.file, plan.form, count(plan.header_rows, "header row"))?;
        let noun = match plan.form {
            Tool::Long => "row",
            Tool::Transcript => "turn",
            _ => "response",
        };
        write!(f, "{}", count(ledger.responses, noun))?;
        if ledger.previews > 0 {
            write!(f, ", {} left out", count(ledger.previews, "preview row"))?;
        }
        if ledger.unfinished > 0 {
            write!(f, ", {} of them unfinished", ledger.unfinished)?;
        }
        if plan.form == Tool::Transcript {
            return f.write_str(".");
        }
        let answers = ledger.answers + ledger.no_content;
        write!(f, "; {}", count(answers, "answer"))?;
        if ledger.no_content > 0 {
            write!(f, ", {} of them without content", ledger.no_content)?;
        }
        if ledger.missing > 0 {
            write!(f, "; {} missing ({})", count(ledger.missing, "cell"), plan.missing.join(", "))?;
        }
        f.write_str(".")?;
        let mut list = |title: &str, is: &dyn Fn(&Column) -> bool| {
            let found: Vec<&Column> = plan.columns.iter().filter(|column| is(column)).collect();
            if found.is_empty() { Ok(()) } else { write!(f, " {title}: {}", ended(names(&found))) }
        };
        list("Open-ended", &|column| column.is.is_answer())?;
        list("Groups", &|column| column.is == Role::Group)?;
        list("Left out as personal", &|column| matches!(column.is, Role::Personal | Role::PersonalId))?;
        let left = |column: &&Column| {
            matches!(
                column.is,
                Role::Choice
                    | Role::Ignored
                    | Role::Time
                    | Role::Submitted
                    | Role::Finished
                    | Role::Progress
                    | Role::Status
            )
        };
        let mut reasons: BTreeMap<Reason, Vec<&Column>> = BTreeMap::new();
        for column in plan.columns.iter().filter(left) {
            reasons.entry(column.because).or_default().push(column);
        }
        let others: Vec<String> =
            reasons.iter().map(|(reason, columns)| format!("{} ({reason})", names(columns))).collect();
        if !others.is_empty() {
            write!(f, " Left out: {}.", others.join("; "))?;
        }
        if answers == 0 && ledger.responses > 0 {
            f.write_str(" No open-ended column was found; name it.")?;
        }
        Ok(())
    }
}

fn count(number: usize, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}
