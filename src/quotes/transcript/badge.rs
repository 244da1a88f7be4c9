//! Do brackets behind a name hold a badge that the program puts there: `Ana Ruiz (Guest)`?

use crate::lang::{Language, List};

/// Brackets behind one name, at most.
const MOST: usize = 4;

/// Whether words in brackets are badges and nothing else: "Guest", "External, Unverified", "she/her".
pub(super) fn is_badge(language: &Language, words: &str) -> bool {
    let lower = words.to_lowercase();
    let on = |part: &str| language.list(List::NameBadges).iter().any(|badge| **badge == *part);
    lower.split(['/', ',', ';', '|']).map(str::trim).all(on)
}

/// A name without the badges behind it. Other brackets belong to it.
pub(super) fn without_badges<'a>(language: &Language, name: &'a str) -> &'a str {
    let mut bare = name.trim();
    for _ in 0..MOST {
        let Some((before, _)) = last_bracket(bare).filter(|(_, inner)| is_badge(language, inner)) else { break };
        bare = before;
    }
    bare
}

/// The words before the brackets at the end of a name, and what these hold.
fn last_bracket(name: &str) -> Option<(&str, &str)> {
    [('(', ')'), ('[', ']')].into_iter().find_map(|(open, close)| {
        let (before, inner) = name.strip_suffix(close)?.rsplit_once(open)?;
        let (before, inner) = (before.trim_end(), inner.trim());
        (!before.is_empty() && !inner.is_empty()).then_some((before, inner))
    })
}

#[cfg(test)]
mod tests {
    use super::without_badges;
    use crate::lang::Language;

    #[test]
    fn badges_are_no_part_of_a_name() {
        let language = Language::english();
        for name in [
            "Ana Ruiz (Guest)",
            "Ana Ruiz (External) (Unverified)",
            "Ana Ruiz (she/her)",
            "Ana Ruiz [Gast]",
            "Ana Ruiz (Extern, Gast)",
        ] {
            assert_eq!(without_badges(&language, name), "Ana Ruiz", "{name}");
        }
        assert_eq!(without_badges(&language, "Ana Ruiz (nurse) (Guest)"), "Ana Ruiz (nurse)");
        for name in ["Speaker (1)", "Ana Ruiz", "(Guest)", "Ana ()"] {
            assert_eq!(without_badges(&language, name), name);
        }
    }
}
