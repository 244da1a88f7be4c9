//! Files, folders and patterns.

use std::fs;
use std::path::PathBuf;

use verbatims::import::path::{self, Imported, PathOptions, Why};
use verbatims::import::text::Encoding;
use verbatims::{Extractor, Language};

use super::data;

fn options() -> PathOptions {
    PathOptions::new(Language::english())
}

fn ids(read: &Imported) -> Vec<&str> {
    read.documents.iter().map(|document| document.id.as_str()).collect()
}

/// A folder of its own for one test, emptied.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn json_lines_are_read_a_part_at_a_time_in_the_memory_of_a_part() {
    let base = folder("parts");
    let text = "The meeting went on until nine in the evening. ".repeat(80);
    let line = |number: usize| format!("{{\"id\":{number},\"text\":\"{text}\"}}\n");
    let all: String = (0..6_000).map(line).collect();
    let size = all.len();
    assert!(size > 20 << 20);
    fs::write(base.join("texts.jsonl"), all).unwrap();
    let (mut parts, mut documents) = (0, 0);
    let options = options();
    let memory = allocation_counter::measure(|| {
        let read = path::read_in_parts([&base], &options, |part| {
            parts += 1;
            documents += part.len();
            Ok(())
        });
        let read = read.unwrap();
        assert_eq!((read.documents.len(), read.files), (0, 1));
    });
    assert_eq!(documents, 6_000);
    assert!(parts >= 5, "{parts}");
    assert!(memory.bytes_max < 10 << 20, "{} of {size}", memory.bytes_max);
    // What cannot be done with a part ends the reading.
    let mut taken = 0;
    let error = path::read_in_parts([&base], &options, |_| {
        taken += 1;
        Err(std::io::Error::other("full").into())
    });
    assert!(error.unwrap_err().to_string().contains("full"));
    assert_eq!(taken, 1);
}

#[test]
fn a_folder_is_read_in_order_with_what_was_skipped() {
    let base = folder("mixed");
    for (name, text) in [
        ("b.txt", "“No,” said Ann."),
        ("a/z.md", "# Title"),
        ("a/notes", "no ending"),
        ("a/s.csv", "id,why\n1,The bus is always late.\n2,Rent is far too high."),
        ("lines.jsonl", "{\"id\":\"x\",\"text\":\"t\"}\n{\"id\":\"x\",\"text\":\"u\"}\nbroken\n"),
        ("bad.txt", "a\0b"),
        ("code.py", "print()"),
        (".hidden.txt", "h"),
        ("~$b.docx", "lock"),
    ] {
        fs::create_dir_all(base.join(name).parent().unwrap()).unwrap();
        fs::write(base.join(name), text).unwrap();
    }
    let read = path::read(&base, &options()).unwrap();
    assert_eq!(ids(&read), ["a/s.csv:1:why", "a/s.csv:2:why", "a/z.md", "b.txt", "x", "x (2)"]);
    let skipped: Vec<String> = read.skipped.iter().map(ToString::to_string).collect();
    assert_eq!(skipped.len(), 3, "{skipped:?}");
    assert!(skipped[0].ends_with("a/notes: no form that is read; save it as text, HTML or CSV"), "{skipped:?}");
    assert!(skipped[1].starts_with("bad.txt: line 1: this is a binary file"), "{skipped:?}");
    assert!(skipped[2].contains("code.py: no form"), "{skipped:?}");
    assert!(read.notes[0].to_string().starts_with("lines.jsonl: line 3: "), "{:?}", read.notes);
    assert!(
        read.notes[1].to_string().contains("`x` is the id of another document before; this one is called `x (2)`"),
        "{:?}",
        read.notes
    );
    assert_eq!((read.files, read.surveys.len()), (4, 1));
    assert_eq!(
        ids(&path::read(base.join("a/notes"), &options()).unwrap()),
        ["notes"],
        "what is named is tried as text"
    );

    let twice = path::read_all([base.join("b.txt"), base.clone()], &options()).unwrap();
    assert_eq!(ids(&twice).iter().filter(|id| id.ends_with("b.txt")).count(), 1, "a file is read once");
    let pattern = path::read(base.join("**/*.[mt]*"), &options()).unwrap();
    assert_eq!(ids(&pattern), ["a/z.md", "b.txt"]);
}

#[test]
fn what_is_not_there_is_an_error() {
    let error = path::read(data("absent.txt"), &options()).unwrap_err().to_string();
    assert!(error.ends_with("absent.txt: there is no such file or folder"), "{error}");
    let error = path::read(data("*.absent"), &options()).unwrap_err().to_string();
    assert!(error.ends_with("the pattern fits no file"), "{error}");
    assert!(path::read(data("hostile/nul.txt"), &options()).is_err());
}

#[cfg(unix)]
#[test]
fn links_that_lead_out_are_not_followed() {
    use std::os::unix::fs::symlink;
    let base = folder("links");
    let outside = folder("outside");
    fs::write(outside.join("secret.txt"), "“Secret,” said Ann.").unwrap();
    fs::write(base.join("a.txt"), "“No,” said Ann.").unwrap();
    symlink(outside.join("secret.txt"), base.join("out.txt")).unwrap();
    symlink(&outside, base.join("folder")).unwrap();
    symlink(&base, base.join("round")).unwrap();
    symlink(base.join("a.txt"), base.join("same.txt")).unwrap();
    symlink(base.join("gone.txt"), base.join("nothing.txt")).unwrap();
    let read = path::read(&base, &options()).unwrap();
    assert_eq!(ids(&read), ["a.txt"]);
    assert_eq!(read.skipped.len(), 4);
    assert!(read.skipped.iter().all(|skipped| matches!(skipped.why, Why::Link)));
    let read = path::read(base.join("*.txt"), &options()).unwrap();
    assert_eq!(ids(&read), ["a.txt"]);
}

#[test]
fn content_tells_the_form_where_the_name_does_not() {
    let read =
        path::bytes("stdin", b"{\"id\":\"a\",\"text\":\"t\"}\n{\"id\":\"b\",\"text\":\"u\"}\n", &options()).unwrap();
    assert_eq!(ids(&read), ["a", "b"]);
    let read = path::bytes("stdin", b"{not json} but text", &options()).unwrap();
    assert_eq!(read.documents[0].text, "{not json} but text");
    let koi8 = options().encoding(Encoding::named("koi8-r").unwrap());
    assert_eq!(path::bytes("a.txt", b"\xe4\xc1", &koi8).unwrap().documents[0].text, "Да");
}

#[cfg(not(feature = "pdf"))]
#[test]
fn a_form_that_this_build_does_not_read_says_so() {
    let error = path::bytes("a.pdf", b"%PDF-1.7", &options()).unwrap_err().to_string();
    assert_eq!(error, "a.pdf: PDF files are not read by this build; it lacks the feature `pdf`");
}

/// Speaker and words of every turn, as far as the transcript names the speaker.
fn turns(name: &str) -> Vec<(String, String, Option<String>)> {
    let read = path::read(data("transcripts").join(name), &options()).unwrap();
    let found = Extractor::new(Language::english()).extract(&read.documents[0]);
    found
        .quotes
        .iter()
        .map(|quote| {
            let speaker = quote.speaker().map_or(String::new(), |speaker| speaker.name.clone());
            (speaker, quote.text.clone(), quote.attributes.get("time").cloned())
        })
        .collect()
}

#[test]
fn transcripts_come_through_with_speakers_and_times() {
    let teams = turns("teams.vtt");
    let li = teams.iter().find(|(_, text, _)| text.contains("late shift")).unwrap();
    assert_eq!(li.0, "Li, Wei (Hull)");
    assert!(li.2.as_deref().is_some_and(|time| time.contains("00:07.010") || time.contains("00:00:07")), "{teams:?}");
    for (name, speakers) in [
        ("zoom.vtt", &["Anna Berg", "Wei Li"][..]),
        ("features.vtt", &["Esme", "Mary"]),
        ("interview.srt", &["ANNA", "WEI"]),
        ("otter.txt", &["Anna Berg", "Speaker 2"]),
        ("rev.txt", &["Anna Berg", "Speaker 2"]),
        ("zoom-saved.txt", &["Anna Berg", "Wei Li"]),
        ("colon.txt", &["MODERATOR", "P07", "P08"]),
    ] {
        let turns = turns(name);
        for speaker in speakers {
            assert!(
                turns.iter().any(|(there, ..)| there.eq_ignore_ascii_case(speaker)),
                "{name}: {speaker}: {turns:?}"
            );
        }
        assert!(!turns.iter().any(|(there, ..)| there == "For example"), "{name}");
    }
}
