//! What a language knows of one word: its classes, and the reporting verb it is a form of.

use std::ops::{BitOr, BitOrAssign};

/// A set of word classes and flags.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Classes(u64);

macro_rules! classes {
    (
        classes { $($(#[$doc:meta])* $name:ident = $bit:literal, $key:literal;)* }
        flags { $($(#[$flag_doc:meta])* $flag:ident = $flag_bit:literal;)* }
    ) => {
        impl Classes {
            $($(#[$doc])* pub(crate) const $name: Classes = Classes(1 << $bit);)*
            $($(#[$flag_doc])* pub(crate) const $flag: Classes = Classes(1 << $flag_bit);)*

            /// The classes of `words.toml` with their keys.
            pub(super) const NAMED: &[(&str, Classes)] = &[$(($key, Self::$name)),*];
        }
    };
}

classes! {
    classes {
        /// "the", "a", "this", "some".
        DETERMINER = 0, "determiners";
        /// "of", "in", "with".
        PREPOSITION = 1, "prepositions";
        /// "and", "or", "but".
        CONJUNCTION = 2, "conjunctions";
        /// "because", "while", "if", "when".
        SUBORDINATOR = 3, "subordinators";
        /// Forms of be, have and do.
        AUXILIARY = 4, "auxiliaries";
        /// "will", "can", "should".
        MODAL = 5, "modals";
        /// "not", "never", "n't".
        NEGATION = 6, "negations";
        /// Pronouns that can be a subject for one man: "he".
        PRONOUN_HE = 7, "pronouns-he";
        /// For one woman: "she".
        PRONOUN_SHE = 8, "pronouns-she";
        /// For several, or one whose gender is open: "they".
        PRONOUN_THEY = 9, "pronouns-they";
        /// For things and organisations: "it".
        PRONOUN_IT = 10, "pronouns-it";
        /// "I", "we".
        PRONOUN_FIRST = 11, "pronouns-first";
        /// "you".
        PRONOUN_SECOND = 12, "pronouns-second";
        /// Pronouns that cannot be a subject: "him", "her", "them", "me", "us".
        PRONOUN_OBJECT = 13, "pronouns-object";
        /// "his", "her", "their", "its", "my", "our".
        POSSESSIVE = 14, "possessives";
        /// "who", "which", "whose", "that".
        RELATIVE = 15, "relatives";
        /// "what", "how", "whether", "why".
        INTERROGATIVE = 16, "interrogatives";
        /// Subjects without a noun: "everyone", "many", "others", "some", "one".
        PRONOUN_INDEFINITE = 17, "pronouns-indefinite";
        /// Adverbs that stand between subject and verb or after it: "also", "later", "recently".
        ADVERB = 18, "adverbs";
        /// "Mr.", "Dr.", "Sen.", "President" before a name.
        TITLE = 19, "titles";
        /// Nouns for what one person does or is: "director", "spokeswoman", "teacher".
        ROLE = 20, "roles";
        /// Nouns that head organisations and offices: "university", "ministry", "company", "police", "campaign".
        ORGANISATION = 21, "organisations";
        /// Plural nouns for people who speak together: "officials", "critics", "residents".
        GROUP = 22, "groups";
        /// Nouns for somebody who was asked: "respondent", "interviewee", "participant".
        RESPONDENT = 23, "respondents";
        /// Things that say something: "report", "study", "poll", "letter", "statement".
        DOCUMENT = 24, "documents";
        /// Days of the week.
        WEEKDAY = 25, "weekdays";
        /// Months.
        MONTH = 26, "months";
        /// Number words.
        NUMBER = 27, "numbers";
        /// Men's given names.
        GIVEN_HE = 28, "given-he";
        /// Women's given names.
        GIVEN_SHE = 29, "given-she";
        /// Words too common to tell a theme by.
        STOP = 30, "stop";
        /// Abbreviations whose full stop does not end a sentence.
        ABBREVIATION = 31, "abbreviations";
        /// Particles inside family names: "van", "de", "bin".
        NAME_PARTICLE = 32, "name-particles";
        /// Suffixes after a name: "Jr.", "III".
        NAME_SUFFIX = 33, "name-suffixes";
        /// Countries, cities and peoples that are not speakers' names.
        PLACE = 34, "places";
        /// Labels of those who ask in a transcript: "interviewer", "moderator", "q".
        INTERVIEWER = 35, "interviewers";
        /// Nouns by which words are attributed: "words", "claim", "statement", "view".
        SPEECH_NOUN = 36, "speech-nouns";
        /// Nouns that announce a term or a title: "term", "phrase", "slogan", "book", "song", "plan".
        TERM_NOUN = 37, "term-nouns";
        /// Nouns whose names are titles of works: "book", "film", "plan", "act".
        TITLE_NOUN = 38, "title-nouns";
        /// Common verbs that are not cues, in any form.
        VERB = 39, "verbs-common";
        /// Common nouns that are not people.
        NOUN = 40, "nouns-common";
        /// Common adjectives.
        ADJECTIVE = 41, "adjectives";
        /// Nouns for one person without a name: "woman", "resident", "man".
        PERSON_NOUN = 42, "persons";
        /// Prepositions that build names: "of", "for".
        NAME_LINK = 45, "name-links";
        /// Nouns for sayings that are mentioned: "slogan", "motto", "proverb".
        SAYING = 47, "sayings";
        /// Courtesy titles that are no role: "Mr.", "Dr.".
        HONORIFIC = 48, "honorifics";
        /// Titles of men: "Mr.", "Sir", "congressman".
        TITLE_HE = 49, "titles-he";
        /// Titles of women: "Mrs.", "Dame", "congresswoman".
        TITLE_SHE = 50, "titles-she";
        /// Prepositions that tie a person to an organisation: "at", "from", "with".
        MEMBER_LINK = 51, "member-links";
        /// Determiners that point back: "the", "this", "that".
        DEFINITE = 52, "definites";
        /// Family names that are nouns too ("Richter"), where nouns have capitals: without a determiner before it such a word is a name.
        FAMILY_NAME = 53, "family-names";
        /// Determiners in a case that ties what follows to the noun before: "des" in "Leiter des Instituts".
        GENITIVE = 54, "genitives";
        /// "that" before a reported clause.
        COMPLEMENTISER = 55, "complementisers";
        /// "to" before an infinitive.
        INFINITIVE_MARK = 56, "infinitive-marks";
        /// Determiners that open a relative clause behind a comma: "der", "die", "das".
        RELATIVE_ARTICLE = 57, "relative-articles";
        /// Determiners of one only, for nouns that are the same in the plural: "ein" in "ein Lehrer".
        SINGULAR = 58, "singular-determiners";
        /// Opens a clause that says who said the rest: "wie" in "wie Müller sagte".
        AS_OPENER = 63, "as-openers";
    }
    // What the other files of a pack say of a word.
    flags {
        /// A form of a reporting verb (from `verbs.tsv`).
        REPORTING = 43;
        /// The first word of a cue of several words (from [`List`](super::List)).
        PHRASE = 44;
        /// An ending that verbs have ("-ed", "-ing"; from `verb-endings`).
        VERB_ENDING = 46;
        /// The first part of a cue in two parts (from `separable-cues`).
        SEPARABLE = 59;
        /// A form of a verb for several (from `plural-endings`).
        PLURAL = 60;
        /// A cue only between a comma and a speaker (from `tail-cues`).
        TAIL_CUE = 61;
        /// A cue behind its speaker: "Müller zufolge" (from `according-behind`).
        POSTPOSED = 62;
    }
}

impl Classes {
    /// No class.
    pub(crate) const NONE: Classes = Classes(0);

    /// Classes that only some languages have; a pack may leave them out.
    pub(super) const OPTIONAL: Classes = Classes(
        Self::FAMILY_NAME.0 | Self::GENITIVE.0 | Self::RELATIVE_ARTICLE.0 | Self::SINGULAR.0 | Self::AS_OPENER.0,
    );

    /// Personal pronouns that can be a subject.
    pub(crate) const PRONOUNS: Classes = Classes(
        Self::PRONOUN_HE.0
            | Self::PRONOUN_SHE.0
            | Self::PRONOUN_THEY.0
            | Self::PRONOUN_IT.0
            | Self::PRONOUN_FIRST.0
            | Self::PRONOUN_SECOND.0,
    );

    /// Titles and roles: what comes before a name or after it.
    pub(crate) const OFFICES: Classes = Classes(Self::TITLE.0 | Self::ROLE.0);

    /// All closed classes: small words that build sentences.
    pub(crate) const CLOSED: Classes = Classes(
        Self::PRONOUNS.0
            | Self::DETERMINER.0
            | Self::PREPOSITION.0
            | Self::CONJUNCTION.0
            | Self::SUBORDINATOR.0
            | Self::AUXILIARY.0
            | Self::MODAL.0
            | Self::NEGATION.0
            | Self::PRONOUN_OBJECT.0
            | Self::POSSESSIVE.0
            | Self::RELATIVE.0
            | Self::INTERROGATIVE.0
            | Self::PRONOUN_INDEFINITE.0,
    );

    /// Nouns that can head the name or description of a speaker.
    pub(crate) const PERSONAL: Classes = Classes(
        Self::ROLE.0
            | Self::ORGANISATION.0
            | Self::GROUP.0
            | Self::RESPONDENT.0
            | Self::DOCUMENT.0
            | Self::PERSON_NOUN.0
            | Self::SPEECH_NOUN.0
            | Self::TERM_NOUN.0
            | Self::TITLE_NOUN.0,
    );

    /// Words that are names although they may be nouns too.
    pub(crate) const NAMES: Classes =
        Classes(Self::GIVEN_HE.0 | Self::GIVEN_SHE.0 | Self::PLACE.0 | Self::FAMILY_NAME.0);

    /// All nouns, titles among them.
    pub(crate) const NOUNS: Classes =
        Classes(Self::PERSONAL.0 | Self::NOUN.0 | Self::WEEKDAY.0 | Self::MONTH.0 | Self::TITLE.0);

    /// Nouns: what the last part of a compound says of the whole.
    pub(crate) const HEADS: Classes = Classes(
        Self::PERSONAL.0 | Self::NOUN.0 | Self::SAYING.0 | Self::TITLE_HE.0 | Self::TITLE_SHE.0 | Self::WEEKDAY.0,
    );

    /// The classes of the set that are in `other` too.
    #[inline]
    pub(crate) fn only(self, other: Classes) -> Classes {
        Classes(self.0 & other.0)
    }

    /// Nouns for people and their organisations.
    pub(crate) const PEOPLE: Classes = Classes(
        Self::TITLE.0 | Self::ROLE.0 | Self::ORGANISATION.0 | Self::GROUP.0 | Self::RESPONDENT.0 | Self::PERSON_NOUN.0,
    );

    /// Whether any class of `other` is in this set.
    #[inline]
    pub(crate) fn any(self, other: Classes) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether there is no class in the set.
    #[inline]
    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The classes of both sets.
    #[inline]
    #[must_use]
    pub(crate) const fn with(self, other: Classes) -> Self {
        Self(self.0 | other.0)
    }

    /// The classes of the one set that are not in the other.
    pub(crate) const fn without(self, other: Classes) -> Self {
        Self(self.0 & !other.0)
    }
}

impl BitOr for Classes {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for Classes {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

/// What else a language says of a word by its form: moods, cases, what opens the name of a source. All are left out by languages
/// without them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Grammar(u16);

impl Grammar {
    /// Nothing.
    pub(crate) const NONE: Grammar = Grammar(0);
    /// A form that only the subjunctive of the present has, by which reported speech is known: "er sei krank".
    pub(crate) const SUBJUNCTIVE_PRESENT: Grammar = Grammar(1);
    /// A form of the subjunctive of the past, which also says what would be: "er wäre krank".
    pub(crate) const SUBJUNCTIVE_PAST: Grammar = Grammar(2);
    /// Either.
    pub(crate) const SUBJUNCTIVE: Grammar = Grammar(3);
    /// A determiner in a case that no subject is in: "dem", "einen".
    pub(crate) const OBLIQUE: Grammar = Grammar(4);
    /// An auxiliary that makes a passive of a participle: "wurde gesagt".
    pub(crate) const PASSIVE: Grammar = Grammar(8);
    /// A preposition that names a source where a noun of [`Self::SOURCE_NOUN`] follows: "nach ersten Berichten".
    pub(crate) const SOURCE_LINK: Grammar = Grammar(16);
    /// What a source is known by: "Angaben", "Berichten", "Meinung".
    pub(crate) const SOURCE_NOUN: Grammar = Grammar(32);

    /// An infinitive with its mark inside, known by its form: "anzukommen".
    pub(crate) const MARKED_INFINITIVE: Grammar = Grammar(64);

    /// The word before whoever did what a participle says (from `agent-words`).
    pub(crate) const AGENT: Grammar = Grammar(128);
    /// A word that opens a clause which the noun in front of it tells: "ein Bericht, wonach …".
    pub(crate) const SOURCE_RELATIVE: Grammar = Grammar(256);
    /// An adverb that says of its clause that the source before it tells it: "demnach".
    pub(crate) const SOURCE_ADVERB: Grammar = Grammar(512);

    /// A modal that with the infinitive of a perfect says that others say so: "er soll gestanden haben".
    pub(crate) const REPORTATIVE: Grammar = Grammar(1024);

    /// The classes of `words.toml` that say so, with their keys.
    pub(super) const NAMED: &[(&str, Grammar)] = &[
        ("subjunctives-present", Self::SUBJUNCTIVE_PRESENT),
        ("subjunctives-past", Self::SUBJUNCTIVE_PAST),
        ("oblique-determiners", Self::OBLIQUE),
        ("passive-auxiliaries", Self::PASSIVE),
        ("source-prepositions", Self::SOURCE_LINK),
        ("source-nouns", Self::SOURCE_NOUN),
        ("reportative-modals", Self::REPORTATIVE),
        ("source-relatives", Self::SOURCE_RELATIVE),
        ("source-adverbs", Self::SOURCE_ADVERB),
    ];

    /// Whether anything of `other` is in this set.
    #[inline]
    pub(crate) fn any(self, other: Grammar) -> bool {
        self.0 & other.0 != 0
    }
}

impl BitOrAssign for Grammar {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

/// What kind of reporting a verb does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum VerbClass {
    /// say, state, add, write: a clause or the words themselves.
    Say,
    /// tell, inform, remind: the hearer comes before the clause.
    Tell,
    /// ask, wonder: a question.
    Ask,
    /// call, describe, label: an object and a name for it.
    Call,
    /// urge, demand, promise, call for: what should be.
    Urge,
    /// believe, think, hope: held, not said, but reported alike.
    Think,
    /// show, suggest, find, indicate: also of things, so the subject is checked.
    Show,
    /// criticise, praise, attack, defend: an object that the marks may quote.
    Judge,
    /// laugh, sigh, shout: only beside the words themselves.
    Sound,
    /// "according to" and its like (from the list `according-to`).
    According,
}

impl VerbClass {
    /// The classes with their names in `verbs.tsv` and `lists.toml`.
    pub(super) const NAMED: &[(&str, VerbClass)] = &[
        ("say", Self::Say),
        ("tell", Self::Tell),
        ("ask", Self::Ask),
        ("call", Self::Call),
        ("urge", Self::Urge),
        ("think", Self::Think),
        ("show", Self::Show),
        ("judge", Self::Judge),
        ("sound", Self::Sound),
        ("according", Self::According),
    ];
}

/// The form of a verb, as far as it matters for who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum VerbForm {
    /// "say": after "to", modals, or plural subjects.
    Base,
    /// "says".
    Third,
    /// "said" as past tense.
    Past,
    /// "saying".
    Gerund,
    /// "written" where it differs from the past tense.
    Participle,
}

/// What a reporting verb reports in the writer's own words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Reports {
    /// A clause with a verb of its own: "said it was late".
    #[default]
    Clause,
    /// An infinitive too: "promised to wait".
    ToDo,
    /// A gerund too: "denied waiting".
    Doing,
    /// A clause only where a word such as "that" opens it: "ruled that it was late", not "ruled the town".
    That,
    /// What its object said: "quotes the mayor: …".
    Object,
}

impl Reports {
    /// The last cell of a row of `verbs.tsv`.
    pub(super) const NAMED: &[(&str, Reports)] = &[
        ("clause", Self::Clause),
        ("to", Self::ToDo),
        ("doing", Self::Doing),
        ("that", Self::That),
        ("object", Self::Object),
    ];
}

/// A reporting verb in one of its forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct VerbUse {
    /// The number of the verb in the table; see [`Language::lemma`].
    pub(crate) lemma: u16,
    /// What kind of reporting it does.
    pub(crate) class: VerbClass,
    /// The form. Where past and participle are the same, the past.
    pub(crate) form: VerbForm,
    /// What it reports without marks.
    pub(crate) reports: Reports,
}

/// What a language knows of one word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Word {
    /// Its classes.
    pub(crate) classes: Classes,
    /// The reporting verb it is a form of.
    pub(crate) verb: Option<VerbUse>,
    /// What its form says besides.
    pub(crate) grammar: Grammar,
}
