use std::fmt;

use super::header::Tool;
use crate::import::Note;

/// What was made of a table: which columns were taken and which were not, how many rows, what was left out and why.
///
/// It is written as one paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Summary {
    /// The file's name.
    pub file: String,
    /// The program that wrote the table.
    pub tool: Tool,
    /// The rows of the header.
    pub header_rows: usize,
    /// The character between cells; none for a workbook.
    pub delimiter: Option<char>,
    /// The columns in their order; in a long table, the questions follow them.
    pub columns: Vec<Column>,
    /// The responses, previews and tests not counted: people in a wide table, answers in a long one.
    pub responses: usize,
    /// The documents that were made.
    pub answers: usize,
    /// The documents that say nothing ("n/a"). They are kept; theming leaves them out.
    pub no_content: usize,
    /// The responses that were not sent off. They are kept, with the attribute `finished` = `no`.
    pub unfinished: usize,
    /// The rows of previews and tests, which are left out.
    pub previews: usize,
    /// What was odd in the file.
    pub notes: Vec<Note>,
}

/// One column, and what was made of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Column {
    /// The name to give to [`SurveyOptions::open`](super::SurveyOptions::open) and the like: its code, else its question.
    pub name: String,
    /// The question put to people.
    pub question: String,
    /// What it is taken for.
    pub role: Role,
}

/// What a column is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Role {
    /// Each cell is a document.
    OpenEnded,
    /// Each document has the cell of its row as an attribute.
    Group,
    /// Names the respondent.
    Respondent,
    /// The question of a long table.
    Question,
    /// Not taken.
    LeftOut(Reason),
}

/// Why a column is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Reason {
    /// It tells who somebody is: a name, an address, a place.
    Personal,
    /// The program keeps it: times, progress, language.
    Kept,
    /// It is an option that was marked or not, a line of a grid, a code.
    Closed,
    /// It has too many different values for a group, and they are not sentences.
    Varied,
    /// It is the same in every row.
    Constant,
    /// It is empty.
    Empty,
    /// Others were named.
    NotNamed,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Personal => "personal",
            Self::Kept => "kept by the program",
            Self::Closed => "options",
            Self::Varied => "too many different values",
            Self::Constant => "the same in every row",
            Self::Empty => "empty",
            Self::NotNamed => "not named",
        })
    }
}

impl Summary {
    /// The names of the columns of one role.
    pub fn named(&self, role: Role) -> impl Iterator<Item = &str> {
        self.columns.iter().filter(move |column| column.role == role).map(|column| column.name.as_str())
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}, ", self.file, self.tool, count(self.header_rows, "header row"))?;
        write!(f, "{}", count(self.responses, if self.tool == Tool::Long { "row" } else { "response" }))?;
        if self.previews > 0 {
            write!(f, ", {} left out", count(self.previews, "preview row"))?;
        }
        if self.unfinished > 0 {
            write!(f, ", {} of them unfinished", self.unfinished)?;
        }
        write!(f, "; {}", count(self.answers, "answer"))?;
        if self.no_content > 0 {
            write!(f, ", {} of them without content", self.no_content)?;
        }
        f.write_str(".")?;
        let mut list = |title: &str, role: Role| {
            let names: Vec<&str> = self.named(role).collect();
            if names.is_empty() { Ok(()) } else { write!(f, " {title}: {}.", names.join(", ")) }
        };
        list("Open-ended", Role::OpenEnded)?;
        list("Groups", Role::Group)?;
        list("Left out as personal", Role::LeftOut(Reason::Personal))?;
        let mut others = Vec::new();
        for reason in [Reason::Closed, Reason::Varied, Reason::Constant, Reason::Empty, Reason::Kept, Reason::NotNamed]
        {
            let names: Vec<&str> = self.named(Role::LeftOut(reason)).collect();
            if !names.is_empty() {
                others.push(format!("{} ({reason})", names.join(", ")));
            }
        }
        if !others.is_empty() {
            write!(f, " Left out: {}.", others.join("; "))?;
        }
        if self.answers == 0 && self.responses > 0 {
            f.write_str(" No open-ended column was found; name it.")?;
        }
        Ok(())
    }
}

fn count(number: usize, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}
