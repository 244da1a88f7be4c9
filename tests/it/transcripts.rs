//! Turns of transcripts in the shapes that programs and people write.

use verbatims::{Document, DocumentKind, Extraction, Extractor, Language, QuoteKind};

fn read(text: &str) -> Extraction {
    Extractor::new(Language::english()).extract(&Document::new("talk", text))
}

/// Speaker, `?` for those who ask, and words, one turn a line.
fn shown(found: &Extraction) -> Vec<String> {
    found
        .quotes
        .iter()
        .map(|quote| {
            assert_eq!(quote.kind, QuoteKind::Response);
            let speaker = quote.speaker();
            let asks = if quote.is_interviewer() { "?" } else { "" };
            format!("{}{asks}: {}", speaker.map_or("-", |speaker| speaker.name.as_str()), quote.text)
        })
        .collect()
}

#[track_caller]
fn check(text: &str, turns: &[&str]) {
    assert_eq!(shown(&read(text)), turns);
}

#[test]
fn labels_in_capitals_with_turns_of_several_paragraphs() {
    check(
        "# Talk\n\nANNA: Why did you leave?\n\nWEI: The bus.\n\nIt stops at six.\n\nANNA: And then?\n\nWEI: I walked.\n",
        &["ANNA?: Why did you leave?", "WEI: The bus.\n\nIt stops at six.", "ANNA?: And then?", "WEI: I walked."],
    );
}

#[test]
fn bold_names_with_the_colon_inside_or_outside() {
    for (open, close) in [("**", "**:"), ("**", ":**"), ("<b>", ":</b>"), ("__", "__:")] {
        let text = format!(
            "{open}Anna Berg{close} Who pays?\n\n{open}Wei Li{close} Nobody\ndoes.\n\n{open}Anna Berg{close} Nobody?\n\n{open}Wei Li{close} No.\n"
        );
        check(&text, &["Anna Berg?: Who pays?", "Wei Li: Nobody\ndoes.", "Anna Berg?: Nobody?", "Wei Li: No."]);
    }
}

#[test]
fn a_heading_ends_a_turn_and_belongs_to_none() {
    check(
        "INT: First?\n\nP1: Rent.\n\n## Work\n\nINT: Second?\n\nP1: Shifts.\n\n[link]: https://example.org\n",
        &["INT?: First?", "P1: Rent.", "INT?: Second?", "P1: Shifts."],
    );
}

#[test]
fn details_in_brackets_become_role_and_affiliation() {
    let found = read(
        "MODERATOR: Why?\nP07: The bus.\nP08 (nurse, Hull): Rent, at 17:30 prices. See https://example.org/rent\nI: And then?\nP07:\nNothing. [pause]\n",
    );
    assert_eq!(
        shown(&found),
        [
            "MODERATOR?: Why?",
            "P07: The bus.",
            "P08: Rent, at 17:30 prices. See https://example.org/rent",
            "I?: And then?",
            "P07: Nothing. [pause]"
        ]
    );
    let speaker = found.quotes[2].speaker().expect("a speaker");
    assert_eq!((speaker.role.as_deref(), speaker.affiliation.as_deref()), (Some("nurse"), Some("Hull")));
    assert!(speaker.respondent);
    assert_eq!(found.quotes[0].speaker().and_then(|speaker| speaker.role.as_deref()), Some("interviewer"));
}

#[test]
fn a_label_that_comes_once_is_refused_with_a_diagnostic() {
    let text =
        "MODERATOR: Why?\nP07: It stops at six.\nMondays: on those I walk.\nMODERATOR: And then?\nP07: Nothing.\n";
    let found = read(text);
    assert_eq!(shown(&found)[1], "P07: It stops at six.\nMondays: on those I walk.");
    let refused: Vec<&str> = found.diagnostics.iter().map(|odd| odd.span.of(text)).collect();
    assert_eq!(refused, ["Mondays"]);
}

#[test]
fn vendors_texts() {
    check(
        "Talk 3\nTue, 10:02AM\n\nSPEAKERS\nAnna Berg, Speaker 2\n\nAnna Berg  0:03  \nWhat is it?\n\nSpeaker 2  0:07  \nThe bus.\n\nSpeaker 2  1:02:13  \nAnd rent.\n\nTranscribed by https://otter.ai\n",
        &["Anna Berg?: What is it?", "Speaker 2: The bus.", "Speaker 2: And rent."],
    );
    check(
        "Anna Berg (00:03):\nWhat is it?\n\nSpeaker 2 (00:07):\nThe bus, [inaudible 00:00:09] mostly.\n",
        &["Anna Berg?: What is it?", "Speaker 2: The bus, [inaudible 00:00:09] mostly."],
    );
    check(
        "[Anna Berg] 10:02:03\nWhat is it?\n\n[Wei Li] 10:02:07\nThe bus.\n",
        &["Anna Berg?: What is it?", "Wei Li: The bus."],
    );
    let found = read(
        "[00:01:02] Interviewer: What is it?\n[00:01:09] Wei: The bus.\n[00:01:19] Interviewer: And?\n[00:01:20] Wei: Rent.\n",
    );
    assert_eq!(shown(&found)[3], "Wei: Rent.");
    assert_eq!(found.quotes[3].attributes["time"], "00:01:20");
}

#[test]
fn captions_join_the_cues_of_one_voice() {
    check(
        "WEBVTT\n\nNOTE\nx\n\n1\n00:00:03.120 --> 00:00:06.480\n<v Anna Berg>What is\nit?</v>\n\n2\n00:00:07.010 --> 00:00:12.900\n<v Li, Wei (Hull)>The bus.</v>\n\n3\n00:00:12.950 --> 00:00:14.200\n<v Li, Wei (Hull)>And rent.</v>\n",
        &["Anna Berg?: What is it?", "Li, Wei (Hull): The bus. And rent."],
    );
    check(
        "1\r\n00:00:03,120 --> 00:00:06,480\r\nANNA: What is it?\r\n\r\n2\r\n00:00:07,010 --> 00:00:12,900\r\n- WEI: The bus.\r\n- ANNA: The bus?\r\n",
        &["ANNA?: What is it?", "WEI: The bus.", "ANNA?: The bus?"],
    );
    // Cues that begin with a character of several bytes.
    check(
        "WEBVTT\n\n00:00:03.120 --> 00:00:06.480\n<v Anna Berg>Élodie asked.</v>\n\n00:00:07.010 --> 00:00:12.900\n<v Wei Li>…and “yes”, I said.\n",
        &["Anna Berg: Élodie asked.", "Wei Li: …and “yes”, I said."],
    );
}

#[test]
fn headings_and_emphasis_that_ask() {
    check(
        "# Interview\n\nInterviewee: Wei Li, driver\n\n## Work\n\n### What do you do?\n\nI drive.\n\n### Where?\n\nIn Hull.\n\nAnd York.\n\n### Why?\n\nRent.\n",
        &[
            "Interviewer?: What do you do?",
            "Wei Li: I drive.",
            "Interviewer?: Where?",
            "Wei Li: In Hull.\n\nAnd York.",
            "Interviewer?: Why?",
            "Wei Li: Rent.",
        ],
    );
    check(
        "Interview with Wei Li\n\n**What do you do?**\n\nI drive.\n\n**Where?**\n\nIn Hull.\n\n**Why?**\n\nRent.\n",
        &[
            "Interviewer?: What do you do?",
            "Wei Li: I drive.",
            "Interviewer?: Where?",
            "Wei Li: In Hull.",
            "Interviewer?: Why?",
            "Wei Li: Rent.",
        ],
    );
}

#[test]
fn an_article_with_colons_is_no_transcript() {
    for text in [
        "Budget: 3 million.\n\nThe council met on Monday. Nobody came.\n\nDate: 3 May\n\nNote: the hall is closed.\n",
        "P4: “I walk.”\n\nP7: “I wait for the bus.”\n\nP4: “It stops at six.”\n",
        "Clinton: 547.\n\nSanders: 46.\n\nClinton: 2,316.\n\nSanders: 1,547.\n",
    ] {
        assert!(read(text).quotes.iter().all(|quote| quote.kind != QuoteKind::Response), "{text}");
    }
}

#[test]
fn one_answer_is_the_whole_text_by_the_respondent_of_its_row() {
    let document = Document::new("7", "  The bus stops at six.\n").kind(DocumentKind::Response);
    let found = Extractor::new(Language::english()).extract(&document.clone().attribute("respondent", "R7"));
    assert_eq!(found.quotes[0].text, "The bus stops at six.");
    assert_eq!(found.quotes[0].speaker().map(|speaker| speaker.name.as_str()), Some("R7"));
    assert!(found.quotes[0].is_response());
    let nobody = Extractor::new(Language::english()).extract(&document);
    assert!(nobody.quotes[0].speaker().is_none() && nobody.quotes[0].is_response());
    let blank = Document::new("8", " \n").kind(DocumentKind::Response);
    assert!(Extractor::new(Language::english()).extract(&blank).quotes.is_empty());
}
