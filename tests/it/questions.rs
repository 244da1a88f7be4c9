//! Surveys question by question: what people like is not sorted with what they dislike.

use std::collections::BTreeSet;

use verbatims::import::survey::{self, SurveyOptions};
use verbatims::report::Unit;
use verbatims::themes::by_question;
use verbatims::{Analysis, Codings, Corpus, Extractor, Facet, Language, Quote, ThemeModel};

/// A survey of two questions whose answers share words: `people` respondents, a third of whom skip the second.
fn street(people: usize, questions: [&str; 2]) -> String {
    let good = ["The market is close to the park", "The park is green and quiet", "My neighbours help each other"];
    let bad = ["The rent of the flat rises", "The bus to the market is late", "The park is dark at night"];
    let mut table = format!("ID,Region,{},{}\n", questions[0], questions[1]);
    for number in 0..people {
        let (one, other) = (good[number % 3], if number % 3 == 2 { "" } else { bad[(number / 3) % 3] });
        let times = ["again", "every day", "since May", "as ever"][(number / 2) % 4];
        let region = ["North", "South"][(number / 5) % 2];
        let other = if other.is_empty() { String::new() } else { format!("{other} {times} {number}") };
        table.push_str(&format!("{number},{region},{one} {times} {number},{other}\n"));
    }
    table
}

fn corpus(table: &str) -> Corpus {
    let survey = survey::parse("street.csv", table, &SurveyOptions::new(Language::english())).unwrap();
    Extractor::new(Language::english()).corpus(&survey.documents).unwrap()
}

fn analysed(corpus: &Corpus) -> Analysis {
    let quotes: Vec<&Quote> = corpus.quotes().collect();
    let options = ThemeModel::options(&Language::english()).vectors(false);
    let parts = by_question(&quotes).into_iter();
    let parts = parts.map(|(question, quotes)| (question, options.fit_code(&quotes).unwrap().1)).collect();
    Analysis::of_corpus(corpus, Codings::of_questions(parts)).unwrap()
}

#[test]
fn a_theme_has_answers_to_one_question_only_and_shares_of_them() {
    for questions in [["What do you like?", "What do you dislike?"], ["Was ist gut?", "Was ist schlecht?"]] {
        let corpus = corpus(&street(60, questions));
        let analysis = analysed(&corpus);
        let counts = analysis.theme_counts();
        assert!(counts.len() >= 4, "{counts:?}");
        let ids: BTreeSet<&str> = counts.iter().map(|theme| theme.theme.as_str()).collect();
        assert_eq!(ids.len(), counts.len(), "ids are unique");
        for theme in &counts {
            let question = theme.question.as_deref().unwrap();
            for (quote, _) in analysis.quotes_of(&theme.theme) {
                assert_eq!(quote.attributes["question"], question);
            }
            assert_eq!(theme.base.quotes, if question == questions[0] { 60 } else { 40 });
        }
    }
}

#[test]
fn groups_are_compared_among_the_answers_to_the_question() {
    let corpus = corpus(&street(60, ["What do you like?", "What do you dislike?"]));
    let analysis = analysed(&corpus);
    let table = analysis.crosstab(&Facet::Attribute("Region".to_owned()), Unit::Quotes);
    for row in &table.rows {
        let answers: usize = row.bases.iter().map(|base| base.quotes).sum();
        assert_eq!(answers, if row.question.as_deref() == Some("What do you like?") { 60 } else { 40 });
        for (cell, base) in row.cells.iter().zip(&row.bases) {
            let share = cell.counts.unwrap().quotes as f64 / base.quotes as f64;
            assert!((cell.share.unwrap() - share).abs() < 1e-12);
        }
    }
    let tables = analysis.comparisons(Unit::Quotes);
    let by_question = tables.iter().find(|table| table.facet.to_string() == "question").unwrap();
    assert!(by_question.rows.iter().all(|row| row.test.is_none() && row.bases.iter().any(|base| base.quotes == 0)));
}

#[test]
fn fields_of_one_question_are_one_question() {
    let two = |one: &str, other: &str| {
        let corpus = corpus(&format!(
            "ID,{one},{other}\n1,The rent is too high,The bus is late\n2,The flat is damp,The park is dark\n"
        ));
        by_question(&corpus.quotes().collect::<Vec<_>>()).len()
    };
    assert_eq!(two("Name up to two reasons - Reason 1", "Name up to two reasons - Reason 2"), 1);
    assert_eq!(two("Nennen Sie bis zu zwei Gründe: Grund 1", "Nennen Sie bis zu zwei Gründe: Grund 2"), 1);
    assert_eq!(two("Question 1", "Question 2"), 2);
    assert_eq!(two("What changed for you in 2019", "What changed for you in 2020"), 2);
}

#[test]
fn one_question_and_no_question_stay_one_pot() {
    let corpus =
        corpus("ID,What is it like here?\n1,The park is green\n2,The rent of the flat is high\n3,The bus is late\n");
    let quotes: Vec<&Quote> = corpus.quotes().collect();
    let parts = by_question(&quotes);
    assert_eq!(parts.len(), 1);
    let codings = ThemeModel::options(&Language::english()).fit_code(&quotes).unwrap().1;
    assert_eq!(Codings::of_questions(vec![(parts[0].0.clone(), codings.clone())]), codings);
    let prose =
        Extractor::new(Language::english()).corpus(&[verbatims::Document::new("a", "“Rent is high,” said Ann Lee.")]);
    let prose = prose.unwrap();
    assert_eq!(by_question(&prose.quotes().collect::<Vec<_>>())[0].0, None);
}

#[cfg(feature = "cli")]
mod program {
    use std::fs;
    use std::path::{Path, PathBuf};
    use std::process::{Command, Output};

    use super::street;

    fn folder(name: &str) -> PathBuf {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("questions").join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("street.csv"), street(60, ["What do you like?", "What do you dislike?"])).unwrap();
        folder
    }

    fn run(folder: &Path, args: &[&str]) -> (String, String) {
        let Output { status, stdout, stderr } =
            Command::new(env!("CARGO_BIN_EXE_verbatims")).current_dir(folder).args(args).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let (out, errors) = (text(stdout), text(stderr));
        assert!(status.success(), "{args:?}: {errors}");
        (out, errors)
    }

    fn column(folder: &Path, table: &str, name: &str) -> Vec<String> {
        let text = fs::read_to_string(folder.join(table)).unwrap();
        let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let at = reader.headers().unwrap().iter().position(|head| head == name).unwrap();
        reader.records().map(|row| row.unwrap()[at].to_owned()).filter(|cell| !cell.is_empty()).collect()
    }

    #[test]
    fn page_table_and_report_name_the_question() {
        let folder = folder("named");
        let (out, _) = run(&folder, &["run", "street.csv", "--out", "o"]);
        assert!(out.contains("for each of 2 questions"), "{out}");
        assert!(
            out.contains("What do you like? (60 responses)") && out.contains("What do you dislike? (40 responses)")
        );
        let questions = column(&folder, "o/themes.csv", "question");
        assert!(
            questions.iter().any(|it| it == "What do you like?")
                && questions.iter().any(|it| it == "What do you dislike?")
        );
        let report = fs::read_to_string(folder.join("o/report.html")).unwrap();
        assert!(report.contains("Each of the 2 questions has themes of its own"));
        assert!(
            report.contains("<small><bdi>What do you like?</bdi></small>")
                && report.contains("<small><bdi>What do you dislike?</bdi></small>")
        );
        // What a person leaves unchanged comes back, and the codebook is one.
        run(&folder, &["run", "street.csv", "--codings", "o/quotes.csv", "--out", "again"]);
        for table in ["quotes.csv", "themes.csv", "codebook.csv"] {
            let read = |of: &str| fs::read_to_string(folder.join(of).join(table)).unwrap();
            assert!(read("o") == read("again"), "{table}");
        }
        run(&folder, &["run", "street.csv", "--codebook", "o/codebook.csv", "--out", "guided"]);
        assert_eq!(column(&folder, "guided/themes.csv", "level").iter().filter(|level| *level == "1").count(), 2);
    }

    #[test]
    fn one_pot_where_it_is_asked_for_or_one_model_is_kept() {
        let folder = folder("pooled");
        let (out, _) = run(&folder, &["themes", "street.csv", "--pool"]);
        assert!(out.contains("in 100 responses") && !out.contains("for each of"), "{out}");
        let (_, errors) = run(&folder, &["themes", "street.csv", "--model", "street.model"]);
        assert!(errors.contains("2 questions are themed in one pot"), "{errors}");
    }

    #[test]
    fn a_question_of_few_answers_does_not_end_the_run() {
        let folder = folder("few");
        let mut table = street(40, ["What do you like?", "What do you dislike?"]);
        table = table.replacen("\n", ",Anything else that you want to tell us?\n", 1);
        let rows: Vec<String> = table
            .lines()
            .enumerate()
            .map(|(at, line)| match at {
                0 => line.to_owned(),
                1 | 2 => format!("{line},The letters come too late for us in street {at}"),
                _ => format!("{line},"),
            })
            .collect();
        fs::write(folder.join("street.csv"), rows.join("\n")).unwrap();
        let (out, errors) = run(
            &folder,
            &[
                "themes",
                "street.csv",
                "-k",
                "3",
                "--open",
                "What do you like?",
                "--open",
                "Anything else that you want to tell us?",
            ],
        );
        assert!(
            errors.contains("“Anything else that you want to tell us?”") && errors.contains("3 themes were asked for"),
            "{errors}"
        );
        assert!(
            errors.contains("1 question has fewer than 30 answers") && out.contains("What do you like? (40 responses)"),
            "{errors}{out}"
        );
    }
}
