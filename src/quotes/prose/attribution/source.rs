//! Whose cue it is: the noun phrases around a cue, ranked.

use crate::lang::{Classes, VerbForm};

use super::super::model::features::{absent, bucket, numbered, source as template};
use super::super::model::linear::{FeatureSink, Linear};
use super::super::syntax::index::{Id, ItemId, PhraseId, distance, each};
use super::super::syntax::noun_phrase::{NounPhrase, PhraseKind};
use super::super::syntax::token::{Shape, Tag, TagSet, Token, tag_set};
use super::cue_context::{CueContext, Source, noun_class, verb_chain};
use super::rules::states;

/// At most this many noun phrases on the left and on the right of a cue are looked at.
const LEFT: usize = 7;
const RIGHT: usize = 3;

/// Tags behind which a phrase on the right of a cue is hardly ever its source.
const CLOSES: TagSet = tag_set(&[
    Tag::Quoted,
    Tag::Stop,
    Tag::Colon,
    Tag::Semicolon,
    Tag::Conjunction,
    Tag::Subordinator,
    Tag::Auxiliary,
    Tag::Modal,
    Tag::Relative,
    Tag::That,
    Tag::Interrogative,
    Tag::Cue,
    Tag::Verb,
]);

/// Fills `found` with those who could be the source.
pub(crate) fn candidates(context: &CueContext<'_>, found: &mut Vec<Source>) {
    found.clear();
    let CueContext { cue, split, phrases, sentence, .. } = *context;
    if context.is_according() && split < phrases.end {
        let next = context.phrase(split);
        if next.first == cue + 1 && next.kind != PhraseKind::Quoted {
            found.push(Some(owned(context, split)));
            return;
        }
    }
    let usable = |phrase: &PhraseId| {
        let phrase = context.phrase(*phrase);
        let holds_cue = phrase.items().contains(cue);
        phrase.kind != PhraseKind::Quoted
            && !holds_cue
            && !is_attached(context, phrase)
            && !is_dateline(context, phrase)
    };
    found.extend(each(phrases.start..split).rev().filter(usable).take(LEFT).map(Some));
    // "The board said the bridge must close": what opens the clause is no source.
    if states(context) {
        found.push(None);
        return;
    }
    // Behind a verb, or where another clause begins, there is hardly ever the source of the cue before it.
    let items = context.items();
    let closes = |at: &ItemId| CLOSES[items[*at].tag as usize];
    let clear = each(cue + 1..sentence.end).find(closes).unwrap_or(sentence.end);
    let near = |phrase: &PhraseId| context.phrase(*phrase).first < clear;
    found.extend(each(split..phrases.end).take_while(near).filter(usable).take(RIGHT).map(Some));
    found.push(None);
}

/// The name between commas, or the last one in front of them, right before a verb that nobody else is the subject of: "The head of the
/// board (HB), Bo Ray, has called it late".
pub(crate) fn apposed(context: &CueContext<'_>) -> Source {
    let items = context.items();
    let cue = &items[context.cue];
    let finite = cue.tag == Tag::Cue
        && cue.verb.is_some_and(|verb| !matches!(verb.form, VerbForm::Gerund | VerbForm::Participle))
        && !context.paragraph.writing.verb_second;
    let first = verb_chain(context).0;
    let comma = first.checked_sub(1).filter(|comma| finite && context.sentence.contains(*comma))?;
    let id = context.phrase_from(comma).checked_sub(1).filter(|id| context.phrases.contains(*id))?;
    let phrase = context.phrase(id);
    let opened = context.before(phrase.first).is_some_and(|item| item.tag == Tag::Comma);
    let apposed = items[comma].tag == Tag::Comma && phrase.end == comma && phrase.kind == PhraseKind::Name && opened;
    apposed.then_some(id)
}

/// The whole of a phrase that begins with whose it is: "the board's letter", not "the board".
pub(crate) fn owned(context: &CueContext<'_>, id: PhraseId) -> PhraseId {
    let first = context.phrase(id).first;
    let mut id = id;
    while matches!(context.phrase(id).kind, PhraseKind::Possessor | PhraseKind::Possessive)
        && id + 1 < context.phrases.end
        && context.phrase(id + 1).first == first
    {
        id += 1;
    }
    id
}

/// A place in front of the sentence: "Portville The Harbour Party said".
fn is_dateline(context: &CueContext<'_>, phrase: NounPhrase) -> bool {
    phrase.first == context.sentence.start
        && phrase.kind == PhraseKind::Name
        && context.inside(phrase.end).is_some_and(|next| next.tag == Tag::Determiner && next.shape.has(Shape::CAPITAL))
}

/// Whether a phrase belongs to the noun before it: "eine Sprecherin der Polizei", "a respondent from Hull".
fn is_attached(context: &CueContext<'_>, phrase: NounPhrase) -> bool {
    const PEOPLE: Classes = Classes::ROLE.with(Classes::RESPONDENT).with(Classes::PERSON_NOUN).with(Classes::GROUP);
    let (items, first) = (context.items(), phrase.first);
    if first >= context.sentence.start + 2 && items[first - 1].tag == Tag::Preposition {
        let noun = &items[first - 2];
        return noun.tag == Tag::Noun && noun.classes.any(PEOPLE);
    }
    items[first].classes.any(Classes::GENITIVE)
        && first > context.sentence.start
        && (items[first - 1].tag == Tag::Name
            || items[first - 1].tag == Tag::Noun && items[first - 1].classes.any(Classes::PERSONAL))
}

/// The features of a candidate.
pub(crate) fn features(context: &CueContext<'_>, candidate: Source, out: &mut impl FeatureSink) {
    out.clear();
    match candidate {
        Some(phrase) => phrase_features(context, phrase, out),
        None => nobody_features(context, out),
    }
}

fn nobody_features(context: &CueContext<'_>, out: &mut impl FeatureSink) {
    let form = context.form();
    out.add(template::NOBODY_BIAS, 0);
    out.add(template::NOBODY_LEMMA, context.lemma());
    out.add2(template::NOBODY_USE, context.class(), form);
    out.add2(template::NOBODY_BEFORE, context.tag_back(1), form);
    out.add2(template::NOBODY_TWO_BEFORE, context.tag_back(1), context.tag_back(2));
    out.add2(template::NOBODY_BEHIND, context.tag_ahead(1), form);
    out.add(template::NOBODY_OPENS_SENTENCE, u32::from(context.cue == context.sentence.start));
}

fn phrase_features(context: &CueContext<'_>, candidate: PhraseId, out: &mut impl FeatureSink) {
    let (lemma, class, form) = (context.lemma(), context.class(), context.form());
    let (items, cue) = (context.items(), context.cue);
    let phrase = context.phrase(candidate);
    let left = phrase.first < cue;
    let side = u32::from(left);
    let (from, to) = if left { (phrase.end, cue) } else { (cue + 1, phrase.first) };
    let between = &items[from.min(to)..to];
    let gap = bucket(between.len());
    let kind = phrase.kind.feature();
    let head = &items[phrase.head];
    let key = side << 8 | gap << 4 | kind;
    out.add(template::PLACE, key);
    out.add2(template::PLACE_USE, key, class << 4 | form);
    out.add2(template::SIDE_KIND_LEMMA, side << 4 | kind, lemma);
    out.add2(template::NOUN_CLASS, side, noun_class(head, phrase.kind));
    if phrase.kind == PhraseKind::Nominal {
        out.add2(template::HEAD, side, head.hash);
    }
    let tag = |item: Option<&Token>| item.map_or(absent::SOURCE_NEIGHBOUR, |item| item.tag.feature());
    let item_before = context.before(phrase.first);
    let before = tag(item_before);
    let after = tag(context.inside(phrase.end));
    out.add3(template::BEFORE_DISTANCE, side, before, gap);
    out.add3(template::BEHIND_DISTANCE, side, after, gap);
    out.add3(template::NEIGHBOURS, side, before, after);
    let word_before = item_before.map_or(absent::WORD, |item| item.hash);
    out.add3(template::WORD_BEFORE, side, word_before, u32::from(between.is_empty()));
    // What lies between, tag by tag where it is short.
    if between.len() <= 4 {
        let path = path(between);
        out.add2(template::PATH, side, path);
        out.add3(template::PATH_CLASS, side << 4 | kind, path, class);
        out.add3(template::PATH_FORM, side << 4 | form, path, context.tag_ahead(1));
    }
    let [commas, verbs, relative, that, quoted, links] = counts(between);
    let verbs = verbs.min(3);
    out.add3(
        template::COUNTS_BETWEEN,
        side << 4 | commas.min(3),
        verbs << 4 | relative.min(1) << 2 | that.min(1),
        quoted.min(1) << 2 | links.min(2),
    );
    out.add2(template::FEW_COUNTS_BETWEEN, side << 4 | quoted.min(1), commas.min(2) << 4 | verbs.min(2));
    // The comma right before the cue closes an apposition.
    let closes = left && between.last().is_some_and(|item| item.tag == Tag::Comma) && between.len() > 1;
    out.add3(template::CLOSING_COMMA, u32::from(closes), after, kind);
    let nearer = if left { distance(candidate + 1, context.split) } else { distance(context.split, candidate) };
    out.add3(template::NEARER_PHRASES, side, (nearer as u32).min(4), kind);
    out.add3(template::CUE_NEIGHBOURS, side, context.tag_back(1), context.tag_ahead(1));
    out.add3(template::DISTANCE_BEFORE_CUE, side << 4 | gap, context.tag_back(1), form);
    if left {
        // Another cue or verb right after the phrase takes it as its own subject.
        let taken = verb_after(context, phrase.end).feature();
        out.add3(template::TAKEN_VERBS, taken, verbs, form);
        out.add3(template::TAKEN_LINKS, taken, links.min(1), context.tag_back(1));
    }
    if context.is_according() {
        out.add3(template::ACCORDING, side, gap, kind);
    }
    out.add2(template::CAPITAL, u32::from(head.shape.has(Shape::CAPITAL)), key);
}

numbered! {
    /// What verb follows a phrase.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub(crate) enum NextVerb {
        None = 0,
        Verb = 1,
        OtherCue = 2,
        OwnCue = 3,
    }
}

/// The verb right behind a place.
fn verb_after(context: &CueContext<'_>, at: ItemId) -> NextVerb {
    for at in each(at..context.sentence.end).take(5) {
        if at == context.cue {
            return NextVerb::OwnCue;
        }
        match context.items()[at].tag {
            Tag::Cue => return NextVerb::OtherCue,
            Tag::Verb | Tag::Auxiliary | Tag::Modal => return NextVerb::Verb,
            Tag::Adverb | Tag::Negation => {}
            _ => return NextVerb::None,
        }
    }
    NextVerb::None
}

/// The best source, and how much better it is than nobody.
pub(crate) fn best(context: &CueContext<'_>, model: &Linear, found: &mut Vec<Source>) -> (Source, f32) {
    candidates(context, found);
    let mut best = (None, f32::NEG_INFINITY);
    let mut nobody = 0.0;
    let mut scorer = model.scorer();
    for &candidate in found.iter() {
        features(context, candidate, &mut scorer);
        let score = scorer.score();
        if candidate.is_none() {
            nobody = score;
        }
        if score > best.1 {
            best = (candidate, score);
        }
    }
    (best.0, best.1 - nobody)
}

/// A few items, tag by tag, as a feature.
pub(crate) fn path(items: &[Token]) -> u32 {
    items.iter().fold(items.len() as u32, |path, item| path.wrapping_mul(37).wrapping_add(item.tag.feature()))
}

/// How many commas, verbs, relatives, "that", quoted spans and links there are, up to 255 of each.
fn counts(items: &[Token]) -> [u32; 6] {
    /// A byte of the sum for each.
    const ONE: [u64; Tag::Word as usize + 1] = {
        let mut one = [0; Tag::Word as usize + 1];
        one[Tag::Comma as usize] = 1;
        one[Tag::Dash as usize] = 1;
        one[Tag::Verb as usize] = 1 << 8;
        one[Tag::Cue as usize] = 1 << 8;
        one[Tag::Auxiliary as usize] = 1 << 8;
        one[Tag::Modal as usize] = 1 << 8;
        one[Tag::Relative as usize] = 1 << 16;
        one[Tag::That as usize] = 1 << 24;
        one[Tag::Quoted as usize] = 1 << 32;
        one[Tag::Conjunction as usize] = 1 << 40;
        one[Tag::Subordinator as usize] = 1 << 40;
        one[Tag::Semicolon as usize] = 1 << 40;
        one[Tag::Colon as usize] = 1 << 40;
        one
    };
    let sum: u64 = items.iter().take(255).map(|item| ONE[item.tag as usize]).sum();
    [0, 8, 16, 24, 32, 40].map(|byte| (sum >> byte) as u32 & 0xff)
}
