//! Results are the old ones or the new ones, whole, whenever a run is killed.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};

use super::{file, folder, good, names};

/// At so many moments of a run.
const MOMENTS: u32 = 30;

fn start(folder: &Path, args: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_verbatims"))
        .current_dir(folder)
        .args(args)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// The titles that reports of the folder have: every file in it is as its `run.json` says, and no other is there.
fn whole(out: &Path) -> String {
    let record: serde_json::Value = serde_json::from_slice(&fs::read(out.join("run.json")).unwrap()).unwrap();
    let hashes = record["files"].as_object().unwrap();
    for (name, hash) in hashes {
        let found: String =
            Sha256::digest(fs::read(out.join(name)).unwrap()).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(found, hash.as_str().unwrap(), "{name}");
    }
    let mut known: Vec<&str> = hashes.keys().map(String::as_str).chain(["run.json"]).collect();
    known.sort_unstable();
    assert_eq!(names(out), known);
    record["settings"]["title"].as_str().unwrap().to_owned()
}

#[test]
fn a_run_that_is_killed_leaves_the_old_set_or_the_new_one() {
    let folder = folder("killed");
    let survey = file("seeds/surveys/research-conditions.csv");
    let run = |title: &'static str, group: &'static str| {
        let words = format!("run {survey} --quiet --force --resamples 0 --out out --title {title} --group {group}");
        words.split(' ').map(str::to_owned).collect::<Vec<String>>()
    };
    let calls = [run("one", "field"), run("two", "role")];
    let call = |number: usize| calls[number].iter().map(String::as_str).collect::<Vec<&str>>();
    let began = Instant::now();
    good(&folder, &call(0));
    let took = began.elapsed();
    assert_eq!(whole(&folder.join("out")), "one");
    for moment in 0..MOMENTS {
        let before = names(&folder);
        let next = usize::from(whole(&folder.join("out")) == "one");
        let mut child = start(&folder, &call(next));
        // More of the moments lie at the end, where files are written.
        let share = 1.1 - 0.6 * f64::from(moment % 20) / 20.0;
        std::thread::sleep(took.mul_f64(share).max(Duration::from_millis(1)));
        let signal = ["-KILL", "-TERM", "-INT"][moment as usize % 3];
        Command::new("kill").args([signal, &child.id().to_string()]).stderr(Stdio::null()).status().unwrap();
        child.wait().unwrap();
        whole(&folder.join("out"));
        if signal != "-KILL" {
            assert!(
                names(&folder).iter().all(|name| before.contains(name)),
                "{signal} leaves no draft: {:?}",
                names(&folder)
            );
        }
    }
    good(&folder, &call(0));
    assert_eq!(whole(&folder.join("out")), "one");
    assert_eq!(names(&folder), ["out"], "drafts of runs that were killed are removed by the next one");
}
