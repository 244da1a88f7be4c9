//! Tables of speakers: `speakers.csv`, as it is exported and changed by hand.

use std::path::Path;

use super::codebook::unguarded;
use super::codebook_columns::folded;
use super::{table, text};
use crate::error::{Error, Result};
use crate::quotes::{Person, Roster, SpeakerKind};

/// Columns, folded, of the name under which they were found.
const SPEAKER: &[&str] = &["speaker", "participant", "respondent name", "label"];
/// The name they get.
const RENAME: &[&str] =
    &["rename", "rename to", "new name", "new speaker", "name", "merge", "merge with", "merge into", "same as"];
/// What they are, where they belong, where they bear the name, and what sort of speaker they are.
const ROLE: &[&str] = &["role", "occupation", "function"];
const AFFILIATION: &[&str] = &["affiliation", "organisation", "organization"];
const DOCUMENT: &[&str] = &["document", "file", "transcript"];
const KIND: &[&str] = &["speaker type", "kind"];
/// Further columns of `speakers.csv`, which are counted and not read back.
const COUNTED: &[&str] = &["respondent", "quotes", "documents", "themes"];

/// Reads a table of speakers from a CSV or TSV file; see [`parse`].
///
/// # Errors
/// If the file cannot be read, or is no table of speakers.
pub fn read(path: &Path) -> Result<Roster> {
    parse(&path.display().to_string(), &text::read(path)?.text)
}

/// Reads what is known of speakers from a table with a column `speaker`: the name under which they were found. A name in `rename` (or `new_name`, `merge_with`) is the one
/// they get, and two who get the same are one; `role`, `affiliation` and `speaker_type` are put in the place of what was found; `document` says in which document alone.
/// Every other column is a group that its people belong to, but for those that `speakers.csv` counts. An empty cell changes nothing, and nor does one of several values
/// parted by `;` among roles and affiliations, as `speakers.csv` has them.
///
/// ```
/// use verbatims::import::speakers;
///
/// let roster = speakers::parse("speakers.csv", "speaker,rename,role,Site\nP1,Ann Lee,nurse,Hull\nP2,,,York\n")?;
/// assert_eq!(roster.people[0].name.as_deref(), Some("Ann Lee"));
/// assert_eq!(roster.people[1].attributes["Site"], "York");
/// # Ok::<(), verbatims::Error>(())
/// ```
///
/// # Errors
/// If there is no column `speaker`, a row has no name in it, or a kind is none; the error names the line.
pub fn parse(file: &str, text: &str) -> Result<Roster> {
    let table = table::parse(file, text, None, true)?;
    let mut rows = table.rows.iter().filter(|row| !row.is_blank());
    let Some(header) = rows.next() else {
        return Err(Error::format(file, None, "this table is empty; it needs a column `speaker`"));
    };
    let names: Vec<String> = header.cells.iter().map(|cell| folded(cell)).collect();
    let find = |wanted: &[&str]| wanted.iter().find_map(|name| names.iter().position(|known| known == name));
    let speaker = find(SPEAKER)
        .ok_or_else(|| Error::format(file, header.line, format!("no column `speaker`; found: {}", names.join(", "))))?;
    let (rename, role, affiliation) = (find(RENAME), find(ROLE), find(AFFILIATION));
    let (document, kind) = (find(DOCUMENT), find(KIND));
    let known = [Some(speaker), rename, role, affiliation, document, kind];
    let groups: Vec<usize> = (0..names.len())
        .filter(|at| !known.contains(&Some(*at)) && !COUNTED.contains(&names[*at].as_str()) && !names[*at].is_empty())
        .collect();
    let mut roster = Roster::default();
    for row in rows {
        let cell = |at: usize| Some(unguarded(row.cell(at).trim())).filter(|cell| !cell.is_empty()).map(str::to_owned);
        let given = |at: Option<usize>| at.and_then(cell);
        let single = |at: Option<usize>| given(at).filter(|cell| !cell.contains(';'));
        let Some(name) = cell(speaker) else {
            return Err(Error::format(file, row.line, "this row has no `speaker`"));
        };
        let mut person = Person::new(name);
        person.name = given(rename);
        person.role = single(role);
        person.affiliation = single(affiliation);
        person.document = given(document);
        person.kind =
            given(kind).map(|name| kind_of(&name)).transpose().map_err(|what| Error::format(file, row.line, what))?;
        for at in &groups {
            if let Some(value) = cell(*at) {
                person.attributes.insert(header.cell(*at).trim().to_owned(), value);
            }
        }
        roster.people.push(person);
    }
    Ok(roster)
}

fn kind_of(name: &str) -> Result<SpeakerKind, String> {
    let all = [
        SpeakerKind::Person,
        SpeakerKind::Organisation,
        SpeakerKind::Group,
        SpeakerKind::Anonymous,
        SpeakerKind::Document,
    ];
    let found = all.into_iter().find(|kind| kind.to_string().eq_ignore_ascii_case(name));
    found.ok_or_else(|| {
        let known: Vec<String> = all.iter().map(ToString::to_string).collect();
        format!("there is no sort of speaker `{name}`; there are {}", known.join(", "))
    })
}
