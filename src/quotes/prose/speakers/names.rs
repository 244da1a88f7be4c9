//! The names of a document: which are forms of one name, and what a family name alone means.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::quotes::SpeakerKind;
use crate::text::Span;

use super::super::syntax::index::{List, ids};
use super::mention::{Gender, Mention};

/// A name that the document mentions, whether it speaks or not.
#[derive(Clone, Copy, Debug)]
pub(super) struct Named {
    pub(super) name: Span,
    pub(super) kind: SpeakerKind,
    pub(super) gender: Gender,
    /// Whether it begins its sentence or is the source of a cue.
    pub(super) subject: bool,
    /// Whether it is a place: "Washington" speaks now and then, but is never "they".
    pub(super) place: bool,
    /// Whether it only owns something: "Trump" in "Trump's policy".
    pub(super) owner: bool,
    /// Whether it may be a common noun: it begins its sentence, and the verb behind it may be one for several.
    pub(super) unsure: bool,
    /// Whether a conjunction joins it to the name before it.
    pub(super) joined: bool,
    /// Whether it begins with a particle: "Al Harthy".
    pub(super) particle: bool,
    /// Whether it describes somebody who has no name here: "a nurse".
    pub(super) described: bool,
    /// The kind that its words, or what stands around them, leave no doubt of.
    pub(super) sure: Option<SpeakerKind>,
    pub(super) paragraph: usize,
}

/// A name on one line, with single spaces.
pub(super) fn tidy(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let edge = |byte: Option<&u8>| byte.is_some_and(|byte| matches!(byte, b',' | b' '));
    let (mut plain, mut before) = (!edge(bytes.first()) && !edge(bytes.last()), 0);
    for &byte in bytes {
        plain &= (b' '..0x7f).contains(&byte) && !(byte == b' ' && before == b' ');
        before = byte;
    }
    if plain {
        return Cow::Borrowed(text);
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    Cow::Owned(words.join(" ").trim_matches([',', ' ']).to_owned())
}

/// The names of a document, each form once, with the full name that it is a form of.
#[derive(Debug)]
pub(super) struct FullNames<'a> {
    text: &'a str,
    pub(super) names: List<NameId, Name<'a>>,
    /// The form of each name that the document mentions.
    pub(super) of_named: Vec<NameId>,
    numbers: FxHashMap<Cow<'a, str>, NameId>,
    /// The first full name with each family name.
    families: FxHashMap<String, NameId>,
    /// The names that are those of organisations for sure, in order, and those of people.
    organisations: Vec<NameId>,
    persons: Vec<NameId>,
}

ids! {
    /// A name of a document in one form.
    NameId;
}

/// A name in one form.
#[derive(Debug)]
pub(super) struct Name<'a> {
    pub(super) words: Cow<'a, str>,
    /// The fullest form of it.
    pub(super) canonical: NameId,
    pub(super) gender: Gender,
}

/// At most this many full names share a family name.
const NAMESAKES: usize = 16;

impl<'a> FullNames<'a> {
    /// `names` are those that the document mentions, in order; `speakers` those of its speakers.
    pub(super) fn of(text: &'a str, names: &[Named], speakers: impl Iterator<Item = Span>) -> Self {
        let mut full = Self {
            text,
            names: List::default(),
            of_named: Vec::new(),
            numbers: FxHashMap::default(),
            families: FxHashMap::default(),
            organisations: Vec::new(),
            persons: Vec::new(),
        };
        for named in names {
            let number = full.number(named.name);
            full.of_named.push(number);
        }
        for name in speakers {
            full.number(name);
        }
        full.resolve(names);
        full.find_genders(names);
        full.find_organisations(names);
        full
    }

    /// Notes the names that some mention says to be an organisation's and none to be a person's: of one that is a given name, or
    /// the family name of somebody, no mention says so.
    fn find_organisations(&mut self, names: &[Named]) {
        let of_named = &self.of_named;
        let sure = names.iter().zip(of_named).filter(|(named, _)| named.sure == Some(SpeakerKind::Organisation));
        let sure = sure.map(|(_, number)| *number);
        self.organisations = sure.filter(|number| self.names[*number].canonical == *number).collect();
        let sure = names.iter().zip(&self.of_named).filter(|(named, _)| named.sure == Some(SpeakerKind::Person));
        self.persons = sure.map(|(_, number)| self.names[*number].canonical).collect();
        self.persons.sort_unstable();
        self.persons.dedup();
        let gendered = |number: &NameId| self.names[*number].gender != Gender::Unknown;
        self.organisations.retain(|number| !gendered(number));
        self.organisations.sort_unstable();
        self.organisations.dedup();
    }

    /// The kind that some mention of a name leaves no doubt of.
    pub(super) fn sure_kind(&self, name: &str) -> Option<SpeakerKind> {
        let number = self.numbers.get(name)?;
        let is_in = |list: &[NameId]| list.binary_search(number).is_ok();
        if is_in(&self.persons) {
            return Some(SpeakerKind::Person);
        }
        is_in(&self.organisations).then_some(SpeakerKind::Organisation)
    }

    /// Notes the genders that mentions tell.
    fn find_genders(&mut self, names: &[Named]) {
        let known = |named: &Named| named.kind == SpeakerKind::Person && named.gender != Gender::Unknown;
        let of_named = &self.of_named;
        let persons = || names.iter().zip(of_named).filter(|(named, _)| known(named));
        for (named, &number) in persons() {
            let name = &mut self.names[number];
            if name.gender == Gender::Unknown && ends(&name.words).is_some() {
                name.gender = named.gender;
            }
        }
        // "Mr. Clinton" tells the gender of the only person with that name.
        for (named, &number) in persons() {
            let canonical = self.names[number].canonical;
            let name = &mut self.names[canonical];
            if name.gender == Gender::Unknown {
                name.gender = named.gender;
            }
        }
    }

    fn number(&mut self, name: Span) -> NameId {
        let words = tidy(name.of(self.text));
        let next = self.names.end();
        let number = *self.numbers.entry(words.clone()).or_insert(next);
        if number == next {
            self.names.push(Name { words, canonical: next, gender: Gender::Unknown });
        }
        number
    }

    /// Finds the fullest form of every name.
    fn resolve(&mut self, names: &[Named]) {
        // Family name (or, for names that begin with it, the first word) → the full names with it, in order of appearance.
        let mut by_family: FxHashMap<&str, Vec<NameId>> = FxHashMap::default();
        let mut parts: List<NameId, Option<(&str, &str)>> = List::default();
        for name in self.names.iter() {
            parts.push(ends(&name.words));
        }
        for (named, number) in names.iter().zip(&self.of_named) {
            let Some((first, last)) = parts[*number].filter(|_| named.kind == SpeakerKind::Person) else { continue };
            for key in [last, first] {
                let list = by_family.entry(key).or_default();
                if list.len() < NAMESAKES && !list.contains(number) {
                    list.push(*number);
                }
            }
        }
        // "Massy" of "Massy Stores", where nobody has the name.
        let mut by_first: FxHashMap<&str, NameId> = FxHashMap::default();
        for (_, number) in
            names.iter().zip(&self.of_named).filter(|(named, _)| named.sure == Some(SpeakerKind::Organisation))
        {
            if let Some((first, _)) = parts[*number] {
                by_first.entry(first).or_insert(*number);
            }
        }
        // "Etienne" of "Camille Etienne Gbedey".
        for (named, number) in names.iter().zip(&self.of_named).filter(|(named, _)| named.kind == SpeakerKind::Person) {
            let words = self.names[*number].words.split(' ').skip(1);
            let middle = words.filter(|word| word.len() > 3 && word.starts_with(char::is_uppercase));
            let last = parts[*number].map(|(_, last)| last);
            for word in middle.filter(|word| Some(*word) != last && !named.described) {
                by_first.entry(word).or_insert(*number);
            }
        }
        // A place is no short form: "London" of "London Fire Brigade".
        for named in names.iter().filter(|named| named.place) {
            by_first.remove(named.name.of(self.text));
        }
        let mut particles: Vec<NameId> = Vec::new();
        for (named, number) in names.iter().zip(&self.of_named).filter(|(named, _)| named.particle) {
            if named.kind == SpeakerKind::Person && !particles.contains(number) && particles.len() < NAMESAKES {
                particles.push(*number);
            }
        }
        let canonical = |number: NameId| {
            if let Some((first, last)) = parts[number] {
                // "Donald J. Trump" and "Donald Trump" are one; the first form is kept.
                let list = by_family.get(last)?;
                let words = &*self.names[number].words;
                // "Al Harthy" of "Saif Omar Al Harthy", "van Dijk" of "Anna van Dijk".
                let longer = |other: &&NameId| {
                    self.names[**other].words.strip_suffix(words).is_some_and(|before| before.ends_with(' '))
                };
                let same = list.iter().find(|other| parts[**other] == Some((first, last)));
                let family = particles.contains(&number);
                return list.iter().filter(|_| family).find(longer).or(same);
            }
            let name: &str = &self.names[number].words;
            let Some(list) = by_family.get(name) else { return by_first.get(name) };
            // A family name comes last; where names put it first, at the beginning. Where several people have the
            // name, the first named is the one whom the family name alone means.
            list.iter().find(|other| parts[**other].is_some_and(|(_, last)| last == name)).or(list.first())
        };
        let families = by_family.iter().filter_map(|(family, list)| {
            let last = |number: &&NameId| parts[**number].is_some_and(|(_, last)| last == *family);
            list.iter().find(last).map(|number| ((*family).to_owned(), *number))
        });
        let families = families.collect();
        let found: Vec<NameId> =
            self.names.ids().into_iter().map(|number| canonical(number).copied().unwrap_or(number)).collect();
        for (name, canonical) in self.names.as_mut_vec().iter_mut().zip(found) {
            name.canonical = canonical;
        }
        self.families = families;
    }

    /// The fullest form of a name of the document.
    pub(super) fn canonical(&self, name: Span) -> &str {
        let words = name.of(self.text);
        self.numbers.get(&tidy(words)).map_or(words, |number| &self.names[self.names[*number].canonical].words)
    }

    /// A name by its words.
    pub(super) fn of_canonical(&self, words: &str) -> Option<&Name<'a>> {
        self.numbers.get(words).map(|number| &self.names[*number])
    }

    /// The full name whose family name a word is, although it is a noun too: "Fields" of "Rita Fields".
    pub(super) fn of_family(&self, word: &str) -> Option<&str> {
        let name = word.chars().next().is_some_and(char::is_uppercase) && !word.contains(' ');
        let found = self.families.get(word).filter(|_| name)?;
        Some(&self.names[self.names[*found].canonical].words)
    }

    /// The fullest forms of names that speak together, joined as the text joins them.
    pub(super) fn joint(&self, mention: &Mention) -> String {
        let mut joined = tidy(self.canonical(mention.name)).into_owned();
        let mut last = mention.name;
        for other in &mention.others {
            let between = self.text.get(last.end()..other.start()).unwrap_or_default();
            for word in between.split_whitespace().take(1).chain([&*tidy(self.canonical(*other))]) {
                joined.push(' ');
                joined.push_str(word);
            }
            last = *other;
        }
        joined
    }

    /// The gender that a mention tells, or else the one that is known of the name.
    pub(super) fn gender(&self, name: &str, told: Gender) -> Gender {
        match told {
            Gender::Unknown => self.numbers.get(name).map_or(Gender::Unknown, |number| self.names[*number].gender),
            told => told,
        }
    }
}

/// First and last word of a tidy name of two words or more, without suffixes.
pub(super) fn ends(name: &str) -> Option<(&str, &str)> {
    let is_word = |word: &str| !matches!(word, "Jr." | "Jr" | "Sr." | "Sr" | "II" | "III" | "IV");
    let mut rest = name;
    let (mut rest, last) = loop {
        let (before, last) = rest.rsplit_once(' ')?;
        let last = last.trim_end_matches(',');
        if is_word(last) {
            break (before, last);
        }
        rest = before;
    };
    loop {
        let (first, behind) = rest.split_once(' ').unwrap_or((rest, ""));
        let first = first.trim_end_matches(',');
        if is_word(first) {
            return Some((first, last));
        }
        if behind.is_empty() {
            return None;
        }
        rest = behind;
    }
}
