//! Surveys as programs really write them, each a kind of its own with twins in other words, programs and languages.

use std::fmt::Write;

use verbatims::import::path::{self, PathOptions};
use verbatims::import::plan::{Reason, Role};
use verbatims::import::survey::{self, Survey, SurveyOptions, Table, Tool};
use verbatims::{DocumentKind, Extractor, Language};

#[cfg(feature = "xlsx")]
use super::data;

/// Answers in words of people's own.
const ANSWERS: [&str; 12] = [
    "The ferry leaves before my shift ends.",
    "Lunch went up twice this year.",
    "My ward sister listens when I raise a problem.",
    "Nobody told us about the move upstairs.",
    "The scanner on level two never works.",
    "Please let us swap shifts ourselves.",
    "The ramp is hard for people with prams.",
    "Pay slips come a week late every month.",
    "The new rota froze during the audit.",
    "I like that we finish early on Fridays.",
    "Heating in the linen room is broken.",
    "Training was cancelled three times.",
];

fn options() -> SurveyOptions {
    SurveyOptions::new(Language::english())
}

#[track_caller]
fn parse(text: &str) -> Survey {
    let survey = survey::parse("t.csv", text, &options()).unwrap();
    assert!(survey.summary.ledger.is_complete(), "{}", survey.summary.ledger);
    survey
}

/// A table with a row for each answer; `row` writes one, of its number from 1 and the answer.
fn table(header: &str, row: impl Fn(usize, &str) -> String) -> String {
    let mut table = format!("{header}\n");
    for (number, answer) in (1..).zip(ANSWERS) {
        writeln!(table, "{}", row(number, answer)).unwrap();
    }
    table
}

fn named(survey: &Survey, role: Role) -> Vec<&str> {
    survey.summary.plan.named(role).collect()
}

fn values<'s>(survey: &'s Survey, attribute: &str) -> Vec<&'s str> {
    survey.documents.iter().map(|document| document.attributes.get(attribute).map_or("", String::as_str)).collect()
}

fn texts(survey: &Survey) -> Vec<&str> {
    survey.documents.iter().map(|document| &*document.text).collect()
}

fn either<'t>(number: usize, odd: &'t str, even: &'t str) -> &'t str {
    if number % 2 == 1 { odd } else { even }
}

#[test]
#[cfg(feature = "xlsx")]
fn answers_on_another_sheet() {
    for (file, answers, sheet, other) in
        [("pulse.xlsx", 12, "Responses", "Read me"), ("stationen.ods", 6, "Antworten", "Codebuch")]
    {
        let bytes = std::fs::read(data("surveys/kinds").join(file)).unwrap();
        let read = survey::workbook(file, &bytes, &options()).unwrap();
        assert_eq!((read.documents.len(), read.summary.plan.sheet.as_deref()), (answers, Some(sheet)));
        assert!(read.summary.unsure()[0].contains(&format!("reads another: `{other}`")), "{:?}", read.summary.unsure());
        for named in [other.to_lowercase(), "1".to_owned()] {
            let read = survey::workbook(file, &bytes, &options().sheet(named)).unwrap();
            assert_eq!(read.summary.plan.sheet.as_deref(), Some(other));
        }
        let error = survey::workbook(file, &bytes, &options().sheet("Wave 2")).unwrap_err().to_string();
        assert!(error.contains("no sheet `Wave 2`") && error.contains(sheet), "{error}");
    }
}

#[test]
fn answers_with_html() {
    let rich = table("id;team;What could we <b>do better</b>?<br/>", |number, answer| {
        format!("{number};{};<p>{answer}</p><p>&nbsp</p><br />Thanks&#8212;really", either(number, "Day", "Night"))
    });
    let survey = survey::parse(
        "t.csv",
        &rich.replace("&nbsp", "\u{a0}").replace("&#8212;", "&mdash,"),
        &options().delimiter(';').unwrap(),
    )
    .unwrap();
    assert!(survey.summary.plan.html);
    let commas = table("id,team,What could we <b>do better</b>?<br/>", |number, answer| {
        format!("{number},{},<p>{answer}</p><p>&nbsp;</p><br />Thanks&#8212;really", either(number, "Day", "Night"))
    });
    let survey = parse(&commas);
    assert_eq!(named(&survey, Role::Answer), ["What could we do better?"]);
    assert_eq!(survey.documents[0].text, format!("{}\n\nThanks—really", ANSWERS[0]));
    // Entities without tags; no list of options because of their marks.
    let entities = table("Nr,Was fehlt Ihnen?", |number, answer| {
        format!(
            "{number},{} &amp; {}",
            answer.trim_end_matches('.'),
            ["K&uuml;che", "T&#252;ren", "&Auml;rger"][number % 3]
        )
    });
    let survey = parse(&entities);
    assert_eq!(survey.documents[1].text, "Lunch went up twice this year & Ärger");
    let plain = parse(&table("id,why", |number, answer| format!("{number},{answer} I <3 it; a < b.")));
    assert!(!plain.summary.plan.html, "what people write is no tag");
}

#[test]
fn columns_headed_other() {
    let typeform = table(
        "#,Coffee,Tea,Other,Crisps,Fruit,Other,Start Date (UTC),Submit Date (UTC),Network ID",
        |number, answer| {
            let tick = |name: &'static str, every: usize| if number % every == 0 { name } else { "" };
            let other = if number % 3 == 0 { format!("own bar {number}") } else { String::new() };
            format!(
                "9cfbac{number:02},{},{},{},{},{},{other},2026-03-{number:02} 10:00:00,2026-03-{number:02} 10:05:00,445f{number:02}",
                tick("Coffee", 2),
                tick("Tea", 3),
                answer,
                tick("Crisps", 1),
                tick("Fruit", 4)
            )
        },
    );
    let survey = parse(&typeform);
    assert_eq!(survey.summary.plan.form, Tool::Typeform);
    assert_eq!(named(&survey, Role::OtherSpecify), ["Other", "Other (2)"]);
    assert_eq!(survey.documents.len(), 16);
    assert_eq!(values(&survey, "question")[..3], ["Coffee, Tea [Other]", "Coffee, Tea [Other]", "Coffee, Tea [Other]"]);
    assert!(values(&survey, "question").contains(&"Crisps, Fruit [Other]"));
    assert_eq!((values(&survey, "respondent")[0], values(&survey, "date")[0]), ("9cfbac01", "2026-03-01 10:05:00"));
    for other in ["Autre", "Sonstiges", "Otro (especifique)", "Anders, namelijk", "Altro"] {
        let text = table(&format!("id,Bus,Vélo,\"{other}\""), |number, _| {
            let own =
                if number % 2 == 0 { ["à pied", "en taxi partagé", "par le train"][number / 2 % 3] } else { "" };
            format!(
                "{number},{},{},{own}",
                if number % 3 == 0 { "Bus" } else { "" },
                if number % 4 == 0 { "Vélo" } else { "" }
            )
        });
        let survey = parse(&text);
        assert_eq!((named(&survey, Role::OtherSpecify), survey.documents.len()), (vec![other], 6), "{other}");
    }
    // Ticks of a box that is called so are no answers.
    let ticked = parse(&table("id,why,Other", |number, answer| format!("{number},{answer},{}", number % 2)));
    assert!(named(&ticked, Role::OtherSpecify).is_empty());
}

#[test]
fn columns_that_cannot_be_named() {
    let text = table("id,What should change in\u{a0}your  team?,Why do you think so?,Why not?", |number, answer| {
        format!("{number},{answer},{},{answer}", ANSWERS[12 - number])
    });
    for (name, column) in [
        ("What should change in your team?", 1),
        ("what should change", 1),
        ("2", 1),
        ("b", 1),
        ("Why do", 2),
        ("why not", 3),
        ("D", 3),
    ] {
        let survey = survey::parse("t.csv", &text, &options().open(name)).unwrap();
        let taken: Vec<usize> = survey.summary.plan.each(Role::Answer).map(|column| column.number - 1).collect();
        assert_eq!(taken, [column], "{name}");
        assert_eq!(survey.documents.len(), 12);
    }
    let error = survey::parse("t.csv", &text, &options().open("Why")).unwrap_err().to_string();
    assert!(error.contains("several columns that begin with `Why`"), "{error}");
}

#[test]
fn exports_of_programs_in_other_languages() {
    let dated = |number: usize| if number % 3 == 1 { String::new() } else { format!("2026-03-{number:02} 10:00:00") };
    for (header, question) in [
        (
            "Antwort ID;Datum Abgeschickt;Letzte Seite;Start-Sprache;IP-Adresse;Abteilung;Abteilung [Sonstiges];Was fehlt?",
            "Was fehlt?",
        ),
        (
            "ID de la réponse;Date de soumission;Dernière page;Langue de départ;Adresse IP;Service;Service [Autre];Que manque-t-il ?",
            "Que manque-t-il ?",
        ),
        (
            "ID de respuesta;Fecha de envío;Última página;Lenguaje inicial;Dirección IP;Sección;Sección [Otro];¿Qué falta?",
            "¿Qué falta?",
        ),
        (
            "ID risposta;Data di invio;Ultima pagina;Lingua iniziale;Indirizzo IP;Reparto;Reparto [Altro];Che cosa manca?",
            "Che cosa manca?",
        ),
        (
            "ID da resposta;Data de envio;Última página;Idioma inicial;Endereço IP;Setor;Setor [Outro];O que falta?",
            "O que falta?",
        ),
        (
            "Antwoord ID;Datum ingezonden;Laatste pagina;Starttaal;IP-adres;Afdeling;Afdeling [Anders];Wat ontbreekt?",
            "Wat ontbreekt?",
        ),
    ] {
        let survey = parse(&table(header, |number, answer| {
            format!("{};{};4;xx;10.1.1.2;{};;{answer}", 100 + number, dated(number), either(number, "A", "B"))
        }));
        assert_eq!((survey.summary.plan.form, survey.summary.ledger.unfinished), (Tool::LimeSurvey, 4), "{header}");
        assert_eq!(named(&survey, Role::Answer), [question]);
        assert_eq!(named(&survey, Role::Group).len(), 1, "{}", survey.summary);
        assert_eq!(named(&survey, Role::Personal).len(), 1, "{}", survey.summary);
        assert_eq!(values(&survey, "respondent")[0], "101");
    }
    for (header, form) in [
        ("ID,Startzeit,Fertigstellungszeit,E-Mail,Name,Was fehlt?", Tool::MicrosoftForms),
        ("ID,Hora de inicio,Hora de finalización,Correo electrónico,Nombre,¿Qué falta?", Tool::MicrosoftForms),
        ("lfdn,date_of_first_mail,datetime,external_lfdn,c_0001,v_12", Tool::Unipark),
        ("Submission Date,Last Update Date,Submission ID,E-mail,Name,What is missing?", Tool::Jotform),
        ("Übermittlungsdatum,Letztes Aktualisierungsdatum,Übermittlungs-ID,E-Mail,Name,Was fehlt?", Tool::Jotform),
    ] {
        let survey = parse(&table(header, |number, answer| {
            format!(
                "{number},2026-03-{number:02} 10:00:00,2026-03-{number:02} 10:09:00,p{number}@example.org,Ann Lee,{answer}"
            )
        }));
        assert_eq!(survey.summary.plan.form, form, "{header}");
        assert_eq!((survey.documents.len(), named(&survey, Role::Group)), (12, vec![]), "{}", survey.summary);
    }
}

#[test]
fn google_forms_in_other_languages() {
    for (stamp, day) in [
        ("Zeitstempel", "0#.03.2026 10:00:00"),
        ("Horodateur", "0#/03/2026 10:00:00"),
        ("Marca temporal", "#/03/2026 10:00:00"),
        ("Carimbo de data/hora", "0#/03/2026 10:00:00"),
        ("Informazioni cronologiche", "0#/03/2026 10.00.00"),
        ("Tijdstempel", "#-3-2026 10:00:00"),
        ("时间戳记", "2026/03/0# 10:00:00"),
        ("Timestamp", "3/#/2026 10:00:00"),
    ] {
        let survey = parse(&table(&format!("{stamp},Team,Q?"), |number, answer| {
            format!("{},{},{answer}", day.replace('#', &(1 + number / 2).to_string()), either(number, "A", "B"))
        }));
        assert_eq!(survey.summary.plan.form, Tool::GoogleForms, "{stamp}");
        assert!(values(&survey, "date")[0].starts_with("2026-03-01 10"), "{stamp}: {:?}", values(&survey, "date"));
    }
}

#[test]
fn missing_codes() {
    for code in ["NA", "nan", "#N/A", "-99", "NULL", "."] {
        let survey = parse(&table("id,ward,improve,other_TEXT", |number, answer| {
            let given = |every: usize| if number % every == 0 { answer } else { code };
            format!("{number},{},{},{}", either(number, "A", "B"), given(2), given(6))
        }));
        assert_eq!((survey.documents.len(), survey.summary.ledger.missing), (8, 16), "{code}: {}", survey.summary);
        assert_eq!(survey.summary.plan.missing, [code]);
    }
    // Somebody's answer that looks like one, and a code that the caller names.
    let one = parse(&table("id,why", |number, answer| format!("{number},{}", if number == 3 { "NA" } else { answer })));
    assert_eq!((one.documents.len(), one.summary.ledger.no_content), (12, 1));
    let text = table("id,why", |number, answer| format!("{number},{}", if number == 3 { "refused" } else { answer }));
    let told = survey::parse("t.csv", &text, &options().missing("refused")).unwrap();
    assert_eq!((told.documents.len(), told.summary.ledger.missing), (11, 1));
}

#[test]
fn names_and_titles_as_answers() {
    let courses = [
        "Introduction to Biology",
        "Data for Physicists",
        "Methods in Finance",
        "Linear Algebra I",
        "Statistics for Nurses",
        "Computing with Python",
        "Geographic Systems",
        "Bayesian Seminar",
        "Modern History",
        "Roman Law",
        "Sound Design",
        "Crop Science",
    ];
    let posts = [
        "Senior Engineer",
        "Assistant Professor of Physics",
        "Teaching Fellow",
        "Laboratory Manager",
        "Head of Learning",
        "Postdoc in Ecology",
        "Lecturer in Economics",
        "PhD Student",
        "Reader in Law",
        "Dean of Arts",
        "Chair of Music",
        "Research Nurse",
    ];
    let survey = parse(&table(
        "Timestamp,What is the official name of your course?,What is your job title?,What hurts most?",
        |number, answer| format!("2026/03/{number:02} 10:00:00,{},{},{answer}", courses[number - 1], posts[number - 1]),
    ));
    assert_eq!(named(&survey, Role::Answer), ["What hurts most?"], "{}", survey.summary);
    let schools = [
        "Gesamtschule Nord",
        "Gymnasium am Wall",
        "Grundschule Seefeld",
        "Realschule Ost",
        "Berufskolleg Mitte",
        "Waldschule Hagen",
        "Stadtteilschule Süd",
        "Hafenschule Lind",
        "Domschule Alt",
        "Bergschule Ried",
        "Hofschule Tal",
        "Parkschule Eck",
    ];
    let jobs = [
        "Lehrerin für Mathematik",
        "Leiter der Schule",
        "Referendar im Fach Kunst",
        "Erzieherin in Teilzeit",
        "Vertretung für Sport",
        "Sekretärin im Büro",
        "Hausmeister vom Dienst",
        "Sozialarbeiterin vor Ort",
        "Beraterin der Eltern",
        "Lehrer für Musik",
        "Lehrerin für Latein",
        "Mentor für Neue",
    ];
    let survey =
        parse(&table("Nr;Wie lautet der Name Ihrer Schule?;Berufsbezeichnung;Was fehlt Ihnen?", |number, answer| {
            format!("{number};{};{};{answer}", schools[number - 1], jobs[number - 1])
        }));
    assert_eq!(named(&survey, Role::Answer), ["Was fehlt Ihnen?"], "{}", survey.summary);
    let lower = parse(&table("id,job title,why", |number, answer| {
        format!("{number},{},{answer}", posts[number - 1].to_lowercase())
    }));
    assert_eq!(named(&lower, Role::Answer), ["why"]);
    // Asked for, they are answers; and short answers to a question about a school are.
    let text =
        table("id,What is your job title?,why", |number, answer| format!("{number},{},{answer}", posts[number - 1]));
    let asked = survey::parse("t.csv", &text, &options().open("what is your job")).unwrap();
    assert_eq!(asked.documents.len(), 12);
    let better = parse(&table("id,What would make your school better?", |number, answer| {
        format!("{number},{} {number}", answer.to_lowercase().trim_end_matches('.'))
    }));
    assert_eq!(better.documents.len(), 12, "{}", better.summary);
}

#[test]
fn options_joined_by_blanks() {
    let services = ["Physio", "X-ray", "Pharmacy", "Blood tests", "Eye clinic", "Dentist"];
    let chosen = |number: usize, mark: &str| [0, 2, 3].map(|step| services[(number * 5 + step * step) % 6]).join(mark);
    let kobo = table(
        "start;end;Ward;Which services?;Which services?/Blood tests;What could be better?;_id;_uuid;_submission_time;__version__;_index",
        |number, answer| {
            format!(
                "2026-03-{number:02}T10:00:00.000+01:00;2026-03-{number:02}T10:09:00.000+01:00;{};{};{};{answer};{};2218{number:02};2026-03-{number:02}T09:09:10;v1;{number}",
                either(number, "North", "South"),
                chosen(number, " "),
                number % 2,
                600 + number
            )
        },
    );
    let survey = parse(&kobo);
    assert_eq!((survey.summary.plan.form, named(&survey, Role::Answer)), (Tool::Kobo, vec!["What could be better?"]));
    assert_eq!(named(&survey, Role::Choice), ["Which services?", "Which services?/Blood tests"]);
    assert_eq!(values(&survey, "date")[0], "2026-03-01T09:09:10");
    assert_eq!(named(&survey, Role::Group), ["Ward"]);
    for mark in [" ", ";", ", ", " | "] {
        let text = table("Nr\tWas nutzen Sie?\tWas fehlt?", |number, answer| {
            format!("{number}\t{}\t{answer}", chosen(number, mark))
        });
        assert_eq!(named(&parse(&text), Role::Answer), ["Was fehlt?"], "{mark:?}");
    }
    let odk = table("SubmissionDate,meta-instanceID,tools,why,KEY", |number, answer| {
        format!(
            "2026-03-{number:02}T09:09:10Z,uuid:{number:04}a,{},{answer},uuid:{number:04}a",
            ["hoe rake", "rake spade", "hoe spade rake", "spade"][number % 4]
        )
    });
    let survey = parse(&odk);
    assert_eq!(
        (survey.summary.plan.form, named(&survey, Role::Answer)),
        (Tool::Odk, vec!["why"]),
        "{}",
        survey.summary
    );
}

#[test]
fn partial_responses_said_to_be_finished() {
    let status = |header: &str, whole: &str, partial: &str| {
        parse(&table(header, |number, answer| {
            let state = if number % 4 == 0 { partial } else { whole };
            format!(
                "{number},2026-03-{number:02} 10:00:00,2026-03-{number:02} 10:05:00,{state},{},{answer}",
                either(number, "A", "B")
            )
        }))
    };
    for (header, whole, partial) in [
        ("Response ID,Time Started,Date Submitted,Status,Team,What should change?", "Complete", "Partial"),
        ("Response ID,Time Started,Date Submitted,Status,Team,What should change?", "Complete", "Disqualified"),
        ("#,Start Date (UTC),Submit Date (UTC),Response Type,Team,What should change?", "completed", "started"),
        ("ResponseId,StartDate,EndDate,Finished,Q1,Q2", "True", "False"),
        ("ResponseId,StartDate,RecordedDate,Progress,Q1,Q2", "100", "43"),
        ("lfdn,date_of_first_mail,datetime,dispcode,v_1,v_2", "31", "22"),
        ("ID,Startzeit,Endzeit,Status,Team,Was fehlt?", "Abgeschlossen", "Teilweise"),
        ("ID,Début,Date de fin,Statut,Équipe,Que manque-t-il ?", "Terminé", "Incomplet"),
    ] {
        let survey = status(header, whole, partial);
        assert_eq!(survey.summary.ledger.unfinished, 3, "{header}: {}", survey.summary);
        assert_eq!(values(&survey, "finished")[3], "no");
        assert!(survey.summary.to_string().contains("3 of them unfinished"));
    }
    let work = status("id,a,b,Status,Team,why", "Employed", "Retired");
    assert_eq!(
        (work.summary.ledger.unfinished, named(&work, Role::Group)),
        (0, vec!["Status", "Team"]),
        "a question that is called so"
    );
}

#[test]
fn qualtrics_legacy_export() {
    let row = |number: usize, answer: &str| {
        format!(
            "R_{number}abc,Default Response Set,Ann Lee,,ann@example.org,10.0.0.1,0,2017-03-{number:02} 10:00:00,2017-03-{number:02} 10:05:00,{},Day,{answer},53.74,-0.33,-1,",
            i32::from(!number.is_multiple_of(3))
        )
    };
    let legacy = table(
        "V1,V2,V3,V4,V5,V6,V7,V8,V9,V10,Q1,Q2,LocationLatitude,LocationLongitude,LocationAccuracy,\n\
         ResponseID,ResponseSet,Name,ExternalDataReference,EmailAddress,IPAddress,Status,StartDate,EndDate,Finished,Which team?,What should change?,LocationLatitude,LocationLongitude,LocationAccuracy,",
        row,
    );
    let survey = parse(&legacy);
    assert_eq!((survey.summary.plan.form, survey.summary.plan.header_rows), (Tool::Qualtrics, 2));
    assert_eq!((survey.documents.len(), survey.summary.ledger.unfinished), (12, 4), "{}", survey.summary);
    assert_eq!((values(&survey, "question")[0], values(&survey, "respondent")[0]), ("What should change?", "R_1abc"));
    for personal in ["Name", "EmailAddress", "IPAddress"] {
        assert!(named(&survey, Role::Personal).contains(&personal), "{personal}");
    }
    // The same with its labels only.
    let labels = table(
        "ResponseID,ResponseSet,Name,ExternalDataReference,EmailAddress,IPAddress,Status,StartDate,EndDate,Finished,Which team?,What should change?,LocationLatitude,LocationLongitude,LocationAccuracy,",
        row,
    );
    let survey = parse(&labels);
    assert_eq!(
        (survey.summary.plan.form, survey.documents.len(), survey.summary.ledger.unfinished),
        (Tool::Qualtrics, 12, 4)
    );
}

#[test]
fn table_without_a_header() {
    for row in [
        |number: usize, answer: &str| {
            format!("2026/03/{number:02} 10:00:00,{},{answer}", either(number, "Day", "Night"))
        },
        |number: usize, answer: &str| format!("{number},{},{answer}", either(number, "Nord", "Süd")),
        |number: usize, answer: &str| format!("{number}.3.2026,{},{answer}", either(number, "oui", "non")),
        |_: usize, answer: &str| answer.to_owned(),
    ] {
        let text = table("", row);
        let survey = parse(text.trim_start());
        assert_eq!((survey.documents.len(), survey.summary.plan.header_rows), (12, 0), "{}", survey.summary);
        assert_eq!(survey.documents[0].text, ANSWERS[0]);
        assert!(survey.summary.plan.columns[0].name.starts_with("column 1"));
        assert!(survey.summary.unsure().iter().any(|doubt| doubt.contains("--header-rows 1")));
        let told = survey::parse("t.csv", text.trim_start(), &options().header_rows(1)).unwrap();
        assert_eq!(told.documents.len(), 11);
    }
    for header in ["when,shift,note", "2026,shift,note", "Date,Shift,What is missing?"] {
        let text =
            table(header, |number, answer| format!("2026/03/{number:02},{},{answer}", either(number, "Day", "Night")));
        assert_eq!(parse(&text).summary.plan.header_rows, 1, "{header}");
    }
}

/// The documents and the summary of a file's bytes.
fn imported(name: &str, bytes: &[u8]) -> path::Imported {
    path::bytes(name, bytes, &PathOptions::new(Language::english())).unwrap()
}

#[test]
fn tables_of_excel_for_the_mac() {
    let mac = |text: &str| -> Vec<u8> {
        const LETTERS: &[(char, u8)] = &[
            ('’', 0xd5),
            ('“', 0xd2),
            ('”', 0xd3),
            ('…', 0xc9),
            ('é', 0x8e),
            ('ï', 0x95),
            ('–', 0xd0),
            ('ä', 0x8a),
            ('ö', 0x9a),
            ('ü', 0x9f),
            ('ß', 0xa7),
        ];
        let byte =
            |char: char| LETTERS.iter().find(|(letter, _)| *letter == char).map_or(char as u8, |(_, byte)| *byte);
        text.replace('\n', "\r").chars().map(byte).collect()
    };
    for last in
        ["A café, “fresh” bread… and naïve optimism", "Die Tür ist zu – wir hören nichts, schade für Groß und Klein"]
    {
        let text = table("id;Team;What’s missing?", |number, answer| {
            format!("{number};{};{}", either(number, "Day", "Night"), if number == 12 { last } else { answer })
        });
        let read = imported("mac.csv", &mac(&text));
        assert_eq!(read.documents[11].text, last);
        assert_eq!(read.surveys[0].plan.encoding.as_deref(), Some("macintosh"));
    }
    // The same on Windows.
    let read = imported(
        "win.csv",
        b"id;why\r\n1;It\x92s caf\xe9 M\xfcller, na\xefve, far too dear.\r\n2;Gr\xf6\xdfe z\xe4hlt doch.\r\n",
    );
    assert_eq!(read.documents[0].text, "It’s café Müller, naïve, far too dear.");
    assert_eq!(read.surveys[0].plan.encoding.as_deref(), Some("windows-1252"));
}

#[test]
fn title_rows_above_the_header() {
    for titles in [
        "Staff pulse 2026;;\nExported 3 March 2026;;\n;;\n",
        "Umfrage: Kantine\n\n",
        "Report:;Pulse\nDate:;3 March\n;;\n",
        "Pulse 2026;;\n",
        "Enquête, vague 2\nExport du 3 mars\n",
    ] {
        let text = format!(
            "{titles}{}",
            table("ID;Team;What should change?", |number, answer| format!(
                "{number};{};{answer}",
                either(number, "Day", "Night")
            ))
        );
        let survey = parse(&text);
        assert_eq!(named(&survey, Role::Answer), ["What should change?"], "{titles:?}: {}", survey.summary);
        assert_eq!((survey.documents.len(), named(&survey, Role::Group)), (12, vec!["Team"]));
        let first = titles.split([';', '\n']).next().unwrap();
        assert!(survey.summary.unsure()[0].contains(first), "{:?}", survey.summary.unsure());
    }
}

#[test]
fn transcript_as_a_table() {
    let turns = |header: &str, time: fn(usize) -> String| {
        let mut table = format!("{header}\n");
        for (number, answer) in (0..).zip(&ANSWERS[..5]) {
            writeln!(table, "{},{},Interviewer,How was week {number}?", time(number * 10), time(number * 10 + 5))
                .unwrap();
            writeln!(table, "{},{},P1,{answer}", time(number * 10 + 5), time(number * 10 + 10)).unwrap();
        }
        table
    };
    let clock = |second: usize| format!("00:{:02}:{:02}", second / 60, second % 60);
    for (header, time) in [
        ("Start,End,Speaker,Text", clock as fn(usize) -> String),
        ("Start time,End time,Speaker name,Transcript", |second| format!("{second}.50")),
        ("Beginn,Ende,Sprecher,Wortlaut", |second| format!("0:{second:02}")),
        ("Début,Fin,Locuteur,Texte", |second| format!("\"00:00:{second:02},250\"")),
        ("Inicio,Fin,Hablante,Texto", |second| format!("[00:{second:02}]")),
    ] {
        let survey = parse(&turns(header, time));
        assert_eq!((survey.summary.plan.form, survey.documents.len()), (Tool::Transcript, 1), "{header}");
        assert_eq!(survey.documents[0].kind, DocumentKind::Transcript);
        let found = Extractor::new(Language::english()).extract(&survey.documents[0]);
        let of = |asks: bool| found.quotes.iter().filter(|quote| quote.is_interviewer() == asks).count();
        assert_eq!((of(true), of(false)), (5, 5), "{header}: {}", survey.documents[0].text);
        assert!(found.quotes[1].attributes["time"].starts_with("00:00:05"), "{:?}", found.quotes[1].attributes);
    }
    let untimed = parse(
        &turns("Start,End,Speaker,Text", clock)
            .lines()
            .map(|line| line.splitn(3, ',').last().unwrap())
            .collect::<Vec<_>>()
            .join("\n"),
    );
    assert_eq!(untimed.summary.plan.form, Tool::Transcript);
    assert!(untimed.documents[0].text.starts_with("Interviewer: How was week 0?\n\nP1: "));
}

#[test]
fn two_header_rows_without_ids() {
    for (whole, why, open, other) in [
        ("Response", "Why?", "Open-Ended Response", "Other (please specify)"),
        ("Antwort", "Warum?", "Offene Antwort", "Sonstiges (bitte angeben)"),
        ("Réponse", "Pourquoi ?", "Réponse ouverte", "Autre (veuillez préciser)"),
        ("Respuesta", "¿Por qué?", "Respuesta abierta", "Otro (especifique)"),
    ] {
        let text = table(
            &format!(
                "Which team?,How satisfied are you?,,What could we do better?,What do you use? Check all that apply.,,\n{whole},{whole},{why},{open},Canteen,Shuttle,{other}"
            ),
            |number, answer| {
                let own = if number == 5 { "The bike shed behind the gate" } else { "" };
                format!(
                    "{},{},{answer},{},{},Shuttle,{own}",
                    either(number, "Day", "Night"),
                    either(number, "Good", "Poor"),
                    ANSWERS[12 - number],
                    either(number, "", "Canteen")
                )
            },
        );
        let survey = parse(&text);
        assert_eq!((survey.summary.plan.header_rows, survey.summary.ledger.responses), (2, 12), "{}", survey.summary);
        assert_eq!(survey.documents.len(), 25);
        let questions: std::collections::BTreeSet<&str> = values(&survey, "question").into_iter().collect();
        let wanted = [
            "What could we do better?".to_owned(),
            format!("How satisfied are you? [{why}]"),
            format!("What do you use? Check all that apply. [{other}]"),
        ];
        assert_eq!(questions, wanted.iter().map(String::as_str).collect());
        assert!(!texts(&survey).contains(&open));
    }
}

#[test]
fn headers_of_codes_and_questions_and_of_three_rows() {
    let rows =
        |number: usize, answer: &str| format!("{number},{},{},{answer}", either(number, "Day", "Night"), number % 5);
    let codes =
        parse(&table("q1,q2,q3,q4\nNumber,Which shift do you work?,How happy are you?,What should change?", rows));
    assert_eq!((codes.summary.plan.header_rows, named(&codes, Role::Answer)), (2, vec!["q4"]), "{}", codes.summary);
    assert_eq!(values(&codes, "question")[0], "What should change?");
    let three = parse(&table(
        "About you,,Your work,\nNumber,Shift,How happy are you?,What should change?\nResponse,Response,Response,Open-Ended Response",
        rows,
    ));
    assert_eq!(
        (three.summary.plan.header_rows, named(&three, Role::Answer)),
        (3, vec!["What should change?"]),
        "{}",
        three.summary
    );
    assert_eq!(three.documents.len(), 12);
    // Merged cells of a heading above a full header.
    let merged = parse(&table("Person,,Meinung,\nNr,Schicht,Note,Was soll sich ändern?", rows));
    assert_eq!((merged.summary.plan.header_rows, merged.documents.len()), (2, 12), "{}", merged.summary);
    assert!(named(&merged, Role::Answer)[0].contains("Was soll sich ändern?"));
}

#[test]
fn unicode_text_of_excel() {
    let text = table("ID\tTeam\tWhat should change?", |number, answer| {
        let answer = if number == 2 { "\"Lunch is \"\"dear\"\",\nevery day.\"" } else { answer };
        format!("{number}\t{}\t{answer}", either(number, "Day", "Night"))
    });
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(text.replace("number", "n").encode_utf16().flat_map(u16::to_le_bytes)).collect();
    for (name, bytes) in
        [("survey.txt", utf16.as_slice()), ("survey.text", text.as_bytes()), ("survey", text.as_bytes())]
    {
        let read = imported(name, bytes);
        assert_eq!((read.documents.len(), read.surveys.len()), (12, 1), "{name}");
        assert_eq!(read.documents[1].text, "Lunch is \"dear\",\nevery day.");
    }
    let semicolons =
        table("Nr;Team;Was fehlt?", |number, answer| format!("{number};{};{answer}", either(number, "A", "B")));
    assert_eq!(imported("umfrage.txt", semicolons.as_bytes()).documents.len(), 12);
    // A conversation with tabs, and prose, are no tables.
    let talk = "Ann:\tWho pays?\nBo:\tNobody does.\nAnn:\tWhy is that?\nBo:\tThey are shut.\n";
    for prose in [talk, "“I walk,” she said.\n\nIt rains; it pours; it snows.\nHe left.\n"] {
        assert!(imported("talk.txt", prose.as_bytes()).surveys.is_empty(), "{prose}");
    }
}

#[test]
fn a_plan_is_followed_exactly() {
    let language = Language::english();
    let text =
        table("Title;;\nid;team;why", |number, answer| format!("{number};{};{answer}", either(number, "Day", "Night")))
            .replacen("Title;;\nid", "Pulse;;\nid", 1);
    let read = Table::parse("t.csv", &text, None, false).unwrap();
    let plan = survey::detect(&read, &options()).unwrap();
    let again = verbatims::import::plan::parse("plan.toml", &{
        let mut plans = verbatims::import::plan::Plan::default();
        plans.tables.push(plan.clone());
        plans.to_toml()
    })
    .unwrap();
    assert_eq!(again.table("t.csv"), Some(&plan), "a plan comes back from TOML");
    assert_eq!(survey::apply(&read, &plan, &language).unwrap(), survey::of_table(&read, &options()).unwrap());
    let mut changed = plan.clone();
    changed.columns[1].is = Role::Ignored;
    changed.columns[2].name = "reason".to_owned();
    changed.missing = vec![ANSWERS[0].to_owned()];
    let survey = survey::apply(&read, &changed, &language).unwrap();
    assert_eq!(survey.documents.len(), 11);
    assert_eq!((values(&survey, "team")[0], values(&survey, "column")[0]), ("", "reason"));
    changed.columns[2].number = 9;
    let error = survey::apply(&read, &changed, &language).unwrap_err().to_string();
    assert!(error.contains("column 9") && error.contains("make the plan anew"), "{error}");
    let options = PathOptions::new(language).plan(again);
    let other = text.replace("team", "group");
    assert_eq!(path::bytes("t.csv", other.as_bytes(), &options).unwrap().documents.len(), 12);
    let wrong = verbatims::import::plan::parse("plan.toml", "[[tables]]\nfile = \"t.csv\"\nform = \"sheet\"\n")
        .unwrap_err()
        .to_string();
    assert!(wrong.starts_with("plan.toml: line 3") || wrong.contains("sheet"), "{wrong}");
}

#[test]
fn of_very_many_closed_questions_a_handful_are_groups() {
    let names: Vec<String> = (1..=30).map(|number| format!("Tool {number}")).collect();
    let text = table(&format!("id,{},Region,why", names.join(",")), |number, answer| {
        let cells: Vec<&str> = (0..30).map(|at| ["Yes", "No", "Perhaps"][(number + at) % 3]).collect();
        format!("{number},{},{},{answer}", cells.join(","), either(number, "North", "South"))
    });
    let survey = parse(&text);
    assert_eq!(named(&survey, Role::Group), ["Tool 1", "Tool 2", "Tool 3", "Tool 4", "Tool 5", "Region"]);
    let left = survey.summary.plan.columns.iter().filter(|column| column.because == Reason::OneOfMany).count();
    assert_eq!(left, 25);
    let all = survey::parse("t.csv", &text, &options().all_groups(true)).unwrap();
    assert_eq!(named(&all, Role::Group).len(), 31);
}

/// Every table below a folder.
fn tables(folder: &std::path::Path, found: &mut Vec<std::path::PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.map(|entry| entry.unwrap().path()) {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        if path.is_dir() {
            tables(&path, found);
        } else if ending.is_some_and(|ending| ["csv", "tsv", "xlsx", "ods"].contains(&ending.as_str())) {
            found.push(path);
        }
    }
}

#[test]
fn every_row_and_cell_of_every_table_is_counted_once() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    // Samples that lie beside the repository are looked at where they are.
    for folder in
        ["tests/data", "seeds/surveys", "../shared/formats", "../../shared/formats", "../../shared/eval/faults/files"]
    {
        tables(&root.join(folder), &mut found);
    }
    assert!(found.len() > 20);
    let mut read = 0;
    for path in found {
        let Ok(imported) = path::read(&path, &PathOptions::new(Language::english())) else { continue };
        for survey in &imported.surveys {
            read += 1;
            let ledger = &survey.ledger;
            assert!(ledger.is_complete(), "{}: {ledger}", path.display());
            if survey.plan.form != Tool::Transcript {
                assert_eq!(ledger.answers + ledger.no_content, imported.documents.len(), "{}", path.display());
            }
        }
    }
    assert!(read > 15, "{read}");
}

#[test]
fn days_in_a_table_of_ones_own() {
    for (head, day) in
        [("date", "2024-03-0"), ("Datum", "2024-04-0"), ("Fecha", "2024-05-0"), ("Response date", "2024-06-0")]
    {
        let survey = parse(&table(&format!("id,{head},What should change?"), |number, answer| {
            format!("{number},{day}{},{answer}", 1 + number % 9)
        }));
        assert_eq!(named(&survey, Role::Time), [head]);
        assert!(values(&survey, "date").iter().all(|date| date.starts_with(day)), "{head}");
    }
    // Of the same name, and no days: a group of people, or nothing that tells.
    let survey = parse(&table("id,Data,What should change?", |number, answer| {
        format!("{number},{},{answer}", either(number, "old", "new"))
    }));
    assert_eq!(named(&survey, Role::Time), [""; 0]);
    assert_eq!(named(&survey, Role::Group), ["Data"]);
}
