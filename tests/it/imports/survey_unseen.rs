//! Twins of the kinds of surveys: other shapes, programs, codes and languages than those that a rule was first made for; and the law of the ledger.

use std::fmt::Write;

use arbtest::arbitrary::{Result, Unstructured};
use arbtest::arbtest;
use verbatims::Language;
use verbatims::import::path::{self, PathOptions};
use verbatims::import::plan::Role;
use verbatims::import::survey::{self, Survey, SurveyOptions, Tool};

const ANSWERS: [&str; 12] = [
    "The tram leaves before my shift ends.",
    "Lunch went up twice this year.",
    "My foreman listens when I raise a problem.",
    "Nobody told us about the move upstairs.",
    "The printer on level two never works.",
    "Please let us swap shifts ourselves.",
    "The ramp is hard for people with prams.",
    "Pay slips come a week late every month.",
    "The new rota froze during the audit.",
    "I like that we finish early on Fridays.",
    "Heating in the store room is broken.",
    "Training was cancelled three times.",
];

#[track_caller]
fn parse(text: &str) -> Survey {
    let survey = survey::parse("t.csv", text, &SurveyOptions::new(Language::english())).unwrap();
    assert!(survey.summary.ledger.is_complete(), "{}", survey.summary.ledger);
    survey
}

/// A table with a row for each answer; `row` writes one, of its number from 0 and the answer.
fn table(header: &str, row: impl Fn(usize, &str) -> String) -> String {
    ANSWERS.iter().enumerate().fold(format!("{header}\n"), |mut table, (number, answer)| {
        let _ = writeln!(table, "{}", row(number, answer));
        table
    })
}

fn named(survey: &Survey, role: Role) -> Vec<&str> {
    survey.summary.plan.named(role).collect()
}

#[test]
fn title_rows_of_other_shapes() {
    for titles in [
        ";Staff pulse 2026;\n;;\n",
        ";;Confidential\nStaff pulse 2026;;\n;;\n",
        "Survey name;Staff pulse;\nExport date;2026-03-03;\nResponses;12;\n;;\n",
        "Staff pulse 2026;;3 March 2026\n;;\n",
        "Staff pulse 2026;Staff pulse 2026;Staff pulse 2026\n;;\n",
        ";;\nUmfrage;;\n;;\nStand;3. März;\n;;\n",
    ] {
        let text = titles.to_owned()
            + &table("ID;Team;What should change?", |number, answer| {
                format!("{};{};{answer}", number + 1, ["Day", "Night"][number % 2])
            });
        let survey = parse(&text);
        assert_eq!(named(&survey, Role::Answer), ["What should change?"], "{titles:?}: {}", survey.summary);
        assert_eq!(
            (survey.documents.len(), survey.summary.plan.title_rows),
            (12, titles.lines().count()),
            "{titles:?}"
        );
    }
    // Rows of answers above a blank one are no titles.
    let sparse = "id;team;why\n1;;\n;;\n".to_owned()
        + &ANSWERS
            .iter()
            .enumerate()
            .fold(String::new(), |table, (number, answer)| table + &format!("{};Day;{answer}\n", number + 2));
    let survey = parse(&sparse);
    assert_eq!((survey.summary.plan.title_rows, survey.documents.len()), (0, 12));
}

#[test]
fn missing_codes_of_other_programs() {
    // SPSS, Stata, SAS, R, pandas, spreadsheets, and what programs write in words.
    for code in [
        "-99.00",
        "998",
        "-97",
        ".a",
        ".Z",
        "<NA>",
        "NaT",
        "SYSMIS",
        "#¡NULO!",
        "(missing)",
        "N/A",
        "k.A.",
        "keine Angabe",
        "sans réponse",
        "NS/NC",
        "nessuna risposta",
        "não respondeu",
        "niet ingevuld",
        "No answer",
        "—",
    ] {
        let survey = parse(&table("id;ward;reason;improve;other", |number, answer| {
            let given = |every: usize| if number % every == 0 { answer } else { code };
            let reason = if number % 3 == 0 { "2" } else { code };
            format!("{number};{};{reason};{};{}", ["A", "B"][number % 2], given(2), given(4))
        }));
        assert_eq!((survey.documents.len(), survey.summary.ledger.missing), (9, 15), "{code}: {}", survey.summary);
        assert_eq!(survey.summary.plan.missing, [code]);
    }
    // What people write where they have nothing to say is kept, and counted apart.
    let said = parse(&table("id;good;bad;else", |number, answer| {
        let given = |every: usize| if number % every == 0 { answer } else { "n/a" };
        format!("{number};{};{};{}", given(2), given(2), given(4))
    }));
    assert_eq!((said.documents.len(), said.summary.ledger.missing), (36, 0), "{}", said.summary);
}

/// Cells of one kind in several languages, under a header that says nothing.
const PERSONAL: [(&str, &[&str]); 13] = [
    ("names, Italian", &["Chiara Bianchi", "Gianluca De Santis", "Ornella Greco", "Davide Sartori"]),
    ("names, Dutch", &["Sanne de Vries", "Joost van den Berg", "Femke Bakker", "Pieter Jansen"]),
    ("names, French", &["Amélie Rousseau", "Jean-Baptiste Lefèvre", "Élodie Marchand", "Karim Benali"]),
    ("names, turned", &["Ríos, Inmaculada", "Molina, Javier", "Salazar, Begoña", "Peña, Joaquín"]),
    ("names, in capitals", &["TIAGO NOGUEIRA", "RITA FIGUEIREDO", "NUNO SIMÕES", "HELENA BARROS"]),
    ("streets, German", &["Hauptstraße 12", "Am Markt 3", "Lindenweg 7", "Zur Mühle 4"]),
    ("streets, Dutch", &["Keizersgracht 3", "Oude Haven 31", "Julianalaan 6", "Kerkpad 2"]),
    (
        "streets, Portuguese",
        &["Rua das Flores 12", "Travessa do Carmo 45", "Beco do Salvador 1", "Alameda dos Anjos 14"],
    ),
    ("phones, Spanish", &["612 345 678", "915 298 210", "677-889-900", "954 59 01 01"]),
    ("phones, Italian", &["347 1234567", "320-5551234", "011 4431111", "+39 333 9876543"]),
    ("phones, American", &["555-123-4567", "(555) 123-4568", "555.123.4569", "555 123 4570"]),
    ("postcodes with towns", &["20095 Hamburg", "80331 München", "75011 Paris", "D-04109 Leipzig"]),
    (
        "browsers",
        &[
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120.0",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X)",
            "Opera/9.80 (X11; Linux i686)",
            "Dalvik/2.1.0 (Linux; U; Android 13)",
        ],
    ),
];

#[test]
fn personal_columns_by_their_cells_alone() {
    for (kind, cells) in PERSONAL {
        let survey = parse(&table("v_1\tv_2\tv_3", |number, answer| {
            format!("{}\t{}\t{answer}", ["a", "b"][number % 2], cells[number % 4])
        }));
        assert_eq!(named(&survey, Role::Personal), ["v_2"], "{kind}: {}", survey.summary);
        assert_eq!(named(&survey, Role::Answer), ["v_3"], "{kind}");
        assert!(cells.iter().all(|cell| survey.personal.iter().any(|value| value == cell)), "{kind}");
    }
    for (kind, cells) in [
        ("wards", ["Florence Ward", "Rose Ward", "Victoria Ward", "Grace Ward"]),
        ("rooms", ["Room 12", "Room 3", "Hall 2", "Lab 5"]),
        ("incomes", ["10000-20000", "20000-30000", "30000-50000", "50000-75000"]),
        ("scores", ["1.5", "2.25", "0.75", "3.125"]),
        ("months", ["April", "May", "June", "August"]),
        ("towns", ["Hull", "Leeds", "York", "Goole"]),
        ("times", ["9 AM", "10 AM", "2 PM", "4 PM"]),
        ("firms", ["Acme Tools", "Borealis Foods", "Castle Group", "Delta Lines"]),
    ] {
        let survey = parse(&table("v_1\tv_2\tv_3", |number, answer| {
            format!("{}\t{}\t{answer}", ["a", "b"][number % 2], cells[number % 4])
        }));
        assert_eq!(named(&survey, Role::Personal), [""; 0], "{kind}: {}", survey.summary);
    }
}

#[test]
fn columns_that_are_personal_beside_another() {
    let given =
        ["Chiara", "Joost", "Amélie", "Javier", "Tiago", "Hannah", "Uwe", "Femke", "Rocío", "Nuno", "Ilaria", "Owen"];
    let family =
        ["Greco", "Bakker", "Morin", "Peña", "Lobo", "Reid", "Vogt", "de Wit", "Vidal", "Matos", "Conti", "Price"];
    let survey = parse(&table("c1,c2,c3,c4,c5,c6", |number, answer| {
        let (lat, lon) = (53.0 + number as f64 * 0.013_271, -0.35 - number as f64 * 0.011_313);
        format!("{},{},{},{lat:.5},{lon:.5},{answer}", given[number], family[number], ["a", "b"][number % 2])
    }));
    assert_eq!(named(&survey, Role::Personal), ["c1", "c2", "c4", "c5"], "{}", survey.summary);
    assert_eq!(named(&survey, Role::Answer), ["c6"]);
    // Scores near nought are no places.
    let scores = parse(&table("id,z1,z2,why", |number, answer| {
        format!("{number},{:.4},{:.4},{answer}", number as f64 * 0.1311 - 0.7, 0.9 - number as f64 * 0.1703)
    }));
    assert_eq!(named(&scores, Role::Personal), [""; 0], "{}", scores.summary);
}

#[test]
fn personal_columns_whose_names_count() {
    for header in [
        "N.º de funcionário",
        "Personal-Nr.",
        "N° de matricule",
        "Employee no.",
        "Klantnr.",
        "Nº de empleado",
        "Contatto di emergenza",
    ] {
        let survey = parse(&table(&format!("team;{header};why"), |number, answer| {
            format!("{};{};{answer}", ["a", "b"][number % 2], 41_200 + number * 7)
        }));
        assert_eq!(named(&survey, Role::Personal), [header], "{}", survey.summary);
    }
}

#[test]
fn entities_and_lines_of_html_part_no_cells() {
    let text = table("id,team,\"<p>Qu&rsquo;en pensez-vous&nbsp;?</p>\"", |number, answer| {
        format!(
            "{number},{},\"<p>&Eacute;t&eacute;, {answer}</p>\n<p>&nbsp;</p>\n<p>&agrave; bient&ocirc;t</p>\"",
            ["a", "b"][number % 2]
        )
    });
    let survey = parse(&text);
    assert_eq!((survey.documents.len(), survey.summary.plan.delimiter), (12, Some(',')), "{}", survey.summary);
    assert_eq!(survey.documents[0].text, format!("Été, {}\n\nà bientôt", ANSWERS[0]));
}

#[test]
fn columns_that_say_who_got_to_the_end() {
    for (header, yes, no) in [
        ("Completed", "Yes", "No"),
        ("survey_complete", "2", "0"),
        ("Intake complete?", "Complete", "Incomplete"),
        ("Response Status", "Completed", "Partially Completed"),
        ("Statut", "Terminé", "Partiel"),
    ] {
        let survey = parse(&table(&format!("id,{header},why"), |number, answer| {
            format!("{number},{},{answer}", if number % 4 == 0 { no } else { yes })
        }));
        assert_eq!(survey.summary.ledger.unfinished, 3, "{header}: {}", survey.summary);
        assert!(named(&survey, Role::Group).is_empty(), "{header}");
    }
}

#[test]
fn a_question_that_begins_with_what_asks_for_another_is_no_field_for_others() {
    let titles = ["Enfermeira Chefe", "Técnico de Raios X", "Diretor Adjunto", "Médica Residente"];
    let survey = parse(&table("id;Qual é o seu cargo?;O que deveria mudar?", |number, answer| {
        format!("{number};{};{answer}", titles[number % 4])
    }));
    assert_eq!(named(&survey, Role::Answer), ["O que deveria mudar?"], "{}", survey.summary);
    let other = parse(&table("id;Como vem?;Se outro, qual?", |number, answer| format!("{number};A pé;{answer}")));
    assert_eq!(named(&other, Role::OtherSpecify), ["Se outro, qual?"], "{}", other.summary);
}

#[test]
fn tables_with_commas_that_are_saved_as_text() {
    let text = table("id,team,What should change?", |number, answer| format!("{number},Day,\"{answer}\""));
    let read = |text: &str| path::bytes("t.txt", text.as_bytes(), &PathOptions::new(Language::english())).unwrap();
    assert_eq!(read(&text).documents.len(), 12);
    let prose =
        "Well, he said, it rains.\nThen, at six, we left.\nNow, of course, it is dry.\nSo, in short, we stay?\n";
    assert!(read(prose).surveys.is_empty());
}

#[test]
fn lists_of_options_of_which_few_are_different() {
    let lists = |marks: &str, options: [&str; 3]| {
        parse(&(0..60).fold("id\twhich\twhy\n".to_owned(), |table, row| {
            let chosen: Vec<&str> = (0..3).filter(|at| (row % 7 + 1) >> at & 1 == 1).map(|at| options[at]).collect();
            table + &format!("{row}\t{}\t{} In week {row}.\n", chosen.join(marks), ANSWERS[row % 12])
        }))
    };
    for (marks, options) in [
        (" ", ["blood_tests", "x_ray", "dental"]),
        (", ", ["Too far", "Too dear", "No time"]),
        (";", ["Zu weit", "Zu teuer", "Keine Zeit"]),
    ] {
        let survey = lists(marks, options);
        assert_eq!(named(&survey, Role::Choice), ["which"], "{marks:?}: {}", survey.summary);
    }
    for cells in [
        ["North", "North East", "South East", "East"],
        ["Hull, UK", "Leeds, UK", "Lyon, France", "Hull, UK"],
        ["Strongly agree", "Neither agree nor disagree", "Disagree", "Strongly disagree"],
    ] {
        let survey =
            parse(&table("id\twhich\twhy", |number, answer| format!("{number}\t{}\t{answer}", cells[number % 4])));
        assert_eq!(named(&survey, Role::Group), ["which"], "{cells:?}: {}", survey.summary);
    }
}

#[test]
fn a_number_that_is_all_a_column_holds_is_no_missing_code() {
    let survey = parse(&table("id;lastpage;why", |number, answer| format!("{number};77;{answer}")));
    assert_eq!(survey.summary.plan.missing, [""; 0]);
}

#[test]
fn programs_of_forms_are_told_apart() {
    let odk =
        parse(&table("SubmissionDate,ward,remarks,meta-instanceID,KEY,SubmitterID,DeviceID", |number, answer| {
            format!(
                "2026-03-{:02}T10:00:00.000Z,{},{answer},uuid:{number}a,uuid:{number}a,7,collect:x{number}",
                number + 1,
                ["a", "b"][number % 2]
            )
        }));
    assert_eq!(odk.summary.plan.form, Tool::Odk);
    let cto = parse(&table("SubmissionDate,starttime,endtime,deviceid,ward,remarks,KEY", |number, answer| {
        let day = format!("2026-03-{:02} 10:00:00", number + 1);
        format!("{day},{day},{day},35{number}9,{},{answer},uuid:{number}a", ["a", "b"][number % 2])
    }));
    assert_eq!(cto.summary.plan.form, Tool::SurveyCto);
}

/// A table of random rows out of what surveys hold: headers, answers, codes, names, dates, blanks, quoted lines, rows too long and too short.
fn random_table(u: &mut Unstructured<'_>) -> Result<String> {
    const CELLS: &[&str] = &[
        "",
        " ",
        "id",
        "Status",
        "Date submitted",
        "What should change?",
        "Other (please specify)",
        "Response",
        "7",
        "-99",
        "NA",
        "n/a",
        "Yes",
        "Preview",
        "Partial",
        "2026-03-01 10:00:00",
        "Ann Lee",
        "ann@example.org",
        "<p>It is cold &amp; dark.</p>",
        "Bus;Tram",
        "The bus is late every day.",
        "\"Two lines,\n\"\"quoted\"\", of one cell\"",
        "Größe zählt",
        "{\"\"ImportId\"\"",
    ];
    let width = u.int_in_range(1..=6)?;
    let delimiter = *u.choose(&[",", ";", "\t"])?;
    let mut table = String::new();
    for _ in 0..u.int_in_range(0..=14)? {
        let cells = if u.ratio(1, 8)? { u.int_in_range(0..=8)? } else { width };
        let row: Vec<&str> = (0..cells).map(|_| u.choose(CELLS).copied()).collect::<Result<_>>()?;
        table += &row.join(delimiter);
        table += u.choose(&["\n", "\r\n"])?;
    }
    Ok(table)
}

#[test]
fn every_row_and_cell_of_random_tables_is_counted_once() {
    let options = [
        SurveyOptions::new(Language::english()),
        SurveyOptions::new(Language::english()).header_rows(1),
        SurveyOptions::new(Language::english()).open("1").missing("7"),
        SurveyOptions::new(Language::english()).all_groups(true).header_rows(0),
    ];
    arbtest(|u| {
        let text = random_table(u)?;
        let options = u.choose(&options)?;
        let Ok(table) = survey::Table::parse("t.csv", &text, None, false) else { return Ok(()) };
        // A table that is empty or has no such column is refused, which loses nothing.
        let Ok(plan) = survey::detect(&table, options) else { return Ok(()) };
        let survey = survey::apply(&table, &plan, &Language::english()).unwrap();
        let ledger = &survey.summary.ledger;
        assert!(ledger.is_complete(), "{ledger}\n{text}");
        if plan.form == Tool::Transcript {
            return Ok(());
        }
        assert_eq!(ledger.answers + ledger.no_content, survey.documents.len(), "{text}");
        // Every answer stands in the row that it names, as the file has it.
        let rows: Vec<usize> = survey.documents.iter().map(|it| it.attributes["row"].parse().unwrap()).collect();
        assert!(rows.is_sorted(), "{text}");
        Ok(())
    })
    .budget_ms(1500);
}
