//! Every example runs on what lies in `seeds/`, and what it prints is golden. Bad input ends in a message, never in a panic.

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
    env: &'a [(&'a str, &'a str)],
}

impl Call<'_> {
    fn run(&self) -> Output {
        let mut child = Command::new(EXAMPLES.join(self.example))
            .current_dir(root())
            .args(self.args)
            .envs(self.env.iter().copied())
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
    let output = Call { example, args, input, ..Call::default() }.run();
    assert!(output.status.success(), "{example} {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The exit code and the message of a call that fails.
fn bad(example: &str, args: &[&str], input: &[u8]) -> (i32, String) {
    let output = Call { example, args, input, ..Call::default() }.run();
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

/// Quotations of several sorts, one of them without a speaker, and marks around what nobody said.
const PASSAGE: &str = "\
“The bus never comes,” said María López, a nurse at Hull Infirmary. \
“I walk.” She added that the council had not answered.

The plan is known as “Wheels for All”. A so-called “slow bus” goes \
twice a day. It was said that “nobody needs a third one”.

“Nobody told us about the timetable, said Bo Ray.
";

/// How an example is run on the seeds, and the file that holds its output.
struct Run {
    example: &'static str,
    args: &'static [&'static str],
    input: Vec<u8>,
    golden: Option<&'static str>,
}

fn runs() -> Vec<Run> {
    vec![
        Run { example: "extract", args: &[], input: seed_lines().into_bytes(), golden: None },
        Run { example: "explain", args: &["-"], input: PASSAGE.into(), golden: Some("explain.txt") },
        Run { example: "explain", args: &["--json"], input: PASSAGE.into(), golden: Some("explain.json") },
        Run { example: "themes", args: &[], input: Vec::new(), golden: Some("themes.txt") },
        Run { example: "themes", args: &["--discover"], input: Vec::new(), golden: Some("themes_discovered.txt") },
        Run { example: "survey", args: &[], input: Vec::new(), golden: Some("survey.txt") },
        Run { example: "group", args: &["--k", "3"], input: responses().into_bytes(), golden: Some("group.jsonl") },
        Run { example: "theme_counts", args: &["-"], input: Vec::new(), golden: Some("theme_counts.csv") },
        #[cfg(feature = "refi")]
        Run {
            example: "export",
            args: &[concat!(env!("CARGO_TARGET_TMPDIR"), "/export"), "--force"],
            input: Vec::new(),
            golden: Some("export.txt"),
        },
        #[cfg(feature = "html-report")]
        Run {
            example: "report",
            args: &[concat!(env!("CARGO_TARGET_TMPDIR"), "/report.html"), "--force"],
            input: Vec::new(),
            golden: None,
        },
    ]
}

/// Examples that need what is not in the repository; other tests here say how they end without it.
const ELSEWHERE: &[&str] = &["evaluate", "evaluate_codebooks", "evaluate_themes"];

/// Examples that are built only with a feature that these tests were built without.
const LEFT_OUT: &[(&str, bool)] = &[("export", cfg!(feature = "refi")), ("report", cfg!(feature = "html-report"))];

#[test]
fn every_example_runs_on_the_seeds() {
    let runs = runs();
    let mut files: Vec<PathBuf> = fs::read_dir(root().join("examples")).unwrap().map(|it| it.unwrap().path()).collect();
    files.sort();
    for file in files.iter().filter(|file| file.extension().is_some_and(|ending| ending == "rs")) {
        let name = file.file_stem().unwrap().to_str().unwrap();
        let left_out = LEFT_OUT.iter().any(|(left, built)| *left == name && !built);
        let run = runs.iter().any(|run| run.example == name) || ELSEWHERE.contains(&name) || left_out;
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
fn every_example_has_help_and_refuses_what_it_does_not_know() {
    for Run { example, .. } in runs() {
        assert!(good(example, &["--help"], b"").contains(example), "{example}");
        let (code, message) = bad(example, &["--no-such-option"], b"");
        assert!(code == 2 && message.contains("--no-such-option"), "{example}: {code} {message}");
    }
}

#[test]
fn the_evaluation_is_loud_without_its_data() {
    let env = [("VERBATIMS_EVAL", "/no/such/folder")];
    for example in ["evaluate", "evaluate_codebooks", "evaluate_themes"] {
        let output = Call { example, env: &env, ..Call::default() }.run();
        assert_eq!(output.status.code(), Some(1));
        assert!(String::from_utf8_lossy(&output.stderr).contains("/no/such/folder"));
    }
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

    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(&self.0).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Texts that cannot be read or hold nothing: file, bytes, and what the message says of it.
const USELESS: &[(&str, &[u8], &str)] = &[
    ("empty.txt", b"", "no text"),
    ("blank.txt", b" \n\t\r\n \xe2\x80\x83\n", "no text"),
    ("binary.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "not text"),
    ("quiet.txt", "The bridge is closed until May.\nBuses take the ring road.\n".as_bytes(), "no quotation"),
];

#[test]
fn a_useless_text_is_named_and_nothing_is_written() {
    let folder = Folder::new("useless");
    let out = folder.path("out");
    for (name, bytes, says) in USELESS {
        let file = folder.file(name, bytes);
        for (example, args) in [("themes", vec![file.as_str(), "--csv", &out]), ("theme_counts", vec![&out, &file])] {
            let (code, message) = bad(example, &args, b"");
            assert_eq!(code, 1, "{example} {name}: {message}");
            assert!(message.contains(name) && message.contains(says), "{example} {name}: {message}");
            assert!(!Path::new(&out).exists(), "{example} {name}");
        }
    }
    for (path, says) in [(folder.path("missing.txt"), "No such file"), (folder.path(""), "folder")] {
        let (code, message) = bad("themes", &[&path], b"");
        assert!(code == 1 && message.contains(&path) && message.contains(says), "{message}");
    }
}

#[test]
fn bytes_that_are_not_utf8_are_named_with_their_line() {
    let folder = Folder::new("encoding");
    let file = folder.file("latin.txt", b"One line.\n\x93I pay too much,\x94 said Ann Lee.\n");
    let output = Call { example: "themes", args: &[&file], ..Call::default() }.run();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(errors.contains("latin.txt: line 2") && errors.contains("UTF-8"), "{errors}");
}

#[test]
fn one_useless_text_does_not_stop_the_others() {
    let folder = Folder::new("several");
    let good = folder.file("good.txt", "“I pay too much,” said Ann Lee.\n");
    let (binary, missing) = (folder.file("binary.bin", b"\0\0"), folder.path("missing.txt"));
    let output = Call { example: "themes", args: &[&binary, &good, &missing], ..Call::default() }.run();
    assert!(output.status.success());
    assert!(String::from_utf8_lossy(&output.stdout).contains("I pay too much"));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(
        errors.contains("skipped 2 files") && errors.contains("binary.bin") && errors.contains("missing.txt"),
        "{errors}"
    );
}

#[test]
fn a_wrong_codebook_is_named_with_its_line() {
    let folder = Folder::new("codebook");
    for (name, text, says) in [
        ("twice.csv", "name,words\nRent,rent\nNoise,loud\nRent,cost\n", "line 4"),
        ("column.csv", "name,wrods\nRent,rent\n", "line 1: unknown column `wrods`"),
        ("twice.toml", "[[theme]]\nname = \"Rent\"\n\n[[theme]]\nname = \"Rent\"\n", "line 4"),
        ("key.toml", "[[theme]]\nname = \"Rent\"\nwrods = [\"rent\"]\n", "line 3"),
        ("empty.csv", "", "empty.csv"),
    ] {
        let file = folder.file(name, text);
        for example in ["themes", "theme_counts"] {
            let out = folder.path("out");
            let args = if example == "themes" { vec!["--csv", &out] } else { vec![out.as_str()] };
            let (code, message) = bad(example, &[&args[..], &["--codebook", &file]].concat(), b"");
            assert!(code == 1 && message.contains(name) && message.contains(says), "{example} {name}: {message}");
            assert!(!Path::new(&out).exists(), "{example} {name}");
        }
    }
    let (code, message) = bad("themes", &["--codebook", &folder.path("missing.csv")], b"");
    assert!(code == 1 && message.contains("missing.csv"), "{message}");
}

#[test]
fn more_groups_than_statements_are_refused() {
    let folder = Folder::new("groups");
    let out = folder.path("out");
    let (code, message) = bad("themes", &["--discover", "--k", "9", "--csv", &out], b"");
    assert!(code == 2 && message.contains("9 themes") && message.contains("5 statements"), "{message}");
    assert!(!Path::new(&out).exists());
    for args in [&["--discover", "--k", "many"][..], &["--discover", "--k", "0"], &["--k", "3"], &["--discover", "--k"]]
    {
        assert_eq!(bad("themes", args, b"").0, 2, "{args:?}");
    }
    assert!(good("themes", &["--discover", "--k", "5"], b"").contains("5 themes"));
}

#[test]
fn the_tables_are_written_all_or_none() {
    let folder = Folder::new("tables");
    let out = folder.path("");
    let names = ["quotes.csv", "theme_by_affiliation.csv", "themes.csv", "themes_wide.csv"];
    let page = good("themes", &["--csv", &out], b"");
    assert_eq!(folder.names(), names);
    assert!(names.iter().all(|name| page.contains(name)), "{page}");
    let quotes = fs::read_to_string(folder.path("quotes.csv")).unwrap();
    assert!(
        quotes.contains("short-sighted") && quotes.contains("Antony Blinken"),
        "all quotations, not only those with themes"
    );

    // One that is there is enough to write none.
    for name in &names[..3] {
        fs::remove_file(folder.path(name)).unwrap();
    }
    fs::write(folder.path("themes_wide.csv"), "mine").unwrap();
    let (code, message) = bad("themes", &["--csv", &out], b"");
    assert!(code == 1 && message.contains("themes_wide.csv"), "{message}");
    assert_eq!(folder.names(), ["themes_wide.csv"]);
    assert_eq!(fs::read_to_string(folder.path("themes_wide.csv")).unwrap(), "mine");
    good("themes", &["--csv", &out, "--force"], b"");
    assert_eq!(folder.names(), names);
}

#[test]
fn a_survey_becomes_themes_by_group() {
    let folder = Folder::new("survey");
    let out = folder.path("out");
    good("survey", &["--csv", &out, "--group", "role"], b"");
    let table = fs::read_to_string(folder.path("out/theme_by_role.csv")).unwrap();
    assert!(table.contains("PhD student,PhD student %") && table.contains("Short-termism"), "{table}");
    assert!(bad("survey", &["--csv", &out], b"").1.contains("is there already"));

    let (code, message) = bad("survey", &["--open", "Question"], b"");
    assert!(code == 2 && message.contains("no column `Question`"), "{message}");
    for (name, bytes, says) in [
        ("empty.csv", &b""[..], "empty"),
        ("binary.csv", b"id,\0\x01\0", "binary.csv"),
        ("header.csv", b"id,role,What else?\n", "no answer"),
        ("numbers.csv", b"id,age\n1,30\n2,40\n3,50\n", "no answer"),
    ] {
        let (code, message) = bad("survey", &[&folder.file(name, bytes), "--csv", &folder.path("none")], b"");
        assert!(code == 1 && message.contains(name) && message.contains(says), "{name}: {message}");
        assert!(!folder.0.join("none").exists(), "{name}");
    }
    let (code, message) = bad("survey", &[&folder.path("missing.csv")], b"");
    assert!(code == 1 && message.contains("missing.csv"), "{message}");
}

/// The parts of the page of `themes` that the README shows: the first two responses, the counts and the second theme, what was set aside.
fn picture(page: &str) -> String {
    let blocks: Vec<&str> = page.split("\n\n").collect();
    let starts = |start: &str| blocks.iter().position(|block| block.starts_with(start)).unwrap();
    let responses = blocks[starts("Interview responses")];
    let third = responses.match_indices("\n  #").nth(2).map_or(responses.len(), |(at, _)| at);
    let themes = starts("── Themes ─");
    let shown = [
        blocks[0],
        &format!("{}\n[…]", &responses[..third]),
        blocks[themes],
        blocks[themes + 1],
        &format!("{}\n[…]", blocks[themes + 3]),
        blocks[starts("── Set aside")],
    ];
    shown.join("\n\n") + "\n"
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
fn the_page_fits_the_terminal() {
    for args in [&[][..], &["--discover"], &["--all-quotes"], &["--discover", "--all-quotes", "--k", "3"]] {
        for line in good("themes", args, b"").lines() {
            assert!(line.chars().count() <= 80, "{args:?}: {line}");
        }
    }
    for args in [&[][..], &["--discover"], &["--discover", "--k", "20"]] {
        for line in good("survey", args, b"").lines() {
            assert!(line.chars().count() <= 80, "{args:?}: {line}");
        }
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
    assert_eq!(names, ["\"a\"", "2", "\"7\"", "5", "\"c\""]);
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
    let output = Call { example: "group", input: input.as_bytes(), args: &["--k", "2"], ..Call::default() }.run();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("2 of 6 lines"));
    let lines: Vec<serde_json::Value> =
        String::from_utf8(output.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let names: Vec<String> = lines.iter().map(|line| line.get("id").unwrap_or(&line["line"]).to_string()).collect();
    assert_eq!(names, ["\"a\"", "2", "\"7\"", "5", "\"a\"", "\"c\""]);
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
