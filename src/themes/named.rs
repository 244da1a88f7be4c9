//! Names for groups of texts that were made elsewhere.

use std::collections::BTreeMap;

use crate::error::{Error, Result};
use crate::id::ThemeId;
use crate::lang::Language;
use crate::themes::coding::Theme;
use crate::themes::group::label::name_themes;
use crate::themes::text::bag_of_words::BagOfWords;
use crate::themes::text::no_content::NoContent;

/// Labels and terms for groups that somebody else has made: by hand, or with another program. `groups` has the number of each text's group, from 0 on,
/// or nothing; equal texts in several groups count for that which has most of them. The themes come in the order of the numbers, without exemplars.
///
/// ```
/// use verbatims::{Language, themes};
///
/// let texts = ["Long waiting times.", "The waiting times are long.", "The food was cold.", "Cold food again."];
/// let named = themes::label_groups(&Language::english(), &texts, &[Some(0), Some(0), Some(1), Some(1)])?;
/// assert!(named[0].label.contains("waiting times"));
/// assert!(named[1].label.contains("food"));
/// # Ok::<(), verbatims::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::Setting`](crate::ErrorKind::Setting) if there are not as many groups as texts.
pub fn label_groups(language: &Language, texts: &[&str], groups: &[Option<usize>]) -> Result<Vec<Theme>> {
    if texts.len() != groups.len() {
        let what = format!("there are {} texts and the groups of {}", texts.len(), groups.len());
        return Err(Error::setting("groups", what));
    }
    let bags = BagOfWords::new(texts, &NoContent::new(language));
    let mut votes: Vec<BTreeMap<usize, usize>> = vec![BTreeMap::new(); bags.len()];
    for (row, group) in bags.row_of_text.iter().zip(groups) {
        if let (Some(row), Some(group)) = (row, group) {
            *votes[*row as usize].entry(*group).or_default() += 1;
        }
    }
    let most = |votes: &BTreeMap<usize, usize>| {
        votes.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0))).map(|(group, _)| *group)
    };
    let rows: Vec<Option<usize>> = votes.iter().map(most).collect();
    let count = groups.iter().flatten().max().map_or(0, |last| last + 1);
    let labels = name_themes(&bags, texts, &rows, count, language);
    let theme = |(number, made): (usize, crate::themes::group::label::ThemeLabel)| {
        let mut theme = Theme::new(ThemeId::new(format!("t{number}")), made.label);
        theme.terms = made.terms;
        theme
    };
    Ok((1..).zip(labels).map(theme).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Classes;
    use crate::text::words::each_key;

    #[test]
    fn labels_of_every_language_begin_and_end_with_a_word_that_says_something() {
        let codes = ('a'..='z').flat_map(|first| ('a'..='z').map(move |second| format!("{first}{second}")));
        let mut languages = 0;
        for (code, language) in codes.filter_map(|code| Some((code.clone(), Language::named(&code).ok()?))) {
            let listed = language.words().filter(|(_, entry)| entry.classes.any(Classes::STOP)).map(|(word, _)| word);
            let mut common: Vec<&str> = listed.filter(|word| word.chars().nth(1).is_some()).collect();
            common.sort_unstable();
            let text = |topic: &str, at: usize| {
                let word = |next: usize| common[(7 * at + next) % common.len()];
                format!("{} {} {topic} {} {}", word(0), word(1), word(2), word(3))
            };
            let texts: Vec<String> = (0..8).map(|at| text(["xoluk vazon", "wukad"][at / 4], at)).collect();
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let groups: Vec<Option<usize>> = (0..8).map(|at| Some(at / 4)).collect();
            for theme in label_groups(&language, &texts, &groups).unwrap() {
                let mut words: Vec<String> = Vec::new();
                each_key(&theme.label, &mut String::new(), |word, _| words.push(word.to_owned()));
                for word in [words.first(), words.last()].into_iter().flatten() {
                    let is_stop = language.word(word).classes.any(Classes::STOP);
                    assert!(!is_stop, "{code}: {word} in {}", theme.label);
                }
            }
            languages += 1;
        }
        assert!(languages >= 45, "{languages}");
    }
}
