//! The packs that come with the crate, as they stand in `seeds/lang`.

#[cfg(feature = "vectors")]
use std::sync::OnceLock;

#[cfg(feature = "vectors")]
use super::vectors::BuiltinVectors;
use super::vectors::Vectors;

macro_rules! pack {
    ($code:literal: $($file:literal)*) => {
        ($code, &[$(($file, include_str!(concat!("../../seeds/lang/", $code, "/", $file)))),*])
    };
}

/// A pack's code and its files: name and text.
type Pack = (&'static str, &'static [(&'static str, &'static str)]);

pub(super) const PACKS: &[Pack] = &[
    pack!("de":
        "pack.toml"
        "verbs.tsv"
        "words/abbreviations.txt"
        "words/adjectives.txt"
        "words/adverbs.txt"
        "words/as-openers.txt"
    "words/auxiliaries.txt"
        "words/complementisers.txt"
        "words/conjunctions.txt"
        "words/definites.txt"
        "words/determiners.txt"
        "words/documents.txt"
        "words/family-names.txt"
        "words/genitives.txt"
        "words/given-he.txt"
        "words/given-she.txt"
        "words/groups.txt"
        "words/honorifics.txt"
        "words/infinitive-marks.txt"
        "words/interrogatives.txt"
        "words/interviewers.txt"
        "words/member-links.txt"
        "words/modals.txt"
        "words/months.txt"
        "words/name-links.txt"
        "words/name-particles.txt"
        "words/name-suffixes.txt"
        "words/negations.txt"
        "words/nouns-common.txt"
        "words/numbers.txt"
        "words/organisations.txt"
        "words/persons.txt"
        "words/places.txt"
        "words/possessives.txt"
        "words/prepositions.txt"
        "words/pronouns-first.txt"
        "words/pronouns-he.txt"
        "words/pronouns-indefinite.txt"
        "words/pronouns-it.txt"
        "words/pronouns-object.txt"
        "words/pronouns-second.txt"
        "words/pronouns-she.txt"
        "words/pronouns-they.txt"
        "words/relative-articles.txt"
        "words/relatives.txt"
        "words/respondents.txt"
        "words/roles.txt"
        "words/sayings.txt"
        "words/singular-determiners.txt"
        "words/speech-nouns.txt"
        "words/stop.txt"
        "words/subordinators.txt"
        "words/term-nouns.txt"
        "words/title-nouns.txt"
        "words/titles-he.txt"
        "words/titles-she.txt"
        "words/titles.txt"
        "words/verbs-common.txt"
        "words/weekdays.txt"
        "lists/according-behind.txt"
        "lists/according-to.txt"
        "lists/adverb-endings.txt"
        "lists/elisions.txt"
        "lists/family-endings.txt"
        "lists/first-person.txt"
        "lists/impersonal-cues.txt"
        "lists/in-words.txt"
        "lists/interview-instructions.txt"
        "lists/interview-prompts.txt"
        "lists/interview-titles.txt"
        "lists/interview-words.txt"
        "lists/labels-interviewer.txt"
        "lists/labels-refused.txt"
        "lists/labels-respondent.txt"
        "lists/no-content.txt"
        "lists/noun-endings.txt"
        "lists/number-abbreviations.txt"
        "lists/numbered-respondents.txt"
        "lists/one-of.txt"
        "lists/passive-cues.txt"
        "lists/phrasal-cues.txt"
        "lists/plural-endings.txt"
        "lists/separable-cues.txt"
        "lists/so-called.txt"
        "lists/tail-cues.txt"
        "lists/verb-endings.txt"
    ),
    pack!("en":
        "pack.toml"
        "verbs.tsv"
        "words/abbreviations.txt"
        "words/adjectives.txt"
        "words/adverbs.txt"
        "words/auxiliaries.txt"
        "words/complementisers.txt"
        "words/conjunctions.txt"
        "words/definites.txt"
        "words/determiners.txt"
        "words/documents.txt"
        "words/given-he.txt"
        "words/given-she.txt"
        "words/groups.txt"
        "words/honorifics.txt"
        "words/infinitive-marks.txt"
        "words/interrogatives.txt"
        "words/interviewers.txt"
        "words/member-links.txt"
        "words/modals.txt"
        "words/months.txt"
        "words/name-links.txt"
        "words/name-particles.txt"
        "words/name-suffixes.txt"
        "words/negations.txt"
        "words/nouns-common.txt"
        "words/numbers.txt"
        "words/organisations.txt"
        "words/persons.txt"
        "words/places.txt"
        "words/possessives.txt"
        "words/prepositions.txt"
        "words/pronouns-first.txt"
        "words/pronouns-he.txt"
        "words/pronouns-indefinite.txt"
        "words/pronouns-it.txt"
        "words/pronouns-object.txt"
        "words/pronouns-second.txt"
        "words/pronouns-she.txt"
        "words/pronouns-they.txt"
        "words/relatives.txt"
        "words/respondents.txt"
        "words/roles.txt"
        "words/sayings.txt"
        "words/speech-nouns.txt"
        "words/stop.txt"
        "words/subordinators.txt"
        "words/term-nouns.txt"
        "words/title-nouns.txt"
        "words/titles-he.txt"
        "words/titles-she.txt"
        "words/titles.txt"
        "words/verbs-common.txt"
        "words/weekdays.txt"
        "lists/according-to.txt"
        "lists/adverb-endings.txt"
        "lists/elisions.txt"
        "lists/first-person.txt"
        "lists/genders.txt"
        "lists/group-heads.txt"
        "lists/guide-heads.txt"
        "lists/impersonal-cues.txt"
        "lists/in-words.txt"
        "lists/interview-instructions.txt"
        "lists/interview-prompts.txt"
        "lists/interview-titles.txt"
        "lists/interview-words.txt"
        "lists/label-heads.txt"
        "lists/labels-interviewer.txt"
        "lists/labels-refused.txt"
        "lists/labels-respondent.txt"
        "lists/mail-fields.txt"
        "lists/no-content.txt"
        "lists/number-abbreviations.txt"
        "lists/numbered-respondents.txt"
        "lists/one-of.txt"
        "lists/passive-cues.txt"
        "lists/phrasal-cues.txt"
        "lists/quotation-columns.txt"
        "lists/quotation-heads.txt"
        "lists/quotation-words.txt"
        "lists/so-called.txt"
        "lists/speaker-columns.txt"
        "lists/spoken-words.txt"
        "lists/study-heads.txt"
        "lists/template-openings.txt"
        "lists/verb-endings.txt"
    ),
];

/// The word vectors of the pack of that code.
pub(super) fn vectors(code: &str) -> Vectors {
    #[cfg(feature = "vectors")]
    {
        static ENGLISH: BuiltinVectors = BuiltinVectors {
            bytes: include_bytes!("../../seeds/lang/en/vectors.bin"),
            words: include_str!("../../seeds/lang/en/vectors.txt"),
            stems: include_str!("../../seeds/lang/en/vectors-stems.txt"),
            table: OnceLock::new(),
        };
        if code == "en" {
            return Vectors::Builtin(&ENGLISH);
        }
    }
    let _ = code;
    Vectors::None
}

/// The learnt tables for attributing quotations, by code.
pub(super) const ATTRIBUTION: &[(&str, &[u8])] = &[("en", include_bytes!("../../seeds/lang/en/attribution.bin"))];
