//! Codings that people made, as tables.

use std::collections::{BTreeMap, BTreeSet};
use std::io::BufRead;
use std::path::Path;

use serde::Deserialize;

use super::codebook::{list, unguarded};
use super::coded_columns::table_text;
use super::table::{self, Row};
use super::text;
use crate::error::{Error, Result};
use crate::id::{QuoteId, ThemeId};
use crate::themes::{Basis, Coding, Codings, EvidenceWord, Polarity, Theme};

/// Column names, in lower case, that hold the quotation's id, all its themes, one theme.
const IDS: &[&str] = &["quote_id", "id"];
const LISTS: &[&str] = &["themes", "codes", "tags"];
const ONE: &[&str] = &["theme", "code", "tag"];
/// Further columns of `themes_wide.csv` that are no theme.
const BESIDE: &[&str] = &["document", "speaker"];
/// What stands in `judged` where a quotation says nothing, and where no coder has read it.
const NO_CONTENT: &str = "no content";
const UNSEEN: &str = "no";
/// And where it only praises or complains.
const PRAISE: &str = "praise";
const COMPLAINT: &str = "complaint";

/// Reads codings from a CSV or TSV file; see [`parse`].
///
/// # Errors
/// If the file cannot be read, or is no table of codings.
pub fn read(path: &Path) -> Result<Codings> {
    parse(&path.display().to_string(), &table_text(path)?.0)
}

/// Reads codings from a file that was exported together with a table of its themes (`themes.csv`): themes keep their ids, order, words and numbers, also those
/// without a quotation. A theme that had quotations and has none any more was merged or renamed, and goes. What is not in the table is a new theme.
///
/// # Errors
/// As [`read`], also of the table of themes.
pub fn read_with_themes(path: &Path, themes: &Path) -> Result<Codings> {
    let (read, listed) = (text::read(path)?, text::read(themes)?);
    let listed = Listed::parse(&themes.display().to_string(), &listed.text)?;
    Ok(codings(judgements(&path.display().to_string(), &read.text, &listed)?, listed))
}

/// Reads codings from a table with a column `quote_id` (or `id`), and either `themes` (or `codes`, `tags`: names parted by `;`), or `theme`
/// (or `code`, `tag`: one a row), or a column of 1 and 0 for each theme. So `quotes.csv` and `themes_wide.csv`, as they are exported and
/// changed by hand, can be read back. A quotation without a theme was read and fits none, unless the column `judged` says that it has `no content`, or
/// that `no` coder has read it. The columns `score`, `weak` and `basis` are kept where they fit the themes.
///
/// ```
/// use verbatims::import::codings;
///
/// let codings = codings::parse("ann.csv", "quote_id,themes\na#1,Rent; Buses\na#2,\n")?;
/// assert_eq!(codings.themes.len(), 2);
/// assert_eq!(codings.uncoded[0].as_str(), "a#2");
/// # Ok::<(), verbatims::Error>(())
/// ```
///
/// # Errors
/// If a column is missing, a row has no id, or a quote is never closed; the error names file and line.
pub fn parse(file: &str, text: &str) -> Result<Codings> {
    let listed = Listed::default();
    Ok(codings(judgements(file, text, &listed)?, listed))
}

/// Reads codings from JSON Lines as `verbatims themes` and `verbatims code` write them: `{"id", "themes": [{"id", "label", "score", "weak", "evidence"}], "state"}`,
/// a line a quotation. `weak` and `evidence` may be absent; without a `state`, a quotation without themes was not to get one; lines with an `error` are
/// passed over. Themes are in the order in which they first come. An id may come again with the same themes.
///
/// ```
/// use verbatims::import::codings;
///
/// let lines = "{\"id\": \"a#1\", \"themes\": [{\"id\": \"rent\", \"label\": \"Rent\", \"score\": 1}]}\n{\"id\": \"a#2\", \"themes\": [], \"state\": \"uncoded\"}\n";
/// let codings = codings::lines("coded.jsonl", lines.as_bytes())?;
/// assert_eq!((codings.codings[0].theme.as_str(), codings.uncoded[0].as_str()), ("rent", "a#2"));
/// # Ok::<(), verbatims::Error>(())
/// ```
///
/// # Errors
/// If the reader fails, a line is no such object, or an id comes again with other themes; the error names file and line.
pub fn lines(file: &str, reader: impl BufRead) -> Result<Codings> {
    let mut codings = Codings::default();
    let mut seen: BTreeMap<QuoteId, Answer> = BTreeMap::new();
    let mut themes: BTreeSet<ThemeId> = BTreeSet::new();
    for (number, line) in (1..).zip(reader.split(b'\n')) {
        let line = line.map_err(|error| Error::io(file, error))?;
        if line.trim_ascii().is_empty() {
            continue;
        }
        let answer: Answer = serde_json::from_slice(&line).map_err(|error| {
            Error::format(file, number, format!("this is no coding, `{{\"id\", \"themes\"}}`: {error}"))
        })?;
        let (Some(id), None) = (&answer.id, &answer.error) else { continue };
        let id = QuoteId::new(id);
        match seen.get(&id) {
            Some(before) if *before == answer => continue,
            Some(_) => {
                let what = format!("`{id}` has other themes than on a line before; leave one of them out");
                return Err(Error::format(file, number, what));
            }
            None => {}
        }
        answer.tell(&id, &mut codings, &mut themes);
        seen.insert(id, answer);
    }
    Ok(codings)
}

/// What a filter says of one quotation.
#[derive(Debug, PartialEq, Deserialize)]
struct Answer {
    id: Option<String>,
    #[serde(default)]
    themes: Vec<Fit>,
    state: Option<String>,
    sentiment: Option<Polarity>,
    error: Option<String>,
}

/// One theme of it.
#[derive(Debug, PartialEq, Deserialize)]
struct Fit {
    id: ThemeId,
    label: String,
    score: f64,
    #[serde(default)]
    weak: bool,
    #[serde(default)]
    basis: Basis,
    #[serde(default)]
    evidence: Vec<EvidenceWord>,
}

impl Answer {
    fn tell(&self, id: &QuoteId, codings: &mut Codings, themes: &mut BTreeSet<ThemeId>) {
        for fit in &self.themes {
            if themes.insert(fit.id.clone()) {
                codings.themes.push(Theme::new(fit.id.clone(), fit.label.clone()));
            }
            let mut coding = Coding::new(id.clone(), fit.id.clone(), fit.score);
            coding.weak = fit.weak;
            coding.basis = fit.basis;
            coding.evidence.clone_from(&fit.evidence);
            codings.codings.push(coding);
        }
        match self.state.as_deref() {
            Some("no-content") => codings.no_content.push(id.clone()),
            Some("uncoded") => {
                codings.uncoded.push(id.clone());
                codings.sentiment.extend(self.sentiment.map(|polarity| (id.clone(), polarity)));
            }
            _ => {}
        }
    }
}

/// Themes that are known before codings are read.
#[derive(Default)]
struct Listed {
    themes: Vec<Theme>,
    /// The ids by what themes are called in cells.
    names: BTreeMap<String, ThemeId>,
    /// The bytes of the longest of these.
    longest: usize,
    /// Those that had quotations.
    used: BTreeSet<ThemeId>,
    unmatched: BTreeMap<ThemeId, Vec<String>>,
}

impl Listed {
    fn parse(file: &str, text: &str) -> Result<Self> {
        let table = table::parse(file, text, None, true)?;
        let mut rows = table.rows.iter().filter(|row| !row.is_blank());
        let wrong =
            || Error::format(file, None, "this is no table of themes; it needs the columns `theme_id` and `theme`");
        let names = header(rows.next().ok_or_else(wrong)?);
        let find = |name: &str| names.iter().position(|known| known == name);
        let (id, label) = (find("theme_id").ok_or_else(wrong)?, find("theme").ok_or_else(wrong)?);
        let cell =
            |row: &Row, at: Option<usize>| at.map_or(String::new(), |at| unguarded(row.cell(at).trim()).to_owned());
        let mut listed = Self::default();
        // The rows at the end, of quotations without a theme, have no id.
        for row in rows.filter(|row| !row.cell(id).trim().is_empty()) {
            let mut theme = Theme::new(cell(row, Some(id)), cell(row, Some(label)));
            theme.parent = Some(cell(row, find("parent"))).filter(|parent| !parent.is_empty()).map(ThemeId::from);
            theme.question = Some(cell(row, find("question"))).filter(|question| !question.is_empty());
            theme.terms = list(&cell(row, find("words"))).into_iter().map(|word| (word, 1.0)).collect();
            if cell(row, find("quotes")).parse().is_ok_and(|quotes: usize| quotes > 0) {
                listed.used.insert(theme.id.clone());
            }
            let unmatched = list(&cell(row, find("unmatched")));
            if !unmatched.is_empty() {
                listed.unmatched.insert(theme.id.clone(), unmatched);
            }
            let full = format!("{} [{}]", theme.label, theme.id);
            listed.longest = listed.longest.max(full.len());
            listed.names.insert(full, theme.id.clone());
            listed.names.entry(theme.label.clone()).or_insert_with(|| theme.id.clone());
            listed.themes.push(theme);
        }
        Ok(listed)
    }

    /// The names of a cell; one that has the mark that parts names stays whole.
    fn parts(&self, cell: &str) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        let parts = list(cell);
        let mut at = 0;
        while at < parts.len() {
            let (mut end, mut joined) = (at + 1, parts[at].clone());
            for (to, part) in parts.iter().enumerate().skip(at + 1) {
                joined = joined + "; " + part;
                if joined.len() > self.longest {
                    break;
                }
                if self.names.contains_key(&joined) {
                    end = to + 1;
                }
            }
            names.push(parts[at..end].join("; "));
            at = end;
        }
        names
    }
}

/// What a row says of a quotation.
struct Judgement {
    quote: String,
    themes: Vec<String>,
    /// A score for each theme, where there is one for each.
    scores: Vec<f64>,
    weak: Vec<String>,
    /// What each theme rests on, where it is said of each.
    bases: Vec<Basis>,
    judged: String,
}

fn header(row: &Row) -> Vec<String> {
    row.cells.iter().map(|cell| cell.trim().to_lowercase()).collect()
}

fn judgements(file: &str, text: &str, listed: &Listed) -> Result<Vec<Judgement>> {
    let table = table::parse(file, text, None, true)?;
    let mut rows = table.rows.iter().filter(|row| !row.is_blank());
    let Some(head) = rows.next() else {
        return Err(Error::format(file, None, "this table is empty; it needs the columns `quote_id` and `themes`"));
    };
    let names = header(head);
    let find = |wanted: &[&str]| wanted.iter().find_map(|name| names.iter().position(|known| known == name));
    let missing = |what: &str| Error::format(file, head.line, format!("no column {what}; found: {}", names.join(", ")));
    let id = find(IDS).ok_or_else(|| missing("`quote_id` or `id`"))?;
    let (list_at, one_at) = (find(LISTS), find(ONE));
    let beside = |row: &Row, name: &str| {
        let at = list_at.and_then(|_| find(&[name]));
        at.map_or(String::new(), |at| unguarded(row.cell(at).trim()).to_owned())
    };
    let mut judgements = Vec::new();
    for row in rows {
        let quote = unguarded(row.cell(id).trim());
        if quote.is_empty() {
            return Err(Error::format(file, row.line, format!("this row has no `{}`", names[id])));
        }
        let themes = match (list_at, one_at) {
            (Some(at), _) => listed.parts(unguarded(row.cell(at).trim())),
            (None, Some(at)) => vec![unguarded(row.cell(at).trim()).to_owned()],
            (None, None) => {
                let themes = (0..names.len()).filter(|at| *at != id && !BESIDE.contains(&names[*at].as_str()));
                let mut given = Vec::new();
                for at in themes {
                    match row.cell(at).trim() {
                        "1" => given.push(unguarded(head.cell(at).trim()).to_owned()),
                        "0" | "" => {}
                        _ => return Err(missing("`themes`, `theme`, or of 1 and 0 for each theme")),
                    }
                }
                given
            }
        };
        let scores = list(&beside(row, "score")).iter().filter_map(|score| score.parse().ok()).collect();
        judgements.push(Judgement {
            quote: quote.to_owned(),
            themes,
            scores,
            weak: listed.parts(&beside(row, "weak")),
            bases: list(&beside(row, "basis")).iter().filter_map(|name| Basis::named(name)).collect(),
            judged: beside(row, "judged").to_lowercase(),
        });
    }
    Ok(judgements)
}

/// Puts judgements together. A quotation may come several times; its themes are put together.
fn codings(judgements: Vec<Judgement>, listed: Listed) -> Codings {
    let Listed { themes, mut names, used, unmatched, .. } = listed;
    let mut made = Codings { themes, unmatched, ..Codings::default() };
    let mut order: Vec<QuoteId> = Vec::new();
    let mut given: BTreeMap<QuoteId, (Vec<Coding>, String)> = BTreeMap::new();
    let mut known: BTreeSet<(QuoteId, ThemeId)> = BTreeSet::new();
    for Judgement { quote, themes, scores, weak, bases, judged } in judgements {
        let quote = QuoteId::from(quote);
        let (all, said) = given.entry(quote.clone()).or_insert_with(|| {
            order.push(quote.clone());
            (Vec::new(), String::new())
        });
        *said = judged;
        let scored = scores.len() == themes.len();
        let weak: BTreeSet<String> = weak.into_iter().collect();
        for (at, name) in themes.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
            let id = names.entry(name.clone()).or_insert_with(|| {
                made.themes.push(Theme::new(name.as_str(), name));
                ThemeId::from(name.as_str())
            });
            if known.insert((quote.clone(), id.clone())) {
                let mut coding = Coding::new(quote.clone(), id.clone(), if scored { scores[at] } else { 1.0 });
                coding.weak = weak.contains(name);
                coding.basis = if bases.len() == themes.len() { bases[at] } else { Basis::default() };
                all.push(coding);
            }
        }
    }
    for quote in order {
        let (all, said) = given.remove(&quote).unwrap_or_default();
        match (all.is_empty(), said.as_str()) {
            (true, UNSEEN) => {}
            (true, NO_CONTENT) => made.no_content.push(quote),
            (true, said) => {
                let polarity = match said {
                    PRAISE => Some(Polarity::Positive),
                    COMPLAINT => Some(Polarity::Negative),
                    _ => None,
                };
                made.sentiment.extend(polarity.map(|polarity| (quote.clone(), polarity)));
                made.uncoded.push(quote);
            }
            (false, _) => made.codings.extend(all),
        }
    }
    let there: BTreeSet<&ThemeId> = made.codings.iter().map(|coding| &coding.theme).collect();
    made.themes.retain(|theme| there.contains(&theme.id) || !used.contains(&theme.id));
    let kept: BTreeSet<&ThemeId> = made.themes.iter().map(|theme| &theme.id).collect();
    made.unmatched.retain(|id, _| kept.contains(id));
    made
}
