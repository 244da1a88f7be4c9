//! What cannot be read or done: it is named, with its line where it has one, and nothing is written.

use std::fs;

use super::{bad, call, file, folder, good, names};

const ARTICLE: &str = "seeds/articles/technological-self-reliance.txt";
const SURVEY: &str = "seeds/surveys/research-conditions.csv";

#[test]
fn texts_that_hold_nothing() {
    let folder = folder("useless");
    for (name, bytes, code, says) in [
        ("blank.txt", " \n\t\r\n \u{2003}\n".as_bytes(), 2, "there is nothing to read"),
        ("binary.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", 2, "binary file"),
        ("quiet.txt", b"The bridge is closed until May.\nBuses take the ring road.\n", 1, "0 quotations"),
    ] {
        fs::write(folder.join(name), bytes).unwrap();
        for command in ["run", "report", "convert", "extract", "themes"] {
            let args = [&[command, name][..], if command == "convert" { &["--to", "csv"] } else { &[] }].concat();
            let errors = bad(&folder, &args, code);
            assert!(errors.contains(says), "{args:?}: {errors}");
        }
    }
    assert_eq!(names(&folder), ["binary.txt", "blank.txt", "quiet.txt"], "nothing was written");
}

#[test]
fn bytes_that_are_not_utf8_are_named_with_their_line() {
    let folder = folder("encoding");
    fs::write(folder.join("latin.txt"), b"One line.\n\x93I pay too much,\x94 said Ann Lee.\n").unwrap();
    let came = good(&folder, &["run", "latin.txt"]);
    assert!(came.errors.contains("latin.txt: line 2") && came.errors.contains("UTF-8"), "{}", came.errors);
    assert!(came.out.contains("I pay too much"), "{}", came.out);
}

#[test]
fn a_wrong_codebook_is_named_with_its_line() {
    let folder = folder("wrong-codebook");
    for (name, text, says) in [
        ("twice.csv", "name,words\nRent,rent\nNoise,loud\nRent,cost\n", "line 4"),
        ("column.csv", "name,wrods\nRent,rent\n", "line 1: unknown column `wrods`"),
        ("twice.toml", "[[theme]]\nname = \"Rent\"\n\n[[theme]]\nname = \"Rent\"\n", "line 4"),
        ("key.toml", "[[theme]]\nname = \"Rent\"\nwrods = [\"rent\"]\n", "line 3"),
        ("empty.csv", "", "empty.csv"),
    ] {
        fs::write(folder.join(name), text).unwrap();
        let errors = bad(&folder, &["run", &file(ARTICLE), "--codebook", name], 2);
        assert!(errors.contains(name) && errors.contains(says), "{name}: {errors}");
    }
    assert!(bad(&folder, &["run", &file(ARTICLE), "--codebook", "missing.csv"], 2).contains("missing.csv"));
    assert!(!folder.join("quotes-out").exists());
}

#[test]
fn more_themes_than_quotations() {
    let folder = folder("too-many");
    fs::write(folder.join("a.txt"), "“Rent is high,” said Ann Lee. “Buses are late,” said Bo Ray.").unwrap();
    let errors = bad(&folder, &["run", "a.txt", "-k", "9"], 2);
    assert!(errors.contains("9 themes") && errors.contains("2 statements"), "{errors}");
    for number in ["many", "0", "5-3"] {
        bad(&folder, &["run", "a.txt", "-k", number], 2);
    }
    assert!(!folder.join("quotes-out").exists());
    assert!(good(&folder, &["run", "a.txt", "-k", "2"]).out.contains("2 themes"));
}

#[test]
fn the_files_of_a_run_are_written_all_or_none() {
    let folder = folder("all-or-none");
    fs::create_dir(folder.join("quotes-out")).unwrap();
    fs::write(folder.join("quotes-out/themes_wide.csv"), "mine").unwrap();
    let errors = bad(&folder, &["run", &file(ARTICLE)], 2);
    assert!(errors.contains("themes_wide.csv"), "{errors}");
    assert_eq!(names(&folder.join("quotes-out")), ["themes_wide.csv"]);
    assert_eq!(fs::read_to_string(folder.join("quotes-out/themes_wide.csv")).unwrap(), "mine");
    good(&folder, &["run", &file(ARTICLE), "--force"]);
    assert_ne!(fs::read_to_string(folder.join("quotes-out/themes_wide.csv")).unwrap(), "mine");
}

#[test]
fn surveys_without_answers() {
    let folder = folder("no-answers");
    let errors = bad(&folder, &["run", &file(SURVEY), "--open", "Question"], 2);
    assert!(errors.contains("no column `Question`"), "{errors}");
    for (name, bytes) in [
        ("empty.csv", &b""[..]),
        ("binary.csv", b"id,\0\x01\0"),
        ("header.csv", b"id,role,What else?\n"),
        ("numbers.csv", b"id,age\n1,30\n2,40\n3,50\n"),
    ] {
        fs::write(folder.join(name), bytes).unwrap();
        let came = call(&folder, &["run", name], b"");
        assert!(came.code == 1 || came.code == 2, "{name}: {}", came.code);
        assert!(came.errors.contains(name), "{name}: {}", came.errors);
    }
    assert!(!folder.join("quotes-out").exists());
}

#[test]
fn what_does_not_go_together() {
    let folder = folder("together");
    let line = b"{\"id\": 1, \"text\": \"Rent is high.\"}\n";
    fs::write(folder.join("codings.csv"), "quote_id,themes\n1,Rent\n").unwrap();
    for (args, says) in [
        (&["themes", "--kind", "prose"][..], "`--kind`"),
        (&["themes", "--codings", "codings.csv"], "`--codings`"),
        (&["themes", "--resamples", "5"], "`--summary`"),
        (&["themes", "--train", "x.csv"], "--codebook"),
        (&["code"], "`--codebook FILE`"),
        (&["themes", "--predict", "m", "-k", "2"], "-k"),
    ] {
        let came = call(&folder, args, line);
        assert!(came.code == 2 && came.errors.contains(says), "{args:?}: {} {}", came.code, came.errors);
    }
}
