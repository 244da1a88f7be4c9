//! A cue in its sentence: what features and rules ask about the words around it.

use crate::lang::{Classes, VerbClass};

use super::super::model::features::{absent, numbered, verb_class, verb_form};
use super::super::syntax::index::{Id, Ids, ItemId, PhraseId, SentenceId, each};
use super::super::syntax::noun_phrase::{NounPhrase, PhraseKind};
use super::super::syntax::paragraph::Paragraph;
use super::super::syntax::token::{Items, Tag, Token, is_nominal};

/// Who is the source of a cue: a noun phrase of its sentence, or nobody.
pub(crate) type Source = Option<PhraseId>;

/// A cue in its sentence.
#[derive(Clone, Copy)]
pub(crate) struct CueContext<'a> {
    pub(crate) paragraph: &'a Paragraph,
    /// The items of the sentence.
    pub(crate) sentence: Ids<ItemId>,
    /// The noun phrases of the sentence.
    pub(crate) phrases: Ids<PhraseId>,
    pub(crate) cue: ItemId,
    /// The first noun phrase that begins at the cue or behind it.
    pub(crate) split: PhraseId,
}

impl<'a> CueContext<'a> {
    pub(crate) fn new(paragraph: &'a Paragraph, sentence: SentenceId, cue: ItemId) -> Self {
        let phrases = paragraph.phrases.of_sentence[sentence];
        let split = phrases.start + paragraph.phrases.list[phrases].partition_point(|phrase| phrase.first < cue);
        Self { paragraph, sentence: paragraph.sentences[sentence], phrases, cue, split }
    }

    #[inline]
    pub(crate) fn items(&self) -> &'a Items {
        &self.paragraph.items
    }

    #[inline]
    pub(crate) fn phrase(&self, phrase: PhraseId) -> NounPhrase {
        self.paragraph.phrases.list[phrase]
    }

    /// The first noun phrase of the sentence that begins at an item or behind it.
    pub(crate) fn phrase_from(&self, item: ItemId) -> PhraseId {
        let phrases = &self.paragraph.phrases.list[self.phrases];
        self.phrases.start + phrases.partition_point(|phrase| phrase.first < item)
    }

    /// The noun phrase of the sentence that begins at an item.
    pub(crate) fn phrase_at(&self, item: ItemId) -> Option<PhraseId> {
        let phrase = self.phrase_from(item);
        (phrase < self.phrases.end && self.phrase(phrase).first == item).then_some(phrase)
    }

    /// The item at a place, if it is one of the sentence.
    #[inline]
    pub(crate) fn inside(&self, at: ItemId) -> Option<&'a Token> {
        self.sentence.contains(at).then(|| &self.paragraph.items[at])
    }

    /// The item right before a place, if it is one of the sentence.
    #[inline]
    pub(crate) fn before(&self, at: ItemId) -> Option<&'a Token> {
        at.checked_sub(1).and_then(|before| self.inside(before))
    }

    /// The item at this distance behind the cue, if it is one of the sentence.
    #[inline]
    pub(crate) fn ahead(&self, distance: usize) -> Option<&'a Token> {
        self.inside(self.cue + distance)
    }

    /// The item at this distance before the cue, if it is one of the sentence.
    #[inline]
    pub(crate) fn back(&self, distance: usize) -> Option<&'a Token> {
        self.cue.checked_sub(distance).and_then(|at| self.inside(at))
    }

    /// The tag right behind the cue (1), or further, as a feature.
    #[inline]
    pub(crate) fn tag_ahead(&self, distance: usize) -> u32 {
        self.ahead(distance).map_or(absent::CUE_NEIGHBOUR, |item| item.tag.feature())
    }

    /// The tag right before the cue (1), or further, as a feature.
    #[inline]
    pub(crate) fn tag_back(&self, distance: usize) -> u32 {
        self.back(distance).map_or(absent::CUE_NEIGHBOUR, |item| item.tag.feature())
    }

    /// The tag of the item before the cue.
    pub(crate) fn tag_before(&self) -> Option<Tag> {
        self.back(1).map(|item| item.tag)
    }

    /// The hash of the verb, or of the cue where the tables have no verb.
    pub(crate) fn lemma(&self) -> u32 {
        lemma(&self.items()[self.cue])
    }

    /// The class of the verb, as a feature.
    pub(crate) fn class(&self) -> u32 {
        class(&self.items()[self.cue])
    }

    /// The form of the verb, as a feature.
    pub(crate) fn form(&self) -> u32 {
        form(&self.items()[self.cue])
    }

    pub(crate) fn is_according(&self) -> bool {
        has_class(&self.items()[self.cue], VerbClass::According)
    }
}

/// The first item behind source and cue; an apposition behind the source belongs to it ("according to NAME, a nurse, …").
pub(crate) fn clause_end(context: &CueContext<'_>, source: Source) -> ItemId {
    match source.map(|source| context.phrase(source)) {
        Some(phrase) if phrase.first > context.cue => {
            let end = apposition_end(context, phrase.end);
            if end == phrase.end && context.is_according() { attachment_end(context, end) } else { end }
        }
        _ => context.cue + 1,
    }
}

/// Where what is attached to the source of "according to" ends, in front of a comma: "a report released by the board on Monday, …".
fn attachment_end(context: &CueContext<'_>, at: ItemId) -> ItemId {
    /// The most items of an attachment.
    const LONGEST: usize = 24;
    let items = context.items();
    let attached = context.inside(at).is_some_and(|item| {
        matches!(item.tag, Tag::Preposition | Tag::Relative | Tag::Open)
            || matches!(item.tag, Tag::Cue | Tag::Verb | Tag::Word | Tag::That)
    });
    let end = context.sentence.end.min(at + LONGEST);
    let comma = each(at..end).find(|at| items[*at].tag == Tag::Comma);
    comma.filter(|comma| attached && *comma + 3 < context.sentence.end).unwrap_or(at)
}

/// The "that" of a cue: right behind it, or behind whom it was told and where it was said: "told guests at both gates that the park was
/// shut", "said in a letter that it was late".
pub(crate) fn that_of(context: &CueContext<'_>) -> Option<ItemId> {
    /// The most items between a cue and its "that".
    const LONGEST: usize = 10;
    let items = context.items();
    let cue = &items[context.cue];
    let next = context.ahead(1)?;
    if next.tag == Tag::That {
        return Some(context.cue + 1);
    }
    let told = has_class(cue, VerbClass::Tell) && is_nominal(next)
        || has_class(cue, VerbClass::Say) && next.tag == Tag::Preposition;
    if cue.tag != Tag::Cue || !told {
        return None;
    }
    let between = |item: &Token| is_nominal(item) || matches!(item.tag, Tag::Preposition | Tag::Number | Tag::Clitic);
    let that = each(context.cue + 1..context.sentence.end).take(LONGEST).find(|at| !between(&items[*at]))?;
    let subject = context.inside(that + 1).is_some_and(|item| is_nominal(item) || item.tag == Tag::Pronoun);
    (items[that].tag == Tag::That && that > context.cue + 2 - usize::from(has_class(cue, VerbClass::Tell)) && subject)
        .then_some(that)
}

/// The first item of source and cue.
pub(crate) fn clause_start(context: &CueContext<'_>, source: Source) -> ItemId {
    source.map_or(context.cue, |source| context.phrase(source).first.min(context.cue))
}

/// Where an apposition or relative clause that begins at `at` ends, with its closing comma; `at` where there is none.
fn apposition_end(context: &CueContext<'_>, at: ItemId) -> ItemId {
    let items = context.items();
    let end = context.sentence.end;
    let mut from = at;
    // "NAME, 34, a nurse": an age.
    if from + 2 < end && items[from].tag == Tag::Comma && items[from + 1].tag == Tag::Number {
        from += 2;
    }
    if from + 1 >= end || items[from].tag != Tag::Comma {
        return at;
    }
    let first = from + 1;
    let is_relative = items[first].tag == Tag::Relative;
    let describes = |phrase| {
        let phrase = context.phrase(phrase);
        phrase.kind == PhraseKind::Nominal && items[phrase.head].classes.any(Classes::PEOPLE)
    };
    if !is_relative && !context.phrase_at(first).is_some_and(describes) {
        return at;
    }
    let close = each(first..end).find(|at| items[*at].tag == Tag::Comma);
    let is_verb = |item: &Token| matches!(item.tag, Tag::Verb | Tag::Cue | Tag::Auxiliary | Tag::Modal);
    if !is_relative && items[first..close.unwrap_or(end)].iter().any(is_verb) {
        return at;
    }
    match close {
        Some(close) if close + 2 < end => close + 1,
        _ => at,
    }
}

/// The first of the auxiliaries, negations and adverbs in front of a cue, and what they are.
pub(crate) fn verb_chain(context: &CueContext<'_>) -> (ItemId, u32) {
    let CueContext { sentence, cue, .. } = *context;
    let mut first = cue;
    let mut chain = 0u32;
    for at in each(sentence.start.max(cue.saturating_sub(5))..cue).rev() {
        let item = &context.items()[at];
        match item.tag {
            Tag::Auxiliary | Tag::Modal | Tag::To | Tag::Negation => {
                chain = chain.wrapping_mul(37).wrapping_add(item.hash);
            }
            Tag::Adverb => {}
            _ => break,
        }
        first = at;
    }
    (first, chain)
}

/// The hash of the verb of a cue, or of the cue where the tables have no verb.
pub(crate) fn lemma(cue: &Token) -> u32 {
    if cue.lemma != 0 { cue.lemma } else { cue.hash }
}

/// The class of the verb of a cue, as a feature.
pub(crate) fn class(cue: &Token) -> u32 {
    cue.verb.map_or(absent::CLASS, |verb| verb_class(verb.class))
}

/// The form of the verb of a cue, as a feature.
pub(crate) fn form(cue: &Token) -> u32 {
    cue.verb.map_or(absent::FORM, |verb| verb_form(verb.form))
}

pub(crate) fn has_class(cue: &Token, class: VerbClass) -> bool {
    cue.verb.is_some_and(|verb| verb.class == class)
}

/// Whether an item may be a cue at all: a reporting verb, or a noun of saying behind its owner.
pub(crate) fn is_cue(items: &Items, at: ItemId) -> bool {
    let item = &items[at];
    if item.tag == Tag::Cue {
        return true;
    }
    if item.verb.is_some() && item.tag != Tag::Quoted && !matches!(item.tag, Tag::Name) {
        return true;
    }
    item.classes.any(Classes::SPEECH_NOUN)
        && item.tag == Tag::Noun
        && at.checked_sub(1).is_some_and(|before| matches!(items[before].tag, Tag::Clitic | Tag::Possessive))
}

numbered! {
    /// What kind of noun heads a phrase.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub(crate) enum NounClass {
        He = 0,
        She = 1,
        They = 2,
        It = 3,
        First = 4,
        Second = 5,
        Respondent = 6,
        Group = 7,
        Role = 8,
        Document = 9,
        Organisation = 10,
        Person = 11,
        Other = 12,
    }
}

impl NounClass {
    /// The word class of each, the first of several first.
    const CLASSES: [(Classes, Self); 12] = [
        (Classes::PRONOUN_HE, Self::He),
        (Classes::PRONOUN_SHE, Self::She),
        (Classes::PRONOUN_THEY, Self::They),
        (Classes::PRONOUN_IT, Self::It),
        (Classes::PRONOUN_FIRST, Self::First),
        (Classes::PRONOUN_SECOND, Self::Second),
        (Classes::RESPONDENT, Self::Respondent),
        (Classes::GROUP, Self::Group),
        (Classes::ROLE, Self::Role),
        (Classes::DOCUMENT, Self::Document),
        (Classes::ORGANISATION, Self::Organisation),
        (Classes::PERSON_NOUN, Self::Person),
    ];

    const ANY: Classes = {
        let mut any = Classes::NONE;
        let mut at = 0;
        while at < Self::CLASSES.len() {
            any = any.with(Self::CLASSES[at].0);
            at += 1;
        }
        any
    };

    fn of(head: &Token) -> Self {
        if !head.classes.any(Self::ANY) {
            return Self::Other;
        }
        let found = Self::CLASSES.iter().find(|(class, _)| head.classes.any(*class));
        found.map_or(Self::Other, |(_, noun)| *noun)
    }
}

/// What kind of noun heads a phrase, and what kind of phrase it is, as a feature.
pub(crate) fn noun_class(head: &Token, kind: PhraseKind) -> u32 {
    NounClass::of(head).feature() << 4 | kind.feature()
}
