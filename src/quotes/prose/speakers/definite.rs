//! Whom "the judge", "the company", "the lifelong Hull resident" means: somebody whom the text named before.

use crate::quotes::SpeakerKind;
use crate::text::Span;

use super::coreference::Mentions;
use super::mention::{Gender, Mention};
use super::names::{FullNames, Name, NameId, Named};
use super::pronoun::{SPOKEN, Spoken};

/// Whom a description means is looked for among so many names before it, so that a long text costs no more for each than a short one.
const BACK: usize = 256;

impl Mentions<'_> {
    /// The person named before whom a definite description means.
    pub(super) fn definite_person<'n>(
        &self,
        mention: &Mention,
        paragraph: usize,
        full: &'n FullNames<'_>,
    ) -> Option<&'n str> {
        if mention.kind != SpeakerKind::Anonymous {
            return None;
        }
        if let Some(aged) = self.of_age(mention, full) {
            return Some(aged);
        }
        let role = mention.position.role.first()?.of(self.text);
        self.holder(role, mention.span.start(), full)
            .or_else(|| self.goes_on(mention).then(|| self.spoken_of(mention, paragraph, full)).flatten())
            .or_else(|| self.only_person(mention, role, full))
    }

    /// The person whose name a described mention stands for: "Registrar Ida Moss … the registrar".
    pub(super) fn named_by<'n>(&self, described: &Named, full: &'n FullNames<'n>) -> Option<&'n Name<'n>> {
        let words = described.name.of(self.text);
        if described.kind == SpeakerKind::Person {
            return full.of_family(words).and_then(|name| full.of_canonical(name));
        }
        let (_, role) = words.split_once(' ').filter(|_| described.kind == SpeakerKind::Anonymous)?;
        let holder = self.holder(role, described.name.start(), full)?;
        full.of_canonical(holder)
    }

    /// The only person before a place whose role a description names: "Justice Ida Moss … the judge".
    fn holder<'n>(&self, described: &str, at: usize, full: &'n FullNames<'_>) -> Option<&'n str> {
        let one = !described.contains(' ');
        let fits = |role: &Span| {
            let role = role.of(self.text);
            let last = role.rsplit(' ').next().unwrap_or(role);
            if one {
                return self.people.means_role(described, last) || self.people.means_role(described, head(role));
            }
            let before = role.len().checked_sub(described.len()).filter(|before| role.is_char_boundary(*before));
            before.is_some_and(|before| {
                role[before..].eq_ignore_ascii_case(described) && (before == 0 || role[..before].ends_with(' '))
            })
        };
        // "Former governor Ida Moss" is not the governor.
        let now = |role: &&Span| !role.of(self.text).split(' ').any(|word| self.people.is_former_word(word));
        let holds = |role: &Span| fits(role) && now(&role);
        // Within a paragraph some stand in another order than they were read in.
        let upto = self.told.partition_point(|told| told.name.start() < at);
        let near = self.told.iter().take(upto + BACK / 8).skip(upto.saturating_sub(BACK));
        let before = near.filter(|told| told.named && told.name.start() < at);
        let mut holders = before.filter(|told| told.position.role.iter().any(holds));
        let name = full.canonical(holders.next()?.name);
        holders.all(|other| full.canonical(other.name) == name).then_some(name)
    }

    /// Whether a verb beside a description says that it is somebody who has spoken: "the broker added".
    pub(super) fn goes_on(&self, mention: &Mention) -> bool {
        let word = |text: &str| self.people.goes_on(text.trim_matches(|c: char| !c.is_alphanumeric()));
        let behind = self.text[mention.span.end()..].split_whitespace().next();
        let before = self.text[..mention.span.start()].split_whitespace().next_back();
        behind.is_some_and(word) || before.is_some_and(word)
    }

    /// The person named last as a subject in the paragraph or the one before, of whom a description may speak that nothing introduced.
    pub(super) fn spoken_of<'n>(
        &self,
        mention: &Mention,
        paragraph: usize,
        full: &'n FullNames<'_>,
    ) -> Option<&'n str> {
        let noun = mention.position.role.first()?.of(self.text).rsplit(' ').next()?;
        if self.is_introduced(noun, mention.span.start()) {
            return None;
        }
        let near = |named: &&Named| named.paragraph + 1 >= paragraph;
        let before = self.names_before(mention.span.start()).take_while(near);
        let mut people = before.filter(|named| is_person(named) && named.subject);
        Some(full.canonical(people.next()?.name))
    }

    /// The only person whom the text names before a description that says whom it is about, or where somebody comes from.
    fn only_person<'n>(&self, mention: &Mention, role: &str, full: &'n FullNames<'_>) -> Option<&'n str> {
        let noun = role.rsplit(' ').next()?;
        // "The lifelong Marden resident".
        let placed = role.split(' ').rev().skip(1).take(1).any(|word| word.starts_with(char::is_uppercase));
        if !(self.people.is_epithet(noun) || placed) || self.is_introduced(noun, mention.span.start()) {
            return None;
        }
        // A run of capitals may be a shop: it is a person where it acts or has a given name.
        let sure = |named: &&Named| {
            let known = || full.gender(full.canonical(named.name), named.gender) != Gender::Unknown;
            is_person(named) && (named.subject || known())
        };
        let mut people = self.names_before(mention.span.start()).take(BACK).filter(sure);
        let name = full.canonical(people.next()?.name);
        people.all(|other| full.canonical(other.name) == name).then_some(name)
    }

    /// The person whose age a description repeats: "Paul Kerr, 21, … the 21-year-old striker".
    fn of_age<'n>(&self, mention: &Mention, full: &'n FullNames<'_>) -> Option<&'n str> {
        /// At most so many names back.
        const NAMES: usize = 24;
        let mut words = mention.name.of(self.text).split(' ');
        let digits = |word: &str| word.split_once('-').map_or(0, |(number, _)| number.len());
        let age = words.find(|word| word.starts_with(|c: char| c.is_ascii_digit()) && digits(word) > 0)?;
        let age = &age[..digits(age)];
        let aged = |named: &&Named| {
            let behind = self.text[named.name.end()..].strip_prefix(", ").and_then(|behind| behind.strip_prefix(age));
            is_person(named) && behind.is_some_and(|behind| !behind.starts_with(|c: char| c.is_alphanumeric()))
        };
        let found = self.names_before(mention.span.start()).take(NAMES).find(aged)?;
        Some(full.canonical(found.name))
    }

    /// The names before a place, the nearest first.
    fn names_before(&self, at: usize) -> impl Iterator<Item = &Named> {
        let upto = self.names.partition_point(|named| named.name.start() < at);
        self.names[..upto].iter().rev()
    }

    /// Whether a noun stands in the text not long before a place, so that it may mean somebody who has no name.
    fn is_introduced(&self, noun: &str, at: usize) -> bool {
        /// So many bytes back.
        const REACH: usize = 4000;
        let mut from = at.saturating_sub(REACH);
        while !self.text.is_char_boundary(from) {
            from += 1;
        }
        let is_noun = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).eq_ignore_ascii_case(noun);
        self.text[from..at].split_whitespace().any(is_noun)
    }

    /// Whether some mention of a name of one word is no common noun for sure.
    pub(super) fn is_surely_name(&self, name: NameId, full: &FullNames<'_>) -> bool {
        let same = |number: &NameId| full.names[*number].canonical == name;
        self.names.iter().zip(&full.of_named).any(|(named, number)| !named.unsure && same(number))
    }

    /// The organisation that "the company" or "the department" refers to: the last one before it that its noun fits.
    pub(super) fn organisation_before<'n>(
        &'n self,
        mention: &Mention,
        paragraph: usize,
        spoken: &[Spoken<'n>],
    ) -> Option<&'n str> {
        let at = mention.span.start();
        let noun = mention.name.of(self.text).rsplit(' ').next()?;
        let plain = mention.name.of(self.text).split(' ').count() == 2;
        let generic = plain && self.people.is_generic_body(noun);
        let fits = |name: &str, there: usize| {
            let last = name.rsplit(' ').next().unwrap_or(name);
            let acronym = name.chars().all(char::is_uppercase);
            let called = plain
                && (last.eq_ignore_ascii_case(noun) || name.split(' ').any(|word| word.eq_ignore_ascii_case(noun)));
            called || there == paragraph && (generic || acronym || !self.people.is_organisation_word(last))
        };
        let organised = |speaker: &&Spoken<'_>| speaker.start < at && speaker.kind == SpeakerKind::Organisation;
        let mut spoken = spoken.iter().rev().take(SPOKEN).filter(organised);
        if let Some(last) = spoken.find(|speaker| fits(speaker.name, speaker.paragraph)) {
            return Some(last.name);
        }
        let subject = |named: &&Named| named.kind == SpeakerKind::Organisation && named.subject;
        let mut named = self.names_before(at).take(8).filter(subject);
        named.find(|named| fits(named.name.of(self.text), named.paragraph)).map(|named| named.name.of(self.text))
    }
}

/// Whether a name is one of a person.
fn is_person(named: &Named) -> bool {
    named.kind == SpeakerKind::Person && !named.described && !named.place
}

/// The noun of a role in front of the small words behind it: "director" of "director of research".
fn head(role: &str) -> &str {
    /// The longest preposition.
    const SMALL: usize = 3;
    let small = |word: &&str| word.len() > SMALL || word.starts_with(char::is_uppercase);
    role.split(' ').take_while(small).last().unwrap_or(role)
}
