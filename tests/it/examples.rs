//! Every example runs, and what it prints is golden; the two filters keep their contract with other programs.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

use crate::golden;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The folder of the built examples. `cargo test --test it` does not build them, so that this does, in the profile of the tests.
static EXAMPLES: LazyLock<PathBuf> = LazyLock::new(|| {
    let test = std::env::current_exe().unwrap();
    let folder = test.parent().and_then(Path::parent).unwrap();
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(root()).args(["build", "--quiet", "--examples"]);
    // The same features as the tests, so that nothing is built twice.
    for (built, feature) in [
        (cfg!(feature = "cli"), "cli"),
        (cfg!(feature = "html-report"), "html-report"),
        (cfg!(feature = "refi"), "refi"),
        (cfg!(feature = "bench"), "bench"),
        (cfg!(feature = "training"), "training"),
    ] {
        if built {
            cargo.args(["--features", feature]);
        }
    }
    cargo.arg("--target-dir").arg(folder.parent().unwrap());
    if folder.ends_with("release") {
        cargo.arg("--release");
    }
    assert!(cargo.status().unwrap().success(), "the examples build");
    folder.join("examples")
});

/// One call of an example.
#[derive(Default)]
struct Call<'a> {
    example: &'a str,
    args: &'a [&'a str],
    input: &'a [u8],
}

impl Call<'_> {
    fn run(&self) -> Output {
        let mut child = Command::new(EXAMPLES.join(self.example))
            .current_dir(root())
            .args(self.args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = self.input.to_vec();
        // A thread of its own, since a filter answers while it is fed.
        let feed = std::thread::spawn(move || {
            stdin.write_all(&input).or_else(|error| match error.kind() {
                std::io::ErrorKind::BrokenPipe => Ok(()),
                _ => Err(error),
            })
        });
        let output = child.wait_with_output().unwrap();
        feed.join().unwrap().unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(!errors.contains("panicked"), "{} {:?}: {errors}", self.example, self.args);
        output
    }
}

fn good(example: &str, args: &[&str], input: &[u8]) -> String {
    let output = Call { example, args, input }.run();
    assert!(output.status.success(), "{example} {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The exit code and the message of a call that fails.
fn bad(example: &str, args: &[&str], input: &[u8]) -> (i32, String) {
    let output = Call { example, args, input }.run();
    assert!(!output.status.success(), "{example} {args:?} should fail");
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

fn seed_lines() -> String {
    let article = fs::read_to_string(root().join("seeds/articles/technological-self-reliance.txt")).unwrap();
    let documents = article.split("\n\n").enumerate().map(|(at, text)| {
        serde_json::json!({"id": format!("paragraph {}", at + 1), "text": text, "desk": "foreign"}).to_string() + "\n"
    });
    documents.collect()
}

/// The marked passages of the seed article as responses: what stands between quotation marks, six words or more of it.
fn responses() -> String {
    let article = fs::read_to_string(root().join("seeds/articles/technological-self-reliance.txt")).unwrap();
    let passages = article.split('“').skip(1).filter_map(|rest| rest.split('”').next());
    let passages = passages.filter(|passage| passage.split_whitespace().count() > 5);
    passages.zip(1..).map(|(text, at)| serde_json::json!({"id": at, "text": text}).to_string() + "\n").collect()
}

/// How an example is run, and the file that holds its output.
struct Run {
    example: &'static str,
    args: &'static [&'static str],
    input: Vec<u8>,
    golden: Option<&'static str>,
}

fn runs() -> Vec<Run> {
    let plain = |example, golden| Run { example, args: &[], input: Vec::new(), golden: Some(golden) };
    vec![
        plain("agreement", "agreement.txt"),
        plain("article", "article.txt"),
        plain("codebook", "codebook.txt"),
        plain("discovery", "discovery.txt"),
        plain("exports", "exports.txt"),
        plain("importer", "importer.txt"),
        plain("interview", "interview.txt"),
        plain("survey", "survey.txt"),
        plain("theme_counts", "theme_counts.csv"),
        plain("themes", "themes.txt"),
        Run { example: "extract", args: &[], input: seed_lines().into_bytes(), golden: None },
        Run { example: "group", args: &["--k", "3"], input: responses().into_bytes(), golden: Some("group.jsonl") },
    ]
}

#[test]
fn every_example_runs() {
    let runs = runs();
    let mut files: Vec<PathBuf> = fs::read_dir(root().join("examples")).unwrap().map(|it| it.unwrap().path()).collect();
    files.sort();
    for file in files.iter().filter(|file| file.extension().is_some_and(|ending| ending == "rs")) {
        let name = file.file_stem().unwrap().to_str().unwrap();
        let run = runs.iter().any(|run| run.example == name);
        assert!(run, "tests/it/examples.rs does not run examples/{name}.rs");
    }
    for Run { example, args, input, golden } in runs {
        let output = good(example, args, &input);
        if let Some(file) = golden {
            golden::assert(&format!("examples/{file}"), &output);
        }
    }
}

#[test]
fn theme_counts_go_into_a_file_that_a_spreadsheet_opens() {
    let folder = Folder::new("theme-counts");
    let out = folder.file("counts.csv", "old");
    assert_eq!(good("theme_counts", &[&out], b""), "");
    let table = fs::read_to_string(&out).unwrap();
    assert!(table.starts_with("\u{feff}theme_id,theme,") && table.contains("\r\nshort-termism,"), "{table}");
}

#[test]
fn the_filters_have_help_and_refuse_what_they_do_not_know() {
    for example in ["extract", "group"] {
        assert!(good(example, &["--help"], b"").contains(example), "{example}");
        for args in [
            &["--no-such-option"][..],
            &["a.txt"],
            &["--threads"],
            &["--threads", "many"],
            &["--threads=1", "--threads=1"],
        ] {
            let (code, message) = bad(example, args, b"");
            assert!(code == 2 && message.contains(args[0].split('=').next().unwrap()), "{example}: {code} {message}");
        }
    }
    for args in [&["--kind", "poem"][..], &["--offsets", "pages"], &["--language", "xx"]] {
        assert_eq!(bad("extract", args, b"").0, 2, "{args:?}");
    }
    assert_eq!(bad("group", &["--k", "many"], b"").0, 2);
    assert_eq!(bad("group", &["--words-only=yes"], b"").0, 2);
}

#[test]
fn the_respondents_of_the_seed_article_come_under_the_themes_a_reader_assigns() {
    use verbatims::themes::CodebookCoder;
    use verbatims::{Analysis, Document, Extractor, Language, import};
    /// Theme, then the beginning of each statement and the place of the respondent.
    const ASSIGNED: &[(&str, &[(&str, &str)])] = &[
        (
            "short-termism",
            &[
                ("Pursuing publication quantity", "Shanghai Jiao Tong"),
                ("the reward system encourages", "Sichuan"),
                ("People are doing research", "Sun Yat-sen"),
            ],
        ),
        ("lack-of-freedom", &[("There is not enough freedom", "Sichuan"), ("Research projects lack", "South China")]),
        (
            "publication-pressure",
            &[("Pursuing publication quantity", "Shanghai Jiao Tong"), ("People are doing research", "Sun Yat-sen")],
        ),
    ];
    let article = fs::read_to_string(root().join("seeds/articles/technological-self-reliance.txt")).unwrap();
    let extraction = Extractor::new(Language::english()).extract(&Document::new("article", article));
    let responses: Vec<_> = extraction.quotes.iter().filter(|quote| quote.is_response()).collect();
    assert_eq!(responses.len(), 5);
    let codebook = import::codebook::read(&root().join("seeds/codebooks/research-culture.toml")).unwrap();
    let codings = CodebookCoder::new(codebook, Language::english()).unwrap().code(&responses);
    let analysis = Analysis::new(responses.into_iter().cloned(), codings).unwrap();
    for (theme, statements) in ASSIGNED {
        let found = analysis.quotes_of(&(*theme).into());
        for (start, place) in *statements {
            let speaker = |quote: &verbatims::Quote| quote.speaker().unwrap().name.contains(place);
            let there = found.iter().any(|(quote, _)| quote.text.starts_with(start) && speaker(quote));
            assert!(there, "{theme}: {start} … by {place}");
        }
        assert_eq!(found.len(), statements.len(), "{theme} holds nothing else");
    }
}

/// A folder of its own for the files of one test, empty at the start and gone at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("verbatims-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// Writes a file and returns its path.
    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.0.join(name);
        fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The parts of what `themes` prints that the README shows: the first responses, the counts, and the second theme.
fn picture(page: &str) -> String {
    let blocks: Vec<&str> = page.trim_end().split("\n\n").collect();
    let starts = |start: &str| blocks.iter().position(|block| block.starts_with(start)).unwrap();
    let third = blocks[1].match_indices("\n  “").nth(1).map_or(blocks[1].len(), |(at, _)| at);
    let first = format!("{}\n[…]", &blocks[1][..third]);
    let theme = starts("Lack of freedom: ");
    [blocks[0], &first, blocks[starts("Theme ")], blocks[theme], blocks[theme + 1]].join("\n\n") + "\n"
}

#[test]
fn the_readme_shows_what_the_first_command_prints() {
    let path = root().join("README.md");
    let readme = fs::read_to_string(&path).unwrap();
    let (before, rest) = readme.split_once("```text\n").unwrap();
    let (shown, after) = rest.split_once("```").unwrap();
    let picture = picture(&good("themes", &[], b""));
    if std::env::var_os("UPDATE_GOLDEN").is_some_and(|value| value == "1") {
        fs::write(&path, format!("{before}```text\n{picture}```{after}")).unwrap();
        return;
    }
    assert_eq!(shown, picture, "UPDATE_GOLDEN=1 writes it, then read it");
}

#[test]
fn the_first_page_fits_the_terminal() {
    for line in good("themes", &[], b"").lines() {
        assert!(line.chars().count() <= 80 && line.trim_end() == line, "{line}");
    }
}

#[test]
fn the_filter_keeps_the_order_and_goes_on_after_a_bad_line() {
    let input = "{\"id\":\"a\",\"text\":\"é “No,” said Bo Ray.\",\"year\":2024}\nnot json\n\n{\"id\":7,\"text\":\"\"}\n\
                 {\"id\":\"b\"}\n{\"id\":\"c\",\"text\":\"Fine.\",\"kind\":\"response\"}";
    let output = Call { example: "extract", input: input.as_bytes(), ..Call::default() }.run();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("2 of 5 lines"));
    let lines: Vec<serde_json::Value> =
        String::from_utf8(output.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let names: Vec<String> = lines.iter().map(|line| line.get("id").unwrap_or(&line["line"]).to_string()).collect();
    assert_eq!(names, ["\"a\"", "2", "\"7\"", "\"b\"", "\"c\""], "a line that says who it is of is named");
    assert_eq!(lines[0]["attributes"]["year"], "2024");
    for key in ["quotes", "not_quotes", "diagnostics"] {
        assert!(lines[0][key].is_array(), "{key}");
    }
}

#[test]
fn the_filter_gives_the_same_bytes_on_any_number_of_threads() {
    let input = seed_lines().repeat(30);
    let one = good("extract", &["--threads", "1"], input.as_bytes());
    assert_eq!(one.lines().count(), input.lines().count());
    assert_eq!(one, good("extract", &["--threads", "8"], input.as_bytes()));
}

#[test]
fn responses_are_grouped_in_order_and_bad_lines_reported() {
    let input = "{\"id\":\"a\",\"text\":\"The car park is full.\",\"age\":7}\nnot json\n\n{\"id\":7,\"text\":\"n/a\"}\n\
                 {\"id\":\"b\"}\n{\"id\":\"a\",\"text\":\"No space in the car park\"}\n{\"id\":\"c\",\"text\":\"Cold lunch.\"}";
    let output = Call { example: "group", input: input.as_bytes(), args: &["--k", "2"] }.run();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("2 of 6 lines"));
    let lines: Vec<serde_json::Value> =
        String::from_utf8(output.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let names: Vec<String> = lines.iter().map(|line| line.get("id").unwrap_or(&line["line"]).to_string()).collect();
    assert_eq!(names, ["\"a\"", "2", "\"7\"", "\"b\"", "\"a\"", "\"c\""]);
    assert_eq!((&lines[2]["state"], &lines[3]["line"]), (&"no-content".into(), &5.into()));
    assert_eq!(lines[2]["themes"], serde_json::json!([]));
    let theme = |line: usize| lines[line]["themes"][0]["label"].as_str().unwrap();
    assert!(theme(0) == theme(4) && theme(0) != theme(5), "{lines:?}");
}

#[test]
fn both_filters_count_lines_alike() {
    // Blank lines have a number and nothing else; a byte order mark and the ends of lines of Windows are no content.
    let input = "\u{feff}{\"id\":\"a\",\"text\":\"The car park is full.\"}\r\n\r\n \t\nnot json\n\n{\"id\":\"b\",\"text\":\"Cold lunch.\"}\r\n{\"id\":[]}\n\n";
    for example in ["extract", "group"] {
        let output = Call { example, input: input.as_bytes(), ..Call::default() }.run();
        assert_eq!(output.status.code(), Some(1), "{example}");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(errors.contains("2 of 4 lines"), "{example}: {errors}");
        let out = String::from_utf8(output.stdout).unwrap();
        let lines: Vec<serde_json::Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let names: Vec<String> = lines.iter().map(|line| line.get("id").unwrap_or(&line["line"]).to_string()).collect();
        assert_eq!(names, ["\"a\"", "4", "\"b\"", "7"], "{example}");
        assert_eq!(lines[3]["error"], "`id` is neither text nor a number", "{example}");
    }
    for example in ["extract", "group"] {
        assert_eq!(good(example, &[], b""), "", "{example}");
        assert_eq!(good(example, &[], b"\n \r\n"), "", "{example}");
    }
}

#[test]
fn a_saved_model_gives_the_answers_it_gave_when_it_was_learnt() {
    let folder = std::env::temp_dir().join(format!("verbatims-group-{}", std::process::id()));
    let model = folder.join("model.bin");
    let model = model.to_str().unwrap();
    let input = responses();
    let fitted = good("group", &["--model", model, "--threads", "1"], input.as_bytes());
    assert_eq!(fitted, good("group", &["--predict", model, "--threads", "8"], input.as_bytes()));
    let (code, message) = bad("group", &["--predict", model, "--k", "2"], b"");
    assert!(code == 2 && message.contains("`--predict` and `--k`"), "{message}");
    fs::write(model, "not a model").unwrap();
    let (code, message) = bad("group", &["--predict", model], b"");
    assert!(code == 1 && message.contains(model) && message.contains("not a saved theme model"), "{code} {message}");
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_summary_says_what_was_found_and_how_far_to_trust_it() {
    let folder = Folder::new("group-summary");
    let (summary, model) = (folder.path("summary.json"), folder.path("model.bin"));
    let input = responses();
    let edits = folder.file(
        "edits.jsonl",
        "{\"edit\":\"merge\",\"themes\":[\"t1\",\"t2\"],\"to\":\"Together\"}\n{\"edit\":\"move\",\"quote\":\"1\",\"to\":\"t3\"}\n",
    );
    let read = || serde_json::from_str::<serde_json::Value>(&fs::read_to_string(&summary).unwrap()).unwrap();
    let plain = good("group", &["--k", "2-3", "--stability", "5", "--summary", &summary], input.as_bytes());
    let found = read();
    let themes = found["themes"].as_array().unwrap();
    assert!((2..=3).contains(&themes.len()), "{found}");
    let sizes: u64 = themes.iter().map(|theme| theme["responses"].as_u64().unwrap()).sum();
    assert_eq!(sizes + found["no_content"].as_u64().unwrap(), input.lines().count() as u64);
    assert_eq!(found["stability"]["resamples"], 5);
    assert!(themes.iter().all(|theme| theme["stability"]["overlap"].is_number()), "{found}");
    assert!(!plain.contains("evidence"));

    let args = ["--k", "3", "--edits", &edits, "--model", &model, "--summary", &summary, "--evidence"];
    let edited = good("group", &args, input.as_bytes());
    let labels: Vec<String> =
        read()["themes"].as_array().unwrap().iter().map(|theme| theme["label"].to_string()).collect();
    assert!(labels.len() == 2 && labels.contains(&"\"Together\"".to_owned()), "{labels:?}");
    let first: serde_json::Value = serde_json::from_str(edited.lines().next().unwrap()).unwrap();
    assert_eq!(first["themes"][0]["id"], "t3", "moved");
    assert!(first["themes"][0]["evidence"][0]["text"].is_string() && first["themes"][0]["weak"].is_boolean());
    assert_eq!(good("group", &["--predict", &model, "--evidence"], input.as_bytes()), edited, "edits are saved");

    let (code, message) = bad("group", &["--stability", "5"], b"");
    assert!(code == 2 && message.contains("`--summary`"), "{message}");
    let (code, message) = bad("group", &["--train", "x.csv"], b"");
    assert!(code == 2 && message.contains("`--codebook`"), "{message}");
    let (code, message) = bad("group", &["--k", "3-2"], input.as_bytes());
    assert!(code == 2 && message.contains("from 3 to 2"), "{message}");
}

#[test]
fn coded_responses_teach_the_codebook() {
    let folder = Folder::new("group-train");
    let book = folder.file("book.csv", "name,words\nFreedom,freedom\nMoney,money\n");
    let coded = folder.file(
        "coded.csv",
        "text,themes\nThe laboratory roof leaks.,Money\nThe roof leaks again.,Money\nNobody mends the roof.,Money\n\
         I choose my topics.,Freedom\nMy topics are my own.,Freedom\nOthers set my topics.,Freedom\n",
    );
    let input = "{\"id\":1,\"text\":\"A leaking roof.\"}\n{\"id\":2,\"text\":\"Who sets the topics?\"}\n";
    let labels = |args: &[&str]| -> Vec<String> {
        let answers = good("group", &[&["--codebook", &book], args].concat(), input.as_bytes());
        let lines = answers.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        lines.map(|line| line["themes"][0]["label"].as_str().unwrap_or("").to_owned()).collect()
    };
    assert_eq!(labels(&["--words-only"]), ["", ""]);
    assert_eq!(labels(&["--train", &coded]), ["Money", "Freedom"]);
    assert!(labels(&["--every"]).iter().all(|label| !label.is_empty()));
}

#[test]
fn a_codebook_names_the_themes_of_responses() {
    let answers = good("group", &["--codebook", "seeds/codebooks/research-culture.toml"], responses().as_bytes());
    assert_eq!(answers.lines().count(), responses().lines().count());
    assert!(answers.contains("\"label\":\"Short-termism\""), "{answers}");
}
