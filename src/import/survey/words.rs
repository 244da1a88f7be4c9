//! The tables of `programs.toml` and `personal.toml`: what columns and cells are called by programs and in languages.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;

use super::header::Tool;

/// What a column holds by its name alone; what it means for a plan is [`Hint`](super::header::Hint).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Kept {
    Id,
    Time,
    Submitted,
    Finished,
    Status,
    Progress,
    Program,
    Personal,
    Question,
    Reply,
    Speaker,
    Speech,
    Begins,
    Ends,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProgramsFile {
    column: Vec<ColumnEntry>,
    program: Vec<ProgramEntry>,
    words: BTreeMap<String, Vec<String>>,
    values: BTreeMap<String, Vec<String>>,
    months: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnEntry {
    is: Kept,
    /// Whether its names are those of one column in several languages.
    #[serde(default)]
    one: bool,
    names: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct ProgramEntry {
    tool: Tool,
    told_by: Vec<Vec<String>>,
    #[serde(default)]
    kept: Vec<String>,
    #[serde(default)]
    date: Vec<String>,
    #[serde(default)]
    person: Vec<String>,
    #[serde(default)]
    id: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct PersonalFile {
    whole: Vec<String>,
    doubtful: Vec<String>,
    phrases: Vec<String>,
    facts: Vec<String>,
    groups: Vec<String>,
    streets: Vec<String>,
    street_endings: Vec<String>,
    given: Vec<String>,
    number: Vec<String>,
    number_endings: Vec<String>,
}

/// A program and its own columns.
pub(super) struct Program {
    pub(super) tool: Tool,
    /// Sets of columns, each of which tells it: by the number of the column's entry, or by its name.
    told_by: Vec<Vec<BTreeSet<String>>>,
    kept: BTreeSet<String>,
    date: BTreeSet<String>,
    person: BTreeSet<String>,
    id: BTreeSet<String>,
}

/// All tables.
pub(super) struct Words {
    columns: BTreeMap<String, Vec<(usize, Kept)>>,
    programs: Vec<Program>,
    words: BTreeMap<String, BTreeSet<String>>,
    values: BTreeMap<String, BTreeSet<String>>,
    missing: BTreeSet<String>,
    missing_often: BTreeSet<String>,
    personal_whole: BTreeSet<String>,
    personal_doubtful: BTreeSet<String>,
    personal_phrases: BTreeSet<String>,
    facts: BTreeSet<String>,
    groups: BTreeSet<String>,
    streets: BTreeSet<String>,
    street_endings: BTreeSet<String>,
    given: BTreeSet<String>,
    numbers: Numbers,
    months: BTreeMap<String, u32>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    // A test looks both up, so that neither can be broken in a build that passes.
    let programs = toml::from_str(include_str!("programs.toml")).expect("the table of programs");
    let personal = toml::from_str(include_str!("personal.toml")).expect("the table of personal columns");
    Words::of(programs, personal)
});

/// The tables, read once.
pub(super) fn words() -> &'static Words {
    &WORDS
}

impl Words {
    fn of(programs: ProgramsFile, personal: PersonalFile) -> Self {
        let folded = |names: &[String]| -> BTreeSet<String> { names.iter().map(|name| fold(name)).collect() };
        let spaced = |names: &[String]| -> BTreeSet<String> { names.iter().map(|name| spaced(name)).collect() };
        let mut columns: BTreeMap<String, Vec<(usize, Kept)>> = BTreeMap::new();
        for (number, entry) in programs.column.iter().enumerate() {
            for name in &entry.names {
                let known = columns.entry(fold(name)).or_default();
                if known.iter().all(|(other, _)| *other != number) {
                    known.push((number, entry.is));
                }
            }
        }
        // A column that tells a program is known by all its names, where they are names of one column.
        let all_names = |name: &String| -> BTreeSet<String> {
            let name = fold(name);
            let mut names = BTreeSet::from([name.clone()]);
            let same = |entry: &&ColumnEntry| entry.one && entry.names.first().is_some_and(|it| fold(it) == name);
            for entry in programs.column.iter().filter(same) {
                names.extend(folded(&entry.names));
            }
            names
        };
        let of_program = |entry: &ProgramEntry| Program {
            tool: entry.tool,
            told_by: entry.told_by.iter().map(|set| set.iter().map(all_names).collect()).collect(),
            kept: folded(&entry.kept),
            date: folded(&entry.date),
            person: folded(&entry.person),
            id: folded(&entry.id),
        };
        let lists = |lists: &BTreeMap<String, Vec<String>>| -> BTreeMap<String, BTreeSet<String>> {
            lists.iter().map(|(key, words)| (key.clone(), spaced(words))).collect()
        };
        let numbers = Numbers { words: spaced(&personal.number), endings: spaced(&personal.number_endings) };
        let exact = |key: &str| programs.values.get(key).into_iter().flatten().cloned().collect();
        Self {
            programs: programs.program.iter().map(of_program).collect(),
            words: lists(&programs.words),
            values: lists(&programs.values),
            missing: exact("missing"),
            missing_often: exact("missing-often"),
            personal_whole: folded(&personal.whole),
            personal_doubtful: folded(&personal.doubtful),
            personal_phrases: personal.phrases.iter().map(|phrase| numbers.one_word(phrase)).collect(),
            facts: spaced(&personal.facts),
            groups: spaced(&personal.groups),
            streets: spaced(&personal.streets),
            street_endings: spaced(&personal.street_endings),
            given: spaced(&personal.given),
            numbers,
            months: programs
                .months
                .iter()
                .flat_map(|(number, names)| names.iter().filter_map(|name| Some((fold(name), number.parse().ok()?))))
                .collect(),
            columns,
        }
    }

    /// What a name says of a column, in whatever table.
    pub(super) fn kept(&self, name: &str) -> impl Iterator<Item = Kept> + '_ {
        self.columns.get(&fold(name)).into_iter().flatten().map(|(_, kept)| *kept)
    }

    /// Whether a name is one of those that hold this.
    pub(super) fn is(&self, name: &str, kept: Kept) -> bool {
        self.kept(name).any(|known| known == kept)
    }

    /// Whether a column of ids is one of people, not of rows.
    pub(super) fn is_of_people(&self, name: &str) -> bool {
        self.columns.get(&fold(name)).into_iter().flatten().any(|(entry, kept)| *entry == 0 && *kept == Kept::Id)
    }

    /// The first program that a row of names shows.
    pub(super) fn program<'n>(&self, names: impl Iterator<Item = &'n str>) -> Option<&Program> {
        let there: BTreeSet<String> = names.map(fold).collect();
        let has = |set: &Vec<BTreeSet<String>>| set.iter().all(|names| !names.is_disjoint(&there));
        self.programs.iter().find(|program| program.told_by.iter().any(has))
    }

    /// The program of that name.
    pub(super) fn program_of(&self, tool: Tool) -> Option<&Program> {
        self.programs.iter().find(|program| program.tool == tool)
    }

    /// Whether a header cell is the whole of a question, not a part: `Response`.
    pub(super) fn is_whole(&self, name: &str) -> bool {
        self.is_word("whole", name)
    }

    /// Whether it promises words of people's own: `Open-Ended Response`.
    pub(super) fn is_open(&self, name: &str) -> bool {
        self.is_word("open", name)
    }

    /// Whether it is the field for what no option says, and nothing else: `Other`.
    pub(super) fn is_just_other(&self, name: &str) -> bool {
        self.is_word("other", name)
    }

    /// Whether a label of two or three words ends by saying that a form was filled in: `survey_complete`.
    pub(super) fn tells_end(&self, name: &str) -> bool {
        let name = spaced(name);
        let mut parts = name.split(' ');
        (2..=3).contains(&name.split(' ').count()) && parts.next_back().is_some_and(|last| self.is_word("ended", last))
    }

    /// Whether a field is for what no option says: `Other (please specify)`, `Autre :`, `Sonstiges (bitte angeben)`.
    pub(super) fn is_other(&self, name: &str) -> bool {
        let name = spaced(name);
        let begins = |other: &String| name.strip_prefix(other.as_str()).is_some_and(|rest| rest.starts_with(' '));
        // A word like `qual` asks at the end only: elsewhere it begins a question.
        let asks = |list: &str| {
            self.words.get(list).is_some_and(|words| {
                words.iter().any(|word| {
                    if word.contains(' ') { has_words(&name, word) } else { name.split(' ').next_back() == Some(word) }
                })
            })
        };
        self.is_just_other(&name)
            || asks("specify")
            || self.words.get("other").is_some_and(|others| others.iter().any(begins)) && name.split(' ').count() <= 4
    }

    /// Whether a field is for remarks: `Comment`.
    pub(super) fn is_comment(&self, name: &str) -> bool {
        let name = spaced(name);
        self.words
            .get("comment")
            .is_some_and(|words| words.iter().any(|word| name == *word || name.ends_with(&format!(" {word}"))))
    }

    /// Whether a sheet of a workbook is called as those with answers are.
    pub(super) fn is_sheet(&self, name: &str) -> bool {
        self.is_word("sheet", name)
    }

    fn is_word(&self, list: &str, name: &str) -> bool {
        self.words.get(list).is_some_and(|words| words.contains(&spaced(name)))
    }

    /// Whether a cell is one of the words of a list of values: `preview`, `unfinished`, `finished`, `no`.
    pub(super) fn is_value(&self, list: &str, cell: &str) -> bool {
        self.values.get(list).is_some_and(|words| words.contains(&spaced(cell)))
    }

    /// Whether programs write this where there is no answer.
    pub(super) fn is_missing(&self, cell: &str) -> bool {
        self.missing.contains(whole(cell))
    }

    /// Whether they may, if it stands in many cells.
    pub(super) fn may_be_missing(&self, cell: &str) -> bool {
        self.missing_often.contains(whole(cell))
    }

    /// Whether a column's name says that it tells who somebody is; a whole name, or words in a name.
    pub(super) fn is_personal(&self, name: &str) -> Option<Told> {
        if self.personal_whole.contains(&fold(name)) || self.is(name, Kept::Personal) {
            return Some(Told::Whole);
        }
        if self.personal_doubtful.contains(&fold(name)) {
            return Some(Told::Words);
        }
        let name = self.numbers.one_word(name);
        let found = self.personal_phrases.iter().any(|phrase| has_words(&name, phrase));
        found.then(|| if name.split(' ').count() <= SHORT { Told::Whole } else { Told::Words })
    }

    /// Whether a column's name asks for a fact: a school, a firm, a title. It does so beyond doubt if it is a label or has several words of
    /// the kind (`job title`).
    pub(super) fn is_fact(&self, name: &str) -> Option<Told> {
        let name = spaced(name);
        let mut found = self.facts.iter().filter(|phrase| has_words(&name, phrase)).peekable();
        found.peek()?;
        let strong = name.split(' ').count() <= SHORT || found.any(|phrase| phrase.contains(' '));
        Some(if strong { Told::Whole } else { Told::Words })
    }

    /// Whether a column parts people as reports do.
    pub(super) fn is_usual_group(&self, name: &str) -> bool {
        let name = spaced(name);
        name.split(' ').count() <= 2 * SHORT && self.groups.iter().any(|phrase| has_words(&name, phrase))
    }

    /// The number of a month, by its name or the beginning of it.
    pub(super) fn month(&self, name: &str) -> Option<u32> {
        self.months.get(&fold(name)).copied()
    }

    /// Whether a word is one of a street's name.
    pub(super) fn is_street(&self, word: &str) -> bool {
        let word = spaced(word);
        let ends = |ending: &String| word.len() > ending.len() + 1 && word.ends_with(ending.as_str());
        self.streets.contains(&word) || self.street_endings.iter().any(ends)
    }

    /// Whether a word is a given name of a language that no pack is for.
    pub(super) fn is_given(&self, word: &str) -> bool {
        self.given.contains(&spaced(word))
    }
}

/// The words for a number in names of columns.
struct Numbers {
    words: BTreeSet<String>,
    endings: BTreeSet<String>,
}

impl Numbers {
    /// The words of a name, with one word for a number: `N.º de empleado` is `Número de empleado`, `Personal-Nr.` is `Personalnummer`.
    fn one_word(&self, name: &str) -> String {
        const NUMBER: &str = "#";
        let name = spaced(name);
        let mut words: Vec<&str> = Vec::new();
        for word in name.split(' ') {
            let ending = self.endings.iter().filter_map(|ending| word.strip_suffix(ending.as_str()));
            if self.words.contains(word) {
                words.push(NUMBER);
            } else if let Some(what) = ending.min_by_key(|what| what.len()).filter(|what| what.len() > 2) {
                words.extend([what, NUMBER]);
            } else {
                words.push(word);
            }
        }
        words.dedup_by(|next, before| next == before && *next == NUMBER);
        words.join(" ")
    }
}

/// Up to as many words a column's name is a label, not a question.
const SHORT: usize = 4;

/// How sure a name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// The name is nothing else.
    Whole,
    /// Words in a question; the cells have a say.
    Words,
}

impl Program {
    /// What a column is in this program's files.
    pub(super) fn kept(&self, name: &str) -> Option<Kept> {
        let name = fold(name);
        [(&self.person, Kept::Personal), (&self.id, Kept::Id), (&self.date, Kept::Time), (&self.kept, Kept::Program)]
            .into_iter()
            .find(|(names, _)| names.contains(&name))
            .map(|(_, kept)| kept)
    }
}

/// A number without decimals that are noughts: `-99.00` is `-99`.
fn whole(cell: &str) -> &str {
    let decimals = cell.split_once(['.', ',']).filter(|(whole, noughts)| {
        whole.bytes().any(|byte| byte.is_ascii_digit())
            && !noughts.is_empty()
            && noughts.bytes().all(|byte| byte == b'0')
    });
    decimals.map_or(cell, |(whole, _)| whole)
}

/// A letter without its accent.
fn plain(letter: char) -> char {
    match letter {
        'à' | 'á' | 'â' | 'ã' | 'å' | 'ä' => 'a',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' => 'o',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        'ç' => 'c',
        'ñ' => 'n',
        other => other,
    }
}

/// Lower case, letters and digits only, without accents; a name without any stays as it is.
pub(super) fn fold(name: &str) -> String {
    let folded: String = letters(name).filter(|char| char.is_alphanumeric()).collect();
    if folded.is_empty() { name.trim().to_owned() } else { folded }
}

fn letters(name: &str) -> impl Iterator<Item = char> + '_ {
    name.chars().flat_map(char::to_lowercase).map(plain).flat_map(|char| {
        let (first, second) = if char == 'ß' { ('s', Some('s')) } else { (char, None) };
        std::iter::once(first).chain(second)
    })
}

/// The words of a name, folded, with one blank between them.
pub(super) fn spaced(name: &str) -> String {
    let mut words = String::new();
    for char in letters(name) {
        if char.is_alphanumeric() {
            words.push(char);
        } else if !words.is_empty() && !words.ends_with(' ') {
            words.push(' ');
        }
    }
    let length = words.trim_end().len();
    words.truncate(length);
    if words.is_empty() { name.trim().to_owned() } else { words }
}

/// Whether whole words stand in a name.
fn has_words(name: &str, words: &str) -> bool {
    name.match_indices(words).any(|(at, _)| {
        let end = at + words.len();
        (at == 0 || name.as_bytes()[at - 1] == b' ') && (end == name.len() || name.as_bytes()[end] == b' ')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_read_and_each_program_is_told_by_its_own_columns() {
        let words = words();
        for program in &words.programs {
            for set in &program.told_by {
                let row: Vec<&str> = set.iter().filter_map(|names| names.first().map(String::as_str)).collect();
                let told = words.program(row.iter().copied()).map(|program| program.tool);
                assert!(told.is_some(), "{row:?}");
            }
        }
        assert!(words.program(["Antwort ID", "Datum Abgeschickt", "Letzte Seite"].into_iter()).is_some());
    }

    #[test]
    fn names_are_folded() {
        assert_eq!(fold("Datum\u{a0}Abgeschickt "), "datumabgeschickt");
        assert_eq!(fold("Dernière page"), "dernierepage");
        assert_eq!(fold("#"), "#");
        assert_eq!(spaced("Line  manager’s name?"), "line manager s name");
        assert!(has_words("your line manager", "line manager") && !has_words("online managers", "line manager"));
    }
}
