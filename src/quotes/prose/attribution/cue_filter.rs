//! Which cues are worth a closer look: most of those away from marks report nothing, and little shows it.

use crate::lang::VerbClass;
use crate::quotes::prose::attribution::source::lemma;
use crate::quotes::prose::model::linear::{Linear, Sink};
use crate::quotes::prose::syntax::paragraph::Paragraph;
use crate::quotes::prose::syntax::token::Tag;

/// How sure it must be that a cue reports something, as log-odds. Chosen so that hardly any clause that would be found is lost.
const UNLIKELY: f32 = -1.2;

/// What speaks for a cue, from its nearest neighbours alone.
pub(crate) fn features(paragraph: &Paragraph, sentence: (usize, usize), cue: usize, out: &mut impl Sink) {
    out.clear();
    let items = &paragraph.items[sentence.0..sentence.1];
    let at = cue - sentence.0;
    let item = |distance: isize| items.get(at.wrapping_add_signed(distance));
    let tag = |distance: isize| item(distance).map_or(99, |item| item.tag as u32);
    let hash = |distance: isize| item(distance).map_or(0, |item| item.hash);
    let own = &items[at];
    let lemma = lemma(own);
    let kind = own.verb.map_or(50 << 4, |verb| (verb.class as u32) << 4 | verb.form as u32);
    let (before, behind) = (tag(-1), tag(1));
    out.add(1, 0);
    out.add(2, own.hash);
    out.add2(3, lemma, behind);
    out.add2(4, lemma, before);
    out.add3(5, kind, before, behind);
    out.add2(6, kind, hash(1));
    out.add2(7, kind, hash(-1));
    out.add3(8, kind, behind, tag(2));
    out.add3(9, kind, before, tag(-2));
    out.add3(10, kind, at.min(3) as u32, (items.len() - at).min(4) as u32);
}

/// Whether a sentence and those beside it hold no marks.
pub(crate) fn is_away(paragraph: &Paragraph, number: usize) -> bool {
    let sentences = &paragraph.sentences;
    let from = sentences[number.saturating_sub(1)].0;
    let to = sentences[(number + 1).min(sentences.len() - 1)].1;
    let next = paragraph.quoted.partition_point(|quoted| quoted.item < from);
    paragraph.quoted.get(next).is_none_or(|quoted| quoted.item >= to)
}

/// Whether a cue, which stands [away](is_away) from marks, hardly reports anything. In a language whose word order the model has not learnt, none does so.
pub(crate) fn passes_by(paragraph: &Paragraph, number: usize, cue: usize, model: &Linear) -> bool {
    let sentence = paragraph.sentences[number];
    let items = &paragraph.items;
    let according = items[cue].verb.is_some_and(|verb| verb.class == VerbClass::According);
    // What a colon closes introduces the next paragraph.
    let introduces = sentence.1 == items.len() && items[sentence.1 - 1].tag == Tag::Colon;
    if according || introduces || paragraph.writing.verb_second {
        return false;
    }
    let mut tally = model.tally();
    features(paragraph, sentence, cue, &mut tally);
    tally.score() < UNLIKELY
}
