//! Pseudonyms instead of names, in texts, quotations, speakers and whatever is made of them.
//!
//! ```
//! use verbatims::privacy::{PseudonymOptions, Pseudonyms};
//! use verbatims::{Document, Extractor, Language};
//!
//! let language = Language::english();
//! let documents = [Document::new("a", "“Rent is high,” said Maria Ortiz. Ms. Ortiz’s flat is cold.")];
//! let corpus = Extractor::new(language.clone()).corpus(&documents)?;
//! let pseudonyms = Pseudonyms::new(corpus.quotes(), &language, &PseudonymOptions::new());
//! let hidden = pseudonyms.rewrite(&documents);
//! assert_eq!(hidden.documents()[0].text, "“Rent is high,” said Speaker 1. Speaker 1’s flat is cold.");
//! let corpus = hidden.corpus(&corpus)?;
//! assert_eq!(corpus.quotes().next().and_then(|quote| quote.speaker()).map(|it| it.name.as_str()), Some("Speaker 1"));
//! # Ok::<(), verbatims::Error>(())
//! ```
//!
//! What this cannot do: a role and a place may show who a person is, and so may what they say. Names that are nobody's here (a child, a colleague) stay
//! until they are given by [`PseudonymOptions::name`]; [`Rewritten::leftovers`] lists what looks like one.

mod edits;
mod finder;
mod leftover;
mod names;
mod rewritten;
mod values;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::lang::{Classes, Language, List};
use crate::quotes::{Quote, SpeakerKind};
use edits::Edits;
use finder::Finder;
use names::{Case, Name};
use values::Values;

pub use leftover::Leftover;
pub use rewritten::Rewritten;

/// What is hidden, and what replaces it.
#[derive(Clone, Debug, Default)]
pub struct PseudonymOptions {
    prefix: Option<String>,
    by_role: bool,
    organisations: bool,
    names: Vec<String>,
    values: Vec<String>,
    keep: BTreeSet<String>,
    known: Vec<Pseudonym>,
}

impl PseudonymOptions {
    /// Persons who speak become `Speaker 1`, `Speaker 2`, in the order in which they first speak; organisations stay.
    pub fn new() -> Self {
        Self::default()
    }

    /// What numbers are put behind, such as `P`. The default is the language's noun: in English `Speaker ` for those who speak and
    /// `Person ` for other names.
    #[must_use]
    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = Some(prefix.into());
        self
    }

    /// Whether speakers are called by the noun of their role, with a number: `Nurse 1`. Those without a role are called by the prefix.
    /// The default is `false`.
    #[must_use]
    pub fn by_role(mut self, by_role: bool) -> Self {
        self.by_role = by_role;
        self
    }

    /// Whether organisations that speak and affiliations become `Organisation 1`. The default is `false`.
    #[must_use]
    pub fn organisations(mut self, organisations: bool) -> Self {
        self.organisations = organisations;
        self
    }

    /// A name of a person who does not speak; called again, one more. The default is none.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.names.push(name.into());
        self
    }

    /// Something that tells who somebody is and is no name (an address, a telephone, a number): `[…]` stands in its place, wherever it is a word of its
    /// own; called again, one more. The default is none.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.values.push(value.into());
        self
    }

    /// A speaker's name that stays (a politician, an author); called again, one more. The default is none.
    #[must_use]
    pub fn keep(mut self, name: impl AsRef<str>) -> Self {
        self.keep.insert(name.as_ref().to_lowercase());
        self
    }

    /// Pseudonyms of an earlier run, which stay what they are. The default is none.
    #[must_use]
    pub fn known(mut self, known: Vec<Pseudonym>) -> Self {
        self.known = known;
        self
    }
}

/// A pseudonym and the names it replaces: a line of the key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Pseudonym {
    /// What replaces the names.
    pub pseudonym: String,
    /// The names, the fullest first.
    pub names: Vec<String>,
    /// Person or organisation.
    pub kind: SpeakerKind,
}

impl Pseudonym {
    /// A pseudonym for these names.
    pub fn new(pseudonym: impl Into<String>, names: Vec<String>, kind: SpeakerKind) -> Self {
        Self { pseudonym: pseudonym.into(), names, kind }
    }
}

/// Who is called what.
#[derive(Clone, Debug)]
pub struct Pseudonyms {
    list: Vec<Pseudonym>,
    /// The first entry of each name, in lower case.
    of_name: BTreeMap<String, usize>,
    finder: Finder,
    values: Values,
    language: Language,
}

/// A name that needs a pseudonym.
struct Wanted {
    name: Name,
    kind: SpeakerKind,
    role: Option<String>,
    speaks: bool,
}

impl Pseudonyms {
    /// Pseudonyms for those who speak in these quotations.
    ///
    /// "Ortiz" is "Maria Ortiz" where no one else of that name speaks. Labels with digits ("P7"), roles and descriptions ("a nurse") are no names
    /// and stay. A number whose pseudonym is taken already is passed over.
    pub fn new<'q>(
        quotes: impl IntoIterator<Item = &'q Quote>,
        language: &Language,
        options: &PseudonymOptions,
    ) -> Self {
        let mut wanted: Vec<Wanted> = Vec::new();
        let mut index: BTreeMap<String, usize> = BTreeMap::new();
        let mut borne: BTreeSet<String> = BTreeSet::new();
        let mut want = |name: &str, kind: SpeakerKind, role: Option<&str>, speaks: bool| {
            let key = name.to_lowercase();
            if let Some(known) = index.get(&key) {
                let known: &mut Wanted = &mut wanted[*known];
                known.role = known.role.take().or(role.map(str::to_owned));
                return;
            }
            let Some(name) = Name::new(name, kind, language) else { return };
            index.insert(key, wanted.len());
            wanted.push(Wanted { name, kind, role: role.map(str::to_owned), speaks });
        };
        for quote in quotes {
            let Some(speaker) = quote.speaker() else { continue };
            borne.insert(speaker.name.to_lowercase());
            let kept = |name: &str| options.keep.contains(&name.to_lowercase());
            if speaker.kind == SpeakerKind::Person && !quote.is_interviewer() && !kept(&speaker.name) {
                want(&speaker.name, SpeakerKind::Person, speaker.role.as_deref(), true);
            }
            if options.organisations {
                let own = Some(&speaker.name).filter(|_| speaker.kind == SpeakerKind::Organisation);
                for name in own.into_iter().chain(&speaker.affiliation).filter(|name| !kept(name)) {
                    want(name, SpeakerKind::Organisation, None, true);
                }
            }
        }
        for name in &options.names {
            want(name, SpeakerKind::Person, None, false);
        }
        let mut pseudonyms = Self {
            list: options.known.clone(),
            of_name: BTreeMap::new(),
            finder: Finder::default(),
            values: Values::new(&options.values),
            language: language.clone(),
        };
        pseudonyms.number(&wanted, options, &borne);
        for (number, entry) in pseudonyms.list.iter_mut().enumerate() {
            entry.names.sort_by_key(|name| (usize::MAX - name.len(), name.clone()));
            for name in &entry.names {
                pseudonyms.of_name.entry(name.to_ascii_lowercase()).or_insert(number);
                if let Some(name) = Name::new(name, entry.kind, language) {
                    pseudonyms.finder.add(number, &name, language);
                }
            }
        }
        pseudonyms.finder.finish();
        pseudonyms
    }

    /// Gives pseudonyms to the names that have none yet.
    fn number(&mut self, wanted: &[Wanted], options: &PseudonymOptions, borne: &BTreeSet<String>) {
        // Names by their strong words, to find those that one name is part of.
        let mut sharing: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (number, wanted) in wanted.iter().enumerate() {
            for word in wanted.name.strong() {
                sharing.entry(word).or_default().push(number);
            }
        }
        let mut of_name: BTreeMap<String, usize> = BTreeMap::new();
        for (number, entry) in self.list.iter().enumerate() {
            of_name.extend(entry.names.iter().map(|name| (name.to_lowercase(), number)));
        }
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        let mut taken: BTreeSet<String> = self.list.iter().map(|entry| entry.pseudonym.to_lowercase()).collect();
        for this in wanted {
            let fullest = fullest(this, wanted, &sharing);
            let name = this.name.text.clone();
            if let Some(number) = of_name.get(&name.to_lowercase()) {
                let entry = &mut self.list[*number];
                if !entry.names.contains(&name) {
                    entry.names.push(name);
                }
                continue;
            }
            let full = fullest.name.text.to_lowercase();
            if let Some(number) = of_name.get(&full).copied() {
                of_name.insert(name.to_lowercase(), number);
                self.list[number].names.push(name);
                continue;
            }
            let stem = self.stem(fullest, options);
            let pseudonym = loop {
                let count = counts.entry(stem.clone()).or_default();
                *count += 1;
                let pseudonym = format!("{stem}{count}");
                let lower = pseudonym.to_lowercase();
                if !borne.contains(&lower) && taken.insert(lower) {
                    break pseudonym;
                }
            };
            of_name.insert(name.to_lowercase(), self.list.len());
            of_name.insert(full, self.list.len());
            let mut names = vec![fullest.name.text.clone()];
            if name != names[0] {
                names.push(name);
            }
            self.list.push(Pseudonym { pseudonym, names, kind: this.kind });
        }
    }

    /// What the number is put behind.
    fn stem(&self, wanted: &Wanted, options: &PseudonymOptions) -> String {
        if wanted.kind == SpeakerKind::Organisation {
            return self.noun(List::OrganisationNouns);
        }
        let nouns = Classes::ROLE.with(Classes::PERSON_NOUN);
        let noun = |role: &String| {
            let noun = role
                .split(|letter: char| !letter.is_alphanumeric() && letter != '-')
                .find(|word| self.language.word_any_case(word).classes.any(nouns))?;
            Some(capitalised(noun))
        };
        let by_role = wanted.role.as_ref().filter(|_| options.by_role).and_then(noun);
        by_role
            .or_else(|| options.prefix.clone())
            .unwrap_or_else(|| self.noun(if wanted.speaks { List::SpeakerNouns } else { List::PersonNouns }))
    }

    /// The language's noun for a pseudonym.
    fn noun(&self, list: List) -> String {
        self.language.list(list).first().map_or_else(String::new, |noun| capitalised(noun))
    }

    /// The key: the pseudonyms with their names, in the order in which they were given. It undoes everything: keep it apart.
    pub fn key(&self) -> &[Pseudonym] {
        &self.list
    }

    /// The text with pseudonyms instead of names.
    ///
    /// Whole names and their parts are replaced, with the courtesy title before them ("Ms. Ortiz"); what follows a name ("’s") stays. A part that is a
    /// common word too ("Will", "Rose") is left alone at the start of a sentence. A part that several have means the one who was last
    /// named in full.
    pub fn text(&self, text: &str) -> String {
        self.find(text, Case::Capital).apply(text)
    }

    /// A file's name, an attribute or a label with pseudonyms instead of names: names in lower case are replaced too.
    pub fn label(&self, label: &str) -> String {
        self.find(label, Case::Any).apply(label)
    }

    /// Every name with its pseudonym, and every value that is hidden.
    fn find(&self, text: &str, case: Case) -> Edits {
        let names = self.finder.find(text, case, &self.language, &self.list);
        self.values.hide(text, names)
    }

    /// The pseudonym of a speaker of that name, if it has one.
    fn of(&self, name: &str) -> Option<&str> {
        self.of_name.get(&name.to_ascii_lowercase()).map(|number| self.list[*number].pseudonym.as_str())
    }
}

/// A noun with a capital, before a number.
fn capitalised(noun: &str) -> String {
    let mut letters = noun.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).chain([' ']).collect()
}

/// The one name that this one is part of and that is part of no other; else the name itself.
fn fullest<'w>(this: &'w Wanted, all: &'w [Wanted], sharing: &BTreeMap<&str, Vec<usize>>) -> &'w Wanted {
    let Some(word) = this.name.strong().min_by_key(|word| sharing.get(word).map_or(0, Vec::len)) else { return this };
    let longer: Vec<&Wanted> = sharing
        .get(word)
        .into_iter()
        .flatten()
        .map(|number| &all[*number])
        .filter(|other| other.kind == this.kind && this.name.is_part_of(&other.name))
        .collect();
    let top = |one: &&&Wanted| !longer.iter().any(|other| one.name.is_part_of(&other.name));
    let mut tops = longer.iter().filter(top);
    match (tops.next(), tops.next()) {
        (Some(only), None) => only,
        _ => this,
    }
}
