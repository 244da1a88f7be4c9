//! The program `verbatims` as people call it: what it prints is golden, and how it ends is a code.

#[cfg(unix)]
mod apart;
mod calls;
mod checks;
mod diff;
mod embeddings;
mod find;
mod first;
mod hostile;
#[cfg(unix)]
mod killed;
mod numbers;
mod parts;
mod planned;
mod refused;
mod scenarios;
mod texts;
mod workbook;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A folder of its own for one test, empty.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("binary").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// A file of the repository.
fn file(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    assert!(path.exists(), "{}", path.display());
    path.to_str().unwrap().to_owned()
}

/// What a call came to.
struct Came {
    code: i32,
    out: String,
    errors: String,
}

fn output(folder: &Path, args: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_verbatims"))
        .current_dir(folder)
        .args(args)
        .env_remove("NO_COLOR")
        .env_remove("COLUMNS")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // A thread of its own, since a filter answers while it is fed; it may also stop reading.
    let feed = std::thread::spawn(move || {
        let _ = std::io::Write::write_all(&mut stdin, &input);
    });
    let output = child.wait_with_output().unwrap();
    feed.join().unwrap();
    output
}

/// Runs the program in a folder, as one does at a page so many columns wide.
fn at_width(folder: &Path, columns: &str, args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_verbatims"))
        .current_dir(folder)
        .args(args)
        .env("COLUMNS", columns)
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// Runs the program in a folder.
fn call(folder: &Path, args: &[&str], input: &[u8]) -> Came {
    let output = output(folder, args, input);
    let came = Came {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        errors: String::from_utf8(output.stderr).unwrap(),
    };
    assert!(!came.errors.contains("fault of verbatims"), "{args:?}: {}", came.errors);
    came
}

/// Runs it, and it is done.
#[track_caller]
fn good(folder: &Path, args: &[&str]) -> Came {
    let came = call(folder, args, b"");
    assert_eq!(came.code, 0, "{args:?}: {}", came.errors);
    came
}

/// Runs it, and it ends with that code.
#[track_caller]
fn bad(folder: &Path, args: &[&str], code: i32) -> String {
    let came = call(folder, args, b"");
    assert_eq!(came.code, code, "{args:?}: {}{}", came.out, came.errors);
    came.errors
}

/// The names in a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = entries.collect();
    names.sort();
    names
}
