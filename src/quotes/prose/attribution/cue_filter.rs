//! Which cues are worth a closer look: most of those far from quotation marks report nothing, and little shows it.

use crate::lang::VerbClass;

use super::super::model::features::{absent, cue_filter as template};
use super::super::model::linear::{FeatureSink, Linear};
use super::super::syntax::index::{Id, SentenceId, distance};
use super::super::syntax::paragraph::Paragraph;
use super::super::syntax::token::Tag;
use super::cue_context::{CueContext, class, form, has_class, lemma, that_of};
use super::rules::states;

/// The least log-odds that a cue reports something. Chosen so that hardly any clause that would be found is lost.
const UNLIKELY: f32 = -1.2;

/// The features of a cue, from its nearest neighbours alone.
pub(crate) fn features(context: &CueContext<'_>, out: &mut impl FeatureSink) {
    out.clear();
    let CueContext { sentence, cue, .. } = *context;
    let own = &context.items()[cue];
    let lemma = lemma(own);
    let verb_use = class(own) << 4 | if own.verb.is_some() { form(own) } else { 0 };
    let (before, behind) = (context.tag_back(1), context.tag_ahead(1));
    out.add(template::BIAS, 0);
    out.add(template::CUE, own.hash);
    out.add2(template::LEMMA_BEHIND, lemma, behind);
    out.add2(template::LEMMA_BEFORE, lemma, before);
    out.add3(template::USE_NEIGHBOURS, verb_use, before, behind);
    out.add2(template::USE_WORD_BEHIND, verb_use, context.ahead(1).map_or(absent::WORD, |item| item.hash));
    out.add2(template::USE_WORD_BEFORE, verb_use, context.back(1).map_or(absent::WORD, |item| item.hash));
    out.add3(template::USE_TWO_BEHIND, verb_use, behind, context.tag_ahead(2));
    out.add3(template::USE_TWO_BEFORE, verb_use, before, context.tag_back(2));
    let (front, rest) = (distance(sentence.start, cue), distance(cue, sentence.end));
    out.add3(template::USE_PLACE, verb_use, front.min(3) as u32, rest.min(4) as u32);
}

/// Whether a sentence and those beside it contain no quotation marks.
pub(crate) fn is_far_from_marks(paragraph: &Paragraph, sentence: SentenceId) -> bool {
    let sentences = &paragraph.sentences;
    let from = sentences[sentence.saturating_sub(1)].start;
    let to = sentences[(sentence + 1).min(sentences.end() - 1)].end;
    let next = paragraph.quoted.partition_point(|quoted| quoted.item < from);
    paragraph.quoted.get(next).is_none_or(|quoted| quoted.item >= to)
}

/// Whether a cue [far from quotation marks](is_far_from_marks) hardly reports anything. None is rejected in a language whose word
/// order the model has not learnt.
pub(crate) fn rejects(context: &CueContext<'_>, model: &Linear) -> bool {
    let items = context.items();
    let according = has_class(&items[context.cue], VerbClass::According);
    // What a colon closes introduces the next paragraph.
    let last = context.sentence.end - 1;
    let introduces = context.sentence.end == items.end() && items[last].tag == Tag::Colon;
    let says = has_class(&items[context.cue], VerbClass::Say) || has_class(&items[context.cue], VerbClass::Tell);
    let tells_that = says && (that_of(context).is_some() || states(context));
    let urges =
        has_class(&items[context.cue], VerbClass::Urge) && context.ahead(1).is_some_and(|next| next.tag == Tag::That);
    if according || introduces || tells_that || urges || context.paragraph.writing.verb_second {
        return false;
    }
    let mut scorer = model.scorer();
    features(context, &mut scorer);
    scorer.score() < UNLIKELY
}
