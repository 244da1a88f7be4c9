//! Headlines that name who says the rest: "Müller: Bridge is safe", "Driver took bribes, police say", "Fares will rise: union",
//! "‘We lost it all’: Hull farmers on the flood".

mod line;

use crate::lang::{Classes, Reports, VerbClass};
use crate::quotes::quote::Evidence;

use super::engine::Engine;
use super::syntax::index::{Ids, ItemId, PhraseId, each};
use super::syntax::noun_phrase::PhraseKind;
use super::syntax::paragraph::Paragraph;
use super::syntax::token::{Shape, Tag, Token};
use line::{Line, SAYERS, is_statement};

/// The longest headline, in items.
const LONGEST: usize = 40;

/// What a headline says, and who says it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Headline {
    pub(super) said: Ids<ItemId>,
    pub(super) source: PhraseId,
    pub(super) cue: Option<ItemId>,
    pub(super) evidence: Evidence,
}

/// Where in a text a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// At its beginning: a title.
    Title,
    /// Between paragraphs: a section's heading, or what stands below a title.
    Inside,
}

/// Whether a paragraph has the form of a headline: one short line, which inside a text ends no sentence. `body` is what follows it.
pub(super) fn is_possible(text: &str, body: &str, place: Place) -> bool {
    /// The most bytes of a headline.
    const LONGEST_LINE: usize = 240;
    let ends = text.ends_with(['!', '…', ':', ';', ',']) || place == Place::Inside && text.ends_with('.');
    text.len() <= LONGEST_LINE && !ends && !text.contains('\n') && !body.trim_start().is_empty()
}

/// Reads a paragraph as a headline that names who says the rest of it; `body` is what follows it.
pub(super) fn read(engine: &Engine, paragraph: &Paragraph, text: &str, body: &str, place: Place) -> Option<Headline> {
    let items = &paragraph.items;
    if items.len() > LONGEST || paragraph.continues() {
        return None;
    }
    let line = Line::new(engine, paragraph, text, body);
    // What ends like a sentence is read as one, but for a name in front.
    if text.ends_with('.') {
        return line.behind_source();
    }
    let tail = line.tail();
    if place == Place::Inside {
        // The line of another text: "I will not resign - Premier".
        let own = || line.before_source().filter(|headline| line.is_in_first_person(headline.said));
        return tail.filter(|headline| !line.is_quoted(headline.said)).or_else(own);
    }
    tail.or_else(|| line.behind_source())
        .or_else(|| line.before_source())
        .or_else(|| line.quoted_first())
        .or_else(|| line.with_verb())
}

/// In a headline in Capitals names run into the words beside them: only those that the body has too are whole, and of others a given
/// name with what follows it.
pub(super) fn trim_names(paragraph: &mut Paragraph, text: &str, body: &str) {
    let Paragraph { items, phrases, .. } = paragraph;
    for phrase in phrases
        .list
        .as_mut_vec()
        .iter_mut()
        .filter(|phrase| phrase.kind == PhraseKind::Name && phrase.items().len() > 1)
    {
        let words = &text[items[phrase.first].start as usize..items[phrase.end - 1].end as usize];
        if body.contains(words) {
            continue;
        }
        let given = |at: &ItemId| {
            items[*at].classes.any(Classes::GIVEN_HE | Classes::GIVEN_SHE) && !items[*at].classes.any(Classes::PLACE)
        };
        match each(phrase.first..phrase.end - 1).find(given) {
            Some(first) => (phrase.first, phrase.end, phrase.head) = (first, first + 2, first + 1),
            None => phrase.kind = PhraseKind::Nominal,
        }
    }
}

impl<'a> Line<'a> {
    /// "CLAIM, S says", "CLAIM, says S".
    fn tail(&self) -> Option<Headline> {
        let items = self.items();
        let Ids { start, end } = self.whole;
        let separates = |at: &ItemId| {
            let item = &items[*at];
            let dash = item.tag == Tag::Dash && item.shape.has(Shape::SPACED);
            // “It was late” says mayor.
            item.tag == Tag::Comma
                || dash
                || *at > start && items[*at - 1].tag == Tag::Quoted && item.tag > Tag::Punctuation
        };
        each(start + 1..end).rev().filter(separates).take(3).find_map(|at| {
            let separator = items[at].tag <= Tag::Punctuation;
            let from = if separator { at + 1 } else { at };
            let sentence = self.paragraph.sentences[self.paragraph.sentence_of(at - 1)].start;
            let said = self.trimmed(Ids::new(start.max(sentence), at));
            let (source, cue) = self.source_and_cue(Ids::new(from, end))?;
            let is_closed = self.is_sayer(source, true);
            (self.is_claim(said, is_closed)).then_some(Headline {
                said,
                source,
                cue: Some(cue),
                evidence: Evidence::After,
            })
        })
    }

    /// A source with its verb, and nothing behind them but when, where and to whom it was said.
    fn source_and_cue(&self, part: Ids<ItemId>) -> Option<(PhraseId, ItemId)> {
        let items = self.items();
        if part.start < part.end && self.is_reporting(part.start) {
            let (source, end) = self.source(part.start + 1, part.end)?;
            let closed = self.is_sayer(source, true) && self.agrees(source, part.start);
            return (closed && self.is_closed(Ids::new(end, part.end), false)).then_some((source, part.start));
        }
        let cue = part.into_iter().find(|at| self.is_reporting(*at))?;
        let auxiliary = |at: &ItemId| matches!(items[*at].tag, Tag::Auxiliary | Tag::Adverb);
        let chain = each(part.start..cue).rev().take_while(auxiliary).last().unwrap_or(cue);
        let (source, end) = self.source(part.start, chain)?;
        let tells = items[cue].verb.is_some_and(|verb| verb.class == VerbClass::Tell);
        let speaks = end == chain && self.is_sayer(source, false) && self.agrees(source, cue);
        (speaks && self.is_closed(Ids::new(cue + 1, part.end), tells)).then_some((source, cue))
    }

    /// "S: CLAIM".
    fn behind_source(&self) -> Option<Headline> {
        let items = self.items();
        let colon = each(self.whole.start..self.whole.end).find(|at| items[*at].tag == Tag::Colon)?;
        let (source, end) = self.source(self.whole.start, colon)?;
        let said = self.trimmed(Ids::new(colon + 1, self.whole.end)).filled()?;
        let asks = items[said.start].tag == Tag::Interrogative;
        let words = items[said].iter().filter(|item| item.tag > Tag::Punctuation).count();
        let commands = |item: &Token| item.classes.any(Classes::VERB) && !item.classes.any(Classes::NOUN);
        let is_claim = match self.is_one_span(said) {
            Some(span) => span.has_verb || span.words >= 3,
            None => {
                let verbal = |at: ItemId| at > said.start && self.is_verbal(at);
                let states = self.has_predicate(said) || commands(&items[said.start]) || said.into_iter().any(verbal);
                let least = if self.has_predicate(said) { 2 } else { 3 };
                states && words + usize::from(self.holds_marks(said)) >= least
            }
        };
        let heads =
            end == colon && self.may_head(source, said) || self.acts_or_speaks_of(source, Ids::new(end, colon), said);
        (heads && is_claim && !asks && !self.is_question()).then_some(Headline {
            said,
            source,
            cue: None,
            evidence: Evidence::Colon,
        })
    }

    /// "S on the flood: CLAIM", "S blasts council: ‘Q’": what they speak of, or did, between a person and the colon.
    fn acts_or_speaks_of(&self, source: PhraseId, between: Ids<ItemId>, said: Ids<ItemId>) -> bool {
        const PERSONS: Classes = Classes::GIVEN_HE.with(Classes::GIVEN_SHE).with(Classes::PEOPLE);
        let items = self.items();
        // "S said: …" is a sentence.
        let [first, _, ..] = &items[between] else { return false };
        let own = &items[self.paragraph.phrases.list[source].items()];
        if !own.iter().any(|item| item.classes.any(PERSONS)) || !self.is_sayer(source, true) {
            return false;
        }
        let acts = |item: &Token| matches!(item.tag, Tag::Cue | Tag::Verb) || item.classes.any(Classes::VERB);
        let quotes = self.is_one_span(said).is_some();
        let own_words = items[said].iter().any(|item| item.classes.any(Classes::PRONOUN_FIRST));
        let plain = !items[between].iter().any(|item| matches!(item.tag, Tag::Cue | Tag::Auxiliary | Tag::Modal));
        self.is_link(first) && plain && (quotes || self.has_predicate(said)) || acts(first) && (quotes || own_words)
    }

    /// Whether the noun phrase in front of a colon names a speaker, not what the line is about.
    fn may_head(&self, source: PhraseId, said: Ids<ItemId>) -> bool {
        const PERSONS: Classes = Classes::GIVEN_HE.with(Classes::GIVEN_SHE).with(Classes::TITLE);
        let items = self.items();
        let phrase = self.paragraph.phrases.list[source];
        let own = &items[phrase.items()];
        if !self.is_sayer(source, true) {
            return false;
        }
        // "Hull: Mill burns down" happens there; a country may speak in marks.
        if let [place] = own
            && place.classes.any(Classes::PLACE)
            && !place.classes.any(Classes::ORGANISATION)
            && !self.holds_marks(said)
        {
            return self.is_named(self.words_of(phrase.items()));
        }
        // "The Latest: …".
        let known = own.iter().any(|item| item.classes.any(SAYERS.with(PERSONS)));
        phrase.kind != PhraseKind::Name
            || own[0].tag != Tag::Determiner
                && (known || self.holds_marks(said) && own.len() == 1 && own[0].classes.any(Classes::PLACE))
            || own[0].tag != Tag::Determiner && self.is_named(self.words_of(Ids::new(phrase.head, phrase.head + 1)))
    }

    /// Whether the body names a word, in that form, as a person or beside a verb of saying.
    fn is_named(&self, name: &str) -> bool {
        /// How many words behind a name may bring its verb: "Roth, who runs the board, said".
        const NEAR: usize = 12;
        let says = |word: &str| {
            let verb = self.engine.language.word_any_case(word).verb;
            verb.is_some_and(|verb| !matches!(verb.class, VerbClass::Think | VerbClass::Judge | VerbClass::Sound))
        };
        let letter = |c: char| c.is_alphanumeric();
        let words = |text: &'a str| text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        self.body.match_indices(name).any(|(at, _)| {
            let (before, behind) = (&self.body[..at], &self.body[at + name.len()..]);
            if before.chars().next_back().is_some_and(letter) || behind.chars().next().is_some_and(letter) {
                return false;
            }
            let stop = behind.find(['.', '!', '?', '\n']).unwrap_or(behind.len());
            let near = if behind.starts_with(',') { NEAR } else { 2 };
            let line = before.rfind(['.', '\n']).map_or(before, |stop| &before[stop..]);
            let person = Classes::GIVEN_HE | Classes::GIVEN_SHE | Classes::TITLE;
            let titled = words(line)
                .next_back()
                .is_some_and(|word| self.engine.language.word_any_case(word).classes.any(person));
            titled || words(&behind[..stop]).take(near).any(says) || words(line).rev().take(3).any(says)
        })
    }

    /// "CLAIM: S", "CLAIM – S".
    fn before_source(&self) -> Option<Headline> {
        let items = self.items();
        let Ids { start, end } = self.whole;
        let separator = each(start..end).rev().find(|at| {
            items[*at].tag == Tag::Colon || items[*at].tag == Tag::Dash && items[*at].shape.has(Shape::SPACED)
        })?;
        let said = self.trimmed(Ids::new(start, separator)).filled()?;
        let (source, last) = self.source(separator + 1, end)?;
        // Behind a dash a name may be the paper's.
        let dash = items[separator].tag == Tag::Dash;
        let phrase = self.paragraph.phrases.list[source];
        let attached = &items[Ids::new(phrase.end, last)];
        let own = attached.iter().all(|item| item.tag != Tag::Preposition || item.classes.any(Classes::NAME_LINK));
        let person = items[phrase.items()].iter().any(|item| item.classes.any(Classes::PEOPLE.with(Classes::TITLE)));
        let named = phrase.kind == PhraseKind::Nominal || phrase.kind == PhraseKind::Name && (!dash || person);
        let plain = items[phrase.first].tag != Tag::Number
            && !items[phrase.items()].iter().any(|item| item.classes.any(Classes::DEFINITE));
        let states = self.is_one_span(said).map_or_else(
            || self.has_predicate(said) || person && self.lacks_copula(said) || person && self.denies(said),
            is_statement,
        );
        let claims = self.is_claim(said, true) && states;
        let speaks = named && own && plain && self.is_sayer(source, true) && !self.is_label(phrase.items());
        (last == end && claims && speaks).then_some(Headline {
            said,
            source,
            cue: None,
            evidence: if dash { Evidence::Dash } else { Evidence::Colon },
        })
    }

    /// "‘Q’: S on the flood".
    fn quoted_first(&self) -> Option<Headline> {
        let items = self.items();
        let Ids { start, end } = self.whole;
        let separator = start + 1;
        let separated = items
            .get(separator)
            .is_some_and(|item| item.tag == Tag::Colon || item.tag == Tag::Dash && item.shape.has(Shape::SPACED));
        let said = Ids::new(start, separator);
        let span = self.is_one_span(said).filter(|_| separated && separator < end)?;
        let (source, last) = self.source(separator + 1, end)?;
        let phrase = self.paragraph.phrases.list[source];
        let (source, last) = if phrase.end < last { (source, phrase.end) } else { (source, last) };
        let next = items.get(last).filter(|_| last < end);
        // "Hull after the flood" is what the text is about, "Norway on the flood" who speaks of it.
        let on = next.is_some_and(|item| self.is_link(item));
        let own = &items[phrase.items()];
        let person = own.iter().any(|item| item.classes.any(SAYERS.with(Classes::GIVEN_HE).with(Classes::GIVEN_SHE)));
        let acts = next.is_none_or(|item| {
            matches!(item.tag, Tag::Cue | Tag::Verb | Tag::Relative | Tag::Auxiliary | Tag::Modal)
                || item.classes.any(Classes::VERB_ENDING | Classes::VERB)
        });
        let speaks = on && (phrase.kind == PhraseKind::Name || person) || person && acts;
        let says = is_statement(span) || on && !span.capitals;
        (speaks && says && self.is_sayer(source, true)).then_some(Headline {
            said,
            source,
            cue: None,
            evidence: Evidence::Colon,
        })
    }

    /// "S says CLAIM", the claim in the writer's words.
    fn with_verb(&self) -> Option<Headline> {
        let items = self.items();
        let Ids { start, end } = self.whole;
        let cue = each(start + 1..end).find(|at| self.is_reporting(*at))?;
        let auxiliary = |at: &ItemId| matches!(items[*at].tag, Tag::Auxiliary | Tag::Adverb);
        let chain = each(start..cue).rev().take_while(auxiliary).last().unwrap_or(cue);
        let (source, last) = self.source(start, chain)?;
        let that = items.get(cue + 1).is_some_and(|item| item.tag == Tag::That);
        let verb = items[cue].verb?;
        let mut start = if that { cue + 2 } else { cue + 1 };
        if verb.class == VerbClass::Tell && !that {
            // "Tells MPs trains were never tested": people without a determiner, and then the subject.
            let told = |item: &Token| item.classes.any(Classes::GROUP | Classes::ORGANISATION);
            let several = items[start..end].iter().take_while(|item| told(item)).count();
            start += several.checked_sub(1)? + 1;
        }
        let said = Ids::new(start.min(end), end).filled()?;
        let plain = |item: &Token| {
            !matches!(item.tag, Tag::Comma | Tag::Colon | Tag::Semicolon | Tag::Dash | Tag::Quoted | Tag::Subordinator)
        };
        let opens =
            !matches!(items[said.start].tag, Tag::Interrogative | Tag::Preposition | Tag::To | Tag::Conjunction);
        let states = last == chain
            && (that || verb.reports != Reports::That)
            && opens
            && (self.lacks_copula(said)
                || items[said].iter().all(plain) && self.is_claim(said, true) && self.has_own_predicate(said))
            && self.agrees(source, cue)
            && !self.words_of(Ids::new(cue, cue + 1)).contains(' ');
        (states && self.is_sayer(source, false)).then_some(Headline {
            said,
            source,
            cue: Some(cue),
            evidence: Evidence::Before,
        })
    }
}

#[cfg(test)]
mod tests;
