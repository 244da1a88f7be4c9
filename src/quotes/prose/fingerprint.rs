//! What a learnt table is learnt with, as a number: another one means that it has to be learnt anew.

use crate::lang::attribution::Fingerprint;

use super::attribution::boundary::{Opening, Role};
use super::attribution::cue_context::NounClass;
use super::attribution::paragraph_state::Previous;
use super::attribution::side::Side;
use super::attribution::source::NextVerb;
use super::attribution::speaker_features::{ChoiceClass, Outcome, SpanEnd};
use super::model::features;
use super::syntax::noun_phrase::PhraseKind;
use super::syntax::token::Tag;

/// The fingerprint of the features: the names and numbers of their templates, and of what they look at.
pub(super) fn feature_fingerprint() -> u64 {
    let enums = [
        Tag::NUMBERS,
        PhraseKind::NUMBERS,
        NounClass::NUMBERS,
        NextVerb::NUMBERS,
        Side::NUMBERS,
        Role::NUMBERS,
        Opening::NUMBERS,
        Previous::NUMBERS,
        SpanEnd::NUMBERS,
        Outcome::NUMBERS,
        ChoiceClass::NUMBERS,
        features::VERB_CLASSES,
        features::VERB_FORMS,
        features::absent::NUMBERS,
    ];
    let mut fingerprint = Fingerprint::new();
    for (name, numbers) in features::TEMPLATES.iter().chain(&enums) {
        fingerprint.add_word(name);
        for (name, number) in *numbers {
            fingerprint.add_word(name);
            fingerprint.add(&number.to_le_bytes());
        }
    }
    fingerprint.value()
}

#[cfg(test)]
mod tests {
    use super::feature_fingerprint;
    use crate::lang::Language;
    use crate::lang::attribution::{COMMAND, Header};

    #[test]
    fn the_learnt_table_fits_features_and_words() {
        let english = Language::english();
        let (header, _) = Header::read(english.attribution_table()).unwrap();
        assert_eq!(
            header.features,
            feature_fingerprint(),
            "seeds/lang/en/attribution.bin was learnt with other features; learn it again: {COMMAND}"
        );
        assert_eq!(
            header.words,
            english.word_fingerprint(),
            "seeds/lang/en/attribution.bin was learnt with other words; learn it again: {COMMAND}"
        );
    }
}
