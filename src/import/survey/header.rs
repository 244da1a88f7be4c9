//! Where a table's header is, whose export it is, and what its names promise.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

use super::dates::is_date;
use super::rows::{self, Votes};
use super::words::{Kept, Program, fold, words};
use crate::import::table::Row;

/// The program that wrote a table, as far as its header shows, or the form of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Tool {
    /// A table of no program that is known.
    Plain,
    /// Qualtrics: codes, questions and a row of `ImportId`s above the answers.
    Qualtrics,
    /// SurveyMonkey: a row of questions, and a row of their options.
    SurveyMonkey,
    /// LimeSurvey: codes or questions, an id and a date of submission first.
    LimeSurvey,
    /// Google Forms: a time stamp, then whole questions.
    GoogleForms,
    /// Microsoft Forms: an id, two times, then whole questions.
    MicrosoftForms,
    /// Typeform: a token, then questions and options.
    Typeform,
    /// KoboToolbox.
    Kobo,
    /// ODK Central and Collect.
    Odk,
    /// SurveyCTO.
    SurveyCto,
    /// Alchemer, formerly SurveyGizmo.
    Alchemer,
    /// Jotform.
    Jotform,
    /// Unipark (Tivian EFS).
    Unipark,
    /// REDCap.
    #[serde(rename = "redcap")]
    RedCap,
    /// Jisc Online Surveys.
    Jisc,
    /// SoSci Survey.
    SosciSurvey,
    /// One row an answer: respondent, question, answer.
    Long,
    /// One row a turn of a conversation: time, speaker, text.
    Transcript,
}

impl fmt::Display for Tool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Plain => "table",
            Self::Qualtrics => "Qualtrics export",
            Self::SurveyMonkey => "SurveyMonkey export",
            Self::LimeSurvey => "LimeSurvey export",
            Self::GoogleForms => "Google Forms export",
            Self::MicrosoftForms => "Microsoft Forms export",
            Self::Typeform => "Typeform export",
            Self::Kobo => "KoboToolbox export",
            Self::Odk => "ODK export",
            Self::SurveyCto => "SurveyCTO export",
            Self::Alchemer => "Alchemer export",
            Self::Jotform => "Jotform export",
            Self::Unipark => "Unipark export",
            Self::RedCap => "REDCap export",
            Self::Jisc => "Jisc Online Surveys export",
            Self::SosciSurvey => "SoSci Survey export",
            Self::Long => "long table",
            Self::Transcript => "transcript as a table",
        })
    }
}

/// What the header says of a table.
#[derive(Debug)]
pub(super) struct Header {
    pub(super) tool: Tool,
    /// The rows above it.
    pub(super) titles: usize,
    /// How many rows it takes.
    pub(super) rows: usize,
    pub(super) columns: Vec<Head>,
    /// What was not plain, in sentences.
    pub(super) remarks: Vec<String>,
}

/// What the header says of a column.
#[derive(Debug, Default)]
pub(super) struct Head {
    /// The code or, without one, the question.
    pub(super) name: String,
    /// The question put to people.
    pub(super) question: String,
    pub(super) hint: Hint,
}

/// What a header promises of the cells below it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Hint {
    /// Nothing: the cells decide.
    #[default]
    None,
    /// People write here what they like.
    Open,
    /// They write what no option says.
    Other,
    /// One of several fields of a question (`Q3_1`, `Q3_2`): an option, a point of a scale, or a text.
    Part,
    /// An option that is marked or not, a line of a grid.
    Option,
    /// What the program keeps, or who somebody is.
    Kept(Kept),
}

/// Reads the header. `forced` is how many rows the caller says that it takes.
pub(super) fn header(all: &[Row], forced: Option<usize>) -> Header {
    let titles = rows::titles(all);
    let below = &all[titles..];
    let height = forced.unwrap_or_else(|| height(below)).min(below.len());
    let mut remarks = Vec::new();
    if titles > 0 {
        let named: Vec<&str> = all[..titles]
            .iter()
            .flat_map(|row| row.cells.iter())
            .map(|cell| cell.trim())
            .filter(|cell| !cell.is_empty())
            .take(3)
            .collect();
        let is = if titles == 1 { "row above the header is" } else { "rows above the header are" };
        remarks.push(format!("{titles} {is} passed over: {}", named.join(" / ")));
    }
    if height == 0 && forced.is_none() {
        remarks.push("the first row looks like those below it, so it is read as answers, not as a header; `--header-rows 1` makes it one".to_owned());
    }
    let width = below.iter().take(height.max(1)).map(|row| row.cells.len()).max().unwrap_or(0);
    let mut columns = heads(below, height, width);
    let labels: Vec<String> = columns.iter().map(|head| head.question.clone()).collect();
    let names: Vec<String> = columns.iter().map(|head| head.name.clone()).collect();
    let known = || names.iter().chain(&labels).map(String::as_str);
    let program = words().program(known());
    let tool = tool(below, height, &columns, program);
    let of_tool = program.or_else(|| words().program_of(tool));
    for (index, head) in columns.iter_mut().enumerate() {
        head.hint = hint(head, tool, of_tool, rows::part(below, height, index));
    }
    options_by_name(&mut columns);
    Header { tool, titles, rows: height, columns, remarks }
}

fn tool(below: &[Row], height: usize, columns: &[Head], program: Option<&Program>) -> Tool {
    if rows::import_ids(below).is_some_and(|at| at < height) {
        return Tool::Qualtrics;
    }
    if let Some(program) = program {
        return program.tool;
    }
    let words = words();
    let has = |kept: Kept| columns.iter().filter(|head| words.is(&head.name, kept)).count();
    let is_conversation =
        has(Kept::Speaker) == 1 && has(Kept::Speech) == 1 && has(Kept::Question) == 0 && columns.len() <= 12;
    // Programs that know no voices write when each segment begins and ends, and its words.
    let is_captions = has(Kept::Speaker) == 0
        && has(Kept::Begins) == 1
        && has(Kept::Ends) > 0
        && has(Kept::Speech) == 1
        && columns.len() <= 5;
    if is_captions {
        return Tool::Transcript;
    }
    if is_conversation && (has(Kept::Begins) > 0 || has(Kept::Id) == 0 && columns.len() <= 4) {
        return Tool::Transcript;
    }
    if has(Kept::Id) == 1 && has(Kept::Question) == 1 && has(Kept::Reply) == 1 {
        return Tool::Long;
    }
    let parts = || (0..columns.len()).map(|index| rows::part(below, height, index));
    if height >= 2 && parts().any(|part| words.is_open(&part) || words.is_whole(&part)) {
        return Tool::SurveyMonkey;
    }
    let stamped = columns.first().is_some_and(|head| words.is(&head.name, Kept::Time));
    if stamped && columns.len() > 1 && below.get(height).is_none_or(|row| is_date(row.cell(0))) {
        return Tool::GoogleForms;
    }
    Tool::Plain
}

/// How many rows the header takes; 0 where the first row is one of answers.
fn height(below: &[Row]) -> usize {
    if below.is_empty() {
        return 0;
    }
    if let Some(at) = rows::import_ids(below) {
        return at + 1;
    }
    if rows::is_headless(below) {
        return 0;
    }
    const MOST: usize = 3;
    let mut height = 1;
    while height < MOST && below.get(height).is_some_and(|row| is_header_row(below, height, row)) {
        height += 1;
    }
    height
}

/// Whether a row below the first of the header belongs to it.
fn is_header_row(below: &[Row], at: usize, row: &Row) -> bool {
    if row.is_blank() {
        return false;
    }
    let words = words();
    let above = &below[at - 1];
    let Votes { like, unlike } = rows::votes(&below[at + 1..], row);
    let filled = || row.cells.iter().enumerate().filter(|(_, cell)| !cell.trim().is_empty());
    let spoken = filled().filter(|(_, cell)| words.is_whole(cell) || words.is_other(cell)).count();
    let gaps = filled().filter(|(index, _)| above.cell(*index).trim().is_empty()).count();
    // An id that stands under its heading is that of an answer.
    let id = above
        .cells
        .iter()
        .enumerate()
        .find(|(_, name)| words.is(name, Kept::Id))
        .map(|(index, _)| row.cell(index).trim());
    let names: BTreeSet<&str> = filled()
        .filter(|(_, cell)| words.kept(cell).any(|kept| !matches!(kept, Kept::Reply | Kept::Speech)))
        .map(|(_, cell)| cell.trim())
        .collect();
    if names.len() >= 3 && names.len() > above.cells.iter().filter(|cell| words.kept(cell).next().is_some()).count() {
        return true;
    }
    if id.is_some_and(|id| !id.is_empty() && words.kept(id).next().is_none() && unlike == 0) {
        return false;
    }
    let codes = rows::are_codes(above);
    let is_told = spoken > 0 && (gaps > 0 || spoken * 2 >= filled().count() || unlike > 0);
    like <= unlike && (is_told || (unlike > 0 && (gaps > 0 || codes)) || unlike >= 2 && like == 0)
        || spoken * 2 >= filled().count() && spoken >= 2 && like == 0
}

/// The names and questions of columns.
fn heads(below: &[Row], height: usize, width: usize) -> Vec<Head> {
    let cell =
        |row: usize, index: usize| below.get(row).filter(|_| row < height).map_or("", |row| row.cell(index)).trim();
    if height == 0 {
        return (0..width).map(|_| Head::default()).collect();
    }
    if height == 1 {
        return (0..width).map(|index| head(cell(0, index), cell(0, index))).collect();
    }
    if rows::are_codes(&below[0]) {
        let ids = rows::import_ids(below);
        // Row 2 has the questions, where it is not the row of ids; a third may have their parts.
        let text = if ids == Some(1) { 0 } else { 1 };
        return (0..width)
            .map(|index| {
                let (code, question) = (cell(0, index), cell(text, index));
                let part = if ids.is_none() && height > 2 { cell(2, index) } else { "" };
                let question = match (question.is_empty(), part.is_empty() || part == question) {
                    (true, _) => code.to_owned(),
                    (false, true) => question.to_owned(),
                    (false, false) => format!("{question} [{part}]"),
                };
                // `V5` says nothing; the label does.
                let numbered = code
                    .strip_prefix('V')
                    .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()));
                let name = if code.is_empty() || numbered { question.clone() } else { code.to_owned() };
                Head { name, question, hint: Hint::None }
            })
            .collect();
    }
    merged(height, width, &cell)
}

/// Names of merged cells: an empty cell of all rows but the last belongs to the cell on its left.
fn merged<'t>(height: usize, width: usize, cell: &impl Fn(usize, usize) -> &'t str) -> Vec<Head> {
    let (over, last) = (height - 2, height - 1);
    let mut question = "";
    let mut section = "";
    let mut columns = Vec::new();
    for index in 0..width {
        let heading = if over > 0 { cell(0, index) } else { "" };
        if !heading.is_empty() {
            (section, question) = (heading, "");
        }
        if !cell(over, index).is_empty() {
            question = cell(over, index);
        }
        let above = if question.is_empty() { section } else { question };
        let part = cell(last, index);
        columns.push(if part.is_empty() || part == above || words().is_whole(part) {
            head(above, above)
        } else if above.is_empty() {
            head(part, part)
        } else {
            let name = format!("{above} [{part}]");
            head(&name, &name)
        });
    }
    columns
}

fn head(name: &str, question: &str) -> Head {
    Head { name: name.to_owned(), question: question.to_owned(), hint: Hint::None }
}

fn hint(head: &Head, tool: Tool, program: Option<&Program>, part: String) -> Hint {
    let words = words();
    let both = [&head.name, &head.question];
    if let Some(kept) = both.into_iter().find_map(|name| program.and_then(|program| program.kept(name))) {
        return Hint::Kept(kept);
    }
    let fits = |kept: &Kept| match kept {
        Kept::Question | Kept::Reply => tool == Tool::Long,
        Kept::Speaker | Kept::Speech | Kept::Begins | Kept::Ends => tool == Tool::Transcript,
        // Turns have no ids of people, and their times are those of the recording.
        Kept::Time | Kept::Submitted | Kept::Id | Kept::Program => tool != Tool::Transcript,
        Kept::Finished | Kept::Status | Kept::Progress | Kept::Personal => true,
    };
    if let Some(kept) = both.into_iter().find_map(|name| words.kept(name).find(fits)) {
        return Hint::Kept(kept);
    }
    if both.into_iter().any(|name| words.tells_end(name)) {
        return Hint::Kept(Kept::Finished);
    }
    let field = head.name.rsplit_once('[').and_then(|(_, part)| part.strip_suffix(']')).unwrap_or(&part);
    let behind = head.question.rsplit([':', '-', '–', '/']).next().unwrap_or_default().trim();
    let is_text = |name: &str| name.to_uppercase().ends_with("_TEXT") || name.to_lowercase().ends_with("_other");
    if words.is_open(&part) {
        Hint::Open
    } else if is_text(&head.name)
        || part.contains("_TEXT\"")
        || words.is_other(field) && !field.is_empty()
        || words.is_just_other(behind) && head.question.len() > behind.len()
        || words.is_other(&head.name)
    {
        Hint::Other
    } else if !field.is_empty() && words.is_comment(field) {
        Hint::Open
    } else if head.name.ends_with(']') && head.name.contains('[') || head.name.contains("___") {
        Hint::Option
    } else if tool == Tool::Qualtrics && stem(&head.name).is_some() {
        Hint::Part
    } else {
        Hint::None
    }
}

/// `Which services?/Blood tests` is an option where there is a column `Which services?`, which then holds lists of options.
fn options_by_name(columns: &mut [Head]) {
    let names: BTreeMap<String, usize> =
        columns.iter().enumerate().map(|(index, head)| (fold(&head.name), index)).collect();
    let is_free = |hint: Hint| matches!(hint, Hint::None | Hint::Option);
    for index in 0..columns.len() {
        let name = columns[index].name.clone();
        let stem = |at: usize| names.get(&fold(&name[..at])).filter(|stem| **stem != index);
        let found = name.match_indices(['/', '.', ':']).find_map(|(at, _)| (at > 0).then(|| stem(at)).flatten());
        if let Some(stem) = found.copied().filter(|_| is_free(columns[index].hint)) {
            columns[index].hint = Hint::Option;
            if is_free(columns[stem].hint) {
                columns[stem].hint = Hint::Option;
            }
        }
    }
}

/// The name of a question of which this is one part: `Q3` of `Q3_1`.
pub(super) fn stem(name: &str) -> Option<&str> {
    let (stem, part) = name.rsplit_once('_')?;
    (!stem.is_empty() && !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())).then_some(stem)
}
