//! Where a reported clause begins and ends, and what is fronted of it.

use crate::lang::{Classes, VerbClass};

use super::super::model::features::{absent, boundary as template, bucket, numbered};
use super::super::model::linear::{FeatureSink, Linear, RolePrefix};
use super::super::syntax::clause::predicate;
use super::super::syntax::index::{Id, Ids, ItemId, each};
use super::super::syntax::token::{Items, Tag, TagSet, Token, is_nominal, tag_set};
use super::cue_context::{CueContext, Source, clause_end, clause_start, has_class, that_of, verb_chain};
use super::joined::coordinates;
use super::rules::states;
use super::side::Side;

/// Where a clause may begin or end: a boundary is in front of the item of that number.
pub(crate) type Boundaries = Vec<ItemId>;

/// At most this many places where a clause after a cue may begin are looked at.
const STARTS: usize = 7;

/// Tags that a clause after a cue begins with where it does not begin right behind source and cue.
const OPENS: TagSet = tag_set(&[
    Tag::Quoted,
    Tag::Determiner,
    Tag::Pronoun,
    Tag::ObjectPronoun,
    Tag::Possessive,
    Tag::That,
    Tag::To,
    Tag::Interrogative,
    Tag::Negation,
    Tag::Name,
    Tag::Noun,
    Tag::Adjective,
    Tag::Verb,
    Tag::Word,
]);

/// Places where a clause after the cue may begin.
pub(crate) fn starts_after(context: &CueContext<'_>, source: Source, found: &mut Boundaries) {
    found.clear();
    let (items, cue) = (context.items(), context.cue);
    let from = clause_end(context, source);
    let end = context.sentence.end;
    let nearest = from.min(end - 1);
    // "According to NAME, …": the clause comes right behind.
    if context.is_according() && from > cue + 1 && from + 1 < end {
        found.push(if items[from].tag == Tag::Comma { from + 1 } else { from });
        return;
    }
    found.push(nearest);
    for at in each(from..end.min(from + 14)) {
        match items[at].tag {
            Tag::That
            | Tag::Comma
            | Tag::Colon
            | Tag::Dash
            | Tag::To
            | Tag::Interrogative
            | Tag::Relative
            | Tag::Quoted
            | Tag::Preposition => {
                found.push(at);
                found.push(at + 1);
            }
            _ => {}
        }
    }
    for phrase in each(context.phrase_from(from)..context.phrases.end).map(|at| context.phrase(at)) {
        if phrase.first >= from + 8 {
            break;
        }
        found.push(phrase.first);
        found.push(phrase.end);
    }
    found.sort_unstable();
    found.dedup();
    found.retain(|at| *at > cue && *at < end && (*at == nearest || OPENS[items[*at].tag as usize]));
    found.truncate(STARTS);
}

/// Tags that a clause may end before.
const CUTS: TagSet = tag_set(&[
    Tag::Comma,
    Tag::Dash,
    Tag::Semicolon,
    Tag::Colon,
    Tag::Conjunction,
    Tag::Subordinator,
    Tag::Open,
    Tag::Close,
    Tag::Stop,
]);

/// Tags that a preposition may separate from what belongs to the reporting clause again: "… the river, she said in Hull".
const BEFORE_PREPOSITION: TagSet = tag_set(&[
    Tag::Quoted,
    Tag::Close,
    Tag::Pronoun,
    Tag::ObjectPronoun,
    Tag::Possessive,
    Tag::That,
    Tag::Name,
    Tag::Noun,
    Tag::Word,
]);

/// Whether a comma stands between the day and the year of a date: "March 19, 2003".
fn is_in_date(items: &Items, comma: ItemId) -> bool {
    let number = |at: ItemId| items.get(at).is_some_and(|item| item.tag == Tag::Number);
    let month = comma.checked_sub(2).is_some_and(|at| items[at].classes.any(Classes::MONTH));
    items[comma].tag == Tag::Comma && month && number(comma - 1) && number(comma + 1)
}

/// Places where a clause that begins at `start` may end.
pub(crate) fn ends_after(context: &CueContext<'_>, start: ItemId, found: &mut Boundaries) {
    found.clear();
    let items = context.items();
    let end = context.sentence.end;
    let mut last = end;
    for at in each(start + 1..end) {
        let here = &items[at];
        let before = &items[at - 1];
        if coordinates(context, at) {
            last = at;
            break;
        }
        let cut = CUTS[here.tag as usize]
            || matches!(before.tag, Tag::Quoted | Tag::Close)
            || here.classes.any(Classes::WEEKDAY)
            || here.tag == Tag::Preposition
                && !here.classes.any(Classes::NAME_LINK)
                && BEFORE_PREPOSITION[before.tag as usize];
        let joined = matches!(before.tag, Tag::Comma | Tag::Dash | Tag::Conjunction | Tag::Determiner);
        if cut && !joined && !is_in_date(items, at) {
            found.push(at);
        }
    }
    // Far ends are the likelier ones, and the end of the sentence the likeliest.
    keep_outer(found, 24);
    while last > start + 1 && matches!(items[last - 1].tag, Tag::Stop | Tag::Punctuation | Tag::Comma) {
        last -= 1;
    }
    let end = last.max(start + 1);
    // A clause behind "that" has a verb of its own, whatever comes between its subject and it.
    let clausal = items[start - 1].tag == Tag::That || start == context.cue + 1 && states(context);
    let verb = clausal.then(|| predicate(context.paragraph, Ids::new(start, end))).flatten();
    found.retain(|at| *at < last && verb.is_none_or(|verb| *at > verb));
    found.push(end);
}

/// Keeps the first and the last half of too many boundaries.
fn keep_outer(found: &mut Boundaries, most: usize) {
    if found.len() > most {
        found.drain(most / 2..found.len() - most / 2);
    }
}

/// Places where a clause before source and cue may begin.
pub(crate) fn starts_before(context: &CueContext<'_>, end: ItemId, found: &mut Boundaries) {
    found.clear();
    let items = context.items();
    let start = context.sentence.start;
    found.push(start);
    for at in each(start + 1..end) {
        let here = items[at].tag;
        let before = items[at - 1].tag;
        if matches!(before, Tag::Comma | Tag::Dash | Tag::Semicolon | Tag::Colon | Tag::Conjunction | Tag::Close)
            || matches!(here, Tag::Relative | Tag::That | Tag::Quoted | Tag::Subordinator)
        {
            found.push(at);
        }
    }
    keep_outer(found, 20);
}

/// Places where a clause before source and cue may end.
pub(crate) fn ends_before(context: &CueContext<'_>, source: Source, found: &mut Boundaries) {
    found.clear();
    let items = context.items();
    let stop = clause_start(context, source);
    for at in each(context.sentence.start + 1..stop + 1).rev() {
        if at == stop || matches!(items[at].tag, Tag::Comma | Tag::Dash | Tag::Relative | Tag::That) {
            found.push(at);
        }
        if found.len() >= 5 {
            break;
        }
    }
}

/// Tags that the fronted part of a clause begins with, besides the first of the sentence.
const FRONTED: TagSet = tag_set(&[
    Tag::Determiner,
    Tag::Pronoun,
    Tag::ObjectPronoun,
    Tag::Possessive,
    Tag::Negation,
    Tag::Relative,
    Tag::Interrogative,
    Tag::Auxiliary,
    Tag::To,
    Tag::Number,
    Tag::Name,
    Tag::Cue,
    Tag::Noun,
    Tag::Adjective,
]);

/// Places where the part of a clause that is fronted may begin, the last of them its end, which means that there is none:
/// "the river" in "the river is expected to rise", "in March" in "in March, she said, it rose".
pub(crate) fn fronted_starts(context: &CueContext<'_>, source: Source, found: &mut Boundaries) -> Option<ItemId> {
    found.clear();
    let items = context.items();
    let start = context.sentence.start;
    let mut end = match source.map(|source| context.phrase(source).first) {
        Some(first) if first < context.cue => first,
        _ => verb_chain(context).0,
    };
    while end > start && matches!(items[end - 1].tag, Tag::Comma | Tag::Dash) {
        end -= 1;
    }
    if end == start || context.is_according() {
        return None;
    }
    starts_before(context, end, found);
    let phrases = each(context.phrases.start..context.phrase_from(end)).rev().take(4).map(|at| context.phrase(at));
    found.extend(phrases.filter(|phrase| phrase.end <= end).map(|phrase| phrase.first));
    found.sort_unstable();
    found.dedup();
    found.retain(|at| *at < end && (*at == start || FRONTED[items[*at].tag as usize]));
    found.push(end);
    Some(end)
}

numbered! {
    /// What a boundary is.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub(crate) enum Role {
        StartAfter = 1,
        EndAfter = 2,
        StartBefore = 3,
        EndBefore = 4,
        Fronted = 5,
    }
}

/// A choice among boundaries of one role.
#[derive(Clone, Copy)]
pub(crate) struct BoundaryChoice<'a> {
    pub(crate) context: &'a CueContext<'a>,
    pub(crate) role: Role,
    pub(crate) candidates: &'a [ItemId],
    /// The other end of the clause, or the cue.
    pub(crate) other: ItemId,
}

impl BoundaryChoice<'_> {
    /// The features of the candidate of that number.
    pub(crate) fn features(&self, number: usize, out: &mut impl FeatureSink) {
        out.clear();
        let out = &mut RolePrefix::new(self.role.feature(), out);
        let context = self.context;
        let at = self.candidates[number];
        let item = |item: Option<&Token>| {
            item.map_or((absent::BOUNDARY_NEIGHBOUR, absent::WORD), |item| (item.tag.feature(), item.hash))
        };
        let (here, here_hash) = item(context.inside(at));
        let (next, next_hash) = item(context.inside(at + 1));
        let (before, before_hash) = item(context.before(at));
        let third = item(context.inside(at + 2)).0;
        let second = item(at.checked_sub(2).and_then(|at| context.inside(at))).0;
        let (lemma, class) = (context.lemma(), context.class());
        let from_cue = apart(at, context.cue);
        let distance = bucket(from_cue);
        let length = bucket(apart(at, self.other));
        let end = context.sentence.end;
        let rest = bucket(Ids::new(at, end).len());
        let behind = self.candidates.len() - number;
        out.add2(template::BEFORE_HERE, before, here);
        out.add3(template::BEFORE_HERE_NEXT, before, here, next);
        out.add3(template::HERE_NEXT_THIRD, here, next, third);
        out.add3(template::TWO_BEFORE_HERE, second, before, here);
        out.add(template::WORD_HERE, here_hash);
        out.add(template::WORD_BEFORE, before_hash);
        out.add2(template::WORD_HERE_NEXT, here_hash, next);
        out.add2(template::WORD_BEFORE_HERE, before_hash, here);
        out.add2(template::WORDS_HERE_NEXT, here_hash, next_hash);
        out.add2(template::HERE_CLASS, here, class);
        out.add2(template::LEMMA_HERE, lemma, here);
        out.add3(template::LEMMA_BEFORE_HERE, lemma, before, here);
        out.add2(template::DISTANCE_CLASS, distance, class);
        out.add3(template::LENGTH_HERE, length, here, before);
        out.add2(template::REST_LENGTH, rest, length);
        out.add2(template::ORDER, number.min(6) as u32, behind.min(6) as u32);
        out.add3(template::ORDER_HERE, number.min(4) as u32, here, class);
        out.add3(template::LAST_USE, u32::from(behind == 1), class, context.form());
        out.add3(template::BEHIND_CUE, context.tag_ahead(1), context.tag_ahead(2), from_cue.min(5) as u32);
        // Whether a new subject with its verb begins here.
        let opening = Opening::of(context.items(), Ids::new(at, end)).feature();
        out.add2(template::OPENING_HERE, opening, here);
        out.add3(template::OPENING_WORD, opening, here, here_hash);
        out.add3(template::OPENING_REST, opening, rest, next);
        out.add3(template::HERE_NEXT_REST, here, next, rest);
    }

    /// The best of the candidates.
    fn best(&self, model: &Linear) -> Option<ItemId> {
        if let [only] = *self.candidates {
            return Some(only);
        }
        let mut best: Option<(ItemId, f32)> = None;
        let mut scorer = model.scorer();
        for (number, &at) in self.candidates.iter().enumerate() {
            self.features(number, &mut scorer);
            let score = scorer.score();
            if best.is_none_or(|(_, there)| score > there) {
                best = Some((at, score));
            }
        }
        best.map(|(at, _)| at)
    }
}

fn apart(one: ItemId, other: ItemId) -> usize {
    if one < other { other - one } else { one - other }
}

numbered! {
    /// What kind of clause seems to begin at an item.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub(crate) enum Opening {
        None = 0,
        /// A verb comes soon.
        VerbLater = 1,
        /// A cue comes soon.
        CueLater = 2,
        Cue = 3,
        Verb = 4,
    }
}

impl Opening {
    fn of(items: &Items, rest: Ids<ItemId>) -> Self {
        for (distance, item) in items[rest].iter().take(9).enumerate() {
            match item.tag {
                Tag::Cue => return if distance <= 1 { Self::Cue } else { Self::CueLater },
                Tag::Verb | Tag::Auxiliary | Tag::Modal => {
                    return if distance <= 1 { Self::Verb } else { Self::VerbLater };
                }
                Tag::Comma | Tag::Dash | Tag::Stop | Tag::Quoted if distance > 0 => return Self::None,
                _ => {}
            }
        }
        Self::None
    }
}

/// The items of the reported clause on a side.
pub(crate) fn extent(
    context: &CueContext<'_>,
    source: Source,
    side: Side,
    model: &Linear,
    candidates: &mut Boundaries,
) -> Option<Ids<ItemId>> {
    let best = |role: Role, candidates: &[ItemId], other: ItemId| {
        BoundaryChoice { context, role, candidates, other }.best(model)
    };
    let (start, end) = match side {
        Side::None => return None,
        Side::After => {
            let start = match behind_that(context) {
                Some(start) => start,
                None => {
                    starts_after(context, source, candidates);
                    behind_time(context, with_object(context, best(Role::StartAfter, candidates, context.cue)?))
                }
            };
            ends_after(context, start, candidates);
            (start, best(Role::EndAfter, candidates, start)?)
        }
        Side::Before => {
            ends_before(context, source, candidates);
            let end = best(Role::EndBefore, candidates, context.cue)?;
            starts_before(context, end, candidates);
            (best(Role::StartBefore, candidates, end)?, end)
        }
    };
    outside_source(context, source, Ids::new(start, end)).filled()
}

/// The clause that begins, or ends, at a place.
pub(crate) fn extent_at(
    context: &CueContext<'_>,
    side: Side,
    at: ItemId,
    model: &Linear,
    candidates: &mut Boundaries,
) -> Option<Ids<ItemId>> {
    let best = |role: Role, candidates: &[ItemId], other: ItemId| {
        BoundaryChoice { context, role, candidates, other }.best(model)
    };
    match side {
        Side::None => None,
        Side::After => {
            ends_after(context, at, candidates);
            Ids::new(at, best(Role::EndAfter, candidates, at)?).filled()
        }
        Side::Before => {
            if let Some(start) = behind_frame(context, at) {
                return Ids::new(start, at).filled();
            }
            starts_before(context, at, candidates);
            let start = best(Role::StartBefore, candidates, at)?;
            // What has no verb of its own is no clause: "the price rose in all towns, among them Hull".
            let whole = predicate(context.paragraph, Ids::new(start, at)).is_some();
            Ids::new(if whole { start } else { behind_conjunction(context, at) }, at).filled()
        }
    }
}

/// Where a sentence begins behind its conjunction.
fn behind_conjunction(context: &CueContext<'_>, end: ItemId) -> ItemId {
    let joins = |at: &ItemId| matches!(context.items()[*at].tag, Tag::Conjunction | Tag::Comma | Tag::Dash);
    let start = context.sentence.start;
    each(start..end).find(|at| !joins(at)).unwrap_or(start)
}

/// Where a clause begins that the writer comments in front: "and this matters, since the lake is clean".
fn behind_frame(context: &CueContext<'_>, end: ItemId) -> Option<ItemId> {
    let items = context.items();
    let start = context.sentence.start;
    let first = start + usize::from(items[start].tag == Tag::Conjunction);
    let points = |item: &Token| item.tag == Tag::That || item.classes.any(Classes::PRONOUN_INDEFINITE);
    let is = |item: &Token| matches!(item.tag, Tag::Auxiliary | Tag::Clitic);
    let [one, two] = [first, first + 1].map(|at| context.inside(at));
    let comments = one.is_some_and(points) && two.is_some_and(is);
    let joins = |at: &ItemId| items[*at].classes.any(Classes::SUBORDINATOR);
    let opener = each(first + 2..end).take(8).find(|at| joins(at) || items[*at].tag.ends_clause());
    opener.filter(|at| comments && joins(at)).map(|at| at + 1)
}

/// The part of a clause behind the cue that is fronted.
pub(crate) fn fronted(
    context: &CueContext<'_>,
    source: Source,
    model: &Linear,
    candidates: &mut Boundaries,
) -> Option<Ids<ItemId>> {
    let end = fronted_starts(context, source, candidates)?;
    let start = BoundaryChoice { context, role: Role::Fronted, candidates, other: end }.best(model)?;
    Ids::new(start, end).filled()
}

/// Where the clause begins of a cue with "that" behind it.
fn behind_that(context: &CueContext<'_>) -> Option<ItemId> {
    let that = that_of(context).filter(|_| !context.paragraph.writing.verb_second)?;
    context.inside(that + 1).map(|_| that + 1)
}

/// A clause begins behind the time at which it was said: "said Monday the road was shut".
fn behind_time(context: &CueContext<'_>, start: ItemId) -> ItemId {
    let items = context.items();
    let timed =
        |item: &Token| item.classes.any(Classes::WEEKDAY) || item.tag == Tag::Adverb && item.classes.any(Classes::NOUN);
    let opens =
        |item: &Token| matches!(item.tag, Tag::Determiner | Tag::Possessive | Tag::Pronoun | Tag::Name | Tag::That);
    let next = start + 1;
    let behind = start == context.cue + 1
        && timed(&items[start])
        && context.inside(next).is_some_and(opens)
        && predicate(context.paragraph, Ids::new(next, context.sentence.end)).is_some();
    if behind { next } else { start }
}

/// A clause begins with what the writer says of the quoted words: the object of "called the plan “a disgrace”" and, where the verb
/// comes second, the preposition of "sprach von einem „Fehler“".
fn with_object(context: &CueContext<'_>, start: ItemId) -> ItemId {
    let (items, cue) = (context.items(), context.cue);
    if context.paragraph.writing.verb_second && start == cue + 2 && items[start - 1].tag == Tag::Preposition {
        return start - 1;
    }
    let passive = context.tag_before() == Some(Tag::Auxiliary);
    let calls = has_class(&items[cue], VerbClass::Call) && !passive;
    let object = calls
        && items[start].tag == Tag::Quoted
        && items[cue + 1..start].iter().all(|item| is_nominal(item) || item.tag == Tag::Clitic);
    if object { cue + 1 } else { start }
}

/// A clause does not contain its own source: it begins behind a source at its beginning, and ends before any other.
fn outside_source(context: &CueContext<'_>, source: Source, clause: Ids<ItemId>) -> Ids<ItemId> {
    let Some(source) = source.map(|source| context.phrase(source)) else { return clause };
    if source.end <= clause.start || source.first >= clause.end {
        clause
    } else if source.first > context.cue && clause.start > context.cue {
        Ids::new(source.end, clause.end)
    } else {
        Ids::new(clause.start, source.first.min(clause.end))
    }
}
