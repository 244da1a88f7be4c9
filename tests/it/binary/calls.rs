//! How the program is called, and how it ends when it is called wrongly.

use std::fs;

use super::{bad, call, file, folder, good, names};

#[test]
fn every_command_explains_itself_with_examples() {
    let folder = folder("help");
    let help = good(&folder, &["--help"]).out;
    assert!(help.contains("Exit codes"), "{help}");
    let commands = help.split("Commands:").nth(1).unwrap().split("General:").next().unwrap();
    let names: Vec<&str> = commands
        .lines()
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(names.contains(&"run"), "{names:?}");
    let mut calls: Vec<Vec<&str>> = names.into_iter().filter(|name| *name != "help").map(|name| vec![name]).collect();
    calls.extend([vec!["codebook", "check"], vec!["codebook", "suggest"], vec![]]);
    for call in calls {
        for flag in ["--help", "-h"] {
            let help = good(&folder, &[call.as_slice(), &[flag]].concat()).out;
            let (_, examples) = help.split_once("\nExamples:\n").unwrap_or_else(|| panic!("{call:?}: {help}"));
            let shown = examples.lines().filter(|line| line.starts_with("  ") && line.contains("verbatims ")).count();
            assert!(shown >= 2, "{call:?} {flag}: {examples}");
            // What to read comes first, what every command takes last, and nothing stands apart.
            let order = [
                "Arguments:",
                "Commands:",
                "Searching:",
                "Reading:",
                "Comparing:",
                "Themes:",
                "Writing:",
                "Privacy:",
                "General:",
            ];
            let headings: Vec<&str> = help
                .lines()
                .filter(|line| line.ends_with(':') && !line.starts_with(' ') && *line != "Examples:")
                .collect();
            let places: Option<Vec<usize>> =
                headings.iter().map(|heading| order.iter().position(|known| known == heading)).collect();
            assert!(places.is_some_and(|places| places.is_sorted()), "{call:?} {flag}: {headings:?}");
        }
    }
}

#[test]
fn a_wrong_call_says_what_is_wrong() {
    let folder = folder("wrong");
    fs::write(folder.join("empty.txt"), "").unwrap();
    fs::write(folder.join("plain.txt"), "Nobody says anything here.").unwrap();
    fs::write(folder.join("nul.txt"), b"a\0b").unwrap();
    fs::create_dir(folder.join("nothing")).unwrap();
    let of = |args: &[&str], code: i32, what: &str| {
        let errors = bad(&folder, args, code);
        assert!(errors.contains(what), "{args:?}: {errors}");
    };
    of(&["run"], 2, "PATH");
    of(&["run", "plain.txt", "--codebok", "a.csv"], 2, "--codebook");
    of(&["run", "missing.txt"], 2, "missing.txt: there is no such file or folder");
    of(&["run", "empty.txt"], 2, "empty.txt: there is nothing to read in it");
    of(&["run", "nothing"], 2, "nothing: there is nothing to read in it");
    of(&["run", "nul.txt"], 2, "nul.txt: line 1: this is a binary file");
    of(&["run", "plain.txt"], 1, "Nothing found: 0 quotations in 1 document.");
    of(&["run", "plain.txt", "--delimiter", "x"], 2, "delimiter");
    of(&["run", "plain.txt", "--codebook", "none.csv"], 1, "Nothing found");
    of(&["run", "plain.txt", "--language", "xx"], 2, "xx");
    of(&["run", "plain.txt", "--threads", "100000"], 2, "--threads");
    of(&["run", &file("tests/data/office/scanned.pdf")], 2, "Run OCR first");
    assert_eq!(names(&folder), ["empty.txt", "nothing", "nul.txt", "plain.txt"], "nothing was written");
}

#[test]
fn nothing_is_replaced_without_force() {
    let folder = folder("force");
    let article = file("tests/data/article/article.txt");
    let would = good(&folder, &["run", &article, "--dry-run"]).out;
    assert!(would.contains("would be written to quotes-out: quotes.csv"), "{would}");
    assert!(names(&folder).is_empty());
    good(&folder, &["run", &article]);
    let before = fs::read(folder.join("quotes-out/quotes.csv")).unwrap();
    let errors = bad(&folder, &["run", &file("seeds/articles/technological-self-reliance.txt")], 2);
    assert!(errors.contains("--force"), "{errors}");
    assert_eq!(fs::read(folder.join("quotes-out/quotes.csv")).unwrap(), before);
    good(&folder, &["run", &file("seeds/articles/technological-self-reliance.txt"), "--force"]);
    assert_ne!(fs::read(folder.join("quotes-out/quotes.csv")).unwrap(), before);
    // What only the earlier run wrote goes with it, what somebody put there stays.
    let survey = file("seeds/surveys/research-conditions.csv");
    good(&folder, &["run", &survey, "--force", "--group", "field"]);
    fs::write(folder.join("quotes-out/notes.txt"), "mine").unwrap();
    good(&folder, &["run", &survey, "--force", "--group", "role"]);
    let now = names(&folder.join("quotes-out"));
    assert!(now.contains(&"theme_by_role.csv".to_owned()) && now.contains(&"notes.txt".to_owned()), "{now:?}");
    assert!(!now.contains(&"theme_by_field.csv".to_owned()), "{now:?}");
    // A folder where a file should be is said before anything is touched.
    fs::remove_file(folder.join("quotes-out/report.html")).unwrap();
    fs::create_dir(folder.join("quotes-out/report.html")).unwrap();
    let before = fs::read(folder.join("quotes-out/quotes.csv")).unwrap();
    let errors = bad(&folder, &["run", &article, "--force"], 2);
    assert!(errors.contains("report.html: is a folder"), "{errors}");
    assert_eq!(fs::read(folder.join("quotes-out/quotes.csv")).unwrap(), before);
}

#[test]
fn one_bad_file_does_not_stop_the_others() {
    let folder = folder("mixed");
    fs::write(folder.join("a.txt"), "“Rent is high,” said Ann Lee, a nurse.").unwrap();
    fs::write(folder.join("b.txt"), b"a\0b").unwrap();
    fs::write(folder.join("c.bin"), b"\x01\x02\x03").unwrap();
    for paths in [vec!["."], vec!["a.txt", "b.txt"]] {
        let args = [vec!["run"], paths, vec!["--force"]].concat();
        let came = call(&folder, &args, b"");
        assert_eq!(came.code, 3, "{}", came.errors);
        assert!(came.errors.contains("b.txt: line 1: this is a binary file"), "{}", came.errors);
        assert!(came.out.contains("Ann Lee, a nurse") || came.out.contains("Ann Lee, nurse"), "{}", came.out);
    }
    // What an earlier run wrote is not read as input.
    let came = call(&folder, &["run", ".", "--force"], b"");
    assert!(came.errors.contains("quotes-out: results of an earlier run"), "{}", came.errors);
    assert!(came.out.contains("1 quotation by 1 speaker in 1 document"), "{}", came.out);
}

#[test]
fn json_and_quiet_are_for_programs() {
    let folder = folder("json");
    let article = file("tests/data/article/article.txt");
    let record: serde_json::Value = serde_json::from_str(&good(&folder, &["run", &article, "--json"]).out).unwrap();
    assert_eq!(record["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(record["counts"]["documents"], 1);
    assert_eq!(record["inputs"][0]["sha256"].as_str().unwrap().len(), 64);
    let quiet = good(&folder, &["run", &article, "--quiet", "--force"]);
    assert_eq!((quiet.out.as_str(), quiet.errors.as_str()), ("", ""));
    let piped = call(&folder, &["run", "-", "--force"], "“Rent is high,” said Ann Lee.".as_bytes());
    assert_eq!(piped.code, 0, "{}", piped.errors);
    assert!(piped.out.contains("Ann Lee"), "{}", piped.out);
}

#[test]
fn a_broken_table_is_read_as_far_as_it_goes_unless_that_is_not_wanted() {
    let folder = folder("strict");
    let table = "id,What is the main problem?\n1,The bus stops at six.\n2,Rent is far too high.\n3,\"It is never\nclosed, and so on\n";
    fs::write(folder.join("survey.csv"), table).unwrap();
    let came = good(&folder, &["run", "survey.csv"]);
    assert!(came.errors.contains("line 4") || came.out.contains("line 4"), "{}{}", came.out, came.errors);
    let errors = bad(&folder, &["run", "survey.csv", "--strict", "--out", "strict"], 3);
    assert!(errors.contains("survey.csv: line 4"), "{errors}");
    let errors = bad(&folder, &["run", "quotes-out", "--out", "again"], 2);
    assert!(errors.contains("results of an earlier run"), "{errors}");
}
