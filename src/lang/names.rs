//! What to say of a name that is none of the known ones.

/// A sentence that names the unknown, the known name nearest to it, and all known names.
pub(super) fn unknown<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.collect();
    let nearest = known.iter().map(|known| (edits(name, known), known)).min();
    let hint = match nearest {
        Some((edits, known)) if 3 * edits <= known.len() => format!(" (did you mean `{known}`?)"),
        _ => String::new(),
    };
    format!("there is no {what} `{name}`{hint}; there are {}", known.join(", "))
}

/// Whether one name is the other but for a slip of the pen: of five letters, two.
pub(crate) fn are_near(one: &str, other: &str) -> bool {
    edits(one, other) * 5 <= other.chars().count() * 2
}

/// How many letters have to be put in, left out or changed to make one name of another (Levenshtein distance).
fn edits(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (number, letter) in from.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], number + 1);
        for (at, other) in to.iter().enumerate() {
            let changed = diagonal + usize::from(letter != *other);
            diagonal = row[at + 1];
            row[at + 1] = changed.min(row[at] + 1).min(diagonal + 1);
        }
    }
    row[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_counted() {
        for (from, to, count) in [
            ("genders", "genders", 0),
            ("gender", "genders", 1),
            ("genedrs", "genders", 2),
            ("", "of", 2),
            ("ä", "a", 1),
        ] {
            assert_eq!((edits(from, to), edits(to, from)), (count, count), "{from} and {to}");
        }
    }

    #[test]
    fn an_unknown_name_is_answered_with_the_nearest() {
        let known = ["genders", "group-heads"];
        let said = unknown("list", "gendres", known.into_iter());
        assert_eq!(said, "there is no list `gendres` (did you mean `genders`?); there are genders, group-heads");
        assert!(!unknown("list", "months", known.into_iter()).contains("did you mean"));
    }
}
