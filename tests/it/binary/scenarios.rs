//! What people want to do, from files to an answer. What they see is golden.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::{bad, call, file, folder, good, names};
use crate::golden;

/// A table without a byte order mark, as maps from column to cell.
fn table(path: &Path) -> Vec<BTreeMap<String, String>> {
    let text = fs::read_to_string(path).unwrap();
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let head = reader.headers().unwrap().clone();
    let row =
        |record: csv::StringRecord| head.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect();
    reader.records().map(|record| row(record.unwrap())).collect()
}

/// Runs on a file of the repository in a folder of its own; what is seen on both streams is golden.
fn seen(name: &str, args: &[&str]) -> Vec<BTreeMap<String, String>> {
    let folder = folder(name);
    let came = good(&folder, &[&["run"], args].concat());
    golden::assert(&format!("binary/{name}.txt"), format!("{}{}", came.errors, came.out));
    table(&folder.join("quotes-out/quotes.csv"))
}

fn by_speaker(quotes: &[BTreeMap<String, String>]) -> BTreeMap<&str, usize> {
    let mut found = BTreeMap::new();
    quotes.iter().for_each(|quote| *found.entry(quote["speaker"].as_str()).or_default() += 1);
    found
}

#[test]
fn an_article() {
    let quotes = seen("article", &[&file("tests/data/article/article.txt")]);
    let speakers = by_speaker(&quotes);
    assert_eq!((speakers["Maria Ortiz"], speakers["Tom Hale"], speakers["Northern Buses"]), (3, 2, 2));
    let of = |name: &str| quotes.iter().find(|quote| quote["speaker"].contains(name)).unwrap();
    assert_eq!(of("Priya Nair")["affiliation"], "University of Hull");
    assert_eq!(of("respondent from Hull")["speaker_type"], "anonymous");
    assert_eq!(of("Northern Buses")["speaker_type"], "organisation");
    let split = quotes.iter().find(|quote| quote["text"].starts_with("The council,")).unwrap();
    assert_eq!(split["text"], "The council, … has built 40 flats since 2019.");
}

#[test]
fn a_web_page() {
    let quotes = seen("web_page", &[&file("tests/data/article/article.html")]);
    let speakers = by_speaker(&quotes);
    let names: Vec<&str> = speakers.keys().copied().collect();
    assert_eq!(names.len(), 2, "{names:?}");
    assert!(names[0] == "Maria Ortiz" && names[1].starts_with("Northern Buses"), "{names:?}");
}

#[test]
fn a_qualtrics_survey() {
    let quotes = seen("qualtrics", &[&file("tests/data/surveys/qualtrics.csv"), "--group", "Q1"]);
    assert!(quotes.iter().any(|quote| quote["text"].contains('\n')), "the text keeps its newline");
    assert!(quotes.iter().any(|quote| (quote["row"].as_str(), quote["column"].as_str()) == ("4", "Q2")));
    assert!(quotes.iter().all(|quote| !quote.contains_key("IPAddress")));
    let speakers = table(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("binary/qualtrics/quotes-out/speakers.csv"));
    assert_eq!(speakers.len(), 2, "who answers four questions is one speaker");
}

#[test]
fn surveys_of_other_programs() {
    for (name, answers) in [("surveymonkey", 4), ("limesurvey", 2), ("limesurvey-fulltext", 1), ("googleforms", 2)] {
        let quotes = seen(name, &[&file(&format!("tests/data/surveys/{name}.csv"))]);
        let filled = quotes.iter().filter(|quote| !quote["text"].is_empty()).count();
        assert!(filled >= answers, "{name}: {filled}");
    }
}

#[test]
fn a_teams_transcript() {
    let quotes = seen("teams", &[&file("tests/data/transcripts/teams.vtt")]);
    let speakers = by_speaker(&quotes);
    assert_eq!(speakers.len(), 2, "{speakers:?}");
    let wei = quotes.iter().find(|quote| quote["speaker"] != "Anna Berg").unwrap();
    assert_eq!(wei["text"], "It stops at six, so I can't take a late shift. And rent & bills.");
    assert!(wei["time"].starts_with("00:00:07.010"), "{}", wei["time"]);
}

#[test]
fn a_transcript_with_colons() {
    let quotes = seen("colon", &[&file("tests/data/transcripts/colon.txt")]);
    let speakers = by_speaker(&quotes);
    assert!(speakers.contains_key("P07") && speakers.contains_key("P08"), "{speakers:?}");
    assert!(!speakers.contains_key("For example"), "{speakers:?}");
    assert!(quotes.iter().any(|quote| quote["text"].contains("at 17:30 prices. See https://example.org/rent")));
}

#[test]
fn themes_of_a_codebook() {
    let interviews = folder("interviews");
    for name in ["colon.txt", "otter.txt", "rev.txt", "teams.vtt"] {
        fs::copy(file(&format!("tests/data/transcripts/{name}")), interviews.join(name)).unwrap();
    }
    let folder = folder("guided");
    let codebook = file("tests/data/codebooks/taguette.csv");
    let came = good(&folder, &["run", interviews.to_str().unwrap(), "--codebook", &codebook]);
    golden::assert("binary/guided.txt", format!("{}{}", came.errors, came.out));
    let themes = table(&folder.join("quotes-out/themes.csv"));
    let labels: Vec<&str> = themes.iter().map(|theme| theme["theme"].as_str()).collect();
    assert_eq!(labels, ["Housing", "Rent cost", "Transport", "Buses", "Ärger", "(no theme)", "(no content)"]);
    assert_eq!(themes[4]["quotes"], "0");
    assert!(came.errors.contains("Ärger"), "{}", came.errors);
}

#[test]
fn few_quotations_are_warned_of_and_none_are_an_ending() {
    let folder = folder("small");
    let twelve: String = (1..=12).map(|n| format!("“Rent number {n} is high,” said Ann{n} Lee.\n\n")).collect();
    fs::write(folder.join("twelve.txt"), twelve).unwrap();
    let came = good(&folder, &["run", "twelve.txt"]);
    assert!(came.errors.contains("12 quotations are too few to find themes that hold"), "{}", came.errors);
    fs::write(folder.join("none.txt"), "The bridge is closed until May.").unwrap();
    let errors = bad(&folder, &["run", "none.txt", "--out", "none"], 1);
    assert!(errors.contains("0 quotations in 1 document") && errors.contains("--kind"), "{errors}");
    assert!(!folder.join("none").exists());
}

#[test]
fn a_report_needs_nothing_but_itself() {
    let folder = folder("report");
    let article = file("tests/data/article/article.txt");
    let said = good(&folder, &["report", &article, "--out", "report.html", "--title", "Hull & <rents>"]).out;
    assert!(said.starts_with("report.html holds 9 quotations and "), "{said}");
    let html = fs::read_to_string(folder.join("report.html")).unwrap();
    assert!(html.contains("Hull &amp; &lt;rents&gt;") && html.contains("<svg"));
    assert!(!html.contains("src=\"http") && !html.contains("url(http"), "nothing is loaded");
    assert!(bad(&folder, &["report", &article], 2).contains("--force"));
}

#[test]
fn a_spreadsheet_runs_nothing() {
    let folder = folder("excel");
    let formulas = file("tests/data/hostile/formulas.csv");
    good(&folder, &["run", &formulas, "--open", "answer"]);
    good(&folder, &["run", &formulas, "--open", "answer", "--csv", "plain", "--out", "plain"]);
    let starts = |cell: &str| cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝']);
    let texts = |of: &str| -> Vec<String> {
        table(&folder.join(of).join("quotes.csv")).iter().map(|row| row["text"].clone()).collect()
    };
    let (guarded, plain) = (texts("quotes-out"), texts("plain"));
    assert!(guarded.iter().all(|cell| !starts(cell) || cell.parse::<f64>().is_ok()), "{guarded:?}");
    assert!(plain.iter().any(|cell| starts(cell)), "{plain:?}");
    for (guarded, plain) in guarded.iter().zip(&plain) {
        assert_eq!(guarded.strip_prefix('\'').unwrap_or(guarded), plain);
    }
    let bytes = fs::read(folder.join("quotes-out/quotes.csv")).unwrap();
    assert!(bytes.starts_with("\u{feff}".as_bytes()) && bytes.ends_with(b"\r\n"));
    good(&folder, &["run", &formulas, "--open", "answer", "--delimiter", ";", "--force"]);
    assert!(
        fs::read_to_string(folder.join("quotes-out/quotes.csv")).unwrap().starts_with("\u{feff}quote_id;document;")
    );
}

#[test]
fn another_program_gets_every_span() {
    let folder = folder("convert");
    let article = file("tests/data/article/article.txt");
    good(&folder, &["run", &article]);
    let came = good(&folder, &["convert", "quotes-out", "--to", "qdpx,qdc,jsonl", "--out", "other"]);
    assert!(came.out.contains("cannot carry scores"), "{}", came.out);
    assert_eq!(names(&folder.join("other")), ["quotes.jsonl", "verbatims.qdc", "verbatims.qdpx"]);
    let lines = |path: &str| fs::read_to_string(folder.join(path)).unwrap();
    assert_eq!(lines("other/quotes.jsonl"), lines("quotes-out/quotes.jsonl"), "the same as before");
    let more = "taguette,taguette-codebook,label-studio,web-annotation,brat,markdown,csv,json,documents";
    good(&folder, &["convert", "quotes-out", "--to", more, "--out", "more"]);
    let all = names(&folder.join("more"));
    for name in ["verbatims.sqlite3", "labelstudio.json", "annotations.jsonl", "quotes.md", "documents.jsonl"] {
        assert!(all.iter().any(|there| there == name), "{name}: {all:?}");
    }
    let read = verbatims::import::refi::read(&folder.join("other/verbatims.qdpx")).unwrap();
    let quoted: Vec<String> =
        table(&folder.join("quotes-out/quotes.csv")).iter().map(|it| it["text"].clone()).collect();
    let text = &read.documents[0].text;
    for part in quoted.iter().flat_map(|text| text.split(" … ")) {
        assert!(text.contains(part), "{part}");
    }
    // Themes that a person changed in the table go along.
    let first = table(&folder.join("quotes-out/themes.csv"))[0]["theme"].clone();
    let changed = lines("quotes-out/quotes.csv").replacen(&first, "The last bus", 1);
    fs::write(folder.join("quotes-out/quotes.csv"), changed).unwrap();
    let came = good(&folder, &["convert", "quotes-out", "--to", "jsonl", "--out", "edited"]);
    assert!(came.errors.contains("was changed since the run"), "{}", came.errors);
    assert!(lines("edited/quotes.jsonl").contains("The last bus"));
    // So that nothing is told of another text than the one that is there.
    fs::write(folder.join("a.txt"), "“Rent is high,” said Ann Lee.").unwrap();
    good(&folder, &["run", "a.txt", "--out", "of_a"]);
    fs::write(folder.join("a.txt"), "“Rent is low,” said Ann Lee.").unwrap();
    assert!(bad(&folder, &["convert", "of_a", "--to", "jsonl", "--out", "x"], 2).contains("has changed since"));
}

#[test]
fn pseudonyms() {
    let folder = folder("pseudonyms");
    let text = "“Rent is high,” said Maria Ortiz, a nurse. “Ms. Ortiz’s flat is cold,” said Tom Hale.\n\n“I know,” Ortiz said.\n";
    fs::write(folder.join("Maria Ortiz.txt"), text).unwrap();
    let came = good(&folder, &["run", "Maria Ortiz.txt", "--pseudonymise"]);
    assert!(came.out.contains("quotes-out-key.csv"), "{}", came.out);
    for name in names(&folder.join("quotes-out")) {
        let bytes = fs::read(folder.join("quotes-out").join(&name)).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("Ortiz") && !text.contains("Hale"), "{name}: {text}");
    }
    assert!(!came.out.contains("Ortiz") && !came.out.contains("Hale"), "{}", came.out);
    let key = fs::read_to_string(folder.join("quotes-out-key.csv")).unwrap();
    assert!(key.contains("Maria Ortiz") && key.contains("Speaker 1"), "{key}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(folder.join("quotes-out-key.csv")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    assert!(bad(&folder, &["run", "Maria Ortiz.txt", "--pseudonymise", "--out", "quotes-out"], 2).contains("--force"));
}

#[test]
fn filters() {
    let folder = folder("filters");
    let lines = "{\"id\": \"a\", \"text\": \"😀 “Rent is high,” said Ann Lee.\", \"desk\": 3}\nnot json\n";
    let came = call(&folder, &["extract"], lines.as_bytes());
    assert_eq!(came.code, 3, "{}", came.errors);
    let answers: Vec<serde_json::Value> = came.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((answers[0]["quotes"][0]["content"][0][0].clone(), answers[1]["line"].clone()), (8.into(), 2.into()));
    let chars = call(&folder, &["extract", "--offsets", "chars"], lines.as_bytes()).out;
    assert!(chars.contains("\"content\":[[3,16]]"), "{chars}");
    let answers = "{\"id\": 1, \"text\": \"The rent is too high.\"}\n{\"id\": 1, \"text\": \"n/a\"}\n{\"id\": 3, \"text\": \"Rents rise.\"}\n";
    let codebook = file("tests/data/codebooks/taguette.csv");
    let came = call(&folder, &["code", "--codebook", &codebook], answers.as_bytes());
    assert_eq!(came.code, 0, "{}", came.errors);
    assert_eq!(came.out.lines().count(), 3);
    let found = call(&folder, &["themes", "-k", "1", "--model", "m"], answers.as_bytes());
    assert_eq!((found.code, found.out.lines().count()), (0, 3), "{}", found.errors);
    let again = call(&folder, &["themes", "--predict", "m"], answers.as_bytes());
    assert_eq!(again.out, found.out);
    let args = ["code", "--codebook", &codebook, "--evidence", "--summary", "summary.json"];
    let came = call(&folder, &args, answers.as_bytes());
    let first: serde_json::Value = serde_json::from_str(came.out.lines().next().unwrap()).unwrap();
    assert!(first["themes"][0]["evidence"][0]["text"].is_string(), "{first}");
    let summary = fs::read_to_string(folder.join("summary.json")).unwrap();
    let summary: serde_json::Value = serde_json::from_str(&summary).unwrap();
    assert_eq!((summary["responses"].as_u64(), summary["no_content"].as_u64()), (Some(3), Some(1)), "{summary}");
}

#[test]
fn codebooks_and_completions() {
    let folder = folder("others");
    let codebook = file("seeds/codebooks/research-culture.toml");
    let survey = file("seeds/surveys/research-conditions.csv");
    golden::assert(
        "binary/codebook_check.txt",
        good(&folder, &["codebook", "check", &codebook, "--texts", &survey]).out,
    );
    let suggested = good(&folder, &["codebook", "suggest", &survey, "--codebook", &codebook, "--out", "more.csv"]).out;
    golden::assert("binary/codebook_suggest.txt", suggested);
    good(&folder, &["codebook", "check", "more.csv"]);
    for shell in ["bash", "zsh", "fish", "elvish", "powershell", "man"] {
        assert!(good(&folder, &["completions", shell]).out.contains("codebook"), "{shell}");
    }
    assert!(bad(&folder, &["completions", "tcsh"], 2).contains("none of bash"));
}
