//! What a document tells of each speaker, wherever it does: one role and one affiliation for all quotations of a person.

use rustc_hash::FxHashMap;

use crate::quotes::SpeakerKind;
use crate::text::Span;

use super::super::syntax::people::PeopleWords;
use super::mention::Gender;
use super::names::{FullNames, Named, ends, tidy};
use super::role::{Position, Rank};

/// What is told of the people of a document, by their fullest names.
#[derive(Debug)]
pub(super) struct Entities<'n> {
    text: &'n str,
    names: &'n [Named],
    full: &'n FullNames<'n>,
    people: &'n PeopleWords,
    told: FxHashMap<&'n str, Told<'n>>,
}

/// What is told of somebody.
#[derive(Debug, Default)]
struct Told<'n> {
    role: &'n [Span],
    rank: Rank,
    affiliation: Option<Span>,
    /// Whether the affiliation was told with the role.
    together: bool,
}

impl<'n> Entities<'n> {
    pub(super) fn new(text: &'n str, names: &'n [Named], full: &'n FullNames<'n>, people: &'n PeopleWords) -> Self {
        Self { text, names, full, people, told: FxHashMap::default() }
    }

    /// Takes in what a mention tells; mentions come in the order of the text.
    pub(super) fn learn(&mut self, name: &'n str, position: &'n Position, gender: Gender) {
        let text = self.text;
        // "Lady Starmer" is not Keir Starmer.
        let known = self.full.gender(name, Gender::Unknown);
        if known != Gender::Unknown && gender != Gender::Unknown && known != gender {
            return;
        }
        let told = self.told.entry(name).or_default();
        let fuller =
            position.rank > told.rank || position.rank == told.rank && is_fuller(text, &position.role, told.role);
        if !position.role.is_empty() && fuller {
            (told.role, told.rank) = (&position.role, position.rank);
            if position.affiliation.is_some() || !told.together {
                told.affiliation = position.affiliation.or(told.affiliation);
            }
            told.together = position.affiliation.is_some();
        } else if told.affiliation.is_none() {
            told.affiliation = position.affiliation;
        }
    }

    /// The role of somebody.
    pub(super) fn role(&self, name: &str) -> &'n [Span] {
        self.told.get(name).map_or(&[], |told| told.role)
    }

    /// Where somebody belongs.
    pub(super) fn affiliation(&self, name: &str) -> Option<String> {
        self.told.get(name).and_then(|told| told.affiliation).and_then(|span| self.organisation(span))
    }

    /// The organisation or country that words mean; none where they name a person, or a thing that the text does not name.
    pub(super) fn organisation(&self, span: Span) -> Option<String> {
        let words = tidy(span.of(self.text));
        let lower = words.to_lowercase();
        if let Some(country) = self.people.country(&lower) {
            return Some(country.to_owned());
        }
        if words.starts_with(char::is_lowercase) {
            let head = words.rsplit(' ').next()?;
            let named = self.organisation_with(head, span.start());
            let told = words.contains(' ') || !self.people.is_generic_body(head);
            return named.or_else(|| told.then(|| words.into_owned()));
        }
        (!self.is_person(span)).then(|| words.into_owned())
    }

    /// The last organisation named before a place whose name ends in a word, whatever its capitals.
    pub(super) fn organisation_with(&self, head: &str, before: usize) -> Option<String> {
        let upto = self.names.partition_point(|named| named.name.start() < before);
        let fits = |named: &&Named| {
            let name = capitalised(named.name.of(self.text));
            named.kind == SpeakerKind::Organisation
                && !named.described
                && name.contains(' ')
                && name.rsplit(' ').next().is_some_and(|last| last.eq_ignore_ascii_case(head))
        };
        self.names[..upto].iter().rev().find(fits).map(|named| tidy(capitalised(named.name.of(self.text))).into_owned())
    }

    /// Whether words are the name of a person of the document, or a part of one.
    fn is_person(&self, span: Span) -> bool {
        let (name, words) = (self.full.canonical(span), span.of(self.text));
        let is_name = |named: &Named| {
            named.kind == SpeakerKind::Person && !named.described && self.full.canonical(named.name) == name
        };
        if words.split(' ').skip(1).any(|word| self.people.is_organisation_word(word)) {
            return false;
        }
        let known = self.full.gender(name, Gender::Unknown) != Gender::Unknown;
        self.full.of_family(words).is_some() || ends(name).is_some() && known && self.names.iter().any(is_name)
    }
}

/// A name from its first capital on: "Health Licensing Bureau" of "national Health Licensing Bureau".
fn capitalised(name: &str) -> &str {
    name.find(char::is_uppercase).map_or(name, |at| &name[at..])
}

/// Whether a role says more than another that it ends in: "head coach", "coach".
fn is_fuller(text: &str, role: &[Span], than: &[Span]) -> bool {
    let ([role], [than]) = (role, than) else { return than.is_empty() && !role.is_empty() };
    let (role, than) = (role.of(text).to_lowercase(), than.of(text).to_lowercase());
    role.len() > than.len() && role.strip_suffix(&*than).is_some_and(|before| before.ends_with(' '))
}
