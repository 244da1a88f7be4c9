//! The features of all models by name: a feature is hashed from the number of its template and from the numbers of what it
//! looks at, so these numbers are a part of every learnt table.
//!
//! A number that is taken is never given to another template or variant. Whatever is changed here changes the fingerprint in the
//! header of the tables, and they have to be learnt anew (`benches/train.rs`).

use crate::lang::{VerbClass, VerbForm};

/// What a feature looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Template(u32);

impl Template {
    #[inline]
    pub(crate) const fn number(self) -> u32 {
        self.0
    }
}

/// Names with their numbers, for the fingerprint.
#[cfg(any(test, feature = "training"))]
pub(crate) type Numbers = (&'static str, &'static [(&'static str, u32)]);

/// Defines an enum whose variants have numbers in features.
macro_rules! numbered {
    ($(#[$meta:meta])* $visibility:vis enum $name:ident { $($(#[$doc:meta])* $variant:ident = $number:literal,)* }) => {
        $(#[$meta])*
        #[repr(u8)]
        $visibility enum $name {
            $($(#[$doc])* $variant = $number,)*
        }

        impl $name {
            #[cfg(any(test, feature = "training"))]
            pub(crate) const NUMBERS: $crate::quotes::prose::model::features::Numbers =
                (stringify!($name), &[$((stringify!($variant), $number)),*]);

            /// Its number in features.
            #[inline]
            pub(crate) const fn feature(self) -> u32 {
                self as u32
            }
        }
    };
}

pub(crate) use numbered;

/// Gives numbers in features to the variants of an enum of another module.
macro_rules! numbers {
    ($function:ident, $names:ident: $name:ident { $($variant:ident = $number:literal,)* }) => {
        #[cfg(any(test, feature = "training"))]
        pub(crate) const $names: Numbers = (stringify!($name), &[$((stringify!($variant), $number)),*]);

        #[inline]
        pub(crate) const fn $function(value: $name) -> u32 {
            match value {
                $($name::$variant => $number,)*
            }
        }
    };
}

numbers!(verb_class, VERB_CLASSES: VerbClass {
    Say = 0,
    Tell = 1,
    Ask = 2,
    Call = 3,
    Urge = 4,
    Think = 5,
    Show = 6,
    Judge = 7,
    Sound = 8,
    According = 9,
});

numbers!(verb_form, VERB_FORMS: VerbForm {
    Base = 0,
    Third = 1,
    Past = 2,
    Gerund = 3,
    Participle = 4,
});

macro_rules! absent {
    ($($(#[$doc:meta])* $name:ident = $number:literal,)*) => {
        /// What features say where there is nothing to look at.
        pub(crate) mod absent {
            $($(#[$doc])* pub(crate) const $name: u32 = $number;)*

            #[cfg(any(test, feature = "training"))]
            pub(crate) const NUMBERS: super::Numbers = ("absent", &[$((stringify!($name), $number)),*]);
        }
    };
}

absent! {
    /// There is no word whose hash could be taken.
    WORD = 0,
    /// There is no noun phrase: nobody is named, or no object follows.
    PHRASE = 9,
    /// A cue is no verb of the tables: it has no form.
    FORM = 9,
    /// Nothing of the kind comes in the next items.
    FAR = 9,
    /// A cue is no verb of the tables: it has no class.
    CLASS = 50,
    /// Outside the sentence of a quoted span.
    SPAN_NEIGHBOUR = 90,
    /// Outside the sentence of a boundary.
    BOUNDARY_NEIGHBOUR = 95,
    /// Outside the sentence of a reporting clause.
    CLAUSE_NEIGHBOUR = 96,
    /// Nothing follows source and cue, or their object, in the sentence.
    BEHIND_CLAUSE = 97,
    /// Outside the sentence of a candidate for the source.
    SOURCE_NEIGHBOUR = 98,
    /// Outside the sentence of a cue.
    CUE_NEIGHBOUR = 99,
}

macro_rules! templates {
    ($($(#[$doc:meta])* $model:ident { $($name:ident = $number:literal,)* })*) => {
        $(
            $(#[$doc])*
            pub(crate) mod $model {
                use super::Template;

                $(pub(crate) const $name: Template = Template($number);)*
            }
        )*

        /// All templates, model by model.
        #[cfg(any(test, feature = "training"))]
        pub(crate) const TEMPLATES: &[Numbers] =
            &[$((stringify!($model), &[$((stringify!($name), $number)),*])),*];
    };
}

templates! {
    /// Which cues far from quotation marks are worth a look.
    cue_filter {
        BIAS = 1,
        CUE = 2,
        LEMMA_BEHIND = 3,
        LEMMA_BEFORE = 4,
        USE_NEIGHBOURS = 5,
        USE_WORD_BEHIND = 6,
        USE_WORD_BEFORE = 7,
        USE_TWO_BEHIND = 8,
        USE_TWO_BEFORE = 9,
        USE_PLACE = 10,
    }

    /// Whether nobody or which noun phrase is the source of a cue.
    source {
        NOBODY_BIAS = 1,
        NOBODY_LEMMA = 2,
        NOBODY_USE = 3,
        NOBODY_BEFORE = 4,
        NOBODY_TWO_BEFORE = 5,
        NOBODY_BEHIND = 6,
        NOBODY_OPENS_SENTENCE = 7,
        PLACE = 10,
        PLACE_USE = 11,
        SIDE_KIND_LEMMA = 12,
        NOUN_CLASS = 13,
        HEAD = 15,
        BEFORE_DISTANCE = 16,
        BEHIND_DISTANCE = 17,
        NEIGHBOURS = 18,
        WORD_BEFORE = 19,
        PATH = 20,
        PATH_CLASS = 21,
        PATH_FORM = 22,
        COUNTS_BETWEEN = 23,
        FEW_COUNTS_BETWEEN = 25,
        CLOSING_COMMA = 26,
        NEARER_PHRASES = 27,
        CUE_NEIGHBOURS = 29,
        DISTANCE_BEFORE_CUE = 30,
        TAKEN_VERBS = 31,
        TAKEN_LINKS = 32,
        ACCORDING = 35,
        CAPITAL = 36,
    }

    /// On which side of its reporting clause the reported clause is.
    side {
        BIAS = 1,
        LEMMA_BEHIND = 3,
        USE_BEHIND = 5,
        FORM_NEIGHBOURS = 7,
        TWO_BEHIND = 8,
        TWO_BEFORE = 10,
        WORD_BEHIND = 11,
        WORD_BEFORE = 12,
        CUE_WORD_BEHIND = 15,
        CUE_WORD_BEFORE = 33,
        SOURCE_DISTANCE = 16,
        SOURCE_LEMMA = 18,
        SOURCE_NOUN_CLASS = 19,
        SOURCE_MARGIN = 21,
        REST_BEHIND = 22,
        REST_BEHIND_CLASS = 23,
        FRONT_BEFORE = 24,
        OUTER_NEIGHBOURS_LEMMA = 34,
        THAT_CLASS = 27,
        QUOTED_CLASS = 28,
        VERBS_REST = 29,
        VERBS_LEMMA = 30,
        CHAIN_USE = 35,
        CHAIN_BEHIND = 37,
        CHAIN_SOURCE = 38,
        LEMMA_TWO_BEHIND = 40,
        HEAD_SIDE = 41,
        HEAD_CLASS = 42,
        LEMMA_NOUN_CLASS = 43,
        OBJECT_CHAIN = 44,
        OBJECT_REST = 45,
        OBJECT_BEHIND = 47,
        OTHER_CUES = 49,
        CUES_FRONT = 50,
    }

    /// Where a reported clause begins and ends.
    boundary {
        BEFORE_HERE = 2,
        BEFORE_HERE_NEXT = 3,
        HERE_NEXT_THIRD = 4,
        TWO_BEFORE_HERE = 5,
        WORD_HERE = 6,
        WORD_BEFORE = 7,
        WORD_HERE_NEXT = 8,
        WORD_BEFORE_HERE = 9,
        WORDS_HERE_NEXT = 10,
        HERE_CLASS = 11,
        LEMMA_HERE = 12,
        LEMMA_BEFORE_HERE = 13,
        DISTANCE_CLASS = 15,
        LENGTH_HERE = 16,
        REST_LENGTH = 18,
        ORDER = 19,
        ORDER_HERE = 20,
        LAST_USE = 21,
        BEHIND_CUE = 23,
        OPENING_HERE = 24,
        OPENING_WORD = 25,
        OPENING_REST = 26,
        HERE_NEXT_REST = 27,
    }

    /// Whether a reported clause in the writer's words is one.
    clause_filter {
        SIDE_SCORE = 1,
        CLASS_SCORE = 2,
        MARGIN = 3,
        SCORE_MARGIN = 4,
        LEMMA_SIDE = 5,
        LEMMA_OPENING = 6,
        OPENING_VERBS = 7,
        USE_OPENING = 8,
        LEMMA_VERBS = 9,
        LEMMA_NOUN_CLASS = 10,
        NOUN_CLASS_OPENING = 11,
        SOURCE_GAP = 12,
        USE_CHAIN = 13,
        LEMMA_CHAIN = 14,
        CHAIN_BEFORE = 15,
        HEAD_CLASS = 16,
        HEAD_SIDE = 17,
        WORDS_VERBS = 18,
        END_WHOLE = 19,
        DISTANCE_OPENING = 20,
        FRONTED_CLASS = 21,
        FRONTED_LEMMA = 22,
        FIRST_WORD_CLASS = 23,
        FIRST_WORD_LEMMA = 24,
        OPENING_SECOND_CLASS = 25,
        OPENING_SECOND_WORDS = 26,
        SUBJECT_HEAD = 27,
        SUBJECT_LEMMA = 28,
        SUBJECT_NOUN_CLASS = 29,
        OUTER_SCORE = 30,
        OUTER_SIDE = 31,
        PLACE_AMONG_CLAUSES = 32,
        BEFORE_SOURCE = 33,
        OUTER_NEIGHBOURS = 34,
        PARAGRAPH_UNQUOTED = 35,
        SENTENCE_QUOTED = 36,
    }

    /// Whether a quoted span is a quotation, and who says it.
    speaker {
        LENGTH_FORM = 1,
        NEIGHBOURS = 2,
        TWO_LEFT = 3,
        TWO_RIGHT = 4,
        WORD_LEFT = 5,
        TWO_WORDS_LEFT = 6,
        WORD_RIGHT = 7,
        LEFT_LENGTH = 8,
        LENGTH_CAPITALS = 9,
        FIRST_WORD = 10,
        FORM_PLACE = 11,
        LEFT_FORM = 12,
        PREVIOUS_LENGTH = 13,
        CLAUSES = 14,
        TERM_VERB = 57,
        TERM_LEFT = 58,
        CLASS_CONTEXT = 15,
        CLASS_CONTEXT_FORM = 16,
        CLASS_LENGTH = 17,
        CLASS_NEIGHBOURS = 18,
        CLASS_FORM = 19,
        CLASS_PREVIOUS = 56,
        PREVIOUS_RELATIVE = 59,
        PREVIOUS_FORM = 20,
        PREVIOUS_DISTANCE = 21,
        PREVIOUS_OPENS_SENTENCE = 22,
        PREVIOUS_CUES = 23,
        PREVIOUS_NAMES = 24,
        PREVIOUS_RIGHT = 25,
        PREVIOUS_LATER_CUE = 26,
        CARRIED_FORM = 27,
        CARRIED_CLAUSES = 28,
        CLAUSE_ORDER_GAP = 30,
        CLAUSE_USE = 31,
        CLAUSE_LEMMA = 32,
        CLAUSE_SOURCE_KIND = 33,
        CLAUSE_MARGIN = 34,
        CLAUSE_SIDE = 35,
        CLAUSE_SCORE = 36,
        CLAUSE_RELATIVE = 60,
        CLAUSE_COUNTS_BETWEEN = 37,
        CLAUSE_CUES_BETWEEN = 38,
        CLAUSE_PATH = 39,
        CLAUSE_PATH_CLASS = 50,
        CLAUSE_ENDING = 51,
        CLAUSE_ENDING_GAP = 52,
        CLAUSE_ACCORDING = 53,
        CLAUSE_NEAR = 54,
        CLAUSE_BEYOND_SPAN = 55,
        PHRASE_GAP = 40,
        PHRASE_SPAN_NEIGHBOURS = 41,
        PHRASE_NOUN_CLASS = 42,
        PHRASE_NEIGHBOURS = 43,
        PHRASE_OWNER = 44,
        PHRASE_OPENS_SENTENCE = 45,
        PHRASE_WORD_BEHIND = 46,
        PHRASE_SOURCES = 47,
        PHRASE_PATH = 48,
    }
}

/// A number as a feature sees it: exact where it is small, then in steps.
#[inline]
pub(crate) fn bucket(n: usize) -> u32 {
    const BUCKETS: [u8; 42] = {
        let mut buckets = [0; 42];
        let mut n = 0;
        while n < 42 {
            buckets[n] = match n {
                0..=3 => n as u8,
                4..=5 => 4,
                6..=8 => 5,
                9..=12 => 6,
                13..=20 => 7,
                21..=40 => 8,
                _ => 9,
            };
            n += 1;
        }
        buckets
    };
    u32::from(BUCKETS[n.min(41)])
}
