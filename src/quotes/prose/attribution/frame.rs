//! Source, cue and reported clause where the verb of a main clause comes second: what is reported is known by its order, its opener and its
//! mood, and the frame stands in front of it, behind it or inside it.

use crate::lang::{Classes, Grammar, Reports, VerbClass, VerbForm};

use super::super::syntax::index::{Id, Ids, ItemId, each};
use super::super::syntax::noun_phrase::is_thing;
use super::super::syntax::token::Tag;
use super::cue_context::{CueContext, Source, has_class};
use super::parts::{Opener, Part, is_verbal};
use super::side::Side;
use super::source_link;
use super::subject;

/// A cue whose place among the parts of its sentence says what it reports.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame {
    pub(crate) source: Source,
    pub(crate) side: Side,
    pub(crate) reported: Option<Ids<ItemId>>,
    /// What is in front of a frame inside its clause.
    pub(crate) fronted: Option<Ids<ItemId>>,
}

/// Reads the frame of a cue.
pub(crate) fn read(context: &CueContext<'_>, parts: &[Part]) -> Option<Frame> {
    let number = parts.iter().position(|part| part.items.contains(context.cue))?;
    if context.is_according() {
        return source_link::read(context, parts, number);
    }
    let head = head_of(context, parts, number);
    let frame = FrameReader { context, parts, number, head };
    let found = frame.read()?;
    let quotes_object = context.items()[context.cue].verb.is_some_and(|verb| verb.reports == Reports::Object);
    let object =
        found.source.filter(|_| quotes_object).and_then(|source| subject::object(context, parts[number], source));
    Some(Frame { source: object.or(found.source), ..found })
}

impl FrameReader<'_> {
    fn read(&self) -> Option<Frame> {
        let Self { context, parts, number, head } = *self;
        if let Some(opening) = bracket_of(context, parts, number) {
            return self.bracketed(&parts[opening]);
        }
        match parts[head].opener {
            Opener::None if head < number => self.resumed(),
            Opener::None if parts[number].is_verb_first() || self.opens_as_tail() => self.verb_first(),
            Opener::None => self.main(),
            Opener::As => self.as_said(),
            Opener::Relative | Opener::Subordinator | Opener::That | Opener::Question => self.verb_last(),
        }
    }
}

/// The main clause whose auxiliary a participle behind a comma closes: "er hat dem Plan, der gestern kam, zugestimmt".
fn bracket_of(context: &CueContext<'_>, parts: &[Part], number: usize) -> Option<usize> {
    let items = context.items();
    let part = &parts[number];
    let participle = items[context.cue]
        .verb
        .is_some_and(|verb| matches!(verb.form, VerbForm::Third | VerbForm::Past | VerbForm::Participle));
    let closes = each(context.cue + 1..part.items.end).all(|at| items[at].tag <= Tag::Punctuation);
    if !participle || !closes || part.first != context.cue || part.joined || number < 2 {
        return None;
    }
    let opening = parts[..number - 1].iter().rposition(|part| part.is_main())?;
    let verb = parts[opening].verb?;
    let open =
        items[verb].tag == Tag::Auxiliary && each(verb + 1..parts[opening].items.end).all(|at| !is_verbal(&items[at]));
    let between = parts[opening + 1..number].iter().all(|part| part.opener == Opener::Relative || part.verb.is_none());
    (open && between).then_some(opening)
}

/// Whether a part is a condition, a time or the like of what follows.
fn is_aside(part: &Part) -> bool {
    let depends = matches!(part.opener, Opener::Subordinator | Opener::Question | Opener::As) && !part.present;
    depends || !part.quoted && part.verb.is_none() && part.opener != Opener::None
}

/// The part where the clause begins that a verb in front of its part belongs to: "der Minister, ein Jurist, sagte".
fn head_of(context: &CueContext<'_>, parts: &[Part], number: usize) -> usize {
    // "Wie Müller, Sprecher der Bahn sagte": the comma behind the apposition is missing.
    let before = number.checked_sub(1).map(|before| &parts[before]);
    let last = context.cue + 1 == parts[number].items.end && parts[number].verb == Some(context.cue);
    if last && before.is_some_and(|part| part.opener == Opener::As && part.verb.is_none()) {
        return number - 1;
    }
    if number < 2 || !parts[number].is_verb_first() || parts[number].behind_colon {
        return number;
    }
    let inserted =
        |part: &Part| !part.quoted && !part.behind_colon && (part.verb.is_none() || part.opener == Opener::Relative);
    let opens = |part: &Part| part.verb.is_none() && !part.quoted && !part.infinitive;
    let first = parts[..number].iter().rposition(|part| !inserted(part)).map_or(0, |at| at + 1);
    let head = (first..number - 1).find(|at| opens(&parts[*at]));
    head.filter(|head| *head == 0 || parts[*head].opener != Opener::None).unwrap_or(number)
}

struct FrameReader<'a> {
    context: &'a CueContext<'a>,
    parts: &'a [Part],
    /// The part of the cue.
    number: usize,
    /// The part where its clause begins.
    head: usize,
}

impl FrameReader<'_> {
    fn part(&self) -> Part {
        self.parts[self.number]
    }

    /// "…, so schätzen die Forscher, …".
    fn opens_as_tail(&self) -> bool {
        let first = self.part().items.start;
        self.number > 0
            && self.part().verb == Some(first + 1)
            && self.context.items()[first].classes.any(Classes::TAIL_CUE)
    }

    /// The part where the sentence begins anew behind its last colon in front of the cue.
    fn base(&self) -> usize {
        self.parts[..=self.number].iter().rposition(|part| part.behind_colon).unwrap_or(0)
    }

    /// "…, sagte Müller", "…, sagte Müller, …": behind what it reports, or inside.
    fn verb_first(&self) -> Option<Frame> {
        let part = self.part();
        let verb = part.verb?;
        let modal = verb != self.context.cue && self.context.items()[verb].tag == Tag::Modal;
        if self.number == 0 || !self.is_verb_of(verb) || part.behind_colon || part.infinitive || modal {
            return None;
        }
        let source = if self.is_passive(verb) {
            subject::of_passive(self.context, part)
        } else {
            subject::behind(self.context, part, verb + 1)
        };
        let base = self.base();
        let before = &self.parts[base..self.number];
        let front = Ids::new(self.parts[base].items.start, self.parts[self.number - 1].items.end);
        let after = self.report_behind(false);
        // "Als er kam, sagte Müller, …", "und sagte, …", "wie er sagt, …": what is in front is not what was said; nor is it where a colon follows.
        let next = self.parts.get(self.number + 1);
        let announces =
            next.is_some_and(|next| next.behind_colon) && !before.iter().any(|part| part.quoted || part.present);
        if before.iter().all(is_aside) || before[0].opener == Opener::As || part.joined || announces {
            return after.map(|after| Frame { source, side: Side::After, reported: Some(after), fronted: None });
        }
        // "Den Vorwurf, die Brücke sei marode, wies sie zurück": a noun with what it says.
        let noun = before[0].verb.is_none() && !before[0].quoted && !before[0].infinitive;
        let told =
            before.get(1).is_some_and(|next| next.is_subjunctive() || next.opener == Opener::That || next.infinitive);
        if noun && told || !self.may_follow(before, source, verb) {
            return None;
        }
        let reported = self.behind_own_subject(front);
        let quoted_behind = self.parts.get(self.number + 1).is_some_and(|next| next.quoted || next.behind_colon);
        match self.rest().filter(|_| !quoted_behind) {
            Some(rest) => Some(Frame { source, side: Side::After, reported: Some(rest), fronted: Some(reported) }),
            None => Some(Frame { source, side: Side::Before, reported: Some(reported), fronted: None }),
        }
    }

    /// Whether a cue may stand behind what it reports: a clause or quoted words, said by whoever stands right behind the verb.
    fn may_follow(&self, before: &[Part], source: Source, verb: ItemId) -> bool {
        let items = self.context.items();
        let cue = &items[self.context.cue];
        let class = cue.verb.map(|verb| verb.class);
        let says =
            self.opens_as_tail() || !matches!(class, Some(VerbClass::Call | VerbClass::Judge | VerbClass::Show) | None);
        let clause = before
            .iter()
            .any(|part| part.is_main() || part.quoted || part.is_subjunctive() || part.opener == Opener::That);
        let thing = source.is_some_and(|source| is_thing(items, self.context.phrase(source)));
        let beside = source.is_some_and(|source| self.context.phrase(source).first == verb + 1);
        // "Hieß es": nobody is named.
        let nobody =
            source.is_none() && self.context.cue == verb && cue.verb.is_some_and(|verb| verb.lemma == u16::MAX);
        let quoted = before.last().is_some_and(|part| part.quoted);
        let told = quoted || before.iter().any(|part| part.present);
        says && (!thing || told)
            && (beside || clause && (source.is_some() || nobody || quoted && !self.is_passive(verb)))
    }

    /// The last part in front of a frame where it is quoted, or all of the sentence in front.
    fn behind_own_subject(&self, front: Ids<ItemId>) -> Ids<ItemId> {
        let before = &self.parts[self.number - 1];
        if before.quoted && before.items.len() == 1 { before.items } else { front }
    }

    /// What goes on behind a frame inside its clause: a part that is neither an apposition nor a relative clause about the source.
    fn rest(&self) -> Option<Ids<ItemId>> {
        let next = self.parts.get(self.number + 1)?;
        // "…, völlig sicher": no noun that says who the source is.
        let start = &self.context.items()[next.items.start];
        let described = matches!(start.tag, Tag::Adverb | Tag::Adjective | Tag::Negation | Tag::Preposition);
        let open = next.verb.is_some() || next.infinitive || described;
        let goes_on = !matches!(next.opener, Opener::Relative | Opener::As) && open && !next.quoted;
        let end = self.parts.last()?.items.end;
        let own = next.is_subjunctive()
            || next.opener != Opener::None
            || next.is_verb_first()
            || described && next.verb.is_none();
        (goes_on && own).then(|| Ids::new(next.items.start, end))
    }

    /// "Müller sagte, …", "gestern hat Müller gesagt, …".
    fn main(&self) -> Option<Frame> {
        let part = self.part();
        let verb = part.verb?;
        if !self.is_verb_of(verb) && !self.is_second_verb() {
            return None;
        }
        let source = if self.is_passive(verb) {
            subject::of_passive(self.context, part)
        } else if part.infinitive {
            let main = self.parts[..self.number].iter().rev().find(|part| part.is_main())?;
            subject::of_main(self.context, *main, main.verb?)
        } else {
            subject::of_main(self.context, part, verb)
        };
        if self.is_refused(source, verb) && (self.part().present || self.report_behind(true).is_some()) {
            return Some(Frame { source: None, side: Side::None, reported: None, fronted: None });
        }
        let reported = self
            .report_behind(source.is_some_and(|source| !is_thing(self.context.items(), self.context.phrase(source))));
        if reported.is_none() && source.is_none() {
            return None;
        }
        if let (None, Some(before)) = (reported, self.pointed_at(verb)) {
            return Some(Frame { source, side: Side::Before, reported: Some(before), fronted: None });
        }
        let side = if reported.is_some() { Side::After } else { Side::None };
        Some(Frame { source, side, reported, fronted: None })
    }

    /// Whether a main clause says that nothing was said, is reported itself ("er gehe davon aus"), or tells of a thing what it shows.
    fn is_refused(&self, source: Source, verb: ItemId) -> bool {
        let items = self.context.items();
        let cue = &items[self.context.cue];
        let from = if verb < self.context.cue && !self.ends_part() { self.context.cue } else { verb };
        let mut own = each(from..self.part().items.end).take_while(|at| items[*at].tag != Tag::Conjunction);
        let negated =
            own.any(|at| items[at].tag == Tag::Negation) && cue.verb.is_some_and(|verb| verb.lemma != u16::MAX);
        let reported = items[verb].grammar.any(Grammar::SUBJUNCTIVE_PRESENT) && self.part().present;
        let thing = source.is_some_and(|source| is_thing(items, self.context.phrase(source)));
        let shows = has_class(cue, VerbClass::Show) || has_class(cue, VerbClass::Think);
        negated && !has_class(cue, VerbClass::Think) || reported || thing && shows
    }

    /// The sentence before, where "das" or "dies" in front of the verb points back to it: "das sagte Müller".
    fn pointed_at(&self, verb: ItemId) -> Option<Ids<ItemId>> {
        let items = self.context.items();
        let start = self.context.sentence.start;
        let first = &items[start];
        let alone = self.number == 0
            && verb == start + 1
            && matches!(first.tag, Tag::Determiner | Tag::Pronoun)
            && !first.grammar.any(Grammar::OBLIQUE);
        let says =
            has_class(&items[self.context.cue], VerbClass::Say) && first.classes.any(Classes::PRONOUN_INDEFINITE);
        let before = start.checked_sub(1).filter(|_| alone && says)?;
        Some(self.context.paragraph.sentences[self.context.paragraph.sentence_of(before)])
    }

    /// "Er hat dem Plan, der gestern kam, zugestimmt": the subject is in the part of the auxiliary.
    fn bracketed(&self, opening: &Part) -> Option<Frame> {
        let verb = opening.verb?;
        let source = if self.context.items()[verb].grammar.any(Grammar::PASSIVE) {
            subject::of_passive(self.context, *opening)
        } else {
            subject::of_main(self.context, *opening, verb)
        };
        let reported = self.report_behind(false);
        let side = if reported.is_some() { Side::After } else { Side::None };
        Some(Frame { source, side, reported, fronted: None })
    }

    /// "Der Minister, ein Jurist, sagte, …": the subject stands in an earlier part.
    fn resumed(&self) -> Option<Frame> {
        let verb = self.part().verb?;
        if !self.is_verb_of(verb) {
            return None;
        }
        let head = self.parts[self.head];
        let source = if self.is_passive(verb) {
            subject::of_passive(self.context, self.part())
        } else {
            subject::of_resumed(self.context, head, self.part(), verb)
        };
        let reported = self.report_behind(true);
        let side = if reported.is_some() { Side::After } else { Side::None };
        Some(Frame { source, side, reported, fronted: None })
    }

    /// "Wie Müller sagte, …", "…, wie Müller sagte".
    fn as_said(&self) -> Option<Frame> {
        let part = self.parts[self.head];
        let cue = &self.context.items()[self.context.cue];
        let names =
            cue.verb.is_some_and(|verb| matches!(verb.class, VerbClass::Call | VerbClass::Judge | VerbClass::Urge));
        if !self.ends_part() || names {
            return None;
        }
        let source = subject::behind(self.context, part, part.first + 1);
        let end = self.parts.last()?.items.end;
        if self.head == self.base() {
            let next = self.parts.get(self.number + 1..)?.iter().find(|part| part.is_main())?;
            let reported = Ids::new(next.items.start, end).filled();
            return Some(Frame { source, side: Side::After, reported, fronted: None });
        }
        let front = Ids::new(self.parts[self.base()].items.start, self.parts[self.head - 1].items.end);
        let rest = self
            .parts
            .get(self.number + 1)
            .filter(|next| next.verb.is_some())
            .map(|next| Ids::new(next.items.start, end));
        match rest {
            Some(rest) => Some(Frame { source, side: Side::After, reported: Some(rest), fronted: Some(front) }),
            None => Some(Frame { source, side: Side::Before, reported: Some(front), fronted: None }),
        }
    }

    /// "…, der sagte, dass …": the verb at the end of a clause that depends on another.
    fn verb_last(&self) -> Option<Frame> {
        let part = self.parts[self.head];
        if !self.ends_part() {
            return None;
        }
        let reported = self.report_behind(false)?;
        // "Das Bild, das zeigt, dass …": what shows is no speaker.
        if part.opener == Opener::Relative && has_class(&self.context.items()[self.context.cue], VerbClass::Show) {
            return None;
        }
        let passive = each(part.items.start..part.items.end).any(|at| at > self.context.cue && self.is_passive(at));
        let source = match part.opener {
            _ if passive => subject::of_passive(self.context, part),
            Opener::Relative => subject::of_relative(self.context, part),
            _ => subject::behind(self.context, part, part.first + 1),
        };
        Some(Frame { source, side: Side::After, reported: Some(reported), fronted: None })
    }

    /// Whether the cue is the verb at an item, or the verb that this auxiliary belongs to.
    fn is_verb_of(&self, verb: ItemId) -> bool {
        let items = self.context.items();
        verb == self.context.cue
            || matches!(items[verb].tag, Tag::Auxiliary | Tag::Modal)
                && each(verb + 1..self.context.cue).all(|at| !is_verbal(&items[at]) || items[at].tag != Tag::Cue)
                && self.ends_part()
    }

    /// "Kam und sagte": a second verb of one subject.
    fn is_second_verb(&self) -> bool {
        let items = self.context.items();
        let before = each(self.part().items.start..self.context.cue).rev().find(|at| items[*at].tag != Tag::Adverb);
        before.is_some_and(|at| items[at].tag == Tag::Conjunction)
    }

    /// Whether nothing but auxiliaries follows the cue in its part.
    fn ends_part(&self) -> bool {
        let items = self.context.items();
        let end = self.part().items.end;
        each(self.context.cue + 1..end).all(|at| {
            matches!(items[at].tag, Tag::Auxiliary | Tag::Modal | Tag::Adverb) || items[at].tag <= Tag::Punctuation
        })
    }

    /// Whether an auxiliary makes a passive of the cue.
    fn is_passive(&self, verb: ItemId) -> bool {
        self.context.items()[verb].grammar.any(Grammar::PASSIVE) && verb != self.context.cue && self.is_participle()
    }

    fn is_participle(&self) -> bool {
        let cue = &self.context.items()[self.context.cue];
        cue.verb.is_some_and(|verb| verb.form != VerbForm::Base)
    }

    /// What the parts behind the frame report: what "that" or a question opens, the subjunctive, an infinitive, what a colon introduces; behind
    /// a verb of saying, where `plain`, a main clause too.
    fn report_behind(&self, plain: bool) -> Option<Ids<ItemId>> {
        let items = self.context.items();
        let cue = &items[self.context.cue];
        let behind = self.number + 1..self.parts.len();
        let says = has_class(cue, VerbClass::Say) || has_class(cue, VerbClass::Think);
        let mut first = None;
        for number in behind {
            let part = &self.parts[number];
            let adjacent = number == self.number + 1;
            let asked = part.opener == Opener::Question
                && (part.is_subjunctive() || has_class(cue, VerbClass::Ask) || adjacent && self.may_ask());
            let opened = part.opener == Opener::That || asked;
            let free = part.opener == Opener::None && !part.joined;
            let reports = opened
                || part.behind_colon && part.verb.is_some()
                || part.quoted && (part.behind_colon || adjacent)
                || free && part.is_subjunctive()
                || free && part.infinitive && adjacent && self.takes_infinitive()
                || plain
                    && says
                    && adjacent
                    && free
                    && part.is_main()
                    && !part.is_verb_first()
                    && part.items.start == part.first
                    && items[part.first].tag != Tag::Adverb;
            if reports {
                first = Some(number);
                break;
            }
            // A condition in front of its clause is reported with it: "sagte, wenn es regne, werde gespielt".
            let conditional = part.opener == Opener::Subordinator && adjacent && part.is_subjunctive();
            let next = self.parts.get(number + 1);
            if conditional && next.is_some_and(|next| next.is_subjunctive() && next.is_verb_first()) {
                first = Some(number);
                break;
            }
            let inserted =
                matches!(part.opener, Opener::Relative | Opener::Subordinator | Opener::As) || part.verb.is_none();
            if !inserted {
                return None;
            }
        }
        let first = first?;
        self.extent(first)
    }

    /// Whether a question without the subjunctive may be what the cue reports: it is the verb of a main clause, with nothing behind it.
    fn may_ask(&self) -> bool {
        let part = self.part();
        self.ends_part() && part.opener == Opener::None && !part.infinitive
    }

    /// Whether an infinitive behind the cue is what it reports: a verb of saying or urging, or one of thinking without an object.
    fn takes_infinitive(&self) -> bool {
        let cue = &self.context.items()[self.context.cue];
        let class = cue.verb.map(|verb| verb.class);
        match class {
            Some(VerbClass::Say | VerbClass::Urge | VerbClass::Tell | VerbClass::Ask) => true,
            Some(VerbClass::Think) => self.ends_part() && !self.part().infinitive,
            _ => false,
        }
    }

    /// From a part up to where the sentence goes on with something else than what is reported.
    fn extent(&self, first: usize) -> Option<Ids<ItemId>> {
        let opening = &self.parts[first];
        let start = opening.items.start;
        if opening.quoted && opening.items.len() == 1 {
            return Some(opening.items);
        }
        let reported = opening.is_subjunctive() || opening.opener == Opener::That;
        let leaves = |part: &Part| {
            reported
                && !part.is_subjunctive()
                && (part.is_main() && (part.joined || part.is_verb_first()) || part.quoted && part.behind_colon)
        };
        let stop = self.parts[first + 1..].iter().position(leaves).map(|at| first + 1 + at);
        let last = stop.map_or(self.parts.len() - 1, |stop| stop - 1);
        let end = (first..=last)
            .find_map(|number| self.own_verb_behind(number, reported))
            .unwrap_or(self.parts[last].items.end);
        Ids::new(start, end).filled()
    }

    /// Where a conjunction leads back to the subject of the frame: "dass es regne und ging nach Hause".
    fn own_verb_behind(&self, number: usize, reported: bool) -> Option<ItemId> {
        let items = self.context.items();
        let part = &self.parts[number];
        let verb = part.verb?;
        each(verb + 1..part.items.end).find(|at| {
            let next = *at + 1;
            reported
                && items[*at].tag == Tag::Conjunction
                && next + 1 < part.items.end
                && is_verbal(&items[next])
                && !items[next].grammar.any(Grammar::SUBJUNCTIVE)
                && !items[next + 1].tag.ends_clause()
                && !matches!(items[next].tag, Tag::Auxiliary | Tag::Modal)
        })
    }
}
