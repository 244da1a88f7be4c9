//! What is a participant and what is none: tables for and against.

use super::detail::Detail;
use super::{
    details, is_full_name, is_id, is_interviewer, is_name, is_neutral, is_respondent_id, is_small_name,
    may_be_pseudonym, names_source, office_and_name, read,
};
use crate::lang::Language;
use crate::quotes::quote::SpeakerKind;
use crate::text::Span;

fn german() -> Language {
    Language::builtin("de").unwrap()
}

#[test]
fn a_participants_number_comes_in_known_forms() {
    let english = Language::english();
    // Words, whether they are a number, whether they label turns.
    for (words, id, label) in [
        ("P7", true, true),
        ("P07", true, true),
        ("TN12", true, true),
        ("S1a", true, true),
        ("Participant 12", true, true),
        ("participant no. 3", true, true),
        ("Participant number 3", true, true),
        ("speaker 2", true, true),
        ("Participant A", true, true),
        ("Participant P4", true, true),
        ("Participant-12", true, true),
        ("Interviewee", false, true),
        ("participant a", false, true),
        ("Interview 12", true, false),
        ("Nurse #3", true, false),
        ("p7", true, false),
        ("PGY-4", true, false),
        ("P 3", true, false),
        ("#4", true, false),
        ("P3 and P7", true, false),
        ("P3/P7", true, false),
        ("P3 & Participant 7", true, false),
        ("P3–P5", true, false),
        ("P3-5", true, false),
        ("k-02", true, false),
        ("28F", true, false),
        ("Site A", true, false),
        ("ward 3", true, false),
        ("IDI 3", true, false),
        ("Int. 4", true, false),
        ("", false, false),
        ("P", false, false),
        ("7", false, false),
        ("2024", false, false),
        ("P12345", false, false),
        ("COVID19", false, false),
        ("u-2", false, false),
        ("28X", false, false),
        ("Table 3", false, false),
        ("line 20", false, false),
        ("Site", false, false),
        ("iPhone 7", false, false),
        ("Nurse", false, false),
        ("Interview", false, false),
        ("Hull 3", false, false),
        ("P3 and Hull", false, false),
        ("P3 andP7", false, false),
        ("#12345", false, false),
        ("nurse, 42, Hull", false, false),
    ] {
        assert_eq!(is_id(&english, words), id, "{words}: a number?");
        assert_eq!(is_respondent_id(&english, words), label, "{words}: a label?");
    }
}

#[test]
fn other_languages_have_their_own_nouns_and_numbers() {
    let german = german();
    for words in ["TN 3", "Teilnehmerin 12", "Befragte Person Nr. 3", "P3 und P7", "Kundin 4", "Proband Nummer 2"] {
        assert!(is_id(&german, words), "{words}");
    }
    for words in ["P3 and P7", "Customer 12", "Lehrerin", "Ulm 3"] {
        assert!(!is_id(&german, words), "{words}");
    }
}

#[test]
fn whoever_asks_is_known_by_the_label() {
    let english = Language::english();
    for words in ["INT", "Interviewer 2", "Q", "Moderator", "I", "Interviewer #1"] {
        assert!(is_interviewer(&english, words), "{words}");
    }
    for words in ["P7", "Participant", "Ana", "Intern", "Interviewee", ""] {
        assert!(!is_interviewer(&english, words), "{words}");
    }
    assert!(is_neutral(&english, "Speaker 1") && is_neutral(&german(), "Sprecherin 2"));
    assert!(!is_neutral(&english, "Participant 1"));
}

#[test]
fn names_differ_from_descriptions() {
    let english = Language::english();
    for words in ["Ana Ruiz", "Dr. Lund", "Maria", "Jean-Luc de Vries", "Mary O'Neill", "@ana", "ana_ruiz", "ana-ruiz"]
    {
        assert!(is_name(&english, words), "{words}");
    }
    for words in
        ["Nurse", "the nurse", "Ohio", "ana", "Clinic Nurse", "P7", "word-like thing", "One Two Three Four Five Six"]
    {
        assert!(!is_name(&english, words), "{words}");
    }
    assert!(is_full_name(&english, "Anna Berg") && is_full_name(&english, "Dr. Lund, MD"));
    assert!(!is_full_name(&english, "Anna") && !is_full_name(&english, "Anna says hello"));
    assert!(is_small_name(&english, "ana") && is_small_name(&english, "grubbe"));
    assert!(!is_small_name(&english, "date") && !is_small_name(&english, "the") && !is_small_name(&english, "said"));
}

#[test]
fn a_detail_says_one_thing() {
    let english = Language::english();
    for (words, detail) in [
        ("P7", Detail::Id),
        ("participants", Detail::Id),
        ("3 participants", Detail::Id),
        ("42", Detail::Age),
        ("aged 42", Detail::Age),
        ("42 years old", Detail::Age),
        ("30s", Detail::Age),
        ("mid 40s", Detail::Age),
        ("25-34", Detail::Age),
        ("42yo", Detail::Age),
        ("10 years", Detail::Circumstance),
        ("5-year contract", Detail::Circumstance),
        ("about the form", Detail::Circumstance),
        ("laughing", Detail::Circumstance),
        ("female", Detail::Gender),
        ("she/her", Detail::Gender),
        ("nurse", Detail::Role("nurse")),
        ("clinic nurse", Detail::Role("clinic nurse")),
        ("Ohio", Detail::Affiliation("Ohio")),
        ("from Ohio", Detail::Affiliation("Ohio")),
        ("Leeds University", Detail::Affiliation("Leeds University")),
        ("teacher from Ohio", Detail::RoleAt(Some("teacher"), "Ohio")),
        ("director of the agency", Detail::RoleAt(Some("director"), "agency")),
        ("director of Screening", Detail::Role("director of Screening")),
        ("participant from Ohio", Detail::RoleAt(None, "Ohio")),
        ("blind", Detail::Open("blind")),
        ("1984", Detail::Open("1984")),
        ("007", Detail::Open("007")),
    ] {
        assert_eq!(Detail::read(&english, words), detail, "{words}");
    }
    let german = german();
    for (words, detail) in [
        ("42 Jahre alt", Detail::Age),
        ("42 Jahre", Detail::Age),
        ("42", Detail::Age),
        ("42-jährig", Detail::Age),
        ("Mitte 40", Detail::Age),
        ("30er", Detail::Age),
        ("10 Jahre dabei", Detail::Circumstance),
        ("weiblich", Detail::Gender),
        ("Lehrerin", Detail::Role("Lehrerin")),
        ("aus Ulm", Detail::Affiliation("Ulm")),
        ("1984", Detail::Open("1984")),
    ] {
        assert_eq!(Detail::read(&german, words), detail, "{words}");
    }
}

/// Name, kind, role, affiliation, age, gender, and whether the words are sure to name a person.
type Facts<'a> = (&'a str, SpeakerKind, Option<&'a str>, Option<&'a str>, Option<&'a str>, Option<&'a str>, bool);

fn check(language: &Language, words: &str, (name, kind, role, affiliation, age, gender, confident): Facts<'_>) {
    let found = read(language, words, Span::new(0, words.len())).unwrap_or_else(|| panic!("{words}: no attribution"));
    let speaker = &found.speaker;
    assert_eq!((speaker.name.as_str(), speaker.kind), (name, kind), "{words}");
    assert_eq!((speaker.role.as_deref(), speaker.affiliation.as_deref()), (role, affiliation), "{words}");
    assert_eq!((found.age.as_deref(), found.gender.as_deref(), found.confident), (age, gender, confident), "{words}");
}

#[test]
fn an_attribution_is_taken_apart() {
    use SpeakerKind::{Anonymous, Group, Person};
    let english = Language::english();
    for (words, facts) in [
        ("P7", ("P7", Anonymous, None, None, None, None, true)),
        ("— *P3, caseworker, Ohio*", ("P3", Anonymous, Some("caseworker"), Some("Ohio"), None, None, true)),
        ("(P4, female, 42)", ("P4", Anonymous, None, None, Some("42"), Some("female"), true)),
        ("P3, P5 and P7", ("P3, P5, P7", Group, None, None, None, None, true)),
        ("3 participants", ("3 participants", Group, None, None, None, None, true)),
        ("nurse, 42, Hull", ("nurse, 42, Hull", Anonymous, Some("nurse"), Some("Hull"), Some("42"), None, true)),
        ("Nurse, Ohio", ("Nurse, Ohio", Anonymous, Some("Nurse"), Some("Ohio"), None, None, true)),
        ("Ana Ruiz, editor at Acme", ("Ana Ruiz", Person, Some("editor"), Some("Acme"), None, None, true)),
        ("{{ \"ana\" | link }}", ("ana", Person, None, None, None, None, true)),
        ("residents", ("residents", Group, Some("residents"), None, None, None, true)),
        ("Tribe", ("Tribe", Anonymous, None, Some("Tribe"), None, None, true)),
        (
            "Director of Screening 1",
            ("Director of Screening 1", Anonymous, Some("Director of Screening"), None, None, None, true),
        ),
        ("a good day", ("a good day", Anonymous, None, None, None, None, false)),
        ("P3–P5", ("P3–P5", Group, None, None, None, None, true)),
        ("Site A", ("Site A", Anonymous, None, None, None, None, true)),
        ("Nurse, site B", ("Nurse, site B", Anonymous, Some("Nurse"), Some("site B"), None, None, true)),
        ("Interviewee 9, line 20", ("Interviewee 9", Anonymous, None, None, None, None, true)),
        ("Interviewee 9 (the early start)", ("Interviewee 9", Anonymous, None, None, None, None, true)),
        ("IDI, male, 45 years", ("IDI, male, 45 years", Anonymous, None, None, Some("45 years"), Some("male"), true)),
        ("Driver, during an interview", ("Driver", Anonymous, Some("Driver"), None, None, None, true)),
        ("Zelma, carer", ("Zelma", Person, Some("carer"), None, None, None, true)),
        ("Anna Leeds", ("Anna", Person, None, Some("Leeds"), None, None, true)),
    ] {
        check(&english, words, facts);
    }
    for words in ["", " — ", "***", "…!?"] {
        assert!(read(&english, words, Span::new(0, words.len())).is_none(), "{words}");
    }
    let long = "word ".repeat(31);
    assert!(read(&english, &long, Span::new(0, long.len())).is_none(), "a paragraph is no attribution");
    check(
        &german(),
        "— P3, Lehrerin, Ulm, 42 Jahre alt, weiblich",
        ("P3", Anonymous, Some("Lehrerin"), Some("Ulm"), Some("42 Jahre alt"), Some("weiblich"), true),
    );
}

#[test]
fn the_details_behind_a_name_are_role_and_place() {
    let english = Language::english();
    for (words, role, affiliation) in [
        ("nurse, Hull", Some("nurse"), Some("Hull")),
        ("editor at Acme", Some("editor"), Some("Acme")),
        ("nurse, Brightwater", Some("nurse"), Some("Brightwater")),
        ("F, 34", None, None),
        ("", None, None),
    ] {
        let (found_role, found_affiliation) = details(&english, words);
        assert_eq!((found_role.as_deref(), found_affiliation.as_deref()), (role, affiliation), "{words}");
    }
}

#[test]
fn an_office_and_the_name_behind_it_are_taken_apart() {
    let english = Language::english();
    for (words, office, name) in [
        ("Transport Minister Hal Brook", Some("Transport Minister"), "Hal Brook"),
        ("Chief Fire Officer Nina Varga", Some("Chief Fire Officer"), "Nina Varga"),
        ("Hon PETRA WILKES", None, "PETRA WILKES"),
        ("President Ann Lee", Some("President"), "Ann Lee"),
    ] {
        assert_eq!(office_and_name(&english, words), Some((office, name)), "{words}");
    }
    for words in ["Hal Brook", "the minister", "Ministry of Works", "minister Hal said", "Head Office", "Dr. Ida Moss"]
    {
        assert_eq!(office_and_name(&english, words), None, "{words}");
    }
}

#[test]
fn a_bracket_names_who_said_it_or_where_it_was_printed() {
    let english = Language::english();
    let names = |words: &str| {
        read(&english, words, Span::new(0, words.len())).is_some_and(|who| names_source(&english, &who, words))
    };
    for words in [
        "P4",
        "Anna",
        "Anna, carer",
        "F, 23",
        "female, aged 71, Leeds",
        "Maths Teacher 4",
        "Ms Anna Bell, warden",
        "Respondent from Hull",
        "support worker",
        "P4, interviewed in 2019",
    ] {
        assert!(names(words), "{words}");
    }
    for words in [
        "Smith, 2019",
        "Anna Bell 2019",
        "Gazette",
        "Ohio",
        "see Table 3",
        "ibid.",
        "Anna Bell et al.",
        "laughs",
        "page 12",
        "participant wanted a filter",
        "emphasis in the original",
    ] {
        assert!(!names(words), "{words}");
    }
    assert!(may_be_pseudonym(&english, "Orvo") && may_be_pseudonym(&english, "Tindra"));
    for word in ["ML", "zelma", "Ohio", "Nurse", "The", "Al", "Said"] {
        assert!(!may_be_pseudonym(&english, word), "{word}");
    }
}
