//! Findings of reported clauses: indirect speech, and mixed quotations with the quoted spans in them.

use crate::lang::{Reports, VerbClass, VerbForm};
use crate::quotes::quote::{CueClass, QuoteKind};
use crate::text::Span;

use super::attributed::{Attributed, is_introduced};
use super::attribution::clause_filter;
use super::attribution::cue_context::{CueContext, that_of};
use super::attribution::evidence::evidence_of;
use super::attribution::reporting_clause::{ClauseId, ReportingClause, ReportingClauses};
use super::attribution::rules::SURE;
use super::attribution::side::Side;
use super::attribution::speaker_choice::is_mentioned;
use super::attribution::speaker_features::Choice;
use super::attribution::statement;
use super::attribution::statement::Form;
use super::engine::Engine;
use super::findings::{Finding, FindingId};
use super::model::linear::Linear;
use super::syntax::index::{Id, Ids, ItemId, List, SpanId};
use super::syntax::items::QuotedSpan;
use super::syntax::paragraph::Paragraph;
use super::syntax::token::{Shape, Tag, Token};

/// What a reported clause is found as.
enum Reported {
    Indirect(CueClass),
    Mixed(Ids<SpanId>),
}

/// Adds the findings of reported clauses, and notes for each quoted span the one that contains it.
pub(super) fn add(attributed: &mut Attributed<'_, '_>, engine: &Engine) {
    let (paragraph, clauses) = (attributed.paragraph, attributed.clauses);
    let given = given_clauses(attributed);
    let mut done = ItemId::FIRST;
    for (id, clause) in clauses.list.enumerate() {
        let reported = given[id].or(clause.reported).map(|reported| before_introduced(paragraph, clause, reported));
        let reported = reported.map(|reported| behind_dateline(paragraph, reported));
        let Some(reported) = reported.and_then(Ids::filled) else { continue };
        // A cue inside a clause that is taken already reports nothing of its own.
        if clause.cue < done || reported.start < done {
            continue;
        }
        let found = match given[id] {
            None if is_inner(clauses, id) || frames(paragraph, clauses, id, reported) => None,
            None => guessed_clause(attributed, id, reported, engine),
            Some(_) => given_clause(attributed, id, reported),
        };
        let Some(found) = found else { continue };
        let behind = match found {
            Reported::Indirect(_) => clause.side == Side::After,
            Reported::Mixed(_) => clause.side == Side::After || reported.start > clause.cue,
        };
        done = if behind { reported.end } else { done.max(clause.cue + 1) };
        match found {
            Reported::Indirect(class) => {
                push(attributed, id, reported, (QuoteKind::Indirect, class), Vec::new());
            }
            Reported::Mixed(spans) => {
                let inside = |quoted: &QuotedSpan| paragraph.inside(quoted.pair);
                let marked: Vec<Span> = paragraph.quoted[spans].iter().map(inside).collect();
                let finding =
                    push(attributed, id, reported, (QuoteKind::Mixed, statement::cue_class(paragraph, clause)), marked);
                for span in spans {
                    attributed.spans[span].finding = Some(finding);
                }
            }
        }
    }
}

/// A reported clause without the quoted spans at its end that are said by themselves, and what follows them.
fn before_introduced(paragraph: &Paragraph, clause: &ReportingClause, reported: Ids<ItemId>) -> Ids<ItemId> {
    let quoted = &paragraph.quoted[paragraph.quoted_within(reported)];
    let introduced = quoted.iter().find(|quoted| is_introduced(paragraph, clause, quoted.item));
    introduced.map_or(reported, |quoted| Ids::new(reported.start, quoted.item.saturating_sub(1).max(reported.start)))
}

/// A reported clause without the place and date in front of it: "Hull, June 3: The road is wet, police said."
fn behind_dateline(paragraph: &Paragraph, reported: Ids<ItemId>) -> Ids<ItemId> {
    /// A dateline has fewer items.
    const LONGEST: usize = 7;
    if reported.start != ItemId::FIRST {
        return reported;
    }
    let items = &paragraph.items;
    let named = |item: &Token| matches!(item.tag, Tag::Name | Tag::Number | Tag::Comma);
    let colon = reported.into_iter().take(LONGEST).find(|at| items[*at].tag == Tag::Colon);
    let dateline = colon.filter(|colon| {
        let front = &items[reported.start..*colon];
        !front.is_empty() && front.iter().all(named) && words(&items[*colon + 1..reported.end]) > 1
    });
    dateline.map_or(reported, |colon| Ids::new(colon + 1, reported.end))
}

/// The reported clause that a quoted span gives each reporting clause.
fn given_clauses(attributed: &Attributed<'_, '_>) -> List<ClauseId, Option<Ids<ItemId>>> {
    let mut given: List<ClauseId, Option<Ids<ItemId>>> = List::default();
    given.as_mut_vec().resize(attributed.clauses.list.len(), None);
    for span in attributed.spans.iter() {
        if let (Choice::Clause(clause), Some(reported)) = (span.choice, span.reported) {
            given[clause].get_or_insert(reported);
        }
    }
    given
}

/// Whether a later reporting clause, whose reported clause comes before it and contains this cue, is the outer one.
fn is_inner(clauses: &ReportingClauses, id: ClauseId) -> bool {
    let clause = &clauses.list[id];
    clauses.list[id + 1..]
        .iter()
        .take_while(|later| later.sentence == clause.sentence)
        .any(|later| later.side == Side::Before && later.reports(clause.cue) && later.side_score > 0.0)
}

/// Whether "according to" a source tells only where somebody else said it: "According to the release, Lang said …".
fn frames(paragraph: &Paragraph, clauses: &ReportingClauses, id: ClauseId, reported: Ids<ItemId>) -> bool {
    let clause = &clauses.list[id];
    let is_of = |clause: &ReportingClause, class: VerbClass| {
        paragraph.items[clause.cue].verb.is_some_and(|verb| verb.class == class)
    };
    let inner = clauses.list.get(id + 1).filter(|_| is_of(clause, VerbClass::According));
    inner.is_some_and(|inner| {
        let source = inner.source.map(|source| paragraph.phrases.list[source]);
        let first = source.is_some_and(|source| source.first == reported.start && inner.cue < source.end + 3);
        first && inner.sentence == clause.sentence && inner.side == Side::After && is_of(inner, VerbClass::Say)
    })
}

fn words(items: &[Token]) -> usize {
    items.iter().filter(|item| item.tag > Tag::Punctuation).count()
}

/// What the clause is found as that is read from a cue alone.
fn guessed_clause(
    attributed: &mut Attributed<'_, '_>,
    id: ClauseId,
    reported: Ids<ItemId>,
    engine: &Engine,
) -> Option<Reported> {
    /// The most words of a quoted span that a clause in the writer's words contains.
    const LONGEST_SPAN: usize = 12;
    let (paragraph, clauses) = (attributed.paragraph, attributed.clauses);
    let clause = &clauses.list[id];
    let items = &paragraph.items[reported];
    let spans = paragraph.quoted_within(reported);
    if spans.is_empty() {
        // "Said nothing", "said so".
        let words = words(items);
        if words == 0 || words == 1 && items.iter().all(|item| item.tag < Tag::Adverb) {
            return None;
        }
        let Engine { models, settings, .. } = engine;
        let passes = |model: &Linear| clause_filter::score(paragraph, clauses, id, model) >= models.clause_threshold;
        let is_clause = is_formal(paragraph, clause, reported.start) || passes(&models.clause_filter);
        let form = is_clause.then(|| statement::judge(paragraph, clause, reported));
        return match form {
            Some(Form::Statement) => Some(Reported::Indirect(CueClass::Speech)),
            _ if settings.attitudes => {
                passes(&models.attitude_filter).then_some(Reported::Indirect(CueClass::Attitude))
            }
            Some(Form::Act) => {
                attributed.acted = Some(id);
                None
            }
            Some(Form::Nothing) | None => None,
        };
    }
    let found = given_clause(attributed, id, reported)?;
    if matches!(found, Reported::Indirect(_)) {
        return Some(found);
    }
    if clause.side_score < 0.0 || paragraph.quoted[spans].iter().any(|quoted| quoted.words > LONGEST_SPAN) {
        return None;
    }
    // "Directed the film “…” in 2005": titles around which nothing is said.
    let is_verb = |item: &Token| matches!(item.tag, Tag::Verb | Tag::Auxiliary | Tag::Modal | Tag::Cue);
    let is_title = |span: SpanId| attributed.spans[span].choice == Choice::NotQuote && paragraph.quoted[span].capitals;
    let titles = spans.into_iter().all(is_title) && !items.iter().any(is_verb);
    (!titles).then_some(found)
}

/// What the clause is found as that contains quoted spans.
fn given_clause(attributed: &Attributed<'_, '_>, id: ClauseId, reported: Ids<ItemId>) -> Option<Reported> {
    let (paragraph, clauses) = (attributed.paragraph, attributed.clauses);
    let items = &paragraph.items[reported];
    let spans = paragraph.quoted_within(reported);
    // A clause that is one span alone is that span: direct, or joined with others later.
    if words(items) == 0 || is_whole(items) || is_passive(paragraph, &clauses.list[id], reported) {
        return None;
    }
    // A clause whose marks only mention ("the slogan “…”") is reported without them, or reports nothing.
    if paragraph.quoted[spans].iter().all(|quoted| is_mentioned(paragraph, clauses, quoted)) {
        let is_verb = |item: &Token| matches!(item.tag, Tag::Verb | Tag::Auxiliary | Tag::Modal);
        return items
            .iter()
            .any(is_verb)
            .then(|| Reported::Indirect(statement::cue_class(paragraph, &clauses.list[id])));
    }
    // Spans that others said do not make a clause mixed against their own choice.
    let others = |span: SpanId| matches!(attributed.spans[span].choice, Choice::Clause(other) if other != id);
    (!spans.into_iter().any(others)).then_some(Reported::Mixed(spans))
}

/// "Was accused of “arson” and of theft": where nobody is named who says it, only the words in marks are theirs.
fn is_passive(paragraph: &Paragraph, clause: &ReportingClause, reported: Ids<ItemId>) -> bool {
    let items = &paragraph.items;
    let before = clause.cue.checked_sub(1).map(|at| items[at].tag);
    let past = items[clause.cue].verb.is_some_and(|verb| matches!(verb.form, VerbForm::Past | VerbForm::Participle));
    let that = reported.start.checked_sub(1).is_some_and(|at| items[at].tag == Tag::That);
    clause.source.is_none() && past && before == Some(Tag::Auxiliary) && reported.start > clause.cue && !that
}

/// Adds the finding of a reported clause.
fn push(
    attributed: &mut Attributed<'_, '_>,
    id: ClauseId,
    reported: Ids<ItemId>,
    (kind, cue_class): (QuoteKind, CueClass),
    marked: Vec<Span>,
) -> FindingId {
    let (paragraph, clause) = (attributed.paragraph, attributed.clauses.list[id]);
    let mention = attributed.source_of(id);
    let evidence = evidence_of(paragraph, &clause, reported.start);
    // Spans side by side are themselves the content.
    let runs = !marked.is_empty() && are_side_by_side(paragraph, paragraph.quoted_within(reported));
    let mut content = if runs { marked.clone() } else { vec![reported_span(paragraph, reported)] };
    let between_commas = fronted_between_commas(paragraph, &clause, reported).filter(|_| marked.is_empty());
    let fronted = between_commas.or_else(|| {
        // "Prosecuting, she said": what the speaker was doing.
        let does = |fronted: Ids<ItemId>| {
            paragraph.items[fronted]
                .iter()
                .filter(|item| item.tag > Tag::Punctuation)
                .all(|item| item.shape.has(Shape::GERUND))
        };
        // "But, she said, …".
        let joins = |fronted: Ids<ItemId>| {
            paragraph.items[fronted].iter().all(|item| matches!(item.tag, Tag::Conjunction | Tag::Adverb | Tag::Comma))
        };
        let plain = |fronted: &Ids<ItemId>| is_plain(paragraph, *fronted) && !does(*fronted) && !joins(*fronted);
        clause.fronted.filter(|fronted| !runs && clause.cue < reported.start && plain(fronted))
    });
    if let Some(fronted) = fronted.map(|fronted| reported_span(paragraph, fronted))
        && attributed.findings.end() <= fronted.start()
        && content.first().is_some_and(|first| fronted.end() <= first.start())
    {
        content.insert(0, fronted);
    }
    let cue = Some(paragraph.span(clause.cue));
    attributed.findings.list.push(Finding { kind, cue_class, content, marked, cue, mention, evidence, group: None })
}

/// Whether several quoted spans are side by side, with a word at most between them: then they are what was said, and the word joins them.
fn are_side_by_side(paragraph: &Paragraph, spans: Ids<SpanId>) -> bool {
    let near = |pair: &[QuotedSpan]| {
        let between = &paragraph.items[pair[0].item + 1..pair[1].item];
        matches!(between, [word] if matches!(word.tag, Tag::Preposition | Tag::To))
    };
    spans.len() >= 2 && paragraph.quoted[spans].windows(2).all(near)
}

/// Whether the items of a clause are one quoted span (or several) and nothing else.
fn is_whole(items: &[Token]) -> bool {
    let that = usize::from(items.first().is_some_and(|item| item.tag == Tag::That));
    items[that..].iter().all(|item| item.tag <= Tag::Punctuation || item.tag == Tag::Conjunction)
}

/// Whether the form of a clause decides that it is one: behind "according to" a speaker, or behind "that" and a verb of saying. What the
/// model knows of English word order says little where the verb comes second.
fn is_formal(paragraph: &Paragraph, clause: &ReportingClause, first: ItemId) -> bool {
    let items = &paragraph.items;
    let verb = items[clause.cue].verb;
    let class = verb.map(|verb| verb.class);
    // "Denied cutting routes".
    let doing = verb.is_some_and(|verb| verb.reports == Reports::Doing)
        && first == clause.cue + 1
        && items[first].shape.has(Shape::GERUND);
    let that = items[first].tag == Tag::That
        || first > clause.cue + 1
            && that_of(&CueContext::new(paragraph, clause.sentence, clause.cue)).is_some_and(|that| that + 1 == first);
    // A subject with its verb right behind a verb of saying.
    let stated = clause.side == Side::After && clause.side_score >= SURE && first == clause.cue + 1;
    paragraph.writing.verb_second
        || doing
        || stated && class == Some(VerbClass::Say)
        || clause.side == Side::Before && clause.side_score >= SURE
        || class == Some(VerbClass::According)
        || that && matches!(class, Some(VerbClass::Say | VerbClass::Tell))
}

/// Whether there is no quoted span among items.
fn is_plain(paragraph: &Paragraph, items: Ids<ItemId>) -> bool {
    paragraph.items[items].iter().all(|item| item.tag != Tag::Quoted)
}

/// What source and cue between commas leave in front of them: "Five years ago" in "Five years ago, S said, the bridge was safe".
fn fronted_between_commas(
    paragraph: &Paragraph,
    clause: &ReportingClause,
    reported: Ids<ItemId>,
) -> Option<Ids<ItemId>> {
    // Where the verb comes second, a frame says itself what it leaves in front.
    if paragraph.writing.verb_second {
        return None;
    }
    let items = &paragraph.items;
    let start = paragraph.sentences[clause.sentence].start;
    let source = paragraph.phrases.list[clause.source?];
    let from = source.first.min(clause.cue);
    let to = source.end.max(clause.cue + 1);
    let commas = from > start + 1 && items[from - 1].tag == Tag::Comma && items.get(to)?.tag == Tag::Comma;
    let plain = |item: &Token| !matches!(item.tag, Tag::Comma | Tag::Quoted | Tag::Cue | Tag::Colon | Tag::Semicolon);
    // "But, she said, …".
    let joins = |item: &Token| matches!(item.tag, Tag::Conjunction | Tag::Adverb);
    let commas = commas && !items[start..from - 1].iter().all(joins);
    (commas && reported.start == to + 1 && items[start..from - 1].iter().all(plain)).then(|| Ids::new(start, from - 1))
}

/// The bytes of a clause without "that" in front and punctuation at its ends.
fn reported_span(paragraph: &Paragraph, reported: Ids<ItemId>) -> Span {
    let Ids { start: mut first, mut end } = reported;
    let items = &paragraph.items;
    let edge = |item: &Token| matches!(item.tag, Tag::Comma | Tag::Stop | Tag::Colon | Tag::Semicolon | Tag::Dash);
    // "This matters": a pronoun.
    let opens = |at: ItemId| {
        items[at].tag == Tag::That && !matches!(items[at + 1].tag, Tag::Auxiliary | Tag::Modal | Tag::Clitic)
    };
    while first + 1 < end && (edge(&items[first]) || opens(first)) {
        first += 1;
    }
    let closes_outside = |end: ItemId| {
        let inside = items[first..end].iter();
        let (opened, closed) = inside.fold((0, 0), |(opened, closed), item| {
            (opened + usize::from(item.tag == Tag::Open), closed + usize::from(item.tag == Tag::Close))
        });
        closed > opened
    };
    let is_loose = |end: ItemId| match items[end - 1].tag {
        Tag::Open => true,
        // "He spoke of it (he said “it was late” twice)."
        Tag::Close => closes_outside(end),
        _ => edge(&items[end - 1]),
    };
    while end > first + 1 && is_loose(end) {
        end -= 1;
    }
    paragraph.span_of(Ids::new(first, end))
}
