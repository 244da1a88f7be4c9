//! In which order documents stand in tables: one rule for what one run read and for what many machines wrote in any order.

use std::collections::{BTreeMap, BTreeSet};

use verbatims::import::path::Imported;
use verbatims::{Document, DocumentId, DocumentKind};

use crate::languages;

/// Where a document stands: by its file, folder by folder, then by its own id; numbers count as numbers. Answers of a table stand as they come in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    file: Natural,
    answer: Option<usize>,
    id: Natural,
}

impl Place {
    /// The place of a document; of an answer of a table, `answer` is its number among the answers.
    pub(crate) fn new(id: &DocumentId, answer: Option<usize>) -> Self {
        let id = id.as_str();
        let file = if answer.is_some() { id.split(':').next().unwrap_or(id) } else { id };
        Self { file: Natural::new(file), answer, id: Natural::new(id) }
    }
}

/// A text in which numbers count as numbers: `t2` stands before `t10`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Natural {
    /// By folder.
    parts: Vec<Vec<Part>>,
    /// What tells `01` from `1`.
    whole: Box<str>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    /// The number of its digits without zeros in front, and these.
    Number(usize, Box<str>),
    Text(Box<str>),
}

impl Natural {
    fn new(text: &str) -> Self {
        let parts = |folder: &str| {
            let bytes = folder.as_bytes();
            let runs = bytes.chunk_by(|one, other| one.is_ascii_digit() == other.is_ascii_digit());
            let mut start = 0;
            let part = |run: &[u8]| {
                let part = &folder[start..start + run.len()];
                start += run.len();
                if !run[0].is_ascii_digit() {
                    return Part::Text(part.into());
                }
                let digits = part.trim_start_matches('0');
                Part::Number(digits.len(), digits.into())
            };
            runs.map(part).collect()
        };
        Self { parts: text.split('/').map(parts).collect(), whole: text.into() }
    }
}

/// The answers of the tables that were read, with their numbers.
pub(crate) fn answers(read: &Imported) -> impl Iterator<Item = (&DocumentId, usize)> {
    let tables: BTreeSet<&str> = read.surveys.iter().map(|survey| survey.plan.file.as_str()).collect();
    let of_table = move |document: &&Document<'_>| {
        document.kind == DocumentKind::Response && tables.contains(languages::source(document))
    };
    read.documents.iter().filter(of_table).map(|document| &document.id).zip(1..)
}

/// Puts what was read in this order.
pub(crate) fn sort(read: &mut Imported) {
    let answers: BTreeMap<DocumentId, usize> = answers(read).map(|(id, number)| (id.clone(), number)).collect();
    read.documents.sort_by_cached_key(|document| Place::new(&document.id, answers.get(&document.id).copied()));
}

#[cfg(test)]
mod tests {
    use super::Place;

    #[test]
    fn numbers_count_as_numbers_and_folders_stand_together() {
        let place = |id: &str, answer: Option<usize>| Place::new(&id.into(), answer);
        let order = [
            place("2", None),
            place("10", None),
            place("a/t9.txt", None),
            place("a-b.txt", None),
            place("pulse.csv:row 10:why", Some(1)),
            place("pulse.csv:row 2:why", Some(2)),
            place("t01.txt", None),
            place("t1.txt", None),
            place("t2.txt", None),
            place("t10.txt", None),
            place("ü10", None),
        ];
        assert!(order.is_sorted(), "{order:?}");
        let mut back = order.to_vec();
        back.reverse();
        back.sort();
        assert_eq!(back, order);
    }
}
