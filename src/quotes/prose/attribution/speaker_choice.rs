//! Who says a quoted span, if it is a quotation: those who could have said it are ranked.

use crate::lang::{Classes, VerbClass};
use crate::quotes::quote::Evidence;

use super::super::model::table::Models;
use super::super::syntax::index::{Id, Ids, ItemId, PhraseId, SentenceId, SpanId, each};
use super::super::syntax::items::QuotedSpan;
use super::super::syntax::noun_phrase::{NounPhrase, PhraseKind, is_thing};
use super::super::syntax::paragraph::Paragraph;
use super::super::syntax::token::{Tag, Token, is_nominal};
use super::cue_context::{CueContext, has_class};
use super::evidence::evidence_of_phrase;
use super::paragraph_state::{ParagraphState, Previous};
use super::parts::parts;
use super::reporting_clause::{ClauseId, ReportingClause, ReportingClauses};
use super::speaker_features::{Choice, ChoiceClass, Outcome, SpanContext};
use super::subject;
use super::trailing;

/// Fills `found` with those who could have said a quoted span.
pub(crate) fn choices(
    paragraph: &Paragraph,
    clauses: &ReportingClauses,
    quoted: &QuotedSpan,
    state: ParagraphState,
    found: &mut Vec<Choice>,
) {
    found.clear();
    found.push(Choice::NotQuote);
    found.push(Choice::Nobody);
    let sentence = paragraph.sentence_of(quoted.item);
    clause_choices(clauses, sentence, quoted.item, found);
    if state.previous != Previous::None {
        found.push(Choice::Previous);
    }
    if state.carried {
        found.push(Choice::Carried);
    }
    phrase_choices(paragraph, clauses, sentence, quoted.item, found);
}

/// The reporting clauses of a sentence on both sides of an item, and those of its neighbours.
fn clause_choices(clauses: &ReportingClauses, sentence: SentenceId, item: ItemId, found: &mut Vec<Choice>) {
    let list = &clauses.list;
    let here = clauses.of_sentence(sentence);
    let split = list.partition_point(|clause| (clause.sentence, clause.cue) < (sentence, item));
    found.extend(each(here.start..split).rev().take(4).map(Choice::Clause));
    found.extend(each(split..here.end).take(4).map(Choice::Clause));
    let first_before = list.partition_point(|clause| clause.sentence + 1 < sentence);
    found.extend(each(first_before..here.start).rev().take(3).map(Choice::Clause));
    let end_behind = list.partition_point(|clause| clause.sentence <= sentence + 1);
    found.extend(each(here.end..end_behind).take(2).map(Choice::Clause));
}

/// The noun phrases near an item in its sentence, and the subject of the sentence before.
fn phrase_choices(
    paragraph: &Paragraph,
    clauses: &ReportingClauses,
    sentence: SentenceId,
    item: ItemId,
    found: &mut Vec<Choice>,
) {
    let Ids { start, end } = paragraph.sentences[sentence];
    let phrases = &paragraph.phrases;
    // A phrase that contains a cue ("her words") is a reporting clause already.
    let named = |phrase: &PhraseId| {
        let phrase = phrases.list[*phrase];
        let cue = clauses.list.partition_point(|clause| clause.cue < phrase.first);
        !matches!(phrase.kind, PhraseKind::Quoted | PhraseKind::Relative)
            // "It rained. “…”"
            && !paragraph.items[phrase.head].classes.any(Classes::PRONOUN_IT)
            && clauses.list.get(cue).is_none_or(|clause| clause.cue >= phrase.end)
    };
    let here = phrases.of_sentence[sentence];
    let is_left = |phrase: &PhraseId| phrases.list[*phrase].end <= item && phrases.list[*phrase].first >= start;
    let is_right = |phrase: &PhraseId| phrases.list[*phrase].first > item && phrases.list[*phrase].end <= end;
    found.extend(here.into_iter().rev().filter(is_left).filter(named).take(3).map(Choice::Phrase));
    found.extend(here.into_iter().filter(is_right).filter(named).take(2).map(Choice::Phrase));
    if let Some(before) = sentence.checked_sub(1) {
        found.extend(phrases.of_sentence[before].into_iter().filter(named).take(2).map(Choice::Phrase));
    }
}

/// At most this many cues before a quoted span may report a clause that contains it.
const REACH: usize = 24;

/// Whether words around a quoted span say that it is mentioned, not said: "the slogan “…”", "known as “…”", "the method is called “…”".
pub(crate) fn is_mentioned(paragraph: &Paragraph, clauses: &ReportingClauses, quoted: &QuotedSpan) -> bool {
    let sentence = paragraph.sentence_of(quoted.item);
    let front = Ids::new(paragraph.sentences[sentence].start, quoted.item);
    let before = &paragraph.items[front];
    if follows_saying(before) || is_title(paragraph, quoted, before) || is_in_source(paragraph, clauses, quoted) {
        return true;
    }
    if !quoted.termed && !is_called(paragraph, front) {
        return false;
    }
    // What a source reports contains the words of its marks too.
    let near = quoted.item.saturating_sub(6);
    let reports = |clause: &ReportingClause| clause.source.is_some() && clause.reports(quoted.item);
    let here = &clauses.list[clauses.of_sentence(sentence)];
    !here.iter().rev().skip_while(|clause| clause.cue >= near).take(REACH).any(reports)
}

/// "…, according to figures that the ministry uses to defend its “sensible” plan": words inside what is said of a source.
fn is_in_source(paragraph: &Paragraph, clauses: &ReportingClauses, quoted: &QuotedSpan) -> bool {
    let clause = clauses.last_before(quoted.item).map(|id| &clauses.list[id]);
    clause.is_some_and(|clause| {
        has_class(&paragraph.items[clause.cue], VerbClass::According)
            && clause.reported.is_some_and(|reported| reported.end <= clause.cue)
            && paragraph.items[clause.cue..quoted.item]
                .iter()
                .all(|item| !matches!(item.tag, Tag::Comma | Tag::Colon | Tag::Semicolon | Tag::Stop))
    })
}

/// "The old slogan of “…”", "the motto is “…”".
fn follows_saying(before: &[Token]) -> bool {
    let links = |item: &&Token| matches!(item.tag, Tag::Preposition | Tag::Auxiliary | Tag::Comma | Tag::Colon);
    let links = before.iter().rev().take(2).take_while(links).count();
    let noun = before.iter().rev().nth(links);
    noun.is_some_and(|item| item.tag == Tag::Noun && item.classes.any(Classes::SAYING))
}

/// A title: "wrote in “The Night Bus”", "Hull's “The Night Bus” page".
fn is_title(paragraph: &Paragraph, quoted: &QuotedSpan, before: &[Token]) -> bool {
    let behind = paragraph.items.get(quoted.item + 1).map(|item| item.tag);
    let titled = match before.last().map(|item| item.tag) {
        Some(Tag::Preposition) => !matches!(behind, Some(Tag::Cue)),
        Some(Tag::Clitic | Tag::Possessive | Tag::Determiner) => matches!(behind, Some(Tag::Noun | Tag::Name)),
        _ => false,
    };
    titled && quoted.capitals && !quoted.has_verb && matches!(quoted.words, 2..=8)
}

/// "The method is called “…”": a passive verb of calling right before, whose subject is a thing.
fn is_called(paragraph: &Paragraph, front: Ids<ItemId>) -> bool {
    let items = &paragraph.items;
    let [.., auxiliary, cue] = &items[front] else { return false };
    auxiliary.tag == Tag::Auxiliary
        && has_class(cue, VerbClass::Call)
        && called_subject(paragraph, front).is_some_and(|subject| {
            subject.kind == PhraseKind::Nominal
                && !items[subject.items()].iter().any(|item| item.classes.any(Classes::PEOPLE))
        })
}

/// What a verb of calling behind it makes something of: the first noun phrase behind the beginning of the sentence, or at it.
fn called_subject(paragraph: &Paragraph, front: Ids<ItemId>) -> Option<NounPhrase> {
    let phrases = &paragraph.phrases;
    phrases.between(front.start, front.end).first().copied().or_else(|| phrases.at(front.start))
}

/// A source that is better than none by more than this is the cue's.
const SURE: f32 = 3.0;

/// Whether a title in marks is itself who says something, or to whom: "schrieb die „Zeit“".
fn is_source(paragraph: &Paragraph, clauses: &ReportingClauses, quoted: &QuotedSpan) -> bool {
    let names = |clause: &ReportingClause| {
        let source = clause.source.map(|source| paragraph.phrases.list[source]);
        source.is_some_and(|source| source.kind == PhraseKind::Quoted && source.first == quoted.item)
    };
    clauses.list[clauses.of_sentence(paragraph.sentence_of(quoted.item))].iter().any(names)
        || is_hearer(paragraph, quoted)
}

/// Whether a title in marks names whom something is said to: "sagte der „Neuen Post“".
fn is_hearer(paragraph: &Paragraph, quoted: &QuotedSpan) -> bool {
    let Some(determiner) = quoted.item.checked_sub(1).filter(|_| paragraph.writing.verb_second && quoted.titled) else {
        return false;
    };
    let cue = determiner.checked_sub(1).is_some_and(|at| paragraph.items[at].tag == Tag::Cue);
    let definite = paragraph.items[determiner].tag == Tag::Determiner
        && paragraph.items[determiner].classes.any(Classes::DEFINITE);
    cue && definite && quoted.words >= 2
}

/// The reporting clause whose frame, by the order of the sentence, encloses the quoted words.
fn framed(paragraph: &Paragraph, clauses: &ReportingClauses, quoted: &QuotedSpan) -> Option<ClauseId> {
    if !paragraph.writing.verb_second {
        return None;
    }
    let holds = |clause: &ReportingClause| {
        let fronted = clause.fronted.is_some_and(|fronted| fronted.contains(quoted.item));
        clause.margin > SURE && (clause.reports(quoted.item) || fronted)
    };
    let here = clauses.of_sentence(paragraph.sentence_of(quoted.item));
    here.into_iter().rev().find(|id| holds(&clauses.list[*id])).or_else(|| {
        // "Sprach von einem „Fehler“", "bezeichnet den Plan als „Fehler“": in the clause of the cue itself.
        let before = clauses.last_before(quoted.item).filter(|id| here.contains(*id))?;
        let clause = &clauses.list[before];
        let colon = usize::from(paragraph.items[quoted.item - 1].tag == Tag::Colon);
        let between = &paragraph.items[clause.cue + 1..quoted.item - colon];
        let beside = between.iter().all(|item| item.tag > Tag::Punctuation || item.tag == Tag::Quoted);
        let cue = &paragraph.items[clause.cue];
        let spoken = !has_class(cue, VerbClass::According)
            && (!quoted.titled
                || has_class(cue, VerbClass::Call)
                || paragraph.items[quoted.item - 1].tag == Tag::Preposition);
        (clause.source.is_some() && clause.margin > SURE && clause.reported.is_none() && beside && spoken)
            .then_some(before)
    })
}

/// Who is named in front of a colon, whatever is told of them: "Müller wörtlich: „…“", "Müller ist zufrieden, dass es regnet: „…“".
fn before_colon(paragraph: &Paragraph, clauses: &ReportingClauses, quoted: &QuotedSpan) -> Option<Choice> {
    let colon = quoted.item.checked_sub(1).filter(|at| paragraph.items[*at].tag == Tag::Colon)?;
    let sentence = paragraph.sentence_of(colon);
    if !paragraph.writing.verb_second || sentence != paragraph.sentence_of(quoted.item) {
        return None;
    }
    let here = clauses.of_sentence(sentence);
    let list = &clauses.list;
    let named = |id: &ClauseId| {
        let clause = &list[*id];
        let inner = here.into_iter().any(|other| other != *id && list[other].reports(clause.cue));
        clause.source.is_some() && clause.margin > SURE && clause.cue < colon && !inner
    };
    let main = here.into_iter().find(named).map(Choice::Clause);
    main.or_else(|| {
        let parts = parts(paragraph, paragraph.sentences[sentence]);
        subject::speaking(paragraph, sentence, &parts).map(Choice::Phrase)
    })
}

/// The reporting clause of "S called the plan “…”": a verb of calling, its object, the words.
fn naming(paragraph: &Paragraph, clauses: &ReportingClauses, quoted: &QuotedSpan) -> Option<ClauseId> {
    let items = &paragraph.items;
    let id = clauses.last_before(quoted.item)?;
    let clause = &clauses.list[id];
    let object = &items[clause.cue + 1..quoted.item];
    let calls = has_class(&items[clause.cue], VerbClass::Call);
    let passive = clause.cue.checked_sub(1).is_some_and(|at| items[at].tag == Tag::Auxiliary);
    let nominal = object.iter().all(is_nominal);
    (calls && !passive && nominal && clause.source.is_some() && !object.is_empty() && object.len() <= 6).then_some(id)
}

/// The reporting clause of "S said, “…”": the source, its cue, a comma or colon, the words.
fn introduced(paragraph: &Paragraph, clauses: &ReportingClauses, quoted: &QuotedSpan) -> Option<ClauseId> {
    let items = &paragraph.items;
    let id = clauses.last_before(quoted.item)?;
    let clause = &clauses.list[id];
    // "The letter reads “we may extend it”": without a comma where the words are a clause.
    let is_clause = quoted.has_verb && quoted.words >= 5 && !quoted.capitals;
    // "A sign reading “Keep out”".
    let alone = clause.reported == Some(Ids::new(quoted.item, quoted.item + 1))
        && trailing::inscribed(&CueContext::new(paragraph, clause.sentence, clause.cue)).is_some();
    let beside = alone
        || clause.cue + 2 == quoted.item && matches!(items[clause.cue + 1].tag, Tag::Comma | Tag::Colon)
        || clause.cue + 1 == quoted.item && is_clause;
    let source = paragraph.phrases.list[clause.source?];
    // "A respondent from Hull said": what is attached to the source may come between.
    let attached = |item: &Token| {
        matches!(item.tag, Tag::Preposition | Tag::Determiner | Tag::Adjective | Tag::Noun | Tag::Name | Tag::Word)
    };
    let beside = beside && source.end <= clause.cue && (alone || items[source.end..clause.cue].iter().all(attached));
    // "Another added, “…”": somebody else than whoever spoke before.
    let opens = source.first == paragraph.sentences[clause.sentence].start && source.end == clause.cue;
    let other = opens && source.end == source.first + 1 && items[source.head].classes.any(Classes::PRONOUN_INDEFINITE);
    (beside && items[clause.cue].tag == Tag::Cue && (clause.margin > SURE || other)).then_some(id)
}

/// The reporting clause of "in her words, “…”": a noun of saying with its owner, a comma, the words.
fn in_their_words(paragraph: &Paragraph, clauses: &ReportingClauses, quoted: &QuotedSpan) -> Option<ClauseId> {
    let items = &paragraph.items;
    let comma = quoted.item.checked_sub(1).filter(|at| matches!(items[*at].tag, Tag::Comma | Tag::Colon))?;
    let noun = comma.checked_sub(1).filter(|noun| items[*noun].classes.any(Classes::SPEECH_NOUN))?;
    let id = clauses.of_cue(noun)?;
    let owner = paragraph.phrases.list[clauses.list[id].source?];
    (owner.end == noun || owner.items().contains(noun)).then_some(id)
}

/// The reporting clause of "“…” said S": the words, their cue, the source.
fn closed(paragraph: &Paragraph, clauses: &ReportingClauses, quoted: &QuotedSpan) -> Option<ClauseId> {
    let comma = paragraph.items.get(quoted.item + 1).is_some_and(|item| item.tag == Tag::Comma);
    let cue = quoted.item + 1 + usize::from(comma);
    let id = clauses.of_cue(cue)?;
    let clause = &clauses.list[id];
    let source = paragraph.phrases.list[clause.source?];
    (source.first == cue + 1 && paragraph.items[cue].tag == Tag::Cue && clause.margin > SURE).then_some(id)
}

/// The most items of a signature: a name, a role, a place.
const SIGNATURE: usize = 14;

/// The name behind a dash that closes a paragraph of nothing but quoted words: "“…” — Bo Ray, driver".
fn signature(paragraph: &Paragraph, quoted: &QuotedSpan) -> Option<PhraseId> {
    let items = &paragraph.items;
    let dash = quoted.item + 1;
    let alone = quoted.item == ItemId::FIRST && items.get(dash)?.tag == Tag::Dash && items.end() <= dash + SIGNATURE;
    let id = paragraph.phrases.from(dash + 1);
    let phrase = paragraph.phrases.list.get(id)?;
    let verb = |item: &Token| matches!(item.tag, Tag::Verb | Tag::Auxiliary | Tag::Modal | Tag::Cue | Tag::Quoted);
    let signs = alone && phrase.first == dash + 1 && phrase.kind == PhraseKind::Name;
    (signs && !items[dash..].iter().any(verb)).then_some(id)
}

/// The choice for a quoted span that its form decides.
fn formal(
    paragraph: &Paragraph,
    clauses: &ReportingClauses,
    quoted: &QuotedSpan,
    state: ParagraphState,
) -> Option<Choice> {
    if is_mentioned(paragraph, clauses, quoted) {
        return Some(Choice::NotQuote);
    }
    if is_source(paragraph, clauses, quoted) {
        return Some(Choice::NotQuote);
    }
    if state.carried && paragraph.opens_inside() && quoted.item == ItemId::FIRST {
        return Some(Choice::Carried);
    }
    signature(paragraph, quoted).map(Choice::Phrase).or_else(|| {
        let clause = framed(paragraph, clauses, quoted)
            .or_else(|| naming(paragraph, clauses, quoted))
            .or_else(|| introduced(paragraph, clauses, quoted))
            .or_else(|| in_their_words(paragraph, clauses, quoted))
            .or_else(|| closed(paragraph, clauses, quoted));
        clause.map(Choice::Clause).or_else(|| before_colon(paragraph, clauses, quoted))
    })
}

/// The best choice for a quoted span.
pub(crate) fn best(
    paragraph: &Paragraph,
    clauses: &ReportingClauses,
    id: SpanId,
    state: ParagraphState,
    models: &Models,
    found: &mut Vec<Choice>,
) -> Choice {
    let quoted = &paragraph.quoted[id];
    if let Some(choice) = formal(paragraph, clauses, quoted, state) {
        return choice;
    }
    choices(paragraph, clauses, quoted, state, found);
    let sentence = paragraph.sentence_of(quoted.item);
    let is_aside = |clause: &ReportingClause| in_relative_clause(paragraph, quoted, clause);
    let any_aside = clauses.list[clauses.of_sentence(sentence)].iter().any(is_aside);
    let alone = is_sentence(paragraph, quoted) || quoted.has_verb && quoted.words >= LONG && !quoted.capitals;
    let is_refused = |choice: Choice| match choice {
        Choice::NotQuote => alone,
        Choice::Clause(clause) => {
            let clause = &clauses.list[clause];
            is_aside(clause) || is_elsewhere(paragraph, clause, sentence) || is_anothers(paragraph, clause, sentence)
        }
        Choice::Previous => any_aside,
        Choice::Phrase(phrase) => {
            is_thing(&paragraph.items, paragraph.phrases.list[phrase]) || floats_by_chance(paragraph, phrase, quoted)
        }
        Choice::Nobody | Choice::Carried => false,
    };
    // The best choice, and the best of the sentence's own reporting clauses that name a source.
    let mut best = (Choice::NotQuote, f32::NEG_INFINITY);
    let mut best_clause = (Choice::Nobody, f32::NEG_INFINITY);
    let context = SpanContext::new(paragraph, clauses, id, state);
    let mut scorer = models.speaker.scorer();
    // Sums that many choices share, each made once.
    let mut of_outcomes = [None; Outcome::COUNT];
    let mut of_classes = [None; ChoiceClass::COUNT];
    for &choice in found.iter().filter(|choice| !is_refused(**choice)) {
        let (outcome, class) = (choice.outcome(), choice.class());
        let of_outcome = *of_outcomes[outcome as usize]
            .get_or_insert_with(|| scorer.sum_of(|out| context.outcome_features(outcome, out)));
        let of_class =
            *of_classes[class as usize].get_or_insert_with(|| scorer.sum_of(|out| context.class_features(class, out)));
        let own = scorer.sum_of(|out| context.choice_features(choice, out));
        let score = models.speaker.score_of(of_outcome + of_class + own);
        if score > best.1 {
            best = (choice, score);
        }
        if let Choice::Clause(clause) = choice {
            let clause = &clauses.list[clause];
            let named = clause.source.is_some() && clause.margin > 1.0 && clause.sentence == sentence;
            if named && score > best_clause.1 {
                best_clause = (choice, score);
            }
        }
    }
    match best.0 {
        Choice::Nobody if best_clause.0 == Choice::Nobody && is_sentence(paragraph, quoted) => {
            subject_before(paragraph, sentence).map_or(Choice::Nobody, Choice::Phrase)
        }
        Choice::Nobody => best_clause.0,
        best => best,
    }
}

/// Whether a noun phrase that only stands near a quoted span is nobody: a firm, a report ("In 1961 the firm left. “…”"), or a common noun
/// with a capital ("a drag on Research. “…”").
fn floats_by_chance(paragraph: &Paragraph, phrase: PhraseId, quoted: &QuotedSpan) -> bool {
    const PERSONS: Classes = Classes::ROLE.with(Classes::PERSON_NOUN).with(Classes::RESPONDENT).with(Classes::GROUP);
    let noun = paragraph.phrases.list[phrase];
    let own = &paragraph.items[noun.items()];
    let head = &paragraph.items[noun.head];
    let common = matches!(own, [word] if word.tag == Tag::Name
        && word.classes.any(Classes::NOUN | Classes::DOCUMENT | Classes::PLACE)
        && !word.classes.any(Classes::GIVEN_HE | Classes::GIVEN_SHE | Classes::TITLE));
    let body =
        noun.kind == PhraseKind::Nominal && head.tag == Tag::Noun && !own.iter().any(|item| item.classes.any(PERSONS));
    (common || body) && evidence_of_phrase(paragraph, phrase, quoted) == Evidence::Floating
}

/// Whether a reporting clause of another sentence has no person for its source: "It became clear that … “…”".
fn is_elsewhere(paragraph: &Paragraph, clause: &ReportingClause, sentence: SentenceId) -> bool {
    let Some(source) = clause.source.filter(|_| clause.sentence != sentence) else { return false };
    let phrase = paragraph.phrases.list[source];
    paragraph.items[phrase.head].classes.any(Classes::PRONOUN_IT) || is_thing(&paragraph.items, phrase)
}

/// Whether a reporting clause of the next sentence is somebody else's: "“We wait.” Another added, “We walk.”"
fn is_anothers(paragraph: &Paragraph, clause: &ReportingClause, sentence: SentenceId) -> bool {
    let Some(source) = clause.source.filter(|_| clause.sentence > sentence) else { return false };
    let phrase = paragraph.phrases.list[source];
    let opens = phrase.first == paragraph.sentences[clause.sentence].start;
    let introduces = paragraph.items[clause.cue + 1..].iter().take(2).any(|item| item.tag == Tag::Quoted);
    opens && introduces && paragraph.items[phrase.first].classes.any(Classes::PRONOUN_INDEFINITE)
}

/// The person who is the subject of the sentence before: "Ms Moss has three keys. “I have no idea what they are for.”"
fn subject_before(paragraph: &Paragraph, sentence: SentenceId) -> Option<PhraseId> {
    let before = sentence.checked_sub(1)?;
    let id = paragraph.phrases.of_sentence[before].into_iter().next()?;
    let phrase = paragraph.phrases.list[id];
    let verb = paragraph.items.get(phrase.end)?;
    let acts = matches!(verb.tag, Tag::Verb | Tag::Cue | Tag::Auxiliary | Tag::Modal)
        || verb.classes.any(Classes::VERB_ENDING);
    let opens = phrase.first == paragraph.sentences[before].start;
    let own = &paragraph.items[phrase.items()];
    let person = phrase.kind == PhraseKind::Name
        && own.len() > 1
        && own.iter().all(|item| item.tag == Tag::Name && !item.classes.any(Classes::ORGANISATION | Classes::PLACE))
        && own[0].classes.any(Classes::TITLE | Classes::GIVEN_HE | Classes::GIVEN_SHE);
    (opens && acts && person).then_some(id)
}

/// A quoted span of this many words with a verb among them is no term.
const LONG: usize = 16;

/// Whether a quoted span is a sentence by itself.
fn is_sentence(paragraph: &Paragraph, quoted: &QuotedSpan) -> bool {
    let Ids { start, end } = paragraph.sentences[paragraph.sentence_of(quoted.item)];
    let ends = matches!(quoted.last_byte, b'.' | b'?' | b'!');
    let alone =
        quoted.item == start && paragraph.items[quoted.item + 1..end].iter().all(|item| item.tag <= Tag::Punctuation);
    alone && ends && quoted.capital && quoted.has_verb && !quoted.capitals && quoted.words >= 5
}

/// Whether a few words belong to a relative clause about the source of a reporting clause, and no cue reports them:
/// "said Bo Ray, who rides the “slow bus”".
fn in_relative_clause(paragraph: &Paragraph, quoted: &QuotedSpan, clause: &ReportingClause) -> bool {
    let Some(source) = clause.source.map(|source| paragraph.phrases.list[source]) else { return false };
    if quoted.words > 3 || source.first < clause.cue || source.end > quoted.item {
        return false;
    }
    let behind = &paragraph.items[source.end..quoted.item];
    let relative = behind.iter().rposition(|item| item.tag == Tag::Relative);
    relative.is_some_and(|at| behind[at..].iter().all(|item| item.tag != Tag::Cue))
}
