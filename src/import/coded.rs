//! Passages that people put under themes, as the programs in which they coded export them: tables of highlights, and REFI-QDA projects.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::codebook::unguarded;
use super::codebook_columns::folded;
use super::coded_columns::{IDS, SOURCE, TEXT, ThemeColumns, table_text};
use super::table;
use crate::error::{Error, Result};
use crate::id::QuoteId;
use crate::quotes::Quote;
use crate::themes::Codings;

/// Beyond this many of its own words in another, a passage is the other.
const HALF: usize = 2;

/// A passage that somebody put under themes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Highlight {
    /// The id that its table gives it.
    pub id: Option<String>,
    /// The document it is in, by the name it has there.
    pub document: Option<String>,
    /// Its words.
    pub text: String,
    /// Its themes, by name; none where it was read and fits none.
    pub themes: Vec<String>,
}

/// Whether a file is a REFI-QDA project.
pub(super) fn is_project(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("qdpx"))
}

/// Reads highlights from a table, or from a REFI-QDA project (with the feature `refi`); see [`parse`].
///
/// # Errors
/// If the file cannot be read, or is no table of highlights.
pub fn read(path: &Path) -> Result<Vec<Highlight>> {
    if is_project(path) {
        return project(path);
    }
    parse(&path.display().to_string(), &table_text(path)?.0)
}

#[cfg(feature = "refi")]
fn project(path: &Path) -> Result<Vec<Highlight>> {
    Ok(super::refi::read(path)?.highlights())
}

#[cfg(not(feature = "refi"))]
fn project(path: &Path) -> Result<Vec<Highlight>> {
    Err(Error::format(
        path.display().to_string(),
        None,
        "projects are not read by this build; it lacks the feature `refi`",
    ))
}

/// Reads highlights from a table with the words of each passage (`text`, `quote`, `content`, `segment`, `excerpt` …), and its themes: all of them
/// (`themes`, `codes`, `tags`: parted by `;`; `theme 1`, `theme 2`; `Code: rent Applied`), or one a row (`theme`, `code`, `tag`); the document where there is a column for it. Taguette, MAXQDA,
/// ATLAS.ti, QualCoder and Dedoose write such tables. Rows of one passage are put together.
///
/// ```
/// use verbatims::import::coded;
///
/// let table = "id,document,tag,content\n1,a.txt,building,The stairs are steep.\n2,a.txt,access,The stairs are steep.\n";
/// let found = coded::parse("highlights.csv", table)?;
/// assert_eq!((found.len(), found[0].themes.join(", ")), (1, "building, access".to_owned()));
/// # Ok::<(), verbatims::Error>(())
/// ```
///
/// # Errors
/// If no column holds the passages or none their themes; the error names the columns found.
pub fn parse(file: &str, text: &str) -> Result<Vec<Highlight>> {
    let table = table::parse(file, text, None, false)?;
    let mut rows = table.rows.iter().filter(|row| !row.is_blank());
    let Some(header) = rows.next() else {
        return Err(Error::format(file, None, "this table is empty; it needs a column `text` and a column `themes`"));
    };
    let names: Vec<String> = header.cells.iter().map(|cell| folded(cell)).collect();
    let find = |wanted: &[&str]| wanted.iter().find_map(|name| names.iter().position(|known| known == name));
    let missing = |what: &str| {
        let found: Vec<&str> = header.cells.iter().map(|cell| cell.trim()).collect();
        Error::format(file, header.line, format!("no column {what}; found: {}", found.join(", ")))
    };
    let words = find(TEXT).ok_or_else(|| missing("`text` or `quote`"))?;
    let columns = ThemeColumns::of(&header.cells).ok_or_else(|| missing("`themes` or `theme`"))?;
    let (id, source) = (find(IDS), find(SOURCE));
    let mut found: Vec<Highlight> = Vec::new();
    let mut places: BTreeMap<(Option<String>, String), usize> = BTreeMap::new();
    let mut known: BTreeSet<(usize, String)> = BTreeSet::new();
    for row in rows {
        let cell = |column: usize| unguarded(row.cell(column).trim());
        let given = |column: Option<usize>| column.map(cell).filter(|cell| !cell.is_empty()).map(str::to_owned);
        if cell(words).is_empty() {
            continue;
        }
        let themes = columns.themes(cell);
        let highlight = Highlight { id: given(id), document: given(source), text: cell(words).to_owned(), themes };
        // With a list in each row a passage stands once; with a theme in each, as often as it has themes.
        let key = (highlight.document.clone(), highlight.text.clone());
        match places.get(&key).filter(|_| !columns.are_whole()) {
            Some(at) => {
                let new = highlight.themes.into_iter().filter(|theme| known.insert((*at, theme.clone())));
                found[*at].themes.extend(new);
            }
            None => {
                known.extend(highlight.themes.iter().map(|theme| (found.len(), theme.clone())));
                places.insert(key, found.len());
                found.push(highlight);
            }
        }
    }
    Ok(found)
}

/// What highlights say of quotations: each has the themes of the passages that hold its words, lie in them or share several at one end, in a document of that name. A
/// quotation of another document is left out; one of the same document that no passage touches was read and fits no theme. The number says how many
/// passages with a theme met no quotation.
pub fn codings(highlights: &[Highlight], quotes: &[&Quote]) -> (Codings, usize) {
    let mut words: BTreeMap<String, Vec<(String, &QuoteId)>> = BTreeMap::new();
    for quote in quotes {
        words.entry(stem(quote.document.as_str())).or_default().push((plain(&quote.text), &quote.id));
    }
    let mut met: BTreeMap<&QuoteId, Vec<&str>> = BTreeMap::new();
    let mut documents: Vec<Option<String>> = Vec::new();
    let mut astray = 0;
    for highlight in highlights {
        let document = highlight.document.as_deref().map(stem).filter(|name| words.contains_key(name));
        let text = plain(&highlight.text);
        let there = words.iter().filter(|(name, _)| document.as_ref().is_none_or(|document| document == *name));
        let mut any = false;
        for (_, id) in
            there.flat_map(|(_, quotes)| quotes).filter(|(quote, _)| is_shared(quote, &text) || overlaps(quote, &text))
        {
            met.entry(id).or_default().extend(highlight.themes.iter().map(String::as_str));
            any = true;
        }
        astray += usize::from(!any && !highlight.themes.is_empty());
        documents.push(document);
    }
    let read = |quote: &Quote| {
        let name = stem(quote.document.as_str());
        documents.iter().any(|document| document.as_ref().is_none_or(|document| *document == name))
    };
    let read: BTreeMap<&str, bool> = quotes.iter().map(|quote| (quote.document.as_str(), read(quote))).collect();
    let judged = quotes.iter().filter(|quote| read[quote.document.as_str()]);
    let codings =
        Codings::by_hand(judged.map(|quote| (quote.id.clone(), met.get(&quote.id).cloned().unwrap_or_default())));
    (codings, astray)
}

/// What two people say of the same passages, for [`Agreement`](crate::report::Agreement): a passage of the second that holds one of the first, or lies
/// in it, is that passage.
pub fn pair(first: &[Highlight], second: &[Highlight]) -> (Codings, Codings) {
    let units: Vec<(Option<String>, String)> =
        first.iter().map(|one| (one.document.as_deref().map(stem), plain(&one.text))).collect();
    let mut exact: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    units.iter().enumerate().for_each(|(at, (_, text))| exact.entry(text).or_default().push(at));
    let name =
        |at: usize| first[at].id.clone().filter(|id| id.contains('#')).unwrap_or_else(|| format!("passage {}", at + 1));
    let mut others = Vec::new();
    for (number, highlight) in second.iter().enumerate() {
        let (document, text) = (highlight.document.as_deref().map(stem), plain(&highlight.text));
        let same = |at: &usize| units[*at].0.is_none() || document.is_none() || units[*at].0 == document;
        let found = exact.get(text.as_str()).and_then(|all| all.iter().copied().find(same));
        let found = found.or_else(|| (0..units.len()).filter(same).find(|at| is_shared(&units[*at].1, &text)));
        let id = found.map_or_else(|| format!("second passage {}", number + 1), name);
        others.push((id, highlight.themes.clone()));
    }
    let own = first.iter().enumerate().map(|(at, highlight)| (name(at), highlight.themes.clone()));
    (Codings::by_hand(own), Codings::by_hand(others))
}

/// Whether one text lies in the other, and is not just a word of it.
pub(super) fn is_shared(one: &str, other: &str) -> bool {
    let (long, short) = if one.len() < other.len() { (other, one) } else { (one, other) };
    short == long || (short.split(' ').count() >= HALF && long.contains(short))
}

/// Whether one text ends as the other begins, with several words: people mark across the turns of a talk.
fn overlaps(one: &str, other: &str) -> bool {
    /// Fewer words in common may be an accident, and more are not looked at.
    const LEAST: usize = 4;
    const MOST: usize = 200;
    let ends_as_begins = |ends: &str, begins: &str| {
        let borders = begins.match_indices(' ').map(|(at, _)| at).skip(LEAST - 1).take(MOST);
        borders.into_iter().any(|at| {
            let shared = &begins[..at];
            ends.strip_suffix(shared).is_some_and(|before| before.is_empty() || before.ends_with(' '))
        })
    };
    ends_as_begins(one, other) || ends_as_begins(other, one)
}

/// Words in lower case with one blank between them: programs differ in line breaks and marks.
pub(super) fn plain(text: &str) -> String {
    let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// The name of a document without folders, the project it is in, and the file's ending: programs keep one or the other.
pub(super) fn stem(name: &str) -> String {
    let name = name.rsplit(['/', '\\', ':']).next().unwrap_or(name).trim();
    let stem = name.rsplit_once('.').map_or(name, |(stem, ending)| if ending.len() <= 5 { stem } else { name });
    stem.to_lowercase()
}
