//! Survey tables become responses.

use verbatims::import::plan::{Reason, Role};
use verbatims::import::survey::{self, Survey, SurveyOptions, Tool};
use verbatims::{Document, DocumentKind, Extractor, Language};

use super::data;

fn options() -> SurveyOptions {
    SurveyOptions::new(Language::english())
}

fn read(name: &str) -> Survey {
    survey::read(&data("surveys").join(name), &options()).unwrap()
}

fn parse(text: &str) -> Survey {
    survey::parse("t.csv", text, &options()).unwrap()
}

fn named(survey: &Survey, role: Role) -> Vec<&str> {
    survey.summary.plan.named(role).collect()
}

fn because(survey: &Survey, reason: Reason) -> Vec<&str> {
    let columns = survey.summary.plan.columns.iter().filter(|column| column.because == reason);
    columns.map(|column| column.name.as_str()).collect()
}

fn attribute<'a>(document: &'a Document<'_>, name: &str) -> &'a str {
    document.attributes.get(name).map_or("", String::as_str)
}

/// Respondent, column and text of every response.
fn responses(survey: &Survey) -> Vec<(&str, &str, &str)> {
    survey
        .documents
        .iter()
        .map(|document| (attribute(document, "respondent"), attribute(document, "column"), &*document.text))
        .collect()
}

#[test]
fn qualtrics() {
    let survey = read("qualtrics.csv");
    assert_eq!(
        (survey.summary.plan.form, survey.summary.plan.header_rows, survey.summary.ledger.previews),
        (Tool::Qualtrics, 3, 1)
    );
    assert_eq!(
        responses(&survey),
        [
            ("R_2aB3", "Q2", "Rent is too high, and the bus\nstops at six."),
            ("R_2aB3", "Q3_1", "rent"),
            ("R_2aB3", "Q3_2", "buses"),
            ("R_2aB3", "Q4_5_TEXT", "bike"),
            ("R_9xY1", "Q2", "n/a"),
        ]
    );
    let first = &survey.documents[0];
    assert_eq!(first.id.as_str(), "qualtrics.csv:R_2aB3:Q2");
    assert_eq!(first.kind, DocumentKind::Response);
    for (name, value) in [
        ("row", "4"),
        ("question", "What is the main reason?\nPlease write a few words."),
        ("Q1", "Very unlikely"),
        ("Q4", "Other"),
        ("date", "2026-03-10 10:04:01"),
        ("finished", "yes"),
        ("IPAddress", ""),
    ] {
        assert_eq!(attribute(first, name), value, "{name}");
    }
    assert_eq!(
        survey.summary.to_string(),
        "qualtrics.csv: Qualtrics export: 3 header rows, 2 responses, 1 preview row left out; 5 answers, 1 of them without content. \
         Open-ended: Q2, Q3_1, Q3_2, Q4_5_TEXT. Groups: Q1, Q4. Left out as personal: IPAddress. Left out: StartDate, EndDate, \
         Status, Progress, Duration (in seconds), Finished, RecordedDate, DistributionChannel, UserLanguage (kept by the program)."
    );
}

#[test]
fn a_response_names_its_respondent() {
    let survey = read("qualtrics.csv");
    let found = Extractor::new(Language::english()).extract(&survey.documents[0]);
    let [quote] = &found.quotes[..] else { panic!("{found:?}") };
    assert_eq!(quote.text, "Rent is too high, and the bus\nstops at six.");
    assert_eq!(quote.speaker().unwrap().name, "R_2aB3");
    assert_eq!(quote.attributes["Q1"], "Very unlikely");
}

#[test]
fn qualtrics_fields_that_are_marked_are_no_answers() {
    let survey = parse(
        "ResponseId,RecordedDate,Q1_1,Q1_2,Q2_1,Q2_2\n\
         Response ID,Recorded Date,Which? - Selected Choice - Rent,Which? - Selected Choice - Bus,Rate - Hull,Rate - Leeds\n\
         R_1,2026-03-10 10:00:00,Rent,Bus,Good,Bad\n\
         R_2,2026-03-10 10:00:00,,Bus,Good,Good\n\
         R_3,2026-03-10 10:00:00,Rent,,Bad,Good\n",
    );
    assert_eq!((survey.summary.plan.form, survey.summary.plan.header_rows), (Tool::Qualtrics, 2));
    assert!(survey.documents.is_empty());
    let note = survey.summary.notes[0].to_string();
    assert!(note.starts_with("t.csv: no open-ended column was found; name it. There are: ResponseId, "), "{note}");
}

#[test]
fn survey_monkey() {
    let survey = read("surveymonkey.csv");
    assert_eq!(
        (survey.summary.plan.form, survey.summary.plan.header_rows, survey.summary.ledger.responses),
        (Tool::SurveyMonkey, 2, 2)
    );
    let other = "Which of these apply? (Select all that apply) [Other (please specify)]";
    assert_eq!(
        responses(&survey),
        [
            ("114000000001", "What is the main problem?", "The bus stops at six 🚌"),
            ("114000000002", "Which area do you live in? [Other (please specify)]", "Beverley"),
            ("114000000002", "What is the main problem?", "Rent – it’s too high"),
            ("114000000002", other, "damp"),
        ]
    );
    assert_eq!(attribute(&survey.documents[0], "Which area do you live in?"), "Hull");
    assert_eq!(attribute(&survey.documents[0], "row"), "3");
    let personal = ["IP Address", "Email Address", "First Name", "Last Name"];
    assert_eq!(named(&survey, Role::Personal), personal);
}

#[test]
fn lime_survey() {
    let survey = read("limesurvey.csv");
    assert_eq!(
        (survey.summary.plan.form, survey.summary.ledger.responses, survey.summary.ledger.unfinished),
        (Tool::LimeSurvey, 2, 1)
    );
    assert_eq!(responses(&survey), [("1", "G01Q02", "The bus stops at six."), ("2", "G01Q03[other]", "damp")]);
    assert_eq!(attribute(&survey.documents[0], "finished"), "yes");
    assert_eq!(attribute(&survey.documents[1], "finished"), "no");
    assert_eq!(attribute(&survey.documents[1], "G01Q01"), "A2");

    let survey = read("limesurvey-fulltext.csv");
    assert_eq!((survey.summary.plan.form, survey.summary.plan.delimiter), (Tool::LimeSurvey, Some(';')));
    assert_eq!(responses(&survey), [("1", "What is the main problem?", "The bus stops at six.")]);
    assert_eq!(attribute(&survey.documents[0], "Where do you live?"), "Hull");
    assert_eq!(survey.documents[0].id.as_str(), "limesurvey-fulltext.csv:1:what-is-the-main-problem");
}

#[test]
fn google_forms() {
    let survey = read("googleforms.csv");
    assert_eq!((survey.summary.plan.form, survey.summary.ledger.responses), (Tool::GoogleForms, 2));
    assert_eq!(
        responses(&survey),
        [
            ("row 2", "What is the main problem?", "The bus stops at six.\nI walk home."),
            ("row 3", "What is the main problem?", "Rent"),
        ]
    );
    assert_eq!(attribute(&survey.documents[1], "Which area do you live in?"), "Leeds");
    assert_eq!(attribute(&survey.documents[1], "date"), "2026-03-10 11:04:00 AM GMT");
}

#[test]
fn long_form() {
    let survey = read("long.csv");
    assert_eq!(survey.summary.plan.form, Tool::Long);
    assert_eq!(responses(&survey), [("1", "Q2", "The bus stops at six."), ("2", "Q2", "Rent is too high.")]);
    assert_eq!((attribute(&survey.documents[1], "gender"), attribute(&survey.documents[1], "age")), ("m", "51"));

    let several = parse(
        "Respondent ID,Question,Answer\n1,Area,Hull\n1,Why?,The bus never comes at night.\n2,Area,Hull\n2,Why?,My rent went up again.\n",
    );
    assert_eq!(
        responses(&several),
        [("1", "Why?", "The bus never comes at night."), ("2", "Why?", "My rent went up again.")],
        "questions with options are no responses"
    );
}

#[test]
fn columns_that_are_not_answers_are_left_out_with_a_reason() {
    let mut table = "code\tarea\turl\tchoices\twho\tconst\tnote\n".to_owned();
    for (row, text) in
        ["It is cold in here.", "The night bus was cut.", "Nobody asks us at all.", "I pay far too much."]
            .iter()
            .cycle()
            .take(12)
            .enumerate()
    {
        table += &format!(
            "a{row}bcdefghijklmnopqrstuv\t{}\thttps://example.org/{row}\tRent in the city;Buses at night\tp{row}@example.org\tyes\t{text} {row}\n",
            ["Hull", "Leeds"][row % 2]
        );
    }
    let survey = parse(&table);
    assert_eq!(survey.summary.plan.delimiter, Some('\t'));
    assert_eq!(named(&survey, Role::Answer), ["note"]);
    assert_eq!(named(&survey, Role::Group), ["area"]);
    assert_eq!(named(&survey, Role::Personal), ["who"]);
    assert_eq!(because(&survey, Reason::Varied), ["code", "url"]);
    assert_eq!(because(&survey, Reason::Constant), ["choices", "const"]);
}

#[test]
fn a_caller_names_columns() {
    let text = "who,name,mood,why\n7,Ann,good,bus\n8,Bob,bad,rent\n";
    let chosen = options().open("Why").group("mood").respondent("who");
    let survey = survey::parse("t.csv", text, &chosen).unwrap();
    assert_eq!(responses(&survey), [("7", "why", "bus"), ("8", "why", "rent")]);
    assert_eq!(attribute(&survey.documents[0], "mood"), "good");
    let named = survey::parse("t.csv", text, &options().open("name")).unwrap();
    assert_eq!(responses(&named).len(), 2, "what is personal is taken when it is asked for");
    let error = survey::parse("t.csv", text, &options().open("Q9")).unwrap_err().to_string();
    assert_eq!(error, "setting `open`: t.csv has no column `Q9`; there are: who, name, mood, why");
    let error = survey::parse("t.csv", text, &options().group("Q9")).unwrap_err().to_string();
    assert!(error.starts_with("setting `group`"), "{error}");
    let error = survey::parse("t.csv", text, &options().respondent("Q9")).unwrap_err().to_string();
    assert!(error.starts_with("setting `respondent`"), "{error}");
    let error = options().delimiter('x').unwrap_err().to_string();
    assert_eq!(error, "setting `delimiter`: 'x' is none of `,` `;` tab `|`");
}

#[test]
fn a_quote_that_is_never_closed_stops_with_its_place() {
    let text =
        "id,why\n1,\"The bus is late, always.\"\n2,\"Rent is too high\n3,\"I walk, every day.\"\n4,It is cold.\n";
    let survey = parse(text);
    assert_eq!(responses(&survey), [("1", "why", "The bus is late, always.")]);
    assert_eq!(
        survey.summary.notes[0].to_string(),
        "t.csv: line 3: quote opened at column 3 is never closed. Read the 2 rows before it; close it or take it out to read the rest"
    );
    let error = survey::parse("t.csv", text, &options().strict(true)).unwrap_err().to_string();
    assert_eq!(error, "t.csv: line 3: quote opened at column 3 is never closed; close it or take it out");
    let last = parse("id,why\n1,The bus is late.\n2,\"Rent is\n");
    assert_eq!(last.documents.len(), 1);
}

#[test]
fn broken_tables_are_read_as_far_as_they_go() {
    let survey =
        parse("id,why\n1,\"She said \"no\" to me, twice\"\n\n2,It is cold, really\n3\n4,I walk home at night\n");
    assert_eq!(
        responses(&survey),
        [
            ("1", "why", "She said \"no\" to me, twice"),
            ("2", "why", "It is cold"),
            ("4", "why", "I walk home at night")
        ]
    );
    assert_eq!(attribute(&survey.documents[1], "row"), "4", "a spreadsheet counts blank rows");
    let notes: Vec<String> = survey.summary.notes.iter().map(ToString::to_string).collect();
    assert_eq!(
        notes,
        [
            "t.csv: line 2: a quotation mark inside the cell that starts at column 3 is not doubled; read as it stands",
            "t.csv: line 4: this row has 3 cells, the first has 2; what is too much is left out",
        ]
    );
    assert!(survey::parse("t.csv", "id,why\n2,a,b\n", &options().strict(true)).is_err());
    let error = survey::parse("t.csv", " \n", &options()).unwrap_err().to_string();
    assert_eq!(error, "t.csv: this table is empty; a survey has a header row and a row for each response");
    assert_eq!(parse("id,why\n").summary.notes[0].to_string(), "t.csv: there is no response below the header");
}

#[test]
fn cells_are_verbatim_and_ids_are_unique() {
    let survey = survey::parse(
        "t.csv",
        "sep=;\r\nid;why;why\r\n7;\" a \"\"b\"\" \r\n c\";x\r\n7;=1+1;y\r\n",
        &options().open("why").open("why (2)"),
    )
    .unwrap();
    assert_eq!(
        responses(&survey),
        [("7", "why", " a \"b\" \r\n c"), ("7", "why (2)", "x"), ("7", "why", "=1+1"), ("7", "why (2)", "y")]
    );
    let ids: Vec<&str> = survey.documents.iter().map(|document| document.id.as_str()).collect();
    assert_eq!(ids, ["t.csv:7:why", "t.csv:7:why-2", "t.csv:7:why:row 4", "t.csv:7:why-2:row 4"]);
}
