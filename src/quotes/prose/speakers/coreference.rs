//! Who a mention is: family names, pronouns and descriptions are resolved to the fullest name in the document.

use crate::lang::Classes;
use crate::quotes::{Speaker, SpeakerKind};
use crate::text::Span;

use super::super::syntax::index::{ItemId, List, PhraseId, ids};
use super::super::syntax::noun_phrase::{NounPhrase, PhraseKind, is_thing};
use super::super::syntax::paragraph::Paragraph;
use super::super::syntax::people::PeopleWords;
use super::super::syntax::token::{Shape, Tag};
use super::entities::Entities;
use super::kind::is_called_person;
use super::mention::{Gender, Mention, MentionForm, read};
use super::names::{FullNames, Named, ends, tidy};
use super::pronoun::{Spoken, fits};
use super::role::{Position, Rank};
use super::source_mention::{behind_bracket, named_behind, read_source, shares_title};

ids! {
    /// A mention of a speaker in a document.
    MentionId;
}

/// The mentions of a document, in the order of reading.
#[derive(Debug)]
pub(crate) struct Mentions<'a> {
    pub(super) text: &'a str,
    pub(super) people: &'a PeopleWords,
    /// All names, whether they speak or not.
    pub(super) names: Vec<Named>,
    /// Those of speakers, with the numbers of their paragraphs.
    speakers: List<MentionId, (Mention, usize)>,
    /// What people are and where, by the words that name them.
    pub(super) told: Vec<Told>,
    paragraph: usize,
}

/// What the words around a mention tell of somebody.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) name: Span,
    pub(super) position: Position,
    gender: Gender,
    /// Whether it is a name, not a description.
    pub(super) named: bool,
}

/// A speaker with the words that name them.
#[derive(Clone, Debug)]
pub(crate) struct Resolved {
    pub(crate) speaker: Option<Speaker>,
    pub(crate) mention: Option<Span>,
    /// Whether a pronoun was left open.
    pub(crate) open: bool,
}

/// Who spoke so far and what is known of names.
pub(super) struct Resolution<'n> {
    pub(super) full: &'n FullNames<'n>,
    entities: Entities<'n>,
    pub(super) spoken: Vec<Spoken<'n>>,
}

/// Nouns that describe somebody who may be meant by a pronoun later.
const DESCRIBES: Classes = Classes::ROLE.with(Classes::PERSON_NOUN).with(Classes::RESPONDENT).with(Classes::GROUP);

impl<'a> Mentions<'a> {
    pub(crate) fn new(text: &'a str, people: &'a PeopleWords) -> Self {
        Self { text, people, names: Vec::new(), speakers: List::default(), told: Vec::new(), paragraph: 0 }
    }

    /// Whether no speaker is mentioned, so that names do not matter.
    pub(crate) fn is_empty(&self) -> bool {
        self.speakers.is_empty()
    }

    /// Orders names by their paragraphs, after these were read out of order.
    pub(crate) fn sort(&mut self) {
        self.names.sort_by_key(|named| named.paragraph);
        self.told.sort_by_key(|told| told.name.start());
    }

    /// Takes note of the names of a paragraph, given its number and the noun phrases that are sources of cues, in order.
    pub(crate) fn add_names(&mut self, number: usize, paragraph: &Paragraph, sources: &[PhraseId]) {
        self.paragraph = number;
        let (mut meant, mut before): (_, Option<ItemId>) = (None, None);
        for (id, phrase) in paragraph.phrases.list.enumerate() {
            let head = &paragraph.items[phrase.head];
            let sentence = paragraph.sentences[paragraph.sentence_of(phrase.first)];
            let opens = sentence.start == phrase.first;
            let source = sources.binary_search(&id).is_ok();
            let mut subject = opens || source;
            let named = matches!(phrase.kind, PhraseKind::Name | PhraseKind::Possessor) && head.tag == Tag::Name;
            let described = phrase.kind == PhraseKind::Nominal
                && head.classes.any(DESCRIBES)
                && (subject || is_definite_role(paragraph, *phrase));
            if phrase.kind == PhraseKind::Pronoun && opens {
                self.add_statement_of(paragraph, phrase.end, head.classes);
            }
            // "Waters, who is head coach", "Wood was late": a family name that is a noun too.
            if phrase.kind == PhraseKind::Nominal
                && opens
                && phrase.end == phrase.first + 1
                && head.shape.has(Shape::CAPITAL)
            {
                self.add_family_noun(paragraph, *phrase);
            }
            // "Delighted.": one word that is a whole sentence is an exclamation, unless it is a name for sure.
            let exclaimed = opens
                && phrase.end == phrase.first + 1
                && sentence.end == phrase.end + 1
                && paragraph.items.get(phrase.end).is_some_and(|item| item.tag == Tag::Stop)
                && !head.classes.any(Classes::GIVEN_HE | Classes::GIVEN_SHE);
            let behind = named_behind(paragraph, *phrase);
            if subject {
                // "Lund's daughter, Alice, …", "Salt Union (SU) chief Bo Ray …": the name is the subject.
                meant = behind.as_ref().map(|behind| behind.name);
                meant = meant.or_else(|| behind_bracket(paragraph, *phrase).map(|behind| behind.name));
            }
            if let Some(behind) = behind.filter(|behind| behind.position.is_told()) {
                self.told.push(Told {
                    name: behind.name,
                    position: behind.position,
                    gender: behind.gender,
                    named: true,
                });
            }
            if !named && !described || exclaimed || is_thing(&paragraph.items, *phrase) {
                continue;
            }
            let mut mention = read(paragraph, *phrase);
            mention.kind = self.kind_of(&mention);
            subject |= meant == Some(mention.name);
            let joined =
                before.is_some_and(|end| end + 1 == phrase.first && paragraph.items[end].tag == Tag::Conjunction);
            before = Some(phrase.end);
            // "The Registrar": an office with a capital.
            let office = named && mention.form == MentionForm::Definite && !mention.position.role.is_empty();
            if mention.form == MentionForm::Pronoun || named && mention.form != MentionForm::Name && !office {
                continue;
            }
            let described = described || office;
            let particle = mention.form == MentionForm::Name && starts_with_particle(paragraph, *phrase, mention.name);
            self.names.push(Named {
                name: mention.name,
                kind: mention.kind,
                gender: mention.gender,
                subject,
                owner: phrase.kind == PhraseKind::Possessor,
                place: head.classes.any(Classes::PLACE),
                unsure: opens && !source && may_be_several(paragraph, *phrase),
                joined,
                particle,
                described,
                sure: named.then(|| sure_kind(paragraph, *phrase, &mention)).flatten(),
                paragraph: number,
            });
            if !matches!(mention.kind, SpeakerKind::Person | SpeakerKind::Anonymous) {
                continue;
            }
            self.add_told(paragraph, *phrase, mention, named && !office);
        }
    }

    /// Notes what a mention and its sentence tell of somebody.
    fn add_told(&mut self, paragraph: &Paragraph, phrase: NounPhrase, mention: Mention, named: bool) {
        let Mention { name, gender, .. } = mention;
        if mention.position.is_told() && !shares_title(paragraph, phrase, &mention) {
            self.told.push(Told { name, position: mention.position, gender, named });
        }
        if named && phrase.kind == PhraseKind::Name {
            let mut stated = Position::default();
            stated.read_statement(paragraph, phrase.end);
            if stated.is_told() {
                self.told.push(Told { name, position: stated, gender, named });
            }
        }
    }

    /// Notes a common noun that may be a family name, and what its sentence says of whoever has it.
    fn add_family_noun(&mut self, paragraph: &Paragraph, phrase: NounPhrase) {
        let name = paragraph.span(phrase.first);
        let mut stated = Position::default();
        stated.read_statement(paragraph, phrase.end);
        if stated.is_told() {
            self.told.push(Told { name, position: stated, gender: Gender::Unknown, named: false });
        }
        if paragraph.people.is_family_noun(&paragraph.items[phrase.head]) {
            self.names.push(Named {
                name,
                kind: SpeakerKind::Person,
                gender: Gender::Unknown,
                subject: true,
                place: false,
                owner: false,
                unsure: false,
                joined: false,
                particle: false,
                described: true,
                sure: None,
                paragraph: self.paragraph,
            });
        }
    }

    /// Notes what a sentence says of the person named last as a subject in its paragraph: "She was a clerk at the mill."
    fn add_statement_of(&mut self, paragraph: &Paragraph, end: ItemId, pronoun: Classes) {
        if !pronoun.any(Classes::PRONOUN_HE | Classes::PRONOUN_SHE) {
            return;
        }
        let mut stated = Position::default();
        stated.read_statement(paragraph, end);
        let here = |named: &&Named| named.paragraph == self.paragraph && !named.described;
        let person = |named: &&Named| named.kind == SpeakerKind::Person && !named.owner && !named.place;
        let Some(last) = self.names.iter().rev().take_while(here).find(person) else { return };
        if stated.is_told() && fits(gender_of(pronoun), last.kind, last.gender) {
            let (name, gender) = (last.name, last.gender);
            self.told.push(Told { name, position: stated, gender, named: true });
        }
    }

    /// Notes that a noun phrase of the paragraph whose names came last is a speaker.
    pub(crate) fn add_speaker(&mut self, paragraph: &Paragraph, phrase: PhraseId) -> MentionId {
        let mut mention = read_source(paragraph, phrase);
        mention.kind = self.kind_of(&mention);
        self.speakers.push((mention, self.paragraph))
    }

    /// The kind of a mention: "P1", the number of one who was asked, is no acronym of an organisation.
    fn kind_of(&self, mention: &Mention) -> SpeakerKind {
        let number = mention.name.of(self.text).strip_prefix(['P', 'R']);
        let numbered = number.is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()));
        if numbered { SpeakerKind::Anonymous } else { mention.kind }
    }

    /// The speakers of findings, given by their mentions in order of reading.
    pub(crate) fn resolve(&self, mentions: impl Iterator<Item = Option<MentionId>>) -> Vec<Resolved> {
        let names: &[Named] = if self.is_empty() { &[] } else { &self.names };
        let is_name = |mention: &Mention| mention.form == MentionForm::Name;
        let speakers = self.speakers.iter().map(|(mention, _)| mention).filter(|mention| is_name(mention));
        let full = FullNames::of(self.text, names, speakers.map(|mention| mention.name));
        let mut entities = Entities::new(self.text, names, &full, self.people);
        if !self.is_empty() {
            let told = self.told.iter().map(|told| (told.name, &told.position, told.gender));
            let own = self.speakers.iter().filter(|(mention, _)| is_name(mention) && mention.others.is_empty());
            let mut all: Vec<_> =
                told.chain(own.map(|(mention, _)| (mention.name, &mention.position, mention.gender))).collect();
            all.sort_by_key(|(name, ..)| name.start());
            for (name, position, gender) in all {
                let known = full.canonical(name);
                entities.learn(full.of_family(known).unwrap_or(known), position, gender);
            }
            // "Lars Holm of Holm Grain … the broker added": what only a later noun tells.
            let definite = self.speakers.iter().filter(|(mention, _)| mention.form == MentionForm::Definite);
            for (mention, paragraph) in definite.filter(|(mention, _)| mention.position.rank == Rank::Office) {
                if self.goes_on(mention)
                    && let Some(name) = self.spoken_of(mention, *paragraph, &full)
                    && entities.role(name).is_empty()
                {
                    entities.learn(name, &mention.position, Gender::Unknown);
                }
            }
        }
        let mut resolution = Resolution { full: &full, entities, spoken: Vec::new() };
        mentions
            .map(|mention| match mention {
                Some(mention) => self.resolve_one(mention, &mut resolution),
                None => Resolved { speaker: None, mention: None, open: false },
            })
            .collect()
    }

    fn resolve_one<'n>(&'n self, id: MentionId, resolution: &mut Resolution<'n>) -> Resolved {
        let (mention, paragraph) = &self.speakers[id];
        let (full, spoken) = (resolution.full, &resolution.spoken);
        let words = |span: Span| span.of(self.text);
        let found = match mention.form {
            MentionForm::Name => Some((full.canonical(mention.name), mention.kind)),
            MentionForm::Description => match full.of_family(words(mention.name)) {
                Some(person) => Some((person, SpeakerKind::Person)),
                None => Some((words(mention.name), mention.kind)),
            },
            MentionForm::Definite => match self.definite_person(mention, *paragraph, full) {
                Some(person) => Some((person, SpeakerKind::Person)),
                None => {
                    let before = (mention.kind == SpeakerKind::Organisation)
                        .then(|| self.organisation_before(mention, *paragraph, spoken))
                        .flatten();
                    Some((before.unwrap_or_else(|| words(mention.name)), mention.kind))
                }
            },
            MentionForm::Pronoun => self.antecedent(mention, *paragraph, resolution),
        };
        let (name, kind) = found.unwrap_or_else(|| (words(mention.name), mention.kind));
        let unsure = matches!(kind, SpeakerKind::Person | SpeakerKind::Organisation) && mention.others.is_empty();
        let family = mention.form == MentionForm::Name && full.of_family(words(mention.name)) == Some(name);
        let sure = if family { Some(SpeakerKind::Person) } else { full.sure_kind(name) };
        let kind = sure.filter(|_| unsure).unwrap_or(kind);
        let entities = &resolution.entities;
        let own = || mention.position.affiliation.and_then(|span| entities.organisation(span));
        let (mut role, mut affiliation) = (entities.role(name), entities.affiliation(name));
        // "The lifelong Hull resident" is no role of whom it means.
        let meant = mention.form == MentionForm::Pronoun && found.is_some()
            || mention.form == MentionForm::Definite && kind == SpeakerKind::Person;
        if role.is_empty() && !meant || !mention.others.is_empty() {
            role = &mention.position.role;
        }
        if !mention.others.is_empty() {
            affiliation = None;
        }
        let affiliation = affiliation.or_else(own);
        let role: Vec<&str> = role.iter().map(|span| words(*span)).collect();
        let joint = (!mention.others.is_empty()).then(|| full.joint(mention));
        let personal = matches!(kind, SpeakerKind::Person | SpeakerKind::Anonymous | SpeakerKind::Group);
        let speaker = Speaker {
            name: joint.unwrap_or_else(|| tidy(name).into_owned()),
            kind,
            role: (!role.is_empty() && personal).then(|| tidy(&role.join("; ")).into_owned()),
            affiliation,
            respondent: mention.respondent,
        };
        if found.is_some() {
            let gender = full.gender(name, mention.gender);
            let (paragraph, start) = (*paragraph, mention.span.start());
            resolution.spoken.push(Spoken { name, kind, gender, paragraph, start });
        }
        Resolved { speaker: Some(speaker), mention: Some(mention.span), open: found.is_none() }
    }

    /// The person whom the text is about: the only one whom its first paragraph names in full, who is named again later.
    pub(crate) fn main_person(&self) -> Option<Speaker> {
        let person = |named: &&Named| named.kind == SpeakerKind::Person && !named.described && !named.place;
        let full = FullNames::of(self.text, &self.names, std::iter::empty());
        let mut first = self.names.iter().filter(person).filter(|named| named.paragraph == 0);
        let name = full.canonical(first.next()?.name);
        let only = ends(name).is_some() && first.all(|named| full.canonical(named.name) == name);
        let again = |named: &Named| named.paragraph > 0 && full.canonical(named.name) == name;
        if !only || !self.names.iter().any(again) {
            return None;
        }
        let mut entities = Entities::new(self.text, &self.names, &full, self.people);
        for told in &self.told {
            entities.learn(full.canonical(told.name), &told.position, told.gender);
        }
        let role: Vec<&str> = entities.role(name).iter().map(|span| span.of(self.text)).collect();
        Some(Speaker {
            name: tidy(name).into_owned(),
            kind: SpeakerKind::Person,
            role: (!role.is_empty()).then(|| tidy(&role.join("; ")).into_owned()),
            affiliation: entities.affiliation(name),
            respondent: false,
        })
    }
}

/// Whether a phrase points back to somebody in a role: "the registrar".
fn is_definite_role(paragraph: &Paragraph, phrase: NounPhrase) -> bool {
    let (first, head) = (&paragraph.items[phrase.first], &paragraph.items[phrase.head]);
    first.tag == Tag::Determiner && first.classes.any(Classes::DEFINITE) && head.classes.any(Classes::ROLE)
}

/// Whether the verb behind a word may be one for several, so that its capital says nothing: "Loaves will cost".
fn may_be_several(paragraph: &Paragraph, phrase: NounPhrase) -> bool {
    let verb = paragraph.items.get(phrase.end);
    phrase.end == phrase.first + 1
        && verb.is_some_and(|verb| {
            matches!(verb.tag, Tag::Modal)
                || matches!(verb.tag, Tag::Verb | Tag::Auxiliary) && !verb.classes.any(Classes::VERB_ENDING)
        })
}

/// Whether a name begins with a particle: "Al Harthy".
fn starts_with_particle(paragraph: &Paragraph, phrase: NounPhrase, name: Span) -> bool {
    let mut items = phrase.items().into_iter();
    let first = items.find(|at| paragraph.span(*at).start() == name.start());
    first.is_some_and(|first| paragraph.items[first].classes.any(Classes::NAME_PARTICLE))
}

/// The kind that a name and what stands around it leave no doubt of.
fn sure_kind(paragraph: &Paragraph, phrase: NounPhrase, mention: &Mention) -> Option<SpeakerKind> {
    match mention.kind {
        SpeakerKind::Person => {
            let told = mention.position.rank > Rank::None || is_called_person(paragraph, phrase.end);
            told.then_some(SpeakerKind::Person)
        }
        SpeakerKind::Organisation => Some(SpeakerKind::Organisation),
        _ => None,
    }
}

/// The gender of a pronoun for one person.
fn gender_of(pronoun: Classes) -> Gender {
    if pronoun.any(Classes::PRONOUN_HE) { Gender::He } else { Gender::She }
}
