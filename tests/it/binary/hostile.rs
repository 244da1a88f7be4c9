//! Files and calls that mean harm.

use std::fs;

use super::{call, file, folder, good, names, output};

/// Refused with what message, or read.
const FILES: &[(&str, Option<&str>)] = &[
    ("abspath.qdpx", None),
    ("baddocx.docx", Some("DOCTYPE")),
    ("bidi.txt", None),
    ("bomb-small.qdpx", Some("grows more than 200 times")),
    ("dup.qdpx", Some("two entries of one name")),
    ("formulas.csv", None),
    ("formulas.txt", None),
    ("invalid-utf8.txt", None),
    ("nul.txt", Some("binary file")),
    ("unclosed.txt", None),
    ("utf16le.txt", None),
    ("xss.txt", None),
    ("zipslip.qdpx", Some("leads out of the archive")),
];

#[test]
fn hostile_files_are_refused_or_read_and_nothing_of_theirs_runs() {
    let folder = folder("hostile");
    for (name, refused) in FILES {
        let out = format!("out-{name}");
        let args = ["run", &file(&format!("tests/data/hostile/{name}")), "--kind", "auto", "--out", &out];
        let came = call(&folder, &args, b"");
        match refused {
            Some(why) => {
                assert_eq!(came.code, 2, "{name}: {}", came.errors);
                assert!(came.errors.contains(why), "{name}: {}", came.errors);
                assert!(!folder.join(&out).exists(), "{name} wrote something");
            }
            // A text without a quotation is an ending of its own.
            None => assert!(matches!(came.code, 0..=2), "{name}: {}", came.errors),
        }
        let steers = |text: &str| text.chars().any(|char| char.is_control() && char != '\n');
        assert!(!steers(&came.out) && !steers(&came.errors), "{name}: {:?}{:?}", came.out, came.errors);
    }
    assert!(names(&folder).iter().all(|name| name.starts_with("out-")), "{:?}", names(&folder));
    for codebook in ["laughs.qdc", "xxe.qdc"] {
        let args = ["codebook", "check", &file(&format!("tests/data/hostile/{codebook}"))];
        let came = call(&folder, &args, b"");
        assert_eq!(came.code, 2, "{codebook}");
        assert!(came.errors.contains("DOCTYPE"), "{codebook}: {}", came.errors);
    }
}

#[test]
fn escape_sequences_do_not_reach_the_terminal() {
    let folder = folder("escapes");
    let text = "“Rent \u{1b}[31mis\u{9b}2J high\u{7},” said Ann Lee.\u{202e}";
    fs::write(folder.join("a\u{1b}[2Jb.txt"), text).unwrap();
    for args in
        [&["run", "."][..], &["extract", "."], &["explain", text], &["run", "a\u{1b}[2Jb.txt"], &["run", "x\u{1b}[2J"]]
    {
        let came = call(&folder, args, b"");
        for stream in [&came.out, &came.errors] {
            let odd = stream.chars().find(|char| (char.is_control() && *char != '\n') || *char == '\u{202e}');
            assert_eq!(odd, None, "{args:?}: {stream:?}");
        }
    }
}

#[cfg(unix)]
#[test]
fn links_are_not_followed_out_of_a_folder_nor_written_through() {
    let folder = folder("links");
    fs::write(folder.join("secret.txt"), "“The password is swordfish,” said Ann Lee.").unwrap();
    fs::create_dir(folder.join("in")).unwrap();
    fs::write(folder.join("in/a.txt"), "“Rent is high,” said Bob Ray.").unwrap();
    std::os::unix::fs::symlink("../secret.txt", folder.join("in/link.txt")).unwrap();
    let came = good(&folder, &["run", "in"]);
    assert!(came.errors.contains("link.txt: a link out of the folder"), "{}", came.errors);
    assert!(!came.out.contains("swordfish"));
    // A link in the place of a result is replaced, and what it leads to stays.
    fs::remove_file(folder.join("quotes-out/quotes.csv")).unwrap();
    std::os::unix::fs::symlink("../secret.txt", folder.join("quotes-out/quotes.csv")).unwrap();
    good(&folder, &["run", "in", "--force"]);
    assert!(fs::read_to_string(folder.join("secret.txt")).unwrap().contains("swordfish"));
    assert!(!folder.join("quotes-out/quotes.csv").is_symlink());
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_error() {
    use std::process::{Command, Stdio};
    let folder = folder("pipe");
    let line = format!("{}\n", serde_json::json!({"id": 1, "text": "“Rent is high,” said Ann Lee. ".repeat(200)}));
    fs::write(folder.join("many.jsonl"), line.repeat(300)).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_verbatims"))
        .current_dir(&folder)
        .args(["extract", "many.jsonl"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let ended = child.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(0), "{}", String::from_utf8_lossy(&ended.stderr));
    assert!(ended.stderr.is_empty());
    assert!(output(&folder, &["--version"], b"").status.success());
}
