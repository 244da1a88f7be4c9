//! Whether a reported clause in the writer's words is a statement by its form: a clause that somebody can have said, not a thing that
//! they did something with ("confirmed the fire"), nor what they felt, wished or did.

use crate::lang::{Classes, Reports, VerbClass, VerbForm, VerbUse};
use crate::quotes::quote::CueClass;

use super::super::syntax::clause::{has_verb, predicate};
use super::super::syntax::index::{Id, Ids, ItemId, PhraseId};
use super::super::syntax::noun_phrase::{PhraseKind, is_thing};
use super::super::syntax::paragraph::Paragraph;
use super::super::syntax::token::{Shape, Tag, Token};
use super::cue_context::{CueContext, clause_start};
use super::reporting_clause::ReportingClause;
use super::rules::{SURE, is_measure};
use super::side::Side;

/// What a reported clause without marks is by its form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Statement,
    /// What somebody did, felt or wished.
    Act,
    /// What nobody, a thing or the narrator said or did.
    Nothing,
}

/// Judges a reported clause without marks. Where the verb comes second, the form says too little to refuse any.
pub(crate) fn judge(paragraph: &Paragraph, clause: &ReportingClause, reported: Ids<ItemId>) -> Form {
    if paragraph.writing.verb_second {
        return if clause.side_score >= SURE { Form::Statement } else { Form::Nothing };
    }
    let context = CueContext::new(paragraph, clause.sentence, clause.cue);
    // "According to new modelling, …": whatever it is, it says so.
    let says = |source: &PhraseId| context.is_according() || is_sayer(&context, *source);
    let Some(source) = clause.source.filter(says) else { return Form::Nothing };
    let content = Content::new(&context, clause, reported);
    let states = if context.is_according() {
        !matches!(context.phrase(source).kind, PhraseKind::Relative | PhraseKind::Quoted)
            && !is_measure(&context, context.phrase(source))
            && content.has_words()
            && (clause.fronted.is_some() || !content.lacks_subject())
    } else if is_denied(&context) {
        false
    } else if clause.side == Side::Before {
        (clause.side_score >= SURE || content.is_set_off(source)) && content.is_whole() && !content.is_question()
    } else {
        content.follows_cue(source) || clause.fronted.is_some() && content.goes_on()
    };
    if states { Form::Statement } else { Form::Act }
}

/// What a cue says of words between marks: that they were said, unless it tells what somebody has in mind.
pub(crate) fn cue_class(paragraph: &Paragraph, clause: &ReportingClause) -> CueClass {
    let held = |verb: VerbUse| {
        verb.class == VerbClass::Think || verb.class == VerbClass::Show && verb.reports == Reports::That
    };
    if paragraph.items[clause.cue].verb.is_some_and(held) { CueClass::Attitude } else { CueClass::Speech }
}

/// Whether a noun phrase names somebody, or a document, whose statement it may be: neither the narrator nor the reader, neither nobody
/// nor a thing or a time.
fn is_sayer(context: &CueContext<'_>, source: PhraseId) -> bool {
    const NARRATORS: Classes = Classes::PRONOUN_FIRST.with(Classes::PRONOUN_SECOND);
    let items = context.items();
    let phrase = context.phrase(source);
    let (first, head) = (&items[phrase.first], &items[phrase.head]);
    if first.classes.any(Classes::NEGATION) || is_thing(items, phrase) {
        return false;
    }
    match phrase.kind {
        PhraseKind::Pronoun => head.tag != Tag::ObjectPronoun && !head.classes.any(NARRATORS),
        PhraseKind::Possessive => true,
        PhraseKind::Quoted => false,
        PhraseKind::Nominal | PhraseKind::Name | PhraseKind::Possessor | PhraseKind::Relative => true,
    }
}

/// Whether the cue is denied, so that its clause was not said: "did not say whether the bridge was safe".
fn is_denied(context: &CueContext<'_>) -> bool {
    let chain = |item: &&Token| matches!(item.tag, Tag::Auxiliary | Tag::Modal | Tag::Negation | Tag::Adverb | Tag::To);
    let items = context.items();
    let before = &items[context.sentence.start..context.cue];
    before.iter().rev().take(5).take_while(chain).any(|item| item.classes.any(Classes::NEGATION))
}

/// What a cue reports, in the writer's words.
struct Content<'a> {
    context: &'a CueContext<'a>,
    words: Ids<ItemId>,
    /// Whether "that" opens it.
    that: bool,
}

impl<'a> Content<'a> {
    fn new(context: &'a CueContext<'a>, clause: &ReportingClause, reported: Ids<ItemId>) -> Self {
        let items = context.items();
        let inside = items[reported.start].tag == Tag::That;
        let before = reported.start > clause.cue && items[reported.start - 1].tag == Tag::That;
        let start = if inside { reported.start + 1 } else { reported.start };
        Self { context, words: Ids::new(start.min(reported.end), reported.end), that: inside || before }
    }

    fn tag(&self, at: ItemId) -> Option<Tag> {
        self.words.contains(at).then(|| self.context.items()[at].tag)
    }

    fn has_words(&self) -> bool {
        self.context.items()[self.words].iter().filter(|item| item.tag > Tag::Punctuation).count() >= 2
    }

    fn is_clause(&self) -> bool {
        if self.that {
            has_verb(self.context.paragraph, self.words)
        } else {
            (self.asks() || !self.is_behind_preposition()) && predicate(self.context.paragraph, self.words).is_some()
        }
    }

    /// "Admitted to", "argued against": what follows is a thing, unless it asks: "wondered about how it was done".
    fn is_behind_preposition(&self) -> bool {
        self.words.start == self.context.cue + 2
            && matches!(self.context.items()[self.words.start - 1].tag, Tag::Preposition | Tag::To)
    }

    /// Whether it begins with a verb: "… can be viewed here".
    fn lacks_subject(&self) -> bool {
        matches!(self.tag(self.words.start), Some(Tag::Auxiliary | Tag::Modal))
    }

    /// Whether it goes on with the verb of a subject in front of source and cue: "the benefit, it says, would be small".
    fn goes_on(&self) -> bool {
        self.tag(self.words.start).is_some_and(|tag| matches!(tag, Tag::Auxiliary | Tag::Modal | Tag::Verb | Tag::Cue))
            && has_verb(self.context.paragraph, self.words)
    }

    /// Whether it is a clause that goes on behind its verb: not "the best part is, she told me, …".
    fn is_whole(&self) -> bool {
        predicate(self.context.paragraph, self.words).is_some_and(|verb| verb + 1 < self.words.end)
    }

    /// "What did": the writer asks.
    fn is_question(&self) -> bool {
        self.asks() && matches!(self.tag(self.words.start + 1), Some(Tag::Auxiliary | Tag::Modal))
    }

    /// "How", "whether".
    fn asks(&self) -> bool {
        self.tag(self.words.start) == Some(Tag::Interrogative)
    }

    /// Whether a comma, a dash or a mark stands between a clause and its source behind it.
    fn is_set_off(&self, source: PhraseId) -> bool {
        let start = clause_start(self.context, Some(source));
        let before = self.context.before(start);
        // "…, as two studies found".
        let links = before.is_some_and(|item| matches!(item.tag, Tag::Preposition | Tag::Subordinator));
        let before = if links { start.checked_sub(2).and_then(|at| self.context.inside(at)) } else { before };
        before.is_some_and(|item| matches!(item.tag, Tag::Comma | Tag::Dash | Tag::Quoted | Tag::Stop | Tag::Close))
    }

    /// "To wait": an infinitive, also behind the person told: "the driver to wait".
    fn is_infinitive(&self, with_object: bool) -> bool {
        let items = self.context.items();
        let verb = |at: ItemId| {
            self.words.contains(at)
                && (matches!(
                    items[at].tag,
                    Tag::Verb | Tag::Auxiliary | Tag::Cue | Tag::Word | Tag::Adverb | Tag::Negation
                ) || items[at].verb.is_some()
                    || items[at].classes.any(Classes::VERB))
        };
        let to = self.words.into_iter().find(|at| {
            items[*at].tag == Tag::To && verb(*at + 1)
                || matches!(items[*at].tag, Tag::Stop | Tag::Semicolon | Tag::Colon)
        });
        let near = |at: ItemId| {
            with_object || at == self.words.start || at == self.words.start + 1 && items[at - 1].tag == Tag::Negation
        };
        to.is_some_and(|at| items[at].tag == Tag::To && near(at))
    }

    /// "Waiting": a gerund right behind the cue.
    fn is_gerund(&self) -> bool {
        self.words.start == self.context.cue + 1
            && self
                .context
                .inside(self.words.start)
                .is_some_and(|item| item.shape.has(Shape::GERUND) && !item.shape.has(Shape::CAPITAL))
    }

    /// Whether a clause behind a cue has the form that the cue reports.
    fn follows_cue(&self, source: PhraseId) -> bool {
        let cue = &self.context.items()[self.context.cue];
        let Some(verb) = cue.verb.filter(|_| cue.tag == Tag::Cue) else {
            return self.follows_noun(source);
        };
        // "Guilty of threatening to …".
        let nominal = verb.form == VerbForm::Gerund
            && verb.class == VerbClass::Urge
            && matches!(self.context.tag_before(), Some(Tag::Preposition | Tag::To))
            && !self.that;
        if nominal {
            return false;
        }
        let clause = || self.is_clause();
        let opened = self.that || self.asks();
        match verb.class {
            VerbClass::Think | VerbClass::Judge => false,
            VerbClass::Sound => self.that && clause(),
            VerbClass::Call => self.asks() && clause(),
            VerbClass::Ask => opened && clause(),
            VerbClass::Urge => self.that && clause() || verb.reports != Reports::That && self.is_infinitive(true),
            VerbClass::Tell => clause() || self.is_infinitive(true),
            VerbClass::Show => !self.is_reduced(source, verb.form) && self.is_shown(source, verb.reports) && clause(),
            VerbClass::Say | VerbClass::According => match verb.reports {
                Reports::That => opened && clause(),
                Reports::ToDo => clause() || self.is_infinitive(false),
                Reports::Doing => clause() || self.is_gerund(),
                Reports::Clause | Reports::Object => clause(),
            },
        }
    }

    /// "Her claim that …": a noun tells a clause only behind "that" and its owner, and a hope is none.
    fn follows_noun(&self, source: PhraseId) -> bool {
        let cue = &self.context.items()[self.context.cue];
        let owned = matches!(self.context.phrase(source).kind, PhraseKind::Possessive | PhraseKind::Possessor)
            || cue.classes.any(Classes::SPEECH_NOUN);
        let held = cue.verb.is_some_and(|verb| matches!(verb.class, VerbClass::Think | VerbClass::Judge));
        self.that && owned && !held && self.is_beside_cue() && self.is_clause()
    }

    /// Whether only "that" stands between the cue and the clause.
    fn is_beside_cue(&self) -> bool {
        self.words.start <= self.context.cue + 2
    }

    /// "A video showing the street": a gerund right behind its noun says what the noun is.
    fn is_reduced(&self, source: PhraseId, form: VerbForm) -> bool {
        form == VerbForm::Gerund && self.context.phrase(source).end == self.context.cue
    }

    /// Whether it is a finding: "the study shows that …", not "it seems that …".
    fn is_shown(&self, source: PhraseId, reports: Reports) -> bool {
        let head = &self.context.items()[self.context.phrase(source).head];
        reports != Reports::That && !head.classes.any(Classes::PRONOUN_INDEFINITE)
            || self.that && !head.classes.any(Classes::PRONOUN_IT | Classes::PRONOUN_INDEFINITE)
    }
}
