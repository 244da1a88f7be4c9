//! The line of a headline: its parts, who may say it, and what may be said in one.

use crate::lang::{Classes, List, VerbClass, VerbForm};

use super::super::engine::Engine;
use super::super::syntax::clause::predicate;
use super::super::syntax::index::{Id, Ids, ItemId, PhraseId, SpanId, each};
use super::super::syntax::items::QuotedSpan;
use super::super::syntax::noun_phrase::{NounPhrase, PhraseKind, is_thing};
use super::super::syntax::paragraph::Paragraph;
use super::super::syntax::token::{Items, Shape, Tag, Token, is_nominal};

/// Who and what says something.
pub(super) const SAYERS: Classes = Classes::PEOPLE.with(Classes::DOCUMENT);

/// The line of a headline.
pub(super) struct Line<'a> {
    pub(super) engine: &'a Engine,
    pub(super) paragraph: &'a Paragraph,
    pub(super) text: &'a str,
    pub(super) body: &'a str,
    /// The items between a label in front ("Breaking:"), and punctuation and the name of the paper at the end.
    pub(super) whole: Ids<ItemId>,
}

impl<'a> Line<'a> {
    pub(super) fn new(engine: &'a Engine, paragraph: &'a Paragraph, text: &'a str, body: &'a str) -> Self {
        let mut line = Self { engine, paragraph, text, body, whole: Ids::new(ItemId::FIRST, paragraph.items.end()) };
        let items = line.items();
        let bar =
            |at: &ItemId| items[*at].tag == Tag::Punctuation && line.text[items[*at].start as usize..].starts_with('|');
        let end = each(line.whole.start..line.whole.end).find(bar).filter(|bar| *bar > ItemId::FIRST + 3);
        line.whole = line.trimmed(Ids::new(ItemId::FIRST, end.unwrap_or(line.whole.end)));
        let label = each(line.whole.start..line.whole.end).take(4).find(|at| items[*at].tag == Tag::Colon);
        if let Some(colon) = label.filter(|colon| line.is_label(Ids::new(line.whole.start, *colon))) {
            line.whole = Ids::new(colon + 1, line.whole.end.max(colon + 1));
        }
        line
    }

    pub(super) fn items(&self) -> &'a Items {
        &self.paragraph.items
    }

    /// Items without punctuation at their ends.
    pub(super) fn trimmed(&self, Ids { mut start, mut end }: Ids<ItemId>) -> Ids<ItemId> {
        let edge = |item: &Token| item.tag <= Tag::Punctuation && item.tag != Tag::Quoted;
        while start < end && edge(&self.items()[start]) {
            start += 1;
        }
        while start < end && edge(&self.items()[end - 1]) {
            end -= 1;
        }
        Ids::new(start, end)
    }

    pub(super) fn words_of(&self, part: Ids<ItemId>) -> &'a str {
        let Some(last) = part.end.checked_sub(1).filter(|last| *last >= part.start) else { return "" };
        &self.text[self.items()[part.start].start as usize..self.items()[last].end as usize]
    }

    /// "Breaking", "Opinion", "Recipe": what kind of text it is, and nobody.
    pub(super) fn is_label(&self, mut part: Ids<ItemId>) -> bool {
        // "A review".
        while part.start < part.end && self.items()[part.start].tag == Tag::Determiner {
            part.start += 1;
        }
        let name = self.words_of(part).to_lowercase();
        let language = &self.engine.language;
        [List::HeadlineLabels, List::LinkLeads]
            .iter()
            .any(|list| language.list(*list).iter().any(|label| **label == *name))
    }

    /// Whether a verb in the base form has several for its subject: "experts warn", not "Compassion show".
    pub(super) fn agrees(&self, source: PhraseId, cue: ItemId) -> bool {
        const SEVERAL: Classes =
            Classes::GROUP.with(Classes::ORGANISATION).with(Classes::DOCUMENT).with(Classes::PRONOUN_THEY);
        let phrase = self.paragraph.phrases.list[source];
        let base = self.items()[cue].verb.is_some_and(|verb| verb.form == VerbForm::Base);
        !base
            || phrase.kind == PhraseKind::Nominal
            || self.items()[phrase.items()].iter().any(|item| item.classes.any(SEVERAL))
    }

    /// The noun phrase at an item with what is attached to it ("head of the rail union"), and its end.
    pub(super) fn source(&self, first: ItemId, upto: ItemId) -> Option<(PhraseId, ItemId)> {
        let phrases = &self.paragraph.phrases;
        let whole = |at: ItemId| {
            let mut id = phrases.from(at);
            let first = phrases.list.get(id)?.first;
            // What is possessed begins with who owns it.
            while phrases.list.get(id + 1).is_some_and(|next| next.first == first) {
                id += 1;
            }
            (first == at).then_some(id)
        };
        // "A leaked letter": what looks like a verb describes the noun behind it.
        let described = self.items().get(first).is_some_and(|item| {
            matches!(item.tag, Tag::Verb | Tag::Cue | Tag::Word)
                && item.classes.any(Classes::VERB | Classes::VERB_ENDING)
        });
        let source = whole(first).or_else(|| whole(first + 1).filter(|_| described))?;
        let mut end = phrases.list[source].end;
        while end < upto && self.items()[end].tag == Tag::Preposition {
            let Some(attached) = whole(end + 1).map(|id| phrases.list[id].end).filter(|end| *end <= upto) else {
                break;
            };
            end = attached;
        }
        (end <= upto).then_some((source, end))
    }

    /// Whether an item is a verb of saying or finding that a headline reports by.
    pub(super) fn is_reporting(&self, at: ItemId) -> bool {
        let item = &self.items()[at];
        item.tag == Tag::Cue
            && item.verb.is_some_and(|verb| {
                matches!(verb.class, VerbClass::Say | VerbClass::Tell | VerbClass::Show)
                    && !matches!(verb.form, VerbForm::Gerund | VerbForm::Participle)
            })
    }

    /// Whether nothing is said behind source and verb.
    pub(super) fn is_closed(&self, rest: Ids<ItemId>, tells: bool) -> bool {
        /// The most items behind them.
        const LONGEST_REST: usize = 8;
        let rest = &self.items()[rest];
        // "In court", "after raid", "on Tuesday"; "of a flood" is what they warn of.
        let timed = |item: &Token| item.classes.any(Classes::WEEKDAY | Classes::MONTH);
        let links = |item: &Token| {
            item.classes.any(Classes::SUBORDINATOR)
                || item.classes.any(Classes::MEMBER_LINK) && !item.classes.any(Classes::NAME_LINK)
                || rest.get(1).is_some_and(timed)
        };
        let opens = rest.first().is_none_or(|item| match item.tag {
            Tag::Preposition => links(item),
            Tag::Noun | Tag::Name | Tag::Word => tells || timed(item),
            tag => tag == Tag::Adverb || timed(item),
        });
        let plain = |item: &Token| {
            !matches!(
                item.tag,
                Tag::Cue
                    | Tag::Verb
                    | Tag::Auxiliary
                    | Tag::Modal
                    | Tag::To
                    | Tag::That
                    | Tag::Pronoun
                    | Tag::Interrogative
            ) && !matches!(item.tag, Tag::Comma | Tag::Colon | Tag::Semicolon | Tag::Quoted | Tag::Dash)
        };
        opens && rest.len() <= LONGEST_REST && rest.iter().all(plain)
    }

    /// Whether a noun phrase names somebody, or a document, that says something; a closed one does by its words alone.
    pub(super) fn is_sayer(&self, source: PhraseId, closed: bool) -> bool {
        const PERSONS: Classes = Classes::PRONOUN_HE.with(Classes::PRONOUN_SHE).with(Classes::PRONOUN_THEY);
        let items = self.items();
        let phrase = self.paragraph.phrases.list[source];
        let (first, head) = (&items[phrase.first], &items[phrase.head]);
        if first.classes.any(Classes::NEGATION) || is_thing(items, phrase) {
            return false;
        }
        match phrase.kind {
            PhraseKind::Name => !closed || !self.is_common(phrase),
            PhraseKind::Nominal => !closed || head.classes.any(SAYERS) || self.ends_in(phrase, SAYERS),
            PhraseKind::Pronoun => !closed && head.classes.any(PERSONS) && head.tag == Tag::Pronoun,
            PhraseKind::Possessive | PhraseKind::Possessor | PhraseKind::Quoted | PhraseKind::Relative => false,
        }
    }

    /// Whether a phrase is one common word with a capital: "Break", "Travel".
    pub(super) fn is_common(&self, phrase: NounPhrase) -> bool {
        const NAMES: Classes = Classes::NAMES.with(SAYERS);
        const COMMON: Classes = Classes::VERB.with(Classes::NOUN).with(Classes::ADJECTIVE).with(Classes::ADVERB);
        let [only] = &self.items()[phrase.items()] else { return false };
        !only.classes.any(NAMES) && (only.classes.any(COMMON) || only.verb.is_some())
    }

    /// Whether the last word of a phrase is of a class.
    pub(super) fn ends_in(&self, phrase: NounPhrase, classes: Classes) -> bool {
        self.items()[phrase.end - 1].classes.any(classes)
    }

    /// "On", "about": what somebody speaks of follows.
    pub(super) fn is_link(&self, item: &Token) -> bool {
        let word = self.text[item.start as usize..item.end as usize].to_lowercase();
        self.engine.language.list(List::HeadlineLinks).iter().any(|link| **link == *word)
    }

    /// Whether items can be what somebody says: not a time or a place in front of it, nor a clause that depends on another.
    pub(super) fn is_claim(&self, said: Ids<ItemId>, closed: bool) -> bool {
        let items = self.items();
        let Some(first) = items[said].first() else { return false };
        let words = items[said].iter().filter(|item| item.tag > Tag::Punctuation).count();
        let comma = || items[said].iter().any(|item| item.tag == Tag::Comma);
        let opens = match first.tag {
            Tag::Subordinator | Tag::Interrogative | Tag::Relative | Tag::Conjunction => false,
            Tag::Preposition | Tag::To | Tag::Adverb => self.has_predicate(said),
            _ => !comma() || self.has_predicate(said),
        };
        let spans = items[said].iter().filter(|item| item.tag == Tag::Quoted).count();
        let said_alone = words == 0 && spans == 1;
        opens && (said_alone || words >= 2 && (closed || self.has_predicate(said)))
    }

    /// Whether a clause has a predicate, or what headlines have for one: "Fares to rise", "Bridge not safe".
    pub(super) fn has_predicate(&self, clause: Ids<ItemId>) -> bool {
        self.has_own_predicate(clause) || self.main_clause(clause).any(|at| self.is_headline_verb(at, clause))
    }

    /// The same, but for words that by a capital alone may be verbs.
    pub(super) fn has_own_predicate(&self, clause: Ids<ItemId>) -> bool {
        let items = self.items();
        let bare = self.paragraph.phrases.at(clause.start).is_some_and(|subject| {
            let first = &items[subject.first];
            let counted = matches!(first.tag, Tag::Number | Tag::Determiner) || subject.kind == PhraseKind::Pronoun;
            let next = items.get(subject.end).filter(|_| subject.end < clause.end);
            next.is_some_and(|next| matches!(next.tag, Tag::To | Tag::Negation) && !counted)
        });
        // "He Will Not Resign": with a capital it may be a name.
        let auxiliary = |at: ItemId| {
            matches!(items[at].tag, Tag::Auxiliary | Tag::Modal)
                || items[at].tag == Tag::Name && items[at].classes.any(Classes::MODAL) && clause.contains(at + 1)
        };
        let breaks = |at: ItemId| items[at].tag == Tag::Noun && self.is_headline_verb(at, clause);
        bare || predicate(self.paragraph, clause).is_some()
            || self.main_clause(clause).any(|at| auxiliary(at) || breaks(at))
    }

    /// Whether a clause has what headlines have for "is" and an adjective: "Roads unsafe", "March too soon, unfair".
    pub(super) fn lacks_copula(&self, clause: Ids<ItemId>) -> bool {
        let items = self.items();
        let Some(last) = clause.end.checked_sub(1).filter(|last| *last > clause.start) else { return false };
        let inside = &items[clause];
        let verbal = |item: &Token| {
            matches!(item.tag, Tag::Cue | Tag::Auxiliary | Tag::Modal | Tag::Quoted | Tag::Pronoun | Tag::Preposition)
        };
        let nominal = inside.iter().any(|item| is_nominal(item) && item.tag != Tag::Adjective);
        let adjective = items[last].tag == Tag::Adjective && !items[last].classes.any(Classes::NOUN);
        let before = &items[last - 1];
        let follows = before.tag == Tag::Comma || before.tag == Tag::Adverb || is_nominal(before);
        nominal && adjective && follows && !inside.iter().any(verbal)
    }

    /// "No short cuts on fees", "Never again".
    pub(super) fn denies(&self, clause: Ids<ItemId>) -> bool {
        self.items()[clause.start].classes.any(Classes::NEGATION)
    }

    /// Whether whoever says it speaks of themselves: "I will not resign".
    pub(super) fn is_in_first_person(&self, said: Ids<ItemId>) -> bool {
        let own = |item: &Token| item.tag == Tag::Pronoun && item.classes.any(Classes::PRONOUN_FIRST);
        !self.holds_marks(said) && self.items()[said].iter().any(own)
    }

    /// The items behind the first up to a clause inside.
    pub(super) fn main_clause(&self, clause: Ids<ItemId>) -> impl Iterator<Item = ItemId> {
        let items = self.items();
        let dependent = |at: &ItemId| matches!(items[*at].tag, Tag::Relative | Tag::Interrogative | Tag::That);
        each(clause.start + 1..clause.end).take_while(move |at| !dependent(at))
    }

    /// Whether an item is a verb as headlines have them: with a capital, or between two nouns.
    pub(super) fn is_headline_verb(&self, at: ItemId, clause: Ids<ItemId>) -> bool {
        let item = &self.items()[at];
        match item.tag {
            Tag::Cue => true,
            Tag::Name => item.classes.any(Classes::VERB | Classes::VERB_ENDING) && !item.classes.any(Classes::NOUN),
            // "Harbour deal breaks law".
            Tag::Noun if item.classes.any(Classes::VERB) && clause.contains(at + 1) => {
                let word = self.words_of(Ids::new(at, at + 1)).to_lowercase();
                let inflected = self.engine.language.stemmer().stem(&word) != word;
                inflected && is_nominal(&self.items()[at - 1]) && is_nominal(&self.items()[at + 1])
            }
            _ => false,
        }
    }

    /// The quoted span that items are, if they are one and nothing else.
    pub(super) fn is_one_span(&self, said: Ids<ItemId>) -> Option<&'a QuotedSpan> {
        let only = self.items().get(said.start).filter(|item| said.len() == 1 && item.tag == Tag::Quoted)?;
        self.paragraph.quoted.get(SpanId::new(only.hash as usize))
    }

    pub(super) fn is_quoted(&self, said: Ids<ItemId>) -> bool {
        self.is_one_span(said).is_some()
    }

    pub(super) fn holds_marks(&self, said: Ids<ItemId>) -> bool {
        !self.paragraph.quoted_within(said).is_empty()
    }

    /// Whether an item is, or may be, a verb: not "forgotten" in "the forgotten workers".
    pub(super) fn is_verbal(&self, at: ItemId) -> bool {
        let item = &self.items()[at];
        let attributive =
            matches!(self.items()[at - 1].tag, Tag::Determiner | Tag::Possessive | Tag::Adjective | Tag::Clitic);
        // "The dumping of waste"; "Cruz taking the bus" is a clause in a headline.
        let gerund = item.shape.has(Shape::GERUND) && !is_nominal(&self.items()[at - 1]);
        matches!(item.tag, Tag::Quoted | Tag::Auxiliary | Tag::Modal | Tag::To | Tag::Negation)
            || !attributive
                && !gerund
                && (item.verb.is_some()
                    || item.tag == Tag::Verb
                    || item.classes.any(Classes::VERB | Classes::VERB_ENDING))
    }

    /// What asks is asked by the writer: "Bo Ray: hero or fool?"
    pub(super) fn is_question(&self) -> bool {
        self.text.ends_with('?')
    }
}

/// Whether words in marks at the head of a line are said: not the title of a work, nor a name.
pub(super) fn is_statement(span: &QuotedSpan) -> bool {
    if span.capitals { span.has_verb && span.words >= 4 } else { span.has_verb || span.words >= 3 }
}
