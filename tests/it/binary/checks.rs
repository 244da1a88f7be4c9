//! Checks: do two coders agree, are quotations what the sources say, why is a passage read as it is.

use std::fs;

use super::{bad, call, file, folder, good, names};
use crate::golden;

#[test]
fn two_coders_are_compared_theme_by_theme() {
    let folder = folder("agree");
    fs::write(
        folder.join("ann.csv"),
        "quote_id,themes\nq1,Rent\nq2,Rent;Buses\nq3,Buses\nq4,Damp\nq5,\nq6,Rent\nq7,Rent\nq8,Buses\nq9,Rent\nq10,Rent\nq11,\n",
    )
    .unwrap();
    fs::write(
        folder.join("bob.csv"),
        "quote_id,Rent,Buses,Damp\nq1,1,0,0\nq2,1,0,0\nq3,0,1,0\nq4,0,0,0\nq5,0,0,1\nq6,1,0,0\nq7,1,0,0\nq8,0,1,0\nq9,1,0,0\nq10,1,0,0\nq11,0,0,0\n",
    )
    .unwrap();
    let came =
        good(&folder, &["agree", "ann.csv", "bob.csv", "--out", "figures.csv", "--disagreements", "discuss.csv"]);
    golden::assert("binary/agree.txt", &came.out);
    golden::assert("binary/agree_figures.csv", fs::read(folder.join("figures.csv")).unwrap());
    golden::assert("binary/agree_discuss.csv", fs::read(folder.join("discuss.csv")).unwrap());
    // What is there stays there.
    let error = bad(&folder, &["agree", "ann.csv", "bob.csv", "--out", "figures.csv"], 2);
    assert!(error.contains("figures.csv") && error.contains("--force"), "{error}");
    let json = good(&folder, &["agree", "ann.csv", "bob.csv", "--json", "--resamples", "0"]).out;
    let read: verbatims::Agreement = serde_json::from_str(&json).unwrap();
    assert_eq!((read.units, read.uncoded_by_both), (10, 1));
    fs::write(folder.join("else.csv"), "quote_id,themes\nx1,Rent\n").unwrap();
    let error = bad(&folder, &["agree", "ann.csv", "else.csv"], 2);
    assert!(error.contains("no quotation in common"), "{error}");
}

#[test]
fn quotations_are_held_against_their_sources() {
    let folder = folder("verify");
    let article = file("tests/data/article/article.txt");
    fs::write(
        folder.join("summary.csv"),
        "quote_id,text,source,speaker\n\
         1,There is nothing left.,article.txt,Maria Ortiz\n\
         2,\"\"\"I pay more than half my wage in rent\"\"\",article.txt,Tom Hale\n\
         3,The last bus leaves at seven.,article.txt,Ortiz\n\
         4,We will build a tram by 2030 and everyone will love it,article.txt,Tom Hale\n\
         5,My manager told me: “Get a car or get another job”.,article.txt,Ortiz\n",
    )
    .unwrap();
    let came = call(&folder, &["verify", "summary.csv", "--sources", &article, "--out", "checked.csv"], b"");
    assert_eq!(came.code, 1, "{}", came.errors);
    golden::assert("binary/verify.txt", &came.out);
    golden::assert("binary/verify_checked.csv", fs::read(folder.join("checked.csv")).unwrap());
    assert!(came.errors.contains("2 of 5 quotations are not what the sources say"), "{}", came.errors);

    // What the program has found itself is exact.
    good(&folder, &["run", &article]);
    let came = good(&folder, &["verify", "quotes-out/quotes.csv", "--sources", &article]);
    assert!(came.out.contains(" exact.") && !came.out.contains("Not found"), "{}", came.out);
    let error = bad(&folder, &["verify", "missing.csv", "--sources", &article], 2);
    assert!(error.contains("missing.csv"), "{error}");
    fs::write(folder.join("empty.csv"), "").unwrap();
    let error = bad(&folder, &["verify", "empty.csv", "--sources", &article], 2);
    assert!(error.contains("column `text` or `quote`"), "{error}");
    assert!(!names(&folder).contains(&"checked.csv.tmp".to_owned()));
}

#[test]
fn a_passage_is_explained() {
    let folder = folder("explain");
    let passage = "“The bus never comes,” said Ann Lee, a nurse. He called the “slow bus” a joke.";
    let came = good(&folder, &["explain", passage]);
    golden::assert("binary/explain.txt", &came.out);
    let piped = call(&folder, &["explain"], passage.as_bytes());
    assert_eq!((piped.code, &piped.out), (0, &came.out));
    let json = good(&folder, &["explain", passage, "--json"]).out;
    assert!(serde_json::from_str::<serde_json::Value>(&json).unwrap().is_object(), "{json}");
    assert!(bad(&folder, &["explain", "  "], 2).contains("no text to explain"));
    // Several sorts of findings; one quotation without a speaker, and marks around what nobody said.
    let passage = "\
        “The bus never comes,” said María López, a nurse at Hull Infirmary. \
        “I walk.” She added that the council had not answered.\n\n\
        The plan is known as “Wheels for All”. A so-called “slow bus” goes \
        twice a day. It was said that “nobody needs a third one”.\n\n\
        “Nobody told us about the timetable, said Bo Ray.\n";
    golden::assert("binary/explain_passage.txt", call(&folder, &["explain", "-"], passage.as_bytes()).out);
    golden::assert("binary/explain_passage.json", call(&folder, &["explain", "--json"], passage.as_bytes()).out);
    // What would steer a terminal does not reach it.
    let steering = good(&folder, &["explain", "“Stop\u{1b}[2J it,” said Ann Lee."]);
    assert!(!steering.out.contains('\u{1b}'), "{}", steering.out);
}
