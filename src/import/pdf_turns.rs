//! Lines of a PDF that open turns: a paragraph begins at each, although no gap stands before it.

use std::collections::BTreeMap;

use crate::quotes::label_of_line;

/// Labels come at least so often, and one of them again.
const LEAST: usize = 3;

/// The labels with which lines of a document open, each with how often it does.
pub(super) struct Turns<'a> {
    names: BTreeMap<&'a str, usize>,
}

impl<'a> Turns<'a> {
    /// Counts the labels of all lines.
    pub(super) fn of(pages: &'a [Vec<Vec<String>>]) -> Self {
        let mut names: BTreeMap<&str, usize> = BTreeMap::new();
        for label in pages.iter().flatten().flatten().filter_map(|line| label_of_line(line)) {
            *names.entry(label.name).or_default() += 1;
        }
        if names.values().sum::<usize>() < LEAST {
            names.clear();
        }
        Self { names }
    }

    /// Whether a line opens with a label that comes again.
    pub(super) fn opens(&self, line: &str) -> bool {
        label_of_line(line).is_some_and(|label| self.names.get(label.name).is_some_and(|count| *count > 1))
    }

    /// Whether it is such a label and nothing else: the words stand on the next line.
    pub(super) fn is_alone(&self, line: &str) -> bool {
        self.opens(line) && label_of_line(line).is_some_and(|label| label.is_alone)
    }
}

#[cfg(test)]
mod tests {
    use super::Turns;

    #[test]
    fn labels_that_come_again_open_turns() {
        let lines = ["Ana Ruiz 0:03", "so why", "Bo: I left", "Note: gone", "Ana Ruiz 0:09", "and then", "Bo: no"];
        let pages = [vec![lines.iter().map(|line| (*line).to_owned()).collect::<Vec<String>>()]];
        let turns = Turns::of(&pages);
        let opening: Vec<&str> = lines.iter().copied().filter(|line| turns.opens(line)).collect();
        assert_eq!(opening, ["Ana Ruiz 0:03", "Bo: I left", "Ana Ruiz 0:09", "Bo: no"]);
        assert!(turns.is_alone("Ana Ruiz 0:03") && !turns.is_alone("Bo: no"));
    }
}
