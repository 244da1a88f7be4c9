//! Columns that tell who somebody is are left out, by their names and by their cells.

use verbatims::Language;
use verbatims::import::plan::Role;
use verbatims::import::survey::{self, Survey, SurveyOptions};

/// Cells of each kind; four different ones.
const NAMES: [&str; 4] = ["Ann Lee", "Bo Ray", "Cy Fox", "Di Orr"];
const MAILS: [&str; 4] = ["ann@example.org", "bo@example.org", "cy@example.org", "di@example.org"];
const PHONES: [&str; 4] = ["+44 1482 555 101", "+44 1482 555 102", "+44 1482 555 103", "+44 1482 555 104"];
const PLACES: [&str; 4] = ["12 Mill Lane", "3 High Street", "Hauptstraße 5", "Rue du Port 9"];
const POSTCODES: [&str; 4] = ["HU1 3AB", "LS2 9JT", "YO1 7HH", "HU5 2NN"];
const BIRTHS: [&str; 4] = ["01/02/1984", "13/05/1961", "02/02/2001", "04/07/1975"];
const NUMBERS: [&str; 4] = ["40017", "40018", "40019", "40020"];

fn read(header: &str, cells: [&str; 4]) -> Survey {
    let mut table = format!("Wave\t{header}\tWhat should change?\n");
    for row in 0..12 {
        let wave = if row < 6 { "before" } else { "after" };
        table += &format!("{wave}\t{}\tThe lift is slow in the morning, number {row}.\n", cells[row % 4]);
    }
    survey::parse("t.tsv", &table, &SurveyOptions::new(Language::english())).unwrap()
}

fn is_personal(header: &str, cells: [&str; 4]) -> bool {
    let survey = read(header, cells);
    assert!(survey.summary.ledger.is_complete());
    let personal =
        survey.summary.plan.named(Role::Personal).chain(survey.summary.plan.named(Role::PersonalId)).count() == 1;
    if personal {
        let kept = survey.documents.iter().any(|document| {
            document.attributes.values().chain([&document.text.to_string()]).any(|value| value.contains(cells[0]))
        });
        assert!(!kept, "{header}");
        assert!(
            survey.summary.plan.columns[1].samples.iter().all(|sample| !cells.contains(&sample.as_str())),
            "{header}"
        );
        assert!(survey.personal.contains(&cells[0].to_owned()), "{header}");
    }
    personal
}

#[test]
fn personal_columns_by_their_names() {
    for (headers, cells) in [
        (
            &[
                "Participant name",
                "Line manager",
                "Full name",
                "Name",
                "Name der Führungskraft",
                "Vor- und Nachname",
                "Nom et prénom",
                "Supérieur hiérarchique",
                "Nombre y apellidos",
                "Jefe directo",
                "Nome e cognome",
                "Responsabile diretto",
                "Nome completo",
                "Gestor direto",
                "Naam leidinggevende",
                "Who is your line manager?",
                "Wie heißen Sie?",
                "Manager",
                "Vorgesetzte",
                "Respondent name",
            ][..],
            NAMES,
        ),
        (
            &[
                "E-mail",
                "E-Mail-Adresse",
                "Courriel",
                "Correo electrónico",
                "Posta elettronica",
                "Endereço de e-mail",
                "Q7",
            ],
            MAILS,
        ),
        (&["Phone number", "Telefonnummer", "Numéro de téléphone", "Teléfono", "Cellulare", "Telemóvel", "Q8"], PHONES),
        (&["Home address", "Anschrift", "Adresse postale", "Dirección", "Indirizzo", "Morada", "Q9"], PLACES),
        (&["Postcode", "Postleitzahl", "Code postal", "Código postal", "Codice postale", "Q10"], POSTCODES),
        (
            &[
                "PLZ",
                "CEP",
                "ZIP",
                "Employee ID",
                "Personalnummer",
                "Matricule",
                "Número de empleado",
                "Matricola",
                "Número de funcionário",
                "What is your zip code?",
            ],
            NUMBERS,
        ),
        (
            &[
                "Date of birth",
                "Geburtsdatum",
                "Date de naissance",
                "Fecha de nacimiento",
                "Data di nascita",
                "Data de nascimento",
                "Geboortedatum",
                "DOB",
                "Q11",
            ],
            BIRTHS,
        ),
        (&["IP Address", "Adresse IP", "Q12"], ["10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4"]),
        (&["Device ID", "Geräte-ID"], ["a1b2c3", "d4e5f6", "a7b8c9", "d1e2f3"]),
        (
            &["GPS", "Coordonnées GPS", "Q13"],
            ["53.7446, -0.3352", "53.8008, -1.5491", "53.9600, -1.0873", "53.7457, -0.3367"],
        ),
    ] {
        for header in headers {
            assert!(is_personal(header, cells), "{header}: {}", read(header, cells).summary);
        }
    }
}

#[test]
fn what_is_no_person_stays_a_group() {
    for (header, cells) in [
        ("Ward", ["North Ward", "South Ward", "East Ward", "West Ward"]),
        ("Location", ["Hull", "Leeds", "York", "Hull"]),
        ("Do you have a line manager?", ["Yes", "No", "Yes", "No"]),
        ("How often do you use the telephone?", ["Daily", "Weekly", "Never", "Daily"]),
        ("How do you prefer to be contacted: e-mail or phone?", ["e-mail", "phone", "letter", "phone"]),
        ("Altersgruppe", ["18-25", "26-40", "41-60", "60+"]),
        ("Manager", ["yes", "no", "yes", "no"]),
        ("Start", ["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04"]),
    ] {
        assert!(!is_personal(header, cells), "{header}: {}", read(header, cells).summary);
    }
    let mut table = "id,What about your line manager?\n".to_owned();
    for row in 0..12 {
        table += &format!("{row},She listens when I bring a problem to her desk {row}.\n");
    }
    let survey = survey::parse("t.csv", &table, &SurveyOptions::new(Language::english())).unwrap();
    assert_eq!(survey.documents.len(), 12, "what people say of a manager is an answer: {}", survey.summary);
}

#[test]
fn personal_columns_are_taken_where_they_are_asked_for() {
    let table = "Line manager,why\nSam Holt,The lift is slow today.\nPia Lund,The bus never comes.\n";
    let asked = SurveyOptions::new(Language::english()).group("line manager");
    let survey = survey::parse("t.csv", table, &asked).unwrap();
    assert_eq!(survey.documents[0].attributes["Line manager"], "Sam Holt");
    assert_eq!(survey.personal, ["Pia Lund", "Sam Holt"], "pseudonyms take the place of them all the same");
    let told = SurveyOptions::new(Language::english()).personal("A");
    assert!(!survey::parse("t.csv", table, &told).unwrap().documents[0].attributes.contains_key("Line manager"));
}

#[test]
fn respondents_who_are_named_by_their_names_get_numbers() {
    let table = "participant,question,answer\n\
        ann@example.org,Why?,The bus stops at six.\nbo@example.org,Why?,Rent is far too high here.\n\
        ann@example.org,What now?,We walk home at night.\nbo@example.org,What now?,We save and we wait.\n";
    let survey = survey::parse("t.csv", table, &SurveyOptions::new(Language::english())).unwrap();
    let names: Vec<&str> = survey.documents.iter().map(|document| document.attributes["respondent"].as_str()).collect();
    assert_eq!(names, ["respondent 1", "respondent 2", "respondent 1", "respondent 2"]);
    assert!(survey.documents.iter().all(|document| !document.id.as_str().contains('@')));
}
