//! The house rules: which room may know what, where a crate may be named, what a language pack consists of.

use std::fs;
use std::path::{Path, PathBuf};

/// Each room with the rooms below it that it may import.
const ARROWS: &[(&str, &[&str])] = &[
    ("id", &[]),
    ("error", &["id"]),
    ("lang", &["id", "error"]),
    ("text", &["id", "error", "lang"]),
    ("document", &["id", "error", "lang", "text"]),
    ("quotes", &["id", "error", "lang", "text", "document"]),
    ("themes", &["id", "error", "lang", "text", "quotes"]),
    ("report", &["id", "error", "quotes", "themes"]),
    ("verify", &["id", "error", "text", "document", "quotes"]),
    ("privacy", &["id", "error", "lang", "text", "document", "quotes", "themes", "report"]),
    ("import", &["id", "error", "lang", "text", "document", "quotes", "themes", "report", "verify", "privacy"]),
    ("export", &["id", "error", "lang", "text", "document", "quotes", "themes", "report", "verify", "privacy"]),
    ("guide", &[]),
    (
        "lib",
        &[
            "id", "error", "lang", "text", "document", "quotes", "themes", "report", "verify", "privacy", "import",
            "export", "guide",
        ],
    ),
];

/// Each part of `quotes` with the other parts that it may import. `mod.rs` shows them all and may name each.
const STAGES: &[(&str, &[&str])] = &[
    ("quote", &[]),
    ("wording", &[]),
    ("extraction", &["quote"]),
    ("corpus", &["quote", "extraction"]),
    ("explain", &["quote", "extraction"]),
    ("draft", &["quote", "extraction"]),
    ("participant", &["quote", "wording"]),
    ("prose", &["quote", "draft"]),
    ("learn", &["prose"]),
    ("layout", &["quote", "draft", "wording", "participant", "prose"]),
    ("transcript", &["quote", "draft", "wording", "participant", "prose"]),
    ("kind", &["wording", "participant", "layout", "transcript"]),
    ("extractor", &["corpus", "explain", "extraction", "draft", "kind", "prose", "layout", "transcript"]),
];

/// Each part of `themes` with the other parts that it may import.
const THEME_STAGES: &[(&str, &[&str])] = &[
    ("hash", &[]),
    ("sparse", &[]),
    ("coding", &[]),
    ("bytes", &["hash"]),
    ("text", &["hash", "sparse"]),
    ("embedding", &["bytes", "sparse", "text"]),
    ("evidence", &["coding", "sparse", "embedding"]),
    ("exemplars", &["text"]),
    ("group", &["sparse", "text"]),
    ("model", &["coding", "sparse", "text", "embedding", "evidence", "group"]),
    ("params", &["model"]),
    ("saved", &["bytes", "coding", "hash", "text", "embedding", "group", "model"]),
    ("edits", &["coding", "hash", "sparse", "text", "exemplars", "group", "model"]),
    ("fit", &["coding", "sparse", "text", "embedding", "exemplars", "group", "model", "params"]),
    ("stability", &["text", "model", "params"]),
    ("code", &["coding", "sparse", "text", "embedding", "evidence", "exemplars", "model"]),
];

/// Parts with what each may import.
type Parts = [(&'static str, &'static [&'static str])];

/// The rooms whose parts are checked too.
const PARTED: &[(&str, &Parts)] = &[("quotes", STAGES), ("themes", THEME_STAGES)];

/// Words of code, where they may stand (prefixes of paths below `src/`), and why nowhere else.
const WORDS: &[(&[&str], &[&str], &str)] = &[
    (
        &["std::fs", "std::io"],
        &["error.rs", "import", "export", "lang/pack.rs", "bin/"],
        "files, readers and writers stay at the doors",
    ),
    (
        &["use csv", "csv::Reader", "csv::Writer", "csv::StringRecord", "csv::ByteRecord", "csv::Error"],
        &["import", "export", "lang/pack.rs"],
        "file formats stay at the doors",
    ),
    (&["serde_json"], &["import", "export", "bin/"], "file formats stay at the doors"),
    (&["quick_xml", "roxmltree", "zip::"], &["import", "export"], "file formats stay at the doors"),
    (&["rust_stemmers"], &["lang/stem.rs"], "stemming goes through `lang::Stemmer`"),
    (&["linfa", "ndarray"], &["themes"], "matrices and models belong to `themes`"),
    (&[".code_point(", ".utf16("], &["text/position.rs", "import", "export"], "a span counts bytes inside"),
    (
        &["std::time", "std::env", "std::process", "std::thread", "Instant::now", "SystemTime"],
        &["bin/"],
        "the library has no clock, no environment and no threads but rayon's",
    ),
    (&["thread_rng", "from_entropy", "rand::random", "OsRng"], &[], "random choices take their stream from the seed"),
    (
        &["println!", "print!", "eprintln!", "eprint!"],
        &[],
        "the library does not print, and the program writes to a stream whose end it hears of",
    ),
    (&["doc(hidden)"], &[], "what is public is documented"),
];

/// A file past this many lines is named when the tests run; past the second it fails them.
const LONG: usize = 500;
const TOO_LONG: usize = 800;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// All files below a folder of the repository, sorted: path from that folder, and text.
fn files(folder: &str, extension: &str) -> Vec<(String, String)> {
    fn walk(folder: &Path, extension: &str, found: &mut Vec<PathBuf>) {
        let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                walk(&path, extension, found);
            } else if path.extension().is_some_and(|there| there == extension) {
                found.push(path);
            }
        }
    }
    let base = root().join(folder);
    let mut found = Vec::new();
    if base.is_dir() {
        walk(&base, extension, &mut found);
    }
    let name = |path: &Path| path.strip_prefix(&base).unwrap().to_str().unwrap().replace('\\', "/");
    found.iter().map(|path| (name(path), fs::read_to_string(path).unwrap())).collect()
}

/// The code without comments and without what stands in strings and characters.
fn bare(code: &str) -> String {
    let chars: Vec<char> = code.chars().collect();
    let at = |i: usize| chars.get(i).copied().unwrap_or('\0');
    let mut out = String::new();
    let mut i = 0;
    while i < chars.len() {
        let word_before = i > 0 && (chars[i - 1].is_alphanumeric() || chars[i - 1] == '_');
        if at(i) == '/' && at(i + 1) == '/' {
            while i < chars.len() && at(i) != '\n' {
                i += 1;
            }
        } else if at(i) == '/' && at(i + 1) == '*' {
            let mut depth = 0;
            loop {
                match (at(i), at(i + 1)) {
                    ('/', '*') => (depth, i) = (depth + 1, i + 2),
                    ('*', '/') => (depth, i) = (depth - 1, i + 2),
                    _ => i += 1,
                }
                if depth == 0 || i >= chars.len() {
                    break;
                }
            }
        } else if at(i) == 'r'
            && !word_before
            && (at(i + 1) == '"' || at(i + 1) == '#' && matches!(at(i + 2), '"' | '#'))
        {
            let hashes = chars[i + 1..].iter().take_while(|char| **char == '#').count();
            i += hashes + 2;
            while i < chars.len() && !(at(i) == '"' && (1..=hashes).all(|n| at(i + n) == '#')) {
                i += 1;
            }
            i += hashes + 1;
            out.push_str("\"\"");
        } else if at(i) == '"' {
            i += 1;
            while i < chars.len() && at(i) != '"' {
                i += if at(i) == '\\' { 2 } else { 1 };
            }
            i += 1;
            out.push_str("\"\"");
        } else if at(i) == '\'' && (at(i + 1) == '\\' || at(i + 2) == '\'') {
            i += if at(i + 1) == '\\' { 3 } else { 2 };
            while i < chars.len() && at(i) != '\'' {
                i += 1;
            }
            i += 1;
            out.push_str("' '");
        } else {
            out.push(at(i));
            i += 1;
        }
    }
    out
}

fn room_of(path: &str) -> &str {
    let first = path.split('/').next().unwrap_or(path);
    first.strip_suffix(".rs").unwrap_or(first)
}

/// The names that follow `crate::`, or that many `super::` as lead out of the room.
fn imports(path: &str, code: &str) -> Vec<String> {
    let depth = path.trim_end_matches("/mod.rs").trim_end_matches(".rs").split('/').count();
    let out_of_the_room = "super::".repeat(depth);
    let mut found = Vec::new();
    for start in ["crate::", out_of_the_room.as_str()] {
        for (at, _) in code.match_indices(&start) {
            let before = code[..at].chars().next_back().unwrap_or(' ');
            if before.is_alphanumeric() || before == '_' || before == ':' || before == '$' {
                continue;
            }
            found.extend(heads(&code[at + start.len()..]));
        }
    }
    found.retain(|name| name != "super" && name != "self" && name != "*");
    found
}

/// The parts of its room that a file imports and must not.
fn forbidden_stages(path: &str, code: &str) -> Vec<String> {
    let room = room_of(path);
    let Some((_, stages)) = PARTED.iter().find(|(name, _)| *name == room) else { return Vec::new() };
    let inside = &path[room.len() + 1..];
    let stage = room_of(inside);
    let Some((_, allowed)) = stages.iter().find(|(name, _)| *name == stage) else { return Vec::new() };
    let to_the_room = "super::".repeat(inside.trim_end_matches("/mod.rs").split('/').count());
    let mut found = Vec::new();
    for start in [format!("crate::{room}::"), to_the_room] {
        for (at, _) in code.match_indices(&start).filter(|(at, _)| !code[..*at].ends_with("::")) {
            found.extend(heads(&code[at + start.len()..]));
        }
    }
    found.retain(|name| {
        name != stage && stages.iter().any(|(part, _)| part == name) && !allowed.contains(&name.as_str())
    });
    found.iter().map(|name| format!("src/{path}: `{room}/{stage}` must not import `{room}/{name}`")).collect()
}

/// The first names of a path that may begin with a group: `{a::b, c::{d, e}}` has `a` and `c`.
fn heads(rest: &str) -> Vec<String> {
    let name = |text: &str| -> String {
        text.trim_start().chars().take_while(|char| char.is_alphanumeric() || *char == '_').collect()
    };
    let Some(group) = rest.strip_prefix('{') else { return vec![name(rest)] };
    let mut heads = vec![name(group)];
    let mut depth = 1;
    for (at, char) in group.char_indices() {
        match char {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => heads.push(name(&group[at + 1..])),
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    heads.retain(|head| !head.is_empty());
    heads
}

/// The room of a name that `lib.rs` re-exports: `crate::Quote` is an arrow to `quotes`.
fn shown_by_the_front_door(name: &str) -> Option<String> {
    let door = bare(&fs::read_to_string(root().join("src/lib.rs")).unwrap());
    let uses = door.split("pub use ").skip(1).map(|line| line.split(';').next().unwrap_or_default());
    uses.filter_map(|line| line.split_once("::"))
        .find(|(_, names)| names.split(['{', '}', ',']).any(|there| there.trim() == name))
        .map(|(room, _)| room.trim().to_owned())
}

/// What one file of `src/` does that it must not.
fn complaints(path: &str, text: &str) -> Vec<String> {
    let code = bare(text);
    let mut found = Vec::new();
    if !path.starts_with("bin/") {
        let room = room_of(path);
        match ARROWS.iter().find(|(name, _)| *name == room) {
            None => found.push(format!("src/{path}: there is no room `{room}`")),
            Some((_, below)) => {
                for name in imports(path, &code) {
                    let name = shown_by_the_front_door(&name).unwrap_or(name);
                    if name == room || below.contains(&name.as_str()) {
                        continue;
                    }
                    found.push(format!("src/{path}: `{room}` must not import `{name}`"));
                }
            }
        }
    }
    for (words, places, why) in WORDS {
        if places.iter().any(|place| path.starts_with(place)) {
            continue;
        }
        for word in words.iter().filter(|word| has_word(&code, word)) {
            found.push(format!("src/{path}: `{word}`: {why}"));
        }
    }
    found.extend(forbidden_stages(path, &code));
    let lines = text.lines().count();
    if lines > TOO_LONG {
        found.push(format!("src/{path}: {lines} lines; split it by noun"));
    }
    found
}

fn has_word(code: &str, word: &str) -> bool {
    let part = |char: char| char.is_alphanumeric() || char == '_';
    code.match_indices(word).any(|(at, _)| {
        let before = code[..at].chars().next_back().unwrap_or(' ');
        let after = code[at + word.len()..].chars().next().unwrap_or(' ');
        let joined_before = word.starts_with(part) && part(before);
        // `linfa` also stands for `linfa_clustering`.
        let joined_after = word.ends_with(part) && after.is_alphanumeric();
        !joined_before && !joined_after
    })
}

#[test]
fn rooms_import_only_what_lies_below_them() {
    let files = files("src", "rs");
    assert!(files.len() > 20, "the rooms are read");
    let found: Vec<String> = files.iter().flat_map(|(path, text)| complaints(path, text)).collect();
    for (path, text) in &files {
        let lines = text.lines().count();
        if lines > LONG {
            eprintln!("src/{path}: {lines} lines; think of splitting it by noun");
        }
    }
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn each_part_of_a_room_has_its_place() {
    for (room, stages) in PARTED {
        for (path, _) in files(&format!("src/{room}"), "rs") {
            let part = room_of(&path);
            let known = stages.iter().any(|(name, _)| *name == part);
            assert!(part == "mod" || known, "src/{room}/{path}: which part is it?");
        }
    }
}

#[test]
fn a_forbidden_arrow_is_seen() {
    let refused = |path: &str, code: &str| !complaints(path, code).is_empty();
    for (path, code) in [
        ("quotes/x.rs", "use crate::themes::Coder;"),
        ("quotes/mod.rs", "use super::themes::Coder;"),
        ("quotes/x.rs", "use super::super::themes::Coder;"),
        ("themes/terms.rs", "use crate::{error::{Error, Result}, document::Document};"),
        ("report/mod.rs", "fn f(t: &str) -> crate::text::Span { todo() }"),
        ("lang/words.rs", "use crate::text::Span;"),
        ("text/mod.rs", "use crate::document::Document;"),
        ("quotes/x.rs", "use crate::export::csv;"),
        ("import/plain.rs", "use crate::export::csv;"),
        ("export/csv.rs", "use crate::import::plain;"),
        ("quotes/x.rs", "use crate::Codebook;"),
        ("quotes/x.rs", "use crate::Nothing;"),
        ("cellar/mod.rs", ""),
        ("quotes/layout/x.rs", "use crate::quotes::transcript::turn::Turn;"),
        ("quotes/transcript/mod.rs", "use super::layout;"),
        ("quotes/transcript/x.rs", "use super::super::layout;"),
        ("quotes/prose/syntax/x.rs", "use crate::quotes::{draft, layout::page};"),
        ("quotes/participant.rs", "use super::layout;"),
        ("themes/embedding/x.rs", "use crate::themes::model::ThemeModel;"),
        ("themes/sparse.rs", "use super::text;"),
    ] {
        assert!(refused(path, code), "{path} may not say: {code}");
    }
    for (path, code) in [
        ("quotes/x.rs", "// use crate::themes::Coder;\nuse crate::text::Span;"),
        ("quotes/x.rs", "const A: &str = \"crate::themes\"; const B: char = '\"'; use crate::{error::Result, lang};"),
        ("quotes/layout/x.rs", "use super::super::wording; use crate::quotes::layout::page; use super::page;"),
        ("quotes/kind.rs", "use crate::quotes::{layout::LayoutWords, transcript};"),
        ("themes/x.rs", "use crate::QuoteId;"),
        ("themes/x.rs", "use linfa::traits::Fit; use crate::quotes::Quote;"),
        ("export/csv.rs", "use crate::{report::Analysis, quotes::{Quote, Corpus}};"),
    ] {
        assert!(!refused(path, code), "{path} may say: {code}; {:?}", complaints(path, code));
    }
}

#[test]
fn every_forbidden_word_is_seen() {
    for (words, _, _) in WORDS {
        for word in *words {
            let code = format!("fn f() {{ {word} }}");
            assert!(!complaints("quotes/x.rs", &code).is_empty(), "{word}");
            assert!(complaints("quotes/x.rs", &format!("// {word}")).is_empty(), "{word} in a comment");
        }
    }
    assert!(!complaints("quotes/x.rs", "use linfa_clustering::KMeans;").is_empty());
}

/// Examples that are a filter of the program with flags of their own: other programs call them, and what they do stands once.
const FILTERS: &[&str] = &["extract.rs", "group.rs"];

#[test]
fn examples_tests_and_benches_use_the_public_api() {
    for folder in ["examples", "tests", "benches"] {
        for (path, text) in files(folder, "rs") {
            let mut code = bare(&text);
            if folder == "examples" && FILTERS.contains(&path.as_str()) {
                code = code.replacen("#[path", "", 1);
            }
            for word in ["#[path", "include!(", "ignore]", "should_panic"] {
                // This file names the words in strings only, which `bare` empties.
                assert!(!code.contains(word), "{folder}/{path}: `{word}`");
            }
        }
    }
}

#[test]
fn a_language_is_data() {
    let packs: Vec<String> = fs::read_dir(root().join("seeds/lang"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert!(!packs.is_empty());
    for (path, text) in files("src", "rs") {
        // A test inside a file may name a language; so may the list of packs.
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        if path.starts_with("lang/") {
            continue;
        }
        for (number, line) in code.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
            for pack in &packs {
                assert!(!line.contains(&format!("\"{pack}\"")), "src/{path}:{}: a rule names `{pack}`", number + 1);
            }
        }
    }
}
