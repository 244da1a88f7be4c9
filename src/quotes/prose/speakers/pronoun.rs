//! Whom a pronoun means: the likeliest of those who spoke or were named before it, or nobody where two are as likely.

use crate::quotes::SpeakerKind;

use super::coreference::{Mentions, Resolution};
use super::mention::{Gender, Mention};
use super::names::{FullNames, ends};

/// A pronoun refers to one of this many last speakers.
pub(super) const SPOKEN: usize = 40;

/// The score of an antecedent of a pronoun: each fitting name between counts against it, each paragraph between, and that it
/// only owns something; that it is a subject, that its gender is known, and that it spoke last counts for it. Chosen on the training texts.
const NEARER: i64 = 8;
const FARTHER: i64 = 30;
const SUBJECT: i64 = 30;
const OWNER: i64 = 22;
const SURE: i64 = 18;
const SPOKE: i64 = 126;
/// That an antecedent is only described counts against it: whoever has a name is rather meant.
const DESCRIBED: i64 = 60;

impl Mentions<'_> {
    /// Whom a pronoun refers to: of those named before it in this paragraph and the three before, a fitting one that speaks or is a
    /// subject, the nearest first.
    pub(super) fn antecedent<'n>(
        &self,
        mention: &Mention,
        paragraph: usize,
        resolution: &Resolution<'n>,
    ) -> Option<(&'n str, SpeakerKind)> {
        let at = mention.span.start();
        let mut best = self.named_antecedent(mention, paragraph, resolution.full);
        if best.is_none() && mention.gender == Gender::They {
            // "One nurse left. They said …": one person where no group is named.
            let one = Mention { gender: Gender::One, ..mention.clone() };
            best = self.named_antecedent(&one, paragraph, resolution.full);
        }
        // Whoever spoke last is the likeliest to go on, in another paragraph rather one who has a name.
        let fits = |speaker: &&Spoken<'_>| speaker.start < at && fits(mention.gender, speaker.kind, speaker.gender);
        let last = |named: bool| {
            let of_kind = move |speaker: &&Spoken<'_>| named == (speaker.kind != SpeakerKind::Anonymous);
            resolution.spoken.iter().rev().take(SPOKEN).filter(fits).find(of_kind)
        };
        for speaker in [last(true), last(false)].into_iter().flatten() {
            let apart = paragraph.saturating_sub(speaker.paragraph);
            let described = apart > 0 && speaker.kind == SpeakerKind::Anonymous;
            let score = SPOKE - FARTHER * apart as i64 + if speaker.gender == Gender::Unknown { 0 } else { SURE }
                - if described { DESCRIBED } else { 0 };
            if apart <= 4 && best.is_none_or(|(there, _, _)| score > there) {
                best = Some((score, speaker.name, speaker.kind));
            }
        }
        best.map(|(_, name, kind)| (name, kind))
    }

    /// Whether a name is joined to another that a pronoun for one may mean as well: "Dan Wood and Paul Kerr met. He said …".
    fn is_one_of_two(&self, at: usize, gender: Gender, full: &FullNames<'_>) -> bool {
        if !matches!(gender, Gender::He | Gender::She) {
            return false;
        }
        let known = |at: usize| {
            let name = full.canonical(self.names[at].name);
            (name, full.gender(name, self.names[at].gender))
        };
        let other = if self.names[at].joined { at.checked_sub(1) } else { Some(at + 1) };
        let joined = |other: &usize| self.names.get(*other).is_some_and(|named| *other < at || named.joined);
        let Some(other) = other.filter(joined) else { return false };
        let ((one, here), (two, there)) = (known(at), known(other));
        let named = &self.names[other];
        one != two && here == there && named.kind == SpeakerKind::Person && !named.described && !named.owner
    }

    /// The likeliest antecedent of a pronoun among the names before it, with its score.
    fn named_antecedent<'n>(
        &self,
        mention: &Mention,
        paragraph: usize,
        full: &'n FullNames<'_>,
    ) -> Option<(i64, &'n str, SpeakerKind)> {
        let at = mention.span.start();
        let upto = self.names.partition_point(|named| named.name.start() < at);
        let mut best: Option<(i64, &str, SpeakerKind)> = None;
        let mut distance = 0;
        let mut chosen = 0;
        let near = self.names[..upto].iter().zip(&full.of_named[..upto]).enumerate();
        for (at, (named, name)) in near.rev().take(24) {
            let apart = paragraph.saturating_sub(named.paragraph);
            if apart > 3 {
                break;
            }
            let canonical = full.names[*name].canonical;
            let mut name = &full.names[canonical];
            let mut described = named.described;
            let mut kind = named.kind;
            if described && let Some(person) = self.named_by(named, full) {
                // "The Registrar" is the one named before.
                (name, described, kind) = (person, false, SpeakerKind::Person);
            } else if described && (!named.subject || kind == SpeakerKind::Person) {
                continue;
            }
            let gender = if named.gender == Gender::Unknown { name.gender } else { named.gender };
            let several = matches!(mention.gender, Gender::They | Gender::Several);
            let cannot_be_they = several && (named.place || !named.subject);
            if !fits(mention.gender, kind, gender) || cannot_be_they {
                continue;
            }
            if mention.gender == Gender::One && (apart > 1 || !named.subject) {
                continue;
            }
            // A single unknown name that is no subject may be a place: "rents in Hull".
            let single = gender == Gender::Unknown && !described && ends(&name.words).is_none();
            let one = matches!(mention.gender, Gender::He | Gender::She);
            if single && one && (!named.subject || !self.is_surely_name(canonical, full)) {
                continue;
            }
            let sure = gender != Gender::Unknown || mention.gender == Gender::It;
            let score = 100 - NEARER * distance - FARTHER * apart as i64
                + if named.subject { SUBJECT } else { 0 }
                + if sure { SURE } else { 0 }
                - if named.owner { OWNER } else { 0 }
                - if described { DESCRIBED } else { 0 };
            distance += 1;
            if best.is_none_or(|(there, _, _)| score > there) {
                best = Some((score, &name.words, kind));
                chosen = at;
            }
        }
        best.filter(|_| !self.is_one_of_two(chosen, mention.gender, full))
    }
}

/// Whether a pronoun of one gender may refer to a speaker of a kind and gender.
pub(super) fn fits(pronoun: Gender, kind: SpeakerKind, gender: Gender) -> bool {
    let one = matches!(kind, SpeakerKind::Person | SpeakerKind::Anonymous);
    match pronoun {
        Gender::He => one && matches!(gender, Gender::He | Gender::Unknown),
        Gender::She => one && matches!(gender, Gender::She | Gender::Unknown),
        Gender::One => one,
        Gender::It => matches!(kind, SpeakerKind::Organisation | SpeakerKind::Document),
        Gender::They | Gender::Several => matches!(kind, SpeakerKind::Organisation | SpeakerKind::Group),
        Gender::First | Gender::Unknown => false,
    }
}

/// A speaker so far, for pronouns.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spoken<'n> {
    pub(super) name: &'n str,
    pub(super) kind: SpeakerKind,
    pub(super) gender: Gender,
    pub(super) paragraph: usize,
    /// Where the mention starts.
    pub(super) start: usize,
}
