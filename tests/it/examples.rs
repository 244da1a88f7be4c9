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
        Run { example: "themes", args: &[], input: Vec::new(), golden: Some("themes.txt") },
        Run { example: "themes", args: &["--discover"], input: Vec::new(), golden: Some("themes_discovered.txt") },
        Run { example: "theme_counts", args: &["-"], input: Vec::new(), golden: Some("theme_counts.csv") },
    ]
}

/// Examples that need what is not in the repository; other tests here say how they end without it.
const ELSEWHERE: &[&str] = &["evaluate", "evaluate_themes", "train"];

#[test]
fn every_example_runs_on_the_seeds() {
    let runs = runs();
    let mut files: Vec<PathBuf> = fs::read_dir(root().join("examples")).unwrap().map(|it| it.unwrap().path()).collect();
    files.sort();
    for file in files.iter().filter(|file| file.extension().is_some_and(|ending| ending == "rs")) {
        let name = file.file_stem().unwrap().to_str().unwrap();
        let run = runs.iter().any(|run| run.example == name) || ELSEWHERE.contains(&name);
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
    for example in ["evaluate", "evaluate_themes"] {
        let output = Call { example, env: &env, ..Call::default() }.run();
        assert_eq!(output.status.code(), Some(1));
        assert!(String::from_utf8_lossy(&output.stderr).contains("/no/such/folder"));
    }
}

#[test]
fn the_filter_keeps_the_order_and_goes_on_after_a_bad_line() {
    let input = "{\"id\":\"a\",\"text\":\"é “No,” said Bo Ray.\",\"year\":2024}\nnot json\n\n{\"id\":7,\"text\":\"\"}\n\
                 {\"id\":\"b\"}\n{\"id\":\"c\",\"text\":\"Fine.\",\"kind\":\"response\"}";
    let output = Call { example: "extract", input: input.as_bytes(), ..Call::default() }.run();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("2 of 6 lines"));
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
