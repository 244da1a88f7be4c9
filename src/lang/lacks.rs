//! What a pack lacks that another has: where somebody who writes one may look next.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::language::Language;
use super::lists::List;
use super::words::{Classes, Grammar, VerbClass};

/// A table with less than this share of the entries of the other pack lacks some.
const SHARE: f64 = 0.1;

/// A table of a pack that is empty, or far shorter than that of the pack it is held against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Lack {
    /// The file: `words.toml`, `lists.toml` or `verbs.tsv`.
    pub file: &'static str,
    /// The key of the word class or list; of verbs their class.
    pub key: &'static str,
    /// Entries of this pack: words, phrases, or verbs (not their forms).
    pub has: usize,
    /// Entries of the other pack.
    pub other: usize,
    /// Whether a language may do without.
    pub optional: bool,
}

impl Language {
    /// The tables that are empty here and not in `other`, or have less than a tenth of its entries; by file, in the order of the guide.
    /// Not each is a fault: a language that has no word for something needs none.
    ///
    /// ```
    /// use verbatims::Language;
    ///
    /// let english = Language::english();
    /// assert!(english.lacks(&english).is_empty());
    /// // German words say by their form that speech is reported, which English has no table of.
    /// let lacks = english.lacks(&Language::builtin("de")?);
    /// assert!(lacks.iter().any(|lack| lack.key == "subjunctives-present" && lack.optional));
    /// # Ok::<(), verbatims::Error>(())
    /// ```
    pub fn lacks(&self, other: &Self) -> Vec<Lack> {
        let (own, theirs) = (Sizes::of(self), Sizes::of(other));
        let lack = |file, key, optional| {
            let size = |sizes: &Sizes| sizes.0.get(&(file, key)).copied().unwrap_or_default();
            let (has, other) = (size(&own), size(&theirs));
            let lacks = other > 0 && (has == 0 || (has as f64) < SHARE * other as f64);
            lacks.then_some(Lack { file, key, has, other, optional })
        };
        let classes = Classes::NAMED.iter().map(|(key, class)| (WORDS, *key, Classes::OPTIONAL.any(*class)));
        let grammar = Grammar::NAMED.iter().map(|(key, _)| (WORDS, *key, true));
        let lists = List::ALL.iter().map(|list| (LISTS, list.key(), list.is_optional()));
        let verbs = VerbClass::NAMED.iter().map(|(key, _)| (VERBS, *key, false));
        classes
            .chain(grammar)
            .chain(lists)
            .chain(verbs)
            .filter_map(|(file, key, optional)| lack(file, key, optional))
            .collect()
    }
}

const WORDS: &str = "words.toml";
const LISTS: &str = "lists.toml";
const VERBS: &str = "verbs.tsv";

/// How many entries each table has.
struct Sizes(BTreeMap<(&'static str, &'static str), usize>);

impl Sizes {
    fn of(language: &Language) -> Self {
        let mut sizes = BTreeMap::new();
        let mut verbs: BTreeSet<(&str, u16)> = BTreeSet::new();
        for (_, word) in language.words() {
            let classes = Classes::NAMED.iter().filter(|(_, class)| word.classes.any(*class)).map(|(key, _)| *key);
            let grammar = Grammar::NAMED.iter().filter(|(_, class)| word.grammar.any(*class)).map(|(key, _)| *key);
            for key in classes.chain(grammar) {
                *sizes.entry((WORDS, key)).or_default() += 1;
            }
            if let Some(verb) = word.verb {
                let class = VerbClass::NAMED.iter().find(|(_, class)| *class == verb.class);
                verbs.extend(class.map(|(key, _)| (*key, verb.lemma)));
            }
        }
        for list in List::ALL {
            sizes.insert((LISTS, list.key()), language.list(*list).len());
        }
        for (class, _) in VerbClass::NAMED {
            sizes.insert((VERBS, *class), verbs.iter().filter(|(of, _)| of == class).count());
        }
        Self(sizes)
    }
}
