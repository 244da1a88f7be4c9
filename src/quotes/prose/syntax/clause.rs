//! Whether words are a clause: whether a subject has a verb of its own in them.

use crate::lang::{Classes, VerbForm};

use super::index::{Id, Ids, ItemId, each};
use super::paragraph::Paragraph;
use super::token::{Items, Shape, Tag, Token};

/// Where the first verb of a clause among some items is that a subject before it has, and that belongs to no relative clause
/// ("the man who left") or other clause inside.
pub(crate) fn predicate(paragraph: &Paragraph, clause: Ids<ItemId>) -> Option<ItemId> {
    Walk { items: &paragraph.items, clause, by: paragraph.by, subject: false, inner: 0 }.predicate()
}

/// Whether any verb among some items is a predicate, of whichever clause.
pub(crate) fn has_verb(paragraph: &Paragraph, clause: Ids<ItemId>) -> bool {
    let walk = Walk { items: &paragraph.items, clause, by: paragraph.by, subject: false, inner: 0 };
    each(clause.start..clause.end).any(|at| paragraph.items[at].tag == Tag::Quoted || walk.is_finite(at))
}

/// A walk over the items of a clause.
struct Walk<'a> {
    items: &'a Items,
    clause: Ids<ItemId>,
    /// The hash of "by".
    by: u32,
    /// Whether a subject has come.
    subject: bool,
    /// How many verbs to come belong to clauses inside.
    inner: usize,
}

impl Walk<'_> {
    fn predicate(mut self) -> Option<ItemId> {
        let Ids { start, end } = self.clause;
        let (mut at, mut opener) = (start, start);
        while at < end {
            let item = &self.items[at];
            if item.tag == Tag::Quoted {
                return Some(at);
            }
            if self.is_finite(at) {
                if self.inner == 0 && (self.subject || self.is_expletive(at)) {
                    return Some(at);
                }
                self.inner = self.inner.saturating_sub(1);
                at = self.behind_verbs(at);
                continue;
            }
            if self.opens_inner(at) {
                self.inner += 1;
                opener = at;
            }
            // A comma closes what is inside, unless something is put in right behind its beginning: "who, it seems, …".
            if item.tag == Tag::Comma && at > opener + 1 {
                self.inner = 0;
            }
            self.subject |= is_subject(item);
            at += 1;
        }
        None
    }

    /// "There is": an adverb in the place of the subject.
    fn is_expletive(&self, at: ItemId) -> bool {
        at == self.clause.start + 1
            && self.items[self.clause.start].tag == Tag::Adverb
            && matches!(self.items[at].tag, Tag::Auxiliary | Tag::Modal)
    }

    fn tag(&self, at: ItemId) -> Option<Tag> {
        self.clause.contains(at).then(|| self.items[at].tag)
    }

    /// The item behind the verbs that begin at an item: "has not been told".
    fn behind_verbs(&self, at: ItemId) -> ItemId {
        let verbal = |at: &ItemId| {
            matches!(
                self.items[*at].tag,
                Tag::Auxiliary | Tag::Modal | Tag::Negation | Tag::Adverb | Tag::Verb | Tag::Cue
            )
        };
        each(at + 1..self.clause.end).find(|at| !verbal(at)).unwrap_or(self.clause.end)
    }

    /// Whether an item opens a clause inside: "who", "when", "the questions it sent", "the moment a girl was found".
    fn opens_inner(&self, at: ItemId) -> bool {
        let item = &self.items[at];
        if at == self.clause.start {
            return item.tag == Tag::Subordinator;
        }
        let before = &self.items[at - 1];
        let nominal = matches!(before.tag, Tag::Noun | Tag::Name | Tag::Word | Tag::Number | Tag::Close)
            && !before.classes.any(Classes::WEEKDAY | Classes::MONTH);
        match item.tag {
            Tag::Relative | Tag::Subordinator => true,
            Tag::Interrogative => before.tag != Tag::Preposition || self.subject,
            Tag::That => nominal && self.subject,
            Tag::Pronoun => nominal && self.subject || before.tag == Tag::Preposition && self.is_finite(at + 1),
            Tag::Determiner => nominal && self.subject && !item.classes.any(Classes::PRONOUN_INDEFINITE),
            _ => false,
        }
    }

    /// Whether an item is the first verb of a predicate.
    fn is_finite(&self, at: ItemId) -> bool {
        let Some(tag) = self.tag(at) else { return false };
        let item = &self.items[at];
        let before = at.checked_sub(1).filter(|before| self.clause.contains(*before)).map(|before| &self.items[before]);
        // "To wait", "to quickly tell".
        let chain = each(self.clause.start..at).rev().find(|at| self.items[*at].tag != Tag::Adverb);
        let infinitive = chain.is_some_and(|at| self.items[at].tag == Tag::To);
        if item.shape.has(Shape::GERUND) || infinitive {
            return false;
        }
        match tag {
            Tag::Auxiliary | Tag::Modal => true,
            // "Didn't".
            Tag::Negation => item.classes.any(Classes::AUXILIARY | Classes::MODAL),
            // "Last week".
            Tag::Verb
                if item.classes.any(Classes::ADJECTIVE) && matches!(self.tag(at + 1), Some(Tag::Noun | Tag::Name)) =>
            {
                false
            }
            // "A source close to the talks".
            Tag::Verb if item.classes.any(Classes::ADJECTIVE) && self.tag(at + 1) == Some(Tag::To) => false,
            Tag::Verb => !self.is_participle(at),
            Tag::Cue => {
                !self.is_participle(at)
                    && item.verb.is_none_or(|verb| !matches!(verb.form, VerbForm::Gerund | VerbForm::Participle))
            }
            Tag::Word if item.classes.any(Classes::VERB_ENDING) => !self.is_participle(at),
            Tag::Word | Tag::Noun => self.may_be_verb(at, before),
            _ => false,
        }
    }

    /// "The firm hired by the club": a past form that "by" follows, or that stands beside its noun.
    fn is_participle(&self, at: ItemId) -> bool {
        // "Rose by 4%" is none.
        let by =
            self.clause.contains(at + 1) && self.items[at + 1].hash == self.by && self.tag(at + 2) != Some(Tag::Number);
        let attributive = at.checked_sub(1).is_some_and(|before| {
            self.clause.contains(before)
                && matches!(self.items[before].tag, Tag::Determiner | Tag::Possessive | Tag::Adjective)
        });
        by || attributive
    }

    /// Whether an unknown word, or a noun that is a verb too, is a verb by its neighbours: "the pumps leak again".
    fn may_be_verb(&self, at: ItemId, before: Option<&Token>) -> bool {
        let item = &self.items[at];
        if item.tag == Tag::Noun && !item.classes.any(Classes::VERB) && item.verb.is_none() {
            return false;
        }
        let Some(before) = before else { return false };
        let next = self.tag(at + 1);
        match before.tag {
            Tag::Pronoun | Tag::Relative => true,
            _ if before.classes.any(Classes::PRONOUN_INDEFINITE) => {
                item.tag == Tag::Noun && next != Some(Tag::Preposition)
            }
            Tag::Adverb if next == Some(Tag::Preposition) => item.tag == Tag::Word,
            Tag::Noun | Tag::Name | Tag::Word | Tag::Adverb => matches!(
                next,
                None | Some(
                    Tag::Determiner
                        | Tag::Adjective
                        | Tag::Number
                        | Tag::Possessive
                        | Tag::ObjectPronoun
                        | Tag::Pronoun
                        | Tag::To
                        | Tag::That
                        | Tag::Adverb
                )
            ),
            _ => false,
        }
    }
}

/// Whether an item can be a subject or its last word.
fn is_subject(item: &Token) -> bool {
    matches!(
        item.tag,
        Tag::Pronoun | Tag::Noun | Tag::Name | Tag::Word | Tag::Number | Tag::Interrogative | Tag::Relative | Tag::That
    ) || item.shape.has(Shape::GERUND)
        || matches!(item.tag, Tag::Determiner | Tag::Possessive | Tag::Adjective | Tag::Adverb)
        // "Nobody".
        || item.tag == Tag::Negation && item.classes.any(Classes::PRONOUN_INDEFINITE)
}
