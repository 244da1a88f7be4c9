//! Whose export a table is, detected from its first rows.

use std::fmt;

use crate::import::table::Row;

/// The program that wrote a table, as far as its header shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Tool {
    /// A table with one header row.
    Plain,
    /// Qualtrics: codes, questions and a row of `ImportId`s above the answers.
    Qualtrics,
    /// SurveyMonkey: a row of questions, and a row of their options.
    SurveyMonkey,
    /// LimeSurvey: codes or questions, `id` and `submitdate` first.
    LimeSurvey,
    /// Google Forms: a time stamp, then whole questions.
    GoogleForms,
    /// One row an answer: respondent, question, answer.
    Long,
}

impl fmt::Display for Tool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Plain => "table",
            Self::Qualtrics => "Qualtrics export",
            Self::SurveyMonkey => "SurveyMonkey export",
            Self::LimeSurvey => "LimeSurvey export",
            Self::GoogleForms => "Google Forms export",
            Self::Long => "long table",
        })
    }
}

/// What the header says of a table.
#[derive(Debug)]
pub(super) struct Header {
    pub(super) tool: Tool,
    /// How many rows it takes.
    pub(super) rows: usize,
    pub(super) columns: Vec<Head>,
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
    /// One of several fields of a question (`Q3_1`, `Q3_2`): an option, a point of a scale, or a text.
    Part,
    /// An option that is marked or not, a line of a grid.
    Option,
    Respondent,
    Personal,
    /// Kept by the program: times, progress, places.
    Kept(Kept),
    /// The question of a long table.
    Question,
    /// The answer of a long table.
    Answer,
}

/// What a program keeps beside the answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kept {
    /// When the answers came in.
    Date,
    /// Whether somebody got to the end: `True`, `1`.
    Finished,
    /// When somebody got to the end; empty for those who did not.
    Submitted,
    /// Whether the row is a preview or a test.
    Status,
    Other,
}

/// What the column names of survey programs mean, folded as [`fold`] does.
const NAMES: &[(&str, Hint)] = &[
    ("respondent", Hint::Respondent),
    ("respondentid", Hint::Respondent),
    ("responseid", Hint::Respondent),
    ("participant", Hint::Respondent),
    ("participantid", Hint::Respondent),
    ("interviewee", Hint::Respondent),
    ("subject", Hint::Respondent),
    ("subjectid", Hint::Respondent),
    ("caseid", Hint::Respondent),
    ("recordid", Hint::Respondent),
    ("userid", Hint::Respondent),
    ("pid", Hint::Respondent),
    ("id", Hint::Respondent),
    ("ip", Hint::Personal),
    ("ipaddress", Hint::Personal),
    ("ipaddr", Hint::Personal),
    ("email", Hint::Personal),
    ("emailaddress", Hint::Personal),
    ("mail", Hint::Personal),
    ("recipientemail", Hint::Personal),
    ("recipientfirstname", Hint::Personal),
    ("recipientlastname", Hint::Personal),
    ("externaldatareference", Hint::Personal),
    ("externalreference", Hint::Personal),
    ("name", Hint::Personal),
    ("firstname", Hint::Personal),
    ("lastname", Hint::Personal),
    ("surname", Hint::Personal),
    ("fullname", Hint::Personal),
    ("yourname", Hint::Personal),
    ("username", Hint::Personal),
    ("locationlatitude", Hint::Personal),
    ("locationlongitude", Hint::Personal),
    ("latitude", Hint::Personal),
    ("longitude", Hint::Personal),
    ("lat", Hint::Personal),
    ("lon", Hint::Personal),
    ("lng", Hint::Personal),
    ("phone", Hint::Personal),
    ("phonenumber", Hint::Personal),
    ("telephone", Hint::Personal),
    ("mobile", Hint::Personal),
    ("mobilenumber", Hint::Personal),
    ("tel", Hint::Personal),
    ("address", Hint::Personal),
    ("startdate", Hint::Kept(Kept::Other)),
    ("enddate", Hint::Kept(Kept::Date)),
    ("recordeddate", Hint::Kept(Kept::Date)),
    ("datestamp", Hint::Kept(Kept::Date)),
    ("datelastaction", Hint::Kept(Kept::Date)),
    ("timestamp", Hint::Kept(Kept::Date)),
    ("submitdate", Hint::Kept(Kept::Submitted)),
    ("datesubmitted", Hint::Kept(Kept::Submitted)),
    ("finished", Hint::Kept(Kept::Finished)),
    ("status", Hint::Kept(Kept::Status)),
    ("responsetype", Hint::Kept(Kept::Status)),
    ("progress", Hint::Kept(Kept::Other)),
    ("durationinseconds", Hint::Kept(Kept::Other)),
    ("distributionchannel", Hint::Kept(Kept::Other)),
    ("userlanguage", Hint::Kept(Kept::Other)),
    ("qrecaptchascore", Hint::Kept(Kept::Other)),
    ("collectorid", Hint::Kept(Kept::Other)),
    ("customdata1", Hint::Kept(Kept::Other)),
    ("lastpage", Hint::Kept(Kept::Other)),
    ("startlanguage", Hint::Kept(Kept::Other)),
    ("seed", Hint::Kept(Kept::Other)),
    ("datestarted", Hint::Kept(Kept::Other)),
    ("token", Hint::Kept(Kept::Other)),
    ("refurl", Hint::Kept(Kept::Other)),
    ("referrerurl", Hint::Kept(Kept::Other)),
    ("useragent", Hint::Kept(Kept::Other)),
    ("question", Hint::Question),
    ("questiontext", Hint::Question),
    ("item", Hint::Question),
    ("prompt", Hint::Question),
    ("answer", Hint::Answer),
    ("answertext", Hint::Answer),
    ("response", Hint::Answer),
    ("responsetext", Hint::Answer),
    ("comment", Hint::Answer),
    ("text", Hint::Answer),
];

/// Parts of a question that ask for something personal.
const PERSONAL: &[&str] = &[
    "your name",
    "full name",
    "first name",
    "last name",
    "e-mail address",
    "email address",
    "your e-mail",
    "your email",
    "phone number",
    "telephone number",
    "mobile number",
    "ip address",
];

/// Lower case, letters and digits only.
fn fold(name: &str) -> String {
    name.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn hint(name: &str) -> Hint {
    let folded = fold(name);
    if let Some((_, hint)) = NAMES.iter().find(|(known, _)| *known == folded) {
        return *hint;
    }
    let lower = name.to_lowercase();
    if PERSONAL.iter().any(|part| lower.contains(part)) { Hint::Personal } else { Hint::None }
}

/// Reads the header, which starts with the first row that is not blank.
pub(super) fn header(rows: &[Row]) -> Header {
    let first = &rows[0];
    let names: Vec<String> = first.cells.iter().map(|cell| cell.trim().to_owned()).collect();
    let folded: Vec<String> = names.iter().map(|name| fold(name)).collect();
    let has = |name: &str| folded.iter().any(|known| known == name);
    let import_ids = rows.iter().take(3).skip(1).position(is_import_ids).map(|at| at + 1);
    if import_ids.is_some() || (has("responseid") && (has("recordeddate") || has("distributionchannel"))) {
        return qualtrics(rows, &names, import_ids);
    }
    if has("respondentid") && has("collectorid") {
        return survey_monkey(rows, &names);
    }
    if (has("submitdate") || has("datesubmitted")) && (has("lastpage") || has("startlanguage")) {
        return lime_survey(&names);
    }
    let hints: Vec<Hint> = names.iter().map(|name| hint(name)).collect();
    let count = |hint: Hint| hints.iter().filter(|known| **known == hint).count();
    let tool = if count(Hint::Respondent) == 1 && count(Hint::Question) == 1 && count(Hint::Answer) == 1 {
        Tool::Long
    } else if folded.first().is_some_and(|name| name == "timestamp")
        && rows.get(1).is_none_or(|row| is_date(row.cell(0)))
    {
        Tool::GoogleForms
    } else {
        Tool::Plain
    };
    let columns = names.iter().zip(hints).map(|(name, hint)| {
        // These words mean something in a long table only.
        let hint = match hint {
            Hint::Question | Hint::Answer if tool != Tool::Long => Hint::None,
            hint => hint,
        };
        Head { name: name.clone(), question: name.clone(), hint }
    });
    Header { tool, rows: 1, columns: columns.collect() }
}

fn is_import_ids(row: &Row) -> bool {
    let filled: Vec<&String> = row.cells.iter().filter(|cell| !cell.trim().is_empty()).collect();
    let ids = filled.iter().filter(|cell| cell.trim_start().starts_with("{\"ImportId\"")).count();
    ids > 0 && ids * 2 >= filled.len()
}

fn is_date(cell: &str) -> bool {
    cell.chars().filter(char::is_ascii_digit).count() >= 6
}

fn qualtrics(rows: &[Row], names: &[String], import_ids: Option<usize>) -> Header {
    let dated = names.iter().position(|name| matches!(fold(name).as_str(), "startdate" | "recordeddate"));
    let texts = match import_ids {
        Some(at) => (at > 1).then(|| &rows[1]),
        // An older form has the questions and no ids.
        None => {
            rows.get(1).filter(|row| dated.is_some_and(|at| !row.cell(at).trim().is_empty() && !is_date(row.cell(at))))
        }
    };
    let height = import_ids.map_or(1 + usize::from(texts.is_some()), |at| at + 1);
    let columns = names.iter().enumerate().map(|(index, name)| {
        let text = texts.map_or("", |row| row.cell(index).trim());
        let id = import_ids.map_or("", |at| rows[at].cell(index));
        let known = hint(name);
        let hint = if known != Hint::None {
            known
        } else if id.contains("_TEXT\"") || name.ends_with("_TEXT") {
            Hint::Open
        } else if hint(text) == Hint::Personal {
            Hint::Personal
        } else if stem(name).is_some() {
            Hint::Part
        } else {
            Hint::None
        };
        let question = if text.is_empty() { name } else { text };
        Head { name: name.clone(), question: question.to_owned(), hint }
    });
    Header { tool: Tool::Qualtrics, rows: height, columns: columns.collect() }
}

/// The name of a question of which this is one part: `Q3` of `Q3_1`.
pub(super) fn stem(name: &str) -> Option<&str> {
    let (stem, part) = name.rsplit_once('_')?;
    (!stem.is_empty() && !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())).then_some(stem)
}

fn survey_monkey(rows: &[Row], names: &[String]) -> Header {
    // The ids of respondents have no options; a row of answers has an id there.
    let parts = rows.get(1).filter(|row| row.cell(0).trim().is_empty());
    let width = parts.map_or(names.len(), |row| row.cells.len().max(names.len()));
    let mut question = "";
    let mut columns = Vec::new();
    for index in 0..width {
        let above = names.get(index).map_or("", String::as_str);
        let filled = !above.is_empty();
        if filled {
            question = above;
        }
        let part = parts.map_or("", |row| row.cell(index).trim());
        let folded = fold(part);
        let is_other = folded.starts_with("other") || folded.contains("pleasespecify");
        let own = if filled { hint(above) } else { Hint::None };
        let hint = match folded.as_str() {
            _ if own != Hint::None => own,
            "openendedresponse" => Hint::Open,
            _ if is_other || folded.contains("comment") => Hint::Open,
            "" | "response" => Hint::None,
            _ if hint(part) == Hint::Personal => Hint::Personal,
            _ => Hint::Option,
        };
        let whole = matches!(folded.as_str(), "" | "response" | "openendedresponse");
        let (name, question) = if whole {
            (question.to_owned(), question.to_owned())
        } else {
            (format!("{question} [{part}]"), format!("{question} – {part}"))
        };
        columns.push(Head { name, question, hint });
    }
    Header { tool: Tool::SurveyMonkey, rows: 1 + usize::from(parts.is_some()), columns }
}

fn lime_survey(names: &[String]) -> Header {
    let columns = names.iter().map(|name| {
        let part = name.rsplit_once('[').and_then(|(_, part)| part.strip_suffix(']')).map(fold);
        let hint = match (hint(name), part.as_deref()) {
            (Hint::None, Some(part)) if part == "comment" || part.starts_with("other") => Hint::Open,
            (Hint::None, Some(_)) => Hint::Option,
            (Hint::Question | Hint::Answer, _) => Hint::None,
            (hint, _) => hint,
        };
        Head { name: name.clone(), question: name.clone(), hint }
    });
    Header { tool: Tool::LimeSurvey, rows: 1, columns: columns.collect() }
}
