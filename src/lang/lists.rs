//! The lists of phrases that a pack has, by name: `lists.toml`.

use super::words::VerbClass;

/// The phrases of a list, and for a list of cues the class of each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Phrases {
    pub(super) phrases: Vec<Box<str>>,
    /// As many as phrases, or none.
    pub(super) classes: Vec<VerbClass>,
}

macro_rules! lists {
    ($($(#[doc = $purpose:literal])+ $list:ident = $key:literal;)*) => {
        /// A list of the pack.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum List {
            $($(#[doc = $purpose])+ $list,)*
        }

        impl List {
            /// All lists; each is in the place of its number.
            pub(super) const ALL: &[List] = &[$(List::$list),*];

            /// The key of the list in `lists.toml`.
            pub(super) fn key(self) -> &'static str {
                match self {
                    $(List::$list => $key,)*
                }
            }

            /// What the list is for.
            pub(super) fn purpose(self) -> &'static str {
                match self {
                    $(List::$list => concat!($($purpose),+).trim_ascii(),)*
                }
            }
        }
    };
}

lists! {
    /// Cues of several words, under the class of their verb: "pointed out". The longest match wins.
    PhrasalCues = "phrasal-cues";
    /// Cues whose subject is quoted although the verb is passive: "was quoted as saying".
    PassiveCues = "passive-cues";
    /// Cues of two words with the clause between: a finite verb, then what ends the clause ("fügte … hinzu").
    SeparableCues = "separable-cues";
    /// Cues that name no speaker: "it was said".
    ImpersonalCues = "impersonal-cues";
    /// Phrases that name the speaker after them: "according to".
    AccordingTo = "according-to";
    /// Words that name the speaker right before them: "Müller zufolge".
    AccordingBehind = "according-behind";
    /// Words that are a cue only between a comma, or a closing mark, and a speaker: "…, so Müller".
    TailCues = "tail-cues";
    /// Words before quotation marks that make what is inside a term, not a quotation: "so-called".
    SoCalled = "so-called";
    /// Words whose apostrophe is no quotation mark: "em" for 'em.
    Elisions = "elisions";
    /// Endings of verbs: "ed".
    VerbEndings = "verb-endings";
    /// Endings of those forms of a verb that are no predicate by themselves: "ing".
    GerundEndings = "gerund-endings";
    /// The word before whoever did what a participle says: "by".
    AgentWords = "agent-words";
    /// Endings of adverbs: "ly".
    AdverbEndings = "adverb-endings";
    /// Endings of a finite verb in the plural, where one pronoun is "she" and "they": "sagten sie".
    PluralEndings = "plural-endings";
    /// Endings that only nouns have, where every noun has a capital: "heit".
    NounEndings = "noun-endings";
    /// Endings of family names that would be nouns by their last part: "Neumann".
    FamilyEndings = "family-endings";
    /// Labels of those who ask in a transcript, without a number after them: "interviewer".
    LabelsInterviewer = "labels-interviewer";
    /// Labels of those who answer, and words before a participant's number: "participant".
    LabelsRespondent = "labels-respondent";
    /// Beginnings of labels that say neither that their speaker asks nor that they answer: "speaker".
    NeutralLabels = "neutral-labels";
    /// Titles before a name in minutes and debates besides those of running text: "cllr".
    SpeakerTitles = "speaker-titles";
    /// Words before a colon that head a field or a remark and never name a speaker: "date".
    LabelsRefused = "labels-refused";
    /// Words before a colon that say what kind of text a headline heads, and never who speaks: "breaking".
    HeadlineLabels = "headline-labels";
    /// Words at the head of a line that leads to other texts: "read more".
    LinkLeads = "link-leads";
    /// Words of a headline between who speaks and what they speak of: "on" in "‘We lost it all’: Hull farmers on the flood".
    HeadlineLinks = "headline-links";
    /// Words before the name of the interviewee in a title: "interview with".
    InterviewTitles = "interview-titles";
    /// Words of an introduction before the name of the interviewee: "spoke to".
    InterviewLeads = "interview-leads";
    /// Words of a title behind the name of the interviewee: "on" in "Nora Blythe on her third record".
    InterviewVerbs = "interview-verbs";
    /// Words before the name of who wrote a text or asks in it: "by".
    BylineWords = "byline-words";
    /// Words at the head of a text that say that it answers what customers and visitors ask: "faq".
    FaqWords = "faq-words";
    /// Words beside the number of a page: "page".
    PageWords = "page-words";
    /// How the lines of procedure in minutes and debates begin: "question put".
    ProcedureLines = "procedure-lines";
    /// How members of a house or a council speak of each other: "hon. friend".
    DebateWords = "debate-words";
    /// Words of the line that says who testifies: "duly sworn".
    SwornWords = "sworn-words";
    /// Labels of who testifies: "the witness".
    WitnessLabels = "witness-labels";
    /// Pronouns of who is spoken to: "your".
    SecondPerson = "second-person";
    /// Words at the head of a text that say that it is an interview: "transcript".
    InterviewWords = "interview-words";
    /// First words of a prompt that is no question: "describe".
    InterviewPrompts = "interview-prompts";
    /// Words of a guide that say to the interviewer what to do: "probe".
    InterviewInstructions = "interview-instructions";
    /// Pronouns of the speaker: "me".
    FirstPerson = "first-person";
    /// Pronouns of one speaker, not of several: "me".
    FirstPersonSingular = "first-person-singular";
    /// Pronouns of speakers in conversations of any language: "nous".
    SpokenFirstPerson = "spoken-first-person";
    /// Those of one speaker: "je".
    SpokenFirstPersonSingular = "spoken-first-person-singular";
    /// Those of who is spoken to: "usted".
    SpokenSecondPerson = "spoken-second-person";
    /// Words before whoever sends a message: "from" in "From Ana to Everyone".
    MessageFrom = "message-from";
    /// Words before whom a message goes to: "to".
    MessageTo = "message-to";
    /// Words that name nobody although they are no pronouns: "people".
    NoNames = "no-names";
    /// Words that open the description of one person: "another".
    OneOf = "one-of";
    /// Words that only with a number name a participant: "interview" in "Interview 12".
    NumberedRespondents = "numbered-respondents";
    /// Places that studies name by a number or letter: "site" in "Site A".
    NumberedPlaces = "numbered-places";
    /// What a number tells one from another that is neither person nor place: "line" in "line 20".
    NumberedThings = "numbered-things";
    /// How somebody was asked: "focus group".
    InterviewKinds = "interview-kinds";
    /// Words of a reference to where something was printed: "ibid".
    CitationWords = "citation-words";
    /// Words between a noun and a participant's number: "no" in "participant no. 3".
    NumberWords = "number-words";
    /// Words between two participants: "and" in "P3 and P7".
    AndWords = "and-words";
    /// Words beside a number that make it an age: "aged" in "aged 42".
    AgeWords = "age-words";
    /// Words that make a number an age only beside one of `old-words`: "years" in "42 years old".
    AgeUnits = "age-units";
    /// Words without which a number of `age-units` is no age: "old".
    OldWords = "old-words";
    /// Letters behind the number of an age: "s" in "30s".
    AgeMarks = "age-marks";
    /// Parts of words that say behind a number how long: "year" in "10 years".
    Durations = "durations";
    /// How a participant's gender is given: "female".
    Genders = "genders";
    /// Words of headings, lead-ins and columns above people's own words: "feedback".
    QuotationHeads = "quotation-heads";
    /// Nouns for what people wrote or said themselves, at the head of an announcement: "comments".
    CommentNouns = "comment-nouns";
    /// Nouns for what may be the writer's own, unless the announcement says whose it is: "suggestions".
    CommentNounsOfPeople = "comment-nouns-of-people";
    /// Verbs of announcements whose objects are people's own words: "wrote".
    CommentVerbs = "comment-verbs";
    /// Words between a part and the whole: "of" in "some of the comments".
    PartitiveLinks = "partitive-links";
    /// Words of a line that is about comments and announces none: "policy".
    CommentRefusals = "comment-refusals";
    /// Words of a line above what people liked and what they did not: "worked".
    OpinionWords = "opinion-words";
    /// Words of headings above quotations and nothing else: "quotes".
    QuotationWords = "quotation-words";
    /// Words of headings and lead-ins above labels, wordings, questions and templates: "button".
    LabelHeads = "label-heads";
    /// Words of texts about what people were asked: "findings", "questionnaire".
    StudyWords = "study-words";
    /// Words in the title of a page that says what to ask: "script".
    GuideHeads = "guide-heads";
    /// Headings above a list of the groups that people belong to: "teams".
    GroupHeads = "group-heads";
    /// How user stories, hypotheses and questions of a study begin: "as a".
    TemplateOpenings = "template-openings";
    /// What begins the head of a letter or a message: "from:".
    MailFields = "mail-fields";
    /// Words in the head of a table's column that has people's own words: "comment".
    QuotationColumns = "quotation-columns";
    /// Words in the head of a table's column that says who speaks: "speaker".
    SpeakerColumns = "speaker-columns";
    /// Words that people say and reports seldom write: "yeah".
    SpokenWords = "spoken-words";
    /// How the line below a transcript begins that says who wrote it down: "transcribed by".
    TranscriberLines = "transcriber-lines";
    /// Labels of what happens while people talk, where nobody speaks: "break".
    EventLabels = "event-labels";
    /// What programs write in brackets behind a name and is no part of it: "guest".
    NameBadges = "name-badges";
    /// Turns that only show listening or agree, and words of which such turns consist: "i see".
    Backchannels = "backchannels";
    /// Words of spoken language that fill a pause and mark no theme: "uh".
    Fillers = "fillers";
    /// Words that may stand inside the name of a theme, between its own: "of the".
    LabelLinks = "label-links";
    /// What denies the noun behind it and belongs to the name of a theme: "not enough".
    LabelLacks = "label-lacks";
    /// Particles behind a verb or noun that the name of a theme keeps: "up" in "top up".
    LabelParticles = "label-particles";
    /// What may join the parts of a compound that is written as one word: "s" in "Arbeitszeit". Where there are none, words are not split.
    CompoundLinks = "compound-links";
    /// Words that deny besides those of `negations`: "kein".
    Denials = "denials";
    /// Words that praise what they are said of: "excellent".
    Praise = "praise";
    /// Words that complain of what they are said of: "awful".
    Complaints = "complaints";
    /// Words behind which the contrary may be said in one clause: "but".
    Contrasts = "contrasts";
    /// Titles before a name besides the words of `titles`: "cllrs".
    NameTitles = "name-titles";
    /// Nouns for posts that one holds in an organisation or for a country: "coach" in "Norway coach".
    Posts = "posts";
    /// Posts of which a field may follow "of": "director" in "director of research".
    FieldPosts = "field-posts";
    /// Offices of a country: "president" in "Chilean president".
    StateOffices = "state-offices";
    /// What comes from a country, and the country, each one word with hyphens: "chilean chile".
    Peoples = "peoples";
    /// Prepositions behind which a place follows as often as an organisation: "from".
    PlaceLinks = "place-links";
    /// Relative pronouns that mean no person: "which".
    ThingRelatives = "thing-relatives";
    /// Nouns that mean an organisation where nobody is named: "the regulator".
    Bodies = "bodies";
    /// Nouns for organisations that say no more than that: "company".
    GenericBodies = "generic-bodies";
    /// Family names that are common nouns too: "Banks".
    FamilyNouns = "family-nouns";
    /// Words for what an organisation owns, never a person: "its".
    ThingPossessives = "thing-possessives";
    /// Words for a man that is no subject, and for what he owns: "his".
    ObjectsHe = "objects-he";
    /// Words for a woman that is no subject, and for what she owns: "her".
    ObjectsShe = "objects-she";
    /// Words for several people that are no subject, and for what they own: "their".
    ObjectsThey = "objects-they";
    /// Words in front of a role that somebody does not hold now: "former".
    FormerWords = "former-words";
    /// Nouns for what is published again and again and speaks as an organisation: "magazine".
    MediaNouns = "media-nouns";
    /// Prepositions behind a name that say where somebody is, not where they belong: "in".
    InsideLinks = "inside-links";
    /// Verbs between a name and what somebody is: "is".
    Copulas = "copulas";
    /// Verbs before where somebody works: "teaches at".
    WorksAt = "works-at";
    /// Parties in front of a title or in brackets: "labour".
    Parties = "parties";
    /// Verbs before what somebody is by profession: "works as".
    WorksAs = "works-as";
    /// Nouns for several people who speak with one voice: "team".
    GroupNouns = "group-nouns";
    /// Nouns for what is written and says something, besides the words of `documents`: "slideshow".
    DocumentNouns = "document-nouns";
    /// Nouns that end the name of a document: "report" in "the Marsh Report".
    TitledDocuments = "titled-documents";
    /// Words that end the name of an organisation: "stores" in "Marsh Stores".
    OrganisationWords = "organisation-words";
    /// Ranks of police and forces, which say less of somebody than an office: "sergeant".
    Ranks = "ranks";
    /// Titles of respect before a name besides those of `honorifics`: "datuk".
    Courtesies = "courtesies";
    /// Prepositions inside the name of an organisation, before what it is for: "on".
    TopicLinks = "topic-links";
    /// Nouns for what members are elected by, no organisation: "constituency".
    DistrictNouns = "district-nouns";
    /// Participles that open a role: "managing".
    RoleParticiples = "role-participles";
    /// A noun for a role, and the roles that it means too: "judge justice".
    RoleKinds = "role-kinds";
    /// Nouns for whom a text is about: "suspect".
    Epithets = "epithets";
    /// Verbs of somebody who has spoken and goes on: "added".
    GoingOn = "going-on";
    /// The noun, first of the list, for the pseudonyms of those who speak: "speaker" for "Speaker 1".
    SpeakerNouns = "speaker-nouns";
    /// The noun for the pseudonyms of people who are only named: "person".
    PersonNouns = "person-nouns";
    /// The noun for the pseudonyms of organisations: "organisation".
    OrganisationNouns = "organisation-nouns";
    /// Answers that say nothing, without punctuation: "don't know".
    NoContent = "no-content";
}

impl List {
    /// The lists of labels; a word is on one of them.
    pub(super) const LABELS: [List; 2] = [List::LabelsInterviewer, List::LabelsRespondent];

    /// Whether a language can do without the list, so that a pack may leave it out.
    pub(super) fn is_optional(self) -> bool {
        matches!(
            self,
            Self::SeparableCues
                | Self::ObjectsHe
                | Self::ObjectsShe
                | Self::ObjectsThey
                | Self::AccordingBehind
                | Self::TailCues
                | Self::PluralEndings
                | Self::NounEndings
                | Self::FamilyEndings
                | Self::AgeUnits
                | Self::OldWords
                | Self::AgeMarks
                | Self::EventLabels
                | Self::NameBadges
                | Self::Backchannels
                | Self::Fillers
                | Self::LabelLinks
                | Self::LabelLacks
                | Self::LabelParticles
                | Self::CompoundLinks
                | Self::Denials
                | Self::Praise
                | Self::Complaints
                | Self::Contrasts
                | Self::MessageFrom
                | Self::MessageTo
                | Self::SpokenFirstPerson
                | Self::SpokenFirstPersonSingular
                | Self::SpokenSecondPerson
        )
    }

    /// Whether the phrases are cues, each under a verb class.
    pub(super) fn has_classes(self) -> bool {
        matches!(self, Self::PhrasalCues | Self::PassiveCues | Self::SeparableCues)
    }
}
