//! Noun phrases of a sentence: who could be a speaker.

use crate::lang::{Classes, VerbClass, Writing};

use super::super::model::features::numbered;
use super::index::{Id, Ids, ItemId, List, PhraseId, SentenceId};
use super::token::{Items, Shape, Tag, Token};

numbered! {
    /// What kind of noun phrase.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub(crate) enum PhraseKind {
        Pronoun = 0,
        /// "her" in "her claim".
        Possessive = 1,
        /// "Trump" in "Trump's claim".
        Possessor = 2,
        Name = 3,
        /// Headed by a common noun.
        Nominal = 4,
        /// A quoted span as a noun.
        Quoted = 5,
        /// "who" in "a nurse, who said that …".
        Relative = 6,
    }
}

/// A noun phrase without what is attached behind it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NounPhrase {
    pub(crate) first: ItemId,
    /// The item behind its last one.
    pub(crate) end: ItemId,
    /// The head noun, or the last name.
    pub(crate) head: ItemId,
    pub(crate) kind: PhraseKind,
}

impl NounPhrase {
    pub(crate) fn items(&self) -> Ids<ItemId> {
        Ids::new(self.first, self.end)
    }

    fn of_one(item: ItemId, kind: PhraseKind) -> Self {
        Self { first: item, end: item + 1, head: item, kind }
    }
}

/// Whether a phrase names a thing or a time, nobody who speaks: "two years", "the lift", "July 9".
pub(crate) fn is_thing(items: &Items, phrase: NounPhrase) -> bool {
    let head = &items[phrase.head];
    if head.classes.any(Classes::WEEKDAY | Classes::MONTH) {
        // "May said", "April May"; not "in May".
        let before = phrase.first.checked_sub(1).map(|before| items[before].tag);
        let given = |item: &Token| item.classes.any(Classes::GIVEN_HE | Classes::GIVEN_SHE);
        let timed =
            before == Some(Tag::Preposition) || items[phrase.items()].iter().any(|item| item.tag == Tag::Number);
        return timed && phrase.items().len() <= 2 || !items[phrase.items()].iter().any(given);
    }
    let speaks = |item: &Token| item.tag == Tag::Name || item.classes.any(Classes::PEOPLE);
    // "Sixty percent said": a number by itself counts people, unless it is a time.
    let counts = head.tag == Tag::Number
        && phrase.first.checked_sub(1).is_none_or(|before| items[before].tag != Tag::Preposition);
    phrase.kind == PhraseKind::Nominal
        && !counts
        && matches!(head.tag, Tag::Noun | Tag::Number | Tag::Adjective)
        && !head.classes.any(Classes::PEOPLE | Classes::DOCUMENT)
        && !items[phrase.items()].iter().any(speaks)
}

/// The noun phrases of a paragraph, in order.
#[derive(Debug, Default)]
pub(crate) struct Phrases {
    pub(crate) list: List<PhraseId, NounPhrase>,
    /// Those of each sentence.
    pub(crate) of_sentence: List<SentenceId, Ids<PhraseId>>,
}

impl Phrases {
    /// Finds the noun phrases of all sentences.
    pub(crate) fn find(&mut self, items: &Items, sentences: &List<SentenceId, Ids<ItemId>>, writing: Writing) {
        self.list.clear();
        self.of_sentence.clear();
        for &sentence in sentences.iter() {
            let first = self.list.end();
            let finder = Finder { items, sentence, capitalised_nouns: writing.capitalised_nouns };
            finder.find(&mut self.list);
            self.of_sentence.push(Ids::new(first, self.list.end()));
        }
    }

    /// The first that begins at an item or behind it.
    pub(crate) fn from(&self, item: ItemId) -> PhraseId {
        self.list.partition_point(|phrase| phrase.first < item)
    }

    /// The one that begins at an item, without what is possessed.
    pub(crate) fn at(&self, item: ItemId) -> Option<NounPhrase> {
        self.list.get(self.from(item)).copied().filter(|phrase| phrase.first == item)
    }

    /// The one that begins at an item, with what is possessed: "my shift".
    pub(crate) fn whole_at(&self, item: ItemId) -> Option<NounPhrase> {
        let id = self.from(item);
        let found = self.list.get(id).copied().filter(|phrase| phrase.first == item)?;
        let owner = matches!(found.kind, PhraseKind::Possessive | PhraseKind::Possessor);
        let whole = self.list.get(id + 1).copied().filter(|whole| owner && whole.first == item);
        Some(whole.unwrap_or(found))
    }

    /// Those that begin between two items.
    pub(crate) fn between(&self, from: ItemId, to: ItemId) -> &[NounPhrase] {
        let start = self.list.partition_point(|phrase| phrase.first <= from);
        let end = self.list.partition_point(|phrase| phrase.first < to);
        &self.list[start..end.max(start)]
    }
}

/// Finds the noun phrases of a sentence.
struct Finder<'a> {
    items: &'a Items,
    sentence: Ids<ItemId>,
    /// Whether every noun has a capital: small words come only at the front of a phrase, and a noun behind a noun or a name
    /// begins another one ("sagte Müller Journalisten") unless it continues a title.
    capitalised_nouns: bool,
}

/// A noun phrase up to some item.
struct Open {
    /// Where the reading began; a phrase behind a possessor begins there too.
    first: ItemId,
    at: ItemId,
    head: Option<ItemId>,
    ends_in_name: bool,
}

impl Open {
    fn head(&mut self, ends_in_name: bool) {
        self.head = Some(self.at);
        self.ends_in_name = ends_in_name;
        self.at += 1;
    }
}

impl Finder<'_> {
    fn find(&self, found: &mut List<PhraseId, NounPhrase>) {
        let mut at = self.sentence.start;
        while at < self.sentence.end {
            match self.items[at].tag {
                Tag::Pronoun | Tag::ObjectPronoun => {
                    found.push(NounPhrase::of_one(at, PhraseKind::Pronoun));
                    at += 1;
                }
                Tag::Relative if at > self.sentence.start && !self.capitalised_nouns => {
                    found.push(NounPhrase::of_one(at, PhraseKind::Relative));
                    at += 1;
                }
                // Where all nouns have capitals, a possessive is a speaker only before a noun of saying: "ihrer Ansicht nach".
                Tag::Possessive if self.capitalised_nouns && !self.has_class(at + 1, Classes::SPEECH_NOUN) => {
                    at = self.phrase(at, found);
                }
                Tag::Possessive => {
                    found.push(NounPhrase::of_one(at, PhraseKind::Possessive));
                    at = self.phrase(at, found);
                }
                // "Has enraged the minister": a verb that the tables do not hold.
                Tag::Word
                    if !self.capitalised_nouns
                        && at > self.sentence.start
                        && self.items[at - 1].tag == Tag::Auxiliary
                        && self.items[at].classes.any(Classes::VERB_ENDING) =>
                {
                    at += 1;
                }
                Tag::Determiner | Tag::Number | Tag::Adjective | Tag::Noun | Tag::Name | Tag::Word => {
                    at = self.phrase(at, found);
                }
                Tag::Quoted => {
                    found.push(NounPhrase::of_one(at, PhraseKind::Quoted));
                    at += 1;
                }
                _ => at += 1,
            }
        }
    }

    fn has_class(&self, at: ItemId, class: Classes) -> bool {
        self.items.get(at).is_some_and(|item| item.classes.any(class))
    }

    fn is_inside(&self, at: ItemId) -> bool {
        at < self.sentence.end
    }

    /// Reads a noun phrase that begins at an item; returns where reading goes on.
    fn phrase(&self, first: ItemId, found: &mut List<PhraseId, NounPhrase>) -> ItemId {
        let items = self.items;
        let mut open = Open { first, at: first, head: None, ends_in_name: false };
        // "all of the", "one of his": determiners, numbers and possessives in front.
        while self.is_inside(open.at) && matches!(items[open.at].tag, Tag::Determiner | Tag::Possessive | Tag::Number) {
            // "In 1961 the firm left."
            if items[open.at].tag == Tag::Determiner && open.head.is_some() && !self.capitalised_nouns {
                break;
            }
            if items[open.at].tag == Tag::Number {
                open.head = Some(open.at);
            }
            open.at += 1;
        }
        while self.is_inside(open.at) {
            if items[open.at].tag == Tag::Clitic {
                if let Some(head) = open.head {
                    found.push(NounPhrase { first, end: open.at, head, kind: PhraseKind::Possessor });
                }
                // What is possessed goes on as a phrase of its own that begins with the possessor.
                open = Open { at: open.at + 1, head: None, ends_in_name: false, ..open };
            } else if !self.takes(&mut open) {
                break;
            }
        }
        if let Some(head) = open.head {
            let kind = if items[head].tag == Tag::Name { PhraseKind::Name } else { PhraseKind::Nominal };
            found.push(NounPhrase { first, end: open.at, head, kind });
        } else if self.is_source_in_small(first, open.at) {
            found.push(NounPhrase { first, end: open.at, head: first, kind: PhraseKind::Name });
        } else if open.at > first && self.stands_alone(first, open.at) {
            found.push(NounPhrase { first, end: open.at, head: first, kind: PhraseKind::Pronoun });
        }
        open.at.max(first + 1)
    }

    /// "Laut example.org": a word behind what names a source is its name, however it is written.
    fn is_source_in_small(&self, first: ItemId, end: ItemId) -> bool {
        let according = |item: &Token| item.verb.is_some_and(|verb| verb.class == VerbClass::According);
        self.capitalised_nouns
            && end == first + 1
            && self.items[first].tag == Tag::Word
            && first.checked_sub(1).is_some_and(|before| according(&self.items[before]))
    }

    /// "the", "some", "both" alone mean people or things.
    fn stands_alone(&self, first: ItemId, end: ItemId) -> bool {
        self.items[first].tag == Tag::Determiner
            && self.items[first].classes.any(Classes::PRONOUN_INDEFINITE)
            && !(self.capitalised_nouns && self.is_object(end))
    }

    /// Takes the next item into a phrase, if it belongs to it.
    fn takes(&self, open: &mut Open) -> bool {
        let item = &self.items[open.at];
        let head = open.head.map(|head| &self.items[head]);
        match item.tag {
            // "Moss first asked for it": no part of the name.
            Tag::Number
                if open.ends_in_name && item.classes.any(Classes::NUMBER) && !item.shape.has(Shape::CAPITAL) =>
            {
                return false;
            }
            // "NASA planetary scientist Ines Roth", "the French foreign minister": what describes a noun for a role.
            Tag::Adjective | Tag::Word if open.ends_in_name && self.describes_role(open) => {
                open.ends_in_name = false;
                open.at += 1;
            }
            Tag::Adjective | Tag::Number => {
                if head.is_some() && (open.ends_in_name || self.capitalised_nouns) && item.tag == Tag::Adjective {
                    return false;
                }
                if item.tag == Tag::Number && head.is_none() {
                    open.head = Some(open.at);
                }
                // "An August 2025 survey": a date in front of a noun.
                if item.tag == Tag::Number && head.is_some_and(|head| head.classes.any(Classes::MONTH)) {
                    open.ends_in_name = false;
                }
                open.at += 1;
            }
            Tag::Noun if self.capitalised_nouns && head.is_some_and(closes_phrase) => return false,
            // "Ida Moss left the room."
            Tag::Noun
                if open.ends_in_name
                    && item.classes.any(Classes::VERB)
                    && !item.shape.has(Shape::CAPITAL)
                    && self.looks_like_verb(open.at) =>
            {
                return false;
            }
            Tag::Noun => open.head(false),
            Tag::Name if self.capitalised_nouns && head.is_some_and(takes_no_name) => return false,
            Tag::Name if self.is_time(open) => return false,
            Tag::Name => open.head(true),
            _ if self.is_particle(open) => open.at += 1,
            Tag::Word if self.capitalised_nouns => {
                if head.is_some() {
                    return false;
                }
                open.at += 1;
            }
            Tag::Word => {
                if head.is_some() && (open.ends_in_name || self.looks_like_verb(open.at)) {
                    return false;
                }
                // The phrase still ends in a name where a word only follows its beginning.
                open.head(open.ends_in_name);
            }
            _ => return self.takes_link(open),
        }
        true
    }

    /// Takes what joins two parts of a name: a dash, a comma before "Jr.", "of", "and".
    fn takes_link(&self, open: &mut Open) -> bool {
        let Open { first, at, ends_in_name, .. } = *open;
        let item = &self.items[at];
        match item.tag {
            Tag::Dash => {
                let glued = |at: ItemId| self.is_inside(at) && !self.items[at].shape.has(Shape::SPACED);
                if !glued(at) || !glued(at + 1) || at == first {
                    return false;
                }
                open.at += 1;
            }
            Tag::Comma if ends_in_name && self.has_class(at + 1, Classes::NAME_SUFFIX) => open.at += 2,
            // "University of Hull", "Secretary of State Antony Blinken".
            Tag::Preposition
                if ends_in_name
                    && self.items[at - 1].classes.any(Classes::ROLE | Classes::TITLE | Classes::ORGANISATION)
                    && item.classes.any(Classes::NAME_LINK)
                    && self.names(at + 1) =>
            {
                open.at += 1;
                if self.items[open.at].tag == Tag::Determiner {
                    open.at += 1;
                }
            }
            // "Hart & Lowe".
            Tag::Punctuation
                if ends_in_name
                    && item.hash == u32::from(b'&')
                    && self.is_inside(at + 1)
                    && self.joins_organisation(first, at) =>
            {
                open.at += 1;
            }
            Tag::Conjunction
                if ends_in_name
                    && first < at
                    && self.is_inside(at + 1)
                    && (self.organisation_goes_on(first, at) || self.joins_organisation(first, at)) =>
            {
                open.at += 1;
            }
            _ => return false,
        }
        true
    }

    /// Whether a word behind an acronym or a place describes a noun for a role right behind it that goes on to a name, or whose
    /// phrase a determiner opens.
    fn describes_role(&self, open: &Open) -> bool {
        let items = self.items;
        let role = |at: usize| {
            let at = open.at + at;
            self.is_inside(at) && items[at].tag == Tag::Noun && items[at].classes.any(Classes::ROLE)
        };
        let distance = match (role(1), role(2)) {
            (true, _) => 1,
            (false, true) => 2,
            _ => return false,
        };
        let before = &items[open.at - 1];
        let named = self.is_inside(open.at + distance + 1)
            && matches!(items[open.at + distance + 1].tag, Tag::Name | Tag::Conjunction);
        let determined = items[open.first].tag == Tag::Determiner && open.at == open.first + 2;
        !self.capitalised_nouns
            && !items[open.at].classes.any(Classes::VERB_ENDING)
            && (named && (before.shape.has(Shape::UPPER) || before.classes.any(Classes::ORGANISATION))
                || before.classes.any(Classes::PLACE) && (named || determined))
    }

    /// Whether a name is a weekday or month that belongs to no name before or behind it.
    fn is_time(&self, open: &Open) -> bool {
        const TIMES: Classes = Classes::WEEKDAY.with(Classes::MONTH);
        let Open { first, at, head, .. } = *open;
        // A weekday or month after a name is a time.
        if head.is_some() && self.items[at].classes.any(TIMES) {
            return true;
        }
        // "On Sunday Bo Ray said": so is one behind a preposition, in front of a name; "Sun" and "May" may be names.
        let opening = &self.items[first];
        at == first + 1
            && opening.classes.any(TIMES)
            && opening.end - opening.start > 3
            && first.checked_sub(1).is_some_and(|before| self.items[before].tag == Tag::Preposition)
    }

    /// A particle inside a name: "Ursula von der Leyen".
    fn is_particle(&self, open: &Open) -> bool {
        open.ends_in_name
            && self.items[open.at].classes.any(Classes::NAME_PARTICLE)
            && self
                .items
                .get(open.at + 1)
                .is_some_and(|next| next.tag == Tag::Name || next.classes.any(Classes::NAME_PARTICLE))
    }

    /// "Das sagte Müller": what precedes a cue whose speaker comes right behind it.
    fn is_object(&self, cue: ItemId) -> bool {
        self.is_inside(cue + 1)
            && self.items[cue].tag == Tag::Cue
            && matches!(
                self.items[cue + 1].tag,
                Tag::Name | Tag::Noun | Tag::Pronoun | Tag::Determiner | Tag::Possessive | Tag::Adverb
            )
    }

    /// Whether a name begins at an item, or behind a determiner there.
    fn names(&self, at: ItemId) -> bool {
        let at = if self.is_inside(at) && self.items[at].tag == Tag::Determiner { at + 1 } else { at };
        self.is_inside(at) && self.items[at].tag == Tag::Name
    }

    /// "Department of Health and Human Services": a conjunction inside the name of an organisation.
    fn organisation_goes_on(&self, first: ItemId, at: ItemId) -> bool {
        let next = &self.items[at + 1];
        next.tag == Tag::Name
            && self.items[first..at]
                .windows(2)
                .any(|pair| pair[0].classes.any(Classes::ORGANISATION) && pair[1].tag == Tag::Preposition)
            && !next.classes.any(Classes::GIVEN_HE | Classes::GIVEN_SHE | Classes::TITLE)
    }

    /// "Coastal Salt and Fish Dryers Union": a conjunction between two things that an organisation is for; "Hart & Lowe".
    fn joins_organisation(&self, first: ItemId, at: ItemId) -> bool {
        /// The most names up to the noun for the organisation.
        const REACH: usize = 5;
        let items = self.items;
        let given = |item: &Token| item.classes.any(Classes::GIVEN_HE | Classes::GIVEN_SHE | Classes::HONORIFIC);
        let next = &items[at + 1];
        if next.tag != Tag::Name || given(next) || items[first..at].iter().any(given) {
            return false;
        }
        if items[at].tag == Tag::Punctuation {
            return true;
        }
        let thing = |item: &Token| !item.classes.any(Classes::ORGANISATION | Classes::OFFICES | Classes::PLACE);
        // "Wool and Yarn Growers Union", not "Brightmill and Northern Bakers Union".
        let described = at > first + 1 || items[at - 1].classes.any(Classes::NOUN);
        let names = items[at + 2..].iter().take(REACH).take_while(|item| item.tag == Tag::Name);
        described
            && thing(&items[at - 1])
            && thing(next)
            && names.take_while(|item| !given(item)).any(|item| item.classes.any(Classes::ORGANISATION))
    }

    /// Whether an unknown word after a noun is rather a verb: its ending, and what follows.
    fn looks_like_verb(&self, at: ItemId) -> bool {
        self.has_class(at, Classes::VERB_ENDING)
            || self.is_inside(at + 1)
                && matches!(
                    self.items[at + 1].tag,
                    Tag::Determiner | Tag::Possessive | Tag::ObjectPronoun | Tag::Pronoun | Tag::That | Tag::To
                )
    }
}

/// Whether a head lets no further noun into its phrase.
fn closes_phrase(head: &Token) -> bool {
    matches!(head.tag, Tag::Noun | Tag::Name)
        && !head.classes.any(Classes::TITLE | Classes::NUMBER)
        && (head.tag == Tag::Name || head.classes.any(Classes::NOUNS))
}

/// Whether a head is a noun that no name follows in its phrase: "am Abend Karin Lang".
fn takes_no_name(head: &Token) -> bool {
    head.tag == Tag::Noun
        && head.classes.any(Classes::WEEKDAY | Classes::MONTH | Classes::NOUN)
        && !head.classes.any(Classes::PERSONAL | Classes::TITLE)
}
