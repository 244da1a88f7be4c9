//! Which column a caller means: by its name, its number, its letter, or the beginning of a long question.

use std::collections::BTreeSet;

use super::SurveyOptions;
use super::header::Header;
use super::words::{fold, spaced};
use crate::error::{Error, Result};
use crate::import::plan::letter;

/// What columns are called.
pub(in crate::import) struct Names<'n> {
    pub(in crate::import) file: &'n str,
    /// Name and question of each column.
    pub(in crate::import) columns: Vec<(&'n str, &'n str)>,
}

impl Names<'_> {
    /// The column of that name. Case, accents and every kind of blank are the same; then come number and letter, then a beginning.
    pub(in crate::import) fn find(&self, setting: &'static str, name: &str) -> Result<usize> {
        match self.lookup(name) {
            Found::One(index) => Ok(index),
            Found::Several(several) => {
                let what = format!(
                    "{} has several columns that begin with `{name}`: {}; write more of it",
                    self.file,
                    several.join(", ")
                );
                Err(Error::setting(setting, what))
            }
            Found::None => {
                let names: Vec<&str> = self.columns.iter().map(|(name, _)| *name).collect();
                Err(Error::setting(
                    setting,
                    format!("{} has no column `{name}`; there are: {}", self.file, names.join(", ")),
                ))
            }
        }
    }

    fn lookup(&self, name: &str) -> Found {
        let exact = |same: &dyn Fn(&str) -> bool| {
            let by_name = self.columns.iter().position(|(name, _)| same(name));
            by_name.or_else(|| self.columns.iter().position(|(_, question)| same(question)))
        };
        let blanks = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let (wanted, folded) = (blanks(name), fold(name));
        let numbered = || name.trim().starts_with('#').then(|| self.by_place(name.trim())).flatten();
        let known = exact(&|text| blanks(text) == wanted)
            .or_else(numbered)
            .or_else(|| exact(&|text| fold(text) == folded))
            .or_else(|| self.by_place(name.trim()));
        if let Some(index) = known {
            return Found::One(index);
        }
        let beginning = spaced(name);
        let begins = |text: &str| spaced(text).starts_with(&beginning);
        let found: Vec<usize> = self
            .columns
            .iter()
            .enumerate()
            .filter(|(_, (name, question))| begins(name) || begins(question))
            .map(|(index, _)| index)
            .collect();
        match found[..] {
            [] => Found::None,
            [index] => Found::One(index),
            _ => Found::Several(found.iter().take(4).map(|index| format!("`{}`", self.columns[*index].0)).collect()),
        }
    }

    /// `2`, `#2` or `B`.
    fn by_place(&self, name: &str) -> Option<usize> {
        let digits = name.strip_prefix('#').unwrap_or(name);
        let number = digits.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        let lettered = || {
            (name.len() <= 3)
                .then(|| (0..self.columns.len()).find(|index| letter(*index).eq_ignore_ascii_case(name)))
                .flatten()
        };
        number.filter(|index| *index < self.columns.len()).or_else(lettered)
    }
}

enum Found {
    One(usize),
    Several(Vec<String>),
    None,
}

/// The columns that the caller named.
pub(super) struct Named {
    pub(super) open: BTreeSet<usize>,
    pub(super) groups: BTreeSet<usize>,
    pub(super) personal: BTreeSet<usize>,
    pub(super) ignored: BTreeSet<usize>,
    pub(super) respondent: Option<usize>,
}

impl Named {
    pub(super) fn find(file: &str, header: &Header, options: &SurveyOptions) -> Result<Self> {
        let columns = header.columns.iter().map(|head| (head.name.as_str(), head.question.as_str())).collect();
        let names = Names { file, columns };
        let each = |setting: &'static str, wanted: &[String]| -> Result<BTreeSet<usize>> {
            wanted.iter().map(|name| names.find(setting, name)).collect()
        };
        Ok(Self {
            open: each("open", &options.open)?,
            groups: options.groups.iter().map(|name| group(&names, name)).collect::<Result<_>>()?,
            personal: each("personal", &options.personal)?,
            ignored: each("ignore", &options.ignored)?,
            respondent: options.respondent.as_ref().map(|name| names.find("respondent", name)).transpose()?,
        })
    }
}

/// A group column, also where its values are put together (`Age:10`, `Start:month`).
fn group(names: &Names<'_>, name: &str) -> Result<usize> {
    let whole = names.find("group", name);
    match (&whole, name.rsplit_once(':')) {
        (Err(_), Some((column, _))) => names.find("group", column.trim()).or(whole),
        _ => whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_named_by_header_number_letter_or_beginning() {
        let names = Names {
            file: "t.csv",
            columns: vec![
                ("id", "id"),
                ("What should\u{a0}change in your team?", ""),
                ("Why?", "Why do you think so?"),
                ("Why not?", ""),
                ("3", ""),
            ],
        };
        for (name, index) in [
            ("ID", 0),
            ("what should change in your team?", 1),
            ("2", 1),
            ("B", 1),
            ("What should", 1),
            ("why", 2),
            ("why do you think so?", 2),
            ("3", 4),
            ("#3", 2),
            ("Why no", 3),
        ] {
            assert_eq!(names.find("open", name).unwrap(), index, "{name}");
        }
        assert!(names.find("open", "Wh").unwrap_err().to_string().contains("several columns"));
        assert!(names.find("open", "Z").is_err() && names.find("open", "9").is_err());
    }
}
