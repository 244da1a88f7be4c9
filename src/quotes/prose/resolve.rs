//! Who a mention is: family names, pronouns and descriptions are led back to the fullest name in the document.

use std::collections::BTreeMap;

use super::chunk::{Chunk, ChunkKind};
use super::frame::Frames;
use super::mention::{self, Gender, Mention, Sort};
use super::paragraph::Paragraph;
use super::token::Tag;
use crate::lang::Language;
use crate::quotes::{Speaker, SpeakerKind};
use crate::text::Span;

/// A pronoun looks back over so many speakers at the most.
const SPOKEN: usize = 40;

/// The number of a mention in its scene.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place(usize);

/// A name that the document mentions, whether it speaks or not.
#[derive(Clone, Copy, Debug)]
struct Named {
    name: Span,
    kind: SpeakerKind,
    gender: Gender,
    /// Whether it begins its sentence or is the source of a cue.
    subject: bool,
    paragraph: usize,
}

/// All mentions of a document, in the order of reading.
#[derive(Debug)]
pub(super) struct Scene<'a> {
    text: &'a str,
    names: Vec<Named>,
    mentions: Vec<(Mention, usize)>,
    paragraph: usize,
}

/// A speaker with the words that name them.
#[derive(Clone, Debug)]
pub(super) struct Resolved {
    pub(super) speaker: Option<Speaker>,
    pub(super) mention: Option<Span>,
    /// Whether a pronoun was left open.
    pub(super) open: bool,
}

impl<'a> Scene<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, names: Vec::new(), mentions: Vec::new(), paragraph: 0 }
    }

    /// Takes note of the names of a paragraph.
    pub(super) fn paragraph(&mut self, paragraph: &Paragraph, frames: &Frames) {
        self.paragraph += 1;
        let mut sources: Vec<usize> = frames.frames.iter().filter_map(|frame| frame.source).collect();
        sources.sort_unstable();
        for (number, chunk) in frames.chunks.iter().enumerate() {
            if !matches!(chunk.kind, ChunkKind::Name | ChunkKind::Possessor)
                || paragraph.items[chunk.head].tag != Tag::Name
            {
                continue;
            }
            let mention = mention::read(paragraph, frames, *chunk);
            if mention.sort != Sort::Name {
                continue;
            }
            let starts = paragraph.sentences.binary_search_by_key(&chunk.first, |sentence| sentence.0).is_ok();
            let subject = starts || sources.binary_search(&number).is_ok();
            self.names.push(Named {
                name: mention.name,
                kind: mention.kind,
                gender: mention.gender,
                subject,
                paragraph: self.paragraph,
            });
        }
    }

    /// The mention that a noun phrase is.
    pub(super) fn place(&mut self, paragraph: &Paragraph, frames: &Frames, chunk: usize) -> Place {
        let chunk: Chunk = frames.chunks[chunk];
        let mention = mention::read(paragraph, frames, chunk);
        self.mentions.push((mention, self.paragraph));
        Place(self.mentions.len() - 1)
    }

    /// The speakers of findings, given by their mentions in order of reading.
    pub(super) fn resolve(&self, language: &Language, places: impl Iterator<Item = Option<Place>>) -> Vec<Resolved> {
        let full = FullNames::of(self);
        let mut known: BTreeMap<String, Span> = BTreeMap::new();
        for (mention, _) in &self.mentions {
            if let (Sort::Name, Some(affiliation)) = (mention.sort, mention.affiliation) {
                known.entry(full.canonical(self.text, mention.name)).or_insert(affiliation);
            }
        }
        // Speakers so far, for pronouns: the canonical name, its kind and gender, the paragraph.
        let mut spoken: Vec<(String, SpeakerKind, Gender, usize, usize)> = Vec::new();
        let _ = language;
        places
            .map(|place| {
                let Some(Place(at)) = place else {
                    return Resolved { speaker: None, mention: None, open: false };
                };
                let (mention, paragraph) = &self.mentions[at];
                let words = |span: Span| span.of(self.text);
                let mut open = false;
                let (name, kind) = match mention.sort {
                    Sort::Name => (full.canonical(self.text, mention.name), mention.kind),
                    Sort::Description => (words(mention.name).to_owned(), mention.kind),
                    Sort::Definite => {
                        let back = (mention.kind == SpeakerKind::Organisation)
                            .then(|| self.organisation_before(mention, *paragraph, &spoken))
                            .flatten();
                        (back.unwrap_or_else(|| words(mention.name).to_owned()), mention.kind)
                    }
                    Sort::Pronoun => match self.antecedent(mention, *paragraph, &spoken, &full) {
                        Some(found) => found,
                        None => {
                            open = true;
                            (words(mention.name).to_owned(), mention.kind)
                        }
                    },
                };
                let affiliation = mention.affiliation.or_else(|| known.get(&name).copied());
                let role: Vec<&str> = mention.role.iter().map(|span| words(*span)).collect();
                let speaker = Speaker {
                    name: tidy(&name),
                    kind,
                    role: (!role.is_empty()).then(|| tidy(&role.join("; "))),
                    affiliation: affiliation.map(|span| tidy(words(span))),
                    respondent: mention.respondent,
                };
                if !open {
                    spoken.push((name, kind, mention.gender, *paragraph, mention.span.start()));
                }
                Resolved { speaker: Some(speaker), mention: Some(mention.span), open }
            })
            .collect()
    }

    /// Who a pronoun stands for: of those named before it in this paragraph and the two before, a fitting one that speaks or is a
    /// subject, the nearest first.
    fn antecedent(
        &self,
        mention: &Mention,
        paragraph: usize,
        spoken: &[(String, SpeakerKind, Gender, usize, usize)],
        full: &FullNames,
    ) -> Option<(String, SpeakerKind)> {
        let fits = |kind: SpeakerKind, gender: Gender| match mention.gender {
            Gender::He => kind == SpeakerKind::Person && matches!(gender, Gender::He | Gender::Unknown),
            Gender::She => kind == SpeakerKind::Person && matches!(gender, Gender::She | Gender::Unknown),
            Gender::It => kind == SpeakerKind::Organisation,
            Gender::They => matches!(kind, SpeakerKind::Organisation | SpeakerKind::Group),
            Gender::First | Gender::Unknown => false,
        };
        let at = mention.span.start();
        let upto = self.names.partition_point(|named| named.name.start() < at);
        let mut best: Option<(i64, String, SpeakerKind)> = None;
        for (distance, named) in self.names[..upto].iter().rev().take(24).enumerate() {
            let apart = paragraph.saturating_sub(named.paragraph);
            if apart > 3 {
                break;
            }
            let name = full.canonical(self.text, named.name);
            let gender = match named.gender {
                Gender::Unknown => full.gender(&name),
                gender => gender,
            };
            if !fits(named.kind, gender) {
                continue;
            }
            let sure = gender != Gender::Unknown || mention.gender == Gender::It;
            let score = 100 - 8 * distance as i64 - 14 * apart as i64
                + if named.subject { 30 } else { 0 }
                + if sure { 24 } else { 0 };
            if best.as_ref().is_none_or(|(there, _, _)| score > *there) {
                best = Some((score, name, named.kind));
            }
        }
        // Whoever spoke last is the likeliest to go on.
        if let Some((name, kind, gender, there, _)) = spoken.iter().rev().take(SPOKEN).find(|speaker| {
            let gender = match speaker.2 {
                Gender::Unknown => full.gender(&speaker.0),
                gender => gender,
            };
            speaker.4 < at && fits(speaker.1, gender)
        }) {
            let apart = paragraph.saturating_sub(*there);
            let gender = if *gender == Gender::Unknown { full.gender(name) } else { *gender };
            let score = 118 - 14 * apart as i64 + if gender == Gender::Unknown { 0 } else { 24 };
            if apart <= 4 && best.as_ref().is_none_or(|(there, _, _)| score > *there) {
                best = Some((score, name.clone(), *kind));
            }
        }
        best.map(|(_, name, kind)| (name, kind))
    }

    /// The organisation that "the company" points back to: the last one named or quoted in this paragraph or the one before.
    fn organisation_before(
        &self,
        mention: &Mention,
        paragraph: usize,
        spoken: &[(String, SpeakerKind, Gender, usize, usize)],
    ) -> Option<String> {
        let at = mention.span.start();
        if let Some(last) = spoken
            .iter()
            .rev()
            .take(SPOKEN)
            .find(|speaker| speaker.4 < at && speaker.1 == SpeakerKind::Organisation && speaker.3 == paragraph)
        {
            return Some(last.0.clone());
        }
        let upto = self.names.partition_point(|named| named.name.start() < at);
        let subject =
            |named: &&Named| named.kind == SpeakerKind::Organisation && named.subject && named.paragraph == paragraph;
        self.names[..upto].iter().rev().take(8).find(subject).map(|named| named.name.of(self.text).to_owned())
    }
}

/// One line, single blanks.
fn tidy(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").trim_matches([',', ' ']).to_owned()
}

/// The full names of persons in a document by family name.
#[derive(Debug, Default)]
struct FullNames {
    /// Family name (or, for names that begin with it, the first word) → the full names with it, in order of appearance.
    by_family: BTreeMap<String, Vec<String>>,
    genders: BTreeMap<String, Gender>,
}

impl FullNames {
    fn of(scene: &Scene<'_>) -> Self {
        let mut full = Self::default();
        if scene.mentions.is_empty() {
            return full;
        }
        for named in &scene.names {
            if named.kind != SpeakerKind::Person {
                continue;
            }
            let name = tidy(named.name.of(scene.text));
            let Some((first, last)) = ends(&name) else { continue };
            for key in [last, first] {
                let list = full.by_family.entry(key.to_owned()).or_default();
                if list.len() < 16 && !list.contains(&name) {
                    list.push(name.clone());
                }
            }
            if named.gender != Gender::Unknown {
                full.genders.entry(name.clone()).or_insert(named.gender);
            }
        }
        // "Mr. Clinton" tells the gender of whoever bears the name, where only one does.
        for named in
            scene.names.iter().filter(|named| named.kind == SpeakerKind::Person && named.gender != Gender::Unknown)
        {
            let name = full.canonical(scene.text, named.name);
            full.genders.entry(name).or_insert(named.gender);
        }
        full
    }

    /// The fullest form of a name.
    fn canonical(&self, text: &str, name: Span) -> String {
        let name = tidy(name.of(text));
        if let Some((first, last)) = ends(&name) {
            // "Donald J. Trump" and "Donald Trump" are one; the first form met stands.
            let same = self
                .by_family
                .get(last)
                .and_then(|list| list.iter().find(|other| ends(other).is_some_and(|ends| ends == (first, last))));
            return same.cloned().unwrap_or(name);
        }
        let Some(list) = self.by_family.get(&name) else { return name };
        // A family name stands at the end; where names put it first, at the beginning.
        let at_end: Vec<&String> =
            list.iter().filter(|other| ends(other).is_some_and(|(_, last)| last == name)).collect();
        match at_end[..] {
            [only] => only.clone(),
            [] => list.first().cloned().unwrap_or(name),
            // Several people bear the name: the first named is the one whom the family name alone means.
            [first, ..] => first.clone(),
        }
    }

    fn gender(&self, name: &str) -> Gender {
        self.genders.get(name).copied().unwrap_or(Gender::Unknown)
    }
}

/// First and last word of a name of two words or more, without suffixes.
fn ends(name: &str) -> Option<(&str, &str)> {
    let words: Vec<&str> = name
        .split_whitespace()
        .map(|word| word.trim_end_matches(','))
        .filter(|word| !matches!(*word, "Jr." | "Jr" | "Sr." | "Sr" | "II" | "III" | "IV"))
        .collect();
    match words[..] {
        [first, .., last] => Some((first, last)),
        _ => None,
    }
}
