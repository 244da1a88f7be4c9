//! Files that would end the program, fill the machine or never end, each beside good ones: one file that is skipped with its reason and a way out, the others are read.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;

use super::{bad, call, folder, good};
use crate::made::{WHOLE, answers, archive, cell, endless_pdfs, xlsx};

#[test]
fn one_bad_file_never_ends_a_folder() {
    let base = folder("apart");
    let all = base.join("all");
    fs::create_dir(&all).unwrap();
    fs::write(all.join("a-good.txt"), "“We pay,” said Ann Lee.").unwrap();
    fs::write(all.join("zz-good.html"), "<p>“I walk,” said Tom Hale.</p>").unwrap();
    let corner = format!("{}<row r=\"1048576\">{}</row>{WHOLE}", answers("Why?", &[]), cell("XFD1048576", "x"));
    let mut bad_files = vec![
        ("deep.html".to_owned(), "<div>".repeat(50_000).into_bytes()),
        ("corner.xlsx".to_owned(), xlsx(&[corner], &[])),
        ("none.docx".to_owned(), archive(&[("word/document.xml", b"<w:document")])),
    ];
    bad_files.extend(endless_pdfs().into_iter().map(|(name, _, bytes)| (format!("{name}.pdf"), bytes)));
    for (name, bytes) in &bad_files {
        fs::write(all.join(name), bytes).unwrap();
        let errors = bad(&base, &["extract", &format!("all/{name}"), "--limit", "seconds=2"], 2);
        assert!(errors.starts_with(&format!("{name}:")) || errors.contains("there is nothing to read"), "{errors}");
    }
    let came = call(&base, &["extract", "all", "--limit", "seconds=2"], b"");
    assert_eq!(came.code, 3, "{}", came.errors);
    assert!(came.out.contains("Ann Lee") && came.out.contains("Tom Hale"), "{}", came.out);
    for (name, _) in &bad_files {
        let reason = came.errors.lines().find(|line| line.contains(name.as_str()));
        assert!(reason.is_some_and(|line| line.contains("save")), "{name}: {}", came.errors);
    }
}

#[test]
fn a_file_that_takes_too_long_is_refused_with_the_time() {
    let base = folder("late");
    // Each line looks whether a paragraph is open in all that is around it.
    let page = "<div>".repeat(1_000) + &"<hr>".repeat(240_000);
    fs::write(base.join("long.html"), page).unwrap();
    fs::write(base.join("short.html"), "<p>“We pay,” said Ann Lee.</p>").unwrap();
    let came = call(&base, &["extract", "long.html", "short.html", "--limit", "seconds=1"], b"");
    assert_eq!(came.code, 3, "{}{}", came.out, came.errors);
    assert!(
        came.errors.contains("long.html: this web page took more than 1 second to read; save it as text"),
        "{}",
        came.errors
    );
    assert!(came.out.contains("Ann Lee"), "{}", came.out);
    let errors = bad(&base, &["extract", "short.html", "--limit", "hours=1"], 2);
    assert!(errors.contains("seconds, megabytes, cells, depth, nodes"), "{errors}");
}

#[test]
fn folders_and_patterns_skip_the_same() {
    let base = folder("special");
    fs::create_dir_all(base.join("up/open")).unwrap();
    fs::create_dir_all(base.join("up/closed")).unwrap();
    fs::create_dir_all(base.join("other")).unwrap();
    for name in ["up/open/a.txt", "up/closed/b.txt", "other/c.txt", "up/d.txt"] {
        fs::write(base.join(name), format!("“We pay,” said Ann {}.", name.to_uppercase().replace(['/', '.'], "")))
            .unwrap();
    }
    assert!(Command::new("mkfifo").arg(base.join("up/pipe.txt")).status().unwrap().success());
    symlink("../other", base.join("up/linked")).unwrap();
    symlink("/", base.join("up/root")).unwrap();
    fs::set_permissions(base.join("up/closed"), fs::Permissions::from_mode(0o000)).unwrap();
    // Whoever may read everything finds the closed folder open.
    let closed = fs::read_dir(base.join("up/closed")).is_err();
    for path in ["up", "up/**/*.txt", "up/**", "**/up/**/*.txt", "u*/**/**/*.txt"] {
        let came = call(&base, &["extract", path], b"");
        assert_eq!(came.code, if closed { 3 } else { 0 }, "{path}: {}", came.errors);
        assert!(came.out.contains("UPOPENATXT") && came.out.contains("UPDTXT"), "{path}: {}", came.out);
        assert!(!came.out.contains("OTHER"), "{path}: {}", came.out);
        for skipped in ["up/pipe.txt: a pipe", "up/linked: a link", "up/root: a link"] {
            assert_eq!(came.errors.matches(skipped).count(), 1, "{path}: {}", came.errors);
        }
        assert!(!closed || came.errors.contains("up/closed: "), "{path}: {}", came.errors);
    }
    let came = good(&base, &["extract", "up/*.txt"]);
    assert!(came.out.contains("UPDTXT") && !came.out.contains("UPOPEN"), "{}", came.out);
    assert!(came.errors.contains("pipe.txt: a pipe") && !came.errors.contains("linked"), "{}", came.errors);
    fs::set_permissions(base.join("up/closed"), fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn a_pipe_that_is_named_is_read_and_a_device_is_not() {
    let base = folder("pipes");
    fs::write(base.join("a.txt"), "“We pay,” said Ann Lee.").unwrap();
    assert!(Command::new("mkfifo").arg(base.join("pipe")).status().unwrap().success());
    let shell = |command: &str| {
        let program = env!("CARGO_BIN_EXE_verbatims");
        let output =
            Command::new("bash").current_dir(&base).args(["-c", &command.replace("verbatims", program)]).output();
        let output = output.unwrap();
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
    };
    for command in [
        "verbatims extract <(cat a.txt)",
        "cat a.txt > pipe & verbatims extract pipe",
        "verbatims extract /dev/stdin < a.txt",
    ] {
        assert!(shell(command).contains("Ann Lee"), "{command}: {}", shell(command));
    }
    if Path::new("/dev/zero").exists() {
        let errors = bad(&base, &["extract", "/dev/zero"], 2);
        assert!(errors.contains("zero: this is a device, no file; name a file"), "{errors}");
    }
}

#[test]
fn what_is_in_the_way_of_out_is_said_as_it_is() {
    let base = folder("in-the-way");
    fs::write(base.join("a.txt"), "“We pay,” said Ann Lee.").unwrap();
    fs::write(base.join("file"), "x").unwrap();
    fs::create_dir_all(base.join("folder/below")).unwrap();
    for force in [&[][..], &["--force"]] {
        for (call, said) in [
            (
                ["plan", "a.txt", "--out", "folder"],
                "folder: is a folder, which no file replaces; `--out` names another place",
            ),
            (
                ["run", "a.txt", "--out", "file"],
                "file: a file is there, where a folder is to be; `--out` names another place",
            ),
            (["plan", "a.txt", "--out", "file/plan.toml"], "file: a file is there, where a folder is to be"),
        ] {
            let errors = bad(&base, &[&call[..], force].concat(), 2);
            assert!(errors.contains(said), "{call:?}{force:?}: {errors}");
        }
    }
    assert_eq!(fs::read_to_string(base.join("file")).unwrap(), "x");
    assert!(base.join("folder/below").is_dir());
}
