//! The first five minutes of a newcomer.

use std::fs;
use std::path::Path;

use super::{at_width, file, folder, good, names};
use crate::golden;

#[test]
fn the_seed_article_and_survey() {
    let folder = folder("seeds");
    let article = good(&folder, &["run", &file("seeds/articles/technological-self-reliance.txt")]);
    golden::assert("binary/seed_article.txt", &article.out);
    let survey = good(&folder, &["run", &file("seeds/surveys/research-conditions.csv"), "--out", "survey"]);
    golden::assert("binary/seed_survey.txt", &survey.out);
    assert_eq!(
        names(&folder.join("quotes-out")),
        [
            "codebook.csv",
            "cooccurrence.csv",
            "coverage.csv",
            "quotes.csv",
            "quotes.jsonl",
            "report.html",
            "run.json",
            "saturation_quotes.csv",
            "saturation_speakers.csv",
            "speakers.csv",
            "theme_by_affiliation.csv",
            "theme_by_affiliation_cells.csv",
            "theme_by_speaker.csv",
            "theme_by_speaker_cells.csv",
            "themes.csv",
            "themes_wide.csv"
        ]
    );
}

fn all(folder: &Path) -> Vec<(String, Vec<u8>)> {
    names(folder).into_iter().map(|name| (name.clone(), fs::read(folder.join(name)).unwrap())).collect()
}

#[test]
fn the_same_input_gives_the_same_files_on_any_number_of_threads() {
    let folder = folder("threads");
    let survey = file("seeds/surveys/research-conditions.csv");
    good(&folder, &["run", &survey, "--threads", "1", "--out", "one"]);
    good(&folder, &["run", &survey, "--threads", "8", "--out", "eight"]);
    assert_eq!(all(&folder.join("one")), all(&folder.join("eight")));
}

#[test]
fn a_codebook_that_was_written_is_read_back() {
    let folder = folder("again");
    let survey = file("seeds/surveys/research-conditions.csv");
    good(&folder, &["run", &survey, "--out", "found"]);
    let again = good(&folder, &["run", &survey, "--codebook", "found/codebook.csv", "--out", "guided"]).out;
    assert!(again.contains("of codebook.csv"), "{again}");
    let book = |of: &str| fs::read(folder.join(of).join("codebook.csv")).unwrap();
    assert_eq!(book("found"), book("guided"));
}

#[test]
fn answers_are_grouped_by_the_month_or_year_of_their_date() {
    let folder = folder("months");
    let answers = "id,date,answer\n1,2023-12-28,The buses are always late in the morning.\n\
                   2,2024-03-30,Buses come late and they are full.\n3,2024-04-02,Rent is too high for what we get.\n\
                   4,2024-04-15,The rent went up again this spring.\n5,2024-04-20,Late buses every single day.\n";
    fs::write(folder.join("answers.csv"), answers).unwrap();
    for (unit, groups, counts) in [("month", "2023-12,2024-03,2024-04", "1,1,3"), ("year", "2023,2024", "1,4")] {
        good(&folder, &["run", "answers.csv", "--group", &format!("date:{unit}"), "--out", unit]);
        let table = fs::read_to_string(folder.join(unit).join("theme_by_date.csv")).unwrap();
        let rows: Vec<Vec<&str>> = table.lines().map(|line| line.split(',').collect()).collect();
        // The groups stand between the theme and the total, each with its share.
        let of = |row: &[&str]| -> String { row[2..].iter().step_by(2).copied().collect::<Vec<_>>().join(",") };
        let (head, all) = (&rows[0], &rows[rows.len() - 1]);
        let width = head.iter().position(|name| *name == "total").unwrap();
        assert_eq!(of(&head[..width]), groups, "{table}");
        assert_eq!(of(&all[..width]), counts, "{table}");
    }
}

#[test]
fn the_pages_fit_the_terminal() {
    let folder = folder("wide");
    let (article, survey) =
        (file("seeds/articles/technological-self-reliance.txt"), file("seeds/surveys/research-conditions.csv"));
    let codebook = file("seeds/codebooks/research-culture.toml");
    for args in [
        &["run", &article, "--codebook", &codebook][..],
        &["run", &article, "--of", "all", "-k", "3"],
        &["themes", &survey, "-k", "20"],
        &["code", &survey, "--codebook", &codebook],
        &["extract", &article],
    ] {
        let args = if args[0] == "run" { [args, &["--force"]].concat() } else { args.to_vec() };
        for line in good(&folder, &args).out.lines() {
            assert!(line.chars().count() <= 80, "{args:?}: {line}");
        }
        for width in [60, 120] {
            for line in at_width(&folder, &width.to_string(), &args).lines() {
                assert!(line.chars().count() <= width, "{args:?} at {width}: {line}");
            }
        }
    }
}

#[test]
fn bars_are_on_one_scale_and_every_count_has_its_base() {
    let folder = folder("bars");
    let rows: String = (1..=20)
        .map(|n| {
            format!(
                "P{n},{}\n",
                if n <= 12 {
                    "rent is too high"
                } else if n <= 15 {
                    "the tram is late"
                } else {
                    "the roof leaks at night"
                }
            )
        })
        .collect();
    fs::write(folder.join("wards.csv"), format!("id,What is wrong?\n{rows}")).unwrap();
    fs::write(folder.join("codes.csv"), "name,words\nRent,rent\nTrams,tram\nNoise,noise\n").unwrap();
    let page =
        good(&folder, &["run", "wards.csv", "--open", "What is wrong?", "--codebook", "codes.csv", "--words-only"]).out;
    let bar = |name: &str| {
        let line =
            page.lines().find(|line| line.starts_with(name) && line.contains('%')).unwrap_or_else(|| panic!("{page}"));
        line.chars().filter(|letter| *letter == '█').count()
    };
    assert_eq!(bar("Rent"), 4 * bar("Trams"), "12 is four times 3: {page}");
    assert!(page.contains(" 60 %\n"), "the scale ends at the greatest share: {page}");
    assert!(page.contains("all responses") && page.contains("(no theme)"), "{page}");
    assert!(page.contains("20 answers of 20 respondents to 1 question."), "{page}");
    assert!(!page.contains("anonymous") && !page.contains("— P20"), "no list of respondents: {page}");
}
