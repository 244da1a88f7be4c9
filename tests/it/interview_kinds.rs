//! Kinds of interviews that say in another way who speaks: by tables, dashes, bold type, numbers, times above and around names.

use super::transcript_kinds::{check, file, turns};
use verbatims::DocumentKind;

const BEES: [&str; 6] = [
    "Interviewer?: Wann haben Sie mit dem Imkern begonnen?",
    "-: Nach der Schule, da war ich sechzehn.",
    "Interviewer?: Was ist das Schwerste daran?",
    "-: Der Februar. Ich höre am Stock und weiß nichts.",
    "Interviewer?: Und der Honig?",
    "-: Den bekommt meine Schwester.",
];

/// A conversation of Ida, who asks, and Wim, each turn written by a function of its number, name and words.
fn written(line: impl Fn(usize, &str, &str) -> String) -> String {
    let turns = [
        ("Ida", "How long have you kept bees?"),
        ("Wim", "Since I was sixteen."),
        ("Ida", "And the honey?"),
        ("Wim", "My sister gets it."),
        ("Ida", "All of it?"),
        ("Wim", "Nearly."),
    ];
    turns.iter().enumerate().map(|(number, (name, words))| line(number, name, words)).collect()
}

/// What is expected of it, with the time of each turn by its number.
#[track_caller]
fn is_read(text: &str, time: impl Fn(usize) -> String) {
    let bees = [
        "Ida?: How long have you kept bees?",
        "Wim: Since I was sixteen.",
        "Ida?: And the honey?",
        "Wim: My sister gets it.",
        "Ida?: All of it?",
        "Wim: Nearly.",
    ];
    let expected: Vec<String> = bees.iter().enumerate().map(|(number, turn)| time(number) + turn).collect();
    assert_eq!(turns("bees.txt", text.as_bytes(), DocumentKind::Auto), expected, "{text}");
}

#[cfg(feature = "docx")]
#[test]
fn bold_questions_in_every_form() {
    for name in ["bold.odt", "bold-style.docx"] {
        assert_eq!(turns(name, &file(name), DocumentKind::Auto), BEES, "{name}");
    }
    check(
        "faq.md",
        "**How do I pay?**\n\nYou can pay by card at the desk.\n\n**Can I bring a dog?**\n\nYou may, on a lead.\n\n**When do you open?**\n\nWe open at nine.\n",
        &[],
    );
}

#[cfg(feature = "docx")]
#[test]
fn questions_and_answers_in_two_columns() {
    for name in ["columns.docx", "columns.odt"] {
        assert_eq!(turns(name, &file(name), DocumentKind::Auto), BEES, "{name}");
    }
    let faq = "| Question | Answer |\n| --- | --- |\n| How do I pay? | You can pay by card. |\n| When do you open? | At nine. |\n| Can I cancel? | You can, until noon. |\n";
    check("faq.md", faq, &[]);
    assert_eq!(turns("faq.md", faq.as_bytes(), DocumentKind::Transcript).len(), 6);
}

#[cfg(feature = "docx")]
#[test]
fn spans_of_time_in_a_table() {
    let expected = [
        "[0:03.0] Ida Moss?: How long have you kept bees?",
        "[0:08.0] Wim de Boer: Since I was sixteen.",
        "[0:13.0] Ida Moss?: And the honey?",
        "[0:14.5] Wim de Boer: My sister gets it.",
    ];
    assert_eq!(turns("timespans.docx", &file("timespans.docx"), DocumentKind::Auto), expected);
    check(
        "spans.csv",
        "Timespan,Content,Speaker\n0:03.0 - 0:07.9,How long have you kept bees?,Ida Moss\n0:08.0 - 0:12.4,Since I was sixteen.,Wim de Boer\n0:13.0 - 0:14.0,And the honey?,Ida Moss\n0:14.5 - 0:19.0,My sister gets it.,Wim de Boer\n",
        &[
            "[00:00:03.000] Ida Moss?: How long have you kept bees?",
            "[00:00:08.000] Wim de Boer: Since I was sixteen.",
            "[00:00:13.000] Ida Moss?: And the honey?",
            "[00:00:14.500] Wim de Boer: My sister gets it.",
        ],
    );
    check(
        "segments.tsv",
        "start\tend\ttext\n0\t4000\tSo we kept bees.\n9000\t9500\tFor years.\n",
        &["[00:00:00.000] -: So we kept bees.", "[00:00:09.000] -: For years."],
    );
}

#[cfg(feature = "pdf")]
#[test]
fn lines_of_a_pdf_that_open_turns_without_full_stops() {
    let words = [
        "Ida Moss: how long have you kept bees",
        "Wim de Boer: since I was sixteen and my uncle moved to the coast",
        "Ida Moss: and the honey",
        "Wim de Boer: my sister gets it all",
    ];
    let at =
        |times: [&str; 4]| words.iter().zip(times).map(|(turn, time)| format!("[{time}] {turn}")).collect::<Vec<_>>();
    for name in ["times.pdf", "names-and-times.pdf"] {
        assert_eq!(turns(name, &file(name), DocumentKind::Auto), at(["0:03", "0:12", "0:21", "0:30"]), "{name}");
    }
}

#[test]
fn times_in_every_form() {
    is_read(&written(|number, name, words| format!("00:0{number}\n{name}: {words}\n\n")), |number| {
        format!("[00:0{number}] ")
    });
    is_read(&written(|number, name, words| format!("[1:0{number}:00]\n\n{name}: {words}\n\n")), |number| {
        format!("[1:0{number}:00] ")
    });
    is_read(&written(|number, name, words| format!("{name} (1h0{number}): {words}\n\n")), |number| {
        format!("[1h0{number}] ")
    });
    is_read(&written(|number, name, words| format!("[0{number}m07s] {name}: {words}\n")), |number| {
        format!("[0{number}m07s] ")
    });
    is_read(&written(|number, name, words| format!("{name} [Guest]  0:0{number}\n{words}\n\n")), |number| {
        format!("[0:0{number}] ")
    });
    is_read(
        &written(|number, name, words| format!("15:0{number}:11 From {name} to Everyone:\n\t{words}\n")),
        |number| format!("[15:0{number}:11] "),
    );
    check("plan.txt", "The hall has three parts.\n\n1h30 of talk, 5'10 of music.\n\nNobody asked for more.\n", &[]);
    check(
        "puerto.txt",
        "Marta [0:03] ¿Cómo empezó?\n\nJosé [0:09] Mi padre era estibador.\n\nMarta [0:15] ¿Y ahora?\n\nJosé [0:20] Ahora somos cuatro.\n",
        &[
            "[0:03] Marta?: ¿Cómo empezó?",
            "[0:09] José: Mi padre era estibador.",
            "[0:15] Marta?: ¿Y ahora?",
            "[0:20] José: Ahora somos cuatro.",
        ],
    );
}

#[test]
fn numbers_of_turns_are_no_part_of_names() {
    for form in [". ", " ", "\t", "  ", ") "] {
        is_read(&written(|number, name, words| format!("{}{form}{name}: {words}\n\n", number + 1)), |_| String::new());
    }
    check(
        "groups.txt",
        "Group 1: We left.\n\nGroup 2: Why?\n\nGroup 1: It rained.\n\nGroup 2: So it did.\n",
        &["Group 1: We left.", "Group 2: Why?", "Group 1: It rained.", "Group 2: So it did."],
    );
}

#[test]
fn letters_that_ask_and_answer_in_every_form() {
    let written = |line: &dyn Fn(usize, &str, &str) -> String| {
        written(|number, name, words| line(number / 2 + 1, if name == "Ida" { "D" } else { "R" }, words))
    };
    let expected = [
        "D?: How long have you kept bees?",
        "R: Since I was sixteen.",
        "D?: And the honey?",
        "R: My sister gets it.",
        "D?: All of it?",
        "R: Nearly.",
    ];
    check("bracket.txt", &written(&|_, name, words| format!("{name}) {words}\n\n")), &expected);
    check("brackets.txt", &written(&|_, name, words| format!("({name}) {words}\n\n")), &expected);
    check("counted.txt", &written(&|number, name, words| format!("{name}{number}. {words}\n\n")), &expected);
    check("counted-colon.txt", &written(&|number, name, words| format!("{name}{number}: {words}\n")), &expected);
    check(
        "initials.txt",
        "A. Moss: Why?\n\nB. Ray: So.\n\nA. Moss: When?\n\nB. Ray: Now.\n",
        &["A. Moss?: Why?", "B. Ray: So.", "A. Moss?: When?", "B. Ray: Now."],
    );
    check("choices.txt", "Which is right?\n\nA) One.\n\nB) Two.\n\nC) Three.\n", &[]);
}

#[test]
fn voices_behind_dashes_take_turns() {
    for dash in ["– ", "— ", "- ", "—"] {
        let text = written(|_, _, words| format!("{dash}{words}\n"));
        check(
            "voices.txt",
            &text,
            &[
                "Interviewer?: How long have you kept bees?",
                "-: Since I was sixteen.",
                "Interviewer?: And the honey?",
                "-: My sister gets it.",
                "Interviewer?: All of it?",
                "-: Nearly.",
            ],
        );
    }
    check(
        "novel.txt",
        "— Where to?\n\nThe street was empty.\n\n— Home.\n\nThe rain had stopped.\n\n— Why?\n\nNobody spoke.\n\n— So.\n",
        &[],
    );
    check("list.txt", "- Bread\n- Milk\n- Eggs?\n- Salt\n- Tea\n- Rice\n", &[]);
}

#[test]
fn an_interview_in_plain_paragraphs() {
    check(
        "nursery.txt",
        "How did you come to the nursery?\n\nMy aunt grew roses. I weeded for her.\n\nWhat was hardest?\n\nThe frost, I would say.\n\nAnd today?\n\nToday my son runs it.\n",
        &[
            "Interviewer?: How did you come to the nursery?",
            "-: My aunt grew roses. I weeded for her.",
            "Interviewer?: What was hardest?",
            "-: The frost, I would say.",
            "Interviewer?: And today?",
            "-: Today my son runs it.",
        ],
    );
    check(
        "office.txt",
        "Where is the office?\n\nThe office is behind the church.\n\nWhen is it open?\n\nIt is open from nine to five.\n\nWho runs it?\n\nThe council runs it.\n",
        &[],
    );
}

#[test]
fn labels_of_every_script_and_with_letters() {
    for (asks, answers) in
        [("李娜", "王伟"), ("Анна", "Борис"), ("Interviewer A", "Child 3"), ("E1", "A3"), ("Zoe K.", "Łukasz W.")]
    {
        let text = written(|_, name, words| format!("{}: {words}\n\n", if name == "Ida" { asks } else { answers }));
        let found = turns("talk.txt", text.as_bytes(), DocumentKind::Auto);
        assert_eq!(found.len(), 6, "{found:?}");
        assert_eq!(found[0], format!("{asks}?: How long have you kept bees?"));
        assert_eq!(found[1], format!("{answers}: Since I was sixteen."));
    }
}

#[test]
fn badges_of_those_who_lead_a_meeting() {
    for badge in [
        "Host",
        "Co-host",
        "Organizer",
        "Presenter",
        "Gastgeberin",
        "Hôte",
        "Anfitrión",
        "Relatrice",
        "Anfitriã",
        "Gastheer",
    ] {
        let text = format!(
            "WEBVTT\n\n00:00:00.000 --> 00:00:04.000\n<v Ida ({badge})>Why?</v>\n\n00:00:05.000 --> 00:00:09.000\n<v Wim>So.</v>\n\n00:00:10.000 --> 00:00:14.000\n<v Ida>When?</v>\n"
        );
        check(
            "badge.vtt",
            &text,
            &["[00:00:00.000] Ida?: Why?", "[00:00:05.000] Wim: So.", "[00:00:10.000] Ida?: When?"],
        );
    }
}

#[test]
fn what_happens_between_turns_is_nobody_s() {
    for event in ["--- tape 2 ---", "*** Unterbrechung ***", "Pause", "[END OF TAPE]", "(Applaus)"] {
        let text = written(|number, name, words| {
            let between = if number == 1 { format!("{event}\n\n") } else { String::new() };
            format!("{name}: {words}\n\n{between}")
        });
        is_read(&text, |_| String::new());
    }
    let text = written(|_, name, words| format!("{name}: {words}\n\n"));
    is_read(
        &(text + "This editable transcript was computer generated and might contain errors. People can change it.\n"),
        |_| String::new(),
    );
}

#[test]
fn names_behind_tabulators_may_speak_once() {
    check(
        "circle.txt",
        "Moderator\tShall we begin?\nAyla\tThe bus never waits.\nJonas\tMine does.\nModerator\tAnd the tram?\nPriya\tI take it.\nAyla\tIt is full.\n",
        &[
            "Moderator?: Shall we begin?",
            "Ayla: The bus never waits.",
            "Jonas: Mine does.",
            "Moderator?: And the tram?",
            "Priya: I take it.",
            "Ayla: It is full.",
        ],
    );
}
