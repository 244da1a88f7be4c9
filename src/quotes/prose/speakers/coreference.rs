//! Who a mention is: family names, pronouns and descriptions are led back to the fullest name in the document.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::lang::{Classes, Language};
use crate::quotes::prose::attribution::reporting_clause::Frames;
use crate::quotes::prose::speakers::mention;
use crate::quotes::prose::speakers::mention::{Gender, Mention, Sort};
use crate::quotes::prose::syntax::noun_phrase::ChunkKind;
use crate::quotes::prose::syntax::paragraph::Paragraph;
use crate::quotes::prose::syntax::token::Tag;
use crate::quotes::{Speaker, SpeakerKind};
use crate::text::Span;

/// A pronoun looks back over so many speakers at the most.
const SPOKEN: usize = 40;

/// What speaks for the antecedent of a pronoun: each fitting name between counts against it, each paragraph between too;
/// that it only owns something too; that it is a subject, that its gender is known, that it spoke last counts for it. Chosen on the learning texts.
const NEARER: i64 = 8;
const FARTHER: i64 = 30;
const SUBJECT: i64 = 30;
const OWNER: i64 = 22;
const SURE: i64 = 18;
const SPOKE: i64 = 126;

/// The number of a mention in its scene.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place(usize);

/// A name that the document mentions, whether it speaks or not.
#[derive(Clone, Copy, Debug)]
struct Named {
    name: Span,
    kind: SpeakerKind,
    gender: Gender,
    /// Whether it begins its sentence or is the source of a cue.
    subject: bool,
    /// Whether it is a place: "Washington" speaks now and then, but nobody calls it "they".
    place: bool,
    /// Whether it only owns something: "Trump" in "Trump's policy".
    owner: bool,
    paragraph: usize,
}

/// All mentions of a document, in the order of reading.
#[derive(Debug)]
pub(crate) struct Scene<'a> {
    text: &'a str,
    names: Vec<Named>,
    mentions: Vec<(Mention, usize)>,
    paragraph: usize,
}

/// A speaker with the words that name them.
#[derive(Clone, Debug)]
pub(crate) struct Resolved {
    pub(crate) speaker: Option<Speaker>,
    pub(crate) mention: Option<Span>,
    /// Whether a pronoun was left open.
    pub(crate) open: bool,
}

impl<'a> Scene<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, names: Vec::new(), mentions: Vec::new(), paragraph: 0 }
    }

    /// Whether nobody was named as a speaker, so that names do not matter.
    pub(crate) fn is_silent(&self) -> bool {
        self.mentions.is_empty()
    }

    /// Names in order of their places, after paragraphs were read out of order.
    pub(crate) fn sort(&mut self) {
        self.names.sort_by_key(|named| named.paragraph);
    }

    /// Takes note of the names of a paragraph, given its number.
    pub(crate) fn paragraph(&mut self, number: usize, paragraph: &Paragraph, frames: &Frames) {
        self.paragraph = number;
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
                owner: chunk.kind == ChunkKind::Possessor,
                place: paragraph.items[chunk.head].classes.any(Classes::PLACE),
                paragraph: self.paragraph,
            });
        }
    }

    /// The mention that a noun phrase is.
    pub(crate) fn place(&mut self, paragraph: &Paragraph, frames: &Frames, chunk: usize) -> Place {
        let mention = mention::read_source(paragraph, frames, chunk);
        self.mentions.push((mention, self.paragraph));
        Place(self.mentions.len() - 1)
    }

    /// The speakers of findings, given by their mentions in order of reading.
    pub(crate) fn resolve(&self, language: &Language, places: impl Iterator<Item = Option<Place>>) -> Vec<Resolved> {
        let full = FullNames::of(self);
        let mut known: FxHashMap<&str, Span> = FxHashMap::default();
        for (mention, _) in &self.mentions {
            if let (Sort::Name, Some(affiliation)) = (mention.sort, mention.affiliation) {
                known.entry(full.canonical(self.text, mention.name)).or_insert(affiliation);
            }
        }
        let mut spoken: Vec<Spoken<'_>> = Vec::new();
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
                    Sort::Description => (words(mention.name), mention.kind),
                    Sort::Definite => {
                        let back = (mention.kind == SpeakerKind::Organisation)
                            .then(|| self.organisation_before(mention, *paragraph, &spoken))
                            .flatten();
                        (back.unwrap_or_else(|| words(mention.name)), mention.kind)
                    }
                    Sort::Pronoun => match self.antecedent(mention, *paragraph, &spoken, &full) {
                        Some(found) => found,
                        None => {
                            open = true;
                            (words(mention.name), mention.kind)
                        }
                    },
                };
                let affiliation = mention.affiliation.or_else(|| known.get(name).copied());
                let role: Vec<&str> = mention.role.iter().map(|span| words(*span)).collect();
                let joint = (!mention.others.is_empty()).then(|| full.joint(self.text, mention));
                let speaker = Speaker {
                    name: joint.unwrap_or_else(|| tidy(name).into_owned()),
                    kind,
                    role: (!role.is_empty()).then(|| tidy(&role.join("; ")).into_owned()),
                    affiliation: affiliation.map(|span| tidy(words(span)).into_owned()),
                    respondent: mention.respondent,
                };
                if !open {
                    let gender = full.gender(name, mention.gender);
                    spoken.push(Spoken { name, kind, gender, paragraph: *paragraph, start: mention.span.start() });
                }
                Resolved { speaker: Some(speaker), mention: Some(mention.span), open }
            })
            .collect()
    }

    /// Who a pronoun stands for: of those named before it in this paragraph and the two before, a fitting one that speaks or is a
    /// subject, the nearest first.
    fn antecedent<'n>(
        &self,
        mention: &Mention,
        paragraph: usize,
        spoken: &[Spoken<'n>],
        full: &'n FullNames<'_>,
    ) -> Option<(&'n str, SpeakerKind)> {
        let fits = |kind: SpeakerKind, gender: Gender| match mention.gender {
            Gender::He => kind == SpeakerKind::Person && matches!(gender, Gender::He | Gender::Unknown),
            Gender::She => kind == SpeakerKind::Person && matches!(gender, Gender::She | Gender::Unknown),
            Gender::It => kind == SpeakerKind::Organisation,
            Gender::They => matches!(kind, SpeakerKind::Organisation | SpeakerKind::Group),
            Gender::First | Gender::Unknown => false,
        };
        let at = mention.span.start();
        let upto = self.names.partition_point(|named| named.name.start() < at);
        let mut best: Option<(i64, &str, SpeakerKind)> = None;
        let mut distance = 0;
        for (named, name) in self.names[..upto].iter().zip(&full.of_named[..upto]).rev().take(24) {
            let apart = paragraph.saturating_sub(named.paragraph);
            if apart > 3 {
                break;
            }
            let name = full.names[*name].canonical;
            let gender = match named.gender {
                Gender::Unknown => full.names[name].gender,
                gender => gender,
            };
            if !fits(named.kind, gender) || mention.gender == Gender::They && (named.place || !named.subject) {
                continue;
            }
            // A single unknown name that is no subject may be a place: "rents in Hull".
            let single = gender == Gender::Unknown && ends(&full.names[name].words).is_none();
            if single && !named.subject && matches!(mention.gender, Gender::He | Gender::She) {
                continue;
            }
            let sure = gender != Gender::Unknown || mention.gender == Gender::It;
            let score = 100 - NEARER * distance - FARTHER * apart as i64
                + if named.subject { SUBJECT } else { 0 }
                + if sure { SURE } else { 0 }
                - if named.owner { OWNER } else { 0 };
            distance += 1;
            if best.is_none_or(|(there, _, _)| score > there) {
                best = Some((score, &full.names[name].words, named.kind));
            }
        }
        // Whoever spoke last is the likeliest to go on.
        if let Some(speaker) =
            spoken.iter().rev().take(SPOKEN).find(|speaker| speaker.start < at && fits(speaker.kind, speaker.gender))
        {
            let apart = paragraph.saturating_sub(speaker.paragraph);
            let score = SPOKE - FARTHER * apart as i64 + if speaker.gender == Gender::Unknown { 0 } else { SURE };
            if apart <= 4 && best.is_none_or(|(there, _, _)| score > there) {
                best = Some((score, speaker.name, speaker.kind));
            }
        }
        best.map(|(_, name, kind)| (name, kind))
    }

    /// The organisation that "the company" points back to: the last one named or quoted in this paragraph or the one before.
    fn organisation_before<'n>(&self, mention: &Mention, paragraph: usize, spoken: &[Spoken<'n>]) -> Option<&'n str>
    where
        'a: 'n,
    {
        let at = mention.span.start();
        if let Some(last) = spoken.iter().rev().take(SPOKEN).find(|speaker| {
            speaker.start < at && speaker.kind == SpeakerKind::Organisation && speaker.paragraph == paragraph
        }) {
            return Some(last.name);
        }
        let upto = self.names.partition_point(|named| named.name.start() < at);
        let subject =
            |named: &&Named| named.kind == SpeakerKind::Organisation && named.subject && named.paragraph == paragraph;
        self.names[..upto].iter().rev().take(8).find(subject).map(|named| named.name.of(self.text))
    }
}

/// A speaker so far, for pronouns.
#[derive(Clone, Copy, Debug)]
struct Spoken<'n> {
    name: &'n str,
    kind: SpeakerKind,
    gender: Gender,
    paragraph: usize,
    /// Where the mention starts.
    start: usize,
}

/// One line, single blanks.
fn tidy(text: &str) -> Cow<'_, str> {
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

/// The names of a document, each once, with the full name that it stands for.
#[derive(Debug, Default)]
struct FullNames<'a> {
    names: Vec<Name<'a>>,
    /// The number in `names` of each of the scene's names.
    of_named: Vec<usize>,
    numbers: FxHashMap<Cow<'a, str>, usize>,
}

/// A name in one form.
#[derive(Debug)]
struct Name<'a> {
    words: Cow<'a, str>,
    /// The fullest form of it, as a number.
    canonical: usize,
    gender: Gender,
}

/// At most so many full names share a family name.
const NAMESAKES: usize = 16;

impl<'a> FullNames<'a> {
    fn of(scene: &Scene<'a>) -> Self {
        let mut full = Self::default();
        if scene.mentions.is_empty() {
            return full;
        }
        for named in &scene.names {
            let number = full.number(scene.text, named.name);
            full.of_named.push(number);
        }
        for (mention, _) in &scene.mentions {
            if mention.sort == Sort::Name {
                full.number(scene.text, mention.name);
            }
        }
        full.lead_back(scene);
        let persons = || {
            let person = |named: &&Named| named.kind == SpeakerKind::Person && named.gender != Gender::Unknown;
            scene.names.iter().enumerate().filter(move |(_, named)| person(named))
        };
        for (at, named) in persons() {
            let name = &mut full.names[full.of_named[at]];
            if name.gender == Gender::Unknown && ends(&name.words).is_some() {
                name.gender = named.gender;
            }
        }
        // "Mr. Clinton" tells the gender of whoever bears the name, where only one does.
        for (at, named) in persons() {
            let canonical = full.names[full.of_named[at]].canonical;
            let name = &mut full.names[canonical];
            if name.gender == Gender::Unknown {
                name.gender = named.gender;
            }
        }
        full
    }

    fn number(&mut self, text: &'a str, name: Span) -> usize {
        let words = tidy(name.of(text));
        let next = self.names.len();
        let number = *self.numbers.entry(words.clone()).or_insert(next);
        if number == next {
            self.names.push(Name { words, canonical: next, gender: Gender::Unknown });
        }
        number
    }

    /// Finds the fullest form of every name.
    fn lead_back(&mut self, scene: &Scene<'_>) {
        // Family name (or, for names that begin with it, the first word) → the full names with it, in order of appearance.
        let mut by_family: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
        let parts: Vec<Option<(&str, &str)>> = self.names.iter().map(|name| ends(&name.words)).collect();
        for (named, number) in scene.names.iter().zip(&self.of_named) {
            let Some((first, last)) = parts[*number].filter(|_| named.kind == SpeakerKind::Person) else { continue };
            for key in [last, first] {
                let list = by_family.entry(key).or_default();
                if list.len() < NAMESAKES && !list.contains(number) {
                    list.push(*number);
                }
            }
        }
        let canonical = |number: usize| {
            if let Some((first, last)) = parts[number] {
                // "Donald J. Trump" and "Donald Trump" are one; the first form met stands.
                let list = by_family.get(last)?;
                return list.iter().find(|other| parts[**other] == Some((first, last)));
            }
            let name: &str = &self.names[number].words;
            let list = by_family.get(name)?;
            // A family name stands at the end; where names put it first, at the beginning. Where several people bear the
            // name, the first named is the one whom the family name alone means.
            list.iter().find(|other| parts[**other].is_some_and(|(_, last)| last == name)).or(list.first())
        };
        let found: Vec<usize> =
            (0..self.names.len()).map(|number| canonical(number).copied().unwrap_or(number)).collect();
        for (name, canonical) in self.names.iter_mut().zip(found) {
            name.canonical = canonical;
        }
    }

    /// The fullest form of a name that the scene holds.
    fn canonical(&self, text: &'a str, name: Span) -> &str {
        let words = name.of(text);
        self.numbers.get(&tidy(words)).map_or(words, |number| &self.names[self.names[*number].canonical].words)
    }

    /// The fullest forms of names that speak together, joined as the text joins them.
    fn joint(&self, text: &'a str, mention: &Mention) -> String {
        let mut joined = tidy(self.canonical(text, mention.name)).into_owned();
        let mut last = mention.name;
        for other in &mention.others {
            let between = text.get(last.end()..other.start()).unwrap_or_default();
            for word in between.split_whitespace().take(1).chain([&*tidy(self.canonical(text, *other))]) {
                joined.push(' ');
                joined.push_str(word);
            }
            last = *other;
        }
        joined
    }

    /// The gender that a mention tells, or else the one that is known of the name.
    fn gender(&self, name: &str, told: Gender) -> Gender {
        match told {
            Gender::Unknown => self.numbers.get(name).map_or(Gender::Unknown, |number| self.names[*number].gender),
            told => told,
        }
    }
}

/// First and last word of a tidy name of two words or more, without suffixes.
fn ends(name: &str) -> Option<(&str, &str)> {
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
