//! The parts of a sentence between commas, where the verb of a main clause comes second and a comma separates every clause from the next.

use crate::lang::{Classes, Grammar, VerbClass};

use super::super::syntax::index::{Id, Ids, ItemId, SpanId, each};
use super::super::syntax::paragraph::Paragraph;
use super::super::syntax::token::{Items, Shape, Tag, Token};

/// What opens a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Opener {
    /// Its first phrase, or its verb.
    None,
    That,
    Question,
    /// "As" in "as the police said".
    As,
    Relative,
    Subordinator,
}

/// What stands between two commas.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part {
    pub(crate) items: Ids<ItemId>,
    pub(crate) opener: Opener,
    /// Its first item behind conjunctions, adverbs and its opener.
    pub(crate) first: ItemId,
    /// Whether a conjunction opens it.
    pub(crate) joined: bool,
    /// The first of its verbs.
    pub(crate) verb: Option<ItemId>,
    /// The moods of its verbs that report speech.
    pub(crate) present: bool,
    pub(crate) past: bool,
    /// Whether a modal and the infinitive of a perfect say that others say so.
    pub(crate) reportative: bool,
    /// An infinitive with its mark, and no verb of its own.
    pub(crate) infinitive: bool,
    /// Whether a colon is in front of it.
    pub(crate) behind_colon: bool,
    /// The quoted span that it begins with.
    pub(crate) quoted: bool,
}

impl Part {
    /// Whether a verb of it is in the subjunctive.
    pub(crate) fn is_subjunctive(&self) -> bool {
        self.present || self.past
    }

    /// Whether it is a main clause by its order: no word opens it, and it has a verb.
    pub(crate) fn is_main(&self) -> bool {
        self.opener == Opener::None && self.verb.is_some() && !self.infinitive
    }

    /// Whether its verb comes first.
    pub(crate) fn is_verb_first(&self) -> bool {
        self.opener == Opener::None && self.verb == Some(self.first)
    }
}

/// Whether an item is a verb, as far as tables and endings tell.
pub(crate) fn is_verbal(item: &Token) -> bool {
    match item.tag {
        Tag::Auxiliary | Tag::Modal | Tag::Verb => true,
        Tag::Cue => item.verb.is_some_and(|verb| verb.class != VerbClass::According),
        Tag::Word => item.classes.any(Classes::VERB_ENDING),
        _ => false,
    }
}

/// The parts of a sentence, in order, with the commas between them.
pub(crate) fn parts(paragraph: &Paragraph, sentence: Ids<ItemId>) -> Vec<Part> {
    let items = &paragraph.items;
    let mut found = Vec::new();
    let mut start = sentence.start;
    let mut depth = 0usize;
    let mut colon = false;
    for at in sentence {
        match items[at].tag {
            Tag::Open => depth += 1,
            Tag::Close => depth = depth.saturating_sub(1),
            _ => {}
        }
        let close = depth == 0 && separates(paragraph, sentence, at);
        let behind = depth == 0 && closes_quoted(paragraph, sentence, at);
        if close || behind {
            let end = if behind { at + 1 } else { at };
            found.extend(Ids::new(start, end).filled().map(|items| part(paragraph, items, colon)));
            colon = items[at].tag == Tag::Colon;
            start = at + 1;
        }
    }
    found.extend(Ids::new(start, sentence.end).filled().map(|items| part(paragraph, items, colon)));
    found
}

fn separates(paragraph: &Paragraph, sentence: Ids<ItemId>, at: ItemId) -> bool {
    let item = &paragraph.items[at];
    match item.tag {
        Tag::Comma | Tag::Semicolon | Tag::Stop => true,
        // "10:05 Uhr" is one.
        Tag::Colon => {
            sentence.contains(at + 1) && paragraph.items[at + 1].shape.has(Shape::SPACED) || at + 1 == sentence.end
        }
        Tag::Dash => item.shape.has(Shape::SPACED) && at > sentence.start,
        _ => false,
    }
}

/// Whether a quoted span ends a part: its stop is read as if it were inside, or a verb of saying follows.
fn closes_quoted(paragraph: &Paragraph, sentence: Ids<ItemId>, at: ItemId) -> bool {
    let item = &paragraph.items[at];
    if item.tag != Tag::Quoted {
        return false;
    }
    let quoted = &paragraph.quoted[SpanId::new(item.hash as usize)];
    let cue = sentence.contains(at + 1) && paragraph.items[at + 1].tag == Tag::Cue;
    matches!(quoted.last_byte, b',' | b'.' | b'!' | b'?') || cue && quoted.words > 3
}

fn part(paragraph: &Paragraph, range: Ids<ItemId>, behind_colon: bool) -> Part {
    let items = &paragraph.items;
    let joined = items[range.start].tag == Tag::Conjunction;
    let skips = |at: &ItemId| {
        matches!(items[*at].tag, Tag::Conjunction | Tag::Adverb | Tag::Negation) || items[*at].tag == Tag::Punctuation
    };
    let head = each(range.start..range.end).find(|at| !skips(at)).unwrap_or(range.start);
    let behind_comma = range.start.checked_sub(1).is_some_and(|before| items[before].tag == Tag::Comma);
    let marked =
        |at: ItemId| items[at].tag == Tag::To && each(at + 1..range.end).take(2).any(|at| is_infinitive(&items[at]));
    let to = each(head..range.end)
        .find(|at| marked(*at))
        .or_else(|| each(head..range.end).find(|at| items[*at].grammar.any(Grammar::MARKED_INFINITIVE)));
    let opener = opener(items, range, head, behind_comma && to.is_none());
    // What stands in front of a main clause's verb is its first phrase, whatever it is.
    let first = if opener == Opener::None { first_of_main(items, range, head) } else { head };
    let verbs = || each(head..range.end).filter(|at| is_verbal(&items[*at]) && !is_attribute(items, range, *at));
    let verb = verbs().next();
    let mood =
        |grammar: Grammar| verbs().any(|at| items[at].grammar.any(grammar) && !is_of_first_person(items, range, at));
    let (present, past) = (mood(Grammar::SUBJUNCTIVE_PRESENT), mood(Grammar::SUBJUNCTIVE_PAST));
    // "Festgehalten zu haben": a participle may stand in front of the mark that closes the part.
    let finite = |at: ItemId| matches!(items[at].tag, Tag::Auxiliary | Tag::Modal);
    let closes =
        |to: ItemId| to + 2 >= range.end && !each(head..to).any(finite) && verb.is_some_and(|verb| verb > head + 1);
    let infinitive = !present && !past && to.is_some_and(|to| verb.is_none_or(|verb| verb > to) || closes(to));
    let quoted = items[range.start].tag == Tag::Quoted;
    // "Um zu helfen".
    let governed = infinitive && items[head].tag == Tag::Preposition && items[head].classes.any(Classes::SUBORDINATOR);
    let opener = if governed { Opener::Subordinator } else { opener };
    let perfect = range.end.checked_sub(1).is_some_and(|last| last > head && items[last].tag == Tag::Auxiliary);
    let reportative = perfect && verb.is_some_and(|verb| items[verb].grammar.any(Grammar::REPORTATIVE));
    Part { items: range, reportative, opener, first, joined, verb, present, past, infinitive, behind_colon, quoted }
}

fn is_infinitive(item: &Token) -> bool {
    is_verbal(item) || item.tag == Tag::Word
}

/// The first item of a main clause behind its conjunction: an adverb in front of the verb is its first phrase.
fn first_of_main(items: &Items, range: Ids<ItemId>, head: ItemId) -> ItemId {
    let start = range.start + usize::from(items[range.start].tag == Tag::Conjunction);
    if is_verbal(&items[head]) && start < head { start } else { head }
}

fn opener(items: &Items, range: Ids<ItemId>, head: ItemId, behind_comma: bool) -> Opener {
    let item = &items[head];
    let next = range.contains(head + 1).then(|| &items[head + 1]);
    if item.classes.any(Classes::AS_OPENER) {
        return Opener::As;
    }
    match item.tag {
        // "So dass": what follows from it.
        Tag::That if head > range.start && items[range.start].tag != Tag::Conjunction => Opener::Subordinator,
        Tag::That => Opener::That,
        Tag::Interrogative => Opener::Question,
        Tag::Determiner if behind_comma && item.classes.any(Classes::INTERROGATIVE) => Opener::Question,
        Tag::Relative => Opener::Relative,
        Tag::Subordinator => Opener::Subordinator,
        // "Seit er da ist": a preposition that opens a clause has no noun behind it.
        Tag::Preposition if next.is_some_and(|next| next.tag == Tag::Relative) => Opener::Relative,
        Tag::Preposition
            if item.classes.any(Classes::SUBORDINATOR) && next.is_some_and(|next| next.tag == Tag::Pronoun) =>
        {
            Opener::Subordinator
        }
        // "Die das Kabinett beschlossen hat": the verb comes last.
        Tag::Determiner
            if behind_comma && item.classes.any(Classes::RELATIVE_ARTICLE) && ends_in_verb(items, range, head) =>
        {
            Opener::Relative
        }
        _ => Opener::None,
    }
}

/// Whether the only finite verb of a part that a determiner opens is its last item, so that the determiner is a pronoun.
fn ends_in_verb(items: &Items, range: Ids<ItemId>, head: ItemId) -> bool {
    /// What is shorter is a subject and its verb: "die Mieten stiegen".
    const SHORT: usize = 4;
    let verb = each(head..range.end).find(|at| is_verbal(&items[*at]));
    let finite = |at: ItemId| at + 1 == range.end && !items[at].grammar.any(Grammar::SUBJUNCTIVE_PRESENT);
    range.len() > SHORT && verb.is_some_and(finite)
}

/// Whether a verb's form describes a noun: "die kritisierte Reform".
fn is_attribute(items: &Items, range: Ids<ItemId>, at: ItemId) -> bool {
    let next = range.contains(at + 1).then(|| items[at + 1].tag);
    let before = at.checked_sub(1).filter(|before| range.contains(*before)).map(|before| items[before].tag);
    matches!(next, Some(Tag::Noun))
        && matches!(before, Some(Tag::Determiner | Tag::Possessive | Tag::Preposition | Tag::Adjective))
}

/// "Ich habe": the same form of the indicative.
fn is_of_first_person(items: &Items, range: Ids<ItemId>, at: ItemId) -> bool {
    let near = [at.checked_sub(1), Some(at + 1)];
    near.into_iter().flatten().filter(|at| range.contains(*at)).any(|at| items[at].classes.any(Classes::PRONOUN_FIRST))
}
